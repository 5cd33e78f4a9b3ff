//! The project of a session, and the documents that were taken out of it: the part of a session that knows no other.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::entry_id::EntryId;
use crate::edit::Transaction;
use crate::model::Label;
use crate::store::assignments_file::Assignments;
use crate::workspace::ProjectFolder;
use crate::workspace::project::{MovedDocument, SetStatus};

/// The project of a session.
#[derive(Debug, Default)]
pub(super) struct OpenProject {
    pub folder: Option<ProjectFolder>,
    /// Documents that were taken out of it, those of one request together, the last request last.
    pub removed: Vec<Vec<MovedDocument>>,
    /// Who does which document.
    pub assignments: Arc<Assignments>,
    /// The sets beside the documents, by their folder: how far each is.
    pub readings: BTreeMap<String, SetStatus>,
    /// The set that is listed; nothing: the documents themselves.
    pub set: Option<String>,
    /// Labels that were made with the first annotation that has them: undo takes both back.
    pub made_labels: Vec<MadeLabel>,
}

/// A label of the project that was made while a text was read, and the step that used it first.
#[derive(Clone, Debug)]
pub(super) struct MadeLabel {
    pub entry: EntryId,
    pub step: Arc<Transaction>,
    pub label: Label,
}
