//! Files that are archives of files: what is read of them is bounded by their size, whatever they say of themselves; what is
//! written has no times, so that the same documents give the same bytes.

use std::cell::RefCell;
use std::io::{self, Cursor, Read, Write};
use std::path::Path;
use std::rc::Rc;

use zip::result::ZipError;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::builder::Importer;
use super::error::{ImportError, ImportProblem};
use super::xml;
use super::zip_fault::ZipFault;

/// Entries of an archive.
const MAX_ENTRIES: usize = 20_000;

/// Bytes that may be unpacked of an archive: so many times its own, and so many besides. What is unpacked may be held up to three
/// times while it is read.
const TIMES: u64 = 5;
const FREE: u64 = 20 << 20;

/// The first bytes of an archive.
pub(super) const SIGNATURE: &[u8] = b"PK\x03\x04";

/// An archive to read from.
pub(super) struct Zipped<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    path: &'a Path,
    most: u64,
    left: u64,
}

/// What is wrong with an entry, or with the archive of this name. What is wrong may show at once or when the entry is read.
fn fault_of(error: ZipError, name: &str) -> ZipFault {
    match error {
        ZipError::UnsupportedArchive(why) if why.contains("assword") => ZipFault::Encrypted(name.into()),
        ZipError::InvalidPassword => ZipFault::Encrypted(name.into()),
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => ZipFault::Method(name.into()),
        ZipError::Io(error) => match error.downcast::<ZipError>() {
            Ok(within) => fault_of(within, name),
            Err(error) => ZipFault::Broken(error.to_string()),
        },
        error => ZipFault::Broken(error.to_string()),
    }
}

impl<'a> Zipped<'a> {
    pub(super) fn open(path: &'a Path, bytes: &'a [u8]) -> Result<Self, ImportError> {
        let problem = |fault: ZipFault| ImportProblem::from(fault).in_file(path);
        if bytes.is_empty() {
            return Err(ImportProblem::Empty.in_file(path));
        }
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| problem(fault_of(error, &path.to_string_lossy())))?;
        if archive.len() > MAX_ENTRIES {
            return Err(problem(ZipFault::TooManyEntries(MAX_ENTRIES)));
        }
        let most = TIMES * bytes.len() as u64 + FREE;
        Ok(Zipped { archive, path, most, left: most })
    }

    pub(super) fn names(&self) -> impl Iterator<Item = String> + '_ {
        self.archive.file_names_raw().map(|name| String::from_utf8_lossy(name).into_owned())
    }

    /// What an entry holds; `None` where there is none of this name.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, ImportError> {
        let path = self.path;
        let problem = |fault: ZipFault| ImportProblem::from(fault).in_file(path);
        let entry = match self.archive.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(problem(fault_of(error, name))),
        };
        let mut bytes = Vec::new();
        // What an entry says of its length is not believed.
        let read = entry.take(self.left + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > self.left {
            let megabytes = self.most >> 20;
            return Err(problem(ZipFault::TooLarge { name: name.into(), megabytes }));
        }
        read.map_err(|error| problem(fault_of(error.into(), name)))?;
        self.left -= bytes.len() as u64;
        Ok(Some(bytes))
    }

    /// The text of an entry of XML; `None` where there is none of this name.
    pub(super) fn xml(&mut self, name: &str, importer: &mut Importer<'_>) -> Result<Option<String>, ImportError> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let within = self.path.join(name);
        match String::from_utf8(bytes) {
            Ok(text) if !text.is_empty() => Ok(Some(text)),
            Ok(_) => Err(ImportProblem::Empty.in_file(&within)),
            Err(error) => {
                xml::decode(&within, error.as_bytes(), importer).map(|decoded| Some(decoded.text.into_owned()))
            }
        }
    }

    /// The same of an entry that has to be there.
    pub(super) fn needed_xml(&mut self, name: &str, importer: &mut Importer<'_>) -> Result<String, ImportError> {
        let path = self.path;
        self.xml(name, importer)?.ok_or_else(|| ImportProblem::from(ZipFault::Missing(name.into())).in_file(path))
    }
}

/// Writes an archive, of which no more is held than what [`ZippedOut::take`] has not taken yet.
pub(super) struct ZippedOut {
    writer: ZipWriter<StreamWriter<Shared>>,
    written: Shared,
}

#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl ZippedOut {
    pub(super) fn new() -> Self {
        let written = Shared::default();
        ZippedOut { writer: ZipWriter::new_stream(written.clone()), written }
    }

    /// Begins an entry, which no other of the archive is called as.
    pub(super) fn begin(&mut self, name: &str) {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        self.writer.start_file(name, options).expect("memory takes what is written");
    }

    pub(super) fn write(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).expect("memory takes what is written");
    }

    /// What is written so far, away from here.
    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut *self.written.0.borrow_mut())
    }

    /// The rest, with the list of the entries.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let rest = self.take();
        self.writer.finish().expect("memory takes what is written");
        let end = std::mem::take(&mut *self.written.0.borrow_mut());
        [rest, end].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
            writer.start_file(*name, options).expect("room");
            writer.write_all(bytes).expect("room");
        }
        writer.finish().expect("room").into_inner()
    }

    fn read(bytes: &[u8], name: &str) -> Result<Option<Vec<u8>>, String> {
        let path = Path::new("a.docx");
        Zipped::open(path, bytes).and_then(|mut zipped| zipped.bytes(name)).map_err(|error| error.to_string())
    }

    #[test]
    fn entries_are_read_as_far_as_the_archive_is_sound() {
        let sound = archive(&[("a.xml", b"<a/>"), ("b", b"x")]);
        assert_eq!(read(&sound, "a.xml"), Ok(Some(b"<a/>".to_vec())));
        assert_eq!(read(&sound, "c"), Ok(None));
        for cut in [0, 3, 30, sound.len() / 2, sound.len() - 1] {
            assert!(read(&sound[..cut], "b").is_err(), "{cut}");
        }
        let mut encrypted = sound.clone();
        for at in memchr::memmem::find_iter(&sound, b"PK\x01\x02") {
            encrypted[at + 8] |= 1;
        }
        assert!(read(&encrypted, "b").is_err_and(|said| said.contains("encrypted")), "{:?}", read(&encrypted, "b"));
        let mut packed = sound.clone();
        for at in memchr::memmem::find_iter(&sound, b"PK\x01\x02") {
            packed[at + 10] = 14;
        }
        assert!(read(&packed, "b").is_err_and(|said| said.contains("not read")), "{:?}", read(&packed, "b"));
    }

    #[test]
    fn a_bomb_is_refused_before_it_fills_the_memory() {
        let bomb = archive(&[("word/document.xml", &vec![b'a'; 30 << 20])]);
        assert!(bomb.len() < 100_000);
        let said = read(&bomb, "word/document.xml").expect_err("too much");
        assert!(said.contains("more than the 20 MB"), "{said}");
        let several: Vec<_> = (0..30).map(|n| format!("{n}")).collect();
        let megabyte = vec![b'a'; 1 << 20];
        let entries: Vec<_> = several.iter().map(|name| (name.as_str(), &megabyte[..])).collect();
        let bytes = archive(&entries);
        let mut zipped = Zipped::open(Path::new("a"), &bytes).expect("sound");
        let refused = several.iter().position(|name| zipped.bytes(name).is_err());
        assert_eq!(refused, Some(20), "what is unpacked is counted together");
    }
}
