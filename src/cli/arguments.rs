//! The words of the command line.

use std::ops::Range;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::clitics::{Convert, Inside};
use super::lint::Lint;
use super::search::{Fold, Search};
use crate::formats::{self, Overlap, Pieces, Role, Scheme, Separator, TextEncoding, TokenSource, Unit};
use crate::typeset::ReadingFont;

/// Hashiya (حاشية): Arabic text annotation. Without a command, opens a window on PATH, or on the samples.
#[derive(Debug, Parser)]
#[command(name = "hashiya", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
pub(super) struct Arguments {
    /// Documents, texts and folders to open in the window
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(subcommand)]
    pub task: Option<Task>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Task {
    /// Turn files of other formats into documents of Hashiya
    Import(Import),
    /// Put a label on places of a document and save it
    Annotate(Annotate),
    /// Show the annotations of a document; offsets count code points
    List(List),
    /// Write a dataset; what the format cannot carry is listed first
    Export(Export),
    /// Check files; one problem a line, exit code 1 if there is any
    Validate(Validate),
    /// Count documents, annotations and labels
    Stats(Stats),
    /// Draw a document as the canvas shows it; needs no display
    Render(Render),
    /// List the earlier versions of a document, the newest first
    History(Versions),
    /// Bring an earlier version back as another file
    Restore(Restore),
    /// Show the dataset formats and what each carries and cannot
    Formats(Formats),
    /// Bring two versions of a document together, annotation by annotation; exit code 1 if something is to be decided
    Merge(Merge),
    /// Compare two versions of a document, annotation by annotation
    Diff(Diff),
    /// Bring a document's annotations to a text that changed; what moved or is lost is listed
    Reanchor(Reanchor),
    /// Let git merge and compare documents with Hashiya
    #[command(subcommand)]
    Git(Git),
    /// A document as lines for git to compare
    #[command(hide = true)]
    Textconv(Textconv),
    /// Look for a text, however it is spelt, with the words around each place
    Search(Search),
    /// List what is labelled differently or not at all elsewhere, and stray edges; exit code 1 if there is any
    Lint(Lint),
    /// Take proclitics into the spans of documents, or leave them out; shows first what would change
    Clitics(Convert),
    /// Do the whole job on the samples: annotated documents, every dataset, a picture
    Demo(Demo),
}

#[derive(Debug, Args)]
pub(super) struct Versions {
    #[arg(value_name = "FILE.ron")]
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    #[arg(value_name = "FILE.ron")]
    pub file: PathBuf,
    /// The number that `hashiya history` gives it
    #[arg(value_name = "N")]
    pub number: usize,
    /// Where it is written, and a file that is there stays; without it FILE is replaced and becomes an earlier version
    #[arg(long, value_name = "NEW.ron")]
    pub out: Option<PathBuf>,
    /// Only say where it would be written
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub(super) struct Import {
    /// Files, or folders whose files of a known format are taken, inner folders too
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Where the documents are put
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// The format of the inputs; else what they hold tells
    #[arg(long, value_name = "FORMAT", value_parser = readable_format)]
    pub from: Option<&'static str>,
    /// A schema, or a document that carries one: labels beyond it are refused. Without it there are the labels of the files
    #[arg(long, value_name = "FILE")]
    pub schema: Option<PathBuf>,
    /// What offsets count: code-points, utf16 or bytes; else the text beside them tells
    #[arg(long, value_parser = unit)]
    pub unit: Option<Unit>,
    /// The encoding, such as utf-8, utf-16, windows-1256, iso-8859-6; else it is guessed
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<TextEncoding>,
    /// Who annotated, where the file does not say
    #[arg(long, value_name = "NAME")]
    pub annotator: Option<String>,
    /// What the columns of CoNLL are, such as token,_,tag (also id, misc); else what stands in them tells
    #[arg(long, value_name = "NAMES", value_parser = columns)]
    pub columns: Option<Columns>,
    /// What separates the columns: tab, blanks or one sign; else what stands in the lines tells
    #[arg(long, value_parser = separator)]
    pub separator: Option<Separator>,
    /// Import what can be imported even if an input fails; lines that cannot be read are listed and left out
    #[arg(long)]
    pub keep_going: bool,
    /// Only list what would be written
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub(super) struct Annotate {
    #[arg(value_name = "FILE.ron")]
    pub file: PathBuf,
    /// A label of the document's schema
    #[arg(long)]
    pub label: String,
    #[command(flatten)]
    pub place: Place,
    /// With --match: which spellings are taken for the same; whole words with or without proclitics before them
    #[arg(long, value_enum, conflicts_with_all = ["span", "regex"])]
    pub fold: Option<Fold>,
    /// With --match: whether spans take the proclitics before the string in [default: exclude]
    #[arg(long, value_enum, conflicts_with_all = ["span", "regex"])]
    pub clitics: Option<Inside>,
    /// Who annotates
    #[arg(long, value_name = "NAME")]
    pub annotator: Option<String>,
    /// Only list what would be annotated
    #[arg(long)]
    pub dry_run: bool,
    /// Go on from a file that was changed outside Hashiya as it is
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Place {
    /// Code points, the end not included; parts of a discontinuous annotation are joined by commas: 3..7,12..15
    #[arg(long, value_name = "START..END", value_parser = span)]
    pub span: Vec<Spans>,
    /// Every occurrence of exactly this text; with --fold or --clitics, of this string as a word
    #[arg(long = "match", value_name = "TEXT")]
    pub text: Option<String>,
    /// Every match of a regular expression; its group 1 where it has one
    #[arg(long, value_name = "RE")]
    pub regex: Option<regex::Regex>,
}

/// The parts of one annotation, in code points.
#[derive(Clone, Debug)]
pub(super) struct Spans(pub Vec<Range<u64>>);

#[derive(Debug, Args)]
pub(super) struct List {
    #[arg(value_name = "FILE.ron")]
    pub file: PathBuf,
    /// As a JSON array
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Export {
    /// Documents, or folders of documents
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[arg(long, value_name = "FORMAT", value_parser = writable_format)]
    pub to: &'static str,
    /// The dataset's file, or its folder where the format is one of several files
    #[arg(long, value_name = "PATH")]
    pub out: PathBuf,
    /// What becomes of proclitics at the start of spans: taken in, left out, or made tokens of their own (CoNLL)
    #[arg(long, value_enum)]
    pub clitics: Option<Clitics>,
    /// How tags are written in CoNLL: iob1, iob2, bioes, bilou, io or plain; else as in the file that was imported, or iob2
    #[arg(long, value_parser = scheme)]
    pub scheme: Option<Scheme>,
    /// Whose tokens CoNLL gets: ours, whitespace or imported; else those of the file that was imported, or ours
    #[arg(long, value_parser = tokens)]
    pub tokens: Option<TokenSource>,
    /// What becomes of annotations on the same tokens: first, longest, outermost, columns (one a layer) or cells (several tags)
    #[arg(long, value_parser = overlap)]
    pub overlap: Option<Overlap>,
    /// What CoNLL makes of annotations of several pieces: drop, split (each an annotation) or cover (all between)
    #[arg(long, value_parser = pieces)]
    pub discontinuous: Option<Pieces>,
    /// CoNLL with comments that carry ids and the text byte for byte; many readers take comments for tokens
    #[arg(long)]
    pub comments: bool,
    /// Write nothing if anything would be lost or changed
    #[arg(long)]
    pub strict: bool,
    /// What to do where the format cannot carry everything
    #[arg(long, value_enum, default_value_t = OnLoss::Report)]
    pub on_loss: OnLoss,
    /// Write what the format cannot carry as JSON, with counts and places
    #[arg(long, value_name = "FILE.json")]
    pub report: Option<PathBuf>,
    /// Export what can be read even if an input fails
    #[arg(long)]
    pub keep_going: bool,
    /// Only list what would be written, and what would be lost
    #[arg(long)]
    pub dry_run: bool,
    /// Replace files that Hashiya did not export, too; a document becomes an earlier version
    #[arg(long)]
    pub force: bool,
}

/// What an export does where something would be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum OnLoss {
    /// Write nothing
    Refuse,
    /// List it and write
    Report,
}

/// What an export makes of proclitics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Clitics {
    /// Spans take in the proclitics of their first word
    Include,
    /// Spans begin after them
    Exclude,
    /// Spans stay; in a format of tokens, clitics are tokens
    Split,
}

#[derive(Debug, Args)]
pub(super) struct Validate {
    /// Documents, schemas, projects, files of other formats, or folders
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Mend one document as far as that is possible without guessing; what is done is listed
    #[arg(long, requires = "out")]
    pub repair: bool,
    /// Where the mended document is written; there must be no file yet
    #[arg(long, value_name = "NEW", requires = "repair")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Stats {
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Formats {
    /// As a JSON array
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Render {
    #[arg(value_name = "FILE.ron")]
    pub file: PathBuf,
    #[arg(long, value_name = "PAGE.png")]
    pub out: PathBuf,
    /// Width of the page in pixels at scale 1
    #[arg(long, value_name = "PX", default_value_t = 900, value_parser = clap::value_parser!(u32).range(120..=8000))]
    pub width: u32,
    /// Pixels for each pixel, from 0.5 to 4
    #[arg(long, value_name = "N", default_value_t = 1.0, value_parser = scale)]
    pub scale: f32,
    /// Noto Naskh Arabic, Noto Sans Arabic, Amiri or Scheherazade New
    #[arg(long, value_name = "NAME", default_value = "Noto Naskh Arabic", value_parser = font)]
    pub font: ReadingFont,
    #[arg(long, value_enum, default_value_t = Surface::Light)]
    pub theme: Surface,
    /// Replace a file that Hashiya did not make, too
    #[arg(long)]
    pub force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Surface {
    Light,
    Dark,
}

#[derive(Debug, Args)]
pub(super) struct Merge {
    /// The version both came from; may be empty
    #[arg(value_name = "BASE")]
    pub base: PathBuf,
    /// Replaced by the merge, unless --out is given
    #[arg(value_name = "OURS")]
    pub ours: PathBuf,
    #[arg(value_name = "THEIRS")]
    pub theirs: PathBuf,
    /// Where the merge is written instead; there must be no file yet
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// What to call the file in messages
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Only show what the merge would change in OURS
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub(super) struct Diff {
    #[arg(value_name = "A.ron")]
    pub before: PathBuf,
    #[arg(value_name = "B.ron")]
    pub after: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Reanchor {
    #[arg(value_name = "FILE.ron")]
    pub file: PathBuf,
    /// The text as it is now
    #[arg(long, value_name = "NEW.txt")]
    pub text: PathBuf,
    /// Where the document with the new text is written; there must be no file yet
    #[arg(long, value_name = "NEW.ron")]
    pub out: PathBuf,
    /// Write the rest where some annotations are ambiguous or lost
    #[arg(long)]
    pub leave_out: bool,
    /// Only list what moved and what is lost
    #[arg(long)]
    pub dry_run: bool,
    /// The encoding of the text; else it is guessed
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<TextEncoding>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Git {
    /// Register the drivers in the repository's configuration and in .gitattributes
    Install(GitInstall),
}

#[derive(Debug, Args)]
pub(super) struct GitInstall {
    /// A folder of the repository; else the current one
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Textconv {
    #[arg(value_name = "FILE.ron")]
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Demo {
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

fn names(wanted: impl Fn(&'static dyn formats::Format) -> bool) -> String {
    let names = formats::registry().iter().copied().filter(|f| wanted(*f)).map(|f| f.name());
    names.collect::<Vec<_>>().join(", ")
}

fn readable_format(name: &str) -> Result<&'static str, String> {
    let format = formats::by_name(name).filter(|format| format.reads());
    format.map(|f| f.name()).ok_or_else(|| format!("formats that can be read: {}", names(|f| f.reads())))
}

fn writable_format(name: &str) -> Result<&'static str, String> {
    let format = formats::by_name(name).filter(|format| format.layout().is_some());
    format.map(|f| f.name()).ok_or_else(|| format!("formats that can be written: {}", names(|f| f.layout().is_some())))
}

fn unit(name: &str) -> Result<Unit, String> {
    Unit::from_name(name).ok_or_else(|| "units are code-points, utf16 and bytes".into())
}

/// The roles of columns, in their order.
#[derive(Clone, Debug)]
pub(super) struct Columns(pub Vec<Role>);

fn columns(names: &str) -> Result<Columns, String> {
    let wrong = || "columns are token (one), tag (one or more), id, misc and _, joined by commas".into();
    formats::roles_of(names).map(Columns).ok_or_else(wrong)
}

fn separator(name: &str) -> Result<Separator, String> {
    match name {
        "tab" => Ok(Separator::One('\t')),
        "blanks" => Ok(Separator::Blanks),
        sign if sign.chars().count() == 1 => Ok(Separator::One(sign.chars().next().unwrap_or(','))),
        _ => Err("separators are tab, blanks, or one sign".into()),
    }
}

fn scheme(name: &str) -> Result<Scheme, String> {
    let names = || Scheme::ALL.map(Scheme::name).join(", ");
    Scheme::from_name(name).ok_or_else(|| format!("schemes are {}", names()))
}

fn tokens(name: &str) -> Result<TokenSource, String> {
    match name {
        "ours" => Ok(TokenSource::Ours),
        "whitespace" => Ok(TokenSource::Whitespace),
        "imported" => Ok(TokenSource::Imported),
        _ => Err("tokens are ours, whitespace or imported".into()),
    }
}

fn overlap(name: &str) -> Result<Overlap, String> {
    match name {
        "first" => Ok(Overlap::First),
        "longest" => Ok(Overlap::Longest),
        "outermost" => Ok(Overlap::Outermost),
        "columns" => Ok(Overlap::Columns),
        "cells" => Ok(Overlap::Cells),
        _ => Err("overlaps are first, longest, outermost, columns or cells".into()),
    }
}

fn pieces(name: &str) -> Result<Pieces, String> {
    match name {
        "drop" => Ok(Pieces::Drop),
        "split" => Ok(Pieces::Split),
        "cover" => Ok(Pieces::Cover),
        _ => Err("pieces are drop, split or cover".into()),
    }
}

fn encoding(name: &str) -> Result<TextEncoding, String> {
    TextEncoding::from_name(name)
        .ok_or_else(|| "no encoding of this name is known; try utf-8, utf-16, windows-1256 or iso-8859-6".into())
}

fn scale(text: &str) -> Result<f32, String> {
    let scale = text.parse().ok().filter(|scale| (0.5..=4.0).contains(scale));
    scale.ok_or_else(|| "a scale is a number from 0.5 to 4".into())
}

fn font(name: &str) -> Result<ReadingFont, String> {
    let names = ReadingFont::ALL.map(ReadingFont::name).join(", ");
    ReadingFont::from_name(name).ok_or_else(|| format!("the fonts are {names}"))
}

fn span(text: &str) -> Result<Spans, String> {
    let part = |part: &str| {
        let (start, end) = part.split_once("..")?;
        Some(start.trim().parse().ok()?..end.trim().parse().ok()?)
    };
    let parts: Option<Vec<Range<u64>>> = text.split(',').map(part).collect();
    parts.map(Spans).ok_or_else(|| "write a span as START..END, in code points".into())
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
