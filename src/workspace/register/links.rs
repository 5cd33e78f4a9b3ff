//! Links of many documents that change with the register, as one: entries are merged and split off again, proposals are taken. All of it
//! or nothing, and one undo takes all of it back.

use std::collections::BTreeSet;
use std::path::Path;

use super::super::bulk::{Bulk, BulkOrder, BulkReport};
use super::super::editor::{Editor, seed};
use super::super::error::WorkspaceError;
use super::super::project::ProjectFolder;
use super::file::{expected, load};
use super::index::{Proposal, RegisterIndex};
use super::places::form_of;
use crate::edit::Command;
use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, EntityId, Entry, IdGenerator, Register, RegisterProblem,
};
use crate::store;
use crate::store::register_file::RegisterChange;

/// Merges entries into another: every link to one of them leads to the other from now on.
///
/// # Errors
/// Where an entry is not there, a document is open elsewhere, cannot be read or written, or `go_on` says no: then everything is as it was.
pub fn merge_entries(
    folder: &ProjectFolder,
    (from, into): (&[EntityId], &EntityId),
    order: &BulkOrder,
    go_on: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Result<(Register, BulkReport), WorkspaceError> {
    let edit = |register: &mut Register| {
        let known = |id: &EntityId| match register.get(id) {
            Some(entry) => Ok(entry.id.clone()),
            None => Err(RegisterProblem::Unknown(id.clone())),
        };
        let from = from.iter().map(known).collect::<Result<BTreeSet<_>, _>>()?;
        from.iter().try_for_each(|id| register.merge_into(id, into))
    };
    let before = |register: &Register, link: &EntityId| register.resolve(link).is_some_and(|e| from.contains(&e.id));
    let follow = |_: &AnnotatedDocument, _: &Annotation| Some(into.clone());
    change_links(folder, order, edit, &before, &follow, go_on)
}

/// What is split off an entry.
#[derive(Clone, Debug)]
pub enum SplitOff {
    /// An entry that was merged into it, as it was.
    Former(EntityId),
    /// A new one.
    New(Entry),
}

impl SplitOff {
    /// A new entry of this name.
    pub fn named(name: &str) -> Self {
        SplitOff::New(Entry::new(fresh_id(), name))
    }

    pub fn id(&self) -> &EntityId {
        match self {
            SplitOff::Former(id) => id,
            SplitOff::New(entry) => &entry.id,
        }
    }
}

/// Which annotations go over, by document and id.
pub type Picked<'a> = &'a dyn Fn(&Path, &AnnotationId) -> bool;

/// Which of what is proposed for an annotation is taken.
pub type TakeProposal<'a> =
    &'a mut dyn FnMut(&Path, &AnnotatedDocument, &Annotation, Vec<Proposal>) -> Option<EntityId>;

/// An id that no other entry has.
pub fn fresh_id() -> EntityId {
    EntityId::new(IdGenerator::new(seed()).next_id().as_str())
}

/// Splits an entry in two. Links go over to the one that is split off where `picked` names them by document and annotation or, where
/// nothing is picked, where the text has a name of it that the rest has not.
///
/// # Errors
/// As [`merge_entries`].
pub fn split_entry(
    folder: &ProjectFolder,
    (from, off): (&EntityId, &SplitOff),
    picked: Option<Picked<'_>>,
    order: &BulkOrder,
    go_on: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Result<(Register, BulkReport), WorkspaceError> {
    let edit = |register: &mut Register| match off {
        SplitOff::Former(former) => register.split_off(from, former),
        SplitOff::New(entry) => {
            let mut left = (**register.get(from).ok_or_else(|| RegisterProblem::Unknown(from.clone()))?).clone();
            let fault = |fault| RegisterProblem::Entry { id: entry.id.clone(), fault };
            entry.check().map_err(fault)?;
            left.names.retain(|name| entry.all_names().all(|own| own != name.text));
            let mut entry = entry.clone();
            if entry.kinds.is_empty() {
                entry.kinds = left.kinds.clone();
            }
            register.put(left);
            register.put(entry);
            Ok(())
        }
    };
    let (mut after, _) = load(&folder.root)?;
    edit(&mut after)?;
    let index = RegisterIndex::default();
    let keys = |id: &EntityId| -> BTreeSet<String> {
        after.get(id).into_iter().flat_map(|entry| entry.all_names().filter_map(|name| index.key(name))).collect()
    };
    let (gone, left) = (keys(off.id()), keys(from));
    let names: Register = Register::of(after.get(off.id()).cloned());
    let named = RegisterIndex::of(&names);
    let goes = |document: &AnnotatedDocument, annotation: &Annotation| {
        let form = form_of(document, annotation);
        let key = index.key(&form)?;
        let is_theirs = gone.contains(&key) && !left.contains(&key);
        let is_sure = || named.propose(&names, &form, None).first().is_some_and(|found| found.reason.is_sure());
        (is_theirs || (!left.contains(&key) && is_sure())).then(|| off.id().clone())
    };
    let before = |register: &Register, link: &EntityId| register.resolve(link).is_some_and(|entry| entry.id == *from);
    match picked {
        None => change_links(folder, order, edit, &before, &goes, go_on),
        Some(picked) => {
            let picked = |path: &Path, annotation: &Annotation| picked(path, &annotation.id).then(|| off.id().clone());
            change_links_at(folder, order, edit, &before, &|path, _, a| picked(path, a), go_on)
        }
    }
}

/// What taking proposals did.
#[derive(Debug, Default)]
pub struct TakenProposals {
    pub linked: usize,
    pub report: BulkReport,
}

/// Looks at every annotation of the project that is linked to nothing: `take` is told of it with what is proposed, and says which is to be
/// taken. What is linked already is learnt first. With `dry_run` nothing is written.
///
/// # Errors
/// As [`merge_entries`].
pub fn take_proposals(
    folder: &ProjectFolder,
    order: &BulkOrder,
    take: TakeProposal<'_>,
    dry_run: bool,
    go_on: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Result<TakenProposals, WorkspaceError> {
    // Before the register is read: what is linked to is in it until the links are written.
    let _lock = if dry_run { None } else { folder.lock()? };
    let (register, _) = load(&folder.root)?;
    let mut index = RegisterIndex::of(&register);
    let files = folder.document_paths()?;
    for path in folder.linked_to(&|id| !register.is_free(id), go_on)? {
        let (document, _) = store::load(&path)?;
        learn(&mut index, &register, &document);
    }
    let mut bulk = Bulk::begin(order, None);
    let mut taken = TakenProposals::default();
    for (n, path) in files.iter().enumerate() {
        if !go_on(n, files.len()) {
            return Err(WorkspaceError::Cancelled);
        }
        let mut choose = |document: &AnnotatedDocument| -> Vec<(AnnotationId, EntityId)> {
            let free = document.annotations.iter().filter(|annotation| annotation.entity.is_none());
            free.filter_map(|annotation| {
                let form = form_of(document, annotation);
                let proposals = index.propose(&register, &form, Some(&annotation.label));
                Some((annotation.id.clone(), take(path, document, annotation, proposals)?))
            })
            .collect()
        };
        let (seen, _) = store::load(path)?;
        let mut chosen = choose(&seen);
        if dry_run || chosen.is_empty() {
            taken.linked += chosen.len();
            continue;
        }
        let mut document = bulk.open(path)?;
        // What another program did to an annotation since it was read stands.
        chosen.retain(|(id, _)| document.content.annotations.get(id) == seen.annotations.get(id));
        taken.linked += chosen.len();
        let mut editor = Editor::new(order.by.clone());
        let rejected = |error| WorkspaceError::Rejected { path: path.clone(), error };
        let links = chosen.into_iter().map(|(id, entity)| Command::SetEntity { ids: vec![id], entity: Some(entity) });
        editor.run(&mut document.content, Command::Batch(links.collect())).map_err(rejected)?;
        bulk.take(document)?;
    }
    if !dry_run {
        taken.report = bulk.commit(Some(&folder.root))?;
    }
    Ok(taken)
}

/// Documents whose links are learnt beforehand, at most: the rest adds little.
const MAX_LEARNT: usize = 1_000;

/// An index of a register that knows what the links in the project say.
///
/// # Errors
/// Where a folder cannot be read, or `go_on` says no.
pub fn index_of(
    folder: &ProjectFolder,
    register: &Register,
    go_on: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Result<RegisterIndex, WorkspaceError> {
    let mut index = RegisterIndex::of(register);
    if register.is_empty() || !store::is_folder(&folder.documents())? {
        return Ok(index);
    }
    let linked = folder.linked_to(&|id| !register.is_free(id), go_on)?;
    for (n, path) in linked.iter().take(MAX_LEARNT).enumerate() {
        if !go_on(n, linked.len().min(MAX_LEARNT)) {
            return Err(WorkspaceError::Cancelled);
        }
        // What cannot be read has nothing to teach.
        if let Ok((document, _)) = store::load(path) {
            learn(&mut index, register, &document);
        }
    }
    Ok(index)
}

/// Learns what the links of a document say.
pub fn learn(index: &mut RegisterIndex, register: &Register, document: &AnnotatedDocument) {
    for annotation in document.annotations.iter() {
        if let Some(entry) = annotation.entity.as_ref().and_then(|id| register.resolve(id)) {
            index.learn(&form_of(document, annotation), &entry.id);
        }
    }
}

/// Changes the register, and the links for which `becomes` has another entry.
fn change_links(
    folder: &ProjectFolder,
    order: &BulkOrder,
    edit: impl FnOnce(&mut Register) -> Result<(), RegisterProblem>,
    concerns: &dyn Fn(&Register, &EntityId) -> bool,
    becomes: &dyn Fn(&AnnotatedDocument, &Annotation) -> Option<EntityId>,
    go_on: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Result<(Register, BulkReport), WorkspaceError> {
    change_links_at(folder, order, edit, concerns, &|_, document, annotation| becomes(document, annotation), go_on)
}

/// The same, where it matters which document it is.
fn change_links_at(
    folder: &ProjectFolder,
    order: &BulkOrder,
    edit: impl FnOnce(&mut Register) -> Result<(), RegisterProblem>,
    concerns: &dyn Fn(&Register, &EntityId) -> bool,
    becomes: &dyn Fn(&Path, &AnnotatedDocument, &Annotation) -> Option<EntityId>,
    go_on: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Result<(Register, BulkReport), WorkspaceError> {
    let _lock = folder.lock()?;
    let (before, stamp) = load(&folder.root)?;
    let mut after = before.clone();
    edit(&mut after)?;
    let files = folder.linked_to(&|link| concerns(&before, link), go_on)?;
    let mut bulk = Bulk::begin(order, None);
    let mut editor = Editor::new(order.by.clone());
    for (n, path) in files.iter().enumerate() {
        if !go_on(n, files.len()) {
            return Err(WorkspaceError::Cancelled);
        }
        let mut document = bulk.open(path)?;
        let concerned = document.content.annotations.iter();
        let concerned = concerned.filter(|a| a.entity.as_ref().is_some_and(|link| concerns(&before, link)));
        let links: Vec<Command> = concerned
            .filter_map(|annotation| {
                let entity = becomes(path, &document.content, annotation)?;
                Some(Command::SetEntity { ids: vec![annotation.id.clone()], entity: Some(entity) })
            })
            .collect();
        if !links.is_empty() {
            let rejected = |error| WorkspaceError::Rejected { path: path.clone(), error };
            editor.run(&mut document.content, Command::Batch(links)).map_err(rejected)?;
        }
        bulk.take(document)?;
    }
    bulk.put_register(&folder.root, &RegisterChange::between(&before, &after), &after, expected(stamp))?;
    let report = bulk.commit(Some(&folder.root))?;
    Ok((after, report))
}
