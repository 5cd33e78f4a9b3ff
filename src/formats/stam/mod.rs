//! STAM, the Stand-off Text Annotation Model, as JSON: a store a document, with its text, data sets with keys, and annotations.
//!
//! ```json
//! {"@type": "AnnotationStore", "resources": [{"@type": "TextResource", "@id": "d1", "text": "…"}],
//!  "annotationsets": [{"@type": "AnnotationDataSet", "@id": "hashiya", "keys": [{"@type": "DataKey", "@id": "label"}], "data": []}],
//!  "annotations": [{"@type": "Annotation", "@id": "a1", "target": {"@type": "TextSelector", "resource": "d1", "offset": …},
//!    "data": [{"@type": "AnnotationData", "set": "hashiya", "key": "label", "value": {"@type": "String", "value": "LOC"}}]}]}
//! ```
//!
//! Cursors count code points, from the beginning or the end. A discontinuous annotation has a `CompositeSelector`, a relation a
//! `DirectionalSelector` of two annotations, what is said of the document a `ResourceSelector`. Label, note and makers are data of
//! the set `hashiya`, attributes of `hashiya:attributes`, metadata of `hashiya:metadata`. In sets of others the label is what a key
//! such as `label` or `type` has, or the first key itself; all else is attributes.

mod info;
mod read;
mod write;

use super::builder::Importer;
use super::capabilities::FormatInfo;
use super::draft::{self, Draft, DraftAt};
use super::file_names::stem;
use super::flow::{Input, ReadEnd};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::sniff::{Fit, Head};
use super::text;
use info::INFO;
use read::Store;
use serde_json::value::RawValue;

pub(super) struct Stam;

impl Format for Stam {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        head.fit_of_records(|record| {
            let is_store = record.get("@type").is_some_and(|kind| kind.starts_with("\"AnnotationStore\""));
            if is_store { Fit::Sure } else { Fit::No }
        })
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        let decoded = text::decode(input.path, input.bytes, importer)?;
        let file = &*decoded.text;
        let store = Store::of(file).map_err(|fault| {
            let (line, problem) = fault.at(file, 1);
            importer.at(line)(problem)
        })?;
        let line_at = |part: &RawValue| {
            let begins = (part.get().as_ptr() as usize).saturating_sub(file.as_ptr() as usize).min(file.len());
            1 + memchr::memchr_iter(b'\n', &file.as_bytes()[..begins]).count()
        };
        let unit = importer.options.unit.or(INFO.unit);
        draft::read_each(input, importer, INFO.name, unit, &mut |importer, next| {
            store.resources.iter().enumerate().try_for_each(|(at, (id, resource))| {
                let line = line_at(resource);
                let draft = store.draft(at).map_err(|fault| fault.at(file, line));
                let name = Some(id.clone()).filter(|id| !id.is_empty());
                let name = name.or_else(|| (store.resources.len() == 1).then(|| stem(input.path).into()));
                let draft = draft.map(|draft| Draft { id: name, ..draft });
                next(importer, DraftAt { line, number: at + 1, draft })
            })
        })
    }

    fn writer<'a>(&self, _: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        Some(Box::new(write::Writer::default()))
    }
}
