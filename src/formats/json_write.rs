//! JSON as it is written: a record on one line, and a file of such lines.

use std::path::Path;

use serde::Serialize;
use serde_json::{Map, Value};

use super::capabilities::FormatInfo;
use super::flow::{ExportSink, Stopped};
use super::format::DocumentWriter;
use super::losses::Losses;
use crate::model::{AnnotatedDocument, AttributeValue, Attributes};

/// JSON with escapes for what some readers take for line ends. They stand inside strings only.
fn one_line(json: String) -> String {
    // Their first bytes are rare.
    let is_break = |at: usize| json[at..].starts_with(['\u{85}', '\u{2028}', '\u{2029}']);
    if !memchr::memchr2_iter(0xc2, 0xe2, json.as_bytes()).any(is_break) {
        return json;
    }
    let mut line = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        match c {
            '\u{85}' | '\u{2028}' | '\u{2029}' => line.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => line.push(c),
        }
    }
    line
}

pub(super) fn json_of(attributes: &Attributes) -> Map<String, Value> {
    let json = |value: &AttributeValue| match value {
        AttributeValue::Flag(flag) => Value::Bool(*flag),
        AttributeValue::Number(number) => serde_json::Number::from_f64(*number).map_or(Value::Null, Value::Number),
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
