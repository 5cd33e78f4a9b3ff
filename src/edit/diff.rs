//! What differs between two versions of a document, annotation by annotation, in words that fit on a line each.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, AttributeValue, Attributes, Conflict, OffsetMap, Record, Relation,
    Sides, one_line,
};

/// One difference: what it is about, and what it was and became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub sign: ChangeKind,
    pub what: String,
    /// The fields that changed, where something is there before and after.
    pub fields: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    Added,
    Removed,
    Changed,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.sign {
            ChangeKind::Added => '+',
            ChangeKind::Removed => '-',
            ChangeKind::Changed => '~',
        };
        write!(f, "{sign} {}", self.what)?;
        match self.fields.is_empty() {
            true => Ok(()),
            false => write!(f, ": {}", self.fields.join("; ")),
        }
    }
}

/// Everything in which `after` differs from `before`, in the order of the file.
pub fn differences(before: &AnnotatedDocument, after: &AnnotatedDocument) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut changed = |what: &str, old: String, new: String| {
        if old != new {
            let fields = vec![format!("{old} → {new}")];
            found.push(Difference { sign: ChangeKind::Changed, what: what.into(), fields });
        }
    };
    changed("note", before.note.clone(), after.note.clone());
    changed("flag", before.flag.to_string(), after.flag.to_string());
    changed("title", before.document.title().into(), after.document.title().into());
    changed("id", before.document.id().to_string(), after.document.id().to_string());
    changed("annotator", before.annotator.to_string(), after.annotator.to_string());
    changed("state", before.state.to_string(), after.state.to_string());
    let text =
        |d: &AnnotatedDocument| format!("{} characters, sha256 {}", d.text().chars().count(), d.document.digest());
    changed("text", text(before), text(after));
    let metadata = json_fields(before.document.metadata(), after.document.metadata());
    if !metadata.is_empty() {
        found.push(Difference { sign: ChangeKind::Changed, what: "metadata".into(), fields: metadata });
    }
    let values = attributes(&before.attributes, &after.attributes);
    if !values.is_empty() {
        found.push(Difference { sign: ChangeKind::Changed, what: "document".into(), fields: values });
    }
    schema(before, after, &mut found);
    let lines = (DocumentLines::new(before), DocumentLines::new(after));
    annotations(&lines, &mut found);
    let ids: BTreeSet<&AnnotationId> = before.relations.keys().chain(after.relations.keys()).collect();
    for id in ids {
        let (old, new) = (before.relations.get(id), after.relations.get(id));
        found.extend(difference(old, new, relation_line, relation_fields));
    }
    let was: BTreeSet<String> = before.conflicts.iter().map(|c| lines.0.conflict(c)).collect();
    let is: BTreeSet<String> = after.conflicts.iter().map(|c| lines.1.conflict(c)).collect();
    for (sign, of, other) in [(ChangeKind::Removed, &was, &is), (ChangeKind::Added, &is, &was)] {
        let lines =
            of.difference(other).map(|line| Difference { sign, what: format!("conflict {line}"), fields: Vec::new() });
        found.extend(lines);
    }
    found
}

/// Whether two things are one for a comparison.
trait Same: PartialEq {
    fn is_same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Same for Annotation {
    fn is_same(&self, other: &Self) -> bool {
        let Annotation { id, label, spans, entity, record } = self;
        let body = (id, label, spans, entity) == (&other.id, &other.label, &other.spans, &other.entity);
        body && (record == &other.record || record.differs_in_import_alone(&other.record))
    }
}

impl Same for Relation {
    fn is_same(&self, other: &Self) -> bool {
        let Relation { id, label, source, target, record } = self;
        let body = (id, label, source, target) == (&other.id, &other.label, &other.source, &other.target);
        body && (record == &other.record || record.differs_in_import_alone(&other.record))
    }
}

impl Same for crate::model::Label {}
impl Same for crate::model::RelationType {}

fn difference<T: Same>(
    before: Option<&T>,
    after: Option<&T>,
    line: impl Fn(&T) -> String,
    fields: impl Fn(&T, &T) -> Vec<String>,
) -> Option<Difference> {
    match (before, after) {
        (Some(a), Some(b)) if a.is_same(b) => None,
        (Some(a), Some(b)) => Some(Difference { sign: ChangeKind::Changed, what: line(a), fields: fields(a, b) }),
        (Some(a), None) => Some(Difference { sign: ChangeKind::Removed, what: line(a), fields: Vec::new() }),
        (None, Some(b)) => Some(Difference { sign: ChangeKind::Added, what: line(b), fields: Vec::new() }),
        (None, None) => None,
    }
}

fn schema(before: &AnnotatedDocument, after: &AnnotatedDocument, found: &mut Vec<Difference>) {
    let (old, new) = (&before.schema, &after.schema);
    let mut names: Vec<_> = old.labels.iter().map(|l| &l.name).collect();
    names.extend(new.labels.iter().map(|l| &l.name).filter(|n| old.label(n).is_none()));
    for name in names {
        found.extend(difference(old.label(name), new.label(name), |l| format!("label {}", l.name), json_fields));
    }
    let mut names: Vec<_> = old.relation_types.iter().map(|l| &l.name).collect();
    names.extend(new.relation_types.iter().map(|l| &l.name).filter(|n| old.relation_type(n).is_none()));
    for name in names {
        let line = |r: &crate::model::RelationType| format!("relation type {}", r.name);
        found.extend(difference(old.relation_type(name), new.relation_type(name), line, json_fields));
    }
    let order = |d: &AnnotatedDocument| d.schema.labels.iter().map(|l| l.name.to_string()).collect::<Vec<_>>();
    let (mut was, mut is) = (order(before), order(after));
    was.retain(|name| new.label(&name.as_str().into()).is_some());
    is.retain(|name| old.label(&name.as_str().into()).is_some());
    if was != is {
        let fields = vec![format!("{} → {}", was.join(" "), is.join(" "))];
        found.push(Difference { sign: ChangeKind::Changed, what: "order of the labels".into(), fields });
    }
    if old.document_attributes != new.document_attributes || old.name != new.name {
        found.push(Difference {
            sign: ChangeKind::Changed,
            what: "schema's name or document attributes".into(),
            fields: vec![],
        });
    }
}

/// The fields in which two records differ, with what each was and is.
fn json_fields<T: Serialize>(before: &T, after: &T) -> Vec<String> {
    let fields = |record: &T| match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let said = |value: Option<&Value>| match value {
        None => "–".to_owned(),
        Some(Value::String(text)) => quoted(text),
        Some(value) => shortened(&value.to_string()),
    };
    let (was, is) = (fields(before), fields(after));
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let differing = names.into_iter().filter(|name| was.get(*name) != is.get(*name));
    differing.map(|name| format!("{name} {} → {}", said(was.get(name)), said(is.get(name)))).collect()
}

fn quoted(text: &str) -> String {
    format!("«{}»", shortened(text))
}

fn shortened(text: &str) -> String {
    let mut start: String = text.chars().take(MAX_QUOTED).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    one_line(&start).into_owned()
}

fn annotations((before, after): &(DocumentLines<'_>, DocumentLines<'_>), found: &mut Vec<Difference>) {
    let (lines_before, lines_after) = (before, after);
    let (before, after) = (before.document, after.document);
    let gone = before.annotations.iter().filter(|a| !after.annotations.contains(&a.id));
    for annotation in gone {
        found.push(Difference {
            sign: ChangeKind::Removed,
            what: lines_before.annotation(annotation),
            fields: Vec::new(),
        });
    }
    for annotation in after.annotations.iter() {
        let fields = |a: &Annotation, b: &Annotation| annotation_fields(lines_before, lines_after, a, b);
        let old = before.annotations.get(&annotation.id).map(|a| &**a);
        let line = |a: &Annotation| (if old.is_some() { lines_before } else { lines_after }).annotation(a);
        found.extend(difference(old, Some(&**annotation), line, fields));
    }
}

/// Characters of a quote that a line shows: spans within each other are the square of their text.
const MAX_QUOTED: usize = 200;

/// What is in a document, a line each. Places count code points.
#[derive(Debug)]
pub struct DocumentLines<'a> {
    document: &'a AnnotatedDocument,
    map: OffsetMap<'a>,
}

impl<'a> DocumentLines<'a> {
    /// Reads the text once.
    pub fn new(document: &'a AnnotatedDocument) -> Self {
        DocumentLines { document, map: OffsetMap::new(document.text()) }
    }

    /// `PER «quote» 3..9 (id)`.
    pub fn annotation(&self, annotation: &Annotation) -> String {
        format!("{} {} ({})", annotation.label, self.quoted_place(annotation), annotation.id)
    }

    /// What the two sides of a conflict say: ours → theirs.
    pub fn conflict(&self, conflict: &Conflict) -> String {
        conflict_line(self, conflict)
    }

    fn quoted_place(&self, annotation: &Annotation) -> String {
        let start = self.document.quote_start(annotation, MAX_QUOTED);
        let quote = one_line(&start);
        format!("«{quote}» {}", self.map.places(&annotation.spans))
    }
}

fn relation_line(relation: &Relation) -> String {
    format!("{} {} → {} ({})", relation.label, relation.source, relation.target, relation.id)
}

fn annotation_fields(
    before: &DocumentLines<'_>,
    after: &DocumentLines<'_>,
    a: &Annotation,
    b: &Annotation,
) -> Vec<String> {
    let mut fields = Vec::new();
    push(&mut fields, "label", &a.label, &b.label);
    if a.spans != b.spans {
        fields.push(format!("place {} → {}", before.quoted_place(a), after.quoted_place(b)));
    }
    record_fields(&mut fields, &a.record, &b.record);
    fields
}

fn relation_fields(a: &Relation, b: &Relation) -> Vec<String> {
    let mut fields = Vec::new();
    push(&mut fields, "type", &a.label, &b.label);
    push(&mut fields, "source", &a.source, &b.source);
    push(&mut fields, "target", &a.target, &b.target);
    record_fields(&mut fields, &a.record, &b.record);
    fields
}

/// Times are said only where nothing else changed: they follow from everything else.
fn record_fields(fields: &mut Vec<String>, a: &Record, b: &Record) {
    fields.extend(attributes(&a.attributes, &b.attributes));
    push(fields, "note", &quoted(&a.note), &quoted(&b.note));
    push(fields, "flag", &a.flag, &b.flag);
    push(fields, "annotator", &a.annotator, &b.annotator);
    push(fields, "provenance", &a.provenance, &b.provenance);
    if (a.created, a.modified) != (b.created, b.modified) && fields.is_empty() {
        fields.push("its times".into());
    }
}

fn push<T: PartialEq + fmt::Display>(fields: &mut Vec<String>, name: &str, a: &T, b: &T) {
    if a != b {
        fields.push(format!("{name} {a} → {b}"));
    }
}

fn attributes(before: &Attributes, after: &Attributes) -> Vec<String> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let said = |value: Option<&AttributeValue>| {
        value.map_or_else(|| "–".to_owned(), |value| one_line(&value.to_string()).into_owned())
    };
    let differing = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
    differing.map(|name| format!("{name} {} → {}", said(before.get(name)), said(after.get(name)))).collect()
}

/// What the two sides of a conflict say: ours → theirs.
fn conflict_line(lines: &DocumentLines<'_>, conflict: &Conflict) -> String {
    fn sides<T: PartialEq>(
        sides: &Sides<T>,
        line: impl Fn(&T) -> String,
        fields: impl Fn(&T, &T) -> Vec<String>,
    ) -> String {
        match (&sides.ours, &sides.theirs) {
            (Some(a), Some(b)) => format!("{}: {}", line(a), fields(a, b).join("; ")),
            (Some(a), None) => format!("{}: kept by ours, deleted by theirs", line(a)),
            (None, Some(b)) => format!("{}: deleted by ours, kept by theirs", line(b)),
            (None, None) => String::new(),
        }
    }
    let plain = |s: &Option<String>| s.clone().unwrap_or_else(|| "–".into());
    match conflict {
        Conflict::Annotation(of) => {
            let fields = |a: &Annotation, b: &Annotation| annotation_fields(lines, lines, a, b);
            sides(of, |a| lines.annotation(a), fields)
        }
        Conflict::Relation(of) => sides(of, relation_line, relation_fields),
        Conflict::Label(of) => sides(of, |l| format!("label {}", l.name), json_fields),
        Conflict::RelationType(of) => sides(of, |r| format!("relation type {}", r.name), json_fields),
        Conflict::DocumentAttribute(of) => sides(of, |a| format!("document attribute {}", a.name), json_fields),
        Conflict::State(of) => sides(of, |_| "state".into(), |a, b| vec![format!("{a} → {b}")]),
        Conflict::Value { name, sides } => {
            let as_map = |value: &Option<AttributeValue>| value.iter().map(|v| (name.clone(), v.clone())).collect();
            format!("document: {}", attributes(&as_map(&sides.ours), &as_map(&sides.theirs)).join("; "))
        }
        Conflict::Fact { fact, sides } => format!("{fact}: {} → {}", plain(&sides.ours), plain(&sides.theirs)),
    }
}
