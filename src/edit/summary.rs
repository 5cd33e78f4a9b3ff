//! What a step did, counted, so that it can be said in words of any language.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::operation::{Operation, Transaction};
use crate::model::{Annotation, LabelName, one_line};

/// Characters of a quote that are shown.
const QUOTE_CHARS: usize = 40;

/// What a step did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepSummary {
    /// New annotations by label.
    pub added: BTreeMap<LabelName, usize>,
    pub deleted: BTreeMap<LabelName, usize>,
    /// Annotations with other spans, attributes or notes, by their label.
    pub changed: BTreeMap<LabelName, usize>,
    /// Annotations with another label: from, to.
    pub relabelled: BTreeMap<(LabelName, LabelName), usize>,
    /// Relations that are new, gone or changed.
    pub relations: usize,
    pub schema: bool,
    pub state: bool,
    /// Title, attributes and facts of the document.
    pub facts: bool,
    pub conflicts: bool,
    /// What the first annotation stands on, shortened.
    pub quote: Option<String>,
}

impl StepSummary {
    /// Of a step of a document with this text.
    pub fn of(step: &Transaction, text: &str) -> Self {
        let mut found = StepSummary::default();
        for operation in &step.operations {
            match operation {
                Operation::Annotation { before, after, .. } => {
                    let (before, after) = (before.as_deref(), after.as_deref());
                    found.annotation(before, after);
                    let shown = after.or(before).filter(|_| found.quote.is_none());
                    let quote = shown.and_then(|annotation| {
                        text.get(annotation.spans.extent().start..annotation.spans.extent().end)
                    });
                    if let Some(quote) = quote {
                        let whole = one_line(&quote.chars().take(QUOTE_CHARS + 1).collect::<String>()).to_string();
                        let cut: String = whole.chars().take(QUOTE_CHARS).collect();
                        found.quote = Some(if cut.len() < whole.len() { cut + "…" } else { cut });
                    }
                }
                Operation::Relation { .. } => found.relations += 1,
                Operation::Schema { .. } => found.schema = true,
                Operation::State { .. } => found.state = true,
                Operation::Attributes { .. } | Operation::Facts { .. } => found.facts = true,
                Operation::Conflicts { .. } => found.conflicts = true,
            }
        }
        found
    }

    fn annotation(&mut self, before: Option<&Annotation>, after: Option<&Annotation>) {
        match (before, after) {
            (None, Some(new)) => *self.added.entry(new.label.clone()).or_default() += 1,
            (Some(old), None) => *self.deleted.entry(old.label.clone()).or_default() += 1,
            (Some(old), Some(new)) if old.label != new.label => {
                *self.relabelled.entry((old.label.clone(), new.label.clone())).or_default() += 1;
            }
            (Some(_), Some(new)) => *self.changed.entry(new.label.clone()).or_default() += 1,
            (None, None) => {}
        }
    }

    /// The labels of all annotations that it touched, before and after.
    pub fn labels(&self) -> BTreeSet<&LabelName> {
        let counted = [&self.added, &self.deleted, &self.changed].into_iter().flat_map(BTreeMap::keys);
        counted.chain(self.relabelled.keys().flat_map(|(from, to)| [from, to])).collect()
    }

    /// How many annotations are new, gone, relabelled, otherwise changed.
    pub fn counts(&self) -> [usize; 4] {
        [
            self.added.values().sum(),
            self.deleted.values().sum(),
            self.relabelled.values().sum(),
            self.changed.values().sum(),
        ]
    }
}

impl fmt::Display for StepSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = Vec::new();
        let each = |verb: &str, counted: &BTreeMap<LabelName, usize>| -> Vec<String> {
            counted.iter().map(|(label, n)| format!("{verb} {n} {label}")).collect()
        };
        parts.extend(each("added", &self.added));
        parts.extend(each("deleted", &self.deleted));
        parts.extend(self.relabelled.iter().map(|((from, to), n)| format!("relabelled {n} {from} to {to}")));
        parts.extend(each("changed", &self.changed));
        if self.relations > 0 {
            parts.push(format!("relations: {}", self.relations));
        }
        let flags =
            [(self.schema, "schema"), (self.state, "state"), (self.facts, "facts"), (self.conflicts, "conflicts")];
        parts.extend(flags.iter().filter(|(is, _)| *is).map(|(_, what)| (*what).to_owned()));
        f.write_str(&parts.join(", "))?;
        match &self.quote {
            Some(quote) if !quote.is_empty() => write!(f, " «{quote}»"),
            _ => Ok(()),
        }
    }
}
