//! Text in the window: laid out by our own typesetter at the pixels of the screen, remembered, painted from the atlas.
//!
//! egui's text knows no bidi, so no string of the interface goes through it. One [`TextRenderer`] belongs to an egui
//! context; widgets find it there. Everything inside is in physical pixels; points are for egui alone.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard};

use egui::{Color32, Context, Id, Mesh, Painter, Pos2, Rect, Shape, TextureId, Vec2, pos2, vec2};
use unicode_segmentation::UnicodeSegmentation;

use super::atlas::Atlas;
use super::text_runs::LaidLine;
use crate::typeset::{Base, Caret, Direction, Font, Fragment, GlyphKey, ParagraphLayout, Side, TextStyle, Typesetter};

/// How a string is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextLayoutOptions {
    pub font: Font,
    /// Points per em.
    pub size: f32,
    /// Height of a line as a multiple of `size`.
    pub line_height: f32,
    /// The direction of a string without a strong character, and the side a wrapped string begins at.
    pub rtl: bool,
    pub overflow: Overflow,
}

/// What becomes of a string wider than its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Overflow {
    /// One line, as wide as it is. Newlines are shown as spaces.
    Extend,
    /// As `Extend`, from left to right whatever its letters: for paths.
    ExtendLtr,
    /// One line of at most this many points, its end replaced by "…".
    Elide(f32),
    /// As `Elide`, but what goes is the middle: names that begin alike are told apart by their ends.
    ElideMiddle(f32),
    /// Lines of at most this many points, each at its interface's side.
    Wrap(f32),
    /// As `Wrap`, each paragraph at its own side: for text that is typed.
    WrapOwn(f32),
}

/// A laid-out string: paragraphs one below the other.
#[derive(Debug)]
pub struct Block {
    text: Box<str>,
    paragraphs: Vec<Paragraph>,
    /// Width and height in physical pixels.
    size: [f32; 2],
    elided: bool,
    scale: f32,
}

#[derive(Debug)]
struct Paragraph {
    /// Its first byte in the block's text.
    start: usize,
    top: f32,
    layout: ParagraphLayout,
    /// By how much each line is moved to stand at the side it should.
    shifts: Vec<f32>,
}

/// The typesetter, the glyph atlas and the layouts of recent strings, of one egui context.
#[derive(Default)]
pub struct TextRenderer {
    typesetter: Typesetter,
    atlas: Atlas,
    blocks: HashMap<u64, (Arc<Block>, TextLayoutOptions, u64)>,
    frame: u64,
    laid_out: u64,
}

/// The scribe of a context, as egui's memory holds it.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<TextRenderer>>);

/// How a piece of a text is painted.
#[derive(Clone, Copy, Debug)]
pub struct Ink {
    pub colour: Color32,
    pub is_bold: bool,
}

/// How far beside itself a bold glyph is drawn again, in ems.
const BOLDER: f32 = 0.045;

/// Bytes of a string that is elided or set on one line.
const LONGEST_LINE: usize = 4096;
/// With more layouts than this, those not shown in the last frame are forgotten.
const REMEMBERED: usize = 2048;

impl TextRenderer {
    /// Does something with the scribe of this context. Not to be nested.
    pub fn with<R>(ctx: &Context, job: impl FnOnce(&mut TextRenderer) -> R) -> R {
        let shared = ctx.data_mut(|data| data.get_temp_mut_or_default::<Shared>(Id::NULL).clone());
        let mut scribe: MutexGuard<'_, TextRenderer> = match shared.0.lock() {
            Ok(scribe) => scribe,
            // A panic elsewhere left it locked; what it holds are caches, each entry whole.
            Err(poisoned) => poisoned.into_inner(),
        };
        let frame = ctx.cumulative_pass_nr();
        if scribe.frame != frame {
            scribe.begin_frame(frame, ctx.theme() == egui::Theme::Dark);
        }
        job(&mut scribe)
    }

    /// The layout of a string, from memory if it was laid out so before. `scale` is physical pixels per point.
    pub fn block(&mut self, text: &str, setting: &TextLayoutOptions, scale: f32) -> Arc<Block> {
        let key = key_of(text, setting, scale);
        if let Some((block, known, used)) = self.blocks.get_mut(&key)
            && *known == *setting
            && block.scale == scale
            && *block.text == *text
        {
            *used = self.frame;
            return block.clone();
        }
        self.laid_out += 1;
        let block = Arc::new(Block::new(&mut self.typesetter, text, setting, scale));
        self.blocks.insert(key, (block.clone(), *setting, self.frame));
        block
    }

    /// How many strings were laid out since the start: for tests that nothing is shaped twice.
    pub fn laid_out(&self) -> u64 {
        self.laid_out
    }

    /// The atlas, for painters of their own. See [`GlyphMesh`].
    pub fn atlas(&mut self) -> &mut Atlas {
        &mut self.atlas
    }

    /// The typesetter, for layouts of their own.
    pub fn typesetter(&mut self) -> &mut Typesetter {
        &mut self.typesetter
    }

    /// Paints a block with its top left corner at `origin` (points), moved to the next whole pixel.
    pub fn paint(&mut self, painter: &Painter, origin: Pos2, block: &Block, ink: Color32) {
        self.paint_inked(painter, origin, block, &|_| Ink { colour: ink, is_bold: false });
    }

    /// The same, with an ink for each byte of the text. What is bold is drawn a second time beside itself: it takes no more room, so that a
    /// line is shaped and broken as one, whatever of it is bold.
    pub fn paint_inked(&mut self, painter: &Painter, origin: Pos2, block: &Block, ink: &dyn Fn(usize) -> Ink) {
        let scale = block.scale;
        let clip = painter.clip_rect();
        let mut mesh = GlyphMesh::new(painter.ctx(), scale);
        let (left, top) = ((origin.x * scale).round(), (origin.y * scale).round());
        for paragraph in &block.paragraphs {
            for (line, shift) in paragraph.layout.lines().iter().zip(&paragraph.shifts) {
                let line_top = top + paragraph.top + line.top;
                if line_top > clip.max.y * scale || line_top + line.height < clip.min.y * scale {
                    continue;
                }
                let baseline = top + paragraph.top + line.baseline;
                let size = paragraph.layout.style().size;
                for glyph in paragraph.layout.glyphs(line) {
                    let Ink { colour, is_bold } = ink(paragraph.start + glyph.cluster as usize);
                    for beside in [0.0, size * BOLDER].into_iter().take(if is_bold { 2 } else { 1 }) {
                        let at = left + shift + glyph.x + beside;
                        let (key, x) = GlyphKey::at(glyph.face, glyph.glyph, size, at);
                        mesh.add(&mut self.atlas, key, x, (baseline + glyph.y).round() as i32, colour);
                    }
                }
            }
        }
        mesh.paint(painter);
    }

    fn begin_frame(&mut self, frame: u64, dark: bool) {
        self.frame = frame;
        self.atlas.begin_frame(frame, dark);
        if self.blocks.len() > REMEMBERED {
            self.blocks.retain(|_, (_, _, used)| *used + 1 >= frame);
        }
    }
}

fn key_of(text: &str, setting: &TextLayoutOptions, scale: f32) -> u64 {
    let mut hasher = DefaultHasher::new();
    let TextLayoutOptions { font, size, line_height, rtl, overflow } = setting;
    let (kind, width) = match overflow {
        Overflow::Extend => (0, 0.0),
        Overflow::ExtendLtr => (4, 0.0),
        Overflow::Elide(width) => (1, *width),
        Overflow::Wrap(width) => (2, *width),
        Overflow::WrapOwn(width) => (3, *width),
        Overflow::ElideMiddle(width) => (5, *width),
    };
    (text, font, size.to_bits(), line_height.to_bits(), rtl, kind, width.to_bits(), scale.to_bits()).hash(&mut hasher);
    hasher.finish()
}

/// Glyphs gathered into as few meshes as their pages allow.
pub struct GlyphMesh<'a> {
    ctx: &'a Context,
    scale: f32,
    meshes: Vec<(TextureId, Mesh)>,
}

impl<'a> GlyphMesh<'a> {
    /// `scale` is physical pixels per point.
    pub fn new(ctx: &'a Context, scale: f32) -> Self {
        GlyphMesh { ctx, scale, meshes: Vec::new() }
    }

    /// Adds a glyph whose origin is at the whole pixel `(x, baseline)` of the screen.
    pub fn add(&mut self, atlas: &mut Atlas, key: GlyphKey, x: i32, baseline: i32, ink: Color32) {
        let Some(slot) = atlas.glyph(self.ctx, key) else { return };
        let min = vec2((x + slot.left) as f32, (baseline + slot.top) as f32) / self.scale;
        let size = vec2(slot.width as f32, slot.height as f32) / self.scale;
        let index = self.meshes.iter().position(|(texture, _)| *texture == slot.texture).unwrap_or_else(|| {
            self.meshes.push((slot.texture, Mesh::with_texture(slot.texture)));
            self.meshes.len() - 1
        });
        self.meshes[index].1.add_rect_with_uv(Rect::from_min_size(min.to_pos2(), size), slot.uv, slot.tint(ink));
    }

    pub fn paint(self, painter: &Painter) {
        for (_, mesh) in self.meshes {
            painter.add(Shape::mesh(mesh));
        }
    }
}

impl Block {
    fn new(typesetter: &mut Typesetter, text: &str, setting: &TextLayoutOptions, scale: f32) -> Block {
        let style = TextStyle { font: setting.font, size: setting.size * scale, line_height: setting.line_height };
        let neutral = if setting.rtl { Base::Rtl } else { Base::Ltr };
        let direction = match setting.overflow {
            Overflow::ExtendLtr => Direction::Ltr,
            _ => Direction::Auto { neutral },
        };
        let (width, own_side) = match setting.overflow {
            Overflow::Wrap(width) => (Some((width * scale).floor().max(1.0)), false),
            Overflow::WrapOwn(width) => (Some((width * scale).floor().max(1.0)), true),
            Overflow::Extend | Overflow::ExtendLtr | Overflow::Elide(_) | Overflow::ElideMiddle(_) => (None, true),
        };
        let mut block = Block { text: text.into(), paragraphs: Vec::new(), size: [0.0, 0.0], elided: false, scale };
        if width.is_none() {
            // Nobody reads more of one line; a whole document given as a name must not be shaped for it.
            let most_read = text.floor_char_boundary(text.len().min(LONGEST_LINE));
            let line = text[..most_read].replace(['\n', '\r', '\t'], " ");
            let mut layout = typesetter.layout(&line, &style, None, direction);
            if let Overflow::Elide(most) | Overflow::ElideMiddle(most) = setting.overflow {
                let middle = matches!(setting.overflow, Overflow::ElideMiddle(_));
                let most = (most * scale).floor().max(0.0);
                if layout.width() > most || most_read < text.len() {
                    layout = elide(typesetter, &line, &style, (most, middle), direction.resolve(&line));
                    block.elided = true;
                }
            }
            block.push(0, layout, None);
            return block;
        }
        let mut start = 0;
        for line in text.split('\n') {
            let layout = typesetter.layout(line, &style, width, direction);
            let side = (!own_side).then_some(setting.rtl);
            block.push(start, layout, side);
            start += line.len() + 1;
        }
        let width = width.unwrap_or(0.0);
        if own_side {
            block.size[0] = width;
        } else if setting.rtl {
            // The block is no wider than its words: they begin at its right edge, not at the edge of the room given.
            let unused = width - block.size[0];
            let shifts = block.paragraphs.iter_mut().flat_map(|paragraph| &mut paragraph.shifts);
            shifts.for_each(|shift| *shift -= unused);
        }
        block
    }

    /// Adds a paragraph below the others; with `side`, its lines begin at the right (true) or left.
    fn push(&mut self, start: usize, layout: ParagraphLayout, side: Option<bool>) {
        let shifts = layout
            .lines()
            .iter()
            .map(|line| match side {
                Some(true) if !layout.base().is_rtl() => (layout.width() - line.width - line.x).floor(),
                Some(false) if layout.base().is_rtl() => {
                    // Spaces that end the line hang out on the left; its words begin after them.
                    let first = layout.width() - line.width;
                    -first.floor()
                }
                _ => 0.0,
            })
            .collect();
        let natural = layout.lines().iter().map(|line| line.width).fold(0.0, f32::max);
        let top = self.size[1];
        self.size = [self.size[0].max(natural.ceil()), top + layout.height()];
        self.paragraphs.push(Paragraph { start, top, layout, shifts });
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Width of the widest line and height of all, in points.
    pub fn size(&self) -> Vec2 {
        vec2(self.size[0], self.size[1]) / self.scale
    }

    /// Whether some of it is hidden behind "…".
    pub fn is_elided(&self) -> bool {
        self.elided
    }

    pub fn line_count(&self) -> usize {
        self.paragraphs.iter().map(|paragraph| paragraph.layout.lines().len()).sum()
    }

    /// The lines from top to bottom: bytes, direction of the paragraph, rectangle in points from the block's corner.
    pub fn lines(&self) -> impl Iterator<Item = (Range<usize>, bool, Rect)> + '_ {
        self.paragraphs.iter().flat_map(move |paragraph| {
            paragraph.layout.lines().iter().zip(&paragraph.shifts).map(move |(line, shift)| {
                let range = line.range();
                let min = pos2(line.x + shift, paragraph.top + line.top);
                let rect = Rect::from_min_size(min, vec2(line.width, line.height));
                (
                    paragraph.start + range.start..paragraph.start + range.end,
                    paragraph.layout.base().is_rtl(),
                    rect / self.scale,
                )
            })
        })
    }

    /// The lines as a screen reader is told of them, with the block's corner at `at` (points).
    pub fn laid_lines(&self, at: Pos2) -> impl Iterator<Item = LaidLine<'_>> {
        self.paragraphs.iter().flat_map(move |paragraph| {
            let lines = paragraph.layout.lines();
            let end = paragraph.start + paragraph.layout.text().len();
            let line_break = usize::from(self.text[end..].starts_with('\n'));
            lines.iter().zip(&paragraph.shifts).enumerate().map(move |(index, (line, shift))| LaidLine {
                text: &self.text,
                start: paragraph.start,
                layout: &paragraph.layout,
                line,
                line_break: if index + 1 == lines.len() { line_break } else { 0 },
                left: at.x + shift / self.scale,
                top: at.y + (paragraph.top + line.top) / self.scale,
                scale: self.scale,
            })
        })
    }

    /// Whether the paragraph that holds this byte runs from right to left.
    pub fn is_rtl_at(&self, offset: usize) -> bool {
        self.paragraph_of(offset).layout.base().is_rtl()
    }

    /// The caret nearest to a point (points from the block's corner).
    pub fn hit_test(&self, at: Pos2) -> Caret {
        let (x, y) = (at.x * self.scale, at.y * self.scale);
        let paragraph =
            self.paragraphs.iter().rev().find(|paragraph| paragraph.top <= y).unwrap_or(&self.paragraphs[0]);
        let line = paragraph.layout.line_at(y - paragraph.top);
        let caret = paragraph.layout.hit_line(line, x - paragraph.shifts[line]);
        Caret { offset: caret.offset + paragraph.start, ..caret }
    }

    /// Where a caret stands (points from the block's corner), without width.
    pub fn caret_rect(&self, caret: Caret) -> Rect {
        let paragraph = self.paragraph_of(caret.offset);
        let at = paragraph.layout.caret_box(local(paragraph, caret));
        let x = at.x + paragraph.shifts[at.line];
        Rect::from_min_max(pos2(x, paragraph.top + at.y0), pos2(x, paragraph.top + at.y1)) / self.scale
    }

    /// The rectangles a range of bytes covers (points from the block's corner).
    pub fn fragments(&self, range: Range<usize>) -> Vec<Rect> {
        let mut rects = Vec::new();
        for paragraph in &self.paragraphs {
            let end = paragraph.start + paragraph.layout.text().len();
            let (from, to) = (range.start.max(paragraph.start), range.end.min(end));
            if from < to {
                let local = from - paragraph.start..to - paragraph.start;
                rects.extend(paragraph.layout.fragments(local).into_iter().map(|Fragment { line, x0, x1, y0, y1 }| {
                    let shift = paragraph.shifts[line];
                    let min = pos2(x0 + shift, paragraph.top + y0);
                    Rect::from_min_max(min, pos2(x1 + shift, paragraph.top + y1)) / self.scale
                }));
            }
        }
        rects
    }

    /// The caret one visual place to a side, on the next or previous paragraph where this one ends.
    pub fn step(&self, caret: Caret, side: Side) -> Option<Caret> {
        let index = self.index_of(caret.offset);
        let paragraph = &self.paragraphs[index];
        if let Some(next) = paragraph.layout.step(local(paragraph, caret), side) {
            return Some(Caret { offset: next.offset + paragraph.start, ..next });
        }
        let forward = (side == Side::Left) == paragraph.layout.base().is_rtl();
        let other = &self.paragraphs.get(if forward { index + 1 } else { index.checked_sub(1)? })?;
        let offset = if forward { other.start } else { other.start + other.layout.text().len() };
        Some(if forward { Caret::before(offset) } else { Caret::after(offset) })
    }

    /// The caret a line up or down, at the same place across (points); the text's edge where there is no such line.
    pub fn step_line(&self, caret: Caret, down: bool, x: f32) -> Caret {
        let at = self.caret_rect(caret);
        let y = if down { at.bottom() + 1.0 } else { at.top() - 1.0 };
        if y < 0.0 {
            return Caret::before(0);
        }
        if y >= self.size().y {
            return Caret::after(self.text.len());
        }
        self.hit_test(pos2(x, y))
    }

    /// The logical start or end of the caret's line.
    pub fn line_edge(&self, caret: Caret, end: bool) -> Caret {
        let paragraph = self.paragraph_of(caret.offset);
        let local = local(paragraph, caret);
        let edge = if end { paragraph.layout.line_end(local) } else { paragraph.layout.line_start(local) };
        Caret { offset: edge.offset + paragraph.start, ..edge }
    }

    fn index_of(&self, offset: usize) -> usize {
        self.paragraphs.partition_point(|paragraph| paragraph.start <= offset).saturating_sub(1)
    }

    fn paragraph_of(&self, offset: usize) -> &Paragraph {
        &self.paragraphs[self.index_of(offset)]
    }
}

fn local(paragraph: &Paragraph, caret: Caret) -> Caret {
    Caret { offset: (caret.offset - paragraph.start).min(paragraph.layout.text().len()), ..caret }
}

/// The longest beginning of a line that fits with "…" after it; with `middle`, as much of both of its ends with "…" between them.
/// The line keeps its direction whatever is cut.
fn elide(
    typesetter: &mut Typesetter,
    line: &str,
    style: &TextStyle,
    (most, middle): (f32, bool),
    base: Base,
) -> ParagraphLayout {
    let direction = if base.is_rtl() { Direction::Rtl } else { Direction::Ltr };
    let cuts: Vec<usize> = line.grapheme_indices(true).map(|(at, _)| at).collect();
    let place = |graphemes: usize| cuts.get(graphemes).copied().unwrap_or(line.len());
    let mut cut = |graphemes: usize| {
        let end = if middle { graphemes / 2 } else { 0 };
        let start = line[..place(graphemes - end)].trim_end();
        let end = line[place(cuts.len() - end)..].trim_start();
        typesetter.layout(&format!("{start}…{end}"), style, None, direction)
    };
    let (mut fits, mut too_wide) = (0, cuts.len());
    while too_wide - fits > 1 {
        let middle = (fits + too_wide) / 2;
        if cut(middle).width() <= most { fits = middle } else { too_wide = middle }
    }
    cut(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_goes_where_both_ends_are_to_stay() {
        let mut typesetter = Typesetter::default();
        let style = TextStyle { font: Font::Interface, size: 14.0, line_height: 1.6 };
        let name = "تقرير المراسل الصحفي عن أحوال المدينة 12";
        let whole = typesetter.layout(name, &style, None, Direction::Rtl).width();
        for share in [0.9, 0.6, 0.3] {
            let cut = elide(&mut typesetter, name, &style, (whole * share, true), Base::Rtl);
            assert!(cut.width() <= whole * share, "{}", cut.text());
            let (start, end) = cut.text().split_once('…').expect("something went");
            assert!(name.starts_with(start) && name.ends_with(end) && end.ends_with("12"), "{start} … {end}");
        }
        let cut = elide(&mut typesetter, name, &style, (whole * 0.6, false), Base::Rtl);
        assert!(cut.text().ends_with('…'), "{}", cut.text());
    }
}
