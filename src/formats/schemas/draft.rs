//! A schema while it is read from a file of others: each name once, a colour for each label, a key for one label.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::format::{MAX_NOTES, SchemaNote, SchemaRead};
use crate::formats::error::{ImportError, ImportProblem};
use crate::model::{AttributeDefinition, Colour, Label, LabelName, RelationKind, RelationType, SWATCHES, Schema};

/// The longest piece of a file that a note repeats, in characters.
const MAX_SAID: usize = 60;

#[derive(Default)]
pub(super) struct Draft {
    schema: Schema,
    labels: HashMap<LabelName, usize>,
    types: HashMap<LabelName, usize>,
    keys: HashSet<String>,
    /// Owners and names of attributes that are known.
    attributes: HashSet<(Owner, String)>,
    notes: Vec<SchemaNote>,
    more: usize,
}

/// What has attributes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Owner {
    Label(LabelName),
    Relation(LabelName),
    Document,
}

fn colour(n: usize) -> Colour {
    SWATCHES[n % SWATCHES.len()].day
}

impl Draft {
    pub(super) fn schema_mut(&mut self) -> &mut Schema {
        &mut self.schema
    }

    pub(super) fn has_label(&self, name: &str) -> bool {
        self.labels.contains_key(&LabelName::new(name))
    }

    pub(super) fn has_relation(&self, name: &str) -> bool {
        self.types.contains_key(&LabelName::new(name))
    }

    /// The label of a name, which is made where it is new.
    pub(super) fn label(&mut self, name: &str) -> &mut Label {
        let name = LabelName::new(name);
        let labels = &mut self.schema.labels;
        let at = *self.labels.entry(name).or_insert_with_key(|name| {
            labels.push(Label::new(name.as_str(), "", "", colour(labels.len()), None));
            labels.len() - 1
        });
        &mut labels[at]
    }

    /// The relation type of a name, likewise.
    pub(super) fn relation(&mut self, name: &str) -> &mut RelationType {
        let name = LabelName::new(name);
        let types = &mut self.schema.relation_types;
        let at = *self.types.entry(name).or_insert_with_key(|name| {
            types.push(new_relation_type(name, colour(types.len() + 5)));
            types.len() - 1
        });
        &mut types[at]
    }

    /// Gives a label a key, where no other has it.
    pub(super) fn key(&mut self, line: usize, label: &str, said: &str) {
        let mut letters = said.chars();
        let key = match (letters.next(), letters.next()) {
            (Some(key), None) if !key.is_whitespace() && !key.is_control() => key,
            _ => return self.left_out(line, said),
        };
        let folded: String = key.to_lowercase().collect();
        if self.label(label).key.is_some() {
            return;
        }
        match self.keys.insert(folded) {
            true => self.label(label).key = Some(key),
            false => self.note(SchemaNote::KeyTaken { line, key: key.to_string(), name: cut(label) }),
        }
    }

    /// The attributes of an owner that is known.
    pub(super) fn attributes_of(&mut self, owner: &Owner) -> Option<&mut Vec<AttributeDefinition>> {
        match owner {
            Owner::Label(name) => self.labels.get(name).map(|at| &mut self.schema.labels[*at].attributes),
            Owner::Relation(name) => self.types.get(name).map(|at| &mut self.schema.relation_types[*at].attributes),
            Owner::Document => Some(&mut self.schema.document_attributes),
        }
    }

    /// Adds an attribute; one of this name that is there already stays.
    pub(super) fn attribute(&mut self, line: usize, owner: &Owner, new: AttributeDefinition) {
        let name = new.name.clone();
        match self.attributes_of(owner).is_some() {
            false => self.left_out(line, &name),
            true if !self.attributes.insert((owner.clone(), name.clone())) => {
                self.note(SchemaNote::Twice { line, name: cut(&name) });
            }
            true => self.attributes_of(owner).into_iter().for_each(|attributes| attributes.push(new.clone())),
        }
    }

    pub(super) fn note(&mut self, note: SchemaNote) {
        match self.notes.len() < MAX_NOTES {
            true => self.notes.push(note),
            false => self.more += 1,
        }
    }

    pub(super) fn left_out(&mut self, line: usize, said: &str) {
        self.note(SchemaNote::LeftOut { line, said: cut(said) });
    }

    /// The schema, if it is sound.
    pub(super) fn finish(mut self, path: &Path) -> Result<SchemaRead, ImportError> {
        let Schema { labels, relation_types, document_attributes, .. } = &self.schema;
        if labels.is_empty() && relation_types.is_empty() && document_attributes.is_empty() {
            return Err(ImportProblem::NoSchema.in_file(path));
        }
        self.schema.check().map_err(|error| ImportProblem::Schema(error).in_file(path))?;
        if self.more > 0 {
            self.notes.push(SchemaNote::More(self.more));
        }
        Ok(SchemaRead { schema: self.schema, notes: self.notes })
    }
}

pub(super) fn cut(said: &str) -> String {
    match said.char_indices().nth(MAX_SAID) {
        Some((at, _)) => format!("{}…", &said[..at]),
        None => said.to_owned(),
    }
}

fn new_relation_type(name: &LabelName, colour: Colour) -> RelationType {
    RelationType {
        name: name.clone(),
        arabic: String::new(),
        english: String::new(),
        colour,
        kind: RelationKind::Directed,
        source_labels: Vec::new(),
        target_labels: Vec::new(),
        guideline: String::new(),
        attributes: Vec::new(),
    }
}

/// Puts words for people into the field of their language.
pub(super) fn put_words(arabic: &mut String, english: &mut String, words: &str) {
    let is_arabic = |c: char| matches!(c, '\u{0600}'..='\u{06ff}' | '\u{0750}'..='\u{077f}' | '\u{08a0}'..='\u{08ff}');
    match words.chars().any(is_arabic) {
        true => words.clone_into(arabic),
        false => words.clone_into(english),
    }
}
