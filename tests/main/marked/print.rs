//! Prints any annotated document in the notation of [`super`].

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::ops::Range;

use hashiya::model::{AnnotatedDocument, Annotation, AttributeValue, LabelName, Record, Relation};

use super::bare_value;

/// What happens at a place of the text.
enum Mark {
    /// Of a piece, by the place of its annotation in the printer's list.
    Open(usize, bool),
    Close(usize, bool),
    Text(Range<usize>),
}

/// A span of an annotation, which is the `rank`-th of the document.
struct Piece<'a> {
    range: Range<usize>,
    rank: usize,
    annotation: &'a Annotation,
}

pub(super) struct Printer<'a> {
    document: &'a AnnotatedDocument,
    /// In the order in which they begin.
    annotations: Vec<&'a Annotation>,
    marks: Vec<Mark>,
    keep_ids: bool,
    /// Of those annotations that are printed with one.
    ids: Vec<Option<String>>,
}

impl<'a> Printer<'a> {
    pub(super) fn new(document: &'a AnnotatedDocument, keep_ids: bool) -> Self {
        let mut pieces: Vec<Piece> = Vec::new();
        for (rank, annotation) in document.annotations.iter().enumerate() {
            let piece = |range: Range<usize>| Piece { range, rank, annotation };
            pieces.extend(annotation.spans.iter().map(|span| piece(span.range())));
        }
        // Of those that begin in one place, empty ones stand first, and longer ones around shorter ones.
        let key = |piece: &Piece<'a>| {
            let Range { start, end } = piece.range;
            let Annotation { label, spans, record, entity, .. }: &'a Annotation = piece.annotation;
            // Without ids, what two annotations on one span say decides, not the ids that order them in the document.
            let said = (!keep_ids).then(|| {
                let attributes = format!("{:?}", record.attributes);
                (label, Reverse(spans.as_slice().len()), attributes, (&record.note, record.flag, entity))
            });
            (start, end > start, Reverse(end), said, piece.rank)
        };
        pieces.sort_by(|a, b| key(a).cmp(&key(b)));
        let mut printer = Printer { document, annotations: Vec::new(), marks: Vec::new(), keep_ids, ids: Vec::new() };
        let needed = printer.lay_out(&pieces);
        let mut numbers = 0;
        for (at, annotation) in printer.annotations.iter().enumerate() {
            let needed = needed.contains(&at);
            numbers += usize::from(needed);
            printer.ids.push(match (keep_ids, needed) {
                (true, _) if needed || annotation.id.as_str() != format!("T{}", at + 1) => {
                    Some(annotation.id.to_string())
                }
                (false, true) => Some(numbers.to_string()),
                _ => None,
            });
        }
        printer
    }

    /// Puts the marks in order; gives the annotations that cannot be without an id.
    fn lay_out(&mut self, pieces: &[Piece<'a>]) -> BTreeSet<usize> {
        let mut places: BTreeSet<usize> = BTreeSet::from([0, self.document.text().len()]);
        places.extend(pieces.iter().flat_map(|piece| [piece.range.start, piece.range.end]));
        let mut needed = BTreeSet::new();
        let mut numbers: HashMap<usize, usize> = HashMap::new();
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut coming = pieces.iter().peekable();
        let mut last = 0;
        for place in places {
            self.marks.extend((place > last).then_some(Mark::Text(last..place)));
            last = place;
            for at in (0..open.len()).rev().filter(|at| open[*at].0 == place).collect::<Vec<_>>() {
                let crossing = at + 1 < open.len();
                let (_, annotation) = open.remove(at);
                needed.extend(crossing.then_some(annotation));
                self.marks.push(Mark::Close(annotation, crossing));
            }
            while let Some(Piece { range, rank, annotation }) = coming.next_if(|piece| piece.range.start == place) {
                let fresh = !numbers.contains_key(rank);
                let at = *numbers.entry(*rank).or_insert(self.annotations.len());
                if fresh {
                    self.annotations.push(annotation);
                }
                needed.extend(annotation.spans.is_discontinuous().then_some(at));
                self.marks.push(Mark::Open(at, fresh));
                match range.end > place {
                    true => open.push((range.end, at)),
                    false => self.marks.push(Mark::Close(at, false)),
                }
            }
        }
        for relation in self.document.relations.values() {
            let end = |at: &usize| [&relation.source, &relation.target].contains(&&self.annotations[*at].id);
            needed.extend((0..self.annotations.len()).filter(end));
        }
        needed
    }

    pub(super) fn print(&self) -> String {
        let mut out = String::new();
        for mark in &self.marks {
            match mark {
                Mark::Text(range) => {
                    let after_mark = matches!(out.chars().next_back(), Some(']'));
                    let text = &self.document.text()[range.clone()];
                    // A '#' after a bracket would be an id's.
                    out.push_str(if after_mark && text.starts_with('#') { "\\" } else { "" });
                    escape(&mut out, text, "[]\\=");
                }
                Mark::Open(at, first) => {
                    let annotation = self.annotations[*at];
                    out.push('[');
                    self.head(
                        &mut out,
                        &annotation.label,
                        self.ids[*at].as_deref(),
                        first.then_some(&annotation.record),
                    );
                    if let Some(entity) = annotation.entity.as_ref().filter(|_| *first) {
                        out.push_str(" =@");
                        escape(&mut out, entity.as_str(), HEAD_AND_BLANK);
                    }
                    out.push(' ');
                }
                Mark::Close(at, crossing) => {
                    out.push(']');
                    if let (true, Some(id)) = (crossing, &self.ids[*at]) {
                        out.push('#');
                        escape(&mut out, id, HEAD_AND_BLANK);
                        out.push('#');
                    }
                }
            }
        }
        let mut lines: Vec<String> =
            self.document.relations.values().enumerate().map(|(n, r)| self.line(n, r)).collect();
        if !self.keep_ids {
            lines.sort();
        }
        out.extend(lines);
        out
    }

    /// A relation, with the line end before it.
    fn line(&self, number: usize, relation: &Relation) -> String {
        let mut out = "\n".to_owned();
        for (end, arrow) in [(&relation.source, " → "), (&relation.target, " ")] {
            let at = self.annotations.iter().position(|annotation| annotation.id == *end);
            let id = at.and_then(|at| self.ids[at].as_deref()).unwrap_or(end.as_str());
            out.push('#');
            escape(&mut out, id, HEAD_AND_BLANK);
            out.push_str(arrow);
        }
        let usual = relation.id.as_str() == format!("R{}", number + 1);
        let id = (self.keep_ids && !usual).then_some(relation.id.as_str());
        self.head(&mut out, &relation.label, id, Some(&relation.record));
        out
    }

    fn head(&self, out: &mut String, label: &LabelName, id: Option<&str>, record: Option<&Record>) {
        escape(out, label.as_str(), HEAD_AND_BLANK);
        if let Some(id) = id {
            out.push('#');
            escape(out, id, HEAD_AND_BLANK);
        }
        let Some(record) = record else { return };
        if record.flag {
            out.push_str(" =!");
        }
        for (name, value) in &record.attributes {
            out.push(' ');
            escape(out, name, HEAD_AND_BLANK);
            out.push('=');
            match value {
                AttributeValue::Flag(flag) => write!(out, "{flag}").expect("a string takes all"),
                AttributeValue::Number(number) => write!(out, "{number}").expect("a string takes all"),
                AttributeValue::Text(text) => quote(out, text, '"'),
                AttributeValue::Choices(choices) => {
                    out.push('{');
                    escape(out, &choices.join("; "), "}\\");
                    out.push('}');
                }
                AttributeValue::Date(date) => write!(out, "<{date}>").expect("a string takes all"),
                AttributeValue::Choice(choice)
                    if choice.is_empty() || choice.starts_with(['{', '<']) || bare_value(choice) != *value =>
                {
                    quote(out, choice, '\'')
                }
                AttributeValue::Choice(choice) => escape(out, choice, HEAD_AND_BLANK),
            }
        }
        if !record.note.is_empty() {
            out.push_str(" =");
            quote(out, &record.note, '"');
        }
    }
}

/// What has a backslash before it in a head.
const HEAD_AND_BLANK: &str = "#=[]\\\"' ";

fn quote(out: &mut String, text: &str, mark: char) {
    out.push(mark);
    escape(out, text, if mark == '"' { "\"\\" } else { "'\\" });
    out.push(mark);
}

fn escape(out: &mut String, text: &str, signs: &str) {
    for character in text.chars() {
        match character {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // What cannot be seen, or turns the line round.
            '\0'..='\u{1f}'
            | '\u{7f}'..='\u{a0}'
            | '\u{61c}'
            | '\u{2000}'..='\u{200f}'
            | '\u{2028}'..='\u{202f}'
            | '\u{205f}'..='\u{206f}'
            | '\u{1680}'
            | '\u{3000}'
            | '\u{feff}' => {
                write!(out, "\\u{{{:x}}}", u32::from(character)).expect("a string takes all");
            }
            character => {
                out.extend(signs.contains(character).then_some('\\'));
                out.push(character);
            }
        }
    }
}
