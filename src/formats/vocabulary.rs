//! The labels that an import meets: held against the schema that was given, or added to one that grows.

use std::sync::Arc;

use super::error::{AttributeRefusal, ImportProblem};
use crate::model::annotated::fits;
use crate::model::schema::{MOST_CHOICES, MOST_LABELS};
use crate::model::{
    AnnotatedDocument, AttributeDefinition, AttributeKind, AttributeValue, Colour, Label, LabelName, RelationType,
    Schema,
};

/// Colours for labels that come without one: those the window offers for new labels, in its order.
const COLOURS: [Colour; 12] = [
    Colour([0x14, 0x4a, 0xcc]),
    Colour([0xbc, 0x7f, 0x00]),
    Colour([0x02, 0x87, 0x6d]),
    Colour([0x9b, 0x3b, 0x91]),
    Colour([0x4b, 0x52, 0x5f]),
    Colour([0xb3, 0x60, 0x3a]),
    Colour([0x0c, 0x94, 0xd0]),
    Colour([0x69, 0x58, 0x03]),
    Colour([0xdf, 0x48, 0x90]),
    Colour([0x26, 0x1c, 0x79]),
    Colour([0x64, 0x02, 0x30]),
    Colour([0x5e, 0x3b, 0x01]),
];

/// The schema of an import while it goes on. One serves all files of an import, so that they share a schema.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    schema: Schema,
    grows: bool,
}

impl Vocabulary {
    /// What the schema lacks is refused.
    pub fn fixed(schema: Schema) -> Self {
        Vocabulary { schema, grows: false }
    }

    /// What the schema lacks is added to it.
    pub fn growing(schema: Schema) -> Self {
        Vocabulary { schema, grows: true }
    }

    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Gives all documents the schema as it has become.
    pub fn finish<'a>(self, documents: impl IntoIterator<Item = &'a mut AnnotatedDocument>) {
        let schema = Arc::new(self.schema);
        documents.into_iter().for_each(|document| document.schema = schema.clone());
    }

    pub(super) fn label(&mut self, name: &str) -> Result<LabelName, ImportProblem> {
        let label = LabelName::new(name);
        if self.schema.label(&label).is_some() {
            return Ok(label);
        }
        if !self.grows {
            return Err(ImportProblem::UnknownLabel(name.into()));
        }
        self.check_new(name)?;
        let colour = COLOURS[self.schema.labels.len() % COLOURS.len()];
        let used = |key: char| self.schema.label_for_key(key).is_some();
        let key = ('1'..='9').find(|key| !used(*key));
        self.schema.labels.push(Label::new(name, name, name, colour, key));
        Ok(label)
    }

    pub(super) fn relation(
        &mut self,
        id: &str,
        name: &str,
        source: &LabelName,
        target: &LabelName,
    ) -> Result<LabelName, ImportProblem> {
        let label = LabelName::new(name);
        let place = self.schema.relation_types.iter().position(|r| r.name == label);
        let Some(place) = place else {
            if !self.grows {
                return Err(ImportProblem::UnknownRelationType(name.into()));
            }
            self.check_new(name)?;
            let colour = COLOURS[self.schema.relation_types.len() % COLOURS.len()];
            self.schema.relation_types.push(RelationType {
                name: label.clone(),
                arabic: name.into(),
                english: name.into(),
                colour,
                source_labels: vec![],
                target_labels: vec![],
                guideline: String::new(),
                attributes: vec![],
            });
            return Ok(label);
        };
        let kind = &mut self.schema.relation_types[place];
        for (allowed, end) in [(&mut kind.source_labels, source), (&mut kind.target_labels, target)] {
            if allowed.is_empty() || allowed.contains(end) {
                continue;
            }
            if !self.grows {
                return Err(ImportProblem::EndNotAllowed {
                    id: id.into(),
                    label: name.into(),
                    source_label: source.to_string(),
                    target_label: target.to_string(),
                });
            }
            allowed.push(end.clone());
        }
        Ok(label)
    }

    /// The value of an attribute as the definition has it: a text may be a choice, a flag or a number in disguise.
    pub(super) fn attribute(
        &mut self,
        owner: Owner<'_>,
        name: &str,
        value: AttributeValue,
    ) -> Result<AttributeValue, ImportProblem> {
        let grows = self.grows;
        let refuse =
            |reason| ImportProblem::Attribute { owner: owner.label().cloned(), attribute: name.into(), reason };
        let definitions = match owner {
            Owner::Label(label) => self.schema.labels.iter_mut().find(|l| l.name == *label).map(|l| &mut l.attributes),
            Owner::Relation(label) => {
                self.schema.relation_types.iter_mut().find(|r| r.name == *label).map(|r| &mut r.attributes)
            }
            Owner::Document => Some(&mut self.schema.document_attributes),
        };
        let Some(definitions) = definitions else { return Err(refuse(AttributeRefusal::NoOwner)) };
        let Some(definition) = definitions.iter_mut().find(|d| d.name == name) else {
            if !grows {
                return Err(refuse(AttributeRefusal::Undefined));
            }
            let kind = match &value {
                AttributeValue::Flag(_) => AttributeKind::Flag,
                AttributeValue::Number(_) => AttributeKind::Number,
                AttributeValue::Text(_) => AttributeKind::Text,
                AttributeValue::Choice(choice) => AttributeKind::Choice(vec![choice.clone()]),
            };
            definitions.push(AttributeDefinition {
                name: name.into(),
                kind,
                arabic: String::new(),
                english: String::new(),
                guideline: String::new(),
            });
            return Ok(value);
        };
        let value = match (value, &mut definition.kind) {
            (AttributeValue::Text(text) | AttributeValue::Choice(text), AttributeKind::Choice(choices)) => {
                if grows && !choices.contains(&text) {
                    if choices.len() == MOST_CHOICES {
                        return Err(refuse(AttributeRefusal::TooManyChoices(MOST_CHOICES)));
                    }
                    choices.push(text.clone());
                }
                AttributeValue::Choice(text)
            }
            (AttributeValue::Text(text) | AttributeValue::Choice(text), AttributeKind::Number) => {
                text.parse().map_or(AttributeValue::Text(text), AttributeValue::Number)
            }
            (AttributeValue::Choice(text), AttributeKind::Text) => AttributeValue::Text(text),
            (AttributeValue::Number(number), AttributeKind::Text) => AttributeValue::Text(number.to_string()),
            (value, _) => value,
        };
        fits(&value, &definition.kind).map_err(|problem| refuse(AttributeRefusal::Unfit(problem)))?;
        Ok(value)
    }

    fn check_new(&self, name: &str) -> Result<(), ImportProblem> {
        let taken =
            self.schema.labels.iter().map(|l| &l.name).chain(self.schema.relation_types.iter().map(|r| &r.name));
        if name.is_empty() || name.trim() != name || name.chars().any(char::is_control) {
            return Err(ImportProblem::BadName(name.into()));
        }
        if self.schema.labels.len() >= MOST_LABELS || self.schema.relation_types.len() >= MOST_LABELS {
            return Err(ImportProblem::TooManyLabels(MOST_LABELS));
        }
        match taken.into_iter().any(|taken| taken.as_str() == name) {
            true => Err(ImportProblem::LabelAndType(name.into())),
            false => Ok(()),
        }
    }
}

/// Whose attribute it is.
#[derive(Clone, Copy)]
pub(super) enum Owner<'a> {
    Label(&'a LabelName),
    Relation(&'a LabelName),
    Document,
}

impl Owner<'_> {
    fn label(&self) -> Option<&LabelName> {
        match self {
            Owner::Label(label) | Owner::Relation(label) => Some(label),
            Owner::Document => None,
        }
    }
}
