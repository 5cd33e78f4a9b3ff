//! What is wrong with a regular expression, as a kind that can be said in any language.

use regex_syntax::{Error, ast, hir};

/// Why a pattern is no expression, with the piece of it that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternFault {
    pub kind: PatternFaultKind,
    /// Empty where no piece can be named.
    pub piece: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternFaultKind {
    GroupUnclosed,
    GroupUnopened,
    /// `[` without `]`, or a range whose end is before its beginning.
    Class,
    /// Nothing to repeat, or a count that is none.
    Repetition,
    Escape,
    GroupName,
    Flag,
    UnicodeClass,
    /// Look-around and back-references, which the engine has not.
    Unsupported,
    /// Nested or repeated beyond what is compiled.
    TooLarge,
}

impl PatternFault {
    /// Of `pattern`, or of `folded` where it is the folding that made it wrong. What neither parser refuses was refused for
    /// its size.
    pub(super) fn new(pattern: &str, folded: &str) -> Self {
        let refused = |pattern: &str| regex_syntax::Parser::new().parse(pattern).err();
        match refused(pattern).or_else(|| refused(folded)) {
            Some(Error::Parse(error)) => {
                let span = error.span();
                let piece = error.pattern().get(span.start.offset..span.end.offset).unwrap_or_default();
                PatternFault { kind: PatternFaultKind::of_ast(error.kind()), piece: piece.to_owned() }
            }
            Some(Error::Translate(error)) => {
                let span = error.span();
                let piece = error.pattern().get(span.start.offset..span.end.offset).unwrap_or_default();
                PatternFault { kind: PatternFaultKind::of_hir(error.kind()), piece: piece.to_owned() }
            }
            _ => PatternFault { kind: PatternFaultKind::TooLarge, piece: String::new() },
        }
    }
}

impl PatternFaultKind {
    fn of_ast(kind: &ast::ErrorKind) -> Self {
        use ast::ErrorKind::*;
        match kind {
            GroupUnclosed => PatternFaultKind::GroupUnclosed,
            GroupUnopened => PatternFaultKind::GroupUnopened,
            ClassEscapeInvalid | ClassRangeInvalid | ClassRangeLiteral | ClassUnclosed => PatternFaultKind::Class,
            RepetitionCountInvalid
            | RepetitionCountDecimalEmpty
            | RepetitionCountUnclosed
            | RepetitionMissing
            | DecimalEmpty
            | DecimalInvalid => PatternFaultKind::Repetition,
            GroupNameDuplicate { .. } | GroupNameEmpty | GroupNameInvalid | GroupNameUnexpectedEof => {
                PatternFaultKind::GroupName
            }
            FlagDanglingNegation
            | FlagDuplicate { .. }
            | FlagRepeatedNegation { .. }
            | FlagUnexpectedEof
            | FlagUnrecognized => PatternFaultKind::Flag,
            UnicodeClassInvalid => PatternFaultKind::UnicodeClass,
            UnsupportedBackreference | UnsupportedLookAround => PatternFaultKind::Unsupported,
            NestLimitExceeded(_) | CaptureLimitExceeded => PatternFaultKind::TooLarge,
            // The escapes and the special word boundaries; the enum is open.
            _ => PatternFaultKind::Escape,
        }
    }

    fn of_hir(kind: &hir::ErrorKind) -> Self {
        use hir::ErrorKind::*;
        match kind {
            UnicodePropertyNotFound
            | UnicodePropertyValueNotFound
            | UnicodePerlClassNotFound
            | UnicodeCaseUnavailable => PatternFaultKind::UnicodeClass,
            _ => PatternFaultKind::Escape,
        }
    }
}
