//! What is wrong with a file of XML, as a kind that can be said in any language; what the parser says of it in English is kept for
//! those who want it.

/// Elements within each other.
pub(super) const MAX_DEPTH: usize = 256;

/// Attributes of one element, and prefixes of namespaces that are known at once.
pub(super) const MAX_ATTRIBUTES: usize = 256;

/// What is wrong with a file of XML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlFault {
    pub kind: XmlFaultKind,
    /// The character of the line, from 1.
    pub column: usize,
    /// What the parser says in English, or the name that is meant.
    pub said: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlFaultKind {
    /// It ends before it is whole.
    Ended,
    /// It is not XML.
    Syntax,
    /// It declares entities.
    Entities,
    /// It refers to an entity that XML does not have.
    UnknownEntity,
    /// Elements lie within each other too deeply.
    TooDeep,
    /// An element has too many attributes or namespaces.
    TooMany,
    /// It is XML with an element or attribute that is missing or is not what it should be.
    Data,
}

impl std::fmt::Display for XmlFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let said = &self.said;
        match self.kind {
            XmlFaultKind::Ended => f.write_str("it ends too soon")?,
            XmlFaultKind::Syntax | XmlFaultKind::Data => f.write_str(said)?,
            XmlFaultKind::Entities => f.write_str("it declares entities, which are not read")?,
            XmlFaultKind::UnknownEntity => write!(f, "'&{said};' is no entity of XML")?,
            XmlFaultKind::TooDeep => write!(f, "elements lie within each other more than {MAX_DEPTH} deep")?,
            XmlFaultKind::TooMany => write!(f, "an element has more than {MAX_ATTRIBUTES} attributes or namespaces")?,
        }
        write!(f, " at column {}", self.column)
    }
}
