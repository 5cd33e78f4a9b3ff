//! Two lines of work on one entity register brought together, entry by entry and field by field. There is nothing to decide afterwards:
//! of two names one stays the other's other name, of two notes all lines stay, and an entry that one side took away and the other worked
//! on stays. Who merges whose work makes no difference.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use crate::model::register::{OtherName, joined_notes};
use crate::model::{EntityId, Entry, Register, SmallSet};

/// What a merge of registers made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterMerge {
    pub register: Register,
    /// What was decided without asking and is worth a look.
    pub notes: Vec<RegisterNote>,
}

/// Something that a merge of registers decided and that loses nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegisterNote {
    /// Both sides gave an entry another name.
    Renamed { id: EntityId, name: String, other: String },
    /// One side took an entry away, the other changed it.
    Kept { id: EntityId, name: String },
    /// One side merged an entry into another, and the other side changed it.
    Followed { id: EntityId, into: EntityId, name: String },
}

impl fmt::Display for RegisterNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RegisterNote::Renamed { id, name, other } => {
                write!(
                    f,
                    "the entry '{id}' was renamed on both sides; it is '{name}', and '{other}' is another name of it"
                )
            }
            RegisterNote::Kept { id, name } => {
                write!(f, "the entry '{id}' ('{name}') was taken away by one side and changed by the other; it is kept")
            }
            RegisterNote::Followed { id, into, name } => {
                write!(
                    f,
                    "the entry '{id}' was merged into '{into}' ('{name}') by one side; what the other side changed of it went with it"
                )
            }
        }
    }
}

/// Brings `ours` and `theirs` together, which both came from `base`.
pub fn merge_registers(base: &Register, ours: &Register, theirs: &Register) -> RegisterMerge {
    let mut notes = Vec::new();
    let ids: BTreeSet<&EntityId> = [ours, theirs].into_iter().flat_map(|r| r.iter().map(|entry| &entry.id)).collect();
    let mut entries: Vec<Arc<Entry>> = Vec::with_capacity(ids.len());
    for id in ids {
        let was = base.get(id).map(|entry| &**entry);
        match (ours.get(id), theirs.get(id)) {
            (Some(one), Some(other)) if one == other => entries.push(one.clone()),
            (Some(one), Some(other)) => entries.push(merge_entry(was, one, other, &mut notes).into()),
            (Some(only), None) | (None, Some(only)) => {
                // What was not there before is new, what is as it was is gone.
                if was.is_some_and(|was| *was == **only) {
                    continue;
                }
                if was.is_some() && (ours.is_free(id) || theirs.is_free(id)) {
                    notes.push(RegisterNote::Kept { id: id.clone(), name: only.name.clone() });
                }
                entries.push(only.clone());
            }
            (None, None) => {}
        }
    }
    let stood: Vec<EntityId> = entries.iter().map(|entry| entry.id.clone()).collect();
    let register = Register::of(entries);
    for id in stood.into_iter().filter(|id| register.get(id).is_none()) {
        if let Some(into) = register.resolve(&id) {
            notes.push(RegisterNote::Followed { id, into: into.id.clone(), name: into.name.clone() });
        }
    }
    RegisterMerge { register, notes }
}

fn merge_entry(was: Option<&Entry>, one: &Entry, other: &Entry, notes: &mut Vec<RegisterNote>) -> Entry {
    let nothing = Entry { name: String::new(), ..Entry::new(one.id.clone(), "") };
    let was = was.unwrap_or(&nothing);
    let mut made = Entry::new(one.id.clone(), "");
    made.names = small_sets(&was.names, &one.names, &other.names);
    made.kinds = small_sets(&was.kinds, &one.kinds, &other.kinds);
    made.references = small_sets(&was.references, &one.references, &other.references);
    made.name = match (one.name == was.name, other.name == was.name) {
        _ if one.name == other.name => one.name.clone(),
        (true, _) => other.name.clone(),
        (_, true) => one.name.clone(),
        (false, false) => {
            let (name, second) = if one.name < other.name { (one, other) } else { (other, one) };
            made.names.insert(OtherName::new(second.name.clone()));
            let (name, other) = (name.name.clone(), second.name.clone());
            notes.push(RegisterNote::Renamed { id: one.id.clone(), name: name.clone(), other });
            name
        }
    };
    made.note = match (one.note == was.note, other.note == was.note) {
        (true, _) => other.note.clone(),
        (_, true) => one.note.clone(),
        (false, false) => joined_notes(&[&one.note, &other.note]),
    };
    let keys = |entry: &Entry| entry.absorbed.keys().cloned().collect::<BTreeSet<EntityId>>();
    let stay = sets(&keys(was), &keys(one), &keys(other));
    let mut absorbed = BTreeMap::new();
    for id in stay {
        // It may have been split off, changed and merged again.
        let was = was.absorbed.get(&id);
        let held = match (one.absorbed.get(&id), other.absorbed.get(&id)) {
            (Some(one), Some(other)) if Some(one) == was => Some(other),
            (Some(one), Some(other)) if Some(other) == was => Some(one),
            (Some(one), Some(other)) => [one, other].into_iter().min_by_key(|entry| format!("{entry:?}")),
            (one, other) => one.or(other),
        };
        if let Some(entry) = held {
            absorbed.insert(id, entry.clone());
        }
    }
    made.absorbed = absorbed;
    made
}

/// What both have, and what either added.
fn small_sets<T: Ord + Clone>(was: &SmallSet<T>, one: &SmallSet<T>, other: &SmallSet<T>) -> SmallSet<T> {
    let both = one.iter().filter(|thing| other.contains(*thing));
    let added = [(one, was), (other, was)].into_iter().flat_map(|(set, was)| set.iter().filter(|t| !was.contains(*t)));
    both.chain(added).cloned().collect()
}

/// The same of large sets.
fn sets<T: Ord + Clone>(was: &BTreeSet<T>, one: &BTreeSet<T>, other: &BTreeSet<T>) -> BTreeSet<T> {
    let both = one.intersection(other);
    let added = one.difference(was).chain(other.difference(was));
    both.chain(added).cloned().collect()
}
