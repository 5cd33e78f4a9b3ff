//! The signs of a mention that goes on over a line end: an arrow head behind what stands on a line, and one before what comes from the
//! line above. Both point the way the text is read, which in a run from left to right is the other way.

use super::display_list::{DrawOp, SceneStyle};
use super::scene::{PlacedHighlight, underline_top};
use super::stroke::StrokePath;
use super::view::{Page, PageFragment, VisibleParagraph, seen};
use crate::typeset::Cell;

/// Points from the edge of the words to the head, its length, half its height, and from the head of one mention to that of one around it.
const GAP: f32 = 1.5;
const LENGTH: f32 = 3.5;
const HALF: f32 = 2.5;
const BESIDE: f32 = 4.0;

impl Page {
    /// Paints the signs at the lines in view.
    pub(super) fn paint_continuations(
        &self,
        visible: &[VisibleParagraph],
        marks: &[PlacedHighlight],
        look: &SceneStyle,
        ops: &mut Vec<DrawOp>,
    ) {
        for mark in marks {
            let lines = mark.fragments.chunk_by(|a, b| (a.paragraph, a.line) == (b.paragraph, b.line));
            for fragment in lines.filter_map(<[PageFragment]>::first) {
                self.paint_on_line(visible, fragment, mark, look, ops);
            }
        }
    }

    fn paint_on_line(
        &self,
        visible: &[VisibleParagraph],
        fragment: &PageFragment,
        mark: &PlacedHighlight,
        look: &SceneStyle,
        ops: &mut Vec<DrawOp>,
    ) {
        let Some(paragraph) = seen(visible, fragment.paragraph) else { return };
        let (layout, range) = (&paragraph.layout, &mark.highlight.range);
        let line = &layout.lines()[fragment.line];
        let begins = paragraph.start + line.start as usize;
        let ends = match fragment.line + 1 == layout.lines().len() {
            // With what ends the paragraph: a mention that holds no more than that does not go on.
            true => self.paragraphs().whole(fragment.paragraph).end,
            false => paragraph.start + line.end as usize,
        };
        let (comes, goes) = (range.start < begins, range.end > ends);
        if !comes && !goes {
            return;
        }
        let of_mention = || {
            let within = |cell: &&Cell| range.contains(&(paragraph.start + cell.start as usize)) && cell.x1 > cell.x0;
            layout.cells(line).iter().filter(within)
        };
        let is_blank = |cell: &&Cell| layout.text()[cell.start as usize..cell.end as usize].trim().is_empty();
        // The last letter says which way is on; blanks at the end of a line stand where the line ends.
        let letters = || of_mention().filter(|cell| !is_blank(cell));
        let y = underline_top(fragment, self.style(), look.scale, mark.level) + mark.thickness(look) / 2.0;
        let mut head = |letter: &Cell, leaves: bool| {
            // Where what is read goes: to the left in a run from right to left.
            let onward = if letter.rtl { -1.0 } else { 1.0 };
            let outward = if leaves { onward } else { -onward };
            let edge = if outward < 0.0 { letter.x0 } else { letter.x1 };
            // A blank that is highlighted behind the letter belongs to what is underlined.
            let beside = |blank: &&Cell| (if outward < 0.0 { blank.x1 } else { blank.x0 } - edge).abs() < 0.5;
            let blank = of_mention().filter(is_blank).find(beside);
            let edge = blank.map_or(edge, |blank| if outward < 0.0 { blank.x0 } else { blank.x1 });
            let near = edge + outward * (GAP + f32::from(mark.level) * BESIDE) * look.scale;
            let far = near + outward * LENGTH * look.scale;
            let (tip, tail) = if leaves { (far, near) } else { (near, far) };
            let half = HALF * look.scale;
            let path = StrokePath::from([tail, y - half]).line_to([tip, y]).line_to([tail, y + half]);
            ops.push(DrawOp::Stroke { path, width: (1.5 * look.scale).max(1.0), colour: mark.line_colour() });
        };
        if let Some(last) = letters().max_by_key(|cell| cell.start).filter(|_| goes) {
            head(last, true);
        }
        if let Some(first) = letters().min_by_key(|cell| cell.start).filter(|_| comes) {
            head(first, false);
        }
    }
}
