//! A document is called done: what it still lacks by its schema is said first, and the first such place is shown. Called done
//! once more as it is, it is.

use std::sync::Arc;

use super::App;
use super::choosing::PlacedUnmet;
use crate::edit::Command;
use crate::model::{AnnotatedDocument, AnnotationId, DocumentState, Owner, Target, Unmet, requirements};
use crate::session::OpenDocument;
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::{Localizer, isolated};
use crate::ui::message::Message;
use crate::ui::panels::labels::{attribute_name, label_name, relation_name};
use crate::ui::widgets::Tone;

/// Characters of an annotation's text in a message.
const MAX_QUOTED: usize = 40;

impl App {
    pub(super) fn set_state(&mut self, state: DocumentState) {
        self.commit_pending_edits();
        if state == DocumentState::Done && !self.may_finish() {
            return;
        }
        let done = self.session.dispatch(Command::SetState(state)).map(|_| ());
        self.tell_refusal(done);
    }

    /// Whether nothing is lacking, or it was said and nothing was changed since.
    pub(super) fn may_finish(&mut self) -> bool {
        let (Some(entry), Some(document)) = (self.session.current_id(), self.session.current()) else { return true };
        let asked = (entry, document.revision());
        if document.content().state == DocumentState::Done || self.labelling.asked == Some(asked) {
            self.labelling.asked = None;
            return true;
        }
        let unmet = requirements(document.content());
        let Some(first) = unmet.first().cloned() else { return true };
        self.labelling.asked = Some(asked);
        self.show_unmet(&first, "unmet-before-done", unmet.len());
        false
    }

    /// Goes to the next thing that the document lacks: after the annotation in hand, around at the end.
    pub(super) fn next_unmet(&mut self) {
        let Some(unmet) = self.unmet() else { return };
        let active = self.session.current().and_then(OpenDocument::active);
        let here = active.map(|annotation| (annotation.spans.first(), annotation.id.clone()));
        let next = match here {
            Some(_) => unmet.iter().find(|(place, _)| *place > here).or(unmet.first()),
            None => unmet.first(),
        };
        match next {
            Some((_, next)) => self.show_unmet(next, "unmet-shown", unmet.len()),
            None => self.say("unmet-none"),
        }
    }

    /// What the document lacks, looked for once for each state of it: from one to the next is many presses.
    fn unmet(&mut self) -> Option<Arc<[PlacedUnmet]>> {
        let (entry, document) = (self.session.current_id()?, self.session.current()?);
        let key = (entry, document.revision());
        if let Some((_, unmet)) = self.labelling.unmet.as_ref().filter(|(known, _)| *known == key) {
            return Some(unmet.clone());
        }
        let content = document.content();
        let place = |id: &AnnotationId| content.annotations.get(id).map(|a| (a.spans.first(), a.id.clone()));
        let placed = |one: Unmet| (unmet_annotation(content, &one).and_then(|id| place(&id)), one);
        let unmet: Arc<[PlacedUnmet]> = requirements(content).into_iter().map(placed).collect();
        self.labelling.unmet = Some((key, unmet.clone()));
        Some(unmet)
    }

    fn show_unmet(&mut self, unmet: &Unmet, word: &'static str, count: usize) {
        let Some(document) = self.session.current_mut() else { return };
        let id = unmet_annotation(document.content(), unmet);
        match &id {
            Some(id) => document.activate(id),
            // The form of the document stands where nothing is in hand.
            None => document.selection.annotation = None,
        }
        if let (None, Unmet::Missing { owner: Owner::Document, attribute }) = (&id, unmet) {
            self.panels.annotations.write_attribute_of(Target::Document, attribute.clone());
        }
        if let Some(document) = self.session.current() {
            let (content, unmet) = (document.content().clone(), unmet.clone());
            self.tell(
                Tone::Warning,
                Message::new(move |words| {
                    let what = unmet_said(&content, &unmet, words);
                    words.format(word, &[("n", count.into()), ("what", what.into())])
                }),
            );
        }
        self.canvas_follows();
    }
}

/// The annotation where it is to be mended; of a relation its source.
fn unmet_annotation(document: &AnnotatedDocument, unmet: &Unmet) -> Option<AnnotationId> {
    match unmet {
        Unmet::Missing { owner: Owner::Relation(id), .. } => document.relations.get(id).map(|r| r.source.clone()),
        unmet => unmet.annotation().cloned(),
    }
}

/// What is lacking in the names that people see.
pub(super) fn unmet_said(document: &AnnotatedDocument, unmet: &Unmet, words: &Localizer) -> String {
    let (schema, language) = (&document.schema, words.language());
    let quoted = |id: &AnnotationId| {
        let annotation = document.annotations.get(id);
        let label = annotation.and_then(|annotation| schema.label(&annotation.label));
        let name = label.map_or(id.as_str(), |label| label_name(label, language));
        let quote = annotation.map(|annotation| document.quote_start(annotation, MAX_QUOTED)).unwrap_or_default();
        words.format("unmet-annotation", &[("label", name.into()), ("quote", isolated(&quote).into())])
    };
    match unmet {
        Unmet::Missing { owner, attribute } => {
            let (of, definitions) = match owner {
                Owner::Annotation(id) => {
                    let label = document.annotations.get(id).and_then(|annotation| schema.label(&annotation.label));
                    (quoted(id), label.map(|label| &label.attributes))
                }
                Owner::Relation(id) => {
                    let relation = document.relations.get(id);
                    let kind = relation.and_then(|relation| schema.relation_type(&relation.label));
                    let name = kind.map_or(id.as_str(), |kind| relation_name(kind, language)).to_owned();
                    (name, kind.map(|kind| &kind.attributes))
                }
                Owner::Document => (owner.localized(words), Some(&schema.document_attributes)),
            };
            let definition = definitions.and_then(|all| all.iter().find(|known| known.name == *attribute));
            let name = definition.map_or(attribute.as_str(), |definition| attribute_name(definition, language));
            words.format("unmet-missing", &[("owner", of.into()), ("attribute", name.into())])
        }
        Unmet::Overlap { id, other, .. } => {
            words.format("unmet-overlap", &[("one", quoted(id).into()), ("other", quoted(other).into())])
        }
    }
}
