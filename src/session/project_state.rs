//! The project of a session, and the documents that were taken out of it: the part of a session that knows no other.

use crate::workspace::ProjectFolder;
use crate::workspace::project::MovedDocument;

/// The project of a session.
#[derive(Debug, Default)]
pub(super) struct OpenProject {
    pub folder: Option<ProjectFolder>,
    /// Documents that were taken out of it, those of one request together, the last request last.
    pub removed: Vec<Vec<MovedDocument>>,
}
