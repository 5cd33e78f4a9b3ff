//! The bar that finds words in the document: folded, so that spelling variants and marks do not hide what is looked for.

use std::ops::Range;

use egui::{Key, Ui};

use super::App;
use crate::arabic::search::Matcher;
use crate::session::{EntryId, Scope, SearchQuery, SearchSlot, TextSelection};
use crate::ui::l10n::Localize as _;
use crate::ui::panels::icons::{BUTTON, Icon, IconState, sign_button};
use crate::ui::panels::query::{QueryState, switches};
use crate::ui::widgets::{BidiLabel, BidiTextField, Tone, mirrored};

/// Bytes of text that are looked through within a frame; in a longer text the seeker looks.
const AT_ONCE: usize = 1 << 20;

/// What is looked for, and where it was found.
#[derive(Debug, Default)]
pub(super) struct Find {
    query: QueryState,
    /// What the hits were worked out for.
    made: Option<(EntryId, QueryState)>,
    hits: Vec<Range<usize>>,
    /// Why it cannot be looked for.
    error: Option<String>,
    /// The findings of the seeker that the hits were taken from.
    taken: Option<u64>,
    opened: bool,
}

impl Find {
    /// Where it was found, in order.
    pub(super) fn hits(&self) -> &[Range<usize>] {
        &self.hits
    }
}

impl App {
    pub(super) fn open_find(&mut self) {
        let selected = self.session.current().map(|d| (d, d.selection.text.range()));
        let text = match selected {
            Some((document, range)) if !range.is_empty() && range.len() < 200 => {
                document.content().text()[range].to_owned()
            }
            _ => self.panels.find.as_ref().map(|find| find.query.text.clone()).unwrap_or_default(),
        };
        let query = self.panels.find.take().map(|find| find.query).unwrap_or_default();
        self.panels.find = Some(Find { query: QueryState { text, ..query }, ..Find::default() });
    }

    /// Draws the bar, and goes to the hit that is asked for.
    pub(super) fn find_bar(&mut self, ui: &mut Ui) {
        let Some(mut find) = self.panels.find.take() else { return };
        let mut close = false;
        let mut step = 0i32;
        mirrored(ui, |ui| {
            let first = !std::mem::replace(&mut find.opened, true);
            let name = self.words.get("find-name");
            let output = BidiTextField::new(&mut find.query.text, &name)
                .hint(&name)
                .width(280.0)
                .focus(first)
                .select_all(first)
                .show(ui);
            if output.submitted {
                // Enter after Enter goes from hit to hit.
                output.response.request_focus();
                step = if ui.input(|input| input.modifiers.shift) { -1 } else { 1 };
            }
            close |= output.escaped;
            switches(ui, &mut find.query);
            self.look(&mut find);
            let at = self.session.current().map(|d| d.selection.text.range()).unwrap_or_default();
            let here = find.hits.iter().position(|hit| *hit == at).map_or(0, |i| i + 1);
            // Of very many hits the first are kept.
            let total = match find.taken {
                Some(_) => self.session.findings(SearchSlot::Bar).total,
                None => find.hits.len(),
            };
            let count = match find.query.text.is_empty() {
                true => String::new(),
                false => self.words.format("count-of", &[("n", here.into()), ("total", total.into())]),
            };
            // Drawn: the fonts of the interface have no arrows.
            let button = |ui: &mut Ui, sign, word: &str| {
                let (_, rect) = ui.allocate_space(egui::vec2(BUTTON, BUTTON));
                let stand = IconState { reachable: true, awake: true, ..IconState::default() };
                sign_button(ui, ui.make_persistent_id(word), rect, sign, &self.words.get(word), stand).clicked()
            };
            for (sign, word, by) in [(Icon::Up, "find-previous", -1), (Icon::Down, "find-next", 1)] {
                if button(ui, sign, word) {
                    step = by;
                }
            }
            match &find.error {
                Some(error) => ui.add(BidiLabel::new(error).small().tone(Tone::Danger)),
                None => ui.add(BidiLabel::new(&count).weak()),
            };
            close |= button(ui, Icon::Cross, "action-close");
        });
        close |= ui.input(|input| input.key_pressed(Key::Escape)) && self.dialog.is_none();
        if step != 0 {
            self.go_to_hit(&find, step > 0);
        }
        match close {
            true => self.pages.focus_page = true,
            false => self.panels.find = Some(find),
        }
    }

    fn look(&mut self, find: &mut Find) {
        let (Some(id), Some(document)) = (self.session.current_id(), self.session.current()) else { return };
        let wanted = (id, find.query.clone());
        if find.made.as_ref() == Some(&wanted) {
            return self.take_hits(find);
        }
        find.made = Some(wanted);
        find.hits.clear();
        (find.error, find.taken) = (None, None);
        let Some(query) = find.query.query() else { return };
        let done = match document.content().text().len() <= AT_ONCE {
            true => Matcher::new(&query).map(|matcher| find.hits = matcher.find_all(document.content().text())),
            false => {
                find.taken = Some(0);
                self.session.seek(SearchSlot::Bar, Scope::Document, &SearchQuery::Text(query))
            }
        };
        find.error = done.err().map(|error| error.localized(&self.words));
    }

    /// Takes over what the seeker has found since.
    fn take_hits(&self, find: &mut Find) {
        let findings = self.session.findings(SearchSlot::Bar);
        if find.taken.is_some_and(|taken| taken != findings.revision) {
            find.taken = Some(findings.revision);
            find.hits = findings.places.iter().map(|place| place.range.clone()).collect();
        }
    }

    /// The next hit of what was last looked for, while the page has the keyboard; opens the bar where it is closed.
    pub(super) fn step_hit(&mut self, forward: bool) {
        match self.panels.find.take() {
            Some(find) => {
                self.go_to_hit(&find, forward);
                self.panels.find = Some(find);
            }
            None => self.open_find(),
        }
    }

    fn go_to_hit(&mut self, find: &Find, forward: bool) {
        let Some(document) = self.session.current_mut() else { return };
        let at = document.selection.text.range();
        let hit = match forward {
            true => find.hits.iter().find(|hit| hit.start >= at.end.max(at.start + 1)).or(find.hits.first()),
            false => find.hits.iter().rev().find(|hit| hit.start < at.start).or(find.hits.last()),
        };
        if let Some(hit) = hit {
            document.selection.text = TextSelection::of(hit.clone());
            document.selection.annotation = None;
            self.canvas_follows();
        }
    }
}
