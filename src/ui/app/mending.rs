//! Damaged documents and texts that changed, as the window deals with them.

use std::path::PathBuf;

use egui::Context;

use super::App;
use super::dialogs::Dialog;
use super::files::Wanted;
use crate::session::{EntryId, PendingReanchor};
use crate::ui::dialogs::mend::{MendAction, MendDialog};
use crate::ui::dialogs::reanchor::{ReanchorAction, ReanchorDialog};
use crate::ui::message::Message;
use crate::ui::widgets::Tone;

/// What was found in a new text, and the dialog over it.
#[derive(Debug)]
pub(super) struct Settling {
    moving: Box<PendingReanchor>,
    dialog: ReanchorDialog,
}

impl App {
    /// Shows what is wrong with the current document.
    pub(super) fn open_mend(&mut self) {
        let Some(id) = self.session.current_id().filter(|id| self.session.patient(*id).is_some()) else { return };
        self.dialog = Some(Dialog::Mend(id, MendDialog::default()));
    }

    /// A damaged file was read. Its dialog opens by itself where nothing else is being asked.
    pub(super) fn found_damaged(&mut self, id: EntryId) {
        self.tell(Tone::Warning, Message::word("read-only-unsound"));
        if self.dialog.is_none() && self.session.current_id() == Some(id) {
            self.open_mend();
        }
    }

    pub(super) fn show_mend(&mut self, ctx: &Context, id: EntryId, mut dialog: MendDialog) -> Option<Dialog> {
        let actions = dialog.show(ctx, self.session.patient(id)?);
        for action in actions {
            match action {
                MendAction::Do(repairs) => self.session.mend(id, repairs),
                MendAction::TakeBack => self.session.unmend(id),
                MendAction::FollowText => {
                    self.session.look_in_edited_text(id);
                    return None;
                }
                MendAction::Earlier => {
                    self.open_earlier();
                    return None;
                }
                MendAction::SaveAs => self.ask(ctx, Wanted::SaveMended),
                MendAction::Close => return None,
            }
        }
        Some(Dialog::Mend(id, dialog))
    }

    pub(super) fn save_mended_at(&mut self, path: PathBuf) {
        match self.session.current_id().filter(|id| self.session.patient(*id).is_some()) {
            Some(id) => {
                if matches!(self.dialog, Some(Dialog::Mend(..))) {
                    self.dialog = None;
                }
                self.session.save_mended(id, path);
            }
            None => self.tell(Tone::Warning, Message::word("refused-not-mended")),
        }
    }

    pub(super) fn look_in_text(&mut self, path: PathBuf) {
        self.put_note_in();
        let done = self.session.look_in_new_text(path);
        self.tell_refusal(done);
    }

    /// The annotations were looked for in a new text: the analyst decides.
    pub(super) fn looked(&mut self) {
        let Some(moving) = self.session.take_moving() else { return };
        self.dialog = Some(Dialog::Reanchor(Box::new(Settling { moving, dialog: ReanchorDialog::default() })));
    }

    pub(super) fn show_reanchor(&mut self, ctx: &Context, mut settling: Box<Settling>) -> Option<Dialog> {
        match settling.dialog.show(ctx, &settling.moving.found) {
            None => Some(Dialog::Reanchor(settling)),
            Some(ReanchorAction::Cancel) => None,
            Some(ReanchorAction::Settle(chosen)) => {
                match self.session.settle(&settling.moving, &chosen) {
                    Ok(()) => self.tell(Tone::Good, Message::word("status-reanchored")),
                    Err(error) => self.tell(Tone::Danger, Message::told(error)),
                }
                None
            }
        }
    }
}
