//! Changes that are proposed all at once: each with its line of context, ticked or not, in groups; Enter does them.

use egui::{Color32, Context, Key, Ui};

use super::before_buttons;
use crate::analysis::lint::Trouble;
use crate::arabic::clitics::CliticPolicy;
use crate::arabic::normalize::Normalization;
use crate::model::LabelName;
use crate::session::{EntryId, HitKind, Scope, SearchHit, SearchQuery, SearchResults, SearchSlot, Session};
use crate::suggest::Group;
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::{Localizer, isolated};
use crate::ui::modal::{Flow, Modal, Request, UiContext};
use crate::ui::palette::LabelPaint;
use crate::ui::panels::labels::shown_label_name;
use crate::ui::theme::{ROW, Theme, space};
use crate::ui::widgets::{
    BidiButton, BidiCheckbox, BidiLabel, BidiRadio, ConcordanceRow, Row, Tone, dialog, is_free, list, mirrored,
    mirrored_end, mirrored_wrapped, words,
};

/// Rows shown without scrolling.
const ROWS: usize = 13;

/// What the dialog shows.
#[derive(Clone, Copy)]
struct ProposalsInput<'a> {
    title: &'a str,
    /// The name of the button that does it, with `n`.
    verb: &'static str,
    findings: &'a SearchResults,
    /// Why nothing could be looked for.
    error: Option<&'a str>,
    scope: Scope,
    /// Documents there are in all.
    documents: usize,
    /// A switch of what is looked for: its word, and whether it is on.
    switches: &'a [(&'static str, bool)],
    tint: Color32,
    /// What a document is called.
    title_of: &'a dyn Fn(EntryId) -> String,
}

/// What the analyst decided.
#[derive(Clone, Debug, PartialEq, Eq)]
enum ProposalsAction {
    Scope(Scope),
    /// The switch of this number is thrown.
    Switch(usize),
    /// Do what is ticked: of each place, whether it is.
    Apply(Vec<bool>),
    /// Show a place on the page.
    GoTo(usize),
    Cancel,
}

/// What is proposed.
#[derive(Clone, Debug, PartialEq)]
pub enum Proposal {
    Label { quote: String, label: LabelName },
    Relabel { quote: String, label: LabelName },
    Delete { quote: String, label: LabelName },
    Clitics,
}

/// The dialog while it is open.
#[derive(Debug)]
pub struct ProposalsDialog {
    view: View,
    what: Proposal,
    scope: Scope,
    /// Every fold of search, instead of those that keep names apart from other words.
    wide: bool,
    /// Whether spans take the proclitics in.
    inside: bool,
    /// Whether the article counts as a proclitic.
    article: bool,
    error: Option<String>,
}

impl ProposalsDialog {
    pub fn new(what: Proposal, inside: bool) -> Self {
        let (view, scope) = (View::default(), Scope::Document);
        ProposalsDialog { view, what, scope, wide: false, inside, article: false, error: None }
    }

    /// Looks for the places that the proposal is about.
    pub fn seek(&mut self, session: &mut Session, words: &Localizer) {
        let done = session.seek(SearchSlot::Proposals, self.scope, &self.query());
        self.error = done.err().map(|error| error.localized(words));
        self.view.restart();
    }

    fn query(&self) -> SearchQuery {
        let folds = if self.wide { Normalization::SEARCH } else { Normalization::SAFE };
        let policy = if self.inside { CliticPolicy::Include } else { CliticPolicy::Exclude };
        match self.what.clone() {
            Proposal::Label { quote, label } => SearchQuery::Propagate { quote, label, folds, policy },
            Proposal::Relabel { quote, label } => SearchQuery::Relabel { quote, label, folds },
            Proposal::Delete { quote, label } => SearchQuery::Remove { quote, label, folds },
            Proposal::Clitics => SearchQuery::Clitics { policy, article: self.article },
        }
    }

    fn label(&self) -> Option<&LabelName> {
        match &self.what {
            Proposal::Label { label, .. } | Proposal::Relabel { label, .. } | Proposal::Delete { label, .. } => {
                Some(label)
            }
            Proposal::Clitics => None,
        }
    }

    fn switches(&self) -> Vec<(&'static str, bool)> {
        match self.what {
            Proposal::Label { .. } => vec![("proposals-wide", self.wide), ("proposals-inside", self.inside)],
            Proposal::Relabel { .. } | Proposal::Delete { .. } => vec![("proposals-wide", self.wide)],
            Proposal::Clitics => vec![("proposals-inside", self.inside), ("proposals-article", self.article)],
        }
    }

    fn toggle(&mut self, switch: usize) {
        match (&self.what, switch) {
            (Proposal::Clitics, 0) | (Proposal::Label { .. }, 1) => self.inside = !self.inside,
            (Proposal::Clitics, _) => self.article = !self.article,
            _ => self.wide = !self.wide,
        }
    }

    fn title(&self, cx: &UiContext<'_>) -> String {
        let (word, quote, label) = match &self.what {
            Proposal::Label { quote, label } => ("proposals-propagate-title", quote, label),
            Proposal::Relabel { quote, label } => ("proposals-relabel-title", quote, label),
            Proposal::Delete { quote, label } => ("proposals-delete-title", quote, label),
            Proposal::Clitics => return cx.words.get("proposals-clitics-title"),
        };
        let label = isolated(&shown_label_name(cx.session, label, cx.words.language()));
        cx.words.format(word, &[("text", isolated(quote).into()), ("label", label.into())])
    }
}

impl Modal for ProposalsDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let title = self.title(cx);
        let colour = self.label().and_then(|name| {
            let schema = &cx.session.current()?.content().schema;
            schema.label(name).map(|label| label.colour)
        });
        let theme = Theme::get(&cx.ctx);
        let tint = colour.map_or(theme.selection, |colour| LabelPaint::new(colour, theme.raised).tint_strong);
        let session = &*cx.session;
        let title_of = |id| session.entry(id).map(|entry| entry.title().to_owned()).unwrap_or_default();
        let (switches, error) = (self.switches(), self.error.clone());
        let input = ProposalsInput {
            title: &title,
            verb: match self.what {
                Proposal::Label { .. } => "proposals-do-label",
                Proposal::Relabel { .. } => "proposals-do-relabel",
                Proposal::Delete { .. } => "proposals-do-delete",
                Proposal::Clitics => "proposals-do-move",
            },
            findings: session.findings(SearchSlot::Proposals),
            error: error.as_deref(),
            scope: self.scope,
            documents: session.entries().len(),
            switches: &switches,
            tint,
            title_of: &title_of,
        };
        for action in self.view.show(&cx.ctx, &input) {
            match action {
                ProposalsAction::Scope(scope) => {
                    self.scope = scope;
                    self.seek(cx.session, &cx.words);
                }
                ProposalsAction::Switch(switch) => {
                    self.toggle(switch);
                    self.seek(cx.session, &cx.words);
                }
                ProposalsAction::GoTo(at) => {
                    let place = cx.session.findings(SearchSlot::Proposals).places.get(at).cloned();
                    cx.session.stop_seeking(SearchSlot::Proposals);
                    if let Some(place) = place {
                        cx.request(Request::GoTo(place));
                    }
                    return Flow::Close;
                }
                ProposalsAction::Apply(ticks) => {
                    let places = cx.session.findings(SearchSlot::Proposals).places.clone();
                    cx.session.stop_seeking(SearchSlot::Proposals);
                    let (chosen, left): (Vec<_>, Vec<_>) =
                        places.into_iter().zip(ticks).partition(|(_, ticked)| *ticked);
                    let left: Vec<SearchHit> = left.into_iter().map(|(place, _)| place).collect();
                    cx.session.reject(&left);
                    cx.request(Request::Apply(chosen.into_iter().map(|(place, _)| place).collect()));
                    return Flow::Close;
                }
                ProposalsAction::Cancel => {
                    cx.session.stop_seeking(SearchSlot::Proposals);
                    return Flow::Close;
                }
            }
        }
        Flow::Open
    }
}

/// The list and its ticks.
#[derive(Clone, Debug, Default)]
struct View {
    /// Of each place, whether it is to be done.
    ticks: Vec<bool>,
    lines: Vec<Line>,
    /// The findings that `lines` were made of.
    made: Option<u64>,
    current: Option<usize>,
    focused: bool,
    /// Enter was pressed before all was found.
    due: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Line {
    /// A group and how many places it has; they follow.
    Head(String, usize),
    Place(usize),
}

impl View {
    /// Forgets what was ticked: something else is looked for.
    fn restart(&mut self) {
        *self = View { focused: self.focused, ..View::default() };
    }

    fn show(&mut self, ctx: &Context, input: &ProposalsInput<'_>) -> Vec<ProposalsAction> {
        let words = words(ctx);
        self.update(input.findings, &words);
        let mut actions = Vec::new();
        let (_, close) = dialog(ctx, "proposals", input.title, 860.0, |ui| {
            options(ui, input, &words, &mut actions);
            ui.add_space(space::S);
            self.say(ui, input, &words);
            self.rows(ui, input, &words, &mut actions);
            before_buttons(ui);
            self.buttons(ui, input, &words, &mut actions);
        });
        if close {
            actions.push(ProposalsAction::Cancel);
        }
        actions
    }

    fn update(&mut self, findings: &SearchResults, words: &Localizer) {
        if self.made == Some(findings.revision) {
            return;
        }
        self.made = Some(findings.revision);
        if findings.places.len() < self.ticks.len() {
            self.ticks.clear();
        }
        let known = self.ticks.len();
        self.ticks.extend(findings.places[known..].iter().map(SearchHit::is_likely));
        let mut order: Vec<usize> = (0..findings.places.len()).collect();
        order.sort_by_key(|&at| group(&findings.places[at].kind));
        self.lines.clear();
        let mut rest = order.as_slice();
        while let Some(&first) = rest.first() {
            let key = group(&findings.places[first].kind);
            let length = rest.iter().take_while(|&&at| group(&findings.places[at].kind) == key).count();
            self.lines.push(Line::Head(group_name(&findings.places[first].kind, words), length));
            self.lines.extend(rest[..length].iter().map(|&at| Line::Place(at)));
            rest = &rest[length..];
        }
    }

    fn chosen(&self) -> usize {
        self.ticks.iter().filter(|ticked| **ticked).count()
    }

    fn say(&self, ui: &mut Ui, input: &ProposalsInput<'_>, words: &Localizer) {
        let SearchResults { places, total, looked, of, unread, withheld, finished, .. } = input.findings;
        if let Some(error) = input.error {
            ui.add(BidiLabel::new(error).tone(Tone::Danger).wrap());
            return;
        }
        let mut said = Vec::new();
        if !finished {
            said.push(words.format("seek-looking", &[("n", (*looked).into()), ("total", (*of).into())]));
        } else if places.is_empty() {
            said.push(words.get("proposals-none"));
        } else {
            let numbers = [("n", self.chosen().into()), ("total", places.len().into())];
            said.push(words.format("proposals-chosen", &numbers));
        }
        if *total > places.len() {
            said.push(words.format("seek-too-many", &[("n", (*total).into())]));
        }
        if *withheld > 0 {
            said.push(words.format("proposals-withheld", &[("n", (*withheld).into())]));
        }
        if *unread > 0 {
            said.push(words.format("seek-unread", &[("n", (*unread).into())]));
        }
        ui.add(BidiLabel::new(&said.join(" · ")).weak().wrap());
    }

    fn rows(&mut self, ui: &mut Ui, input: &ProposalsInput<'_>, words: &Localizer, actions: &mut Vec<ProposalsAction>) {
        if self.lines.is_empty() {
            return;
        }
        let height = self.lines.len().min(ROWS) as f32 * ROW;
        let mut on_a_row = false;
        let mut toggled = None;
        let enter = ui.input(|i| i.key_pressed(Key::Enter));
        // The first row has the keyboard, so that Space and the arrows work at once.
        let first =
            (!self.focused).then(|| self.lines.iter().position(|line| matches!(line, Line::Place(_)))).flatten();
        let current = self.current;
        let output = ui
            .allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
                ui.set_height(height);
                list(ui, "proposals", self.lines.len(), current, None, |ui, at| {
                    let response = match &self.lines[at] {
                        Line::Head(name, count) => {
                            let count = words.number(count);
                            ui.add(Row::new(name).bold(true).trailing(&count).selected(current == Some(at)))
                        }
                        Line::Place(place) => {
                            let found = &input.findings.places[*place];
                            let title = trailing(found, input);
                            let row = ConcordanceRow::new(&found.line).tint(input.tint).trailing(&title);
                            ui.add(row.ticked(self.ticks[*place]).selected(current == Some(at)))
                        }
                    };
                    if first == Some(at) {
                        response.request_focus();
                        self.focused = true;
                        self.current = Some(at);
                    }
                    if response.clicked() && !enter {
                        toggled = Some(at);
                    }
                    on_a_row |= response.has_focus();
                    response
                })
            })
            .inner;
        self.current = output.chosen.or(self.current);
        if let Some(at) = toggled {
            self.toggle(at);
        }
        let nothing = is_free(ui.ctx());
        if enter && (on_a_row || nothing) {
            self.due = true;
        }
        if let (Some(at), true) = (self.current, ui.input(|i| i.key_pressed(Key::F2)))
            && let Line::Place(place) = self.lines[at]
        {
            actions.push(ProposalsAction::GoTo(place));
        }
    }

    /// A place is ticked or not; of a group, all are, unless all are already.
    fn toggle(&mut self, at: usize) {
        match self.lines[at] {
            Line::Place(place) => self.ticks[place] = !self.ticks[place],
            Line::Head(_, count) => {
                let members: Vec<usize> = self.lines[at + 1..at + 1 + count]
                    .iter()
                    .filter_map(|line| match line {
                        Line::Place(place) => Some(*place),
                        Line::Head(..) => None,
                    })
                    .collect();
                let all = members.iter().all(|&place| self.ticks[place]);
                members.iter().for_each(|&place| self.ticks[place] = !all);
            }
        }
    }

    fn buttons(
        &mut self,
        ui: &mut Ui,
        input: &ProposalsInput<'_>,
        words: &Localizer,
        actions: &mut Vec<ProposalsAction>,
    ) {
        let chosen = self.chosen();
        mirrored_end(ui, |ui| {
            let verb = words.format(input.verb, &[("n", chosen.into())]);
            if ui.add_enabled(chosen > 0 && input.findings.finished, BidiButton::primary(&verb)).clicked() {
                self.due = true;
            }
            if ui.add(BidiButton::quiet(&words.get("action-cancel"))).clicked() {
                actions.push(ProposalsAction::Cancel);
            }
            if !self.ticks.is_empty() {
                if ui.add(BidiButton::quiet(&words.get("proposals-none-of-them"))).clicked() {
                    self.ticks.fill(false);
                }
                if ui.add(BidiButton::quiet(&words.get("proposals-all"))).clicked() {
                    self.ticks.fill(true);
                }
            }
        });
        // With no row to have the keyboard, Enter is for the dialog.
        if self.lines.is_empty() && ui.input(|i| i.key_pressed(Key::Enter)) {
            self.due = true;
        }
        if self.due && input.findings.finished {
            self.due = false;
            actions.push(match chosen {
                0 => ProposalsAction::Cancel,
                _ => ProposalsAction::Apply(self.ticks.clone()),
            });
        }
    }
}

fn options(ui: &mut Ui, input: &ProposalsInput<'_>, words: &Localizer, actions: &mut Vec<ProposalsAction>) {
    mirrored_wrapped(ui, |ui| {
        for (scope, text) in [
            (Scope::Document, words.get("scope-document")),
            (Scope::Project, words.format("scope-project", &[("n", input.documents.into())])),
        ] {
            if ui.add(BidiRadio::new(input.scope == scope, &text)).clicked() && input.scope != scope {
                actions.push(ProposalsAction::Scope(scope));
            }
        }
    });
    if !input.switches.is_empty() {
        mirrored(ui, |ui| {
            for (number, (word, on)) in input.switches.iter().enumerate() {
                let mut on = *on;
                if ui.add(BidiCheckbox::new(&mut on, &words.get(word))).clicked() {
                    actions.push(ProposalsAction::Switch(number));
                }
            }
        });
    }
}

/// What stands at the end of a row: what is there now, and in which document.
fn trailing(place: &SearchHit, input: &ProposalsInput<'_>) -> String {
    let label = place.annotation.as_ref().map(|(_, label)| label.to_string());
    let title = (input.scope == Scope::Project).then(|| (input.title_of)(place.entry));
    let parts: Vec<String> = label.into_iter().chain(title).map(|part| isolated(&part)).collect();
    parts.join(" · ")
}

/// Groups are shown in this order, the surest first.
pub fn group(kind: &HitKind) -> (usize, String) {
    match kind {
        HitKind::Hit | HitKind::Annotation | HitKind::Mark { .. } => (0, String::new()),
        HitKind::Same(Group::Exact) => (1, String::new()),
        HitKind::Same(Group::WithClitics(clitics)) => (2, clitics.clone()),
        HitKind::Same(Group::Folded) => (3, String::new()),
        HitKind::Same(Group::InsideExisting) => (4, String::new()),
        HitKind::Clitics(clitics) => (5, clitics.clone()),
        HitKind::Trouble(Trouble::EdgeInsideLetter) => (6, String::new()),
        HitKind::Trouble(Trouble::StrayEdge) => (7, String::new()),
        HitKind::Trouble(Trouble::LabelledDifferently { .. }) => (8, String::new()),
        HitKind::Trouble(Trouble::Unlabelled { .. }) => (9, String::new()),
    }
}

/// What a group is called.
pub fn group_name(kind: &HitKind, words: &Localizer) -> String {
    let with = |word: &str, clitics: &str| words.format(word, &[("clitics", clitics.to_owned().into())]);
    match kind {
        HitKind::Hit | HitKind::Annotation | HitKind::Mark { .. } => words.get("group-hit"),
        HitKind::Same(Group::Exact) => words.get("group-exact"),
        HitKind::Same(Group::WithClitics(clitics)) => with("group-with-clitics", clitics),
        HitKind::Same(Group::Folded) => words.get("group-folded"),
        HitKind::Same(Group::InsideExisting) => words.get("group-inside"),
        HitKind::Clitics(clitics) => with("group-clitics", clitics),
        HitKind::Trouble(Trouble::EdgeInsideLetter) => words.get("group-edge-inside-letter"),
        HitKind::Trouble(Trouble::StrayEdge) => words.get("group-stray-edge"),
        HitKind::Trouble(Trouble::LabelledDifferently { .. }) => words.get("group-labelled-differently"),
        HitKind::Trouble(Trouble::Unlabelled { .. }) => words.get("group-unlabelled"),
    }
}
