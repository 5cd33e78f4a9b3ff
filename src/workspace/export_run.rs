//! An export from its documents to its files: what the filter leaves out, what has to be known of all documents before the first
//! is written, and the writing, one document after the other.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::error::WorkspaceError;
use super::export::{ExportRequest, Ids};
use super::filter::{FilteredOut, Filtering};
use super::open;
use super::split::{Sorter, Split};
use super::training::{self, DatasetSummary, Members, PartSink};
use crate::analysis::clitics::{Moved, moves, with_moves};
use crate::arabic::clitics::{CliticPolicy, Lexicon};
use crate::formats::{
    self, ExportSink, ExportTooLarge, Format, Loss, LossDetail, LossKind, LossReport, MAX_QUOTED_BYTES, Stopped, Survey,
};
use crate::model::{AnnotatedDocument, Annotator, DocumentId, DocumentState};

/// What the documents of an export are read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Something has to be known of all before the first is written.
    Looking,
    Writing,
}

/// Where the documents of an export come from. None is held longer than it takes to write it, so that some are asked for again.
pub trait ExportSource {
    /// How many there are, those that cannot be read among them.
    fn count(&self) -> usize;

    /// The folders between what a person named and the file of a document.
    fn below(&self, n: usize) -> &Path {
        let _ = n;
        Path::new("")
    }

    /// Hands on the documents at these places, which ascend. One that cannot be read is passed over, which whoever gives the
    /// documents tells by himself. `false` where `take` wants no more.
    ///
    /// # Errors
    /// What ends the export: it was cancelled, or `take` says so.
    fn each(&mut self, places: &[usize], step: Step, take: Take<'_>) -> Result<bool, WorkspaceError>;
}

/// Where a document of an export comes from.
pub struct Origin<'a> {
    /// Its place among all.
    pub n: usize,
    /// The folders between what a person named and its file.
    pub below: &'a Path,
    /// These folders and the name of its file, or what it is called where it has none yet.
    pub path: PathBuf,
}

/// Takes a document. `false` where no more are wanted.
pub type Take<'a> = &'a mut dyn FnMut(&Origin<'_>, AnnotatedDocument) -> Result<bool, WorkspaceError>;

/// What is worth saying of an export that was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportOutcome {
    /// How many documents were written.
    pub documents: usize,
    /// How many of them are in each state, in the order of [`DocumentState::ALL`].
    pub states: [usize; DocumentState::ALL.len()],
    /// How many of them have no annotation.
    pub bare: usize,
    /// Annotations of all, whatever the format carries of them.
    pub annotations: usize,
    /// Whose they are and who annotated in them.
    pub annotators: BTreeSet<Annotator>,
    pub filtered_out: FilteredOut,
}

impl ExportOutcome {
    fn see(&mut self, document: &AnnotatedDocument) {
        self.documents += 1;
        let states = DocumentState::ALL.iter().zip(&mut self.states);
        states.filter(|(state, _)| **state == document.state).for_each(|(_, count)| *count += 1);
        self.bare += usize::from(document.annotations.is_empty());
        self.annotations += document.annotations.len();
        // Those of one maker mostly stand beside each other.
        let mut last = None;
        let makers = document.annotations.iter().map(|annotation| &annotation.record.annotator);
        for maker in std::iter::once(&document.annotator).chain(makers) {
            if last != Some(maker) && !self.annotators.contains(maker) {
                self.annotators.insert(maker.clone());
            }
            last = Some(maker);
        }
    }
}

/// Told of each span that is written otherwise than it stands in its document: the document's place among all, itself, the span.
pub type OnMoved<'a> = dyn FnMut(usize, &AnnotatedDocument, &Moved) + 'a;

/// Writes documents as a dataset. Where `out` stops, it knows why.
///
/// # Errors
/// Where there is no such format, the filter asks for what nothing has, or the texts that are repeated are too much.
pub fn run(
    source: &mut dyn ExportSource,
    request: &ExportRequest,
    out: &mut dyn ExportSink,
    moved: &mut OnMoved<'_>,
) -> Result<ExportOutcome, WorkspaceError> {
    let no_format = || WorkspaceError::NoFormat(request.format.clone());
    let format = formats::by_name(&request.format).ok_or_else(no_format)?;
    let mut filtering = Filtering::new(&request.filter);
    let members = (0..source.count()).filter(|n| filtering.takes_place(source.below(*n))).collect();
    let mut plan = Plan { members, sorter: request.split.as_ref().map(Split::sorter), ..Plan::default() };
    plan.look(source, request, format, &mut filtering)?;
    let options = request.options(&plan.vocabulary, Some(&plan.survey));
    let place = format.layout().filter(|_| request.is_training_set());
    let mut summary = place.map(|_| DatasetSummary::new(request, format.info(), &plan.survey));
    let mut outcome = ExportOutcome::default();
    let mut again = Filtering::new(&request.filter);
    // All were seen already: what is wrong with the filter is said before anything that comes of it.
    let mut first = Some(filtering);
    if let Some(filtering) = first.take_if(|_| plan.has_looked) {
        outcome.filtered_out = filtering.finish()?;
    }
    let filter = first.as_mut().unwrap_or(&mut again);
    let (mut quoted, mut ids) = (0, Ids::default());
    for members in Members::of(request, plan.sorter, plan.members)? {
        let mut writer = format.writer(options).ok_or_else(no_format)?;
        let mut sink = PartSink::new(out, place.map(|layout| (members.name(), layout)));
        let mut part = members.summary();
        let all = source.each(&members.documents, Step::Writing, &mut |origin, document| {
            let Some(document) = filter.take(document, &origin.path) else { return Ok(true) };
            outcome.see(&document);
            let (mut document, had) = ids.own(document, origin.below);
            if let Some(had) = had {
                sink.loss(renamed(&document, &had));
            }
            if let Some(policy @ (CliticPolicy::Include | CliticPolicy::Exclude)) = request.clitics {
                let moves = moves(&document, policy, false, &plan.vocabulary);
                moves.iter().for_each(|one| moved(origin.n, &document, one));
                document = with_moves(&document, &moves);
            }
            quoted += document.quoted_bytes();
            if format.info().repeats_texts && quoted > MAX_QUOTED_BYTES {
                return Err(ExportTooLarge { format: format.name(), len: quoted }.into());
            }
            if writer.write(&document, &mut sink).is_err() {
                return Ok(false);
            }
            summary.iter_mut().for_each(|summary| summary.see(&mut part, &document));
            Ok(true)
        })?;
        if !all {
            return Ok(outcome);
        }
        if writer.finish(&mut sink).is_err() {
            return Ok(outcome);
        }
        if let Some(summary) = &mut summary {
            summary.take(part, sink.finish());
        }
    }
    if let Some(filtering) = first {
        outcome.filtered_out = filtering.finish()?;
    }
    if let Some(mut summary) = summary {
        summary.filtered_out = outcome.filtered_out;
        // A sink that stops here knows why as well.
        let _ = training::write_beside(&summary, out);
    }
    Ok(outcome)
}

/// That a document is written under another id.
fn renamed(document: &AnnotatedDocument, had: &DocumentId) -> Loss {
    let now = document.document.id().to_string();
    let what = LossDetail::DocumentId { from: had.to_string(), to: now.clone() };
    Loss { document: now, id: None, kind: LossKind::Renamed, what }
}

/// What is known of all documents before the first is written.
#[derive(Default)]
struct Plan<'a> {
    /// The places of those that are written.
    members: Vec<usize>,
    /// The words of all, which the clitic rules know.
    vocabulary: Lexicon,
    /// What the dataset has to say of all of them: parts of one corpus have one survey, so that a label has one number in all.
    survey: Survey,
    has_looked: bool,
    /// Where the dataset is parted.
    sorter: Option<Sorter<'a>>,
}

impl Plan<'_> {
    /// Goes through the documents where something has to be known of all of them.
    fn look(
        &mut self,
        source: &mut dyn ExportSource,
        request: &ExportRequest,
        format: &dyn Format,
        filtering: &mut Filtering<'_>,
    ) -> Result<(), WorkspaceError> {
        let survey = format.survey(&request.options(&self.vocabulary, None));
        if request.clitics.is_none() && survey.is_none() && self.sorter.is_none() {
            return Ok(());
        }
        self.has_looked = true;
        let mut kept = Vec::new();
        let members = std::mem::take(&mut self.members);
        source.each(&members, Step::Looking, &mut |origin, document| {
            let Some(document) = filtering.take(document, &origin.path) else { return Ok(true) };
            kept.push(origin.n);
            self.sorter.iter_mut().for_each(|sorter| sorter.see(origin.n, &document));
            match (request.clitics, survey) {
                (Some(_), _) => self.vocabulary.add_text(document.text()),
                (None, Some(look)) => look(&document, &request.options(&self.vocabulary, None), &mut self.survey),
                (None, None) => {}
            }
            Ok(true)
        })?;
        self.members = kept;
        // Where clitics are tokens, what hangs on tokens is known once all words are.
        let options = request.options(&self.vocabulary, None);
        if let (Some(_), Some(look)) = (request.clitics, format.survey(&options)) {
            let mut again = Filtering::new(&request.filter);
            source.each(&self.members, Step::Looking, &mut |origin, document| {
                if let Some(document) = again.take(document, &origin.path) {
                    look(&document, &options, &mut self.survey);
                }
                Ok(true)
            })?;
        }
        Ok(())
    }
}

/// What writing documents as a dataset would lose; nothing is written. `go_on` is asked now and then.
///
/// # Errors
/// As [`run`], and [`WorkspaceError::Cancelled`] where `go_on` says no.
pub fn losses(
    source: &mut dyn ExportSource,
    request: &ExportRequest,
    go_on: &dyn Fn() -> bool,
) -> Result<(LossReport, ExportOutcome), WorkspaceError> {
    struct Losses<'a> {
        report: LossReport,
        go_on: &'a dyn Fn() -> bool,
    }

    impl ExportSink for Losses<'_> {
        fn file(&mut self, _: &Path) -> Result<(), Stopped> {
            if (self.go_on)() { Ok(()) } else { Err(Stopped) }
        }

        fn bytes(&mut self, _: &[u8]) -> Result<(), Stopped> {
            if (self.go_on)() { Ok(()) } else { Err(Stopped) }
        }

        // Nobody looks at the bytes.
        fn put_aside(&mut self, _: usize, _: &[u8]) -> Result<(), Stopped> {
            if (self.go_on)() { Ok(()) } else { Err(Stopped) }
        }

        fn take_back(&mut self, _: usize, _: &mut [u8]) -> Result<usize, Stopped> {
            Ok(0)
        }

        fn loss(&mut self, loss: Loss) {
            self.report.take(loss);
        }
    }

    let mut losses = Losses { report: LossReport::default(), go_on };
    let outcome = run(source, request, &mut losses, &mut |_, _, _| ())?;
    if go_on() { Ok((losses.report, outcome)) } else { Err(WorkspaceError::Cancelled) }
}

/// A document that a window exports.
#[derive(Debug)]
pub enum Listed {
    /// As it stands in the window.
    Open(Box<AnnotatedDocument>),
    /// In its file, which is read when it is asked for.
    File(PathBuf),
}

/// Documents of a list with the folders between what a person opened and their files, and who asks whether to go on and is told how
/// far it is.
pub struct ListedDocuments<'a> {
    pub documents: &'a [(Listed, PathBuf)],
    /// Told how many were written of how many; `false` where no more are wanted.
    pub go_on: &'a dyn Fn(Step, usize) -> bool,
}

impl ExportSource for ListedDocuments<'_> {
    fn count(&self) -> usize {
        self.documents.len()
    }

    fn below(&self, n: usize) -> &Path {
        &self.documents[n].1
    }

    /// A file that cannot be read ends it: the dataset would lack the document, and nobody in a window reads a list of warnings.
    fn each(&mut self, places: &[usize], step: Step, take: Take<'_>) -> Result<bool, WorkspaceError> {
        for n in places.iter().copied() {
            if !(self.go_on)(step, n) {
                return Err(WorkspaceError::Cancelled);
            }
            let Some((listed, below)) = self.documents.get(n) else { continue };
            let (document, name) = match listed {
                Listed::Open(document) => ((**document).clone(), formats::file_name(document.document.title()).into()),
                Listed::File(path) => (open::read(path)?.0, path.file_name().unwrap_or_default().to_owned()),
            };
            if !take(&Origin { n, below, path: below.join(name) }, document)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
