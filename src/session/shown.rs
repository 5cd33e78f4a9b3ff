//! What the canvas shows of the session: the open document, or what is known of one that is being read.

use super::document::OpenDocument;
use super::entry::{Content, Entry};
use super::entry_id::EntryId;
use super::error::SessionError;
use super::reading::Reading;
use super::selection::Selection;
use super::state::Session;
use crate::model::LabelName;
use crate::store::Stage;

impl Session {
    /// What the canvas shows: the open document, or what is known of one that is being read.
    pub fn shown(&self) -> Option<&OpenDocument> {
        self.current_entry()?.shown()
    }

    pub fn shown_mut(&mut self) -> Option<&mut OpenDocument> {
        let id = self.entries.current?;
        self.entry_mut(id)?.shown_mut()
    }

    /// The current document, while it is read.
    pub fn reading(&self) -> Option<&Reading> {
        match self.current_entry()?.content() {
            Content::Loading(reading) => Some(reading),
            _ => None,
        }
    }

    pub(super) fn staged(&mut self, id: EntryId, stage: Stage) {
        if let Some(Content::Loading(reading)) = self.entry_mut(id).map(|entry| &mut entry.content) {
            reading.take_stage(stage);
        }
    }

    /// Does to the document of an entry what [`Session::label`] and [`Session::add_label`] do to the current one, with
    /// what was selected in it when it was asked for.
    pub fn label_there(
        &mut self,
        id: EntryId,
        selection: Selection,
        label: &LabelName,
        further: bool,
    ) -> Result<(), SessionError> {
        let document = self.entry_mut(id).and_then(Entry::document_mut).ok_or(SessionError::NoDocument)?;
        document.selection = selection;
        let current = self.entries.current.replace(id);
        let done = if further { self.add_label(label) } else { self.label(label) };
        self.entries.current = current;
        done.map(|_| ())
    }
}

/// Where no file can be, so that a test leaves none.
#[cfg(test)]
const NOWHERE: &str = "/dev/null/f.ron";

#[cfg(test)]
impl Session {
    /// An entry of which `content` is shown while it is read.
    pub(crate) fn being_read(&mut self, content: crate::model::AnnotatedDocument) -> EntryId {
        let id = self.entries.new_id();
        let mut entry = Entry::from_path(id, NOWHERE.into());
        entry.content = Content::Loading(Reading::default());
        self.entries.push(entry);
        self.entries.current = Some(id);
        self.staged(id, Stage::Text(Box::new(content)));
        id
    }

    /// What came of reading it.
    pub(crate) fn was_read(
        &mut self,
        id: EntryId,
        loaded: Result<crate::workspace::LoadedFile, super::failure::SessionFailure>,
    ) {
        self.loaded(id, std::path::Path::new(NOWHERE), loaded);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::edit::Command;
    use crate::model::{AnnotatedDocument, Annotator, DocumentState};
    use crate::session::{ReadOnly, TextSelection};
    use crate::store::journal::Recovery;
    use crate::store::{ContentHash, LoadError, samples};
    use crate::workspace::export_run::Listed;
    use crate::workspace::{LoadedFile, OpenedDocument};

    fn session() -> Session {
        Session::new(Annotator::new("ليلى"), Arc::new(|| ()))
    }

    fn opened(content: AnnotatedDocument, held_by: Option<String>) -> LoadedFile {
        let (stamp, recovery, warnings) = (ContentHash::of(b""), Recovery::Nothing, Vec::new());
        LoadedFile::Document(Box::new(OpenedDocument {
            content,
            stamp,
            held_by,
            lock: None,
            recovery,
            has_log: false,
            warnings,
        }))
    }

    /// A sample, and the same with nothing annotated.
    fn sample() -> (AnnotatedDocument, AnnotatedDocument) {
        let bare = samples().remove(0);
        let mut sample = bare.clone();
        let mut ids = crate::model::IdGenerator::new(1);
        let end = bare.text().find(' ').expect("words");
        let (ranges, provenance) = (vec![std::ops::Range { start: 0, end }], crate::model::Provenance::Human);
        let command = Command::Annotate { ranges, label: "PER".into(), provenance };
        let annotator = sample.annotator.clone();
        let mut context =
            crate::edit::Context { annotator: &annotator, now: crate::model::Timestamp(0), ids: &mut ids };
        let step = crate::edit::plan(&sample, command, &mut context).expect("a sound span");
        step.apply(&mut sample).expect("it was planned on this");
        (sample, bare)
    }

    #[test]
    fn the_caret_and_the_selection_survive_and_the_text_is_the_same() {
        let (sample, bare) = sample();
        let mut session = session();
        let id = session.being_read(bare);
        let first = sample.annotations.first().expect("a sample has some").clone();
        session.staged(id, Stage::View(vec![first.clone()]));
        let text = session.shown().expect("shown").content().document.text().clone();
        assert_eq!(session.shown().expect("shown").content().annotations.len(), 1);
        session.shown_mut().expect("shown").selection.text = TextSelection::of(0..8);
        session.shown_mut().expect("shown").selection.annotation = Some(first.id.clone());
        session.was_read(id, Ok(opened(sample.clone(), None)));
        let document = session.current().expect("open");
        assert!(Arc::ptr_eq(&text, document.content().document.text()), "no page has to be laid out again");
        assert_eq!(document.selection.text, TextSelection::of(0..8));
        assert_eq!(document.selection.annotation, Some(first.id.clone()));
        assert_eq!(document.content().annotations.len(), sample.annotations.len());
        assert!(session.reading().is_none());
    }

    #[test]
    fn what_is_shown_is_no_document() {
        let (_, bare) = sample();
        let mut session = session();
        let id = session.being_read(bare.clone());
        assert_eq!(session.shown().expect("shown").read_only(), Some(&ReadOnly::BeingRead));
        assert!(session.current().is_none() && session.entry(id).expect("listed").document().is_none());
        assert_eq!(session.save(), Err(SessionError::NoDocument));
        let beside = std::path::PathBuf::from("g.ron");
        assert_eq!(session.save_as(beside, crate::session::files::Replace::Anyway), Err(SessionError::NoDocument));
        assert!(session.save_all().is_empty() && !session.is_dirty());
        assert_eq!(session.dispatch(Command::SetState(DocumentState::Done)).err(), Some(SessionError::NoDocument));
        assert_eq!(session.undo(), Err(SessionError::NoDocument));
        assert_eq!(session.label(&"PER".into()).err(), Some(SessionError::NoDocument));
        let exported = session.for_export(&[id]);
        let is_file = |(document, _): &(Listed, _)| matches!(document, Listed::File(_));
        assert!(exported.iter().all(is_file), "an export has nothing of it but its file, which it reads to the end");
        session.save_entry(id, "h.ron".into(), crate::session::files::Replace::Anyway);
        assert_eq!(session.jobs_under_way(), 0);
        assert_eq!(session.shown().expect("shown").content().state, DocumentState::New);
    }

    #[test]
    fn a_file_that_fails_after_it_was_shown_ends_as_one_that_was_not() {
        let (sample, bare) = sample();
        let mut session = session();
        let id = session.being_read(bare.clone());
        let error = LoadError::Empty { path: "f.ron".into() };
        session.was_read(id, Err(error.into()));
        assert!(session.shown().is_none(), "nothing of it is shown");
        assert!(matches!(session.entry(id).map(|e| e.content()), Some(Content::Failed(_))));
        // Held by another program: shown as it was read, with the reason.
        let id = session.being_read(bare.clone());
        session.was_read(id, Ok(opened(sample.clone(), Some("x".into()))));
        let held = ReadOnly::Held { who: "x".into() };
        assert_eq!(session.current().expect("open").read_only(), Some(&held));
        // Another text than was shown: nothing is selected in it.
        let id = session.being_read(bare);
        session.shown_mut().expect("shown").selection.text = TextSelection::of(0..8);
        session.was_read(id, Ok(opened(samples().remove(1), None)));
        assert_eq!(session.current().expect("open").selection, Selection::default());
        // What comes too late is not looked at.
        session.staged(id, Stage::Text(Box::new(sample)));
        assert_eq!(session.shown().map(|d| d.content().text()), session.current().map(|d| d.content().text()));
    }

    #[test]
    fn closing_and_changing_documents_while_they_are_read_is_safe() {
        let (sample, bare) = sample();
        let mut session = session();
        let (first, second) = (session.being_read(bare.clone()), session.being_read(bare.clone()));
        session.show(first);
        session.close(first);
        session.staged(first, Stage::View(Vec::new()));
        session.was_read(first, Ok(opened(sample.clone(), None)));
        assert!(session.entry(first).is_none(), "a closed one does not come back");
        assert_eq!(session.current_id(), Some(second));
        let third = session.being_read(bare);
        session.was_read(second, Ok(opened(sample.clone(), None)));
        assert!(session.current().is_none() && session.shown().is_some(), "the third is still being read");
        session.was_read(third, Ok(opened(sample.clone(), None)));
        let open = |id| session.entry(id).and_then(Entry::document).map(|d| d.content().annotations.len());
        assert_eq!([open(second), open(third)], [Some(sample.annotations.len()); 2]);
    }

    #[test]
    fn a_label_goes_where_it_was_asked_for() {
        let (_, bare) = sample();
        let mut session = session();
        let (first, second) = (session.being_read(bare.clone()), session.being_read(bare.clone()));
        // Of a text that has no file no journal is kept here.
        let loaded = LoadedFile::Imported { contents: vec![bare.clone()], warnings: Vec::new() };
        session.was_read(first, Ok(loaded));
        let end = bare.text().find(' ').expect("words");
        let selection = Selection::of_text(TextSelection::of(0..end));
        let refused = session.label_there(second, selection.clone(), &"PER".into(), false);
        assert_eq!(refused, Err(SessionError::NoDocument));
        session.label_there(first, selection, &"PER".into(), false).expect("it is open");
        let made = session.entry(first).and_then(Entry::document).expect("open");
        assert_eq!(made.content().annotations.first().map(|a| a.spans.extent()), Some(0..end));
        assert_eq!(session.current_id(), Some(second));
    }
}
