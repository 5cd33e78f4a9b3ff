//! Rows and cells as RFC 4180 has them, and the guard against formulas.

use std::borrow::Cow;

use crate::formats::table_fault::TableFault;

/// A row of a table.
pub(in crate::formats) struct Row<'t> {
    /// Its first line, from 1.
    pub line: usize,
    /// Where it begins, in bytes.
    pub at: usize,
    /// Its cells, or what is wrong with one. No more are kept than were asked for, and one.
    pub cells: Result<Vec<Cow<'t, str>>, TableFault>,
    /// Whether a line end stands behind it.
    pub is_whole: bool,
}

/// The rows of a text from one of them on; lines with nothing on them are none.
pub(in crate::formats) struct RowReader<'t> {
    text: &'t str,
    separator: char,
    at: usize,
    line: usize,
    /// Cells of a row that are kept.
    most: usize,
}

impl<'t> RowReader<'t> {
    pub(in crate::formats) fn new(text: &'t str, separator: char, most: usize) -> Self {
        RowReader::from(text, separator, most, 0, 1)
    }

    /// From the byte `at` on, where the line `line` begins.
    pub(in crate::formats) fn from(text: &'t str, separator: char, most: usize, at: usize, line: usize) -> Self {
        RowReader { text, separator, at, line, most }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn pass(&mut self, len: usize) {
        self.line += memchr::memchr_iter(b'\n', &self.text.as_bytes()[self.at..self.at + len]).count();
        self.at += len;
    }

    /// Passes a line end; whether there was one.
    fn ends_line(&mut self) -> bool {
        let rest = self.rest();
        let len = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) };
        self.pass(len);
        len > 0
    }

    fn cell(&mut self) -> Result<Cow<'t, str>, TableFault> {
        if !self.rest().starts_with('"') {
            let ends = |c: char| c == self.separator || c == '\n' || c == '\r';
            let cell = self.rest().split(ends).next().unwrap_or_default();
            self.pass(cell.len());
            return Ok(Cow::Borrowed(cell));
        }
        self.at += 1;
        let mut cell = Cow::Borrowed("");
        loop {
            let Some(len) = memchr::memchr(b'"', self.rest().as_bytes()) else {
                self.pass(self.rest().len());
                return Err(TableFault::OpenQuote);
            };
            let doubled = self.rest()[len + 1..].starts_with('"');
            let piece = &self.rest()[..len + usize::from(doubled)];
            match cell.is_empty() {
                true => cell = Cow::Borrowed(piece),
                false => cell.to_mut().push_str(piece),
            }
            self.pass(len + 1 + usize::from(doubled));
            if !doubled {
                break;
            }
        }
        let ends = |c: char| c == self.separator || c == '\n' || c == '\r';
        match self.rest().split(ends).next().unwrap_or_default() {
            "" => Ok(cell),
            behind => {
                self.pass(behind.len());
                Err(TableFault::BehindQuote(behind.chars().take(40).collect()))
            }
        }
    }
}

impl<'t> Iterator for RowReader<'t> {
    type Item = Row<'t>;

    fn next(&mut self) -> Option<Row<'t>> {
        while self.ends_line() {}
        if self.rest().is_empty() {
            return None;
        }
        let (line, at) = (self.line, self.at);
        let mut cells = Ok(Vec::new());
        loop {
            match (self.cell(), &mut cells) {
                (Ok(cell), Ok(cells)) if cells.len() <= self.most => cells.push(cell),
                (Err(fault), Ok(_)) => cells = Err(fault),
                _ => {}
            }
            if !self.rest().starts_with(self.separator) {
                break;
            }
            self.pass(self.separator.len_utf8());
        }
        let is_whole = self.ends_line();
        Some(Row { line, at, cells, is_whole })
    }
}

/// Whether a spreadsheet takes a cell that begins so for a formula, or for what may become one.
fn begins_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
}

/// The byte behind the apostrophes at the head, where a formula begins there.
fn formula_behind(cell: &str) -> Option<usize> {
    let bare = cell.trim_start_matches('\'');
    bare.starts_with(begins_formula).then_some(cell.len() - bare.len())
}

/// A cell as it was before [`put_cell`] guarded it.
pub(in crate::formats) fn unguarded(cell: Cow<'_, str>) -> Cow<'_, str> {
    match (formula_behind(&cell), cell) {
        (Some(1..), Cow::Borrowed(cell)) => Cow::Borrowed(&cell[1..]),
        (Some(1..), Cow::Owned(cell)) => Cow::Owned(cell[1..].to_owned()),
        (_, cell) => cell,
    }
}

/// Writes a cell: with an apostrophe before what would be a formula, in quotation marks where it needs them.
pub(in crate::formats) fn put_cell(out: &mut String, cell: &str) {
    let guard = if formula_behind(cell).is_some() { "'" } else { "" };
    let quoted = cell.chars().any(|c| matches!(c, '"' | ',' | ';' | '\t' | '\n' | '\r'))
        || cell.starts_with(char::is_whitespace)
        || cell.ends_with(char::is_whitespace);
    match quoted {
        false => out.extend([guard, cell]),
        true => {
            out.extend(["\"", guard]);
            cell.split('"').enumerate().for_each(|(n, piece)| out.extend([if n > 0 { "\"\"" } else { "" }, piece]));
            out.push('"');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(usize, Result<Vec<String>, String>)> {
        let row = |row: Row<'_>| {
            let cells = row.cells.map(|cells| cells.into_iter().map(Cow::into_owned).collect());
            (row.line, cells.map_err(|fault| fault.to_string()))
        };
        RowReader::new(text, ',', 3).map(row).collect()
    }

    fn cells(cells: &[&str]) -> Result<Vec<String>, String> {
        Ok(cells.iter().map(|&cell| cell.to_owned()).collect())
    }

    #[test]
    fn cells_in_quotation_marks_hold_separators_line_ends_and_marks() {
        let text = "أ,\"ب,\"\"ت\"\"\r\n\",\r\n\r\n\"\",\"\"\"\"\rx,y\"z\"";
        let expected = [(1, cells(&["أ", "ب,\"ت\"\r\n", ""])), (4, cells(&["", "\""])), (4, cells(&["x", "y\"z\""]))];
        assert_eq!(rows(text), expected);
        assert_eq!(rows("a,b,c,d,e,f\n"), [(1, cells(&["a", "b", "c", "d"]))]);
        assert!(rows("a\n\"b,\nc")[1].1.as_ref().is_err_and(|fault| fault.contains("is the file cut")));
        assert!(rows("\"a\"b,c")[0].1.as_ref().is_err_and(|fault| fault.contains("'b'")));
    }

    #[test]
    fn no_cell_begins_a_formula_and_each_comes_back() {
        for cell in [
            "=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "'=x", "''-", "'", "''", "'x", "", "x=1", " =1",
            "a\"b", "x;", "-", "\u{2028}", "a,b ", "«=»",
        ] {
            let mut row = String::new();
            put_cell(&mut row, cell);
            let shown = row.trim_start_matches('"');
            assert!(!shown.starts_with(begins_formula), "{row}");
            let mut rows = RowReader::new(&row, ',', 9);
            let read = rows.next().map(|row| row.cells.expect("sound")).unwrap_or_else(|| vec!["".into()]);
            assert_eq!(read.into_iter().map(unguarded).collect::<Vec<_>>(), [cell], "{row}");
        }
    }
}
