//! `hashiya git install`: a repository learns to merge and compare documents by annotation instead of by line.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::arguments::GitInstall;
use super::{Failure, tell};
use crate::store::{self, Expect, Stamp};

/// Documents are bytes to git, and both are done by Hashiya.
const ATTRIBUTES: &str = "*.ron -text merge=hashiya diff=hashiya";

pub fn install(task: GitInstall) -> Result<(), Failure> {
    let folder = task.project.unwrap_or_else(|| PathBuf::from("."));
    let program = std::env::current_exe().map_err(|error| {
        Failure::Because(format!("where this program lies is not known: {error}; nothing was changed"))
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
    let path = folder.join(".gitattributes");
    match add_attributes(&path)? {
        true => tell(&format!("{}: added '{ATTRIBUTES}'; commit it, so that everybody's git knows", path.display())),
        false => tell(&format!("{}: documents are set up already", path.display())),
    }
    tell(
        "this repository's git now merges and compares documents with Hashiya; each clone runs 'hashiya git install' once",
    );
    Ok(())
}

/// Adds our line at the end, where it wins over earlier ones. `false` where it is there already.
fn add_attributes(path: &Path) -> Result<bool, Failure> {
    if store::leads_away(path) {
        let what =
            format!("{}: it is a link that leads out of the repository; put a file in its place", path.display());
        return Err(Failure::Because(what));
    }
    let (mut bytes, expect) = match path.try_exists() {
        Ok(false) => (Vec::new(), Expect::Absent),
        _ => {
            let bytes = store::read(path, 1 << 20)?;
            let stamp = Stamp::of(&bytes);
            (bytes, Expect::Unchanged(stamp))
        }
    };
    if bytes.split(|b| *b == b'\n').any(|line| line.trim_ascii() == ATTRIBUTES.as_bytes()) {
        return Ok(false);
    }
    if bytes.last().is_some_and(|last| *last != b'\n') {
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(ATTRIBUTES.as_bytes());
    bytes.push(b'\n');
    store::write(path, &bytes, expect).map_err(crate::workspace::WorkspaceError::from)?;
    Ok(true)
}

fn git(folder: &Path, arguments: &[&str]) -> Result<(), Failure> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output();
    let said = match output {
        Ok(output) if output.status.success() => return Ok(()),
        Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        Err(error) => format!("git cannot be run: {error}"),
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
