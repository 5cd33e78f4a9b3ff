//! What the worker is asked to do and what it answers. A job owns all it needs, so it never waits for the window.

use std::path::PathBuf;
use std::sync::Arc;

use super::earlier::{self, About, Brought, Line, Source};
use super::entry::EntryId;
use super::failure::Failure;
use super::keeper::KeeperHandle;
use crate::edit::StateId;
use crate::formats::{Loss, TextEncoding};
use crate::model::{AnnotatedDocument, DocumentState, Schema};
use crate::store::doctor::{Repair, Treatment};
use crate::store::journal::Recovery;
use crate::store::{Expect, InView, Lock, Places, Remembered, Settings, SettingsFile, Stage, Stamp};
use crate::workspace::reload::{DiskVersion, ReloadMode};
use crate::workspace::repair::{NewText, PendingReanchor};
use crate::workspace::{ExportGuard, ExportRequest, ImportRequest, LoadedFile, SaveReport};

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
        import: ImportRequest,
        /// What of it is looked at meanwhile.
        view: Arc<InView>,
    },
    Save {
        entry: EntryId,
        path: PathBuf,
        content: Box<AnnotatedDocument>,
        state: StateId,
        expect: Expect,
        /// The number of the last step in `content`, and who notes it in a journal.
        upto: u64,
        keeper: Option<KeeperHandle>,
        /// The place is not this program's yet: it is locked first.
        lock: bool,
        /// What stands there is damaged: it gets another name first, which it keeps.
        set_aside: bool,
    },
    /// Reads a file that another program changed, and works out the step that brings it into the open document.
    TakeFile {
        entry: EntryId,
        path: PathBuf,
        how: ReloadMode,
        /// The document is `ours` at this revision.
        revision: u64,
        /// What both came from, for a merge.
        base: Option<Box<AnnotatedDocument>>,
        ours: Box<AnnotatedDocument>,
    },
    ListEarlier {
        entry: Option<EntryId>,
        path: Option<PathBuf>,
        /// The journal beside the file is listed as well.
        live: bool,
        /// Where the journals of documents without a file are.
        unsaved: Option<PathBuf>,
    },
    /// Says what is in an earlier state.
    LookAtEarlier {
        entry: Option<EntryId>,
        path: Option<PathBuf>,
        source: Source,
    },
    BringEarlier {
        order: Box<earlier::Order>,
        /// What a step is to lead from.
        ours: Option<Box<AnnotatedDocument>>,
    },
    /// Locks a document anew whose lock may have been taken away with its journal.
    Relock {
        entry: EntryId,
        path: PathBuf,
    },
    /// Removes what killed saves left in these folders, or in the folders of these files.
    CleanUp {
        paths: Vec<PathBuf>,
    },
    /// Compresses and counts the earlier versions of a document.
    TidyVersions {
        path: PathBuf,
        most: usize,
    },
    /// Takes up what a crash left of documents without a file.
    FindUnsaved {
        folder: PathBuf,
    },
    /// Says what an export would lose, without writing.
    Weigh {
        contents: Vec<AnnotatedDocument>,
        request: ExportRequest,
    },
    Export {
        contents: Vec<AnnotatedDocument>,
        request: ExportRequest,
        out: PathBuf,
        guard: ExportGuard,
    },
    /// Does repairs to the bytes of a damaged document and says what is wrong still.
    Treat {
        entry: EntryId,
        path: PathBuf,
        bytes: Arc<[u8]>,
        rounds: Vec<Vec<Repair>>,
    },
    /// Writes a mended document where no file is.
    SaveMended {
        path: PathBuf,
        content: Box<AnnotatedDocument>,
    },
    /// Looks for annotations in a text that changed.
    LookFor {
        content: Box<AnnotatedDocument>,
        text: NewText,
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

/// What the document list shows of a file that is not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    pub title: String,
    pub state: DocumentState,
    pub annotations: usize,
}

/// The worker's answer. A failure comes as it is; who shows it has the words.
#[derive(Debug)]
pub enum Report {
    Found {
        paths: Vec<PathBuf>,
        failures: Vec<Failure>,
    },
    Summarised {
        entry: EntryId,
        summary: Result<Summary, Failure>,
    },
    /// A document that is being read can be shown so far. Its job goes on.
    Stage {
        entry: EntryId,
        stage: Stage,
    },
    Loaded {
        entry: EntryId,
        path: PathBuf,
        loaded: Result<LoadedFile, Failure>,
    },
    Saved {
        entry: EntryId,
        path: PathBuf,
        state: StateId,
        upto: u64,
        stamp: Result<Stamp, Failure>,
        /// What was to be written.
        content: Box<AnnotatedDocument>,
        /// Where it was taken for this save.
        lock: Option<Lock>,
        beside: SaveReport,
    },
    ListedEarlier {
        entry: Option<EntryId>,
        path: Option<PathBuf>,
        lines: Vec<Line>,
    },
    LookedAtEarlier {
        entry: Option<EntryId>,
        source: Source,
        about: Result<About, Failure>,
    },
    BroughtEarlier {
        order: Box<earlier::Order>,
        brought: Result<Box<Brought>, Failure>,
    },
    TookFile {
        entry: EntryId,
        path: PathBuf,
        how: ReloadMode,
        revision: u64,
        theirs: Result<Box<DiskVersion>, Failure>,
    },
    CleanedUp,
    /// `None`: it is locked still, or by somebody else.
    Relocked {
        entry: EntryId,
        path: PathBuf,
        lock: Option<Lock>,
    },
    Tidied {
        result: Result<(), Failure>,
    },
    FoundUnsaved {
        found: Vec<Recovery>,
    },
    Weighed {
        format: String,
        losses: Result<Vec<Loss>, Failure>,
    },
    Exported {
        out: PathBuf,
        files: Result<usize, Failure>,
        losses: Vec<Loss>,
    },
    Treated {
        entry: EntryId,
        rounds: Vec<Vec<Repair>>,
        treatment: Result<Box<Treatment>, Failure>,
    },
    SavedMended {
        path: PathBuf,
        result: Result<(), Failure>,
    },
    LookedFor {
        moving: Result<Box<PendingReanchor>, Failure>,
    },
    Previewed {
        /// The beginning of the text, and how many characters made no sense.
        preview: Result<(String, usize), Failure>,
    },
    SchemaLoaded {
        path: PathBuf,
        schema: Result<Box<Schema>, Failure>,
    },
    SchemaSaved {
        path: PathBuf,
        result: Result<(), Failure>,
    },
    /// The settings or the places were written, or not.
    Kept {
        result: Result<(), Failure>,
    },
    /// None where the folder has none.
    MemoryLoaded {
        folder: PathBuf,
        memory: Result<Option<(Vec<Remembered>, Stamp)>, Failure>,
    },
    MemorySaved {
        folder: PathBuf,
        stamp: Result<Stamp, Failure>,
    },
}
