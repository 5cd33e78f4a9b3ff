//! A new project: its name, its folder, what its documents are made of, the language of its texts, its labels. The dialog stays
//! until the documents are there, so that making them can be stopped and gone on with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{ScrollArea, Ui};

use super::form_row;
use super::path::{PathStatus, path_status};
use super::path_field::PathField;
use super::sources::{Filling, Sources};
use crate::formats;
use crate::model::{Project, Schema};
use crate::session::{Pending, Session};
use crate::store;
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::Localizer;
use crate::ui::modal::{Event, FileDialogPurpose, Flow, Modal, Request, UiContext};
use crate::ui::panels::choice_button;
use crate::ui::theme::ROW;
use crate::ui::widgets::{BidiLabel, BidiRadio, BidiTextField, Row, Tone, column, dialog, mirrored, words};
use crate::workspace::{WorkspaceError, schemas};

/// Room for the names of the fields, in points.
const NAMES: f32 = 120.0;
/// What stands around the part that scrolls: title, margins and buttons, in points.
const AROUND: f32 = 200.0;

/// Languages of texts that are offered, as tags of BCP 47; any other is typed.
const LANGUAGES: [(&str, &str); 8] = [
    ("ar", "language-ar"),
    ("arz", "language-arz"),
    ("apc", "language-apc"),
    ("afb", "language-afb"),
    ("acm", "language-acm"),
    ("ary", "language-ary"),
    ("aeb", "language-aeb"),
    ("apd", "language-apd"),
];

/// Which labels a project begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Labels {
    Usual,
    /// Those that its files have, and no others.
    OfFiles,
    OfSchema,
}

/// What is known of the file of a schema.
type Answer = Pending<Result<Arc<Schema>, Arc<WorkspaceError>>>;

/// The dialog while it is open.
#[derive(Debug)]
pub struct NewProjectDialog {
    name: String,
    shown: bool,
    folder: PathField,
    sources: Sources,
    language: String,
    labels: Labels,
    schema: PathField,
    /// The schema that was read, and from where.
    loaded: Option<(PathBuf, Answer)>,
    filling: Filling,
}

impl NewProjectDialog {
    /// Begins with what is open and belongs to no project.
    pub fn of(session: &Session) -> Self {
        let open = if session.project().is_none() { session.opened_roots().to_vec() } else { Vec::new() };
        let name = match &open[..] {
            [one] => one.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            _ => String::new(),
        };
        NewProjectDialog {
            name,
            shown: false,
            folder: PathField::new("").of_folders().without_focus(),
            sources: Sources::of(open),
            language: crate::model::project::DEFAULT_LANGUAGE.to_owned(),
            labels: Labels::Usual,
            schema: PathField::new("").without_focus(),
            loaded: None,
            filling: Filling::default(),
        }
    }

    /// Beside what its documents are made of, or at home.
    fn suggest_folder(&mut self) {
        if self.folder.is_typed() {
            return;
        }
        let name = self.name.trim();
        let beside = self.sources.paths().first().and_then(|path| path.parent().map(Path::to_path_buf));
        let Some(above) = beside.or_else(std::env::home_dir).filter(|_| !name.is_empty()) else {
            return self.folder.replace(String::new());
        };
        let mut place = above.join(formats::file_name(name));
        if self.sources.paths().iter().any(|source| source.starts_with(&place)) {
            place = above.join(formats::file_name(&format!("{name}-project")));
        }
        self.folder.replace(place.display().to_string());
    }

    /// What is still to be said before it can be made.
    fn lacks(&self) -> Option<&'static str> {
        let folder = self.folder.standing();
        match () {
            () if self.name.trim().is_empty() => Some("new-project-no-name"),
            () if self.folder.is_empty() => Some("new-project-no-folder"),
            () if matches!(folder, Some(PathStatus::File)) => Some("new-project-folder-taken"),
            () if matches!(folder, Some(PathStatus::Unreadable)) => Some("path-unreadable"),
            () if !is_language_tag(self.language.trim()) => Some("new-project-no-language"),
            () if self.labels == Labels::OfSchema && self.schema_of_file().is_none() => Some("new-project-no-schema"),
            () => None,
        }
    }

    fn schema_of_file(&self) -> Option<Arc<Schema>> {
        let (_, answer) = self.loaded.as_ref()?;
        answer.get()?.as_ref().ok().cloned()
    }

    fn chosen_schema(&self) -> Option<Arc<Schema>> {
        match self.labels {
            Labels::Usual => Some(Arc::new(store::default_schema())),
            Labels::OfFiles => Some(Arc::default()),
            Labels::OfSchema => self.schema_of_file(),
        }
    }

    fn make(&mut self, session: &mut Session) {
        let Some(schema) = self.chosen_schema() else { return };
        let mut facts = Project::new(self.name.trim(), schema);
        self.language.trim().clone_into(&mut facts.language);
        self.filling.begin();
        session.make_project(self.folder.whole_path(), facts, self.sources.paths());
    }

    /// The fields; whether the system's dialog is asked for, and for what. `submits` where Enter asks to make the project.
    fn form(&mut self, ui: &mut Ui, words: &Localizer, submits: &mut bool) -> Option<FileDialogPurpose> {
        let mut asks = None;
        let first = !std::mem::replace(&mut self.shown, true);
        let name = words.get("new-project-name");
        form_row(ui, &name, NAMES, |ui| {
            BidiTextField::new(&mut self.name, &name).focus(first).select_all(first).show(ui)
        });
        form_row(ui, &words.get("new-project-from"), NAMES, |ui| {
            asks = self.sources.show(ui, words, submits);
        });
        self.suggest_folder();
        let folder = words.get("new-project-folder");
        form_row(ui, &folder, NAMES, |ui| {
            if self.folder.show(ui, &folder, &path_status).1 {
                asks = Some(FileDialogPurpose::ProjectFolder);
            }
        });
        let language = words.get("new-project-language");
        form_row(ui, &language, NAMES, |ui| language_field(ui, &mut self.language, &language, words));
        form_row(ui, &words.get("new-project-labels"), NAMES, |ui| {
            let choices = [
                (Labels::Usual, "new-project-labels-usual"),
                (Labels::OfFiles, "new-project-labels-files"),
                (Labels::OfSchema, "new-project-labels-schema"),
            ];
            for (labels, word) in choices {
                if ui.add(BidiRadio::new(self.labels == labels, &words.get(word))).clicked() {
                    self.labels = labels;
                }
            }
            if self.labels == Labels::OfSchema {
                if self.schema.show(ui, &words.get("dialog-load-schema-hint"), &path_status).1 {
                    asks = Some(FileDialogPurpose::ProjectSchema);
                }
                let answer = self.loaded.as_ref().and_then(|(_, answer)| answer.get());
                if let Some(Err(error)) = answer {
                    super::complaint(ui, &error.localized(words));
                }
            }
        });
        asks
    }

    /// Reads the schema that stands in its field, off the frame.
    fn look_at_schema(&mut self, session: &mut Session) {
        let is_file = self.labels == Labels::OfSchema && self.schema.standing() == Some(PathStatus::File);
        let path = self.schema.whole_path();
        if !is_file || self.loaded.as_ref().is_some_and(|(known, _)| *known == path) {
            return;
        }
        let reading = path.clone();
        let work = move || match schemas::load_schema(&reading, None) {
            Ok(loaded) => Ok(Arc::new(loaded.schema)),
            Err(error) => Err(Arc::new(error)),
        };
        self.loaded = Some((path, session.ask("task-schema", work)));
    }
}

/// A tag of BCP 47, as far as its shape tells.
pub(super) fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_part = |part: &str, least: usize| {
        (least..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let first = parts.next().unwrap_or_default();
    is_part(first, 2) && first.bytes().all(|byte| byte.is_ascii_alphabetic()) && parts.all(|part| is_part(part, 1))
}

/// The tag of a language, typed or chosen among the usual ones.
pub(super) fn language_field(ui: &mut Ui, tag: &mut String, name: &str, words: &Localizer) {
    mirrored(ui, |ui| {
        BidiTextField::new(tag, name).width(100.0).ltr().show(ui);
        let known = LANGUAGES.iter().find(|(known, _)| *known == tag.trim());
        let shown = known.map_or_else(|| words.get("language-usual"), |(_, word)| words.get(word));
        choice_button(ui, &shown, &words.get("language-usual"), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.set_min_width(200.0);
            for (known, word) in LANGUAGES {
                let name = words.get(word);
                let row = Row::new(&name).trailing(known).ticked(known == tag.trim());
                if ui.add(row.role(egui::Role::MenuItem)).clicked() {
                    known.clone_into(tag);
                    ui.close();
                }
            }
        });
    });
}

impl Modal for NewProjectDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        if self.filling.is_done_without_remarks() {
            return Flow::Close;
        }
        self.look_at_schema(cx.session);
        let words = words(&cx.ctx);
        let (mut asks, mut submits, mut makes, mut closes) = (None, false, false, false);
        let (_, close) = dialog(&cx.ctx, "newproject", &words.get("new-project-title"), 660.0, |ui| {
            let height = (ui.ctx().content_rect().height() - AROUND).max(4.0 * ROW);
            let all = ScrollArea::vertical().id_salt("newproject").max_height(height).auto_shrink([false, true]);
            all.show(ui, |ui| {
                column(ui, |ui| {
                    if !self.filling.is_done() {
                        ui.add_enabled_ui(!self.filling.is_under_way(), |ui| {
                            asks = self.form(ui, &words, &mut submits)
                        });
                    }
                    self.filling.show(ui, cx.session, &words);
                });
            });
            let lacks = self.lacks();
            if let Some(word) = lacks.filter(|_| !self.filling.is_done()) {
                ui.add(BidiLabel::new(&words.get(word)).small().tone(Tone::Weak).wrap());
            }
            let is_ready = lacks.is_none();
            (makes, closes) = self.filling.buttons(ui, "new-project-make", is_ready, submits, &words);
        });
        if let Some(purpose) = asks {
            cx.request(Request::AskPath(purpose));
        }
        if makes {
            self.make(cx.session);
        }
        let closes = closes || close;
        if closes {
            self.filling.stop(cx.session);
        }
        Flow::close_if(closes)
    }

    fn event(&mut self, event: &Event<'_>, _: &mut UiContext<'_>) -> Flow {
        match event {
            Event::Picked(FileDialogPurpose::Sources { .. }, path) => self.sources.take(path.to_path_buf()),
            Event::Picked(FileDialogPurpose::ProjectFolder, path) => {
                self.folder = PathField::new(path.display().to_string()).of_folders().without_focus().chosen_by_hand();
            }
            Event::Picked(FileDialogPurpose::ProjectSchema, path) => self.schema.replace(path.display().to_string()),
            event => self.filling.event(event),
        }
        Flow::Open
    }

    fn takes_a_path(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::is_language_tag;

    #[test]
    fn a_language_is_a_tag() {
        assert!(["ar", "arz", "ar-EG", "zh-Hans-CN"].iter().all(|tag| is_language_tag(tag)));
        assert!(["", "a", "عربي", "ar_EG", "ar-", "-ar", "12"].iter().all(|tag| !is_language_tag(tag)));
    }
}
