//! The footer and the headers of pages, walked over before the crate `parquet` reads them: it trusts their counts, recurses into
//! schemas and makes room for what they claim. They are Thrift in its compact protocol.

use super::info::MAGIC;
use crate::formats::budget::Budget;
use crate::formats::error::ImportProblem;
use crate::formats::parquet_fault::ParquetFault;

/// Nodes of a schema within each other.
const MAX_DEPTH: usize = 32;
/// Structures within each other.
const MAX_NESTING: usize = 24;

/// What the crate holds of a node of the schema, of a group of rows and of a column in it, in bytes.
const NODE: u64 = 600;
const GROUP: u64 = 400;
const CHUNK: u64 = 1200;
/// Of a byte of the footer that is something else: lists of short things.
const OTHER: u64 = 64;

pub(super) fn damaged(what: impl Into<String>) -> ImportProblem {
    ParquetFault::Damaged(what.into()).into()
}

/// Asks for what the footer of a file takes when it is read.
///
/// # Errors
/// Where there is none, it claims more than it has, or it would take too much.
pub(super) fn check_footer(file: &[u8], budget: &Budget) -> Result<(), ImportProblem> {
    let Some((rest, magic)) = file.split_last_chunk::<4>().filter(|(_, magic)| *magic == MAGIC) else {
        return Err(damaged("its end is missing; is the file cut?"));
    };
    let _ = magic;
    let Some((rest, len)) = rest.split_last_chunk::<4>() else { return Err(damaged("it is too short")) };
    let len = u32::from_le_bytes(*len) as usize;
    let footer = rest.len().checked_sub(len).filter(|begin| *begin >= MAGIC.len()).map(|begin| &rest[begin..]);
    let Some(footer) = footer.filter(|_| file.starts_with(MAGIC)) else {
        return Err(damaged("its footer is said to be larger than it"));
    };
    let mut counted = Counted::default();
    let mut thrift = Thrift { bytes: footer, at: 0 };
    counted.footer(&mut thrift).ok_or_else(|| damaged("its footer cannot be read"))?;
    let schema = counted.children.as_slice();
    let mut at = 0;
    if !is_tree(schema, &mut at, 0) || at != schema.len() {
        return Err(damaged("its schema is no tree, or one too deep"));
    }
    let needed = counted.children.len() as u64 * NODE
        + counted.groups * GROUP
        + counted.chunks * CHUNK
        + counted.others * OTHER
        + footer.len() as u64;
    budget.lend(1, needed)
}

/// What stands in a footer.
#[derive(Default)]
struct Counted {
    /// Children of each node of the schema.
    children: Vec<u32>,
    groups: u64,
    chunks: u64,
    others: u64,
}

impl Counted {
    fn footer(&mut self, thrift: &mut Thrift<'_>) -> Option<()> {
        thrift.fields(|thrift, id, kind| match (id, kind) {
            (2, LIST) => {
                let (count, STRUCT) = thrift.list()? else { return None };
                for _ in 0..count {
                    let mut children = 0;
                    thrift.fields(|thrift, id, kind| {
                        match (id, kind) {
                            (5, I32) => children = u32::try_from(thrift.signed()?).ok()?,
                            _ => thrift.skip(kind, 0)?,
                        }
                        Some(())
                    })?;
                    self.children.push(children);
                }
                Some(())
            }
            (4, LIST) => {
                let (count, kind) = thrift.list()?;
                if kind != STRUCT && count > 0 {
                    return None;
                }
                for _ in 0..count {
                    self.groups += 1;
                    thrift.fields(|thrift, id, kind| match (id, kind) {
                        (1, LIST) => {
                            let (count, kind) = thrift.list()?;
                            for _ in 0..count {
                                self.chunks += 1;
                                thrift.skip(kind, 0)?;
                            }
                            Some(())
                        }
                        _ => thrift.skip(kind, 0),
                    })?;
                }
                Some(())
            }
            (_, LIST) => {
                let (count, kind) = thrift.list()?;
                for _ in 0..count {
                    self.others += 1;
                    thrift.skip(kind, 0)?;
                }
                Some(())
            }
            _ => thrift.skip(kind, 0),
        })
    }
}

/// Whether nodes, each with as many children as it says, are a tree from `at` on.
fn is_tree(children: &[u32], at: &mut usize, depth: usize) -> bool {
    let Some(count) = children.get(*at).copied().filter(|_| depth < MAX_DEPTH) else { return false };
    *at += 1;
    (0..count).all(|_| is_tree(children, at, depth + 1))
}

/// What the pages of a column claim.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pages {
    /// Bytes of the largest page when it is not compressed, with those of the dictionary.
    pub bytes: u64,
    /// Values of the page that has most, with those of the dictionary.
    pub values: u64,
}

/// Walks over the pages of a column.
pub(super) fn pages_of(chunk: &[u8]) -> Option<Pages> {
    let mut pages = Pages::default();
    let (mut dictionary, mut in_dictionary) = (0, 0);
    let mut thrift = Thrift { bytes: chunk, at: 0 };
    while thrift.at < chunk.len() {
        let (mut kind, mut whole, mut here, mut values) = (-1, -1, -1, 0);
        thrift.fields(|thrift, id, of| {
            match (id, of) {
                (1, I32) => kind = thrift.signed()?,
                (2, I32) => whole = thrift.signed()?,
                (3, I32) => here = thrift.signed()?,
                (5 | 7 | 8, STRUCT) => thrift.fields(|thrift, id, of| match (id, of) {
                    (1, I32) => {
                        values = thrift.signed()?;
                        Some(())
                    }
                    _ => thrift.skip(of, 0),
                })?,
                _ => thrift.skip(of, 0)?,
            }
            Some(())
        })?;
        let (whole, values) = (u64::try_from(whole).ok()?, u64::try_from(values).ok()?);
        const DICTIONARY: i64 = 2;
        if kind == DICTIONARY {
            (dictionary, in_dictionary) = (dictionary.max(whole), in_dictionary.max(values));
        } else {
            (pages.bytes, pages.values) = (pages.bytes.max(whole), pages.values.max(values));
        }
        thrift.at = thrift.at.checked_add(usize::try_from(here).ok()?).filter(|at| *at <= chunk.len())?;
    }
    Some(Pages { bytes: pages.bytes + dictionary, values: pages.values + in_dictionary })
}

const I32: u8 = 5;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

struct Thrift<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Thrift<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied()?;
        self.at += 1;
        Some(byte)
    }

    fn pass(&mut self, len: u64) -> Option<()> {
        self.at = usize::try_from(len).ok()?.checked_add(self.at).filter(|at| *at <= self.bytes.len())?;
        Some(())
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let number = self.unsigned()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    /// How many items, and of which kind. Each takes a byte at least.
    fn list(&mut self) -> Option<(u64, u8)> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.unsigned()?,
            count => count.into(),
        };
        (count <= (self.bytes.len() - self.at) as u64).then_some((count, head & 0xf))
    }

    /// The fields of a structure; `take` reads each or passes over it.
    fn fields(&mut self, mut take: impl FnMut(&mut Self, i64, u8) -> Option<()>) -> Option<()> {
        let mut id = 0;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            id = match head >> 4 {
                0 => self.signed()?,
                more => id + i64::from(more),
            };
            take(self, id, head & 0xf)?;
        }
    }

    fn skip(&mut self, kind: u8, depth: usize) -> Option<()> {
        if depth > MAX_NESTING {
            return None;
        }
        match kind {
            // Of a field, whose kind is its value.
            1 | 2 => Some(()),
            3 => self.pass(1),
            4..=6 => self.unsigned().map(drop),
            7 => self.pass(8),
            8 => {
                let len = self.unsigned()?;
                self.pass(len)
            }
            LIST | 10 => {
                let (count, kind) = self.list()?;
                for _ in 0..count {
                    match kind {
                        1 | 2 => self.pass(1)?,
                        kind => self.skip(kind, depth + 1)?,
                    }
                }
                Some(())
            }
            11 => {
                let count = self.unsigned()?;
                if count == 0 {
                    return Some(());
                }
                let kinds = self.byte()?;
                for _ in 0..count {
                    for kind in [kinds >> 4, kinds & 0xf] {
                        match kind {
                            1 | 2 => self.pass(1)?,
                            kind => self.skip(kind, depth + 1)?,
                        }
                    }
                }
                Some(())
            }
            STRUCT => self.fields(|thrift, _, kind| thrift.skip(kind, depth + 1)),
            13 => self.pass(16),
            _ => None,
        }
    }
}
