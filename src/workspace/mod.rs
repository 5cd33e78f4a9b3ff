//! What may be done to documents on a disk: opened, imported, saved, exported, reloaded, restored, repaired, edited.
//!
//! Plain synchronous functions and small structs that know no window and start no thread. The session calls them from
//! its tasks, the command line calls them directly: there is one way to the disk, below both.

pub mod bulk;
mod checked_files;
mod checks;
pub mod convert;
pub mod document_order;
pub mod document_query;
pub mod editor;
pub mod error;
pub mod export;
pub mod export_run;
mod exported;
pub mod filter;
pub mod guide;
pub mod guidelines;
pub mod history;
pub mod import;
pub mod import_batch;
pub mod inputs;
pub mod migrate;
pub mod obfuscate;
pub mod open;
pub mod preview;
pub mod project;
pub mod register;
pub mod reload;
pub mod repair;
pub mod replace;
pub mod save;
pub mod schemas;
pub mod split;
pub mod statistics;
pub mod summaries;
pub mod text;
mod training;
pub mod versions;

pub use document_order::{DocumentOrder, SortBy, SortKey};
pub use document_query::{DocumentFacts, DocumentQuery, QueryError, QueryFault, Summarised};
pub use editor::{Editor, annotator_named};
pub use error::{FilterPart, KeptVersions, OpenWarning, WorkspaceError};
pub use export::{ExportGuard, ExportRequest};
pub use export_run::ExportSource;
pub use filter::{ExportFilter, FilteredOut};
pub use import::ImportRequest;
pub use open::{LoadedFile, OpenedDocument};
pub use preview::{ImportPreview, PreviewedDocument};
pub use project::{ProjectFolder, ProjectStatus};
pub use replace::{LockedDocument, Replacements};
pub use save::{SaveReport, SaveRequest};
pub use split::{Split, SplitError};
pub use statistics::{StatisticsReport, StatisticsRequest};
