//! The version as it is shown, with the commit that a release was made from. `HASHIYA_COMMIT` says it where there is no git, and
//! nothing is said where neither does. A build to work with does not ask: each commit would compile the whole crate again.

use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=HASHIYA_COMMIT");
    let is_release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let named = std::env::var("HASHIYA_COMMIT").ok().filter(|commit| !commit.is_empty());
    let commit = named.or_else(|| if is_release { of_git() } else { None });
    let version = env!("CARGO_PKG_VERSION");
    match commit.filter(|commit| commit.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-+.".contains(&byte))) {
        Some(commit) => println!("cargo::rustc-env=HASHIYA_VERSION={version} ({commit})"),
        None => println!("cargo::rustc-env=HASHIYA_VERSION={version}"),
    }
}

/// The commit that is checked out, if the repository is that of this crate and not one around it.
fn of_git() -> Option<String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).canonicalize().ok()?;
    let top = git(&["rev-parse", "--show-toplevel"])?;
    if Path::new(&top).canonicalize().ok()? != here {
        return None;
    }
    // A file that is not there would let Cargo run this every time.
    for name in ["HEAD", "logs/HEAD"] {
        if let Some(path) = git(&["rev-parse", "--git-path", name]).filter(|path| Path::new(path).exists()) {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    git(&["rev-parse", "--short=12", "HEAD"])
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().ok()?;
    let said = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !said.is_empty()).then_some(said)
}
