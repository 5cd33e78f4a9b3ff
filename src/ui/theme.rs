//! How the window looks: surfaces, ink, one accent, spaces, sizes; by day and by night, in one place.
//!
//! Made for hours of reading: warm paper and soft charcoal instead of pure white and black, borders instead of
//! shadows, colour reserved for labels. Widgets ask [`Theme::get`] instead of naming colours of their own.

use egui::epaint::Shadow;
use egui::style::{ScrollAnimation, ScrollStyle, Selection, WidgetVisuals};
use egui::{Color32, Context, CornerRadius, Id, Margin, Stroke, Style, Visuals, vec2};

use super::palette::opaque;
use crate::page::colours::Surface;

/// Gaps between things, in points.
pub mod space {
    pub const XS: f32 = 4.0;
    pub const S: f32 = 8.0;
    pub const M: f32 = 12.0;
    pub const L: f32 = 16.0;
    pub const XL: f32 = 24.0;
}

/// Text sizes of the interface, in points. The reading size of the page is a setting, not one of these.
pub mod size {
    pub const SMALL: f32 = 11.5;
    pub const BODY: f32 = 13.5;
    pub const HEADING: f32 = 15.5;
    pub const TITLE: f32 = 20.0;
}

/// Corner radii, in points.
pub mod round {
    pub const SMALL: u8 = 4;
    pub const CONTROL: u8 = 6;
    pub const WINDOW: u8 = 10;
}

/// The least height and width of what can be clicked, in points (WCAG 2.5.8).
pub const TARGET: f32 = 24.0;

/// The height of a row that can be clicked, in points.
pub const ROW: f32 = 28.0;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Mode {
    #[default]
    Light,
    Dark,
}

impl Mode {
    pub fn other(self) -> Self {
        match self {
            Mode::Light => Mode::Dark,
            Mode::Dark => Mode::Light,
        }
    }
}

/// The colours of one mode. All opaque but `selection` and `shade`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    pub mode: Mode,
    /// Under the text being read.
    pub page: Color32,
    /// Panels and bars, a step back from the page.
    pub panel: Color32,
    /// Menus, dialogs, tooltips.
    pub raised: Color32,
    /// Text fields.
    pub field: Color32,
    pub control: Color32,
    pub control_hovered: Color32,
    pub control_pressed: Color32,
    /// Hairlines between surfaces.
    pub border: Color32,
    /// The outline of a control; 3:1 on its surroundings.
    pub outline: Color32,
    /// Text.
    pub ink: Color32,
    /// Second-rank text; still 4.5:1 on every surface, and on a control that is pressed.
    pub ink_weak: Color32,
    /// What has the focus, what is chosen, the main button.
    pub accent: Color32,
    pub on_accent: Color32,
    /// The ground of a chosen row.
    pub accent_soft: Color32,
    /// Behind selected text.
    pub selection: Color32,
    pub good: Color32,
    pub warning: Color32,
    pub danger: Color32,
    /// Over everything behind a dialog.
    pub shade: Color32,
}

const LIGHT: Theme = Theme {
    mode: Mode::Light,
    page: opaque(Surface::LIGHT.paper),
    panel: Color32::from_rgb(0xf2, 0xee, 0xe6),
    raised: Color32::from_rgb(0xfd, 0xfb, 0xf7),
    field: Color32::from_rgb(0xfd, 0xfb, 0xf7),
    control: Color32::from_rgb(0xe8, 0xe3, 0xd9),
    control_hovered: Color32::from_rgb(0xe3, 0xdd, 0xd2),
    control_pressed: Color32::from_rgb(0xde, 0xd8, 0xcc),
    border: Color32::from_rgb(0xdd, 0xd6, 0xc9),
    outline: Color32::from_rgb(0x8c, 0x86, 0x7b),
    ink: opaque(Surface::LIGHT.ink),
    ink_weak: opaque(Surface::LIGHT.weak_ink),
    accent: Color32::from_rgb(0x0f, 0x66, 0x70),
    on_accent: Color32::from_rgb(0xff, 0xff, 0xff),
    accent_soft: Color32::from_rgb(0xd6, 0xe4, 0xe3),
    selection: Color32::from_rgba_premultiplied(0x1c, 0x3d, 0x42, 0x52),
    good: Color32::from_rgb(0x2f, 0x6b, 0x3a),
    warning: Color32::from_rgb(0x82, 0x4f, 0x00),
    danger: Color32::from_rgb(0xa8, 0x2a, 0x24),
    shade: Color32::from_rgba_premultiplied(0x14, 0x12, 0x0f, 0x66),
};

const DARK: Theme = Theme {
    mode: Mode::Dark,
    page: opaque(Surface::DARK.paper),
    panel: Color32::from_rgb(0x27, 0x26, 0x23),
    raised: Color32::from_rgb(0x2e, 0x2c, 0x29),
    field: Color32::from_rgb(0x1a, 0x19, 0x17),
    control: Color32::from_rgb(0x38, 0x36, 0x32),
    control_hovered: Color32::from_rgb(0x3c, 0x3a, 0x36),
    control_pressed: Color32::from_rgb(0x3f, 0x3c, 0x38),
    border: Color32::from_rgb(0x3b, 0x39, 0x35),
    outline: Color32::from_rgb(0x87, 0x82, 0x79),
    ink: opaque(Surface::DARK.ink),
    ink_weak: opaque(Surface::DARK.weak_ink),
    accent: Color32::from_rgb(0x6c, 0xc3, 0xc6),
    on_accent: Color32::from_rgb(0x10, 0x1c, 0x1d),
    accent_soft: Color32::from_rgb(0x24, 0x41, 0x44),
    selection: Color32::from_rgba_premultiplied(0x1a, 0x38, 0x3a, 0x50),
    good: Color32::from_rgb(0x8c, 0xc9, 0x93),
    warning: Color32::from_rgb(0xe3, 0xb3, 0x5e),
    danger: Color32::from_rgb(0xf0, 0x91, 0x86),
    shade: Color32::from_rgba_premultiplied(0, 0, 0, 0x8c),
};

/// For who needs all the contrast there is: surfaces are one, and lines part them. Text is 7:1 everywhere (WCAG 1.4.6).
const LIGHT_HIGH: Theme = Theme {
    mode: Mode::Light,
    page: Color32::WHITE,
    panel: Color32::WHITE,
    raised: Color32::WHITE,
    field: Color32::WHITE,
    control: Color32::from_rgb(0xf0, 0xf0, 0xf0),
    control_hovered: Color32::from_rgb(0xe4, 0xe4, 0xe4),
    control_pressed: Color32::from_rgb(0xd8, 0xd8, 0xd8),
    border: Color32::from_rgb(0x5a, 0x5a, 0x5a),
    outline: Color32::BLACK,
    ink: Color32::BLACK,
    ink_weak: Color32::from_rgb(0x2b, 0x2b, 0x2b),
    accent: Color32::from_rgb(0x00, 0x43, 0x4b),
    on_accent: Color32::WHITE,
    accent_soft: Color32::from_rgb(0xd5, 0xe8, 0xea),
    selection: Color32::from_rgba_premultiplied(0x00, 0x2a, 0x30, 0x5c),
    good: Color32::from_rgb(0x0b, 0x4a, 0x1a),
    warning: Color32::from_rgb(0x5a, 0x32, 0x00),
    danger: Color32::from_rgb(0x7d, 0x0f, 0x0c),
    shade: Color32::from_rgba_premultiplied(0, 0, 0, 0x8c),
};

const DARK_HIGH: Theme = Theme {
    mode: Mode::Dark,
    page: Color32::BLACK,
    panel: Color32::BLACK,
    raised: Color32::BLACK,
    field: Color32::BLACK,
    control: Color32::from_rgb(0x1c, 0x1c, 0x1c),
    control_hovered: Color32::from_rgb(0x28, 0x28, 0x28),
    control_pressed: Color32::from_rgb(0x33, 0x33, 0x33),
    border: Color32::from_rgb(0xa8, 0xa8, 0xa8),
    outline: Color32::WHITE,
    ink: Color32::WHITE,
    ink_weak: Color32::from_rgb(0xd6, 0xd6, 0xd6),
    accent: Color32::from_rgb(0x7f, 0xe3, 0xea),
    on_accent: Color32::BLACK,
    accent_soft: Color32::from_rgb(0x0d, 0x3a, 0x40),
    selection: Color32::from_rgba_premultiplied(0x26, 0x50, 0x54, 0x70),
    good: Color32::from_rgb(0xa6, 0xf0, 0xad),
    warning: Color32::from_rgb(0xff, 0xd3, 0x7a),
    danger: Color32::from_rgb(0xff, 0xb8, 0xae),
    shade: Color32::from_rgba_premultiplied(0x30, 0x30, 0x30, 0xc0),
};

impl Theme {
    pub fn of(mode: Mode) -> &'static Theme {
        Theme::with_contrast(mode, false)
    }

    /// The theme of a mode, with all the contrast there is or without.
    pub fn with_contrast(mode: Mode, high: bool) -> &'static Theme {
        match (mode, high) {
            (Mode::Light, false) => &LIGHT,
            (Mode::Dark, false) => &DARK,
            (Mode::Light, true) => &LIGHT_HIGH,
            (Mode::Dark, true) => &DARK_HIGH,
        }
    }

    /// The theme this context paints with.
    pub fn get(ctx: &Context) -> &'static Theme {
        let mode = if ctx.theme() == egui::Theme::Dark { Mode::Dark } else { Mode::Light };
        Theme::with_contrast(mode, ctx.data(|data| data.get_temp(contrast_id())).unwrap_or(false))
    }

    /// Whether surfaces are black or white and nothing is said softly. egui (0.37) does not say what the system asks for.
    pub fn set_contrast(ctx: &Context, high: bool) {
        if ctx.data(|data| data.get_temp(contrast_id())).unwrap_or(false) == high {
            return;
        }
        ctx.data_mut(|data| data.insert_temp(contrast_id(), high));
        for (theme, mode) in [(egui::Theme::Light, Mode::Light), (egui::Theme::Dark, Mode::Dark)] {
            ctx.style_mut_of(theme, |style| {
                let blink = style.visuals.text_cursor.blink;
                style.visuals = Theme::with_contrast(mode, high).visuals();
                style.visuals.text_cursor.blink = blink;
            });
        }
    }

    /// Dresses egui in both themes and turns off what Hashiya does itself (zoom keys). Once, at the start.
    pub fn install(ctx: &Context) {
        for (theme, mode) in [(egui::Theme::Light, Mode::Light), (egui::Theme::Dark, Mode::Dark)] {
            ctx.style_mut_of(theme, |style| Theme::of(mode).apply_to(style));
        }
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
    }

    /// Whether panels, menus and lists move and fade. egui (0.37) does not say what the system asks for.
    pub fn set_motion(ctx: &Context, moves: bool) {
        let id = Id::unique("hashiya motion");
        let moved = ctx.data_mut(|data| std::mem::replace(data.get_temp_mut_or(id, true), moves));
        if moved == moves {
            return;
        }
        let still = Style { animation_time: 0.0, scroll_animation: ScrollAnimation::none(), ..Style::default() };
        let from = if moves { Style::default() } else { still };
        for theme in [egui::Theme::Light, egui::Theme::Dark] {
            ctx.style_mut_of(theme, |style| {
                style.animation_time = from.animation_time;
                style.scroll_animation = from.scroll_animation;
                style.visuals.text_cursor.blink = moves;
            });
        }
    }

    /// Shows the window in this mode from the next frame on.
    pub fn choose(ctx: &Context, mode: Mode) {
        ctx.set_theme(match mode {
            Mode::Light => egui::Theme::Light,
            Mode::Dark => egui::Theme::Dark,
        });
    }

    fn apply_to(&self, style: &mut Style) {
        style.visuals = self.visuals();
        let spacing = &mut style.spacing;
        spacing.item_spacing = vec2(space::S, space::XS);
        spacing.button_padding = vec2(space::M, space::XS);
        spacing.window_margin = Margin::same(space::L as i8);
        spacing.menu_margin = Margin::same(space::XS as i8);
        spacing.interact_size = vec2(ROW, ROW);
        spacing.icon_width = 16.0;
        spacing.icon_spacing = space::S;
        spacing.tooltip_width = 360.0;
        spacing.menu_width = 280.0;
        spacing.scroll = ScrollStyle { bar_width: 8.0, floating_allocated_width: 8.0, ..ScrollStyle::thin() };
        // The spring that draws a list back when it gets higher than its rows leaves it a speed of its own, which later carries
        // the row that was just brought into sight out of it (egui 0.37). A list stops at its ends.
        spacing.scroll.kinetic.rubber_band = false;
        style.interaction.tooltip_delay = 0.4;
        style.interaction.selectable_labels = false;
    }

    fn visuals(&self) -> Visuals {
        let mut visuals = if self.mode == Mode::Dark { Visuals::dark() } else { Visuals::light() };
        let control = |fill: Color32, stroke: Color32, ink: Color32| WidgetVisuals {
            bg_fill: fill,
            weak_bg_fill: fill,
            bg_stroke: Stroke::new(1.0, stroke),
            corner_radius: CornerRadius::same(round::CONTROL),
            fg_stroke: Stroke::new(1.0, ink),
            expansion: 0.0,
        };
        visuals.widgets.noninteractive = control(self.panel, self.border, self.ink);
        visuals.widgets.inactive = control(self.control, Color32::TRANSPARENT, self.ink);
        visuals.widgets.hovered = control(self.control_hovered, self.outline, self.ink);
        visuals.widgets.active = control(self.control_pressed, self.accent, self.ink);
        visuals.widgets.open = control(self.control_hovered, self.outline, self.ink);
        visuals.selection = Selection { bg_fill: self.selection, stroke: Stroke::new(1.0, self.accent) };
        visuals.hyperlink_color = self.accent;
        visuals.weak_text_color = Some(self.ink_weak);
        visuals.faint_bg_color = self.panel;
        visuals.extreme_bg_color = self.field;
        visuals.text_edit_bg_color = Some(self.field);
        visuals.code_bg_color = self.control;
        visuals.warn_fg_color = self.warning;
        visuals.error_fg_color = self.danger;
        visuals.window_fill = self.raised;
        visuals.window_stroke = Stroke::new(1.0, self.border);
        visuals.window_corner_radius = CornerRadius::same(round::WINDOW);
        visuals.menu_corner_radius = CornerRadius::same(round::CONTROL);
        visuals.panel_fill = self.panel;
        let depth = if self.mode == Mode::Dark { 96 } else { 28 };
        visuals.window_shadow = Shadow { offset: [0, 8], blur: 28, spread: 0, color: Color32::from_black_alpha(depth) };
        visuals.popup_shadow = Shadow { offset: [0, 4], blur: 14, spread: 0, color: Color32::from_black_alpha(depth) };
        visuals.text_cursor.stroke = Stroke::new(1.5, self.accent);
        visuals.indent_has_left_vline = false;
        visuals
    }
}

fn contrast_id() -> Id {
    Id::unique("hashiya contrast")
}
