//! `hashiya licences`: under what the program and all that is built into it may be handed on.

use std::io::Write;

use clap::Args;

use super::output::Failure;
use crate::store::about;

#[derive(Debug, Args)]
pub(super) struct Licences {}

pub(super) fn run(_: Licences, out: &mut dyn Write) -> Result<(), Failure> {
    Ok(out.write_all(about::THIRD_PARTY.as_bytes())?)
}
