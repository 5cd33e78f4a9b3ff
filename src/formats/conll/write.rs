//! Writing files of columns: plain ones, which every reader of CoNLL takes, ones with comments, and CoNLL-U Plus.

use std::path::Path;

use super::info::{CONLL, CONLLU};
use super::layers::{Form, Layers, MAX_LAYERS, Names, tokens_of};
use super::row_log::{Columns, Head, OwnRows};
use super::sheet::{Made, Sheet, one_line};
use super::token_log::{TOKENS, Tokens};
use crate::formats::column_options::{ColumnOptions, Overlap, Role, Scheme, TokenSource};
use crate::formats::flow::{ExportSink, Stopped};
use crate::formats::format::{DocumentWriter, ExportOptions};
use crate::formats::loss::{LossDetail, LossKind};
use crate::formats::losses::Losses;
use crate::formats::survey::Survey;
use crate::model::AnnotatedDocument;

/// What a document needs of the columns of plain files: layers where they become columns, and what its own file had.
pub(super) fn see_columns(document: &AnnotatedDocument, options: &ExportOptions<'_>, survey: &mut Survey) {
    if options.columns.overlap.or(Form::of(document).overlap) == Some(Overlap::Columns) {
        see_layers(document, options, survey);
    }
    see_rows(document, options, survey, false);
}

/// The same for CoNLL-U, whose layers become columns in any case.
pub(super) fn see_layers_and_rows(document: &AnnotatedDocument, options: &ExportOptions<'_>, survey: &mut Survey) {
    see_layers(document, options, survey);
    see_rows(document, options, survey, true);
}

fn see_layers(document: &AnnotatedDocument, options: &ExportOptions<'_>, survey: &mut Survey) {
    let mut tokens = tokens_of(document, &options.columns, options.split);
    let columns = ColumnOptions { overlap: Some(Overlap::Columns), ..options.columns };
    let layers = Layers::of(document, &mut tokens, &columns, MAX_LAYERS, &Form::of(document), None).len();
    survey.layers = survey.layers.max(layers);
}

fn see_rows(document: &AnnotatedDocument, options: &ExportOptions<'_>, survey: &mut Survey, is_conllu: bool) {
    survey.is_tagged |= !document.annotations.is_empty();
    if let Some(kept) = kept_rows(document, options, is_conllu) {
        survey.columns.see(columns_of(&kept, &Form::of(document)));
    }
}

/// The lines of the document's own file, where its tokens are what is written.
fn kept_rows<'d>(document: &'d AnnotatedDocument, options: &ExportOptions<'_>, is_conllu: bool) -> Option<OwnRows<'d>> {
    let imported = match options.columns.tokens {
        None => options.split.is_none(),
        Some(source) => source == TokenSource::Imported,
    };
    if !imported || options.columns.comments && !is_conllu || !document.document.metadata().contains_key(TOKENS) {
        return None;
    }
    OwnRows::of(document).filter(|kept| kept.head.is_conllu == is_conllu)
}

fn columns_of(kept: &OwnRows<'_>, form: &Form) -> Columns {
    let Head { roles, field, .. } = &kept.head;
    let names = kept.names.to_owned();
    Columns { roles: roles.clone(), field: field.clone(), names, separator: form.separator }
}

/// What is written of a dataset so far.
#[derive(Default)]
struct Written {
    documents: usize,
    /// Line ends that the last document lacks before another may follow.
    lacks: usize,
}

impl Written {
    fn see(&mut self, lines: &str) {
        let rest = lines.trim_end_matches(['\n', '\r']);
        let ends = lines[rest.len()..].replace("\r\n", "\n").len();
        self.lacks = if lines.is_empty() { 0 } else { 2usize.saturating_sub(ends) };
        self.documents += 1;
    }

    /// A document's lines into the file, then what they could not carry.
    fn hand_on(
        &mut self,
        lines: &str,
        names: Names,
        mut losses: Losses<'_>,
        out: &mut dyn ExportSink,
    ) -> Result<(), Stopped> {
        self.see(lines);
        out.bytes(lines.as_bytes())?;
        names.tell(&mut losses);
        losses.finish(out);
        Ok(())
    }
}

/// Whether the lines of a file say that a document begins.
fn is_marked(kept: &OwnRows<'_>) -> bool {
    let lines = kept.lines.split('\n').take_while(|line| line.starts_with("%c") || line.starts_with("%b"));
    let mut comments = lines.filter_map(|line| line.strip_prefix("%c"));
    comments.any(|line| line.starts_with("-DOCSTART-") || line.starts_with("# newdoc"))
}

/// The names of columns with more of them behind the last one of tags.
fn with_names(names: &str, columns: &Columns, wanted: usize, head: &str, added: &dyn Fn(usize) -> String) -> String {
    let separator = if head.is_empty() { columns.separator } else { ' ' };
    let tags = columns.roles.iter().filter(|role| **role == Role::Tag).count();
    let mut cells: Vec<String> =
        names.strip_prefix(head).unwrap_or(names).split(separator).map(str::to_owned).collect();
    let at = columns.roles.iter().rposition(|role| *role == Role::Tag).map_or(cells.len(), |at| at + 1);
    let at = at.min(cells.len());
    cells.splice(at..at, (tags..wanted).map(added));
    format!("{head}{}", cells.join(&separator.to_string()))
}

/// A token and its tags a line.
pub(super) struct PlainWriter<'a> {
    options: ExportOptions<'a>,
    written: Written,
}

impl<'a> PlainWriter<'a> {
    pub(super) fn new(options: ExportOptions<'a>) -> Self {
        PlainWriter { options, written: Written::default() }
    }

    /// The columns that the files of all documents had.
    fn own_columns(&self) -> Option<&'a Columns> {
        self.options.survey.and_then(|survey| survey.columns.alike())
    }

    fn wants_columns(&self, form: &Form) -> bool {
        self.options.columns.overlap.or(form.overlap) == Some(Overlap::Columns)
    }
}

impl DocumentWriter for PlainWriter<'_> {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        let options = &self.options.columns;
        let mut form = Form::of(document);
        let own = self.own_columns();
        let kept = kept_rows(document, &self.options, false).filter(|kept| own == Some(&columns_of(kept, &form)));
        form.keeps_sentences = kept.is_some();
        let mut losses = Losses::new(document, &CONLL);
        let mut tokens = tokens_of(document, options, self.options.split);
        let layers = Layers::of(document, &mut tokens, options, self.options.layers(), &form, Some(&mut losses));
        let scheme = options.scheme.unwrap_or(form.scheme);
        layers.tell_joined(scheme, &mut losses);
        let (text, mut names, mut lines) = (document.text(), Names::default(), String::new());
        if let Some(own) = own {
            form.separator = own.separator;
        } else if options.comments || tokens.ranges.iter().any(|range| text[range.clone()].contains(form.separator)) {
            // A token that holds the separator would be two.
            form.separator = '\t';
        }
        let cells = options.overlap.or(form.overlap) == Some(Overlap::Cells);
        let columns = if cells {
            1
        } else {
            layers.len().max(if self.wants_columns(&form) { self.options.layers().max(form.layers) } else { 1 })
        };
        let roles = own.map_or(&[Role::Token, Role::Tag][..], |own| &own.roles);
        let wanted = columns.max(roles.iter().filter(|role| **role == Role::Tag).count());
        if self.written.documents == 0 {
            out.file(Path::new("dataset.conll"))?;
            if let Some(own) = own.filter(|own| !own.names.is_empty()) {
                let end = kept.as_ref().map_or("\n", |kept| kept.head.line_end);
                let named =
                    with_names(&own.names, own, if cells { 0 } else { wanted }, "", &|n| format!("ner{}", n + 1));
                out.bytes(format!("{named}{end}").as_bytes())?;
            }
        }
        let id = &document.document.id().0;
        let sheet =
            Sheet { text, id, tokens: &tokens, layers: &layers, scheme, separator: form.separator, columns, cells };
        let own_lines = kept.as_ref().and_then(|kept| sheet.kept(kept, &mut names));
        if options.comments {
            lines.push_str(&format!("# newdoc id = {}\n", json(id)));
        } else {
            if self.written.documents > 0 && !kept.as_ref().is_some_and(is_marked) {
                lines.push_str("-DOCSTART-");
                for role in roles.iter().skip(1) {
                    lines.push(form.separator);
                    lines.push_str(if *role == Role::Tag { "O" } else { "_" });
                }
                lines.push_str("\n\n");
            }
            if own_lines.is_none() && !is_what_tokens_say(text, &tokens) {
                losses.document(LossKind::Flattened, LossDetail::SpacesOfText);
            }
        }
        let is_own = own_lines.is_some();
        if let Some(own_lines) = own_lines {
            losses.writes_rows();
            lines.insert_str(0, &"\n".repeat(self.written.lacks));
            lines.push_str(&own_lines);
        } else {
            if own.is_some() {
                lines.insert_str(0, &"\n".repeat(self.written.lacks));
            }
            for (n, &first) in tokens.starts.iter().enumerate() {
                let end = tokens.starts.get(n + 1).copied().unwrap_or(tokens.ranges.len());
                if options.comments {
                    let from = if n == 0 { 0 } else { tokens.ranges[first].start };
                    let to = if end < tokens.ranges.len() { tokens.ranges[end].start } else { text.len() };
                    lines.push_str(&format!("# text = {}\n", json(&text[from..to])));
                }
                for i in first..end {
                    let (number, word) = ((i - first + 1).to_string(), &text[tokens.ranges[i].clone()]);
                    let row = Made { roles, field: None, number: &number, word, token: Some(i), misc: "_" };
                    sheet.made(&row, &mut names, &mut lines);
                    lines.push('\n');
                }
                if first < end || options.comments {
                    lines.push('\n');
                }
            }
        }
        if form.is_open && !is_own && !options.comments && lines.ends_with("\n\n") {
            lines.pop();
        }
        self.written.hand_on(&lines, names, losses, out)
    }

    fn finish(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        if self.written.documents == 0 { out.file(Path::new("dataset.conll")) } else { Ok(()) }
    }
}

/// Whether a reader makes the same text of the tokens: blanks between them, line ends between sentences.
fn is_what_tokens_say(text: &str, tokens: &Tokens) -> bool {
    let ends = tokens.ranges.first().is_none_or(|first| first.start == 0)
        && tokens.ranges.last().map_or(text.is_empty(), |last| last.end == text.len());
    let mut pairs = tokens.ranges.windows(2).enumerate();
    ends && pairs.all(|(n, pair)| {
        let begins = tokens.starts.binary_search(&(n + 1)).is_ok();
        &text[pair[0].end..pair[1].start] == if begins { "\n" } else { " " }
    })
}

/// Words of several tokens, the text as it is, and a column for each layer; or the columns of the documents' own files.
pub(super) struct PlusWriter<'a> {
    options: ExportOptions<'a>,
    columns: Columns,
    /// They are those of the documents' own files.
    is_own: bool,
    /// Columns of tags.
    wanted: usize,
    began: bool,
    written: Written,
}

const NAMES: &str = "# global.columns = ";

impl<'a> PlusWriter<'a> {
    pub(super) fn new(options: ExportOptions<'a>) -> Self {
        let own = options.survey.and_then(|survey| survey.columns.alike());
        let ours = || Columns {
            roles: vec![Role::Id, Role::Token, Role::Tag, Role::Misc],
            field: None,
            names: format!("{NAMES}ID FORM HASHIYA:NER MISC"),
            separator: '\t',
        };
        let columns = own.cloned().unwrap_or_else(ours);
        let most = options.layers().clamp(1, MAX_LAYERS);
        let tags = columns.roles.iter().filter(|role| **role == Role::Tag).count();
        let is_tagged = own.is_none() || options.survey.is_some_and(|survey| survey.is_tagged);
        let wanted = match tags {
            // Tags stand in MISC, where there is one.
            0 if columns.roles.contains(&Role::Misc) || !is_tagged => 0,
            tags => most.max(tags),
        };
        PlusWriter { options, is_own: own.is_some(), columns, wanted, began: false, written: Written::default() }
    }

    fn begin(&mut self, line_end: &str, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        if std::mem::replace(&mut self.began, true) {
            return Ok(());
        }
        let names = &self.columns.names;
        // CoNLL-U itself has columns without names.
        if names.is_empty() {
            return out.file(Path::new("dataset.conllu"));
        }
        out.file(Path::new("dataset.conllup"))?;
        let layer = |n: usize| if n == 0 { "HASHIYA:NER".to_owned() } else { format!("HASHIYA:NER{}", n + 1) };
        let named = with_names(names, &self.columns, self.wanted, NAMES, &layer);
        out.bytes(format!("{named}{line_end}").as_bytes())
    }
}

impl DocumentWriter for PlusWriter<'_> {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        let options = ColumnOptions {
            overlap: Some(self.options.columns.overlap.filter(|o| *o != Overlap::Cells).unwrap_or(Overlap::Columns)),
            ..self.options.columns
        };
        let own_form = Form::of(document);
        let is_like = |kept: &OwnRows<'_>| self.is_own && self.columns == columns_of(kept, &own_form);
        let kept = kept_rows(document, &self.options, true).filter(is_like);
        self.begin(kept.as_ref().map_or("\n", |kept| kept.head.line_end), out)?;
        let form = Form { layers: 1, keeps_sentences: kept.is_some(), ..own_form };
        let mut losses = Losses::new(document, &CONLLU);
        let mut tokens = tokens_of(document, &options, self.options.split);
        let most = self.options.layers().clamp(1, MAX_LAYERS).max(self.wanted);
        let layers = Layers::of(document, &mut tokens, &options, most, &form, Some(&mut losses));
        let scheme = options.scheme.unwrap_or(if kept.is_some() { form.scheme } else { Scheme::Iob2 });
        layers.tell_joined(scheme, &mut losses);
        let (text, mut names, mut lines) = (document.text(), Names::default(), String::new());
        let id = &document.document.id().0;
        let (separator, columns) = ('\t', self.wanted);
        let sheet = Sheet { text, id, tokens: &tokens, layers: &layers, scheme, separator, columns, cells: false };
        let own_lines = kept.as_ref().and_then(|kept| sheet.kept(kept, &mut names));
        if self.is_own {
            lines.push_str(&"\n".repeat(self.written.lacks));
        }
        // The only document of a file needs no mark.
        let is_marked = kept.as_ref().is_some_and(|kept| self.written.documents == 0 || is_marked(kept));
        if own_lines.is_none() || !is_marked {
            lines.push_str(&format!("# newdoc id = {}\n", one_line(id)));
        }
        match own_lines {
            Some(own_lines) => {
                losses.writes_rows();
                lines.push_str(&own_lines);
            }
            None => {
                // The format has no place before the first token, nor for a text without any.
                if tokens.ranges.first().map_or(!text.is_empty(), |first| first.start > 0) {
                    losses.document(LossKind::Flattened, LossDetail::SpacesOfText);
                }
                self.sentences(text, &tokens, &sheet, &mut names, &mut lines);
            }
        }
        self.written.hand_on(&lines, names, losses, out)
    }

    fn finish(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        self.begin("\n", out)
    }
}

impl PlusWriter<'_> {
    /// All sentences of a document whose file is not kept.
    fn sentences(&self, text: &str, tokens: &Tokens, sheet: &Sheet<'_, '_>, names: &mut Names, lines: &mut String) {
        let (roles, field) = (&self.columns.roles, self.columns.field.as_deref());
        let mut sentence_number = 0;
        for (n, &first) in tokens.starts.iter().enumerate() {
            let end = tokens.starts.get(n + 1).copied().unwrap_or(tokens.ranges.len());
            if first == end {
                continue;
            }
            sentence_number += 1;
            let sentence = &text[tokens.ranges[first].start..tokens.ranges[end - 1].end];
            lines.push_str(&format!("# sent_id = {sentence_number}\n# text = {}\n", one_line(sentence)));
            for i in first..end {
                let range = &tokens.ranges[i];
                let gap = &text[range.end..tokens.ranges.get(i + 1).map_or(text.len(), |next| next.start)];
                let is_last = i + 1 == tokens.ranges.len();
                let misc = misc_of(gap, i + 1 == end, is_last);
                let goes_on = |i: usize| {
                    i < end && i > first && tokens.joined[i] && tokens.ranges[i - 1].end == tokens.ranges[i].start
                };
                let mut misc_here = misc.as_str();
                if goes_on(i + 1) && !goes_on(i) {
                    let last = (i + 1..end).take_while(|n| goes_on(*n)).last().unwrap_or(i);
                    let behind = &text
                        [tokens.ranges[last].end..tokens.ranges.get(last + 1).map_or(text.len(), |next| next.start)];
                    let misc = misc_of(behind, last + 1 == end, last + 1 == tokens.ranges.len());
                    let word = &text[range.start..tokens.ranges[last].end];
                    let number = format!("{}-{}", i - first + 1, last - first + 1);
                    let row = Made { roles, field, number: &number, word, token: None, misc: &misc };
                    sheet.made(&row, names, lines);
                    lines.push('\n');
                }
                if goes_on(i) || goes_on(i + 1) {
                    misc_here = "_";
                }
                let (number, word) = ((i - first + 1).to_string(), &text[range.clone()]);
                let row = Made { roles, field, number: &number, word, token: Some(i), misc: misc_here };
                sheet.made(&row, names, lines);
                lines.push('\n');
            }
            lines.push('\n');
        }
    }
}

/// What stands behind a token, with the escapes of UDPipe; `_` for what a reader expects.
fn misc_of(gap: &str, ends_sentence: bool, ends_text: bool) -> String {
    match gap {
        "" if ends_text => "_".into(),
        " " if !ends_sentence => "_".into(),
        "" => "SpaceAfter=No".into(),
        "\n" if ends_sentence && !ends_text => "_".into(),
        gap => {
            let escaped: String = gap
                .chars()
                .map(|c| match c {
                    ' ' => "\\s".to_owned(),
                    '\t' => "\\t".to_owned(),
                    '\r' => "\\r".to_owned(),
                    '\n' => "\\n".to_owned(),
                    '|' => "\\p".to_owned(),
                    '\\' => "\\\\".to_owned(),
                    c if c.is_ascii_graphic() => c.to_string(),
                    // Ours: UDPipe knows no others, and readers strip or split at them.
                    c => format!("\\u{{{:x}}}", u32::from(c)),
                })
                .collect();
            format!("SpacesAfter={escaped}")
        }
    }
}

fn json(text: &str) -> String {
    let json = serde_json::to_string(text).expect("a string becomes JSON");
    // A comment is one line for every reader.
    let escape = |c: char| match c {
        '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    json.chars().map(escape).collect()
}
