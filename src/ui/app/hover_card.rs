//! The card of the annotation that the pointer rests on: what it is, by whom, and what else is labelled there.
//!
//! It is asked for by moving the pointer onto an annotation, never by a key or a click that happens to make one under it, and it stands
//! where nothing is read next: not over the line of the pointer, not over that of the caret, not over the lines behind them.

use std::ops::Range;

use egui::{Context, Frame, Id, Margin, Order, Pos2, Rangef, Rect, Stroke, UiBuilder, Vec2, pos2, vec2};

use super::App;
use crate::arabic::clitics::normalised;
use crate::arabic::words;
use crate::model::AnnotationId;
use crate::page::layers;
use crate::store::settings::HoverCard;
use crate::ui::canvas::Canvas;
use crate::ui::dialogs::reading;
use crate::ui::localizer::isolated;
use crate::ui::palette::LabelPaint;
use crate::ui::panels::labels::label_name;
use crate::ui::theme::{Theme, round, space};
use crate::ui::widgets::{BidiLabel, column, is_rtl, mirrored};

/// Characters of an annotation's text that its card shows.
const MAX_HOVERED: usize = 160;
/// Other annotations of the place that are named.
const MAX_NAMED: usize = 6;
/// Seconds the pointer rests before the card comes.
const DELAY: f32 = 0.4;
/// Points the pointer is moved before it means something again after a key or a press.
const STIRRED: f32 = 6.0;
/// Widths between which a card is, in points.
const WIDTHS: (f32, f32) = (190.0, 340.0);
/// Lines behind the one that is read or worked on which stay free.
const AHEAD: f32 = 3.0;
const GAP: f32 = 6.0;

/// What is known of the card from frame to frame.
#[derive(Debug, Default)]
pub(super) struct CardState {
    shown: Option<AnnotationId>,
    /// Where the pointer was when a key or a button was pressed, until it is moved from there.
    quiet_at: Option<Pos2>,
}

impl CardState {
    /// Whether the card of this annotation is to be seen; asks for the frame in which it comes.
    fn is_due(&mut self, ctx: &Context, id: &AnnotationId) -> bool {
        if self.quiet_at.is_some() {
            return false;
        }
        let still = ctx.input(|input| input.pointer.time_since_last_movement());
        if self.shown.as_ref() == Some(id) || still >= DELAY {
            return true;
        }
        ctx.request_repaint_after_secs(DELAY - still);
        false
    }

    /// A key or a press says that something else is meant, until the pointer is moved.
    fn note_presses(&mut self, ctx: &Context) {
        let pointer = ctx.input(|input| input.pointer.latest_pos());
        self.quiet_at.take_if(|at| pointer.is_some_and(|pointer| pointer.distance(*at) >= STIRRED));
        let pressed = |event: &egui::Event| {
            matches!(
                event,
                egui::Event::Key { pressed: true, .. } | egui::Event::PointerButton { .. } | egui::Event::Text(_)
            )
        };
        if ctx.input(|input| input.raw.events.iter().any(pressed)) {
            self.quiet_at = pointer;
        }
    }
}

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

/// Where a card may stand.
#[derive(Clone, Debug)]
struct CardPlace {
    /// The page, and the column of text on it.
    page: Rect,
    column: Rect,
    /// The lines that are read or worked on.
    lines: Vec<Rangef>,
    pointer: Pos2,
    /// Lines of the interface end at the left.
    rtl: bool,
}

impl CardPlace {
    /// The margins beside the column, that where lines end first.
    fn margins(&self) -> [Rangef; 2] {
        let left = Rangef::new(self.page.left(), self.column.left() - GAP);
        let right = Rangef::new(self.column.right() + GAP, self.page.right());
        if self.rtl { [left, right] } else { [right, left] }
    }

    fn margin(&self, width: f32) -> Option<Rangef> {
        self.margins().into_iter().find(|margin| margin.span() >= width)
    }

    /// How wide the card is to be: narrower where a margin takes it then.
    fn width(&self, choice: HoverCard) -> f32 {
        let most = WIDTHS.1.min(self.page.width());
        match self.margin(WIDTHS.0).filter(|_| choice == HoverCard::Beside) {
            Some(margin) => margin.span().min(most),
            None => most,
        }
    }

    /// The corner of a card of this size; `None` where it would lie on what is to stay free everywhere.
    fn of(&self, size: Vec2, choice: HoverCard) -> Option<Pos2> {
        let (top, bottom) = (self.page.top(), self.page.bottom() - size.y);
        let first = self.lines.first().copied()?;
        if let Some(margin) = self.margin(size.x).filter(|_| choice == HoverCard::Beside && bottom >= top) {
            let x = if margin.max <= self.column.left() { margin.max - size.x } else { margin.min };
            return Some(pos2(x, first.min.clamp(top, bottom)));
        }
        // Over what was read: above the line of the pointer, or above that of the caret.
        let above = self.lines.iter().map(|line| line.min - GAP - size.y);
        let ends = [bottom, top];
        let places: Vec<f32> = match choice {
            HoverCard::Foot => ends.into_iter().chain(above).collect(),
            _ => above.chain(ends).collect(),
        };
        let is_free = |y: &f32| {
            let within = *y >= top && *y <= bottom;
            let beside = |line: &Rangef| y + size.y <= line.min || *y >= line.max + AHEAD * line.span();
            within && self.lines.iter().all(beside)
        };
        let y = places.into_iter().find(is_free)?;
        let (left, right) = (self.page.left(), (self.page.right() - size.x).max(self.page.left()));
        let x = match choice {
            HoverCard::Foot if self.rtl => left,
            HoverCard::Foot => right,
            _ => (self.pointer.x - size.x / 2.0).clamp(left, right),
        };
        Some(pos2(x, y))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page 400 high with lines of 40, of which those of these numbers are read and worked on.
    fn card(margin: f32, lines: &[u32], height: f32, choice: HoverCard) -> Option<(f32, f32)> {
        let page = Rect::from_min_size(pos2(100.0, 50.0), vec2(600.0, 400.0));
        let line = |n: &u32| Rangef::new(50.0 + 40.0 * *n as f32, 90.0 + 40.0 * *n as f32);
        let place = CardPlace {
            page,
            column: page.shrink2(vec2(margin, 0.0)),
            lines: lines.iter().map(line).collect(),
            pointer: pos2(390.0, 0.0),
            rtl: true,
        };
        let width = place.width(choice);
        place.of(vec2(width, height), choice).map(|at| (at.x, at.y))
    }

    #[test]
    fn the_card_stands_in_the_margin_or_above_and_never_on_what_is_read_next() {
        assert_eq!(card(220.0, &[4], 100.0, HoverCard::Beside), Some((100.0, 210.0)), "in the margin, at its line");
        assert_eq!(card(220.0, &[9], 100.0, HoverCard::Beside), Some((100.0, 350.0)), "and within the page");
        assert_eq!(card(40.0, &[4], 100.0, HoverCard::Beside), Some((220.0, 104.0)), "above the line");
        assert_eq!(card(40.0, &[1], 100.0, HoverCard::Beside), Some((220.0, 350.0)), "at the foot, five lines below");
        assert_eq!(card(40.0, &[4, 3], 100.0, HoverCard::Beside), Some((220.0, 64.0)), "above the line of the caret");
        assert_eq!(card(40.0, &[5, 1], 100.0, HoverCard::Beside), None, "nowhere");
        assert_eq!(card(40.0, &[1], 100.0, HoverCard::Foot), Some((100.0, 350.0)));
        assert_eq!(card(40.0, &[7], 100.0, HoverCard::Foot), Some((100.0, 50.0)), "the foot is read next");
    }
}
