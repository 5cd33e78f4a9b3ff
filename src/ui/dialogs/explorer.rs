//! Statistics and explorer: the tables of the documents, two things counted against each other, charts, and what annotating took.
//! A row or a cell opens its places; every table is written as CSV.

mod charts;
mod names;
mod pivot;
mod table;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Context, Ui, vec2};

use self::charts::Chart;
use self::names::Names;
use self::pivot::PivotView;
use self::table::TableView;
use super::before_buttons;
use super::path::{PathStatus, path_status};
use super::path_field::PathField;
use crate::analysis::statistics::tables::{Table, TableKind};
use crate::analysis::statistics::{Dimension, Places, Wanted, effort_table};
use crate::model::{DocumentState, EffortRecord};
use crate::session::{CountedStatistics, Pending, Session, StatisticsSlot};
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::Localizer;
use crate::ui::modal::{Event, FileDialogPurpose, Flow, Modal, Request, UiContext};
use crate::ui::panels::choices_button;
use crate::ui::theme::{ROW, space};
use crate::ui::widgets::{
    BidiButton, BidiCheckbox, BidiLabel, Row, Tone, column_layout, dialog, mirrored, mirrored_end, row_layout, words,
};
use crate::workspace::statistics::csv_of;
use crate::workspace::{DocumentQuery, ExportFilter};

/// The tables in the order of the list at the side.
const TABLES: [TableKind; 12] = [
    TableKind::Labels,
    TableKind::Pivot,
    TableKind::Documents,
    TableKind::Annotators,
    TableKind::States,
    TableKind::Days,
    TableKind::Pace,
    TableKind::Lengths,
    TableKind::Vocabulary,
    TableKind::Ambiguity,
    TableKind::EffortLabels,
    TableKind::EffortDocuments,
];

/// Room for the list at the side, and the width of the whole, in points.
const SIDE: f32 = 190.0;
const WIDTH: f32 = 1100.0;
/// What stands around list and table: title, margins, buttons, in points.
const AROUND: f32 = 190.0;

/// What is looked at, kept while the window is open.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Looked {
    kind: TableKind,
    rows: Dimension,
    columns: Dimension,
    unlabelled: bool,
    /// Whether documents in each of the states count.
    states: [bool; DocumentState::ALL.len()],
    /// Whether all documents count, whatever the list is filtered by.
    all_of_list: bool,
}

impl Default for Looked {
    fn default() -> Self {
        Looked {
            kind: TableKind::Labels,
            rows: Dimension::Label,
            columns: Dimension::Document,
            unlabelled: false,
            states: [true; DocumentState::ALL.len()],
            all_of_list: false,
        }
    }
}

/// The dialog while it is open.
#[derive(Debug)]
pub struct ExplorerDialog {
    looked: Looked,
    table: TableView,
    pivot: PivotView,
    effort: Pending<Arc<[EffortRecord]>>,
    /// What the names of labels and documents are.
    names: Arc<Names>,
    /// Where a table is to be written, while that is asked.
    saving: Option<PathField>,
}

/// What was decided in a frame.
#[derive(Default)]
struct Decided {
    open: Option<(Places, String)>,
    show_document: Option<u32>,
    closed: bool,
}

fn remembered() -> egui::Id {
    egui::Id::unique("explorer")
}

impl ExplorerDialog {
    /// Begins with what was looked at last.
    pub fn open(ctx: &Context, session: &mut Session, words: &Localizer) -> Self {
        let looked = ctx.data(|data| data.get_temp::<Looked>(remembered())).unwrap_or_default();
        let names = Arc::new(Names::of(session, words));
        let mut explorer = ExplorerDialog {
            looked,
            table: TableView::default(),
            pivot: PivotView::default(),
            effort: session.effort_records(),
            names,
            saving: None,
        };
        explorer.count_missing(session);
        explorer
    }

    fn slot(&self) -> StatisticsSlot {
        if self.looked.kind == TableKind::Pivot { StatisticsSlot::Pivot } else { StatisticsSlot::Tables }
    }

    fn is_of_effort(&self) -> bool {
        matches!(self.looked.kind, TableKind::EffortLabels | TableKind::EffortDocuments)
    }

    fn wanted(&self) -> (Wanted, bool) {
        match self.slot() {
            StatisticsSlot::Pivot => {
                let pivot = Some((self.looked.rows, Some(self.looked.columns)));
                (Wanted { counts: true, pivot, ..Wanted::default() }, false)
            }
            StatisticsSlot::Tables => (Wanted::TABLES, self.looked.unlabelled),
        }
    }

    /// Counts what is looked at, where it was not counted yet.
    fn count_missing(&mut self, session: &mut Session) {
        let (wanted, unlabelled) = self.wanted();
        let filter = self.filter(session);
        let has = |counted: &CountedStatistics| {
            counted.wanted == wanted && counted.unlabelled >= unlabelled && counted.filter == filter
        };
        if !self.is_of_effort() && !session.statistics(self.slot()).is_some_and(has) {
            self.count(session);
        }
    }

    fn count(&self, session: &mut Session) {
        let (wanted, unlabelled) = self.wanted();
        session.count_statistics(self.slot(), wanted, unlabelled, self.filter(session));
    }

    /// What is counted: the documents that the list shows, in the states that were chosen.
    fn filter(&self, session: &Session) -> ExportFilter {
        let all = self.looked.states.iter().all(|taken| *taken);
        let states = DocumentState::ALL.into_iter().zip(self.looked.states).filter(|(_, taken)| *taken && !all);
        let query = if self.looked.all_of_list { DocumentQuery::default() } else { session.list().query().clone() };
        ExportFilter { states: states.map(|(state, _)| state).collect(), query, ..ExportFilter::default() }
    }

    /// Documents in which states count.
    fn choose_states(&mut self, ui: &mut Ui, words: &Localizer) -> bool {
        let before = self.looked.states;
        let taken = before.iter().filter(|taken| **taken).count();
        let name = match taken == before.len() {
            true => words.get("explorer-all-states"),
            false => words.format("explorer-some-states", &[("n", taken.into()), ("total", before.len().into())]),
        };
        choices_button(ui, &name, &name, |ui| {
            for (state, taken) in DocumentState::ALL.into_iter().zip(&mut self.looked.states) {
                ui.add(BidiCheckbox::new(taken, &state.localized(words)));
            }
        });
        // Without any there is nothing to count.
        if self.looked.states == [false; DocumentState::ALL.len()] {
            self.looked.states = before;
        }
        self.looked.states != before
    }

    /// The table of effort that is looked at.
    fn effort_shown(&self) -> Option<Table> {
        let records = self.effort.get().filter(|_| self.is_of_effort())?;
        Some(effort_table(records, self.looked.kind))
    }

    fn draw(&mut self, cx: &mut UiContext<'_>) -> Decided {
        let words = words(&cx.ctx);
        let mut decided = Decided::default();
        let title = words.get("explorer-title");
        let (_, close) = dialog(&cx.ctx.clone(), "explorer", &title, WIDTH, |ui| {
            let height = (cx.ctx.content_rect().height() - AROUND).max(8.0 * ROW);
            let layout = row_layout(ui.ctx()).with_cross_align(egui::Align::Min);
            ui.allocate_ui_with_layout(vec2(ui.available_width(), height), layout, |ui| {
                ui.set_min_height(height);
                ui.allocate_ui_with_layout(vec2(SIDE, height), column_layout(ui.ctx()), |ui| {
                    ui.set_min_width(SIDE);
                    self.side(ui, cx, &words);
                });
                ui.add_space(space::M);
                let rest = vec2(ui.available_width(), height);
                ui.allocate_ui_with_layout(rest, column_layout(ui.ctx()), |ui| {
                    ui.set_min_width(rest.x);
                    self.head(ui, cx, &words);
                    self.body(ui, cx, &words, &mut decided);
                });
            });
            before_buttons(ui);
            self.foot(ui, cx, &words, &mut decided);
        });
        decided.closed |= close;
        decided
    }

    fn side(&mut self, ui: &mut Ui, cx: &mut UiContext<'_>, words: &Localizer) {
        ui.spacing_mut().item_spacing.y = 0.0;
        for kind in TABLES {
            // A number of documents is another message.
            let part = if kind == TableKind::Documents { "-table" } else { "" };
            let name = words.get(&format!("explorer-{}{part}", kind.name()));
            if ui.add(Row::new(&name).selected(kind == self.looked.kind)).clicked() && kind != self.looked.kind {
                self.looked.kind = kind;
                self.table = TableView::default();
                self.saving = None;
                self.count_missing(cx.session);
            }
        }
    }

    /// How far it is, how old, and what may be chosen.
    fn head(&mut self, ui: &mut Ui, cx: &mut UiContext<'_>, words: &Localizer) {
        let slot = self.slot();
        if self.is_of_effort() {
            let word = if cx.settings.measure_effort { "explorer-effort-local" } else { "explorer-effort-off" };
            ui.add(BidiLabel::new(&words.get(word)).small().weak().wrap());
            return;
        }
        if slot == StatisticsSlot::Pivot
            && self.pivot.choose(ui, &mut self.looked.rows, &mut self.looked.columns, words)
        {
            self.count_missing(cx.session);
        }
        if self.looked.kind == TableKind::Ambiguity {
            let name = words.get("explorer-unlabelled");
            if ui.add(BidiCheckbox::new(&mut self.looked.unlabelled, &name)).changed() {
                self.count_missing(cx.session);
            }
        }
        mirrored(ui, |ui| {
            if !cx.session.list().query().is_empty() {
                let mut of_list = !self.looked.all_of_list;
                if ui.add(BidiCheckbox::new(&mut of_list, &words.get("explorer-of-list"))).changed() {
                    self.looked.all_of_list = !of_list;
                    self.count_missing(cx.session);
                }
            }
            if self.choose_states(ui, words) {
                self.count_missing(cx.session);
            }
            if let Some((done, all)) = cx.session.statistics_progress(slot) {
                let far = words.format("explorer-counting", &[("n", done.into()), ("total", all.into())]);
                ui.add(BidiLabel::new(&far).weak().extend());
                if ui.add(BidiButton::quiet(&words.get("status-task-stop")).small()).clicked() {
                    cx.session.stop_statistics(slot);
                }
                ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
                return;
            }
            let again = words.get("explorer-again");
            if let Some(failure) = cx.session.statistics_failed() {
                ui.add(BidiLabel::new(&failure.localized(words)).tone(Tone::Danger).elide());
                return;
            }
            let Some(counted) = cx.session.statistics(slot) else {
                if ui.add(BidiButton::new(&again).small()).clicked() {
                    self.count(cx.session);
                }
                return;
            };
            let totals = counted.report.statistics.totals;
            let mut said = vec![
                words.format("explorer-documents", &[("n", totals.documents.into())]),
                words.format("explorer-annotations", &[("n", totals.annotations.into())]),
            ];
            if counted.report.failed_count > 0 {
                said.push(words.format("seek-unread", &[("n", counted.report.failed_count.into())]));
            }
            ui.add(BidiLabel::new(&said.join(" · ")).weak().extend());
            let is_old = cx.session.is_outdated(counted);
            if is_old {
                ui.add(BidiLabel::new(&words.get("explorer-outdated")).tone(Tone::Warning).extend());
            }
            if ui.add(BidiButton::quiet(&again).small()).clicked() {
                self.count(cx.session);
            }
        });
    }

    fn body(&mut self, ui: &mut Ui, cx: &mut UiContext<'_>, words: &Localizer, decided: &mut Decided) {
        if self.is_of_effort() {
            if let Some(records) = self.effort.get().cloned() {
                let (kind, source) = (self.looked.kind, records.as_ptr() as usize);
                self.table.prepare(cx.session, kind, source, move || (effort_table(&records, kind), Chart::None));
            }
            // A row of effort has no places.
            self.table.show(ui, words, &self.names);
            return;
        }
        let Some(counted) = cx.session.statistics(self.slot()).cloned() else { return };
        if self.slot() == StatisticsSlot::Pivot {
            decided.open = self.pivot.show(ui, cx, &counted, &self.names, words);
            return;
        }
        let (kind, report) = (self.looked.kind, counted.report.clone());
        self.table.prepare(cx.session, kind, Arc::as_ptr(&report) as usize, move || {
            (report.statistics.table(kind, report.unlabelled.as_ref()), Chart::of(&report.statistics, kind))
        });
        if let Some(row) = self.table.show(ui, words, &self.names) {
            match row.document {
                Some(document) => decided.show_document = Some(document),
                None if row.places.total > 0 => {
                    // Strings are called by themselves, and not by the label before them.
                    let named = usize::from(kind == TableKind::Vocabulary);
                    let name = row.cells.get(named).map(|cell| cell.text()).unwrap_or_default();
                    decided.open = Some((row.places.clone(), name));
                }
                None => {}
            }
        }
    }

    /// The place of a table that is to be written, and the buttons that end the dialog.
    fn foot(&mut self, ui: &mut Ui, cx: &mut UiContext<'_>, words: &Localizer, decided: &mut Decided) {
        let mut save = None;
        if let Some(field) = &mut self.saving {
            let (typed, browse) = field.show(ui, &words.get("dialog-save-path-hint"), &path_status);
            if browse {
                cx.request(Request::AskPath(FileDialogPurpose::Export { folder: false }));
            }
            let possible = matches!(field.standing(), Some(PathStatus::Nothing | PathStatus::File));
            let write = words.get("action-save");
            let pressed = mirrored_end(ui, |ui| ui.add_enabled(possible, BidiButton::primary(&write)).clicked()).inner;
            if possible && (pressed || typed.submitted) {
                save = Some(field.path());
            }
        }
        if let Some(path) = save {
            self.save(cx.session, path);
            self.saving = None;
        }
        mirrored(ui, |ui| {
            let csv = words.get("explorer-save");
            if ui.add_enabled(self.saving.is_none(), BidiButton::new(&csv)).clicked() {
                let opened = cx.session.opened_roots().first().cloned().unwrap_or_default();
                // A file that was opened by itself lies in the folder that is meant.
                let folder = if opened.extension().is_some() { opened.parent() } else { Some(&*opened) };
                let folder = folder.map(Path::to_path_buf).unwrap_or_default();
                let place = folder.join(format!("{}.csv", self.looked.kind.name()));
                self.saving = Some(PathField::new(place.display().to_string()));
            }
            mirrored_end(ui, |ui| {
                decided.closed |= ui.add(BidiButton::new(&words.get("action-close"))).clicked();
            });
        });
    }

    /// Writes the table as it is counted, off the frame.
    fn save(&self, session: &mut Session, path: PathBuf) {
        if let Some(table) = self.effort_shown() {
            session.save_table(move || csv_of(&table), path);
        } else if let Some(counted) = session.statistics(self.slot()).cloned() {
            let kind = self.looked.kind;
            let made = move || csv_of(&counted.report.statistics.table(kind, counted.report.unlabelled.as_ref()));
            session.save_table(made, path);
        }
    }
}

impl Modal for ExplorerDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let decided = self.draw(cx);
        cx.ctx.data_mut(|data| data.insert_temp(remembered(), self.looked));
        let entries = cx.session.statistics(self.slot()).map(|counted| counted.entries.clone());
        if let (Some((places, name)), Some(entries)) = (decided.open, &entries) {
            let query = Session::places_query(places.first(), places.more(), entries);
            cx.request(Request::ShowPlaces(name, query));
            return Flow::Close;
        }
        if let (Some(number), Some(entries)) = (decided.show_document, &entries)
            && let Some(entry) = entries.get(number as usize)
        {
            cx.session.show(*entry);
            return Flow::Close;
        }
        Flow::close_if(decided.closed)
    }

    fn event(&mut self, event: &Event<'_>, _: &mut UiContext<'_>) -> Flow {
        if let (Event::Picked(FileDialogPurpose::Export { .. }, path), Some(field)) = (event, &mut self.saving) {
            field.replace(path.display().to_string());
        }
        Flow::Open
    }
}
