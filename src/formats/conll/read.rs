//! Reading files of columns: every line is a token, a comment, the end of a sentence, or a fault that is named.

use std::collections::BTreeMap;
use std::ops::Range;

use super::columns::{self, Layout, misc_tag};
use super::info::CONLL;
use super::layers::MAX_LAYERS;
use super::lines::{Lines, is_blank, is_comment, is_strict, mark_of};
use super::row_log::{FileForm, PlacedToken, ROWS, RowLog};
use super::tags::{self, Mark};
use super::token_log::{FORM, TOKENS, TokenLog};
use crate::formats::budget;
use crate::formats::builder::{DocumentBuilder, GivenIds, Importer};
use crate::formats::column_options::{MAX_COLUMNS, Role, Scheme, Separator};
use crate::formats::error::ImportProblem;
use crate::formats::file_names::stem;
use crate::formats::flow::{Input, ReadEnd};
use crate::formats::loss::{LossDetail, LossKind};
use crate::formats::sniff::{Fit, Head};
use crate::formats::text;
use crate::model::offset_map::Unit;
use crate::model::{Document, DocumentId, LabelName, Owner, Spans, TextSpan};

/// Each line is a token and its tag, a comment or empty.
pub(super) fn sniff(head: &Head<'_>) -> Fit {
    if sniff_conllu(head) == Fit::Sure || head.is_webanno() {
        return Fit::No;
    }
    let (mut tagged, mut rows, mut words) = (0, 0, 0);
    for line in head.lines().filter(|line| !is_blank(line) && !is_comment(line)) {
        rows += 1;
        let cells: Vec<&str> = line.split(['\t', ' ', ',', ';']).filter(|cell| !cell.is_empty()).collect();
        words += usize::from(cells.len() >= 2);
        tagged += usize::from(cells.iter().any(|cell| is_strict(cell)));
    }
    // A few odd lines make no other format of it.
    if rows > 0 && words * 20 >= rows * 19 && tagged * 20 >= rows * 19 {
        Fit::Sure
    } else if head.has_extension(CONLL.extensions) {
        Fit::Maybe
    } else {
        Fit::No
    }
}

/// Ten columns with a number first, or names of columns.
pub(super) fn sniff_conllu(head: &Head<'_>) -> Fit {
    if head.is_webanno() {
        return Fit::No;
    }
    let mut rows = 0;
    for line in head.lines() {
        if line.starts_with("# global.columns") {
            return Fit::Sure;
        }
        if is_blank(line) || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() < 10 || !cells[0].starts_with(|c: char| c.is_ascii_digit()) {
            return if head.has_extension(super::info::CONLLU.extensions) { Fit::Maybe } else { Fit::No };
        }
        rows += 1;
    }
    if rows > 0 { Fit::Sure } else { Fit::Maybe }
}

pub(super) fn read(input: &Input<'_>, importer: &mut Importer<'_>, is_conllu: bool) -> Result<(), ReadEnd> {
    let decoded = text::decode(input.path, input.bytes, importer)?;
    let lines = Lines::of(&decoded.text);
    // As many as there may be: a list of them that grows is held twice.
    importer.expect(lines.clone().filter(|line| mark_of(line).is_some()).count() + 1);
    let rows = lines.clone().filter(|line| !is_comment(line));
    let names = lines.clone().take(100).find_map(|line| line.strip_prefix("# global.columns = "));
    let layout = if is_conllu && importer.options.columns.is_none() {
        let roles = columns::named(names.unwrap_or_default());
        let mut layout = columns::find(rows.clone(), Some(&roles), Some(Separator::One('\t')));
        layout.see_misc(rows.clone());
        Layout { separator: Separator::One('\t'), ..layout }
    } else {
        columns::find(rows.clone(), importer.options.columns.as_deref(), importer.options.separator)
    };
    let header = || rows.clone().find(|line| layout.has_header && !is_blank(line));
    let names_line = match names {
        Some(names) => format!("# global.columns = {names}"),
        None => header().unwrap_or_default().to_owned(),
    };
    let file = FileForm {
        is_conllu,
        is_kept: !is_ours(lines.clone(), names),
        line_end: FileForm::line_end_of(&decoded.text),
        names: &names_line,
    };
    let is_kept = file.is_kept;
    let is_open = !decoded.text.ends_with(['\n', '\r']);
    let mut reader = Reader::new(importer, &layout, file);
    let (mut number, mut header) = (0, layout.has_header);
    let mut lines = lines;
    while let Some(line) = lines.next() {
        number += 1;
        if header && !is_blank(line) && !is_comment(line) {
            header = false;
            continue;
        }
        match reader.line(line, number, lines.clone()) {
            Ok(()) => {}
            Err(End::Problem(problem)) => reader.importer.refuse(number, problem)?,
            Err(End::Read(end)) => return Err(end),
        }
    }
    reader.is_open = is_open;
    match reader.finish_document() {
        Ok(()) => {}
        Err(End::Problem(problem)) => reader.importer.refuse(number.max(1), problem)?,
        Err(End::Read(end)) => return Err(end),
    }
    if !layout.ignored.is_empty() && !is_kept {
        let list = layout.ignored.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
        importer.loss(&stem(input.path), LossKind::Lost, LossDetail::Columns(list));
    }
    Ok(())
}

/// Whether a file is one of ours that says all by itself: with texts as JSON, or with our columns.
fn is_ours<'t>(mut lines: impl Iterator<Item = &'t str>, names: Option<&str>) -> bool {
    let ours = |name: &str| matches!(name, "ID" | "FORM" | "MISC") || name.starts_with("HASHIYA:NER");
    names.is_some_and(|names| names.contains("HASHIYA:NER") && names.split_ascii_whitespace().all(ours))
        || lines
            .any(|line| line.strip_prefix("# text = ").is_some_and(|text| text.starts_with('"') && parse(text).is_ok()))
}

/// Why a line is not read, or none after it.
enum End {
    Problem(ImportProblem),
    Read(ReadEnd),
}

impl From<ImportProblem> for End {
    fn from(problem: ImportProblem) -> Self {
        End::Problem(problem)
    }
}

/// An annotation that may go on.
struct Open {
    label: LabelName,
    range: Range<usize>,
    /// It goes on on the token that is read.
    goes_on: bool,
}

/// A word of several tokens.
struct Multiword {
    range: Range<usize>,
    cursor: usize,
    last: u64,
    is_first: bool,
}

/// A document while its lines come in.
#[derive(Default)]
struct Draft {
    id: String,
    text: String,
    /// Where the search for the next token begins; tokens are found in the text of their sentence.
    cursor: usize,
    /// Whether `text` is the document's own, byte for byte, or made from the tokens.
    own_text: bool,
    rebuilt: bool,
    /// A sentence is open.
    in_sentence: bool,
    /// What stands between the last token and the next, where the file says so.
    gap: Option<String>,
    multiword: Option<Multiword>,
    /// The file says what stands between tokens.
    has_gaps: bool,
    open: Vec<Vec<Open>>,
    found: Vec<(LabelName, Range<usize>)>,
    /// The column of tags that a label is in; `None` where it is in several.
    columns: BTreeMap<LabelName, Option<usize>>,
    stray: usize,
    widened: usize,
    log: TokenLog,
}

struct Reader<'r, 'a, 't> {
    importer: &'r mut Importer<'a>,
    layout: &'r Layout,
    file: FileForm<'r>,
    /// The lines of the document that is read, where they are kept.
    rows: RowLog,
    /// The columns of tokens, of their numbers, of what is said besides, and of tags.
    token: Option<usize>,
    id: Option<usize>,
    misc: Option<usize>,
    tags: Vec<usize>,
    /// Those of the line before, for their room.
    cells: Vec<&'t str>,
    draft: Option<Draft>,
    number: usize,
    /// Nothing ends the last line of the file.
    is_open: bool,
}

impl<'r, 'a, 't> Reader<'r, 'a, 't> {
    fn new(importer: &'r mut Importer<'a>, layout: &'r Layout, file: FileForm<'r>) -> Self {
        Reader {
            token: layout.position(Role::Token),
            id: layout.position(Role::Id),
            misc: layout.position(Role::Misc),
            tags: layout.tags().collect(),
            importer,
            layout,
            file,
            rows: RowLog::default(),
            cells: Vec::new(),
            draft: None,
            number: 0,
            is_open: false,
        }
    }

    fn line(&mut self, line: &'t str, number: usize, behind: impl Iterator<Item = &'t str>) -> Result<(), End> {
        if is_blank(line) {
            self.draft().end_sentence();
            if self.file.is_kept {
                let text = self.draft.as_ref().map_or("", |draft| &draft.text);
                self.rows.end_sentence(text);
                self.rows.blank(line);
            }
            return Ok(());
        }
        if let Some(id) = mark_of(line) {
            self.finish_document()?;
            if self.file.is_kept {
                self.rows.comment(line, id, line.starts_with("-DOCSTART-"));
            }
            let id = match id {
                Some(json) if json.starts_with('"') => Some(parse(json)?),
                id => id.map(str::to_owned).filter(|id| !id.is_empty()),
            };
            let draft = self.draft();
            draft.id = id.unwrap_or(std::mem::take(&mut draft.id));
            return Ok(());
        }
        if !is_comment(line) {
            return Ok(self.token(line)?);
        }
        let Some(text) = line.strip_prefix("# text = ") else {
            if let Some((key, _)) = line.strip_prefix('#').and_then(|rest| rest.split_once(" = ")) {
                let key = key.trim();
                if !self.file.is_kept && !matches!(key, "global.columns" | "sent_id" | "newpar id") {
                    let document = self.draft().id.clone();
                    self.importer.unknown_field(&document, Owner::Document, &format!("# {key}"), number);
                }
            }
            if self.file.is_kept && !line.starts_with("# global.columns = ") {
                self.rows.comment(line, None, false);
            }
            return Ok(());
        };
        // Ours is a JSON string. LossDetail others put there is the sentence itself.
        match serde_json::from_str::<String>(text).ok().filter(|_| text.starts_with('"')) {
            Some(text) => {
                let draft = self.draft();
                draft.end_sentence();
                draft.cursor = draft.text.len();
                draft.text.push_str(&text);
                (draft.own_text, draft.in_sentence) = (true, true);
            }
            None if self.misc.is_none() => {
                let place = self.token.unwrap_or_default();
                let separator = self.layout.separator;
                let goes_on = |line: &&str| !is_blank(line) && !line.starts_with("# text = ");
                let rows = behind.take_while(goes_on).filter(|line| !is_comment(line));
                let mut rest = text;
                let mut fits = rows.map(|row| separator.cells(row).get(place).copied().unwrap_or_default());
                let fits = fits.all(|token| match rest.find(token) {
                    Some(at) => {
                        rest = &rest[at + token.len()..];
                        true
                    }
                    None => false,
                });
                self.draft().end_sentence();
                let draft = self.draft.as_mut().expect("it was begun");
                self.rows.end_sentence(&draft.text);
                if fits && !draft.own_text {
                    if !draft.text.is_empty() {
                        draft.text.push('\n');
                    }
                    draft.cursor = draft.text.len();
                    draft.text.push_str(text);
                    (draft.in_sentence, draft.gap) = (true, None);
                    draft.log.begin_sentence();
                }
            }
            None => {}
        }
        if self.file.is_kept {
            self.rows.comment(line, None, false);
        }
        Ok(())
    }

    fn draft(&mut self) -> &mut Draft {
        let number = self.importer.documents() + 1;
        let id = || format!("{}-{number}", stem(self.importer.path));
        // Fields of MISC are numbered, columns are where they stand.
        let columns = self.layout.roles.len().max(if self.layout.misc_tags.is_some() { MAX_COLUMNS } else { 0 });
        let has_gaps = self.misc.is_some();
        self.draft.get_or_insert_with(|| {
            let open = (0..columns).map(|_| Vec::new()).collect();
            Draft { id: id(), open, has_gaps, ..Draft::default() }
        })
    }

    fn token(&mut self, line: &'t str) -> Result<(), ImportProblem> {
        let mut cells = std::mem::take(&mut self.cells);
        self.layout.separator.cells_into(line, &mut cells);
        let read = self.token_of(line, &mut cells);
        self.cells = cells;
        read
    }

    fn token_of(&mut self, line: &'t str, cells: &mut Vec<&'t str>) -> Result<(), ImportProblem> {
        let layout = self.layout;
        // A line with fewer columns whose last is a tag, in a file whose last column is the only one of tags.
        let width = layout.roles.len();
        let ends_in_tag = cells.len() < width
            && cells.len() > 1
            && self.tags == [width - 1]
            && cells.last().is_some_and(|last| is_strict(last));
        if ends_in_tag && layout.separator == Separator::Blanks {
            let tag = cells.pop().unwrap_or_default();
            cells.resize(width - 1, "_");
            cells.push(tag);
        }
        let cell = |place: Option<usize>| place.map(|n| cells.get(n).copied().unwrap_or_default());
        let word = cell(self.token).unwrap_or_default();
        let last = self.tags.last().copied();
        if last.is_some_and(|last| cells.len() <= last) && !(cells.len() == 1 && word.is_empty()) {
            return Err(ImportProblem::NoTag(shortened(line)));
        }
        if layout.roles.len() < 2 {
            return Err(ImportProblem::NoTag(shortened(line)));
        }
        if word.is_empty() {
            return Err(ImportProblem::EmptyToken(shortened(line)));
        }
        if layout.tail.is_none() && cells.len() > layout.roles.len() {
            return Err(ImportProblem::ExtraColumns(shortened(line)));
        }
        // All tags are looked at before any is taken.
        let mut said: Vec<(usize, &str)> = Vec::new();
        for &n in &self.tags {
            let before = said.len();
            said.extend(tags_of(layout, cells, n).take(tags::MAX_TAGS + 1).map(|tag| (n, tag)));
            if said.len() > before + tags::MAX_TAGS {
                return Err(ImportProblem::ExtraColumns(shortened(line)));
            }
        }
        if let (Some(name), Some(misc)) = (&layout.misc_tags, cell(self.misc)) {
            said.extend(misc.split('|').filter_map(|field| misc_tag(name, field)));
        }
        for (_, tag) in &said {
            mark(layout, tag)?;
        }
        let id = cell(self.id).unwrap_or_default();
        if id.contains('.') {
            // An empty node stands nowhere in the text.
            self.keep(line, None);
            return Ok(());
        }
        let gap = cell(self.misc).and_then(gap_of);
        let draft = self.draft();
        let placed = match id.split_once('-').and_then(|(_, last)| last.parse().ok()) {
            Some(last) => {
                let range = draft.take(word)?;
                draft.gap = gap;
                draft.multiword = Some(Multiword { cursor: range.start, range, last, is_first: true });
                self.keep(line, None);
                return Ok(());
            }
            None => draft.place(word, id.parse().ok())?,
        };
        let (place, placed) = (placed.range.clone(), placed);
        if gap.is_some() && draft.multiword.is_none() {
            draft.gap = gap;
        }
        for (n, tag) in said {
            let Some((mark, label)) = mark(layout, tag)? else { continue };
            let draft = self.draft.as_mut().expect("a token was put into it");
            let open = &mut draft.open[n];
            let known = open.iter_mut().find(|open| !open.goes_on && open.label.as_str() == label);
            match (mark, known) {
                (Mark::Inside | Mark::End, Some(known)) => {
                    known.range.end = place.end;
                    // An end is closed before the next token.
                    known.goes_on = mark == Mark::Inside;
                }
                (mark, _) => {
                    self.importer.count_annotations(1)?;
                    self.importer.budget.charge(1, budget::ANNOTATION)?;
                    let label = self.importer.words.label(label)?;
                    let is_stray = matches!(mark, Mark::Inside | Mark::End);
                    draft.stray += usize::from(is_stray && !layout.is_loose);
                    let goes_on = matches!(mark, Mark::Begin | Mark::Inside);
                    let column = draft.columns.entry(label.clone()).or_insert(Some(n));
                    *column = column.filter(|known| *known == n);
                    open.push(Open { label, range: place.clone(), goes_on });
                }
            }
        }
        let draft = self.draft.as_mut().expect("a token was put into it");
        for open in &mut draft.open {
            let found = &mut draft.found;
            open.retain_mut(|one| {
                let goes_on = std::mem::take(&mut one.goes_on);
                if !goes_on {
                    found.push((one.label.clone(), one.range.clone()));
                }
                goes_on
            });
        }
        self.keep(line, Some(placed));
        Ok(())
    }

    /// Keeps a row for the way out.
    fn keep(&mut self, line: &str, token: Option<PlacedToken>) {
        if self.file.is_kept {
            let text = self.draft.as_ref().map_or("", |draft| &draft.text);
            self.rows.row(line, self.layout, text, token);
        }
    }

    fn finish_document(&mut self) -> Result<(), End> {
        let Some(mut draft) = self.draft.take() else { return Ok(()) };
        let closed = !draft.in_sentence;
        draft.end_sentence();
        if draft.text.is_empty() {
            return Ok(());
        }
        if let Some(gap) = draft.gap.take() {
            draft.text.push_str(&gap);
        }
        let rows = self.rows.finish(self.layout, &self.file, &draft.text, self.is_open);
        self.number += 1;
        let importer = &mut *self.importer;
        let mut id = draft.id;
        let mut renamed = None;
        if importer.knows(&id) {
            // From its own number on, so that many of one id do not each count from the first.
            let free = (importer.documents() + 1..)
                .map(|n| format!("{id}-{n}"))
                .find(|id| !importer.knows(id))
                .unwrap_or_default();
            renamed = Some(std::mem::replace(&mut id, free));
        }
        // Before anything is told of it: the first that is too many would make a list of losses grow.
        importer.take_id(&id)?;
        importer.budget.charge(1, budget::DOCUMENT)?;
        if let Some(from) = renamed {
            importer.budget.charge(1, budget::LOSS)?;
            importer.loss(&from, LossKind::Renamed, LossDetail::DocumentId { from: from.clone(), to: id.clone() });
        }
        if draft.rebuilt {
            importer.budget.charge(1, budget::SETTLED_LOSS)?;
            importer.loss(&id, LossKind::Flattened, LossDetail::Spaces);
        }
        for (count, kind, what) in [
            (draft.stray, LossKind::Flattened, LossDetail::StrayTags(draft.stray)),
            (draft.widened, LossKind::Widened, LossDetail::Multiwords(draft.widened)),
        ] {
            if count > 0 {
                importer.budget.charge(1, budget::LOSS)?;
                importer.loss(&id, kind, what);
            }
        }
        // What is kept of how the file was takes as much as an attribute.
        // A hundred thousand documents of one word each are not worth it.
        let is_kept = !draft.own_text && (self.number == 1 || !draft.log.is_one_token() || rows.is_some());
        importer.budget.charge(usize::from(is_kept), budget::attribute(true))?;
        // And their rows, which begin with a line of their own, as much as three.
        importer.budget.charge(3 * usize::from(rows.is_some()), budget::attribute(false))?;
        let mut metadata = BTreeMap::new();
        if is_kept {
            metadata.extend(draft.log.finish(&draft.text).map(|tokens| (TOKENS.to_owned(), tokens)));
            metadata.insert(FORM.to_owned(), form_of(self.layout, closed, &draft.columns));
        }
        // In the order of the text, outer ones first.
        draft.found.sort_by_key(|(_, range)| (range.start, std::cmp::Reverse(range.end)));
        let mut builder = DocumentBuilder::new(&draft.text, Unit::Bytes, draft.found.len(), draft.found.len());
        let mut given = GivenIds::besides([].into_iter());
        for (label, range) in draft.found {
            let span = TextSpan::new(&draft.text, range)
                .map_err(|error| ImportProblem::Span { id: label.to_string(), error })?;
            let spans = Spans::from(span);
            let id = given.annotation(label.as_str(), &spans, &builder);
            builder.annotate(id, label, spans, importer.record("conll"))?;
        }
        let contents = builder.finish();
        let mut document =
            Document::new(DocumentId(id.as_str().into()), id, draft.text, metadata).map_err(ImportProblem::from)?;
        if let Some(rows) = rows {
            // They know their text by its digest.
            let mut metadata = document.metadata().clone();
            metadata.insert(ROWS.to_owned(), rows.of(document.digest()));
            document = document.with_facts(document.id().clone(), document.title().to_owned(), metadata);
        }
        let annotator = importer.options.annotator.clone();
        importer.document(contents.of(document, annotator)).map_err(|stopped| End::Read(stopped.into()))
    }
}

/// How the file was, so that it can be written again.
fn form_of(layout: &Layout, closed: bool, columns: &BTreeMap<LabelName, Option<usize>>) -> String {
    let separator = match layout.separator.written() {
        '\t' => "tab".to_owned(),
        ' ' => "space".to_owned(),
        other => other.to_string(),
    };
    let layers = if layout.tail.is_some() { "cells".to_owned() } else { layout.tags().count().to_string() };
    let end = if closed { "" } else { " end=open" };
    let mut form = format!("scheme={} separator={separator} layers={layers}{end}", layout.scheme.name());
    let several: Vec<usize> =
        if layout.misc_tags.is_some() { (0..MAX_LAYERS).collect() } else { layout.tags().collect() };
    if several.len() > 1
        && layout.tail.is_none()
        && columns.values().any(|column| column.is_some_and(|n| n != several[0]))
    {
        let of = |n: &usize| {
            let here = columns.iter().filter(|(_, column)| **column == Some(*n)).map(|(label, _)| label.as_str());
            here.collect::<Vec<_>>().join("|")
        };
        let labels = several.iter().map(of).collect::<Vec<_>>().join("||");
        form.push_str(&format!(" labels={}", labels.trim_end_matches('|')));
    }
    form
}

fn tags_of<'c, 'l>(layout: &Layout, cells: &'c [&'l str], n: usize) -> impl Iterator<Item = &'l str> + use<'c, 'l> {
    let end = if layout.tail == Some(n) { cells.len() } else { (n + 1).min(cells.len()) };
    cells.get(n..end).unwrap_or_default().iter().flat_map(|cell| tags::of_cell(cell))
}

fn mark<'t>(layout: &Layout, tag: &'t str) -> Result<Option<(Mark, &'t str)>, ImportProblem> {
    if tags::is_outside(tag) {
        return Ok(None);
    }
    if layout.scheme == Scheme::Plain {
        return Ok(Some((Mark::Inside, tag)));
    }
    tags::parse(tag).map(Some).ok_or_else(|| ImportProblem::BadTag(tag.into()))
}

fn parse(json: &str) -> Result<String, ImportProblem> {
    serde_json::from_str(json).map_err(|_| ImportProblem::NotJsonString(json.into()))
}

fn shortened(line: &str) -> String {
    line.chars().take(60).collect()
}

/// What stands behind a token: nothing, or what is said with the escapes of UDPipe.
fn gap_of(misc: &str) -> Option<String> {
    // Most of them say nothing.
    if matches!(misc.as_bytes(), [b'_']) {
        return None;
    }
    let mut fields = misc.split('|');
    if let Some(said) = fields.clone().find_map(|field| field.strip_prefix("SpacesAfter=")) {
        let mut gap = String::new();
        let mut chars = said.chars();
        while let Some(c) = chars.next() {
            gap.push(match c {
                '\\' => match chars.next() {
                    Some('s') => ' ',
                    Some('t') => '\t',
                    Some('r') => '\r',
                    Some('n') => '\n',
                    Some('p') => '|',
                    Some('u') if chars.as_str().starts_with('{') => {
                        let (hex, rest) = chars.as_str()[1..].split_once('}').unwrap_or_default();
                        let found = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
                        chars = rest.chars();
                        found.unwrap_or('\u{fffd}')
                    }
                    Some(other) => other,
                    None => '\\',
                },
                c => c,
            });
        }
        return Some(gap);
    }
    fields.any(|field| field == "SpaceAfter=No").then(String::new)
}

impl Draft {
    fn end_sentence(&mut self) {
        for open in &mut self.open {
            self.found.extend(open.drain(..).map(|one| (one.label, one.range)));
        }
        self.in_sentence = false;
        self.multiword = None;
        self.log.begin_sentence();
    }

    /// The place of a token: part of a word of several, or the next one.
    fn place(&mut self, word: &str, id: Option<u64>) -> Result<PlacedToken, ImportProblem> {
        let Some(multiword) = &mut self.multiword else {
            let range = self.take(word)?;
            self.log.token(&self.text, range.clone(), false);
            return Ok(PlacedToken { range, is_logged: true });
        };
        let rest = &self.text[multiword.cursor..multiword.range.end];
        let is_last = id == Some(multiword.last);
        let range = if rest.starts_with(word) && (!is_last || rest == word) {
            multiword.cursor..multiword.cursor + word.len()
        } else {
            self.widened += 1;
            multiword.range.clone()
        };
        // Localizer that are not written as they stand in the text are no tokens of it.
        let is_logged = range.start >= multiword.cursor && !range.is_empty();
        if is_logged {
            self.log.token(&self.text, range.clone(), !multiword.is_first);
        }
        multiword.is_first = false;
        multiword.cursor = range.end;
        if is_last {
            self.multiword = None;
        }
        Ok(PlacedToken { range, is_logged })
    }

    /// The place of the next token: the next one like it in the sentence's text, or the end of a text that grows.
    fn take(&mut self, word: &str) -> Result<Range<usize>, ImportProblem> {
        if self.cursor < self.text.len() || (self.in_sentence && self.own_text) {
            let missing = || ImportProblem::TokenNotInText(word.into());
            let start = self.cursor + first_of(&self.text[self.cursor..], word).ok_or_else(missing)?;
            self.cursor = start + word.len();
            return Ok(start..self.cursor);
        }
        if !self.text.is_empty() {
            let usual = if self.in_sentence { " " } else { "\n" };
            match self.gap.take() {
                Some(gap) if self.in_sentence || !gap.is_empty() => self.text.push_str(&gap),
                _ => {
                    self.text.push_str(usual);
                    self.rebuilt |= !self.has_gaps;
                }
            }
        }
        let start = self.text.len();
        self.text.push_str(word);
        self.rebuilt |= start == 0 && !self.has_gaps;
        self.in_sentence = true;
        self.cursor = self.text.len();
        Ok(start..self.cursor)
    }
}

/// Where a word stands first. Nearly always that is at the head, or behind one blank.
fn first_of(text: &str, word: &str) -> Option<usize> {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    if text.starts_with(word) {
        return Some(0);
    }
    match text {
        [b' ', rest @ ..] if word.first() != Some(&b' ') && rest.starts_with(word) => Some(1),
        _ => memchr::memmem::find(text, word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_where_it_stands_first() {
        for text in ["", "من من", " من من", "  من", "قال من", " \u{a0}من", "م"] {
            for word in ["من", " ", " من", "م", "ن م", "ب"] {
                assert_eq!(first_of(text, word), text.find(word), "{text:?} {word:?}");
            }
        }
    }
}
