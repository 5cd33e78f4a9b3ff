//! `hashiya import`: other people's files become documents.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::arguments::Import;
use super::inputs::{self, Found};
use super::{Failure, tell};
use crate::formats::{self, Format, ImportOptions, Input, TextEncoding, Unit, Vocabulary};
use crate::model::{AnnotatedDocument, Annotator};
use crate::store::{self, Expect};

pub fn run(task: Import, out: &mut dyn Write) -> Result<(), Failure> {
    let words = match &task.schema {
        Some(path) => Vocabulary::fixed(store::load_schema(path)?),
        None => Vocabulary::growing(store::default_schema()),
    };
    let wanted = |path: &Path| {
        let format = inputs::format_of(path, task.from);
        format
            .is_some_and(|f| f.extensions().iter().any(|e| path.extension().is_some_and(|p| p.eq_ignore_ascii_case(e))))
    };
    let (found, mut failed) = inputs::find(&task.inputs, wanted);
    let mut drafts = Drafts { out: task.out.clone(), documents: Vec::new(), taken: HashSet::new(), words };
    for file in &found {
        let result = drafts.read(file, &task);
        if let Err(message) = result {
            tell(&message);
            failed += 1;
        }
    }
    if failed > 0 && !task.keep_going {
        tell("nothing was written, since an input failed; --keep-going imports the rest");
        return Err(Failure::Told);
    }
    let Drafts { mut documents, words, .. } = drafts;
    words.finish(documents.iter_mut().map(|(_, document)| document));
    for (path, document) in documents {
        if let Some(folder) = path.parent() {
            make_folder(folder)?;
        }
        store::save(&document, &path, Expect::Absent)?;
        writeln!(out, "{}", path.display())?;
    }
    if failed > 0 { Err(Failure::Told) } else { Ok(()) }
}

struct Drafts {
    out: PathBuf,
    documents: Vec<(PathBuf, AnnotatedDocument)>,
    taken: HashSet<PathBuf>,
    words: Vocabulary,
}

impl Drafts {
    fn read(&mut self, file: &Found, task: &Import) -> Result<(), String> {
        let format = inputs::format_of(&file.path, task.from)
            .or_else(|| inputs::owner_of(&file.path).filter(|_| file.named))
            .ok_or_else(|| unknown_format(&file.path))?;
        let options = options(task.unit, task.encoding, task.annotator.as_deref());
        // A file that fails leaves no trace in the schema.
        let mut words = self.words.clone();
        let import = read_file(format, &file.path, &options, &mut words)?;
        let mut paths = Vec::new();
        for document in &import.documents {
            let name = format!("{}.ron", formats::file_name(&document.document.id().0));
            let path = self.out.join(&file.below).join(name);
            if path.exists() {
                return Err(format!("{}: the document is already there; choose another folder", path.display()));
            }
            if paths.contains(&path) || self.taken.contains(&path) {
                return Err(format!("{}: two documents would be put into {}", file.path.display(), path.display()));
            }
            paths.push(path);
        }
        import.notes.iter().for_each(|note| tell(&note.to_string()));
        import.losses.iter().for_each(|loss| tell(&format!("{}: {loss}", file.path.display())));
        self.words = words;
        self.taken.extend(paths.iter().cloned());
        self.documents.extend(paths.into_iter().zip(import.documents));
        Ok(())
    }
}

/// Reads one file with all that belongs to it.
pub fn read_file(
    format: &dyn Format,
    path: &Path,
    options: &ImportOptions,
    words: &mut Vocabulary,
) -> Result<formats::Import, String> {
    // Brat may be named by its text as well.
    let wanted = format.extensions().iter().any(|e| path.extension().is_some_and(|p| p.eq_ignore_ascii_case(e)));
    let main = path.with_extension(format.extensions()[0]);
    let path = if !wanted && format.companions(&main).iter().any(|c| c == path) { &main } else { path };
    let read = |path: &Path| store::read(path, store::MAX_IMPORT_BYTES).map_err(|error| error.to_string());
    let bytes = read(path)?;
    let companions = format.companions(path).into_iter().filter(|path| path.is_file() && !store::leads_away(path));
    let companions = companions.map(|path| Ok((path.clone(), read(&path)?))).collect::<Result<_, String>>()?;
    format.import(&Input { path, bytes: &bytes, companions }, options, words).map_err(|error| error.to_string())
}

pub fn options(unit: Option<Unit>, encoding: Option<TextEncoding>, annotator: Option<&str>) -> ImportOptions {
    ImportOptions { unit, encoding, annotator: annotator_named(annotator), now: store::now() }
}

/// The annotator that was named, or the one the system knows.
pub fn annotator_named(name: Option<&str>) -> Annotator {
    let known = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|v| std::env::var(v).ok().filter(|n| !n.is_empty()));
    Annotator::new(name.map(str::to_owned).or_else(known).unwrap_or_else(|| "annotator".into()))
}

/// Makes a folder and those above it.
pub fn make_folder(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|source| {
        let path = folder.to_path_buf();
        store::LoadError::Io { path, source }.into()
    })
}

fn unknown_format(path: &Path) -> String {
    let name = path.display();
    if path.extension().is_some_and(|e| e == "ron") {
        return format!("{name}: this is a document of Hashiya already; there is nothing to import");
    }
    let names: Vec<_> = formats::registry().iter().filter(|f| f.reads()).map(|f| f.name()).collect();
    match path.exists() {
        true => format!("{name}: its extension tells no format; name one with --from ({})", names.join(", ")),
        false => format!("{name}: there is no such file or folder"),
    }
}
