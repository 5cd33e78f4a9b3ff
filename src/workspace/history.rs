//! The steps of a document: what saves put into its log, what another program did, what it was after any of them, and what undo
//! takes back past the last opening.

use std::path::Path;
use std::sync::Arc;

use super::error::WorkspaceError;
use crate::edit::{Done, GroupId, StepSummary, Transaction, transaction_between};
use crate::model::{AnnotatedDocument, Annotator, Digest, LabelName, Timestamp};
pub(super) use crate::store::history::flush_logs;
use crate::store::history::{self, Log, Missing, NewStep, Origin, Save, SaveNote, Step};
use crate::store::{self, ContentHash, Lock, versions};

/// Steps that undo remembers from before the opening, at most.
pub const MAX_PAST_STEPS: usize = 10_000;

/// What one save adds to the log of a document.
#[derive(Debug)]
pub(super) struct Logged {
    pub before: Option<ContentHash>,
    pub after: ContentHash,
    pub text: Digest,
    pub leads: bool,
    pub steps: Vec<NewStep>,
}

/// Adds a save to the log of the document at `path`; the number of its first step. A log begins with the first step.
///
/// # Errors
/// Where the folder takes nothing. The save stands all the same.
pub(super) fn log(path: &Path, logged: Logged) -> std::io::Result<Option<u64>> {
    match log_unflushed(path, logged)? {
        Some(first) => flush_logs(&[path]).map(|()| Some(first)).map_err(|(_, error)| error),
        None => Ok(None),
    }
}

/// The same for one of many documents: [`flush_logs`] is to follow.
///
/// # Errors
/// As [`log`].
pub(super) fn log_unflushed(path: &Path, logged: Logged) -> std::io::Result<Option<u64>> {
    let Logged { before, after, text, leads, steps } = logged;
    if steps.is_empty() && (!history::exists(path) || history::head(path) == Some(after)) {
        return Ok(None);
    }
    let note = SaveNote { when: store::now(), before, after, text, leads };
    history::append_unflushed(path, &note, &steps).map(Some)
}

/// Looks whether the log of a document ends with what its file holds, and adds what another program did where it does not. Only who has the
/// document's lock may do so. False where the document has no log.
///
/// # Errors
/// Where the log cannot be written.
pub fn notice(path: &Path, content: &AnnotatedDocument, stamp: ContentHash) -> std::io::Result<bool> {
    if !history::exists(path) {
        return Ok(false);
    }
    let Some(head) = history::head(path).filter(|head| *head != stamp) else { return Ok(true) };
    let log = history::read(path);
    let last = log.saves.len() - 1;
    let number = log.steps().next_back().map_or(0, |(_, step)| step.number);
    let earlier = state(path, &log, None, last, number);
    let step = earlier.and_then(|earlier| transaction_between(&earlier, content));
    let leads = step.is_some();
    let made = step.filter(|step| !step.is_empty()).map(|step| NewStep {
        when: step.touched().map(|annotation| annotation.record.modified).max().unwrap_or_else(store::now),
        by: None,
        origin: Origin::Outside,
        group: None,
        transaction: Arc::new(step),
    });
    let note =
        SaveNote { when: store::now(), before: Some(head), after: stamp, text: content.document.digest(), leads };
    history::append(path, &note, made.as_slice())?;
    Ok(true)
}

/// The document after step `number` of save `target`, from whatever state of it is known: what the file holds, or an earlier version.
fn state(
    path: &Path,
    log: &Log,
    current: Option<(AnnotatedDocument, ContentHash)>,
    target: usize,
    number: u64,
) -> Option<AnnotatedDocument> {
    let kept = versions::versions(path);
    let known = |hash: ContentHash| {
        if let Some((content, _)) = current.as_ref().filter(|(_, stamp)| *stamp == hash) {
            return Some(content.clone());
        }
        let version = kept.iter().find(|version| version.hash == hash.hash)?;
        store::document_reader::read(&version.path, &versions::read(version).ok()?).ok()
    };
    for from in target..log.saves.len() {
        let found = known(log.saves[from].after).and_then(|content| back(log, content, from, target, number));
        if found.is_some() {
            return found;
        }
        if !log.follows(from + 1) {
            break;
        }
    }
    for from in (0..=target).rev() {
        let before = log.saves[from].before.and_then(&known);
        let found = before.and_then(|content| forward(log, content, from, target, number));
        if found.is_some() {
            return found;
        }
        if !log.follows(from) {
            break;
        }
    }
    None
}

/// From the state after save `from` back to that after step `number`, which is one of save `to` or the last before it.
fn back(log: &Log, mut content: AnnotatedDocument, from: usize, to: usize, number: u64) -> Option<AnnotatedDocument> {
    for at in (to..=from).rev() {
        let save = &log.saves[at];
        if save.text != content.document.digest() || (at > to && !(save.leads && log.follows(at))) {
            return None;
        }
        for step in save.steps.iter().rev().filter(|step| step.number > number) {
            save.leads.then_some(())?;
            step.transaction(content.text()).ok()?.inverse().apply(&mut content).ok()?;
        }
    }
    content.problems().is_empty().then_some(content)
}

/// From the state before save `from` on to that after step `number` of save `to`.
fn forward(
    log: &Log,
    mut content: AnnotatedDocument,
    from: usize,
    to: usize,
    number: u64,
) -> Option<AnnotatedDocument> {
    for at in from..=to {
        let save = &log.saves[at];
        if !save.leads || save.text != content.document.digest() || (at > from && !log.follows(at)) {
            return None;
        }
        for step in save.steps.iter().filter(|step| step.number <= number) {
            step.transaction(content.text()).ok()?.apply(&mut content).ok()?;
        }
    }
    content.problems().is_empty().then_some(content)
}

/// The document at `path` as it was after a step; after step 0, as it was before the first.
///
/// # Errors
/// Where there is no such step, or no state is known from which it leads there.
pub fn state_after(path: &Path, number: u64) -> Result<AnnotatedDocument, WorkspaceError> {
    let missing = || WorkspaceError::NoStep { path: path.into(), number };
    let log = history::read(path);
    let holds = |save: &Save| save.steps.iter().any(|step| step.number == number);
    let target = match number {
        0 if log.steps().next().is_some_and(|(_, step)| step.number == 1) => Some(0),
        _ => log.saves.iter().position(holds),
    };
    let target = target.ok_or_else(missing)?;
    state(path, &log, store::load(path).ok(), target, number).ok_or_else(missing)
}

/// One step of a document, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepLine {
    pub number: u64,
    pub when: Timestamp,
    pub by: Vec<Annotator>,
    pub origin: Origin,
    pub group: Option<GroupId>,
    /// `None` where the text was another one then, or the step cannot be read.
    pub summary: Option<StepSummary>,
}

/// The steps of a document, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepList {
    pub steps: Vec<StepLine>,
    pub missing: Vec<Missing>,
}

/// Which steps are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepFilter {
    pub by: Option<Annotator>,
    pub label: Option<LabelName>,
    /// Days by the clock on the wall, `YYYY-MM-DD`, both included.
    pub from: Option<String>,
    pub to: Option<String>,
}

impl StepFilter {
    pub fn takes(&self, step: &StepLine) -> bool {
        let day = day_of(step.when);
        self.by.as_ref().is_none_or(|by| step.by.contains(by))
            && self.label.as_ref().is_none_or(|label| step.summary.as_ref().is_some_and(|s| s.labels().contains(label)))
            && self.from.as_ref().is_none_or(|from| day >= *from)
            && self.to.as_ref().is_none_or(|to| day <= *to)
    }
}

/// The day of a moment by the clock on the wall, `YYYY-MM-DD`.
pub fn day_of(moment: Timestamp) -> String {
    store::local_time(moment).chars().take(10).collect()
}

/// The steps of the document at `path`, the newest first. What another program did since is noticed where nobody has the document open.
///
/// # Errors
/// Where the document cannot be read.
pub fn steps_of(path: &Path) -> Result<StepList, WorkspaceError> {
    let (content, stamp) = store::load(path)?;
    if (history::exists(path) || history::adopt(path, stamp))
        && let Ok(_lock) = Lock::take(path)
    {
        // A folder that takes nothing shows what its log has.
        let _ = notice(path, &content, stamp);
    }
    let log = history::read(path);
    let line = |(save, step): (&Save, &Step)| {
        let same = save.text == content.document.digest();
        let transaction = same.then(|| step.transaction(content.text()).ok()).flatten();
        StepLine {
            number: step.number,
            when: step.when,
            by: step.by.clone(),
            origin: step.origin,
            group: step.group.clone(),
            summary: transaction.map(|transaction| StepSummary::of(&transaction, content.text())),
        }
    };
    Ok(StepList { steps: log.steps().rev().map(line).collect(), missing: log.missing.clone() })
}

/// What undo takes back beyond the opening of a document, the oldest first. `stamp`: what its file held then; `content`: what that was.
/// `own`: the number of the first step that was logged since.
pub fn past(path: &Path, content: &AnnotatedDocument, stamp: ContentHash, own: Option<u64>) -> Vec<Done> {
    let log = history::read(path);
    let is_own = |save: &Save| own.is_some_and(|own| save.steps.last().is_some_and(|step| step.number >= own));
    let end = log.saves.iter().position(is_own).unwrap_or(log.saves.len());
    let Some(last) = log.saves[..end].iter().rposition(|save| save.after == stamp) else { return Vec::new() };
    // An opening that found the file changed by another program has said so in a save of its own.
    if log.saves[last + 1..end].iter().any(|save| !save.steps.is_empty()) {
        return Vec::new();
    }
    let (mut done, mut undone): (Vec<&Step>, Vec<&Step>) = Default::default();
    for (at, save) in log.saves[..=last].iter().enumerate() {
        if !save.leads || save.text != content.document.digest() || !(at == 0 || log.follows(at)) {
            (done, undone) = Default::default();
        }
        if !save.leads || save.text != content.document.digest() {
            continue;
        }
        for step in &save.steps {
            match step.origin {
                Origin::Done | Origin::Outside => {
                    undone.clear();
                    done.push(step);
                }
                Origin::Undone => undone.extend(done.pop()),
                Origin::Redone => done.extend(undone.pop()),
            }
        }
    }
    // Only what leads back from what is here is believed.
    let mut scratch = content.clone();
    let mut taken: Vec<Done> = Vec::new();
    for step in done.into_iter().rev().take(MAX_PAST_STEPS) {
        let Ok(transaction) = step.transaction(content.text()) else { break };
        if transaction.inverse().apply(&mut scratch).is_err() {
            break;
        }
        let (group, before_opening) = (step.group.clone(), Some(step.when));
        taken.push(Done { transaction: Arc::new(transaction), group, before_opening });
    }
    taken.reverse();
    taken
}

/// What takes the steps of a change of many documents back that stand in the log of the document at `path` and were not taken back
/// yet, the newest first. `None` where that is not known. `planned`: it may never have taken the change.
pub fn inverses_of(path: &Path, text: &str, group: &GroupId, planned: bool) -> Option<Vec<Transaction>> {
    let log = history::read(path);
    let never = planned && log.missing.is_empty();
    let mut standing: Vec<&Step> = Vec::new();
    let mut seen = false;
    for (_, step) in log.steps().filter(|(_, step)| step.group.as_ref() == Some(group)) {
        seen = true;
        match step.origin {
            Origin::Undone => drop(standing.pop()),
            Origin::Done | Origin::Redone | Origin::Outside => standing.push(step),
        }
    }
    let inverse = |step: &&Step| step.transaction(text).ok().map(|step| step.inverse());
    (seen || never).then(|| standing.iter().rev().map(inverse).collect::<Option<Vec<_>>>()).flatten()
}
