//! The bar that finds words in the document: folded, so that spelling variants and marks do not hide what is looked for.

use std::ops::Range;

use egui::{Key, Ui};

use super::App;
use crate::arabic::fold::Folds;
use crate::arabic::search::{Matcher, Query};
use crate::session::{EntryId, TextSelection};
use crate::ui::panels::marks::{BUTTON, Sign, Stand, sign_button};
use crate::ui::widgets::{BidiLabel, BidiTextField, mirrored};

/// What is looked for, and where it was found.
#[derive(Debug, Default)]
pub(super) struct Find {
    text: String,
    /// What the hits were worked out for.
    made: Option<(EntryId, String)>,
    hits: Vec<Range<usize>>,
    opened: bool,
}

impl Find {
    /// Where it was found, in order.
    pub fn hits(&self) -> &[Range<usize>] {
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
            _ => self.find.take().map(|find| find.text).unwrap_or_default(),
        };
        self.find = Some(Find { text, ..Find::default() });
    }

    /// Draws the bar, and goes to the hit that is asked for.
    pub(super) fn find_bar(&mut self, ui: &mut Ui) {
        let Some(mut find) = self.find.take() else { return };
        let mut close = false;
        let mut step = 0i32;
        mirrored(ui, |ui| {
            let first = !std::mem::replace(&mut find.opened, true);
            let name = self.words.get("find-name");
            let output = BidiTextField::new(&mut find.text, &name)
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
            self.look(&mut find);
            let at = self.session.current().map(|d| d.selection.text.range()).unwrap_or_default();
            let here = find.hits.iter().position(|hit| *hit == at).map_or(0, |i| i + 1);
            let count = match find.text.is_empty() {
                true => String::new(),
                false => self.words.format("count-of", &[("n", here.into()), ("total", find.hits.len().into())]),
            };
            // Drawn: the fonts of the interface have no arrows.
            let button = |ui: &mut Ui, sign, word: &str| {
                let (_, rect) = ui.allocate_space(egui::vec2(BUTTON, BUTTON));
                let stand = Stand { reachable: true, awake: true, ..Stand::default() };
                sign_button(ui, ui.make_persistent_id(word), rect, sign, &self.words.get(word), stand).clicked()
            };
            for (sign, word, by) in [(Sign::Up, "find-previous", -1), (Sign::Down, "find-next", 1)] {
                if button(ui, sign, word) {
                    step = by;
                }
            }
            ui.add(BidiLabel::new(&count).weak());
            close |= button(ui, Sign::Cross, "action-close");
        });
        close |= ui.input(|input| input.key_pressed(Key::Escape)) && self.dialog.is_none();
        if step != 0 {
            self.go_to_hit(&find, step > 0);
        }
        match close {
            true => self.focus_page = true,
            false => self.find = Some(find),
        }
    }

    fn look(&self, find: &mut Find) {
        let (Some(id), Some(document)) = (self.session.current_id(), self.session.current()) else { return };
        let wanted = (id, find.text.clone());
        if find.made.as_ref() == Some(&wanted) {
            return;
        }
        find.made = Some(wanted);
        find.hits.clear();
        if find.text.trim().is_empty() {
            return;
        }
        let pattern = find.text.trim().to_owned();
        let query = Query { pattern, regex: false, whole_word: false, folds: Folds::SEARCH };
        if let Ok(matcher) = Matcher::new(&query) {
            find.hits = matcher.find_all(document.content().text());
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
