//! What each command of the window does. The only place where a `UiCommand` becomes deeds.

use egui::Context;

use super::App;
use super::dialogs::Dialog;
use super::files::Wanted;
use crate::edit::Command;
use crate::model::{DocumentState, LabelName};
use crate::session::{Edge, EntryId, Selection, SessionError, Step, TextSelection, Towards};
use crate::ui::canvas::Canvas;
use crate::ui::command::UiCommand;
use crate::ui::dialogs::path::{PathPrompt, PathPurpose};
use crate::ui::panels::search::Tab;
use crate::ui::theme::Mode;
use crate::workspace::editor::SpanPolicy;

/// One step of Ctrl + and −, as a factor: five steps double the size.
const ZOOM_STEP: f32 = 1.148_698_4;

impl App {
    /// Does what the analyst asked for.
    pub(super) fn carry_out(&mut self, ctx: &Context, command: UiCommand) {
        use UiCommand::*;
        if self.has_to_wait(command) {
            return;
        }
        match command {
            Open => self.ask_files(ctx),
            OpenFolder => self.ask_folder(ctx),
            OpenPath => self.dialog = Some(Dialog::Path(PathPrompt::new(PathPurpose::Open, ""))),
            Save => self.save(ctx),
            SaveAs => self.ask_save_as(ctx),
            Export => self.open_export(),
            EarlierVersions => self.open_earlier(),
            LoadSchema => self.ask_schema_to_load(ctx),
            SaveSchema => self.ask_schema_to_save(ctx),
            EditSchema => self.dialog = Some(Dialog::Schema(Default::default())),
            Settings => self.dialog = Some(Dialog::Settings(Default::default())),
            CloseDocument => self.close_current(),
            Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),

            Undo => {
                let done = self.session.undo();
                self.told_history(done, "status-undone", "status-nothing-to-undo");
            }
            Redo => {
                let done = self.session.redo();
                self.told_history(done, "status-redone", "status-nothing-to-redo");
            }
            Copy => self.copy(ctx),
            SelectAll => self.select_all(),
            Find => self.open_find(),
            FindNext => self.step_hit(true),
            FindPrevious => self.step_hit(false),
            Search => self.open_search(Tab::Text),
            SearchAnnotations => self.open_search(Tab::Annotations),
            Consistency => self.open_search(Tab::Consistency),
            GoTo => self.dialog = Some(Dialog::GoTo(Default::default())),

            NextAnnotation => self.step_annotation(true),
            PreviousAnnotation => self.step_annotation(false),
            DeleteAnnotation => {
                let done = self.session.delete_active().map(|_| ());
                self.tell_refusal(done);
            }
            StartGrowWord => self.move_edge(Edge::Start, Towards::Start, Step::Word),
            StartShrinkWord => self.move_edge(Edge::Start, Towards::End, Step::Word),
            EndGrowWord => self.move_edge(Edge::End, Towards::End, Step::Word),
            EndShrinkWord => self.move_edge(Edge::End, Towards::Start, Step::Word),
            StartGrowGrapheme => self.move_edge(Edge::Start, Towards::Start, Step::Grapheme),
            StartShrinkGrapheme => self.move_edge(Edge::Start, Towards::End, Step::Grapheme),
            EndGrowGrapheme => self.move_edge(Edge::End, Towards::End, Step::Grapheme),
            EndShrinkGrapheme => self.move_edge(Edge::End, Towards::Start, Step::Grapheme),
            Propagate if self.take_preview() => {}
            Propagate => self.propagate(false),
            PropagateAtOnce => self.propagate(true),
            RelabelEverywhere => self.relabel_everywhere(),
            DeleteEverywhere => self.delete_everywhere(),
            CycleClitics => self.cycle_clitics(),
            StartGrowClitic => self.move_edge(Edge::Start, Towards::Start, Step::Clitic),
            StartShrinkClitic => self.move_edge(Edge::Start, Towards::End, Step::Clitic),
            EndGrowClitic => self.move_edge(Edge::End, Towards::End, Step::Clitic),
            EndShrinkClitic => self.move_edge(Edge::End, Towards::Start, Step::Clitic),
            Describe => self.describe(),
            ConvertClitics => self.convert_clitics(),
            ToggleSticky => self.toggle_sticky(),

            NextDocument => self.session.step_document(true),
            PreviousDocument => self.session.step_document(false),
            MarkDone => self.mark(DocumentState::Done),
            MarkInProgress => self.mark(DocumentState::InProgress),
            MarkRejected => self.mark(DocumentState::Rejected),
            Mend => self.open_mend(),
            Reanchor => self.ask(ctx, Wanted::NewText),
            DecideConflicts => self.dialog = Some(Dialog::Conflicts(Default::default())),

            ZoomIn => self.zoom(self.settings.reading_size * ZOOM_STEP),
            ZoomOut => self.zoom(self.settings.reading_size / ZOOM_STEP),
            ZoomReset => self.zoom(crate::store::Settings::default().reading_size),
            ToggleTheme => self.toggle_theme(ctx),
            ToggleLanguage => self.toggle_language(ctx),
            ToggleDocuments => self.toggle(|s| &mut s.show_documents),
            ToggleLabels => self.toggle(|s| &mut s.show_labels),
            ToggleAnnotations => self.toggle(|s| &mut s.show_annotations),
            ToggleTags => self.toggle(|s| &mut s.show_tags),
            ToggleInvisibles => self.toggle(|s| &mut s.show_invisibles),
            ToggleLineNumbers => self.toggle(|s| &mut s.show_numbers),
            FocusPage => self.back_to_the_page(ctx),
            FocusNextPanel => self.step_focus(ctx, true),
            FocusPreviousPanel => self.step_focus(ctx, false),

            Palette => self.dialog = Some(Dialog::Palette(Default::default())),
            Help => self.dialog = Some(Dialog::Help(Default::default())),
        }
    }

    /// Puts a label on what is selected, as its key or a click on it asks.
    pub(super) fn label(&mut self, label: &LabelName, further: bool) {
        self.take_preview();
        if self.keep_label(label, further) {
            return;
        }
        let selected = self.session.current().is_some_and(|d| !d.selection.text.is_empty());
        if selected {
            self.trim_selection();
        }
        let done = match further {
            true => self.session.add_label(label),
            false => self.session.label(label),
        };
        if self.session.sticky.is_some() {
            self.session.sticky = Some(label.clone());
        }
        match done {
            Err(SessionError::NothingSelected) => self.say("status-select-first"),
            done => self.tell_refusal(done.map(|_| ())),
        }
    }

    fn step_annotation(&mut self, forward: bool) {
        match self.session.step_annotation(forward) {
            Some(_) => self.canvas_follows(),
            None => self.say("annotations-empty"),
        }
    }

    fn move_edge(&mut self, edge: Edge, towards: Towards, step: Step) {
        match self.session.move_edge(edge, towards, step) {
            Err(SessionError::NothingSelected) => self.say("status-choose-annotation-first"),
            done => {
                self.tell_refusal(done);
                self.canvas_follows();
            }
        }
    }

    fn mark(&mut self, state: DocumentState) {
        let done = self.session.dispatch(Command::SetState(state)).map(|_| ());
        self.tell_refusal(done);
    }

    fn toggle_sticky(&mut self) {
        self.session.sticky = match self.session.sticky.take() {
            Some(_) => None,
            None => {
                let document = self.session.current();
                let in_hand = document.and_then(|d| d.active()).map(|a| a.label.clone());
                in_hand.or_else(|| document.and_then(|d| d.content().schema.labels.first().map(|l| l.name.clone())))
            }
        };
    }

    fn told_history(&mut self, done: Result<bool, SessionError>, yes: &str, no: &str) {
        match done {
            Ok(true) => {
                self.say(yes);
                self.canvas_follows();
            }
            Ok(false) => self.say(no),
            Err(error) => self.tell_refusal(Err(error)),
        }
    }

    pub(super) fn zoom(&mut self, size: f32) {
        self.settings.reading_size = size.clamp(9.0, 96.0);
        self.settings_dirty = true;
    }

    fn toggle(&mut self, which: impl Fn(&mut crate::store::Settings) -> &mut bool) {
        let switch = which(&mut self.settings);
        *switch = !*switch;
        self.settings_dirty = true;
    }

    fn toggle_theme(&mut self, ctx: &Context) {
        use crate::store::settings::Theme;
        let theme = match super::other_mode(ctx) {
            Mode::Light => Theme::Light,
            Mode::Dark => Theme::Dark,
        };
        self.change_settings(ctx, crate::store::Settings { theme, ..self.settings.clone() });
    }

    fn toggle_language(&mut self, ctx: &Context) {
        use crate::store::settings::Language;
        let language = match self.settings.language {
            Language::Arabic => Language::English,
            Language::English => Language::Arabic,
        };
        self.change_settings(ctx, crate::store::Settings { language, ..self.settings.clone() });
    }

    /// The selected text in logical order; without a selection, the text of the annotation in hand.
    fn copy(&mut self, ctx: &Context) {
        let Some(document) = self.session.shown() else { return };
        let range = document.selection.text.range();
        let text = match (range.is_empty(), document.active()) {
            (false, _) => document.content().text()[range].to_owned(),
            (true, Some(annotation)) => document.content().quote(annotation),
            (true, None) => return,
        };
        ctx.copy_text(text);
        self.say("status-copied");
    }

    fn select_all(&mut self) {
        if let Some(document) = self.session.shown_mut() {
            document.selection.text = TextSelection::of(0..document.content().text().len());
            document.selection.annotation = None;
        }
    }

    /// A selection loses what does not belong to a new span before it is labelled: blanks, quotes and brackets at its
    /// ends, and its proclitics where the analyst wants them outside.
    fn trim_selection(&mut self) {
        let Some(id) = self.session.current_id() else { return };
        let Some(selection) = self.session.current().map(|document| document.selection.clone()) else { return };
        let trimmed = self.trimmed(id, selection);
        if let Some(document) = self.session.current_mut() {
            document.selection = trimmed;
        }
    }

    /// A selection in a document that is open, as it is labelled; one without text stays as it is.
    pub(super) fn trimmed(&self, id: EntryId, selection: Selection) -> Selection {
        let document = self.session.entry(id).and_then(|entry| entry.document());
        let Some(document) = document.filter(|_| !selection.text.is_empty()) else { return selection };
        let policy = SpanPolicy { trim: self.settings.trim_spans, exclude_clitics: self.settings.exclude_clitics };
        let span = policy.span_of(document.content().text(), selection.text.range(), self.session.vocabulary());
        Selection { text: TextSelection::of(span), ..selection }
    }

    /// Esc: first the search ends and the keyboard comes back to the page, then what is in hand is let go.
    fn back_to_the_page(&mut self, ctx: &Context) {
        if self.find.take().is_some() {
            self.focus_page = true;
            return;
        }
        if self.search.is_some() && ctx.memory(|memory| memory.focused()) != Some(Canvas::id()) {
            return self.close_search();
        }
        let there = ctx.memory(|memory| memory.focused()) == Some(Canvas::id());
        self.focus_page = true;
        if let (true, Some(document)) = (there, self.session.current_mut()) {
            document.selection.text = TextSelection::caret(document.selection.text.head);
            document.selection.annotation = None;
            if self.session.sticky.take().is_some() {
                self.say("status-sticky-ended");
            }
        }
    }

    /// F6: the keyboard goes round the page and the panels.
    fn step_focus(&mut self, ctx: &Context, forward: bool) {
        let direction = if forward { egui::FocusDirection::Next } else { egui::FocusDirection::Previous };
        ctx.memory_mut(|memory| {
            memory.surrender_focus(Canvas::id());
            memory.move_focus(direction);
        });
    }
}
