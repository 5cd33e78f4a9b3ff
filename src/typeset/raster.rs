//! A glyph as pixels: coverage for text, colours for pictures, at the size of the screen and without hinting.

use std::sync::Arc;

use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use vello_cpu::kurbo::{Affine, BezPath, PathEl, Shape};
use vello_cpu::peniko::{Blob, Color, FontData};
use vello_cpu::{Glyph, Pixmap, RenderContext, Resources};

use super::fonts::FaceId;

/// What picture of a glyph is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GlyphKey {
    pub face: FaceId,
    pub glyph: u16,
    /// Pixels per em, in 64ths.
    pub size: u32,
    /// How far right of a whole pixel the origin is, in quarters of a pixel: 0 to 3.
    pub bin: u8,
}

impl GlyphKey {
    /// The key for a glyph whose origin is at `x`, and the whole pixel that its picture counts from.
    pub fn at(face: FaceId, glyph: u16, size: f32, x: f32) -> (GlyphKey, i32) {
        let quarters = (x * 4.0).round() as i32;
        let key = GlyphKey { face, glyph, size: (size * 64.0).round() as u32, bin: quarters.rem_euclid(4) as u8 };
        (key, quarters.div_euclid(4))
    }
}

/// The picture of a glyph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlyphImage {
    /// Pixels from the origin right to the left edge, and from the baseline down to the top edge (mostly negative).
    pub left: i32,
    pub top: i32,
    pub width: u32,
    pub height: u32,
    pub pixels: GlyphPixels,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GlyphPixels {
    /// One byte for each pixel: how much of it the glyph covers.
    Coverage(Vec<u8>),
    /// Four bytes for each pixel: red, green, blue, alpha, premultiplied.
    Rgba(Vec<u8>),
}

/// A step of an outline, in pixels from the glyph's origin, `y` downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OutlineStep {
    MoveTo([f32; 2]),
    LineTo([f32; 2]),
    QuadTo([f32; 2], [f32; 2]),
    CurveTo([f32; 2], [f32; 2], [f32; 2]),
    Close,
}

/// The outline of a glyph whose origin is at a whole pixel; `None` where there is nothing to see, and for pictures.
pub fn outline_of(key: GlyphKey) -> Option<Vec<OutlineStep>> {
    let place = |p: vello_cpu::kurbo::Point| [p.x as f32, p.y as f32];
    let step = |element: &PathEl| match *element {
        PathEl::MoveTo(p) => OutlineStep::MoveTo(place(p)),
        PathEl::LineTo(p) => OutlineStep::LineTo(place(p)),
        PathEl::QuadTo(a, p) => OutlineStep::QuadTo(place(a), place(p)),
        PathEl::CurveTo(a, b, p) => OutlineStep::CurveTo(place(a), place(b), place(p)),
        PathEl::ClosePath => OutlineStep::Close,
    };
    Some(path_of(key)?.elements().iter().map(step).collect())
}

fn path_of(key: GlyphKey) -> Option<BezPath> {
    if key.face == FaceId::Emoji {
        return None;
    }
    let outlines = key.face.face().font.outline_glyphs();
    let outline = outlines.get(skrifa::GlyphId::from(key.glyph))?;
    let mut pen = PathPen(BezPath::new());
    let settings = DrawSettings::unhinted(Size::new(key.size as f32 / 64.0), LocationRef::default());
    outline.draw(settings, &mut pen).ok()?;
    Some(pen.0).filter(|path| !path.elements().is_empty())
}

/// Draws glyphs; keeps its buffers.
pub struct Rasteriser {
    context: RenderContext,
    resources: Resources,
    emoji: Option<FontData>,
}

/// Pictures are not made larger than this many pixels a side.
const LARGEST: f64 = 2048.0;

impl Default for Rasteriser {
    fn default() -> Self {
        Rasteriser::new()
    }
}

impl Rasteriser {
    pub fn new() -> Rasteriser {
        Rasteriser { context: RenderContext::new(64, 64), resources: Resources::new(), emoji: None }
    }

    /// The picture of a glyph; `None` where there is nothing to see, as for a space.
    pub fn glyph(&mut self, key: GlyphKey) -> Option<GlyphImage> {
        let size = key.size as f32 / 64.0;
        let shift = key.bin as f64 / 4.0;
        if key.face == FaceId::Emoji { self.picture(key.glyph, size, shift) } else { self.outline(key, shift) }
    }

    fn outline(&mut self, key: GlyphKey, shift: f64) -> Option<GlyphImage> {
        let path = path_of(key)?;
        let bounds = path.bounding_box();
        let left = (bounds.x0 + shift).floor();
        let top = bounds.y0.floor();
        let width = (bounds.x1 + shift).ceil() - left;
        let height = bounds.y1.ceil() - top;
        let pixmap = self.draw(left, top, width, height, |context, _, to_image| {
            context.set_transform(to_image * Affine::translate((shift, 0.0)));
            context.set_paint(Color::BLACK);
            context.fill_path(&path);
        })?;
        let coverage = pixmap.data().iter().map(|pixel| pixel.a).collect();
        Some(image(left, top, &pixmap, GlyphPixels::Coverage(coverage)))
    }

    fn picture(&mut self, glyph: u16, size: f32, shift: f64) -> Option<GlyphImage> {
        let face = FaceId::Emoji.face();
        let font =
            self.emoji.get_or_insert_with(|| FontData::new(Blob::new(Arc::new(FaceId::Emoji.data())), 0)).clone();
        let em = size as f64 / face.units_per_em as f64;
        let advance = face.font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let advance = advance.advance_width(skrifa::GlyphId::from(glyph))? as f64 * em;
        // Pictures stay within their advance and the face's height; a pixel more keeps their soft edge.
        let left = -1.0;
        let top = (-(face.ascent as f64) * em).floor() - 2.0;
        let width = (advance + shift).ceil() + 2.0;
        let height = (face.descent as f64 * em).ceil() + 2.0 - top;
        let pixmap = self.draw(left, top, width, height, |context, resources, to_image| {
            context.set_transform(to_image);
            context.set_paint(Color::BLACK);
            let glyph = Glyph { id: glyph as u32, x: shift as f32, y: 0.0 };
            context.glyph_run(resources, &font).font_size(size).hint(false).fill_glyphs(std::iter::once(glyph));
        })?;
        let rgba = pixmap.data_as_u8_slice().to_vec();
        Some(image(left, top, &pixmap, GlyphPixels::Rgba(rgba)))
    }

    fn draw(
        &mut self,
        left: f64,
        top: f64,
        width: f64,
        height: f64,
        paint: impl FnOnce(&mut RenderContext, &mut Resources, Affine),
    ) -> Option<Pixmap> {
        if !(1.0..=LARGEST).contains(&width) || !(1.0..=LARGEST).contains(&height) {
            return None;
        }
        let (width, height) = (width as u16, height as u16);
        self.context.reset_and_resize(width, height);
        paint(&mut self.context, &mut self.resources, Affine::translate((-left, -top)));
        self.context.flush();
        let mut pixmap = Pixmap::new(width, height);
        self.context.render(&mut pixmap, &mut self.resources);
        Some(pixmap)
    }
}

fn image(left: f64, top: f64, pixmap: &Pixmap, pixels: GlyphPixels) -> GlyphImage {
    GlyphImage {
        left: left as i32,
        top: top as i32,
        width: pixmap.width() as u32,
        height: pixmap.height() as u32,
        pixels,
    }
}

/// Takes an outline, y upwards, into a path with y downwards.
struct PathPen(BezPath);

impl OutlinePen for PathPen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to((x as f64, -y as f64));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to((x as f64, -y as f64));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to((cx as f64, -cy as f64), (x as f64, -y as f64));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.curve_to((ax as f64, -ay as f64), (bx as f64, -by as f64), (x as f64, -y as f64));
    }

    fn close(&mut self) {
        self.0.close_path();
    }
}
