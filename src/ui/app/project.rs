//! The project as the window's person has it: what is said of it, and what its commands do.

use egui::Context;

use super::App;
use std::path::PathBuf;

use crate::session::event::ProjectEvent;
use crate::ui::command::UiCommand;
use crate::ui::dialogs::add_documents::AddDocumentsDialog;
use crate::ui::dialogs::bring_back::BringBackDialog;
use crate::ui::dialogs::migration::migrated;
use crate::ui::dialogs::new_project::NewProjectDialog;
use crate::ui::dialogs::package::ReturnedDialog;
use crate::ui::dialogs::project::ProjectDialog;
use crate::ui::dialogs::remove::RemoveDialog;
use crate::ui::dialogs::rename::RenameDialog;
use crate::ui::l10n::{Localize as _, fill_lines, has_remarks};
use crate::ui::localizer::{Localizer, isolated_path};
use crate::ui::message::Message;
use crate::ui::modal::{Closes, Closing, FileDialogPurpose, Request};
use crate::ui::widgets::Tone;

impl App {
    pub(super) fn tell_project(&mut self, notice: ProjectEvent) {
        let (tone, message) = match notice {
            ProjectEvent::Opened { name } => {
                if let Some(root) = self.session.project().map(|folder| folder.root.clone()) {
                    self.settings.opened(&root);
                    self.settings_kept.dirty = true;
                }
                (Tone::Plain, named("status-project-opened", name))
            }
            ProjectEvent::Closed { name } => (Tone::Plain, named("status-project-closed", name)),
            ProjectEvent::Stopped { name } => (Tone::Warning, named("status-project-stopped", name)),
            ProjectEvent::Changed => (Tone::Good, Message::message_id("status-project-changed")),
            ProjectEvent::Renamed { path } => (Tone::Good, named("status-renamed", isolated_path(&path))),
            ProjectEvent::Removed { documents } => (Tone::Good, counted("status-removed", documents)),
            ProjectEvent::BroughtBack { documents } => (Tone::Good, counted("status-brought-back", documents)),
            ProjectEvent::SchemaChanged => (Tone::Good, Message::message_id("status-schema-of-project")),
            ProjectEvent::LabelStays { name } => (Tone::Plain, named("status-label-stays", name.to_string())),
            ProjectEvent::MigrationAsked { migration } => {
                return self.ask_migration((*migration).clone());
            }
            ProjectEvent::Migrated { report } => {
                let message = Message::new(move |words| migrated(&report, words));
                self.toasts.say(message.clone());
                (Tone::Good, message)
            }
            ProjectEvent::Shared { report } => {
                let documents = report.annotators.values().map(|share| share.documents - share.overlapping).sum();
                let message = counted("status-shared", documents);
                self.toasts.say(message.clone());
                (Tone::Good, message)
            }
            ProjectEvent::Packaged { path, report } => {
                let message = Message::new(move |words| {
                    let path = path.display().to_string();
                    words.format("status-packaged", &[("path", path.into()), ("n", report.documents.into())])
                });
                self.toasts.say(message.clone());
                (Tone::Good, message)
            }
            ProjectEvent::Returned { report } => {
                let message = counted("status-returned", report.changed + report.added);
                self.open_dialog(ReturnedDialog::of(report));
                (Tone::Good, message)
            }
            ProjectEvent::LinksChanged { documents } => {
                let message = counted("status-links-changed", documents);
                self.toasts.say(message.clone());
                (Tone::Good, message)
            }
            ProjectEvent::RegisterMerged { notes } => {
                let few = move |words: &Localizer| {
                    let lines: Vec<String> = notes.iter().take(FEW).map(|note| note.localized(words)).collect();
                    lines.join("\n")
                };
                (Tone::Warning, Message::new(few))
            }
            ProjectEvent::ToReadAgain { set, documents } => {
                let message = Message::new(move |words| {
                    words.format("status-to-read-again", &[("set", (&set).into()), ("n", documents.into())])
                });
                self.toasts.say(message.clone());
                (Tone::Good, message)
            }
            ProjectEvent::Filled { name, report } => {
                let tone = if has_remarks(&report) { Tone::Warning } else { Tone::Good };
                let message = Message::new(move |words| fill_lines(&name, &report, FEW, words).join(" · "));
                // The dialog that filled it says the same at more length.
                if self.dialog.is_none() {
                    self.toasts.say(message.clone());
                }
                (tone, message)
            }
        };
        self.tell(tone, message);
    }

    pub(super) fn open_new_project(&mut self) {
        self.commit_pending_edits();
        if !self.asks_about_samples(Request::Command(UiCommand::NewProject)) {
            let dialog = NewProjectDialog::of(&self.session);
            self.open_dialog(dialog);
        }
    }

    pub(super) fn open_add_documents(&mut self) {
        self.commit_pending_edits();
        self.open_dialog(AddDocumentsDialog::default());
    }

    pub(super) fn open_project(&mut self) {
        self.commit_pending_edits();
        if let Some(dialog) = ProjectDialog::of(&mut self.session) {
            self.open_dialog(dialog);
        }
    }

    pub(super) fn open_rename(&mut self) {
        self.commit_pending_edits();
        if let Some(dialog) = RenameDialog::of(&self.session) {
            self.open_dialog(dialog);
        }
    }

    pub(super) fn open_remove(&mut self) {
        self.commit_pending_edits();
        if let Some(dialog) = RemoveDialog::of(&self.session) {
            self.open_dialog(dialog);
        }
    }

    pub(super) fn open_bring_back(&mut self) {
        if let Some(dialog) = BringBackDialog::of(&mut self.session) {
            self.open_dialog(dialog);
        }
    }

    pub(super) fn close_project(&mut self) {
        self.commit_pending_edits();
        if self.session.is_project_dirty() {
            self.ask_unsaved(Closes::Project);
        } else if self.session.is_own_register_dirty() {
            // It is being written: that is waited for, not asked about.
            self.session.save_registers();
            self.closing = Closing::WhenSaved(Closes::Project);
        } else {
            self.session.leave_project();
        }
        self.write_places();
        self.write_window_state();
    }

    /// Saves everything that is new or changed. What has no file goes into the project or, with none open, below the folder
    /// that is open and holds the texts; only where there is neither, a folder is asked for, once.
    pub(super) fn save_all(&mut self, ctx: &Context) {
        self.commit_pending_edits();
        if !self.session.is_dirty() {
            return self.say("status-nothing-to-save");
        }
        // Those under way have their places.
        if self.saving_all.is_some() {
            return;
        }
        self.saving_all = Some(0);
        if self.session.save_all().is_empty() {
            return;
        }
        match self.session.root_of_new() {
            Some(root) => self.session.save_new_below(root),
            None => self.ask(ctx, FileDialogPurpose::SaveNew),
        }
    }

    /// The folder that is suggested for documents without a file.
    pub(super) fn folder_for_new(&self) -> Option<PathBuf> {
        self.session.suggested_folder().filter(|folder| folder.is_absolute()).or_else(std::env::home_dir)
    }

    pub(super) fn save_new_below(&mut self, folder: PathBuf) {
        self.saving_all.get_or_insert(0);
        self.session.save_new_below(folder);
    }

    /// Says how many documents were saved, once all are.
    pub(super) fn tell_all_saved(&mut self) {
        if self.session.is_busy() {
            return;
        }
        match self.saving_all.take() {
            Some(saved) if saved > 1 => self.tell(Tone::Good, counted("status-all-saved", saved)),
            _ => {}
        }
    }
}

fn named(word: &'static str, name: String) -> Message {
    Message::new(move |words| words.format(word, &[("name", (&name).into())]))
}

fn counted(word: &'static str, count: usize) -> Message {
    Message::new(move |words| words.format(word, &[("n", count.into())]))
}

/// Remarks on what came in that are said: of many, the first few, since a status bar has one line.
const FEW: usize = 3;
