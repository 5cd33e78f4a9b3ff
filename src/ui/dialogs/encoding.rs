//! How the bytes of a text file are read: what was guessed, what else they may be, and how the text then begins.

use egui::{Context, Role, ScrollArea};

use super::{before_buttons, sheet};
use crate::ui::theme::{Theme, space};
use crate::ui::widgets::{BidiButton, BidiLabel, Row, column, dialog, mirrored_end, words};

/// What the dialog shows.
#[derive(Clone, Copy, Debug)]
pub struct EncodingInput<'a> {
    /// The name of the file.
    pub file: &'a str,
    /// As the document was read.
    pub current: &'a str,
    /// Whether that was guessed from the bytes rather than said by the analyst or by a mark at the start.
    pub guessed: bool,
    /// How the text begins in the chosen encoding; `None` while it is being read.
    pub preview: Option<&'a str>,
    /// Characters the chosen encoding cannot make sense of.
    pub unreadable: usize,
}

/// What the analyst decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EncodingAction {
    /// Another encoding was pointed at: its preview is wanted.
    Preview(&'static str),
    /// Read the file anew.
    Reopen(&'static str),
    Cancel,
}

/// The encodings that Arabic texts come in, by the names the importer knows them by.
pub const ENCODINGS: [(&str, &str); 5] = [
    ("UTF-8", "encoding-utf-8"),
    ("UTF-16LE", "encoding-utf-16le"),
    ("UTF-16BE", "encoding-utf-16be"),
    ("windows-1256", "encoding-windows-1256"),
    ("ISO-8859-6", "encoding-iso-8859-6"),
];

/// The dialog while it is open.
#[derive(Clone, Debug, Default)]
pub struct EncodingDialog {
    chosen: Option<usize>,
}

impl EncodingDialog {
    pub fn show(&mut self, ctx: &Context, input: &EncodingInput<'_>) -> Option<EncodingAction> {
        let words = words(ctx);
        let theme = Theme::get(ctx);
        let current = ENCODINGS.iter().position(|(name, _)| name.eq_ignore_ascii_case(input.current));
        let mut action = None;
        let (_, close) = dialog(ctx, "encoding", &words.get("dialog-encoding-title"), 560.0, |ui| {
            let said = if input.guessed { "encoding-guessed" } else { "encoding-read" };
            let text = words.format(said, &[("file", input.file.into()), ("name", input.current.into())]);
            ui.add(BidiLabel::new(&text).weak().wrap());
            ui.add_space(space::S);
            let chosen = self.chosen.or(current);
            ui.scope(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (at, (name, word)) in ENCODINGS.iter().enumerate() {
                    let about = words.get(word);
                    let row = Row::new(name).detail(&about).ticked(chosen == Some(at)).role(Role::RadioButton);
                    if ui.add(row).clicked() && chosen != Some(at) {
                        self.chosen = Some(at);
                        action = Some(EncodingAction::Preview(name));
                    }
                }
            });
            ui.add_space(space::S);
            ui.add(BidiLabel::new(&words.get("encoding-preview")).small().weak());
            sheet(theme).show(ui, |ui| {
                ui.set_min_height(96.0);
                ScrollArea::vertical().max_height(160.0).auto_shrink([false, true]).show(ui, |ui| {
                    let text = input.preview.map(str::to_owned).unwrap_or_else(|| words.get("documents-loading"));
                    column(ui, |ui| ui.add(BidiLabel::new(&text).wrap()));
                });
            });
            if input.unreadable > 0 {
                super::complaint(ui, &words.format("encoding-unreadable", &[("n", input.unreadable.into())]));
            }
            before_buttons(ui);
            mirrored_end(ui, |ui| {
                let another = self.chosen.filter(|at| Some(*at) != current);
                let reopen = words.get("encoding-reopen");
                if ui.add_enabled(another.is_some(), BidiButton::primary(&reopen)).clicked() {
                    action = another.map(|at| EncodingAction::Reopen(ENCODINGS[at].0));
                }
                if ui.add(BidiButton::quiet(&words.get("action-cancel"))).clicked() {
                    action = Some(EncodingAction::Cancel);
                }
            });
        });
        action.or(close.then_some(EncodingAction::Cancel))
    }
}
