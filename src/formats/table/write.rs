//! Writing tables: the columns are those of the first document's schema, the rows go out with their document.

use std::path::Path;

use serde_json::{Map, Value};

use super::cells::put_cell;
use super::columns::{Column, HEAD, TAIL, ValueKind, attribute_column, attribute_columns};
use crate::formats::capabilities::FormatInfo;
use crate::formats::flow::{ExportSink, Stopped};
use crate::formats::format::DocumentWriter;
use crate::formats::json_write::{json_of, line_of};
use crate::formats::loss::{AnnotationLoss, LossKind};
use crate::formats::losses::Losses;
use crate::model::offset_map::OffsetMap;
use crate::model::{AnnotatedDocument, AttributeValue, Attributes, Record};

/// UTF-16 units that a cell holds: spreadsheets cut those of more than 32 767.
const MAX_CELL: usize = 32_000;

pub(super) struct Writer {
    info: &'static FormatInfo,
    separator: char,
    /// Names of the columns of attributes; `None` before the first document.
    attributes: Option<Vec<String>>,
}

/// A row while its cells are filled.
struct Row<'w> {
    cells: [String; HEAD.len() + TAIL.len()],
    /// Those of attributes, which may be numbers.
    attributes: Vec<Option<&'w AttributeValue>>,
}

impl Writer {
    pub(super) fn new(info: &'static FormatInfo, tabs: bool) -> Self {
        Writer { info, separator: if tabs { '\t' } else { ',' }, attributes: None }
    }

    fn begin(&mut self, columns: Vec<String>, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        if self.attributes.is_some() {
            return Ok(());
        }
        out.file(Path::new(if self.separator == '\t' { "dataset.tsv" } else { "dataset.csv" }))?;
        // Without the mark spreadsheets take UTF-8 for another encoding.
        let mut header = String::from("\u{feff}");
        let names = HEAD.map(Column::name).into_iter();
        let names = names.chain(columns.iter().map(String::as_str)).chain(TAIL.map(Column::name));
        for (n, name) in names.enumerate() {
            if n > 0 {
                header.push(self.separator);
            }
            put_cell(&mut header, name);
        }
        header.push_str("\r\n");
        self.attributes = Some(columns);
        out.bytes(header.as_bytes())
    }

    fn put(&self, row: &Row<'_>, out: &mut String) {
        for (n, cell) in row.cells[..HEAD.len()].iter().enumerate() {
            if n > 0 {
                out.push(self.separator);
            }
            put_cell(out, cell);
        }
        for value in &row.attributes {
            out.push(self.separator);
            match value {
                // A number is no formula, though it may begin with a minus sign.
                Some(AttributeValue::Number(number)) => out.push_str(&number.to_string()),
                Some(value) => put_cell(out, &value.to_string()),
                None => {}
            }
        }
        for cell in &row.cells[HEAD.len()..] {
            out.push(self.separator);
            put_cell(out, cell);
        }
        out.push_str("\r\n");
    }

    fn row<'w>(&'w self, document: &AnnotatedDocument, kind: &str) -> Row<'w> {
        let columns = self.attributes.as_ref().map_or(0, Vec::len);
        let mut row = Row { cells: std::array::from_fn(|_| String::new()), attributes: vec![None; columns] };
        row.set(Column::Document, document.document.id().0.as_ref());
        row.set(Column::Kind, kind);
        row
    }

    /// Puts attributes into their columns, and those that have none into an object of JSON.
    fn attributes<'w>(&self, row: &mut Row<'w>, attributes: &'w Attributes) {
        let columns = self.attributes.as_deref().unwrap_or_default();
        let mut others = Map::new();
        for ((name, value), (_, json)) in attributes.iter().zip(json_of(attributes)) {
            let column = attribute_column(ValueKind::of(value), name);
            // An empty cell says nothing.
            let is_empty =
                matches!(value, AttributeValue::Choice(text) | AttributeValue::Text(text) if text.is_empty());
            match columns.iter().position(|known| *known == column) {
                Some(at) if !is_empty => row.attributes[at] = Some(value),
                _ => drop(others.insert(column, json)),
            }
        }
        if !others.is_empty() {
            row.set(Column::Attributes, line_of(&Value::Object(others)));
        }
    }

    fn record<'w>(&self, row: &mut Row<'w>, record: &'w Record) {
        row.set(Column::Note, record.note.as_str());
        row.set(Column::LookAgain, if record.flag { "true" } else { "" });
        row.set(Column::Annotator, record.annotator.as_str());
        row.set(Column::Provenance, record.provenance.to_string());
        row.set(Column::Created, record.created.to_rfc3339().unwrap_or_default());
        row.set(Column::Modified, record.modified.to_rfc3339().unwrap_or_default());
        self.attributes(row, &record.attributes);
    }

    /// The rows of a document and of its text.
    fn text(&self, document: &AnnotatedDocument, map: &OffsetMap<'_>, out: &mut String) {
        let text = document.text();
        let (mut at, mut is_first) = (0, true);
        while is_first || at < text.len() {
            let end = at + cell_of(&text[at..]).len();
            let mut row = self.row(document, if is_first { "document" } else { "text" });
            row.set(Column::Text, &text[at..end]);
            row.set(Column::Start, map.code_point(at).0.to_string());
            row.set(Column::End, map.code_point(end).0.to_string());
            if is_first {
                row.set(Column::Title, document.document.title());
                row.set(Column::State, document.state.name());
                row.set(Column::LookAgain, if document.flag { "true" } else { "" });
                row.set(Column::Annotator, document.annotator.as_str());
                self.attributes(&mut row, &document.attributes);
                if !document.document.metadata().is_empty() {
                    row.set(Column::Metadata, line_of(document.document.metadata()));
                }
            }
            self.put(&row, out);
            (at, is_first) = (end, false);
        }
    }
}

impl Row<'_> {
    fn set(&mut self, column: Column, cell: impl Into<String>) {
        self.cells[column as usize] = cell.into();
    }
}

/// As much of a text as a cell holds.
fn cell_of(text: &str) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > MAX_CELL
    });
    end.map_or(text, |(end, _)| &text[..end])
}

impl DocumentWriter for Writer {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        if self.attributes.is_none() {
            self.begin(attribute_columns(&document.schema), out)?;
        }
        let mut losses = Losses::new(document, self.info);
        let map = OffsetMap::new(document.text());
        let mut rows = String::new();
        self.text(document, &map, &mut rows);
        for annotation in document.annotations.iter() {
            let extent = annotation.spans.extent();
            let text = &document.text()[extent.clone()];
            let mut row = self.row(document, "span");
            row.set(Column::Label, annotation.label.as_str());
            if cell_of(text).len() == text.len() {
                row.set(Column::Text, text);
            }
            row.set(Column::Start, map.code_point(extent.start).0.to_string());
            row.set(Column::End, map.code_point(extent.end).0.to_string());
            row.set(Column::Id, annotation.id.as_str());
            if annotation.spans.is_discontinuous() {
                row.set(Column::Parts, map.places(&annotation.spans).replace(',', " "));
                losses.annotation(annotation, LossKind::Flattened, AnnotationLoss::Parts);
            }
            annotation.entity.iter().for_each(|entity| row.set(Column::Entity, entity.as_str()));
            self.record(&mut row, &annotation.record);
            self.put(&row, &mut rows);
        }
        for relation in document.relations.values() {
            let mut row = self.row(document, "relation");
            row.set(Column::Label, relation.label.as_str());
            row.set(Column::Id, relation.id.as_str());
            row.set(Column::Source, relation.source.as_str());
            row.set(Column::Target, relation.target.as_str());
            self.record(&mut row, &relation.record);
            self.put(&row, &mut rows);
        }
        out.bytes(rows.as_bytes())?;
        losses.finish(out);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        self.begin(Vec::new(), out)
    }
}
