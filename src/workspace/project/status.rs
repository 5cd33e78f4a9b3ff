//! How far the work on a project is: documents by state, annotations, annotators, and what is not as it should be.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use super::super::error::WorkspaceError;
use super::super::summaries::{self, Summaries};
use super::sources::{self, SourceChange};
use super::{ProjectFolder, SourceState};
use crate::model::{Annotator, DocumentState, LabelName};
use crate::store::assignments_file::Assignments;
use crate::store::{self, SchemaStamp, Summary};

/// How far the work on a project is.
#[derive(Debug, Default)]
pub struct ProjectStatus {
    pub name: String,
    pub language: String,
    pub documents: usize,
    pub states: BTreeMap<&'static str, usize>,
    /// Documents that are called done and have no annotation: read, and nothing in them.
    pub done_without: usize,
    pub annotations: usize,
    pub relations: usize,
    /// What stands between blanks, in all texts.
    pub words: usize,
    pub code_points: usize,
    pub labels: BTreeMap<LabelName, usize>,
    pub annotators: BTreeMap<Annotator, SetStatus>,
    /// Documents in which a merge left something to be decided.
    pub with_conflicts: usize,
    /// Documents whose schema is not the project's.
    pub with_other_schema: Vec<PathBuf>,
    /// Documents of one identity: each group but its first.
    pub same_id: Vec<PathBuf>,
    /// Sources that are lost or were changed since documents were made of them.
    pub sources: Vec<SourceChange>,
    /// Sets beside the documents: of annotators who share documents, and second readings, by their folder.
    pub readings: BTreeMap<String, SetStatus>,
    /// Documents that are nobody's, where work was shared out.
    pub unassigned: usize,
    /// Documents that cannot be read.
    pub failed: Vec<WorkspaceError>,
    /// Files among the documents that are none.
    pub foreign: Vec<PathBuf>,
}

/// Some of the documents: those of one annotator, or a set beside them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SetStatus {
    pub documents: usize,
    /// Those that are done or rejected.
    pub settled: usize,
    pub annotations: usize,
}

impl SetStatus {
    pub(super) fn see(&mut self, summary: &Summary) {
        self.documents += 1;
        self.settled += usize::from(summary.state.is_settled());
        self.annotations += summary.annotations;
    }
}

impl ProjectStatus {
    /// Counts a project: from the index of its documents where a file is what it was.
    ///
    /// # Errors
    /// Where the folder of the documents cannot be read, or `go_on` says no.
    pub fn of(
        folder: &ProjectFolder,
        go_on: &(dyn Fn(usize, usize) -> bool + Sync),
    ) -> Result<ProjectStatus, WorkspaceError> {
        let Summaries { documents, failed, passed_over } = match store::is_taken(&folder.documents())? {
            true => summaries::of_folder(&folder.documents(), go_on)?,
            // What else there is of the project is counted all the same.
            false => {
                let missing = WorkspaceError::NoDocumentsFolder { path: folder.root.clone() };
                Summaries { failed: vec![missing], ..Summaries::default() }
            }
        };
        let mut status = ProjectStatus {
            name: folder.project.name.clone(),
            language: folder.project.language.clone(),
            documents: documents.len(),
            states: DocumentState::ALL.iter().map(|state| (state.name(), 0)).collect(),
            sources: sources::changes(&folder.root),
            readings: folder.reading_status(go_on)?,
            failed,
            foreign: passed_over.foreign,
            ..ProjectStatus::default()
        };
        // Where it cannot be read, the rest is counted all the same.
        let assignments = folder.assignments().unwrap_or_else(|error| {
            status.failed.push(error);
            Assignments::new()
        });
        let schema = SchemaStamp::of(&folder.project.schema);
        let mut ids = HashMap::new();
        for (path, summary) in &documents {
            *status.states.entry(summary.state.name()).or_default() += 1;
            status.done_without += usize::from(summary.state == DocumentState::Done && summary.annotations == 0);
            status.annotations += summary.annotations;
            status.relations += summary.relations;
            status.words += summary.words;
            status.code_points += summary.code_points;
            status.with_conflicts += usize::from(summary.conflicts > 0);
            for (label, count) in &summary.labels {
                *status.labels.entry(label.clone()).or_default() += *count as usize;
            }
            status.annotators.entry(summary.annotator.clone()).or_default().see(summary);
            let is_free = |path| folder.name_of(path).is_some_and(|name| !assignments.contains_key(&name));
            status.unassigned += usize::from(!assignments.is_empty() && is_free(path));
            if summary.schema != schema {
                status.with_other_schema.push(path.clone());
            }
            // A document is who it is by its id and its text: two folders may have files of one name.
            if ids.insert((&summary.id, summary.text), path).is_some() {
                status.same_id.push(path.clone());
            }
        }
        Ok(status)
    }

    /// How many sources are lost, and how many were changed.
    pub fn lost_and_changed(&self) -> (usize, usize) {
        let lost = self.sources.iter().filter(|source| source.state == SourceState::Lost).count();
        (lost, self.sources.len() - lost)
    }
}
