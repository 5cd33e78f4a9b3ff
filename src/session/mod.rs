//! What one window has open: documents, selection, history, tasks. `dispatch` is the only way in.
//!
//! What is done to files goes through [`crate::workspace`], as it does on the command line. The parts of a session are in
//! files that do not know it; `state` holds them together; each of the other files is one thing that a person may do.

mod background;
mod catalog;
mod catalog_state;
pub mod decisions;
pub mod document;
pub mod document_list;
mod effort;
mod effort_meter;
pub mod entry;
mod entry_id;
mod error;
pub mod event;
pub mod exporting;
mod external_changes;
pub mod failure;
pub mod files;
mod groups;
mod import_defaults;
mod journal_state;
pub mod journal_writer;
mod journaling;
mod journals;
mod known_chains;
mod listing;
mod project;
mod project_state;
pub mod reading;
mod register;
mod register_saving;
mod register_state;
pub mod repair;
mod repairs;
mod restoring;
mod samples;
mod saving;
mod schema;
pub mod search;
pub mod selection;
mod sharing;
mod shown;
mod state;
mod statistics;
mod statistics_state;
mod steps;
mod tasks;
mod together;
pub mod undoing;
mod value_memory;
pub mod versions;
pub mod watcher;

pub use self::import_defaults::ImportChoices;
pub use crate::workspace::export_run::ExportOutcome;
pub use crate::workspace::reload::ReloadMode;
pub use crate::workspace::repair::DamagedDocument;
pub use crate::workspace::repair::PendingReanchor;
pub use crate::workspace::{
    ExportFilter, ExportGuard, ExportRequest, FilteredOut, ImportPreview, ImportRequest, KeptVersions, OpenWarning,
    PreviewedDocument, Split, SplitError,
};
pub use background::Pending;
pub use document::{Durability, Edge, ExternalChange, OpenDocument, Step, Towards};
pub use document_list::DocumentList;
pub use effort_meter::Touches;
pub use entry::{Content, Entry, EntryId, ListChange, Summary};
pub use error::{ReadOnly, SessionError};
pub use event::SessionEvent;
pub use exporting::{ExportNames, ExportPreview};
pub use failure::SessionFailure;
pub use listing::DoneOutcome;
pub use reading::Reading;
pub use register::{EntryPlacesAsked, EntryUsesAsked};
pub use schema::LabelUsesAsked;
pub use search::{
    Applied, Fix, HitContext, HitKind, MarkKind, MarkQuery, Scope, SearchHit, SearchQuery, SearchResults, SearchSlot,
};
pub use selection::{Selection, TextSelection};
pub use sharing::GuidelinesAsked;
pub use state::Session;
pub use statistics_state::{CountedStatistics, StatisticsSlot};
pub use tasks::{Priority, RepaintSignal, TaskId, TaskInfo};
