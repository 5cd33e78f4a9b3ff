//! Annotations and relations made straight from their lines.

use std::sync::Arc;

use serde::Deserialize;

use super::piece::Piece;
use crate::model::{
    Annotation, AnnotationId, Annotator, LabelName, Provenance, Record, Relation, Spans, TextSpan, Timestamp,
};
use crate::store::document_reader::{AnnotationV1, Reader, RelationV1};
use crate::store::parallel_reader::{PlainAnnotation, PlainRelation, plain_annotation, plain_relation};
use crate::store::unique::options;

/// Names that are compared one by one before they are looked up.
const FEW: usize = 16;

/// Makes what the lines of one document say.
pub(super) struct RecordBuilder<'t> {
    text: &'t str,
    options: ron::Options,
    /// For lines that are not plain.
    reader: Reader<'static>,
    /// Labels and annotators, so that a hundred thousand annotations share a few strings.
    names: Vec<Arc<str>>,
    last_time: (String, Timestamp),
}

impl<'t> RecordBuilder<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let last_time = (String::new(), Timestamp(0));
        RecordBuilder { text, options: options(), reader: Reader::new(""), names: Vec::new(), last_time }
    }

    /// `None` where a line is no sound annotation.
    pub(super) fn annotations(&mut self, piece: &Piece) -> Option<Vec<Arc<Annotation>>> {
        let mut made = Vec::with_capacity(piece.count());
        for line in piece.lines()? {
            let record = record(line)?;
            let annotation = match plain_annotation(record) {
                Some(plain) => self.plain(plain)?,
                None => {
                    let entry: AnnotationV1 = self.parsed(record)?;
                    let text = self.text;
                    self.reader.annotation(text, entry, None).1?
                }
            };
            made.push(Arc::new(annotation));
        }
        self.reader.is_content().then_some(made)
    }

    /// `None` where a line is no sound relation. Whether its ends are there is asked of the whole document.
    pub(super) fn relations(&mut self, piece: &Piece) -> Option<Vec<Relation>> {
        let mut made = Vec::with_capacity(piece.count());
        for line in piece.lines()? {
            let record = record(line)?;
            let relation = match plain_relation(record) {
                Some(plain) => self.plain_relation(plain)?,
                None => {
                    let entry: RelationV1 = self.parsed(record)?;
                    self.reader.relation(entry, None)
                }
            };
            made.push(relation);
        }
        self.reader.is_content().then_some(made)
    }

    /// What a line that is not plain says, if it is nothing but one record.
    fn parsed<'r, T: Deserialize<'r>>(&self, record: &'r str) -> Option<T> {
        let mut reader = ron::de::Deserializer::from_str_with_options(record, &self.options).ok()?;
        let entry = T::deserialize(&mut reader).ok()?;
        // A comment behind the record would take the comma with it.
        reader.remainder().is_empty().then_some(entry)
    }

    fn plain(&mut self, plain: PlainAnnotation<'_>) -> Option<Annotation> {
        let span = TextSpan::new_or_empty(self.text, plain.start..plain.end).ok()?;
        if self.text[span.range()] != *plain.quote {
            return None;
        }
        Some(Annotation {
            id: AnnotationId::new(plain.id),
            label: LabelName::new(self.shared(plain.label)),
            spans: Spans::from(span),
            entity: None,
            record: self.record(plain.annotator, [plain.created, plain.modified])?,
        })
    }

    fn plain_relation(&mut self, plain: PlainRelation<'_>) -> Option<Relation> {
        Some(Relation {
            id: AnnotationId::new(plain.id),
            label: LabelName::new(self.shared(plain.label)),
            source: AnnotationId::new(plain.source),
            target: AnnotationId::new(plain.target),
            record: self.record(plain.annotator, [plain.created, plain.modified])?,
        })
    }

    /// What a plain line says besides label and place: who made it, and when.
    fn record(&mut self, annotator: &str, times: [&str; 2]) -> Option<Record> {
        let annotator = Annotator::new(self.shared(annotator));
        let [created, modified] = times;
        let record = Record::new(Provenance::Human, annotator, self.time(created)?);
        Some(Record { modified: self.time(modified)?, ..record })
    }

    fn shared(&mut self, name: &str) -> Arc<str> {
        if let Some(shared) = self.names.iter().find(|shared| ***shared == *name) {
            return shared.clone();
        }
        let shared: Arc<str> = name.into();
        // Of many names a string each costs less than to look for it.
        if self.names.len() < FEW {
            self.names.push(shared.clone());
        }
        shared
    }

    /// Neighbours often share their times: the last one read is remembered.
    fn time(&mut self, said: &str) -> Option<Timestamp> {
        if self.last_time.0 != said {
            let moment = Timestamp::from_rfc3339(said)?;
            self.last_time.0.clear();
            self.last_time.0.push_str(said);
            self.last_time.1 = moment;
        }
        Some(self.last_time.1)
    }
}

/// What stands on a line, as Hashiya indents and ends it.
fn record(line: &str) -> Option<&str> {
    line.strip_prefix("        ")?.strip_suffix(',')
}

/// Where the first annotation of a piece begins, in bytes of the text.
pub(super) fn first_start(piece: &Piece) -> Option<usize> {
    let line = piece.first_line();
    let before = b", spans: [(";
    let at = memchr::memmem::find(line, before)? + before.len();
    let digits = line[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&line[at..at + digits]).ok()?.parse().ok()
}
