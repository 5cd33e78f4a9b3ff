//! What goes in and out of readers and writers: files and documents, one by one, with what is told of them.

use std::path::{Path, PathBuf};

use super::column_options::{Role, Separator};
use super::encoding::TextEncoding;
use super::error::ImportError;
use super::loss::Loss;
use crate::model::offset_map::Unit;
use crate::model::{AnnotatedDocument, Annotator, Timestamp};

/// What a person may say about files that are imported.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// The unit of the offsets; `None` looks at the text that stands beside them.
    pub unit: Option<Unit>,
    /// `None` guesses.
    pub encoding: Option<TextEncoding>,
    /// Who is said to have annotated where the file does not say.
    pub annotator: Annotator,
    /// When the import happens: the time of annotations that carry none.
    pub now: Timestamp,
    /// What the columns of a file with a token a line are; `None` looks at them.
    pub columns: Option<Vec<Role>>,
    /// What stands between columns; `None` looks at them.
    pub separator: Option<Separator>,
    /// Lines that cannot be read are left out.
    pub keep_going: bool,
    /// Whose annotations are taken, where a file has those of several for a document; `None` takes those of all.
    pub by: Option<String>,
}

impl Default for ImportOptions {
    fn default() -> Self {
        ImportOptions {
            unit: None,
            encoding: None,
            annotator: Annotator::new(""),
            now: Timestamp(0),
            columns: None,
            separator: None,
            keep_going: false,
            by: None,
        }
    }
}

/// A file to import, with the files it cannot be read without.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    pub path: &'a Path,
    pub bytes: &'a [u8],
    /// The files [`super::Format::companions`] asked for, as far as they exist.
    pub companions: Vec<(PathBuf, Vec<u8>)>,
}

/// What is worth knowing of how a file was read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportNote {
    #[error("{}: read as {encoding}, which was guessed; --encoding names another", path.display())]
    Guessed { path: PathBuf, encoding: &'static str },
    #[error("{}: offsets count {unit}, as the text beside them shows", path.display())]
    Unit { path: PathBuf, unit: Unit },
    #[error("{}: offsets count the byte order mark, so it stays as the first character", path.display())]
    MarkCounts { path: PathBuf },
}

/// Whoever takes documents or files does not want more of them: it was cancelled, or it failed and knows why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// Why a file was not read to its end.
#[derive(Debug)]
pub enum ReadEnd {
    Refused(ImportError),
    Stopped,
}

impl From<ImportError> for ReadEnd {
    fn from(error: ImportError) -> Self {
        ReadEnd::Refused(error)
    }
}

impl From<Stopped> for ReadEnd {
    fn from(_: Stopped) -> Self {
        ReadEnd::Stopped
    }
}

/// Takes what a reader finds.
///
/// The documents carry an empty schema: [`super::SchemaBuilder::finish`] gives all documents of one import the same.
pub trait ImportSink {
    /// So many documents are to come, as far as the file tells.
    fn expect(&mut self, documents: usize) {
        let _ = documents;
    }

    /// # Errors
    /// Where no more are wanted.
    fn document(&mut self, document: AnnotatedDocument) -> Result<(), Stopped>;

    /// What the file says and our model cannot hold.
    fn loss(&mut self, loss: Loss);

    /// What was guessed or is worth knowing, such as the encoding.
    fn note(&mut self, note: ImportNote);

    /// A line that cannot be read. Where it is not left out, the file is refused when all of them are known.
    fn refused(&mut self, error: ImportError) {
        let _ = error;
    }
}

/// What a file holds, all at once.
#[derive(Clone, Debug, Default)]
pub struct Import {
    pub documents: Vec<AnnotatedDocument>,
    pub losses: Vec<Loss>,
    pub notes: Vec<ImportNote>,
    /// Lines that were left out.
    pub refused: Vec<ImportError>,
}

impl ImportSink for Import {
    fn expect(&mut self, documents: usize) {
        // A list that grows is held twice while it moves.
        self.documents.reserve_exact(documents);
        self.losses.reserve_exact(documents);
    }

    fn document(&mut self, document: AnnotatedDocument) -> Result<(), Stopped> {
        self.documents.push(document);
        Ok(())
    }

    fn loss(&mut self, loss: Loss) {
        self.losses.push(loss);
    }

    fn note(&mut self, note: ImportNote) {
        self.notes.push(note);
    }

    fn refused(&mut self, error: ImportError) {
        self.refused.push(error);
    }
}

/// Takes the files that a writer makes, one after the other.
pub trait ExportSink {
    /// The file that bytes go to from here on; a path relative to the place that a person names.
    ///
    /// # Errors
    /// Where no more is wanted.
    fn file(&mut self, path: &Path) -> Result<(), Stopped>;

    /// # Errors
    /// Where no more is wanted.
    fn bytes(&mut self, bytes: &[u8]) -> Result<(), Stopped>;

    /// Keeps bytes on a shelf until their place in a file comes, so that no writer holds what grows with the corpus. Writers number their
    /// shelves from 0.
    ///
    /// # Errors
    /// Where no more is wanted.
    fn put_aside(&mut self, shelf: usize, bytes: &[u8]) -> Result<(), Stopped>;

    /// Fills `piece` with the next bytes of a shelf, in the order in which they came; how many there were. After the last there are none,
    /// and the shelf is as new. Nothing is put there between the first and the last.
    ///
    /// # Errors
    /// Where no more is wanted.
    fn take_back(&mut self, shelf: usize, piece: &mut [u8]) -> Result<usize, Stopped>;

    /// What the file cannot carry.
    fn loss(&mut self, loss: Loss);
}

/// What an export amounts to, all at once and before anything is written.
#[derive(Clone, Debug, Default)]
pub struct Export {
    /// Paths relative to the place the person names, and their bytes.
    pub files: Vec<(PathBuf, Vec<u8>)>,
    /// What the files cannot carry.
    pub losses: Vec<Loss>,
    /// What waits, and how much of it was taken back.
    shelves: Vec<(Vec<u8>, usize)>,
}

impl ExportSink for Export {
    fn file(&mut self, path: &Path) -> Result<(), Stopped> {
        self.files.push((path.to_owned(), Vec::new()));
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), Stopped> {
        if let Some((_, file)) = self.files.last_mut() {
            file.extend_from_slice(bytes);
        }
        Ok(())
    }

    fn put_aside(&mut self, shelf: usize, bytes: &[u8]) -> Result<(), Stopped> {
        if self.shelves.len() <= shelf {
            self.shelves.resize_with(shelf + 1, Default::default);
        }
        self.shelves[shelf].0.extend_from_slice(bytes);
        Ok(())
    }

    fn take_back(&mut self, shelf: usize, piece: &mut [u8]) -> Result<usize, Stopped> {
        let Some((bytes, taken)) = self.shelves.get_mut(shelf) else { return Ok(0) };
        let rest = &bytes[*taken..];
        let len = rest.len().min(piece.len());
        piece[..len].copy_from_slice(&rest[..len]);
        *taken += len;
        if len == 0 {
            self.shelves[shelf] = Default::default();
        }
        Ok(len)
    }

    fn loss(&mut self, loss: Loss) {
        self.losses.push(loss);
    }
}
