//! A path, typed: for machines where the system shows no file dialog, and for hands that stay on the keys.

use std::path::{Path, PathBuf};

use egui::Context;

use super::before_buttons;
use super::path_field::{PathField, from_home};
use super::repair::MendDialog;
use crate::ui::modal::{Closing, Event, FileDialogPurpose, Flow, Modal, Request, UiContext};
use crate::ui::widgets::{BidiButton, BidiLabel, ButtonKind, Tone, dialog, mirrored_end, words};

/// What stands at a path now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathStatus {
    /// Nothing, but its folder is there.
    Nothing,
    /// Not even its folder.
    NoFolder,
    File,
    Folder,
    /// It cannot be looked at: no right to, or the path cannot be one.
    Unreadable,
}

/// What the analyst decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathAction {
    Accept(PathBuf),
    /// Asks for the system's own dialog.
    Browse,
    Cancel,
}

/// The dialog while it is open.
#[derive(Clone, Debug)]
pub struct PathPrompt {
    pub purpose: FileDialogPurpose,
    field: PathField,
}

impl PathPrompt {
    /// Begins with `text`, all of it selected so that typing replaces it.
    pub fn new(purpose: FileDialogPurpose, text: impl Into<String>) -> Self {
        let folders = matches!(purpose, FileDialogPurpose::OpenFolder | FileDialogPurpose::SaveNew);
        PathPrompt { purpose, field: PathField::new(text).listing(folders) }
    }

    /// `stands` says what stands at a path; it is asked when the text changes, not for each frame.
    pub fn draw(&mut self, ctx: &Context, stands: &dyn Fn(&Path) -> PathStatus) -> Option<PathAction> {
        let words = words(ctx);
        let (title, hint) = match self.purpose {
            FileDialogPurpose::Open | FileDialogPurpose::OpenFolder => {
                ("dialog-open-path-title", "dialog-open-path-hint")
            }
            FileDialogPurpose::SaveAs => ("dialog-save-path-title", "dialog-save-path-hint"),
            FileDialogPurpose::LoadSchema => ("dialog-load-schema-title", "dialog-load-schema-hint"),
            FileDialogPurpose::SaveSchema => ("dialog-save-schema-title", "dialog-save-schema-hint"),
            FileDialogPurpose::NewText => ("dialog-new-text-title", "dialog-new-text-hint"),
            FileDialogPurpose::SaveMended => ("dialog-save-mended-title", "dialog-save-path-hint"),
            FileDialogPurpose::SaveNew => ("dialog-save-new-title", "dialog-save-new-hint"),
            FileDialogPurpose::ProjectFolder => ("new-project-folder", "dialog-save-path-hint"),
            FileDialogPurpose::ProjectSchema => ("dialog-load-schema-title", "dialog-load-schema-hint"),
            FileDialogPurpose::Sources { .. } => ("new-project-from", "dialog-open-path-hint"),
            FileDialogPurpose::Export { .. } => ("dialog-export-title", "dialog-save-path-hint"),
        };
        let mut action = None;
        let (_, close) = dialog(ctx, "path", &words.get(title), 560.0, |ui| {
            let (field, browse) = self.field.show(ui, &words.get(hint), stands);
            if browse {
                action = Some(PathAction::Browse);
            }
            let saying = self.saying();
            if let Some((word, tone)) = saying {
                ui.add(BidiLabel::new(&words.get(word)).small().tone(tone).wrap());
            } else {
                ui.add(BidiLabel::new(" ").small());
            }
            before_buttons(ui);
            mirrored_end(ui, |ui| {
                let (word, kind) = self.main_button();
                let accepts = self.accepts();
                let name = words.get(word);
                let button = match kind {
                    ButtonKind::Danger => BidiButton::danger(&name),
                    _ => BidiButton::primary(&name),
                };
                let pressed = ui.add_enabled(accepts, button).clicked();
                // Enter does not replace a file: that needs the button.
                if pressed || (field.submitted && accepts && kind == ButtonKind::Primary) {
                    action = Some(PathAction::Accept(self.field.path()));
                } else if field.submitted {
                    field.response.request_focus();
                }
                if ui.add(BidiButton::quiet(&words.get("action-cancel"))).clicked() || field.escaped {
                    action = Some(PathAction::Cancel);
                }
            });
        });
        action.or(close.then_some(PathAction::Cancel))
    }

    fn reads(&self) -> bool {
        use FileDialogPurpose::*;
        matches!(self.purpose, Open | OpenFolder | LoadSchema | NewText)
    }

    /// Folders too.
    fn opens(&self) -> bool {
        matches!(self.purpose, FileDialogPurpose::Open | FileDialogPurpose::OpenFolder)
    }

    fn accepts(&self) -> bool {
        match (self.field.standing(), self.purpose) {
            (None, _) => false,
            // A folder that new documents are saved in may have to be made.
            (Some(standing), FileDialogPurpose::SaveNew) => {
                matches!(standing, PathStatus::Folder | PathStatus::Nothing)
            }
            (Some(PathStatus::File), purpose) => purpose != FileDialogPurpose::SaveMended,
            (Some(PathStatus::Folder), _) => self.opens(),
            (Some(PathStatus::Nothing), _) => !self.reads(),
            (Some(PathStatus::NoFolder | PathStatus::Unreadable), _) => false,
        }
    }

    fn main_button(&self) -> (&'static str, ButtonKind) {
        match (self.reads(), self.field.standing()) {
            (true, _) => ("action-open", ButtonKind::Primary),
            (false, _) if self.purpose == FileDialogPurpose::SaveNew => ("action-save-here", ButtonKind::Primary),
            (false, Some(PathStatus::File)) if self.purpose != FileDialogPurpose::SaveMended => {
                ("action-replace", ButtonKind::Danger)
            }
            (false, _) => ("action-save", ButtonKind::Primary),
        }
    }

    fn saying(&self) -> Option<(&'static str, Tone)> {
        Some(match (self.field.standing()?, self.reads()) {
            (standing, _) if self.purpose == FileDialogPurpose::SaveNew => match standing {
                PathStatus::Folder => ("path-into-folder", Tone::Weak),
                PathStatus::Nothing => ("path-new-folder", Tone::Weak),
                PathStatus::File => ("path-no-folder-here", Tone::Warning),
                standing => saying(standing, false),
            },
            (PathStatus::File, _) if self.purpose == FileDialogPurpose::SaveMended => ("path-taken", Tone::Warning),
            (PathStatus::Nothing, true) | (PathStatus::NoFolder, true) => ("path-nothing", Tone::Warning),
            (standing, _) => saying(standing, self.opens()),
        })
    }
}

impl Modal for PathPrompt {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        match self.draw(&cx.ctx, &path_status) {
            Some(PathAction::Accept(path)) => {
                cx.request(Request::UsePath(self.purpose, from_home(path)));
                Flow::Close
            }
            Some(PathAction::Browse) => {
                // The prompt stays behind the system's dialog, for when that is cancelled or cannot be shown.
                cx.request(Request::AskPath(self.purpose));
                Flow::Open
            }
            Some(PathAction::Cancel) => {
                cx.request(Request::Close(Closing::No));
                let mended = cx.session.current_id().filter(|id| cx.session.damaged(*id).is_some());
                match mended.filter(|_| self.purpose == FileDialogPurpose::SaveMended) {
                    Some(id) => Flow::replace(MendDialog::of(id)),
                    None => Flow::Close,
                }
            }
            None => Flow::Open,
        }
    }

    fn event(&mut self, event: &Event<'_>, _: &mut UiContext<'_>) -> Flow {
        Flow::close_if(matches!(event, Event::Picked(..)))
    }

    fn takes_a_path(&self) -> bool {
        true
    }
}

/// What to say of a place that is to be written (or, with `reads`, read).
pub(super) fn saying(standing: PathStatus, reads: bool) -> (&'static str, Tone) {
    match standing {
        PathStatus::Nothing => ("path-new", Tone::Weak),
        PathStatus::NoFolder => ("path-no-folder", Tone::Warning),
        PathStatus::File if reads => ("path-file", Tone::Weak),
        PathStatus::File => ("path-replaces", Tone::Warning),
        PathStatus::Folder if reads => ("path-folder", Tone::Weak),
        PathStatus::Folder => ("path-is-folder", Tone::Warning),
        PathStatus::Unreadable => ("path-unreadable", Tone::Danger),
    }
}

/// What stands at a path, as the path dialogs want to know it.
pub(super) fn path_status(path: &Path) -> PathStatus {
    let path = from_home(path.to_path_buf());
    match path.metadata() {
        Ok(metadata) if metadata.is_dir() => PathStatus::Folder,
        Ok(_) => PathStatus::File,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            if folder.is_none_or(Path::is_dir) { PathStatus::Nothing } else { PathStatus::NoFolder }
        }
        Err(_) => PathStatus::Unreadable,
    }
}
