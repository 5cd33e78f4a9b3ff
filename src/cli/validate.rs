//! `hashiya validate`: every problem on a line of its own that begins with the file.

use std::io::Write;
use std::path::Path;

use super::arguments::Validate;
use super::import::{options, read_file};
use super::{Failure, inputs, tell};
use crate::formats::Vocabulary;
use crate::store::{self, EntryKind, LoadError};

pub fn run(task: Validate, out: &mut dyn Write) -> Result<(), Failure> {
    let wanted = |path: &Path| path.extension().is_some_and(|e| e == "ron") || inputs::format_of(path, None).is_some();
    let (found, mut failed) = inputs::find(&task.files, wanted);
    let files = found.len();
    for file in found {
        let problems = problems(&file.path);
        failed += usize::from(!problems.is_empty());
        for problem in problems {
            writeln!(out, "{problem}")?;
        }
    }
    if failed > 0 {
        return Err(Failure::Told);
    }
    tell(&format!("{files} files, no problems"));
    Ok(())
}

/// What is wrong with a file, one line each.
fn problems(path: &Path) -> Vec<String> {
    let ours = path.extension().is_none_or(|e| e == "ron");
    if let (false, Some(format)) = (ours, inputs::format_of(path, None)) {
        let mut words = Vocabulary::growing(store::default_schema());
        return read_file(format, path, &options(None, None, None), &mut words).err().into_iter().collect();
    }
    let result = match store::folder::kind_of(path) {
        Some(EntryKind::Schema) => store::load_schema(path).map(|_| ()),
        Some(EntryKind::Project) => store::load_project(path).map(|_| ()),
        _ => store::load(path).map(|_| ()),
    };
    result.err().map(|error: LoadError| error.lines()).unwrap_or_default()
}
