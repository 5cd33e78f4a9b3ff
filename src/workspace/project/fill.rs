//! Documents come into a project: texts and datasets are read twice, first to check them and to gather their labels, then to write
//! the documents, a thousand at a time. What was written stays where the work is broken off, and the same call goes on from there.

use std::path::{Path, PathBuf};

use super::super::error::{OpenWarning, WorkspaceError};
use super::super::import::{format_for, text_format};
use super::super::import_batch::{Existing, ImportBatch};
use super::super::inputs::{InputFile, is_document, places_below};
use super::super::replace::Replacements;
use super::ProjectFolder;
use super::register::Linked;
use super::sources;
use crate::formats::{ImportOptions, SchemaBuilder};
use crate::model::{AnnotatedDocument, EntityId};
use crate::store;
use crate::store::project_sources::{ProjectSources, SourceRecord};

/// Documents that take their places together: a crash leaves all of them or none.
const CHUNK: usize = 1_000;

/// What came into a project.
#[derive(Debug, Default)]
pub struct FillReport {
    /// Documents that were written.
    pub documents: usize,
    pub annotations: usize,
    /// Documents that were there already, of the same text: they are as they were.
    pub there: usize,
    /// Lines that cannot be read and were left out.
    pub left_out: usize,
    pub warnings: Vec<(PathBuf, OpenWarning)>,
    /// Inputs that cannot be taken, where the others go on without them.
    pub failed: Vec<WorkspaceError>,
    /// Labels and relation types that the schema of the project has got.
    pub grown: bool,
}

/// Makes documents of the files that `arguments` stand for and puts them into the project, each in the inner folder that it has below
/// what was named ([`places_below`]). `go_on` is told what is done, how much of it and of how much.
///
/// # Errors
/// Where an input cannot be taken, unless the options say to go on without it; where the schema of the project is to stay and lacks
/// a label; where nothing can be written. What was written before stays. [`WorkspaceError::Cancelled`] where `go_on` says no.
pub fn fill(
    folder: &mut ProjectFolder,
    (files, arguments): (&[InputFile], &[PathBuf]),
    schema: SchemaBuilder,
    (options, from): (&ImportOptions, Option<&'static str>),
    go_on: &dyn Fn(FillStep, usize, usize) -> bool,
) -> Result<FillReport, WorkspaceError> {
    let _lock = folder.lock()?;
    let mut report = FillReport::default();
    let mut batch = ImportBatch::new(folder.documents(), schema).taking(Existing::KeepSameText);
    let mut taken: Vec<(&Path, usize)> = Vec::new();
    let mut adopted = Adopted::default();
    for (n, (file, below)) in files.iter().zip(places_below(files, arguments)).enumerate() {
        if from.is_none() && is_document(&file.path) {
            if !go_on(FillStep::Reading, n, files.len()) {
                return Err(WorkspaceError::Cancelled);
            }
            if let Err(error) = adopted.check(&file.path, folder.documents().join(below), &mut batch) {
                report.failed.push(error);
            }
            continue;
        }
        let before = batch.len();
        let step = |_: usize| go_on(FillStep::Reading, n, files.len());
        let added = format_for(&file.path, from).and_then(|found| found.map_or_else(text_format, Ok));
        match added.and_then(|format| batch.add(format, &file.path, &below, options, &step)) {
            Ok(warnings) => {
                report.warnings.extend(warnings.into_iter().map(|warning| (file.path.clone(), warning)));
                taken.push((&file.path, batch.len() - before));
            }
            Err(WorkspaceError::Cancelled) => return Err(WorkspaceError::Cancelled),
            Err(error) => report.failed.push(error),
        }
    }
    if !options.keep_going && !report.failed.is_empty() {
        let mut failed = std::mem::take(&mut report.failed);
        return Err(match failed.len() {
            1 => failed.remove(0),
            _ => WorkspaceError::Inputs(failed),
        });
    }
    (report.annotations, report.left_out, report.there) = (batch.annotations(), batch.left_out(), batch.there());
    let gathered = batch.whole_schema();
    report.grown = gathered != folder.project.schema;
    // The schema first: documents whose labels the project does not know are worse than a project that knows more labels.
    folder.change(|project| project.schema = gathered)?;
    folder.adopt_entries(&adopted.linked)?;
    (report.annotations, report.there) = (report.annotations + adopted.annotations, report.there + adopted.there);
    let all = batch.len() - batch.there() + adopted.files.len();
    let schema = folder.project.schema.clone();
    let written = std::cell::Cell::new(0);
    let step = |done: usize| go_on(FillStep::Writing, written.get() + done, all);
    batch.stage_in_chunks(CHUNK, &step, &mut |replacements| {
        let count = replacements.len();
        replacements.commit(0)?;
        written.set(written.get() + count);
        Ok(())
    })?;
    for chunk in adopted.files.chunks(CHUNK) {
        let mut replacements = Replacements::default();
        for (n, (path, place)) in chunk.iter().enumerate() {
            if !step(n) {
                return Err(WorkspaceError::Cancelled);
            }
            let (mut document, _) = store::load(path)?;
            document.schema = schema.clone();
            replacements.create(place, &document)?;
        }
        replacements.commit(0)?;
        written.set(written.get() + chunk.len());
    }
    report.documents = written.get();
    let mut known = ProjectSources::of(&folder.root);
    let records: Vec<SourceRecord> =
        taken.into_iter().filter_map(|(path, documents)| sources::record_of(path, documents)).collect();
    known.note(records);
    // A project that forgets where its texts were is worth more than none.
    let _ = known.write(&folder.root);
    Ok(report)
}

/// Documents of ours that are copied into a project with all that was done to them.
#[derive(Default)]
struct Adopted {
    /// Where each is and where it will be.
    files: Vec<(PathBuf, PathBuf)>,
    /// Those that are there already, with the same text.
    there: usize,
    annotations: usize,
    linked: Linked,
}

impl Adopted {
    fn check(&mut self, path: &Path, below: PathBuf, batch: &mut ImportBatch) -> Result<(), WorkspaceError> {
        let (document, stamp) = store::load(path)?;
        if store::journal::waiting(path, &document, stamp).is_some() {
            return Err(WorkspaceError::JournalWaiting { path: path.into() });
        }
        let place = below.join(path.file_name().unwrap_or_default());
        if store::is_taken(&place)? {
            let same = |there: AnnotatedDocument| there.document.digest() == document.document.digest();
            if !store::load(&place).is_ok_and(|(there, _)| same(there)) {
                return Err(WorkspaceError::OtherTextThere { path: place });
            }
            self.there += 1;
            return Ok(());
        }
        batch.take_document(path, &place, &document)?;
        let links: Vec<EntityId> = document.annotations.iter().filter_map(|a| a.entity.clone()).collect();
        if let (false, Some(root)) = (links.is_empty(), ProjectFolder::root_of(path)) {
            self.linked.entry(root).or_default().extend(links);
        }
        self.annotations += document.annotations.len();
        self.files.push((path.into(), place));
        Ok(())
    }
}

/// What filling is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FillStep {
    /// Inputs are checked.
    Reading,
    /// Documents are written.
    Writing,
}
