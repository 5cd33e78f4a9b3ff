//! Hashiya (حاشية): text annotation made for Arabic.
//!
//! The map of the crate. Each module is a room of the house; `ARCHITECTURE.md` says what each is for and
//! `tests/main/tidy.rs` holds the table of who may use whom.

#![forbid(unsafe_code)]
#![warn(unreachable_pub)]

pub mod analysis;
pub mod arabic;
pub mod cli;
pub mod edit;
pub mod formats;
pub mod model;
pub mod page;
pub mod session;
pub mod store;
pub mod suggest;
pub mod typeset;
pub mod ui;
pub mod workspace;
