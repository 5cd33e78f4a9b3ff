//! A full disk, a folder that may not be written, a folder that vanishes: the old file stays whole, the analyst is told, the
//! work stays unsaved, and goes through once it can.

#![expect(unsafe_code, reason = "another user is asked for by a call of libc")]

use std::path::Path;
use std::process::Command as Program;

use hashiya::edit::Command;
use hashiya::session::{Session, SessionEvent};
use hashiya::store::{self, Expect};

use crate::scene::{Folder, counter, document, id, open};

pub(crate) fn system(program: &str, arguments: &[&str]) -> Result<(), String> {
    let output = Program::new(program).args(arguments).output().map_err(|e| format!("{program}: {e}"))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr))),
    }
}

pub fn run(_: usize) -> Result<String, String> {
    let folder = Folder::new("full");
    let disk = folder.0.join("disk");
    std::fs::create_dir_all(&disk).map_err(|e| e.to_string())?;
    let place = disk.to_str().expect("Unicode");
    system("mount", &["-t", "tmpfs", "-o", "size=1m", "none", place])?;
    let told = trials(&disk);
    system("umount", &["-l", place])?;
    Ok(format!("told in turn: {}", told?.join(" | ")))
}

const NOBODY: libc::uid_t = 65_534;

fn become_user(user: libc::uid_t) -> Result<(), String> {
    // SAFETY: the call touches no memory of ours.
    match unsafe { libc::seteuid(user) } {
        0 => Ok(()),
        _ => Err(format!("seteuid: {}", std::io::Error::last_os_error())),
    }
}

fn trials(disk: &Path) -> Result<Vec<String>, String> {
    let docs = disk.join("docs");
    std::fs::create_dir_all(&docs).map_err(|e| e.to_string())?;
    let path = docs.join("خبر.ron");
    store::save(&document(500), &path, Expect::Anything).map_err(|e| e.to_string())?;
    let (mut session, _) = open(&path);
    let mut told = Vec::new();
    let mut number = 0;

    let ballast = disk.join("ballast");
    let _ = std::fs::write(&ballast, vec![0u8; 2 << 20]);
    told.extend(refused(&mut session, &path, &mut number, "a full disk")?);
    std::fs::remove_file(&ballast).map_err(|e| e.to_string())?;
    accepted(&mut session, &path, number)?;

    // Permissions do not bind root: for this one trial it is nobody.
    let mode = |mode| std::fs::set_permissions(&docs, std::os::unix::fs::PermissionsExt::from_mode(mode));
    mode(0o555).map_err(|e| e.to_string())?;
    become_user(NOBODY)?;
    let result = refused(&mut session, &path, &mut number, "a read-only folder");
    become_user(0)?;
    mode(0o755).map_err(|e| e.to_string())?;
    told.extend(result?);
    accepted(&mut session, &path, number)?;

    let away = disk.join("away");
    std::fs::rename(&docs, &away).map_err(|e| e.to_string())?;
    number += 1;
    told.extend(tries(&mut session, number, "a vanished folder")?);
    std::fs::rename(&away, &docs).map_err(|e| e.to_string())?;
    accepted(&mut session, &path, number)?;
    Ok(told)
}

/// A step and a save that cannot succeed; what was said about it.
fn tries(session: &mut Session, number: u64, what: &str) -> Result<Vec<String>, String> {
    let done =
        session.dispatch(Command::SetNote { of: hashiya::model::Target::Annotation(id(0)), note: number.to_string() });
    done.map_err(|e| e.to_string())?;
    session.finish_journals();
    session.save().map_err(|e| e.to_string())?;
    let notices = session.finish_jobs();
    if !session.is_dirty() {
        return Err(format!("{what}: the work is called saved: {notices:?}"));
    }
    let failed: Vec<String> = notices
        .iter()
        .filter_map(|notice| match notice {
            SessionEvent::Failed(why) => Some(why.to_string().split(": ").skip(1).collect::<Vec<_>>().join(": ")),
            _ => None,
        })
        .collect();
    match failed.is_empty() {
        true => Err(format!("{what}: nobody was told: {notices:?}")),
        false => Ok(failed),
    }
}

fn refused(session: &mut Session, path: &Path, number: &mut u64, what: &str) -> Result<Vec<String>, String> {
    let before = std::fs::read(path).map_err(|e| e.to_string())?;
    *number += 1;
    let told = tries(session, *number, what)?;
    match std::fs::read(path).map_err(|e| e.to_string())? == before {
        true => Ok(told),
        false => Err(format!("{what}: the old file was touched")),
    }
}

fn accepted(session: &mut Session, path: &Path, number: u64) -> Result<(), String> {
    session.save().map_err(|e| e.to_string())?;
    let notices = session.finish_jobs();
    let (content, _) = store::load(path).map_err(|e| e.to_string())?;
    match !session.is_dirty() && counter(&content, 0) == Some(number) {
        true => Ok(()),
        false => Err(format!("the save that could succeed did not: {notices:?}")),
    }
}
