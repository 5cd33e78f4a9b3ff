//! Reading tables: rows are gathered by document, wherever they stand.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use serde_json::value::RawValue;

use super::cells::{Row, RowReader, unguarded};
use super::columns::{Column, Field, Header, MAX_COLUMNS, ValueKind, attribute_of_column, separator_of};
use crate::formats::budget::{self, MAX_ANNOTATIONS, MAX_DOCUMENTS};
use crate::formats::builder::{Importer, MAX_LEFT_OUT};
use crate::formats::draft::{
    Draft, DraftAt, DraftFacts, DraftPiece, DraftRelation, DraftSpan, MAX_METADATA, TakeDraft, attribute_of,
    provenance_of, state_of,
};
use crate::formats::error::{AttributeRefusal, ImportError, ImportProblem};
use crate::formats::flow::ReadEnd;
use crate::formats::json_fault::JsonFault;
use crate::formats::json_rows::{Fields, Text};
use crate::formats::loss::{LossDetail, LossKind};
use crate::formats::table_fault::TableFault;
use crate::formats::units;
use crate::model::offset_map::{OffsetMap, Unit};
use crate::model::schema::MAX_ATTRIBUTES;
use crate::model::{AttributeValue, Owner};

/// Rows of one table, a document's own and those of long texts among them.
const MAX_ROWS: usize = MAX_ANNOTATIONS + 2 * MAX_DOCUMENTS;

/// Bytes that an attribute takes at most until its document is made: its name, its value and its place in a list that grows; the first of
/// a row brings the facts and the list that hold it.
const HELD_ATTRIBUTE: u64 = 220;
const FIRST_HELD_ATTRIBUTE: u64 = 850;
/// Bytes that a span and a relation take until then: the lists that hold them have room for all from the start.
const HELD_SPAN: u64 = (size_of::<DraftSpan<'_>>() + size_of::<u32>()) as u64;
const HELD_RELATION: u64 = (size_of::<DraftRelation<'_>>() + size_of::<RelationEnds<'_>>()) as u64;
/// What is said of either besides.
const HELD_FACTS: u64 = size_of::<DraftFacts<'_>>() as u64;
/// Bytes of the place of a row, in a list that has grown.
const HELD_PLACE: u64 = 2 * size_of::<Place>() as u64;

/// Where a row stands, and the document that it is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    document: u32,
    line: u32,
    at: usize,
}

/// The rows of a table by document.
pub(super) struct Rows<'t> {
    text: &'t str,
    separator: char,
    header: Header,
    documents: Vec<DocumentRows<'t>>,
    places: Vec<Place>,
}

/// A document and how many rows it has of those that are held as a list.
struct DocumentRows<'t> {
    id: Cow<'t, str>,
    spans: u32,
    relations: u32,
}

impl<'t> Rows<'t> {
    /// Finds the rows of each document, and tells of columns that nobody understands.
    pub(super) fn of(text: &'t str, fallback: char, importer: &mut Importer<'_>) -> Result<Self, ImportError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let separator = separator_of(text).unwrap_or(fallback);
        let mut all = RowReader::new(text, separator, MAX_COLUMNS);
        let first = all.next().map_or(Ok(Vec::new()), |row| row.cells);
        let header = first.and_then(Header::of).map_err(|fault| importer.at(1)(fault.into()))?;
        let document_column = header.place(Column::Document);
        let mut known: HashMap<Cow<'t, str>, u32> = HashMap::new();
        let mut rows = Rows { text, separator, header, documents: Vec::new(), places: Vec::new() };
        for row in all {
            let mut cells = row.cells.unwrap_or_default();
            if !cells.is_empty() && cells.iter().all(|cell| cell.is_empty()) {
                continue;
            }
            let document = document_column.and_then(|at| cells.get_mut(at)).map(std::mem::take).map(unguarded);
            let document = document.unwrap_or_default();
            for (field, _) in rows.header.0.iter().zip(&cells).filter(|(_, cell)| !cell.is_empty()) {
                if let Field::Other(name) = field {
                    importer.unknown_field(&document, Owner::Document, name, row.line);
                }
            }
            let next = known.len() as u32;
            let number = *known.entry(document.clone()).or_insert(next);
            if number == next {
                if rows.documents.len() == MAX_DOCUMENTS {
                    return Err(importer.at(row.line)(ImportProblem::TooManyDocuments(MAX_DOCUMENTS)));
                }
                importer.budget.charge(1, 2 * budget::NAME).map_err(importer.at(row.line))?;
                rows.documents.push(DocumentRows { id: document, spans: 0, relations: 0 });
            }
            let counted = &mut rows.documents[number as usize];
            match &*(Cells { header: &rows.header, cells }).kind() {
                "span" => counted.spans += 1,
                "relation" => counted.relations += 1,
                _ => {}
            }
            importer.budget.charge(1, HELD_PLACE).map_err(importer.at(row.line))?;
            if rows.places.len() == MAX_ROWS {
                return Err(importer.at(row.line)(ImportProblem::TooManyAnnotations(MAX_ANNOTATIONS)));
            }
            rows.places.push(Place { document: number, line: row.line as u32, at: row.at });
        }
        rows.places.sort_unstable();
        Ok(rows)
    }

    /// Gives each document in the order in which they begin, without the rows that are wrong, which are named where it `tells`.
    pub(super) fn each(&self, importer: &mut Importer<'_>, tells: bool, next: TakeDraft<'_>) -> Result<(), ReadEnd> {
        self.places.chunk_by(|a, b| a.document == b.document).enumerate().try_for_each(|(n, places)| {
            let mut faults = Faults::default();
            let draft = self.draft(&self.documents[places[0].document as usize], places, importer, &mut faults);
            for (line, problem) in faults.0.into_iter().filter(|_| tells) {
                importer.refuse(line, problem)?;
            }
            next(importer, DraftAt { line: places[0].line as usize, number: n + 1, draft })
        })
    }

    /// The document of some rows. Rows of spans and relations that are wrong are left out; a document is refused where its own row is
    /// wrong, or that of a piece of its text, or one that may be that where there is no text.
    fn draft(
        &self,
        DocumentRows { id: document, spans, relations }: &DocumentRows<'t>,
        places: &[Place],
        importer: &Importer<'_>,
        faults: &mut Faults,
    ) -> Result<Draft<'t>, (usize, ImportProblem)> {
        let line = places.first().map_or(1, |place| place.line as usize);
        let mut held = u64::from(*spans) * HELD_SPAN + u64::from(*relations) * HELD_RELATION;
        importer.budget.lend(1, held).map_err(|problem| (line, problem))?;
        let mut has_wrong_text = false;
        let mut gathered = Gathered::of(*spans as usize, *relations as usize);
        gathered.draft.id = Some(document.clone()).filter(|id| !id.is_empty());
        for place in places {
            let line = place.line as usize;
            let row = RowReader::from(self.text, self.separator, self.header.0.len(), place.at, line).next();
            let Some(row) = row else { continue };
            let taken = self.cells(row).and_then(|cells| {
                // They are held until the text of their document is known, in whatever row it stands.
                let more = match cells.most_attributes() as u64 {
                    0 => 0,
                    more => FIRST_HELD_ATTRIBUTE + (more - 1) * HELD_ATTRIBUTE,
                };
                let kind = cells.kind();
                let more = if cells.has_facts() { more + HELD_FACTS } else { more };
                importer.budget.lend(1, held + more)?;
                held += more;
                let taken = gathered.take(&cells, &kind, line);
                has_wrong_text |= taken.is_err() && matches!(&*kind, "document" | "text");
                taken
            });
            if let Err(problem) = taken {
                faults.take(line, problem)?;
            }
        }
        if (has_wrong_text || gathered.texts.is_empty())
            && let Some(last) = faults.0.pop()
        {
            return Err(last);
        }
        if *relations > 0 {
            held += u64::from(*spans) * budget::NAME;
            importer.budget.lend(1, held).map_err(|problem| (line, problem))?;
        }
        gathered.finish(document, line, importer.options.unit, faults)
    }

    /// The cells of a row by their columns. Spreadsheets leave out empty cells at the end.
    fn cells(&self, row: Row<'t>) -> Result<Cells<'_, 't>, ImportProblem> {
        let (cells, expected) = (row.cells?, self.header.0.len());
        let is_cut = cells.len() < expected && !row.is_whole;
        if cells.len() > expected || is_cut {
            return Err(TableFault::Cells { found: cells.len(), expected }.into());
        }
        Ok(Cells { header: &self.header, cells })
    }
}

/// Rows that are wrong, by their lines: no more of a document than are left out of a file.
#[derive(Default)]
struct Faults(Vec<(usize, ImportProblem)>);

impl Faults {
    /// # Errors
    /// Where it is the file as a whole that is too much, or there are too many.
    fn take(&mut self, line: usize, problem: ImportProblem) -> Result<(), (usize, ImportProblem)> {
        if problem.is_limit() || self.0.len() == MAX_LEFT_OUT {
            return Err((line, problem));
        }
        self.0.push((line, problem));
        Ok(())
    }
}

/// A row.
struct Cells<'h, 't> {
    header: &'h Header,
    cells: Vec<Cow<'t, str>>,
}

impl<'t> Cells<'_, 't> {
    /// What the row is: as it says, or as its cells show.
    fn kind(&self) -> Cow<'t, str> {
        self.get(Column::Kind).unwrap_or_else(|| {
            let has = |column| self.get(column).is_some();
            Cow::Borrowed(match (has(Column::Source) && has(Column::Target), has(Column::Label)) {
                (true, _) => "relation",
                (false, true) => "span",
                (false, false) => "document",
            })
        })
    }

    /// What stands in a column; nothing where it is empty.
    fn get(&self, column: Column) -> Option<Cow<'t, str>> {
        let cell = self.cells.get(self.header.place(column)?)?;
        Some(cell.clone()).filter(|cell| !cell.is_empty()).map(unguarded)
    }

    fn wrong(column: Column, said: &str) -> ImportProblem {
        TableFault::Value { column: column.name().into(), said: said.chars().take(40).collect() }.into()
    }

    fn number(&self, column: Column) -> Result<Option<u64>, ImportProblem> {
        let Some(cell) = self.get(column) else { return Ok(None) };
        number_of(&cell).map(Some).ok_or_else(|| Self::wrong(column, &cell))
    }

    fn needed(&self, column: Column) -> Result<u64, ImportProblem> {
        self.number(column)?.ok_or_else(|| Self::wrong(column, ""))
    }

    /// An object of JSON.
    fn object<T>(
        &self,
        column: Column,
        mut take: impl FnMut(Text<'_>, &RawValue) -> Result<T, ImportProblem>,
    ) -> Result<Vec<T>, ImportProblem> {
        let Some(cell) = self.get(column) else { return Ok(Vec::new()) };
        let fields = serde_json::from_str::<Fields<&RawValue>>(&cell);
        let Fields(fields) = fields.map_err(|error| ImportProblem::Json(JsonFault::new(&error, &cell)))?;
        fields.into_iter().map(|(key, value)| take(key, value)).collect()
    }

    /// No fewer than the attributes of the row: each in the column of JSON has its colon.
    fn most_attributes(&self) -> usize {
        let in_json = self.get(Column::Attributes).map_or(0, |cell| cell.bytes().filter(|byte| *byte == b':').count());
        let cells = self.header.0.iter().zip(&self.cells);
        in_json + cells.filter(|(field, cell)| matches!(field, Field::Attribute(..)) && !cell.is_empty()).count()
    }

    /// Whether the row says more than where it stands and what it is called.
    fn has_facts(&self) -> bool {
        const FACTS: [Column; 7] = [
            Column::Parts,
            Column::Attributes,
            Column::Note,
            Column::Annotator,
            Column::Provenance,
            Column::Created,
            Column::Modified,
        ];
        let is_there = |column: Column| {
            self.header.place(column).and_then(|at| self.cells.get(at)).is_some_and(|cell| !cell.is_empty())
        };
        let cells = self.header.0.iter().zip(&self.cells);
        FACTS.into_iter().any(is_there)
            || cells.into_iter().any(|(field, cell)| matches!(field, Field::Attribute(..)) && !cell.is_empty())
    }

    fn attributes(&self) -> Result<Vec<(Cow<'t, str>, AttributeValue)>, ImportProblem> {
        let mut attributes = Vec::new();
        for (field, cell) in self.header.0.iter().zip(&self.cells).filter(|(_, cell)| !cell.is_empty()) {
            let Field::Attribute(kind, name) = field else { continue };
            let cell = match kind {
                ValueKind::Number => cell.clone(),
                _ => unguarded(cell.clone()),
            };
            let wrong = || TableFault::Value { column: name.clone(), said: cell.chars().take(40).collect() };
            attributes.push((Cow::Owned(name.clone()), kind.read(&cell).ok_or_else(wrong)?));
        }
        attributes.extend(self.object(Column::Attributes, |key, value| {
            let (kind, name) = attribute_of_column(&key).map_or((None, &*key), |(kind, name)| (Some(kind), name));
            let value = match (kind, attribute_of(value)) {
                (Some(ValueKind::Choice), Some(AttributeValue::Text(text))) => Some(AttributeValue::Choice(text)),
                (_, value) => value,
            };
            let fits = |value: &AttributeValue| kind.is_none_or(|kind| kind == ValueKind::of(value));
            let value = value.filter(fits).ok_or_else(|| Self::wrong(Column::Attributes, &key))?;
            Ok((Cow::Owned(name.to_owned()), value))
        })?);
        match attributes.len() > MAX_ATTRIBUTES {
            true => {
                let reason = AttributeRefusal::TooManyAttributes(MAX_ATTRIBUTES);
                Err(ImportProblem::Attribute { owner: None, attribute: Column::Attributes.name().into(), reason })
            }
            false => Ok(attributes),
        }
    }

    /// Whether a cell says yes, as we, data frames and spreadsheets write it.
    fn says(&self, column: Column) -> bool {
        self.get(column).is_some_and(|cell| cell.eq_ignore_ascii_case("true") || cell == "1")
    }

    fn pieces(&self) -> Result<Vec<DraftPiece<'t>>, ImportProblem> {
        let Some(cell) = self.get(Column::Parts) else { return Ok(Vec::new()) };
        let mut pieces = Vec::with_capacity(cell.split_ascii_whitespace().count());
        for piece in cell.split_ascii_whitespace() {
            let ends = piece.split_once("..").and_then(|(start, end)| Some((number_of(start)?, number_of(end)?)));
            let (start, end) = ends.ok_or_else(|| Self::wrong(Column::Parts, piece))?;
            pieces.push(DraftPiece { start, end, said: None });
        }
        Ok(pieces)
    }

    /// What is said of a span or relation besides.
    fn facts(&self) -> Result<Option<Box<DraftFacts<'t>>>, ImportProblem> {
        if !self.has_facts() {
            return Ok(None);
        }
        let provenance = self.get(Column::Provenance).map(|said| provenance_of(Some(&said), super::info::CSV.name));
        let facts = DraftFacts {
            pieces: self.pieces()?,
            attributes: self.attributes()?,
            note: self.get(Column::Note),
            look_again: self.says(Column::LookAgain),
            entity: self.get(Column::Entity),
            annotator: self.get(Column::Annotator),
            provenance,
            created: self.get(Column::Created),
            modified: self.get(Column::Modified),
            unknown: Vec::new(),
        };
        Ok(Some(Box::new(facts)))
    }
}

/// A number as data frames write those of a column with gaps, too: `12.0`.
fn number_of(cell: &str) -> Option<u64> {
    let cell = cell.trim_ascii();
    let digits = cell.strip_suffix(".0").unwrap_or(cell);
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// What the rows of a document say.
#[derive(Default)]
struct Gathered<'t> {
    draft: Draft<'t>,
    /// Pieces of the text: where they begin and end, as they say.
    texts: Vec<(u64, Option<u64>, Cow<'t, str>)>,
    /// The line of each span of the draft.
    span_lines: Vec<u32>,
    /// What is said to be at the ends of each relation of the draft, which may come later.
    ends: Vec<RelationEnds<'t>>,
}

/// The ends of a relation, by their ids.
struct RelationEnds<'t> {
    line: u32,
    source: Cow<'t, str>,
    target: Cow<'t, str>,
}

impl<'t> Gathered<'t> {
    /// With room for so many.
    fn of(spans: usize, relations: usize) -> Self {
        let mut gathered = Gathered::default();
        gathered.draft.spans.reserve_exact(spans);
        gathered.span_lines.reserve_exact(spans);
        gathered.draft.relations.reserve_exact(relations);
        gathered.ends.reserve_exact(relations);
        gathered
    }

    fn take(&mut self, cells: &Cells<'_, 't>, kind: &str, line: usize) -> Result<(), ImportProblem> {
        match kind {
            "span" => {
                let label = cells.get(Column::Label).unwrap_or_default();
                let (start, end) = (cells.needed(Column::Start)?, cells.needed(Column::End)?);
                let (id, said, facts) = (cells.get(Column::Id), cells.get(Column::Text), cells.facts()?);
                self.draft.spans.push(DraftSpan { id, label, start, end, said, facts });
                self.span_lines.push(line as u32);
            }
            "relation" => {
                let [source, target] =
                    [Column::Source, Column::Target].map(|column| cells.get(column).unwrap_or_default());
                let (id, label) = (cells.get(Column::Id), cells.get(Column::Label).unwrap_or_default());
                let facts = cells.facts()?;
                self.draft.relations.push(DraftRelation { id, label, source: 0, target: 0, facts });
                self.ends.push(RelationEnds { line: line as u32, source, target });
            }
            "document" => {
                self.text(cells)?;
                let draft = &mut self.draft;
                draft.title = cells.get(Column::Title);
                draft.annotator = cells.get(Column::Annotator);
                draft.state = state_of(cells.get(Column::State).as_deref())?;
                draft.look_again = cells.says(Column::LookAgain);
                draft.attributes = cells.attributes()?;
                draft.metadata = cells.object(Column::Metadata, |key, value| {
                    let value =
                        serde_json::from_str::<Text>(value.get()).map_or(value.get().to_owned(), |t| t.0.into());
                    Ok((Cow::Owned(key.0.into_owned()), Cow::Owned(value)))
                })?;
                if draft.metadata.len() > MAX_METADATA {
                    return Err(ImportProblem::TooManyFacts(MAX_METADATA));
                }
            }
            "text" => self.text(cells)?,
            other => return Err(Cells::wrong(Column::Kind, other)),
        }
        Ok(())
    }

    fn text(&mut self, cells: &Cells<'_, 't>) -> Result<(), ImportProblem> {
        let start = cells.number(Column::Start)?.unwrap_or_default();
        let (end, text) = (cells.number(Column::End)?, cells.get(Column::Text).unwrap_or_default());
        self.texts.push((start, end, text));
        Ok(())
    }

    fn finish(
        mut self,
        document: &str,
        line: usize,
        unit: Option<Unit>,
        faults: &mut Faults,
    ) -> Result<Draft<'t>, (usize, ImportProblem)> {
        let at = |line: usize| move |fault: TableFault| (line, ImportProblem::from(fault));
        self.texts.sort_by_key(|(start, _, _)| *start);
        let last = self.texts.last().and_then(|(_, end, _)| *end);
        let mut texts = std::mem::take(&mut self.texts).into_iter();
        let Some((start, _, mut text)) = texts.next() else {
            return Err(at(line)(TableFault::NoText(document.chars().take(40).collect())));
        };
        let mut expected = text.chars().count() as u64;
        if start != 0 {
            return Err(at(line)(TableFault::Continues { expected: 0, said: start }));
        }
        for (start, _, more) in texts {
            if start != expected {
                return Err(at(line)(TableFault::Continues { expected, said: start }));
            }
            expected += more.chars().count() as u64;
            text.to_mut().push_str(&more);
        }
        // The end of the text tells what is counted.
        let utf16 = text.encode_utf16().count() as u64;
        self.draft.unit = match last {
            Some(last) if last == expected && last != utf16 => Some(Unit::CodePoints),
            Some(last) if last == utf16 && last != expected => Some(Unit::Utf16),
            _ => None,
        };
        // Where both count the same, either tells.
        let is_told = last.is_some_and(|last| last == expected || last == utf16);
        let known = unit.or(self.draft.unit).or(is_told.then_some(Unit::CodePoints));
        self.draft.text = text;
        if let Some(unit) = known {
            self.leave_out_misplaced(unit, faults)?;
        }
        self.find_ends(faults)?;
        Ok(self.draft)
    }

    /// Gives the relations their ends. Those of which one is unknown are faults of their rows.
    fn find_ends(&mut self, faults: &mut Faults) -> Result<(), (usize, ImportProblem)> {
        let Draft { spans, relations, losses, .. } = &mut self.draft;
        // `None`: several have it, so that no relation can name one of them.
        let mut known: HashMap<Cow<str>, Option<usize>> = HashMap::new();
        let mut repeated = 0;
        for (at, span) in spans.iter_mut().enumerate() {
            let Some(id) = span.id.clone() else { continue };
            match known.entry(id) {
                Entry::Vacant(entry) => drop(entry.insert(Some(at))),
                Entry::Occupied(mut entry) => {
                    entry.insert(None);
                    // One that follows from label and place.
                    span.id = None;
                    repeated += 1;
                }
            }
        }
        let mut named: HashSet<Cow<str>> = HashSet::new();
        let mut ends = std::mem::take(&mut self.ends).into_iter();
        let mut ended = Ok(());
        relations.retain_mut(|relation| {
            let Some(RelationEnds { line, source, target }) = ends.next().filter(|_| ended.is_ok()) else {
                return false;
            };
            let find = |end: &str| {
                let id = || relation.id.as_deref().unwrap_or(&relation.label).to_owned();
                let unknown = || ImportProblem::UnknownEnd { id: id(), end: end.to_owned() };
                known.get(end).copied().ok_or_else(unknown)?.ok_or_else(|| ImportProblem::DuplicateId(end.to_owned()))
            };
            match find(&source).and_then(|source| Ok((source, find(&target)?))) {
                Ok(places) => (relation.source, relation.target) = places,
                Err(problem) => {
                    ended = faults.take(line as usize, problem);
                    return false;
                }
            }
            if let Some(id) = relation.id.clone()
                && (known.contains_key(&id) || !named.insert(id))
            {
                relation.id = None;
                repeated += 1;
            }
            true
        });
        if repeated > 0 {
            losses.push((LossKind::Renamed, LossDetail::RepeatedIds(repeated)));
        }
        ended
    }

    /// Spans whose row names no place of the text, or one that reads otherwise, are faults of their rows. Where nothing tells what
    /// offsets count that shows later, of the document as a whole.
    fn leave_out_misplaced(&mut self, unit: Unit, faults: &mut Faults) -> Result<(), (usize, ImportProblem)> {
        let text = &*self.draft.text;
        let map = OffsetMap::new(text);
        let mut lines = self.span_lines.iter();
        let mut ended = Ok(());
        self.draft.spans.retain(|span| {
            let line = lines.next().map_or(1, |line| *line as usize);
            let placed =
                span.places().try_for_each(|piece| units::place(text, &map, piece, unit, || span.known_as()).map(drop));
            match placed {
                Ok(()) => true,
                Err(problem) => {
                    if ended.is_ok() {
                        ended = faults.take(line, problem);
                    }
                    false
                }
            }
        });
        ended
    }
}
