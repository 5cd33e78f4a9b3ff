//! What is looked for in the documents of a session, and what was found so far.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::place::{SearchHit, SearchResults};
use super::wish::{CompiledQuery, SEARCH_SLOTS, SearchSlot, Source};
use super::worker::{SearchBatch, SearchWorker};
use crate::arabic::clitics::Lexicon;
use crate::session::decisions::DecisionMemory;
use crate::session::entry_id::EntryId;
use crate::session::tasks::RepaintSignal;
use crate::workspace::ImportRequest;

/// The searches of a session, one a lane.
#[derive(Debug)]
pub(in crate::session) struct Search {
    seeker: SearchWorker,
    /// What each lane of the seeker has found.
    found: [SearchResults; SEARCH_SLOTS],
    /// Changes of documents that are being read for them.
    pub waiting: BTreeMap<EntryId, Vec<SearchHit>>,
    /// The words of the documents that the list held when its order was `words_of`.
    vocabulary: Arc<Lexicon>,
    words_of: u64,
}

impl Search {
    pub(in crate::session) fn new(repaint: RepaintSignal) -> Self {
        Search {
            seeker: SearchWorker::new(repaint),
            found: Default::default(),
            waiting: BTreeMap::new(),
            vocabulary: Arc::default(),
            words_of: 0,
        }
    }

    /// Ends the looking of a lane, and forgets what it found.
    pub(super) fn stop(&mut self, lane: SearchSlot) {
        self.seeker.cancel(lane);
        let found = &mut self.found[lane as usize];
        *found = SearchResults { revision: found.revision + 1, ..SearchResults::default() };
    }

    pub(super) fn begin(
        &mut self,
        lane: SearchSlot,
        ready: CompiledQuery,
        sources: Vec<(EntryId, Source)>,
        import: ImportRequest,
    ) {
        self.found[lane as usize].of = sources.len();
        self.found[lane as usize].finished = sources.is_empty();
        self.seeker.submit(lane, ready, sources, import);
    }

    pub(super) fn found(&self, lane: SearchSlot) -> &SearchResults {
        &self.found[lane as usize]
    }

    pub(in crate::session) fn vocabulary(&self) -> &Arc<Lexicon> {
        &self.vocabulary
    }

    /// Takes up what the seeker has found since, without what the memory holds back.
    pub(super) fn take(&mut self, memory: &DecisionMemory) {
        while let Some(found) = self.seeker.poll() {
            self.take_found(found, memory);
        }
    }

    /// Waits until all that is looked for has been found.
    pub(super) fn finish(&mut self, memory: &DecisionMemory) {
        while self.found.iter().any(|found| !found.finished) {
            let Some(found) = self.seeker.wait() else { return };
            self.take_found(found, memory);
        }
    }

    /// Whether the words are those of a list that had another order.
    pub(super) fn lacks_words_of(&self, order: u64) -> bool {
        self.words_of != order
    }

    /// The words of a list in this order are asked for.
    pub(super) fn asks_words_of(&mut self, order: u64) {
        self.words_of = order;
    }

    fn take_found(&mut self, found: SearchBatch, memory: &DecisionMemory) {
        if let Some(words) = found.words {
            self.vocabulary = words;
        }
        let refused = |place: &SearchHit| found.label.as_ref().is_some_and(|label| memory.is_refused(place, label));
        let (withheld, offered): (Vec<_>, Vec<_>) = found.places.into_iter().partition(refused);
        let held = &mut self.found[found.lane as usize];
        held.places.extend(offered);
        held.total += found.counted - withheld.len();
        held.withheld += withheld.len();
        held.looked = found.looked;
        held.unread += found.unread;
        held.finished = found.finished;
        held.revision += 1;
    }
}
