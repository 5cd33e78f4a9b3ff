//! The controls of the window, in any mix of directions. No string reaches a stock label, button or text edit.
//!
//! Each widget names itself to AccessKit; sentences are spoken without the isolates that order them for the eye.
//! Rows and columns mirror with the language of the interface, found in the egui context like the theme.

mod button;
mod concordance;
mod dialog;
mod editor;
mod excerpt;
mod field;
pub(in crate::ui) mod fuzzy;
mod grid;
mod label;
mod list;
mod markdown;
mod row;
mod toasts;

use std::sync::Arc;

use egui::{Align, Color32, Context, Id, InnerResponse, Layout, Response, Ui, vec2};

pub use button::{
    BidiButton, BidiCheckbox, BidiRadio, BidiTab, ButtonKind, menu_button, menu_entry, stay_above, switches_button,
};
pub use concordance::ConcordanceRow;
pub use dialog::{
    Choice, FoundCommands, HelpOutcome, PaletteOutcome, PaletteState, confirm, dialog, dot, empty_state, filter_field,
    help, is_free, palette, swatches,
};
pub use editor::{Editor, Motion};
pub use excerpt::Excerpt;
pub use field::{BidiTextField, FieldOutput};
pub use fuzzy::score;
pub use grid::{GridColumn, GridRow, grid_head, paint_text};
pub use label::BidiLabel;
pub use list::{ListOutput, list, list_of};
pub use markdown::{MarkdownView, guideline_hover};
pub use row::{Row, TALL_ROW};
pub use toasts::{Toasts, announced};

use super::localizer::{Localizer, without_isolates};
use super::text_renderer::{Overflow, TextLayoutOptions};
use super::theme::{ROW, Theme, size};
use crate::typeset::Font;

/// Makes these the words that widgets of this context speak, and their side the side it begins at.
pub fn set_words(ctx: &Context, words: Arc<Localizer>) {
    ctx.data_mut(|data| data.insert_temp(Id::NULL, words));
}

/// The words of this context; the Arabic ones before any were set.
pub fn words(ctx: &Context) -> Arc<Localizer> {
    if let Some(words) = ctx.data(|data| data.get_temp::<Arc<Localizer>>(Id::NULL)) {
        return words;
    }
    let words = Arc::new(Localizer::new(Default::default(), Default::default()));
    set_words(ctx, words.clone());
    words
}

/// Whether the interface runs from right to left.
pub fn is_rtl(ctx: &Context) -> bool {
    words(ctx).is_rtl()
}

/// Whether a text field has the keyboard, so that plain keys are letters and not commands.
pub fn is_typing(ctx: &Context) -> bool {
    let field = ctx.data(|data| data.get_temp::<Id>(typing_id()));
    field.is_some() && ctx.memory(|memory| memory.focused()) == field
}

/// Under which the field is remembered that has, or last had, the keyboard.
fn typing_id() -> Id {
    Id::unique("hashiya typing")
}

/// Things side by side, from the side the interface begins at, centred on a row.
pub fn mirrored<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let layout = row_layout(ui.ctx());
    ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW), layout, add)
}

/// As [`mirrored`], wrapping to further rows where the width ends.
pub fn mirrored_wrapped<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let layout = row_layout(ui.ctx()).with_main_wrap(true);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW), layout, add)
}

/// Things one below the other, at the side the interface begins at.
pub fn column<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    ui.with_layout(column_layout(ui.ctx()), add)
}

/// Things side by side from the far side: the buttons that end a dialog.
pub fn mirrored_end<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let layout =
        if is_rtl(ui.ctx()) { Layout::left_to_right(Align::Center) } else { Layout::right_to_left(Align::Center) };
    ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW), layout, add)
}

pub fn row_layout(ctx: &Context) -> Layout {
    if is_rtl(ctx) { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) }
}

pub fn column_layout(ctx: &Context) -> Layout {
    Layout::top_down(if is_rtl(ctx) { Align::Max } else { Align::Min })
}

/// What a text says by its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Tone {
    #[default]
    Plain,
    /// Second-rank.
    Weak,
    Accent,
    OnAccent,
    Good,
    Warning,
    Danger,
    Custom(Color32),
}

impl Tone {
    pub fn colour(self, theme: &Theme) -> Color32 {
        match self {
            Tone::Plain => theme.ink,
            Tone::Weak => theme.ink_weak,
            Tone::Accent => theme.accent,
            Tone::OnAccent => theme.on_accent,
            Tone::Good => theme.good,
            Tone::Warning => theme.warning,
            Tone::Danger => theme.danger,
            Tone::Custom(colour) => colour,
        }
    }
}

/// Tooltips on any response.
pub trait BidiHover {
    /// Shows `text` while the pointer rests here.
    fn bidi_hover(self, text: &str) -> Self;
}

impl BidiHover for Response {
    fn bidi_hover(self, text: &str) -> Self {
        if text.is_empty() {
            return self;
        }
        self.ctx.accesskit_node_builder(self.id, |node| node.set_description(&*without_isolates(text)));
        self.on_hover_ui(|ui| {
            ui.set_max_width(ui.spacing().tooltip_width);
            ui.add(BidiLabel::new(text));
        })
    }
}

/// How the interface sets a string of this size in points.
fn setting(ctx: &Context, size: f32, bold: bool, overflow: Overflow) -> TextLayoutOptions {
    let font = if bold { Font::InterfaceBold } else { Font::Interface };
    TextLayoutOptions { font, size, line_height: LINE, rtl: is_rtl(ctx), overflow }
}

/// Height of a line of the interface as a multiple of the text size: Vazirmatn's own, which leaves room for marks.
const LINE: f32 = 1.6;

/// Brings into view what the keyboard has come to, wherever it was scrolled away. What is pressed stays under the pointer.
pub fn in_sight(ui: &Ui, response: &Response) {
    if response.gained_focus() && !ui.input(|input| input.pointer.any_down()) {
        response.scroll_to_me(None);
    }
}

/// The ring around what has the keyboard.
fn focus_ring(ui: &Ui, response: &Response, rounding: u8) {
    if response.has_focus() {
        let theme = Theme::get(ui.ctx());
        let stroke = egui::Stroke::new(2.0, theme.accent);
        ui.painter().rect_stroke(response.rect, rounding, stroke, egui::StrokeKind::Inside);
    }
}

/// The text size of ordinary controls.
const BODY: f32 = size::BODY;
