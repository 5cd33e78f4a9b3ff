//! `hashiya render`: the canvas as a picture, drawn by the page's own code; no display is needed.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

use super::Failure;
use super::arguments::{Render, Surface};
use super::export::{guard, write};
use super::inputs::document;
use crate::model::{AnnotatedDocument, Colour, LabelName};
use crate::page::picture::{Colours, render_document};
use crate::page::{Emphasis, Highlight, Paint, Rgba, layers};
use crate::typeset::{ReadingFont, TextStyle};

/// Pixels per em at scale 1.
const SIZE: f32 = 22.0;

pub(super) fn run(task: Render, out: &mut dyn Write) -> Result<(), Failure> {
    let document = document(&task.file)?;
    let picture = draw(&document, task.width, task.scale, task.font, task.theme)
        .map_err(|what| Failure::Because(format!("{}: {what}", task.file.display())))?;
    write(vec![(task.out, picture)], guard(task.force), false, out)
}

/// The document as a PNG, `width` pixels wide at scale 1.
pub(super) fn draw(
    document: &AnnotatedDocument,
    width: u32,
    scale: f32,
    font: ReadingFont,
    surface: Surface,
) -> Result<Vec<u8>, String> {
    let colours = match surface {
        Surface::Light => {
            Colours { paper: [0xfb, 0xf8, 0xf2, 255], ink: [0x26, 0x24, 0x20, 255], weak_ink: [0x63, 0x5e, 0x55, 255] }
        }
        Surface::Dark => {
            Colours { paper: [0x1f, 0x1e, 0x1c, 255], ink: [0xe6, 0xe1, 0xd7, 255], weak_ink: [0xac, 0xa6, 0x9a, 255] }
        }
    };
    let looks: HashMap<_, _> = document.schema.labels.iter().map(|l| (&l.name, paint(l.colour, surface))).collect();
    let unknown = paint(Colour([0x80; 3]), surface);
    let mut names: HashMap<&LabelName, Arc<str>> = HashMap::new();
    let mut highlights = Vec::new();
    for layer in layers(&document.annotations, 0..document.text().len().saturating_add(1), None) {
        let annotation = layer.annotation;
        let name = names.entry(&annotation.label).or_insert_with(|| annotation.label.as_str().into());
        highlights.push(Highlight {
            range: layer.span.range(),
            paint: looks.get(&annotation.label).copied().unwrap_or(unknown),
            tag: layer.tag(name),
            emphasis: Emphasis::Normal,
            tagged: layer.span == annotation.spans.first(),
        });
    }
    let style = TextStyle::new(font, SIZE * scale);
    let pixels = (width as f32 * scale).round() as u32;
    let picture = render_document(document.text(), highlights, style, pixels, scale, colours);
    picture.and_then(|picture| picture.to_png()).map_err(|error| error.to_string())
}

/// How a label's colour lies on paper: by day as it is, by night lightened until it can be read.
fn paint(Colour(rgb): Colour, surface: Surface) -> Paint {
    let toward = |goal: u8, share: f32| rgb.map(|c| (f32::from(c) + (f32::from(goal) - f32::from(c)) * share) as u8);
    let with = |[r, g, b]: [u8; 3], opacity: u8| -> Rgba { [r, g, b, opacity] };
    match surface {
        Surface::Light => Paint {
            tint: with(rgb, 43),
            tint_strong: with(rgb, 77),
            line: with(rgb, 255),
            tag: with(toward(0, 0.25), 255),
        },
        Surface::Dark => {
            let line = toward(255, 0.35);
            Paint {
                tint: with(line, 43),
                tint_strong: with(line, 77),
                line: with(line, 255),
                tag: with(toward(255, 0.6), 255),
            }
        }
    }
}
