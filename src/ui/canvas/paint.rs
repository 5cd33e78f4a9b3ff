//! A scene as egui shapes: rectangles, lines, and glyphs from the atlas.

use egui::{Color32, CornerRadius, Pos2, Rect, Stroke, Ui, pos2};

use crate::page::{DrawOp, Page, PagePoint, PageRect, VisibleParagraph};
use crate::typeset::{Direction, Font, TextStyle};
use crate::ui::text_renderer::{GlyphMesh, TextRenderer};
use crate::ui::theme::Theme;
use crate::ui::widgets::words;

/// Paints a scene whose origin is at `origin` (points).
pub(super) fn paint(ui: &Ui, scribe: &mut TextRenderer, ops: &[DrawOp], origin: Pos2, scale: f32) {
    let painter = ui.painter();
    let (left, top) = ((origin.x * scale).round() as i32, (origin.y * scale).round() as i32);
    let mut mesh = GlyphMesh::new(ui.ctx(), scale);
    let mut glyphs = false;
    for op in ops {
        match op {
            DrawOp::Fill { rect, colour, round } => {
                // What comes after glyphs is painted above them.
                if std::mem::take(&mut glyphs) {
                    std::mem::replace(&mut mesh, GlyphMesh::new(ui.ctx(), scale)).paint(painter);
                }
                let [r, g, b, a] = *colour;
                let radius = CornerRadius::same((round / scale).round() as u8);
                let rect = points(rect, left as f32, top as f32, scale);
                painter.rect_filled(rect, radius, Color32::from_rgba_unmultiplied(r, g, b, a));
            }
            DrawOp::Stroke { path, width, colour: [r, g, b, a] } => {
                if std::mem::take(&mut glyphs) {
                    std::mem::replace(&mut mesh, GlyphMesh::new(ui.ctx(), scale)).paint(painter);
                }
                let corner = |[x, y]: PagePoint| pos2((x + left as f32) / scale, (y + top as f32) / scale);
                let corners = path.flattened().into_iter().map(corner).collect();
                let ink = Color32::from_rgba_unmultiplied(*r, *g, *b, *a);
                painter.line(corners, Stroke::new(width / scale, ink));
            }
            DrawOp::Glyph { key, x, baseline, colour: [r, g, b, a] } => {
                glyphs = true;
                let ink = Color32::from_rgba_unmultiplied(*r, *g, *b, *a);
                mesh.add(scribe.atlas(), *key, left + x, top + baseline, ink);
            }
        }
    }
    mesh.paint(painter);
}

/// A rectangle of the page in points of the window.
pub(super) fn points(rect: &PageRect, left: f32, top: f32, scale: f32) -> Rect {
    Rect::from_min_max(
        pos2((rect.x0 + left) / scale, (rect.y0 + top) / scale),
        pos2((rect.x1 + left) / scale, (rect.y1 + top) / scale),
    )
}

/// Numbers of paragraphs beside the column, at the side their paragraph begins at.
pub(super) fn numbers(ui: &Ui, page: &Page, visible: &[VisibleParagraph], column: Rect, scale: f32, theme: &Theme) {
    // In the digits of the interface.
    let words = words(ui.ctx());
    let style = TextStyle { font: Font::Interface, size: (page.style().size * 0.55).round(), line_height: 1.0 };
    TextRenderer::with(ui.ctx(), |scribe| {
        let mut ops = Vec::new();
        for paragraph in visible.iter().filter(|v| !page.paragraphs().is_continued(v.index)) {
            let number = words.number(page.paragraphs().number(paragraph.index));
            let layout = scribe.typesetter().layout(&number, &style, None, Direction::Ltr);
            let line = &paragraph.layout.lines()[0];
            let x = match paragraph.layout.base().is_rtl() {
                true => page.width() + 12.0 * scale,
                false => -12.0 * scale - layout.width(),
            };
            for number_line in layout.lines() {
                for glyph in layout.glyphs(number_line) {
                    let (key, left) = crate::typeset::GlyphKey::at(glyph.face, glyph.glyph, style.size, x + glyph.x);
                    let baseline = (paragraph.top + line.baseline).round() as i32;
                    ops.push(DrawOp::Glyph { key, x: left, baseline, colour: theme.ink_weak.to_srgba_unmultiplied() });
                }
            }
        }
        paint(ui, scribe, &ops, column.min, scale);
    });
}
