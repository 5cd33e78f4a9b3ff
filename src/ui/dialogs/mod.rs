//! What is asked and set in a window over the page: paths, export, encoding, settings, the labels themselves.
//!
//! One file a dialog: its state, its look and what it does, as a [`Modal`](super::modal::Modal). A new one is a file here
//! and the command that opens it.

pub mod about;
pub mod add_documents;
pub mod bring_back;
pub mod commands;
pub mod conflicts;
pub mod earlier;
pub mod encoding;
pub mod entity;
pub mod explorer;
pub mod export;
pub mod file_changed;
pub mod go_to;
pub mod history;
pub mod import;
pub mod keys;
pub mod label_palette;
pub mod migration;
pub mod new_project;
pub mod package;
pub mod path;
mod path_field;
pub mod project;
pub mod properties;
pub mod proposals;
pub mod reading;
pub mod reanchor;
pub mod register;
pub mod remove;
pub mod rename;
pub mod repair;
pub mod reread;
pub mod samples;
pub mod schema_editor;
pub mod settings;
pub mod sharing;
mod sources;
pub mod split_label;
pub mod unsaved;

use egui::{Frame, Margin, Stroke, Ui, vec2};

use super::localizer::Localizer;
use super::theme::{ROW, Theme, round, space};
use super::widgets::{BidiButton, BidiLabel, Tone, column_layout, mirrored, mirrored_end, row_layout, words};
use crate::session::Session;

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

/// Says what of the project is not saved, with a button that saves it. True where all is saved: only then may files be changed.
pub(super) fn saved_first(ui: &mut Ui, session: &Session, words: &Localizer, save: &mut bool) -> bool {
    let unsaved = session.unsaved_of_project().count();
    if unsaved > 0 {
        let text = words.format("migration-unsaved", &[("n", unsaved.into())]);
        ui.add(BidiLabel::new(&text).tone(Tone::Warning).wrap());
        mirrored(ui, |ui| *save = ui.add(BidiButton::new(&words.get("migration-save"))).clicked());
    }
    unsaved == 0
}

/// The buttons that end a dialog: what it is for, if that is possible, and leaving it. Which was pressed.
pub(super) fn do_or_cancel(ui: &mut Ui, name: &str, possible: bool, words: &Localizer) -> (bool, bool) {
    before_buttons(ui);
    mirrored_end(ui, |ui| {
        let done = ui.add_enabled(possible, BidiButton::primary(name)).clicked();
        (done, ui.add(BidiButton::new(&words.get("action-cancel"))).clicked())
    })
    .inner
}

/// The gap above the buttons that end a dialog.
pub(super) fn before_buttons(ui: &mut Ui) {
    ui.add_space(space::L);
}
