//! What may be said: labels, relation types, attributes.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::annotation::LabelName;
use super::attribute::{AttributeDefinition, AttributeKind, AttributeProblem, AttributeValue, MAX_CHOICES, fits};
pub use super::bounded_list::SchemaPart;
use super::bounded_list::{at_most, too_many};

/// Labels a schema may have, and relation types.
pub const MAX_LABELS: usize = 4096;

/// Attributes that a label, a relation type or a document may have.
pub const MAX_ATTRIBUTES: usize = 1024;

/// Labels of a file, not more than there may be.
pub(crate) fn labels<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Label>, D::Error> {
    at_most(deserializer, SchemaPart::Labels, MAX_LABELS)
}

/// Relation types of a file, not more than there may be.
pub(crate) fn relation_types<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<RelationType>, D::Error> {
    at_most(deserializer, SchemaPart::RelationTypes, MAX_LABELS)
}

/// Attributes of a file, not more than there may be.
pub(crate) fn attributes<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<AttributeDefinition>, D::Error> {
    at_most(deserializer, SchemaPart::Attributes, MAX_ATTRIBUTES)
}

fn end_labels<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<LabelName>, D::Error> {
    at_most(deserializer, SchemaPart::Labels, MAX_LABELS)
}

/// An sRGB colour, written `#rrggbb` in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    pub fn from_hex(hex: &str) -> Option<Self> {
        let digits = hex.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let channel = |i: usize| u8::from_str_radix(&digits[i..i + 2], 16).ok();
        Some(Colour([channel(0)?, channel(2)?, channel(4)?]))
    }

    pub fn to_hex(self) -> String {
        let [r, g, b] = self.0;
        format!("#{r:02x}{g:02x}{b:02x}")
    }
}

impl Serialize for Colour {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_hex())
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hex = String::deserialize(deserializer)?;
        Colour::from_hex(&hex)
            .ok_or_else(|| serde::de::Error::custom(format!("'{hex}' is not a colour; write it as #rrggbb")))
    }
}

/// Where annotations of a label may stand among others. What breaks it is told, not refused: see
/// [`requirements`](super::requirements()).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Overlap {
    #[default]
    Any,
    /// Within others and around them, but not across an edge.
    Nested,
    /// With annotations of other labels alone.
    OtherLabels,
    /// With none.
    Never,
}

impl Overlap {
    pub const ALL: [Overlap; 4] = [Overlap::Any, Overlap::Nested, Overlap::OtherLabels, Overlap::Never];

    fn is_any(&self) -> bool {
        *self == Overlap::Any
    }
}

/// What a link of a type says of its two ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RelationKind {
    /// From a source to a target.
    #[default]
    Directed,
    /// Between two that are alike in it: married to, near.
    Symmetric,
    /// Symmetric and transitive: what it links makes one chain, as mentions of one thing do.
    Equivalence,
}

impl RelationKind {
    pub const ALL: [RelationKind; 3] = [RelationKind::Directed, RelationKind::Symmetric, RelationKind::Equivalence];

    fn is_directed(&self) -> bool {
        *self == RelationKind::Directed
    }
}

/// A label that a span may carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// What datasets contain, such as `PER`.
    pub name: LabelName,
    pub arabic: String,
    pub english: String,
    pub colour: Colour,
    /// The key that puts this label on the selection.
    #[serde(default)]
    pub key: Option<char>,
    /// The label above this one in the hierarchy.
    #[serde(default)]
    pub parent: Option<LabelName>,
    #[serde(default)]
    pub guideline: String,
    #[serde(default, skip_serializing_if = "Overlap::is_any")]
    pub overlap: Overlap,
    #[serde(default, deserialize_with = "attributes")]
    pub attributes: Vec<AttributeDefinition>,
}

impl Label {
    pub fn new(name: &str, arabic: &str, english: &str, colour: Colour, key: Option<char>) -> Self {
        Label {
            name: LabelName::new(name),
            arabic: arabic.into(),
            english: english.into(),
            colour,
            key,
            parent: None,
            guideline: String::new(),
            overlap: Overlap::Any,
            attributes: Vec::new(),
        }
    }
}

/// A relation that may link two annotations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationType {
    pub name: LabelName,
    pub arabic: String,
    pub english: String,
    pub colour: Colour,
    #[serde(default, skip_serializing_if = "RelationKind::is_directed")]
    pub kind: RelationKind,
    /// Labels allowed at the source; empty allows every label.
    #[serde(default, deserialize_with = "end_labels")]
    pub source_labels: Vec<LabelName>,
    /// Labels allowed at the target; empty allows every label.
    #[serde(default, deserialize_with = "end_labels")]
    pub target_labels: Vec<LabelName>,
    #[serde(default)]
    pub guideline: String,
    #[serde(default, deserialize_with = "attributes")]
    pub attributes: Vec<AttributeDefinition>,
}

/// The labels, relation types and attributes of a task, in the order the analyst sees them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    #[serde(default)]
    pub name: String,
    #[serde(deserialize_with = "labels")]
    pub labels: Vec<Label>,
    #[serde(default, deserialize_with = "relation_types")]
    pub relation_types: Vec<RelationType>,
    #[serde(default, deserialize_with = "attributes")]
    pub document_attributes: Vec<AttributeDefinition>,
}

/// What is wrong with a schema.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    #[error("{}", too_many(*what, *count, *most))]
    TooMany { what: SchemaPart, count: usize, most: usize },
    #[error(
        "a label or relation type has an empty name, or one with spaces at its ends or control characters: '{name}'"
    )]
    BadName { name: String },
    #[error("the name '{name}' is used twice in the schema")]
    DuplicateName { name: LabelName },
    #[error("the key '{key}' belongs to both '{first}' and '{second}'")]
    DuplicateKey { key: char, first: LabelName, second: LabelName },
    #[error("'{child}' names '{parent}' as its parent, which the schema lacks")]
    UnknownParent { child: LabelName, parent: LabelName },
    #[error("'{label}' is its own ancestor")]
    ParentCycle { label: LabelName },
    #[error("the relation type '{relation}' allows the label '{label}', which the schema lacks")]
    UnknownEndLabel { relation: LabelName, label: LabelName },
    #[error("'{owner}' defines the attribute '{attribute}' twice")]
    DuplicateAttribute { owner: String, attribute: String },
    #[error(
        "the choice '{choice}' of the attribute '{attribute}' of '{owner}' is empty, has spaces at its ends or a semicolon, which stands between several choices"
    )]
    BadChoice { owner: String, attribute: String, choice: String },
    #[error("the default of the attribute '{attribute}' of '{owner}' {reason}")]
    BadDefault { owner: String, attribute: String, reason: AttributeProblem },
    #[error(
        "an attribute of '{owner}' has an empty name, or one with spaces at its ends or control characters: '{name}'"
    )]
    BadAttributeName { owner: String, name: String },
    #[error("the attribute '{attribute}' of '{owner}' has no choice")]
    NoChoice { owner: String, attribute: String },
    #[error("the attribute '{attribute}' of '{owner}' has the choice '{choice}' twice")]
    DuplicateChoice { owner: String, attribute: String, choice: String },
    #[error("'{start}…' has {count} characters, and {most} are the most that a name may have")]
    NameTooLong { start: String, count: usize, most: usize },
    #[error("'{name}' has a mark in it that is not seen (U+{:04X})", u32::from(*mark))]
    UnseenMark { name: String, mark: char },
}

impl RelationType {
    /// Whether it may link an annotation of one label to one of another. An empty list of ends allows every label; what is
    /// not directed may be said from either end.
    pub fn allows(&self, source: &LabelName, target: &LabelName) -> bool {
        let one = |allowed: &[LabelName], label| allowed.is_empty() || allowed.contains(label);
        let links = |from, to| one(&self.source_labels, from) && one(&self.target_labels, to);
        links(source, target) || (self.kind != RelationKind::Directed && links(target, source))
    }
}

impl Schema {
    pub fn label(&self, name: &LabelName) -> Option<&Label> {
        self.labels.iter().find(|label| label.name == *name)
    }

    pub fn relation_type(&self, name: &LabelName) -> Option<&RelationType> {
        self.relation_types.iter().find(|relation| relation.name == *name)
    }

    /// The attributes of a label or relation type; without one, those of documents themselves.
    pub fn attributes_of(&self, owner: Option<&LabelName>) -> &[AttributeDefinition] {
        let Some(owner) = owner else { return &self.document_attributes };
        match (self.label(owner), self.relation_type(owner)) {
            (Some(label), _) => &label.attributes,
            (None, Some(kind)) => &kind.attributes,
            (None, None) => &[],
        }
    }

    /// The same, to be changed.
    pub fn attributes_of_mut(&mut self, owner: Option<&LabelName>) -> Option<&mut Vec<AttributeDefinition>> {
        let Some(owner) = owner else { return Some(&mut self.document_attributes) };
        let label = self.labels.iter_mut().find(|label| label.name == *owner).map(|label| &mut label.attributes);
        let mut kinds = self.relation_types.iter_mut();
        label.or_else(|| kinds.find(|kind| kind.name == *owner).map(|kind| &mut kind.attributes))
    }

    /// The label that `key` puts on a selection. Letters match in either case.
    pub fn label_for_key(&self, key: char) -> Option<&Label> {
        self.labels.iter().find(|label| label.key.is_some_and(|k| same_key(k, key)))
    }

    /// The first thing wrong with the schema as a whole.
    pub fn check(&self) -> Result<(), SchemaError> {
        // Labels are looked up one by one everywhere: a file of a million of them must not hang the program.
        let counts = [(SchemaPart::Labels, self.labels.len()), (SchemaPart::RelationTypes, self.relation_types.len())];
        for (what, count) in counts {
            if count > MAX_LABELS {
                return Err(SchemaError::TooMany { what, count, most: MAX_LABELS });
            }
        }
        let names = self.labels.iter().map(|l| &l.name).chain(self.relation_types.iter().map(|r| &r.name));
        let mut seen = HashSet::new();
        for name in names {
            let text = name.as_str();
            if text.is_empty() || text.trim() != text || text.chars().any(char::is_control) {
                return Err(SchemaError::BadName { name: text.to_owned() });
            }
            if !seen.insert(name) {
                return Err(SchemaError::DuplicateName { name: name.clone() });
            }
        }
        self.check_keys()?;
        self.check_parents()?;
        let labels: HashSet<&LabelName> = self.labels.iter().map(|l| &l.name).collect();
        for relation in &self.relation_types {
            for label in relation.source_labels.iter().chain(&relation.target_labels) {
                if !labels.contains(label) {
                    return Err(SchemaError::UnknownEndLabel { relation: relation.name.clone(), label: label.clone() });
                }
            }
            check_attributes(relation.name.as_str(), &relation.attributes)?;
        }
        for label in &self.labels {
            check_attributes(label.name.as_str(), &label.attributes)?;
        }
        check_attributes("document", &self.document_attributes)
    }

    fn check_keys(&self) -> Result<(), SchemaError> {
        let mut taken: HashMap<String, &Label> = HashMap::new();
        for second in &self.labels {
            let Some(key) = second.key else { continue };
            if let Some(first) = taken.insert(key.to_lowercase().collect(), second) {
                return Err(SchemaError::DuplicateKey { key, first: first.name.clone(), second: second.name.clone() });
            }
        }
        Ok(())
    }

    fn check_parents(&self) -> Result<(), SchemaError> {
        let parents: BTreeMap<_, _> =
            self.labels.iter().filter_map(|l| l.parent.as_ref().map(|p| (&l.name, p))).collect();
        let labels: HashSet<&LabelName> = self.labels.iter().map(|l| &l.name).collect();
        if let Some((child, parent)) = parents.iter().find(|(_, parent)| !labels.contains(**parent)) {
            return Err(SchemaError::UnknownParent { child: (*child).clone(), parent: (*parent).clone() });
        }
        // Each label is walked through once: who comes to one that another walk left has no circle before him.
        let mut walked: HashMap<&LabelName, usize> = HashMap::new();
        for (walk, start) in parents.keys().enumerate() {
            let mut label = *start;
            loop {
                match walked.insert(label, walk) {
                    Some(before) if before == walk => {
                        return Err(SchemaError::ParentCycle { label: label.clone() });
                    }
                    Some(_) => break,
                    None => {}
                }
                let Some(parent) = parents.get(label) else { break };
                label = parent;
            }
        }
        Ok(())
    }
}

fn same_key(a: char, b: char) -> bool {
    a == b || a.to_lowercase().eq(b.to_lowercase())
}

fn check_attributes(owner: &str, attributes: &[AttributeDefinition]) -> Result<(), SchemaError> {
    if attributes.len() > MAX_ATTRIBUTES {
        let (what, count) = (SchemaPart::Attributes, attributes.len());
        return Err(SchemaError::TooMany { what, count, most: MAX_ATTRIBUTES });
    }
    for attribute in attributes {
        let count = attribute.kind.choices().len();
        if count > MAX_CHOICES {
            return Err(SchemaError::TooMany { what: SchemaPart::Choices, count, most: MAX_CHOICES });
        }
        if let AttributeKind::Choices(choices) = &attribute.kind
            && let Some(choice) = choices.iter().find(|choice| !AttributeValue::is_one_of_several(choice))
        {
            let (owner, attribute, choice) = (owner.to_owned(), attribute.name.clone(), choice.clone());
            return Err(SchemaError::BadChoice { owner, attribute, choice });
        }
        if let Some(reason) = attribute.default.as_ref().and_then(|value| fits(value, &attribute.kind).err()) {
            let (owner, attribute) = (owner.to_owned(), attribute.name.clone());
            return Err(SchemaError::BadDefault { owner, attribute, reason });
        }
    }
    let mut seen = HashSet::new();
    match attributes.iter().find(|a| !seen.insert(&a.name)) {
        Some(a) => Err(SchemaError::DuplicateAttribute { owner: owner.to_owned(), attribute: a.name.clone() }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(name: &str, key: Option<char>) -> Label {
        Label::new(name, "", "", Colour([0; 3]), key)
    }

    #[test]
    fn a_schema_names_each_thing_once_and_has_no_circle() {
        let mut schema = Schema { labels: vec![label("PER", Some('1')), label("LOC", Some('p'))], ..Schema::default() };
        assert_eq!(schema.check(), Ok(()));
        assert_eq!(schema.label_for_key('P').map(|l| l.name.as_str()), Some("LOC"));
        schema.labels.push(label("PER", None));
        assert!(matches!(schema.check(), Err(SchemaError::DuplicateName { .. })));
        schema.labels[2] = label("ORG", Some('P'));
        assert!(matches!(schema.check(), Err(SchemaError::DuplicateKey { key: 'P', .. })));
        schema.labels[2] = Label { parent: Some("LOC".into()), ..label("ORG", None) };
        assert_eq!(schema.check(), Ok(()));
        schema.labels[1].parent = Some("ORG".into());
        assert!(matches!(schema.check(), Err(SchemaError::ParentCycle { .. })));
    }

    #[test]
    fn colours_read_what_they_write() {
        let colour = Colour([1, 160, 255]);
        assert_eq!(Colour::from_hex(&colour.to_hex()), Some(colour));
        for bad in ["", "#12345", "123456", "#12345g", "#+12345"] {
            assert_eq!(Colour::from_hex(bad), None, "{bad}");
        }
    }
}
