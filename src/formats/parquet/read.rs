//! Rows become drafts: those of our own columns with everything, those of others with their text, the spans of a list of records, and
//! what else a person can read as facts.

use std::borrow::Cow;
use std::collections::HashMap;

use bytes::Bytes;
use parquet::basic::Compression;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::SerializedFileReader;
use serde_json::Value as Json;

use super::info::INFO;
use super::leaves::{Cells, Leaf, LeafReader, Value, guarded, leaves_of};
use super::thrift::{check_footer, damaged, pages_of};
use crate::formats::builder::Importer;
use crate::formats::datasets::{attribute_of, end_of, places_of, unit_of};
use crate::formats::draft::{
    self, Draft, DraftAt, DraftFacts, DraftPiece, DraftRelation, DraftSpan, TakeDraft, provenance_of, state_of,
};
use crate::formats::error::{AttributeRefusal, ImportProblem};
use crate::formats::flow::{Input, ReadEnd};
use crate::formats::loss::{LossDetail, LossKind};
use crate::formats::parquet_fault::ParquetFault;
use crate::model::AttributeValue;
use crate::model::schema::MAX_ATTRIBUTES;

/// What a value that a page claims takes in memory, with its levels.
const VALUE: u64 = 64;
/// What a value of a row takes, with its share of the draft and of the document that it becomes part of.
const CELL: u64 = 160;

/// Names of columns of others, the first that is there.
const TEXTS: &[&str] = &["text", "content", "sentence", "document", "input"];
const IDS: &[&str] = &["id", "doc_id", "document_id"];
const SPANS: &[&str] = &["spans", "entities", "labels", "annotations", "ents", "ner"];
const LABELS: &[&str] = &["label", "type", "entity", "tag", "entity_group"];

pub(super) fn read(input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
    let in_file = |problem: ImportProblem| problem.in_file(input.path);
    check_footer(input.bytes, &importer.budget).map_err(in_file)?;
    let bytes = Bytes::copy_from_slice(input.bytes);
    let file = guarded(|| SerializedFileReader::new(bytes)).map_err(in_file)?;
    let plan = Plan::of(&file).map_err(in_file)?;
    let mut weighs = true;
    draft::read_each(input, importer, INFO.name, None, &mut |importer, next| {
        each_row(input, &file, &plan, importer, std::mem::take(&mut weighs), next)
    })
}

/// Which columns are read, and as what.
struct Plan {
    leaves: Vec<Leaf>,
    /// The places of those that are read.
    used: Vec<usize>,
    /// Where each of these stands among them.
    places: HashMap<String, usize>,
    /// They have our names, and all that we know is looked for.
    is_ours: bool,
    text: String,
    id: Option<String>,
    /// The list of spans, and which of its fields is the label.
    spans: Option<(String, &'static str)>,
    /// Names of labels that are numbers.
    names: Vec<String>,
    /// Columns that become facts.
    facts: Vec<String>,
    /// Columns that nobody reads.
    unknown: Vec<String>,
}

impl Plan {
    fn of(file: &SerializedFileReader<Bytes>) -> Result<Plan, ImportProblem> {
        let about = file.metadata().file_metadata();
        let leaves = leaves_of(about.schema());
        let by_path: HashMap<&str, &Leaf> = leaves.iter().map(|leaf| (leaf.path.as_str(), leaf)).collect();
        if by_path.len() < leaves.len() {
            return Err(damaged("two of its columns have one name"));
        }
        let is_one = |leaf: &&&Leaf| leaf.lists.is_empty() && leaf.is_plain;
        let one = |name: &&str| by_path.get(name).filter(is_one).copied();
        let is_ours = ["offset_unit", "spans.start", "relations.source"].iter().all(|name| by_path.contains_key(name));
        let only = || {
            let mut texts = leaves.iter().filter(|leaf| leaf.lists.is_empty() && leaf.is_text);
            texts.next().filter(|_| texts.next().is_none())
        };
        let named = TEXTS.iter().find_map(|name| one(name).filter(|leaf| leaf.is_text));
        let names = || leaves.iter().map(|leaf| leaf.path.as_str()).take(20).collect::<Vec<_>>().join(", ");
        let text = named.or_else(only).ok_or_else(|| ParquetFault::NoText(names()))?.path.clone();
        let id = IDS.iter().find_map(one).map(|leaf| leaf.path.clone());
        let field = |list: &str, name: &str| {
            by_path.get(format!("{list}.{name}").as_str()).is_some_and(|leaf| leaf.lists.len() == 1 && leaf.is_plain)
        };
        let spans = SPANS.iter().find_map(|list| {
            let label = LABELS.iter().find(|label| field(list, label))?;
            (field(list, "start") && field(list, "end")).then(|| ((*list).to_owned(), *label))
        });
        let mut plan = Plan {
            names: spans.as_ref().map(|(list, label)| class_names(file, list, label)).unwrap_or_default(),
            used: Vec::new(),
            places: HashMap::new(),
            is_ours,
            text,
            id,
            spans,
            facts: Vec::new(),
            unknown: Vec::new(),
            leaves: Vec::new(),
        };
        for (at, leaf) in leaves.iter().enumerate() {
            if plan.wants(leaf) {
                plan.places.insert(leaf.path.clone(), plan.used.len());
                plan.used.push(at);
            } else if leaf.lists.is_empty() && leaf.is_plain {
                plan.places.insert(leaf.path.clone(), plan.used.len());
                plan.used.push(at);
                plan.facts.push(leaf.path.clone());
            } else if !plan.unknown.iter().any(|name| name == leaf.top()) {
                let is_list = plan.spans.as_ref().is_some_and(|(list, _)| list == leaf.top());
                plan.unknown.push(if is_list || is_ours { leaf.path.clone() } else { leaf.top().to_owned() });
            }
        }
        Ok(Plan { leaves, ..plan })
    }

    /// Whether a column is read for what it says.
    fn wants(&self, leaf: &Leaf) -> bool {
        let path = leaf.path.as_str();
        if path == self.text || self.id.as_deref() == Some(path) {
            return true;
        }
        let of_list = self.spans.as_ref().filter(|(list, _)| list == leaf.top() && leaf.lists.len() == 1);
        if let Some((list, label)) = of_list.filter(|_| leaf.is_plain) {
            let field = path.get(list.len() + 1..).unwrap_or_default();
            if ["start", "end", "text", "id", label].contains(&field) {
                return true;
            }
        }
        const ABOUT: &[&str] = &["note", "annotator", "provenance", "created", "modified"];
        const ATTRIBUTE: &[&str] = &["name", "kind", "value"];
        let is_known = || {
            let parts: Vec<&str> = path.split('.').collect();
            match (&parts[..], leaf.lists.len()) {
                ([name], 0) => ["offset_unit", "title", "annotator", "state"].contains(name),
                (["spans", "start" | "end"], 1) | (["spans", "parts", "start" | "end"], 2) => !leaf.is_text,
                (["spans", "parts", "text"], 2) | (["spans", "label_id"] | ["relations", "type_id"], 1) => true,
                (["relations", "id" | "type" | "source" | "target"], 1) => true,
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

/// Gives the rows of a file, from 1. Where it `weighs`, which is once, it takes what the texts of the rows need and asks for what is
/// held beside them: a page of a few bytes may hold a long text, and many rows may be one entry of a dictionary.
fn each_row<'t>(
    input: &Input<'_>,
    file: &SerializedFileReader<Bytes>,
    plan: &Plan,
    importer: &mut Importer<'_>,
    weighs: bool,
    next: TakeDraft<'_, 't>,
) -> Result<(), ReadEnd> {
    let mut number = 0;
    for group in 0..file.num_row_groups() {
        let in_file = |problem: ImportProblem| problem.in_file(input.path);
        let about = file.metadata().row_group(group);
        let pages = pages_in(input.bytes, about, plan).map_err(in_file)?;
        if weighs {
            // One that gives back what was compressed needs room for both. A row may be all that a page has.
            let values = pages.values.saturating_mul(VALUE);
            let all = pages.bytes.saturating_add(values).min(u64::MAX / 2);
            importer.budget.lend(2, all).map_err(in_file)?;
        }
        let reader = guarded(|| file.get_row_group(group)).map_err(in_file)?;
        let readers = plan.used.iter().map(|at| Ok(LeafReader::new(guarded(|| reader.get_column_reader(*at))?)));
        let mut readers = readers.collect::<Result<Vec<_>, ImportProblem>>().map_err(in_file)?;
        let count = about.num_rows();
        for row in 1..=count {
            number += 1;
            let cells = cells_of(plan, &mut readers, importer, weighs).map_err(importer.at(number))?;
            let texts = cells.iter().map(Cells::text_bytes).sum();
            if weighs {
                importer.budget.charge(1, texts).map_err(importer.at(number))?;
                // A text is held twice while it becomes that of a document.
                let held = if row == count { 0 } else { pages.bytes };
                importer.budget.lend(1, held.saturating_add(texts)).map_err(importer.at(number))?;
            }
            let draft = Row { plan, cells }.draft(number == 1);
            if row == count {
                // The pages go before the document is made.
                readers.clear();
            }
            next(importer, DraftAt { line: number, number, draft: draft.map_err(|problem| (number, problem)) })?;
        }
    }
    Ok(())
}

/// What the pages of a group take while they are read: each column holds a page.
fn pages_in(file: &[u8], group: &RowGroupMetaData, plan: &Plan) -> Result<Pages, ImportProblem> {
    let (mut bytes, mut values) = (0u64, 0);
    for at in &plan.used {
        let column = group.columns().get(*at).ok_or_else(|| damaged("a group of rows has too few columns"))?;
        if !matches!(column.compression(), Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::GZIP(_)) {
            let name = format!("{:?}", column.compression());
            let name = name.split(['(', ' ']).next().unwrap_or_default();
            return Err(ParquetFault::Compression(name.to_owned()).into());
        }
        let (start, len) = guarded(|| Ok(column.byte_range()))?;
        let end = start.checked_add(len).and_then(|end| usize::try_from(end).ok());
        let chunk = end.and_then(|end| file.get(usize::try_from(start).ok()?..end));
        let pages = chunk.and_then(pages_of).ok_or_else(|| damaged("a column is not where its footer says"))?;
        if pages.is_delta {
            return Err(ParquetFault::Encoding(plan.leaves[*at].path.clone()).into());
        }
        values = values.max(pages.values);
        bytes = bytes.saturating_add(pages.bytes);
    }
    Ok(Pages { bytes, values })
}

/// The largest pages of all columns together: their bytes, and the values of the one that has most.
struct Pages {
    bytes: u64,
    values: u64,
}

fn cells_of(
    plan: &Plan,
    readers: &mut [LeafReader],
    importer: &Importer<'_>,
    weighs: bool,
) -> Result<Vec<Cells>, ImportProblem> {
    let mut count = 0;
    let mut cells = Vec::with_capacity(readers.len());
    for (reader, at) in readers.iter_mut().zip(&plan.used) {
        reader.read()?;
        count += reader.len();
        if weighs {
            importer.budget.lend(count, CELL)?;
        }
        cells.push(reader.cells(&plan.leaves[*at])?);
    }
    Ok(cells)
}

/// A row while it becomes a draft.
struct Row<'p> {
    plan: &'p Plan,
    cells: Vec<Cells>,
}

impl Row<'_> {
    fn column(&mut self, name: &str) -> Option<&mut Cells> {
        self.cells.get_mut(*self.plan.places.get(name)?)
    }

    /// Items of a list.
    fn count(&mut self, name: &str) -> usize {
        self.column(name).map_or(0, |cells| cells.len())
    }

    fn value(&mut self, name: &str, item: usize) -> Option<Value> {
        self.column(name)?.take(item)
    }

    /// A value as text; nothing is none.
    fn text(&mut self, name: &str, item: usize) -> Result<Option<String>, ImportProblem> {
        self.value(name, item).map(|value| text_of(value, name)).transpose()
    }

    fn number(&mut self, name: &str, item: usize) -> Result<u64, ImportProblem> {
        number_of(self.value(name, item), name)
    }

    /// What stands in the list within an item of a list.
    fn texts(&mut self, name: &str, item: usize) -> Result<Vec<Option<String>>, ImportProblem> {
        let Some(cells) = self.column(name) else { return Ok(Vec::new()) };
        cells.within(item).map(|value| value.map(|value| text_of(value, name)).transpose()).collect()
    }

    fn draft<'t>(mut self, is_first: bool) -> Result<Draft<'t>, ImportProblem> {
        let plan = self.plan;
        let mut draft = Draft {
            text: self.text(&plan.text, 0)?.ok_or_else(|| ParquetFault::NoValue(plan.text.clone()))?.into(),
            ..Draft::default()
        };
        if let Some(id) = &plan.id {
            draft.id = self.text(id, 0)?.map(Cow::Owned);
        }
        for name in &plan.facts {
            if let Some(said) = self.text(name, 0)? {
                draft.metadata.push((name.clone().into(), said.into()));
            }
        }
        // Columns are those of the whole file.
        if is_first {
            draft.unknown = plan.unknown.iter().map(|name| name.clone().into()).collect();
        }
        if plan.is_ours {
            self.facts_of_document(&mut draft)?;
        }
        if let Some((list, label)) = &plan.spans {
            self.spans(list, label, &mut draft)?;
        }
        if plan.is_ours {
            self.relations(&mut draft)?;
        }
        Ok(draft)
    }

    fn facts_of_document(&mut self, draft: &mut Draft<'_>) -> Result<(), ImportProblem> {
        draft.title = self.text("title", 0)?.map(Cow::Owned);
        draft.annotator = self.text("annotator", 0)?.map(Cow::Owned);
        draft.state = state_of(self.text("state", 0)?.as_deref())?;
        draft.unit = self.text("offset_unit", 0)?.map(|unit| unit_of(&unit)).transpose()?;
        for item in 0..self.count("metadata.name") {
            let (name, value) = (self.text("metadata.name", item)?, self.text("metadata.value", item)?);
            draft.metadata.push((name.unwrap_or_default().into(), value.unwrap_or_default().into()));
        }
        for item in 0..self.count("attributes.name") {
            let [name, kind, value] =
                ["name", "kind", "value"].map(|field| self.text(&format!("attributes.{field}"), item));
            draft.attributes.push(attribute(name?, kind?, value?));
        }
        check_attributes(draft.attributes.len())
    }

    fn spans(&mut self, list: &str, label: &str, draft: &mut Draft<'_>) -> Result<(), ImportProblem> {
        let [start, end, text, id] = ["start", "end", "text", "id"].map(|field| format!("{list}.{field}"));
        let label = format!("{list}.{label}");
        let count = self.count(&start);
        if [&end, &label].into_iter().any(|name| self.count(name) != count) {
            return Err(damaged(format!("the columns of '{list}' do not have as many items in this row")));
        }
        draft.spans.reserve_exact(count);
        for item in 0..count {
            let (from, to) = (self.number(&start, item)?, self.number(&end, item)?);
            let name = match self.value(&label, item) {
                Some(Value::Integer(number)) => {
                    let named = usize::try_from(number).ok().and_then(|number| self.plan.names.get(number));
                    named.cloned().unwrap_or_else(|| number.to_string())
                }
                Some(value) => text_of(value, &label)?,
                None => {
                    draft.losses.push((LossKind::Lost, LossDetail::Unlabelled(format!("{from}..{to}"))));
                    continue;
                }
            };
            let mut facts = None;
            if self.plan.is_ours {
                let mut about = self.about("spans", item)?;
                let [starts, ends] = ["spans.parts.start", "spans.parts.end"].map(|name| self.numbers(name, item));
                let texts = self.texts("spans.parts.text", item)?;
                let texts = texts.into_iter().chain(std::iter::repeat(None));
                about.pieces = starts?
                    .into_iter()
                    .zip(ends?)
                    .zip(texts)
                    .map(|((start, end), said)| DraftPiece { start, end, said: said.map(Cow::Owned) })
                    .collect();
                facts = Some(Box::new(about));
            }
            draft.spans.push(DraftSpan {
                id: self.text(&id, item)?.filter(|id| !id.is_empty()).map(Cow::Owned),
                label: name.into(),
                start: from,
                end: to,
                said: self.text(&text, item)?.map(Cow::Owned),
                facts,
            });
        }
        Ok(())
    }

    fn numbers(&mut self, name: &str, item: usize) -> Result<Vec<u64>, ImportProblem> {
        let Some(cells) = self.column(name) else { return Ok(Vec::new()) };
        cells.within(item).map(|value| number_of(value, name)).collect()
    }

    fn relations(&mut self, draft: &mut Draft<'_>) -> Result<(), ImportProblem> {
        let places = places_of(&draft.spans);
        let count = self.count("relations.source");
        let mut relations = Vec::with_capacity(count);
        for item in 0..count {
            let [id, label, source, target] =
                ["id", "type", "source", "target"].map(|field| self.text(&format!("relations.{field}"), item));
            let (id, label) = (id?.filter(|id| !id.is_empty()), label?.unwrap_or_default());
            let known_as = id.as_deref().unwrap_or(&label);
            let source = end_of(&places, known_as, source?.as_deref().unwrap_or_default())?;
            let target = end_of(&places, known_as, target?.as_deref().unwrap_or_default())?;
            let facts = Some(Box::new(self.about("relations", item)?));
            relations.push(DraftRelation { id: id.map(Cow::Owned), label: label.into(), source, target, facts });
        }
        draft.relations = relations;
        Ok(())
    }

    /// What is said of a span or relation besides.
    fn about<'t>(&mut self, list: &str, item: usize) -> Result<DraftFacts<'t>, ImportProblem> {
        let said = |text: Option<String>| text.filter(|text| !text.is_empty()).map(Cow::Owned);
        let [names, kinds, values] =
            ["name", "kind", "value"].map(|field| self.texts(&format!("{list}.attributes.{field}"), item));
        let [note, annotator, provenance, created, modified] =
            ["note", "annotator", "provenance", "created", "modified"]
                .map(|field| self.text(&format!("{list}.{field}"), item));
        let attributes = names?.into_iter().zip(kinds?).zip(values?);
        let attributes: Vec<_> = attributes.map(|((name, kind), value)| attribute(name, kind, value)).collect();
        check_attributes(attributes.len())?;
        Ok(DraftFacts {
            attributes,
            note: said(note?),
            annotator: annotator?.map(Cow::Owned),
            provenance: provenance?.map(|said| provenance_of(Some(&said), INFO.name)),
            created: said(created?),
            modified: said(modified?),
            ..DraftFacts::default()
        })
    }
}

fn check_attributes(count: usize) -> Result<(), ImportProblem> {
    if count <= MAX_ATTRIBUTES {
        return Ok(());
    }
    let reason = AttributeRefusal::TooManyAttributes(MAX_ATTRIBUTES);
    Err(ImportProblem::Attribute { owner: None, attribute: "attributes".into(), reason })
}

fn attribute<'t>(name: Option<String>, kind: Option<String>, value: Option<String>) -> (Cow<'t, str>, AttributeValue) {
    let value = attribute_of(&kind.unwrap_or_default(), value.unwrap_or_default().into());
    (name.unwrap_or_default().into(), value)
}

fn text_of(value: Value, column: &str) -> Result<String, ImportProblem> {
    Ok(match value {
        Value::Text(bytes) => std::str::from_utf8(bytes.data())
            .map_err(|_| damaged(format!("the column '{column}' is not UTF-8")))?
            .to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
    })
}

fn number_of(value: Option<Value>, column: &str) -> Result<u64, ImportProblem> {
    match value {
        Some(Value::Integer(number)) => u64::try_from(number).ok(),
        _ => None,
    }
    .ok_or_else(|| ParquetFault::NoValue(column.to_owned()).into())
}
