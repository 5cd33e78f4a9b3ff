//! Labelling, relabelling and deleting every occurrence of a string: what is asked for, looked for and done.

use egui::Context;

use super::App;
use super::dialogs::Dialog;
use crate::arabic::clitics::{CliticPolicy, Confidence, exclude_proclitics, normalised};
use crate::arabic::fold::Folds;
use crate::arabic::words;
use crate::model::LabelName;
use crate::session::{Applied, Lane, Place, Scope, TextSelection, Wish};
use crate::ui::dialogs::proposals::{ProposalsAction, ProposalsDialog, ProposalsInput};
use crate::ui::message::Message;
use crate::ui::palette::LabelPaint;
use crate::ui::telling::Told as _;
use crate::ui::theme::Theme;
use crate::ui::widgets::Tone;
use crate::ui::words::{Words, isolated};

/// What is proposed.
#[derive(Clone, Debug, PartialEq)]
enum What {
    Label { quote: String, label: LabelName },
    Relabel { quote: String, label: LabelName },
    Delete { quote: String, label: LabelName },
    Clitics,
}

/// The dialog of proposals and what it is about.
#[derive(Debug)]
pub(super) struct Proposing {
    dialog: ProposalsDialog,
    what: What,
    scope: Scope,
    /// Every fold of search, instead of those that keep names apart from other words.
    wide: bool,
    /// Whether spans take the proclitics in.
    inside: bool,
    /// Whether the article counts as a proclitic.
    article: bool,
    error: Option<String>,
}

impl Proposing {
    fn new(what: What, inside: bool) -> Self {
        let dialog = ProposalsDialog::default();
        Proposing { dialog, what, scope: Scope::Document, wide: false, inside, article: false, error: None }
    }

    fn wish(&self) -> Wish {
        let folds = if self.wide { Folds::SEARCH } else { Folds::SAFE };
        let policy = if self.inside { CliticPolicy::Include } else { CliticPolicy::Exclude };
        match self.what.clone() {
            What::Label { quote, label } => Wish::Propagate { quote, label, folds, policy },
            What::Relabel { quote, label } => Wish::Relabel { quote, label, folds },
            What::Delete { quote, label } => Wish::Remove { quote, label, folds },
            What::Clitics => Wish::Clitics { policy, article: self.article },
        }
    }

    fn label(&self) -> Option<&LabelName> {
        match &self.what {
            What::Label { label, .. } | What::Relabel { label, .. } | What::Delete { label, .. } => Some(label),
            What::Clitics => None,
        }
    }

    fn switches(&self) -> Vec<(&'static str, bool)> {
        match self.what {
            What::Label { .. } => vec![("proposals-wide", self.wide), ("proposals-inside", self.inside)],
            What::Relabel { .. } | What::Delete { .. } => vec![("proposals-wide", self.wide)],
            What::Clitics => vec![("proposals-inside", self.inside), ("proposals-article", self.article)],
        }
    }

    fn throw(&mut self, switch: usize) {
        match (&self.what, switch) {
            (What::Clitics, 0) | (What::Label { .. }, 1) => self.inside = !self.inside,
            (What::Clitics, _) => self.article = !self.article,
            _ => self.wide = !self.wide,
        }
    }
}

impl App {
    /// Shows the other places of the string in hand; with `at_once`, labels the likely ones of this document without
    /// asking.
    pub(super) fn propagate(&mut self, at_once: bool) {
        if let Some((quote, label, inside)) = self.string_in_hand() {
            let proposing = Proposing::new(What::Label { quote, label }, inside);
            self.propose(proposing, at_once);
        }
    }

    pub(super) fn relabel_everywhere(&mut self) {
        if let Some((quote, label, inside)) = self.string_in_hand() {
            self.propose(Proposing::new(What::Relabel { quote, label }, inside), false);
        }
    }

    pub(super) fn delete_everywhere(&mut self) {
        if let Some((quote, label, inside)) = self.string_in_hand() {
            self.propose(Proposing::new(What::Delete { quote, label }, inside), false);
        }
    }

    pub(super) fn convert_clitics(&mut self) {
        let inside = !self.settings.exclude_clitics;
        self.propose(Proposing::new(What::Clitics, inside), false);
    }

    /// What is looked for: the text of the annotation in hand without its proclitics, its label, and whether its span
    /// has taken proclitics in.
    fn string_in_hand(&mut self) -> Option<(String, LabelName, bool)> {
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

    fn propose(&mut self, mut proposing: Proposing, at_once: bool) {
        self.look_for(&mut proposing);
        match at_once {
            true => self.at_once = true,
            false => self.dialog = Some(Dialog::Proposals(Box::new(proposing))),
        }
    }

    fn look_for(&mut self, proposing: &mut Proposing) {
        let done = self.session.seek(Lane::Proposals, proposing.scope, &proposing.wish());
        proposing.error = done.err().map(|error| error.told(&self.words));
        proposing.dialog.restart();
    }

    /// Labels what was to be labelled at once, when all of it is found.
    pub(super) fn do_at_once(&mut self) {
        if self.at_once && self.session.findings(Lane::Proposals).finished {
            self.at_once = false;
            let places = self.session.findings(Lane::Proposals).places.iter();
            let places: Vec<Place> = places.filter(|place| place.is_likely()).cloned().collect();
            self.session.stop_seeking(Lane::Proposals);
            self.apply(places);
        }
    }

    pub(super) fn show_proposals(&mut self, ctx: &Context, mut proposing: Box<Proposing>) -> Option<Dialog> {
        let title = self.title_of(&proposing);
        let colour = proposing.label().and_then(|name| {
            let schema = &self.session.current()?.content().schema;
            schema.label(name).map(|label| label.colour)
        });
        let theme = Theme::get(ctx);
        let tint = colour.map_or(theme.selection, |colour| LabelPaint::new(colour, theme.raised).tint_strong);
        let title_of = |id| self.session.entry(id).map(|entry| entry.title().to_owned()).unwrap_or_default();
        let switches = proposing.switches();
        let error = proposing.error.clone();
        let input = ProposalsInput {
            title: &title,
            verb: match proposing.what {
                What::Label { .. } => "proposals-do-label",
                What::Relabel { .. } => "proposals-do-relabel",
                What::Delete { .. } => "proposals-do-delete",
                What::Clitics => "proposals-do-move",
            },
            findings: self.session.findings(Lane::Proposals),
            error: error.as_deref(),
            scope: proposing.scope,
            documents: self.session.entries().len(),
            switches: &switches,
            tint,
            title_of: &title_of,
        };
        for action in proposing.dialog.show(ctx, &input) {
            match action {
                ProposalsAction::Scope(scope) => {
                    proposing.scope = scope;
                    self.look_for(&mut proposing);
                }
                ProposalsAction::Switch(switch) => {
                    proposing.throw(switch);
                    self.look_for(&mut proposing);
                }
                ProposalsAction::GoTo(at) => {
                    let place = self.session.findings(Lane::Proposals).places.get(at).cloned();
                    self.session.stop_seeking(Lane::Proposals);
                    if let Some(place) = place {
                        self.go_to(&place);
                    }
                    return None;
                }
                ProposalsAction::Apply(ticks) => {
                    let places = self.session.findings(Lane::Proposals).places.clone();
                    self.session.stop_seeking(Lane::Proposals);
                    let (chosen, left): (Vec<_>, Vec<_>) =
                        places.into_iter().zip(ticks).partition(|(_, ticked)| *ticked);
                    let left: Vec<Place> = left.into_iter().map(|(place, _)| place).collect();
                    self.session.reject(&left);
                    self.apply(chosen.into_iter().map(|(place, _)| place).collect());
                    return None;
                }
                ProposalsAction::Cancel => {
                    self.session.stop_seeking(Lane::Proposals);
                    return None;
                }
            }
        }
        Some(Dialog::Proposals(proposing))
    }

    fn title_of(&self, proposing: &Proposing) -> String {
        let (word, quote, label) = match &proposing.what {
            What::Label { quote, label } => ("proposals-propagate-title", quote, label),
            What::Relabel { quote, label } => ("proposals-relabel-title", quote, label),
            What::Delete { quote, label } => ("proposals-delete-title", quote, label),
            What::Clitics => return self.words.get("proposals-clitics-title"),
        };
        let label = isolated(&self.label_shown(label));
        self.words.format(word, &[("text", isolated(quote).into()), ("label", label.into())])
    }

    /// Does what was chosen, and says how much that was.
    pub(super) fn apply(&mut self, places: Vec<Place>) {
        match self.session.apply(places) {
            Ok(Applied { done, waiting, skipped }) => {
                let tone = if done + waiting > 0 { Tone::Good } else { Tone::Plain };
                let said = move |words: &Words| {
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
    pub(super) fn go_to(&mut self, place: &Place) {
        if self.session.current_id() != Some(place.entry) {
            self.put_note_in();
            self.session.show(place.entry);
        }
        self.going = Some((place.entry, place.range.clone()));
        self.go_on();
    }

    /// Goes where it was on the way to, once the document is there.
    pub(super) fn go_on(&mut self) {
        let Some((entry, range)) = self.going.clone() else { return };
        if self.session.current_id() != Some(entry) {
            self.going = None;
        } else if let Some(document) = self.session.current_mut() {
            self.going = None;
            if document.content().text().get(range.clone()).is_some() {
                document.selection.text = TextSelection::of(range);
                document.selection.annotation = None;
                self.canvas_follows();
            }
        }
    }
}
