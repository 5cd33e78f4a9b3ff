//! What `project.qde` says: users, codes, texts with their selections, notes and links.

use std::collections::{BTreeSet, HashMap};

use super::info::{INTERNAL, PROJECT, SOURCES};
use crate::formats::budget::MAX_ANNOTATIONS;
use crate::formats::builder::Importer;
use crate::formats::error::{ImportError, ImportProblem};
use crate::formats::loss::LeftOut;
use crate::formats::xml::{Event, XmlReader};
use crate::formats::zipped::Zipped;
use crate::model::schema::MAX_LABELS;
use crate::model::{AttributeValue, Colour};

#[derive(Default)]
pub(super) struct Project {
    pub users: HashMap<String, String>,
    pub codes: Vec<Code>,
    /// Where each code stands, by its GUID.
    pub codes_by_id: HashMap<String, usize>,
    pub sources: Vec<Source>,
    pub notes: HashMap<String, String>,
    /// The links within each source.
    pub links: Vec<Vec<Link>>,
    /// The first source of each name.
    pub first: HashMap<String, usize>,
    /// Names of what is not read.
    pub unknown: BTreeSet<String>,
    pub left_out: Vec<(LeftOut, usize)>,
    all_links: Vec<Link>,
    variables: HashMap<String, String>,
    annotations: usize,
}

pub(super) struct Code {
    pub line: usize,
    pub name: String,
    pub colour: Option<Colour>,
    pub parent: Option<usize>,
}

/// A text.
#[derive(Default)]
pub(super) struct Source {
    pub line: usize,
    pub id: String,
    pub name: String,
    pub title: String,
    pub user: String,
    /// Within the archive.
    pub path: Option<String>,
    pub content: Option<String>,
    pub selections: Vec<Selection>,
    /// Codes and notes of the text as a whole.
    pub codings: Vec<Coding>,
    pub notes: Vec<String>,
    pub variables: Vec<(String, AttributeValue)>,
}

#[derive(Default)]
pub(super) struct Selection {
    pub id: String,
    pub start: u64,
    pub end: u64,
    pub made: Made,
    pub description: String,
    pub codings: Vec<Coding>,
    pub notes: Vec<String>,
}

#[derive(Default)]
pub(super) struct Coding {
    pub id: String,
    pub made: Made,
    pub code: String,
    pub notes: Vec<String>,
}

/// Who made something, and when.
#[derive(Default)]
pub(super) struct Made {
    pub user: String,
    pub created: String,
    pub modified: String,
}

pub(super) struct Link {
    pub id: String,
    pub name: String,
    pub origin: String,
    pub target: String,
    pub notes: Vec<String>,
}

/// A GUID as it is compared: programs write them with and without brackets, in letters of any size.
fn guid(said: &str) -> String {
    said.trim().trim_matches(['{', '}']).to_ascii_lowercase()
}

type Fault = (usize, ImportProblem);

impl Project {
    pub(super) fn of(zipped: &mut Zipped<'_>, importer: &mut Importer<'_>) -> Result<Self, ImportError> {
        let named = zipped.names().find(|name| name.ends_with(".qde") && !name.contains('/'));
        let xml = zipped.needed_xml(named.as_deref().unwrap_or(PROJECT), importer)?;
        let mut project = Project::default();
        let mut apart = Vec::new();
        let read = project.read(&mut XmlReader::new(&xml), &mut apart);
        read.map_err(|(line, problem)| importer.at(line)(problem))?;
        drop(xml);
        project.settle();
        for (id, path) in apart {
            if let Some(bytes) = bytes_at(zipped, &path)? {
                let text = String::from_utf8_lossy(&bytes);
                project.notes.insert(id, text.trim_start_matches('\u{feff}').to_owned());
            }
        }
        Ok(project)
    }

    /// `apart` gets the notes whose text is a file of the archive.
    fn read(&mut self, reader: &mut XmlReader<'_>, apart: &mut Vec<(String, String)>) -> Result<(), Fault> {
        while let Some(event) = reader.next()? {
            let Event::Start(tag) = event else { continue };
            match tag.name {
                "Project" | "Users" | "CodeBook" | "Codes" | "Variables" | "Sources" | "Notes" | "Links" => {}
                "User" => {
                    let (id, name) = (id_of(reader, "guid"), said(reader, "name"));
                    self.users.insert(id, name);
                }
                "Code" => self.code(reader, None)?,
                "Variable" => {
                    let (id, name) = (id_of(reader, "guid"), said(reader, "name"));
                    self.variables.insert(id, name);
                    reader.skip()?;
                }
                "TextSource" => self.source(reader, None)?,
                "PDFSource" => self.representations(reader)?,
                "PictureSource" => self.leave_out(LeftOut::Pictures, reader)?,
                "AudioSource" | "VideoSource" => self.leave_out(LeftOut::Objects, reader)?,
                "Note" => {
                    let (id, path) = (id_of(reader, "guid"), internal(&said(reader, "plainTextPath")));
                    match path {
                        Some(path) => {
                            apart.push((id, path));
                            reader.skip()?;
                        }
                        None => drop(self.notes.insert(id, content(reader)?)),
                    }
                }
                "Link" => self.link(reader)?,
                "NoteRef" if reader.depth() == 2 => reader.skip()?,
                "Description" if reader.depth() == 2 => reader.skip()?,
                name if reader.depth() == 1 => {
                    return Err(reader.fault(format!("'{name}' is no project of REFI-QDA")).into());
                }
                name => {
                    self.unknown.insert(name.to_owned());
                    reader.skip()?;
                }
            }
        }
        Ok(())
    }

    /// Finds the text of each link; those between two texts have no place.
    fn settle(&mut self) {
        let mut texts: HashMap<&str, usize> = HashMap::new();
        for (at, source) in self.sources.iter().enumerate() {
            self.first.entry(source.name.clone()).or_insert(at);
            for selection in source.selections.iter().filter(|selection| !selection.codings.is_empty()) {
                let ids = selection.codings.iter().map(|coding| &coding.id).chain([&selection.id]);
                texts.extend(ids.map(|id| (id.as_str(), at)));
            }
        }
        self.links.resize_with(self.sources.len(), Vec::new);
        let mut elsewhere = 0;
        for link in std::mem::take(&mut self.all_links) {
            match (texts.get(link.origin.as_str()), texts.get(link.target.as_str())) {
                (Some(from), Some(to)) if from == to => self.links[*from].push(link),
                _ => elsewhere += 1,
            }
        }
        if elsewhere > 0 {
            self.left_out.push((LeftOut::Elsewhere, elsewhere));
        }
    }

    fn leave_out(&mut self, what: LeftOut, reader: &mut XmlReader<'_>) -> Result<(), Fault> {
        match self.left_out.iter_mut().find(|(known, _)| *known == what) {
            Some((_, count)) => *count += 1,
            None => self.left_out.push((what, 1)),
        }
        Ok(reader.skip()?)
    }

    fn count(&mut self, line: usize) -> Result<(), Fault> {
        self.annotations += 1;
        match self.annotations > MAX_ANNOTATIONS {
            true => Err((line, ImportProblem::TooManyAnnotations(MAX_ANNOTATIONS))),
            false => Ok(()),
        }
    }

    fn code(&mut self, reader: &mut XmlReader<'_>, parent: Option<usize>) -> Result<(), Fault> {
        let (line, depth) = (reader.line(), reader.depth());
        if self.codes.len() == MAX_LABELS {
            return Err((line, ImportProblem::TooManyLabels(MAX_LABELS)));
        }
        let (id, name) = (id_of(reader, "guid"), said(reader, "name").trim().to_owned());
        let colour = Colour::from_hex(&said(reader, "color"));
        let at = self.codes.len();
        self.codes.push(Code { line, name, colour, parent });
        self.codes_by_id.insert(id, at);
        while reader.depth() >= depth {
            match reader.next()? {
                Some(Event::Start(tag)) if tag.name == "Code" => self.code(reader, Some(at))?,
                Some(Event::Start(tag)) => {
                    self.unknown.insert(format!("Code/{}", tag.name));
                    reader.skip()?;
                }
                Some(_) => {}
                None => break,
            }
        }
        Ok(())
    }

    /// Of a PDF, the plain text that its selections count in.
    fn representations(&mut self, reader: &mut XmlReader<'_>) -> Result<(), Fault> {
        let (depth, name) = (reader.depth(), said(reader, "name"));
        while reader.depth() >= depth {
            match reader.next()? {
                Some(Event::Start(tag)) if tag.name == "Representation" => self.source(reader, Some(&name))?,
                Some(Event::Start(tag)) => {
                    self.unknown.insert(format!("PDFSource/{}", tag.name));
                    reader.skip()?;
                }
                Some(_) => {}
                None => break,
            }
        }
        Ok(())
    }

    fn source(&mut self, reader: &mut XmlReader<'_>, of: Option<&str>) -> Result<(), Fault> {
        let (line, depth) = (reader.line(), reader.depth());
        let mut source = Source {
            line,
            id: id_of(reader, "guid"),
            name: of.map_or_else(|| said(reader, "name"), str::to_owned),
            user: id_of(reader, "creatingUser"),
            path: internal(&said(reader, "plainTextPath")),
            ..Source::default()
        };
        while reader.depth() >= depth {
            match reader.next()? {
                Some(Event::Start(tag)) => match tag.name {
                    "Description" => source.title = reader.text_within()?.into_owned(),
                    "PlainTextContent" => source.content = Some(reader.text_within()?.into_owned()),
                    "PlainTextSelection" => {
                        let selection = self.selection(reader)?;
                        source.selections.push(selection);
                    }
                    "Coding" => {
                        let coding = self.coding(reader)?;
                        source.codings.push(coding);
                    }
                    "NoteRef" => source.notes.push(id_of(reader, "targetGUID")),
                    "VariableValue" => source.variables.extend(self.variable(reader)?),
                    name => {
                        self.unknown.insert(format!("TextSource/{name}"));
                        reader.skip()?;
                    }
                },
                Some(_) => {}
                None => break,
            }
        }
        match source.path.is_some() || source.content.is_some() {
            true => self.sources.push(source),
            // It has its text in a form that positions do not count in.
            false => {
                self.unknown.insert("TextSource/@richTextPath".into());
            }
        }
        Ok(())
    }

    fn selection(&mut self, reader: &mut XmlReader<'_>) -> Result<Selection, Fault> {
        let (line, depth) = (reader.line(), reader.depth());
        let at = |name: &str, reader: &mut XmlReader<'_>| match reader.attribute(name).and_then(|n| n.parse().ok()) {
            Some(number) => Ok(number),
            None => Err(Fault::from(reader.fault(format!("'{name}' is no position")))),
        };
        let mut selection = Selection {
            id: id_of(reader, "guid"),
            start: at("startPosition", reader)?,
            end: at("endPosition", reader)?,
            made: made(reader),
            ..Selection::default()
        };
        while reader.depth() >= depth {
            match reader.next()? {
                Some(Event::Start(tag)) => match tag.name {
                    "Description" => selection.description = reader.text_within()?.into_owned(),
                    "Coding" => {
                        self.count(line)?;
                        selection.codings.push(self.coding(reader)?);
                    }
                    "NoteRef" => selection.notes.push(id_of(reader, "targetGUID")),
                    name => {
                        self.unknown.insert(format!("PlainTextSelection/{name}"));
                        reader.skip()?;
                    }
                },
                Some(_) => {}
                None => break,
            }
        }
        Ok(selection)
    }

    fn coding(&mut self, reader: &mut XmlReader<'_>) -> Result<Coding, Fault> {
        let depth = reader.depth();
        let mut coding = Coding { id: id_of(reader, "guid"), made: made(reader), ..Coding::default() };
        while reader.depth() >= depth {
            match reader.next()? {
                Some(Event::Start(tag)) => match tag.name {
                    "CodeRef" => coding.code = id_of(reader, "targetGUID"),
                    "NoteRef" => coding.notes.push(id_of(reader, "targetGUID")),
                    name => {
                        self.unknown.insert(format!("Coding/{name}"));
                    }
                },
                Some(_) => {}
                None => break,
            }
        }
        match self.codes_by_id.contains_key(&coding.code) {
            true => Ok(coding),
            false => Err((reader.line(), ImportProblem::UnknownEnd { id: coding.id, end: coding.code })),
        }
    }

    fn variable(&mut self, reader: &mut XmlReader<'_>) -> Result<Option<(String, AttributeValue)>, Fault> {
        let (depth, mut name, mut value) = (reader.depth(), None, None);
        while reader.depth() >= depth {
            match reader.next()? {
                Some(Event::Start(tag)) => match tag.name {
                    "VariableRef" => name = self.variables.get(&id_of(reader, "targetGUID")).cloned(),
                    kind => {
                        let text = reader.text_within()?.into_owned();
                        value = Some(match (kind, text.trim().parse::<f64>()) {
                            ("BooleanValue", _) => AttributeValue::Flag(["true", "1"].contains(&text.trim())),
                            ("FloatValue" | "IntegerValue", Ok(number)) if number.is_finite() => {
                                AttributeValue::Number(number)
                            }
                            _ => AttributeValue::Text(text),
                        });
                    }
                },
                Some(_) => {}
                None => break,
            }
        }
        Ok(name.zip(value))
    }

    fn link(&mut self, reader: &mut XmlReader<'_>) -> Result<(), Fault> {
        self.count(reader.line())?;
        let depth = reader.depth();
        let ends = ["guid", "originGUID", "targetGUID"].map(|name| id_of(reader, name));
        let ([id, origin, target], name) = (ends, said(reader, "name"));
        let mut notes = Vec::new();
        while reader.depth() >= depth {
            match reader.next()? {
                Some(Event::Start(tag)) if tag.name == "NoteRef" => notes.push(id_of(reader, "targetGUID")),
                Some(_) => {}
                None => break,
            }
        }
        self.all_links.push(Link { id, name, origin, target, notes });
        Ok(())
    }
}

/// The text of a note, up to its end.
fn content(reader: &mut XmlReader<'_>) -> Result<String, Fault> {
    let (depth, mut text) = (reader.depth(), String::new());
    while reader.depth() >= depth {
        match reader.next()? {
            Some(Event::Start(tag)) if tag.name == "PlainTextContent" => text = reader.text_within()?.into_owned(),
            Some(_) => {}
            None => break,
        }
    }
    Ok(text)
}

fn said(reader: &XmlReader<'_>, name: &str) -> String {
    reader.attribute(name).unwrap_or_default().to_owned()
}

fn id_of(reader: &XmlReader<'_>, name: &str) -> String {
    guid(reader.attribute(name).unwrap_or_default())
}

fn made(reader: &XmlReader<'_>) -> Made {
    Made {
        user: id_of(reader, "creatingUser"),
        created: said(reader, "creationDateTime"),
        modified: said(reader, "modifiedDateTime"),
    }
}

/// The entry that a path within the archive names.
fn internal(path: &str) -> Option<String> {
    path.strip_prefix(INTERNAL).map(|name| name.trim_start_matches('/').to_owned())
}

/// What a file of the archive holds. The folder of the texts is written in letters of any size.
pub(super) fn bytes_at(zipped: &mut Zipped<'_>, path: &str) -> Result<Option<Vec<u8>>, ImportError> {
    for folder in [SOURCES, "sources/", ""] {
        if let Some(bytes) = zipped.bytes(&format!("{folder}{path}"))? {
            return Ok(Some(bytes));
        }
    }
    Ok(None)
}
