//! `hashiya demo`: the whole main job on the samples, without a window and without chance: the same bytes each time.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::dataset::prepare;
use super::output::{Failure, warn};
use super::render::Theme;
use super::standard;
use crate::edit::Command;
use crate::formats;
use crate::model::{AnnotatedDocument, AnnotationId, AttributeValue, DocumentState, Provenance, Target, Timestamp};
use crate::store;
use crate::typeset::ReadingFont;
use crate::workspace::export::ExportBatch;
use crate::workspace::{Editor, WorkspaceError};

#[derive(Debug, Args)]
pub(super) struct Demo {
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// 2026-11-20T10:00:00Z: a demonstration that is made again is the same.
const MADE: Timestamp = Timestamp(1_795_168_800_000);

pub(super) fn run(task: Demo, out: &mut dyn Write) -> Result<(), Failure> {
    standard::refuse([&task.out], "the demonstration is many files; --out names a folder")?;
    let documents = annotated_samples();
    let mut files = Vec::new();
    for document in &documents {
        let path = task.out.join(format!("{}.ron", document.document.id()));
        let ron = store::document_reader::write(&path, document).map_err(WorkspaceError::from)?;
        files.push((path, ron.into_bytes()));
    }
    let all: Vec<&AnnotatedDocument> = documents.iter().collect();
    for format in formats::registry().iter().filter(|f| f.layout().is_some()) {
        let usual = task.out.join(format!("dataset.{}", format.extensions()[0]));
        let target = match format.layout() {
            Some(formats::Layout::Folder) => task.out.join(format.name()),
            // Several formats are JSON lines.
            _ if files.iter().any(|(path, _)| *path == usual) => {
                usual.with_file_name(format!("{}.{}", format.name(), format.extensions()[0]))
            }
            _ => usual,
        };
        files.extend(prepare(*format, format.export(&all), &target)?);
    }
    for document in &documents {
        let picture = super::render::draw(document, 900, 1.0, ReadingFont::default(), Theme::Light);
        let path = task.out.join(format!("{}.png", document.document.id()));
        files.push((path, picture.map_err(Failure::Because)?));
    }
    // What is there already and the same is left alone; what was changed since is somebody's work.
    for (path, same) in ExportBatch::place_new(files).map_err(|error| match error {
        WorkspaceError::OverForeign { path } => {
            let what = "differs from the demonstration and is left alone; choose another folder";
            Failure::Because(format!("{}: {what}", path.display()))
        }
        error => error.into(),
    })? {
        match same {
            true => warn(&format!("{}: already there", path.display())),
            false => writeln!(out, "{}", path.display())?,
        }
    }
    Ok(())
}

/// The samples with their marks and links, made by the commands an analyst gives.
fn annotated_samples() -> Vec<AnnotatedDocument> {
    let mut documents = store::samples();
    for (n, document) in documents.iter_mut().enumerate() {
        let mut editor = Editor::at(document.annotator.clone(), MADE, n as u64 + 1);
        let mut run = |document: &mut AnnotatedDocument, command| {
            editor.run(document, command).expect("a test runs the demonstration: every command fits the samples")
        };
        let id = document.document.id().clone();
        for mark in store::sample_marks(&id) {
            let ranges = mark.ranges(document.text()).expect("a test finds every mark");
            let command = Command::Annotate { ranges, label: mark.label.into(), provenance: Provenance::Human };
            run(document, command);
        }
        let find = |document: &AnnotatedDocument, label: &str, quote: &str| -> AnnotationId {
            let found = document.annotations.iter().find(|a| a.label.as_str() == label && document.quote(a) == quote);
            found.expect("a test finds every link").id.clone()
        };
        for link in store::sample_links(&id) {
            let source = find(document, link.source.0, link.source.1);
            let target = find(document, link.target.0, link.target.1);
            run(document, Command::Relate { label: link.label.into(), source, target });
        }
        for (label, quote, name, value) in store::sample_attributes(&id) {
            let value = match *value {
                "" => AttributeValue::Flag(true),
                choice => AttributeValue::Choice(choice.into()),
            };
            let id = find(document, label, quote);
            run(
                document,
                Command::SetAttribute { of: Target::Annotation(id), name: (*name).into(), value: Some(value) },
            );
        }
        run(document, Command::SetState(DocumentState::Done));
    }
    documents
}
