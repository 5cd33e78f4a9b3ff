//! `register.ron`: the entity register of a project. One entry a line, sorted by id, so that git merges what two people entered.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::disk::{self, ContentHash, Expect};
use super::error::{DiskRefusal, FileProblem, LoadError, NotOurs, ProblemKind, SaveError};
use super::header::{self, FileKind, VERSION};
use super::path_guard::{is_link, leads_away};
use super::ron_writer::{Place, push_str};
use super::unique::{options, parse};
use crate::model::annotated::MAX_PROBLEMS;
use crate::model::register::{MAX_ABSORBED, MAX_ENTRIES, MAX_ENTRY_NAMES, OtherName};
use crate::model::{EntityId, Entry, LabelName, Register};

/// The name of the file in the project's folder.
pub const REGISTER_FILE: &str = "register.ron";

/// The largest that is read or written, in bytes.
pub const MAX_REGISTER_BYTES: u64 = 64 << 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Register")]
struct RegisterV1 {
    #[serde(rename = "version")]
    _version: u32,
    #[serde(deserialize_with = "at_most::<_, _, MAX_ENTRIES>")]
    register: Vec<EntryV1>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Entry")]
struct EntryV1 {
    id: EntityId,
    name: String,
    #[serde(default, deserialize_with = "at_most::<_, _, MAX_ENTRY_NAMES>")]
    names: Vec<OtherName>,
    #[serde(default)]
    kinds: Vec<LabelName>,
    #[serde(default)]
    references: Vec<String>,
    #[serde(default)]
    note: String,
    /// Entries that were merged into it.
    #[serde(default, deserialize_with = "at_most::<_, _, MAX_ABSORBED>")]
    absorbed: Vec<EntryV1>,
}

/// A list of a file, not longer than there may be.
fn at_most<'de, D: Deserializer<'de>, T: Deserialize<'de>, const MOST: usize>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    struct Bounded<T, const MOST: usize>(std::marker::PhantomData<T>);

    impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for Bounded<T, MOST> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
            write!(f, "a list of at most {MOST}")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
            let mut list = Vec::new();
            while let Some(item) = items.next_element()? {
                if list.len() == MOST {
                    return Err(A::Error::custom(format!("a list is longer than {MOST}")));
                }
                list.push(item);
            }
            Ok(list)
        }
    }

    deserializer.deserialize_seq(Bounded::<T, MOST>(std::marker::PhantomData))
}

impl From<EntryV1> for Entry {
    fn from(EntryV1 { id, name, names, kinds, references, note, absorbed }: EntryV1) -> Self {
        let absorbed = absorbed.into_iter().map(|entry| (entry.id.clone(), Entry::from(entry))).collect();
        let (names, kinds) = (names.into_iter().collect(), kinds.into_iter().collect());
        Entry { id, name, names, kinds, references: references.into_iter().collect(), note, absorbed }
    }
}

/// Where the register of the project in `root` is.
pub fn register_path(root: &Path) -> PathBuf {
    root.join(REGISTER_FILE)
}

/// Reads a register; nothing where there is no such file.
///
/// # Errors
/// Where it is a link elsewhere, cannot be read, is no register, is damaged, or holds what cannot be.
pub fn load_register(path: &Path) -> Result<Option<(Register, ContentHash)>, LoadError> {
    if leads_away(path) {
        return Err(LoadError::Io { path: path.into(), source: DiskRefusal::LinkForFile.into() });
    }
    match disk::read(path, MAX_REGISTER_BYTES) {
        Ok(bytes) => Ok(Some((read_register(path, &bytes)?, ContentHash::of(&bytes)))),
        Err(LoadError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads a register from the bytes of its file; `path` is for the messages. A merge by lines may bring two lines of one entry: they become
/// one.
///
/// # Errors
/// As [`load_register`].
pub fn read_register(path: &Path, bytes: &[u8]) -> Result<Register, LoadError> {
    let source = register_source(path, bytes)?;
    let file: RegisterV1 = parse(path, source)?;
    let entries: Vec<Entry> = file.register.into_iter().map(Entry::from).collect();
    // What is wrong with a line is said of the line, before lines are brought together.
    let mut problems = Register::problems_of(&entries, MAX_PROBLEMS);
    let register = Register::of(entries);
    if problems.is_empty() {
        problems = register.problems(MAX_PROBLEMS);
    }
    if problems.is_empty() {
        return Ok(register);
    }
    let lines = lines_of_entries(source);
    let placed = |problem: crate::model::RegisterProblem| {
        let line = problem.entry().and_then(|id| lines.get(id.as_str()).copied());
        FileProblem { line, what: ProblemKind::Register(problem) }
    };
    Err(LoadError::Unsound { path: path.into(), problems: problems.into_iter().map(placed).collect() })
}

fn register_source<'a>(path: &Path, bytes: &'a [u8]) -> Result<&'a str, LoadError> {
    match header::open(path, bytes)? {
        (source, FileKind::Register) => Ok(source),
        (_, found) => {
            let what = NotOurs::Holds { found, wanted: FileKind::Register };
            Err(LoadError::NotOurs { path: path.into(), line: 1, what })
        }
    }
}

/// On which line each entry stands, from 1, where it stands as it is written here.
fn lines_of_entries(source: &str) -> BTreeMap<&str, usize> {
    let id = |line: &'_ str| line.trim_start().strip_prefix("(id: \"").map(str::len).map(|rest| line.len() - rest);
    let lines = source.lines().enumerate();
    let placed = lines.filter_map(|(n, line)| Some((line[id(line)?..].split('"').next()?, n + 1)));
    placed.collect()
}

/// The entries of a damaged file that stand whole on a line of their own, and the lines that do not: nothing else is lost by writing
/// what is left into a new file.
///
/// # Errors
/// Where it is no register.
pub fn salvage_register(path: &Path, bytes: &[u8]) -> Result<(Register, Vec<String>), LoadError> {
    let source = register_source(path, bytes)?;
    let mut entries = Vec::new();
    let mut dropped = Vec::new();
    let is_frame = |line: &str| {
        let frame = ["(", ")", "],", "]", ""].contains(&line);
        frame || line.starts_with("version:") || line == "register: [" || line == "register: [],"
    };
    for line in source.lines().map(str::trim).filter(|line| !is_frame(line)) {
        let entry: Option<Entry> =
            options().from_str::<EntryV1>(line.strip_suffix(',').unwrap_or(line)).ok().map(Entry::from);
        match entry.filter(|entry| entry.check().is_ok() && entries.len() < MAX_ENTRIES) {
            Some(entry) => entries.push(entry),
            None => dropped.push(line.to_owned()),
        }
    }
    Ok((Register::of(entries), dropped))
}

/// The text of the file.
pub fn register_to_ron(register: &Register) -> String {
    let mut out = format!("(\n    version: {VERSION},\n    register: [\n");
    for entry in register.iter() {
        out.push_str("        ");
        push_entry(&mut out, entry);
        out.push_str(",\n");
    }
    out.push_str("    ],\n)\n");
    out
}

fn push_entry(out: &mut String, entry: &Entry) {
    let Entry { id, name, names, kinds, references, note, absorbed } = entry;
    out.push_str("(id: ");
    push_str(out, id.as_str(), Place::Line);
    out.push_str(", name: ");
    push_str(out, name, Place::Line);
    push_list(out, ", names: [", names, |out, OtherName { text, language }| {
        out.push_str("(text: ");
        push_str(out, text, Place::Line);
        if let Some(language) = language {
            out.push_str(", language: ");
            push_str(out, language, Place::Line);
        }
        out.push(')');
    });
    push_list(out, ", kinds: [", kinds, |out, kind| push_str(out, kind.as_str(), Place::Line));
    push_list(out, ", references: [", references, |out, reference| push_str(out, reference, Place::Line));
    if !note.is_empty() {
        out.push_str(", note: ");
        push_str(out, note, Place::Line);
    }
    push_list(out, ", absorbed: [", absorbed.values(), push_entry);
    out.push(')');
}

/// A list, where there is anything in it.
fn push_list<T>(
    out: &mut String,
    before: &str,
    items: impl IntoIterator<Item = T>,
    mut push: impl FnMut(&mut String, T),
) {
    let mut is_first = true;
    for item in items {
        out.push_str(if is_first { before } else { ", " });
        is_first = false;
        push(out, item);
    }
    if !is_first {
        out.push(']');
    }
}

/// What is to be written, once it is known to be read again.
///
/// # Errors
/// Where it is not sound or too large.
pub fn checked_register(register: &Register, path: &Path) -> Result<String, SaveError> {
    if let Some(problem) = register.problems(1).into_iter().next() {
        return Err(SaveError::Register { path: path.into(), problem });
    }
    let text = register_to_ron(register);
    match text.len() as u64 > MAX_REGISTER_BYTES {
        true => Err(SaveError::TooLarge { path: path.into(), len: text.len() as u64, limit: MAX_REGISTER_BYTES }),
        false => Ok(text),
    }
}

/// Writes a register as a whole.
///
/// # Errors
/// Where it is not sound, the file is not what was expected, or cannot be written.
pub fn save_register(register: &Register, path: &Path, expect: Expect) -> Result<ContentHash, SaveError> {
    if leads_away(path) {
        return Err(SaveError::Io { path: path.into(), source: DiskRefusal::LinkForFile.into() });
    }
    disk::write(path, checked_register(register, path)?.as_bytes(), expect)
}

/// Where it is kept what the register was before and after a change of many documents that changed it with them; `id` is that of the
/// change.
pub fn register_change_path(root: &Path, id: &str) -> PathBuf {
    // A name that a list of changes brings is no path.
    let id: String = id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    root.join(format!(".hashiya-register-{id}"))
}

/// Of a change of many documents: the entries of the register that it changed, before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterChange {
    pub before: Register,
    pub after: Register,
}

impl RegisterChange {
    /// The entries in which two registers differ.
    pub fn between(before: &Register, after: &Register) -> Self {
        let differences = before.differences(after);
        let of = |entries: &mut dyn Iterator<Item = &Arc<Entry>>| Register::of(entries.cloned());
        RegisterChange {
            before: of(&mut differences.iter().filter_map(|(was, _)| *was)),
            after: of(&mut differences.iter().filter_map(|(_, is)| *is)),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// The other way round.
    pub fn reversed(self) -> Self {
        RegisterChange { before: self.after, after: self.before }
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let [before, after] = [&self.before, &self.after].map(register_to_ron);
        serde_json::to_vec(&[before, after]).unwrap_or_default()
    }
}

/// What the change of this name did to the register; `None` where it did nothing to it.
///
/// # Errors
/// Where that is kept and cannot be read: the documents would be taken back without it.
pub fn register_change(root: &Path, id: &str) -> Result<Option<RegisterChange>, LoadError> {
    let path = register_change_path(root, id);
    if is_link(&path) {
        return Ok(None);
    }
    let bytes = match disk::read(&path, 3 * MAX_REGISTER_BYTES) {
        Err(LoadError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        read => read?,
    };
    let kept: Result<[String; 2], _> = serde_json::from_slice(&bytes);
    let kept = kept.map_err(|error| LoadError::Io { path: path.clone(), source: std::io::Error::other(error) })?;
    let [before, after] = kept.map(|text| read_register(&path, text.as_bytes()));
    Ok(Some(RegisterChange { before: before?, after: after? }))
}
