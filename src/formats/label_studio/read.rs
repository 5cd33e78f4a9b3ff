//! Reading Label Studio: whose annotations of a task are taken, and what its results become.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;

use super::info::INFO;
use crate::formats::budget::Budget;
use crate::formats::draft::{
    Draft, DraftFacts, DraftRelation, DraftSpan, attribute_of, fact_of, provenance_of, state_of,
};
use crate::formats::error::{AttributeRefusal, ImportProblem};
use crate::formats::json_records::{RecordFault, list, value};
use crate::formats::json_rows::{Fields, Name, Others, Text, object};
use crate::formats::loss::{LeftOut, LossDetail, LossKind};
use crate::model::schema::MAX_ATTRIBUTES;
use crate::model::{AttributeValue, Provenance};

object! {
    Task needs "data" data;
    {
        "id" id: Name<'a>,
        "data" data: Fields<'a, &'a RawValue>,
        "annotations" annotations: &'a RawValue,
        "completions" completions: &'a RawValue,
        "predictions" predictions: &'a RawValue,
        "drafts" drafts: &'a RawValue,
        "meta" meta: &'a RawValue,
        .. others: Others<'a>
    }
}

object! {
    /// What one person or one model made of a task.
    Work needs;
    {
        "id" id: Name<'a>,
        "completed_by" person: &'a RawValue,
        "model_version" model: Name<'a>,
        "was_cancelled" was_cancelled: bool,
        "ground_truth" ground_truth: bool,
        "created_at" created: Text<'a>,
        "updated_at" updated: Text<'a>,
        "result" result: &'a RawValue,
        .. others: Others<'a>
    }
}

object! {
    Person needs;
    {
        "id" id: Name<'a>,
        "email" email: Text<'a>,
        "username" username: Text<'a>,
        "first_name" first: Text<'a>,
        "last_name" last: Text<'a>,
        .. others: Others<'a>
    }
}

object! {
    ResultRow needs;
    {
        "id" id: Name<'a>,
        "type" kind: Text<'a>,
        "from_name" control: Text<'a>,
        "to_name" object: Text<'a>,
        "value" value: Fields<'a, &'a RawValue>,
        "origin" origin: Text<'a>,
        "from_id" source: Name<'a>,
        "to_id" target: Name<'a>,
        "direction" direction: Text<'a>,
        "labels" labels: Vec<Text<'a>>,
        "meta" meta: Meta<'a>,
        .. others: Others<'a>
    }
}

object! {
    /// What a person wrote about a region, and what our files say of it.
    Meta needs;
    {
        "text" note: &'a RawValue,
        "id" id: Text<'a>,
        "annotator" annotator: Text<'a>,
        "provenance" provenance: Text<'a>,
        "created" created: Text<'a>,
        "modified" modified: Text<'a>,
        "attributes" attributes: Fields<'a, &'a RawValue>,
        "flag" flag: bool,
        "several" several: bool,
        "entity" entity: Text<'a>,
        "look_again" look_again: bool,
        .. others: Others<'a>
    }
}

object! {
    TaskMeta needs;
    {
        "title" title: Text<'a>,
        "state" state: Text<'a>,
        "annotator" annotator: Text<'a>,
        "metadata" metadata: Fields<'a, Text<'a>>,
        "look_again" look_again: bool,
        .. others: Others<'a>
    }
}

/// Fields of a task that count or date what it holds.
const BOOKKEEPING: &[&str] = &[
    "created_at",
    "updated_at",
    "inner_id",
    "total_annotations",
    "cancelled_annotations",
    "total_predictions",
    "comment_count",
    "unresolved_comment_count",
    "last_comment_updated_at",
    "project",
    "updated_by",
    "comment_authors",
    "file_upload",
    "annotators",
    "agreement",
    "is_labeled",
    "overlap",
    "allow_skip",
    "precomputed_agreement",
];

/// Fields of an annotation, a prediction or a result that say how the work went.
const OF_WORK: &[&str] = &[
    "lead_time",
    "result_count",
    "unique_id",
    "import_id",
    "last_action",
    "task",
    "project",
    "updated_by",
    "parent_prediction",
    "parent_annotation",
    "last_created_by",
    "draft_created_at",
    "prediction",
    "created_ago",
    "created_username",
    "bulk_created",
    "cluster",
    "neighbors",
    "mislabeling",
    "model",
    "model_run",
    "readonly",
    "hidden",
];

pub(super) fn draft_of<'t>(source: &'t str, by: Option<&str>) -> Result<Draft<'t>, RecordFault<'t>> {
    let task: Task = value(source)?;
    let data = task.data.unwrap_or_default().0;
    let (at, text) = text_of(&data, source)?;
    let mut draft = Draft { text, ..Draft::default() };
    for (n, (key, value)) in data.into_iter().enumerate() {
        match &*key {
            _ if n == at => {}
            "document_id" => draft.id = Some(fact_of(value)),
            _ => draft.other_field(key.0, value),
        }
    }
    draft.id = draft.id.or(task.id.and_then(|id| id.0));
    if let Some(meta) = task.meta.filter(|meta| meta.get().starts_with('{')) {
        let meta: TaskMeta = value(meta.get())?;
        draft.title = meta.title.map(|title| title.0);
        draft.annotator = meta.annotator.map(|annotator| annotator.0);
        draft.state = state_of(meta.state.as_deref())?;
        draft.look_again = meta.look_again == Some(true);
        draft.metadata.extend(meta.metadata.unwrap_or_default().0.into_iter().map(|(key, value)| (key.0, value.0)));
        draft.other_fields(meta.others)?;
    }
    draft.other_fields(task.others.into_iter().filter(|(key, _)| !BOOKKEEPING.contains(&&**key)).collect())?;
    let mut reader =
        Reader { draft, by, budget: Budget::of(source.len()), number: 0, left_out: [0; 4], ids: HashMap::new() };
    let wants_predictions = by.is_some_and(|by| by == "predictions");
    for (field, is_prediction) in [(task.annotations, false), (task.completions, false), (task.predictions, true)] {
        let Some(field) = field else { continue };
        list(field.get(), |work: Work| {
            reader.number += 1;
            reader.work(work, is_prediction, wants_predictions)?;
            Ok(None::<()>)
        })?;
    }
    if let Some(drafts) = task.drafts {
        list(drafts.get(), |_: serde::de::IgnoredAny| {
            reader.left_out[3] += 1;
            Ok(None::<()>)
        })?;
    }
    Ok(reader.finish())
}

/// The text of a task: the field `text`, or the only one that is a text; and which field it is.
fn text_of<'t>(data: &[(Text<'t>, &'t RawValue)], source: &'t str) -> Result<(usize, Cow<'t, str>), RecordFault<'t>> {
    let texts =
        || data.iter().enumerate().filter(|(_, (key, value))| value.get().starts_with('"') && &**key != "document_id");
    let named = texts().find(|(_, (key, _))| &**key == "text");
    let only = || texts().next().filter(|_| texts().count() == 1);
    match named.or_else(only) {
        Some((at, (_, value))) => Ok((at, fact_of(value))),
        None => {
            let error = serde::de::Error::custom("missing field `text` in `data`");
            Err(RecordFault::Json { part: source, error })
        }
    }
}

struct Reader<'t, 'b> {
    draft: Draft<'t>,
    by: Option<&'b str>,
    /// What a region with many labels may take before it is known what the task as a whole does.
    budget: Budget,
    /// Of annotations and predictions so far.
    number: usize,
    /// What is not taken, as [`LeftOut`] has it.
    left_out: [usize; 4],
    /// Of the regions that were taken, each with the number from which a further one of its id looks for a free id.
    ids: HashMap<Cow<'t, str>, usize>,
}

impl<'t> Reader<'t, '_> {
    fn work(&mut self, work: Work<'t>, is_prediction: bool, wants_predictions: bool) -> Result<(), RecordFault<'t>> {
        let names = match (work.person, work.model) {
            (_, Some(model)) if is_prediction => model.0.into_iter().collect(),
            (Some(person), _) => names_of(person)?,
            _ => Vec::new(),
        };
        let is_named = self.by.is_some_and(|by| names.iter().any(|name| name == by));
        let out = match self.by {
            _ if is_prediction => (!is_named && !wants_predictions).then_some(2),
            _ if work.was_cancelled == Some(true) => Some(0),
            None => None,
            Some("ground-truth") => (work.ground_truth != Some(true)).then_some(1),
            Some(_) => (!is_named).then_some(1),
        };
        if let Some(out) = out {
            self.left_out[out] += 1;
            return Ok(());
        }
        let unknown = work.others.into_iter().filter(|(key, _)| !OF_WORK.contains(&&**key));
        self.draft.unknown.extend(unknown.map(|(key, _)| key.0));
        let Some(result) = work.result else { return Ok(()) };
        let annotator = names.into_iter().next();
        let (created, updated) = (work.created.map(|at| at.0), work.updated.map(|at| at.0));
        let mut regions: HashMap<Cow<'t, str>, usize> = HashMap::new();
        // Regions first: what is said of one may stand before it.
        let mut are_all_regions = true;
        list(result.get(), |row: ResultRow| {
            are_all_regions &= self.region(row, &annotator, (&created, &updated), &mut regions)?;
            Ok(None::<()>)
        })?;
        if are_all_regions {
            return Ok(());
        }
        list(result.get(), |row: ResultRow| {
            self.besides(row, &annotator, (&created, &updated), &regions)?;
            Ok(None::<()>)
        })?;
        Ok(())
    }

    /// A span of the text with its labels. `false` where the row is none.
    fn region(
        &mut self,
        row: ResultRow<'t>,
        annotator: &Option<Cow<'t, str>>,
        times: (&Option<Cow<'t, str>>, &Option<Cow<'t, str>>),
        regions: &mut HashMap<Cow<'t, str>, usize>,
    ) -> Result<bool, RecordFault<'t>> {
        let kind = row.kind.as_deref().unwrap_or_default();
        if !kind.ends_with("labels") {
            return Ok(false);
        }
        let id = row.id.and_then(|id| id.0);
        let shown = || id.clone().unwrap_or_default().into_owned();
        let fields = row.value.unwrap_or_default().0;
        let field = |name: &str| fields.iter().find(|(key, _)| &**key == name).map(|(_, value)| *value);
        let (start, end) = match (field("start"), field("end")) {
            // In markup and in talks other things are counted.
            (Some(start), Some(end)) if !start.get().starts_with('"') && field("globalOffsets").is_none() => {
                (value::<u64>(start.get())?, value::<u64>(end.get())?)
            }
            _ => {
                self.draft.losses.push((LossKind::Lost, LossDetail::Unplaced(format!("{kind} '{}'", shown()))));
                return Ok(true);
            }
        };
        let said = field("text").filter(|text| text.get().starts_with('"')).map(fact_of);
        let labels = match field(kind) {
            Some(labels) => list(labels.get(), |label: Text| Ok(Some(label.0)))?,
            None => Vec::new(),
        };
        if labels.is_empty() {
            self.draft.losses.push((LossKind::Lost, LossDetail::Unlabelled(format!("'{}'", shown()))));
        }
        let known = ["start", "end", "text", kind];
        let mut unknown: Vec<Cow<str>> =
            fields.iter().filter(|(key, _)| !known.contains(&&**key)).map(|(key, _)| key.0.clone()).collect();
        unknown.extend(row.others.into_iter().filter(|(key, _)| !OF_WORK.contains(&&**key)).map(|(key, _)| key.0));
        let mut facts = facts_of(row.meta, annotator, times)?;
        facts.unknown.append(&mut unknown);
        let origin = row.origin.as_deref().unwrap_or("manual");
        if facts.provenance.is_none() && origin != "manual" {
            facts.provenance = Some(Provenance::AcceptedSuggestion { source: origin.into() });
        }
        /// A span with all that is said of it, in a list that grows.
        const SPAN: u64 = 600;
        self.budget.charge(labels.len(), SPAN)?;
        for (n, label) in labels.into_iter().enumerate() {
            let place = self.draft.spans.len();
            let own = match (&id, n) {
                (None, _) => None,
                (Some(id), 0) => Some(id.clone()),
                (Some(id), n) => Some(Cow::Owned(format!("{id}-{}", n + 1))),
            };
            let own = own.map(|id| self.free_id(id));
            if let (Some(id), 0) = (&id, n) {
                regions.entry(id.clone()).or_insert(place);
            }
            let facts = if n == 0 { std::mem::take(&mut facts) } else { again(&self.draft.spans[place - 1]) };
            let facts = Some(Box::new(facts));
            self.draft.spans.push(DraftSpan { id: own, label, start, end, said: said.clone(), facts });
        }
        Ok(true)
    }

    /// The id of a region, which other work on the task may have too.
    fn free_id(&mut self, id: Cow<'t, str>) -> Cow<'t, str> {
        let mut free = id.clone();
        // Where the search for this id ended before, so that many regions of one id are not looked through again for each.
        let mut n = self.ids.get(&id).map_or(self.number, |next| self.number.max(*next));
        while self.ids.contains_key(&free) {
            free = Cow::Owned(format!("{id}@{n}"));
            n += 1;
        }
        self.ids.insert(free.clone(), 0);
        self.ids.insert(id, n);
        free
    }

    /// What is said of a region, of two, or of the document.
    fn besides(
        &mut self,
        row: ResultRow<'t>,
        annotator: &Option<Cow<'t, str>>,
        times: (&Option<Cow<'t, str>>, &Option<Cow<'t, str>>),
        regions: &HashMap<Cow<'t, str>, usize>,
    ) -> Result<(), RecordFault<'t>> {
        let kind = row.kind.as_deref().unwrap_or_default();
        if kind.ends_with("labels") {
            return Ok(());
        }
        if kind == "relation" {
            return self.relation(row, annotator, times, regions);
        }
        let fields = row.value.unwrap_or_default().0;
        let content = match kind {
            "textarea" => "text",
            kind => kind,
        };
        let Some((_, content)) = fields.iter().find(|(key, _)| &**key == content) else {
            let shown = row.control.map_or_else(|| kind.to_owned(), |control| control.0.into_owned());
            self.draft.losses.push((LossKind::Lost, LossDetail::Unplaced(format!("{kind} '{shown}'"))));
            return Ok(());
        };
        let meta = row.meta.unwrap_or_default();
        let (is_flag, is_several) = (meta.flag == Some(true), meta.several == Some(true));
        let name = row.control.map_or_else(|| Cow::Owned(kind.to_owned()), |control| control.0);
        let values: Vec<AttributeValue> = match (kind, content.get().as_bytes().first()) {
            ("choices" | "textarea", Some(b'[')) => list(content.get(), |text: Text| {
                Ok(Some(match kind {
                    "choices" if is_flag => AttributeValue::Flag(&*text == "true"),
                    "choices" => AttributeValue::Choice(text.0.into_owned()),
                    _ => AttributeValue::Text(text.0.into_owned()),
                }))
            })?,
            _ => attribute_of(content).into_iter().collect(),
        };
        let values = match is_several {
            true => vec![AttributeValue::Choices(values.iter().map(AttributeValue::to_string).collect())],
            false => values,
        };
        if values.len() > MAX_ATTRIBUTES {
            let reason = AttributeRefusal::TooManyAttributes(MAX_ATTRIBUTES);
            return Err(ImportProblem::Attribute { owner: None, attribute: name.into_owned(), reason }.into());
        }
        let region = row.id.and_then(|id| id.0).and_then(|id| regions.get(&id).copied());
        let attributes = match region {
            Some(at) => &mut self.draft.spans[at].facts.get_or_insert_default().attributes,
            // A region that has no label was named.
            None if fields.iter().any(|(key, _)| &**key == "start") => return Ok(()),
            None => &mut self.draft.attributes,
        };
        for (n, value) in values.into_iter().enumerate() {
            let name = if n == 0 { name.clone() } else { Cow::Owned(format!("{name}-{}", n + 1)) };
            attributes.push((name, value));
        }
        Ok(())
    }

    fn relation(
        &mut self,
        row: ResultRow<'t>,
        annotator: &Option<Cow<'t, str>>,
        times: (&Option<Cow<'t, str>>, &Option<Cow<'t, str>>),
        regions: &HashMap<Cow<'t, str>, usize>,
    ) -> Result<(), RecordFault<'t>> {
        let mut meta = row.meta;
        let id = meta.as_mut().and_then(|meta| meta.id.take()).map(|id| id.0).or(row.id.and_then(|id| id.0));
        let end = |end: Option<Name<'t>>| {
            let end = end.and_then(|end| end.0).unwrap_or_default();
            let id = id.as_deref().unwrap_or("relation").to_owned();
            regions.get(&end).copied().ok_or(ImportProblem::UnknownEnd { id, end: end.into_owned() })
        };
        let (mut source, mut target) = (end(row.source)?, end(row.target)?);
        match row.direction.as_deref() {
            Some("left") => std::mem::swap(&mut source, &mut target),
            Some("right") | None => {}
            // From both ends: our relations have a direction.
            Some(_) => self.draft.unknown.push("direction".into()),
        }
        let mut labels: Vec<_> = row.labels.unwrap_or_default().into_iter().map(|label| label.0).collect();
        if labels.is_empty() {
            labels.push("relation".into());
        }
        for (n, label) in labels.into_iter().enumerate() {
            let meta = if n == 0 { meta.take() } else { None };
            let facts = Some(Box::new(facts_of(meta, annotator, times)?));
            let id = id.clone().filter(|_| n == 0);
            self.draft.relations.push(DraftRelation { id, label, source, target, facts });
        }
        Ok(())
    }

    fn finish(self) -> Draft<'t> {
        let mut draft = self.draft;
        let kinds = [LeftOut::Cancelled, LeftOut::OfOthers, LeftOut::Predictions, LeftOut::Drafts];
        let left_out = kinds.into_iter().zip(self.left_out).filter(|(_, count)| *count > 0);
        draft.losses.extend(left_out.map(|(what, count)| (LossKind::Lost, LossDetail::LeftOut { what, count })));
        draft
    }
}

/// All names of a person, the best first: the e-mail address, the name, the number.
fn names_of(person: &RawValue) -> Result<Vec<Cow<'_, str>>, RecordFault<'_>> {
    if !person.get().starts_with('{') {
        return Ok(value::<Name>(person.get())?.0.into_iter().collect());
    }
    let person: Person = value(person.get())?;
    let whole = match (person.first.as_deref(), person.last.as_deref()) {
        (Some(first), Some(last)) => Some(Cow::Owned(format!("{first} {last}").trim().to_owned())),
        _ => None,
    };
    let names =
        [person.email.map(|name| name.0), person.username.map(|name| name.0), whole, person.id.and_then(|id| id.0)];
    Ok(names.into_iter().flatten().filter(|name| !name.is_empty()).collect())
}

fn facts_of<'t>(
    meta: Option<Meta<'t>>,
    annotator: &Option<Cow<'t, str>>,
    (created, updated): (&Option<Cow<'t, str>>, &Option<Cow<'t, str>>),
) -> Result<DraftFacts<'t>, RecordFault<'t>> {
    let meta = meta.unwrap_or_default();
    let note = match meta.note {
        Some(note) if note.get().starts_with('[') => {
            let lines = list(note.get(), |line: Text| Ok(Some(line.0)))?;
            Some(if lines.len() == 1 { lines.into_iter().next().unwrap_or_default() } else { lines.join("\n").into() })
        }
        note => note.map(fact_of),
    };
    let attributes = meta.attributes.unwrap_or_default().0.into_iter();
    Ok(DraftFacts {
        pieces: Vec::new(),
        note,
        look_again: meta.look_again == Some(true),
        entity: meta.entity.map(|entity| entity.0),
        attributes: attributes.filter_map(|(name, value)| Some((name.0, attribute_of(value)?))).collect(),
        annotator: meta.annotator.map(|name| name.0).or_else(|| annotator.clone()),
        provenance: meta.provenance.map(|said| provenance_of(Some(&said), INFO.name)),
        created: meta.created.map(|at| at.0).or_else(|| created.clone()),
        modified: meta.modified.map(|at| at.0).or_else(|| updated.clone()),
        unknown: meta.others.into_iter().map(|(key, _)| key.0).collect(),
    })
}

/// What is said of a region, for its further labels.
fn again<'t>(span: &DraftSpan<'t>) -> DraftFacts<'t> {
    let Some(facts) = &span.facts else { return DraftFacts::default() };
    DraftFacts {
        look_again: facts.look_again,
        entity: facts.entity.clone(),
        annotator: facts.annotator.clone(),
        provenance: facts.provenance.clone(),
        created: facts.created.clone(),
        modified: facts.modified.clone(),
        ..DraftFacts::default()
    }
}
