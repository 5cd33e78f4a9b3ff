//! The beginning: who works here, the ways to begin, and the samples for whoever wants to look first.

use std::path::PathBuf;

use egui::{Frame, Margin, Panel, Ui};

use super::App;
use crate::model::AnnotatedDocument;
use crate::store::{self, Settings};
use crate::ui::command::UiCommand;
use crate::ui::dialogs::samples::SamplesDialog;
use crate::ui::modal::Request;
use crate::ui::panels::welcome::{WelcomeAction, WelcomeInput, WelcomeState, welcome};
use crate::ui::panes::{Pane, shown_at};
use crate::ui::theme::{Theme, space};
use crate::ui::widgets::{BidiButton, BidiHover as _, BidiLabel, mirrored, mirrored_end};

/// What is asked at the first start, and how far it is answered.
#[derive(Debug, Default)]
pub(super) struct Welcome {
    /// The questions stand on the page.
    asks: bool,
    /// The name in the settings is a guess; it is not kept.
    guessed: bool,
    state: WelcomeState,
}

impl Welcome {
    /// `guessed`: nobody has said who works here; `name` is what the system calls them.
    pub(super) fn new(guessed: bool, name: &str) -> Self {
        Welcome { asks: guessed, guessed, state: WelcomeState::supposing(name) }
    }

    /// A person said a name somewhere.
    pub(super) fn was_named(&mut self, name: &str) {
        self.guessed = false;
        name.clone_into(&mut self.state.name);
    }

    /// The settings as they are kept.
    pub(super) fn to_keep(&self, settings: &Settings) -> Settings {
        let annotator = if self.guessed { String::new() } else { settings.annotator.clone() };
        Settings { annotator, ..settings.clone() }
    }
}

impl App {
    /// The page while no document is listed.
    pub(super) fn welcome_page(&mut self, ui: &mut Ui) {
        let commands = [
            UiCommand::Open,
            UiCommand::OpenFolder,
            UiCommand::NewProject,
            UiCommand::LookAtSamples,
            UiCommand::ToggleGuide,
            UiCommand::AddDocuments,
        ];
        let enabled: Vec<UiCommand> = commands.into_iter().filter(|command| self.is_enabled(*command)).collect();
        let input = WelcomeInput {
            asks: self.welcome.asks,
            language: self.settings.language,
            project: self.session.project().map(|folder| folder.project.name.as_str()),
            enabled: &enabled,
        };
        for action in welcome(ui, &mut self.welcome.state, &input) {
            match action {
                WelcomeAction::Named => self.take_name(ui.ctx()),
                WelcomeAction::Speak(language) => {
                    let settings = Settings { language, ..self.settings.clone() };
                    self.change_settings(ui.ctx(), settings);
                }
                WelcomeAction::Command(command) => {
                    self.take_name(ui.ctx());
                    self.execute(ui.ctx(), command);
                }
            }
        }
    }

    /// The name that stands in its field is the annotator's.
    fn take_name(&mut self, ctx: &egui::Context) {
        let name = self.welcome.state.name.trim().to_owned();
        if !self.welcome.asks || name.is_empty() {
            return;
        }
        self.welcome.was_named(&name);
        self.change_settings(ctx, Settings { annotator: name, ..self.settings.clone() });
    }

    /// Once something is listed nobody is asked any more.
    pub(super) fn end_welcome(&mut self, ctx: &egui::Context) {
        if self.welcome.asks && !self.session.entries().is_empty() {
            self.take_name(ctx);
            self.welcome.asks = false;
        }
    }

    pub(super) fn look_at_samples(&mut self) {
        let annotator = self.session.annotator.clone();
        let mut samples: Vec<AnnotatedDocument> = store::samples();
        samples.iter_mut().for_each(|sample| sample.annotator = annotator.clone());
        self.session.look_at_samples(samples);
        self.pages.focus_page = true;
    }

    /// Takes the samples off the list; only where there is work on them it is asked.
    pub(super) fn throw_samples_away(&mut self) {
        match self.session.samples_with_work() {
            0 => self.session.throw_samples_away(),
            _ => self.open_dialog(SamplesDialog::default()),
        }
    }

    /// Whether the samples hold work that is to be decided on before documents of one's own come; then it is asked, and
    /// `then` is done after that.
    pub(super) fn asks_about_samples(&mut self, then: Request) -> bool {
        let asks = self.session.samples_with_work() > 0;
        if asks {
            self.open_dialog(SamplesDialog::before(then));
        }
        asks
    }

    /// Opens files and folders that the analyst named, once the samples are out of the way.
    pub(super) fn open(&mut self, paths: Vec<PathBuf>) {
        self.commit_pending_edits();
        if self.session.samples_with_work() > 0 {
            self.asks_about_samples(Request::Open(paths));
        } else {
            self.open_now(paths);
        }
    }

    /// What is no document of anybody's says so above the page.
    pub(super) fn samples_banner(&mut self, ui: &mut Ui) {
        if !self.session.current_entry().is_some_and(|entry| entry.is_sample()) {
            return;
        }
        let theme = Theme::get(ui.ctx());
        let frame =
            Frame::new().fill(theme.accent_soft).inner_margin(Margin::symmetric(space::M as i8, space::XS as i8));
        let (text, away) = (self.words.get("samples-banner"), UiCommand::ThrowSamplesAway);
        let (name, tip) = (self.words.get(away.message_id()), self.words.get("command-throw-samples-away.tip"));
        let mut thrown = false;
        let banner = Panel::top("samples").frame(frame).show(ui, |ui| {
            mirrored(ui, |ui| {
                mirrored_end(ui, |ui| {
                    thrown = ui.add(BidiButton::new(&name).small().hint(&tip)).clicked();
                    // What is left of the line, from the side the interface begins at.
                    mirrored(ui, |ui| ui.add(BidiLabel::new(&text).elide()).bidi_hover(&text));
                });
            });
        });
        shown_at(ui.ctx(), Pane::AbovePage, banner.response.rect);
        if thrown {
            self.throw_samples_away();
        }
    }
}
