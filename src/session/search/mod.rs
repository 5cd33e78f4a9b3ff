//! Looking for places, in one document or in all of them: texts, annotations of a kind, the other occurrences of a
//! string, clitics to be taken in or left out, what is inconsistent. All are found off the frame, and all come as
//! [`Place`]s: a line of context each and, where something may be done about it, the [`Change`] that does it.

mod apply;
mod look;
mod place;
mod search;
mod wish;
mod worker;

use std::sync::Arc;

pub use apply::Applied;
pub use place::{Fix, HitContext, HitKind, MAX_HITS, SearchHit, SearchResults};
pub(super) use search::Search;
use wish::Source;
pub use wish::{Scope, SearchQuery, SearchSlot};

use super::Session;
use super::entry::Content;
use super::entry_id::EntryId;
use crate::arabic::clitics::Lexicon;
use crate::arabic::search::QueryError;

impl Session {
    /// Looks for places off the frame; what is found comes to [`Session::findings`] as it is found.
    ///
    /// # Errors
    /// Where the wish cannot be looked for; what was found before is gone.
    pub fn seek(&mut self, lane: SearchSlot, scope: Scope, wish: &SearchQuery) -> Result<(), QueryError> {
        self.search.stop(lane);
        let ready = wish.ready()?;
        let sources = self.sources(scope, wish);
        let import = self.imports.request(&self.annotator);
        self.search.begin(lane, ready, sources, import);
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

    fn sources(&self, scope: Scope, wish: &SearchQuery) -> Vec<(EntryId, Source)> {
        let entries =
            self.entries.iter().filter(|entry| scope == Scope::Project || Some(entry.id) == self.entries.current);
        entries
            .filter_map(|entry| {
                let source = match entry.content() {
                    Content::Open(document) if wish.reads_annotations(document.content().annotations.len()) => {
                        Source::Open(Box::new(document.content().clone()))
                    }
                    Content::Open(document) => Source::Text(document.content().document.text().clone()),
                    Content::Failed(_) => return None,
                    Content::Closed(_) | Content::Loading(_) => Source::File(entry.path()?.clone()),
                };
                Some((entry.id, source))
            })
            .collect()
    }

    /// Takes up what the seeker has found since, and asks for the words of documents that are new.
    pub(super) fn drain_search(&mut self) {
        self.memory.here = self.suggested_path().as_deref().and_then(super::files::folder_of);
        self.search.take(&self.memory);
        // A file that is being read is not read a second time for its words.
        let reading = || self.entries.iter().any(|entry| matches!(entry.content(), Content::Loading(_)));
        if self.search.lacks_words_of(self.entries.order()) && !reading() {
            self.search.asks_words_of(self.entries.order());
            // The wish has nothing in it that could be wrong.
            let _ = self.seek(SearchSlot::Words, Scope::Project, &SearchQuery::Words);
        }
    }

    /// Waits until all that is looked for has been found: for tests and programs without a window.
    pub fn finish_seeking(&mut self) {
        self.search.finish(&self.memory);
    }
}
