//! How the window looks and what a gesture does. Each change takes effect at once; there is nothing to confirm.

use egui::{Context, ScrollArea, Ui, vec2};

use super::keys::KeysPage;
use super::{before_buttons, form_row, sheet, stepper};
use crate::store::Settings;
use crate::store::settings::{BarSide, Dates, HoverCard, Language, Snap, TAG_PERCENTS, Theme as ThemeChoice};
use crate::typeset::{Font, ReadingFont};
use crate::ui::localizer::Localizer;
use crate::ui::modal::{Flow, Modal, Request, UiContext};
use crate::ui::text_renderer::{Overflow, TextLayoutOptions, TextRenderer};
use crate::ui::theme::{Theme, space};
use crate::ui::widgets::{
    BidiButton, BidiCheckbox, BidiLabel, BidiRadio, BidiTab, BidiTextField, dialog, is_rtl, mirrored, mirrored_end,
    mirrored_wrapped, words,
};

/// What the analyst decided.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingsAction {
    Changed(Box<Settings>),
    Close,
}

/// The dialog while it is open.
#[derive(Clone, Debug, Default)]
pub struct SettingsDialog {
    /// The annotator's name while it is written.
    annotator: Option<String>,
    /// The page with the keys is shown.
    on_keys: bool,
    keys: KeysPage,
}

impl Modal for SettingsDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let mut flow = Flow::Open;
        for action in self.draw(&cx.ctx, cx.settings) {
            match action {
                SettingsAction::Changed(settings) => cx.request(Request::ChangeSettings(settings)),
                SettingsAction::Close => flow = Flow::Close,
            }
        }
        flow
    }
}

/// Hundredths of the text's size by which names of labels grow at once.
const TAG_STEP: u32 = 5;

/// Room for the names of settings, in points.
const NAMES: f32 = 215.0;

impl SettingsDialog {
    /// The dialog with what its page of keys begins with.
    pub fn with_keys(keys: KeysPage) -> Self {
        SettingsDialog { keys, ..SettingsDialog::default() }
    }

    /// The dialog with its page of keys in front.
    pub fn on_keys(keys: KeysPage) -> Self {
        SettingsDialog { on_keys: true, ..SettingsDialog::with_keys(keys) }
    }

    pub fn draw(&mut self, ctx: &Context, settings: &Settings) -> Vec<SettingsAction> {
        let words = words(ctx);
        let mut changed = settings.clone();
        let mut closed = false;
        self.keys.take_key(ctx, &mut changed);
        let (_, close) = dialog(ctx, "settings", &words.get("settings-title"), 640.0, |ui| {
            mirrored(ui, |ui| {
                for (on_keys, word) in [(false, "settings-general"), (true, "settings-keys")] {
                    if ui.add(BidiTab::new(self.on_keys == on_keys, &words.get(word))).clicked() {
                        self.on_keys = on_keys;
                    }
                }
            });
            ui.add_space(space::S);
            let height = (ctx.content_rect().height() - 210.0).max(160.0);
            if self.on_keys {
                self.keys.show(ui, height, &mut changed, &words);
            } else {
                ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
                    ui.with_layout(crate::ui::widgets::column_layout(ctx), |ui| {
                        ui.add(BidiLabel::heading(&words.get("settings-window")));
                        window(ui, &mut changed, &words);
                        ui.add_space(space::M);
                        ui.add(BidiLabel::heading(&words.get("settings-page")));
                        page(ui, &mut changed, &words);
                        ui.add_space(space::M);
                        ui.add(BidiLabel::heading(&words.get("settings-work")));
                        self.work(ui, &mut changed, &words);
                    });
                });
            }
            before_buttons(ui);
            mirrored_end(ui, |ui| closed = ui.add(BidiButton::primary(&words.get("action-close"))).clicked());
        });
        let closed = closed || close;
        if closed && let Some(typed) = self.annotator.take() {
            changed.annotator = typed.trim().to_owned();
        }
        let mut actions = Vec::new();
        if changed != *settings {
            actions.push(SettingsAction::Changed(Box::new(changed)));
        }
        if closed {
            actions.push(SettingsAction::Close);
        }
        actions
    }

    fn work(&mut self, ui: &mut Ui, settings: &mut Settings, words: &Localizer) {
        let name = words.get("settings-annotator");
        form_row(ui, &name, NAMES, |ui| {
            let mut typed = self.annotator.clone().unwrap_or_else(|| settings.annotator.clone());
            let field = BidiTextField::new(&mut typed, &name).width(240.0).show(ui);
            if field.response.has_focus() && !field.submitted {
                self.annotator = Some(typed);
            } else if self.annotator.take().is_some() {
                settings.annotator = typed.trim().to_owned();
            }
        });
        form_row(ui, &words.get("settings-snap"), NAMES, |ui| {
            let names = ["settings-snap-word", "settings-snap-clitic", "settings-snap-letter"].map(|w| words.get(w));
            let choices = [(Snap::Word, &*names[0]), (Snap::Clitic, &*names[1]), (Snap::Grapheme, &*names[2])];
            radios(ui, &choices, &mut settings.snap);
        });
        let versions = words.get("settings-versions");
        form_row(ui, &versions, NAMES, |ui| {
            let steps = stepper(ui, &versions, &words.in_digits(&settings.versions_kept.to_string()));
            settings.versions_kept = settings.versions_kept.saturating_add_signed(steps).clamp(1, 999);
        });
        ui.add(BidiCheckbox::new(&mut settings.trim_spans, &words.get("settings-trim")));
        ui.add(BidiCheckbox::new(&mut settings.exclude_clitics, &words.get("settings-exclude-clitics")));
        ui.add(BidiCheckbox::new(&mut settings.measure_effort, &words.get("settings-effort")));
    }
}

fn window(ui: &mut Ui, settings: &mut Settings, words: &Localizer) {
    form_row(ui, &words.get("settings-language"), NAMES, |ui| {
        // Each language under its own name, so that it can be found by who reads no other.
        let choices = [(Language::Arabic, "العربية"), (Language::English, "English")];
        radios(ui, &choices, &mut settings.language);
    });
    form_row(ui, &words.get("settings-theme"), NAMES, |ui| {
        let system = words.get("settings-theme-system");
        let (light, dark) = (words.get("settings-theme-light"), words.get("settings-theme-dark"));
        let choices =
            [(ThemeChoice::System, system.as_str()), (ThemeChoice::Light, &light), (ThemeChoice::Dark, &dark)];
        radios(ui, &choices, &mut settings.theme);
    });
    ui.add(BidiCheckbox::new(&mut settings.high_contrast, &words.get("settings-contrast")));
    form_row(ui, &words.get("settings-digits"), NAMES, |ui| {
        let (arabic, european) = (words.get("settings-digits-arabic"), words.get("settings-digits-european"));
        radios(ui, &[(true, arabic.as_str()), (false, european.as_str())], &mut settings.arabic_digits);
    });
    form_row(ui, &words.get("settings-dates"), NAMES, |ui| {
        let names =
            ["settings-dates-numbers", "settings-dates-gregorian", "settings-dates-hijri"].map(|w| words.get(w));
        let choices = [(Dates::Numbers, &*names[0]), (Dates::Gregorian, &*names[1]), (Dates::Hijri, &*names[2])];
        radios(ui, &choices, &mut settings.dates);
    });
    let zoom = words.get("settings-zoom");
    form_row(ui, &zoom, NAMES, |ui| {
        let percent = (settings.zoom * 100.0).round();
        let steps = stepper(ui, &zoom, &words.format("share-percent", &[("n", percent.into())]));
        if steps != 0 {
            settings.zoom = ((percent / 10.0).round() + steps as f32).clamp(5.0, 30.0) / 10.0;
        }
    });
}

fn page(ui: &mut Ui, settings: &mut Settings, words: &Localizer) {
    form_row(ui, &words.get("settings-font"), NAMES, |ui| {
        let chosen = ReadingFont::from_name(&settings.reading_font).unwrap_or_default();
        for font in ReadingFont::ALL {
            if ui.add(BidiRadio::new(font == chosen, font.name())).clicked() {
                settings.reading_font = font.name().to_owned();
            }
        }
    });
    let size = words.get("settings-text-size");
    form_row(ui, &size, NAMES, |ui| {
        let steps = stepper(ui, &size, &words.in_digits(&format!("{:.0}", settings.reading_size)));
        if steps != 0 {
            settings.reading_size = (settings.reading_size.round() + steps as f32).clamp(9.0, 96.0);
        }
    });
    let line = words.get("settings-line-height");
    form_row(ui, &line, NAMES, |ui| {
        let shown = words.number(format!("{:.1}", settings.line_height));
        let point = if words.is_rtl() { "٫" } else { "." };
        let steps = stepper(ui, &line, &shown.replace('.', point));
        if steps != 0 {
            settings.line_height = ((settings.line_height * 10.0).round() + steps as f32).clamp(10.0, 40.0) / 10.0;
        }
    });
    let column = words.get("settings-column");
    form_row(ui, &column, NAMES, |ui| {
        // Two letters an em, near enough for Arabic.
        let letters = (settings.column_em * 2.0).round();
        let steps = stepper(ui, &column, &words.in_digits(&format!("{letters:.0}")));
        if steps != 0 {
            settings.column_em = ((letters / 4.0).round() + steps as f32).clamp(10.0, 80.0) * 2.0;
        }
    });
    preview(ui, settings, words);
    form_row(ui, &words.get("settings-bar"), NAMES, |ui| {
        let (auto, left) = (words.get("settings-bar-auto"), words.get("settings-bar-left"));
        let right = words.get("settings-bar-right");
        let choices = [(BarSide::Auto, auto.as_str()), (BarSide::Left, &left), (BarSide::Right, &right)];
        radios(ui, &choices, &mut settings.bar_side);
    });
    let card = words.get("settings-card");
    form_row(ui, &card, NAMES, |ui| {
        let names = ["settings-card-beside", "settings-card-foot", "settings-card-never"].map(|word| words.get(word));
        let places = [HoverCard::Beside, HoverCard::Foot, HoverCard::Never];
        let choices: [_; 3] = std::array::from_fn(|n| (places[n], &*names[n]));
        radios(ui, &choices, &mut settings.hover_card);
    });
    let tags = words.get("settings-tag-size");
    form_row(ui, &tags, NAMES, |ui| {
        let steps = stepper(ui, &tags, &words.in_digits(&format!("{}%", settings.tag_percent)));
        if steps != 0 {
            let percent = settings.tag_percent.div_ceil(TAG_STEP).saturating_add_signed(steps) * TAG_STEP;
            settings.tag_percent = percent.clamp(*TAG_PERCENTS.start(), *TAG_PERCENTS.end());
        }
    });
    ui.add(BidiCheckbox::new(&mut settings.show_tags, &words.get("settings-tags")));
    ui.add(BidiCheckbox::new(&mut settings.show_relations, &words.get("settings-relations")));
    ui.add(BidiCheckbox::new(&mut settings.show_invisibles, &words.get("settings-invisibles")));
    ui.add(BidiCheckbox::new(&mut settings.show_numbers, &words.get("settings-numbers")));
    ui.add(BidiCheckbox::new(&mut settings.smooth_scrolling, &words.get("settings-smooth")));
}

fn radios<T: Copy + PartialEq>(ui: &mut Ui, choices: &[(T, &str)], chosen: &mut T) {
    mirrored_wrapped(ui, |ui| {
        for (value, name) in choices {
            if ui.add(BidiRadio::new(*chosen == *value, name)).clicked() {
                *chosen = *value;
            }
            ui.add_space(space::S);
        }
    });
}

/// Two lines as the page will set them.
fn preview(ui: &mut Ui, settings: &Settings, words: &Localizer) {
    let theme = Theme::get(ui.ctx());
    ui.add_space(space::XS);
    sheet(theme).show(ui, |ui| {
        let width = ui.available_width();
        let setting = TextLayoutOptions {
            font: Font::Reading(ReadingFont::from_name(&settings.reading_font).unwrap_or_default()),
            size: settings.reading_size,
            line_height: settings.line_height,
            rtl: is_rtl(ui.ctx()),
            overflow: Overflow::WrapOwn(width),
        };
        let text = words.get("settings-preview");
        let scale = ui.ctx().pixels_per_point();
        let block = TextRenderer::with(ui.ctx(), |scribe| scribe.block(&text, &setting, scale));
        // The page's text may be as large as it likes; the dialog stays where it is.
        let height = block.size().y.min(150.0);
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), egui::Sense::hover());
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        TextRenderer::with(ui.ctx(), |scribe| scribe.paint(&painter, rect.min, &block, theme.ink));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &text));
    });
    ui.add_space(space::XS);
}
