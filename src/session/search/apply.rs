//! Doing what was chosen of the places found: one step of undo in each document, read first where it is closed.

use std::collections::{BTreeMap, HashMap};

use super::{Fix, HitKind, SearchHit};
use crate::edit::{Command, GroupId};
use crate::model::{AnnotatedDocument, Provenance};
use crate::session::document::OpenDocument;
use crate::session::entry::{Content, EntryId};
use crate::session::failure::SessionFailure;
use crate::session::{Session, SessionError, SessionEvent};

/// What came of applying places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    pub done: usize,
    /// Documents that are being read first; a [`SessionEvent::Changed`](crate::session::SessionEvent::Changed) follows for each.
    pub waiting: usize,
    /// Places that are no longer as they were found, or that bear the label already.
    pub skipped: usize,
}

impl Session {
    /// Does what was chosen of the places found, as one step in each document, all of which one undo takes back.
    ///
    /// # Errors
    /// Where a document refuses; those before it have taken their changes, which one undo takes back.
    pub fn apply(&mut self, places: Vec<SearchHit>) -> Result<Applied, SessionError> {
        let mut by_entry: BTreeMap<EntryId, Vec<SearchHit>> = BTreeMap::new();
        for place in places.into_iter().filter(|place| place.change.is_some()) {
            by_entry.entry(place.entry).or_default().push(place);
        }
        let mut applied = Applied::default();
        // One undo takes all of it back, in whatever document it is asked for.
        let group = self
            .begin_group(by_entry.keys().copied(), &by_entry.values().flatten().next().map(what).unwrap_or_default());
        for (entry, places) in by_entry {
            match self.entry(entry).map(|entry| entry.content()) {
                Some(Content::Open(_)) => {
                    let (done, skipped) = self.apply_to(entry, &places, group.clone())?;
                    applied.done += done;
                    applied.skipped += skipped;
                }
                Some(Content::Closed(_) | Content::Loading(_)) => {
                    let waiting = self.search.waiting.entry(entry).or_default();
                    waiting.0.extend(places);
                    waiting.1 = group.clone().or(waiting.1.take());
                    self.read(entry);
                    applied.waiting += 1;
                }
                Some(Content::Failed(_)) | None => applied.skipped += places.len(),
            }
        }
        Ok(applied)
    }

    /// Does what waited for a document to be read. True where something did.
    pub(in crate::session) fn apply_waiting(&mut self, entry: EntryId) -> bool {
        let Some((places, group)) = self.search.waiting.remove(&entry) else { return false };
        let title = self.entry(entry).map(|entry| entry.title().to_owned()).unwrap_or_default();
        match self.apply_to(entry, &places, group) {
            Ok((done, skipped)) => self.notify(SessionEvent::Changed { title, done, skipped }),
            Err(error) => self.fail(SessionFailure::RefusedIn { title, error }),
        }
        true
    }

    fn apply_to(
        &mut self,
        entry: EntryId,
        places: &[SearchHit],
        group: Option<GroupId>,
    ) -> Result<(usize, usize), SessionError> {
        let document = self.entry(entry).and_then(|entry| entry.document()).map(OpenDocument::content);
        let document = document.ok_or(SessionError::NoDocument)?;
        let mut commands: Vec<Command> = Vec::new();
        let mut kept: Vec<&SearchHit> = Vec::new();
        let mut seen: HashMap<(usize, usize), Vec<usize>> = HashMap::new();
        for place in places {
            if let Some(command) = command(document, place) {
                // The same place may have been found twice; a batch that held it twice would be refused as a whole.
                let here = seen.entry((place.range.start, place.range.end)).or_default();
                if !here.iter().any(|at| commands[*at] == command) {
                    here.push(commands.len());
                    commands.push(command);
                    kept.push(place);
                }
            }
        }
        let skipped = places.len() - kept.len();
        if commands.is_empty() {
            return Ok((0, skipped));
        }
        let words = kept.iter().map(|place| place.line.text.split_whitespace().count() as u64).sum();
        self.accepting(Some(words));
        let done = self.dispatch_in(entry, Command::Batch(commands), group);
        self.accepting(None);
        done?;
        for place in &kept {
            match &place.change {
                Some(Fix::Annotate(label) | Fix::Relabel(_, label)) => self.memory.accept(&place.form(), label),
                Some(Fix::Delete(_)) => {
                    if let Some((_, label)) = &place.annotation {
                        self.memory.reject(&place.form(), label);
                    }
                }
                Some(Fix::Move(..)) | None => {}
            }
        }
        Ok((kept.len(), skipped))
    }

    /// Remembers that likely places were turned down: after two such, and as many as were accepted, their like is not
    /// offered again.
    pub fn reject(&mut self, places: &[SearchHit]) {
        for place in places.iter().filter(|place| place.is_likely()) {
            if let Some(Fix::Annotate(label)) = &place.change {
                self.memory.reject(&place.form(), label);
            }
        }
    }
}

/// What is done about a place, for the list of changes of many documents.
fn what(place: &SearchHit) -> String {
    match &place.change {
        Some(Fix::Annotate(label)) => format!("label {label}"),
        Some(Fix::Relabel(_, label)) => format!("relabel to {label}"),
        Some(Fix::Delete(_)) => "delete".to_owned(),
        Some(Fix::Move(..)) => "move edges".to_owned(),
        None => String::new(),
    }
}

/// What a place means to its document as it is now; none where it is no longer so.
fn command(document: &AnnotatedDocument, place: &SearchHit) -> Option<Command> {
    let quote = document.text().get(place.range.clone())?;
    // The line may show a long place shortened.
    if !quote.starts_with(place.line.quote()) {
        return None;
    }
    let stands = |id| document.annotations.get(id).filter(|a| a.spans.extent() == place.range);
    match place.change.clone()? {
        Fix::Annotate(label) => {
            let twin = |span: crate::model::TextSpan| span.range() == place.range;
            let mut there = document.annotations.overlapping(place.range.clone());
            if there.any(|(span, a)| a.label == label && twin(span) && !a.spans.is_discontinuous()) {
                return None;
            }
            let suggested = |source: &str| Provenance::AcceptedSuggestion { source: source.into() };
            let provenance = match place.kind {
                HitKind::Trouble(_) => suggested("consistency"),
                HitKind::Same(_) => suggested("propagation"),
                HitKind::Hit | HitKind::Annotation | HitKind::Clitics(_) | HitKind::Mark { .. } => Provenance::Human,
            };
            Some(Command::Annotate { ranges: vec![place.range.clone()], label, provenance })
        }
        Fix::Relabel(id, label) => {
            stands(&id).filter(|a| a.label != label)?;
            Some(Command::Relabel { ids: vec![id], label })
        }
        Fix::Delete(id) => stands(&id).map(|_| Command::Delete { ids: vec![id] }),
        Fix::Move(id, range) => stands(&id).map(|_| Command::SetSpans { id, ranges: vec![range] }),
    }
}
