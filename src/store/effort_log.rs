//! `.hashiya-effort`: what annotating took, one record a line, appended beside the project and never sent anywhere. A line that
//! cannot be read, such as one that a crash has torn, is as if it were not there.

use std::fs::OpenOptions;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use super::disk::{self, Expect};
use super::error::SaveError;
use super::path_guard::is_link;
use super::plain;
use crate::model::EffortRecord;

/// The name of the file, in the folder of the project or of the settings.
pub const EFFORT_FILE: &str = ".hashiya-effort";

/// The longest file, in bytes: some 40 000 records. Then the older half goes.
const MAX_BYTES: u64 = 8 << 20;

/// Appends records to the file in `folder`.
///
/// # Errors
/// Where it cannot be written; what was there stays.
pub fn append_effort(folder: &Path, records: &[EffortRecord]) -> Result<(), SaveError> {
    append(folder, records, MAX_BYTES)
}

fn append(folder: &Path, records: &[EffortRecord], most: u64) -> Result<(), SaveError> {
    let path = folder.join(EFFORT_FILE);
    if records.is_empty() || is_link(&path) {
        return Ok(());
    }
    let mut lines = Vec::new();
    for record in records {
        if serde_json::to_writer(&mut lines, record).is_ok() {
            lines.push(b'\n');
        }
    }
    let failed = |source| SaveError::Io { path: path.clone(), source };
    let length = {
        let mut options = OpenOptions::new();
        let mut file = plain::open_as(&path, options.read(true).append(true).create(true)).map_err(failed)?;
        let length = file.seek(SeekFrom::End(0)).map_err(failed)?;
        if length + (lines.len() as u64) <= most {
            let mut last = [b'\n'];
            if length > 0 {
                file.seek(SeekFrom::Start(length - 1)).map_err(failed)?;
                file.read_exact(&mut last).map_err(failed)?;
            }
            // A torn line does not take the next one with it.
            if last != [b'\n'] {
                lines.insert(0, b'\n');
            }
            return file.write_all(&lines).map_err(failed);
        }
        length
    };
    // What is longer than any file of ours is somebody's mistake, and begins anew.
    let kept = if length <= most { plain::read(&path, most).map_err(failed)? } else { Vec::new() };
    let half = kept.len() / 2;
    let from = kept[half..].iter().position(|byte| *byte == b'\n').map_or(kept.len(), |at| half + at + 1);
    let mut whole = kept[from..].to_vec();
    if whole.last().is_some_and(|last| *last != b'\n') {
        whole.push(b'\n');
    }
    whole.extend(lines);
    disk::write(&path, &whole, Expect::Anything).map(|_| ())
}

/// The records in `folder`, the oldest first; none where there is no file.
pub fn read_effort(folder: &Path) -> Vec<EffortRecord> {
    let path = folder.join(EFFORT_FILE);
    let bytes = if is_link(&path) { None } else { disk::read(&path, MAX_BYTES).ok() };
    let bytes = bytes.unwrap_or_default();
    bytes.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Scratch(std::path::PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("hashiya-effort-{name}-{}", std::process::id()));
            std::fs::create_dir_all(&folder).expect("writable");
            Scratch(folder)
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn record(at: i64) -> EffortRecord {
        EffortRecord { at, document: "د".into(), label: Some("PER".into()), annotations: 1, ..EffortRecord::default() }
    }

    #[test]
    fn a_torn_tail_takes_nothing_else_with_it() {
        let folder = Scratch::new("torn");
        append_effort(&folder.0, &[record(1), record(2)]).expect("written");
        let path = folder.0.join(EFFORT_FILE);
        let bytes = std::fs::read(&path).expect("read");
        std::fs::write(&path, &bytes[..bytes.len() - 9]).expect("torn");
        append_effort(&folder.0, &[record(3)]).expect("written");
        assert_eq!(read_effort(&folder.0), [record(1), record(3)]);
    }

    #[test]
    fn a_long_file_loses_its_older_half() {
        let folder = Scratch::new("long");
        for at in 0..100 {
            append(&folder.0, &[record(at)], 2_000).expect("written");
        }
        let length = std::fs::metadata(folder.0.join(EFFORT_FILE)).expect("there").len();
        let kept = read_effort(&folder.0);
        assert!(length <= 2_000 && kept.last() == Some(&record(99)) && kept.len() > 3, "{length} {}", kept.len());
        assert!(kept.windows(2).all(|pair| pair[1].at == pair[0].at + 1));
    }
}
