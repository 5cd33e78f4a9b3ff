//! Editing one string: caret, selection, undo. Knows layouts, for arrows are visual, but neither keys nor pixels.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::typeset::{Caret, Side};
use crate::ui::text_renderer::Block;

/// A caret, the other end of its selection, and what was before.
#[derive(Clone, Debug, Default)]
pub struct Editor {
    caret: Caret,
    /// Where the selection began; the caret's offset where nothing is selected.
    anchor: usize,
    /// The place across (points) that lines are walked up and down at.
    column: Option<f32>,
    undo: Vec<Snapshot>,
    redo: Vec<Snapshot>,
    /// The text as this editor left it: another text has another history.
    known: String,
    /// Whether the next typed character belongs to the undo step of the last.
    typing: bool,
}

#[derive(Clone, Debug, PartialEq)]
struct Snapshot {
    text: String,
    caret: Caret,
    anchor: usize,
}

/// Where the caret is asked to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// To what stands at that side of the caret.
    Visual(Side),
    /// To the next edge of a word at that side.
    Word(Side),
    LineUp,
    LineDown,
    LineStart,
    LineEnd,
    TextStart,
    TextEnd,
}

/// Undo steps kept.
const STEPS: usize = 200;

impl Editor {
    pub fn caret(&self) -> Caret {
        self.caret
    }

    /// The end of the selection that stays, in bytes.
    pub fn anchor(&self) -> usize {
        self.anchor
    }

    /// The selected bytes; empty where nothing is selected.
    pub fn selection(&self) -> Range<usize> {
        self.caret.offset.min(self.anchor)..self.caret.offset.max(self.anchor)
    }

    /// Looks at the text anew: if somebody else changed it, history and selection do not fit it any more.
    pub fn sync_text(&mut self, text: &str) {
        if self.known == text {
            return;
        }
        self.known = text.to_owned();
        self.undo.clear();
        self.redo.clear();
        self.typing = false;
        self.anchor = floor(text, self.anchor);
        self.caret = Caret { offset: floor(text, self.caret.offset), ..self.caret };
    }

    pub fn select_all(&mut self, text: &str) {
        self.anchor = 0;
        self.go(Caret::after(text.len()), true);
    }

    /// Puts the caret at a place, keeping the anchor if `extend`.
    pub fn go(&mut self, caret: Caret, extend: bool) {
        self.caret = caret;
        self.column = None;
        self.typing = false;
        if !extend {
            self.anchor = caret.offset;
        }
    }

    /// Selects the word (or the blank, or the mark) at a place.
    pub fn select_word(&mut self, text: &str, caret: Caret) {
        let at = caret.offset.min(text.len());
        let word = text
            .split_word_bound_indices()
            .map(|(start, word)| start..start + word.len())
            .find(|word| word.start <= at && (at < word.end || (at == word.end && at == text.len())))
            .unwrap_or(at..at);
        self.anchor = word.start;
        self.go(Caret::after(word.end), true);
    }

    /// Moves the caret as laid out in `block`.
    pub fn step(&mut self, text: &str, block: &Block, motion: Motion, extend: bool) {
        let selection = self.selection();
        let at = self.caret;
        let target = match motion {
            // A selection is left at the side asked for, without a further step.
            Motion::Visual(side) if !extend && !selection.is_empty() => {
                if forward(block, at.offset, side) {
                    Caret::after(selection.end)
                } else {
                    Caret::before(selection.start)
                }
            }
            Motion::Visual(side) => block.step(at, side).unwrap_or(at),
            Motion::Word(side) => word_edge(text, at.offset, forward(block, at.offset, side)),
            Motion::LineUp | Motion::LineDown => {
                let x = self.column.unwrap_or_else(|| block.caret_rect(at).min.x);
                self.go(block.step_line(at, motion == Motion::LineDown, x), extend);
                self.column = Some(x);
                return;
            }
            Motion::LineStart => block.line_edge(at, false),
            Motion::LineEnd => block.line_edge(at, true),
            Motion::TextStart => Caret::before(0),
            Motion::TextEnd => Caret::after(text.len()),
        };
        self.go(target, extend);
    }

    /// Puts `inserted` in the place of the selection. Single characters typed one after the other undo as one.
    pub fn insert(&mut self, text: &mut String, inserted: &str) {
        if inserted.is_empty() && self.selection().is_empty() {
            return;
        }
        let typed = inserted.graphemes(true).count() == 1 && !inserted.chars().all(char::is_whitespace);
        if !(typed && self.typing && self.selection().is_empty()) {
            self.save(text);
        }
        let range = self.selection();
        text.replace_range(range.clone(), inserted);
        self.put(range.start + inserted.len());
        self.typing = typed;
        self.known.clone_from(text);
    }

    /// Deletes the selection, or else before the caret: a character of a grapheme, as typists correct a mark, but a
    /// whole emoji; with `word`, to the word's start.
    pub fn delete_back(&mut self, text: &mut String, word: bool) {
        let at = self.caret.offset;
        let start = if word { word_edge(text, at, false).offset } else { before(text, at) };
        self.delete(text, start..at);
    }

    /// Deletes the selection, or else the grapheme after the caret; with `word`, to the word's end.
    pub fn delete_forward(&mut self, text: &mut String, word: bool) {
        let at = self.caret.offset;
        let grapheme = text[at..].graphemes(true).next().map_or(0, str::len);
        let end = if word { word_edge(text, at, true).offset } else { at + grapheme };
        self.delete(text, at..end);
    }

    /// Deletes some characters on either side of the caret, as input methods ask.
    pub fn delete_around(&mut self, text: &mut String, before: usize, after: usize) {
        let at = self.caret.offset;
        let start = text[..at].char_indices().rev().take(before).last().map_or(at, |(i, _)| i);
        let end = text[at..].char_indices().nth(after).map_or(text.len(), |(i, _)| at + i);
        self.anchor = at;
        self.delete(text, start..end);
    }

    /// Puts the whole of another text in place of this one, as one step.
    pub fn replace_all(&mut self, text: &mut String, whole: &str) {
        self.select_all(text);
        self.insert(text, whole);
    }

    /// Back to before the last step; false where there is none.
    pub fn undo(&mut self, text: &mut String) -> bool {
        let Some(snapshot) = self.undo.pop() else { return false };
        let now = self.restore(text, snapshot);
        self.redo.push(now);
        true
    }

    pub fn redo(&mut self, text: &mut String) -> bool {
        let Some(snapshot) = self.redo.pop() else { return false };
        let now = self.restore(text, snapshot);
        self.undo.push(now);
        true
    }

    fn delete(&mut self, text: &mut String, otherwise: Range<usize>) {
        let range = if self.selection().is_empty() { otherwise } else { self.selection() };
        if range.is_empty() {
            return;
        }
        self.save(text);
        text.replace_range(range.clone(), "");
        self.put(range.start);
        self.known.clone_from(text);
    }

    /// The caret after what was just written, clinging to it.
    fn put(&mut self, offset: usize) {
        self.go(Caret::after(offset), false);
        if offset == 0 {
            self.caret = Caret::before(0);
        }
    }

    fn save(&mut self, text: &str) {
        if self.undo.len() == STEPS {
            self.undo.remove(0);
        }
        self.undo.push(Snapshot { text: text.to_owned(), caret: self.caret, anchor: self.anchor });
        self.redo.clear();
        self.typing = false;
    }

    fn restore(&mut self, text: &mut String, snapshot: Snapshot) -> Snapshot {
        let now = Snapshot { text: std::mem::replace(text, snapshot.text), caret: self.caret, anchor: self.anchor };
        self.caret = snapshot.caret;
        self.anchor = snapshot.anchor;
        self.column = None;
        self.typing = false;
        self.known.clone_from(text);
        now
    }
}

/// Whether that side is onwards in the paragraph of this byte.
fn forward(block: &Block, offset: usize, side: Side) -> bool {
    (side == Side::Left) == block.is_rtl_at(offset)
}

/// The end of the next word, or the start of the one before.
fn word_edge(text: &str, at: usize, forward: bool) -> Caret {
    if forward {
        let end = text.unicode_word_indices().map(|(start, word)| start + word.len()).find(|end| *end > at);
        Caret::after(end.unwrap_or(text.len()))
    } else {
        let start = text.unicode_word_indices().map(|(start, _)| start).take_while(|start| *start < at).last();
        Caret::before(start.unwrap_or(0))
    }
}

/// Where deleting backwards from `at` ends.
fn before(text: &str, at: usize) -> usize {
    let Some(grapheme) = text[..at].graphemes(true).next_back() else { return at };
    let is_letter = |c: char| c.is_alphabetic();
    let by_character = grapheme.chars().next().is_some_and(is_letter) && !grapheme.contains('\u{200d}');
    let last = grapheme.chars().next_back().map_or(0, char::len_utf8);
    at - if by_character { last } else { grapheme.len() }
}

fn floor(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset.min(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::Font;
    use crate::ui::text_renderer::{Overflow, TextLayoutOptions, TextRenderer};

    /// The text with `|` at the caret and `«»` around the selection.
    fn show(editor: &Editor, text: &str) -> String {
        let selection = editor.selection();
        let mut shown = String::new();
        for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            if !selection.is_empty() && at == selection.start {
                shown.push('«');
            }
            if at == editor.caret().offset {
                shown.push('|');
            }
            if !selection.is_empty() && at == selection.end {
                shown.push('»');
            }
            shown.extend(text[at..].chars().next());
        }
        shown
    }

    struct Field {
        text: String,
        editor: Editor,
        scribe: TextRenderer,
    }

    impl Field {
        /// A field with the caret at `|`.
        fn new(marked: &str) -> Field {
            let at = marked.find('|').expect("the caret is marked");
            let text = marked.replace('|', "");
            let mut editor = Editor::default();
            editor.sync_text(&text);
            editor.go(Caret::before(at), false);
            Field { text, editor, scribe: TextRenderer::default() }
        }

        fn step(&mut self, motion: Motion, extend: bool) {
            let setting = TextLayoutOptions {
                font: Font::Interface,
                size: 14.0,
                line_height: 1.6,
                rtl: true,
                overflow: Overflow::WrapOwn(400.0),
            };
            let block = self.scribe.block(&self.text, &setting, 1.0);
            self.editor.step(&self.text, &block, motion, extend);
        }
    }

    /// What a field shows after something was done to it.
    #[track_caller]
    fn check(marked: &str, act: impl FnOnce(&mut Field), expect: &str) {
        let mut field = Field::new(marked);
        act(&mut field);
        assert_eq!(show(&field.editor, &field.text), expect);
    }

    #[test]
    fn arrows_move_by_what_is_seen() {
        use Motion::Visual;
        check("|سلام", |f| f.step(Visual(Side::Left), false), "س|لام");
        check("س|لام", |f| f.step(Visual(Side::Right), false), "|سلام");
        check("|hello", |f| f.step(Visual(Side::Right), false), "h|ello");
        // Into Latin within Arabic: from the space, leftwards, one comes to its last letter.
        let twice = |f: &mut Field| {
            f.step(Visual(Side::Left), false);
            f.step(Visual(Side::Left), false);
        };
        check("قال| abc ثم", twice, "قال ab|c ثم");
    }

    #[test]
    fn words_follow_the_direction_of_the_paragraph() {
        check("|قال محمد", |f| f.step(Motion::Word(Side::Left), false), "قال| محمد");
        check("قال محمد|", |f| f.step(Motion::Word(Side::Right), false), "قال |محمد");
        check("|one two", |f| f.step(Motion::Word(Side::Right), true), "«one|» two");
    }

    #[test]
    fn a_selection_is_left_at_the_side_asked_for() {
        let select = |f: &mut Field| {
            f.step(Motion::Word(Side::Left), true);
            f.step(Motion::Visual(Side::Right), false);
        };
        check("قال |محمد هنا", select, "قال |محمد هنا");
    }

    #[test]
    fn home_and_end_are_of_the_line_and_lines_are_walked() {
        check("أول\nث|ان\nثالث", |f| f.step(Motion::LineStart, false), "أول\n|ثان\nثالث");
        check("أول\nث|ان\nثالث", |f| f.step(Motion::LineEnd, false), "أول\nثان|\nثالث");
        check("|أول\nثان", |f| f.step(Motion::LineDown, false), "أول\n|ثان");
        check("أول\n|ثان", |f| f.step(Motion::LineUp, false), "|أول\nثان");
        check("أ|ول\nثان", |f| f.step(Motion::TextEnd, false), "أول\nثان|");
        check("أول|\nثان", |f| f.step(Motion::Visual(Side::Left), false), "أول\n|ثان");
    }

    #[test]
    fn backspace_takes_a_mark_or_a_letter_but_a_whole_emoji() {
        check("كتَ|", |f| f.editor.delete_back(&mut f.text, false), "كت|");
        check("كت|", |f| f.editor.delete_back(&mut f.text, false), "ك|");
        check("👨‍👩‍👧|", |f| f.editor.delete_back(&mut f.text, false), "|");
        check("1️⃣|", |f| f.editor.delete_back(&mut f.text, false), "|");
        check("ك|تَب", |f| f.editor.delete_forward(&mut f.text, false), "ك|ب");
        check("قال محمد|", |f| f.editor.delete_back(&mut f.text, true), "قال |");
        check("|", |f| f.editor.delete_back(&mut f.text, false), "|");
    }

    #[test]
    fn typing_undoes_word_by_word_and_redoes() {
        let mut field = Field::new("|");
        for c in ["س", "ل", " ", "a", "b"] {
            field.editor.insert(&mut field.text, c);
        }
        assert_eq!(show(&field.editor, &field.text), "سل ab|");
        let mut undone = Vec::new();
        while field.editor.undo(&mut field.text) {
            undone.push(show(&field.editor, &field.text));
        }
        assert_eq!(undone, ["سل |", "سل|", "|"]);
        while field.editor.redo(&mut field.text) {}
        assert_eq!(show(&field.editor, &field.text), "سل ab|");
    }

    #[test]
    fn a_text_changed_by_somebody_else_has_no_history() {
        let mut field = Field::new("سلام|");
        field.editor.insert(&mut field.text, "!");
        field.text = "لا".into();
        field.editor.sync_text(&field.text);
        assert!(!field.editor.undo(&mut field.text));
        assert_eq!(show(&field.editor, &field.text), "لا|");
    }

    #[test]
    fn a_double_click_takes_a_word() {
        check("قال محمد هنا|", |f| f.editor.select_word(&f.text, Caret::before(9)), "قال «محمد|» هنا");
    }

    #[test]
    fn an_input_method_deletes_by_characters() {
        check("أهلا |وسهلا", |f| f.editor.delete_around(&mut f.text, 2, 1), "أهل|سهلا");
    }
}
