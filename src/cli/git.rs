//! `hashiya git install`: a repository learns to merge and compare documents by annotation instead of by line, and to leave
//! alone what stands beside documents while they are worked on.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::{Args, Subcommand};

use super::output::{Failure, warn};
use crate::store::error::cause;
use crate::workspace::text;

#[derive(Debug, Subcommand)]
pub(super) enum Git {
    /// Register the drivers in the repository's configuration and in .gitattributes
    Install(GitInstall),
}

#[derive(Debug, Args)]
pub(super) struct GitInstall {
    /// A folder of the repository; else the current one
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
}

/// Documents are bytes to git, and both are done by Hashiya.
const ATTRIBUTES: &str = "*.ron -text merge=hashiya diff=hashiya";

/// What stands beside documents: journals, those kept aside, locks, earlier versions, steps, files that are being written, the index
/// of a folder. Whoever
/// sweeps a work tree (`git clean -fd`, `git stash -u`) leaves what git was told to pass over.
///
/// It goes into the `info/exclude` of the clone: each clone has to run this command in any case, since git takes no driver
/// from a commit, and nobody else's `.gitignore` changes.
const HIDDEN: &[&str] = &[
    ".*.[rR][oO][nN].journal",
    ".*.[rR][oO][nN].journal-kept-*",
    ".*.[rR][oO][nN].journal-new",
    ".*.[rR][oO][nN].lock",
    ".*.[rR][oO][nN].versions/",
    ".*.[rR][oO][nN].history/",
    ".hashiya-changes/",
    ".*.hashiya-tmp",
    ".hashiya-index",
    ".hashiya-lock",
    ".hashiya-sources",
    ".hashiya-effort",
    ".hashiya-project-*",
    ".hashiya-register-*",
];

/// Stands above [`HIDDEN`] in the file.
const HEADING: &str = "# Hashiya keeps these beside documents while they are worked on ('hashiya git install')";

/// A file that git passes over where [`HIDDEN`] is in force.
const EXAMPLE: &str = ".a.ron.journal";

/// Paths of tracked files that are named at most.
const SHOWN: usize = 3;

pub(super) fn install(task: GitInstall) -> Result<(), Failure> {
    let folder = task.project.unwrap_or_else(|| PathBuf::from("."));
    let program = std::env::current_exe().map_err(|error| {
        Failure::Because(format!("where this program lies is not known: {}; nothing was changed", cause(&error)))
    })?;
    let program = quoted(&program.display().to_string());
    git(&folder, &["rev-parse", "--git-dir"])?;
    let settings = [
        ("merge.hashiya.name", "Hashiya: annotation by annotation".to_owned()),
        ("merge.hashiya.driver", format!("{program} merge --name %P %O %A %B")),
        ("diff.hashiya.textconv", format!("{program} textconv")),
    ];
    for (name, value) in &settings {
        git(&folder, &["config", "--local", name, value])?;
    }
    hide(&folder)?;
    let path = folder.join(".gitattributes");
    match add_lines(&path, None, &[ATTRIBUTES])? {
        true => warn(&format!("{}: added '{ATTRIBUTES}'; commit it, so that everybody's git knows", path.display())),
        false => warn(&format!("{}: documents are set up already", path.display())),
    }
    warn(
        "this repository's git now merges and compares documents with Hashiya; each clone runs 'hashiya git install' once",
    );
    Ok(())
}

/// Keeps the hidden files beside documents out of git's hands.
fn hide(folder: &Path) -> Result<(), Failure> {
    let path = folder.join(git_says(folder, &["rev-parse", "--git-path", "info/exclude"])?.trim_end_matches('\n'));
    if add_lines(&path, Some(HEADING), HIDDEN)? {
        warn(&format!("{}: git leaves the hidden files beside documents alone", path.display()));
    }
    // What a repository without a work tree has is in no danger.
    if git_says(folder, &["rev-parse", "--is-inside-work-tree"])?.trim() != "true" {
        return Ok(());
    }
    // Neither is an error: the journal is begun anew where git takes it away all the same.
    if git(folder, &["check-ignore", "-q", "--no-index", EXAMPLE]).is_err() {
        warn(
            "a .gitignore of this repository says otherwise, and wins: 'git clean' and 'git stash -u' can take journals away",
        );
    }
    let mut list = vec!["ls-files", "-z", "--cached", "--ignored"];
    list.extend(HIDDEN.iter().flat_map(|pattern| ["-x", *pattern]));
    let said = git_says(folder, &list)?;
    let tracked: Vec<&str> = said.split('\0').filter(|path| !path.is_empty()).collect();
    if !tracked.is_empty() {
        let more = if tracked.len() > SHOWN { ", …" } else { "" };
        let named = tracked.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
        warn(&format!(
            "{} hidden files of Hashiya were committed ({named}{more}): take them out with 'git rm --cached'",
            tracked.len()
        ));
    }
    Ok(())
}

/// Adds those of our lines that are not there, at the end, where they win over earlier ones. `false` where all are there
/// already.
fn add_lines(path: &Path, heading: Option<&str>, lines: &[&str]) -> Result<bool, Failure> {
    let (mut bytes, expect) = text::read(path)?;
    let has = |line: &str| bytes.split(|b| *b == b'\n').any(|there| there.trim_ascii() == line.as_bytes());
    let missing: Vec<&str> = lines.iter().copied().filter(|line| !has(line)).collect();
    if missing.is_empty() {
        return Ok(false);
    }
    let heading = heading.filter(|heading| !has(heading));
    if bytes.last().is_some_and(|last| *last != b'\n') {
        bytes.push(b'\n');
    }
    for line in heading.into_iter().chain(missing) {
        bytes.extend_from_slice(line.as_bytes());
        bytes.push(b'\n');
    }
    text::replace(path, &bytes, expect)?;
    Ok(true)
}

fn git(folder: &Path, arguments: &[&str]) -> Result<(), Failure> {
    git_says(folder, arguments).map(|_| ())
}

fn git_says(folder: &Path, arguments: &[&str]) -> Result<String, Failure> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output();
    let said = match output {
        Ok(output) if output.status.success() => return Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        Err(error) => format!("git cannot be run: {}", cause(&error)),
    };
    Err(Failure::Because(format!("{}: {said}", folder.display())))
}

/// As one word of a shell, in which git runs its drivers.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_one_word() {
        assert_eq!(quoted("/a b/حاشية"), "'/a b/حاشية'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
    }
}
