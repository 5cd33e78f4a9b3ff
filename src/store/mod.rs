//! The disk: versioned RON, atomic save, settings.

pub mod about;
pub mod assignments_file;
pub mod catalog_index;
pub mod change_set;
pub mod checksum;
mod conflict_records;
pub mod dataset;
pub mod disk;
pub mod document_cache;
pub mod document_reader;
mod document_writer;
mod effort_log;
pub mod error;
pub mod exports_file;
pub mod fingerprint;
mod flush;
pub mod folder;
pub mod header;
pub mod history;
pub mod housekeeping;
pub mod journal;
pub mod lock;
pub mod memory_file;
mod open_files;
mod own_file;
mod parallel_reader;
mod path_guard;
mod plain;
pub mod project_file;
pub mod project_sources;
mod quarantine;
mod quote;
pub mod reading_positions;
pub mod register_file;
pub mod relocate;
pub mod repair;
mod ron_writer;
pub mod samples;
pub mod schema_file;
pub mod settings;
mod sidecar;
mod spool;
pub mod staged;
pub mod standard_input;
mod syntax_fault;
mod temporary;
mod thread_priority;
mod unique;
pub mod versions;
pub mod window_file;

use std::path::Path;

pub use catalog_index::{Index, IndexRecord, Summary};
pub use change_set::{ChangeSet, Completed, NewFile, WholeFile, complete};
pub use checksum::Checksum;
pub use dataset::{name_in, place_in};
pub use disk::{ContentHash, Expect, MAX_IMPORT_BYTES, MAX_OWN_BYTES, Stamper, read, read_head, stamp_of, write};
pub use document_cache::DocumentCache;
pub use effort_log::{EFFORT_FILE, append_effort, read_effort};
pub use error::{DiskRefusal, FileProblem, LoadError, NotOurs, ProblemKind, SaveError, TextChange};
pub use fingerprint::{FileFingerprint, StoredFingerprint};
pub use folder::EntryKind;
pub use header::{DOCUMENT_VERSION, FileKind, PROJECT_VERSION, SCHEMA_VERSION, VERSION};
pub use housekeeping::clean_stale_temporaries;
pub use lock::{FolderLock, Lock, LockHeld};
pub use memory_file::{MEMORY_FILE, Remembered, load_memory, memory_path, save_memory};
pub use open_files::allow_many_open_files;
pub use path_guard::{escapes_root, leads_away};
pub use project_file::{
    DOCUMENTS_FOLDER, PROJECT_FILE, READINGS_FOLDER, REMOVED_FOLDER, is_project, load_project, project_to_ron,
    read_project, save_project,
};
pub use quarantine::quarantine;
pub use reading_positions::{ReadingPlace, ReadingPositions};
pub use register_file::{REGISTER_FILE, load_register, register_path, save_register};
pub use relocate::{free_name, move_document};
pub use samples::{
    SampleAnnotation, SampleRelation, default_schema, sample_attributes, sample_links, sample_marks, samples,
};
pub use schema_file::{SchemaStamp, load_schema, read_schema, save_schema, schema_to_ron};
pub use settings::{Language, Settings, SettingsFile, Theme};
pub use spool::{Shelves, Spool};
pub use staged::{InView, Stage, Watch};
pub use syntax_fault::SyntaxFault;
pub use thread_priority::lower_thread_priority;
pub use window_file::{LastExport, WindowFile, WindowState};

use crate::model::{AnnotatedDocument, Timestamp};

/// Opens the document at `path`. The stamp is what a later save compares the file with.
pub fn load(path: &Path) -> Result<(AnnotatedDocument, ContentHash), LoadError> {
    load_sealed(path).map(|(document, stamp, _)| (document, stamp))
}

/// As [`load`], with what the file's last line says of the rest.
pub fn load_sealed(path: &Path) -> Result<(AnnotatedDocument, ContentHash, Checksum), LoadError> {
    load_watched(path, None)
}

/// As [`load_sealed`]; a large document is shown to `watch` while it is read. What it was shown is the document only
/// once that is given back.
pub fn load_watched(
    path: &Path,
    watch: Option<Watch<'_>>,
) -> Result<(AnnotatedDocument, ContentHash, Checksum), LoadError> {
    if standard_input::is_meant(path) {
        return load_whole(path);
    }
    let (file, len) = disk::open(path, MAX_OWN_BYTES)?;
    match staged::read(path, file, len, watch)? {
        Some(read) => Ok(read),
        None => load_whole(path),
    }
}

/// Reads the file at once, and says exactly what is wrong with it.
fn load_whole(path: &Path) -> Result<(AnnotatedDocument, ContentHash, Checksum), LoadError> {
    let bytes = disk::read(path, MAX_OWN_BYTES)?;
    let (read, stamp) = std::thread::scope(|scope| {
        // The file's hash is worked out while the file is read.
        let stamp = scope.spawn(|| ContentHash::of(&bytes));
        let read = document_reader::read_sealed(path, &bytes);
        (read, stamp.join().unwrap_or_else(|_| ContentHash::of(&bytes)))
    });
    let (document, checksum) = read?;
    Ok((document, stamp, checksum))
}

/// Saves the document at `path`, whole or not at all, once it has been checked.
pub fn save(document: &AnnotatedDocument, path: &Path, expect: Expect) -> Result<ContentHash, SaveError> {
    save_telling(document, path, expect, |_| ())
}

/// The same; tells what the file will be before it is touched.
pub fn save_telling(
    document: &AnnotatedDocument,
    path: &Path,
    expect: Expect,
    tell: impl FnOnce(ContentHash),
) -> Result<ContentHash, SaveError> {
    disk::write_sealed(path, &document_writer::parts(path, document)?, expect, tell)
}

/// Whether anything has this name, a link to nothing as well.
pub fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// As [`is_there`], for a command that leaves out what is not there: what cannot be looked at is no less there for that.
///
/// # Errors
/// Where the disk does not say.
pub fn is_taken(path: &Path) -> Result<bool, LoadError> {
    found(path, path.symlink_metadata()).map(|metadata| metadata.is_some())
}

/// Whether a folder is there, also by a link; likewise.
///
/// # Errors
/// Where the disk does not say.
pub fn is_folder(path: &Path) -> Result<bool, LoadError> {
    found(path, path.metadata()).map(|metadata| metadata.is_some_and(|metadata| metadata.is_dir()))
}

/// Whether a file is there, also by a link; likewise.
///
/// # Errors
/// Where the disk does not say.
pub fn is_file(path: &Path) -> Result<bool, LoadError> {
    found(path, path.metadata()).map(|metadata| metadata.is_some_and(|metadata| metadata.is_file()))
}

fn found(path: &Path, looked: std::io::Result<std::fs::Metadata>) -> Result<Option<std::fs::Metadata>, LoadError> {
    use std::io::ErrorKind::{NotADirectory, NotFound};
    match looked {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => Ok(None),
        Err(source) => Err(LoadError::Io { path: path.into(), source }),
    }
}

/// What the clock says.
pub fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_millisecond())
}

/// A moment as people here write it.
pub fn local_time(moment: Timestamp) -> String {
    let Ok(moment) = jiff::Timestamp::from_millisecond(moment.0) else { return "?".into() };
    moment.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// The period that a day (2026-11-30), a month (2026-11) or a year (2026) is here: its beginning, and the beginning of the next.
pub fn period_of(text: &str) -> Option<(Timestamp, Timestamp)> {
    use jiff::civil::Date;
    let mut parts = Vec::new();
    for part in text.split('-') {
        let digits = if parts.is_empty() { 4..=4 } else { 1..=2 };
        let is_number = digits.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        parts.push(part.parse::<i16>().ok().filter(|_| is_number)?);
    }
    let small = |part: i16| i8::try_from(part).ok();
    let (from, to) = match parts[..] {
        [year] => (Date::new(year, 1, 1).ok()?, Date::new(year + 1, 1, 1).ok()?),
        [year, month] => {
            let from = Date::new(year, small(month)?, 1).ok()?;
            (from, from.last_of_month().tomorrow().ok()?)
        }
        [year, month, day] => {
            let from = Date::new(year, small(month)?, small(day)?).ok()?;
            (from, from.tomorrow().ok()?)
        }
        _ => return None,
    };
    let begin = |day: Date| {
        let midnight = day.to_zoned(jiff::tz::TimeZone::system()).ok()?;
        Some(Timestamp(midnight.timestamp().as_millisecond()))
    };
    Some((begin(from)?, begin(to)?))
}
