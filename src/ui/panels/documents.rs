//! The documents of the workspace: how far each has come, how much is in it, whether it is saved.

use std::borrow::Cow;
use std::path::PathBuf;

use egui::{Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::icons::{paint_failure, paint_lock, paint_state, state_word};
use super::menu::recent_row;
use super::{above_foot, foot, panel_head};
use crate::arabic::normalize::{Normalization, Normalizer};
use crate::model::DocumentState;
use crate::ui::command::UiCommand;
use crate::ui::localizer::Localizer;
use crate::ui::theme::{ROW, Theme, space};
use crate::ui::widgets::{
    BidiButton, BidiLabel, Row, column, empty_state, filter_field, is_rtl, list, mirrored_wrapped, words,
};

/// One line of the panel. `Id` is whatever names a document to the caller.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentRow<'a, Id> {
    pub id: Id,
    pub title: &'a str,
    /// `None` until the document has been read.
    pub state: Option<DocumentState>,
    /// How many annotations it has, where that is known.
    pub annotations: Option<usize>,
    /// It holds work that no file holds.
    pub dirty: bool,
    /// Why it cannot be changed, where it cannot.
    pub read_only: Option<Cow<'a, str>>,
    pub loading: bool,
    /// Why it could not be read.
    pub failure: Option<Cow<'a, str>>,
}

/// The lines of the panel by their place. Whole lines are asked for only where they are in sight.
pub trait DocumentRows {
    type Id;
    fn count(&self) -> usize;
    fn row(&self, at: usize) -> DocumentRow<'_, Self::Id>;
    fn title(&self, at: usize) -> &str;
    fn state(&self, at: usize) -> Option<DocumentState>;
    /// The place of the document that is shown.
    fn current(&self) -> Option<usize>;
    /// Stays the same while no line changes.
    fn touched(&self) -> u64;
}

/// What the analyst asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentsAction<Id> {
    Show(Id),
    Command(UiCommand),
    OpenRecent(PathBuf),
}

/// What the panel remembers.
#[derive(Clone, Debug, Default)]
pub struct DocumentsState {
    filter: String,
    /// Which rows fit the filter, in their order, and what that was worked out for.
    shown: Vec<usize>,
    made_for: Option<(String, u64)>,
    /// How many are done, and when that was last counted.
    done: usize,
    counted: Option<u64>,
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
    let total = rows.count();
    let words = words(ui.ctx());
    let mut actions = Vec::new();
    column(ui, |ui| {
        let count = if total == 0 { String::new() } else { words.number(total) };
        panel_head(ui, &words.get("panel-documents"), &count);
        if total == 0 {
            nothing_open(ui, recent, &words, &mut actions);
            return;
        }
        if total >= FEW || !state.filter.is_empty() {
            filter_field(ui, &mut state.filter, &words.get("filter-documents"), false);
        }
        state.choose_rows(rows);
        above_foot(ui, "documents", |ui| {
            if state.shown.is_empty() {
                empty_state(ui, &words.get("documents-none-match"));
                return;
            }
            let here = rows.current().and_then(|at| state.shown.binary_search(&at).ok());
            let bring = if state.followed == here { None } else { here };
            state.followed = here;
            let shown = &state.shown;
            let moved = list(ui, "documents", shown.len(), here, bring, |ui, index| {
                document_row(ui, &rows.row(shown[index]), here == Some(index), &words)
            });
            if let Some(at) = moved.chosen.and_then(|index| shown.get(index))
                && Some(*at) != rows.current()
            {
                actions.push(DocumentsAction::Show(rows.row(*at).id));
            }
        });
        foot(ui, "documents", |ui| progress(ui, state.done, total, &words));
    });
    actions
}

impl DocumentsState {
    /// The rows whose titles hold the filter, spelling differences aside.
    fn choose_rows(&mut self, rows: &impl DocumentRows) {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let same_filter = self.made_for.as_ref().is_some_and(|(filter, _)| *filter == self.filter);
        if same_filter && self.counted == Some(rows.touched()) {
            return;
        }
        self.counted = Some(rows.touched());
        let all = 0..rows.count();
        // Rejected ones count as seen to.
        let is_done = |at: &usize| matches!(rows.state(*at), Some(DocumentState::Done | DocumentState::Rejected));
        self.done = all.clone().filter(is_done).count();
        let mut titles = DefaultHasher::new();
        all.len().hash(&mut titles);
        if !self.filter.is_empty() {
            all.clone().for_each(|at| rows.title(at).hash(&mut titles));
        }
        let titles = titles.finish();
        if same_filter && self.made_for.as_ref().is_some_and(|(_, known)| *known == titles) {
            return;
        }
        let folder = Normalizer::new(Normalization::SEARCH);
        let wanted = folder.fold_str(self.filter.trim());
        let fits = |at: &usize| wanted.is_empty() || folder.fold_str(rows.title(*at)).contains(&wanted);
        self.shown = all.filter(fits).collect();
        self.made_for = Some((self.filter.clone(), titles));
    }
}

fn nothing_open<Id>(ui: &mut Ui, recent: &[PathBuf], words: &Localizer, actions: &mut Vec<DocumentsAction<Id>>) {
    empty_state(ui, &words.get("documents-empty"));
    ui.add_space(space::XS);
    mirrored_wrapped(ui, |ui| {
        for command in [UiCommand::Open, UiCommand::OpenFolder] {
            if ui.add(BidiButton::new(&words.get(command.message_id()))).clicked() {
                actions.push(DocumentsAction::Command(command));
            }
        }
    });
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

fn document_row<Id>(ui: &mut Ui, row: &DocumentRow<'_, Id>, current: bool, words: &Localizer) -> Response {
    const MARK: f32 = 14.0;
    let theme = Theme::get(ui.ctx());
    let state = match (&row.failure, row.loading, row.state) {
        (Some(_), ..) if row.read_only.is_some() => words.get("documents-damaged"),
        (Some(_), ..) => words.get("documents-failed"),
        (_, true, _) => words.get("documents-loading"),
        (.., Some(state)) => words.get(state_word(state)),
        _ => words.get("documents-unread"),
    };
    let (count, counted) = match row.annotations {
        Some(n) => (words.number(n), words.format("count-annotations", &[("n", n.into())])),
        None => ("–".to_owned(), words.get("documents-uncounted")),
    };
    let mut spoken = format!("{}، {state}، {counted}", row.title);
    if row.dirty {
        spoken = format!("{spoken}، {}", words.get("status-unsaved"));
    }
    if row.read_only.is_some() {
        spoken = format!("{spoken}، {}", words.get("status-read-only"));
    }
    let mut hint = row.failure.as_ref().map_or_else(String::new, |failure| format!("{}\n{failure}", row.title));
    if row.dirty {
        hint = format!("{}\n{}", row.title, words.get("status-unsaved"));
    }
    if let Some(why) = &row.read_only {
        hint = format!("{}\n{why}", row.title);
    }
    let marked = row.dirty || row.read_only.is_some();
    let shown = Row::new(row.title).trailing(&count).selected(current).bold(current).spoken(&spoken).hint(&hint).room(
        MARK,
        match (&row.read_only, marked) {
            (Some(_), _) => 14.0,
            (None, true) => 8.0,
            _ => 0.0,
        },
    );
    let response = ui.add(shown);
    let rtl = is_rtl(ui.ctx());
    let rect = response.rect;
    let along = |from_start: f32| if rtl { rect.right() - from_start } else { rect.left() + from_start };
    let mark = egui::pos2(along(space::S + MARK / 2.0), rect.center().y);
    match (&row.failure, row.loading, row.state) {
        (Some(_), ..) => paint_failure(ui.painter(), mark, theme),
        (_, true, _) => {
            for x in [-4.5, 0.0, 4.5] {
                ui.painter().circle_filled(mark + vec2(x, 0.0), 1.4, theme.ink_weak);
            }
        }
        (.., Some(state)) => paint_state(ui, mark, state),
        _ => {
            ui.painter().circle_filled(mark, 1.8, theme.ink_weak);
        }
    }
    if row.dirty {
        let at = egui::pos2(along(rect.width() - space::S - 4.0), rect.center().y);
        ui.painter().circle_filled(at, 3.0, theme.warning);
    } else if row.read_only.is_some() {
        let at = egui::pos2(along(rect.width() - space::S - 7.0), rect.center().y);
        paint_lock(ui.painter(), at, theme.ink_weak);
    }
    response
}

/// How many are done.
fn progress(ui: &mut Ui, done: usize, total: usize, words: &Localizer) {
    let theme = Theme::get(ui.ctx());
    let text = words.format("documents-done", &[("n", done.into()), ("total", total.into())]);
    ui.add_space(space::XS);
    ui.add(BidiLabel::new(&text).small().weak());
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
