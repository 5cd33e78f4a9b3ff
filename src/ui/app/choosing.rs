//! What is being chosen by letters: the other end of a relation, or the value of an attribute. Only what is known of it, and what a press
//! means; what is done with it is in `relating` and `attribute_keys`.

use std::collections::VecDeque;
use std::sync::Arc;

use egui::Key;

use crate::model::{AnnotationId, AttributeDefinition, AttributeValue, LabelName, Target, TextSpan, Unmet};
use crate::session::EntryId;
use crate::ui::localizer::Language;

/// Something that a document lacks, and the annotation where it is to be mended: which of them is next is a walk as well.
pub(super) type PlacedUnmet = (Option<(TextSpan, AnnotationId)>, Unmet);

/// What a document lacked at one of its revisions.
pub(super) type KnownUnmet = ((EntryId, u64), Arc<[PlacedUnmet]>);

/// Attributes by their names, each with a value that the text says.
pub(super) type ProposedValues = Arc<[(String, AttributeValue)]>;

/// The keys whose letters stand beside what is to be chosen, the nearest to the resting fingers first: by their place on the board, with
/// what a Latin and an Arabic board write on them.
pub(super) const LETTERS: [(Key, &str, &str); 26] = [
    (Key::F, "F", "ب"),
    (Key::J, "J", "ت"),
    (Key::D, "D", "ي"),
    (Key::K, "K", "ن"),
    (Key::S, "S", "س"),
    (Key::L, "L", "م"),
    (Key::A, "A", "ش"),
    (Key::G, "G", "ل"),
    (Key::H, "H", "ا"),
    (Key::E, "E", "ث"),
    (Key::I, "I", "ه"),
    (Key::R, "R", "ق"),
    (Key::U, "U", "ع"),
    (Key::W, "W", "ص"),
    (Key::O, "O", "خ"),
    (Key::Q, "Q", "ض"),
    (Key::P, "P", "ح"),
    (Key::T, "T", "ف"),
    (Key::Y, "Y", "غ"),
    (Key::V, "V", "ر"),
    (Key::M, "M", "ة"),
    (Key::C, "C", "ؤ"),
    (Key::N, "N", "ى"),
    (Key::X, "X", "ء"),
    (Key::Z, "Z", "ئ"),
    (Key::B, "B", "لا"),
];

/// The letter of a key in a language.
pub(super) fn letter(at: usize, language: Language) -> Option<&'static str> {
    LETTERS.get(at).map(|(_, latin, arabic)| if language == Language::Arabic { *arabic } else { *latin })
}

/// A relation on its way: what is known of it, and what it may end at.
#[derive(Clone, Debug)]
pub(super) struct Relating {
    pub entry: EntryId,
    pub kind: LabelName,
    /// The end that is known.
    pub from: AnnotationId,
    /// Whether that is the source.
    pub outward: bool,
    /// The types that follow, where all roles of an event are filled one after the other.
    pub roles: VecDeque<LabelName>,
    /// What is in view and may be the other end, in the order of the text.
    pub candidates: Vec<Candidate>,
    /// The one that the arrows stand on.
    pub at: Option<AnnotationId>,
    /// Whether the text in view runs to the left: then the left arrow goes on.
    pub rtl: bool,
}

/// What may be the other end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub id: AnnotationId,
    /// Where it begins (bytes).
    pub start: usize,
    /// The place of its letter among [`LETTERS`]; the nearest have one.
    pub letter: Option<usize>,
}

/// What a press means while the other end is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EndChoice {
    Letter(usize),
    Step(bool),
    Take,
    /// On to the next role, or out.
    Skip,
    Leave,
}

/// What a letter gives.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Offer {
    pub attribute: AttributeDefinition,
    /// `None`: it is written.
    pub value: Option<AttributeValue>,
    /// It has this value already.
    pub is_set: bool,
}

/// What is offered, and to what.
#[derive(Clone, Debug)]
pub(super) struct AttributeKeys {
    pub of: Target,
    pub offers: Vec<Offer>,
}

/// What a press means while a value is chosen.
#[derive(Clone, Copy)]
pub(super) enum ValueChoice {
    Letter(usize),
    Leave,
}
