//! What differs between two versions of a document, annotation by annotation, in words that fit on a line each.

use std::collections::BTreeSet;
use std::fmt;

use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, AttributeValue, Attributes, Conflict, Record, Relation, Sides,
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
    changed("title", before.document.title().into(), after.document.title().into());
    changed("id", before.document.id().to_string(), after.document.id().to_string());
    changed("annotator", before.annotator.to_string(), after.annotator.to_string());
    changed("state", format!("{:?}", before.state), format!("{:?}", after.state));
    changed("metadata", format!("{:?}", before.document.metadata()), format!("{:?}", after.document.metadata()));
    let bytes = |d: &AnnotatedDocument| format!("{} bytes, sha256 {}", d.text().len(), d.document.digest());
    changed("text", bytes(before), bytes(after));
    let values = attributes(&before.attributes, &after.attributes);
    if !values.is_empty() {
        found.push(Difference { sign: ChangeKind::Changed, what: "document".into(), fields: values });
    }
    schema(before, after, &mut found);
    annotations(before, after, &mut found);
    let ids: BTreeSet<&AnnotationId> = before.relations.keys().chain(after.relations.keys()).collect();
    for id in ids {
        let (old, new) = (before.relations.get(id), after.relations.get(id));
        found.extend(difference(old, new, relation_line, relation_fields));
    }
    let was: BTreeSet<String> = before.conflicts.iter().map(|c| describe(before, c)).collect();
    let is: BTreeSet<String> = after.conflicts.iter().map(|c| describe(after, c)).collect();
    for (sign, of, other) in [(ChangeKind::Removed, &was, &is), (ChangeKind::Added, &is, &was)] {
        let lines =
            of.difference(other).map(|line| Difference { sign, what: format!("conflict {line}"), fields: Vec::new() });
        found.extend(lines);
    }
    found
}

fn difference<T: PartialEq>(
    before: Option<&T>,
    after: Option<&T>,
    line: impl Fn(&T) -> String,
    fields: impl Fn(&T, &T) -> Vec<String>,
) -> Option<Difference> {
    match (before, after) {
        (Some(a), Some(b)) if a == b => None,
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
        let fields =
            |a: &crate::model::Label, b: &crate::model::Label| debug_fields(&format!("{a:?}"), &format!("{b:?}"));
        found.extend(difference(old.label(name), new.label(name), |l| format!("label {}", l.name), fields));
    }
    let mut names: Vec<_> = old.relation_types.iter().map(|l| &l.name).collect();
    names.extend(new.relation_types.iter().map(|l| &l.name).filter(|n| old.relation_type(n).is_none()));
    for name in names {
        let fields = |a: &crate::model::RelationType, b: &crate::model::RelationType| {
            debug_fields(&format!("{a:?}"), &format!("{b:?}"))
        };
        let line = |r: &crate::model::RelationType| format!("relation type {}", r.name);
        found.extend(difference(old.relation_type(name), new.relation_type(name), line, fields));
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

/// Where two records differ, from the first character that does.
fn debug_fields(before: &str, after: &str) -> Vec<String> {
    let same = before.char_indices().zip(after.chars()).find(|((_, a), b)| a != b).map_or(0, |((at, _), _)| at);
    let start = before[..same].rfind(", ").map_or(0, |at| at + 2);
    let tail = |text: &str| text.get(start..).unwrap_or_default().chars().take(60).collect::<String>();
    vec![format!("{} → {}", tail(before), tail(after))]
}

fn annotations(before: &AnnotatedDocument, after: &AnnotatedDocument, found: &mut Vec<Difference>) {
    let gone = before.annotations.iter().filter(|a| !after.annotations.contains(&a.id));
    for annotation in gone {
        found.push(Difference {
            sign: ChangeKind::Removed,
            what: annotation_line(before, annotation),
            fields: Vec::new(),
        });
    }
    for annotation in after.annotations.iter() {
        let fields = |a: &Annotation, b: &Annotation| annotation_fields(before, after, a, b);
        let old = before.annotations.get(&annotation.id).map(|a| &**a);
        let line = |a: &Annotation| annotation_line(if old.is_some() { before } else { after }, a);
        found.extend(difference(old, Some(&**annotation), line, fields));
    }
}

/// Characters of a quote that a line shows: spans within each other are the square of their text.
const MAX_QUOTED: usize = 200;

/// `PER «quote» bytes 3..9 (id)`.
pub fn annotation_line(document: &AnnotatedDocument, annotation: &Annotation) -> String {
    let spans: Vec<String> = annotation.spans.iter().map(|span| span.to_string()).collect();
    let quote = on_one_line(&document.quote_start(annotation, MAX_QUOTED));
    format!("{} «{quote}» bytes {} ({})", annotation.label, spans.join(","), annotation.id)
}

fn relation_line(relation: &Relation) -> String {
    format!("{} {} → {} ({})", relation.label, relation.source, relation.target, relation.id)
}

fn annotation_fields(
    before: &AnnotatedDocument,
    after: &AnnotatedDocument,
    a: &Annotation,
    b: &Annotation,
) -> Vec<String> {
    let mut fields = Vec::new();
    push(&mut fields, "label", &a.label, &b.label);
    if a.spans != b.spans {
        let place = |d: &AnnotatedDocument, a: &Annotation| {
            let spans: Vec<String> = a.spans.iter().map(|span| span.to_string()).collect();
            format!("«{}» {}", on_one_line(&d.quote_start(a, MAX_QUOTED)), spans.join(","))
        };
        fields.push(format!("place {} → {}", place(before, a), place(after, b)));
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
    push(fields, "note", &format!("{:?}", a.note), &format!("{:?}", b.note));
    push(fields, "annotator", &a.annotator, &b.annotator);
    push(fields, "provenance", &format!("{:?}", a.provenance), &format!("{:?}", b.provenance));
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
    let said = |value: Option<&AttributeValue>| match value {
        None => "–".to_owned(),
        Some(AttributeValue::Flag(flag)) => flag.to_string(),
        Some(AttributeValue::Number(number)) => number.to_string(),
        Some(AttributeValue::Choice(text) | AttributeValue::Text(text)) => on_one_line(text),
    };
    let differing = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
    differing.map(|name| format!("{name} {} → {}", said(before.get(name)), said(after.get(name)))).collect()
}

fn on_one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// What the two sides of a conflict say: ours → theirs.
pub fn describe(document: &AnnotatedDocument, conflict: &Conflict) -> String {
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
            let fields = |a: &Annotation, b: &Annotation| annotation_fields(document, document, a, b);
            sides(of, |a| annotation_line(document, a), fields)
        }
        Conflict::Relation(of) => sides(of, relation_line, relation_fields),
        Conflict::Label(of) => {
            let fields = |a: &_, b: &_| debug_fields(&format!("{a:?}"), &format!("{b:?}"));
            sides(of, |l| format!("label {}", l.name), fields)
        }
        Conflict::RelationType(of) => {
            let fields = |a: &_, b: &_| debug_fields(&format!("{a:?}"), &format!("{b:?}"));
            sides(of, |r| format!("relation type {}", r.name), fields)
        }
        Conflict::DocumentAttribute(of) => {
            let fields = |a: &_, b: &_| debug_fields(&format!("{a:?}"), &format!("{b:?}"));
            sides(of, |a| format!("document attribute {}", a.name), fields)
        }
        Conflict::State(of) => sides(of, |_| "state".into(), |a, b| vec![format!("{a:?} → {b:?}")]),
        Conflict::Value { name, sides } => {
            let as_map = |value: &Option<AttributeValue>| value.iter().map(|v| (name.clone(), v.clone())).collect();
            format!("document: {}", attributes(&as_map(&sides.ours), &as_map(&sides.theirs)).join("; "))
        }
        Conflict::Fact { fact, sides } => format!("{fact:?}: {} → {}", plain(&sides.ours), plain(&sides.theirs)),
    }
}
