//! Why a change was refused, and what a merge decided by itself.

use super::{Localize, with};
use crate::edit::merge::Note;
use crate::edit::{CommandError, MergeError, Part, StaleTransaction};
use crate::ui::localizer::Localizer;

impl Localize for CommandError {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            CommandError::Span(error) => error.localized(words),
            CommandError::Spans(error) => error.localized(words),
            CommandError::UnknownLabel(label) => with(words, "refused-unknown-label", "label", label.as_str()),
            CommandError::UnknownRelationType(label) => with(words, "refused-unknown-type", "label", label.as_str()),
            CommandError::UnknownAnnotation(id) => with(words, "refused-unknown-annotation", "id", id.as_str()),
            CommandError::UnknownRelation(id) => with(words, "refused-unknown-relation", "id", id.as_str()),
            CommandError::AlreadyThere { label, id: _ } => {
                with(words, "refused-already-there", "label", label.as_str())
            }
            CommandError::EndNotAllowed { label, source_label, target_label } => words.format(
                "refused-end-not-allowed",
                &[
                    ("label", label.as_str().into()),
                    ("source", source_label.as_str().into()),
                    ("target", target_label.as_str().into()),
                ],
            ),
            CommandError::SelfRelation(id) => with(words, "refused-self-relation", "id", id.as_str()),
            CommandError::Attribute { name, reason } => {
                words.format("refused-attribute", &[("name", name.into()), ("why", reason.localized(words).into())])
            }
            CommandError::LabelInUse { label, count } => {
                words.format("refused-label-in-use", &[("label", label.as_str().into()), ("n", (*count).into())])
            }
            CommandError::MissingFromNewSchema { label, count } => {
                words.format("refused-missing-from-schema", &[("label", label.as_str().into()), ("n", (*count).into())])
            }
            CommandError::PieceThere(_) => words.get("refused-piece-there"),
            CommandError::NoPieceHere(_) => words.get("refused-no-piece-here"),
            CommandError::OnlyPiece(_) => words.get("refused-only-piece"),
            CommandError::CutAtEdge(_) => words.get("refused-cut-at-edge"),
            CommandError::NothingToMerge => words.get("refused-nothing-to-merge"),
            CommandError::LabelsDiffer { first, second } => words.format(
                "refused-labels-differ",
                &[("first", first.as_str().into()), ("second", second.as_str().into())],
            ),
            CommandError::NoChainType(label) => with(words, "refused-no-chain-type", "label", label.as_str()),
            CommandError::NothingToJoin => words.get("refused-nothing-to-join"),
            CommandError::OneChainAlready => words.get("refused-one-chain-already"),
            CommandError::InNoChain { label, id: _ } => with(words, "refused-in-no-chain", "label", label.as_str()),
            CommandError::ChainCutAtEnd => words.get("refused-chain-cut-at-end"),
            CommandError::NoSuchConflict => words.get("refused-no-such-conflict"),
            CommandError::NotBoth => words.get("refused-not-both"),
            CommandError::Schema(error) => error.localized(words),
            CommandError::Problem(problem) => with(words, "refused-problem", "why", problem.localized(words)),
            CommandError::Mismatch(mismatch) => mismatch.localized(words),
        }
    }
}

impl Localize for StaleTransaction {
    fn localized(&self, words: &Localizer) -> String {
        with(words, "refused-mismatch", "what", self.what.localized(words))
    }
}

impl Localize for Part {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            Part::Annotation(id) => with(words, "part-annotation", "id", id.as_str()),
            Part::Relation(id) => with(words, "part-relation", "id", id.as_str()),
            Part::Schema => words.get("part-schema"),
            Part::State => words.get("part-state"),
            Part::Attributes => words.get("part-attributes"),
            Part::Facts => words.get("part-facts"),
            Part::Conflicts => words.get("part-conflicts"),
        }
    }
}

impl Localize for MergeError {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            MergeError::TextDiffers => words.get("merge-text-differs"),
            MergeError::Unsound(problem) => with(words, "merge-unsound", "why", problem.localized(words)),
        }
    }
}

impl Localize for Note {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            Note::KeyTaken { key, keeps, loses } => words.format(
                "merge-key-taken",
                &[("key", key.to_string().into()), ("keeps", keeps.as_str().into()), ("loses", loses.as_str().into())],
            ),
            Note::ParentDropped { label } => with(words, "merge-parent-dropped", "label", label.as_str()),
            Note::Twins { pairs } => with(words, "merge-twins", "n", *pairs),
        }
    }
}
