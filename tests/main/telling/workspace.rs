//! An example of each way in which something asked of a document on a disk can fail.

use super::*;

pub(super) fn workspace_errors() -> Vec<WorkspaceError> {
    let kept = KeptVersions { document: path(), count: 3, newest: Timestamp(0), place: path() };
    let mut all = vec![
        WorkspaceError::Held(LockHeld { path: path(), who: name() }),
        WorkspaceError::Document(DocumentError::TooLong { len: 9 }),
        WorkspaceError::JournalWaiting { path: path() },
        WorkspaceError::ChecksumBroken { path: path() },
        WorkspaceError::NoBase { path: path() },
        WorkspaceError::Damaged { path: path() },
        WorkspaceError::LeadsOut { path: path() },
        WorkspaceError::Gone { path: path() },
        WorkspaceError::NoDocument { path: path() },
        WorkspaceError::Several { path: path() },
        WorkspaceError::NoText { path: path() },
        WorkspaceError::OpenConflicts,
        WorkspaceError::NoStep { path: path(), number: 3 },
        WorkspaceError::NoGroup { path: path(), id: "1-2".into() },
        WorkspaceError::GroupChangedSince { paths: vec![path()], of: 2 },
        WorkspaceError::NoVersion { path: path(), number: 3, count: 2 },
        WorkspaceError::SamePlace { path: path() },
        WorkspaceError::ChangedMeanwhile { path: path() },
        WorkspaceError::AlreadyImported { path: path() },
        WorkspaceError::OtherTextThere { path: path() },
        WorkspaceError::ProjectThere { path: path() },
        WorkspaceError::NoProject { path: path() },
        WorkspaceError::NotInProject { path: path() },
        WorkspaceError::NoDocumentsFolder { path: path() },
        WorkspaceError::BadFileName { name: name() },
        WorkspaceError::BadShares,
        WorkspaceError::NothingAssigned { annotator: name() },
        WorkspaceError::NoPackage { path: path() },
        WorkspaceError::NoRegister { path: path() },
        WorkspaceError::Register(hashiya::model::RegisterProblem::Itself),
        WorkspaceError::Inputs(vec![WorkspaceError::NoText { path: path() }, WorkspaceError::OpenConflicts]),
        WorkspaceError::Cancelled,
        WorkspaceError::Lines(vec![
            ImportError { path: path(), line: Some(3), what: Box::new(ImportProblem::Empty) };
            2
        ]),
    ];
    all.extend(exports::errors());
    for error in load_errors() {
        all.push(WorkspaceError::Hopeless { error, kept: Some(Box::new(kept.clone())) });
    }
    all.extend(load_errors().into_iter().map(|error| WorkspaceError::Hopeless { error, kept: None }));
    all.extend(load_errors().into_iter().map(WorkspaceError::Load));
    all.extend(save_errors().into_iter().map(WorkspaceError::Save));
    all.extend(misfits().into_iter().map(|why| WorkspaceError::Journal { path: path(), why }));
    all.extend(merge_errors().into_iter().map(|error| WorkspaceError::Merge { path: path(), error }));
    all.extend(rejected().into_iter().map(|error| WorkspaceError::Rejected { path: path(), error }));
    for what in import_problems() {
        all.push(WorkspaceError::Import(ImportError { path: path(), line: None, what: Box::new(what) }));
    }
    all
}
