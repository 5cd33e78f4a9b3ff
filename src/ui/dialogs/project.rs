//! The project that is open: what it is called, the language of its texts, its guidelines, and how far the work on it has come.

use std::sync::Arc;

use egui::{ScrollArea, Ui};

use super::new_project::{is_language_tag, language_field};
use super::{before_buttons, form_row};
use crate::model::DocumentState;
use crate::session::{Pending, Session, SessionFailure};
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::{Localizer, isolated, isolated_path};
use crate::ui::modal::{Flow, Modal, UiContext};
use crate::ui::panels::icons::state_word;
use crate::ui::theme::{ROW, space};
use crate::ui::widgets::{
    BidiButton, BidiHover as _, BidiLabel, BidiTextField, Tone, column, dialog, mirrored_end, words,
};
use crate::workspace::ProjectStatus;
use crate::workspace::project::SourceState;

/// Room for the names of the rows, in points.
const NAMES: f32 = 140.0;
/// What stands around the part that scrolls, in points.
const AROUND: f32 = 190.0;
/// Files of a kind that are named.
const MAX_NAMED: usize = 20;

/// The dialog while it is open.
#[derive(Debug)]
pub struct ProjectDialog {
    name: String,
    language: String,
    guidelines: String,
    folder: String,
    status: Option<Pending<Result<ProjectStatus, Arc<SessionFailure>>>>,
}

impl ProjectDialog {
    pub fn of(session: &mut Session) -> Option<Self> {
        let status = session.project_status();
        let folder = session.project()?;
        Some(ProjectDialog {
            name: folder.project.name.clone(),
            language: folder.project.language.clone(),
            guidelines: folder.project.guidelines.clone(),
            folder: isolated_path(&folder.root),
            status,
        })
    }

    fn is_changed(&self, session: &Session) -> bool {
        session.project().is_some_and(|folder| {
            let project = &folder.project;
            project.name != self.name.trim()
                || project.language != self.language.trim()
                || project.guidelines != self.guidelines
        })
    }

    fn facts(&mut self, ui: &mut Ui, words: &Localizer) {
        let name = words.get("new-project-name");
        form_row(ui, &name, NAMES, |ui| BidiTextField::new(&mut self.name, &name).show(ui));
        form_row(ui, &words.get("new-project-folder"), NAMES, |ui| {
            ui.add(BidiLabel::new(&self.folder).elide()).bidi_hover(&self.folder)
        });
        let language = words.get("new-project-language");
        form_row(ui, &language, NAMES, |ui| language_field(ui, &mut self.language, &language, words));
        let guidelines = words.get("project-guidelines");
        form_row(ui, &guidelines, NAMES, |ui| BidiTextField::multiline(&mut self.guidelines, &guidelines, 3).show(ui));
    }
}

/// How far the work has come.
fn counts(ui: &mut Ui, status: &ProjectStatus, words: &Localizer) {
    let count = |ui: &mut Ui, name: &str, n: usize| {
        form_row(ui, name, NAMES, |ui| ui.add(BidiLabel::new(&words.number(n))));
    };
    ui.add(BidiLabel::heading(&words.get("project-work")));
    count(ui, &words.get("panel-documents"), status.documents);
    for state in DocumentState::ALL {
        let n = status.states.get(state.name()).copied().unwrap_or(0);
        if n > 0 {
            count(ui, &words.get(state_word(state)), n);
        }
    }
    count(ui, &words.get("state-done-empty"), status.done_without);
    count(ui, &words.get("properties-annotations"), status.annotations);
    count(ui, &words.get("properties-relations"), status.relations);
    count(ui, &words.get("properties-words"), status.words);
    if !status.annotators.is_empty() {
        ui.add_space(space::S);
        ui.add(BidiLabel::heading(&words.get("project-annotators")));
        for (annotator, set) in &status.annotators {
            let name = match annotator.as_str() {
                "" => words.get("status-no-annotator"),
                name => isolated(name),
            };
            let annotations = words.format("count-annotations", &[("n", set.annotations.into())]);
            let arguments =
                [("done", set.settled.into()), ("total", set.documents.into()), ("annotations", annotations.into())];
            let text = words.format("project-annotator-done", &arguments);
            form_row(ui, &name, NAMES, |ui| ui.add(BidiLabel::new(&text).wrap()));
        }
    }
}

/// What is not as it should be.
fn remarks(ui: &mut Ui, status: &ProjectStatus, words: &Localizer) {
    let (lost, changed) = status.lost_and_changed();
    let path = isolated_path;
    let of_state = |wanted: SourceState| {
        status.sources.iter().filter(move |source| source.state == wanted).map(|source| path(&source.path)).collect()
    };
    let paths = |paths: &[std::path::PathBuf]| paths.iter().map(|one| path(one)).collect();
    let failed = status.failed.iter().map(|error| error.localized(words)).collect();
    let all: [(&str, usize, Vec<String>); 6] = [
        ("project-sources-lost", lost, of_state(SourceState::Lost)),
        ("project-sources-changed", changed, of_state(SourceState::Changed)),
        ("project-other-schema", status.with_other_schema.len(), paths(&status.with_other_schema)),
        ("project-same-id", status.same_id.len(), paths(&status.same_id)),
        ("project-unreadable", status.failed.len(), failed),
        ("project-foreign", status.foreign.len(), paths(&status.foreign)),
    ];
    let told: Vec<_> = all.into_iter().filter(|(_, n, _)| *n > 0).collect();
    ui.add_space(space::S);
    if told.is_empty() {
        ui.add(BidiLabel::new(&words.get("project-sources-well")).small().weak().wrap());
    }
    for (word, n, lines) in told {
        ui.add(BidiLabel::new(&words.format(word, &[("n", n.into())])).tone(Tone::Warning).wrap());
        for line in lines.iter().take(MAX_NAMED) {
            ui.add(BidiLabel::new(line).small().elide()).bidi_hover(line);
        }
        if lines.len() > MAX_NAMED {
            let more = words.format("import-and-more", &[("n", (lines.len() - MAX_NAMED).into())]);
            ui.add(BidiLabel::new(&more).small().weak());
        }
    }
}

impl Modal for ProjectDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        if cx.session.project().is_none() {
            return Flow::Close;
        }
        let words = words(&cx.ctx);
        let changed = self.is_changed(cx.session);
        let (mut saves, mut closes) = (false, false);
        let (_, close) = dialog(&cx.ctx, "project", &words.get("project-title"), 640.0, |ui| {
            let height = (ui.ctx().content_rect().height() - AROUND).max(4.0 * ROW);
            let all = ScrollArea::vertical().id_salt("project").max_height(height).auto_shrink([false, true]);
            all.show(ui, |ui| {
                column(ui, |ui| {
                    self.facts(ui, &words);
                    ui.add_space(space::M);
                    match self.status.as_ref().and_then(Pending::get) {
                        None => drop(ui.add(BidiLabel::new(&words.get("project-counting")).weak())),
                        Some(Err(failure)) => super::complaint(ui, &failure.localized(&words)),
                        Some(Ok(status)) => {
                            counts(ui, status, &words);
                            remarks(ui, status, &words);
                        }
                    }
                });
            });
            before_buttons(ui);
            mirrored_end(ui, |ui| {
                let sound = !self.name.trim().is_empty() && is_language_tag(self.language.trim());
                if changed {
                    saves = ui.add_enabled(sound, BidiButton::primary(&words.get("action-save"))).clicked();
                    closes = ui.add(BidiButton::quiet(&words.get("action-cancel"))).clicked();
                } else {
                    closes = ui.add(BidiButton::primary(&words.get("action-close"))).clicked();
                }
            });
        });
        if saves {
            let (name, language) = (self.name.trim().to_owned(), self.language.trim().to_owned());
            let guidelines = self.guidelines.clone();
            cx.session.change_project(move |project| {
                (project.name, project.language, project.guidelines) = (name, language, guidelines);
            });
        }
        Flow::close_if(saves || closes || close)
    }
}
