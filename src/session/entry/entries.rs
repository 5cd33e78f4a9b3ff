//! The document list in its order, found by name and by file without a walk over it: a folder may hold 100 000 texts. What
//! was made of the list is kept up by its changes, so that no frame walks all entries.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::path::{Path, PathBuf};

use super::{Content, Entry, EntryId};
use crate::session::document::OpenDocument;

/// Changes that are remembered; whoever has not asked for so long makes anew what was made of the list.
const MAX_CHANGES: usize = 16_384;

/// What happened to the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListChange {
    /// Something of this entry may be another now.
    Changed(EntryId),
    /// So many entries came at this place, which was not the end of the list.
    Inserted {
        at: usize,
        count: usize,
    },
    Removed {
        at: usize,
        id: EntryId,
    },
}

/// All entries. Whatever is added, moved or removed goes through here, so that the maps always say what the list holds.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    list: Vec<Entry>,
    /// Where in `list` an entry stands, by its number; [`NOWHERE`] for one that is gone.
    places: Vec<u32>,
    /// The entries of a file: more than one after a document was saved over the file of another.
    by_path: HashMap<PathBuf, Vec<EntryId>>,
    /// Every entry that is or was more than a line: those that hold a document are among them.
    live: BTreeSet<EntryId>,
    /// Grows when entries come or go.
    order: u64,
    /// Grows when an entry may have changed, and when entries come or go.
    touched: u64,
    /// What happened last, each with the number `touched` had then.
    changes: VecDeque<(u64, ListChange)>,
    /// The number of the newest change that is not remembered.
    forgotten: u64,
    /// The number of the next entry.
    next: u32,
    /// The entry that is shown.
    pub(crate) current: Option<EntryId>,
}

const NOWHERE: u32 = u32::MAX;

impl Entries {
    /// A name that no entry had.
    pub(crate) fn new_id(&mut self) -> EntryId {
        let id = EntryId(self.next);
        self.next += 1;
        id
    }

    /// Adds a document at the end of the list.
    pub(crate) fn add(&mut self, document: OpenDocument) -> EntryId {
        let id = self.new_id();
        self.push(Entry::opened(id, document));
        id
    }

    pub(crate) fn as_slice(&self) -> &[Entry] {
        &self.list
    }

    /// The entries that hold a document, or may, in the order of the list.
    pub(crate) fn live(&self) -> impl Iterator<Item = &Entry> {
        let mut places: Vec<usize> = self.live.iter().filter_map(|id| self.place(*id)).collect();
        places.sort_unstable();
        places.into_iter().map(|place| &self.list[place])
    }

    /// Where an entry stands.
    pub(crate) fn place(&self, id: EntryId) -> Option<usize> {
        self.places.get(id.0 as usize).filter(|place| **place != NOWHERE).map(|place| *place as usize)
    }

    pub(crate) fn at(&self, place: usize) -> Option<&Entry> {
        self.list.get(place)
    }

    pub(crate) fn get(&self, id: EntryId) -> Option<&Entry> {
        self.at(self.place(id)?)
    }

    pub(crate) fn get_mut(&mut self, id: EntryId) -> Option<&mut Entry> {
        let place = self.place(id)?;
        self.live.insert(id);
        self.note(ListChange::Changed(id));
        self.list.get_mut(place)
    }

    /// What was found in the file of an entry that is only a line, and stays one.
    pub(crate) fn set_line(&mut self, id: EntryId, content: Content) {
        let Some(place) = self.place(id).filter(|place| matches!(self.list[*place].content, Content::Closed(None)))
        else {
            return;
        };
        self.note(ListChange::Changed(id));
        self.list[place].content = content;
    }

    /// What was found in the file of an entry that is only a line is not so any more. False where it is more than a line.
    pub(crate) fn forget_line(&mut self, id: EntryId) -> bool {
        let Some(place) = self.place(id).filter(|place| matches!(self.list[*place].content, Content::Closed(_))) else {
            return false;
        };
        self.note(ListChange::Changed(id));
        self.list[place].content = Content::Closed(None);
        true
    }

    /// The first entry whose file is at `path`.
    pub(crate) fn of_path(&self, path: &Path) -> Option<EntryId> {
        self.by_path.get(path)?.iter().copied().min_by_key(|id| self.place(*id))
    }

    pub(crate) fn push(&mut self, entry: Entry) {
        self.insert(self.list.len(), vec![entry]);
    }

    /// Adds entries at the end of the list.
    pub(crate) fn append(&mut self, entries: Vec<Entry>) {
        self.insert(self.list.len(), entries);
    }

    /// Puts entries above the one named, or at the end where it is gone.
    pub(crate) fn insert_above(&mut self, id: EntryId, entries: Vec<Entry>) {
        self.insert(self.place(id).unwrap_or(self.list.len()), entries);
    }

    /// Puts entries below the one named, or at the end where it is gone.
    pub(crate) fn insert_below(&mut self, id: EntryId, entries: Vec<Entry>) {
        self.insert(self.place(id).map_or(self.list.len(), |place| place + 1), entries);
    }

    fn insert(&mut self, place: usize, entries: Vec<Entry>) {
        let (count, inside) = (entries.len(), place < self.list.len());
        if count == 0 {
            return;
        }
        if inside {
            self.note(ListChange::Inserted { at: place, count });
        }
        for entry in &entries {
            if let Some(path) = &entry.path {
                self.by_path.entry(path.clone()).or_default().push(entry.id);
            }
            let is_line = matches!(entry.content, Content::Closed(_));
            if !is_line {
                self.live.insert(entry.id);
            }
            if inside || !is_line {
                self.note(ListChange::Changed(entry.id));
            }
        }
        self.list.splice(place..place, entries);
        self.moved_from(place);
    }

    /// Takes an entry off the list, with the place it had.
    pub(crate) fn remove(&mut self, id: EntryId) -> Option<(usize, Entry)> {
        let place = self.place(id)?;
        self.places[id.0 as usize] = NOWHERE;
        self.live.remove(&id);
        let entry = self.list.remove(place);
        self.forget_path(&entry);
        self.note(ListChange::Removed { at: place, id });
        self.moved_from(place);
        Some((place, entry))
    }

    /// Takes all entries off the list of which `gone` says so; what was made of the list is made anew.
    pub(crate) fn remove_all(&mut self, gone: impl Fn(&Entry) -> bool) {
        let list = std::mem::take(&mut self.list);
        let (removed, kept): (Vec<_>, Vec<_>) = list.into_iter().partition(gone);
        self.list = kept;
        if removed.is_empty() {
            return;
        }
        for entry in &removed {
            self.places[entry.id.0 as usize] = NOWHERE;
            self.live.remove(&entry.id);
            self.forget_path(entry);
        }
        self.current = self.current.filter(|id| self.place(*id).is_some());
        self.moved_from(0);
        self.changes.clear();
        self.forgotten = self.touched;
    }

    /// The file of an entry is another one now.
    pub(crate) fn set_path(&mut self, id: EntryId, path: PathBuf) {
        let Some(place) = self.place(id) else { return };
        self.note(ListChange::Changed(id));
        if self.list[place].path.as_ref() != Some(&path) {
            self.forget_path_at(place);
            self.by_path.entry(path.clone()).or_default().push(id);
            self.list[place].path = Some(path);
        }
    }

    /// Stays the same while no entry comes or goes.
    pub(crate) fn order(&self) -> u64 {
        self.order
    }

    /// Stays the same while nothing of any entry changes.
    pub(crate) fn touched(&self) -> u64 {
        self.touched
    }

    /// What happened since [`Entries::touched`] was `seen`, the oldest first; entries that came at the end and are only lines
    /// are not named. `None` where too much happened to be remembered.
    pub(crate) fn changes_since(&self, seen: u64) -> Option<impl Iterator<Item = ListChange> + '_> {
        let from = self.changes.partition_point(|(number, _)| *number <= seen);
        (seen >= self.forgotten).then(|| self.changes.range(from..).map(|(_, change)| *change))
    }

    fn note(&mut self, change: ListChange) {
        self.touched += 1;
        // What is shown is touched many times a frame.
        if let Some((number, last)) = self.changes.back_mut()
            && *last == change
            && matches!(change, ListChange::Changed(_))
        {
            *number = self.touched;
            return;
        }
        if self.changes.len() == MAX_CHANGES
            && let Some((number, _)) = self.changes.pop_front()
        {
            self.forgotten = number;
        }
        self.changes.push_back((self.touched, change));
    }

    /// Notes the places from `place` on anew.
    fn moved_from(&mut self, place: usize) {
        self.order += 1;
        self.touched += 1;
        for (at, entry) in self.list.iter().enumerate().skip(place) {
            let number = entry.id.0 as usize;
            if number >= self.places.len() {
                self.places.resize(number + 1, NOWHERE);
            }
            self.places[number] = at as u32;
        }
    }

    fn forget_path_at(&mut self, place: usize) {
        if let Some(path) = self.list[place].path.take() {
            self.forget(&path, self.list[place].id);
        }
    }

    fn forget_path(&mut self, entry: &Entry) {
        if let Some(path) = &entry.path {
            self.forget(path, entry.id);
        }
    }

    fn forget(&mut self, path: &Path, id: EntryId) {
        if let Some(ids) = self.by_path.get_mut(path) {
            ids.retain(|other| *other != id);
            if ids.is_empty() {
                self.by_path.remove(path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// What is done to a list; numbers choose an entry or a path among few, so that they meet.
    #[derive(Clone, Debug)]
    enum Action {
        Push(u8),
        InsertBelow(u8, Vec<u8>),
        Remove(u8),
        SetPath(u8, u8),
    }

    fn actions() -> impl Strategy<Value = Vec<Action>> {
        let action = prop_oneof![
            any::<u8>().prop_map(Action::Push),
            (any::<u8>(), vec(any::<u8>(), 0..4)).prop_map(|(at, paths)| Action::InsertBelow(at, paths)),
            any::<u8>().prop_map(Action::Remove),
            (any::<u8>(), any::<u8>()).prop_map(|(at, path)| Action::SetPath(at, path)),
        ];
        vec(action, 0..60)
    }

    fn path(number: u8) -> PathBuf {
        PathBuf::from(format!("/texts/{}.txt", number % 6))
    }

    proptest! {
        /// After every action the maps say what a walk over the plain list says.
        #[test]
        fn the_maps_say_what_a_walk_says(actions in actions()) {
            let mut entries = Entries::default();
            let mut naive: Vec<(EntryId, PathBuf)> = Vec::new();
            // The numbers of the entries as the changes tell them, and when it was last asked.
            let (mut told, mut seen): (Vec<EntryId>, u64) = (Vec::new(), 0);
            let mut next = 0;
            let mut new = |number: u8| {
                next += 1;
                (EntryId(next), path(number))
            };
            let entry = |(id, path): &(EntryId, PathBuf)| Entry::from_path(*id, path.clone());
            for action in actions {
                let chosen = |at: u8, naive: &[(EntryId, PathBuf)]| match naive.len() {
                    0 => EntryId(9999),
                    // Now and then one that is not there.
                    len => naive.get(at as usize % (len + 1)).map_or(EntryId(9999), |(id, _)| *id),
                };
                let before = (entries.order(), entries.touched());
                match action {
                    Action::Push(number) => {
                        naive.push(new(number));
                        entries.push(entry(&naive[naive.len() - 1]));
                        prop_assert!(entries.order() > before.0 && entries.touched() > before.1);
                    }
                    Action::InsertBelow(at, numbers) => {
                        let id = chosen(at, &naive);
                        let place = naive.iter().position(|(other, _)| *other == id).map_or(naive.len(), |at| at + 1);
                        let made: Vec<_> = numbers.into_iter().map(&mut new).collect();
                        entries.insert_below(id, made.iter().map(entry).collect());
                        naive.splice(place..place, made);
                    }
                    Action::Remove(at) => {
                        let id = chosen(at, &naive);
                        let place = naive.iter().position(|(other, _)| *other == id);
                        let removed = entries.remove(id);
                        prop_assert_eq!(removed.map(|(place, entry)| (place, entry.id)), place.map(|at| (at, id)));
                        place.map(|at| naive.remove(at));
                    }
                    Action::SetPath(at, number) => {
                        let id = chosen(at, &naive);
                        entries.set_path(id, path(number));
                        naive.iter_mut().filter(|(other, _)| *other == id).for_each(|entry| entry.1 = path(number));
                        prop_assert_eq!(entries.order(), before.0);
                    }
                }
                prop_assert_eq!(
                    entries.as_slice().iter().map(|e| (e.id, e.path().cloned())).collect::<Vec<_>>(),
                    naive.iter().map(|(id, path)| (*id, Some(path.clone()))).collect::<Vec<_>>()
                );
                for (at, (id, _)) in naive.iter().enumerate() {
                    prop_assert_eq!(entries.place(*id), Some(at));
                    prop_assert_eq!(entries.get(*id).map(|entry| entry.id), Some(*id));
                }
                let placed = entries.places.iter().filter(|place| **place != NOWHERE).count();
                prop_assert_eq!(placed, naive.len());
                for number in 0..6 {
                    let walked = naive.iter().find(|(_, other)| *other == path(number)).map(|(id, _)| *id);
                    prop_assert_eq!(entries.of_path(&path(number)), walked);
                }
                for change in entries.changes_since(seen).expect("few changes") {
                    match change {
                        ListChange::Inserted { at, count } => drop(told.splice(at..at, vec![EntryId(9999); count])),
                        ListChange::Removed { at, id } => {
                            let removed = told.remove(at);
                            prop_assert!(removed == id || removed == EntryId(9999));
                        }
                        ListChange::Changed(_) => {}
                    }
                }
                told.extend(naive[told.len()..].iter().map(|(id, _)| *id));
                for change in entries.changes_since(seen).expect("few changes") {
                    if let ListChange::Changed(id) = change
                        && let Some(place) = entries.place(id)
                    {
                        told[place] = id;
                    }
                }
                seen = entries.touched();
                prop_assert_eq!(&told, &naive.iter().map(|(id, _)| *id).collect::<Vec<_>>());
                prop_assert_eq!(entries.by_path.values().map(Vec::len).sum::<usize>(), naive.len());
            }
        }
    }
}
