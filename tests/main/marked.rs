//! Annotated documents written as text with marks, so that a test shows what is labelled where instead of a table of offsets.
//!
//! ```text
//! قال [PER أحمد] في [LOC القاهرة]                  a label, a space, what it covers
//! [ORG بنك [LOC مصر]]                              nested
//! [PER#1 أحمد] ثم [PER#1 علي]                      pieces of one discontinuous annotation share its id
//! [ORG#1 جامعتي [LOC القاهرة]#1# وتونس]            crossing: `]#1#` ends the piece of that id, `]` the innermost one
//! [PER sure=true n=12 gender=male alias="أبو علي" ="ملاحظة" أحمد]
//!                                                  flag, number, choice, text; without a name, the note
//! [PER kinds={a; b} born=<1990-05> =! =@e1 أحمد]   several choices, a date; flagged, linked to the entity e1
//! [PER#1 أحمد] في [LOC#2 بيروت]
//! #1 → #2 lives-in sure=true                       each further line is a relation
//! ```
//!
//! In a text `[ ] \ =` have a backslash before them, and so has a `#` after a `]`; `\n`, `\r`, `\t` and `\u{200f}` are the
//! characters they are elsewhere. In a head the same holds for blanks, `#` and quotation marks, and a choice that reads as a value of
//! another kind stands in `'…'`. Annotations without an id are `T1`, `T2`, … in the order in which they begin, relations `R1`, ….
//! Provenance, annotators and times, and the document's own facts, are not in the notation.

mod laws;
mod print;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use hashiya::model::{
    AnnotatedDocument, Annotation, Annotator, AttributeDefinition, AttributeKind, AttributeValue, Attributes, Colour,
    Document, DocumentId, Label, LabelName, Provenance, Record, Relation, RelationType, Schema, Spans, TextSpan,
    Timestamp,
};
use hashiya::store::default_schema;

use self::print::Printer;

/// The document that is written so. Its schema is the usual one with the labels, relation types, attributes and choices that
/// it lacks; it is called `d`.
///
/// # Panics
/// With the line and the character, where it is not written as the head of this file says.
#[track_caller]
pub fn document(notation: &str) -> AnnotatedDocument {
    document_of(notation, default_schema())
}

/// The same under another schema, which gets what it lacks.
#[track_caller]
pub fn document_of(notation: &str, schema: Schema) -> AnnotatedDocument {
    let mut reader = Reader { notation, rest: notation, text: String::new(), drafts: Vec::new(), open: Vec::new() };
    if let Err(fault) = reader.text().and_then(|()| reader.close_all()) {
        panic!("{fault}");
    }
    let mut relations = Vec::new();
    while !reader.rest.is_empty() {
        match reader.relation(relations.len() + 1) {
            Ok(relation) => relations.push(relation),
            Err(fault) => panic!("{fault}"),
        }
    }
    build(reader, relations, schema)
}

/// The document in the notation, in its one usual form, with the ids of annotations where they are not those that are given anyway.
pub fn print(document: &AnnotatedDocument) -> String {
    Printer::new(document, true).print()
}

/// The same with `1`, `2`, … for the ids that must be there and no others: what documents have in common whose ids were made.
pub fn print_anonymous(document: &AnnotatedDocument) -> String {
    Printer::new(document, false).print()
}

/// `found` is what `expected` says, whatever the ids.
#[track_caller]
pub fn assert_marked(found: &AnnotatedDocument, expected: &str) {
    assert_eq!(print_anonymous(found), print_anonymous(&document(expected)));
}

/// Where the first annotation stands that is written so, and the bare text: for what takes ranges (bytes).
#[track_caller]
pub fn ranges(notation: &str) -> (String, Vec<Range<usize>>) {
    let document = document(notation);
    let first = document.annotations.first().unwrap_or_else(|| panic!("nothing is marked: {notation}"));
    (document.text().to_owned(), first.spans.iter().map(TextSpan::range).collect())
}

/// An annotation while it is read.
struct Draft {
    id: String,
    label: String,
    attributes: Attributes,
    note: String,
    flag: bool,
    entity: Option<String>,
    ranges: Vec<Range<usize>>,
}

struct RelationDraft {
    ends: [String; 2],
    head: Head,
}

/// What stands before what is marked: `label#id name=value …`.
struct Head {
    label: String,
    id: Option<String>,
    attributes: Attributes,
    note: String,
    flag: bool,
    entity: Option<String>,
}

struct Reader<'a> {
    notation: &'a str,
    rest: &'a str,
    text: String,
    drafts: Vec<Draft>,
    /// Pieces that are not closed: the place of their annotation among the drafts, and where they begin in the text.
    open: Vec<(usize, usize)>,
}

/// Characters that mean something in a head.
const HEAD_SIGNS: &str = "#=[]\\\"'";

impl Reader<'_> {
    fn fault<T>(&self, what: &str) -> Result<T, String> {
        let (before, after) = self.notation.split_at(self.notation.len() - self.rest.len());
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Err(format!("marked text, line {line}, character {column}: {what}: {before}⟪here⟫{after}"))
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.rest = &self.rest[next.len_utf8()..];
        Some(next)
    }

    fn take(&mut self, sign: &str) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// The text with its marks, to the end of the line.
    fn text(&mut self) -> Result<(), String> {
        loop {
            match self.peek() {
                None | Some('\n') => return Ok(()),
                Some('[') => self.open()?,
                Some(']') => self.close()?,
                Some('=') => return self.fault("a '=' that names no attribute is written '\\='"),
                Some('\\') => {
                    let character = self.escaped()?;
                    self.text.push(character);
                }
                Some(character) => {
                    self.next();
                    self.text.push(character);
                }
            }
        }
    }

    fn escaped(&mut self) -> Result<char, String> {
        let start = self.rest;
        self.next();
        match self.next() {
            Some('n') => Ok('\n'),
            Some('r') => Ok('\r'),
            Some('t') => Ok('\t'),
            Some('u') => {
                let digits = self.rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
                let found =
                    digits.and_then(|(hex, rest)| Some((char::from_u32(u32::from_str_radix(hex, 16).ok()?)?, rest)));
                let Some((character, rest)) = found else {
                    self.rest = start;
                    return self.fault("'\\u{…}' takes the number of a character");
                };
                self.rest = rest;
                Ok(character)
            }
            Some(character) if HEAD_SIGNS.contains(character) || character == ' ' => Ok(character),
            _ => {
                self.rest = start;
                self.fault("a backslash stands before n, r, t, u{…}, a blank or a sign of the notation")
            }
        }
    }

    /// Characters up to a blank or a sign.
    fn word(&mut self) -> Result<String, String> {
        let mut word = String::new();
        while let Some(next) = self.peek() {
            match next {
                '\\' => word.push(self.escaped()?),
                next if next.is_whitespace() || HEAD_SIGNS.contains(next) => break,
                next => {
                    self.next();
                    word.push(next);
                }
            }
        }
        Ok(word)
    }

    fn quoted(&mut self, mark: char) -> Result<String, String> {
        self.next();
        let mut value = String::new();
        loop {
            match self.peek() {
                None | Some('\n') => return self.fault("the quotation is not closed"),
                Some('\\') => value.push(self.escaped()?),
                Some(next) => {
                    self.next();
                    if next == mark {
                        return Ok(value);
                    }
                    value.push(next);
                }
            }
        }
    }

    fn head(&mut self) -> Result<Head, String> {
        let label = self.word()?;
        if label.is_empty() {
            return self.fault("a label is missing");
        }
        let id = if self.take("#") { Some(self.word()?) } else { None };
        if id.as_deref() == Some("") {
            return self.fault("an id is missing");
        }
        let (attributes, note) = (Attributes::new(), String::new());
        let mut head = Head { label, id, attributes, note, flag: false, entity: None };
        while self.peek() == Some(' ') {
            let before = self.rest;
            self.next();
            let name = self.word()?;
            if !self.take("=") {
                self.rest = before;
                break;
            }
            if name.is_empty() && self.take("!") {
                head.flag = true;
                continue;
            }
            if name.is_empty() && self.take("@") {
                head.entity = Some(self.word()?);
                continue;
            }
            let value = self.value()?;
            match (name.is_empty(), value) {
                (true, AttributeValue::Text(note)) => head.note = note,
                (true, _) => return self.fault("a note stands in quotation marks"),
                (false, value) => {
                    if head.attributes.insert(name, value).is_some() {
                        return self.fault("the attribute has a value already");
                    }
                }
            }
        }
        Ok(head)
    }

    fn value(&mut self) -> Result<AttributeValue, String> {
        match self.peek() {
            Some('"') => return Ok(AttributeValue::Text(self.quoted('"')?)),
            Some('\'') => return Ok(AttributeValue::Choice(self.quoted('\'')?)),
            Some('{') => return Ok(AttributeValue::Choices(AttributeValue::choices_of(&self.quoted('}')?))),
            Some('<') => {
                let date = self.quoted('>')?;
                return date.parse().map(AttributeValue::Date).or_else(|_| self.fault("no date"));
            }
            _ => {}
        }
        let word = self.word()?;
        match word.is_empty() {
            true => self.fault("a value is missing"),
            false => Ok(bare_value(&word)),
        }
    }

    fn open(&mut self) -> Result<(), String> {
        self.next();
        let head = self.head()?;
        if !self.take(" ") {
            return self.fault("a space parts the head from what is marked");
        }
        let known = head.id.as_ref().and_then(|id| self.drafts.iter().position(|draft| draft.id == *id));
        let at = match known {
            Some(at) => {
                if self.drafts[at].label != head.label {
                    return self.fault("the other piece of this id has another label");
                }
                if !head.attributes.is_empty() || !head.note.is_empty() || head.flag || head.entity.is_some() {
                    return self.fault("attributes and notes stand at the first piece");
                }
                if self.open.iter().any(|(open, _)| *open == at) {
                    return self.fault("a piece stands within another of its own annotation");
                }
                at
            }
            None => {
                let Head { label, id, attributes, note, flag, entity } = head;
                let id = id.unwrap_or_else(|| format!("T{}", self.drafts.len() + 1));
                if self.drafts.iter().any(|draft| draft.id == id) {
                    return self.fault(&format!("the id {id} is taken"));
                }
                self.drafts.push(Draft { id, label, attributes, note, flag, entity, ranges: Vec::new() });
                self.drafts.len() - 1
            }
        };
        self.open.push((at, self.text.len()));
        Ok(())
    }

    fn close(&mut self) -> Result<(), String> {
        let start = self.rest;
        self.next();
        let mut place = self.open.len().checked_sub(1);
        if self.take("#") {
            let id = self.word()?;
            if !self.take("#") {
                self.rest = start;
                return self.fault("']#id#' ends the piece of an id; text is written ']\\#'");
            }
            place = self.open.iter().rposition(|(at, _)| self.drafts[*at].id == id);
        }
        let Some(place) = place else {
            self.rest = start;
            return self.fault("nothing is open that this could close");
        };
        let (at, from) = self.open.remove(place);
        self.drafts[at].ranges.push(from..self.text.len());
        Ok(())
    }

    fn close_all(&mut self) -> Result<(), String> {
        match self.open.last() {
            Some((at, _)) => self.fault(&format!("the piece of {} is not closed", self.drafts[*at].label)),
            None => Ok(()),
        }
    }

    /// `#source → #target type#id name=value …`, on a line of its own.
    fn relation(&mut self, number: usize) -> Result<RelationDraft, String> {
        self.next();
        let mut ends = [String::new(), String::new()];
        for (n, end) in ends.iter_mut().enumerate() {
            if n == 1 && !self.take(" → ") {
                return self.fault("' → ' parts the ends of a relation");
            }
            if !self.take("#") {
                return self.fault("an end of a relation is written '#id'");
            }
            let before = self.rest;
            *end = self.word()?;
            if !self.drafts.iter().any(|draft| draft.id == *end) {
                self.rest = before;
                return self.fault("no annotation has this id");
            }
        }
        if !self.take(" ") {
            return self.fault("a relation has a type");
        }
        let mut head = self.head()?;
        if !matches!(self.peek(), None | Some('\n')) {
            return self.fault("a relation ends with its line");
        }
        head.id.get_or_insert_with(|| format!("R{number}"));
        Ok(RelationDraft { ends, head })
    }
}

/// What a value without quotation marks is.
fn bare_value(word: &str) -> AttributeValue {
    match word {
        "true" | "false" => AttributeValue::Flag(word == "true"),
        word => match word.parse::<f64>().ok().filter(|number| number.is_finite()) {
            Some(number) => AttributeValue::Number(number),
            None => AttributeValue::Choice(word.to_owned()),
        },
    }
}

#[track_caller]
fn build(reader: Reader<'_>, relations: Vec<RelationDraft>, mut schema: Schema) -> AnnotatedDocument {
    let Reader { notation, text, drafts, .. } = reader;
    let record = |attributes, note, flag| {
        let record = Record::new(Provenance::Human, Annotator::new("أحمد"), Timestamp(1_780_000_000_000));
        Record { attributes, note, flag, ..record }
    };
    for draft in &drafts {
        let name = LabelName::from(draft.label.as_str());
        let at = schema.labels.iter().position(|label| label.name == name).unwrap_or_else(|| {
            schema.labels.push(Label::new(&draft.label, "", "", Colour([0x33, 0x66, 0x99]), None));
            schema.labels.len() - 1
        });
        define(&mut schema.labels[at].attributes, &draft.attributes);
    }
    for relation in &relations {
        let name = LabelName::from(relation.head.label.as_str());
        let at = schema.relation_types.iter().position(|known| known.name == name).unwrap_or_else(|| {
            schema.relation_types.push(RelationType {
                name,
                arabic: String::new(),
                english: String::new(),
                colour: Colour([0x33, 0x66, 0x99]),
                source_labels: vec![],
                target_labels: vec![],
                kind: Default::default(),
                guideline: String::new(),
                attributes: vec![],
            });
            schema.relation_types.len() - 1
        });
        define(&mut schema.relation_types[at].attributes, &relation.head.attributes);
    }
    let source = Document::new(DocumentId("d".into()), "d", text, BTreeMap::new()).expect("short");
    let mut document = AnnotatedDocument::new(source, Arc::new(schema), Annotator::new("أحمد"));
    for draft in drafts {
        let span = |range| {
            TextSpan::new_or_empty(document.text(), range).expect("an end of a piece stands between characters")
        };
        let spans = Spans::new(draft.ranges.into_iter().map(span).collect());
        let spans = spans.unwrap_or_else(|error| panic!("marked text: {}: {error}: {notation}", draft.id));
        document.annotations.insert(Annotation {
            id: draft.id.as_str().into(),
            label: draft.label.as_str().into(),
            spans,
            entity: draft.entity.as_deref().map(Into::into),
            record: record(draft.attributes, draft.note, draft.flag),
        });
    }
    for RelationDraft { ends: [source, target], head } in relations {
        let id = hashiya::model::AnnotationId::new(head.id.unwrap_or_default());
        let relation = Relation {
            id,
            label: head.label.as_str().into(),
            source: source.as_str().into(),
            target: target.as_str().into(),
            record: record(head.attributes, head.note, head.flag),
        };
        assert!(document.relations.insert(relation).is_none(), "marked text: two relations have one id: {notation}");
    }
    assert_eq!(document.problems(), [], "marked text: {notation}");
    document
}

/// Adds to definitions what these values ask for.
fn define(definitions: &mut Vec<AttributeDefinition>, values: &Attributes) {
    for (name, value) in values {
        let kind = match value {
            AttributeValue::Flag(_) => AttributeKind::Flag,
            AttributeValue::Number(_) => AttributeKind::Number,
            AttributeValue::Text(_) => AttributeKind::Text,
            AttributeValue::Choice(choice) => AttributeKind::Choice(vec![choice.clone()]),
            AttributeValue::Choices(choices) => AttributeKind::Choices(choices.clone()),
            AttributeValue::Date(_) => AttributeKind::Date,
        };
        match (definitions.iter_mut().find(|known| known.name == *name), value) {
            (Some(known), AttributeValue::Choices(new)) => {
                if let AttributeKind::Choices(choices) = &mut known.kind {
                    let new: Vec<String> = new.iter().filter(|one| !choices.contains(one)).cloned().collect();
                    choices.extend(new);
                }
            }
            (Some(known), AttributeValue::Choice(choice)) => {
                if let AttributeKind::Choice(choices) = &mut known.kind
                    && !choices.contains(choice)
                {
                    choices.push(choice.clone());
                }
            }
            (Some(_), _) => {}
            (None, _) => definitions.push(AttributeDefinition::new(name, kind)),
        }
    }
}
