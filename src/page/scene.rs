//! The page as a list of things to paint, the lowest first. The window turns it into meshes, the picture into pixels.
//!
//! Highlights are painted behind and below text that was laid out without them: nothing here can move a glyph.

use std::ops::Range;

use super::display_list::{DrawOp, Emphasis, Highlight, Rgba, SceneStyle, glyphs_of};
use super::view::{Page, PageFragment, PageRect, VisibleParagraph, bytes_of, seen};
use crate::typeset::{Caret, CaretBox, TextStyle, Typesetter};

/// Levels of underlines that fit below a line of text.
const LEVELS: u8 = 4;

impl Page {
    /// Everything to paint for `visible`, the lowest first.
    pub fn scene(&mut self, ts: &mut Typesetter, visible: &[VisibleParagraph], look: &SceneStyle) -> Vec<DrawOp> {
        let mut ops = Vec::with_capacity(1024);
        let caret = look.caret.and_then(|caret| self.place_caret(visible, caret));
        if let (Some(place), true) = (caret, look.selection.is_empty()) {
            let (x0, x1) = (-8.0 * look.scale, self.width() + 8.0 * look.scale);
            let rect = PageRect { x0, x1, y0: place.y0, y1: place.y1 };
            ops.push(DrawOp::Fill { rect, colour: look.current_line_colour, round: 4.0 * look.scale });
        }
        let on_screen = bytes_of(visible);
        let marks = self.marks(visible, &on_screen, look);
        for mark in &marks {
            mark.behind(look, &mut ops);
        }
        for piece in look.selection.pieces_in(&on_screen) {
            for fragment in self.fragments(visible, &clip(&piece, &on_screen)) {
                ops.push(DrawOp::Fill { rect: fragment.rect, colour: look.selection_colour, round: 0.0 });
            }
        }
        for paragraph in visible {
            glyphs_of(&paragraph.layout, paragraph.lines.clone(), 0.0, paragraph.top, look.ink, &mut ops);
        }
        for mark in &marks {
            mark.below(look, self.style(), &mut ops);
        }
        self.paint_continuations(visible, &marks, look, &mut ops);
        self.paint_connectors(visible, &on_screen, &marks, look, &mut ops);
        self.paint_arcs(ts, visible, look, &mut ops);
        if look.show_tags {
            self.paint_tags(ts, visible, &marks, look, &mut ops);
        }
        if look.show_invisibles {
            super::invisibles::show(self, ts, visible, look, &mut ops);
        }
        self.paint_hints(ts, visible, look, &mut ops);
        if let Some(place) = caret {
            paint_caret(&place, look, &mut ops);
        }
        ops
    }

    /// Where a caret stands on the page, if its paragraph is on screen.
    pub(super) fn place_caret(&self, visible: &[VisibleParagraph], caret: Caret) -> Option<CaretBox> {
        if caret.offset > self.text().len() {
            return None;
        }
        let (index, local) = self.local(caret);
        let paragraph = seen(visible, index)?;
        let place = paragraph.layout.caret_box(local);
        Some(CaretBox { y0: paragraph.top + place.y0, y1: paragraph.top + place.y1, ..place })
    }

    /// The highlights that are visible, each with its fragments and the level its underline is at.
    fn marks<'a>(
        &self,
        visible: &[VisibleParagraph],
        on_screen: &Range<usize>,
        look: &'a SceneStyle,
    ) -> Vec<PlacedHighlight<'a>> {
        let levels = levels(&look.highlights);
        let marks = look.highlights.iter().zip(levels).map(|(highlight, level)| {
            let fragments = match highlight.range.is_empty() {
                true => self.hairline(visible, highlight.range.start).into_iter().collect(),
                false => self.fragments(visible, &clip(&highlight.range, on_screen)),
            };
            PlacedHighlight { highlight, level, fragments }
        });
        marks.filter(|mark| !mark.fragments.is_empty()).collect()
    }
}

fn paint_caret(place: &CaretBox, look: &SceneStyle, ops: &mut Vec<DrawOp>) {
    let width = (1.5 * look.scale).round().max(1.0);
    let x0 = (place.x - width / 2.0).round();
    let inset = (place.y1 - place.y0) * 0.12;
    let stem = PageRect { x0, x1: x0 + width, y0: place.y0 + inset, y1: place.y1 - inset };
    ops.push(DrawOp::Fill { rect: stem, colour: look.caret_colour, round: 0.0 });
    // A small flag says which way the text runs that the caret clings to.
    let flag = (4.0 * look.scale).round();
    let (x0, x1) = if place.rtl { (stem.x0 - flag, stem.x0) } else { (stem.x1, stem.x1 + flag) };
    let flag = PageRect { x0, x1, y0: stem.y0, y1: stem.y0 + width };
    ops.push(DrawOp::Fill { rect: flag, colour: look.caret_colour, round: 0.0 });
}

/// The part of a range that is on screen: what a range of a megabyte has elsewhere costs nothing.
fn clip(range: &Range<usize>, on_screen: &Range<usize>) -> Range<usize> {
    range.start.max(on_screen.start)..range.end.min(on_screen.end)
}

/// A highlight on screen.
pub(super) struct PlacedHighlight<'a> {
    pub highlight: &'a Highlight,
    /// Which underline is its own, from the text down.
    pub level: u8,
    pub fragments: Vec<PageFragment>,
}

impl PlacedHighlight<'_> {
    fn behind(&self, look: &SceneStyle, ops: &mut Vec<DrawOp>) {
        let colour = match self.highlight.emphasis {
            Emphasis::Dimmed => return,
            Emphasis::Normal => self.highlight.paint.tint,
            Emphasis::Hovered | Emphasis::Active => self.highlight.paint.tint_strong,
        };
        for fragment in &self.fragments {
            ops.push(DrawOp::Fill { rect: body(fragment), colour, round: 2.0 * look.scale });
        }
    }

    pub(super) fn line_colour(&self) -> Rgba {
        match self.highlight.emphasis {
            Emphasis::Dimmed => faint(self.highlight.paint.line),
            _ => self.highlight.paint.line,
        }
    }

    /// Of its underline, in whole pixels.
    pub(super) fn thickness(&self, look: &SceneStyle) -> f32 {
        let thick = if self.highlight.emphasis == Emphasis::Active { 2.5 } else { 1.5 };
        (thick * look.scale).round().max(1.0)
    }

    fn below(&self, look: &SceneStyle, style: &TextStyle, ops: &mut Vec<DrawOp>) {
        let active = self.highlight.emphasis == Emphasis::Active;
        let colour = self.line_colour();
        let thick = self.thickness(look);
        for fragment in &self.fragments {
            let y0 = underline_top(fragment, style, look.scale, self.level);
            let rect = PageRect { y0, y1: y0 + thick, x0: fragment.rect.x0 + 0.5, x1: fragment.rect.x1 - 0.5 };
            ops.push(DrawOp::Fill { rect, colour, round: 0.0 });
            if active {
                // Edges to take hold of.
                let width = (1.5 * look.scale).round().max(1.0);
                let body = body(fragment);
                let edges = [(body.x0, body.x0 + width), (body.x1 - width, body.x1)];
                for (x0, x1) in edges {
                    ops.push(DrawOp::Fill {
                        rect: PageRect { x0, x1, y0: body.y0, y1: y0 + thick },
                        colour,
                        round: 0.0,
                    });
                }
            }
        }
    }
}

/// The part of a line that a tint fills: the letters and a little air, not the whole line height, so that the lines
/// stay apart.
pub(super) fn body(fragment: &PageFragment) -> PageRect {
    let height = fragment.rect.y1 - fragment.rect.y0;
    let above = (fragment.baseline - fragment.rect.y0) * 0.16;
    PageRect { y0: (fragment.rect.y0 + above).round(), y1: (fragment.rect.y1 - height * 0.2).round(), ..fragment.rect }
}

/// Where an underline of a level begins: each level stands below the one before.
pub(super) fn underline_top(fragment: &PageFragment, style: &TextStyle, scale: f32, level: u8) -> f32 {
    body(fragment).y1 + f32::from(level) * underline_step(style, scale)
}

/// From one underline to the next.
pub(super) fn underline_step(style: &TextStyle, scale: f32) -> f32 {
    ((style.size * 0.14).max(2.5 * scale)).round()
}

/// Which underline each highlight gets, so that no two that share a character have the same: the shorter are nearer to
/// the text.
fn levels(highlights: &[Highlight]) -> Vec<u8> {
    let mut order: Vec<usize> = (0..highlights.len()).collect();
    order.sort_by_key(|i| (highlights[*i].range.len(), highlights[*i].range.start, *i));
    let mut levels = vec![0; highlights.len()];
    // By start, so that only neighbours are compared.
    let mut placed: std::collections::BTreeMap<(usize, usize), u8> = std::collections::BTreeMap::new();
    let mut longest = 0;
    for i in order {
        let range = &highlights[i].range;
        longest = longest.max(range.len());
        let neighbours = placed.range((range.start.saturating_sub(longest), 0)..(range.end, 0));
        let used = neighbours
            .filter(|((_, other), _)| highlights[*other].range.end > range.start)
            .fold(0u32, |used, (_, level)| used | 1 << level);
        let level = (0..LEVELS).find(|l| used & (1 << l) == 0).unwrap_or(LEVELS - 1);
        levels[i] = level;
        placed.insert((range.start, i), level);
    }
    levels
}

fn faint([r, g, b, a]: Rgba) -> Rgba {
    [r, g, b, a / 3]
}
