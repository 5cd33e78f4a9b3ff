//! What is written for other programs: in which format, of which documents, where, and what that format cannot hold.

use std::path::{Path, PathBuf};

use egui::{Context, Key, Role, ScrollArea, Ui};

use super::path::{PathField, PathStatus, path_status, saying};
use super::{before_buttons, form_row};
use crate::arabic::clitics::CliticPolicy;
use crate::formats::{self, Layout, LossDetail, LossKind};
use crate::model::DocumentState;
use crate::session::notice::ExportNotice;
use crate::session::{Entry, EntryId, ExportGuard, ExportRequest, ReadOnly, Session, SessionEvent};
use crate::store::LastExport;
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::Localizer;
use crate::ui::modal::{Event, FileDialogPurpose, Flow, Modal, Request, UiContext};
use crate::ui::panels::choice_button;
use crate::ui::theme::{ROW, space};
use crate::ui::widgets::{BidiButton, BidiCheckbox, BidiLabel, BidiRadio, Row, Tone, dialog, mirrored_end, words};

/// A format to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatChoice<'a> {
    /// As the registry of formats names it.
    pub name: &'a str,
    /// Without a dot.
    pub extension: &'a str,
    /// It writes several files into a folder.
    pub folder: bool,
}

/// Which documents are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    #[default]
    Current,
    Open,
    Done,
}

/// Something the format cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loss<'a> {
    pub what: &'a str,
    /// How often that happens in the chosen documents.
    pub count: usize,
}

/// What the dialog shows.
#[derive(Clone, Copy)]
pub struct ExportInput<'a> {
    pub formats: &'a [FormatChoice<'a>],
    /// How many documents each of [`Which`] means, in their order.
    pub documents: [usize; 3],
    /// What would be lost; `None` while it is being worked out.
    pub losses: Option<&'a [Loss<'a>]>,
    /// What stands at a path; asked when the path changes.
    pub stands: &'a dyn Fn(&Path) -> PathStatus,
}

/// What the analyst decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportAction {
    /// Another format or other documents were chosen: what that loses is to be worked out.
    Weigh {
        request: ExportRequest,
        which: Which,
    },
    /// Asks for the system's own dialog.
    Browse {
        folder: bool,
    },
    Export {
        request: ExportRequest,
        which: Which,
        path: PathBuf,
    },
    Cancel,
}

/// The dialog while it is open.
#[derive(Clone, Debug)]
pub struct ExportDialog {
    format: usize,
    which: Which,
    /// What becomes of proclitics at the edges of spans.
    clitics: Option<CliticPolicy>,
    path: PathField,
    /// What was seen to be lost is accepted.
    accepted: bool,
    /// What the losses shown were asked for.
    weighed: Option<(usize, Which, Option<CliticPolicy>)>,
    /// What would be lost with how often, the most frequent first; `None` while it is worked out.
    losses: Option<Vec<(String, usize)>>,
}

impl Modal for ExportDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let formats = formats();
        let known = self.losses.clone();
        let losses: Option<Vec<Loss<'_>>> =
            known.as_ref().map(|losses| losses.iter().map(|(what, count)| Loss { what, count: *count }).collect());
        let input = ExportInput {
            formats: &formats,
            documents: DOCUMENTS.map(|(which, _)| chosen(cx.session, which).len()),
            losses: losses.as_deref(),
            stands: &path_status,
        };
        for action in self.draw(&cx.ctx, &input) {
            match action {
                ExportAction::Weigh { request, which } => {
                    self.losses = None;
                    cx.window.export = Some(self.remembered(&request));
                    let chosen = chosen(cx.session, which);
                    cx.session.preview_export(&chosen, request);
                }
                ExportAction::Browse { folder } => {
                    cx.request(Request::AskPath(FileDialogPurpose::Export { folder }));
                }
                ExportAction::Export { request, which, path } => {
                    let chosen = chosen(cx.session, which);
                    // The dialog says beside the path that a file there is replaced; of the files of a folder it says
                    // nothing.
                    let folder = formats.iter().any(|format| format.name == request.format && format.folder);
                    let guard = if folder { ExportGuard::OwnExports } else { ExportGuard::Confirmed };
                    cx.session.export(&chosen, request, path, guard);
                    return Flow::Close;
                }
                ExportAction::Cancel => return Flow::Close,
            }
        }
        Flow::Open
    }

    fn event(&mut self, event: &Event<'_>, cx: &mut UiContext<'_>) -> Flow {
        match event {
            Event::Notice(SessionEvent::Export(ExportNotice::Weighed { losses, .. })) => {
                self.take_losses(losses, &cx.words)
            }
            Event::Picked(FileDialogPurpose::Export { .. }, path) => self.path.replace(path.display().to_string()),
            _ => {}
        }
        Flow::Open
    }
}

/// Room for the names of the fields, in points.
const NAMES: f32 = 110.0;

/// The choices by the names they are remembered under.
const DOCUMENTS: [(Which, &str); 3] =
    [(Which::Current, "export-current"), (Which::Open, "export-open"), (Which::Done, "export-done")];
const CLITICS: [(Option<CliticPolicy>, &str); 4] = [
    (None, "export-clitics-as-made"),
    (Some(CliticPolicy::Include), "export-clitics-include"),
    (Some(CliticPolicy::Exclude), "export-clitics-exclude"),
    (Some(CliticPolicy::Split), "export-clitics-split"),
];

/// The formats that can be written.
fn formats() -> Vec<FormatChoice<'static>> {
    let choice = |format: &&'static dyn formats::Format| {
        let folder = format.layout()? == Layout::Folder;
        Some(FormatChoice { name: format.name(), extension: format.extensions()[0], folder })
    };
    formats::registry().iter().filter_map(choice).collect()
}

/// The documents an export is about: the one that is shown, all that are open, or those of them that are done.
fn chosen(session: &Session, which: Which) -> Vec<EntryId> {
    // A damaged document is shown in part: a dataset of it would lack the rest without a word.
    let whole = |entry: &&Entry| entry.document().is_some_and(|d| d.read_only() != Some(&ReadOnly::Unsound));
    let open = session.open_entries().filter(whole);
    open.filter(|entry| match which {
        Which::Current => Some(entry.id) == session.current_id(),
        Which::Open => true,
        Which::Done => entry.state() == Some(DocumentState::Done),
    })
    .map(|entry| entry.id)
    .collect()
}

impl ExportDialog {
    /// Proposes a place to write to.
    pub fn new(path: impl Into<String>) -> Self {
        ExportDialog {
            format: 0,
            which: Which::default(),
            clitics: None,
            path: PathField::new(path),
            accepted: false,
            weighed: None,
            losses: None,
        }
    }

    /// Begins with what was last chosen, for the document at `path`.
    pub fn open(session: &Session, path: &Path, last: Option<&LastExport>) -> Self {
        let formats = formats();
        let last = last.cloned().unwrap_or_default();
        let at = formats.iter().position(|format| format.name == last.format).unwrap_or(0);
        let mut dialog = ExportDialog::new(path.display().to_string());
        dialog.format = at;
        let which = DOCUMENTS.iter().find(|(_, name)| *name == last.documents).map(|(which, _)| *which);
        dialog.which = which.filter(|which| !chosen(session, *which).is_empty()).unwrap_or_default();
        dialog.clitics = CLITICS.iter().find(|(_, name)| *name == last.clitics).and_then(|(policy, _)| *policy);
        if let Some(format) = formats.get(at) {
            dialog.rename(*format);
        }
        dialog
    }

    fn remembered(&self, request: &ExportRequest) -> LastExport {
        let name = |found: Option<&str>| found.unwrap_or_default().to_owned();
        LastExport {
            format: request.format.clone(),
            documents: name(DOCUMENTS.iter().find(|(which, _)| *which == self.which).map(|(_, name)| *name)),
            clitics: name(CLITICS.iter().find(|(policy, _)| *policy == self.clitics).map(|(_, name)| *name)),
        }
    }

    /// Takes up what an export would lose, each kind once with its count.
    fn take_losses(&mut self, losses: &[formats::Loss], words: &Localizer) {
        let mut counts: Vec<((LossKind, LossDetail), usize)> = Vec::new();
        for loss in losses {
            let key = (loss.kind, loss.what.clone());
            match counts.iter_mut().find(|(known, _)| *known == key) {
                Some((_, count)) => *count += 1,
                None => counts.push((key, 1)),
            }
        }
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let told = |((kind, what), n): ((LossKind, LossDetail), usize)| {
            (format!("{}: {}", kind.localized(words), what.localized(words)), n)
        };
        self.losses = Some(counts.into_iter().map(told).collect());
    }

    pub fn draw(&mut self, ctx: &Context, input: &ExportInput<'_>) -> Vec<ExportAction> {
        let words = words(ctx);
        let mut actions = Vec::new();
        let Some(format) = input.formats.get(self.format).or(input.formats.first()).copied() else {
            return vec![ExportAction::Cancel];
        };
        let entered = ctx.input(|input| input.key_pressed(Key::Enter));
        let (_, close) = dialog(ctx, "export", &words.get("dialog-export-title"), 600.0, |ui| {
            let before = (self.format, self.which, self.clitics);
            self.choose_format(ui, format, input, &words);
            let on_choice = self.choose_documents(ui, input, &words) | self.choose_clitics(ui, &words);
            let format = input.formats.get(self.format).copied().unwrap_or(format);
            if before.0 != self.format {
                self.rename(format);
            }
            let submitted = self.choose_place(ui, format, input, &words, &mut actions);
            let now = (self.format, self.which, self.clitics);
            let wish = ExportRequest {
                format: format.name.to_owned(),
                clitics: self.clitics,
                columns: formats::ColumnOptions::default(),
            };
            if self.weighed != Some(now) {
                self.weighed = Some(now);
                self.accepted = false;
                actions.push(ExportAction::Weigh { request: wish.clone(), which: self.which });
            }
            // What is shown until the answer comes was worked out for another choice.
            let losses = if before == now { input.losses } else { None };
            ui.add_space(space::M);
            self.show_losses(ui, losses, &words);
            before_buttons(ui);
            mirrored_end(ui, |ui| {
                let ready = self.ready(input, losses);
                let pressed = ui.add_enabled(ready, BidiButton::primary(&words.get("export-write"))).clicked();
                // Enter on a choice or in the field writes, but replaces no file: that needs the button.
                let enter = submitted || (on_choice && entered);
                if pressed || (enter && ready && self.path.standing() != Some(PathStatus::File)) {
                    let path = self.path.path();
                    actions.push(ExportAction::Export { request: wish, which: self.which, path });
                }
                if ui.add(BidiButton::quiet(&words.get("action-cancel"))).clicked() {
                    actions.push(ExportAction::Cancel);
                }
            });
        });
        if close {
            actions.push(ExportAction::Cancel);
        }
        actions
    }

    fn choose_format(&mut self, ui: &mut Ui, now: FormatChoice<'_>, input: &ExportInput<'_>, words: &Localizer) {
        let name = words.get("dialog-export-format");
        form_row(ui, &name, NAMES, |ui| {
            let chosen = described(now, words);
            let spoken = format!("{name}: {}", now.name);
            choice_button(ui, &chosen, &spoken, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (at, format) in input.formats.iter().enumerate() {
                    let detail = extent(*format, words);
                    let row = Row::new(format.name).detail(&detail).ticked(at == self.format);
                    if ui.add(row.role(Role::MenuItemRadio)).clicked() {
                        self.format = at;
                        ui.close();
                    }
                }
            });
        });
    }

    /// True while one of the choices has the keyboard.
    fn choose_documents(&mut self, ui: &mut Ui, input: &ExportInput<'_>, words: &Localizer) -> bool {
        form_row(ui, &words.get("export-documents"), NAMES, |ui| {
            let mut focused = false;
            for ((which, name), count) in DOCUMENTS.into_iter().zip(input.documents) {
                let text = words.format(name, &[("n", count.into())]);
                let radio = ui.add_enabled(count > 0, BidiRadio::new(self.which == which, &text));
                if radio.clicked() {
                    self.which = which;
                }
                focused |= radio.has_focus();
            }
            focused
        })
    }

    /// Corpora differ in whether وبالقاهرة is a place or القاهرة alone: spans are kept as they were made, and the dataset
    /// is written as it is wanted. True while one of the choices has the keyboard.
    fn choose_clitics(&mut self, ui: &mut Ui, words: &Localizer) -> bool {
        form_row(ui, &words.get("export-clitics"), NAMES, |ui| {
            let mut focused = false;
            for (policy, name) in CLITICS {
                let text = words.get(name);
                let radio = ui.add(BidiRadio::new(self.clitics == policy, &text));
                if radio.clicked() {
                    self.clitics = policy;
                }
                focused |= radio.has_focus();
            }
            focused
        })
    }

    /// True where Enter was pressed in the field.
    fn choose_place(
        &mut self,
        ui: &mut Ui,
        format: FormatChoice<'_>,
        input: &ExportInput<'_>,
        words: &Localizer,
        actions: &mut Vec<ExportAction>,
    ) -> bool {
        let name = words.get(if format.folder { "export-folder" } else { "export-file" });
        form_row(ui, &name, NAMES, |ui| {
            let (field, browse) = self.path.show(ui, &name, input.stands);
            if browse {
                actions.push(ExportAction::Browse { folder: format.folder });
            }
            let said = match (self.path.standing(), format.folder) {
                (None, _) => None,
                (Some(PathStatus::Folder), true) => Some(("path-into-folder", Tone::Weak)),
                (Some(PathStatus::File), true) => Some(("path-is-file", Tone::Warning)),
                (Some(standing), _) => Some(saying(standing, false)),
            };
            let (text, tone) = said.map_or((" ".to_owned(), Tone::Weak), |(word, tone)| (words.get(word), tone));
            ui.add(BidiLabel::new(&text).small().tone(tone).wrap());
            field.submitted
        })
    }

    fn show_losses(&mut self, ui: &mut Ui, losses: Option<&[Loss<'_>]>, words: &Localizer) {
        let Some(losses) = losses else {
            ui.add(BidiLabel::new(&words.get("export-weighing")).weak());
            return;
        };
        if losses.is_empty() {
            ui.add(BidiLabel::new(&words.get("dialog-export-nothing-lost")).tone(Tone::Good).wrap());
            return;
        }
        ui.add(BidiLabel::new(&words.get("dialog-export-losses")).tone(Tone::Warning).wrap());
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ScrollArea::vertical().max_height(ROW * 5.0).auto_shrink([false, true]).show(ui, |ui| {
                for loss in losses {
                    let count = words.number(loss.count);
                    ui.add(Row::new(loss.what).trailing(&count).role(Role::ListItem));
                }
            });
        });
        ui.add(BidiCheckbox::new(&mut self.accepted, &words.get("export-accept")));
    }

    fn ready(&self, input: &ExportInput<'_>, losses: Option<&[Loss<'_>]>) -> bool {
        let folder = input.formats.get(self.format).is_some_and(|format| format.folder);
        let place = match self.path.standing() {
            Some(PathStatus::Nothing) => true,
            Some(PathStatus::File) => !folder,
            Some(PathStatus::Folder) => folder,
            Some(PathStatus::NoFolder | PathStatus::Unreadable) | None => false,
        };
        let seen = losses.is_some_and(|losses| losses.is_empty() || self.accepted);
        place && seen && input.documents[self.which as usize] > 0
    }

    /// Gives the proposed file the extension of the format.
    fn rename(&mut self, format: FormatChoice<'_>) {
        if self.path.is_empty() {
            return;
        }
        let extension = if format.folder { "" } else { format.extension };
        self.path.replace(self.path.path().with_extension(extension).display().to_string());
    }
}

/// What a format makes: a file with its extension, or a folder.
fn extent(format: FormatChoice<'_>, words: &Localizer) -> String {
    if format.folder { words.get("export-makes-folder") } else { format!("\u{2066}.{}\u{2069}", format.extension) }
}

fn described(format: FormatChoice<'_>, words: &Localizer) -> String {
    format!("{}  {}", format.name, extent(format, words))
}
