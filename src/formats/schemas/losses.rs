//! What of a schema is not in another one: what a format lost that was written and read back.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::{AttributeDefinition, Label, LabelName, RelationType, Schema};

/// A place in a schema, for which a format has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SchemaPlace {
    Label,
    RelationType,
    DocumentAttribute,
    Attribute,
    /// Another kind of values than it had, or other choices.
    Kind,
    SchemaName,
    Order,
    ArabicName,
    EnglishName,
    Colour,
    Key,
    Parent,
    Ends,
    /// Whether relations have a direction.
    Direction,
    Overlap,
    Required,
    Default,
    Remembered,
    Shown,
    Guideline,
}

impl std::fmt::Display for SchemaPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            SchemaPlace::Label => "labels",
            SchemaPlace::RelationType => "relation types",
            SchemaPlace::DocumentAttribute => "attributes of documents",
            SchemaPlace::Attribute => "attributes",
            SchemaPlace::Kind => "kinds of attributes",
            SchemaPlace::SchemaName => "name of the schema",
            SchemaPlace::Order => "order",
            SchemaPlace::ArabicName => "Arabic names",
            SchemaPlace::EnglishName => "English names",
            SchemaPlace::Colour => "colours",
            SchemaPlace::Key => "keys",
            SchemaPlace::Parent => "labels above labels",
            SchemaPlace::Ends => "labels at the ends of relations",
            SchemaPlace::Direction => "direction of relations",
            SchemaPlace::Overlap => "rules of overlap",
            SchemaPlace::Required => "required attributes",
            SchemaPlace::Default => "defaults",
            SchemaPlace::Remembered => "remembered attributes",
            SchemaPlace::Shown => "attributes on the page",
            SchemaPlace::Guideline => "guidelines",
        })
    }
}

/// What is lost of one kind, and of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaLoss {
    pub place: SchemaPlace,
    /// The names of what loses it; of an attribute also whose it is.
    pub names: Vec<String>,
}

#[derive(Default)]
struct Found(BTreeMap<SchemaPlace, Vec<String>>);

impl Found {
    fn lost(&mut self, is: bool, place: SchemaPlace, name: &dyn Fn() -> String) {
        if is {
            self.0.entry(place).or_default().push(name());
        }
    }
}

/// What `before` has and `after` has not, or has otherwise.
pub fn losses(before: &Schema, after: &Schema) -> Vec<SchemaLoss> {
    let mut found = Found::default();
    found.lost(before.name != after.name && !before.name.is_empty(), SchemaPlace::SchemaName, &|| before.name.clone());
    let labels: HashMap<&LabelName, &Label> = after.labels.iter().map(|label| (&label.name, label)).collect();
    for label in &before.labels {
        let name = || label.name.to_string();
        let Some(other) = labels.get(&label.name) else {
            found.lost(true, SchemaPlace::Label, &name);
            continue;
        };
        words(
            &mut found,
            [&label.arabic, &label.english, &label.guideline],
            [&other.arabic, &other.english, &other.guideline],
            &name,
        );
        found.lost(label.colour != other.colour, SchemaPlace::Colour, &name);
        found.lost(folded(label.key) != folded(other.key), SchemaPlace::Key, &name);
        found.lost(label.parent != other.parent, SchemaPlace::Parent, &name);
        found.lost(label.overlap != other.overlap, SchemaPlace::Overlap, &name);
        attributes(&mut found, &label.attributes, &other.attributes, SchemaPlace::Attribute, Some(&label.name));
    }
    let types: HashMap<&LabelName, &RelationType> =
        after.relation_types.iter().map(|kind| (&kind.name, kind)).collect();
    for kind in &before.relation_types {
        let name = || kind.name.to_string();
        let Some(other) = types.get(&kind.name) else {
            found.lost(true, SchemaPlace::RelationType, &name);
            continue;
        };
        words(
            &mut found,
            [&kind.arabic, &kind.english, &kind.guideline],
            [&other.arabic, &other.english, &other.guideline],
            &name,
        );
        found.lost(kind.colour != other.colour, SchemaPlace::Colour, &name);
        let ends = |kind: &RelationType| {
            let set = |labels: &[LabelName]| labels.iter().cloned().collect::<HashSet<_>>();
            [set(&kind.source_labels), set(&kind.target_labels)]
        };
        found.lost(ends(kind) != ends(other), SchemaPlace::Ends, &name);
        found.lost(kind.kind != other.kind, SchemaPlace::Direction, &name);
        attributes(&mut found, &kind.attributes, &other.attributes, SchemaPlace::Attribute, Some(&kind.name));
    }
    let own = &before.document_attributes;
    attributes(&mut found, own, &after.document_attributes, SchemaPlace::DocumentAttribute, None);
    let place: HashMap<&LabelName, usize> =
        after.labels.iter().enumerate().map(|(n, label)| (&label.name, n)).collect();
    let mut last = 0;
    for label in &before.labels {
        let Some(at) = place.get(&label.name) else { continue };
        found.lost(*at < last, SchemaPlace::Order, &|| label.name.to_string());
        last = last.max(*at);
    }
    found.0.into_iter().map(|(place, names)| SchemaLoss { place, names }).collect()
}

/// A key is the same in either case.
fn folded(key: Option<char>) -> Option<String> {
    key.map(|key| key.to_lowercase().collect())
}

/// The names in both languages and the guideline. What had none loses none.
fn words(found: &mut Found, before: [&String; 3], after: [&String; 3], name: &dyn Fn() -> String) {
    let places = [SchemaPlace::ArabicName, SchemaPlace::EnglishName, SchemaPlace::Guideline];
    for (place, (before, after)) in places.into_iter().zip(before.into_iter().zip(after)) {
        // Without one, the name itself is shown.
        let is_shown = after.is_empty() && *before == name();
        found.lost(before != after && !before.is_empty() && !is_shown, place, name);
    }
}

fn attributes(
    found: &mut Found,
    before: &[AttributeDefinition],
    after: &[AttributeDefinition],
    place: SchemaPlace,
    owner: Option<&LabelName>,
) {
    let known: HashMap<&String, &AttributeDefinition> =
        after.iter().map(|definition| (&definition.name, definition)).collect();
    for definition in before {
        let name = || match owner {
            Some(owner) => format!("{owner}: {}", definition.name),
            None => definition.name.clone(),
        };
        let Some(other) = known.get(&definition.name) else {
            found.lost(true, place, &name);
            continue;
        };
        words(
            found,
            [&definition.arabic, &definition.english, &definition.guideline],
            [&other.arabic, &other.english, &other.guideline],
            &name,
        );
        let same = std::mem::discriminant(&definition.kind) == std::mem::discriminant(&other.kind);
        found.lost(!same || definition.kind.choices() != other.kind.choices(), SchemaPlace::Kind, &name);
        found.lost(definition.required != other.required, SchemaPlace::Required, &name);
        found.lost(definition.default != other.default, SchemaPlace::Default, &name);
        found.lost(definition.remembered != other.remembered, SchemaPlace::Remembered, &name);
        found.lost(definition.shown != other.shown, SchemaPlace::Shown, &name);
    }
}
