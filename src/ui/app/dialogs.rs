//! The dialog that is open, and what its answers mean.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Context, Response};

use super::files::{Wanted, stands};
use super::mending::Settling;
use super::proposals::Proposing;
use super::{App, with_extension_of};
use crate::arabic::clitics::normalised;
use crate::arabic::words;
use crate::formats::{self, Layout, Loss, LossKind, What};
use crate::model::AnnotationId;
use crate::session::{Entry, EntryId, ExportGuard, Failure, ReadOnly, Selection, TextSelection};
use crate::ui::command::UiCommand;
use crate::ui::dialogs::conflicts::{ConflictsAction, ConflictsDialog, ConflictsInput};
use crate::ui::dialogs::earlier::EarlierDialog;
use crate::ui::dialogs::encoding::{EncodingAction, EncodingDialog, EncodingInput};
use crate::ui::dialogs::export::{self, ExportAction, ExportDialog, ExportInput, FormatChoice, Which};
use crate::ui::dialogs::go_to::{GoToAction, GoToDialog};
use crate::ui::dialogs::keys::KeysPage;
use crate::ui::dialogs::mend::MendDialog;
use crate::ui::dialogs::path::{PathAction, PathPrompt, PathPurpose};
use crate::ui::dialogs::reading;
use crate::ui::dialogs::schema_editor::{SchemaAction, SchemaEditor, SchemaInput};
use crate::ui::dialogs::settings::{SettingsAction, SettingsDialog};
use crate::ui::message::Message;
use crate::ui::telling::Told as _;
use crate::ui::widgets::{
    BidiLabel, Choice, HelpOutcome, PaletteOutcome, PaletteState, Tone, column, confirm, help, palette,
};

/// Characters of an annotation's text that its card shows.
const MOST_HOVERED: usize = 160;

/// A dialog over the page. One at a time.
#[derive(Debug)]
pub(super) enum Dialog {
    Help(String),
    Palette(PaletteState),
    Path(PathPrompt),
    Export(Box<Exporting>),
    Schema(Box<SchemaEditor>),
    Settings(SettingsDialog),
    Conflicts(ConflictsDialog),
    Earlier(EarlierDialog),
    Encoding(EncodingDialog),
    GoTo(GoToDialog),
    Proposals(Box<Proposing>),
    Mend(EntryId, MendDialog),
    Reanchor(Box<Settling>),
    /// Reading aids on a text, with what it stands for where that is not what is written.
    Reading(String, Option<String>),
    /// Of one document that is to be closed, or of all with the window.
    Unsaved {
        closing: Option<EntryId>,
    },
    InTheWay {
        entry: EntryId,
        path: PathBuf,
        why: Arc<Failure>,
    },
    /// Another program changed the file of a document.
    ChangedOnDisk {
        entry: EntryId,
    },
}

/// The export dialog and what is known of the loss it would mean.
#[derive(Debug)]
pub(super) struct Exporting {
    pub dialog: ExportDialog,
    /// Kinds and causes with how often, the most frequent first; `None` while it is worked out.
    losses: Option<Vec<(String, usize)>>,
}

/// What is to be done about unsaved work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unsaved {
    Save,
    Discard,
    Stay,
}

impl App {
    pub(super) fn show_dialogs(&mut self, ctx: &Context) {
        let Some(dialog) = self.dialog.take() else { return };
        let next = match dialog {
            Dialog::Help(filter) => self.show_help(ctx, filter),
            Dialog::Palette(state) => self.show_palette(ctx, state),
            Dialog::Path(prompt) => self.show_path(ctx, prompt),
            Dialog::Export(exporting) => self.show_export(ctx, exporting),
            Dialog::Schema(editor) => self.show_schema(ctx, editor),
            Dialog::Settings(dialog) => self.show_settings(ctx, dialog),
            Dialog::Conflicts(dialog) => self.show_conflicts(ctx, dialog),
            Dialog::Earlier(dialog) => self.show_earlier(ctx, dialog),
            Dialog::Encoding(dialog) => self.show_encoding(ctx, dialog),
            Dialog::GoTo(dialog) => self.show_go_to(ctx, dialog),
            Dialog::Reading(quote, normalised) => {
                let close = reading::show(ctx, &quote, normalised.as_deref());
                (!close).then_some(Dialog::Reading(quote, normalised))
            }
            Dialog::Mend(id, dialog) => self.show_mend(ctx, id, dialog),
            Dialog::Reanchor(settling) => self.show_reanchor(ctx, settling),
            Dialog::Proposals(proposing) => self.show_proposals(ctx, proposing),
            Dialog::Unsaved { closing } => self.ask_unsaved(ctx, closing),
            Dialog::InTheWay { entry, path, why } => self.ask_in_the_way(ctx, entry, path, why),
            Dialog::ChangedOnDisk { entry } => self.ask_changed_on_disk(ctx, entry),
        };
        // What an answer opened stands; else the dialog stays or the page gets the keyboard back.
        if self.dialog.is_none() {
            self.focus_page |= next.is_none();
            self.dialog = next;
        }
    }

    fn show_palette(&mut self, ctx: &Context, mut state: PaletteState) -> Option<Dialog> {
        match palette(ctx, &mut state, &self.keys, self.enabled()) {
            PaletteOutcome::Open => Some(Dialog::Palette(state)),
            PaletteOutcome::Closed => None,
            PaletteOutcome::Chosen(command) => {
                self.carry_out(ctx, command);
                None
            }
        }
    }

    /// The key list leads to where a key is changed: that of a command in the settings, that of a label in its schema.
    fn show_help(&mut self, ctx: &Context, mut filter: String) -> Option<Dialog> {
        match help(ctx, &self.keys, &mut filter) {
            HelpOutcome::Open => Some(Dialog::Help(filter)),
            HelpOutcome::Closed => None,
            HelpOutcome::Chosen(command) if self.keys.label(command).is_some() => {
                self.carry_out(ctx, UiCommand::EditSchema);
                None
            }
            HelpOutcome::Chosen(command) => {
                let page = KeysPage::new(self.keys.labels().clone()).of(command);
                Some(Dialog::Settings(SettingsDialog::on_keys(page)))
            }
        }
    }

    fn show_go_to(&mut self, ctx: &Context, mut dialog: GoToDialog) -> Option<Dialog> {
        let text = self.session.current()?.content().document.text().clone();
        match dialog.show(ctx, &text) {
            Some(GoToAction::Go(at)) => {
                self.go_to_byte(at);
                None
            }
            Some(GoToAction::Cancel) => None,
            None => Some(Dialog::GoTo(dialog)),
        }
    }

    /// Puts the caret at a byte of the text and shows it.
    fn go_to_byte(&mut self, at: usize) {
        let Some(document) = self.session.current_mut() else { return };
        let at = words::floor_edge(document.content().text(), at);
        document.selection = Selection { text: TextSelection::caret(at), annotation: None };
        self.canvas_follows();
    }

    fn show_path(&mut self, ctx: &Context, mut prompt: PathPrompt) -> Option<Dialog> {
        let purpose: PathPurpose = prompt.purpose;
        match prompt.show(ctx, &stands) {
            Some(PathAction::Accept(path)) => {
                self.take_typed(purpose, path);
                None
            }
            Some(PathAction::Browse) => {
                // The prompt stays behind the system's dialog, for when that is cancelled or cannot be shown.
                self.dialog = Some(Dialog::Path(prompt));
                self.browse(ctx, purpose);
                self.dialog.take()
            }
            Some(PathAction::Cancel) => {
                if purpose == PathPurpose::SaveMended {
                    self.open_mend();
                }
                self.stay();
                None
            }
            None => Some(Dialog::Path(prompt)),
        }
    }

    pub(super) fn open_export(&mut self) {
        self.put_note_in();
        let Some(path) = self.session.suggested_path() else { return };
        let format = formats::registry().iter().find(|format| format.layout().is_some());
        let extension = format.map_or("jsonl", |format| format.extensions()[0]);
        let dialog = ExportDialog::new(with_extension_of(&path, extension));
        self.dialog = Some(Dialog::Export(Box::new(Exporting { dialog, losses: None })));
    }

    /// The documents an export is about: the one that is shown, all that are open, or those of them that are done.
    fn chosen(&self, which: Which) -> Vec<EntryId> {
        // A damaged document is shown in part: a dataset of it would lack the rest without a word.
        let whole = |entry: &Entry| entry.document().is_some_and(|d| d.read_only() != Some(&ReadOnly::Unsound));
        let open = self.session.entries().iter().filter(|entry| whole(entry));
        open.filter(|entry| match which {
            Which::Current => Some(entry.id) == self.session.current_id(),
            Which::Open => true,
            Which::Done => entry.state() == Some(crate::model::DocumentState::Done),
        })
        .map(|entry| entry.id)
        .collect()
    }

    fn show_export(&mut self, ctx: &Context, mut exporting: Box<Exporting>) -> Option<Dialog> {
        let choices: Vec<FormatChoice> = formats::registry()
            .iter()
            .filter_map(|format| {
                let folder = format.layout()? == Layout::Folder;
                Some(FormatChoice { name: format.name(), extension: format.extensions()[0], folder })
            })
            .collect();
        let losses: Option<Vec<export::Loss>> = exporting
            .losses
            .as_ref()
            .map(|losses| losses.iter().map(|(what, count)| export::Loss { what, count: *count }).collect());
        let input = ExportInput {
            formats: &choices,
            documents: [Which::Current, Which::Open, Which::Done].map(|which| self.chosen(which).len()),
            losses: losses.as_deref(),
            stands: &stands,
        };
        for action in exporting.dialog.show(ctx, &input) {
            match action {
                ExportAction::Weigh { request, which } => {
                    exporting.losses = None;
                    let chosen = self.chosen(which);
                    self.session.weigh_export(&chosen, request);
                }
                ExportAction::Browse { folder } => self.ask(ctx, Wanted::Export { folder }),
                ExportAction::Export { request, which, path } => {
                    let chosen = self.chosen(which);
                    // The dialog says beside the path that a file there is replaced; of the files of a folder it says nothing.
                    let folder = formats::by_name(&request.format).and_then(|f| f.layout()) == Some(Layout::Folder);
                    let guard = if folder { ExportGuard::OwnExports } else { ExportGuard::Confirmed };
                    self.session.export(&chosen, request, path, guard);
                    return None;
                }
                ExportAction::Cancel => return None,
            }
        }
        Some(Dialog::Export(exporting))
    }

    /// Takes up what an export would lose, each kind once with its count.
    pub(super) fn weighed(&mut self, losses: Vec<Loss>) {
        let mut counts: Vec<((LossKind, What), usize)> = Vec::new();
        for loss in losses {
            let key = (loss.kind, loss.what);
            match counts.iter_mut().find(|(known, _)| *known == key) {
                Some((_, count)) => *count += 1,
                None => counts.push((key, 1)),
            }
        }
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let words = &self.words;
        let worded =
            counts.into_iter().map(|((kind, what), n)| (format!("{}: {}", kind.told(words), what.told(words)), n));
        let worded = worded.collect();
        if let Some(Dialog::Export(exporting)) = &mut self.dialog {
            exporting.losses = Some(worded);
        }
    }

    fn show_schema(&mut self, ctx: &Context, mut editor: Box<SchemaEditor>) -> Option<Dialog> {
        let content = self.session.current()?.content();
        let schema = content.schema.clone();
        let counts = content.annotations.label_counts().clone();
        let refused = self.refused.clone();
        let input = SchemaInput { schema: &schema, counts: &counts, keys: &self.keys, refused: refused.as_deref() };
        let mut close = false;
        for action in editor.show(ctx, &input) {
            match action {
                SchemaAction::Do(command) => {
                    let done = self.session.dispatch(command);
                    self.refused = done.err().map(|error| error.told(&self.words));
                    if let Some(document) = self.session.current() {
                        self.session.schema = document.content().schema.clone();
                    }
                }
                SchemaAction::Load => self.carry_out(ctx, UiCommand::LoadSchema),
                SchemaAction::Save => self.carry_out(ctx, UiCommand::SaveSchema),
                SchemaAction::Close => close = true,
            }
        }
        if close {
            self.refused = None;
            return None;
        }
        Some(Dialog::Schema(editor))
    }

    fn show_conflicts(&mut self, ctx: &Context, mut dialog: ConflictsDialog) -> Option<Dialog> {
        let document = self.session.current()?;
        let refused = self.refused.clone();
        let input =
            ConflictsInput { document: document.content(), can_undo: document.can_undo(), refused: refused.as_deref() };
        let mut close = false;
        for action in dialog.show(ctx, &input) {
            match action {
                ConflictsAction::Do(command) => {
                    self.refused = self.session.dispatch(command).err().map(|error| error.told(&self.words));
                }
                ConflictsAction::Undo => self.carry_out(ctx, UiCommand::Undo),
                ConflictsAction::Close => close = true,
            }
        }
        if close {
            self.refused = None;
            return None;
        }
        Some(Dialog::Conflicts(dialog))
    }

    fn show_settings(&mut self, ctx: &Context, mut dialog: SettingsDialog) -> Option<Dialog> {
        let mut close = false;
        for action in dialog.show(ctx, &self.settings) {
            match action {
                SettingsAction::Changed(settings) => self.change_settings(ctx, *settings),
                SettingsAction::Close => close = true,
            }
        }
        (!close).then_some(Dialog::Settings(dialog))
    }

    /// Offers another encoding for a text that was imported and not worked on.
    pub(super) fn open_encoding(&mut self) {
        let Some(entry) = self.session.current_entry() else { return };
        if entry.path().is_none() || entry.document().is_none_or(|d| d.path().is_some()) {
            return;
        }
        self.preview = None;
        self.dialog = Some(Dialog::Encoding(EncodingDialog::default()));
    }

    fn show_encoding(&mut self, ctx: &Context, mut dialog: EncodingDialog) -> Option<Dialog> {
        let entry = self.session.current_entry()?;
        let (id, document) = (entry.id, entry.document()?);
        let path = entry.path()?.clone();
        let metadata = document.content().document.metadata();
        let current = metadata.get("encoding").map_or("UTF-8", String::as_str);
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let begin = || document.content().text().chars().take(400).collect::<String>();
        let (preview, unreadable) = match &self.preview {
            Some((preview, unreadable)) => (preview.clone(), *unreadable),
            None => (Some(begin()), 0),
        };
        let guessed = self.session.encoding.is_none() && !metadata.contains_key("byte-order-mark");
        let input = EncodingInput { file: &file, current, guessed, preview: preview.as_deref(), unreadable };
        match dialog.show(ctx, &input) {
            Some(EncodingAction::Preview(encoding)) => {
                self.preview = Some((None, 0));
                self.session.preview(path, encoding);
                Some(Dialog::Encoding(dialog))
            }
            Some(EncodingAction::Reopen(encoding)) => {
                match self.session.reopen(id, encoding) {
                    true => drop(self.canvases.remove(&id)),
                    false => self.tell(Tone::Warning, Message::word("refused-reopen")),
                }
                None
            }
            Some(EncodingAction::Cancel) => None,
            None => Some(Dialog::Encoding(dialog)),
        }
    }

    /// Closes the window; nobody is asked any more.
    pub(super) fn leave(&mut self, ctx: &Context) {
        self.leaving = true;
        ctx.send_viewport_cmd(egui::ViewportCommand::Close);
    }

    fn ask_unsaved(&mut self, ctx: &Context, closing: Option<EntryId>) -> Option<Dialog> {
        let words = self.words.clone();
        let count = match closing {
            Some(id) => usize::from(self.session.entry(id).is_some_and(Entry::is_dirty)),
            None => self.session.entries().iter().filter(|entry| entry.is_dirty()).count(),
        };
        // A save that was under way has ended: nothing is left to ask, and what was asked for is done.
        if count == 0 {
            match closing {
                Some(id) => self.forget(id),
                None => self.leave(ctx),
            }
            return None;
        }
        let body = words.format("dialog-unsaved-body", &[("n", count.into())]);
        let (save, discard) = (words.get("action-save"), words.get("action-discard"));
        let choices = [
            Choice { answer: Unsaved::Save, text: &save, danger: false },
            Choice { answer: Unsaved::Discard, text: &discard, danger: true },
        ];
        let answer = confirm(ctx, &words.get("dialog-unsaved-title"), &body, &choices, Unsaved::Stay);
        match (answer, closing) {
            (None, closing) => return Some(Dialog::Unsaved { closing }),
            (Some(Unsaved::Stay), _) => {}
            (Some(Unsaved::Discard), Some(id)) => self.forget(id),
            (Some(Unsaved::Discard), None) => self.leave(ctx),
            (Some(Unsaved::Save), Some(id)) => {
                self.close_when_saved = Some(id);
                self.save(ctx);
            }
            (Some(Unsaved::Save), None) => {
                self.leave_when_saved = true;
                ctx.request_repaint();
            }
        }
        None
    }

    /// What rests under the pointer: label, quote, offsets, annotator, note.
    pub(super) fn describe_hovered(&mut self, response: &Response, id: &AnnotationId) {
        let (Some(entry), Some(document)) = (self.session.current_id(), self.session.current()) else { return };
        let Some(annotation) = document.content().annotations.get(id).cloned() else { return };
        let place = self.known.place(entry, document, annotation.spans.extent());
        let quote = document.content().quote_start(&annotation, MOST_HOVERED);
        let label = document.content().schema.label(&annotation.label);
        let words = self.words.clone();
        let extent = annotation.spans.extent();
        let stands_for = normalised(document.content().text(), extent, self.session.vocabulary());
        let aids = reading::brief(&quote, stands_for.as_deref());
        let named = label.map(|l| crate::ui::panels::labels::label_name(l, words.language()).to_owned());
        let title = match named {
            Some(name) if name != annotation.label.as_str() => format!("{name} · {}", annotation.label),
            _ => annotation.label.to_string(),
        };
        response.clone().on_hover_ui_at_pointer(|ui| {
            ui.set_max_width(ui.spacing().tooltip_width);
            column(ui, |ui| {
                ui.add(BidiLabel::heading(&title));
                ui.add(BidiLabel::new(&quote).wrap());
                for (word, text) in &aids {
                    let aid = format!("{}: {}", words.get(word), crate::ui::words::isolated(text));
                    ui.add(BidiLabel::new(&aid).small().wrap());
                }
                let offsets = [("start", place.start.into()), ("end", place.end.into())];
                ui.add(BidiLabel::new(&words.format("hover-offsets", &offsets)).small().weak());
                let by = format!(
                    "{}: {}",
                    words.get("hover-annotator"),
                    crate::ui::words::isolated(annotation.record.annotator.as_str())
                );
                ui.add(BidiLabel::new(&by).small().weak());
                if !annotation.record.note.is_empty() {
                    let note = format!("{}: {}", words.get("hover-note"), annotation.record.note);
                    ui.add(BidiLabel::new(&note).small().wrap());
                }
            });
        });
    }
}
