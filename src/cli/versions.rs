//! `hashiya history` and `hashiya restore`: earlier versions of a document, listed and brought back as another file.

use std::io::Write;

use super::arguments::{Restore, Versions};
use super::{Failure, tell};
use crate::store::{self, versions};

/// One version a line, the newest first: its number, when it was saved, its annotations, its state.
pub fn list(task: Versions, out: &mut dyn Write) -> Result<(), Failure> {
    let found = versions::versions(&task.file);
    if found.is_empty() {
        tell(&format!("{}: no earlier version is kept", task.file.display()));
    }
    for (number, version) in found.iter().enumerate() {
        let moment = version.saved.to_rfc3339().unwrap_or_default();
        let read = versions::read(version)
            .and_then(|bytes| store::document_file::read(&version.path, &bytes))
            .map(|content| format!("{} annotations\t{:?}", content.annotations.len(), content.state));
        let what = read.unwrap_or_else(|error| error.to_string().replace('\n', " "));
        writeln!(out, "{}\t{moment}\t{what}", number + 1)?;
    }
    Ok(())
}

pub fn restore(task: Restore) -> Result<(), Failure> {
    let found = versions::versions(&task.file);
    let version = task.number.checked_sub(1).and_then(|at| found.get(at)).ok_or_else(|| {
        let file = task.file.display();
        Failure::Because(format!(
            "{file}: there is no version {}; 'hashiya history' lists {}",
            task.number,
            found.len()
        ))
    })?;
    versions::restore(version, &task.out).map_err(|error| Failure::Because(error.to_string()))
}
