//! Messages over the foot of the window: what was done goes by itself, what went wrong waits until it was seen.

use egui::accesskit::Live;
use egui::epaint::PathShape;
use egui::{Context, Event, Frame, Id, Margin, Rect, Role, Stroke, Ui, UiBuilder, vec2};

use super::{BidiButton, BidiLabel, Tone, column_layout, row_layout, words};
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::{Localizer, without_isolates};
use crate::ui::message::Message;
use crate::ui::theme::{ROW, Theme, round, space};

/// A short message at the foot of the window.
#[derive(Clone, Debug)]
struct Toast {
    message: Message,
    tone: Tone,
    /// Must not be missed: its time begins with the first key or click after it came.
    waits: bool,
    /// Seconds of egui's clock at which it goes, once its time has begun.
    until: Option<f64>,
}

/// The messages shown now, newest last.
#[derive(Clone, Debug, Default)]
pub struct Toasts(Vec<Toast>);

/// Seconds a message stays that asks for nothing.
const TOAST_SECONDS: f64 = 4.0;

/// Seconds a message that must not be missed stays after somebody is there to read it.
const WAITING_SECONDS: f64 = 30.0;

/// More than a few hide the page.
const MOST: usize = 4;

impl Toasts {
    /// Says that something was done. It goes by itself; the same again only stays longer.
    pub fn say(&mut self, ctx: &Context, message: impl Into<Message>) {
        let until = ctx.input(|input| input.time) + TOAST_SECONDS;
        self.put(Toast { message: message.into(), tone: Tone::Plain, waits: false, until: Some(until) });
    }

    /// Says that something went wrong.
    pub fn warn(&mut self, message: impl Into<Message>) {
        self.keep(Tone::Danger, message);
    }

    /// Says something that must not be missed. It stays until it is dismissed, or for a while under the hands of somebody.
    pub fn keep(&mut self, tone: Tone, message: impl Into<Message>) {
        self.put(Toast { message: message.into(), tone, waits: true, until: None });
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What they say now, the newest last.
    pub fn texts(&self, words: &Localizer) -> Vec<String> {
        self.0.iter().map(|toast| toast.message.localized(words)).collect()
    }

    /// Sends away what waits to be seen. False where nothing waits.
    pub fn dismiss(&mut self) -> bool {
        let before = self.0.len();
        self.0.retain(|toast| !toast.waits);
        self.0.len() < before
    }

    fn put(&mut self, toast: Toast) {
        self.0.push(toast);
        // The oldest that would go anyway goes first.
        if self.0.len() > MOST {
            let oldest = self.0.iter().position(|toast| !toast.waits).unwrap_or(0);
            self.0.remove(oldest);
        }
    }

    /// Shows the messages above the foot of `area`, and lets go of those whose time is over.
    pub fn show(&mut self, ctx: &Context, area: Rect) {
        let words = words(ctx);
        let (now, used) = ctx.input(|input| (input.time, input.raw.events.iter().any(is_used)));
        for toast in self.0.iter_mut().filter(|toast| used && toast.until.is_none()) {
            toast.until = Some(now + WAITING_SECONDS);
        }
        self.0.retain(|toast| toast.until.is_none_or(|until| until > now));
        let mut texts = self.texts(&words);
        // The same again takes the place of what was said before.
        for at in (0..texts.len()).rev() {
            if texts[at + 1..].contains(&texts[at]) {
                texts.remove(at);
                self.0.remove(at);
            }
        }
        if let Some(next) = self.0.iter().filter_map(|toast| toast.until).reduce(f64::min) {
            ctx.request_repaint_after_secs((next - now) as f32);
        }
        let theme = Theme::get(ctx);
        let dismiss = words.get("action-dismiss");
        let mut gone = None;
        let width = (area.width() - 2.0 * space::L).clamp(120.0, 420.0);
        // On the left in every language of the window: lines of Arabic begin on the right.
        egui::Area::new(Id::unique("toasts"))
            .order(egui::Order::Foreground)
            .pivot(egui::Align2::LEFT_BOTTOM)
            .fixed_pos(area.left_bottom() + vec2(space::L, -space::L))
            .show(ctx, |ui| {
                ui.set_width(width);
                for (i, (toast, text)) in self.0.iter().zip(&texts).enumerate() {
                    let edge = match toast.tone {
                        Tone::Plain => theme.border,
                        tone => tone.colour(theme),
                    };
                    let frame = Frame::new()
                        .fill(theme.raised)
                        .stroke(Stroke::new(1.0, edge))
                        .corner_radius(round::CONTROL)
                        .shadow(ui.visuals().popup_shadow)
                        .inner_margin(Margin::symmetric(space::M as i8, space::S as i8));
                    frame.show(ui, |ui| gone = toast_row(ui, text, toast.tone, &dismiss).then_some(i).or(gone));
                }
            });
        if let Some(index) = gone {
            self.0.remove(index);
        }
    }
}

/// Tells a screen reader what is seen and not said, as one more node for each id. False where nobody listens.
pub fn announced(ui: &Ui, said: Option<(Id, &str)>) -> bool {
    let Some((id, text)) = said else {
        return ui.ctx().accesskit_node_builder(ui.unique_id(), |_| ()).is_some();
    };
    let at = Rect::from_min_size(ui.max_rect().min, vec2(1.0, 1.0));
    let builder = UiBuilder::new().layer_id(ui.layer_id()).accessibility_parent(ui.unique_id()).max_rect(at);
    let node = Ui::new(ui.ctx().clone(), id, builder);
    let told = node.ctx().accesskit_node_builder(node.unique_id(), |node| {
        node.set_role(Role::Status);
        node.set_label(&*without_isolates(text));
        node.set_live(Live::Polite);
        node.set_bounds(egui::accesskit::Rect {
            x0: at.min.x.into(),
            y0: at.min.y.into(),
            x1: at.max.x.into(),
            y1: at.max.y.into(),
        });
    });
    told.is_some()
}

/// Whether somebody is at the keyboard or the mouse.
fn is_used(event: &Event) -> bool {
    matches!(
        event,
        Event::Key { pressed: true, .. } | Event::PointerButton { pressed: true, .. } | Event::Text(_) | Event::Copy
    )
}

/// Side of the sign before what went wrong, in points.
const SIGN: f32 = 20.0;

/// A triangle: something went wrong. Its colour is not all that tells it from what went well.
fn paint_warning(ui: &Ui, rect: Rect, tone: Tone) {
    let theme = Theme::get(ui.ctx());
    let at = |x: f32, y: f32| rect.center() + vec2(x, y);
    let corners = vec![at(0.0, -5.5), at(6.0, 5.0), at(-6.0, 5.0)];
    ui.painter().add(PathShape::convex_polygon(corners, tone.colour(theme), Stroke::NONE));
    ui.painter().line_segment([at(0.0, -2.0), at(0.0, 1.5)], Stroke::new(1.5, theme.raised));
    ui.painter().circle_filled(at(0.0, 3.3), 0.9, theme.raised);
}

/// A message and the button that sends it away; true when it was pressed.
fn toast_row(ui: &mut Ui, text: &str, tone: Tone, dismiss: &str) -> bool {
    let layout = row_layout(ui.ctx()).with_cross_align(egui::Align::Min);
    let mut pressed = false;
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 0.0), layout, |ui| {
        if matches!(tone, Tone::Danger | Tone::Warning) {
            let (rect, _) = ui.allocate_exact_size(vec2(SIGN, SIGN), egui::Sense::hover());
            paint_warning(ui, rect, tone);
        }
        let text_width = ui.available_width() - ROW - space::S;
        ui.allocate_ui_with_layout(vec2(text_width, 0.0), column_layout(ui.ctx()), |ui| {
            ui.set_width(text_width);
            let response = ui.add(BidiLabel::new(text).wrap().tone(tone));
            // What went wrong is said at once, the rest when the reader has come to an end.
            let live = if tone == Tone::Danger { Live::Assertive } else { Live::Polite };
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(live));
        });
        pressed = ui.add(BidiButton::quiet("✕").small().spoken(dismiss).hint(dismiss)).clicked();
    });
    pressed
}
