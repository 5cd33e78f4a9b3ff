//! Writes what the paragraph engine makes of a text as JSON, for the validators under `tests/validators/`.
//!
//! `dump_glyphs glyphs FONT < text` – each paragraph's glyphs by runs of one direction, face and script, as shaped
//! within the whole line; `dump_glyphs lines FONT SIZE WIDTH < text` – the byte where each line begins.

use std::io::Read;

use hashiya::typeset::{Direction, ReadingFont, TextStyle, Typesetter};
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, font, rest @ ..] = &arguments[..] else {
        return Err("usage: dump_glyphs glyphs FONT | lines FONT SIZE WIDTH".into());
    };
    let font = ReadingFont::from_name(font).ok_or("no such font")?;
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let mut typesetter = Typesetter::new();
    let mut paragraphs = Vec::new();
    for paragraph in text.lines() {
        paragraphs.push(match (what.as_str(), rest) {
            ("glyphs", []) => {
                let runs: Vec<_> = typesetter
                    .shaped_runs(paragraph, font.into(), Direction::AUTO)
                    .into_iter()
                    .map(|run| {
                        let glyphs: Vec<_> =
                            run.glyphs.iter().map(|g| json!([g.glyph, g.cluster, g.advance, g.dx, g.dy])).collect();
                        json!({ "start": run.range.start, "end": run.range.end, "face": format!("{:?}", run.face),
                            "script": run.script, "rtl": run.rtl, "glyphs": glyphs })
                    })
                    .collect();
                json!({ "text": paragraph, "runs": runs })
            }
            ("lines", [size, width]) => {
                let style = TextStyle::new(font, size.parse()?);
                let layout = typesetter.layout(paragraph, &style, Some(width.parse()?), Direction::AUTO);
                let starts: Vec<_> = layout.lines().iter().map(|line| line.start).collect();
                let widths: Vec<_> = layout.lines().iter().map(|line| line.width).collect();
                json!({ "text": paragraph, "starts": starts, "widths": widths })
            }
            _ => return Err("usage: dump_glyphs glyphs FONT | lines FONT SIZE WIDTH".into()),
        });
    }
    println!("{}", serde_json::to_string(&paragraphs)?);
    Ok(())
}
