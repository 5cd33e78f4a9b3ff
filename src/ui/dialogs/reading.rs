//! Reading aids: a text in Latin letters, the date it names in the other calendar, and its characters by name.

use egui::{Role, ScrollArea, Ui};

use super::{before_buttons, form_row};
use crate::arabic::dates::Period;
use crate::arabic::translit::{Scheme, code_points, transliterate};
use crate::ui::localizer::Localizer;
use crate::ui::modal::{Flow, Modal, UiContext};
use crate::ui::theme::{ROW, space};
use crate::ui::widgets::{BidiButton, BidiLabel, Row, column, dialog, mirrored_end};

/// Characters of a selection that are named.
const MAX_NAMED: usize = 400;
/// Characters of a selection that are written in Latin letters.
const MAX_WRITTEN: usize = 240;

/// What is known of a text, line by line: a word of the interface, and what it says.
pub fn aids(quote: &str, normalised: Option<&str>) -> Vec<(&'static str, String)> {
    let end = quote.char_indices().nth(MAX_WRITTEN).map_or(quote.len(), |(at, _)| at);
    let quote = &quote[..end];
    let mut aids = Vec::new();
    if let Some(normalised) = normalised {
        aids.push(("aid-stands-for", normalised.to_owned()));
    }
    if let Some(other) = Period::read(quote).and_then(|period| period.converted()) {
        aids.push(("aid-date", other.to_string()));
    }
    if quote.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c)) {
        for (word, scheme) in
            [("aid-reader", Scheme::Reader), ("aid-iso", Scheme::Iso233), ("aid-buckwalter", Scheme::Buckwalter)]
        {
            aids.push((word, transliterate(quote, scheme)));
        }
    }
    aids
}

/// Characters of an annotation under the pointer that are written in Latin letters: more would cover the page it is on.
const MAX_HOVERED: usize = 60;

/// What of this is said of an annotation under the pointer: one way of writing it is enough there.
pub fn brief(quote: &str, normalised: Option<&str>) -> Vec<(&'static str, String)> {
    let short = quote.chars().nth(MAX_HOVERED).is_none();
    let shown = |word: &str| short && !matches!(word, "aid-iso" | "aid-buckwalter");
    aids(quote, normalised).into_iter().filter(|(word, _)| shown(word)).collect()
}

/// The dialog on a text.
#[derive(Debug)]
pub struct ReadingDialog {
    pub quote: String,
    /// What it stands for, where that is not what is written.
    pub normalised: Option<String>,
}

impl Modal for ReadingDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let words = &cx.words;
        let mut closed = false;
        let (_, close) = dialog(&cx.ctx, "reading", &words.get("aid-title"), 560.0, |ui| {
            // A long text with its readings may be higher than the window; the button stays in it.
            let most = (cx.ctx.content_rect().height() - 180.0).max(120.0);
            ScrollArea::vertical().max_height(most).auto_shrink([false, true]).show(ui, |ui| {
                column(ui, |ui| {
                    let short: String = self.quote.chars().take(MAX_WRITTEN).collect();
                    ui.add(BidiLabel::heading(&short).wrap());
                    ui.add_space(space::S);
                    for (word, text) in aids(&self.quote, self.normalised.as_deref()) {
                        form_row(ui, &words.get(word), 130.0, |ui| ui.add(BidiLabel::new(&text).wrap()));
                    }
                    ui.add_space(space::S);
                    characters(ui, &self.quote, words);
                });
            });
            before_buttons(ui);
            mirrored_end(ui, |ui| closed = ui.add(BidiButton::primary(&words.get("action-close"))).clicked());
        });
        Flow::close_if(close || closed)
    }
}

fn characters(ui: &mut Ui, quote: &str, words: &Localizer) {
    let count = quote.chars().count();
    ui.add(BidiLabel::new(&words.format("aid-code-points", &[("n", count.into())])).weak());
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("characters").max_height(ROW * 9.0).auto_shrink([false, true]).show(ui, |ui| {
            for point in code_points(quote).take(MAX_NAMED) {
                // What has no shape of its own is shown by its name alone; a mark needs something to stand on.
                let shown = match point.character {
                    c if c.is_control() || crate::arabic::letters::is_invisible(c) => String::new(),
                    c if crate::arabic::letters::is_mark(c) => format!("\u{25cc}{c}"),
                    c => c.to_string(),
                };
                let number = format!("\u{2066}{}\u{2069}", point.number());
                let spoken = format!("{} {}", point.number(), point.name);
                ui.add(Row::new(&point.name).leading(&shown).trailing(&number).spoken(&spoken).role(Role::ListItem));
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(quote: &str) -> Vec<&'static str> {
        brief(quote, None).into_iter().map(|(word, _)| word).collect()
    }

    #[test]
    fn a_long_annotation_under_the_pointer_is_not_written_out_in_latin_letters() {
        assert_eq!(said("القاهرة"), ["aid-reader"]);
        assert!(said(&"القاهرة ".repeat(20)).is_empty());
    }
}
