//! What a format can carry, as a table: the losses of an export, `hashiya formats`, the help and the dialog are made from it.

use super::export_choice::{ExportChoice, Offer};
use crate::model::offset_map::Unit;

/// Something that an annotated document has, and that a format has a place for or has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// Spans that overlap without one lying within the other.
    Overlap,
    /// Spans within spans, and several on the same place.
    Nesting,
    /// Annotations of several pieces.
    Discontinuous,
    /// Spans that begin or end within a token.
    EdgesInTokens,
    Relations,
    RelationAttributes,
    /// Attributes of annotations, by the kind of their value.
    Flags,
    Numbers,
    Choices,
    Texts,
    Notes,
    /// That somebody is to look at it again.
    LookAgain,
    /// Links to the register of entities.
    Entities,
    /// Attributes of the document as a whole: its labels.
    DocumentAttributes,
    Metadata,
    State,
    /// Who made an annotation, how and when.
    Annotators,
    Ids,
    Schema,
    SeveralDocuments,
    /// The text comes back byte for byte.
    ExactText,
}

impl Feature {
    pub const ALL: [Feature; 21] = [
        Feature::Overlap,
        Feature::Nesting,
        Feature::Discontinuous,
        Feature::EdgesInTokens,
        Feature::Relations,
        Feature::RelationAttributes,
        Feature::Flags,
        Feature::Numbers,
        Feature::Choices,
        Feature::Texts,
        Feature::Notes,
        Feature::LookAgain,
        Feature::Entities,
        Feature::DocumentAttributes,
        Feature::Metadata,
        Feature::State,
        Feature::Annotators,
        Feature::Ids,
        Feature::Schema,
        Feature::SeveralDocuments,
        Feature::ExactText,
    ];

    /// The name for scripts.
    pub fn name(self) -> &'static str {
        match self {
            Feature::Overlap => "overlap",
            Feature::Nesting => "nesting",
            Feature::Discontinuous => "discontinuous",
            Feature::EdgesInTokens => "edges-in-tokens",
            Feature::Relations => "relations",
            Feature::RelationAttributes => "relation-attributes",
            Feature::Flags => "flags",
            Feature::Numbers => "numbers",
            Feature::Choices => "choices",
            Feature::Texts => "texts",
            Feature::Notes => "notes",
            Feature::LookAgain => "look-again",
            Feature::Entities => "entities",
            Feature::DocumentAttributes => "document-attributes",
            Feature::Metadata => "metadata",
            Feature::State => "state",
            Feature::Annotators => "annotators",
            Feature::Ids => "ids",
            Feature::Schema => "schema",
            Feature::SeveralDocuments => "several-documents",
            Feature::ExactText => "exact-text",
        }
    }

    /// For people.
    pub fn description(self) -> &'static str {
        match self {
            Feature::Overlap => "overlapping spans",
            Feature::Nesting => "nested spans",
            Feature::Discontinuous => "discontinuous spans",
            Feature::EdgesInTokens => "edges within a token",
            Feature::Relations => "relations",
            Feature::RelationAttributes => "attributes of relations",
            Feature::Flags => "flags",
            Feature::Numbers => "numbers",
            Feature::Choices => "choices",
            Feature::Texts => "text attributes",
            Feature::Notes => "notes",
            Feature::LookAgain => "flags to look again",
            Feature::Entities => "links to the entity register",
            Feature::DocumentAttributes => "attributes of the document",
            Feature::Metadata => "metadata",
            Feature::State => "the state of the document",
            Feature::Annotators => "annotators and times",
            Feature::Ids => "ids",
            Feature::Schema => "the schema",
            Feature::SeveralDocuments => "several documents in a file",
            Feature::ExactText => "the text byte for byte",
        }
    }
}

/// How far a format carries a [`Feature`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Support {
    No,
    /// With limits that the losses of an export name one by one.
    Partly,
    Yes,
}

impl Support {
    pub fn name(self) -> &'static str {
        match self {
            Support::No => "no",
            Support::Partly => "partly",
            Support::Yes => "yes",
        }
    }
}

/// How far a format carries each [`Feature`], and what a person may choose about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    features: [Support; Feature::ALL.len()],
    offers: &'static [Offer],
}

impl Capabilities {
    /// What is not named is not carried.
    pub(super) const fn new(yes: &[Feature], partly: &[Feature]) -> Self {
        Capabilities { features: [Support::No; Feature::ALL.len()], offers: &[] }.also(yes).partly(partly)
    }

    /// All that the model says of one document but its schema, flags and links to the register: the base of formats that
    /// lack little.
    pub(super) const WHOLE: Capabilities = Capabilities::new(&Feature::ALL, &[]).without(&[
        Feature::Schema,
        Feature::SeveralDocuments,
        Feature::LookAgain,
        Feature::Entities,
    ]);

    /// The same with each of `features` carried so far.
    const fn set(mut self, features: &[Feature], support: Support) -> Self {
        let mut n = 0;
        while n < features.len() {
            self.features[features[n] as usize] = support;
            n += 1;
        }
        self
    }

    pub(super) const fn also(self, features: &[Feature]) -> Self {
        self.set(features, Support::Yes)
    }

    pub(super) const fn partly(self, features: &[Feature]) -> Self {
        self.set(features, Support::Partly)
    }

    pub(super) const fn without(self, features: &[Feature]) -> Self {
        self.set(features, Support::No)
    }

    /// The same, where a person may choose these things.
    pub(super) const fn offering(self, offers: &'static [Offer]) -> Self {
        Capabilities { offers, ..self }
    }

    /// What a person may choose about a dataset.
    pub fn offers(&self) -> &'static [Offer] {
        self.offers
    }

    /// Whether a dataset has tokens, of which clitics may be some.
    pub fn has_tokens(&self) -> bool {
        self.offers.iter().any(|offer| offer.choice == ExportChoice::Tokens)
    }

    pub fn of(&self, feature: Feature) -> Support {
        self.features[feature as usize]
    }

    pub fn carries(&self, feature: Feature) -> bool {
        self.of(feature) != Support::No
    }

    /// The features that are carried so far.
    pub fn with(&self, support: Support) -> impl Iterator<Item = Feature> + '_ {
        Feature::ALL.into_iter().filter(move |feature| self.of(*feature) == support)
    }
}

/// Whether an export makes one file or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    OneFile,
    Folder,
    /// Files of a bounded size in a folder; one file where a person names it by its extension and all fits in.
    Shards,
}

/// The row of a format in the table.
#[derive(Clone, Copy, Debug)]
pub struct FormatInfo {
    /// The name on the command line.
    pub name: &'static str,
    /// Extensions of its files without dot, the one that is written first.
    pub extensions: &'static [&'static str],
    /// A few words: what it is.
    pub about: &'static str,
    /// The unit of its offsets; `None` where it has none.
    pub unit: Option<Unit>,
    pub reads: bool,
    /// `None`: cannot be written.
    pub writes: Option<Layout>,
    /// Whether its files repeat the text of each annotation.
    pub repeats_texts: bool,
    pub carries: Capabilities,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_feature_has_its_place_in_the_table() {
        for (n, feature) in Feature::ALL.into_iter().enumerate() {
            assert_eq!(feature as usize, n, "{}", feature.name());
            let only = Capabilities::new(&[feature], &[]);
            assert_eq!(only.with(Support::Yes).collect::<Vec<_>>(), [feature]);
            assert_eq!(Capabilities::new(&[feature], &[feature]).of(feature), Support::Partly);
        }
    }
}
