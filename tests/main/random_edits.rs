//! Work on a document as chance has it: every kind of command, from a seed, the same each time.

use std::ops::Range;
use std::sync::Arc;

use hashiya::edit::{Command, Context, OnLabelRemoval, Transaction, plan};
use hashiya::model::{
    AnnotatedDocument, Annotation, AnnotationId, AnnotationSet, Annotator, AttributeValue, Colour, Document,
    DocumentId, DocumentState, IdGenerator, Label, LabelName, Provenance, Record, RelationType, Spans, Target,
    TextSpan, Timestamp,
};
use hashiya::store::default_schema;

/// Numbers from a seed (SplitMix64).
#[derive(Clone)]
pub struct Chance(pub u64);

impl Chance {
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    pub fn below(&mut self, most: usize) -> usize {
        (self.number() % most.max(1) as u64) as usize
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let at = self.below(items.len());
        items.get(at)
    }
}

const WORDS: &[&str] = &[
    "قال",
    "مُحَمَّدٌ",
    "القـــاهرة",
    "😀",
    "جامعة",
    "\"نعم\\لا\"",
    "Ain\u{200f}",
    "١٢",
    "\r\n",
    "،",
    "\u{a0}",
    "تونس",
    "\u{2028}",
    "أمس",
];

/// A document of a few words with a few annotations and relations.
pub fn document(seed: u64) -> AnnotatedDocument {
    let mut chance = Chance(seed);
    let words: Vec<&str> = (0..3 + chance.below(12)).map(|_| WORDS[chance.below(WORDS.len())]).collect();
    let document = Document::new(DocumentId("د".into()), "عنوان", words.join(" "), Default::default());
    let document = document.expect("a short text");
    let empty = AnnotatedDocument::new(document, Arc::new(default_schema()), Annotator::new("أحمد"));
    let steps = 4 + chance.below(14);
    edited(&empty, chance.number(), steps)
}

/// `document` after `steps` commands; those that the document does not allow are left out.
pub fn edited(document: &AnnotatedDocument, seed: u64, steps: usize) -> AnnotatedDocument {
    worked_on(document, seed, steps).0
}

/// The same, and each step that was made.
pub fn worked_on(document: &AnnotatedDocument, seed: u64, steps: usize) -> (AnnotatedDocument, Vec<Transaction>) {
    let mut chance = Chance(seed);
    let mut ids = IdGenerator::new(chance.number());
    let annotator = Annotator::new(["أحمد", "ليلى"][chance.below(2)]);
    let (mut document, mut made) = (document.clone(), Vec::new());
    for _ in 0..steps {
        let now = Timestamp(1_780_000_000_000 + chance.below(1_000_000) as i64);
        let Some(command) = command(&document, &mut chance) else { continue };
        let mut context = Context { annotator: &annotator, now, ids: &mut ids };
        if let Ok(transaction) = plan(&document, command, &mut context) {
            transaction.apply(&mut document).expect("a plan fits the document it was made for");
            made.push(transaction);
        }
    }
    (document, made)
}

/// A command of any kind. `None` where there is nothing to do it to.
pub fn command(document: &AnnotatedDocument, chance: &mut Chance) -> Option<Command> {
    let annotations: Vec<AnnotationId> = document.annotations.iter().map(|a| a.id.clone()).collect();
    let relations: Vec<AnnotationId> = document.relations.keys().cloned().collect();
    let labels: Vec<LabelName> = document.schema.labels.iter().map(|l| l.name.clone()).collect();
    let types: Vec<LabelName> = document.schema.relation_types.iter().map(|r| r.name.clone()).collect();
    let label = chance.pick(&labels).cloned();
    let id = chance.pick(&annotations).cloned();
    Some(match chance.below(30) {
        0..=5 => Command::Annotate { ranges: ranges(document, chance), label: label?, provenance: Provenance::Human },
        6..=7 => Command::Delete { ids: vec![id?] },
        8..=10 => Command::Relabel { ids: vec![id?], label: label? },
        11..=12 => Command::SetSpans { id: id?, ranges: ranges(document, chance) },
        13 => Command::SetNote {
            of: target(id, &relations, chance)?,
            note: ["", "ملاحظة", "سطر\nسطر"][chance.below(3)].into(),
        },
        27 => Command::SetFlag { of: target(id, &relations, chance)?, flag: chance.below(2) == 0 },
        28 => Command::SetEntity {
            ids: vec![id?],
            entity: [None, Some("e1".into()), Some("e 2".into())][chance.below(3)].clone(),
        },
        29 => match chance.below(2) {
            0 => Command::SetFlag { of: Target::Document, flag: chance.below(2) == 0 },
            _ => Command::SetNote {
                of: Target::Document, note: ["", "ملاحظة\nثانية"][chance.below(2)].into()
            },
        },
        14..=15 => {
            let (name, value) = attribute(chance);
            Command::SetAttribute { of: target(id, &relations, chance)?, name, value }
        }
        16..=18 => Command::Relate {
            label: chance.pick(&types)?.clone(),
            source: id?,
            target: chance.pick(&annotations)?.clone(),
        },
        19 if chance.below(2) == 0 => Command::ChangeRelation {
            id: chance.pick(&relations)?.clone(),
            label: chance.pick(&types)?.clone(),
            source: id?,
            target: chance.pick(&annotations)?.clone(),
        },
        19 => Command::DeleteRelations { ids: vec![chance.pick(&relations)?.clone()] },
        20 => Command::SetState([DocumentState::New, DocumentState::InProgress, DocumentState::Done][chance.below(3)]),
        21 => {
            let choices = ["سياسة", "أخرى", "رياضة"];
            let value = Some(AttributeValue::Choice(choices[chance.below(3)].into())).filter(|_| chance.below(3) > 0);
            Command::SetAttribute { of: Target::Document, name: "topic".into(), value }
        }
        22 => Command::AddLabel(new_label(chance)),
        23 => {
            let mut changed = document.schema.label(&label?)?.clone();
            let name = changed.name.clone();
            match chance.below(5) {
                0 => changed.name = LabelName::new(format!("{name}2")),
                1 => changed.parent = chance.pick(&labels).cloned(),
                2 => changed.key = ['7', '8', 'q'].get(chance.below(4)).copied(),
                3 => drop(changed.attributes.pop()),
                _ => changed.colour = Colour([chance.below(256) as u8; 3]),
            }
            Command::ChangeLabel { name, label: changed }
        }
        24 => Command::MoveLabel { name: label?, to: chance.below(8) },
        25 => {
            let heir = chance.pick(&labels)?.clone();
            let annotations = [OnLabelRemoval::Refuse, OnLabelRemoval::Delete, OnLabelRemoval::Relabel(heir)]
                [chance.below(3)]
            .clone();
            Command::RemoveLabel { name: label?, annotations }
        }
        _ => {
            let name = LabelName::new(["part-of", "NEW", "X1"][chance.below(3)]);
            let ends = |label: Option<&LabelName>| label.into_iter().cloned().collect();
            Command::AddRelationType(RelationType {
                name,
                arabic: "جزء".into(),
                english: "part".into(),
                colour: Colour([9; 3]),
                source_labels: ends(chance.pick(&labels).filter(|_| seeded(label.as_ref()))),
                target_labels: Vec::new(),
                kind: Default::default(),
                guideline: String::new(),
                attributes: Vec::new(),
            })
        }
    })
}

/// An annotation, or now and then a relation.
fn target(id: Option<AnnotationId>, relations: &[AnnotationId], chance: &mut Chance) -> Option<Target> {
    match (chance.below(3), chance.pick(relations)) {
        (0, Some(relation)) => Some(Target::Relation(relation.clone())),
        _ => id.map(Target::Annotation),
    }
}

fn seeded(label: Option<&LabelName>) -> bool {
    label.is_some_and(|label| label.as_str().len() % 2 == 0)
}

fn new_label(chance: &mut Chance) -> Label {
    let name = ["NEW", "X1", "X2"][chance.below(3)];
    Label::new(name, "جديد", "New", Colour([chance.below(256) as u8; 3]), ['7', '8'].get(chance.below(3)).copied())
}

fn attribute(chance: &mut Chance) -> (String, Option<AttributeValue>) {
    match chance.below(4) {
        0 => ("gender".into(), Some(AttributeValue::Choice("male".into()))),
        1 => ("gender".into(), Some(AttributeValue::Choice("female".into()))),
        2 => ("planned".into(), Some(AttributeValue::Flag(chance.below(2) == 0))),
        _ => ("gender".into(), None),
    }
}

/// One or two disjoint ranges between characters.
fn ranges(document: &AnnotatedDocument, chance: &mut Chance) -> Vec<Range<usize>> {
    let text = document.text();
    let cuts: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
    let mut chosen: Vec<usize> = (0..2 + 2 * chance.below(2)).map(|_| cuts[chance.below(cuts.len())]).collect();
    chosen.sort_unstable();
    chosen.dedup();
    chosen.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect()
}

/// The document on a text three thousand bytes longer, with annotations of much of it beside its own.
pub fn with_long_spans(document: &AnnotatedDocument) -> AnnotatedDocument {
    let refrain = "قِفَا نَبْكِ مِنْ ذِكْرَى \"حَبِيبٍ\" \\ وَمَنْزِلِ\r\n\tبسقط اللوى\u{202b} 👨\u{200d}👩\u{200d}👧 ";
    let first = document.text().len();
    let text = format!("{}{}", document.text(), refrain.repeat(24));
    let label = document.schema.labels[0].name.clone();
    let mut all: Vec<Annotation> = document.annotations.iter().map(|a| (**a).clone()).collect();
    let annotation = |id: &str, ranges: &[Range<usize>]| Annotation {
        id: id.into(),
        label: label.clone(),
        spans: Spans::new(ranges.iter().map(|r| TextSpan::new(&text, r.clone()).expect("of the text")).collect())
            .expect("apart"),
        entity: None,
        record: Record {
            attributes: Default::default(),
            note: String::new(),
            flag: false,
            provenance: Provenance::Human,
            annotator: Annotator::new("أحمد"),
            created: Timestamp(1_780_000_000_123),
            modified: Timestamp(1_780_000_600_000),
        },
    };
    let (second, half) = (first + refrain.len(), first + 12 * refrain.len());
    all.push(annotation("long-1", std::slice::from_ref(&(first..text.len()))));
    all.push(annotation("long-2", &[second..half, half + refrain.len()..text.len() - 1]));
    all.push(annotation("short", std::slice::from_ref(&(first..first + refrain.len()))));
    let document = AnnotatedDocument {
        document: Document::new(document.document.id().clone(), "طويل", text, document.document.metadata().clone())
            .expect("short"),
        annotations: AnnotationSet::from_annotations(all),
        ..document.clone()
    };
    assert!(document.problems().is_empty());
    document
}
