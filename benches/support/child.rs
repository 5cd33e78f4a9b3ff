//! A program run as a process of its own, with the processor time it took.

#![cfg_attr(unix, expect(unsafe_code, reason = "the system counts processor time through calls of libc"))]

use std::path::Path;
use std::process::{Command, Stdio};

/// What a run took.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    /// User and system time of the process.
    pub seconds: f64,
    /// `None` where it was ended by a signal.
    pub code: Option<i32>,
    /// It took more than it was allowed.
    pub killed: bool,
}

/// Runs `program` and reads no word of what it prints. It may take `most` seconds of processor time.
#[cfg(unix)]
pub fn run(program: &Path, arguments: &[String], most: u64) -> Spent {
    use std::os::unix::process::CommandExt;

    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let limit = libc::rlimit { rlim_cur: most, rlim_max: most + 1 };
    // SAFETY: between fork and exec only a system call is made, on a structure of our own.
    unsafe {
        command.pre_exec(move || match libc::setrlimit(libc::RLIMIT_CPU, &limit) {
            0 => Ok(()),
            _ => Err(std::io::Error::last_os_error()),
        });
    }
    let before = of_children();
    let status = command.status().expect("the program can be run");
    let seconds = of_children() - before;
    let code = status.code();
    assert_ne!(code, Some(2), "the arguments are those of a command: {:?}", &arguments[..arguments.len().min(6)]);
    Spent { seconds, code, killed: code.is_none() }
}

/// Processor time of all children that have ended. One runs at a time, so what is added is the last one's.
#[cfg(unix)]
fn of_children() -> f64 {
    // SAFETY: a structure of numbers may be all zeros.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: the pointer is to a structure of our own, which the call fills in.
    let done = unsafe { libc::getrusage(libc::RUSAGE_CHILDREN, &mut usage) };
    assert_eq!(done, 0, "this system counts the processor time of children");
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    seconds(usage.ru_utime) + seconds(usage.ru_stime)
}

/// Where the system does not count it, the time on the wall, without a limit.
#[cfg(not(unix))]
pub fn run(program: &Path, arguments: &[String], _most: u64) -> Spent {
    let started = std::time::Instant::now();
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().expect("the program can be run");
    Spent { seconds: started.elapsed().as_secs_f64(), code: status.code(), killed: status.code().is_none() }
}
