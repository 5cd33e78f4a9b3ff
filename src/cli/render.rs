//! `hashiya render`: the canvas as a picture, drawn by the page's own code; no display is needed.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

use super::Failure;
use super::arguments::{self, Render};
use super::export::{guard, write};
use super::inputs::document;
use crate::model::{AnnotatedDocument, Colour, LabelName};
use crate::page::colours::{LabelColours, Surface};
use crate::page::picture::render_document;
use crate::page::{Emphasis, Highlight, layers};
use crate::typeset::{ReadingFont, TextStyle};

/// Pixels per em at scale 1.
const SIZE: f32 = 22.0;

pub(super) fn run(task: Render, out: &mut dyn Write) -> Result<(), Failure> {
    let document = document(&task.file)?;
    let picture = draw(&document, task.width, task.scale, task.font, task.theme)
        .map_err(|what| Failure::Because(format!("{}: {what}", task.file.display())))?;
    write(vec![(task.out, picture)], guard(task.force), out)
}

/// The document as a PNG, `width` pixels wide at scale 1.
pub(super) fn draw(
    document: &AnnotatedDocument,
    width: u32,
    scale: f32,
    font: ReadingFont,
    surface: arguments::Surface,
) -> Result<Vec<u8>, String> {
    let surface = match surface {
        arguments::Surface::Light => Surface::LIGHT,
        arguments::Surface::Dark => Surface::DARK,
    };
    let paint = |colour| LabelColours::new(colour, surface.paper).paint();
    let looks: HashMap<_, _> = document.schema.labels.iter().map(|l| (&l.name, paint(l.colour))).collect();
    let unknown = paint(Colour([0x80; 3]));
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
    let picture = render_document(document.text(), highlights, style, pixels, scale, surface);
    picture.and_then(|picture| picture.to_png()).map_err(|error| error.to_string())
}
