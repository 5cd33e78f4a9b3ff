//! Every command that writes on a disk that gets full at any moment of its work: free space from nothing upwards, a block at a time,
//! until the command goes through. All or none is changed, what failed says so and leaves nothing lying about, and the same command goes
//! through once there is room.

use std::path::Path;
use std::process::{Command, Output};

use crate::command_faults::{Subject, all_or_none, subjects};
use crate::full::system;
use crate::scene::Folder;

/// What the disk gives at a time.
const BLOCK: usize = 4096;
/// The free blocks with which each command has to go through: its files have a few dozen kilobytes.
const MAX_BLOCKS: usize = 200;
/// Names of files that are on their way to their place.
const TEMPORARY: &str = ".hashiya-tmp";

pub fn run(_: usize) -> Result<String, String> {
    let mut figures = Vec::new();
    for subject in subjects() {
        let place = Folder::new("full-commands");
        let disk = place.0.join("disk");
        std::fs::create_dir_all(&disk).map_err(|e| e.to_string())?;
        let name = disk.to_str().ok_or("the temporary folder is no Unicode")?;
        system("mount", &["-t", "tmpfs", "-o", "size=2m", "none", name])?;
        let trials = trials(subject, &disk);
        system("umount", &["-l", name])?;
        let (failed, from) = trials.map_err(|why| format!("{}: {why}", subject.name))?;
        figures.push(format!("{}: told {failed} times, goes through with {from} kB", subject.name));
    }
    Ok(figures.join("; "))
}

/// How often the command could not be carried out, and from how many kilobytes on it was.
fn trials(subject: &Subject, disk: &Path) -> Result<(usize, usize), String> {
    let (folder, ballast) = (disk.join("work"), disk.join("ballast"));
    let mut failed = 0;
    for blocks in 0..MAX_BLOCKS {
        let what = |why: &str| format!("{blocks} blocks free: {why}");
        (subject.set_up)(&folder)?;
        fill(&ballast, blocks)?;
        let output = execute(subject, &folder)?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let done = all_or_none(subject, &folder).map_err(|why| what(&format!("{why}; told: {told}")))?;
        std::fs::remove_file(&ballast).map_err(|e| e.to_string())?;
        subject.is_sound(&folder).map_err(|why| what(&format!("{why}; told: {told}")))?;
        match (output.status.code(), done) {
            (Some(40), true) => return Ok((failed, blocks * BLOCK / 1024)),
            (Some(41), false) if !told.trim().is_empty() => failed += 1,
            (code, done) => return Err(what(&format!("ended with {code:?}, done: {done}, told: {told}"))),
        }
        if let Some(left) = left_behind(&folder) {
            return Err(what(&format!("{left} was left behind")));
        }
        let again = execute(subject, &folder)?;
        if again.status.code() != Some(40) || !all_or_none(subject, &folder)? {
            let why = String::from_utf8_lossy(&again.stderr).into_owned();
            return Err(what(&format!("with room again it does not go through: {why}")));
        }
    }
    Err(format!("it does not go through with {MAX_BLOCKS} blocks"))
}

/// Fills the disk but for so many blocks.
fn fill(ballast: &Path, free: usize) -> Result<(), String> {
    use std::io::Write;
    let mut file = std::fs::File::create(ballast).map_err(|e| e.to_string())?;
    let mut written = 0;
    while file.write_all(&[0; BLOCK]).is_ok() {
        written += BLOCK;
    }
    file.set_len(written.saturating_sub(free * BLOCK) as u64).map_err(|e| e.to_string())
}

fn execute(subject: &Subject, folder: &Path) -> Result<Output, String> {
    let program = std::env::current_exe().map_err(|e| e.to_string())?;
    let mut command = Command::new(program);
    command.arg("child-command-fault").args(subject.words_in(folder)?);
    command.env("HASHIYA_CONFIG_DIR", folder.join("config")).output().map_err(|e| e.to_string())
}

/// A file on its way to its place that stayed behind.
fn left_behind(folder: &Path) -> Option<String> {
    for entry in std::fs::read_dir(folder).ok()?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            if let Some(found) = left_behind(&entry.path()) {
                return Some(found);
            }
        } else if name.ends_with(TEMPORARY) {
            return Some(name);
        }
    }
    None
}
