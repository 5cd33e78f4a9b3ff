//! What the columns of a file are: said by a person or by the file, or found by what stands in them.

use super::lines::is_blank;
use super::tags::{self, Mark};
use crate::formats::column_options::{MAX_COLUMNS, Role, Scheme, Separator};

/// How a separator cuts lines.
impl Separator {
    /// The cells of a line. Blanks at its end are none.
    pub(super) fn cells(self, line: &str) -> Vec<&str> {
        let mut cells = Vec::with_capacity(8);
        self.cells_into(line, &mut cells);
        cells
    }

    /// The same in a list that has room from the line before.
    pub(super) fn cells_into<'a>(self, line: &'a str, cells: &mut Vec<&'a str>) {
        /// Cells that are looked at: one more than there may be tells that there are too many.
        const MOST: usize = MAX_COLUMNS + 1;
        cells.clear();
        let bytes = line.as_bytes();
        match self {
            Separator::Blanks => {
                let ends = memchr::memchr2_iter(b' ', b'\t', bytes).chain([line.len()]);
                let mut from = 0;
                for end in ends {
                    if end > from && cells.len() < MOST {
                        cells.push(&line[from..end]);
                    }
                    from = end + 1;
                }
            }
            Separator::One(c) if c.is_ascii() => {
                let mut from = 0;
                for end in memchr::memchr_iter(c as u8, bytes).take(MOST) {
                    cells.push(&line[from..end]);
                    from = end + 1;
                }
                // Files that were put together have lines of both kinds.
                if cells.is_empty() && c == '\t' {
                    return Separator::Blanks.cells_into(line, cells);
                }
                if cells.len() < MOST {
                    cells.push(&line[from..]);
                }
                trim_end(cells);
            }
            Separator::One(c) => {
                cells.extend(line.split(c).take(MOST));
                trim_end(cells);
            }
        }
    }

    pub(super) fn written(self) -> char {
        match self {
            Separator::Blanks => ' ',
            Separator::One(c) => c,
        }
    }
}

/// Takes away blanks behind the last cell, and cells at the end that are empty.
fn trim_end(cells: &mut Vec<&str>) {
    let trim = |cells: &mut Vec<&str>| {
        if let Some(last) = cells.last_mut().filter(|last| last.as_bytes().last() == Some(&b' ')) {
            *last = last.trim_end_matches(' ');
        }
    };
    trim(cells);
    while cells.len() > 1 && cells.last().is_some_and(|last| last.is_empty()) {
        cells.pop();
        trim(cells);
    }
}

/// How a file is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub separator: Separator,
    pub roles: Vec<Role>,
    /// Every cell from here on is a tag of the same token, as many as there are.
    pub tail: Option<usize>,
    pub scheme: Scheme,
    /// Tags without a beginning before them are no fault.
    pub is_loose: bool,
    /// A first line with the names of the columns.
    pub has_header: bool,
    /// The numbers, from 1, of columns that hold something and are not read.
    pub ignored: Vec<usize>,
    /// The name of the field of MISC that holds tags, where no column does: `NER=B-PER`, and of further layers `NER2=…`.
    pub misc_tags: Option<String>,
}

impl Layout {
    pub(super) fn position(&self, role: Role) -> Option<usize> {
        self.roles.iter().position(|r| *r == role)
    }

    pub(super) fn tags(&self) -> impl Iterator<Item = usize> + '_ {
        self.roles.iter().enumerate().filter(|(_, role)| **role == Role::Tag).map(|(n, _)| n)
    }
}

/// What stands in a column.
#[derive(Clone, Debug, Default)]
struct Seen<'a> {
    cells: usize,
    /// Cells of tags with marks, or of O.
    tags: usize,
    marked: usize,
    outside: usize,
    /// A cell that is neither a label nor nothing.
    is_odd: bool,
    numbers: usize,
    misc: usize,
    empty: usize,
    /// Beginnings where nothing of the label stands before, and insides where nothing does.
    fresh: usize,
    stray: usize,
    letters: [bool; 2],
    before: Vec<&'a str>,
}

impl<'a> Seen<'a> {
    fn see(&mut self, cell: &'a str) {
        self.cells += 1;
        // Most cells of most files.
        if let [b'O'] = cell.as_bytes() {
            self.outside += 1;
            self.tags += 1;
            self.before.clear();
            return;
        }
        let (mut is_number, mut has_sign, mut is_joined) = (true, false, false);
        for byte in cell.bytes() {
            is_number &= byte.is_ascii_digit() || byte == b'-' || byte == b'.';
            has_sign |= byte == b'=';
            is_joined |= byte == b' ' || byte == b'|';
        }
        let is_outside = tags::is_outside(cell);
        self.empty += usize::from(matches!(cell.as_bytes(), [] | [b'_' | b'-']));
        self.numbers += usize::from(!cell.is_empty() && is_number);
        self.misc += usize::from(has_sign && (cell.contains("SpaceAfter=") || cell.contains("SpacesAfter=")));
        self.is_odd = self.is_odd || !(is_outside || tags::is_plain(cell));
        // One tag at most, which is none: most words.
        if !is_joined && !is_outside && tags::parse(cell).is_none() {
            self.before.clear();
            return;
        }
        let mut here = Vec::new();
        let (mut all, mut any_mark) = (true, false);
        for tag in tags::of_cell(cell) {
            if tags::is_outside(tag) {
                self.outside += usize::from(tag.eq_ignore_ascii_case("o"));
                continue;
            }
            match tags::parse(tag) {
                Some((mark, label)) => {
                    any_mark = true;
                    let stands = self.before.contains(&label);
                    self.fresh += usize::from(mark == Mark::Begin && !stands);
                    self.stray += usize::from(mark == Mark::Inside && !stands);
                    let first = tag.as_bytes()[0].to_ascii_uppercase();
                    self.letters[0] |= matches!(first, b'E' | b'S' | b'M' | b'W');
                    self.letters[1] |= matches!(first, b'L' | b'U');
                    here.push(label);
                }
                None => all = false,
            }
        }
        self.tags += usize::from(all && !cell.is_empty());
        self.marked += usize::from(any_mark && all);
        self.before = here;
    }

    /// Whether it is a column of tags, but for a few cells that are odd.
    fn is_tags(&self) -> bool {
        (self.marked > 0 || self.outside > 0) && self.tags * 20 >= self.cells * 19
    }

    fn scheme(&self) -> Scheme {
        match self.letters {
            [_, true] => Scheme::Bilou,
            [true, _] => Scheme::Bioes,
            _ if self.fresh == 0 && self.stray > 0 => Scheme::Iob1,
            _ => Scheme::Iob2,
        }
    }
}

/// Whether a first line of these cells names the columns.
fn header(cells: &[&str]) -> Option<Vec<Role>> {
    let role = |cell: &&str| match cell.to_ascii_lowercase().as_str() {
        "token" | "tokens" | "word" | "words" | "form" | "text" => Role::Token,
        "tag" | "tags" | "ner" | "ner_tag" | "ner_tags" | "label" | "labels" | "entity" | "bio" | "iob" => Role::Tag,
        "id" | "index" => Role::Id,
        "misc" => Role::Misc,
        name if name.ends_with(":ner") || name.contains(":ner_") || name.starts_with("hashiya:") => Role::Tag,
        _ => Role::Ignored,
    };
    let roles: Vec<Role> = cells.iter().map(role).collect();
    let has = |wanted| roles.contains(&wanted);
    (has(Role::Token) && has(Role::Tag)).then_some(roles)
}

/// The roles by the names that `# global.columns` gives.
pub(super) fn named(names: &str) -> Vec<Role> {
    let mut roles: Vec<Role> = names
        .split_ascii_whitespace()
        .map(|name| match name {
            "ID" => Role::Id,
            "FORM" => Role::Token,
            "MISC" => Role::Misc,
            name if name.contains(':') => Role::Tag,
            _ => Role::Ignored,
        })
        .take(MAX_COLUMNS)
        .collect();
    if !roles.contains(&Role::Token) {
        roles = named("ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC");
    }
    roles
}

/// Finds what the columns of the token lines are.
pub(super) fn find<'a>(
    lines: impl Iterator<Item = &'a str> + Clone,
    said: Option<&[Role]>,
    separator: Option<Separator>,
) -> Layout {
    let separator = separator.unwrap_or_else(|| separator_of(lines.clone()));
    let mut seen: Vec<Seen<'a>> = Vec::new();
    let mut widths = [0usize; MAX_COLUMNS + 1];
    let mut rows = 0;
    let first = lines.clone().find(|line| !is_blank(line)).map(|line| separator.cells(line));
    let by_header = first.as_deref().and_then(header).filter(|_| said.is_none());
    let mut cells = Vec::new();
    for line in lines {
        if is_blank(line) {
            seen.iter_mut().for_each(|column| column.before.clear());
            continue;
        }
        rows += 1;
        if rows == 1 && by_header.is_some() {
            continue;
        }
        separator.cells_into(line, &mut cells);
        widths[cells.len().min(MAX_COLUMNS)] += 1;
        let width = cells.len().min(MAX_COLUMNS);
        if seen.len() < width {
            seen.resize_with(width, Seen::default);
        }
        cells.iter().zip(&mut seen).for_each(|(cell, column)| column.see(cell));
    }
    let usual = (0..=MAX_COLUMNS).rev().max_by_key(|n| widths[*n]).unwrap_or_default();
    let narrowest = widths.iter().position(|n| *n > 0).unwrap_or_default();
    let mut tail = None;
    let roles = match (said, by_header.clone()) {
        (Some(said), _) => said.to_vec(),
        (None, Some(roles)) => roles,
        (None, None) => {
            // Tags in as many columns as a token needs: each column from one on has tags alone.
            let varies = seen.len() > narrowest && separator == Separator::Blanks && narrowest >= 2;
            if varies && seen[narrowest - 1..].iter().all(|column| column.tags == column.cells) {
                tail = Some(narrowest - 1);
            }
            guess(&seen, tail.map_or(usual, |tail| tail + 1))
        }
    };
    let tag_columns: Vec<&Seen> =
        roles.iter().zip(&seen).filter(|(role, _)| **role == Role::Tag).map(|(_, seen)| seen).collect();
    let marked: usize = tag_columns.iter().map(|column| column.marked).sum();
    let plain = tag_columns.iter().all(|c| !c.is_odd && c.outside > 0) && marked == 0;
    let scheme = match tag_columns.first() {
        Some(_) if plain && tag_columns.iter().any(|c| c.outside + c.empty < c.cells) => Scheme::Plain,
        Some(column) => tag_columns.iter().find(|c| c.marked > 0).unwrap_or(column).scheme(),
        None => Scheme::default(),
    };
    let is_loose = matches!(scheme, Scheme::Iob1 | Scheme::Plain);
    let unread = |n: usize| roles.get(n).is_none_or(|role| *role == Role::Ignored) && tail.is_none_or(|tail| n < tail);
    let ignored = (0..seen.len().min(usual.max(roles.len())))
        .filter(|n| unread(*n) && seen[*n].empty < seen[*n].cells)
        .map(|n| n + 1)
        .collect();
    Layout { separator, roles, tail, scheme, is_loose, has_header: by_header.is_some(), ignored, misc_tags: None }
}

/// The layer and the tag that a field of MISC gives.
pub(super) fn misc_tag<'f>(name: &str, field: &'f str) -> Option<(usize, &'f str)> {
    let (key, tag) = field.split_once('=')?;
    let number = key.strip_prefix(name)?;
    let layer = if number.is_empty() { 0 } else { number.parse::<usize>().ok()?.checked_sub(1)? };
    (layer < MAX_COLUMNS && (layer > 0) != number.is_empty() && !tag.is_empty()).then_some((layer, tag))
}

/// Names that people give the field of MISC with tags.
const MISC_TAGS: [&str; 3] = ["NER", "ner", "Ner"];

impl Layout {
    /// Looks for tags in MISC where no column has them.
    pub(super) fn see_misc<'a>(&mut self, lines: impl Iterator<Item = &'a str>) {
        let Some(misc) = self.position(Role::Misc).filter(|_| self.tags().next().is_none()) else { return };
        let (mut seen, mut name) = (Seen::default(), None);
        let mut cells = Vec::new();
        for line in lines {
            self.separator.cells_into(line, &mut cells);
            let field = cells.get(misc).and_then(|cell| {
                cell.split('|').find_map(|field| {
                    let here = |one: &&str| misc_tag(one, field).is_some_and(|(layer, _)| layer == 0);
                    let one = name.into_iter().chain(MISC_TAGS).find(here)?;
                    name = Some(one);
                    misc_tag(one, field)
                })
            });
            match field {
                Some((_, tag)) => seen.see(tag),
                None => seen.before.clear(),
            }
        }
        if let Some(name) = name.filter(|_| seen.marked > 0 && seen.is_tags()) {
            (self.misc_tags, self.scheme) = (Some(name.to_owned()), seen.scheme());
            self.is_loose = self.scheme == Scheme::Iob1;
        }
    }
}

/// What separates the columns: a tab where there is one in the lines, else blanks, else the one sign that stands in each.
fn separator_of<'a>(lines: impl Iterator<Item = &'a str> + Clone) -> Separator {
    let lines = lines.filter(|line| !is_blank(line));
    let (mut tabs, mut rows) = (0usize, 0usize);
    for line in lines.clone() {
        rows += 1;
        tabs += usize::from(memchr::memchr(b'\t', line.as_bytes()).is_some());
    }
    if tabs > 0 && tabs * 2 >= rows {
        return Separator::One('\t');
    }
    let mut signs = [(',', 0), (';', 0), ('|', 0), ('\u{a0}', 0)];
    let mut blanks = 0usize;
    for line in lines {
        blanks += usize::from(line.trim_end().contains(' '));
        signs.iter_mut().for_each(|(sign, n)| *n += usize::from(line.contains(*sign)));
    }
    match signs.into_iter().find(|(_, n)| blanks == 0 && *n == rows) {
        Some((sign, _)) => Separator::One(sign),
        None => Separator::Blanks,
    }
}

fn guess(seen: &[Seen<'_>], width: usize) -> Vec<Role> {
    let mut roles = vec![Role::Ignored; width.min(seen.len())];
    let columns = &seen[..roles.len()];
    for (role, column) in roles.iter_mut().zip(columns) {
        if column.is_tags() {
            *role = Role::Tag;
        } else if column.misc > 0 {
            *role = Role::Misc;
        }
    }
    // Tokens that all look like tags do not make the first of two columns one of tags.
    let last = roles.len().saturating_sub(1);
    if roles.iter().all(|role| *role == Role::Tag) && roles.len() > 1 {
        roles[0] = Role::Token;
    }
    let may_be_tokens = |n: usize| roles[n] == Role::Ignored && columns[n].empty < columns[n].cells.max(1);
    let numbers = |n: usize| roles.len() > 2 && n == 0 && columns[n].numbers == columns[n].cells;
    // Numbers before columns of tags alone are the tokens of a text of numbers.
    let token = (0..roles.len())
        .find(|n| may_be_tokens(*n) && !numbers(*n))
        .or_else(|| (0..roles.len()).find(|n| may_be_tokens(*n)))
        // A text may be of nothing but the signs that stand for nothing in other columns.
        .or_else(|| roles.iter().position(|role| *role == Role::Ignored));
    if let Some(token) = token.filter(|_| !roles.contains(&Role::Token)) {
        roles[token] = Role::Token;
        if token > 0 && columns[0].numbers == columns[0].cells && roles[0] == Role::Ignored {
            roles[0] = Role::Id;
        }
    }
    if !roles.contains(&Role::Tag) && last > 0 && roles[last] == Role::Ignored {
        roles[last] = Role::Tag;
    }
    roles
}
