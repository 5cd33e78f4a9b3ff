//! What is written into a pipe, a device or the standard output: it is held here until it is whole, since nobody can take back
//! what a pipe has swallowed. Large output waits in a file without a name.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

use super::error::SaveError;
use super::temporary::free_name;

/// What is held in memory, in bytes; more goes to a file.
const MAX_IN_MEMORY: usize = 16 << 20;

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
        self.append_within(bytes, MAX_IN_MEMORY).map_err(|source| {
            let folder = std::env::temp_dir();
            SaveError::from_io(&folder, source)
        })
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
}
