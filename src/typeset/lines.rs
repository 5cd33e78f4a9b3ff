//! From text to lines: levels, units, breaks by UAX #14, greedy filling, visual order.
//!
//! A line is filled as browsers fill it: a break is allowed where UAX #14 allows one, spaces that end a line hang out
//! of it, and a word wider than the line is cut between graphemes with its letters still joined.

use std::sync::OnceLock;

use unicode_script::Script;
use unicode_segmentation::UnicodeSegmentation;

use super::bidi::{Direction, Levels, visual_order};
use super::breaks;
use super::layout::{GlyphRun, Line, ParagraphLayout, PlacedGlyph, TextStyle, pixels};
use super::script::{self, Brackets};
use super::shape::{ShapeContext, Shaper, unit_end};

/// Lays out paragraphs; owns the shaped words.
pub struct Typesetter {
    shaper: Shaper,
    spans: Vec<Span>,
    breaks: Vec<u32>,
    order: Vec<u32>,
    levels: Vec<u8>,
}

/// A unit at its place, or a part of one.
#[derive(Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
    /// Width from the start of the paragraph to the end of this span, in em.
    reach: f64,
    width: f32,
    /// Of the width, the space that ends it.
    space: f32,
    /// Glyphs in the shaper's store.
    first: u32,
    count: u32,
    /// The byte that the clusters of the glyphs count from: the start of the unit they were shaped in.
    base: u32,
    /// The script before the span, and that of the bracket that a bracket in it closes.
    script: Script,
    outer: Option<Script>,
    level: u8,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Tab,
    /// No glyph and no width: control characters.
    Control,
}

/// Spaces between tab stops, as in browsers.
const TAB_SPACES: f32 = 8.0;
/// Pixels by which a line may be too wide, as in Chromium: one of its layout units.
const SLACK: f64 = 1.0 / 64.0;

impl Default for Typesetter {
    fn default() -> Self {
        Typesetter::new()
    }
}

impl Typesetter {
    pub fn new() -> Typesetter {
        Typesetter {
            shaper: Shaper::new(),
            spans: Vec::new(),
            breaks: Vec::new(),
            order: Vec::new(),
            levels: Vec::new(),
        }
    }

    /// Forgets every shaped word, to give memory back.
    pub fn forget(&mut self) {
        self.shaper.forget();
    }

    /// Lays out one paragraph, given without the newline that ends it. Lines are `width` pixels wide; with `None`
    /// there is one line of natural width. Lines begin at the paragraph's own side.
    pub fn layout(
        &mut self,
        text: &str,
        style: &TextStyle,
        width: Option<f32>,
        direction: Direction,
    ) -> ParagraphLayout {
        let levels = Levels::new(text, direction);
        self.layout_with_levels(text, style, width, &levels)
    }

    /// As [`Typesetter::layout`], with levels found before, for a part of a paragraph whose levels depend on the rest.
    pub fn layout_with_levels(
        &mut self,
        text: &str,
        style: &TextStyle,
        width: Option<f32>,
        levels: &Levels,
    ) -> ParagraphLayout {
        self.shaper.trim();
        let available = match width {
            Some(width) => (width as f64 + SLACK) / style.size as f64,
            None => f64::INFINITY,
        };
        let ends = self.fill(text, style, available, levels);
        let mut layout = ParagraphLayout {
            text: text.into(),
            base: levels.base,
            style: *style,
            width: width.unwrap_or(0.0),
            lines: Vec::with_capacity(ends.len()),
            pieces: Vec::with_capacity(self.spans.len()),
            glyphs: Vec::new(),
        };
        let mut from = 0;
        for &to in &ends {
            self.place_line(&mut layout, from, to, levels);
            from = to;
        }
        if layout.lines.is_empty() || ends_with_forced_break(text) {
            let (end, pieces, glyphs) = (text.len() as u32, layout.pieces.len() as u32, layout.glyphs.len() as u32);
            push_line(&mut layout, end, end, 0.0, pieces, glyphs);
        }
        let natural = layout.lines.iter().map(|line| line.width).fold(0.0, f32::max);
        if width.is_none() {
            layout.width = natural;
        }
        layout.settle();
        layout
    }

    /// Shapes the units and breaks them into lines. Afterwards `self.spans` holds the units, cut where a line is cut,
    /// and the result says after which span each line ends.
    fn fill(&mut self, text: &str, style: &TextStyle, available: f64, levels: &Levels) -> Vec<usize> {
        self.spans.clear();
        self.breaks.clear();
        if available.is_finite() {
            breaks::find(text, &mut self.breaks);
        }
        let bytes = text.as_bytes();
        let mut ends = Vec::new();
        let mut line = LineState { start: 0, reach: 0.0 };
        // The last place where the line may be broken: offset, and spans before it.
        let mut candidate: Option<Break> = None;
        let mut trailing = 0.0f64;
        let mut next_break = 0;
        let mut script = script::first_of(text);
        let mut brackets = Brackets::default();
        let mut at = 0;
        let mut run_start = 0;
        let mut run_end = 0;
        while at < text.len() {
            let level = levels.at(at);
            if at >= run_end {
                run_start = at;
                run_end = at + 1;
                while run_end < text.len() && levels.at(run_end) == level && control_length(bytes, run_end).is_none() {
                    run_end += 1;
                }
                if let Some(length) = control_length(bytes, at) {
                    run_end = at + length;
                }
            }
            let reach = self.spans.last().map_or(0.0, |span| span.reach);
            let span = if let Some(length) = control_length(bytes, at) {
                run_end = at + length;
                let tab = bytes[at] == b'\t';
                let width = if tab { tab_width(style, reach - line.reach) } else { 0.0 };
                Span {
                    start: at as u32,
                    end: run_end as u32,
                    reach: reach + width as f64,
                    width,
                    space: 0.0,
                    first: 0,
                    count: 0,
                    base: at as u32,
                    script,
                    outer: None,
                    level,
                    kind: if tab { Kind::Tab } else { Kind::Control },
                }
            } else {
                let end = unit_end(text, at, run_end);
                let outer = brackets.outer(&bytes[at..end]);
                let place =
                    ShapeContext { text, start: at, end, run_start, run_end, rtl: level % 2 == 1, script, outer };
                let unit = self.shaper.unit(style.font, &place);
                brackets.pass(&text[at..end], script, outer);
                let span = Span {
                    start: at as u32,
                    end: end as u32,
                    reach: reach + unit.width as f64,
                    width: unit.width,
                    space: unit.space,
                    first: unit.first,
                    count: unit.count,
                    base: at as u32,
                    script,
                    outer,
                    level,
                    kind: Kind::Text,
                };
                script = unit.script;
                span
            };
            trailing = if is_all_space(&span) { trailing + span.width as f64 } else { span.space as f64 };
            at = span.end as usize;
            self.spans.push(span);
            // Every place in this span where the line may break, and its end if the text ends here.
            while next_break < self.breaks.len() && self.breaks[next_break] as usize <= at {
                let offset = self.breaks[next_break];
                next_break += 1;
                self.try_break(text, style, available, offset, trailing, &mut line, &mut candidate, &mut ends);
            }
            if ends_with_forced_break(&text[..at]) {
                ends.push(self.spans.len());
                line = LineState { start: at as u32, reach: self.reach_of(self.spans.len()) };
                candidate = None;
            }
        }
        if ends.last().copied().unwrap_or(0) < self.spans.len() {
            ends.push(self.spans.len());
        }
        ends
    }

    /// The text up to `offset` is known: does it fit on the line? If not, ends lines until it does.
    #[expect(clippy::too_many_arguments, reason = "the state of one filling, used here alone")]
    fn try_break(
        &mut self,
        text: &str,
        style: &TextStyle,
        available: f64,
        offset: u32,
        trailing: f64,
        line: &mut LineState,
        candidate: &mut Option<Break>,
        ends: &mut Vec<usize>,
    ) {
        if offset <= line.start {
            return;
        }
        loop {
            let here = self.locate(offset);
            let width = self.width_to(text, style, &here, line) - if here.whole { trailing } else { 0.0 };
            if width <= available {
                *candidate = Some(here);
                return;
            }
            let end = match candidate.take() {
                Some(found) if found.offset > line.start => found,
                _ => match self.emergency_break(text, style, available, line, offset) {
                    Some(found) => found,
                    None => {
                        // A single grapheme wider than the line stands alone.
                        *candidate = Some(here);
                        return;
                    }
                },
            };
            self.end_line(text, style, end, line, ends);
        }
    }

    /// The last grapheme boundary before `offset` up to which the line fits; at least one grapheme.
    fn emergency_break(
        &mut self,
        text: &str,
        style: &TextStyle,
        available: f64,
        line: &LineState,
        offset: u32,
    ) -> Option<Break> {
        let start = line.start as usize;
        let mut best = None;
        for (i, grapheme) in text[start..offset as usize].grapheme_indices(true) {
            let end = (start + i + grapheme.len()) as u32;
            if end >= offset {
                break;
            }
            let here = self.locate(end);
            // Graphemes only add width: the plain sum decides, the cut itself is shaped once, below.
            if best.is_some() && self.plain_reach(&here) - line.reach > available {
                break;
            }
            best = Some(here);
        }
        let mut best = best?;
        // The cut word may be a little wider than its part of the whole word was: step back while it is.
        loop {
            if self.width_to(text, style, &best, line) <= available {
                return Some(best);
            }
            let Some((i, _)) = text[start..best.offset as usize].grapheme_indices(true).next_back() else {
                return Some(best);
            };
            if i == 0 {
                return Some(best);
            }
            best = self.locate((start + i) as u32);
        }
    }

    /// Ends the line at a break, cutting the span there in two where the break is inside one.
    fn end_line(&mut self, text: &str, style: &TextStyle, end: Break, line: &mut LineState, ends: &mut Vec<usize>) {
        let next = end.span + 1;
        if !end.whole {
            let (left, right) = self.cut(text, style, end.span, end.offset);
            self.spans[end.span] = left;
            self.spans.insert(end.span + 1, right);
        }
        ends.push(next);
        // Widths after a cut or a tab change: add up anew what has been read beyond the break.
        let line_reach = self.reach_of(next);
        let mut reach = line_reach;
        for i in next..self.spans.len() {
            if self.spans[i].kind == Kind::Tab {
                self.spans[i].width = tab_width(style, reach - line_reach);
            }
            reach += self.spans[i].width as f64;
            self.spans[i].reach = reach;
        }
        *line = LineState { start: end.offset, reach: line_reach };
    }

    fn reach_of(&self, spans: usize) -> f64 {
        spans.checked_sub(1).map_or(0.0, |last| self.spans[last].reach)
    }

    /// The span that `offset` lies in or at the end of.
    fn locate(&self, offset: u32) -> Break {
        let mut span = self.spans.len() - 1;
        while span > 0 && self.spans[span].start >= offset {
            span -= 1;
        }
        Break { offset, span, whole: self.spans[span].end == offset }
    }

    /// Width in em from the start of the paragraph to a break, without shaping anything anew.
    fn plain_reach(&self, at: &Break) -> f64 {
        let span = &self.spans[at.span];
        if at.whole {
            return span.reach;
        }
        let (left, _, _) = self.split_glyphs(span, at.offset);
        span.reach - span.width as f64 + left as f64
    }

    /// Width in em of the line up to a break, as it is when the line is broken there.
    fn width_to(&mut self, text: &str, style: &TextStyle, at: &Break, line: &LineState) -> f64 {
        let span = self.spans[at.span];
        if at.whole {
            return span.reach - line.reach;
        }
        let left = self.cut(text, style, at.span, at.offset).0;
        span.reach - span.width as f64 + (left.width - left.space) as f64 - line.reach
    }

    /// Of a text span: width of the glyphs before `offset`, how many glyphs those are, and whether the cut is safe.
    fn split_glyphs(&self, span: &Span, offset: u32) -> (f32, u32, bool) {
        let glyphs = &self.shaper.glyphs()[span.first as usize..(span.first + span.count) as usize];
        let cut = offset - span.base;
        let mut width = 0.0;
        let mut count = 0;
        let mut safe = span.count == 0;
        for glyph in glyphs {
            if (glyph.cluster as u32) < cut {
                width += glyph.advance_em();
                count += 1;
            } else if glyph.cluster as u32 == cut {
                safe |= !glyph.unsafe_to_break;
            }
        }
        (width, count, safe)
    }

    /// A span cut in two at `offset`, each part as it looks on its own side of a line's end.
    fn cut(&mut self, text: &str, style: &TextStyle, index: usize, offset: u32) -> (Span, Span) {
        let span = self.spans[index];
        let before = span.reach - span.width as f64;
        let (width, count, safe) = self.split_glyphs(&span, offset);
        let rtl = span.level % 2 == 1;
        if span.kind != Kind::Text {
            return (Span { end: offset, ..span }, Span { start: offset, width: 0.0, ..span });
        }
        if safe {
            let (left_first, right_first) =
                if rtl { (span.first + span.count - count, span.first) } else { (span.first, span.first + count) };
            let left =
                Span { end: offset, width, space: 0.0, first: left_first, count, reach: before + width as f64, ..span };
            let right = Span {
                start: offset,
                width: span.width - width,
                first: right_first,
                count: span.count - count,
                ..span
            };
            return (left, right);
        }
        let whole = ShapeContext {
            text,
            start: span.start as usize,
            end: span.end as usize,
            run_start: span.start as usize,
            run_end: span.end as usize,
            rtl,
            script: span.script,
            outer: span.outer,
        };
        let left = self.shaper.part(style.font, &ShapeContext { end: offset as usize, ..whole });
        let right =
            self.shaper.part(style.font, &ShapeContext { start: offset as usize, script: left.script, ..whole });
        let left_span = Span {
            end: offset,
            width: left.width,
            space: left.space,
            first: left.first,
            count: left.count,
            base: span.start,
            reach: before + left.width as f64,
            ..span
        };
        let right_span = Span {
            start: offset,
            width: right.width,
            space: right.space,
            first: right.first,
            count: right.count,
            base: offset,
            reach: left_span.reach + right.width as f64,
            script: left.script,
            ..span
        };
        (left_span, right_span)
    }

    /// Puts the spans `from..to` on a line, in visual order.
    fn place_line(&mut self, layout: &mut ParagraphLayout, from: usize, to: usize, levels: &Levels) {
        let start = self.spans.get(from).map_or(0, |span| span.start) as usize;
        let end = self.spans[to - 1].end as usize;
        let base = levels.base.level();
        // L1: the blanks that end the line go with the paragraph.
        let blanks = levels.trailing_blanks(start, end) as u32;
        let mut line: Vec<Span> = Vec::with_capacity(to - from + 1);
        for index in from..to {
            let span = self.spans[index];
            if span.end <= blanks || span.level == base {
                line.push(span);
            } else if span.start >= blanks {
                line.push(Span { level: base, ..span });
            } else {
                let style = layout.style;
                let (left, right) = self.cut(&layout.text, &style, index, blanks);
                line.push(left);
                line.push(Span { level: base, ..right });
            }
        }
        self.levels.clear();
        self.levels.extend(line.iter().map(|span| span.level));
        visual_order(&self.levels, &mut self.order);
        let trailing: f32 = trailing_width(&line);
        let size = layout.style.size;
        let first_glyph = layout.glyphs.len() as u32;
        let first_piece = layout.pieces.len() as u32;
        let mut x = 0.0f32;
        for &index in &self.order {
            let span = &line[index as usize];
            let first = layout.glyphs.len() as u32;
            let piece_x = x;
            for glyph in &self.shaper.glyphs()[span.first as usize..(span.first + span.count) as usize] {
                let advance = pixels(glyph.advance, glyph.face, size);
                layout.glyphs.push(PlacedGlyph {
                    face: glyph.face,
                    glyph: glyph.glyph,
                    cluster: span.base + glyph.cluster as u32,
                    x: x + pixels(glyph.dx, glyph.face, size),
                    y: -pixels(glyph.dy, glyph.face, size),
                    advance,
                });
                x += advance;
            }
            if span.kind == Kind::Tab {
                x += span.width * size;
            }
            layout.pieces.push(GlyphRun {
                start: span.start,
                end: span.end,
                glyphs: first..layout.glyphs.len() as u32,
                x: piece_x,
                width: x - piece_x,
                level: span.level,
            });
        }
        push_line(layout, start as u32, end as u32, x - trailing * size, first_piece, first_glyph);
    }
}

/// The line being filled.
struct LineState {
    start: u32,
    reach: f64,
}

/// A place where a line may end.
#[derive(Clone, Copy)]
struct Break {
    offset: u32,
    span: usize,
    /// Whether it is the end of its span.
    whole: bool,
}

fn is_all_space(span: &Span) -> bool {
    span.space > 0.0 && span.width == span.space
}

/// Em of the spaces that end a line.
fn trailing_width(line: &[Span]) -> f32 {
    let mut width = 0.0;
    for span in line.iter().rev() {
        width += span.space;
        if !is_all_space(span) {
            break;
        }
    }
    width
}

/// From a place `reach` em into the line to the next tab stop, in em.
fn tab_width(style: &TextStyle, reach: f64) -> f32 {
    let face = style.font.primary();
    let stop = face.face().space * super::shape::em(face) * TAB_SPACES;
    let at = reach as f32;
    let width = stop - at % stop;
    // As in browsers, a tab that would be narrower than half a space goes on to the next stop.
    if width < stop / TAB_SPACES / 2.0 { width + stop } else { width }
}

/// Bytes of the control character at `at`, if one is there. A CR and the LF after it are one.
fn control_length(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes[at] {
        b'\r' if bytes.get(at + 1) == Some(&b'\n') => Some(2),
        0..0x20 | 0x7F => Some(1),
        0xC2 if bytes[at + 1] < 0xA0 => Some(2),
        0xE2 if bytes[at + 1] == 0x80 && matches!(bytes[at + 2], 0xA8 | 0xA9) => Some(3),
        _ => None,
    }
}

/// Whether the text ends with a character after which a line always ends.
fn ends_with_forced_break(text: &str) -> bool {
    matches!(text.as_bytes(), [.., b'\n' | 0x0B | 0x0C | b'\r'] | [.., 0xC2, 0x85] | [.., 0xE2, 0x80, 0xA8 | 0xA9])
}

/// Adds a line that begins at the left edge; [`ParagraphLayout::settle`] puts it in its place.
fn push_line(layout: &mut ParagraphLayout, start: u32, end: u32, width: f32, first_piece: u32, first_glyph: u32) {
    layout.lines.push(Line {
        start,
        end,
        top: 0.0,
        baseline: 0.0,
        height: 0.0,
        x: 0.0,
        width,
        glyphs: first_glyph..layout.glyphs.len() as u32,
        pieces: first_piece..layout.pieces.len() as u32,
        cells: OnceLock::new(),
    });
}

impl ParagraphLayout {
    /// Gives every line its height and its side.
    fn settle(&mut self) {
        let (height, baseline) = (self.style.line_pixels(), self.style.baseline());
        for (i, line) in self.lines.iter_mut().enumerate() {
            line.top = i as f32 * height;
            line.baseline = line.top + baseline;
            line.height = height;
            if !self.base.is_rtl() {
                continue;
            }
            let pieces = &mut self.pieces[line.pieces.start as usize..line.pieces.end as usize];
            let full = pieces.last().map_or(0.0, |piece| piece.x + piece.width);
            line.x = self.width - full;
            pieces.iter_mut().for_each(|piece| piece.x += line.x);
            let glyphs = &mut self.glyphs[line.glyphs.start as usize..line.glyphs.end as usize];
            glyphs.iter_mut().for_each(|glyph| glyph.x += line.x);
        }
    }
}

/// Glyphs of one direction, face and script within a paragraph, in font units: what a shaper is asked for at once.
/// For comparing with other shapers.
#[derive(Debug)]
pub struct ShapedRun {
    pub range: std::ops::Range<usize>,
    pub face: super::FaceId,
    /// ISO 15924 code.
    pub script: &'static str,
    pub rtl: bool,
    /// Left to right.
    pub glyphs: Vec<ShapedGlyph>,
}

/// A glyph in font units of its face; `cluster` is a byte of the paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShapedGlyph {
    pub glyph: u16,
    pub cluster: u32,
    pub advance: i32,
    pub dx: i32,
    pub dy: i32,
}

impl Typesetter {
    /// The runs of a paragraph in logical order, their glyphs as the word cache gives them.
    pub fn shaped_runs(&mut self, text: &str, font: super::Font, direction: Direction) -> Vec<ShapedRun> {
        let levels = Levels::new(text, direction);
        let style = TextStyle::new(font, 1.0);
        self.shaper.trim();
        self.fill(text, &style, f64::INFINITY, &levels);
        let mut runs: Vec<ShapedRun> = Vec::new();
        let mut last_level = None;
        for index in 0..self.spans.len() {
            let span = self.spans[index];
            let range = span.start as usize..span.end as usize;
            if span.kind != Kind::Text {
                last_level = None;
                continue;
            }
            let rtl = span.level % 2 == 1;
            for part in self.shaper.runs(font, &text[range.clone()], span.script, span.outer) {
                let start = range.start + part.range.start;
                let end = range.start + part.range.end;
                let of_part = |g: &&super::shape::UnitGlyph| part.range.contains(&(g.cluster as usize));
                let glyphs = &self.shaper.glyphs()[span.first as usize..(span.first + span.count) as usize];
                let glyphs: Vec<_> = glyphs
                    .iter()
                    .filter(of_part)
                    .map(|g| ShapedGlyph {
                        glyph: g.glyph,
                        cluster: span.start + g.cluster as u32,
                        advance: g.advance as i32,
                        dx: g.dx as i32,
                        dy: g.dy as i32,
                    })
                    .collect();
                let script = part.script.short_name();
                match runs.last_mut() {
                    Some(run) if run.face == part.face && run.script == script && last_level == Some(span.level) => {
                        run.range.end = end;
                        if rtl {
                            run.glyphs.splice(0..0, glyphs);
                        } else {
                            run.glyphs.extend(glyphs);
                        }
                    }
                    _ if start < end => {
                        runs.push(ShapedRun { range: start..end, face: part.face, script, rtl, glyphs })
                    }
                    _ => {}
                }
                last_level = Some(span.level);
            }
        }
        runs
    }
}
