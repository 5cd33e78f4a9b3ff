//! What the analyst has selected: ranges of the text and, beside them, the active annotation.

use crate::model::AnnotationId;
pub use crate::model::TextSelection;

/// Selected text and the active annotation are apart: a click on an annotation activates it and leaves a caret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub text: TextSelection,
    pub annotation: Option<AnnotationId>,
}
