//! `hashiya obfuscate`: a document that can be shown around, with the shape of one that cannot.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::inputs::document;
use super::output::{Failure, warn};
use super::standard;
use crate::workspace::obfuscate::{Obfuscated, obfuscate};

#[derive(Debug, Args)]
pub(super) struct Obfuscate {
    #[arg(value_name = "FILE.ron")]
    pub file: PathBuf,
    /// Where the new document is written; there must be no file yet; - for the standard output. Its name is yours to choose
    #[arg(long, value_name = "NEW.ron")]
    pub out: PathBuf,
    /// Makes the same document each time. Whoever knows the number can narrow down what each letter was; without it, nobody can
    #[arg(long, value_name = "NUMBER")]
    pub seed: Option<u64>,
}

pub(super) fn run(task: Obfuscate, out: &mut dyn Write) -> Result<(), Failure> {
    let Obfuscated { document, conflicts } = obfuscate(&document(&task.file)?, task.seed)?;
    if conflicts > 0 {
        warn(&format!("what a merge left to decide is not in it ({conflicts})"));
    }
    standard::put_document(&task.out, &document, out)?;
    let mut aside = std::io::stderr();
    writeln!(standard::report_of(&task.out, out, &mut aside), "{}", task.out.display())?;
    warn(
        "lengths of words, marks, punctuation, places and kinds of annotations are as they were; look at it before it is sent",
    );
    Ok(())
}
