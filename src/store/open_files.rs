//! How many files may be open at once: a change of many documents holds the lock of each.

/// Takes the most open files that the system allows this process, where it starts with fewer (often 1024). Where that cannot
/// be had, a change of more documents than that is refused before anything is changed.
#[cfg(unix)]
pub fn allow_many_open_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current != maximum {
        let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    }
}

/// Elsewhere the system has no such limit worth the name.
#[cfg(not(unix))]
pub fn allow_many_open_files() {}
