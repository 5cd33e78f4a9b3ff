//! The values that attributes were given last, for the next annotation or relation of the same label: where a schema says
//! that an attribute is remembered.

use std::collections::HashMap;

use crate::edit::{Operation, Transaction};
use crate::model::attribute::fits;
use crate::model::{AttributeDefinition, AttributeValue, LabelName, Provenance, Record, Schema};

/// Last values by label (or relation type) and attribute.
#[derive(Debug, Default)]
pub(super) struct ValueMemory {
    values: HashMap<(LabelName, String), AttributeValue>,
}

impl ValueMemory {
    /// Takes note of values that a step sets or takes away.
    pub(super) fn learn(&mut self, step: &Transaction, schema: &Schema) {
        for operation in &step.operations {
            match operation {
                Operation::Annotation { before: Some(before), after: Some(after), .. } => {
                    self.learn_of(&after.label, (&before.record, &after.record), definitions(schema, operation));
                }
                Operation::Relation { before: Some(before), after: Some(after), .. } => {
                    self.learn_of(&after.label, (&before.record, &after.record), definitions(schema, operation));
                }
                _ => {}
            }
        }
    }

    fn learn_of(
        &mut self,
        label: &LabelName,
        (before, after): (&Record, &Record),
        definitions: &[AttributeDefinition],
    ) {
        for definition in definitions.iter().filter(|definition| definition.remembered) {
            let (old, new) = (before.attributes.get(&definition.name), after.attributes.get(&definition.name));
            if old == new {
                continue;
            }
            let key = (label.clone(), definition.name.clone());
            match new {
                Some(value) => self.values.insert(key, value.clone()),
                None => self.values.remove(&key),
            };
        }
    }

    /// Gives what a step makes by hand the values that are remembered.
    pub(super) fn fill(&self, step: &mut Transaction, schema: &Schema) {
        if self.values.is_empty() {
            return;
        }
        for operation in &mut step.operations {
            let definitions = definitions(schema, operation);
            match operation {
                Operation::Annotation { before: None, after: Some(made), .. } => {
                    self.fill_in(&made.label, &mut made.record, definitions);
                }
                Operation::Relation { before: None, after: Some(made), .. } => {
                    self.fill_in(&made.label, &mut made.record, definitions);
                }
                _ => {}
            }
        }
    }

    fn fill_in(&self, label: &LabelName, record: &mut Record, definitions: &[AttributeDefinition]) {
        if record.provenance != Provenance::Human {
            return;
        }
        for definition in definitions.iter().filter(|definition| definition.remembered) {
            let value = self.values.get(&(label.clone(), definition.name.clone()));
            // Another document's schema may have other choices.
            if let Some(value) = value.filter(|value| fits(value, &definition.kind).is_ok()) {
                record.attributes.insert(definition.name.clone(), value.clone());
            }
        }
    }
}

/// The attributes that what an operation makes or changes may have.
fn definitions<'s>(schema: &'s Schema, operation: &Operation) -> &'s [AttributeDefinition] {
    match operation {
        Operation::Annotation { after: Some(after), .. } => {
            schema.label(&after.label).map_or(&[], |label| &label.attributes)
        }
        Operation::Relation { after: Some(after), .. } => {
            schema.relation_type(&after.label).map_or(&[], |kind| &kind.attributes)
        }
        _ => &[],
    }
}
