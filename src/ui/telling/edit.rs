//! Why a change was refused, and what a merge decided by itself.

use super::{Told, with};
use crate::edit::merge::Note;
use crate::edit::{MergeError, Mismatch, Part, Rejected};
use crate::ui::words::Words;

impl Told for Rejected {
    fn told(&self, words: &Words) -> String {
        match self {
            Rejected::Span(error) => error.told(words),
            Rejected::Spans(error) => error.told(words),
            Rejected::UnknownLabel(label) => with(words, "refused-unknown-label", "label", label.as_str()),
            Rejected::UnknownRelationType(label) => with(words, "refused-unknown-type", "label", label.as_str()),
            Rejected::UnknownAnnotation(id) => with(words, "refused-unknown-annotation", "id", id.as_str()),
            Rejected::UnknownRelation(id) => with(words, "refused-unknown-relation", "id", id.as_str()),
            Rejected::AlreadyThere { label, id: _ } => with(words, "refused-already-there", "label", label.as_str()),
            Rejected::EndNotAllowed { label, source_label, target_label } => words.format(
                "refused-end-not-allowed",
                &[
                    ("label", label.as_str().into()),
                    ("source", source_label.as_str().into()),
                    ("target", target_label.as_str().into()),
                ],
            ),
            Rejected::SelfRelation(id) => with(words, "refused-self-relation", "id", id.as_str()),
            Rejected::Attribute { name, reason } => {
                words.format("refused-attribute", &[("name", name.into()), ("why", reason.told(words).into())])
            }
            Rejected::LabelInUse { label, count } => {
                words.format("refused-label-in-use", &[("label", label.as_str().into()), ("n", (*count).into())])
            }
            Rejected::MissingFromNewSchema { label, count } => {
                words.format("refused-missing-from-schema", &[("label", label.as_str().into()), ("n", (*count).into())])
            }
            Rejected::DocumentNote => words.get("refused-document-note"),
            Rejected::NoSuchConflict => words.get("refused-no-such-conflict"),
            Rejected::NotBoth => words.get("refused-not-both"),
            Rejected::Schema(error) => error.told(words),
            Rejected::Problem(problem) => with(words, "refused-problem", "why", problem.told(words)),
            Rejected::Mismatch(mismatch) => mismatch.told(words),
        }
    }
}

impl Told for Mismatch {
    fn told(&self, words: &Words) -> String {
        with(words, "refused-mismatch", "what", self.what.told(words))
    }
}

impl Told for Part {
    fn told(&self, words: &Words) -> String {
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

impl Told for MergeError {
    fn told(&self, words: &Words) -> String {
        match self {
            MergeError::TextDiffers => words.get("merge-text-differs"),
            MergeError::Unsound(problem) => with(words, "merge-unsound", "why", problem.told(words)),
        }
    }
}

impl Told for Note {
    fn told(&self, words: &Words) -> String {
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
