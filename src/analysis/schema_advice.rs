//! What of a sound schema may be meant otherwise: names that look alike or cannot be seen, and texts that nobody reads.

use std::collections::HashMap;

use crate::arabic::normalize::{Normalization, Normalizer};
use crate::model::{AttributeDefinition, AttributeKind, Schema};

/// Longer names are cut in lists, and other programs refuse them; in code points.
const MAX_NAME: usize = 100;

/// Longer guidelines have their place in a page; in bytes.
const MAX_GUIDELINE: usize = 65_536;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemaAdvice {
    #[error("the name '{name}' has {length} characters; other programs take {MAX_NAME} at most")]
    LongName { name: String, length: usize },
    #[error("the name '{name}' has a character that is not seen (U+{:04X}); it is another name without it", *character as u32)]
    Unseen { name: String, character: char },
    #[error("the name '{name}' has a quotation mark, a comma or '|', which some formats have to write otherwise")]
    Punctuated { name: String },
    #[error("the names '{first}' and '{second}' look alike")]
    Alike { first: String, second: String },
    #[error("the guideline of '{name}' has {bytes} bytes; put it into a page of guidelines, and its beginning here")]
    LongGuideline { name: String, bytes: usize },
    #[error("the attribute '{name}' of '{owner}' has no choices, so that it can have no value")]
    NoChoices { owner: String, name: String },
}

/// All of it, in the order of the schema.
pub fn advice(schema: &Schema) -> Vec<SchemaAdvice> {
    let mut found = Vec::new();
    let folder = Normalizer::new(Normalization::SEARCH);
    let mut seen: HashMap<String, &str> = HashMap::new();
    let labels = schema.labels.iter().map(|label| (label.name.as_str(), &label.guideline, &label.attributes));
    let types = schema.relation_types.iter().map(|kind| (kind.name.as_str(), &kind.guideline, &kind.attributes));
    for (name, guideline, attributes) in labels.chain(types) {
        let cut: String = name.chars().take(MAX_NAME).collect();
        let length = name.chars().count();
        if length > MAX_NAME {
            found.push(SchemaAdvice::LongName { name: format!("{cut}…"), length });
        }
        if let Some(character) = name.chars().find(|c| is_unseen(*c)) {
            found.push(SchemaAdvice::Unseen { name: cut.chars().filter(|c| !is_unseen(*c)).collect(), character });
        }
        if name.contains(['"', '\'', '«', '»', ',', '|']) {
            found.push(SchemaAdvice::Punctuated { name: cut.clone() });
        }
        let visible: String = name.chars().filter(|c| !is_unseen(*c)).collect();
        if let Some(first) = seen.insert(folder.fold_str(&visible), name) {
            found.push(SchemaAdvice::Alike { first: first.to_owned(), second: name.to_owned() });
        }
        if guideline.len() > MAX_GUIDELINE {
            found.push(SchemaAdvice::LongGuideline { name: cut.clone(), bytes: guideline.len() });
        }
        for attribute in attributes {
            look_at_attribute(&mut found, name, attribute);
        }
    }
    for attribute in &schema.document_attributes {
        look_at_attribute(&mut found, "document", attribute);
    }
    found
}

fn look_at_attribute(found: &mut Vec<SchemaAdvice>, owner: &str, attribute: &AttributeDefinition) {
    let chooses = matches!(attribute.kind, AttributeKind::Choice(_) | AttributeKind::Choices(_));
    if chooses && attribute.kind.choices().is_empty() {
        let (owner, name) = (owner.to_owned(), attribute.name.clone());
        found.push(SchemaAdvice::NoChoices { owner, name });
    }
}

/// Marks of direction and what joins or hides: two names that differ in them look the same.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Colour, Label};

    #[test]
    fn names_that_look_alike_or_are_too_long_are_told() {
        let names = ["PER", "P\u{200f}ER", "شخص|", &"ا".repeat(300)];
        let labels = names.iter().map(|name| Label::new(name, "", "", Colour([0; 3]), None)).collect();
        let found = advice(&Schema { labels, ..Schema::default() });
        let alike = SchemaAdvice::Alike { first: "PER".into(), second: "P\u{200f}ER".into() };
        assert!(found.contains(&alike), "{found:?}");
        assert!(found.contains(&SchemaAdvice::Unseen { name: "PER".into(), character: '\u{200f}' }), "{found:?}");
        assert!(found.iter().any(|advice| matches!(advice, SchemaAdvice::LongName { length: 300, .. })), "{found:?}");
        assert_eq!(found.len(), 4, "{found:?}");
    }
}
