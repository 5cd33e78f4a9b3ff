//! The colours of labels as the window paints them; what they are is [`crate::page::colours`], which `hashiya render` reads too.

use egui::Color32;

use crate::model::{Colour, Schema};
use crate::page::colours::{LabelColours, Rgb};

pub use crate::model::{SWATCHES, Swatch};

/// The first colour that no label of a schema has; where all have one, the next in turn.
pub fn free_colour(schema: &Schema) -> Colour {
    let free = SWATCHES.iter().find(|swatch| schema.labels.iter().all(|label| label.colour != swatch.day));
    free.unwrap_or(&SWATCHES[schema.labels.len() % SWATCHES.len()]).day
}

/// How one label looks on one surface; [`LabelColours`] says what each is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelPaint {
    pub tint: Color32,
    pub tint_strong: Color32,
    pub line: Color32,
    pub tag: Color32,
    pub tag_text: Color32,
    pub on_line: Color32,
}

impl LabelPaint {
    pub fn new(colour: Colour, surface: Color32) -> Self {
        let colours = LabelColours::new(colour, rgb(surface));
        let translucent = |[r, g, b, a]: [u8; 4]| Color32::from_rgba_unmultiplied(r, g, b, a);
        LabelPaint {
            tint: translucent(colours.tint),
            tint_strong: translucent(colours.tint_strong),
            line: opaque(colours.line),
            tag: opaque(colours.tag),
            tag_text: opaque(colours.tag_text),
            on_line: opaque(colours.on_line),
        }
    }
}

/// An opaque colour of the toolkit.
pub(crate) const fn opaque([r, g, b]: Rgb) -> Color32 {
    Color32::from_rgb(r, g, b)
}

/// A colour of the toolkit without its opacity.
pub(crate) fn rgb(colour: Color32) -> Rgb {
    [colour.r(), colour.g(), colour.b()]
}

/// The contrast ratio of two opaque colours.
#[cfg(test)]
pub(crate) fn contrast(a: Color32, b: Color32) -> f32 {
    crate::page::colours::contrast(rgb(a), rgb(b))
}

/// The opaque colour that results where `above` is painted over `below`, blended as the window blends.
#[cfg(test)]
pub(crate) fn blend(below: Color32, above: Color32) -> Color32 {
    let rest = 255 - u32::from(above.a());
    let channel = |b: u8, a: u8| (u32::from(a) + (u32::from(b) * rest + 127) / 255).min(255) as u8;
    Color32::from_rgb(channel(below.r(), above.r()), channel(below.g(), above.g()), channel(below.b(), above.b()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::{Mode, Theme};

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
    fn a_custom_colour_keeps_its_hue_where_it_can_be_seen() {
        let theme = Theme::of(Mode::Light);
        assert_eq!(LabelPaint::new(SWATCHES[0].day, theme.page).line, opaque(SWATCHES[0].day.0));
        let yellow = LabelPaint::new(Colour([255, 255, 0]), theme.page).line;
        assert!(yellow.r() == yellow.g() && yellow.b() == 0 && yellow.r() < 255, "{yellow:?}");
    }
}
