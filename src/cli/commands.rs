//! The commands, one row each here and one where it is carried out; what a command takes stands in its own file.

use std::io::Write;
use std::path::PathBuf;

use clap::Parser;

use super::output::Failure;
use super::{
    annotate, clitics, convert, demo, export, git, guide, import, licences, lint, merge, obfuscate, project, reanchor,
    register, render, report, schema, search, statistics, validate, versions,
};
use crate::store;

/// Hashiya (حاشية): Arabic text annotation. Without a command, opens a window on PATH, or on the samples.
#[derive(Debug, Parser)]
#[command(name = "hashiya", version = store::about::SHOWN_VERSION, args_conflicts_with_subcommands = true, max_term_width = 100)]
pub(super) struct Arguments {
    /// Documents, texts and folders to open in the window
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(subcommand)]
    pub task: Option<Subcommand>,
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum Subcommand {
    /// Turn files of other formats into documents of Hashiya
    Import(import::Import),
    /// Put a label on places of a document and save it
    Annotate(annotate::Annotate),
    /// Show the annotations of a document; offsets count code points
    List(report::List),
    /// Make, fill and count a project: a folder of documents with one schema
    #[command(subcommand)]
    Project(project::Project),
    /// The entity register of a project: what names in many documents stand for
    #[command(subcommand)]
    Register(register::Register),
    /// Check schemas, write them in other formats, and bring documents to one
    #[command(subcommand)]
    Schema(schema::Schema),
    /// Write a dataset; what the format cannot carry is listed first
    Export(export::Export),
    /// Turn a dataset of one format into one of another, without documents between; what it cannot carry is listed first
    Convert(convert::Convert),
    /// Check files; one problem a line, exit code 1 if there is any
    Validate(validate::Validate),
    /// Count documents, annotations and labels
    Stats(statistics::Stats),
    /// Draw a document as the canvas shows it; needs no display
    Render(render::Render),
    /// List the earlier versions and the steps of a document, or the changes of many documents in a folder, the newest first
    History(versions::Versions),
    /// Bring an earlier version, or the state after a step, back
    Restore(versions::Restore),
    /// Take a change of many documents back, in all of them or in none
    Undo(versions::Undo),
    /// Show the dataset formats and what each carries and cannot
    Formats(report::Formats),
    /// Bring two versions of a document together, annotation by annotation; exit code 1 if something is to be decided
    Merge(merge::Merge),
    /// Compare two versions of a document, annotation by annotation
    Diff(merge::Diff),
    /// Bring a document's annotations to a text that changed; what moved or is lost is listed
    Reanchor(reanchor::Reanchor),
    /// Write a document that can be shown around: other letters in every word, no names, the same shape; for reports of faults
    Obfuscate(obfuscate::Obfuscate),
    /// Let git merge and compare documents with Hashiya
    #[command(subcommand)]
    Git(git::Git),
    /// A document as lines for git to compare
    #[command(hide = true)]
    Textconv(merge::Textconv),
    /// Look for a text, however it is spelt, with the words around each place
    Search(search::Search),
    /// List what is labelled differently or not at all elsewhere, and stray edges; exit code 1 if there is any
    Lint(lint::Lint),
    /// Take proclitics into the spans of documents, or leave them out; shows first what would change
    Clitics(clitics::Convert),
    /// Print a page of the guide, or list its pages
    Guide(guide::Guide),
    /// Do the whole job on the samples: annotated documents, every dataset, a picture
    Demo(demo::Demo),
    /// Print the licences of the crates and fonts that are built into the program
    Licences(licences::Licences),
}

impl Subcommand {
    /// Does what was asked for.
    pub(super) fn execute(self, out: &mut dyn Write) -> Result<(), Failure> {
        match self {
            Subcommand::Import(task) => import::run(task, out),
            Subcommand::Annotate(task) => annotate::run(task, out),
            Subcommand::List(task) => report::list(task, out),
            Subcommand::Project(task) => project::run(task, out),
            Subcommand::Register(task) => register::run(task, out),
            Subcommand::Schema(task) => schema::run(task, out),
            Subcommand::Export(task) => export::run(task, out),
            Subcommand::Convert(task) => convert::run(task, out),
            Subcommand::Validate(task) => validate::run(task, out),
            Subcommand::Stats(task) => statistics::stats(task, out),
            Subcommand::Render(task) => render::run(task, out),
            Subcommand::History(task) => versions::list(task, out),
            Subcommand::Restore(task) => versions::restore(task, out),
            Subcommand::Undo(task) => versions::undo(task, out),
            Subcommand::Formats(task) => report::formats(task, out),
            Subcommand::Merge(task) => merge::run(task, out),
            Subcommand::Diff(task) => merge::diff(task, out),
            Subcommand::Reanchor(task) => reanchor::run(task, out),
            Subcommand::Obfuscate(task) => obfuscate::run(task, out),
            Subcommand::Git(git::Git::Install(task)) => git::install(task),
            Subcommand::Textconv(task) => merge::textconv(task, out),
            Subcommand::Search(task) => search::run(task, out),
            Subcommand::Lint(task) => lint::run(task, out),
            Subcommand::Clitics(task) => clitics::run(task, out),
            Subcommand::Guide(task) => guide::run(task, out),
            Subcommand::Demo(task) => demo::run(task, out),
            Subcommand::Licences(task) => licences::run(task, out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }
}
