//! More documents for the project that is open: texts, datasets, documents of ours.

use egui::ScrollArea;

use super::sources::{Filling, Sources};
use crate::ui::modal::{Event, FileDialogPurpose, Flow, Modal, Request, UiContext};
use crate::ui::theme::ROW;
use crate::ui::widgets::{BidiCheckbox, BidiLabel, column, dialog, words};

/// What stands around the part that scrolls, in points.
const AROUND: f32 = 200.0;

/// The dialog while it is open.
#[derive(Debug)]
pub struct AddDocumentsDialog {
    sources: Sources,
    /// Labels that the project lacks come with the documents.
    grow: bool,
    filling: Filling,
}

impl Default for AddDocumentsDialog {
    fn default() -> Self {
        AddDocumentsDialog { sources: Sources::focused(), grow: true, filling: Filling::default() }
    }
}

impl Modal for AddDocumentsDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let Some(name) = cx.session.project().map(|folder| folder.project.name.clone()) else { return Flow::Close };
        if self.filling.is_done_without_remarks() {
            return Flow::Close;
        }
        let words = words(&cx.ctx);
        let title = words.format("add-documents-title", &[("name", name.into())]);
        let (mut asks, mut submits, mut adds, mut closes) = (None, false, false, false);
        let (_, close) = dialog(&cx.ctx, "additions", &title, 620.0, |ui| {
            let height = (ui.ctx().content_rect().height() - AROUND).max(4.0 * ROW);
            let all = ScrollArea::vertical().id_salt("additions").max_height(height).auto_shrink([false, true]);
            all.show(ui, |ui| {
                column(ui, |ui| {
                    if !self.filling.is_done() {
                        ui.add_enabled_ui(!self.filling.is_under_way(), |ui| {
                            ui.add(BidiLabel::new(&words.get("add-documents-body")).weak().wrap());
                            asks = self.sources.show(ui, &words, &mut submits);
                            ui.add(BidiCheckbox::new(&mut self.grow, &words.get("add-documents-grow")));
                        });
                    }
                    self.filling.show(ui, cx.session, &words);
                });
            });
            let is_ready = !self.sources.paths().is_empty();
            (adds, closes) = self.filling.buttons(ui, "add-documents-do", is_ready, submits, &words);
        });
        if let Some(purpose) = asks {
            cx.request(Request::AskPath(purpose));
        }
        if adds {
            self.filling.begin();
            cx.session.add_to_project(self.sources.paths(), self.grow);
        }
        let closes = closes || close;
        if closes {
            self.filling.stop(cx.session);
        }
        Flow::close_if(closes)
    }

    fn event(&mut self, event: &Event<'_>, _: &mut UiContext<'_>) -> Flow {
        match event {
            Event::Picked(FileDialogPurpose::Sources { .. }, path) => self.sources.take(path.to_path_buf()),
            event => self.filling.event(event),
        }
        Flow::Open
    }

    fn takes_a_path(&self) -> bool {
        true
    }
}
