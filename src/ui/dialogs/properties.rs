//! What the document on the page is: its file, how much is in it, and the digest that other programs know its text by.

use std::sync::Arc;

use egui::ScrollArea;

use super::{before_buttons, form_row};
use crate::analysis::counts::TextCounts;
use crate::session::{OpenDocument, Pending};
use crate::ui::localizer::{Localizer, isolated};
use crate::ui::modal::{Flow, Modal, UiContext};
use crate::ui::panels::icons::state_word;
use crate::ui::widgets::{BidiButton, BidiLabel, dialog, mirrored_end};

/// Room for the names of the rows, in points.
const NAMES: f32 = 150.0;

/// Bytes of a text that is counted at once, in a millisecond or two; a longer one is counted off the frame.
const COUNTED_AT_ONCE: usize = 1 << 15;

/// The properties of a document as it is when the dialog opens.
#[derive(Debug)]
pub struct PropertiesDialog {
    title: String,
    text: Arc<str>,
    counts: Option<Pending<TextCounts>>,
    /// Each by the word for what it is.
    rows: Vec<(&'static str, Value)>,
}

#[derive(Debug)]
enum Value {
    Known(String),
    Counted(fn(&TextCounts) -> usize),
}

impl PropertiesDialog {
    pub fn of(document: &OpenDocument, words: &Localizer) -> Self {
        let content = document.content();
        let file = document.path().map(|path| format!("\u{2066}{}\u{2069}", path.display()));
        let encoding = content.document.metadata().get("encoding").map_or("UTF-8", String::as_str);
        let known = Value::Known;
        let rows = vec![
            ("properties-file", known(file.unwrap_or_else(|| words.get("properties-no-file")))),
            ("properties-encoding", known(isolated(encoding))),
            ("properties-state", known(words.get(state_word(content.state)))),
            ("properties-annotator", known(isolated(content.annotator.as_str()))),
            ("properties-paragraphs", Value::Counted(|counts| counts.paragraphs)),
            ("properties-words", Value::Counted(|counts| counts.words)),
            ("properties-code-points", Value::Counted(|counts| counts.code_points)),
            ("properties-annotations", known(words.number(content.annotations.len()))),
            ("properties-relations", known(words.number(content.relations.len()))),
            ("properties-digest", known(format!("\u{2066}{}\u{2069}", content.document.digest()))),
        ];
        let (title, text) = (content.document.title().to_owned(), content.document.text().clone());
        PropertiesDialog { title, text, counts: None, rows }
    }
}

impl Modal for PropertiesDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let text = &self.text;
        let counts = self.counts.get_or_insert_with(|| {
            if text.len() <= COUNTED_AT_ONCE {
                return TextCounts::of(text).into();
            }
            let text = text.clone();
            cx.session.ask("task-count", move || TextCounts::of(&text))
        });
        let words = &cx.words;
        let mut closed = false;
        let (_, close) = dialog(&cx.ctx, "properties", &words.get("properties-title"), 560.0, |ui| {
            ui.add(BidiLabel::heading(&self.title).wrap());
            let most = (ui.ctx().content_rect().height() - 220.0).max(120.0);
            ScrollArea::vertical().max_height(most).auto_shrink([false, true]).show(ui, |ui| {
                for (word, value) in &self.rows {
                    let shown = match value {
                        Value::Known(value) => value.clone(),
                        Value::Counted(of) => counts.get().map_or("…".into(), |counts| words.number(of(counts))),
                    };
                    form_row(ui, &words.get(word), NAMES, |ui| ui.add(BidiLabel::new(&shown).wrap()));
                }
            });
            before_buttons(ui);
            mirrored_end(ui, |ui| closed = ui.add(BidiButton::primary(&words.get("action-close"))).clicked());
        });
        Flow::close_if(close || closed)
    }
}
