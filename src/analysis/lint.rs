//! Consistency: places where the analyst probably did not mean what the spans say. Each comes with a mend that one key
//! can make; nothing is changed here.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use crate::arabic::gazetteer::Gazetteer;
use crate::arabic::normalize::Normalization;
use crate::arabic::words::{Trim, snap_to_graphemes, trim_span};
use crate::model::{AnnotatedDocument, AnnotationId, LabelName, TextSpan};

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which of the documents given, counted from 0.
    pub document: usize,
    /// Bytes of its text.
    pub range: Range<usize>,
    /// The annotation it is about; none where one is missing.
    pub annotation: Option<AnnotationId>,
    pub trouble: Trouble,
    pub mend: Option<Mend>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// An edge parts a letter from its marks, or a picture in two.
    EdgeInsideLetter,
    /// A blank, quote, bracket, `#` or punctuation stands at an edge.
    StrayEdge,
    /// The same string bears `usual` more often.
    LabelledDifferently { usual: LabelName, counts: BTreeMap<LabelName, usize> },
    /// The same string bears `usual` elsewhere and nothing here.
    Unlabelled { usual: LabelName, count: usize },
}

/// What would set it right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mend {
    /// Give the annotation this range.
    Move(Range<usize>),
    /// Give the annotation this label.
    Relabel(LabelName),
    /// Annotate the range with this label.
    Label(LabelName),
}

/// Bytes of the strings that are compared at most: what is longer is no name that recurs, and nested spans would make
/// strings of more than memory holds.
const MAX_STRING_BYTES: usize = 2048;

/// Labels named in a finding at most, besides the usual one.
const MAX_NAMED: usize = 32;

/// All findings in `documents`, by document and place. Strings are compared under the safe fold.
pub fn lint(documents: &[&AnnotatedDocument]) -> Vec<Finding> {
    let mut strings: Gazetteer<BTreeMap<LabelName, usize>> = Gazetteer::new(Normalization::SAFE);
    for document in documents {
        for annotation in document.annotations.iter().filter(|annotation| !annotation.spans.is_discontinuous()) {
            let range = trim_span(document.text(), annotation.spans.extent(), Trim::MEND);
            if range.len() > MAX_STRING_BYTES {
                continue;
            }
            if let Some(counts) = strings.entry(&document.text()[range]) {
                *counts.entry(annotation.label.clone()).or_default() += 1;
            }
        }
    }
    let mut findings = Vec::new();
    for (number, document) in documents.iter().enumerate() {
        let before = findings.len();
        edges(number, document, &mut findings);
        differing_labels(number, document, &strings, &mut findings);
        missing_labels(number, document, &strings, &mut findings);
        findings[before..].sort_by_key(|finding| (finding.range.start, finding.range.end));
    }
    findings
}

fn edges(number: usize, document: &AnnotatedDocument, findings: &mut Vec<Finding>) {
    let text = document.text();
    for annotation in document.annotations.iter() {
        for span in annotation.spans.iter() {
            let range = span.range();
            let letters = snap_to_graphemes(text, range.clone());
            let trimmed = trim_span(text, range.clone(), Trim::MEND);
            let trouble = if letters != range {
                Trouble::EdgeInsideLetter
            } else if trimmed != range {
                Trouble::StrayEdge
            } else {
                continue;
            };
            // A span of blanks alone has nothing to be moved to, and one part of several cannot be moved by itself.
            let mend = (!trimmed.is_empty() && !annotation.spans.is_discontinuous()).then_some(Mend::Move(trimmed));
            findings.push(Finding { document: number, range, annotation: Some(annotation.id.clone()), trouble, mend });
        }
    }
}

/// The label most often borne, if one is borne more often than any other.
fn usual(counts: &BTreeMap<LabelName, usize>) -> Option<(&LabelName, usize)> {
    let (label, &count) = counts.iter().max_by_key(|(_, count)| **count)?;
    let alone = counts.values().filter(|&&other| other == count).count() == 1;
    alone.then_some((label, count))
}

fn differing_labels(
    number: usize,
    document: &AnnotatedDocument,
    strings: &Gazetteer<BTreeMap<LabelName, usize>>,
    findings: &mut Vec<Finding>,
) {
    let there: HashSet<(TextSpan, &LabelName)> =
        document.annotations.iter().flat_map(|a| a.spans.iter().map(|span| (span, &a.label))).collect();
    for annotation in document.annotations.iter().filter(|annotation| !annotation.spans.is_discontinuous()) {
        let range = annotation.spans.extent();
        let trimmed = trim_span(document.text(), range.clone(), Trim::MEND);
        if trimmed.len() > MAX_STRING_BYTES {
            continue;
        }
        let counts = strings.key(&document.text()[trimmed]).and_then(|key| strings.get(&key));
        let Some(counts) = counts.filter(|counts| counts.len() > 1) else { continue };
        let Some((usual, _)) = usual(counts).filter(|(label, _)| **label != annotation.label) else { continue };
        // Two labels on one place are meant, as a rule: a city that is also a government.
        if there.contains(&(annotation.spans.first(), usual)) {
            continue;
        }
        let named = counts.iter().take(MAX_NAMED).chain(counts.get_key_value(usual));
        findings.push(Finding {
            document: number,
            range,
            annotation: Some(annotation.id.clone()),
            trouble: Trouble::LabelledDifferently {
                usual: usual.clone(),
                counts: named.map(|(label, n)| (label.clone(), *n)).collect(),
            },
            mend: Some(Mend::Relabel(usual.clone())),
        });
    }
}

fn missing_labels(
    number: usize,
    document: &AnnotatedDocument,
    strings: &Gazetteer<BTreeMap<LabelName, usize>>,
    findings: &mut Vec<Finding>,
) {
    let mut end = 0;
    for found in strings.find(document.text()) {
        // Of places that overlap the first and longest is spoken of.
        if found.range.start < end || document.annotations.overlapping(found.range.clone()).next().is_some() {
            continue;
        }
        let Some((label, count)) = usual(found.value) else { continue };
        end = found.range.end;
        findings.push(Finding {
            document: number,
            range: found.range,
            annotation: None,
            trouble: Trouble::Unlabelled { usual: label.clone(), count },
            mend: Some(Mend::Label(label.clone())),
        });
    }
}
