//! The labels of a schema by their names, for what asks about a label in each row and for each annotation of a frame: among thousands of
//! labels a search through all of them would be most of its work.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{Label, LabelName, Schema};

/// Where each label stands in a schema.
#[derive(Clone, Debug, Default)]
pub struct LabelPlaces {
    /// Held, so that no other schema comes to stand where it stood.
    schema: Arc<Schema>,
    places: HashMap<LabelName, usize>,
}

impl LabelPlaces {
    pub fn of(schema: &Arc<Schema>) -> Self {
        // Of two labels of one name, which a sound schema has not, the first counts, as it does in a search.
        let places = schema.labels.iter().enumerate().rev().map(|(at, label)| (label.name.clone(), at)).collect();
        LabelPlaces { schema: schema.clone(), places }
    }

    /// Makes it anew where the schema is another one.
    pub fn refresh(&mut self, schema: &Arc<Schema>) {
        if !Arc::ptr_eq(&self.schema, schema) {
            *self = LabelPlaces::of(schema);
        }
    }

    pub fn label(&self, name: &LabelName) -> Option<&Label> {
        self.schema.labels.get(*self.places.get(name)?)
    }
}
