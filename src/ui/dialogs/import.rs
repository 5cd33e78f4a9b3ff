//! What files of other formats hold, before they are taken: how many documents, how the first look, what is lost or cannot be
//! read, and the questions that the files leave open.

use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use egui::{Color32, Context, Role, ScrollArea, Ui};

use super::encoding::ENCODINGS;
use super::{before_buttons, form_row, sheet};
use crate::formats::{self, TextEncoding, Unit};
use crate::session::{ImportChoices, ImportPreview, Pending, PreviewedDocument, SessionFailure};
use crate::ui::l10n::{Localize as _, format_name};
use crate::ui::localizer::{Localizer, isolated};
use crate::ui::modal::{Flow, Modal, UiContext};
use crate::ui::palette::LabelPaint;
use crate::ui::panels::choice_button;
use crate::ui::theme::{ROW, Theme, space};
use crate::ui::widgets::{
    BidiButton, BidiCheckbox, BidiLabel, Excerpt, Row, Tone, column, dialog, mirrored_end, mirrored_wrapped, words,
};

/// What was found, once it is known.
type Answer = Pending<Result<ImportPreview, Arc<SessionFailure>>>;

/// The dialog while it is open.
#[derive(Debug)]
pub struct ImportDialog {
    paths: Vec<PathBuf>,
    choices: ImportChoices,
    /// What the answer was worked out for.
    asked: Option<ImportChoices>,
    answer: Option<Answer>,
    /// The questions are shown although the files leave none open.
    otherwise: bool,
}

/// What the analyst decided.
enum Decision {
    Take,
    Leave,
}

/// Room for the names of the fields, in points.
const NAMES: f32 = 130.0;
/// Labels that are named; there may be thousands.
const MAX_LABELS: usize = 24;
/// Rows of a list of warnings or refusals that are seen at once.
const LIST_ROWS: f32 = 4.0;
/// What stands around the part that scrolls: title, margins and buttons, in points.
const AROUND: f32 = 190.0;

impl Modal for ImportDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        if self.asked != Some(self.choices) {
            self.asked = Some(self.choices);
            // What was asked before is not worked out any further.
            self.answer = None;
            self.answer = Some(cx.session.preview_import(&self.paths, self.choices));
        }
        let answer = self.answer.take();
        let decided = self.draw(&cx.ctx, answer.as_ref().and_then(Pending::get));
        let flow = match (decided, answer.as_ref().and_then(Pending::get)) {
            (Some(Decision::Take), Some(Ok(preview))) => {
                let left: Vec<_> = self.paths.iter().filter(|path| !preview.readable.contains(path)).cloned().collect();
                cx.session.leave_foreign(&left);
                cx.session.take_foreign(preview.readable.clone(), self.choices);
                Flow::Close
            }
            (Some(_), _) => {
                cx.session.leave_foreign(&self.paths);
                Flow::Close
            }
            (None, _) => Flow::Open,
        };
        self.answer = answer;
        flow
    }
}

impl ImportDialog {
    pub fn of(paths: Vec<PathBuf>) -> Self {
        ImportDialog { paths, choices: ImportChoices::default(), asked: None, answer: None, otherwise: false }
    }

    fn draw(&mut self, ctx: &Context, found: Option<&Result<ImportPreview, Arc<SessionFailure>>>) -> Option<Decision> {
        let words = words(ctx);
        let mut decision = None;
        let (_, close) = dialog(ctx, "import", &words.get("dialog-import-title"), 680.0, |ui| {
            let height = (ctx.content_rect().height() - AROUND).max(4.0 * ROW);
            let all = ScrollArea::vertical().id_salt("import").max_height(height).auto_shrink([false, true]);
            all.show(ui, |ui| {
                column(ui, |ui| match found {
                    None => {
                        ui.add(BidiLabel::new(&words.get("import-looking")).weak());
                    }
                    Some(Err(failure)) => super::complaint(ui, &failure.localized(&words)),
                    Some(Ok(preview)) => self.body(ui, preview, &words),
                });
            });
            before_buttons(ui);
            mirrored_end(ui, |ui| {
                let known = found.and_then(|found| found.as_ref().ok());
                let takes = known.is_some_and(|preview| preview.documents > 0);
                let some_fail = known.is_some_and(|preview| !preview.failed.is_empty());
                let take = words.get(if takes && some_fail { "import-take-rest" } else { "import-take" });
                if ui.add_enabled(takes, BidiButton::primary(&take)).clicked() {
                    decision = Some(Decision::Take);
                }
                if ui.add(BidiButton::quiet(&words.get("action-cancel"))).clicked() {
                    decision = Some(Decision::Leave);
                }
            });
        });
        decision.or(close.then_some(Decision::Leave))
    }

    fn body(&mut self, ui: &mut Ui, preview: &ImportPreview, words: &Localizer) {
        if preview.documents > 0 {
            let count = |key: &str, n: usize| words.format(key, &[("n", n.into())]);
            let arguments = [
                ("documents", count("count-documents", preview.documents).into()),
                ("annotations", count("count-annotations", preview.annotations).into()),
            ];
            ui.add(BidiLabel::new(&words.format("import-found", &arguments)).bold().wrap());
            let of_format = |(name, n): (&&str, &usize)| {
                words.format(
                    "import-of-format",
                    &[("format", format_name(name, words).into()), ("n", words.number(*n).into())],
                )
            };
            let formats: Vec<String> = preview.formats.iter().map(of_format).collect();
            form_row(ui, &words.get("import-formats"), NAMES, |ui| ui.add(BidiLabel::new(&formats.join(" · ")).wrap()));
            labels(ui, preview, words);
        } else {
            ui.add(BidiLabel::new(&words.get("import-nothing")).tone(Tone::Warning).wrap());
        }
        self.questions(ui, preview, words);
        let below = common_folder(&self.paths);
        let failed = preview.failed.iter().map(|error| error.localized(words));
        list(ui, "import-not-readable", &alike(failed, &below), preview.more_failed, Tone::Danger, words);
        let warnings = preview.warnings.iter().map(|warning| warning.localized(words));
        list(ui, "import-to-know", &alike(warnings, &below), preview.more_warnings, Tone::Warning, words);
        if !preview.first.is_empty() {
            ui.add_space(space::S);
            ui.add(BidiLabel::new(&words.get("import-first")).small().weak());
            preview.first.iter().for_each(|document| begin(ui, document, preview, words));
        }
    }

    /// What the files leave open, and everything where the analyst wants them read otherwise.
    fn questions(&mut self, ui: &mut Ui, preview: &ImportPreview, words: &Localizer) {
        let all = self.otherwise;
        let said = self.choices;
        if all || said.format.is_some() || !preview.failed.is_empty() {
            let readable = || formats::registry().iter().filter(|format| format.reads()).map(|format| format.name());
            let name = |format: Option<&'static str>| match format {
                Some(name) => isolated(&format_name(name, words)),
                None => words.get("import-format-looked-at"),
            };
            choice(ui, &words.get("import-format"), &mut self.choices.format, readable(), name);
        }
        if all || said.encoding.is_some() || preview.asks_encoding() {
            let encodings = ENCODINGS.iter().filter_map(|(name, _)| TextEncoding::from_name(name));
            let name = |encoding: Option<TextEncoding>| match encoding {
                Some(encoding) => format!("\u{2066}{}\u{2069}", encoding.name()),
                None => words.get("import-encoding-guessed"),
            };
            choice(ui, &words.get("import-encoding"), &mut self.choices.encoding, encodings, name);
        }
        if all || said.unit.is_some() || preview.asks_unit() {
            let name = |unit: Option<Unit>| match unit {
                Some(unit) => unit.localized(words),
                None => words.get("import-unit-looked-at"),
            };
            choice(ui, &words.get("import-unit"), &mut self.choices.unit, Unit::ALL, name);
        }
        if all || said.keep_going || preview.asks_for_lines() {
            let text = words.get("import-leave-lines");
            form_row(ui, "", NAMES, |ui| ui.add(BidiCheckbox::new(&mut self.choices.keep_going, &text)));
        }
        if !all {
            let text = words.get("import-otherwise");
            form_row(ui, "", NAMES, |ui| {
                if ui.add(BidiButton::quiet(&text)).clicked() {
                    self.otherwise = true;
                }
            });
        }
    }
}

/// One of several values, or none of them.
fn choice<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    value: &mut Option<T>,
    all: impl IntoIterator<Item = T>,
    said: impl Fn(Option<T>) -> String,
) {
    form_row(ui, name, NAMES, |ui| {
        let shown = said(*value);
        choice_button(ui, &shown, &format!("{name}: {shown}"), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ScrollArea::vertical().max_height(9.0 * ROW).show(ui, |ui| {
                for offered in std::iter::once(None).chain(all.into_iter().map(Some)) {
                    let text = said(offered);
                    let row = Row::new(&text).ticked(offered == *value).role(Role::MenuItemRadio);
                    if ui.add(row).clicked() {
                        *value = offered;
                        ui.close();
                    }
                }
            });
        });
    });
}

/// The labels by their number, each in its colour.
fn labels(ui: &mut Ui, preview: &ImportPreview, words: &Localizer) {
    if preview.labels.is_empty() {
        return;
    }
    form_row(ui, &words.get("import-labels"), NAMES, |ui| {
        mirrored_wrapped(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (label, count, _) in preview.labels.iter().take(MAX_LABELS) {
                ui.add(
                    BidiLabel::new(&format!("\u{2068}{}\u{2069} {}", label.as_str(), words.number(*count))).extend(),
                );
            }
            let more = preview.labels.len().saturating_sub(MAX_LABELS);
            if more > 0 {
                ui.add(BidiLabel::new(&words.format("import-and-more", &[("n", more.into())])).weak().extend());
            }
        });
    });
}

/// The folder that all files lie in, as messages name it before their names; empty where there is none.
fn common_folder(paths: &[PathBuf]) -> String {
    let mut folder = paths.first().and_then(|path| path.parent());
    while let Some(common) = folder.filter(|common| !paths.iter().all(|path| path.starts_with(common))) {
        folder = common.parent();
    }
    let shown = folder.map(|folder| folder.display().to_string()).filter(|shown| !shown.is_empty());
    shown.map_or(String::new(), |shown| format!("{}{}", shown.trim_end_matches('/'), std::path::MAIN_SEPARATOR))
}

/// Each message once, with how often it was said, and files by their names below the folder of all.
fn alike(messages: impl Iterator<Item = String>, below: &str) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for message in messages {
        let message = if below.is_empty() { message } else { message.replace(below, "") };
        let place = *places.entry(message.clone()).or_insert(found.len());
        match found.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => found.push((message, 1)),
        }
    }
    found
}

/// Messages under a heading that says how many they are.
fn list(ui: &mut Ui, heading: &str, lines: &[(String, usize)], more: usize, tone: Tone, words: &Localizer) {
    if lines.is_empty() {
        return;
    }
    ui.add_space(space::S);
    let count = words.number(lines.iter().map(|(_, count)| count).sum::<usize>() + more);
    ui.add(BidiLabel::new(&words.format(heading, &[("n", count.into())])).tone(tone).wrap());
    let scroll = ScrollArea::vertical().id_salt(heading).max_height(LIST_ROWS * ROW).auto_shrink([false, true]);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        scroll.show_rows(ui, ROW, lines.len() + usize::from(more > 0), |ui, range| {
            for at in range {
                let rest = || words.format("import-and-more", &[("n", more.into())]);
                let (text, count) = lines.get(at).cloned().unwrap_or_else(|| (rest(), 1));
                let times = if count > 1 { words.number(count) } else { String::new() };
                ui.add(Row::new(&text).trailing(&times).hint(&text).role(Role::ListItem));
            }
        });
    });
}

/// How a document begins, its annotations in the colours they would have.
fn begin(ui: &mut Ui, document: &PreviewedDocument, preview: &ImportPreview, words: &Localizer) {
    let theme = Theme::get(ui.ctx());
    let colour_of = |label: &crate::model::LabelName| {
        let found = preview.labels.iter().find(|(name, _, _)| name == label);
        let colour = found.and_then(|(_, _, colour)| *colour);
        colour.map_or(theme.selection, |colour| LabelPaint::new(colour, theme.page).tint_strong)
    };
    let marks: Vec<(Range<usize>, Color32)> =
        document.spans.iter().map(|(range, label)| (range.clone(), colour_of(label))).collect();
    ui.add_space(space::XS);
    let count = words.format("count-annotations", &[("n", document.annotations.into())]);
    ui.add(BidiLabel::new(&format!("\u{2068}{}\u{2069} · {count}", document.title)).small().weak());
    sheet(theme).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.add(Excerpt::new(&document.excerpt, &marks));
        let named: Vec<String> = document
            .spans
            .iter()
            .take(MAX_LABELS)
            .map(|(range, label)| {
                format!("\u{2068}{}\u{2069}: \u{2068}{}\u{2069}", label.as_str(), quote(document, range))
            })
            .collect();
        if !named.is_empty() {
            ui.add(BidiLabel::new(&named.join(" · ")).small().weak().wrap());
        }
    });
}

/// The text of a span on one line.
fn quote(document: &PreviewedDocument, range: &Range<usize>) -> String {
    document.excerpt.get(range.clone()).unwrap_or_default().replace(char::is_whitespace, " ")
}
