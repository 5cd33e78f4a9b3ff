//! What could be done about each thing that is wrong. Guesses are not made: a quote that stands equally near in two
//! places is not moved to either.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Entry, Owner, Repair};
use crate::model::attribute::fits;
use crate::model::{
    AnnotationId, AttributeDefinition, AttributeKind, AttributeProblem, AttributeValue, Digest, LabelName, Schema,
    SchemaError, TextSpan, Timestamp,
};
use crate::store::conflict_records::ConflictV2;
use crate::store::document_reader::{AnnotationV1, FileV2, SpanV1};
use crate::store::quote::{Quote, Sums, shortened};

/// Everything that could be done now. Repairs of one entry that depend on each other come one round after the other.
pub(super) fn proposals(file: &FileV2<'_>) -> Vec<Repair> {
    let mut found = Found::default();
    let said = Digest::from_hex(&file.digest);
    let intact = said == Some(Digest::of(&file.text));
    // The schema first: what is asked of the rest depends on it.
    if let Err(error) = file.schema.check() {
        found.repairs.extend(schema(error, &file.schema));
        return found.repairs;
    }
    found.ids(file);
    let schema = Lookup::of(&file.schema);
    let mut places = Places { text: &file.text, sums: Sums::default(), known: HashMap::new(), searched: 0 };
    for (at, annotation) in file.annotations.iter().enumerate() {
        let entry = Entry::Annotation(at, AnnotationId::new(&*annotation.id));
        if let Some(repair) = spans(&mut places, at, annotation, intact) {
            found.repairs.push(repair);
            continue;
        }
        found.time(&entry, &annotation.created, &annotation.modified);
        let label = LabelName::new(&*annotation.label);
        match schema.labels.get(&*annotation.label) {
            None => found.once(Repair::AddLabel(label)),
            Some(known) => found.values(&entry, &annotation.attributes.0, known, &Owner::Label(label)),
        }
    }
    relations(file, &schema, &mut found);
    let known = Definitions::of(&file.schema.document_attributes);
    found.values(&Entry::Document, &file.attributes.0, &known, &Owner::Document);
    for (at, conflict) in file.conflicts.iter().enumerate() {
        found.conflict(at, conflict, &file.text, &places.sums);
    }
    // Last, since whether the text was changed says how much a span without its quote is worth.
    if !intact && found.repairs.is_empty() {
        found.repairs.push(Repair::WriteDigest);
    }
    found.repairs
}

/// The schema, to be asked by each of a hundred thousand entries.
struct Lookup<'a> {
    labels: HashMap<&'a str, Definitions<'a>>,
    types: HashMap<&'a str, Type<'a>>,
}

/// A relation type and the labels that its ends may have; none is all.
struct Type<'a> {
    sources: HashSet<&'a str>,
    targets: HashSet<&'a str>,
    attributes: Definitions<'a>,
}

/// Attributes by their names, each with its choices.
struct Definitions<'a>(HashMap<&'a str, (&'a AttributeKind, HashSet<&'a str>)>);

impl<'a> Lookup<'a> {
    /// Of two of one name the first is meant; a schema that has two is mended before it is asked.
    fn of(schema: &'a Schema) -> Self {
        let names = |labels: &'a [LabelName]| labels.iter().map(LabelName::as_str).collect();
        let labels = schema.labels.iter().map(|label| (label.name.as_str(), Definitions::of(&label.attributes)));
        let types = schema.relation_types.iter().map(|kind| {
            let (sources, targets) = (names(&kind.source_labels), names(&kind.target_labels));
            (kind.name.as_str(), Type { sources, targets, attributes: Definitions::of(&kind.attributes) })
        });
        Lookup { labels: labels.collect(), types: types.collect() }
    }
}

impl<'a> Definitions<'a> {
    fn of(definitions: &'a [AttributeDefinition]) -> Self {
        let known = definitions.iter().map(|definition| {
            let choices = definition.kind.choices().iter().map(String::as_str).collect();
            (definition.name.as_str(), (&definition.kind, choices))
        });
        Definitions(known.collect())
    }

    /// The same as [`fits`], without going through thousands of choices for each value.
    fn fits(&self, name: &str, value: &AttributeValue) -> Option<Result<(), AttributeProblem>> {
        let (kind, choices) = self.0.get(name)?;
        Some(match (value, kind) {
            (AttributeValue::Choice(choice), AttributeKind::Choice(_)) => match choices.contains(choice.as_str()) {
                true => Ok(()),
                false => Err(AttributeProblem::NotAChoice(choice.clone())),
            },
            _ => fits(value, kind),
        })
    }
}

#[derive(Default)]
struct Found {
    repairs: Vec<Repair>,
    ids: HashSet<String>,
    /// What is proposed to be defined.
    defined: HashSet<(Owner, String)>,
    /// Additions to the schema, which many entries ask for.
    asked: HashSet<Repair>,
}

impl Found {
    fn once(&mut self, repair: Repair) {
        if self.asked.insert(repair.clone()) {
            self.repairs.push(repair);
        }
    }

    fn ids(&mut self, file: &FileV2<'_>) {
        let all = file.annotations.iter().map(|a| &a.id).chain(file.relations.iter().map(|r| &r.id));
        let used: HashSet<&str> = all.map(|id| &**id).collect();
        let annotations =
            file.annotations.iter().enumerate().map(|(at, a)| (Entry::Annotation(at, (&*a.id).into()), &a.id));
        let relations = file.relations.iter().enumerate().map(|(at, r)| (Entry::Relation(at, (&*r.id).into()), &r.id));
        // A hundred thousand entries may share an id: each begins to count where the one before it ended.
        let mut numbers: HashMap<&str, u64> = HashMap::new();
        for (entry, id) in annotations.chain(relations) {
            if self.ids.insert(id.to_string()) {
                continue;
            }
            let free = |name: &String| !used.contains(name.as_str()) && !self.ids.contains(name);
            let last = numbers.entry(&**id).or_insert(1);
            let Some((n, new)) = (*last + 1..).map(|n| (n, format!("{id}-{n}"))).find(|(_, new)| free(new)) else {
                continue;
            };
            *last = n;
            self.ids.insert(new.clone());
            self.repairs.push(Repair::NewId { entry, new: AnnotationId::new(new) });
        }
    }

    fn time(&mut self, entry: &Entry, created: &str, modified: &str) {
        let sound = |time: &str| Timestamp::from_rfc3339(time).is_some();
        for (time, other) in [(created, modified), (modified, created)] {
            if !sound(time) {
                let to = if sound(other) { other } else { "1970-01-01T00:00:00.000Z" };
                self.repairs.push(Repair::SetTime { entry: entry.clone(), was: time.into(), to: to.into() });
            }
        }
    }

    fn values(
        &mut self,
        entry: &Entry,
        values: &BTreeMap<String, AttributeValue>,
        definitions: &Definitions<'_>,
        owner: &Owner,
    ) {
        for (name, value) in values {
            let attribute = name.clone();
            let drop = || Repair::DropValue { entry: entry.clone(), attribute: name.clone(), said: value.to_string() };
            let Some(fit) = definitions.fits(name, value) else {
                let kind = match value {
                    AttributeValue::Flag(_) => AttributeKind::Flag,
                    AttributeValue::Choice(choice) => AttributeKind::Choice(vec![choice.clone()]),
                    AttributeValue::Number(number) if number.is_finite() => AttributeKind::Number,
                    AttributeValue::Number(_) => {
                        self.repairs.push(drop());
                        continue;
                    }
                    AttributeValue::Choices(choices) => AttributeKind::Choices(choices.clone()),
                    AttributeValue::Date(_) => AttributeKind::Date,
                    AttributeValue::Text(_) => AttributeKind::Text,
                };
                // Two entries may each bring a choice; the second is added in the next round.
                if self.defined.insert((owner.clone(), attribute.clone())) {
                    self.repairs.push(Repair::Define { owner: owner.clone(), attribute, kind });
                }
                continue;
            };
            match fit {
                Ok(()) => {}
                Err(AttributeProblem::NotAChoice(choice)) => {
                    self.once(Repair::AddChoice { owner: owner.clone(), attribute, choice });
                }
                Err(_) => self.repairs.push(drop()),
            }
        }
    }

    fn conflict(&mut self, at: usize, conflict: &ConflictV2<'_>, text: &str, sums: &Sums) {
        let sound = |SpanV1(start, end, quote): &SpanV1| {
            TextSpan::new_or_empty(text, *start..*end).is_ok_and(|span| quote.fits(text, span.range(), sums))
        };
        let time = |time: &str| Timestamp::from_rfc3339(time).is_some();
        let annotation = |a: &AnnotationV1| {
            a.spans.iter().all(sound) && !a.spans.is_empty() && time(&a.created) && time(&a.modified)
        };
        let fine = match conflict {
            ConflictV2::Annotation { ours, theirs } => {
                [ours, theirs].into_iter().flatten().all(|side| annotation(side))
                    && (ours.is_some() || theirs.is_some())
            }
            ConflictV2::Relation { ours, theirs } => {
                let versions = || [ours, theirs].into_iter().flatten();
                versions().all(|r| time(&r.created) && time(&r.modified)) && versions().next().is_some()
            }
            other => !other.is_empty(),
        };
        if !fine {
            self.repairs.push(Repair::DropConflict { at, said: conflict.said() });
        }
    }
}

/// The first thing to do about an annotation's spans.
fn spans<'q>(places: &mut Places<'_, 'q>, at: usize, annotation: &'q AnnotationV1<'_>, intact: bool) -> Option<Repair> {
    let id = AnnotationId::new(&*annotation.id);
    let aside = || Repair::SetAside { entry: Entry::Annotation(at, id.clone()), said: said(annotation) };
    let text = places.text;
    if annotation.spans.is_empty() {
        return Some(aside());
    }
    for (part, SpanV1(start, end, quote)) in annotation.spans.iter().enumerate() {
        let there = TextSpan::new_or_empty(text, *start..*end).ok();
        if there.is_some_and(|span| quote.fits(text, span.range(), &places.sums)) {
            continue;
        }
        if let Some(to) = places.nearest(quote, *start) {
            let (from, len) = ((*start, *end), quote.begins().1);
            return Some(Repair::MoveSpan { at, id, part, from, to: (to, to + len), quote: quote.shown() });
        }
        return Some(match there {
            Some(span) if intact && !span.is_empty() => {
                Repair::TakeText { at, id, part, was: quote.shown(), is: shortened(&text[span.range()]) }
            }
            _ => aside(),
        });
    }
    let mut sorted: Vec<(usize, usize)> = annotation.spans.iter().map(|s| (s.0, s.1)).collect();
    sorted.sort_unstable();
    let overlap = sorted.windows(2).any(|pair| pair[1].0 < pair[0].1 || pair[0] == pair[1]);
    overlap.then_some(Repair::JoinSpans { at, id })
}

/// What an annotation said, for whoever may want to make it again.
fn said(annotation: &AnnotationV1<'_>) -> String {
    let spans: Vec<String> = annotation.spans.iter().map(|s| format!("'{}' at {}..{}", s.2.said(), s.0, s.1)).collect();
    let mut said =
        format!("{} on {}", annotation.label, if spans.is_empty() { "nothing".into() } else { spans.join(", ") });
    for (name, value) in &annotation.attributes.0 {
        said.push_str(&format!(", {name}: {value}"));
    }
    if !annotation.note.is_empty() {
        said.push_str(&format!(", note: «{}»", annotation.note));
    }
    said
}

fn relations(file: &FileV2<'_>, schema: &Lookup<'_>, found: &mut Found) {
    // Of two annotations with one id, a relation means the first.
    let mut labels: HashMap<&str, &str> = HashMap::new();
    for annotation in &file.annotations {
        labels.entry(&annotation.id).or_insert(&annotation.label);
    }
    for (at, relation) in file.relations.iter().enumerate() {
        let entry = Entry::Relation(at, AnnotationId::new(&*relation.id));
        let (source, target) = (labels.get(&*relation.source), labels.get(&*relation.target));
        let (Some(source), Some(target)) = (source, target) else {
            let said = format!(
                "{} from '{}' to '{}', of which one is missing",
                relation.label, relation.source, relation.target
            );
            found.repairs.push(Repair::SetAside { entry, said });
            continue;
        };
        found.time(&entry, &relation.created, &relation.modified);
        let name = LabelName::new(&*relation.label);
        let Some(kind) = schema.types.get(&*relation.label) else {
            found.once(Repair::AddRelationType(name));
            continue;
        };
        let allows = |allowed: &HashSet<&str>, label: &str| allowed.is_empty() || allowed.contains(label);
        // A label that the schema lacks is added first.
        let known = [source, target].iter().all(|label| schema.labels.contains_key(**label));
        if known && !(allows(&kind.sources, source) && allows(&kind.targets, target)) {
            let (source, target) = (LabelName::from(*source), LabelName::from(*target));
            found.once(Repair::AllowEnds { relation: name.clone(), source, target });
        }
        found.values(&entry, &relation.attributes.0, &kind.attributes, &Owner::RelationType(name));
    }
}

fn schema(error: SchemaError, schema: &Schema) -> Option<Repair> {
    Some(match error {
        // Nobody but a person can say what it was called, or which can go.
        SchemaError::BadName { .. } | SchemaError::TooMany { .. } | SchemaError::BadChoice { .. } => return None,
        // These are asked of what a person types, not of a file.
        SchemaError::BadAttributeName { .. }
        | SchemaError::NoChoice { .. }
        | SchemaError::DuplicateChoice { .. }
        | SchemaError::NameTooLong { .. }
        | SchemaError::UnseenMark { .. } => return None,
        SchemaError::BadDefault { owner, attribute, .. } => Repair::DropDefault { owner, attribute },
        SchemaError::DuplicateName { name } => Repair::DropSecond { what: "label", name: name.to_string() },
        SchemaError::DuplicateKey { key, second, .. } => Repair::DropKey { label: second, key },
        SchemaError::UnknownParent { child, parent } => Repair::DropParent { label: child, parent },
        SchemaError::ParentCycle { label } => {
            let parent = schema.label(&label).and_then(|l| l.parent.clone())?;
            Repair::DropParent { label, parent }
        }
        SchemaError::UnknownEndLabel { label, .. } => Repair::AddLabel(label),
        SchemaError::DuplicateAttribute { attribute, .. } => Repair::DropSecond { what: "attribute", name: attribute },
    })
}

/// Where quotes stand in the text; each is looked for once.
struct Places<'a, 'q> {
    text: &'a str,
    sums: Sums,
    /// By what a quote begins with, which is all of a short one: where that stands.
    known: HashMap<&'q str, Vec<usize>>,
    /// Bytes of text that were searched so far.
    searched: usize,
}

/// Searching stops after this many bytes: a hostile file may have a hundred thousand quotes and a long text.
const MAX_SEARCHED_BYTES: usize = 8 << 30;
/// Of a quote that stands everywhere, so many places are looked at.
const MAX_PLACES: usize = 1 << 16;
/// To look whether a long quote goes on at a place as it should takes as long as searching so many bytes.
const COST_OF_PLACE: usize = 2048;

impl<'q> Places<'_, 'q> {
    /// The place of `quote` nearest to `start`; `None` where there is none, or two are equally near.
    fn nearest(&mut self, quote: &'q Quote<'_>, start: usize) -> Option<usize> {
        let (begins, len) = quote.begins();
        if begins.is_empty() {
            return None;
        }
        if !self.known.contains_key(begins) {
            if self.searched > MAX_SEARCHED_BYTES {
                return None;
            }
            self.searched += self.text.len();
            let found = memchr::memmem::find_iter(self.text.as_bytes(), begins).take(MAX_PLACES).collect();
            self.known.insert(begins, found);
        }
        let found = self.known.get(begins)?;
        let rest: Vec<usize>;
        let found = match quote {
            Quote::Whole(_) => found,
            Quote::Long(_) => {
                if self.searched > MAX_SEARCHED_BYTES {
                    return None;
                }
                self.searched += COST_OF_PLACE * found.len();
                let fits = |at: &usize| quote.fits(self.text, *at..at.saturating_add(len), &self.sums);
                rest = found.iter().copied().filter(fits).collect();
                &rest
            }
        };
        let after = found.partition_point(|at| *at < start);
        let (before, after) = (after.checked_sub(1).map(|at| found[at]), found.get(after).copied());
        match (before, after) {
            (Some(before), Some(after)) if start - before == after - start => None,
            (Some(before), Some(after)) if start - before < after - start => Some(before),
            (before, after) => after.or(before),
        }
    }
}
