//! `croissant.json`: the dataset as Croissant 1.1 of MLCommons describes datasets, so that programs find, check and read it. Terms
//! whose value nobody told us are not there.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::card::is_arabic;
use super::summary::{DatasetSummary, FileSummary, PartSummary};

/// The set of all files of records.
const FILES: &str = "files";

pub(super) fn of(summary: &DatasetSummary<'_>) -> String {
    let schema = &summary.schema;
    let name = if schema.name.is_empty() { "annotated texts" } else { &schema.name };
    let mut dataset = json!({
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": name,
        "description": description(summary),
        "distribution": distribution(summary),
        "rai:dataAnnotationPlatform": [format!("Hashiya {}", env!("CARGO_PKG_VERSION"))],
    });
    let mut add = |key: &str, value: Value| {
        if let Some(dataset) = dataset.as_object_mut() {
            dataset.insert(key.to_owned(), value);
        }
    };
    if is_arabic(&summary.counts) {
        add("inLanguage", json!(["ar"]));
    }
    let labels = schema.labels.iter().map(|label| (&label.name, &label.guideline));
    let types = schema.relation_types.iter().map(|kind| (&kind.name, &kind.guideline));
    let guidelines = labels.chain(types).filter(|(_, guideline)| !guideline.trim().is_empty());
    let guidelines: Vec<String> = guidelines.map(|(name, guideline)| format!("{name}: {guideline}")).collect();
    if !guidelines.is_empty() {
        add("rai:dataAnnotationProtocol", json!(guidelines));
    }
    let all = summary.counts.annotations;
    let tool = |(source, n): (&str, usize)| {
        format!("{source}: {n} of {all} annotations were proposed by the program and accepted by a person")
    };
    let tools: Vec<String> = summary.suggestions().map(tool).collect();
    if !tools.is_empty() {
        add("rai:machineAnnotationTools", json!(tools));
    }
    let records = records(summary);
    if !records.is_empty() {
        add("recordSet", Value::from(records));
    }
    format!("{dataset:#}\n")
}

fn description(summary: &DatasetSummary<'_>) -> String {
    let counts = &summary.counts;
    let labels: Vec<&str> = counts.labels.keys().map(|label| label.as_str()).collect();
    let (documents, annotations, relations) = (counts.documents, counts.annotations, counts.relations);
    format!(
        "Texts with annotations: {documents} documents, {annotations} annotations ({}), {relations} relations. {}",
        labels.join(", "),
        summary.format.about
    )
}

/// The files that hold records, in all parts, where programs can read them as they are.
fn distribution(summary: &DatasetSummary<'_>) -> Vec<Value> {
    let file = |file: &FileSummary| {
        json!({
            "@type": "cr:FileObject",
            "@id": file.path,
            "name": file.path,
            "contentUrl": file.path,
            "contentSize": format!("{} B", file.stamp.len),
            "encodingFormat": media_type(&file.path),
            "sha256": file.stamp.hash.to_string(),
        })
    };
    let mut all: Vec<Value> = summary.parts.iter().flat_map(|part| &part.files).map(file).collect();
    if !records(summary).is_empty() {
        let paths: Vec<&str> =
            summary.parts.iter().flat_map(|part| &part.files).map(|file| file.path.as_str()).collect();
        let kind: BTreeSet<&str> = paths.iter().map(|path| media_type(path)).collect();
        all.push(json!({
            "@type": "cr:FileSet",
            "@id": FILES,
            "name": FILES,
            "encodingFormat": kind,
            "includes": paths,
        }));
    }
    all
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "jsonl" | "ndjson" => "application/jsonlines",
        "json" | "bdocjs" => "application/json",
        "jsonld" => "application/ld+json",
        "csv" => "text/csv",
        "tsv" => "text/tab-separated-values",
        "html" => "text/html",
        "xml" | "xmi" => "application/xml",
        "parquet" => "application/x-parquet",
        "zip" => "application/zip",
        "spacy" => "application/octet-stream",
        _ => "text/plain",
    }
}

/// The records of formats whose files read as they are; none for others.
fn records(summary: &DatasetSummary<'_>) -> Vec<Value> {
    let of_format = match summary.format.name {
        "jsonl" | "datasets" | "parquet" => documents(summary.counts.pieces),
        "csv" | "tsv" => rows(),
        _ => return Vec::new(),
    };
    vec![splits(&summary.parts), of_format]
}

/// The parts, and which of them are what Croissant knows by a name.
fn splits(parts: &[PartSummary]) -> Value {
    let row = |part: &PartSummary| {
        let url = match part.name.to_ascii_lowercase().as_str() {
            "train" | "training" => "cr:TrainingSplit",
            "dev" | "val" | "valid" | "validation" => "cr:ValidationSplit",
            "test" | "eval" => "cr:TestSplit",
            _ => "",
        };
        json!({ "splits/name": part.name, "splits/url": url })
    };
    json!({
        "@type": "cr:RecordSet",
        "@id": "splits",
        "name": "splits",
        "dataType": "cr:Split",
        "key": { "@id": "splits/name" },
        "field": [field("splits/name", "sc:Text", "Name of a part", None), field("splits/url", "sc:URL", "What it is for", None)],
        "data": parts.iter().map(row).collect::<Vec<_>>(),
    })
}

/// Pieces of an annotation that have fields of their own at most; of what has more the description says so.
const MAX_PIECES: usize = 16;

/// `pieces`: of the annotation that has most. A path of Croissant gives one value of each annotation, so each piece has fields.
fn documents(pieces: usize) -> Value {
    let span = |name: &str, kind: &str, what: &str| {
        let source = column("spans", Some(&format!("[*].{name}")));
        field(&format!("documents/spans/{name}"), kind, what, Some(source))
    };
    let mut spans = json!({
        "@type": "cr:Field",
        "@id": "documents/spans",
        "name": "documents/spans",
        "description": match pieces {
            0 | 1 => "Annotations".to_owned(),
            2..=MAX_PIECES => "Annotations. start, end and text of one of several pieces are of its whole extent; its pieces follow.".to_owned(),
            _ => format!("Annotations. start, end and text of one of several pieces are of its whole extent; its pieces follow, {MAX_PIECES} at most."),
        },
        "repeated": true,
    });
    let mut fields = vec![
        span("start", "cr:Int64", "First code point, counted from 0"),
        span("end", "cr:Int64", "First code point after it"),
        span("label", "sc:Text", "Name of the label"),
        span("text", "sc:Text", "The text it covers"),
        span("id", "sc:Text", "Id of the annotation within its document"),
        span("annotator", "sc:Text", "Who made it"),
        span("provenance", "sc:Text", "How it came about: human, imported:FORMAT or suggestion:SOURCE"),
    ];
    for n in 0..if pieces > 1 { pieces.min(MAX_PIECES) } else { 0 } {
        let piece = |name: &str, kind: &str, what: &str| {
            let source = column("spans", Some(&format!("[*].parts[{n}].{name}")));
            let number = n + 1;
            field(
                &format!("documents/spans/piece_{number}_{name}"),
                kind,
                &format!("{what} of piece {number}"),
                Some(source),
            )
        };
        fields.extend([
            piece("start", "cr:Int64", "First code point"),
            piece("end", "cr:Int64", "First code point after the end"),
        ]);
    }
    spans["subField"] = json!(fields);
    let own = |name: &str, what: &str| field(&format!("documents/{name}"), "sc:Text", what, Some(column(name, None)));
    let fields = vec![
        part_of("documents"),
        own("id", "Id of the document"),
        own("text", "The text, as it is in its source"),
        own("title", "Title of the document"),
        own("annotator", "Whose document it is"),
        spans,
    ];
    record_set("documents", Some("documents/id"), fields)
}

fn rows() -> Value {
    let of = |(name, what): &(&str, &str)| {
        // A column of numbers with empty cells is one of floats in a data frame.
        let kind = if matches!(*name, "start" | "end") { "cr:Float64" } else { "sc:Text" };
        field(&format!("rows/{name}"), kind, what, Some(column(name, None)))
    };
    let fields = [
        ("document", "Id of the document"),
        ("kind", "document, span, relation or text"),
        ("label", "Name of the label or of the type of the relation"),
        ("text", "Text of the document or of the span"),
        ("start", "First code point, counted from 0"),
        ("end", "First code point after it"),
        ("id", "Id within the document"),
        ("source", "Id of the annotation that a relation leads from"),
        ("target", "Id of the annotation that a relation leads to"),
    ];
    record_set("rows", None, std::iter::once(part_of("rows")).chain(fields.iter().map(of)).collect())
}

fn record_set(name: &str, key: Option<&str>, fields: Vec<Value>) -> Value {
    let mut set = json!({ "@type": "cr:RecordSet", "@id": name, "name": name, "field": fields });
    if let (Some(key), Some(set)) = (key, set.as_object_mut()) {
        set.insert("key".to_owned(), json!({ "@id": key }));
    }
    set
}

fn field(id: &str, kind: &str, description: &str, source: Option<Value>) -> Value {
    let mut field = json!({ "@type": "cr:Field", "@id": id, "name": id, "description": description, "dataType": kind });
    if let (Some(source), Some(field)) = (source, field.as_object_mut()) {
        field.insert("source".to_owned(), source);
    }
    field
}

fn column(name: &str, path: Option<&str>) -> Value {
    let mut source = Map::new();
    source.insert("fileSet".to_owned(), json!({ "@id": FILES }));
    source.insert("extract".to_owned(), json!({ "column": name }));
    if let Some(path) = path {
        source.insert("transform".to_owned(), json!({ "jsonPath": path }));
    }
    Value::Object(source)
}

/// The part of a record is the name of its file.
fn part_of(set: &str) -> Value {
    let id = format!("{set}/split");
    json!({
        "@type": "cr:Field",
        "@id": id,
        "name": id,
        "description": "The part it is in",
        "dataType": ["sc:Text", "cr:Split"],
        "references": { "field": { "@id": "splits/name" } },
        "source": {
            "fileSet": { "@id": FILES },
            "extract": { "fileProperty": "filename" },
            "transform": { "regex": "^(.+?)(?:-[0-9]+)?(?:[.][a-z]+)?$" },
        },
    })
}

/// The terms of Croissant 1.1 by the names it gives them.
fn context() -> Value {
    let mut context = Map::new();
    let own = [
        "annotation",
        "arrayShape",
        "citeAs",
        "column",
        "containedIn",
        "equivalentProperty",
        "extract",
        "field",
        "fileObject",
        "fileProperty",
        "fileSet",
        "format",
        "includes",
        "isArray",
        "isLiveDataset",
        "jsonPath",
        "key",
        "md5",
        "parentField",
        "path",
        "recordSet",
        "references",
        "regex",
        "repeated",
        "replace",
        "samplingRate",
        "separator",
        "source",
        "subField",
        "transform",
        "unArchive",
        "value",
    ];
    own.iter().for_each(|name| drop(context.insert((*name).to_owned(), format!("cr:{name}").into())));
    let others = json!({
        "@language": "en",
        "@vocab": "https://schema.org/",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "data": { "@id": "cr:data", "@type": "@json" },
        "dataType": { "@id": "cr:dataType", "@type": "@vocab" },
        "dct": "http://purl.org/dc/terms/",
        "examples": { "@id": "cr:examples", "@type": "@json" },
        "prov": "http://www.w3.org/ns/prov#",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "sc": "https://schema.org/",
    });
    context.extend(others.as_object().cloned().unwrap_or_default());
    Value::Object(context)
}
