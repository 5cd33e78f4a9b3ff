//! Changes of many documents that no window has open, as one: all are changed or none, each has its step under one name, and
//! one undo takes all of it back.

use std::path::{Path, PathBuf};

use super::editor::seed;
use super::error::WorkspaceError;
pub use super::history::inverses_of;
use super::replace::{Edited, LockedDocument, Locks, Replacements};
use super::save::SaveReport;
use crate::edit::{GroupId, merge_registers};
use crate::model::{AnnotatedDocument, Annotator, Register};
use crate::store;
use crate::store::history::{GroupRecord, find_group, groups_in, keep_group};
use crate::store::project_file::{ProjectChange, project_change, project_change_path};
use crate::store::register_file::{RegisterChange, checked_register, register_change, register_change_path};
use crate::store::{ContentHash, Expect, PROJECT_FILE};

/// Who changes many documents, and how.
#[derive(Clone, Debug)]
pub struct BulkOrder {
    /// What is done, in the words of whoever does it; it stands in the list of changes.
    pub what: String,
    pub by: Annotator,
    pub edited: Edited,
    pub versions_kept: usize,
}

/// What a change of many documents did.
#[derive(Debug, Default)]
pub struct BulkReport {
    /// `None` where nothing was changed.
    pub group: Option<GroupId>,
    pub changed: Vec<(PathBuf, SaveReport)>,
    /// Documents that were as they should be.
    pub unchanged: usize,
    /// Why the change is not in the list of changes: it cannot be taken back as one.
    pub not_listed: Option<store::SaveError>,
}

/// Changes documents as one. Each is locked, read, given to `edit`, checked and written beside its place, and all take their places
/// together; where one refuses, or `go_on` says no, nothing has happened. What `edit` does may be any change but that of a text.
/// `root` is the folder in which the change is listed: all documents are below it.
///
/// # Errors
/// Where a document is open elsewhere, cannot be read, or `edit` refuses.
pub fn change(
    root: &Path,
    documents: &[PathBuf],
    order: &BulkOrder,
    edit: &mut dyn FnMut(&Path, &mut AnnotatedDocument) -> Result<(), WorkspaceError>,
    go_on: &dyn Fn(usize, usize) -> bool,
) -> Result<BulkReport, WorkspaceError> {
    let mut bulk = Bulk::begin(order, None);
    for (at, path) in documents.iter().enumerate() {
        if !go_on(at, documents.len()) {
            return Err(WorkspaceError::Cancelled);
        }
        let mut document = bulk.open(path)?;
        edit(path, &mut document.content)?;
        bulk.take(document)?;
    }
    bulk.commit(Some(root))
}

/// A change of many documents that is being made of documents that are locked already.
#[derive(Debug)]
pub struct Bulk {
    order: BulkOrder,
    group: GroupId,
    undoes: Option<GroupId>,
    replacements: Replacements,
    report: BulkReport,
}

impl Bulk {
    pub fn begin(order: &BulkOrder, undoes: Option<GroupId>) -> Self {
        let group = GroupId::fresh(store::now(), seed());
        let replacements = Replacements::default().by(order.by.clone()).in_group(group.clone());
        Bulk { order: order.clone(), group, undoes, replacements, report: BulkReport::default() }
    }

    /// Its documents were locked before it began.
    pub fn holding(self, locks: Locks) -> Self {
        Bulk { replacements: self.replacements.holding(locks), ..self }
    }

    /// Locks and reads a further document of the change.
    ///
    /// # Errors
    /// As [`LockedDocument::open`].
    pub fn open(&self, path: &Path) -> Result<LockedDocument, WorkspaceError> {
        self.replacements.open(path, self.order.edited)
    }

    /// Takes a document with what was done to it; one that is as it was is let go.
    ///
    /// # Errors
    /// As [`Replacements::replace`].
    pub fn take(&mut self, document: LockedDocument) -> Result<(), WorkspaceError> {
        if document.is_as_read() {
            self.report.unchanged += 1;
            return Ok(());
        }
        self.replacements.replace(document)
    }

    /// Changes `project.ron` of the project in `root` with the documents, and keeps what it was, so that one undo takes back both.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn put_project(&mut self, root: &Path, change: &ProjectChange, expect: Expect) -> Result<(), WorkspaceError> {
        let kept = serde_json::to_vec(change).unwrap_or_default();
        let place = project_change_path(root, &self.group.to_string());
        self.replacements.put(&root.join(PROJECT_FILE), change.after.as_bytes(), expect)?;
        self.replacements.put(&place, &kept, Expect::Absent)
    }

    /// Changes the entity register of the project in `root` with the documents, and keeps what it changed, so that one undo takes back both.
    ///
    /// # Errors
    /// Where it is not sound or cannot be written.
    pub fn put_register(
        &mut self,
        root: &Path,
        change: &RegisterChange,
        after: &Register,
        expect: Expect,
    ) -> Result<(), WorkspaceError> {
        if change.is_empty() {
            return Ok(());
        }
        let path = store::register_path(root);
        if store::leads_away(&path) {
            return Err(WorkspaceError::LeadsOut { path });
        }
        let place = register_change_path(root, &self.group.to_string());
        self.replacements.put(&path, checked_register(after, &path)?.as_bytes(), expect)?;
        self.replacements.put(&place, &change.to_bytes(), Expect::Absent)
    }

    /// Puts all documents in their places, and lists the change in `root`, where they have a folder in common. It is listed even where it changed one document alone.
    ///
    /// # Errors
    /// As [`Replacements::commit`].
    pub fn commit(self, root: Option<&Path>) -> Result<BulkReport, WorkspaceError> {
        let Bulk { order, group, undoes, replacements, mut report } = self;
        if replacements.is_empty() {
            return Ok(report);
        }
        report.changed = replacements.commit(order.versions_kept)?;
        let paths: Vec<&Path> = report.changed.iter().map(|(path, _)| path.as_path()).collect();
        if let Some(root) = root {
            let record = record(root, group.clone(), &order.what, &order.by, undoes, &paths);
            report.not_listed = keep_group(root, &record).err();
        }
        report.group = Some(group);
        Ok(report)
    }
}

/// Lists a change of many documents that a window made.
///
/// # Errors
/// Where the folder takes nothing.
pub fn list_change(
    root: &Path,
    group: &GroupId,
    what: &str,
    by: &Annotator,
    paths: &[PathBuf],
) -> Result<(), WorkspaceError> {
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let record = GroupRecord { planned: true, ..record(root, group.clone(), what, by, None, &paths) };
    Ok(keep_group(root, &record)?)
}

fn record(
    root: &Path,
    id: GroupId,
    what: &str,
    by: &Annotator,
    undoes: Option<GroupId>,
    paths: &[&Path],
) -> GroupRecord {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let root = absolute(root);
    let documents = paths.iter().filter_map(|path| store::name_in(&root, &absolute(path))).collect();
    let planned = false;
    GroupRecord { id, what: what.to_owned(), by: by.clone(), when: store::now().0, undoes, planned, documents }
}

/// The folder that all of these are below.
pub fn common_folder<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Option<PathBuf> {
    let mut common: Option<PathBuf> = None;
    for path in paths {
        let path = std::path::absolute(path).ok()?;
        let folder = if path.is_dir() { path } else { path.parent()?.to_path_buf() };
        common = Some(match common {
            None => folder,
            Some(before) => before.ancestors().find(|part| folder.starts_with(part))?.to_path_buf(),
        });
    }
    common
}

/// The changes of many documents that are listed in a folder, the newest first, each with whether it was taken back.
pub fn changes(root: &Path) -> Vec<(GroupRecord, bool)> {
    let found = groups_in(root);
    let is_undone = |id: &GroupId| {
        // What took it back may have been taken back itself, and so on.
        let mut undone = false;
        let mut id = id.clone();
        for record in found.iter().rev() {
            if record.undoes.as_ref() == Some(&id) {
                undone = !undone;
                id = record.id.clone();
            }
        }
        undone
    };
    found.iter().map(|record| (record.clone(), is_undone(&record.id))).collect()
}

/// Documents of a change, as its list names them: none leads out of the folder.
pub fn documents_of(root: &Path, record: &GroupRecord) -> Vec<PathBuf> {
    let names = record.documents.iter().filter(|name| !name.is_empty());
    names.filter_map(|name| store::place_in(root, Path::new(name)).ok()).collect()
}

/// Takes a change of many documents back, in all of them or in none. `start`: the folder in which it is listed, or one below. Documents
/// in `except` are left alone: a window has them open and takes its part of it back itself. Taking back what took
/// something back does it again. With `dry_run` nothing is written, and the report names what would be.
///
/// # Errors
/// Where a document was changed since in a way that stands against it, is open elsewhere or cannot be read.
pub fn undo(
    start: &Path,
    id: &GroupId,
    order: &BulkOrder,
    except: &[PathBuf],
    dry_run: bool,
    go_on: &dyn Fn(usize, usize) -> bool,
) -> Result<BulkReport, WorkspaceError> {
    let unknown = || WorkspaceError::NoGroup { path: start.into(), id: id.to_string() };
    let (root, record) = find_group(start, id)?.ok_or_else(unknown)?;
    // Of two changes of one project one is refused.
    let project = root.join(PROJECT_FILE);
    let _lock = if store::is_there(&project) { store::Lock::take(&project)? } else { None };
    let paths = documents_of(&root, &record);
    let all = paths.len();
    let order = BulkOrder {
        what: if order.what.is_empty() { record.what.clone() } else { order.what.clone() },
        ..order.clone()
    };
    let mut bulk = Bulk::begin(&order, Some(id.clone()));
    let mut against = Vec::new();
    let mut would = Vec::new();
    for (at, path) in paths.into_iter().filter(|path| !except.contains(path)).enumerate() {
        if !go_on(at, all) {
            return Err(WorkspaceError::Cancelled);
        }
        let mut document = bulk.open(&path)?;
        let text = document.content.text().to_owned();
        let fits = inverses_of(&path, &text, id, record.planned)
            .is_some_and(|inverses| inverses.iter().all(|inverse| inverse.apply(&mut document.content).is_ok()));
        if !fits || !document.content.problems().is_empty() {
            against.push(path);
        } else if dry_run && !document.is_as_read() {
            would.push((path, SaveReport::default()));
        } else if against.is_empty() && !dry_run {
            bulk.take(document)?;
        }
    }
    if let Some(ProjectChange { before, after }) = project_change(&root, &id.to_string())? {
        let path = root.join(PROJECT_FILE);
        let left = ContentHash::of(after.as_bytes());
        if super::versions::stamp_at(&path)? != Some(left) {
            against.push(path);
        } else if against.is_empty() && !dry_run {
            bulk.put_project(&root, &ProjectChange { before: after, after: before }, Expect::Unchanged(left))?;
        }
    }
    if let Some(change) = register_change(&root, &id.to_string())?
        && against.is_empty()
        && !dry_run
    {
        // Entries that were made or changed since stay.
        let (there, stamp) = match store::load_register(&store::register_path(&root))? {
            Some((there, stamp)) => (there, Some(stamp)),
            None => (Register::default(), None),
        };
        let after = merge_registers(&change.after, &there, &change.before).register;
        let expect = stamp.map_or(Expect::Absent, Expect::Unchanged);
        bulk.put_register(&root, &RegisterChange::between(&there, &after), &after, expect)?;
    }
    if !against.is_empty() {
        return Err(WorkspaceError::GroupChangedSince { paths: against, of: all });
    }
    if dry_run {
        return Ok(BulkReport { changed: would, ..BulkReport::default() });
    }
    bulk.commit(Some(&root))
}
