//! A page of Markdown to be read: each block in the direction of its own text, links that lead somewhere. What is out of sight is not laid
//! out, however long the page is.

use egui::{Align, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::BODY;
use crate::formats::markdown::{BlockKind, LinkTarget, MarkdownBlock, MarkdownPage};
use crate::typeset::Font;
use crate::ui::text_renderer::{Ink, Overflow, TextLayoutOptions, TextRenderer};
use crate::ui::theme::{Theme, round, size, space};

/// What is remembered of a page that is shown.
#[derive(Clone, Debug, Default)]
pub struct MarkdownView {
    /// The height of each block at a width: guessed until it was laid out.
    heights: Vec<f32>,
    width: f32,
    /// The block that is to be brought into view, and for how many frames: those above it get their heights on the way.
    bring: Option<(usize, u32)>,
}

/// Room for what stands before a block of each depth, in points.
const INDENT: f32 = 18.0;

/// Frames in which a block is brought into view.
const FRAMES: u32 = 6;

/// Height of a line as a multiple of the text size, and points a letter takes: for blocks that were not laid out yet.
const LINE: f32 = 1.75;
const LETTER: f32 = 6.5;

impl MarkdownView {
    /// Begins at a block, or at the top.
    pub fn at(block: Option<usize>) -> Self {
        MarkdownView { bring: Some((block.unwrap_or(0), FRAMES)), ..MarkdownView::default() }
    }

    /// Shows the blocks, within something that scrolls. Returns the link that was followed.
    pub fn show(&mut self, ui: &mut Ui, page: &MarkdownPage) -> Option<LinkTarget> {
        let width = ui.available_width().floor().max(60.0);
        if self.width != width || self.heights.len() != page.blocks.len() {
            self.heights = page.blocks.iter().map(|block| guessed_height(block, width)).collect();
            self.width = width;
        }
        let spacing = ui.spacing().item_spacing.y;
        let mut followed = None;
        // What is out of sight is passed over as one piece.
        let mut passed = 0.0;
        for (at, block) in page.blocks.iter().enumerate() {
            let height = self.heights[at];
            let top = ui.cursor().top() + passed;
            let place = Rect::from_min_size(pos2(ui.max_rect().left(), top), vec2(width, height));
            let brought = self.bring.filter(|(block, _)| *block == at);
            if !ui.is_rect_visible(place) && brought.is_none() {
                passed += height + spacing;
                continue;
            }
            pass_over(ui, width, std::mem::take(&mut passed) - spacing);
            let before = ui.cursor().top();
            let (link, shown) = show_block(ui, at, block, width);
            followed = followed.or(link);
            self.heights[at] = ui.cursor().top() - before - spacing;
            if let Some((_, frames)) = brought {
                ui.scroll_to_rect(shown, Some(Align::TOP));
                self.bring = (frames > 1).then_some((at, frames - 1));
                ui.ctx().request_repaint();
            }
        }
        pass_over(ui, width, passed - spacing);
        followed
    }
}

fn pass_over(ui: &mut Ui, width: f32, height: f32) {
    if height > 0.0 {
        ui.allocate_space(vec2(width, height));
    }
}

/// Shows the beginning of a guideline while the pointer rests on what it is of; a reader is told it as well.
pub fn guideline_hover(response: Response, guideline: &str) -> Response {
    let guideline = guideline.trim();
    if guideline.is_empty() {
        return response;
    }
    let end = guideline.floor_char_boundary(guideline.len().min(MAX_HOVERED_BYTES));
    let more = if end < guideline.len() { "…" } else { "" };
    let text = &guideline[..end];
    response.ctx.accesskit_node_builder(response.id, |node| node.set_description(format!("{text}{more}")));
    response.on_hover_ui(|ui| {
        ui.set_max_width(HOVERED_WIDTH);
        super::column(ui, |ui| MarkdownView::default().show(ui, &MarkdownPage::of(&format!("{text}{more}"))));
    })
}

/// Bytes of a guideline that show while the pointer rests; the panel of guidelines has all of it.
const MAX_HOVERED_BYTES: usize = 1200;

/// How wide that is, in points.
const HOVERED_WIDTH: f32 = 340.0;

fn text_size(kind: BlockKind) -> f32 {
    match kind {
        BlockKind::Heading(1) => size::TITLE,
        BlockKind::Heading(2) => size::HEADING + 1.0,
        BlockKind::Heading(_) => size::HEADING,
        BlockKind::Code => size::SMALL + 1.0,
        BlockKind::Paragraph | BlockKind::Quote | BlockKind::Rule => BODY,
    }
}

fn above(kind: BlockKind) -> f32 {
    if matches!(kind, BlockKind::Heading(_)) { space::M } else { space::XS }
}

fn guessed_height(block: &MarkdownBlock, width: f32) -> f32 {
    let room = (width - block.depth as f32 * INDENT).max(LETTER);
    let lines = (block.text.chars().count() as f32 * LETTER / room).ceil().max(1.0);
    let lines = lines.max(block.text.matches('\n').count() as f32 + 1.0);
    lines * text_size(block.kind) * LINE + above(block.kind)
}

fn show_block(ui: &mut Ui, number: usize, block: &MarkdownBlock, width: f32) -> (Option<LinkTarget>, Rect) {
    let theme = Theme::get(ui.ctx());
    let ctx = ui.ctx().clone();
    ui.add_space(above(block.kind));
    if block.kind == BlockKind::Rule {
        let (rect, _) = ui.allocate_exact_size(vec2(width, space::M), Sense::hover());
        ui.painter().hline(rect.x_range(), rect.center().y, egui::Stroke::new(1.0, theme.border));
        return (None, rect);
    }
    let heading = matches!(block.kind, BlockKind::Heading(_));
    let indent = block.depth as f32 * INDENT;
    // What stands around a piece of code.
    let margin = if block.kind == BlockKind::Code { space::S } else { 0.0 };
    let room = (width - indent - 2.0 * margin).max(40.0);
    let setting = TextLayoutOptions {
        font: if heading { Font::InterfaceBold } else { Font::Interface },
        size: text_size(block.kind),
        line_height: LINE,
        rtl: super::is_rtl(&ctx),
        overflow: Overflow::WrapOwn(room),
    };
    let scale = ctx.pixels_per_point();
    let laid = TextRenderer::with(&ctx, |scribe| scribe.block(&block.text, &setting, scale));
    let rtl = laid.is_rtl_at(0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, laid.size().y + 2.0 * margin), Sense::hover());
    // A list or a quote is indented at the side its own text begins at.
    let left = rect.left() + margin + if rtl { 0.0 } else { indent };
    let origin = pos2(left, rect.top() + margin);
    let painter = ui.painter().clone();
    if block.kind == BlockKind::Code {
        let around = Rect::from_min_size(pos2(left - margin, rect.top()), vec2(room + 2.0 * margin, rect.height()));
        painter.rect_filled(around, round::CONTROL, theme.control);
    }
    if block.kind == BlockKind::Quote {
        let x = if rtl { rect.right() - indent / 2.0 } else { rect.left() + indent / 2.0 };
        painter.vline(x, rect.y_range(), egui::Stroke::new(2.0, theme.border));
    }
    for run in &block.runs {
        for piece in laid.fragments(run.range.clone()) {
            let piece = piece.translate(origin.to_vec2());
            if run.code {
                painter.rect_filled(piece.expand2(vec2(2.0, -3.0)), round::SMALL, theme.control);
            }
            // The blank at which a line ends is none of the link.
            if run.link.is_some() && piece.width() > BODY / 2.0 {
                let line = egui::Stroke::new(1.0, theme.accent);
                painter.hline(piece.x_range(), piece.bottom() - 4.0, line);
            }
            if run.struck {
                painter.hline(piece.x_range(), piece.center().y, egui::Stroke::new(1.0, theme.ink));
            }
        }
    }
    // Arabic has no slanted letters: emphasis is bold as well, and a link has the accent.
    let ink = |offset: usize| {
        let run = block.runs.iter().find(|run| run.range.contains(&offset));
        let is_bold = run.is_some_and(|run| run.strong || run.emphasis) && !heading;
        let colour = match run {
            Some(run) if run.link.is_some() => theme.accent,
            Some(run) if run.emphasis && !run.strong => theme.ink_weak,
            _ if block.kind == BlockKind::Quote => theme.ink_weak,
            _ => theme.ink,
        };
        Ink { colour, is_bold }
    };
    TextRenderer::with(&ctx, |scribe| scribe.paint_inked(&painter, origin, &laid, &ink));
    if let Some(marker) = &block.marker {
        let setting = TextLayoutOptions { overflow: Overflow::Extend, rtl, ..setting };
        let sign = TextRenderer::with(&ctx, |scribe| scribe.block(marker, &setting, scale));
        let x = if rtl { rect.right() - indent + 4.0 } else { rect.left() + indent - sign.size().x - 4.0 };
        TextRenderer::with(&ctx, |scribe| scribe.paint(&painter, pos2(x, origin.y), &sign, theme.ink_weak));
    }
    let role = if heading { Role::Heading } else { Role::Paragraph };
    let text = block.text.clone();
    response.widget_info(|| WidgetInfo::labeled(role, true, &text));
    let mut followed = None;
    for (at, run) in block.runs.iter().enumerate() {
        let Some(link) = &run.link else { continue };
        let name = &block.text[run.range.clone()];
        for (piece, place) in laid.fragments(run.range.clone()).into_iter().enumerate() {
            let id = ui.scope_id().with(("link", number, at, piece));
            let response = ui.interact(place.translate(origin.to_vec2()), id, Sense::click());
            super::in_sight(ui, &response);
            response.widget_info(|| WidgetInfo::labeled(Role::Link, true, name));
            let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
            super::focus_ring(ui, &response, round::SMALL);
            if response.clicked() {
                followed = Some(link.clone());
            }
        }
    }
    (followed, rect)
}
