//! Names of labels below the spans, as many as there is room for; of those without room it is said how many there are.

use std::collections::HashMap;
use std::sync::Arc;

use super::display_list::{DrawOp, Emphasis, Rgba, SceneStyle, glyphs_of};
use super::scene::{PlacedHighlight, underline_top};
use super::view::{Page, PageFragment, VisibleParagraph, seen};
use crate::typeset::{Caret, Font, ParagraphLayout, TextStyle, Typesetter};

/// How large names are where nobody says otherwise, in em of the reading size.
pub const TAG_SIZE: f32 = 0.5;

/// The smallest letters that can be read, in pixels.
const LEAST: f32 = 8.0;

/// How far a name may stand from its span where other names are in its way, in em of the reading size.
const REACH: f32 = 5.0;

/// A name to be put below a span.
struct Name {
    /// Where its span begins.
    fragment: PageFragment,
    rtl: bool,
    layout: Arc<ParagraphLayout>,
    colour: Rgba,
}

impl Page {
    /// Names of labels, small, below the line at the start of each span. One that would run into its neighbour moves on
    /// along its own span, or a little beyond it, behind the names that are in its way. How many are left is written behind them; the
    /// card of the place has all of them. There is one row: a second would lie on the next line of text.
    pub(super) fn paint_tags(
        &mut self,
        ts: &mut Typesetter,
        visible: &[VisibleParagraph],
        marks: &[PlacedHighlight],
        look: &SceneStyle,
        ops: &mut Vec<DrawOp>,
    ) {
        let size = (self.style().size * look.tag_size).round().max(LEAST);
        let style = TextStyle { font: Font::Interface, size, line_height: 1.2 };
        let mut names = Vec::new();
        for mark in marks.iter().filter(|m| m.highlight.tagged && m.highlight.emphasis != Emphasis::Dimmed) {
            let Some((fragment, rtl)) = self.beginning(visible, mark) else { continue };
            let layout = self.tags.get(ts, &mark.highlight.tag, &style);
            names.push(Name { fragment: *fragment, rtl, layout, colour: mark.highlight.paint.tag });
        }
        let mut rows = Rows {
            style: *self.style(),
            underlines: underlines(marks),
            taken: HashMap::new(),
            column: self.width(),
            scale: look.scale,
        };
        // First whoever has a place at its own span, so that nobody loses it to a neighbour's name.
        let left: Vec<Name> = names.into_iter().filter_map(|name| rows.put(name, 0.0, ops)).collect();
        let reach = self.style().size * REACH;
        let left: Vec<Name> = left.into_iter().filter_map(|name| rows.put(name, reach, ops)).collect();
        // What is left over at one place is one count.
        let mut counts: Vec<(Name, usize)> = Vec::new();
        for name in left {
            match counts.iter_mut().rev().find(|(other, _)| other.is_beside(&name)) {
                Some((_, count)) => *count += 1,
                None => counts.push((name, 1)),
            }
        }
        for (name, count) in counts {
            let layout = self.tags.get(ts, &format!("+{count}"), &style);
            rows.put(Name { layout, colour: look.weak_ink, ..name }, 2.0 * reach, ops);
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

impl Name {
    /// Whether another name belongs below the same place.
    fn is_beside(&self, other: &Name) -> bool {
        let (a, b) = (&self.fragment, &other.fragment);
        (a.paragraph, a.line) == (b.paragraph, b.line) && a.rect.x0 < b.rect.x1 && b.rect.x0 < a.rect.x1
    }
}

/// The names that have their places below the lines.
struct Rows {
    style: TextStyle,
    underlines: Underlines,
    /// Left and right edges of what is taken, by paragraph and line.
    taken: HashMap<(usize, usize), Vec<(f32, f32)>>,
    /// Width of the column.
    column: f32,
    scale: f32,
}

impl Rows {
    /// Puts a name within its span, or as far `beyond` it as that; gives it back where there is no room.
    fn put(&mut self, name: Name, beyond: f32, ops: &mut Vec<DrawOp>) -> Option<Name> {
        let fragment = &name.fragment;
        let width = name.layout.width();
        let span = (fragment.rect.x0, fragment.rect.x1);
        let taken = self.taken.entry((fragment.paragraph, fragment.line)).or_default();
        let Some(x) = place_tag(taken, span, (self.column, beyond), width, name.rtl, 3.0 * self.scale) else {
            return Some(name);
        };
        taken.push((x, x + width));
        // Below every line that is drawn there, so that none strikes the name through.
        let lowest = lowest_line(&self.underlines, fragment, (x, x + width));
        let y = underline_top(fragment, &self.style, self.scale, lowest) + 2.0 * self.scale;
        glyphs_of(&name.layout, 0..name.layout.lines().len(), x.round(), y.round(), name.colour, ops);
        None
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
/// than the tag, within the column where that is wide enough; any later place must lie within the span or `beyond` it.
fn place_tag(
    taken: &[(f32, f32)],
    (x0, x1): (f32, f32),
    (column, beyond): (f32, f32),
    width: f32,
    rtl: bool,
    gap: f32,
) -> Option<f32> {
    let mut x = if rtl { x1 - width } else { x0 };
    x = x.min(column - width).max(0.0);
    let (least, most) = match beyond > 0.0 {
        true => ((x0 - beyond).max(0.0), (x1 + beyond).min(column)),
        false => (x0, x1),
    };
    loop {
        let Some(&(a, b)) = taken.iter().find(|(a, b)| x < b + gap && *a < x + width + gap) else { return Some(x) };
        x = if rtl { a - gap - width } else { b + gap };
        if x < least || x + width > most {
            return None;
        }
    }
}
