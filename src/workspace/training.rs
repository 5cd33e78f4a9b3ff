//! What makes an export a training set: its parts, each in its place, and files beside them that say what is in them.

mod card;
mod croissant;
mod manifest;
mod summary;

use std::path::{Path, PathBuf};

pub(super) use self::summary::DatasetSummary;
use self::summary::{FileSummary, PartSummary};
use super::error::WorkspaceError;
use super::export::ExportRequest;
use super::split::{Part, Sorter};
use crate::formats::{ExportSink, Layout, Loss, LossReport, Stopped};
use crate::store::Stamper;

/// The name of the only part of a dataset that is not parted.
const WHOLE: &str = "data";

/// A part with the places of its documents among all of the export.
#[derive(Debug)]
pub(super) struct Members<'a> {
    /// `None` where the dataset is not parted.
    pub part: Option<&'a Part>,
    pub documents: Vec<usize>,
}

impl<'a> Members<'a> {
    /// All in one where nobody asked for parts.
    pub(super) fn of(
        request: &'a ExportRequest,
        sorter: Option<Sorter<'_>>,
        documents: Vec<usize>,
    ) -> Result<Vec<Self>, WorkspaceError> {
        let (Some(split), Some(sorter)) = (&request.split, sorter) else {
            return Ok(vec![Members { part: None, documents }]);
        };
        let parts = split.parts();
        let found = sorter.finish().map_err(|texts| WorkspaceError::TooFewTexts { texts, parts: parts.len() })?;
        Ok(parts.iter().zip(found).map(|(part, documents)| Members { part: Some(part), documents }).collect())
    }

    pub(super) fn name(&self) -> &'a str {
        self.part.map_or(WHOLE, |part| &part.name)
    }

    pub(super) fn summary(&self) -> PartSummary {
        PartSummary::new(self.name(), self.part.map(|part| part.share))
    }
}

/// Takes the files of a part: `PART/…` where the format makes a folder, `PART-00000.EXTENSION` and so on where large datasets are several
/// files, else `PART.EXTENSION`. Where no training set is made, they
/// go where they would.
pub(super) struct PartSink<'a> {
    out: &'a mut dyn ExportSink,
    place: Option<(&'a str, Layout)>,
    open: Option<(String, Stamper)>,
    files: Vec<FileSummary>,
    losses: LossReport,
}

impl<'a> PartSink<'a> {
    pub(super) fn new(out: &'a mut dyn ExportSink, place: Option<(&'a str, Layout)>) -> Self {
        PartSink { out, place, open: None, files: Vec::new(), losses: LossReport::default() }
    }

    fn close(&mut self) {
        if let Some((path, stamper)) = self.open.take() {
            self.files.push(FileSummary { path, stamp: stamper.stamp() });
        }
    }

    /// What was written, and what of it was lost.
    pub(super) fn finish(mut self) -> (Vec<FileSummary>, LossReport) {
        self.close();
        (self.files, self.losses)
    }
}

impl ExportSink for PartSink<'_> {
    fn file(&mut self, path: &Path) -> Result<(), Stopped> {
        let Some((part, layout)) = self.place else { return self.out.file(path) };
        self.close();
        let place = match layout {
            Layout::Folder => Path::new(part).join(path),
            Layout::Shards => {
                let extension = path.extension().map(|extension| extension.to_string_lossy()).unwrap_or_default();
                PathBuf::from(format!("{part}-{:05}.{extension}", self.files.len()))
            }
            Layout::OneFile => {
                let extension = path.extension().map(|extension| extension.to_string_lossy());
                PathBuf::from(extension.map_or_else(|| part.to_owned(), |extension| format!("{part}.{extension}")))
            }
        };
        let name: Vec<_> = place.iter().map(|name| name.to_string_lossy()).collect();
        self.open = Some((name.join("/"), Stamper::default()));
        self.out.file(&place)
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), Stopped> {
        if let Some((_, stamper)) = &mut self.open {
            stamper.see(bytes);
        }
        self.out.bytes(bytes)
    }

    fn put_aside(&mut self, shelf: usize, bytes: &[u8]) -> Result<(), Stopped> {
        self.out.put_aside(shelf, bytes)
    }

    fn take_back(&mut self, shelf: usize, piece: &mut [u8]) -> Result<usize, Stopped> {
        self.out.take_back(shelf, piece)
    }

    fn loss(&mut self, loss: Loss) {
        if self.place.is_some() {
            self.losses.take(loss.clone());
        }
        self.out.loss(loss);
    }
}

/// Writes the files that say what is in the dataset.
pub(super) fn write_beside(summary: &DatasetSummary<'_>, out: &mut dyn ExportSink) -> Result<(), Stopped> {
    let mut files = vec![("manifest.json", manifest::of(summary))];
    if summary.request.card {
        files.push(("README.md", card::english(summary)));
        files.push(("README.ar.md", card::arabic(summary)));
    }
    if summary.request.croissant {
        files.push(("croissant.json", croissant::of(summary)));
    }
    for (name, text) in files {
        out.file(Path::new(name))?;
        out.bytes(text.as_bytes())?;
    }
    Ok(())
}
