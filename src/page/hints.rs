//! Letters beside annotations while one of them is to be chosen: each is chosen by its letter.

use super::display_list::{DrawOp, SceneStyle, glyphs_of};
use super::view::{Page, PageRect, VisibleParagraph, bytes_of, seen};
use crate::typeset::{Caret, Font, TextStyle, Typesetter};

/// Em of the reading size.
const HINT_SIZE: f32 = 0.55;

impl Page {
    pub(super) fn paint_hints(
        &mut self,
        ts: &mut Typesetter,
        visible: &[VisibleParagraph],
        look: &SceneStyle,
        ops: &mut Vec<DrawOp>,
    ) {
        if look.hints.is_empty() {
            return;
        }
        let on_screen = bytes_of(visible);
        let size = (self.style().size * HINT_SIZE).round().max(10.0);
        let style = TextStyle { font: Font::Interface, size, line_height: 1.2 };
        let air = 3.0 * look.scale;
        for hint in look.hints.iter().filter(|hint| on_screen.contains(&hint.at)) {
            let Some(place) = self.place_caret(visible, Caret::before(hint.at)) else { continue };
            let (index, _) = self.local(Caret::before(hint.at));
            let Some(paragraph) = seen(visible, index) else { continue };
            let rtl = paragraph.layout.base().is_rtl();
            let layout = self.tags.get(ts, &hint.letter, &style);
            let (w, h) = (layout.width(), layout.height());
            // Over the beginning of its annotation, above the letters.
            let x = if rtl { place.x - w } else { place.x }.clamp(0.0, (self.width() - w).max(0.0)).round();
            let y = (place.y0 - h * 0.35).round();
            let rect = PageRect { x0: x - air, x1: x + w + air, y0: y, y1: y + h };
            ops.push(DrawOp::Fill { rect, colour: hint.ground, round: 3.0 * look.scale });
            glyphs_of(&layout, 0..layout.lines().len(), x, y, hint.ink, ops);
        }
    }
}
