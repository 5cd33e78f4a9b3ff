//! Statistics over the documents of a project, a folder or a filter: read one after the other by several threads, each of which
//! counts for itself, and put together at the end. No more than a document for each thread is held.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use jiff::tz::TimeZone;

use super::error::WorkspaceError;
use super::filter::Filtering;
use super::import::ImportRequest;
use super::inputs::{self, InputFile};
use super::{ExportFilter, FilteredOut, OpenWarning, open};
use crate::analysis::statistics::tables::Table;
use crate::analysis::statistics::{KnownStrings, Statistics, Unlabelled, Wanted};
use crate::formats::csv_row;
use crate::model::AnnotatedDocument;
use crate::store;

/// A file read more than once is read by so many threads at most: what they wait for is mostly the processor.
const MAX_THREADS: usize = 8;

/// Documents that cannot be read and are named one by one.
const MAX_FAILED: usize = 1_000;

/// Where a document comes from.
#[derive(Debug)]
pub enum Source {
    /// As it is open, whatever its file holds.
    Open(Box<AnnotatedDocument>),
    File(PathBuf),
}

/// A document to be counted, under what it is called in tables.
#[derive(Debug)]
pub struct Counted {
    pub source: Source,
    pub place: String,
    /// The folders between what was named and its file.
    pub below: PathBuf,
}

/// What is to be counted, and of which documents.
#[derive(Clone, Debug)]
pub struct StatisticsRequest {
    pub wanted: Wanted,
    /// Whether it is looked for strings that bear a label somewhere and none elsewhere: all documents are read once more.
    pub unlabelled: bool,
    pub filter: ExportFilter,
    /// How files of other formats are read.
    pub import: ImportRequest,
}

/// What was counted.
#[derive(Debug)]
pub struct StatisticsReport {
    pub statistics: Statistics,
    pub unlabelled: Option<Unlabelled>,
    /// Documents that could not be read, a thousand of them at most, by number; and how many there are.
    pub failed: Vec<(usize, WorkspaceError)>,
    pub failed_count: usize,
    /// What is worth knowing of files that could be read, by the number of the document.
    pub warnings: Vec<(usize, OpenWarning)>,
    pub filtered_out: FilteredOut,
}

/// The documents among files that were found, called by their places below what was named.
pub fn of_files(files: &[InputFile], named: &[PathBuf]) -> Vec<Counted> {
    let places = inputs::places_below(files, named);
    let counted = files.iter().zip(places).map(|(file, place)| Counted {
        source: Source::File(file.path.clone()),
        place: place.join(file.path.file_name().unwrap_or_default()).display().to_string(),
        below: place,
    });
    counted.collect()
}

/// Counts documents; days are those of the clock on the wall. `go_on` is told how many are done, of how many.
///
/// # Errors
/// [`WorkspaceError::Cancelled`] where `go_on` says no, and where the filter asks for what nothing has.
pub fn count(
    documents: &[Counted],
    request: &StatisticsRequest,
    go_on: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Result<StatisticsReport, WorkspaceError> {
    let passes = if request.unlabelled { 2 } else { 1 };
    let all = documents.len() * passes;
    let empty = Statistics::new(request.wanted, TimeZone::system());
    let parts = each(
        documents,
        request,
        &|done| go_on(done, all),
        || empty.another(),
        |statistics, number, place, document| {
            statistics.add(number, place, document);
        },
    )?;
    let mut report = StatisticsReport {
        statistics: empty,
        unlabelled: None,
        failed: Vec::new(),
        failed_count: 0,
        warnings: Vec::new(),
        filtered_out: FilteredOut::default(),
    };
    let mut seen = Filtering::new(&request.filter);
    for part in parts {
        report.statistics.merge(part.counted);
        report.failed_count += part.failed_count;
        report.failed.extend(part.failed);
        report.warnings.extend(part.warnings);
        seen.merge(part.filtering);
    }
    report.failed.sort_by_key(|(number, _)| *number);
    report.failed.truncate(MAX_FAILED);
    report.warnings.sort_by_key(|(number, _)| *number);
    report.filtered_out = seen.finish()?;
    if request.unlabelled {
        let known: KnownStrings = report.statistics.vocabulary.strings();
        let done_before = documents.len();
        let told = |done| go_on(done_before + done, all);
        let parts = each(documents, request, &told, Unlabelled::default, |unlabelled, number, _, document| {
            unlabelled.add(&known, number, document);
        })?;
        let mut unlabelled = Unlabelled::default();
        parts.into_iter().for_each(|part| unlabelled.merge(part.counted));
        report.unlabelled = Some(unlabelled);
    }
    Ok(report)
}

/// What one thread has counted.
struct Part<'a, T> {
    counted: T,
    filtering: Filtering<'a>,
    failed: Vec<(usize, WorkspaceError)>,
    failed_count: usize,
    warnings: Vec<(usize, OpenWarning)>,
}

fn each<'a, T: Send>(
    documents: &[Counted],
    request: &'a StatisticsRequest,
    go_on: &(dyn Fn(usize) -> bool + Sync),
    begin: impl Fn() -> T + Sync,
    add: impl Fn(&mut T, u32, &str, &AnnotatedDocument) + Sync,
) -> Result<Vec<Part<'a, T>>, WorkspaceError> {
    let (next, cancelled) = (AtomicUsize::new(0), AtomicBool::new(false));
    let parts = Mutex::new(Vec::new());
    let work = || {
        let filtering = Filtering::new(&request.filter);
        let mut part = Part { counted: begin(), filtering, failed: Vec::new(), failed_count: 0, warnings: Vec::new() };
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(one) = documents.get(number) else { break };
            if cancelled.load(Ordering::Relaxed) || !go_on(number) {
                cancelled.store(true, Ordering::Relaxed);
                break;
            }
            if !part.filtering.takes_place(&one.below) {
                continue;
            }
            let document = match &one.source {
                Source::Open(document) => Ok(((**document).clone(), Vec::new())),
                Source::File(path) if open::is_document_name(path) || store::standard_input::is_meant(path) => {
                    open::read(path).map(|(document, _, warnings)| (document, warnings))
                }
                Source::File(path) => open::read_one(path, &request.import).map(|document| (document, Vec::new())),
            };
            match document {
                Ok((document, warnings)) => {
                    let room = MAX_FAILED.saturating_sub(part.warnings.len());
                    part.warnings.extend(warnings.into_iter().take(room).map(|warning| (number, warning)));
                    if let Some(document) = part.filtering.take(document, Path::new(&one.place)) {
                        add(&mut part.counted, number as u32, &one.place, &document);
                    }
                }
                Err(error) => {
                    part.failed_count += 1;
                    if part.failed.len() < MAX_FAILED {
                        part.failed.push((number, error));
                    }
                }
            }
        }
        parts.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(part);
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MAX_THREADS);
    thread::scope(|scope| {
        for _ in 1..threads.min(documents.len()) {
            // Where none can be started, this one does it all.
            let _ = thread::Builder::new().spawn_scoped(scope, work);
        }
        work();
    });
    match cancelled.into_inner() {
        true => Err(WorkspaceError::Cancelled),
        false => Ok(parts.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)),
    }
}

/// A table as CSV that spreadsheets take as UTF-8 and in which no cell is a formula.
pub fn csv_of(table: &Table) -> String {
    let mut csv = String::from("\u{feff}");
    csv_row(&mut csv, table.columns.iter().map(String::as_str));
    for row in &table.rows {
        let cells: Vec<String> = row.cells.iter().map(|cell| cell.text()).collect();
        csv_row(&mut csv, cells.iter().map(String::as_str));
    }
    csv
}
