//! `hashiya validate`: every problem on a line of its own that begins with the file.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::output::{Failure, count, message_of, warn};
use super::reading::options;
use super::{inputs, standard};
use crate::formats::SchemaBuilder;
use crate::model::{AnnotatedDocument, DocumentState, OffsetMap, Register, Unmet, requirements};
use crate::store::{self, Checksum, FileKind, LoadError};
use crate::workspace::ProjectFolder;
use crate::workspace::import::{format_for, import};
use crate::workspace::inputs::is_importable;
use crate::workspace::open::is_document_name;
use crate::workspace::register::{self, OpenDocuments, link_problems, salvage_into};
use crate::workspace::repair::mend;

#[derive(Debug, Args)]
pub(super) struct Validate {
    /// Documents, schemas, projects, files of other formats, or folders
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Mend one document as far as that is possible without guessing; what is done is listed
    #[arg(long, requires = "out")]
    pub repair: bool,
    /// Where the mended document is written; there must be no file yet; - for the standard output
    #[arg(long, value_name = "NEW", requires = "repair")]
    pub out: Option<PathBuf>,
}

pub(super) fn run(task: Validate, out: &mut dyn Write) -> Result<(), Failure> {
    if let (true, Some(new)) = (task.repair, &task.out) {
        let [file] = &task.files[..] else {
            return Err(Failure::Because("--repair mends one document at a time; name one FILE".into()));
        };
        return repair(file, new, out);
    }
    let wanted = |path: &Path| is_document_name(path) || is_importable(path, None);
    let (found, mut failed) = inputs::find(&task.files, wanted);
    let files = found.len();
    let mut registers = Registers::default();
    for file in found {
        let mut problems = problems(&file.path);
        if problems.is_empty() {
            problems = registers.lost_links(&file.path);
        }
        failed += usize::from(!problems.is_empty());
        for problem in problems {
            writeln!(out, "{problem}")?;
        }
    }
    registers.tell_unused(&task.files);
    if failed > 0 {
        return Err(Failure::Told);
    }
    warn(&format!("{}, no problems", count(files, "file")));
    Ok(())
}

/// The entity registers of the projects in which files lie, each read once.
#[derive(Default)]
struct Registers(BTreeMap<PathBuf, Option<Register>>);

impl Registers {
    fn of(&mut self, root: PathBuf) -> Option<&Register> {
        // One that cannot be read is told as a file of its own.
        let read = |root: &PathBuf| register::load(root).ok().map(|(register, _)| register);
        self.0.entry(root).or_insert_with_key(read).as_ref()
    }

    /// The links of a document that lead to nothing in the register of its project.
    fn lost_links(&mut self, path: &Path) -> Vec<String> {
        if !is_document_name(path) || store::folder::holds_kind(path) != Some(FileKind::Document) {
            return Vec::new();
        }
        let Some(register) = ProjectFolder::root_of(path).and_then(|root| self.of(root)) else { return Vec::new() };
        let Ok((document, _)) = store::load(path) else { return Vec::new() };
        link_problems(path, &document, register).iter().map(ToString::to_string).collect()
    }

    /// Says how many entries of the projects that were named have no place: that is no problem of theirs.
    fn tell_unused(&mut self, named: &[PathBuf]) {
        for folder in named.iter().filter_map(|path| ProjectFolder::open(path).ok()) {
            let Some(register) = self.of(folder.root.clone()) else { continue };
            let Ok(uses) = register::uses(&folder, register, &OpenDocuments::new(), &|_, _| true) else { continue };
            let unused = register.iter().filter(|entry| uses.of(&entry.id).places == 0).count();
            if unused > 0 {
                let root = folder.root.display();
                warn(&format!(
                    "{root}: {unused} entries of the register have no place; 'hashiya register list --unused' names them"
                ));
            }
        }
    }
}

/// Mends what can be mended into a new file. The old one stays as it is, whatever happens.
fn repair(file: &Path, new: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    if store::folder::holds_kind(file) == Some(FileKind::Register) {
        let (entries, dropped) = salvage_into(file, new)?;
        dropped.iter().try_for_each(|line| writeln!(out, "left out, since it cannot be read: {line}"))?;
        warn(&format!(
            "{}: {entries} entries can be read, written to {}; the old file is as it was",
            file.display(),
            new.display()
        ));
        return Ok(());
    }
    let report = mend(file)?;
    let mut aside = std::io::stderr();
    let lines = standard::report_of(new, out, &mut aside);
    for line in &report.dropped {
        writeln!(lines, "left out, since it cannot be read: {line}")?;
    }
    for repair in &report.repairs {
        writeln!(lines, "{repair}")?;
    }
    match report.mended {
        Ok(document) => standard::put_document(new, &document, out)?,
        Err(problems) => {
            problems.lines().iter().for_each(|line| warn(line));
            let message = format!("{}: the problems above need a person; no file was written", file.display());
            return Err(Failure::Because(message));
        }
    }
    warn(&format!(
        "{}: {} repairs, written to {}; the old file is as it was",
        file.display(),
        report.repairs.len() + report.dropped.len(),
        new.display()
    ));
    Ok(())
}

/// What a document that is called done lacks by its schema; one that is still worked on may lack it.
fn unmet(path: &Path, document: &AnnotatedDocument) -> Vec<String> {
    if document.state != DocumentState::Done {
        return Vec::new();
    }
    let unmet = requirements(document);
    if unmet.is_empty() {
        return Vec::new();
    }
    let map = OffsetMap::new(document.text());
    let place = |unmet: &Unmet| match unmet.annotation().and_then(|id| document.annotations.get(id)) {
        Some(annotation) => {
            let extent = annotation.spans.extent();
            let at = |byte| map.code_point(byte).0;
            format!(
                " (code points {}..{}, «{}»)",
                at(extent.start),
                at(extent.end),
                document.quote_start(annotation, 40)
            )
        }
        None => String::new(),
    };
    unmet.iter().map(|one| format!("{}: it is done, and {one}{}", path.display(), place(one))).collect()
}

/// What is wrong with a file, one line each.
fn problems(path: &Path) -> Vec<String> {
    let ours = match standard::is_meant(path) {
        true => store::folder::holds_kind(path).is_some(),
        false => is_document_name(path) || path.extension().is_none() && !is_importable(path, None),
    };
    let format = match if ours { Ok(None) } else { format_for(path, None) } {
        Ok(format) => format,
        Err(error) => return vec![message_of(&error)],
    };
    if let Some(format) = format {
        let mut schema = SchemaBuilder::of_files(store::default_schema());
        let read = import(format, path, &options(None, None, None), &mut schema, &|_, _| true);
        return read.err().map(|error| message_of(&error)).into_iter().collect();
    }
    let result = match store::folder::holds_kind(path) {
        Some(FileKind::Schema) => store::load_schema(path).map(|_| ()),
        Some(FileKind::Project) => store::load_project(path).map(|_| ()),
        Some(FileKind::Assignments) => store::assignments_file::load_assignments(path).map(|_| ()),
        Some(FileKind::Register) => store::load_register(path).map(|_| ()),
        Some(FileKind::Memory) => store::load_memory(path).map(|_| ()),
        Some(FileKind::Settings) => store::settings::check(path),
        Some(FileKind::Places) => store::reading_positions::check(path),
        Some(FileKind::Window) => store::window_file::check(path),
        Some(FileKind::Document) | None => match store::load_sealed(path) {
            Ok((_, _, Checksum::Broken)) => return vec![format!("{}: {}", path.display(), store::checksum::CHANGED)],
            Ok((document, ..)) => return unmet(path, &document),
            Err(error) => Err(error),
        },
    };
    result.err().map(|error: LoadError| error.lines()).unwrap_or_default()
}
