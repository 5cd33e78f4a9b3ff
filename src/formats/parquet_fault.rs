//! What is wrong with a file of Parquet.

/// Why it cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParquetFault {
    #[error("the file of Parquet is damaged: {0}")]
    Damaged(String),
    #[error("the file of Parquet is compressed by {0}, which is not read; write it with snappy, gzip or none")]
    Compression(String),
    #[error("the file of Parquet has no column of texts, which would be called 'text'; it has {0}")]
    NoText(String),
    #[error("the column '{0}' has no value in this row")]
    NoValue(String),
}
