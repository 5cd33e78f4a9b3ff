//! Which columns of a file are read, and as what: ours with everything, those of others as far as their names say what they are. It
//! is found once, so that no name is looked up for a row.

use std::collections::HashMap;

use bytes::Bytes;
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::SerializedFileReader;
use serde_json::Value as Json;

use super::leaves::{Leaf, leaves_of};
use super::thrift::damaged;
use crate::formats::error::ImportProblem;
use crate::formats::parquet_fault::ParquetFault;

/// Names of columns of others, the first that is there.
const TEXTS: &[&str] = &["text", "content", "sentence", "document", "input"];
const IDS: &[&str] = &["id", "doc_id", "document_id"];
const SPANS: &[&str] = &["spans", "entities", "labels", "annotations", "ents", "ner"];
const LABELS: &[&str] = &["label", "type", "entity", "tag", "entity_group"];

/// Where a column stands among those that are read, as far as it is there.
pub(super) type Slot = Option<usize>;

/// Which columns are read, and as what.
pub(super) struct Plan {
    pub leaves: Vec<Leaf>,
    /// The places of those that are read.
    pub used: Vec<usize>,
    pub text: usize,
    pub id: Slot,
    pub spans: Option<SpanColumns>,
    /// Where they have our names.
    pub ours: Option<OwnColumns>,
    /// Names of labels that are numbers.
    pub names: Vec<String>,
    /// Columns that become facts.
    pub facts: Vec<usize>,
    /// Columns that nobody reads.
    pub unknown: Vec<String>,
}

/// The list of spans, of whatever name.
pub(super) struct SpanColumns {
    pub list: String,
    pub start: usize,
    pub end: usize,
    pub label: usize,
    pub text: Slot,
    pub id: Slot,
}

/// Those that only we have.
pub(super) struct OwnColumns {
    pub title: Slot,
    pub annotator: Slot,
    pub state: Slot,
    pub look_again: Slot,
    pub unit: Slot,
    /// Name and value.
    pub metadata: [Slot; 2],
    pub attributes: [Slot; 3],
    /// Start, end and text.
    pub parts: [Slot; 3],
    pub of_spans: AboutColumns,
    pub entity: Slot,
    /// Id, type, source and target.
    pub relations: [Slot; 4],
    pub of_relations: AboutColumns,
}

/// What is said of a span or relation besides.
pub(super) struct AboutColumns {
    /// Name, kind and value.
    pub attributes: [Slot; 3],
    pub note: Slot,
    pub look_again: Slot,
    pub annotator: Slot,
    pub provenance: Slot,
    pub created: Slot,
    pub modified: Slot,
}

impl OwnColumns {
    fn of(slot: &dyn Fn(&str) -> Slot) -> Self {
        let attributes = |list: &str| ["name", "kind", "value"].map(|field| slot(&format!("{list}attributes.{field}")));
        let about = |list: &str| {
            let field = |field| slot(&format!("{list}.{field}"));
            AboutColumns {
                attributes: attributes(&format!("{list}.")),
                note: field("note"),
                look_again: field("look_again"),
                annotator: field("annotator"),
                provenance: field("provenance"),
                created: field("created"),
                modified: field("modified"),
            }
        };
        OwnColumns {
            title: slot("title"),
            annotator: slot("annotator"),
            state: slot("state"),
            look_again: slot("look_again"),
            unit: slot("offset_unit"),
            metadata: ["metadata.name", "metadata.value"].map(slot),
            attributes: attributes(""),
            parts: ["spans.parts.start", "spans.parts.end", "spans.parts.text"].map(slot),
            of_spans: about("spans"),
            entity: slot("spans.entity"),
            relations: ["relations.id", "relations.type", "relations.source", "relations.target"].map(slot),
            of_relations: about("relations"),
        }
    }
}

/// How the columns are told by their names, before it is known where they stand.
struct Roles<'f> {
    is_ours: bool,
    text: &'f str,
    id: Option<&'f str>,
    /// The list of spans, and which of its fields is the label.
    spans: Option<(&'static str, &'static str)>,
}

impl Plan {
    pub(super) fn of(file: &SerializedFileReader<Bytes>) -> Result<Plan, ImportProblem> {
        let leaves = leaves_of(file.metadata().file_metadata().schema());
        let roles = Roles::of(&leaves)?;
        let (mut used, mut facts, mut unknown): (Vec<usize>, Vec<usize>, Vec<String>) = Default::default();
        // Of a column that is a fact nothing else is made, whatever its name.
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (at, leaf) in leaves.iter().enumerate() {
            if roles.wants(leaf) {
                places.insert(&leaf.path, used.len());
                used.push(at);
            } else if leaf.lists.is_empty() && leaf.is_plain {
                facts.push(used.len());
                used.push(at);
            } else if !unknown.iter().any(|name| name == leaf.top()) {
                let is_list = roles.spans.is_some_and(|(list, _)| list == leaf.top());
                unknown.push(if is_list || roles.is_ours { leaf.path.clone() } else { leaf.top().to_owned() });
            }
        }
        let text = places.get(roles.text).copied().ok_or_else(|| damaged("it has no text"))?;
        let slot = |name: &str| places.get(name).copied().filter(|at| *at != text);
        let spans = roles.spans.and_then(|(list, label)| {
            let field = |name: &str| slot(&format!("{list}.{name}"));
            let (start, end, label) = (field("start")?, field("end")?, field(label)?);
            Some(SpanColumns { list: list.to_owned(), start, end, label, text: field("text"), id: field("id") })
        });
        Ok(Plan {
            text,
            id: roles.id.and_then(slot),
            spans,
            ours: roles.is_ours.then(|| OwnColumns::of(&slot)),
            names: roles.spans.map(|(list, label)| class_names(file, list, label)).unwrap_or_default(),
            used,
            facts,
            unknown,
            leaves,
        })
    }

    /// The name of a column that is read.
    pub(super) fn path(&self, slot: usize) -> &str {
        &self.leaves[self.used[slot]].path
    }
}

impl<'f> Roles<'f> {
    fn of(leaves: &'f [Leaf]) -> Result<Self, ImportProblem> {
        let by_path: HashMap<&str, &Leaf> = leaves.iter().map(|leaf| (leaf.path.as_str(), leaf)).collect();
        if by_path.len() < leaves.len() {
            return Err(damaged("two of its columns have one name"));
        }
        let is_one = |leaf: &&&Leaf| leaf.lists.is_empty() && leaf.is_plain;
        let one = |name: &&str| by_path.get(name).filter(is_one).copied();
        let only = || {
            let mut texts = leaves.iter().filter(|leaf| leaf.lists.is_empty() && leaf.is_text);
            texts.next().filter(|_| texts.next().is_none())
        };
        let named = TEXTS.iter().find_map(|name| one(name).filter(|leaf| leaf.is_text));
        let names = || leaves.iter().map(|leaf| leaf.path.as_str()).take(20).collect::<Vec<_>>().join(", ");
        let field = |list: &str, name: &str| {
            by_path.get(format!("{list}.{name}").as_str()).is_some_and(|leaf| leaf.lists.len() == 1 && leaf.is_plain)
        };
        let spans = SPANS.iter().find_map(|list| {
            let label = LABELS.iter().find(|label| field(list, label))?;
            (field(list, "start") && field(list, "end")).then_some((*list, *label))
        });
        Ok(Roles {
            is_ours: ["offset_unit", "spans.start", "relations.source"].iter().all(|name| by_path.contains_key(name)),
            text: &named.or_else(only).ok_or_else(|| ParquetFault::NoText(names()))?.path,
            id: IDS.iter().find_map(one).map(|leaf| leaf.path.as_str()),
            spans,
        })
    }

    /// Whether a column is read for what it says.
    fn wants(&self, leaf: &Leaf) -> bool {
        let path = leaf.path.as_str();
        if path == self.text || self.id == Some(path) {
            return true;
        }
        let of_list = self.spans.filter(|(list, _)| *list == leaf.top() && leaf.lists.len() == 1);
        if let Some((list, label)) = of_list.filter(|_| leaf.is_plain) {
            let field = path.get(list.len() + 1..).unwrap_or_default();
            if ["start", "end", "text", "id", label].contains(&field) {
                return true;
            }
        }
        const ABOUT: &[&str] = &["note", "look_again", "annotator", "provenance", "created", "modified"];
        const ATTRIBUTE: &[&str] = &["name", "kind", "value"];
        let is_known = || {
            let parts: Vec<&str> = path.split('.').collect();
            match (&parts[..], leaf.lists.len()) {
                ([name], 0) => ["offset_unit", "title", "annotator", "state", "look_again"].contains(name),
                (["spans", "start" | "end"], 1) | (["spans", "parts", "start" | "end"], 2) => !leaf.is_text,
                (["spans", "parts", "text"], 2) | (["spans", "label_id"] | ["relations", "type_id"], 1) => true,
                (["spans", "entity"] | ["relations", "id" | "type" | "source" | "target"], 1) => true,
                (["spans" | "relations", name], 1) => ABOUT.contains(name),
                (["spans" | "relations", "attributes", name], 2) => ATTRIBUTE.contains(name),
                (["attributes", name], 1) => ATTRIBUTE.contains(name),
                (["metadata", name], 1) => ["name", "value"].contains(name),
                _ => false,
            }
        };
        self.is_ours && leaf.is_plain && is_known()
    }
}

/// What the footer says that the numbers of labels mean.
fn class_names(file: &SerializedFileReader<Bytes>, list: &str, label: &str) -> Vec<String> {
    fn find<'j>(json: &'j Json, key: &str) -> Option<&'j Vec<Json>> {
        match json {
            Json::Object(fields) => match fields.get(key).and_then(|field| field.get("names")) {
                Some(Json::Array(names)) => Some(names),
                _ => fields.values().find_map(|field| find(field, key)),
            },
            Json::Array(items) => items.iter().find_map(|item| find(item, key)),
            _ => None,
        }
    }
    let about = file.metadata().file_metadata().key_value_metadata();
    let said = about.and_then(|about| about.iter().find(|one| one.key == "huggingface")?.value.as_deref());
    let features = said.and_then(|said| serde_json::from_str::<Json>(said).ok());
    let names = features.as_ref().and_then(|said| find(said.get("info")?.get("features")?.get(list)?, label));
    names.into_iter().flatten().map(|name| name.as_str().unwrap_or_default().to_owned()).collect()
}
