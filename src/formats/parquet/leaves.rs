//! The leaves of a schema by names that know nothing of how lists are nested, and their values, a row at a time.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::basic::{ConvertedType, Repetition, Type as Physical};
use parquet::column::reader::ColumnReader;
use parquet::data_type::ByteArray;
use parquet::schema::types::Type;

use super::thrift::damaged;
use crate::formats::error::ImportProblem;

/// A column of values.
pub(super) struct Leaf {
    /// `spans.start`, whatever stands between the list and its items.
    pub path: String,
    pub is_text: bool,
    /// Values of a kind that a person can read.
    pub is_plain: bool,
    max_def: i16,
    /// For each list that it stands in, the level from which on there is an item.
    pub lists: Vec<i16>,
}

impl Leaf {
    /// The column of the table that it is a part of.
    pub(super) fn top(&self) -> &str {
        self.path.split('.').next().unwrap_or_default()
    }
}

/// All leaves, in the order of their columns.
pub(super) fn leaves_of(root: &Type) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    for field in root.get_fields() {
        walk(field, Place { path: field.name().to_owned(), def: 0, lists: Vec::new(), is_plain: true }, &mut leaves);
    }
    leaves
}

/// Where a node of the schema stands.
struct Place {
    path: String,
    def: i16,
    lists: Vec<i16>,
    is_plain: bool,
}

fn walk(node: &Type, mut place: Place, leaves: &mut Vec<Leaf>) {
    let about = node.get_basic_info();
    match about.has_repetition().then(|| about.repetition()) {
        Some(Repetition::OPTIONAL) => place.def += 1,
        Some(Repetition::REPEATED) => {
            place.def += 1;
            place.lists.push(place.def);
        }
        Some(Repetition::REQUIRED) | None => {}
    }
    if node.is_primitive() {
        let kind = about.converted_type();
        let physical = node.get_physical_type();
        let is_text = physical == Physical::BYTE_ARRAY
            && matches!(kind, ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON);
        let is_number = match physical {
            Physical::BOOLEAN | Physical::FLOAT | Physical::DOUBLE => true,
            Physical::INT32 | Physical::INT64 => {
                use ConvertedType::*;
                matches!(kind, NONE | INT_8 | INT_16 | INT_32 | INT_64 | UINT_8 | UINT_16 | UINT_32 | UINT_64)
                    && (kind != NONE || about.logical_type_ref().is_none())
            }
            _ => false,
        };
        let Place { path, def, lists, is_plain } = place;
        leaves.push(Leaf { path, is_text, is_plain: is_plain && (is_text || is_number), max_def: def, lists });
        return;
    }
    let is_list = about.converted_type() == ConvertedType::LIST;
    place.is_plain &= !matches!(about.converted_type(), ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE);
    let below = |place: &Place, name: Option<&str>| Place {
        path: name.map_or_else(|| place.path.clone(), |name| format!("{}.{name}", place.path)),
        def: place.def,
        lists: place.lists.clone(),
        is_plain: place.is_plain,
    };
    match node.get_fields() {
        // What stands between a list and its items has names that each program gives otherwise.
        [list] if is_list => match list.is_group().then(|| list.get_fields()) {
            Some([item]) => {
                let mut inner = below(&place, None);
                inner.def += 1;
                inner.lists.push(inner.def);
                walk(item, inner, leaves);
            }
            _ => walk(list, below(&place, None), leaves),
        },
        fields => fields.iter().for_each(|field| walk(field, below(&place, Some(field.name())), leaves)),
    }
}

/// A value of a column.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'r> {
    Text(&'r [u8]),
    Integer(i64),
    Number(f64),
    Flag(bool),
}

/// Reads a column row by row, and has the values of the last.
pub(super) struct LeafReader {
    reader: ColumnReader,
    def: Vec<i16>,
    rep: Vec<i16>,
    values: Values,
    /// Each item of the row has its value: there are as many, in the same order.
    is_full: bool,
    /// Where not, which of the values each item is; [`NOTHING`] where it has none. What stands in no list is one item.
    items: Vec<u32>,
    /// Of lists within the items of a list, where each begins.
    begins: Vec<usize>,
}

const NOTHING: u32 = u32::MAX;

/// What is read of each physical type.
#[derive(Default)]
struct Values {
    texts: Vec<ByteArray>,
    longs: Vec<i64>,
    ints: Vec<i32>,
    doubles: Vec<f64>,
    floats: Vec<f32>,
    flags: Vec<bool>,
}

impl Values {
    fn clear(&mut self) {
        let Values { texts, longs, ints, doubles, floats, flags } = self;
        texts.clear();
        longs.clear();
        ints.clear();
        doubles.clear();
        floats.clear();
        flags.clear();
    }

    /// A column has those of one type.
    fn len(&self) -> usize {
        let Values { texts, longs, ints, doubles, floats, flags } = self;
        texts.len() + longs.len() + ints.len() + doubles.len() + floats.len() + flags.len()
    }

    fn get(&self, reader: &ColumnReader, at: usize) -> Option<Value<'_>> {
        Some(match reader {
            ColumnReader::ByteArrayColumnReader(_) => Value::Text(self.texts.get(at)?.data()),
            ColumnReader::Int64ColumnReader(_) => Value::Integer(*self.longs.get(at)?),
            ColumnReader::Int32ColumnReader(_) => Value::Integer((*self.ints.get(at)?).into()),
            ColumnReader::DoubleColumnReader(_) => Value::Number(*self.doubles.get(at)?),
            ColumnReader::FloatColumnReader(_) => Value::Number((*self.floats.get(at)?).into()),
            ColumnReader::BoolColumnReader(_) => Value::Flag(*self.flags.get(at)?),
            ColumnReader::Int96ColumnReader(_) | ColumnReader::FixedLenByteArrayColumnReader(_) => return None,
        })
    }
}

impl LeafReader {
    pub(super) fn new(reader: ColumnReader) -> Self {
        let (def, rep, values) = (Vec::new(), Vec::new(), Values::default());
        LeafReader { reader, def, rep, values, is_full: false, items: Vec::new(), begins: Vec::new() }
    }

    /// Levels of the row that was read: as many as it has values, nothing and empty lists counted.
    pub(super) fn levels(&self) -> usize {
        self.def.len().max(self.values.len())
    }

    /// Reads the next row, whose values are there once they are in [order](LeafReader::order).
    pub(super) fn read(&mut self) -> Result<(), ImportProblem> {
        let LeafReader { reader, def, rep, values, is_full, items, begins } = self;
        *is_full = false;
        def.clear();
        rep.clear();
        values.clear();
        items.clear();
        begins.clear();
        let records = guarded(|| {
            macro_rules! read {
                ($reader:ident, $values:ident) => {{
                    let (records, _, _) = $reader.read_records(1, Some(def), Some(rep), &mut values.$values)?;
                    Ok(records)
                }};
            }
            match reader {
                ColumnReader::ByteArrayColumnReader(reader) => read!(reader, texts),
                ColumnReader::Int64ColumnReader(reader) => read!(reader, longs),
                ColumnReader::Int32ColumnReader(reader) => read!(reader, ints),
                ColumnReader::DoubleColumnReader(reader) => read!(reader, doubles),
                ColumnReader::FloatColumnReader(reader) => read!(reader, floats),
                ColumnReader::BoolColumnReader(reader) => read!(reader, flags),
                // These are not chosen.
                ColumnReader::Int96ColumnReader(_) | ColumnReader::FixedLenByteArrayColumnReader(_) => Ok(0),
            }
        })?;
        if records == 1 { Ok(()) } else { Err(damaged("a column has fewer rows than its file")) }
    }

    /// Finds which value each item of the row has, by the levels.
    pub(super) fn order(&mut self, leaf: &Leaf) -> Result<(), ImportProblem> {
        let short = || damaged(format!("the levels of the column '{}' do not fit its values", leaf.path));
        let LeafReader { def, rep, values, is_full, items, begins, .. } = self;
        let is_deep = leaf.lists.len() == 2;
        let (len, mut taken) = (values.len(), 0);
        let count = if leaf.max_def > 0 { def.len() } else { len };
        if leaf.lists.len() < 2 && len == count && (leaf.max_def == 0 || def.iter().all(|def| *def == leaf.max_def)) {
            *is_full = true;
            return Ok(());
        }
        for n in 0..count {
            let def = if leaf.max_def > 0 { def[n] } else { 0 };
            let rep = rep.get(n).copied().unwrap_or_default();
            if leaf.lists.first().is_some_and(|item| def < *item) {
                continue;
            }
            if is_deep && rep != 2 {
                begins.push(items.len());
            }
            if leaf.lists.get(1).is_some_and(|item| def < *item) {
                continue;
            }
            if is_deep && begins.is_empty() {
                return Err(short());
            }
            if def != leaf.max_def {
                items.push(NOTHING);
                continue;
            }
            if taken == len {
                return Err(short());
            }
            // A row of more values takes more memory than any file may.
            items.push(u32::try_from(taken).ok().filter(|at| *at != NOTHING).ok_or_else(short)?);
            taken += 1;
        }
        if taken < len { Err(short()) } else { Ok(()) }
    }

    /// Items of a list that has no lists within it.
    pub(super) fn len(&self) -> usize {
        if self.is_full { self.values.len() } else { self.items.len() }
    }

    /// Bytes of the texts among the values.
    pub(super) fn text_bytes(&self) -> u64 {
        self.values.texts.iter().map(|text| text.len() as u64).sum()
    }

    pub(super) fn value(&self, item: usize) -> Option<Value<'_>> {
        let at = if self.is_full { item } else { *self.items.get(item)? as usize };
        self.values.get(&self.reader, at)
    }

    /// What stands in the list within an item.
    pub(super) fn within(&self, item: usize) -> impl ExactSizeIterator<Item = Option<Value<'_>>> {
        let from = self.begins.get(item).copied().unwrap_or(self.len());
        let to = self.begins.get(item + 1).copied().unwrap_or(self.len());
        (from..to).map(|at| self.value(at))
    }
}

/// Calls the crate `parquet`: it has assertions about what stands in a file (levels, types, lengths), which a file made to harm
/// breaks. Nothing of what it was working on is looked at afterwards.
pub(super) fn guarded<T>(work: impl FnOnce() -> parquet::errors::Result<T>) -> Result<T, ImportProblem> {
    let said = |panic: Box<dyn Any + Send>| {
        let said = panic.downcast_ref::<String>().cloned();
        said.or_else(|| panic.downcast_ref::<&str>().map(|said| (*said).to_owned())).unwrap_or_default()
    };
    let short = |said: String| damaged(said.chars().take(200).collect::<String>());
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(short(error.to_string())),
        Err(panic) => Err(short(said(panic))),
    }
}
