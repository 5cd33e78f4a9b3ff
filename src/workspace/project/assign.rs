//! Work shared out: which documents of a project are whose, some of them several people's, so that their agreement can be measured.
//!
//! A document of one annotator stays where it is. One of several is done by each in a set of their own, in `readings/NAME`; the one in
//! `documents` waits for what is made of them.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::super::document_query::DocumentQuery;
use super::super::error::WorkspaceError;
use super::super::replace::Replacements;
use super::super::summaries;
use super::ProjectFolder;
use crate::formats;
use crate::model::{AnnotatedDocument, Annotation, AnnotationSet, Annotator, DocumentState, Provenance};
use crate::store::assignments_file::{ASSIGNMENTS_FILE, Assignments, assignments_to_ron, load_assignments};
use crate::store::{self, Expect};

/// How documents are shared out.
#[derive(Clone, Debug, PartialEq)]
pub struct SharePlan {
    /// Who, and how much in relation to the others.
    pub annotators: Vec<(Annotator, u32)>,
    /// How many of a hundred documents are done by several.
    pub overlap_percent: u32,
    /// How many do each of those.
    pub overlap_annotators: usize,
    /// The same seed shares the same documents out alike.
    pub seed: u64,
}

/// What was shared out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShareReport {
    /// Documents, words and how many of the documents others do as well, by annotator.
    pub annotators: BTreeMap<Annotator, AnnotatorShare>,
    /// Documents that were somebody's already and stayed so.
    pub given_before: usize,
}

/// What one annotator has got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnnotatorShare {
    pub documents: usize,
    pub words: usize,
    /// Of the documents, those that others do as well.
    pub overlapping: usize,
}

/// A document with its name and file, and who does it.
type GivenDocument = (String, PathBuf, Vec<Annotator>);

impl ProjectFolder {
    /// Who does which document.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn assignments(&self) -> Result<Assignments, WorkspaceError> {
        Ok(load_assignments(&self.root.join(ASSIGNMENTS_FILE))?.map(|(assignments, _)| assignments).unwrap_or_default())
    }

    /// A query that knows who does which document, where it asks that.
    ///
    /// # Errors
    /// Where the assignments cannot be read.
    pub fn knowing(&self, query: DocumentQuery) -> Result<DocumentQuery, WorkspaceError> {
        Ok(if query.asks_assigned() { query.knowing(Arc::new(self.assignments()?)) } else { query })
    }

    /// Where the set of an annotator is that stands beside the documents; `number` 2 and on for further readings.
    pub fn reading_of(&self, annotator: &Annotator, number: usize) -> PathBuf {
        let name = match number {
            0 | 1 => annotator.as_str().to_owned(),
            number => format!("{annotator} {number}"),
        };
        self.readings().join(formats::file_name(&name))
    }

    /// Shares out the documents that are nobody's yet, by their words. Documents of several annotators get a set for each of them, with
    /// what was imported and nothing that a person made.
    ///
    /// # Errors
    /// Where no annotator or one twice is named, a document cannot be read, or nothing can be written: then nothing is shared out.
    /// [`WorkspaceError::Cancelled`] where `go_on` says no.
    pub fn assign(
        &self,
        plan: &SharePlan,
        wanted: &dyn Fn(&Path, &store::Summary) -> bool,
        go_on: &(dyn Fn(usize, usize) -> bool + Sync),
    ) -> Result<ShareReport, WorkspaceError> {
        let _lock = self.lock()?;
        let (mut assignments, expect) = match load_assignments(&self.root.join(ASSIGNMENTS_FILE))? {
            Some((assignments, stamp)) => (assignments, Expect::Unchanged(stamp)),
            None => (Assignments::new(), Expect::Absent),
        };
        let (report, given) = self.plan_shares(plan, &assignments, wanted, go_on)?;
        let mut replacements = Replacements::default();
        for (n, (name, path, annotators)) in given.iter().enumerate() {
            if !go_on(n, given.len()) {
                return Err(WorkspaceError::Cancelled);
            }
            if annotators.len() > 1 {
                let (document, _) = store::load(path)?;
                for annotator in annotators {
                    let place = self.place_of(name, Some(annotator))?;
                    // A set that is there already is somebody's work.
                    if !store::is_taken(&place)? {
                        replacements.create(&place, &blank_for(&document, annotator))?;
                    }
                }
            }
            assignments.insert(name.clone(), annotators.clone());
        }
        replacements.put(&self.root.join(ASSIGNMENTS_FILE), assignments_to_ron(&assignments).as_bytes(), expect)?;
        replacements.commit(0)?;
        Ok(report)
    }

    /// Looks what [`ProjectFolder::assign`] would give to whom; nothing is written.
    ///
    /// # Errors
    /// As it.
    pub fn preview_shares(
        &self,
        plan: &SharePlan,
        wanted: &dyn Fn(&Path, &store::Summary) -> bool,
        go_on: &(dyn Fn(usize, usize) -> bool + Sync),
    ) -> Result<ShareReport, WorkspaceError> {
        Ok(self.plan_shares(plan, &self.assignments()?, wanted, go_on)?.0)
    }

    /// Who gets which of the documents that are nobody's.
    fn plan_shares(
        &self,
        plan: &SharePlan,
        assignments: &Assignments,
        wanted: &dyn Fn(&Path, &store::Summary) -> bool,
        go_on: &(dyn Fn(usize, usize) -> bool + Sync),
    ) -> Result<(ShareReport, Vec<GivenDocument>), WorkspaceError> {
        let mut found = summaries::of_folder(&self.documents(), go_on)?;
        if let Some(error) = found.failed.pop() {
            return Err(error);
        }
        let mut report = ShareReport::default();
        let mut free: Vec<(String, PathBuf, usize)> = Vec::new();
        for (path, summary) in found.documents {
            let Some(name) = self.name_of(&path) else { continue };
            match assignments.contains_key(&name) {
                true => report.given_before += 1,
                false if wanted(&path, &summary) => free.push((name, path, summary.words)),
                false => {}
            }
        }
        let shared = share_out(&free.iter().map(|(name, _, words)| (name.as_str(), *words)).collect::<Vec<_>>(), plan)?;
        let mut given = Vec::with_capacity(free.len());
        for ((name, path, words), annotators) in free.into_iter().zip(shared) {
            for annotator in &annotators {
                let share = report.annotators.entry(annotator.clone()).or_default();
                share.documents += 1;
                share.words += words;
                share.overlapping += usize::from(annotators.len() > 1);
            }
            given.push((name, path, annotators));
        }
        Ok((report, given))
    }

    /// The path of a document below `documents`, with `/` between folders; `None` where it does not lie there or is not Unicode.
    pub fn name_of(&self, path: &Path) -> Option<String> {
        store::name_in(&self.documents(), path)
    }
}

/// A document to be read by somebody who sees nothing of what others made of it: what was imported stays.
pub(super) fn blank_for(document: &AnnotatedDocument, annotator: &Annotator) -> AnnotatedDocument {
    let imported = |annotation: &&std::sync::Arc<Annotation>| {
        matches!(annotation.record.provenance, Provenance::Imported { .. }) && annotation.record.given_time().is_some()
    };
    let mut blank = document.clone();
    blank.annotations = AnnotationSet::from_shared(document.annotations.iter().filter(imported).cloned().collect());
    let annotations = &blank.annotations;
    blank.relations.retain(|relation| {
        relation.record.given_time().is_some()
            && annotations.contains(&relation.source)
            && annotations.contains(&relation.target)
    });
    blank.annotator = annotator.clone();
    blank.state = DocumentState::New;
    blank.conflicts.clear();
    blank
}

/// Chance that a seed repeats, by the name of a document.
pub(super) fn turn(seed: u64, name: &str) -> [u8; 32] {
    Sha256::new().chain_update(seed.to_be_bytes()).chain_update(name.as_bytes()).finalize().into()
}

/// Who does each of the documents, which are given with their words. Each goes to those who have least of their share so far.
fn share_out(documents: &[(&str, usize)], plan: &SharePlan) -> Result<Vec<Vec<Annotator>>, WorkspaceError> {
    let mut names: Vec<&Annotator> = plan.annotators.iter().map(|(annotator, _)| annotator).collect();
    names.sort();
    names.dedup();
    let sound = plan.annotators.iter().all(|(annotator, share)| *share > 0 && !annotator.as_str().trim().is_empty());
    if names.is_empty() || names.len() < plan.annotators.len() || !sound || plan.overlap_percent > 100 {
        return Err(WorkspaceError::BadShares);
    }
    let several = plan.overlap_annotators.clamp(1, names.len());
    // In an order that the seed makes, so that neither names nor sizes decide who gets what.
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_cached_key(|at| turn(plan.seed, documents[*at].0));
    let overlapping = (documents.len() * plan.overlap_percent as usize).div_ceil(100);
    let mut load: Vec<f64> = vec![0.0; plan.annotators.len()];
    let mut shared = vec![Vec::new(); documents.len()];
    for (n, at) in order.into_iter().enumerate() {
        let count = if n < overlapping { several } else { 1 };
        let mut least: Vec<usize> = (0..load.len()).collect();
        least.sort_by(|a, b| load[*a].partial_cmp(&load[*b]).unwrap_or(Ordering::Equal));
        for who in least.into_iter().take(count) {
            let (annotator, share) = &plan.annotators[who];
            // An empty text is work as well.
            load[who] += (documents[at].1.max(1)) as f64 / f64::from(*share);
            shared[at].push(annotator.clone());
        }
        shared[at].sort();
    }
    Ok(shared)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(count: usize, plan: &SharePlan) -> BTreeMap<String, usize> {
        let names: Vec<String> = (0..count).map(|n| format!("{n}.ron")).collect();
        let documents: Vec<(&str, usize)> = names.iter().map(|name| (name.as_str(), 100)).collect();
        let mut found = BTreeMap::new();
        for annotator in share_out(&documents, plan).expect("sound").into_iter().flatten() {
            *found.entry(annotator.to_string()).or_default() += 1;
        }
        found
    }

    #[test]
    fn shares_are_as_they_were_asked_for() {
        let plan = SharePlan {
            annotators: vec![("ا".into(), 2), ("ب".into(), 1), ("ج".into(), 1)],
            overlap_percent: 0,
            overlap_annotators: 2,
            seed: 7,
        };
        assert_eq!(shares(400, &plan), [("ا".into(), 200), ("ب".into(), 100), ("ج".into(), 100)].into());
        let overlapping = SharePlan { overlap_percent: 10, ..plan.clone() };
        assert_eq!(shares(400, &overlapping).values().sum::<usize>(), 440);
        let none = SharePlan { annotators: vec![], ..plan.clone() };
        assert!(share_out(&[], &none).is_err());
        let twice = SharePlan { annotators: vec![("ا".into(), 2), ("ا".into(), 1)], ..plan };
        assert!(share_out(&[], &twice).is_err());
    }
}
