//! The documents of the session as the lines of their panel.

use std::borrow::Cow;

use super::App;
use super::commands::UiCommand::{self, *};
use crate::model::Annotator;
use crate::session::{Content, Entry, EntryId, ReadOnly, Session};
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::Localizer;
use crate::ui::panels::documents::{DocumentRow, DocumentRows, DocumentSet};
use crate::workspace::project::SetStatus;
use crate::workspace::{DocumentFacts, DocumentOrder, DocumentQuery};

/// Its file is damaged, and a part of it is shown.
fn is_damaged(entry: &Entry) -> bool {
    entry.document().is_some_and(|document| document.read_only() == Some(&ReadOnly::Unsound))
}

/// What the file of an entry is called, where its title is another.
fn file_name(entry: &Entry) -> Option<Cow<'_, str>> {
    let name = entry.path()?.file_stem()?.to_string_lossy();
    (name != entry.title()).then_some(name)
}

/// The documents of the session as lines of their panel.
pub(super) struct Listed<'a> {
    pub session: &'a Session,
    pub words: &'a Localizer,
    pub brief: bool,
    pub growing: bool,
    /// What can be done with the document that is shown, with the keys.
    pub offered: Vec<Vec<(UiCommand, String)>>,
}

/// What is offered for a document, in groups.
const ENTRIES: [&[UiCommand]; 3] = [
    &[MarkInProgress, MarkDone, MarkLookAgain, MarkRejected],
    &[Save, Export, Properties, History, EarlierVersions],
    &[Rename, RemoveDocuments, CloseDocument],
];

impl App {
    /// What can be done now with the document that is shown.
    pub(super) fn offered_for_document(&self) -> Vec<Vec<(UiCommand, String)>> {
        let key = |command| self.keys.key_texts(command).into_iter().next().unwrap_or_default();
        let group = |group: &&[UiCommand]| {
            let enabled = group.iter().filter(|command| self.is_enabled(**command));
            enabled.map(|command| (*command, key(*command))).collect::<Vec<_>>()
        };
        ENTRIES.iter().map(group).filter(|group| !group.is_empty()).collect()
    }
}

impl DocumentRows for Listed<'_> {
    type Id = EntryId;

    fn total(&self) -> usize {
        self.session.entries().len()
    }

    fn count(&self) -> usize {
        self.session.list().shown().len()
    }

    fn row(&self, index: usize) -> DocumentRow<'_, EntryId> {
        let list = self.session.list();
        let id = list.shown()[index];
        let Some(entry) = self.session.entry(id) else { return DocumentRow::new(id, "") };
        let mut attributes = Vec::new();
        entry.each_attribute(&mut |name, value| attributes.push((name.to_owned(), value.to_owned())));
        DocumentRow {
            folder: entry.folder(),
            ambiguous: list.is_ambiguous(id),
            state: DocumentFacts::state(entry),
            annotations: DocumentFacts::annotations(entry),
            annotator: DocumentFacts::annotator(entry).filter(|_| list.has_several_annotators()).map(Annotator::as_str),
            assigned: self.session.assigned_to(entry).iter().map(|name| name.to_string()).collect(),
            words: entry.words(),
            changed: entry.changed(),
            attributes,
            dirty: entry.is_dirty(),
            sample: entry.is_sample(),
            file: file_name(entry),
            read_only: entry.document().and_then(|d| d.read_only()).map(|reason| reason.localized(self.words).into()),
            loading: matches!(entry.content(), Content::Loading(_)),
            failure: match entry.content() {
                Content::Failed(failure) => Some(failure.localized(self.words).into()),
                _ if is_damaged(entry) => Some(ReadOnly::Unsound.localized(self.words).into()),
                _ => None,
            },
            ..DocumentRow::new(id, entry.title())
        }
    }

    fn current(&self) -> Option<usize> {
        self.session.current_index()
    }

    fn done(&self) -> (usize, usize) {
        self.session.list().done()
    }

    fn is_growing(&self) -> bool {
        self.growing
    }

    fn query(&self) -> &DocumentQuery {
        self.session.list().query()
    }

    fn order(&self) -> DocumentOrder {
        self.session.list().order()
    }

    fn is_brief(&self) -> bool {
        self.brief
    }

    fn annotator(&self) -> &str {
        self.session.annotator.as_str()
    }

    fn project(&self) -> Option<&str> {
        self.session.project().map(|folder| folder.project.name.as_str())
    }

    fn has_samples(&self) -> bool {
        self.session.has_samples()
    }

    fn sets(&self) -> Vec<DocumentSet> {
        let set = |(name, status): (&String, &SetStatus)| DocumentSet {
            name: name.clone(),
            done: status.settled,
            total: status.documents,
        };
        self.session.readings().iter().map(set).collect()
    }

    fn shown_set(&self) -> Option<&str> {
        self.session.shown_set()
    }

    fn is_shared_out(&self) -> bool {
        self.session.is_shared_out()
    }

    fn offers(&self) -> &[Vec<(UiCommand, String)>] {
        &self.offered
    }
}
