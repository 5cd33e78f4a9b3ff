//! The card of a dataset, `README.md` and `README.ar.md`: what a person who finds it has to know. Nothing stands in it but what the
//! documents say; what only its makers know, such as the licence, is theirs to add.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::summary::{Counts, DatasetSummary};
use crate::arabic::clitics::CliticPolicy;
use crate::formats::{DatasetFeature, FeatureKind, Layout, LossKind, Unit};
use crate::model::{AttributeDefinition, AttributeKind, Label, LabelName};

/// Where more than one letter in so many is not of Arabic, the language is not said.
const ONE_IN: usize = 100;
/// Extensions of files that the `datasets` library of Hugging Face reads.
const LOADED: [&str; 5] = ["jsonl", "json", "csv", "tsv", "parquet"];

/// The words of a card in one language.
struct Words {
    other: &'static str,
    nameless: &'static str,
    about: &'static str,
    documents: &'static str,
    code_points: &'static str,
    annotations: &'static str,
    discontinuous: &'static str,
    relations: &'static str,
    labels: &'static str,
    label: &'static str,
    name: &'static str,
    below: &'static str,
    count: &'static str,
    guidelines: &'static str,
    kinds: [&'static str; 6],
    relation_types: &'static str,
    parts: &'static str,
    part: &'static str,
    stratified: &'static str,
    seed: &'static str,
    format: &'static str,
    units: [&'static str; 3],
    no_unit: &'static str,
    clitics: [&'static str; 4],
    text: &'static str,
    made: &'static str,
    annotators: &'static str,
    no_name: &'static str,
    by_hand: &'static str,
    imported: &'static str,
    accepted: &'static str,
    states: &'static str,
    state_names: [(&'static str, &'static str); 5],
    filtered: &'static str,
    losses: &'static str,
    no_losses: &'static str,
    loss: &'static str,
    loss_kinds: [&'static str; 5],
    licence: &'static str,
    version: &'static str,
}

const ENGLISH: Words = Words {
    other: "[بالعربية](README.ar.md)",
    nameless: "Annotated texts",
    about: "What it is",
    documents: "Documents",
    code_points: "Code points of text",
    annotations: "Annotations",
    discontinuous: "Annotations of several pieces",
    relations: "Relations",
    labels: "Labels",
    label: "Label",
    name: "Name",
    below: "Below",
    count: "Count",
    guidelines: "Guidelines",
    kinds: ["yes or no", "one of", "a number", "a text", "some of", "a date"],
    relation_types: "Types of relations",
    parts: "Parts",
    part: "Part",
    stratified: "Documents went to parts by iterative stratification by label (Sechidis, Tsoumakas and Vlahavas 2011); those of one text \
                 stay together. Shares:",
    seed: "Seed",
    format: "Format",
    units: [
        "Offsets count Unicode code points from 0, as Python does; an end is the first that is not part of the span.",
        "Offsets count UTF-16 code units from 0, as JavaScript and Java do; an end is the first that is not part of the span.",
        "Offsets count bytes of UTF-8 from 0; an end is the first that is not part of the span.",
    ],
    no_unit: "The format has no offsets.",
    clitics: [
        "Spans stand as they were annotated.",
        "Spans take in the proclitics of their first word.",
        "Spans begin after the proclitics of their first word.",
        "Proclitics are tokens of their own.",
    ],
    text: "The annotated text was not normalised: its marks, tatweel and line ends are those of its source.",
    made: "How it was made",
    annotators: "Annotations by annotator",
    no_name: "without a name",
    by_hand: "By a person's own hand",
    imported: "Imported from",
    accepted: "Proposed by the program and accepted by a person",
    states: "Documents by state",
    state_names: [
        ("new", "new"),
        ("in-progress", "in progress"),
        ("done", "done"),
        ("look-again", "to be looked at again"),
        ("rejected", "rejected"),
    ],
    filtered: "Left out as chosen",
    losses: "What the format does not carry",
    no_losses: "Nothing: it carries all that the documents hold.",
    loss: "What",
    loss_kinds: ["lost", "widened", "flattened", "renamed", "undecided"],
    licence: "Licence: not stated yet. It is for those to choose who may; it goes into the head of this file too.",
    version: "Written by Hashiya",
};

const ARABIC: Words = Words {
    other: "[In English](README.md)",
    nameless: "نصوص موسومة",
    about: "ما هي",
    documents: "المستندات",
    code_points: "رموز النص (نقاط يونيكود)",
    annotations: "العلامات",
    discontinuous: "العلامات ذات الأجزاء",
    relations: "العلاقات",
    labels: "التصنيفات",
    label: "التصنيف",
    name: "الاسم",
    below: "تحت",
    count: "العدد",
    guidelines: "الإرشادات",
    kinds: ["نعم أو لا", "واحد من", "عدد", "نص", "واحد أو أكثر من", "تاريخ"],
    relation_types: "أنواع العلاقات",
    parts: "الأجزاء",
    part: "الجزء",
    stratified: "وُزّعت المستندات على الأجزاء بالتوزيع الطبقي المتكرر بحسب التصنيفات (Sechidis, Tsoumakas and Vlahavas 2011)، وتبقى \
                 المستندات ذات النص الواحد معًا. الحصص:",
    seed: "بذرة القرعة",
    format: "الصيغة",
    units: [
        "تعدّ المواضع نقاط يونيكود من الصفر كما تعدّها لغة Python؛ والنهاية أول ما ليس من العلامة.",
        "تعدّ المواضع وحدات UTF-16 من الصفر كما تعدّها JavaScript وJava؛ والنهاية أول ما ليس من العلامة.",
        "تعدّ المواضع بايتات UTF-8 من الصفر؛ والنهاية أول ما ليس من العلامة.",
    ],
    no_unit: "ليس في هذه الصيغة مواضع.",
    clitics: [
        "العلامات كما وُسمت.",
        "تدخل في العلامة الحروف المتصلة التي في أول كلمتها الأولى.",
        "تبدأ العلامة بعد الحروف المتصلة التي في أول كلمتها الأولى.",
        "كل حرف متصل كلمة قائمة بذاتها.",
    ],
    text: "لم يُغيَّر رسم النص الموسوم: حركاته وتطويله ونهايات أسطره كما في مصدره.",
    made: "كيف صُنعت",
    annotators: "العلامات بحسب الواسم",
    no_name: "بلا اسم",
    by_hand: "بيد إنسان",
    imported: "مستوردة من",
    accepted: "اقترحها البرنامج وقبلها إنسان",
    states: "المستندات بحسب حالتها",
    state_names: [
        ("new", "جديد"),
        ("in-progress", "قيد العمل"),
        ("done", "منجز"),
        ("look-again", "للمراجعة"),
        ("rejected", "مرفوض"),
    ],
    filtered: "ما استُبعد بحسب الاختيار",
    losses: "ما لا تحمله الصيغة",
    no_losses: "لا شيء: تحمل كل ما في المستندات.",
    loss: "ما هو",
    loss_kinds: ["مفقود", "موسَّع", "مبسَّط", "باسم آخر", "لم يُبتّ فيه"],
    licence: "الرخصة: لم تُذكر بعد. يختارها من له ذلك، ومكانها رأس الملف README.md أيضًا.",
    version: "كتبتها حاشية",
};

/// `README.md`, with the head that the Hub of Hugging Face reads.
pub(super) fn english(summary: &DatasetSummary<'_>) -> String {
    let mut card = head(summary);
    body(summary, &ENGLISH, |label| &label.english, &mut card);
    card
}

/// `README.ar.md`, from right to left wherever HTML within Markdown is taken as it is.
pub(super) fn arabic(summary: &DatasetSummary<'_>) -> String {
    let mut card = "<div dir=\"rtl\">\n\n".to_owned();
    body(summary, &ARABIC, |label| &label.arabic, &mut card);
    card.push_str("\n</div>\n");
    card
}

fn head(summary: &DatasetSummary<'_>) -> String {
    let mut head = "---\n".to_owned();
    if is_arabic(&summary.counts) {
        head.push_str("language:\n- ar\n");
    }
    head.push_str("# license: for those to choose who may\ntask_categories:\n- token-classification\n");
    let _ = writeln!(head, "size_categories:\n- {}", size(summary.counts.documents));
    if !summary.schema.name.is_empty() {
        // A string of JSON is one of YAML.
        let _ = writeln!(head, "pretty_name: {}", serde_json::Value::from(summary.schema.name.as_str()));
    }
    if is_loaded(summary) {
        head.push_str("configs:\n- config_name: default\n  data_files:\n");
        for part in &summary.parts {
            let _ = match &part.files[..] {
                [file] => writeln!(head, "  - split: {}\n    path: {}", part.name, file.path),
                files => {
                    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
                    writeln!(head, "  - split: {}\n    path:\n    - {}", part.name, paths.join("\n    - "))
                }
            };
        }
    }
    if let Some(features) = &summary.features {
        head.push_str("dataset_info:\n  features:\n");
        features_of(features, "  ", &mut head);
    }
    head.push_str("---\n\n");
    head
}

/// The columns with their types, as the Hub has them in a card.
fn features_of(features: &[DatasetFeature], indent: &str, head: &mut String) {
    for feature in features {
        let _ = writeln!(head, "{indent}- name: {}", feature.name);
        match &feature.kind {
            FeatureKind::Text => drop(writeln!(head, "{indent}  dtype: string")),
            FeatureKind::Integer => drop(writeln!(head, "{indent}  dtype: int64")),
            FeatureKind::Class(names) => {
                let _ = writeln!(head, "{indent}  dtype:\n{indent}    class_label:\n{indent}      names:");
                for (n, name) in names.iter().enumerate() {
                    let _ = writeln!(head, "{indent}        '{n}': {}", serde_json::Value::from(name.as_str()));
                }
            }
            FeatureKind::Records(fields) => {
                let _ = writeln!(head, "{indent}  list:");
                features_of(fields, &format!("{indent}  "), head);
            }
        }
    }
}

/// Whether nearly all letters are those that Arabic is written with: then it may be called Arabic.
pub(super) fn is_arabic(counts: &Counts) -> bool {
    let [arabic, others, foreign] = counts.letters;
    arabic > foreign && others * ONE_IN <= arabic
}

/// Whether the `datasets` library reads the files as they are.
fn is_loaded(summary: &DatasetSummary<'_>) -> bool {
    summary.format.writes != Some(Layout::Folder) && LOADED.contains(&summary.format.extensions[0])
}

/// As the Hub names sizes.
fn size(documents: usize) -> &'static str {
    match documents {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        _ => "100K<n<1M",
    }
}

/// Text that stands for itself in Markdown, on one line.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => plain.extend(['\\', c]),
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '&' => plain.push_str("&amp;"),
            '\n' => plain.push_str("<br>"),
            c if c.is_control() => plain.push(' '),
            c => plain.push(c),
        }
    }
    plain
}

fn row(card: &mut String, cells: &[String]) {
    let _ = writeln!(card, "| {} |", cells.join(" | "));
}

fn table(card: &mut String, columns: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
    row(card, &columns.iter().map(|column| (*column).to_owned()).collect::<Vec<_>>());
    row(card, &vec!["---".to_owned(); columns.len()]);
    rows.into_iter().for_each(|cells| row(card, &cells));
    card.push('\n');
}

fn body(summary: &DatasetSummary<'_>, words: &Words, name: fn(&Label) -> &String, card: &mut String) {
    let (schema, counts) = (&summary.schema, &summary.counts);
    let title = if schema.name.is_empty() { words.nameless.to_owned() } else { plain(&schema.name) };
    let _ = writeln!(card, "# {title}\n\n{}\n\n## {}\n", words.other, words.about);
    for (what, n) in [
        (words.documents, counts.documents),
        (words.code_points, counts.code_points),
        (words.annotations, counts.annotations),
        (words.discontinuous, counts.discontinuous),
        (words.relations, counts.relations),
    ] {
        let _ = writeln!(card, "- {what}: {n}");
    }
    let _ = writeln!(card, "\n{}\n\n## {}\n", words.licence, words.labels);
    labels(summary, words, name, card);
    parts(summary, words, card);
    format(summary, words, card);
    making(summary, words, card);
    losses(summary, words, card);
    let _ = writeln!(card, "{} {} · `manifest.json`", words.version, env!("CARGO_PKG_VERSION"));
}

fn count_of(counts: &BTreeMap<LabelName, usize>, name: &LabelName) -> String {
    counts.get(name).copied().unwrap_or_default().to_string()
}

fn labels(summary: &DatasetSummary<'_>, words: &Words, name: fn(&Label) -> &String, card: &mut String) {
    let (schema, counts) = (&summary.schema, &summary.counts);
    let of = |label: &Label| {
        let below = label.parent.as_ref().map(|parent| plain(parent.as_str())).unwrap_or_default();
        vec![plain(label.name.as_str()), plain(name(label)), below, count_of(&counts.labels, &label.name)]
    };
    table(card, &[words.label, words.name, words.below, words.count], schema.labels.iter().map(of));
    if !schema.relation_types.is_empty() {
        let _ = writeln!(card, "### {}\n", words.relation_types);
        let of = |kind: &crate::model::RelationType| {
            vec![plain(kind.name.as_str()), count_of(&counts.relation_types, &kind.name)]
        };
        table(card, &[words.name, words.count], schema.relation_types.iter().map(of));
    }
    let with_labels = schema.labels.iter().map(|label| (label.name.as_str(), &label.guideline, &label.attributes));
    let with_types = schema.relation_types.iter().map(|kind| (kind.name.as_str(), &kind.guideline, &kind.attributes));
    let said = |(_, guideline, attributes): &(&str, &String, &Vec<AttributeDefinition>)| {
        !guideline.trim().is_empty() || !attributes.is_empty()
    };
    let all: Vec<_> = with_labels.chain(with_types).filter(said).collect();
    if all.is_empty() {
        return;
    }
    let _ = writeln!(card, "### {}\n", words.guidelines);
    for (name, guideline, attributes) in all {
        let _ = writeln!(card, "- **{}**: {}", plain(name), plain(guideline));
        for attribute in attributes {
            let kind = match &attribute.kind {
                AttributeKind::Flag => words.kinds[0].to_owned(),
                AttributeKind::Choice(choices) | AttributeKind::Choices(choices) => {
                    let how = if matches!(attribute.kind, AttributeKind::Choice(_)) { 1 } else { 4 };
                    let choices: Vec<String> = choices.iter().map(|choice| plain(choice)).collect();
                    format!("{} {}", words.kinds[how], choices.join(", "))
                }
                AttributeKind::Date => words.kinds[5].to_owned(),
                AttributeKind::Number => words.kinds[2].to_owned(),
                AttributeKind::Text => words.kinds[3].to_owned(),
            };
            let _ = writeln!(card, "  - {} ({kind}) {}", plain(&attribute.name), plain(&attribute.guideline));
        }
    }
    card.push('\n');
}

fn parts(summary: &DatasetSummary<'_>, words: &Words, card: &mut String) {
    let _ = writeln!(card, "## {}\n", words.parts);
    let labels: Vec<&Label> = summary.schema.labels.iter().collect();
    let names: Vec<String> = labels.iter().map(|label| plain(label.name.as_str())).collect();
    let mut columns = vec![words.part, words.documents, words.annotations];
    columns.extend(names.iter().map(String::as_str));
    let rows = summary.parts.iter().map(|part| {
        let mut cells = vec![part.name.clone(), part.counts.documents.to_string(), part.counts.annotations.to_string()];
        cells.extend(labels.iter().map(|label| count_of(&part.counts.labels, &label.name)));
        cells
    });
    table(card, &columns, rows);
    if let Some(split) = &summary.request.split {
        let shares: Vec<String> =
            summary.parts.iter().filter_map(|part| Some(format!("{} {}", part.name, part.share?))).collect();
        let _ = writeln!(card, "{} {}. {}: {}.\n", words.stratified, shares.join(", "), words.seed, split.seed);
    }
}

fn format(summary: &DatasetSummary<'_>, words: &Words, card: &mut String) {
    let _ = writeln!(card, "## {}\n\n`{}`: {}.\n", words.format, summary.format.name, plain(summary.format.about));
    let unit = match summary.format.unit {
        None => words.no_unit,
        Some(Unit::CodePoints) => words.units[0],
        Some(Unit::Utf16) => words.units[1],
        Some(Unit::Bytes) => words.units[2],
    };
    let clitics = words.clitics[match summary.request.clitics {
        None => 0,
        Some(CliticPolicy::Include) => 1,
        Some(CliticPolicy::Exclude) => 2,
        Some(CliticPolicy::Split) => 3,
    }];
    let _ = writeln!(card, "{unit} {clitics} {}\n", words.text);
}

fn making(summary: &DatasetSummary<'_>, words: &Words, card: &mut String) {
    let counts = &summary.counts;
    let _ = writeln!(card, "## {}\n", words.made);
    let share = |n: usize| {
        let percent = if counts.annotations == 0 { 0.0 } else { 100.0 * n as f64 / counts.annotations as f64 };
        format!("{n} ({percent:.1}%)")
    };
    for (way, n) in &counts.provenance {
        let way = match way.split_once(':') {
            Some(("imported", format)) => format!("{} `{}`", words.imported, format.replace('`', "'")),
            Some((_, source)) => format!("{} (`{}`)", words.accepted, source.replace('`', "'")),
            None => words.by_hand.to_owned(),
        };
        let _ = writeln!(card, "- {way}: {}", share(*n));
    }
    let list = |counts: &mut dyn Iterator<Item = (String, usize)>| {
        counts.map(|(name, n)| format!("{name}: {n}")).collect::<Vec<_>>().join(", ")
    };
    let maker = |(name, n): (&String, &usize)| (if name.is_empty() { words.no_name.into() } else { plain(name) }, *n);
    if !counts.annotators.is_empty() {
        let _ = writeln!(card, "- {}: {}", words.annotators, list(&mut counts.annotators.iter().map(maker)));
    }
    let state = |(code, name): &(&str, &str)| Some(((*name).to_owned(), *counts.states.get(code)?));
    let _ = writeln!(card, "- {}: {}", words.states, list(&mut words.state_names.iter().filter_map(state)));
    let out = summary.filtered_out;
    if !out.is_nothing() {
        let of = [
            (words.documents.to_owned(), out.documents),
            (words.annotations.to_owned(), out.annotations),
            (words.relations.to_owned(), out.relations),
        ];
        let _ = writeln!(card, "- {}: {}", words.filtered, list(&mut of.into_iter()));
    }
    card.push('\n');
}

fn losses(summary: &DatasetSummary<'_>, words: &Words, card: &mut String) {
    let _ = writeln!(card, "## {}\n", words.losses);
    let mut all: BTreeMap<(LossKind, &str), usize> = BTreeMap::new();
    for (kind, what, group) in summary.losses.iter().flat_map(|report| report.groups()) {
        *all.entry((kind, what)).or_default() += group.count;
    }
    if all.is_empty() {
        let _ = writeln!(card, "{}\n", words.no_losses);
        return;
    }
    let kind = |kind: LossKind| {
        words.loss_kinds[match kind {
            LossKind::Lost => 0,
            LossKind::Widened => 1,
            LossKind::Flattened => 2,
            LossKind::Renamed => 3,
            LossKind::Undecided => 4,
        }]
    };
    let rows = all.into_iter().map(|((of, what), n)| vec![kind(of).to_owned(), format!("`{what}`"), n.to_string()]);
    table(card, &["", words.loss, words.count], rows);
}
