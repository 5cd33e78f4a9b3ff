//! Documents as XMI with one type system for all of them, or as JSON, each with its own.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::layers as names;
use super::rows::{self, Cell, Features, Form, Row, SOFA_ID};
use super::types::{json_types, xml_of};
use super::xmi;
use crate::formats::capabilities::FormatInfo;
use crate::formats::file_names::FileNames;
use crate::formats::flow::{ExportSink, Stopped};
use crate::formats::format::DocumentWriter;
use crate::formats::json_write::line_of;
use crate::formats::loss::{LossDetail, LossKind};
use crate::formats::losses::Losses;
use crate::formats::xml::XmlWriter;
use crate::model::AnnotatedDocument;

pub(super) struct Writer {
    pub info: &'static FormatInfo,
    pub in_xml: bool,
    pub names: FileNames,
    pub features: Features,
}

impl DocumentWriter for Writer {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        let name = self.names.take(&document.document.id().0);
        out.file(Path::new(&format!("{name}.{}", self.info.extensions[0])))?;
        let mut losses = Losses::new(document, self.info);
        document.annotations.iter().for_each(|annotation| losses.beside(annotation));
        match self.in_xml {
            true => {
                let (file, replaced) = xmi_of(document, &mut self.features, &mut losses);
                if replaced > 0 {
                    losses.document(LossKind::Flattened, LossDetail::Controls(replaced));
                }
                out.bytes(file.as_bytes())?;
            }
            // Each file has its types, so no other file's features are in it.
            false => out.bytes(json_of(document, &mut Features::default(), &mut losses).as_bytes())?,
        }
        losses.finish(out);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        if self.in_xml {
            out.file(Path::new(names::TYPE_SYSTEM))?;
            out.bytes(xml_of(&self.features.types()).as_bytes())?;
        }
        Ok(())
    }
}

/// Whether a structure stands in the index of its view.
fn is_member(row: &Row<'_>) -> bool {
    row.kind != names::PIECE_LINK
}

fn xmi_of(document: &AnnotatedDocument, features: &mut Features, losses: &mut Losses<'_>) -> (String, usize) {
    let mut xml = XmlWriter::new();
    xml.start("xmi:XMI");
    xml.attribute("xmlns:xmi", "http://www.omg.org/XMI");
    xml.attribute("xmlns:cas", "http:///uima/cas.ecore");
    for name in [names::METADATA, names::SPAN] {
        let (tag, namespace) = xmi::names_of(name);
        let prefix = tag.split(':').next().unwrap_or_default();
        xml.attribute(&format!("xmlns:{prefix}"), &namespace);
    }
    xml.attribute("xmi:version", "2.0");
    xml.line();
    xml.start("cas:NULL");
    xml.attribute("xmi:id", "0");
    xml.end("cas:NULL");
    xml.line();
    let tags = [names::METADATA, names::SPAN, names::RELATION, names::PIECE, names::PIECE_LINK, names::DOCUMENT];
    let tags = tags.map(|name| (name, xmi::names_of(name).0));
    let mut members = String::new();
    let mut number = String::new();
    rows::rows(document, features, losses, Form::Xmi, &mut |row: Row<'_>| {
        if is_member(&row) {
            let _ = write!(members, "{}{}", if members.is_empty() { "" } else { " " }, row.id);
        }
        let tag = tags.iter().find(|(name, _)| *name == row.kind).map_or("", |(_, tag)| tag);
        xml.start(tag);
        let mut said = |xml: &mut XmlWriter, name: &str, value: &dyn std::fmt::Display| {
            number.clear();
            let _ = write!(number, "{value}");
            xml.attribute(name, &number);
        };
        said(&mut xml, "xmi:id", &row.id);
        for (name, cell) in &row.cells {
            match cell {
                Cell::Text(text) => xml.attribute(name, text),
                Cell::Flag(flag) => said(&mut xml, name, flag),
                Cell::Number(value) => said(&mut xml, name, value),
                Cell::Offset(id) | Cell::Reference(id) => said(&mut xml, name, id),
                Cell::References(ids) => {
                    let ids: Vec<_> = ids.iter().map(u64::to_string).collect();
                    xml.attribute(name, &ids.join(" "));
                }
            }
        }
        xml.end(tag);
        xml.line();
    });
    xml.start("cas:Sofa");
    xml.attribute("xmi:id", &SOFA_ID.to_string());
    for (name, value) in [("sofaNum", "1"), ("sofaID", "_InitialView"), ("mimeType", "text")] {
        xml.attribute(name, value);
    }
    xml.attribute("sofaString", document.text());
    xml.end("cas:Sofa");
    xml.line();
    xml.start("cas:View");
    xml.attribute("sofa", &SOFA_ID.to_string());
    xml.attribute("members", &members);
    xml.end("cas:View");
    xml.line();
    xml.end("xmi:XMI");
    xml.line();
    let replaced = xml.replaced;
    (xml.take(), replaced)
}

fn json_of(document: &AnnotatedDocument, features: &mut Features, losses: &mut Losses<'_>) -> String {
    let mut structures = String::new();
    let mut add = |structure: &Value| {
        structures.push_str(if structures.is_empty() { "\n" } else { ",\n" });
        structures.push_str(&line_of(structure));
    };
    add(&json!({
        "%ID": SOFA_ID, "%TYPE": names::SOFA, "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text",
        "sofaString": document.text(),
    }));
    let mut members = Vec::new();
    // Arrays are structures of their own, with numbers behind those of the others.
    let mut arrays = Vec::new();
    let mut last = SOFA_ID;
    rows::rows(document, features, losses, Form::Json, &mut |row: Row<'_>| {
        last = last.max(row.id);
        if is_member(&row) {
            members.push(row.id);
        }
        let mut structure = Map::new();
        structure.insert("%ID".into(), row.id.into());
        structure.insert("%TYPE".into(), row.kind.into());
        for (name, cell) in row.cells {
            let (name, value) = match cell {
                Cell::Text(text) => (name.into_owned(), Value::String(text.into_owned())),
                Cell::Flag(flag) => (name.into_owned(), flag.into()),
                Cell::Number(number) => (name.into_owned(), json!(number)),
                Cell::Offset(offset) => (name.into_owned(), offset.into()),
                Cell::Reference(id) => (format!("@{name}"), id.into()),
                Cell::References(ids) => {
                    // Beyond all numbers that structures of a text can have.
                    let id = u64::from(u32::MAX >> 1) - arrays.len() as u64;
                    arrays.push((id, ids));
                    (format!("@{name}"), id.into())
                }
            };
            structure.insert(name, value);
        }
        add(&Value::Object(structure));
    });
    for (id, ids) in arrays {
        add(&json!({"%ID": id, "%TYPE": "webanno.custom.PieceLink[]", "%ELEMENTS": ids}));
    }
    let views = json!({"_InitialView": {"%SOFA": SOFA_ID, "%MEMBERS": members}});
    format!(
        "{{\"%TYPES\":{},\n\"%FEATURE_STRUCTURES\":[{structures}\n],\n\"%VIEWS\":{}}}\n",
        line_of(&json_types(&features.types())),
        line_of(&views)
    )
}
