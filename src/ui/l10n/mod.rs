//! What happened below the window, in the words of the window: one sentence for each way each room can fail.
//!
//! Errors come up as they are, and are turned into words here and nowhere else. Every `match` names all variants, so that
//! a new way to fail does not compile before it can be said in both languages. The command line has its own words, the
//! errors' `Display`.

mod edit;
mod formats;
mod model;
mod parsers;
mod project;
mod register;
mod session;
mod store;
mod window;
mod workspace;

pub use formats::{format_name, loss_heading};
pub use project::{fill_lines, has_remarks};

use std::io::{Error, ErrorKind};
use std::path::Path;

use super::localizer::{Localizer, Value};
use crate::store::DiskRefusal;

/// The numbers that every Unix gives to a device that fails, and to too many open files of the system and of the program.
#[cfg(unix)]
const EIO: i32 = 5;
#[cfg(unix)]
const ENFILE: i32 = 23;
#[cfg(unix)]
const EMFILE: i32 = 24;

/// Something that can be told to the analyst.
pub trait Localize {
    /// A sentence in the language of the interface; names, paths and quotes in it are isolated.
    fn localized(&self, words: &Localizer) -> String;
}

/// Several, one after the other.
pub fn localized_all<T: Localize>(all: &[T], words: &Localizer) -> Vec<String> {
    all.iter().map(|one| one.localized(words)).collect()
}

/// A path as a value of a message.
fn path(path: &Path) -> Value<'static> {
    path.display().to_string().into()
}

/// A message about one thing.
fn with<'a>(words: &Localizer, key: &str, name: &str, value: impl Into<Value<'a>>) -> String {
    words.format(key, &[(name, value.into())])
}

/// The kinds of failure that a person meets; of any other the number that the system gives it.
impl Localize for Error {
    fn localized(&self, words: &Localizer) -> String {
        if let Some(problem) = self.get_ref().and_then(|inner| inner.downcast_ref::<DiskRefusal>()) {
            return words.get(match problem {
                DiskRefusal::Circle => "io-circle",
                DiskRefusal::JournalTooLong => "io-journal-too-long",
                DiskRefusal::JournalTaken => "io-journal-taken",
                DiskRefusal::TooManyJournals => "io-too-many-journals",
                DiskRefusal::TooManySetAside => "io-too-many-set-aside",
                DiskRefusal::NotAFile => "io-not-a-file",
                DiskRefusal::LinkForFile => "io-link-for-file",
                DiskRefusal::LinkForFolder => "io-link-for-folder",
                DiskRefusal::NameLeadsOut => "io-name-leads-out",
                DiskRefusal::LinkLeadsOut => "io-link-leads-out",
                DiskRefusal::NoCommonFolder => "io-no-common-folder",
                DiskRefusal::NameNotUnicode => "io-name-not-unicode",
            });
        }
        // What the system has a number for and `std` has no kind.
        #[cfg(unix)]
        match self.raw_os_error() {
            Some(EIO) => return words.get("io-device"),
            Some(ENFILE | EMFILE) => return words.get("io-too-many-open"),
            _ => {}
        }
        words.get(match self.kind() {
            ErrorKind::NotFound => "io-not-found",
            ErrorKind::PermissionDenied => "io-permission",
            ErrorKind::IsADirectory => "io-is-folder",
            ErrorKind::NotADirectory => "io-not-folder",
            ErrorKind::StorageFull => "io-full",
            ErrorKind::QuotaExceeded => "io-quota",
            ErrorKind::ReadOnlyFilesystem => "io-read-only",
            ErrorKind::AlreadyExists => "io-exists",
            ErrorKind::TimedOut => "io-timed-out",
            ErrorKind::Interrupted => "io-interrupted",
            ErrorKind::FileTooLarge => "io-too-large",
            ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy | ErrorKind::WouldBlock | ErrorKind::Deadlock => {
                "io-busy"
            }
            ErrorKind::InvalidFilename => "io-name",
            ErrorKind::StaleNetworkFileHandle
            | ErrorKind::NetworkDown
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::ConnectionRefused
            | ErrorKind::ConnectionAborted
            | ErrorKind::ConnectionReset
            | ErrorKind::NotConnected => "io-network",
            ErrorKind::DirectoryNotEmpty => "io-not-empty",
            ErrorKind::CrossesDevices => "io-crosses-disks",
            ErrorKind::TooManyLinks => "io-too-many-links",
            ErrorKind::Unsupported => "io-unsupported",
            ErrorKind::WriteZero => "io-write-zero",
            ErrorKind::InvalidData => "io-invalid-data",
            ErrorKind::BrokenPipe => "io-broken-pipe",
            ErrorKind::UnexpectedEof => "io-end",
            ErrorKind::OutOfMemory => "io-memory",
            _ => {
                let why = match self.raw_os_error() {
                    Some(number) => with(words, "io-number", "n", number),
                    None => words.get("io-other"),
                };
                return parsers::with_details(words, why, &self.to_string());
            }
        })
    }
}
