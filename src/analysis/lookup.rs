//! Finding annotations by what is known of them: label, text, annotator, note, an attribute, a label that overlaps.

use std::borrow::Cow;

use crate::arabic::search::{Matcher, Query, QueryError};
use crate::model::{AnnotatedDocument, Annotation, AttributeValue, LabelName};

/// What an annotation must be to be found. What is left out may be anything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnnotationQuery {
    pub label: Option<LabelName>,
    /// Somewhere in the text of the span.
    pub text: Option<Query>,
    /// The whole name of who made it.
    pub annotator: Option<String>,
    /// Somewhere in the note, folded as `text` is.
    pub note: Option<Query>,
    /// The name of an attribute and, where it is asked for, what its value is written as.
    pub attribute: Option<(String, Option<String>)>,
    /// Another annotation with this label shares at least one character with it.
    pub overlapping: Option<LabelName>,
}

/// A query made ready.
#[derive(Clone, Debug)]
pub struct Lookup {
    query: AnnotationQuery,
    text: Option<Matcher>,
    note: Option<Matcher>,
}

impl Lookup {
    /// # Errors
    /// Where a text cannot be looked for.
    pub fn new(query: AnnotationQuery) -> Result<Self, QueryError> {
        let text = query.text.as_ref().map(Matcher::new).transpose()?;
        let note = query.note.as_ref().map(Matcher::new).transpose()?;
        Ok(Lookup { query, text, note })
    }

    pub fn matches(&self, document: &AnnotatedDocument, annotation: &Annotation) -> bool {
        let query = &self.query;
        let is = |wanted: &Option<LabelName>, label: &LabelName| wanted.as_ref().is_none_or(|wanted| wanted == label);
        let holds = |matcher: &Option<Matcher>, text: &str| matcher.as_ref().is_none_or(|m| m.count(text) > 0);
        is(&query.label, &annotation.label)
            && query.annotator.as_ref().is_none_or(|name| annotation.record.annotator.as_str() == name)
            && query.attribute.as_ref().is_none_or(|(name, value)| {
                annotation
                    .record
                    .attributes
                    .get(name)
                    .is_some_and(|held| value.as_ref().is_none_or(|value| written(held).eq_ignore_ascii_case(value)))
            })
            && holds(&self.note, &annotation.record.note)
            && (self.text.is_none() || holds(&self.text, &quote_of(document, annotation)))
            && query.overlapping.as_ref().is_none_or(|label| {
                annotation.spans.iter().any(|span| {
                    let mut others = document.annotations.overlapping(span.range());
                    others.any(|(_, other)| other.id != annotation.id && other.label == *label)
                })
            })
    }
}

/// The text of an annotation; of one span, which nearly all have, without a copy.
fn quote_of<'a>(document: &'a AnnotatedDocument, annotation: &Annotation) -> Cow<'a, str> {
    match annotation.spans.as_slice() {
        [span] => Cow::Borrowed(&document.text()[span.range()]),
        _ => Cow::Owned(document.quote(annotation)),
    }
}

/// An attribute's value as a person types it.
fn written(value: &AttributeValue) -> String {
    match value {
        AttributeValue::Flag(true) => "yes".into(),
        AttributeValue::Flag(false) => "no".into(),
        AttributeValue::Number(_) | AttributeValue::Date(_) | AttributeValue::Choices(_) => value.to_string(),
        AttributeValue::Choice(text) | AttributeValue::Text(text) => text.clone(),
    }
}
