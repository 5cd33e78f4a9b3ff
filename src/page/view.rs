//! One document as it stands on the page: lazily laid paragraphs, a scroll position that estimates cannot move, and
//! every question of place.
//!
//! Units: offsets are bytes of the document's text; lengths are physical pixels; `y` of a [`Page`] question counts from
//! the top of the viewport, `x` from the left edge of the text column.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::heights::Heights;
use super::paragraphs::Paragraphs;
use crate::typeset::{Base, Caret, Direction, ParagraphLayout, TextStyle, Typesetter};

/// Layouts kept beyond those on screen, in bytes.
const KEPT_BYTES: usize = 24 << 20;
/// Bytes laid out ahead for each step of [`Page::measure_some`].
const MEASURE_STEP: usize = 64 << 10;

/// A paragraph within the viewport.
#[derive(Clone, Debug)]
pub struct Visible {
    pub index: usize,
    /// First byte in the document.
    pub start: usize,
    /// Top of the paragraph, from the top of the viewport.
    pub top: f32,
    pub layout: Arc<ParagraphLayout>,
}

/// A rectangle on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageRect {
    pub x0: f32,
    pub y0: f32,
    pub x1: f32,
    pub y1: f32,
}

/// A stretch of one line that a range of the document covers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageFragment {
    pub rect: PageRect,
    /// The paragraph and the line in it: fragments of one line share both.
    pub paragraph: usize,
    pub line: usize,
    pub baseline: f32,
}

/// A document on the page. Owns no text engine: every call that may have to lay out is given one, so that all
/// documents and the widgets share one store of shaped words.
#[derive(Debug)]
pub struct Page {
    text: Arc<str>,
    paragraphs: Paragraphs,
    heights: Heights,
    /// Whether the height of a paragraph is laid out or only estimated.
    measured: Vec<bool>,
    unmeasured: usize,
    /// Where [`Page::measure_some`] goes on.
    next_to_measure: usize,
    style: TextStyle,
    width: f32,
    viewport: f32,
    layouts: HashMap<usize, (Arc<ParagraphLayout>, u64)>,
    kept: usize,
    clock: u64,
    /// The scroll position: a paragraph, and how many pixels of it are above the viewport. Because it is not a sum of
    /// heights, a paragraph above that turns out taller than estimated moves nothing on screen.
    top: (usize, f32),
    /// Pixels an average byte advances, learnt from what has been laid out.
    advance: f32,
}

impl Page {
    /// A page of `text` that is `width` wide in a viewport `viewport` high.
    pub fn new(text: Arc<str>, style: TextStyle, width: f32, viewport: f32) -> Self {
        let paragraphs = Paragraphs::of(&text);
        let mut page = Page {
            text,
            heights: Heights::default(),
            measured: Vec::new(),
            unmeasured: 0,
            next_to_measure: 0,
            paragraphs,
            style,
            width: width.max(1.0),
            viewport,
            layouts: HashMap::new(),
            kept: 0,
            clock: 0,
            top: (0, 0.0),
            advance: style.size * 0.24,
        };
        page.estimate();
        page
    }

    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    pub fn paragraphs(&self) -> &Paragraphs {
        &self.paragraphs
    }

    pub fn style(&self) -> &TextStyle {
        &self.style
    }

    pub fn width(&self) -> f32 {
        self.width
    }

    /// Sets the style, the column's width and the viewport's height. What stood at the top stays at the top.
    pub fn set_geometry(&mut self, ts: &mut Typesetter, style: TextStyle, width: f32, viewport: f32) {
        self.viewport = viewport;
        let width = width.max(1.0);
        if style == self.style && width == self.width {
            return;
        }
        let anchor = self.anchor(ts);
        self.advance *= style.size / self.style.size;
        self.style = style;
        self.width = width;
        self.layouts.clear();
        self.kept = 0;
        self.estimate();
        self.restore(ts, anchor);
    }

    /// The byte at the top of the viewport, and how many pixels of its line are above: a place to come back to.
    pub fn anchor(&mut self, ts: &mut Typesetter) -> (usize, f32) {
        let (index, above) = self.top;
        let start = self.paragraphs.whole(index).start;
        let layout = self.layout(ts, index);
        let line = layout.line_at(above);
        let line = &layout.lines()[line];
        (start + line.start as usize, above - line.top)
    }

    /// Scrolls so that the line of a byte begins `above` pixels above the top of the viewport.
    pub fn restore(&mut self, ts: &mut Typesetter, (offset, above): (usize, f32)) {
        let index = self.paragraphs.at(offset);
        let start = self.paragraphs.whole(index).start;
        let layout = self.layout(ts, index);
        let line = layout.line_of(offset.saturating_sub(start));
        self.top = (index, layout.lines()[line].top);
        self.scroll_by(ts, above);
    }

    fn estimate(&mut self) {
        let line = self.style.line_pixels();
        let per_line = (self.width / self.advance.max(0.01)).max(1.0);
        let heights = (0..self.paragraphs.len())
            .map(|i| (self.paragraphs.whole(i).len() as f32 / per_line).ceil().max(1.0) * line)
            .collect::<Vec<_>>();
        self.measured = vec![false; heights.len()];
        self.unmeasured = heights.len();
        self.next_to_measure = 0;
        self.heights = Heights::new(heights);
    }

    /// Whether every height is laid out, so that the scroll bar is exact.
    pub fn is_measured(&self) -> bool {
        self.unmeasured == 0
    }

    /// Lays out some of what has not been, for its height alone. Says whether more is left; a step takes about a
    /// millisecond, so a caller may take several in one frame.
    pub fn measure_some(&mut self, ts: &mut Typesetter) -> bool {
        let mut budget = MEASURE_STEP;
        while self.unmeasured > 0 && self.next_to_measure < self.measured.len() {
            let index = self.next_to_measure;
            self.next_to_measure += 1;
            if self.measured[index] {
                continue;
            }
            let bytes = self.paragraphs.whole(index).len();
            let layout = self.lay_out(ts, index);
            self.learn(index, &layout);
            budget = budget.saturating_sub(bytes + 64);
            if budget == 0 {
                break;
            }
        }
        self.unmeasured > 0
    }

    fn lay_out(&self, ts: &mut Typesetter, index: usize) -> ParagraphLayout {
        let shown = self.paragraphs.shown(&self.text, index);
        let text = &self.text[shown];
        let direction = match self.paragraphs.is_continued(index) {
            false => Direction::AUTO,
            true => match self.base_of(index) {
                Base::Rtl => Direction::Rtl,
                Base::Ltr => Direction::Ltr,
            },
        };
        ts.layout(text, &self.style, Some(self.width), direction)
    }

    /// The direction of the paragraph that a piece belongs to.
    fn base_of(&self, mut index: usize) -> Base {
        while self.paragraphs.is_continued(index) {
            index -= 1;
        }
        Direction::AUTO.resolve(&self.text[self.paragraphs.shown(&self.text, index)])
    }

    fn learn(&mut self, index: usize, layout: &ParagraphLayout) {
        self.heights.set(index, layout.height());
        if !std::mem::replace(&mut self.measured[index], true) {
            self.unmeasured -= 1;
        }
    }

    /// The layout of a paragraph, from memory if it was laid out before.
    pub fn layout(&mut self, ts: &mut Typesetter, index: usize) -> Arc<ParagraphLayout> {
        self.clock += 1;
        let clock = self.clock;
        if let Some((layout, used)) = self.layouts.get_mut(&index) {
            *used = clock;
            return layout.clone();
        }
        let layout = Arc::new(self.lay_out(ts, index));
        self.learn(index, &layout);
        self.kept += layout.memory();
        if self.kept > KEPT_BYTES {
            self.forget_oldest();
        }
        self.layouts.insert(index, (layout.clone(), clock));
        layout
    }

    /// Gives back the older half of the layouts.
    fn forget_oldest(&mut self) {
        let mut ages: Vec<u64> = self.layouts.values().map(|(_, used)| *used).collect();
        let middle = ages.len() / 2;
        if ages.is_empty() {
            return;
        }
        let (_, median, _) = ages.select_nth_unstable(middle);
        let median = *median;
        self.layouts.retain(|_, (_, used)| *used >= median);
        self.kept = self.layouts.values().map(|(layout, _)| layout.memory()).sum();
    }

    // Scrolling.

    /// Height of the whole document; exact once [`Page::is_measured`].
    pub fn height(&self) -> f64 {
        self.heights.total()
    }

    /// How much of the document is above the viewport.
    pub fn scrolled(&self) -> f64 {
        self.heights.before(self.top.0) + f64::from(self.top.1)
    }

    pub fn viewport(&self) -> f32 {
        self.viewport
    }

    /// Scrolls down by `dy` (up where negative), as far as there is something to see.
    pub fn scroll_by(&mut self, ts: &mut Typesetter, dy: f32) {
        let (mut index, mut above) = (self.top.0, self.top.1 + dy);
        while above < 0.0 && index > 0 {
            index -= 1;
            self.layout(ts, index);
            above += self.heights.get(index);
        }
        loop {
            self.layout(ts, index);
            let height = self.heights.get(index);
            if above < height || index + 1 >= self.paragraphs.len() {
                break;
            }
            above -= height;
            index += 1;
        }
        self.top = (index, above.max(0.0));
        self.keep_last_line_in_view(ts);
    }

    /// The last line may stand at the bottom third of the viewport but not above: there is always text to see.
    fn keep_last_line_in_view(&mut self, ts: &mut Typesetter) {
        let room = (self.viewport * 0.66).max(self.viewport - 3.0 * self.style.line_pixels());
        let mut below = -self.top.1;
        for index in self.top.0..self.paragraphs.len() {
            self.layout(ts, index);
            below += self.heights.get(index);
            if below >= room {
                return;
            }
        }
        let missing = room - below;
        let (mut index, mut above) = (self.top.0, self.top.1 - missing);
        while above < 0.0 && index > 0 {
            index -= 1;
            self.layout(ts, index);
            above += self.heights.get(index);
        }
        self.top = (index, above.max(0.0));
    }

    /// Scrolls so that `scrolled` pixels are above the viewport: what dragging the scroll bar asks for.
    pub fn scroll_to(&mut self, ts: &mut Typesetter, scrolled: f64) {
        let (index, above) = self.heights.at(scrolled);
        self.top = (index, above as f32);
        self.scroll_by(ts, 0.0);
    }

    /// Scrolls as little as needed to show a byte with some lines around it; a place far away comes to the middle.
    pub fn reveal(&mut self, ts: &mut Typesetter, offset: usize) {
        let margin = (self.style.line_pixels() * 1.5).min(self.viewport / 4.0);
        let index = self.paragraphs.at(offset);
        let caret = self.caret_rect(ts, Caret::before(offset));
        let near = index.abs_diff(self.top.0) < 200;
        match caret {
            Some(rect) if near && rect.y0 < margin && rect.y0 > -self.viewport => self.scroll_by(ts, rect.y0 - margin),
            Some(rect) if near && rect.y1 > self.viewport - margin && rect.y1 < 2.0 * self.viewport => {
                self.scroll_by(ts, rect.y1 + margin - self.viewport)
            }
            Some(rect) if near && (0.0..=self.viewport).contains(&rect.y0) => {}
            _ => {
                let line_top = {
                    let start = self.paragraphs.whole(index).start;
                    let layout = self.layout(ts, index);
                    layout.lines()[layout.line_of(offset.saturating_sub(start))].top
                };
                self.top = (index, line_top);
                self.scroll_by(ts, -self.viewport * 0.4);
            }
        }
    }

    /// The paragraphs within the viewport, from top to bottom.
    pub fn visible(&mut self, ts: &mut Typesetter) -> Vec<Visible> {
        let mut found = Vec::new();
        let mut y = -self.top.1;
        for index in self.top.0..self.paragraphs.len() {
            if y >= self.viewport {
                break;
            }
            let layout = self.layout(ts, index);
            let height = layout.height();
            found.push(Visible { index, start: self.paragraphs.whole(index).start, top: y, layout });
            y += height;
        }
        found
    }

    /// The bytes of what is visible.
    pub fn visible_range(&mut self, ts: &mut Typesetter) -> Range<usize> {
        let visible = self.visible(ts);
        let start = visible.first().map_or(0, |v| v.start);
        let end = visible.last().map_or(0, |v| self.paragraphs.whole(v.index).end);
        start..end
    }

    // Places.

    /// Top of a paragraph from the top of the viewport, if it is near enough to be walked to; else by the estimates.
    pub(super) fn top_of(&self, index: usize) -> f32 {
        (self.heights.before(index) - self.scrolled()) as f32
    }

    /// The caret nearest to a point.
    pub fn hit_test(&mut self, ts: &mut Typesetter, x: f32, y: f32) -> Caret {
        let (index, rest) = self.heights.at(self.scrolled() + f64::from(y));
        let start = self.paragraphs.whole(index).start;
        let layout = self.layout(ts, index);
        let caret = layout.hit_test(x, rest as f32);
        Caret::new(start + caret.offset, caret.affinity)
    }

    /// The bytes of the grapheme under a point, if there is one.
    pub fn grapheme_at(&mut self, ts: &mut Typesetter, x: f32, y: f32) -> Option<Range<usize>> {
        let place = self.scrolled() + f64::from(y);
        if place < 0.0 || place >= self.height() {
            return None;
        }
        let (index, rest) = self.heights.at(place);
        let start = self.paragraphs.whole(index).start;
        let range = self.layout(ts, index).grapheme_at(x, rest as f32)?;
        Some(start + range.start..start + range.end)
    }

    /// Where a caret stands: a rectangle without width. `None` beyond the text.
    pub fn caret_rect(&mut self, ts: &mut Typesetter, caret: Caret) -> Option<PageRect> {
        if caret.offset > self.text.len() {
            return None;
        }
        let (index, local) = self.local(caret);
        let layout = self.layout(ts, index);
        let place = layout.caret_box(local);
        let top = self.top_of(index);
        Some(PageRect { x0: place.x, y0: top + place.y0, x1: place.x, y1: top + place.y1 })
    }

    /// A caret within its paragraph. One inside a line end stands at the end of the text before it.
    pub(super) fn local(&self, caret: Caret) -> (usize, Caret) {
        let index = self.paragraphs.at(caret.offset);
        let shown = self.paragraphs.shown(&self.text, index);
        let offset = caret.offset.min(shown.end) - shown.start;
        (index, Caret::new(offset, caret.affinity))
    }

    /// The stretches that a range covers on the paragraphs in `visible`.
    pub fn fragments(&self, visible: &[Visible], range: &Range<usize>) -> Vec<PageFragment> {
        let mut found = Vec::new();
        let first = visible.partition_point(|v| v.start + v.layout.text().len() < range.start);
        for paragraph in &visible[first..] {
            if paragraph.start >= range.end && !(range.is_empty() && paragraph.start == range.start) {
                break;
            }
            let len = paragraph.layout.text().len();
            let local = range.start.saturating_sub(paragraph.start).min(len)
                ..range.end.saturating_sub(paragraph.start).min(len);
            for fragment in paragraph.layout.fragments(local) {
                let line = &paragraph.layout.lines()[fragment.line];
                found.push(PageFragment {
                    rect: PageRect {
                        x0: fragment.x0,
                        y0: paragraph.top + fragment.y0,
                        x1: fragment.x1,
                        y1: paragraph.top + fragment.y1,
                    },
                    paragraph: paragraph.index,
                    line: fragment.line,
                    baseline: paragraph.top + line.baseline,
                });
            }
        }
        found
    }
}
