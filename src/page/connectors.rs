//! What joins the pieces of a discontinuous annotation: a thin thread from underline to underline, along the line of text and down to a
//! later one; where the other piece is out of sight, a tail that says that it goes on.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use super::display_list::{DrawOp, Emphasis, SceneStyle};
use super::scene::{PlacedHighlight, underline_step, underline_top};
use super::stroke::StrokePath;
use super::view::{Page, PageFragment, VisibleParagraph};
use crate::arabic::words;
use crate::typeset::Caret;

/// The end of a piece on the screen.
struct PieceEnd {
    fragment: PageFragment,
    /// The middle of its underline.
    y: f32,
    /// Where the text goes on, or came from, and in which direction that is: 1 to the right, -1 to the left.
    x: f32,
    outwards: f32,
}

impl Page {
    /// Paints the connectors between what is on the screen. Its work is that of the pieces in view.
    pub(super) fn paint_connectors(
        &self,
        visible: &[VisibleParagraph],
        on_screen: &Range<usize>,
        marks: &[PlacedHighlight],
        look: &SceneStyle,
        ops: &mut Vec<DrawOp>,
    ) {
        // Pieces that have one before them, by where that ends and where they begin. Of several in one place each belongs to the
        // first that asks: they come in one order.
        let mut followers: BTreeMap<(usize, usize), VecDeque<usize>> = BTreeMap::new();
        for (n, mark) in marks.iter().enumerate() {
            if let Some(before) = mark.highlight.neighbours.before {
                followers.entry((before, mark.highlight.range.start)).or_default().push_back(n);
            }
        }
        for mark in marks {
            let Some(after) = mark.highlight.neighbours.after else { continue };
            let Some(end) = self.piece_end(visible, on_screen, mark, false, look) else { continue };
            let waiting = followers.get_mut(&(mark.highlight.range.end, after));
            let follower = waiting.and_then(VecDeque::pop_front);
            let start = follower.and_then(|n| self.piece_end(visible, on_screen, &marks[n], true, look));
            let thread = |start: &PieceEnd| self.joined(&end, start, look).or_else(|| self.across(&end, start, look));
            match start.as_ref().and_then(thread) {
                Some(path) => stroke(mark, path, look, ops),
                None => {
                    stroke(mark, self.tail(&end, look), look, ops);
                    if let (Some(start), Some(n)) = (start, follower) {
                        stroke(&marks[n], self.tail(&start, look), look, ops);
                    }
                }
            }
        }
        for n in followers.into_values().flatten() {
            if let Some(start) = self.piece_end(visible, on_screen, &marks[n], true, look) {
                stroke(&marks[n], self.tail(&start, look), look, ops);
            }
        }
    }

    /// The beginning or the end of a piece, if it is on the screen.
    fn piece_end(
        &self,
        visible: &[VisibleParagraph],
        on_screen: &Range<usize>,
        mark: &PlacedHighlight,
        start: bool,
        look: &SceneStyle,
    ) -> Option<PieceEnd> {
        let range = &mark.highlight.range;
        if range.is_empty() {
            return None;
        }
        let (letter, caret) = match start {
            true => (range.start..words::next_edge(self.text(), range.start), Caret::before(range.start)),
            false => (words::prev_edge(self.text(), range.end)..range.end, Caret::after(range.end)),
        };
        if letter.start < on_screen.start || letter.end > on_screen.end {
            return None;
        }
        let fragments = self.fragments(visible, &letter);
        let fragment = if start { *fragments.first()? } else { *fragments.last()? };
        let rtl = self.place_caret(visible, caret)?.rtl;
        let outwards = if start == rtl { 1.0 } else { -1.0 };
        let x = if outwards > 0.0 { fragment.rect.x1 } else { fragment.rect.x0 };
        let y = underline_top(&fragment, self.style(), look.scale, mark.level) + mark.thickness(look) / 2.0;
        Some(PieceEnd { fragment, y, x, outwards })
    }

    /// From the end of a piece to the beginning of the next on the same line: down a little, along, and up again. `None` where they
    /// are on different lines or nothing stands between them on the screen.
    fn joined(&self, end: &PieceEnd, start: &PieceEnd, look: &SceneStyle) -> Option<StrokePath> {
        let line = |piece: &PieceEnd| (piece.fragment.paragraph, piece.fragment.line);
        let (a, b) = (end.fragment.rect, start.fragment.rect);
        let (x0, x1) = match () {
            () if line(end) != line(start) => return None,
            () if b.x1 < a.x0 => (a.x0, b.x1),
            () if a.x1 < b.x0 => (a.x1, b.x0),
            () => return None,
        };
        let y = end.y.max(start.y) + self.drop(look);
        let bend = (x1 - x0).signum() * (self.style().size * 0.3).min((x1 - x0).abs() / 2.0);
        Some(
            StrokePath::from([x0, end.y])
                .curve_to([x0 + bend / 2.0, end.y], [x0 + bend / 2.0, y], [x0 + bend, y])
                .line_to([x1 - bend, y])
                .curve_to([x1 - bend / 2.0, y], [x1 - bend / 2.0, start.y], [x1, start.y]),
        )
    }

    /// From the end of a piece to the beginning of the next on a later line: along below its line, and down beside the words to where the
    /// next piece begins. `None` where they are on one line.
    fn across(&self, end: &PieceEnd, start: &PieceEnd, look: &SceneStyle) -> Option<StrokePath> {
        let line = |piece: &PieceEnd| (piece.fragment.paragraph, piece.fragment.line);
        if line(end) >= line(start) {
            return None;
        }
        let half = self.style().size * 0.2;
        let (out, low) = (end.x + end.outwards * 2.0 * half, end.y + self.drop(look));
        let beside = start.x + start.outwards * half;
        let bend = end.x + end.outwards * half;
        Some(
            StrokePath::from([end.x, end.y])
                .curve_to([bend, end.y], [bend, low], [out, low])
                .line_to([beside, low])
                .line_to([beside, start.y - half])
                .curve_to([beside, start.y], [beside, start.y], [start.x, start.y]),
        )
    }

    /// A short way in the direction of a piece that is elsewhere.
    fn tail(&self, end: &PieceEnd, look: &SceneStyle) -> StrokePath {
        let PieceEnd { x, y, outwards, .. } = *end;
        let (half, low) = (outwards * self.style().size * 0.2, y + self.drop(look));
        StrokePath::from([x, y]).curve_to([x + half, y], [x + half, low], [x + 2.0 * half, low])
    }

    /// How far below an underline its connector runs: not as far as the next underline.
    fn drop(&self, look: &SceneStyle) -> f32 {
        underline_step(self.style(), look.scale) / 2.0
    }
}

fn stroke(mark: &PlacedHighlight, path: StrokePath, look: &SceneStyle, ops: &mut Vec<DrawOp>) {
    let width = if mark.highlight.emphasis == Emphasis::Active { 1.5 } else { 1.0 };
    ops.push(DrawOp::Stroke { path, width: width * look.scale, colour: mark.line_colour() });
}
