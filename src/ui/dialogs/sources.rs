//! What documents of a project are made of, chosen one by one, and how far making them is: what a new project and more
//! documents for one have in common.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{ScrollArea, Ui, vec2};

use super::path::{PathStatus, path_status};
use super::path_field::PathField;
use crate::session::event::ProjectEvent;
use crate::session::{Session, SessionEvent, SessionFailure, TaskInfo};
use crate::ui::l10n::{Localize as _, fill_lines, has_remarks};
use crate::ui::localizer::{Localizer, isolated_path};
use crate::ui::modal::{Event, FileDialogPurpose};
use crate::ui::theme::{ROW, Theme, space};
use crate::ui::widgets::{BidiButton, BidiLabel, Tone, is_rtl, mirrored, mirrored_end, mirrored_wrapped};
use crate::workspace::project::FillReport;

/// Rows of chosen files and folders that are seen at once.
const ROWS: f32 = 4.0;

/// Lines of what was not used as it is that are shown.
const MAX_REMARKS: usize = 200;

/// Files and folders, chosen one by one.
#[derive(Debug)]
pub(super) struct Sources {
    paths: Vec<PathBuf>,
    field: PathField,
}

impl Sources {
    pub(super) fn of(paths: Vec<PathBuf>) -> Self {
        Sources { paths, field: PathField::new("").without_focus() }
    }

    /// None chosen yet; the field has the keyboard.
    pub(super) fn focused() -> Self {
        Sources { paths: Vec::new(), field: PathField::new("") }
    }

    /// What was chosen; a path that stands in the field and exists is meant too.
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        let mut paths = self.paths.clone();
        paths.extend(self.typed().filter(|path| !self.paths.contains(path)));
        paths
    }

    pub(super) fn take(&mut self, path: PathBuf) {
        let path = std::path::absolute(&path).unwrap_or(path);
        if !self.paths.iter().any(|known| path.starts_with(known)) {
            self.paths.retain(|known| !known.starts_with(&path));
            self.paths.push(path);
        }
    }

    fn typed(&self) -> Option<PathBuf> {
        let exists = matches!(self.field.standing(), Some(PathStatus::File | PathStatus::Folder));
        exists.then(|| self.field.whole_path())
    }

    fn take_typed(&mut self) {
        if let Some(path) = self.typed() {
            self.take(path);
            self.field = PathField::new("").without_focus();
        }
    }

    /// The list and the field that adds to it; whether the system's dialog is asked for, and for what. `submits` where Enter
    /// was pressed and nothing is left to be added.
    pub(super) fn show(&mut self, ui: &mut Ui, words: &Localizer, submits: &mut bool) -> Option<FileDialogPurpose> {
        let (mut gone, mut asks) = (None, None);
        if !self.paths.is_empty() {
            let height = (self.paths.len() as f32).min(ROWS) * ROW;
            ScrollArea::vertical().id_salt("sources").max_height(height).auto_shrink([false, true]).show_rows(
                ui,
                ROW,
                self.paths.len(),
                |ui, range| {
                    for at in range {
                        let shown = isolated_path(&self.paths[at]);
                        let remove = words.format("sources-remove", &[("path", (&shown).into())]);
                        mirrored(ui, |ui| {
                            mirrored_end(ui, |ui| {
                                ui.spacing_mut().button_padding.x = 0.0;
                                let button = BidiButton::quiet("✕").spoken(&remove).hint(&remove);
                                if ui.add_sized(vec2(ROW, ROW - 4.0), button).clicked() {
                                    gone = Some(at);
                                }
                                mirrored(ui, |ui| ui.add(BidiLabel::new(&shown).elide()));
                            });
                        });
                    }
                },
            );
        }
        let (field, browse) = self.field.show(ui, &words.get("sources-path"), &path_status);
        if field.submitted {
            *submits |= self.field.is_empty() && !self.paths.is_empty();
            self.take_typed();
            field.response.request_focus();
        }
        if browse {
            asks = Some(FileDialogPurpose::Sources { folder: true });
        }
        mirrored_wrapped(ui, |ui| {
            let exists = self.typed().is_some();
            if ui.add_enabled(exists, BidiButton::new(&words.get("sources-add"))).clicked() {
                self.take_typed();
            }
            if ui.add(BidiButton::new(&words.get("sources-files"))).clicked() {
                asks = Some(FileDialogPurpose::Sources { folder: false });
            }
        });
        if let Some(at) = gone {
            self.paths.remove(at);
        }
        asks
    }
}

/// How far documents have come into a project.
#[derive(Debug, Default)]
pub(super) struct Filling {
    state: FillState,
    failures: Vec<Arc<SessionFailure>>,
}

#[derive(Debug, Default)]
enum FillState {
    #[default]
    NotBegun,
    UnderWay,
    /// A person stopped it; the same again goes on.
    Stopped,
    Done(String, Arc<FillReport>),
}

impl Filling {
    pub(super) fn begin(&mut self) {
        *self = Filling { state: FillState::UnderWay, failures: Vec::new() };
    }

    pub(super) fn is_under_way(&self) -> bool {
        matches!(self.state, FillState::UnderWay)
    }

    /// Documents came, and there is nothing that a person has to read.
    pub(super) fn is_done_without_remarks(&self) -> bool {
        matches!(&self.state, FillState::Done(_, report) if !has_remarks(report))
    }

    pub(super) fn is_done(&self) -> bool {
        matches!(self.state, FillState::Done(..))
    }

    pub(super) fn event(&mut self, event: &Event<'_>) {
        if !self.is_under_way() {
            return;
        }
        match event {
            Event::Notice(SessionEvent::Project(ProjectEvent::Filled { name, report })) => {
                self.state = FillState::Done(name.clone(), report.clone());
            }
            Event::Notice(SessionEvent::Project(ProjectEvent::Stopped { .. })) => self.state = FillState::Stopped,
            Event::Notice(SessionEvent::Failed(failure)) => self.failures.push(failure.clone()),
            _ => {}
        }
    }

    /// How far it is, and what came of it. It has ended without documents where its task is gone.
    pub(super) fn show(&mut self, ui: &mut Ui, session: &mut Session, words: &Localizer) {
        match &self.state {
            FillState::NotBegun => {}
            FillState::UnderWay => {
                let task = session.tasks().find(|(_, info)| info.name == "task-project");
                match task {
                    Some((id, info)) if progress(ui, &info, words) => session.stop_task(id),
                    Some(_) => {}
                    None => self.state = FillState::NotBegun,
                }
            }
            FillState::Stopped => {
                ui.add(BidiLabel::new(&words.get("filling-stopped")).tone(Tone::Warning).wrap());
            }
            FillState::Done(name, report) => {
                let lines = fill_lines(name, report, MAX_REMARKS, words);
                ui.add(BidiLabel::new(&lines[0]).bold().wrap());
                ScrollArea::vertical().id_salt("filled").max_height(8.0 * ROW).auto_shrink([false, true]).show(
                    ui,
                    |ui| {
                        for line in &lines[1..] {
                            ui.add(BidiLabel::new(line).small().wrap());
                        }
                    },
                );
            }
        }
        for failure in &self.failures {
            super::complaint(ui, &failure.localized(words));
        }
    }

    /// The buttons below it: closing where it is done, else filling, or going on where it was stopped, and leaving. Whether it
    /// begins, and whether the dialog closes.
    pub(super) fn buttons(
        &self,
        ui: &mut Ui,
        word: &str,
        is_ready: bool,
        submits: bool,
        words: &Localizer,
    ) -> (bool, bool) {
        super::before_buttons(ui);
        mirrored_end(ui, |ui| {
            if self.is_done() {
                return (false, ui.add(BidiButton::primary(&words.get("action-close"))).clicked());
            }
            let word = if matches!(self.state, FillState::Stopped) { "action-go-on" } else { word };
            let is_ready = is_ready && !self.is_under_way();
            let begins = ui.add_enabled(is_ready, BidiButton::primary(&words.get(word))).clicked();
            let closes = ui.add(BidiButton::quiet(&words.get("action-cancel"))).clicked();
            (begins || (submits && is_ready), closes)
        })
        .inner
    }

    /// The dialog closes: what has come stays, and the same dialog goes on with it another time.
    pub(super) fn stop(&self, session: &mut Session) {
        let task = session.tasks().find(|(_, info)| info.name == "task-project").map(|(id, _)| id);
        if let Some(task) = task.filter(|_| self.is_under_way()) {
            session.stop_task(task);
        }
    }
}

/// A bar with how much is done; whether it is to be stopped.
fn progress(ui: &mut Ui, info: &TaskInfo, words: &Localizer) -> bool {
    let theme = Theme::get(ui.ctx());
    let (done, all) = info.progress.unwrap_or_default();
    let text = match all {
        0 => words.get("filling-looking"),
        _ => words.format("filling-progress", &[("n", done.into()), ("total", all.into())]),
    };
    let mut stops = false;
    mirrored(ui, |ui| {
        mirrored_end(ui, |ui| {
            stops = ui.add(BidiButton::new(&words.get("action-stop"))).clicked();
            mirrored(ui, |ui| ui.add(BidiLabel::new(&text).elide()));
        });
    });
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0), egui::Sense::hover());
    ui.painter().rect_filled(rect, 2, theme.control);
    let width = rect.width() * (done as f32 / all.max(1) as f32).min(1.0);
    let mut filled = rect;
    if is_rtl(ui.ctx()) {
        filled.min.x = rect.max.x - width
    } else {
        filled.max.x = rect.min.x + width
    }
    ui.painter().rect_filled(filled, 2, theme.accent);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, true, &text));
    ui.add_space(space::XS);
    ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
    stops
}
