//! The shape of annotations: pieces that come and go, one that is cut in two, several that become one, a copy under another label.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::join::{join_annotations, join_records};
use super::operation::Operation;
use super::rules::{CommandError, Context, change, existing, fresh_id, refuse_twin, spans_of};
use crate::model::attribute::fits;
use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, LabelName, Provenance, Record, Relation, RelationKind, Spans, TextSpan,
};

/// Gives an annotation further places. Pieces that overlap or touch are one.
pub(super) fn add_pieces(
    document: &AnnotatedDocument,
    id: &AnnotationId,
    ranges: &[Range<usize>],
    context: &Context,
) -> Result<Operation, CommandError> {
    let annotation = existing(document, id)?;
    let added = spans_of(document, ranges)?;
    let spans = union(document.text(), annotation.spans.iter().chain(added.iter()), |_| false)?;
    if spans == annotation.spans {
        return Err(CommandError::PieceThere(id.clone()));
    }
    put_spans(document, annotation, spans, context)
}

/// Takes the piece that holds `at` (bytes) off an annotation, or the one that ends there.
pub(super) fn remove_piece(
    document: &AnnotatedDocument,
    id: &AnnotationId,
    at: usize,
    context: &Context,
) -> Result<Operation, CommandError> {
    let annotation = existing(document, id)?;
    let Some(gone) = piece_at(annotation, at) else { return Err(CommandError::NoPieceHere(id.clone())) };
    if !annotation.spans.is_discontinuous() {
        return Err(CommandError::OnlyPiece(id.clone()));
    }
    let spans = Spans::new(annotation.spans.iter().filter(|span| *span != gone).collect())?;
    put_spans(document, annotation, spans, context)
}

/// The piece of an annotation that holds a place, else the one that ends there.
pub fn piece_at(annotation: &Annotation, at: usize) -> Option<TextSpan> {
    let holds = |span: &TextSpan| span.range().contains(&at);
    annotation.spans.iter().find(holds).or_else(|| annotation.spans.iter().find(|span| span.range().end == at))
}

fn put_spans(
    document: &AnnotatedDocument,
    annotation: &Annotation,
    spans: Spans,
    context: &Context,
) -> Result<Operation, CommandError> {
    let (id, label) = (&annotation.id, &annotation.label);
    refuse_twin(document, &spans, label, |a| a.id != *id && a.label == *label && a.spans == spans)?;
    change(document, id, context, |a| a.spans = spans)
}

/// Cuts an annotation in two at `at` (bytes). The first part keeps the id and the relations; both say the same of themselves. Blanks at
/// the cut belong to neither.
pub(super) fn split(
    document: &AnnotatedDocument,
    id: &AnnotationId,
    at: usize,
    context: &mut Context,
) -> Result<Vec<Operation>, CommandError> {
    let annotation = existing(document, id)?.clone();
    let text = document.text();
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for Range { start, end } in annotation.spans.iter().map(TextSpan::range) {
        if start < at {
            before.push(start..end.min(at));
        }
        if end > at {
            after.push(start.max(at)..end);
        }
    }
    if !text.is_char_boundary(at.min(text.len())) {
        spans_of(document, &before)?;
    }
    if let Some(cut) = before.last_mut().filter(|piece| piece.end == at) {
        cut.end = cut.start + text[cut.clone()].trim_end().len();
    }
    if let Some(cut) = after.first_mut().filter(|piece| piece.start == at) {
        cut.start = cut.end - text[cut.clone()].trim_start().len();
    }
    before.retain(|piece| !piece.is_empty());
    after.retain(|piece| !piece.is_empty());
    if before.is_empty() || after.is_empty() {
        return Err(CommandError::CutAtEdge(id.clone()));
    }
    let (before, after) = (spans_of(document, &before)?, spans_of(document, &after)?);
    refuse_twin(document, &after, &annotation.label, |a| a.label == annotation.label && a.spans == after)?;
    let second = copy_of(&annotation, annotation.label.clone(), after, fresh_id(document, context), context);
    Ok(vec![
        put_spans(document, &annotation, before, context)?,
        Operation::Annotation { id: second.id.clone(), before: None, after: Some(Box::new(second)) },
    ])
}

/// The same said again by whoever works now, of another place or under another label.
fn copy_of(of: &Annotation, label: LabelName, spans: Spans, id: AnnotationId, context: &Context) -> Annotation {
    let record = Record {
        provenance: Provenance::Human,
        annotator: context.annotator.clone(),
        created: context.now,
        modified: context.now,
        ..of.record.clone()
    };
    Annotation { id, label, spans, entity: of.entity.clone(), record }
}

/// Makes one annotation of several of one label: the first of them in the text stays, on all their places. What the others say beyond it
/// goes into it, and their relations are its own.
pub(super) fn merge_annotations(
    document: &AnnotatedDocument,
    ids: &[AnnotationId],
    context: &Context,
) -> Result<Vec<Operation>, CommandError> {
    let ids: BTreeSet<&AnnotationId> = ids.iter().collect();
    let mut parts = ids.iter().map(|id| existing(document, id)).collect::<Result<Vec<_>, _>>()?;
    parts.sort_by_key(|part| (part.spans.first().range().start, part.spans.first().range().end, &part.id));
    let [first, others @ ..] = &parts[..] else { return Err(CommandError::NothingToMerge) };
    if others.is_empty() {
        return Err(CommandError::NothingToMerge);
    }
    if let Some(other) = others.iter().find(|other| other.label != first.label) {
        return Err(CommandError::LabelsDiffer { first: first.label.clone(), second: other.label.clone() });
    }
    // What only blanks part is one piece again.
    let is_gap = |gap: &str| gap.chars().all(|c| c.is_whitespace() && c != '\n' && c != '\r');
    let spans = union(document.text(), parts.iter().flat_map(|part| part.spans.iter()), is_gap)?;
    refuse_twin(document, &spans, &first.label, |a| {
        !ids.contains(&a.id) && a.label == first.label && a.spans == spans
    })?;
    let mut operations = moved_relations(document, &ids, &first.id, context);
    operations.push(change(document, &first.id, context, |annotation| {
        annotation.spans = spans;
        for other in others {
            join_annotations(annotation, other.entity.as_ref(), other.record.clone());
        }
    })?);
    operations.extend(others.iter().map(|other| Operation::Annotation {
        id: other.id.clone(),
        before: Some(Box::new((*other).clone())),
        after: None,
    }));
    Ok(operations)
}

/// The relations of annotations that become one with `heir`. Two ends that became one have nothing to link, and what is said already is
/// not said twice: what such a relation says of itself goes into the one that stays.
fn moved_relations(
    document: &AnnotatedDocument,
    ids: &BTreeSet<&AnnotationId>,
    heir: &AnnotationId,
    context: &Context,
) -> Vec<Operation> {
    let new_end = |end: &AnnotationId| if ids.contains(end) { heir.clone() } else { end.clone() };
    let mut all: Vec<&Relation> = document.relations.at_any(ids.iter().copied());
    let moves =
        |relation: &Relation| [&relation.source, &relation.target].iter().any(|end| ids.contains(*end) && *end != heir);
    // Those that stay where they are come first: they are what a moved one would say again.
    all.sort_by_key(|relation| moves(relation));
    let mut kept: HashMap<(LabelName, AnnotationId, AnnotationId), usize> = HashMap::new();
    let mut outcomes: Vec<(&Relation, Option<Relation>)> = Vec::new();
    for relation in all {
        let (source, target) = (new_end(&relation.source), new_end(&relation.target));
        let kind = document.schema.relation_type(&relation.label);
        let is_directed = kind.is_none_or(|kind| kind.kind == RelationKind::Directed);
        // Of a relation without direction it says the same either way.
        let key = match is_directed || source <= target {
            true => (relation.label.clone(), source.clone(), target.clone()),
            false => (relation.label.clone(), target.clone(), source.clone()),
        };
        let itself = source == target && relation.source != relation.target;
        let after = Relation { source, target, ..relation.clone() };
        match kept.get(&key) {
            _ if itself => outcomes.push((relation, None)),
            Some(twin) if moves(relation) => {
                if let Some(twin) = &mut outcomes[*twin].1 {
                    join_records(&mut twin.record, relation.record.clone());
                }
                outcomes.push((relation, None));
            }
            _ => {
                kept.insert(key, outcomes.len());
                outcomes.push((relation, Some(after)));
            }
        }
    }
    let operation = |(before, after): (&Relation, Option<Relation>)| {
        let after = after.map(|mut after| {
            if after != *before {
                after.record.modified = context.now;
            }
            Box::new(after)
        });
        Operation::Relation { id: before.id.clone(), before: Some(Box::new(before.clone())), after }
    };
    outcomes.into_iter().map(operation).collect()
}

/// Copies of annotations on their places under another label, with the attributes that it knows.
pub(super) fn duplicate(
    document: &AnnotatedDocument,
    ids: &[AnnotationId],
    label: &LabelName,
    context: &mut Context,
) -> Result<Vec<Operation>, CommandError> {
    let definition = document.schema.label(label).ok_or_else(|| CommandError::UnknownLabel(label.clone()))?;
    let ids: BTreeSet<&AnnotationId> = ids.iter().collect();
    let (mut places, mut fresh) = (HashSet::new(), HashSet::new());
    let mut operations = Vec::new();
    for id in ids {
        let annotation = existing(document, id)?;
        refuse_twin(document, &annotation.spans, label, |a| a.label == *label && a.spans == annotation.spans)?;
        // Of two on one place one copy says it.
        if !places.insert(&annotation.spans) {
            continue;
        }
        let mut id = fresh_id(document, context);
        while !fresh.insert(id.clone()) {
            id = fresh_id(document, context);
        }
        let mut copy = copy_of(annotation, label.clone(), annotation.spans.clone(), id, context);
        copy.record.attributes.retain(|name, value| {
            definition.attributes.iter().any(|known| known.name == *name && fits(value, &known.kind).is_ok())
        });
        operations.push(Operation::Annotation { id: copy.id.clone(), before: None, after: Some(Box::new(copy)) });
    }
    Ok(operations)
}

/// All these places: those that overlap or touch, or are parted by nothing but a gap, are one.
fn union(
    text: &str,
    spans: impl Iterator<Item = TextSpan>,
    is_gap: impl Fn(&str) -> bool,
) -> Result<Spans, CommandError> {
    let mut ranges: Vec<Range<usize>> = spans.map(TextSpan::range).collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end || is_gap(&text[last.end..range.start]) => {
                last.end = last.end.max(range.end);
            }
            _ => joined.push(range),
        }
    }
    let spans = joined.into_iter().map(|range| TextSpan::new_or_empty(text, range)).collect::<Result<_, _>>()?;
    Ok(Spans::new(spans)?)
}
