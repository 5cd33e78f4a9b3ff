//! The colours of a page and of the labels on it, by day and by night: one table for the window and for `hashiya render`.
//!
//! A label's one colour becomes a tint behind the text, an underline, and a tag whose words can be read; each is derived
//! for the surface it lies on.

use super::display_list::{Paint, Rgba};
use crate::model::{Colour, SWATCHES};

/// An opaque colour: red, green, blue.
pub type Rgb = [u8; 3];

/// What is under the text and what it is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Surface {
    pub paper: Rgb,
    /// Text.
    pub ink: Rgb,
    /// Second-rank text; still 4.5:1.
    pub weak_ink: Rgb,
}

impl Surface {
    pub const LIGHT: Surface =
        Surface { paper: [0xfb, 0xf8, 0xf2], ink: [0x26, 0x24, 0x20], weak_ink: [0x63, 0x5e, 0x55] };
    pub const DARK: Surface =
        Surface { paper: [0x1f, 0x1e, 0x1c], ink: [0xe6, 0xe1, 0xd7], weak_ink: [0xac, 0xa6, 0x9a] };
}

/// How opaque the tint behind the words of a label is, from 0 to 255.
const TINT: u8 = 43;
/// The same of the label that is chosen or hovered.
const TINT_STRONG: u8 = 77;

/// How one label looks on one surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelColours {
    /// Behind the words. Translucent, so that overlapping spans add up.
    pub tint: Rgba,
    /// The same when the span is chosen or hovered.
    pub tint_strong: Rgba,
    /// Underlines, brackets, swatches, the margin map. At least 3:1 on the surface, 4.5:1 where contrast is high.
    pub line: Rgb,
    /// The tag's ground.
    pub tag: Rgb,
    /// The tag's words: at least 4.5:1 on the tag, on the surface, and on the surface under the tint; 7:1 where contrast is high.
    pub tag_text: Rgb,
    /// Words on a ground of `line`, at least 4.5:1.
    pub on_line: Rgb,
}

impl LabelColours {
    /// How a label of this colour looks on a surface. Any colour will do; one of [`SWATCHES`] looks best.
    pub fn new(colour: Colour, surface: Rgb) -> Self {
        let dark = luminance(surface) < 0.18;
        let Colour(chosen) = match SWATCHES.iter().find(|swatch| swatch.day == colour) {
            Some(swatch) if dark => swatch.night,
            _ => colour,
        };
        // Surfaces of pure white or black are those of high contrast: WCAG 1.4.6 there, 1.4.3 and 1.4.11 elsewhere.
        let (of_line, of_text) = if matches!(surface, [0, 0, 0] | [255, 255, 255]) { (4.5, 7.0) } else { (3.0, 4.5) };
        let line = readable(chosen, &[surface], of_line, dark);
        let tint = with_opacity(line, TINT);
        let tag = mix(surface, line, if dark { 0.24 } else { 0.14 });
        let tag_text = readable(line, &[tag, surface, blend(surface, tint)], of_text, dark);
        let on_line = if contrast([255; 3], line) >= 4.5 { [255; 3] } else { [0; 3] };
        LabelColours { tint, tint_strong: with_opacity(line, TINT_STRONG), line, tag, tag_text, on_line }
    }

    /// What the scene paints a label's spans with.
    pub fn paint(self) -> Paint {
        Paint {
            tint: self.tint,
            tint_strong: self.tint_strong,
            line: with_opacity(self.line, 255),
            tag: with_opacity(self.tag_text, 255),
        }
    }
}

pub fn with_opacity([r, g, b]: Rgb, opacity: u8) -> Rgba {
    [r, g, b, opacity]
}

/// The contrast ratio of two colours by WCAG 2: from 1 (the same) to 21 (black and white).
pub fn contrast(a: Rgb, b: Rgb) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The opaque colour that results where `above` is painted over `below`, in whole steps as the window blends them.
fn blend(below: Rgb, above: Rgba) -> Rgb {
    let opacity = u32::from(above[3]);
    [0, 1, 2].map(|i| {
        let over = (u32::from(above[i]) * opacity + 127) / 255;
        (over + (u32::from(below[i]) * (255 - opacity) + 127) / 255).min(255) as u8
    })
}

/// `from` with `share` (0 to 1) of `to` in it.
fn mix(from: Rgb, to: Rgb, share: f32) -> Rgb {
    [0, 1, 2].map(|i| (f32::from(from[i]) + (f32::from(to[i]) - f32::from(from[i])) * share).round() as u8)
}

/// `colour`, moved towards black (or white in the dark) until it has the contrast `ratio` on every ground.
fn readable(colour: Rgb, grounds: &[Rgb], ratio: f32, dark: bool) -> Rgb {
    let goal = if dark { [255; 3] } else { [0; 3] };
    (0..=50)
        .map(|step| mix(colour, goal, step as f32 / 50.0))
        .find(|candidate| grounds.iter().all(|ground| contrast(*candidate, *ground) >= ratio))
        .unwrap_or(goal)
}

/// Relative luminance by WCAG 2, from 0 (black) to 1 (white).
fn luminance(colour: Rgb) -> f32 {
    let [r, g, b] = linear(colour);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// Linear light of each channel, from 0 to 1.
pub fn linear(colour: Rgb) -> [f32; 3] {
    colour.map(|channel| {
        let c = f32::from(channel) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    })
}
