//! A CAS as its file has it: structures of types with features, before anybody asks what they mean.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::types::TypeSystem;
use crate::formats::budget::Budget;
use crate::formats::error::ImportProblem;

/// The value of a feature.
#[derive(Clone, Debug)]
pub(super) enum Value<'t> {
    /// As it is written; what it is the type system says.
    Text(Cow<'t, str>),
    Flag(bool),
    Number(f64),
    /// The number of another structure.
    Reference(u64),
    /// Those of several.
    References(Vec<u64>),
}

#[derive(Clone, Debug)]
pub(super) struct Feature<'t> {
    pub name: Cow<'t, str>,
    pub value: Value<'t>,
}

#[derive(Clone, Debug)]
pub(super) struct Structure {
    /// Which of [`Cas::kinds`].
    pub kind: usize,
    pub id: u64,
    /// The byte of the file at which it begins.
    pub at: usize,
    features: Range<usize>,
}

/// A type as the structures of the file name it.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    /// `de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity`.
    pub name: String,
}

impl Kind {
    /// `NamedEntity`.
    pub(super) fn short(&self) -> &str {
        short(&self.name)
    }
}

pub(super) fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

#[derive(Default)]
pub(super) struct Cas<'t> {
    pub types: TypeSystem,
    pub kinds: Vec<Kind>,
    known: HashMap<String, usize>,
    pub structures: Vec<Structure>,
    features: Vec<Feature<'t>>,
    /// Where the structure of each number stands.
    places: HashMap<u64, usize>,
}

/// What a structure and a feature take while they are here, with their places in lists that grow.
const STRUCTURE: usize = 2 * size_of::<Structure>() + 4 * size_of::<(u64, usize)>();
const FEATURE: usize = 2 * size_of::<Feature>();

impl<'t> Cas<'t> {
    pub(super) fn of(types: TypeSystem) -> Self {
        Cas { types, ..Cas::default() }
    }

    /// The place of a type among [`Cas::kinds`].
    pub(super) fn kind(&mut self, name: &str) -> usize {
        if let Some(at) = self.known.get(name) {
            return *at;
        }
        self.kinds.push(Kind { name: name.to_owned() });
        self.known.insert(name.to_owned(), self.kinds.len() - 1);
        self.kinds.len() - 1
    }

    /// Adds a structure; two of one number are refused.
    pub(super) fn add(
        &mut self,
        kind: usize,
        id: u64,
        at: usize,
        features: impl Iterator<Item = Feature<'t>>,
    ) -> Result<(), ImportProblem> {
        let begin = self.features.len();
        self.features.extend(features);
        if self.places.insert(id, self.structures.len()).is_some() {
            return Err(ImportProblem::DuplicateId(id.to_string()));
        }
        self.structures.push(Structure { kind, id, at, features: begin..self.features.len() });
        Ok(())
    }

    /// Adds a feature to the structure that came last.
    pub(super) fn add_feature(&mut self, feature: Feature<'t>) {
        if let Some(structure) = self.structures.last_mut() {
            self.features.push(feature);
            structure.features.end = self.features.len();
        }
    }

    /// Whether there is room for what was read so far; to be asked now and then.
    pub(super) fn weigh(&self, budget: &Budget) -> Result<(), ImportProblem> {
        budget.lend(self.structures.len() * STRUCTURE + self.features.len() * FEATURE + self.kinds.len() * 300, 1)
    }

    pub(super) fn features(&self, structure: &Structure) -> &[Feature<'t>] {
        &self.features[structure.features.clone()]
    }

    pub(super) fn feature(&self, structure: &Structure, name: &str) -> Option<&Value<'t>> {
        self.features(structure).iter().find(|feature| feature.name == name).map(|feature| &feature.value)
    }

    pub(super) fn text(&self, structure: &Structure, name: &str) -> Option<&str> {
        match self.feature(structure, name)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// An offset in the text.
    pub(super) fn offset(&self, structure: &Structure, name: &str) -> Option<Result<u64, &Value<'t>>> {
        /// Larger ones are rounded in what is kept of them, and lie in no text.
        const MOST: f64 = 9e15;
        let value = self.feature(structure, name)?;
        Some(match value {
            Value::Text(text) => text.trim_ascii().parse().map_err(|_| value),
            Value::Number(number) if number.fract() == 0.0 && (0.0..MOST).contains(number) => Ok(*number as u64),
            _ => Err(value),
        })
    }

    /// The number of the structure that a feature refers to.
    pub(super) fn reference(&self, structure: &Structure, name: &str) -> Option<u64> {
        match self.feature(structure, name)? {
            Value::Reference(id) => Some(*id),
            Value::Text(text) => text.trim_ascii().parse().ok(),
            Value::References(ids) if ids.len() == 1 => ids.first().copied(),
            _ => None,
        }
    }

    /// The numbers of the structures that a feature refers to, one or several: also those in an array that it refers to.
    pub(super) fn references(&self, value: &Value<'t>) -> Option<Vec<u64>> {
        let ids: Vec<u64> = match value {
            Value::Reference(id) => vec![*id],
            Value::References(ids) => ids.clone(),
            Value::Text(text) => text.split_ascii_whitespace().map(|id| id.parse().ok()).collect::<Option<_>>()?,
            Value::Flag(_) | Value::Number(_) => return None,
        };
        let array = ids.first().filter(|_| ids.len() == 1).and_then(|id| self.find(*id));
        match array.filter(|array| self.is_array(array)) {
            Some(array) => match self.feature(array, "elements") {
                Some(Value::Text(text)) => text.split_ascii_whitespace().map(|id| id.parse().ok()).collect(),
                Some(Value::References(ids)) => Some(ids.clone()),
                Some(Value::Reference(id)) => Some(vec![*id]),
                _ => Some(Vec::new()),
            },
            None => Some(ids),
        }
    }

    fn is_array(&self, structure: &Structure) -> bool {
        let name = &self.kinds[structure.kind].name;
        name == "uima.cas.FSArray" || name.ends_with("[]")
    }

    pub(super) fn find(&self, id: u64) -> Option<&Structure> {
        self.places.get(&id).map(|at| &self.structures[*at])
    }

    pub(super) fn place(&self, id: u64) -> Option<usize> {
        self.places.get(&id).copied()
    }

    pub(super) fn kind_of(&self, structure: &Structure) -> &Kind {
        &self.kinds[structure.kind]
    }
}
