//! A laid-out paragraph: lines, glyphs and the cells that carets and selections are made of.

use std::ops::Range;
use std::sync::OnceLock;

use unicode_segmentation::UnicodeSegmentation;

use super::bidi::Base;
use super::fonts::{FaceId, Font};
use super::shape;

/// How a paragraph is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextStyle {
    pub font: Font,
    /// Physical pixels per em.
    pub size: f32,
    /// Height of a line as a multiple of `size`.
    pub line_height: f32,
}

impl TextStyle {
    pub fn new(font: impl Into<Font>, size: f32) -> TextStyle {
        TextStyle { font: font.into(), size, line_height: 1.8 }
    }

    /// Height of every line in whole pixels, whatever faces it holds, so that baselines stay on the pixel grid.
    pub fn line_pixels(&self) -> f32 {
        (self.size * self.line_height).round().max(1.0)
    }

    /// From the top of a line to its baseline, whole pixels: what the line height leaves is halved above and below,
    /// as CSS does.
    pub fn baseline(&self) -> f32 {
        let face = self.font.primary().face();
        let em = self.size / face.units_per_em as f32;
        let (ascent, descent) = (face.ascent * em, face.descent * em);
        ((self.line_pixels() - ascent - descent) / 2.0 + ascent).round()
    }
}

/// A glyph at its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlacedGlyph {
    pub face: FaceId,
    pub glyph: u16,
    /// Byte of the paragraph's text that the glyph's cluster begins at.
    pub cluster: u32,
    /// Where to draw it, from the left of the paragraph (the shaper's offset is in it).
    pub x: f32,
    /// Downwards from the line's baseline.
    pub y: f32,
    /// Pixels the pen moves.
    pub advance: f32,
}

/// A stretch of one line in one direction, in visual order.
#[derive(Clone, Debug)]
pub(super) struct GlyphRun {
    pub start: u32,
    pub end: u32,
    pub glyphs: Range<u32>,
    pub x: f32,
    pub width: f32,
    pub level: u8,
}

/// One grapheme on a line: what a click hits and a caret passes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    pub start: u32,
    pub end: u32,
    /// Left and right edge in pixels from the left of the paragraph.
    pub x0: f32,
    pub x1: f32,
    pub rtl: bool,
}

/// A line: which bytes, and where.
#[derive(Debug)]
pub struct Line {
    /// Bytes of the paragraph's text; lines follow one another without a gap.
    pub start: u32,
    pub end: u32,
    pub top: f32,
    pub baseline: f32,
    pub height: f32,
    /// Left edge of the first glyph; trailing spaces may hang out of the paragraph's width.
    pub x: f32,
    /// Width without the spaces that end the line.
    pub width: f32,
    pub(super) glyphs: Range<u32>,
    pub(super) pieces: Range<u32>,
    pub(super) cells: OnceLock<Box<[Cell]>>,
}

impl Line {
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A paragraph as it stands on the page.
#[derive(Debug)]
pub struct ParagraphLayout {
    pub(super) text: Box<str>,
    pub(super) base: Base,
    pub(super) style: TextStyle,
    /// The width it was laid out for, or its natural width.
    pub(super) width: f32,
    pub(super) lines: Vec<Line>,
    pub(super) pieces: Vec<GlyphRun>,
    pub(super) glyphs: Vec<PlacedGlyph>,
}

impl ParagraphLayout {
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn base(&self) -> Base {
        self.base
    }

    pub fn style(&self) -> &TextStyle {
        &self.style
    }

    /// At least one line, also in an empty paragraph.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    pub fn width(&self) -> f32 {
        self.width
    }

    pub fn height(&self) -> f32 {
        self.style.line_pixels() * self.lines.len() as f32
    }

    /// The glyphs of a line, left to right.
    pub fn glyphs(&self, line: &Line) -> &[PlacedGlyph] {
        &self.glyphs[line.glyphs.start as usize..line.glyphs.end as usize]
    }

    /// The graphemes of a line, left to right.
    pub fn cells<'a>(&'a self, line: &'a Line) -> &'a [Cell] {
        line.cells.get_or_init(|| {
            let mut cells = Vec::new();
            for piece in &self.pieces[line.pieces.start as usize..line.pieces.end as usize] {
                self.piece_cells(piece, &mut cells);
            }
            cells.into_boxed_slice()
        })
    }

    /// The line that the byte stands on; of a place where a line is broken, the line that begins there.
    pub fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.start as usize <= offset).saturating_sub(1)
    }

    /// The line at this height, the nearest where there is none.
    pub fn line_at(&self, y: f32) -> usize {
        let line = (y / self.style.line_pixels()).floor();
        (line.max(0.0) as usize).min(self.lines.len() - 1)
    }

    fn piece_cells(&self, piece: &GlyphRun, cells: &mut Vec<Cell>) {
        let rtl = piece.level % 2 == 1;
        let first = cells.len();
        let text = &self.text[piece.start as usize..piece.end as usize];
        cells.extend(text.grapheme_indices(true).map(|(i, grapheme)| Cell {
            start: piece.start + i as u32,
            end: piece.start + (i + grapheme.len()) as u32,
            x0: 0.0,
            x1: 0.0,
            rtl,
        }));
        let cells = &mut cells[first..];
        if cells.is_empty() {
            return;
        }
        // Widths in logical order, kept in x1. A cluster's width is shared evenly by the graphemes that begin in it;
        // a cluster in which none begins belongs to the grapheme before it.
        let glyphs = &self.glyphs[piece.glyphs.start as usize..piece.glyphs.end as usize];
        if glyphs.is_empty() {
            // A tab, which has a width and no glyph, or something invisible.
            cells[0].x1 = piece.width;
        }
        let mut give = |cluster: u32, next: u32, width: f32, hint: &mut usize| {
            while *hint < cells.len() && cells[*hint].start < cluster {
                *hint += 1;
            }
            let from = *hint;
            while *hint < cells.len() && cells[*hint].start < next {
                *hint += 1;
            }
            match *hint - from {
                0 => cells[from.saturating_sub(1)].x1 += width,
                n => cells[from..*hint].iter_mut().for_each(|cell| cell.x1 += width / n as f32),
            }
        };
        let mut hint = 0;
        let mut pending: Option<(u32, f32)> = None;
        let mut each = |glyph: &PlacedGlyph| match &mut pending {
            Some((cluster, width)) if *cluster == glyph.cluster => *width += glyph.advance,
            _ => {
                if let Some((cluster, width)) = pending {
                    give(cluster, glyph.cluster, width, &mut hint);
                }
                pending = Some((glyph.cluster, glyph.advance));
            }
        };
        if rtl {
            glyphs.iter().rev().for_each(&mut each);
        } else {
            glyphs.iter().for_each(&mut each);
        }
        if let Some((cluster, width)) = pending {
            give(cluster, piece.end, width, &mut hint);
        }
        self.share_with_widthless(cells);
        // Places, from the widths.
        if rtl {
            let mut x = piece.x + piece.width;
            for cell in cells.iter_mut() {
                cell.x0 = x - cell.x1;
                (cell.x1, x) = (x, cell.x0);
            }
            cells.reverse();
        } else {
            let mut x = piece.x;
            for cell in cells.iter_mut() {
                cell.x0 = x;
                x += cell.x1;
                cell.x1 = x;
            }
        }
    }

    /// Some faces draw لا as two glyphs of which one has no advance. The letter without a width gets its share of the
    /// neighbour's, so that it can be clicked, selected and highlighted.
    fn share_with_widthless(&self, cells: &mut [Cell]) {
        let is_letter = |cell: &Cell| self.text[cell.start as usize..].starts_with(char::is_alphanumeric);
        let mut i = 0;
        while i < cells.len() {
            if cells[i].x1 > 0.0 || !is_letter(&cells[i]) {
                i += 1;
                continue;
            }
            let mut end = i + 1;
            while end < cells.len() && cells[end].x1 <= 0.0 && is_letter(&cells[end]) {
                end += 1;
            }
            let group = match i {
                0 => 0..(end + 1).min(cells.len()),
                _ => i - 1..end,
            };
            let width: f32 = cells[group.clone()].iter().map(|cell| cell.x1).sum();
            let share = width / group.len() as f32;
            cells[group].iter_mut().for_each(|cell| cell.x1 = share);
            i = end;
        }
    }

    /// Bytes the layout holds.
    pub fn memory(&self) -> usize {
        size_of::<Self>()
            + self.text.len()
            + self.lines.capacity() * size_of::<Line>()
            + self.pieces.capacity() * size_of::<GlyphRun>()
            + self.glyphs.capacity() * size_of::<PlacedGlyph>()
            + self
                .lines
                .iter()
                .filter_map(|line| line.cells.get())
                .map(|cells| std::mem::size_of_val(&**cells))
                .sum::<usize>()
    }
}

/// The advance of a glyph in pixels.
pub(super) fn pixels(units: i16, face: FaceId, size: f32) -> f32 {
    units as f32 * (size * shape::em(face))
}
