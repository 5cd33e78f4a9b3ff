//! Documents that leave the project: the one that is shown, or all that the list shows. They are moved, not deleted.

use crate::session::{EntryId, Session};
use crate::ui::modal::{Flow, Modal, UiContext};
use crate::ui::widgets::{BidiButton, BidiLabel, BidiRadio, dialog, mirrored_end};

use super::before_buttons;

/// The dialog while it is open.
#[derive(Debug)]
pub struct RemoveDialog {
    current: EntryId,
    title: String,
    /// What the filter of the list takes, where there is one.
    filtered: Vec<EntryId>,
    all: bool,
}

impl RemoveDialog {
    /// For what is shown; with a filter on the list also for all that it takes.
    pub fn of(session: &Session) -> Option<Self> {
        let entry = session.current_entry()?;
        let is_filtered = !session.list().query().is_empty();
        let is_of_project = |id: &EntryId| {
            session.entry(*id).and_then(|entry| entry.path()).is_some_and(|path| session.is_in_project(path))
        };
        let shown = session.list().shown().iter().copied();
        let filtered = if is_filtered { shown.filter(is_of_project).collect() } else { Vec::new() };
        Some(RemoveDialog { current: entry.id, title: entry.title().to_owned(), filtered, all: false })
    }
}

impl Modal for RemoveDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let words = cx.words.clone();
        let (mut removes, mut cancels) = (false, false);
        let (_, close) = dialog(&cx.ctx, "remove", &words.get("remove-title"), 520.0, |ui| {
            let one = words.format("remove-this", &[("title", (&self.title).into())]);
            if self.filtered.is_empty() {
                ui.add(BidiLabel::new(&one).wrap());
            } else {
                let all = words.format("remove-filtered", &[("n", self.filtered.len().into())]);
                for (which, name) in [(false, &one), (true, &all)] {
                    if ui.add(BidiRadio::new(self.all == which, name)).clicked() {
                        self.all = which;
                    }
                }
            }
            ui.add(BidiLabel::new(&words.get("remove-body")).weak().wrap());
            before_buttons(ui);
            mirrored_end(ui, |ui| {
                removes = ui.add(BidiButton::danger(&words.get("action-remove"))).clicked();
                cancels = ui.add(BidiButton::quiet(&words.get("action-cancel"))).clicked();
            });
        });
        if removes {
            let ids = if self.all { self.filtered.clone() } else { vec![self.current] };
            let done = cx.session.remove_documents(&ids);
            cx.tell_refusal(done);
        }
        Flow::close_if(removes || cancels || close)
    }
}
