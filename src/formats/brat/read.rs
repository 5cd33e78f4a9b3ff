//! Reading brat. Every line is taken, turned into something near, or named in the report.

use std::path::Path;

use super::info::{INFO, one_line};
use crate::formats::budget;
use crate::formats::builder::{DocumentBuilder, Importer};
use crate::formats::error::{ImportError, ImportProblem};
use crate::formats::file_names::stem;
use crate::formats::flow::{ImportNote, Input, ReadEnd};
use crate::formats::loss::{LossDetail, LossKind};
use crate::formats::offsets::{OffsetMap, Unit};
use crate::formats::sniff::{Fit, Head};
use crate::formats::text;
use crate::formats::units::{self, Piece, UnitFinder};
use crate::formats::vocabulary::Owner;
use crate::model::{
    AnnotationId, AttributeKind, AttributeValue, Document, DocumentId, LabelName, Relation, Spans, TextSpan,
};

/// `T1 ⇥ LABEL 0 3` and what else brat has, on each line.
pub(super) fn sniff(head: &Head<'_>) -> Fit {
    let mut bounds = false;
    for line in head.lines().filter(|line| !line.trim().is_empty()) {
        let is_one = line.starts_with(['T', 'R', 'E', 'A', 'M', 'N', '#', '*']) && line.contains('\t');
        if !is_one {
            return if head.has_extension(INFO.extensions) { Fit::Maybe } else { Fit::No };
        }
        bounds |= line.starts_with('T') && split_text_bound(line).is_ok();
    }
    if bounds { Fit::Sure } else { Fit::Maybe }
}

pub(super) fn read(input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
    let Some((text_path, text_bytes)) = input.companions.first() else {
        let missing = input.path.with_extension("txt").display().to_string();
        return Err(ImportProblem::MissingCompanion(missing).in_file(input.path).into());
    };
    let in_file = |problem: ImportProblem| problem.in_file(input.path);
    let mut decoded = text::decode(text_path, text_bytes, importer)?;
    let metadata = text::metadata(&decoded);
    // An empty .ann is a text with nothing annotated yet.
    let ann =
        if input.bytes.is_empty() { String::new() } else { text::decode(input.path, input.bytes, importer)?.text };
    let id = stem(input.path);
    importer.take_id(&id).map_err(in_file)?;
    importer.count_annotations(lines_of(&ann).count()).map_err(in_file)?;
    let said = importer.options.unit;
    let find = |text: &str| find_unit(input.path, text, said, &ann);
    let mut unit = find(&decoded.text);
    // Programs that do not strip a byte order mark count it: the text beside the offsets tells.
    if decoded.had_mark && unit.is_err() {
        let marked = format!("\u{feff}{}", decoded.text);
        let found = find(&marked);
        if found.is_ok() {
            decoded.text = marked;
            importer.note(ImportNote::MarkCounts { path: text_path.clone() });
            unit = found;
        }
    }
    let unit = unit?;
    let (bounds, names) = weigh(&ann, importer).map_err(in_file)?;
    if unit != Unit::CodePoints && said.is_none() {
        importer.note(ImportNote::Unit { path: input.path.into(), unit });
    }
    let builder = DocumentBuilder::new(&decoded.text, unit, bounds, names);
    let mut reader = Reader { importer, builder, document: &id };
    reader.read(&ann)?;
    let contents = reader.builder.finish();
    drop(ann);
    let document = Document::new(DocumentId(id.as_str().into()), id, decoded.text, metadata)
        .map_err(|error| ImportProblem::from(error).in_file(text_path))?;
    let annotator = importer.options.annotator.clone();
    Ok(importer.document(contents.of(document, annotator))?)
}

/// What all lines together become, by their first letters, before any of them is kept: annotations, and names of them.
fn weigh(ann: &str, importer: &mut Importer<'_>) -> Result<(usize, usize), ImportProblem> {
    let count = |letter| lines_of(ann).filter(|line| line.text.starts_with(letter)).count();
    let (bounds, events) = (count('T'), count('E'));
    importer.budget.charge(bounds, budget::ANNOTATION)?;
    importer.budget.charge(count('R'), budget::RELATION)?;
    importer.budget.charge(count('*') + events, budget::LOSS)?;
    importer.budget.charge(events, budget::NAME)?;
    Ok((bounds, bounds + events))
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

struct Reader<'r, 'a, 't> {
    importer: &'r mut Importer<'a>,
    builder: DocumentBuilder<'t>,
    document: &'r str,
}

impl Reader<'_, '_, '_> {
    /// Text-bound annotations first, then what refers to them: brat promises no order.
    fn read(&mut self, ann: &str) -> Result<(), ReadEnd> {
        for line in lines_of(ann).filter(|line| line.text.starts_with('T')) {
            if let Err(problem) = self.text_bound(line) {
                self.importer.refuse(line.number, problem)?;
            }
        }
        for line in lines_of(ann).filter(|line| line.text.starts_with('E')) {
            if let Err(problem) = self.event_trigger(line) {
                self.importer.refuse(line.number, problem)?;
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
                    self.weighed_lost(LossKind::Lost, LossDetail::Equivalence(rest.into()));
                    Ok(())
                }
                _ => Err(ImportProblem::NotBrat(shortened(line.text))),
            };
            if let Err(problem) = result {
                self.importer.refuse(line.number, problem)?;
            }
        }
        Ok(())
    }

    fn text_bound(&mut self, line: Line<'_>) -> Result<(), ImportProblem> {
        let bound = split_text_bound(line.text)?;
        let pieces =
            bound.places.iter().map(|&(start, end)| self.builder.piece(bound.id, Piece { start, end, said: None }));
        let pieces = pieces.collect::<Result<Vec<_>, _>>()?;
        let spans = Spans::new(pieces).map_err(|error| ImportProblem::Spans { id: bound.id.into(), error })?;
        let words = &mut *self.importer.words;
        let label = match words.label_in_brat(bound.label) {
            Some(label) => label,
            None => words.label(bound.label)?,
        };
        self.builder.annotate(bound.id.into(), label, spans, self.importer.record(INFO.name)).map(drop)
    }

    /// Puts an attribute on the annotation at `place`; whether it had none of that name.
    fn put(&mut self, place: usize, name: &str, value: AttributeValue) -> Result<bool, ImportProblem> {
        let is_first = self.builder.annotation(place).record.attributes.is_empty();
        self.importer.budget.charge(1, budget::attribute(is_first))?;
        let Some(annotation) = self.builder.annotation_mut(place) else { return Ok(false) };
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
        let ends = self.builder.ends(id, &source.into(), &target.into())?;
        let words = &mut *self.importer.words;
        let known = words.relation_in_brat(name);
        let name = known.as_ref().map_or(name, |known| known.as_str());
        let label = words.relation(id, name, &ends.source.1, &ends.target.1)?;
        let record = self.importer.record(INFO.name);
        self.builder.relate(Relation { id: id.into(), label, source: ends.source.0, target: ends.target.0, record })
    }

    /// `E1 ⇥ TYPE:T1 …`: from here on E1 is its trigger.
    fn event_trigger(&mut self, line: Line<'_>) -> Result<(), ImportProblem> {
        let (id, rest) = line.text.split_once('\t').unwrap_or((line.text, ""));
        let head = rest.split_ascii_whitespace().next().unwrap_or_default();
        let trigger = head.split_once(':').map_or(head, |(_, trigger)| trigger);
        let unknown = || ImportProblem::UnknownEnd { id: id.into(), end: trigger.into() };
        let place = self.builder.find(&trigger.into()).ok_or_else(unknown)?;
        self.builder.name(id.into(), place)
    }

    fn event_roles(&mut self, id: &str, rest: &str) -> Result<(), ImportProblem> {
        self.weighed_lost(LossKind::Flattened, LossDetail::Event(id.into()));
        for (n, role) in rest.split_ascii_whitespace().skip(1).enumerate() {
            let Some((name, target)) = role.split_once(':') else {
                return Err(ImportProblem::NotARole { id: id.into(), role: role.into() });
            };
            // Brat numbers the second filler of one role: Theme, Theme2.
            let name = name.trim_end_matches(|c: char| c.is_ascii_digit());
            self.importer.budget.charge(1, budget::RELATION)?;
            self.relate(&format!("{id}.{}", n + 1), name, id, target)?;
        }
        Ok(())
    }

    /// `A1 ⇥ Name T1 [value]`
    fn attribute(&mut self, rest: &str) -> Result<(), ImportProblem> {
        let mut words = rest.split_ascii_whitespace();
        let (name, owner) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let value = words.collect::<Vec<_>>().join(" ");
        let Some(place) = self.builder.find(&owner.into()) else {
            if self.builder.relation_mut(&owner.into()).is_some() || owner.starts_with('R') {
                return self
                    .lost(LossKind::Lost, LossDetail::RelationAttribute { name: name.into(), owner: owner.into() });
            }
            return Err(ImportProblem::UnknownEnd { id: name.into(), end: owner.into() });
        };
        let label = self.builder.annotation(place).label.clone();
        let (name, value) = self.as_defined(&label, name, value);
        let value = self.importer.words.attribute(Owner::Label(&label), &name, value)?;
        match self.put(place, &name, value)? {
            true => Ok(()),
            false => Err(ImportProblem::DuplicateId(format!("{name} of {owner}"))),
        }
    }

    /// The attribute whose name and choices brat could not write as they are.
    fn as_defined(&self, label: &LabelName, name: &str, value: String) -> (String, AttributeValue) {
        let known = self.importer.words.attribute_in_brat(label, name, &value);
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
        let place = self.builder.find(&owner.into()).ok_or_else(unknown)?;
        let label = self.builder.annotation(place).label.clone();
        let taken = self.builder.annotation(place).record.attributes.contains_key(name);
        let value = AttributeValue::Text(reference.into());
        match self.importer.words.attribute(Owner::Label(&label), name, value) {
            Ok(value) if !taken => self.put(place, name, value).map(drop),
            _ => self
                .lost(LossKind::Lost, LossDetail::Normalisation { reference: reference.into(), owner: owner.into() }),
        }
    }

    /// `#1 ⇥ AnnotatorNotes T1 ⇥ text`
    fn note(&mut self, rest: &str) -> Result<(), ImportProblem> {
        let (head, text) = rest.split_once('\t').unwrap_or((rest, ""));
        let owner = head.split_ascii_whitespace().nth(1).unwrap_or_default();
        let owner = AnnotationId::from(owner);
        let note = match self.builder.find(&owner) {
            Some(place) => self.builder.annotation_mut(place).map(|annotation| &mut annotation.record.note),
            None => self.builder.relation_mut(&owner).map(|relation| &mut relation.record.note),
        };
        let Some(note) = note else {
            return self.lost(LossKind::Lost, LossDetail::Note(shortened(rest)));
        };
        if !note.is_empty() {
            note.push('\n');
        }
        note.push_str(text);
        Ok(())
    }

    fn lost(&mut self, kind: LossKind, what: LossDetail) -> Result<(), ImportProblem> {
        self.importer.budget.charge(1, budget::LOSS)?;
        self.weighed_lost(kind, what);
        Ok(())
    }

    /// What was counted before anything was kept.
    fn weighed_lost(&mut self, kind: LossKind, what: LossDetail) {
        self.importer.loss(self.document, kind, what);
    }
}

/// The unit in which the text of every line matches.
fn find_unit(path: &Path, text: &str, said: Option<Unit>, ann: &str) -> Result<Unit, ImportError> {
    let map = OffsetMap::new(text);
    let mut units = UnitFinder::new(said);
    for line in lines_of(ann).filter(|line| line.text.starts_with('T')) {
        if units.is_hopeless() {
            break;
        }
        let bound = split_text_bound(line.text).map_err(|what| what.at(path, line.number))?;
        units.see(line.number, |unit| check(text, &map, &bound, unit));
        for &(start, end) in bound.places.iter().filter(|_| bound.said.is_none()) {
            units.see_bare(line.number, &map, Piece { start, end, said: None }, || bound.id.to_owned());
        }
    }
    units.found().map_err(|(line, problem)| problem.at(path, line))
}

/// Whether the pieces, joined by spaces, are what the line says. A line end in the text is a space there.
fn check(text: &str, map: &OffsetMap, bound: &TextBound, unit: Unit) -> Result<(), ImportProblem> {
    let id = || bound.id.to_owned();
    let piece = |&(start, end)| units::place(text, map, Piece { start, end, said: None }, unit, id);
    let pieces: Vec<TextSpan> = bound.places.iter().map(piece).collect::<Result<_, _>>()?;
    let found: Vec<String> = pieces.iter().map(|span| one_line(&text[span.range()])).collect();
    let found = found.join(" ");
    if let Some(said) = bound.said.map(one_line).filter(|said| *said != found) {
        let (start, end) = (bound.places[0].0, bound.places[bound.places.len() - 1].1);
        let (said, found) = (shortened(&said), shortened(&found));
        return Err(ImportProblem::Mismatch { id: id(), start, end, said, found, unit });
    }
    Spans::new(pieces).map(drop).map_err(|error| ImportProblem::Spans { id: id(), error })
}

/// Pieces of one annotation.
const MAX_PARTS: usize = 100_000;

fn split_text_bound(line: &str) -> Result<TextBound<'_>, ImportProblem> {
    let bad = || ImportProblem::NotATextBound(shortened(line));
    let mut fields = line.splitn(3, '\t');
    let (id, middle) = (fields.next().unwrap_or_default(), fields.next().ok_or_else(bad)?);
    let (label, places) = middle.split_once(' ').ok_or_else(bad)?;
    let place = |place: &str| {
        let (start, end) = place.split_once(' ')?;
        Some((start.parse().ok()?, end.parse().ok()?))
    };
    if places.bytes().filter(|byte| *byte == b';').count() >= MAX_PARTS {
        return Err(ImportProblem::TooManyPieces { id: shortened(id), most: MAX_PARTS });
    }
    let places: Option<Vec<(u64, u64)>> = places.split(';').map(place).collect();
    Ok(TextBound { id, label, places: places.ok_or_else(bad)?, said: fields.next() })
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}
