//! Documents of TEI as they are read, one after the other: texts, and what stands apart from them.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::features::{FeatureValue, Features, attributes_of, features_of, take, text_of, unsayable};
use super::info::{INFO, LOOK_AGAIN, OWN, REGISTER};
use super::pointers::{TextOf, each, local};
use crate::formats::budget::MAX_ANNOTATIONS;
use crate::formats::draft::{
    Draft, DraftFacts, DraftPiece, DraftRelation, DraftSpan, MAX_METADATA, provenance_of, state_of,
};
use crate::formats::error::ImportProblem;
use crate::formats::loss::{LeftOut, LossDetail, LossKind};
use crate::formats::xml::{Event, XmlReader};
use crate::model::AttributeValue;

/// Elements that hold no text of their own: what stands between those in them is for the eye.
const CONTAINERS: [&str; 14] = [
    "text",
    "body",
    "front",
    "back",
    "group",
    "floatingText",
    "div",
    "list",
    "lg",
    "table",
    "row",
    "sp",
    "listBibl",
    "titlePage",
];

/// Elements that begin on a line of their own.
const BLOCKS: [&str; 21] = [
    "p",
    "ab",
    "head",
    "l",
    "item",
    "cell",
    "speaker",
    "stage",
    "opener",
    "closer",
    "salute",
    "signed",
    "dateline",
    "trailer",
    "epigraph",
    "argument",
    "byline",
    "docTitle",
    "titlePart",
    "lb",
    "bibl",
];

/// Elements that stand for nothing that is lost.
const SILENT: [&str; 9] = ["w", "pc", "c", "s", "seg", "g", "pb", "cb", "anchor"];

/// Elements within a text that become annotations.
const ENTITIES: [&str; 13] = [
    "persName",
    "placeName",
    "orgName",
    "geogName",
    "name",
    "rs",
    "date",
    "time",
    "num",
    "measure",
    "term",
    "country",
    "settlement",
];

type Attributes<'t> = Vec<(Cow<'t, str>, AttributeValue)>;

/// What goes wrong, and on which line.
type Fault = (usize, ImportProblem);

/// Reads the documents of a file.
pub(super) struct Documents<'t> {
    reader: XmlReader<'t>,
    /// Bytes that may be copied for what several annotations share.
    allowance: usize,
    megabytes: u64,
}

/// A span as a file has it, before it is known where it leads.
struct Pointing<'t> {
    line: u32,
    id: Option<Cow<'t, str>>,
    label: Option<Cow<'t, str>>,
    at: At<'t>,
    ana: Cow<'t, str>,
    /// What it corresponds to, where that is an entry of our register.
    entity: Option<Cow<'t, str>>,
    features: Features<'t>,
    attributes: Attributes<'t>,
}

enum At<'t> {
    /// An element within the text, as XML counts.
    Here(u64, u64),
    Target(Cow<'t, str>),
    Between(Cow<'t, str>, Cow<'t, str>),
}

struct Linking<'t> {
    id: Option<Cow<'t, str>>,
    label: Option<Cow<'t, str>>,
    sources: Cow<'t, str>,
    targets: Cow<'t, str>,
    ana: Cow<'t, str>,
}

struct Structure<'t> {
    is_own: bool,
    features: Features<'t>,
}

/// A document while it is read.
#[derive(Default)]
struct Parts<'t> {
    text: TextOf<'t>,
    title: Option<String>,
    header: Vec<(String, String)>,
    spans: Vec<Pointing<'t>>,
    links: Vec<Linking<'t>>,
    notes: Vec<(Cow<'t, str>, String)>,
    structures: HashMap<Cow<'t, str>, Structure<'t>>,
    unknown: BTreeSet<Cow<'t, str>>,
}

impl<'t> Documents<'t> {
    pub(super) fn of(file: &'t str) -> Self {
        let most = 16 * file.len() + (64 << 20);
        Documents { reader: XmlReader::new(file), allowance: most, megabytes: (most >> 20) as u64 }
    }

    /// The next document and its line.
    pub(super) fn next(&mut self) -> Result<Option<(usize, Draft<'t>)>, Fault> {
        while let Some(event) = self.reader.next()? {
            match event {
                Event::Start(tag) if tag.name == "TEI" => {
                    let line = self.reader.line();
                    return self.document(line).map(|draft| Some((line, draft)));
                }
                Event::Start(tag) if tag.name == "teiHeader" => self.reader.skip()?,
                Event::Start(tag) if tag.name != "teiCorpus" => {
                    return Err(self
                        .reader
                        .fault(format!("'{}' is no element of TEI that holds a text", tag.name))
                        .into());
                }
                _ => {}
            }
        }
        Ok(None)
    }

    fn document(&mut self, line: usize) -> Result<Draft<'t>, Fault> {
        let depth = self.reader.depth();
        let (mut parts, id) = (Parts::default(), take(&mut self.reader, "id"));
        while self.reader.depth() >= depth {
            match self.reader.next()? {
                Some(Event::Start(tag)) => match tag.name {
                    "teiHeader" => self.header(&mut parts)?,
                    "text" => self.text(&mut parts)?,
                    "standOff" => self.stand_off(&mut parts)?,
                    name => {
                        parts.unknown.insert(name.into());
                        self.reader.skip()?;
                    }
                },
                Some(_) => {}
                None => break,
            }
        }
        self.draft(parts, id, line)
    }

    fn header(&mut self, parts: &mut Parts<'t>) -> Result<(), Fault> {
        let (depth, mut open) = (self.reader.depth(), vec![""]);
        while self.reader.depth() >= depth {
            match self.reader.next()? {
                Some(Event::Start(tag)) if tag.name == "title" && parts.title.is_none() => {
                    parts.title = Some(text_of(&mut self.reader)?);
                }
                Some(Event::Start(tag)) => open.push(tag.name),
                Some(Event::End(_)) => drop(open.pop()),
                Some(Event::Text(text)) if !text.trim_ascii().is_empty() && parts.header.len() < MAX_METADATA => {
                    // Two names tell what it is: a path of them all may be longer than the file.
                    let key = open[open.len().saturating_sub(2)..].join("/");
                    parts.header.push((key.trim_start_matches('/').to_owned(), text.trim_ascii().to_owned()));
                }
                Some(Event::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }

    fn text(&mut self, parts: &mut Parts<'t>) -> Result<(), Fault> {
        struct Open<'t> {
            name: &'t str,
            id: Option<Cow<'t, str>>,
            start: u64,
            entity: Option<(u32, Attributes<'t>)>,
        }
        let depth = self.reader.depth();
        let id = take(&mut self.reader, "id");
        let mut open = vec![Open { name: "text", id, start: parts.text.here(), entity: None }];
        parts.text.break_line();
        while self.reader.depth() >= depth {
            let Some(event) = self.reader.next()? else { break };
            match event {
                Event::Start(tag) => {
                    let name = tag.name;
                    if name == "g"
                        && let Some(c) = unsayable(&self.reader)
                    {
                        self.reader.skip()?;
                        parts.text.push(c.encode_utf8(&mut [0; 4]));
                        continue;
                    }
                    let is_numbered = name.strip_prefix("div").is_some_and(|n| matches!(n.as_bytes(), [b'1'..=b'7']));
                    let is_block = BLOCKS.contains(&name) || CONTAINERS.contains(&name) || is_numbered;
                    let stays = name == "lb" && self.reader.attribute("break") == Some("no");
                    if is_block && !stays {
                        parts.text.break_line();
                    }
                    let entity = ENTITIES.contains(&name);
                    if !is_block && !entity && !SILENT.contains(&name) {
                        parts.unknown.insert(name.into());
                    }
                    let id = take(&mut self.reader, "id");
                    let entity = match entity {
                        true => Some((self.reader.line() as u32, self.rest(&["id"]))),
                        false => {
                            let silent = ["id", "n", "type", "space", "lang", "part", "rend", "unit", "break", "join"];
                            for attribute in self.reader.attributes() {
                                if !silent.contains(&attribute.tag.name) {
                                    parts.unknown.insert(format!("{name}/@{}", attribute.tag.name).into());
                                }
                            }
                            None
                        }
                    };
                    open.push(Open { name, id, start: parts.text.here(), entity });
                }
                Event::End(_) => {
                    let Some(Open { name, id, start, entity }) = open.pop() else { break };
                    let end = parts.text.here();
                    if let Some((line, attributes)) = entity {
                        self.count(parts)?;
                        let (label, at) = (Some(name.into()), At::Here(start, end));
                        let (id, ana, features) = (id.clone(), Cow::Borrowed(""), Vec::new());
                        parts.spans.push(Pointing { line, id, label, at, ana, entity: None, features, attributes });
                    }
                    if let Some(id) = id {
                        parts.text.elements.insert(id, (start, end));
                    }
                    if BLOCKS.contains(&name) && name != "lb" {
                        parts.text.break_line();
                    }
                }
                Event::Text(text) => {
                    let name = open.last().map_or("", |open| open.name);
                    match CONTAINERS.contains(&name) && text.trim_ascii().is_empty() {
                        true => parts.text.pass(&text),
                        false => parts.text.push(&text),
                    }
                }
            }
        }
        Ok(())
    }

    fn count(&mut self, parts: &Parts<'t>) -> Result<(), Fault> {
        match parts.spans.len() + parts.links.len() < MAX_ANNOTATIONS {
            true => Ok(()),
            false => Err((self.reader.line(), ImportProblem::TooManyAnnotations(MAX_ANNOTATIONS))),
        }
    }

    /// The attributes of the element that began last, as texts, but for these.
    fn rest(&mut self, known: &[&str]) -> Attributes<'t> {
        let attributes = self.reader.attributes_mut().drain(..).filter(|a| !known.contains(&a.tag.name));
        attributes.map(|a| (a.tag.name.into(), AttributeValue::Text(a.value.into_owned()))).collect()
    }

    fn stand_off(&mut self, parts: &mut Parts<'t>) -> Result<(), Fault> {
        let (depth, mut group) = (self.reader.depth(), None);
        while self.reader.depth() >= depth {
            match self.reader.next()? {
                Some(Event::Start(tag)) => match tag.name {
                    "spanGrp" | "linkGrp" => group = take(&mut self.reader, "type"),
                    "listRelation" | "noteGrp" | "interpGrp" | "standOff" => {}
                    "span" => self.span(parts, &group)?,
                    "relation" | "link" => self.link(parts, &group)?,
                    "fs" => {
                        let (id, kind) = (take(&mut self.reader, "id"), take(&mut self.reader, "type"));
                        let features = features_of(&mut self.reader)?;
                        let is_own = kind.as_deref() == Some(OWN);
                        parts.structures.insert(id.unwrap_or_default(), Structure { is_own, features });
                    }
                    "note" => {
                        let target = take(&mut self.reader, "target").unwrap_or_default();
                        parts.notes.push((target, text_of(&mut self.reader)?));
                    }
                    name => {
                        parts.unknown.insert(name.into());
                        self.reader.skip()?;
                    }
                },
                Some(Event::End(tag)) if ["spanGrp", "linkGrp"].contains(&tag.name) => group = None,
                Some(_) => {}
                None => break,
            }
        }
        Ok(())
    }

    fn span(&mut self, parts: &mut Parts<'t>, group: &Option<Cow<'t, str>>) -> Result<(), Fault> {
        self.count(parts)?;
        let (line, depth) = (self.reader.line() as u32, self.reader.depth());
        let mut of = |name: &str| take(&mut self.reader, name);
        let (id, target, from, to) = (of("id"), of("target"), of("from"), of("to"));
        let (ana, kind) = (of("ana").unwrap_or_default(), of("type"));
        let corresp = of("corresp");
        let mut attributes = self.rest(&["id", "target", "from", "to", "ana", "type", "lang", "space", "corresp"]);
        let is_entity = |corresp: &Cow<'_, str>| corresp.starts_with(REGISTER);
        let entity = corresp.clone().filter(is_entity);
        let other = corresp.filter(|corresp| !is_entity(corresp));
        attributes.extend(other.map(|other| ("corresp".into(), AttributeValue::Text(other.into_owned()))));
        let (mut said, mut features) = (String::new(), Vec::new());
        while self.reader.depth() >= depth {
            match self.reader.next()? {
                Some(Event::Start(tag)) if tag.name == "fs" => features.extend(features_of(&mut self.reader)?),
                Some(Event::Start(tag)) if tag.name == "g" => {
                    if let Some(c) = unsayable(&self.reader) {
                        self.reader.skip()?;
                        said.push(c);
                    }
                }
                Some(Event::Text(text)) => said.push_str(&text),
                Some(_) => {}
                None => break,
            }
        }
        let said = Some(said.trim_ascii().to_owned()).filter(|said| !said.is_empty());
        let label = match (said, kind) {
            (Some(said), kind) => {
                attributes.extend(kind.map(|kind| ("type".into(), AttributeValue::Text(kind.into_owned()))));
                Some(Cow::Owned(said))
            }
            (None, kind) => kind,
        };
        let label = match (label, group) {
            (Some(label), group) => {
                attributes
                    .extend(group.as_ref().map(|group| ("group".into(), AttributeValue::Text(group.to_string()))));
                Some(label)
            }
            (None, group) => group.clone(),
        };
        let at = match (target, from) {
            (Some(target), _) => At::Target(target),
            (None, Some(from)) => At::Between(from.clone(), to.unwrap_or(from)),
            (None, None) => At::Target("".into()),
        };
        parts.spans.push(Pointing { line, id, label, at, ana, entity, features, attributes });
        Ok(())
    }

    fn link(&mut self, parts: &mut Parts<'t>, group: &Option<Cow<'t, str>>) -> Result<(), Fault> {
        self.count(parts)?;
        let mut of = |name: &str| take(&mut self.reader, name);
        let (id, ana) = (of("id"), of("ana").unwrap_or_default());
        let label = of("name").or_else(|| of("type")).or_else(|| group.clone());
        let (sources, targets) = match (of("active"), of("passive")) {
            (Some(sources), Some(targets)) => (sources, targets),
            _ => (of("mutual").or_else(|| of("target")).unwrap_or_default(), "".into()),
        };
        for (name, _) in self.rest(&["id", "ana", "name", "type", "active", "passive", "mutual", "target"]) {
            parts.unknown.insert(format!("relation/@{name}").into());
        }
        parts.links.push(Linking { id, label, sources, targets, ana });
        self.reader.skip()?;
        Ok(())
    }

    /// Takes from what may be copied.
    fn copy(&mut self, bytes: usize, line: usize) -> Result<(), Fault> {
        let left = self.allowance.checked_sub(bytes);
        self.allowance = left.ok_or((line, ImportProblem::TooDense { megabytes: self.megabytes }))?;
        Ok(())
    }

    fn draft(&mut self, mut parts: Parts<'t>, id: Option<Cow<'t, str>>, line: usize) -> Result<Draft<'t>, Fault> {
        let mut draft = Draft { id, title: parts.title.map(Cow::Owned), ..Draft::default() };
        match parts.structures.remove("_.d") {
            Some(Structure { is_own: true, features }) => of_document(features, &mut draft).map_err(|p| (line, p))?,
            other => {
                parts.structures.extend(other.map(|structure| ("_.d".into(), structure)));
                draft.metadata = parts.header.into_iter().map(|(key, text)| (key.into(), text.into())).collect();
            }
        }
        let (mut known, mut used, mut elsewhere) = (HashMap::new(), HashSet::new(), 0);
        for span in parts.spans {
            let line = span.line as usize;
            let named = span.id.as_deref().or(span.label.as_deref()).unwrap_or_default().to_owned();
            let fault = |problem| (line, problem);
            let places = match &span.at {
                At::Here(from, to) => Some(vec![parts.text.range(*from, *to)]),
                At::Target(target) => parts.text.places(target, &named).map_err(fault)?,
                At::Between(from, to) => {
                    let ends = [from, to].map(|end| parts.text.places(end, &named));
                    let [from, to] = ends;
                    from.map_err(fault)?.zip(to.map_err(fault)?).map(|(from, to)| vec![(from[0].0, to[to.len() - 1].1)])
                }
            };
            let Some(places) = places else {
                elsewhere += 1;
                continue;
            };
            let mut facts = DraftFacts { attributes: span.attributes, ..DraftFacts::default() };
            facts.attributes.extend(attributes_of(span.features).map_err(fault)?);
            let own = self.facts(&span.ana, &parts.structures, &mut facts, &mut used, line)?;
            let entity = span.entity.as_deref().and_then(|corresp| corresp.strip_prefix(REGISTER));
            facts.entity = entity.map(|entity| entity.to_owned().into());
            let Some(label) = own.label.or(span.label).or_else(|| take_label(&mut facts)) else {
                draft.losses.push((LossKind::Lost, LossDetail::Unlabelled(named)));
                continue;
            };
            let (start, end) = (places.iter().map(|p| p.0).min(), places.iter().map(|p| p.1).max());
            if places.len() > 1 {
                facts.pieces =
                    places.iter().map(|(start, end)| DraftPiece { start: *start, end: *end, said: None }).collect();
            }
            if let Some(id) = &span.id
                && known.insert(id.clone(), (draft.spans.len(), false)).is_some()
            {
                return Err((line, ImportProblem::DuplicateId(id.to_string())));
            }
            let (start, end, id) = (start.unwrap_or_default(), end.unwrap_or_default(), own.id.or(span.id));
            draft.spans.push(DraftSpan { id, label, start, end, said: None, facts: Some(Box::new(facts)) });
        }
        for link in parts.links {
            let mut ends: Vec<_> = each(&link.sources).chain(each(&link.targets)).collect();
            let ends: Vec<_> = ends.drain(..).filter_map(|end| known.get(local(end)).filter(|end| !end.1)).collect();
            let count = each(&link.sources).count() + each(&link.targets).count();
            let (&[source, target], 2) = (&ends[..], count) else {
                let named = link.id.or(link.label).unwrap_or_default().into_owned();
                draft.losses.push((LossKind::Lost, LossDetail::Unplaced(named)));
                continue;
            };
            let (source, target) = (source.0, target.0);
            let mut facts = DraftFacts::default();
            let own = self.facts(&link.ana, &parts.structures, &mut facts, &mut used, line)?;
            let label = own.label.or(link.label).unwrap_or_else(|| "relation".into());
            if let Some(id) = &link.id {
                known.insert(id.clone(), (draft.relations.len(), true));
            }
            let (id, facts) = (own.id.or(link.id), Some(Box::new(facts)));
            draft.relations.push(DraftRelation { id, label, source, target, facts });
        }
        let mut comments = 0;
        for (target, note) in parts.notes {
            let facts = match each(&target).next().and_then(|first| known.get(local(first))) {
                Some((at, false)) => draft.spans[*at].facts.as_mut(),
                Some((at, true)) => draft.relations[*at].facts.as_mut(),
                None => None,
            };
            match facts.map(|facts| &mut facts.note) {
                Some(Some(before)) => before.to_mut().push_str(&format!("\n{note}")),
                Some(none) => *none = Some(note.into()),
                None => comments += 1,
            }
        }
        elsewhere += parts.structures.keys().filter(|id| !used.contains(&***id)).count();
        for (what, count) in [(LeftOut::Elsewhere, elsewhere), (LeftOut::Comments, comments)] {
            if count > 0 {
                draft.losses.push((LossKind::Lost, LossDetail::LeftOut { what, count }));
            }
        }
        draft.unknown.extend(parts.unknown);
        draft.text = parts.text.text.into();
        Ok(draft)
    }

    /// What the structures say that an annotation points to.
    fn facts<'s>(
        &mut self,
        ana: &str,
        structures: &'s HashMap<Cow<'t, str>, Structure<'t>>,
        facts: &mut DraftFacts<'t>,
        used: &mut HashSet<&'s str>,
        line: usize,
    ) -> Result<OwnNames<'t>, Fault> {
        let mut own = OwnNames::default();
        for pointer in each(ana) {
            let Some((id, structure)) = structures.get_key_value(local(pointer)) else {
                facts.attributes.push(("ana".into(), AttributeValue::Text(local(pointer).to_owned())));
                continue;
            };
            used.insert(id);
            let features = self.copied(&structure.features, line)?;
            if !structure.is_own {
                facts.attributes.extend(attributes_of(features).map_err(|problem| (line, problem))?);
                continue;
            }
            for (name, value) in features {
                match (&*name, value) {
                    ("attributes", FeatureValue::Structure(features)) => {
                        facts.attributes.extend(attributes_of(features).map_err(|problem| (line, problem))?);
                    }
                    ("id", value) => own.id = Some(value.text().into()),
                    ("label", value) => own.label = Some(value.text().into()),
                    ("annotator", value) => facts.annotator = Some(value.text().into()),
                    ("provenance", value) => facts.provenance = Some(provenance_of(Some(&value.text()), INFO.name)),
                    ("created", value) => facts.created = Some(value.text().into()),
                    (LOOK_AGAIN, value) => facts.look_again = value.text() == "true",
                    ("modified", value) => facts.modified = Some(value.text().into()),
                    _ => facts.unknown.push(name),
                }
            }
        }
        Ok(own)
    }

    fn copied(&mut self, features: &Features<'t>, line: usize) -> Result<Features<'t>, Fault> {
        let mut all = Vec::with_capacity(features.len());
        for (name, value) in features {
            let value = match value {
                FeatureValue::Plain(value) => {
                    let len = match value {
                        AttributeValue::Text(text) | AttributeValue::Choice(text) => text.len(),
                        _ => 0,
                    };
                    self.copy(len + 160, line)?;
                    FeatureValue::Plain(value.clone())
                }
                FeatureValue::Structure(features) => FeatureValue::Structure(self.copied(features, line)?),
            };
            all.push((name.clone(), value));
        }
        Ok(all)
    }
}

/// What only a structure of ours has room for.
#[derive(Default)]
struct OwnNames<'t> {
    id: Option<Cow<'t, str>>,
    label: Option<Cow<'t, str>>,
}

/// A pointer to what is no structure is the label of what has no other.
fn take_label<'t>(facts: &mut DraftFacts<'t>) -> Option<Cow<'t, str>> {
    let at = facts.attributes.iter().position(|(name, _)| name == "ana")?;
    match facts.attributes.remove(at).1 {
        AttributeValue::Text(text) => Some(text.into()),
        _ => None,
    }
}

fn of_document<'t>(features: Features<'t>, draft: &mut Draft<'t>) -> Result<(), ImportProblem> {
    for (name, value) in features {
        match (&*name, value) {
            ("attributes", FeatureValue::Structure(features)) => draft.attributes = attributes_of(features)?,
            ("metadata", FeatureValue::Structure(features)) => {
                if features.len() > MAX_METADATA {
                    return Err(ImportProblem::TooManyFacts(MAX_METADATA));
                }
                draft.metadata = features.into_iter().map(|(key, value)| (key, value.text().into())).collect();
            }
            ("id", value) => draft.id = Some(value.text().into()),
            ("title", value) => draft.title = Some(value.text().into()),
            ("annotator", value) => draft.annotator = Some(value.text().into()),
            (LOOK_AGAIN, value) => draft.look_again = value.text() == "true",
            ("state", value) => draft.state = state_of(Some(&value.text()))?,
            _ => draft.unknown.push(name),
        }
    }
    Ok(())
}
