//! Tables: one annotation a row, in CSV or TSV, as spreadsheets and data frames read them.
//!
//! ```text
//! document,kind,label,text,start,end,note,choice:gender,id,parts,…
//! d1,document,,وصل أحمد إلى بيروت,0,18,,,,,…
//! d1,span,PER,أحمد,4,8,,male,a1,,…
//! d1,relation,visits,,,,,,r1,,a1,a2,…
//! ```
//!
//! A row is a `document` with its text, a `span` or a `relation`. Offsets count code points. A text longer than a cell of a spreadsheet
//! holds goes on in rows of the kind `text`. `parts` has the pieces of a discontinuous span (`4..8 12..18`), whose `start`, `end`
//! and `text` are those of all. An attribute has a column under its kind and name; what has none, because the schema of the
//! first document has no such attribute, stands in `attributes`, an object of JSON with such names. Rows may stand in any order,
//! and columns too.
//!
//! No cell begins with what a spreadsheet takes for a formula: an apostrophe stands before it, and goes when it is read. Numbers
//! in columns of numbers stay as they are.

pub(super) mod cells;
mod columns;
mod info;
mod read;
mod write;

use super::builder::Importer;
use super::capabilities::FormatInfo;
use super::draft;
use super::flow::{Input, ReadEnd};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::sniff::{Fit, Head};
use super::text;

/// Writes a row of a table with commas, of which no cell is a formula to a spreadsheet.
pub fn csv_row<'c>(out: &mut String, cells: impl IntoIterator<Item = &'c str>) {
    for (n, cell) in cells.into_iter().enumerate() {
        if n > 0 {
            out.push(',');
        }
        cells::put_cell(out, cell);
    }
    out.push_str("\r\n");
}

/// With commas (or semicolons, when it is read), or with tabs. Both read both.
pub(super) struct Table {
    pub(super) tabs: bool,
}

impl Format for Table {
    fn info(&self) -> &'static FormatInfo {
        if self.tabs { &info::TSV } else { &info::CSV }
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        match columns::separator_of(head.text()) {
            Some(separator) if (separator == '\t') == self.tabs => Fit::Sure,
            _ => Fit::No,
        }
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        let decoded = text::decode(input.path, input.bytes, importer)?;
        let fallback = if self.tabs { '\t' } else { ',' };
        let rows = read::Rows::of(&decoded.text, fallback, importer)?;
        // Rows are read twice, and those that are wrong named once.
        let mut tells = true;
        draft::read_each(input, importer, self.info().name, None, &mut |importer, next| {
            rows.each(importer, std::mem::take(&mut tells), next)
        })
    }

    fn writer<'a>(&self, _: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        Some(Box::new(write::Writer::new(self.info(), self.tabs)))
    }
}
