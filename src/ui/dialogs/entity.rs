//! What an annotation stands for: entries are proposed by how it is written, found by typing, or made of its text. Enter takes.

use egui::{Key, Modifiers, ScrollArea};

use crate::model::{AnnotationId, EntityId, LabelName};
use crate::session::{Session, SessionError};
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::{Localizer, isolated, without_isolates};
use crate::ui::message::Message;
use crate::ui::modal::{Flow, Modal, UiContext};
use crate::ui::theme::{ROW, space};
use crate::ui::widgets::{BidiLabel, BidiTextField, Row, Tone, dialog};
use crate::workspace::register::{Reason, form_of};

/// Entries that are offered at once; typing brings others.
const MAX_OFFERED: usize = 50;
/// Other names that a row shows.
const MAX_NAMES: usize = 3;

/// What can be taken.
#[derive(Clone, Debug, PartialEq)]
enum Offer {
    Entry(EntityId, Option<Reason>),
    /// A new entry of this name.
    New(String),
    Unlink,
}

/// The dialog while it is open.
#[derive(Debug)]
pub struct EntityPicker {
    annotation: AnnotationId,
    label: LabelName,
    /// The text of the annotation.
    form: String,
    linked: bool,
    typed: String,
    offers: Vec<Offer>,
    /// For what was typed and which state of the register the offers were made.
    made_for: Option<(String, u64)>,
    chosen: usize,
    opened: bool,
}

impl EntityPicker {
    /// `None` where no annotation is in hand, or the document is in no project.
    pub fn of(session: &Session) -> Option<Self> {
        session.register()?;
        let document = session.current()?;
        let annotation = document.active()?;
        Some(EntityPicker {
            annotation: annotation.id.clone(),
            label: annotation.label.clone(),
            form: form_of(document.content(), annotation).trim().to_owned(),
            linked: annotation.entity.is_some(),
            typed: String::new(),
            offers: Vec::new(),
            made_for: None,
            chosen: 0,
            opened: false,
        })
    }

    /// What is offered for what was typed, once for each.
    fn look(&mut self, session: &Session) {
        let wanted = (self.typed.trim().to_owned(), session.register_revision());
        if self.made_for.as_ref() == Some(&wanted) {
            return;
        }
        let typed = wanted.0.clone();
        self.offers = match typed.is_empty() {
            true => {
                let proposals = session.propose_entries(&self.annotation);
                proposals.into_iter().map(|p| Offer::Entry(p.entity, Some(p.reason))).collect()
            }
            false => session.typed_entries(&typed, MAX_OFFERED).into_iter().map(|id| Offer::Entry(id, None)).collect(),
        };
        let name = if typed.is_empty() { self.form.clone() } else { typed };
        if !name.is_empty() {
            self.offers.push(Offer::New(name));
        }
        if self.linked {
            self.offers.push(Offer::Unlink);
        }
        self.chosen = 0;
        self.made_for = Some(wanted);
    }

    fn take(&self, offer: &Offer, session: &mut Session) -> Result<Option<String>, SessionError> {
        let ids = vec![self.annotation.clone()];
        match offer {
            Offer::Entry(id, _) => session.link(ids, Some(id.clone()))?,
            Offer::New(name) => {
                let id = session.enter(name, Some(&self.label))?;
                session.link(ids, Some(id))?;
                return Ok(Some(name.clone()));
            }
            Offer::Unlink => {
                session.link(ids, None)?;
                return Ok(None);
            }
        }
        let Offer::Entry(id, _) = offer else { return Ok(None) };
        Ok(session.register().and_then(|register| register.get(id)).map(|entry| entry.name.clone()))
    }
}

/// What a row says: name, detail and trailing text.
fn row_of(offer: &Offer, session: &Session, words: &Localizer) -> [String; 3] {
    match offer {
        Offer::Entry(id, reason) => {
            let Some(entry) = session.register().and_then(|register| register.get(id)) else {
                return [id.to_string(), String::new(), String::new()];
            };
            let kinds: Vec<&str> = entry.kinds.iter().map(LabelName::as_str).collect();
            let names = entry.names.iter().take(MAX_NAMES).map(|name| isolated(&name.text));
            let reason = reason.as_ref().map(|reason| reason.localized(words));
            let detail: Vec<String> = reason.into_iter().chain(names).collect();
            [entry.name.clone(), detail.join(" · "), kinds.join(" ")]
        }
        Offer::New(name) => {
            [words.format("entity-new", &[("name", isolated(name).into())]), String::new(), String::new()]
        }
        Offer::Unlink => [words.get("entity-take-away"), String::new(), String::new()],
    }
}

impl Modal for EntityPicker {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let (ctx, words) = (cx.ctx.clone(), cx.words.clone());
        let is_there = cx.session.current().is_some_and(|d| d.content().annotations.contains(&self.annotation));
        if !is_there || cx.session.register().is_none() {
            return Flow::Close;
        }
        self.look(cx.session);
        let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let before = self.chosen;
        if pressed(Key::ArrowDown) {
            self.chosen = (self.chosen + 1).min(self.offers.len().saturating_sub(1));
        }
        if pressed(Key::ArrowUp) {
            self.chosen = self.chosen.saturating_sub(1);
        }
        let moved = self.chosen != before;
        let (mut taken, mut escaped) = (None, false);
        let title = words.format("entity-title", &[("text", isolated(&self.form).into())]);
        let (_, close) = dialog(&ctx, "entity", &title, 520.0, |ui| {
            let (name, hint) = (words.get("entity-find"), words.get("entity-find-hint"));
            let field = BidiTextField::new(&mut self.typed, &name).hint(&hint).focus(!self.opened).show(ui);
            self.opened = true;
            escaped = field.escaped;
            self.look(cx.session);
            if field.submitted {
                match self.offers.get(self.chosen) {
                    Some(offer) => taken = Some(offer.clone()),
                    None => field.response.request_focus(),
                }
            }
            ui.add_space(space::S);
            if self.offers.is_empty() {
                ui.add(BidiLabel::new(&words.get("entity-none-found")).weak());
            }
            ui.spacing_mut().item_spacing.y = 0.0;
            ScrollArea::vertical().max_height(ROW * 10.0).auto_shrink([false, true]).show(ui, |ui| {
                for (at, offer) in self.offers.iter().enumerate() {
                    let [name, detail, trailing] = row_of(offer, cx.session, &words);
                    let spoken = match detail.is_empty() {
                        true => without_isolates(&name).into_owned(),
                        false => without_isolates(&format!("{name}, {detail}")).into_owned(),
                    };
                    let row = Row::new(&name).detail(&detail).trailing(&trailing).selected(at == self.chosen);
                    let response = ui.add(row.spoken(&spoken));
                    if moved && at == self.chosen {
                        response.scroll_to_me(None);
                    }
                    if response.clicked() {
                        taken = Some(offer.clone());
                    }
                }
            });
        });
        let Some(offer) = taken else { return Flow::close_if(close || escaped) };
        match self.take(&offer, cx.session) {
            Ok(Some(name)) => {
                let said = move |words: &Localizer| words.format("status-linked", &[("name", (&name).into())]);
                cx.tell(Tone::Good, Message::new(said));
            }
            Ok(None) => cx.tell(Tone::Good, Message::message_id("status-unlinked")),
            Err(error) => cx.tell(Tone::Warning, Message::localized(error)),
        }
        Flow::Close
    }
}
