//! A large document read by several processors at once: its annotations stand one a line, and lines can be parsed apart.
//!
//! This is a shorter way to what the whole file means, never another meaning. The lines are taken out, the rest is parsed
//! as the file it then is, and at the least doubt (a line that is no annotation, a text whose digest is another, any
//! problem at all) the caller reads the file as a whole, which also gives the exact messages.

use serde::Deserialize;

use super::document_reader::AnnotationV1;
use super::unique::options;

/// Below this many bytes one processor is as fast.
const MIN_PARALLEL_BYTES: usize = 1 << 19;
/// More threads than this gain little: the rest of the file is parsed by one.
const MAX_THREADS: usize = 8;

const HEAD: &str = "\n    annotations: [\n";
const TAIL: &str = "\n    ],\n";

/// A file taken apart.
pub(super) struct Parts<'a> {
    /// The file as if it had no annotations.
    pub rest: String,
    /// The annotations, each on a line or more.
    lines: &'a str,
}

/// Takes the annotations out of a file, where they stand as Hashiya writes them.
///
/// The list is looked for from the end, where no text of a document can be mistaken for it: what annotations, relations
/// and conflicts quote is written without line ends. Were it mistaken all the same, in a file that somebody else wrote,
/// the text would lose lines and no longer have its digest.
pub(super) fn take_apart(source: &str) -> Option<Parts<'_>> {
    if source.len() < MIN_PARALLEL_BYTES {
        return None;
    }
    let start = memchr::memmem::rfind(source.as_bytes(), HEAD.as_bytes())? + HEAD.len();
    let end = start + memchr::memmem::find(&source.as_bytes()[start..], TAIL.as_bytes())?;
    let mut rest = String::with_capacity(source.len() - (end - start));
    rest.push_str(&source[..start]);
    rest.push_str(&source[end + 1..]);
    Some(Parts { rest, lines: &source[start..end] })
}

impl<'a> Parts<'a> {
    /// Parses the annotations, some to each thread, while `beside` is done; `None` where a line is none.
    pub(super) fn parse<T>(&self, beside: impl FnOnce() -> T) -> (Option<Vec<Vec<AnnotationV1<'a>>>>, T) {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).clamp(1, MAX_THREADS);
        let pieces = pieces(self.lines, threads);
        std::thread::scope(|scope| {
            let running: Vec<_> = pieces.into_iter().map(|piece| scope.spawn(move || parse_lines(piece))).collect();
            let beside = beside();
            let mut all = Vec::new();
            for thread in running {
                match thread.join() {
                    Ok(Some(some)) => all.push(some),
                    // A panic was reported where it happened; the whole file is read again by the plain way.
                    Ok(None) | Err(_) => return (None, beside),
                }
            }
            (Some(all), beside)
        })
    }
}

/// Cuts at ends of lines, into about equal pieces.
fn pieces(lines: &str, count: usize) -> Vec<&str> {
    let mut pieces = Vec::with_capacity(count);
    let mut rest = lines;
    for left in (1..=count).rev() {
        let at = rest.floor_char_boundary(rest.len() / left);
        let end = if left == 1 { rest.len() } else { rest[at..].find('\n').map_or(rest.len(), |to| at + to + 1) };
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

fn parse_lines(lines: &str) -> Option<Vec<AnnotationV1<'_>>> {
    let options = options();
    let mut found = Vec::with_capacity(lines.len() / 160);
    for line in lines.lines() {
        let record = line.strip_prefix("        ")?.strip_suffix(',')?;
        if let Some(plain) = plain(record) {
            found.push(plain);
            continue;
        }
        let mut reader = ron::de::Deserializer::from_str_with_options(record, &options).ok()?;
        found.push(AnnotationV1::deserialize(&mut reader).ok()?);
        reader.end().ok()?;
    }
    Some(found)
}

/// A record as nearly all are: one span, no attributes, no note, nothing in its strings that needs reading twice. Any
/// other is left to the parser of RON, which is ten times slower.
fn plain(record: &str) -> Option<AnnotationV1<'_>> {
    let PlainAnnotation { id, label, start, end, quote, annotator, created, modified } = plain_annotation(record)?;
    Some(AnnotationV1::plain(id, label, (start, end, quote), annotator, created, modified))
}

/// What a plain record of an annotation says.
pub(super) struct PlainAnnotation<'a> {
    pub id: &'a str,
    pub label: &'a str,
    /// Bytes of the text.
    pub start: usize,
    pub end: usize,
    pub quote: &'a str,
    pub annotator: &'a str,
    pub created: &'a str,
    pub modified: &'a str,
}

/// What a plain record of a relation says.
pub(super) struct PlainRelation<'a> {
    pub id: &'a str,
    pub label: &'a str,
    pub source: &'a str,
    pub target: &'a str,
    pub annotator: &'a str,
    pub created: &'a str,
    pub modified: &'a str,
}

/// A record of an annotation where it is plain.
pub(super) fn plain_annotation(record: &str) -> Option<PlainAnnotation<'_>> {
    let mut rest = record;
    let id = string(&mut rest, "(id: \"")?;
    let label = string(&mut rest, ", label: \"")?;
    let start = number(&mut rest, ", spans: [(")?;
    let end = number(&mut rest, ", ")?;
    let quote = string(&mut rest, ", \"")?;
    rest = rest.strip_prefix(")], provenance: Human")?;
    let annotator = string(&mut rest, ", annotator: \"")?;
    let created = string(&mut rest, ", created: \"")?;
    let modified = string(&mut rest, ", modified: \"")?;
    (rest == ")").then_some(PlainAnnotation { id, label, start, end, quote, annotator, created, modified })
}

/// A record of a relation where it is plain: no attributes, no note.
pub(super) fn plain_relation(record: &str) -> Option<PlainRelation<'_>> {
    let mut rest = record;
    let id = string(&mut rest, "(id: \"")?;
    let label = string(&mut rest, ", label: \"")?;
    let source = string(&mut rest, ", source: \"")?;
    let target = string(&mut rest, ", target: \"")?;
    rest = rest.strip_prefix(", provenance: Human")?;
    let annotator = string(&mut rest, ", annotator: \"")?;
    let created = string(&mut rest, ", created: \"")?;
    let modified = string(&mut rest, ", modified: \"")?;
    (rest == ")").then_some(PlainRelation { id, label, source, target, annotator, created, modified })
}

/// The string that `before` opens, without a character that means more than itself.
fn string<'a>(rest: &mut &'a str, before: &str) -> Option<&'a str> {
    let after = rest.strip_prefix(before)?;
    let end = memchr::memchr2(b'"', b'\\', after.as_bytes())?;
    let (string, after) = after.split_at(end);
    *rest = after.strip_prefix('"')?;
    Some(string)
}

fn number(rest: &mut &str, before: &str) -> Option<usize> {
    let after = rest.strip_prefix(before)?;
    let end = after.bytes().position(|byte| !byte.is_ascii_digit())?;
    let (digits, after) = after.split_at(end);
    *rest = after;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::document_reader::RelationV1;

    /// The shorter way and the parser of RON read the same, or the shorter way does not read at all.
    #[test]
    fn a_plain_record_is_what_ron_says_it_is() {
        let full = "(id: \"a1\", label: \"LOC\", spans: [(31, 45, \"القاهرة\")], provenance: Human, annotator: \"ليلى\", \
            created: \"2026-11-20T10:00:00Z\", modified: \"2026-11-20T10:00:01Z\")";
        assert!(plain(full).is_some());
        // Every way to cut it short or to change one character.
        let ends: Vec<usize> = full.char_indices().map(|(at, _)| at).collect();
        let mut records: Vec<String> = ends.iter().map(|end| full[..*end].to_owned()).collect();
        for (at, c) in full.char_indices() {
            for other in ['"', '\\', '0', 'x', ' ', ',', ')', '-', '+', '_'] {
                records.push(format!("{}{other}{}", &full[..at], &full[at + c.len_utf8()..]));
            }
        }
        for record in records.iter().map(String::as_str).chain([full]) {
            let Some(plain) = plain(record) else { continue };
            let ron: AnnotationV1 = options().from_str(record).unwrap_or_else(|error| panic!("{record}: {error}"));
            assert_eq!(format!("{plain:?}"), format!("{ron:?}"), "{record}");
        }
    }

    #[test]
    fn a_plain_relation_is_what_ron_says_it_is() {
        let full = "(id: \"r1\", label: \"works-for\", source: \"a1\", target: \"a2\", provenance: Human, annotator: \"ليلى\", \
            created: \"2026-11-20T10:00:00Z\", modified: \"2026-11-20T10:00:01Z\")";
        assert!(plain_relation(full).is_some());
        let mut records: Vec<String> = full.char_indices().map(|(end, _)| full[..end].to_owned()).collect();
        for (at, c) in full.char_indices() {
            for other in ['"', '\\', '0', 'x', ' ', ',', ')', '-', '+', '_'] {
                records.push(format!("{}{other}{}", &full[..at], &full[at + c.len_utf8()..]));
            }
        }
        for record in records.iter().map(String::as_str).chain([full]) {
            let Some(plain) = plain_relation(record) else { continue };
            let ron: RelationV1 = options().from_str(record).unwrap_or_else(|error| panic!("{record}: {error}"));
            let names = [&ron.id, &ron.label, &ron.source, &ron.target, &ron.annotator, &ron.created, &ron.modified];
            let PlainRelation { id, label, source, target, annotator, created, modified } = plain;
            assert_eq!(
                names.map(|name| &**name),
                [id, label, source, target, annotator, created, modified],
                "{record}"
            );
            assert!(ron.is_plain(), "{record}");
        }
    }

    #[test]
    fn pieces_are_all_of_it_and_end_with_lines() {
        let lines: String = (0..100).map(|n| format!("سطر {n}\n")).collect();
        for count in [1, 2, 3, 8] {
            let pieces = pieces(&lines, count);
            assert_eq!(pieces.concat(), lines);
            assert!(pieces.iter().all(|piece| piece.is_empty() || piece.ends_with('\n')));
        }
        assert_eq!(pieces("", 4).concat(), "");
        assert_eq!(pieces("واحد", 4).concat(), "واحد");
    }
}
