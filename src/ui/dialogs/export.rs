//! What is written for other programs: in which format, of which documents, where, and what that format cannot hold.

use std::path::{Path, PathBuf};

use egui::{Context, Role, ScrollArea, Ui};

use super::path::{PathField, Standing, saying};
use super::{before_buttons, form_row};
use crate::arabic::clitics::CliticPolicy;
use crate::session::ExportRequest;
use crate::ui::panels::choice_button;
use crate::ui::theme::{ROW, space};
use crate::ui::widgets::{BidiButton, BidiCheckbox, BidiLabel, BidiRadio, Row, Tone, dialog, mirrored_end, words};
use crate::ui::words::Words;

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
    pub stands: &'a dyn Fn(&Path) -> Standing,
}

/// What the analyst decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportAction {
    /// Another format or other documents were chosen: what that loses is to be worked out.
    Weigh {
        request: ExportRequest,
        which: Which,
    },
    /// Asks for the system's own dialog; answer with [`ExportDialog::choose_path`].
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
}

/// Room for the names of the fields, in points.
const NAMES: f32 = 110.0;

impl ExportDialog {
    /// Proposes a place to write to.
    pub fn new(path: impl Into<String>) -> Self {
        let path = PathField::new(path);
        ExportDialog { format: 0, which: Which::default(), clitics: None, path, accepted: false, weighed: None }
    }

    /// Takes the place that the system's dialog gave.
    pub fn choose_path(&mut self, path: &Path) {
        self.path.replace(path.display().to_string());
    }

    pub fn show(&mut self, ctx: &Context, input: &ExportInput<'_>) -> Vec<ExportAction> {
        let words = words(ctx);
        let mut actions = Vec::new();
        let Some(format) = input.formats.get(self.format).or(input.formats.first()).copied() else {
            return vec![ExportAction::Cancel];
        };
        let (_, close) = dialog(ctx, "export", &words.get("dialog-export-title"), 600.0, |ui| {
            let before = (self.format, self.which, self.clitics);
            self.choose_format(ui, format, input, &words);
            self.choose_documents(ui, input, &words);
            self.choose_clitics(ui, &words);
            let format = input.formats.get(self.format).copied().unwrap_or(format);
            if before.0 != self.format {
                self.rename(format);
            }
            self.choose_place(ui, format, input, &words, &mut actions);
            let now = (self.format, self.which, self.clitics);
            let wish = ExportRequest { format: format.name.to_owned(), clitics: self.clitics };
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
                if ui.add_enabled(self.ready(input, losses), BidiButton::primary(&words.get("export-write"))).clicked()
                {
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

    fn choose_format(&mut self, ui: &mut Ui, now: FormatChoice<'_>, input: &ExportInput<'_>, words: &Words) {
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

    fn choose_documents(&mut self, ui: &mut Ui, input: &ExportInput<'_>, words: &Words) {
        form_row(ui, &words.get("export-documents"), NAMES, |ui| {
            let choices =
                [(Which::Current, "export-current"), (Which::Open, "export-open"), (Which::Done, "export-done")];
            for ((which, word), count) in choices.into_iter().zip(input.documents) {
                let text = words.format(word, &[("n", count.into())]);
                let radio = BidiRadio::new(self.which == which, &text);
                if ui.add_enabled(count > 0, radio).clicked() {
                    self.which = which;
                }
            }
        });
    }

    /// Corpora differ in whether وبالقاهرة is a place or القاهرة alone: spans are kept as they were made, and the dataset
    /// is written as it is wanted.
    fn choose_clitics(&mut self, ui: &mut Ui, words: &Words) {
        form_row(ui, &words.get("export-clitics"), NAMES, |ui| {
            let choices = [
                (None, "export-clitics-as-made"),
                (Some(CliticPolicy::Include), "export-clitics-include"),
                (Some(CliticPolicy::Exclude), "export-clitics-exclude"),
                (Some(CliticPolicy::Split), "export-clitics-split"),
            ];
            for (policy, word) in choices {
                if ui.add(BidiRadio::new(self.clitics == policy, &words.get(word))).clicked() {
                    self.clitics = policy;
                }
            }
        });
    }

    fn choose_place(
        &mut self,
        ui: &mut Ui,
        format: FormatChoice<'_>,
        input: &ExportInput<'_>,
        words: &Words,
        actions: &mut Vec<ExportAction>,
    ) {
        let name = words.get(if format.folder { "export-folder" } else { "export-file" });
        form_row(ui, &name, NAMES, |ui| {
            let (_, browse) = self.path.show(ui, &name, input.stands);
            if browse {
                actions.push(ExportAction::Browse { folder: format.folder });
            }
            let said = match (self.path.standing(), format.folder) {
                (None, _) => None,
                (Some(Standing::Folder), true) => Some(("path-into-folder", Tone::Weak)),
                (Some(Standing::File), true) => Some(("path-is-file", Tone::Warning)),
                (Some(standing), _) => Some(saying(standing, false)),
            };
            let (text, tone) = said.map_or((" ".to_owned(), Tone::Weak), |(word, tone)| (words.get(word), tone));
            ui.add(BidiLabel::new(&text).small().tone(tone).wrap());
        });
    }

    fn show_losses(&mut self, ui: &mut Ui, losses: Option<&[Loss<'_>]>, words: &Words) {
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
            Some(Standing::Nothing) => true,
            Some(Standing::File) => !folder,
            Some(Standing::Folder) => folder,
            Some(Standing::NoFolder | Standing::Unreadable) | None => false,
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
fn extent(format: FormatChoice<'_>, words: &Words) -> String {
    if format.folder { words.get("export-makes-folder") } else { format!("\u{2066}.{}\u{2069}", format.extension) }
}

fn described(format: FormatChoice<'_>, words: &Words) -> String {
    format!("{}  {}", format.name, extent(format, words))
}
