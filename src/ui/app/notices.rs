//! What the session tells the window, feature by feature: what is said of it, and what the window does then.

use std::path::Path;
use std::sync::Arc;

use egui::Context;

use super::App;
use crate::edit::Command;
use crate::session::event::{ExportEvent, ExternalEvent, JournalingEvent, OpenEvent, SaveEvent, SchemaEvent};
use crate::session::versions::RestoreMode;
use crate::session::{Content, SessionEvent};
use crate::store::local_time;
use crate::ui::dialogs::file_changed::InTheWay;
use crate::ui::dialogs::history::summary_in_words;
use crate::ui::dialogs::import::ImportDialog;
use crate::ui::l10n::{Localize, localized_all};
use crate::ui::localizer::{Localizer, isolated_path};
use crate::ui::message::Message;
use crate::ui::modal::Event;
use crate::ui::widgets::Tone;

fn shown(path: &Path) -> String {
    isolated_path(path)
}

impl App {
    pub(super) fn take_notice(&mut self, ctx: &Context, notice: SessionEvent) {
        self.tell_dialog(ctx, &Event::Notice(&notice));
        match notice {
            SessionEvent::Open(notice) => self.tell_opened(notice),
            SessionEvent::Save(notice) => self.tell_saved(notice),
            SessionEvent::Journal(notice) => self.tell_journal(notice),
            SessionEvent::External(notice) => self.tell_external(notice),
            SessionEvent::Export(notice) => self.tell_export(notice),
            SessionEvent::Schema(notice) => self.take_schema(notice),
            SessionEvent::Project(notice) => self.tell_project(notice),
            SessionEvent::NotKept(why) => {
                let said = move |words: &Localizer| {
                    words.format("status-settings-not-kept", &[("why", why.localized(words).into())])
                };
                self.tell(Tone::Warning, Message::new(said));
            }
            SessionEvent::Changed { title, done, skipped } => {
                self.tell(
                    Tone::Good,
                    Message::new(move |words| {
                        let arguments = [("title", (&title).into()), ("n", done.into())];
                        let text = words.format("status-changed-there", &arguments);
                        let more =
                            (skipped > 0).then(|| words.format("status-applied-skipped", &[("n", skipped.into())]));
                        [text].into_iter().chain(more).collect::<Vec<_>>().join(" · ")
                    }),
                );
            }
            SessionEvent::Failed(failure) => {
                self.stay();
                // What could not be opened is told by the page, where it stands on it.
                let page = self.session.current_entry().map(|entry| entry.content());
                if !matches!(page, Some(Content::Failed(told)) if Arc::ptr_eq(told, &failure)) {
                    self.tell(Tone::Danger, Message::new(move |words| failure.localized(words)));
                }
            }
            SessionEvent::TakenBack { title, step: None } => {
                self.tell(
                    Tone::Plain,
                    Message::new(move |words| words.format("status-no-past", &[("title", (&title).into())])),
                );
            }
            SessionEvent::TakenBack { title, step: Some((summary, when)) } => {
                self.tell(
                    Tone::Good,
                    Message::new(move |words| {
                        let what = summary_in_words(&summary, words);
                        let when = words.date(&local_time(when));
                        let arguments = [("title", (&title).into()), ("what", what.into()), ("when", when.into())];
                        words.format("status-past-undone", &arguments)
                    }),
                );
            }
            SessionEvent::GroupTakenBack { documents, again } => {
                let word = if again { "status-group-redone" } else { "status-group-undone" };
                self.tell(Tone::Good, Message::new(move |words| words.format(word, &[("n", documents.into())])));
            }
            SessionEvent::Restored { title, saved, way, unsaved } => {
                let word = match way {
                    RestoreMode::Over => "status-restored-over",
                    RestoreMode::Anew if unsaved => "status-restored-unsaved",
                    RestoreMode::Anew => "status-restored-beside",
                    RestoreMode::Step | RestoreMode::Read => "status-restored",
                };
                self.tell(
                    Tone::Good,
                    Message::new(move |words| {
                        words.format(word, &[("title", (&title).into()), ("when", words.date(&saved).into())])
                    }),
                );
                self.pages.focus_page = true;
            }
            SessionEvent::Looked => self.looked(),
        }
    }

    fn tell_opened(&mut self, notice: OpenEvent) {
        match notice {
            OpenEvent::Opened { title, notes } => {
                // A window that is ended from outside comes back to it as well.
                self.write_window_state();
                let read_only = self.session.current().and_then(|document| document.read_only()).cloned();
                match read_only {
                    Some(reason) => self.tell(Tone::Warning, Message::localized(reason)),
                    None => self.tell(
                        Tone::Plain,
                        Message::new(move |words| {
                            let text = words.format("status-opened-title", &[("title", (&title).into())]);
                            [text].into_iter().chain(localized_all(&notes, words)).collect::<Vec<_>>().join(" · ")
                        }),
                    ),
                }
                // A line of the search panel that led here keeps the keyboard.
                self.pages.focus_page |= self.pages.going.is_none();
            }
            OpenEvent::PassedOver(passed_over) => {
                let text = Message::new(move |words| passed_over.localized(words));
                self.toasts.say(text.clone());
                self.tell(Tone::Warning, text);
            }
            OpenEvent::Damaged { entry } => self.found_damaged(entry),
            // A project that is still empty says so on its page.
            OpenEvent::NothingFound if self.session.project().is_some() => {}
            OpenEvent::NothingFound => self.tell(Tone::Warning, Message::message_id("status-nothing-found")),
            OpenEvent::Foreign { paths } => self.open_dialog(ImportDialog::of(paths)),
            // The dialog waits for it.
            OpenEvent::Previewed { .. } => {}
        }
    }

    fn tell_saved(&mut self, notice: SaveEvent) {
        match notice {
            SaveEvent::Saved { path } => {
                self.write_places();
                self.write_window_state();
                // What lies in a project or a folder that is open is found there the next time.
                if !self.session.opened_roots().iter().any(|root| *root != path && path.starts_with(root)) {
                    self.settings.opened(&std::path::absolute(&path).unwrap_or_else(|_| path.clone()));
                    self.settings_kept.dirty = true;
                }
                self.saving_all.iter_mut().for_each(|saved| *saved += 1);
                self.tell(Tone::Good, about("status-saved", "name", shown(&path)));
            }
            SaveEvent::InTheWay { entry, path, why } => {
                self.stay();
                self.open_dialog(InTheWay { entry, path, why });
            }
            SaveEvent::DamagedSetAside { path } => {
                self.tell(Tone::Warning, about("status-damaged-set-aside", "path", shown(&path)));
            }
            SaveEvent::OtherNames { path, names } => {
                self.tell(
                    Tone::Warning,
                    Message::new(move |words| {
                        words.format(
                            "status-other-names",
                            &[("name", shown(&path).into()), ("n", (names as usize).into())],
                        )
                    }),
                );
            }
            SaveEvent::NotLogged { path, why } => {
                self.tell(
                    Tone::Warning,
                    Message::new(move |words| {
                        let arguments = [("name", shown(&path).into()), ("why", why.localized(words).into())];
                        words.format("status-not-logged", &arguments)
                    }),
                );
            }
            SaveEvent::VersionNotKept { path, why } => {
                self.tell(
                    Tone::Danger,
                    Message::new(move |words| {
                        let arguments = [("name", shown(&path).into()), ("why", why.localized(words).into())];
                        words.format("status-version-not-kept", &arguments)
                    }),
                );
            }
        }
    }

    fn tell_journal(&mut self, notice: JournalingEvent) {
        match notice {
            JournalingEvent::Recovered { title, steps, damaged, torn } => {
                self.toasts.keep(
                    Tone::Good,
                    Message::new(move |words| {
                        let text = words.format("status-recovered", &[("title", (&title).into()), ("n", steps.into())]);
                        let torn = torn.then(|| words.get("status-journal-torn"));
                        let copy = damaged
                            .as_ref()
                            .map(|copy| words.format("status-journal-damaged", &[("path", shown(copy).into())]));
                        [text].into_iter().chain(torn).chain(copy).collect::<Vec<_>>().join(" · ")
                    }),
                );
                self.pages.focus_page = true;
            }
            JournalingEvent::KeptAside { path, why } => {
                self.tell(
                    Tone::Danger,
                    Message::new(move |words| {
                        let arguments = [("path", shown(&path).into()), ("why", why.localized(words).into())];
                        words.format("status-journal-aside", &arguments)
                    }),
                );
            }
            JournalingEvent::Lost { title, path, loss, aside } => {
                self.toasts.keep(
                    Tone::Warning,
                    Message::new(move |words| {
                        let arguments = [
                            ("title", (&title).into()),
                            ("why", loss.localized(words).into()),
                            ("path", shown(&path).into()),
                        ];
                        let text = words.format("status-journal-lost", &arguments);
                        let aside = aside
                            .as_ref()
                            .map(|aside| words.format("status-journal-lost-aside", &[("path", shown(aside).into())]));
                        [text].into_iter().chain(aside).collect::<Vec<_>>().join(" · ")
                    }),
                );
            }
            JournalingEvent::Elsewhere { title } => {
                self.tell(Tone::Danger, about("status-journal-elsewhere", "title", title));
            }
            JournalingEvent::Failed { title, error } => {
                self.tell(
                    Tone::Danger,
                    Message::new(move |words| {
                        words.format(
                            "status-not-kept",
                            &[("title", (&title).into()), ("why", error.localized(words).into())],
                        )
                    }),
                );
            }
        }
    }

    fn tell_external(&mut self, notice: ExternalEvent) {
        match notice {
            ExternalEvent::Changed { path, gone, .. } => {
                let word = if gone { "status-file-gone" } else { "status-file-changed" };
                self.tell(Tone::Warning, about(word, "name", shown(&path)));
            }
            ExternalEvent::TakenOver { entry, title, how, conflicts, other_text, notes } => {
                self.taken_over(entry, title, how, conflicts, other_text, &notes);
            }
        }
    }

    fn tell_export(&mut self, notice: ExportEvent) {
        match notice {
            ExportEvent::Exported { out, losses, removed, .. } => {
                if !removed.is_empty() {
                    let more = (removed.len() > 6).then(|| "…".to_owned());
                    let names: Vec<String> = removed.iter().take(6).map(|path| shown(path)).chain(more).collect();
                    self.toasts.say(about("status-exports-removed", "files", names.join("\n")));
                }
                self.toasts.say(Message::new(move |words| match losses {
                    0 => words.format("status-exported", &[("path", shown(&out).into())]),
                    n => words.format("status-exported-losses", &[("path", shown(&out).into()), ("n", n.into())]),
                }));
            }
            ExportEvent::TableSaved { path } => {
                self.toasts.say(about("status-table-saved", "path", shown(&path)));
            }
            ExportEvent::LossesSaved { path } => {
                self.toasts.say(about("status-losses-saved", "path", shown(&path)));
            }
        }
    }

    fn take_schema(&mut self, notice: SchemaEvent) {
        match notice {
            SchemaEvent::Loaded { path, schema, notes } => {
                let done = self.session.change_labels(Command::ReplaceSchema((*schema).clone()));
                let own = self.session.current().filter(|_| !self.session.edits_project_schema());
                if done.is_ok() && own.is_some_and(|document| *document.content().schema != *schema) {
                    // It is asked about first: nothing is taken yet.
                    return;
                }
                if done.is_ok() && notes.is_empty() {
                    self.tell(Tone::Good, about("status-schema-loaded", "path", shown(&path)));
                } else if done.is_ok() {
                    let what = move |words: &Localizer| list_of(&notes, words);
                    self.tell(Tone::Warning, with_list("status-schema-loaded-in-part", shown(&path), what));
                }
                self.tell_refusal(done);
            }
            SchemaEvent::Saved { path, losses } if losses.is_empty() => {
                self.tell(Tone::Good, about("status-schema-saved", "path", shown(&path)));
            }
            SchemaEvent::Saved { path, losses } => {
                let what = move |words: &Localizer| list_of(&losses, words);
                self.tell(Tone::Warning, with_list("status-schema-saved-in-part", shown(&path), what));
            }
        }
    }
}

/// Things that are told in one line; the first of many.
fn list_of(all: &[impl Localize], words: &Localizer) -> String {
    let told: Vec<String> = all.iter().take(MAX_TOLD).map(|one| one.localized(words)).collect();
    let more = if all.len() > MAX_TOLD { "…" } else { "" };
    format!("{}{more}", told.join(" · "))
}

/// What of a file of labels is not kept and is told by name.
const MAX_TOLD: usize = 6;

/// A message about a file and a list.
fn with_list(word: &'static str, path: String, list: impl Fn(&Localizer) -> String + 'static) -> Message {
    Message::new(move |words| words.format(word, &[("path", (&path).into()), ("what", list(words).into())]))
}

/// A message about one thing.
fn about(word: &'static str, name: &'static str, value: String) -> Message {
    Message::new(move |words| words.format(word, &[(name, (&value).into())]))
}
