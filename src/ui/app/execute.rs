//! What the commands of the window do that is of no other file; the rows that call it are in `commands`.

use egui::Context;

use super::App;
use crate::arabic::{letters, words};
use crate::edit::{Done, StepSummary};
use crate::model::{Label, LabelName};
use crate::session::{DoneOutcome, Edge, OpenDocument, SessionError, Step, TextSelection, Towards};
use crate::ui::canvas::Canvas;
use crate::ui::dialogs::history::summary_in_words;
use crate::ui::dialogs::label_palette;
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::Localizer;
use crate::ui::message::Message;
use crate::ui::palette::free_colour;
use crate::ui::panes;
use crate::ui::theme::Mode;
use crate::ui::widgets::Tone;

impl App {
    pub(super) fn undo(&mut self) {
        let step = self.session.current().and_then(|document| step_said(document, document.last_step()));
        let done = self.session.undo();
        self.told_history(done, ("status-undone", "status-undone-what", step), "status-nothing-to-undo");
    }

    pub(super) fn redo(&mut self) {
        let step = self.session.current().and_then(|document| step_said(document, document.next_step()));
        let done = self.session.redo();
        self.told_history(done, ("status-redone", "status-redone-what", step), "status-nothing-to-redo");
    }

    pub(super) fn delete_active(&mut self) {
        let done = self.session.delete_active().map(|_| ());
        self.tell_refusal(done);
    }

    /// Enter takes the span that is shown for the active annotation; where none is shown, it labels the other places.
    pub(super) fn take_preview_or_propagate(&mut self) {
        if !self.take_preview() {
            self.propagate(false);
        }
    }

    /// The command of a label: it is for the ticked lines of the search panel, else for what is selected or active.
    pub(super) fn label_at(&mut self, at: usize, further: bool) {
        let label = self.session.shown().and_then(|document| document.content().schema.labels.get(at));
        let Some(label) = label.map(|label| label.name.clone()) else { return };
        if !self.label_found(&label) {
            self.label(&label, further);
        }
    }

    /// Puts a label on what is selected, as its key or a click on it asks.
    pub(super) fn label(&mut self, label: &LabelName, further: bool) {
        self.message = None;
        if self.duplicate_as(label) {
            return;
        }
        self.take_preview();
        if self.keep_label(label, further) {
            return;
        }
        self.take_word_at_caret();
        let selected = self.session.current().is_some_and(|d| !d.selection.text.is_empty());
        if let Some(said) = selected.then(|| self.trim_selection()).flatten() {
            self.tell(Tone::Plain, said);
        }
        let done = if further { self.session.add_label(label) } else { self.session.label(label) };
        if self.session.sticky.is_some() {
            self.session.sticky = Some(label.clone());
        }
        match done {
            Err(SessionError::NothingSelected) => self.say("status-select-first"),
            done => self.tell_refusal(done.map(|_| ())),
        }
    }

    /// Makes a label while reading and puts it on what is selected, as one step.
    pub(super) fn label_with_new(&mut self, name: &str, further: bool) {
        self.message = None;
        self.take_preview();
        if self.is_being_read() {
            return self.say("read-only-being-read");
        }
        self.take_word_at_caret();
        let selected = self.session.current().is_some_and(|document| !document.selection.text.is_empty());
        let left_out = selected.then(|| self.trim_selection()).flatten();
        let Some(schema) = self.session.schema_to_edit() else { return };
        let arabic = if name.chars().any(letters::is_arabic_letter) { name } else { "" };
        let label = Label::new(name, arabic, "", free_colour(&schema), None);
        match self.session.label_with_new(label, further) {
            Err(SessionError::NothingSelected) => self.say("status-select-first"),
            Err(error) => self.tell_refusal(Err(error)),
            Ok(()) => {
                let name = name.to_owned();
                let said = move |words: &Localizer| {
                    let left_out = left_out.as_ref().map(|left_out| left_out.localized(words));
                    [Some(label_palette::made(&name, words)), left_out]
                        .into_iter()
                        .flatten()
                        .collect::<Vec<_>>()
                        .join(" · ")
                };
                self.tell(Tone::Good, Message::new(said));
            }
        }
    }

    pub(super) fn step_annotation(&mut self, forward: bool) {
        match self.session.step_annotation(forward) {
            Some(_) => self.canvas_follows(),
            None => self.say("annotations-empty"),
        }
    }

    pub(super) fn move_edge(&mut self, edge: Edge, towards: Towards, step: Step) {
        match self.session.move_edge(edge, towards, step) {
            Err(SessionError::NothingSelected) => self.say("status-choose-annotation-first"),
            done => {
                self.tell_refusal(done);
                self.canvas_follows();
            }
        }
    }

    pub(super) fn toggle_sticky(&mut self) {
        self.session.sticky = match self.session.sticky.take() {
            Some(_) => None,
            None => {
                let document = self.session.current();
                let active_annotation = document.and_then(|d| d.active()).map(|a| a.label.clone());
                active_annotation
                    .or_else(|| document.and_then(|d| d.content().schema.labels.first().map(|l| l.name.clone())))
            }
        };
    }

    fn told_history(
        &mut self,
        done: Result<bool, SessionError>,
        (plain, with, step): (&'static str, &'static str, Option<StepSummary>),
        no: &'static str,
    ) {
        match done {
            Ok(true) => {
                match step {
                    Some(step) => self.tell(
                        Tone::Plain,
                        Message::new(move |words| {
                            words.format(with, &[("what", summary_in_words(&step, words).into())])
                        }),
                    ),
                    // What was done before the document was opened is read only now.
                    None => self.say(plain),
                }
                self.canvas_follows();
            }
            Ok(false) => self.say(no),
            Err(error) => self.tell_refusal(Err(error)),
        }
    }

    /// Shows the next (or previous) document of the list that is not done.
    pub(super) fn show_undone(&mut self, forward: bool) {
        self.commit_pending_edits();
        match self.session.next_undone(forward) {
            Some(id) => {
                self.session.show(id);
                self.pages.focus_page = true;
            }
            None => self.say(self.none_undone()),
        }
    }

    /// One key for a document that is done: marked, saved, and on to the next.
    pub(super) fn done_and_next(&mut self, ctx: &Context) {
        self.commit_pending_edits();
        if !self.may_finish() {
            return;
        }
        match self.session.done_and_next() {
            Ok(DoneOutcome::Next(_)) => self.pages.focus_page = true,
            // In the status bar the word that it is saved would take its place.
            Ok(DoneOutcome::Last) => {
                self.toasts.say(Message::message_id(self.none_undone()));
            }
            Ok(DoneOutcome::Homeless) => self.ask_save_as(ctx),
            Err(error) => self.tell_refusal(Err(error)),
        }
    }

    fn none_undone(&self) -> &'static str {
        let filtered = !self.session.list().query().is_empty();
        if filtered { "status-none-undone-filter" } else { "status-none-undone" }
    }

    pub(super) fn zoom(&mut self, size: f32) {
        self.settings.reading_size = size.clamp(9.0, 96.0);
        self.settings_kept.dirty = true;
    }

    pub(super) fn toggle(&mut self, which: impl Fn(&mut crate::store::Settings) -> &mut bool) {
        let switch = which(&mut self.settings);
        *switch = !*switch;
        self.settings_kept.dirty = true;
    }

    pub(super) fn toggle_theme(&mut self, ctx: &Context) {
        use crate::store::settings::Theme;
        let theme = match super::other_mode(ctx) {
            Mode::Light => Theme::Light,
            Mode::Dark => Theme::Dark,
        };
        self.change_settings(ctx, crate::store::Settings { theme, ..self.settings.clone() });
    }

    pub(super) fn toggle_language(&mut self, ctx: &Context) {
        use crate::store::settings::Language;
        let language = match self.settings.language {
            Language::Arabic => Language::English,
            Language::English => Language::Arabic,
        };
        self.change_settings(ctx, crate::store::Settings { language, ..self.settings.clone() });
    }

    /// The selected text in logical order, a line for each range; without a selection, the text of the active annotation.
    pub(super) fn copy(&mut self, ctx: &Context) {
        let Some(document) = self.session.shown() else { return };
        let selected = &document.selection.text;
        let text = match (selected.is_empty(), document.active()) {
            (false, _) => {
                let pieces: Vec<&str> = selected.pieces().map(|range| &document.content().text()[range]).collect();
                pieces.join("\n")
            }
            (true, Some(annotation)) => document.content().quote(annotation),
            (true, None) => return,
        };
        ctx.copy_text(text);
        self.say("status-copied");
    }

    /// The active annotation as a row of a table: what it is on, its label, and its offsets in code points.
    pub(super) fn copy_as_row(&mut self, ctx: &Context) {
        let (Some(id), Some(document)) = (self.session.current_id(), self.session.current()) else { return };
        let Some(annotation) = document.active() else { return };
        let place = self.pages.known.place(id, document, annotation.spans.extent());
        // A tab or a line end of the text would begin another cell.
        let quote = document.content().quote(annotation).replace(char::is_control, " ");
        ctx.copy_text(format!("{quote}\t{}\t{}\t{}", annotation.label, place.start, place.end));
        self.say("status-copied");
    }

    pub(super) fn select_all(&mut self) {
        if let Some(document) = self.session.shown_mut() {
            document.selection.text = TextSelection::of(0..document.content().text().len());
            document.selection.annotation = None;
        }
    }

    /// Where nothing is selected and no annotation is in hand, the word in which the caret stands, or at whose end, is selected.
    fn take_word_at_caret(&mut self) {
        let Some(document) = self.session.current_mut() else { return };
        if !document.selection.text.is_empty() || document.selection.annotation.is_some() {
            return;
        }
        let (text, at) = (document.content().text(), document.selection.text.head());
        let word = words::word_at(text, at).filter(|word| word.is_content());
        // One that is annotated already is taken in hand first: a key that was pressed once too often makes no second annotation.
        let is_free = |word: &words::Token| document.content().annotations.overlapping(word.range()).next().is_none();
        if let Some(word) = word.filter(is_free) {
            document.selection.text = TextSelection::of(word.range());
        }
    }

    /// A selection loses what does not belong to a new span before it is labelled: blanks, quotes and brackets at its
    /// ends, and its proclitics where the analyst wants them outside. What is to be said of those comes back.
    fn trim_selection(&mut self) -> Option<Message> {
        let id = self.session.current_id()?;
        let selection = self.session.current().map(|document| document.selection.clone())?;
        let (trimmed, said) = self.trimmed(id, selection);
        self.session.current_mut()?.selection = trimmed;
        said
    }

    /// Esc: first messages go that wait to be seen, then the search ends and the keyboard comes back to the page, then of several
    /// selected ranges the primary one is left, then what is active is let go.
    pub(super) fn back_to_the_page(&mut self, ctx: &Context) {
        if self.toasts.dismiss() {
            return;
        }
        if self.panels.find.take().is_some() {
            self.pages.focus_page = true;
            return;
        }
        if self.panels.search.is_some() && ctx.memory(|memory| memory.focused()) != Some(Canvas::id()) {
            return self.close_search();
        }
        let focused = ctx.memory(|memory| memory.focused());
        let had = self.canvas().is_some_and(|canvas| canvas.had_keyboard());
        let there = focused == Some(Canvas::id()) || (focused.is_none() && had);
        self.pages.focus_page = true;
        if let (true, Some(document)) = (there, self.session.current_mut()) {
            if document.selection.text.is_multiple() {
                document.selection.text = document.selection.text.primary();
                return;
            }
            // Of several annotations the active one is left.
            if document.selection.annotation_count() > 1 {
                document.selection.together.clear();
                return;
            }
            document.selection.text = TextSelection::caret(document.selection.text.head());
            document.selection.annotation = None;
            if self.session.sticky.take().is_some() {
                self.say("status-sticky-ended");
            }
        }
    }

    /// F6: the keyboard goes round the page and the panels.
    pub(super) fn step_focus(&mut self, ctx: &Context, forward: bool) {
        let page = self.session.shown().map(|_| Canvas::id());
        match panes::step(ctx, page, forward) {
            Some(id) if Some(id) == page => self.pages.focus_page = true,
            Some(id) => {
                self.pages.focus_page = false;
                ctx.memory_mut(|memory| memory.request_focus(id));
            }
            None => {}
        }
    }
}

/// What a step did, to be said of it.
pub(super) fn step_said(document: &OpenDocument, done: Option<&Done>) -> Option<StepSummary> {
    done.map(|done| StepSummary::of(&done.transaction, document.content().text()))
}

#[cfg(test)]
mod tests {
    use egui::Context;

    use super::*;
    use crate::store::settings::Language;
    use crate::store::{Settings, SettingsFile};
    use crate::ui::widgets::Tone;

    #[test]
    fn what_was_said_is_said_in_the_language_of_the_moment() {
        let ctx = Context::default();
        let mut app = App::new(&ctx, Vec::new(), SettingsFile::nowhere());
        let says = |app: &App| app.message.as_ref().map(|said| said.message.localized(&app.words));
        let speak = |app: &mut App, language| {
            let settings = Settings { language, ..app.settings.clone() };
            app.change_settings(&ctx, settings);
        };
        speak(&mut app, Language::Arabic);
        app.say("status-copied");
        assert_eq!(says(&app).as_deref(), Some("نُسخ"));
        speak(&mut app, Language::English);
        assert_eq!(says(&app).as_deref(), Some("Copied"));
        app.tell_refusal(Err(SessionError::NoDocument));
        let english = says(&app);
        speak(&mut app, Language::Arabic);
        assert!(says(&app).is_some() && says(&app) != english);
        // What has its words already does not stay in a language that the window no longer speaks.
        app.tell(Tone::Good, "تمّ".to_owned());
        speak(&mut app, Language::English);
        assert_eq!(says(&app), None);
    }
}
