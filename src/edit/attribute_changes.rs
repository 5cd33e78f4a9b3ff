//! Attributes and choices that get other names: what becomes of their values, of their definitions, and of several such changes one after
//! the other.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    AttributeChange, AttributeValue, Attributes, LabelChange, LabelName, RelationTypeChange, Schema, SchemaChange,
};

/// The owner and the name of an attribute, as they were.
type Known = (Option<LabelName>, String);

/// Changes of attributes by what they were.
type Changes = BTreeMap<Known, (String, BTreeMap<String, String>)>;

/// The names that changes give, in the definitions of a schema whose labels and relation types have their old names. Of choices that
/// become one, one stays.
pub(super) fn rename_attributes(changes: &[AttributeChange], schema: &mut Schema) {
    for change in changes {
        let Some(definitions) = schema.attributes_of_mut(change.owner.as_ref()) else { continue };
        let taken = change.becomes != change.name && definitions.iter().any(|other| other.name == change.becomes);
        if taken {
            // It becomes one with another, which says what is allowed.
            definitions.retain(|definition| definition.name != change.name);
            continue;
        }
        let Some(definition) = definitions.iter_mut().find(|definition| definition.name == change.name) else {
            continue;
        };
        definition.name.clone_from(&change.becomes);
        if let Some(choices) = definition.kind.choices_mut() {
            let mut seen = BTreeSet::new();
            choices.iter_mut().for_each(|choice| rename(choice, &change.values));
            choices.retain(|choice| seen.insert(choice.clone()));
        }
        definition.default = definition.default.take().map(|value| value_renamed(&value, &change.values));
    }
}

/// Gives values their new names; how many, by the old name of the attribute. A value whose new name has another already stays under the
/// old one, and is noted as what has no place.
pub(super) fn rename_values(
    changes: &[AttributeChange],
    owner: Option<&LabelName>,
    values: &mut Attributes,
) -> BTreeMap<String, usize> {
    let mut renamed = BTreeMap::new();
    for change in changes.iter().filter(|change| change.owner.as_ref() == owner) {
        let is_taken = change.becomes != change.name && values.contains_key(&change.becomes);
        let Some(value) = values.get(&change.name).filter(|_| !is_taken) else { continue };
        let after = value_renamed(value, &change.values);
        if after != *value || change.becomes != change.name {
            *renamed.entry(change.name.clone()).or_default() += 1;
            values.remove(&change.name);
            values.insert(change.becomes.clone(), after);
        }
    }
    renamed
}

fn rename(choice: &mut String, values: &BTreeMap<String, String>) {
    if let Some(new) = values.get(choice) {
        choice.clone_from(new);
    }
}

fn value_renamed(value: &AttributeValue, values: &BTreeMap<String, String>) -> AttributeValue {
    match value.clone() {
        AttributeValue::Choice(mut choice) => {
            rename(&mut choice, values);
            AttributeValue::Choice(choice)
        }
        AttributeValue::Choices(mut chosen) => {
            let mut seen = BTreeSet::new();
            chosen.iter_mut().for_each(|choice| rename(choice, values));
            chosen.retain(|choice| seen.insert(choice.clone()));
            AttributeValue::Choices(chosen)
        }
        other => other,
    }
}

/// What has happened to attributes, as one list: each change is of what those before it made. What the schema has by its old name again
/// is not changed any more.
pub(super) fn composed(changes: &[SchemaChange], schema: &Schema) -> Vec<AttributeChange> {
    let mut all = Changes::new();
    // What each label and relation type is called by now, by each name that it ever had.
    let mut names: BTreeMap<LabelName, LabelName> = BTreeMap::new();
    for change in changes {
        for AttributeChange { owner, name, becomes, values } in &change.attributes {
            let mut owners: Vec<Option<LabelName>> = vec![owner.clone()];
            if let Some(owner) = owner {
                owners.extend(names.iter().filter(|(_, now)| *now == owner).map(|(old, _)| Some(old.clone())));
            }
            for owner in owners {
                for ((_, _), (now, known)) in all.iter_mut().filter(|((of, _), (now, _))| *of == owner && now == name) {
                    now.clone_from(becomes);
                    known.values_mut().for_each(|value| rename(value, values));
                    let further = values.iter().filter(|(old, _)| !known.contains_key(*old));
                    let further: Vec<_> = further.map(|(old, new)| (old.clone(), new.clone())).collect();
                    known.extend(further);
                }
                all.entry((owner, name.clone())).or_insert_with(|| (becomes.clone(), values.clone()));
            }
        }
        let renamed = change.labels.iter().filter_map(|(old, new)| match new {
            LabelChange::Becomes(new) => Some((old, new)),
            LabelChange::Split { .. } | LabelChange::Deleted => None,
        });
        let kinds = change.relation_types.iter().filter_map(|(old, new)| match new {
            RelationTypeChange::Becomes(new) => Some((old, new)),
            RelationTypeChange::Deleted => None,
        });
        for (old, new) in renamed.chain(kinds) {
            names.values_mut().filter(|now| *now == old).for_each(|now| now.clone_from(new));
            names.insert(old.clone(), new.clone());
        }
    }
    let is_left = |((owner, name), (becomes, mut values)): (Known, (String, BTreeMap<String, String>))| {
        let now = owner.as_ref().map(|owner| names.get(owner).unwrap_or(owner));
        let definitions = schema.attributes_of(now);
        let named = |wanted: &String| definitions.iter().find(|definition| definition.name == *wanted);
        if becomes != name && named(&name).is_some() {
            return None;
        }
        if let Some(definition) = named(&becomes) {
            values.retain(|old, _| !definition.kind.choices().contains(old));
        }
        (becomes != name || !values.is_empty()).then_some(AttributeChange { owner, name, becomes, values })
    };
    all.into_iter().filter_map(is_left).collect()
}
