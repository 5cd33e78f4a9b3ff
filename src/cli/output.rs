//! What commands say to a person, and why one ends badly.

use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::formats;
use crate::store::error::cause;
use crate::store::{LoadError, SettingsFile};
use crate::workspace::{SaveReport, WorkspaceError};

/// Why a command ends with exit code 1.
#[derive(Debug)]
pub(super) enum Failure {
    Because(String),
    /// Everything was said already.
    Told,
    /// The reader of our output went away; it has what it wanted.
    ClosedPipe,
    /// Ctrl+C came before anything was written.
    Stopped,
}

impl From<io::Error> for Failure {
    /// Errors of the output alone: files have errors of their own that name them.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            _ => Failure::Because(format!("the output cannot be written: {}", cause(&error))),
        }
    }
}

impl From<WorkspaceError> for Failure {
    fn from(error: WorkspaceError) -> Self {
        match error {
            WorkspaceError::Cancelled => Failure::Stopped,
            error => Failure::Because(message_of(&error)),
        }
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        WorkspaceError::from(error).into()
    }
}

/// The error, with what to do where the file is of another format.
pub(super) fn message_of(error: &WorkspaceError) -> String {
    if let WorkspaceError::Load(LoadError::NotOurs { path, .. } | LoadError::NotUtf8 { path, .. }) = error
        && let Some(format) = formats::by_extension(path)
    {
        return format!("{error}; it looks like {}, so import it first: hashiya import", format.name());
    }
    error.to_string()
}

/// Says what is worth knowing of a file, and what of a save did not go as it should.
pub(super) fn tell_all(warnings: impl IntoIterator<Item = impl std::fmt::Display>) {
    warnings.into_iter().for_each(|warning| warn(&warning.to_string()));
}

/// Says what else a replacement did.
pub(super) fn tell_report(path: &Path, report: &SaveReport) {
    let path = path.display();
    if let Some(error) = &report.not_kept {
        warn(&format!(
            "{path}: saved; but what it replaced could not be kept as an earlier version: {}",
            error.cause()
        ));
    }
    if let Some(error) = &report.not_logged {
        warn(&format!("{path}: saved; but the step could not be added to its history: {}", cause(error)));
    }
    if let Some(aside) = &report.set_aside {
        warn(&format!("{path}: the damaged file is {} now", aside.display()));
    }
    if report.other_names > 0 {
        warn(&format!(
            "{path}: {} further names of the file (hard links) hold what it held before",
            report.other_names
        ));
    }
}

/// How many earlier versions of a document are kept, as the settings say.
pub(super) fn versions_kept() -> usize {
    SettingsFile::standard().peek().versions_kept as usize
}

/// A number of things, such as `1 document` and `2 documents`; for words whose plural adds an `s`.
pub(super) fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// Whether a line of progress stands on the terminal.
static LINE: AtomicBool = AtomicBool::new(false);

/// To the beginning of the line, and nothing behind it.
const OVERWRITE: &str = "\r\x1b[K";

/// Puts a line of progress on the terminal, over the one before.
pub(super) fn show_line(text: &str) {
    LINE.store(true, Ordering::SeqCst);
    let _ = write!(io::stderr(), "{OVERWRITE}hashiya: {text}");
}

/// Takes the line of progress away, if one stands there.
pub(super) fn clear_line() {
    if LINE.swap(false, Ordering::SeqCst) {
        let _ = write!(io::stderr(), "{OVERWRITE}");
    }
}

/// Says something to the person, if there is one.
pub(super) fn warn(message: &str) {
    clear_line();
    let _ = writeln!(io::stderr(), "hashiya: {message}");
}
