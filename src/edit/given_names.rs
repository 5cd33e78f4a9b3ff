//! What a name that a person gives may be: of a label, a relation type, an attribute, a choice. Files may hold more, since what was
//! made elsewhere is taken as it is; what is typed is asked for more, so that no two names look alike.

use std::collections::HashSet;

use crate::model::{AttributeDefinition, AttributeKind, AttributeValue, SchemaError};

/// Characters that a name or a choice may have when a person gives it: a line and a half of the widest panel.
pub const MAX_NAME_CHARS: usize = 200;

/// Characters of a name that is too long which the refusal quotes.
const QUOTED: usize = 30;

/// A name in datasets, or one that is shown.
pub(super) fn check_length(name: &str) -> Result<(), SchemaError> {
    let count = name.chars().count();
    match count > MAX_NAME_CHARS {
        true => {
            let start = name.chars().take(QUOTED).collect();
            Err(SchemaError::NameTooLong { start, count, most: MAX_NAME_CHARS })
        }
        false => Ok(()),
    }
}

/// A name in datasets: no mark in it by which it would differ from another without looking so. The joiners of Persian and Urdu stay.
pub(super) fn check_name(name: &str) -> Result<(), SchemaError> {
    check_length(name)?;
    match name.chars().find(|c| is_unseen(*c)) {
        Some(mark) => {
            let name = name.chars().filter(|c| !is_unseen(*c)).collect();
            Err(SchemaError::UnseenMark { name, mark })
        }
        None => Ok(()),
    }
}

/// Marks of direction, and blanks without width.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

/// An attribute of `owner`, where `before` is what it was: only what is new in it is asked.
pub(super) fn check_definition(
    owner: &str,
    attribute: &AttributeDefinition,
    before: Option<&AttributeDefinition>,
) -> Result<(), SchemaError> {
    let name = &attribute.name;
    if before.is_none_or(|before| before.name != *name) {
        if name.trim() != name || name.is_empty() || name.chars().any(char::is_control) {
            return Err(SchemaError::BadAttributeName { owner: owner.to_owned(), name: name.clone() });
        }
        check_name(name)?;
    }
    check_length(&attribute.arabic)?;
    check_length(&attribute.english)?;
    let is_chosen = matches!(attribute.kind, AttributeKind::Choice(_) | AttributeKind::Choices(_));
    if !is_chosen || before.is_some_and(|before| before.kind == attribute.kind) {
        return Ok(());
    }
    let choices = attribute.kind.choices();
    if choices.is_empty() {
        return Err(SchemaError::NoChoice { owner: owner.to_owned(), attribute: name.clone() });
    }
    let known: HashSet<&String> = before.map(|before| before.kind.choices()).unwrap_or_default().iter().collect();
    let several = matches!(attribute.kind, AttributeKind::Choices(_));
    let mut seen = HashSet::new();
    for choice in choices {
        let bad = choice.is_empty() || choice.trim() != choice || choice.chars().any(char::is_control);
        if (bad && !known.contains(choice)) || (several && !AttributeValue::is_one_of_several(choice)) {
            let (owner, attribute, choice) = (owner.to_owned(), name.clone(), choice.clone());
            return Err(SchemaError::BadChoice { owner, attribute, choice });
        }
        if !seen.insert(choice) {
            let (owner, attribute, choice) = (owner.to_owned(), name.clone(), choice.clone());
            return Err(SchemaError::DuplicateChoice { owner, attribute, choice });
        }
        if !known.contains(choice) {
            check_name(choice)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_longer_than_it_may_be_and_has_no_mark_that_is_not_seen() {
        assert_eq!(check_name("اسم \"مقتبس\" می\u{200c}خواهم"), Ok(()));
        assert_eq!(check_name(&"ا".repeat(MAX_NAME_CHARS)), Ok(()));
        let long = check_name(&"ا".repeat(MAX_NAME_CHARS + 1));
        assert!(matches!(long, Err(SchemaError::NameTooLong { count: 201, most: 200, .. })), "{long:?}");
        for mark in ['\u{200f}', '\u{202e}', '\u{2068}', '\u{feff}'] {
            let found = check_name(&format!("PER{mark}"));
            assert_eq!(found, Err(SchemaError::UnseenMark { name: "PER".into(), mark }));
        }
    }

    #[test]
    fn only_what_is_new_in_an_attribute_is_asked() {
        let with = |choices: &[&str]| {
            let choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
            AttributeDefinition::new("kind", AttributeKind::Choice(choices))
        };
        let check = |new: &AttributeDefinition, old| check_definition("PER", new, old);
        assert_eq!(check(&with(&["a", "b"]), None), Ok(()));
        assert!(matches!(check(&with(&[]), None), Err(SchemaError::NoChoice { .. })));
        assert!(matches!(check(&with(&["a", "a"]), None), Err(SchemaError::DuplicateChoice { .. })));
        assert!(matches!(check(&with(&[" a"]), None), Err(SchemaError::BadChoice { .. })));
        assert!(matches!(check(&with(&["a\u{200f}"]), None), Err(SchemaError::UnseenMark { .. })));
        // As a file had it.
        let old = with(&["a\u{200f}", " b"]);
        assert_eq!(check(&with(&["a\u{200f}", " b", "c"]), Some(&old)), Ok(()));
        let named = AttributeDefinition { name: " x".into(), ..with(&["a"]) };
        assert!(matches!(check(&named, None), Err(SchemaError::BadAttributeName { .. })));
    }
}
