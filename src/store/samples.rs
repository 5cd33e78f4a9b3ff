//! The documents and the schema that are part of the binary, so that the first window and `demo` have something real
//! to work on.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::schema_file::read_schema;
use crate::model::{AnnotatedDocument, Annotator, Document, DocumentId, Schema};

const SCHEMA: &str = include_str!("../../assets/samples/schema.ron");

const TEXTS: &[(&str, &str)] = &[
    ("01-layali", include_str!("../../assets/samples/01-layali.txt")),
    ("02-suyul", include_str!("../../assets/samples/02-suyul.txt")),
    ("03-nasij", include_str!("../../assets/samples/03-nasij.txt")),
];

/// News entities and events: the schema that is used where none is given.
pub fn default_schema() -> Schema {
    read_schema(Path::new("assets/samples/schema.ron"), SCHEMA.as_bytes()).expect("a test reads the embedded schema")
}

/// The embedded documents, with nothing annotated yet.
pub fn samples() -> Vec<AnnotatedDocument> {
    let schema = Arc::new(default_schema());
    let document = |&(id, text): &(&str, &str)| {
        let title = text.lines().next().unwrap_or(id);
        let metadata = BTreeMap::from([("source".to_owned(), "Hashiya sample".to_owned())]);
        let document = Document::new(DocumentId(id.into()), title, text, metadata).expect("the samples are short");
        AnnotatedDocument::new(document, schema.clone(), Annotator::new("demo"))
    };
    TEXTS.iter().map(document).collect()
}

/// What `demo` annotates: a label on a place of a sample's text, named by its characters.
#[derive(Clone, Copy, Debug)]
pub struct SampleAnnotation {
    pub label: &'static str,
    /// The parts of the annotation in order; more than one makes it discontinuous.
    pub parts: &'static [&'static str],
    /// Which occurrence of the first part, from 0.
    pub occurrence: usize,
}

impl SampleAnnotation {
    /// The ranges (bytes) in `text`: each part is looked for after the one before it. `None` where one is not there.
    pub fn ranges(&self, text: &str) -> Option<Vec<std::ops::Range<usize>>> {
        let mut ranges = Vec::new();
        let mut end = text.match_indices(self.parts.first()?).nth(self.occurrence)?.0;
        for part in self.parts {
            let start = end + text[end..].find(part)?;
            end = start + part.len();
            ranges.push(start..end);
        }
        Some(ranges)
    }
}

/// The marks of the sample with this id; empty for another id.
pub fn sample_marks(id: &DocumentId) -> &'static [SampleAnnotation] {
    match &*id.0 {
        "01-layali" => LAYALI,
        "02-suyul" => SUYUL,
        "03-nasij" => NASIJ,
        _ => &[],
    }
}

/// A relation that `demo` makes between two marks, each named by label and quote.
#[derive(Clone, Copy, Debug)]
pub struct SampleRelation {
    pub label: &'static str,
    pub source: (&'static str, &'static str),
    pub target: (&'static str, &'static str),
}

/// The links of the sample with this id.
pub fn sample_links(id: &DocumentId) -> &'static [SampleRelation] {
    const WORKS: &str = "works-for";
    const IN: &str = "located-in";
    match &*id.0 {
        "01-layali" => &[
            SampleRelation { label: WORKS, source: ("PER", "Nadia Rahman"), target: ("ORG", "BHB") },
            SampleRelation {
                label: WORKS, source: ("PER", "هدى سالم"), target: ("ORG", "اتحاد الناشرين")
            },
            SampleRelation {
                label: WORKS, source: ("PER", "منى عبد الرحمن"), target: ("ORG", "جامعة الإسكندرية")
            },
            SampleRelation {
                label: IN,
                source: ("EVENT", "مهرجان «ليالي الكتاب»"),
                target: ("LOC", "كورنيش الإسكندرية"),
            },
        ],
        "02-suyul" => &[
            SampleRelation {
                label: WORKS, source: ("PER", "فهد العوفي"), target: ("ORG", "جامعة السلطان قابوس")
            },
            SampleRelation { label: IN, source: ("LOC", "صلالة"), target: ("LOC", "سلطنة عُمان") },
            SampleRelation { label: IN, source: ("LOC", "الغيضة"), target: ("LOC", "اليمن") },
        ],
        "03-nasij" => &[
            SampleRelation {
                label: WORKS, source: ("PER", "سناء بلقاسم"), target: ("ORG", "شركة نسيج")
            },
            SampleRelation {
                label: WORKS, source: ("PER", "طارق الشناوي"), target: ("ORG", "جامعة القاهرة")
            },
            SampleRelation { label: IN, source: ("ORG", "شركة نسيج"), target: ("LOC", "الرباط") },
            SampleRelation { label: IN, source: ("EVENT", "معرض GITEX"), target: ("LOC", "دبي") },
        ],
        _ => &[],
    }
}

/// The attributes `demo` sets in the sample with this id: label, quote, attribute, choice; no choice raises a flag.
pub fn sample_attributes(id: &DocumentId) -> &'static [(&'static str, &'static str, &'static str, &'static str)] {
    match &*id.0 {
        "01-layali" => &[
            ("PER", "Nadia Rahman", "gender", "female"),
            ("PER", "عثمان الطيّب", "gender", "male"),
            ("EVENT", "مهرجان «ليالي الكتاب»", "planned", ""),
        ],
        "03-nasij" => &[("EVENT", "ملتقى المخطوط الرقمي", "planned", "")],
        _ => &[],
    }
}

const fn mark(label: &'static str, parts: &'static [&'static str]) -> SampleAnnotation {
    SampleAnnotation { label, parts, occurrence: 0 }
}

const fn nth(label: &'static str, parts: &'static [&'static str], occurrence: usize) -> SampleAnnotation {
    SampleAnnotation { label, parts, occurrence }
}

const LAYALI: &[SampleAnnotation] = &[
    mark("LOC", &["الإسكندرية"]),
    nth("LOC", &["الإسكندرية"], 1),
    mark("PER", &["ليلى المنصوري"]),
    mark("DATE", &["الخميس 14 مايو 2026"]),
    mark("EVENT", &["مهرجان «ليالي الكتاب»"]),
    mark("LOC", &["كورنيش الإسكندرية"]),
    nth("LOC", &["الإسكندرية"], 2),
    mark("NUM", &["١٢٠\u{a0}دار نشر"]),
    mark("NUM", &["١٧\u{a0}دولة"]),
    mark("PER", &["كريم الحدّاد"]),
    mark("ORG", &["اتحاد الناشرين"]),
    mark("PER", &["هدى سالم"]),
    mark("PER", &["عثمان الطيّب"]),
    mark("ORG", &["دار المنار للنشر"]),
    mark("ORG", &["Blue Harbor Books"]),
    mark("ORG", &["BHB"]),
    mark("NUM", &["٢٤ رواية"]),
    mark("DATE", &["عام 2028"]),
    mark("PER", &["Nadia Rahman"]),
    mark("LOC", &["لندن"]),
    mark("EVENT", &["ندوة بعنوان «مَنْ يَقْرَأُ الشِّعْرَ اليَوْم؟»"]),
    mark("PER", &["رباب الأيوبي"]),
    mark("ORG", &["جامعة الإسكندرية"]),
    nth("LOC", &["الإسكندرية"], 3),
    mark("PER", &["منى عبد الرحمن"]),
    mark("NUM", &["٦٠٪"]),
    mark("EVENT", &["ليالي_الكتاب"]),
    mark("LOC", &["مصر"]),
    mark("LOC", &["القاهرة"]),
    mark("DATE", &["٢٣ مايو"]),
];

const SUYUL: &[SampleAnnotation] = &[
    mark("LOC", &["صلالة"]),
    mark("DATE", &["فجر الثلاثاء 3 مارس 2026"]),
    nth("LOC", &["صلالة"], 1),
    mark("LOC", &["سلطنة عُمان"]),
    mark("EVENT", &["إعصار «مكونو»"]),
    mark("DATE", &["عام 2018"]),
    mark("NUM", &["٤٧\u{a0}أسرة"]),
    mark("LOC", &["ريسوت"]),
    mark("DATE", &["الساعة 9:30 صباحًا"]),
    mark("PER", &["سعيد بن مبارك"]),
    mark("NUM", &["2.4 متر"]),
    mark("ORG", &["الأرصاد العُمانية"]),
    mark("DATE", &["مساء الأربعاء"]),
    mark("LOC", &["ظفار"]),
    mark("ORG", &["جمعية الهلال الأحمر"]),
    mark("NUM", &["٣ شاحنات"]),
    mark("NUM", &["١٬٢٠٠ بطانية"]),
    mark("NUM", &["٥ أطنان"]),
    mark("LOC", &["اليمن"]),
    mark("LOC", &["الغيضة"]),
    mark("LOC", &["حضرموت"]),
    mark("PER", &["صالح باعمر"]),
    mark("EVENT", &["سيول_المهرة"]),
    mark("EVENT", &["فيضان عام ١٩٩٦"]),
    mark("DATE", &["عام ١٩٩٦"]),
    mark("PER", &["فهد العوفي"]),
    mark("ORG", &["جامعة السلطان قابوس"]),
    mark("PER", &["السلطان قابوس"]),
    mark("LOC", &["مدينتي صلالة"]),
    mark("LOC", &["مدينتي", "الغيضة"]),
];

const NASIJ: &[SampleAnnotation] = &[
    mark("ORG", &["نسيج"]),
    mark("NUM", &["18 مليون دولار"]),
    mark("LOC", &["الرباط"]),
    mark("ORG", &["شركة نسيج"]),
    nth("LOC", &["الرباط"], 1),
    mark("NUM", &["18\u{a0}مليون دولار"]),
    mark("ORG", &["صندوق Atlas Ventures"]),
    mark("ORG", &["مؤسسة الموج"]),
    mark("PER", &["سناء بلقاسم"]),
    mark("LOC", &["فاس"]),
    mark("NUM", &["٣٥\u{a0}موظفًا"]),
    mark("LOC", &["عمّان"]),
    mark("NUM", &["٩٬٨٠٠ مخطوطة"]),
    mark("ORG", &["خزانة القرويين"]),
    mark("ORG", &["جامعة القاهرة"]),
    mark("LOC", &["القاهرة"]),
    mark("PER", &["طارق الشناوي"]),
    mark("DATE", &["1 سبتمبر 2026"]),
    mark("EVENT", &["معرض GITEX"]),
    mark("LOC", &["دبي"]),
    mark("ORG", &["جامعتي القاهرة"]),
    mark("ORG", &["جامعتي", "القرويين"]),
    mark("LOC", &["تونس"]),
    mark("DATE", &["١٢ نوفمبر"]),
    mark("EVENT", &["ملتقى المخطوط الرقمي"]),
    mark("LOC", &["المغرب العربي"]),
    mark("ORG", &["اليونسكو"]),
    mark("ORG", &["UNESCO"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::schema_to_ron;

    #[test]
    fn the_embedded_schema_is_written_as_it_is_read() {
        assert_eq!(schema_to_ron(&default_schema()), SCHEMA);
    }

    #[test]
    fn every_mark_is_found_once_and_has_a_label() {
        for document in samples() {
            let marks = sample_marks(document.document.id());
            assert!(marks.len() > 20);
            let mut seen = std::collections::HashSet::new();
            for mark in marks {
                let ranges = mark.ranges(document.text());
                assert!(ranges.is_some(), "{mark:?}");
                assert!(seen.insert((mark.label, ranges)), "twice: {mark:?}");
                assert!(document.schema.label(&mark.label.into()).is_some(), "{mark:?}");
            }
        }
    }
}
