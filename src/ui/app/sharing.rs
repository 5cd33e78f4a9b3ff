//! What the commands of shared work open: the dialogs of sharing out, packages and second readings.

use super::App;
use crate::ui::dialogs::package::{PackageDialog, ReturnDialog};
use crate::ui::dialogs::reread::RereadDialog;
use crate::ui::dialogs::sharing::ShareDialog;

impl App {
    pub(super) fn has_project(&self) -> bool {
        self.session.project().is_some()
    }

    pub(super) fn open_sharing(&mut self) {
        self.commit_pending_edits();
        let dialog = ShareDialog::of(&self.session);
        self.open_dialog(dialog);
    }

    /// Where nothing is given out yet, that comes first.
    pub(super) fn open_package(&mut self) {
        self.commit_pending_edits();
        match PackageDialog::of(&self.session) {
            Some(dialog) => self.open_dialog(dialog),
            None => {
                self.say("status-nothing-shared");
                self.open_sharing();
            }
        }
    }

    pub(super) fn open_return(&mut self) {
        self.commit_pending_edits();
        if let Some(dialog) = ReturnDialog::of(&self.session) {
            self.open_dialog(dialog);
        }
    }

    pub(super) fn open_reread(&mut self) {
        self.commit_pending_edits();
        let dialog = RereadDialog::of(&self.session);
        self.open_dialog(dialog);
    }
}
