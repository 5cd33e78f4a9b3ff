//! Things to press: buttons, check boxes, radio buttons, tabs, menus.

use egui::{
    Align, Color32, CornerRadius, Layout, Popup, PopupCloseBehavior, Rect, Response, Role, Sense, Stroke, StrokeKind,
    Ui, Widget, WidgetInfo, pos2, vec2,
};

use super::{BODY, BidiHover, Row, focus_ring, in_sight, is_rtl, setting, words};
use crate::ui::command::UiCommand;
use crate::ui::keymap::KeyMap;
use crate::ui::localizer::without_isolates;
use crate::ui::text_renderer::{Overflow, TextRenderer};
use crate::ui::theme::{ROW, TARGET, Theme, round, space};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    #[default]
    Plain,
    /// What Enter would do: one in a dialog.
    Primary,
    /// What cannot be taken back by Esc.
    Danger,
    /// No ground until hovered: in bars and lists.
    Quiet,
}

/// A button with words on it.
#[must_use = "a button shows only where it is added: ui.add(button)"]
pub struct BidiButton<'a> {
    text: &'a str,
    kind: ButtonKind,
    selected: bool,
    small: bool,
    min_width: f32,
    hint: &'a str,
    spoken: Option<&'a str>,
}

impl<'a> BidiButton<'a> {
    pub fn new(text: &'a str) -> Self {
        BidiButton {
            text,
            kind: ButtonKind::Plain,
            selected: false,
            small: false,
            min_width: 0.0,
            hint: "",
            spoken: None,
        }
    }

    pub fn primary(text: &'a str) -> Self {
        BidiButton { kind: ButtonKind::Primary, ..BidiButton::new(text) }
    }

    pub fn danger(text: &'a str) -> Self {
        BidiButton { kind: ButtonKind::Danger, ..BidiButton::new(text) }
    }

    pub fn quiet(text: &'a str) -> Self {
        BidiButton { kind: ButtonKind::Quiet, ..BidiButton::new(text) }
    }

    /// Pressed in, for a button that stands for a state.
    pub fn selected(self, selected: bool) -> Self {
        BidiButton { selected, ..self }
    }

    pub fn small(self) -> Self {
        BidiButton { small: true, ..self }
    }

    /// In points.
    pub fn min_width(self, min_width: f32) -> Self {
        BidiButton { min_width, ..self }
    }

    /// Shown while the pointer rests on it.
    pub fn hint(self, hint: &'a str) -> Self {
        BidiButton { hint, ..self }
    }

    /// Its name for the ear, where the face is a sign like ✕.
    pub fn spoken(self, name: &'a str) -> Self {
        BidiButton { spoken: Some(name), ..self }
    }
}

impl Widget for BidiButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let ctx = ui.ctx().clone();
        let theme = Theme::get(&ctx);
        let bold = self.kind == ButtonKind::Primary;
        let padding = if self.small { vec2(space::S, 2.0) } else { ui.spacing().button_padding };
        let most = (ui.available_width() - 2.0 * padding.x).max(0.0);
        let setting = setting(&ctx, BODY, bold, Overflow::Elide(most));
        let scale = ctx.pixels_per_point();
        let block = TextRenderer::with(&ctx, |scribe| scribe.block(self.text, &setting, scale));
        let height = if self.small { block.size().y.max(TARGET) } else { (block.size().y + 2.0 * padding.y).max(ROW) };
        let size = vec2((block.size().x + 2.0 * padding.x).max(self.min_width), height);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        in_sight(ui, &response);
        if ui.is_rect_visible(rect) {
            let held = response.is_pointer_button_down_on();
            let resting = match self.kind {
                _ if self.selected => theme.accent_soft,
                ButtonKind::Primary => theme.accent,
                ButtonKind::Quiet => Color32::TRANSPARENT,
                ButtonKind::Plain | ButtonKind::Danger => theme.control,
            };
            let (fill, ink) = match self.kind {
                ButtonKind::Primary if held || response.hovered() => {
                    (blend_towards(theme.accent, theme.ink, if held { 0.25 } else { 0.12 }), theme.on_accent)
                }
                ButtonKind::Primary => (resting, theme.on_accent),
                kind => {
                    let ink = if kind == ButtonKind::Danger { theme.danger } else { theme.ink };
                    let fill = match () {
                        _ if held => theme.control_pressed,
                        _ if response.hovered() && !self.selected => theme.control_hovered,
                        _ => resting,
                    };
                    (fill, ink)
                }
            };
            ui.painter().rect_filled(rect, round::CONTROL, fill);
            if self.kind == ButtonKind::Danger {
                let stroke = Stroke::new(1.0, theme.danger);
                ui.painter().rect_stroke(rect, round::CONTROL, stroke, StrokeKind::Inside);
            }
            if self.selected {
                // The ground alone is too pale to be told from others by everybody.
                let line = Stroke::new(2.0, theme.accent);
                ui.painter().hline(rect.shrink2(vec2(space::S, 0.0)).x_range(), rect.bottom() - 1.0, line);
            }
            let at = rect.center() - block.size() / 2.0;
            TextRenderer::with(&ctx, |scribe| scribe.paint(ui.painter(), at, &block, ink));
            match self.kind {
                // The accent is not seen on itself.
                ButtonKind::Primary if response.has_focus() && !self.selected => {
                    let (inner, stroke) = (rect.shrink(2.0), Stroke::new(2.0, theme.on_accent));
                    ui.painter().rect_stroke(inner, round::SMALL, stroke, StrokeKind::Inside);
                }
                _ => focus_ring(ui, &response, round::CONTROL),
            }
        }
        let name = without_isolates(self.spoken.unwrap_or(self.text));
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Button, ui.is_enabled(), &name);
            info.selected = self.selected.then_some(true);
            info
        });
        let hint = if self.hint.is_empty() && block.is_elided() { self.text } else { self.hint };
        response.bidi_hover(hint)
    }
}

fn blend_towards(from: Color32, to: Color32, share: f32) -> Color32 {
    from.lerp_to_gamma(to, share)
}

/// A box to tick, with words beside it.
#[must_use = "a check box shows only where it is added: ui.add(box)"]
pub struct BidiCheckbox<'a> {
    ticked: &'a mut bool,
    text: &'a str,
}

impl<'a> BidiCheckbox<'a> {
    pub fn new(ticked: &'a mut bool, text: &'a str) -> Self {
        BidiCheckbox { ticked, text }
    }
}

impl Widget for BidiCheckbox<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let mut response = marked(ui, self.text, Role::CheckBox, *self.ticked, |ui, mark, theme| {
            ui.painter().rect(mark, round::SMALL, theme.field, Stroke::new(1.0, theme.outline), StrokeKind::Inside);
        });
        if response.clicked() {
            *self.ticked = !*self.ticked;
            response.mark_changed();
        }
        response
    }
}

/// One of several, with words beside it.
#[must_use = "a radio button shows only where it is added: ui.add(radio)"]
pub struct BidiRadio<'a> {
    chosen: bool,
    text: &'a str,
}

impl<'a> BidiRadio<'a> {
    pub fn new(chosen: bool, text: &'a str) -> Self {
        BidiRadio { chosen, text }
    }
}

impl Widget for BidiRadio<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        marked(ui, self.text, Role::RadioButton, self.chosen, |ui, mark, theme| {
            let radius = mark.width() / 2.0;
            ui.painter().circle(mark.center(), radius, theme.field, Stroke::new(1.0, theme.outline));
        })
    }
}

/// A mark at the side the interface begins at, then words.
fn marked(ui: &mut Ui, text: &str, role: Role, on: bool, off_mark: impl FnOnce(&Ui, Rect, &Theme)) -> Response {
    let ctx = ui.ctx().clone();
    let theme = Theme::get(&ctx);
    let side = ui.spacing().icon_width;
    let gap = ui.spacing().icon_spacing;
    let room = (ui.available_width() - side - gap).max(0.0);
    let setting = setting(&ctx, BODY, false, Overflow::Wrap(room));
    let scale = ctx.pixels_per_point();
    let block = TextRenderer::with(&ctx, |scribe| scribe.block(text, &setting, scale));
    let size = vec2(side + gap + block.size().x, block.size().y.max(ROW - space::XS));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    in_sight(ui, &response);
    if ui.is_rect_visible(rect) {
        let rtl = is_rtl(&ctx);
        let line = block.size().y / block.line_count() as f32;
        let x = if rtl { rect.right() - side } else { rect.left() };
        let top = rect.center().y - block.size().y / 2.0;
        let mark = Rect::from_min_size(pos2(x, top + (line - side) / 2.0), vec2(side, side));
        let mark = mark.shrink(1.0);
        off_mark(ui, mark, theme);
        let painter = ui.painter();
        if on && role == Role::CheckBox {
            painter.rect_filled(mark, round::SMALL, theme.accent);
            let at = |x: f32, y: f32| mark.min + vec2(x, y) * mark.width();
            let tick = vec![at(0.22, 0.52), at(0.43, 0.72), at(0.80, 0.30)];
            painter.line(tick, Stroke::new(2.0, theme.on_accent));
        } else if on {
            painter.circle_filled(mark.center(), mark.width() * 0.28, theme.accent);
            painter.circle_stroke(mark.center(), mark.width() / 2.0, Stroke::new(1.5, theme.accent));
        }
        let x = if rtl { rect.right() - side - gap - block.size().x } else { rect.left() + side + gap };
        let y = rect.top() + (rect.height() - block.size().y) / 2.0;
        TextRenderer::with(&ctx, |scribe| scribe.paint(painter, pos2(x, y), &block, theme.ink));
        focus_ring(ui, &response, round::SMALL);
    }
    response.widget_info(|| WidgetInfo::selected(role, ui.is_enabled(), on, without_isolates(text)));
    response
}

/// The name of one of several views; the current one is underlined.
#[must_use = "a tab shows only where it is added: ui.add(tab)"]
pub struct BidiTab<'a> {
    current: bool,
    text: &'a str,
}

impl<'a> BidiTab<'a> {
    pub fn new(current: bool, text: &'a str) -> Self {
        BidiTab { current, text }
    }
}

impl Widget for BidiTab<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let ctx = ui.ctx().clone();
        let theme = Theme::get(&ctx);
        let setting = setting(&ctx, BODY, self.current, Overflow::Extend);
        let scale = ctx.pixels_per_point();
        let block = TextRenderer::with(&ctx, |scribe| scribe.block(self.text, &setting, scale));
        let size = vec2(block.size().x + 2.0 * space::M, ROW + space::XS);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        in_sight(ui, &response);
        if ui.is_rect_visible(rect) {
            if response.hovered() {
                ui.painter().rect_filled(rect, CornerRadius::same(round::SMALL), theme.control);
            }
            if self.current {
                let line = Rect::from_min_max(
                    pos2(rect.left() + space::S, rect.bottom() - 2.0),
                    rect.max - vec2(space::S, 0.0),
                );
                ui.painter().rect_filled(line, 0, theme.accent);
            }
            let ink = if self.current { theme.ink } else { theme.ink_weak };
            let at = rect.center() - block.size() / 2.0;
            TextRenderer::with(&ctx, |scribe| scribe.paint(ui.painter(), at, &block, ink));
            focus_ring(ui, &response, round::SMALL);
        }
        response.widget_info(|| {
            WidgetInfo::selected(Role::Tab, ui.is_enabled(), self.current, without_isolates(self.text))
        });
        response
    }
}

/// A button that opens a menu below it; a choice closes the menu.
pub fn menu_button<R>(ui: &mut Ui, text: &str, add: impl FnOnce(&mut Ui) -> R) -> (Response, Option<R>) {
    popup_button(ui, text, PopupCloseBehavior::CloseOnClick, add)
}

/// A button that opens switches below it; they stay until a click elsewhere.
pub fn switches_button<R>(ui: &mut Ui, text: &str, add: impl FnOnce(&mut Ui) -> R) -> (Response, Option<R>) {
    popup_button(ui, text, PopupCloseBehavior::CloseOnClickOutside, add)
}

fn popup_button<R>(
    ui: &mut Ui,
    text: &str,
    close: PopupCloseBehavior,
    add: impl FnOnce(&mut Ui) -> R,
) -> (Response, Option<R>) {
    let response = ui.add(BidiButton::quiet(text));
    let align = if is_rtl(ui.ctx()) { Align::Max } else { Align::Min };
    let position = if is_rtl(ui.ctx()) { egui::RectAlign::BOTTOM_END } else { egui::RectAlign::BOTTOM_START };
    let shown = Popup::menu(&response)
        .close_behavior(close)
        .align(position)
        .layout(Layout::top_down_justified(align))
        .width(ui.spacing().menu_width)
        .accessible_name(without_isolates(text))
        .show(add);
    if let Some(shown) = &shown {
        stay_above(ui, shown.response.layer_id);
    }
    (response, shown.map(|inner| inner.inner))
}

/// Keeps a popup above the dialog it belongs to: egui brings what is clicked to the front, and the popup does not follow.
pub fn stay_above(ui: &Ui, popup: egui::LayerId) {
    if popup.order == ui.layer_id().order {
        ui.ctx().set_sublayer(ui.layer_id(), popup);
    }
}

/// A command as an entry of a menu: name, key, what it does on hover. `ticked` for a state it switches. The menu
/// closes when it is chosen; then this is true.
pub fn menu_entry(ui: &mut Ui, command: UiCommand, keys: &KeyMap, enabled: bool, ticked: Option<bool>) -> bool {
    let words = words(ui.ctx());
    let name = words.get(command.message_id());
    let key = keys.shortcuts(command).first().map(ToString::to_string).unwrap_or_default();
    let mut row = Row::new(&name).key(&key).role(Role::MenuItem);
    if let Some(ticked) = ticked {
        row = row.ticked(ticked);
    }
    let response = ui.add_enabled(enabled, row).bidi_hover(&words.get(&format!("{}.tip", command.message_id())));
    if response.clicked() {
        ui.close();
    }
    response.clicked()
}
