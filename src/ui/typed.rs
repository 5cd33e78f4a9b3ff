//! Numbers as people of the region type them: one way to read them, whichever digits the window writes.

/// A text as it would be typed on a European board: Arabic-Indic and Persian digits, the signs of fraction, per cent and minus; signs of
/// direction and the separator of thousands go.
pub(super) fn european(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{660}'..='\u{669}' => char::from_digit(c as u32 - 0x660, 10),
        '\u{6f0}'..='\u{6f9}' => char::from_digit(c as u32 - 0x6f0, 10),
        '٫' => Some('.'),
        '٪' => Some('%'),
        '\u{2212}' => Some('-'),
        '\u{66c}' | '\u{61c}' | '\u{200e}' | '\u{200f}' => None,
        c => Some(c),
    };
    text.chars().filter_map(plain).collect()
}
