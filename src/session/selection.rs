//! What the analyst has selected: ranges of the text and, beside them, the annotation in hand.

use crate::model::AnnotationId;
pub use crate::model::TextSelection;

/// Selected text and the annotation in hand are apart: a click on an annotation takes it in hand and leaves a caret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub text: TextSelection,
    pub annotation: Option<AnnotationId>,
}
