//! UIMA CAS as DKPro and INCEpTION write it: XMI with its type system beside it, and JSON (0.4), which has both in a file.
//!
//! A CAS is a set of structures of types with features. Hashiya writes annotations as `webanno.custom.Span` with the label as
//! `value` and a feature for each attribute, relations as `webanno.custom.Relation` from `Governor` to `Dependent`, an annotation of
//! several pieces as one over all of them with links to `webanno.custom.Piece`, and what is said of the document as
//! `webanno.custom.DocumentFacts` (`layers.rs`). INCEpTION makes layers of these when the type system is imported. Of others' files
//! each layer with places is read (`meaning.rs`). Offsets count UTF-16.
//!
//! XML cannot say control characters. U+FFFD stands for each, which is told, and the document says which they were.

mod json;
mod layers;
mod meaning;
mod rows;
mod structures;
mod types;
mod webanno;
mod write;
mod xmi;

use std::path::{Path, PathBuf};

use super::builder::Importer;
use super::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use super::draft::{self, Draft};
use super::error::ImportProblem;
use super::file_names::{FileNames, stem};
use super::flow::{Input, ReadEnd};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::loss::{LossDetail, LossKind};
use super::sniff::{Fit, Head};
use super::{text, xml};
use crate::model::offset_map::Unit;
use crate::model::{AttributeValue, Calendar, CalendarDate};

use layers::TYPE_SYSTEM;
use structures::Cas;
use types::TypeSystem;

/// UIMA CAS in XMI.
pub(super) struct Xmi;

/// UIMA CAS in JSON.
pub(super) struct CasJson;

pub(super) use webanno::WebAnnoTsv;

const fn info(name: &'static str, extensions: &'static [&'static str], about: &'static str) -> FormatInfo {
    FormatInfo {
        name,
        extensions,
        about,
        unit: Some(Unit::Utf16),
        reads: true,
        writes: Some(Layout::Folder),
        repeats_texts: false,
        carries: Capabilities::WHOLE
            .also(&[Feature::Entities, Feature::LookAgain])
            .partly(&[Feature::Discontinuous, Feature::Schema]),
    }
}

static XMI: FormatInfo =
    info("xmi", &["xmi"], "UIMA CAS of DKPro and INCEpTION in XMI: one document a file, TypeSystem.xml beside them");

static JSON: FormatInfo =
    info("cas-json", &["json"], "UIMA CAS of DKPro and INCEpTION in JSON (0.4): one document a file with its types");

impl Format for Xmi {
    fn info(&self) -> &'static FormatInfo {
        &XMI
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        let text = head.text();
        let has_root = text.contains("XMI") && text.contains("http://www.omg.org/XMI");
        if text.trim_start_matches('\u{feff}').trim_ascii_start().starts_with('<') && has_root {
            Fit::Sure
        } else {
            Fit::No
        }
    }

    fn companions(&self, path: &Path) -> Vec<PathBuf> {
        companions(path)
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        let file = xml::decode(input.path, input.bytes, importer)?.text;
        let types = types_beside(input, importer)?;
        let cas = xmi::read(&file, types, &importer.budget).map_err(|(line, problem)| importer.at(line)(problem))?;
        take(input, importer, &file, &cas, Vec::new(), 0, XMI.name)
    }

    fn writer<'a>(&self, _: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        Some(Box::new(writer(&XMI, true)))
    }
}

impl Format for CasJson {
    fn info(&self) -> &'static FormatInfo {
        &JSON
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        head.fit_of_records(|record| {
            let is_of_it = record.has("%TYPES") || record.has("%FEATURE_STRUCTURES") || record.has("%VIEWS");
            if is_of_it { Fit::Sure } else { Fit::No }
        })
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        let file = text::decode(input.path, input.bytes, importer)?.text;
        let mut unknown = Vec::new();
        let cas = json::read(&file, &importer.budget, &mut unknown).map_err(|fault| {
            let (line, problem) = fault.at(&file, 1);
            importer.at(line)(problem)
        })?;
        let unknown = unknown.into_iter().map(|field| field.into_owned()).collect();
        take(input, importer, &file, &cas, unknown, 0, JSON.name)
    }

    fn writer<'a>(&self, _: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        Some(Box::new(writer(&JSON, false)))
    }
}

fn writer(info: &'static FormatInfo, in_xml: bool) -> write::Writer {
    write::Writer { info, in_xml, names: FileNames::default(), features: rows::Features::default() }
}

/// The types of a file by what stands beside it.
fn types_beside(input: &Input<'_>, importer: &mut Importer<'_>) -> Result<TypeSystem, ReadEnd> {
    let Some((path, bytes)) = input.companions.iter().find(|(_, bytes)| !bytes.is_empty()) else {
        return Ok(TypeSystem::default());
    };
    let beside = xml::decode(path, bytes, importer)?.text;
    let types = TypeSystem::read(&beside).map_err(|fault| {
        let (line, problem) = fault.into();
        problem.at(path, line)
    })?;
    Ok(types)
}

fn companions(path: &Path) -> Vec<PathBuf> {
    [TYPE_SYSTEM, "typesystem.xml"].map(|name| path.with_file_name(name)).into()
}

/// Makes documents of a CAS; `missing` units of its text the file does not have.
fn take(
    input: &Input<'_>,
    importer: &mut Importer<'_>,
    file: &str,
    cas: &Cas<'_>,
    unknown: Vec<String>,
    missing: usize,
    format: &'static str,
) -> Result<(), ReadEnd> {
    let line_of = |at: usize| 1 + memchr::memchr_iter(b'\n', &file.as_bytes()[..at.min(file.len())]).count();
    // Who says what the offsets count knows better.
    let unit = importer.options.unit.unwrap_or(Unit::Utf16);
    let drafts =
        meaning::drafts(cas, unit, &importer.budget).map_err(|(at, problem)| importer.at(line_of(at))(problem))?;
    if drafts.is_empty() {
        return Err(importer.at(1)(ImportProblem::NoSofa).into());
    }
    declare(importer, cas);
    importer.expect(drafts.len());
    let base = drafts.first().and_then(|(_, draft)| draft.id.as_deref()).filter(|id| !id.is_empty());
    let base = base.map_or_else(|| stem(input.path), str::to_owned);
    for (n, (view, draft)) in drafts.into_iter().enumerate() {
        let id = if n == 0 { base.clone() } else { format!("{base}-{view}") };
        let mut draft = Draft { id: Some(id.into()), ..draft };
        if n == 0 {
            draft.unknown.extend(unknown.iter().map(|field| field.as_str().into()));
            if missing > 0 {
                draft.losses.push((LossKind::Flattened, LossDetail::Gaps(missing)));
            }
        }
        draft::read_one(importer, format, unit, draft)?;
    }
    Ok(())
}

/// Takes up the labels and relation types that Hashiya wrote, though nothing may carry them.
fn declare(importer: &mut Importer<'_>, cas: &Cas<'_>) {
    type Attributes = Vec<serde_json::Value>;
    #[derive(serde::Deserialize)]
    struct Said {
        labels: Vec<(String, Attributes)>,
        relations: Vec<(String, Vec<String>, Vec<String>, Attributes)>,
    }
    let own = cas.structures.iter().find(|structure| cas.kind_of(structure).name == layers::DOCUMENT);
    let said = own.and_then(|own| serde_json::from_str::<Said>(cas.text(own, layers::SCHEMA)?).ok());
    let Some(Said { labels, relations }) = said else { return };
    let words = &mut *importer.words;
    let attributes = |words: &mut super::SchemaBuilder, owner: &str, list: &Attributes| {
        for attribute in list {
            let text = |at: usize| attribute.get(at).and_then(serde_json::Value::as_str).unwrap_or_default();
            let choices = attribute.get(2).and_then(serde_json::Value::as_array).into_iter().flatten();
            let values: Vec<AttributeValue> = match text(1) {
                "flag" => vec![AttributeValue::Flag(false)],
                "number" => vec![AttributeValue::Number(0.0)],
                "choices" => {
                    choices.filter_map(|c| c.as_str()).map(|c| AttributeValue::Choices(vec![c.to_owned()])).collect()
                }
                // Any day makes the kind known.
                "date" => CalendarDate::new(Calendar::Gregorian, 2000, None, None)
                    .map(AttributeValue::Date)
                    .into_iter()
                    .collect(),
                "choice" => choices.filter_map(|c| c.as_str()).map(|c| AttributeValue::Choice(c.to_owned())).collect(),
                _ => vec![AttributeValue::Text(String::new())],
            };
            values.into_iter().for_each(|value| words.declare_attribute(owner, text(0), value));
        }
    };
    for (label, list) in &labels {
        words.declare_label(label, true);
        attributes(words, label, list);
    }
    for (name, source, target, list) in &relations {
        words.declare_relation(name, [source, target], true);
        attributes(words, name, list);
    }
}
