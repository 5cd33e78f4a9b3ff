//! Another title for a document, and another name for its file.

use super::{before_buttons, form_row};
use crate::session::{EntryId, Session};
use crate::ui::modal::{Flow, Modal, UiContext};
use crate::ui::widgets::{BidiButton, BidiLabel, BidiTextField, dialog, mirrored_end};
use crate::workspace::project::Renaming;

/// Room for the names of the fields, in points.
const NAMES: f32 = 110.0;

/// The dialog while it is open.
#[derive(Debug)]
pub struct RenameDialog {
    entry: EntryId,
    title: String,
    file: String,
    /// What both were.
    before: (String, String),
    shown: bool,
}

impl RenameDialog {
    /// For the document that is shown, where it has a file of ours.
    pub fn of(session: &Session) -> Option<Self> {
        let entry = session.current_entry()?;
        let document = entry.document()?;
        let file = document.path()?.file_stem()?.to_string_lossy().into_owned();
        let title = document.content().document.title().to_owned();
        let before = (title.clone(), file.clone());
        Some(RenameDialog { entry: entry.id, title, file, before, shown: false })
    }

    fn renaming(&self) -> Renaming {
        let other = |now: &str, before: &str| Some(now.trim()).filter(|now| *now != before).map(str::to_owned);
        Renaming { title: other(&self.title, &self.before.0), file: other(&self.file, &self.before.1) }
    }
}

impl Modal for RenameDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let words = cx.words.clone();
        let first = !std::mem::replace(&mut self.shown, true);
        let (mut accepts, mut cancels) = (false, false);
        let (_, close) = dialog(&cx.ctx, "rename", &words.get("rename-title"), 520.0, |ui| {
            let (title, file) = (words.get("rename-document"), words.get("rename-file"));
            form_row(ui, &title, NAMES, |ui| {
                let field = BidiTextField::new(&mut self.title, &title).focus(first).select_all(first).show(ui);
                accepts |= field.submitted;
            });
            form_row(ui, &file, NAMES, |ui| {
                accepts |= BidiTextField::new(&mut self.file, &file).show(ui).submitted;
            });
            ui.add(BidiLabel::new(&words.get("rename-body")).small().weak().wrap());
            before_buttons(ui);
            mirrored_end(ui, |ui| {
                let ready = !self.title.trim().is_empty() && !self.file.trim().is_empty();
                accepts |= ui.add_enabled(ready, BidiButton::primary(&words.get("action-rename"))).clicked();
                accepts &= ready;
                cancels = ui.add(BidiButton::quiet(&words.get("action-cancel"))).clicked();
            });
        });
        if accepts {
            let renaming = self.renaming();
            if renaming != Renaming::default() {
                let done = cx.session.rename_document(self.entry, renaming);
                cx.tell_refusal(done);
            }
        }
        Flow::close_if(accepts || cancels || close)
    }
}
