//! TEI P5: the text of a document in `<text>`, what is said of it in `<standOff>`, one file a document.
//!
//! ```xml
//! <TEI xmlns="http://www.tei-c.org/ns/1.0"> …
//!   <text><body><ab xml:id="t1">وصل أحمد إلى بيروت</ab></body></text>
//!   <standOff><spanGrp><span xml:id="a1" target="#string-range(t1,4,4)" ana="#f1">PER</span></spanGrp>
//!     <listRelation><relation name="in" active="#a1" passive="#a2"/></listRelation>
//!     <fs xml:id="f1" type="hashiya">…</fs><note target="#a1">…</note></standOff></TEI>
//! ```
//!
//! `string-range` has a beginning and a length in code points, several of them for a discontinuous annotation. Attributes are a
//! feature structure; what TEI has no field for stands in one of the type `hashiya`. A character that XML cannot say is written
//! as `<g n="U+0001">` around one that stands for it, so that the places of all others stay; CR is a reference. Texts of others
//! may have markup: names, places and dates within it become annotations, paragraphs and lines begin on a new line.

mod features;
mod info;
mod pointers;
mod read;
mod write;

use super::builder::Importer;
use super::capabilities::FormatInfo;
use super::draft::{self, Draft, DraftAt};
use super::file_names::stem;
use super::flow::{Input, ReadEnd};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::sniff::{Fit, Head};
use super::xml;
use info::{INFO, NAMESPACE};

pub(super) struct Tei;

impl Format for Tei {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        let text = head.text().trim_start_matches('\u{feff}').trim_ascii_start();
        if text.starts_with('<') && text.contains(NAMESPACE) { Fit::Sure } else { Fit::No }
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        let decoded = xml::decode(input.path, input.bytes, importer)?;
        let unit = importer.options.unit.or(INFO.unit);
        let name = stem(input.path);
        draft::read_each(input, importer, INFO.name, unit, &mut |importer, next| {
            let mut reader = read::Documents::of(&decoded.text);
            let mut number = 0;
            loop {
                let (line, draft) = match reader.next() {
                    Ok(None) => return Ok(()),
                    Ok(Some((line, draft))) => (line, Ok(draft)),
                    Err((line, problem)) => (line, Err((line, problem))),
                };
                number += 1;
                let ends = draft.is_err();
                let draft = draft.map(|draft| {
                    let id = draft.id.filter(|id| !id.is_empty());
                    Draft { id: id.or_else(|| (number == 1).then(|| name.clone().into())), ..draft }
                });
                next(importer, DraftAt { line, number, draft })?;
                if ends {
                    return Ok(());
                }
            }
        })
    }

    fn writer<'a>(&self, _: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        Some(Box::new(write::Writer::default()))
    }
}
