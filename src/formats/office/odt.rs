//! The parts of an OpenDocument text that hold text.

use std::collections::HashMap;

use super::body::{Body, Comment};
use super::docx::refused;
use crate::formats::builder::Importer;
use crate::formats::flow::ReadEnd;
use crate::formats::loss::LeftOut;
use crate::formats::xml::{Event, XmlFaultAt, XmlReader};
use crate::formats::zipped::Zipped;

/// What an archive of this kind says first.
pub(super) const KIND: &str = "application/vnd.oasis.opendocument.text";

/// Spaces that one element may stand for, and all of them: more is no text.
const MAX_SPACES: usize = 1000;
const MAX_ALL_SPACES: usize = 1 << 20;

pub(super) fn read(zipped: &mut Zipped<'_>, importer: &mut Importer<'_>) -> Result<Body, ReadEnd> {
    let mut reading = Reading::default();
    let content = zipped.needed_xml("content.xml", importer)?;
    let mut reader = XmlReader::new(&content);
    let read = reading.document(&mut reader);
    read.map_err(|fault| refused(importer, fault))?;
    drop(content);
    let mut body = reading.finish();
    if let Some(xml) = zipped.xml("meta.xml", importer)? {
        body.take_properties(&xml).map_err(|fault| refused(importer, fault))?;
    }
    if let Some(xml) = zipped.xml("styles.xml", importer)? {
        match headers(&xml).map_err(|fault| refused(importer, fault))? {
            0 => {}
            count => body.leave_out(LeftOut::Headers, count),
        }
    }
    Ok(body)
}

/// Headers and footers with a text in them.
fn headers(xml: &str) -> Result<usize, XmlFaultAt> {
    let (mut reader, mut count) = (XmlReader::new(xml), 0);
    while let Some(event) = reader.next()? {
        if let Event::Start(tag) = event
            && tag.prefix == "style"
            && (tag.name.starts_with("header") || tag.name.starts_with("footer"))
            && !tag.name.ends_with("style")
        {
            count += usize::from(!reader.text_within()?.trim().is_empty());
        }
    }
    Ok(count)
}

#[derive(Default)]
struct Reading {
    body: Body,
    notes: Vec<String>,
    /// Comments by name, before their end is known.
    open: HashMap<String, Comment>,
    /// Whether the last character is a space that stands for several blanks.
    after_blank: bool,
    /// Whether a text is within a paragraph.
    depth_of_paragraph: Option<usize>,
    spaces: usize,
}

impl Reading {
    fn document(&mut self, reader: &mut XmlReader<'_>) -> Result<(), XmlFaultAt> {
        while let Some(event) = reader.next()? {
            if let Event::Start(tag) = event
                && (tag.prefix, tag.name) == ("office", "text")
            {
                self.text(reader)?;
            }
        }
        Ok(())
    }

    /// What stands in the element that began last.
    fn text(&mut self, reader: &mut XmlReader<'_>) -> Result<(), XmlFaultAt> {
        let depth = reader.depth();
        while reader.depth() >= depth {
            let Some(event) = reader.next()? else { break };
            let tag = match event {
                Event::Text(text) if self.depth_of_paragraph.is_some() => {
                    self.push(&text);
                    continue;
                }
                Event::End(_) => {
                    if self.depth_of_paragraph.is_some_and(|depth| reader.depth() < depth) {
                        self.end_paragraph();
                    }
                    continue;
                }
                Event::Text(_) => continue,
                Event::Start(tag) => tag,
            };
            match (tag.prefix, tag.name) {
                ("text", "p" | "h") => {
                    self.body.paragraph();
                    (self.after_blank, self.depth_of_paragraph) = (true, Some(reader.depth()));
                }
                ("text", "tab") => self.put("\t"),
                ("text", "line-break") => self.put("\n"),
                ("text", "s") => {
                    let count = reader.attribute("c").and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
                    self.spaces += count.min(MAX_SPACES);
                    if self.spaces < MAX_ALL_SPACES {
                        self.put(&" ".repeat(count.min(MAX_SPACES)));
                    }
                }
                ("text", "note") => {
                    let note = self.apart(reader)?;
                    self.notes.push(note);
                }
                ("office", "annotation") => self.comment(reader)?,
                ("office", "annotation-end") => {
                    let comment = self.open.remove(reader.attribute("name").unwrap_or_default());
                    if let Some(comment) = comment {
                        let end = self.body.text.len();
                        self.body.comment(Comment { end, ..comment });
                    }
                }
                ("text", "tracked-changes") => {
                    let count = self.deletions(reader)?;
                    if count > 0 {
                        self.body.leave_out(LeftOut::Deleted, count);
                    }
                }
                ("draw", "frame") => self.frame(reader)?,
                ("draw", _) | ("math", "math") => {
                    self.body.leave_out(LeftOut::Objects, 1);
                    reader.skip()?;
                }
                ("text", "ruby-text" | "note-citation" | "sequence-decls" | "variable-decls" | "user-field-decls")
                | ("office", "forms" | "scripts" | "event-listeners")
                | ("table", "covered-table-cell") => reader.skip()?,
                _ => {}
            }
        }
        Ok(())
    }

    fn push(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\n' | '\r' => {
                    if !std::mem::replace(&mut self.after_blank, true) {
                        self.body.text.push(' ');
                    }
                }
                c => {
                    self.body.text.push(c);
                    self.after_blank = false;
                }
            }
        }
    }

    /// What is a character of its own, whatever stands around it.
    fn put(&mut self, text: &str) {
        self.body.text.push_str(text);
        self.after_blank = false;
    }

    /// Blanks at the end of a paragraph are none.
    fn end_paragraph(&mut self) {
        self.depth_of_paragraph = None;
        if self.after_blank && self.body.text.ends_with(' ') {
            self.body.text.pop();
            let end = self.body.text.len();
            for comment in self.body.comments.iter_mut().rev().take_while(|comment| comment.end > end) {
                comment.end = end;
            }
        }
    }

    /// The text of the element that began last, apart from the text around it.
    fn apart(&mut self, reader: &mut XmlReader<'_>) -> Result<String, XmlFaultAt> {
        let mut inner = Reading::default();
        inner.text(reader)?;
        Ok(inner.body.text)
    }

    fn comment(&mut self, reader: &mut XmlReader<'_>) -> Result<(), XmlFaultAt> {
        let name = reader.attribute("name").unwrap_or_default().to_owned();
        let mut comment = Comment { start: self.body.text.len(), ..Comment::default() };
        let (depth, mut lines) = (reader.depth(), Vec::new());
        while reader.depth() >= depth {
            match reader.next()? {
                Some(Event::Start(tag)) => match tag.name {
                    "creator" => comment.author = reader.text_within()?.into_owned(),
                    "date" => comment.date = reader.text_within()?.into_owned(),
                    "p" => lines.push(reader.text_within()?.into_owned()),
                    _ => {}
                },
                Some(_) => {}
                None => break,
            }
        }
        comment.text = lines.join("\n");
        match name.is_empty() {
            true => self.body.comment(comment),
            false => drop(self.open.insert(name, comment)),
        }
        Ok(())
    }

    fn deletions(&mut self, reader: &mut XmlReader<'_>) -> Result<usize, XmlFaultAt> {
        let (depth, mut count) = (reader.depth(), 0);
        while reader.depth() >= depth {
            match reader.next()? {
                Some(Event::Start(tag)) => count += usize::from(tag.name == "deletion"),
                Some(_) => {}
                None => break,
            }
        }
        Ok(count)
    }

    fn frame(&mut self, reader: &mut XmlReader<'_>) -> Result<(), XmlFaultAt> {
        let (depth, mut is_picture) = (reader.depth(), false);
        while reader.depth() >= depth {
            match reader.next()? {
                Some(Event::Start(tag)) => is_picture |= tag.name == "image",
                Some(_) => {}
                None => break,
            }
        }
        self.body.leave_out(if is_picture { LeftOut::Pictures } else { LeftOut::Objects }, 1);
        Ok(())
    }

    fn finish(mut self) -> Body {
        self.body.append(self.notes);
        let open = self.open.len();
        if open > 0 {
            self.body.leave_out(LeftOut::Comments, open);
        }
        self.body
    }
}
