//! The name of an entry of the document list: what threads and tasks know of a document.

/// Names an entry for the life of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);
