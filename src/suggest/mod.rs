//! Propagation: what is offered because of what the analyst has already done.
//!
//! Nothing here touches a document. What is offered becomes an annotation when a person accepts it, and the memory of
//! what was accepted and rejected decides what is offered again.

pub mod dates;
mod memory;
mod propagation;
pub mod values;

pub use memory::{Memory, Suggestion, Tally};
pub use propagation::{Group, Occurrence, Propagation};
