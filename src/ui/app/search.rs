//! The panel that looks in the document or in all, and what its answers mean.

use std::collections::HashMap;

use egui::Ui;

use super::App;
use crate::model::LabelName;
use crate::session::{EntryId, Fix, HitKind, ListChange, SearchHit, SearchQuery, SearchSlot, Session};
use crate::ui::l10n::Localize as _;
use crate::ui::palette::LabelPaint;
use crate::ui::panels::search::{SearchAction, SearchInput, SearchPanel, Tab};
use crate::ui::theme::Theme;

/// Characters of the name of places that were counted.
const MAX_NAME: usize = 60;

/// The panel, and what it was last shown for.
#[derive(Debug)]
pub(super) struct SearchPanelState {
    panel: SearchPanel,
    error: Option<String>,
    /// The revisions of documents that the answers are about, but for those that are as they were opened.
    about: HashMap<EntryId, u64>,
    /// The list that they are about, and when its documents were last looked at.
    order: u64,
    looked: u64,
}

impl SearchPanelState {
    fn new(panel: SearchPanel, session: &Session) -> Self {
        let (order, looked) = (session.entries_order(), session.entries_touched());
        let mut searching = SearchPanelState { panel, error: None, about: HashMap::new(), order, looked };
        session.open_entries().for_each(|entry| {
            searching.has_changed(session, entry.id);
        });
        searching
    }

    /// Whether the answers are about other documents than there are now. While a folder is being listed they stay.
    fn is_out_of_date(&mut self, session: &Session) -> bool {
        if self.looked == session.entries_touched() {
            return false;
        }
        if session.is_listing() {
            return false;
        }
        let changed: Vec<EntryId> = match session.entry_changes(self.looked) {
            Some(changes) => {
                changes.filter_map(|c| if let ListChange::Changed(id) = c { Some(id) } else { None }).collect()
            }
            None => session.open_entries().map(|entry| entry.id).collect(),
        };
        self.looked = session.entries_touched();
        let mut other = std::mem::replace(&mut self.order, session.entries_order()) != session.entries_order();
        for id in changed {
            other |= self.has_changed(session, id);
        }
        other
    }

    fn has_changed(&mut self, session: &Session, id: EntryId) -> bool {
        let revision = session.entry(id).and_then(|entry| entry.document()).map_or(0, |document| document.revision());
        let known = match revision {
            0 => self.about.remove(&id),
            _ => self.about.insert(id, revision),
        };
        known.unwrap_or(0) != revision
    }
}

impl App {
    /// Opens the panel at a tab, with the selected text to be looked for.
    pub(super) fn open_search(&mut self, tab: Tab) {
        let selected = self.session.current().and_then(|document| {
            let range = document.selection.text.range();
            let text = document.content().text().get(range.clone())?;
            (!range.is_empty() && range.len() < 200 && tab == Tab::Text).then(|| text.to_owned())
        });
        match &mut self.panels.search {
            Some(searching) => searching.panel.turn_to(tab, selected),
            None => {
                let panel = SearchPanel::new(tab, selected);
                self.panels.search = Some(SearchPanelState::new(panel, &self.session));
            }
        }
    }

    /// Opens the panel on places that were counted.
    pub(super) fn show_places(&mut self, name: String, query: SearchQuery) {
        // A tab has room for so much of a title.
        let name = match name.char_indices().nth(MAX_NAME) {
            Some((end, _)) => format!("{}…", &name[..end]),
            None => name,
        };
        let panel = SearchPanel::of_places(name, query);
        self.panels.search = Some(SearchPanelState::new(panel, &self.session));
    }

    /// Goes to the next (or previous) note or flag of all documents; the list of them opens with the first press.
    pub(super) fn step_mark(&mut self, forward: bool) {
        let listed = self.panels.search.as_ref().is_some_and(|searching| searching.panel.tab == Tab::Marks);
        if !listed {
            self.open_search(Tab::Marks);
        }
        self.panels.mark_step = Some(forward);
    }

    /// Goes where a key asked to, once the list is there. Its work is that of the list, once a press.
    fn take_mark_step(&mut self, panel: &mut SearchPanel) {
        let findings = self.session.findings(SearchSlot::Panel);
        if self.panels.mark_step.is_none() || panel.tab != Tab::Marks || !panel.is_current(findings) {
            return;
        }
        let Some(forward) = self.panels.mark_step.take() else { return };
        let here = self.session.current().zip(self.session.current_id()).map(|(document, id)| {
            let at =
                document.active().map_or(document.selection.text.head(), |active| active.spans.first().range().start);
            (id, at)
        });
        match panel.step(findings, here, forward).and_then(|at| findings.places.get(at)).cloned() {
            Some(place) => {
                self.go_to(&place);
                self.pages.focus_page = true;
            }
            None => self.say("marks-none"),
        }
    }

    pub(super) fn close_search(&mut self) {
        self.panels.search = None;
        self.panels.mark_step = None;
        self.session.stop_seeking(SearchSlot::Panel);
        self.pages.focus_page = true;
    }

    pub(super) fn search_panel(&mut self, ui: &mut Ui) {
        let Some(mut searching) = self.panels.search.take() else { return };
        if searching.is_out_of_date(&self.session) {
            searching.panel.refresh();
        }
        let theme = Theme::get(ui.ctx());
        let schema = self.session.current().map(|document| document.content().schema.clone());
        let tint_of = |label: Option<&LabelName>| {
            let label = label.and_then(|name| schema.as_ref()?.label(name));
            label.map_or(theme.selection, |label| LabelPaint::new(label.colour, theme.panel).tint_strong)
        };
        let title_of = |id| self.session.entry(id).map(|entry| entry.title().to_owned()).unwrap_or_default();
        let input = SearchInput {
            findings: self.session.findings(SearchSlot::Panel),
            error: searching.error.as_deref(),
            schema: schema.as_deref(),
            documents: self.session.entries().len(),
            title_of: &title_of,
            tint_of: &tint_of,
        };
        let actions = searching.panel.show(ui, &input);
        let mut close = false;
        if actions.is_empty() {
            self.take_mark_step(&mut searching.panel);
        }
        for action in actions {
            match action {
                SearchAction::Seek(scope, Some(request)) => {
                    let done = self.session.seek(SearchSlot::Panel, scope, &request);
                    searching.error = done.err().map(|error| error.localized(&self.words));
                }
                SearchAction::Seek(_, None) => {
                    searching.error = None;
                    self.session.stop_seeking(SearchSlot::Panel);
                }
                SearchAction::GoTo(at, stay) => {
                    if let Some(place) = self.session.findings(SearchSlot::Panel).places.get(at).cloned() {
                        self.go_to(&place);
                        self.pages.focus_page |= stay;
                    }
                }
                SearchAction::Mend(chosen) => {
                    let places = &self.session.findings(SearchSlot::Panel).places;
                    let chosen: Vec<SearchHit> = chosen.iter().filter_map(|&at| places.get(at).cloned()).collect();
                    self.apply(chosen);
                }
                SearchAction::Close => close = true,
            }
        }
        match close {
            true => self.close_search(),
            false => self.panels.search = Some(searching),
        }
    }

    /// A label's key while a line of the panel has the keyboard: it is for the ticked lines. False where none is meant.
    pub(super) fn label_found(&mut self, label: &LabelName) -> bool {
        let Some(searching) = &self.panels.search else { return false };
        let places = &self.session.findings(SearchSlot::Panel).places;
        let chosen = searching.panel.chosen();
        let labelled = |place: &SearchHit| {
            let change = match (&place.kind, &place.annotation) {
                (HitKind::Annotation | HitKind::Trouble(_) | HitKind::Mark { .. }, Some((id, _))) => {
                    Fix::Relabel(id.clone(), label.clone())
                }
                _ => Fix::Annotate(label.clone()),
            };
            SearchHit { change: Some(change), ..place.clone() }
        };
        let chosen: Vec<SearchHit> = chosen.iter().filter_map(|&at| places.get(at)).map(labelled).collect();
        if chosen.is_empty() {
            return false;
        }
        self.apply(chosen);
        true
    }
}
