//! What annotations can be counted by, and the values that one of them has.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::overlaps::OverlapKind;
use crate::model::{AnnotatedDocument, Annotation, Attributes, DocumentState, LabelName, Timestamp};

/// Lengths in words that are counted together, by the first of them.
const LENGTH_CLASSES: [u32; 13] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 21, 51];

/// A longer value of an attribute is counted by its beginning, in bytes.
const MAX_VALUE_BYTES: usize = 200;

/// What annotations are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    Label,
    Document,
    Annotator,
    /// The day on which it was made, by the clock on the wall.
    DayMade,
    /// The day on which it was last changed.
    DayChanged,
    /// The state of its document.
    State,
    /// The labels of its document, each with its value.
    DocumentLabel,
    /// Its attributes, each with its value.
    Attribute,
    /// The labels that stand in, around, across and on its place.
    Overlap,
    /// The length of its text in words.
    Length,
}

impl Dimension {
    pub const ALL: [Dimension; 10] = [
        Dimension::Label,
        Dimension::Document,
        Dimension::Annotator,
        Dimension::DayMade,
        Dimension::DayChanged,
        Dimension::State,
        Dimension::DocumentLabel,
        Dimension::Attribute,
        Dimension::Overlap,
        Dimension::Length,
    ];

    /// Its name on the command line and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Dimension::Label => "label",
            Dimension::Document => "document",
            Dimension::Annotator => "annotator",
            Dimension::DayMade => "day-made",
            Dimension::DayChanged => "day-changed",
            Dimension::State => "state",
            Dimension::DocumentLabel => "document-label",
            Dimension::Attribute => "attribute",
            Dimension::Overlap => "overlap",
            Dimension::Length => "length",
        }
    }

    pub fn from_name(name: &str) -> Option<Dimension> {
        Dimension::ALL.into_iter().find(|dimension| dimension.name() == name)
    }
}

/// A value of a dimension. Ordered as a table lists them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    Label(LabelName),
    /// By its number.
    Document(u32),
    Name(Arc<str>),
    Day(Date),
    /// By its place among all states.
    State(u8),
    /// Name and value.
    Attribute(Arc<str>, Arc<str>),
    Overlap(LabelName, OverlapKind),
    /// From so many words to the next class.
    Length(u32),
    /// It has none: no attribute, nothing that overlaps, a time beyond all calendars.
    None,
}

impl Value {
    pub fn state(state: DocumentState) -> Value {
        Value::State(DocumentState::ALL.iter().position(|known| *known == state).unwrap_or(0) as u8)
    }

    /// As tables of the command line have it; `place` says what a document is called.
    pub fn text(&self, place: &dyn Fn(u32) -> String) -> String {
        match self {
            Value::Label(label) => label.to_string(),
            Value::Document(number) => place(*number),
            Value::Name(name) => name.to_string(),
            Value::Day(day) => day.to_string(),
            Value::State(at) => DocumentState::ALL[usize::from(*at)].to_string(),
            Value::Attribute(name, value) => format!("{name}={value}"),
            Value::Overlap(label, kind) => format!("{label} {}", kind.name()),
            Value::Length(from) => length_class(*from),
            Value::None => String::new(),
        }
    }

    /// Its bytes, for a hash.
    pub(super) fn key(&self) -> String {
        format!("{self:?}")
    }
}

fn length_class(from: u32) -> String {
    let next = LENGTH_CLASSES.iter().find(|class| **class > from);
    match next {
        Some(next) if next - 1 > from => format!("{from}–{}", next - 1),
        Some(_) => from.to_string(),
        None => format!("{from}+"),
    }
}

/// The class of a length in words.
fn class_of(words: u64) -> u32 {
    LENGTH_CLASSES.iter().rev().copied().find(|class| u64::from(*class) <= words).unwrap_or(0)
}

/// The day of a moment by the clock on the wall.
pub fn day_of(moment: Timestamp, zone: &TimeZone) -> Option<Date> {
    let moment = jiff::Timestamp::from_millisecond(moment.0).ok()?;
    Some(moment.to_zoned(zone.clone()).date())
}

/// What is known of an annotation beside itself.
pub(super) struct Seen<'a> {
    pub document: &'a AnnotatedDocument,
    pub number: u32,
    pub annotation: &'a Annotation,
    pub words: u64,
    pub overlaps: Option<&'a std::collections::BTreeSet<(LabelName, OverlapKind)>>,
    pub zone: &'a TimeZone,
}

impl Seen<'_> {
    /// The values that the annotation has: one at least, each once.
    pub(super) fn values(&self, dimension: Dimension) -> Vec<Value> {
        let record = &self.annotation.record;
        let day = |moment| vec![day_of(moment, self.zone).map_or(Value::None, Value::Day)];
        let values = match dimension {
            Dimension::Label => vec![Value::Label(self.annotation.label.clone())],
            Dimension::Document => vec![Value::Document(self.number)],
            Dimension::Annotator => vec![Value::Name(Arc::from(record.annotator.as_str()))],
            Dimension::DayMade => day(record.created),
            Dimension::DayChanged => day(record.modified),
            Dimension::State => vec![Value::state(self.document.state)],
            Dimension::DocumentLabel => of_attributes(&self.document.attributes),
            Dimension::Attribute => of_attributes(&record.attributes),
            Dimension::Overlap => {
                let overlaps = self.overlaps.into_iter().flatten();
                overlaps.map(|(label, kind)| Value::Overlap(label.clone(), *kind)).collect()
            }
            Dimension::Length => vec![Value::Length(class_of(self.words))],
        };
        if values.is_empty() { vec![Value::None] } else { values }
    }
}

fn of_attributes(attributes: &Attributes) -> Vec<Value> {
    let value = |(name, value): (&String, &crate::model::AttributeValue)| {
        let mut value = value.to_string();
        value.truncate(value.floor_char_boundary(MAX_VALUE_BYTES));
        Value::Attribute(Arc::from(name.as_str()), Arc::from(value))
    };
    attributes.iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_fall_into_classes_that_say_so() {
        for (words, class) in
            [(0, "0"), (1, "1"), (9, "9–10"), (10, "9–10"), (20, "11–20"), (50, "21–50"), (400, "51+")]
        {
            assert_eq!(length_class(class_of(words)), class, "{words}");
        }
    }

    #[test]
    fn a_day_is_that_of_the_clock_on_the_wall() {
        let moment = Timestamp::from_rfc3339("2026-11-26T22:30:00Z").expect("a time");
        let day = |hours| {
            let zone = TimeZone::fixed(jiff::tz::offset(hours));
            day_of(moment, &zone).map(|day| day.to_string())
        };
        assert_eq!((day(0).as_deref(), day(3).as_deref()), (Some("2026-11-26"), Some("2026-11-27")));
        assert_eq!(day_of(Timestamp(i64::MAX), &TimeZone::UTC), None);
    }

    #[test]
    fn every_dimension_has_a_name_of_its_own() {
        for dimension in Dimension::ALL {
            assert_eq!(Dimension::from_name(dimension.name()), Some(dimension));
        }
        assert_eq!(Dimension::from_name("colour"), None);
    }
}
