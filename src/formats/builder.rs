//! The one way in which documents are made of other people's files: ids, places of any unit, the growth of the schema, limits,
//! and what nobody understands, which is counted and named once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, LazyLock};

use super::budget::{Budget, MAX_ANNOTATIONS, MAX_DOCUMENTS};
use super::error::{ImportError, ImportProblem};
use super::flow::{ImportNote, ImportOptions, ImportSink, Input, ReadEnd, Stopped};
use super::loss::{Loss, LossDetail, LossKind};
use super::units::{self, Piece};
use super::vocabulary::SchemaBuilder;
use crate::model::offset_map::{OffsetMap, Unit};
use crate::model::register::MAX_NAME_BYTES;
use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, AnnotationSet, Annotator, Document, EntityId, LabelName, Owner,
    Provenance, Record, Relation, RelationSet, Schema, Spans, TextSpan,
};

/// Names of fields that are told apart; of a file with more the rest are counted under one name.
const MAX_FIELDS: usize = 1000;

/// Lines that cannot be read and are named; a file with more is not read to its end.
const MAX_REFUSED: usize = 1000;

/// Lines that are left out where that is asked for; a file with more is no file of its format.
pub(super) const MAX_LEFT_OUT: usize = 10_000;

/// A file while its documents are made.
pub struct Importer<'a> {
    pub(super) path: &'a Path,
    pub(super) options: &'a ImportOptions,
    pub(super) words: &'a mut SchemaBuilder,
    pub(super) budget: Budget,
    sink: &'a mut dyn ImportSink,
    /// The last that was named.
    annotator: Option<Annotator>,
    /// The ids of the documents so far.
    ids: HashSet<String>,
    annotations: usize,
    fields: BTreeMap<String, UnknownField>,
    /// Lines that cannot be read: how many, and the first.
    refused: usize,
    first_refused: Option<ImportError>,
}

/// A field that nobody understands.
struct UnknownField {
    document: String,
    owner: Owner,
    line: usize,
    count: usize,
}

impl<'a> Importer<'a> {
    pub(super) fn new(
        input: &Input<'a>,
        options: &'a ImportOptions,
        words: &'a mut SchemaBuilder,
        sink: &'a mut dyn ImportSink,
    ) -> Self {
        let bytes = input.bytes.len() + input.companions.iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
        Importer {
            path: input.path,
            options,
            words,
            budget: Budget::of(bytes),
            sink,
            annotator: None,
            ids: HashSet::new(),
            annotations: 0,
            fields: BTreeMap::new(),
            refused: 0,
            first_refused: None,
        }
    }

    pub(super) fn at(&self, line: usize) -> impl Fn(ImportProblem) -> ImportError + use<'a> {
        let path = self.path;
        move |problem| problem.at(path, line)
    }

    /// So many documents are to come.
    pub(super) fn expect(&mut self, documents: usize) {
        let documents = documents.min(MAX_DOCUMENTS);
        self.ids.reserve(documents);
        self.sink.expect(documents);
    }

    pub(super) fn note(&mut self, note: ImportNote) {
        self.sink.note(note);
    }

    /// What was counted before it was kept.
    pub(super) fn loss(&mut self, document: &str, kind: LossKind, what: LossDetail) {
        self.sink.loss(Loss { document: document.into(), id: None, kind, what });
    }

    /// What the model has no place for. Each name is told once, with how often it stands and where first.
    pub(super) fn unknown_field(&mut self, document: &str, owner: Owner, field: &str, line: usize) {
        let field = if self.fields.len() < MAX_FIELDS || self.fields.contains_key(field) { field } else { "…" };
        match self.fields.get_mut(field) {
            Some(known) => known.count += 1,
            None => {
                let first = UnknownField { document: document.into(), owner, line, count: 1 };
                self.fields.insert(field.to_owned(), first);
            }
        }
    }

    /// Takes what so many annotations and relations need, before they are made.
    pub(super) fn count_annotations(&mut self, count: usize) -> Result<(), ImportProblem> {
        self.annotations += count;
        if self.annotations > MAX_ANNOTATIONS {
            return Err(ImportProblem::TooManyAnnotations(MAX_ANNOTATIONS));
        }
        Ok(())
    }

    /// What is said of whatever the file says nothing more of.
    pub(super) fn record(&self, format: &str) -> Record {
        let provenance = Provenance::Imported { format: format.into() };
        Record::new(provenance, self.options.annotator.clone(), self.options.now)
    }

    /// An annotator by name. One who is named again and again is held once.
    pub(super) fn annotator(&mut self, name: &str) -> Annotator {
        if let Some(last) = self.annotator.as_ref().filter(|last| last.as_str() == name) {
            return last.clone();
        }
        self.annotator.insert(Annotator::from(name)).clone()
    }

    /// The id of a document that is about to come.
    pub(super) fn take_id(&mut self, id: &str) -> Result<(), ImportProblem> {
        if self.ids.len() == MAX_DOCUMENTS {
            return Err(ImportProblem::TooManyDocuments(MAX_DOCUMENTS));
        }
        if self.ids.insert(id.to_owned()) { Ok(()) } else { Err(ImportProblem::DuplicateId(id.into())) }
    }

    /// How many documents there were so far.
    pub(super) fn documents(&self) -> usize {
        self.ids.len()
    }

    /// Whether there was a document of this id.
    pub(super) fn knows(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Names a line that cannot be read; the rest goes on, so that all of them are named.
    pub(super) fn refuse(&mut self, line: usize, problem: ImportProblem) -> Result<(), ReadEnd> {
        let error = problem.at(self.path, line);
        if error.what.is_limit() {
            return Err(error.into());
        }
        self.refused += 1;
        if self.refused <= MAX_REFUSED {
            self.sink.refused(error.clone());
        }
        let first = self.first_refused.get_or_insert(error);
        let most = if self.options.keep_going { MAX_LEFT_OUT } else { MAX_REFUSED };
        // A file of which nothing fits is not read to its end.
        if self.refused >= most { Err(first.clone().into()) } else { Ok(()) }
    }

    /// Hands a document on.
    pub(super) fn document(&mut self, document: AnnotatedDocument) -> Result<(), Stopped> {
        self.sink.document(document)
    }

    /// After the last document: what of the file was not understood.
    pub(super) fn finish(self) -> Result<(), ReadEnd> {
        for (field, UnknownField { document, owner, line, count }) in self.fields {
            let what = LossDetail::Field { owner, field, line, count };
            self.sink.loss(Loss { document, id: None, kind: LossKind::Lost, what });
        }
        match self.first_refused.filter(|_| !self.options.keep_going) {
            Some(error) => Err(error.into()),
            None => Ok(()),
        }
    }
}

/// A document while its annotations are made.
pub(super) struct DocumentBuilder<'t> {
    text: &'t str,
    map: OffsetMap<'t>,
    unit: Unit,
    /// Nobody else has them before all is read.
    annotations: Vec<Arc<Annotation>>,
    /// Where the annotation of each id stands. Formats may know one by further names.
    places: HashMap<AnnotationId, usize>,
    relations: BTreeMap<AnnotationId, Relation>,
}

/// The ends of a relation with their labels.
pub(super) struct Ends {
    pub source: (AnnotationId, LabelName),
    pub target: (AnnotationId, LabelName),
}

impl<'t> DocumentBuilder<'t> {
    pub(super) fn new(text: &'t str, unit: Unit, annotations: usize, names: usize) -> Self {
        DocumentBuilder {
            text,
            map: OffsetMap::new(text),
            unit,
            annotations: Vec::with_capacity(annotations),
            places: HashMap::with_capacity(names),
            relations: BTreeMap::new(),
        }
    }

    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// A piece of a span, held to the text that stands beside it.
    pub(super) fn piece(&self, id: &str, piece: Piece<'_>) -> Result<TextSpan, ImportProblem> {
        units::place(self.text, &self.map, piece, self.unit, || id.to_owned())
    }

    /// Where it stands.
    pub(super) fn annotate(
        &mut self,
        id: AnnotationId,
        label: LabelName,
        spans: Spans,
        record: Record,
    ) -> Result<usize, ImportProblem> {
        let place = self.annotations.len();
        self.name(id.clone(), place)?;
        self.annotations.push(Arc::new(Annotation { id, label, spans, entity: None, record }));
        Ok(place)
    }

    /// Links the annotation at `place` to an entry of the entity register; what cannot be an id is none.
    pub(super) fn link(&mut self, place: usize, entity: &str) {
        let is_id = |c: char| !c.is_whitespace() && !c.is_control();
        let entity = Some(entity).filter(|id| !id.is_empty() && id.len() <= MAX_NAME_BYTES && id.chars().all(is_id));
        if let (Some(entity), Some(annotation)) = (entity, self.annotation_mut(place)) {
            annotation.entity = Some(EntityId::new(entity));
        }
    }

    /// Gives the annotation at `place` a further name.
    pub(super) fn name(&mut self, id: AnnotationId, place: usize) -> Result<(), ImportProblem> {
        match self.places.entry(id) {
            std::collections::hash_map::Entry::Occupied(entry) => {
                Err(ImportProblem::DuplicateId(entry.key().to_string()))
            }
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(place);
                Ok(())
            }
        }
    }

    pub(super) fn find(&self, id: &AnnotationId) -> Option<usize> {
        self.places.get(id).copied()
    }

    pub(super) fn annotation(&self, place: usize) -> &Annotation {
        &self.annotations[place]
    }

    pub(super) fn annotation_mut(&mut self, place: usize) -> Option<&mut Annotation> {
        Arc::get_mut(&mut self.annotations[place])
    }

    pub(super) fn relation_mut(&mut self, id: &AnnotationId) -> Option<&mut Relation> {
        self.relations.get_mut(id)
    }

    /// The annotations that a relation is between.
    pub(super) fn ends(
        &self,
        relation: &str,
        source: &AnnotationId,
        target: &AnnotationId,
    ) -> Result<Ends, ImportProblem> {
        let end = |id: &AnnotationId| {
            let unknown = || ImportProblem::UnknownEnd { id: relation.into(), end: id.to_string() };
            let annotation = self.annotation(self.find(id).ok_or_else(unknown)?);
            Ok::<_, ImportProblem>((annotation.id.clone(), annotation.label.clone()))
        };
        Ok(Ends { source: end(source)?, target: end(target)? })
    }

    pub(super) fn relate(&mut self, relation: Relation) -> Result<(), ImportProblem> {
        if self.relations.len() == MAX_ANNOTATIONS {
            return Err(ImportProblem::TooManyAnnotations(MAX_ANNOTATIONS));
        }
        // A further name of an annotation may be that of a relation.
        let taken = self.find(&relation.id).is_some_and(|place| self.annotations[place].id == relation.id);
        let id = relation.id.clone();
        match taken || self.relations.insert(id.clone(), relation).is_some() {
            true => Err(ImportProblem::DuplicateId(id.to_string())),
            false => Ok(()),
        }
    }

    pub(super) fn finish(self) -> Contents {
        let DocumentBuilder { annotations, relations, places, .. } = self;
        drop(places);
        let relations = relations.into_values().collect();
        Contents { annotations: AnnotationSet::from_shared(annotations), relations }
    }
}

/// What a document holds besides its text.
#[derive(Default)]
pub(super) struct Contents {
    annotations: AnnotationSet,
    relations: RelationSet,
}

impl Contents {
    pub(super) fn of(self, document: Document, annotator: Annotator) -> AnnotatedDocument {
        /// What documents have until they get the schema of their import; a hundred thousand would take twelve megabytes by themselves.
        static NONE: LazyLock<Arc<Schema>> = LazyLock::new(Arc::default);
        AnnotatedDocument {
            annotations: self.annotations,
            relations: self.relations,
            ..AnnotatedDocument::new(document, NONE.clone(), annotator)
        }
    }
}

/// Ids for what has none. They follow from label and place, so that of two imports of one text the same annotations have the
/// same ids, however many stand before them: a comparison and a merge go by ids.
pub(super) struct GivenIds<'a> {
    taken: HashSet<&'a str>,
    /// Of what stands there several times: how often so far.
    repeated: HashMap<u64, u64>,
}

impl<'a> GivenIds<'a> {
    /// `ids` are those in the file, of which some may be missing.
    pub(super) fn besides(ids: impl Iterator<Item = Option<&'a str>> + Clone) -> Self {
        // Where each has its own, nobody asks.
        let lacks = ids.clone().any(|id| id.is_none());
        GivenIds { taken: ids.filter(|_| lacks).flatten().collect(), repeated: HashMap::new() }
    }

    /// The id of an annotation that is about to come.
    pub(super) fn annotation(&mut self, label: &str, spans: &Spans, builder: &DocumentBuilder<'_>) -> AnnotationId {
        let mut hash = StableHash::new(b'a').and(label.as_bytes());
        for span in spans.iter() {
            hash = hash.and(&(span.range().start as u64).to_le_bytes()).and(&(span.range().end as u64).to_le_bytes());
        }
        self.free(hash, |id| builder.find(id).is_some())
    }

    /// The id of a relation between these.
    pub(super) fn relation(
        &mut self,
        label: &str,
        ends: [&AnnotationId; 2],
        builder: &DocumentBuilder<'_>,
    ) -> AnnotationId {
        let hash = StableHash::new(b'r').and(label.as_bytes());
        let hash = ends.into_iter().fold(hash, |hash, end| hash.and(end.as_str().as_bytes()));
        self.free(hash, |id| builder.find(id).is_some() || builder.relations.contains_key(id))
    }

    fn free(&mut self, hash: StableHash, is_used: impl Fn(&AnnotationId) -> bool) -> AnnotationId {
        let is_free = |id: &AnnotationId| !self.taken.contains(id.as_str()) && !is_used(id);
        let first = hash.id();
        if is_free(&first) {
            return first;
        }
        let mut times = self.repeated.get(&hash.0).copied().unwrap_or(0);
        loop {
            times += 1;
            let id = hash.and(&times.to_le_bytes()).id();
            if is_free(&id) {
                self.repeated.insert(hash.0, times);
                return id;
            }
        }
    }
}

/// FNV-1a of 64 bits: the same in every version of the program and on every machine.
#[derive(Clone, Copy)]
struct StableHash(u64);

impl StableHash {
    fn new(kind: u8) -> Self {
        StableHash(0xcbf2_9ce4_8422_2325).and(&[kind])
    }

    /// With one more part.
    fn and(self, part: &[u8]) -> Self {
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        // A byte that is in no UTF-8 ends each part.
        StableHash(part.iter().chain(&[0xff]).fold(self.0, step))
    }

    /// 39 bits as a letter and seven characters of `0-9a-v`: as short as takes no more memory than a number would.
    fn id(self) -> AnnotationId {
        // The finaliser of SplitMix64 scatters what differs in the last bytes alone.
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^= x >> 31;
        let digit = |n: u64| b"0123456789abcdefghijklmnopqrstuv"[(n & 31) as usize];
        let first = digit(10 + (x >> 35) % 22);
        let id = [first].into_iter().chain((0..7).map(|i| digit(x >> (5 * i))));
        let mut bytes = [0; 8];
        bytes.iter_mut().zip(id).for_each(|(byte, c)| *byte = c);
        AnnotationId::from(std::str::from_utf8(&bytes).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(range: std::ops::Range<usize>) -> Spans {
        TextSpan::new("وصل أحمد إلى القاهرة", range).expect("between letters").into()
    }

    /// Written down, since files of earlier imports hold them.
    #[test]
    fn an_id_follows_from_label_and_place() {
        let builder = DocumentBuilder::new("وصل أحمد إلى القاهرة", Unit::Bytes, 0, 0);
        let of = |label: &str, range| GivenIds::besides([].into_iter()).annotation(label, &spans(range), &builder);
        let id = of("PER", 7..15);
        assert_eq!(id.as_str(), "c1f7bs9s");
        assert_eq!(of("PER", 7..15), id);
        assert!(of("LOC", 7..15) != id && of("PER", 7..13) != id);
    }

    #[test]
    fn what_stands_there_again_gets_an_id_of_its_own_each_time() {
        let mut builder = DocumentBuilder::new("وصل أحمد إلى القاهرة", Unit::Bytes, 0, 0);
        let first = GivenIds::besides([].into_iter()).annotation("PER", &spans(7..15), &builder);
        // The file has an annotation with just this id elsewhere.
        let mut ids = GivenIds::besides([Some(first.as_str()), None].into_iter());
        let mut made = HashSet::from([first.clone()]);
        for _ in 0..1000 {
            let id = ids.annotation("PER", &spans(7..15), &builder);
            builder.name(id.clone(), 0).expect("free");
            assert!(made.insert(id));
        }
    }
}
