//! Two schemas brought together, so that the result is one: each name once, each key once, no circle of parents.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::fields::list;
use super::{MergeState, Note};
use crate::model::{Conflict, Label, LabelName, RelationType, Schema, SchemaError, Side, Sides};

impl MergeState<'_> {
    pub(super) fn schema(&mut self) {
        let (base, ours, theirs) = (&*self.base.schema, &*self.ours.schema, &*self.theirs.schema);
        let mut schema = Schema { name: self.document.schema.name.clone(), ..Schema::default() };
        for merged in list(&base.labels, &ours.labels, &theirs.labels, |l| &l.name) {
            if let Some(name) = merged.body.as_ref().map(|l| l.name.clone()) {
                self.label_conflicts.extend(merged.conflict.map(|sides| (name, sides)));
            }
            schema.labels.extend(merged.body);
        }
        for merged in list(&base.relation_types, &ours.relation_types, &theirs.relation_types, |r| &r.name) {
            if let Some(name) = merged.body.as_ref().map(|r| r.name.clone()) {
                self.type_conflicts.extend(merged.conflict.map(|sides| (name, sides)));
            }
            schema.relation_types.extend(merged.body);
        }
        let definitions =
            list(&base.document_attributes, &ours.document_attributes, &theirs.document_attributes, |a| &a.name);
        for merged in definitions {
            schema.document_attributes.extend(merged.body);
            self.other.extend(merged.conflict.map(Conflict::DocumentAttribute));
        }
        self.document.schema = Arc::new(schema);
    }

    /// Puts back what one side took out of the schema and the other still uses, and says so as a conflict.
    pub(super) fn bring_back_used_names(&mut self) {
        let mut schema = (*self.document.schema).clone();
        let labels: BTreeSet<LabelName> = self.annotations.values().map(|a| a.label.clone()).collect();
        for name in labels {
            self.bring_back_label(&mut schema, &name);
        }
        let types: BTreeSet<LabelName> = self.document.relations.values().map(|r| r.label.clone()).collect();
        for name in types {
            if schema.relation_type(&name).is_some() {
                continue;
            }
            let sides = [self.ours, self.theirs].map(|d| d.schema.relation_type(&name).cloned());
            let [ours, theirs]: [Option<RelationType>; 2] = sides;
            schema.relation_types.extend(ours.clone().or(theirs.clone()));
            self.type_conflicts.entry(name).or_insert(Sides::new(ours, theirs));
        }
        self.document.schema = Arc::new(schema);
    }

    fn bring_back_label(&mut self, schema: &mut Schema, name: &LabelName) -> bool {
        if schema.label(name).is_some() {
            return true;
        }
        let [ours, theirs]: [Option<Label>; 2] = [self.ours, self.theirs].map(|d| d.schema.label(name).cloned());
        let Some(label) = ours.clone().or(theirs.clone()) else { return false };
        schema.labels.push(label);
        self.label_conflicts.entry(name.clone()).or_insert(Sides::new(ours, theirs));
        true
    }

    /// Mends what is sound on each side and not together, until the schema is sound.
    pub(super) fn repair_schema(&mut self) {
        let mut schema = (*self.document.schema).clone();
        // Each round takes something away that does not come back, or brings a name back once.
        let most = 8 * (schema.labels.len() + schema.relation_types.len() + self.base.schema.labels.len()) + 64;
        for _ in 0..most {
            let Err(error) = schema.check() else { break };
            match error {
                SchemaError::DuplicateKey { key, first, second } => self.part_key(&mut schema, key, first, second),
                SchemaError::UnknownParent { child, parent } => {
                    if !self.bring_back_label(&mut schema, &parent) {
                        set_parent(&mut schema, &child, None);
                    }
                }
                SchemaError::ParentCycle { label } => {
                    let before = self.base.schema.label(&label).and_then(|l| l.parent.clone());
                    let now = schema.label(&label).and_then(|l| l.parent.clone());
                    set_parent(&mut schema, &label, if now == before { None } else { before });
                    let note = Note::ParentDropped { label };
                    if !self.notes.contains(&note) {
                        self.notes.push(note);
                    }
                }
                SchemaError::UnknownEndLabel { relation, label } => {
                    if !self.bring_back_label(&mut schema, &label) {
                        forget_end(&mut schema, &relation, &label);
                    }
                }
                // One side's kind and the other's default.
                SchemaError::BadDefault { owner, attribute, .. } => forget_default(&mut schema, &owner, &attribute),
                // One side's label and the other's relation type: the type waits, and its relations with it.
                SchemaError::DuplicateName { name } => {
                    schema.relation_types.retain(|r| r.name != name);
                    let sides = [Side::Ours, Side::Theirs].map(|side| {
                        let document = if side == Side::Ours { self.ours } else { self.theirs };
                        document.schema.relation_type(&name).cloned()
                    });
                    let [ours, theirs] = sides;
                    self.type_conflicts.insert(name, Sides::new(ours, theirs));
                }
                // Each side was free of these, and the merge makes no new ones.
                SchemaError::BadName { .. }
                | SchemaError::DuplicateAttribute { .. }
                | SchemaError::BadChoice { .. }
                // These are asked of what a person types, not of a schema.
                | SchemaError::BadAttributeName { .. }
                | SchemaError::NoChoice { .. }
                | SchemaError::DuplicateChoice { .. }
                | SchemaError::NameTooLong { .. }
                | SchemaError::UnseenMark { .. }
                | SchemaError::TooMany { .. } => {
                    break;
                }
            }
        }
        self.document.schema = Arc::new(schema);
    }

    /// The label that had the key before keeps it; of two new ones the first by name, whichever side is ours.
    fn part_key(&mut self, schema: &mut Schema, key: char, first: LabelName, second: LabelName) {
        let had = |name: &LabelName| self.base.schema.label(name).is_some_and(|l| l.key == Some(key));
        let (keeps, loses) = match (had(&first), had(&second)) {
            (true, false) => (first, second),
            (false, true) => (second, first),
            _ => (first.clone().min(second.clone()), first.max(second)),
        };
        schema.labels.iter_mut().filter(|l| l.name == loses).for_each(|l| l.key = None);
        self.notes.push(Note::KeyTaken { key, keeps, loses });
    }
}

fn set_parent(schema: &mut Schema, child: &LabelName, parent: Option<LabelName>) {
    schema.labels.iter_mut().filter(|l| l.name == *child).for_each(|l| l.parent = parent.clone());
}

fn forget_default(schema: &mut Schema, owner: &str, attribute: &str) {
    let labels = schema.labels.iter_mut().filter(|l| l.name.as_str() == owner).flat_map(|l| &mut l.attributes);
    let types = schema.relation_types.iter_mut().filter(|r| r.name.as_str() == owner).flat_map(|r| &mut r.attributes);
    // A label may have the name that stands for documents here: a default less is no value less.
    let all = labels.chain(types).chain(&mut schema.document_attributes);
    all.filter(|definition| definition.name == attribute).for_each(|definition| definition.default = None);
}

fn forget_end(schema: &mut Schema, relation: &LabelName, label: &LabelName) {
    for kind in schema.relation_types.iter_mut().filter(|r| r.name == *relation) {
        kind.source_labels.retain(|l| l != label);
        kind.target_labels.retain(|l| l != label);
    }
}
