//! A document as TEI has it.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::info::{CODE_POINT, INFO, LOOK_AGAIN, NAMESPACE, OWN, REGISTER};
use crate::formats::file_names::FileNames;
use crate::formats::flow::{ExportSink, Stopped};
use crate::formats::format::DocumentWriter;
use crate::formats::losses::Losses;
use crate::formats::xml::{REPLACEMENT, XmlWriter, is_unsayable};
use crate::model::offset_map::OffsetMap;
use crate::model::{AnnotatedDocument, AttributeValue, Attributes, Record};

#[derive(Default)]
pub(super) struct Writer {
    names: FileNames,
}

impl DocumentWriter for Writer {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        out.file(Path::new(&format!("{}.xml", self.names.take(&document.document.id().0))))?;
        let mut losses = Losses::new(document, &INFO);
        document.annotations.iter().for_each(|annotation| losses.beside(annotation));
        out.bytes(file_of(document).as_bytes())?;
        losses.finish(out);
        Ok(())
    }

    fn finish(&mut self, _: &mut dyn ExportSink) -> Result<(), Stopped> {
        Ok(())
    }
}

/// The id of the element that has the text. Ids with a dot behind the underscore are ours.
const TEXT: &str = "_.t";

fn file_of(document: &AnnotatedDocument) -> String {
    let mut file = XmlWriter::new();
    file.start("TEI");
    file.attribute("xmlns", NAMESPACE);
    file.line();
    header(&mut file, document.document.title());
    file.start("text");
    file.start("body");
    file.start("ab");
    file.attribute("xml:id", TEXT);
    file.attribute("xml:space", "preserve");
    said(&mut file, document.text());
    for element in ["ab", "body", "text"] {
        file.end(element);
    }
    file.line();
    file.start("standOff");
    file.line();
    stand_off(&mut file, document);
    file.end("standOff");
    file.line();
    file.end("TEI");
    file.line();
    file.take()
}

fn header(file: &mut XmlWriter, title: &str) {
    file.start("teiHeader");
    file.start("fileDesc");
    file.start("titleStmt");
    file.start("title");
    said(file, title);
    file.end("title");
    file.end("titleStmt");
    for (element, text) in [("publicationStmt", "Exported by Hashiya."), ("sourceDesc", "Annotated in Hashiya.")] {
        file.start(element);
        file.element("p", text);
        file.end(element);
    }
    file.end("fileDesc");
    file.end("teiHeader");
    file.line();
}

/// A text, with a mark for each character that XML cannot say.
fn said(file: &mut XmlWriter, text: &str) {
    let mut rest = text;
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_unsayable(*c)) {
        file.text(&rest[..at]);
        file.start("g");
        file.attribute("n", &format!("{CODE_POINT}{:04X}", u32::from(c)));
        file.text(REPLACEMENT.encode_utf8(&mut [0; 4]));
        file.end("g");
        rest = &rest[at + c.len_utf8()..];
    }
    if !rest.is_empty() {
        file.text(rest);
    }
}

/// Ids as XML has them: those that may stand as they are, numbers for the others.
#[derive(Default)]
struct Ids<'d> {
    of: HashMap<&'d str, String>,
}

impl<'d> Ids<'d> {
    fn of(document: &'d AnnotatedDocument) -> Self {
        let mut ids = Ids::default();
        let annotations = document.annotations.iter().map(|annotation| annotation.id.as_str());
        for id in annotations.chain(document.relations.keys().map(|id| id.as_str())) {
            let begins = |c: char| c.is_ascii_alphabetic() || ('\u{620}'..='\u{64a}').contains(&c);
            let goes_on = |c: char| begins(c) || c.is_ascii_digit() || "-_".contains(c);
            let is_name = id.starts_with(begins) && id.chars().all(goes_on);
            let name = if is_name { id.to_owned() } else { format!("_.{}", ids.of.len() + 1) };
            ids.of.insert(id, name);
        }
        ids
    }

    fn get(&self, id: &str) -> &str {
        self.of.get(id).map_or("", String::as_str)
    }
}

fn stand_off(file: &mut XmlWriter, document: &AnnotatedDocument) {
    let (map, ids) = (OffsetMap::new(document.text()), Ids::of(document));
    let mut of_document = vec![("id", document.document.id().0.as_ref()), ("annotator", document.annotator.as_str())];
    if document.flag {
        of_document.push((LOOK_AGAIN, "true"));
    }
    if document.state != Default::default() {
        of_document.push(("state", document.state.name()));
    }
    if document.document.title() != document.document.id().0.as_ref() {
        of_document.push(("title", document.document.title()));
    }
    structure(file, "_.d", &of_document, &document.attributes, Some(document.document.metadata()));
    if !document.annotations.is_empty() {
        file.start("spanGrp");
        file.line();
        for annotation in document.annotations.iter() {
            let mut target = format!("#string-range({TEXT}");
            for span in annotation.spans.iter() {
                let range = span.range();
                let (start, end) = (map.code_point(range.start).0, map.code_point(range.end).0);
                target.push_str(&format!(",{start},{}", end - start));
            }
            target.push(')');
            let id = ids.get(annotation.id.as_str());
            file.start("span");
            file.attribute("xml:id", id);
            file.attribute("target", &target);
            file.attribute("ana", &format!("#_.f-{id}"));
            if let Some(entity) = &annotation.entity {
                file.attribute("corresp", &format!("{REGISTER}{entity}"));
            }
            said(file, annotation.label.as_str());
            file.end("span");
            file.line();
        }
        file.end("spanGrp");
        file.line();
    }
    if !document.relations.is_empty() {
        file.start("listRelation");
        file.line();
        for relation in document.relations.values() {
            let id = ids.get(relation.id.as_str());
            file.start("relation");
            file.attribute("xml:id", id);
            file.attribute("name", &word(relation.label.as_str()));
            file.attribute("active", &format!("#{}", ids.get(relation.source.as_str())));
            file.attribute("passive", &format!("#{}", ids.get(relation.target.as_str())));
            file.attribute("ana", &format!("#_.f-{id}"));
            file.end("relation");
            file.line();
        }
        file.end("listRelation");
        file.line();
    }
    let annotations = document.annotations.iter().map(|a| (a.id.as_str(), None, &a.record));
    let relations = document.relations.values().map(|r| (r.id.as_str(), Some(r.label.as_str()), &r.record));
    let mut notes = Vec::new();
    for (id, label, record) in annotations.chain(relations) {
        facts(file, document, (id, ids.get(id)), label, record);
        if !record.note.is_empty() {
            notes.push((ids.get(id), record.note.as_str()));
        }
    }
    for (id, note) in notes {
        file.start("note");
        file.attribute("target", &format!("#{id}"));
        said(file, note);
        file.end("note");
        file.line();
    }
}

/// What is said of an annotation or relation besides: its own id where XML has another, its label where a name has no room for it.
fn facts(
    file: &mut XmlWriter,
    document: &AnnotatedDocument,
    (id, written): (&str, &str),
    label: Option<&str>,
    record: &Record,
) {
    let times = [record.created, record.modified].map(|time| time.to_rfc3339().unwrap_or_default());
    let provenance = record.provenance.to_string();
    let mut own = Vec::new();
    if id != written {
        own.push(("id", id));
    }
    own.extend(label.filter(|label| word(label) != **label).map(|label| ("label", label)));
    if record.annotator != document.annotator {
        own.push(("annotator", record.annotator.as_str()));
    }
    if record.flag {
        own.push((LOOK_AGAIN, "true"));
    }
    own.extend([("provenance", provenance.as_str()), ("created", times[0].as_str()), ("modified", times[1].as_str())]);
    structure(file, &format!("_.f-{written}"), &own, &record.attributes, None);
}

/// A feature structure of ours.
fn structure(
    file: &mut XmlWriter,
    id: &str,
    own: &[(&str, &str)],
    attributes: &Attributes,
    metadata: Option<&BTreeMap<String, String>>,
) {
    file.start("fs");
    file.attribute("xml:id", id);
    file.attribute("type", OWN);
    for (name, text) in own.iter().filter(|(name, text)| *name == "annotator" || !text.is_empty()) {
        feature(file, name, &mut |file| string(file, text));
    }
    if !attributes.is_empty() {
        feature(file, "attributes", &mut |file| {
            file.start("fs");
            attributes.iter().for_each(|(name, value)| feature(file, name, &mut |file| plain(file, value)));
            file.end("fs");
        });
    }
    if let Some(metadata) = metadata.filter(|metadata| !metadata.is_empty()) {
        feature(file, "metadata", &mut |file| {
            file.start("fs");
            metadata.iter().for_each(|(name, text)| feature(file, name, &mut |file| string(file, text)));
            file.end("fs");
        });
    }
    file.end("fs");
    file.line();
}

fn feature(file: &mut XmlWriter, name: &str, value: &mut dyn FnMut(&mut XmlWriter)) {
    let written = word(name);
    file.start("f");
    file.attribute("name", &written);
    if written != name {
        file.attribute("n", name);
    }
    value(file);
    file.end("f");
}

fn string(file: &mut XmlWriter, text: &str) {
    file.start("string");
    said(file, text);
    file.end("string");
}

fn plain(file: &mut XmlWriter, value: &AttributeValue) {
    match value {
        AttributeValue::Flag(flag) => {
            file.start("binary");
            file.attribute("value", if *flag { "true" } else { "false" });
            file.end("binary");
        }
        AttributeValue::Number(number) => {
            file.start("numeric");
            file.attribute("value", &number.to_string());
            file.end("numeric");
        }
        AttributeValue::Choices(_) | AttributeValue::Date(_) => string(file, &value.to_string()),
        AttributeValue::Choice(text) | AttributeValue::Text(text) => string(file, text),
    }
}

/// A name as TEI has them: a word of letters, digits and signs.
fn word(name: &str) -> String {
    let fits =
        |c: char| !c.is_whitespace() && !c.is_control() && !is_unsayable(c) && !('\u{2000}'..='\u{206f}').contains(&c);
    let fits = |c: char| fits(c) && !matches!(c, '\u{ad}' | '\u{feff}' | '\u{61c}');
    let word: String = name.chars().map(|c| if fits(c) { c } else { '_' }).collect();
    if word.is_empty() { "_".into() } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_id_is_a_name_of_its_own() {
        let mut document = AnnotatedDocument::new(
            crate::model::Document::new(crate::model::DocumentId("d".into()), "d", "نص", BTreeMap::new())
                .expect("short"),
            Default::default(),
            "x".into(),
        );
        let record = || Record::new(crate::model::Provenance::Human, "x".into(), crate::model::Timestamp(0));
        let span = crate::model::TextSpan::new("نص", 0..4).expect("there");
        let annotations = ["a", "1", "_.1", "أ", "😀", "a b"].map(|id| crate::model::Annotation {
            id: id.into(),
            label: "A".into(),
            spans: crate::model::Spans::new(vec![span]).expect("one"),
            entity: None,
            record: record(),
        });
        document.annotations =
            crate::model::AnnotationSet::from_annotations(annotations.into_iter().collect::<Vec<_>>());
        let ids = Ids::of(&document);
        let names: std::collections::HashSet<_> = ids.of.values().collect();
        assert_eq!((names.len(), ids.get("a"), ids.get("أ")), (6, "a", "أ"));
        assert_eq!(word("اسم علم\u{200f}"), "اسم_علم_");
    }
}
