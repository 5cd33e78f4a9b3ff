//! The records of a file of JSON, one at a time: a line each, or the items of a list. Lists within a record are read item by
//! item into as much room as they need: what a record of the smallest items takes is known before it is taken.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, SeqAccess, Visitor};

use super::budget::MAX_ANNOTATIONS;
use super::error::ImportProblem;
use super::json_fault::{JsonFault, JsonFaultKind};

/// A piece of a file that should be one value of JSON.
pub(super) struct Record<'t> {
    /// Where it begins, from 1.
    pub line: usize,
    /// From 1: the line where each has one of its own, else how many there were.
    pub number: usize,
    /// What it is, or why there is none.
    pub source: Result<&'t str, JsonFault>,
}

/// How records follow each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// At line feeds alone: U+2028 and U+0085 may stand inside a string.
    Lines,
    /// In a list.
    List,
    /// One after the other, over several lines.
    Values,
}

pub(super) struct Records<'t> {
    text: &'t str,
    form: Form,
    at: usize,
    /// The line of `at`, from 1.
    line: usize,
    number: usize,
    is_done: bool,
}

impl<'t> Records<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let begins = text.trim_ascii_start();
        let form = match begins.split('\n').next().map(str::trim_ascii) {
            Some("{") => Form::Values,
            _ if begins.starts_with('[') => Form::List,
            _ => Form::Lines,
        };
        let mut records = Records { text, form, at: 0, line: 1, number: 0, is_done: false };
        if form == Form::List {
            records.skip_blanks();
            records.at += 1;
        }
        records
    }

    /// Whether the file is one list.
    pub(super) fn is_list(&self) -> bool {
        self.form == Form::List
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn go_to(&mut self, at: usize) {
        self.line += memchr::memchr_iter(b'\n', &self.text.as_bytes()[self.at..at]).count();
        self.at = at;
    }

    fn skip_blanks(&mut self) {
        self.go_to(self.text.len() - self.rest().trim_ascii_start().len());
    }

    fn next_line(&mut self) -> Option<Record<'t>> {
        while self.at < self.text.len() {
            let (line, rest) = (self.line, self.rest());
            let source = rest.split('\n').next().unwrap_or_default();
            self.go_to(self.text.len().min(self.at + source.len() + 1));
            if !source.trim_ascii().is_empty() {
                return Some(Record { line, number: line, source: Ok(source) });
            }
        }
        None
    }

    fn fault(&mut self, kind: JsonFaultKind, said: &str) -> Option<Record<'t>> {
        self.is_done = true;
        let column = column_of(self.text, self.at);
        let fault = JsonFault { kind, column: Some(column), said: said.into() };
        Some(Record { line: self.line, number: self.number + 1, source: Err(fault) })
    }

    fn next_value(&mut self) -> Option<Record<'t>> {
        self.skip_blanks();
        let is_list = self.is_list();
        if is_list && self.rest().starts_with(']') {
            self.go_to(self.at + 1);
            self.skip_blanks();
            self.is_done = true;
            return match self.rest() {
                "" => None,
                _ => self.fault(JsonFaultKind::Syntax, "trailing characters"),
            };
        }
        if is_list && self.number > 0 {
            match self.rest().bytes().next() {
                Some(b',') => self.go_to(self.at + 1),
                Some(_) => return self.fault(JsonFaultKind::Syntax, "expected `,` or `]`"),
                None => {}
            }
            self.skip_blanks();
        }
        match (self.rest(), is_list) {
            ("", true) => return self.fault(JsonFaultKind::Ended, "EOF while parsing a list"),
            ("", false) => return None,
            _ => {}
        }
        let len = extent(self.rest());
        let (line, source) = (self.line, &self.rest()[..len]);
        self.number += 1;
        if len == 0 {
            return self.fault(JsonFaultKind::Syntax, "expected value");
        }
        self.go_to(self.at + len);
        Some(Record { line, number: self.number, source: Ok(source) })
    }
}

impl<'t> Iterator for Records<'t> {
    type Item = Record<'t>;

    fn next(&mut self) -> Option<Record<'t>> {
        match self.form {
            _ if self.is_done => None,
            Form::Lines => self.next_line(),
            Form::List | Form::Values => self.next_value(),
        }
    }
}

/// The bytes of the value that stands at the head; all of them where it does not end.
fn extent(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0usize, 0);
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => {
                at += string_rest(&bytes[at..]);
                if depth == 0 {
                    return at;
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return at - 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return at;
                }
            }
            b',' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => return at - 1,
            _ => {}
        }
    }
    bytes.len()
}

/// The bytes of a string behind its first quote, with the last; all of them where it does not end.
fn string_rest(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(next) = memchr::memchr2(b'"', b'\\', &bytes[at..]) {
        at += next + 1;
        match bytes[at - 1] {
            b'"' => return at,
            _ => at = bytes.len().min(at + 1),
        }
    }
    bytes.len()
}

/// The character of its line at which a byte stands, from 1.
fn column_of(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    let begin = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[begin..at].chars().count() + 1
}

/// Why a record could not be taken.
pub(super) enum RecordFault<'t> {
    /// A piece of the file is not what it should be.
    Json {
        part: &'t str,
        error: serde_json::Error,
    },
    Problem(ImportProblem),
}

impl From<ImportProblem> for RecordFault<'_> {
    fn from(problem: ImportProblem) -> Self {
        RecordFault::Problem(problem)
    }
}

impl RecordFault<'_> {
    /// The line of `text`, which holds the record that begins on `line`, and what is wrong there.
    pub(super) fn at(self, text: &str, line: usize) -> (usize, ImportProblem) {
        let (part, error) = match self {
            RecordFault::Problem(problem) => return (line, problem),
            RecordFault::Json { part, error } => (part, error),
        };
        let mut fault = JsonFault::new(&error, part);
        // Pieces are slices of the text: where they begin is known by their address.
        let begins = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let ahead = part.split('\n').take(error.line().saturating_sub(1)).map(|line| line.len() + 1).sum::<usize>();
        let at = (begins + ahead + error.column().saturating_sub(1)).min(text.len());
        if error.line() == 0 || begins > text.len() {
            return (line, ImportProblem::Json(fault));
        }
        fault.column = Some(column_of(text, at));
        (1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count(), ImportProblem::Json(fault))
    }
}

/// A value of a piece of the file.
pub(super) fn value<'t, T: Deserialize<'t>>(part: &'t str) -> Result<T, RecordFault<'t>> {
    serde_json::from_str(part).map_err(|error| RecordFault::Json { part, error })
}

/// The items of a list in the file, each as `take` makes it of what it is read as, if it does; nothing is an empty list. As many as a
/// file may hold annotations.
pub(super) fn list<'t, T: Deserialize<'t>, U>(
    part: &'t str,
    take: impl FnMut(T) -> Result<Option<U>, RecordFault<'t>>,
) -> Result<Vec<U>, RecordFault<'t>> {
    list_within(part, MAX_ANNOTATIONS, take)
}

/// As [`list`], of however many items: tokens are no annotations. Of each at most 8 bytes may be kept, where it has two in the file with
/// its comma, so that the size of the file is limit enough.
pub(super) fn list_of_tokens<'t, T: Deserialize<'t>, U>(
    part: &'t str,
    take: impl FnMut(T) -> Result<Option<U>, RecordFault<'t>>,
) -> Result<Vec<U>, RecordFault<'t>> {
    list_within(part, usize::MAX, take)
}

/// A list of so many bytes is not counted before it is read: it has fewer items than a document may have annotations.
const MAX_UNCOUNTED_BYTES: usize = 32 << 10;

fn list_within<'t, T: Deserialize<'t>, U>(
    part: &'t str,
    most: usize,
    mut take: impl FnMut(T) -> Result<Option<U>, RecordFault<'t>>,
) -> Result<Vec<U>, RecordFault<'t>> {
    let json = |error| RecordFault::Json { part, error };
    let mut count = 0;
    // A short list may take twice the room it needs, and is read once.
    if part.len() > MAX_UNCOUNTED_BYTES {
        each(part, |_: IgnoredAny| {
            count += 1;
            true
        })
        .map_err(json)?;
    }
    if count > most {
        return Err(ImportProblem::TooManyAnnotations(most).into());
    }
    let (mut items, mut fault) = (Vec::with_capacity(count), None);
    let read = each(part, |item| match take(item) {
        Ok(item) => {
            items.extend(item);
            true
        }
        Err(why) => {
            fault = Some(why);
            false
        }
    });
    match (fault, read) {
        (Some(fault), _) => Err(fault),
        (None, read) => read.map(|()| items).map_err(json),
    }
}

/// Gives each item of a list, as long as that is wanted.
fn each<'t, T: Deserialize<'t>>(part: &'t str, take: impl FnMut(T) -> bool) -> Result<(), serde_json::Error> {
    struct Read<T, F>(F, std::marker::PhantomData<T>);

    impl<'t, T: Deserialize<'t>, F: FnMut(T) -> bool> Visitor<'t> for Read<T, F> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("a list")
        }

        fn visit_unit<E: Error>(self) -> Result<(), E> {
            Ok(())
        }

        fn visit_seq<A: SeqAccess<'t>>(mut self, mut list: A) -> Result<(), A::Error> {
            while let Some(item) = list.next_element::<T>()? {
                if !(self.0)(item) {
                    return Err(A::Error::custom("stopped"));
                }
            }
            Ok(())
        }
    }

    impl<'t, T: Deserialize<'t>, F: FnMut(T) -> bool> DeserializeSeed<'t> for Read<T, F> {
        type Value = ();

        fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
            deserializer.deserialize_any(self)
        }
    }

    let mut deserializer = serde_json::Deserializer::from_str(part);
    Read(take, std::marker::PhantomData).deserialize(&mut deserializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<(usize, usize, String)> {
        let said = |r: Record<'_>| (r.line, r.number, r.source.map_or_else(|f| format!("! {f}"), str::to_owned));
        Records::of(text).map(said).collect()
    }

    #[test]
    fn records_are_lines_or_items_of_a_list_or_values_over_several_lines() {
        let row = |line, number, source: &str| (line, number, source.to_owned());
        assert_eq!(records("{\"a\":\"\u{2028}\"}\r\n\n 7"), [row(1, 1, "{\"a\":\"\u{2028}\"}\r"), row(3, 3, " 7")]);
        let list = "\n[ {\"a\": \"]},\\\"\"},\n\n{\n}\n,[[]] , 7, \"x,\"]\n";
        let items = [
            row(2, 1, "{\"a\": \"]},\\\"\"}"),
            row(4, 2, "{\n}"),
            row(6, 3, "[[]]"),
            row(6, 4, "7"),
            row(6, 5, "\"x,\""),
        ];
        assert_eq!(records(list), items);
        assert_eq!(records("{\n \"a\": 1\n}\n{\n}\n"), [row(1, 1, "{\n \"a\": 1\n}"), row(4, 2, "{\n}")]);
        assert_eq!(records("[]"), []);
        assert_eq!(records(""), []);
    }

    /// As the definition of a value says, byte by byte.
    fn extent_by_bytes(text: &str) -> usize {
        let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => {
                    quoted = !quoted;
                    if !quoted && depth == 0 {
                        return at + 1;
                    }
                }
                _ if quoted => {}
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth == 0 => return at,
                b'}' | b']' => {
                    depth -= 1;
                    if depth == 0 {
                        return at + 1;
                    }
                }
                b',' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => return at,
                _ => {}
            }
        }
        text.len()
    }

    proptest::proptest! {
        #[test]
        fn a_value_ends_where_it_does_byte_by_byte(text in r#"[\[\]{}", \\a:م1]{0,40}"#) {
            proptest::prop_assert_eq!(extent(&text), extent_by_bytes(&text));
        }
    }

    #[test]
    fn a_list_that_is_cut_or_has_more_behind_it_is_told() {
        for (list, line, said) in [
            ("[1,2", 1, "! EOF while parsing a list at column 5"),
            ("[\n1\n2]", 3, "! expected `,` or `]` at column 1"),
            ("[1,]", 1, "! expected value at column 4"),
            ("[1] x", 1, "! trailing characters at column 5"),
            ("[", 1, "! EOF while parsing a list at column 2"),
        ] {
            let last = records(list).pop().expect("a fault");
            assert_eq!((last.0, last.2.as_str()), (line, said), "{list}");
        }
        assert_eq!(records("[{\"a\":").pop().map(|r| r.2), Some("! EOF while parsing a list at column 7".into()));
    }

    #[test]
    fn a_fault_stands_at_its_place_in_the_file() {
        let text = "[\n {\"نص\": [1,\n  \"م\"]}]";
        let part = &text[text.find("[1").expect("there")..text.find('}').expect("there")];
        let Err(fault) = list::<u64, u64>(part, |n| Ok(Some(n))) else { panic!("a string is no number") };
        let (line, problem) = fault.at(text, 2);
        assert_eq!((line, problem.to_string().contains("at column 5")), (3, true), "{problem}");
        assert!(list::<u64, u64>("null", |n| Ok(Some(n))).is_ok_and(|list| list.is_empty()));
        assert!(list::<u64, u64>("{}", |n| Ok(Some(n))).is_err());
    }
}
