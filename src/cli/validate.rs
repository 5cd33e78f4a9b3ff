//! `hashiya validate`: every problem on a line of its own that begins with the file.

use std::io::Write;
use std::path::Path;

use super::arguments::Validate;
use super::import::{options, read_file};
use super::{Failure, inputs, tell};
use crate::formats::Vocabulary;
use crate::store::{self, EntryKind, Expect, LoadError, Seal, doctor};

pub fn run(task: Validate, out: &mut dyn Write) -> Result<(), Failure> {
    if let (true, Some(new)) = (task.repair, &task.out) {
        let [file] = &task.files[..] else {
            return Err(Failure::Because("--repair mends one document at a time; name one FILE".into()));
        };
        return repair(file, new, out);
    }
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

/// Mends what can be mended into a new file. The old one stays as it is, whatever happens.
fn repair(file: &Path, new: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    let bytes = store::read(file, store::MAX_OWN_BYTES)?;
    let (treatment, repairs) = doctor::treat_fully(file, &bytes)?;
    for line in &treatment.dropped {
        writeln!(out, "left out, since it cannot be read: {line}")?;
    }
    for repair in &repairs {
        writeln!(out, "{repair}")?;
    }
    let sound = treatment.document.filter(|_| treatment.problems.is_empty());
    let Some(document) = sound else {
        let problems = LoadError::Unsound { path: file.into(), problems: treatment.problems };
        problems.lines().iter().for_each(|line| tell(line));
        let message = format!("{}: the problems above need a person; no file was written", file.display());
        return Err(Failure::Because(message));
    };
    store::save(&document, new, Expect::Absent)?;
    tell(&format!(
        "{}: {} repairs, written to {}; the old file is as it was",
        file.display(),
        repairs.len() + treatment.dropped.len(),
        new.display()
    ));
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
        _ => store::load_sealed(path).map(|(_, _, seal)| {
            if seal == Seal::Broken {
                tell(&format!("{}: {}", path.display(), store::seal::CHANGED));
            }
        }),
    };
    result.err().map(|error: LoadError| error.lines()).unwrap_or_default()
}
