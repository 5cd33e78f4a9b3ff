//! A large document: 10 MB of Arabic, 100 000 annotations, 20 000 relations.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use hashiya::model::{
    AnnotatedDocument, Annotation, AnnotationSet, Annotator, Document, DocumentId, Provenance, Record, Relation,
    TextSpan, Timestamp,
};
use hashiya::store::{default_schema, samples};

pub fn large() -> &'static AnnotatedDocument {
    static LARGE: OnceLock<AnnotatedDocument> = OnceLock::new();
    LARGE.get_or_init(|| {
        let sample = samples().remove(1);
        let text = sample.text().repeat(10_000_000 / sample.text().len() + 1);
        let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let step = (boundaries.len() - 20) / 100_000;
        let labels = ["PER", "ORG", "LOC", "DATE"];
        let annotation = |i: usize| Annotation {
            id: format!("a{i:06}").as_str().into(),
            label: labels[i % labels.len()].into(),
            spans: TextSpan::new(&text, boundaries[i * step]..boundaries[i * step + 5 + i % 9])
                .expect("in the text")
                .into(),
            entity: None,
            record: Record::new(
                Provenance::Human,
                Annotator::new("ليلى"),
                Timestamp(1_780_000_000_000 + i as i64 * 1300),
            ),
        };
        let relation = |i: usize| Relation {
            id: format!("r{i:06}").as_str().into(),
            label: "works-for".into(),
            source: format!("a{:06}", i * 4).as_str().into(),
            target: format!("a{:06}", i * 4 + 1).as_str().into(),
            record: Record::new(Provenance::Human, Annotator::new("ليلى"), Timestamp(1_780_000_000_000)),
        };
        let annotations = AnnotationSet::from_annotations((0..100_000).map(annotation));
        let relations = (0..20_000).map(relation).collect();
        let document = Document::new(DocumentId("large".into()), "", text, BTreeMap::new()).expect("10 MB");
        let schema = Arc::new(default_schema());
        AnnotatedDocument {
            annotations, relations, ..AnnotatedDocument::new(document, schema, Annotator::new("ليلى"))
        }
    })
}
