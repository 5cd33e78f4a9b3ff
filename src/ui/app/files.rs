//! Files as the window sees them: asking for paths, and telling what came of reading and writing.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use egui::Context;

use super::App;
use crate::formats::schemas;
use crate::session::EntryId;
use crate::session::files::Replace;
use crate::ui::dialogs::path::PathPrompt;
use crate::ui::modal::{Closes, Closing, Event, FileDialogPurpose};

/// A dialog that is answered faster than a hand can is one that the system could not show: without a desktop portal
/// and without `zenity` it comes back at once, as if it had been cancelled.
const FASTER_THAN_A_HAND: Duration = Duration::from_millis(350);

/// The system's file dialogs, each in a thread of its own so that no frame waits for it.
#[derive(Debug)]
pub(super) struct FileDialogs {
    send: Sender<PendingFileDialog>,
    receive: Receiver<PendingFileDialog>,
    open: bool,
    /// The system has none to show.
    none: bool,
}

#[derive(Debug)]
struct PendingFileDialog {
    purpose: FileDialogPurpose,
    paths: Option<Vec<PathBuf>>,
    took: Duration,
}

impl Default for FileDialogs {
    fn default() -> Self {
        let (send, receive) = channel();
        FileDialogs { send, receive, open: false, none: false }
    }
}

impl FileDialogs {
    /// For a system that shows none.
    pub(super) fn without_dialogs() -> Self {
        FileDialogs { none: true, ..FileDialogs::default() }
    }
}

impl App {
    pub(super) fn ask_files(&mut self, ctx: &Context) {
        self.ask(ctx, FileDialogPurpose::Open);
    }

    pub(super) fn ask_folder(&mut self, ctx: &Context) {
        self.ask(ctx, FileDialogPurpose::OpenFolder);
    }

    pub(super) fn ask_schema_to_load(&mut self, ctx: &Context) {
        self.ask(ctx, FileDialogPurpose::LoadSchema);
    }

    pub(super) fn ask_schema_to_save(&mut self, ctx: &Context) {
        self.ask(ctx, FileDialogPurpose::SaveSchema);
    }

    pub(super) fn ask_save_as(&mut self, ctx: &Context) {
        if self.session.current().is_some() {
            self.ask(ctx, FileDialogPurpose::SaveAs);
        }
    }

    /// The path a dialog begins with.
    fn suggested(&self, purpose: FileDialogPurpose) -> Option<PathBuf> {
        match (purpose, self.session.current_id().and_then(|id| self.session.damaged(id))) {
            (FileDialogPurpose::SaveMended, Some(damaged)) => Some(damaged.suggested_path()),
            _ => self.session.suggested_path(),
        }
    }

    /// Shows the system's dialog; its answer is taken up by [`App::take_picks`].
    pub(super) fn ask(&mut self, ctx: &Context, purpose: FileDialogPurpose) {
        if self.picks.none {
            self.type_path(purpose);
            return;
        }
        if std::mem::replace(&mut self.picks.open, true) {
            return;
        }
        let (send, ctx) = (self.picks.send.clone(), ctx.clone());
        let suggested = self.suggested(purpose);
        let title = self.words.get(match purpose {
            FileDialogPurpose::Open => "command-open",
            FileDialogPurpose::OpenFolder => "command-open-folder",
            FileDialogPurpose::SaveAs => "command-save-as",
            FileDialogPurpose::LoadSchema => "command-load-schema",
            FileDialogPurpose::SaveSchema => "command-save-schema",
            FileDialogPurpose::Export { .. } => "command-export",
            FileDialogPurpose::NewText => "command-reanchor",
            FileDialogPurpose::SaveMended => "dialog-save-mended-title",
            FileDialogPurpose::SaveNew => "dialog-save-new-title",
            FileDialogPurpose::ProjectFolder => "new-project-folder",
            FileDialogPurpose::ProjectSchema => "command-load-schema",
            FileDialogPurpose::Sources { folder: true } => "command-open-folder",
            FileDialogPurpose::Sources { folder: false } => "command-open",
        });
        std::thread::spawn(move || {
            let started = Instant::now();
            let paths = pick(purpose, &title, suggested.as_deref());
            // The window may be gone by now; then nobody waits for the answer.
            let _ = send.send(PendingFileDialog { purpose, paths, took: started.elapsed() });
            ctx.request_repaint();
        });
    }

    /// Takes up the answers of the system's dialogs. Where none could be shown, the path is typed.
    pub(super) fn take_picks(&mut self, ctx: &Context) {
        while let Ok(pick) = self.picks.receive.try_recv() {
            self.picks.open = false;
            match pick.paths {
                Some(paths) => self.take_paths(ctx, pick.purpose, paths),
                None if pick.took < FASTER_THAN_A_HAND => self.type_path(pick.purpose),
                None => self.stay(),
            }
        }
    }

    fn take_paths(&mut self, ctx: &Context, purpose: FileDialogPurpose, paths: Vec<PathBuf>) {
        let Some(first) = paths.first().cloned() else { return };
        paths.iter().for_each(|path| self.tell_dialog(ctx, &Event::Picked(purpose, path)));
        match purpose {
            FileDialogPurpose::Open | FileDialogPurpose::OpenFolder => self.open(paths),
            _ => self.use_path(purpose, first),
        }
    }

    fn type_path(&mut self, purpose: FileDialogPurpose) {
        self.say("status-no-dialog");
        // What has been typed already stays.
        if self.dialog.as_ref().is_some_and(|dialog| dialog.takes_a_path()) {
            return;
        }
        let suggested = match purpose {
            FileDialogPurpose::SaveAs | FileDialogPurpose::SaveMended => {
                self.suggested(purpose).map(|path| path.display().to_string()).unwrap_or_default()
            }
            FileDialogPurpose::SaveSchema => "schema.ron".to_owned(),
            FileDialogPurpose::SaveNew => {
                self.folder_for_new().map(|path| path.display().to_string()).unwrap_or_default()
            }
            FileDialogPurpose::Open
            | FileDialogPurpose::OpenFolder
            | FileDialogPurpose::LoadSchema
            | FileDialogPurpose::NewText => String::new(),
            // The dialogs that ask for these have fields of their own for the path.
            FileDialogPurpose::Export { .. }
            | FileDialogPurpose::ProjectFolder
            | FileDialogPurpose::ProjectSchema
            | FileDialogPurpose::Sources { .. } => return,
        };
        self.open_dialog(PathPrompt::new(purpose, suggested));
    }

    /// What a path is used for that was typed, or given by the system's dialog. Either has asked whether a file that is
    /// there may go.
    pub(super) fn use_path(&mut self, purpose: FileDialogPurpose, path: PathBuf) {
        match purpose {
            FileDialogPurpose::Open | FileDialogPurpose::OpenFolder => self.open(vec![path]),
            FileDialogPurpose::SaveAs => self.save_at(with_extension(path), Replace::Anyway),
            FileDialogPurpose::LoadSchema => self.session.load_schema(path),
            FileDialogPurpose::SaveSchema => self.save_schema_at(with_extension(path)),
            FileDialogPurpose::NewText => self.look_in_text(path),
            FileDialogPurpose::SaveMended => self.save_repaired_at(with_extension(path)),
            FileDialogPurpose::SaveNew => self.save_new_below(path),
            // The dialog that asked has taken it.
            FileDialogPurpose::Export { .. }
            | FileDialogPurpose::ProjectFolder
            | FileDialogPurpose::ProjectSchema
            | FileDialogPurpose::Sources { .. } => {}
        }
    }

    /// Opens files and folders; what is of another format is shown before it is taken.
    pub(super) fn open_now(&mut self, paths: Vec<PathBuf>) {
        for path in &paths {
            self.settings.opened(&std::path::absolute(path).unwrap_or_else(|_| path.clone()));
        }
        self.settings_kept.dirty = true;
        self.session.open_asking(paths);
    }

    pub(super) fn save(&mut self, ctx: &Context) {
        self.commit_pending_edits();
        match self.session.save() {
            Ok(true) => {}
            Ok(false) => self.ask_save_as(ctx),
            Err(error) => self.tell_refusal(Err(error)),
        }
    }

    pub(super) fn save_at(&mut self, path: PathBuf, replace: Replace) {
        self.commit_pending_edits();
        let done = self.session.save_as(path, replace);
        self.tell_refusal(done);
    }

    fn save_schema_at(&mut self, path: PathBuf) {
        let done = self.session.save_schema(path);
        self.tell_refusal(done);
    }

    pub(super) fn close_current(&mut self) {
        self.commit_pending_edits();
        let Some(id) = self.session.current_id() else { return };
        match self.session.entry(id).is_some_and(|entry| entry.is_dirty()) {
            true => self.ask_unsaved(Closes::Document(id)),
            false => self.forget(id),
        }
    }

    pub(super) fn forget(&mut self, id: EntryId) {
        self.write_places();
        self.session.close(id);
        self.write_window_state();
        self.pages.canvases.remove(&id);
        self.pages.shown.retain(|other| *other != id);
    }

    /// Where reading stopped, for another day.
    pub(super) fn write_places(&mut self) {
        if let Some(places) = self.pages.places.take_changed() {
            self.session.keep_places(places);
        }
    }

    /// A note that is still being typed belongs to the document before it is saved, left or closed.
    pub(super) fn commit_pending_edits(&mut self) {
        for action in self.panels.annotations.take_pending() {
            self.do_annotations_action(action);
        }
    }

    /// Tells what tasks have done.
    pub(super) fn take_notices(&mut self, ctx: &Context) {
        for notice in self.session.poll() {
            self.take_notice(ctx, notice);
        }
        self.put_waiting_labels();
        self.tell_all_saved();
        self.finish_closing(ctx);
    }

    /// Goes on with what a save was asked for. Documents without a file ask for a folder, once for all of them; the window
    /// stays until all are saved.
    fn finish_closing(&mut self, ctx: &Context) {
        if self.session.is_busy() || self.dialog.is_some() || self.picks.open {
            return;
        }
        match self.closing {
            Closing::WhenSaved(Closes::Document(id)) => {
                if !self.session.entry(id).is_some_and(|entry| entry.is_dirty()) {
                    self.closing = Closing::No;
                    self.forget(id);
                }
            }
            Closing::WhenSaved(Closes::Window) => match self.session.is_dirty() {
                false => self.leave(ctx),
                true => self.save_all(ctx),
            },
            Closing::WhenSaved(Closes::Project) => {
                match self.session.is_project_dirty() || self.session.is_own_register_dirty() {
                    false => {
                        self.closing = Closing::No;
                        self.session.leave_project();
                    }
                    true => self.save_all(ctx),
                }
            }
            Closing::No | Closing::AfterInput | Closing::Now(_) => {}
        }
    }

    /// The analyst thought better of it, or a save failed: nothing is closed.
    pub(super) fn stay(&mut self) {
        if matches!(self.closing, Closing::WhenSaved(_)) {
            self.closing = Closing::No;
        }
    }

    /// Settings that were changed are written off the frame.
    pub(super) fn write_settings(&mut self) {
        if std::mem::take(&mut self.settings_kept.dirty) {
            self.session.keep_settings(&self.settings_kept.file, &self.welcome.to_keep(&self.settings));
        }
    }
}

/// A file of ours ends in `.ron`.
fn with_extension(path: PathBuf) -> PathBuf {
    match path.extension() {
        Some(_) => path,
        None => path.with_extension("ron"),
    }
}

/// The formats of labels, each with its ending.
fn schema_filters(dialog: rfd::FileDialog) -> rfd::FileDialog {
    let own = dialog.add_filter("Hashiya (RON)", &["ron"]);
    schemas::formats().iter().fold(own, |dialog, format| dialog.add_filter(format.title, format.endings))
}

fn pick(purpose: FileDialogPurpose, title: &str, suggested: Option<&Path>) -> Option<Vec<PathBuf>> {
    let mut dialog = rfd::FileDialog::new().set_title(title);
    if let Some(folder) = suggested.and_then(Path::parent).filter(|folder| folder.is_dir()) {
        dialog = dialog.set_directory(folder);
    }
    let name = suggested.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    match purpose {
        FileDialogPurpose::Open => {
            dialog.add_filter("Hashiya", &["ron", "txt", "jsonl", "conll", "ann"]).add_filter("*", &["*"]).pick_files()
        }
        FileDialogPurpose::OpenFolder => dialog.pick_folders(),
        FileDialogPurpose::NewText => dialog.add_filter("*", &["txt", "*"]).pick_file().map(|p| vec![p]),
        FileDialogPurpose::SaveAs | FileDialogPurpose::SaveMended => {
            dialog.add_filter("RON", &["ron"]).set_file_name(name.unwrap_or_default()).save_file().map(|p| vec![p])
        }
        FileDialogPurpose::SaveNew | FileDialogPurpose::ProjectFolder => dialog.pick_folder().map(|p| vec![p]),
        FileDialogPurpose::Sources { folder: true } => dialog.pick_folders(),
        FileDialogPurpose::Sources { folder: false } => dialog.add_filter("*", &["*"]).pick_files(),
        FileDialogPurpose::LoadSchema | FileDialogPurpose::ProjectSchema => {
            let others = schemas::formats().iter().flat_map(|format| format.endings).copied();
            let all: Vec<&str> = std::iter::once("ron").chain(others).collect();
            schema_filters(dialog.add_filter("*", &all)).pick_file().map(|p| vec![p])
        }
        FileDialogPurpose::SaveSchema => {
            schema_filters(dialog).set_file_name("schema.ron").save_file().map(|p| vec![p])
        }
        FileDialogPurpose::Export { folder: true } => dialog.pick_folder().map(|p| vec![p]),
        FileDialogPurpose::Export { folder: false } => dialog.save_file().map(|p| vec![p]),
    }
}
