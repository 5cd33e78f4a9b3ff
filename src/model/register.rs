//! The entity register: what the names in many documents stand for, one entry a thing. An annotation is linked to an entry by its id.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::annotation::{EntityId, LabelName};
use super::block_map::{BlockMap, Difference};
use super::one_line::one_line;
use super::small_set::SmallSet;

/// Entries of a register.
pub const MAX_ENTRIES: usize = 100_000;
/// Names that an entry has besides its own.
pub const MAX_ENTRY_NAMES: usize = 512;
/// Labels that an entry goes with.
pub const MAX_ENTRY_KINDS: usize = 256;
/// References of an entry to registers of others.
pub const MAX_ENTRY_REFERENCES: usize = 256;
/// Entries that were merged into one.
pub const MAX_ABSORBED: usize = 1_024;
/// Bytes of a name, of a reference or of an id.
pub const MAX_NAME_BYTES: usize = 2_048;
/// Bytes of a note.
pub const MAX_ENTRY_NOTE_BYTES: usize = 64 << 10;

/// A name by which the texts or other registers call the thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherName {
    pub text: String,
    /// Language, with its script where that is known: `en`, `ku-Arab`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl OtherName {
    pub fn new(text: impl Into<String>) -> Self {
        OtherName { text: text.into(), language: None }
    }
}

/// One thing that names stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: EntityId,
    pub name: String,
    pub names: SmallSet<OtherName>,
    /// The labels that its annotations have.
    pub kinds: SmallSet<LabelName>,
    /// What it is in registers of others: `wikidata:Q3411`, `geonames:170794`, any `scheme:value`.
    pub references: SmallSet<String>,
    pub note: String,
    /// Entries that were merged into this one, as they were: a link to one of them is a link to this one, and each can be split off
    /// again. None of them has any of its own.
    pub absorbed: BTreeMap<EntityId, Entry>,
}

impl Entry {
    /// An entry that has nothing but a name.
    pub fn new(id: EntityId, name: &str) -> Self {
        Entry {
            id,
            name: one_line(name).trim().to_owned(),
            names: SmallSet::default(),
            kinds: SmallSet::default(),
            references: SmallSet::default(),
            note: String::new(),
            absorbed: BTreeMap::new(),
        }
    }

    /// All its names, its own first.
    pub fn all_names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.names.iter().map(|name| name.text.as_str()))
    }

    /// Takes in what other entries say, and the entries themselves.
    pub fn absorb(&mut self, others: Vec<Entry>) {
        let notes: Vec<&str> =
            std::iter::once(&self.note).chain(others.iter().map(|e| &e.note)).map(String::as_str).collect();
        self.note = joined_notes(&notes);
        for mut other in others {
            self.absorbed.append(&mut other.absorbed);
            self.names.insert(OtherName::new(other.name.clone()));
            self.names.extend(other.names.iter().cloned());
            self.kinds.extend(other.kinds.iter().cloned());
            self.references.extend(other.references.iter().cloned());
            self.absorbed.insert(other.id.clone(), other);
        }
        self.absorbed.remove(&self.id);
        self.straighten();
    }

    /// Gives it another name; the one it had becomes one of its others.
    pub fn rename(&mut self, name: &str) {
        let name = one_line(name).trim().to_owned();
        let before = std::mem::replace(&mut self.name, name);
        self.names.insert(OtherName::new(before));
        self.straighten();
    }

    /// Gives back an entry that was merged into this one, as it was; what it brought along goes with it, unless this one or another that
    /// stays has it as well. `None` where none of that id was merged into it.
    pub fn release(&mut self, id: &EntityId) -> Option<Entry> {
        let freed = self.absorbed.remove(id)?;
        let stays: Vec<&Entry> = self.absorbed.values().collect();
        let is_theirs = |name: &str| stays.iter().any(|entry| entry.all_names().any(|known| known == name));
        let gone: BTreeSet<&str> = freed.all_names().filter(|name| !is_theirs(name)).collect();
        self.names.retain(|name| !gone.contains(name.text.as_str()));
        let held: BTreeSet<&String> = stays.iter().flat_map(|entry| &entry.references).collect();
        self.references.retain(|reference| !freed.references.contains(reference) || held.contains(reference));
        Some(freed)
    }

    /// Drops what says nothing.
    fn straighten(&mut self) {
        if self.is_straight() {
            return;
        }
        let told = self.names.iter().filter(|name| name.language.is_some()).map(|name| name.text.clone());
        let told: BTreeSet<String> = told.chain(std::iter::once(self.name.clone())).collect();
        self.names.retain(|name| name.language.is_some() || !told.contains(&name.text));
    }

    /// Whether each name without a language says something: it is another one than the entry's own, and than those with a language.
    fn is_straight(&self) -> bool {
        // In their order the one without a language comes first.
        let mut names = self.names.iter().peekable();
        while let Some(name) = names.next() {
            let is_told = names.peek().is_some_and(|next| next.text == name.text);
            if name.language.is_none() && (name.text == self.name || is_told) {
                return false;
            }
        }
        true
    }

    /// What must not be in an entry.
    ///
    /// # Errors
    /// The first such thing.
    pub fn check(&self) -> Result<(), EntryFault> {
        let too_many = |what: EntryPart, count: usize, most: usize| match count > most {
            true => Err(EntryFault::TooMany { what, count, most }),
            false => Ok(()),
        };
        let id = self.id.as_str();
        if id.is_empty() || id.len() > MAX_NAME_BYTES || id.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(EntryFault::Id);
        }
        if self.all_names().any(|name| name.trim().is_empty()) {
            return Err(EntryFault::NoName);
        }
        if self.all_names().any(|name| name.len() > MAX_NAME_BYTES) {
            return Err(EntryFault::LongName);
        }
        too_many(EntryPart::Names, self.names.len(), MAX_ENTRY_NAMES)?;
        too_many(EntryPart::Kinds, self.kinds.len(), MAX_ENTRY_KINDS)?;
        too_many(EntryPart::References, self.references.len(), MAX_ENTRY_REFERENCES)?;
        too_many(EntryPart::Absorbed, self.absorbed.len(), MAX_ABSORBED)?;
        too_many(EntryPart::Note, self.note.len(), MAX_ENTRY_NOTE_BYTES)?;
        if let Some(language) = self.names.iter().filter_map(|n| n.language.as_deref()).find(|l| !is_language(l)) {
            return Err(EntryFault::Language(language.chars().take(40).collect()));
        }
        if let Some(reference) = self.references.iter().find(|reference| !is_reference(reference)) {
            return Err(EntryFault::Reference(reference.chars().take(80).collect()));
        }
        self.absorbed.values().try_for_each(|entry| match entry.absorbed.is_empty() {
            true => entry.check(),
            false => Err(EntryFault::Nested),
        })
    }
}

/// The lines of several notes, each once; in which order they come does not matter.
pub fn joined_notes(notes: &[&str]) -> String {
    let lines = |note: &&str| note.lines().map(str::to_owned).collect::<BTreeSet<String>>();
    let all: BTreeSet<String> = notes.iter().flat_map(lines).collect();
    let whole = notes.iter().filter(|note| note.lines().count() >= all.len() && lines(note) == all).min();
    if let Some(whole) = whole {
        return (*whole).to_owned();
    }
    let mut sorted: Vec<&str> = notes.to_vec();
    sorted.sort_unstable();
    let mut seen = BTreeSet::new();
    sorted.iter().flat_map(|note| note.lines()).filter(|line| seen.insert(*line)).collect::<Vec<_>>().join("\n")
}

/// Whether this names a language as BCP 47 does, by its form alone.
pub fn is_language(tag: &str) -> bool {
    tag.len() <= 35
        && tag.split('-').all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Whether this is `scheme:value` on one line.
pub fn is_reference(reference: &str) -> bool {
    let Some((scheme, value)) = reference.split_once(':') else { return false };
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_');
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(is_scheme)
        && !value.is_empty()
        && reference.len() <= MAX_NAME_BYTES
        && !value.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// What an entry has several of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryPart {
    Names,
    Kinds,
    References,
    Absorbed,
    /// Bytes of its note.
    Note,
}

impl fmt::Display for EntryPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            EntryPart::Names => "names",
            EntryPart::Kinds => "labels",
            EntryPart::References => "references",
            EntryPart::Absorbed => "merged entries",
            EntryPart::Note => "bytes of a note",
        })
    }
}

/// What must not be in an entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryFault {
    #[error("its id is empty, too long or has spaces")]
    Id,
    #[error("one of its names is empty")]
    NoName,
    #[error("one of its names has more than {MAX_NAME_BYTES} bytes")]
    LongName,
    #[error("'{0}' names no language; write it like en or ku-Arab")]
    Language(String),
    #[error("'{0}' is no reference; write it like wikidata:Q3411")]
    Reference(String),
    #[error("it has {count} {what}, more than {most}")]
    TooMany { what: EntryPart, count: usize, most: usize },
    #[error("an entry that was merged into it has merged entries itself")]
    Nested,
}

/// What must not be in a register.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegisterProblem {
    #[error("the entry '{id}': {fault}")]
    Entry { id: EntityId, fault: EntryFault },
    #[error("the register has {count} entries, more than {MAX_ENTRIES}")]
    TooMany { count: usize },
    #[error("there is no entry '{0}' in the register")]
    Unknown(EntityId),
    #[error("an entry cannot be merged with itself")]
    Itself,
    #[error("no entry '{former}' was merged into '{id}'")]
    NotAbsorbed { id: EntityId, former: EntityId },
}

impl RegisterProblem {
    /// The entry that it is about.
    pub fn entry(&self) -> Option<&EntityId> {
        match self {
            RegisterProblem::Entry { id, .. } | RegisterProblem::Unknown(id) => Some(id),
            RegisterProblem::NotAbsorbed { id, .. } => Some(id),
            RegisterProblem::TooMany { .. } | RegisterProblem::Itself => None,
        }
    }
}

fn problem_of(entry: &Entry) -> Option<RegisterProblem> {
    entry.check().err().map(|fault| RegisterProblem::Entry { id: entry.id.clone(), fault })
}

/// The entries of a project, by their ids.
///
/// No id is that of an entry and of one that was merged into an entry, and none was merged into two. A copy shares what is not changed
/// in it, so that one is made for each change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    entries: BlockMap<EntityId, Arc<Entry>>,
    /// What was merged → into what.
    former: BlockMap<EntityId, EntityId>,
}

impl Register {
    /// Brings entries together as they come, from a file or from two lines of work: those of one id become one, an entry that was
    /// merged into another by one of both is merged into it, and of two that were merged into each other the smaller id stays.
    pub fn of(entries: impl IntoIterator<Item = impl Into<Arc<Entry>>>) -> Self {
        let mut given: Vec<Arc<Entry>> = entries.into_iter().map(Into::into).collect();
        given.sort_by(|a, b| a.id.cmp(&b.id));
        let mut all: BTreeMap<EntityId, Arc<Entry>> = BTreeMap::new();
        for same in given.chunk_by(|a, b| a.id == b.id) {
            let id = same[0].id.clone();
            // What is sound as it is stays shared with where it came from.
            let is_whole = |entry: &Entry| !entry.absorbed.contains_key(&id) && entry.is_straight();
            let entry = match same {
                [only] if is_whole(only) => Some(only.clone()),
                several => Entry::united(several.iter().map(|entry| entry.cleared()).collect()).map(Arc::new),
            };
            all.extend(entry.map(|entry| (id, entry)));
        }
        drop(given);
        // Each goes into the smallest that says it holds it.
        let mut holders: BTreeMap<EntityId, EntityId> = BTreeMap::new();
        for entry in all.values() {
            for id in entry.absorbed.keys() {
                holders.entry(id.clone()).or_insert_with(|| entry.id.clone());
            }
        }
        let mut into: BTreeMap<EntityId, Vec<Entry>> = BTreeMap::new();
        for (id, root) in roots_of(all.keys().filter(|id| holders.contains_key(*id)), &holders) {
            if id != root
                && let Some(entry) = all.remove(&id)
            {
                into.entry(root).or_default().push(Arc::unwrap_or_clone(entry));
            }
        }
        for (root, entries) in into {
            if let Some(entry) = all.get_mut(&root) {
                Arc::make_mut(entry).absorb(entries);
            }
        }
        let mut former: BTreeMap<EntityId, EntityId> = BTreeMap::new();
        for (id, entry) in &mut all {
            if entry.absorbed.keys().any(|held| former.contains_key(held)) {
                let entry = Arc::make_mut(entry);
                entry.absorbed.retain(|held, _| !former.contains_key(held));
                entry.straighten();
            }
            former.extend(entry.absorbed.keys().map(|held| (held.clone(), id.clone())));
        }
        Register { entries: all.into_iter().collect(), former: former.into_iter().collect() }
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries by their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.entries.iter().map(|(_, entry)| entry)
    }

    pub fn get(&self, id: &EntityId) -> Option<&Arc<Entry>> {
        self.entries.get(id)
    }

    /// What a link with this id leads to: an entry, or the one into which it was merged.
    pub fn resolve(&self, id: &EntityId) -> Option<&Arc<Entry>> {
        self.entries.get(id).or_else(|| self.entries.get(self.former.get(id)?))
    }

    /// Whether an id leads nowhere, neither to an entry nor to one that was merged.
    pub fn is_free(&self, id: &EntityId) -> bool {
        self.resolve(id).is_none()
    }

    /// Puts an entry in, in the place of what has its id. Whoever calls it has looked whether it is sound.
    pub fn put(&mut self, mut entry: Entry) {
        self.remove(&entry.id.clone());
        entry.straighten();
        self.former.extend(entry.absorbed.keys().map(|former| (former.clone(), entry.id.clone())));
        self.entries.insert(entry.id.clone(), Arc::new(entry));
    }

    pub fn remove(&mut self, id: &EntityId) -> Option<Arc<Entry>> {
        let entry = self.entries.remove(id)?;
        entry.absorbed.keys().for_each(|former| drop(self.former.remove(former)));
        Some(entry)
    }

    /// Enters a new entry.
    ///
    /// # Errors
    /// Where it is not sound, or the register is full.
    pub fn enter(&mut self, entry: Entry) -> Result<(), RegisterProblem> {
        entry.check().map_err(|fault| RegisterProblem::Entry { id: entry.id.clone(), fault })?;
        if self.len() >= MAX_ENTRIES {
            return Err(RegisterProblem::TooMany { count: self.len() + 1 });
        }
        self.put(entry);
        Ok(())
    }

    /// Changes an entry.
    ///
    /// # Errors
    /// Where it is not there, or what becomes of it is not sound: then it is as it was.
    pub fn edit(&mut self, id: &EntityId, edit: impl FnOnce(&mut Entry)) -> Result<(), RegisterProblem> {
        let mut entry = (**self.get(id).ok_or_else(|| RegisterProblem::Unknown(id.clone()))?).clone();
        edit(&mut entry);
        entry.id = id.clone();
        entry.check().map_err(|fault| RegisterProblem::Entry { id: id.clone(), fault })?;
        self.put(entry);
        Ok(())
    }

    /// Merges an entry into another: the other has its names, and links to it lead to the other.
    ///
    /// # Errors
    /// Where one of both is not there, they are one, or what is made of them is more than an entry holds: then nothing is changed.
    pub fn merge_into(&mut self, from: &EntityId, into: &EntityId) -> Result<(), RegisterProblem> {
        let known = |id: &EntityId| self.get(id).cloned().ok_or_else(|| RegisterProblem::Unknown(id.clone()));
        let (from, into) = (known(from)?, known(into)?);
        if from.id == into.id {
            return Err(RegisterProblem::Itself);
        }
        let mut made = (*into).clone();
        made.absorb(vec![(*from).clone()]);
        made.check().map_err(|fault| RegisterProblem::Entry { id: made.id.clone(), fault })?;
        self.remove(&from.id);
        self.put(made);
        Ok(())
    }

    /// Splits an entry off again that was merged into another.
    ///
    /// # Errors
    /// Where it was not.
    pub fn split_off(&mut self, from: &EntityId, former: &EntityId) -> Result<(), RegisterProblem> {
        let entry = self.get(from).ok_or_else(|| RegisterProblem::Unknown(from.clone()))?;
        let mut left = (**entry).clone();
        let not_absorbed = || RegisterProblem::NotAbsorbed { id: from.clone(), former: former.clone() };
        let freed = left.release(former).ok_or_else(not_absorbed)?;
        self.put(left);
        self.put(freed);
        Ok(())
    }

    /// The entries in which two registers differ, as either has them.
    pub(crate) fn differences<'a>(&'a self, other: &'a Register) -> Vec<Difference<'a, Arc<Entry>>> {
        self.entries.differences(&other.entries)
    }

    /// What must not be in it; no more than `most` things.
    pub fn problems(&self, most: usize) -> Vec<RegisterProblem> {
        let count = Some(self.len()).filter(|count| *count > MAX_ENTRIES);
        let count = count.map(|count| RegisterProblem::TooMany { count });
        count.into_iter().chain(self.iter().filter_map(|entry| problem_of(entry))).take(most).collect()
    }

    /// What must not be in entries, before they are brought together.
    pub fn problems_of(entries: &[Entry], most: usize) -> Vec<RegisterProblem> {
        entries.iter().filter_map(problem_of).take(most).collect()
    }
}

/// Where following the holders of each id ends; in a circle, at its smallest id.
fn roots_of<'a>(
    ids: impl Iterator<Item = &'a EntityId>,
    holders: &BTreeMap<EntityId, EntityId>,
) -> BTreeMap<EntityId, EntityId> {
    let mut roots: BTreeMap<EntityId, EntityId> = BTreeMap::new();
    let mut given = Vec::new();
    for id in ids {
        given.push(id);
        let (mut path, mut on_path) = (vec![id], BTreeSet::from([id]));
        let mut at = id;
        let root = loop {
            if let Some(known) = roots.get(at) {
                break known.clone();
            }
            let Some(next) = holders.get(at) else { break at.clone() };
            if !on_path.insert(next) {
                let circle = path.iter().skip_while(|id| **id != next);
                break circle.min().map_or_else(|| at.clone(), |id| (*id).clone());
            }
            path.push(next);
            at = next;
        };
        roots.extend(path.into_iter().map(|id| (id.clone(), root.clone())));
    }
    given.into_iter().filter_map(|id| Some((id.clone(), roots.get(id)?.clone()))).collect()
}

impl Entry {
    /// Without itself among what was merged into it, and without what says nothing.
    fn cleared(&self) -> Entry {
        let mut entry = self.clone();
        entry.absorbed.remove(&self.id);
        entry.straighten();
        entry
    }

    /// What several files say of one entry.
    fn united(mut entries: Vec<Entry>) -> Option<Entry> {
        if entries.len() < 2 {
            return entries.pop();
        }
        let notes: Vec<&str> = entries.iter().map(|entry| entry.note.as_str()).collect();
        let note = joined_notes(&notes);
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        let mut rest = entries.into_iter();
        let mut all = rest.next()?;
        all.note = note;
        for other in rest {
            all.names.insert(OtherName::new(other.name));
            all.names.extend(other.names);
            all.kinds.extend(other.kinds);
            all.references.extend(other.references);
            all.absorbed.extend(other.absorbed);
        }
        all.straighten();
        Some(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, name: &str) -> Entry {
        Entry::new(id.into(), name)
    }

    #[test]
    fn what_is_merged_leads_on_and_is_split_off_as_it_was() {
        let mut second = entry("b", "ديرالزور");
        second.names.insert(OtherName { text: "Deir ez-Zor".into(), language: Some("en".into()) });
        second.references.insert("geonames:170794".into());
        let mut register = Register::of([entry("a", "دير الزور"), second]);
        let before = register.clone();
        assert_eq!(register.merge_into(&"b".into(), &"a".into()), Ok(()));
        let made = register.resolve(&"b".into()).expect("it leads on");
        assert_eq!(made.all_names().collect::<Vec<_>>(), ["دير الزور", "Deir ez-Zor", "ديرالزور"]);
        assert!(register.get(&"b".into()).is_none());
        assert_eq!(register.split_off(&"a".into(), &"b".into()), Ok(()));
        assert_eq!(register, before);
        assert_eq!(register.merge_into(&"a".into(), &"a".into()), Err(RegisterProblem::Itself));
        assert_eq!(register.merge_into(&"x".into(), &"a".into()), Err(RegisterProblem::Unknown("x".into())));
    }

    #[test]
    fn circles_and_chains_of_merged_entries_end() {
        let holding = |id: &str, held: &str| {
            let mut holder = entry(id, id);
            holder.absorbed.insert(held.into(), entry(held, held));
            holder
        };
        let circle = Register::of([holding("a", "b"), holding("b", "a")]);
        assert_eq!(circle.iter().map(|e| e.id.as_str()).collect::<Vec<_>>(), ["a"]);
        let chain = Register::of([holding("c", "b"), holding("b", "a")]);
        assert_eq!(chain.iter().map(|e| e.id.as_str()).collect::<Vec<_>>(), ["c"]);
        assert_eq!(chain.resolve(&"a".into()).map(|e| e.id.as_str()), Some("c"));
        let two = Register::of([holding("b", "a"), holding("c", "a")]);
        assert_eq!(two.resolve(&"a".into()).map(|e| e.id.as_str()), Some("b"));
        assert_eq!(two.len(), 2);
    }

    #[test]
    fn references_and_languages_are_told_by_their_form() {
        for good in ["wikidata:Q3411", "geonames:170794", "http://example.org/a", "x-y:ق"] {
            assert!(is_reference(good), "{good}");
        }
        for bad in ["", "wikidata", ":a", "a:", "a:b c", "a:b\nc", "1a:b"] {
            assert!(!is_reference(bad), "{bad}");
        }
        assert!(is_language("ku-Arab") && is_language("ar") && !is_language("ar_SY") && !is_language(""));
        assert_eq!(joined_notes(&["a\nb", "b"]), "a\nb");
        assert_eq!(joined_notes(&["b", "a"]), joined_notes(&["a", "b"]));
    }
}
