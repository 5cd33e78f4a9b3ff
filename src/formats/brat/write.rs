//! Writing brat: `NAME.txt`, `NAME.ann`, `annotation.conf`, which says which labels there are, and `visual.conf`, which says what
//! they are called.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::path::PathBuf;

use super::configuration::{Arguments, Configuration, usual_arguments};
use super::info::{INFO, ends_line, number_of, one_line, part_of, pieces};
use super::names::{LOOK_AGAIN, NOTES, Names, SPANS};
use super::read::{ARGUMENTS, REGISTER, numbered};
use crate::formats::file_names::FileNames;
use crate::formats::flow::{ExportSink, Stopped};
use crate::formats::format::DocumentWriter;
use crate::formats::loss::{AnnotationLoss, LossDetail, LossKind};
use crate::formats::losses::Losses;
use crate::model::offset_map::OffsetMap;
use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, AttributeValue, LabelName, Provenance, Record, Register, Relation,
    Spans, TextSpan,
};

/// What of an annotation's text stands for the name of its entry where that is not known, in characters.
const MAX_TITLE: usize = 60;

/// A folder of files while documents come.
#[derive(Default)]
pub(super) struct Writer<'r> {
    /// What links to the entity register are called.
    register: Option<&'r Register>,
    files: FileNames,
    names: Names,
    configuration: Configuration,
}

impl<'r> Writer<'r> {
    /// One that calls links by the names of their entries.
    pub(super) fn calling(register: Option<&'r Register>) -> Self {
        Writer { register, ..Writer::default() }
    }
}

impl DocumentWriter for Writer<'_> {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        let name = self.files.take(&document.document.id().0);
        self.configuration.add(&document.schema, &mut self.names);
        let mut lines = Lines {
            document,
            map: OffsetMap::new(document.text()),
            ids: Ids::of(document),
            losses: Losses::new(document, &INFO),
            names: &mut self.names,
            configuration: &mut self.configuration,
            out: String::new(),
            notes: 0,
            attributes: 0,
            references: 0,
            register: self.register,
            renamed: HashSet::new(),
        };
        lines.document();
        out.file(&PathBuf::from(format!("{name}.txt")))?;
        out.bytes(document.text().as_bytes())?;
        out.file(&PathBuf::from(format!("{name}.ann")))?;
        out.bytes(lines.out.as_bytes())?;
        lines.losses.finish(out);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        out.file(&PathBuf::from("annotation.conf"))?;
        out.bytes(self.configuration.text().as_bytes())?;
        out.file(&PathBuf::from("visual.conf"))?;
        out.bytes(self.names.visual_conf().as_bytes())
    }
}

/// Where the numbers of roles begin that have none yet: beyond those that a file gives.
const NEW_ROLES: u64 = 1 << 40;

/// An event: what it stands on is its trigger.
struct Event<'a> {
    annotation: &'a Annotation,
    /// `T5`
    trigger: String,
    /// In the order of their ids.
    roles: Vec<&'a Relation>,
}

/// What everything of a document is called in brat, and as what it is written.
struct Ids<'a> {
    /// Ours → theirs, of all that is written as a line of its own.
    theirs: HashMap<&'a AnnotationId, String>,
    events: BTreeMap<u64, Event<'a>>,
    /// The triggers that stand for no annotation of ours: id, and an event on it.
    triggers: Vec<(String, &'a Annotation)>,
    /// Chains of relations that are an equivalence, by its number.
    equivalences: BTreeMap<u64, Vec<&'a Relation>>,
    relations: Vec<&'a Relation>,
    /// Annotations of which nothing can be written.
    bare: HashSet<&'a AnnotationId>,
    renamed: usize,
}

impl<'a> Ids<'a> {
    fn of(document: &'a AnnotatedDocument) -> Ids<'a> {
        let text = document.text();
        let is_bare = |a: &Annotation| a.spans.iter().all(|span| pieces(text, span.range()).is_empty());
        let mut ids = Ids {
            theirs: HashMap::new(),
            events: BTreeMap::new(),
            triggers: Vec::new(),
            equivalences: BTreeMap::new(),
            relations: Vec::new(),
            bare: document.annotations.iter().filter(|a| is_bare(a)).map(|a| &a.id).collect(),
            renamed: 0,
        };
        let mut plain: Vec<&'a Annotation> = Vec::new();
        let all: Vec<&'a Annotation> = document.annotations.iter().map(|a| &**a).collect();
        for annotation in all.into_iter().filter(|a| !ids.bare.contains(&a.id)) {
            match number_of(annotation.id.as_str(), 'E').filter(|_| is_of_brat(&annotation.record)) {
                Some(n) if !ids.events.contains_key(&n) => {
                    ids.theirs.insert(&annotation.id, format!("E{n}"));
                    ids.events.insert(n, Event { annotation, trigger: String::new(), roles: Vec::new() });
                }
                _ => plain.push(annotation),
            }
        }
        ids.share_out(document);
        let mut numbers = ids.name('T', plain.iter().map(|a| &a.id).collect());
        // Events of one label on one place have one trigger.
        let mut shared: HashMap<(&LabelName, &Spans), String> = HashMap::new();
        // One that something else speaks of as well is kept by a reader beside the events it is a trigger of.
        let mut spoken_of: HashSet<&AnnotationId> = HashSet::new();
        if !ids.events.is_empty() {
            spoken_of.extend(document.relations.values().flat_map(|relation| [&relation.source, &relation.target]));
        }
        let is_spoken_of = |a: &&&'a Annotation| !says_nothing(&a.record) || spoken_of.contains(&a.id);
        let plain_at: HashMap<(&LabelName, &Spans), &'a Annotation> =
            plain.iter().filter(is_spoken_of).map(|a| ((&a.label, &a.spans), *a)).collect();
        let mut events = std::mem::take(&mut ids.events);
        for event in events.values_mut() {
            let place = (&event.annotation.label, &event.annotation.spans);
            let trigger = shared.entry(place).or_insert_with(|| match plain_at.get(&place) {
                Some(known) => ids.theirs[&known.id].clone(),
                None => {
                    let trigger = numbers.next().unwrap_or_default();
                    ids.triggers.push((trigger.clone(), event.annotation));
                    trigger
                }
            });
            event.trigger.clone_from(trigger);
        }
        ids.events = events;
        let relations = ids.relations.iter().map(|r| &r.id).collect();
        drop(ids.name('R', relations));
        ids
    }

    /// Which relations are roles of events, links of equivalences, or relations.
    fn share_out(&mut self, document: &'a AnnotatedDocument) {
        let mut roles: BTreeMap<(u64, u64), &'a Relation> = BTreeMap::new();
        let mut links: BTreeMap<(u64, u64), &'a Relation> = BTreeMap::new();
        let mut others = Vec::new();
        for relation in document.relations.values() {
            if self.bare.contains(&relation.source) || self.bare.contains(&relation.target) {
                continue;
            }
            let event = part_of(relation.id.as_str(), 'E').filter(|(event, _)| *event == relation.source.as_str());
            let event = event.and_then(|(event, n)| Some((number_of(event, 'E')?, n)));
            let link = part_of(relation.id.as_str(), '*').and_then(|(whole, n)| Some((number_of(whole, '*')?, n)));
            match (event.filter(|(event, _)| self.events.contains_key(event)), link) {
                // Only a name is left of a role: what else there is to say of it needs a relation.
                (Some(place), _) if says_nothing(&relation.record) && !ends_in_digit(&relation.label) => {
                    if let Some(other) = roles.insert(place, relation) {
                        self.relations.push(other);
                    }
                }
                (_, Some(place)) if says_nothing(&relation.record) => {
                    if let Some(other) = links.insert(place, relation) {
                        self.relations.push(other);
                    }
                }
                _ => others.push(relation),
            }
        }
        // A link that was made here, of an event and with the name of one of its file's roles, is a role as well: after the others.
        let names: HashSet<&LabelName> = roles.values().map(|role| &role.label).collect();
        let mut next = NEW_ROLES;
        let mut made = Vec::new();
        for relation in others {
            let event = number_of(relation.source.as_str(), 'E').filter(|event| self.events.contains_key(event));
            // What the file calls a relation stays one.
            let is_made = number_of(relation.id.as_str(), 'R').is_none();
            match event.filter(|_| is_made && says_nothing(&relation.record) && names.contains(&relation.label)) {
                Some(event) => {
                    made.push(((event, next), relation));
                    next += 1;
                }
                None => self.relations.push(relation),
            }
        }
        roles.extend(made);
        for ((event, n), relation) in roles {
            if let Some(event) = self.events.get_mut(&event) {
                event.roles.push(relation);
                // The reader counts them.
                self.renamed += usize::from(event.roles.len() as u64 != n);
            }
        }
        for ((whole, _), relation) in links {
            let chain = self.equivalences.entry(whole).or_default();
            match chain.last().is_none_or(|last| last.target == relation.source && last.label == relation.label) {
                true => chain.push(relation),
                false => self.relations.push(relation),
            }
        }
        for (n, (whole, chain)) in self.equivalences.iter().enumerate() {
            let expected = |(k, relation): (usize, &&Relation)| {
                part_of(relation.id.as_str(), '*').is_some_and(|(_, part)| part == k as u64 + 1)
            };
            let kept = *whole == n as u64 + 1 && chain.iter().enumerate().all(expected);
            self.renamed += if kept { 0 } else { chain.len() };
        }
        // As they stand in the document.
        self.relations.sort_by(|a, b| a.id.cmp(&b.id));
    }

    /// Names those of a kind: ids that are of their kind already stay. Gives the numbers that are free.
    fn name(&mut self, letter: char, all: Vec<&'a AnnotationId>) -> impl Iterator<Item = String> + use<'a> {
        let taken: HashSet<u64> = all.iter().filter_map(|id| number_of(id.as_str(), letter)).collect();
        let mut kept = HashSet::new();
        let mut free = (1..).filter(move |n| !taken.contains(n)).map(move |n| format!("{letter}{n}"));
        for id in all {
            let theirs = match number_of(id.as_str(), letter) {
                // T1 and T01 are two of ours.
                Some(n) if kept.insert(n) => format!("{letter}{n}"),
                _ => free.next().unwrap_or_default(),
            };
            self.renamed += usize::from(theirs != id.as_str());
            self.theirs.insert(id, theirs);
        }
        free
    }
}

fn is_of_brat(record: &Record) -> bool {
    matches!(&record.provenance, Provenance::Imported { format } if format == INFO.name)
}

fn says_nothing(record: &Record) -> bool {
    record.attributes.is_empty() && record.note.is_empty() && !record.flag
}

fn ends_in_digit(label: &LabelName) -> bool {
    label.as_str().ends_with(|c: char| c.is_numeric())
}

/// The `.ann` of a document.
struct Lines<'a, 'w> {
    document: &'a AnnotatedDocument,
    map: OffsetMap<'a>,
    ids: Ids<'a>,
    losses: Losses<'a>,
    names: &'w mut Names,
    configuration: &'w mut Configuration,
    out: String,
    notes: usize,
    attributes: usize,
    references: usize,
    register: Option<&'a Register>,
    /// The names that were told to be written otherwise.
    renamed: HashSet<String>,
}

impl<'a> Lines<'a, '_> {
    fn document(&mut self) {
        let document = self.document;
        let renamed = self.ids.renamed;
        for annotation in document.annotations.iter().filter(|a| self.ids.bare.contains(&a.id)) {
            self.losses.annotation(annotation, LossKind::Lost, AnnotationLoss::OnlyLineEnds);
        }
        let bare = |r: &&Relation| self.ids.bare.contains(&r.source) || self.ids.bare.contains(&r.target);
        let lost = document.relations.values().filter(bare).count();
        if lost > 0 {
            self.losses.document(LossKind::Lost, LossDetail::Relations(lost));
        }
        for (id, event) in std::mem::take(&mut self.ids.triggers) {
            self.text_bound(&id, event);
        }
        for annotation in document.annotations.iter() {
            let Some(id) = self.ids.theirs.get(&annotation.id).cloned() else { continue };
            let places = self.split_places(annotation);
            if places.is_some() {
                self.losses.annotation(annotation, LossKind::Flattened, AnnotationLoss::LineEnds);
            }
            if id.starts_with('T') {
                self.text_bound(&id, annotation);
                places.into_iter().for_each(|places| self.note_line(SPANS, &id, &places));
                self.beside(&annotation.record, &id, Some(annotation));
            }
        }
        for event in std::mem::take(&mut self.ids.events).into_values() {
            self.event(&event);
        }
        for relation in std::mem::take(&mut self.ids.relations) {
            self.relation(relation);
        }
        for chain in std::mem::take(&mut self.ids.equivalences).into_values() {
            let Some(first) = chain.first() else { continue };
            let name = self.name(first.label.as_str());
            let members: Vec<&str> = std::iter::once(&first.source)
                .chain(chain.iter().map(|link| &link.target))
                .map(|id| self.ids.theirs.get(id).map_or("", String::as_str))
                .collect();
            self.out.push_str(&format!("*\t{name} {}\n", members.join(" ")));
        }
        if renamed > 0 {
            self.losses.document(LossKind::Renamed, LossDetail::BratIds(renamed));
        }
    }

    /// The line of an annotation or a trigger.
    fn text_bound(&mut self, id: &str, annotation: &Annotation) {
        let name = self.name(annotation.label.as_str());
        let text = self.document.text();
        let parts: Vec<Range<usize>> = annotation.spans.iter().flat_map(|span| pieces(text, span.range())).collect();
        let places: Vec<String> = parts.iter().map(|part| self.place(part)).collect();
        let quotes: Vec<&str> = parts.iter().map(|part| &text[part.clone()]).collect();
        self.out.push_str(&format!("{id}\t{name} {}\t{}\n", places.join(";"), quotes.join(" ")));
    }

    fn place(&self, part: &Range<usize>) -> String {
        format!("{} {}", self.map.code_point(part.start).0, self.map.code_point(part.end).0)
    }

    /// Where an annotation is, if that is not where its pieces are.
    fn split_places(&self, annotation: &Annotation) -> Option<String> {
        let text = self.document.text();
        let split = annotation.spans.iter().flat_map(|span| pieces(text, span.range()));
        if split.eq(annotation.spans.iter().map(TextSpan::range)) {
            return None;
        }
        let places: Vec<String> = annotation.spans.iter().map(|span| self.place(&span.range())).collect();
        Some(places.join(";"))
    }

    fn event(&mut self, event: &Event<'a>) {
        let id = self.ids.theirs[&event.annotation.id].clone();
        let name = self.name(event.annotation.label.as_str());
        self.out.push_str(&format!("{id}\t{name}:{}", event.trigger));
        let mut counts: HashMap<String, usize> = HashMap::new();
        let mut roles = Vec::new();
        for role in &event.roles {
            let name = self.name(role.label.as_str());
            let n = counts.entry(name.clone()).or_insert(0);
            *n += 1;
            let target = &self.ids.theirs[&role.target];
            self.out.push_str(&format!(" {}:{target}", numbered(&name, *n)));
            roles.push(name);
        }
        self.out.push('\n');
        self.configuration.event(&name, &roles);
        if let Some(places) = self.split_places(event.annotation) {
            self.note_line(SPANS, &id, &places);
        }
        self.beside(&event.annotation.record, &id, Some(event.annotation));
    }

    fn relation(&mut self, relation: &Relation) {
        let id = self.ids.theirs[&relation.id].clone();
        let name = self.name(relation.label.as_str());
        let (first, second) = self.arguments(relation);
        let (source, target) = (&self.ids.theirs[&relation.source], &self.ids.theirs[&relation.target]);
        self.out.push_str(&format!("{id}\t{name} {first}:{source} {second}:{target}\n"));
        self.configuration.arguments(&name, &(first, second));
        self.configuration.uses(&name);
        self.beside(&relation.record, &id, None);
    }

    /// What its arguments were called in the file it came from.
    fn arguments(&self, relation: &Relation) -> Arguments {
        let said = self.document.document.metadata().get(ARGUMENTS).map(String::as_str).unwrap_or_default();
        let find = |of: &str| {
            let entry = said.split('\n').find_map(|entry| entry.rsplit_once('=').filter(|(name, _)| *name == of));
            let (first, second) = entry?.1.split_once(',')?;
            let is_name = |name: &str| !name.is_empty() && !name.contains([':', ',']);
            (is_name(first) && is_name(second) && first != second).then(|| (first.to_owned(), second.to_owned()))
        };
        let own = find(&format!("@{}", relation.id)).or_else(|| find(relation.label.as_str()));
        own.unwrap_or_else(usual_arguments)
    }

    /// Attributes, references and notes of an annotation or a relation.
    fn beside(&mut self, record: &Record, id: &str, of: Option<&Annotation>) {
        let link = of.and_then(|annotation| Some((annotation, annotation.entity.as_ref()?)));
        if let Some((annotation, entity)) = link {
            self.references += 1;
            let entry = self.register.and_then(|register| register.resolve(entity));
            let title = match entry {
                Some(entry) => one_line(&entry.name),
                None => one_line(&self.document.quote_start(annotation, MAX_TITLE)),
            };
            self.out.push_str(&format!("N{}\tReference {id} {REGISTER}:{entity}\t{title}\n", self.references));
        }
        let references = references(record);
        for reference in &references {
            self.references += 1;
            let (what, title) = reference.split_once(' ').unwrap_or((reference, ""));
            let title = if title.is_empty() { String::new() } else { format!("\t{title}") };
            self.out.push_str(&format!("N{}\tReference {id} {what}{title}\n", self.references));
        }
        let is_reference = |name: &str| (1..=references.len()).any(|n| numbered("Reference", n) == name);
        for (name, value) in &record.attributes {
            let value = match value {
                _ if is_reference(name) => continue,
                AttributeValue::Flag(true) => String::new(),
                AttributeValue::Number(number) => format!(" {number}"),
                AttributeValue::Choice(text) if !text.is_empty() => format!(" {}", self.name(text)),
                AttributeValue::Text(_) | AttributeValue::Choices(_) | AttributeValue::Date(_) => {
                    let kind = self.name(name);
                    let flat = self.lines_of(&kind, id, &value.to_string());
                    if flat {
                        self.lost_of(id, of, LossKind::Flattened, AnnotationLoss::LinesInAttribute(name.clone()));
                    }
                    continue;
                }
                AttributeValue::Flag(false) => {
                    self.lost_of(id, of, LossKind::Lost, AnnotationLoss::FalseFlag(name.clone()));
                    continue;
                }
                AttributeValue::Choice(_) => {
                    self.lost_of(id, of, LossKind::Lost, AnnotationLoss::EmptyAttribute(name.clone()));
                    continue;
                }
            };
            self.attributes += 1;
            let name = self.name(name);
            self.out.push_str(&format!("A{}\t{name} {id}{value}\n", self.attributes));
        }
        if record.flag {
            self.note_line(LOOK_AGAIN, id, "look again");
        }
        if record.note.is_empty() {
            return;
        }
        // The reader cannot tell empty lines before the first from none.
        let flat = self.lines_of(NOTES, id, record.note.trim_start_matches('\n'));
        if flat || record.note.starts_with('\n') {
            let ours = of.map_or_else(|| AnnotationId::from(id), |annotation| annotation.id.clone());
            self.losses.document(LossKind::Flattened, LossDetail::NoteLines(ours));
        }
    }

    fn lost_of(&mut self, id: &str, of: Option<&Annotation>, kind: LossKind, what: AnnotationLoss) {
        match of {
            Some(annotation) => self.losses.annotation(annotation, kind, what),
            None => self.losses.document(kind, LossDetail::RelationAttributes(id.into())),
        }
    }

    /// A note for each line of a text. True where something else than a line feed would have ended one.
    fn lines_of(&mut self, kind: &str, id: &str, text: &str) -> bool {
        text.split('\n').for_each(|line| self.note_line(kind, id, &one_line(line)));
        text.contains(|c| c != '\n' && ends_line(c))
    }

    fn note_line(&mut self, kind: &str, id: &str, text: &str) {
        self.notes += 1;
        self.out.push_str(&format!("#{}\t{kind} {id}\t{text}\n", self.notes));
    }

    fn name(&mut self, name: &str) -> String {
        let written = self.names.of(name);
        if written != name && self.renamed.insert(name.to_owned()) {
            let what = LossDetail::BratName { from: name.to_owned(), to: written.clone() };
            self.losses.document(LossKind::Renamed, what);
        }
        written
    }
}

/// The texts that are references to a database: `Reference`, `Reference2` and so on, each `DATABASE:ID`, or that and a title.
fn references(record: &Record) -> Vec<&str> {
    let reference = |n: usize| match record.attributes.get(&numbered("Reference", n))? {
        AttributeValue::Text(text) => {
            let (what, title) = text.split_once(' ').map_or((text.as_str(), None), |(what, title)| (what, Some(title)));
            let (database, number) = what.split_once(':')?;
            let is_word = |word: &str| !word.is_empty() && !word.contains(|c: char| c.is_whitespace() || ends_line(c));
            let is_title = |title: &str| !title.is_empty() && !title.contains(ends_line);
            (is_word(database) && is_word(number) && title.is_none_or(is_title)).then_some(text.as_str())
        }
        _ => None,
    };
    (1..).map_while(reference).collect()
}
