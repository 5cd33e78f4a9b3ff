//! How strings and values are written as RON, by hand.
//!
//! The `ron` crate either escapes every Arabic diacritic or nothing at all. A document needs a third way: letters and
//! marks as they are, and only what an editor, git or a terminal would silently alter or hide written as an escape.
//! Whatever is written here, `ron` reads back byte for byte; a property test holds that.

use crate::model::{AttributeValue, Attributes};

/// Where a string stands in the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Line feeds stay as they are, so that the text can be read.
    Block,
    /// Line feeds are escaped, so that one annotation stays on one line.
    Line,
}

/// Whether `c` must be escaped wherever it stands.
///
/// - control characters: a carriage return is changed by git and editors, NUL makes git call the file binary;
/// - U+2028, U+2029, U+0085: editors offer to remove them;
/// - embeddings, overrides and isolates: left open, they reorder whatever follows on the line;
/// - U+FEFF: invisible, and stripped by some tools.
fn is_fragile(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => true,
        _ => false,
    }
}

/// Bytes that a character may begin with which cannot always be written as it is. Most Arabic and Latin text has none, and
/// is then not looked at character by character.
const DOUBTFUL: [bool; 256] = {
    let mut doubtful = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        // Controls, the quotation mark and the backslash; U+0080 to U+009F begin with C2, U+2028 to U+2069 with E2, U+FEFF with EF.
        doubtful[byte] = matches!(byte, 0..0x20 | 0x22 | 0x5c | 0x7f | 0xc2 | 0xe2 | 0xef);
        byte += 1;
    }
    doubtful
};

/// Appends `text` as a RON string.
pub(super) fn push_str(out: &mut String, text: &str, place: Place) {
    if !text.bytes().any(|byte| DOUBTFUL[usize::from(byte)]) {
        out.extend(["\"", text, "\""]);
        return;
    }
    let must_escape = |c: char| is_fragile(c) || (place == Place::Line && matches!(c, '\n' | '\t'));
    let mut escapes = false;
    let mut quotes = false;
    for c in text.chars() {
        escapes |= must_escape(c);
        quotes |= matches!(c, '"' | '\\');
    }
    match (escapes, quotes) {
        (false, false) => out.extend(["\"", text, "\""]),
        (false, true) => push_raw(out, text),
        (true, _) => push_escaped(out, text, must_escape),
    }
}

fn push_escaped(out: &mut String, text: &str, must_escape: impl Fn(char) -> bool) {
    out.push('"');
    let mut done = 0;
    for (at, c) in text.char_indices() {
        if !must_escape(c) && !matches!(c, '"' | '\\') {
            continue;
        }
        out.push_str(&text[done..at]);
        done = at + c.len_utf8();
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\r' => out.push_str("\\r"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            _ => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
        }
    }
    out.push_str(&text[done..]);
    out.push('"');
}

/// `r#"…"#`: quotation marks and backslashes can be read as they are.
fn push_raw(out: &mut String, text: &str) {
    let mut longest = 0;
    let mut run = 0;
    for byte in text.bytes() {
        run = if byte == b'#' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let hashes = "#".repeat(longest + 1);
    for part in ["r", &hashes, "\"", text, "\"", &hashes] {
        out.push_str(part);
    }
}

/// Appends `, attributes: {…}`, or nothing where there are none.
pub(super) fn push_attributes(out: &mut String, attributes: &Attributes) {
    if attributes.is_empty() {
        return;
    }
    out.push_str(", attributes: ");
    push_attribute_map(out, attributes);
}

/// Appends `{"name": value, …}`.
pub(super) fn push_attribute_map(out: &mut String, attributes: &Attributes) {
    out.push('{');
    for (i, (name, value)) in attributes.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        push_str(out, name, Place::Line);
        out.push_str(": ");
        push_value(out, value);
    }
    out.push('}');
}

/// Appends the value of an attribute.
pub(super) fn push_value(out: &mut String, value: &AttributeValue) {
    match value {
        AttributeValue::Flag(flag) => out.push_str(&format!("Flag({flag})")),
        AttributeValue::Number(number) => out.push_str(&format!("Number({number:?})")),
        AttributeValue::Date(date) => out.push_str(&format!("Date(\"{date}\")")),
        AttributeValue::Choices(choices) => {
            out.push_str("Choices([");
            for (i, choice) in choices.iter().enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                push_str(out, choice, Place::Line);
            }
            out.push_str("])");
        }
        AttributeValue::Choice(text) | AttributeValue::Text(text) => {
            out.push_str(if matches!(value, AttributeValue::Choice(_)) { "Choice(" } else { "Text(" });
            push_str(out, text, Place::Line);
            out.push(')');
        }
    }
}

/// Appends a character literal such as `'1'`.
pub(super) fn push_char(out: &mut String, c: char) {
    match c {
        '\'' => out.push_str("'\\''"),
        '\\' => out.push_str("'\\\\'"),
        c if is_fragile(c) || matches!(c, '\n' | '\t') => out.push_str(&format!("'\\u{{{:x}}}'", u32::from(c))),
        c => out.extend(['\'', c, '\'']),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, place: Place, expect: &str) {
        let mut out = String::new();
        push_str(&mut out, text, place);
        assert_eq!(out, expect);
        assert_eq!(ron::from_str::<String>(&out).as_deref(), Ok(text));
    }

    #[test]
    fn letters_stay_readable_and_fragile_characters_are_escaped() {
        check("مُحَمَّدٌ في الـقاهرة 😀", Place::Line, "\"مُحَمَّدٌ في الـقاهرة 😀\"");
        check("سطر\nسطر", Place::Block, "\"سطر\nسطر\"");
        check("سطر\nسطر", Place::Line, "\"سطر\\nسطر\"");
        check("قال \"نعم\"", Place::Line, "r#\"قال \"نعم\"\"#");
        check("\"##\"", Place::Line, "r###\"\"##\"\"###");
        check("\"أ\"\r\nب", Place::Block, "\"\\\"أ\\\"\\r\nب\"");
        check("\u{202e}\u{2028}\0\u{200f}\u{200d}", Place::Line, "\"\\u{202e}\\u{2028}\\u{0}\u{200f}\u{200d}\"");
    }

    proptest! {
        #[test]
        fn any_string_and_character_is_read_back(text in any::<String>(), c in any::<char>()) {
            for place in [Place::Block, Place::Line] {
                let mut out = String::new();
                push_str(&mut out, &text, place);
                prop_assert_eq!(ron::from_str::<String>(&out), Ok(text.clone()));
                prop_assert!(place == Place::Block || !out.contains(['\n', '\r']));
            }
            let mut out = String::new();
            push_char(&mut out, c);
            prop_assert_eq!(ron::from_str::<char>(&out), Ok(c));
        }

        #[test]
        fn strings_of_the_hard_characters_are_read_back(text in "[\"#\\\\\r\n\t\u{0}\u{85}\u{2028}\u{202e}\u{feff}r{}aم]{0,12}") {
            let mut out = String::new();
            push_str(&mut out, &text, Place::Block);
            prop_assert_eq!(ron::from_str::<String>(&out), Ok(text));
        }

        #[test]
        fn any_finite_number_is_read_back(number in any::<f64>().prop_filter("finite", |n| n.is_finite())) {
            let mut out = String::new();
            push_attribute_map(&mut out, &Attributes::from([("n".into(), AttributeValue::Number(number))]));
            prop_assert_eq!(ron::from_str::<Attributes>(&out).map(|a| a["n"].clone()), Ok(AttributeValue::Number(number)));
        }
    }
}
