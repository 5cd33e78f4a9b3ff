//! The parts of a Word document that hold text.

use std::collections::{HashMap, HashSet};

use super::body::{Body, Comment};
use crate::formats::builder::Importer;
use crate::formats::error::ImportError;
use crate::formats::flow::ReadEnd;
use crate::formats::loss::LeftOut;
use crate::formats::xml::{Event, XmlFaultAt, XmlReader};
use crate::formats::zipped::Zipped;

pub(super) const DOCUMENT: &str = "word/document.xml";

pub(super) fn read(zipped: &mut Zipped<'_>, importer: &mut Importer<'_>) -> Result<Body, ReadEnd> {
    let mut reading = Reading::default();
    let document = zipped.needed_xml(DOCUMENT, importer)?;
    reading.part(&document).map_err(|fault| refused(importer, fault))?;
    drop(document);
    for (name, of) in [("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")] {
        if let Some(xml) = zipped.xml(name, importer)? {
            let notes = reading.notes(&xml, of).map_err(|fault| refused(importer, fault))?;
            reading.body.append(notes);
        }
    }
    if let Some(xml) = zipped.xml("word/comments.xml", importer)? {
        reading.comments(&xml).map_err(|fault| refused(importer, fault))?;
    }
    let mut body = reading.body;
    if let Some(xml) = zipped.xml("docProps/core.xml", importer)? {
        body.take_properties(&xml).map_err(|fault| refused(importer, fault))?;
    }
    let is_header = |name: &String| name.starts_with("word/header") || name.starts_with("word/footer");
    match zipped.names().filter(is_header).count() {
        0 => {}
        count => body.leave_out(LeftOut::Headers, count),
    }
    Ok(body)
}

pub(super) fn refused(importer: &Importer<'_>, fault: XmlFaultAt) -> ImportError {
    let (line, problem) = fault.into();
    importer.at(line)(problem)
}

#[derive(Default)]
struct Reading {
    body: Body,
    /// The ids of footnotes and endnotes, in the order in which the text names them.
    named: [Vec<String>; 2],
    /// Where comments begin and end.
    ranges: HashMap<String, (usize, usize)>,
    /// A paragraph whose mark was deleted goes on in the next.
    goes_on: bool,
}

impl Reading {
    /// The text of a part, up to the end of the element that began last or of the file.
    fn part(&mut self, xml: &str) -> Result<(), XmlFaultAt> {
        self.text(&mut XmlReader::new(xml), 0)
    }

    fn text(&mut self, reader: &mut XmlReader<'_>, depth: usize) -> Result<(), XmlFaultAt> {
        loop {
            let Some(event) = reader.next()? else { return Ok(()) };
            let tag = match event {
                Event::Start(tag) => tag,
                Event::End(_) if reader.depth() < depth => return Ok(()),
                Event::End(_) | Event::Text(_) => continue,
            };
            let id = || reader.attribute("id").unwrap_or_default().to_owned();
            match tag.name {
                "p" => self.begin_paragraph(),
                "t" => {
                    let text = reader.text_within()?;
                    self.body.text.push_str(&text);
                }
                "tab" | "ptab" => self.body.text.push('\t'),
                "br" | "cr" => self.body.text.push('\n'),
                "noBreakHyphen" => self.body.text.push('\u{2011}'),
                "softHyphen" => self.body.text.push('\u{ad}'),
                "pPr" => self.properties(reader)?,
                "del" | "moveFrom" => {
                    self.body.leave_out(LeftOut::Deleted, 1);
                    reader.skip()?;
                }
                "drawing" | "pict" => {
                    self.body.leave_out(LeftOut::Pictures, 1);
                    reader.skip()?;
                }
                "object" | "oMath" | "sym" => {
                    self.body.leave_out(LeftOut::Objects, 1);
                    reader.skip()?;
                }
                "rPr" | "sectPr" | "tblPr" | "trPr" | "tcPr" | "sdtPr" | "instrText" | "rt" | "Fallback" => {
                    reader.skip()?
                }
                "footnoteReference" => self.named[0].push(id()),
                "endnoteReference" => self.named[1].push(id()),
                "commentRangeStart" => drop(self.ranges.insert(id(), (self.body.text.len(), 0))),
                "commentRangeEnd" => {
                    let end = self.body.text.len();
                    if let Some(range) = self.ranges.get_mut(&id()) {
                        range.1 = end;
                    }
                }
                _ => {}
            }
        }
    }

    fn begin_paragraph(&mut self) {
        if !std::mem::take(&mut self.goes_on) {
            self.body.paragraph();
        }
    }

    /// Of the properties of a paragraph, whether its mark was deleted.
    fn properties(&mut self, reader: &mut XmlReader<'_>) -> Result<(), XmlFaultAt> {
        let depth = reader.depth();
        let mut open = Vec::new();
        while reader.depth() >= depth {
            match reader.next()? {
                Some(Event::Start(tag)) => {
                    self.goes_on |= tag.name == "del" && open == ["rPr"];
                    open.push(tag.name);
                }
                Some(Event::End(_)) => drop(open.pop()),
                Some(Event::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }

    /// The notes that the text names, in its order; those that separate notes from the text are none.
    fn notes(&mut self, xml: &str, of: &str) -> Result<Vec<String>, XmlFaultAt> {
        let mut texts = self.apart(xml, of, |reader| reader.attribute("type").is_none())?;
        let named = std::mem::take(&mut self.named[usize::from(of == "endnote")]);
        let mut seen = HashSet::new();
        Ok(named.iter().filter(|id| seen.insert(*id)).filter_map(|id| texts.remove(id)).map(|(text, _)| text).collect())
    }

    fn comments(&mut self, xml: &str) -> Result<(), XmlFaultAt> {
        let mut texts: Vec<_> = self.apart(xml, "comment", |_| true)?.into_iter().collect();
        // In the order of the text, and one after the other where they begin together.
        texts.sort_by_key(|(id, _)| (self.ranges.get(id).copied(), id.clone()));
        for (id, (text, [author, date])) in texts {
            let (start, end) = self.ranges.get(&id).copied().unwrap_or_default();
            self.body.comment(Comment { start, end, author, date, text });
        }
        Ok(())
    }

    /// The texts of the elements of this name by their ids, with author and date.
    fn apart(
        &mut self,
        xml: &str,
        of: &str,
        is_wanted: impl Fn(&XmlReader<'_>) -> bool,
    ) -> Result<HashMap<String, (String, [String; 2])>, XmlFaultAt> {
        let (mut reader, mut texts) = (XmlReader::new(xml), HashMap::new());
        while let Some(event) = reader.next()? {
            let Event::Start(tag) = event else { continue };
            if tag.name != of || !is_wanted(&reader) {
                continue;
            }
            let said = ["id", "author", "date"].map(|name| reader.attribute(name).unwrap_or_default().to_owned());
            let [id, author, date] = said;
            let mut inner = Reading::default();
            let depth = reader.depth();
            inner.text(&mut reader, depth)?;
            let text = inner.body.text.trim_matches(|c: char| c.is_ascii_whitespace()).to_owned();
            texts.insert(id, (text, [author, date]));
        }
        Ok(texts)
    }
}
