//! What the session has to tell the window, or to ask.

use std::path::PathBuf;
use std::sync::Arc;

use super::entry_id::EntryId;
use super::failure::SessionFailure;
use super::versions::RestoreMode;
use crate::edit::merge::Note as MergeNote;
use crate::edit::{Migration, MigrationReport, RegisterNote, StepSummary};
use crate::formats::schemas::{SchemaLoss, SchemaNote};
use crate::model::{LabelName, Schema, Timestamp};
use crate::store::journal::{self, JournalMismatch};
use crate::workspace::OpenWarning;
use crate::workspace::export_run::ExportOutcome;
use crate::workspace::inputs::PassedOver;
use crate::workspace::project::{FillReport, PackageReport, ReturnReport, ShareReport};
use crate::workspace::reload::ReloadMode;

/// Something the window has to tell or ask, by what it is about.
#[derive(Clone, Debug)]
pub enum SessionEvent {
    Open(OpenEvent),
    Save(SaveEvent),
    Journal(JournalingEvent),
    External(ExternalEvent),
    Export(ExportEvent),
    Schema(SchemaEvent),
    Project(ProjectEvent),
    /// A document that was read for changes has taken them.
    Changed {
        title: String,
        done: usize,
        skipped: usize,
    },
    /// An earlier state is there again: in the open document, in the place of a file that could not be opened, or in a
    /// document of its own where its text is another or it never had a file.
    Restored {
        title: String,
        saved: String,
        way: RestoreMode,
        /// It never had a file.
        unsaved: bool,
    },
    /// A step from before the opening was taken back; `None`: there was none after all.
    TakenBack {
        title: String,
        step: Option<(StepSummary, Timestamp)>,
    },
    /// A change of many documents was taken back, or done again.
    GroupTakenBack {
        documents: usize,
        again: bool,
    },
    /// The annotations were looked for in a new text.
    Looked,
    Failed(Arc<SessionFailure>),
    /// Why the window's own settings could not be written.
    NotKept(Arc<SessionFailure>),
}

/// What came of opening files and folders.
#[derive(Clone, Debug)]
pub enum OpenEvent {
    /// A file was read; the notes say what was guessed, such as its encoding.
    Opened {
        title: String,
        notes: Vec<OpenWarning>,
    },
    /// The file of an entry is damaged; what of it can be read is shown.
    Damaged {
        entry: EntryId,
    },
    NothingFound,
    /// Files of other formats that were named, or lie in a folder that was, and are not taken yet.
    Foreign {
        paths: Vec<PathBuf>,
    },
    /// Files and folders below those that were opened which are not in the list.
    PassedOver(Arc<PassedOver>),
    /// How a text begins in the encoding that was asked for.
    Previewed {
        text: String,
        unreadable: usize,
    },
}

/// What came of a save.
#[derive(Clone, Debug)]
pub enum SaveEvent {
    Saved {
        path: PathBuf,
    },
    /// The file was changed by another program since it was read, or one of that name is already there.
    InTheWay {
        entry: EntryId,
        path: PathBuf,
        why: Arc<SessionFailure>,
    },
    /// A damaged file whose place was taken is at `path` now.
    DamagedSetAside {
        path: PathBuf,
    },
    /// The file that was replaced has further names (hard links), which hold what it held.
    OtherNames {
        path: PathBuf,
        names: u64,
    },
    /// The steps of a document that was saved could not be added to its log.
    NotLogged {
        path: PathBuf,
        why: Arc<std::io::Error>,
    },
    /// What a save replaced could not be kept as an earlier version.
    VersionNotKept {
        path: PathBuf,
        why: Arc<SessionFailure>,
    },
}

/// What another program did to the file of an open document, and what was done about it.
#[derive(Clone, Debug)]
pub enum ExternalEvent {
    /// Another program changed the file of an open document, or took it away.
    Changed { entry: EntryId, path: PathBuf, gone: bool },
    /// What the file of a document holds is in the open document now.
    TakenOver {
        entry: EntryId,
        title: String,
        how: ReloadMode,
        /// Left to be decided.
        conflicts: usize,
        /// The text itself is another one.
        other_text: bool,
        notes: Vec<MergeNote>,
    },
}

#[derive(Clone, Debug)]
pub enum ExportEvent {
    Exported {
        out: PathBuf,
        files: usize,
        losses: usize,
        outcome: ExportOutcome,
        /// Files of an earlier export of the same dataset that this one has no more.
        removed: Vec<PathBuf>,
    },
    /// A table of statistics was written.
    TableSaved { path: PathBuf },
    /// What an export loses was listed in a file.
    LossesSaved { path: PathBuf },
}

#[derive(Clone, Debug)]
pub enum SchemaEvent {
    /// With what of the file was left out.
    Loaded { path: PathBuf, schema: Box<Schema>, notes: Vec<SchemaNote> },
    /// With what the format has no place for.
    Saved { path: PathBuf, losses: Vec<SchemaLoss> },
}

/// What came of what was asked of a project.
#[derive(Clone, Debug)]
pub enum ProjectEvent {
    Opened {
        name: String,
    },
    Closed {
        name: String,
    },
    /// Documents came into it.
    Filled {
        name: String,
        report: Arc<FillReport>,
    },
    /// A person stopped it while documents came; those that had come stay.
    Stopped {
        name: String,
    },
    /// Its name, language, guidelines or schema are others now.
    Changed,
    Renamed {
        path: PathBuf,
    },
    Removed {
        documents: usize,
    },
    BroughtBack {
        documents: usize,
    },
    /// Its labels are others now, and no document had to be changed for it.
    SchemaChanged,
    /// The step with which this label was made was taken back, and the label stays: something else has it.
    LabelStays {
        name: LabelName,
    },
    /// A change of the labels concerns annotations that are there: it is to be looked at before it is carried out.
    MigrationAsked {
        migration: Arc<Migration>,
    },
    /// A change of the labels was carried out in all documents.
    Migrated {
        report: Arc<MigrationReport>,
    },
    /// Documents were given to annotators.
    Shared {
        report: Arc<ShareReport>,
    },
    /// What one annotator has to do lies in a folder of its own.
    Packaged {
        path: PathBuf,
        report: PackageReport,
    },
    /// A package came back.
    Returned {
        report: Arc<ReturnReport>,
    },
    /// Entries of the register were merged or split, with the links of so many documents.
    LinksChanged {
        documents: usize,
    },
    /// What was changed of the register met what others had changed of it.
    RegisterMerged {
        notes: Arc<[RegisterNote]>,
    },
    /// So many second readings were made, in this set.
    ToReadAgain {
        set: String,
        documents: usize,
    },
}

/// What befell the journal of a document.
#[derive(Clone, Debug)]
pub enum JournalingEvent {
    /// A crash had kept work from being saved; its journal brought it back.
    Recovered {
        title: String,
        steps: usize,
        /// Where a copy of the journal is, if a part of it could not be read.
        damaged: Option<PathBuf>,
        /// The record that was being written last is not whole.
        torn: bool,
    },
    /// A journal that does not fit its document; it is at `path` now.
    KeptAside { path: PathBuf, why: Arc<JournalMismatch> },
    /// Another program took the journal of a document away or changed it. It was begun anew with the whole document.
    Lost {
        title: String,
        /// Where it was, and is again.
        path: PathBuf,
        loss: journal::Loss,
        /// Where the file is that stood in its place.
        aside: Option<PathBuf>,
    },
    /// The folder of a document is gone: its steps are kept in the folder for unsaved work.
    Elsewhere { title: String },
    /// The steps of a document are in memory alone.
    Failed { title: String, error: Arc<std::io::Error> },
}

macro_rules! is_a_notice {
    ($($of:ident => $kind:ty),*) => {
        $(impl From<$kind> for SessionEvent {
            fn from(notice: $kind) -> Self {
                SessionEvent::$of(notice)
            }
        })*
    };
}

is_a_notice!(
    Open => OpenEvent, Save => SaveEvent, Journal => JournalingEvent,
    External => ExternalEvent, Export => ExportEvent, Schema => SchemaEvent, Project => ProjectEvent
);
