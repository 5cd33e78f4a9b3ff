//! What a CAS means: a document for each view with a text, annotations for the layers that have a place in it, relations for those
//! that link two, attributes for the other features. What is not taken is counted by its layer.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::layers::{self, Role};
use super::structures::{Cas, Feature, Structure, Value, short};
use super::types::Range;
use crate::formats::budget::Budget;
use crate::formats::draft::{
    Draft, DraftFacts, DraftPiece, DraftRelation, DraftSpan, MAX_METADATA, provenance_of, state_of,
};
use crate::formats::error::ImportProblem;
use crate::formats::loss::{LossDetail, LossKind};
use crate::formats::units::{self, Piece};
use crate::model::AttributeValue;
use crate::model::offset_map::{OffsetMap, Unit};

/// The byte of the file where something is wrong, and what.
type Fault = (usize, ImportProblem);

/// What a feature of ours is: the kind of an attribute, and its name.
type Names = BTreeMap<String, BTreeMap<String, (String, String)>>;

/// Views of one file.
const MAX_VIEWS: usize = 1000;

/// The place of a structure that is no annotation.
const PLACED_NOWHERE: usize = usize::MAX;

/// What a link takes while it is gathered: a relation in a list that grows, and its label.
const LINK: u64 = 2 * size_of::<DraftRelation>() as u64 + 64;

/// The documents of a CAS, the initial view first.
pub(super) fn drafts<'c>(cas: &'c Cas<'c>, unit: Unit, budget: &Budget) -> Result<Vec<(&'c str, Draft<'c>)>, Fault> {
    let roles: Vec<Role> = cas.kinds.iter().map(|kind| layers::role(&kind.name)).collect();
    let mut views: Vec<View<'c>> = Vec::new();
    for structure in cas.structures.iter().filter(|s| roles[s.kind] == Role::Sofa) {
        let name = cas.text(structure, "sofaID").unwrap_or("_InitialView");
        let text = cas.text(structure, "sofaString");
        if let (None, Some(elsewhere)) = (text, cas.text(structure, "sofaURI")) {
            return Err((structure.at, ImportProblem::MissingCompanion(elsewhere.to_owned())));
        }
        views.push(View { id: structure.id, name, text, at: structure.at });
    }
    if views.len() > MAX_VIEWS {
        return Err((0, ImportProblem::TooManyDocuments(MAX_VIEWS)));
    }
    views.sort_by_key(|view| view.name != "_InitialView");
    let numbers: HashMap<u64, usize> = views.iter().enumerate().map(|(at, view)| (view.id, at)).collect();
    let mut readings = Vec::new();
    for view in &views {
        readings.push(Reading::new(cas, view, unit)?);
    }
    if readings.is_empty() {
        let at = cas.structures.first().map_or(0, |first| first.at);
        return Err((at, ImportProblem::NoSofa));
    }
    let view_of = |structure: &Structure| {
        let view = cas.reference(structure, "sofa").map_or(Some(0), |sofa| numbers.get(&sofa).copied());
        let missing = || ImportProblem::UnknownEnd { id: structure.id.to_string(), end: "sofa".into() };
        view.ok_or_else(|| (structure.at, missing()))
    };
    // What is said of the documents comes first: it says what the features of the others are.
    for structure in &cas.structures {
        match roles[structure.kind] {
            Role::Metadata => readings[view_of(structure)?].metadata(structure)?,
            Role::Field => readings[view_of(structure)?].field(structure)?,
            Role::Own => readings[view_of(structure)?].own(structure)?,
            _ => {}
        }
    }
    let mut places = vec![PLACED_NOWHERE; cas.structures.len()];
    let mut later = Vec::new();
    for (at, structure) in cas.structures.iter().enumerate() {
        let role = roles[structure.kind];
        match role {
            Role::Unused => readings[view_of(structure)?].leave_out(structure),
            Role::Labels | Role::Layer => {
                let reading = &mut readings[view_of(structure)?];
                let has = |name| cas.feature(structure, name).is_some();
                match (has("begin") && has("end"), has(layers::SOURCE) || has(layers::TARGET)) {
                    (_, true) => later.push(at),
                    (true, false) => {
                        places[at] = reading.draft.spans.len();
                        if reading.span(structure, role)? {
                            later.push(at);
                        }
                    }
                    (false, false) => reading.base(structure)?,
                }
            }
            _ => {}
        }
    }
    for at in later {
        let structure = &cas.structures[at];
        let reading = &mut readings[view_of(structure)?];
        match places[at] {
            PLACED_NOWHERE => reading.relation(structure, &places)?,
            source => reading.links(structure, source, &places, budget)?,
        }
    }
    Ok(readings.into_iter().filter(|r| !r.is_bare).map(|reading| (reading.view, reading.finish())).collect())
}

/// A text with what stands in it.
struct View<'c> {
    id: u64,
    name: &'c str,
    text: Option<&'c str>,
    at: usize,
}

struct Reading<'c> {
    cas: &'c Cas<'c>,
    draft: Draft<'c>,
    map: OffsetMap<'c>,
    text: &'c str,
    unit: Unit,
    view: &'c str,
    /// It is a view without a text and without annotations.
    is_bare: bool,
    names: Names,
    /// Names that spans have as labels: a relation may not have the same.
    labels: HashSet<Cow<'c, str>>,
    renamed: BTreeSet<String>,
    left_out: BTreeMap<&'c str, usize>,
    /// Whether annotations have ids of ours: numbers of structures are none then.
    has_uids: bool,
}

impl<'c> Reading<'c> {
    fn new(cas: &'c Cas<'c>, view: &View<'c>, unit: Unit) -> Result<Self, Fault> {
        let text = view.text.unwrap_or_default();
        if text.contains('\0') {
            return Err((view.at, ImportProblem::Binary(crate::formats::error::Binary::Nul)));
        }
        let draft = Draft { text: Cow::Borrowed(text), ..Draft::default() };
        let own = cas.structures.iter().filter(|s| cas.kind_of(s).name == layers::SPAN);
        Ok(Reading {
            cas,
            draft,
            map: OffsetMap::new(text),
            text,
            unit,
            view: view.name,
            is_bare: view.text.is_none(),
            names: names_by(cas),
            labels: HashSet::new(),
            renamed: BTreeSet::new(),
            left_out: BTreeMap::new(),
            has_uids: own.into_iter().any(|s| cas.text(s, layers::UID).is_some()),
        })
    }

    fn leave_out(&mut self, structure: &Structure) {
        *self.left_out.entry(self.cas.kind_of(structure).short()).or_default() += 1;
    }

    fn fact(&mut self, at: usize, key: Cow<'c, str>, value: Cow<'c, str>) -> Result<(), Fault> {
        if self.draft.metadata.len() == MAX_METADATA {
            return Err((at, ImportProblem::TooManyFacts(MAX_METADATA)));
        }
        self.draft.metadata.push((key, value));
        Ok(())
    }

    fn metadata(&mut self, structure: &'c Structure) -> Result<(), Fault> {
        for feature in self.cas.features(structure) {
            match (&*feature.name, &feature.value) {
                ("documentId", Value::Text(id)) => self.draft.id = Some(Cow::Borrowed(id)),
                ("documentTitle", Value::Text(title)) => self.draft.title = Some(Cow::Borrowed(title)),
                ("language", Value::Text(language)) if language == "x-unspecified" => {}
                ("isLastSegment" | "sofa" | "begin" | "end", _) => {}
                (name, value) => self.fact(structure.at, Cow::Borrowed(name), fact_of(value))?,
            }
        }
        Ok(())
    }

    fn field(&mut self, structure: &'c Structure) -> Result<(), Fault> {
        match (self.cas.text(structure, "key"), self.cas.text(structure, "value")) {
            (Some(key), value) => self.fact(structure.at, key.into(), value.unwrap_or_default().into()),
            _ => Ok(()),
        }
    }

    /// What Hashiya said of the document.
    fn own(&mut self, structure: &'c Structure) -> Result<(), Fault> {
        let said = |name| self.cas.text(structure, name);
        // What cannot be read any more is like what is not there: another program wrote it.
        if let Some(names) = said(layers::FEATURES).and_then(|said| serde_json::from_str(said).ok()) {
            self.names = names;
        }
        self.draft.annotator = said(layers::ANNOTATOR).map(Cow::Borrowed);
        self.draft.state = state_of(said(layers::STATE)).map_err(|problem| (structure.at, problem))?;
        if let Some(controls) = said(layers::CONTROLS) {
            self.draft.text = with_controls(self.text, &self.map, controls);
        }
        let metadata = said(layers::METADATA_OF_IT).map(serde_json::from_str::<BTreeMap<String, String>>);
        for (key, value) in metadata.and_then(Result::ok).into_iter().flatten() {
            self.fact(structure.at, key.into(), value.into())?;
        }
        self.draft.look_again = self.is_flagged(structure);
        const KNOWN: [&str; 9] = [
            layers::STATE,
            layers::LOOK_AGAIN,
            layers::ANNOTATOR,
            layers::METADATA_OF_IT,
            layers::FEATURES,
            layers::SCHEMA,
            layers::CONTROLS,
            "sofa",
            layers::UID,
        ];
        for feature in self.cas.features(structure).iter().filter(|feature| !KNOWN.contains(&&*feature.name)) {
            if let Some(attribute) = self.attribute(layers::OF_DOCUMENT, layers::DOCUMENT, feature) {
                self.draft.attributes.push(attribute);
            }
        }
        Ok(())
    }

    /// Whether somebody is to look at it again.
    fn is_flagged(&self, structure: &Structure) -> bool {
        self.cas.feature(structure, layers::LOOK_AGAIN).is_some_and(|value| match value {
            Value::Flag(flag) => *flag,
            Value::Text(text) => matches!(&**text, "true" | "1"),
            _ => false,
        })
    }

    /// A structure without a place: of a layer for documents, or something that others refer to.
    fn base(&mut self, structure: &'c Structure) -> Result<(), Fault> {
        let kind = self.cas.kind_of(structure);
        if !self.cas.types.is_a(&kind.name, layers::ANNOTATION_BASE) {
            return Ok(());
        }
        for feature in self.cas.features(structure).iter().filter(|feature| feature.name != "sofa") {
            if let Some((name, value)) = self.attribute(layers::OF_DOCUMENT, &kind.name, feature) {
                let name = match layers::LABELS.contains(&&*name) {
                    true => Cow::Borrowed(kind.short()),
                    false => Cow::Owned(format!("{}.{name}", kind.short())),
                };
                match self.draft.attributes.iter().any(|(known, _)| *known == name) {
                    true => self.draft.unknown.push(name),
                    false => self.draft.attributes.push((name, value)),
                }
            }
        }
        Ok(())
    }

    /// Whether a feature refers to other structures.
    fn refers(&self, kind: &str, feature: &Feature<'_>) -> bool {
        match &feature.value {
            Value::Reference(_) | Value::References(_) => true,
            Value::Text(text) => match self.cas.types.range(kind, &feature.name) {
                Some(range) => range == Range::Reference && !text.is_empty(),
                None if kind == layers::SPAN => feature.name == layers::PIECES,
                // Without types, what INCEpTION calls slots and DKPro chains are known by their names.
                None => layers::LINKS.contains(&&*feature.name) && self.are_structures(text),
            },
            Value::Flag(_) | Value::Number(_) => false,
        }
    }

    fn are_structures(&self, text: &str) -> bool {
        let mut ids = text.split_ascii_whitespace().map(|id| id.parse().ok());
        !text.trim_ascii().is_empty() && ids.all(|id| id.is_some_and(|id| self.cas.find(id).is_some()))
    }

    /// A feature as an attribute of its owner.
    fn attribute(&self, owner: &str, kind: &str, feature: &'c Feature<'c>) -> Option<(Cow<'c, str>, AttributeValue)> {
        let own = self.names.get(owner).and_then(|names| names.get(&*feature.name));
        let own = own.filter(|_| [layers::SPAN, layers::RELATION, layers::DOCUMENT].contains(&kind));
        let as_text = || fact_of(&feature.value).into_owned();
        let flag = |text: &str| match text {
            "true" | "1" => Some(AttributeValue::Flag(true)),
            "false" | "0" => Some(AttributeValue::Flag(false)),
            _ => None,
        };
        let range = self.cas.types.range(kind, &feature.name);
        let value = match (&feature.value, own.map(|(kind, _)| kind.as_str()), range) {
            (Value::Flag(flag), _, _) => AttributeValue::Flag(*flag),
            (Value::Number(number), _, _) => AttributeValue::Number(*number),
            (Value::Text(text), Some("flag"), _) | (Value::Text(text), None, Some(Range::Flag)) => flag(text)?,
            (Value::Text(text), Some("number"), _) | (Value::Text(text), None, Some(Range::Number)) => {
                text.parse().map_or_else(|_| AttributeValue::Text(as_text()), AttributeValue::Number)
            }
            (_, Some("choice"), _) => AttributeValue::Choice(as_text()),
            (_, Some("choices"), _) => AttributeValue::Choices(AttributeValue::choices_of(&as_text())),
            (_, Some("date"), _) => {
                as_text().parse().map_or_else(|_| AttributeValue::Text(as_text()), AttributeValue::Date)
            }
            _ => AttributeValue::Text(as_text()),
        };
        Some((own.map_or(Cow::Borrowed(&*feature.name), |(_, name)| Cow::Owned(name.clone())), value))
    }

    /// Takes an annotation; whether it refers to others.
    fn span(&mut self, structure: &'c Structure, role: Role) -> Result<bool, Fault> {
        let place = self.place(structure)?;
        let kind = self.cas.kind_of(structure);
        let (label, mut facts) = self.facts(structure, layers::OF_SPANS);
        let is_labelled = label.is_some();
        let label = label.unwrap_or_else(|| Cow::Borrowed(kind.short()));
        if role == Role::Layer && is_labelled {
            facts.attributes.push(("layer".into(), AttributeValue::Text(kind.short().to_owned())));
        }
        let refers = self.cas.features(structure).iter().any(|f| f.name != "sofa" && self.refers(&kind.name, f));
        if !self.labels.contains(&label) {
            self.labels.insert(label.clone());
        }
        let id = self.id(structure);
        let facts = Some(Box::new(facts));
        self.draft.spans.push(DraftSpan { id, label, start: place.0, end: place.1, said: None, facts });
        self.is_bare = false;
        Ok(refers)
    }

    fn id(&self, structure: &'c Structure) -> Option<Cow<'c, str>> {
        match self.cas.text(structure, layers::UID) {
            Some(own) => Some(Cow::Borrowed(own)),
            None if self.has_uids => None,
            None => Some(structure.id.to_string().into()),
        }
    }

    /// Where a structure begins and ends, held to the text.
    fn place(&self, structure: &Structure) -> Result<(u64, u64), Fault> {
        let offset = |name| match self.cas.offset(structure, name) {
            Some(Ok(offset)) => Ok(offset),
            said => {
                let said = said.map_or_else(String::new, |said| match said {
                    Err(value) => fact_of(value).chars().take(40).collect(),
                    Ok(offset) => offset.to_string(),
                });
                Err((structure.at, ImportProblem::NotAnOffset { id: structure.id.to_string(), said }))
            }
        };
        let (start, end) = (offset("begin")?, offset("end")?);
        let piece = Piece { start, end, said: None };
        match units::place(self.text, &self.map, piece, self.unit, || structure.id.to_string()) {
            Ok(_) => Ok((start, end)),
            Err(problem) => Err((structure.at, problem)),
        }
    }

    /// The label of an annotation or relation, where a feature has it, and what the others say.
    fn facts(&self, structure: &'c Structure, owner: &str) -> (Option<Cow<'c, str>>, DraftFacts<'c>) {
        let kind = self.cas.kind_of(structure).name.as_str();
        let is_own = kind == layers::SPAN || kind == layers::RELATION;
        let features = self.cas.features(structure);
        let named = |name: &&str| self.cas.text(structure, name).is_some_and(|text| !text.trim().is_empty());
        let label_feature = layers::LABELS.into_iter().take(if is_own { 1 } else { layers::LABELS.len() }).find(named);
        let (mut label, mut facts) = (None, DraftFacts::default());
        for feature in features {
            let name = &*feature.name;
            let text = match &feature.value {
                Value::Text(text) => Some(&**text),
                _ => None,
            };
            match (name, text) {
                _ if layers::PLACE.contains(&name) || [layers::SOURCE, layers::TARGET].contains(&name) => {}
                (_, Some(text)) if Some(name) == label_feature => label = Some(label_of(text)),
                (layers::UID, Some(_)) => {}
                (layers::LOOK_AGAIN, _) if is_own => facts.look_again = self.is_flagged(structure),
                (layers::IDENTIFIER, Some(entity))
                    if owner == layers::OF_SPANS && entity.starts_with(layers::REGISTER) =>
                {
                    facts.entity = entity.strip_prefix(layers::REGISTER).map(Cow::Borrowed);
                }
                (layers::NOTE, Some(note)) if is_own => facts.note = Some(note.into()),
                (layers::ANNOTATOR, Some(who)) if is_own => facts.annotator = Some(who.into()),
                (layers::PROVENANCE, Some(said)) if is_own => facts.provenance = Some(provenance_of(Some(said), "xmi")),
                (layers::CREATED, Some(at)) if is_own => facts.created = Some(at.into()),
                (layers::MODIFIED, Some(at)) if is_own => facts.modified = Some(at.into()),
                _ if self.refers(kind, feature) => {}
                _ => facts.attributes.extend(self.attribute(owner, kind, feature)),
            }
        }
        (label, facts)
    }

    /// The name of a relation, which may not be that of a label.
    fn relation_label(&mut self, label: Cow<'c, str>) -> Cow<'c, str> {
        if !self.labels.contains(&label) {
            return label;
        }
        if self.renamed.insert(label.clone().into_owned()) {
            let (from, to) = (label.to_string(), format!("{label}-relation"));
            self.draft.losses.push((LossKind::Renamed, LossDetail::SameName { from, to }));
        }
        Cow::Owned(format!("{label}-relation"))
    }

    /// A structure that links two others.
    fn relation(&mut self, structure: &'c Structure, places: &[usize]) -> Result<(), Fault> {
        let end = |name| {
            let id = self.cas.reference(structure, name)?;
            self.cas.place(id).map(|at| places[at]).filter(|place| *place < self.draft.spans.len())
        };
        let (Some(source), Some(target)) = (end(layers::SOURCE), end(layers::TARGET)) else {
            self.leave_out(structure);
            return Ok(());
        };
        let (label, facts) = self.facts(structure, layers::OF_RELATIONS);
        let label = self.relation_label(label.unwrap_or_else(|| self.cas.kind_of(structure).short().into()));
        let id = self.id(structure);
        self.draft.relations.push(DraftRelation { id, label, source, target, facts: Some(Box::new(facts)) });
        Ok(())
    }

    /// What an annotation refers to: its pieces, or others that it is linked with.
    fn links(
        &mut self,
        structure: &'c Structure,
        source: usize,
        places: &[usize],
        budget: &Budget,
    ) -> Result<(), Fault> {
        let kind = self.cas.kind_of(structure).name.as_str();
        let mut has_pieces = false;
        for feature in self.cas.features(structure).iter().filter(|f| f.name != "sofa") {
            if !self.refers(kind, feature) {
                continue;
            }
            let ids = self.cas.references(&feature.value).unwrap_or_default();
            // One feature of two bytes a link is a list a hundred times as long.
            let links = self.draft.relations.len() + ids.len();
            budget.lend(links, LINK).map_err(|problem| (structure.at, problem))?;
            for id in ids {
                let Some(linked) = self.cas.find(id) else {
                    let id = structure.id.to_string();
                    return Err((structure.at, ImportProblem::UnknownEnd { id, end: feature.name.to_string() }));
                };
                let target = self.cas.reference(linked, "target").and_then(|id| self.cas.find(id)).unwrap_or(linked);
                if kind == layers::SPAN && feature.name == layers::PIECES {
                    let (start, end) = self.place(target)?;
                    let facts = self.draft.spans[source].facts.get_or_insert_default();
                    facts.pieces.push(DraftPiece { start, end, said: None });
                    has_pieces = true;
                    continue;
                }
                let place = self.cas.place(target.id).map_or(PLACED_NOWHERE, |at| places[at]);
                if place >= self.draft.spans.len() {
                    let facts = self.draft.spans[source].facts.get_or_insert_default();
                    facts.unknown.push(Cow::Borrowed(&feature.name));
                    continue;
                }
                let role = self.cas.text(linked, "role").filter(|role| !role.trim().is_empty());
                let label = self.relation_label(role.map_or(Cow::Borrowed(&*feature.name), label_of));
                // Features are many only where the file is long: each link has a number in it.
                self.draft.relations.push(DraftRelation { id: None, label, source, target: place, facts: None });
            }
        }
        let span = &mut self.draft.spans[source];
        if let Some(facts) = span.facts.as_mut().filter(|_| has_pieces) {
            // It stands where its pieces do, in their order.
            facts.pieces.sort_by_key(|piece| (piece.start, piece.end));
            span.start = facts.pieces.first().map_or(span.start, |piece| piece.start);
            span.end = facts.pieces.last().map_or(span.end, |piece| piece.end);
        }
        Ok(())
    }

    fn finish(self) -> Draft<'c> {
        let Reading { mut draft, left_out, .. } = self;
        for (layer, count) in left_out {
            let layer = short(layer).to_owned();
            draft.losses.push((LossKind::Lost, LossDetail::Layer { layer, count }));
        }
        draft
    }
}

/// Which features are which attributes, as the type system says.
fn names_by(cas: &Cas<'_>) -> Names {
    let mut names = Names::new();
    for (owner, kind) in [(layers::OF_SPANS, layers::SPAN), (layers::OF_RELATIONS, layers::RELATION)] {
        for (feature, about) in cas.types.about(kind) {
            if let Some((kind @ ("flag" | "number" | "choice" | "text"), name)) = about.split_once(": ") {
                let of = names.entry(owner.to_owned()).or_default();
                of.insert(feature.to_owned(), (kind.to_owned(), name.to_owned()));
            }
        }
    }
    names
}

/// A label as the model takes it: without spaces at its ends, and without control characters.
fn label_of(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    match text.chars().any(char::is_control) {
        true => Cow::Owned(text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()),
        false => Cow::Borrowed(text),
    }
}

/// A value as a text.
fn fact_of<'c>(value: &'c Value<'_>) -> Cow<'c, str> {
    match value {
        Value::Text(text) => Cow::Borrowed(text),
        Value::Flag(flag) => Cow::Owned(flag.to_string()),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Reference(id) => Cow::Owned(id.to_string()),
        Value::References(ids) => Cow::Owned(ids.iter().map(u64::to_string).collect::<Vec<_>>().join(" ")),
    }
}

/// The text with the control characters that XML could not say, which are `12:c 40:1f`: where, in UTF-16, and which.
fn with_controls<'c>(text: &'c str, map: &OffsetMap<'_>, said: &str) -> Cow<'c, str> {
    let mut whole = String::with_capacity(text.len());
    let mut from = 0;
    for entry in said.split_ascii_whitespace() {
        let Some((at, code)) = entry.split_once(':') else { continue };
        let at = at.parse().ok().and_then(|at| map.byte_of(at, Unit::Utf16)).filter(|at| *at >= from);
        let control = u32::from_str_radix(code, 16).ok().and_then(char::from_u32).filter(|c| *c != '\0');
        let (Some(at), Some(control)) = (at, control) else { continue };
        if let Some(rest) = text[at..].strip_prefix(crate::formats::xml::REPLACEMENT) {
            whole.push_str(&text[from..at]);
            whole.push(control);
            from = text.len() - rest.len();
        }
    }
    whole.push_str(&text[from..]);
    Cow::Owned(whole)
}
