//! The entries as the list shows them: those that a filter takes, in a chosen order, and which of them are not done. It is kept up
//! by what happened to the entries: no key walks the list, and a frame takes note of a bounded number of them.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::entry::{Content, Entries, Entry, ListChange};
use super::entry_id::EntryId;
use super::error::ReadOnly;
use crate::model::Annotator;
use crate::workspace::document_query::{DocumentFacts, haystack};
use crate::workspace::{DocumentOrder, DocumentQuery, SortKey};

/// Entries of which one update takes note: some milliseconds, however many there are.
const MAX_NOTED: usize = 8_000;

/// Entries that one update asks whether the filter takes them.
const MAX_ASKED: usize = 25_000;

/// What is known of an entry since it was last looked at.
#[derive(Clone, Debug, Default)]
struct Known {
    /// It is in the list. An entry that is gone leaves an empty place.
    noted: bool,
    /// Title, id and path, spelling differences aside.
    haystack: Box<str>,
    key: SortKey,
    title: u64,
    annotator: Option<Annotator>,
    is_done: bool,
    is_undone: bool,
    /// Whether the filter takes it; with the number of the filter that was asked.
    taken: (u32, bool),
}

/// Which entries are shown, in which order.
#[derive(Debug, Default)]
pub struct DocumentList {
    query: DocumentQuery,
    order: DocumentOrder,
    /// By the numbers of entries.
    known: Vec<Known>,
    /// How many entries are in the list, from the first on; the rest follows in the next updates.
    noted: usize,
    /// When the list was last brought up to date.
    seen: Option<u64>,
    /// All, in their order.
    sorted: Vec<EntryId>,
    /// Those that the filter takes, in their order. Without a filter all are, and none stands here.
    chosen: Vec<EntryId>,
    /// Those among them that are not done, in their order.
    undone: Vec<EntryId>,
    /// How many of all are done or rejected, and of those that are shown.
    done: usize,
    done_shown: usize,
    /// The number of the filter.
    filter: u32,
    /// Not all were asked whether the filter takes them.
    is_asking: bool,
    titles: HashMap<u64, u32>,
    annotators: HashMap<Annotator, usize>,
}

/// The lists that are kept in order: all, those that are chosen, those that are not done.
const LISTS: [fn(&mut DocumentList) -> &mut Vec<EntryId>; 3] =
    [|list| &mut list.sorted, |list| &mut list.chosen, |list| &mut list.undone];

impl DocumentList {
    pub fn query(&self) -> &DocumentQuery {
        &self.query
    }

    pub fn order(&self) -> DocumentOrder {
        self.order
    }

    pub(super) fn set_query(&mut self, query: DocumentQuery) {
        if query != self.query {
            self.query = query;
            self.filter += 1;
            self.is_asking = true;
        }
    }

    pub(super) fn set_order(&mut self, order: DocumentOrder) {
        if order != self.order {
            self.order = order;
            self.forget();
        }
    }

    /// The entries that are shown, in their order.
    pub fn shown(&self) -> &[EntryId] {
        if self.query.is_empty() { &self.sorted } else { &self.chosen }
    }

    /// How many of all documents are done or rejected, and how many of those that are shown.
    pub fn done(&self) -> (usize, usize) {
        (self.done, self.done_shown)
    }

    /// How many of those that are shown are not done.
    pub fn undone(&self) -> usize {
        self.undone.len()
    }

    /// Whether several documents have the title of this one.
    pub fn is_ambiguous(&self, id: EntryId) -> bool {
        let known = self.known.get(id.0 as usize).filter(|known| known.noted);
        known.is_some_and(|known| self.titles.get(&known.title).is_some_and(|count| *count > 1))
    }

    /// Whether the documents are of several annotators.
    pub fn has_several_annotators(&self) -> bool {
        self.annotators.len() > 1
    }

    /// Where among those that are shown an entry stands.
    pub(super) fn index_of(&self, entries: &Entries, id: EntryId) -> Option<usize> {
        self.place_in(self.shown(), entries, id).ok()
    }

    /// The entry that is shown after (or before) another, whether that is shown itself or not.
    pub(super) fn beside(&self, entries: &Entries, id: Option<EntryId>, forward: bool) -> Option<EntryId> {
        self.beside_in(self.shown(), entries, id, forward)
    }

    /// The next (or previous) one that is not done; behind the end it goes on at the beginning. None but `id` is no answer.
    pub(super) fn next_undone(&self, entries: &Entries, id: Option<EntryId>, forward: bool) -> Option<EntryId> {
        let around = || if forward { self.undone.first() } else { self.undone.last() };
        let beside = id.and_then(|_| self.beside_in(&self.undone, entries, id, forward));
        beside.or(around().copied()).filter(|found| Some(*found) != id)
    }

    /// Brings the list up to date. False where the rest follows with the next update.
    pub(super) fn update(&mut self, entries: &Entries) -> bool {
        if self.seen != Some(entries.touched()) {
            let changes: Option<Vec<ListChange>> =
                self.seen.and_then(|seen| entries.changes_since(seen)).map(Iterator::collect);
            match changes {
                Some(changes) => self.take_changes(entries, &changes),
                None => self.forget(),
            }
            self.seen = Some(entries.touched());
        }
        self.note_further(entries);
        if self.is_asking {
            self.ask(entries);
        }
        self.noted == entries.as_slice().len() && !self.is_asking
    }

    fn take_changes(&mut self, entries: &Entries, changes: &[ListChange]) {
        let mut gone = false;
        for change in changes {
            match *change {
                ListChange::Inserted { at, count } if at < self.noted => self.noted += count,
                ListChange::Removed { at, id } => {
                    self.noted -= usize::from(at < self.noted);
                    gone |= self.leave(id);
                }
                ListChange::Inserted { .. } | ListChange::Changed(_) => {}
            }
        }
        if gone {
            // What is gone has no place by which it would be found.
            let known = &self.known;
            let stays = |id: &EntryId| known[id.0 as usize].noted;
            [&mut self.sorted, &mut self.chosen, &mut self.undone].into_iter().for_each(|ids| ids.retain(stays));
        }
        for change in changes {
            if let ListChange::Changed(id) = *change
                && let Some(place) = entries.place(id).filter(|place| *place < self.noted)
            {
                self.look_again(entries, id, &entries.as_slice()[place]);
            }
        }
    }

    /// An entry has changed, or came between others.
    fn look_again(&mut self, entries: &Entries, id: EntryId, entry: &Entry) {
        let now = self.look_at(entry);
        let before = self.known.get(id.0 as usize).filter(|known| known.noted);
        let same = before.is_some_and(|before| {
            before.key == now.key && before.is_undone == now.is_undone && before.taken == now.taken
        });
        if same {
            self.leave(id);
            return self.enter(id, now);
        }
        if before.is_some() {
            for ids in LISTS {
                let mut list = std::mem::take(ids(self));
                if let Ok(at) = self.place_in(&list, entries, id) {
                    list.remove(at);
                }
                *ids(self) = list;
            }
            self.leave(id);
        }
        let is_in = [true, now.taken.1 && !self.query.is_empty(), now.taken.1 && now.is_undone];
        self.enter(id, now);
        for (ids, _) in LISTS.into_iter().zip(is_in).filter(|(_, is_in)| *is_in) {
            let mut list = std::mem::take(ids(self));
            if let Err(at) = self.place_in(&list, entries, id) {
                list.insert(at, id);
            }
            *ids(self) = list;
        }
    }

    /// Takes note of the next entries.
    fn note_further(&mut self, entries: &Entries) {
        let all = entries.as_slice();
        let to = all.len().min(self.noted + MAX_NOTED);
        let in_order = self.order == DocumentOrder::default() && !self.is_asking;
        let new = self.noted..to;
        if new.is_empty() {
            return;
        }
        for entry in &all[new] {
            let known = self.look_at(entry);
            self.sorted.push(entry.id);
            if in_order {
                if known.taken.1 && !self.query.is_empty() {
                    self.chosen.push(entry.id);
                }
                if known.taken.1 && known.is_undone {
                    self.undone.push(entry.id);
                }
            }
            self.enter(entry.id, known);
        }
        self.noted = to;
        if !in_order {
            // What was sorted is a run, which a stable sort finds.
            let mut sorted = std::mem::take(&mut self.sorted);
            sorted.sort_by(|a, b| self.compare(entries, *a, *b));
            self.sorted = sorted;
            self.is_asking = true;
        }
    }

    /// Chooses anew what the filter takes; entries that were not asked by it are, so many of them.
    fn ask(&mut self, entries: &Entries) {
        let mut left = MAX_ASKED;
        self.is_asking = false;
        self.chosen.clear();
        self.undone.clear();
        self.done_shown = 0;
        for id in &self.sorted {
            let known = &mut self.known[id.0 as usize];
            if known.taken.0 != self.filter {
                let Some(entry) = entries.get(*id) else { continue };
                if left == 0 {
                    self.is_asking = true;
                    break;
                }
                left -= 1;
                known.taken = (self.filter, self.query.takes_with(entry, &known.haystack));
            }
            if known.taken.1 && !self.query.is_empty() {
                self.chosen.push(*id);
            }
            if known.taken.1 && known.is_undone {
                self.undone.push(*id);
            }
            self.done_shown += usize::from(known.taken.1 && known.is_done);
        }
    }

    fn look_at(&self, entry: &Entry) -> Known {
        let haystack = haystack(entry);
        let mut hasher = DefaultHasher::new();
        entry.title().hash(&mut hasher);
        let is_done = DocumentFacts::state(entry).is_some_and(|state| state.is_settled());
        // What cannot be read is nobody's next work.
        let can_be_done = match entry.content() {
            Content::Failed(_) => false,
            Content::Open(document) => document.read_only() != Some(&ReadOnly::Unsound),
            Content::Closed(_) | Content::Loading(_) => true,
        };
        Known {
            noted: true,
            key: self.order.key(entry),
            title: hasher.finish(),
            annotator: entry.annotator().cloned(),
            is_done: is_done && can_be_done,
            is_undone: !is_done && can_be_done,
            taken: (self.filter, self.query.takes_with(entry, &haystack)),
            haystack,
        }
    }

    /// Notes what is known of an entry that is not in the list.
    fn enter(&mut self, id: EntryId, known: Known) {
        let at = id.0 as usize;
        if at >= self.known.len() {
            self.known.resize_with(at + 1, Known::default);
        }
        *self.titles.entry(known.title).or_default() += 1;
        if let Some(annotator) = &known.annotator {
            *self.annotators.entry(annotator.clone()).or_default() += 1;
        }
        self.done += usize::from(known.is_done);
        self.done_shown += usize::from(known.is_done && known.taken.1);
        self.known[at] = known;
    }

    /// Forgets what is known of an entry; false where it is not in the list.
    fn leave(&mut self, id: EntryId) -> bool {
        let Some(known) = self.known.get_mut(id.0 as usize).filter(|known| known.noted) else { return false };
        let known = std::mem::take(known);
        if let Some(count) = self.titles.get_mut(&known.title) {
            *count -= 1;
            if *count == 0 {
                self.titles.remove(&known.title);
            }
        }
        if let Some(annotator) = &known.annotator
            && let Some(count) = self.annotators.get_mut(annotator)
        {
            *count -= 1;
            if *count == 0 {
                self.annotators.remove(annotator);
            }
        }
        self.done -= usize::from(known.is_done);
        // While a filter is asked, only those that were asked are counted.
        let counted = known.is_done && known.taken == (self.filter, true);
        self.done_shown = self.done_shown.saturating_sub(usize::from(counted));
        true
    }

    /// All entries are looked at anew.
    fn forget(&mut self) {
        let (query, order, filter) = (std::mem::take(&mut self.query), self.order, self.filter);
        *self = DocumentList { query, order, filter, seen: self.seen, ..DocumentList::default() };
    }

    fn compare(&self, entries: &Entries, a: EntryId, b: EntryId) -> Ordering {
        let at = |id: EntryId| (&self.known[id.0 as usize].key, entries.place(id).unwrap_or(usize::MAX));
        self.order.compare(at(a), at(b))
    }

    /// Where among sorted entries one stands, or would.
    fn place_in(&self, ids: &[EntryId], entries: &Entries, id: EntryId) -> Result<usize, usize> {
        match self.known.get(id.0 as usize).filter(|known| known.noted) {
            Some(_) => ids.binary_search_by(|other| self.compare(entries, *other, id)),
            None => Err(ids.len()),
        }
    }

    fn beside_in(&self, ids: &[EntryId], entries: &Entries, id: Option<EntryId>, forward: bool) -> Option<EntryId> {
        let Some(id) = id else { return ids.first().copied() };
        let next = match (self.place_in(ids, entries, id), forward) {
            (Ok(at), true) => at + 1,
            (Err(at), true) => at,
            (Ok(at) | Err(at), false) => at.wrapping_sub(1),
        };
        ids.get(next).copied()
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::{Arc, LazyLock};

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::model::{DocumentId, DocumentState};
    use crate::store::Summary;
    use crate::workspace::SortBy;

    fn summary(number: u8) -> Arc<Summary> {
        static SAMPLE: LazyLock<Summary> = LazyLock::new(|| Summary::from(&crate::store::samples()[0]));
        let mut summary = SAMPLE.clone();
        summary.title = ["أحمد", "احمد في القاهرة", "القاهره 10", "القاهرة 9"][number as usize % 4].to_owned();
        summary.id = DocumentId("same".into());
        summary.state = DocumentState::ALL[number as usize / 4 % 5];
        summary.words = number as usize % 7;
        Arc::new(summary)
    }

    /// What is done to a list; numbers choose entries, facts and filters among few, so that they meet.
    #[derive(Clone, Debug)]
    enum Action {
        Push(u8),
        Below(u8, Vec<u8>),
        Remove(u8),
        Change(u8, u8),
        Filter(u8),
        Sort(u8),
        Update,
    }

    fn actions() -> impl Strategy<Value = Vec<Action>> {
        let some = vec(any::<u8>(), 1..4);
        let action = prop_oneof![
            3 => any::<u8>().prop_map(Action::Push),
            1 => (any::<u8>(), some).prop_map(|(at, facts)| Action::Below(at, facts)),
            1 => any::<u8>().prop_map(Action::Remove),
            2 => (any::<u8>(), any::<u8>()).prop_map(|(at, facts)| Action::Change(at, facts)),
            1 => any::<u8>().prop_map(Action::Filter),
            1 => any::<u8>().prop_map(Action::Sort),
            3 => Just(Action::Update),
        ];
        vec(action, 0..80)
    }

    fn line(entries: &mut Entries, facts: u8) -> Entry {
        let id = entries.new_id();
        let mut entry = Entry::from_path(id, PathBuf::from(format!("/in/{}.ron", id.0)));
        entry.content = Content::Closed((!facts.is_multiple_of(11)).then(|| summary(facts)));
        entry
    }

    /// What a walk over all entries gives: those that are shown, those that are not done, how many are done of all and of those.
    fn walked(list: &DocumentList, entries: &Entries) -> (Vec<EntryId>, Vec<EntryId>, (usize, usize)) {
        let mut shown: Vec<(SortKey, usize, &Entry)> = entries
            .as_slice()
            .iter()
            .enumerate()
            .filter(|(_, entry)| list.query.takes(*entry))
            .map(|(place, entry)| (list.order.key(entry), place, entry))
            .collect();
        shown.sort_by(|a, b| list.order.compare((&a.0, a.1), (&b.0, b.1)));
        let is_done = |entry: &Entry| entry.state().is_some_and(|state| state.is_settled());
        let undone = shown.iter().filter(|(.., entry)| !is_done(entry)).map(|(.., entry)| entry.id).collect();
        let done = entries.as_slice().iter().filter(|entry| is_done(entry)).count();
        let done_shown = shown.iter().filter(|(.., entry)| is_done(entry)).count();
        (shown.iter().map(|(.., entry)| entry.id).collect(), undone, (done, done_shown))
    }

    proptest! {
        /// Whatever happened to the entries, filter and order, the list is what a walk over all of them gives.
        #[test]
        fn the_list_is_what_a_walk_gives(actions in actions()) {
            let (mut entries, mut list) = (Entries::default(), DocumentList::default());
            for action in actions {
                let chosen = |at: u8, entries: &Entries| {
                    let all = entries.as_slice();
                    (!all.is_empty()).then(|| all[at as usize % all.len()].id)
                };
                match action {
                    Action::Push(facts) => {
                        let entry = line(&mut entries, facts);
                        entries.push(entry);
                    }
                    Action::Below(at, facts) => {
                        let new = facts.into_iter().map(|facts| line(&mut entries, facts)).collect();
                        if let Some(id) = chosen(at, &entries) {
                            entries.insert_below(id, new);
                        }
                    }
                    Action::Remove(at) => drop(chosen(at, &entries).and_then(|id| entries.remove(id))),
                    Action::Change(at, facts) => {
                        if let Some(entry) = chosen(at, &entries).and_then(|id| entries.get_mut(id)) {
                            entry.content = Content::Closed((!facts.is_multiple_of(11)).then(|| summary(facts)));
                        }
                    }
                    Action::Filter(number) => {
                        let filters = ["", "احمد", "state:undone", "words>2 -القاهرة", "state:done,rejected", "x"];
                        list.set_query(filters[number as usize % filters.len()].parse().expect("a filter"));
                    }
                    Action::Sort(number) => {
                        let by = SortBy::ALL[number as usize % 7];
                        list.set_order(DocumentOrder { by, descending: number >= 128 });
                    }
                    Action::Update => {
                        prop_assert!(list.update(&entries));
                        let (shown, undone, done) = walked(&list, &entries);
                        prop_assert_eq!(list.shown(), &shown[..]);
                        prop_assert_eq!(&list.undone, &undone);
                        prop_assert_eq!(list.done(), done);
                        for (at, id) in shown.iter().enumerate() {
                            prop_assert_eq!(list.index_of(&entries, *id), Some(at));
                            let next = undone.iter().position(|other| other == id).map(|at| undone[(at + 1) % undone.len()]);
                            if let Some(next) = next {
                                prop_assert_eq!(list.next_undone(&entries, Some(*id), true), Some(next).filter(|next| next != id));
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_hundred_thousand_are_noted_and_asked_in_parts() {
        let (mut entries, mut list) = (Entries::default(), DocumentList::default());
        for number in 0..100_000_u32 {
            let entry = line(&mut entries, (number % 250) as u8);
            entries.push(entry);
        }
        let mut updates = 1;
        while !list.update(&entries) {
            updates += 1;
        }
        assert_eq!(updates, 100_000_usize.div_ceil(MAX_NOTED));
        list.set_query("state:undone".parse().expect("a filter"));
        updates = 1;
        while !list.update(&entries) {
            updates += 1;
        }
        assert_eq!(updates, 100_000 / MAX_ASKED);
        assert_eq!((list.shown().len(), list.done().1), (list.undone(), 0));
    }
}
