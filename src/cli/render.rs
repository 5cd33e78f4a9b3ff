//! `hashiya render`: the canvas as a picture, drawn by the page's own code; no display is needed. Pixels, or lines and curves where
//! the file is to be an SVG.

use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::dataset::guard;
use super::inputs::document;
use super::output::Failure;
use super::standard::{is_meant, put_files};
use crate::model::{AnnotatedDocument, Colour, RelationType};
use crate::page::colours::{LabelColours, Surface};
use crate::page::picture::{lay_document, render_document};
use crate::page::vector::svg_of;
use crate::page::{ArcLook, Emphasis, Highlight, Marks, Paint, layers, relation_marks, tag_text};
use crate::typeset::{ReadingFont, TextStyle};
use crate::workspace::export::is_stream;

#[derive(Debug, Args)]
pub(super) struct Render {
    #[arg(value_name = "FILE.ron")]
    pub file: PathBuf,
    /// The picture: pixels where its name ends in .png, lines and curves where it ends in .svg; - for the standard output
    #[arg(long, value_name = "PAGE.png|PAGE.svg")]
    pub out: PathBuf,
    /// What the picture is made of, where its name does not say; a stream gets pixels
    #[arg(long = "as", value_name = "KIND", value_enum)]
    pub kind: Option<Kind>,
    /// Width of the page in pixels at scale 1
    #[arg(long, value_name = "PX", default_value_t = 900, value_parser = clap::value_parser!(u32).range(120..=8000))]
    pub width: u32,
    /// Pixels for each pixel, from 0.5 to 4
    #[arg(long, value_name = "N", default_value_t = 1.0, value_parser = scale)]
    pub scale: f32,
    /// Noto Naskh Arabic, Noto Sans Arabic, Amiri or Scheherazade New
    #[arg(long, value_name = "NAME", default_value = "Noto Naskh Arabic", value_parser = font)]
    pub font: ReadingFont,
    #[arg(long, value_enum, default_value_t = Theme::Light)]
    pub theme: Theme,
    /// Replace a file that Hashiya did not make, too
    #[arg(long)]
    pub force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Theme {
    Light,
    Dark,
}

fn scale(text: &str) -> Result<f32, String> {
    let scale = text.parse().ok().filter(|scale| (0.5..=4.0).contains(scale));
    scale.ok_or_else(|| "a scale is a number from 0.5 to 4".into())
}

fn font(name: &str) -> Result<ReadingFont, String> {
    let names = ReadingFont::ALL.map(ReadingFont::name).join(", ");
    ReadingFont::from_name(name).ok_or_else(|| format!("the fonts are {names}"))
}

/// What the picture is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Kind {
    /// Pixels
    Png,
    /// Lines and curves
    Svg,
}

/// What the name says and what was asked for, which are one: a picture under another kind's name is opened by nobody. Where
/// what is named is no file, its name says nothing.
fn kind_of(task: &Render) -> Result<Kind, Failure> {
    let extension = task.out.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let named = match extension.as_deref() {
        Some("png") => Some(Kind::Png),
        Some("svg") => Some(Kind::Svg),
        _ => None,
    };
    let is_stream = is_meant(&task.out) || is_stream(&task.out);
    match (task.kind, named) {
        (Some(kind), Some(named)) if kind != named => {
            let what = "--as says another kind of picture than the name does";
            Err(Failure::Because(format!("{}: {what}", task.out.display())))
        }
        (Some(kind), _) => Ok(kind),
        (None, Some(named)) => Ok(named),
        (None, None) if is_stream => Ok(Kind::Png),
        (None, None) => {
            let what = "pictures are .png (pixels) or .svg (lines and curves); name it so, or say --as png or --as svg";
            Err(Failure::Because(format!("{}: {what}", task.out.display())))
        }
    }
}

/// Pixels per em at scale 1.
const SIZE: f32 = 22.0;

pub(super) fn run(task: Render, out: &mut dyn Write) -> Result<(), Failure> {
    let document = document(&task.file)?;
    let draw = match kind_of(&task)? {
        Kind::Svg => draw_svg,
        Kind::Png => draw,
    };
    let picture = draw(&document, task.width, task.scale, task.font, task.theme)
        .map_err(|what| Failure::Because(format!("{}: {what}", task.file.display())))?;
    put_files(vec![(task.out, picture)], guard(task.force), out)
}

/// The document as a PNG, `width` pixels wide at scale 1.
pub(super) fn draw(
    document: &AnnotatedDocument,
    width: u32,
    scale: f32,
    font: ReadingFont,
    theme: Theme,
) -> Result<Vec<u8>, String> {
    let (marks, style, pixels, surface) = look(document, width, scale, font, theme);
    let picture = render_document(document.text(), marks, style, pixels, scale, surface);
    picture.and_then(|picture| picture.to_png()).map_err(|error| error.to_string())
}

/// The document as an SVG.
fn draw_svg(
    document: &AnnotatedDocument,
    width: u32,
    scale: f32,
    font: ReadingFont,
    theme: Theme,
) -> Result<Vec<u8>, String> {
    let (marks, style, pixels, surface) = look(document, width, scale, font, theme);
    let sheet = lay_document(document.text(), marks, style, pixels, scale, surface);
    let svg = sheet.and_then(|sheet| svg_of(&sheet, document.document.title()));
    svg.map(String::into_bytes).map_err(|error| error.to_string())
}

/// What is to be seen: the annotations and relations, the style of the text, the width in pixels, and the surface.
fn look(
    document: &AnnotatedDocument,
    width: u32,
    scale: f32,
    font: ReadingFont,
    theme: Theme,
) -> (Marks, TextStyle, u32, Surface) {
    let surface = match theme {
        Theme::Light => Surface::LIGHT,
        Theme::Dark => Surface::DARK,
    };
    let paint = |colour| LabelColours::new(colour, surface.paper).paint();
    let looks: HashMap<_, _> = document.schema.labels.iter().map(|l| (&l.name, (l, paint(l.colour)))).collect();
    let unknown = paint(Colour([0x80; 3]));
    let mut highlights = Vec::new();
    for layer in layers(&document.annotations, 0..document.text().len().saturating_add(1), None) {
        let annotation = layer.annotation;
        let look = looks.get(&annotation.label);
        let name = look.map(|(label, _)| Arc::from(tag_text(label, annotation, false)));
        highlights.push(Highlight {
            range: layer.span.range(),
            paint: look.map_or(unknown, |(_, paint)| *paint),
            tag: layer.tag(&name.unwrap_or_else(|| annotation.label.as_str().into())),
            emphasis: Emphasis::Normal,
            tagged: layer.span == annotation.spans.first(),
            neighbours: layer.neighbours(),
        });
    }
    let style = TextStyle::new(font, SIZE * scale);
    let pixels = (width as f32 * scale).round() as u32;
    let kinds = &document.schema.relation_types;
    let arcs: HashMap<_, _> = kinds.iter().map(|kind| (&kind.name, arc_look(kind, surface))).collect();
    let whole = 0..document.text().len().saturating_add(1);
    let relations = relation_marks(document, whole, (None, None), &|name| arcs.get(name).cloned());
    (Marks { highlights, relations }, style, pixels, surface)
}

fn arc_look(kind: &RelationType, surface: Surface) -> ArcLook {
    let Paint { line, tag, .. } = LabelColours::new(kind.colour, surface.paper).paint();
    ArcLook { line, name_colour: tag, name: kind.name.as_str().into() }
}
