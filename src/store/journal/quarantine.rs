//! Journals that were kept aside: what they hold can still be read, where what they build on is found.

use std::fs;
use std::path::{Path, PathBuf};

use super::journal_of;
use super::read::{Damage, JournalMismatch, Scan};
use crate::model::{AnnotatedDocument, Timestamp};
use crate::store::disk::ContentHash;
use crate::store::{document_reader, plain};

/// The journals of `document` that were kept aside, each with when it was last written.
pub fn quarantined_of(document: &Path) -> Vec<(PathBuf, Timestamp)> {
    let journal = journal_of(document);
    let (Some(folder), Some(name)) = (journal.parent(), journal.file_name().and_then(|n| n.to_str())) else {
        return Vec::new();
    };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    kept_in(folder, |kept| kept.strip_suffix("-kept-") == Some(name))
}

/// The journals of documents without a file that were kept aside in `folder`.
pub fn quarantined_in(folder: &Path) -> Vec<(PathBuf, Timestamp)> {
    kept_in(folder, |kept| kept.ends_with(".journal-kept-"))
}

/// The journal beside `document` itself, if there is one.
pub fn left_at(document: &Path) -> Option<(PathBuf, Timestamp)> {
    let journal = journal_of(document);
    let when = last_written(&fs::metadata(&journal).ok()?)?;
    Some((journal, when))
}

/// Files of a folder that were kept aside: a name that `ours` knows, and a number.
fn kept_in(folder: &Path, ours: impl Fn(&str) -> bool) -> Vec<(PathBuf, Timestamp)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let kept = entries.filter_map(|entry| {
        let entry = entry.ok()?;
        let name = entry.file_name();
        let name = name.to_str()?;
        let before = name.trim_end_matches(|c: char| c.is_ascii_digit());
        (before.len() < name.len() && ours(before) && entry.file_type().ok()?.is_file()).then_some(())?;
        Some((entry.path(), last_written(&entry.metadata().ok()?)?))
    });
    kept.collect()
}

fn last_written(file: &fs::Metadata) -> Option<Timestamp> {
    let since = file.modified().ok()?.duration_since(std::time::UNIX_EPOCH);
    Some(Timestamp(since.map_or(0, |since| since.as_millis() as i64)))
}

/// The document as a journal left it, and how many steps led there. `known` finds what a file held; nothing is changed.
pub fn read_quarantined(
    journal: &Path,
    known: impl Fn(ContentHash) -> Option<AnnotatedDocument>,
) -> Result<(AnnotatedDocument, usize), JournalMismatch> {
    let mut file = plain::open(journal)?;
    let scan = Scan::of(&mut file)?;
    let (mut content, after) = match &scan.content {
        Some(source) => {
            let read = document_reader::read(journal, source.as_bytes());
            (read.map_err(|error| Damage::Document(Box::new(error)))?, scan.begin.first - 1)
        }
        None => {
            let base =
                scan.begin.base.as_ref().and_then(|base| base.stamp()).map(|stamp| (stamp, scan.begin.first - 1));
            let saves = scan.marks.iter().filter_map(|(_, mark)| Some((mark.file.stamp()?, mark.upto)));
            let mut starts = base.into_iter().chain(saves);
            starts.find_map(|(stamp, upto)| Some((known(stamp)?, upto))).ok_or(JournalMismatch::OtherFile)?
        }
    };
    let steps = scan.replay(&mut file, after, &mut content, |content, step| step.apply(content))?;
    Ok((content, steps))
}
