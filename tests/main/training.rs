//! What makes an export a training set, as the command line writes it: what is taken of the documents, the parts, and the files
//! that say what they hold.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::cli::{done, done_saying, fails, path};
use crate::fixture::Folder;

/// Documents imported from lines of JSON, one file each, in `docs/NAME` or at the path that a name holds.
fn documents(rows: &[(&str, Value)]) -> Folder {
    let folder = Folder::new();
    for (name, row) in rows {
        let below = Path::new(name).parent().expect("a name").to_str().expect("UTF-8");
        let file = folder.write(&format!("in/{name}.jsonl"), format!("{row}\n"));
        done(&["import", file.to_str().expect("UTF-8"), "--out", &path(&folder, &format!("docs/{below}"))]);
    }
    folder
}

/// A document by ليلى of these words, each with the label and the maker that stand beside it, where one does.
fn row(id: &str, state: &str, words: &[(&str, &str, &str)]) -> Value {
    let (mut text, mut spans) = (String::new(), Vec::new());
    for (word, label, maker) in words {
        let start = text.chars().count();
        text.push_str(word);
        if !label.is_empty() {
            let end = text.chars().count();
            spans.push(
                json!({"start": start, "end": end, "label": label, "annotator": maker, "id": format!("a{start}")}),
            );
        }
        text.push(' ');
    }
    json!({"id": id, "text": text, "spans": spans, "state": state, "annotator": "ليلى"})
}

/// The lines of a file by the ids of their documents.
fn lines(folder: &Folder, name: &str) -> BTreeMap<String, Value> {
    let text = std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let line = |line: &str| {
        let value: Value = serde_json::from_str(line).expect("JSON");
        (value["id"].as_str().expect("an id").to_owned(), value)
    };
    text.lines().map(line).collect()
}

/// The spans of each document as `LABEL word`.
fn spans(folder: &Folder, name: &str) -> Vec<(String, String)> {
    let of = |value: &Value| {
        let spans = value["spans"].as_array().expect("spans").iter();
        let text = |span: &Value, name: &str| span[name].as_str().expect("a text").to_owned();
        let spans = spans.map(|span| format!("{} {}", text(span, "label"), text(span, "text")));
        spans.collect::<Vec<_>>().join(", ")
    };
    lines(folder, name).iter().map(|(id, value)| (id.clone(), of(value))).collect()
}

fn corpus() -> Folder {
    let mut first = row("أول", "done", &[("كريم", "PER", "ليلى"), ("في", "", ""), ("بغداد", "LOC", "سارة")]);
    first["relations"] = json!([{"id": "r", "type": "IN", "source": "a0", "target": "a8", "annotator": "ليلى"}]);
    documents(&[
        ("أخبار/أول", first),
        ("أخبار/اليوم/ثان", row("ثان", "done", &[("دمشق", "LOC", "ليلى")])),
        ("كتب/ثالث", row("ثالث", "new", &[("خالد", "PER", "ليلى")])),
        ("كتب/رابع", row("رابع", "done", &[("نص", "", "")])),
    ])
}

#[test]
fn a_filter_takes_what_was_asked_for_and_counts_the_rest() {
    let folder = corpus();
    let docs = path(&folder, "docs");
    let mut n = 0;
    let mut check = |filter: &[&str], said: &str, wanted: &[(&str, &str)]| {
        n += 1;
        let out = path(&folder, &format!("{n}.jsonl"));
        let arguments = [&["export", &docs, "--to", "jsonl", "--out", &out], filter].concat();
        done_saying(&arguments, said);
        let wanted: Vec<(String, String)> = wanted.iter().map(|(id, spans)| ((*id).into(), (*spans).into())).collect();
        let mut found = spans(&folder, &format!("{n}.jsonl"));
        found.sort();
        let mut sorted = wanted;
        sorted.sort();
        assert_eq!(found, sorted, "{filter:?}");
    };
    let (first, second, third, fourth) =
        (("أول", "PER كريم, LOC بغداد"), ("ثان", "LOC دمشق"), ("ثالث", "PER خالد"), ("رابع", ""));
    let leaves = |documents: &str, annotations: &str, relations: &str| {
        format!("the filter leaves out {documents}, and of the others {annotations} and {relations}")
    };
    check(&[], "", &[first, second, third, fourth]);
    check(&["--state", "done"], &leaves("1 document", "0 annotations", "0 relations"), &[first, second, fourth]);
    check(&["--state", "done", "--state", "new"], "", &[first, second, third, fourth]);
    check(
        &["--label", "PER"],
        &leaves("0 documents", "2 annotations", "1 relation"),
        &[("أول", "PER كريم"), ("ثان", ""), third, fourth],
    );
    // What a document of somebody else holds of hers is hers; a document with nothing of hers is not in the dataset.
    check(&["--annotator", "سارة"], &leaves("3 documents", "1 annotation", "1 relation"), &[("أول", "LOC بغداد")]);
    check(&["--folder", "أخبار"], &leaves("2 documents", "0 annotations", "0 relations"), &[first, second]);
    check(&["--folder", "./أخبار/اليوم/"], "", &[second]);
    check(
        &["--folder", "كتب", "--state", "done", "--label", "LOC"],
        &leaves("3 documents", "0 annotations", "0 relations"),
        &[fourth],
    );
}

#[test]
fn a_relation_goes_with_its_end() {
    let folder = corpus();
    let (docs, out) = (path(&folder, "docs"), path(&folder, "out.jsonl"));
    done(&["export", &docs, "--to", "jsonl", "--out", &out, "--annotator", "ليلى"]);
    let found = lines(&folder, "out.jsonl");
    assert_eq!(found["أول"]["relations"], Value::Null, "one of its ends is by somebody else");
    done(&["export", &docs, "--to", "jsonl", "--out", &out, "--label", "PER", "--label", "LOC"]);
    assert_eq!(lines(&folder, "out.jsonl")["أول"]["relations"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_filter_that_asks_for_what_there_is_not_writes_nothing() {
    let folder = corpus();
    let (docs, out) = (path(&folder, "docs"), path(&folder, "out.jsonl"));
    let refused = |filter: [&str; 2], part: &str| {
        fails(
            &["export", &docs, "--to", "jsonl", "--out", &out, filter[0], filter[1]],
            1,
            &[part, "nothing was written"],
        );
        assert!(!Path::new(&out).exists(), "{filter:?}");
    };
    refused(["--label", "LOK"], "no document has the label 'LOK'");
    refused(["--annotator", "ليلا"], "no document has anything by the annotator 'ليلا'");
    refused(["--state", "rejected"], "leaves out all of 4 documents");
    refused(["--folder", "صحف"], "leaves out all of 4 documents");
    fails(&["export", &docs, "--to", "jsonl", "--out", &out, "--state", "finished"], 2, &["in-progress"]);
}

#[test]
fn a_dataset_speaks_of_the_labels_that_it_was_asked_for_alone() {
    let folder = corpus();
    let (docs, out) = (path(&folder, "docs"), path(&folder, "brat"));
    done(&["export", &docs, "--to", "brat", "--out", &out, "--label", "LOC"]);
    let configuration = std::fs::read_to_string(folder.join("brat/annotation.conf")).expect("written");
    assert!(configuration.contains("LOC") && !configuration.contains("PER"), "{configuration}");
}

/// Forty documents with a usual and a rare label, some of one text.
fn many(folder: &Folder, order: &[usize]) {
    let row = |n: usize| {
        let rare = if n.is_multiple_of(8) { "نهر" } else { "شارع" };
        let text = if n < 36 {
            format!("كريم في {rare} رقم {n}")
        } else {
            "نص واحد لعدة مستندات".to_owned()
        };
        let mut spans = vec![json!({"start": 0, "end": 4, "label": "PER"})];
        if n.is_multiple_of(8) && n < 36 {
            spans.push(json!({"start": 8, "end": 11, "label": "LOC"}));
        }
        json!({"id": format!("d{n}"), "text": text, "spans": if n < 36 { spans } else { Vec::new() }}).to_string()
    };
    let text: String = order.iter().map(|n| row(*n) + "\n").collect();
    let file = folder.write("in.jsonl", text);
    done(&["import", file.to_str().expect("UTF-8"), "--out", &path(folder, "docs")]);
}

fn manifest(folder: &Folder, out: &str) -> Value {
    let text = std::fs::read_to_string(folder.join(&format!("{out}/manifest.json"))).expect("a manifest");
    serde_json::from_str(&text).expect("JSON")
}

/// The documents of each part, as the manifest has them.
fn parts(manifest: &Value) -> BTreeMap<String, Vec<String>> {
    let names = |part: &Value| {
        let ids = part["documents"].as_array().expect("ids").iter();
        let mut ids: Vec<String> = ids.map(|id| id.as_str().expect("an id").to_owned()).collect();
        ids.sort();
        (part["name"].as_str().expect("a name").to_owned(), ids)
    };
    manifest["parts"].as_array().expect("parts").iter().map(names).collect()
}

const SPLIT: [&str; 2] = ["--split", "train=80,dev=10,test=10"];

#[test]
fn parts_hold_all_documents_once_and_the_labels_of_each_by_its_share() {
    let folder = Folder::new();
    many(&folder, &(0..40).collect::<Vec<_>>());
    let (docs, out) = (path(&folder, "docs"), path(&folder, "out"));
    done(&[&["export", &docs, "--to", "jsonl", "--out", &out, "--seed", "7"], &SPLIT[..]].concat());
    let manifest = manifest(&folder, "out");
    let parts = parts(&manifest);
    let sizes: Vec<(&str, usize)> = parts.iter().map(|(name, ids)| (name.as_str(), ids.len())).collect();
    // What has one text stays together: a part may have up to three more or less.
    assert!(parts["train"].len().abs_diff(32) <= 3 && parts["dev"].len().abs_diff(4) <= 3, "{sizes:?}");
    let mut all: Vec<&String> = parts.values().flatten().collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 40);
    let of = |name: &str| {
        manifest["parts"].as_array().expect("parts").iter().find(|part| part["name"] == name).expect("a part")
    };
    for name in ["train", "dev", "test"] {
        let file = format!("out/{name}.jsonl");
        let found = lines(&folder, &file);
        assert_eq!(found.keys().cloned().collect::<Vec<_>>(), parts[name], "{name}");
        let spans: usize = found.values().map(|line| line["spans"].as_array().map_or(0, Vec::len)).sum();
        assert_eq!(of(name)["counts"]["annotations"], spans, "{name}");
        let bytes = std::fs::read(folder.join(&file)).expect("written");
        assert_eq!(of(name)["files"][0]["path"], format!("{name}.jsonl"));
        assert_eq!(of(name)["files"][0]["bytes"], bytes.len());
        assert_eq!(of(name)["files"][0]["sha256"], hashiya::store::ContentHash::of(&bytes).hash.to_string());
    }
    let rare = |name: &str| of(name)["counts"]["labels"]["LOC"].as_u64().unwrap_or_default();
    assert_eq!(rare("train") + rare("dev") + rare("test"), 5);
    assert!(rare("train") == 4, "four of five: {manifest}");
    // Documents of one text teach nothing about each other.
    let same = |id: &str| parts.iter().find(|(_, ids)| ids.iter().any(|other| other == id)).map(|(name, _)| name);
    assert!((37..40).all(|n| same(&format!("d{n}")) == same("d36")));
}

#[test]
fn the_same_seed_makes_the_same_parts_in_whatever_order_documents_come() {
    let found = |order: &[usize], seed: &str, format: &str| {
        let folder = Folder::new();
        many(&folder, order);
        let (docs, out) = (path(&folder, "docs"), path(&folder, "out"));
        // Each document by its own name, in the order that was asked for.
        let files: Vec<String> = order.iter().map(|n| format!("{docs}/d{n}.ron")).collect();
        let mut arguments = vec!["export", "--to", format, "--out", &out, "--seed", seed];
        arguments.extend(SPLIT);
        arguments.extend(files.iter().map(String::as_str));
        done(&arguments);
        parts(&manifest(&folder, "out"))
    };
    let forth: Vec<usize> = (0..40).collect();
    let back: Vec<usize> = (0..40).rev().collect();
    let first = found(&forth, "1", "jsonl");
    assert_eq!(found(&back, "1", "jsonl"), first);
    assert_eq!(found(&forth, "1", "conll"), first, "the format has no say in it");
    assert_ne!(found(&forth, "2", "jsonl"), first, "another seed is another chance");
}

#[test]
fn every_format_is_written_in_parts() {
    let folder = Folder::new();
    many(&folder, &(0..40).collect::<Vec<_>>());
    let docs = path(&folder, "docs");
    for format in hashiya::formats::registry().iter().filter(|format| format.layout().is_some()) {
        let (name, out) = (format.name(), path(&folder, format.name()));
        done(&[&["export", &docs, "--to", name, "--out", &out], &SPLIT[..]].concat());
        let manifest = manifest(&folder, name);
        for part in manifest["parts"].as_array().expect("parts") {
            let part_name = part["name"].as_str().expect("a name");
            for file in part["files"].as_array().expect("files") {
                let place = file["path"].as_str().expect("a path");
                let bytes =
                    std::fs::read(folder.join(&format!("{name}/{place}"))).unwrap_or_else(|e| panic!("{place}: {e}"));
                assert_eq!(file["sha256"], hashiya::store::ContentHash::of(&bytes).hash.to_string());
                let wanted = match format.layout() {
                    Some(hashiya::formats::Layout::Folder) => format!("{part_name}/"),
                    Some(hashiya::formats::Layout::Shards) => format!("{part_name}-00000.{}", format.extensions()[0]),
                    _ => format!("{part_name}.{}", format.extensions()[0]),
                };
                assert!(place.starts_with(&wanted), "{name}: {place}");
            }
        }
        // The same again changes nothing, and what was written is known for what it is.
        done(&[&["export", &docs, "--to", name, "--out", &out], &SPLIT[..]].concat());
    }
}

#[test]
fn parts_that_cannot_be_made_leave_nothing() {
    let folder = corpus();
    let (docs, out) = (path(&folder, "docs"), path(&folder, "out"));
    let export = |split: &str, code, part: &str| {
        fails(&["export", &docs, "--to", "jsonl", "--out", &out, "--split", split], code, &[part]);
        assert!(!Path::new(&out).exists(), "{split}");
    };
    export("a=1,b=1,c=1,d=1,e=1", 1, "5 parts cannot be made of 4 different texts");
    export("train=80,../dev=20", 2, "names no part");
    let none = ["export", &docs, "--to", "jsonl", "--out", &out, "--split", "a=1,b=1", "--state", "rejected"];
    fails(&none, 1, &["leaves out all of 4 documents"]);
    export("train", 2, "train=80,dev=10,test=10");
    export("train=1", 2, "two parts or more");
    // A file that is somebody's own is not replaced, and no part is written then.
    folder.write("out/dev.jsonl", "mine");
    let split = "train=50,dev=25,test=25";
    fails(&["export", &docs, "--to", "jsonl", "--out", &out, "--split", split], 1, &["not written by Hashiya"]);
    assert_eq!(std::fs::read_dir(&out).expect("there").count(), 1);
}

#[test]
fn a_manifest_says_how_the_dataset_was_made() {
    let folder = corpus();
    let (docs, out) = (path(&folder, "docs"), path(&folder, "out"));
    let filter = ["--label", "PER", "--state", "done", "--clitics", "exclude"];
    let split = ["--split", "a=1,b=1", "--seed", "9"];
    done(&[&["export", &docs, "--to", "conll", "--out", &out, "--scheme", "bioes"], &filter[..], &split[..]].concat());
    let manifest = manifest(&folder, "out");
    assert_eq!(manifest["options"], json!({"scheme": "bioes", "clitics": "exclude"}));
    assert_eq!(manifest["filter"], json!({"label": ["PER"], "state": ["done"]}));
    assert_eq!(manifest["filtered_out"], json!({"documents": 1, "annotations": 2, "relations": 1}));
    assert_eq!((&manifest["split"]["parts"], &manifest["split"]["seed"]), (&json!("a=1,b=1"), &json!(9)));
    assert_eq!(manifest["counts"]["documents"], 3);
    assert_eq!(manifest["counts"]["labels"], json!({"PER": 1}));
    let labels = manifest["schema"]["labels"].as_array().expect("labels");
    assert_eq!(labels.iter().map(|label| &label["name"]).collect::<Vec<_>>(), ["PER"]);
    assert!(manifest["program"].as_str().is_some_and(|program| program.starts_with("Hashiya ")));
}

#[test]
fn a_card_says_what_the_documents_say() {
    let folder = corpus();
    let (docs, out) = (path(&folder, "docs"), path(&folder, "out"));
    done(&["export", &docs, "--to", "jsonl", "--out", &out, "--card", "--split", "train=3,test=1", "--seed", "5"]);
    let read = |name: &str| std::fs::read_to_string(folder.join(&format!("out/{name}"))).expect("a card");
    let (english, arabic) = (read("README.md"), read("README.ar.md"));
    let head = "---\nlanguage:\n- ar\n# license: for those to choose who may\ntask_categories:\n- token-classification\nsize_categories:\n\
                - n<1K\n";
    assert!(english.starts_with(head), "{english}");
    let files = "  data_files:\n  - split: train\n    path: train.jsonl\n  - split: test\n    path: test.jsonl\n---\n";
    assert!(english.contains(files), "{english}");
    for part in [
        "- Documents: 4\n",
        "- Annotations: 4\n",
        "| train | 3 |",
        "| test | 1 |",
        "Seed: 5.",
        "code points",
        "سارة: 1, ليلى: 3",
    ] {
        assert!(english.contains(part), "'{part}' is not in: {english}");
    }
    assert!(english.contains("- Imported from `jsonl`: 4 (100.0%)"), "{english}");
    for part in ["- المستندات: 4\n", "| PER |", "بذرة القرعة: 5.", "نقاط يونيكود", "سارة: 1, ليلى: 3"]
    {
        assert!(arabic.contains(part), "'{part}' is not in: {arabic}");
    }
    assert!(arabic.starts_with("<div dir=\"rtl\">") && !arabic.contains("license"), "{arabic}");
}

#[test]
fn a_card_without_parts_names_one() {
    let folder = corpus();
    let (docs, out) = (path(&folder, "docs"), path(&folder, "out"));
    done(&["export", &docs, "--to", "brat", "--out", &out, "--card"]);
    let card = std::fs::read_to_string(folder.join("out/README.md")).expect("a card");
    assert!(!card.contains("configs"), "the library reads no brat: {card}");
    assert!(folder.join("out/data/أول.ann").exists());
    assert!(
        card.contains("| data | 4 | 4 |") && card.contains("`annotators`"),
        "what brat does not carry is told: {card}"
    );
}

#[test]
fn a_guideline_is_text_in_a_card() {
    let schema = r##"(version: 1, name: "أسماء [x](y) | <b>", labels: [(name: "PER", arabic: "شخص", english: "Person",
        colour: "#112233", guideline: "اسم | لقب <i>\nبلا أل")])"##;
    let folder = Folder::new();
    let (schema, text) = (folder.write("schema.ron", schema), folder.write("a.txt", "وصل كريم"));
    let [schema, text] = [schema, text].map(|path| path.to_str().expect("UTF-8").to_owned());
    let (docs, out) = (path(&folder, "docs"), path(&folder, "out"));
    done(&["import", &text, "--schema", &schema, "--out", &docs]);
    done(&["annotate", &format!("{docs}/a.ron"), "--label", "PER", "--match", "كريم"]);
    done(&["export", &docs, "--to", "jsonl", "--out", &out, "--card"]);
    let card = std::fs::read_to_string(folder.join("out/README.ar.md")).expect("a card");
    assert!(card.contains("# أسماء \\[x\\](y) \\| &lt;b&gt;\n"), "{card}");
    assert!(card.contains("| PER | شخص |  | 1 |"), "{card}");
    assert!(card.contains("- **PER**: اسم \\| لقب &lt;i&gt;<br>بلا أل"), "{card}");
    assert!(card.contains("- بيد إنسان: 1 (100.0%)"), "{card}");
}

#[test]
fn the_metadata_of_croissant_name_each_file_and_nothing_that_nobody_told() {
    let folder = corpus();
    let docs = path(&folder, "docs");
    for (format, records) in [("jsonl", "documents"), ("csv", "rows"), ("brat", "")] {
        let out = path(&folder, format);
        let split = ["--split", "train=1,dev=1", "--croissant"];
        done(&[&["export", &docs, "--to", format, "--out", &out], &split[..]].concat());
        let text = std::fs::read_to_string(folder.join(&format!("{format}/croissant.json"))).expect("metadata");
        let metadata: Value = serde_json::from_str(&text).expect("JSON");
        let files = metadata["distribution"].as_array().expect("files").iter();
        let mut files: Vec<_> = files.filter(|file| file["@type"] == "cr:FileObject").collect();
        files.iter().for_each(|file| {
            let bytes =
                std::fs::read(folder.join(&format!("{format}/{}", file["contentUrl"].as_str().expect("a path"))));
            let stamp = hashiya::store::ContentHash::of(&bytes.expect("it is there"));
            assert_eq!(file["sha256"], stamp.hash.to_string());
        });
        files.retain(|file| file["name"].as_str().is_some_and(|name| name.starts_with("train")));
        assert!(!files.is_empty());
        let sets = metadata["recordSet"].as_array().map_or(&[][..], Vec::as_slice);
        let names: Vec<&Value> = sets.iter().map(|set| &set["name"]).collect();
        assert_eq!(names, if records.is_empty() { vec![] } else { vec!["splits", records] });
        for unknown in
            ["license", "creator", "datePublished", "rai:machineAnnotationTools", "rai:annotatorDemographics"]
        {
            assert_eq!(metadata[unknown], Value::Null, "{unknown}");
        }
        assert_eq!(metadata["inLanguage"], json!(["ar"]));
    }
}

/// A path of Croissant gives one value of each annotation, so each piece has fields; of nothing in pieces there are none.
#[test]
fn croissant_gives_the_pieces_of_annotations() {
    for (pieces, wanted) in [(1, vec![]), (3, vec![1, 2, 3]), (20, (1..=16).collect::<Vec<usize>>())] {
        let folder = Folder::new();
        let part = |n: usize| json!({"start": n * 5, "end": n * 5 + 4});
        let parts: Vec<Value> = (0..pieces).map(part).collect();
        let mut span = json!({"start": 0, "end": pieces * 5 - 1, "label": "A"});
        if pieces > 1 {
            span["parts"] = json!(parts);
        }
        let line = json!({"id": "d", "text": "كلمة ".repeat(20), "spans": [span]});
        folder.write("a.jsonl", line.to_string());
        let (docs, out) = (path(&folder, "docs"), path(&folder, "out"));
        done(&["import", &path(&folder, "a.jsonl"), "--out", &docs]);
        done(&["export", &docs, "--to", "jsonl", "--out", &out, "--croissant"]);
        let text = std::fs::read_to_string(folder.join("out/croissant.json")).expect("metadata");
        let metadata: Value = serde_json::from_str(&text).expect("JSON");
        let fields = metadata["recordSet"][1]["field"].as_array().expect("fields");
        let spans = fields.iter().find(|field| field["name"] == "documents/spans").expect("annotations");
        let of = |end: &str| -> Vec<String> {
            let fields = spans["subField"].as_array().expect("fields").iter();
            let pieces = fields.filter(|field| field["name"].as_str().is_some_and(|name| name.contains("piece_")));
            let paths = pieces.filter_map(|field| field["source"]["transform"]["jsonPath"].as_str());
            paths.filter(|path| path.ends_with(end)).map(str::to_owned).collect()
        };
        let paths =
            |end: &str| -> Vec<String> { wanted.iter().map(|n| format!("[*].parts[{}]{end}", n - 1)).collect() };
        assert_eq!((of(".start"), of(".end")), (paths(".start"), paths(".end")), "{pieces}");
        let said = spans["description"].as_str().expect("it is said");
        assert_eq!(said.contains("16 at most"), pieces > 16, "{said}");
    }
}
