//! Carrying out repairs on the records of a file.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use super::{Entry, Owner, Repair};
use crate::model::{AttributeDefinition, Colour, Digest, Label, LabelName, RelationKind, RelationType, Schema};
use crate::store::document_reader::{FileV2, SpanV1};
use crate::store::quote::{Quote, Sums};

/// Applies repairs that were proposed together: places in lists are those before any of them.
pub(super) fn apply(file: &mut FileV2<'_>, repairs: &[Repair]) {
    let mut annotations_out = BTreeSet::new();
    let mut relations_out = BTreeSet::new();
    let mut conflicts_out = BTreeSet::new();
    let sums = Sums::default();
    for repair in repairs {
        match repair {
            Repair::WriteDigest => file.digest = Digest::of(&file.text).to_string(),
            Repair::MoveSpan { at, part, to, .. } => {
                if let Some(span) = file.annotations.get_mut(*at).and_then(|a| a.spans.get_mut(*part)) {
                    (span.0, span.1) = *to;
                }
            }
            Repair::TakeText { at, part, is: _, .. } => {
                if let Some(span) = file.annotations.get_mut(*at).and_then(|a| a.spans.get_mut(*part)) {
                    span.2 = quoted(&file.text, span.0..span.1, &sums);
                }
            }
            Repair::JoinSpans { at, .. } => {
                if let Some(annotation) = file.annotations.get_mut(*at) {
                    join(&mut annotation.spans, &file.text, &sums);
                }
            }
            Repair::SetAside { entry: Entry::Annotation(at, _), .. } => drop(annotations_out.insert(*at)),
            Repair::SetAside { entry: Entry::Relation(at, _), .. } => drop(relations_out.insert(*at)),
            Repair::SetAside { entry: Entry::Document, .. } => {}
            Repair::DropConflict { at, .. } => drop(conflicts_out.insert(*at)),
            Repair::NewId { entry, new } => {
                let id = match entry {
                    Entry::Annotation(at, _) => file.annotations.get_mut(*at).map(|a| &mut a.id),
                    Entry::Relation(at, _) => file.relations.get_mut(*at).map(|r| &mut r.id),
                    Entry::Document => None,
                };
                if let Some(id) = id {
                    *id = Cow::Owned(new.to_string());
                }
            }
            Repair::SetTime { entry, was, to } => {
                let times = match entry {
                    Entry::Annotation(at, _) => {
                        file.annotations.get_mut(*at).map(|a| [&mut a.created, &mut a.modified])
                    }
                    Entry::Relation(at, _) => file.relations.get_mut(*at).map(|r| [&mut r.created, &mut r.modified]),
                    Entry::Document => None,
                };
                for time in times.into_iter().flatten().filter(|time| **time == was.as_str()) {
                    *time = Cow::Owned(to.clone());
                }
            }
            Repair::DropValue { entry, attribute, .. } => {
                let attributes = match entry {
                    Entry::Annotation(at, _) => file.annotations.get_mut(*at).map(|a| &mut a.attributes.0),
                    Entry::Relation(at, _) => file.relations.get_mut(*at).map(|r| &mut r.attributes.0),
                    Entry::Document => Some(&mut file.attributes.0),
                };
                attributes.and_then(|attributes| attributes.remove(attribute));
            }
            other => schema(&mut file.schema, other),
        }
    }
    leave_out(&mut file.annotations, &annotations_out);
    leave_out(&mut file.relations, &relations_out);
    leave_out(&mut file.conflicts, &conflicts_out);
}

fn leave_out<T>(list: &mut Vec<T>, out: &BTreeSet<usize>) {
    let mut at = 0;
    list.retain(|_| {
        at += 1;
        !out.contains(&(at - 1))
    });
}

/// Overlapping spans become one, with what stands there as its quote.
fn join(spans: &mut Vec<SpanV1<'_>>, text: &str, sums: &Sums) {
    spans.sort_by_key(|span| (span.0, span.1));
    let mut joined: Vec<SpanV1> = Vec::new();
    for span in spans.drain(..) {
        match joined.last_mut() {
            Some(last) if span.0 < last.1 || (span.0, span.1) == (last.0, last.1) => last.1 = last.1.max(span.1),
            _ => joined.push(span),
        }
    }
    for span in &mut joined {
        span.2 = quoted(text, span.0..span.1, sums);
    }
    *spans = joined;
}

/// What stands there; nothing where that is no part of the text.
fn quoted(text: &str, range: Range<usize>, sums: &Sums) -> Quote<'static> {
    match text.get(range.clone()) {
        Some(_) => Quote::of(text, range, sums),
        None => Quote::from(""),
    }
}

fn schema(schema: &mut Schema, repair: &Repair) {
    match repair {
        Repair::AddLabel(name) if schema.label(name).is_none() => {
            schema.labels.push(Label::new(name.as_str(), name.as_str(), name.as_str(), GREY, None));
        }
        Repair::AddRelationType(name) if schema.relation_type(name).is_none() => {
            schema.relation_types.push(RelationType {
                name: name.clone(),
                arabic: name.to_string(),
                english: name.to_string(),
                colour: GREY,
                kind: RelationKind::Directed,
                source_labels: Vec::new(),
                target_labels: Vec::new(),
                guideline: String::new(),
                attributes: Vec::new(),
            });
        }
        Repair::AllowEnds { relation, source, target } => {
            for kind in schema.relation_types.iter_mut().filter(|r| r.name == *relation) {
                for (allowed, label) in [(&mut kind.source_labels, source), (&mut kind.target_labels, target)] {
                    // An empty list allows every label already.
                    if !allowed.is_empty() && !allowed.contains(label) {
                        allowed.push(label.clone());
                    }
                }
            }
        }
        Repair::Define { owner, attribute, kind } => {
            for definitions in definitions(schema, owner) {
                if definitions.iter().all(|d| d.name != *attribute) {
                    definitions.push(AttributeDefinition::new(attribute.clone(), kind.clone()));
                }
            }
        }
        Repair::AddChoice { owner, attribute, choice } => {
            for definition in definitions(schema, owner).into_iter().flatten().filter(|d| d.name == *attribute) {
                if let Some(choices) = definition.kind.choices_mut()
                    && !choices.contains(choice)
                {
                    choices.push(choice.clone());
                }
            }
        }
        Repair::DropKey { label, .. } => {
            schema.labels.iter_mut().filter(|l| l.name == *label).for_each(|l| l.key = None);
        }
        Repair::DropDefault { owner, attribute } => {
            let labels = schema.labels.iter_mut().filter(|l| l.name.as_str() == owner).flat_map(|l| &mut l.attributes);
            let types = schema.relation_types.iter_mut().filter(|r| r.name.as_str() == owner);
            let all = labels.chain(types.flat_map(|r| &mut r.attributes)).chain(&mut schema.document_attributes);
            all.filter(|definition| definition.name == *attribute).for_each(|definition| definition.default = None);
        }
        Repair::DropParent { label, .. } => {
            schema.labels.iter_mut().filter(|l| l.name == *label).for_each(|l| l.parent = None);
        }
        Repair::DropSecond { what, name } => drop_second(schema, what, name),
        _ => {}
    }
}

const GREY: Colour = Colour([0x4b, 0x52, 0x5f]);

fn definitions<'a>(schema: &'a mut Schema, owner: &Owner) -> Vec<&'a mut Vec<AttributeDefinition>> {
    match owner {
        Owner::Label(name) => schema.labels.iter_mut().filter(|l| l.name == *name).map(|l| &mut l.attributes).collect(),
        Owner::RelationType(name) => {
            schema.relation_types.iter_mut().filter(|r| r.name == *name).map(|r| &mut r.attributes).collect()
        }
        Owner::Document => vec![&mut schema.document_attributes],
    }
}

fn drop_second(schema: &mut Schema, what: &str, name: &str) {
    let once = |seen: &mut bool| !std::mem::replace(seen, true);
    let mut seen = false;
    if what == "attribute" {
        let lists = schema.labels.iter_mut().map(|l| &mut l.attributes);
        let lists = lists.chain(schema.relation_types.iter_mut().map(|r| &mut r.attributes));
        for list in lists.chain([&mut schema.document_attributes]) {
            let mut seen = false;
            list.retain(|a| a.name != name || once(&mut seen));
        }
        return;
    }
    let name = LabelName::from(name);
    schema.labels.retain(|l| l.name != name || once(&mut seen));
    schema.relation_types.retain(|r| r.name != name || once(&mut seen));
}
