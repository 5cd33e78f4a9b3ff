//! The card of the annotation that the pointer rests on: what it is, by whom, and what else is labelled there.

use std::ops::Range;

use egui::{Context, Frame, Id, Margin, Order, Pos2, Rangef, Rect, Stroke, UiBuilder, Vec2, vec2};

use super::App;
use crate::arabic::clitics::normalised;
use crate::arabic::words;
use crate::model::AnnotationId;
use crate::page::layers;
use crate::store::settings::HoverCard;
use crate::ui::canvas::Canvas;
use crate::ui::dialogs::reading;
use crate::ui::hover_card::CardPlace;
use crate::ui::localizer::isolated;
use crate::ui::palette::LabelPaint;
use crate::ui::panels::labels::label_name;
use crate::ui::theme::{Theme, round, space};
use crate::ui::widgets::{BidiLabel, column, is_rtl, mirrored};

/// Characters of an annotation's text that its card shows.
const MAX_HOVERED: usize = 160;
/// Other annotations of the place that are named.
const MAX_NAMED: usize = 6;

impl App {
    /// Shows the card of what the pointer rests on, or none.
    pub(super) fn show_card(&mut self, ctx: &Context, rested: Option<(AnnotationId, Range<usize>)>) {
        self.pages.card.note_presses(ctx);
        let busy = self.page_menu.is_some() || self.dialog.is_some() || egui::Popup::is_any_open(ctx);
        let wanted = self.settings.hover_card != HoverCard::Never && !busy;
        let due = rested.filter(|(id, _)| wanted && self.pages.card.is_due(ctx, id));
        self.pages.card.shown = due.as_ref().map(|(id, _)| id.clone());
        if let Some((id, letter)) = due {
            self.draw_card(ctx, &id, &letter);
        }
    }

    fn draw_card(&mut self, ctx: &Context, id: &AnnotationId, letter: &Range<usize>) {
        let Some(pointer) = ctx.input(|input| input.pointer.latest_pos()) else { return };
        let (Some(canvas), Some(document)) = (self.shown_canvas(), self.session.shown()) else { return };
        let text = document.content().text();
        let caret = document.selection.text.head();
        let at_caret = match words::next_edge(text, caret) {
            end if end > caret => caret..end,
            _ => words::prev_edge(text, caret)..caret,
        };
        let lines = [letter, &at_caret].map(|letter| line_of(canvas, letter));
        let page = canvas.outer().shrink(space::S);
        let place = CardPlace {
            page,
            column: canvas.column(),
            lines: lines.into_iter().flatten().collect(),
            pointer,
            rtl: is_rtl(ctx),
        };
        let width = place.width(self.settings.hover_card);
        let theme = Theme::get(ctx);
        let frame = Frame::new()
            .fill(theme.raised)
            .stroke(Stroke::new(1.0, theme.border))
            .corner_radius(round::CONTROL)
            .inner_margin(Margin::symmetric(space::M as i8, space::S as i8));
        // It is drawn out of sight first, to know how high it is.
        let layer = egui::LayerId::new(Order::Tooltip, Id::unique("hover card"));
        let known = Id::unique(("hover card", id, width as u32, self.settings.zoom.to_bits()));
        let size: Option<Vec2> = ctx.data(|data| data.get_temp(known));
        let at = size.and_then(|size| place.of(size, self.settings.hover_card));
        let rect = Rect::from_min_size(at.unwrap_or(Pos2::ZERO), vec2(width, f32::INFINITY));
        let mut builder = UiBuilder::new().max_rect(rect);
        if at.is_none() {
            builder = builder.invisible();
        }
        let mut ui = egui::Ui::new(ctx.clone(), known, builder.layer_id(layer));
        ui.set_clip_rect(ctx.content_rect());
        let drawn = frame.show(&mut ui, |ui| {
            ui.set_width(width - 2.0 * space::M);
            self.card(ui, id, letter);
        });
        let drawn = drawn.response.rect.size();
        if size != Some(drawn) {
            ctx.data_mut(|data| data.insert_temp(known, drawn));
            ctx.request_repaint();
        }
    }

    fn card(&mut self, ui: &mut egui::Ui, id: &AnnotationId, letter: &Range<usize>) {
        let (Some(entry), Some(document)) = (self.session.current_id(), self.session.shown()) else { return };
        let Some(annotation) = document.content().annotations.get(id).cloned() else { return };
        let place = self.pages.known.place(entry, document, annotation.spans.extent());
        let (content, words) = (document.content(), self.words.clone());
        let quote = content.quote_start(&annotation, MAX_HOVERED);
        let stands_for = normalised(content.text(), annotation.spans.extent(), self.session.vocabulary());
        let aids = reading::brief(&quote, stands_for.as_deref());
        let named = content.schema.label(&annotation.label).map(|label| label_name(label, words.language()));
        let title = match named {
            Some(name) if name != annotation.label.as_str() => format!("{name} · {}", annotation.label),
            _ => annotation.label.to_string(),
        };
        // Those around it, whose names may have no room on the page.
        let here = layers(&content.annotations, letter.clone(), None);
        let hidden: usize = here.iter().map(|layer| layer.hidden).sum();
        let mut others: Vec<_> = here.into_iter().filter(|layer| layer.annotation.id != *id).collect();
        others.sort_by_key(|layer| layer.span.len());
        let theme = Theme::get(ui.ctx());
        column(ui, |ui| {
            ui.add(BidiLabel::heading(&title));
            ui.add(BidiLabel::new(&quote).wrap());
            for (word, text) in &aids {
                let aid = format!("{}: {}", words.get(word), isolated(text));
                ui.add(BidiLabel::new(&aid).small().wrap());
            }
            let offsets = [("start", place.start.into()), ("end", place.end.into())];
            ui.add(BidiLabel::new(&words.format("hover-offsets", &offsets)).small().weak());
            let by = format!("{}: {}", words.get("hover-annotator"), isolated(annotation.record.annotator.as_str()));
            ui.add(BidiLabel::new(&by).small().weak());
            if annotation.record.flag {
                ui.add(BidiLabel::new(&words.get("flag")).small());
            }
            if !annotation.record.note.is_empty() {
                let note = format!("{}: {}", words.get("hover-note"), annotation.record.note);
                ui.add(BidiLabel::new(&note).small().wrap());
            }
            if others.is_empty() {
                return;
            }
            ui.add_space(space::XS);
            ui.add(BidiLabel::new(&words.get("hover-others")).small().weak());
            for layer in others.iter().take(MAX_NAMED) {
                let label = content.schema.label(&layer.annotation.label);
                let name = label.map_or(layer.annotation.label.as_str(), |label| label_name(label, words.language()));
                let quote = content.quote_start(layer.annotation, MAX_HOVERED).replace(['\n', '\r'], " ");
                mirrored(ui, |ui| {
                    if let Some(label) = label {
                        let (rect, _) = ui.allocate_exact_size(vec2(10.0, 10.0), egui::Sense::hover());
                        ui.painter().rect_filled(rect, 3, LabelPaint::new(label.colour, theme.raised).line);
                    }
                    let text = format!("{}: {}", isolated(name), isolated(&quote));
                    ui.add(BidiLabel::new(&text).small().elide());
                });
            }
            let more = others.len().saturating_sub(MAX_NAMED) + hidden;
            if more > 0 {
                ui.add(BidiLabel::new(&words.format("hover-more", &[("n", more.into())])).small().weak());
            }
        });
    }
}

/// The line on which a letter stands, from top to bottom, in points of the window.
fn line_of(canvas: &Canvas, letter: &Range<usize>) -> Option<Rangef> {
    let fragments = canvas.page().fragments(canvas.visible(), letter);
    let rect = fragments.first()?.rect;
    Some(Rangef::new(canvas.at_page(0.0, rect.y0).y, canvas.at_page(0.0, rect.y1).y))
}
