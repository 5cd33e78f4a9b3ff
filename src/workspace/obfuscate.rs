//! A document that can be sent with the report of a fault where the document itself may not be: no text of it is left, nor a name of
//! anything, and what its text does to a program is what it did.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::error::WorkspaceError;
use crate::arabic::disguise::{Chance, Disguise};
use crate::model::{
    AnnotatedDocument, AnnotationId, AnnotationSet, Annotator, AttributeDefinition, AttributeKind, AttributeValue,
    Attributes, CalendarDate, Document, DocumentId, EntityId, Label, LabelName, Provenance, Record, Relation,
    RelationType, Schema, Timestamp,
};

/// What [`obfuscate`] makes.
#[derive(Clone, Debug)]
pub struct Obfuscated {
    pub document: AnnotatedDocument,
    /// What a merge left to decide, which is left out.
    pub conflicts: usize,
}

/// The same document in disguise. Texts, notes and attributes that are texts become other letters of the same kinds; labels, types
/// of relations, attributes, choices, annotators and ids become numbers; guidelines, names for people, keys, facts about the source
/// and times go. Without a seed nobody can tell what was.
///
/// # Errors
/// None that a document can have: the text is as long as it was.
pub fn obfuscate(document: &AnnotatedDocument, seed: Option<u64>) -> Result<Obfuscated, WorkspaceError> {
    let names = Names::of(document);
    let annotations = document.annotations.iter().map(|annotation| &annotation.record);
    let records: Vec<&Record> =
        annotations.chain(document.relations.values().map(|relation| &relation.record)).collect();
    let notes = records.iter().map(|record| record.note.as_str()).chain([document.note.as_str()]);
    let attributes = records.iter().flat_map(|record| record.attributes.values()).chain(document.attributes.values());
    let texts = attributes.filter_map(|value| match value {
        AttributeValue::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let all = std::iter::once(document.text()).chain(notes).chain(texts);
    let disguise = Disguise::new(all, seed.map_or_else(secret, Chance::of_seed));
    let mut obfuscator = Obfuscator { names, disguise };
    let text = obfuscator.disguise.text(document.text());
    let made = Document::new(DocumentId("obfuscated".into()), "obfuscated", text, BTreeMap::new())?;
    let mut new =
        AnnotatedDocument::new(made, Arc::new(obfuscator.names.schema(&document.schema)), Annotator::new("A1"));
    new.annotator = obfuscator.names.annotator(&document.annotator);
    new.state = document.state;
    new.note = obfuscator.disguise.text(&document.note);
    new.flag = document.flag;
    new.attributes = obfuscator.attributes(&document.attributes, "");
    new.annotations = AnnotationSet::from_annotations(document.annotations.iter().map(|annotation| {
        let mut made = (**annotation).clone();
        made.id = obfuscator.names.id(&annotation.id);
        made.label = obfuscator.names.label(&annotation.label);
        made.entity = annotation.entity.as_ref().map(|entity| obfuscator.names.entity(entity));
        made.record = obfuscator.record(&annotation.record, annotation.label.as_str());
        made
    }));
    for relation in document.relations.values() {
        let id = obfuscator.names.id(&relation.id);
        let made = Relation {
            id,
            label: obfuscator.names.label(&relation.label),
            source: obfuscator.names.id(&relation.source),
            target: obfuscator.names.id(&relation.target),
            record: obfuscator.record(&relation.record, relation.label.as_str()),
        };
        new.relations.insert(made);
    }
    Ok(Obfuscated { document: new, conflicts: document.conflicts.len() })
}

/// What the system knows by chance: the keys that each process draws for its tables, which nobody outside it learns.
fn secret() -> Chance {
    let mut key = Sha256::new();
    for n in 0..4u64 {
        let mut hasher = RandomState::new().build_hasher();
        hasher.write_u64(n);
        key.update(hasher.finish().to_le_bytes());
    }
    Chance::new(key.finalize().into())
}

/// The numbers that stand for names.
struct Names {
    labels: HashMap<String, String>,
    /// By the label, type or (of the document) nothing that an attribute belongs to, and its own name.
    attributes: HashMap<(String, String), String>,
    choices: HashMap<(String, String, String), String>,
    annotators: HashMap<String, String>,
    entities: HashMap<String, String>,
    ids: HashMap<String, String>,
}

impl Names {
    fn of(document: &AnnotatedDocument) -> Self {
        let (schema, mut labels) = (&document.schema, HashMap::new());
        let numbered = |sign: char| (1..).map(move |n: usize| format!("{sign}{n}"));
        labels.extend(schema.labels.iter().map(|label| label.name.to_string()).zip(numbered('L')));
        labels.extend(schema.relation_types.iter().map(|kind| kind.name.to_string()).zip(numbered('R')));
        let of_labels = schema.labels.iter().map(|label| (label.name.to_string(), &label.attributes));
        let of_types = schema.relation_types.iter().map(|kind| (kind.name.to_string(), &kind.attributes));
        let owners = of_labels.chain(of_types).chain([(String::new(), &schema.document_attributes)]);
        let (mut attributes, mut choices) = (HashMap::new(), HashMap::new());
        for (owner, definitions) in owners {
            for (definition, name) in definitions.iter().zip(numbered('F')) {
                let key = |value: &String| (owner.clone(), definition.name.clone(), value.clone());
                choices.extend(definition.kind.choices().iter().map(key).zip(numbered('C')));
                attributes.insert((owner.clone(), definition.name.clone()), name);
            }
        }
        let own = std::iter::once(&document.annotator);
        let of_annotations = document.annotations.iter().map(|annotation| &annotation.record.annotator);
        let of_relations = document.relations.values().map(|relation| &relation.record.annotator);
        let mut annotators: HashMap<String, String> = HashMap::new();
        for annotator in own.chain(of_annotations).chain(of_relations) {
            let next = format!("A{}", annotators.len() + 1);
            if !annotators.contains_key(annotator.as_str()) {
                annotators.insert(annotator.to_string(), next);
            }
        }
        let mut entities: HashMap<String, String> = HashMap::new();
        for entity in document.annotations.iter().filter_map(|annotation| annotation.entity.as_ref()) {
            let next = format!("e{}", entities.len() + 1);
            entities.entry(entity.to_string()).or_insert(next);
        }
        let ids = document.annotations.iter().map(|annotation| annotation.id.to_string()).zip(numbered('a'));
        let links = document.relations.keys().map(ToString::to_string).zip(numbered('r'));
        Names { labels, attributes, choices, annotators, entities, ids: ids.chain(links).collect() }
    }

    fn annotator(&self, annotator: &Annotator) -> Annotator {
        Annotator::new(self.annotators.get(annotator.as_str()).map_or("", String::as_str))
    }

    fn id(&self, id: &AnnotationId) -> AnnotationId {
        AnnotationId::new(self.ids.get(id.as_str()).map_or("", String::as_str))
    }

    fn entity(&self, entity: &EntityId) -> EntityId {
        EntityId::new(self.entities.get(entity.as_str()).map_or("", String::as_str))
    }

    fn label(&self, label: &LabelName) -> LabelName {
        LabelName::new(self.labels.get(label.as_str()).map_or("", String::as_str))
    }

    fn schema(&self, schema: &Schema) -> Schema {
        let label = |label: &Label| {
            let name = self.label(&label.name);
            Label {
                parent: label.parent.as_ref().map(|parent| self.label(parent)),
                attributes: self.definitions(label.name.as_str(), &label.attributes),
                ..Label::new(name.as_str(), name.as_str(), name.as_str(), label.colour, None)
            }
        };
        let kind = |kind: &RelationType| {
            let name = self.label(&kind.name);
            RelationType {
                arabic: name.to_string(),
                english: name.to_string(),
                name,
                colour: kind.colour,
                kind: kind.kind,
                source_labels: kind.source_labels.iter().map(|label| self.label(label)).collect(),
                target_labels: kind.target_labels.iter().map(|label| self.label(label)).collect(),
                guideline: String::new(),
                attributes: self.definitions(kind.name.as_str(), &kind.attributes),
            }
        };
        Schema {
            name: String::new(),
            labels: schema.labels.iter().map(label).collect(),
            relation_types: schema.relation_types.iter().map(kind).collect(),
            document_attributes: self.definitions("", &schema.document_attributes),
        }
    }

    fn definitions(&self, owner: &str, definitions: &[AttributeDefinition]) -> Vec<AttributeDefinition> {
        let definition = |definition: &AttributeDefinition| {
            let kind = match &definition.kind {
                AttributeKind::Choice(values) => AttributeKind::Choice(
                    values.iter().map(|value| self.choice(owner, &definition.name, value)).collect(),
                ),
                AttributeKind::Choices(values) => AttributeKind::Choices(
                    values.iter().map(|value| self.choice(owner, &definition.name, value)).collect(),
                ),
                kind => kind.clone(),
            };
            let (required, remembered, shown) = (definition.required, definition.remembered, definition.shown);
            // A default says nothing of how a document looks.
            let plain = AttributeDefinition::new(self.attribute(owner, &definition.name), kind);
            AttributeDefinition { required, remembered, shown, ..plain }
        };
        definitions.iter().map(definition).collect()
    }

    fn attribute(&self, owner: &str, name: &str) -> String {
        self.attributes.get(&(owner.to_owned(), name.to_owned())).cloned().unwrap_or_default()
    }

    fn choice(&self, owner: &str, name: &str, value: &str) -> String {
        self.choices.get(&(owner.to_owned(), name.to_owned(), value.to_owned())).cloned().unwrap_or_default()
    }
}

struct Obfuscator {
    names: Names,
    disguise: Disguise,
}

impl Obfuscator {
    fn record(&mut self, record: &Record, owner: &str) -> Record {
        let provenance = match &record.provenance {
            Provenance::Human => Provenance::Human,
            Provenance::Imported { format } => {
                // Of a format of ours: any other name is somebody's own.
                let known = crate::formats::by_name(format).map_or("other", |format| format.name());
                Provenance::Imported { format: known.into() }
            }
            Provenance::AcceptedSuggestion { .. } => Provenance::AcceptedSuggestion { source: "other".into() },
        };
        Record {
            attributes: self.attributes(&record.attributes, owner),
            note: self.disguise.text(&record.note),
            flag: record.flag,
            provenance,
            annotator: self.names.annotator(&record.annotator),
            created: Timestamp(0),
            modified: Timestamp(0),
        }
    }

    fn attributes(&mut self, attributes: &Attributes, owner: &str) -> Attributes {
        let of = |(name, value): (&String, &AttributeValue)| {
            let value = match value {
                AttributeValue::Flag(flag) => AttributeValue::Flag(*flag),
                AttributeValue::Choice(choice) => AttributeValue::Choice(self.names.choice(owner, name, choice)),
                // As long as it was, or none.
                AttributeValue::Number(number) => {
                    let digits = self.disguise.text(&number.to_string());
                    AttributeValue::Number(
                        digits.parse().ok().filter(|number: &f64| number.is_finite()).unwrap_or_default(),
                    )
                }
                AttributeValue::Choices(chosen) => AttributeValue::Choices(
                    chosen.iter().map(|choice| self.names.choice(owner, name, choice)).collect(),
                ),
                // The year alone, and not that one.
                AttributeValue::Date(date) => CalendarDate::new(date.calendar(), 1400, date.month(), None)
                    .map_or(AttributeValue::Flag(false), AttributeValue::Date),
                AttributeValue::Text(text) => AttributeValue::Text(self.disguise.text(text)),
            };
            (self.names.attribute(owner, name), value)
        };
        attributes.iter().map(of).collect()
    }
}
