//! What the document on the page is: its file, how much is in it, and the digest that other programs know its text by.

use egui::ScrollArea;
use unicode_segmentation::UnicodeSegmentation as _;

use super::{before_buttons, form_row};
use crate::session::OpenDocument;
use crate::ui::localizer::{Localizer, isolated};
use crate::ui::modal::{Flow, Modal, UiContext};
use crate::ui::panels::icons::state_word;
use crate::ui::widgets::{BidiButton, BidiLabel, dialog, mirrored_end};

/// Room for the names of the rows, in points.
const NAMES: f32 = 150.0;

/// The properties of a document, taken when the dialog opens: counting walks the whole text.
#[derive(Debug)]
pub struct PropertiesDialog {
    title: String,
    /// Each by the word for what it is.
    rows: Vec<(&'static str, String)>,
}

impl PropertiesDialog {
    pub fn of(document: &OpenDocument, words: &Localizer) -> Self {
        let content = document.content();
        let text = content.text();
        let file = document.path().map(|path| format!("\u{2066}{}\u{2069}", path.display()));
        let encoding = content.document.metadata().get("encoding").map_or("UTF-8", String::as_str);
        let rows = vec![
            ("properties-file", file.unwrap_or_else(|| words.get("properties-no-file"))),
            ("properties-encoding", isolated(encoding)),
            ("properties-state", words.get(state_word(content.state))),
            ("properties-annotator", isolated(content.annotator.as_str())),
            ("properties-paragraphs", words.number(text.split('\n').count())),
            ("properties-words", words.number(text.unicode_words().count())),
            ("properties-code-points", words.number(text.chars().count())),
            ("properties-annotations", words.number(content.annotations.len())),
            ("properties-relations", words.number(content.relations.len())),
            ("properties-digest", format!("\u{2066}{}\u{2069}", content.document.digest())),
        ];
        PropertiesDialog { title: content.document.title().to_owned(), rows }
    }
}

impl Modal for PropertiesDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let words = &cx.words;
        let mut closed = false;
        let (_, close) = dialog(&cx.ctx, "properties", &words.get("properties-title"), 560.0, |ui| {
            ui.add(BidiLabel::heading(&self.title).wrap());
            let most = (ui.ctx().content_rect().height() - 220.0).max(120.0);
            ScrollArea::vertical().max_height(most).auto_shrink([false, true]).show(ui, |ui| {
                for (word, value) in &self.rows {
                    form_row(ui, &words.get(word), NAMES, |ui| ui.add(BidiLabel::new(value).wrap()));
                }
            });
            before_buttons(ui);
            mirrored_end(ui, |ui| closed = ui.add(BidiButton::primary(&words.get("action-close"))).clicked());
        });
        Flow::close_if(close || closed)
    }
}
