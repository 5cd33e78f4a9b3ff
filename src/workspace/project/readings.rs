//! Second readings: documents that are done, to be read again by the same person after weeks, without what was found the first time. Each
//! is a document of its own beside the first, so that the two can be compared.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::super::error::WorkspaceError;
use super::super::inputs;
use super::super::replace::Replacements;
use super::super::summaries;
use super::ProjectFolder;
use super::assign::{blank_for, turn};
use super::status::SetStatus;
use crate::model::{Annotator, DocumentState, Timestamp};
use crate::store::{self, Summary};

/// Which documents are read again.
#[derive(Clone, Debug)]
pub struct RereadPlan {
    pub annotator: Annotator,
    /// How many of a hundred of those that can be.
    pub percent: u32,
    /// Only documents that were not changed since.
    pub done_before: Timestamp,
    pub seed: u64,
}

impl ProjectFolder {
    /// Makes second readings of documents that are done: those of the annotator that are `wanted`, by their path below the documents, and were
    /// not read twice yet. Gives their places.
    ///
    /// # Errors
    /// Where a document cannot be read or written: then none is made.
    pub fn reread(
        &self,
        plan: &RereadPlan,
        wanted: &dyn Fn(&Path, &Summary) -> bool,
        go_on: &(dyn Fn(usize, usize) -> bool + Sync),
    ) -> Result<Vec<PathBuf>, WorkspaceError> {
        let _lock = self.lock()?;
        let again = self.reading_of(&plan.annotator, 2);
        let mut replacements = Replacements::default();
        let mut places = Vec::new();
        for (name, path) in self.to_reread(plan, wanted, go_on)? {
            let (document, _) = store::load(&path)?;
            let place = again.join(&name);
            replacements.create(&place, &blank_for(&document, &plan.annotator))?;
            places.push(place);
        }
        replacements.commit(0)?;
        places.sort();
        Ok(places)
    }

    /// How many second readings [`ProjectFolder::reread`] would make.
    ///
    /// # Errors
    /// Where a folder cannot be read.
    pub fn count_to_reread(
        &self,
        plan: &RereadPlan,
        wanted: &dyn Fn(&Path, &Summary) -> bool,
        go_on: &(dyn Fn(usize, usize) -> bool + Sync),
    ) -> Result<usize, WorkspaceError> {
        Ok(self.to_reread(plan, wanted, go_on)?.len())
    }

    /// The documents that are to be read again, each with its path below the documents.
    fn to_reread(
        &self,
        plan: &RereadPlan,
        wanted: &dyn Fn(&Path, &Summary) -> bool,
        go_on: &(dyn Fn(usize, usize) -> bool + Sync),
    ) -> Result<Vec<(String, PathBuf)>, WorkspaceError> {
        let own = self.reading_of(&plan.annotator, 1);
        let again = self.reading_of(&plan.annotator, 2);
        let mut candidates: Vec<(String, PathBuf)> = Vec::new();
        for folder in [self.documents(), own] {
            if !store::is_folder(&folder)? {
                continue;
            }
            let found = summaries::of_folder(&folder, go_on)?;
            if let Some(error) = found.failed.into_iter().next() {
                return Err(error);
            }
            for (path, summary) in found.documents {
                let old = summary.changed.is_none_or(|changed| changed <= plan.done_before);
                let Some(name) = store::name_in(&folder, &path) else { continue };
                // What nobody is said to have done is whoever's asks.
                let theirs = summary.annotator == plan.annotator || summary.annotator.as_str().is_empty();
                if summary.state == DocumentState::Done
                    && theirs
                    && old
                    && wanted(Path::new(&name), &summary)
                    && !store::is_taken(&again.join(&name))?
                {
                    candidates.push((name, path));
                }
            }
        }
        candidates.sort_by_cached_key(|(name, _)| turn(plan.seed, name));
        candidates.truncate((candidates.len() * plan.percent.min(100) as usize).div_ceil(100));
        Ok(candidates)
    }

    /// How far the sets beside the documents are, by their folder's name.
    ///
    /// # Errors
    /// Where a folder cannot be read.
    pub fn reading_status(
        &self,
        go_on: &(dyn Fn(usize, usize) -> bool + Sync),
    ) -> Result<BTreeMap<String, SetStatus>, WorkspaceError> {
        let mut all: BTreeMap<String, SetStatus> = BTreeMap::new();
        let folder = self.readings();
        if !store::is_folder(&folder)? {
            return Ok(all);
        }
        for (path, summary) in summaries::of_folder(&folder, go_on)?.documents {
            let name = path.strip_prefix(&folder).ok().and_then(|below| below.iter().next());
            let Some(name) = name.map(|name| name.to_string_lossy().into_owned()) else { continue };
            all.entry(name).or_default().see(&summary);
        }
        Ok(all)
    }

    /// The pages of the guidelines.
    pub fn guideline_files(&self) -> Vec<PathBuf> {
        let folder = self.root.join(GUIDELINES_FOLDER);
        let is_page = |path: &Path| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
        match folder.is_dir() {
            true => inputs::find(&[folder], is_page).files.into_iter().map(|file| file.path).collect(),
            false => Vec::new(),
        }
    }
}

/// The folder of the guidelines' pages, in the project's folder.
pub const GUIDELINES_FOLDER: &str = "guidelines";
