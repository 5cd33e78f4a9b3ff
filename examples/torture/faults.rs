//! Every system call of a save, failed in every way: the file is the old one or the new one, whole, and whoever was not
//! told "saved" still has the work.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use hashiya::store::{self, ContentHash, Expect, journal};

use crate::scene::{Folder, count, counter, document};

/// A call that nothing else makes: what comes before it in the trace is the start of the program.
pub const MARKER: &str = "/hashiya-torture-begins";

/// The calls of a save and of a journal that can fail.
pub const CALLS: &[&str] = &[
    "openat",
    "read",
    "write",
    "lseek",
    "fsync",
    "fdatasync",
    "rename",
    "link",
    "linkat",
    "renameat",
    "renameat2",
    "close",
    "unlink",
    "unlinkat",
    "fchmod",
    "fchown",
    "fstat",
    "statx",
    "newfstatat",
    "readlink",
    "getdents64",
    "flock",
    "mkdir",
    "ftruncate",
];

/// One save after one journal of one step; prints how they went.
pub fn child(arguments: &[String]) {
    let path = Path::new(&arguments[0]);
    let (mut content, stamp) = store::load(path).expect("a sound file");
    count(&mut content, 0, 1);
    let _ = Path::new(MARKER).exists();
    let foundation =
        journal::JournalBase { base: Some(stamp), text: content.document.digest(), content: None, first: 1 };
    let kept = journal::Journal::begin(&journal::journal_of(path), &foundation, true).and_then(|mut journal| {
        journal.mark_saving(0, ContentHash::of(b""), path)?;
        journal.sync()?.wait()
    });
    let saved = store::save(&content, path, Expect::Unchanged(stamp));
    // Standard output may be what fails; the exit code says the same.
    let code = i32::from(saved.is_err()) + 2 * i32::from(kept.is_err());
    std::process::exit(40 + code);
}

/// Runs the child under strace; `None` where it was killed.
fn traced(path: &Path, trace: &Path, inject: Option<&str>) -> Result<Option<i32>, String> {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o"]).arg(trace).arg("-e").arg(format!("trace={}", CALLS.join(",")));
    if let Some(inject) = inject {
        strace.arg("-e").arg(format!("inject={inject}"));
    }
    let program = std::env::current_exe().map_err(|e| e.to_string())?;
    strace.arg(program).arg("child-fault").arg(path).stdout(Stdio::null()).stderr(Stdio::null());
    Ok(strace.status().map_err(|e| format!("strace: {e}"))?.code())
}

pub fn run(_: usize) -> Result<String, String> {
    let folder = Folder::new("faults");
    let trace = folder.0.join("trace");
    let docs = folder.0.join("docs");
    let path = docs.join("خبر.ron");
    let fresh = || -> Result<(), String> {
        let _ = std::fs::remove_dir_all(&docs);
        std::fs::create_dir_all(&docs).map_err(|e| e.to_string())?;
        store::save(&document(40), &path, Expect::Anything).map_err(|e| e.to_string())?;
        Ok(())
    };
    fresh()?;
    if traced(&path, &trace, None)? != Some(40) {
        return Err("the save fails without any fault".into());
    }
    let calls = calls_after_marker(&std::fs::read_to_string(&trace).map_err(|e| e.to_string())?)?;
    let faults = ["error=EIO", "error=ENOSPC", "error=EACCES", "error=EINTR", "retval=1", "signal=KILL"];
    let (mut runs, mut told, mut new, mut old) = (0, 0, 0, 0);
    for (call, (before, after)) in &calls {
        for nth in before + 1..=before + after {
            for fault in faults {
                // A short count is only for calls that count.
                if fault == "retval=1" && !["write", "read"].contains(&call.as_str()) {
                    continue;
                }
                fresh()?;
                let code = traced(&path, &trace, Some(&format!("{call}:{fault}:when={nth}")))?;
                let what = format!("{call} #{} × {fault}", nth - before);
                let (content, _) = store::load(&path).map_err(|e| format!("{what}: unreadable: {e}"))?;
                let found = counter(&content, 0).ok_or_else(|| format!("{what}: no counter"))?;
                let said_saved = matches!(code, Some(40 | 42));
                if said_saved && found != 1 {
                    return Err(format!("{what}: called saved, and the file is the old one"));
                }
                if !matches!(code, Some(40..=43) | None) {
                    return Err(format!("{what}: ended with {code:?}"));
                }
                runs += 1;
                told += usize::from(matches!(code, Some(41..=43)));
                *(if found == 1 { &mut new } else { &mut old }) += 1;
            }
        }
    }
    Ok(format!(
        "{runs} faults over {} calls of {} kinds: {new} times the new file, {old} times the old one, always whole; an error \
         was told {told} times; never \"saved\" with the old file in place",
        calls.values().map(|(_, after)| after).sum::<usize>(),
        calls.len()
    ))
}

/// Call → how often before the marker and after it.
pub fn calls_after_marker(trace: &str) -> Result<BTreeMap<String, (usize, usize)>, String> {
    let at = trace.lines().position(|line| line.contains(MARKER)).ok_or("the marker is not in the trace")?;
    let mut calls: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (i, line) in trace.lines().enumerate() {
        let call = line.split_once(' ').map_or("", |(_, rest)| rest.trim_start());
        let Some((name, _)) = call.split_once('(') else { continue };
        let counts = calls.entry(name.to_owned()).or_default();
        *(if i <= at { &mut counts.0 } else { &mut counts.1 }) += 1;
    }
    calls.retain(|name, (_, after)| *after > 0 && CALLS.contains(&name.as_str()));
    Ok(calls)
}
