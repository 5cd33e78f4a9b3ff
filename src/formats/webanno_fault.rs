//! What is wrong with a file of WebAnno TSV.

/// Why a line of it cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebAnnoFault {
    #[error("'{0}' is not the head of WebAnno TSV 3, of which 3.1 to 3.3 are read")]
    Version(String),
    #[error("'{0}' does not declare a layer")]
    Layer(String),
    #[error("'{0}' is not a line with a token, its place and its text")]
    Line(String),
    #[error("the line has {found} columns for annotations, and the head of the file declares {expected}")]
    Columns { found: usize, expected: usize },
    #[error("the token '{0}' is not in the text where its offsets say")]
    Token(String),
    #[error("'{0}' is no annotation of the file")]
    Unit(String),
    #[error("'{0}' is not the value of a feature")]
    Cell(String),
}
