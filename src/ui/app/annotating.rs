//! What is done with the active annotation or with the text that is selected, beyond labelling it: its clitics, what is
//! known of it, and all the places of its string.
//!
//! Each press of the key for clitics shows the next place where it could begin. Text that is selected is selected anew, and
//! labelled when a label's key says so. For an active annotation the step is shown as a selection inside it first; Enter
//! takes it, anything else leaves the annotation as it is.

use std::ops::Range;

use super::App;
use crate::arabic::clitics::{Confidence, cycle_start, exclude_proclitics, normalised};
use crate::arabic::words;
use crate::edit::Command;
use crate::model::{AnnotationId, LabelName, Target};
use crate::session::{Applied, EntryId, HitKind, SearchHit, SearchSlot, Selection, TextSelection};
use crate::ui::command::UiCommand;
use crate::ui::dialogs::proposals::{Proposal, ProposalsDialog};
use crate::ui::dialogs::reading::ReadingDialog;
use crate::ui::localizer::Localizer;
use crate::ui::message::Message;
use crate::ui::widgets::Tone;
use crate::workspace::editor::SpanPolicy;

impl App {
    pub(super) fn cycle_clitics(&mut self) {
        let vocabulary = self.session.vocabulary().clone();
        let Some(document) = self.session.current_mut() else { return };
        let selected = document.selection.text.range();
        let span = match (selected.is_empty(), document.active()) {
            (false, _) => selected,
            (true, Some(annotation)) => annotation.spans.extent(),
            (true, None) => return self.say("status-select-first"),
        };
        let next = cycle_start(document.content().text(), span.clone(), &vocabulary);
        let active_annotation = document.active().is_some();
        if next.range == span {
            return self.say("clitics-none-here");
        }
        let whole =
            words::word_at(document.content().text(), next.range.start).map_or(next.range.start, |word| word.start);
        let left_out = document.content().text()[whole..next.range.start].to_owned();
        document.selection.text = document.selection.text.with_primary(&TextSelection::of(next.range));
        self.labelling.chosen_start = Some(document.selection.text.clone());
        match (next.normalised, active_annotation) {
            (Some(normalised), _) => {
                let said =
                    move |words: &Localizer| words.format("clitics-stands-for", &[("text", (&normalised).into())]);
                self.tell(Tone::Plain, Message::new(said));
            }
            (None, true) => {
                let (take, leave) = (self.key_of(UiCommand::Propagate), self.key_of(UiCommand::FocusPage));
                let said = move |words: &Localizer| {
                    words.format("clitics-enter-takes", &[("take", (&take).into()), ("leave", (&leave).into())])
                };
                self.tell(Tone::Plain, Message::new(said));
            }
            (None, false) if !left_out.is_empty() => {
                let said =
                    move |words: &Localizer| words.format("clitics-begins-after", &[("text", (&left_out).into())]);
                self.tell(Tone::Plain, Message::new(said));
            }
            (None, false) => {}
        }
    }

    /// A further double click has taken these proclitics (bytes) off the word that is selected: a label takes it like this,
    /// and it is said.
    pub(super) fn begin_after(&mut self, proclitics: Range<usize>) {
        let Some(document) = self.session.shown() else { return };
        let Some(left_out) = document.content().text().get(proclitics).map(str::to_owned) else { return };
        self.labelling.chosen_start = Some(document.selection.text.clone());
        let said = move |words: &Localizer| words.format("clitics-begins-after", &[("text", (&left_out).into())]);
        self.tell(Tone::Plain, Message::new(said));
    }

    /// A selection in a document that is open, as it is labelled: without blanks, outer quotes and brackets, and without
    /// its proclitics where the analyst wants them outside; one without text stays as it is. Beside it what is to be said
    /// of proclitics that stay outside, and the key that takes them in.
    pub(super) fn trimmed(&self, id: EntryId, selection: Selection) -> (Selection, Option<Message>) {
        let document = self.session.entry(id).and_then(|entry| entry.document());
        let Some(document) = document.filter(|_| !selection.text.is_empty()) else { return (selection, None) };
        let as_chosen = self.labelling.chosen_start.as_ref() == Some(&selection.text);
        let exclude_clitics = self.settings.exclude_clitics && !as_chosen;
        let policy = SpanPolicy { trim: self.settings.trim_spans, exclude_clitics };
        let (content, vocabulary) = (document.content().text(), self.session.vocabulary());
        let mut left_out = Vec::new();
        let text = selection.text.map(|piece| {
            let [proclitics, span] = policy.parts_of(content, piece, vocabulary);
            left_out.extend(Some(proclitics).filter(|range| !range.is_empty()));
            span
        });
        left_out.sort_by_key(|range| range.start);
        let said = left_out.first().map(|range| {
            let (first, n, key) =
                (content[range.clone()].to_owned(), left_out.len(), self.key_of(UiCommand::StartGrowClitic));
            Message::new(move |words: &Localizer| {
                words.format("clitics-left-out", &[("n", n.into()), ("text", (&first).into()), ("key", (&key).into())])
            })
        });
        (Selection { text, ..selection }, said)
    }

    /// Reading aids on the selected text, or on the active annotation.
    pub(super) fn describe(&mut self) {
        let Some(document) = self.session.current() else { return };
        let selected = document.selection.text.range();
        let range = match (selected.is_empty(), document.active()) {
            (false, _) => selected,
            (true, Some(annotation)) => annotation.spans.extent(),
            (true, None) => return self.say("status-select-first"),
        };
        let text = document.content().text();
        let stands_for = normalised(text, range.clone(), self.session.vocabulary());
        let quote = text[range].to_owned();
        self.open_dialog(ReadingDialog { quote, normalised: stands_for });
    }

    /// Gives the active annotation the span that is shown for it. False where none is shown.
    pub(super) fn take_preview(&mut self) -> bool {
        let Some(document) = self.session.current() else { return false };
        let ranges: Vec<_> = document.selection.text.pieces().collect();
        let Some(annotation) = document.active().filter(|_| !ranges.is_empty()) else { return false };
        let id = annotation.id.clone();
        let done = match ranges == [annotation.spans.extent()] {
            true => Ok(()),
            false => self.session.dispatch(Command::SetSpans { id: id.clone(), ranges }).map(|_| ()),
        };
        if let Some(document) = self.session.current_mut() {
            document.activate(&id);
        }
        self.tell_refusal(done);
        true
    }

    /// Shows the other places of the active string; with `at_once`, labels the likely ones of this document without
    /// asking.
    pub(super) fn propagate(&mut self, at_once: bool) {
        if let Some((quote, label, inside)) = self.selected_string() {
            let dialog = ProposalsDialog::new(Proposal::Label { quote, label }, inside);
            self.propose(dialog, at_once);
        }
    }

    pub(super) fn relabel_everywhere(&mut self) {
        if let Some((quote, label, inside)) = self.selected_string() {
            self.propose(ProposalsDialog::new(Proposal::Relabel { quote, label }, inside), false);
        }
    }

    pub(super) fn delete_everywhere(&mut self) {
        if let Some((quote, label, inside)) = self.selected_string() {
            self.propose(ProposalsDialog::new(Proposal::Delete { quote, label }, inside), false);
        }
    }

    pub(super) fn convert_clitics(&mut self) {
        let inside = !self.settings.exclude_clitics;
        self.propose(ProposalsDialog::new(Proposal::Clitics, inside), false);
    }

    /// What is looked for: the text of the active annotation without its proclitics, its label, and whether its span
    /// has taken proclitics in.
    fn selected_string(&mut self) -> Option<(String, LabelName, bool)> {
        let document = self.session.current()?;
        let Some(annotation) = document.active() else {
            self.say("status-choose-annotation-first");
            return None;
        };
        let (text, span) = (document.content().text(), annotation.spans.extent());
        if annotation.spans.is_discontinuous() || span.is_empty() {
            self.say("proposals-not-of-parts");
            return None;
        }
        let vocabulary = self.session.vocabulary();
        let bare = exclude_proclitics(text, span.clone(), vocabulary, Confidence::Attested, false);
        let quote = normalised(text, bare.clone(), vocabulary).unwrap_or_else(|| text[bare.clone()].to_owned());
        let begins_inside = words::word_at(text, span.start).is_some_and(|word| word.start < span.start);
        let inside = match () {
            () if bare != span => true,
            () if begins_inside => false,
            () => !self.settings.exclude_clitics,
        };
        Some((quote, annotation.label.clone(), inside))
    }

    fn propose(&mut self, mut dialog: ProposalsDialog, at_once: bool) {
        dialog.seek(&mut self.session, &self.words);
        if at_once {
            self.labelling.at_once = true;
        } else {
            self.open_dialog(dialog);
        }
    }

    /// Labels what was to be labelled at once, when all of it is found.
    pub(super) fn apply_pending(&mut self) {
        if self.labelling.at_once && self.session.findings(SearchSlot::Proposals).finished {
            self.labelling.at_once = false;
            let places = self.session.findings(SearchSlot::Proposals).places.iter();
            let places: Vec<SearchHit> = places.filter(|place| place.is_likely()).cloned().collect();
            self.session.stop_seeking(SearchSlot::Proposals);
            self.apply(places);
        }
    }

    /// Does what was chosen, and says how much that was.
    pub(super) fn apply(&mut self, places: Vec<SearchHit>) {
        match self.session.apply(places) {
            Ok(Applied { done, waiting, skipped }) => {
                let tone = if done + waiting > 0 { Tone::Good } else { Tone::Plain };
                let said = move |words: &Localizer| {
                    let parts = [
                        ("status-applied", done, true),
                        ("status-applied-waiting", waiting, waiting > 0),
                        ("status-applied-skipped", skipped, skipped > 0),
                    ];
                    let parts = parts.into_iter().filter(|(.., say)| *say);
                    let parts: Vec<String> = parts.map(|(word, n, _)| words.format(word, &[("n", n.into())])).collect();
                    parts.join(" · ")
                };
                self.tell(tone, Message::new(said));
            }
            Err(error) => self.tell_refusal(Err(error)),
        }
    }

    /// Shows a place on the page, reading its document where that is closed.
    pub(super) fn go_to(&mut self, place: &SearchHit) {
        if self.session.current_id() != Some(place.entry) {
            self.commit_pending_edits();
            self.session.show(place.entry);
        }
        let target = match &place.kind {
            HitKind::Mark { of, .. } => Some(of.clone()),
            _ => None,
        };
        self.pages.going = Some((place.entry, place.range.clone(), target));
        self.resume_navigation();
    }

    /// Goes where it was on the way to, once the document is there.
    pub(super) fn resume_navigation(&mut self) {
        let Some((entry, range, target)) = self.pages.going.clone() else { return };
        if self.session.current_id() != Some(entry) {
            self.pages.going = None;
        } else if let Some(document) = self.session.current_mut() {
            self.pages.going = None;
            let stands = |id: &AnnotationId| document.content().annotations.contains(id);
            if let Some(Target::Annotation(id)) =
                target.clone().filter(|of| matches!(of, Target::Annotation(id) if stands(id)))
            {
                document.activate(&id);
                self.canvas_follows();
            } else if let Some(Target::Relation(id)) = target {
                self.take_relation(id);
                self.canvas_follows();
            } else if document.content().text().get(range.clone()).is_some() {
                document.selection.text = TextSelection::of(range);
                document.selection.annotation = None;
                self.canvas_follows();
            }
        }
    }
}
