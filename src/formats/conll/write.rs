//! Writing files of columns: plain ones, which every reader of CoNLL takes, ones with comments, and CoNLL-U Plus.

use std::path::Path;

use super::info::{CONLL, CONLLU};
use super::layers::{Form, Layers, MAX_LAYERS, Names, tokens_of};
use super::token_log::Tokens;
use crate::formats::column_options::{ColumnOptions, Overlap, Scheme};
use crate::formats::flow::{ExportSink, Stopped};
use crate::formats::format::{DocumentWriter, ExportOptions};
use crate::formats::loss::{LossDetail, LossKind};
use crate::formats::losses::Losses;
use crate::formats::survey::Survey;
use crate::model::AnnotatedDocument;

/// How many layers of columns a document needs; one where its layers do not become columns.
pub(super) fn see_columns(document: &AnnotatedDocument, options: &ExportOptions<'_>, survey: &mut Survey) {
    if options.columns.overlap.or(Form::of(document).overlap) == Some(Overlap::Columns) {
        see_layers(document, options, survey);
    }
}

/// How many layers of columns a document needs where its layers become columns.
pub(super) fn see_layers(document: &AnnotatedDocument, options: &ExportOptions<'_>, survey: &mut Survey) {
    let mut tokens = tokens_of(document, &options.columns, options.split);
    let columns = ColumnOptions { overlap: Some(Overlap::Columns), ..options.columns };
    let layers = Layers::of(document, &mut tokens, &columns, MAX_LAYERS, &Form::of(document), None).len();
    survey.layers = survey.layers.max(layers);
}

/// A token and its tags a line.
pub(super) struct PlainWriter<'a> {
    pub options: ExportOptions<'a>,
    pub documents: usize,
}

impl DocumentWriter for PlainWriter<'_> {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        if self.documents == 0 {
            out.file(Path::new("dataset.conll"))?;
        }
        let options = &self.options.columns;
        let mut form = Form::of(document);
        let mut losses = Losses::new(document, &CONLL);
        let mut tokens = tokens_of(document, options, self.options.split);
        let layers = Layers::of(document, &mut tokens, options, self.options.layers(), &form, Some(&mut losses));
        let scheme = options.scheme.unwrap_or(form.scheme);
        layers.tell_joined(scheme, &mut losses);
        let (text, mut names, mut lines) = (document.text(), Names::default(), String::new());
        // A token that holds the separator would be two.
        if options.comments || tokens.ranges.iter().any(|range| text[range.clone()].contains(form.separator)) {
            form.separator = '\t';
        }
        let cells = options.overlap.or(form.overlap) == Some(Overlap::Cells);
        let columns = if cells {
            1
        } else {
            layers.len().max(if self.wants_columns(&form) { self.options.layers().max(form.layers) } else { 1 })
        };
        if options.comments {
            lines.push_str(&format!("# newdoc id = {}\n", json(&document.document.id().0)));
        } else {
            if self.documents > 0 {
                lines.push_str(&format!("-DOCSTART-{}O\n\n", form.separator));
            }
            if !is_what_tokens_say(text, &tokens) {
                losses.document(LossKind::Flattened, LossDetail::SpacesOfText);
            }
        }
        for (n, &first) in tokens.starts.iter().enumerate() {
            let end = tokens.starts.get(n + 1).copied().unwrap_or(tokens.ranges.len());
            if options.comments {
                let from = if n == 0 { 0 } else { tokens.ranges[first].start };
                let to = if end < tokens.ranges.len() { tokens.ranges[end].start } else { text.len() };
                lines.push_str(&format!("# text = {}\n", json(&text[from..to])));
            }
            for i in first..end {
                lines.push_str(&text[tokens.ranges[i].clone()]);
                if cells {
                    let tags = (0..layers.len()).filter_map(|layer| layers.tag(layer, i, scheme, &mut names));
                    let tags: Vec<String> = tags.collect();
                    lines.push(form.separator);
                    let bar = if form.separator == ' ' { " " } else { "|" };
                    lines.push_str(&if tags.is_empty() { "O".to_owned() } else { tags.join(bar) });
                } else {
                    for layer in 0..columns {
                        lines.push(form.separator);
                        lines.push_str(layers.tag(layer, i, scheme, &mut names).as_deref().unwrap_or("O"));
                    }
                }
                lines.push('\n');
            }
            if first < end || options.comments {
                lines.push('\n');
            }
        }
        if form.is_open && !options.comments && lines.ends_with("\n\n") {
            lines.pop();
        }
        self.documents += 1;
        out.bytes(lines.as_bytes())?;
        names.tell(&mut losses);
        losses.finish(out);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        if self.documents == 0 { out.file(Path::new("dataset.conll")) } else { Ok(()) }
    }
}

impl PlainWriter<'_> {
    fn wants_columns(&self, form: &Form) -> bool {
        self.options.columns.overlap.or(form.overlap) == Some(Overlap::Columns)
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

/// Words of several tokens, the text as it is, and a column for each layer.
pub(super) struct PlusWriter<'a> {
    pub options: ExportOptions<'a>,
    pub began: bool,
}

impl PlusWriter<'_> {
    fn columns(&self) -> usize {
        self.options.layers().clamp(1, MAX_LAYERS)
    }

    fn begin(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        if std::mem::replace(&mut self.began, true) {
            return Ok(());
        }
        out.file(Path::new("dataset.conllup"))?;
        let layers = (1..=self.columns()).map(|n| match n {
            1 => " HASHIYA:NER".to_owned(),
            n => format!(" HASHIYA:NER{n}"),
        });
        out.bytes(format!("# global.columns = ID FORM{} MISC\n", layers.collect::<String>()).as_bytes())
    }
}

impl DocumentWriter for PlusWriter<'_> {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        self.begin(out)?;
        let options = ColumnOptions {
            overlap: Some(self.options.columns.overlap.filter(|o| *o != Overlap::Cells).unwrap_or(Overlap::Columns)),
            ..self.options.columns
        };
        let form = Form { layers: 1, ..Form::of(document) };
        let mut losses = Losses::new(document, &CONLLU);
        let mut tokens = tokens_of(document, &options, self.options.split);
        let layers = Layers::of(document, &mut tokens, &options, self.columns(), &form, Some(&mut losses));
        let scheme = options.scheme.unwrap_or(Scheme::Iob2);
        layers.tell_joined(scheme, &mut losses);
        let (text, mut names, mut lines) = (document.text(), Names::default(), String::new());
        lines.push_str(&format!("# newdoc id = {}\n", one_line(&document.document.id().0)));
        // The format has no place before the first token, nor for a text without any.
        if tokens.ranges.first().map_or(!text.is_empty(), |first| first.start > 0) {
            losses.document(LossKind::Flattened, LossDetail::SpacesOfText);
        }
        let mut number = 0;
        for (n, &first) in tokens.starts.iter().enumerate() {
            let end = tokens.starts.get(n + 1).copied().unwrap_or(tokens.ranges.len());
            if first == end {
                continue;
            }
            number += 1;
            let sentence = &text[tokens.ranges[first].start..tokens.ranges[end - 1].end];
            lines.push_str(&format!("# sent_id = {number}\n# text = {}\n", one_line(sentence)));
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
                    let empty = "\t_".repeat(self.columns());
                    let form = &text[range.start..tokens.ranges[last].end];
                    lines.push_str(&format!("{}-{}\t{form}{empty}\t{misc}\n", i - first + 1, last - first + 1));
                }
                if goes_on(i) || goes_on(i + 1) {
                    misc_here = "_";
                }
                lines.push_str(&format!("{}\t{}", i - first + 1, &text[range.clone()]));
                for layer in 0..self.columns() {
                    lines.push('\t');
                    lines.push_str(layers.tag(layer, i, scheme, &mut names).as_deref().unwrap_or("O"));
                }
                lines.push_str(&format!("\t{misc_here}\n"));
            }
            lines.push('\n');
        }
        out.bytes(lines.as_bytes())?;
        names.tell(&mut losses);
        losses.finish(out);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        self.begin(out)
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

/// What stands in a comment is one line for every reader.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect()
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
