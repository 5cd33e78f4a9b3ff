//! `hashiya list` and `formats`: what there is, for people and for scripts.

use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use clap::Args;

use super::inputs;
use super::output::Failure;
use super::schemas;
use crate::arabic::clitics;
use crate::formats::{self, Feature, FormatInfo, Layout, Support};
use crate::model::OffsetMap;
use crate::model::{AnnotatedDocument, Annotation, AnnotationId, AttributeValue, Attributes};

#[derive(Debug, Args)]
pub(super) struct List {
    #[arg(value_name = "FILE.ron")]
    pub file: PathBuf,
    /// As a JSON array
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Formats {
    /// As a JSON array
    #[arg(long)]
    pub json: bool,
    /// Print the JSON Schema of a format or of what a command prints; a name that is none lists all names
    #[arg(long, value_name = "NAME", value_parser = schemas::named)]
    pub json_schema: Option<&'static str>,
}

pub(super) fn list(task: List, out: &mut dyn Write) -> Result<(), Failure> {
    let document = inputs::document(&task.file)?;
    // Each row has its text: of annotations within each other the sum is the square of the text.
    let len = document.quoted_bytes();
    if len > formats::MAX_QUOTED_BYTES {
        return Err(Failure::Because(format!(
            "{}: the texts of its annotations make {len} bytes, since long ones lie within each other, and {} are the most \
             that is listed",
            task.file.display(),
            formats::MAX_QUOTED_BYTES
        )));
    }
    if !task.json {
        return write_rows(&document, document.annotations.iter(), out);
    }
    let map = OffsetMap::new(document.text());
    // For the shapes of clitics alone. Its tables are made once: they take as long as ten thousand words.
    let shapes = clitics::Lexicon::default();
    // One annotation a line, so that the output can be compared; each is written as it is made, since nested spans
    // quote more than memory holds.
    let mut links = links_of(&document);
    for (n, annotation) in document.annotations.iter().enumerate() {
        let row = json_row(&document, &map, &shapes, annotation, links.remove(&annotation.id).unwrap_or_default());
        write!(out, "{}{row}", if n == 0 { "[\n" } else { ",\n" })?;
    }
    writeln!(out, "{}", if document.annotations.is_empty() { "[]" } else { "\n]" })?;
    Ok(())
}

/// One annotation a line: id, label, start, end, text, with tabs between. Line ends and tabs in the text are escaped.
pub(super) fn write_rows<'a>(
    document: &AnnotatedDocument,
    annotations: impl Iterator<Item = &'a Arc<Annotation>>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let map = OffsetMap::new(document.text());
    for annotation in annotations {
        let extent = annotation.spans.extent();
        let (start, end) = (map.code_point(extent.start).0, map.code_point(extent.end).0);
        let text = on_one_line(&document.quote(annotation));
        writeln!(out, "{}\t{}\t{start}\t{end}\t{text}", annotation.id, annotation.label)?;
    }
    Ok(())
}

fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            '\t' => line.push_str("\\t"),
            '\\' => line.push_str("\\\\"),
            c => line.push(c),
        }
    }
    line
}

/// `text` is what stands between `start` and `end`; the pieces of a discontinuous annotation are in `parts`; relations stand at the
/// annotation they begin at. `assets/schemas` says it in full.
fn json_row(
    document: &AnnotatedDocument,
    map: &OffsetMap,
    shapes: &clitics::Lexicon,
    annotation: &Annotation,
    links: Vec<Value>,
) -> Value {
    let place = |range: std::ops::Range<usize>| {
        let (start, end) = (map.code_point(range.start).0, map.code_point(range.end).0);
        (start, end, document.text()[range].to_owned())
    };
    let (start, end, text) = place(annotation.spans.extent());
    let mut row = json!({
        "id": annotation.id.as_str(),
        "label": annotation.label.as_str(),
        "start": start,
        "end": end,
        "text": text,
        "attributes": json_of(&annotation.record.attributes),
        "note": annotation.record.note,
        "relations": links,
        "annotator": annotation.record.annotator.as_str(),
        "provenance": annotation.record.provenance.to_string(),
        "created": annotation.record.created.to_rfc3339(),
        "modified": annotation.record.modified.to_rfc3339(),
    });
    // The لاتحاد of للاتحاد stands for الاتحاد: a reader that counts names wants both.
    let extent = annotation.spans.extent();
    if let Some(normalised) = clitics::normalised(document.text(), extent, shapes) {
        row["normalised"] = json!(normalised);
    }
    if let Some(entity) = &annotation.entity {
        row["entity"] = json!(entity.as_str());
    }
    if annotation.spans.is_discontinuous() {
        let part = |range| {
            let (start, end, text) = place(range);
            json!({"start": start, "end": end, "text": text})
        };
        row["parts"] = annotation.spans.iter().map(|span| part(span.range())).collect();
    }
    row
}

/// The relations of a document by the annotation they begin at, as rows of their own.
fn links_of(document: &AnnotatedDocument) -> HashMap<&AnnotationId, Vec<Value>> {
    let mut links: HashMap<_, Vec<Value>> = HashMap::new();
    for relation in document.relations.values() {
        let record = &relation.record;
        links.entry(&relation.source).or_default().push(json!({
            "id": relation.id.as_str(),
            "type": relation.label.as_str(),
            "target": relation.target.as_str(),
            "attributes": json_of(&record.attributes),
            "note": record.note,
            "annotator": record.annotator.as_str(),
            "provenance": record.provenance.to_string(),
            "created": record.created.to_rfc3339(),
            "modified": record.modified.to_rfc3339(),
        }));
    }
    links
}

fn json_of(attributes: &Attributes) -> Map<String, Value> {
    let value = |value: &AttributeValue| match value {
        AttributeValue::Flag(flag) => json!(flag),
        AttributeValue::Number(number) => json!(number),
        AttributeValue::Choices(choices) => json!(choices),
        AttributeValue::Date(date) => json!(date),
        AttributeValue::Choice(text) | AttributeValue::Text(text) => json!(text),
    };
    attributes.iter().map(|(name, v)| (name.clone(), value(v))).collect()
}

/// The table of formats: what each carries, for people or as a JSON array.
pub(super) fn formats(task: Formats, out: &mut dyn Write) -> Result<(), Failure> {
    if let Some(schema) = task.json_schema {
        return Ok(out.write_all(schema.as_bytes())?);
    }
    for (n, format) in formats::registry().iter().enumerate() {
        let info = format.info();
        if task.json {
            let row = json_of_format(info);
            write!(out, "{}{row}", if n == 0 { "[\n" } else { ",\n" })?;
            continue;
        }
        let ways = match (info.reads, info.writes) {
            (true, Some(_)) => "in, out",
            (true, None) => "in",
            (false, _) => "out",
        };
        let unit = info.unit.map_or("–", |unit| unit.name());
        let shape = match info.writes {
            Some(Layout::Folder) => ", a folder of files",
            Some(Layout::OneFile) => ", one file",
            Some(Layout::Shards) => ", one file or a folder of files",
            None => "",
        };
        let extensions: Vec<_> = info.extensions.iter().map(|e| format!(".{e}")).collect();
        writeln!(out, "{}\t{ways}{shape}\t{}\toffsets: {unit}", info.name, extensions.join(" "))?;
        writeln!(out, "\t{}", info.about)?;
        let choices: Vec<_> = info.carries.offers().iter().map(|o| format!("--{}", o.choice.option())).collect();
        if !choices.is_empty() {
            writeln!(out, "\tchoices: {}", choices.join(", "))?;
        }
        for (support, title) in [(Support::Yes, "carries"), (Support::Partly, "in part"), (Support::No, "not")] {
            let features: Vec<_> = info.carries.with(support).map(Feature::description).collect();
            if !features.is_empty() {
                writeln!(out, "\t{title}: {}", features.join(", "))?;
            }
        }
    }
    if task.json {
        writeln!(out, "\n]")?;
    }
    Ok(())
}

fn json_of_format(info: &FormatInfo) -> Value {
    let carries: Map<String, Value> =
        Feature::ALL.iter().map(|f| (f.name().to_owned(), json!(info.carries.of(*f).name()))).collect();
    let choices: Map<String, Value> =
        info.carries.offers().iter().map(|o| (o.choice.option().to_owned(), json!(o.values))).collect();
    let writes = info.writes.map(|layout| match layout {
        Layout::OneFile => "file",
        Layout::Folder => "folder",
        Layout::Shards => "file or folder",
    });
    json!({
        "name": info.name,
        "about": info.about,
        "extensions": info.extensions,
        "offsets": info.unit.map(|unit| unit.name()),
        "reads": info.reads,
        "writes": writes,
        "carries": carries,
        "choices": choices,
    })
}
