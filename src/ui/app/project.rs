//! The project as the window's person has it: what is said of it, and what its commands do.

use egui::Context;

use super::App;
use crate::session::event::ProjectEvent;
use crate::ui::dialogs::migration::{MigrationDialog, migrated};
use crate::ui::dialogs::package::ReturnedDialog;
use crate::ui::l10n::Localize;
use crate::ui::localizer::Localizer;
use crate::ui::message::Message;
use crate::ui::widgets::Tone;
use crate::workspace::project::FillReport;

impl App {
    pub(super) fn tell_project(&mut self, ctx: &Context, notice: ProjectEvent) {
        let (tone, message) = match notice {
            ProjectEvent::Opened { name } => (Tone::Plain, named("status-project-opened", name)),
            ProjectEvent::Closed { name } => (Tone::Plain, named("status-project-closed", name)),
            ProjectEvent::Stopped { name } => (Tone::Warning, named("status-project-stopped", name)),
            ProjectEvent::Changed => (Tone::Good, Message::message_id("status-project-changed")),
            ProjectEvent::Renamed { path } => (Tone::Good, named("status-renamed", path.display().to_string())),
            ProjectEvent::Removed { documents } => (Tone::Good, counted("status-removed", documents)),
            ProjectEvent::BroughtBack { documents } => (Tone::Good, counted("status-brought-back", documents)),
            ProjectEvent::SchemaChanged => (Tone::Good, Message::message_id("status-schema-of-project")),
            ProjectEvent::MigrationAsked { migration } => {
                let dialog = MigrationDialog::open(&mut self.session, (*migration).clone());
                return self.open_dialog(dialog);
            }
            ProjectEvent::Migrated { report } => {
                let message = Message::new(move |words| migrated(&report, words));
                self.toasts.say(ctx, message.clone());
                (Tone::Good, message)
            }
            ProjectEvent::Shared { report } => {
                let documents = report.annotators.values().map(|share| share.documents - share.overlapping).sum();
                let message = counted("status-shared", documents);
                self.toasts.say(ctx, message.clone());
                (Tone::Good, message)
            }
            ProjectEvent::Packaged { path, report } => {
                let message = Message::new(move |words| {
                    let path = path.display().to_string();
                    words.format("status-packaged", &[("path", path.into()), ("n", report.documents.into())])
                });
                self.toasts.say(ctx, message.clone());
                (Tone::Good, message)
            }
            ProjectEvent::Returned { report } => {
                let message = counted("status-returned", report.changed + report.added);
                self.open_dialog(ReturnedDialog::of(report));
                (Tone::Good, message)
            }
            ProjectEvent::ToReadAgain { set, documents } => {
                let message = Message::new(move |words| {
                    words.format("status-to-read-again", &[("set", (&set).into()), ("n", documents.into())])
                });
                self.toasts.say(ctx, message.clone());
                (Tone::Good, message)
            }
            ProjectEvent::Filled { name, report } => {
                let message = Message::new(move |words| filled(&name, &report, words).join(" · "));
                self.toasts.say(ctx, message.clone());
                (Tone::Good, message)
            }
        };
        self.tell(tone, message);
    }
}

fn named(word: &'static str, name: String) -> Message {
    Message::new(move |words| words.format(word, &[("name", (&name).into())]))
}

fn counted(word: &'static str, count: usize) -> Message {
    Message::new(move |words| words.format(word, &[("n", count.into())]))
}

/// What came into a project, and what is to be known of it.
fn filled(name: &str, report: &FillReport, words: &Localizer) -> Vec<String> {
    let came = [("name", name.into()), ("n", report.documents.into())];
    let mut said = vec![words.format("status-project-filled", &came)];
    let mut more = |word: &str, count: usize| {
        if count > 0 {
            said.push(words.format(word, &[("n", count.into())]));
        }
    };
    more("status-project-there", report.there);
    more("status-project-left-out", report.left_out);
    if report.grown {
        said.push(words.get("status-project-grown"));
    }
    // Of many, the first few: a status bar has one line.
    said.extend(report.warnings.iter().take(FEW).map(|(_, warning)| warning.localized(words)));
    said
}

/// Warnings that are said of what came in.
const FEW: usize = 3;
