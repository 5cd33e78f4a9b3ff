//! Which annotation stands on which tokens, in how many layers, and what cannot.

use std::collections::BTreeMap;
use std::ops::Range;

use super::token_log::{FORM, TOKENS, Tokens};
use crate::arabic::clitics::{self, split};
use crate::arabic::words::{TokenKind, tokens};
use crate::formats::column_options::{ColumnOptions, Overlap, Pieces, Scheme, TokenSource};
use crate::formats::loss::{AnnotationLoss, LossDetail, LossKind};
use crate::formats::losses::Losses;
use crate::model::{AnnotatedDocument, Annotation};

/// Layers that are written at most: what stands on more annotations than that is told.
pub(super) const MAX_LAYERS: usize = 32;

/// How the document's own file was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub scheme: Scheme,
    pub separator: char,
    pub overlap: Option<Overlap>,
    pub layers: usize,
    /// The last sentence has no empty line behind it.
    pub is_open: bool,
    /// Sentences stay as they are: an annotation over several of them is split.
    pub keeps_sentences: bool,
    /// The layers of labels that were in one alone, where there were several.
    pub labels: BTreeMap<String, usize>,
}

impl Form {
    pub(super) fn of(document: &AnnotatedDocument) -> Form {
        let (scheme, separator) = (Scheme::Iob2, '\t');
        let (is_open, keeps_sentences, labels) = (false, false, BTreeMap::new());
        let mut form = Form { scheme, separator, overlap: None, layers: 1, is_open, keeps_sentences, labels };
        let said = document.document.metadata().get(FORM).map(String::as_str).unwrap_or_default();
        for (key, value) in said.split(' ').filter_map(|field| field.split_once('=')) {
            match (key, value) {
                ("scheme", name) => form.scheme = Scheme::from_name(name).unwrap_or_default(),
                ("separator", "space") => form.separator = ' ',
                ("separator", sign) if sign != "tab" => form.separator = sign.chars().next().unwrap_or('\t'),
                ("layers", "cells") => form.overlap = Some(Overlap::Cells),
                ("layers", n) => {
                    form.layers = n.parse().unwrap_or(1).clamp(1, MAX_LAYERS);
                    form.overlap = (form.layers > 1).then_some(Overlap::Columns);
                }
                ("end", "open") => form.is_open = true,
                ("labels", all) => {
                    let layers = all.split("||").take(MAX_LAYERS).enumerate();
                    form.labels
                        .extend(layers.flat_map(|(n, some)| some.split('|').map(move |one| (one.to_owned(), n))));
                }
                _ => {}
            }
        }
        form
    }
}

/// The tokens that a person wants.
pub(super) fn tokens_of(
    document: &AnnotatedDocument,
    options: &ColumnOptions,
    words: Option<&clitics::Lexicon>,
) -> Tokens {
    let text = document.text();
    let kept = || Tokens::of_log(document.document.metadata().get(TOKENS)?, text);
    let found = match options.tokens {
        // Clitics are split in our tokens alone.
        None if words.is_some() => None,
        None | Some(TokenSource::Imported) => kept(),
        Some(TokenSource::Whitespace) => Some(by_blanks(text)),
        Some(TokenSource::Ours) => None,
    };
    found.unwrap_or_else(|| ours(text, words))
}

/// What a reader could take for the end of a line or a field.
fn breaks(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Every run between blanks of any kind.
fn by_blanks(text: &str) -> Tokens {
    let mut ranges = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match start {
            Some(from) if breaks(c) => {
                ranges.push(from..at);
                start = None;
            }
            None if !breaks(c) => start = Some(at),
            _ => {}
        }
    }
    with_sentences(text, ranges, vec![])
}

/// Our tokens, or with `words` their clitics apart.
fn ours(text: &str, words: Option<&clitics::Lexicon>) -> Tokens {
    let (mut ranges, mut joined) = (Vec::new(), Vec::new());
    for token in tokens(text) {
        let parts = match words {
            Some(words) if token.kind == TokenKind::Word => split(text, token, words, false),
            _ => vec![token.range()],
        };
        for (n, part) in parts.into_iter().enumerate() {
            let mut start = part.start;
            let ends = text[part.clone()].char_indices().filter(|(_, c)| breaks(*c));
            let ends: Vec<Range<usize>> = ends.map(|(at, c)| part.start + at..part.start + at + c.len_utf8()).collect();
            for end in ends.into_iter().chain(std::iter::once(part.end..part.end)) {
                if start < end.start {
                    ranges.push(start..end.start);
                    joined.push(n > 0 && start == part.start);
                }
                start = end.end;
            }
        }
    }
    with_sentences(text, ranges, joined)
}

fn with_sentences(text: &str, ranges: Vec<Range<usize>>, mut joined: Vec<bool>) -> Tokens {
    joined.resize(ranges.len(), false);
    let mut starts = vec![0];
    for i in 1..ranges.len() {
        let gap = &text[ranges[i - 1].end..ranges[i].start];
        let closes = matches!(&text[ranges[i - 1].clone()], "." | "!" | "؟" | "?" | "…" | "۔") && !gap.is_empty();
        if gap.contains(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}']) || closes {
            starts.push(i);
        }
    }
    Tokens { ranges, starts, joined }
}

/// An annotation on tokens.
struct Placed<'d> {
    annotation: &'d Annotation,
    tokens: Range<usize>,
}

/// What stands on the tokens of a document: for each layer and token, which annotation and its tokens.
pub(super) struct Layers<'d> {
    placed: Vec<Placed<'d>>,
    /// Indexes into `placed`.
    layers: Vec<Vec<Option<usize>>>,
}

impl<'d> Layers<'d> {
    /// Places annotations, and tells what has no place; in columns there are `most` layers at most. `losses`: `None` where they only are counted.
    pub(super) fn of(
        document: &'d AnnotatedDocument,
        tokens: &mut Tokens,
        options: &ColumnOptions,
        most: usize,
        form: &Form,
        mut losses: Option<&mut Losses<'_>>,
    ) -> Layers<'d> {
        let overlap = options.overlap.or(form.overlap).unwrap_or_default();
        let mut tell = |annotation: &Annotation, kind, what| {
            if let Some(losses) = losses.as_deref_mut() {
                losses.annotation(annotation, kind, what);
            }
        };
        let mut wanted = Vec::new();
        for annotation in document.annotations.iter() {
            let pieces: Vec<Range<usize>> = match options.pieces {
                _ if !annotation.spans.is_discontinuous() => vec![annotation.spans.extent()],
                Pieces::Drop => {
                    tell(annotation, LossKind::Lost, AnnotationLoss::Discontinuous);
                    continue;
                }
                Pieces::Split => {
                    tell(annotation, LossKind::Flattened, AnnotationLoss::Split);
                    annotation.spans.iter().map(|span| span.range()).collect()
                }
                Pieces::Cover => {
                    tell(annotation, LossKind::Widened, AnnotationLoss::Covered);
                    vec![annotation.spans.extent()]
                }
            };
            for piece in pieces {
                let ranges = &tokens.ranges;
                let first = ranges.partition_point(|r| r.end <= piece.start);
                let end = ranges.partition_point(|r| r.start < piece.end).max(first);
                if first == end || piece.is_empty() {
                    tell(annotation, LossKind::Lost, AnnotationLoss::NoToken);
                    continue;
                }
                let within = if form.keeps_sentences { tokens.starts.as_slice() } else { &[] };
                let cuts =
                    within.partition_point(|start| *start <= first)..within.partition_point(|start| *start < end);
                if cuts.is_empty() {
                    wanted.push((Placed { annotation, tokens: first..end }, piece));
                    continue;
                }
                tell(annotation, LossKind::Flattened, AnnotationLoss::Split);
                let mut from = first;
                for &to in within[cuts].iter().chain([&end]) {
                    let part = ranges[from].start.max(piece.start)..ranges[to - 1].end.min(piece.end);
                    wanted.push((Placed { annotation, tokens: from..to }, part));
                    from = to;
                }
            }
        }
        let most = match overlap {
            Overlap::First | Overlap::Longest | Overlap::Outermost => 1,
            Overlap::Columns => most.max(form.layers).clamp(1, MAX_LAYERS),
            Overlap::Cells => MAX_LAYERS,
        };
        match overlap {
            Overlap::First => {}
            Overlap::Longest => {
                wanted.sort_by_key(|(placed, _)| std::cmp::Reverse(placed.tokens.len()));
            }
            Overlap::Outermost | Overlap::Columns | Overlap::Cells => {
                wanted.sort_by_key(|(placed, _)| (placed.tokens.start, std::cmp::Reverse(placed.tokens.end)));
            }
        }
        // What had a layer of its own comes first.
        let own = |placed: &Placed<'_>| form.labels.get(placed.annotation.label.as_str()).copied();
        if most > 1 && !form.labels.is_empty() {
            wanted.sort_by_key(|(placed, _)| own(placed).is_none());
        }
        let mut all = Layers { placed: Vec::new(), layers: vec![vec![None; tokens.ranges.len()]] };
        for (placed, piece) in wanted {
            let Some(layer) =
                all.free_layer(&placed.tokens, most, own(&placed).filter(|_| overlap == Overlap::Columns))
            else {
                tell(placed.annotation, LossKind::Lost, AnnotationLoss::TakenTokens);
                continue;
            };
            let (first, last) = (&tokens.ranges[placed.tokens.start], &tokens.ranges[placed.tokens.end - 1]);
            if first.start < piece.start || last.end > piece.end {
                tell(placed.annotation, LossKind::Widened, AnnotationLoss::EdgesInToken);
            } else if first.start > piece.start || last.end < piece.end {
                tell(placed.annotation, LossKind::Flattened, AnnotationLoss::SpacesAtEdges);
            }
            let n = all.placed.len();
            all.layers[layer][placed.tokens.clone()].fill(Some(n));
            all.placed.push(placed);
        }
        // No sentence begins where an annotation goes on.
        let placed = &all.placed;
        let mut inside = vec![false; tokens.ranges.len()];
        placed.iter().for_each(|p| inside[p.tokens.start + 1..p.tokens.end].fill(true));
        tokens.starts.retain(|start| *start == 0 || !inside[*start]);
        if let Some(losses) = losses {
            placed.iter().for_each(|p| losses.beside(p.annotation));
        }
        all
    }

    /// A layer with room on these tokens, its own one where it has one.
    fn free_layer(&mut self, tokens: &Range<usize>, most: usize, own: Option<usize>) -> Option<usize> {
        let len = self.layers[0].len();
        if let Some(own) = own.filter(|own| *own < most && *own >= self.layers.len()) {
            self.layers.resize_with(own + 1, || vec![None; len]);
        }
        let is_free = |layer: &Vec<Option<usize>>| layer[tokens.clone()].iter().all(Option::is_none);
        if let Some(own) = own.filter(|own| self.layers.get(*own).is_some_and(is_free)) {
            return Some(own);
        }
        let free = self.layers.iter().position(is_free);
        if free.is_none() && self.layers.len() < most {
            self.layers.push(vec![None; len]);
            return Some(self.layers.len() - 1);
        }
        free
    }

    pub(super) fn len(&self) -> usize {
        self.layers.len()
    }

    /// The tag of a token in a layer; `None` where nothing stands there. Names that tags cannot have are collected.
    pub(super) fn tag(&self, layer: usize, token: usize, scheme: Scheme, names: &mut Names) -> Option<String> {
        let n = (*self.layers.get(layer)?.get(token)?)?;
        let Placed { annotation, tokens } = &self.placed[n];
        let before = tokens.start.checked_sub(1).and_then(|before| self.layers[layer][before]);
        let follows = before.is_some_and(|before| self.placed[before].annotation.label == annotation.label);
        let label = names.of(annotation.label.as_str());
        Some(scheme.tag(label, token - tokens.start, tokens.len(), follows))
    }

    /// Annotations that a scheme cannot tell from the one before.
    pub(super) fn tell_joined(&self, scheme: Scheme, losses: &mut Losses<'_>) {
        if !scheme.joins() {
            return;
        }
        for layer in &self.layers {
            for (n, placed) in self.placed.iter().enumerate() {
                let start = placed.tokens.start;
                let before = start.checked_sub(1).and_then(|before| layer[before]);
                if layer[start] == Some(n)
                    && before.is_some_and(|b| b != n && self.placed[b].annotation.label == placed.annotation.label)
                {
                    losses.annotation(placed.annotation, LossKind::Flattened, AnnotationLoss::Joined);
                }
            }
        }
    }
}

/// Labels as tags can have them: without blanks and bars.
#[derive(Default)]
pub(super) struct Names(BTreeMap<String, String>);

impl Names {
    fn of(&mut self, label: &str) -> &str {
        self.0.entry(label.to_owned()).or_insert_with(|| {
            let written = |c: char| if c.is_whitespace() || c == '|' { '_' } else { c };
            label.chars().map(written).collect()
        })
    }

    /// What has another name, and what is one with another now.
    pub(super) fn tell(self, losses: &mut Losses<'_>) {
        let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
        self.0.values().for_each(|written| *owners.entry(written).or_insert(0) += 1);
        for (from, to) in &self.0 {
            if owners[to.as_str()] > 1 {
                losses.document(LossKind::Flattened, LossDetail::SameName { from: from.clone(), to: to.clone() });
            } else if from != to {
                losses.document(LossKind::Renamed, LossDetail::Tag { from: from.clone(), to: to.clone() });
            }
        }
    }
}
