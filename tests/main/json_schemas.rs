//! What is printed as JSON is as its schema says, which is printed too.

use serde_json::{Map, Value, json};

use crate::cli::{done, fails, path};
use crate::fixture::{Folder, hard_document};

/// What of JSON Schema our schemas use; anything else in one is a fault of this test.
const KNOWN: &[&str] = &[
    "$schema",
    "$id",
    "$defs",
    "$ref",
    "title",
    "description",
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "minItems",
    "minimum",
    "enum",
    "const",
    "anyOf",
    "pattern",
];

fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("no type of JSON: {other}"),
    }
}

/// Where a value is not as the schema says.
pub fn faults(root: &Value, schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    let rules = match schema {
        Value::Bool(true) => return,
        Value::Bool(false) => return found.push(format!("{place}: it may not be there")),
        other => other.as_object().expect("a schema is an object"),
    };
    for (rule, said) in rules {
        let holds = match rule.as_str() {
            "$ref" => {
                let name = said.as_str().and_then(|said| said.strip_prefix("#/$defs/")).expect("a reference to ours");
                faults(root, &root["$defs"][name], value, place, found);
                true
            }
            "type" => match said {
                Value::Array(kinds) => kinds.iter().any(|kind| is_of(kind.as_str().expect("a name"), value)),
                kind => is_of(kind.as_str().expect("a name"), value),
            },
            "enum" => said.as_array().expect("a list").contains(value),
            "const" => said == value,
            "minimum" => value.as_f64().is_none_or(|n| Some(n) >= said.as_f64()),
            "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= said.as_u64().expect("a number")),
            "pattern" => {
                let pattern = regex::Regex::new(said.as_str().expect("an expression")).expect("an expression");
                value.as_str().is_none_or(|text| pattern.is_match(text))
            }
            "required" => value.as_object().is_none_or(|fields| {
                said.as_array().expect("a list").iter().all(|name| fields.contains_key(name.as_str().expect("a name")))
            }),
            "items" => {
                for (n, item) in value.as_array().into_iter().flatten().enumerate() {
                    faults(root, said, item, &format!("{place}/{n}"), found);
                }
                true
            }
            "properties" | "additionalProperties" => {
                let none = Map::new();
                let named = rules.get("properties").and_then(Value::as_object).unwrap_or(&none);
                for (name, field) in value.as_object().into_iter().flatten() {
                    match (named.get(name), rule.as_str()) {
                        (Some(rule), "properties") => faults(root, rule, field, &format!("{place}/{name}"), found),
                        (None, "additionalProperties") => {
                            faults(root, said, field, &format!("{place}/{name}"), found);
                        }
                        _ => {}
                    }
                }
                true
            }
            "anyOf" => said.as_array().expect("a list").iter().any(|choice| {
                let mut inner = Vec::new();
                faults(root, choice, value, place, &mut inner);
                inner.is_empty()
            }),
            other => KNOWN.contains(&other),
        };
        if !holds {
            found.push(format!("{place}: '{rule}' {said}: {value}"));
        }
    }
}

fn schema(name: &str) -> Value {
    let schema: Value = serde_json::from_str(&done(&["formats", "--json-schema", name])).expect("JSON");
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    schema
}

#[track_caller]
fn check(name: &str, values: impl IntoIterator<Item = Value>) {
    let schema = schema(name);
    let mut checked = 0;
    for value in values {
        let mut found = Vec::new();
        faults(&schema, &schema, &value, "", &mut found);
        assert!(found.is_empty(), "{name}: {found:#?}");
        checked += 1;
    }
    assert!(checked > 0, "{name}: nothing was printed");
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

#[test]
fn what_commands_print_as_json_is_as_its_schema_says() {
    let folder = Folder::new();
    done(&["demo", "--out", &path(&folder, "demo")]);
    let hard = path(&folder, "demo/hard.ron");
    hashiya::store::save(&hard_document(), hard.as_ref(), hashiya::store::Expect::Absent).expect("written");
    // A string that is labelled differently, and one that is not labelled: what lint lists.
    folder.write("خبر.txt", "زار أحمد دبي. عاد أحمد. رأى أحمد. قال أحمد. «أحمد»");
    done(&["import", &path(&folder, "خبر.txt"), "--out", &path(&folder, "lint")]);
    let file = path(&folder, "lint/خبر.ron");
    for (label, place) in [("PER", "4..8"), ("PER", "18..22"), ("LOC", "28..32"), ("PER", "44..50")] {
        done(&["annotate", &file, "--label", label, "--span", place]);
    }
    let whole = |text: String| serde_json::from_str::<Value>(&text).expect("JSON");
    let mut relations = 0;
    for name in ["demo/hard.ron", "demo/01-layali.ron", "demo/02-suyul.ron"] {
        let listed = whole(done(&["list", &path(&folder, name), "--json"]));
        let rows = listed.as_array().expect("a list").iter();
        relations += rows.map(|row| row["relations"].as_array().expect("a list").len()).sum::<usize>();
        check("list", [listed]);
    }
    assert!(relations > 0, "a relation stands at the annotation it begins at");
    let project = path(&folder, "مشروع");
    done(&["project", "new", &project, "--schema", &hard]);
    for file in ["demo/hard.ron", "lint/خبر.ron"] {
        let name = std::path::Path::new(file).file_name().expect("a name");
        std::fs::copy(path(&folder, file), std::path::Path::new(&project).join("documents").join(name))
            .expect("copied");
    }
    for columns in ["overlap", "attribute", "document"] {
        let stats = &["project", "stats", &project, "--json", "--rows", "label", "--columns", columns, "--unlabelled"];
        check("project-stats", [whole(done(stats))]);
    }
    check("stats", [whole(done(&["stats", &path(&folder, "demo"), "--json"]))]);
    done(&["project", "new", &path(&folder, "p"), "--from", &path(&folder, "demo/dataset.jsonl")]);
    check(
        "migration",
        [whole(done(&["project", "migrate", &path(&folder, "p"), "--rename", "PER=P", "--dry-run", "--json"]))],
    );
    check("project-status", [whole(done(&["project", "status", &path(&folder, "p"), "--json"]))]);
    let rows = done(&["project", "list", &path(&folder, "p"), "--json"]);
    check(
        "project-list",
        rows.lines().map(|row| serde_json::from_str(row).expect("a line of JSON")).collect::<Vec<_>>(),
    );
    check("formats", [whole(done(&["formats", "--json"]))]);
    check("search", lines(&done(&["search", &path(&folder, "demo"), "القاهرة", "--json"])));
    check("jsonl", lines(&std::fs::read_to_string(folder.join("demo/dataset.jsonl")).expect("there")));
    let report = path(&folder, "report.json");
    done(&["export", &path(&folder, "demo"), "--to", "conll", "--out", &path(&folder, "x.conll"), "--report", &report]);
    check("losses", [whole(std::fs::read_to_string(&report).expect("there"))]);
    let (lines_of, out) = (path(&folder, "demo/dataset.jsonl"), path(&folder, "converted.conll"));
    for more in [&[][..], &["--dry-run"]] {
        let arguments = ["convert", &lines_of, "--to", "conll", "--out", &out, "--json"];
        let said = whole(done(&[&arguments[..], more].concat()));
        assert!(said["losses"]["lost"].as_u64().is_some_and(|n| n > 0) && said["files"][0] == *out, "{said}");
        check("convert", [said]);
    }
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_hashiya")).args(["lint", &file, "--json"]).output();
    let found = lines(&String::from_utf8(output.expect("it runs").stdout).expect("UTF-8"));
    for kind in ["labelled-differently", "unlabelled", "stray-edge"] {
        assert!(found.iter().any(|row| row["kind"] == kind && !row["change"].is_null()), "{kind}: {found:#?}");
    }
    check("lint", found);
    fails(&["formats", "--json-schema", "none"], 2, &["jsonl, list, lint"]);
}

/// A schema that lets everything through would pass the test above.
#[test]
fn what_is_not_as_the_schema_says_is_found() {
    let faults_of = |name: &str, value: Value| {
        let (schema, mut found) = (schema(name), Vec::new());
        faults(&schema, &schema, &value, "", &mut found);
        found
    };
    assert!(faults_of("jsonl", json!({"text": "ا", "spans": [{"start": 0, "end": 1, "label": "X"}]})).is_empty());
    for wrong in [
        json!({"spans": []}),
        json!({"text": 5}),
        json!({"text": "ا", "spans": [{"start": -1, "end": 1, "label": "X"}]}),
        json!({"text": "ا", "spans": [{"start": 0, "end": 1}]}),
        json!({"text": "ا", "state": "open"}),
        json!({"text": "ا", "attributes": {"a": null}}),
    ] {
        assert!(!faults_of("jsonl", wrong.clone()).is_empty(), "{wrong}");
    }
    assert!(!faults_of("stats", json!({"documents": 1})).is_empty());
    assert!(!faults_of("list", json!([{"id": "a"}])).is_empty());
}

#[test]
fn json_of_another_shape_is_not_called_invalid() {
    let folder = Folder::new();
    for (text, part) in [
        ("{\"text\": 5}", "it is JSON of another shape"),
        ("{\"text\": \"ا\"", "the JSON ends before it is whole"),
        ("{\"text\": x}", "it is not valid JSON"),
    ] {
        folder.write("a.jsonl", text);
        fails(&["import", &path(&folder, "a.jsonl"), "--from", "jsonl", "--out", &path(&folder, "o")], 1, &[part]);
    }
}

#[cfg(unix)]
#[test]
fn errors_of_the_system_are_said_in_words() {
    let folder = Folder::new();
    folder.write("خبر.txt", "وصل أحمد");
    folder.write("file", "");
    let text = path(&folder, "خبر.txt");
    for (arguments, part) in [
        (vec!["import".to_owned(), text.clone(), "--out".into(), path(&folder, "file")], "file"),
        (vec!["import".into(), text.clone(), "--out".into(), path(&folder, &"x".repeat(300))], "its name is too long"),
        (vec!["list".into(), path(&folder, &"x".repeat(300))], "its name is too long"),
    ] {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_hashiya")).args(&arguments).output();
        let said = String::from_utf8_lossy(&output.expect("it runs").stderr).into_owned();
        assert!(said.contains(part) && !said.contains("os error"), "{said}");
    }
}

/// Several choices are a list, on a document and on an annotation; a date is a string, a link to the register another.
#[test]
fn values_of_every_kind_are_as_the_schemas_say() {
    let folder = Folder::new();
    let attributes =
        r#"[(name: "kinds", kind: Choices(["a", "b"])), (name: "on", kind: Date), (name: "sure", kind: Flag)]"#;
    let label = format!(r##"(name: "PER", arabic: "", english: "", colour: "#144acc", attributes: {attributes})"##);
    let labels = format!("(version: 2, name: \"\", labels: [{label}], document_attributes: {attributes})");
    folder.write("labels.ron", labels);
    folder.write("خبر.txt", "زار أحمد دبي.");
    let project = path(&folder, "p");
    done(&["project", "new", &project, "--from", &path(&folder, "خبر.txt"), "--schema", &path(&folder, "labels.ron")]);
    let file = path(&folder, "p/documents/خبر.ron");
    let values = ["--attribute", "kinds=a;b", "--attribute", "on=2026-05-14", "--attribute", "sure=true"];
    done(&[&["annotate", &file, "--label", "PER", "--match", "أحمد"][..], &values].concat());
    done(&[&["annotate", &file, "--document"][..], &values].concat());
    done(&["register", "add", &project, "أحمد"]);
    done(&["register", "propose", &project, "--take"]);
    let out = path(&folder, "set.jsonl");
    done(&["export", &project, "--to", "jsonl", "--out", &out]);
    let written = lines(&std::fs::read_to_string(&out).expect("there"));
    assert_eq!(written[0]["attributes"]["kinds"], json!(["a", "b"]));
    assert_eq!(written[0]["spans"][0]["attributes"]["kinds"], json!(["a", "b"]));
    assert!(written[0]["spans"][0]["entity"].is_string());
    check("jsonl", written);
    check("list", [serde_json::from_str::<Value>(&done(&["list", &file, "--json"])).expect("JSON")]);
}
