//! The other occurrences of one labelled string, in groups that can be ticked together.

use std::collections::HashMap;
use std::ops::Range;

use crate::arabic::clitics::{CliticPolicy, Lexicon, possible_starts};
use crate::arabic::normalize::{Normalization, Normalizer};
use crate::arabic::search::{Matcher, Query, QueryError};
use crate::arabic::words::{self, Token, TokenKind};
use crate::model::{AnnotatedDocument, Annotation, AnnotationId, Innermost, LabelName};

/// A string to be found everywhere.
#[derive(Clone, Debug)]
pub struct Propagation {
    quote: String,
    matcher: Matcher,
    /// الاتحاد without its alef, as it stands in للاتحاد.
    elided: Option<Matcher>,
    policy: CliticPolicy,
    /// For the shapes of clitics alone; it holds no words.
    shapes: Lexicon,
}

/// A place where the string stands and does not yet bear the label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Bytes of the text, begun as the clitic policy says.
    pub range: Range<usize>,
    pub group: Group,
    /// The annotation already standing here, the shortest if there are several.
    pub existing: Option<(AnnotationId, LabelName)>,
}

/// In which group an occurrence is shown. Ordered as shown, the surest first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The same characters.
    Exact,
    /// After these proclitics, as they are written: وب.
    WithClitics(String),
    /// The same under the fold.
    Folded,
    /// Where an annotation already stands, in whatever form.
    InsideExisting,
}

impl Propagation {
    /// Looks for `quote` under `folds` ([`Normalization::SAFE`] unless the analyst asks for more). Where the text has proclitics
    /// before it, `policy` says whether the range takes them in.
    ///
    /// # Errors
    /// Where nothing of `quote` is left under the fold.
    pub fn new(quote: &str, folds: Normalization, policy: CliticPolicy) -> Result<Self, QueryError> {
        let query = |pattern: String| Query { pattern, regex: false, whole_word: false, folds };
        let matcher = Matcher::new(&query(quote.to_owned()))?;
        let bare = Normalizer::new(Normalization { marks: true, ..Normalization::NONE }).fold_str(quote);
        let elided = match bare.strip_prefix("ال") {
            Some(rest) if rest.chars().count() >= 3 => Some(Matcher::new(&query(format!("ل{rest}")))?),
            _ => None,
        };
        Ok(Propagation { quote: quote.to_owned(), matcher, elided, policy, shapes: Lexicon::default() })
    }

    /// Every occurrence in `text`, in order, none overlapping another.
    pub fn find(&self, text: &str) -> Vec<Occurrence> {
        let mut found: Vec<Occurrence> = Vec::new();
        for hit in self.matcher.find_all(text) {
            found.extend(self.place(text, hit, false));
        }
        for hit in self.elided.iter().flat_map(|matcher| matcher.find_all(text)) {
            found.extend(self.place(text, hit, true));
        }
        found.sort_by_key(|occurrence| (occurrence.range.start, occurrence.range.end));
        let mut end = 0;
        found.retain(|occurrence| {
            let free = occurrence.range.start >= end;
            end = end.max(occurrence.range.end);
            free
        });
        found
    }

    /// [`Propagation::find`] in a document, without the places that bear `label` already; the group of a place where
    /// another annotation stands is [`Group::InsideExisting`].
    pub fn find_in(&self, document: &AnnotatedDocument, label: &LabelName) -> Vec<Occurrence> {
        let text = document.text();
        let mut found = self.find(text);
        if found.is_empty() || document.annotations.is_empty() {
            return found;
        }
        let ending = ending(document, |annotation| annotation.label == *label);
        let mut innermost = Innermost::new(&document.annotations);
        found.retain_mut(|occurrence| {
            if let Some((_, annotation)) = innermost.at(&occurrence.range) {
                occurrence.group = Group::InsideExisting;
                occurrence.existing = Some((annotation.id.clone(), annotation.label.clone()));
            }
            // The same string may have been labelled with its clitics or without.
            let there = ending.get(&occurrence.range.end);
            !there.into_iter().flatten().any(|(start, _)| begins_with(text, *start, occurrence))
        });
        found
    }

    /// The annotations whose text is the string, with its clitics or without, each in the group of its spelling.
    pub fn annotations_in<'a>(&self, document: &'a AnnotatedDocument) -> Vec<(Group, &'a Annotation)> {
        let text = document.text();
        let mut found = Vec::new();
        let ending = ending(document, |annotation| !annotation.spans.is_discontinuous());
        for occurrence in self.find(text) {
            for (start, annotations) in ending.get(&occurrence.range.end).into_iter().flatten() {
                if begins_with(text, *start, &occurrence) {
                    found.extend(annotations.iter().map(|annotation| (occurrence.group.clone(), *annotation)));
                }
            }
        }
        found
    }

    /// The occurrence at `hit`, if it ends where a word ends and begins where a word does or after proclitics alone.
    fn place(&self, text: &str, hit: Range<usize>, elided: bool) -> Option<Occurrence> {
        let mut touched = words::tokens_in(text, hit.clone());
        let first: Token = touched.next()?;
        let last = touched.last().unwrap_or(first);
        if last.end != hit.end {
            return None;
        }
        let occurrence = |range: Range<usize>, group| Some(Occurrence { range, group, existing: None });
        if first.start == hit.start {
            if elided {
                return None; // لاتحاد by itself is another word
            }
            let exact = text[hit.clone()] == self.quote;
            return occurrence(hit, if exact { Group::Exact } else { Group::Folded });
        }
        if first.kind != TokenKind::Word {
            return None;
        }
        let starts = possible_starts(text, first.range(), &self.shapes);
        let at_hit = starts.iter().find(|cut| cut.at == hit.start)?;
        if elided && at_hit.normalised.is_none() {
            return None;
        }
        let clitics = text[first.start..hit.start].to_owned();
        let start = if self.policy == CliticPolicy::Include { first.start } else { hit.start };
        occurrence(start..hit.end, Group::WithClitics(clitics))
    }
}

/// By the byte at which they end, the spans of the annotations that are wanted: where each begins, and whose they are.
type Ending<'a> = HashMap<usize, Vec<(usize, Vec<&'a Annotation>)>>;

fn ending(document: &AnnotatedDocument, wanted: impl Fn(&Annotation) -> bool) -> Ending<'_> {
    let mut ending: Ending = HashMap::new();
    for (span, annotation) in document.annotations.overlapping(0..document.text().len()) {
        if span.is_empty() || !wanted(annotation) {
            continue;
        }
        let Range { start, end } = span.range();
        let starts = ending.entry(end).or_default();
        match starts.last_mut() {
            Some((last, annotations)) if *last == start => annotations.push(annotation),
            _ => starts.push((start, vec![annotation])),
        }
    }
    ending
}

/// Whether a span that starts at `start` begins in the first word of the occurrence.
fn begins_with(text: &str, start: usize, occurrence: &Occurrence) -> bool {
    words::word_at(text, start)
        .is_some_and(|word| word.start <= occurrence.range.start && occurrence.range.start < word.end)
}
