//! Marks for what has no ink: spaces, NBSP, tabs, tatweel, joiners, bidi controls, line ends. Drawn over the layout,
//! which knows nothing of them.

use super::display_list::{DrawOp, Rgba, SceneStyle, glyphs_of};
use super::view::{Page, PageRect, VisibleParagraph};
use crate::typeset::{Base, Direction, Font, TextStyle, Typesetter};

/// Adds the marks of the visible paragraphs.
pub(super) fn show(
    page: &Page,
    ts: &mut Typesetter,
    visible: &[VisibleParagraph],
    look: &SceneStyle,
    ops: &mut Vec<DrawOp>,
) {
    let style = TextStyle { font: Font::Interface, size: page.style().size * 0.6, line_height: 1.0 };
    // The sign for the end of a paragraph stands beyond its last letter.
    let pilcrow = ts.layout("¶", &style, None, Direction::Ltr);
    for paragraph in visible {
        let layout = &paragraph.layout;
        let text = layout.text();
        for line in &layout.lines()[paragraph.lines.clone()] {
            let baseline = paragraph.top + line.baseline;
            for cell in layout.cells(line) {
                let Some(grapheme) = text.get(cell.start as usize..cell.end as usize) else { continue };
                let pen = Pen { x0: cell.x0, x1: cell.x1, baseline, em: layout.style().size, colour: look.weak_ink };
                for c in grapheme.chars() {
                    pen.mark(c, ops);
                }
            }
        }
        let whole = page.paragraphs().whole(paragraph.index);
        if page.text()[whole].ends_with('\n') {
            let last = &layout.lines()[layout.lines().len() - 1];
            let x = match layout.base() {
                Base::Rtl => layout.width() - last.width - pilcrow.width(),
                Base::Ltr => last.x + last.width,
            };
            let y = paragraph.top + last.baseline - style.baseline();
            glyphs_of(&pilcrow, 0..1, x, y, look.weak_ink, ops);
        }
    }
}

/// Draws within one grapheme's cell.
struct Pen {
    x0: f32,
    x1: f32,
    baseline: f32,
    em: f32,
    colour: Rgba,
}

impl Pen {
    fn mark(&self, c: char, ops: &mut Vec<DrawOp>) {
        let line = (self.em / 16.0).max(1.0);
        let middle = (self.x0 + self.x1) / 2.0;
        let centre = self.baseline - self.em * 0.3;
        match c {
            ' ' => self.fill(middle - line, centre - line, middle + line, centre + line, ops),
            // An open box: a space that holds its neighbours together.
            '\u{a0}' | '\u{202f}' => {
                let (x0, x1) = (self.x0 + line, self.x1 - line);
                self.fill(x0, self.baseline - line, x1, self.baseline, ops);
                self.fill(x0, self.baseline - 3.0 * line, x0 + line, self.baseline, ops);
                self.fill(x1 - line, self.baseline - 3.0 * line, x1, self.baseline, ops);
            }
            '\t' => self.fill(self.x0 + line, centre, self.x1 - line, centre + line, ops),
            // A stroke above what only lengthens.
            'ـ' => {
                self.fill(self.x0, self.baseline - self.em * 0.55, self.x1, self.baseline - self.em * 0.55 + line, ops)
            }
            // Upright strokes for what has no width: plain for joiners, with a foot for direction marks.
            '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' => {
                self.upright(middle, line, false, c == '\u{200d}', ops)
            }
            '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                let leftwards = matches!(c, '\u{200f}' | '\u{61c}' | '\u{202b}' | '\u{202e}' | '\u{2067}');
                self.upright(middle, line, true, leftwards, ops);
            }
            _ => {}
        }
    }

    fn upright(&self, x: f32, line: f32, foot: bool, leftwards: bool, ops: &mut Vec<DrawOp>) {
        let top = self.baseline - self.em * 0.75;
        self.fill(x, top, x + line, self.baseline, ops);
        let reach = self.em * 0.16;
        let y = if foot { top } else { self.baseline - line };
        match (foot, leftwards) {
            (_, true) => self.fill(x - reach, y, x, y + line, ops),
            (true, false) => self.fill(x + line, y, x + line + reach, y + line, ops),
            (false, false) => {}
        }
    }

    fn fill(&self, x0: f32, y0: f32, x1: f32, y1: f32, ops: &mut Vec<DrawOp>) {
        let rect = PageRect { x0, y0, x1, y1 };
        ops.push(DrawOp::Fill { rect, colour: self.colour, round: 0.0 });
    }
}
