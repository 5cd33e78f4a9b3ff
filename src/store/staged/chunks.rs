//! A file read a chunk at a time.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use crate::store::disk::MAX_OWN_BYTES;
use crate::store::error::LoadError;

/// A file in chunks, each of which is handed to be hashed as well.
pub(super) struct Chunks<'a, R> {
    pub path: &'a Path,
    pub input: R,
    /// Bytes of a chunk.
    pub size: usize,
    pub chunks: Sender<Arc<Vec<u8>>>,
    pub read: u64,
}

impl<R: Read> Chunks<'_, R> {
    /// The next chunk; `None` at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<Arc<Vec<u8>>>, LoadError> {
        let mut chunk = Vec::with_capacity(self.size);
        let io = |source| LoadError::Io { path: self.path.to_path_buf(), source };
        self.input.by_ref().take(self.size as u64).read_to_end(&mut chunk).map_err(io)?;
        self.read += chunk.len() as u64;
        if self.read > MAX_OWN_BYTES {
            return Err(LoadError::TooLarge { path: self.path.into(), len: self.read, limit: MAX_OWN_BYTES });
        }
        if chunk.is_empty() {
            return Ok(None);
        }
        let chunk = Arc::new(chunk);
        // Who hashes ends before this only if it failed, which is seen when it is asked for its result.
        let _ = self.chunks.send(chunk.clone());
        Ok(Some(chunk))
    }
}
