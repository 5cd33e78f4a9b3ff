//! The catalogue: what is found in files and folders comes into the list in chunks, one a frame, and is counted afterwards by
//! one task after another, so that neither a frame nor anything asked for meanwhile waits for 100 000 documents. What was
//! counted is kept in the index of the folder, and not counted again while its file is what it was.

use std::collections::{HashMap, HashSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Session;
use super::background::{Pending, Progress};
use super::catalog_state::{Arrived, End, Finding, Indexing, Uncounted};
use super::entry::{Content, Entry, EntryId};
use super::event::OpenEvent;
use super::failure::SessionFailure;
use super::import_defaults::ImportChoices;
use super::tasks::{Priority, TaskId, TaskInfo};
use crate::store::{self, IndexRecord, catalog_index};
use crate::workspace::inputs::{self, Correction, Indexes, ListPlace, ListedFile, ListedFolder};
use crate::workspace::project::{self, Resolved};
use crate::workspace::summaries::{self, CountedFile};
use crate::workspace::{ImportPreview, WorkspaceError, open, preview};

/// Entries that one frame adds to the list: two or three milliseconds.
const CHUNK: usize = 2_000;

/// Datasets may be called `.txt`: in a folder of up to so many files each is opened to tell, which takes 20 ms.
const MAX_TEXTS_LOOKED_INTO: usize = 1_000;

/// One task of counting ends after so many files, or so long, and the next one follows: what is asked for goes between.
const MAX_FILES_COUNTED: usize = 64;
const MAX_COUNTING: Duration = Duration::from_millis(50);

/// How files and folders were asked for.
#[derive(Clone, Copy, Debug)]
struct Asked {
    /// They were open on another day.
    again: bool,
    /// Files of other formats are told rather than taken.
    about_foreign: bool,
}

/// What is listed of what was asked for, before the folders are walked.
struct Begun {
    finding: u64,
    paths: Vec<PathBuf>,
    there: Vec<PathBuf>,
    indexes: Indexes,
    listed: Vec<PathBuf>,
    failures: Vec<SessionFailure>,
    stopped: bool,
}

/// Whether the document that is shown first is there: without it an index is of another day.
fn is_first_there(known: &[ListedFile], wanted: Option<&PathBuf>) -> bool {
    let named = wanted.filter(|wanted| known.iter().any(|file| file.path == **wanted));
    let shown = named.or_else(|| known.first().map(|file| &file.path));
    shown.is_some_and(|path| {
        store::FileFingerprint::at(path).is_ok_and(|seen| seen.is_some()) && !store::leads_away(path)
    })
}

impl Session {
    /// Looks for documents in files and folders, adds them to the list and shows the first.
    pub fn open_paths(&mut self, paths: Vec<PathBuf>) {
        self.find(paths, Asked { again: false, about_foreign: false }, None);
    }

    /// The same, but files of other formats are not taken: [`OpenEvent::Foreign`] names them, for somebody who shows what they hold
    /// and takes them with [`Session::take_foreign`].
    pub fn open_asking(&mut self, paths: Vec<PathBuf>) {
        self.find(paths, Asked { again: false, about_foreign: true }, None);
    }

    /// What files of other formats hold, as they would be read. Where the answer is dropped before it is there, it is not worked
    /// out.
    pub fn preview_import(
        &mut self,
        paths: &[PathBuf],
        choices: ImportChoices,
    ) -> Pending<Result<ImportPreview, Arc<SessionFailure>>> {
        let request = self.imports.request_with(choices, &self.annotator);
        let paths = paths.to_vec();
        self.ask_while("task-preview", move |wanted| {
            preview::preview(&paths, &request, &|_| wanted()).map_err(|error| Arc::new(error.into()))
        })
    }

    /// Lists files of other formats, to be read as it was said of them, and shows the first.
    pub fn take_foreign(&mut self, paths: Vec<PathBuf>, choices: ImportChoices) {
        let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
        for path in paths.iter().map(absolute) {
            self.imports.said.insert(path, choices);
        }
        self.open_paths(paths);
    }

    /// Files that were named and not taken are not looked for the next time.
    pub fn leave_foreign(&mut self, paths: &[PathBuf]) {
        self.roots.retain(|root| !paths.contains(root));
    }

    /// Opens what was open on another day, and shows the document that was on the page then. What is gone is told.
    pub fn open_again(&mut self, roots: Vec<PathBuf>, shown: Option<PathBuf>) {
        self.find(roots, Asked { again: true, about_foreign: false }, shown);
    }

    /// First what the indexes of the folders know is listed, beside no walk of 100 000 files; then the walk corrects it.
    fn find(&mut self, paths: Vec<PathBuf>, asked: Asked, wanted: Option<PathBuf>) {
        paths.iter().for_each(|path| self.add_root(path));
        self.catalog.last += 1;
        let finding = self.catalog.last;
        self.catalog.finding.push(Finding { number: finding, wanted: wanted.clone(), first: None, shown: false });
        let work = move |progress: Progress| {
            let (there, gone) = match asked.again {
                true => paths.iter().cloned().partition(|path| store::is_there(path)),
                false => (paths.clone(), Vec::new()),
            };
            let Resolved { paths: there, project, wanted: within, missing } = project::resolve(&there);
            if let Some(found) = project {
                progress.show(move |session| session.take_project(found));
            }
            let wanted = wanted.or(within);
            if let Some(wanted) = wanted.clone() {
                progress.show(move |session| session.catalog.wants(finding, wanted));
            }
            let indexes = Indexes::of(&there);
            let mut known = indexes.files();
            if !is_first_there(&known, wanted.as_ref()) {
                known.clear();
            }
            let listed: Vec<PathBuf> = known.iter().map(|file| file.path.clone()).collect();
            if !listed.is_empty() {
                let folders =
                    there.iter().map(|path| ListedFolder { path: path.clone(), records: Vec::new(), stale: false });
                let folders = folders.collect();
                progress.show(move |session| session.catalog.begin_indexing(finding, folders));
            }
            for files in inputs::in_chunks(known, CHUNK) {
                progress.show(move |session| session.catalog.arrived.push_back(Arrived::Files { finding, files }));
            }
            let failures = missing.into_iter().chain(gone.into_iter().map(|path| WorkspaceError::Gone { path }));
            let failures = failures.map(SessionFailure::from).collect();
            let stopped = progress.is_cancelled();
            Begun { finding, paths, there, indexes, listed, failures, stopped }
        };
        let info = TaskInfo::new("task-find", Priority::Listing).stopping();
        self.spawn(info, work, move |session, begun| session.walk(asked, begun));
    }

    fn walk(&mut self, asked: Asked, begun: Begun) {
        let work = move |progress: Progress| {
            let Begun { finding, paths, there, indexes, listed, mut failures, stopped } = begun;
            let found = inputs::list_with(&there, indexes, &|found| {
                progress.at(found, 0);
                !stopped && !progress.is_cancelled()
            });
            // What was given up did not see all that there is.
            let is_whole = !stopped && !progress.is_cancelled();
            let folders = if is_whole { found.folders } else { Vec::new() };
            progress.show(move |session| session.catalog.begin_indexing(finding, folders));
            failures.extend(found.told.into_iter().map(SessionFailure::from));
            let look_into_texts = found.files.len() <= MAX_TEXTS_LOOKED_INTO;
            let is_foreign = |file: &ListedFile| asked.about_foreign && inputs::is_foreign(file, look_into_texts);
            let (foreign, files): (Vec<_>, Vec<_>) = found.files.into_iter().partition(is_foreign);
            let foreign: Vec<PathBuf> = foreign.into_iter().map(|file| file.path).collect();
            let corrections = match (listed.is_empty(), is_whole) {
                (true, _) => {
                    inputs::in_chunks(files, CHUNK).map(|files| Correction::Added(ListPlace::End, files)).collect()
                }
                (false, true) => inputs::corrections(&listed, files, CHUNK),
                (false, false) => Vec::new(),
            };
            for correction in corrections {
                let arrived = match correction {
                    Correction::Added(ListPlace::End, files) => Arrived::Files { finding, files },
                    correction => Arrived::Correction { finding, correction },
                };
                progress.show(move |session| session.catalog.arrived.push_back(arrived));
            }
            (End { finding, passed_over: found.passed_over, failures, foreign }, paths)
        };
        let info = TaskInfo::new("task-find", Priority::Soon).stopping();
        self.spawn(info, work, move |session, (end, paths)| {
            session.catalog.arrived.push_back(Arrived::End(end));
            let info = TaskInfo::new("task-upkeep", Priority::Soon);
            session.spawn(info, move |_| store::housekeeping::clean_around(&paths), |_, ()| ());
        });
    }

    /// Whether the documents that were asked for are still being looked for.
    pub fn is_finding(&self) -> bool {
        self.catalog.finding.iter().any(|finding| !finding.shown)
    }

    /// Whether documents are being looked for, or what was found is not all in the list.
    pub fn is_listing(&self) -> bool {
        !self.catalog.finding.is_empty() || !self.catalog.arrived.is_empty()
    }

    /// Lists the chunk that came first, and asks for a frame where there are more.
    pub(super) fn list_arrived(&mut self) {
        match self.catalog.arrived.pop_front() {
            Some(Arrived::Files { finding, files }) => self.list_files(finding, files, &ListPlace::End),
            Some(Arrived::Correction { finding, correction }) => match correction {
                Correction::Gone(paths) => self.unlist(paths),
                Correction::Changed(files) => self.list_anew(finding, files),
                Correction::Added(place, files) => self.list_files(finding, files, &place),
            },
            Some(Arrived::End(end)) => self.end_finding(end),
            None => {}
        }
        if !self.catalog.arrived.is_empty() {
            self.catalog.ask_for_frame();
        }
    }

    /// Lists all that came; for closing and for programs without a window.
    pub(super) fn list_all_arrived(&mut self) {
        while !self.catalog.arrived.is_empty() {
            self.list_arrived();
        }
    }

    fn list_files(&mut self, finding: u64, files: Vec<ListedFile>, place: &ListPlace) {
        self.leave_samples();
        let mut ids = Vec::with_capacity(files.len());
        let mut new: HashMap<PathBuf, EntryId> = HashMap::new();
        let mut entries = Vec::new();
        for ListedFile { path, folder, summary } in files {
            // A file is one file, whether it was named from here or from the root.
            let path = std::path::absolute(&path).unwrap_or(path);
            let known = self.entries.of_path(&path).or_else(|| new.get(&path).copied());
            let id = known.unwrap_or_else(|| {
                let id = self.entries.new_id();
                new.insert(path.clone(), id);
                let mut entry = Entry::from_path(id, path);
                entry.content = Content::Closed(summary);
                let folder = folder.and_then(|folder| self.catalog.folders.get(&(finding, folder)));
                folder.into_iter().for_each(|indexing| entry.lies_in(&indexing.folder));
                entries.push(entry);
                id
            });
            ids.push((id, folder.map(|folder| (finding, folder))));
        }
        let beside = match place {
            ListPlace::Above(path) | ListPlace::Below(path) => self.entries.of_path(path),
            ListPlace::End => None,
        };
        match (beside, place) {
            (Some(beside), ListPlace::Above(_)) => self.entries.insert_above(beside, entries),
            (Some(beside), _) => self.entries.insert_below(beside, entries),
            (None, _) => self.entries.append(entries),
        }
        let first = ids.first().map(|(id, _)| *id);
        for (id, folder) in ids {
            // A text has nothing to count before it is read. What was left uncounted once is counted when it is found again.
            let uncounted = self.entries.get(id).filter(|entry| matches!(entry.content, Content::Closed(None)));
            if uncounted.and_then(Entry::path).is_some_and(|path| open::is_document_name(path)) {
                self.catalog.uncounted.push_back((id, folder));
            }
        }
        let Some(at) = self.catalog.finding.iter().position(|other| other.number == finding) else { return };
        let look = &mut self.catalog.finding[at];
        look.first = look.first.or(first);
        let wanted = match &look.wanted {
            Some(path) => self.entries.of_path(path),
            None => look.first,
        };
        if let Some(wanted) = wanted.filter(|_| !look.shown) {
            look.shown = true;
            self.show(wanted);
        }
        // The document that is shown is read before any is counted.
        self.count_on();
    }

    /// Files that an index knew, and that are not there any more. What is open says so itself.
    fn unlist(&mut self, paths: Vec<PathBuf>) {
        let absolute = paths.into_iter().map(|path| std::path::absolute(&path).unwrap_or(path));
        let gone: HashSet<EntryId> = absolute.filter_map(|path| self.entries.of_path(&path)).collect();
        self.entries.remove_all(|entry| gone.contains(&entry.id) && matches!(entry.content, Content::Closed(_)));
    }

    /// Files that are not what an index knew: they are counted again.
    fn list_anew(&mut self, finding: u64, files: Vec<ListedFile>) {
        for ListedFile { path, folder, .. } in files {
            let path = std::path::absolute(&path).unwrap_or(path);
            let Some(id) = self.entries.of_path(&path) else { continue };
            self.entries.forget_line(id);
            self.catalog.uncounted.push_back((id, folder.map(|folder| (finding, folder))));
        }
        self.count_on();
    }

    fn end_finding(&mut self, End { finding, passed_over, failures, foreign }: End) {
        let Some(at) = self.catalog.finding.iter().position(|other| other.number == finding) else { return };
        let look = self.catalog.finding.remove(at);
        let told = !failures.is_empty() || !passed_over.failed.is_empty();
        let nothing = look.first.is_none() && foreign.is_empty();
        if nothing && (!told || self.entries.as_slice().is_empty()) {
            self.notify(OpenEvent::NothingFound);
        }
        if !foreign.is_empty() {
            self.notify(OpenEvent::Foreign { paths: foreign });
        }
        failures.into_iter().for_each(|failure| self.fail(failure));
        if !passed_over.is_empty() {
            self.notify(OpenEvent::PassedOver(Arc::new(passed_over)));
        }
        if let Some(first) = look.first.filter(|_| !look.shown) {
            self.show(first);
        }
        self.count_on();
    }

    /// Counts the next files for the document list, in the background; the task that ends asks for the next one.
    fn count_on(&mut self) {
        if self.catalog.counting.is_some_and(|id| self.tasks.is_under_way(id)) {
            return;
        }
        let mut next = VecDeque::new();
        while next.len() < MAX_FILES_COUNTED
            && let Some((id, folder)) = self.catalog.uncounted.pop_front()
        {
            // What is gone, or cannot be read, has nothing to be counted. What was opened meanwhile is counted for the index alone.
            let entry = self.entry(id);
            let entry = entry.filter(|entry| !matches!(entry.content, Content::Closed(Some(_)) | Content::Failed(_)));
            next.extend(entry.and_then(|entry| Some(((id, folder), entry.path()?.clone()))));
        }
        if next.is_empty() {
            (self.catalog.counting, self.catalog.counted) = (None, 0);
            if !self.is_listing() {
                self.write_indexes();
            }
            return;
        }
        let before = self.catalog.counted;
        let all = before + next.len() + self.catalog.uncounted.len();
        let work = move |progress: Progress| {
            let until = Instant::now() + MAX_COUNTING;
            let mut counted = Vec::new();
            while let Some((of, path)) = next.pop_front() {
                progress.at(before + counted.len(), all);
                counted.push((of, summaries::count(&path)));
                if Instant::now() >= until || progress.is_cancelled() {
                    break;
                }
            }
            (counted, next)
        };
        let info = TaskInfo::new("task-summarise", Priority::Background).stopping();
        // Without a thread it has run already when this returns.
        self.catalog.counting = None;
        let task = self.spawn(info, work, |session, (counted, rest)| session.take_counted(counted, rest));
        self.catalog.counting = task;
    }

    /// Files were changed beside the window: what is known of those that are not open is counted anew.
    pub(super) fn count_again(&mut self, paths: &[PathBuf]) {
        for path in paths {
            let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
            if let Some(id) = self.entries.of_path(&path)
                && self.entries.forget_line(id)
            {
                self.catalog.uncounted.push_back((id, None));
            }
        }
        self.count_on();
    }

    fn take_counted(&mut self, counted: Vec<(Uncounted, CountedFile)>, rest: VecDeque<(Uncounted, PathBuf)>) {
        self.catalog.counted += counted.len();
        for ((id, folder), CountedFile { summary, fingerprint }) in counted {
            let indexing = folder.and_then(|folder| self.catalog.folders.get_mut(&folder));
            let path = self.entries.get(id).and_then(Entry::path);
            if let (Some(indexing), Ok(summary), Some(fingerprint), Some(path)) =
                (indexing, &summary, fingerprint, path)
            {
                let record = IndexRecord::new(&indexing.folder, path, fingerprint, summary);
                indexing.changed |= record.is_some();
                indexing.records.extend(record);
            }
            let content = match summary {
                Ok(summary) => Content::Closed(Some(summary)),
                Err(error) => Content::Failed(Arc::new(error.into())),
            };
            self.entries.set_line(id, content);
        }
        if std::mem::take(&mut self.catalog.stopped) {
            self.catalog.uncounted.clear();
            return self.count_on();
        }
        // The few that were not reached go before the many that wait.
        rest.into_iter().rev().for_each(|(of, _)| self.catalog.uncounted.push_front(of));
        self.catalog.counting = None;
        self.count_on();
    }

    /// Ends the counting with what it has, if `task` is its task: documents that are opened are counted then, and the others
    /// when their folder is opened again.
    pub(super) fn stop_counting(&mut self, task: TaskId) {
        self.catalog.stopped |= self.catalog.counting == Some(task);
    }

    /// Keeps what was counted in the folders' indexes, where it is not what they hold.
    fn write_indexes(&mut self) {
        let folders = std::mem::take(&mut self.catalog.folders);
        for Indexing { folder, mut records, .. } in folders.into_values().filter(|indexing| indexing.changed) {
            let info = TaskInfo::new("task-upkeep", Priority::Background);
            // A folder that is only to be read has no index, and is counted each time.
            let work = move |_: Progress| drop(catalog_index::write(&folder, &mut records));
            self.spawn(info, work, |_, ()| ());
        }
    }

    /// A task broke off through a fault of the program: the files it held stay uncounted, and the rest goes on.
    pub(super) fn finding_broke_off(&mut self, info: &TaskInfo) {
        match info.name {
            "task-find" => {
                // They run one after another: it was the oldest whose end has not come.
                let ended = |number: u64| {
                    self.catalog.arrived.iter().any(|a| matches!(a, Arrived::End(end) if end.finding == number))
                };
                let broken = self.catalog.finding.iter().map(|look| look.number).find(|number| !ended(*number));
                self.catalog.finding.retain(|look| Some(look.number) != broken);
            }
            "task-summarise" => self.count_on(),
            _ => {}
        }
    }
}
