//! `hashiya import`: other people's files become documents.

use std::io::Write;
use std::path::Path;

use super::arguments::Import;
use super::{Failure, inputs, message_of, tell, tell_all};
use crate::formats::{self, ImportOptions, TextEncoding, Unit, Vocabulary};
use crate::store;
use crate::workspace::annotator_named;
use crate::workspace::import::{ImportBatch, format_for, owner_of};
use crate::workspace::inputs::InputFile;
use crate::workspace::open::is_document_name;

pub(super) fn run(task: Import, out: &mut dyn Write) -> Result<(), Failure> {
    let schema = match &task.schema {
        Some(path) => Vocabulary::fixed(store::load_schema(path)?),
        None => Vocabulary::of_files(store::default_schema()),
    };
    // A file that cannot be read is told when it is imported.
    let wanted = |path: &Path| match task.from.and_then(formats::by_name) {
        Some(format) => format.extensions().iter().any(|e| path.extension().is_some_and(|p| p.eq_ignore_ascii_case(e))),
        None if owner_of(path).is_some() || is_document_name(path) => false,
        None => formats::by_extension(path).is_some() || format_for(path, None).is_ok_and(|found| found.is_some()),
    };
    let (found, mut failed) = inputs::find(&task.inputs, wanted);
    let options = ImportOptions {
        columns: task.columns.as_ref().map(|columns| columns.0.clone()),
        separator: task.separator,
        keep_going: task.keep_going,
        ..options(task.unit, task.encoding, task.annotator.as_deref())
    };
    let mut batch = ImportBatch::new(task.out.clone(), schema);
    for file in &found {
        if let Err(message) = add(&mut batch, file, &task, &options) {
            tell(&message);
            failed += 1;
        }
    }
    if failed > 0 && !task.keep_going {
        tell("nothing was written, since an input failed; --keep-going imports the rest");
        return Err(Failure::Told);
    }
    if batch.is_empty() {
        tell("no document was found in what was named; nothing was written");
        return Err(Failure::Told);
    }
    let told = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let mut summary =
        format!("{}, {}", told(batch.places().count(), "document"), told(batch.annotations, "annotation"));
    if batch.left_out > 0 {
        summary.push_str(&format!("; {} left out", told(batch.left_out, "line")));
    }
    let places: Vec<_> = batch.places().map(Path::to_path_buf).collect();
    match task.dry_run {
        true => tell(&format!("{summary}; nothing was written")),
        false => {
            batch.stage(&|_| true)?.commit(0)?;
            tell(&summary);
        }
    }
    for place in places {
        writeln!(out, "{}", place.display())?;
    }
    if failed > 0 { Err(Failure::Told) } else { Ok(()) }
}

fn add(batch: &mut ImportBatch, file: &InputFile, task: &Import, options: &ImportOptions) -> Result<(), String> {
    let format = format_for(&file.path, task.from)
        .map_err(|error| message_of(&error))?
        .or_else(|| owner_of(&file.path).filter(|_| file.named))
        .ok_or_else(|| unknown_format(&file.path))?;
    let warnings = batch.add(format, &file.path, &file.below, options).map_err(|error| message_of(&error))?;
    tell_all(&warnings);
    Ok(())
}

pub(super) fn options(unit: Option<Unit>, encoding: Option<TextEncoding>, annotator: Option<&str>) -> ImportOptions {
    ImportOptions {
        unit,
        encoding,
        annotator: annotator_named(annotator),
        now: store::now(),
        ..ImportOptions::default()
    }
}

fn unknown_format(path: &Path) -> String {
    let name = path.display();
    if is_document_name(path) {
        return format!("{name}: this is a document of Hashiya already; there is nothing to import");
    }
    let names: Vec<_> = formats::registry().iter().filter(|f| f.reads()).map(|f| f.name()).collect();
    match path.exists() {
        true => {
            format!("{name}: what it holds is of no format that is known; name one with --from ({})", names.join(", "))
        }
        false => format!("{name}: there is no such file or folder"),
    }
}
