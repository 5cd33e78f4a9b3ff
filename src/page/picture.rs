//! The page as pixels, without a window: what `hashiya render` and the tests look at.

use std::collections::BTreeMap;

use super::colours::{Surface, with_opacity};
use super::display_list::{DrawOp, Marks, Rgba, SceneStyle};
use super::stroke::{StrokePath, distance_to_line};
use super::view::{Page, PageRect};
use crate::model::TextSelection;
use crate::typeset::{GlyphImage, GlyphKey, GlyphPixels, Rasteriser, TextStyle, Typesetter};

/// An opaque picture, four bytes a pixel: red, green, blue, 255.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub pixels: Vec<u8>,
}

/// Why a page was not drawn.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    #[error(
        "the picture would be {width} × {height} pixels; at most {MAX_PIXELS} pixels are drawn, so render a part of the text or a smaller scale"
    )]
    TooLarge { width: u32, height: u64 },
    #[error("the picture could not be encoded: {0}")]
    Encoding(#[from] png::EncodingError),
}

/// 400 megabytes of pixels.
const MAX_PIXELS: u64 = 100_000_000;

impl Picture {
    /// A picture of one colour.
    pub fn new(width: u32, height: u32, [r, g, b, _]: Rgba) -> Self {
        let pixels = [r, g, b, 255].repeat(width as usize * height as usize);
        Picture { width, height, pixels }
    }

    /// The picture as a PNG file.
    pub fn to_png(&self) -> Result<Vec<u8>, PictureError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels)?;
        writer.finish()?;
        Ok(bytes)
    }

    /// Paints a scene whose origin is at `(left, top)` of the picture.
    pub fn paint(&mut self, ops: &[DrawOp], left: i32, top: i32, rasteriser: &mut Rasteriser) {
        let mut glyphs: std::collections::HashMap<GlyphKey, Option<GlyphImage>> = std::collections::HashMap::new();
        for op in ops {
            match op {
                DrawOp::Fill { rect, colour, round } => self.fill(rect, left as f32, top as f32, *colour, *round),
                DrawOp::Stroke { path, width, colour } => {
                    self.stroke(path, *width, left as f32, top as f32, *colour);
                }
                DrawOp::Glyph { key, x, baseline, colour } => {
                    if let Some(image) = glyphs.entry(*key).or_insert_with(|| rasteriser.glyph(*key)) {
                        self.glyph(image, left + x, top + baseline, *colour);
                    }
                }
            }
        }
    }

    fn fill(&mut self, rect: &PageRect, left: f32, top: f32, colour: Rgba, round: f32) {
        let (x0, y0, x1, y1) = (rect.x0 + left, rect.y0 + top, rect.x1 + left, rect.y1 + top);
        let columns = clamp(x0.floor(), self.width)..clamp(x1.ceil(), self.width);
        for y in clamp(y0.floor(), self.height)..clamp(y1.ceil(), self.height) {
            for x in columns.clone() {
                let (px, py) = (x as f32, y as f32);
                let across = (x1.min(px + 1.0) - x0.max(px)).clamp(0.0, 1.0);
                let down = (y1.min(py + 1.0) - y0.max(py)).clamp(0.0, 1.0);
                let corner = match round > 0.0 {
                    true => corner_coverage(px + 0.5, py + 0.5, [x0, y0, x1, y1], round),
                    false => 1.0,
                };
                let coverage = across * down * corner;
                if coverage > 0.0 {
                    self.blend(x, y, colour, coverage * f32::from(colour[3]) / 255.0);
                }
            }
        }
    }

    /// A pixel is covered as far as its centre is within half the width of the nearest piece of the line, so that pieces that meet
    /// are not painted twice.
    fn stroke(&mut self, path: &StrokePath, width: f32, left: f32, top: f32, colour: Rgba) {
        let points: Vec<_> = path.flattened().into_iter().map(|[x, y]| [x + left, y + top]).collect();
        let reach = width / 2.0 + 0.5;
        let mut covered: BTreeMap<(u32, u32), f32> = BTreeMap::new();
        for pair in points.windows(2) {
            let ([x0, y0], [x1, y1]) = (pair[0], pair[1]);
            let columns =
                clamp((x0.min(x1) - reach).floor(), self.width)..clamp((x0.max(x1) + reach).ceil(), self.width);
            for y in clamp((y0.min(y1) - reach).floor(), self.height)..clamp((y0.max(y1) + reach).ceil(), self.height) {
                for x in columns.clone() {
                    let distance = distance_to_line([x as f32 + 0.5, y as f32 + 0.5], pair[0], pair[1]);
                    let coverage = (reach - distance).clamp(0.0, 1.0).min(width);
                    if coverage > 0.0 {
                        let known = covered.entry((y, x)).or_default();
                        *known = known.max(coverage);
                    }
                }
            }
        }
        for ((y, x), coverage) in covered {
            self.blend(x, y, colour, coverage * f32::from(colour[3]) / 255.0);
        }
    }

    fn glyph(&mut self, image: &GlyphImage, x: i32, baseline: i32, colour: Rgba) {
        for row in 0..image.height {
            let y = baseline + image.top + row as i32;
            if y < 0 || y >= self.height as i32 {
                continue;
            }
            for column in 0..image.width {
                let x = x + image.left + column as i32;
                if x < 0 || x >= self.width as i32 {
                    continue;
                }
                let at = (row * image.width + column) as usize;
                match &image.pixels {
                    GlyphPixels::Coverage(coverage) => {
                        let opacity = f32::from(coverage[at]) / 255.0 * f32::from(colour[3]) / 255.0;
                        if opacity > 0.0 {
                            self.blend(x as u32, y as u32, colour, opacity);
                        }
                    }
                    GlyphPixels::Rgba(pixels) => {
                        let pixel = &pixels[at * 4..at * 4 + 4];
                        let under = 1.0 - f32::from(pixel[3]) / 255.0;
                        let place = (y as usize * self.width as usize + x as usize) * 4;
                        for (channel, over) in self.pixels[place..place + 3].iter_mut().zip(pixel) {
                            *channel = (f32::from(*over) + f32::from(*channel) * under).round().min(255.0) as u8;
                        }
                    }
                }
            }
        }
    }

    fn blend(&mut self, x: u32, y: u32, colour: Rgba, opacity: f32) {
        let place = (y as usize * self.width as usize + x as usize) * 4;
        for (channel, over) in self.pixels[place..place + 3].iter_mut().zip(colour) {
            let under = f32::from(*channel);
            *channel = (under + (f32::from(over) - under) * opacity).round() as u8;
        }
    }
}

fn clamp(value: f32, most: u32) -> u32 {
    value.clamp(0.0, most as f32) as u32
}

/// How much of the pixel centred at `(x, y)` is inside a rectangle with round corners.
fn corner_coverage(x: f32, y: f32, [x0, y0, x1, y1]: [f32; 4], round: f32) -> f32 {
    let round = round.min((x1 - x0) / 2.0).min((y1 - y0) / 2.0);
    let dx = (x0 + round - x).max(x - (x1 - round)).max(0.0);
    let dy = (y0 + round - y).max(y - (y1 - round)).max(0.0);
    (round - (dx * dx + dy * dy).sqrt() + 0.5).clamp(0.0, 1.0)
}

/// A whole document laid out, its margins included, as tall as the text needs.
pub struct Sheet {
    pub width: u32,
    pub height: u32,
    /// Where the scene's origin is on it, from the left and from the top.
    pub margin: i32,
    pub paper: Rgba,
    pub ops: Vec<DrawOp>,
}

/// Lays out a whole document on a sheet `width` pixels wide.
pub fn lay_document(
    text: &str,
    marks: Marks,
    style: TextStyle,
    width: u32,
    scale: f32,
    surface: Surface,
) -> Result<Sheet, PictureError> {
    let margin = (32.0 * scale).round();
    let column = (width as f32 - 2.0 * margin).max(style.size * 2.0);
    let mut ts = Typesetter::new();
    let mut page = Page::new(text.into(), style, column, 1.0);
    let limit = MAX_PIXELS / u64::from(width.max(1));
    while page.measure_some(&mut ts) {
        if page.height() > 4.0 * limit as f64 {
            return Err(PictureError::TooLarge { width, height: page.height() as u64 });
        }
    }
    let height = (page.height() as f32 + 2.0 * margin).ceil();
    if height as u64 > limit {
        return Err(PictureError::TooLarge { width, height: height as u64 });
    }
    page.set_geometry(&mut ts, style, column, height);
    let visible = page.visible(&mut ts);
    let look = SceneStyle {
        ink: with_opacity(surface.ink, 255),
        weak_ink: with_opacity(surface.weak_ink, 255),
        page_colour: with_opacity(surface.paper, 255),
        selection_colour: [0; 4],
        caret_colour: [0; 4],
        current_line_colour: [0; 4],
        highlights: marks.highlights,
        relations: marks.relations,
        hints: Vec::new(),
        selection: TextSelection::default(),
        caret: None,
        show_tags: true,
        tag_size: super::TAG_SIZE,
        show_invisibles: false,
        scale,
    };
    let ops = page.scene(&mut ts, &visible, &look);
    let paper = with_opacity(surface.paper, 255);
    Ok(Sheet { width, height: height as u32, margin: margin as i32, paper, ops })
}

/// A whole document as a picture `width` pixels wide.
pub fn render_document(
    text: &str,
    marks: Marks,
    style: TextStyle,
    width: u32,
    scale: f32,
    surface: Surface,
) -> Result<Picture, PictureError> {
    let sheet = lay_document(text, marks, style, width, scale, surface)?;
    let mut picture = Picture::new(sheet.width, sheet.height, sheet.paper);
    picture.paint(&sheet.ops, sheet.margin, sheet.margin, &mut Rasteriser::new());
    Ok(picture)
}
