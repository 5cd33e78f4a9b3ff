//! The relations of a document, by their ids and by their ends: kept up with each change, so that nobody asks each relation which end at
//! an annotation, and a copy shares what is not changed in it.

use std::sync::Arc;

use super::annotation::{AnnotationId, Relation};
use super::block_map::BlockMap;

/// Relations in the order of their ids.
#[derive(Clone, Debug, Default)]
pub struct RelationSet {
    all: BlockMap<AnnotationId, Arc<Relation>>,
    /// Each end with each relation that is at it.
    ends: BlockMap<(AnnotationId, AnnotationId), ()>,
}

/// The ends of a relation, each once, as they are found by.
fn ends_of(relation: &Relation) -> impl Iterator<Item = (AnnotationId, AnnotationId)> + '_ {
    let target = Some(&relation.target).filter(|target| **target != relation.source);
    std::iter::once(&relation.source).chain(target).map(|end| (end.clone(), relation.id.clone()))
}

impl RelationSet {
    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub fn get(&self, id: &AnnotationId) -> Option<&Relation> {
        self.all.get(id).map(|relation| &**relation)
    }

    pub fn contains(&self, id: &AnnotationId) -> bool {
        self.all.get(id).is_some()
    }

    pub fn values(&self) -> impl Iterator<Item = &Relation> {
        self.all.iter().map(|(_, relation)| &**relation)
    }

    pub fn keys(&self) -> impl Iterator<Item = &AnnotationId> {
        self.all.iter().map(|(id, _)| id)
    }

    /// Those that begin or end at an annotation, in the order of their ids.
    pub fn at(&self, end: &AnnotationId) -> impl Iterator<Item = &Relation> {
        let of_end = self.ends.iter_from(|(known, _)| known < end).take_while(move |((known, _), ())| known == end);
        of_end.filter_map(|((_, id), ())| self.get(id))
    }

    /// Those that begin or end at one of these annotations, each once, in the order of their ids.
    pub fn at_any<'a>(&'a self, ends: impl IntoIterator<Item = &'a AnnotationId>) -> Vec<&'a Relation> {
        let mut found: Vec<&Relation> = ends.into_iter().flat_map(|end| self.at(end)).collect();
        found.sort_by(|a, b| a.id.cmp(&b.id));
        found.dedup_by(|a, b| a.id == b.id);
        found
    }

    /// Puts a relation in; gives what had its id.
    pub fn insert(&mut self, relation: Relation) -> Option<Arc<Relation>> {
        let before = self.all.get(&relation.id).cloned();
        let is_moved = |before: &Relation| (&before.source, &before.target) != (&relation.source, &relation.target);
        if before.as_deref().is_none_or(is_moved) {
            for end in before.iter().flat_map(|before| ends_of(before)) {
                self.ends.remove(&end);
            }
            self.ends.extend(ends_of(&relation).map(|end| (end, ())));
        }
        self.all.insert(relation.id.clone(), Arc::new(relation));
        before
    }

    pub fn remove(&mut self, id: &AnnotationId) -> Option<Arc<Relation>> {
        let gone = self.all.remove(id)?;
        for end in ends_of(&gone) {
            self.ends.remove(&end);
        }
        Some(gone)
    }

    pub fn clear(&mut self) {
        *self = RelationSet::default();
    }

    /// Keeps those that are wanted.
    pub fn retain(&mut self, wanted: impl Fn(&Relation) -> bool) {
        if !self.values().all(&wanted) {
            *self = RelationSet::of(self.all.iter().map(|(_, relation)| relation).filter(|r| wanted(r)).cloned());
        }
    }

    /// Changes each of them.
    pub fn change_each(&mut self, mut change: impl FnMut(&mut Relation)) {
        let changed = std::mem::take(self).all.into_entries().map(|(_, relation)| {
            let mut relation = Arc::unwrap_or_clone(relation);
            change(&mut relation);
            Arc::new(relation)
        });
        *self = RelationSet::of(changed);
    }

    fn of(relations: impl Iterator<Item = Arc<Relation>>) -> Self {
        let all: BlockMap<_, _> = relations.map(|relation| (relation.id.clone(), relation)).collect();
        let ends = all.iter().flat_map(|(_, relation)| ends_of(relation)).map(|end| (end, ())).collect();
        RelationSet { all, ends }
    }
}

impl PartialEq for RelationSet {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl FromIterator<Relation> for RelationSet {
    /// Of several with one id the last one stays.
    fn from_iter<I: IntoIterator<Item = Relation>>(relations: I) -> Self {
        RelationSet::of(relations.into_iter().map(Arc::new))
    }
}

impl Extend<Relation> for RelationSet {
    fn extend<I: IntoIterator<Item = Relation>>(&mut self, relations: I) {
        relations.into_iter().for_each(|relation| drop(self.insert(relation)));
    }
}

impl std::ops::Index<&AnnotationId> for RelationSet {
    type Output = Relation;

    fn index(&self, id: &AnnotationId) -> &Relation {
        self.get(id).expect("there is such a relation")
    }
}
