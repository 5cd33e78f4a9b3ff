//! Two lines of work on one document brought together: annotation by annotation, field by field.
//!
//! Annotations are matched by their ids; those that an import gives follow from label and place, so that imports of one text match. What only one side changed is taken; what both changed differently becomes a
//! [`Conflict`], which holds both versions. Nothing is dropped: an annotation of either side is in the result, or in a
//! conflict, or was deleted by one side and left alone by the other. Two annotations that say the same under different
//! ids both stay, since relations and other files may refer to either; the report counts them.

mod fields;
mod given_times;
pub mod register;
mod schema;
mod settle;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;
use std::sync::Arc;

use fields::{Merged, three};

use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, AnnotationSet, Annotator, Conflict, DocumentId, LabelName,
    MetadataField, Problem, Relation, RelationSet, Schema, Sides,
};

/// What a merge made.
#[derive(Clone, Debug)]
pub struct Merge {
    /// Sound; its conflicts are those it was given and those that this merge found.
    pub document: AnnotatedDocument,
    /// What was decided without asking and is worth a look.
    pub notes: Vec<Note>,
}

/// Something that a merge decided and that loses no annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Two labels wanted one key.
    KeyTaken { key: char, keeps: LabelName, loses: LabelName },
    /// Each side's parents were sound and the two together went in a circle.
    ParentDropped { label: LabelName },
    /// Pairs that both sides added, with the same label on the same place. All of them stay.
    Twins { pairs: usize },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::KeyTaken { key, keeps, loses } => {
                write!(
                    f,
                    "'{keeps}' and '{loses}' both had the key '{key}'; '{keeps}' keeps it, give '{loses}' another"
                )
            }
            Note::ParentDropped { label } => {
                write!(f, "the parents of the labels went in a circle; the one of '{label}' was taken back")
            }
            Note::Twins { pairs } => {
                write!(
                    f,
                    "{pairs} annotations were added on both sides with the same label on the same place; both are kept"
                )
            }
        }
    }
}

/// Why two documents cannot be merged. Neither was changed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum MergeError {
    #[error(
        "the text itself differs between the two sides, and annotations of one text do not fit another; \
         bring one side's annotations to the other's text first (hashiya reanchor), or choose one file as a whole"
    )]
    TextDiffers,
    #[error("what the merge would make is not sound: {0}; choose one file as a whole")]
    Unsound(Problem),
}

/// Brings `ours` and `theirs` together, which both came from `base`.
pub fn merge(
    base: &AnnotatedDocument,
    ours: &AnnotatedDocument,
    theirs: &AnnotatedDocument,
) -> Result<Merge, MergeError> {
    if ours.document.digest() != theirs.document.digest() {
        return Err(MergeError::TextDiffers);
    }
    let [ours, theirs] = given_times::aligned(base, ours, theirs);
    let mut work = MergeState::new(base, &ours, &theirs);
    work.facts();
    work.values();
    work.schema();
    work.annotations();
    work.relations();
    work.resolve_values();
    work.finish()
}

/// A merge under way: what stands in the document so far, and what is in conflict.
struct MergeState<'a> {
    base: &'a AnnotatedDocument,
    ours: &'a AnnotatedDocument,
    theirs: &'a AnnotatedDocument,
    /// Begins as ours; its parts are replaced one by one.
    document: AnnotatedDocument,
    annotations: BTreeMap<AnnotationId, Arc<Annotation>>,
    annotation_conflicts: BTreeMap<AnnotationId, Sides<Annotation>>,
    relation_conflicts: BTreeMap<AnnotationId, Sides<Relation>>,
    label_conflicts: BTreeMap<LabelName, Sides<crate::model::Label>>,
    type_conflicts: BTreeMap<LabelName, Sides<crate::model::RelationType>>,
    /// Those that are not about a thing with an id or a name of the schema.
    other: Vec<Conflict>,
    notes: Vec<Note>,
}

impl<'a> MergeState<'a> {
    fn new(base: &'a AnnotatedDocument, ours: &'a AnnotatedDocument, theirs: &'a AnnotatedDocument) -> Self {
        MergeState {
            base,
            ours,
            theirs,
            document: AnnotatedDocument {
                annotations: AnnotationSet::default(),
                relations: RelationSet::default(),
                conflicts: Vec::new(),
                ..ours.clone()
            },
            annotations: BTreeMap::new(),
            annotation_conflicts: BTreeMap::new(),
            relation_conflicts: BTreeMap::new(),
            label_conflicts: BTreeMap::new(),
            type_conflicts: BTreeMap::new(),
            other: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Title, annotator, schema's name and metadata.
    fn facts(&mut self) {
        let id = self.fact(MetadataField::Id, |d| Some(d.document.id().0.to_string()));
        self.document.note = self.fact(MetadataField::Note, |d| Some(d.note.clone())).unwrap_or_default();
        self.document.flag = match self.ours.flag == self.base.flag {
            true => self.theirs.flag,
            false => self.ours.flag,
        };
        let title = self.fact(MetadataField::Title, |d| Some(d.document.title().to_owned()));
        let annotator = self.fact(MetadataField::Annotator, |d| Some(d.annotator.to_string()));
        let name = self.fact(MetadataField::SchemaName, |d| Some(d.schema.name.clone()));
        let keys: BTreeSet<String> = [self.base, self.ours, self.theirs]
            .into_iter()
            .flat_map(|d| d.document.metadata().keys().cloned())
            .collect();
        let mut metadata = BTreeMap::new();
        for key in keys {
            let value = self.fact(MetadataField::Metadata(key.clone()), |d| d.document.metadata().get(&key).cloned());
            metadata.extend(value.map(|value| (key, value)));
        }
        let id = DocumentId(id.unwrap_or_default().into());
        self.document.document = self.ours.document.with_facts(id, title.unwrap_or_default(), metadata);
        self.document.annotator = Annotator::new(annotator.unwrap_or_default());
        let schema = Schema { name: name.unwrap_or_default(), ..(*self.ours.schema).clone() };
        self.document.schema = Arc::new(schema);
    }

    fn fact(&mut self, fact: MetadataField, of: impl Fn(&AnnotatedDocument) -> Option<String>) -> Option<String> {
        let (base, ours, theirs) = (of(self.base), of(self.ours), of(self.theirs));
        let merged = three(base.as_ref(), ours.as_ref(), theirs.as_ref());
        self.other.extend(merged.conflict.map(|sides| Conflict::Fact { fact, sides }));
        merged.body
    }

    /// The state, and the values of the document's attributes.
    fn values(&mut self) {
        let state = three(Some(&self.base.state), Some(&self.ours.state), Some(&self.theirs.state));
        self.document.state = state.body.unwrap_or_default();
        self.other.extend(state.conflict.map(Conflict::State));
        let all = [self.base, self.ours, self.theirs];
        let names: BTreeSet<&String> = all.into_iter().flat_map(|d| d.attributes.keys()).collect();
        self.document.attributes.clear();
        for name in names {
            let [base, ours, theirs] = all.map(|d| d.attributes.get(name));
            let merged = three(base, ours, theirs);
            self.document.attributes.extend(merged.body.map(|value| (name.clone(), value)));
            let conflict = |sides| Conflict::Value { name: name.clone(), sides };
            self.other.extend(merged.conflict.map(conflict));
        }
    }

    fn annotations(&mut self) {
        let all = [self.base, self.ours, self.theirs];
        let ids: HashSet<&AnnotationId> = all[1..].iter().flat_map(|d| d.annotations.iter().map(|a| &a.id)).collect();
        for id in ids {
            let [base, ours, theirs] = all.map(|d| d.annotations.get(id));
            // Most of a large document is the same everywhere: no copy is made of it.
            let Merged { body, conflict } = match (base, ours, theirs) {
                (_, Some(ours), Some(theirs)) if ours == theirs => {
                    self.annotations.insert(id.clone(), ours.clone());
                    continue;
                }
                (base, ours, theirs) => three(base.map(|a| &**a), ours.map(|a| &**a), theirs.map(|a| &**a)),
            };
            self.annotations.extend(body.map(|a| (id.clone(), Arc::new(a))));
            self.annotation_conflicts.extend(conflict.map(|sides| (id.clone(), sides)));
        }
        self.note_twins();
    }

    fn note_twins(&mut self) {
        let new = |side: &AnnotatedDocument, other: &AnnotatedDocument| -> Vec<Arc<Annotation>> {
            let alone =
                |a: &&Arc<Annotation>| !self.base.annotations.contains(&a.id) && !other.annotations.contains(&a.id);
            side.annotations.iter().filter(alone).cloned().collect()
        };
        let (ours, theirs) = (new(self.ours, self.theirs), new(self.theirs, self.ours));
        let places: HashSet<_> = ours.iter().map(|a| (&a.label, &a.spans)).collect();
        let pairs = theirs.iter().filter(|a| places.contains(&(&a.label, &a.spans))).count();
        if pairs > 0 {
            self.notes.push(Note::Twins { pairs });
        }
    }

    fn relations(&mut self) {
        let all = [self.base, self.ours, self.theirs];
        let ids: BTreeSet<&AnnotationId> = all[1..].iter().flat_map(|d| d.relations.keys()).collect();
        for id in ids {
            let [base, ours, theirs] = all.map(|d| d.relations.get(id));
            let Merged { body, conflict } = three(base, ours, theirs);
            self.document.relations.extend(body);
            self.relation_conflicts.extend(conflict.map(|sides| (id.clone(), sides)));
        }
    }

    fn finish(mut self) -> Result<Merge, MergeError> {
        let annotations = std::mem::take(&mut self.annotations);
        self.document.annotations = AnnotationSet::from_shared(annotations.into_values().collect());
        // In the order of the text, as people will go through them.
        let mut disputed: Vec<_> = self.annotation_conflicts.into_values().collect();
        disputed.sort_by_key(|sides| sides.any().map(|a| a.spans.first()));
        let found = std::mem::take(&mut self.other)
            .into_iter()
            .chain(self.label_conflicts.into_values().map(Conflict::Label))
            .chain(self.type_conflicts.into_values().map(Conflict::RelationType))
            .chain(disputed.into_iter().map(Conflict::Annotation))
            .chain(self.relation_conflicts.into_values().map(Conflict::Relation))
            .map(Arc::new);
        self.document.conflicts = earlier_conflicts(self.base, self.ours, self.theirs);
        let known: HashSet<String> = self.document.conflicts.iter().map(name_of).collect();
        self.document.conflicts.extend(found.filter(|conflict| !known.contains(&name_of(conflict))));
        match self.document.problems().into_iter().next() {
            Some(problem) => Err(MergeError::Unsound(problem)),
            None => Ok(Merge { document: self.document, notes: self.notes }),
        }
    }
}

/// Conflicts that were there before: one that a side decided is gone, all others stay.
fn earlier_conflicts(
    base: &AnnotatedDocument,
    ours: &AnnotatedDocument,
    theirs: &AnnotatedDocument,
) -> Vec<Arc<Conflict>> {
    let names = |d: &AnnotatedDocument| d.conflicts.iter().map(name_of).collect::<HashSet<_>>();
    let [before, first, second] = [base, ours, theirs].map(names);
    let decided = |name: &String| before.contains(name) && !(first.contains(name) && second.contains(name));
    let mut seen = HashSet::new();
    let all = ours.conflicts.iter().chain(&theirs.conflicts);
    all.filter(|conflict| {
        let name = name_of(conflict);
        !decided(&name) && seen.insert(name)
    })
    .cloned()
    .collect()
}

/// Two conflicts have one name where they are equal.
fn name_of(conflict: &Arc<Conflict>) -> String {
    format!("{conflict:?}")
}
