//! Reads WebAnno TSV: the text from its sentences and the offsets of its tokens, and annotations as the structures of a CAS, whose
//! meaning is found as that of any other.

use std::borrow::Cow;
use std::collections::HashMap;

use super::cells::{self, Cell};
use super::header::{Column, Header, Layer, LayerKind};
use crate::formats::budget::Budget;
use crate::formats::cas::layers;
use crate::formats::cas::structures::{Cas, Feature, Value};
use crate::formats::cas::types::TypeSystem;
use crate::formats::error::ImportProblem;
use crate::formats::webanno_fault::WebAnnoFault;
use crate::model::offset_map::{OffsetMap, Unit};

type Fault = (usize, ImportProblem);

/// A token or a part of one, by the numbers of its sentence, of itself and of the part (0: the token).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct UnitId {
    sentence: u32,
    token: u32,
    part: u32,
}

impl UnitId {
    /// `1-2` and `1-2.1`.
    fn of(said: &str) -> Option<UnitId> {
        let (sentence, token) = said.split_once('-')?;
        let (token, part) = token.split_once('.').unwrap_or((token, "0"));
        let number = |said: &str| Some(said).filter(|said| said.bytes().all(|b| b.is_ascii_digit()))?.parse().ok();
        Some(UnitId { sentence: number(sentence)?, token: number(token)?, part: number(part)? })
    }
}

/// A line of a token or of a part of one.
struct Row<'t> {
    /// The byte at which it begins.
    at: usize,
    unit: UnitId,
    begin: u64,
    end: u64,
    text: Cow<'t, str>,
    cells: Vec<&'t str>,
}

/// The column of a slot, and its roles with the units that stand in them.
type Slot<'t> = (usize, Vec<(Cow<'t, str>, &'t str)>);

/// An annotation that grows with each of its tokens.
struct Growing<'t> {
    layer: usize,
    at: usize,
    begin: u64,
    end: u64,
    features: Vec<Feature<'t>>,
    /// Roles and the units that stand in them, as they are written.
    slots: Vec<Slot<'t>>,
}

/// A relation before its ends are known.
struct Link<'t> {
    layer: usize,
    at: usize,
    target: Option<usize>,
    source: &'t str,
    features: Vec<Feature<'t>>,
}

/// What stands in a file, and how many UTF-16 units of its text it does not have.
pub(super) fn read<'t>(file: &'t str, types: TypeSystem, budget: &Budget) -> Result<(Cas<'t>, u64), Fault> {
    let mut reading =
        Reading { file, header: Header::default(), rows: Vec::new(), text: String::new(), units: 0, missing: 0 };
    reading.lines(budget)?;
    let Reading { header, rows, text, missing, .. } = reading;
    check(&rows, &text)?;
    let mut cas = Cas::of(types);
    let sofa = cas.kind(layers::SOFA);
    let features = [("sofaID", Cow::Borrowed("_InitialView")), ("sofaString", Cow::Owned(text))];
    let features = features.map(|(name, value)| Feature { name: name.into(), value: Value::Text(value) });
    cas.add(sofa, SOFA, 0, features.into_iter()).map_err(|problem| (0, problem))?;
    Annotations::new(&header).fill(&rows, &mut cas, budget)?;
    Ok((cas, missing))
}

const SOFA: u64 = 1;

struct Reading<'t> {
    file: &'t str,
    header: Header<'t>,
    rows: Vec<Row<'t>>,
    text: String,
    /// Its UTF-16 units.
    units: u64,
    missing: u64,
}

impl<'t> Reading<'t> {
    fn lines(&mut self, budget: &Budget) -> Result<(), Fault> {
        let (mut at, mut had_format) = (0, false);
        let mut sentence: Option<(String, usize)> = None;
        for line in self.file.split('\n') {
            let begin = at;
            at += line.len() + 1;
            let line = line.strip_suffix('\r').unwrap_or(line);
            let fault = |fault: WebAnnoFault| (begin, ImportProblem::WebAnno(fault));
            if !had_format && !line.trim().is_empty() {
                Header::check_format(line).map_err(fault)?;
                had_format = true;
            } else if let Some(said) = line.strip_prefix("#Text=") {
                match &mut sentence {
                    // Of 3.2, where a sentence has several lines.
                    Some((text, _)) => {
                        text.push('\n');
                        text.push_str(&cells::text_of(said));
                    }
                    None => sentence = Some((cells::text_of(said).into_owned(), begin)),
                }
            } else if line.starts_with("#T_") && self.rows.is_empty() {
                self.header.take(line).map_err(fault)?;
            } else if line.starts_with('#') || line.trim().is_empty() {
                // Ids of sentences, and lines between them.
            } else {
                let row = self.row(line, begin).map_err(fault)?;
                if let Some((text, at)) = sentence.take() {
                    self.sentence(&text, &row).map_err(|fault| (at, ImportProblem::WebAnno(fault)))?;
                }
                self.rows.push(row);
                if self.rows.len().is_multiple_of(4096) {
                    let cells = self.rows.len() * (size_of::<Row>() + self.header.columns * size_of::<&str>());
                    budget.lend(2 * cells, 1).map_err(|problem| (begin, problem))?;
                }
            }
        }
        // A sentence without tokens is one of spaces.
        if let Some((text, _)) = sentence {
            self.text.push_str(&text);
        }
        Ok(())
    }

    fn row(&self, line: &'t str, at: usize) -> Result<Row<'t>, WebAnnoFault> {
        let short = || WebAnnoFault::Line(line.chars().take(40).collect());
        let mut cells = line.split('\t');
        let mut next = || cells.next().ok_or_else(short);
        let (unit, place, text) = (next()?, next()?, next()?);
        let unit = UnitId::of(unit).ok_or_else(short)?;
        let (begin, end) = place.split_once('-').ok_or_else(short)?;
        let (begin, end) = (begin.parse().map_err(|_| short())?, end.parse().map_err(|_| short())?);
        let mut cells: Vec<&str> = cells.collect();
        // A tab ends the line.
        if cells.len() == self.header.columns + 1 && cells.last().is_some_and(|last| last.is_empty()) {
            cells.pop();
        }
        if cells.len() != self.header.columns {
            return Err(WebAnnoFault::Columns { found: cells.len(), expected: self.header.columns });
        }
        Ok(Row { at, unit, begin, end, text: cells::text_of(text), cells })
    }

    /// Puts a sentence where its first token says.
    fn sentence(&mut self, text: &str, first: &Row<'_>) -> Result<(), WebAnnoFault> {
        let elsewhere = || WebAnnoFault::Token(first.text.chars().take(40).collect());
        let before = text.find(&*first.text).filter(|at| text[..*at].trim().is_empty()).ok_or_else(elsewhere)?;
        let units = |text: &str| text.encode_utf16().count() as u64;
        let begin = first.begin.checked_sub(units(&text[..before])).ok_or_else(elsewhere)?;
        let gap = begin.checked_sub(self.units).filter(|gap| *gap <= self.file.len() as u64).ok_or_else(elsewhere)?;
        if self.missing + gap > self.file.len() as u64 {
            return Err(elsewhere());
        }
        // A line end between two sentences, and spaces for the rest.
        let has_feed = self.units > 0 && gap > 0;
        (0..gap - u64::from(has_feed)).for_each(|_| self.text.push(' '));
        if has_feed {
            self.text.push('\n');
        }
        self.text.push_str(text);
        self.missing += gap;
        self.units = begin + units(text);
        Ok(())
    }
}

/// Holds the tokens to the text.
fn check(rows: &[Row<'_>], text: &str) -> Result<(), Fault> {
    let map = OffsetMap::new(text);
    for row in rows {
        let byte = |at| map.byte_of(at, Unit::Utf16);
        let found = match (byte(row.begin), byte(row.end)) {
            (Some(begin), Some(end)) => text.get(begin..end),
            _ => {
                let id = row.text.chars().take(40).collect();
                let problem = ImportProblem::OutOfText { id, start: row.begin, end: row.end, unit: Unit::Utf16 };
                return Err((row.at, problem));
            }
        };
        if found != Some(&*row.text) {
            let said = row.text.chars().take(40).collect();
            return Err((row.at, ImportProblem::WebAnno(WebAnnoFault::Token(said))));
        }
    }
    Ok(())
}

struct Annotations<'h, 't> {
    header: &'h Header<'t>,
    all: Vec<Growing<'t>>,
    links: Vec<Link<'t>>,
    /// Annotations by their numbers, and those without one by where they stand.
    numbered: HashMap<(usize, u64), usize>,
    placed: HashMap<(usize, UnitId), usize>,
    /// Links of chains, by the numbers of chain and link.
    chains: HashMap<(usize, u64, u64), usize>,
}

impl<'h, 't> Annotations<'h, 't> {
    fn new(header: &'h Header<'t>) -> Self {
        let (numbered, placed, chains) = (HashMap::new(), HashMap::new(), HashMap::new());
        Annotations { header, all: Vec::new(), links: Vec::new(), numbered, placed, chains }
    }

    fn fill(mut self, rows: &[Row<'t>], cas: &mut Cas<'t>, budget: &Budget) -> Result<(), Fault> {
        for (n, row) in rows.iter().enumerate() {
            for (at, layer) in self.header.layers.iter().enumerate() {
                let cells = &row.cells[layer.columns.clone()];
                if cells.iter().all(|cell| *cell == "_") {
                    continue;
                }
                // However many stand above each other on one token.
                let stacked = cells.iter().map(|cell| memchr::memchr_iter(b'|', cell.as_bytes()).count()).max();
                if let Some(stacked) = stacked.filter(|stacked| *stacked > 1000) {
                    weigh(self.all.len() + stacked, budget).map_err(|problem| (row.at, problem))?;
                }
                self.cells(row, at, layer, cells).map_err(|fault| (row.at, ImportProblem::WebAnno(fault)))?;
            }
            if n.is_multiple_of(4096) {
                weigh(self.all.len() + self.links.len(), budget).map_err(|problem| (row.at, problem))?;
            }
        }
        self.finish(cas)
    }

    /// What stands in the columns of one layer on one line.
    fn cells(&mut self, row: &Row<'t>, at: usize, layer: &Layer<'t>, said: &[&'t str]) -> Result<(), WebAnnoFault> {
        let stacks: Vec<Vec<&'t str>> = said.iter().map(|cell| cells::split(cell, '|')).collect();
        let count = stacks.iter().filter(|stack| stack[..] != ["_"]).map(Vec::len).max().unwrap_or_default();
        let cell = |column: usize, k: usize| stacks[column].get(k).copied().filter(|cell| *cell != "_");
        for k in 0..count {
            let mut number = None;
            let mut features = Vec::new();
            let mut slots = Vec::new();
            let (mut chain, mut source) = (None, None);
            for (column, kind) in layer.kinds.iter().enumerate() {
                let Some(written) = cell(column, k) else { continue };
                match kind {
                    Column::Feature(name) if layer.kind == LayerKind::Chain && written.contains("->") => {
                        let (value, link) = cells::chain(written)?;
                        chain = Some(link);
                        features.extend(value.map(|value| text(name, value)));
                    }
                    Column::Feature(name) => {
                        let Cell { value, number: of_it } = cells::cell(written)?;
                        number = number.or(of_it);
                        features.extend(value.map(|value| text(name, value)));
                    }
                    Column::Presence => number = number.or(cells::cell(written)?.number),
                    Column::Roles(_) => {
                        let (roles, of_it) = cells::roles(written)?;
                        number = number.or(of_it);
                        let units = cell(column + 1, k).map_or_else(Vec::new, |units| cells::split(units, ';'));
                        let filled = units.into_iter().filter(|unit| *unit != "*").enumerate();
                        let role = |n: usize| roles.get(n).cloned().flatten().unwrap_or_default();
                        slots.push((column, filled.map(|(n, unit)| (role(n), unit)).collect()));
                    }
                    Column::Fillers(_) => {}
                    Column::Base(_) => source = Some(written),
                }
            }
            match layer.kind {
                LayerKind::Relations => {
                    if let Some(source) = source {
                        let base = layer.base().map_or(Some(at), |base| self.header.layer(base));
                        let (_, target) = cells::ends(source)?;
                        let target = base.and_then(|base| self.find(base, row.unit, target));
                        self.links.push(Link { layer: at, at: row.at, target, source, features });
                    }
                }
                LayerKind::Spans => {
                    let number = number.filter(|number| *number > 0);
                    let known = number.and_then(|number| self.numbered.get(&(at, number)).copied());
                    let place = self.grow(known, row, at, features, slots);
                    match number {
                        Some(number) => drop(self.numbered.insert((at, number), place)),
                        None => drop(self.placed.entry((at, row.unit)).or_insert(place)),
                    }
                }
                LayerKind::Chain => {
                    let key = chain.map(|(chain, link)| (at, chain, link));
                    let known = key.and_then(|key| self.chains.get(&key).copied());
                    let place = self.grow(known, row, at, features, Vec::new());
                    if let Some(key) = key {
                        self.chains.insert(key, place);
                    }
                }
            }
        }
        Ok(())
    }

    /// Puts a token to an annotation that is known, or begins one.
    fn grow(
        &mut self,
        known: Option<usize>,
        row: &Row<'t>,
        layer: usize,
        features: Vec<Feature<'t>>,
        slots: Vec<Slot<'t>>,
    ) -> usize {
        let Some(at) = known else {
            let (begin, end) = (row.begin, row.end);
            self.all.push(Growing { layer, at: row.at, begin, end, features, slots });
            return self.all.len() - 1;
        };
        let grown = &mut self.all[at];
        grown.begin = grown.begin.min(row.begin);
        grown.end = grown.end.max(row.end);
        at
    }

    fn find(&self, layer: usize, unit: UnitId, number: u64) -> Option<usize> {
        match number {
            0 => self.placed.get(&(layer, unit)).copied(),
            number => self.numbered.get(&(layer, number)).copied(),
        }
    }

    /// The annotation of a layer that is called `1-2` or `1-2[3]`; where no layer is named, of any.
    fn called(&self, layer: Option<usize>, said: &str) -> Result<Option<usize>, WebAnnoFault> {
        let (unit, number) = cells::unit(said)?;
        let unit = UnitId::of(unit).ok_or_else(|| WebAnnoFault::Unit(said.chars().take(40).collect()))?;
        Ok(match layer {
            Some(layer) => self.find(layer, unit, number),
            None => (0..self.header.layers.len()).find_map(|layer| self.find(layer, unit, number)),
        })
    }

    fn finish(mut self, cas: &mut Cas<'t>) -> Result<(), Fault> {
        // Annotations have the numbers from 2 on, in their order.
        let number = |at: usize| SOFA + 1 + at as u64;
        let mut next = number(self.all.len());
        let wrong = |at: usize| move |fault: WebAnnoFault| (at, ImportProblem::WebAnno(fault));
        let mut arrays = Vec::new();
        for n in 0..self.all.len() {
            for (column, filled) in std::mem::take(&mut self.all[n].slots) {
                let layer = &self.header.layers[self.all[n].layer];
                let (Column::Roles(feature), Some(Column::Fillers(of))) =
                    (&layer.kinds[column], layer.kinds.get(column + 1))
                else {
                    continue;
                };
                let mut links = Vec::new();
                for (role, unit) in filled {
                    let at = self.all[n].at;
                    let of = self.header.layer(of);
                    let Some(target) = self.called(of, unit).map_err(wrong(at))? else {
                        return Err((at, ImportProblem::WebAnno(WebAnnoFault::Unit(unit.chars().take(40).collect()))));
                    };
                    arrays.push((next, at, role, number(target)));
                    links.push(next);
                    next += 1;
                }
                self.all[n].features.push(Feature { name: Cow::Borrowed(*feature), value: Value::References(links) });
            }
        }
        // Each link of a chain knows the one after it.
        for ((layer, chain, link), at) in &self.chains {
            if let Some(after) = link.checked_add(1).and_then(|link| self.chains.get(&(*layer, *chain, link))) {
                let value = Value::Reference(number(*after));
                self.all[*at].features.push(Feature { name: "next".into(), value });
            }
        }
        let relations = std::mem::take(&mut self.links);
        let mut ends = Vec::new();
        for link in &relations {
            let layer = &self.header.layers[link.layer];
            let base = layer.base().map_or(Some(link.layer), |base| self.header.layer(base));
            let (unit, _) = link.source.split_once('[').unwrap_or((link.source, ""));
            let unit = UnitId::of(unit)
                .ok_or_else(|| wrong(link.at)(WebAnnoFault::Unit(link.source.chars().take(40).collect())))?;
            let (source, _) = cells::ends(link.source).map_err(wrong(link.at))?;
            ends.push(base.and_then(|base| self.find(base, unit, source)));
        }
        let places: Vec<(u64, u64)> = self.all.iter().map(|a| (a.begin, a.end)).collect();
        for (n, annotation) in self.all.into_iter().enumerate() {
            let kind = cas.kind(self.header.layers[annotation.layer].name);
            let features = placed(annotation.begin, annotation.end).chain(annotation.features);
            cas.add(kind, number(n), annotation.at, features).map_err(|problem| (annotation.at, problem))?;
        }
        let link = cas.kind(layers::PIECE_LINK);
        for (id, at, role, target) in arrays {
            let features = [text("role", role), Feature { name: "target".into(), value: Value::Reference(target) }];
            cas.add(link, id, at, features.into_iter()).map_err(|problem| (at, problem))?;
        }
        for (relation, source) in relations.into_iter().zip(ends) {
            let kind = cas.kind(self.header.layers[relation.layer].name);
            // Ends that are no annotations are tokens: the relation is counted by its layer.
            let end = |name: &'static str, at: Option<usize>| Feature {
                name: name.into(),
                value: Value::Reference(at.map_or(u64::MAX, number)),
            };
            let (begin, to) = relation.target.map_or((0, 0), |target| places[target]);
            let ends = [end(layers::SOURCE, source), end(layers::TARGET, relation.target)];
            let features = placed(begin, to).chain(ends).chain(relation.features);
            cas.add(kind, next, relation.at, features).map_err(|problem| (relation.at, problem))?;
            next += 1;
        }
        Ok(())
    }
}

/// Asks for what so many annotations take with a few features each, here and as structures.
fn weigh(annotations: usize, budget: &Budget) -> Result<(), ImportProblem> {
    budget.lend(annotations, 2 * (size_of::<Growing>() + 8 * size_of::<Feature>()) as u64)
}

fn text<'t>(name: &'t str, value: Cow<'t, str>) -> Feature<'t> {
    Feature { name: Cow::Borrowed(name), value: Value::Text(value) }
}

fn placed<'t>(begin: u64, end: u64) -> impl Iterator<Item = Feature<'t>> {
    let number = |name: &'static str, at: u64| Feature { name: name.into(), value: Value::Number(at as f64) };
    [number("begin", begin), number("end", end)].into_iter()
}
