//! The guidelines beside the page: the panel, what opens it, and the links in it.

use std::sync::Arc;

use egui::{Context, Frame, Margin, Panel, ScrollArea, Ui};

use super::App;
use super::window_state::side_panel;
use crate::formats::markdown::LinkTarget;
use crate::model::{AttributeDefinition, LabelName, Schema};
use crate::ui::guidelines::{
    GuidelinesState, MAX_AT_ONCE_BYTES, OwnGuideline, PageReading, bytes_of, of_schema, page_of,
};
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::Localizer;
use crate::ui::palette::LabelPaint;
use crate::ui::panels::labels::{attribute_name, label_name, relation_name};
use crate::ui::panels::{choice_button, panel_head};
use crate::ui::panes::{Pane, shown_at};
use crate::ui::theme::{ROW, Theme, space};
use crate::ui::widgets::{
    BidiButton, BidiLabel, MarkdownView, Row, Tone, column, column_layout, empty_state, is_rtl, list, mirrored,
    mirrored_end, mirrored_wrapped,
};
use crate::workspace::guidelines::{GuidelinePage, Guidelines};

/// The width that the panel begins with, in points.
const WIDTH: f32 = 340.0;

/// What a panel beside the page takes at most of the room that the other panels leave: of both, the text has the larger part.
pub(super) fn most_beside_the_page(ui: &Ui) -> f32 {
    (ui.available_width() * 0.48).clamp(200.0, 720.0)
}

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
        let rect = side_panel(ui, panel, "guidelines", frame, 200.0..=most, &mut wanted, |ui| {
            column(ui, |ui| self.show_guidelines(ui));
        });
        shown_at(ui.ctx(), Pane::BesidePage, rect);
        self.window.state.guidelines_width = Some(wanted);
    }

    /// The guide gives its place to them: both beside the text would leave it no room.
    pub(super) fn toggle_guidelines(&mut self) {
        self.window.state.guidelines = !self.window.state.guidelines;
        self.panels.guide.is_shown &= !self.window.state.guidelines;
    }

    /// Shows the guideline of what is meant: of the relation that is chosen, the active annotation, or the label that is put on everything.
    pub(super) fn guideline_of_label(&mut self) {
        let relation = self.chosen_relation().map(|relation| relation.label.clone());
        let active = self.session.current().and_then(|document| document.active()).map(|active| active.label.clone());
        let label = relation.or(active).or_else(|| self.session.sticky.clone());
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
        if let Some(schema) = &schema {
            self.make_own_guideline(schema, &words);
            own_guideline(ui, &mut self.panels.guidelines, schema, &words);
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

    /// Makes the page of what the schema says of what is chosen, where it is another than before.
    fn make_own_guideline(&mut self, schema: &Arc<Schema>, words: &Localizer) {
        let guidelines = &mut self.panels.guidelines;
        let Some(name) = guidelines.label.clone() else { return };
        let is_known = |own: &OwnGuideline| own.of == name && Arc::ptr_eq(&own.schema, schema);
        if guidelines.own.as_ref().is_some_and(is_known) {
            return;
        }
        let Some((text, attributes)) = of_schema(schema, &name) else {
            guidelines.own = None;
            return;
        };
        let language = words.language();
        let called = move |attribute: &AttributeDefinition| attribute_name(attribute, language).to_owned();
        let page = if bytes_of(text, attributes) <= MAX_AT_ONCE_BYTES {
            page_of(text, attributes, called).into()
        } else {
            let (schema, name) = (schema.clone(), name.clone());
            self.session.ask("task-schema", move || {
                let (text, attributes) = of_schema(&schema, &name).unwrap_or_default();
                page_of(text, attributes, called)
            })
        };
        let own = OwnGuideline { schema: schema.clone(), of: name, page, view: MarkdownView::default() };
        self.panels.guidelines.own = Some(own);
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
                let chosen = guidelines.label.as_ref().and_then(|name| called(schema, name, words));
                let name = chosen.map_or_else(|| words.get("guidelines-label"), str::to_owned);
                let spoken = format!("{}: {name}", words.get("guidelines-label"));
                choice_button(ui, &name, &spoken, |ui| {
                    ui.set_min_width(220.0);
                    // Labels, then relation types; only the rows in sight are made.
                    let (labels, types) = (&schema.labels, &schema.relation_types);
                    let count = labels.len() + types.len();
                    let room = egui::vec2(ui.available_width(), count.min(12) as f32 * ROW);
                    ui.allocate_ui_with_layout(room, column_layout(ui.ctx()), |ui| {
                        list(ui, "guidelines of", count, None, None, |ui, at| {
                            let (name, shown) = match labels.get(at) {
                                Some(label) => (&label.name, label_name(label, words.language())),
                                None => {
                                    let kind = &types[at - labels.len()];
                                    (&kind.name, relation_name(kind, words.language()))
                                }
                            };
                            let ticked = guidelines.label.as_ref() == Some(name);
                            let response = ui.add(Row::new(shown).detail(name.as_str()).ticked(ticked));
                            if response.clicked() {
                                label = Some(name.clone());
                                ui.close();
                            }
                            response
                        });
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
                match self.session.schema_to_edit().is_some_and(|schema| of_schema(&schema, &name).is_some()) {
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

/// What a label or a relation type is called.
fn called<'s>(schema: &'s Schema, name: &LabelName, words: &Localizer) -> Option<&'s str> {
    let label = schema.label(name).map(|label| label_name(label, words.language()));
    label.or_else(|| schema.relation_type(name).map(|kind| relation_name(kind, words.language())))
}

/// What the schema says of a label or a relation type and of its attributes, above the pages.
fn own_guideline(ui: &mut Ui, guidelines: &mut GuidelinesState, schema: &Schema, words: &Localizer) {
    let alone = guidelines.found.is_none();
    let Some(OwnGuideline { of, page, view, .. }) = &mut guidelines.own else { return };
    let (label, kind) = (schema.label(of), schema.relation_type(of));
    let Some(colour) = label.map(|label| label.colour).or(kind.map(|kind| kind.colour)) else { return };
    let theme = Theme::get(ui.ctx());
    let frame = Frame::new().fill(theme.page).corner_radius(6).inner_margin(Margin::same(space::S as i8));
    frame.show(ui, |ui| {
        column(ui, |ui| {
            mirrored(ui, |ui| {
                let (rect, _) = ui.allocate_exact_size(egui::vec2(12.0, 12.0), egui::Sense::hover());
                ui.painter().rect_filled(rect, 3, LabelPaint::new(colour, theme.page).line);
                ui.add(BidiLabel::heading(called(schema, of, words).unwrap_or_default()));
                mirrored_end(ui, |ui| ui.add(BidiLabel::new(of.as_str()).small().weak()));
            });
            let Some(page) = page.get() else {
                ui.add(BidiLabel::new(&words.get("earlier-reading")).weak());
                return;
            };
            if page.blocks.is_empty() {
                let word = if label.is_some() { "guidelines-label-none" } else { "guidelines-type-none" };
                ui.add(BidiLabel::new(&words.get(word)).weak().wrap());
                return;
            }
            // Without pages of a project there is room for more of it.
            let most = if alone { ui.available_height() - 3.0 * ROW } else { 9.0 * ROW };
            let scroll = ScrollArea::vertical().id_salt(("own guideline", of)).max_height(most.max(9.0 * ROW));
            scroll.auto_shrink([false, true]).show(ui, |ui| {
                view.show(ui, page);
                if page.is_cut {
                    ui.add(BidiLabel::new(&words.get("guidelines-cut")).small().tone(Tone::Warning).wrap());
                }
            });
        });
    });
    ui.add_space(space::S);
}
