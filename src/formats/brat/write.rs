//! Writing brat: `NAME.txt`, `NAME.ann`, and one `annotation.conf` that says which labels there are.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

use super::{brat_name, ends_line, one_line};
use crate::formats::loss::{LossKind, Losses, OfAnnotation, What};
use crate::formats::offsets::OffsetMap;
use crate::formats::{Export, file_name};
use crate::model::{AnnotatedDocument, Annotation, AnnotationId, AttributeKind, AttributeValue, Schema};

pub(super) fn export(documents: &[&AnnotatedDocument]) -> Export {
    let mut export = Export::default();
    let mut taken = HashSet::new();
    for document in documents {
        let name = file_name(&document.document.id().0);
        let free = |n: usize| if n == 1 { name.clone() } else { format!("{name}-{n}") };
        let name = (1..).map(free).find(|name| taken.insert(name.to_lowercase())).unwrap_or_default();
        let mut writer = Writer {
            document,
            losses: Losses::of(document),
            out: String::new(),
            notes: 0,
            attributes: 0,
            renamed: HashSet::new(),
        };
        writer.document();
        export.files.push((PathBuf::from(format!("{name}.txt")), document.text().as_bytes().to_vec()));
        export.files.push((PathBuf::from(format!("{name}.ann")), writer.out.into_bytes()));
        export.losses.append(&mut writer.losses.list);
    }
    let conf = configuration(documents.iter().map(|document| &*document.schema));
    export.files.push((PathBuf::from("annotation.conf"), conf.into_bytes()));
    export
}

struct Writer<'a> {
    document: &'a AnnotatedDocument,
    losses: Losses<'a>,
    out: String,
    notes: usize,
    attributes: usize,
    /// The names that were told to be written otherwise.
    renamed: HashSet<String>,
}

impl Writer<'_> {
    fn document(&mut self) {
        let document = self.document;
        let map = OffsetMap::new(document.text());
        let ids = identities(document);
        let renamed = ids.iter().filter(|(ours, theirs)| ours.as_str() != theirs.as_str()).count();
        if renamed > 0 {
            self.losses.document(LossKind::Renamed, What::BratIds(renamed));
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
            if !relation.record.attributes.is_empty() {
                self.losses.relation_attributes(&relation.id);
            }
        }
        self.losses.facts_of_document();
        if !document.annotations.is_empty() {
            self.losses.document(LossKind::Lost, What::Makers);
        }
    }

    fn attributes(&mut self, annotation: &Annotation, id: &str) {
        for (name, value) in &annotation.record.attributes {
            let value = match value {
                AttributeValue::Flag(true) => String::new(),
                AttributeValue::Flag(false) => {
                    self.losses.annotation(annotation, LossKind::Lost, OfAnnotation::FalseFlag(name.clone()));
                    continue;
                }
                AttributeValue::Number(number) => format!(" {number}"),
                AttributeValue::Choice(text) | AttributeValue::Text(text) if text.is_empty() => {
                    self.losses.annotation(annotation, LossKind::Lost, OfAnnotation::EmptyAttribute(name.clone()));
                    continue;
                }
                AttributeValue::Choice(text) | AttributeValue::Text(text) => {
                    let written = brat_name(text);
                    if written != *text {
                        let what = OfAnnotation::SpacesInAttribute(name.clone());
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
            self.losses.document(LossKind::Flattened, What::NoteLines(ours.clone()));
        }
        self.notes += 1;
        self.out.push_str(&format!("#{}\tAnnotatorNotes {id}\t{}\n", self.notes, one_line(note)));
    }

    fn name(&mut self, name: &str) -> String {
        let written = brat_name(name);
        if written != name && self.renamed.insert(name.to_owned()) {
            let what = What::BratName { from: name.to_owned(), to: written.clone() };
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
fn configuration<'a>(schemas: impl Iterator<Item = &'a Schema>) -> String {
    let mut entities = Once::default();
    let mut relations = BTreeMap::new();
    let mut attributes: BTreeMap<String, (Once, Once)> = BTreeMap::new();
    // The documents of one import share their schema: a hundred thousand do not each ask for four thousand labels.
    let mut seen = HashSet::new();
    for schema in schemas.filter(|schema| seen.insert(std::ptr::from_ref::<Schema>(schema))) {
        for label in &schema.labels {
            let name = brat_name(label.name.as_str());
            entities.add(name.clone());
            for attribute in &label.attributes {
                let (owners, values) = attributes.entry(brat_name(&attribute.name)).or_default();
                owners.add(name.clone());
                if let AttributeKind::Choice(choices) = &attribute.kind {
                    choices.iter().for_each(|choice| values.add(brat_name(choice)));
                }
            }
        }
        for relation in &schema.relation_types {
            let ends = |labels: &[crate::model::LabelName]| match labels {
                [] => "<ENTITY>".to_owned(),
                some => some.iter().map(|l| brat_name(l.as_str())).collect::<Vec<_>>().join("|"),
            };
            let line = format!("Arg1:{}, Arg2:{}", ends(&relation.source_labels), ends(&relation.target_labels));
            relations.entry(brat_name(relation.name.as_str())).or_insert(line);
        }
    }
    let mut out = String::from("[entities]\n");
    entities.list.iter().for_each(|name| out.push_str(&format!("{name}\n")));
    out.push_str("\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n");
    relations.iter().for_each(|(name, ends)| out.push_str(&format!("{name}\t{ends}\n")));
    out.push_str("\n[events]\n\n[attributes]\n");
    for (name, (owners, values)) in &attributes {
        let values = match values.list[..] {
            [] => String::new(),
            _ => format!(", Value:{}", values.list.join("|")),
        };
        out.push_str(&format!("{name}\tArg:{}{values}\n", owners.list.join("|")));
    }
    out
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
