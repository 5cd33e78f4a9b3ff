//! When and where the card of an annotation is shown that the pointer rests on.
//!
//! It is asked for by moving the pointer onto an annotation, never by a key or a click that happens to make one under it, and it stands
//! where nothing is read next: not over the line of the pointer, not over that of the caret, and as far as there is room not over the
//! lines behind them.

use egui::{Context, Pos2, Rangef, Rect, Vec2, pos2};

use crate::model::AnnotationId;
use crate::store::settings::HoverCard;

/// Seconds the pointer rests before the card comes.
const DELAY: f32 = 0.4;
/// Points the pointer is moved before it means something again after a key or a press.
const STIRRED: f32 = 6.0;
/// Widths between which a card is, in points.
const WIDTHS: (f32, f32) = (190.0, 340.0);
/// Lines behind the one that is read or worked on which stay free, if they can.
const AHEAD: [f32; 3] = [3.0, 1.0, 0.0];
const GAP: f32 = 6.0;

/// What is known of the card from frame to frame.
#[derive(Debug, Default)]
pub(super) struct CardState {
    pub(super) shown: Option<AnnotationId>,
    /// Where the pointer was when a key or a button was pressed, until it is moved from there.
    quiet_at: Option<Pos2>,
}

impl CardState {
    /// Whether the card of this annotation is to be seen; asks for the frame in which it comes.
    pub(super) fn is_due(&mut self, ctx: &Context, id: &AnnotationId) -> bool {
        if self.quiet_at.is_some() {
            return false;
        }
        let still = ctx.input(|input| input.pointer.time_since_last_movement());
        if self.shown.as_ref() == Some(id) || still >= DELAY {
            return true;
        }
        ctx.request_repaint_after_secs(DELAY - still);
        false
    }

    /// A key or a press says that something else is meant, until the pointer is moved.
    pub(super) fn note_presses(&mut self, ctx: &Context) {
        let pointer = ctx.input(|input| input.pointer.latest_pos());
        self.quiet_at.take_if(|at| pointer.is_some_and(|pointer| pointer.distance(*at) >= STIRRED));
        let pressed = |event: &egui::Event| {
            matches!(
                event,
                egui::Event::Key { pressed: true, .. } | egui::Event::PointerButton { .. } | egui::Event::Text(_)
            )
        };
        if ctx.input(|input| input.raw.events.iter().any(pressed)) {
            self.quiet_at = pointer;
        }
    }
}

/// Where a card may stand.
#[derive(Clone, Debug)]
pub(super) struct CardPlace {
    /// The page, and the column of text on it.
    pub(super) page: Rect,
    pub(super) column: Rect,
    /// The lines that are read or worked on.
    pub(super) lines: Vec<Rangef>,
    pub(super) pointer: Pos2,
    /// Lines of the interface end at the left.
    pub(super) rtl: bool,
}

impl CardPlace {
    /// The margins beside the column, that where lines end first.
    fn margins(&self) -> [Rangef; 2] {
        let left = Rangef::new(self.page.left(), self.column.left() - GAP);
        let right = Rangef::new(self.column.right() + GAP, self.page.right());
        if self.rtl { [left, right] } else { [right, left] }
    }

    fn margin(&self, width: f32) -> Option<Rangef> {
        self.margins().into_iter().find(|margin| margin.span() >= width)
    }

    /// How wide the card is to be: narrower where a margin takes it then.
    pub(super) fn width(&self, choice: HoverCard) -> f32 {
        let most = WIDTHS.1.min(self.page.width());
        match self.margin(WIDTHS.0).filter(|_| choice == HoverCard::Beside) {
            Some(margin) => margin.span().min(most),
            None => most,
        }
    }

    /// The corner of a card of this size; `None` where it would lie on what is to stay free everywhere.
    pub(super) fn of(&self, size: Vec2, choice: HoverCard) -> Option<Pos2> {
        let (top, bottom) = (self.page.top(), self.page.bottom() - size.y);
        let first = self.lines.first().copied()?;
        if let Some(margin) = self.margin(size.x).filter(|_| choice == HoverCard::Beside && bottom >= top) {
            let x = if margin.max <= self.column.left() { margin.max - size.x } else { margin.min };
            return Some(pos2(x, first.min.clamp(top, bottom)));
        }
        // Over what was read: above the line of the pointer, or above that of the caret.
        let above = self.lines.iter().map(|line| line.min - GAP - size.y);
        let ends = [bottom, top];
        let places: Vec<f32> = match choice {
            HoverCard::Foot => ends.into_iter().chain(above).collect(),
            _ => above.chain(ends).collect(),
        };
        let is_free = |y: f32, ahead: f32| {
            let beside = |line: &Rangef| y + size.y <= line.min || y >= line.max + ahead * line.span();
            y >= top && y <= bottom && self.lines.iter().all(beside)
        };
        let free = |ahead: f32| places.iter().copied().find(|y| is_free(*y, ahead));
        let y = AHEAD.into_iter().find_map(free)?;
        let (left, right) = (self.page.left(), (self.page.right() - size.x).max(self.page.left()));
        let x = match choice {
            HoverCard::Foot if self.rtl => left,
            HoverCard::Foot => right,
            _ => (self.pointer.x - size.x / 2.0).clamp(left, right),
        };
        Some(pos2(x, y))
    }
}

#[cfg(test)]
mod tests {
    use egui::vec2;

    use super::*;

    /// A page 400 high with lines of 40, of which those of these numbers are read and worked on.
    fn card(margin: f32, lines: &[u32], height: f32, choice: HoverCard) -> Option<(f32, f32)> {
        let page = Rect::from_min_size(pos2(100.0, 50.0), vec2(600.0, 400.0));
        let line = |n: &u32| Rangef::new(50.0 + 40.0 * *n as f32, 90.0 + 40.0 * *n as f32);
        let place = CardPlace {
            page,
            column: page.shrink2(vec2(margin, 0.0)),
            lines: lines.iter().map(line).collect(),
            pointer: pos2(390.0, 0.0),
            rtl: true,
        };
        let width = place.width(choice);
        place.of(vec2(width, height), choice).map(|at| (at.x, at.y))
    }

    #[test]
    fn the_card_stands_in_the_margin_or_above_and_never_on_what_is_read_next() {
        assert_eq!(card(220.0, &[4], 100.0, HoverCard::Beside), Some((100.0, 210.0)), "in the margin, at its line");
        assert_eq!(card(220.0, &[9], 100.0, HoverCard::Beside), Some((100.0, 350.0)), "and within the page");
        assert_eq!(card(40.0, &[4], 100.0, HoverCard::Beside), Some((220.0, 104.0)), "above the line");
        assert_eq!(card(40.0, &[1], 100.0, HoverCard::Beside), Some((220.0, 350.0)), "at the foot, five lines below");
        assert_eq!(card(40.0, &[4, 3], 100.0, HoverCard::Beside), Some((220.0, 64.0)), "above the line of the caret");
        assert_eq!(card(40.0, &[5, 1], 100.0, HoverCard::Beside), Some((220.0, 350.0)), "with a line between");
        assert_eq!(card(40.0, &[6, 1], 100.0, HoverCard::Beside), Some((220.0, 184.0)), "between the two");
        assert_eq!(card(40.0, &[4], 300.0, HoverCard::Beside), None, "on no line that is read");
        assert_eq!(card(40.0, &[1], 100.0, HoverCard::Foot), Some((100.0, 350.0)));
        assert_eq!(card(40.0, &[7], 100.0, HoverCard::Foot), Some((100.0, 50.0)), "the foot is read next");
    }
}
