//! The guide of the program beside the page: each task with its keys, to be read while it is done.

use egui::{Frame, Margin, Panel, ScrollArea, Ui};

use super::App;
use super::guidelines::{most_beside_the_page, page_choice, target};
use super::window_state::side_panel;
use crate::formats::markdown::LinkTarget;
use crate::ui::guidelines::{GuideState, PageReading};
use crate::ui::localizer::Language;
use crate::ui::panels::panel_head;
use crate::ui::panes::{Pane, shown_at};
use crate::ui::theme::{Theme, space};
use crate::ui::widgets::{BidiButton, column, is_rtl, mirrored_wrapped};
use crate::workspace::guide::{self, GuideLanguage};
use crate::workspace::guidelines::GuidelinePage;

/// The width that the panel begins with, in points.
const WIDTH: f32 = 380.0;

impl App {
    /// Shows the guide, or hides it. It takes the place of the guidelines: both beside the text would leave it no room.
    pub(super) fn toggle_guide(&mut self) {
        let guide = &mut self.panels.guide;
        guide.is_shown = !guide.is_shown;
        self.window.state.guidelines &= !guide.is_shown;
    }

    /// The panel stands between the page and the labels, so that it covers neither.
    pub(super) fn guide_panel(&mut self, ui: &mut Ui) {
        if !self.panels.guide.is_shown {
            return;
        }
        let theme = Theme::get(ui.ctx());
        let frame = Frame::new().fill(theme.panel).inner_margin(Margin::same(space::M as i8));
        let panel = if is_rtl(ui.ctx()) { Panel::left("guide") } else { Panel::right("guide") };
        let most = most_beside_the_page(ui);
        let mut wanted = self.window.state.guidelines_width.unwrap_or(WIDTH);
        let rect = side_panel(ui, panel, "guide", frame, 200.0..=most, &mut wanted, |ui| {
            column(ui, |ui| self.show_guide(ui));
        });
        shown_at(ui.ctx(), Pane::BesidePage, rect);
        self.window.state.guidelines_width = Some(wanted);
    }

    fn show_guide(&mut self, ui: &mut Ui) {
        let words = self.words.clone();
        let language = match words.language() {
            Language::Arabic => GuideLanguage::Arabic,
            Language::English => GuideLanguage::English,
        };
        panel_head(ui, &words.get("guide-title"), "");
        let GuideState { is_shown, pages, reading } = &mut self.panels.guide;
        // The pages are the same in both languages, one by one: who changes the language goes on reading where they are.
        if pages.as_ref().is_none_or(|(of, _)| *of != language) {
            *pages = Some((language, guide::pages(language)));
            reading.read_from_the_top();
        }
        let Some((_, pages)) = pages else { return };
        let (mut chosen, mut back) = (None, false);
        mirrored_wrapped(ui, |ui| {
            chosen = page_choice(ui, &pages.pages, reading.page, &words);
            back = !reading.before.is_empty() && ui.add(BidiButton::quiet(&words.get("guidelines-back"))).clicked();
            *is_shown = !ui.add(BidiButton::quiet(&words.get("guide-close"))).clicked();
        });
        if back {
            reading.go_back();
        }
        if let Some(page) = chosen {
            reading.show_page(page, None);
        }
        let Some(GuidelinePage { page: Ok(page), .. }) = pages.pages.get(reading.page) else { return };
        let PageReading { page: at, view, .. } = reading;
        let area = ScrollArea::vertical().id_salt(("guide page", *at)).auto_shrink([false, false]);
        let Some(link) = area.show(ui, |ui| view.show(ui, page)).inner else { return };
        match target(&link, pages, *at) {
            Some((page, block)) => reading.show_page(page, block),
            None => match link {
                // No network: what is outside is opened by whoever wants it.
                LinkTarget::Outside(address) => {
                    ui.ctx().copy_text(address);
                    self.say("status-address-copied");
                }
                LinkTarget::Page { .. } | LinkTarget::Label(_) => self.say("status-guideline-lost"),
            },
        }
    }
}
