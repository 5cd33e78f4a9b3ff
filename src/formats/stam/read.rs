//! A store of STAM as it is read: what its parts are, and which annotations are of which text.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use serde_json::value::RawValue;

use super::info::{ATTRIBUTES, INFO, OWN};
use crate::formats::draft::{
    self, Draft, DraftFacts, DraftPiece, DraftRelation, DraftSpan, MAX_METADATA, fact_of, provenance_of, state_of,
};
use crate::formats::error::{AttributeRefusal, ImportProblem};
use crate::formats::json_records::{RecordFault, list, value};
use crate::formats::json_rows::{Others, Text, object};
use crate::formats::loss::{LeftOut, LossDetail, LossKind};
use crate::model::AttributeValue;
use crate::model::offset_map::Unit;
use crate::model::schema::MAX_ATTRIBUTES;

/// Keys that have the label in sets of others, and those that have a note.
const LABELS: [&str; 7] = ["label", "type", "class", "tag", "category", "entity", "ner"];
const NOTES: [&str; 2] = ["note", "comment"];

object! {
    StoreRow needs ;
    {
        "@type" kind: &'a RawValue,
        "@id" id: &'a RawValue,
        "resources" resources: &'a RawValue,
        "annotationsets" sets: &'a RawValue,
        "annotations" annotations: &'a RawValue,
        .. others: Others<'a>
    }
}

object! {
    ResourceRow needs ;
    {
        "@type" kind: &'a RawValue,
        "@id" id: Text<'a>,
        "text" text: Text<'a>,
        "@include" include: Text<'a>,
        .. others: Others<'a>
    }
}

object! {
    SetRow needs ;
    {
        "@type" kind: &'a RawValue,
        "@id" id: Text<'a>,
        "@include" include: Text<'a>,
        "keys" keys: &'a RawValue,
        "data" data: &'a RawValue,
        .. others: Others<'a>
    }
}

object! {
    DataRow needs ;
    {
        "@type" kind: &'a RawValue,
        "@id" id: Text<'a>,
        "set" set: Text<'a>,
        "key" key: Text<'a>,
        "value" value: &'a RawValue,
        .. others: Others<'a>
    }
}

object! {
    ValueRow needs "@type" kind;
    {
        "@type" kind: Text<'a>,
        "value" value: &'a RawValue,
        .. others: Others<'a>
    }
}

object! {
    AnnotationRow needs "target" target;
    {
        "@type" kind: &'a RawValue,
        "@id" id: Text<'a>,
        "target" target: SelectorRow<'a>,
        "data" data: &'a RawValue,
        .. others: Others<'a>
    }
}

object! {
    SelectorRow needs "@type" kind;
    {
        "@type" kind: Text<'a>,
        "resource" resource: Text<'a>,
        "annotation" annotation: Text<'a>,
        "dataset" set: &'a RawValue,
        "key" key: &'a RawValue,
        "data" data: &'a RawValue,
        "offset" offset: OffsetRow<'a>,
        "selectors" selectors: &'a RawValue,
        .. others: Others<'a>
    }
}

object! {
    OffsetRow needs "begin" begin, "end" end;
    {
        "@type" kind: &'a RawValue,
        "begin" begin: CursorRow<'a>,
        "end" end: CursorRow<'a>,
        .. others: Others<'a>
    }
}

object! {
    CursorRow needs "value" value;
    {
        "@type" kind: Text<'a>,
        "value" value: i64,
        .. others: Others<'a>
    }
}

/// A datum: its set, its key and its value.
type Datum<'t> = (Cow<'t, str>, Cow<'t, str>, &'t RawValue);

type KeyValue<'t> = (Cow<'t, str>, &'t RawValue);

/// What a file holds, each thing as it is written, with what is needed to find it.
#[derive(Default)]
pub(super) struct Store<'t> {
    pub resources: Vec<(Cow<'t, str>, &'t RawValue)>,
    /// The annotations of each resource.
    annotations: Vec<Vec<&'t RawValue>>,
    sets: HashMap<Cow<'t, str>, usize>,
    /// By set and id.
    data: HashMap<(usize, Cow<'t, str>), KeyValue<'t>>,
    /// Bytes that may be copied, since many annotations may point to one datum.
    allowance: Cell<usize>,
    most: usize,
    /// Annotations that are of no one text.
    elsewhere: usize,
    unknown: Vec<Cow<'t, str>>,
}

impl<'t> Store<'t> {
    pub(super) fn of(file: &'t str) -> Result<Self, RecordFault<'t>> {
        let row: StoreRow = value(file)?;
        let mut store = Store { unknown: names(row.others), most: 8 * file.len() + (32 << 20), ..Store::default() };
        let mut by_id = HashMap::new();
        store.resources = list(row.resources.map_or("[]", RawValue::get), |raw: &RawValue| {
            let row: ResourceRow = value(raw.get())?;
            if let (None, Some(include)) = (&row.text, &row.include) {
                return Err(ImportProblem::MissingCompanion(include.0.clone().into_owned()).into());
            }
            let id = row.id.map(|id| id.0).unwrap_or_default();
            let next = by_id.len();
            by_id.entry(id.clone()).or_insert(next);
            Ok(Some((id, raw)))
        })?;
        if by_id.len() < store.resources.len() {
            let mut seen = HashSet::new();
            let twice = store.resources.iter().find(|(id, _)| !seen.insert(id));
            return Err(ImportProblem::DuplicateId(twice.map(|(id, _)| id.to_string()).unwrap_or_default()).into());
        }
        store.annotations = vec![Vec::new(); store.resources.len()];
        list(row.sets.map_or("[]", RawValue::get), |set: SetRow| {
            store.take_set(set)?;
            Ok(None::<()>)
        })?;
        // Which text each annotation is of, for those that are about annotations.
        let mut texts: HashMap<Cow<'t, str>, u32> = HashMap::new();
        let mut placed: Vec<(u32, &'t RawValue)> =
            list(row.annotations.map_or("[]", RawValue::get), |raw: &RawValue| {
                let row: AnnotationRow = value(raw.get())?;
                let target = row.target.unwrap_or_default();
                let one = |selector: &SelectorRow<'t>| match (&selector.resource, &selector.annotation) {
                    (Some(resource), _) => by_id.get(&resource.0).map(|at| *at as u32),
                    (None, Some(annotation)) => texts.get(&annotation.0).copied(),
                    (None, None) => None,
                };
                let mut text = one(&target);
                if let (None, Some(selectors)) = (text, target.selectors) {
                    list(selectors.get(), |selector: SelectorRow| {
                        text = text.or_else(|| one(&selector));
                        Ok(None::<()>)
                    })?;
                }
                if let (Some(text), Some(id)) = (text, row.id) {
                    texts.insert(id.0, text);
                }
                if text.is_none() {
                    if let Some(end) = target.resource.or(target.annotation) {
                        let id = value::<AnnotationRow>(raw.get())?.id.map(|id| id.0.into_owned()).unwrap_or_default();
                        return Err(ImportProblem::UnknownEnd { id, end: end.0.into_owned() }.into());
                    }
                    store.elsewhere += 1;
                }
                Ok(text.map(|text| (text, raw)))
            })?;
        for (text, raw) in placed.drain(..) {
            store.annotations[text as usize].push(raw);
        }
        Ok(store)
    }

    fn take_set(&mut self, set: SetRow<'t>) -> Result<(), RecordFault<'t>> {
        if let (None, Some(include)) = (set.data, set.include) {
            return Err(ImportProblem::MissingCompanion(include.0.into_owned()).into());
        }
        let number = self.sets.len();
        let number = *self.sets.entry(set.id.map(|id| id.0).unwrap_or_default()).or_insert(number);
        self.unknown.extend(names(set.others));
        list(set.data.map_or("[]", RawValue::get), |row: DataRow| {
            if let (Some(id), Some(key), Some(value)) = (row.id, row.key, row.value) {
                self.data.insert((number, id.0), (key.0, value));
            }
            Ok(None::<()>)
        })?;
        Ok(())
    }

    /// The data of an annotation.
    fn data_of(&self, row: &AnnotationRow<'t>) -> Result<Vec<Datum<'t>>, RecordFault<'t>> {
        list(row.data.map_or("[]", RawValue::get), |row: DataRow| {
            let set = row.set.map(|set| set.0).unwrap_or_default();
            if let (Some(key), Some(value)) = (row.key, row.value) {
                return Ok(Some((set, key.0, value)));
            }
            let id = row.id.map(|id| id.0).unwrap_or_default();
            let known = self.sets.get(&set).and_then(|at| self.data.get(&(*at, id.clone())));
            match known {
                Some((key, value)) => {
                    let megabytes = (self.most >> 20) as u64;
                    let left = self.allowance.get().checked_sub(key.len() + value.get().len());
                    self.allowance.set(left.ok_or(ImportProblem::TooDense { megabytes })?);
                    Ok(Some((set, key.clone(), *value)))
                }
                None => Err(ImportProblem::UnknownEnd { id: set.into_owned(), end: id.into_owned() }.into()),
            }
        })
    }

    /// A text with its annotations.
    pub(super) fn draft(&self, at: usize) -> Result<Draft<'t>, RecordFault<'t>> {
        let resource: ResourceRow = value(self.resources[at].1.get())?;
        let mut draft = Draft { text: resource.text.map(|text| text.0).unwrap_or_default(), ..Draft::default() };
        draft.other_fields(resource.others)?;
        let mut reading = Reading { len: draft.text.chars().count() as u64, draft, ..Reading::default() };
        if at == 0 {
            self.allowance.set(self.most);
            reading.draft.unknown.extend(self.unknown.iter().cloned());
            reading.elsewhere = self.elsewhere;
        }
        for raw in &self.annotations[at] {
            let row: AnnotationRow = value(raw.get())?;
            let data = self.data_of(&row)?;
            reading.take(row, data, &self.resources[at].0)?;
        }
        reading.finish()
    }
}

fn names<'t>(others: Others<'t>) -> Vec<Cow<'t, str>> {
    others.into_iter().map(|(key, _)| key.0).collect()
}

/// A document while its annotations are read.
#[derive(Default)]
struct Reading<'t> {
    draft: Draft<'t>,
    /// Code points of the text.
    len: u64,
    /// Where the annotations with an id stand.
    known: HashMap<Cow<'t, str>, usize>,
    links: Vec<Link<'t>>,
    elsewhere: usize,
    /// Annotations that were placed where those stand that they are about.
    on_others: usize,
}

struct Link<'t> {
    id: Option<Cow<'t, str>>,
    label: Cow<'t, str>,
    ends: [Cow<'t, str>; 2],
    facts: DraftFacts<'t>,
}

/// What a selector selects.
enum Leaf<'t> {
    Place(u64, u64),
    /// An annotation as a whole.
    About(Cow<'t, str>),
    /// What is of no place in this text.
    Beside,
}

impl<'t> Reading<'t> {
    fn take(&mut self, row: AnnotationRow<'t>, data: Vec<Datum<'t>>, resource: &str) -> Result<(), RecordFault<'t>> {
        let id = row.id.map(|id| id.0);
        let mut target = row.target.unwrap_or_default();
        let kind = target.kind.take().map(|kind| kind.0).unwrap_or_default();
        if kind == "ResourceSelector" {
            self.draft.unknown.extend(names(row.others));
            return self.of_document(data);
        }
        let named = id.clone().unwrap_or_default();
        let (label, mut facts) = facts_of(data)?;
        facts.unknown.extend(names(row.others));
        let leaves = match target.selectors.take() {
            Some(selectors) => {
                facts.unknown.extend(names(target.others));
                list(selectors.get(), |row: SelectorRow| {
                    Ok(Some(self.leaf(row, resource, &named, &mut facts.unknown)?))
                })?
            }
            None => vec![self.leaf(target, resource, &named, &mut facts.unknown)?],
        };
        let mut pieces = Vec::new();
        match &leaves[..] {
            [Leaf::About(source), Leaf::About(end)] if kind == "DirectionalSelector" => {
                let (label, ends) = (label.unwrap_or_else(|| "relation".into()), [source.clone(), end.clone()]);
                self.links.push(Link { id, label, ends, facts });
                return Ok(());
            }
            [Leaf::About(about)] => {
                let unknown = || ImportProblem::UnknownEnd { id: named.to_string(), end: about.to_string() };
                let about = &self.draft.spans[*self.known.get(about).ok_or_else(unknown)?];
                // Pieces that many annotations repeat would be the square of the file.
                if about.facts.as_ref().is_none_or(|facts| facts.pieces.is_empty()) {
                    pieces.push(DraftPiece { start: about.start, end: about.end, said: None });
                    self.on_others += 1;
                }
            }
            leaves => pieces.extend(leaves.iter().filter_map(|leaf| match leaf {
                Leaf::Place(start, end) => Some(DraftPiece { start: *start, end: *end, said: None }),
                Leaf::About(_) | Leaf::Beside => None,
            })),
        }
        if pieces.is_empty() || leaves.iter().any(|leaf| matches!(leaf, Leaf::Beside)) {
            self.elsewhere += 1;
            return Ok(());
        }
        let Some(label) = label else {
            self.draft.losses.push((LossKind::Lost, LossDetail::Unlabelled(named.into_owned())));
            return Ok(());
        };
        if kind == "MultiSelector" {
            // The same is said of each place.
            for (n, DraftPiece { start, end, .. }) in pieces.into_iter().enumerate() {
                let facts = DraftFacts {
                    attributes: facts.attributes.clone(),
                    note: facts.note.clone(),
                    ..DraftFacts::default()
                };
                self.span(id.clone().filter(|_| n == 0), label.clone(), (start, end), facts);
            }
            return Ok(());
        }
        let start = pieces.iter().map(|piece| piece.start).min().unwrap_or_default();
        let end = pieces.iter().map(|piece| piece.end).max().unwrap_or_default();
        if pieces.len() > 1 {
            facts.pieces = pieces;
        }
        self.span(id, label, (start, end), facts);
        Ok(())
    }

    fn span(&mut self, id: Option<Cow<'t, str>>, label: Cow<'t, str>, (start, end): (u64, u64), facts: DraftFacts<'t>) {
        if let Some(id) = &id {
            self.known.insert(id.clone(), self.draft.spans.len());
        }
        self.draft.spans.push(DraftSpan { id, label, start, end, said: None, facts: Some(Box::new(facts)) });
    }

    fn leaf(
        &self,
        row: SelectorRow<'t>,
        resource: &str,
        id: &str,
        unknown: &mut Vec<Cow<'t, str>>,
    ) -> Result<Leaf<'t>, RecordFault<'t>> {
        unknown.extend(names(row.others));
        let within = match (row.resource, row.annotation) {
            (Some(of), _) if of.0 == resource => (0, self.len),
            (None, Some(about)) if row.offset.is_none() => return Ok(Leaf::About(about.0)),
            (None, Some(about)) => {
                let end = || ImportProblem::UnknownEnd { id: id.into(), end: about.0.to_string() };
                let about = &self.draft.spans[*self.known.get(&about.0).ok_or_else(end)?];
                match about.facts.as_ref().is_some_and(|facts| !facts.pieces.is_empty()) {
                    true => return Ok(Leaf::Beside),
                    false => (about.start, about.end),
                }
            }
            _ => return Ok(Leaf::Beside),
        };
        let Some(offset) = row.offset else { return Ok(Leaf::Beside) };
        let at = |cursor: Option<CursorRow<'t>>| {
            let cursor = cursor.unwrap_or_default();
            let from_end = cursor.kind.is_some_and(|kind| &*kind == "EndAlignedCursor");
            let from = if from_end { within.1 } else { within.0 };
            i64::try_from(from).ok().and_then(|from| from.checked_add(cursor.value.unwrap_or_default()))
        };
        let place = |at: Option<i64>| at.and_then(|at| u64::try_from(at).ok()).filter(|at| *at <= self.len);
        let (start, end) = (at(offset.begin), at(offset.end));
        match (place(start), place(end)) {
            (Some(start), Some(end)) => Ok(Leaf::Place(start, end)),
            _ => {
                let said = |at: Option<i64>| at.map_or(u64::MAX, i64::unsigned_abs);
                let (start, end, unit) = (said(start), said(end), Unit::CodePoints);
                Err(ImportProblem::OutOfText { id: id.into(), start, end, unit }.into())
            }
        }
    }

    /// What is said of the text as a whole.
    fn of_document(&mut self, data: Vec<Datum<'t>>) -> Result<(), RecordFault<'t>> {
        let draft = &mut self.draft;
        if draft.metadata.len() + draft.attributes.len() + data.len() > MAX_METADATA {
            return Err(ImportProblem::TooManyFacts(MAX_METADATA).into());
        }
        for (set, key, value) in data {
            match (&*set, &*key) {
                (OWN, "title") => draft.title = Some(text_of(value)?),
                (OWN, "annotator") => draft.annotator = Some(text_of(value)?),
                (OWN, "look_again") => draft.look_again = is_true(value),
                (OWN, "state") => draft.state = state_of(Some(&text_of(value)?))?,
                (ATTRIBUTES, _) => draft.attributes.extend(value_of(value)?.map(|value| (key, value))),
                _ => draft.metadata.push((key, text_of(value)?)),
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Draft<'t>, RecordFault<'t>> {
        for Link { id, label, ends, facts } in self.links {
            let find = |end: &Cow<'t, str>| {
                let id = || id.as_deref().unwrap_or(&label).to_owned();
                let unknown = || ImportProblem::UnknownEnd { id: id(), end: end.clone().into_owned() };
                self.known.get(end).copied().ok_or_else(unknown)
            };
            let (source, target) = (find(&ends[0])?, find(&ends[1])?);
            self.draft.relations.push(DraftRelation { id, label, source, target, facts: Some(Box::new(facts)) });
        }
        for (kind, what, count) in [
            (LossKind::Lost, LeftOut::Elsewhere, self.elsewhere),
            (LossKind::Flattened, LeftOut::OnOthers, self.on_others),
        ] {
            if count > 0 {
                self.draft.losses.push((kind, LossDetail::LeftOut { what, count }));
            }
        }
        Ok(self.draft)
    }
}

/// Whether a value says yes.
fn is_true(raw: &RawValue) -> bool {
    matches!(value_of(raw), Ok(Some(AttributeValue::Flag(true))))
}

/// The label and the facts that data say.
fn facts_of<'t>(data: Vec<Datum<'t>>) -> Result<(Option<Cow<'t, str>>, DraftFacts<'t>), RecordFault<'t>> {
    let (mut label, mut facts) = (None, DraftFacts::default());
    let is_own = |set: &str| [OWN, ATTRIBUTES].contains(&set);
    let is_one = |key: &str, of: &[&str]| of.iter().any(|name| key.eq_ignore_ascii_case(name));
    let is_text = |raw: &RawValue| matches!(value_of(raw), Ok(Some(AttributeValue::Text(text))) if !text.is_empty());
    let of_label = data
        .iter()
        .position(|(set, key, _)| set == OWN && key == "label")
        .or_else(|| data.iter().position(|(set, key, value)| !is_own(set) && is_one(key, &LABELS) && is_text(value)));
    let first = data.iter().position(|(set, _, _)| !is_own(set));
    for (at, (set, key, raw)) in data.into_iter().enumerate() {
        let said = || text_of(raw);
        match (&*set, &*key) {
            _ if Some(at) == of_label => label = Some(said()?),
            (OWN, "note") => facts.note = Some(said()?),
            (OWN, "annotator") => facts.annotator = Some(said()?),
            (OWN, "look_again") => facts.look_again = is_true(raw),
            (OWN, "entity") => facts.entity = Some(said()?),
            (OWN, "provenance") => facts.provenance = Some(provenance_of(Some(&said()?), INFO.name)),
            (OWN, "created") => facts.created = Some(said()?),
            (OWN, "modified") => facts.modified = Some(said()?),
            (OWN, _) => facts.unknown.push(key),
            _ => {
                if !is_own(&set) && is_one(&key, &NOTES) && facts.note.is_none() && is_text(raw) {
                    facts.note = Some(said()?);
                    continue;
                }
                if of_label.is_none() && Some(at) == first {
                    label = Some(key.clone());
                }
                let is_mark =
                    value::<ValueRow>(raw.get()).is_ok_and(|row| row.kind.is_some_and(|kind| &*kind == "Null"));
                let value = match (value_of(raw)?, is_mark && label.as_ref() != Some(&key)) {
                    (None, true) => AttributeValue::Flag(true),
                    (None, false) => continue,
                    (Some(value), _) => value,
                };
                if facts.attributes.len() == MAX_ATTRIBUTES {
                    let reason = AttributeRefusal::TooManyAttributes(MAX_ATTRIBUTES);
                    return Err(ImportProblem::Attribute { owner: None, attribute: key.into_owned(), reason }.into());
                }
                match facts.attributes.iter().any(|(name, _)| *name == key) {
                    true => facts.attributes.push((format!("{set}/{key}").into(), value)),
                    false => facts.attributes.push((key, value)),
                }
            }
        }
    }
    Ok((label, facts))
}

/// A value as that of an attribute; `None` for nothing. Lists and maps are texts as they are written.
fn value_of(raw: &RawValue) -> Result<Option<AttributeValue>, RecordFault<'_>> {
    if !raw.get().starts_with('{') {
        return Ok(draft::attribute_of(raw));
    }
    let row: ValueRow = value(raw.get())?;
    Ok(row.value.and_then(draft::attribute_of))
}

fn text_of(raw: &RawValue) -> Result<Cow<'_, str>, RecordFault<'_>> {
    if !raw.get().starts_with('{') {
        return Ok(fact_of(raw));
    }
    let row: ValueRow = value(raw.get())?;
    Ok(row.value.map_or(Cow::Borrowed(""), fact_of))
}
