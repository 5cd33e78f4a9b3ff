//! The words that stand under an annotation: its label, and the values of attributes that are shown on the page.

use std::borrow::Cow;

use crate::model::{Annotation, AttributeDefinition, AttributeValue, Label};

/// Characters of a value that are shown.
const MAX_VALUE_CHARS: usize = 24;

/// A label's name as tags show it: in Arabic where that is wanted and there is one, else the name that datasets have.
pub fn tag_name(label: &Label, arabic: bool) -> &str {
    if arabic && !label.arabic.is_empty() { &label.arabic } else { label.name.as_str() }
}

/// What stands under an annotation of a label: `PER`, or `EVENT · negated · 2024-03`.
pub fn tag_text<'a>(label: &'a Label, annotation: &Annotation, arabic: bool) -> Cow<'a, str> {
    let name = tag_name(label, arabic);
    let mut text = Cow::Borrowed(name);
    for definition in label.attributes.iter().filter(|definition| definition.shown) {
        let Some(value) = annotation.record.attributes.get(&definition.name) else { continue };
        let said = match value {
            AttributeValue::Flag(false) => continue,
            AttributeValue::Flag(true) => attribute_name(definition, arabic).to_owned(),
            value => value.to_string(),
        };
        let text = text.to_mut();
        text.push_str(" · ");
        // Beyond this nothing is read at a glance; the panel has the whole.
        match said.char_indices().nth(MAX_VALUE_CHARS) {
            Some((end, _)) => text.extend([&said[..end], "…"]),
            None => text.push_str(&said),
        }
    }
    match text {
        Cow::Owned(text) => Cow::Owned(text.replace(['\n', '\r', '\t'], " ")),
        text => text,
    }
}

fn attribute_name(definition: &AttributeDefinition, arabic: bool) -> &str {
    match arabic {
        true if !definition.arabic.is_empty() => &definition.arabic,
        false if !definition.english.is_empty() => &definition.english,
        _ => &definition.name,
    }
}
