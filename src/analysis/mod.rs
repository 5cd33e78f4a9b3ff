//! What a set of annotations amounts to: counts, agreement, consistency.

pub mod lint;
