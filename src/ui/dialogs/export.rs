//! What is written for other programs: in which format, of which documents, where, and what that format cannot hold.

mod choices;
mod filter;
mod losses;
mod parts;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Context, Key, Role, ScrollArea, Ui};

use self::losses::Opened;
pub use self::losses::Outlook;
use self::parts::PartsChoice;
use super::path::{PathStatus, path_status, saying};
use super::path_field::PathField;
use super::{before_buttons, form_row};
use crate::arabic::clitics::CliticPolicy;
use crate::formats::{self, ColumnOptions, ExportChoice, Layout, Offer, only_offered};
use crate::model::{Annotator, DocumentState};
use crate::session::{
    EntryId, ExportFilter, ExportGuard, ExportNames, ExportOutcome, ExportPreview, ExportRequest, Pending, Session,
    SessionFailure,
};
use crate::store::LastExport;
use crate::ui::l10n::{Localize as _, format_name};
use crate::ui::localizer::{Localizer, without_isolates};
use crate::ui::modal::{Event, FileDialogPurpose, Flow, Modal, Request, UiContext};
use crate::ui::panels::{choice_button, icons};
use crate::ui::theme::{ROW, space};
use crate::ui::widgets::{
    BidiButton, BidiCheckbox, BidiLabel, BidiRadio, Row, Tone, column, dialog, mirrored, mirrored_end,
    mirrored_wrapped, words,
};
use crate::workspace::export::losses_beside;

/// A format to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatChoice<'a> {
    /// As the registry of formats names it.
    pub name: &'a str,
    /// Without a dot.
    pub extension: &'a str,
    /// It writes several files into a folder.
    pub folder: bool,
    /// What may be chosen about a dataset of it.
    pub offers: &'a [Offer],
}

impl FormatChoice<'_> {
    fn has_tokens(&self) -> bool {
        self.offers.iter().any(|offer| offer.choice == ExportChoice::Tokens)
    }
}

/// Which documents are written, as far as the filter takes them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    #[default]
    Current,
    Listed,
    /// Those that the list's own filter takes.
    Filtered,
}

/// What the dialog shows.
#[derive(Clone, Copy)]
pub struct ExportInput<'a> {
    pub formats: &'a [FormatChoice<'a>],
    /// How many documents each of [`Which`] means, in their order.
    pub documents: [usize; 3],
    /// How many of the list cannot be exported as they are: they could not be read, or are of another format and not read yet.
    pub left_out: usize,
    /// What a filter may ask for.
    pub names: &'a ExportNames,
    pub outlook: Outlook<'a>,
    /// What stands at a path; asked when the path changes.
    pub stands: &'a dyn Fn(&Path) -> PathStatus,
}

/// What the analyst decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportAction {
    /// Something else was chosen: what that loses is to be worked out.
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
        guard: ExportGuard,
    },
    /// Lists what is lost in a file.
    SaveLosses {
        path: PathBuf,
    },
    Cancel,
}

/// What an export loses, once it is known.
type Answer = Pending<Result<ExportPreview, Arc<SessionFailure>>>;

/// The dialog while it is open.
#[derive(Debug)]
pub struct ExportDialog {
    format: usize,
    which: Which,
    /// What becomes of proclitics at the edges of spans.
    clitics: Option<CliticPolicy>,
    /// What else was chosen, for whatever format offers it.
    columns: ColumnOptions,
    filter: ExportFilter,
    parts: PartsChoice,
    names: Pending<ExportNames>,
    /// Annotators that were met while documents were read.
    annotators: BTreeSet<Annotator>,
    /// How many documents each choice means and how many of the list none does, and when that was so.
    counted: Option<(u64, [usize; 3], usize)>,
    path: PathField,
    /// Files in the folder give way that came from no export.
    replace: bool,
    /// What was seen to be lost is accepted.
    accepted: bool,
    /// What the losses shown were asked for.
    weighed: Option<(ExportRequest, Which)>,
    answer: Option<Answer>,
    opened: Opened,
}

impl Modal for ExportDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let formats = formats();
        let answer = self.answer.take();
        let why;
        let outlook = match answer.as_ref().and_then(Pending::get) {
            None => Outlook::Weighing,
            Some(Ok((report, outcome))) => Outlook::Known(report, outcome),
            Some(Err(failure)) => {
                why = failure.localized(&cx.words);
                Outlook::Failed(&why)
            }
        };
        if let Some(Ok((_, outcome))) = answer.as_ref().and_then(Pending::get)
            && !outcome.annotators.is_subset(&self.annotators)
        {
            self.annotators.extend(outcome.annotators.iter().cloned());
        }
        let known = std::mem::replace(&mut self.names, Pending::from(ExportNames::default()));
        let mut names = known.get().map_or_else(Cow::default, Cow::Borrowed);
        if self.annotators.iter().any(|annotator| !names.annotators.contains(annotator)) {
            let names = names.to_mut();
            names.annotators.extend(self.annotators.iter().cloned());
            names.annotators.sort_unstable();
            names.annotators.dedup();
        }
        let (documents, left_out) = self.count(cx.session);
        let input =
            ExportInput { formats: &formats, documents, left_out, names: &names, outlook, stands: &path_status };
        let actions = self.draw(&cx.ctx, &input);
        drop(names);
        self.answer = answer;
        self.names = known;
        for action in actions {
            match action {
                ExportAction::Weigh { request, which } => {
                    // What was asked before is not worked out any further.
                    self.answer = None;
                    cx.window.export = Some(self.remembered(&request));
                    let chosen = chosen(cx.session, which);
                    self.answer = Some(cx.session.preview_export(&chosen, request));
                }
                ExportAction::Browse { folder } => {
                    cx.request(Request::AskPath(FileDialogPurpose::Export { folder }));
                }
                ExportAction::Export { request, which, path, guard } => {
                    let chosen = chosen(cx.session, which);
                    cx.session.export(&chosen, request, path, guard);
                    return Flow::Close;
                }
                ExportAction::SaveLosses { path } => {
                    if let Some(Ok((report, outcome))) = self.answer.as_ref().and_then(Pending::get)
                        && let Some((request, _)) = &self.weighed
                    {
                        let format = request.format.clone();
                        cx.session.save_losses(report.clone(), format, outcome.documents, path);
                    }
                }
                ExportAction::Cancel => return Flow::Close,
            }
        }
        Flow::Open
    }

    fn event(&mut self, event: &Event<'_>, _: &mut UiContext<'_>) -> Flow {
        if let Event::Picked(FileDialogPurpose::Export { .. }, path) = event {
            self.path.replace(path.display().to_string());
        }
        Flow::Open
    }
}

/// Room for the names of the fields, in points.
const NAMES: f32 = 130.0;
/// Width of the menu of formats, in points.
const MENU: f32 = 360.0;
/// Rows of the loss report that are seen at once: as many as the window has room for, within these.
const LOSS_ROWS: std::ops::RangeInclusive<f32> = 3.0..=8.0;
/// What stands around the rows of the loss report, below the form, in points.
const BELOW_FORM: f32 = 7.0 * ROW + 2.0 * space::XL;
/// The form's share of the height that a dialog has for both, in a low window.
const FORM_SHARE: f32 = 0.5;
/// What stands around form and losses: title, margins, the line above the losses, the yes, buttons. In points.
const AROUND: f32 = 280.0;

/// The choices by the names they are remembered under.
const DOCUMENTS: [(Which, &str); 3] =
    [(Which::Current, "export-current"), (Which::Listed, "export-listed"), (Which::Filtered, "export-filtered")];
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
        let offers = format.info().carries.offers();
        Some(FormatChoice { name: format.name(), extension: format.extensions()[0], folder, offers })
    };
    formats::registry().iter().filter_map(choice).collect()
}

/// The documents an export is about: the one that is shown, or all of the list that can be read.
fn chosen(session: &Session, which: Which) -> Vec<EntryId> {
    match which {
        Which::Current => session.current_id().into_iter().filter(|id| session.may_export(*id)).collect(),
        Which::Listed => session.listed_for_export().map(|entry| entry.id).collect(),
        Which::Filtered if session.list().query().is_empty() => Vec::new(),
        Which::Filtered => session.list().shown().iter().copied().filter(|id| session.may_export(*id)).collect(),
    }
}

impl ExportDialog {
    /// Proposes a place to write to.
    pub fn new(path: impl Into<String>) -> Self {
        ExportDialog {
            format: 0,
            which: Which::default(),
            clitics: None,
            columns: ColumnOptions::default(),
            filter: ExportFilter::default(),
            parts: PartsChoice::default(),
            names: Pending::from(ExportNames::default()),
            annotators: BTreeSet::new(),
            counted: None,
            path: PathField::new(path),
            replace: false,
            accepted: false,
            weighed: None,
            answer: None,
            opened: Opened::new(),
        }
    }

    /// Begins with what was last chosen, for the document at `path`.
    pub fn open(session: &mut Session, path: &Path, last: Option<&LastExport>) -> Self {
        let formats = formats();
        let last = last.cloned().unwrap_or_default();
        let at = formats.iter().position(|format| format.name == last.format).unwrap_or(0);
        let mut dialog = ExportDialog::new(path.display().to_string());
        dialog.format = at;
        dialog.names = session.export_names();
        let which = DOCUMENTS.iter().find(|(_, name)| *name == last.documents).map(|(which, _)| *which);
        dialog.which = which.filter(|which| !chosen(session, *which).is_empty()).unwrap_or_default();
        dialog.filter = filter::remembered(&last.choices);
        dialog.parts = PartsChoice::remembered(&last.choices);
        dialog.clitics = CLITICS.iter().find(|(_, name)| *name == last.clitics).and_then(|(policy, _)| *policy);
        for choice in ExportChoice::ALL {
            if let Some(value) = last.choices.get(choice.option()) {
                choice.set(&mut dialog.columns, Some(value));
            }
        }
        if let Some(format) = formats.get(at) {
            dialog.rename(*format);
        }
        dialog
    }

    /// The list is walked over again where something of it changed.
    fn count(&mut self, session: &Session) -> ([usize; 3], usize) {
        let now = session.entries_touched();
        match self.counted {
            Some((seen, documents, left_out)) if seen == now => (documents, left_out),
            _ => {
                let documents = DOCUMENTS.map(|(which, _)| chosen(session, which).len());
                let left_out = session.entries().len() - documents[Which::Listed as usize];
                self.counted = Some((now, documents, left_out));
                (documents, left_out)
            }
        }
    }

    fn remembered(&self, request: &ExportRequest) -> LastExport {
        let name = |found: Option<&str>| found.unwrap_or_default().to_owned();
        let chosen = ExportChoice::ALL.into_iter().filter(|choice| choice.is_set(&self.columns));
        let choices = chosen.filter_map(|choice| Some((choice.option().into(), choice.get(&self.columns)?.into())));
        LastExport {
            format: request.format.clone(),
            documents: name(DOCUMENTS.iter().find(|(which, _)| *which == self.which).map(|(_, name)| *name)),
            clitics: name(CLITICS.iter().find(|(policy, _)| *policy == self.clitics).map(|(_, name)| *name)),
            choices: choices.chain(filter::to_remember(&self.filter)).chain(self.parts.to_remember()).collect(),
        }
    }

    /// The format that is chosen. Parts of a dataset go into a folder whatever the format.
    fn format<'a>(&self, input: &ExportInput<'a>) -> Option<FormatChoice<'a>> {
        let format = input.formats.get(self.format).or(input.formats.first()).copied()?;
        Some(FormatChoice { folder: format.folder || self.parts.makes_folder(), ..format })
    }

    /// What is chosen, as far as the format takes it.
    fn request(&self, format: FormatChoice<'_>) -> ExportRequest {
        ExportRequest {
            format: format.name.to_owned(),
            clitics: self.clitics.filter(|policy| *policy != CliticPolicy::Split || format.has_tokens()),
            columns: only_offered(format.offers, &self.columns),
            filter: self.filter.clone(),
            split: self.parts.split(),
            card: self.parts.card,
            croissant: self.parts.croissant,
            // What links are called the session knows.
            register: None,
        }
    }

    pub fn draw(&mut self, ctx: &Context, input: &ExportInput<'_>) -> Vec<ExportAction> {
        let words = words(ctx);
        let mut actions = Vec::new();
        let Some(format) = self.format(input) else { return vec![ExportAction::Cancel] };
        let entered = ctx.input(|input| input.key_pressed(Key::Enter));
        let (_, close) = dialog(ctx, "export", &words.get("dialog-export-title"), 640.0, |ui| {
            let before = (self.request(format), self.which);
            let height = (ctx.content_rect().height() - AROUND).max(4.0 * ROW);
            let most = height * FORM_SHARE;
            let form = ScrollArea::vertical().id_salt("form").max_height(most).auto_shrink([false, true]);
            let form = form.show(ui, |ui| column(ui, |ui| self.form(ui, format, input, &words, &mut actions)).inner);
            let (submitted, on_choice) = form.inner;
            let format = self.format(input).unwrap_or(format);
            let now = (self.request(format), self.which);
            if self.weighed.as_ref() != Some(&now) {
                self.weighed = Some(now.clone());
                self.accepted = false;
                actions.push(ExportAction::Weigh { request: now.0.clone(), which: self.which });
            }
            // What is shown until the answer comes was worked out for another choice.
            let outlook = if before == now { input.outlook } else { Outlook::Weighing };
            ui.add_space(space::M);
            let room = ctx.content_rect().bottom() - ui.cursor().top() - BELOW_FORM;
            let rows = (room / ROW).floor().clamp(*LOSS_ROWS.start(), *LOSS_ROWS.end());
            if self.show_outlook(ui, outlook, rows, &words) {
                let path = losses_beside(&self.path.path(), format.folder);
                actions.push(ExportAction::SaveLosses { path });
            }
            before_buttons(ui);
            mirrored_end(ui, |ui| {
                let ready = self.ready(input, outlook);
                let pressed = ui.add_enabled(ready, BidiButton::primary(&words.get("export-write"))).clicked();
                // Enter on a choice or in the field writes, but replaces no file: that needs the button.
                let enter = submitted || (on_choice && entered);
                if pressed || (enter && ready && self.path.standing() != Some(PathStatus::File)) {
                    let path = self.path.path();
                    // The dialog says beside the path that a file there is replaced; of the files of a folder it says
                    // nothing but whether they may be.
                    let confirmed = !format.folder || self.replace;
                    let guard = if confirmed { ExportGuard::Confirmed } else { ExportGuard::OwnExports };
                    actions.push(ExportAction::Export { request: now.0, which: self.which, path, guard });
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

    /// All that can be chosen. Whether Enter was pressed in the field of the path, and whether a choice has the keyboard.
    fn form(
        &mut self,
        ui: &mut Ui,
        format: FormatChoice<'_>,
        input: &ExportInput<'_>,
        words: &Localizer,
        actions: &mut Vec<ExportAction>,
    ) -> (bool, bool) {
        let before = self.format;
        self.choose_format(ui, format, input, words);
        let chosen = self.format(input).unwrap_or(format);
        if before != self.format {
            self.rename(chosen);
        }
        let format = chosen;
        // Before what may have to be scrolled to.
        let submitted = self.choose_place(ui, format, input, words, actions);
        let on_documents = self.choose_documents(ui, input, words);
        if input.left_out > 0 && self.which == Which::Listed {
            let left_out = words.format("export-left-out", &[("n", input.left_out.into())]);
            form_row(ui, "", NAMES, |ui| ui.add(BidiLabel::new(&left_out).small().tone(Tone::Warning).wrap()));
        }
        wrapped_row(ui, &words.get("export-only"), |ui| {
            filter::show(ui, &mut self.filter, input.names, words);
            false
        });
        let on_choice = on_documents | self.choose_clitics(ui, format, words);
        choices::show(ui, format.offers, &mut self.columns, NAMES, words);
        wrapped_row(ui, &words.get("export-training"), |ui| {
            self.parts.show(ui, words);
            false
        });
        self.parts.show_parts(ui, NAMES, words);
        if let Some(now) = self.format(input).filter(|now| now.folder != format.folder) {
            self.rename(now);
        }
        (submitted, on_choice)
    }

    fn choose_format(&mut self, ui: &mut Ui, now: FormatChoice<'_>, input: &ExportInput<'_>, words: &Localizer) {
        let name = words.get("dialog-export-format");
        form_row(ui, &name, NAMES, |ui| {
            let chosen = described(now, words);
            let spoken = format!("{name}: {}", without_isolates(&chosen));
            choice_button(ui, &chosen, &spoken, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.set_min_width(MENU);
                for (at, format) in input.formats.iter().enumerate() {
                    let text = described(*format, words);
                    // The name that commands and the guide give it stands at the far side.
                    let row = Row::new(&text).trailing(format.name).ticked(at == self.format);
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
        wrapped_row(ui, &words.get("export-documents"), |ui| {
            let mut focused = false;
            for ((which, name), count) in DOCUMENTS.into_iter().zip(input.documents) {
                // Without a filter there are none of it.
                if which == Which::Filtered && count == 0 && self.which != which {
                    continue;
                }
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
    fn choose_clitics(&mut self, ui: &mut Ui, format: FormatChoice<'_>, words: &Localizer) -> bool {
        wrapped_row(ui, &words.get("export-clitics"), |ui| {
            let mut focused = false;
            let fits = |policy: &Option<CliticPolicy>| *policy != Some(CliticPolicy::Split) || format.has_tokens();
            for (policy, name) in CLITICS.into_iter().filter(|(policy, _)| fits(policy)) {
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
                (Some(PathStatus::Nothing), true) => Some(("path-new-folder", Tone::Weak)),
                (Some(PathStatus::Folder), true) => Some(("path-into-folder", Tone::Weak)),
                (Some(PathStatus::File), true) => Some(("path-is-file", Tone::Warning)),
                (Some(standing), _) => Some(saying(standing, false)),
            };
            let (text, tone) = said.map_or((" ".to_owned(), Tone::Weak), |(word, tone)| (words.get(word), tone));
            ui.add(BidiLabel::new(&text).small().tone(tone).wrap());
            if format.folder {
                ui.add(BidiCheckbox::new(&mut self.replace, &words.get("export-replace")));
            }
            field.submitted
        })
    }

    /// True where the losses are to be listed in a file.
    fn show_outlook(&mut self, ui: &mut Ui, outlook: Outlook<'_>, rows: f32, words: &Localizer) -> bool {
        match outlook {
            Outlook::Weighing => {
                ui.add(BidiLabel::new(&words.get("export-weighing")).weak());
            }
            Outlook::Failed(why) => {
                ui.add(BidiLabel::new(why).tone(Tone::Danger).wrap());
            }
            Outlook::Known(report, outcome) if report.is_empty() => {
                tell_documents(ui, outcome, words);
                ui.add(BidiLabel::new(&words.get("dialog-export-nothing-lost")).tone(Tone::Good).wrap());
            }
            Outlook::Known(report, outcome) => {
                tell_documents(ui, outcome, words);
                losses::show(ui, report, &mut self.opened, rows, words);
                let has_place =
                    !matches!(self.path.standing(), None | Some(PathStatus::NoFolder | PathStatus::Unreadable));
                return mirrored(ui, |ui| {
                    ui.add(BidiCheckbox::new(&mut self.accepted, &words.get("export-accept")));
                    ui.add_enabled(has_place, BidiButton::quiet(&words.get("export-save-losses"))).clicked()
                })
                .inner;
            }
        }
        false
    }

    fn ready(&self, input: &ExportInput<'_>, outlook: Outlook<'_>) -> bool {
        let folder = self.format(input).is_some_and(|format| format.folder);
        let place = match self.path.standing() {
            Some(PathStatus::Nothing) => true,
            Some(PathStatus::File) => !folder,
            Some(PathStatus::Folder) => folder,
            Some(PathStatus::NoFolder | PathStatus::Unreadable) | None => false,
        };
        let seen = matches!(outlook, Outlook::Known(report, _) if report.is_empty() || self.accepted);
        place && seen && self.parts.is_sound() && input.documents[self.which as usize] > 0
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

/// A line of the form with several choices side by side, as many as there is room for.
fn wrapped_row(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui) -> bool) -> bool {
    form_row(ui, name, NAMES, |ui| {
        mirrored_wrapped(ui, |ui| {
            ui.spacing_mut().item_spacing = egui::vec2(space::M, 0.0);
            add(ui)
        })
        .inner
    })
}

/// How many documents are written, in which states, and what the filter leaves out.
fn tell_documents(ui: &mut Ui, outcome: &ExportOutcome, words: &Localizer) {
    let states = DocumentState::ALL.into_iter().zip(outcome.states).filter(|(_, count)| *count > 0);
    let state = |(state, count): (DocumentState, usize)| {
        format!("{}: {}", words.get(icons::state_word(state)), words.number(count))
    };
    let states: Vec<String> = states.map(state).collect();
    let all = words.format("export-number", &[("n", outcome.documents.into())]);
    ui.add(BidiLabel::new(&format!("{all} {}", states.join(" · "))).weak().wrap());
    if outcome.bare > 0 {
        let bare = words.format("export-bare", &[("n", outcome.bare.into())]);
        ui.add(BidiLabel::new(&bare).tone(Tone::Warning).wrap());
    }
    if !outcome.filtered_out.is_nothing() {
        ui.add(BidiLabel::new(&outcome.filtered_out.localized(words)).tone(Tone::Weak).wrap());
    }
}

/// What a format makes: a file with its extension, or a folder.
fn extent(format: FormatChoice<'_>, words: &Localizer) -> String {
    if format.folder { words.get("export-makes-folder") } else { format!("\u{2066}.{}\u{2069}", format.extension) }
}

/// `JSON lines (.jsonl)`. The name is not isolated: it gives the whole its direction.
fn described(format: FormatChoice<'_>, words: &Localizer) -> String {
    format!("{} ({})", format_name(format.name, words), extent(format, words))
}
