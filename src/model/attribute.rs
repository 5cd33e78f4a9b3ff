//! What may be said of an annotation, a relation or a document beyond its label: attributes, by their kinds and values.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::bounded_list::{SchemaPart, at_most};
use super::date::CalendarDate;

/// Choices that an attribute may have.
pub const MAX_CHOICES: usize = 4096;

fn choices<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    at_most(deserializer, SchemaPart::Choices, MAX_CHOICES)
}

/// What an attribute may hold.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AttributeKind {
    Flag,
    Choice(#[serde(deserialize_with = "choices")] Vec<String>),
    /// As many of them as apply.
    Choices(#[serde(deserialize_with = "choices")] Vec<String>),
    Number,
    Text,
    Date,
}

impl AttributeKind {
    /// What may be chosen; nothing where nothing is chosen.
    pub fn choices(&self) -> &[String] {
        match self {
            AttributeKind::Choice(choices) | AttributeKind::Choices(choices) => choices,
            _ => &[],
        }
    }

    pub fn choices_mut(&mut self) -> Option<&mut Vec<String>> {
        match self {
            AttributeKind::Choice(choices) | AttributeKind::Choices(choices) => Some(choices),
            _ => None,
        }
    }

    /// Whether each value of the other kind is one of this.
    pub fn holds(&self, other: &AttributeKind) -> bool {
        let there: HashSet<&String> = self.choices().iter().collect();
        std::mem::discriminant(self) == std::mem::discriminant(other)
            && other.choices().iter().all(|choice| there.contains(choice))
    }
}

impl fmt::Display for AttributeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AttributeKind::Flag => f.write_str("a flag"),
            AttributeKind::Choice(choices) => write!(f, "a choice of {}", choices.join(", ")),
            AttributeKind::Choices(choices) => write!(f, "some of {}", choices.join(", ")),
            AttributeKind::Date => f.write_str("a date"),
            AttributeKind::Number => f.write_str("a number"),
            AttributeKind::Text => f.write_str("a text"),
        }
    }
}

/// An attribute that annotations of some labels, or documents, may carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeDefinition {
    pub name: String,
    pub kind: AttributeKind,
    #[serde(default)]
    pub arabic: String,
    #[serde(default)]
    pub english: String,
    #[serde(default)]
    pub guideline: String,
    /// What has none is not finished: see [`requirements`](super::requirements()).
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// What a new annotation gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<AttributeValue>,
    /// A new annotation gets what the last one got.
    #[serde(default, skip_serializing_if = "is_false")]
    pub remembered: bool,
    /// The value stands beside the label on the page.
    #[serde(default, skip_serializing_if = "is_false")]
    pub shown: bool,
}

impl AttributeDefinition {
    pub fn new(name: impl Into<String>, kind: AttributeKind) -> Self {
        AttributeDefinition {
            name: name.into(),
            kind,
            arabic: String::new(),
            english: String::new(),
            guideline: String::new(),
            required: false,
            default: None,
            remembered: false,
            shown: false,
        }
    }
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum AttributeValue {
    Flag(bool),
    Choice(String),
    /// One or more, each once.
    Choices(Vec<String>),
    /// Finite; the loaders refuse infinities and NaN.
    Number(f64),
    Text(String),
    Date(CalendarDate),
}

/// Numbers are finite, and so equal to themselves.
impl Eq for AttributeValue {}

/// What stands between several choices in one text.
const BETWEEN_CHOICES: &str = "; ";

impl AttributeValue {
    /// Whether it can stand among several choices that are written as one text.
    pub fn is_one_of_several(choice: &str) -> bool {
        !choice.is_empty() && choice.trim() == choice && !choice.contains(';')
    }

    /// Several choices that are written as one text, as they are shown: with semicolons between.
    pub fn choices_of(text: &str) -> Vec<String> {
        let parts = text.split(';').map(str::trim).filter(|choice| !choice.is_empty());
        let mut choices: Vec<String> = Vec::new();
        for choice in parts {
            if !choices.iter().any(|known| known == choice) {
                choices.push(choice.to_owned());
            }
        }
        choices
    }
}

impl fmt::Display for AttributeValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AttributeValue::Flag(flag) => flag.fmt(f),
            AttributeValue::Number(number) => number.fmt(f),
            AttributeValue::Date(date) => date.fmt(f),
            AttributeValue::Choices(choices) => f.write_str(&choices.join(BETWEEN_CHOICES)),
            AttributeValue::Choice(text) | AttributeValue::Text(text) => f.write_str(text),
        }
    }
}

/// Attribute name → value.
pub type Attributes = BTreeMap<String, AttributeValue>;

/// Why a value does not fit an attribute's definition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttributeProblem {
    #[error("is not defined in the schema")]
    Undefined,
    #[error("has a value of another kind than the schema defines")]
    WrongKind,
    #[error("has the value '{0}', which is not among its choices")]
    NotAChoice(String),
    #[error("has no choice, or one twice")]
    NotEachOnce,
    #[error("is not a finite number")]
    NotFinite,
}

/// Whether a value fits an attribute of this kind.
pub fn fits(value: &AttributeValue, kind: &AttributeKind) -> Result<(), AttributeProblem> {
    match (value, kind) {
        (AttributeValue::Flag(_), AttributeKind::Flag)
        | (AttributeValue::Text(_), AttributeKind::Text)
        | (AttributeValue::Date(_), AttributeKind::Date) => Ok(()),
        (AttributeValue::Number(n), AttributeKind::Number) if n.is_finite() => Ok(()),
        (AttributeValue::Number(_), AttributeKind::Number) => Err(AttributeProblem::NotFinite),
        (AttributeValue::Choice(choice), AttributeKind::Choice(choices)) if choices.contains(choice) => Ok(()),
        (AttributeValue::Choice(choice), AttributeKind::Choice(_)) => Err(AttributeProblem::NotAChoice(choice.clone())),
        (AttributeValue::Choices(chosen), AttributeKind::Choices(choices)) => {
            let known: HashSet<&str> = choices.iter().map(String::as_str).collect();
            fit_choices(chosen, |choice| known.contains(choice))
        }
        _ => Err(AttributeProblem::WrongKind),
    }
}

/// One or more, each once and known.
pub(super) fn fit_choices(chosen: &[String], is_known: impl Fn(&str) -> bool) -> Result<(), AttributeProblem> {
    if let Some(other) = chosen.iter().find(|choice| !is_known(choice)) {
        return Err(AttributeProblem::NotAChoice(other.clone()));
    }
    let once: HashSet<&str> = chosen.iter().map(String::as_str).collect();
    if chosen.is_empty() || once.len() < chosen.len() { Err(AttributeProblem::NotEachOnce) } else { Ok(()) }
}
