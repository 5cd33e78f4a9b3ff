//! The language, case by case. Each table argues from the rules at the head of the file it tests.
//!
//! Notation: `{RLM}` and the like stand for characters that cannot be seen, `|` parts tokens, and because `«»` are
//! themselves under test here, `⟦…⟧` marks a span and `‖` a caret.

use std::ops::Range;

use proptest::prelude::*;

mod clitics;
mod commands;
mod fold;
mod reading;
mod suggest;
mod words;

/// Text with the names in braces replaced by what they name.
fn unescape(notation: &str) -> String {
    let names = [
        ("{RLM}", "\u{200f}"),
        ("{LRM}", "\u{200e}"),
        ("{ALM}", "\u{61c}"),
        ("{ZWJ}", "\u{200d}"),
        ("{ZWNJ}", "\u{200c}"),
        ("{ZWSP}", "\u{200b}"),
        ("{BOM}", "\u{feff}"),
        ("{SHY}", "\u{ad}"),
        ("{RLI}", "\u{2067}"),
        ("{PDI}", "\u{2069}"),
        ("{NBSP}", "\u{a0}"),
        ("{NNBSP}", "\u{202f}"),
        ("{FATHA}", "\u{64e}"),
        ("{SHADDA}", "\u{651}"),
        ("{ACUTE}", "\u{301}"),
        ("{VS16}", "\u{fe0f}"),
        ("{LF}", "\n"),
        ("{CR}", "\r"),
        ("{PS}", "\u{2029}"),
    ];
    let mut text = notation.to_owned();
    for (name, character) in names {
        text = text.replace(name, character);
    }
    assert!(!text.contains('{'), "an unknown name in {notation}");
    text
}

/// The text without its `⟦⟧`, and the range between them.
fn span(notation: &str) -> (String, Range<usize>) {
    let text = unescape(notation);
    let start = text.find('⟦').unwrap_or_else(|| panic!("no ⟦ in {notation}"));
    let text = text.replacen('⟦', "", 1);
    let end = text.find('⟧').unwrap_or_else(|| panic!("no ⟧ in {notation}"));
    (text.replacen('⟧', "", 1), start..end)
}

/// The text without its `‖`, and the offset where it stood.
fn caret(notation: &str) -> (String, usize) {
    let text = unescape(notation);
    let at = text.find('‖').unwrap_or_else(|| panic!("no ‖ in {notation}"));
    (text.replacen('‖', "", 1), at)
}

/// `text` with `range` marked.
fn marked(text: &str, range: &Range<usize>) -> String {
    format!("{}⟦{}⟧{}", &text[..range.start], &text[range.clone()], &text[range.end..])
}

/// Text made of what is hard: letters, marks, joiners, controls, digits, signs, pictures, halves of pictures.
fn hard_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "محمد", "ک", "كق", "ﺣ", "ﻖ", "ا", "لا", "ب", "ي", " ", " ", "\u{64b}", "\u{651}", "ـ", "\u{200f}", "\u{200d}", "\u{200c}", "\u{200b}",
            "\u{feff}", "\u{a0}", "\u{202f}", "\n", "\r", "\r\n", ".", ":", "_", "'", "،", "٫", "3", "٥", "#", "@", "(", "»",
            "\"", "a", "b.c", "http://", "😀", "👩", "\u{1f3fd}", "🇸", "\u{fe0f}", "\u{20e3}", "\u{301}", "ﻻ", "ﷺ", "\u{600}",
            "\u{6dd}", "\u{e33}", "กำ", "क्ष", "각", "\u{1100}", "漢", "\u{ad}", "\u{e0062}", "\u{110bd}",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}
