//! A document as a record of JSON has it, before its places are known, and the one way in which such records become documents:
//! read twice, so that no more than one is held beside the documents.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use serde_json::Value;
use serde_json::value::RawValue;

use super::budget::{self, Budget};
use super::builder::{DocumentBuilder, GivenIds, Importer};
use super::error::ImportProblem;
use super::file_names::stem;
use super::flow::{ImportNote, Input, ReadEnd};
use super::json_records::{Record, RecordFault, Records};
use super::json_rows::Text;
use super::loss::{LossDetail, LossKind};
use super::units::{self, Piece, UnitFinder};
use super::vocabulary;
use crate::model::offset_map::{OffsetMap, Unit};
use crate::model::{
    AnnotatedDocument, AnnotationId, Annotator, AttributeValue, Document, DocumentId, DocumentState, Owner, Provenance,
    Record as MadeBy, Relation, Spans, TextSpan, Timestamp,
};

/// Facts about a document beside its text: its file holds no more (`store::unique`).
pub(super) const MAX_METADATA: usize = 1 << 16;

/// What a record says.
#[derive(Default)]
pub(super) struct Draft<'t> {
    pub id: Option<Cow<'t, str>>,
    pub title: Option<Cow<'t, str>>,
    pub text: Cow<'t, str>,
    pub annotator: Option<Cow<'t, str>>,
    pub state: DocumentState,
    /// What its offsets count, where the record says it.
    pub unit: Option<Unit>,
    /// A place with its text that is no annotation, to tell the unit by.
    pub evidence: Option<(u64, u64, Cow<'t, str>)>,
    pub spans: Vec<DraftSpan<'t>>,
    pub relations: Vec<DraftRelation<'t>>,
    pub attributes: Vec<(Cow<'t, str>, AttributeValue)>,
    pub metadata: Vec<(Cow<'t, str>, Cow<'t, str>)>,
    /// Somebody is to look at the document again.
    pub look_again: bool,
    /// Names of fields that nobody understands.
    pub unknown: Vec<Cow<'t, str>>,
    /// What the model has no place for.
    pub losses: Vec<(LossKind, LossDetail)>,
}

pub(super) struct DraftSpan<'t> {
    pub id: Option<Cow<'t, str>>,
    pub label: Cow<'t, str>,
    pub start: u64,
    pub end: u64,
    /// The text that the file has beside it.
    pub said: Option<Cow<'t, str>>,
    pub facts: Option<Box<DraftFacts<'t>>>,
}

/// A piece of a span of several.
pub(super) struct DraftPiece<'t> {
    pub start: u64,
    pub end: u64,
    pub said: Option<Cow<'t, str>>,
}

pub(super) struct DraftRelation<'t> {
    pub id: Option<Cow<'t, str>>,
    pub label: Cow<'t, str>,
    /// The spans that it is between, by their places in the list.
    pub source: usize,
    pub target: usize,
    pub facts: Option<Box<DraftFacts<'t>>>,
}

/// What is said of a span or relation besides.
#[derive(Default)]
pub(super) struct DraftFacts<'t> {
    /// The pieces of a span of several, whose start and end are those of all.
    pub pieces: Vec<DraftPiece<'t>>,
    pub attributes: Vec<(Cow<'t, str>, AttributeValue)>,
    pub note: Option<Cow<'t, str>>,
    /// Somebody is to look at it again.
    pub look_again: bool,
    /// The entry of the entity register that a span is linked to.
    pub entity: Option<Cow<'t, str>>,
    pub annotator: Option<Cow<'t, str>>,
    pub provenance: Option<Provenance>,
    pub created: Option<Cow<'t, str>>,
    pub modified: Option<Cow<'t, str>>,
    /// Names of fields that nobody understands.
    pub unknown: Vec<Cow<'t, str>>,
}

impl DraftSpan<'_> {
    fn piece(&self) -> Piece<'_> {
        Piece { start: self.start, end: self.end, said: self.said.as_deref() }
    }

    /// Those of a span of several.
    fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let pieces = self.facts.iter().flat_map(|facts| &facts.pieces);
        pieces.map(|piece| Piece { start: piece.start, end: piece.end, said: piece.said.as_deref() })
    }

    /// It as a whole and in pieces.
    pub(super) fn places(&self) -> impl Iterator<Item = Piece<'_>> {
        std::iter::once(self.piece()).chain(self.pieces())
    }

    /// Whether no text tells what its offsets count.
    fn is_bare(&self) -> bool {
        self.places().all(|piece| piece.said.is_none())
    }

    /// What it is called in a message.
    pub(super) fn known_as(&self) -> String {
        self.id.as_deref().unwrap_or(&self.label).to_owned()
    }
}

impl<'t> Draft<'t> {
    /// A field of the record that is none of its format: kept as a fact about the document; what may be annotations under a name
    /// that is not known is named as well.
    pub(super) fn other_field(&mut self, key: Cow<'t, str>, value: &'t RawValue) {
        if looks_like_spans(value.get()) {
            self.unknown.push(key.clone());
        }
        self.metadata.push((key, fact_of(value)));
    }

    /// Fields that are none of its format.
    ///
    /// # Errors
    /// Where they are more than a document holds.
    pub(super) fn other_fields(&mut self, others: Vec<(Text<'t>, &'t RawValue)>) -> Result<(), ImportProblem> {
        if self.metadata.len() + others.len() > MAX_METADATA {
            return Err(ImportProblem::TooManyFacts(MAX_METADATA));
        }
        others.into_iter().for_each(|(key, value)| self.other_field(key.0, value));
        Ok(())
    }

    /// Takes what it becomes, and asks for what it takes while it is read.
    fn weigh(&self, budget: &mut Budget) -> Result<(), ImportProblem> {
        let facts = self.spans.iter().map(|s| &s.facts).chain(self.relations.iter().map(|r| &r.facts)).flatten();
        let (mut with_facts, mut fields, mut pieces) = (0, 0, 0);
        for facts in facts {
            for n in 0..facts.attributes.len() {
                budget.charge(1, budget::attribute(n == 0))?;
            }
            budget.charge(facts.unknown.len(), budget::LOSS)?;
            // Where they lie in the text.
            budget.charge(facts.pieces.len(), 2 * size_of::<TextSpan>() as u64)?;
            pieces += facts.pieces.len();
            with_facts += 1;
            fields += facts.attributes.len() + facts.unknown.len();
        }
        for n in 0..self.attributes.len() + self.metadata.len() + self.unknown.len() {
            budget.charge(1, budget::attribute(n % 8 == 0))?;
        }
        budget.charge(self.losses.len(), budget::LOSS)?;
        budget.charge(1, budget::DOCUMENT)?;
        budget.charge(self.spans.len(), budget::ANNOTATION)?;
        budget.charge(self.relations.len(), budget::RELATION)?;
        let rows = size_of_val(&self.spans[..])
            + size_of_val(&self.relations[..])
            + with_facts * size_of::<DraftFacts>()
            + pieces * size_of::<DraftPiece>()
            + fields * 4 * size_of::<(Cow<str>, AttributeValue)>();
        budget.lend(rows, 1)
    }

    /// Whether a place that is no annotation tells code points from UTF-16.
    fn is_shown(&self, map: &OffsetMap<'_>) -> bool {
        let differs = |at| map.byte_of(at, Unit::CodePoints) != map.byte_of(at, Unit::Utf16);
        self.evidence.as_ref().is_some_and(|(start, end, _)| differs(*start) || differs(*end))
    }

    fn see_units(&self, finder: &mut UnitFinder, line: usize) {
        if finder.is_hopeless() {
            return;
        }
        let map = OffsetMap::new(&self.text);
        finder.see(line, map.units_agree(), |unit| {
            if let (Some(said), Some(span)) = (self.unit, self.spans.first())
                && said != unit
            {
                return Err(ImportProblem::UnitUnknown { id: span.known_as(), start: span.start, end: span.end });
            }
            if let Some((start, end, said)) = &self.evidence {
                let piece = Piece { start: *start, end: *end, said: Some(said) };
                units::place(&self.text, &map, piece, unit, || said.clone().into_owned())?;
            }
            let mut places = self.spans.iter().flat_map(|span| span.places().map(move |piece| (span, piece)));
            places.try_for_each(|(s, piece)| units::place(&self.text, &map, piece, unit, || s.known_as()).map(drop))
        });
        let is_told = self.unit.is_some() || self.is_shown(&map);
        for span in self.spans.iter().filter(|span| span.is_bare() && !is_told) {
            span.places().for_each(|piece| finder.see_bare(line, &map, piece, || span.known_as()));
        }
    }
}

/// Reads the records of a decoded file. `unit` is that of all offsets where the format leaves no choice.
pub(super) fn read<'t>(
    input: &Input<'_>,
    importer: &mut Importer<'_>,
    text: &'t str,
    format: &'static str,
    unit: Option<Unit>,
    parse: &mut dyn FnMut(&'t str) -> Result<Draft<'t>, RecordFault<'t>>,
) -> Result<(), ReadEnd> {
    let mut take = |record: Record<'t>| match record.source {
        Ok(source) => parse(source).map_err(|fault| fault.at(text, record.line)),
        Err(fault) => Err((record.line, ImportProblem::Json(fault))),
    };
    read_each(input, importer, format, unit, &mut |importer, next| {
        Records::of(text).try_for_each(|record| {
            let (line, number) = (record.line, record.number);
            next(importer, DraftAt { line, number, draft: take(record) })
        })
    })
}

/// A draft where it stands.
pub(super) struct DraftAt<'t> {
    /// Its first line, from 1.
    pub line: usize,
    /// From 1: what a document without an id is called by.
    pub number: usize,
    /// Or the line of what is wrong.
    pub draft: Result<Draft<'t>, (usize, ImportProblem)>,
}

/// Takes a draft.
pub(super) type TakeDraft<'x> = &'x mut dyn FnMut(&mut Importer<'_>, DraftAt<'_>) -> Result<(), ReadEnd>;

/// Makes documents of what `each` gives, which is asked twice for the same.
pub(super) fn read_each(
    input: &Input<'_>,
    importer: &mut Importer<'_>,
    format: &'static str,
    unit: Option<Unit>,
    each: &mut dyn FnMut(&mut Importer<'_>, TakeDraft<'_>) -> Result<(), ReadEnd>,
) -> Result<(), ReadEnd> {
    let mut documents = 0;
    let mut refused = HashSet::new();
    let mut finder = UnitFinder::new(unit.or(importer.options.unit));
    each(importer, &mut |importer, DraftAt { line, number, draft }| {
        let draft = match draft {
            // Who says what the offsets count knows better than the file.
            Ok(draft) => Draft { unit: draft.unit.filter(|_| importer.options.unit.is_none()), ..draft },
            Err((line, problem)) => {
                refused.insert(number);
                return importer.refuse(line, problem);
            }
        };
        importer.count_annotations(draft.spans.len() + draft.relations.len()).map_err(importer.at(line))?;
        if documents == budget::MAX_DOCUMENTS {
            return Err(importer.at(line)(ImportProblem::TooManyDocuments(documents)).into());
        }
        documents += 1;
        draft.weigh(&mut importer.budget).map_err(importer.at(line))?;
        draft.see_units(&mut finder, line);
        Ok(())
    })?;
    let found = match (finder.found(), unit.or(importer.options.unit)) {
        (Ok(unit), _) => unit,
        // It is known without the records that do not fit: they are named when they are reached.
        (Err(_), Some(unit)) if importer.options.keep_going => unit,
        (Err((line, problem)), _) => return Err(importer.at(line)(problem).into()),
    };
    if unit.is_none() && found != Unit::CodePoints && importer.options.unit.is_none() {
        importer.note(ImportNote::Unit { path: input.path.into(), unit: found });
    }
    importer.expect(documents);
    each(importer, &mut |importer, DraftAt { line, number, draft }| {
        let draft = match draft {
            Ok(draft) => draft,
            // What could not be taken was named the first time.
            Err(_) if refused.contains(&number) => return Ok(()),
            Err((line, problem)) => return importer.refuse(line, problem),
        };
        let fallback = || format!("{}-{number}", stem(input.path));
        let id = draft.id.as_deref().filter(|id| !id.is_empty()).map_or_else(fallback, str::to_owned);
        let taken = importer.take_id(&id);
        let mut maker = DocumentMaker { importer: &mut *importer, unit: found, format, document: &id, line };
        match taken.and_then(|()| maker.document(draft)) {
            Ok(document) => importer.document(document)?,
            Err(problem) => importer.refuse(line, problem)?,
        }
        Ok(())
    })
}

/// Makes a document of the draft of a file whose offsets count `unit`. The places of its spans were held to the text.
pub(super) fn read_one(
    importer: &mut Importer<'_>,
    format: &'static str,
    unit: Unit,
    draft: Draft<'_>,
) -> Result<(), ReadEnd> {
    let at = importer.at(1);
    importer.count_annotations(draft.spans.len() + draft.relations.len()).map_err(&at)?;
    draft.weigh(&mut importer.budget).map_err(&at)?;
    let id = draft.id.as_deref().unwrap_or_default().to_owned();
    importer.take_id(&id).map_err(&at)?;
    let document = DocumentMaker { importer: &mut *importer, unit, format, document: &id, line: 1 }.document(draft);
    importer.document(document.map_err(&at)?)?;
    Ok(())
}

/// Makes a document of a draft.
struct DocumentMaker<'r, 'a> {
    importer: &'r mut Importer<'a>,
    unit: Unit,
    format: &'static str,
    document: &'r str,
    line: usize,
}

impl DocumentMaker<'_, '_> {
    fn document(&mut self, draft: Draft<'_>) -> Result<AnnotatedDocument, ImportProblem> {
        let flag = draft.look_again;
        let Draft { title, text, annotator, state, spans, relations, attributes, metadata, unknown, losses, .. } =
            draft;
        let text: Arc<str> = text.into();
        let own = match annotator {
            Some(name) => self.importer.annotator(&name),
            None => self.importer.options.annotator.clone(),
        };
        let mut builder = DocumentBuilder::new(&text, self.unit, spans.len(), spans.len());
        let ids = spans.iter().map(|span| &span.id).chain(relations.iter().map(|relation| &relation.id));
        let mut given = GivenIds::besides(ids.map(|id| id.as_deref()));
        let none = DraftFacts::default();
        for span in &spans {
            let label = self.importer.words.label(&span.label)?;
            let facts = span.facts.as_deref().unwrap_or(&none);
            let place = place_of(&builder, span)?;
            let id = match &span.id {
                Some(id) => AnnotationId::from(&**id),
                None => given.annotation(label.as_str(), &place, &builder),
            };
            let record = self.record(&id, vocabulary::Owner::Label(&label), facts, &own)?;
            self.unknown(Owner::Annotation(id.clone()), &facts.unknown);
            let at = builder.annotate(id, label, place, record)?;
            facts.entity.iter().for_each(|entity| builder.link(at, entity));
        }
        for relation in &relations {
            let end = |at: usize| {
                let annotation = builder.annotation(at);
                (annotation.id.clone(), annotation.label.clone())
            };
            let (source, target) = (end(relation.source), end(relation.target));
            let id = match &relation.id {
                Some(id) => AnnotationId::from(&**id),
                None => given.relation(&relation.label, [&source.0, &target.0], &builder),
            };
            let label = self.importer.words.relation(id.as_str(), &relation.label, &source.1, &target.1)?;
            let facts = relation.facts.as_deref().unwrap_or(&none);
            let record = self.record(&id, vocabulary::Owner::Relation(&label), facts, &own)?;
            self.unknown(Owner::Relation(id.clone()), &facts.unknown);
            builder.relate(Relation { id, label, source: source.0, target: target.0, record })?;
        }
        drop(given);
        drop((spans, relations));
        if metadata.len() > MAX_METADATA {
            return Err(ImportProblem::TooManyFacts(MAX_METADATA));
        }
        let mut facts = BTreeMap::new();
        for (key, value) in metadata {
            facts.entry(key.into_owned()).or_insert(value.into_owned());
        }
        self.unknown(Owner::Document, &unknown);
        for (kind, what) in losses {
            self.importer.loss(self.document, kind, what);
        }
        let mut of_document = BTreeMap::new();
        for (name, value) in attributes {
            let value = self.importer.words.attribute(vocabulary::Owner::Document, &name, value)?;
            of_document.insert(name.into_owned(), value);
        }
        let title = title.map_or_else(|| self.document.to_owned(), Cow::into_owned);
        let contents = builder.finish();
        let document = Document::new(DocumentId(self.document.into()), title, text, facts)?;
        Ok(AnnotatedDocument { state, flag, attributes: of_document, ..contents.of(document, own) })
    }

    fn record(
        &mut self,
        id: &AnnotationId,
        owner: vocabulary::Owner<'_>,
        facts: &DraftFacts<'_>,
        own: &Annotator,
    ) -> Result<MadeBy, ImportProblem> {
        let mut attributes = BTreeMap::new();
        for (name, value) in &facts.attributes {
            let value = self.importer.words.attribute(owner, name, value.clone())?;
            attributes.insert(name.clone().into_owned(), value);
        }
        let time = |said: Option<&str>| {
            let Some(said) = said else { return Ok(self.importer.options.now) };
            let wrong = || ImportProblem::Time { id: id.to_string(), said: said.into() };
            Timestamp::from_rfc3339(said).ok_or_else(wrong)
        };
        let imported = || Provenance::Imported { format: self.format.into() };
        Ok(MadeBy {
            attributes,
            note: facts.note.as_deref().unwrap_or_default().to_owned(),
            flag: facts.look_again,
            provenance: facts.provenance.clone().unwrap_or_else(imported),
            annotator: match facts.annotator.as_deref() {
                Some(name) => self.importer.annotator(name),
                None => own.clone(),
            },
            created: time(facts.created.as_deref())?,
            modified: time(facts.modified.as_deref().or(facts.created.as_deref()))?,
        })
    }

    fn unknown(&mut self, owner: Owner, fields: &[Cow<'_, str>]) {
        for field in fields {
            self.importer.unknown_field(self.document, owner.clone(), field, self.line);
        }
    }
}

/// Where a span lies, with its pieces within it as a whole.
fn place_of(builder: &DocumentBuilder<'_>, span: &DraftSpan<'_>) -> Result<Spans, ImportProblem> {
    let called = span.id.as_deref().unwrap_or(&span.label);
    let whole = builder.piece(called, span.piece())?;
    let pieces = span.pieces().map(|piece| builder.piece(called, piece)).collect::<Result<Vec<_>, _>>()?;
    if pieces.is_empty() {
        return Ok(whole.into());
    }
    let spans = Spans::new(pieces).map_err(|error| ImportProblem::Spans { id: called.to_owned(), error })?;
    if spans.extent() == whole.range() { Ok(spans) } else { Err(ImportProblem::Parts(called.to_owned())) }
}

/// A value as a fact about a document: a string as it is, anything else as it is written.
pub(super) fn fact_of(value: &RawValue) -> Cow<'_, str> {
    serde_json::from_str::<Text>(value.get()).map_or(Cow::Borrowed(value.get()), |text| text.0)
}

/// Bytes of a list that are looked at for several choices.
const MAX_CHOICES_BYTES: usize = 4096;

/// A value as that of an attribute; `None` for nothing. A list of strings is several choices; other lists and objects are
/// texts as they are written.
pub(super) fn attribute_of(value: &RawValue) -> Option<AttributeValue> {
    let written = value.get();
    let as_written = || AttributeValue::Text(written.to_owned());
    Some(match written.as_bytes() {
        [b'[', ..] if written.len() <= MAX_CHOICES_BYTES => match serde_json::from_str::<Vec<String>>(written) {
            Ok(list) if !list.is_empty() && list.iter().all(|one| AttributeValue::is_one_of_several(one)) => {
                AttributeValue::Choices(AttributeValue::choices_of(&list.join(";")))
            }
            _ => as_written(),
        },
        [b'{' | b'[', ..] => as_written(),
        _ => match serde_json::from_str::<Value>(written) {
            Ok(Value::Bool(flag)) => AttributeValue::Flag(flag),
            Ok(Value::Number(number)) => AttributeValue::Number(number.as_f64().unwrap_or(f64::NAN)),
            Ok(Value::String(text)) => AttributeValue::Text(text),
            Ok(Value::Null) => return None,
            _ => as_written(),
        },
    })
}

/// The state of a document by its name; new where nothing is said.
pub(super) fn state_of(said: Option<&str>) -> Result<DocumentState, ImportProblem> {
    let Some(said) = said else { return Ok(DocumentState::New) };
    let known = DocumentState::ALL.into_iter().find(|state| state.name() == said);
    known.ok_or_else(|| ImportProblem::State(said.into()))
}

/// Where an annotation comes from, by its name.
pub(super) fn provenance_of(said: Option<&str>, format: &str) -> Provenance {
    match said.map(|said| said.split_once(':').unwrap_or((said, ""))) {
        Some(("human", "")) => Provenance::Human,
        Some(("suggestion", source)) => Provenance::AcceptedSuggestion { source: source.into() },
        Some(("imported", format)) => Provenance::Imported { format: format.into() },
        _ => Provenance::Imported { format: format.into() },
    }
}

/// Whether a field holds what may be annotations under a name that is not known: a list whose first item is a list or an
/// object with offsets.
pub(super) fn looks_like_spans(json: &str) -> bool {
    /// A longer item is more than a span.
    const MOST: usize = 16 << 10;
    let Some(items) = json.strip_prefix('[') else { return false };
    let first = serde_json::Deserializer::from_str(items).into_iter::<&RawValue>().next();
    let Some(Ok(first)) = first.filter(|first| first.as_ref().is_ok_and(|raw| raw.get().len() <= MOST)) else {
        return false;
    };
    let is_offset = |(key, value): (&String, &Value)| {
        let key = key.to_lowercase();
        value.is_u64() && ["start", "end", "begin", "offset", "from", "to"].iter().any(|part| key.contains(part))
    };
    match serde_json::from_str::<Value>(first.get()) {
        Ok(Value::Array(items)) => items.iter().take(2).filter(|item| item.is_u64()).count() == 2,
        Ok(Value::Object(fields)) => {
            fields.iter().filter(|field| is_offset(*field)).count() >= 2
                || fields.values().any(|value| value.as_array().is_some_and(|list| !list.is_empty()))
        }
        _ => false,
    }
}
