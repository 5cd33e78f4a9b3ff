//! What is wrong with a table.

/// Why a row, or the table as a whole, cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableFault {
    #[error("the table has no column '{0}'")]
    NoColumn(&'static str),
    #[error("the table has two columns '{0}'")]
    ColumnTwice(String),
    #[error("the table has more than {0} columns")]
    TooManyColumns(usize),
    #[error("the row has {found} cells, and the table has {expected} columns")]
    Cells { found: usize, expected: usize },
    #[error("the row ends within a cell in quotation marks; is the file cut?")]
    OpenQuote,
    #[error("'{0}' stands behind the closing quotation mark of a cell; one within a cell is doubled")]
    BehindQuote(String),
    #[error("'{said}' in the column '{column}' is not what stands there")]
    Value { column: String, said: String },
    #[error("no row has the text of the document '{0}'")]
    NoText(String),
    #[error("the text of the document goes on at the code point {expected}, and the row says {said}")]
    Continues { expected: u64, said: u64 },
}
