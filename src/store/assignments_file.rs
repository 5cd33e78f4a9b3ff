//! `assignments.ron`: who does which document of a project. One document a line, sorted, so that git merges what two people gave out.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::disk::{self, ContentHash, Expect};
use super::error::{DiskRefusal, LoadError, SaveError};
use super::header::FileKind;
use super::own_file;
use super::path_guard::leads_away;
use super::ron_writer::{Place, push_str};
use crate::model::Annotator;

/// The name of the file in the project's folder.
pub const ASSIGNMENTS_FILE: &str = "assignments.ron";

/// The largest that is read, in bytes: some 500 000 documents.
const MAX_BYTES: u64 = 64 << 20;

/// Document, by its path below `documents` with `/` between folders → who does it.
pub type Assignments = BTreeMap<String, Vec<Annotator>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Assignments")]
struct AssignmentsV1 {
    #[serde(rename = "version")]
    _version: u32,
    assignments: Vec<(String, Vec<Annotator>)>,
}

/// Reads assignments; nothing where there is no such file.
pub fn load_assignments(path: &Path) -> Result<Option<(Assignments, ContentHash)>, LoadError> {
    let Some((file, stamp)) = own_file::read::<AssignmentsV1>(path, MAX_BYTES, FileKind::Assignments)? else {
        return Ok(None);
    };
    let mut assignments = Assignments::new();
    for (document, annotators) in file.assignments {
        // A merge by lines may bring two lines of one document: both are meant.
        let all: &mut Vec<Annotator> = assignments.entry(document).or_default();
        for annotator in annotators {
            if !all.contains(&annotator) {
                all.push(annotator);
            }
        }
    }
    Ok(Some((assignments, stamp)))
}

/// The text of the file.
pub fn assignments_to_ron(assignments: &Assignments) -> String {
    let mut out = String::from("(\n    version: 1,\n    assignments: [\n");
    for (document, annotators) in assignments {
        out.push_str("        (");
        push_str(&mut out, document, Place::Line);
        out.push_str(", [");
        for (n, annotator) in annotators.iter().enumerate() {
            out.push_str(if n == 0 { "" } else { ", " });
            push_str(&mut out, annotator.as_str(), Place::Line);
        }
        out.push_str("]),\n");
    }
    out.push_str("    ],\n)\n");
    out
}

/// Writes assignments as a whole.
pub fn save_assignments(assignments: &Assignments, path: &Path, expect: Expect) -> Result<ContentHash, SaveError> {
    if leads_away(path) {
        return Err(SaveError::Io { path: path.into(), source: DiskRefusal::LinkForFile.into() });
    }
    disk::write(path, assignments_to_ron(assignments).as_bytes(), expect)
}
