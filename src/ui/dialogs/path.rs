//! A path, typed: for machines where the system shows no file dialog, and for hands that stay on the keys.

use std::path::{Path, PathBuf};

use egui::{Context, Ui};

use super::before_buttons;
use super::repair::MendDialog;
use crate::ui::localizer::Localizer;
use crate::ui::modal::{Closing, Event, FileDialogPurpose, Flow, Modal, Request, UiContext};
use crate::ui::widgets::{
    BidiButton, BidiLabel, BidiTextField, ButtonKind, FieldOutput, Tone, dialog, mirrored, mirrored_end, words,
};

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
        PathPrompt { purpose, field: PathField::new(text) }
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
            (Some(PathStatus::File), purpose) => purpose != FileDialogPurpose::SaveMended,
            (Some(PathStatus::Folder), _) => self.opens(),
            (Some(PathStatus::Nothing), _) => !self.reads(),
            (Some(PathStatus::NoFolder | PathStatus::Unreadable), _) => false,
        }
    }

    fn main_button(&self) -> (&'static str, ButtonKind) {
        match (self.reads(), self.field.standing()) {
            (true, _) => ("action-open", ButtonKind::Primary),
            (false, Some(PathStatus::File)) if self.purpose != FileDialogPurpose::SaveMended => {
                ("action-replace", ButtonKind::Danger)
            }
            (false, _) => ("action-save", ButtonKind::Primary),
        }
    }

    fn saying(&self) -> Option<(&'static str, Tone)> {
        Some(match (self.field.standing()?, self.reads()) {
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

/// A typed `~/` means the home folder, as in a shell.
fn from_home(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path,
    }
}

/// A field for a path, with a button that asks for the system's dialog.
#[derive(Clone, Debug, Default)]
pub(super) struct PathField {
    text: String,
    /// What stood at which text when it was last asked.
    known: Option<(String, PathStatus)>,
    shown: bool,
}

impl PathField {
    pub(super) fn new(text: impl Into<String>) -> Self {
        PathField { text: text.into(), ..PathField::default() }
    }

    /// The field, and whether the button beside it was pressed.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        name: &str,
        stands: &dyn Fn(&Path) -> PathStatus,
    ) -> (FieldOutput, bool) {
        let words: std::sync::Arc<Localizer> = words(ui.ctx());
        let first = !std::mem::replace(&mut self.shown, true);
        let shown = mirrored(ui, |ui| {
            let id = ui.make_persistent_id("browse width");
            let known: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(90.0);
            let room = (ui.available_width() - known - ui.spacing().item_spacing.x).max(120.0);
            let field = BidiTextField::new(&mut self.text, name).hint(name).width(room).ltr();
            let field = field.focus(first).select_all(first).show(ui);
            let browse = ui.add(BidiButton::new(&words.get("action-browse")));
            ui.data_mut(|data| data.insert_temp(id, browse.rect.width()));
            (field, browse.clicked())
        });
        if self.known.as_ref().is_none_or(|(text, _)| *text != self.text) && !self.is_empty() {
            self.known = Some((self.text.clone(), stands(&self.path())));
        }
        shown.inner
    }

    pub(super) fn is_empty(&self) -> bool {
        cleaned(&self.text).is_empty()
    }

    pub(super) fn path(&self) -> PathBuf {
        PathBuf::from(cleaned(&self.text))
    }

    /// Puts another text in, as after the system's dialog.
    pub(super) fn replace(&mut self, text: String) {
        self.text = text;
    }

    pub(super) fn standing(&self) -> Option<PathStatus> {
        self.known.as_ref().filter(|(text, _)| *text == self.text).map(|(_, standing)| *standing)
    }
}

/// A path as file managers and shells give it: quoted, with spaces at its ends, or with marks of direction in it.
fn cleaned(text: &str) -> &str {
    let mark = |c: char| {
        c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let text = text.trim_matches(mark);
    let quoted = |quote: char| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    quoted('"').or_else(|| quoted('\'')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_path_loses_its_wrapping() {
        for pasted in ["/a b/ج.txt", " /a b/ج.txt\n", "\"/a b/ج.txt\"", "'/a b/ج.txt'", "\u{2066}/a b/ج.txt\u{2069}"]
        {
            assert_eq!(cleaned(pasted), "/a b/ج.txt", "{pasted:?}");
        }
        assert_eq!(cleaned("\""), "\"");
    }
}
