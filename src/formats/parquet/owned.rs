//! A draft that borrows nothing: the pages it was read from may go.

use std::borrow::Cow;

use crate::formats::draft::{Draft, DraftFacts, DraftPiece, DraftRelation, DraftSpan};

type Text = Cow<'static, str>;

pub(super) fn owned(draft: Draft<'_>) -> Draft<'static> {
    Draft {
        id: draft.id.map(text),
        title: draft.title.map(text),
        text: text(draft.text),
        annotator: draft.annotator.map(text),
        state: draft.state,
        look_again: draft.look_again,
        unit: draft.unit,
        evidence: draft.evidence.map(|(start, end, said)| (start, end, text(said))),
        spans: draft.spans.into_iter().map(span).collect(),
        relations: draft.relations.into_iter().map(relation).collect(),
        attributes: draft.attributes.into_iter().map(|(name, value)| (text(name), value)).collect(),
        metadata: draft.metadata.into_iter().map(|(name, value)| (text(name), text(value))).collect(),
        unknown: texts(draft.unknown),
        losses: draft.losses,
    }
}

fn text(text: Cow<'_, str>) -> Text {
    Cow::Owned(text.into_owned())
}

fn texts(texts: Vec<Cow<'_, str>>) -> Vec<Text> {
    texts.into_iter().map(text).collect()
}

fn span(span: DraftSpan<'_>) -> DraftSpan<'static> {
    DraftSpan {
        id: span.id.map(text),
        label: text(span.label),
        start: span.start,
        end: span.end,
        said: span.said.map(text),
        facts: span.facts.map(facts),
    }
}

fn relation(relation: DraftRelation<'_>) -> DraftRelation<'static> {
    DraftRelation {
        id: relation.id.map(text),
        label: text(relation.label),
        source: relation.source,
        target: relation.target,
        facts: relation.facts.map(facts),
    }
}

fn facts(facts: Box<DraftFacts<'_>>) -> Box<DraftFacts<'static>> {
    let piece = |piece: DraftPiece<'_>| DraftPiece { start: piece.start, end: piece.end, said: piece.said.map(text) };
    Box::new(DraftFacts {
        pieces: facts.pieces.into_iter().map(piece).collect(),
        attributes: facts.attributes.into_iter().map(|(name, value)| (text(name), value)).collect(),
        note: facts.note.map(text),
        look_again: facts.look_again,
        entity: facts.entity.map(text),
        annotator: facts.annotator.map(text),
        provenance: facts.provenance,
        created: facts.created.map(text),
        modified: facts.modified.map(text),
        unknown: texts(facts.unknown),
    })
}
