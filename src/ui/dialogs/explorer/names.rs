//! What labels, states and columns are called in the language of the interface.

use std::collections::HashMap;

use crate::analysis::statistics::tables::{Cell, TableKind};
use crate::analysis::statistics::{OverlapKind, Statistics, Value};
use crate::model::{DocumentState, LabelName};
use crate::session::Session;
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::{Localizer, isolated};
use crate::ui::panels::labels::label_name;

/// Names of labels, by what they are called in datasets, and their colours.
#[derive(Debug, Default)]
pub(super) struct Names {
    labels: HashMap<LabelName, (String, crate::model::Colour)>,
}

impl Names {
    /// Those of the document that is shown: a project has one schema for all.
    pub(super) fn of(session: &Session, words: &Localizer) -> Self {
        let schema = session.current().map(|document| document.content().schema.clone());
        let labels = schema.iter().flat_map(|schema| &schema.labels);
        let name = |label: &crate::model::Label| (label_name(label, words.language()).to_owned(), label.colour);
        Names { labels: labels.map(|label| (label.name.clone(), name(label))).collect() }
    }

    pub(super) fn label(&self, label: &str) -> String {
        self.labels.get(&LabelName::from(label)).map_or_else(|| label.to_owned(), |(name, _)| name.clone())
    }

    pub(super) fn colour(&self, label: &str) -> Option<crate::model::Colour> {
        self.labels.get(&LabelName::from(label)).map(|(_, colour)| *colour)
    }

    /// A value of a pivot.
    pub(super) fn value(&self, value: &Value, statistics: &Statistics, words: &Localizer) -> String {
        match value {
            Value::Label(label) => self.label(label.as_str()),
            Value::Document(number) => {
                let facts = statistics.documents.get(number);
                let title = facts.map(|facts| if facts.title.is_empty() { &facts.place } else { &facts.title });
                title.map_or_else(|| words.number(number), |title| title.to_string())
            }
            Value::State(at) => DocumentState::ALL[usize::from(*at)].localized(words),
            Value::Overlap(label, kind) => {
                let word = match kind {
                    OverlapKind::Inside => "explorer-inside",
                    OverlapKind::Around => "explorer-around",
                    OverlapKind::Crossing => "explorer-crossing",
                    OverlapKind::Same => "explorer-same",
                };
                words.format(word, &[("label", self.label(label.as_str()).into())])
            }
            Value::Day(_) => words.date(&value.text(&|_| String::new())),
            Value::Length(_) => words.in_digits(&value.text(&|_| String::new())),
            Value::Attribute(name, value) => format!("{}: {}", isolated(name), isolated(value)),
            Value::Name(name) => name.to_string(),
            Value::None => words.get("explorer-none"),
        }
    }

    /// A cell of a table, by the name of its column.
    pub(super) fn cell(&self, column: &str, cell: &Cell, words: &Localizer) -> String {
        match (column, cell) {
            ("label", Cell::Text(label)) if label.is_empty() => words.get("explorer-none"),
            ("label", Cell::Text(label)) => self.label(label),
            ("state", Cell::Text(state)) => {
                let known = DocumentState::ALL.into_iter().find(|known| known.name() == state);
                known.map_or_else(|| state.clone(), |state| state.localized(words))
            }
            ("unit", Cell::Text(unit)) => words.get(&format!("explorer-unit-{unit}")),
            ("day" | "changed", Cell::Text(day)) => words.date(day),
            (_, Cell::Text(text)) => text.clone(),
            (_, Cell::Count(count)) => words.number(count),
            (_, Cell::Real(real)) => words.number(format!("{real:.2}")),
            (_, Cell::Empty) => "–".into(),
        }
    }

    /// What a column is called.
    pub(super) fn column(&self, kind: TableKind, column: &str, words: &Localizer) -> String {
        let own = format!("explorer-column-{}-{column}", kind.name());
        if words.has(&own) { words.get(&own) } else { words.get(&format!("explorer-column-{column}")) }
    }
}
