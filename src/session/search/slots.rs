//! What is looked for in the documents of a session, and what was found so far.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::place::{SearchHit, SearchResults};
use super::request::{CompiledQuery, PlaceList, SEARCH_SLOTS, SEARCH_SLOTS_ALL, SearchQuery, SearchSlot, Source};
use super::words::ProjectWords;
use super::worker::{Feed, Feeding, SearchBatch, SearchWorker};
use crate::arabic::clitics::Lexicon;
use crate::edit::GroupId;
use crate::session::decisions::DecisionMemory;
use crate::session::entry::{Content, Entries, Entry};
use crate::session::entry_id::EntryId;
use crate::session::tasks::RepaintSignal;
use crate::workspace::ImportRequest;

/// Entries of which one frame says where they come from. A search of all documents is told of the rest in the next frames.
const CHUNK: usize = 2_000;

/// The searches of a session, one a lane.
#[derive(Debug)]
pub(in crate::session) struct Search {
    seeker: SearchWorker,
    /// What each lane of the seeker has found.
    found: [SearchResults; SEARCH_SLOTS],
    /// Changes of documents that are being read for them.
    pub waiting: BTreeMap<EntryId, (Vec<SearchHit>, Option<GroupId>)>,
    words: ProjectWords,
}

impl Search {
    pub(in crate::session) fn new(repaint: RepaintSignal) -> Self {
        Search {
            seeker: SearchWorker::new(repaint),
            found: Default::default(),
            waiting: BTreeMap::new(),
            words: ProjectWords::default(),
        }
    }

    /// Ends the looking of a lane, and forgets what it found.
    pub(super) fn stop(&mut self, lane: SearchSlot) {
        self.seeker.cancel(lane);
        let found = &mut self.found[lane as usize];
        *found = SearchResults { revision: found.revision + 1, ..SearchResults::default() };
    }

    /// Looks into one document.
    pub(super) fn begin_in(
        &mut self,
        lane: SearchSlot,
        ready: CompiledQuery,
        entry: &Entry,
        request: &SearchQuery,
        import: ImportRequest,
    ) {
        if let Some(source) = source_of(entry, request) {
            self.begin(lane, ready, 1, import).put(vec![source]);
        }
    }

    /// Looks into the documents of places that are known.
    pub(super) fn begin_at(
        &mut self,
        lane: SearchSlot,
        ready: CompiledQuery,
        entries: &Entries,
        list: &PlaceList,
        import: ImportRequest,
    ) {
        let reads_all = SearchQuery::Lint;
        let there = list.by_entry.keys().filter_map(|id| source_of(entries.get(*id)?, &reads_all));
        let sources: Vec<_> = there.collect();
        self.begin(lane, ready, sources.len(), import).put(sources);
        self.found[lane as usize].total += list.more;
    }

    /// Looks into all documents; the seeker is told of them a part at a time, by [`Search::feed_all`].
    pub(super) fn begin_in_all(
        &mut self,
        lane: SearchSlot,
        ready: CompiledQuery,
        entries: &Entries,
        request: &SearchQuery,
        import: ImportRequest,
    ) {
        let of = entries.as_slice().len();
        if of == 0 {
            return;
        }
        let feed = self.begin(lane, ready, of, import);
        self.seeker.feeding[lane as usize] = Some(Feeding { feed, request: request.clone(), last: None, next: 0 });
        self.feed(lane, entries);
    }

    fn begin(&mut self, lane: SearchSlot, ready: CompiledQuery, of: usize, import: ImportRequest) -> Feed {
        let found = &mut self.found[lane as usize];
        (found.of, found.finished) = (of, false);
        self.seeker.submit(lane, ready, import)
    }

    /// Tells the seeker of the next documents of every lane. False where it was told of all.
    pub(super) fn feed_all(&mut self, entries: &Entries) -> bool {
        SEARCH_SLOTS_ALL.map(|lane| self.feed(lane, entries)).contains(&true)
    }

    fn feed(&mut self, lane: SearchSlot, entries: &Entries) -> bool {
        let Some(mut feeding) = self.seeker.feeding[lane as usize].take() else { return false };
        let after = feeding.last.and_then(|id| entries.place(id)).map(|place| place + 1);
        let entries = entries.as_slice();
        let rest = entries.get(after.unwrap_or(feeding.next)..).unwrap_or_default();
        let part = &rest[..rest.len().min(CHUNK)];
        feeding.feed.put(part.iter().filter_map(|entry| source_of(entry, &feeding.request)).collect());
        if part.len() == rest.len() {
            return false;
        }
        feeding.next = entries.len() - rest.len() + part.len();
        feeding.last = part.last().map(|entry| entry.id);
        self.seeker.feeding[lane as usize] = Some(feeding);
        true
    }

    /// Has the words of documents counted in that were opened since, and those out that are gone or have another text; with
    /// `around`, those of files around the document that is shown too.
    pub(super) fn count_words(&mut self, entries: &Entries, around: bool, import: impl FnOnce() -> ImportRequest) {
        if !self.found(SearchSlot::Words).finished {
            return;
        }
        let (mut sources, gone) = self.words.changed_texts(entries);
        if around {
            self.words.add_files_around(entries, &mut sources);
        }
        if sources.is_empty() && gone.is_empty() {
            return;
        }
        let ready = CompiledQuery::Words(self.words.vocabulary().clone(), gone);
        self.stop(SearchSlot::Words);
        self.begin(SearchSlot::Words, ready, sources.len(), import()).put(sources);
    }

    pub(super) fn found(&self, lane: SearchSlot) -> &SearchResults {
        &self.found[lane as usize]
    }

    pub(in crate::session) fn vocabulary(&self) -> &Arc<Lexicon> {
        self.words.vocabulary()
    }

    /// Takes up what the seeker has found since, without what the memory holds back.
    pub(super) fn take(&mut self, memory: &DecisionMemory) {
        while let Some(found) = self.seeker.poll() {
            self.take_found(found, memory);
        }
    }

    /// Waits until all that is looked for has been found.
    pub(super) fn finish(&mut self, memory: &DecisionMemory, entries: &Entries) {
        while self.feed_all(entries) {}
        while self.found.iter().any(|found| !found.finished) {
            let Some(found) = self.seeker.wait() else { return };
            self.take_found(found, memory);
        }
    }

    fn take_found(&mut self, found: SearchBatch, memory: &DecisionMemory) {
        if let Some(words) = found.words {
            self.words.replace(words);
        }
        let refused = |place: &SearchHit| found.label.as_ref().is_some_and(|label| memory.is_refused(place, label));
        let (withheld, offered): (Vec<_>, Vec<_>) = found.places.into_iter().partition(refused);
        let held = &mut self.found[found.lane as usize];
        held.places.extend(offered);
        held.total += found.counted - withheld.len();
        held.withheld += withheld.len();
        held.looked = found.looked;
        // What could not be opened before was counted among those to be looked into, and is not looked into again.
        held.of = if found.finished { found.looked } else { held.of };
        held.unread += found.unread;
        held.finished = found.finished;
        held.revision += 1;
    }
}

/// Where the document of an entry comes from; `None` for what could not be opened.
fn source_of(entry: &Entry, request: &SearchQuery) -> Option<(EntryId, Source)> {
    let source = match entry.content() {
        Content::Open(document) if request.reads_annotations(document.content().annotations.len()) => {
            Source::Open(Box::new(document.content().clone()))
        }
        Content::Open(document) => Source::Text(document.content().document.text().clone()),
        Content::Failed(_) => return None,
        Content::Closed(_) | Content::Loading(_) => Source::File(entry.path()?.clone()),
    };
    Some((entry.id, source))
}
