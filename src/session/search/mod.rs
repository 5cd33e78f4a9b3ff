//! Looking for places, in one document or in all of them: texts, annotations of a kind, the other occurrences of a
//! string, clitics to be taken in or left out, what is inconsistent. All are found off the frame, and all come as
//! [`SearchHit`]s: a line of context each and, where something may be done about it, the [`Fix`] that does it.

mod apply;
mod look;
mod place;
mod request;
mod slots;
mod words;
mod worker;

use std::sync::Arc;

pub use apply::Applied;
pub use place::{Fix, HitContext, HitKind, MAX_HITS, SearchHit, SearchResults};
pub use request::{MarkKind, MarkQuery, PlaceList, Scope, SearchQuery, SearchSlot};
pub(super) use slots::Search;

use super::Session;
use crate::arabic::clitics::Lexicon;
use crate::arabic::search::QueryError;

impl Session {
    /// Looks for places off the frame; what is found comes to [`Session::findings`] as it is found.
    ///
    /// # Errors
    /// Where the request cannot be looked for; what was found before is gone.
    pub fn seek(&mut self, lane: SearchSlot, scope: Scope, request: &SearchQuery) -> Result<(), QueryError> {
        self.search.stop(lane);
        let ready = request.ready()?;
        let import = self.imports.request(&self.annotator);
        let Session { search, entries, .. } = self;
        if let SearchQuery::Places(list) = request {
            search.begin_at(lane, ready, entries, list, import);
            return Ok(());
        }
        match scope {
            Scope::Document => {
                if let Some(entry) = entries.current.and_then(|id| entries.get(id)) {
                    search.begin_in(lane, ready, entry, request, import);
                }
            }
            Scope::Project => search.begin_in_all(lane, ready, entries, request, import),
        }
        Ok(())
    }

    /// Ends the looking of a lane, and forgets what it found.
    pub fn stop_seeking(&mut self, lane: SearchSlot) {
        self.search.stop(lane);
    }

    pub fn findings(&self, lane: SearchSlot) -> &SearchResults {
        self.search.found(lane)
    }

    /// The words of the project, as far as they are known by now.
    pub fn vocabulary(&self) -> &Arc<Lexicon> {
        self.search.vocabulary()
    }

    /// Takes up what the seeker has found since, and asks for the words of documents that are new.
    pub(super) fn drain_search(&mut self) {
        self.memory.here = self.suggested_path().as_deref().and_then(super::files::folder_of);
        self.search.take(&self.memory);
        // Every lane is told of more, and the rest waits for the next frame.
        if self.search.feed_all(&self.entries) {
            self.catalog.ask_for_frame();
        }
        // Files are read for their words once all are listed.
        let around = !self.is_listing() && self.current().is_some();
        let Session { search, entries, imports, annotator, .. } = self;
        search.count_words(entries, around, || imports.request(annotator));
    }

    /// Waits until all that is looked for has been found: for tests and programs without a window.
    pub fn finish_seeking(&mut self) {
        self.search.finish(&self.memory, &self.entries);
    }
}
