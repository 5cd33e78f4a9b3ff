//! What is sound on each side and not together: a link to what the other side deleted, a label that the other side
//! took out of the schema, a value that the other side's definition does not allow.
//!
//! In each case both versions go into a conflict, and the document keeps as much of them as is sound.

use std::collections::HashMap;
use std::sync::Arc;

use super::MergeState;
use crate::model::attribute::fits;
use crate::model::{AttributeDefinition, Attributes, Conflict, Label, LabelName, Relation, Sides};

impl MergeState<'_> {
    pub(super) fn resolve_values(&mut self) {
        self.bring_back_ends();
        self.bring_back_used_names();
        self.repair_schema();
        self.strip_annotations();
        self.resolve_relations();
        self.strip_values();
    }

    /// An annotation that one side deleted and the other linked stays until somebody decides.
    fn bring_back_ends(&mut self) {
        let mut homeless = Vec::new();
        for relation in self.document.relations.values() {
            for end in [&relation.source, &relation.target] {
                if self.annotations.contains_key(end) {
                    continue;
                }
                let (ours, theirs) = (self.ours.annotations.get(end), self.theirs.annotations.get(end));
                let Some(annotation) = ours.or(theirs) else {
                    homeless.push(relation.id.clone());
                    continue;
                };
                self.annotations.insert(end.clone(), annotation.clone());
                let sides = Sides::new(ours.map(|a| (**a).clone()), theirs.map(|a| (**a).clone()));
                self.annotation_conflicts.insert(end.clone(), sides);
            }
        }
        homeless.iter().for_each(|id| self.take_out(id));
    }

    /// Takes a relation out of the document; its versions wait in a conflict.
    fn take_out(&mut self, id: &crate::model::AnnotationId) {
        self.document.relations.remove(id);
        let sides = Sides::new(self.ours.relations.get(id).cloned(), self.theirs.relations.get(id).cloned());
        self.relation_conflicts.entry(id.clone()).or_insert(sides);
    }

    /// Values that the merged schema does not allow leave the annotation, which then is in conflict.
    fn strip_annotations(&mut self) {
        let schema = self.document.schema.clone();
        let labels: HashMap<&LabelName, &Label> = schema.labels.iter().map(|l| (&l.name, l)).collect();
        for (id, annotation) in &mut self.annotations {
            let definitions = labels.get(&annotation.label).map_or(&[][..], |l| &l.attributes);
            if all_fit(&annotation.record.attributes, definitions) {
                continue;
            }
            retain_fitting(&mut Arc::make_mut(annotation).record.attributes, definitions);
            let whole = |d: &crate::model::AnnotatedDocument| d.annotations.get(id).map(|a| (**a).clone());
            let sides = Sides::new(whole(self.ours), whole(self.theirs));
            self.annotation_conflicts.entry(id.clone()).or_insert(sides);
        }
    }

    fn resolve_relations(&mut self) {
        let schema = self.document.schema.clone();
        let mut out = Vec::new();
        let mut stripped = Vec::new();
        let mut relations = std::mem::take(&mut self.document.relations);
        relations.change_each(|relation| {
            let Some(kind) = schema.relation_type(&relation.label) else {
                out.push(relation.id.clone());
                return;
            };
            let label = |end| self.annotations.get(end).map(|a| &a.label);
            let linked = match (label(&relation.source), label(&relation.target)) {
                (Some(source), Some(target)) => kind.allows(source, target),
                _ => false,
            };
            if !linked || self.annotations.contains_key(&relation.id) {
                out.push(relation.id.clone());
            } else if !all_fit(&relation.record.attributes, &kind.attributes) {
                retain_fitting(&mut relation.record.attributes, &kind.attributes);
                stripped.push(relation.id.clone());
            }
        });
        self.document.relations = relations;
        out.iter().for_each(|id| self.take_out(id));
        for id in stripped {
            let whole = |d: &crate::model::AnnotatedDocument| -> Option<Relation> { d.relations.get(&id).cloned() };
            let sides = Sides::new(whole(self.ours), whole(self.theirs));
            self.relation_conflicts.entry(id.clone()).or_insert(sides);
        }
    }

    /// As for annotations, for the values of the document.
    fn strip_values(&mut self) {
        let schema = self.document.schema.clone();
        let definitions = &schema.document_attributes;
        let unfit: Vec<String> =
            self.document.attributes.iter().filter(|(n, v)| !fit(n, v, definitions)).map(|(n, _)| n.clone()).collect();
        for name in unfit {
            self.document.attributes.remove(&name);
            let known = self.other.iter().any(|c| matches!(c, Conflict::Value { name: known, .. } if *known == name));
            if !known {
                let value = |d: &crate::model::AnnotatedDocument| d.attributes.get(&name).cloned();
                let sides = Sides::new(value(self.ours), value(self.theirs));
                self.other.push(Conflict::Value { name, sides });
            }
        }
    }
}

fn fit(name: &str, value: &crate::model::AttributeValue, definitions: &[AttributeDefinition]) -> bool {
    definitions.iter().find(|d| d.name == name).is_some_and(|d| fits(value, &d.kind).is_ok())
}

fn all_fit(attributes: &Attributes, definitions: &[AttributeDefinition]) -> bool {
    attributes.iter().all(|(name, value)| fit(name, value, definitions))
}

fn retain_fitting(attributes: &mut Attributes, definitions: &[AttributeDefinition]) {
    attributes.retain(|name, value| fit(name, value, definitions));
}
