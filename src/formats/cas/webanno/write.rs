//! Writes WebAnno TSV: the structures of a document as columns of its tokens.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use super::cells::{escaped, escaped_text};
use super::header::FORMAT;
use crate::arabic::words::tokens;
use crate::formats::capabilities::FormatInfo;
use crate::formats::cas::layers as names;
use crate::formats::cas::rows::{self, Cell, Features, Form, Row};
use crate::formats::cas::types::xml_of;
use crate::formats::file_names::FileNames;
use crate::formats::flow::{ExportSink, Stopped};
use crate::formats::format::DocumentWriter;
use crate::formats::loss::{AnnotationLoss, LossDetail, LossKind};
use crate::formats::losses::Losses;
use crate::model::offset_map::{OffsetMap, Utf16};
use crate::model::{AnnotatedDocument, Annotation, AnnotationId, AttributeValue};

pub(super) struct Writer {
    pub info: &'static FormatInfo,
    pub names: FileNames,
    pub features: Features,
}

impl DocumentWriter for Writer {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        let id = &document.document.id().0;
        let name = self.names.take(id);
        out.file(Path::new(&format!("{name}.tsv")))?;
        let mut losses = Losses::new(document, self.info);
        document.annotations.iter().for_each(|annotation| losses.beside(annotation));
        if **id != *name || document.document.title() != name {
            losses.document(LossKind::Lost, LossDetail::IdOfDocument);
        }
        out.bytes(file_of(document, &mut self.features, &mut losses).as_bytes())?;
        losses.finish(out);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        out.file(Path::new(names::TYPE_SYSTEM))?;
        out.bytes(xml_of(&self.features.types()).as_bytes())
    }
}

/// A word, number or sign, in bytes, by the sentence that it stands in.
struct Token {
    range: Range<usize>,
    /// From 1.
    sentence: usize,
    /// In its sentence, from 1.
    number: usize,
}

/// Our tokens, and whatever else stands between spaces: nothing but spaces lies between two.
fn tokens_of(text: &str) -> Vec<Token> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let between = |found: &mut Vec<Range<usize>>, gap: Range<usize>| {
        let begin = gap.start;
        let mut open = None;
        for (at, c) in text[gap.clone()].char_indices() {
            match (c.is_whitespace(), open) {
                (true, Some(from)) => {
                    found.push(from..begin + at);
                    open = None;
                }
                (false, None) => open = Some(begin + at),
                _ => {}
            }
        }
        found.extend(open.map(|from| from..gap.end));
    };
    let mut end = 0;
    for token in tokens(text) {
        between(&mut found, end..token.start);
        found.push(token.range());
        end = token.end;
    }
    between(&mut found, end..text.len());
    let (mut all, mut sentence, mut number): (Vec<Token>, _, _) = (Vec::with_capacity(found.len()), 1, 0);
    for range in found {
        if let Some(last) = all.last() {
            let gap = &text[last.range.end..range.start];
            let is_stop = matches!(&text[last.range.clone()], "." | "!" | "؟" | "?");
            if gap.contains('\n') || (is_stop && !gap.is_empty()) {
                sentence += 1;
                number = 0;
            }
        }
        number += 1;
        all.push(Token { range, sentence, number });
    }
    all
}

/// A token, or the part of it in UTF-16 on which something stands.
type UnitKey = (usize, Option<(u64, u64)>);

/// An annotation on its tokens.
struct Placed<'d> {
    row: Row<'d>,
    units: Vec<UnitKey>,
    /// 0 where none is needed.
    number: u64,
}

struct Places<'d> {
    text: &'d str,
    map: OffsetMap<'d>,
    tokens: Vec<Token>,
}

/// What an annotation goes through to stand on tokens.
enum Change {
    None,
    Trimmed,
    Moved,
}

impl Places<'_> {
    /// Where a structure stands, in bytes.
    fn range(&self, row: &Row<'_>) -> Range<usize> {
        let offset = |name: &str| match cell(row, name) {
            Some(Cell::Offset(at)) => self.map.byte_of_utf16(Utf16(*at)).unwrap_or_default(),
            _ => 0,
        };
        offset("begin")..offset("end")
    }

    fn units(&self, range: Range<usize>) -> Option<(Vec<UnitKey>, Change)> {
        let first = self.tokens.partition_point(|token| token.range.end <= range.start);
        let utf16 = |at: usize| self.map.utf16(at).0;
        let mut units = Vec::new();
        for (at, token) in self.tokens.iter().enumerate().skip(first) {
            if token.range.start >= range.end {
                break;
            }
            let (from, to) = (token.range.start.max(range.start), token.range.end.min(range.end));
            let part = ((from..to) != token.range).then(|| (utf16(from), utf16(to)));
            units.push((at, part));
        }
        if let (Some(first), Some(last)) = (units.first(), units.last()) {
            let within = self.tokens[first.0].range.start <= range.start && self.tokens[last.0].range.end >= range.end;
            return Some((units, if within { Change::None } else { Change::Trimmed }));
        }
        // Nothing but spaces, or nothing: it stands at the end of a token, or at its beginning where none is before.
        let before = self.tokens.partition_point(|token| token.range.start <= range.start);
        let ends_here = before.checked_sub(2).filter(|at| self.tokens[*at].range.end == range.start);
        let at = ends_here.unwrap_or(before.saturating_sub(1));
        let token = self.tokens.get(at)?;
        let place = range.start.clamp(token.range.start, token.range.end);
        let change = if place == range.start && range.is_empty() { Change::None } else { Change::Moved };
        Some((vec![(at, Some((utf16(place), utf16(place))))], change))
    }
}

fn file_of(document: &AnnotatedDocument, features: &mut Features, losses: &mut Losses<'_>) -> String {
    let text = document.text();
    let places = Places { text, map: OffsetMap::new(text), tokens: tokens_of(text) };
    let mut found: Vec<Row<'_>> = Vec::new();
    rows::rows(document, features, losses, Form::Tsv, &mut |row| found.push(row));
    let mut layers: [Layer<'_>; 2] = [Layer::new(names::SPAN), Layer::new(names::PIECE)];
    let (mut relations, mut targets, mut changed) = (Vec::new(), HashMap::new(), HashSet::new());
    for row in found {
        match row.kind {
            names::SPAN => {
                let links = links_of(&row).to_vec();
                let annotation = annotation_of(document, &row);
                let is_told = place(&places, &mut layers[0], row, annotation, losses);
                let mut pieces = links.iter().filter_map(|link| targets.get(link));
                if let Some(annotation) = annotation.filter(|_| !is_told && pieces.any(|piece| changed.contains(piece)))
                {
                    losses.annotation(annotation, LossKind::Flattened, AnnotationLoss::SpacesAtEdges);
                }
            }
            names::PIECE => match places.units(places.range(&row)) {
                Some((units, change)) => {
                    if !matches!(change, Change::None) {
                        changed.insert(row.id);
                    }
                    // A piece of spaces is none.
                    if !matches!(change, Change::Moved) {
                        layers[1].push(row, units);
                    }
                }
                None => drop(changed.insert(row.id)),
            },
            names::PIECE_LINK => drop(targets.insert(row.id, reference(&row, "target"))),
            names::RELATION => relations.push(row),
            _ => {}
        }
    }
    let mut next = 0;
    layers.iter_mut().for_each(|layer| layer.number(&mut next));
    told_empty(document, &layers[0], losses);
    let file = File { places: &places, layers: &layers, links: &targets };
    file.write(document, &relations, losses)
}

/// Puts an annotation on its tokens. Whether that changes where it stands, which is told.
fn place<'d>(
    places: &Places<'_>,
    layer: &mut Layer<'d>,
    row: Row<'d>,
    annotation: Option<&Annotation>,
    losses: &mut Losses<'_>,
) -> bool {
    let found = places.units(places.range(&row));
    let loss = match &found {
        Some((_, Change::None)) => None,
        Some((_, Change::Trimmed)) => Some((LossKind::Flattened, AnnotationLoss::SpacesAtEdges)),
        Some((_, Change::Moved)) => Some((LossKind::Flattened, AnnotationLoss::BetweenTokens)),
        None => Some((LossKind::Lost, AnnotationLoss::NoToken)),
    };
    if let Some((units, _)) = found {
        layer.push(row, units);
    }
    let is_told = loss.is_some();
    if let (Some(annotation), Some((kind, what))) = (annotation, loss) {
        losses.annotation(annotation, kind, what);
    }
    is_told
}

fn annotation_of<'d>(document: &'d AnnotatedDocument, row: &Row<'_>) -> Option<&'d Annotation> {
    match cell(row, names::UID)? {
        Cell::Text(id) => document.annotations.get(&AnnotationId::from(&**id)).map(|annotation| &**annotation),
        _ => None,
    }
}

fn links_of<'r>(row: &'r Row<'_>) -> &'r [u64] {
    match cell(row, names::PIECES) {
        Some(Cell::References(links)) => links,
        _ => &[],
    }
}

/// Attributes of no characters, which look like none.
fn told_empty(document: &AnnotatedDocument, layer: &Layer<'_>, losses: &mut Losses<'_>) {
    for placed in &layer.placed {
        let Some(annotation) = annotation_of(document, &placed.row) else { continue };
        for (name, value) in &annotation.record.attributes {
            if matches!(value, AttributeValue::Text(text) if text.is_empty()) {
                losses.annotation(annotation, LossKind::Lost, AnnotationLoss::EmptyAttribute(name.clone()));
            }
        }
    }
}

fn cell<'r, 'd>(row: &'r Row<'d>, name: &str) -> Option<&'r Cell<'d>> {
    row.cells.iter().find(|(known, _)| known == name).map(|(_, cell)| cell)
}

fn reference(row: &Row<'_>, name: &str) -> u64 {
    match cell(row, name) {
        Some(Cell::Reference(id)) => *id,
        _ => 0,
    }
}

struct Layer<'d> {
    name: &'static str,
    placed: Vec<Placed<'d>>,
    /// By the numbers of their structures.
    known: HashMap<u64, usize>,
    /// What stands on each token or part of one.
    on: BTreeMap<UnitKey, Vec<usize>>,
}

impl Layer<'_> {
    fn new(name: &'static str) -> Self {
        Layer { name, placed: Vec::new(), known: HashMap::new(), on: BTreeMap::new() }
    }
}

impl<'d> Layer<'d> {
    fn push(&mut self, row: Row<'d>, units: Vec<UnitKey>) {
        self.known.insert(row.id, self.placed.len());
        self.placed.push(Placed { row, units, number: 0 });
    }

    /// Gives numbers to what stands on several tokens or with others.
    fn number(&mut self, next: &mut u64) {
        for (at, placed) in self.placed.iter().enumerate() {
            placed.units.iter().for_each(|unit| self.on.entry(*unit).or_default().push(at));
        }
        for placed in &mut self.placed {
            if placed.units.len() > 1 || placed.units.iter().any(|unit| self.on[unit].len() > 1) {
                *next += 1;
                placed.number = *next;
            }
        }
    }

    /// The features that any of it has, but for places and links.
    fn features(&self) -> Vec<Cow<'static, str>> {
        features_of(self.placed.iter().map(|placed| &placed.row))
    }
}

fn features_of<'r, 'd: 'r>(rows: impl Iterator<Item = &'r Row<'d>>) -> Vec<Cow<'static, str>> {
    let mut found: Vec<Cow<'static, str>> = Vec::new();
    for (name, cell) in rows.flat_map(|row| &row.cells) {
        let is_value = matches!(cell, Cell::Text(_) | Cell::Flag(_) | Cell::Number(_));
        if is_value && !found.iter().any(|known| known == name) {
            found.push(Cow::Owned(name.clone().into_owned()));
        }
    }
    found
}

struct File<'f, 'd> {
    places: &'f Places<'d>,
    layers: &'f [Layer<'d>; 2],
    /// What the links to pieces lead to.
    links: &'f HashMap<u64, u64>,
}

impl File<'_, '_> {
    fn write(&self, document: &AnnotatedDocument, relations: &[Row<'_>], losses: &mut Losses<'_>) -> String {
        let text = self.places.text;
        let [spans, pieces] = self.layers;
        let (of_spans, of_relations) = (spans.features(), features_of(relations.iter()));
        let mut out = format!("{FORMAT}\n");
        let columns = |names: &[Cow<'_, str>]| names.iter().map(|name| format!("|{name}")).collect::<String>();
        let has_pieces = !pieces.placed.is_empty();
        if has_pieces {
            let _ = writeln!(out, "#T_SP={}|", pieces.name);
        }
        if !spans.placed.is_empty() {
            let slot = format!("|ROLE_{}:{}_{}|{}", spans.name, names::PIECES, names::PIECE_LINK, pieces.name);
            let _ = writeln!(out, "#T_SP={}{}{}", spans.name, columns(&of_spans), if has_pieces { &slot } else { "" });
        }
        // Relations by the unit where their target begins.
        let mut by_target: BTreeMap<UnitKey, Vec<&Row<'_>>> = BTreeMap::new();
        for relation in relations {
            let end = |name| spans.known.get(&reference(relation, name)).map(|at| &spans.placed[*at]);
            match (end(names::SOURCE), end(names::TARGET)) {
                (Some(_), Some(target)) => by_target.entry(target.units[0]).or_default().push(relation),
                _ => {
                    if let Some(Cell::Text(id)) = cell(relation, names::UID)
                        && let Some(relation) = document.relations.get(&AnnotationId::from(&**id))
                    {
                        losses.relation(relation, LossKind::Lost, LossDetail::EndOfRelation(relation.id.clone()));
                    }
                }
            }
        }
        if !by_target.is_empty() {
            let _ = writeln!(out, "#T_RL={}{}|BT_{}", names::RELATION, columns(&of_relations), spans.name);
        }
        out.push('\n');
        let mut sentence = 0;
        for (at, token) in self.places.tokens.iter().enumerate() {
            if token.sentence != sentence {
                sentence = token.sentence;
                let rest = &self.places.tokens[at..];
                let behind = rest.iter().position(|next| next.sentence != sentence).map(|n| rest[n].range.start);
                out.push_str("\n#Text=");
                escaped_text(&text[token.range.start..behind.unwrap_or(text.len())], &mut out);
                out.push('\n');
            }
            let whole = (self.places.map.utf16(token.range.start).0, self.places.map.utf16(token.range.end).0);
            let parts = self.parts(at).map(Some);
            for (n, part) in std::iter::once(None).chain(parts).enumerate() {
                let (begin, end) = part.unwrap_or(whole);
                let _ = write!(out, "{}-{}", token.sentence, token.number);
                if n > 0 {
                    let _ = write!(out, ".{n}");
                }
                let byte = |at| self.places.map.byte_of_utf16(Utf16(at)).unwrap_or_default();
                let _ = write!(out, "\t{begin}-{end}\t");
                escaped_text(&text[byte(begin)..byte(end)], &mut out);
                out.push('\t');
                let unit = (at, part);
                if has_pieces {
                    self.column(pieces, unit, &mut out, |_, out| out.push('*'));
                }
                if !spans.placed.is_empty() {
                    for name in &of_spans {
                        self.column(spans, unit, &mut out, |placed, out| value(cell(&placed.row, name), out));
                    }
                    if has_pieces {
                        self.slots(unit, &mut out);
                    }
                }
                if !by_target.is_empty() {
                    self.relations(by_target.get(&unit), &of_relations, &mut out);
                }
                out.push('\n');
            }
        }
        let lead = self.places.tokens.first().map_or(text, |token| &text[..token.range.start]);
        // Spaces before the first token are what a reader puts there.
        if self.places.tokens.is_empty() && !text.is_empty() || lead.chars().any(|c| c != ' ') {
            losses.document(LossKind::Flattened, LossDetail::Gaps(lead.encode_utf16().count()));
        }
        out
    }

    /// The parts of a token on which something stands, in their order.
    fn parts(&self, token: usize) -> impl Iterator<Item = (u64, u64)> + use<> {
        let from = (token, Some((0, 0)));
        let of = |layer: &Layer<'_>| -> Vec<(u64, u64)> {
            layer.on.range(from..(token + 1, None)).filter_map(|((_, part), _)| *part).collect()
        };
        let mut parts = of(&self.layers[0]);
        parts.extend(of(&self.layers[1]));
        parts.sort_unstable();
        parts.dedup();
        parts.into_iter()
    }

    /// A column of a layer on a unit: what `write` says of each annotation that stands there.
    fn column(&self, layer: &Layer<'_>, unit: UnitKey, out: &mut String, write: impl Fn(&Placed<'_>, &mut String)) {
        let here = layer.on.get(&unit).map_or(&[][..], Vec::as_slice);
        if here.is_empty() {
            out.push('_');
        }
        for (n, at) in here.iter().enumerate() {
            if n > 0 {
                out.push('|');
            }
            let placed = &layer.placed[*at];
            write(placed, out);
            if placed.number > 0 {
                let _ = write!(out, "[{}]", placed.number);
            }
        }
        out.push('\t');
    }

    /// The unit by which an annotation is called: its first, with its number.
    fn name(&self, placed: &Placed<'_>) -> String {
        let (at, part) = placed.units[0];
        let token = &self.places.tokens[at];
        let mut name = format!("{}-{}", token.sentence, token.number);
        if let Some(part) = part {
            let n = self.parts(at).position(|known| known == part).unwrap_or_default() + 1;
            let _ = write!(name, ".{n}");
        }
        name
    }

    /// The pieces of annotations: their roles, and where they stand.
    fn slots(&self, unit: UnitKey, out: &mut String) {
        let [spans, pieces] = self.layers;
        // A link to a piece of spaces leads nowhere.
        let links = |placed: &Placed<'_>| -> Vec<u64> {
            let targets = links_of(&placed.row).iter().filter_map(|link| self.links.get(link));
            targets.copied().filter(|piece| pieces.known.contains_key(piece)).collect()
        };
        self.column(spans, unit, out, |placed, out| match links(placed).len() {
            0 => out.push('_'),
            n => out.push_str(&(1..=n).map(|n| n.to_string()).collect::<Vec<_>>().join(";")),
        });
        let here = spans.on.get(&unit).map_or(&[][..], Vec::as_slice);
        let filled = here.iter().map(|at| {
            let piece = |piece: u64| {
                let piece = &pieces.placed[*pieces.known.get(&piece)?];
                let number = if piece.number > 0 { format!("[{}]", piece.number) } else { String::new() };
                Some(format!("{}{number}", self.name(piece)))
            };
            let names: Vec<_> = links(&spans.placed[*at]).into_iter().filter_map(piece).collect();
            if names.is_empty() { "*".to_owned() } else { names.join(";") }
        });
        let filled = filled.collect::<Vec<_>>().join("|");
        out.push_str(if filled.is_empty() { "_" } else { &filled });
        out.push('\t');
    }

    /// What relations lead to a unit.
    fn relations(&self, here: Option<&Vec<&Row<'_>>>, features: &[Cow<'_, str>], out: &mut String) {
        let spans = &self.layers[0];
        let here = here.map_or(&[][..], Vec::as_slice);
        let mut column = |write: &dyn Fn(&Row<'_>, &mut String)| {
            if here.is_empty() {
                out.push('_');
            }
            for (n, relation) in here.iter().enumerate() {
                if n > 0 {
                    out.push('|');
                }
                write(relation, out);
            }
            out.push('\t');
        };
        for name in features {
            column(&|relation, out| value(cell(relation, name), out));
        }
        column(&|relation, out| {
            let end = |name| spans.known.get(&reference(relation, name)).map(|at| &spans.placed[*at]);
            let (Some(source), Some(target)) = (end(names::SOURCE), end(names::TARGET)) else { return };
            out.push_str(&self.name(source));
            if source.number + target.number > 0 {
                let _ = write!(out, "[{}_{}]", source.number, target.number);
            }
        });
    }
}

/// A value as it is written; without one, the sign for an annotation that has none.
fn value(cell: Option<&Cell<'_>>, out: &mut String) {
    match cell {
        Some(Cell::Text(text)) if !text.is_empty() => escaped(text, out),
        Some(Cell::Flag(flag)) => out.push_str(if *flag { "true" } else { "false" }),
        Some(Cell::Number(number)) => {
            let _ = write!(out, "{number}");
        }
        _ => out.push('*'),
    }
}
