//! `memory.ron`: which strings were given which labels and which were refused, beside the documents it was learnt from.
//!
//! One string a line, sorted, so that git merges what two analysts decided.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::disk::{self, ContentHash, Expect};
use super::error::{DiskRefusal, LoadError, SaveError};
use super::header::FileKind;
use super::own_file;
use super::path_guard::leads_away;
use super::ron_writer::{Place, push_str};

/// The name of the file in the folder of its documents.
pub const MEMORY_FILE: &str = "memory.ron";

/// One decision and how often it was made.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remembered {
    pub text: String,
    pub label: String,
    pub accepts: u32,
    pub rejects: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Memory")]
struct MemoryV1 {
    #[serde(rename = "version")]
    _version: u32,
    memory: Vec<Remembered>,
}

/// Where the memory of the documents in `folder` is kept.
pub fn memory_path(folder: &Path) -> PathBuf {
    folder.join(MEMORY_FILE)
}

/// Reads a memory; nothing where there is no such file.
pub fn load_memory(path: &Path) -> Result<Option<(Vec<Remembered>, ContentHash)>, LoadError> {
    let Some((file, stamp)) = own_file::read::<MemoryV1>(path, disk::MAX_SMALL_BYTES, FileKind::Memory)? else {
        return Ok(None);
    };
    Ok(Some((file.memory, stamp)))
}

/// Writes a memory as a whole.
pub fn save_memory(entries: &[Remembered], path: &Path, expect: Expect) -> Result<ContentHash, SaveError> {
    if leads_away(path) {
        return Err(SaveError::Io { path: path.into(), source: DiskRefusal::LinkForFile.into() });
    }
    let mut out = String::from("(\n    version: 1,\n    memory: [\n");
    for Remembered { text, label, accepts, rejects } in entries {
        out.push_str("        (text: ");
        push_str(&mut out, text, Place::Line);
        out.push_str(", label: ");
        push_str(&mut out, label, Place::Line);
        out.push_str(&format!(", accepts: {accepts}, rejects: {rejects}),\n"));
    }
    out.push_str("    ],\n)\n");
    disk::write(path, out.as_bytes(), expect)
}
