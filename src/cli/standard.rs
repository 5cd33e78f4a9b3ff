//! `-`: the standard input where a file is read, the standard output where one is written. A file of this name is `./-`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::output::{Failure, warn};
use crate::model::AnnotatedDocument;
use crate::store;
use crate::workspace::export::{ExportBatch, Written, is_stream};
use crate::workspace::{ExportGuard, WorkspaceError, replace};

/// Whether `-` was named.
pub(super) fn is_meant(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Where nothing but a file or a folder will do.
pub(super) fn refuse<'a>(paths: impl IntoIterator<Item = &'a PathBuf>, what: &str) -> Result<(), Failure> {
    match paths.into_iter().any(|path| is_meant(path)) {
        true => Err(Failure::Because(format!("{what}; a file of the name '-' is './-'"))),
        false => Ok(()),
    }
}

/// Of what is for a person to read: the standard output, unless what the command makes goes there.
pub(super) fn report_of<'a>(place: &Path, out: &'a mut dyn Write, aside: &'a mut io::Stderr) -> &'a mut dyn Write {
    if goes_out(place) { aside } else { out }
}

/// Whether what is written at a place may be what somebody reads from the standard output.
fn goes_out(place: &Path) -> bool {
    is_meant(place) || is_stream(place)
}

/// Puts a new document where no file is, or into the standard output or a pipe.
pub(super) fn put_document(place: &Path, document: &AnnotatedDocument, out: &mut dyn Write) -> Result<(), Failure> {
    if is_meant(place) {
        let ron = store::document_reader::write(place, document).map_err(WorkspaceError::from)?;
        return Ok(out.write_all(ron.as_bytes())?);
    }
    Ok(replace::create_or_stream(place, document)?)
}

/// Puts files in their places, all of them or none, and names them.
pub(super) fn put_files(
    files: Vec<(PathBuf, Vec<u8>)>,
    guard: ExportGuard,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let (standard, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| is_meant(path));
    tell(ExportBatch::stage(files, guard)?.commit()?, out)?;
    standard.iter().try_for_each(|(_, bytes)| out.write_all(bytes))?;
    Ok(())
}

/// Names what was written and writes the rest, which goes to the standard output alone.
pub(super) fn tell(written: Written, out: &mut dyn Write) -> Result<(), Failure> {
    // What reads the standard output of a command that writes into a stream may be that stream's reader.
    written.streams.iter().for_each(|path| warn(&format!("{}: written", path.display())));
    if let Some(bytes) = written.standard {
        written.files.iter().for_each(|path| warn(&format!("{}: written", path.display())));
        return Ok(bytes.copy_to(out)?);
    }
    for path in &written.files {
        writeln!(out, "{}", path.display())?;
    }
    Ok(())
}
