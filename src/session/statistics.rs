//! Statistics of the documents of the session: counted off the frame, with how far it is and a way to stop; kept until they are
//! counted again, and known to be older than the documents.
//!
//! Documents that are open are counted as they are, others as their files are.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::background::Progress;
use super::entry::{Content, Entry};
use super::entry_id::EntryId;
use super::error::ReadOnly;
use super::event::ExportEvent;
use super::failure::SessionFailure;
use super::search::{PlaceList, SearchQuery};
use super::state::Session;
use super::statistics_state::{CountedStatistics, Gathering, StatisticsSlot};
use super::tasks::{Priority, TaskInfo};
use crate::analysis::statistics::{Place, Wanted};
use crate::workspace::export::ExportBatch;
use crate::workspace::statistics::{Counted, Source, count};
use crate::workspace::{ExportFilter, ExportGuard, StatisticsRequest, WorkspaceError};

/// Entries of which one frame says where they come from.
const CHUNK: usize = 2_000;

impl Session {
    /// Counts the documents that the filter takes. What was counted before stays until it is done.
    pub fn count_statistics(&mut self, slot: StatisticsSlot, wanted: Wanted, unlabelled: bool, filter: ExportFilter) {
        self.stop_statistics(slot);
        self.statistics.failed = None;
        let state = (self.entries.order(), self.statistics.steps);
        let (documents, entries) = (Vec::new(), Vec::new());
        self.statistics.gathering.push(Gathering {
            slot,
            wanted,
            unlabelled,
            filter,
            documents,
            entries,
            state,
            next: 0,
        });
        self.gather_statistics();
    }

    pub fn stop_statistics(&mut self, slot: StatisticsSlot) {
        self.statistics.gathering.retain(|gathering| gathering.slot != slot);
        if let Some(task) = self.statistics.tasks[slot as usize].take() {
            self.tasks.cancel(task);
        }
    }

    pub fn statistics(&self, slot: StatisticsSlot) -> Option<&CountedStatistics> {
        self.statistics.counted[slot as usize].as_ref()
    }

    /// Why nothing came of it.
    pub fn statistics_failed(&self) -> Option<&Arc<SessionFailure>> {
        self.statistics.failed.as_ref()
    }

    /// How far it is, while it is being counted: documents done, of how many.
    pub fn statistics_progress(&self, slot: StatisticsSlot) -> Option<(usize, usize)> {
        if let Some(gathering) = self.statistics.gathering.iter().find(|gathering| gathering.slot == slot) {
            return Some((0, gathering.next));
        }
        let task = self.statistics.tasks[slot as usize]?;
        let info = self.tasks().find(|(id, _)| *id == task).map(|(_, info)| info)?;
        Some(info.progress.unwrap_or((0, 0)))
    }

    /// Whether documents came, went or were changed since it was counted.
    pub fn is_outdated(&self, counted: &CountedStatistics) -> bool {
        counted.state != (self.entries.order(), self.statistics.steps)
    }

    pub(super) fn has_stepped(&mut self) {
        self.statistics.steps += 1;
    }

    /// Says where the next entries come from; the counting begins once all have been named.
    pub(super) fn gather_statistics(&mut self) {
        let Some(mut gathering) = self.statistics.gathering.pop() else { return };
        let entries = self.entries.as_slice();
        let until = (gathering.next + CHUNK).min(entries.len());
        for entry in entries.get(gathering.next..until).unwrap_or_default() {
            // A damaged document, of which only a part is known, is counted as little as it is exported.
            if entry.document().is_some_and(|document| document.read_only() == Some(&ReadOnly::Unsound)) {
                continue;
            }
            if let Some(counted) = counted(entry, &self.roots) {
                gathering.documents.push(counted);
                gathering.entries.push(entry.id);
            }
        }
        gathering.next = until;
        if until < entries.len() {
            self.statistics.gathering.push(gathering);
            self.catalog.ask_for_frame();
            return;
        }
        let Gathering { slot, wanted, unlabelled, filter, documents, entries, state, .. } = gathering;
        let import = self.imports.request(&self.annotator);
        let request = StatisticsRequest { wanted, unlabelled, filter: filter.clone(), import };
        let work = move |progress: Progress| {
            let told = |done, all| {
                progress.at(done, all);
                !progress.is_cancelled()
            };
            count(&documents, &request, &told)
        };
        let info = TaskInfo::new("task-statistics", Priority::Soon).stopping();
        let task = self.spawn(info, work, move |session, report| {
            session.statistics.tasks[slot as usize] = None;
            match report {
                Ok(report) => {
                    let entries = entries.into();
                    let counted =
                        CountedStatistics { report: Arc::new(report), entries, wanted, unlabelled, filter, state };
                    session.statistics.counted[slot as usize] = Some(counted);
                }
                Err(WorkspaceError::Cancelled) => {}
                Err(error) => session.statistics.failed = Some(Arc::new(error.into())),
            }
        });
        self.statistics.tasks[slot as usize] = task;
    }

    /// The places of a count, to be looked at; `more` are not among them.
    pub fn places_query(places: &[Place], more: u64, entries: &[EntryId]) -> SearchQuery {
        let mut by_entry: BTreeMap<EntryId, Vec<std::ops::Range<usize>>> = BTreeMap::new();
        for place in places {
            if let Some(entry) = entries.get(place.document as usize) {
                by_entry.entry(*entry).or_default().push(place.range());
            }
        }
        SearchQuery::Places(Arc::new(PlaceList { by_entry, more: more as usize }))
    }

    /// Writes a table, in the place of no file but an earlier one of its kind.
    pub fn save_table(&mut self, csv: impl FnOnce() -> String + Send + 'static, path: PathBuf) {
        let place = path.clone();
        let work = move |_: Progress| {
            let batch = ExportBatch::stage(vec![(place, csv().into_bytes())], ExportGuard::OwnExports)?;
            batch.commit().map(drop)
        };
        self.spawn(TaskInfo::new("task-export", Priority::Soon), work, move |session, written| {
            let written = written.map_err(SessionFailure::from);
            session.tell(written.map(|()| ExportEvent::TableSaved { path }));
        });
    }
}

/// A document of the list; `None` for what could not be opened. It is called by its path below what was opened.
fn counted(entry: &Entry, roots: &[PathBuf]) -> Option<Counted> {
    let path = entry.path();
    let below = path.and_then(|path| roots.iter().find_map(|root| path.strip_prefix(root).ok()));
    let place = match (below.filter(|below| !below.as_os_str().is_empty()), path) {
        (Some(below), _) => below.display().to_string(),
        (None, Some(path)) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        (None, None) => entry.title().to_owned(),
    };
    let below = below.and_then(|below| below.parent()).map(PathBuf::from).unwrap_or_default();
    let source = match entry.content() {
        Content::Open(document) => Source::Open(Box::new(document.content().clone())),
        Content::Failed(_) => return None,
        Content::Closed(_) | Content::Loading(_) => Source::File(path?.clone()),
    };
    Some(Counted { source, place, below })
}
