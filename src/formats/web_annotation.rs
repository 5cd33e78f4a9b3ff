//! Web Annotation of the W3C in JSON-LD: one page of annotations a document, whose text stands beside it as `NAME.txt`.
//!
//! ```json
//! {"@context": ["http://www.w3.org/ns/anno.jsonld", …], "type": "AnnotationPage", "items": [
//!   {"id": "#a1", "type": "Annotation", "body": [{"type": "TextualBody", "purpose": "tagging", "value": "LOC"}],
//!    "target": {"source": "d1.txt", "selector": [{"type": "TextPositionSelector", "start": 3, "end": 10},
//!                                                {"type": "TextQuoteSelector", "exact": "القاهرة"}]}}]}
//! ```
//!
//! Positions count code points. A discontinuous annotation has a `Composite` of targets. A relation is an annotation that links: its
//! target is the source of the relation, a body of it the target. Notes are bodies that comment. What has no field stands under
//! `hashiya` (`own_facts.rs`), which the context of our files declares to be JSON; the text too, so that the page alone is enough.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::builder::Importer;
use super::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use super::draft::{self, Draft, DraftAt, DraftFacts, DraftPiece, DraftRelation, DraftSpan};
use super::error::ImportProblem;
use super::file_names::{FileNames, stem};
use super::flow::{ExportSink, Input, ReadEnd, Stopped};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::json_records::{RecordFault, list, value};
use super::json_rows::{Fields, Name, Others, Text, object};
use super::json_write::{json_of, line_of};
use super::loss::{LossDetail, LossKind};
use super::losses::Losses;
use super::own_facts::{OWN, OwnFacts, own_of_annotation, own_of_document, own_of_record};
use super::sniff::{Fit, Head};
use super::text;
use crate::model::offset_map::{OffsetMap, Unit};
use crate::model::{AnnotatedDocument, Record, TextSpan};

pub(super) struct WebAnnotation;

static INFO: FormatInfo = FormatInfo {
    name: "web-annotation",
    extensions: &["jsonld"],
    about: "Web Annotation of the W3C (JSON-LD): a page of annotations a document, with its text beside it",
    unit: Some(Unit::CodePoints),
    reads: true,
    writes: Some(Layout::Folder),
    repeats_texts: true,
    carries: Capabilities::WHOLE.also(&[Feature::Entities, Feature::LookAgain]),
};

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

object! {
    Page needs ;
    {
        "@context" context: &'a RawValue,
        "id" id: &'a RawValue,
        "type" kind: &'a RawValue,
        "items" items: &'a RawValue,
        "total" total: &'a RawValue,
        "hashiya" own: &'a RawValue,
        .. others: Others<'a>
    }
}

object! {
    Item needs "target" target;
    {
        "@context" context: &'a RawValue,
        "id" id: Text<'a>,
        "type" kind: &'a RawValue,
        "motivation" motivation: &'a RawValue,
        "body" body: &'a RawValue,
        "target" target: &'a RawValue,
        "creator" creator: &'a RawValue,
        "created" created: Text<'a>,
        "modified" modified: Text<'a>,
        "hashiya" own: &'a RawValue,
        .. others: Others<'a>
    }
}

object! {
    Body needs ;
    {
        "type" kind: &'a RawValue,
        "purpose" purpose: &'a RawValue,
        "value" value: Text<'a>,
        "source" source: Name<'a>,
        "format" format: &'a RawValue,
        "language" language: &'a RawValue,
        .. others: Others<'a>
    }
}

object! {
    Target needs ;
    {
        "type" kind: &'a RawValue,
        "items" items: &'a RawValue,
        "source" source: &'a RawValue,
        "selector" selector: &'a RawValue,
        .. others: Others<'a>
    }
}

object! {
    Selector needs ;
    {
        "type" kind: Text<'a>,
        "start" start: u64,
        "end" end: u64,
        "exact" exact: Text<'a>,
        "prefix" prefix: &'a RawValue,
        "suffix" suffix: &'a RawValue,
        .. others: Others<'a>
    }
}

impl Format for WebAnnotation {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, head: &Head<'_>) -> Fit {
        head.fit_of_records(|record| {
            let is_of_it = |context: &str| context.chars().take(400).collect::<String>().contains(CONTEXT);
            if record.get("@context").is_some_and(is_of_it) { Fit::Sure } else { Fit::No }
        })
    }

    fn companions(&self, path: &Path) -> Vec<PathBuf> {
        vec![path.with_extension("txt")]
    }

    fn read(&self, input: &Input<'_>, importer: &mut Importer<'_>) -> Result<(), ReadEnd> {
        let decoded = text::decode(input.path, input.bytes, importer)?;
        let beside = input.path.with_extension("txt");
        let beside = match input.companions.iter().find(|(path, _)| *path == beside) {
            Some((path, bytes)) if !bytes.is_empty() => Some(text::decode(path, bytes, importer)?.text),
            Some(_) => Some(Cow::Borrowed("")),
            None => None,
        };
        let file = &*decoded.text;
        let draft = || {
            let draft = draft_of(file, beside.as_deref(), input.path).map_err(|fault| fault.at(file, 1))?;
            Ok(Draft { id: draft.id.or_else(|| Some(stem(input.path).into())), ..draft })
        };
        draft::read_each(input, importer, INFO.name, None, &mut |importer, next| {
            next(importer, DraftAt { line: 1, number: 1, draft: draft() })
        })
    }

    fn writer<'a>(&self, _: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        Some(Box::new(Writer { names: FileNames::default() }))
    }
}

/// The annotations of a page, of a list, or the one that is the file.
fn draft_of<'t>(file: &'t str, beside: Option<&'t str>, path: &Path) -> Result<Draft<'t>, RecordFault<'t>> {
    let mut draft = Draft::default();
    let whole: &RawValue = value(file)?;
    let mut own_text = None;
    let items = match whole.get().starts_with('{') {
        false => whole.get(),
        true => {
            let page: Page = value(whole.get())?;
            match page.items {
                Some(items) => {
                    if let Some(own) = page.own {
                        let own: OwnFacts = value(own.get())?;
                        own_text = own.put_into(&mut draft)?;
                    }
                    draft.other_fields(page.others)?;
                    items.get()
                }
                None => whole.get(),
            }
        }
    };
    draft.text = match (own_text, beside) {
        (Some(text), _) => text,
        (None, Some(text)) => Cow::Borrowed(text),
        (None, None) => {
            let missing = path.with_extension("txt").display().to_string();
            return Err(ImportProblem::MissingCompanion(missing).into());
        }
    };
    let mut links = Vec::new();
    let mut take = |item: Item<'t>, draft: &mut Draft<'t>| match span_or_link(item, draft)? {
        Some(Reading::Span(span)) => Ok::<_, RecordFault<'t>>(Some(span)),
        Some(Reading::Link(link)) => {
            links.push(link);
            Ok(None)
        }
        None => Ok(None),
    };
    draft.spans = match items.starts_with('[') {
        true => list(items, |item: Item| take(item, &mut draft))?,
        false => take(value(items)?, &mut draft)?.into_iter().collect(),
    };
    let known: HashMap<&str, usize> =
        draft.spans.iter().enumerate().filter_map(|(at, span)| Some((span.id.as_deref()?, at))).collect();
    for Link { id, label, ends, facts } in links.into_iter().map(|link| *link) {
        let find = |end: &Cow<'t, str>| {
            let unknown = || ImportProblem::UnknownEnd {
                id: id.as_deref().unwrap_or(&label).to_owned(),
                end: end.clone().into_owned(),
            };
            known.get(&**end).copied().ok_or_else(unknown)
        };
        let (source, target) = (find(&ends[0])?, find(&ends[1])?);
        draft.relations.push(DraftRelation { id, label, source, target, facts: Some(Box::new(facts)) });
    }
    Ok(draft)
}

/// An annotation that links two others, before they are all known.
struct Link<'t> {
    id: Option<Cow<'t, str>>,
    label: Cow<'t, str>,
    ends: [Cow<'t, str>; 2],
    facts: DraftFacts<'t>,
}

enum Reading<'t> {
    Span(DraftSpan<'t>),
    Link(Box<Link<'t>>),
}

/// The items of a value that may be a list of them or one.
fn one_or_more<'t>(field: Option<&'t RawValue>) -> Result<Vec<&'t RawValue>, RecordFault<'t>> {
    match field {
        None => Ok(Vec::new()),
        Some(field) if field.get().starts_with('[') => list(field.get(), |item: &RawValue| Ok(Some(item))),
        Some(field) => Ok(vec![field]),
    }
}

fn span_or_link<'t>(item: Item<'t>, draft: &mut Draft<'t>) -> Result<Option<Reading<'t>>, RecordFault<'t>> {
    let (mut own_id, mut facts) = (None, DraftFacts::default());
    if let Some(own) = item.own.filter(|own| own.get().starts_with('{')) {
        (own_id, facts) = value::<OwnFacts>(own.get())?.into_facts(INFO.name)?;
    }
    let id = own_id.or_else(|| item.id.map(|id| name_of(id.0)));
    facts.unknown.extend(item.others.into_iter().map(|(key, _)| key.0));
    if let (None, Some(creator)) = (&facts.annotator, item.creator) {
        facts.annotator = name_of_creator(creator);
    }
    facts.created = item.created.map(|at| at.0);
    facts.modified = item.modified.map(|at| at.0);
    let (mut label, mut linked) = (None, None);
    for body in one_or_more(item.body)? {
        if body.get().starts_with('"') {
            let text = value::<Text>(body.get())?.0;
            match label {
                None => label = Some(text),
                Some(_) => facts.unknown.push("body".into()),
            }
            continue;
        }
        let body: Body = value(body.get())?;
        facts.unknown.extend(body.others.into_iter().map(|(key, _)| key.0));
        let purpose = body.purpose.map_or("", RawValue::get);
        match (body.value.map(|value| value.0), body.source.and_then(|source| source.0)) {
            (Some(text), _) if purpose.contains("commenting") && facts.note.is_none() => facts.note = Some(text),
            (Some(text), _) if label.is_none() => label = Some(text),
            (None, Some(source)) if purpose.contains("linking") => linked = Some(name_of(source)),
            (None, Some(source)) if label.is_none() => label = Some(source),
            _ => facts.unknown.push("body".into()),
        }
    }
    let target = item.target.ok_or_else(|| ImportProblem::Parts(id.clone().unwrap_or_default().into_owned()))?;
    let name = || id.as_deref().or(label.as_deref()).unwrap_or("annotation").to_owned();
    if let Some(to) = linked.filter(|_| target.get().starts_with('"')) {
        let from = name_of(value::<Text>(target.get())?.0);
        let label = label.unwrap_or_else(|| "relation".into());
        return Ok(Some(Reading::Link(Box::new(Link { id, label, ends: [from, to], facts }))));
    }
    let mut pieces = Vec::new();
    for target in one_or_more(Some(target))? {
        pieces_of(target, &mut pieces, &mut facts.unknown)?;
    }
    let (Some(start), Some(end)) =
        (pieces.iter().map(|piece| piece.start).min(), pieces.iter().map(|piece| piece.end).max())
    else {
        draft.losses.push((LossKind::Lost, LossDetail::Unplaced(name())));
        return Ok(None);
    };
    let Some(label) = label else {
        draft.losses.push((LossKind::Lost, LossDetail::Unlabelled(name())));
        return Ok(None);
    };
    let mut said = None;
    match pieces.len() {
        1 => said = pieces.pop().and_then(|piece| piece.said),
        _ => facts.pieces = pieces,
    }
    Ok(Some(Reading::Span(DraftSpan { id, label, start, end, said, facts: Some(Box::new(facts)) })))
}

/// The places of a target, as far as they are positions in a text.
fn pieces_of<'t>(
    target: &'t RawValue,
    pieces: &mut Vec<DraftPiece<'t>>,
    unknown: &mut Vec<Cow<'t, str>>,
) -> Result<(), RecordFault<'t>> {
    if !target.get().starts_with('{') {
        return Ok(());
    }
    let target: Target = value(target.get())?;
    unknown.extend(target.others.into_iter().map(|(key, _)| key.0));
    for item in one_or_more(target.items)? {
        if item.get().starts_with('{') {
            let item: Target = value(item.get())?;
            unknown.extend(item.others.into_iter().map(|(key, _)| key.0));
            pieces.extend(piece_of(item.selector, unknown)?);
        }
    }
    pieces.extend(piece_of(target.selector, unknown)?);
    Ok(())
}

/// The place that selectors of one target agree on: a position, with the text that a quote has.
fn piece_of<'t>(
    selectors: Option<&'t RawValue>,
    unknown: &mut Vec<Cow<'t, str>>,
) -> Result<Option<DraftPiece<'t>>, RecordFault<'t>> {
    let (mut place, mut said) = (None, None);
    for selector in one_or_more(selectors)?.into_iter().filter(|selector| selector.get().starts_with('{')) {
        let selector: Selector = value(selector.get())?;
        unknown.extend(selector.others.into_iter().map(|(key, _)| key.0));
        match (selector.kind.as_deref(), selector.start, selector.end, selector.exact) {
            (Some("TextPositionSelector"), Some(start), Some(end), _) => place = Some((start, end)),
            (Some("TextQuoteSelector"), _, _, Some(exact)) => said = Some(exact.0),
            (kind, ..) => unknown.push(kind.unwrap_or("selector").to_owned().into()),
        }
    }
    // A quote alone may stand in several places.
    Ok(place.map(|(start, end)| DraftPiece { start, end, said: said.filter(|said| !said.is_empty() || start == end) }))
}

fn name_of_creator(creator: &RawValue) -> Option<Cow<'_, str>> {
    match creator.get().starts_with('{') {
        false => value::<Name>(creator.get()).ok()?.0,
        true => {
            let Fields(fields) = value::<Fields<&RawValue>>(creator.get()).ok()?;
            let field = |name: &str| {
                let found = fields.iter().find(|(key, _)| &**key == name)?;
                value::<Name>(found.1.get()).ok()?.0
            };
            field("name").or_else(|| field("nickname")).or_else(|| field("id"))
        }
    }
}

/// An id as an address within the page.
fn address(id: &str) -> String {
    let mut address = String::from("#");
    for c in id.chars() {
        match c {
            c if c.is_ascii_alphanumeric() || "-._~".contains(c) => address.push(c),
            c if !c.is_ascii() && c.is_alphanumeric() => address.push(c),
            c => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| address.push_str(&format!("%{byte:02X}"))),
        }
    }
    address
}

/// The id that [`address`] was made of; another address is an id as it is.
fn name_of(address: Cow<'_, str>) -> Cow<'_, str> {
    let Some(encoded) = address.strip_prefix('#') else { return address };
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let [first, behind @ ..] = rest {
        let digits = behind.get(..2).filter(|_| *first == b'%');
        let byte = digits.and_then(|d| u8::from_str_radix(std::str::from_utf8(d).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8(bytes).map_or(address, Cow::Owned)
}

struct Writer {
    names: FileNames,
}

impl DocumentWriter for Writer {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        let name = self.names.take(&document.document.id().0);
        let text = format!("{name}.txt");
        out.file(Path::new(&text))?;
        out.bytes(document.text().as_bytes())?;
        out.file(Path::new(&format!("{name}.jsonld")))?;
        let mut losses = Losses::new(document, &INFO);
        document.annotations.iter().for_each(|annotation| losses.beside(annotation));
        out.bytes(page_of(document, &address(&text)[1..]).as_bytes())?;
        losses.finish(out);
        Ok(())
    }

    fn finish(&mut self, _: &mut dyn ExportSink) -> Result<(), Stopped> {
        Ok(())
    }
}

/// The page of a document whose text stands at `source`, an item a line.
fn page_of(document: &AnnotatedDocument, source: &str) -> String {
    let (map, text) = (OffsetMap::new(document.text()), document.text());
    let mut own = own_of_document(document);
    own.insert("id".into(), document.document.id().0.as_ref().into());
    own.insert("text".into(), text.into());
    if !document.document.metadata().is_empty() {
        own.insert("metadata".into(), json!(document.document.metadata()));
    }
    let context = json!([CONTEXT, {OWN: {"@id": "urn:hashiya:facts", "@type": "@json"}}]);
    let target = |span: TextSpan| {
        let range = span.range();
        json!({"source": source, "selector": [
            {"type": "TextPositionSelector", "start": map.code_point(range.start).0, "end": map.code_point(range.end).0},
            {"type": "TextQuoteSelector", "exact": &text[range]},
        ]})
    };
    let mut items = Vec::new();
    for annotation in document.annotations.iter() {
        let targets: Vec<Value> = annotation.spans.iter().map(target).collect();
        let target = match annotation.spans.is_discontinuous() {
            true => json!({"type": "Composite", "items": targets}),
            false => targets.into_iter().next().unwrap_or_default(),
        };
        let body = json!([{"type": "TextualBody", "purpose": "tagging", "value": annotation.label.as_str()}]);
        items.push(item_of(
            annotation.id.as_str(),
            "tagging",
            body,
            target,
            &annotation.record,
            own_of_annotation(annotation, document),
        ));
    }
    for relation in document.relations.values() {
        let body = json!([
            {"type": "SpecificResource", "purpose": "linking", "source": address(relation.target.as_str())},
            {"type": "TextualBody", "purpose": "classifying", "value": relation.label.as_str()},
        ]);
        let source = Value::String(address(relation.source.as_str()));
        items.push(item_of(
            relation.id.as_str(),
            "linking",
            body,
            source,
            &relation.record,
            own_of_record(&relation.record, document),
        ));
    }
    format!(
        "{{\"@context\":{},\"id\":\"\",\"type\":\"AnnotationPage\",\"{OWN}\":{},\"items\":[\n{}\n]}}\n",
        line_of(&context),
        line_of(&own),
        items.join(",\n")
    )
}

fn item_of(
    id: &str,
    motivation: &str,
    mut body: Value,
    target: Value,
    record: &Record,
    mut own: Map<String, Value>,
) -> String {
    if let (false, Some(bodies)) = (record.note.is_empty(), body.as_array_mut()) {
        bodies.push(json!({"type": "TextualBody", "purpose": "commenting", "value": record.note}));
    }
    own.remove("note");
    let mut item = Map::new();
    for time in ["created", "modified"] {
        item.extend(own.remove(time).map(|at| (time.to_owned(), at)));
    }
    if !record.attributes.is_empty() {
        own.insert("attributes".into(), Value::Object(json_of(&record.attributes)));
    }
    if !record.annotator.as_str().is_empty() {
        item.insert("creator".into(), json!({"type": "Person", "name": record.annotator.as_str()}));
        own.remove("annotator");
    }
    item.extend([
        ("id".to_owned(), address(id).into()),
        ("type".to_owned(), "Annotation".into()),
        ("motivation".to_owned(), motivation.into()),
        ("body".to_owned(), body),
        ("target".to_owned(), target),
        (OWN.to_owned(), Value::Object(own)),
    ]);
    line_of(&Value::Object(item))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back_from_their_addresses() {
        for id in ["a1", "اسم علم", "%41", "#", "a\u{202e}b", "😀", ""] {
            let address = address(id);
            assert!(!address.contains(char::is_whitespace), "{address}");
            assert_eq!(name_of(address.into()), id);
        }
        assert_eq!(name_of("urn:uuid:1".into()), "urn:uuid:1");
        assert_eq!(name_of("#%zz%".into()), "%zz%");
    }
}
