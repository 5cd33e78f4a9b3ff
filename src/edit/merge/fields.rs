//! The three-way merge of one thing, field by field: what one side changed is taken, what both changed alike is taken
//! once, and what they changed differently stays two versions.

use std::collections::BTreeMap;

use crate::model::{Annotation, AttributeDefinition, AttributeValue, Label, Record, Relation, RelationType, Sides};

/// What a merge makes of one thing.
#[derive(Debug, PartialEq)]
pub(super) struct Merged<T> {
    /// What stands in the document.
    pub body: Option<T>,
    pub conflict: Option<Sides<T>>,
}

/// A thing with fields that are merged apart from each other.
pub(super) trait Mergeable: Clone + PartialEq {
    /// Brings each field that only one side changed to both. What differs afterwards is in conflict.
    fn reconcile(base: Option<&Self>, ours: &mut Self, theirs: &mut Self);
}

/// Merges one thing. Where the sides disagree, ours stands in the document if it is there; what one side changed and
/// the other deleted stays.
pub(super) fn three<T: Mergeable>(base: Option<&T>, ours: Option<&T>, theirs: Option<&T>) -> Merged<T> {
    let agreed = |body: Option<&T>| Merged { body: body.cloned(), conflict: None };
    match (ours, theirs) {
        _ if ours == theirs || theirs == base => agreed(ours),
        _ if ours == base => agreed(theirs),
        (Some(ours), Some(theirs)) => {
            let (mut first, mut second) = (ours.clone(), theirs.clone());
            T::reconcile(base, &mut first, &mut second);
            match first == second {
                true => Merged { body: Some(first), conflict: None },
                false => Merged { body: Some(first.clone()), conflict: Some(Sides::new(Some(first), Some(second))) },
            }
        }
        (kept, other) => {
            Merged { body: kept.or(other).cloned(), conflict: Some(Sides::new(kept.cloned(), other.cloned())) }
        }
    }
}

/// One field: a side that left it as it was takes the other's.
pub(super) fn field<F: Clone + PartialEq>(base: Option<&F>, ours: &mut F, theirs: &mut F) {
    if base == Some(&*ours) {
        *ours = theirs.clone();
    } else if base == Some(&*theirs) {
        *theirs = ours.clone();
    }
}

/// A map, key by key.
pub(super) fn map<V: Clone + PartialEq>(
    base: Option<&BTreeMap<String, V>>,
    ours: &mut BTreeMap<String, V>,
    theirs: &mut BTreeMap<String, V>,
) {
    let names: Vec<String> = ours.keys().chain(theirs.keys()).cloned().collect();
    for name in names {
        let before = base.map(|b| b.get(&name).cloned());
        let (mut a, mut b) = (ours.get(&name).cloned(), theirs.get(&name).cloned());
        // A key that only one side added is added, whether or not there was a base.
        field(Some(&before.flatten()), &mut a, &mut b);
        put(ours, &name, a);
        put(theirs, &name, b);
    }
}

fn put<V>(map: &mut BTreeMap<String, V>, name: &str, value: Option<V>) {
    match value {
        Some(value) => map.insert(name.to_owned(), value),
        None => map.remove(name),
    };
}

/// A list of named things, in an order that somebody chose.
pub(super) fn list<T: Mergeable, K: PartialEq>(
    base: &[T],
    ours: &[T],
    theirs: &[T],
    key: impl Fn(&T) -> &K,
) -> Vec<Merged<T>> {
    let find = |list: &[T], name: &K| list.iter().position(|item| key(item) == name);
    // The order of the side that changed it; ours where both did.
    let common = |list: &[T]| -> Vec<usize> {
        let shared = |item: &&T| [base, ours, theirs].iter().all(|l| find(l, key(item)).is_some());
        list.iter().filter(shared).filter_map(|item| find(base, key(item))).collect()
    };
    let (first, second) = if common(ours) == common(base) { (theirs, ours) } else { (ours, theirs) };
    let mut order: Vec<&T> = first.iter().collect();
    for (at, item) in second.iter().enumerate() {
        if order.iter().any(|known| key(known) == key(item)) {
            continue;
        }
        // After the nearest neighbour before it that is there already.
        let before = second[..at].iter().rev().find_map(|n| order.iter().position(|known| key(known) == key(n)));
        order.insert(before.map_or(0, |i| i + 1), item);
    }
    let get = |list: &'_ [T], name: &K| find(list, name).map(|at| list[at].clone());
    order
        .into_iter()
        .map(|item| {
            let name = key(item);
            three(get(base, name).as_ref(), get(ours, name).as_ref(), get(theirs, name).as_ref())
        })
        .collect()
}

/// The lists as each side sees them after what one side alone changed came to both.
fn inner_list<T: Mergeable, K: PartialEq>(
    base: Option<&Vec<T>>,
    ours: &mut Vec<T>,
    theirs: &mut Vec<T>,
    key: impl Fn(&T) -> &K,
) {
    let merged = list(base.map_or(&[][..], |b| b), ours, theirs, key);
    let side = |pick: fn(&Sides<T>) -> &Option<T>| -> Vec<T> {
        let version = |m: &Merged<T>| match &m.conflict {
            Some(sides) => pick(sides).clone(),
            None => m.body.clone(),
        };
        merged.iter().filter_map(version).collect()
    };
    (*ours, *theirs) = (side(|s| &s.ours), side(|s| &s.theirs));
}

macro_rules! fields {
    ($base:ident, $ours:ident, $theirs:ident: $($name:ident),+) => {
        $(field($base.map(|b| &b.$name), &mut $ours.$name, &mut $theirs.$name);)+
    };
}

/// What annotations and relations share, field by field: made at the earlier of two moments, changed last at the later.
fn record(base: Option<&Record>, ours: &mut Record, theirs: &mut Record) {
    fields!(base, ours, theirs: note, flag, provenance, annotator, created, modified);
    // Who asks for another look is heard, whatever the other did.
    let flag = ours.flag || theirs.flag;
    (ours.flag, theirs.flag) = (flag, flag);
    map(base.map(|b| &b.attributes), &mut ours.attributes, &mut theirs.attributes);
    let (created, modified) = (ours.created.min(theirs.created), ours.modified.max(theirs.modified));
    (ours.created, theirs.created) = (created, created);
    (ours.modified, theirs.modified) = (modified, modified);
}

impl Mergeable for Annotation {
    fn reconcile(base: Option<&Self>, ours: &mut Self, theirs: &mut Self) {
        fields!(base, ours, theirs: label, spans, entity);
        record(base.map(|b| &b.record), &mut ours.record, &mut theirs.record);
    }
}

impl Mergeable for Relation {
    fn reconcile(base: Option<&Self>, ours: &mut Self, theirs: &mut Self) {
        // What is linked by what is one thing: halves of two links would be a third that nobody made.
        let link = |r: &Relation| (r.label.clone(), r.source.clone(), r.target.clone());
        let (mut a, mut b) = (link(ours), link(theirs));
        field(base.map(link).as_ref(), &mut a, &mut b);
        (ours.label, ours.source, ours.target) = a;
        (theirs.label, theirs.source, theirs.target) = b;
        record(base.map(|b| &b.record), &mut ours.record, &mut theirs.record);
    }
}

impl Mergeable for AttributeDefinition {
    fn reconcile(base: Option<&Self>, ours: &mut Self, theirs: &mut Self) {
        fields!(base, ours, theirs: kind, arabic, english, guideline, required, default, remembered, shown);
    }
}

impl Mergeable for Label {
    fn reconcile(base: Option<&Self>, ours: &mut Self, theirs: &mut Self) {
        fields!(base, ours, theirs: arabic, english, colour, key, parent, guideline, overlap);
        inner_list(base.map(|b| &b.attributes), &mut ours.attributes, &mut theirs.attributes, |a| &a.name);
    }
}

impl Mergeable for RelationType {
    fn reconcile(base: Option<&Self>, ours: &mut Self, theirs: &mut Self) {
        fields!(base, ours, theirs: arabic, english, colour, kind, source_labels, target_labels, guideline);
        inner_list(base.map(|b| &b.attributes), &mut ours.attributes, &mut theirs.attributes, |a| &a.name);
    }
}

/// A value without fields.
macro_rules! whole {
    ($($type:ty),+) => {
        $(impl Mergeable for $type {
            fn reconcile(_: Option<&Self>, _: &mut Self, _: &mut Self) {}
        })+
    };
}

whole!(String, AttributeValue, crate::model::DocumentState);
