//! What one annotator has to do, handed over as a folder, and taken back; and what came back with it.

use std::path::PathBuf;
use std::sync::Arc;

use egui::ScrollArea;

use super::path::{PathStatus, path_status};
use super::path_field::PathField;
use super::{before_buttons, complaint, do_or_cancel, form_row, saved_first};
use crate::model::Annotator;
use crate::session::Session;
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::isolated;
use crate::ui::modal::{Event, FileDialogPurpose, Flow, Modal, Request, UiContext};
use crate::ui::panels::choice_button;
use crate::ui::theme::space;
use crate::ui::widgets::{BidiButton, BidiLabel, Row, Tone, column, dialog, mirrored_end};
use crate::workspace::project::ReturnReport;

/// Room for the names of the fields, in points.
const NAMES: f32 = 150.0;

/// Lines of a report that are shown; the rest is counted.
const MAX_LINES: usize = 200;

/// A package is made, while that is asked.
#[derive(Debug)]
pub struct PackageDialog {
    annotators: Vec<Annotator>,
    chosen: usize,
    field: PathField,
    /// The folder that was suggested: typed over, it stays as it was typed.
    suggested: PathBuf,
    refused: Option<String>,
}

impl PackageDialog {
    /// `None` where no project is open or nothing is given out.
    pub fn of(session: &Session) -> Option<Self> {
        let annotators = session.assigned_annotators();
        let suggested = suggestion(session, annotators.first()?)?;
        let field = PathField::new(suggested.display().to_string());
        Some(PackageDialog { annotators, chosen: 0, field, suggested, refused: None })
    }
}

/// A folder beside the project.
fn suggestion(session: &Session, annotator: &Annotator) -> Option<PathBuf> {
    let root = &session.project()?.root;
    let project = root.file_name()?.to_string_lossy().into_owned();
    Some(root.with_file_name(format!("{project}-{}", crate::formats::file_name(annotator.as_str()))))
}

impl Modal for PackageDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let words = cx.words.clone();
        let (mut make, mut save, mut cancel) = (false, false, false);
        let (_, close) = dialog(&cx.ctx.clone(), "package", &words.get("package-title"), 560.0, |ui| {
            ui.add(BidiLabel::new(&words.get("package-about")).weak().wrap());
            form_row(ui, &words.get("package-for"), NAMES, |ui| {
                let name = self.annotators[self.chosen].to_string();
                choice_button(ui, &name, &format!("{}: {name}", words.get("package-for")), |ui| {
                    for (at, annotator) in self.annotators.iter().enumerate() {
                        if ui.add(Row::new(annotator.as_str()).ticked(at == self.chosen)).clicked() {
                            self.chosen = at;
                            ui.close();
                        }
                    }
                });
            });
            let typed = self.field.path();
            if typed == self.suggested
                && let Some(next) = suggestion(cx.session, &self.annotators[self.chosen]).filter(|next| *next != typed)
            {
                self.field.replace(next.display().to_string());
                self.suggested = next;
            }
            ui.add(BidiLabel::new(&words.get("package-folder")).weak());
            let (_, browse) = self.field.show(ui, &words.get("package-folder"), &path_status);
            if browse {
                cx.request(Request::AskPath(FileDialogPurpose::Export { folder: true }));
            }
            let standing = self.field.standing();
            if standing == Some(PathStatus::File) {
                complaint(ui, &words.get("package-is-file"));
            }
            let is_saved = saved_first(ui, cx.session, &words, &mut save);
            if let Some(refused) = &self.refused {
                complaint(ui, refused);
            }
            let there = matches!(standing, Some(PathStatus::Nothing | PathStatus::NoFolder | PathStatus::Folder));
            (make, cancel) = do_or_cancel(ui, &words.get("package-do"), there && is_saved, &words);
        });
        if save {
            cx.session.save_project_documents();
        }
        if make {
            match cx.session.make_package(self.annotators[self.chosen].clone(), self.field.path()) {
                Ok(()) => return Flow::Close,
                Err(error) => self.refused = Some(error.localized(&words)),
            }
        }
        Flow::close_if(cancel || close)
    }

    fn event(&mut self, event: &Event<'_>, _: &mut UiContext<'_>) -> Flow {
        if let Event::Picked(FileDialogPurpose::Export { .. }, path) = event {
            self.field.replace(path.display().to_string());
        }
        Flow::Open
    }

    fn takes_a_path(&self) -> bool {
        true
    }
}

/// A package is taken back, while that is asked.
#[derive(Debug)]
pub struct ReturnDialog {
    field: PathField,
    refused: Option<String>,
}

impl ReturnDialog {
    /// `None` where no project is open.
    pub fn of(session: &Session) -> Option<Self> {
        let beside = session.project()?.root.parent()?.join("");
        Some(ReturnDialog { field: PathField::new(beside.display().to_string()), refused: None })
    }
}

impl Modal for ReturnDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let words = cx.words.clone();
        let (mut take, mut save, mut cancel) = (false, false, false);
        let (_, close) = dialog(&cx.ctx.clone(), "return", &words.get("return-title"), 560.0, |ui| {
            ui.add(BidiLabel::new(&words.get("return-about")).weak().wrap());
            let (_, browse) = self.field.show(ui, &words.get("return-folder"), &path_status);
            if browse {
                cx.request(Request::AskPath(FileDialogPurpose::Export { folder: true }));
            }
            let is_saved = saved_first(ui, cx.session, &words, &mut save);
            if let Some(refused) = &self.refused {
                complaint(ui, refused);
            }
            let there = self.field.standing() == Some(PathStatus::Folder);
            (take, cancel) = do_or_cancel(ui, &words.get("return-do"), there && is_saved, &words);
        });
        if save {
            cx.session.save_project_documents();
        }
        if take {
            match cx.session.take_back(self.field.path()) {
                Ok(()) => return Flow::Close,
                Err(error) => self.refused = Some(error.localized(&words)),
            }
        }
        Flow::close_if(cancel || close)
    }

    fn event(&mut self, event: &Event<'_>, _: &mut UiContext<'_>) -> Flow {
        if let Event::Picked(FileDialogPurpose::Export { .. }, path) = event {
            self.field.replace(path.display().to_string());
        }
        Flow::Open
    }

    fn takes_a_path(&self) -> bool {
        true
    }
}

/// What came back with a package.
#[derive(Debug)]
pub struct ReturnedDialog {
    report: Arc<ReturnReport>,
}

impl ReturnedDialog {
    pub fn of(report: Arc<ReturnReport>) -> Self {
        ReturnedDialog { report }
    }
}

impl Modal for ReturnedDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let words = cx.words.clone();
        let report = &self.report;
        let mut closed = false;
        let title = words.format("returned-title", &[("name", isolated(&report.annotator).into())]);
        let (_, close) = dialog(&cx.ctx.clone(), "returned", &title, 560.0, |ui| {
            for (word, n) in [
                ("returned-changed", report.changed),
                ("returned-unchanged", report.unchanged),
                ("returned-added", report.added),
                ("returned-missing", report.missing.len()),
            ] {
                if n > 0 || word == "returned-changed" {
                    ui.add(BidiLabel::new(&words.format(word, &[("n", n.into())])).wrap());
                }
            }
            let annotations = [("n", report.annotations.0.into()), ("now", report.annotations.1.into())];
            ui.add(BidiLabel::new(&words.format("returned-annotations", &annotations)).wrap());
            ui.add_space(space::S);
            let document = |name: &str| isolated(name.strip_suffix(".ron").unwrap_or(name));
            let mut lines: Vec<(String, Tone)> = Vec::new();
            for (name, n) in &report.conflicts {
                let named = [("document", document(name).into()), ("n", (*n).into())];
                lines.push((words.format("returned-conflict", &named), Tone::Warning));
            }
            for name in &report.missing {
                lines.push((words.format("returned-lacks", &[("document", document(name).into())]), Tone::Warning));
            }
            for (name, note) in &report.notes {
                lines.push((format!("{}: {}", document(name), note.localized(&words)), Tone::Plain));
            }
            let most = (ui.ctx().content_rect().height() - 340.0).clamp(80.0, 320.0);
            ScrollArea::vertical().max_height(most).auto_shrink([false, true]).show(ui, |ui| {
                column(ui, |ui| {
                    for (line, tone) in lines.iter().take(MAX_LINES) {
                        ui.add(BidiLabel::new(line).tone(*tone).wrap());
                    }
                    if lines.len() > MAX_LINES {
                        let more = words.format("returned-more", &[("n", (lines.len() - MAX_LINES).into())]);
                        ui.add(BidiLabel::new(&more).weak());
                    }
                });
            });
            if !report.conflicts.is_empty() {
                ui.add(BidiLabel::new(&words.get("returned-decide")).small().weak().wrap());
            }
            before_buttons(ui);
            mirrored_end(ui, |ui| closed = ui.add(BidiButton::primary(&words.get("action-close"))).clicked());
        });
        Flow::close_if(close || closed)
    }
}
