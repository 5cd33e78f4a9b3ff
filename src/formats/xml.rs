//! XML as datasets of others have it: elements, attributes and text one after the other, borrowed from the file, with the line of
//! each; and the way back, in which everything that XML cannot say as it is becomes a reference or is counted.
//!
//! What makes XML dangerous is refused: entities of a document's own (a few lines of them may stand for gigabytes), elements
//! within elements without end, and attributes or namespaces without number. References to control characters are taken, as XML
//! 1.1 has them.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::Path;

use quick_xml::errors::{IllFormedError, SyntaxError};
use quick_xml::events::Event as Raw;

use super::builder::Importer;
use super::encoding::{self, Decoded, TextEncoding};
use super::error::{ImportError, ImportProblem};
use super::flow::ImportNote;
use super::xml_fault::{MAX_ATTRIBUTES, MAX_DEPTH, XmlFault, XmlFaultKind};

/// What stands for a character that XML cannot say. It is one UTF-16 unit, as each of those characters is.
pub(super) const REPLACEMENT: char = '\u{fffd}';

/// A fault and its line, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct XmlFaultAt {
    pub line: usize,
    pub fault: XmlFault,
}

impl From<XmlFaultAt> for (usize, ImportProblem) {
    fn from(at: XmlFaultAt) -> Self {
        (at.line, ImportProblem::Xml(at.fault))
    }
}

/// The text of a file of XML: in the encoding that a person says, else by its byte order mark, else as the file declares.
pub(super) fn decode<'b>(
    path: &Path,
    bytes: &'b [u8],
    importer: &mut Importer<'_>,
) -> Result<Decoded<'b>, ImportError> {
    let said = importer.options.encoding.or_else(|| declared(bytes));
    let decoded = encoding::decode(bytes, said).map_err(|(problem, at)| {
        let line = 1 + memchr::memchr_iter(b'\n', &bytes[..at.min(bytes.len())]).count();
        problem.at(path, line)
    })?;
    if decoded.guessed {
        importer.note(ImportNote::Guessed { path: path.into(), encoding: decoded.encoding.name() });
    }
    Ok(decoded)
}

/// The encoding that a declaration names, where the file can be read as ASCII so far.
fn declared(bytes: &[u8]) -> Option<TextEncoding> {
    let head = bytes.strip_prefix(b"<?xml")?;
    let end = head.iter().take(200).position(|b| *b == b'>')?;
    let head = std::str::from_utf8(&head[..end]).ok()?;
    let said = head.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = said.chars().next().filter(|c| ['"', '\''].contains(c))?;
    TextEncoding::from_name(said[1..].split(quote).next()?)
}

/// The name of an element or attribute.
#[derive(Clone, Copy, Debug, Eq)]
pub(super) struct Tag<'t> {
    /// Empty where there is none.
    pub prefix: &'t str,
    /// Without the prefix.
    pub name: &'t str,
}

/// By their lengths first: each attribute is compared with those before it, and most have no prefix.
impl PartialEq for Tag<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.name.len() == other.name.len()
            && self.prefix.len() == other.prefix.len()
            && self.name == other.name
            && (self.prefix.is_empty() || self.prefix == other.prefix)
    }
}

impl<'t> Tag<'t> {
    fn of(name: &'t str) -> Self {
        let (prefix, name) = name.split_once(':').unwrap_or(("", name));
        Tag { prefix, name }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute<'t> {
    pub tag: Tag<'t>,
    /// Without references.
    pub value: Cow<'t, str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Event<'t> {
    /// An element begins; [`XmlReader::attributes`] has its attributes until the next event.
    Start(Tag<'t>),
    /// The element ends, also one that was written as `<a/>`.
    End(Tag<'t>),
    /// All of the text between two tags, without references. Comments within it are left out.
    Text(Cow<'t, str>),
}

/// Reads a file of XML.
pub(super) struct XmlReader<'t> {
    text: &'t str,
    reader: quick_xml::Reader<&'t [u8]>,
    /// An event that was read behind the end of a text, with its place.
    held: Option<(Raw<'t>, usize, usize)>,
    attributes: Vec<Attribute<'t>>,
    open: Vec<Tag<'t>>,
    /// Prefixes with their namespaces and the depth at which they are declared.
    spaces: Vec<(&'t str, Cow<'t, str>, usize)>,
    had_root: bool,
    /// The byte at which the last event begins.
    begin: usize,
    /// A byte, and its line from 1: counted on from there.
    counted: (usize, usize),
}

impl<'t> XmlReader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        // The parser leaves them out of what it counts.
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = quick_xml::Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        reader.config_mut().check_comments = true;
        XmlReader {
            text,
            reader,
            held: None,
            attributes: Vec::new(),
            open: Vec::new(),
            spaces: Vec::new(),
            had_root: false,
            begin: 0,
            counted: (0, 1),
        }
    }

    /// The attributes of the element that began last, in their order, without declarations of namespaces.
    pub(super) fn attributes(&self) -> &[Attribute<'t>] {
        &self.attributes
    }

    /// The same, to be taken away.
    pub(super) fn attributes_mut(&mut self) -> &mut Vec<Attribute<'t>> {
        &mut self.attributes
    }

    /// The value of an attribute of the element that began last, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.tag.name == name).map(|attribute| &*attribute.value)
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The namespace of a prefix; empty where none is declared.
    pub(super) fn namespace(&self, prefix: &str) -> &str {
        match self.spaces.iter().rev().find(|(known, _, _)| *known == prefix) {
            Some((_, uri, _)) => uri,
            None if prefix == "xml" => "http://www.w3.org/XML/1998/namespace",
            None => "",
        }
    }

    /// The byte at which the last event begins.
    pub(super) fn begin(&self) -> usize {
        self.begin
    }

    /// The line on which the last event begins, from 1.
    pub(super) fn line(&mut self) -> usize {
        self.line_of(self.begin)
    }

    fn line_of(&mut self, at: usize) -> usize {
        let (from, line) = if at < self.counted.0 { (0, 1) } else { self.counted };
        self.counted = (at, line + memchr::memchr_iter(b'\n', &self.text.as_bytes()[from..at]).count());
        self.counted.1
    }

    /// A fault at the beginning of the last event: XML that is not what its format has.
    pub(super) fn fault(&mut self, said: impl Into<String>) -> XmlFaultAt {
        self.fault_at(self.begin, XmlFaultKind::Data, said)
    }

    fn fault_at(&mut self, at: usize, kind: XmlFaultKind, said: impl Into<String>) -> XmlFaultAt {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let begin = memchr::memrchr(b'\n', &self.text.as_bytes()[..at]).map_or(0, |feed| feed + 1);
        let column = 1 + self.text[begin..at].chars().count();
        XmlFaultAt { line: self.line_of(at), fault: XmlFault { kind, column, said: said.into() } }
    }

    fn raw(&mut self) -> Result<(Raw<'t>, usize, usize), XmlFaultAt> {
        let begin = self.reader.buffer_position() as usize;
        match self.reader.read_event() {
            Ok(event) => Ok((event, begin, self.reader.buffer_position() as usize)),
            Err(error) => {
                use quick_xml::Error as E;
                let is_ended = match &error {
                    E::Syntax(what) => *what != SyntaxError::InvalidBangMarkup,
                    E::IllFormed(IllFormedError::MissingEndTag(_)) => true,
                    _ => false,
                };
                let kind = if is_ended { XmlFaultKind::Ended } else { XmlFaultKind::Syntax };
                let at = if is_ended { self.text.len() } else { self.reader.error_position() as usize };
                Err(self.fault_at(at, kind, error.to_string()))
            }
        }
    }

    /// The next event; `None` where the file ends as it should.
    ///
    /// # Errors
    /// Where the file is not XML, or XML that is not read.
    pub(super) fn next(&mut self) -> Result<Option<Event<'t>>, XmlFaultAt> {
        loop {
            let (event, begin, end) = match self.held.take() {
                Some(held) => held,
                None => self.raw()?,
            };
            self.begin = begin;
            match event {
                Raw::Start(_) | Raw::Empty(_) => return self.start(begin, end).map(Some),
                Raw::End(_) => {
                    let tag = self.open.pop().unwrap_or(Tag { prefix: "", name: "" });
                    while self.spaces.last().is_some_and(|(_, _, depth)| *depth > self.open.len()) {
                        self.spaces.pop();
                    }
                    return Ok(Some(Event::End(tag)));
                }
                Raw::Text(_) | Raw::CData(_) | Raw::GeneralRef(_) => {
                    let text = self.text_from((event, begin, end))?;
                    if !self.open.is_empty() {
                        return Ok(Some(Event::Text(text)));
                    }
                    if !text.trim_ascii().is_empty() {
                        return Err(self.fault_at(begin, XmlFaultKind::Syntax, "text stands outside of the element"));
                    }
                }
                Raw::DocType(what) => {
                    if what.contains("<!ENTITY") {
                        return Err(self.fault_at(begin, XmlFaultKind::Entities, ""));
                    }
                }
                Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) => {}
                Raw::Eof if self.open.is_empty() && self.had_root => return Ok(None),
                Raw::Eof => return Err(self.fault_at(end, XmlFaultKind::Ended, "")),
            }
        }
    }

    /// Goes on behind the end of the element that began last.
    ///
    /// # Errors
    /// As [`XmlReader::next`].
    pub(super) fn skip(&mut self) -> Result<(), XmlFaultAt> {
        let depth = self.open.len();
        while self.open.len() >= depth && self.next()?.is_some() {}
        Ok(())
    }

    /// All text within the element that began last, up to its end.
    ///
    /// # Errors
    /// As [`XmlReader::next`].
    pub(super) fn text_within(&mut self) -> Result<Cow<'t, str>, XmlFaultAt> {
        let (depth, mut all) = (self.open.len(), Cow::Borrowed(""));
        while self.open.len() >= depth {
            match self.next()? {
                Some(Event::Text(text)) if all.is_empty() => all = text,
                Some(Event::Text(text)) => all.to_mut().push_str(&text),
                Some(_) => {}
                None => break,
            }
        }
        Ok(all)
    }

    fn text_from(&mut self, first: (Raw<'t>, usize, usize)) -> Result<Cow<'t, str>, XmlFaultAt> {
        let (mut all, mut next) = (Cow::Borrowed(""), first);
        loop {
            let (event, begin, end) = next;
            let piece = match event {
                Raw::Text(text) => with_feeds(text.into_inner()),
                Raw::CData(text) => with_feeds(text.into_inner()),
                Raw::GeneralRef(_) => {
                    let name = self.text[begin..end].trim_matches(['&', ';']);
                    match character(name) {
                        Some(c) => Cow::Owned(c.into()),
                        None => return Err(self.fault_at(begin, XmlFaultKind::UnknownEntity, name)),
                    }
                }
                Raw::Comment(_) | Raw::PI(_) => Cow::Borrowed(""),
                other => {
                    self.held = Some((other, begin, end));
                    return Ok(all);
                }
            };
            match () {
                () if all.is_empty() => all = piece,
                () if piece.is_empty() => {}
                () => all.to_mut().push_str(&piece),
            }
            next = self.raw()?;
        }
    }

    /// An element by its tag, which is `text[begin..end]`.
    fn start(&mut self, begin: usize, end: usize) -> Result<Event<'t>, XmlFaultAt> {
        if self.open.is_empty() && self.had_root {
            return Err(self.fault_at(begin, XmlFaultKind::Syntax, "a second element follows the first"));
        }
        if self.open.len() == MAX_DEPTH {
            return Err(self.fault_at(begin, XmlFaultKind::TooDeep, ""));
        }
        self.had_root = true;
        let inside = &self.text[begin + 1..end - 1];
        let inside = inside.strip_suffix('/').unwrap_or(inside);
        let name_len = inside.bytes().position(|b| b.is_ascii_whitespace()).unwrap_or(inside.len());
        if name_len == 0 {
            return Err(self.fault_at(begin, XmlFaultKind::Syntax, "an element has no name"));
        }
        let tag = Tag::of(&inside[..name_len]);
        self.open.push(tag);
        self.attributes.clear();
        let mut names = None;
        let mut at = name_len;
        loop {
            let rest = &inside[at..];
            let found = rest.trim_ascii_start();
            let here = begin + 1 + inside.len() - found.len();
            if found.is_empty() {
                return Ok(Event::Start(tag));
            }
            if found.len() == rest.len() {
                return Err(self.fault_at(here, XmlFaultKind::Syntax, "no space stands between two attributes"));
            }
            let Some((name, quoted)) = found.split_once('=') else {
                return Err(self.fault_at(here, XmlFaultKind::Syntax, "an attribute has no value"));
            };
            let (name, quoted) = (name.trim_ascii_end(), quoted.trim_ascii_start());
            let quote = quoted.bytes().next().filter(|b| matches!(b, b'"' | b'\''));
            let close = quote.and_then(|quote| memchr::memchr(quote, &quoted.as_bytes()[1..]));
            let (Some(close), false) = (close, name.is_empty() || name.contains([' ', '"', '\'', '<'])) else {
                return Err(self.fault_at(here, XmlFaultKind::Syntax, "an attribute has no value in quotation marks"));
            };
            let raw = &quoted[1..=close];
            let value_at = begin + 1 + inside.len() - quoted.len() + 1;
            let value = match value_of(raw) {
                Ok(value) => value,
                Err((within, kind, said)) => return Err(self.fault_at(value_at + within, kind, said)),
            };
            at = inside.len() - (quoted.len() - close - 2);
            let attribute = Attribute { tag: Tag::of(name), value };
            let declared = match attribute.tag {
                Tag { prefix: "xmlns", name } => Some(name),
                Tag { prefix: "", name: "xmlns" } => Some(""),
                _ => None,
            };
            if self.spaces.len().max(self.attributes.len()) >= MAX_ATTRIBUTES {
                return Err(self.fault_at(here, XmlFaultKind::TooMany, ""));
            }
            // Of a few, comparing is quicker than remembering.
            const FEW: usize = 12;
            let twice = match &mut names {
                None if self.attributes.len() < FEW => self.attributes.iter().any(|a| a.tag == attribute.tag),
                None => {
                    let known: HashSet<_> = self.attributes.iter().map(|a| (a.tag.prefix, a.tag.name)).collect();
                    let twice = known.contains(&(attribute.tag.prefix, attribute.tag.name));
                    names = Some(known);
                    twice
                }
                Some(known) => known.contains(&(attribute.tag.prefix, attribute.tag.name)),
            };
            if twice {
                return Err(self.fault_at(here, XmlFaultKind::Syntax, format!("the attribute '{name}' stands twice")));
            }
            match declared {
                Some(prefix) => self.spaces.push((prefix, attribute.value, self.open.len())),
                None => {
                    names.iter_mut().for_each(|names| {
                        names.insert((attribute.tag.prefix, attribute.tag.name));
                    });
                    self.attributes.push(attribute);
                }
            }
        }
    }
}

/// The ends of lines as XML has them.
fn with_feeds(text: Cow<'_, str>) -> Cow<'_, str> {
    match memchr::memchr(b'\r', text.as_bytes()) {
        None => text,
        Some(_) => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
    }
}

/// The character that a reference stands for; none is NUL, which no text has.
fn character(name: &str) -> Option<char> {
    let of = |digits: &str, radix| {
        let digits = Some(digits).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, radix).ok().and_then(char::from_u32).filter(|c| *c != '\0')
    };
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => match name.strip_prefix("#x") {
            Some(digits) => of(digits, 16),
            None => of(name.strip_prefix('#')?, 10),
        },
    }
}

/// The value of an attribute; where something is wrong within it.
fn value_of(raw: &str) -> Result<Cow<'_, str>, (usize, XmlFaultKind, String)> {
    let is_plain = |b: u8| !matches!(b, b'&' | b'<' | b'\t' | b'\n' | b'\r');
    // Of all bytes at once, which the compiler makes wide instructions of.
    if raw.bytes().fold(true, |plain, byte| plain & is_plain(byte)) {
        return Ok(Cow::Borrowed(raw));
    }
    let mut value = String::with_capacity(raw.len());
    let (mut at, bytes) = (0, raw.as_bytes());
    while at < raw.len() {
        let len = bytes[at..].iter().position(|b| !is_plain(*b)).unwrap_or(raw.len() - at);
        value.push_str(&raw[at..at + len]);
        at += len;
        match bytes.get(at) {
            None => break,
            Some(b'<') => return Err((at, XmlFaultKind::Syntax, "'<' stands in an attribute".into())),
            Some(b'&') => {
                // The longest is `&#x0010FFFF;` or so.
                let end = bytes[at..].iter().take(32).position(|b| *b == b';');
                let name = end.map_or("", |end| &raw[at + 1..at + end]);
                match character(name) {
                    Some(c) => value.push(c),
                    None => {
                        let said = raw[at + 1..].chars().take_while(|c| *c != ';').take(20).collect();
                        return Err((at, XmlFaultKind::UnknownEntity, said));
                    }
                }
                at += name.len() + 2;
            }
            Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => at += 1,
            Some(_) => {
                value.push(' ');
                at += 1;
            }
        }
    }
    Ok(Cow::Owned(value))
}

/// Writes XML. Names are not escaped: they are those of a format, or were made names.
#[derive(Default)]
pub(super) struct XmlWriter {
    out: String,
    /// Whether the tag of an element is not closed yet.
    is_open: bool,
    /// Characters that XML 1.0 cannot say, for which [`REPLACEMENT`] was written.
    pub replaced: usize,
}

/// Whether XML 1.0 has no way to say a character.
pub(super) fn is_unsayable(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

impl XmlWriter {
    pub(super) fn new() -> Self {
        let mut writer = XmlWriter::default();
        writer.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        writer
    }

    fn close(&mut self) {
        if std::mem::take(&mut self.is_open) {
            self.out.push('>');
        }
    }

    /// Begins an element; attributes may follow.
    pub(super) fn start(&mut self, name: &str) {
        self.close();
        self.out.push('<');
        self.out.push_str(name);
        self.is_open = true;
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        self.escaped(value, true);
        self.out.push('"');
    }

    pub(super) fn text(&mut self, text: &str) {
        self.close();
        self.escaped(text, false);
    }

    /// A line feed between elements.
    pub(super) fn line(&mut self) {
        self.close();
        self.out.push('\n');
    }

    pub(super) fn end(&mut self, name: &str) {
        if std::mem::take(&mut self.is_open) {
            self.out.push_str("/>");
            return;
        }
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element with nothing but a text in it.
    pub(super) fn element(&mut self, name: &str, text: &str) {
        self.start(name);
        if !text.is_empty() {
            self.text(text);
        }
        self.end(name);
    }

    /// What is written so far, away from here.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    fn escaped(&mut self, text: &str, is_attribute: bool) {
        let mut from = 0;
        for (at, c) in text.char_indices() {
            let written = match c {
                '<' => "&lt;",
                // Also where it would end CDATA.
                '>' => "&gt;",
                '&' => "&amp;",
                '"' if is_attribute => "&quot;",
                '\n' if is_attribute => "&#10;",
                '\t' if is_attribute => "&#9;",
                '\r' => "&#13;",
                c if is_unsayable(c) => {
                    self.replaced += 1;
                    "\u{fffd}"
                }
                _ => continue,
            };
            self.out.push_str(&text[from..at]);
            self.out.push_str(written);
            from = at + c.len_utf8();
        }
        self.out.push_str(&text[from..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Events as one string: `<p:name a=v`, `"text"`, `>name`.
    fn events(text: &str) -> Result<String, XmlFaultAt> {
        let (mut reader, mut all) = (XmlReader::new(text), Vec::new());
        while let Some(event) = reader.next()? {
            all.push(match event {
                Event::Start(tag) => {
                    let attributes = reader.attributes().iter().map(|a| format!(" {}={}", a.tag.name, a.value));
                    format!("<{}{}{}", reader.namespace(tag.prefix), tag.name, attributes.collect::<String>())
                }
                Event::End(tag) => format!(">{}", tag.name),
                Event::Text(text) => format!("{text:?}"),
            });
        }
        Ok(all.join("|"))
    }

    #[track_caller]
    fn check_refused(text: &str, kind: XmlFaultKind, line: usize, column: usize) {
        let fault = events(text).expect_err("bad XML");
        assert_eq!((fault.fault.kind, fault.line, fault.fault.column), (kind, line, column), "{}", fault.fault);
    }

    #[test]
    fn elements_come_with_their_attributes_texts_and_namespaces() {
        let text = "\u{feff}\u{feff}<?xml version=\"1.1\"?>\n<!DOCTYPE a><a xmlns='u#' xmlns:p=\"v#\" é = 'x&#x20;&lt;\r\n\ty'>أ&amp;<!-- - -->ب\r\n<![CDATA[<&]]><p:b/></a>\n";
        assert_eq!(
            events(text).as_deref(),
            Ok("<u#a é=x <  y|\"أ&ب\\n<&\"|<v#b|>b|>a"),
            "references, comments and CDATA are one text"
        );
        assert_eq!(events("<a><b xmlns='x'><c/></b><c/></a>").as_deref(), Ok("<a|<xb|<xc|>c|>b|<c|>c|>a"));
        assert_eq!(events("<a b='&#1;&#10;'>&#13;</a>").as_deref(), Ok("<a b=\u{1}\n|\"\\r\"|>a"));
    }

    #[test]
    fn what_is_no_xml_is_refused_by_its_place() {
        check_refused("", XmlFaultKind::Ended, 1, 1);
        check_refused("<a>\n<b>", XmlFaultKind::Ended, 2, 4);
        check_refused("<a>\n<b", XmlFaultKind::Ended, 2, 3);
        check_refused("<a>\n  </b></a>", XmlFaultKind::Syntax, 2, 3);
        check_refused("<a/>\nx", XmlFaultKind::Syntax, 1, 5);
        check_refused("<a/><b/>", XmlFaultKind::Syntax, 1, 5);
        check_refused("<a b='1' b='2'/>", XmlFaultKind::Syntax, 1, 10);
        check_refused("<a b='1'c='2'/>", XmlFaultKind::Syntax, 1, 9);
        check_refused("<أ b/>", XmlFaultKind::Syntax, 1, 4);
        check_refused("<a b='<'/>", XmlFaultKind::Syntax, 1, 7);
        check_refused("<a>\nأ &b;</a>", XmlFaultKind::UnknownEntity, 2, 3);
        check_refused("<a b='&#0;'/>", XmlFaultKind::UnknownEntity, 1, 7);
        check_refused("<a b='&#xD800;'/>", XmlFaultKind::UnknownEntity, 1, 7);
        check_refused(&"<a>".repeat(300), XmlFaultKind::TooDeep, 1, 1 + 3 * MAX_DEPTH);
        let attributes: String = (0..300).map(|n| format!(" a{n}=''")).collect();
        assert_eq!(events(&format!("<a{attributes}/>")).map_err(|f| f.fault.kind), Err(XmlFaultKind::TooMany));
        let twenty: String = (0..20).map(|n| format!(" a{}=''", n % 19)).collect();
        assert_eq!(events(&format!("<a{twenty}/>")).map_err(|f| f.fault.kind), Err(XmlFaultKind::Syntax));
    }

    #[test]
    fn entities_are_not_expanded() {
        let bomb = "<?xml version='1.0'?>\n<!DOCTYPE a [\n<!ENTITY b 'x'>\n<!ENTITY c '&b;&b;'>\n]>\n<a>&c;</a>";
        check_refused(bomb, XmlFaultKind::Entities, 2, 1);
    }

    #[test]
    fn what_is_written_comes_back() {
        let text = "أ<b>&\"'\r\n\t]]>\u{85}\u{2028}😀";
        let mut writer = XmlWriter::new();
        writer.start("a");
        writer.attribute("b", text);
        writer.element("c", text);
        writer.element("d", "");
        writer.end("a");
        assert_eq!(writer.replaced, 0);
        let written = writer.take();
        assert_eq!(events(&written), Ok(format!("<a b={text}|<c|{text:?}|>c|<d|>d|>a")));
        let mut writer = XmlWriter::default();
        writer.element("a", "\0\u{1}\u{ffff}x");
        assert_eq!((writer.replaced, writer.take().as_str()), (3, "<a>\u{fffd}\u{fffd}\u{fffd}x</a>"));
    }

    #[test]
    fn the_encoding_is_the_one_that_is_declared() {
        let named = |head: &str| declared(head.as_bytes()).map(TextEncoding::name);
        assert_eq!(named("<?xml version='1.0' encoding='ISO-8859-6'?>"), Some("ISO-8859-6"));
        assert_eq!(named("<?xml version=\"1.0\" encoding = \"utf-8\" ?>"), Some("UTF-8"));
        assert_eq!((named("<?xml version='1.0'?>"), named("<a encoding='utf-8'>")), (None, None));
    }
}
