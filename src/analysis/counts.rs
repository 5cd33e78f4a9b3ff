//! How much text there is, as the properties of a document say it.

use unicode_segmentation::UnicodeSegmentation as _;

/// The size of a text. To count it walks all of it: 10 MB take about half a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextCounts {
    pub paragraphs: usize,
    pub words: usize,
    pub code_points: usize,
}

impl TextCounts {
    pub fn of(text: &str) -> Self {
        let (paragraphs, words) = (text.split('\n').count(), text.unicode_words().count());
        TextCounts { paragraphs, words, code_points: text.chars().count() }
    }
}
