//! A row becomes a draft: of our own columns with everything, of those of others with its text, the spans of a list of records, and
//! what else a person can read as facts. The draft borrows from the pages that are read.

use std::borrow::Cow;

use super::info::INFO;
use super::leaves::{LeafReader, Value};
use super::plan::{AboutColumns, OwnColumns, Plan, Slot, SpanColumns};
use super::thrift::damaged;
use crate::formats::datasets::{TRUE, attribute_of, end_of, places_of, unit_of};
use crate::formats::draft::{Draft, DraftFacts, DraftPiece, DraftRelation, DraftSpan, provenance_of, state_of};
use crate::formats::error::{AttributeRefusal, ImportProblem};
use crate::formats::loss::{LossDetail, LossKind};
use crate::formats::parquet_fault::ParquetFault;
use crate::model::AttributeValue;
use crate::model::schema::MAX_ATTRIBUTES;

/// A text of a page, or of a value that is none.
type Said<'r> = Option<Cow<'r, str>>;

/// A row that was read.
pub(super) struct Row<'r> {
    pub plan: &'r Plan,
    pub columns: &'r [LeafReader],
}

impl<'r> Row<'r> {
    fn column(&self, slot: Slot) -> Option<&'r LeafReader> {
        self.columns.get(slot?)
    }

    /// Items of a list.
    fn count(&self, slot: Slot) -> usize {
        self.column(slot).map_or(0, LeafReader::len)
    }

    /// A value as text; nothing is none.
    fn text(&self, slot: Slot, item: usize) -> Result<Said<'r>, ImportProblem> {
        let (Some(slot), Some(column)) = (slot, self.column(slot)) else { return Ok(None) };
        column.value(item).map(|value| self.text_of(value, slot)).transpose()
    }

    fn text_of(&self, value: Value<'r>, slot: usize) -> Result<Cow<'r, str>, ImportProblem> {
        let damaged = |_| damaged(format!("the column '{}' is not UTF-8", self.plan.path(slot)));
        Ok(match value {
            Value::Text(bytes) => std::str::from_utf8(bytes).map_err(damaged)?.into(),
            Value::Integer(number) => number.to_string().into(),
            Value::Number(number) => number.to_string().into(),
            Value::Flag(flag) => flag.to_string().into(),
        })
    }

    fn number(&self, slot: usize, item: usize) -> Result<u64, ImportProblem> {
        self.number_of(self.column(Some(slot)).and_then(|column| column.value(item)), slot)
    }

    fn number_of(&self, value: Option<Value<'r>>, slot: usize) -> Result<u64, ImportProblem> {
        let number = match value {
            Some(Value::Integer(number)) => u64::try_from(number).ok(),
            _ => None,
        };
        number.ok_or_else(|| ParquetFault::NoValue(self.plan.path(slot).to_owned()).into())
    }

    /// What stands in the list within an item of a list.
    fn texts(&self, slot: Slot, item: usize) -> Result<Vec<Said<'r>>, ImportProblem> {
        let (Some(slot), Some(column)) = (slot, self.column(slot)) else { return Ok(Vec::new()) };
        let values = column.within(item);
        // Mostly there are none.
        if values.len() == 0 {
            return Ok(Vec::new());
        }
        values.map(|value| value.map(|value| self.text_of(value, slot)).transpose()).collect()
    }

    fn numbers(&self, slot: Slot, item: usize) -> Result<Vec<u64>, ImportProblem> {
        let (Some(slot), Some(column)) = (slot, self.column(slot)) else { return Ok(Vec::new()) };
        let values = column.within(item);
        if values.len() == 0 { Ok(Vec::new()) } else { values.map(|value| self.number_of(value, slot)).collect() }
    }

    pub(super) fn draft(&self, is_first: bool) -> Result<Draft<'r>, ImportProblem> {
        let plan = self.plan;
        let none = || ParquetFault::NoValue(plan.path(plan.text).to_owned());
        let mut draft = Draft { text: self.text(Some(plan.text), 0)?.ok_or_else(none)?, ..Draft::default() };
        draft.id = self.text(plan.id, 0)?;
        for slot in plan.facts.iter().copied() {
            if let Some(said) = self.text(Some(slot), 0)? {
                draft.metadata.push((plan.path(slot).into(), said));
            }
        }
        // Columns are those of the whole file.
        if is_first {
            draft.unknown = plan.unknown.iter().map(|name| name.as_str().into()).collect();
        }
        if let Some(ours) = &plan.ours {
            self.facts_of_document(ours, &mut draft)?;
        }
        if let Some(spans) = &plan.spans {
            self.spans(spans, &mut draft)?;
        }
        if let Some(ours) = &plan.ours {
            self.relations(ours, &mut draft)?;
        }
        Ok(draft)
    }

    fn facts_of_document(&self, ours: &OwnColumns, draft: &mut Draft<'r>) -> Result<(), ImportProblem> {
        draft.title = self.text(ours.title, 0)?;
        draft.annotator = self.text(ours.annotator, 0)?;
        draft.state = state_of(self.text(ours.state, 0)?.as_deref())?;
        draft.look_again = self.text(ours.look_again, 0)?.as_deref() == Some(TRUE);
        draft.unit = self.text(ours.unit, 0)?.map(|unit| unit_of(&unit)).transpose()?;
        let [names, values] = ours.metadata;
        for item in 0..self.count(names) {
            let (name, value) = (self.text(names, item)?, self.text(values, item)?);
            draft.metadata.push((name.unwrap_or_default(), value.unwrap_or_default()));
        }
        for item in 0..self.count(ours.attributes[0]) {
            let [name, kind, value] = ours.attributes.map(|slot| self.text(slot, item));
            draft.attributes.push(attribute(name?, kind?, value?));
        }
        check_attributes(draft.attributes.len())
    }

    fn spans(&self, columns: &SpanColumns, draft: &mut Draft<'r>) -> Result<(), ImportProblem> {
        let SpanColumns { list, start, end, label, text, id } = columns;
        let count = self.count(Some(*start));
        if [end, label].into_iter().any(|slot| self.count(Some(*slot)) != count) {
            return Err(damaged(format!("the columns of '{list}' do not have as many items in this row")));
        }
        draft.spans.reserve_exact(count);
        for item in 0..count {
            let (from, to) = (self.number(*start, item)?, self.number(*end, item)?);
            let name = match self.columns[*label].value(item) {
                Some(Value::Integer(number)) => {
                    let named = usize::try_from(number).ok().and_then(|number| self.plan.names.get(number));
                    named.map_or_else(|| number.to_string().into(), |name| name.as_str().into())
                }
                Some(value) => self.text_of(value, *label)?,
                None => {
                    draft.losses.push((LossKind::Lost, LossDetail::Unlabelled(format!("{from}..{to}"))));
                    continue;
                }
            };
            let mut facts = None;
            if let Some(ours) = &self.plan.ours {
                let mut about = self.about(&ours.of_spans, item)?;
                about.entity = self.text(ours.entity, item)?.filter(|entity| !entity.is_empty());
                about.pieces = self.pieces(ours, item)?;
                facts = Some(Box::new(about));
            }
            draft.spans.push(DraftSpan {
                id: self.text(*id, item)?.filter(|id| !id.is_empty()),
                label: name,
                start: from,
                end: to,
                said: self.text(*text, item)?,
                facts,
            });
        }
        Ok(())
    }

    fn pieces(&self, ours: &OwnColumns, item: usize) -> Result<Vec<DraftPiece<'r>>, ImportProblem> {
        let [starts, ends, texts] = ours.parts;
        let texts = self.texts(texts, item)?;
        let places = self.numbers(starts, item)?.into_iter().zip(self.numbers(ends, item)?);
        let texts = texts.into_iter().chain(std::iter::repeat(None));
        Ok(places.zip(texts).map(|((start, end), said)| DraftPiece { start, end, said }).collect())
    }

    fn relations(&self, ours: &OwnColumns, draft: &mut Draft<'r>) -> Result<(), ImportProblem> {
        let [ids, types, sources, targets] = ours.relations;
        let count = self.count(sources);
        if count == 0 {
            return Ok(());
        }
        let places = places_of(&draft.spans);
        let mut relations = Vec::with_capacity(count);
        for item in 0..count {
            let [id, label, source, target] = [ids, types, sources, targets].map(|slot| self.text(slot, item));
            let (id, label) = (id?.filter(|id| !id.is_empty()), label?.unwrap_or_default());
            let known_as = id.as_deref().unwrap_or(&label);
            let source = end_of(&places, known_as, source?.as_deref().unwrap_or_default())?;
            let target = end_of(&places, known_as, target?.as_deref().unwrap_or_default())?;
            let facts = Some(Box::new(self.about(&ours.of_relations, item)?));
            relations.push(DraftRelation { id, label, source, target, facts });
        }
        draft.relations = relations;
        Ok(())
    }

    /// What is said of a span or relation besides.
    fn about(&self, columns: &AboutColumns, item: usize) -> Result<DraftFacts<'r>, ImportProblem> {
        let said = |text: Said<'r>| text.filter(|text| !text.is_empty());
        let [names, kinds, values] = columns.attributes.map(|slot| self.texts(slot, item));
        let attributes = names?.into_iter().zip(kinds?).zip(values?);
        let attributes: Vec<_> = attributes.map(|((name, kind), value)| attribute(name, kind, value)).collect();
        check_attributes(attributes.len())?;
        Ok(DraftFacts {
            attributes,
            note: said(self.text(columns.note, item)?),
            look_again: self.text(columns.look_again, item)?.as_deref() == Some(TRUE),
            annotator: self.text(columns.annotator, item)?,
            provenance: self.text(columns.provenance, item)?.map(|said| provenance_of(Some(&said), INFO.name)),
            created: said(self.text(columns.created, item)?),
            modified: said(self.text(columns.modified, item)?),
            ..DraftFacts::default()
        })
    }
}

fn check_attributes(count: usize) -> Result<(), ImportProblem> {
    if count <= MAX_ATTRIBUTES {
        return Ok(());
    }
    let reason = AttributeRefusal::TooManyAttributes(MAX_ATTRIBUTES);
    Err(ImportProblem::Attribute { owner: None, attribute: "attributes".into(), reason })
}

fn attribute<'r>(name: Said<'r>, kind: Said<'r>, value: Said<'r>) -> (Cow<'r, str>, AttributeValue) {
    let value = attribute_of(&kind.unwrap_or_default(), value.unwrap_or_default());
    (name.unwrap_or_default(), value)
}
