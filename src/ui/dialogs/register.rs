//! The entity register of the project: its entries with how much is linked to each, found by typing, changed, merged, split, and led to
//! where they stand.

mod form;

use std::sync::Arc;

use egui::{ScrollArea, Ui};

use self::form::EntryForm;
use super::repair::rows;
use super::{before_buttons, complaint, saved_first};
use crate::model::{EntityId, Entry, LabelName};
use crate::session::{EntryPlacesAsked, EntryUsesAsked, Pending, Session};
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::{Localizer, isolated, without_isolates};
use crate::ui::modal::{Flow, Modal, Request, UiContext};
use crate::ui::theme::{ROW, space};
use crate::ui::widgets::{
    BidiButton, BidiLabel, Row, dialog, filter_field, menu_button, mirrored_end, mirrored_wrapped,
};
use crate::workspace::register::{EntryUse, SplitOff};

/// Entries that are listed at once; typing brings others.
const MAX_LISTED: usize = 500;

/// The dialog while it is open.
#[derive(Debug)]
pub struct RegisterDialog {
    typed: String,
    /// What was last listed, and for what.
    listed: Vec<EntityId>,
    made_for: Option<(String, u64)>,
    /// The entry in hand, and its fields.
    form: Option<EntryForm>,
    /// The entry that is to go into the one that is chosen next.
    merging: Option<EntityId>,
    uses: Option<(u64, EntryUsesAsked)>,
    places: Option<(String, EntryPlacesAsked)>,
    refused: Option<String>,
    opened: bool,
}

impl RegisterDialog {
    /// `None` where no register is read. `at`: the entry that is shown first.
    pub fn of(session: &Session, at: Option<&EntityId>) -> Option<Self> {
        let register = session.register()?;
        let form = at.and_then(|id| register.resolve(id)).map(|entry| EntryForm::of(entry));
        Some(RegisterDialog {
            typed: String::new(),
            listed: Vec::new(),
            made_for: None,
            form,
            merging: None,
            uses: None,
            places: None,
            refused: None,
            opened: false,
        })
    }

    fn look(&mut self, session: &mut Session) {
        let revision = session.register_revision();
        if self.uses.as_ref().is_none_or(|(counted, _)| *counted != revision) {
            self.uses = session.entry_uses().map(|asked| (revision, asked));
        }
        let wanted = (self.typed.trim().to_owned(), revision);
        if self.made_for.as_ref() == Some(&wanted) {
            return;
        }
        self.listed = session.typed_entries(&wanted.0, MAX_LISTED);
        let form = self.form.as_ref().map(|form| form.id().clone());
        if let (Some(id), true) = (&form, wanted.0.is_empty())
            && !self.listed.contains(id)
        {
            self.listed.insert(0, id.clone());
        }
        self.made_for = Some(wanted);
    }

    fn used(&self, id: &EntityId) -> Option<EntryUse> {
        let (_, asked) = self.uses.as_ref()?;
        Some(asked.get()?.as_ref().ok()?.of(id))
    }

    /// What was written in the fields of the entry in hand goes into the register.
    fn commit(&mut self, session: &mut Session, words: &Localizer) -> bool {
        let Some(form) = self.form.as_mut().filter(|form| form.is_changed()) else { return true };
        let done = session.edit_entry(&form.id().clone(), |entry| form.put_into(entry));
        match done {
            Ok(()) => {
                let entry = session.register().and_then(|register| register.get(form.id())).cloned();
                self.form = entry.map(|entry| EntryForm::of(&entry));
                self.refused = None;
                true
            }
            Err(error) => {
                self.refused = Some(error.localized(words));
                false
            }
        }
    }

    fn choose(&mut self, id: &EntityId, session: &mut Session, words: &Localizer) {
        if self.form.as_ref().is_some_and(|form| form.id() == id) || !self.commit(session, words) {
            return;
        }
        let entry = session.register().and_then(|register| register.get(id)).cloned();
        self.form = entry.map(|entry| EntryForm::of(&entry));
    }

    fn entries(&mut self, ui: &mut Ui, cx: &mut UiContext<'_>, words: &Localizer) {
        let entries: Vec<Arc<Entry>> = {
            let Some(register) = cx.session.register() else { return };
            self.listed.iter().filter_map(|id| register.get(id)).cloned().collect()
        };
        if entries.is_empty() {
            let none = if self.typed.trim().is_empty() { "register-empty" } else { "entity-none-found" };
            ui.add(BidiLabel::new(&words.get(none)).weak().wrap());
            return;
        }
        let current = self.form.as_ref().and_then(|form| entries.iter().position(|entry| entry.id == *form.id()));
        let chosen = rows(ui, "entries", entries.len(), current, |ui, at| {
            let entry = &entries[at];
            let kinds: Vec<&str> = entry.kinds.iter().map(LabelName::as_str).collect();
            let names: Vec<String> = entry.names.iter().take(4).map(|name| isolated(&name.text)).collect();
            let detail = [kinds.join(" "), names.join(" · ")].into_iter().filter(|part| !part.is_empty());
            let detail = detail.collect::<Vec<_>>().join(" · ");
            let used = self.used(&entry.id).map(|used| used_in_words(used, words)).unwrap_or_default();
            let spoken = without_isolates(&format!("{} {used}", entry.name)).trim().to_owned();
            let row = Row::new(&entry.name).detail(&detail).trailing(&used).spoken(&spoken);
            ui.add(row.selected(Some(at) == current))
        });
        if let Some(entry) = chosen.and_then(|at| entries.get(at)) {
            self.choose(&entry.id.clone(), cx.session, words);
        }
    }
}

/// How much is linked, in words.
fn used_in_words(used: EntryUse, words: &Localizer) -> String {
    match used.places {
        0 => words.get("entry-unused"),
        _ => words.format("entry-used", &[("n", used.places.into()), ("documents", used.documents.into())]),
    }
}

/// What was pressed below the list.
enum Pressed {
    Places,
    Merge,
    Split(SplitOff, String),
    Remove,
    New,
}

impl Modal for RegisterDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let (ctx, words) = (cx.ctx.clone(), cx.words.clone());
        if cx.session.register().is_none() {
            return Flow::Close;
        }
        self.look(cx.session);
        if let Some((name, asked)) = &self.places
            && let Some(found) = asked.get()
        {
            match found {
                Ok((places, unread)) => {
                    let query = cx.session.entry_places_query(places, *unread);
                    cx.request(Request::ShowPlaces(name.clone(), query));
                    return Flow::Close;
                }
                Err(failure) => self.refused = Some(failure.localized(&words)),
            }
            self.places = None;
        }
        let (mut pressed, mut cancel, mut save) = (None, false, false);
        let (_, close) = dialog(&ctx, "register", &words.get("register-title"), 720.0, |ui| {
            let count = cx.session.register().map_or(0, |register| register.len());
            ui.add(BidiLabel::new(&words.format("register-about", &[("n", count.into())])).weak().wrap());
            let first = !std::mem::replace(&mut self.opened, true);
            filter_field(ui, &mut self.typed, &words.get("register-filter"), first && self.form.is_none());
            self.look(cx.session);
            ui.add_space(space::S);
            self.entries(ui, cx, &words);
            self.remarks(ui, cx.session, &words);
            if let Some(form) = &mut self.form {
                ui.add_space(space::S);
                ui.separator();
                let most = (ctx.content_rect().height() - 480.0).clamp(3.0 * ROW, 9.0 * ROW);
                // A dialog grows with what is in it: it has no room that the fields could take by themselves.
                let fields = ScrollArea::vertical().id_salt("entry").max_height(most).min_scrolled_height(most);
                fields.auto_shrink([false, true]).show(ui, |ui| form.show(ui, &words));
            }
            if let Some(refused) = &self.refused {
                complaint(ui, refused);
            }
            let saved = saved_first(ui, cx.session, &words, &mut save);
            before_buttons(ui);
            pressed = self.buttons(ui, cx.session, saved, &words);
            mirrored_end(ui, |ui| {
                cancel = ui.add(BidiButton::quiet(&words.get("action-close"))).clicked();
            });
        });
        if save {
            cx.session.save_project_documents();
        }
        if let Some(pressed) = pressed {
            self.execute(pressed, cx, &words);
        }
        if (cancel || close) && self.merging.take().is_none() {
            // What cannot be kept is told, and stays to be corrected.
            return Flow::close_if(self.commit(cx.session, &words));
        }
        Flow::Open
    }
}

impl RegisterDialog {
    /// What is to be known besides: which entry is merged, which links lead nowhere.
    fn remarks(&self, ui: &mut Ui, session: &Session, words: &Localizer) {
        let register = session.register();
        if let Some(entry) = self.merging.as_ref().and_then(|id| register?.get(id)) {
            let text = words.format("register-merging", &[("name", isolated(&entry.name).into())]);
            ui.add(BidiLabel::new(&text).bold().wrap());
        }
        let unknown = self.uses.as_ref().and_then(|(_, asked)| Some(asked.get()?.as_ref().ok()?.unknown.len()));
        if let Some(n) = unknown.filter(|n| *n > 0) {
            ui.add(BidiLabel::new(&words.format("register-unknown-links", &[("n", n.into())])).small().weak().wrap());
        }
    }

    fn buttons(&mut self, ui: &mut Ui, session: &Session, saved: bool, words: &Localizer) -> Option<Pressed> {
        let mut pressed = None;
        let entry = self.form.as_ref().and_then(|form| session.register()?.get(form.id())).cloned();
        let used = entry.as_ref().and_then(|entry| self.used(&entry.id)).unwrap_or_default();
        let counted = entry.as_ref().is_some_and(|entry| self.used(&entry.id).is_some());
        mirrored_wrapped(ui, |ui| {
            let mut button = |ui: &mut Ui, word: &str, possible: bool, what: Pressed| {
                if ui.add_enabled(possible, BidiButton::new(&words.get(word))).clicked() {
                    pressed = Some(what);
                }
            };
            button(ui, "register-places", used.places > 0 && self.places.is_none(), Pressed::Places);
            let word = if self.merging.is_some() { "register-merge-here" } else { "register-merge" };
            let can_merge = saved && entry.as_ref().is_some_and(|entry| self.merging.as_ref() != Some(&entry.id));
            button(ui, word, can_merge, Pressed::Merge);
            button(ui, "register-remove", counted && used.places == 0, Pressed::Remove);
            button(ui, "register-new", true, Pressed::New);
            let Some(entry) = entry.filter(|entry| saved && !(entry.absorbed.is_empty() && entry.names.is_empty()))
            else {
                return;
            };
            let (_, chosen) = menu_button(ui, &words.get("register-split"), |ui| {
                let mut chosen = None;
                for former in entry.absorbed.values() {
                    let text = words.format("register-split-former", &[("name", isolated(&former.name).into())]);
                    if ui.add(Row::new(&text).role(egui::Role::MenuItem)).clicked() {
                        chosen = Some(Pressed::Split(SplitOff::Former(former.id.clone()), former.name.clone()));
                    }
                }
                for name in &entry.names {
                    if entry.absorbed.values().any(|former| former.name == name.text) {
                        continue;
                    }
                    let text = words.format("register-split-name", &[("name", isolated(&name.text).into())]);
                    if ui.add(Row::new(&text).role(egui::Role::MenuItem)).clicked() {
                        chosen = Some(Pressed::Split(SplitOff::named(&name.text), name.text.clone()));
                    }
                }
                if chosen.is_some() {
                    ui.close();
                }
                chosen
            });
            if let Some(chosen) = chosen.flatten() {
                pressed = Some(chosen);
            }
        });
        pressed
    }

    fn execute(&mut self, pressed: Pressed, cx: &mut UiContext<'_>, words: &Localizer) {
        if !self.commit(cx.session, words) {
            return;
        }
        let entry = self.form.as_ref().and_then(|form| cx.session.register()?.get(form.id())).cloned();
        let done = match (pressed, entry) {
            (Pressed::New, _) => {
                let typed = self.typed.trim();
                let name = if typed.is_empty() { words.get("register-new-name") } else { typed.to_owned() };
                cx.session.enter(&name, None).map(|id| {
                    let entry = cx.session.register().and_then(|register| register.get(&id)).cloned();
                    self.form = entry.map(|entry| EntryForm::of(&entry).new_one());
                    self.typed.clear();
                })
            }
            (_, None) => Ok(()),
            (Pressed::Places, Some(entry)) => {
                let asked: Option<EntryPlacesAsked> = cx.session.entry_places(&entry.id);
                self.places = asked.map(|asked: Pending<_>| (entry.name.clone(), asked));
                Ok(())
            }
            (Pressed::Merge, Some(entry)) => match self.merging.take() {
                None => {
                    self.merging = Some(entry.id.clone());
                    Ok(())
                }
                Some(from) => {
                    let name = cx.session.register().and_then(|r| r.get(&from)).map(|entry| entry.name.clone());
                    let parts =
                        [("name", isolated(&name.unwrap_or_default()).into()), ("into", isolated(&entry.name).into())];
                    let what = words.format("register-merged-what", &parts);
                    cx.session.merge_entries(vec![from], entry.id.clone(), without_isolates(&what).into_owned())
                }
            },
            (Pressed::Split(off, name), Some(entry)) => {
                let parts = [("name", isolated(&name).into()), ("from", isolated(&entry.name).into())];
                let what = words.format("register-split-what", &parts);
                cx.session.split_entry(entry.id.clone(), off, Vec::new(), without_isolates(&what).into_owned())
            }
            (Pressed::Remove, Some(entry)) => cx.session.remove_entry(&entry.id).map(|()| self.form = None),
        };
        self.refused = done.err().map(|error| error.localized(words));
        // Its fields are those of the entry as it becomes.
        if self.refused.is_none() && self.form.as_ref().is_some_and(|form| !form.is_new()) {
            self.refresh_form(cx.session);
        }
    }

    fn refresh_form(&mut self, session: &Session) {
        let entry = self.form.as_ref().and_then(|form| session.register()?.resolve(form.id())).cloned();
        self.form = entry.map(|entry| EntryForm::of(&entry));
    }
}
