//! The standard input as a file named `-`, for the command line alone: a window never waits for it. It is read once, to its end,
//! since an import reads its files twice.

use std::io::Read;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether `-` is more than the name of a file.
static MEANT: AtomicBool = AtomicBool::new(false);

static BYTES: OnceLock<Result<Vec<u8>, std::io::ErrorKind>> = OnceLock::new();

/// From here on `-` is the standard input; a file of this name is `./-`.
pub fn name_it() {
    MEANT.store(true, Ordering::SeqCst);
}

/// Whether a path is the standard input.
pub fn is_meant(path: &Path) -> bool {
    path.as_os_str() == "-" && MEANT.load(Ordering::SeqCst)
}

/// All that it holds, where it is what `path` says; of more than `most` bytes, one more than those.
pub(super) fn at(path: &Path, most: u64) -> Option<std::io::Result<&'static [u8]>> {
    let read = || {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().take(most + 1).read_to_end(&mut bytes);
        read.map(|_| bytes).map_err(|error| error.kind())
    };
    is_meant(path).then(|| match BYTES.get_or_init(read) {
        Ok(bytes) => Ok(bytes.as_slice()),
        Err(kind) => Err((*kind).into()),
    })
}
