//! A row of a list or a menu: mark, name, what stands at its end.

use egui::{Color32, Rect, Response, Role, Sense, Ui, Widget, WidgetInfo, pos2, vec2};

use super::{BODY, BidiHover, focus_ring, in_sight, is_rtl, setting};
use crate::ui::localizer::without_isolates;
use crate::ui::text_renderer::{Block, Overflow, TextRenderer};
use crate::ui::theme::{ROW, Theme, round, size, space};

/// The height of a row of two lines, in points.
pub const TALL_ROW: f32 = ROW + 18.0;

/// A row as wide as there is room, to be clicked.
#[must_use = "a row shows only where it is added: ui.add(row)"]
pub struct Row<'a> {
    text: &'a str,
    leading: &'a str,
    trailing: &'a str,
    trailing_is_key: bool,
    detail: &'a str,
    below: Option<&'a str>,
    swatch: Option<Color32>,
    ticked: Option<bool>,
    selected: bool,
    bold: bool,
    role: Role,
    spoken: Option<&'a str>,
    hint: &'a str,
    room: [f32; 2],
    middle: bool,
    small: bool,
}

impl<'a> Row<'a> {
    pub fn new(text: &'a str) -> Self {
        Row {
            text,
            leading: "",
            trailing: "",
            trailing_is_key: false,
            detail: "",
            below: None,
            swatch: None,
            ticked: None,
            selected: false,
            bold: false,
            role: Role::ListBoxOption,
            spoken: None,
            hint: "",
            room: [0.0; 2],
            middle: false,
            small: false,
        }
    }

    /// Where its name does not fit, its middle goes: what many have in common begins and what tells them apart ends it.
    pub fn elided_in_the_middle(self) -> Self {
        Row { middle: true, ..self }
    }

    /// In the smaller size of letters.
    pub fn small(self) -> Self {
        Row { small: true, ..self }
    }

    /// A short text before the name, such as a key.
    pub fn leading(self, leading: &'a str) -> Self {
        Row { leading, ..self }
    }

    /// A short text at the far side, such as a count.
    pub fn trailing(self, trailing: &'a str) -> Self {
        Row { trailing, ..self }
    }

    /// A key at the far side. Keys are written from left to right in every language: `Shift+[` is not mirrored.
    pub fn key(self, key: &'a str) -> Self {
        Row { trailing: key, trailing_is_key: true, ..self }
    }

    /// A quiet text after the name, elided before the name is.
    pub fn detail(self, detail: &'a str) -> Self {
        Row { detail, ..self }
    }

    /// A quiet line below the name: the row is [`TALL_ROW`] high, also where the line is empty.
    pub fn below(self, below: &'a str) -> Self {
        Row { below: Some(below), ..self }
    }

    /// A colour before the name.
    pub fn swatch(self, swatch: Color32) -> Self {
        Row { swatch: Some(swatch), ..self }
    }

    /// Room for a tick before the name, with the tick or without.
    pub fn ticked(self, ticked: bool) -> Self {
        Row { ticked: Some(ticked), ..self }
    }

    pub fn selected(self, selected: bool) -> Self {
        Row { selected, ..self }
    }

    pub fn bold(self, bold: bool) -> Self {
        Row { bold, ..self }
    }

    pub fn role(self, role: Role) -> Self {
        Row { role, ..self }
    }

    /// Points left free at the start and at the end, for marks and buttons that are put over the row.
    pub fn room(self, start: f32, end: f32) -> Self {
        Row { room: [start, end], ..self }
    }

    /// Shown while the pointer rests on it; otherwise what does not fit is.
    pub fn hint(self, hint: &'a str) -> Self {
        Row { hint, ..self }
    }

    /// Its name for the ear, where the name for the eye says too little.
    pub fn spoken(self, name: &'a str) -> Self {
        Row { spoken: Some(name), ..self }
    }
}

/// What a line of a list stands on: it shows whether it is chosen, pressed, or under the pointer.
pub(super) fn row_ground(ui: &Ui, response: &Response, selected: bool) {
    let theme = Theme::get(ui.ctx());
    let fill = match () {
        _ if selected => theme.accent_soft,
        _ if response.is_pointer_button_down_on() => theme.control_pressed,
        _ if response.hovered() && ui.is_enabled() => theme.control,
        _ => Color32::TRANSPARENT,
    };
    ui.painter().rect_filled(response.rect, round::SMALL, fill);
    if selected {
        // The ground alone is too pale to be told from others by everybody.
        let (rect, wide) = (response.rect, vec2(BAR, response.rect.height() - 2.0 * space::XS));
        let x = if is_rtl(ui.ctx()) { rect.right() - BAR / 2.0 } else { rect.left() + BAR / 2.0 };
        let bar = Rect::from_center_size(pos2(x, rect.center().y), wide);
        ui.painter().rect_filled(bar, 1, theme.accent);
    }
}

/// Width of the line at the beginning of a row that is chosen, in points.
const BAR: f32 = 3.0;

impl Widget for Row<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let ctx = ui.ctx().clone();
        let theme = Theme::get(&ctx);
        let height = if self.below.is_some() { TALL_ROW } else { ROW };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
        in_sight(ui, &response);
        // The first of two lines stands a little higher.
        let middle = if self.below.is_some() { rect.top() + ROW / 2.0 + 1.0 } else { rect.center().y };
        let mut elided = false;
        if ui.is_rect_visible(rect) {
            row_ground(ui, &response, self.selected);
            let (ink, weak) = (theme.ink, theme.ink_weak);
            let mut shelf = Shelf { rect: rect.shrink2(vec2(space::S, 0.0)), rtl: is_rtl(&ctx) };
            if self.below.is_some() {
                shelf.rect.max.y = 2.0 * middle - rect.top();
            }
            let [start, end] = self.room;
            if start > 0.0 {
                shelf.take_start(start);
            }
            if end > 0.0 {
                shelf.take_end(end);
            }
            if let Some(ticked) = self.ticked {
                let place = shelf.take_start(16.0);
                if ticked {
                    let at = |x: f32, y: f32| place.center() + vec2(x, y);
                    let tick = vec![at(-5.0, 0.0), at(-1.5, 4.0), at(5.5, -4.0)];
                    ui.painter().line(tick, egui::Stroke::new(2.0, theme.accent));
                }
            }
            if !self.leading.is_empty() {
                let block = text(ui, self.leading, size::SMALL, false, Overflow::Extend);
                let place = shelf.take_start(block.size().x.max(14.0));
                paint(ui, place.center() - block.size() / 2.0, &block, weak);
            }
            if let Some(colour) = self.swatch {
                let place = shelf.take_start(12.0);
                ui.painter().rect_filled(Rect::from_center_size(place.center(), vec2(12.0, 12.0)), 3, colour);
            }
            if !self.trailing.is_empty() {
                let overflow = Overflow::Elide(shelf.rect.width() / 2.0);
                let mut setting = setting(&ctx, size::SMALL, false, overflow);
                setting.rtl &= !self.trailing_is_key;
                let block =
                    TextRenderer::with(&ctx, |scribe| scribe.block(self.trailing, &setting, ctx.pixels_per_point()));
                let place = shelf.take_end(block.size().x);
                paint(ui, place.center() - block.size() / 2.0, &block, weak);
            }
            if let Some(below) = self.below.filter(|below| !below.is_empty()) {
                let block = text(ui, below, size::SMALL, false, Overflow::Elide(shelf.rect.width()));
                let x = if shelf.rtl { shelf.rect.right() - block.size().x } else { shelf.rect.left() };
                paint(ui, pos2(x, middle + ROW / 2.0 - 6.0), &block, weak);
            }
            let elide = if self.middle { Overflow::ElideMiddle } else { Overflow::Elide };
            let letters = if self.small { size::SMALL } else { BODY };
            let block = text(ui, self.text, letters, self.bold, elide(shelf.rect.width()));
            elided = block.is_elided();
            let place = shelf.take_start(block.size().x);
            paint(ui, pos2(place.left(), middle - block.size().y / 2.0), &block, ink);
            if !self.detail.is_empty() && shelf.rect.width() > 24.0 {
                let block = text(ui, self.detail, size::SMALL, false, Overflow::Elide(shelf.rect.width()));
                elided |= block.is_elided();
                let place = shelf.take_start(block.size().x);
                paint(ui, pos2(place.left(), rect.center().y - block.size().y / 2.0), &block, weak);
            }
            focus_ring(ui, &response, round::SMALL);
        }
        let name = without_isolates(self.spoken.unwrap_or(self.text));
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(self.role, ui.is_enabled(), &name);
            info.selected = self.ticked.or(self.selected.then_some(true));
            info
        });
        if self.trailing_is_key && !self.trailing.is_empty() {
            ctx.accesskit_node_builder(response.id, |node| node.set_keyboard_shortcut(self.trailing));
        }
        if !self.hint.is_empty() {
            return response.bidi_hover(self.hint);
        }
        if elided {
            let whole =
                if self.detail.is_empty() { self.text.to_owned() } else { format!("{}\n{}", self.text, self.detail) };
            return response.bidi_hover(&whole);
        }
        response
    }
}

/// The room that is left on a row, taken from either end.
struct Shelf {
    rect: Rect,
    rtl: bool,
}

impl Shelf {
    /// Room at the side the interface begins at.
    fn take_start(&mut self, width: f32) -> Rect {
        self.take(width, self.rtl)
    }

    fn take_end(&mut self, width: f32) -> Rect {
        self.take(width, !self.rtl)
    }

    fn take(&mut self, width: f32, from_right: bool) -> Rect {
        let mut taken = self.rect;
        if from_right {
            taken.min.x = taken.max.x - width;
            self.rect.max.x = (taken.min.x - space::S).max(self.rect.min.x);
        } else {
            taken.max.x = taken.min.x + width;
            self.rect.min.x = (taken.max.x + space::S).min(self.rect.max.x);
        }
        taken
    }
}

fn text(ui: &Ui, text: &str, size: f32, bold: bool, overflow: Overflow) -> std::sync::Arc<Block> {
    let setting = setting(ui.ctx(), size, bold, overflow);
    TextRenderer::with(ui.ctx(), |scribe| scribe.block(text, &setting, ui.ctx().pixels_per_point()))
}

fn paint(ui: &Ui, at: egui::Pos2, block: &Block, ink: Color32) {
    TextRenderer::with(ui.ctx(), |scribe| scribe.paint(ui.painter(), at, block, ink));
}
