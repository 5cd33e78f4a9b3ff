//! Conflicts in a document's file, from format version 2 on: one to a line, both versions in full.

use serde::Deserialize;

use super::document_reader::{AnnotationV1, Reader, RelationV1};
use super::document_writer::Writer;
use super::error::ProblemKind;
use super::ron_writer;
use super::schema_file;
use crate::model::{
    AnnotatedDocument, AnnotationId, AttributeDefinition, AttributeValue, Conflict, DocumentState, Label,
    MetadataField, RelationType, Sides,
};

/// What is large is kept apart: a file may have a hundred thousand of the small ones.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "Conflict")]
pub(super) enum ConflictV2<'a> {
    Annotation {
        #[serde(borrow)]
        ours: Option<Box<AnnotationV1<'a>>>,
        #[serde(borrow)]
        theirs: Option<Box<AnnotationV1<'a>>>,
    },
    Relation {
        #[serde(borrow)]
        ours: Option<Box<RelationV1<'a>>>,
        #[serde(borrow)]
        theirs: Option<Box<RelationV1<'a>>>,
    },
    Label {
        ours: Option<Box<Label>>,
        theirs: Option<Box<Label>>,
    },
    RelationType {
        ours: Option<Box<RelationType>>,
        theirs: Option<Box<RelationType>>,
    },
    DocumentAttribute {
        ours: Option<Box<AttributeDefinition>>,
        theirs: Option<Box<AttributeDefinition>>,
    },
    State {
        ours: Option<DocumentState>,
        theirs: Option<DocumentState>,
    },
    Value {
        name: String,
        ours: Option<AttributeValue>,
        theirs: Option<AttributeValue>,
    },
    Fact {
        fact: MetadataField,
        ours: Option<String>,
        theirs: Option<String>,
    },
}

impl ConflictV2<'_> {
    /// Whether it holds neither version.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            ConflictV2::Annotation { ours, theirs } => ours.is_none() && theirs.is_none(),
            ConflictV2::Relation { ours, theirs } => ours.is_none() && theirs.is_none(),
            ConflictV2::Label { ours, theirs } => ours.is_none() && theirs.is_none(),
            ConflictV2::RelationType { ours, theirs } => ours.is_none() && theirs.is_none(),
            ConflictV2::DocumentAttribute { ours, theirs } => ours.is_none() && theirs.is_none(),
            ConflictV2::State { ours, theirs } => ours.is_none() && theirs.is_none(),
            ConflictV2::Value { ours, theirs, .. } => ours.is_none() && theirs.is_none(),
            ConflictV2::Fact { ours, theirs, .. } => ours.is_none() && theirs.is_none(),
        }
    }

    /// Its versions in a few words.
    pub(super) fn said(&self) -> String {
        let annotation = |side: &Option<Box<AnnotationV1>>| match side {
            Some(a) => {
                let quotes: Vec<String> = a.spans.iter().map(|s| format!("«{}»", s.2.said())).collect();
                format!("'{}' {} on {}", a.id, a.label, quotes.join(", "))
            }
            None => "nothing".into(),
        };
        let relation = |side: &Option<Box<RelationV1>>| match side {
            Some(r) => format!("'{}' {} from '{}' to '{}'", r.id, r.label, r.source, r.target),
            None => "nothing".into(),
        };
        match self {
            ConflictV2::Annotation { ours, theirs } => format!("{} against {}", annotation(ours), annotation(theirs)),
            ConflictV2::Relation { ours, theirs } => format!("{} against {}", relation(ours), relation(theirs)),
            _ => "nothing".into(),
        }
    }
}

impl Writer<'_> {
    /// Fails with the id of an annotation whose time is beyond the calendar.
    pub(super) fn conflict(&mut self, document: &AnnotatedDocument, conflict: &Conflict) -> Result<(), AnnotationId> {
        self.out.push_str("        ");
        match conflict {
            Conflict::Annotation(sides) => self.sides("Annotation(", sides, |w, a| w.annotation(document, a))?,
            Conflict::Relation(sides) => self.sides("Relation(", sides, |w, r| w.relation(r))?,
            Conflict::Label(sides) => self.plain("Label(", sides, |w, l| schema_file::push_label(&mut w.out, l))?,
            Conflict::RelationType(sides) => {
                self.plain("RelationType(", sides, |w, r| schema_file::push_relation_type(&mut w.out, r))?
            }
            Conflict::DocumentAttribute(sides) => {
                self.plain("DocumentAttribute(", sides, |w, a| schema_file::push_attribute(&mut w.out, a))?
            }
            Conflict::State(sides) => self.plain("State(", sides, |w, s| w.out.push_str(&format!("{s:?}")))?,
            Conflict::Value { name, sides } => {
                self.name("Value(name: ", name);
                self.plain(", ", sides, |w, value| ron_writer::push_value(&mut w.out, value))?
            }
            Conflict::Fact { fact, sides } => {
                match fact {
                    MetadataField::Metadata(name) => {
                        self.name("Fact(fact: Metadata(", name);
                        self.out.push(')');
                    }
                    fact => self.out.push_str(&format!("Fact(fact: {fact:?}")),
                }
                self.plain(", ", sides, |w, value| w.name("", value))?
            }
        }
        self.out.push_str(",\n");
        Ok(())
    }

    fn plain<T>(&mut self, before: &str, sides: &Sides<T>, push: impl Fn(&mut Self, &T)) -> Result<(), AnnotationId> {
        self.sides(before, sides, |writer, value| {
            push(writer, value);
            Ok(())
        })
    }

    fn sides<T>(
        &mut self,
        before: &str,
        sides: &Sides<T>,
        push: impl Fn(&mut Self, &T) -> Result<(), AnnotationId>,
    ) -> Result<(), AnnotationId> {
        for (name, side) in [("ours: ", &sides.ours), (", theirs: ", &sides.theirs)] {
            self.out.push_str(if name.starts_with('o') { before } else { "" });
            self.out.push_str(name);
            match side {
                None => self.out.push_str("None"),
                Some(value) => {
                    self.out.push_str("Some(");
                    push(self, value)?;
                    self.out.push(')');
                }
            }
        }
        self.out.push(')');
        Ok(())
    }
}

fn unboxed<T>(ours: Option<Box<T>>, theirs: Option<Box<T>>) -> Sides<T> {
    Sides::new(ours.map(|side| *side), theirs.map(|side| *side))
}

impl<'a> Reader<'a> {
    /// The conflict, or `None` and problems where a version of it does not fit the text.
    pub(super) fn conflict(&mut self, text: &str, record: ConflictV2<'_>) -> Option<Conflict> {
        let about_nothing = record.is_empty();
        let conflict = match record {
            ConflictV2::Annotation { ours, theirs } => {
                let [ours, theirs] = [ours, theirs].map(|side| side.map(|entry| self.waiting(text, *entry)));
                // What was refused is named already.
                if matches!(ours, Some(None)) || matches!(theirs, Some(None)) {
                    return None;
                }
                Conflict::Annotation(Sides::new(ours.flatten(), theirs.flatten()))
            }
            ConflictV2::Relation { ours, theirs } => {
                let [ours, theirs] = [ours, theirs].map(|side| {
                    let entry = side?;
                    let at = self.offset_of(&entry.id);
                    Some(self.relation(*entry, at))
                });
                Conflict::Relation(Sides::new(ours, theirs))
            }
            ConflictV2::Label { ours, theirs } => Conflict::Label(unboxed(ours, theirs)),
            ConflictV2::RelationType { ours, theirs } => Conflict::RelationType(unboxed(ours, theirs)),
            ConflictV2::DocumentAttribute { ours, theirs } => Conflict::DocumentAttribute(unboxed(ours, theirs)),
            ConflictV2::State { ours, theirs } => Conflict::State(Sides::new(ours, theirs)),
            ConflictV2::Value { name, ours, theirs } => Conflict::Value { name, sides: Sides::new(ours, theirs) },
            ConflictV2::Fact { fact, ours, theirs } => Conflict::Fact { fact, sides: Sides::new(ours, theirs) },
        };
        if about_nothing {
            self.problem(None, ProblemKind::EmptyConflict);
            return None;
        }
        Some(conflict)
    }

    fn waiting(&mut self, text: &str, entry: AnnotationV1<'_>) -> Option<crate::model::Annotation> {
        let at = self.offset_of(&entry.id);
        self.annotation(text, entry, at).1
    }
}
