//! Names of labels below the spans: where there is room for them, and their layouts kept from frame to frame.

use std::collections::HashMap;
use std::sync::Arc;

use super::scene::{Emphasis, Look, Mark, Op, glyphs_of, underline_top};
use super::view::{Page, PageFragment, Visible};
use crate::typeset::{Caret, Direction, Font, ParagraphLayout, TextStyle, Typesetter};

/// Em of the reading size.
const TAG_SIZE: f32 = 0.5;
/// Rows of tags below a line of text.
const ROWS: u8 = 2;
/// Names kept laid out; a schema has far fewer.
const KEPT: usize = 512;

/// Names as they were laid out, at one size.
#[derive(Debug, Default)]
pub(super) struct TagLayouts {
    size: f32,
    layouts: HashMap<String, Arc<ParagraphLayout>>,
}

impl TagLayouts {
    fn get(&mut self, ts: &mut Typesetter, tag: &str, style: &TextStyle) -> Arc<ParagraphLayout> {
        if self.size != style.size || self.layouts.len() > KEPT {
            self.layouts.clear();
            self.size = style.size;
        }
        if let Some(layout) = self.layouts.get(tag) {
            return layout.clone();
        }
        let layout = Arc::new(ts.layout(tag, style, None, Direction::AUTO));
        self.layouts.insert(tag.to_owned(), layout.clone());
        layout
    }
}

impl Page {
    /// Names of labels, small, below the line at the start of each span. One that would run into its neighbour goes a
    /// row lower; where no row is free it is left to the hover.
    pub(super) fn paint_tags(
        &mut self,
        ts: &mut Typesetter,
        visible: &[Visible],
        marks: &[Mark],
        look: &Look,
        ops: &mut Vec<Op>,
    ) {
        let size = (self.style().size * TAG_SIZE).round().max(8.0);
        let style = TextStyle { font: Font::Interface, size, line_height: 1.2 };
        let gap = 3.0 * look.scale;
        let mut taken: HashMap<(usize, usize, u8), Vec<(f32, f32)>> = HashMap::new();
        for mark in marks.iter().filter(|m| m.highlight.tagged && m.highlight.emphasis != Emphasis::Dimmed) {
            let Some((fragment, rtl)) = self.beginning(visible, mark) else { continue };
            let layout = self.tags.get(ts, &mark.highlight.tag, &style);
            let width = layout.width();
            // Within the column, where that is wide enough.
            let x = if rtl { fragment.rect.x1 - width } else { fragment.rect.x0 };
            let x = x.min(self.width() - width).max(0.0);
            let row = (0..ROWS).find(|row| {
                let others = taken.get(&(fragment.paragraph, fragment.line, *row));
                !others.is_some_and(|others| others.iter().any(|(x0, x1)| x < x1 + gap && *x0 < x + width + gap))
            });
            let Some(row) = row else { continue };
            taken.entry((fragment.paragraph, fragment.line, row)).or_default().push((x, x + width));
            let top = underline_top(fragment, self.style(), look.scale, 0) + 2.0 * look.scale;
            let y = top + f32::from(row) * style.line_pixels();
            glyphs_of(&layout, 0..layout.lines().len(), x.round(), y.round(), mark.highlight.paint.tag, ops);
        }
    }

    /// The stretch in which the first letter of a mark is, and whether its paragraph runs to the left. `None` where the
    /// mark begins above what is on screen.
    fn beginning<'m>(&self, visible: &[Visible], mark: &'m Mark) -> Option<(&'m PageFragment, bool)> {
        let first = mark.fragments.first()?;
        let start = mark.highlight.range.start;
        let paragraph = visible.iter().find(|v| v.index == first.paragraph)?;
        if start < paragraph.start {
            return None;
        }
        let layout = &paragraph.layout;
        let place = layout.caret_box(Caret::before(start - paragraph.start));
        // On a line in two directions the leftmost stretch need not be the first.
        let holds = |f: &&PageFragment| f.rect.x0 - 0.5 <= place.x && place.x <= f.rect.x1 + 0.5;
        let on_line = mark.fragments.iter().take_while(|f| (f.paragraph, f.line) == (first.paragraph, first.line));
        (place.line == first.line).then(|| (on_line.clone().find(holds).unwrap_or(first), layout.base().is_rtl()))
    }
}
