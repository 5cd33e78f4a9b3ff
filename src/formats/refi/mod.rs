//! REFI-QDA (`.qdpx`), by which programs for qualitative analysis exchange projects: an archive of `project.qde` and the texts.
//!
//! ```xml
//! <Project xmlns="urn:QDA-XML:project:1.0" name="…"><Users><User guid="…" name="أحمد"/></Users>
//!   <CodeBook><Codes><Code guid="…" name="LOC" isCodable="true" color="#1b9e77"/></Codes></CodeBook>
//!   <Sources><TextSource guid="…" name="d1" plainTextPath="internal://….txt">
//!     <PlainTextSelection guid="…" name="القاهرة" startPosition="3" endPosition="10" creatingUser="…" creationDateTime="…">
//!       <Coding guid="…"><CodeRef targetGUID="…"/></Coding><NoteRef targetGUID="…"/></PlainTextSelection></TextSource></Sources>
//!   <Links><Link name="in" direction="OneWay" originGUID="…" targetGUID="…"/></Links></Project>
//! ```
//!
//! Positions count code points, the end is behind the last. Codes are labels with their colours and levels, users annotators,
//! links relations. What is said of a document are variables: its attributes under their names, its state as `hashiya:state`,
//! metadata as `hashiya:metadata:NAME`. There is no place for attributes of annotations, nor for ids: those of REFI-QDA are made
//! of what they stand for, so that the same documents give the same file.

mod info;
mod project;
mod read;
mod write;

use super::builder::Importer;
use super::capabilities::FormatInfo;
use super::draft::{self, DraftAt};
use super::flow::{Input, ReadEnd};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::sniff::{Fit, Head};
use super::zipped::Zipped;
use info::INFO;
use project::Project;

pub(super) struct Refi;

impl Format for Refi {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        match () {
            () if head.is_zip_with(info::PROJECT) => Fit::Sure,
            () if head.is_zip() && head.has_extension(INFO.extensions) => Fit::Maybe,
            () => Fit::No,
        }
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        let mut zipped = Zipped::open(input.path, input.bytes)?;
        let project = Project::of(&mut zipped, importer)?;
        drop(zipped);
        for code in &project.codes {
            let parent = code.parent.map(|at| project.codes[at].name.as_str());
            importer.words.code(&code.name, code.colour, parent).map_err(importer.at(code.line))?;
        }
        let unit = importer.options.unit.or(INFO.unit);
        draft::read_each(input, importer, INFO.name, unit, &mut |importer, next| {
            // Each time the texts are read, as much may be unpacked.
            let mut zipped = Zipped::open(input.path, input.bytes)?;
            let mut allowance = read::Allowance::of(input.bytes.len());
            project.sources.iter().enumerate().try_for_each(|(at, source)| {
                let text = read::text_of(source, &mut zipped, importer)?;
                let draft = read::draft(&project, at, text, &mut allowance).map_err(|problem| (source.line, problem));
                next(importer, DraftAt { line: source.line, number: at + 1, draft })
            })
        })
    }

    fn writer<'a>(&self, options: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        Some(Box::new(write::Writer::new(options.columns.pieces)))
    }
}
