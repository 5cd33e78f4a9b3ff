//! The dialog that is open: opened, shown, told what it waits for, and what it asks of the window carried out.

use std::path::PathBuf;

use egui::Context;

use super::App;
use crate::edit::Migration;
use crate::edit::merge::Note as MergeNote;
use crate::model::LabelName;
use crate::session::{EntryId, ReloadMode};
use crate::ui::canvas::Canvas;
use crate::ui::command::UiCommand;
use crate::ui::dialogs::about::AboutDialog;
use crate::ui::dialogs::conflicts::ConflictsDialog;
use crate::ui::dialogs::earlier::EarlierDialog;
use crate::ui::dialogs::encoding::EncodingDialog;
use crate::ui::dialogs::export::ExportDialog;
use crate::ui::dialogs::file_changed::FileChanged;
use crate::ui::dialogs::history::HistoryDialog;
use crate::ui::dialogs::migration::MigrationDialog;
use crate::ui::dialogs::reanchor::ReanchorDialog;
use crate::ui::dialogs::repair::MendDialog;
use crate::ui::dialogs::schema_editor::SchemaEditor;
use crate::ui::dialogs::split_label::SplitLabelDialog;
use crate::ui::dialogs::unsaved::Unsaved;
use crate::ui::l10n::localized_all;
use crate::ui::localizer::Localizer;
use crate::ui::message::Message;
use crate::ui::modal::{Closes, Closing, Event, Flow, Modal, Request, UiContext};
use crate::ui::widgets::Tone;

/// Frames that the keyboard is asked for: egui takes it from what was behind a dialog in the frame it closes and for one more.
const MAX_ASKED: u8 = 6;

impl App {
    pub(super) fn show_about(&mut self) {
        self.open_dialog(AboutDialog::default());
    }

    pub(super) fn open_dialog(&mut self, dialog: impl Modal + 'static) {
        self.dialog = Some(Box::new(dialog));
    }

    pub(super) fn show_dialogs(&mut self, ctx: &Context) {
        if self.dialog.is_some() && self.pages.focus_before.is_none() {
            self.pages.focus_before = Some(ctx.memory(|memory| memory.focused()));
        }
        self.with_dialog(ctx, |dialog, cx| dialog.show(cx));
    }

    /// Tells the dialog that is open what happened.
    pub(super) fn tell_dialog(&mut self, ctx: &Context, event: &Event<'_>) {
        self.with_dialog(ctx, |dialog, cx| dialog.event(event, cx));
    }

    fn with_dialog(&mut self, ctx: &Context, act: impl FnOnce(&mut dyn Modal, &mut UiContext<'_>) -> Flow) {
        let Some(mut dialog) = self.dialog.take() else { return };
        let (label, relate) = (self.is_enabled(UiCommand::Label(0)), self.is_enabled(UiCommand::Relate(0)));
        let commands: Vec<UiCommand> = UiCommand::ALL.iter().copied().filter(|c| self.is_enabled(*c)).collect();
        let enabled = |command: UiCommand| match command {
            UiCommand::Label(_) | UiCommand::FurtherLabel(_) => label,
            UiCommand::Relate(_) | UiCommand::RelateBack(_) => relate,
            command => commands.contains(&command),
        };
        let mut requests = Vec::new();
        let mut cx = UiContext {
            ctx: ctx.clone(),
            session: &mut self.session,
            settings: &self.settings,
            words: self.words.clone(),
            keys: &self.keys,
            window: &mut self.window.state,
            enabled: &enabled,
            requests: &mut requests,
        };
        self.dialog = match act(&mut *dialog, &mut cx) {
            Flow::Open => Some(dialog),
            Flow::Close => None,
            Flow::Replace(next) => Some(next),
        };
        // What these open takes the place of the dialog.
        requests.into_iter().for_each(|request| self.carry_out_request(ctx, request));
        if self.dialog.is_none() {
            // What had the keyboard gets it back; where nothing had, the page.
            match self.pages.focus_before.take() {
                Some(Some(id)) if id != Canvas::id() && !self.pages.focus_page => {
                    self.pages.focus_back = Some((id, MAX_ASKED));
                }
                _ => self.pages.focus_page = true,
            }
        }
    }

    fn carry_out_request(&mut self, ctx: &Context, request: Request) {
        match request {
            Request::Command(command) => self.execute(ctx, command),
            Request::Tell(tone, text) => self.tell(tone, text),
            Request::ChangeSettings(settings) => self.change_settings(ctx, *settings),
            Request::GoTo(place) => self.go_to(&place),
            Request::FollowCaret => self.canvas_follows(),
            Request::Apply(places) => self.apply(places),
            Request::ShowPlaces(name, query) => self.show_places(name, query),
            Request::Open(paths) => self.open_now(paths),
            Request::UseLabel { label, further } => {
                if !self.label_found(&label) {
                    self.label(&label, further);
                }
            }
            Request::NewLabel { name, further } => self.label_with_new(&name, further),
            Request::SplitLabel(label) => self.split_label(&label),
            Request::AskPath(purpose) => self.ask(ctx, purpose),
            Request::UsePath(purpose, path) => self.use_path(purpose, path),
            Request::DropPage(id) => drop(self.pages.canvases.remove(&id)),
            Request::Close(closing) => self.close(ctx, closing),
        }
    }

    fn close(&mut self, ctx: &Context, closing: Closing) {
        match closing {
            Closing::No => self.stay(),
            Closing::AfterInput => self.closing = closing,
            Closing::Now(Closes::Document(id)) => self.forget(id),
            Closing::Now(Closes::Window) => self.leave(ctx),
            Closing::Now(Closes::Project) => self.session.drop_project(),
            Closing::WhenSaved(closes) => {
                self.closing = closing;
                match closes {
                    Closes::Document(_) => self.save(ctx),
                    Closes::Window | Closes::Project => ctx.request_repaint(),
                }
            }
        }
    }

    /// Closes the window; nobody is asked any more.
    pub(super) fn leave(&mut self, ctx: &Context) {
        self.closing = Closing::Now(Closes::Window);
        ctx.send_viewport_cmd(egui::ViewportCommand::Close);
    }

    pub(super) fn ask_unsaved(&mut self, closes: Closes) {
        self.open_dialog(Unsaved { closes });
    }

    pub(super) fn open_export(&mut self) {
        self.commit_pending_edits();
        let Some(path) = self.session.suggested_path() else { return };
        let dialog = ExportDialog::open(&mut self.session, &path, self.window.state.export.as_ref());
        self.open_dialog(dialog);
    }

    /// Offers another encoding for a text that was imported and not worked on.
    pub(super) fn open_encoding(&mut self) {
        let Some(entry) = self.session.current_entry() else { return };
        if entry.path().is_some() && entry.document().is_some_and(|d| d.path().is_none()) {
            self.open_dialog(EncodingDialog::default());
        }
    }

    pub(super) fn open_earlier(&mut self) {
        self.commit_pending_edits();
        match self.session.list_earlier() {
            Ok(()) => self.open_dialog(EarlierDialog::default()),
            Err(error) => self.tell_refusal(Err(error)),
        }
    }

    fn split_label(&mut self, label: &LabelName) {
        let schema = self.session.schema_to_edit();
        let dialog = schema.as_ref().and_then(|schema| schema.label(label)).and_then(SplitLabelDialog::of);
        if let Some(dialog) = dialog {
            self.open_dialog(dialog);
        }
    }

    pub(super) fn open_schema_editor(&mut self) {
        self.open_dialog(SchemaEditor::default());
    }

    /// Asks about a change of the labels that touches annotations. What was open comes back once it is answered.
    pub(super) fn ask_migration(&mut self, migration: Migration) {
        let behind = self.dialog.take();
        let dialog = MigrationDialog::open(&mut self.session, migration, behind);
        self.open_dialog(dialog);
    }

    pub(super) fn open_history(&mut self) {
        self.commit_pending_edits();
        if let Some(dialog) = HistoryDialog::open(&mut self.session) {
            self.open_dialog(dialog);
        }
    }

    /// Shows what is wrong with the current document.
    pub(super) fn open_repair(&mut self) {
        let damaged = self.session.current_id().filter(|id| self.session.damaged(*id).is_some());
        if let Some(id) = damaged {
            self.open_dialog(MendDialog::of(id));
        }
    }

    /// A damaged file was read. Its dialog opens by itself where nothing else is being asked.
    pub(super) fn found_damaged(&mut self, id: EntryId) {
        self.tell(Tone::Warning, Message::message_id("read-only-unsound"));
        if self.dialog.is_none() && self.session.current_id() == Some(id) {
            self.open_repair();
        }
    }

    pub(super) fn save_repaired_at(&mut self, path: PathBuf) {
        match self.session.current_id().filter(|id| self.session.damaged(*id).is_some()) {
            Some(id) => self.session.save_repaired(id, path),
            None => self.tell(Tone::Warning, Message::message_id("refused-not-mended")),
        }
    }

    pub(super) fn look_in_text(&mut self, path: PathBuf) {
        self.commit_pending_edits();
        let done = self.session.look_in_new_text(path);
        self.tell_refusal(done);
    }

    /// The annotations were looked for in a new text: the analyst decides.
    pub(super) fn looked(&mut self) {
        if let Some(moving) = self.session.take_moving() {
            self.open_dialog(ReanchorDialog::of(moving));
        }
    }

    /// Asks about the file of the document that is shown, once for each change.
    pub(super) fn look_at_files(&mut self, ctx: &Context) {
        if ctx.input(|input| input.events.contains(&egui::Event::WindowFocused(true))) {
            self.session.look_at_files();
        }
        if self.dialog.is_some() {
            return;
        }
        let Some(id) = self.session.current_id() else { return };
        let asks = self.session.current().is_some_and(|d| d.away().is_some_and(|away| away.unasked) && !d.is_saving());
        if asks {
            self.commit_pending_edits();
            self.session.asked_about_file(id);
            self.open_dialog(FileChanged { entry: id });
        }
    }

    /// Tells what came of it, and puts what is to be decided before the analyst.
    pub(super) fn taken_over(
        &mut self,
        entry: EntryId,
        title: String,
        how: ReloadMode,
        conflicts: usize,
        other_text: bool,
        notes: &[MergeNote],
    ) {
        if other_text {
            self.pages.canvases.remove(&entry);
            self.pages.shown.retain(|other| *other != entry);
        }
        let word = match (how, conflicts) {
            (ReloadMode::ReadAgain, _) => "status-read-again",
            (ReloadMode::Merge, 0) => "status-merged",
            (ReloadMode::Merge, _) => "status-merged-conflicts",
        };
        let notes = notes.to_vec();
        let said = move |words: &Localizer| {
            let text = words.format(word, &[("title", (&title).into()), ("n", conflicts.into())]);
            [text].into_iter().chain(localized_all(&notes, words)).collect::<Vec<_>>().join(" · ")
        };
        self.tell(Tone::Good, Message::new(said));
        self.pages.focus_page = true;
        let merged_here = how == ReloadMode::Merge && conflicts > 0 && self.session.current_id() == Some(entry);
        if merged_here && self.dialog.is_none() {
            self.open_dialog(ConflictsDialog::default());
        }
    }
}
