//! A picture of the window without a window: paints egui's triangles on the CPU.
//!
//! A test needs to see what the analyst sees, on machines without a display or a GPU driver too, so this does what
//! `egui_glow`'s shader does: vertex colour × texture, premultiplied, blended in gamma space, scissored to whole
//! pixels. Paint callbacks are not painted: the house draws with meshes alone.

use std::collections::HashMap;

use egui::epaint::{ClippedPrimitive, ImageData, ImageDelta, Mesh, Primitive, Vertex};
use egui::{Color32, ColorImage, Rect, TextureFilter, TextureId, TextureOptions, TextureWrapMode, TexturesDelta};

/// The textures of one egui context, and how to paint with them.
#[derive(Default)]
pub struct Raster {
    textures: HashMap<TextureId, Texture>,
    /// Freed by the last delta: gone only after its frame was painted.
    doomed: Vec<TextureId>,
}

/// Why a frame could not be turned into a PNG.
#[derive(Debug, thiserror::Error)]
#[error("the picture of {width}×{height} pixels could not be encoded as PNG: {source}")]
pub struct PngError {
    width: usize,
    height: usize,
    source: png::EncodingError,
}

impl Raster {
    /// Takes in what changed of the textures since the last frame, and leaves `delta` empty.
    pub fn apply(&mut self, delta: &mut TexturesDelta) {
        for id in self.doomed.drain(..) {
            self.textures.remove(&id);
        }
        for (id, changes) in delta.set.drain() {
            for change in changes {
                self.set(id, change);
            }
        }
        self.doomed.extend(delta.free.drain());
    }

    /// Paints a frame of `size` physical pixels over `background`.
    ///
    /// `primitives` are in points, as `Context::tessellate` returns them.
    pub fn paint(
        &self,
        primitives: &[ClippedPrimitive],
        size: [usize; 2],
        pixels_per_point: f32,
        background: Color32,
    ) -> ColorImage {
        let mut canvas = Canvas { image: ColorImage::filled(size, background), solid: Vec::new() };
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            let clip = Clip::new(*clip_rect, pixels_per_point, size);
            if let Primitive::Mesh(mesh) = primitive
                && let Some(texture) = self.textures.get(&mesh.texture_id)
                && !clip.is_empty()
            {
                canvas.mesh(mesh, texture, pixels_per_point, &clip);
            }
        }
        canvas.image
    }

    fn set(&mut self, id: TextureId, change: ImageDelta) {
        let ImageData::Color(image) = &change.image;
        match change.pos {
            None => {
                let texture = Texture { size: image.size, pixels: image.pixels.clone(), options: change.options };
                self.textures.insert(id, texture);
            }
            Some([x, y]) => {
                let Some(texture) = self.textures.get_mut(&id) else { return };
                let [width, height] = texture.size;
                let columns = image.width().min(width.saturating_sub(x));
                for row in 0..image.height().min(height.saturating_sub(y)) {
                    let from = row * image.width();
                    let to = (y + row) * width + x;
                    texture.pixels[to..to + columns].copy_from_slice(&image.pixels[from..from + columns]);
                }
            }
        }
    }
}

/// The picture as the bytes of a PNG file. A translucent pixel is un-premultiplied.
pub fn encode_png(image: &ColorImage) -> Result<Vec<u8>, PngError> {
    let [width, height] = image.size;
    let mut rgba = Vec::with_capacity(image.pixels.len() * 4);
    for pixel in &image.pixels {
        rgba.extend_from_slice(&if pixel.a() == 255 { pixel.to_array() } else { pixel.to_srgba_unmultiplied() });
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width as u32, height as u32);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().and_then(|mut writer| writer.write_image_data(&rgba)).map_err(|source| PngError {
        width,
        height,
        source,
    })?;
    Ok(bytes)
}

struct Texture {
    size: [usize; 2],
    pixels: Vec<Color32>,
    options: TextureOptions,
}

impl Texture {
    /// The texel at `(u, v)` in texels (not 0..1).
    fn sample(&self, u: f32, v: f32) -> Color32 {
        if self.options.magnification == TextureFilter::Nearest {
            return self.texel(u.floor() as i32, v.floor() as i32);
        }
        let (u, v) = (u - 0.5, v - 0.5);
        let (x, y) = (u.floor(), v.floor());
        let fx = ((u - x) * 256.0) as u32;
        let fy = ((v - y) * 256.0) as u32;
        let (x, y) = (x as i32, y as i32);
        // On the texel's centre (give or take the rounding of uv) there is nothing to mix.
        if (fx <= 1 || fx >= 255) && (fy <= 1 || fy >= 255) {
            return self.texel(x + i32::from(fx >= 255), y + i32::from(fy >= 255));
        }
        let (a, b) = (self.texel(x, y).to_array(), self.texel(x + 1, y).to_array());
        let (c, d) = (self.texel(x, y + 1).to_array(), self.texel(x + 1, y + 1).to_array());
        let mut mixed = [0; 4];
        for i in 0..4 {
            let top = u32::from(a[i]) * (256 - fx) + u32::from(b[i]) * fx;
            let bottom = u32::from(c[i]) * (256 - fx) + u32::from(d[i]) * fx;
            mixed[i] = ((top * (256 - fy) + bottom * fy + (1 << 15)) >> 16) as u8;
        }
        let [r, g, b, a] = mixed;
        Color32::from_rgba_premultiplied(r, g, b, a)
    }

    fn texel(&self, x: i32, y: i32) -> Color32 {
        let [width, height] = self.size;
        let wrap = |at: i32, len: usize| {
            let len = (len as i32).max(1);
            let at = match self.options.wrap_mode {
                TextureWrapMode::ClampToEdge => at.clamp(0, len - 1),
                TextureWrapMode::Repeat => at.rem_euclid(len),
                TextureWrapMode::MirroredRepeat => {
                    let at = at.rem_euclid(2 * len);
                    at.min(2 * len - 1 - at)
                }
            };
            at as usize
        };
        let index = wrap(y, height) * width + wrap(x, width);
        self.pixels.get(index).copied().unwrap_or(Color32::TRANSPARENT)
    }
}

/// A scissor rectangle in whole pixels, half-open.
struct Clip {
    x: [i32; 2],
    y: [i32; 2],
}

impl Clip {
    fn new(rect: Rect, pixels_per_point: f32, [width, height]: [usize; 2]) -> Self {
        let pixel = |points: f32, max: usize| ((points * pixels_per_point).round() as i32).clamp(0, max as i32);
        Clip {
            x: [pixel(rect.min.x, width), pixel(rect.max.x, width)],
            y: [pixel(rect.min.y, height), pixel(rect.max.y, height)],
        }
    }

    fn is_empty(&self) -> bool {
        self.x[0] >= self.x[1] || self.y[0] >= self.y[1]
    }
}

/// A corner in physical pixels, with its texture place in texels and its colour as 0..=255 floats.
#[derive(Clone, Copy)]
struct Corner {
    x: f32,
    y: f32,
    /// u, v, r, g, b, a.
    attributes: [f32; 6],
    color: Color32,
}

struct Canvas {
    image: ColorImage,
    /// A row of one colour: copying it is the fastest fill there is, also in an unoptimised build.
    solid: Vec<Color32>,
}

impl Canvas {
    fn mesh(&mut self, mesh: &Mesh, texture: &Texture, pixels_per_point: f32, clip: &Clip) {
        let [width, height] = texture.size;
        let corner = |vertex: &Vertex| {
            let [r, g, b, a] = vertex.color.to_array();
            let (u, v) = (vertex.uv.x * width as f32, vertex.uv.y * height as f32);
            let attributes = [u, v, f32::from(r), f32::from(g), f32::from(b), f32::from(a)];
            Corner {
                x: vertex.pos.x * pixels_per_point,
                y: vertex.pos.y * pixels_per_point,
                attributes,
                color: vertex.color,
            }
        };
        for indices in mesh.indices.chunks_exact(3) {
            let at = |i: usize| mesh.vertices.get(indices[i] as usize).map(corner);
            if let (Some(a), Some(b), Some(c)) = (at(0), at(1), at(2)) {
                self.triangle([a, b, c], texture, clip);
            }
        }
    }

    /// Fills the pixels whose centres lie in the triangle; an edge shared by two triangles is painted once.
    fn triangle(&mut self, [a, b, c]: [Corner; 3], texture: &Texture, clip: &Clip) {
        let area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
        let finite = [a, b, c].iter().all(|p| p.x.is_finite() && p.y.is_finite());
        if area == 0.0 || !finite {
            return;
        }
        let same_color = a.color == b.color && b.color == c.color;
        if same_color && a.color == Color32::TRANSPARENT {
            return;
        }
        let same_texel = a.attributes[..2] == b.attributes[..2] && b.attributes[..2] == c.attributes[..2];
        let flat = same_color && same_texel;
        let flat_color =
            if flat { tint(a.color, texture.sample(a.attributes[0], a.attributes[1])) } else { Color32::TRANSPARENT };

        // How each attribute changes by pixel, right and down.
        let (mut by_x, mut by_y) = ([0.0; 6], [0.0; 6]);
        if !flat {
            for i in 0..6 {
                let (ab, ac) = (b.attributes[i] - a.attributes[i], c.attributes[i] - a.attributes[i]);
                by_x[i] = (ab * (c.y - a.y) - ac * (b.y - a.y)) / area;
                by_y[i] = (ac * (b.x - a.x) - ab * (c.x - a.x)) / area;
            }
        }

        let top = first_center(a.y.min(b.y).min(c.y)).max(clip.y[0]);
        let bottom = first_center(a.y.max(b.y).max(c.y)).min(clip.y[1]);
        for y in top..bottom {
            let center_y = y as f32 + 0.5;
            let (mut left, mut right) = (f32::INFINITY, f32::NEG_INFINITY);
            for (p, q) in [(a, b), (b, c), (c, a)] {
                if let Some(x) = crossing(p, q, center_y) {
                    left = left.min(x);
                    right = right.max(x);
                }
            }
            let from = first_center(left).max(clip.x[0]);
            let to = first_center(right).min(clip.x[1]);
            if from >= to {
                continue;
            }
            if flat {
                self.fill(y as usize, from as usize, to as usize, flat_color);
                continue;
            }
            let (dx, dy) = (from as f32 + 0.5 - a.x, center_y - a.y);
            let mut at = [0.0; 6];
            for i in 0..6 {
                at[i] = a.attributes[i] + by_x[i] * dx + by_y[i] * dy;
            }
            let start = y as usize * self.image.size[0];
            let row = &mut self.image.pixels[start + from as usize..start + to as usize];
            if same_texel {
                let texel = texture.sample(at[0], at[1]);
                shade(row, at, by_x, |_, _| texel);
            } else if same_color {
                let (mut u, mut v) = (at[0], at[1]);
                for pixel in row {
                    let texel = texture.sample(u, v);
                    if texel != Color32::TRANSPARENT {
                        *pixel = over(*pixel, tint(a.color, texel));
                    }
                    u += by_x[0];
                    v += by_x[1];
                }
            } else {
                shade(row, at, by_x, |u, v| texture.sample(u, v));
            }
        }
    }

    fn fill(&mut self, y: usize, from: usize, to: usize, color: Color32) {
        let start = y * self.image.size[0];
        let row = &mut self.image.pixels[start + from..start + to];
        if color.a() == 255 {
            if self.solid.first() != Some(&color) || self.solid.len() < row.len() {
                self.solid = vec![color; self.image.size[0]];
            }
            row.copy_from_slice(&self.solid[..row.len()]);
        } else if color != Color32::TRANSPARENT {
            // Neighbours are mostly alike: what became of one pixel becomes of the next.
            let (mut below, mut result) = (row[0], over(row[0], color));
            for pixel in row {
                if *pixel != below {
                    below = *pixel;
                    result = over(below, color);
                }
                *pixel = result;
            }
        }
    }
}

/// Paints a row whose vertex colours differ.
fn shade(row: &mut [Color32], mut at: [f32; 6], by_x: [f32; 6], texel: impl Fn(f32, f32) -> Color32) {
    for pixel in row {
        // The corners' colours bound the triangle's, but a centre near an edge may leave them by a rounding error;
        // the cast saturates.
        let [r, g, b, a] = [at[2] + 0.5, at[3] + 0.5, at[4] + 0.5, at[5] + 0.5].map(|channel| channel as u8);
        let source = tint(Color32::from_rgba_premultiplied(r, g, b, a), texel(at[0], at[1]));
        *pixel = over(*pixel, source);
        for i in 0..6 {
            at[i] += by_x[i];
        }
    }
}

/// The first pixel whose centre is at or after `edge`.
fn first_center(edge: f32) -> i32 {
    (edge - 0.5).ceil() as i32
}

/// Where the edge `p`–`q` crosses the height `y`, if it does. The same for `q`–`p`, to the last bit.
fn crossing(p: Corner, q: Corner, y: f32) -> Option<f32> {
    let (p, q) = if p.y <= q.y { (p, q) } else { (q, p) };
    (p.y <= y && y < q.y).then(|| p.x + (q.x - p.x) * ((y - p.y) / (q.y - p.y)))
}

fn tint(color: Color32, texel: Color32) -> Color32 {
    if texel == Color32::WHITE {
        return color;
    }
    let (c, t) = (color.to_array(), texel.to_array());
    Color32::from_rgba_premultiplied(mul(c[0], t[0]), mul(c[1], t[1]), mul(c[2], t[2]), mul(c[3], t[3]))
}

fn over(below: Color32, above: Color32) -> Color32 {
    if above.a() == 255 {
        return above;
    }
    let rest = 255 - above.a();
    let (b, a) = (below.to_array(), above.to_array());
    let mix = |i: usize| a[i].saturating_add(mul(b[i], rest));
    Color32::from_rgba_premultiplied(mix(0), mix(1), mix(2), mix(3))
}

/// `a × b` where 255 is one, rounded.
fn mul(a: u8, b: u8) -> u8 {
    let product = u32::from(a) * u32::from(b) + 128;
    ((product + (product >> 8)) >> 8) as u8
}

#[cfg(test)]
mod tests {
    use egui::{Pos2, Vec2, pos2, vec2};

    use super::*;

    const TEXTURE: TextureId = TextureId::Managed(0);

    fn raster(image: ColorImage, options: TextureOptions) -> Raster {
        let mut delta = TexturesDelta::default();
        delta.push(TEXTURE, ImageDelta::full(image, options));
        let mut raster = Raster::default();
        raster.apply(&mut delta);
        raster
    }

    fn paint(raster: &Raster, mesh: Mesh, clip: Rect, scale: f32) -> ColorImage {
        let primitive = ClippedPrimitive { clip_rect: clip, primitive: Primitive::Mesh(mesh) };
        raster.paint(&[primitive], [8, 8], scale, Color32::BLACK)
    }

    fn pixel(image: &ColorImage, x: usize, y: usize) -> [u8; 4] {
        image.pixels[y * image.size[0] + x].to_array()
    }

    fn everywhere() -> Rect {
        Rect::from_min_size(Pos2::ZERO, Vec2::splat(8.0))
    }

    #[test]
    fn a_translucent_quad_covers_each_pixel_once() {
        let raster = raster(ColorImage::filled([1, 1], Color32::WHITE), TextureOptions::LINEAR);
        let mut mesh = Mesh::with_texture(TEXTURE);
        mesh.add_colored_rect(Rect::from_min_size(pos2(1.0, 1.0), vec2(5.0, 5.0)), Color32::from_white_alpha(128));
        let image = paint(&raster, mesh, everywhere(), 1.0);
        for y in 0..8 {
            for x in 0..8 {
                let inside = (1..6).contains(&x) && (1..6).contains(&y);
                assert_eq!(pixel(&image, x, y)[0], if inside { 128 } else { 0 }, "at {x},{y}");
            }
        }
    }

    #[test]
    fn the_scissor_rounds_to_whole_pixels_at_any_scale() {
        let raster = raster(ColorImage::filled([1, 1], Color32::WHITE), TextureOptions::LINEAR);
        let mut mesh = Mesh::with_texture(TEXTURE);
        mesh.add_colored_rect(everywhere(), Color32::RED);
        let clip = Rect::from_min_max(pos2(1.0, 1.0), pos2(2.6, 2.6));
        let image = paint(&raster, mesh, clip, 1.5);
        let painted = image.pixels.iter().filter(|p| **p == Color32::RED).count();
        assert_eq!(painted, 4, "pixels 2..4 in both directions");
        assert_eq!(pixel(&image, 2, 2), Color32::RED.to_array());
        assert_eq!(pixel(&image, 3, 3), Color32::RED.to_array());
    }

    #[test]
    fn a_picture_keeps_its_texels_and_a_partial_update_changes_only_its_part() {
        let texels = vec![Color32::RED, Color32::GREEN, Color32::BLUE, Color32::WHITE];
        let mut raster = raster(ColorImage::new([2, 2], texels), TextureOptions::NEAREST);
        let mut change = TexturesDelta::default();
        let patch = ColorImage::filled([1, 1], Color32::YELLOW);
        change.push(TEXTURE, ImageDelta::partial([1, 0], patch, TextureOptions::NEAREST));
        raster.apply(&mut change);
        let mut mesh = Mesh::with_texture(TEXTURE);
        let uv = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
        mesh.add_rect_with_uv(Rect::from_min_size(Pos2::ZERO, Vec2::splat(4.0)), uv, Color32::WHITE);
        let image = paint(&raster, mesh, everywhere(), 1.0);
        assert_eq!(pixel(&image, 0, 0), Color32::RED.to_array());
        assert_eq!(pixel(&image, 3, 1), Color32::YELLOW.to_array());
        assert_eq!(pixel(&image, 1, 3), Color32::BLUE.to_array());
        assert_eq!(pixel(&image, 4, 4), Color32::BLACK.to_array());
    }

    #[test]
    fn a_linear_texture_mixes_between_texels_only() {
        let texels = vec![Color32::BLACK, Color32::WHITE];
        let raster = raster(ColorImage::new([2, 1], texels), TextureOptions::LINEAR);
        let mut mesh = Mesh::with_texture(TEXTURE);
        let uv = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
        mesh.add_rect_with_uv(Rect::from_min_size(Pos2::ZERO, vec2(8.0, 1.0)), uv, Color32::WHITE);
        let row: Vec<u8> = {
            let image = paint(&raster, mesh, everywhere(), 1.0);
            (0..8).map(|x| pixel(&image, x, 0)[0]).collect()
        };
        assert!(row.is_sorted(), "{row:?}");
        assert_eq!((row[0], row[1], row[6], row[7]), (0, 0, 255, 255));
        assert!((30..34).contains(&row[2]) && (222..226).contains(&row[5]), "{row:?}");
    }

    #[test]
    fn a_texture_is_freed_only_after_its_last_frame() {
        let mut raster = raster(ColorImage::filled([1, 1], Color32::WHITE), TextureOptions::LINEAR);
        let mut delta = TexturesDelta::default();
        delta.free(TEXTURE);
        raster.apply(&mut delta);
        assert!(raster.textures.contains_key(&TEXTURE));
        raster.apply(&mut TexturesDelta::default());
        assert!(!raster.textures.contains_key(&TEXTURE));
    }
}
