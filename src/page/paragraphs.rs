//! A document's text cut into the pieces that are laid out one by one.

use std::ops::Range;

/// A stretch of a paragraph longer than this is laid out in pieces, so that one giant line neither freezes a frame nor
/// fills the memory. Bytes.
const MAX_PARAGRAPH_BYTES: usize = 32 << 10;

/// Where the pieces of a text begin and end. Four bytes a piece and one bit of knowledge each; nothing is copied.
#[derive(Clone, Debug)]
pub struct Paragraphs {
    /// First byte of each piece; one more entry for the end of the text.
    starts: Vec<u32>,
    /// Pieces that go on with the paragraph of the piece before, in ascending order.
    continued: Vec<u32>,
}

impl Paragraphs {
    /// Cuts at each `\n`, and within a giant paragraph at blanks. There is at least one piece, also in an empty text.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0u32];
        let mut continued = Vec::new();
        let mut from = 0;
        let newlines = memchr::memchr_iter(b'\n', bytes).map(|at| at + 1);
        for end in newlines.chain([bytes.len()]) {
            while end - from > MAX_PARAGRAPH_BYTES {
                from = cut(text, from, end);
                continued.push(starts.len() as u32);
                starts.push(from as u32);
            }
            from = end;
            starts.push(end as u32);
        }
        Paragraphs { starts, continued }
    }

    /// How many pieces there are: at least one.
    pub fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// All bytes of a piece, with what ends it.
    pub fn whole(&self, index: usize) -> Range<usize> {
        self.starts[index] as usize..self.starts[index + 1] as usize
    }

    /// The bytes of a piece that are laid out: without the line end.
    pub fn shown(&self, text: &str, index: usize) -> Range<usize> {
        let whole = self.whole(index);
        let line = &text[whole.clone()];
        let line = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
        whole.start..whole.start + line.len()
    }

    /// The piece that holds a byte; the end of the text belongs to the last.
    pub fn at(&self, offset: usize) -> usize {
        let index = self.starts[..self.count()].partition_point(|start| *start as usize <= offset);
        index.saturating_sub(1)
    }

    /// Whether a piece goes on with the paragraph of the one before.
    pub fn is_continued(&self, index: usize) -> bool {
        self.continued.binary_search(&(index as u32)).is_ok()
    }

    /// The number of the paragraph a piece belongs to, from 1.
    pub fn number(&self, index: usize) -> usize {
        index + 1 - self.continued.partition_point(|c| *c as usize <= index)
    }
}

/// Where to cut a giant paragraph: after a blank where there is one in the second half of the piece, else between
/// characters that do not join or combine.
fn cut(text: &str, from: usize, end: usize) -> usize {
    let most = text.floor_char_boundary((from + MAX_PARAGRAPH_BYTES).min(end));
    let half = text.floor_char_boundary(from + MAX_PARAGRAPH_BYTES / 2);
    match text[half..most].rfind([' ', '\u{a0}', '\t']) {
        Some(blank) => half + blank + text[half + blank..].chars().next().map_or(1, char::len_utf8),
        None => match crate::arabic::words::floor_edge(text, most) {
            edge if edge > from => edge,
            // One letter under a mountain of marks: nothing is left but to cut it.
            _ => most,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_end_at_newlines_of_either_kind() {
        let text = "أول\r\nثان\n\nثالث";
        let paragraphs = Paragraphs::of(text);
        let shown: Vec<_> = (0..paragraphs.count()).map(|i| &text[paragraphs.shown(text, i)]).collect();
        assert_eq!(shown, ["أول", "ثان", "", "ثالث"]);
        let whole: String = (0..paragraphs.count()).map(|i| &text[paragraphs.whole(i)]).collect();
        assert_eq!(whole, text);
        assert_eq!(paragraphs.at(0), 0);
        assert_eq!(paragraphs.at(text.len()), 3);
        assert_eq!(Paragraphs::of("").count(), 1);
        assert_eq!(Paragraphs::of("أول\n").count(), 2, "a newline at the end opens an empty last line");
    }

    #[test]
    fn a_giant_paragraph_is_laid_out_in_pieces_and_numbered_once() {
        let text = format!("{}\nقصير", "كلمة ".repeat(20000));
        let paragraphs = Paragraphs::of(&text);
        assert!(paragraphs.count() > 4);
        let last = paragraphs.count() - 1;
        assert_eq!(paragraphs.number(last), 2);
        assert_eq!(paragraphs.number(last - 1), 1);
        assert!((0..paragraphs.count()).all(|i| paragraphs.whole(i).len() <= MAX_PARAGRAPH_BYTES));
        let unbroken = "ب".repeat(80_000);
        let paragraphs = Paragraphs::of(&unbroken);
        assert_eq!((0..paragraphs.count()).map(|i| paragraphs.whole(i).len()).sum::<usize>(), unbroken.len());
    }
}
