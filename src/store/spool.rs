//! What is written into a pipe, a device or the standard output: it is held here until it is whole, since nobody can take back
//! what a pipe has swallowed. Large output waits in a file without a name.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::error::SaveError;
use super::temporary::free_name;

/// What is held in memory, in bytes; more goes to a file.
const MAX_IN_MEMORY: usize = 16 << 20;

/// The same of each of several shelves: what waits there need not be at hand.
const MAX_ON_SHELF: usize = 64 << 10;

/// Bytes that wait for their end. Dropped, they are gone.
#[derive(Debug, Default)]
pub struct Spool {
    memory: Vec<u8>,
    /// Holds what came first, once memory was not enough.
    file: Option<File>,
}

impl Spool {
    /// # Errors
    /// Where the folder of the system for temporary files takes no more.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), SaveError> {
        self.append_within(bytes, MAX_IN_MEMORY).map_err(in_temporary)
    }

    fn append_within(&mut self, bytes: &[u8], most: usize) -> io::Result<()> {
        self.memory.extend_from_slice(bytes);
        if self.memory.len() <= most {
            return Ok(());
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(nameless()?),
        };
        file.write_all(&self.memory)?;
        self.memory.clear();
        Ok(())
    }

    /// Copies all of it, from its beginning.
    ///
    /// # Errors
    /// Of `out` as of the file that holds it.
    pub fn copy_to(mut self, out: &mut dyn Write) -> io::Result<()> {
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(0))?;
            io::copy(file, out)?;
        }
        out.write_all(&self.memory)?;
        out.flush()
    }

    /// Writes all of it into what stands at `path` as it is, such as a pipe. To open a pipe waits for whoever reads it.
    ///
    /// # Errors
    /// Where it cannot be opened, or takes no more.
    pub fn copy_into(self, path: &Path) -> Result<(), SaveError> {
        let opened = OpenOptions::new().write(true).open(path);
        let written = opened.and_then(|mut stream| self.copy_to(&mut stream));
        written.map_err(|source| SaveError::Stream { path: path.into(), source })
    }
}

/// Bytes that wait for their place in what is written, on a few shelves. Hardly any of them are in memory.
#[derive(Debug, Default)]
pub struct Shelves(Vec<Shelf>);

#[derive(Debug, Default)]
struct Shelf {
    spool: Spool,
    /// How much of what is in memory was taken back, once that has begun.
    taken: Option<usize>,
}

impl Shelves {
    /// # Errors
    /// Where the folder of the system for temporary files takes no more.
    pub fn put(&mut self, shelf: usize, bytes: &[u8]) -> Result<(), SaveError> {
        if self.0.len() <= shelf {
            self.0.resize_with(shelf + 1, Shelf::default);
        }
        let spool = &mut self.0[shelf].spool;
        spool.append_within(bytes, MAX_ON_SHELF).map_err(in_temporary)
    }

    /// Fills `piece` with what comes next, from the beginning on; how many bytes there were. After the last there are none, and the
    /// shelf is empty.
    ///
    /// # Errors
    /// Of the file that holds them.
    pub fn take(&mut self, shelf: usize, piece: &mut [u8]) -> Result<usize, SaveError> {
        let Some(found) = self.0.get_mut(shelf) else { return Ok(0) };
        let len = found.take(piece).map_err(in_temporary)?;
        if len == 0 {
            *found = Shelf::default();
        }
        Ok(len)
    }
}

impl Shelf {
    fn take(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        let Spool { memory, file } = &mut self.spool;
        let is_begun = self.taken.is_some();
        let taken = self.taken.get_or_insert(0);
        if let Some(file) = file {
            if !is_begun {
                file.seek(SeekFrom::Start(0))?;
            }
            match file.read(piece)? {
                0 => {}
                len => return Ok(len),
            }
        }
        let rest = &memory[*taken..];
        let len = rest.len().min(piece.len());
        piece[..len].copy_from_slice(&rest[..len]);
        *taken += len;
        Ok(len)
    }
}

fn in_temporary(source: io::Error) -> SaveError {
    SaveError::from_io(&std::env::temp_dir(), source)
}

/// A file of this process alone, which is gone with it. Elsewhere than on Unix its name stays until the system sweeps.
fn nameless() -> io::Result<File> {
    let path = free_name(&std::env::temp_dir().join("hashiya"));
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&path)?;
    let _ = fs::remove_file(&path);
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_to_the_file_comes_before_what_is_in_memory() {
        let mut spool = Spool::default();
        for part in ["واحد ", "اثنان ", "ثلاثة"] {
            spool.append_within(part.as_bytes(), 12).expect("there is room");
        }
        assert!(spool.file.is_some() && !spool.memory.is_empty());
        let mut out = Vec::new();
        spool.copy_to(&mut out).expect("memory takes all");
        assert_eq!(String::from_utf8_lossy(&out), "واحد اثنان ثلاثة");
    }

    #[test]
    fn shelves_give_back_what_was_put_on_each_and_are_empty_then() {
        let mut shelves = Shelves::default();
        // Beyond what is held in memory, in parts that end anywhere.
        let parts: Vec<Vec<u8>> = (0..300u32).map(|n| n.to_le_bytes().repeat(1 + n as usize)).collect();
        for round in 0..2 {
            for part in &parts {
                shelves.put(0, part).expect("there is room");
                shelves.put(2, b"a").expect("there is room");
            }
            assert_eq!(shelves.0[0].spool.file.is_some(), parts.concat().len() > MAX_ON_SHELF, "{round}");
            for (shelf, expected) in [(0, parts.concat()), (1, vec![]), (2, vec![b'a'; 300]), (7, vec![])] {
                let (mut found, mut piece) = (Vec::new(), [0; 1000]);
                loop {
                    match shelves.take(shelf, &mut piece).expect("it is there") {
                        0 => break,
                        len => found.extend_from_slice(&piece[..len]),
                    }
                }
                assert!(found == expected, "{shelf}: {} bytes of {}", found.len(), expected.len());
            }
        }
    }
}
