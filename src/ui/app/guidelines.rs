//! The guidelines beside the page: the panel, what opens it, and the links in it.

use egui::{Context, Frame, Margin, Panel, ScrollArea, Ui};

use super::App;
use super::window_state::side_panel;
use crate::formats::markdown::{LinkTarget, MarkdownPage};
use crate::model::{Label, LabelName};
use crate::ui::guidelines::{GuidelinesState, PageReading};
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::Localizer;
use crate::ui::palette::LabelPaint;
use crate::ui::panels::labels::label_name;
use crate::ui::panels::{choice_button, panel_head};
use crate::ui::theme::{ROW, Theme, space};
use crate::ui::widgets::{
    BidiButton, BidiLabel, MarkdownView, Row, Tone, column, empty_state, is_rtl, mirrored, mirrored_end,
    mirrored_wrapped,
};
use crate::workspace::guidelines::{GuidelinePage, Guidelines};

/// The width that the panel begins with, in points.
const WIDTH: f32 = 340.0;

/// What a panel beside the page takes at most of the room that the other panels leave: of both, the text has the larger part.
pub(super) fn most_beside_the_page(ui: &Ui) -> f32 {
    (ui.available_width() * 0.48).clamp(200.0, 720.0)
}

/// What is shown of the guideline that a schema has for a label, in bytes: it is laid out anew in each frame.
const MAX_OWN_BYTES: usize = 1 << 14;

impl App {
    /// The panel stands between the page and the labels, so that it covers neither.
    pub(super) fn guidelines_panel(&mut self, ui: &mut Ui) {
        if !self.window.state.guidelines {
            return;
        }
        let theme = Theme::get(ui.ctx());
        let frame = Frame::new().fill(theme.panel).inner_margin(Margin::same(space::M as i8));
        let panel = if is_rtl(ui.ctx()) { Panel::left("guidelines") } else { Panel::right("guidelines") };
        let most = most_beside_the_page(ui);
        let mut wanted = self.window.state.guidelines_width.unwrap_or(WIDTH);
        self.read_guidelines(ui.ctx());
        side_panel(ui, panel, "guidelines", frame, 200.0..=most, &mut wanted, |ui| {
            column(ui, |ui| self.show_guidelines(ui));
        });
        self.window.state.guidelines_width = Some(wanted);
    }

    /// The guide gives its place to them: both beside the text would leave it no room.
    pub(super) fn toggle_guidelines(&mut self) {
        self.window.state.guidelines = !self.window.state.guidelines;
        self.panels.guide.is_shown &= !self.window.state.guidelines;
    }

    /// Shows the guideline of the label that is meant: of the active annotation, or the one that is put on everything.
    pub(super) fn guideline_of_label(&mut self) {
        let active = self.session.current().and_then(|document| document.active());
        let label = active.map(|active| active.label.clone()).or_else(|| self.session.sticky.clone());
        self.window.state.guidelines = true;
        self.panels.guide.is_shown = false;
        match label {
            Some(label) => self.show_guideline(label),
            None => self.say("status-no-label-meant"),
        }
    }

    fn show_guideline(&mut self, label: LabelName) {
        let guidelines = &mut self.panels.guidelines;
        guidelines.label = Some(label.clone());
        guidelines.wanted = Some(label);
    }

    /// Reads the pages where they are not those of the project that is open, or may have been changed in another program.
    fn read_guidelines(&mut self, ctx: &Context) {
        let root = self.session.project().map(|project| project.root.clone());
        let looked_away = ctx.input(|input| input.events.contains(&egui::Event::WindowFocused(true)));
        let guidelines = &mut self.panels.guidelines;
        if guidelines.of != root {
            *guidelines = GuidelinesState {
                label: guidelines.label.take(),
                wanted: guidelines.wanted.take(),
                ..Default::default()
            };
            guidelines.of = root;
            guidelines.found = self.session.guidelines();
        } else if looked_away {
            guidelines.found = self.session.guidelines();
        }
    }

    fn show_guidelines(&mut self, ui: &mut Ui) {
        let words = self.words.clone();
        panel_head(ui, &words.get("guidelines-title"), "");
        self.choose_guideline(ui, &words);
        let schema = self.session.schema_to_edit();
        let label = self.panels.guidelines.label.as_ref().and_then(|name| schema.as_ref()?.label(name));
        if let Some(label) = label {
            own_guideline(ui, label, &words);
        }
        let guidelines = &mut self.panels.guidelines;
        let Some(found) = &guidelines.found else {
            empty_state(ui, &words.get("guidelines-no-project"));
            return;
        };
        let pages = match found.get() {
            None => {
                ui.add(BidiLabel::new(&words.get("earlier-reading")).weak());
                return;
            }
            Some(Err(failure)) => {
                ui.add(BidiLabel::new(&failure.localized(&words)).tone(Tone::Danger).wrap());
                return;
            }
            Some(Ok(pages)) => pages,
        };
        if let Some(name) = guidelines.wanted.take() {
            let names = schema.as_ref().and_then(|schema| schema.label(&name));
            let names = names.map(|label| [label.arabic.clone(), label.english.clone()]).unwrap_or_default();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            if let Some((page, block)) = pages.of_label(name.as_str(), &names) {
                guidelines.reading.show_page(page, Some(block));
            }
        }
        let Some(GuidelinePage { page, .. }) = pages.pages.get(guidelines.reading.page) else {
            empty_state(ui, &words.get("guidelines-none"));
            return;
        };
        let page = match page {
            Ok(page) => page,
            Err(error) => {
                ui.add(BidiLabel::new(&error.localized(&words)).tone(Tone::Danger).wrap());
                return;
            }
        };
        if pages.left_out > 0 {
            let text = words.format("guidelines-left-out", &[("n", pages.left_out.into())]);
            ui.add(BidiLabel::new(&text).small().tone(Tone::Warning).wrap());
        }
        let PageReading { page: at, view, .. } = &mut guidelines.reading;
        let salt = ("guideline page", *at);
        let shown = ScrollArea::vertical().id_salt(salt).auto_shrink([false, false]).show(ui, |ui| {
            let link = view.show(ui, page);
            if page.is_cut {
                ui.add(BidiLabel::new(&words.get("guidelines-cut")).small().tone(Tone::Warning).wrap());
            }
            link
        });
        if let Some(link) = shown.inner {
            let target = target(&link, pages, *at);
            self.follow(ui.ctx(), link, target);
        }
    }

    /// The page, the label, and the way back.
    fn choose_guideline(&mut self, ui: &mut Ui, words: &Localizer) {
        let (mut back, mut page, mut label, mut close) = (false, None, None, false);
        let schema = self.session.schema_to_edit();
        let guidelines = &self.panels.guidelines;
        let pages = guidelines.found.as_ref().and_then(|found| found.get()?.as_ref().ok());
        mirrored_wrapped(ui, |ui| {
            page = pages.and_then(|pages| page_choice(ui, &pages.pages, guidelines.reading.page, words));
            if let Some(schema) = schema.as_ref().filter(|schema| !schema.labels.is_empty()) {
                let chosen = guidelines.label.as_ref().and_then(|name| schema.label(name));
                let name = chosen.map_or_else(
                    || words.get("guidelines-label"),
                    |label| label_name(label, words.language()).to_owned(),
                );
                let spoken = format!("{}: {name}", words.get("guidelines-label"));
                choice_button(ui, &name, &spoken, |ui| {
                    ui.set_min_width(220.0);
                    ScrollArea::vertical().max_height(12.0 * ROW).show(ui, |ui| {
                        for other in &schema.labels {
                            let shown = label_name(other, words.language());
                            let ticked = guidelines.label.as_ref() == Some(&other.name);
                            if ui.add(Row::new(shown).detail(other.name.as_str()).ticked(ticked)).clicked() {
                                label = Some(other.name.clone());
                                ui.close();
                            }
                        }
                    });
                });
            }
            back = !guidelines.reading.before.is_empty()
                && ui.add(BidiButton::quiet(&words.get("guidelines-back"))).clicked();
            close = ui.add(BidiButton::quiet(&words.get("guidelines-close"))).clicked();
        });
        if back {
            self.panels.guidelines.reading.go_back();
        }
        if let Some(page) = page {
            self.panels.guidelines.reading.show_page(page, None);
        }
        if let Some(label) = label {
            self.show_guideline(label);
        }
        if close {
            self.toggle_guidelines();
        }
    }

    fn follow(&mut self, ctx: &Context, link: LinkTarget, target: Option<(usize, Option<usize>)>) {
        match (link, target) {
            (LinkTarget::Label(name), _) => {
                let name = LabelName::from(name.as_str());
                match self.session.schema_to_edit().is_some_and(|schema| schema.label(&name).is_some()) {
                    true => self.show_guideline(name),
                    false => self.say("status-guideline-lost"),
                }
            }
            (LinkTarget::Page { .. }, Some((page, block))) => self.panels.guidelines.reading.show_page(page, block),
            (LinkTarget::Page { .. }, None) => self.say("status-guideline-lost"),
            // No network: what is outside is opened by whoever wants it.
            (LinkTarget::Outside(address), _) => {
                ctx.copy_text(address);
                self.say("status-address-copied");
            }
        }
    }
}

/// A button with the title of the page that is shown, and the list of all. Returns the place of the one that was chosen.
pub(super) fn page_choice(ui: &mut Ui, pages: &[GuidelinePage], shown: usize, words: &Localizer) -> Option<usize> {
    let title = &pages.get(shown)?.title;
    let spoken = format!("{}: {title}", words.get("guidelines-page"));
    let mut chosen = None;
    choice_button(ui, title, &spoken, |ui| {
        ui.set_min_width(220.0);
        ScrollArea::vertical().max_height(12.0 * ROW).show(ui, |ui| {
            for (at, other) in pages.iter().enumerate() {
                if ui.add(Row::new(&other.title).detail(&other.path).ticked(at == shown)).clicked() {
                    chosen = Some(at);
                    ui.close();
                }
            }
        });
    });
    chosen
}

/// Where a link to a page leads.
pub(super) fn target(link: &LinkTarget, pages: &Guidelines, from: usize) -> Option<(usize, Option<usize>)> {
    let LinkTarget::Page { path, anchor } = link else { return None };
    let at = pages.page(from, path)?;
    let page = pages.pages.get(at)?.page.as_ref().ok();
    Some((at, anchor.as_ref().and_then(|anchor| page?.heading(anchor))))
}

/// What the schema says of a label, above the pages.
fn own_guideline(ui: &mut Ui, label: &Label, words: &Localizer) {
    let theme = Theme::get(ui.ctx());
    let frame = Frame::new().fill(theme.page).corner_radius(6).inner_margin(Margin::same(space::S as i8));
    frame.show(ui, |ui| {
        column(ui, |ui| {
            mirrored(ui, |ui| {
                let (rect, _) = ui.allocate_exact_size(egui::vec2(12.0, 12.0), egui::Sense::hover());
                ui.painter().rect_filled(rect, 3, LabelPaint::new(label.colour, theme.page).line);
                ui.add(BidiLabel::heading(label_name(label, words.language())));
                mirrored_end(ui, |ui| ui.add(BidiLabel::new(label.name.as_str()).small().weak()));
            });
            match label.guideline.trim() {
                "" => ui.add(BidiLabel::new(&words.get("guidelines-label-none")).weak().wrap()),
                text => {
                    let page = MarkdownPage::of(&text[..text.floor_char_boundary(text.len().min(MAX_OWN_BYTES))]);
                    let mut view = MarkdownView::default();
                    let most = 9.0 * ROW;
                    ScrollArea::vertical().id_salt("own guideline").max_height(most).auto_shrink([false, true]).show(
                        ui,
                        |ui| {
                            view.show(ui, &page);
                        },
                    );
                    ui.response()
                }
            };
        });
    });
    ui.add_space(space::S);
}
