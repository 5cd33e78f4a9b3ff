//! What is wrong with a line of JSON, as a kind that can be said in any language; what the parser says of it in English is
//! kept for those who want it.

use serde_json::error::Category;

/// A line that is not the JSON that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonFault {
    pub kind: JsonFaultKind,
    /// The character of the line, from 1; `None` where the parser names no place.
    pub column: Option<usize>,
    /// What `serde_json` says, without the place.
    pub said: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonFaultKind {
    /// It ends before it is whole.
    Ended,
    /// It is not JSON.
    Syntax,
    /// It is JSON with a field that is missing, stands twice or has another kind of value.
    Data,
}

impl JsonFaultKind {
    /// As the beginning of a sentence that says where.
    pub fn in_words(self) -> &'static str {
        match self {
            JsonFaultKind::Ended => "the JSON ends before it is whole",
            JsonFaultKind::Syntax => "it is not valid JSON",
            JsonFaultKind::Data => "it is JSON of another shape than this format has",
        }
    }
}

impl JsonFault {
    pub(super) fn new(error: &serde_json::Error, line: &str) -> Self {
        let kind = match error.classify() {
            Category::Eof => JsonFaultKind::Ended,
            Category::Data => JsonFaultKind::Data,
            Category::Syntax | Category::Io => JsonFaultKind::Syntax,
        };
        let said = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        // The parser counts bytes.
        let column = (error.line() > 0)
            .then(|| line.char_indices().take_while(|(at, _)| *at < error.column()).count())
            .map(|column| column.max(1));
        JsonFault { kind, column, said: said.strip_suffix(&place).unwrap_or(&said).to_owned() }
    }
}

impl std::fmt::Display for JsonFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.column {
            Some(column) => write!(f, "{} at column {column}", self.said),
            None => f.write_str(&self.said),
        }
    }
}
