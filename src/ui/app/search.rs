//! The panel that looks in the document or in all, and what its answers mean.

use egui::Ui;

use super::App;
use crate::model::LabelName;
use crate::session::{EntryId, Fix, HitKind, SearchHit, SearchSlot};
use crate::ui::l10n::Localize as _;
use crate::ui::palette::LabelPaint;
use crate::ui::panels::search::{SearchAction, SearchInput, SearchPanel, Tab};
use crate::ui::theme::Theme;

/// The panel, and what it was last shown for.
#[derive(Debug)]
pub(super) struct SearchPanelState {
    panel: SearchPanel,
    error: Option<String>,
    /// The documents and their revisions that the answers are about.
    about: Vec<(EntryId, u64)>,
    /// When that was last looked at.
    looked: Option<u64>,
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
                self.panels.search = Some(SearchPanelState { panel, error: None, about: Vec::new(), looked: None });
            }
        }
    }

    pub(super) fn close_search(&mut self) {
        self.panels.search = None;
        self.session.stop_seeking(SearchSlot::Panel);
        self.pages.focus_page = true;
    }

    pub(super) fn search_panel(&mut self, ui: &mut Ui) {
        let Some(mut searching) = self.panels.search.take() else { return };
        if searching.looked.replace(self.session.entries_touched()) != Some(self.session.entries_touched()) {
            let revision = |entry: &crate::session::Entry| (entry.id, entry.document().map_or(0, |d| d.revision()));
            let about: Vec<(EntryId, u64)> = self.session.entries().iter().map(revision).collect();
            if about != searching.about {
                searching.about = about;
                searching.panel.refresh();
            }
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
        for action in actions {
            match action {
                SearchAction::Seek(scope, Some(wish)) => {
                    let done = self.session.seek(SearchSlot::Panel, scope, &wish);
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
                (HitKind::Annotation | HitKind::Trouble(_), Some((id, _))) => Fix::Relabel(id.clone(), label.clone()),
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
