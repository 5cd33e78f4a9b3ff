//! The entries of a register by how their names are written: made once, kept up entry by entry, asked for what an annotation may stand for.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, mpsc};
use std::thread;

use super::fold::{EntryKeys, Fold, KeyKind, MAX_FORM_BYTES, MAX_WORDS, joined, start_of};
use super::place_lists::{Listed, Place, PlaceLists};
use crate::model::{EntityId, Entry, LabelName, Register};

/// Proposals for one annotation.
pub const MAX_PROPOSALS: usize = 12;

/// Entries whose keys one thread makes at one go, and threads for them.
const BATCH: usize = 512;
const MAX_THREADS: usize = 8;

/// Entries of one key that are looked at: a key that more have tells nothing.
const MAX_OF_KEY: usize = 200;

/// Why an entry is proposed, the strongest evidence first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It has exactly this name.
    SameName,
    /// A name of it is the same but for marks, forms of alef, ة and capitals.
    SameSpelling,
    /// A name of it stands here behind clitics: بدير الزور.
    WithoutClitics { clitics: String },
    /// A name of it is the same but for blanks and hyphens: ديرالزور.
    WithoutBlanks,
    /// The same form is linked to it in so many places.
    LinkedElsewhere { places: u32 },
    /// A name of it is the same but for letters that are often confused: ى and ي, hamza.
    LooseSpelling,
    /// It has these words among others: الأسد, بشار الأسد.
    PartOfName,
    /// A name of it in another script has the same consonants: Deir ez-Zor.
    SimilarSound,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::SameName => f.write_str("the same name"),
            Reason::SameSpelling => f.write_str("the same spelling but for marks"),
            Reason::WithoutClitics { clitics } => write!(f, "the same name without {clitics}"),
            Reason::WithoutBlanks => f.write_str("the same name but for blanks"),
            Reason::LinkedElsewhere { places } => write!(f, "linked in {places} places"),
            Reason::LooseSpelling => f.write_str("a similar spelling"),
            Reason::PartOfName => f.write_str("a part of the name"),
            Reason::SimilarSound => f.write_str("a similar sound"),
        }
    }
}

impl Reason {
    /// The name for scripts.
    pub fn name(&self) -> &'static str {
        match self {
            Reason::SameName => "same-name",
            Reason::SameSpelling => "same-spelling",
            Reason::WithoutClitics { .. } => "without-clitics",
            Reason::WithoutBlanks => "without-blanks",
            Reason::LinkedElsewhere { .. } => "linked-elsewhere",
            Reason::LooseSpelling => "loose-spelling",
            Reason::PartOfName => "part-of-name",
            Reason::SimilarSound => "similar-sound",
        }
    }

    /// Whether the names are the same as far as spelling goes, so that many may be taken at once.
    pub fn is_sure(&self) -> bool {
        matches!(self, Reason::SameName | Reason::SameSpelling | Reason::WithoutClitics { .. } | Reason::WithoutBlanks)
    }

    fn rank(&self) -> u8 {
        match self {
            Reason::SameName => 0,
            Reason::SameSpelling => 1,
            Reason::WithoutClitics { .. } => 2,
            Reason::WithoutBlanks => 3,
            Reason::LinkedElsewhere { .. } => 4,
            Reason::LooseSpelling => 5,
            Reason::PartOfName => 6,
            Reason::SimilarSound => 7,
        }
    }
}

/// An entry that an annotation may stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub entity: EntityId,
    pub reason: Reason,
    /// Whether the entry goes with the annotation's label; `None` where it goes with any.
    pub fits_label: Option<bool>,
}

/// The keys of some entries one after the other. What one thread makes and another takes apart is little in number: many small
/// pieces of memory that change threads are never quite given back.
#[derive(Default)]
struct BatchKeys {
    hashes: Vec<u64>,
    /// Each followed by a line end, which no word has.
    words: String,
    /// Where the hashes and the words of each entry end.
    ends: Vec<(usize, usize)>,
}

impl BatchKeys {
    fn push(&mut self, keys: EntryKeys, hash: &RandomState) {
        self.hashes.extend(keys.named.iter().map(|(kind, key)| hash.hash_one((*kind, key.as_str()))));
        for word in &keys.words {
            self.words.push_str(word);
            self.words.push('\n');
        }
        self.ends.push((self.hashes.len(), self.words.len()));
    }

    /// The hashes of the keys and the words of each entry.
    fn each(&self) -> impl Iterator<Item = (&[u64], std::str::Lines<'_>)> {
        let starts = std::iter::once((0, 0)).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(from, to)| (&self.hashes[from.0..to.0], self.words[from.1..to.1].lines()))
    }
}

/// Entries by the keys of their names, and forms by the entries they are linked to.
#[derive(Clone, Debug, Default)]
pub struct RegisterIndex {
    fold: Fold,
    /// The entries by their places, by which the lists name them.
    entries: Vec<Option<EntityId>>,
    places: HashMap<EntityId, Place>,
    free: Vec<Place>,
    lists: PlaceLists,
    /// Entries by the hashes of their keys: of a million keys the texts would take ten times the room, and two of them have one hash in
    /// a program of thirty million.
    keys: HashMap<u64, Listed>,
    hash: RandomState,
    /// By single words, with and without article: for parts of names, and for what is typed.
    words: BTreeMap<Arc<str>, Listed>,
    /// The words of each entry, by its place.
    words_of: Vec<Box<[Arc<str>]>>,
    /// What links say: form → entry → in how many places.
    seen: HashMap<Box<str>, BTreeMap<EntityId, u32>>,
}

impl RegisterIndex {
    pub fn of(register: &Register) -> Self {
        let mut index = RegisterIndex::default();
        let entries: Vec<&Entry> = register.iter().map(Arc::as_ref).collect();
        let batches = entries.chunks(BATCH);
        let processors = thread::available_parallelism().map_or(1, usize::from);
        let threads = processors.clamp(1, MAX_THREADS).min(batches.len());
        let (fold, hash) = (index.fold.clone(), index.hash.clone());
        let keys_of = |batch: &[&Entry]| {
            let mut keys = BatchKeys::default();
            batch.iter().for_each(|entry| keys.push(fold.keys_of(entry), &hash));
            keys
        };
        let keys_of = &keys_of;
        thread::scope(|scope| {
            // The keys, which are most of the work, are made on all processors and taken in here in the order of the entries.
            let start = |first: usize| {
                let (send, made) = mpsc::sync_channel(1);
                let mine = batches.clone().skip(first).step_by(threads);
                let work = move || mine.map(keys_of).try_for_each(|keys| send.send(keys).map_err(drop));
                thread::Builder::new().spawn_scoped(scope, work).is_ok().then_some(made)
            };
            let made: Vec<_> = (0..threads).map(start).collect();
            for (batch, made) in batches.clone().zip(made.iter().cycle()) {
                let keys = match made {
                    // One that panicked is told by the scope.
                    Some(made) => made.recv().ok(),
                    // Where no thread can be started, this one does its share.
                    None => Some(keys_of(batch)),
                };
                let Some(keys) = keys else { return };
                batch.iter().zip(keys.each()).for_each(|(entry, (named, words))| index.take_in(entry, named, words));
            }
        });
        index
    }

    fn hash_of(&self, kind: KeyKind, key: &str) -> u64 {
        self.hash.hash_one((kind, key))
    }

    /// Takes an entry in that is new, or what became of one that was taken out.
    pub fn add(&mut self, entry: &Entry) {
        let EntryKeys { named, words } = self.fold.keys_of(entry);
        let named: Vec<u64> = named.iter().map(|(kind, key)| self.hash_of(*kind, key)).collect();
        self.take_in(entry, &named, words.iter().map(String::as_str));
    }

    /// Takes an entry in by the hashes of its keys and the words of its names.
    fn take_in<'a>(&mut self, entry: &Entry, named: &[u64], words: impl Iterator<Item = &'a str>) {
        let place = self.free.pop().unwrap_or_else(|| {
            self.entries.push(None);
            self.words_of.push(Box::default());
            self.entries.len() as Place - 1
        });
        for hash in named {
            self.lists.add(self.keys.entry(*hash).or_default(), place);
        }
        let mut own = Vec::new();
        for word in words {
            let known = self.words.get_key_value(word).map(|(known, _)| known.clone());
            let word = known.unwrap_or_else(|| word.into());
            self.lists.add(self.words.entry(word.clone()).or_default(), place);
            own.push(word);
        }
        self.words_of[place as usize] = own.into();
        self.entries[place as usize] = Some(entry.id.clone());
        self.places.insert(entry.id.clone(), place);
    }

    /// Takes an entry out, as it was taken in.
    pub fn remove(&mut self, entry: &Entry) {
        let Some(place) = self.places.remove(&entry.id) else { return };
        for (kind, key) in self.fold.keys_of(entry).named {
            let hash = self.hash_of(kind, &key);
            if let Some(listed) = self.keys.get_mut(&hash)
                && self.lists.remove(listed, place)
            {
                self.keys.remove(&hash);
            }
        }
        for word in std::mem::take(&mut self.words_of[place as usize]) {
            if let Some(listed) = self.words.get_mut(&word)
                && self.lists.remove(listed, place)
            {
                self.words.remove(&word);
            }
        }
        self.entries[place as usize] = None;
        self.free.push(place);
    }

    /// Brings it from one state of the register to another; entries that are the same are passed over.
    pub fn bring(&mut self, before: &Register, after: &Register) {
        for (was, is) in before.differences(after) {
            was.into_iter().for_each(|entry| self.remove(entry));
            is.into_iter().for_each(|entry| self.add(entry));
        }
    }

    /// Learns that a form is linked to an entry somewhere.
    pub fn learn(&mut self, form: &str, entity: &EntityId) {
        if let Some(key) = self.fold.spelling(form) {
            *self.seen.entry(key.into_boxed_str()).or_default().entry(entity.clone()).or_default() += 1;
        }
    }

    /// Learns that it is so no more.
    pub fn unlearn(&mut self, form: &str, entity: &EntityId) {
        let Some(key) = self.fold.spelling(form) else { return };
        let Some(linked) = self.seen.get_mut(key.as_str()) else { return };
        if let Some(places) = linked.get_mut(entity) {
            *places -= 1;
            if *places == 0 {
                linked.remove(entity);
            }
        }
        if linked.is_empty() {
            self.seen.remove(key.as_str());
        }
    }

    /// What an annotation with this text may stand for, ordered by evidence.
    pub fn propose(&self, register: &Register, form: &str, label: Option<&LabelName>) -> Vec<Proposal> {
        let form = start_of(form.trim(), MAX_FORM_BYTES);
        let mut found: HashMap<&EntityId, (&std::sync::Arc<Entry>, Reason)> = HashMap::new();
        let mut take = |ids: &mut dyn Iterator<Item = &EntityId>, reason: Reason| {
            for id in ids.take(MAX_OF_KEY) {
                let Some(entry) = register.resolve(id) else { continue };
                let reason = match &reason {
                    Reason::SameSpelling if entry.all_names().any(|name| name == form) => Reason::SameName,
                    reason => reason.clone(),
                };
                match found.get_mut(&entry.id) {
                    Some((_, known)) if *known <= reason => {}
                    Some((_, known)) => *known = reason,
                    None => drop(found.insert(&entry.id, (entry, reason))),
                }
            }
        };
        let keyed = |kind: KeyKind, key: &str| {
            let places =
                self.keys.get(&self.hash_of(kind, key)).map(|listed| self.lists.of(listed)).unwrap_or_default();
            self.ids(places)
        };
        if let Some(key) = self.fold.spelling(form) {
            take(&mut keyed(KeyKind::Spelling, &key), Reason::SameSpelling);
            take(&mut keyed(KeyKind::Joined, &joined(&key)), Reason::WithoutBlanks);
            for (id, places) in self.seen.get(key.as_str()).into_iter().flatten() {
                take(&mut std::iter::once(id), Reason::LinkedElsewhere { places: *places });
            }
        }
        for (clitics, rest) in self.fold.without_clitics(form) {
            let reason = Reason::WithoutClitics { clitics };
            if let Some(key) = self.fold.spelling(&rest) {
                take(&mut keyed(KeyKind::Spelling, &key), reason.clone());
                take(&mut keyed(KeyKind::Joined, &joined(&key)), reason);
            }
        }
        take(&mut keyed(KeyKind::Loose, &self.fold.loose(form)), Reason::LooseSpelling);
        if let Some(sound) = self.fold.sound(form) {
            take(&mut keyed(KeyKind::Sound, &sound), Reason::SimilarSound);
        }
        take(&mut self.ids(&self.having_words(form)), Reason::PartOfName);
        let fits = |entry: &Entry| match (label, entry.kinds.is_empty()) {
            (Some(label), false) => Some(entry.kinds.contains(label)),
            _ => None,
        };
        let mut ordered: Vec<_> = found.into_values().collect();
        // Names are compared where they stand: very many may have a key in common, of which few are shown.
        fn places(reason: &Reason) -> u32 {
            match reason {
                Reason::LinkedElsewhere { places } => *places,
                _ => 0,
            }
        }
        ordered.sort_by(|(a, of_a), (b, of_b)| {
            let fit = (fits(a) == Some(false)).cmp(&(fits(b) == Some(false)));
            let reason = of_a.rank().cmp(&of_b.rank()).then_with(|| places(of_b).cmp(&places(of_a)));
            fit.then(reason).then_with(|| a.name.cmp(&b.name)).then_with(|| a.id.cmp(&b.id))
        });
        ordered.truncate(MAX_PROPOSALS);
        let proposal = |(entry, reason): (&std::sync::Arc<Entry>, Reason)| Proposal {
            entity: entry.id.clone(),
            reason,
            fits_label: fits(entry),
        };
        ordered.into_iter().map(proposal).collect()
    }

    /// The entries at these places.
    fn ids(&self, places: &[Place]) -> impl Iterator<Item = &EntityId> {
        places.iter().filter_map(|place| self.entries.get(*place as usize)?.as_ref())
    }

    /// The places of entries that have all words of a form, at most [`MAX_OF_KEY`] of them.
    fn having_words(&self, form: &str) -> Vec<Place> {
        let words = self.fold.words(form, MAX_WORDS + 1);
        if words.len() > MAX_WORDS || words.iter().all(|word| word.chars().count() < 3) {
            return Vec::new();
        }
        let of: Option<Vec<&[Place]>> =
            words.iter().map(|word| self.words.get(word.as_str()).map(|listed| self.lists.of(listed))).collect();
        let Some(of) = of else { return Vec::new() };
        let Some(fewest) = of.iter().min_by_key(|places| places.len()) else { return Vec::new() };
        let in_all = |place: &&Place| of.iter().all(|places| places.binary_search(place).is_ok());
        fewest.iter().take(MAX_OF_KEY).filter(in_all).copied().collect()
    }

    /// The lists of words that begin with what was typed.
    fn beginning<'a>(&'a self, typed: &'a str) -> impl Iterator<Item = &'a [Place]> {
        let range = self.words.range::<str, _>((std::ops::Bound::Included(typed), std::ops::Bound::Unbounded));
        range.take_while(move |(word, _)| word.starts_with(typed)).map(|(_, listed)| self.lists.of(listed))
    }

    /// Entries of which some word begins with each word that was typed, whatever the spelling; at most `most`, in the order of the words
    /// that the rarest of them begins. Of one that very many begin with no more than some thousand entries are looked at.
    pub fn typed(&self, register: &Register, typed: &str, most: usize) -> Vec<EntityId> {
        /// Entries that are looked at, where no more are wanted.
        const MAX_LOOKED: usize = 4_096;
        let looked = MAX_LOOKED.max(most);
        let words = self.fold.words(start_of(typed, MAX_FORM_BYTES), MAX_WORDS);
        // Each is counted no further than needed to know that another is rarer.
        let count = |word: &String| {
            let mut sum = 0;
            for list in self.beginning(word).take(looked) {
                sum += list.len();
                if sum > looked {
                    break;
                }
            }
            (sum, std::cmp::Reverse(word.len()))
        };
        let Some(rarest) = (match &words[..] {
            [only] => Some(only),
            several => several.iter().min_by_key(|word| count(word)),
        }) else {
            return register.iter().take(most).map(|entry| entry.id.clone()).collect();
        };
        let has = |place: Place, word: &String| {
            let own = self.words_of.get(place as usize).map(|own| &**own).unwrap_or_default();
            own.iter().any(|known| known.starts_with(word.as_str()))
        };
        let mut seen = HashSet::new();
        let places = self.beginning(rarest).flatten().copied().filter(|place| seen.insert(*place)).take(looked);
        let found = places.filter(|place| words.iter().all(|word| word == rarest || has(*place, word)));
        let found: Vec<Place> = found.take(most).collect();
        self.ids(&found).cloned().collect()
    }

    /// What all spellings of a name have in common.
    pub fn key(&self, name: &str) -> Option<String> {
        self.fold.spelling(start_of(name, MAX_FORM_BYTES))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::model::register::OtherName;

    fn entry(id: &str, names: &[&str], kinds: &[&str]) -> Entry {
        let mut entry = Entry::new(id.into(), names[0]);
        entry.names = names[1..].iter().map(|name| OtherName::new(*name)).collect();
        entry.kinds = kinds.iter().map(|kind| LabelName::new(*kind)).collect();
        entry
    }

    fn register() -> Register {
        Register::of([
            entry("dz", &["دير الزور"], &["LOC"]),
            entry("cairo", &["القاهرة", "Cairo"], &["LOC"]),
            entry("asad", &["بشار الأسد"], &["PER"]),
            entry("union", &["الاتحاد الأوروبي"], &["ORG"]),
            entry("ali", &["علي"], &[]),
        ])
    }

    #[track_caller]
    fn check(form: &str, wanted: &[(&str, Reason)]) {
        let register = register();
        let index = RegisterIndex::of(&register);
        let found: Vec<(String, Reason)> =
            index.propose(&register, form, None).into_iter().map(|p| (p.entity.to_string(), p.reason)).collect();
        let wanted: Vec<(String, Reason)> = wanted.iter().map(|(id, r)| ((*id).to_owned(), r.clone())).collect();
        assert_eq!(found, wanted, "{form}");
    }

    fn clitics(clitics: &str) -> Reason {
        Reason::WithoutClitics { clitics: clitics.into() }
    }

    #[test]
    fn a_name_is_known_in_all_its_spellings() {
        check("دير الزور", &[("dz", Reason::SameName)]);
        check("دَير  الزّور", &[("dz", Reason::SameSpelling)]);
        check("بدير الزور", &[("dz", clitics("ب"))]);
        check("وبدير الزور", &[("dz", clitics("وب"))]);
        check("ديرالزور", &[("dz", Reason::WithoutBlanks)]);
        check("بديرالزور", &[("dz", clitics("ب"))]);
        check("دير_الزور", &[("dz", Reason::SameSpelling)]);
        check("Deir ez-Zor", &[("dz", Reason::SimilarSound)]);
        check("القاهره", &[("cairo", Reason::SameSpelling)]);
        check("CAIRO", &[("cairo", Reason::SameSpelling)]);
        check("للاتحاد الأوروبي", &[("union", clitics("ل"))]);
        check("الأسد", &[("asad", Reason::PartOfName)]);
        check("على", &[("ali", Reason::LooseSpelling)]);
        check("حلب", &[]);
        check("", &[]);
        check("،", &[]);
    }

    #[test]
    fn links_elsewhere_and_labels_order_what_is_proposed() {
        let mut register = register();
        register.put(entry("ali2", &["علي"], &["PER"]));
        let mut index = RegisterIndex::of(&register);
        index.learn("الرئيس", &"asad".into());
        let ids = |index: &RegisterIndex, form: &str, label: &str| -> Vec<String> {
            let found = index.propose(&register, form, Some(&LabelName::new(label)));
            found.into_iter().map(|p| p.entity.to_string()).collect()
        };
        assert_eq!(ids(&index, "الرئيس", "PER"), ["asad"]);
        assert_eq!(ids(&index, "علي", "LOC"), ["ali", "ali2"], "one that goes with other labels comes last");
        index.unlearn("الرئيس", &"asad".into());
        assert_eq!(ids(&index, "الرئيس", "PER"), [""; 0]);
    }

    #[test]
    fn what_is_kept_up_is_what_is_made_anew() {
        let before = register();
        let mut after = before.clone();
        after.remove(&"cairo".into());
        after.put(entry("dz", &["دير الزور", "Deir ez-Zor"], &[]));
        after.put(entry("new", &["حلب"], &[]));
        let mut index = RegisterIndex::of(&before);
        index.bring(&before, &after);
        for form in ["دير الزور", "Deir ez-Zor", "حلب", "القاهرة", "الأسد"] {
            assert_eq!(
                index.propose(&after, form, None),
                RegisterIndex::of(&after).propose(&after, form, None),
                "{form}"
            );
        }
    }

    #[test]
    fn keys_made_on_all_processors_are_those_of_each_entry() {
        let many = |n: usize| entry(&format!("e{n:04}"), &[&format!("{} {n}", NAMES[n % 11])], &["LOC"]);
        let register = Register::of((0..3 * BATCH + 7).map(many));
        let index = RegisterIndex::of(&register);
        let mut by_one = RegisterIndex::default();
        register.iter().for_each(|entry| by_one.add(entry));
        for form in ["دير الزور 33", "ali 20", "بشار الأسد 1514", "الزور", "علي"] {
            let found = index.propose(&register, form, None);
            assert_eq!(found, by_one.propose(&register, form, None), "{form}");
            assert!(!found.is_empty(), "{form}");
            assert_eq!(index.typed(&register, form, 50), by_one.typed(&register, form, 50), "{form}");
        }
        let empty = Register::default();
        assert_eq!(RegisterIndex::of(&empty).propose(&empty, "علي", None), []);
    }

    /// Names that share words, letters, sounds and spellings.
    const NAMES: [&str; 12] = [
        "دير الزور",
        "ديرالزور",
        "Deir ez-Zor",
        "الزور",
        "بشار الأسد",
        "الاسد",
        "بشّار",
        "علي",
        "على",
        "ali",
        "علي دير",
        "",
    ];

    static FOLD: LazyLock<Fold> = LazyLock::new(Fold::default);

    /// What is proposed, by asking every entry.
    fn proposed_by_scan(register: &Register, form: &str) -> Vec<(EntityId, Reason)> {
        let fold = &*FOLD;
        let mut asked: Vec<(KeyKind, String, Reason)> = Vec::new();
        let mut ask = |name: &str, spelt: Reason, joint: Reason| {
            if let Some(key) = fold.spelling(name) {
                asked.push((KeyKind::Joined, joined(&key), joint));
                asked.push((KeyKind::Spelling, key, spelt));
            }
        };
        ask(form, Reason::SameSpelling, Reason::WithoutBlanks);
        for (letters, rest) in fold.without_clitics(form) {
            ask(&rest, clitics(&letters), clitics(&letters));
        }
        asked.push((KeyKind::Loose, fold.loose(form), Reason::LooseSpelling));
        asked.extend(fold.sound(form).map(|key| (KeyKind::Sound, key, Reason::SimilarSound)));
        let words = fold.words(form, MAX_WORDS);
        let reason = |entry: &Entry| {
            let EntryKeys { named, words: own } = fold.keys_of(entry);
            let has = |kind: &KeyKind, key: &String| named.iter().any(|(own, known)| own == kind && known == key);
            let is_long = words.iter().any(|word| word.chars().count() > 2);
            let part = (is_long && words.iter().all(|word| own.contains(word))).then_some(Reason::PartOfName);
            let by_key = asked.iter().filter(|(kind, key, _)| has(kind, key)).map(|(.., reason)| reason.clone());
            by_key.chain(part).min().map(|reason| match reason {
                Reason::SameSpelling if entry.all_names().any(|name| name == form) => Reason::SameName,
                reason => reason,
            })
        };
        let mut found: Vec<_> = register.iter().filter_map(|entry| Some((entry, reason(entry)?))).collect();
        found.sort_by_key(|(entry, reason)| (reason.rank(), entry.name.clone(), entry.id.clone()));
        found.into_iter().take(MAX_PROPOSALS).map(|(entry, reason)| (entry.id.clone(), reason)).collect()
    }

    /// What typing finds, by asking every entry.
    fn typed_by_scan(register: &Register, typed: &str) -> BTreeSet<EntityId> {
        let fold = &*FOLD;
        let words = fold.words(typed, MAX_WORDS);
        let fits = |entry: &&Arc<Entry>| {
            let own = fold.keys_of(entry).words;
            words.iter().all(|word| own.iter().any(|known| known.starts_with(word.as_str())))
        };
        register.iter().filter(fits).map(|entry| entry.id.clone()).collect()
    }

    /// One change of a register; what it refuses changes nothing.
    fn changed(register: &mut Register, (how, which, name, other): (u8, usize, usize, usize)) {
        let id = |n: usize| register.iter().nth(n % register.len().max(1)).map(|entry| entry.id.clone());
        let (first, second) = (id(which), id(other));
        let name = NAMES[name];
        let refused = match (how, first, second) {
            (0, ..) => register.enter(entry(&format!("n{which}"), &[name, NAMES[other]], &[])),
            (1, Some(id), _) => register.edit(&id, |entry| entry.rename(name)),
            (2, Some(id), _) => register.edit(&id, |entry| entry.names.extend([OtherName::new(name)])),
            (3, Some(id), _) => register.edit(&id, |entry| entry.names.retain(|known| known.text != name)),
            (4, Some(id), _) => {
                register.remove(&id);
                Ok(())
            }
            (5, Some(from), Some(into)) => register.merge_into(&from, &into),
            (6, Some(id), _) => match register.get(&id).and_then(|entry| entry.absorbed.keys().next().cloned()) {
                Some(former) => register.split_off(&id, &former),
                None => Ok(()),
            },
            _ => Ok(()),
        };
        let _ = refused;
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// After any changes, and after any of them is taken back, the index finds what a look at each entry finds.
        #[test]
        fn what_is_kept_up_finds_what_a_scan_finds(
            steps in prop::collection::vec((0u8..8, 0usize..9, 0usize..12, 0usize..12), 1..40),
        ) {
            let mut index = RegisterIndex::default();
            let mut states = vec![Register::default()];
            let mut shown = 0;
            for step in steps {
                let before = states[shown].clone();
                if step.0 == 7 {
                    shown = shown.saturating_sub(1 + step.1 % 3);
                } else {
                    states.truncate(shown + 1);
                    states.push(before.clone());
                    shown += 1;
                    changed(&mut states[shown], step);
                }
                let now = &states[shown];
                index.bring(&before, now);
                for form in NAMES.iter().chain(&["بدير الزور", "وعلي", "أسد", "الأسد بشار"]) {
                    let found = index.propose(now, form, None).into_iter();
                    let found: Vec<_> = found.map(|proposal| (proposal.entity, proposal.reason)).collect();
                    prop_assert_eq!(found, proposed_by_scan(now, form), "{}", form);
                }
                for typed in ["دي", "زو دي", "ال", "الأ بش", "ez de", "xyz", ""] {
                    let found: BTreeSet<EntityId> = index.typed(now, typed, 1_000).into_iter().collect();
                    prop_assert_eq!(found, typed_by_scan(now, typed), "{}", typed);
                }
            }
        }
    }

    #[test]
    fn typing_finds_by_the_beginnings_of_words() {
        let register = register();
        let index = RegisterIndex::of(&register);
        let typed = |typed: &str| -> Vec<String> {
            index.typed(&register, typed, 10).into_iter().map(|id| id.to_string()).collect()
        };
        assert_eq!(typed("زو"), ["dz"]);
        assert_eq!(typed("زور دي"), ["dz"]);
        assert_eq!(typed("cai"), ["cairo"]);
        assert_eq!(typed("اسد"), ["asad"]);
        assert_eq!(typed("").len(), 5);
        assert_eq!(typed("xyz"), [""; 0]);
    }
}
