//! A quote in a line of a report: the line is one line whatever is quoted.

use std::borrow::Cow;

/// The text with a blank for each line end, tab and other control.
pub fn one_line(text: &str) -> Cow<'_, str> {
    // Line and paragraph separators end a line where text is shown, and are no controls.
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    match text.contains(breaks) {
        true => Cow::Owned(text.chars().map(|c| if breaks(c) { ' ' } else { c }).collect()),
        false => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_ends_a_line_is_left() {
        assert_eq!(one_line("أحمد\r\nبن\tعلي\u{2028}هنا\u{85}"), "أحمد  بن علي هنا ");
        assert!(matches!(one_line("أحمد بن علي"), Cow::Borrowed(_)));
    }
}
