//! How the bytes of a text file are read: what was guessed, what else they may be, and how the text then begins.

use egui::{Context, Role, ScrollArea};

use super::{before_buttons, sheet};
use crate::session::SessionEvent;
use crate::session::event::OpenEvent;
use crate::ui::message::Message;
use crate::ui::modal::{Event, Flow, Modal, Request, UiContext};
use crate::ui::theme::{Theme, space};
use crate::ui::widgets::{BidiButton, BidiLabel, Row, Tone, column, dialog, mirrored_end, words};

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
    /// How the text begins in the encoding that was pointed at (`None` while that is read), and how much of it makes no
    /// sense.
    preview: Option<(Option<String>, usize)>,
}

/// Characters of the document that are shown before another encoding is pointed at.
const BEGIN: usize = 400;

impl Modal for EncodingDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let Some(entry) = cx.session.current_entry() else { return Flow::Close };
        let (id, Some(document), Some(path)) = (entry.id, entry.document(), entry.path().cloned()) else {
            return Flow::Close;
        };
        let metadata = document.content().document.metadata();
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let begin = || document.content().text().chars().take(BEGIN).collect::<String>();
        let (preview, unreadable) = self.preview.clone().unwrap_or_else(|| (Some(begin()), 0));
        let input = EncodingInput {
            file: &file,
            current: metadata.get("encoding").map_or("UTF-8", String::as_str),
            guessed: cx.session.imports.encoding.is_none() && !metadata.contains_key("byte-order-mark"),
            preview: preview.as_deref(),
            unreadable,
        };
        match self.draw(&cx.ctx, &input) {
            Some(EncodingAction::Preview(encoding)) => {
                self.preview = Some((None, 0));
                cx.session.preview(path, encoding);
                Flow::Open
            }
            Some(EncodingAction::Reopen(encoding)) => {
                if cx.session.reopen(id, encoding) {
                    cx.request(Request::DropPage(id));
                } else {
                    cx.tell(Tone::Warning, Message::message_id("refused-reopen"));
                }
                Flow::Close
            }
            Some(EncodingAction::Cancel) => Flow::Close,
            None => Flow::Open,
        }
    }

    fn event(&mut self, event: &Event<'_>, _: &mut UiContext<'_>) -> Flow {
        if let Event::Notice(SessionEvent::Open(OpenEvent::Previewed { text, unreadable })) = event {
            self.preview = Some((Some(text.clone()), *unreadable));
        }
        Flow::Open
    }
}

impl EncodingDialog {
    pub fn draw(&mut self, ctx: &Context, input: &EncodingInput<'_>) -> Option<EncodingAction> {
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
