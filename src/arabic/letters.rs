//! What a character is to the rest of this room: a letter, a mark, something that clings to the letter before it, a
//! blank. One place, so that tokens, folds and span edges never disagree about a character.

use unicode_general_category::{GeneralCategory as Category, get_general_category};

/// U+0640, the stroke that lengthens a word and means nothing.
pub const TATWEEL: char = '\u{640}';

/// A letter of the Arabic script, presentation forms and the tatweel included; not a mark, digit or punctuation.
pub fn is_arabic_letter(c: char) -> bool {
    match c {
        '\u{620}'..='\u{64a}' | '\u{66e}'..='\u{66f}' | '\u{671}'..='\u{6d3}' | '\u{6d5}' => true,
        '\u{600}'..='\u{6ff}' => {
            matches!(c, '\u{6e5}' | '\u{6e6}' | '\u{6ee}' | '\u{6ef}' | '\u{6fa}'..='\u{6fc}' | '\u{6ff}')
        }
        '\u{750}'..='\u{77f}' | '\u{870}'..='\u{8ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => {
            is_letter(c)
        }
        '\u{10ec0}'..='\u{10eff}' | '\u{1ee00}'..='\u{1eeff}' => is_letter(c),
        _ => false,
    }
}

/// A letter of any script: categories Lu, Ll, Lt, Lm, Lo.
pub fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    matches!(
        get_general_category(c),
        Category::UppercaseLetter
            | Category::LowercaseLetter
            | Category::TitlecaseLetter
            | Category::ModifierLetter
            | Category::OtherLetter
    )
}

/// A combining mark of any script: harakat, tanwin, shadda, Quranic signs, accents, variation selectors, and the skin
/// tones and half-width sound marks, which UAX #29 counts with them.
pub fn is_mark(c: char) -> bool {
    if (c as u32) < 0x300 || is_plain(c) {
        return false;
    }
    if matches!(c, '\u{1f3fb}'..='\u{1f3ff}' | '\u{ff9e}' | '\u{ff9f}') {
        return true;
    }
    matches!(get_general_category(c), Category::NonspacingMark | Category::SpacingMark | Category::EnclosingMark)
}

/// A character with no ink of its own: joiners, bidi controls, soft hyphen, U+200B, U+FEFF, tags.
///
/// The few format characters that are printed (number signs, the end of ayah) are not among them.
pub fn is_invisible(c: char) -> bool {
    match c {
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}' => true,
        '\u{2060}'..='\u{206f}' => true,
        _ if (c as u32) < 0xfff0 => false,
        '\u{110bd}' | '\u{110cd}' => false,
        _ => get_general_category(c) == Category::Format,
    }
}

/// White space or a control character: it parts words and belongs to none. NBSP and U+202F are among them.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Punctuation of any script: every category whose name begins with P.
pub fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return get_ascii_punctuation(c);
    }
    matches!(
        get_general_category(c),
        Category::ConnectorPunctuation
            | Category::DashPunctuation
            | Category::OpenPunctuation
            | Category::ClosePunctuation
            | Category::InitialPunctuation
            | Category::FinalPunctuation
            | Category::OtherPunctuation
    )
}

/// A decimal digit, or any other character that is a number (½, Ⅳ).
pub fn is_number(c: char) -> bool {
    c.is_numeric()
}

/// A letter or digit that takes no part in any special rule, and neither does an ASCII character other than CR:
/// between two of these every place is a grapheme boundary. Most of an Arabic text is made of them.
pub(crate) fn is_plain(c: char) -> bool {
    match c {
        '\r' => false,
        '\0'..='\x7f' => true,
        '\u{621}'..='\u{63a}' | '\u{641}'..='\u{64a}' | '\u{660}'..='\u{669}' | '\u{66e}'..='\u{66f}' => true,
        '\u{671}'..='\u{6d3}' | '\u{60c}' | '\u{61b}' | '\u{61f}' => true,
        _ => false,
    }
}

fn get_ascii_punctuation(c: char) -> bool {
    // $ + < = > ^ ` | ~ are symbols in Unicode, punctuation in C.
    c.is_ascii_punctuation() && !matches!(c, '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~')
}
