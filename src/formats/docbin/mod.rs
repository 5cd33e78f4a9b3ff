//! spaCy's DocBin, which `spacy train` reads: documents as tokens, `doc.ents` where annotations do not overlap, and all of them in the
//! group of spans `sc`, as spaCy's categoriser of spans is used to.
//!
//! A file is `zlib(msgpack({version, attrs, tokens, spaces, lengths, strings, cats, flags, span_groups, user_data}))`: for each
//! token a row of numbers of 64 bits, little-endian, in the order of `attrs`; strings by their keys (`strings.rs`). Flags of a document
//! are categories of their names, and each choice of an attribute one that is called `NAME=CHOICE`. `doc.user_data` has the document's
//! id, title, state, annotator and metadata, which spaCy gives back to whoever reads the file.

mod strings;
mod symbols;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::ops::Range;
use std::path::Path;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use rmp::encode as pack;

use self::strings::key_of;
use super::builder::Importer;
use super::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use super::column_options::Overlap;
use super::conll::token_ranges;
use super::contiguous::{Contiguous, contiguous};
use super::cut_tokens::{CutToken, covering};
use super::error::ImportProblem;
use super::export_choice::{ExportChoice, Offer};
use super::file_names::shard_name;
use super::flow::{ExportSink, Input, ReadEnd, Stopped};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::loss::{AnnotationLoss, LossDetail, LossKind};
use super::losses::Losses;
use super::sniff::{Fit, Head};
use crate::model::offset_map::OffsetMap;
use crate::model::{AnnotatedDocument, AttributeKind, AttributeValue};

pub(super) struct DocBin;

static INFO: FormatInfo = FormatInfo {
    name: "docbin",
    extensions: &["spacy"],
    about: "spaCy's DocBin, to train with: entities, all spans in the group 'sc', categories",
    unit: None,
    reads: false,
    writes: Some(Layout::Shards),
    repeats_texts: false,
    carries: Capabilities::new(
        &[
            Feature::Overlap,
            Feature::Nesting,
            Feature::Metadata,
            Feature::State,
            Feature::Ids,
            Feature::SeveralDocuments,
            Feature::ExactText,
        ],
        &[Feature::DocumentAttributes],
    )
    .offering(&[
        ExportChoice::Tokens.with_all(),
        Offer { choice: ExportChoice::Overlap, values: &["first", "longest", "outermost"] },
        ExportChoice::Pieces.with_all(),
        ExportChoice::Shards.with_all(),
    ]),
};

/// The group that spaCy's own components look for.
const GROUP: &str = "sc";

/// `ORTH`, `ENT_IOB`, `ENT_TYPE`, `ENT_ID`, as spaCy numbers them.
const ATTRIBUTES: [u64; 4] = [65, 77, 78, 454];

/// What `ENT_IOB` says of a token.
const INSIDE: u64 = 1;
const OUTSIDE: u64 = 2;
const BEGIN: u64 = 3;

impl Format for DocBin {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, _: &Head<'_>) -> Fit {
        Fit::No
    }

    fn read(&self, input: &Input<'_>, _: &mut Importer<'_>) -> Result<(), ReadEnd> {
        Err(ImportProblem::OnlyWritten(INFO.name).in_file(input.path).into())
    }

    fn writer<'a>(&self, options: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        Some(Box::new(Writer { options, held: Held::default(), shards: 0 }))
    }
}

struct Writer<'a> {
    options: ExportOptions<'a>,
    held: Held,
    shards: usize,
}

impl Writer<'_> {
    fn write_shard(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        out.file(Path::new(&shard_name(self.shards, INFO.extensions[0])))?;
        self.shards += 1;
        std::mem::take(&mut self.held).write(out)
    }
}

impl DocumentWriter for Writer<'_> {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        let mut losses = Losses::new(document, &INFO);
        self.held.take(document, &self.options, &mut losses);
        losses.finish(out);
        match self.held.len() < self.options.columns.shards.unwrap_or_default().bytes() {
            true => Ok(()),
            false => self.write_shard(out),
        }
    }

    fn finish(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        match self.held.documents > 0 || self.shards == 0 {
            true => self.write_shard(out),
            false => Ok(()),
        }
    }
}

/// What a file is made of, as far as it is known: a field of it is written as a whole.
#[derive(Default)]
struct Held {
    /// Each token as the number of its string: its row, eight times as long, is made when it is written.
    tokens: Vec<u32>,
    /// `doc.ents` of all documents, in the order of their tokens.
    entities: Vec<Entity>,
    spaces: Vec<u8>,
    lengths: Vec<u8>,
    /// Each with its number, in the order in which they were met.
    strings: BTreeMap<String, u32>,
    /// The keys of the strings by their numbers.
    keys: Vec<u64>,
    /// Bytes of the strings.
    names: usize,
    cats: Vec<u8>,
    groups: Vec<u8>,
    user_data: Vec<u8>,
    documents: u32,
}

/// An entity: the tokens of the file that it takes, and the keys of its label and id.
struct Entity {
    on: Range<u32>,
    label: u64,
    id: u64,
}

/// Bytes of the row of a token.
const ROW: usize = ATTRIBUTES.len() * size_of::<u64>();

impl Held {
    /// Bytes of the file before they are packed.
    fn len(&self) -> usize {
        let parts = [&self.spaces, &self.lengths, &self.cats, &self.groups, &self.user_data];
        parts.iter().map(|part| part.len()).sum::<usize>() + self.tokens.len() * ROW + self.names
    }

    /// The number of a string that the file has to say.
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.strings.get(text) {
            return *number;
        }
        let number = self.keys.len() as u32;
        self.names += text.len();
        self.keys.push(key_of(text));
        self.strings.insert(text.to_owned(), number);
        number
    }

    /// The key of a string that the file has to say.
    fn key(&mut self, text: &str) -> u64 {
        if text.is_empty() {
            return key_of(text);
        }
        let number = self.number(text);
        self.keys[number as usize]
    }

    fn take(&mut self, document: &AnnotatedDocument, options: &ExportOptions<'_>, losses: &mut Losses<'_>) {
        let text = document.text();
        let tokens = covering(text, &token_ranges(document, options));
        let written = contiguous(document, options.columns.pieces, false, losses);
        let mut placed = Vec::with_capacity(written.len());
        for span in &written {
            let on = tokens_under(&tokens, &span.range);
            if on.is_empty() {
                losses.annotation(span.annotation, LossKind::Lost, AnnotationLoss::NoToken);
                continue;
            }
            losses.beside(span.annotation);
            let covers = tokens[on.start].range.start..tokens[on.end - 1].range.end;
            if covers.start < span.range.start || covers.end > span.range.end {
                losses.annotation(span.annotation, LossKind::Widened, AnnotationLoss::EdgesInToken);
            } else if covers != span.range {
                losses.annotation(span.annotation, LossKind::Flattened, AnnotationLoss::SpacesAtEdges);
            }
            placed.push((span, on));
        }
        let first = self.tokens.len() as u32;
        for token in &tokens {
            let number = self.number(&text[token.range.clone()]);
            self.tokens.push(number);
            self.spaces.push(u8::from(token.has_space));
        }
        let (mut taken, begun) = (vec![false; tokens.len()], self.entities.len());
        for (span, on) in in_order(&placed, options.columns.overlap.unwrap_or_default()) {
            if taken[on.clone()].contains(&true) {
                losses.annotation(span.annotation, LossKind::Flattened, AnnotationLoss::OnlyInGroup);
                continue;
            }
            taken[on.clone()].fill(true);
            let (label, id) = (self.key(span.annotation.label.as_str()), self.id(span));
            self.entities.push(Entity { on: first + on.start as u32..first + on.end as u32, label, id });
        }
        self.entities[begun..].sort_unstable_by_key(|entity| entity.on.start);
        self.lengths.extend((tokens.len() as i32).to_le_bytes());
        self.take_group(text, &tokens, &placed);
        self.take_categories(document, losses);
        self.take_facts(document);
        self.documents += 1;
    }

    /// Pieces of an annotation that is split have no id but the first.
    fn id(&mut self, span: &Contiguous<'_>) -> u64 {
        if span.piece == 0 { self.key(span.annotation.id.as_str()) } else { 0 }
    }

    /// `doc.spans`: groups as they are written by themselves, each with its names.
    fn take_group(&mut self, text: &str, tokens: &[CutToken], placed: &[(&Contiguous<'_>, Range<usize>)]) {
        let map = OffsetMap::new(text);
        let mut group = Vec::new();
        map_len(&mut group, 3);
        string(&mut group, "name");
        string(&mut group, GROUP);
        string(&mut group, "attrs");
        map_len(&mut group, 0);
        string(&mut group, "spans");
        list_len(&mut group, placed.len());
        for (span, on) in placed {
            let (id, label) = (self.id(span), self.key(span.annotation.label.as_str()));
            let mut packed = Vec::with_capacity(40);
            [id, 0, label].iter().for_each(|number| packed.extend(number.to_be_bytes()));
            let place = |at: usize| map.code_point(at).0;
            let (start, end) = (place(tokens[on.start].range.start), place(tokens[on.end - 1].range.end));
            for number in [on.start as u64, on.end as u64, start, end] {
                packed.extend((number as i32).to_be_bytes());
            }
            binary(&mut group, &packed);
        }
        let mut groups = Vec::with_capacity(group.len() + 16);
        map_len(&mut groups, 1);
        binary(&mut groups, &group);
        list_len(&mut groups, 1);
        string(&mut groups, GROUP);
        binary(&mut self.groups, &groups);
    }

    /// Labels of the document as a whole.
    fn take_categories(&mut self, document: &AnnotatedDocument, losses: &mut Losses<'_>) {
        let mut cats: Vec<(String, f64)> = Vec::new();
        let mut others = 0;
        for (name, value) in &document.attributes {
            match value {
                AttributeValue::Flag(flag) => cats.push((name.clone(), f64::from(u8::from(*flag)))),
                AttributeValue::Choice(chosen) => {
                    let defined = document.schema.document_attributes.iter().find(|defined| defined.name == *name);
                    let all = match defined.map(|defined| &defined.kind) {
                        Some(AttributeKind::Choice(choices)) => choices.as_slice(),
                        _ => std::slice::from_ref(chosen),
                    };
                    cats.extend(all.iter().map(|one| (format!("{name}={one}"), f64::from(u8::from(one == chosen)))));
                }
                AttributeValue::Choices(chosen) => {
                    let defined = document.schema.document_attributes.iter().find(|defined| defined.name == *name);
                    let all = defined.map_or(chosen.as_slice(), |defined| defined.kind.choices());
                    let one = |one: &String| (format!("{name}={one}"), f64::from(u8::from(chosen.contains(one))));
                    cats.extend(all.iter().map(one));
                }
                AttributeValue::Number(_) | AttributeValue::Text(_) | AttributeValue::Date(_) => others += 1,
            }
        }
        if others > 0 {
            losses.document(LossKind::Lost, LossDetail::Facts { state: None, metadata: 0, attributes: others });
        }
        map_len(&mut self.cats, cats.len());
        for (name, value) in cats {
            string(&mut self.cats, &name);
            done(pack::write_f64(&mut self.cats, value));
        }
    }

    /// `doc.user_data`.
    fn take_facts(&mut self, document: &AnnotatedDocument) {
        let (about, mut facts) = (&document.document, Vec::new());
        map_len(&mut facts, 5);
        let said = [
            ("id", about.id().0.as_ref()),
            ("title", about.title()),
            ("state", document.state.name()),
            ("annotator", document.annotator.as_str()),
        ];
        for (key, value) in said {
            string(&mut facts, key);
            string(&mut facts, value);
        }
        string(&mut facts, "metadata");
        map_len(&mut facts, about.metadata().len());
        for (key, value) in about.metadata() {
            string(&mut facts, key);
            string(&mut facts, value);
        }
        binary(&mut self.user_data, &facts);
    }

    fn write(self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        let mut zlib = Zlib { encoder: ZlibEncoder::new(Vec::new(), Compression::default()), out };
        let documents = self.documents as usize;
        let mut head = Vec::new();
        map_len(&mut head, 10);
        string(&mut head, "version");
        string(&mut head, "0.1");
        string(&mut head, "attrs");
        list_len(&mut head, ATTRIBUTES.len());
        for attribute in ATTRIBUTES {
            done(pack::write_uint(&mut head, attribute));
        }
        string(&mut head, "strings");
        list_len(&mut head, self.strings.len());
        self.strings.keys().for_each(|text| string(&mut head, text));
        string(&mut head, "flags");
        list_len(&mut head, documents);
        for _ in 0..documents {
            map_len(&mut head, 1);
            string(&mut head, "has_unknown_spaces");
            done(pack::write_bool(&mut head, false));
        }
        zlib.put(&head)?;
        let binary_of = |name: &str, len: usize| {
            let mut field = Vec::new();
            string(&mut field, name);
            done(pack::write_bin_len(&mut field, len as u32));
            field
        };
        zlib.put(&binary_of("tokens", self.tokens.len() * ROW))?;
        self.write_rows(&mut zlib)?;
        for (name, bytes) in [("spaces", &self.spaces), ("lengths", &self.lengths)] {
            zlib.put(&binary_of(name, bytes.len()))?;
            zlib.put(bytes)?;
        }
        for (name, items) in [("cats", &self.cats), ("span_groups", &self.groups), ("user_data", &self.user_data)] {
            let mut field = Vec::new();
            string(&mut field, name);
            list_len(&mut field, documents);
            zlib.put(&field)?;
            zlib.put(items)?;
        }
        zlib.finish()
    }

    /// The rows of all tokens.
    fn write_rows(&self, zlib: &mut Zlib<'_>) -> Result<(), Stopped> {
        let mut entities = self.entities.iter().peekable();
        let mut rows = Vec::new();
        for (at, number) in (0u32..).zip(&self.tokens) {
            while entities.next_if(|entity| entity.on.end <= at).is_some() {}
            let [what, label, id] = match entities.peek().filter(|entity| entity.on.contains(&at)) {
                Some(entity) => [if entity.on.start == at { BEGIN } else { INSIDE }, entity.label, entity.id],
                None => [OUTSIDE, 0, 0],
            };
            rows.extend([self.keys[*number as usize], what, label, id].into_iter().flat_map(u64::to_le_bytes));
            if rows.len() >= 1 << 16 {
                zlib.put(&rows)?;
                rows.clear();
            }
        }
        zlib.put(&rows)
    }
}

/// Compresses into a file little by little.
struct Zlib<'o> {
    encoder: ZlibEncoder<Vec<u8>>,
    out: &'o mut dyn ExportSink,
}

impl Zlib<'_> {
    fn put(&mut self, bytes: &[u8]) -> Result<(), Stopped> {
        for part in bytes.chunks(1 << 20) {
            done(self.encoder.write_all(part));
            let done = std::mem::take(self.encoder.get_mut());
            self.out.bytes(&done)?;
        }
        Ok(())
    }

    fn finish(self) -> Result<(), Stopped> {
        self.out.bytes(&done(self.encoder.finish()))
    }
}

/// The tokens that a span stands on, be it in part.
fn tokens_under(tokens: &[CutToken], span: &Range<usize>) -> Range<usize> {
    let first = tokens.partition_point(|token| token.range.end <= span.start);
    let end = tokens.partition_point(|token| token.range.start < span.end);
    first..end.max(first)
}

/// In which order annotations are asked whether they are entities: those that come later give way.
fn in_order<'p, 'd>(
    placed: &'p [(&'p Contiguous<'d>, Range<usize>)],
    overlap: Overlap,
) -> Vec<&'p (&'p Contiguous<'d>, Range<usize>)> {
    let mut order: Vec<_> = placed.iter().collect();
    match overlap {
        Overlap::First | Overlap::Columns | Overlap::Cells => {}
        Overlap::Longest => order.sort_by_key(|(_, on)| std::cmp::Reverse(on.len())),
        Overlap::Outermost => order.sort_by_key(|(_, on)| (on.start, std::cmp::Reverse(on.end))),
    }
    order
}

/// A list of bytes takes whatever is written into it.
fn done<T, E: std::fmt::Debug>(result: Result<T, E>) -> T {
    result.expect("memory takes what is written")
}

fn string(out: &mut Vec<u8>, text: &str) {
    done(pack::write_str(out, text));
}

fn binary(out: &mut Vec<u8>, bytes: &[u8]) {
    done(pack::write_bin(out, bytes));
}

fn map_len(out: &mut Vec<u8>, len: usize) {
    done(pack::write_map_len(out, len as u32));
}

fn list_len(out: &mut Vec<u8>, len: usize) {
    done(pack::write_array_len(out, len as u32));
}
