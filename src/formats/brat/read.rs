//! Reading brat. Every line is taken, turned into something near, or named in the report.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use super::one_line;
use crate::formats::budget::{self, Budget};
use crate::formats::error::ImportProblem;
use crate::formats::loss::{Loss, LossKind, What};
use crate::formats::offsets::{OffsetMap, Unit};
use crate::formats::vocabulary::Owner;
use crate::formats::{Import, ImportError, ImportNote, ImportOptions, Input, MOST_ANNOTATIONS, Vocabulary, stem, txt};
use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, AnnotationSet, AttributeKind, AttributeValue, Document, DocumentId,
    LabelName, Provenance, Record, Relation, Schema, Spans, TextSpan,
};

pub(super) fn import(input: &Input, options: &ImportOptions, words: &mut Vocabulary) -> Result<Import, ImportError> {
    let Some((text_path, text_bytes)) = input.companions.first() else {
        let missing = input.path.with_extension("txt").display().to_string();
        return Err(ImportProblem::MissingCompanion(missing).in_file(input.path));
    };
    let (mut decoded, mut notes) = txt::decode(text_path, text_bytes, options)?;
    let metadata = txt::metadata(&decoded);
    // An empty .ann is a text with nothing annotated yet.
    let ann = match input.bytes.is_empty() {
        true => String::new(),
        false => {
            let (ann, guesses) = txt::decode(input.path, input.bytes, options)?;
            notes.extend(guesses);
            ann.text
        }
    };
    let id = stem(input.path);
    if lines_of(&ann).count() > MOST_ANNOTATIONS {
        return Err(ImportProblem::TooManyAnnotations(MOST_ANNOTATIONS).in_file(input.path));
    }
    // Programs that do not strip a byte order mark count it: the text beside the offsets tells.
    if decoded.had_mark && find_unit(input.path, &decoded.text, options, &ann).is_err() {
        let marked = format!("\u{feff}{}", decoded.text);
        if find_unit(input.path, &marked, options, &ann).is_ok() {
            decoded.text = marked;
            notes.push(ImportNote::MarkCounts { path: text_path.clone() });
        }
    }
    let unit = find_unit(input.path, &decoded.text, options, &ann)?;
    let map = OffsetMap::new(&decoded.text);
    let mut reader = Reader {
        path: input.path,
        text: &decoded.text,
        map,
        options,
        words,
        document: id.clone(),
        annotations: Vec::new(),
        by_id: HashMap::new(),
        relations: BTreeMap::new(),
        losses: Vec::new(),
        budget: Budget::of(input.bytes.len() + text_bytes.len()),
    };
    reader.weigh(&ann).map_err(|problem| problem.in_file(input.path))?;
    if unit != Unit::CodePoints && options.unit.is_none() {
        notes.push(ImportNote::Unit { path: input.path.into(), unit });
    }
    reader.read(&ann, unit)?;
    let Reader { annotations, relations, losses, .. } = reader;
    drop(ann);
    let document = Document::new(DocumentId(id.clone().into()), id, decoded.text, metadata)
        .map_err(|error| ImportProblem::from(error).in_file(text_path))?;
    let document = AnnotatedDocument {
        annotations: AnnotationSet::from_shared(annotations),
        relations,
        ..AnnotatedDocument::new(document, Arc::new(Schema::default()), options.annotator.clone())
    };
    Ok(Import { documents: vec![document], losses, notes })
}

/// A line of the `.ann`, numbered from 1.
#[derive(Clone, Copy)]
struct Line<'a> {
    number: usize,
    text: &'a str,
}

/// The lines with anything on them. They are gone through several times, and never listed.
fn lines_of(ann: &str) -> impl Iterator<Item = Line<'_>> {
    let numbered = ann.split('\n').enumerate();
    let lines = numbered.map(|(i, line)| Line { number: i + 1, text: line.strip_suffix('\r').unwrap_or(line) });
    lines.filter(|line| !line.text.trim().is_empty())
}

/// `T1 ⇥ LABEL 0 3;7 9 ⇥ text`, taken apart.
struct TextBound<'a> {
    id: &'a str,
    label: &'a str,
    places: Vec<(u64, u64)>,
    said: Option<&'a str>,
}

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    map: OffsetMap<'a>,
    options: &'a ImportOptions,
    words: &'a mut Vocabulary,
    document: String,
    /// Where they stay; nobody else has them before all is read.
    annotations: Vec<Arc<Annotation>>,
    /// Theirs → index of ours. Events stand for their trigger.
    by_id: HashMap<&'a str, usize>,
    relations: BTreeMap<AnnotationId, Relation>,
    losses: Vec<Loss>,
    budget: Budget,
}

impl<'a> Reader<'a> {
    /// What all lines together become, by their first letters, before any of them is kept.
    fn weigh(&mut self, ann: &str) -> Result<(), ImportProblem> {
        let count = |letter| lines_of(ann).filter(|line| line.text.starts_with(letter)).count();
        let (bounds, events) = (count('T'), count('E'));
        self.budget.charge(bounds, budget::ANNOTATION)?;
        self.budget.charge(count('R'), budget::RELATION)?;
        self.budget.charge(count('*') + events, budget::LOSS)?;
        self.budget.charge(events, budget::NAME)?;
        self.annotations.reserve_exact(bounds);
        self.by_id.reserve(bounds + events);
        Ok(())
    }

    /// Text-bound annotations first, then what refers to them: brat promises no order.
    fn read(&mut self, ann: &'a str, unit: Unit) -> Result<(), ImportError> {
        for line in lines_of(ann) {
            if line.text.starts_with('T') {
                self.text_bound(line, unit).map_err(|what| what.at(self.path, line.number))?;
            }
        }
        for line in lines_of(ann) {
            if line.text.starts_with('E') {
                self.event_trigger(line).map_err(|what| what.at(self.path, line.number))?;
            }
        }
        for line in lines_of(ann) {
            let (id, rest) = line.text.split_once('\t').unwrap_or((line.text, ""));
            let result = match line.text.chars().next() {
                Some('T') => Ok(()),
                Some('R') => self.relation(id, rest),
                Some('E') => self.event_roles(id, rest),
                Some('A' | 'M') => self.attribute(rest),
                Some('N') => self.normalisation(rest),
                Some('#') => self.note(rest),
                Some('*') => {
                    self.weighed_lost(LossKind::Lost, What::Equivalence(rest.into()));
                    Ok(())
                }
                _ => Err(ImportProblem::NotBrat(shortened(line.text))),
            };
            result.map_err(|what| what.at(self.path, line.number))?;
        }
        Ok(())
    }

    fn text_bound(&mut self, line: Line<'a>, unit: Unit) -> Result<(), ImportProblem> {
        let bound = split_text_bound(line.text)?;
        let spans = spans_of(self.text, &self.map, &bound, unit)?;
        let label = match self.words.label_in_brat(bound.label) {
            Some(label) => label,
            None => self.words.label(bound.label)?,
        };
        if self.by_id.insert(bound.id, self.annotations.len()).is_some() {
            return Err(ImportProblem::DuplicateId(bound.id.into()));
        }
        self.annotations.push(Arc::new(Annotation { id: bound.id.into(), label, spans, record: self.record() }));
        Ok(())
    }

    /// What is said of whatever brat brings.
    fn record(&self) -> Record {
        let provenance = Provenance::Imported { format: "brat".into() };
        Record::new(provenance, self.options.annotator.clone(), self.options.now)
    }

    /// The annotation at `place`, to be changed.
    fn annotation(&mut self, place: usize) -> Option<&mut Annotation> {
        Arc::get_mut(&mut self.annotations[place])
    }

    /// Puts an attribute on the annotation at `place`; whether it had none of that name.
    fn put(&mut self, place: usize, name: &str, value: AttributeValue) -> Result<bool, ImportProblem> {
        self.budget.charge(1, budget::attribute(self.annotations[place].record.attributes.is_empty()))?;
        let Some(annotation) = self.annotation(place) else { return Ok(false) };
        Ok(annotation.record.attributes.insert(name.to_owned(), value).is_none())
    }

    fn relation(&mut self, id: &str, rest: &str) -> Result<(), ImportProblem> {
        let mut words = rest.split_ascii_whitespace();
        let (name, ends) = (words.next().unwrap_or_default(), words.collect::<Vec<_>>());
        let [source, target] = ends[..] else {
            return Err(ImportProblem::NotTwoArguments(id.into()));
        };
        let end = |end: &str| end.split_once(':').map_or(end.to_owned(), |(_, id)| id.to_owned());
        self.relate(id, name, &end(source), &end(target))
    }

    fn relate(&mut self, id: &str, name: &str, source: &str, target: &str) -> Result<(), ImportProblem> {
        let find = |end: &str| {
            let unknown = || ImportProblem::UnknownEnd { id: id.into(), end: end.into() };
            self.by_id.get(end).map(|i| &self.annotations[*i]).ok_or_else(unknown)
        };
        let (source, target) = (find(source)?, find(target)?);
        let known = self.words.relation_in_brat(name);
        let name = known.as_ref().map_or(name, |known| known.as_str());
        let relation = Relation {
            id: id.into(),
            label: self.words.relation(id, name, &source.label, &target.label)?,
            source: source.id.clone(),
            target: target.id.clone(),
            record: self.record(),
        };
        if self.relations.len() == MOST_ANNOTATIONS {
            return Err(ImportProblem::TooManyAnnotations(MOST_ANNOTATIONS));
        }
        // An event is known by its trigger, whose id is another.
        let is_annotation = self.by_id.get(id).is_some_and(|place| self.annotations[*place].id == relation.id);
        match is_annotation || self.relations.insert(relation.id.clone(), relation).is_some() {
            true => Err(ImportProblem::DuplicateId(id.into())),
            false => Ok(()),
        }
    }

    /// `E1 ⇥ TYPE:T1 …`: from here on E1 is its trigger.
    fn event_trigger(&mut self, line: Line<'a>) -> Result<(), ImportProblem> {
        let (id, rest) = line.text.split_once('\t').unwrap_or((line.text, ""));
        let head = rest.split_ascii_whitespace().next().unwrap_or_default();
        let trigger = head.split_once(':').map_or(head, |(_, trigger)| trigger);
        let unknown = || ImportProblem::UnknownEnd { id: id.into(), end: trigger.into() };
        let place = *self.by_id.get(trigger).ok_or_else(unknown)?;
        match self.by_id.insert(id, place) {
            Some(_) => Err(ImportProblem::DuplicateId(id.into())),
            None => Ok(()),
        }
    }

    fn event_roles(&mut self, id: &str, rest: &str) -> Result<(), ImportProblem> {
        self.weighed_lost(LossKind::Flattened, What::Event(id.into()));
        for (n, role) in rest.split_ascii_whitespace().skip(1).enumerate() {
            let Some((name, target)) = role.split_once(':') else {
                return Err(ImportProblem::NotARole { id: id.into(), role: role.into() });
            };
            // Brat numbers the second filler of one role: Theme, Theme2.
            let name = name.trim_end_matches(|c: char| c.is_ascii_digit());
            self.budget.charge(1, budget::RELATION)?;
            self.relate(&format!("{id}.{}", n + 1), name, id, target)?;
        }
        Ok(())
    }

    /// `A1 ⇥ Name T1 [value]`
    fn attribute(&mut self, rest: &str) -> Result<(), ImportProblem> {
        let mut words = rest.split_ascii_whitespace();
        let (name, owner) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let value = words.collect::<Vec<_>>().join(" ");
        let Some(place) = self.by_id.get(owner).copied() else {
            if self.relations.contains_key(&owner.into()) || owner.starts_with('R') {
                return self.lost(LossKind::Lost, What::RelationAttribute { name: name.into(), owner: owner.into() });
            }
            return Err(ImportProblem::UnknownEnd { id: name.into(), end: owner.into() });
        };
        let label = self.annotations[place].label.clone();
        let (name, value) = self.as_defined(&label, name, value);
        let value = self.words.attribute(Owner::Label(&label), &name, value)?;
        match self.put(place, &name, value)? {
            true => Ok(()),
            false => Err(ImportProblem::DuplicateId(format!("{name} of {owner}"))),
        }
    }

    /// The attribute whose name and choices brat could not write as they are.
    fn as_defined(&self, label: &LabelName, name: &str, value: String) -> (String, AttributeValue) {
        let known = self.words.attribute_in_brat(label, name, &value);
        let name = known.map_or_else(|| name.to_owned(), |(definition, _)| definition.name.clone());
        let value = match known.map(|(definition, choice)| (&definition.kind, choice)) {
            _ if value.is_empty() => AttributeValue::Flag(true),
            Some((AttributeKind::Choice(_), choice)) => {
                AttributeValue::Choice(choice.map_or(value.clone(), str::to_owned))
            }
            Some(_) => AttributeValue::Text(value),
            None => AttributeValue::Choice(value),
        };
        (name, value)
    }

    /// `N1 ⇥ Reference T1 RESOURCE:ID ⇥ name`
    fn normalisation(&mut self, rest: &str) -> Result<(), ImportProblem> {
        let (what, _) = rest.split_once('\t').unwrap_or((rest, ""));
        let words: Vec<&str> = what.split_ascii_whitespace().collect();
        let [name, owner, reference] = words[..] else {
            return Err(ImportProblem::NotANormalisation(what.into()));
        };
        let unknown = || ImportProblem::UnknownEnd { id: name.into(), end: owner.into() };
        let place = *self.by_id.get(owner).ok_or_else(unknown)?;
        let label = self.annotations[place].label.clone();
        let taken = self.annotations[place].record.attributes.contains_key(name);
        let value = AttributeValue::Text(reference.into());
        match self.words.attribute(Owner::Label(&label), name, value) {
            Ok(value) if !taken => self.put(place, name, value).map(drop),
            _ => self.lost(LossKind::Lost, What::Normalisation { reference: reference.into(), owner: owner.into() }),
        }
    }

    /// `#1 ⇥ AnnotatorNotes T1 ⇥ text`
    fn note(&mut self, rest: &str) -> Result<(), ImportProblem> {
        let (head, text) = rest.split_once('\t').unwrap_or((rest, ""));
        let owner = head.split_ascii_whitespace().nth(1).unwrap_or_default();
        let note = match self.by_id.get(owner).copied() {
            Some(place) => self.annotation(place).map(|annotation| &mut annotation.record.note),
            None => self.relations.get_mut(&AnnotationId::from(owner)).map(|relation| &mut relation.record.note),
        };
        let Some(note) = note else {
            return self.lost(LossKind::Lost, What::Note(shortened(rest)));
        };
        if !note.is_empty() {
            note.push('\n');
        }
        note.push_str(text);
        Ok(())
    }

    fn lost(&mut self, kind: LossKind, what: What) -> Result<(), ImportProblem> {
        self.budget.charge(1, budget::LOSS)?;
        self.weighed_lost(kind, what);
        Ok(())
    }

    /// What was counted before anything was kept.
    fn weighed_lost(&mut self, kind: LossKind, what: What) {
        self.losses.push(Loss { document: self.document.clone(), id: None, kind, what });
    }
}

/// The unit in which the text of every line matches.
fn find_unit(path: &Path, text: &str, options: &ImportOptions, ann: &str) -> Result<Unit, ImportError> {
    let map = OffsetMap::new(text);
    let mut first = None;
    for unit in options.unit.map_or(Unit::ALL.to_vec(), |unit| vec![unit]) {
        let mismatch = lines_of(ann).filter(|line| line.text.starts_with('T')).find_map(|line| {
            let checked = split_text_bound(line.text).and_then(|bound| spans_of(text, &map, &bound, unit));
            checked.err().map(|what| what.at(path, line.number))
        });
        match mismatch {
            None => return Ok(unit),
            Some(mismatch) => first = first.or(Some(mismatch)),
        }
    }
    Err(first.unwrap_or_else(|| ImportProblem::Empty.in_file(path)))
}

fn spans_of(text: &str, map: &OffsetMap, bound: &TextBound, unit: Unit) -> Result<Spans, ImportProblem> {
    let id = || bound.id.to_owned();
    let mut spans = Vec::new();
    let mut found = Vec::new();
    for &(start, end) in &bound.places {
        let (Some(from), Some(to)) = (map.byte_of(start, unit), map.byte_of(end, unit)) else {
            return Err(ImportProblem::OutOfText { id: id(), start, end, unit });
        };
        let span = TextSpan::new_or_empty(text, from..to);
        spans.push(span.map_err(|error| ImportProblem::Span { id: id(), error })?);
        found.push(one_line(&text[from..to]));
    }
    let found = found.join(" ");
    if let Some(said) = bound.said.map(one_line).filter(|said| *said != found) {
        let (start, end) = (bound.places[0].0, bound.places[bound.places.len() - 1].1);
        let (said, found) = (shortened(&said), shortened(&found));
        return Err(ImportProblem::Mismatch { id: id(), start, end, said, found, unit });
    }
    Spans::new(spans).map_err(|error| ImportProblem::Spans { id: id(), error })
}

/// Pieces of one annotation.
const MOST_PARTS: usize = 100_000;

fn split_text_bound(line: &str) -> Result<TextBound<'_>, ImportProblem> {
    let bad = || ImportProblem::NotATextBound(shortened(line));
    let mut fields = line.splitn(3, '\t');
    let (id, middle) = (fields.next().unwrap_or_default(), fields.next().ok_or_else(bad)?);
    let (label, places) = middle.split_once(' ').ok_or_else(bad)?;
    let place = |place: &str| {
        let (start, end) = place.split_once(' ')?;
        Some((start.parse().ok()?, end.parse().ok()?))
    };
    if places.bytes().filter(|byte| *byte == b';').count() >= MOST_PARTS {
        return Err(ImportProblem::TooManyPieces { id: shortened(id), most: MOST_PARTS });
    }
    let places: Option<Vec<(u64, u64)>> = places.split(';').map(place).collect();
    Ok(TextBound { id, label, places: places.ok_or_else(bad)?, said: fields.next() })
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}
