//! Effort of the session: what the window tells goes to the meter, what the meter notes goes beside the project, and nowhere else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::background::Pending;
use super::effort_meter::{Effort, Touches, WorkedOn};
use super::entry_id::EntryId;
use super::state::Session;
use crate::edit::Transaction;
use crate::model::EffortRecord;
use crate::store::{append_effort, read_effort};
use crate::workspace::ProjectFolder;

/// Records that wait to be written together.
const TOGETHER: usize = 20;

impl Session {
    /// Measures from now on, or measures nothing. What belongs to no project is kept in `home`; without one it is not.
    pub fn measure_effort(&mut self, is_on: bool, home: Option<&Path>) {
        if is_on != self.effort.is_on {
            self.effort = Effort { is_on, ..Effort::default() };
        }
        self.effort.home = home.map(Path::to_path_buf);
    }

    /// What came in with this frame.
    pub fn touched(&mut self, touches: Touches) {
        if !self.effort.is_on {
            return;
        }
        self.effort.touch(touches);
        let current = self.current_id().filter(|id| self.effort.on.as_ref().is_none_or(|on| on.entry != *id));
        if current.is_some() || self.current_id().is_none() {
            let on = self.current_id().and_then(|id| self.worked_on(id));
            let Session { effort, annotator, .. } = self;
            effort.work_on(on, annotator.as_str(), crate::store::now().0);
        }
        if self.effort.waiting.len() >= TOGETHER {
            self.keep_effort();
        }
    }

    fn worked_on(&self, entry: EntryId) -> Option<WorkedOn> {
        let document = self.entry(entry)?.document()?;
        let id = document.content().document.id().0.to_string();
        Some(WorkedOn { entry, id, path: document.path().cloned() })
    }

    /// Proposals are to be seen from now on, or no more.
    pub fn proposals_shown(&mut self, shown: bool) {
        let effort = &mut self.effort;
        effort.shown = if shown { effort.shown.or(Some(effort.now)) } else { None };
    }

    /// Proposals are accepted around which so many words are to be read.
    pub(super) fn accepting(&mut self, words: Option<u64>) {
        self.effort.accepting = words;
    }

    pub(super) fn effort_of(&mut self, entry: EntryId, step: &Transaction) {
        if !self.effort.is_on {
            return;
        }
        let Some(on) = self.worked_on(entry) else { return };
        let Session { effort, annotator, .. } = self;
        effort.made(step, &on, annotator.as_str(), crate::store::now().0);
    }

    /// Writes what was measured, off the frame.
    pub fn keep_effort(&mut self) {
        let waiting = std::mem::take(&mut self.effort.waiting);
        if waiting.is_empty() {
            return;
        }
        let home = self.effort.home.clone();
        self.keep_up(move || {
            let mut by_folder: BTreeMap<PathBuf, Vec<EffortRecord>> = BTreeMap::new();
            for (path, record) in waiting {
                if let Some(folder) = folder_of(path.as_deref(), home.as_deref()) {
                    by_folder.entry(folder).or_default().push(record);
                }
            }
            by_folder.iter().try_for_each(|(folder, records)| Ok(append_effort(folder, records)?))
        });
    }

    /// The window closes: what was spent on the document that is shown is noted too.
    pub fn finish_effort(&mut self) {
        let Session { effort, annotator, .. } = self;
        effort.work_on(None, annotator.as_str(), crate::store::now().0);
        self.keep_effort();
    }

    /// What was measured in the project of the document that is shown, or outside of all projects.
    pub fn effort_records(&mut self) -> Pending<Arc<[EffortRecord]>> {
        self.keep_effort();
        let path = self.current_entry().and_then(|entry| entry.path()).cloned();
        let home = self.effort.home.clone();
        // After what waits to be written.
        self.ask_in_order("task-statistics", move || {
            let records = folder_of(path.as_deref(), home.as_deref()).map(|folder| read_effort(&folder));
            records.unwrap_or_default().into()
        })
    }
}

/// Where the effort on a document is kept.
fn folder_of(path: Option<&Path>, home: Option<&Path>) -> Option<PathBuf> {
    path.and_then(ProjectFolder::root_of).or_else(|| home.map(Path::to_path_buf))
}
