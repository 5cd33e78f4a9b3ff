//! What the analyst has selected: a place in the text and, beside it, the annotation in hand.

use std::ops::Range;

use crate::model::AnnotationId;

/// A selection in logical order (bytes of the document's text). `anchor` is where it began and `head` where the caret
/// is; they are equal where only a caret stands. Which of two screen places a caret at a direction change takes is the
/// canvas's business.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextSelection {
    pub anchor: usize,
    pub head: usize,
}

impl TextSelection {
    pub fn caret(at: usize) -> Self {
        TextSelection { anchor: at, head: at }
    }

    pub fn of(range: Range<usize>) -> Self {
        TextSelection { anchor: range.start, head: range.end }
    }

    pub fn range(&self) -> Range<usize> {
        self.anchor.min(self.head)..self.anchor.max(self.head)
    }

    pub fn is_empty(&self) -> bool {
        self.anchor == self.head
    }
}

/// Selected text and the annotation in hand are apart: a click on an annotation takes it in hand and leaves a caret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub text: TextSelection,
    pub annotation: Option<AnnotationId>,
}
