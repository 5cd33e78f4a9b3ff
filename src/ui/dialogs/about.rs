//! What the program is: its version and build, its licence, and the licences of all crates and fonts in it, line by line.

use super::{before_buttons, form_row};
use crate::store::about;
use crate::ui::localizer::isolated;
use crate::ui::modal::{Flow, Modal, UiContext};
use crate::ui::theme::{ROW, space};
use crate::ui::widgets::{BidiButton, BidiLabel, Row, dialog, list, mirrored_end};

/// Room for the names of the rows, in points.
const NAMES: f32 = 110.0;

/// The dialog, with the lines of the licences and the one that is in hand.
#[derive(Debug)]
pub struct AboutDialog {
    lines: Vec<&'static str>,
    line: Option<usize>,
}

impl Default for AboutDialog {
    fn default() -> Self {
        // A line with nothing in it has nothing to be read aloud.
        let lines = about::THIRD_PARTY.lines().filter(|line| !line.is_empty());
        AboutDialog { lines: lines.collect(), line: None }
    }
}

impl Modal for AboutDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let words = &cx.words;
        let mut closed = false;
        let (_, close) = dialog(&cx.ctx, "about", &words.get("about-title"), 760.0, |ui| {
            ui.add(BidiLabel::heading(&words.get("app-tagline")).wrap());
            ui.add_space(space::S);
            for (word, value) in [("about-version", about::SHOWN_VERSION), ("about-licence", about::LICENCE)] {
                form_row(ui, &words.get(word), NAMES, |ui| ui.add(BidiLabel::new(&isolated(value)).wrap()));
            }
            ui.add_space(space::S);
            ui.add(BidiLabel::new(&words.get("about-third-party")).weak().wrap());
            let height = (ui.ctx().content_rect().height() - 360.0).clamp(4.0 * ROW, 16.0 * ROW);
            let width = ui.available_width();
            ui.allocate_ui(egui::vec2(width, height), |ui| {
                ui.set_min_height(height);
                let line = self.line;
                let moved = list(ui, "licences", self.lines.len(), line, None, |ui, at| {
                    ui.add(Row::new(self.lines[at]).selected(line == Some(at)))
                });
                self.line = moved.chosen.or(line);
            });
            before_buttons(ui);
            mirrored_end(ui, |ui| closed = ui.add(BidiButton::primary(&words.get("action-close"))).clicked());
        });
        Flow::close_if(close || closed)
    }
}
