//! Writing brat: `NAME.txt`, `NAME.ann`, and one `annotation.conf` that says which labels there are.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::info::{INFO, ends_line, one_line};
use crate::formats::file_names::file_name;
use crate::formats::flow::{ExportSink, Stopped};
use crate::formats::format::DocumentWriter;
use crate::formats::loss::{AnnotationLoss, LossDetail, LossKind};
use crate::formats::losses::Losses;
use crate::formats::names::brat_name;
use crate::formats::offsets::OffsetMap;
use crate::model::{AnnotatedDocument, Annotation, AnnotationId, AttributeKind, AttributeValue, LabelName, Schema};

/// A folder of files while documents come.
#[derive(Default)]
pub(super) struct Writer {
    taken: HashSet<String>,
    configuration: Configuration,
}

impl DocumentWriter for Writer {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        let name = file_name(&document.document.id().0);
        let free = |n: usize| if n == 1 { name.clone() } else { format!("{name}-{n}") };
        let name = (1..).map(free).find(|name| self.taken.insert(name.to_lowercase())).unwrap_or_default();
        let mut lines = Lines {
            document,
            losses: Losses::new(document, &INFO),
            out: String::new(),
            notes: 0,
            attributes: 0,
            renamed: HashSet::new(),
        };
        lines.document();
        out.file(&PathBuf::from(format!("{name}.txt")))?;
        out.bytes(document.text().as_bytes())?;
        out.file(&PathBuf::from(format!("{name}.ann")))?;
        out.bytes(lines.out.as_bytes())?;
        lines.losses.finish(out);
        self.configuration.add(&document.schema);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        out.file(&PathBuf::from("annotation.conf"))?;
        out.bytes(self.configuration.text().as_bytes())
    }
}

/// The `.ann` of a document.
struct Lines<'a> {
    document: &'a AnnotatedDocument,
    losses: Losses<'a>,
    out: String,
    notes: usize,
    attributes: usize,
    /// The names that were told to be written otherwise.
    renamed: HashSet<String>,
}

impl Lines<'_> {
    fn document(&mut self) {
        let document = self.document;
        let map = OffsetMap::new(document.text());
        let ids = identities(document);
        let renamed = ids.iter().filter(|(ours, theirs)| ours.as_str() != theirs.as_str()).count();
        if renamed > 0 {
            self.losses.document(LossKind::Renamed, LossDetail::BratIds(renamed));
        }
        for annotation in document.annotations.iter() {
            let id = &ids[&annotation.id];
            let label = self.name(annotation.label.as_str());
            let places: Vec<String> = annotation
                .spans
                .iter()
                .map(|s| format!("{} {}", map.code_point(s.start().to_usize()).0, map.code_point(s.end().to_usize()).0))
                .collect();
            let parts: Vec<String> = annotation.spans.iter().map(|s| one_line(document.document.quote(s))).collect();
            self.out.push_str(&format!("{id}\t{label} {}\t{}\n", places.join(";"), parts.join(" ")));
            self.attributes(annotation, id);
            self.note(id, &annotation.record.note, &annotation.id);
        }
        for relation in document.relations.values() {
            let id = &ids[&relation.id];
            let label = self.name(relation.label.as_str());
            let (source, target) = (&ids[&relation.source], &ids[&relation.target]);
            self.out.push_str(&format!("{id}\t{label} Arg1:{source} Arg2:{target}\n"));
            self.note(id, &relation.record.note, &relation.id);
        }
    }

    fn attributes(&mut self, annotation: &Annotation, id: &str) {
        for (name, value) in &annotation.record.attributes {
            let value = match value {
                AttributeValue::Flag(true) => String::new(),
                AttributeValue::Flag(false) => {
                    self.losses.annotation(annotation, LossKind::Lost, AnnotationLoss::FalseFlag(name.clone()));
                    continue;
                }
                AttributeValue::Number(number) => format!(" {number}"),
                AttributeValue::Choice(text) | AttributeValue::Text(text) if text.is_empty() => {
                    self.losses.annotation(annotation, LossKind::Lost, AnnotationLoss::EmptyAttribute(name.clone()));
                    continue;
                }
                AttributeValue::Choice(text) | AttributeValue::Text(text) => {
                    let written = brat_name(text);
                    if written != *text {
                        let what = AnnotationLoss::SpacesInAttribute(name.clone());
                        self.losses.annotation(annotation, LossKind::Flattened, what);
                    }
                    format!(" {written}")
                }
            };
            self.attributes += 1;
            let name = self.name(name);
            self.out.push_str(&format!("A{}\t{name} {id}{value}\n", self.attributes));
        }
    }

    fn note(&mut self, id: &str, note: &str, ours: &AnnotationId) {
        if note.is_empty() {
            return;
        }
        if note.contains(ends_line) {
            self.losses.document(LossKind::Flattened, LossDetail::NoteLines(ours.clone()));
        }
        self.notes += 1;
        self.out.push_str(&format!("#{}\tAnnotatorNotes {id}\t{}\n", self.notes, one_line(note)));
    }

    fn name(&mut self, name: &str) -> String {
        let written = brat_name(name);
        if written != name && self.renamed.insert(name.to_owned()) {
            let what = LossDetail::BratName { from: name.to_owned(), to: written.clone() };
            self.losses.document(LossKind::Renamed, what);
        }
        written
    }
}

/// Ours → theirs. Ids that already are `T…` or `R…` with a number stay.
fn identities(document: &AnnotatedDocument) -> HashMap<AnnotationId, String> {
    let mut ids = HashMap::new();
    let annotations = document.annotations.iter().map(|a| &a.id);
    for (letter, all) in [('T', annotations.collect::<Vec<_>>()), ('R', document.relations.keys().collect())] {
        let fits = |id: &AnnotationId| {
            let number = id.as_str().strip_prefix(letter);
            number.is_some_and(|n| !n.is_empty() && n.len() < 19 && n.bytes().all(|b| b.is_ascii_digit()))
        };
        let taken: HashSet<&str> = all.iter().filter(|id| fits(id)).map(|id| id.as_str()).collect();
        let mut numbers = 1..;
        for id in &all {
            let theirs = match fits(id) {
                true => id.to_string(),
                false => {
                    let mut free = numbers.by_ref().map(|n: u64| format!("{letter}{n}"));
                    free.find(|name| !taken.contains(name.as_str())).unwrap_or_default()
                }
            };
            ids.insert((*id).clone(), theirs);
        }
    }
    ids
}

/// `annotation.conf`: which labels, relations and attributes brat is to offer.
#[derive(Default)]
struct Configuration {
    entities: Once,
    relations: BTreeMap<String, String>,
    attributes: BTreeMap<String, (Once, Once)>,
    /// The documents of one import share their schema: a hundred thousand do not each ask for four thousand labels.
    last: Option<Arc<Schema>>,
}

impl Configuration {
    fn add(&mut self, schema: &Arc<Schema>) {
        if self.last.as_ref().is_some_and(|last| Arc::ptr_eq(last, schema) || **last == **schema) {
            return;
        }
        self.last = Some(schema.clone());
        for label in &schema.labels {
            let name = brat_name(label.name.as_str());
            self.entities.add(name.clone());
            for attribute in &label.attributes {
                let (owners, values) = self.attributes.entry(brat_name(&attribute.name)).or_default();
                owners.add(name.clone());
                if let AttributeKind::Choice(choices) = &attribute.kind {
                    choices.iter().for_each(|choice| values.add(brat_name(choice)));
                }
            }
        }
        for relation in &schema.relation_types {
            let ends = |labels: &[LabelName]| match labels {
                [] => "<ENTITY>".to_owned(),
                some => some.iter().map(|l| brat_name(l.as_str())).collect::<Vec<_>>().join("|"),
            };
            let line = format!("Arg1:{}, Arg2:{}", ends(&relation.source_labels), ends(&relation.target_labels));
            self.relations.entry(brat_name(relation.name.as_str())).or_insert(line);
        }
    }

    fn text(&self) -> String {
        let mut out = String::from("[entities]\n");
        self.entities.list.iter().for_each(|name| out.push_str(&format!("{name}\n")));
        out.push_str("\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n");
        self.relations.iter().for_each(|(name, ends)| out.push_str(&format!("{name}\t{ends}\n")));
        out.push_str("\n[events]\n\n[attributes]\n");
        for (name, (owners, values)) in &self.attributes {
            let values = match values.list[..] {
                [] => String::new(),
                _ => format!(", Value:{}", values.list.join("|")),
            };
            out.push_str(&format!("{name}\tArg:{}{values}\n", owners.list.join("|")));
        }
        out
    }
}

/// Names in the order in which they first came, each once.
#[derive(Default)]
struct Once {
    list: Vec<String>,
    known: HashSet<String>,
}

impl Once {
    fn add(&mut self, name: String) {
        if self.known.insert(name.clone()) {
            self.list.push(name);
        }
    }
}
