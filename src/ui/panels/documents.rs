//! The documents of the workspace: how far each has come, how much is in it, whether it is saved.

use std::borrow::Cow;
use std::path::PathBuf;

use egui::{Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::icons::{paint_failure, paint_lock, paint_nothing_in, paint_state, state_word};
use super::menu::recent_row;
use super::{above_foot, choice_button, foot, panel_head, row_menu};
use crate::model::{DocumentState, Timestamp};
use crate::store::local_time;
use crate::ui::command::UiCommand;
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::{Localizer, isolated};
use crate::ui::theme::{ROW, Theme, space};
use crate::ui::widgets::{
    BidiLabel, Row, TALL_ROW, Tone, column, empty_state, filter_field, is_rtl, list_of, mirrored, mirrored_end,
    mirrored_wrapped, words,
};
use crate::workspace::{DocumentOrder, DocumentQuery, QueryError, SortBy};

/// One line of the panel. `Id` is whatever names a document to the caller.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentRow<'a, Id> {
    pub id: Id,
    pub title: &'a str,
    /// The folder in which it lies.
    pub folder: Option<String>,
    /// Another document has the same title.
    pub ambiguous: bool,
    /// `None` until the document has been read.
    pub state: Option<DocumentState>,
    /// How many annotations it has, where that is known.
    pub annotations: Option<usize>,
    /// Whose it is, where there are documents of several people.
    pub annotator: Option<&'a str>,
    pub words: Option<usize>,
    /// When it was last changed.
    pub changed: Option<Timestamp>,
    /// Who it was given to in its project.
    pub assigned: Vec<String>,
    /// Its own labels, as name and value.
    pub attributes: Vec<(String, String)>,
    /// It holds work that no file holds.
    pub dirty: bool,
    /// It is nobody's work, but a text to try the window on.
    pub sample: bool,
    /// What its file is called, where that is not its title.
    pub file: Option<Cow<'a, str>>,
    /// Why it cannot be changed, where it cannot.
    pub read_only: Option<Cow<'a, str>>,
    pub loading: bool,
    /// Why it could not be read.
    pub failure: Option<Cow<'a, str>>,
}

impl<'a, Id> DocumentRow<'a, Id> {
    /// A document of which nothing is known yet.
    pub fn new(id: Id, title: &'a str) -> Self {
        DocumentRow {
            id,
            title,
            folder: None,
            ambiguous: false,
            state: None,
            annotations: None,
            annotator: None,
            words: None,
            changed: None,
            assigned: Vec::new(),
            attributes: Vec::new(),
            dirty: false,
            sample: false,
            file: None,
            read_only: None,
            loading: false,
            failure: None,
        }
    }
}

/// The documents that a filter takes, by their places in the order that is chosen. Lines are asked for only where they are in
/// sight.
pub trait DocumentRows {
    type Id;
    /// How many documents there are, with those that the filter leaves out.
    fn total(&self) -> usize;
    fn count(&self) -> usize;
    fn row(&self, index: usize) -> DocumentRow<'_, Self::Id>;
    /// The place of the document that is shown.
    fn current(&self) -> Option<usize>;
    /// How many of all are done, and how many of those that the filter takes.
    fn done(&self) -> (usize, usize);
    /// Not all documents are listed yet, or asked by the filter.
    fn is_growing(&self) -> bool;
    fn query(&self) -> &DocumentQuery;
    fn order(&self) -> DocumentOrder;
    /// Whether a document has one line, without what is known of it.
    fn is_brief(&self) -> bool;
    /// The name of who works here, for a filter of their own documents.
    fn annotator(&self) -> &str;
    /// The name of the project that is open.
    fn project(&self) -> Option<&str>;
    /// Whether the samples are in the list.
    fn has_samples(&self) -> bool;
    /// The sets of documents that the project has beside its own, and which of them is listed.
    fn sets(&self) -> Vec<DocumentSet> {
        Vec::new()
    }
    fn shown_set(&self) -> Option<&str> {
        None
    }
    /// Whether the documents of the project were given to annotators.
    fn is_shared_out(&self) -> bool {
        false
    }
    /// What can be done now with the document that is shown, in groups, each with its key.
    fn offers(&self) -> &[Vec<(UiCommand, String)>] {
        &[]
    }
}

/// A set of documents beside those of a project: of one annotator, or a second reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentSet {
    pub name: String,
    /// How many of its documents are done, and how many it has.
    pub done: usize,
    pub total: usize,
}

/// What the analyst asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentsAction<Id> {
    Show(Id),
    Filter(DocumentQuery),
    Sort(DocumentOrder),
    /// List a set beside the documents of the project, or those again.
    ShowSet(Option<String>),
    /// One line for a document, or two.
    Brief(bool),
    Command(UiCommand),
    OpenRecent(PathBuf),
}

/// What the panel remembers.
#[derive(Clone, Debug, Default)]
pub struct DocumentsState {
    /// The filter as it is typed.
    typed: String,
    /// What is wrong with it.
    wrong: Option<QueryError>,
    /// The row of the current document when the list was last scrolled to it.
    followed: Option<usize>,
}

/// With fewer documents than this there is nothing to filter.
const FEW: usize = 8;

pub fn documents<Rows: DocumentRows>(
    ui: &mut Ui,
    state: &mut DocumentsState,
    rows: &Rows,
    recent: &[PathBuf],
) -> Vec<DocumentsAction<Rows::Id>> {
    let total = rows.total();
    let words = words(ui.ctx());
    let mut actions = Vec::new();
    column(ui, |ui| {
        let count = if total == 0 || rows.has_samples() { String::new() } else { words.number(total) };
        if let Some(project) = rows.project() {
            ui.add(BidiLabel::heading(project).elide());
        }
        head(ui, &count, rows.project().is_some(), &words, &mut actions);
        choose_set(ui, rows, &words, &mut actions);
        if total == 0 {
            nothing_open(ui, recent, &words, &mut actions);
            return;
        }
        if total >= FEW || !state.typed.is_empty() || !rows.query().is_empty() {
            filter_and_order(ui, state, rows, &words, &mut actions);
        }
        let growing = rows.is_growing();
        above_foot(ui, "documents", |ui| {
            let count = rows.count();
            if count == 0 && !growing {
                empty_state(ui, &words.get("documents-none-match"));
                return;
            }
            let here = rows.current();
            let bring = if state.followed == here { None } else { here };
            state.followed = here;
            let (brief, height) = if rows.is_brief() { (true, ROW) } else { (false, TALL_ROW) };
            let mut asked = None;
            let moved = list_of(ui, "documents", height, count, here, bring, |ui, index| {
                let response = document_row(ui, &rows.row(index), here == Some(index), brief, &words);
                if response.secondary_clicked() {
                    asked = Some(index);
                }
                actions.extend(document_menu(&response, rows.offers(), &words).map(DocumentsAction::Command));
                response
            });
            // What can be done is done with what is shown.
            if let Some(at) = moved.chosen.or(asked).filter(|index| *index < count && Some(*index) != here) {
                actions.push(DocumentsAction::Show(rows.row(at).id));
            }
        });
        foot(ui, "documents", |ui| match rows.has_samples() {
            true => drop(ui.add(BidiLabel::new(&words.get("documents-samples")).small().weak().wrap())),
            false => progress(ui, rows, &words),
        });
    });
    actions
}

/// The narrowest panel, in points, in which the button stands beside the name.
const BESIDE: f32 = 185.0;

/// The name of the panel, how many documents there are, and always in sight the ways to more of them.
fn head<Id>(ui: &mut Ui, count: &str, in_project: bool, words: &Localizer, actions: &mut Vec<DocumentsAction<Id>>) {
    let name = words.get("panel-documents");
    if ui.available_width() < BESIDE {
        panel_head(ui, &name, count);
        mirrored(ui, |ui| more_documents(ui, in_project, words, actions));
        return;
    }
    mirrored(ui, |ui| {
        ui.add(BidiLabel::heading(&name));
        mirrored_end(ui, |ui| {
            more_documents(ui, in_project, words, actions);
            if !count.is_empty() {
                ui.add(BidiLabel::new(count).small().weak());
            }
        });
    });
}

fn more_documents<Id>(ui: &mut Ui, in_project: bool, words: &Localizer, actions: &mut Vec<DocumentsAction<Id>>) {
    choice_button(ui, &words.get("action-open"), &words.get("documents-open"), |ui| {
        ui.set_min_width(200.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        let project = if in_project { UiCommand::AddDocuments } else { UiCommand::NewProject };
        for command in [UiCommand::OpenFolder, UiCommand::Open, UiCommand::OpenPath, project] {
            if ui.add(Row::new(&words.get(command.message_id())).role(Role::MenuItem)).clicked() {
                ui.close();
                actions.push(DocumentsAction::Command(command));
            }
        }
    });
}

/// Which documents are listed: those of the project, or a set beside them.
fn choose_set<Rows: DocumentRows>(
    ui: &mut Ui,
    rows: &Rows,
    words: &Localizer,
    actions: &mut Vec<DocumentsAction<Rows::Id>>,
) {
    let sets = rows.sets();
    if sets.is_empty() {
        return;
    }
    let own = words.get("documents-of-project");
    let reading = |name: &str| words.format("documents-reading", &[("name", isolated(name).into())]);
    let shown = rows.shown_set().map_or_else(|| own.clone(), reading);
    let spoken = format!("{}: {shown}", words.get("documents-set"));
    choice_button(ui, &shown, &spoken, |ui| {
        ui.set_min_width(240.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        if chosen(ui, &own, rows.shown_set().is_none()) {
            actions.push(DocumentsAction::ShowSet(None));
        }
        ui.separator();
        for DocumentSet { name, done, total } in sets {
            let far = words.format("documents-done", &[("n", done.into()), ("total", total.into())]);
            let ticked = rows.shown_set() == Some(name.as_str());
            let shown = reading(&name);
            let row = Row::new(&shown).detail(&far).role(Role::MenuItem).ticked(ticked);
            if ui.add(row).clicked() {
                actions.push(DocumentsAction::ShowSet(Some(name)));
                ui.close();
            }
        }
    });
}

/// The field of the filter with the menus of the usual ones and of orders.
fn filter_and_order<Rows: DocumentRows>(
    ui: &mut Ui,
    state: &mut DocumentsState,
    rows: &Rows,
    words: &Localizer,
    actions: &mut Vec<DocumentsAction<Rows::Id>>,
) {
    let before = state.typed.clone();
    filter_field(ui, &mut state.typed, &words.get("filter-documents"), false);
    mirrored_wrapped(ui, |ui| {
        let usual = words.get("documents-usual-filters");
        choice_button(ui, &words.get("filter"), &usual, |ui| {
            usual_filters(ui, state, (rows.annotator(), rows.is_shared_out()), words);
        });
        order_menu(ui, rows, words, actions);
    });
    if state.typed != before {
        match state.typed.parse::<DocumentQuery>() {
            Ok(query) => {
                state.wrong = None;
                actions.push(DocumentsAction::Filter(query));
            }
            Err(error) => state.wrong = Some(error),
        }
    }
    if let Some(wrong) = &state.wrong {
        ui.add(BidiLabel::new(&wrong.localized(words)).small().tone(Tone::Warning).wrap());
    }
}

/// A usual filter: its word, and how it is typed in English and in Arabic.
type Usual = (&'static str, &'static str, &'static str);

const USUAL: [Usual; 11] = [
    ("documents-filter-undone", "state:undone", "حالة:غير-منجز"),
    ("state-new", "state:new", "حالة:جديد"),
    ("state-in-progress", "state:in-progress", "حالة:قيد-العمل"),
    ("state-done", "state:done", "حالة:منجز"),
    ("state-look-again", "state:look-again", "حالة:للمراجعة"),
    ("state-rejected", "state:rejected", "حالة:مرفوض"),
    ("state-done-empty", "state:done annotations:0", "حالة:منجز علامات:0"),
    ("documents-filter-annotated", "annotations>0", "علامات>0"),
    ("documents-filter-without", "annotations:0", "علامات:0"),
    ("documents-filter-conflicts", "conflicts", "تعارضات"),
    ("documents-filter-long", "words>500", "كلمات>500"),
];

fn usual_filters(ui: &mut Ui, state: &mut DocumentsState, (annotator, shared_out): (&str, bool), words: &Localizer) {
    ui.set_min_width(220.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    let arabic = is_rtl(ui.ctx());
    let mut entry = |ui: &mut Ui, name: &str, filter: &str| {
        let row = Row::new(name).role(Role::MenuItem).ticked(state.typed.trim() == filter);
        if ui.add(row).clicked() {
            filter.clone_into(&mut state.typed);
            ui.close();
        }
    };
    entry(ui, &words.get("documents-filter-all"), "");
    ui.separator();
    for (word, english, in_arabic) in USUAL {
        entry(ui, &words.get(word), if arabic { in_arabic } else { english });
    }
    ui.separator();
    if !annotator.is_empty() {
        let own = if arabic { format!("واسم:\"{annotator}\"") } else { format!("by:\"{annotator}\"") };
        entry(ui, &words.get("documents-filter-mine"), &own);
    }
    if shared_out {
        let field = if arabic { "مكلف" } else { "assigned" };
        if !annotator.is_empty() {
            entry(ui, &words.get("documents-filter-assigned"), &format!("{field}:\"{annotator}\""));
        }
        entry(ui, &words.get("documents-filter-free"), &format!("{field}:"));
    }
    let day = local_time(crate::store::now());
    let day = day.get(..DAY).unwrap_or_default();
    entry(ui, &words.get("documents-filter-today"), &format!("{}:{day}", if arabic { "تغيير" } else { "changed" }));
}

/// The length of a day as it is written.
const DAY: usize = "2026-11-30".len();

fn order_menu<Rows: DocumentRows>(
    ui: &mut Ui,
    rows: &Rows,
    words: &Localizer,
    actions: &mut Vec<DocumentsAction<Rows::Id>>,
) {
    let order = rows.order();
    let name = words.get(order_word(order.by));
    let arrow = if order.descending { " ↓" } else { "" };
    let spoken = format!("{}: {name}{arrow}", words.get("sort-by"));
    choice_button(ui, &format!("{name}{arrow}"), &spoken, |ui| {
        ui.set_min_width(200.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        for by in SortBy::ALL {
            if chosen(ui, &words.get(order_word(by)), by == order.by) {
                actions.push(DocumentsAction::Sort(DocumentOrder { by, ..order }));
            }
        }
        ui.separator();
        if chosen(ui, &words.get("documents-descending"), order.descending) {
            actions.push(DocumentsAction::Sort(DocumentOrder { descending: !order.descending, ..order }));
        }
        ui.separator();
        if chosen(ui, &words.get("documents-details"), !rows.is_brief()) {
            actions.push(DocumentsAction::Brief(!rows.is_brief()));
        }
    });
}

fn chosen(ui: &mut Ui, name: &str, ticked: bool) -> bool {
    let response = ui.add(Row::new(name).role(Role::MenuItem).ticked(ticked));
    if response.clicked() {
        ui.close();
    }
    response.clicked()
}

fn order_word(by: SortBy) -> &'static str {
    match by {
        SortBy::Files => "documents-sort-files",
        SortBy::Title => "documents-sort-title",
        SortBy::State => "sort-state",
        SortBy::Annotations => "documents-sort-annotations",
        SortBy::Annotator => "documents-sort-annotator",
        SortBy::Changed => "documents-sort-changed",
        SortBy::Size => "documents-sort-size",
    }
}

fn nothing_open<Id>(ui: &mut Ui, recent: &[PathBuf], words: &Localizer, actions: &mut Vec<DocumentsAction<Id>>) {
    empty_state(ui, &words.get("documents-empty"));
    if recent.is_empty() {
        return;
    }
    ui.add_space(space::M);
    ui.add(BidiLabel::new(&words.get("menu-recent")).small().weak());
    ui.spacing_mut().item_spacing.y = 0.0;
    for path in recent {
        if recent_row(ui, path, Role::Button).clicked() {
            actions.push(DocumentsAction::OpenRecent(path.clone()));
        }
    }
}

/// Width of the menu of a document, in points.
const MENU: f32 = 300.0;

/// What a right click on a document offers.
fn document_menu(response: &Response, offers: &[Vec<(UiCommand, String)>], words: &Localizer) -> Option<UiCommand> {
    let name = words.get("documents-menu");
    let chosen = row_menu(response, &name, |ui| {
        let mut chosen = None;
        ui.set_min_width(MENU);
        ui.spacing_mut().item_spacing.y = 0.0;
        for (n, group) in offers.iter().enumerate() {
            if n > 0 {
                ui.separator();
            }
            for (command, key) in group {
                if ui.add(Row::new(&words.get(command.message_id())).key(key).role(Role::MenuItem)).clicked() {
                    chosen = Some(*command);
                    ui.close();
                }
            }
        }
        chosen
    });
    chosen.flatten()
}

fn document_row<Id>(ui: &mut Ui, row: &DocumentRow<'_, Id>, current: bool, brief: bool, words: &Localizer) -> Response {
    const MARK: f32 = 14.0;
    let theme = Theme::get(ui.ctx());
    // Read, and nothing in it, is another thing than not read.
    let nothing_in = row.state == Some(DocumentState::Done) && row.annotations == Some(0);
    let state = match (&row.failure, row.loading, row.state) {
        (Some(_), ..) if row.read_only.is_some() => words.get("documents-damaged"),
        (Some(_), ..) => words.get("documents-failed"),
        (_, true, _) => words.get("documents-loading"),
        (.., Some(_)) if nothing_in => words.get("state-done-empty"),
        (.., Some(state)) => words.get(state_word(state)),
        _ => words.get("documents-unread"),
    };
    let (count, counted) = match row.annotations {
        Some(n) => (words.number(n), words.format("count-annotations", &[("n", n.into())])),
        None => ("–".to_owned(), words.get("documents-uncounted")),
    };
    let details = details(row, words);
    let place = match (row.folder.as_deref(), row.file.as_deref()) {
        (Some(folder), Some(file)) => format!("{folder}/{file}"),
        (folder, file) => folder.or(file).unwrap_or_default().to_owned(),
    };
    let folder = Some(place.as_str()).filter(|place| row.ambiguous && !place.is_empty());
    let mut spoken = match folder {
        Some(folder) => format!("{}، {folder}، {state}، {counted}", row.title),
        None => format!("{}، {state}، {counted}", row.title),
    };
    if row.sample {
        spoken = format!("{spoken}، {}", words.get("documents-sample"));
    }
    if row.dirty {
        spoken = format!("{spoken}، {}", words.get("status-unsaved"));
    }
    if row.read_only.is_some() {
        spoken = format!("{spoken}، {}", words.get("status-read-only"));
    }
    for detail in &details {
        spoken = format!("{spoken}، {detail}");
    }
    let mut hint = vec![row.title.to_owned(), format!("{state} · {counted}")];
    hint.extend(row.sample.then(|| words.get("documents-sample")));
    hint.extend(row.file.as_ref().map(|file| format!("{}: {file}", words.get("documents-file"))));
    hint.extend(row.folder.as_ref().map(|folder| format!("{}: {folder}", words.get("documents-folder"))));
    hint.extend((!details.is_empty()).then(|| details.join(" · ")));
    hint.extend(row.dirty.then(|| words.get("status-unsaved")));
    hint.extend(row.failure.iter().chain(&row.read_only).map(|why| why.to_string()));
    let hint = hint.join("\n");
    let sample = words.get("documents-sample");
    let sample = Some(sample.as_str()).filter(|_| row.sample);
    let counted = Some(counted.as_str()).filter(|_| row.annotations.is_some() && !nothing_in);
    let second = second_line([sample, folder, Some(state.as_str()), counted], &details);
    let marked = row.dirty || row.read_only.is_some();
    let mut shown =
        Row::new(row.title).elided_in_the_middle().selected(current).bold(current).spoken(&spoken).hint(&hint).room(
            MARK,
            match (&row.read_only, marked) {
                (Some(_), _) => 14.0,
                (None, true) => 8.0,
                _ => 0.0,
            },
        );
    shown = match (brief, folder.or(sample)) {
        (false, _) => shown.below(&second),
        (true, Some(folder)) => shown.trailing(&count).detail(folder),
        (true, None) => shown.trailing(&count),
    };
    let response = ui.add(shown);
    let rtl = is_rtl(ui.ctx());
    let rect = response.rect;
    let middle = rect.top() + ROW / 2.0 + if brief { 0.0 } else { 1.0 };
    let along = |from_start: f32| if rtl { rect.right() - from_start } else { rect.left() + from_start };
    let mark = egui::pos2(along(space::S + MARK / 2.0), middle);
    match (&row.failure, row.loading, row.state) {
        (Some(_), ..) => paint_failure(ui.painter(), mark, theme),
        (_, true, _) => {
            for x in [-4.5, 0.0, 4.5] {
                ui.painter().circle_filled(mark + vec2(x, 0.0), 1.4, theme.ink_weak);
            }
        }
        (.., Some(_)) if nothing_in => paint_nothing_in(ui.painter(), mark, theme),
        (.., Some(state)) => paint_state(ui, mark, state),
        _ => {
            ui.painter().circle_filled(mark, 1.8, theme.ink_weak);
        }
    }
    if row.dirty {
        let at = egui::pos2(along(rect.width() - space::S - 4.0), middle);
        ui.painter().circle_filled(at, 3.0, theme.warning);
    } else if row.read_only.is_some() {
        let at = egui::pos2(along(rect.width() - space::S - 7.0), middle);
        paint_lock(ui.painter(), at, theme.ink_weak);
    }
    response
}

/// What stands below the title. What tells two of one title apart comes first; then what the mark before the title says, since a mark
/// alone is a riddle; what is cut off is in the hint. Each in its own direction, the line in that of the interface.
fn second_line(first: [Option<&str>; 4], details: &[String]) -> String {
    let parts = first.into_iter().flatten().chain(details.iter().map(String::as_str));
    parts.map(isolated).collect::<Vec<_>>().join(" · ")
}

/// What else is known of a document, in words: whose it is, how long, when it was changed, its own labels.
fn details<Id>(row: &DocumentRow<'_, Id>, words: &Localizer) -> Vec<String> {
    let annotator = row.annotator.filter(|name| !name.is_empty()).map(str::to_owned);
    let size = row.words.map(|n| words.format("count-words", &[("n", n.into())]));
    let changed = row.changed.map(|time| words.date(local_time(time).get(..DAY).unwrap_or_default()));
    let attributes = row.attributes.iter().map(|(name, value)| match value.as_str() {
        "true" => name.clone(),
        value => format!("{name}: {value}"),
    });
    let names = row.assigned.join("، ");
    let assigned =
        (!names.is_empty()).then(|| words.format("documents-assigned", &[("names", isolated(&names).into())]));
    annotator.into_iter().chain(assigned).chain(size).chain(changed).chain(attributes).collect()
}

/// How many are done, and of those that a filter takes.
fn progress<Rows: DocumentRows>(ui: &mut Ui, rows: &Rows, words: &Localizer) {
    let theme = Theme::get(ui.ctx());
    let (total, (done, done_shown)) = (rows.total(), rows.done());
    let text = words.format("documents-done", &[("n", done.into()), ("total", total.into())]);
    ui.add_space(space::XS);
    ui.add(BidiLabel::new(&text).small().weak());
    if !rows.query().is_empty() {
        let count = rows.count();
        let text = words.format("documents-done-filter", &[("n", done_shown.into()), ("total", count.into())]);
        ui.add(BidiLabel::new(&text).small().weak());
    }
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 5.0), Sense::hover());
    ui.painter().rect_filled(rect, 2, theme.control);
    let width = rect.width() * done as f32 / total.max(1) as f32;
    let filled = if is_rtl(ui.ctx()) {
        Rect::from_min_max(rect.max - vec2(width, rect.height()), rect.max)
    } else {
        Rect::from_min_size(rect.min, vec2(width, rect.height()))
    };
    ui.painter().rect_filled(filled, 2, theme.good);
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &text));
    ui.add_space((ROW - 24.0).max(0.0));
}
