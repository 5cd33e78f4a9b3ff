//! Messages over the foot of the window: what was done goes by itself, what went wrong waits until it was seen, and then takes a line
//! until it is sent away.

use egui::accesskit::Live;
use egui::epaint::PathShape;
use egui::{Context, Event, Frame, Id, Margin, Rect, Role, Stroke, Ui, UiBuilder, vec2};

use super::{BidiButton, BidiLabel, Row, Tone, column_layout, is_rtl, row_layout, words};
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::{Localizer, without_isolates};
use crate::ui::message::{Message, reading_seconds};
use crate::ui::theme::{ROW, Theme, round, space};

/// A short message at the foot of the window.
#[derive(Clone, Debug)]
struct Toast {
    message: Message,
    tone: Tone,
    /// Must not be missed: its time begins with the first key or click after it came.
    waits: bool,
    /// Seconds of egui's clock at which it was read, once its time has begun.
    until: Option<f64>,
    /// It was read, and stays as one line.
    small: bool,
}

/// The messages shown now, newest last.
#[derive(Clone, Debug, Default)]
pub struct Toasts {
    all: Vec<Toast>,
    /// What went wrong before those that are shown.
    earlier: usize,
}

/// More than a few hide the page.
const MOST: usize = 4;

/// What went wrong and is kept; more than that is counted.
const MAX_KEPT: usize = 24;

/// Lines that messages which were read take at most, with the one that says how many there are above them.
const MAX_SMALL: usize = 3;

impl Toasts {
    /// Says that something was done. It goes by itself; the same again only stays longer.
    pub fn say(&mut self, message: impl Into<Message>) {
        self.put(Tone::Plain, message.into(), false);
    }

    /// Says that something went wrong. It becomes one line when it was read, and stays until it is sent away.
    pub fn warn(&mut self, message: impl Into<Message>) {
        self.keep(Tone::Danger, message);
    }

    /// Says something that must not be missed. It stays until it is dismissed, or for a while under the hands of somebody.
    pub fn keep(&mut self, tone: Tone, message: impl Into<Message>) {
        self.put(tone, message.into(), true);
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// What they say now, the newest last.
    pub fn texts(&self, words: &Localizer) -> Vec<String> {
        self.all.iter().map(|toast| toast.message.localized(words)).collect()
    }

    /// Sends away what waits to be seen. False where nothing waits.
    pub fn dismiss(&mut self) -> bool {
        let before = self.all.len();
        self.all.retain(|toast| !toast.waits);
        self.earlier = 0;
        self.all.len() < before
    }

    fn put(&mut self, tone: Tone, message: Message, waits: bool) {
        self.all.push(Toast { message, tone, waits, until: None, small: false });
        let danger = |toast: &Toast| toast.tone == Tone::Danger;
        if self.all.iter().filter(|toast| danger(toast)).count() > MAX_KEPT
            && let Some(oldest) = self.all.iter().position(danger)
        {
            self.all.remove(oldest);
            self.earlier += 1;
        }
        // The oldest that would go anyway goes first; what went wrong becomes one line.
        while self.all.iter().filter(|toast| !toast.small).count() > MOST {
            let whole = |toast: &&mut Toast| !toast.small;
            let goes = self.all.iter().position(|toast| !toast.small && !toast.waits);
            let goes = goes.or_else(|| self.all.iter().position(|toast| !toast.small && toast.tone != Tone::Danger));
            match goes {
                Some(oldest) => drop(self.all.remove(oldest)),
                None => self.all.iter_mut().find(whole).into_iter().for_each(|toast| toast.small = true),
            }
        }
    }

    /// Lets the time of each go on: those that were read go, and what went wrong becomes one line.
    fn pass(&mut self, ctx: &Context, words: &Localizer) {
        let (now, used) = ctx.input(|input| (input.time, input.raw.events.iter().any(is_used)));
        for toast in self.all.iter_mut().filter(|toast| toast.until.is_none() && (used || !toast.waits)) {
            let times = if toast.waits { 2.0 } else { 1.0 };
            toast.until = Some(now + times * reading_seconds(&toast.message.localized(words)));
        }
        let is_read = |toast: &Toast| toast.until.is_some_and(|until| until <= now);
        self.all.retain(|toast| toast.tone == Tone::Danger || !is_read(toast));
        self.all.iter_mut().for_each(|toast| toast.small |= is_read(toast));
        if let Some(next) =
            self.all.iter().filter(|toast| !toast.small).filter_map(|toast| toast.until).reduce(f64::min)
        {
            ctx.request_repaint_after_secs((next - now) as f32);
        }
    }

    /// Shows the messages above the foot of `area`, and lets go of those whose time is over.
    pub fn show(&mut self, ctx: &Context, area: Rect) {
        let words = words(ctx);
        self.pass(ctx, &words);
        let mut texts = self.texts(&words);
        // The same again takes the place of what was said before.
        for at in (0..texts.len()).rev() {
            if texts[at + 1..].contains(&texts[at]) {
                texts.remove(at);
                self.all.remove(at);
            }
        }
        if self.all.is_empty() {
            return;
        }
        let small: Vec<usize> = (0..self.all.len()).filter(|at| self.all[*at].small).collect();
        let out_of_sight = small.len().saturating_sub(MAX_SMALL);
        let hidden = out_of_sight + self.earlier;
        let mut gone = None;
        let mut opened = None;
        let width = (area.width() - 2.0 * space::L).clamp(120.0, 420.0);
        // On the left in every language of the window: lines of Arabic begin on the right.
        egui::Area::new(Id::unique("toasts"))
            .order(egui::Order::Foreground)
            .pivot(egui::Align2::LEFT_BOTTOM)
            .fixed_pos(area.left_bottom() + vec2(space::L, -space::L))
            .show(ctx, |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = space::XS;
                if hidden > 0 {
                    let text = words.format("toasts-earlier", &[("n", hidden.into())]);
                    ground(ui, Tone::Danger, space::XS, |ui| {
                        opened = small_row(ui, &text, &text).then(|| small[..out_of_sight].to_vec());
                    });
                }
                for at in small.into_iter().skip(out_of_sight) {
                    let hint = words.get("toasts-whole");
                    ground(ui, self.all[at].tone, 0.0, |ui| {
                        if small_row(ui, &texts[at], &hint) {
                            opened = Some(vec![at]);
                        }
                    });
                }
                let dismiss = words.get("action-dismiss");
                for (at, toast) in self.all.iter().enumerate().filter(|(_, toast)| !toast.small) {
                    ground(ui, toast.tone, space::S, |ui| {
                        gone = toast_row(ui, &texts[at], toast.tone, &dismiss).then_some(at).or(gone);
                    });
                }
            });
        for at in opened.into_iter().flatten() {
            let now = ctx.input(|input| input.time);
            let toast = &mut self.all[at];
            (toast.small, toast.until) = (false, Some(now + 2.0 * reading_seconds(&texts[at])));
        }
        if let Some(index) = gone {
            self.all.remove(index);
        }
    }
}

/// What a message stands on.
fn ground(ui: &mut Ui, tone: Tone, above: f32, add: impl FnOnce(&mut Ui)) {
    let theme = Theme::get(ui.ctx());
    let edge = match tone {
        Tone::Plain => theme.border,
        tone => tone.colour(theme),
    };
    let frame = Frame::new()
        .fill(theme.raised)
        .stroke(Stroke::new(1.0, edge))
        .corner_radius(round::CONTROL)
        .shadow(ui.visuals().popup_shadow)
        .inner_margin(Margin::symmetric(if above > 0.0 { space::M } else { 0.0 } as i8, above as i8));
    frame.show(ui, add);
}

/// What went wrong and was read, as one line; true when it is to be read again.
fn small_row(ui: &mut Ui, text: &str, hint: &str) -> bool {
    let line = text.replace('\n', " · ");
    let row = Row::new(&line).small().spoken(text).hint(hint).role(Role::Button).room(SIGN, 0.0);
    let response = ui.add(row);
    let rect = response.rect;
    let at = if is_rtl(ui.ctx()) { rect.right() - SIGN } else { rect.left() + SIGN };
    let sign = Rect::from_center_size(egui::pos2(at, rect.center().y), vec2(SIGN, SIGN));
    paint_warning(ui, sign, Tone::Danger);
    response.clicked()
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
