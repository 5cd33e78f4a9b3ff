//! The tokens of a file as it had them, kept with the document so that they come back: in its metadata, as lengths.

use std::ops::Range;

pub(super) const TOKENS: &str = "conll.tokens";
pub(super) const FORM: &str = "conll.form";

/// Tokens are what stands between blanks, and sentences lines.
const WHITESPACE: &str = "whitespace";

/// The tokens of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tokens {
    pub ranges: Vec<Range<usize>>,
    /// The tokens that begin a sentence; the first is 0.
    pub starts: Vec<usize>,
    /// Tokens that go on a word of several with the one before.
    pub joined: Vec<bool>,
}

impl Tokens {
    /// Between blanks, sentences at line ends.
    pub(super) fn by_whitespace(text: &str) -> Tokens {
        let mut tokens = Tokens { starts: vec![0], ..Tokens::default() };
        let mut at = 0;
        for line in text.split('\n') {
            if tokens.ranges.len() > tokens.starts[tokens.starts.len() - 1] {
                tokens.starts.push(tokens.ranges.len());
            }
            let mut from = at;
            for word in line.split(' ') {
                if !word.is_empty() {
                    tokens.ranges.push(from..from + word.len());
                }
                from += word.len() + 1;
            }
            at += line.len() + 1;
        }
        tokens.starts.retain(|start| *start == 0 || *start < tokens.ranges.len());
        tokens.joined = vec![false; tokens.ranges.len()];
        tokens
    }

    /// What [`TokenLog::finish`] gave; `None` where it does not fit the text.
    pub(super) fn of_log(log: &str, text: &str) -> Option<Tokens> {
        if log == WHITESPACE {
            return Some(Tokens::by_whitespace(text));
        }
        let mut tokens = Tokens::default();
        let mut chars = text.char_indices();
        // The byte behind the next `n` characters.
        let mut skip = |n: usize| {
            if n > 0 {
                chars.nth(n - 1)?;
            }
            Some(chars.offset())
        };
        for sentence in log.split('/') {
            tokens.starts.push(tokens.ranges.len());
            for entry in sentence.split(' ').filter(|entry| !entry.is_empty()) {
                let joined = entry.strip_prefix('~');
                let (gap, len) = joined.unwrap_or(entry).split_once('.').unwrap_or(("1", joined.unwrap_or(entry)));
                let start = skip(gap.parse().ok()?)?;
                let end = skip(len.parse().ok()?)?;
                if start == end || end > text.len() {
                    return None;
                }
                tokens.ranges.push(start..end);
                tokens.joined.push(joined.is_some());
            }
        }
        Some(tokens)
    }
}

/// Tokens while they are read.
#[derive(Clone, Debug, Default)]
pub(super) struct TokenLog {
    log: String,
    is_irregular: bool,
    /// Where the last token ended.
    end: usize,
    begins: bool,
}

impl TokenLog {
    pub(super) fn begin_sentence(&mut self) {
        self.begins = true;
    }

    pub(super) fn token(&mut self, text: &str, range: Range<usize>, joined: bool) {
        let first = self.log.is_empty();
        let gap = &text[self.end.min(range.start)..range.start];
        let expected = if first {
            ""
        } else if self.begins {
            "\n"
        } else {
            " "
        };
        let token = &text[range.clone()];
        self.is_irregular =
            self.is_irregular || joined || gap != expected || memchr::memchr2(b' ', b'\n', token.as_bytes()).is_some();
        if self.begins && !first {
            self.log.push('/');
        } else if !first {
            self.log.push(' ');
        }
        self.begins = false;
        if joined {
            self.log.push('~');
        }
        let (gap, len) = (gap.chars().count(), token.chars().count());
        if gap != 1 {
            self.push(gap);
            self.log.push('.');
        }
        self.push(len);
        self.end = range.end;
    }

    fn push(&mut self, number: usize) {
        match u8::try_from(number) {
            // Nearly all.
            Ok(digit @ 0..=9) => self.log.push(char::from(b'0' + digit)),
            _ => self.log.push_str(&number.to_string()),
        }
    }

    pub(super) fn is_one_token(&self) -> bool {
        !self.log.contains([' ', '/'])
    }

    /// What is kept; `None` where there was no token.
    pub(super) fn finish(self, text: &str) -> Option<String> {
        if self.log.is_empty() {
            return None;
        }
        let regular = !self.is_irregular && self.end == text.len();
        Some(if regular { WHITESPACE.to_owned() } else { self.log })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn regular_tokens_take_no_room() {
        let text = "وصل أحمد\nثم عاد";
        let mut log = TokenLog::default();
        for (at, range) in Tokens::by_whitespace(text).ranges.into_iter().enumerate() {
            if at == 0 || at == 2 {
                log.begin_sentence();
            }
            log.token(text, range, false);
        }
        assert_eq!(log.finish(text).as_deref(), Some("whitespace"));
        assert_eq!(Tokens::by_whitespace(text).starts, [0, 2]);
        assert_eq!(Tokens::of_log("3 4", "ab"), None);
        assert_eq!(Tokens::of_log("x", "ab"), None);
    }

    proptest! {
        #[test]
        fn a_log_gives_back_its_tokens(pieces in prop::collection::vec(("[ \n]{0,2}", "[ا-يa😀]{1,3}", any::<bool>(), any::<bool>()), 1..8)) {
            let (mut text, mut log, mut expected) = (String::new(), TokenLog::default(), Tokens::default());
            for (n, (gap, word, sentence, joined)) in pieces.iter().enumerate() {
                text.push_str(gap);
                let range = text.len()..text.len() + word.len();
                text.push_str(word);
                if n == 0 || *sentence {
                    expected.starts.push(n);
                }
                expected.ranges.push(range);
                expected.joined.push(*joined);
            }
            for (n, range) in expected.ranges.iter().enumerate() {
                if expected.starts.contains(&n) {
                    log.begin_sentence();
                }
                log.token(&text, range.clone(), expected.joined[n]);
            }
            let kept = log.finish(&text).expect("tokens");
            prop_assert_eq!(Tokens::of_log(&kept, &text), Some(expected));
        }
    }
}
