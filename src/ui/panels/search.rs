//! Looking in the document or in all: a concordance of a text, annotations of a kind, and what is inconsistent.
//!
//! A click on a line goes there; ticked lines are labelled together by a label's key.

use egui::{Color32, Key, Ui};

use super::choice_button;
use super::icons::{BUTTON, Icon, IconState, sign_button};
use super::query::{QueryState, switches};
use crate::analysis::lint::Trouble;
use crate::analysis::lookup::AnnotationQuery;
use crate::model::{LabelName, Schema, Target};
use crate::session::{EntryId, HitKind, MarkKind, MarkQuery, Scope, SearchHit, SearchQuery, SearchResults};
use crate::ui::dialogs::proposals::group_name;
use crate::ui::localizer::{Localizer, isolated};
use crate::ui::theme::{ROW, space};
use crate::ui::widgets::{
    BidiButton, BidiLabel, BidiRadio, BidiTab, BidiTextField, ConcordanceRow, Row, Tone, column, list, mirrored,
    mirrored_wrapped, words,
};

/// What is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    Text,
    Annotations,
    Consistency,
    /// Notes and flags.
    Marks,
    /// Places that were counted.
    Places,
}

/// What the lines are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortKey {
    #[default]
    Place,
    Before,
    After,
    Document,
    Label,
}

const ORDERS: [(SortKey, &str); 5] = [
    (SortKey::Place, "search-by-place"),
    (SortKey::Before, "search-by-before"),
    (SortKey::After, "search-by-after"),
    (SortKey::Document, "search-by-document"),
    (SortKey::Label, "search-by-label"),
];

const MARKS: [(MarkKind, &str); 3] =
    [(MarkKind::All, "marks-all"), (MarkKind::Notes, "marks-notes"), (MarkKind::Flags, "marks-flags")];

/// Characters of a note that a line shows.
const MAX_NOTE: usize = 60;

/// What the panel shows.
#[derive(Clone, Copy)]
pub struct SearchInput<'a> {
    pub findings: &'a SearchResults,
    /// Why it cannot be looked for.
    pub error: Option<&'a str>,
    pub schema: Option<&'a Schema>,
    pub documents: usize,
    pub title_of: &'a dyn Fn(EntryId) -> String,
    pub tint_of: &'a dyn Fn(Option<&LabelName>) -> Color32,
}

#[derive(Clone, Debug, PartialEq)]
pub enum SearchAction {
    /// Look for it; none where nothing is asked for.
    Seek(Scope, Option<SearchQuery>),
    /// Show a place; its page gets the keyboard where it was chosen for good.
    GoTo(usize, bool),
    /// Do what mends these places.
    Mend(Vec<usize>),
    Close,
}

/// The panel while it is open.
#[derive(Clone, Debug)]
pub struct SearchPanel {
    pub tab: Tab,
    pub scope: Scope,
    /// The places that were counted, and what they are called.
    places: Option<(String, SearchQuery)>,
    query: QueryState,
    about: About,
    marks: MarkKind,
    order: SortKey,
    /// What was last asked for.
    asked: Option<(Scope, Option<SearchQuery>)>,
    /// The places in the order of the lines, and what that order was made for.
    rows: Vec<Line>,
    made: Option<(u64, SortKey)>,
    ticks: Vec<bool>,
    current: Option<usize>,
    opened: bool,
    /// A line has the keyboard.
    in_list: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Line {
    Head(String, usize),
    Place(usize),
}

/// What is asked of annotations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct About {
    label: Option<LabelName>,
    overlapping: Option<LabelName>,
    annotator: String,
    note: String,
    attribute: String,
}

impl SearchPanel {
    pub fn new(tab: Tab, text: Option<String>) -> Self {
        let query = QueryState { text: text.unwrap_or_default(), ..QueryState::default() };
        SearchPanel {
            tab,
            scope: Scope::Project,
            places: None,
            query,
            about: About::default(),
            marks: MarkKind::default(),
            order: SortKey::default(),
            asked: None,
            rows: Vec::new(),
            made: None,
            ticks: Vec::new(),
            current: None,
            opened: false,
            in_list: false,
        }
    }

    /// Shows places that were counted under a name.
    pub fn of_places(name: String, query: SearchQuery) -> Self {
        SearchPanel { places: Some((name, query)), ..SearchPanel::new(Tab::Places, None) }
    }

    /// Shows another tab, or takes another text.
    pub fn turn_to(&mut self, tab: Tab, text: Option<String>) {
        self.tab = tab;
        self.opened = false;
        if let Some(text) = text {
            self.query.text = text;
        }
    }

    /// The documents have changed: what depends on annotations is asked for anew.
    pub fn refresh(&mut self) {
        if self.tab != Tab::Text {
            self.asked = None;
        }
    }

    /// The places that a label's key is for: those that are ticked, or the active one while a line has the keyboard.
    pub fn chosen(&self) -> Vec<usize> {
        if !self.in_list {
            return Vec::new();
        }
        let ticked: Vec<usize> = (0..self.ticks.len()).filter(|&at| self.ticks[at]).collect();
        match (ticked.is_empty(), self.current.and_then(|at| self.rows.get(at))) {
            (true, Some(Line::Place(place))) => vec![*place],
            _ => ticked,
        }
    }

    /// Whether what was found is what is asked for now, all of it, and stands in the list.
    pub fn is_current(&self, findings: &SearchResults) -> bool {
        findings.finished
            && self.asked.as_ref() == Some(&(self.scope, self.query()))
            && self.made == Some((findings.revision, self.order))
    }

    /// The place after (or before) where the reader is, going round at the ends; its line is the active one.
    pub fn step(&mut self, findings: &SearchResults, here: Option<(EntryId, usize)>, forward: bool) -> Option<usize> {
        let places = &findings.places;
        let listed: Vec<(usize, usize)> = self
            .rows
            .iter()
            .enumerate()
            .filter_map(|(row, line)| if let Line::Place(place) = line { Some((row, *place)) } else { None })
            .collect();
        let is_here = |place: usize| {
            here.is_some_and(|(entry, at)| {
                let place: &SearchHit = &places[place];
                place.entry == entry && place.range.start == at
            })
        };
        // The active line, while the reader is still there; else the last one that is not behind him in his document.
        let active = listed.iter().position(|(row, place)| self.current == Some(*row) && is_here(*place));
        let before = || {
            let (entry, at) = here?;
            // What begins where the reader is lies behind him on the way on.
            let is_before = |place: &SearchHit| {
                place.entry == entry && (place.range.start < at || (forward && place.range.start == at))
            };
            listed.iter().rposition(|(_, place)| is_before(&places[*place]))
        };
        let count = listed.len();
        let next = match (active, before(), forward) {
            (Some(active), _, true) => (active + 1) % count,
            (Some(active), _, false) => (active + count - 1) % count,
            (None, Some(before), true) => (before + 1) % count,
            (None, Some(before), false) => before,
            (None, None, _) => {
                let entry = here.map(|(entry, _)| entry);
                let first =
                    listed.iter().position(|(_, place)| Some(places[*place].entry) == entry).unwrap_or_default();
                if forward { first } else { (first + count).checked_sub(1).map_or(0, |at| at % count.max(1)) }
            }
        };
        let (row, place) = *listed.get(next)?;
        self.current = Some(row);
        Some(place)
    }

    fn query(&self) -> Option<SearchQuery> {
        let some = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        match self.tab {
            Tab::Text => self.query.query().map(SearchQuery::Text),
            Tab::Consistency => Some(SearchQuery::Lint),
            Tab::Marks => Some(SearchQuery::Marks(MarkQuery { text: self.query.query(), kind: self.marks })),
            Tab::Places => self.places.as_ref().map(|(_, query)| query.clone()),
            Tab::Annotations => {
                let note = QueryState { text: self.about.note.clone(), ..self.query.clone() };
                let attribute = some(&self.about.attribute).map(|typed| match typed.split_once('=') {
                    Some((name, value)) => (name.trim().to_owned(), Some(value.trim().to_owned())),
                    None => (typed, None),
                });
                Some(SearchQuery::Annotations(AnnotationQuery {
                    label: self.about.label.clone(),
                    text: self.query.query(),
                    annotator: some(&self.about.annotator),
                    note: note.query(),
                    attribute,
                    overlapping: self.about.overlapping.clone(),
                }))
            }
        }
    }

    pub fn show(&mut self, ui: &mut Ui, input: &SearchInput<'_>) -> Vec<SearchAction> {
        let words = words(ui.ctx());
        let mut actions = Vec::new();
        column(ui, |ui| {
            self.head(ui, input, &words, &mut actions);
            if !matches!(self.tab, Tab::Consistency | Tab::Places) {
                self.form(ui, input, &words);
            }
            let asked = (self.scope, self.query());
            if self.asked.as_ref() != Some(&asked) {
                self.asked = Some(asked.clone());
                (self.current, self.made) = (None, None);
                self.ticks.clear();
                actions.push(SearchAction::Seek(asked.0, asked.1));
            }
            self.say(ui, input, &words, &mut actions);
            if actions.is_empty() {
                self.update(input, &words);
                self.lines(ui, input, &words, &mut actions);
            }
        });
        actions
    }

    fn head(&mut self, ui: &mut Ui, input: &SearchInput<'_>, words: &Localizer, actions: &mut Vec<SearchAction>) {
        mirrored_wrapped(ui, |ui| {
            if let Some((name, _)) = &self.places
                && ui.add(BidiTab::new(self.tab == Tab::Places, name)).clicked()
            {
                self.tab = Tab::Places;
            }
            for (tab, word) in [
                (Tab::Text, "search-text"),
                (Tab::Annotations, "search-annotations"),
                (Tab::Consistency, "search-consistency"),
                (Tab::Marks, "search-marks"),
            ] {
                if ui.add(BidiTab::new(self.tab == tab, &words.get(word))).clicked() {
                    self.tab = tab;
                    self.opened = false;
                }
            }
            ui.add_space(space::L);
            // Where counted places are is known.
            let scopes = if self.tab == Tab::Places { &[][..] } else { &[Scope::Document, Scope::Project] };
            for (scope, text) in scopes.iter().map(|scope| (*scope, scope_name(*scope, input.documents, words))) {
                if ui.add(BidiRadio::new(self.scope == scope, &text)).clicked() {
                    self.scope = scope;
                }
            }
            ui.add_space(space::M);
            if self.tab != Tab::Consistency {
                let word = ORDERS.iter().find(|(order, _)| *order == self.order).map_or("", |(_, word)| word);
                let name = words.format("search-order", &[("by", words.get(word).into())]);
                choice_button(ui, &name, &name, |ui| {
                    for (order, word) in ORDERS {
                        let row_name = words.get(word);
                        if ui.add(Row::new(&row_name).ticked(order == self.order)).clicked() {
                            self.order = order;
                            ui.close();
                        }
                    }
                });
            }
            let (_, rect) = ui.allocate_space(egui::vec2(BUTTON, BUTTON));
            let stand = IconState { reachable: true, awake: true, ..IconState::default() };
            let id = ui.make_persistent_id("search-close");
            if sign_button(ui, id, rect, Icon::Cross, &words.get("search-close"), stand).clicked() {
                actions.push(SearchAction::Close);
            }
        });
    }

    fn form(&mut self, ui: &mut Ui, input: &SearchInput<'_>, words: &Localizer) {
        mirrored_wrapped(ui, |ui| {
            let first = !std::mem::replace(&mut self.opened, true);
            let name = words.get(match self.tab {
                Tab::Text => "search-text-name",
                Tab::Marks => "search-marks-filter",
                _ => "search-quote",
            });
            // A key that walks the list leaves the keyboard to the page.
            let first = first && self.tab != Tab::Marks;
            let field = BidiTextField::new(&mut self.query.text, &name).hint(&name).width(260.0);
            let field = field.focus(first).select_all(first).show(ui);
            if field.submitted {
                self.current = self.rows.iter().position(|line| matches!(line, Line::Place(_)));
            }
            if self.tab == Tab::Marks {
                for (kind, word) in MARKS {
                    if ui.add(BidiRadio::new(self.marks == kind, &words.get(word))).clicked() {
                        self.marks = kind;
                    }
                }
                return;
            }
            switches(ui, &mut self.query);
            if self.tab != Tab::Annotations {
                return;
            }
            let schema = input.schema;
            label_choice(ui, "search-label", &mut self.about.label, schema, words);
            label_choice(ui, "search-overlapping", &mut self.about.overlapping, schema, words);
            for (word, typed) in [
                ("search-annotator", &mut self.about.annotator),
                ("search-note", &mut self.about.note),
                ("search-attribute", &mut self.about.attribute),
            ] {
                let name = words.get(word);
                BidiTextField::new(typed, &name).hint(&name).width(130.0).show(ui);
            }
        });
    }

    fn say(&mut self, ui: &mut Ui, input: &SearchInput<'_>, words: &Localizer, actions: &mut Vec<SearchAction>) {
        if let Some(error) = input.error {
            ui.add(BidiLabel::new(error).tone(Tone::Danger).wrap());
            return;
        }
        let SearchResults { places, total, looked, of, unread, finished, .. } = input.findings;
        let mut said = Vec::new();
        if !finished {
            said.push(words.format("seek-looking", &[("n", (*looked).into()), ("total", (*of).into())]));
        }
        if self.query().is_some() {
            said.push(words.format("search-found", &[("n", (*total).into())]));
        }
        if *total > places.len() {
            said.push(words.format("seek-too-many", &[("n", (*total).into())]));
        }
        if *unread > 0 {
            said.push(words.format("seek-unread", &[("n", (*unread).into())]));
        }
        let ticked = self.ticks.iter().filter(|ticked| **ticked).count();
        mirrored(ui, |ui| {
            ui.add(BidiLabel::new(&said.join(" · ")).weak().extend());
            if places.is_empty() {
                return;
            }
            if ui.add(BidiButton::quiet(&words.get("proposals-all")).small()).clicked() {
                self.ticks = vec![true; places.len()];
            }
            if ui.add(BidiButton::quiet(&words.get("proposals-none-of-them")).small()).clicked() {
                self.ticks.fill(false);
            }
            let mendable = |at: &usize| places[*at].change.is_some();
            if self.tab == Tab::Consistency {
                let chosen: Vec<usize> = (0..self.ticks.len()).filter(|&at| self.ticks[at]).filter(mendable).collect();
                let text = words.format("search-mend", &[("n", chosen.len().into())]);
                if ui.add_enabled(!chosen.is_empty(), BidiButton::new(&text).small()).clicked() {
                    actions.push(SearchAction::Mend(chosen));
                }
            } else if ticked > 0 {
                let text = words.format("search-ticked", &[("n", ticked.into())]);
                ui.add(BidiLabel::new(&text).extend());
            }
        });
    }

    /// Puts the places in order.
    fn update(&mut self, input: &SearchInput<'_>, words: &Localizer) {
        let made = (input.findings.revision, self.order);
        if self.made == Some(made) {
            return;
        }
        self.made = Some(made);
        let places = &input.findings.places;
        self.ticks.resize(places.len(), false);
        let mut order: Vec<usize> = (0..places.len()).collect();
        if self.tab == Tab::Consistency {
            self.rows.clear();
            order.sort_by_key(|&at| crate::ui::dialogs::proposals::group(&places[at].kind));
            let mut rest = order.as_slice();
            while let Some(&first) = rest.first() {
                let name = group_name(&places[first].kind, words);
                let same = |at: &&usize| group_name(&places[**at].kind, words) == name;
                let length = rest.iter().take_while(same).count();
                self.rows.push(Line::Head(name, length));
                self.rows.extend(rest[..length].iter().map(|&at| Line::Place(at)));
                rest = &rest[length..];
            }
            return;
        }
        let label = |at: usize| places[at].annotation.as_ref().map(|(_, label)| label.clone());
        match self.order {
            SortKey::Place => {}
            SortKey::Before => order.sort_by(|&a, &b| places[a].line.before.cmp(&places[b].line.before)),
            SortKey::After => order.sort_by(|&a, &b| places[a].line.after.cmp(&places[b].line.after)),
            SortKey::Document => order.sort_by_cached_key(|&at| (input.title_of)(places[at].entry)),
            SortKey::Label => order.sort_by_cached_key(|&at| (label(at).is_none(), label(at))),
        }
        self.rows = order.into_iter().map(Line::Place).collect();
    }

    fn lines(&mut self, ui: &mut Ui, input: &SearchInput<'_>, words: &Localizer, actions: &mut Vec<SearchAction>) {
        self.in_list = false;
        let places = &input.findings.places;
        let current = self.current;
        let mut clicked = None;
        let mut in_list = false;
        let ctx = ui.ctx().clone();
        let output = list(ui, "search", self.rows.len(), current, current, |ui, at| {
            let response = match &self.rows[at] {
                Line::Head(name, count) => ui.add(Row::new(name).bold(true).trailing(&words.number(count))),
                Line::Place(place) => {
                    let found = &places[*place];
                    let label = found.annotation.as_ref().map(|(_, label)| label);
                    let trailing = trailing(found, input, self.scope, words);
                    let spoken = match &found.kind {
                        HitKind::Mark { .. } => format!("{trailing}: "),
                        _ => String::new(),
                    };
                    let row = ConcordanceRow::new(&found.line).tint((input.tint_of)(label)).trailing(&trailing);
                    let row = row.spoken(&spoken);
                    ui.add(row.ticked(self.ticks[*place]).selected(current == Some(at)))
                }
            };
            if response.clicked() {
                let by_key = ctx.input(|i| i.key_pressed(Key::Space) || i.key_pressed(Key::Enter));
                let on_the_box = response.interact_pointer_pos().is_some_and(|pos| {
                    let rtl = words.is_rtl();
                    let from_start = if rtl { response.rect.right() - pos.x } else { pos.x - response.rect.left() };
                    from_start < ROW + space::XS
                });
                clicked = Some((at, !by_key && on_the_box));
            }
            in_list |= response.has_focus();
            response
        });
        self.in_list = in_list;
        let (space_key, enter) = ctx.input(|i| (i.key_pressed(Key::Space), i.key_pressed(Key::Enter)));
        match clicked {
            Some((at, on_the_box)) if on_the_box || (space_key && !enter) => self.toggle(at),
            Some((at, _)) => {
                self.current = Some(at);
                if let Line::Place(place) = self.rows[at] {
                    match self.tab {
                        Tab::Consistency if enter => actions.push(SearchAction::Mend(vec![place])),
                        _ => actions.push(SearchAction::GoTo(place, enter)),
                    }
                }
            }
            None => {
                if let Some(at) = output.chosen.filter(|at| Some(*at) != current) {
                    self.current = Some(at);
                    if let Line::Place(place) = self.rows[at] {
                        actions.push(SearchAction::GoTo(place, false));
                    }
                }
            }
        }
    }

    fn toggle(&mut self, at: usize) {
        self.current = Some(at);
        match self.rows[at] {
            Line::Place(place) => self.ticks[place] = !self.ticks[place],
            Line::Head(_, count) => {
                let places: Vec<usize> = self.rows[at + 1..at + 1 + count]
                    .iter()
                    .filter_map(|line| if let Line::Place(place) = line { Some(*place) } else { None })
                    .collect();
                let all = places.iter().all(|&place| self.ticks[place]);
                places.iter().for_each(|&place| self.ticks[place] = !all);
            }
        }
    }
}

/// What stands at the end of a line: the label there, what would mend it, the document.
fn scope_name(scope: Scope, documents: usize, words: &Localizer) -> String {
    match scope {
        Scope::Document => words.get("scope-document"),
        Scope::Project => words.format("scope-project", &[("n", documents.into())]),
    }
}

fn trailing(place: &SearchHit, input: &SearchInput<'_>, scope: Scope, words: &Localizer) -> String {
    let mut parts: Vec<String> = Vec::new();
    let label = place.annotation.as_ref().map(|(_, label)| label.to_string());
    match &place.kind {
        HitKind::Trouble(Trouble::LabelledDifferently { usual, .. }) => {
            let numbers = [("label", label.unwrap_or_default().into()), ("usual", usual.as_str().into())];
            parts.push(words.format("search-usually", &numbers));
        }
        HitKind::Trouble(Trouble::Unlabelled { usual, .. }) => parts.push(usual.to_string()),
        HitKind::Mark { of, note, flag } => {
            parts.extend(flag.then(|| words.get("flag")));
            let line = crate::model::one_line(note).to_string();
            let cut: String = line.chars().take(MAX_NOTE).collect();
            parts.extend((!cut.is_empty()).then(|| if cut.len() < line.len() { cut + "…" } else { cut }));
            parts.push(label.unwrap_or_else(|| words.get("mark-of-document")));
            if matches!(of, Target::Relation(_)) {
                parts.push(words.get("mark-of-relation"));
            }
        }
        _ => parts.extend(label),
    }
    if scope == Scope::Project {
        parts.push((input.title_of)(place.entry));
    }
    let parts: Vec<String> = parts.iter().map(|part| isolated(part)).collect();
    parts.join(" · ")
}

/// A label to choose, or none.
fn label_choice(ui: &mut Ui, word: &str, chosen: &mut Option<LabelName>, schema: Option<&Schema>, words: &Localizer) {
    let any = words.get("search-any");
    let shown = chosen.as_ref().map_or(any.clone(), ToString::to_string);
    let text = words.format(word, &[("label", shown.into())]);
    choice_button(ui, &text, &text, |ui| {
        if ui.add(Row::new(&any).ticked(chosen.is_none())).clicked() {
            *chosen = None;
            ui.close();
        }
        for label in schema.iter().flat_map(|schema| &schema.labels) {
            if ui.add(Row::new(label.name.as_str()).ticked(chosen.as_ref() == Some(&label.name))).clicked() {
                *chosen = Some(label.name.clone());
                ui.close();
            }
        }
    });
}
