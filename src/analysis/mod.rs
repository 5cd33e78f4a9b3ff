//! What a set of annotations amounts to: counts, consistency, and finding those of a kind.

pub mod clitics;
pub mod counts;
pub mod lint;
pub mod lookup;
pub mod schema_advice;
pub mod statistics;
