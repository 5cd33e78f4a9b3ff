//! From one schema to another: what becomes of the annotations, relations and attributes of a document. Nothing of what a person
//! said goes without a word: what the new schema has no place for is counted, and values of attributes go into the note.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::attribute_changes::{composed, rename_attributes, rename_values};
use super::join::{add_to_note, join_annotations};
use super::operation::{DocumentMetadata, Operation, Transaction};
use super::rules::CommandError;
use crate::model::attribute::fits;
use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, AttributeChange, AttributeDefinition, AttributeKind, AttributeValue,
    Attributes, Conflict, DocumentState, Label, LabelChange, LabelName, Record, Relation, RelationType,
    RelationTypeChange, Schema, SchemaChange, Sides, Spans, Timestamp, one_line,
};

/// A new schema, and what becomes of what the old one had and it has not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Migration {
    pub schema: Arc<Schema>,
    pub labels: BTreeMap<LabelName, LabelChange>,
    pub relation_types: BTreeMap<LabelName, RelationTypeChange>,
    /// Attributes and choices that get other names; their owners by the names that they had.
    pub attributes: Vec<AttributeChange>,
    /// Relations whose ends the new schema does not allow are deleted; else there must be none.
    pub delete_unfit_relations: bool,
    /// Documents that are done and have annotations of one of these labels, under its new name, are to be looked at again.
    pub look_again: BTreeSet<LabelName>,
}

/// What a migration does, counted over documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MigrationReport {
    /// Documents of which more changes than the copy of the schema.
    pub documents: usize,
    /// Annotations by the label they had and the one they get.
    pub relabelled: BTreeMap<(LabelName, LabelName), usize>,
    pub deleted: BTreeMap<LabelName, usize>,
    /// Annotations that became one with another of the same label on the same place, by that label.
    pub joined: BTreeMap<LabelName, usize>,
    /// Relations by the type they had and the one they get.
    pub relations_renamed: BTreeMap<(LabelName, LabelName), usize>,
    /// By type: deleted themselves, without one of their ends, of ends that are not allowed any more, or twice the same.
    pub relations_deleted: BTreeMap<LabelName, usize>,
    /// Values of attributes or choices that got another name, likewise.
    pub values_renamed: BTreeMap<(String, String), usize>,
    /// Values that fit another kind now, by the owner's name and the attribute's.
    pub values_converted: BTreeMap<(String, String), usize>,
    /// Values that went into the note, or of a document into its metadata.
    pub values_noted: BTreeMap<(String, String), usize>,
    /// Which values those are, at most [`MAX_LOST_NAMED`] of them: owner, attribute, value.
    pub noted_values: BTreeMap<(String, String, String), usize>,
    /// Documents that were done and are to be looked at again.
    pub look_again: usize,
}

/// Values without a place that a report names one by one; all of them are counted.
pub const MAX_LOST_NAMED: usize = 200;

/// Characters of such a value that are named.
const MAX_VALUE_CHARS: usize = 60;

impl MigrationReport {
    /// Whether documents get another copy of the schema and nothing else.
    pub fn is_schema_alone(&self) -> bool {
        self.documents == 0
    }

    /// Adds what another document came to.
    pub fn add(&mut self, other: &MigrationReport) {
        fn sum<K: Ord + Clone>(into: &mut BTreeMap<K, usize>, from: &BTreeMap<K, usize>) {
            from.iter().for_each(|(key, n)| *into.entry(key.clone()).or_default() += n);
        }
        self.documents += other.documents;
        sum(&mut self.relabelled, &other.relabelled);
        sum(&mut self.deleted, &other.deleted);
        sum(&mut self.joined, &other.joined);
        sum(&mut self.relations_renamed, &other.relations_renamed);
        sum(&mut self.relations_deleted, &other.relations_deleted);
        sum(&mut self.values_renamed, &other.values_renamed);
        sum(&mut self.values_converted, &other.values_converted);
        sum(&mut self.values_noted, &other.values_noted);
        for (value, n) in &other.noted_values {
            self.name_noted(value.clone(), *n);
        }
        self.look_again += other.look_again;
    }

    fn name_noted(&mut self, value: (String, String, String), n: usize) {
        if self.noted_values.len() < MAX_LOST_NAMED || self.noted_values.contains_key(&value) {
            *self.noted_values.entry(value).or_default() += n;
        }
    }

    /// Counts a value that has no place any more.
    fn note(&mut self, owner: &str, name: &str, value: &AttributeValue) {
        *self.values_noted.entry((owner.to_owned(), name.to_owned())).or_default() += 1;
        let whole = value.to_string();
        let mut said: String = one_line(&whole).to_string().chars().take(MAX_VALUE_CHARS + 1).collect();
        if let Some((end, _)) = said.char_indices().nth(MAX_VALUE_CHARS) {
            said.truncate(end);
            said.push('…');
        }
        self.name_noted((owner.to_owned(), name.to_owned(), said), 1);
    }
}

/// What owns the attributes of a document in a report.
pub const DOCUMENT_OWNER: &str = "document";

/// The key under which a document keeps the value of an attribute that its schema lost, in its metadata.
pub const KEPT_VALUE_PREFIX: &str = "attribute ";

impl Migration {
    /// To `schema`, with nothing renamed.
    pub fn to(schema: Arc<Schema>) -> Self {
        Migration { schema, ..Migration::default() }
    }

    /// Asks for another look at the annotations of every label whose guideline is another than in `before`. A label that had none had
    /// nothing to go by, and is asked about as well.
    pub fn look_where_guidelines_changed(&mut self, before: &Schema) {
        let changed = before.labels.iter().filter_map(|old| {
            let new = self.schema.label(self.new_name(&old.name)?)?;
            (new.guideline != old.guideline).then(|| new.name.clone())
        });
        self.look_again.extend(changed.collect::<Vec<_>>());
    }

    /// What of it is to be known when a document comes back that was handed over before.
    pub fn change(&self) -> SchemaChange {
        SchemaChange {
            labels: self.labels.clone(),
            relation_types: self.relation_types.clone(),
            attributes: self.attributes.clone(),
        }
    }

    /// What has happened since, as one: each change is of what the one before it made. Names that `schema` has are not changed any more.
    pub fn of_changes(changes: &[SchemaChange], schema: Arc<Schema>) -> Self {
        let (mut labels, mut relation_types) = (BTreeMap::new(), BTreeMap::new());
        for change in changes {
            for old in labels.values_mut() {
                if let LabelChange::Becomes(name) = old
                    && let Some(next) = change.labels.get(name)
                {
                    *old = next.clone();
                }
            }
            for old in relation_types.values_mut() {
                if let RelationTypeChange::Becomes(name) = old
                    && let Some(next) = change.relation_types.get(name)
                {
                    *old = next.clone();
                }
            }
            labels.extend(change.labels.clone());
            relation_types.extend(change.relation_types.clone());
        }
        labels.retain(|name, _| schema.label(name).is_none());
        relation_types.retain(|name, _| schema.relation_type(name).is_none());
        let attributes = composed(changes, &schema);
        Migration { schema, labels, relation_types, attributes, ..Migration::default() }
    }

    /// The schema that comes of another one by the changes alone: what gets a name that is there already goes into it, what is split gives its
    /// description to the labels that are new, what is deleted goes.
    pub fn applied_to(&self, schema: &Schema) -> Schema {
        let mut renamed = schema.clone();
        rename_attributes(&self.attributes, &mut renamed);
        let schema = &renamed;
        let mut after = Schema { labels: Vec::new(), relation_types: Vec::new(), ..schema.clone() };
        let has = |name: &LabelName| schema.label(name).is_some() && !self.labels.contains_key(name);
        for label in &schema.labels {
            for (n, name) in self.new_names(&label.name).into_iter().enumerate() {
                let taken = after.labels.iter().any(|other: &Label| other.name == *name);
                if taken || (*name != label.name && has(name)) {
                    continue;
                }
                // A key belongs to one label.
                let key = if n == 0 { label.key } else { None };
                after.labels.push(Label { name: name.clone(), key, ..label.clone() });
            }
        }
        let names: BTreeSet<LabelName> = after.labels.iter().map(|label| label.name.clone()).collect();
        for label in &mut after.labels {
            let mut parent = label.parent.take();
            // As often as there are labels: a circle, which a sound schema has not, ends as well.
            for _ in 0..=schema.labels.len() {
                let Some(name) = parent.take() else { break };
                match self.new_name(&name).filter(|new| names.contains(*new) && **new != label.name) {
                    Some(new) => {
                        label.parent = Some(new.clone());
                        break;
                    }
                    None => parent = schema.label(&name).and_then(|above| above.parent.clone()),
                }
            }
        }
        for kind in &schema.relation_types {
            let name = match self.relation_types.get(&kind.name) {
                None => &kind.name,
                Some(RelationTypeChange::Becomes(name)) => name,
                Some(RelationTypeChange::Deleted) => continue,
            };
            if after.relation_types.iter().any(|other| other.name == *name) {
                continue;
            }
            let (Some(source_labels), Some(target_labels)) =
                (self.new_ends(&kind.source_labels), self.new_ends(&kind.target_labels))
            else {
                continue;
            };
            after.relation_types.push(RelationType {
                name: name.clone(),
                source_labels,
                target_labels,
                ..kind.clone()
            });
        }
        after
    }

    /// The labels that an end allows under the new schema. `None` where all that it allowed are gone: it must not come to allow
    /// everything, which is what an empty list means.
    fn new_ends(&self, ends: &[LabelName]) -> Option<Vec<LabelName>> {
        let mut allowed: Vec<LabelName> = Vec::new();
        for name in ends.iter().flat_map(|label| self.new_names(label)) {
            if !allowed.contains(name) {
                allowed.push(name.clone());
            }
        }
        (!allowed.is_empty() || ends.is_empty()).then_some(allowed)
    }

    /// The name that a label has under the new schema; `None` where it is split or deleted.
    pub fn new_name<'a>(&'a self, label: &'a LabelName) -> Option<&'a LabelName> {
        match self.labels.get(label) {
            None => Some(label),
            Some(LabelChange::Becomes(name)) => Some(name),
            Some(LabelChange::Split { .. } | LabelChange::Deleted) => None,
        }
    }

    /// All names that annotations of a label may have under the new schema.
    fn new_names<'a>(&'a self, label: &'a LabelName) -> Vec<&'a LabelName> {
        match self.labels.get(label) {
            None => vec![label],
            Some(LabelChange::Becomes(name)) => vec![name],
            Some(LabelChange::Split { into, rest, .. }) => into.values().chain([rest]).collect(),
            Some(LabelChange::Deleted) => Vec::new(),
        }
    }

    fn label_of(&self, annotation: &Annotation) -> Option<LabelName> {
        match self.labels.get(&annotation.label) {
            None => Some(annotation.label.clone()),
            Some(LabelChange::Becomes(name)) => Some(name.clone()),
            Some(LabelChange::Deleted) => None,
            Some(LabelChange::Split { attribute, into, rest }) => {
                let value = annotation.record.attributes.get(attribute).map(AttributeValue::to_string);
                Some(value.and_then(|value| into.get(&value)).unwrap_or(rest).clone())
            }
        }
    }

    fn relation_type_of(&self, relation: &Relation) -> Option<LabelName> {
        match self.relation_types.get(&relation.label) {
            None => Some(relation.label.clone()),
            Some(RelationTypeChange::Becomes(name)) => Some(name.clone()),
            Some(RelationTypeChange::Deleted) => None,
        }
    }

    /// What the migration does to a document, which stays as it is; what changes was changed at `now`, or when it was if that is later. Idle where the document has the schema already and fits it.
    ///
    /// # Errors
    /// Where the new schema is not sound, lacks a label or a relation type that is in use and of which nothing is said, or does not allow the ends of a
    /// relation that is to stay.
    pub fn plan(
        &self,
        document: &AnnotatedDocument,
        now: Timestamp,
    ) -> Result<(Transaction, MigrationReport), CommandError> {
        self.schema.check()?;
        let mut step = Step { migration: self, document, now, report: MigrationReport::default() };
        let annotations = step.annotations()?;
        let relations = step.relations(&annotations)?;
        let mut operations = Vec::new();
        // Relations first, so that at no step one lacks an end, then annotations, then what describes them.
        for (before, after) in relations {
            operations.push(Operation::Relation { id: before.id.clone(), before: Some(before.into()), after });
        }
        for (before, outcome) in annotations.outcomes {
            let after = match outcome {
                Outcome::Stays(after) => Some(after),
                Outcome::Gone | Outcome::Joined(_) => None,
            };
            operations.push(Operation::Annotation {
                id: before.id.clone(),
                before: Some(Box::new(before.clone())),
                after: after.map(Box::new),
            });
        }
        operations.extend(step.facts());
        operations.extend(step.conflicts());
        operations.extend(step.state());
        let (before, after) = (document.schema.clone(), self.schema.clone());
        let changed = operations.iter().any(|operation| !operation.is_idle());
        step.report.documents = usize::from(changed);
        if *before != *after {
            operations.push(Operation::Schema { before, after });
        }
        let operations = operations.into_iter().filter(|operation| !operation.is_idle()).collect();
        Ok((Transaction { operations }, step.report))
    }
}

/// What becomes of an annotation that does not stay as it is.
enum Outcome {
    Stays(Annotation),
    Gone,
    /// It says the same as this one, which stays.
    Joined(AnnotationId),
}

/// What becomes of annotations, in the order of the document; those that stay as they are are left out.
struct Outcomes<'a> {
    outcomes: Vec<(&'a Annotation, Outcome)>,
    place: HashMap<&'a AnnotationId, usize>,
}

impl Outcomes<'_> {
    /// The annotation that stands for this one afterwards, and its label; `None` where it is gone.
    fn heir<'b>(
        &'b self,
        document: &'b AnnotatedDocument,
        id: &'b AnnotationId,
    ) -> Option<(&'b AnnotationId, LabelName)> {
        match self.place.get(id).map(|place| &self.outcomes[*place].1) {
            None => document.annotations.get(id).map(|annotation| (id, annotation.label.clone())),
            Some(Outcome::Stays(after)) => Some((id, after.label.clone())),
            Some(Outcome::Gone) => None,
            // One that joined another joined one that stays.
            Some(Outcome::Joined(heir)) => match self.place.get(heir).map(|place| &self.outcomes[*place].1) {
                Some(Outcome::Stays(after)) => Some((heir, after.label.clone())),
                _ => document.annotations.get(heir).map(|annotation| (heir, annotation.label.clone())),
            },
        }
    }
}

/// One document on its way.
struct Step<'a> {
    migration: &'a Migration,
    document: &'a AnnotatedDocument,
    now: Timestamp,
    report: MigrationReport,
}

impl<'a> Step<'a> {
    fn annotations(&mut self) -> Result<Outcomes<'a>, CommandError> {
        let (schema, document) = (&self.migration.schema, self.document);
        let definitions: HashMap<&LabelName, &[AttributeDefinition]> =
            schema.labels.iter().map(|label| (&label.name, label.attributes.as_slice())).collect();
        // Whoever has the name already stays where a renamed one would say the same.
        let mut standing: HashMap<(&Spans, LabelName), AnnotationId> = HashMap::new();
        let renamed = self.migration.labels.keys();
        let receives: BTreeSet<&LabelName> = renamed.flat_map(|label| self.migration.new_names(label)).collect();
        let unchanged = |annotation: &Annotation| !self.migration.labels.contains_key(&annotation.label);
        for annotation in document.annotations.iter().filter(|a| receives.contains(&a.label) && unchanged(a)) {
            standing.entry((&annotation.spans, annotation.label.clone())).or_insert_with(|| annotation.id.clone());
        }
        let mut lacking: BTreeMap<LabelName, usize> = BTreeMap::new();
        let mut found = Outcomes { outcomes: Vec::new(), place: HashMap::new() };
        let mut joined: Vec<(AnnotationId, &Annotation)> = Vec::new();
        for annotation in document.annotations.iter() {
            let annotation: &Annotation = annotation;
            let Some(label) = self.migration.label_of(annotation) else {
                *self.report.deleted.entry(annotation.label.clone()).or_default() += 1;
                found.put(annotation, Outcome::Gone);
                continue;
            };
            let Some(definitions) = definitions.get(&label) else {
                *lacking.entry(annotation.label.clone()).or_default() += 1;
                continue;
            };
            if label != annotation.label {
                let heir = standing.entry((&annotation.spans, label.clone())).or_insert_with(|| annotation.id.clone());
                if *heir != annotation.id {
                    *self.report.joined.entry(label.clone()).or_default() += 1;
                    joined.push((heir.clone(), annotation));
                    found.put(annotation, Outcome::Joined(heir.clone()));
                    continue;
                }
                *self.report.relabelled.entry((annotation.label.clone(), label.clone())).or_default() += 1;
            }
            let mut after = Annotation { label, ..annotation.clone() };
            let owner = annotation.label.clone();
            self.fit(&mut after.record, definitions, owner.as_str());
            if after != *annotation {
                after.record.modified = after.record.modified.max(self.now);
                found.put(annotation, Outcome::Stays(after));
            }
        }
        if let Some((label, count)) = lacking.into_iter().next() {
            return Err(CommandError::MissingFromNewSchema { label, count });
        }
        for (heir, annotation) in joined {
            self.join(&mut found, &heir, annotation, &definitions);
        }
        Ok(found)
    }

    /// What an annotation that goes into another one says beyond it: attributes the other lacks, and the note.
    fn join(
        &mut self,
        found: &mut Outcomes<'a>,
        heir: &AnnotationId,
        from: &Annotation,
        definitions: &HashMap<&LabelName, &[AttributeDefinition]>,
    ) {
        let Some(before) = self.document.annotations.get(heir) else { return };
        let before: &'a Annotation = before;
        let place = found.place.get(&before.id).copied();
        let mut after = match place.map(|place| &found.outcomes[place].1) {
            Some(Outcome::Stays(after)) => after.clone(),
            _ => before.clone(),
        };
        let mut record = from.record.clone();
        self.fit(&mut record, definitions.get(&after.label).copied().unwrap_or_default(), from.label.as_str());
        join_annotations(&mut after, from.entity.as_ref(), record);
        if after == *before {
            return;
        }
        after.record.modified = after.record.modified.max(self.now);
        match place {
            Some(place) => found.outcomes[place].1 = Outcome::Stays(after),
            None => found.put(before, Outcome::Stays(after)),
        }
    }

    /// The relations that change, each with what it becomes.
    #[expect(clippy::type_complexity, reason = "before and after, in one place")]
    fn relations(
        &mut self,
        annotations: &Outcomes<'a>,
    ) -> Result<Vec<(Relation, Option<Box<Relation>>)>, CommandError> {
        let (schema, document) = (&self.migration.schema, self.document);
        let types: HashMap<&LabelName, &RelationType> =
            schema.relation_types.iter().map(|kind| (&kind.name, kind)).collect();
        let mut changes = Vec::new();
        let mut there: BTreeSet<(LabelName, AnnotationId, AnnotationId)> = BTreeSet::new();
        for relation in document.relations.values() {
            let gone = |report: &mut MigrationReport| {
                *report.relations_deleted.entry(relation.label.clone()).or_default() += 1;
                (relation.clone(), None)
            };
            let heirs = (annotations.heir(document, &relation.source), annotations.heir(document, &relation.target));
            let Some(label) = self.migration.relation_type_of(relation) else {
                changes.push(gone(&mut self.report));
                continue;
            };
            let Some(kind) = types.get(&label) else { return Err(CommandError::UnknownRelationType(label)) };
            let (Some((source, source_label)), Some((target, target_label))) = heirs else {
                changes.push(gone(&mut self.report));
                continue;
            };
            let fits_ends = kind.allows(&source_label, &target_label);
            if !fits_ends && !self.migration.delete_unfit_relations {
                return Err(CommandError::EndNotAllowed { label, source_label, target_label });
            }
            let itself = source == target && relation.source != relation.target;
            let ends = (label.clone(), source.clone(), target.clone());
            let moved = ends != (relation.label.clone(), relation.source.clone(), relation.target.clone());
            // Two ends that became one have nothing to link, and what is said already is not said twice.
            if !fits_ends || itself || (!there.insert(ends) && moved) {
                changes.push(gone(&mut self.report));
                continue;
            }
            let mut after = Relation { label, source: source.clone(), target: target.clone(), ..relation.clone() };
            self.fit(&mut after.record, &kind.attributes, relation.label.as_str());
            if after != *relation {
                after.record.modified = after.record.modified.max(self.now);
                if after.label != relation.label {
                    let names = (relation.label.clone(), after.label.clone());
                    *self.report.relations_renamed.entry(names).or_default() += 1;
                }
                changes.push((relation.clone(), Some(Box::new(after))));
            }
        }
        Ok(changes)
    }

    /// Brings values to the kinds that the new schema has for them; what fits none goes into the note.
    fn fit(&mut self, record: &mut Record, definitions: &[AttributeDefinition], owner: &str) {
        if record.attributes.is_empty() {
            return;
        }
        self.rename_values(Some(&LabelName::new(owner)), &mut record.attributes);
        let noted = self.fit_values(&mut record.attributes, definitions, owner);
        for (name, value) in noted {
            add_to_note(&mut record.note, &format!("{name}: {value}"));
        }
    }

    /// Gives values the names that they have under the new schema.
    fn rename_values(&mut self, owner: Option<&LabelName>, values: &mut Attributes) {
        if self.migration.attributes.is_empty() {
            return;
        }
        for (name, count) in rename_values(&self.migration.attributes, owner, values) {
            let owner = owner.map_or(DOCUMENT_OWNER, LabelName::as_str).to_owned();
            *self.report.values_renamed.entry((owner, name)).or_default() += count;
        }
    }

    /// The values that fit no kind, which are attributes no more.
    fn fit_values(
        &mut self,
        attributes: &mut Attributes,
        definitions: &[AttributeDefinition],
        owner: &str,
    ) -> Vec<(String, AttributeValue)> {
        let mut noted = Vec::new();
        for (name, value) in std::mem::take(attributes) {
            let kind = definitions.iter().find(|definition| definition.name == name).map(|definition| &definition.kind);
            match kind {
                Some(kind) if fits(&value, kind).is_ok() => drop(attributes.insert(name, value)),
                Some(kind) => match converted(&value, kind) {
                    Some(other) => {
                        let key = (owner.to_owned(), name.clone());
                        *self.report.values_converted.entry(key).or_default() += 1;
                        attributes.insert(name, other);
                    }
                    None => {
                        self.report.note(owner, &name, &value);
                        noted.push((name, value));
                    }
                },
                None => {
                    self.report.note(owner, &name, &value);
                    noted.push((name, value));
                }
            }
        }
        noted
    }

    /// The labels of the document itself; what has no place any more is kept in its metadata.
    fn facts(&mut self) -> Vec<Operation> {
        let (document, schema) = (self.document, self.migration.schema.clone());
        let mut after = document.attributes.clone();
        self.rename_values(None, &mut after);
        let noted = self.fit_values(&mut after, &schema.document_attributes, DOCUMENT_OWNER);
        let mut operations = vec![Operation::Attributes { before: document.attributes.clone(), after }];
        if !noted.is_empty() {
            let before = DocumentMetadata::of(document);
            let mut after = before.clone();
            for (name, value) in noted {
                after.metadata.insert(format!("{KEPT_VALUE_PREFIX}{name}"), value.to_string());
            }
            operations.push(Operation::Facts { before: before.into(), after: after.into() });
        }
        operations
    }

    /// What a merge left to be decided about names that the migration decides.
    fn conflicts(&self) -> Option<Operation> {
        let decided = |conflict: &Conflict| {
            let names = |sides: [Option<&LabelName>; 2], known: &dyn Fn(&LabelName) -> bool| {
                sides.into_iter().flatten().any(known)
            };
            match conflict {
                Conflict::Label(Sides { ours, theirs }) => {
                    let sides = [ours, theirs].map(|side| side.as_ref().map(|label| &label.name));
                    names(sides, &|name| self.migration.labels.contains_key(name))
                }
                Conflict::RelationType(Sides { ours, theirs }) => {
                    let sides = [ours, theirs].map(|side| side.as_ref().map(|kind| &kind.name));
                    names(sides, &|name| self.migration.relation_types.contains_key(name))
                }
                _ => false,
            }
        };
        let before = self.document.conflicts.clone();
        let after: Vec<_> = before.iter().filter(|conflict| !decided(conflict)).cloned().collect();
        (after.len() < before.len()).then_some(Operation::Conflicts { before, after })
    }

    fn state(&mut self) -> Option<Operation> {
        let document = self.document;
        let asks = |annotation: &Annotation| {
            self.migration.label_of(annotation).is_some_and(|label| self.migration.look_again.contains(&label))
        };
        let again = document.state == DocumentState::Done
            && !self.migration.look_again.is_empty()
            && document.annotations.iter().any(|annotation| asks(annotation));
        self.report.look_again = usize::from(again);
        again.then_some(Operation::State { before: document.state, after: DocumentState::LookAgain })
    }
}

impl<'a> Outcomes<'a> {
    fn put(&mut self, annotation: &'a Annotation, outcome: Outcome) {
        self.place.insert(&annotation.id, self.outcomes.len());
        self.outcomes.push((annotation, outcome));
    }
}

/// The same value as one of another kind, where that says the same.
fn converted(value: &AttributeValue, kind: &AttributeKind) -> Option<AttributeValue> {
    let text = value.to_string();
    let other = match kind {
        AttributeKind::Text => AttributeValue::Text(text),
        AttributeKind::Choice(_) => AttributeValue::Choice(text),
        // One choice may hold what stands between several.
        AttributeKind::Choices(_) => AttributeValue::Choices(match value {
            AttributeValue::Choice(choice) => vec![choice.clone()],
            _ => AttributeValue::choices_of(&text),
        }),
        AttributeKind::Date => AttributeValue::Date(text.trim().parse().ok()?),
        AttributeKind::Number => AttributeValue::Number(text.trim().parse().ok()?),
        AttributeKind::Flag => AttributeValue::Flag(text.parse().ok()?),
    };
    fits(&other, kind).is_ok().then_some(other)
}
