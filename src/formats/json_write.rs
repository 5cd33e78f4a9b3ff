//! JSON as it is written: a record on one line, and a file of such lines.

use std::path::Path;

use serde::Serialize;
use serde_json::{Map, Value};

use super::capabilities::FormatInfo;
use super::flow::{ExportSink, Stopped};
use super::format::DocumentWriter;
use super::losses::Losses;
use crate::model::{AnnotatedDocument, AttributeValue, Attributes};

/// JSON with escapes for what some readers take for line ends: U+0085, U+2028 and U+2029. They stand inside strings only, and few
/// texts have any.
fn one_line(json: String) -> String {
    let bytes = json.as_bytes();
    let ends = memchr::memchr2_iter(0xc2, 0xe2, bytes).filter_map(|at| match bytes[at..] {
        [0xc2, 0x85, ..] => Some((at, 2, "\\u0085")),
        [0xe2, 0x80, 0xa8, ..] => Some((at, 3, "\\u2028")),
        [0xe2, 0x80, 0xa9, ..] => Some((at, 3, "\\u2029")),
        _ => None,
    });
    let mut ends = ends.peekable();
    if ends.peek().is_none() {
        drop(ends);
        return json;
    }
    let (mut line, mut from) = (String::with_capacity(json.len() + 64), 0);
    for (at, len, escape) in ends {
        line.push_str(&json[from..at]);
        line.push_str(escape);
        from = at + len;
    }
    line.push_str(&json[from..]);
    line
}

pub(super) fn json_of(attributes: &Attributes) -> Map<String, Value> {
    let json = |value: &AttributeValue| match value {
        AttributeValue::Flag(flag) => Value::Bool(*flag),
        AttributeValue::Number(number) => serde_json::Number::from_f64(*number).map_or(Value::Null, Value::Number),
        AttributeValue::Choices(choices) => Value::from(choices.clone()),
        AttributeValue::Date(date) => Value::String(date.to_string()),
        AttributeValue::Choice(text) | AttributeValue::Text(text) => Value::String(text.clone()),
    };
    attributes.iter().map(|(name, value)| (name.clone(), json(value))).collect()
}

/// The line of a record.
pub(super) fn line_of(record: &impl Serialize) -> String {
    one_line(serde_json::to_string(record).expect("strings and finite numbers become JSON"))
}

/// Writes a file of lines, one for each document.
pub(super) struct LineWriter<F> {
    path: &'static str,
    info: &'static FormatInfo,
    line: F,
    began: bool,
}

impl<F: FnMut(&AnnotatedDocument, &mut Losses<'_>) -> String> LineWriter<F> {
    /// `line` gives what [`line_of`] makes of a document, and tells what the table of the format does not.
    pub(super) fn new(path: &'static str, info: &'static FormatInfo, line: F) -> Self {
        LineWriter { path, info, line, began: false }
    }

    fn begin(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        if !std::mem::replace(&mut self.began, true) {
            out.file(Path::new(self.path))?;
        }
        Ok(())
    }
}

impl<F: FnMut(&AnnotatedDocument, &mut Losses<'_>) -> String> DocumentWriter for LineWriter<F> {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        self.begin(out)?;
        let mut losses = Losses::new(document, self.info);
        let mut line = (self.line)(document, &mut losses);
        line.push('\n');
        out.bytes(line.as_bytes())?;
        losses.finish(out);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        self.begin(out)
    }
}

/// Writes a file that is one list of records, one for each document.
pub(super) struct ListWriter<F> {
    path: &'static str,
    info: &'static FormatInfo,
    record: F,
    records: usize,
}

impl<F: FnMut(&AnnotatedDocument, &mut Losses<'_>) -> String> ListWriter<F> {
    /// As [`LineWriter::new`].
    pub(super) fn new(path: &'static str, info: &'static FormatInfo, record: F) -> Self {
        ListWriter { path, info, record, records: 0 }
    }

    fn begin(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        match self.records {
            0 => {
                out.file(Path::new(self.path))?;
                out.bytes(b"[")
            }
            _ => Ok(()),
        }
    }
}

impl<F: FnMut(&AnnotatedDocument, &mut Losses<'_>) -> String> DocumentWriter for ListWriter<F> {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        self.begin(out)?;
        let mut losses = Losses::new(document, self.info);
        let record = (self.record)(document, &mut losses);
        out.bytes(if self.records == 0 { b"\n" } else { b",\n" })?;
        out.bytes(record.as_bytes())?;
        self.records += 1;
        losses.finish(out);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        self.begin(out)?;
        out.bytes(b"\n]\n")
    }
}
