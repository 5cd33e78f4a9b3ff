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
use std::path::PathBuf;
use std::sync::Arc;

use super::budget::{self, Budget};
use super::error::ImportProblem;
use super::loss::{Loss, LossKind, Losses, OfAnnotation, What};
use super::{
    Export, Format, Import, ImportError, ImportOptions, Input, Layout, MOST_ANNOTATIONS, MOST_DOCUMENTS, Unit,
    Vocabulary, stem, txt,
};
use crate::arabic::clitics::{self, split};
use crate::arabic::words::{Token, TokenKind, tokens};
use crate::model::{
    AnnotatedDocument, Annotation, AnnotationSet, Document, DocumentId, LabelName, Provenance, Record, Schema, TextSpan,
};

pub struct Conll;

impl Format for Conll {
    fn name(&self) -> &'static str {
        "conll"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["conll", "iob2", "bio"]
    }

    fn unit(&self) -> Option<Unit> {
        None
    }

    fn about(&self) -> &'static str {
        "IOB2, a token and its tag a line, punctuation apart; no nested, overlapping or discontinuous spans, edges \
         inside a token move to its edges, no relations, attributes or notes"
    }

    fn layout(&self) -> Option<Layout> {
        Some(Layout::OneFile)
    }

    fn import(&self, input: &Input, options: &ImportOptions, words: &mut Vocabulary) -> Result<Import, ImportError> {
        let (decoded, notes) = txt::decode(input.path, input.bytes, options)?;
        let mut reader = Reader {
            input,
            options,
            words,
            done: Import { notes, ..Import::default() },
            ids: Default::default(),
            entities: 0,
            draft: None,
            budget: Budget::of(input.bytes.len()),
        };
        // As many as there may be: a list of them that grows is held twice.
        let begins = |line: &&str| line.starts_with("-DOCSTART-") || line.starts_with("# newdoc");
        let documents = decoded.text.split('\n').filter(begins).count() + 1;
        reader.done.documents.reserve_exact(documents.min(MOST_DOCUMENTS));
        reader.done.losses.reserve_exact(documents.min(MOST_DOCUMENTS));
        for (i, line) in decoded.text.split('\n').enumerate() {
            let line = line.strip_suffix('\r').unwrap_or(line);
            reader.line(line).map_err(|problem| problem.at(input.path, i + 1))?;
        }
        let last = decoded.text.lines().count().max(1);
        reader.finish_document().map_err(|problem| problem.at(input.path, last))?;
        Ok(reader.done)
    }

    fn export(&self, documents: &[&AnnotatedDocument]) -> Export {
        export(documents, |text, token| {
            let _ = text;
            vec![token.range()]
        })
    }

    fn export_split(&self, documents: &[&AnnotatedDocument], words: &clitics::Vocabulary) -> Export {
        export(documents, |text, token| match token.kind {
            TokenKind::Word => split(text, token, words, false),
            _ => vec![token.range()],
        })
    }
}

fn export(documents: &[&AnnotatedDocument], parts: impl Fn(&str, Token) -> Vec<Range<usize>>) -> Export {
    let mut out = String::new();
    let mut losses = Vec::new();
    for document in documents {
        let mut list = Losses::of(document);
        write_document(document, &parts, &mut out, &mut list);
        losses.append(&mut list.list);
    }
    Export { files: vec![(PathBuf::from("dataset.conll"), out.into_bytes())], losses }
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
        for (is_lost, what) in [
            (!annotation.record.attributes.is_empty(), OfAnnotation::Attributes),
            (!annotation.record.note.is_empty(), OfAnnotation::Note),
        ] {
            if is_lost {
                losses.annotation(annotation, LossKind::Lost, what);
            }
        }
    }
    for (from, to) in renamed {
        losses.document(LossKind::Renamed, What::Tag { from, to });
    }
    if !document.relations.is_empty() {
        losses.document(LossKind::Lost, What::Relations(document.relations.len()));
    }
    if !document.annotations.is_empty() {
        losses.document(LossKind::Lost, What::MakersAndIds);
    }
    losses.facts_of_document();

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
        losses.annotation(annotation, LossKind::Lost, OfAnnotation::Discontinuous);
        return None;
    }
    let extent = annotation.spans.extent();
    let first = ranges.partition_point(|r| r.end <= extent.start);
    let end = ranges.partition_point(|r| r.start < extent.end).max(first);
    if first == end || extent.is_empty() {
        losses.annotation(annotation, LossKind::Lost, OfAnnotation::NoToken);
        return None;
    }
    if tags[first..end].iter().any(|tag| tag != "O") {
        losses.annotation(annotation, LossKind::Lost, OfAnnotation::TakenTokens);
        return None;
    }
    if ranges[first].start < extent.start || ranges[end - 1].end > extent.end {
        losses.annotation(annotation, LossKind::Widened, OfAnnotation::EdgesInToken);
    } else if ranges[first].start > extent.start || ranges[end - 1].end < extent.end {
        losses.annotation(annotation, LossKind::Flattened, OfAnnotation::SpacesAtEdges);
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
struct Draft {
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

struct Reader<'a> {
    input: &'a Input<'a>,
    options: &'a ImportOptions,
    words: &'a mut Vocabulary,
    done: Import,
    /// The ids of the documents so far.
    ids: std::collections::HashSet<String>,
    /// Tags that name a label, so far.
    entities: usize,
    draft: Option<Draft>,
    budget: Budget,
}

impl Reader<'_> {
    fn line(&mut self, line: &str) -> Result<(), ImportProblem> {
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

    fn draft(&mut self) -> &mut Draft {
        let number = self.done.documents.len() + 1;
        let id = format!("{}-{number}", stem(self.input.path));
        self.draft.get_or_insert_with(|| Draft {
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
        let columns = match line.contains('\t') {
            true => line.split_once('\t').zip(line.rsplit_once('\t')).map(|((word, _), (_, tag))| (word, tag)),
            false => {
                let mut columns = line.split_ascii_whitespace();
                columns.next().zip(columns.next_back())
            }
        };
        let Some((word, tag)) = columns else {
            return Err(ImportProblem::NoTag(line.into()));
        };
        let (begins, label) = split_tag(tag).ok_or_else(|| ImportProblem::BadTag(tag.into()))?;
        let label = label.map(|label| self.words.label(label)).transpose()?;
        self.entities += usize::from(label.is_some());
        if self.entities > MOST_ANNOTATIONS {
            return Err(ImportProblem::TooManyAnnotations(MOST_ANNOTATIONS));
        }
        if begins {
            self.budget.charge(1, budget::ANNOTATION)?;
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
                    self.budget.charge(1, budget::ANNOTATION)?;
                }
            }
        }
        Ok(())
    }

    fn finish_document(&mut self) -> Result<(), ImportProblem> {
        let Some(mut draft) = self.draft.take() else { return Ok(()) };
        if draft.text.is_empty() {
            return Ok(());
        }
        draft.found.extend(draft.open.take());
        let mut report = |kind, what, takes| {
            self.done.losses.push(Loss { document: draft.id.clone(), id: None, kind, what });
            self.budget.charge(1, takes)
        };
        if draft.rebuilt {
            report(LossKind::Flattened, What::Spaces, budget::SETTLED_LOSS)?;
        }
        if draft.stray > 0 {
            report(LossKind::Flattened, What::StrayTags(draft.stray), budget::LOSS)?;
        }
        if self.done.documents.len() == MOST_DOCUMENTS {
            return Err(ImportProblem::TooManyDocuments(MOST_DOCUMENTS));
        }
        if !self.ids.insert(draft.id.clone()) {
            return Err(ImportProblem::DuplicateId(draft.id));
        }
        self.budget.charge(1, budget::DOCUMENT)?;
        let mut annotations = Vec::with_capacity(draft.found.len());
        for (i, (label, range)) in draft.found.into_iter().enumerate() {
            let id = format!("s{}", i + 1);
            let span =
                TextSpan::new(&draft.text, range).map_err(|error| ImportProblem::Span { id: id.clone(), error })?;
            annotations.push(Arc::new(Annotation {
                id: id.as_str().into(),
                label,
                spans: span.into(),
                record: Record::new(
                    Provenance::Imported { format: "conll".into() },
                    self.options.annotator.clone(),
                    self.options.now,
                ),
            }));
        }
        let document = Document::new(DocumentId(draft.id.as_str().into()), draft.id, draft.text, BTreeMap::new())?;
        self.done.documents.push(AnnotatedDocument {
            annotations: AnnotationSet::from_shared(annotations),
            ..AnnotatedDocument::new(document, Arc::new(Schema::default()), self.options.annotator.clone())
        });
        Ok(())
    }
}

impl Draft {
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
