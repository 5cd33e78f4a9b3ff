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
use super::placed_arc::PlacedArc;
use super::tag_layouts::TagLayouts;
use crate::typeset::{Affinity, Base, Caret, Direction, Fragment, ParagraphLayout, TextStyle, Typesetter};

/// Layouts kept beyond those on screen, in bytes.
const KEPT_BYTES: usize = 24 << 20;
/// Viewports within which a paragraph is walked to, so that its place is exact; further away estimates do.
const MAX_EXACT_SCREENS: f32 = 4.0;
/// Paragraphs without a letter that are gone back over in search of a direction.
const NEUTRALS: usize = 32;
/// Bytes laid out ahead for each step of [`Page::measure_some`].
const MEASURE_STEP: usize = 8 << 10;

/// A paragraph within the viewport.
#[derive(Clone, Debug)]
pub struct VisibleParagraph {
    pub index: usize,
    /// First byte in the document.
    pub start: usize,
    /// Top of the paragraph, from the top of the viewport.
    /// Whole pixels, so that scrolling by a part of one does not make marks and letters round differently.
    pub top: f32,
    /// The lines of it that are within the viewport: of a giant paragraph only these are painted.
    pub lines: Range<usize>,
    pub layout: Arc<ParagraphLayout>,
}

impl VisibleParagraph {
    /// The bytes of the document on the lines that are within the viewport.
    pub fn bytes(&self) -> Range<usize> {
        let lines = &self.layout.lines()[self.lines.clone()];
        let start = lines.first().map_or(0, |line| line.start as usize);
        let end = lines.last().map_or(0, |line| line.end as usize);
        self.start + start..self.start + end
    }
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
    /// The direction of the document's first letter.
    base: Base,
    style: TextStyle,
    width: f32,
    viewport: f32,
    layouts: HashMap<usize, (Arc<ParagraphLayout>, u64)>,
    kept: usize,
    clock: u64,
    /// The scroll position: a paragraph, and how many pixels of it are above the viewport. Because it is not a sum of
    /// heights, a paragraph above that turns out taller than estimated moves nothing on screen.
    top: (usize, f32),
    /// What stood at the top before the geometry changed. Kept until the page is scrolled, so that a window dragged
    /// smaller and larger again does not creep up a line at each step.
    held: Option<PagePosition>,
    /// Names of labels as they were laid out for the last frame.
    pub(super) tags: TagLayouts,
    /// The relations as they lay in the last scene.
    pub(super) arcs: Vec<PlacedArc>,
    /// Bytes laid out and the pixels they advanced: how heights are estimated.
    laid: (f64, f64),
}

/// What stands at the top of the viewport: a place to come back to in another geometry, or on another day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PagePosition {
    /// The first byte of the line at the top of the viewport.
    pub offset: usize,
    /// How much of that line is above the viewport, in heights of a line.
    pub above: f32,
}

impl Page {
    /// A page of `text` that is `width` wide in a viewport `viewport` high.
    pub fn new(text: Arc<str>, style: TextStyle, width: f32, viewport: f32) -> Self {
        let paragraphs = Paragraphs::of(&text);
        let mut page = Page {
            base: first_base(&text),
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
            held: None,
            tags: TagLayouts::default(),
            arcs: Vec::new(),
            // Two bytes a letter, half an em wide: what Arabic is before any was seen.
            laid: (1000.0, f64::from(style.size) * 240.0),
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
        let width = width.max(1.0);
        let grown = viewport > self.viewport;
        self.viewport = viewport;
        if style == self.style && width == self.width {
            if grown {
                self.keep_last_line_in_view(ts);
            }
            return;
        }
        let place = match self.held {
            Some(place) => place,
            None => self.place(ts),
        };
        self.laid.1 *= f64::from(style.size / self.style.size);
        self.style = style;
        self.width = width;
        self.layouts.clear();
        self.kept = 0;
        self.estimate();
        self.restore(ts, place);
        self.held = Some(place);
    }

    /// The paragraph at the top of the viewport and how many pixels of it are above.
    pub fn top(&self) -> (usize, f32) {
        self.top
    }

    /// Scrolls to where another page of the same text and geometry is.
    pub fn place_at(&mut self, ts: &mut Typesetter, (index, above): (usize, f32)) {
        self.stabilise_scroll(ts, index.min(self.paragraphs.count() - 1), above);
    }

    /// What is at the top of the viewport.
    pub fn place(&mut self, ts: &mut Typesetter) -> PagePosition {
        let (index, above) = self.top;
        let start = self.paragraphs.whole(index).start;
        let layout = self.layout(ts, index);
        let line = &layout.lines()[layout.line_at(above)];
        PagePosition { offset: start + line.start as usize, above: (above - line.top) / line.height }
    }

    /// Scrolls so that a place is at the top of the viewport again.
    pub fn restore(&mut self, ts: &mut Typesetter, place: PagePosition) {
        let index = self.paragraphs.at(place.offset.min(self.text.len()));
        let start = self.paragraphs.whole(index).start;
        let layout = self.layout(ts, index);
        let line = &layout.lines()[layout.line_of(place.offset.saturating_sub(start))];
        self.top = (index, line.top + place.above * line.height);
        self.scroll_by(ts, 0.0);
    }

    fn estimate(&mut self) {
        let line = self.style.line_pixels();
        let advance = (self.laid.1 / self.laid.0) as f32;
        let per_line = (self.width / advance.max(0.01)).max(1.0);
        let heights = (0..self.paragraphs.count())
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
            self.record_height(index, &layout);
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
        let direction = match self.base_of(index) {
            Base::Rtl => Direction::Rtl,
            Base::Ltr => Direction::Ltr,
        };
        ts.layout(text, &self.style, Some(self.width), direction)
    }

    /// The direction of a paragraph, or of the one that a piece belongs to. One without a letter, a blank line or a
    /// number, runs as what stands before it: else an arrow that came from there would turn back. At the head of the
    /// document it runs as the document's first letter says.
    fn base_of(&self, index: usize) -> Base {
        let mut steps = 0;
        for at in (0..=index).rev() {
            if self.paragraphs.is_continued(at) {
                continue;
            }
            let text = &self.text[self.paragraphs.shown(&self.text, at)];
            if let Some(base) = direction_of(text) {
                return base;
            }
            steps += 1;
            if steps == NEUTRALS {
                break;
            }
        }
        self.base
    }

    fn record_height(&mut self, index: usize, layout: &ParagraphLayout) {
        self.heights.set(index, layout.height());
        self.laid.0 += layout.text().len() as f64;
        self.laid.1 += layout.lines().iter().map(|line| f64::from(line.width)).sum::<f64>();
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
        self.record_height(index, &layout);
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

    /// Scrolls down by `dy` pixels (up where negative), as far as there is something to see. Gives the pixels by which
    /// what is on screen moved; heights learnt on the way do not count.
    pub fn scroll_by(&mut self, ts: &mut Typesetter, dy: f32) -> f32 {
        self.held = None;
        if dy.abs() > MAX_EXACT_SCREENS * self.viewport.max(self.style.line_pixels()) {
            let before = self.scrolled();
            self.scroll_to(ts, before + f64::from(dy));
            return (self.scrolled() - before) as f32;
        }
        let moved = dy + self.stabilise_scroll(ts, self.top.0, self.top.1 + dy);
        moved - self.keep_last_line_in_view(ts)
    }

    /// Puts the top of the viewport `above` pixels below the top of a paragraph, which may be any distance away. Gives
    /// by how much it came to stand lower, because there is nothing above the first paragraph.
    fn stabilise_scroll(&mut self, ts: &mut Typesetter, index: usize, above: f32) -> f32 {
        let (index, above) = self.walk_to(ts, index, above);
        self.top = (index, above.max(0.0));
        (-above).max(0.0)
    }

    /// The paragraph at `y` pixels below the top of `index`, every paragraph between laid out, and how far `y` is below
    /// its top. Above the first paragraph and below the last it is these.
    fn walk_to(&mut self, ts: &mut Typesetter, mut index: usize, mut y: f32) -> (usize, f32) {
        while y < 0.0 && index > 0 {
            index -= 1;
            y += self.height_of(ts, index);
        }
        loop {
            let height = self.height_of(ts, index);
            if y < height || index + 1 >= self.paragraphs.count() {
                return (index, y);
            }
            y -= height;
            index += 1;
        }
    }

    /// The height of a paragraph, laid out.
    fn height_of(&mut self, ts: &mut Typesetter, index: usize) -> f32 {
        if !self.measured[index] {
            self.layout(ts, index);
        }
        self.heights.get(index)
    }

    /// At the end of the document the text fills the viewport but for its last third, or three lines: there is always
    /// text to see. Gives by
    /// how much the page was moved down for it.
    fn keep_last_line_in_view(&mut self, ts: &mut Typesetter) -> f32 {
        let room = (self.viewport * 0.66).max(self.viewport - 3.0 * self.style.line_pixels());
        let mut below = -self.top.1;
        for index in self.top.0..self.paragraphs.count() {
            below += self.height_of(ts, index);
            if below >= room {
                return 0.0;
            }
        }
        let missing = room - below;
        missing - self.stabilise_scroll(ts, self.top.0, self.top.1 - missing)
    }

    /// Scrolls so that `scrolled` pixels are above the viewport: what dragging the scroll bar asks for.
    pub fn scroll_to(&mut self, ts: &mut Typesetter, scrolled: f64) {
        self.held = None;
        let (index, above) = self.heights.at(scrolled);
        // Where the paragraph turns out lower than estimated, still within it: a drag of the bar must not run ahead.
        let height = self.height_of(ts, index);
        self.stabilise_scroll(ts, index, (above as f32).min(height));
        self.keep_last_line_in_view(ts);
    }

    /// Scrolls as little as needed to show a byte with some lines around it; a place far away comes to the middle.
    pub fn reveal(&mut self, ts: &mut Typesetter, offset: usize) {
        let margin = (self.style.line_pixels() * 1.5).min(self.viewport / 4.0);
        let offset = offset.min(self.text.len());
        let (index, local) = self.local(Caret::before(offset));
        let place = self.layout(ts, index).caret_box(local);
        let Some(top) = self.top_near(ts, index) else {
            self.stabilise_scroll(ts, index, place.y0 - (self.viewport * 0.4).round());
            self.held = None;
            self.keep_last_line_in_view(ts);
            return;
        };
        let (y0, y1) = (top + place.y0, top + place.y1);
        if y0 < margin && y0 > -self.viewport {
            self.scroll_by(ts, y0 - margin);
        } else if y1 > self.viewport - margin && y1 < 2.0 * self.viewport {
            // Where the line is taller than the viewport, its top is what to show.
            self.scroll_by(ts, (y1 + margin - self.viewport).min(y0));
        } else if !(0.0..=self.viewport).contains(&y0) {
            self.scroll_by(ts, y0 - (self.viewport * 0.4).round());
        }
    }

    /// The paragraphs within the viewport, from top to bottom.
    pub fn visible(&mut self, ts: &mut Typesetter) -> Vec<VisibleParagraph> {
        let mut found = Vec::new();
        let mut y = -self.top.1;
        // Rounded once: each paragraph rounded for itself would leave a row of pixels between two, or draw it twice.
        let mut top = y.round();
        for index in self.top.0..self.paragraphs.count() {
            if y >= self.viewport {
                break;
            }
            let layout = self.layout(ts, index);
            let height = layout.height();
            let lines = layout.line_at(-y)..layout.line_at((self.viewport - y).min(height - 1.0)) + 1;
            found.push(VisibleParagraph { index, start: self.paragraphs.whole(index).start, top, lines, layout });
            y += height;
            top += height;
        }
        found
    }

    /// The bytes of the lines within the viewport.
    pub fn visible_range(&mut self, ts: &mut Typesetter) -> Range<usize> {
        bytes_of(&self.visible(ts))
    }

    // Places.

    /// Top of a paragraph from the top of the viewport, all between laid out; `None` where it is too far away for that.
    fn top_near(&mut self, ts: &mut Typesetter, index: usize) -> Option<f32> {
        let far = MAX_EXACT_SCREENS * self.viewport.max(self.style.line_pixels());
        let mut y = -self.top.1;
        let (from, to) = (index.min(self.top.0), index.max(self.top.0));
        let down = index >= self.top.0;
        for step in 0..to - from {
            let at = if down { from + step } else { to - 1 - step };
            let height = self.height_of(ts, at);
            y += if down { height } else { -height };
            if y.abs() > far {
                return None;
            }
        }
        Some(y)
    }

    /// Top of a paragraph from the top of the viewport; far away by the estimates.
    fn top_of(&mut self, ts: &mut Typesetter, index: usize) -> f32 {
        match self.top_near(ts, index) {
            Some(y) => y,
            // An estimate must not put on screen what is known to be off it.
            None => {
                let by_estimate = (self.heights.before(index) - self.scrolled()) as f32;
                let far = MAX_EXACT_SCREENS * self.viewport.max(self.style.line_pixels());
                if index > self.top.0 { by_estimate.max(far) } else { by_estimate.min(-far) }
            }
        }
    }

    /// The paragraph at a height of the viewport, and how far below its top.
    fn paragraph_at(&mut self, ts: &mut Typesetter, y: f32) -> (usize, f32) {
        match y.abs() <= MAX_EXACT_SCREENS * self.viewport.max(self.style.line_pixels()) {
            true => self.walk_to(ts, self.top.0, self.top.1 + y),
            false => {
                let (index, rest) = self.heights.at(self.scrolled() + f64::from(y));
                (index, rest as f32)
            }
        }
    }

    /// The caret nearest to a point.
    pub fn hit_test(&mut self, ts: &mut Typesetter, x: f32, y: f32) -> Caret {
        let (index, rest) = self.paragraph_at(ts, y);
        let start = self.paragraphs.whole(index).start;
        let layout = self.layout(ts, index);
        let caret = layout.hit_test(x, rest);
        Caret::new(start + caret.offset, caret.affinity)
    }

    /// The bytes of the grapheme under a point, if there is one.
    pub fn grapheme_at(&mut self, ts: &mut Typesetter, x: f32, y: f32) -> Option<Range<usize>> {
        let (index, rest) = self.paragraph_at(ts, y);
        let start = self.paragraphs.whole(index).start;
        let range = self.layout(ts, index).grapheme_at(x, rest)?;
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
        let top = self.top_of(ts, index);
        Some(PageRect { x0: place.x, y0: top + place.y0, x1: place.x, y1: top + place.y1 })
    }

    /// A caret within its paragraph. One inside a line end stands at the end of the text before it; one that clings to
    /// the last letter of a piece of a giant paragraph stands in that piece.
    pub(super) fn local(&self, caret: Caret) -> (usize, Caret) {
        let mut index = self.paragraphs.at(caret.offset);
        if caret.affinity == Affinity::Upstream
            && self.paragraphs.is_continued(index)
            && self.paragraphs.whole(index).start == caret.offset
        {
            index -= 1;
        }
        let shown = self.paragraphs.shown(&self.text, index);
        let offset = caret.offset.min(shown.end) - shown.start;
        (index, Caret::new(offset, caret.affinity))
    }

    /// A hairline where a range without a byte stands, if that is on the paragraphs in `visible`.
    pub(super) fn hairline(&self, visible: &[VisibleParagraph], offset: usize) -> Option<PageFragment> {
        let (index, local) = self.local(Caret::before(offset));
        let paragraph = seen(visible, index)?;
        let place = paragraph.layout.caret_box(local);
        let half = (self.style.size / 32.0).max(0.5);
        let (x0, x1) = (place.x - half, place.x + half);
        Some(on_page(paragraph, &Fragment { line: place.line, x0, x1, y0: place.y0, y1: place.y1 }))
    }

    /// The stretches that a range covers on the paragraphs in `visible`.
    pub fn fragments(&self, visible: &[VisibleParagraph], range: &Range<usize>) -> Vec<PageFragment> {
        let mut found = Vec::new();
        let first = visible.partition_point(|v| v.start + v.layout.text().len() < range.start);
        for paragraph in &visible[first..] {
            if paragraph.start >= range.end {
                break;
            }
            let len = paragraph.layout.text().len();
            let local = range.start.saturating_sub(paragraph.start).min(len)
                ..range.end.saturating_sub(paragraph.start).min(len);
            found.extend(paragraph.layout.fragments(local).iter().map(|f| on_page(paragraph, f)));
        }
        found
    }
}

/// The paragraph of that index, if it is among those in view.
pub(super) fn seen(visible: &[VisibleParagraph], index: usize) -> Option<&VisibleParagraph> {
    visible.binary_search_by_key(&index, |v| v.index).ok().map(|at| &visible[at])
}

/// The direction of the first of the first lines that has one.
fn first_base(text: &str) -> Base {
    let with_letter = text.lines().take(NEUTRALS).find_map(direction_of);
    with_letter.unwrap_or_else(|| Direction::AUTO.resolve(""))
}

/// The direction of a text that has a letter.
fn direction_of(text: &str) -> Option<Base> {
    let rtl = Direction::Auto { neutral: Base::Rtl }.resolve(text);
    let ltr = Direction::Auto { neutral: Base::Ltr }.resolve(text);
    (rtl == ltr).then_some(rtl)
}

fn on_page(paragraph: &VisibleParagraph, fragment: &Fragment) -> PageFragment {
    let (top, line) = (paragraph.top, &paragraph.layout.lines()[fragment.line]);
    PageFragment {
        rect: PageRect { x0: fragment.x0, y0: top + fragment.y0, x1: fragment.x1, y1: top + fragment.y1 },
        paragraph: paragraph.index,
        line: fragment.line,
        baseline: top + line.baseline,
    }
}

/// The bytes of the lines that are within the viewport.
pub fn bytes_of(visible: &[VisibleParagraph]) -> Range<usize> {
    let start = visible.first().map_or(0, |v| v.bytes().start);
    let end = visible.last().map_or(start, |v| v.bytes().end);
    start..end
}
