//! How the caret moves over a whole document: visually left and right, by words, lines, pages, to the ends.

use super::view::Page;
use crate::arabic::words;
use crate::typeset::{Caret, Side, Typesetter};

/// A move of the caret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    Left,
    Right,
    WordLeft,
    WordRight,
    LineUp,
    LineDown,
    PageUp,
    PageDown,
    LineStart,
    LineEnd,
    DocumentStart,
    DocumentEnd,
}

/// A caret and the place across the page that moves by lines aim at.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CaretCursor {
    pub caret: Caret,
    goal: Option<f32>,
}

impl CaretCursor {
    pub fn at(caret: Caret) -> Self {
        CaretCursor { caret, goal: None }
    }
}

impl Page {
    /// Moves a caret; at the ends of the text it stays.
    pub fn walk(&mut self, ts: &mut Typesetter, walker: CaretCursor, motion: Motion) -> CaretCursor {
        let caret = walker.caret;
        match motion {
            Motion::Left => CaretCursor::at(self.step(ts, caret, Side::Left)),
            Motion::Right => CaretCursor::at(self.step(ts, caret, Side::Right)),
            Motion::WordLeft => CaretCursor::at(self.step_word(ts, caret, Side::Left)),
            Motion::WordRight => CaretCursor::at(self.step_word(ts, caret, Side::Right)),
            Motion::LineUp => self.step_line(ts, walker, false),
            Motion::LineDown => self.step_line(ts, walker, true),
            Motion::PageUp => self.step_page(ts, walker, -1.0),
            Motion::PageDown => self.step_page(ts, walker, 1.0),
            Motion::LineStart | Motion::LineEnd => {
                let (index, local) = self.local(caret);
                let layout = self.layout(ts, index);
                let to = match motion {
                    Motion::LineStart => layout.line_start(local),
                    _ => layout.line_end(local),
                };
                CaretCursor::at(self.global(index, to))
            }
            Motion::DocumentStart => CaretCursor::at(Caret::before(0)),
            Motion::DocumentEnd => CaretCursor::at(self.end(ts)),
        }
    }

    fn global(&self, index: usize, caret: Caret) -> Caret {
        Caret::new(self.paragraphs().whole(index).start + caret.offset, caret.affinity)
    }

    /// The caret at the end of the text: after the last letter, or on the empty line that a line separator opens.
    fn end(&mut self, ts: &mut Typesetter) -> Caret {
        let layout = self.layout(ts, self.paragraphs().count() - 1);
        let on_empty_line = layout.lines().last().is_some_and(|line| line.start == line.end);
        let offset = self.text().len();
        if on_empty_line { Caret::before(offset) } else { Caret::after(offset) }
    }

    /// One visual place to a side. Off the end of a paragraph, on to the one that follows on that side.
    fn step(&mut self, ts: &mut Typesetter, caret: Caret, side: Side) -> Caret {
        let (index, local) = self.local(caret);
        let layout = self.layout(ts, index);
        if let Some(next) = layout.step(local, side) {
            return self.global(index, next);
        }
        let forward = (side == Side::Left) == layout.base().is_rtl();
        match forward {
            true if index + 1 < self.paragraphs().count() => Caret::before(self.paragraphs().whole(index + 1).start),
            false if index > 0 => {
                let text = self.text().clone();
                Caret::after(self.paragraphs().shown(&text, index - 1).end)
            }
            _ => caret,
        }
    }

    /// To the next edge of a word on a side, in the direction of the paragraph.
    fn step_word(&mut self, ts: &mut Typesetter, caret: Caret, side: Side) -> Caret {
        let (index, _) = self.local(caret);
        let forward = (side == Side::Left) == self.layout(ts, index).base().is_rtl();
        let text = self.text();
        match forward {
            true => Caret::after(words::next_word_boundary(text, caret.offset)),
            false => Caret::before(words::prev_word_boundary(text, caret.offset)),
        }
    }

    fn step_line(&mut self, ts: &mut Typesetter, walker: CaretCursor, down: bool) -> CaretCursor {
        let (index, local) = self.local(walker.caret);
        let layout = self.layout(ts, index);
        let goal = walker.goal.unwrap_or_else(|| layout.caret_box(local).x);
        let line = layout.line_of_caret(local);
        let to = match down {
            true if line + 1 < layout.lines().len() => Some((index, line + 1)),
            true => (index + 1 < self.paragraphs().count()).then_some((index + 1, 0)),
            false if line > 0 => Some((index, line - 1)),
            false => index.checked_sub(1).map(|above| (above, usize::MAX)),
        };
        let caret = match to {
            Some((index, line)) => {
                let layout = self.layout(ts, index);
                let caret = layout.hit_line(line.min(layout.lines().len() - 1), goal);
                self.global(index, caret)
            }
            None if down => self.end(ts),
            None => Caret::before(0),
        };
        CaretCursor { caret, goal: Some(goal) }
    }

    fn step_page(&mut self, ts: &mut Typesetter, walker: CaretCursor, direction: f32) -> CaretCursor {
        let Some(here) = self.caret_rect(ts, walker.caret) else { return walker };
        let goal = walker.goal.unwrap_or(here.x0);
        let line = self.style().line_pixels();
        // Whole lines, so that the caret keeps its height on screen from page to page.
        let distance = (self.viewport() / line - 1.0).floor().max(1.0) * line * direction;
        let moved = self.scroll_by(ts, distance);
        let middle = (here.y0 + here.y1) / 2.0;
        // The page moves as far as there is text; what is left of the distance the caret goes itself.
        let y = middle + distance - moved;
        let caret = self.hit_test(ts, goal, y);
        CaretCursor { caret, goal: Some(goal) }
    }
}
