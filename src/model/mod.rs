//! What annotation is: text, spans, labels, relations, schema, annotated document, project.
//!
//! Pure: no files, no clock, no toolkit. The model alone decides what is a valid annotation.

pub mod annotated;
pub mod annotation;
pub mod attribute;
mod block_map;
mod bounded_list;
mod chains;
pub mod conflict;
pub mod date;
pub mod document;
pub mod effort;
pub mod index;
mod innermost;
pub mod offset;
pub mod offset_map;
mod one_line;
mod progress;
pub mod project;
mod reaches;
pub mod register;
mod relations;
pub mod requirements;
pub mod schema;
pub mod selection;
mod small_set;
mod swatches;
mod timestamp;

pub use annotated::{AnnotatedDocument, Owner, Problem};
pub use annotation::{
    Annotation, AnnotationId, Annotator, EntityId, IdGenerator, LabelName, Provenance, Record, Relation, Spans,
    SpansError, Target,
};
pub use attribute::{AttributeDefinition, AttributeKind, AttributeProblem, AttributeValue, Attributes};
pub use chains::{Chain, ChainPlace, DisjointSets, links_of_chains};
pub use conflict::{Choice, Conflict, MetadataField, Side, Sides};
pub use date::{Calendar, CalendarDate};
pub use document::{Digest, Document, DocumentError, DocumentId, MAX_TEXT_BYTES};
pub use effort::EffortRecord;
pub use index::AnnotationSet;
pub use innermost::Innermost;
pub use offset::{SpanError, TextOffset, TextSpan};
pub use offset_map::OffsetMap;
pub use one_line::one_line;
pub use progress::DocumentState;
pub use project::{AttributeChange, LabelChange, Project, RelationTypeChange, SchemaChange};
pub use register::{Entry, Register, RegisterProblem};
pub use relations::RelationSet;
pub use requirements::{Unmet, requirements};
pub use schema::{Colour, Label, Overlap, RelationKind, RelationType, Schema, SchemaError, SchemaPart};
pub use selection::TextSelection;
pub use small_set::SmallSet;
pub use swatches::{SWATCHES, Swatch};
pub use timestamp::Timestamp;
