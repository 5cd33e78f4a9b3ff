//! Other people's files: one registry, one file for each format, the loss report.
//!
//! Formats turn bytes into documents and documents into bytes; they never touch the disk. The unit inside the house is
//! the byte; every other unit is known here alone, by the model's [`crate::model::OffsetMap`].

pub mod brat;
mod budget;
mod builder;
mod capabilities;
pub mod chat;
mod column_options;
pub mod conll;
mod contiguous;
mod cut_tokens;
pub mod doccano;
mod draft;
pub mod encoding;
pub mod error;
mod export_choice;
mod file_names;
mod flow;
mod format;
mod gate;
pub mod gliner;
mod html;
mod json_fault;
mod json_records;
mod json_rows;
mod json_write;
pub mod jsonl;
pub mod label_studio;
pub mod langextract;
pub mod loss;
mod loss_report;
mod losses;
mod names;
mod office;
mod own_facts;
mod refi;
mod registry;
mod sniff;
pub mod spacy;
mod stam;
mod table;
mod table_fault;
mod tei;
mod text;
pub mod txt;
mod units;
pub mod vocabulary;
mod web_annotation;
#[cfg_attr(not(test), expect(dead_code, reason = "the formats that read and write it follow"))]
mod xml;
mod xml_fault;
mod zip_fault;
mod zipped;

pub use crate::model::offset_map::Unit;
pub use budget::{MAX_ANNOTATIONS, MAX_DOCUMENTS};
pub use builder::Importer;
pub use capabilities::{Capabilities, Feature, FormatInfo, Layout, Support};
pub use column_options::{ColumnOptions, Overlap, Pieces, Role, Scheme, Separator, TokenSource, roles_of};
pub use encoding::TextEncoding;
pub use error::{AttributeRefusal, Binary, ImportError, ImportProblem};
pub use export_choice::{ExportChoice, Offer, only_offered};
pub use file_names::file_name;
pub use flow::{Export, ExportSink, Import, ImportNote, ImportOptions, ImportSink, Input, ReadEnd, Stopped};
pub use format::{DocumentWriter, ExportOptions, ExportTooLarge, Format, MAX_QUOTED_BYTES, check_export};
pub use json_fault::{JsonFault, JsonFaultKind};
pub use loss::{AnnotationLoss, LeftOut, Loss, LossDetail, LossKind};
pub use loss_report::{LossGroup, LossReport};
pub use registry::{by_extension, by_name, detect, has_shared_extension, registry};
pub use sniff::{Fit, HEAD_BYTES, Head};
pub use table_fault::TableFault;
pub use vocabulary::SchemaBuilder;
pub use xml_fault::{XmlFault, XmlFaultKind};
pub use zip_fault::ZipFault;
