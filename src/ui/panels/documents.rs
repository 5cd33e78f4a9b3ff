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
    /// What happened to the lines since `touched` was `seen`, but for those that came at the end. Where it is not known, all
    /// are looked at anew.
    fn changes(&self, _seen: u64) -> Option<Vec<RowChange>> {
        None
    }
}

/// What happened to the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowChange {
    /// The line that is at this place now may be another than it was.
    Changed(usize),
    Inserted {
        at: usize,
        count: usize,
    },
    Removed(usize),
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
    /// What is kept of each row, from the first on; the rest follows in the next frames.
    known: Vec<KnownRow>,
    /// When what is known was last brought up to date.
    seen: Option<u64>,
    /// How many of them are done.
    done: usize,
    chosen: Chosen,
    /// The row of the current document when the list was last scrolled to it.
    followed: Option<usize>,
}

/// What a filter asks of a row, and whether its document is done.
#[derive(Clone, Debug, Default)]
struct KnownRow {
    /// The title, spelling differences aside.
    title: Box<str>,
    done: bool,
}

/// The rows that fit the filter, in their order. Without a filter all do, and none is noted here.
#[derive(Clone, Debug, Default)]
struct Chosen {
    filter: String,
    /// The filter, spelling differences aside.
    wanted: String,
    rows: Vec<usize>,
    /// Rows that were asked so far, from the first on.
    asked: usize,
}

/// Rows of which one frame takes note: a few milliseconds, however many there are.
const MAX_ROWS_NOTED: usize = 16_000;

/// Known rows that one frame asks whether they fit the filter.
const MAX_ROWS_ASKED: usize = 50_000;

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
        let complete = state.choose_rows(rows);
        if !complete {
            ui.ctx().request_repaint();
        }
        above_foot(ui, "documents", |ui| {
            let chosen = &state.chosen;
            let count = if chosen.is_all() { total } else { chosen.rows.len() };
            if count == 0 && complete {
                empty_state(ui, &words.get("documents-none-match"));
                return;
            }
            let here = rows.current().and_then(|at| chosen.index_of(at));
            let bring = if state.followed == here { None } else { here };
            state.followed = here;
            let moved = list(ui, "documents", count, here, bring, |ui, index| {
                document_row(ui, &rows.row(chosen.row(index)), here == Some(index), &words)
            });
            if let Some(at) = moved.chosen.filter(|index| *index < count).map(|index| chosen.row(index))
                && Some(at) != rows.current()
            {
                actions.push(DocumentsAction::Show(rows.row(at).id));
            }
        });
        foot(ui, "documents", |ui| progress(ui, state.done, total, &words));
    });
    actions
}

impl DocumentsState {
    /// Brings up to date what is known of the rows and which fit the filter. False where the rest follows in the next frame.
    fn choose_rows(&mut self, rows: &impl DocumentRows) -> bool {
        let folder = Normalizer::new(Normalization::SEARCH);
        let note = |at: usize| {
            // CommandError ones count as seen to.
            let done = matches!(rows.state(at), Some(DocumentState::Done | DocumentState::Rejected));
            KnownRow { title: folder.fold_str(rows.title(at)).into_boxed_str(), done }
        };
        if self.seen != Some(rows.touched()) {
            match self.seen.and_then(|seen| rows.changes(seen)) {
                Some(changes) => self.take_changes(&changes, note),
                None => self.forget_from(0),
            }
            self.seen = Some(rows.touched());
        }
        let noted = rows.count().min(self.known.len() + MAX_ROWS_NOTED);
        for at in self.known.len()..noted {
            self.known.push(note(at));
            self.done += usize::from(self.known[at].done);
        }
        if self.chosen.filter != self.filter {
            let wanted = folder.fold_str(self.filter.trim());
            self.chosen = Chosen { filter: self.filter.clone(), wanted, ..Chosen::default() };
        }
        self.chosen.ask(&self.known);
        self.known.len() == rows.count() && (self.chosen.is_all() || self.chosen.asked == self.known.len())
    }

    /// What happened to rows that are known.
    fn take_changes(&mut self, changes: &[RowChange], note: impl Fn(usize) -> KnownRow) {
        for change in changes {
            match *change {
                RowChange::Inserted { at, count } if at < self.known.len() && count <= MAX_ROWS_NOTED => {
                    self.known.splice(at..at, std::iter::repeat_n(KnownRow::default(), count));
                    self.chosen.inserted(at, count);
                }
                RowChange::Inserted { at, .. } => self.forget_from(at),
                RowChange::Removed(at) if at < self.known.len() => {
                    self.done -= usize::from(self.known.remove(at).done);
                    self.chosen.removed(at);
                }
                RowChange::Changed(_) | RowChange::Removed(_) => {}
            }
        }
        // Changed rows are named by the places they have after all of that.
        for change in changes {
            if let RowChange::Changed(at) = *change
                && let Some(known) = self.known.get_mut(at)
            {
                let now = note(at);
                self.done = self.done + usize::from(now.done) - usize::from(known.done);
                *known = now;
                self.chosen.ask_again(at, &known.title);
            }
        }
    }

    /// The rows from `at` on are looked at anew.
    fn forget_from(&mut self, at: usize) {
        for known in self.known.drain(at.min(self.known.len())..) {
            self.done -= usize::from(known.done);
        }
        self.chosen.forget_from(at);
    }
}

impl Chosen {
    /// Whether there is no filter.
    fn is_all(&self) -> bool {
        self.wanted.is_empty()
    }

    /// The row that is shown at a place of the list.
    fn row(&self, index: usize) -> usize {
        if self.is_all() { index } else { self.rows[index] }
    }

    /// Where in the list a row is shown.
    fn index_of(&self, row: usize) -> Option<usize> {
        if self.is_all() { Some(row) } else { self.rows.binary_search(&row).ok() }
    }

    /// Asks the next of the known rows.
    fn ask(&mut self, known: &[KnownRow]) {
        if self.is_all() {
            return;
        }
        let to = known.len().min(self.asked + MAX_ROWS_ASKED);
        let fits = (self.asked..to).filter(|at| known[*at].title.contains(&self.wanted));
        self.rows.extend(fits);
        self.asked = to;
    }

    fn ask_again(&mut self, at: usize, title: &str) {
        if at >= self.asked || self.is_all() {
            return;
        }
        match (self.rows.binary_search(&at), title.contains(&self.wanted)) {
            (Err(place), true) => self.rows.insert(place, at),
            (Ok(place), false) => drop(self.rows.remove(place)),
            (Ok(_), true) | (Err(_), false) => {}
        }
    }

    fn inserted(&mut self, at: usize, count: usize) {
        if at < self.asked {
            let from = self.rows.partition_point(|row| *row < at);
            self.rows[from..].iter_mut().for_each(|row| *row += count);
            self.asked += count;
        }
    }

    fn removed(&mut self, at: usize) {
        if at < self.asked {
            let from = self.rows.partition_point(|row| *row < at);
            if self.rows.get(from) == Some(&at) {
                self.rows.remove(from);
            }
            self.rows[from..].iter_mut().for_each(|row| *row -= 1);
            self.asked -= 1;
        }
    }

    fn forget_from(&mut self, at: usize) {
        self.rows.truncate(self.rows.partition_point(|row| *row < at));
        self.asked = self.asked.min(at);
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

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// Titles and whether they are done, with what happened to them.
    #[derive(Default)]
    struct Rows {
        list: Vec<(String, bool)>,
        changes: RefCell<Vec<RowChange>>,
        touched: u64,
        asked: Cell<usize>,
    }

    impl DocumentRows for Rows {
        type Id = usize;

        fn count(&self) -> usize {
            self.list.len()
        }

        fn row(&self, at: usize) -> DocumentRow<'_, usize> {
            let (title, state) = (self.title(at), self.state(at));
            let (annotations, read_only, failure) = (None, None, None);
            DocumentRow { id: at, title, state, annotations, dirty: false, read_only, loading: false, failure }
        }

        fn title(&self, at: usize) -> &str {
            self.asked.set(self.asked.get() + 1);
            &self.list[at].0
        }

        fn state(&self, at: usize) -> Option<DocumentState> {
            self.list[at].1.then_some(DocumentState::Done)
        }

        fn current(&self) -> Option<usize> {
            None
        }

        fn touched(&self) -> u64 {
            self.touched
        }

        fn changes(&self, _: u64) -> Option<Vec<RowChange>> {
            Some(std::mem::take(&mut *self.changes.borrow_mut()))
        }
    }

    fn lines(rows: &Rows, state: &DocumentsState) -> Vec<usize> {
        match state.chosen.is_all() {
            true => (0..rows.count()).collect(),
            false => state.chosen.rows.clone(),
        }
    }

    #[derive(Clone, Debug)]
    enum Action {
        Push(Vec<u8>),
        Insert(u8, Vec<u8>),
        Remove(u8),
        Change(u8, u8, bool),
        Filter(u8),
        Frame,
    }

    fn action() -> impl Strategy<Value = Action> {
        prop_oneof![
            vec(any::<u8>(), 0..5).prop_map(Action::Push),
            (any::<u8>(), vec(any::<u8>(), 1..5)).prop_map(|(at, titles)| Action::Insert(at, titles)),
            any::<u8>().prop_map(Action::Remove),
            (any::<u8>(), any::<u8>(), any::<bool>()).prop_map(|(at, title, done)| Action::Change(at, title, done)),
            any::<u8>().prop_map(Action::Filter),
            Just(Action::Frame),
        ]
    }

    fn title(number: u8) -> String {
        ["أحمد", "احمد في القاهرة", "القاهره", "تونس"][number as usize % 4].to_owned()
    }

    proptest! {
        /// Whatever happened to the list, what is shown is what a walk over it gives.
        #[test]
        fn the_rows_that_are_shown_are_those_a_walk_gives(actions in vec(action(), 0..60)) {
            let (mut rows, mut state) = (Rows::default(), DocumentsState::default());
            let new = |titles: Vec<u8>| titles.into_iter().map(|t| (title(t), t % 3 == 0)).collect::<Vec<_>>();
            for action in actions {
                let len = rows.list.len();
                match action {
                    Action::Push(titles) => rows.list.extend(new(titles)),
                    Action::Insert(at, titles) if len > 0 => {
                        let at = at as usize % len;
                        // Places of changes that were told before mean what they mean after all of it.
                        state.choose_rows(&rows);
                        rows.changes.borrow_mut().push(RowChange::Inserted { at, count: titles.len() });
                        rows.changes.borrow_mut().extend((at..at + titles.len()).map(RowChange::Changed));
                        rows.list.splice(at..at, new(titles));
                    }
                    Action::Remove(at) if len > 0 => {
                        let at = at as usize % len;
                        state.choose_rows(&rows);
                        rows.changes.borrow_mut().push(RowChange::Removed(at));
                        rows.list.remove(at);
                    }
                    Action::Change(at, number, done) if len > 0 => {
                        let at = at as usize % len;
                        rows.list[at] = (title(number), done);
                        rows.changes.borrow_mut().push(RowChange::Changed(at));
                    }
                    Action::Filter(number) => state.filter = ["", "احمد", "قاهرة", "x"][number as usize % 4].into(),
                    _ => prop_assert!(state.choose_rows(&rows)),
                }
                rows.touched += 1;
                if rows.touched % 3 == 0 {
                    state.choose_rows(&rows);
                    let folder = Normalizer::new(Normalization::SEARCH);
                    let wanted = folder.fold_str(&state.filter);
                    let walked: Vec<usize> =
                        (0..rows.count()).filter(|at| folder.fold_str(&rows.list[*at].0).contains(&wanted)).collect();
                    prop_assert_eq!(lines(&rows, &state), walked);
                    prop_assert_eq!(state.done, rows.list.iter().filter(|(_, done)| *done).count());
                }
            }
        }
    }

    #[test]
    fn a_frame_asks_for_no_more_rows_of_a_hundred_thousand_than_of_ten() {
        let asked_by = |count: usize| {
            let mut rows = Rows { list: (0..count).map(|n| (title(n as u8), false)).collect(), ..Rows::default() };
            let mut state = DocumentsState::default();
            let mut frames = 0;
            while !state.choose_rows(&rows) {
                frames += 1;
            }
            assert!(frames <= count / MAX_ROWS_NOTED, "{frames} frames for {count} rows");
            rows.asked.set(0);
            // Nothing happens, a row changes, a row comes at the end, one goes.
            for change in [None, Some(RowChange::Changed(7)), Some(RowChange::Removed(3))] {
                rows.touched += 1;
                rows.changes.borrow_mut().extend(change);
                if let Some(RowChange::Removed(at)) = change {
                    rows.list.remove(at);
                    rows.list.push((title(1), true));
                }
                assert!(state.choose_rows(&rows));
            }
            rows.asked.get()
        };
        assert_eq!(asked_by(100_000), asked_by(10));
        assert_eq!(asked_by(10), 2);
    }

    #[test]
    fn a_new_filter_is_asked_of_a_bounded_number_of_rows_a_frame() {
        let rows = Rows { list: (0..120_000).map(|n| (title(n as u8), false)).collect(), ..Rows::default() };
        let mut state = DocumentsState::default();
        while !state.choose_rows(&rows) {}
        state.filter = "تونس".into();
        let mut shown = Vec::new();
        while !state.choose_rows(&rows) {
            shown.push(state.chosen.rows.len());
        }
        assert_eq!(shown, [MAX_ROWS_ASKED / 4, MAX_ROWS_ASKED / 2]);
        assert_eq!(state.chosen.rows.len(), 30_000);
    }
}
