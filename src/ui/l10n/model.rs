//! What cannot be in an annotated document.

use super::{Localize, with};
use crate::model::{
    AttributeKind, AttributeProblem, AttributeValue, DocumentError, DocumentState, MAX_TEXT_BYTES, MetadataField,
    Owner, Problem, SchemaError, SchemaPart, SpanError, SpansError,
};
use crate::ui::localizer::Localizer;

impl Localize for SpanError {
    fn localized(&self, words: &Localizer) -> String {
        let at =
            |key: &str, start: usize, end: usize| words.format(key, &[("start", start.into()), ("end", end.into())]);
        match self {
            SpanError::Reversed { start, end } => at("span-reversed", *start, *end),
            SpanError::Empty { start, end } => at("span-empty", *start, *end),
            SpanError::OutOfBounds { start, end, len } => words.format(
                "span-out-of-bounds",
                &[("start", (*start).into()), ("end", (*end).into()), ("len", (*len).into())],
            ),
            SpanError::InsideCharacter { start, end, at: byte, character } => words.format(
                "span-inside-character",
                &[
                    ("start", (*start).into()),
                    ("end", (*end).into()),
                    ("byte", (*byte).into()),
                    ("character", character.to_string().into()),
                ],
            ),
        }
    }
}

impl Localize for SpansError {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            SpansError::None => words.get("span-none"),
            SpansError::Overlapping { first, second } => words.format(
                "span-overlapping",
                &[
                    ("first", words.in_digits(&first.to_string()).into()),
                    ("second", words.in_digits(&second.to_string()).into()),
                ],
            ),
        }
    }
}

impl Localize for DocumentError {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            DocumentError::TooLong { len } => {
                words.format("document-too-long", &[("len", (*len).into()), ("limit", MAX_TEXT_BYTES.into())])
            }
        }
    }
}

impl Localize for SchemaError {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            SchemaError::TooMany { what, count, most } => words.format(
                "schema-too-many",
                &[("what", what.localized(words).into()), ("count", (*count).into()), ("most", (*most).into())],
            ),
            SchemaError::BadName { name } if name.trim().is_empty() => words.get("schema-bad-name"),
            SchemaError::BadName { name } => with(words, "schema-bad-name-is", "name", name),
            SchemaError::DuplicateName { name } => with(words, "schema-name-taken", "name", name.as_str()),
            SchemaError::DuplicateKey { key, first, second: _ } => {
                words.format("schema-key-taken", &[("key", key.to_string().into()), ("label", first.as_str().into())])
            }
            SchemaError::UnknownParent { child, parent } => words.format(
                "schema-unknown-parent",
                &[("child", child.as_str().into()), ("parent", parent.as_str().into())],
            ),
            SchemaError::ParentCycle { label } => with(words, "schema-parent-cycle", "label", label.as_str()),
            SchemaError::UnknownEndLabel { relation, label } => words.format(
                "schema-unknown-end",
                &[("relation", relation.as_str().into()), ("label", label.as_str().into())],
            ),
            SchemaError::BadDefault { owner, attribute, reason } => words.format(
                "schema-bad-default",
                &[("owner", owner.into()), ("attribute", attribute.into()), ("why", reason.localized(words).into())],
            ),
            SchemaError::BadChoice { owner, attribute, choice } => words.format(
                "schema-bad-choice",
                &[("owner", owner.into()), ("attribute", attribute.into()), ("choice", choice.into())],
            ),
            SchemaError::BadAttributeName { owner: _, name } if name.trim().is_empty() => {
                words.get("schema-no-attribute-name")
            }
            SchemaError::BadAttributeName { owner: _, name } => with(words, "schema-bad-name-is", "name", name),
            SchemaError::NoChoice { owner: _, attribute } => with(words, "schema-no-choice", "attribute", attribute),
            SchemaError::DuplicateChoice { owner: _, attribute: _, choice } => {
                with(words, "schema-choice-twice", "choice", choice)
            }
            SchemaError::NameTooLong { start, count, most } => words.format(
                "schema-name-too-long",
                &[("start", start.into()), ("n", (*count).into()), ("most", (*most).into())],
            ),
            SchemaError::UnseenMark { name, mark } => words.format(
                "schema-unseen-mark",
                &[("name", name.into()), ("mark", format!("U+{:04X}", u32::from(*mark)).into())],
            ),
            SchemaError::DuplicateAttribute { owner, attribute } => {
                words.format("schema-duplicate-attribute", &[("owner", owner.into()), ("attribute", attribute.into())])
            }
        }
    }
}

impl Localize for SchemaPart {
    fn localized(&self, words: &Localizer) -> String {
        words.get(match self {
            SchemaPart::Labels => "schema-labels",
            SchemaPart::RelationTypes => "schema-relation-types",
            SchemaPart::Attributes => "schema-attributes",
            SchemaPart::Choices => "schema-choices",
        })
    }
}

impl Localize for Owner {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            Owner::Annotation(id) => with(words, "part-annotation", "id", id.as_str()),
            Owner::Relation(id) => with(words, "part-relation", "id", id.as_str()),
            Owner::Document => words.get("mend-the-document"),
        }
    }
}

impl Localize for AttributeProblem {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            AttributeProblem::Undefined => words.get("attribute-undefined"),
            AttributeProblem::WrongKind => words.get("attribute-wrong-kind"),
            AttributeProblem::NotAChoice(value) => with(words, "attribute-not-a-choice", "value", value),
            AttributeProblem::NotFinite => words.get("attribute-not-finite"),
            AttributeProblem::NotEachOnce => words.get("attribute-not-each-once"),
        }
    }
}

impl Localize for AttributeKind {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            AttributeKind::Flag => words.get("attribute-flag"),
            AttributeKind::Number => words.get("attribute-number"),
            AttributeKind::Text => words.get("attribute-text"),
            AttributeKind::Date => words.get("attribute-date"),
            AttributeKind::Choice(choices) => with(words, "attribute-choice", "choices", choices.join(" · ")),
            AttributeKind::Choices(choices) => with(words, "attribute-choices", "choices", choices.join(" · ")),
        }
    }
}

impl Localize for AttributeValue {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            AttributeValue::Flag(true) => words.get("attribute-yes"),
            AttributeValue::Flag(false) => words.get("attribute-no"),
            AttributeValue::Number(number) => words.number(number),
            // A form that is read again where it is typed.
            AttributeValue::Date(date) if words.is_rtl() => date.to_string().replace(" AH", " هـ"),
            AttributeValue::Date(date) => date.to_string(),
            AttributeValue::Choices(choices) => choices.join(" · "),
            AttributeValue::Choice(text) | AttributeValue::Text(text) => text.clone(),
        }
    }
}

impl Localize for MetadataField {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            MetadataField::Id => words.get("fact-id"),
            MetadataField::Title => words.get("fact-title"),
            MetadataField::Note => words.get("fact-note"),
            MetadataField::Annotator => words.get("fact-annotator"),
            MetadataField::SchemaName => words.get("fact-schema-name"),
            MetadataField::Metadata(name) => name.clone(),
        }
    }
}

impl Localize for DocumentState {
    fn localized(&self, words: &Localizer) -> String {
        words.get(crate::ui::panels::icons::state_word(*self))
    }
}

impl Localize for Problem {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            Problem::Schema(error) => with(words, "problem-schema", "why", error.localized(words)),
            Problem::Span { id, error } => {
                words.format("problem-span", &[("id", id.as_str().into()), ("why", error.localized(words).into())])
            }
            Problem::UnknownLabel { id, label } => {
                words.format("problem-unknown-label", &[("id", id.as_str().into()), ("label", label.as_str().into())])
            }
            Problem::UnknownRelationType { id, label } => {
                words.format("problem-unknown-type", &[("id", id.as_str().into()), ("label", label.as_str().into())])
            }
            Problem::UnknownEnd { id, end } => {
                words.format("problem-unknown-end", &[("id", id.as_str().into()), ("end", end.as_str().into())])
            }
            Problem::EndNotAllowed { id, label, source_label, target_label } => words.format(
                "problem-end-not-allowed",
                &[
                    ("id", id.as_str().into()),
                    ("label", label.as_str().into()),
                    ("source", source_label.as_str().into()),
                    ("target", target_label.as_str().into()),
                ],
            ),
            Problem::DuplicateId { id } => with(words, "problem-id-of-both", "id", id.as_str()),
            Problem::Attribute { owner, attribute, reason } => words.format(
                "problem-attribute",
                &[
                    ("owner", owner.localized(words).into()),
                    ("attribute", attribute.into()),
                    ("why", reason.localized(words).into()),
                ],
            ),
        }
    }
}
