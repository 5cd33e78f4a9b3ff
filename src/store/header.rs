//! The first look at a file: which version it is and what it holds, before anything else is believed.
//!
//! Every file of Hashiya is a RON structure whose first field is `version`. It is read by hand, so that a newer file
//! is recognised however its rest is written, and refused by name instead of by its first unknown field.

use std::fmt;
use std::path::Path;

use super::error::{LoadError, NotOurs};

/// The format version of settings and what else the program keeps for itself.
pub const VERSION: u32 = 1;

/// The newest format version of schemas: 2 has dates, several choices, what is required or shown, overlaps and relations
/// without direction. One is written in the lowest that holds it.
pub const SCHEMA_VERSION: u32 = 2;

/// The newest format version of documents. One is written in the lowest that holds it: 2 where it has conflicts, 3 where a
/// span is so long that the file has only the ends of its quote, 4 where its state is to be looked at again, 5
/// where it has flags, links to the register of entities, a note of its own, or a schema of the second version.
pub const DOCUMENT_VERSION: u32 = 5;

/// The newest format version of projects: 1 named its documents, 2 has what lies in its folder, 3 a schema of the
/// second version, or attributes that got other names.
pub const PROJECT_VERSION: u32 = 3;

/// What a file of Hashiya holds, known by the field after `version`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Document,
    Schema,
    Project,
    Settings,
    Places,
    Memory,
    Window,
    Assignments,
    Register,
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FileKind::Document => "a document",
            FileKind::Schema => "a schema",
            FileKind::Project => "a project",
            FileKind::Settings => "settings",
            FileKind::Places => "places where reading stopped",
            FileKind::Memory => "a memory of decisions",
            FileKind::Window => "the state of the window",
            FileKind::Assignments => "a list of who does which document",
            FileKind::Register => "an entity register",
        })
    }
}

/// Strips a byte order mark, checks the encoding and the version, and returns the text and what it holds.
pub fn open<'a>(path: &Path, bytes: &'a [u8]) -> Result<(&'a str, FileKind), LoadError> {
    open_versioned(path, bytes).map(|(source, kind, _)| (source, kind))
}

/// As [`open`], with the version.
pub fn open_versioned<'a>(path: &Path, bytes: &'a [u8]) -> Result<(&'a str, FileKind, u32), LoadError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let source = std::str::from_utf8(bytes).map_err(|error| LoadError::NotUtf8 {
        path: path.into(),
        at: error.valid_up_to(),
        line: line_of(&bytes[..error.valid_up_to()]),
    })?;
    if source.trim_ascii().is_empty() {
        return Err(LoadError::Empty { path: path.into() });
    }
    let (kind, version) = head_of(path, source)?;
    Ok((source, kind, version))
}

/// The line in which the bytes after `before` begin, from 1.
pub fn line_of(before: &[u8]) -> usize {
    1 + before.iter().filter(|b| **b == b'\n').count()
}

/// Reads `( version: N, FIELD` at the head of `source`. A prefix of a file is enough.
pub fn kind_of(path: &Path, source: &str) -> Result<FileKind, LoadError> {
    head_of(path, source).map(|(kind, _)| kind)
}

/// As [`kind_of`], with the version.
pub(super) fn head_of(path: &Path, source: &str) -> Result<(FileKind, u32), LoadError> {
    let mut head = Header { rest: source };
    let not_ours = |head: &Header, what: NotOurs| LoadError::NotOurs {
        path: path.into(),
        line: line_of(&source.as_bytes()[..source.len() - head.rest.len()]),
        what,
    };
    head.skip_space();
    if !head.take('(') {
        return Err(not_ours(&head, NotOurs::NoParenthesis));
    }
    if head.word() != "version" || !head.take(':') {
        return Err(not_ours(&head, NotOurs::NoVersion));
    }
    let digits = head.word();
    let newer = |known| LoadError::NewerVersion { path: path.into(), found: digits.into(), known };
    let version = match digits.parse::<u32>() {
        Ok(version @ 1..=DOCUMENT_VERSION) => version,
        // Digits beyond 32 bits are a version as well, and not ours.
        _ if !digits.is_empty()
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.trim_start_matches('0').is_empty() =>
        {
            return Err(newer(DOCUMENT_VERSION));
        }
        _ => return Err(not_ours(&head, NotOurs::BadVersion)),
    };
    head.take(',');
    let kind = match head.word() {
        "id" | "title" | "digest" | "metadata" | "annotator" | "state" | "text" | "annotations" => FileKind::Document,
        "name" | "labels" | "relation_types" | "document_attributes" => FileKind::Schema,
        "project" => FileKind::Project,
        "settings" => FileKind::Settings,
        "places" => FileKind::Places,
        "memory" => FileKind::Memory,
        "window" => FileKind::Window,
        "assignments" => FileKind::Assignments,
        "register" => FileKind::Register,
        "" => return Err(not_ours(&head, NotOurs::NothingFollows)),
        other => return Err(not_ours(&head, NotOurs::UnknownField(other.into()))),
    };
    match kind {
        FileKind::Document => Ok((kind, version)),
        FileKind::Project if version > PROJECT_VERSION => Err(newer(PROJECT_VERSION)),
        FileKind::Project => Ok((kind, version)),
        FileKind::Schema if version > SCHEMA_VERSION => Err(newer(SCHEMA_VERSION)),
        FileKind::Schema => Ok((kind, version)),
        _ if version > VERSION => Err(newer(VERSION)),
        _ => Ok((kind, version)),
    }
}

struct Header<'a> {
    rest: &'a str,
}

impl<'a> Header<'a> {
    /// Skips white space and comments.
    fn skip_space(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            self.rest = if self.rest.starts_with("//") {
                self.rest.split_once('\n').map_or("", |(_, rest)| rest)
            } else if self.rest.starts_with("/*") {
                self.rest.split_once("*/").map_or("", |(_, rest)| rest)
            } else {
                return;
            }
        }
    }

    fn take(&mut self, c: char) -> bool {
        self.skip_space();
        let rest = self.rest.strip_prefix(c);
        self.rest = rest.unwrap_or(self.rest);
        self.skip_space();
        rest.is_some()
    }

    fn word(&mut self) -> &'a str {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        self.skip_space();
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_before_anything_else() {
        let kind = |source: &str| kind_of(Path::new("f"), source).map_err(|e| e.to_string());
        assert_eq!(kind("(version: 1, id: \"x\""), Ok(FileKind::Document));
        assert_eq!(kind("(version: 2, id: \"x\""), Ok(FileKind::Document));
        assert_eq!(kind("(version: 2, labels: []"), Ok(FileKind::Schema));
        assert!(kind("(version: 3, labels: []").unwrap_err().contains("up to 2"));
        assert_eq!(kind("// note\n( /* one */ version : 1 ,\n labels: ["), Ok(FileKind::Schema));
        assert_eq!(kind("(version: 3, id: \"x\""), Ok(FileKind::Document));
        assert_eq!(kind("(version: 4, id: \"x\""), Ok(FileKind::Document));
        assert_eq!(kind("(version: 5, id: \"x\""), Ok(FileKind::Document));
        assert_eq!(kind("(version: 2, project: \"x\""), Ok(FileKind::Project));
        assert_eq!(kind("(version: 3, project: \"x\""), Ok(FileKind::Project));
        assert!(kind("(version: 4, project: \"x\"").unwrap_err().contains("up to 3"));
        assert!(kind("(version: 6, a new: shape").unwrap_err().contains("version 6"));
        assert!(kind("(version: 99999999999, ").unwrap_err().contains("99999999999"));
        assert!(kind("\n\n(id: 1").unwrap_err().starts_with("f:3: "));
        for bad in ["[", "(version: -1", "(version: 0,", "(version: 1", "(version: 1, colour: 3", "{}"] {
            assert!(kind(bad).unwrap_err().contains("not a file of Hashiya"), "{bad}");
        }
    }
}
