//! What the worker is asked to do and what it answers. A job owns all it needs, so it never waits for the window.

use std::path::PathBuf;
use std::sync::Arc;

use super::entry::EntryId;
use crate::edit::StateId;
use crate::formats::{ImportOptions, Loss, TextEncoding};
use crate::model::{AnnotatedDocument, DocumentState, Schema};
use crate::store::{Expect, Places, Remembered, Settings, SettingsFile, Stamp};

/// How a file of another format is to be read.
#[derive(Clone, Debug)]
pub struct ImportWish {
    pub options: ImportOptions,
    /// The labels documents get; it grows by those a file brings.
    pub schema: Arc<Schema>,
}

/// A wish to the worker.
#[derive(Debug)]
pub enum Job {
    /// Finds the documents that the paths stand for: files as they are, folders by what is in them.
    Find {
        paths: Vec<PathBuf>,
    },
    /// Reads a file for the document list only: its state and how much is in it.
    Summarise {
        entry: EntryId,
        path: PathBuf,
    },
    /// Reads a file to be worked on.
    Load {
        entry: EntryId,
        path: PathBuf,
        import: ImportWish,
    },
    Save {
        entry: EntryId,
        path: PathBuf,
        content: Box<AnnotatedDocument>,
        state: StateId,
        expect: Expect,
    },
    /// Says what an export would lose, without writing.
    Weigh {
        contents: Vec<AnnotatedDocument>,
        format: String,
    },
    Export {
        contents: Vec<AnnotatedDocument>,
        format: String,
        out: PathBuf,
    },
    /// How a text would look in an encoding.
    Preview {
        path: PathBuf,
        encoding: TextEncoding,
    },
    LoadSchema {
        path: PathBuf,
    },
    SaveSchema {
        path: PathBuf,
        schema: Box<Schema>,
    },
    /// Writes what the window remembers of itself.
    KeepSettings {
        file: SettingsFile,
        settings: Box<Settings>,
    },
    KeepPlaces {
        places: Places,
    },
    LoadMemory {
        folder: PathBuf,
    },
    SaveMemory {
        folder: PathBuf,
        entries: Vec<Remembered>,
        known: Option<Stamp>,
    },
}

/// A file read to be worked on.
#[derive(Debug)]
pub enum Loaded {
    /// Our own file.
    Ron { content: Box<AnnotatedDocument>, stamp: Stamp },
    /// Another format, which may hold several documents.
    Imported { contents: Vec<AnnotatedDocument>, notes: Vec<String> },
}

/// What the document list shows of a file that is not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    pub title: String,
    pub state: DocumentState,
    pub annotations: usize,
}

/// The worker's answer. Failures come as sentences for a person: an error is turned into words once, here.
#[derive(Debug)]
pub enum Report {
    Found {
        paths: Vec<PathBuf>,
        failures: Vec<String>,
    },
    Summarised {
        entry: EntryId,
        summary: Result<Summary, String>,
    },
    Loaded {
        entry: EntryId,
        path: PathBuf,
        loaded: Result<Loaded, String>,
    },
    Saved {
        entry: EntryId,
        path: PathBuf,
        state: StateId,
        stamp: Result<Stamp, SaveFailure>,
    },
    Weighed {
        format: String,
        losses: Result<Vec<Loss>, String>,
    },
    Exported {
        out: PathBuf,
        files: Result<usize, String>,
        losses: Vec<Loss>,
    },
    Previewed {
        /// The beginning of the text, and how many characters made no sense.
        preview: Result<(String, usize), String>,
    },
    SchemaLoaded {
        path: PathBuf,
        schema: Result<Box<Schema>, String>,
    },
    SchemaSaved {
        path: PathBuf,
        result: Result<(), String>,
    },
    /// The settings or the places were written, or not.
    Kept {
        result: Result<(), String>,
    },
    /// None where the folder has none.
    MemoryLoaded {
        folder: PathBuf,
        memory: Result<Option<(Vec<Remembered>, Stamp)>, String>,
    },
    MemorySaved {
        folder: PathBuf,
        stamp: Result<Stamp, String>,
    },
}

/// Why a save did not happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveFailure {
    /// Another program wrote the file since it was read, or a file of that name is already there: the analyst decides.
    InTheWay(String),
    Other(String),
}
