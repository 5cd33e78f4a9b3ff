//! doccano's list of labels, as its page of labels takes and gives it. It has one list for each task: this is that of spans.
//!
//! ```json
//! [{"text": "PER", "prefix_key": null, "suffix_key": "p", "background_color": "#144acc", "text_color": "#ffffff"}]
//! ```

use serde_json::{Map, Value, json};

use super::draft::Draft;
use super::format::{SchemaRead, SchemaText};
use crate::formats::error::{ImportError, ImportProblem};
use crate::formats::json_fault::{JsonFault, JsonFaultKind};
use crate::model::{Colour, Schema};

/// doccano takes no longer names, in code points.
const MAX_NAME: usize = 100;

/// What says which keys are held beside the key of a label.
const WITH_KEY: [&str; 2] = ["prefix_key", "prefixKey"];

pub(super) fn read(file: &SchemaText<'_>) -> Result<SchemaRead, ImportError> {
    let labels: Vec<Value> = serde_json::from_str(file.text).map_err(|error| {
        let line = file.text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
        ImportProblem::Json(JsonFault::new(&error, line)).at(file.path, error.line().max(1))
    })?;
    let mut draft = Draft::default();
    for (n, label) in labels.iter().enumerate() {
        let text = |names: [&str; 2]| names.iter().find_map(|name| label.get(name)?.as_str());
        let Some(name) = text(["text", "name"]) else {
            let said = format!("item {} of the list has no field 'text'", n + 1);
            let fault = JsonFault { kind: JsonFaultKind::Data, column: None, said };
            return Err(ImportProblem::Json(fault).in_file(file.path));
        };
        if draft.has_label(name) {
            draft.note(super::format::SchemaNote::Twice { line: n + 1, name: super::draft::cut(name) });
            continue;
        }
        let colour = text(["background_color", "backgroundColor"]).map(str::to_lowercase);
        let made = draft.label(name);
        if let Some(colour) = colour.as_deref().and_then(Colour::from_hex) {
            made.colour = colour;
        }
        match (text(WITH_KEY).filter(|held| !held.is_empty()), text(["suffix_key", "suffixKey"])) {
            (Some(held), Some(key)) => draft.left_out(n + 1, &format!("{held} {key}")),
            (None, Some(key)) if !key.is_empty() => draft.key(n + 1, name, key),
            _ => {}
        }
    }
    draft.finish(file.path)
}

pub(super) fn write(schema: &Schema) -> Vec<(&'static str, String)> {
    let fits = schema.labels.iter().filter(|label| label.name.as_str().chars().count() <= MAX_NAME);
    let labels: Vec<Value> = fits
        .map(|label| {
            let key = label.key.filter(char::is_ascii_alphanumeric).map(|key| key.to_ascii_lowercase());
            let Colour([red, green, blue]) = label.colour;
            let light = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
            let ink = if light > 140_000 { "#000000" } else { "#ffffff" };
            Value::Object(Map::from_iter([
                ("text".to_owned(), label.name.as_str().into()),
                ("prefix_key".to_owned(), Value::Null),
                ("suffix_key".to_owned(), json!(key)),
                ("background_color".to_owned(), label.colour.to_hex().into()),
                ("text_color".to_owned(), ink.into()),
            ]))
        })
        .collect();
    vec![("labels.json", format!("{:#}\n", Value::Array(labels)))]
}
