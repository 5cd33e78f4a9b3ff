//! The lines of a file of columns, and what each is: they are walked several times, so each look is at bytes.

use super::tags;

/// The lines of a file, whatever ends them. A byte order mark at the head of one is of a file that was put behind another.
#[derive(Clone)]
pub(super) struct Lines<'t> {
    /// `None` behind the last.
    rest: Option<&'t str>,
    end: u8,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let has = |end| memchr::memchr(end, text.as_bytes()).is_some();
        let end = if !has(b'\n') && has(b'\r') { b'\r' } else { b'\n' };
        // Behind the last line end there is no line.
        let rest = text.strip_suffix(char::from(end)).unwrap_or(text);
        Lines { rest: Some(rest), end }
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = &'t str;

    #[inline]
    fn next(&mut self) -> Option<&'t str> {
        let rest = self.rest?;
        let mut line = match memchr::memchr(self.end, rest.as_bytes()) {
            Some(at) => {
                self.rest = Some(&rest[at + 1..]);
                &rest[..at]
            }
            None => {
                self.rest = None;
                rest
            }
        };
        if line.as_bytes().last() == Some(&b'\r') {
            line = &line[..line.len() - 1];
        }
        // The first byte of a mark is that of no Arabic letter.
        if line.as_bytes().first() == Some(&0xef) {
            line = line.strip_prefix('\u{feff}').unwrap_or(line);
        }
        Some(line)
    }
}

/// Whether a line ends a sentence.
#[inline]
pub(super) fn is_blank(line: &str) -> bool {
    match line.as_bytes().first() {
        None => true,
        // ASCII that is no white space, and U+0600 to U+06FF, of which none is: nearly every line.
        Some(b'!'..=b'~' | 0xd8..=0xdb) => false,
        Some(_) => line.trim_start().is_empty(),
    }
}

/// A tag that nothing else is.
pub(super) fn is_strict(cell: &str) -> bool {
    cell == "O" || (cell.len() > 2 && matches!(cell.as_bytes()[1], b'-' | b'_') && tags::parse(cell).is_some())
}

/// `# anything`, unless it is the token `#`, or one that begins with it, with a tag behind it.
#[inline]
pub(super) fn is_comment(line: &str) -> bool {
    match line.as_bytes().first() {
        Some(b'#') => is_said(line),
        Some(b'-') => line.starts_with("-DOCSTART-"),
        _ => false,
    }
}

fn is_said(line: &str) -> bool {
    let rest = &line[1..];
    let is_key = |key: &str| {
        let key = key.trim();
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | ':' | '-'))
    };
    let says = rest.split_once(" = ").is_some_and(|(key, _)| is_key(key));
    says || !line.split([' ', '\t']).next_back().is_some_and(is_strict)
}

/// Whether a line begins a document, and the id it gives.
#[inline]
pub(super) fn mark_of(line: &str) -> Option<Option<&str>> {
    match line.as_bytes().first() {
        Some(b'#') => {}
        Some(b'-') => return line.starts_with("-DOCSTART-").then_some(None),
        _ => return None,
    }
    let rest = line.strip_prefix("# newdoc").filter(|rest| !rest.contains('\t'))?;
    match rest.trim() {
        "" => Some(None),
        rest => rest.strip_prefix("id").and_then(|rest| rest.trim_start().strip_prefix('=')).map(|id| Some(id.trim())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_the_file_ends_them() {
        let lines = |text| Lines::of(text).collect::<Vec<_>>();
        assert_eq!(lines("a\r\n\r\n\u{feff}ب\n"), ["a", "", "ب"]);
        assert_eq!(lines("a\r\rb\r"), ["a", "", "b"]);
        assert_eq!(lines("a\n\n"), ["a", ""]);
        assert_eq!(lines("a"), ["a"]);
        assert_eq!(lines(""), [""]);
    }

    #[test]
    fn what_looks_like_nothing_is_blank() {
        assert!(["", " ", "\t", "\u{a0}", "\u{2003}\u{3000}", "\u{b}"].into_iter().all(is_blank));
        assert!(["a", "م", " م", "\u{a0}a", "\u{200b}", "\u{1c}", "😀"].into_iter().all(|line| !is_blank(line)));
        let slow = |line: &str| line.trim().is_empty();
        assert!(('\u{1}'..'\u{3100}').all(|c| is_blank(c.encode_utf8(&mut [0; 4])) == slow(&c.to_string())));
    }

    #[test]
    fn a_document_begins_where_a_comment_says_so() {
        assert_eq!(mark_of("-DOCSTART- -X- O"), Some(None));
        assert_eq!(mark_of("# newdoc id = د1 "), Some(Some("د1")));
        assert_eq!(
            (mark_of("# newdoc"), mark_of("# newdoc\tO"), mark_of("-DOC"), mark_of("")),
            (Some(None), None, None, None)
        );
        assert!(is_comment("# x = y") && is_comment("-DOCSTART-") && is_comment("# قال"));
        assert!(!is_comment("#\tO") && !is_comment("-") && !is_comment(""));
    }
}
