//! What is wrong with a zipped file, as a kind that can be said in any language.

/// Why a zipped file, or something in it, cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ZipFault {
    #[error("the archive is damaged or ends too soon ({0})")]
    Broken(String),
    #[error("'{0}' is encrypted; save the file without a password")]
    Encrypted(String),
    #[error("'{0}' is compressed in a way that is not read (deflate is)")]
    Method(String),
    #[error("the archive has more than {0} entries")]
    TooManyEntries(usize),
    #[error("'{name}' unpacks to more than the {megabytes} MB that are read of a file of this size")]
    TooLarge { name: String, megabytes: u64 },
    #[error("'{0}' is not in the archive")]
    Missing(String),
}
