//! CoNLL with IOB2 tags: a token and its tag on each line, an empty line between sentences.
//!
//! Our own files carry what a rebuild of the document needs, in comments that readers of CoNLL skip (a line that begins
//! with `# ` and has no tab):
//!
//! ```text
//! # newdoc id = "d1"
//! # text = "وصل أحمد.\n"
//! وصل⇥O
//! أحمد⇥B-PER
//! .⇥O
//! ```
//!
//! The `text` of a sentence, a JSON string, reaches to the start of the next, so all of them together are the document,
//! byte for byte. Without it, tokens are joined by spaces and sentences by line feeds, and the report says so.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use super::budget;
use super::builder::{DocumentBuilder, Importer};
use super::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use super::error::ImportProblem;
use super::file_names::stem;
use super::flow::{ExportSink, Input, ReadEnd, Stopped};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::loss::{AnnotationLoss, LossDetail, LossKind};
use super::losses::Losses;
use super::offsets::Unit;
use super::sniff::{Fit, Head};
use super::text;
use crate::arabic::clitics::split;
use crate::arabic::words::{Token, TokenKind, tokens};
use crate::model::{AnnotatedDocument, Annotation, Document, DocumentId, LabelName, TextSpan};

pub struct Conll;

static INFO: FormatInfo = FormatInfo {
    name: "conll",
    extensions: &["conll", "iob2", "bio"],
    about: "IOB2, a token and its tag a line, punctuation apart",
    unit: None,
    reads: true,
    writes: Some(Layout::OneFile),
    repeats_texts: false,
    carries: Capabilities::new(&[Feature::SeveralDocuments, Feature::ExactText], &[]),
};

impl Format for Conll {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    /// Each line is a token and its tag, a comment or empty.
    fn sniff(&self, head: &Head<'_>) -> Fit {
        let mut tagged = 0;
        for line in head.lines().filter(|line| !line.trim().is_empty()) {
            let mut columns = line.split_ascii_whitespace();
            let tag = columns.next().and_then(|_| columns.next_back());
            match tag.is_some_and(|tag| split_tag(tag).is_some()) {
                true => tagged += 1,
                false if line.starts_with('#') || line.starts_with("-DOCSTART-") => {}
                false => return if head.has_extension(INFO.extensions) { Fit::Maybe } else { Fit::No },
            }
        }
        if tagged > 0 { Fit::Sure } else { Fit::Maybe }
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        let decoded = text::decode(input.path, input.bytes, importer)?;
        // As many as there may be: a list of them that grows is held twice.
        let begins = |line: &&str| line.starts_with("-DOCSTART-") || line.starts_with("# newdoc");
        importer.expect(decoded.text.split('\n').filter(begins).count() + 1);
        let mut reader = Reader { importer, draft: None };
        for (i, line) in decoded.text.split('\n').enumerate() {
            reader.line(line.strip_suffix('\r').unwrap_or(line)).map_err(|end| end.at(input.path, i + 1))?;
        }
        let last = decoded.text.lines().count().max(1);
        reader.finish_document().map_err(|end| end.at(input.path, last))
    }

    fn writer<'a>(&self, options: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        Some(Box::new(Writer { options, began: false }))
    }
}

struct Writer<'a> {
    options: ExportOptions<'a>,
    began: bool,
}

impl Writer<'_> {
    fn begin(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        if !std::mem::replace(&mut self.began, true) {
            out.file(Path::new("dataset.conll"))?;
        }
        Ok(())
    }
}

impl DocumentWriter for Writer<'_> {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        self.begin(out)?;
        let mut losses = Losses::new(document, &INFO);
        let mut lines = String::new();
        let parts = |text: &str, token: Token| match self.options.split {
            Some(words) if token.kind == TokenKind::Word => split(text, token, words, false),
            _ => vec![token.range()],
        };
        write_document(document, parts, &mut lines, &mut losses);
        out.bytes(lines.as_bytes())?;
        losses.finish(out);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        self.begin(out)
    }
}

/// The tokens of a text, or their parts, without those that a reader could take for the end of a line or a field.
fn token_ranges(text: &str, parts: impl Fn(&str, Token) -> Vec<Range<usize>>) -> Vec<Range<usize>> {
    let breaks = |c: char| c.is_whitespace() || c.is_control();
    let mut ranges = Vec::new();
    for part in tokens(text).flat_map(|token| parts(text, token)) {
        let mut start = part.start;
        for (at, c) in text[part.clone()].char_indices().filter(|(_, c)| breaks(*c)) {
            ranges.push(start..part.start + at);
            start = part.start + at + c.len_utf8();
        }
        ranges.push(start..part.end);
    }
    ranges.retain(|range| !range.is_empty());
    ranges
}

fn write_document(
    document: &AnnotatedDocument,
    parts: impl Fn(&str, Token) -> Vec<Range<usize>>,
    out: &mut String,
    losses: &mut Losses,
) {
    let text = document.text();
    let ranges = token_ranges(text, parts);
    let mut tags = vec![String::from("O"); ranges.len()];
    // The token before which a sentence must not begin, since an entity goes on there.
    let mut inside = vec![false; ranges.len()];
    let mut renamed = BTreeMap::new();
    for annotation in document.annotations.iter() {
        let Some(covered) = place(annotation, &ranges, &tags, losses) else { continue };
        let label: String =
            annotation.label.as_str().chars().map(|c| if c.is_whitespace() { '_' } else { c }).collect();
        if label != annotation.label.as_str() {
            renamed.insert(annotation.label.to_string(), label.clone());
        }
        for i in covered.clone() {
            inside[i] = i > covered.start;
            tags[i] = format!("{}-{label}", if i == covered.start { 'B' } else { 'I' });
        }
        losses.beside(annotation);
    }
    for (from, to) in renamed {
        losses.document(LossKind::Renamed, LossDetail::Tag { from, to });
    }

    out.push_str(&format!("# newdoc id = {}\n", json(&document.document.id().0)));
    let starts = sentence_starts(text, &ranges, &inside);
    for (n, &first) in starts.iter().enumerate() {
        let end = starts.get(n + 1).copied().unwrap_or(ranges.len());
        let from = if n == 0 { 0 } else { ranges[first].start };
        let to = if end < ranges.len() { ranges[end].start } else { text.len() };
        out.push_str(&format!("# text = {}\n", json(&text[from..to])));
        for i in first..end {
            out.extend([&text[ranges[i].clone()], "\t", &tags[i], "\n"]);
        }
        out.push('\n');
    }
}

/// The tokens an annotation gets, or `None` and an entry in the report.
fn place(
    annotation: &Annotation,
    ranges: &[Range<usize>],
    tags: &[String],
    losses: &mut Losses,
) -> Option<Range<usize>> {
    if annotation.spans.is_discontinuous() {
        losses.annotation(annotation, LossKind::Lost, AnnotationLoss::Discontinuous);
        return None;
    }
    let extent = annotation.spans.extent();
    let first = ranges.partition_point(|r| r.end <= extent.start);
    let end = ranges.partition_point(|r| r.start < extent.end).max(first);
    if first == end || extent.is_empty() {
        losses.annotation(annotation, LossKind::Lost, AnnotationLoss::NoToken);
        return None;
    }
    if tags[first..end].iter().any(|tag| tag != "O") {
        losses.annotation(annotation, LossKind::Lost, AnnotationLoss::TakenTokens);
        return None;
    }
    if ranges[first].start < extent.start || ranges[end - 1].end > extent.end {
        losses.annotation(annotation, LossKind::Widened, AnnotationLoss::EdgesInToken);
    } else if ranges[first].start > extent.start || ranges[end - 1].end < extent.end {
        losses.annotation(annotation, LossKind::Flattened, AnnotationLoss::SpacesAtEdges);
    }
    Some(first..end)
}

/// The indexes of tokens that begin a sentence: after a line end, and after a closing sign with a blank behind it.
/// The first is 0 even where there is no token, so that the text is never lost.
fn sentence_starts(text: &str, ranges: &[Range<usize>], inside: &[bool]) -> Vec<usize> {
    let mut starts = vec![0];
    for i in 1..ranges.len() {
        let gap = &text[ranges[i - 1].end..ranges[i].start];
        let closes = matches!(&text[ranges[i - 1].clone()], "." | "!" | "؟" | "?" | "…" | "۔") && !gap.is_empty();
        if !inside[i] && (gap.contains(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}']) || closes) {
            starts.push(i);
        }
    }
    starts
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

/// `# anything`, unless it is the token `#` with a tag behind it.
fn is_comment(line: &str) -> bool {
    let tagged = line.split_ascii_whitespace().next_back().is_some_and(|tag| split_tag(tag).is_some());
    line.starts_with('#') && !line.contains('\t') && !tagged
}

/// Whether a tag begins an annotation, and its label; `None` for what is no tag of IOB2.
fn split_tag(tag: &str) -> Option<(bool, Option<&str>)> {
    match tag.split_once('-') {
        None if tag == "O" => Some((false, None)),
        Some((mark @ ("B" | "I"), label)) if !label.is_empty() => Some((mark == "B", Some(label))),
        _ => None,
    }
}

/// A document while its lines come in.
struct PartialAnnotation {
    id: String,
    text: String,
    /// Where the search for the next token begins; tokens are found in the text of their sentence.
    cursor: usize,
    /// Whether `text` is the document's own, or made from the tokens.
    rebuilt: bool,
    /// A sentence made from tokens is open: the next token follows after a space.
    in_sentence: bool,
    open: Option<(LabelName, Range<usize>)>,
    found: Vec<(LabelName, Range<usize>)>,
    stray: usize,
}

struct Reader<'r, 'a> {
    importer: &'r mut Importer<'a>,
    draft: Option<PartialAnnotation>,
}

/// Why a line is the last that is read.
enum End {
    Problem(ImportProblem),
    Stopped,
}

impl End {
    fn at(self, path: &Path, line: usize) -> ReadEnd {
        match self {
            End::Problem(problem) => ReadEnd::Refused(problem.at(path, line)),
            End::Stopped => ReadEnd::Stopped,
        }
    }
}

impl From<ImportProblem> for End {
    fn from(problem: ImportProblem) -> Self {
        End::Problem(problem)
    }
}

impl From<Stopped> for End {
    fn from(_: Stopped) -> Self {
        End::Stopped
    }
}

impl Reader<'_, '_> {
    fn line(&mut self, line: &str) -> Result<(), End> {
        let parse =
            |json: &str| serde_json::from_str::<String>(json).map_err(|_| ImportProblem::NotJsonString(json.into()));
        if line.trim().is_empty() {
            let draft = self.draft();
            draft.found.extend(draft.open.take());
            draft.in_sentence = false;
        } else if let Some(id) = line.strip_prefix("# newdoc id = ").filter(|l| !l.contains('\t')) {
            self.finish_document()?;
            let id = if id.starts_with('"') { parse(id)? } else { id.trim().to_owned() };
            self.draft().id = id;
        } else if line.starts_with("-DOCSTART-") {
            self.finish_document()?;
        } else if let Some(text) = line.strip_prefix("# text = \"").filter(|l| !l.contains('\t')) {
            let text = parse(&format!("\"{text}"))?;
            let draft = self.draft();
            draft.found.extend(draft.open.take());
            draft.cursor = draft.text.len();
            draft.text.push_str(&text);
            draft.in_sentence = true;
        } else if !is_comment(line) {
            self.token(line)?;
        }
        Ok(())
    }

    fn draft(&mut self) -> &mut PartialAnnotation {
        let number = self.importer.documents() + 1;
        let id = format!("{}-{number}", stem(self.importer.path));
        self.draft.get_or_insert_with(|| PartialAnnotation {
            id,
            text: String::new(),
            cursor: 0,
            rebuilt: false,
            in_sentence: false,
            open: None,
            found: Vec::new(),
            stray: 0,
        })
    }

    fn token(&mut self, line: &str) -> Result<(), ImportProblem> {
        let columns = if line.contains('\t') {
            line.split_once('\t').zip(line.rsplit_once('\t')).map(|((word, _), (_, tag))| (word, tag))
        } else {
            let mut columns = line.split_ascii_whitespace();
            columns.next().zip(columns.next_back())
        };
        let Some((word, tag)) = columns else {
            return Err(ImportProblem::NoTag(line.into()));
        };
        let (begins, label) = split_tag(tag).ok_or_else(|| ImportProblem::BadTag(tag.into()))?;
        let label = label.map(|label| self.importer.words.label(label)).transpose()?;
        self.importer.count_annotations(usize::from(label.is_some()))?;
        if begins {
            self.importer.budget.charge(1, budget::ANNOTATION)?;
        }
        let draft = self.draft();
        let place = draft.take(word)?;
        match (label, draft.open.as_mut()) {
            (None, _) => draft.found.extend(draft.open.take()),
            (Some(label), Some((open, range))) if !begins && *open == label => range.end = place.end,
            (Some(label), _) => {
                draft.stray += usize::from(!begins);
                draft.found.extend(draft.open.replace((label, place)));
                if !begins {
                    self.importer.budget.charge(1, budget::ANNOTATION)?;
                }
            }
        }
        Ok(())
    }

    fn finish_document(&mut self) -> Result<(), End> {
        let Some(mut draft) = self.draft.take() else { return Ok(()) };
        if draft.text.is_empty() {
            return Ok(());
        }
        draft.found.extend(draft.open.take());
        let importer = &mut *self.importer;
        if draft.rebuilt {
            importer.budget.charge(1, budget::SETTLED_LOSS)?;
            importer.loss(&draft.id, LossKind::Flattened, LossDetail::Spaces);
        }
        if draft.stray > 0 {
            importer.budget.charge(1, budget::LOSS)?;
            importer.loss(&draft.id, LossKind::Flattened, LossDetail::StrayTags(draft.stray));
        }
        importer.take_id(&draft.id)?;
        importer.budget.charge(1, budget::DOCUMENT)?;
        let mut builder = DocumentBuilder::new(&draft.text, Unit::Bytes, draft.found.len(), draft.found.len());
        for (i, (label, range)) in draft.found.into_iter().enumerate() {
            let id = format!("s{}", i + 1);
            let span =
                TextSpan::new(&draft.text, range).map_err(|error| ImportProblem::Span { id: id.clone(), error })?;
            builder.annotate(id.as_str().into(), label, span.into(), importer.record(INFO.name))?;
        }
        let contents = builder.finish();
        let document = Document::new(DocumentId(draft.id.as_str().into()), draft.id, draft.text, BTreeMap::new())
            .map_err(ImportProblem::from)?;
        let annotator = importer.options.annotator.clone();
        Ok(importer.document(contents.of(document, annotator))?)
    }
}

impl PartialAnnotation {
    /// The place of the next token: the next one like it in the sentence's text, or the end of a text that grows.
    fn take(&mut self, word: &str) -> Result<Range<usize>, ImportProblem> {
        let own_text = self.cursor < self.text.len() || (self.in_sentence && !self.rebuilt);
        if own_text {
            let found = self.text[self.cursor..].find(word);
            let missing = || ImportProblem::TokenNotInText(word.into());
            let start = self.cursor + found.ok_or_else(missing)?;
            self.cursor = start + word.len();
            return Ok(start..self.cursor);
        }
        if !self.text.is_empty() {
            self.text.push(if self.in_sentence { ' ' } else { '\n' });
        }
        let start = self.text.len();
        self.text.push_str(word);
        self.rebuilt = true;
        self.in_sentence = true;
        self.cursor = self.text.len();
        Ok(start..self.cursor)
    }
}
