//! The colours of labels: twelve that stay apart for colour-blind eyes, by day and by night.
//!
//! A file holds one colour for a label. On the page it becomes a tint behind the text, an underline, and a tag whose
//! words can be read; each is derived for the surface it lies on. The twelve were chosen by searching for the set
//! whose two closest members are furthest apart under normal, protanopic, deuteranopic and tritanopic sight.

use egui::Color32;

use crate::model::Colour;

/// A colour offered for labels: its place in the word files, and how it looks by day and by night.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swatch {
    /// The key of its name in the interface words.
    pub word: &'static str,
    /// What a schema stores, and what the light page shows.
    pub day: Colour,
    pub night: Colour,
}

/// The colours a new label is offered, in order.
pub const SWATCHES: [Swatch; 12] = [
    swatch("colour-blue", [0x14, 0x4a, 0xcc], [0x56, 0x7c, 0xfc]),
    swatch("colour-orange", [0xbc, 0x7f, 0x00], [0xfe, 0xa5, 0x30]),
    swatch("colour-green", [0x02, 0x87, 0x6d], [0x70, 0xb7, 0x86]),
    swatch("colour-purple", [0x9b, 0x3b, 0x91], [0xd0, 0x8e, 0xff]),
    swatch("colour-slate", [0x4b, 0x52, 0x5f], [0x88, 0x93, 0xa9]),
    swatch("colour-vermilion", [0xb3, 0x60, 0x3a], [0xef, 0x70, 0x01]),
    swatch("colour-sky", [0x0c, 0x94, 0xd0], [0x87, 0xe0, 0xff]),
    swatch("colour-olive", [0x69, 0x58, 0x03], [0xe2, 0xe9, 0x4f]),
    swatch("colour-rose", [0xdf, 0x48, 0x90], [0xff, 0xb8, 0xc2]),
    swatch("colour-indigo", [0x26, 0x1c, 0x79], [0x6b, 0x67, 0xb7]),
    swatch("colour-wine", [0x64, 0x02, 0x30], [0xbc, 0x33, 0x7e]),
    swatch("colour-brown", [0x5e, 0x3b, 0x01], [0x9e, 0x67, 0x3e]),
];

const fn swatch(word: &'static str, day: [u8; 3], night: [u8; 3]) -> Swatch {
    Swatch { word, day: Colour(day), night: Colour(night) }
}

/// How one label looks on one surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelPaint {
    /// Behind the words. Translucent, so that overlapping spans add up.
    pub tint: Color32,
    /// The same when the span is chosen or hovered.
    pub tint_strong: Color32,
    /// Underlines, brackets, swatches, the margin map. At least 3:1 on the surface.
    pub line: Color32,
    /// The tag's ground, opaque.
    pub tag: Color32,
    /// The tag's words: at least 4.5:1 on the tag, on the surface, and on the surface under the tint.
    pub tag_text: Color32,
    /// Words on a ground of `line`, at least 4.5:1.
    pub on_line: Color32,
}

impl LabelPaint {
    /// How a label of this colour looks on a surface. Any colour will do; one of [`SWATCHES`] looks best.
    pub fn new(colour: Colour, surface: Color32) -> Self {
        let dark = luminance(surface) < 0.18;
        let chosen = match SWATCHES.iter().find(|swatch| swatch.day == colour) {
            Some(swatch) if dark => swatch.night,
            _ => colour,
        };
        let line = readable(opaque(chosen), &[surface], 3.0, dark);
        let tint = translucent(line, 0.17);
        let tint_strong = translucent(line, 0.30);
        let tag = mix(surface, line, if dark { 0.24 } else { 0.14 });
        let tag_text = readable(line, &[tag, surface, blend(surface, tint)], 4.5, dark);
        let on_line = if contrast(Color32::WHITE, line) >= 4.5 { Color32::WHITE } else { Color32::BLACK };
        LabelPaint { tint, tint_strong, line, tag, tag_text, on_line }
    }
}

/// The contrast ratio of two opaque colours by WCAG 2: from 1 (the same) to 21 (black and white).
pub fn contrast(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The opaque colour that results where `above` is painted over `below`, blended as the window blends.
pub fn blend(below: Color32, above: Color32) -> Color32 {
    let rest = 255 - u32::from(above.a());
    let channel = |b: u8, a: u8| (u32::from(a) + (u32::from(b) * rest + 127) / 255).min(255) as u8;
    Color32::from_rgb(channel(below.r(), above.r()), channel(below.g(), above.g()), channel(below.b(), above.b()))
}

/// `colour` at an opacity from 0 to 1.
fn translucent(colour: Color32, opacity: f32) -> Color32 {
    Color32::from_rgba_unmultiplied(colour.r(), colour.g(), colour.b(), (opacity * 255.0).round() as u8)
}

fn opaque(Colour([r, g, b]): Colour) -> Color32 {
    Color32::from_rgb(r, g, b)
}

/// `from` with `share` (0 to 1) of `to` in it.
fn mix(from: Color32, to: Color32, share: f32) -> Color32 {
    let channel = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
    Color32::from_rgb(channel(from.r(), to.r()), channel(from.g(), to.g()), channel(from.b(), to.b()))
}

/// `colour`, moved towards black (or white in the dark) until it has the contrast `ratio` on every ground.
fn readable(colour: Color32, grounds: &[Color32], ratio: f32, dark: bool) -> Color32 {
    let goal = if dark { Color32::WHITE } else { Color32::BLACK };
    (0..=50)
        .map(|step| mix(colour, goal, step as f32 / 50.0))
        .find(|candidate| grounds.iter().all(|ground| contrast(*candidate, *ground) >= ratio))
        .unwrap_or(goal)
}

/// Relative luminance by WCAG 2, from 0 (black) to 1 (white).
fn luminance(colour: Color32) -> f32 {
    let [r, g, b] = linear(colour);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn linear(colour: Color32) -> [f32; 3] {
    [colour.r(), colour.g(), colour.b()].map(|channel| {
        let c = f32::from(channel) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::{Mode, Theme};

    type Matrix = [[f32; 3]; 3];

    /// How dichromats see linear RGB, after Machado, Oliveira and Fernandes (2009), severity 1.
    const SIGHTS: [(&str, Matrix); 4] = [
        ("normal", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        (
            "protanopia",
            [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        ),
        (
            "deuteranopia",
            [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        ),
        (
            "tritanopia",
            [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
        ),
    ];

    fn times(m: &Matrix, v: [f32; 3]) -> [f32; 3] {
        [0, 1, 2].map(|row| (0..3).map(|i| m[row][i] * v[i]).sum())
    }

    fn oklab(rgb: [f32; 3]) -> [f32; 3] {
        let lms = times(
            &[
                [0.412_221_46, 0.536_332_55, 0.051_445_995],
                [0.211_903_5, 0.680_699_5, 0.107_396_96],
                [0.088_302_46, 0.281_718_85, 0.629_978_7],
            ],
            rgb,
        );
        times(
            &[
                [0.210_454_26, 0.793_617_8, -0.004_072_047],
                [1.977_998_5, -2.428_592_2, 0.450_593_7],
                [0.025_904_037, 0.782_771_77, -0.808_675_77],
            ],
            lms.map(f32::cbrt),
        )
    }

    #[test]
    fn the_words_of_a_tag_can_be_read_and_its_line_seen() {
        let custom = [[255, 255, 0], [0, 0, 0], [255, 255, 255], [128, 128, 128], [0, 255, 0]].map(Colour);
        for mode in [Mode::Light, Mode::Dark] {
            let theme = Theme::of(mode);
            for colour in SWATCHES.iter().map(|swatch| swatch.day).chain(custom) {
                let paint = LabelPaint::new(colour, theme.page);
                let at = format!("{} {mode:?} {paint:?}", colour.to_hex());
                assert!(contrast(paint.line, theme.page) >= 3.0, "line {at}");
                for ground in [paint.tag, theme.page, blend(theme.page, paint.tint)] {
                    assert!(contrast(paint.tag_text, ground) >= 4.5, "tag {at}");
                }
                assert!(contrast(paint.on_line, paint.line) >= 4.5, "on line {at}");
                // The text itself stays comfortable under one tint, and legible under two.
                let tinted = blend(theme.page, paint.tint);
                assert!(contrast(theme.ink, tinted) >= 7.0, "ink {} {at}", contrast(theme.ink, tinted));
                assert!(contrast(theme.ink, blend(tinted, paint.tint)) >= 4.5, "ink on two tints {at}");
                assert!(contrast(theme.ink, blend(theme.page, paint.tint_strong)) >= 4.5, "ink, chosen {at}");
            }
        }
    }

    #[test]
    fn any_two_swatches_are_told_apart_by_any_sight() {
        for night in [false, true] {
            for (sight, matrix) in &SIGHTS {
                for (i, a) in SWATCHES.iter().enumerate() {
                    for b in &SWATCHES[i + 1..] {
                        let seen = |s: &Swatch| {
                            let colour = opaque(if night { s.night } else { s.day });
                            oklab(times(matrix, linear(colour)).map(|c| c.clamp(0.0, 1.0)))
                        };
                        let (x, y) = (seen(a), seen(b));
                        let distance = (0..3).map(|i| (x[i] - y[i]).powi(2)).sum::<f32>().sqrt();
                        assert!(distance >= 0.07, "{} and {} by {sight}, night {night}: {distance}", a.word, b.word);
                    }
                }
            }
        }
    }

    #[test]
    fn a_custom_colour_keeps_its_hue_where_it_can_be_seen() {
        let theme = Theme::of(Mode::Light);
        assert_eq!(LabelPaint::new(SWATCHES[0].day, theme.page).line, opaque(SWATCHES[0].day));
        let yellow = LabelPaint::new(Colour([255, 255, 0]), theme.page).line;
        assert!(yellow.r() == yellow.g() && yellow.b() == 0 && yellow.r() < 255, "{yellow:?}");
    }
}
