//! The labels that an import meets: held against the schema that was given, or added to one that grows.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::error::{AttributeRefusal, ImportProblem};
use super::names::Names;
use crate::model::attribute::{MAX_CHOICES, fits};
use crate::model::schema::{MAX_ATTRIBUTES, MAX_LABELS};
use crate::model::{
    AnnotatedDocument, AttributeDefinition, AttributeKind, AttributeProblem, AttributeValue, Colour, Label, LabelName,
    RelationKind, RelationType, SWATCHES, Schema,
};

/// The colour of the `n`-th label that comes without one: those the window offers for new labels, in its order.
fn colour(n: usize) -> Colour {
    SWATCHES[n % SWATCHES.len()].day
}

/// The schema of an import while it goes on. One serves all files of an import, so that they share a schema.
#[derive(Clone, Debug)]
pub struct SchemaBuilder {
    schema: Schema,
    grows: bool,
    /// Where the names and colours of usual labels are known, and what a file without any labels gets.
    usual: Option<Schema>,
    // Where in the schema each thing stands: a file may ask a million times, and has a thousand of each.
    labels: Names,
    /// The attributes of each label.
    label_attributes: Vec<Known>,
    types: Names,
    /// The attributes of each relation type, and the labels at its source and its target.
    type_attributes: Vec<Known>,
    ends: Vec<[HashSet<LabelName>; 2]>,
    document_attributes: Known,
}

/// Attributes of one owner.
#[derive(Clone, Debug, Default)]
struct Known {
    names: Names,
    /// The choices of each attribute.
    choices: HashMap<usize, Names>,
}

impl Known {
    fn of(definitions: &[AttributeDefinition]) -> Self {
        let mut known = Known::default();
        definitions.iter().for_each(|definition| known.add(definition));
        known
    }

    fn add(&mut self, definition: &AttributeDefinition) {
        let at = self.names.add(&definition.name);
        let choices = definition.kind.choices();
        if !choices.is_empty() {
            self.choices.insert(at, choices.iter().collect());
        }
    }
}

/// Adds the definitions whose names are not known.
fn take_attributes(known: &mut Vec<AttributeDefinition>, others: &[AttributeDefinition]) {
    for other in others {
        if known.iter().all(|definition| definition.name != other.name) {
            known.push(other.clone());
        }
    }
}

impl SchemaBuilder {
    /// What the schema lacks is refused.
    pub fn fixed(schema: Schema) -> Self {
        SchemaBuilder::new(schema, false)
    }

    /// What the schema lacks is added to it.
    pub fn growing(schema: Schema) -> Self {
        SchemaBuilder::new(schema, true)
    }

    /// The labels of the files and no others. What `usual` has under their names is taken from there, and where the files
    /// have no labels at all, all of it, so that there is something to annotate with.
    pub fn of_files(usual: Schema) -> Self {
        let own = Schema { name: usual.name.clone(), ..Schema::default() };
        SchemaBuilder { usual: Some(usual), ..SchemaBuilder::new(own, true) }
    }

    fn new(schema: Schema, grows: bool) -> Self {
        let set = |labels: &[LabelName]| labels.iter().cloned().collect();
        SchemaBuilder {
            labels: schema.labels.iter().map(|l| l.name.as_str()).collect(),
            label_attributes: schema.labels.iter().map(|l| Known::of(&l.attributes)).collect(),
            types: schema.relation_types.iter().map(|r| r.name.as_str()).collect(),
            type_attributes: schema.relation_types.iter().map(|r| Known::of(&r.attributes)).collect(),
            ends: schema.relation_types.iter().map(|r| [set(&r.source_labels), set(&r.target_labels)]).collect(),
            document_attributes: Known::of(&schema.document_attributes),
            schema,
            grows,
            usual: None,
        }
    }

    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The schema as it has become.
    pub fn into_schema(self) -> Arc<Schema> {
        let SchemaBuilder { schema, usual, .. } = self;
        let is_empty =
            schema.labels.is_empty() && schema.relation_types.is_empty() && schema.document_attributes.is_empty();
        Arc::new(usual.filter(|_| is_empty).unwrap_or(schema))
    }

    /// Gives all documents the schema as it has become.
    pub fn finish<'a>(self, documents: impl IntoIterator<Item = &'a mut AnnotatedDocument>) {
        let schema = self.into_schema();
        documents.into_iter().for_each(|document| document.schema = schema.clone());
    }

    /// Takes what the schema of a document has and this one lacks: labels, relation types, attributes.
    ///
    /// # Errors
    /// Where this one does not grow and lacks a label that the document's annotations have.
    pub fn take_schema_of(&mut self, document: &AnnotatedDocument) -> Result<(), ImportProblem> {
        if !self.grows {
            let lacking = document.annotations.label_counts().keys().find(|label| self.schema.label(label).is_none());
            return match lacking {
                Some(label) => Err(ImportProblem::UnknownLabel(label.to_string())),
                None => Ok(()),
            };
        }
        let mut schema = self.schema.clone();
        for label in &document.schema.labels {
            let key = label.key.filter(|key| schema.label_for_key(*key).is_none());
            match schema.labels.iter_mut().find(|known| known.name == label.name) {
                Some(known) => take_attributes(&mut known.attributes, &label.attributes),
                None => schema.labels.push(Label { key, ..label.clone() }),
            }
        }
        for kind in &document.schema.relation_types {
            match schema.relation_types.iter_mut().find(|known| known.name == kind.name) {
                Some(known) => take_attributes(&mut known.attributes, &kind.attributes),
                None => schema.relation_types.push(kind.clone()),
            }
        }
        take_attributes(&mut schema.document_attributes, &document.schema.document_attributes);
        if schema != self.schema {
            *self = SchemaBuilder { usual: self.usual.take(), ..SchemaBuilder::new(schema, true) };
        }
        Ok(())
    }

    /// The name of the label that brat writes so.
    pub(super) fn label_in_brat(&self, name: &str) -> Option<LabelName> {
        self.labels.in_brat(name).map(|at| self.schema.labels[at].name.clone())
    }

    /// The name of the relation type that brat writes so.
    pub(super) fn relation_in_brat(&self, name: &str) -> Option<LabelName> {
        self.types.in_brat(name).map(|at| self.schema.relation_types[at].name.clone())
    }

    /// The definition of the attribute that brat writes so, and the choice of it that brat writes as `value`.
    pub(super) fn attribute_in_brat(
        &self,
        owner: Owner<'_>,
        name: &str,
        value: &str,
    ) -> Option<(&AttributeDefinition, Option<&str>)> {
        let (known, definitions) = match owner {
            Owner::Label(label) => {
                let label = self.labels.get(label.as_str())?;
                (&self.label_attributes[label], &self.schema.labels[label].attributes)
            }
            Owner::Relation(kind) => {
                let kind = self.types.get(kind.as_str())?;
                (&self.type_attributes[kind], &self.schema.relation_types[kind].attributes)
            }
            Owner::Document => return None,
        };
        let at = known.names.in_brat(name)?;
        let definition = &definitions[at];
        let choice = match &definition.kind {
            AttributeKind::Choice(choices) => {
                known.choices.get(&at).and_then(|c| c.in_brat(value)).map(|c| &*choices[c])
            }
            _ => None,
        };
        Some((definition, choice))
    }

    pub(super) fn label(&mut self, name: &str) -> Result<LabelName, ImportProblem> {
        if let Some(at) = self.labels.get(name) {
            return Ok(self.schema.labels[at].name.clone());
        }
        if !self.grows {
            return Err(ImportProblem::UnknownLabel(name.into()));
        }
        self.check_new(name)?;
        let colour = colour(self.schema.labels.len());
        let is_free = |key: &char| self.schema.label_for_key(*key).is_none();
        let usual = self.usual.as_ref().and_then(|usual| usual.labels.iter().find(|label| label.name.as_str() == name));
        let key = usual.and_then(|usual| usual.key).filter(is_free).or_else(|| ('1'..='9').find(is_free));
        self.schema.labels.push(match usual {
            Some(usual) => Label { key, attributes: vec![], parent: None, ..usual.clone() },
            None => Label::new(name, name, name, colour, key),
        });
        self.labels.add(name);
        self.label_attributes.push(Known::default());
        Ok(LabelName::new(name))
    }

    /// A label with what a file says of it, where the labels are those of the files.
    pub(super) fn code(
        &mut self,
        name: &str,
        colour: Option<Colour>,
        parent: Option<&str>,
    ) -> Result<(), ImportProblem> {
        if !self.grows || self.labels.get(name).is_some() {
            return Ok(());
        }
        self.label(name)?;
        let parent = parent.filter(|parent| self.labels.get(parent).is_some()).map(LabelName::new);
        if let Some(label) = self.schema.labels.last_mut() {
            label.colour = colour.unwrap_or(label.colour);
            label.parent = parent.filter(|parent| *parent != label.name);
        }
        Ok(())
    }

    pub(super) fn relation(
        &mut self,
        id: &str,
        name: &str,
        source: &LabelName,
        target: &LabelName,
    ) -> Result<LabelName, ImportProblem> {
        let Some(place) = self.types.get(name) else {
            let label = LabelName::new(name);
            if !self.grows {
                return Err(ImportProblem::UnknownRelationType(name.into()));
            }
            self.check_new(name)?;
            let colour = colour(self.schema.relation_types.len());
            self.schema.relation_types.push(RelationType {
                name: label.clone(),
                arabic: name.into(),
                english: name.into(),
                colour,
                kind: RelationKind::Directed,
                source_labels: vec![],
                target_labels: vec![],
                guideline: String::new(),
                attributes: vec![],
            });
            self.types.add(name);
            self.type_attributes.push(Known::default());
            self.ends.push(Default::default());
            return Ok(label);
        };
        let kind = &mut self.schema.relation_types[place];
        let [sources, targets] = &mut self.ends[place];
        for (known, allowed, end) in
            [(sources, &mut kind.source_labels, source), (targets, &mut kind.target_labels, target)]
        {
            if known.is_empty() || known.contains(end) {
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
            known.insert(end.clone());
            allowed.push(end.clone());
        }
        Ok(kind.name.clone())
    }

    /// Takes up a label that a project has, though nothing may carry it. A schema that was given stays as it is, and so does one
    /// that is full.
    /// Where the name is not exact, a label that brat writes so is meant.
    pub(super) fn declare_label(&mut self, name: &str, is_exact: bool) {
        if self.grows && (is_exact || self.labels.in_brat(name).is_none()) {
            let _ = self.label(name);
        }
    }

    /// The same for a relation type. Ends that are no labels stand for any.
    pub(super) fn declare_relation(&mut self, name: &str, ends: [&[String]; 2], is_exact: bool) {
        if !self.grows || self.relation_type(name, is_exact).is_some() {
            return;
        }
        let any = LabelName::new("");
        if self.relation("", name, &any, &any).is_err() {
            return;
        }
        let place = self.schema.relation_types.len() - 1;
        for (end, new) in self.labels_at_ends(ends).into_iter().enumerate() {
            self.allow_at_end(place, end, new);
        }
    }

    /// What a project says of a relation type on a further line: what any of its lines allows is allowed.
    pub(super) fn widen_relation(&mut self, name: &str, ends: [&[String]; 2], is_exact: bool) {
        let Some(place) = self.relation_type(name, is_exact).filter(|_| self.grows) else {
            return self.declare_relation(name, ends, is_exact);
        };
        for (end, new) in self.labels_at_ends(ends).into_iter().enumerate() {
            if self.ends[place][end].is_empty() || new.is_empty() {
                let kind = &mut self.schema.relation_types[place];
                self.ends[place][end].clear();
                [&mut kind.source_labels, &mut kind.target_labels][end].clear();
            } else {
                self.allow_at_end(place, end, new);
            }
        }
    }

    fn relation_type(&self, name: &str, is_exact: bool) -> Option<usize> {
        if is_exact { self.types.get(name) } else { self.types.in_brat(name) }
    }

    /// The labels at either end; none, which stands for any, where one of them is unknown.
    fn labels_at_ends(&self, ends: [&[String]; 2]) -> [Vec<LabelName>; 2] {
        ends.map(|labels| {
            let known = labels.iter().all(|label| self.labels.get(label).is_some());
            labels.iter().filter(|_| known).map(|label| LabelName::new(label.as_str())).collect()
        })
    }

    fn allow_at_end(&mut self, place: usize, end: usize, new: Vec<LabelName>) {
        let kind = &mut self.schema.relation_types[place];
        let known = &mut self.ends[place][end];
        let new = new.into_iter().filter(|label| known.insert(label.clone()));
        [&mut kind.source_labels, &mut kind.target_labels][end].extend(new);
    }

    /// The same for an attribute of a label or a relation type, or for a choice of it.
    pub(super) fn declare_attribute(&mut self, owner: &str, name: &str, value: AttributeValue) {
        let owner_name = LabelName::new(owner);
        let owner = match self.labels.get(owner) {
            Some(_) => Owner::Label(&owner_name),
            None => Owner::Relation(&owner_name),
        };
        if self.grows {
            let _ = self.attribute(owner, name, value);
        }
    }

    /// The value of an attribute as the definition has it: a text may be a choice, a flag or a number in disguise.
    pub(super) fn attribute(
        &mut self,
        owner: Owner<'_>,
        name: &str,
        value: AttributeValue,
    ) -> Result<AttributeValue, ImportProblem> {
        let grows = self.grows;
        // What cannot stand among several is kept as a text.
        let value = match value {
            AttributeValue::Choices(choices)
                if choices.is_empty() || !choices.iter().all(|one| AttributeValue::is_one_of_several(one)) =>
            {
                AttributeValue::Text(AttributeValue::Choices(choices).to_string())
            }
            value => value,
        };
        let refuse =
            |reason| ImportProblem::Attribute { owner: owner.label().cloned(), attribute: name.into(), reason };
        let definitions = match owner {
            Owner::Label(label) => (self.labels.get(label.as_str()))
                .map(|at| (&mut self.schema.labels[at].attributes, &mut self.label_attributes[at])),
            Owner::Relation(label) => (self.types.get(label.as_str()))
                .map(|at| (&mut self.schema.relation_types[at].attributes, &mut self.type_attributes[at])),
            Owner::Document => Some((&mut self.schema.document_attributes, &mut self.document_attributes)),
        };
        let Some((definitions, known)) = definitions else { return Err(refuse(AttributeRefusal::NoOwner)) };
        let Some(at) = known.names.get(name) else {
            if !grows {
                return Err(refuse(AttributeRefusal::Undefined));
            }
            if definitions.len() >= MAX_ATTRIBUTES {
                return Err(refuse(AttributeRefusal::TooManyAttributes(MAX_ATTRIBUTES)));
            }
            let kind = match &value {
                AttributeValue::Flag(_) => AttributeKind::Flag,
                AttributeValue::Number(_) => AttributeKind::Number,
                AttributeValue::Text(_) => AttributeKind::Text,
                AttributeValue::Choice(choice) => AttributeKind::Choice(vec![choice.clone()]),
                AttributeValue::Choices(choices) if choices.len() > MAX_CHOICES => {
                    return Err(refuse(AttributeRefusal::TooManyChoices(MAX_CHOICES)));
                }
                AttributeValue::Choices(choices) => AttributeKind::Choices(choices.clone()),
                AttributeValue::Date(_) => AttributeKind::Date,
            };
            definitions.push(AttributeDefinition::new(name, kind));
            definitions.iter().skip(known.names.len()).for_each(|definition| known.add(definition));
            return Ok(value);
        };
        let definition = &mut definitions[at];
        let value = match (value, &mut definition.kind) {
            (AttributeValue::Text(text) | AttributeValue::Choice(text), AttributeKind::Choice(choices)) => {
                let of_it = known.choices.entry(at).or_default();
                if of_it.get(&text).is_none() {
                    if !grows {
                        return Err(refuse(AttributeRefusal::Unfit(AttributeProblem::NotAChoice(text))));
                    }
                    if choices.len() >= MAX_CHOICES {
                        return Err(refuse(AttributeRefusal::TooManyChoices(MAX_CHOICES)));
                    }
                    of_it.add(&text);
                    choices.push(text.clone());
                }
                return Ok(AttributeValue::Choice(text));
            }
            (
                value @ (AttributeValue::Choices(_) | AttributeValue::Text(_) | AttributeValue::Choice(_)),
                AttributeKind::Choices(choices),
            ) => {
                let chosen = match value {
                    AttributeValue::Choices(chosen) => chosen,
                    // What another program wrote may hold what stands between several.
                    AttributeValue::Choice(one) => vec![one],
                    other => several(&other.to_string()),
                };
                let of_it = known.choices.entry(at).or_default();
                for choice in &chosen {
                    if of_it.get(choice).is_none() {
                        if !grows {
                            return Err(refuse(AttributeRefusal::Unfit(AttributeProblem::NotAChoice(choice.clone()))));
                        }
                        if choices.len() >= MAX_CHOICES {
                            return Err(refuse(AttributeRefusal::TooManyChoices(MAX_CHOICES)));
                        }
                        of_it.add(choice);
                        choices.push(choice.clone());
                    }
                }
                if chosen.is_empty() {
                    return Err(refuse(AttributeRefusal::Unfit(AttributeProblem::NotEachOnce)));
                }
                return Ok(AttributeValue::Choices(chosen));
            }
            (AttributeValue::Choices(chosen), AttributeKind::Text) => {
                AttributeValue::Text(AttributeValue::Choices(chosen).to_string())
            }
            (AttributeValue::Date(date), AttributeKind::Text) => AttributeValue::Text(date.to_string()),
            (AttributeValue::Text(text), AttributeKind::Date) => {
                text.trim().parse().map_or(AttributeValue::Text(text), AttributeValue::Date)
            }
            (AttributeValue::Text(text) | AttributeValue::Choice(text), AttributeKind::Number) => {
                text.parse().map_or(AttributeValue::Text(text), AttributeValue::Number)
            }
            (AttributeValue::Text(text), AttributeKind::Flag) if text == "true" || text == "false" => {
                AttributeValue::Flag(text == "true")
            }
            (AttributeValue::Choice(text), AttributeKind::Text) => AttributeValue::Text(text),
            (AttributeValue::Number(number), AttributeKind::Text) => AttributeValue::Text(number.to_string()),
            (value, _) => value,
        };
        fits(&value, &definition.kind).map_err(|problem| refuse(AttributeRefusal::Unfit(problem)))?;
        Ok(value)
    }

    fn check_new(&self, name: &str) -> Result<(), ImportProblem> {
        if name.is_empty() || name.trim() != name || name.chars().any(char::is_control) {
            return Err(ImportProblem::BadName(name.into()));
        }
        if self.schema.labels.len() >= MAX_LABELS || self.schema.relation_types.len() >= MAX_LABELS {
            return Err(ImportProblem::TooManyLabels(MAX_LABELS));
        }
        match self.labels.get(name).is_some() || self.types.get(name).is_some() {
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
/// Several choices of a text: a list of JSON, or with semicolons between.
fn several(text: &str) -> Vec<String> {
    match serde_json::from_str::<Vec<String>>(text) {
        Ok(list) => AttributeValue::choices_of(&list.join(";")),
        Err(_) => AttributeValue::choices_of(text),
    }
}
