//! Files made to cost a reader as much as they can, for the benchmark of readers and for the test that holds their bound.

#[path = "hostile_columns.rs"]
mod columns;
#[path = "hostile_standoff.rs"]
mod standoff;
#[path = "hostile_uima.rs"]
mod uima;

use std::path::{Path, PathBuf};

use hashiya::formats::{self, Import, ImportOptions, Input, SchemaBuilder};
use hashiya::model::{AnnotatedDocument, Digest};
use hashiya::store::settings::read_settings;
use hashiya::store::{self, default_schema, document_reader, journal, read_project, read_schema, repair, versions};
use sha2::{Digest as _, Sha256};

/// What a reader makes of a file: an error is as good as a document.
pub type Read = fn(&Path, &[u8]) -> Result<(), String>;
pub type Make = fn(usize) -> (Vec<u8>, Read);

/// Reader, what its file is full of, and how such a file of so many bytes is made and read.
pub fn cases() -> Vec<(&'static str, &'static str, Make)> {
    let mut cases: Vec<(_, _, Make)> = vec![
        ("ron", "annotations as small as can be", |size| (document("a", "", &annotations(size)), ron)),
        ("ron", "annotations as Hashiya writes them", |size| (sound(size), ron)),
        ("ron", "spans of one annotation", |size| (document("a", "", &spans("(0,0,\"\"),", size)), ron)),
        ("ron", "wrong spans of one annotation", |size| (document("a", "", &spans("(9,9,\"\"),", size)), ron)),
        ("ron", "annotations with a wrong quote", |size| (document("a", "", &wrong(size)), ron)),
        ("ron", "one id for all annotations", |size| (document("a", "", &same(size)), ron)),
        ("ron", "relations that lead nowhere", |size| (document_with("a", "", "", &relations(size)), ron)),
        ("ron", "one text", |size| (document(&"م ".repeat(size / 3), "", ""), ron)),
        ("ron", "one text of escapes", |size| (document(&"\\n".repeat(size / 2), "", ""), ron)),
        ("ron", "one text with the wrong digest", |size| {
            (document_of(&"م\n".repeat(size / 3), "", "", "", &Digest::of("x")), ron)
        }),
        ("ron", "metadata", |size| (document("a", &metadata(size), ""), ron)),
        ("ron", "attributes of one annotation", |size| (document("a", "", &attributes(size)), ron)),
        ("ron", "nesting", |size| (document("a", "", &"(".repeat(size)), ron)),
        ("ron", "a comment", |size| ([b"(/*".to_vec(), vec![b'x'; size]].concat(), ron)),
        ("doctor", "lines with nothing on them", |size| (document("a", "", &"\n".repeat(size)), doctor_treats)),
        ("doctor", "broken lines", |size| (document("a", "", &"(id: \n".repeat(size / 6)), doctor_treats)),
        ("doctor", "annotations with a wrong quote", |size| (document("a", "", &wrong(size)), doctor_treats)),
        ("doctor", "one id for all annotations", |size| (document("a", "", &same(size)), doctor_treats)),
        ("schema", "labels", |size| {
            (schema("(name:\"\",arabic:\"\",english:\"\",colour:\"#000000\"),", size), schema_reads)
        }),
        ("schema", "choices of an attribute", |size| (choices(size), schema_reads)),
        ("schema", "one name", |size| (schema(&format!("(name:\"{}\"),", "x".repeat(size)), 1), schema_reads)),
        ("project", "documents", |size| {
            (project(size), |path, bytes| read_project(path, bytes).map(drop).map_err(|e| e.to_string()))
        }),
        ("settings", "recent files", |size| (settings(size, false), settings_reads)),
        ("settings", "keys", |size| (settings(size, true), settings_reads)),
        ("memory", "decisions", |size| {
            (memory_file(size), |path, _| store::load_memory(path).map(drop).map_err(|e| e.to_string()))
        }),
        ("places", "places", |size| {
            (places(size), |path, _| {
                std::fs::rename(path, path.with_file_name("places.ron")).map_err(|error| error.to_string())?;
                store::ReadingPositions::in_folder(path.parent());
                Ok(())
            })
        }),
        ("txt", "one line", |size| ("م".repeat(size / 2).into_bytes(), |_, bytes| import("txt", bytes, None))),
        ("txt", "an encoding that is guessed", |size| {
            (b"\xc7\xe1".repeat(size / 2), |_, bytes| import("txt", bytes, None))
        }),
        ("jsonl", "one text", |size| (format!("{{\"text\":\"{}\"}}", "م".repeat(size / 2)).into(), jsonl)),
        ("jsonl", "spans as small as can be", |size| {
            (json_list("spans", "{\"start\":0,\"end\":0,\"label\":\"A\"}", size), jsonl)
        }),
        ("jsonl", "parts of a span", |size| (json_parts(size), jsonl)),
        ("jsonl", "documents as small as can be", |size| ("{\"text\":\"\"}\n".repeat(size / 12).into(), jsonl)),
        ("jsonl", "a key that it does not know", |size| (json_list("x", "0", size), jsonl)),
        ("jsonl", "such a key in a span", |size| (json_unknown(size), jsonl)),
        ("jsonl", "metadata", |size| (json_metadata(size), jsonl)),
        ("jsonl", "nesting", |size| (json_list("x", &"[".repeat(size), 1), jsonl)),
        ("jsonl", "empty lines", |size| (b"\n".repeat(size), jsonl)),
        ("doccano", "spans as small as can be", |size| (json_list("label", "[0,0,\"A\"]", size), doccano)),
        ("doccano", "entities as small as can be", |size| {
            (json_list("entities", "{\"start_offset\":0,\"end_offset\":0,\"label\":\"A\"}", size), doccano)
        }),
        ("doccano", "classes", |size| (json_list("label", "0", size), doccano)),
        ("doccano", "relations", |size| {
            let relations = json_list("relations", "{\"from_id\":0,\"to_id\":0,\"type\":\"t\"}", size);
            let entity =
                "{\"text\":\"\",\"entities\":[{\"id\":0,\"start_offset\":0,\"end_offset\":0,\"label\":\"A\"}],";
            (text_of(relations).replacen("{\"text\":\"\",", entity, 1).into(), doccano)
        }),
        ("doccano", "documents as small as can be", |size| ("{\"text\":\"\"}\n".repeat(size / 12).into(), doccano)),
        ("doccano", "a list of such documents", |size| {
            (format!("[{}{{\"text\":\"\"}}]", "{\"text\":\"\"},".repeat(size / 12)).into(), doccano)
        }),
        ("doccano", "a list of nothing", |size| (format!("[{}0]", "0,".repeat(size / 2)).into(), doccano)),
        ("doccano", "keys that it does not know", |size| {
            let entries = text_of(numbered(size, |n| format!("\"{n}\":0,")));
            (format!("{{{entries}\"text\":\"\"}}").into(), doccano)
        }),
        ("doccano", "such keys in a span", |size| {
            let entries = text_of(numbered(size, |n| format!("\"{n}\":0,")));
            let span = format!("{{{entries}\"start_offset\":0,\"end_offset\":0,\"label\":\"A\"}}");
            (json_list("entities", &span, 1), doccano)
        }),
        ("doccano", "nesting", |size| (json_list("label", &"[".repeat(size), 1), doccano)),
        ("label-studio", "regions as small as can be", |size| {
            let region = "{\"type\":\"labels\",\"value\":{\"start\":0,\"end\":0,\"labels\":[\"A\"]}}";
            (task(&json_items("result", size, |_| region.into())), label_studio)
        }),
        ("label-studio", "regions of one id", |size| {
            let region = "{\"id\":\"a\",\"type\":\"labels\",\"value\":{\"start\":0,\"end\":0,\"labels\":[\"A\"]}}";
            (task(&json_items("result", size, |_| region.into())), label_studio)
        }),
        ("label-studio", "labels of one region", |size| {
            let labels = "\"A\",".repeat(size / 4);
            let region = format!(
                "{{\"id\":1,\"type\":\"labels\",\"value\":{{\"start\":0,\"end\":0,\"labels\":[{labels}\"A\"]}}}}"
            );
            (task(&json_items("result", 1, |_| region.clone())), label_studio)
        }),
        ("label-studio", "results of nothing", |size| {
            (task(&json_items("result", size, |_| "{}".into())), label_studio)
        }),
        ("label-studio", "choices of the document", |size| {
            let result =
                |n| format!("{{\"type\":\"choices\",\"from_name\":\"{n}\",\"value\":{{\"choices\":[\"x\"]}}}}");
            (task(&json_items("result", size, result)), label_studio)
        }),
        ("label-studio", "regions that stand nowhere", |size| {
            (task(&json_items("result", size, |_| "{\"type\":\"labels\"}".into())), label_studio)
        }),
        ("label-studio", "annotations of one task", |size| {
            let works = "{},".repeat(size / 3);
            (format!("[{{\"data\":{{\"text\":\"\"}},\"annotations\":[{works}{{}}]}}]").into(), label_studio)
        }),
        ("label-studio", "tasks as small as can be", |size| {
            let task = "{\"data\":{\"text\":\"\"}},";
            (format!("[{}{{\"data\":{{\"text\":\"\"}}}}]", task.repeat(size / task.len())).into(), label_studio)
        }),
        ("spacy", "spans as small as can be", |size| {
            (json_list("spans", "{\"start\":0,\"end\":0,\"label\":\"A\"}", size), spacy)
        }),
        ("spacy", "spans without a label", |size| (json_list("spans", "{\"start\":0,\"end\":0}", size), spacy)),
        ("spacy", "groups of spans", |size| {
            let groups = text_of(numbered(size, |n| format!("\"{n}\":[{{\"start\":0,\"end\":0,\"label\":\"A\"}}],")));
            (format!("{{\"text\":\"\",\"spans\":{{{groups}\"x\":[]}}}}").into(), spacy)
        }),
        ("spacy", "tokens", |size| (json_list("tokens", "{}", size), spacy)),
        ("spacy", "relations of tokens", |size| (json_list("relations", "{\"label\":\"\"}", size), spacy)),
        ("spacy", "classes", |size| {
            let cats = text_of(numbered(size, |n| format!("\"{n}\":1,")));
            (format!("{{\"text\":\"\",\"cats\":{{{cats}\"x\":1}}}}").into(), spacy)
        }),
        ("spacy", "what was accepted", |size| (json_list("accept", "0", size), spacy)),
        ("langextract", "extractions that stand nowhere", |size| {
            (json_list("extractions", "{\"extraction_class\":\"\",\"extraction_text\":\"\"}", size), |_, bytes| {
                import("langextract", bytes, None)
            })
        }),
        ("gliner", "tokens", |size| {
            (format!("[{{\"tokenized_text\":[{}\"\"]}}]", "\"\",".repeat(size / 3)).into(), gliner)
        }),
        ("gliner", "entities", |size| {
            let ner = "[0,0,\"A\"],".repeat(size / 10);
            (format!("[{{\"tokenized_text\":[\"a\"],\"ner\":[{ner}[0,0,\"A\"]]}}]").into(), gliner)
        }),
        ("gliner", "sentences", |size| {
            (format!("[{}{{\"tokenized_text\":[]}}]", "{\"tokenized_text\":[]},".repeat(size / 22)).into(), gliner)
        }),
        ("gliner2", "mentions", |size| (mentions("a", "\"a\",", size), gliner2)),
        ("gliner2", "mentions that stand nowhere", |size| (mentions("", "\"a\",", size), gliner2)),
        ("gliner2", "mentions in a long text", |size| (mentions(&"a".repeat(size / 2), "\"a\",", size / 2), gliner2)),
        ("gliner2", "relations that lead nowhere", |size| {
            let relations = "{\"r\":{}},".repeat(size / 9);
            (format!("{{\"input\":\"\",\"output\":{{\"relations\":[{relations}{{}}]}}}}").into(), gliner2)
        }),
        ("gliner2", "classes", |size| {
            let classes = "0,".repeat(size / 2);
            let class = format!("{{\"task\":\"t\",\"true_label\":[{classes}0]}}");
            (format!("{{\"input\":\"\",\"output\":{{\"classifications\":[{class}]}}}}").into(), gliner2)
        }),
        ("conll", "tokens as small as can be", |size| ("a O\n".repeat(size / 4).into(), conll)),
        ("conll", "entities as small as can be", |size| ("a B-A\n".repeat(size / 6).into(), conll)),
        ("conll", "documents as small as can be", |size| ("-DOCSTART-\na O\n".repeat(size / 15).into(), conll)),
        ("conll", "tags in a cell", |size| (format!("a {}\n", "B-A|".repeat(size / 4)).into(), conll)),
        ("conll", "tokens with gaps", |size| ("# text = a\na O\n\n".repeat(size / 16).into(), conll)),
        ("conll", "documents of one id", |size| ("# newdoc id = x\na O\n".repeat(size / 20).into(), conll)),
        ("conll", "texts", |size| ("# text = a\n".repeat(size / 11).into(), conll)),
        ("conll", "comments", |size| (numbered(size, |n| format!("# k{n} = 1\na O\n")), conll)),
        ("conll", "bad lines", |size| (format!("a O\n{}", "a O\nb\n".repeat(size / 6)).into(), conll)),
        ("conllu", "words of several tokens", |size| {
            let word =
                "1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n2\tb\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
            (word.repeat(size / word.len()).into(), conllu)
        }),
        ("conll", "documents with other columns", |size| ("-DOCSTART-\na b O\n".repeat(size / 17).into(), conll)),
        ("conll", "comments of nothing", |size| (format!("a O\n{}", "#\n".repeat(size / 2)).into(), conll)),
        ("conll", "rows of changing widths", |size| ("a O\na % O\n".repeat(size / 10).into(), conll)),
        ("conllu", "rows as small as can be", |size| {
            ("1\ta\t_\t_\t_\t_\t_\t_\t_\tNER=B-A\n".repeat(size / 27).into(), conllu)
        }),
        ("conllu", "empty nodes", |size| (format!("1\ta\n{}", "1.1\t%\n".repeat(size / 6)).into(), conllu)),
        ("conllu", "documents as small as can be", |size| ("# newdoc\n1\ta\n".repeat(size / 13).into(), conllu)),
        ("conllu", "texts of sentences", |size| ("# text = a\n1\ta\n\n".repeat(size / 16).into(), conllu)),
        ("conll", "columns", |size| ("a\t".repeat(size / 2).into(), conll)),
        ("conll", "one line", |size| ("a".repeat(size).into(), conll)),
        ("brat", "annotations as small as can be", |size| (numbered(size, |n| format!("T{n}\tA 0 1\ta\n")), brat)),
        ("brat", "parts of one annotation", |size| (format!("T1\tA {}0 1\ta\n", "0 1;".repeat(size / 4)).into(), brat)),
        ("brat", "relations", |size| {
            ([b"T1\tA 0 1\ta\n".to_vec(), numbered(size, |n| format!("R{n}\tr A:T1 B:T1\n"))].concat(), brat)
        }),
        ("brat", "roles of an event", |size| {
            (format!("T1\tA 0 1\ta\nE1\tA:T1{}\n", " r:T1".repeat(size / 5)).into(), brat)
        }),
        ("brat", "equivalences", |size| ("*\tE\n".repeat(size / 4).into(), brat)),
        ("brat", "notes", |size| ([b"T1\tA 0 1\ta\n".to_vec(), "#1\tN T1\t\n".repeat(size / 8).into()].concat(), brat)),
        ("brat", "empty lines", |size| (b"\n".repeat(size), brat)),
        ("brat", "labels", |size| (numbered(size, |n| format!("T{n}\tL{n} 0 1\ta\n")), brat)),
        ("brat", "attributes of one label", |size| {
            ([b"T1\tA 0 1\ta\n".to_vec(), numbered(size, |n| format!("A{n}\ta{n} T1\n"))].concat(), brat)
        }),
        ("brat", "a thousand attributes of each", |size| {
            (numbered(size, |n| format!("T{n}\tA 0 1\ta\nA{n}\ta{} T{n} x\n", n % 1024)), brat)
        }),
        ("brat", "choices of one attribute", |size| {
            (numbered(size, |n| format!("T{n}\tA 0 1\ta\nA{n}\ta T{n} v{n}\n")), brat)
        }),
        ("brat", "four thousand choices", |size| {
            (numbered(size, |n| format!("T{n}\tA 0 1\ta\nA{n}\ta T{n} v{}\n", n % 4096)), brat)
        }),
        ("brat", "types of relations", |size| {
            ([b"T1\tA 0 1\ta\n".to_vec(), numbered(size, |n| format!("R{n}\tr{n} A:T1 B:T1\n"))].concat(), brat)
        }),
        ("brat", "one id", |size| ("T1\tA 0 1\ta\n".repeat(size / 11).into(), brat)),
        ("jsonl", "labels", |size| {
            (json_items("spans", size, |n| format!("{{\"start\":0,\"end\":0,\"label\":\"L{n}\"}}")), jsonl)
        }),
        ("jsonl", "attributes of one label", |size| {
            let attribute = |n| format!("{{\"start\":0,\"end\":0,\"label\":\"A\",\"attributes\":{{\"a{n}\":1}}}}");
            (json_items("spans", size, attribute), jsonl)
        }),
        ("jsonl", "choices of one attribute", |size| {
            let choice = |n| format!("{{\"start\":0,\"end\":0,\"label\":\"A\",\"attributes\":{{\"a\":\"v{n}\"}}}}");
            (json_items("spans", size, choice), jsonl)
        }),
        ("jsonl", "attributes of one span", |size| {
            let attributes = text_of(numbered(size, |n| format!("\"a{n}\":true,")));
            let span = format!("{{\"start\":0,\"end\":0,\"label\":\"A\",\"attributes\":{{{attributes}\"x\":true}}}}");
            (json_items("spans", 1, |_| span.clone()), jsonl)
        }),
        ("jsonl", "one id", |size| {
            (json_list("spans", "{\"id\":1,\"start\":0,\"end\":0,\"label\":\"A\"}", size), jsonl)
        }),
        ("jsonl", "spans within each other, saved", |size| (nested(size), saved)),
        ("ron", "spans within each other", |size| (nested_document(size), ron)),
        ("conll", "labels", |size| (numbered(size, |n| format!("a B-L{n}\n")), conll)),
        ("ron", "conflicts", |size| (conflicts(size), ron)),
        ("ron", "labels, each the parent of the next", |size| {
            let label =
                |n: usize| format!("(name:\"{n}\",arabic:\"\",english:\"\",colour:\"#000000\",parent:\"{}\"),", n + 1);
            let last = "(name:\"4000\",arabic:\"\",english:\"\",colour:\"#000000\")";
            let labels: String = (0..4000.min(size)).map(label).collect();
            (format!("(version: 1, labels: [{labels}{last}])").into(), schema_reads)
        }),
        ("version", "a bomb of zeros", |size| (bomb(size), version_reads)),
        ("journal", "steps as small as can be", |size| (journal_of(size, 0), journal_reads)),
        ("journal", "operations of one step", |size| (journal_of(size, 1), journal_reads)),
        ("journal", "choices of a schema", |size| (journal_of(size, 2), journal_reads)),
        ("journal", "notes of saves", |size| (journal_of(size, 3), journal_reads)),
        ("journal", "a record that claims 500 MB", |_| {
            ([journal_of(0, 0), format!("S 500000000 {} {{", "0".repeat(32)).into()].concat(), journal_reads)
        }),
        ("head", "a comment before all", |size| {
            ([b"/*".to_vec(), vec![b'x'; size]].concat(), |path, _| {
                store::folder::kind_of(path);
                Ok(())
            })
        }),
    ];
    cases.extend(standoff::cases());
    cases.extend(uima::cases());
    cases.extend(columns::cases());
    cases
}

fn ron(path: &Path, bytes: &[u8]) -> Result<(), String> {
    document_reader::read(path, bytes).map(drop).map_err(|error| error.to_string())
}

fn doctor_treats(path: &Path, bytes: &[u8]) -> Result<(), String> {
    repair::diagnose(path, bytes, &[]).map(drop).map_err(|error| error.to_string())
}

fn schema_reads(path: &Path, bytes: &[u8]) -> Result<(), String> {
    read_schema(path, bytes).map(drop).map_err(|error| error.to_string())
}

fn settings_reads(path: &Path, bytes: &[u8]) -> Result<(), String> {
    read_settings(path, bytes).map(drop).map_err(|error| error.to_string())
}

fn import(format: &str, bytes: &[u8], companion: Option<&str>) -> Result<(), String> {
    imported(format, bytes, companion).map(drop)
}

fn imported(format: &str, bytes: &[u8], companion: Option<&str>) -> Result<Import, String> {
    let format = formats::by_name(format).expect("a format of the registry");
    let companions = companion.map(|text| (PathBuf::from("f.txt"), text.into())).into_iter().collect();
    let input = Input { path: Path::new("f.ron"), bytes, companions };
    let mut words = SchemaBuilder::growing(default_schema());
    let mut read = format.import(&input, &ImportOptions::default(), &mut words).map_err(|error| error.to_string())?;
    words.finish(read.documents.iter_mut());
    Ok(read)
}

fn jsonl(_: &Path, bytes: &[u8]) -> Result<(), String> {
    import("jsonl", bytes, None)
}

fn doccano(_: &Path, bytes: &[u8]) -> Result<(), String> {
    import("doccano", bytes, None)
}

fn label_studio(_: &Path, bytes: &[u8]) -> Result<(), String> {
    import("label-studio", bytes, None)
}

/// A task of Label Studio with one annotation, whose fields are those of a line of JSON lines.
fn task(work: &[u8]) -> Vec<u8> {
    let work = text_of(work.to_vec()).replacen("\"text\":\"\",", "", 1);
    format!("[{{\"data\":{{\"text\":\"\"}},\"annotations\":[{work}]}}]").into_bytes()
}

fn spacy(_: &Path, bytes: &[u8]) -> Result<(), String> {
    import("spacy", bytes, None)
}

fn gliner(_: &Path, bytes: &[u8]) -> Result<(), String> {
    import("gliner", bytes, None)
}

fn gliner2(_: &Path, bytes: &[u8]) -> Result<(), String> {
    import("gliner2", bytes, None)
}

fn mentions(text: &str, mention: &str, size: usize) -> Vec<u8> {
    let mentions = mention.repeat(size / mention.len());
    format!("{{\"input\":\"{text}\",\"output\":{{\"entities\":{{\"A\":[{mentions}\"\"]}}}}}}").into()
}

fn conllu(_: &Path, bytes: &[u8]) -> Result<(), String> {
    import("conllu", bytes, None)
}

fn conll(_: &Path, bytes: &[u8]) -> Result<(), String> {
    import("conll", bytes, None)
}

fn brat(_: &Path, bytes: &[u8]) -> Result<(), String> {
    import("brat", bytes, Some("a"))
}

fn document(text: &str, metadata: &str, annotations: &str) -> Vec<u8> {
    document_of(text, metadata, annotations, "", &Digest::of(&text.replace("\\n", "\n")))
}

fn document_with(text: &str, metadata: &str, annotations: &str, relations: &str) -> Vec<u8> {
    document_of(text, metadata, annotations, relations, &Digest::of(text))
}

fn document_of(text: &str, metadata: &str, annotations: &str, relations: &str, digest: &Digest) -> Vec<u8> {
    format!(
        "(\n    version: 1,\n    id: \"d\", title: \"\", digest: \"{digest}\", metadata: {{{metadata}}}, annotator: \"\", \
         state: New, schema: (name: \"\", labels: [(name: \"A\", arabic: \"\", english: \"\", colour: \"#000000\")]),\n    \
         text: \"{text}\",\n    annotations: [\n{annotations}\n    ],\n    relations: [{relations}],\n)\n"
    )
    .into_bytes()
}

const TIMES: &str = "created:\"2026-11-20T10:00:00Z\",modified:\"2026-11-20T10:00:00Z\"";

fn numbered(size: usize, piece: impl Fn(usize) -> String) -> Vec<u8> {
    let mut out = String::new();
    (0..)
        .take_while(|n| {
            out.push_str(&piece(*n));
            out.len() < size
        })
        .count();
    out.into_bytes()
}

fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("text")
}

/// A line of JSON lines with a list of numbered items.
fn json_items(key: &str, size: usize, item: impl Fn(usize) -> String) -> Vec<u8> {
    let items = text_of(numbered(size, |n| item(n) + ","));
    format!("{{\"text\":\"\",\"{key}\":[{}]}}", items.trim_end_matches(',')).into_bytes()
}

/// Spans within each other over a fifth of the file.
fn nested(size: usize) -> Vec<u8> {
    let len = size / 5;
    let mut rest = size - len;
    let mut spans = String::new();
    for n in 0.. {
        let span = format!("{{\"start\":{n},\"end\":{},\"label\":\"A\"}},", len - n);
        if span.len() > rest {
            break;
        }
        rest -= span.len();
        spans.push_str(&span);
    }
    format!("{{\"text\":\"{}\",\"spans\":[{}]}}", "a".repeat(len), spans.trim_end_matches(',')).into_bytes()
}

/// Imports a dataset of one document and saves it, as the program does: in parts.
fn saved(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let read = imported("jsonl", bytes, None)?;
    let document = read.documents.first().ok_or("no document")?;
    store::save(document, &path.with_file_name("saved.ron"), store::Expect::Anything)
        .map(drop)
        .map_err(|e| e.to_string())
}

/// The file that becomes of spans within each other, of about so many bytes.
fn nested_document(size: usize) -> Vec<u8> {
    let read = imported("jsonl", &nested(size / 10), None).expect("a dataset");
    document_reader::write(Path::new("f.ron"), &read.documents[0]).expect("sound").into_bytes()
}

fn conflicts(size: usize) -> Vec<u8> {
    let conflict = "State(ours: Some(New), theirs: Some(Done)),\n";
    let source = text_of(document("a", "", "")).replacen("version: 1", "version: 2", 1);
    let conflicts = conflict.repeat(size / conflict.len());
    source.replacen("],\n)\n", &format!("],\n    conflicts: [\n{conflicts}    ],\n)\n"), 1).into_bytes()
}

fn annotations(size: usize) -> String {
    text_of(numbered(size, |n| {
        format!("(id:\"{n}\",label:\"A\",spans:[(0,1,\"a\")],provenance:Human,annotator:\"\",{TIMES}),\n")
    }))
}

fn same(size: usize) -> String {
    text_of(numbered(size, |_| {
        format!("(id:\"a\",label:\"A\",spans:[(0,1,\"a\")],provenance:Human,annotator:\"\",{TIMES}),\n")
    }))
}

fn wrong(size: usize) -> String {
    text_of(numbered(size, |n| {
        format!("(id:\"{n}\",label:\"A\",spans:[(0,1,\"b\")],provenance:Human,annotator:\"\",{TIMES}),\n")
    }))
}

fn spans(span: &str, size: usize) -> String {
    let spans = span.repeat(size / span.len());
    format!("(id:\"a\",label:\"A\",spans:[{spans}],provenance:Human,annotator:\"\",{TIMES}),")
}

fn attributes(size: usize) -> String {
    let attributes = text_of(numbered(size, |n| format!("\"{n}\":Flag(true),")));
    format!(
        "(id:\"a\",label:\"A\",spans:[(0,1,\"a\")],attributes:{{{attributes}}},provenance:Human,annotator:\"\",{TIMES}),"
    )
}

fn relations(size: usize) -> String {
    text_of(numbered(size, |n| {
        format!("(id:\"{n}\",label:\"r\",source:\"\",target:\"\",provenance:Human,annotator:\"\",{TIMES}),\n")
    }))
}

fn metadata(size: usize) -> String {
    text_of(numbered(size, |n| format!("\"{n}\":\"\",")))
}

/// A document as it is saved, of this size.
fn sound(size: usize) -> Vec<u8> {
    let source = document("a", "", &annotations(size));
    let read = document_reader::read(Path::new("f.ron"), &source).expect("sound");
    document_reader::write(Path::new("f.ron"), &read).expect("sound").into_bytes()
}

fn schema(label: &str, size: usize) -> Vec<u8> {
    format!("(version: 1, labels: [{}])", label.repeat((size / label.len()).max(1))).into_bytes()
}

fn choices(size: usize) -> Vec<u8> {
    let choices = "\"\",".repeat(size / 3);
    format!("(version: 1, labels: [], document_attributes: [(name: \"a\", kind: Choice([{choices}]))])").into_bytes()
}

fn project(size: usize) -> Vec<u8> {
    let documents = "\"\",".repeat(size / 3);
    format!("(version: 1, project: \"\", schema: (labels: []), documents: [{documents}])").into_bytes()
}

fn settings(size: usize, keys: bool) -> Vec<u8> {
    match keys {
        true => format!("(version: 1, settings: (keys: {{{}}}))", metadata(size)).into_bytes(),
        false => format!("(version: 1, settings: (recent: [{}]))", "\"\",".repeat(size / 3)).into_bytes(),
    }
}

fn memory_file(size: usize) -> Vec<u8> {
    let entry = "(text:\"\",label:\"\",accepts:0,rejects:0),";
    format!("(version: 1, memory: [{}])", entry.repeat(size / entry.len())).into_bytes()
}

fn places(size: usize) -> Vec<u8> {
    let place = "(\"\",(top:0,above:0,caret:0)),";
    format!("(version: 1, places: [{}])", place.repeat(size.min(1_000_000) / place.len())).into_bytes()
}

fn json_list(key: &str, item: &str, size: usize) -> Vec<u8> {
    let items = format!("{item},").repeat(size / (item.len() + 1)) + item;
    format!("{{\"text\":\"\",\"{key}\":[{items}]}}").into_bytes()
}

fn json_parts(size: usize) -> Vec<u8> {
    let part = "{\"start\":0,\"end\":0},";
    let parts = part.repeat(size / part.len());
    format!("{{\"text\":\"\",\"spans\":[{{\"start\":0,\"end\":0,\"label\":\"A\",\"parts\":[{parts}{{\"start\":0,\"end\":0}}]}}]}}").into()
}

fn json_unknown(size: usize) -> Vec<u8> {
    let zeros = "0,".repeat(size / 2);
    format!("{{\"text\":\"\",\"spans\":[{{\"start\":0,\"end\":0,\"label\":\"A\",\"x\":[{zeros}0]}}]}}").into()
}

fn json_metadata(size: usize) -> Vec<u8> {
    let entries = text_of(numbered(size, |n| format!("\"{n}\":\"\",")));
    format!("{{\"text\":\"\",\"metadata\":{{{entries}\"x\":\"\"}}}}").into()
}

/// A version of a few kilobytes that holds `size` and more.
fn bomb(size: usize) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![0u8; 1 << 20];
    for _ in 0..(size >> 20) * 20 {
        encoder.write_all(&zeros).expect("memory");
    }
    encoder.finish().expect("memory")
}

fn version_reads(path: &Path, _: &[u8]) -> Result<(), String> {
    let document = path.with_file_name("d.ron");
    let folder = path.with_file_name(".d.ron.versions");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let name = format!("2026-11-20T10.00.00.000Z-{}.ron.gz", Digest::of(""));
    std::fs::rename(path, folder.join(name)).map_err(|error| error.to_string())?;
    let version = versions::versions(&document).pop().ok_or("no version")?;
    versions::read(&version).map(drop).map_err(|error| error.to_string())
}

/// A journal with sound checks: small steps, one large step, one large schema, notes of saves.
fn journal_of(size: usize, kind: usize) -> Vec<u8> {
    let source = document("a", "", "");
    let file = hashiya::store::ContentHash::of(&source);
    let stamp = format!("{{\"sha256\":\"{}\",\"bytes\":{}}}", file.hash, file.len);
    let mut journal = Forged::new();
    journal
        .record('B', &format!("{{\"base\":{stamp},\"text\":\"{}\",\"first\":1,\"content\":false}}", Digest::of("a")));
    let state = "{\"State\":{\"before\":\"New\",\"after\":\"New\"}}";
    match kind {
        0 => (1..)
            .take_while(|n| journal.record('S', &format!("{{\"step\":{n},\"operations\":[{state}]}}")) < size)
            .count(),
        1 => {
            let operations = format!("{state},").repeat(size / (state.len() + 1));
            journal.record('S', &format!("{{\"step\":1,\"operations\":[{operations}{state}]}}"))
        }
        2 => {
            let choices = "\"\",".repeat(size / 3);
            let attribute = format!("{{\"name\":\"a\",\"kind\":{{\"Choice\":[{choices}\"\"]}}}}");
            let schema = |attributes: &str| format!("{{\"labels\":[],\"document_attributes\":[{attributes}]}}");
            let (before, after) = (schema(""), schema(&attribute));
            let operation = format!("{{\"Schema\":{{\"before\":{before},\"after\":{after}}}}}");
            journal.record('S', &format!("{{\"step\":1,\"operations\":[{operation}]}}"))
        }
        _ => {
            let mark = format!("{{\"upto\":0,\"file\":{stamp},\"path\":null}}");
            std::iter::from_fn(|| Some(journal.record('M', &mark))).take_while(|len| *len < size).count()
        }
    };
    journal.out
}

/// A journal whose records have sound checks, whatever they say.
struct Forged {
    out: Vec<u8>,
    check: [u8; 16],
}

impl Forged {
    fn new() -> Self {
        let out = b"hashiya-journal 1\n".to_vec();
        let check = half(&Sha256::digest(&out));
        Forged { out, check }
    }

    /// Appends a record; how long the journal then is.
    fn record(&mut self, kind: char, json: &str) -> usize {
        self.check =
            half(&Sha256::new().chain_update(self.check).chain_update([kind as u8]).chain_update(json).finalize());
        let check: String = self.check.iter().map(|byte| format!("{byte:02x}")).collect();
        self.out.extend(format!("{kind} {} {check} {json}\n", json.len()).bytes());
        self.out.len()
    }
}

fn half(hash: &[u8]) -> [u8; 16] {
    std::array::from_fn(|i| hash[i])
}

fn journal_reads(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let document = path.with_file_name("j.ron");
    let source = document_reader::read(path, &self::document("a", "", "")).map_err(|error| error.to_string())?;
    std::fs::write(journal::journal_of(&document), bytes).map_err(|error| error.to_string())?;
    recovered(&document, &source)
}

fn recovered(path: &Path, content: &AnnotatedDocument) -> Result<(), String> {
    let stamp = store::ContentHash::of(&document("a", "", ""));
    match journal::recover(path, content, stamp) {
        journal::Recovery::Aside { why, .. } => Err(why.to_string()),
        _ => Ok(()),
    }
}
