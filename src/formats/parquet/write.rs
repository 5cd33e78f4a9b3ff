//! Rows become columns: each leaf of the schema has its values, and for each value the level at which it is repeated and the level to
//! which it is there.

use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, GroupTypeBuilder, Type, TypePtr};

use super::info::INFO;
use crate::formats::datasets::{Cell, Classes, DatasetFeature, FeatureKind, row_of};
use crate::formats::file_names::shard_name;
use crate::formats::flow::{ExportSink, Stopped};
use crate::formats::format::{DocumentWriter, ExportOptions};
use crate::formats::losses::Losses;
use crate::formats::survey::Survey;
use crate::model::AnnotatedDocument;

/// Bytes of a group of rows, before they are compressed: what is held of a corpus.
const GROUP: usize = 16 << 20;

/// Columns whose values are seldom the same: a dictionary of them is as large as they are.
const DISTINCT: [&str; 2] = ["text", "id"];

pub(super) struct Writer {
    classes: Classes,
    schema: TypePtr,
    properties: WriterPropertiesPtr,
    leaves: Vec<Leaf>,
    /// Bytes of the rows that wait for their group.
    held: usize,
    file: Option<SerializedFileWriter<Vec<u8>>>,
    /// Bytes of the rows in the file, and of those at most.
    in_file: usize,
    most: usize,
    shards: usize,
}

impl Writer {
    pub(super) fn new(options: ExportOptions<'_>) -> Self {
        let nothing = Survey::default();
        let survey = options.survey.unwrap_or(&nothing);
        let features = DatasetFeature::all(survey);
        let fields = features.iter().map(type_of).collect();
        let schema = Arc::new(done(Type::group_type_builder("schema").with_fields(fields).build()));
        let about = format!("{{\"info\":{{\"features\":{}}}}}", DatasetFeature::to_json(&features));
        let mut properties = WriterProperties::builder()
            .set_created_by(concat!("hashiya version ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_key_value_metadata(Some(vec![KeyValue::new("huggingface".to_owned(), about)]));
        for name in DISTINCT {
            properties = properties.set_column_dictionary_enabled(ColumnPath::from(name), false);
        }
        let mut leaves = Vec::new();
        leaves_of(&features, &mut leaves);
        Writer {
            classes: Classes::of(survey),
            schema,
            properties: Arc::new(properties.build()),
            leaves,
            held: 0,
            file: None,
            in_file: 0,
            most: options.columns.shards.unwrap_or_default().bytes(),
            shards: 0,
        }
    }

    /// The rows that wait become a group of the file.
    fn write_group(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        let Some(file) = self.file.as_mut().filter(|_| self.held > 0) else { return Ok(()) };
        let mut group = done(file.next_row_group());
        for leaf in &mut self.leaves {
            let mut column = done(group.next_column()).expect("a column for each leaf of the schema");
            match &mut leaf.values {
                Values::Texts { bytes, ends } => {
                    let texts = bytes::Bytes::from(std::mem::take(bytes));
                    let mut from = 0;
                    let text = |end: usize| ByteArray::from(texts.slice(std::mem::replace(&mut from, end)..end));
                    let texts: Vec<ByteArray> = ends.drain(..).map(text).collect();
                    done(column.typed::<ByteArrayType>().write_batch(&texts, Some(&leaf.def), Some(&leaf.rep)));
                }
                Values::Numbers(numbers) => {
                    done(column.typed::<Int64Type>().write_batch(numbers, Some(&leaf.def), Some(&leaf.rep)));
                    numbers.clear();
                }
            }
            done(column.close());
            leaf.def.clear();
            leaf.rep.clear();
        }
        done(group.close());
        self.held = 0;
        done(file.flush().map_err(ParquetError::from));
        let bytes = std::mem::take(file.inner_mut());
        out.bytes(&bytes)
    }

    fn begin(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        out.file(Path::new(&shard_name(self.shards, INFO.extensions[0])))?;
        let writer = SerializedFileWriter::new(Vec::new(), self.schema.clone(), self.properties.clone());
        self.file = Some(done(writer));
        self.shards += 1;
        self.in_file = 0;
        Ok(())
    }

    fn end(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        self.write_group(out)?;
        match self.file.take() {
            Some(file) => out.bytes(&done(file.into_inner())),
            None => Ok(()),
        }
    }
}

impl DocumentWriter for Writer {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        let mut losses = Losses::new(document, &INFO);
        let row = row_of(document, &self.classes, &mut losses);
        let cells = row.cells();
        let len = len_of(&cells);
        if self.file.is_some() && self.in_file > 0 && self.in_file + len > self.most {
            self.end(out)?;
        }
        if self.file.is_none() {
            self.begin(out)?;
        }
        shred(&mut self.leaves, &cells, 0, 0, 0);
        self.held += len;
        self.in_file += len;
        if self.held >= GROUP.min(self.most) {
            self.write_group(out)?;
        }
        losses.finish(out);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        if self.shards == 0 {
            self.begin(out)?;
        }
        self.end(out)
    }
}

/// A column of values.
struct Leaf {
    values: Values,
    def: Vec<i16>,
    rep: Vec<i16>,
}

enum Values {
    /// One after the other, with the end of each.
    Texts {
        bytes: Vec<u8>,
        ends: Vec<usize>,
    },
    Numbers(Vec<i64>),
}

fn leaves_of(features: &[DatasetFeature], leaves: &mut Vec<Leaf>) {
    for feature in features {
        let values = match &feature.kind {
            FeatureKind::Text => Values::Texts { bytes: Vec::new(), ends: Vec::new() },
            FeatureKind::Integer | FeatureKind::Class(_) => Values::Numbers(Vec::new()),
            FeatureKind::Records(fields) => {
                leaves_of(fields, leaves);
                continue;
            }
        };
        leaves.push(Leaf { values, def: Vec::new(), rep: Vec::new() });
    }
}

/// Spreads the cells of a record over their leaves, whose rest comes back. `rep` is the level at which the record is repeated, `def`
/// the level to which it is there, and `depth` how many lists it stands in.
fn shred<'l>(mut leaves: &'l mut [Leaf], cells: &[Cell<'_>], rep: i16, def: i16, depth: i16) -> &'l mut [Leaf] {
    for cell in cells {
        let (here, rest) = leaves.split_at_mut(cell.leaves());
        leaves = rest;
        match cell {
            Cell::Records { records, .. } if records.is_empty() => {
                // The list is there and nothing in it.
                for leaf in here {
                    leaf.def.push(def + 1);
                    leaf.rep.push(rep);
                }
            }
            Cell::Records { records, .. } => {
                for (n, record) in records.iter().enumerate() {
                    // The list, the place in it, the record.
                    shred(here, record, if n == 0 { rep } else { depth + 1 }, def + 3, depth + 1);
                }
            }
            Cell::Text(_) | Cell::Integer(_) => {
                for leaf in here {
                    leaf.def.push(def + 1);
                    leaf.rep.push(rep);
                    match (&mut leaf.values, cell) {
                        (Values::Texts { bytes, ends }, Cell::Text(text)) => {
                            bytes.extend_from_slice(text.as_bytes());
                            ends.push(bytes.len());
                        }
                        (Values::Numbers(numbers), Cell::Integer(number)) => numbers.push(*number),
                        _ => debug_assert!(false, "cells are those of the features"),
                    }
                }
            }
        }
    }
    leaves
}

/// Bytes that a record takes before it is compressed.
fn len_of(cells: &[Cell<'_>]) -> usize {
    let len = |cell: &Cell<'_>| match cell {
        Cell::Text(text) => text.len() + 8,
        Cell::Integer(_) => 12,
        Cell::Records { records, .. } => 4 + records.iter().map(|record| len_of(record)).sum::<usize>(),
    };
    cells.iter().map(len).sum()
}

fn type_of(feature: &DatasetFeature) -> TypePtr {
    let primitive =
        |physical| Type::primitive_type_builder(feature.name, physical).with_repetition(Repetition::OPTIONAL);
    fn group(name: &str, repetition: Repetition, fields: Vec<TypePtr>) -> GroupTypeBuilder<'_> {
        Type::group_type_builder(name).with_repetition(repetition).with_fields(fields)
    }
    Arc::new(done(match &feature.kind {
        FeatureKind::Text => primitive(Physical::BYTE_ARRAY)
            .with_logical_type(Some(LogicalType::String))
            .with_converted_type(ConvertedType::UTF8)
            .build(),
        FeatureKind::Integer | FeatureKind::Class(_) => primitive(Physical::INT64).build(),
        FeatureKind::Records(fields) => {
            let element = done(group("element", Repetition::OPTIONAL, fields.iter().map(type_of).collect()).build());
            let list = done(group("list", Repetition::REPEATED, vec![Arc::new(element)]).build());
            group(feature.name, Repetition::OPTIONAL, vec![Arc::new(list)])
                .with_logical_type(Some(LogicalType::List))
                .with_converted_type(ConvertedType::LIST)
                .build()
        }
    }))
}

/// What is written into memory, of types that belong together, is written.
fn done<T>(result: parquet::errors::Result<T>) -> T {
    result.expect("memory takes what is written, and cells are of the types of their columns")
}
