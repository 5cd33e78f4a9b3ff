//! Names of labels below the spans: where there is room for them.

use std::collections::HashMap;

use super::display_list::{DrawOp, Emphasis, SceneStyle, glyphs_of};
use super::scene::{PlacedHighlight, underline_top};
use super::view::{Page, PageFragment, VisibleParagraph, seen};
use crate::typeset::{Caret, Font, TextStyle, Typesetter};

/// Em of the reading size.
const TAG_SIZE: f32 = 0.5;

impl Page {
    /// Names of labels, small, below the line at the start of each span. One that would run into its neighbour moves on
    /// along its own span; where there is no room it is left to the hover. There is one row: a second would lie on the
    /// next line of text.
    pub(super) fn paint_tags(
        &mut self,
        ts: &mut Typesetter,
        visible: &[VisibleParagraph],
        marks: &[PlacedHighlight],
        look: &SceneStyle,
        ops: &mut Vec<DrawOp>,
    ) {
        let size = (self.style().size * TAG_SIZE).round().max(8.0);
        let style = TextStyle { font: Font::Interface, size, line_height: 1.2 };
        let gap = 3.0 * look.scale;
        // What is taken on a line of a paragraph, by left and right edges.
        let mut taken: HashMap<(usize, usize), Vec<(f32, f32)>> = HashMap::new();
        let underlines = underlines(marks);
        for mark in marks.iter().filter(|m| m.highlight.tagged && m.highlight.emphasis != Emphasis::Dimmed) {
            let Some((fragment, rtl)) = self.beginning(visible, mark) else { continue };
            let layout = self.tags.get(ts, &mark.highlight.tag, &style);
            let width = layout.width();
            let line = taken.entry((fragment.paragraph, fragment.line)).or_default();
            let span = (fragment.rect.x0, fragment.rect.x1);
            let Some(x) = place_tag(line, span, self.width(), width, rtl, gap) else { continue };
            line.push((x, x + width));
            // Below every line that is drawn there, so that none strikes the name through.
            let lowest = lowest_line(&underlines, fragment, (x, x + width));
            let y = underline_top(fragment, self.style(), look.scale, lowest) + 2.0 * look.scale;
            glyphs_of(&layout, 0..layout.lines().len(), x.round(), y.round(), mark.highlight.paint.tag, ops);
        }
    }

    /// The stretch in which the first letter of a mark is, and whether its paragraph runs to the left. `None` where the
    /// mark begins above what is on screen.
    fn beginning<'m>(
        &self,
        visible: &[VisibleParagraph],
        mark: &'m PlacedHighlight,
    ) -> Option<(&'m PageFragment, bool)> {
        let first = mark.fragments.first()?;
        let start = mark.highlight.range.start;
        let paragraph = seen(visible, first.paragraph)?;
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

/// The underlines of each line of a paragraph: left and right edges, and levels. Only those of its own line are asked
/// for a name.
type Underlines = HashMap<(usize, usize), Vec<(f32, f32, u8)>>;

fn underlines(marks: &[PlacedHighlight]) -> Underlines {
    let mut underlines = Underlines::new();
    for mark in marks {
        for fragment in &mark.fragments {
            let line = underlines.entry((fragment.paragraph, fragment.line)).or_default();
            line.push((fragment.rect.x0, fragment.rect.x1, mark.level));
        }
    }
    underlines
}

/// The lowest underline on the line of `fragment` between two places.
fn lowest_line(underlines: &Underlines, fragment: &PageFragment, (left, right): (f32, f32)) -> u8 {
    let line = underlines.get(&(fragment.paragraph, fragment.line)).into_iter().flatten();
    line.filter(|(x0, x1, _)| *x0 < right && left < *x1).map(|(.., level)| *level).max().unwrap_or(0)
}

/// The left edge of a tag on a line where `taken` is not free. It begins at the start of its span, which may be narrower
/// than the tag, within the column where that is wide enough; any later place must lie within the span.
fn place_tag(taken: &[(f32, f32)], (x0, x1): (f32, f32), column: f32, width: f32, rtl: bool, gap: f32) -> Option<f32> {
    let mut x = if rtl { x1 - width } else { x0 };
    x = x.min(column - width).max(0.0);
    loop {
        let Some(&(a, b)) = taken.iter().find(|(a, b)| x < b + gap && *a < x + width + gap) else { return Some(x) };
        x = if rtl { a - gap - width } else { b + gap };
        if x < x0 || x + width > x1 {
            return None;
        }
    }
}
