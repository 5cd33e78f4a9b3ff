//! The tokens that GLiNER itself cuts a text into when it is asked: `\w+(?:[-_]\w+)*|\S` of Python's `re`, whose `\w` knows no
//! combining marks, so that وَالقاهِرَة is seven tokens.

use std::ops::Range;

use unicode_general_category::{GeneralCategory, get_general_category};

/// Python's `\w`.
fn is_word(c: char) -> bool {
    use GeneralCategory::*;
    c == '_'
        || matches!(
            get_general_category(c),
            UppercaseLetter
                | LowercaseLetter
                | TitlecaseLetter
                | ModifierLetter
                | OtherLetter
                | DecimalNumber
                | LetterNumber
                | OtherNumber
        )
}

/// Python's `\s`.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

pub(super) fn split(text: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let mut end = at + first.len_utf8();
        if is_word(first) {
            end = end_of_word(text, end);
            // A hyphen joins two words. An underscore is a letter of its own and was passed.
            while let Some(next) = text[end..].strip_prefix('-').filter(|rest| rest.starts_with(is_word)) {
                end = end_of_word(text, text.len() - next.len());
            }
        }
        if !is_blank(first) {
            tokens.push(at..end);
        }
        at = end;
    }
    tokens
}

fn end_of_word(text: &str, from: usize) -> usize {
    text[from..].find(|c| !is_word(c)).map_or(text.len(), |len| from + len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_those_of_the_expression() {
        let shown = |text: &str| split(text).into_iter().map(|token| text[token].to_owned()).collect::<Vec<_>>();
        assert_eq!(shown("وَالقاهِرَة"), ["و", "َ", "القاه", "ِ", "ر", "َ", "ة"]);
        assert_eq!(shown("well-known_x -a- b_-c ٣.٥²"), ["well-known_x", "-", "a", "-", "b_-c", "٣", ".", "٥²"]);
        assert_eq!(shown("«قـال»\u{a0}😀👩\u{200d}👧\n"), ["«", "قـال", "»", "😀", "👩", "\u{200d}", "👧"]);
        assert_eq!(shown(""), Vec::<String>::new());
    }
}
