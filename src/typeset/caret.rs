//! Carets: where a click lands, where a caret stands, how the arrows move, what a range covers.
//!
//! A place between two graphemes may stand at two points of a line where directions meet. A caret therefore is an
//! offset and the side of the text it clings to.

use std::ops::Range;

use super::layout::{Cell, Line, ParagraphLayout};

/// Which neighbour a caret clings to where the two are not side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Affinity {
    /// The grapheme that ends at the offset.
    Upstream,
    /// The grapheme that begins at the offset.
    #[default]
    Downstream,
}

/// A place in a paragraph's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Caret {
    /// Bytes from the start of the text.
    pub offset: usize,
    pub affinity: Affinity,
}

impl Caret {
    pub fn new(offset: usize, affinity: Affinity) -> Caret {
        Caret { offset, affinity }
    }

    /// The caret before the grapheme that begins at `offset`.
    pub fn before(offset: usize) -> Caret {
        Caret { offset, affinity: Affinity::Downstream }
    }

    /// The caret after the grapheme that ends at `offset`.
    pub fn after(offset: usize) -> Caret {
        Caret { offset, affinity: Affinity::Upstream }
    }
}

/// Where a caret is drawn, in pixels of the paragraph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CaretBox {
    pub line: usize,
    pub x: f32,
    pub y0: f32,
    pub y1: f32,
    /// Direction of the text it clings to, for a caret with a flag.
    pub rtl: bool,
}

/// A stretch of one line that a range covers, in pixels of the paragraph. Never empty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fragment {
    pub line: usize,
    pub x0: f32,
    pub x1: f32,
    pub y0: f32,
    pub y1: f32,
}

/// A side of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

impl ParagraphLayout {
    /// The caret nearest to a point: the first half of a grapheme gives its start, the second half its end.
    pub fn hit_test(&self, x: f32, y: f32) -> Caret {
        self.hit_line(self.line_at(y), x)
    }

    /// The caret of a line nearest to `x`.
    pub fn hit_line(&self, line: usize, x: f32) -> Caret {
        let line = &self.lines[line.min(self.lines.len() - 1)];
        let cells = self.cells(line);
        let Some(cell) = cell_at(cells, x) else { return Caret::before(line.start as usize) };
        let left_half = x < (cell.x0 + cell.x1) / 2.0;
        if left_half != cell.rtl { Caret::before(cell.start as usize) } else { Caret::after(cell.end as usize) }
    }

    /// The bytes of the grapheme at a point, if one is there.
    pub fn grapheme_at(&self, x: f32, y: f32) -> Option<Range<usize>> {
        if y < 0.0 || y >= self.height() {
            return None;
        }
        let cell = cell_at(self.cells(&self.lines[self.line_at(y)]), x)?;
        (cell.x0 <= x && x < cell.x1).then_some(cell.start as usize..cell.end as usize)
    }

    /// Where a caret stands. An offset inside a grapheme counts as the grapheme's start.
    pub fn caret_box(&self, caret: Caret) -> CaretBox {
        let (index, slot) = self.slot_of(caret);
        let line = &self.lines[index];
        let cells = self.cells(line);
        let (x, rtl) = match (slot.checked_sub(1).and_then(|i| cells.get(i)), cells.get(slot)) {
            (None, None) => (line.x, self.base.is_rtl()),
            (Some(left), None) => (left.x1, left.rtl),
            (None, Some(right)) => (right.x0, right.rtl),
            (Some(left), Some(right)) => {
                let cling = if clings_to(caret, left) { left } else { right };
                (right.x0, cling.rtl)
            }
        };
        CaretBox { line: index, x, y0: line.top, y1: line.top + line.height, rtl }
    }

    /// The pieces of the lines that a range of bytes covers, left to right on each line. Graphemes that the range cuts
    /// are shown in part. Something without a width shows as a hairline.
    pub fn fragments(&self, range: Range<usize>) -> Vec<Fragment> {
        let mut fragments = Vec::new();
        if range.start >= range.end {
            return fragments;
        }
        let first = self.line_of(range.start);
        for (index, line) in self.lines.iter().enumerate().skip(first) {
            if line.start as usize >= range.end {
                break;
            }
            self.line_fragments(index, line, &range, &mut fragments);
        }
        fragments
    }

    fn line_fragments(&self, index: usize, line: &Line, range: &Range<usize>, fragments: &mut Vec<Fragment>) {
        let hairline = (self.style.size / 16.0).max(1.0);
        let from = fragments.len();
        let mut widthless: Option<f32> = None;
        for cell in self.cells(line) {
            let Some((x0, x1)) = covered(cell, range, &self.text) else { continue };
            if x1 - x0 <= 0.0 {
                widthless = widthless.or(Some(x0));
                continue;
            }
            match fragments[from..].last_mut() {
                Some(last) if (last.x1 - x0).abs() < 0.01 => last.x1 = x1,
                _ => fragments.push(Fragment { line: index, x0, x1, y0: line.top, y1: line.top + line.height }),
            }
        }
        if let (true, Some(x)) = (fragments.len() == from, widthless) {
            let x0 = x - hairline / 2.0;
            fragments.push(Fragment { line: index, x0, x1: x0 + hairline, y0: line.top, y1: line.top + line.height });
        }
    }

    /// The caret one visual position to a side; `None` at that end of the paragraph.
    pub fn step(&self, caret: Caret, side: Side) -> Option<Caret> {
        let (line, slot) = self.slot_of(caret);
        let cells = self.cells(&self.lines[line]);
        match side {
            Side::Left if slot > 0 => Some(edge(&cells[slot - 1], Side::Left)),
            Side::Right if slot < cells.len() => Some(edge(&cells[slot], Side::Right)),
            // Off the end of the line: forward is to the left in a paragraph that runs to the left.
            _ if (side == Side::Left) == self.base.is_rtl() => self.line_edge(line + 1, opposite(side)),
            _ => self.line_edge(line.checked_sub(1)?, opposite(side)),
        }
    }

    /// The caret at the visual left or right end of a line.
    pub fn line_edge(&self, line: usize, side: Side) -> Option<Caret> {
        let line = self.lines.get(line)?;
        let cells = self.cells(line);
        let cell = match side {
            Side::Left => cells.first(),
            Side::Right => cells.last(),
        };
        Some(cell.map_or(Caret::before(line.start as usize), |cell| edge(cell, side)))
    }

    /// The logical start of the line that the caret is on.
    pub fn line_start(&self, caret: Caret) -> Caret {
        Caret::before(self.lines[self.slot_of(caret).0].start as usize)
    }

    /// The logical end of the line that the caret is on.
    pub fn line_end(&self, caret: Caret) -> Caret {
        Caret::after(self.lines[self.slot_of(caret).0].end as usize)
    }

    /// The line that a caret stands on.
    pub fn line_of_caret(&self, caret: Caret) -> usize {
        let line = self.line_of(caret.offset);
        let at_break = line > 0 && self.lines[line].start as usize == caret.offset;
        if at_break && caret.affinity == Affinity::Upstream { line - 1 } else { line }
    }

    /// The line of a caret and between which of its cells it stands: `0` is the left end.
    fn slot_of(&self, caret: Caret) -> (usize, usize) {
        let index = self.line_of_caret(caret);
        let line = &self.lines[index];
        let cells = self.cells(line);
        let offset = caret.offset as u32;
        let clinging = cells.iter().position(|cell| clings_to(caret, cell));
        // At the ends of a line there is no cell on one side: cling to the other.
        let found = clinging.or_else(|| cells.iter().position(|cell| cell.start <= offset && offset < cell.end));
        let found = found.or_else(|| cells.iter().position(|cell| cell.end == offset));
        let Some(found) = found else { return (index, 0) };
        let cell = &cells[found];
        let at_end = offset >= cell.end;
        (index, if at_end != cell.rtl { found + 1 } else { found })
    }
}

fn clings_to(caret: Caret, cell: &Cell) -> bool {
    match caret.affinity {
        Affinity::Downstream => cell.start as usize <= caret.offset && caret.offset < cell.end as usize,
        Affinity::Upstream => cell.end as usize == caret.offset,
    }
}

/// The caret at one side of a cell.
fn edge(cell: &Cell, side: Side) -> Caret {
    if (side == Side::Left) == cell.rtl { Caret::after(cell.end as usize) } else { Caret::before(cell.start as usize) }
}

fn opposite(side: Side) -> Side {
    match side {
        Side::Left => Side::Right,
        Side::Right => Side::Left,
    }
}

/// The cell at `x`, or the nearest.
fn cell_at(cells: &[Cell], x: f32) -> Option<&Cell> {
    let index = cells.partition_point(|cell| cell.x1 <= x);
    cells.get(index).or(cells.last())
}

/// The part of a cell that a range covers, if any.
fn covered(cell: &Cell, range: &Range<usize>, text: &str) -> Option<(f32, f32)> {
    let (start, end) = (cell.start as usize, cell.end as usize);
    let (from, to) = (start.max(range.start), end.min(range.end));
    if from >= to {
        return None;
    }
    if from == start && to == end {
        return Some((cell.x0, cell.x1));
    }
    // A part of a grapheme (a mark alone, say) has no place of its own: the parts share the width by characters.
    let count = |range: Range<usize>| text.get(range).map_or(0, |s| s.chars().count()) as f32;
    let all = count(start..end).max(1.0);
    let (a, b) = (count(start..from) / all, count(start..to) / all);
    let width = cell.x1 - cell.x0;
    if b <= a {
        return Some((cell.x0, cell.x1));
    }
    if cell.rtl {
        Some((cell.x1 - b * width, cell.x1 - a * width))
    } else {
        Some((cell.x0 + a * width, cell.x0 + b * width))
    }
}
