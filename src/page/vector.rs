//! The page as lines and curves, as SVG has them: the same operations as the picture's, sharp at any size, and no fonts needed.
//!
//! Glyphs are outlines that stand once and are used where they occur. Emoji, whose outlines are colours over colours, are
//! pictures within the file, four times as fine as the page.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::display_list::{DrawOp, Rgba};
use super::picture::{Picture, PictureError, Sheet};
use super::stroke::PathStep;
use crate::typeset::{GlyphImage, GlyphKey, GlyphPixels, OutlineStep, Rasteriser, outline_of};

/// How much finer than the page the pictures of emoji are.
const FINER: u32 = 4;

/// A sheet as a file of SVG, called `title`.
///
/// # Errors
/// Where the picture of an emoji cannot be encoded.
pub fn svg_of(sheet: &Sheet, title: &str) -> Result<String, PictureError> {
    let Sheet { width, height, margin, paper, ops } = sheet;
    let (mut shapes, mut body) = (Shapes::default(), String::new());
    for op in ops {
        match op {
            DrawOp::Fill { rect, colour, round } => {
                let (wide, high) = (rect.x1 - rect.x0, rect.y1 - rect.y0);
                let round = round.min(wide / 2.0).min(high / 2.0);
                let (x, y, wide, high) = (short(rect.x0), short(rect.y0), short(wide), short(high));
                let corner = if round > 0.0 { format!(" rx=\"{}\"", short(round)) } else { String::new() };
                put(
                    &mut body,
                    format_args!(
                        "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\"{corner}{}/>\n",
                        paint("fill", *colour)
                    ),
                );
            }
            DrawOp::Stroke { path, width, colour } => {
                let [x, y] = path.start.map(short);
                let mut way = format!("M{x} {y}");
                for step in &path.steps {
                    let places: Vec<String> = match step {
                        PathStep::LineTo(to) => to.map(short).into(),
                        PathStep::CurveTo(a, b, to) => [*a, *b, *to].concat().into_iter().map(short).collect(),
                    };
                    put(&mut way, format_args!("{}{}", if places.len() == 2 { "L" } else { "C" }, places.join(" ")));
                }
                let (width, paint) = (short(*width), paint("stroke", *colour));
                put(&mut body, format_args!("<path d=\"{way}\" fill=\"none\" stroke-width=\"{width}\"{paint}/>\n"));
            }
            DrawOp::Glyph { key, x, baseline, colour } => {
                if let Some(number) = shapes.number(*key)? {
                    let x = short(*x as f32 + f32::from(key.bin) / 4.0);
                    let paint = paint("fill", *colour);
                    put(&mut body, format_args!("<use href=\"#g{number}\" x=\"{x}\" y=\"{baseline}\"{paint}/>\n"));
                }
            }
        }
    }
    let title = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    // XML has no place for most control characters.
    let title: String = title.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <title>{title}</title>\n<defs>\n{}</defs>\n<rect width=\"{width}\" height=\"{height}\"{}/>\n\
         <g transform=\"translate({margin} {margin})\">\n{body}</g>\n</svg>\n",
        shapes.defined,
        paint("fill", *paper),
    ))
}

fn put(out: &mut String, piece: std::fmt::Arguments<'_>) {
    // A string takes everything.
    let _ = out.write_fmt(piece);
}

/// A number in hundredths of a pixel.
fn short(number: f32) -> String {
    let number = (number * 100.0).round() / 100.0;
    // No minus sign before nothing.
    format!("{}", number + 0.0)
}

/// A colour as an attribute, with its opacity where it has one.
fn paint(what: &str, [r, g, b, a]: Rgba) -> String {
    let opacity = if a < 255 { format!(" {what}-opacity=\"{}\"", short3(f32::from(a) / 255.0)) } else { String::new() };
    format!(" {what}=\"#{r:02x}{g:02x}{b:02x}\"{opacity}")
}

fn short3(number: f32) -> String {
    format!("{}", (number * 1000.0).round() / 1000.0)
}

/// The shapes of glyphs, each defined once.
#[derive(Default)]
struct Shapes {
    /// By key, whatever part of a pixel it is off by; `None` where there is nothing to see.
    known: HashMap<GlyphKey, Option<usize>>,
    count: usize,
    defined: String,
    rasteriser: Option<Rasteriser>,
}

impl Shapes {
    fn number(&mut self, key: GlyphKey) -> Result<Option<usize>, PictureError> {
        let key = GlyphKey { bin: 0, ..key };
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        let shape = match outline_of(key) {
            Some(outline) => Some(format!("<path id=\"g{}\" d=\"{}\"/>\n", self.count, data_of(&outline))),
            None => self.picture(key)?,
        };
        let number = shape.map(|shape| {
            self.defined.push_str(&shape);
            self.count += 1;
            self.count - 1
        });
        self.known.insert(key, number);
        Ok(number)
    }

    /// A picture within the file; `None` where the glyph has none, as a space.
    fn picture(&mut self, key: GlyphKey) -> Result<Option<String>, PictureError> {
        let rasteriser = self.rasteriser.get_or_insert_with(Rasteriser::new);
        let finer = GlyphKey { size: key.size * FINER, ..key };
        let (image, times) = match (rasteriser.glyph(finer), rasteriser.glyph(key)) {
            (Some(image), _) => (image, FINER as f32),
            (None, Some(image)) => (image, 1.0),
            (None, None) => return Ok(None),
        };
        let GlyphImage { left, top, width, height, .. } = image;
        let [x, y] = [left, top].map(|edge| short(edge as f32 / times));
        let [wide, high] = [width, height].map(|side| short(side as f32 / times));
        let GlyphPixels::Rgba(pixels) = image.pixels else { return Ok(None) };
        let png = Picture { width, height, pixels: straight(&pixels) }.to_png()?;
        Ok(Some(format!(
            "<image id=\"g{}\" x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\" href=\"data:image/png;base64,{}\"/>\n",
            self.count,
            base64(&png)
        )))
    }
}

/// Colours as they are without their opacity.
fn straight(premultiplied: &[u8]) -> Vec<u8> {
    let pixel = |pixel: &[u8]| {
        let opacity = u32::from(pixel[3]).max(1);
        let channel = |channel: u8| ((u32::from(channel) * 255 + opacity / 2) / opacity).min(255) as u8;
        [channel(pixel[0]), channel(pixel[1]), channel(pixel[2]), pixel[3]]
    };
    premultiplied.chunks_exact(4).flat_map(pixel).collect()
}

/// The data of a path.
fn data_of(outline: &[OutlineStep]) -> String {
    let mut data = String::new();
    for step in outline {
        let (letter, places): (char, Vec<[f32; 2]>) = match *step {
            OutlineStep::MoveTo(p) => ('M', vec![p]),
            OutlineStep::LineTo(p) => ('L', vec![p]),
            OutlineStep::QuadTo(a, p) => ('Q', vec![a, p]),
            OutlineStep::CurveTo(a, b, p) => ('C', vec![a, b, p]),
            OutlineStep::Close => ('Z', vec![]),
        };
        let numbers: Vec<String> = places.concat().into_iter().map(short).collect();
        data.push(letter);
        data.push_str(&numbers.join(" "));
    }
    data
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for n in 0..4 {
            match n <= three.len() {
                true => text.push(char::from(LETTERS[(bits >> (18 - 6 * n)) as usize & 63])),
                false => text.push('='),
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_as_letters() {
        for (bytes, letters) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), letters);
        }
        assert_eq!(straight(&[64, 0, 128, 128, 0, 0, 0, 0]), [128, 0, 255, 128, 0, 0, 0, 0]);
        assert_eq!([short(-0.001), short(1.004), short(-2.5)], ["0", "1", "-2.5"]);
    }
}
