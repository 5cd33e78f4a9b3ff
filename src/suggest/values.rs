//! What a text says as the value of an attribute: a date in its calendar, a number in any digits, a name as it is without
//! marks and clitics, a choice by its name. Nothing is set by it: a person takes what is proposed.

use std::ops::Range;
use std::sync::LazyLock;

use super::dates::date_named;
use crate::arabic::clitics::{Confidence, Lexicon, exclude_proclitics, normalised};
use crate::arabic::normalize::{Normalization, Normalizer};
use crate::arabic::numbers::number_named;
use crate::model::{AttributeDefinition, AttributeKind, AttributeValue};

/// Characters of a text that are looked at: what is longer names no value.
pub const MAX_VALUE_CHARS: usize = 200;

/// Choices that are compared with a text.
const MAX_COMPARED: usize = 500;

/// The value that `text[range]` says for an attribute; `None` where it says none.
pub fn value_named(
    definition: &AttributeDefinition,
    text: &str,
    range: Range<usize>,
    vocabulary: &Lexicon,
) -> Option<AttributeValue> {
    let quote = text.get(range.clone())?;
    if quote.chars().nth(MAX_VALUE_CHARS).is_some() {
        return None;
    }
    match &definition.kind {
        AttributeKind::Date => date_named(quote).map(AttributeValue::Date),
        AttributeKind::Number => number_named(quote).map(AttributeValue::Number),
        AttributeKind::Text => plain_name(text, range, vocabulary).map(AttributeValue::Text),
        AttributeKind::Choice(choices) => choice_named(choices, quote).map(AttributeValue::Choice),
        AttributeKind::Choices(choices) => choice_named(choices, quote).map(|one| AttributeValue::Choices(vec![one])),
        AttributeKind::Flag => None,
    }
}

/// The name without vowel marks and tatweel, and without a proclitic that is certain: بِدِمَشْقَ is دمشق.
fn plain_name(text: &str, range: Range<usize>, vocabulary: &Lexicon) -> Option<String> {
    let bare = exclude_proclitics(text, range, vocabulary, Confidence::Frequent, false);
    let name = normalised(text, bare.clone(), vocabulary).unwrap_or_else(|| text[bare].to_owned());
    static FOLDER: LazyLock<Normalizer> =
        LazyLock::new(|| Normalizer::new(Normalization { marks: true, spaces: true, ..Normalization::NONE }));
    let name = FOLDER.fold_str(&name).trim().to_owned();
    (!name.is_empty()).then_some(name)
}

/// The choice that is written so, folded as a search folds.
fn choice_named(choices: &[String], quote: &str) -> Option<String> {
    static FOLDER: LazyLock<Normalizer> = LazyLock::new(|| Normalizer::new(Normalization::SEARCH));
    let quote = FOLDER.fold_str(quote.trim());
    choices.iter().take(MAX_COMPARED).find(|choice| FOLDER.fold_str(choice) == quote).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: AttributeKind, quote: &str, expect: Option<&str>) {
        let text = format!("قال {quote}");
        let mut vocabulary = Lexicon::default();
        vocabulary.add_text("دمشق دمشق دمشق في دمشق");
        let definition = AttributeDefinition::new("value", kind);
        let value = value_named(&definition, &text, text.len() - quote.len()..text.len(), &vocabulary);
        assert_eq!(value.map(|value| value.to_string()).as_deref(), expect, "{quote}");
    }

    #[test]
    fn a_text_says_a_value_of_its_kind() {
        check(AttributeKind::Date, "١١ آذار ٢٠٢٤", Some("2024-03-11"));
        check(AttributeKind::Date, "الاثنين", None);
        check(AttributeKind::Number, "١٬٢٣٤٫٥ ريال", Some("1234.5"));
        check(AttributeKind::Number, "نحو 300 قتيل.", Some("300"));
        check(AttributeKind::Number, "بين ٣ و٤", None);
        check(AttributeKind::Number, "ثلاثة آلاف ومئتان", Some("3200"));
        check(AttributeKind::Number, "كثير", None);
        check(AttributeKind::Text, "بِدِمَشْقَ", Some("دمشق"));
        check(AttributeKind::Text, "القـــاهرة", Some("القاهرة"));
        let choices = || vec!["سياسة".to_owned(), "رياضة".to_owned()];
        check(AttributeKind::Choice(choices()), "رياضه", Some("رياضة"));
        check(AttributeKind::Choices(choices()), "سِياسة", Some("سياسة"));
        check(AttributeKind::Choice(choices()), "مال", None);
        check(AttributeKind::Flag, "نعم", None);
    }
}
