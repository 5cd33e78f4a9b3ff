//! What is wrong where a file stops being RON, as a kind that can be said in any language.

use ron::error::Error;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxFault {
    /// It ends, or a string or comment in it never does.
    Ended,
    MissingField(String),
    UnknownField(String),
    FieldTwice(String),
    /// A word that stands where only some may.
    UnknownWord(String),
    /// A comma, colon or bracket is missing, or something stands in its place.
    Punctuation,
    /// A string or character is not written as one, or has an escape that there is not.
    Text,
    /// A number is not one, or beyond its range.
    Number,
    /// A value of another kind than is wanted there.
    WrongValue,
    TooDeep,
    /// Something follows what closes the file.
    Trailing,
}

impl From<&Error> for SyntaxFault {
    fn from(error: &Error) -> Self {
        match error {
            Error::Eof | Error::UnclosedBlockComment | Error::UnclosedLineComment | Error::ExpectedStringEnd => {
                SyntaxFault::Ended
            }
            Error::MissingStructField { field, .. } => SyntaxFault::MissingField((*field).to_owned()),
            Error::NoSuchStructField { found, .. } => SyntaxFault::UnknownField(found.clone()),
            Error::DuplicateStructField { field, .. } => SyntaxFault::FieldTwice((*field).to_owned()),
            Error::NoSuchEnumVariant { found, .. } | Error::NoSuchExtension(found) => {
                SyntaxFault::UnknownWord(found.clone())
            }
            Error::ExpectedDifferentStructName { found, .. } => SyntaxFault::UnknownWord(found.clone()),
            Error::InvalidIdentifier(found) | Error::SuggestRawIdentifier(found) => {
                SyntaxFault::UnknownWord(found.clone())
            }
            Error::ExpectedArrayEnd
            | Error::ExpectedAttribute
            | Error::ExpectedAttributeEnd
            | Error::ExpectedComma
            | Error::ExpectedMapColon
            | Error::ExpectedMapEnd
            | Error::ExpectedOptionEnd
            | Error::ExpectedStructLikeEnd
            | Error::ExpectedRangeSyntax
            | Error::UnexpectedChar(_) => SyntaxFault::Punctuation,
            Error::ExpectedChar
            | Error::ExpectedByteLiteral
            | Error::ExpectedString
            | Error::ExpectedByteString
            | Error::InvalidEscape(_)
            | Error::Utf8Error(_) => SyntaxFault::Text,
            Error::ExpectedFloat
            | Error::FloatUnderscore
            | Error::ExpectedInteger
            | Error::IntegerOutOfBounds
            | Error::InvalidIntegerDigit { .. }
            | Error::UnderscoreAtBeginning => SyntaxFault::Number,
            Error::ExceededRecursionLimit => SyntaxFault::TooDeep,
            Error::TrailingCharacters => SyntaxFault::Trailing,
            // The enum of `ron` is open; whatever else there is stands where another value is wanted.
            _ => SyntaxFault::WrongValue,
        }
    }
}
