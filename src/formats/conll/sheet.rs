//! The lines of one document as columns: as its own file had them, or made anew.

use super::columns::misc_tag;
use super::layers::{Layers, Names};
use super::row_log::{Head, OwnRows};
use super::tags;
use super::token_log::Tokens;
use crate::formats::column_options::{Role, Scheme};

/// The field of MISC that holds tags where no file named another.
const FIELD: &str = "NER";

/// What stands in the rows of a document.
pub(super) struct Sheet<'a, 'd> {
    pub text: &'a str,
    pub id: &'a str,
    pub tokens: &'a Tokens,
    pub layers: &'a Layers<'d>,
    pub scheme: Scheme,
    pub separator: char,
    /// Columns of tags that each row has; more than its roles name stand behind the last of those.
    pub columns: usize,
    /// All tags of a token stand in one cell.
    pub cells: bool,
}

/// A row that is made.
pub(super) struct Made<'r> {
    pub roles: &'r [Role],
    /// As [`Head::field`].
    pub field: Option<&'r str>,
    pub number: &'r str,
    pub word: &'r str,
    /// `None` for a word of several tokens.
    pub token: Option<usize>,
    pub misc: &'r str,
}

/// The parts of a line that is kept: what stands in it, and the letters of signs.
fn parts(line: &str) -> impl Iterator<Item = (&str, Option<char>)> {
    let mut rest = line;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let at = rest.find('%').unwrap_or(rest.len());
        let before = &rest[..at];
        let mut chars = rest[at..].chars();
        chars.next();
        let sign = chars.next();
        rest = chars.as_str();
        Some((before, sign))
    })
}

impl Sheet<'_, '_> {
    fn tag(&self, layer: usize, token: usize, names: &mut Names) -> Option<String> {
        self.layers.tag(layer, token, self.scheme, names)
    }

    /// The cell of a column of tags.
    fn cell(&self, column: usize, token: usize, names: &mut Names) -> String {
        if !self.cells {
            return self.tag(column, token, names).unwrap_or_else(|| "O".to_owned());
        }
        let all = if column == 0 { self.layers.len() } else { 0 };
        let tags: Vec<String> = (0..all).filter_map(|layer| self.tag(layer, token, names)).collect();
        let bar = if self.separator == ' ' { " " } else { "|" };
        if tags.is_empty() { "O".to_owned() } else { tags.join(bar) }
    }

    /// The tag of a word that is a part of the token before it.
    fn goes_on(&self, layer: usize, next: usize, names: &mut Names) -> Option<String> {
        let tag = self.tag(layer, next.checked_sub(1)?, names)?;
        let rest = tag.get(1..).filter(|_| self.scheme != Scheme::Plain);
        Some(rest.map_or_else(|| tag.clone(), |rest| format!("I{rest}")))
    }

    /// One row, its line end left out.
    pub(super) fn made(&self, row: &Made<'_>, names: &mut Names, out: &mut String) {
        let tags = row.roles.iter().filter(|role| **role == Role::Tag).count();
        let in_misc = tags == 0 && row.roles.contains(&Role::Misc);
        let mut column = 0;
        let push = |cell: &str, out: &mut String, n: usize| {
            if n > 0 {
                out.push(self.separator);
            }
            out.push_str(cell);
        };
        for (n, role) in row.roles.iter().enumerate() {
            match role {
                Role::Id => push(row.number, out, n),
                Role::Token => push(row.word, out, n),
                Role::Ignored => push("_", out, n),
                Role::Misc if in_misc => {
                    let misc = row.token.map(|token| self.misc(row.misc, row.field, false, (token, true), names));
                    push(misc.as_deref().unwrap_or(row.misc), out, n);
                }
                Role::Misc => push(row.misc, out, n),
                Role::Tag => {
                    let end = if column + 1 == tags { self.columns.max(tags) } else { column + 1 };
                    for column in column..end {
                        let cell = row.token.map(|token| self.cell(column, token, names));
                        push(cell.as_deref().unwrap_or("_"), out, n + column);
                    }
                    column += 1;
                }
            }
        }
        if tags == 0 && !in_misc {
            for column in 0..self.columns {
                let cell = row.token.map(|token| self.cell(column, token, names));
                push(cell.as_deref().unwrap_or("_"), out, 1);
            }
        }
    }

    /// A cell of MISC with the tags of a token. `token`: the next one, and whether the row is its own.
    fn misc(
        &self,
        cell: &str,
        field: Option<&str>,
        says_outside: bool,
        token: (usize, bool),
        names: &mut Names,
    ) -> String {
        let name = field.unwrap_or(FIELD);
        let (token, is_own) = token;
        let mut seen = vec![false; self.layers.len()];
        let mut fields: Vec<String> = Vec::new();
        for field in cell.split('|').filter(|_| !matches!(cell, "_" | "")) {
            let Some((layer, tag)) = misc_tag(name, field).filter(|(_, tag)| is_of_tag(tag)) else {
                fields.push(self.expanded(field));
                continue;
            };
            if let Some(seen) = seen.get_mut(layer) {
                *seen = true;
            }
            let key = field.strip_suffix(tag).unwrap_or_default();
            let new = match tag {
                "%T" => self.goes_on(layer, token, names),
                _ if is_own => self.tag(layer, token, names),
                _ => None,
            };
            match new {
                Some(new) => fields.push(format!("{key}{new}")),
                None if !tag.starts_with('%') => fields.push(field.to_owned()),
                None if says_outside => fields.push(format!("{key}O")),
                None => {}
            }
        }
        for layer in (0..self.layers.len()).filter(|layer| is_own && !seen[*layer]) {
            if let Some(tag) = self.tag(layer, token, names) {
                let number = if layer == 0 { String::new() } else { (layer + 1).to_string() };
                fields.push(format!("{name}{number}={tag}"));
            }
        }
        match (fields.is_empty(), cell) {
            (false, _) => fields.join("|"),
            (true, "") => String::new(),
            (true, _) => "_".to_owned(),
        }
    }

    /// What stands in a part of a line without signs of tokens.
    fn expanded(&self, part: &str) -> String {
        let mut out = String::with_capacity(part.len());
        for (before, sign) in parts(part) {
            out.push_str(before);
            match sign {
                Some('%') => out.push('%'),
                Some('i') => out.push_str(&one_line(self.id)),
                _ => {}
            }
        }
        out
    }

    /// The lines of the document's own file with what stands on its tokens now; `None` where they are of other tokens.
    pub(super) fn kept(&self, kept: &OwnRows<'_>, names: &mut Names) -> Option<String> {
        let Head { roles, field, says_outside, line_end, .. } = &kept.head;
        let ranges = &self.tokens.ranges;
        let tags = roles.iter().filter(|role| **role == Role::Tag).count();
        let last_tag = roles.iter().rposition(|role| *role == Role::Tag);
        let misc = roles.iter().position(|role| *role == Role::Misc).filter(|_| tags == 0);
        let added = if self.cells || misc.is_some() { 0 } else { self.columns.saturating_sub(tags) };
        let mut out = String::with_capacity(kept.lines.len() * 2);
        let mut row: Vec<&str> = Vec::new();
        let (mut next, mut number) = (0, 0u64);
        for line in kept.lines.split('\n') {
            match line.get(..2) {
                Some("%x") => {
                    out.truncate(out.len().saturating_sub(line_end.len()));
                    break;
                }
                Some("%b") => {
                    number = 0;
                    out.push_str(&self.expanded(&line[2..]));
                }
                Some("%c") => match line.strip_suffix("= %s") {
                    Some(before) => {
                        let starts = &self.tokens.starts;
                        let behind = starts.get(starts.partition_point(|start| *start <= next));
                        let end = behind.copied().unwrap_or(ranges.len());
                        let (first, last) = (ranges.get(next)?, ranges.get(end.checked_sub(1)?)?);
                        out.push_str(&self.expanded(&before[2..]));
                        out.push_str("= ");
                        out.push_str(self.text.get(first.start..last.end)?);
                    }
                    None => out.push_str(&self.expanded(&line[2..])),
                },
                start => {
                    let cells = if start == Some("%<") { &line[2..] } else { line };
                    let mut len = 0;
                    for (n, cell) in cells.split(self.separator).enumerate() {
                        match row.get_mut(n) {
                            Some(before) if !cell.is_empty() => *before = cell,
                            Some(_) => {}
                            None => row.push(cell),
                        }
                        len = n + 1;
                    }
                    if start == Some("%<") {
                        row.truncate(len);
                    }
                    let is_token = row.iter().any(|cell| parts(cell).any(|(_, sign)| matches!(sign, Some('f' | 'w'))));
                    if is_token {
                        ranges.get(next)?;
                    }
                    let mut column = 0;
                    for (n, cell) in row.iter().enumerate() {
                        if n > 0 {
                            out.push(self.separator);
                        }
                        if misc == Some(n) {
                            let cell = if *cell == "%e" { "" } else { cell };
                            let token = (next, is_token);
                            out.push_str(&self.misc(cell, field.as_deref(), *says_outside, token, names));
                            continue;
                        }
                        for (before, sign) in parts(cell) {
                            out.push_str(before);
                            match sign {
                                Some('%') => out.push('%'),
                                Some('n') => {
                                    number += 1;
                                    out.push_str(&number.to_string());
                                }
                                Some('f') => out.push_str(self.text.get(ranges.get(next)?.clone())?),
                                Some('t') if is_token => {
                                    out.push_str(&self.cell(column, next, names));
                                    column += 1;
                                    if column == tags {
                                        for n in tags..tags + added {
                                            out.push(self.separator);
                                            out.push_str(&self.cell(n, next, names));
                                        }
                                    }
                                }
                                Some('T') => {
                                    let tag = self.goes_on(column, next, names);
                                    out.push_str(tag.as_deref().unwrap_or("O"));
                                    column += 1;
                                }
                                _ => {}
                            }
                        }
                        // A row of no token has the columns all the same.
                        if !is_token && last_tag == Some(n) {
                            (0..added).for_each(|_| out.extend([self.separator, '_']));
                        }
                    }
                    if let Some(misc) = misc.filter(|misc| is_token && *misc >= row.len()) {
                        let cell = self.misc("_", field.as_deref(), false, (next, true), names);
                        if cell != "_" {
                            (row.len()..misc).for_each(|_| out.extend([self.separator, '_']));
                            out.push(self.separator);
                            out.push_str(&cell);
                        }
                    }
                    for n in (0..added).filter(|_| tags == 0) {
                        out.push(self.separator);
                        let cell = if is_token { self.cell(n, next, names) } else { "_".to_owned() };
                        out.push_str(&cell);
                    }
                    next += usize::from(is_token);
                }
            }
            out.push_str(line_end);
        }
        (next == ranges.len()).then_some(out)
    }
}

/// A tag that is written anew, or one that says that there is none.
fn is_of_tag(tag: &str) -> bool {
    matches!(tag, "%t" | "%T") || tags::is_outside(tag)
}

/// What stands in a comment is one line for every reader.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect()
}
