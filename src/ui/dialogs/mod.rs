//! What is asked and set in a window over the page: paths, export, encoding, settings, the labels themselves.
//!
//! One file a dialog: its state, its look and what it does, as a [`Modal`](super::modal::Modal). A new one is a file here
//! and the command that opens it.

pub mod add_documents;
pub mod commands;
pub mod conflicts;
pub mod earlier;
pub mod encoding;
pub mod explorer;
pub mod export;
pub mod file_changed;
pub mod go_to;
pub mod history;
pub mod import;
pub mod keys;
pub mod new_project;
pub mod path;
mod path_field;
pub mod project;
pub mod properties;
pub mod proposals;
pub mod reading;
pub mod reanchor;
pub mod remove;
pub mod rename;
pub mod repair;
pub mod samples;
pub mod schema_editor;
pub mod settings;
mod sources;
pub mod unsaved;

use egui::{Frame, Margin, Stroke, Ui, vec2};

use super::theme::{ROW, Theme, round, space};
use super::widgets::{BidiButton, BidiLabel, Tone, column_layout, row_layout, words};

/// A line of a form: what it is about, then what is to be set, all of them beginning at one place.
pub(super) fn form_row<R>(ui: &mut Ui, name: &str, name_width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = row_layout(ui.ctx()).with_cross_align(egui::Align::Min);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW), layout, |ui| {
        let name_layout = row_layout(ui.ctx());
        ui.allocate_ui_with_layout(vec2(name_width, ROW), name_layout, |ui| {
            ui.set_min_width(name_width);
            ui.add(BidiLabel::new(name).weak());
        });
        let width = ui.available_width();
        ui.allocate_ui_with_layout(vec2(width, ROW), column_layout(ui.ctx()), |ui| {
            ui.set_min_width(width);
            add(ui)
        })
        .inner
    })
    .inner
}

/// A piece of the page within a dialog.
fn sheet(theme: &Theme) -> Frame {
    Frame::new()
        .fill(theme.page)
        .stroke(Stroke::new(1.0, theme.border))
        .corner_radius(round::CONTROL)
        .inner_margin(Margin::symmetric(space::M as i8, space::S as i8))
}

/// What is wrong with what was typed, said below it.
pub(super) fn complaint(ui: &mut Ui, text: &str) {
    let response = ui.add(BidiLabel::new(text).small().tone(Tone::Danger).wrap());
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Assertive));
}

/// A number with a button on either side of it. Returns by how many steps it is to be changed.
pub(super) fn stepper(ui: &mut Ui, name: &str, shown: &str) -> i32 {
    let words = words(ui.ctx());
    let mut steps = 0;
    let layout = row_layout(ui.ctx());
    ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW), layout, |ui| {
        let less = words.format("settings-less", &[("name", name.into())]);
        if ui.add(BidiButton::new("−").spoken(&less).hint(&less)).clicked() {
            steps -= 1;
        }
        ui.allocate_ui_with_layout(
            vec2(44.0, ROW),
            egui::Layout::centered_and_justified(egui::Direction::TopDown),
            |ui| {
                ui.set_min_width(44.0);
                ui.add(BidiLabel::new(shown).extend());
            },
        );
        let more = words.format("settings-more", &[("name", name.into())]);
        if ui.add(BidiButton::new("+").spoken(&more).hint(&more)).clicked() {
            steps += 1;
        }
    });
    steps
}

/// The gap above the buttons that end a dialog.
pub(super) fn before_buttons(ui: &mut Ui) {
    ui.add_space(space::L);
}
