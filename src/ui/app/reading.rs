//! A document that is shown while it is read: what the analyst may do to it already, and labels that wait for it.

use super::App;
use crate::model::LabelName;
use crate::session::{Content, EntryId, ReadOnly, Selection, SessionError};
use crate::ui::command::UiCommand;
use crate::ui::localizer::Localizer;
use crate::ui::message::Message;
use crate::ui::widgets::Tone;

/// A label that was asked for before its document was read.
#[derive(Clone, Debug)]
pub(super) struct WaitingLabel {
    entry: EntryId,
    /// What was selected then.
    selection: Selection,
    label: LabelName,
    further: bool,
}

/// So many labels wait; a document is read before a hand can ask for more.
const MAX_WAITING: usize = 64;

impl App {
    /// Whether the document on the page is still being read.
    pub(super) fn is_being_read(&self) -> bool {
        self.session.reading().is_some_and(|_| self.session.shown().is_some())
    }

    /// Says that a command has to wait until the document is read. True where it has to.
    pub(super) fn has_to_wait(&mut self, command: UiCommand) -> bool {
        let waits = self.is_being_read() && !self.is_enabled(command);
        if waits {
            self.tell(Tone::Warning, Message::localized(ReadOnly::BeingRead));
        }
        waits
    }

    /// A refusal is said in the status bar; nothing was changed.
    pub(super) fn tell_refusal(&mut self, done: Result<(), SessionError>) {
        let Err(error) = done else { return };
        let message = match error {
            SessionError::NoDocument if self.is_being_read() => Message::localized(ReadOnly::BeingRead),
            error => Message::localized(error),
        };
        self.tell(Tone::Warning, message);
    }

    /// Keeps a label until the document is there. True where it has to be kept.
    pub(super) fn keep_label(&mut self, label: &LabelName, further: bool) -> bool {
        let (Some(entry), true) = (self.session.current_id(), self.is_being_read()) else { return false };
        let Some(shown) = self.session.shown() else { return false };
        let selection = shown.selection.clone();
        let word = match () {
            () if selection.text.is_empty() && selection.annotation.is_none() => "status-select-first",
            () if self.labelling.waiting_labels.len() == MAX_WAITING => "read-only-being-read",
            () => {
                self.labelling.waiting_labels.push(WaitingLabel { entry, selection, label: label.clone(), further });
                "status-label-waits"
            }
        };
        self.say(word);
        true
    }

    /// Puts the labels that waited on documents that were read since, in the order in which they were asked for. Those of
    /// a document that could not be read are said to be gone.
    pub(super) fn put_waiting_labels(&mut self) {
        let waits = |app: &App, waiting: &WaitingLabel| {
            let content = app.session.entry(waiting.entry).map(|entry| entry.content());
            matches!(content, Some(Content::Loading(_)))
        };
        let mut gone = 0;
        while let Some(at) = self.labelling.waiting_labels.iter().position(|waiting| !waits(self, waiting)) {
            let WaitingLabel { entry, selection, label, further } = self.labelling.waiting_labels.remove(at);
            match self.session.entry(entry).is_some_and(|entry| entry.document().is_some()) {
                true => {
                    let (selection, said) = self.trimmed(entry, selection);
                    if let Some(said) = said {
                        self.tell(Tone::Plain, said);
                    }
                    let done = self.session.label_there(entry, selection, &label, further);
                    self.tell_refusal(done);
                }
                false => gone += 1,
            }
        }
        if gone > 0 {
            let said = move |words: &Localizer| words.format("status-labels-gone", &[("n", gone.into())]);
            self.tell(Tone::Danger, Message::new(said));
        }
    }

    /// Whether the window has to stay because a label waits.
    pub(super) fn labels_wait(&self) -> bool {
        !self.labelling.waiting_labels.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use egui::{Context, Event, Key, Modifiers, RawInput, Rect, pos2, vec2};

    use super::*;
    use crate::model::AnnotatedDocument;
    use crate::session::TextSelection;
    use crate::store::{LoadError, SettingsFile, samples};
    use crate::ui::command::UiCommand;
    use crate::ui::l10n::Localize as _;
    use crate::workspace::LoadedFile;

    /// A window without a display, its clock, and a text in it that is being read.
    struct Window {
        ctx: Context,
        app: App,
        entry: EntryId,
        time: f64,
    }

    fn window() -> (Window, AnnotatedDocument) {
        let ctx = Context::default();
        let mut app = App::new(&ctx, Vec::new(), SettingsFile::nowhere());
        let text = samples().remove(1);
        let entry = app.session.being_read(text.clone());
        (Window { ctx, app, entry, time: 0.0 }, text)
    }

    impl Window {
        fn frame(&mut self, events: Vec<Event>) {
            self.time += 0.05;
            let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 820.0)));
            let input = RawInput { screen_rect, events, time: Some(self.time), ..RawInput::default() };
            let mut output = self.ctx.run_ui(input, |ui| self.app.show(ui));
            // There is no graphics card.
            output.textures_delta.clear();
        }

        fn press(&mut self, key: Key, text: &str, modifiers: Modifiers) {
            let event = |pressed| Event::Key { key, physical_key: Some(key), pressed, repeat: false, modifiers };
            let mut events = vec![event(true)];
            if !text.is_empty() {
                events.push(Event::Text(text.into()));
            }
            events.push(event(false));
            self.frame(events);
            self.frame(Vec::new());
        }

        fn read(&mut self, content: AnnotatedDocument) {
            let loaded = LoadedFile::Imported { contents: vec![content], warnings: Vec::new() };
            self.app.session.was_read(self.entry, Ok(loaded));
            self.frame(Vec::new());
            self.frame(Vec::new());
        }

        fn says(&self) -> String {
            let said = self.app.message.as_ref().map(|said| said.message.localized(&self.app.words));
            said.or_else(|| self.app.toasts.texts(&self.app.words).pop()).unwrap_or_default()
        }
    }

    #[test]
    fn the_page_stands_before_the_document_and_stays_as_it_is() {
        let (mut window, text) = window();
        (0..4).for_each(|_| window.frame(Vec::new()));
        let canvas = window.app.shown_canvas().expect("the text is on the page");
        assert!(!canvas.visible().is_empty() && canvas.painted().is_some());
        let reading = window.app.session.reading().expect("it is being read").view().clone();
        window.press(Key::PageDown, "", Modifiers::NONE);
        window.press(Key::ArrowLeft, "", Modifiers::SHIFT);
        (0..30).for_each(|_| window.frame(Vec::new()));
        let selection = window.app.session.shown().expect("shown").selection.clone();
        assert!(!selection.text.is_empty(), "what is shown can be selected");
        let seen = |window: &Window| {
            let canvas = window.app.shown_canvas().expect("drawn");
            (
                canvas.page().top(),
                canvas.column(),
                canvas.visible().iter().map(|v| v.layout.clone()).collect::<Vec<_>>(),
            )
        };
        let before = seen(&window);
        window.read(text);
        let after = seen(&window);
        assert_eq!((before.0, before.1), (after.0, after.1), "nothing moved");
        assert!(before.2.iter().zip(&after.2).all(|(a, b)| Arc::ptr_eq(a, b)), "nothing was laid out again");
        assert_eq!(window.app.session.current().expect("open").selection.text, selection.text);
        assert_eq!(reading.read(), 0);
    }

    #[test]
    fn labels_wait_for_the_document_and_other_keys_say_why_nothing_happens() {
        let (mut window, text) = window();
        (0..3).for_each(|_| window.frame(Vec::new()));
        let end = text.text().find(' ').expect("words");
        window.app.session.shown_mut().expect("shown").selection.text = TextSelection::of(0..end);
        window.press(Key::Num1, "1", Modifiers::NONE);
        assert_eq!(window.says(), window.app.words.get("status-label-waits"));
        let being_read = ReadOnly::BeingRead.localized(&window.app.words);
        let changes = [
            UiCommand::Save,
            UiCommand::SaveAs,
            UiCommand::Export,
            UiCommand::Undo,
            UiCommand::DeleteAnnotation,
            UiCommand::MarkDone,
            UiCommand::EndGrowWord,
            UiCommand::Find,
        ];
        for command in changes {
            window.app.message = None;
            window.app.execute(&window.ctx.clone(), command);
            assert_eq!(window.says(), being_read, "{command:?}");
        }
        // A second word, before the first label is on.
        let second = end + 1..end + 1 + text.text()[end + 1..].find(' ').expect("words");
        window.app.session.shown_mut().expect("shown").selection.text = TextSelection::of(second.clone());
        window.press(Key::Num1, "1", Modifiers::NONE);
        assert!(window.app.session.current().is_none() && window.app.labels_wait());
        window.read(text);
        let made = window.app.session.current().expect("open").content().annotations.clone();
        let ranges: Vec<_> = made.iter().map(|a| a.spans.extent()).collect();
        assert_eq!(ranges, [0..end, second], "both labels are on, each where it was asked for");
        assert!(!window.app.labels_wait());
    }

    #[test]
    fn labels_of_a_document_that_cannot_be_read_are_said_to_be_gone() {
        let (mut window, text) = window();
        (0..3).for_each(|_| window.frame(Vec::new()));
        let end = text.text().find(' ').expect("words");
        window.app.session.shown_mut().expect("shown").selection.text = TextSelection::of(0..end);
        window.press(Key::Num1, "1", Modifiers::NONE);
        let error = LoadError::Empty { path: "f.ron".into() };
        window.app.session.was_read(window.entry, Err(error.into()));
        window.frame(Vec::new());
        assert_eq!(window.says(), window.app.words.format("status-labels-gone", &[("n", 1.into())]));
        assert!(!window.app.labels_wait() && window.app.session.shown().is_none());
        window.frame(Vec::new());
    }

    #[test]
    fn documents_are_changed_and_closed_while_they_are_read() {
        let (mut window, text) = window();
        (0..3).for_each(|_| window.frame(Vec::new()));
        let first = window.entry;
        window.app.session.being_read(text.clone());
        window.frame(Vec::new());
        assert!(window.app.shown_canvas().is_some());
        window.app.execute(&window.ctx.clone(), UiCommand::CloseDocument);
        window.frame(Vec::new());
        window.app.session.show(first);
        window.frame(Vec::new());
        window.read(text);
        assert!(window.app.session.current().is_some() && window.app.shown_canvas().is_some());
    }
}
