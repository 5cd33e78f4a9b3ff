//! What writing one document loses, by the table of its format and by what its writer finds.

use super::capabilities::{Capabilities, Feature, FormatInfo, Support};
use super::conll::row_log::lines_kept;
use super::flow::ExportSink;
use super::loss::{AnnotationLoss, Loss, LossDetail, LossKind};
use crate::model::{AnnotatedDocument, Annotation, AnnotationId, AttributeValue, DocumentState, Relation};

/// Facts that say how the file of a document was: no other format needs to carry them.
const OF_FILE: [&str; 2] = ["conll.", "brat."];

/// Collects the losses of one document: those that the table of its format tells, and those that only its writer knows.
pub(super) struct Losses<'a> {
    document: &'a AnnotatedDocument,
    carries: &'static Capabilities,
    list: Vec<Loss>,
    /// The lines of the document's own file are written.
    writes_rows: bool,
}

impl<'a> Losses<'a> {
    pub(super) fn new(document: &'a AnnotatedDocument, info: &'static FormatInfo) -> Self {
        Losses { document, carries: &info.carries, list: Vec::new(), writes_rows: false }
    }

    pub(super) fn document(&mut self, kind: LossKind, what: LossDetail) {
        self.push(None, kind, what);
    }

    /// The lines of the document's own file are written as they were.
    pub(super) fn writes_rows(&mut self) {
        self.writes_rows = true;
    }

    /// Names the annotation by label, quote and id.
    pub(super) fn annotation(&mut self, annotation: &Annotation, kind: LossKind, what: AnnotationLoss) {
        let quote = self.document.quote_start(annotation, 40);
        let (id, label) = (annotation.id.clone(), annotation.label.clone());
        self.push(Some(id.clone()), kind, LossDetail::Annotation { id, label, quote, what });
    }

    pub(super) fn relation(&mut self, relation: &Relation, kind: LossKind, what: LossDetail) {
        self.push(Some(relation.id.clone()), kind, what);
    }

    fn push(&mut self, id: Option<AnnotationId>, kind: LossKind, what: LossDetail) {
        self.list.push(Loss { document: self.document.document.id().to_string(), id, kind, what });
    }

    /// What of an annotation that is written has no place: its attributes and its note.
    pub(super) fn beside(&mut self, annotation: &Annotation) {
        let kind = |value: &AttributeValue| match value {
            AttributeValue::Flag(_) => Feature::Flags,
            AttributeValue::Number(_) => Feature::Numbers,
            AttributeValue::Choice(_) | AttributeValue::Choices(_) => Feature::Choices,
            AttributeValue::Text(_) | AttributeValue::Date(_) => Feature::Texts,
        };
        if annotation.record.attributes.values().any(|value| !self.carries.carries(kind(value))) {
            self.annotation(annotation, LossKind::Lost, AnnotationLoss::Attributes);
        }
        if !annotation.record.note.is_empty() && !self.carries.carries(Feature::Notes) {
            self.annotation(annotation, LossKind::Lost, AnnotationLoss::Note);
        }
    }

    /// What of the document has no place, and the end of the list.
    pub(super) fn finish(mut self, out: &mut dyn ExportSink) {
        let document = self.document;
        let lacks = |feature| !self.carries.carries(feature);
        let mut lost = Vec::new();
        if lacks(Feature::Relations) {
            if !document.relations.is_empty() {
                lost.push((None, LossDetail::Relations(document.relations.len())));
            }
        } else {
            if lacks(Feature::RelationAttributes) {
                let with = document.relations.values().filter(|relation| !relation.record.attributes.is_empty());
                lost.extend(with.map(|r| (Some(r.id.clone()), LossDetail::RelationAttributes(r.id.clone()))));
            }
            if lacks(Feature::Notes) {
                let with = document.relations.values().filter(|relation| !relation.record.note.is_empty());
                lost.extend(with.map(|r| (Some(r.id.clone()), LossDetail::RelationNote(r.id.clone()))));
            }
        }
        if !document.annotations.is_empty() && lacks(Feature::Annotators) {
            lost.push((None, if lacks(Feature::Ids) { LossDetail::MakersAndIds } else { LossDetail::Makers }));
        }
        if lacks(Feature::LookAgain) {
            let records = document.annotations.iter().map(|annotation| &annotation.record);
            let records = records.chain(document.relations.values().map(|relation| &relation.record));
            match records.filter(|record| record.flag).count() {
                0 => {}
                flags => lost.push((None, LossDetail::LookAgain(flags))),
            }
        }
        if document.flag && self.carries.of(Feature::LookAgain) != Support::Yes {
            lost.push((None, LossDetail::DocumentFlag));
        }
        if lacks(Feature::Entities) {
            match document.annotations.iter().filter(|annotation| annotation.entity.is_some()).count() {
                0 => {}
                links => lost.push((None, LossDetail::Entities(links))),
            }
        }
        // No format has a place for it that is read back.
        if !document.note.is_empty() {
            lost.push((None, LossDetail::DocumentNote));
        }
        let of = |feature, count: usize| if lacks(feature) { count } else { 0 };
        let state = Some(document.state).filter(|state| *state != DocumentState::default() && lacks(Feature::State));
        let metadata = of(
            Feature::Metadata,
            document.document.metadata().keys().filter(|key| !OF_FILE.iter().any(|of| key.starts_with(of))).count(),
        );
        let rows = of(Feature::Metadata, if self.writes_rows { 0 } else { lines_kept(document) });
        if rows > 0 {
            lost.push((None, LossDetail::Rows(rows)));
        }
        let attributes = of(Feature::DocumentAttributes, document.attributes.len());
        if state.is_some() || metadata + attributes > 0 {
            lost.push((None, LossDetail::Facts { state, metadata, attributes }));
        }
        lost.into_iter().for_each(|(id, what)| self.push(id, LossKind::Lost, what));
        // No format has a place for two versions of one thing.
        for conflict in &document.conflicts {
            self.push(conflict.id().cloned(), LossKind::Undecided, LossDetail::Conflict);
        }
        self.list.into_iter().for_each(|loss| out.loss(loss));
    }
}
