//! Where the entries of a register stand: counted from what is known of documents without opening them, and found by reading those that
//! have links.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::super::error::WorkspaceError;
use super::super::project::ProjectFolder;
use super::super::summaries::Summaries;
use crate::arabic::words::sentence_at;
use crate::model::{AnnotatedDocument, Annotation, AnnotationId, EntityId, LabelName, Register, one_line};
use crate::store;

/// Places of an entry that are shown at once.
pub const MAX_PLACES: usize = 10_000;

/// What is shown of a form, in bytes.
const MAX_FORM_BYTES: usize = 512;

/// What is shown of a sentence, in bytes on each side of the form.
const MAX_AROUND: usize = 160;

/// How much is linked to an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntryUse {
    pub documents: usize,
    pub places: usize,
}

impl EntryUse {
    /// One document more, with so many places.
    fn add(&mut self, places: usize) {
        self.documents += 1;
        self.places += places;
    }
}

/// How much is linked to each entry, and to ids that are not in the register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryUses {
    pub entries: HashMap<EntityId, EntryUse>,
    pub unknown: BTreeMap<EntityId, EntryUse>,
}

impl EntryUses {
    pub fn of(&self, id: &EntityId) -> EntryUse {
        self.entries.get(id).copied().unwrap_or_default()
    }

    /// Counts the links of one document.
    fn count<'a>(&mut self, register: &Register, links: impl Iterator<Item = (&'a EntityId, usize)>) {
        let mut here: HashMap<&EntityId, usize> = HashMap::new();
        for (id, places) in links {
            *here.entry(id).or_default() += places;
        }
        let mut known: HashMap<&EntityId, usize> = HashMap::new();
        for (id, places) in here {
            match register.resolve(id) {
                Some(entry) => *known.entry(&entry.id).or_default() += places,
                None => self.unknown.entry(id.clone()).or_default().add(places),
            }
        }
        for (id, places) in known {
            self.entries.entry(id.clone()).or_default().add(places);
        }
    }
}

/// A place in which an entry stands, with its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryPlace {
    pub document: PathBuf,
    pub title: String,
    pub annotation: AnnotationId,
    pub label: LabelName,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What the text has there.
    pub form: String,
    /// The sentence that it stands in, on one line, cut where it is long.
    pub sentence: String,
}

impl EntryPlace {
    pub fn of(path: &Path, document: &AnnotatedDocument, annotation: &Annotation) -> Self {
        let range = annotation.spans.extent();
        EntryPlace {
            document: path.into(),
            title: document.document.title().to_owned(),
            annotation: annotation.id.clone(),
            label: annotation.label.clone(),
            form: form_of(document, annotation),
            sentence: sentence_around(document.text(), range.clone()),
            range,
        }
    }
}

/// The text of an annotation on one line, its pieces with a blank between them; of a long one the beginning.
pub fn form_of(document: &AnnotatedDocument, annotation: &Annotation) -> String {
    let mut form = String::new();
    for span in annotation.spans.iter() {
        if !form.is_empty() {
            form.push(' ');
        }
        let piece = &document.text()[span.range()];
        let room = MAX_FORM_BYTES.saturating_sub(form.len());
        form.push_str(&piece[..piece.floor_char_boundary(room)]);
    }
    one_line(&form).into_owned()
}

fn sentence_around(text: &str, range: Range<usize>) -> String {
    let first = text.ceil_char_boundary(range.start.saturating_sub(MAX_AROUND));
    let end = range.end.min(range.start + MAX_FORM_BYTES);
    let last = text.floor_char_boundary((end + MAX_AROUND).min(text.len()));
    // No more is looked at than is shown: a text may be one sentence.
    let window = &text[first..last];
    let (begin, end) = (range.start - first, range.end.min(last) - first);
    let sentence = sentence_at(window, begin);
    let end = sentence.end.max(end);
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    let shown = one_line(window[sentence.start..end].trim()).into_owned();
    format!("{}{shown}{}", cut(first > 0 && sentence.start == 0), cut(end == window.len() && last < text.len()))
}

impl ProjectFolder {
    /// The documents of the project that have links, with how many to what.
    fn linked(&self, go_on: &(dyn Fn(usize, usize) -> bool + Sync)) -> Result<Summaries, WorkspaceError> {
        let mut found = self.document_summaries(go_on)?;
        found.documents.retain(|(_, summary)| !summary.entities.is_empty());
        Ok(found)
    }

    /// The documents in which something is linked to an id that is wanted.
    pub(super) fn linked_to(
        &self,
        wanted: &dyn Fn(&EntityId) -> bool,
        go_on: &(dyn Fn(usize, usize) -> bool + Sync),
    ) -> Result<Vec<PathBuf>, WorkspaceError> {
        let Summaries { documents, failed, .. } = self.linked(go_on)?;
        // A document that cannot be read may have such a link.
        if let Some(error) = failed.into_iter().next() {
            return Err(error);
        }
        let has = |summary: &store::Summary| summary.entities.iter().any(|(id, _)| wanted(id));
        Ok(documents.into_iter().filter(|(_, summary)| has(summary)).map(|(path, _)| path).collect())
    }
}

/// How much is linked to each entry. Documents that cannot be read are passed over; those in `open` are counted as they are there, whatever
/// their files hold.
///
/// # Errors
/// Where a folder cannot be read, or `go_on` says no.
pub fn uses(
    folder: &ProjectFolder,
    register: &Register,
    open: &OpenDocuments,
    go_on: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Result<EntryUses, WorkspaceError> {
    let mut uses = EntryUses::default();
    for (path, summary) in folder.linked(go_on)?.documents {
        if !open.contains_key(&path) {
            uses.count(register, summary.entities.iter().map(|(id, places)| (id, *places as usize)));
        }
    }
    for document in open.values() {
        uses.count(
            register,
            document.annotations.iter().filter_map(|annotation| Some((annotation.entity.as_ref()?, 1))),
        );
    }
    Ok(uses)
}

/// Documents of a project that are open, by their files, as they are there.
pub type OpenDocuments = BTreeMap<PathBuf, AnnotatedDocument>;

/// The places of an entry, in the order of the documents and their texts; at most [`MAX_PLACES`], and how many documents cannot be read.
///
/// # Errors
/// Where a folder cannot be read, or `go_on` says no.
pub fn places(
    folder: &ProjectFolder,
    register: &Register,
    id: &EntityId,
    open: &OpenDocuments,
    go_on: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Result<(Vec<EntryPlace>, usize), WorkspaceError> {
    let is_meant = |link: &EntityId| link == id || register.resolve(link).is_some_and(|entry| entry.id == *id);
    let Summaries { documents, failed, .. } = folder.document_summaries(go_on)?;
    let mut unread = failed.len();
    let mut found = Vec::new();
    for (path, summary) in documents {
        let here = open.get(&path);
        let has_any = here.is_some() || summary.entities.iter().any(|(link, _)| is_meant(link));
        if found.len() >= MAX_PLACES || !has_any {
            continue;
        }
        let document = match here {
            Some(open) => open.clone(),
            None => match store::load(&path) {
                Ok((document, _)) => document,
                Err(_) => {
                    unread += 1;
                    continue;
                }
            },
        };
        let linked = document.annotations.iter().filter(|a| a.entity.as_ref().is_some_and(is_meant));
        found.extend(linked.take(MAX_PLACES - found.len()).map(|a| EntryPlace::of(&path, &document, a)));
    }
    Ok((found, unread))
}

/// A link that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{}: the annotation '{annotation}' «{form}» is linked to '{entity}', which is not in the register",
    document.display()
)]
pub struct LinkProblem {
    pub document: PathBuf,
    pub annotation: AnnotationId,
    pub form: String,
    pub entity: EntityId,
}

/// The links of a document that lead to nothing in the register.
pub fn link_problems(path: &Path, document: &AnnotatedDocument, register: &Register) -> Vec<LinkProblem> {
    let unknown = document.annotations.iter().filter_map(|annotation| {
        let entity = annotation.entity.clone().filter(|id| register.is_free(id))?;
        let form = form_of(document, annotation);
        Some(LinkProblem { document: path.into(), annotation: annotation.id.clone(), form, entity })
    });
    unknown.collect()
}
