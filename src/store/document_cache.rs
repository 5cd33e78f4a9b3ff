//! Documents that are looked into again and again, kept so that only those that changed on the disk are read anew.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::fingerprint::FileFingerprint;
use crate::model::AnnotatedDocument;

/// Bytes of text kept at most; what is read beyond that is read each time.
const MAX_BYTES: usize = 128 << 20;

/// The documents of files as they were when they were last looked into.
#[derive(Debug, Default)]
pub struct DocumentCache {
    held: HashMap<PathBuf, (FileFingerprint, Arc<AnnotatedDocument>)>,
    bytes: usize,
}

impl DocumentCache {
    /// The document at `path`: the one kept, where the file looks untouched, or else what `read` makes of it.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn take<E>(
        &mut self,
        path: &Path,
        read: impl FnOnce(&Path) -> Result<AnnotatedDocument, E>,
    ) -> Result<Arc<AnnotatedDocument>, E> {
        let seen = FileFingerprint::at(path).ok().flatten();
        if let (Some((known, document)), Some(now)) = (self.held.get(path), seen)
            && *known == now
            && now.is_dated()
        {
            return Ok(document.clone());
        }
        if let Some((_, old)) = self.held.remove(path) {
            self.bytes -= old.text().len();
        }
        let document = Arc::new(read(path)?);
        if let Some(seen) = seen
            && self.bytes + document.text().len() <= MAX_BYTES
        {
            self.bytes += document.text().len();
            self.held.insert(path.to_path_buf(), (seen, document.clone()));
        }
        Ok(document)
    }
}
