//! A project of documents: their texts go into the archive as they come, what is said of them waits, packed and aside, for the end.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::{DeflateDecoder, DeflateEncoder};
use sha2::{Digest, Sha256};

use super::info::{INFO, INTERNAL, METADATA, PROJECT, SOURCES, STATE};
use crate::formats::column_options::Pieces;
use crate::formats::contiguous::{Contiguous, contiguous, places, relations};
use crate::formats::flow::{ExportSink, Stopped};
use crate::formats::format::DocumentWriter;
use crate::formats::loss::{LossDetail, LossKind};
use crate::formats::losses::Losses;
use crate::formats::xml::XmlWriter;
use crate::formats::zipped::ZippedOut;
use crate::model::offset_map::OffsetMap;
use crate::model::{AnnotatedDocument, AttributeValue, LabelName, Timestamp};

/// Text that waits for its place in the file: what was packed of it goes to a shelf of whoever takes the file.
struct Packed {
    shelf: usize,
    packer: DeflateEncoder<Vec<u8>>,
}

impl Packed {
    fn new(shelf: usize) -> Self {
        Packed { shelf, packer: DeflateEncoder::new(Vec::new(), Compression::fast()) }
    }

    fn push(&mut self, text: &str) {
        self.packer.write_all(text.as_bytes()).expect("memory takes what is written");
    }

    /// Puts aside what is packed.
    fn set_down(&mut self, sink: &mut dyn ExportSink) -> Result<(), Stopped> {
        let packed = std::mem::take(self.packer.get_mut());
        if packed.is_empty() { Ok(()) } else { sink.put_aside(self.shelf, &packed) }
    }

    fn is_empty(&self) -> bool {
        self.packer.total_in() == 0
    }

    fn pour(self, out: &mut ZippedOut, sink: &mut dyn ExportSink) -> Result<(), Stopped> {
        let rest = self.packer.finish().expect("memory takes what is written");
        sink.put_aside(self.shelf, &rest)?;
        let mut unpacker = DeflateDecoder::new(Vec::new());
        let mut piece = vec![0; 16 << 10];
        loop {
            let len = sink.take_back(self.shelf, &mut piece)?;
            if len == 0 {
                return Ok(());
            }
            unpacker.write_all(&piece[..len]).and_then(|()| unpacker.flush()).expect("what was packed is unpacked");
            let text = std::mem::take(unpacker.get_mut());
            out.write(&text);
            sink.bytes(&out.take())?;
        }
    }
}

pub(super) struct Writer {
    pieces: Pieces,
    zipped: ZippedOut,
    documents: usize,
    users: BTreeMap<String, String>,
    /// Codes as they were met: name, colour, and the code above.
    codes: Vec<(LabelName, String, Option<LabelName>)>,
    known_codes: HashSet<LabelName>,
    /// By name and kind.
    variables: BTreeMap<(String, &'static str), String>,
    sources: Packed,
    notes: Packed,
    links: Packed,
}

impl Writer {
    pub(super) fn new(pieces: Pieces) -> Self {
        Writer {
            pieces,
            zipped: ZippedOut::new(),
            documents: 0,
            users: BTreeMap::new(),
            codes: Vec::new(),
            known_codes: HashSet::new(),
            variables: BTreeMap::new(),
            sources: Packed::new(0),
            notes: Packed::new(1),
            links: Packed::new(2),
        }
    }

    fn begin(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        if self.documents == 0 {
            out.file(Path::new("project.qdpx"))?;
        }
        Ok(())
    }

    fn user(&mut self, name: &str) -> String {
        self.users.entry(name.to_owned()).or_insert_with(|| guid(&["user", name])).clone()
    }

    /// Puts a variable of a document into its source.
    fn variable(&mut self, source: &mut XmlWriter, name: &str, value: &AttributeValue) {
        let (kind, element, text) = match value {
            AttributeValue::Flag(flag) => ("Boolean", "BooleanValue", flag.to_string()),
            AttributeValue::Number(number) => ("Float", "FloatValue", number.to_string()),
            AttributeValue::Choices(_) | AttributeValue::Date(_) => ("Text", "TextValue", value.to_string()),
            AttributeValue::Choice(text) | AttributeValue::Text(text) => ("Text", "TextValue", text.clone()),
        };
        let key = (name.to_owned(), kind);
        let id = self.variables.entry(key).or_insert_with(|| guid(&["variable", kind, name]));
        source.start("VariableValue");
        reference(source, "VariableRef", id);
        source.element(element, &text);
        source.end("VariableValue");
    }

    /// Puts a note among the others; the id by which it is pointed to.
    fn note(&mut self, of: &[&str], text: &str, user: &str) -> (String, usize) {
        let id = guid(&[&["note"], of].concat());
        let mut note = XmlWriter::default();
        note.start("Note");
        note.attribute("guid", &id);
        note.attribute("creatingUser", user);
        note.element("PlainTextContent", text);
        note.end("Note");
        note.line();
        let replaced = note.replaced;
        self.notes.push(&note.take());
        (id, replaced)
    }

    fn source(&mut self, document: &AnnotatedDocument, losses: &mut Losses<'_>) {
        let number = self.documents.to_string();
        let (text, id) = (document.text(), document.document.id().0.as_ref());
        let path = format!("{}.txt", guid(&["text", &number, id]));
        self.zipped.begin(&format!("{SOURCES}{path}"));
        if text.starts_with('\u{feff}') {
            // Readers take the first for a mark of the encoding.
            self.zipped.write("\u{feff}".as_bytes());
        }
        self.zipped.write(text.as_bytes());
        for label in &document.schema.labels {
            if self.known_codes.insert(label.name.clone()) {
                self.codes.push((label.name.clone(), label.colour.to_hex(), label.parent.clone()));
            }
        }
        let mut source = XmlWriter::default();
        source.start("TextSource");
        source.attribute("guid", &guid(&["source", &number, id]));
        source.attribute("name", id);
        source.attribute("plainTextPath", &format!("{INTERNAL}{path}"));
        source.attribute("creatingUser", &self.user(document.annotator.as_str()));
        source.line();
        if document.document.title() != id {
            source.element("Description", document.document.title());
        }
        let written = contiguous(document, self.pieces, true, losses);
        let guids: Vec<String> = written
            .iter()
            .map(|span| guid(&["selection", &number, id, span.annotation.id.as_str(), &span.piece.to_string()]))
            .collect();
        let map = OffsetMap::new(text);
        let mut replaced = 0;
        for (span, guid) in written.iter().zip(&guids) {
            losses.beside(span.annotation);
            replaced += self.selection(&mut source, document, &map, span, guid);
        }
        let places = places(&written);
        for (relation, origin, target) in relations(document, &places, losses) {
            let mut link = XmlWriter::default();
            link.start("Link");
            link.attribute("guid", &guid(&["link", &number, id, relation.id.as_str()]));
            link.attribute("name", relation.label.as_str());
            link.attribute("direction", "OneWay");
            link.attribute("originGUID", &guids[origin]);
            link.attribute("targetGUID", &guids[target]);
            if !relation.record.note.is_empty() {
                let user = self.user(relation.record.annotator.as_str());
                let (note, lost) = self.note(&[&number, id, relation.id.as_str()], &relation.record.note, &user);
                replaced += lost;
                reference(&mut link, "NoteRef", &note);
            }
            link.end("Link");
            link.line();
            self.links.push(&link.take());
        }
        if document.state != Default::default() {
            self.variable(&mut source, STATE, &AttributeValue::Text(document.state.name().into()));
        }
        for (name, value) in &document.attributes {
            self.variable(&mut source, name, value);
        }
        for (key, value) in document.document.metadata() {
            self.variable(&mut source, &format!("{METADATA}{key}"), &AttributeValue::Text(value.clone()));
        }
        source.end("TextSource");
        source.line();
        replaced += source.replaced;
        if replaced > 0 {
            losses.document(LossKind::Flattened, LossDetail::Controls(replaced));
        }
        if !document.annotations.is_empty() {
            losses.document(LossKind::Lost, LossDetail::IdsAndProvenance);
        }
        self.sources.push(&source.take());
    }

    /// Writes a place with its code; how many characters XML could not say.
    fn selection(
        &mut self,
        source: &mut XmlWriter,
        document: &AnnotatedDocument,
        map: &OffsetMap<'_>,
        span: &Contiguous<'_>,
        id: &str,
    ) -> usize {
        let record = &span.annotation.record;
        let (start, end) = (map.code_point(span.range.start).0, map.code_point(span.range.end).0);
        let quote: String = document.text()[span.range.clone()].chars().take(40).collect();
        let user = self.user(record.annotator.as_str());
        let made = |xml: &mut XmlWriter| {
            xml.attribute("creatingUser", &user);
            for (name, time) in [("creationDateTime", record.created), ("modifiedDateTime", record.modified)] {
                if let Some(time) = Timestamp::to_rfc3339(time) {
                    xml.attribute(name, &time);
                }
            }
        };
        source.start("PlainTextSelection");
        source.attribute("guid", id);
        source.attribute("name", &quote.replace(|c: char| c.is_control() || c == '\u{ffff}' || c == '\u{fffe}', " "));
        source.attribute("startPosition", &start.to_string());
        source.attribute("endPosition", &end.to_string());
        made(source);
        source.start("Coding");
        source.attribute("guid", &guid(&["coding", id]));
        source.attribute("creatingUser", &user);
        if let Some(time) = record.created.to_rfc3339() {
            source.attribute("creationDateTime", &time);
        }
        reference(source, "CodeRef", &guid(&["code", span.annotation.label.as_str()]));
        source.end("Coding");
        let mut replaced = 0;
        if !record.note.is_empty() {
            let (note, lost) = self.note(&[id], &record.note, &user);
            replaced = lost;
            reference(source, "NoteRef", &note);
        }
        source.end("PlainTextSelection");
        source.line();
        replaced
    }

    /// All that stands before the sources.
    fn head(&self) -> String {
        let mut xml = XmlWriter::new();
        xml.start("Project");
        xml.attribute("xmlns", "urn:QDA-XML:project:1.0");
        xml.attribute("name", "Hashiya");
        xml.attribute("origin", "Hashiya");
        xml.line();
        xml.start("Users");
        for (name, id) in &self.users {
            xml.start("User");
            xml.attribute("guid", id);
            xml.attribute("name", name);
            xml.end("User");
        }
        xml.end("Users");
        xml.line();
        let mut below: HashMap<Option<&LabelName>, Vec<usize>> = HashMap::new();
        for (at, (_, _, parent)) in self.codes.iter().enumerate() {
            below.entry(parent.as_ref().filter(|parent| self.known_codes.contains(*parent))).or_default().push(at);
        }
        xml.start("CodeBook");
        xml.start("Codes");
        xml.line();
        let mut done = HashSet::new();
        self.code(&mut xml, &below, None, &mut done);
        // Of several schemas, levels may go in a circle.
        for at in 0..self.codes.len() {
            if !done.contains(&at) {
                self.one_code(&mut xml, &below, at, &mut done);
            }
        }
        xml.end("Codes");
        xml.end("CodeBook");
        xml.line();
        if !self.variables.is_empty() {
            xml.start("Variables");
            for ((name, kind), id) in &self.variables {
                xml.start("Variable");
                xml.attribute("guid", id);
                xml.attribute("name", name);
                xml.attribute("typeOfVariable", kind);
                xml.end("Variable");
            }
            xml.end("Variables");
            xml.line();
        }
        xml.take()
    }

    fn code<'c>(
        &'c self,
        xml: &mut XmlWriter,
        below: &HashMap<Option<&'c LabelName>, Vec<usize>>,
        parent: Option<&'c LabelName>,
        done: &mut HashSet<usize>,
    ) {
        for at in below.get(&parent).into_iter().flatten() {
            self.one_code(xml, below, *at, done);
        }
    }

    fn one_code<'c>(
        &'c self,
        xml: &mut XmlWriter,
        below: &HashMap<Option<&'c LabelName>, Vec<usize>>,
        at: usize,
        done: &mut HashSet<usize>,
    ) {
        if !done.insert(at) {
            return;
        }
        let (name, colour, _) = &self.codes[at];
        xml.start("Code");
        xml.attribute("guid", &guid(&["code", name.as_str()]));
        xml.attribute("name", name.as_str());
        xml.attribute("isCodable", "true");
        xml.attribute("color", colour);
        self.code(xml, below, Some(name), done);
        xml.end("Code");
        xml.line();
    }
}

impl DocumentWriter for Writer {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        self.begin(out)?;
        self.documents += 1;
        let mut losses = Losses::new(document, &INFO);
        self.source(document, &mut losses);
        out.bytes(&self.zipped.take())?;
        [&mut self.sources, &mut self.notes, &mut self.links]
            .into_iter()
            .try_for_each(|packed| packed.set_down(out))?;
        losses.finish(out);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        self.begin(out)?;
        self.zipped.begin(PROJECT);
        self.zipped.write(self.head().as_bytes());
        for (element, packed) in
            [("Sources", &mut self.sources), ("Notes", &mut self.notes), ("Links", &mut self.links)]
        {
            let packed = std::mem::replace(packed, Packed::new(packed.shelf));
            if packed.is_empty() {
                continue;
            }
            self.zipped.write(format!("<{element}>\n").as_bytes());
            packed.pour(&mut self.zipped, out)?;
            self.zipped.write(format!("</{element}>\n").as_bytes());
        }
        self.zipped.write(b"</Project>\n");
        let rest = std::mem::replace(&mut self.zipped, ZippedOut::new()).finish();
        out.bytes(&rest)
    }
}

fn reference(xml: &mut XmlWriter, element: &str, target: &str) {
    xml.start(element);
    xml.attribute("targetGUID", target);
    xml.end(element);
}

/// A GUID that is made of what it stands for.
fn guid(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part.as_bytes());
    }
    let bytes = digest.finalize();
    let hex = |range: std::ops::Range<usize>| bytes[range].iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    [hex(0..4), hex(4..6), hex(6..8), hex(8..10), hex(10..16)].join("-")
}
