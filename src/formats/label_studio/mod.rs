//! Label Studio: a list of tasks, each with its text, with annotations by persons and predictions by models.
//!
//! ```json
//! [{"id": 1, "data": {"text": "…"}, "annotations": [{"completed_by": 3, "result": [
//!   {"id": "a", "from_name": "label", "to_name": "text", "type": "labels",
//!    "value": {"start": 3, "end": 10, "text": "القاهرة", "labels": ["LOC"]}}]}], "predictions": []}]
//! ```
//!
//! Several results of one id are one region: what is not its label is an attribute of it, by the name of its control
//! (`from_name`); a result that is of no region is an attribute of the document. What Label Studio has no field for stands in the
//! `meta` of a task or of a result, where it keeps whatever it finds. Our files suit a labelling configuration with
//! `<Text name="text" value="$text"/>`, `<Labels name="label" toName="text">`, `<Relations>`, and for each attribute a control of
//! its name (`<Choices name="gender" toName="text" perRegion="true">`, `<Number>`, `<TextArea>`).

mod info;
mod read;
mod write;

use super::builder::Importer;
use super::capabilities::FormatInfo;
use super::draft;
use super::flow::{Input, ReadEnd};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::json_write::ListWriter;
use super::losses::Losses;
use super::sniff::{Fit, Head};
use super::text;

use crate::model::AnnotatedDocument;
use info::INFO;

pub struct LabelStudio;

impl Format for LabelStudio {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        head.fit_of_records(|task| {
            let has_data = task.get("data").is_some_and(|data| data.starts_with('{')) && !task.has("text");
            if has_data { Fit::Sure } else { Fit::No }
        })
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        let decoded = text::decode(input.path, input.bytes, importer)?;
        let by = importer.options.by.clone();
        let mut parse = |source| read::draft_of(source, by.as_deref());
        draft::read(input, importer, &decoded.text, INFO.name, None, &mut parse)
    }

    fn writer<'a>(&self, options: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        let pieces = options.columns.pieces;
        let mut tasks = 0;
        let task = move |document: &AnnotatedDocument, losses: &mut Losses<'_>| {
            tasks += 1;
            write::task_of(document, tasks, pieces, losses)
        };
        Some(Box::new(ListWriter::new("dataset.json", &INFO, task)))
    }
}
