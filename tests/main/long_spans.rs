//! Documents with spans too long to be quoted whole, for the tests of files and for the torture suites.

use hashiya::model::{
    AnnotatedDocument, Annotation, AnnotationSet, Annotator, Attributes, Document, Provenance, Spans, TextSpan,
    Timestamp,
};

fn annotation(id: &str, label: &str, text: &str, ranges: &[std::ops::Range<usize>]) -> Annotation {
    let spans = ranges.iter().map(|r| TextSpan::new(text, r.clone()).expect("a span of the text")).collect();
    Annotation {
        id: id.into(),
        label: label.into(),
        spans: Spans::new(spans).expect("disjoint spans"),
        attributes: Attributes::new(),
        note: String::new(),
        provenance: Provenance::Human,
        annotator: Annotator::new("أحمد"),
        created: Timestamp(1_780_000_000_123),
        modified: Timestamp(1_780_000_600_000),
    }
}

/// The document on a text three thousand bytes longer, with annotations of much of it beside its own.
pub fn with_long_spans(document: &AnnotatedDocument) -> AnnotatedDocument {
    let refrain = "قِفَا نَبْكِ مِنْ ذِكْرَى \"حَبِيبٍ\" \\ وَمَنْزِلِ\r\n\tبسقط اللوى\u{202b} 👨\u{200d}👩\u{200d}👧 ";
    let first = document.text().len();
    let text = format!("{}{}", document.text(), refrain.repeat(24));
    let label = document.schema.labels[0].name.as_str();
    let mut all: Vec<Annotation> = document.annotations.iter().map(|a| (**a).clone()).collect();
    let (second, half) = (first + refrain.len(), first + 12 * refrain.len());
    all.push(annotation("long-1", label, &text, &[first..text.len()]));
    all.push(annotation("long-2", label, &text, &[second..half, half + refrain.len()..text.len() - 1]));
    all.push(annotation("short", label, &text, &[first..first + refrain.len()]));
    let document = AnnotatedDocument {
        document: Document::new(document.document.id().clone(), "طويل", text, document.document.metadata().clone())
            .expect("short"),
        annotations: AnnotationSet::from_annotations(all),
        ..document.clone()
    };
    assert!(document.problems().is_empty());
    document
}
