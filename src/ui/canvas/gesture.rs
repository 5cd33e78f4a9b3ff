//! What a press, a drag and further clicks mean: the policy of selecting, apart from pixels and from the toolkit.

use std::ops::Range;
use std::sync::Arc;

use crate::arabic::clitics::{self, Lexicon};
use crate::arabic::words::{self, TokenKind, Trim};
use crate::session::{Edge, TextSelection};

/// What one step of a gesture takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectionGranularity {
    Grapheme,
    /// A clitic, or what is left of its word.
    Clitic,
    Word,
    Clause,
    Paragraph,
}

impl SelectionGranularity {
    /// The grain of the `clicks`-th click at one place: caret, word, clause, paragraph, and round again from the word.
    pub fn of_clicks(clicks: u32) -> Option<SelectionGranularity> {
        match clicks {
            0 | 1 => None,
            n => Some(
                [SelectionGranularity::Word, SelectionGranularity::Clause, SelectionGranularity::Paragraph]
                    [(n as usize - 2) % 3],
            ),
        }
    }

    /// The unit of this grain at `at` (bytes); empty where there is none.
    pub fn unit_at(self, text: &str, at: usize) -> Range<usize> {
        match self {
            SelectionGranularity::Grapheme => words::floor_edge(text, at)..words::floor_edge(text, at),
            SelectionGranularity::Clitic | SelectionGranularity::Word => {
                words::word_at(text, at).map_or(at..at, |token| token.range())
            }
            SelectionGranularity::Clause => words::trim_span(text, words::clause_at(text, at), Trim::BLANKS),
            SelectionGranularity::Paragraph => words::trim_span(text, words::paragraph_at(text, at), Trim::BLANKS),
        }
    }
}

/// A selection in the making: where it began and by what it grows.
#[derive(Clone, Debug)]
pub struct Drag {
    grain: SelectionGranularity,
    /// What is known of clitics.
    vocabulary: Arc<Lexicon>,
    /// The unit that was pressed; it stays selected whichever way the drag goes.
    origin: Range<usize>,
    /// Where exactly the press was; a drag back to it selects nothing.
    pressed: usize,
}

impl Drag {
    /// A press at `at` (bytes). A plain drag grows by `grain`, one that begins with several clicks by what they took.
    pub fn press(text: &str, at: usize, clicks: u32, grain: SelectionGranularity, vocabulary: &Arc<Lexicon>) -> Drag {
        let vocabulary = vocabulary.clone();
        match SelectionGranularity::of_clicks(clicks) {
            Some(grain) => Drag { grain, vocabulary, origin: grain.unit_at(text, at), pressed: at },
            None => Drag { grain, vocabulary, origin: at..at, pressed: at },
        }
    }

    /// A press with Shift: the selection's anchor stays and its head comes here. Of several ranges the primary one is meant.
    pub fn extend(
        text: &str,
        selection: &TextSelection,
        at: usize,
        grain: SelectionGranularity,
        vocabulary: &Arc<Lexicon>,
    ) -> (Drag, TextSelection) {
        let anchor = selection.anchor();
        let drag = Drag { grain, vocabulary: vocabulary.clone(), origin: anchor..anchor, pressed: anchor };
        let extended = drag.to(text, at);
        (drag, extended)
    }

    /// What is selected while the pointer is at `at` (bytes). `head` is the end nearer to the pointer.
    pub fn to(&self, text: &str, at: usize) -> TextSelection {
        if at == self.pressed {
            return TextSelection::of(self.origin.clone());
        }
        let reached = match self.grain {
            SelectionGranularity::Grapheme => at..at,
            SelectionGranularity::Word => self.words_between(text, at),
            SelectionGranularity::Clitic => {
                let words = self.words_between(text, at);
                let (from, to) = (self.pressed.min(at).max(words.start), self.pressed.max(at).min(words.end));
                match words.is_empty() {
                    true => words,
                    false => part_at(text, from, &self.vocabulary).start..part_before(text, to, &self.vocabulary).end,
                }
            }
            grain => grain.unit_at(text, at),
        };
        if reached.is_empty() && self.grain != SelectionGranularity::Grapheme {
            return self.without_blanks(text, at);
        }
        let range = self.origin.start.min(reached.start)..self.origin.end.max(reached.end);
        // A drag from the middle of a word takes the whole word; one that began between words takes what it passed.
        let range = match self.grain {
            SelectionGranularity::Word | SelectionGranularity::Clitic if self.origin.is_empty() => reached,
            _ => range,
        };
        if at < self.pressed { TextSelection::between(range.end, range.start) } else { TextSelection::of(range) }
    }

    /// The words that the stretch between the press and the pointer touches by at least one letter.
    fn words_between(&self, text: &str, at: usize) -> Range<usize> {
        words::snap_to_words(text, self.pressed.min(at)..self.pressed.max(at))
    }

    fn without_blanks(&self, text: &str, at: usize) -> TextSelection {
        match self.origin.is_empty() {
            true => TextSelection::caret(words::floor_edge(text, at)),
            false => TextSelection::of(self.origin.clone()),
        }
    }
}

/// The clitic, or the rest of its word, that begins at `at` (bytes) or holds it.
fn part_at(text: &str, at: usize, vocabulary: &Lexicon) -> Range<usize> {
    parts_around(text, at, vocabulary).into_iter().find(|part| at < part.end).unwrap_or(at..at)
}

/// The one that ends at `at` or holds it.
fn part_before(text: &str, at: usize, vocabulary: &Lexicon) -> Range<usize> {
    parts_around(text, at, vocabulary).into_iter().find(|part| at <= part.end).unwrap_or(at..at)
}

/// The parts of the word that `at` stands in or at the end of.
fn parts_around(text: &str, at: usize, vocabulary: &Lexicon) -> Vec<Range<usize>> {
    let token = words::word_at(text, at).or_else(|| words::tokens_in(text, at.saturating_sub(1)..at).last());
    match token {
        Some(token) if token.kind == TokenKind::Word => clitics::split(text, token, vocabulary, true),
        Some(token) => vec![token.range()],
        None => Vec::new(),
    }
}

/// Where an edge that is dragged to `at` comes to rest.
pub fn edge_near(text: &str, at: usize, edge: Edge, grain: SelectionGranularity, vocabulary: &Lexicon) -> usize {
    match (grain, words::word_at(text, at), edge) {
        (SelectionGranularity::Grapheme, ..) | (_, None, _) => words::floor_edge(text, at),
        (SelectionGranularity::Clitic, Some(_), Edge::Start) => part_at(text, at, vocabulary).start,
        (SelectionGranularity::Clitic, Some(_), Edge::End) => part_before(text, at, vocabulary).end,
        (_, Some(word), Edge::Start) => word.start,
        (_, Some(word), Edge::End) => word.end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `‹` marks the press and `›` the pointer; the result is the text with «…» around what is selected.
    fn check(marked: &str, clicks: u32, free: bool, expected: &str) {
        check_by(
            marked,
            clicks,
            if free { SelectionGranularity::Grapheme } else { SelectionGranularity::Word },
            expected,
        );
    }

    fn check_by(marked: &str, clicks: u32, grain: SelectionGranularity, expected: &str) {
        let press = marked.replace('›', "").find('‹').expect("a press");
        let text = marked.replace(['‹', '›'], "");
        let pointer = marked.replace('‹', "").find('›').unwrap_or(press);
        let range = Drag::press(&text, press, clicks, grain, &Arc::default()).to(&text, pointer).range();
        let shown = format!("{}«{}»{}", &text[..range.start], &text[range.clone()], &text[range.end..]);
        assert_eq!(shown, expected, "{marked}");
    }

    #[test]
    fn a_drag_takes_whole_words_whichever_way_it_goes() {
        check("قال أح‹مد لسلم›ى أمس", 1, false, "قال «أحمد لسلمى» أمس");
        check("قال أح›مد لسلم‹ى أمس", 1, false, "قال «أحمد لسلمى» أمس");
        check("قال ‹أحمد› لسلمى", 1, false, "قال «أحمد» لسلمى");
        check("قال ‹أ›حمد لسلمى", 1, false, "قال «أحمد» لسلمى");
        check("قال‹ ›أحمد", 1, false, "قال «»أحمد");
    }

    #[test]
    fn with_alt_a_drag_is_free() {
        check("قال وبال‹قاهرة› أمس", 1, true, "قال وبال«قاهرة» أمس");
    }

    #[test]
    fn by_clitics_a_drag_takes_them_with_their_word_or_leaves_them() {
        check_by("قال وبال‹قاه›رة أمس", 1, SelectionGranularity::Clitic, "قال وبال«قاهرة» أمس");
        check_by("قال وب‹القاه›رة أمس", 1, SelectionGranularity::Clitic, "قال وب«القاهرة» أمس");
        check_by("قال و‹بالقاهرة ال›حرة أمس", 1, SelectionGranularity::Clitic, "قال و«بالقاهرة ال»حرة أمس");
        check_by("قال و‹بالقاهرة الحر›ة أمس", 1, SelectionGranularity::Clitic, "قال و«بالقاهرة الحرة» أمس");
        check_by("قال ‹و›بالقاهرة أمس", 1, SelectionGranularity::Clitic, "قال «و»بالقاهرة أمس");
    }

    #[test]
    fn clicks_take_word_then_clause_then_paragraph() {
        let text = "قال أح‹مد: نعم، ثم مضى.\nوعاد";
        check(text, 1, false, "قال أح«»مد: نعم، ثم مضى.\nوعاد");
        check(text, 2, false, "قال «أحمد»: نعم، ثم مضى.\nوعاد");
        check(text, 4, false, "«قال أحمد: نعم، ثم مضى.»\nوعاد");
        check(text, 5, false, "قال «أحمد»: نعم، ثم مضى.\nوعاد");
    }

    #[test]
    fn a_double_click_drag_keeps_its_word() {
        check("قال أح‹مد لسل›مى أمس", 2, false, "قال «أحمد لسلمى» أمس");
        check("قا›ل أح‹مد لسلمى أمس", 2, false, "«قال أحمد» لسلمى أمس");
    }
}
