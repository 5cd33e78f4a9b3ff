//! Reading brat. Every line is taken, turned into something near, or named in the report.
//!
//! An event is an annotation on the place of its trigger, and a relation for each role (`E1.1`, `E1.2`); a trigger is an annotation
//! of its own only where something else speaks of it. An equivalence is a chain of relations (`*1.1`, `*1.2`). A reference to a
//! database is a text attribute, and so are notes of any type but the usual one.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::configuration::{Arguments, Declared, usual_arguments};
use super::info::{INFO, one_line, pieces};
use super::names::{LOOK_AGAIN, NOTES, SPANS, names_in};
use crate::formats::budget;
use crate::formats::builder::{DocumentBuilder, Importer};
use crate::formats::error::{ImportError, ImportProblem};
use crate::formats::file_names::stem;
use crate::formats::flow::{ImportNote, Input, ReadEnd};
use crate::formats::loss::{LossDetail, LossKind};
use crate::formats::sniff::{Fit, Head};
use crate::formats::text;
use crate::formats::units::{self, Piece, UnitFinder};
use crate::formats::vocabulary::Owner;
use crate::model::offset_map::{OffsetMap, Unit};
use crate::model::{
    AnnotationId, AttributeKind, AttributeValue, Document, DocumentId, LabelName, Record, Relation, Spans, TextSpan,
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
    let companion = |name: &str| input.companions.iter().find(|(path, _)| path.file_name().is_some_and(|n| n == name));
    let own_text = input.path.with_extension("txt");
    let Some((text_path, text_bytes)) = input.companions.iter().find(|(path, _)| *path == own_text) else {
        let missing = input.path.with_extension("txt").display().to_string();
        return Err(ImportProblem::MissingCompanion(missing).in_file(input.path).into());
    };
    let in_file = |problem: ImportProblem| problem.in_file(input.path);
    let mut decoded = text::decode(text_path, text_bytes, importer)?;
    let mut metadata = text::metadata(&decoded);
    // An empty .ann is a text with nothing annotated yet.
    let ann = match input.bytes {
        [] => Cow::Borrowed(""),
        bytes => text::decode(input.path, bytes, importer)?.text,
    };
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
            decoded.text = marked.into();
            importer.note(ImportNote::MarkCounts { path: text_path.clone() });
            unit = found;
        }
    }
    let unit = unit?;
    // What the project says of its types; a file of it that is no text says nothing.
    let said_in = |name| companion(name).and_then(|(_, bytes)| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    let names_of_ours = names_in(said_in("visual.conf"));
    let is_exact = names_of_ours.is_some();
    let names_of_ours = names_of_ours.unwrap_or_default();
    let name = |theirs: &str| names_of_ours.get(theirs).map_or(theirs, String::as_str).to_owned();
    let declared = Declared::read(said_in("annotation.conf"), importer, &name, is_exact);
    let (bounds, names) = weigh(&ann, importer).map_err(in_file)?;
    if unit != Unit::CodePoints && said.is_none() {
        importer.note(ImportNote::Unit { path: input.path.into(), unit });
    }
    let builder = DocumentBuilder::new(&decoded.text, unit, bounds, names);
    let mut reader = Reader {
        importer,
        builder,
        document: &id,
        names: &names_of_ours,
        is_exact,
        declared,
        triggers: HashMap::new(),
        arguments: BTreeMap::new(),
        equivalences: 0,
    };
    reader.read(&ann)?;
    reader.keep_declared().map_err(in_file)?;
    if !reader.arguments.is_empty() {
        let said = reader.arguments.iter().map(|(of, (first, second))| format!("{of}={first},{second}"));
        metadata.insert(ARGUMENTS.into(), said.collect::<Vec<_>>().join("\n"));
    }
    let contents = reader.builder.finish();
    drop(ann);
    let document = Document::new(DocumentId(id.as_str().into()), id, decoded.text, metadata)
        .map_err(|error| ImportProblem::from(error).in_file(text_path))?;
    let annotator = importer.options.annotator.clone();
    Ok(importer.document(contents.of(document, annotator))?)
}

/// What the entity register is called where a database is named.
pub(super) const REGISTER: &str = "register";

/// The metadata that say what the arguments of relations are called, where that is not `Arg1` and `Arg2`: `TYPE=FIRST,SECOND` for
/// all of a type, `@R1=FIRST,SECOND` for one that differs, a line each.
pub(super) const ARGUMENTS: &str = "brat.arguments";

/// What all lines together become, by their first letters, before any of them is kept: annotations, and names of them.
fn weigh(ann: &str, importer: &mut Importer<'_>) -> Result<(usize, usize), ImportProblem> {
    let count = |letter| lines_of(ann).filter(|line| line.text.starts_with(letter)).count();
    let (bounds, events) = (count('T'), count('E'));
    importer.budget.charge(bounds + events, budget::ANNOTATION)?;
    importer.budget.charge(count('R'), budget::RELATION)?;
    importer.budget.charge(count('*'), budget::LOSS)?;
    importer.budget.charge(2 * events, budget::NAME)?;
    Ok((bounds + events, bounds + events))
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

/// What is known of the trigger of an event.
#[derive(Default)]
struct Trigger<'r> {
    /// Something but events speaks of it.
    is_kept: bool,
    /// The type of its first event. A trigger of another one is an annotation of its own.
    kind: Option<&'r str>,
    spans: Option<Spans>,
}

struct Reader<'r, 'a, 't> {
    importer: &'r mut Importer<'a>,
    builder: DocumentBuilder<'t>,
    document: &'r str,
    names: &'r HashMap<String, String>,
    /// The names are those of ours, and none stands for one with blanks.
    is_exact: bool,
    declared: Declared,
    triggers: HashMap<&'r str, Trigger<'r>>,
    /// What arguments are called, by relation type or by `@` and the relation.
    arguments: BTreeMap<String, Arguments>,
    equivalences: usize,
}

impl<'r> Reader<'r, '_, '_> {
    /// Text-bound annotations first, then events, then what refers to them: brat promises no order.
    fn read(&mut self, ann: &'r str) -> Result<(), ReadEnd> {
        self.find_triggers(ann);
        for letter in ['T', 'E'] {
            for line in lines_of(ann).filter(|line| line.text.starts_with(letter)) {
                let result = if letter == 'T' { self.text_bound(line) } else { self.event(line) };
                if let Err(problem) = result {
                    self.importer.refuse(line.number, problem)?;
                }
            }
        }
        // What may be spoken of goes before what speaks of it.
        for are_links in [true, false] {
            for line in lines_of(ann) {
                let (id, rest) = line.text.split_once('\t').unwrap_or((line.text, ""));
                let result = match (are_links, line.text.chars().next()) {
                    (_, Some('T')) => Ok(()),
                    (true, Some('R')) => self.relation(id, rest),
                    (true, Some('E')) => self.event_roles(id, rest),
                    (true, Some('*')) => self.equivalence(rest),
                    (false, Some('A' | 'M')) => self.attribute(rest),
                    (false, Some('N')) => self.normalisation(rest),
                    (false, Some('#')) => self.note(if rest.is_empty() { line.text } else { rest }),
                    (true, Some('A' | 'M' | 'N' | '#')) | (false, Some('R' | 'E' | '*')) => Ok(()),
                    _ if are_links => Err(ImportProblem::NotBrat(shortened(line.text))),
                    _ => Ok(()),
                };
                if let Err(problem) = result {
                    self.importer.refuse(line.number, problem)?;
                }
            }
        }
        Ok(())
    }

    /// Which annotations are triggers, and which of them are spoken of otherwise.
    fn find_triggers(&mut self, ann: &'r str) {
        for line in lines_of(ann).filter(|line| line.text.starts_with('E')) {
            if let Some((kind, trigger)) = head_of_event(line.text) {
                self.triggers.entry(trigger).or_default().kind.get_or_insert(kind);
            }
        }
        if self.triggers.is_empty() {
            return;
        }
        for line in lines_of(ann) {
            let rest = line.text.split_once('\t').map_or("", |(_, rest)| rest);
            let head = rest.split('\t').next().unwrap_or_default();
            // The first word is a type; of an event it is the type with the trigger.
            let words = head.split_ascii_whitespace().skip(1);
            match line.text.chars().next() {
                Some('R' | 'E') => words.for_each(|word| self.keep_trigger(word.rsplit(':').next().unwrap_or(word))),
                Some('*') => words.for_each(|word| self.keep_trigger(word)),
                Some('A' | 'M' | 'N' | '#') => words.take(1).for_each(|word| self.keep_trigger(word)),
                _ => {}
            }
        }
    }

    fn keep_trigger(&mut self, id: &str) {
        if let Some(trigger) = self.triggers.get_mut(id) {
            trigger.is_kept = true;
        }
    }

    /// The name that brat writes so.
    fn name(&self, theirs: &str) -> String {
        self.names.get(theirs).map_or(theirs, String::as_str).to_owned()
    }

    fn label(&mut self, theirs: &str) -> Result<LabelName, ImportProblem> {
        let name = self.name(theirs);
        let words = &mut *self.importer.words;
        match words.label_in_brat(&name).filter(|_| !self.is_exact) {
            Some(label) => Ok(label),
            None => words.label(&name),
        }
    }

    fn text_bound(&mut self, line: Line<'_>) -> Result<(), ImportProblem> {
        let bound = split_text_bound(line.text)?;
        let pieces =
            bound.places.iter().map(|&(start, end)| self.builder.piece(bound.id, Piece { start, end, said: None }));
        let pieces = pieces.collect::<Result<Vec<_>, _>>()?;
        let spans = Spans::new(pieces).map_err(|error| ImportProblem::Spans { id: bound.id.into(), error })?;
        if let Some(trigger) = self.triggers.get_mut(bound.id) {
            trigger.spans = Some(spans.clone());
            if !trigger.is_kept && trigger.kind == Some(bound.label) {
                return Ok(());
            }
        }
        let label = self.label(bound.label)?;
        self.builder.annotate(bound.id.into(), label, spans, self.importer.record(INFO.name)).map(drop)
    }

    /// `E1 ⇥ TYPE:T1 …`
    fn event(&mut self, line: Line<'_>) -> Result<(), ImportProblem> {
        let (id, rest) = line.text.split_once('\t').unwrap_or((line.text, ""));
        let (kind, trigger) = head_of_event(line.text).unwrap_or(("", rest));
        let unknown = || ImportProblem::UnknownEnd { id: id.into(), end: trigger.into() };
        let spans = self.triggers.get(trigger).and_then(|trigger| trigger.spans.clone()).ok_or_else(unknown)?;
        let label = self.label(kind)?;
        self.builder.annotate(id.into(), label, spans, self.importer.record(INFO.name)).map(drop)
    }

    fn event_roles(&mut self, id: &str, rest: &str) -> Result<(), ImportProblem> {
        let roles = rest.split('\t').next().unwrap_or_default();
        for (n, role) in roles.split_ascii_whitespace().skip(1).enumerate() {
            let Some((name, target)) = role.split_once(':') else {
                return Err(ImportProblem::NotARole { id: id.into(), role: role.into() });
            };
            // Brat numbers the second filler of one role: Theme, Theme2.
            let bare = name.trim_end_matches(|c: char| c.is_ascii_digit());
            let name = if bare.is_empty() { name } else { bare };
            self.importer.budget.charge(1, budget::RELATION)?;
            self.relate(&format!("{id}.{}", n + 1), name, id, target)?;
        }
        Ok(())
    }

    /// `* ⇥ Equiv T1 T2 T3`: a chain.
    fn equivalence(&mut self, rest: &str) -> Result<(), ImportProblem> {
        self.equivalences += 1;
        let mut words = rest.split_ascii_whitespace();
        let kind = words.next().unwrap_or_default();
        let Some(mut before) = words.next() else {
            self.weighed_lost(LossKind::Lost, LossDetail::Equivalence(shortened(rest)));
            return Ok(());
        };
        let mut links = 0;
        for member in words {
            links += 1;
            self.importer.budget.charge(1, budget::RELATION)?;
            self.relate(&format!("*{}.{links}", self.equivalences), kind, before, member)?;
            before = member;
        }
        if links == 0 {
            self.weighed_lost(LossKind::Lost, LossDetail::Equivalence(shortened(rest)));
        }
        Ok(())
    }

    fn relation(&mut self, id: &str, rest: &str) -> Result<(), ImportProblem> {
        let head = rest.split('\t').next().unwrap_or_default();
        let mut words = head.split_ascii_whitespace();
        let (kind, ends) = (words.next().unwrap_or_default(), words.collect::<Vec<_>>());
        let [first, second] = ends[..] else {
            return Err(ImportProblem::NotTwoArguments(id.into()));
        };
        let (first, second) = match (first.split_once(':'), second.split_once(':')) {
            (Some(first), Some(second)) => (first, second),
            _ => (("Arg1", first), ("Arg2", second)),
        };
        let (source, target) = self.in_order(id, kind, first, second)?;
        self.relate(id, kind, source, target)
    }

    /// Of two arguments that of the source first, by their names; what they are called is kept where it is not usual.
    fn in_order<'e>(
        &mut self,
        id: &str,
        kind: &str,
        first: (&str, &'e str),
        second: (&str, &'e str),
    ) -> Result<(&'e str, &'e str), ImportProblem> {
        let usual = usual_arguments();
        let here =
            |(one, other): &Arguments| (one == first.0 && other == second.0, one == second.0 && other == first.0);
        let of_type = self.name(kind);
        let known = self.arguments.get(&of_type).or_else(|| self.declared.arguments.get(kind));
        let said = known.cloned();
        for (names, is_of_type) in said.iter().map(|names| (names, true)).chain([(&usual, false)]) {
            let (straight, crossed) = here(names);
            if !straight && !crossed {
                continue;
            }
            if is_of_type && *names != usual && !self.arguments.contains_key(&of_type) {
                self.keep_arguments(of_type, names.clone())?;
            } else if !is_of_type && said.as_ref().is_some_and(|said| *said != usual) {
                self.keep_arguments(format!("@{id}"), usual.clone())?;
            }
            return Ok(if straight { (first.1, second.1) } else { (second.1, first.1) });
        }
        // Names nobody has said anything of: the first is the source.
        let names = (first.0.to_owned(), second.0.to_owned());
        let of = if said.is_none() { of_type } else { format!("@{id}") };
        self.keep_arguments(of, names)?;
        Ok((first.1, second.1))
    }

    /// What the project calls the arguments of its types is kept for relations that are still to be made as well: brat refuses one
    /// that calls them otherwise.
    fn keep_declared(&mut self) -> Result<(), ImportProblem> {
        let usual = usual_arguments();
        let declared = std::mem::take(&mut self.declared.arguments);
        for (kind, names) in declared.into_iter().filter(|(_, names)| *names != usual) {
            let of_type = self.name(&kind);
            if !self.arguments.contains_key(&of_type) {
                self.keep_arguments(of_type, names)?;
            }
        }
        Ok(())
    }

    fn keep_arguments(&mut self, of: String, names: Arguments) -> Result<(), ImportProblem> {
        // In the map and in the metadata.
        self.importer.budget.charge(2, budget::NAME)?;
        self.arguments.insert(of, names);
        Ok(())
    }

    fn relate(&mut self, id: &str, name: &str, source: &str, target: &str) -> Result<(), ImportProblem> {
        let ends = self.builder.ends(id, &source.into(), &target.into())?;
        let name = self.name(name);
        let words = &mut *self.importer.words;
        let known = words.relation_in_brat(&name).filter(|_| !self.is_exact);
        let name = known.as_ref().map_or(name.as_str(), |known| known.as_str());
        let label = words.relation(id, name, &ends.source.1, &ends.target.1)?;
        let record = self.importer.record(INFO.name);
        self.builder.relate(Relation { id: id.into(), label, source: ends.source.0, target: ends.target.0, record })
    }

    /// Who has this id, and the label or type of it.
    fn owner(&mut self, id: &str) -> Option<(Bearer, LabelName)> {
        let id = AnnotationId::from(id);
        if let Some(place) = self.builder.find(&id) {
            return Some((Bearer::Annotation(place), self.builder.annotation(place).label.clone()));
        }
        let label = self.builder.relation_mut(&id)?.label.clone();
        Some((Bearer::Relation(id), label))
    }

    fn record_mut(&mut self, bearer: &Bearer) -> Option<&mut Record> {
        match bearer {
            Bearer::Annotation(place) => self.builder.annotation_mut(*place).map(|annotation| &mut annotation.record),
            Bearer::Relation(id) => self.builder.relation_mut(id).map(|relation| &mut relation.record),
        }
    }

    /// Puts an attribute on what bears it; whether it had none of that name.
    fn put(&mut self, bearer: &Bearer, name: &str, value: AttributeValue) -> Result<bool, ImportProblem> {
        let Some(record) = self.record_mut(bearer) else { return Ok(false) };
        let is_first = record.attributes.is_empty();
        self.importer.budget.charge(1, budget::attribute(is_first))?;
        let Some(record) = self.record_mut(bearer) else { return Ok(false) };
        Ok(record.attributes.insert(name.to_owned(), value).is_none())
    }

    /// `A1 ⇥ Name T1 [value]`
    fn attribute(&mut self, rest: &str) -> Result<(), ImportProblem> {
        let head = rest.split('\t').next().unwrap_or_default();
        let mut words = head.split_ascii_whitespace();
        let (name, owner) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let value = self.name(&words.collect::<Vec<_>>().join(" "));
        let unknown = || ImportProblem::UnknownEnd { id: name.into(), end: owner.into() };
        let (bearer, label) = self.owner(owner).ok_or_else(unknown)?;
        let (name, value) = self.as_defined(bearer.owner(&label), &self.name(name), value);
        let value = self.importer.words.attribute(bearer.owner(&label), &name, value)?;
        match self.put(&bearer, &name, value)? {
            true => Ok(()),
            false => Err(ImportProblem::DuplicateId(format!("{name} of {owner}"))),
        }
    }

    /// The attribute whose name and choices brat could not write as they are.
    fn as_defined(&self, owner: Owner<'_>, name: &str, value: String) -> (String, AttributeValue) {
        if self.is_exact && !value.is_empty() {
            // The definition makes of it what it is.
            return (name.to_owned(), AttributeValue::Choice(value));
        }
        let known = self.importer.words.attribute_in_brat(owner, name, &value);
        let known = known.filter(|_| !self.is_exact);
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

    /// `N1 ⇥ Reference T1 RESOURCE:ID ⇥ title`: a text, the title behind a blank.
    fn normalisation(&mut self, rest: &str) -> Result<(), ImportProblem> {
        let (what, title) = rest.split_once('\t').unwrap_or((rest, ""));
        let words: Vec<&str> = what.split_ascii_whitespace().collect();
        let [name, owner, reference] = words[..] else {
            return Err(ImportProblem::NotANormalisation(what.into()));
        };
        let unknown = || ImportProblem::UnknownEnd { id: name.into(), end: owner.into() };
        let (bearer, label) = self.owner(owner).ok_or_else(unknown)?;
        if let (Bearer::Annotation(place), Some(entity)) =
            (&bearer, reference.strip_prefix(REGISTER).and_then(|rest| rest.strip_prefix(':')))
            && self.builder.annotation(*place).entity.is_none()
        {
            self.builder.link(*place, entity);
            return Ok(());
        }
        let value = if title.is_empty() { reference.to_owned() } else { format!("{reference} {title}") };
        let free =
            |record: &Record| (1..).map(|n| numbered(name, n)).find(|name| !record.attributes.contains_key(name));
        let name = self.record_mut(&bearer).and_then(|record| free(record)).unwrap_or_default();
        match self.importer.words.attribute(bearer.owner(&label), &name, AttributeValue::Text(value)) {
            Ok(value) => self.put(&bearer, &name, value).map(drop),
            Err(_) => self
                .lost(LossKind::Lost, LossDetail::Normalisation { reference: reference.into(), owner: owner.into() }),
        }
    }

    /// `#1 ⇥ AnnotatorNotes T1 ⇥ text`; a note of another type is a text attribute of its name. Several of one type are lines
    /// of one.
    fn note(&mut self, rest: &str) -> Result<(), ImportProblem> {
        let (head, text) = rest.split_once('\t').unwrap_or((rest, ""));
        let mut words = head.split_ascii_whitespace();
        let (kind, owner) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let Some((bearer, label)) = self.owner(owner) else {
            return self.lost(LossKind::Lost, LossDetail::Note(shortened(rest)));
        };
        if kind == NOTES {
            if let Some(record) = self.record_mut(&bearer) {
                if !record.note.is_empty() {
                    record.note.push('\n');
                }
                record.note.push_str(text);
            }
            return Ok(());
        }
        if kind == LOOK_AGAIN {
            self.record_mut(&bearer).into_iter().for_each(|record| record.flag = true);
            return Ok(());
        }
        if kind == SPANS && self.join_pieces(&bearer, text) {
            return Ok(());
        }
        let name = self.name(kind);
        if let Some(AttributeValue::Text(lines)) =
            self.record_mut(&bearer).and_then(|record| record.attributes.get_mut(&name))
        {
            lines.push('\n');
            lines.push_str(text);
            return Ok(());
        }
        match self.importer.words.attribute(bearer.owner(&label), &name, AttributeValue::Text(text.into())) {
            Ok(value) => self.put(&bearer, &name, value).map(drop),
            Err(_) => self.lost(LossKind::Lost, LossDetail::Note(shortened(rest))),
        }
    }

    /// Gives an annotation the places it had before it was split at line ends; false where they do not lead to its pieces.
    fn join_pieces(&mut self, bearer: &Bearer, places: &str) -> bool {
        let Bearer::Annotation(at) = bearer else { return false };
        let Some(places) = split_places(places) else { return false };
        let spans = places.iter().map(|&(start, end)| self.builder.piece("", Piece { start, end, said: None }));
        let Some(spans) = spans.collect::<Result<Vec<_>, _>>().ok().and_then(|spans| Spans::new(spans).ok()) else {
            return false;
        };
        let text = self.builder.text();
        let split = spans.iter().flat_map(|span| pieces(text, span.range()));
        let is_what_stands = split.eq(self.builder.annotation(*at).spans.iter().map(TextSpan::range));
        match self.builder.annotation_mut(*at).filter(|_| is_what_stands) {
            Some(annotation) => annotation.spans = spans,
            None => return false,
        }
        true
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

/// What bears an attribute or a note.
enum Bearer {
    /// Where it stands.
    Annotation(usize),
    Relation(AnnotationId),
}

impl Bearer {
    fn owner<'l>(&self, label: &'l LabelName) -> Owner<'l> {
        match self {
            Bearer::Annotation(_) => Owner::Label(label),
            Bearer::Relation(_) => Owner::Relation(label),
        }
    }
}

/// Of several of one name the second has a 2.
pub(super) fn numbered(name: &str, n: usize) -> String {
    if n == 1 { name.to_owned() } else { format!("{name}{n}") }
}

/// `E1 ⇥ TYPE:T1 …` → the type and the trigger.
fn head_of_event(line: &str) -> Option<(&str, &str)> {
    line.split_once('\t')?.1.split_ascii_whitespace().next()?.split_once(':')
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
        units.see(line.number, map.units_agree(), |unit| check(text, &map, &bound, unit));
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
    // Blanks behind the text are no part of it.
    let differs = |said: &String| *said != found && said.trim_end() != found.trim_end();
    if let Some(said) = bound.said.map(one_line).filter(differs) {
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
    if places.bytes().filter(|byte| *byte == b';').count() >= MAX_PARTS {
        return Err(ImportProblem::TooManyPieces { id: shortened(id), most: MAX_PARTS });
    }
    Ok(TextBound { id, label, places: split_places(places).ok_or_else(bad)?, said: fields.next() })
}

/// `0 3;7 9`
fn split_places(places: &str) -> Option<Vec<(u64, u64)>> {
    let place = |place: &str| {
        let (start, end) = place.trim().split_once(' ')?;
        Some((start.parse().ok()?, end.trim_start().parse().ok()?))
    };
    if places.bytes().filter(|byte| *byte == b';').count() >= MAX_PARTS {
        return None;
    }
    places.split(';').map(place).collect()
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}
