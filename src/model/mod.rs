//! What annotation is: text, spans, labels, relations, schema, annotated document, project.
//!
//! Pure: no files, no clock, no toolkit. The model alone decides what is a valid annotation.

pub mod offset;

pub use offset::{SpanError, TextOffset, TextSpan};
