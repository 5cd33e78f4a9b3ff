//! Why something that was asked of a document on a disk did not happen, as it is: no sentence is made below the window,
//! which has two languages, and the command line, which has the `Display` of each error.

use std::path::{Path, PathBuf};

use crate::edit::{CommandError, MergeError};
use crate::formats::{ExportTooLarge, ImportError, ImportNote, Loss};
use crate::model::{DocumentError, RegisterProblem, Timestamp};
use crate::store::journal::JournalMismatch;
use crate::store::{Completed, LoadError, LockHeld, SaveError, checksum, folder, versions};

/// What failed. Whatever it was, no file is worse off.
#[derive(Debug, thiserror::Error)]
pub enum WorkspaceError {
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A file of ours of which nothing can be shown.
    #[error("{error}{}", kept.as_ref().map(ToString::to_string).unwrap_or_default())]
    Hopeless { error: LoadError, kept: Option<Box<KeptVersions>> },
    #[error(transparent)]
    Save(#[from] SaveError),
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error(transparent)]
    Held(#[from] LockHeld),
    #[error(transparent)]
    Document(#[from] DocumentError),
    #[error("{}: {why}", path.display())]
    Journal { path: PathBuf, why: JournalMismatch },
    /// A crash left steps that the file does not hold; what replaced the file would make them unreadable.
    #[error(
        "{}: a window that crashed left steps that are not in the file; open it in the window first. Nothing was changed",
        path.display()
    )]
    JournalWaiting { path: PathBuf },
    /// Somebody edited the file by hand; a save would put a new checksum under it.
    #[error(
        "{}: it was changed outside Hashiya since it was saved, so that its checksum does not match; compare it with an \
         earlier version, or say --force to go on from it as it is. Nothing was changed",
        path.display()
    )]
    ChecksumBroken { path: PathBuf },
    #[error("{}: {error}; the file is as it was", path.display())]
    Rejected { path: PathBuf, error: CommandError },
    #[error("{}: {error}", path.display())]
    Merge { path: PathBuf, error: MergeError },
    #[error("{}: what both came from is not known; keep yours or read the file again", path.display())]
    NoBase { path: PathBuf },
    #[error("{}: its file is damaged and not all of it is shown; mend it into a new file", path.display())]
    Damaged { path: PathBuf },
    #[error("{}: {}", path.display(), folder::LEADS_OUT)]
    LeadsOut { path: PathBuf },
    #[error("{}: it was open the last time and is there no more; if it is on a disk that is not connected, open it when it is", path.display())]
    Gone { path: PathBuf },
    #[error("{}: no document in it", path.display())]
    NoDocument { path: PathBuf },
    #[error("{}: it holds several documents; open it first", path.display())]
    Several { path: PathBuf },
    #[error("{}: it holds no text", path.display())]
    NoText { path: PathBuf },
    #[error("there is no format '{0}'")]
    NoFormat(String),
    #[error(transparent)]
    Export(#[from] ExportTooLarge),
    /// Nothing of all documents has a name that a filter asks for.
    #[error("no document has {part} '{name}'; nothing was written")]
    UnknownInFilter { part: FilterPart, name: String },
    #[error("the filter leaves out all of {0} documents; nothing was written")]
    AllFilteredOut(usize),
    /// No part of a dataset is empty, and documents of one text stay together.
    #[error("{parts} parts cannot be made of {texts} different texts; nothing was written")]
    TooFewTexts { texts: usize, parts: usize },
    #[error("it has conflicts, whose versions belong to its text; decide them first")]
    OpenConflicts,
    #[error("{}: there is no version {number}; 'hashiya history' lists {count}", path.display())]
    NoVersion { path: PathBuf, number: usize, count: usize },
    #[error("{}: the state after step {number} is not known; 'hashiya history' lists what is", path.display())]
    NoStep { path: PathBuf, number: u64 },
    #[error("{}: no change of many documents is called {id} here; 'hashiya history FOLDER' lists them", path.display())]
    NoGroup { path: PathBuf, id: String },
    /// All of a change of many documents is taken back, or nothing.
    #[error(
        "{} of its {of} documents were changed since in a way that stands against it, so that nothing was taken back:\n{}",
        paths.len(), paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join("\n")
    )]
    GroupChangedSince { paths: Vec<PathBuf>, of: usize },
    /// An export or a picture would take the place of annotated work.
    #[error("{}: what is exported may not take the place of a document of Hashiya; choose another name", path.display())]
    OverDocument { path: PathBuf },
    #[error("{}: it is no file but a device, a socket or a pipe, and nothing may take its place", path.display())]
    OverDevice { path: PathBuf },
    #[error("a dataset of {format} is several files; name a folder for them")]
    NeedsFolder { format: &'static str },
    /// What is there was not exported by Hashiya, or was changed since.
    #[error(
        "{}: the file there was not written by Hashiya, or was changed since; --force replaces it. Nothing was written",
        path.display()
    )]
    OverForeign { path: PathBuf },
    #[error("{}: two documents would be put there; nothing was written", path.display())]
    SamePlace { path: PathBuf },
    /// All lines of a file that cannot be read.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Lines(Vec<ImportError>),
    #[error("cancelled; nothing was written")]
    Cancelled,
    /// A file that is read twice.
    #[error("{}: it was changed while it was read; nothing was written", path.display())]
    ChangedMeanwhile { path: PathBuf },
    #[error("{}: the document is already there; choose another folder", path.display())]
    AlreadyImported { path: PathBuf },
    #[error(
        "{}: a document of another text is in this place; if its source was changed, 'hashiya reanchor' brings the document to \
         the new text",
        path.display()
    )]
    OtherTextThere { path: PathBuf },
    #[error("{}: a project is there already", path.display())]
    ProjectThere { path: PathBuf },
    #[error("{}: there is no project.ron in it; 'hashiya project new' makes a project", path.display())]
    NoProject { path: PathBuf },
    #[error("{}: it is no document of the project", path.display())]
    NotInProject { path: PathBuf },
    #[error("{}: the project has no folder 'documents'; it is made when documents are added", path.display())]
    NoDocumentsFolder { path: PathBuf },
    #[error("'{name}' cannot be the name of a file")]
    BadFileName { name: String },
    /// Work cannot be shared out so.
    #[error("name each annotator once, with a share above 0, and an overlap of 0 to 100 of a hundred documents")]
    BadShares,
    #[error("no document is assigned to '{annotator}'; 'hashiya project assign' shares documents out")]
    NothingAssigned { annotator: String },
    #[error("{}: it is no package that was handed over; 'hashiya project package' makes one", path.display())]
    NoPackage { path: PathBuf },
    #[error("{0}; nothing was changed")]
    Register(#[from] RegisterProblem),
    #[error("{}: the entity register belongs to a project, and this lies in none", path.display())]
    NoRegister { path: PathBuf },
    /// Inputs that cannot be taken.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Inputs(Vec<WorkspaceError>),
}

/// What a filter of an export asks for by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterPart {
    #[error("the label")]
    Label,
    #[error("anything by the annotator")]
    Annotator,
}

/// The earlier versions of a file that cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\n{count} earlier versions of it are kept, the newest saved on {}: {}. \
     'hashiya restore {} 1 --out NEW.ron' brings it back as another file",
    newest.to_rfc3339().unwrap_or_default(), place.display(), document.display()
)]
pub struct KeptVersions {
    pub document: PathBuf,
    pub count: usize,
    /// When the newest was saved, and where it is.
    pub newest: Timestamp,
    pub place: PathBuf,
}

impl KeptVersions {
    /// What is kept of the document at `path`, if anything is.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let found = versions::versions(path);
        let newest = found.first()?;
        let (place, saved) = (newest.path.clone(), newest.saved);
        Some(KeptVersions { document: path.into(), count: found.len(), newest: saved, place })
    }
}

/// What is worth saying about a file that was opened.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum OpenWarning {
    #[error("{}: {}", .0.display(), checksum::CHANGED)]
    ChecksumBroken(PathBuf),
    #[error("{}: a merge left {count} to decide (Document, Decide conflicts)", path.display())]
    ConflictsLeft { path: PathBuf, count: usize },
    /// A change of several files that a crash had broken off.
    #[error(
        "{}: a change of several files had been broken off: {} were completed, {} taken back, {} left as another program \
         changed them", .0.folder.display(), .0.completed, .0.taken_back, .0.left.len()
    )]
    Settled(Completed),
    #[error(transparent)]
    Import(#[from] ImportNote),
    #[error("{0}")]
    Loss(Loss),
    #[error("{0}; the line was left out")]
    LineLeftOut(ImportError),
}
