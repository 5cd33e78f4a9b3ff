//! `hashiya annotate`: a label on places of a document, through the same commands as in the window.

use std::collections::HashSet;
use std::io::Write;
use std::ops::Range;
use std::path::PathBuf;

use clap::Args;

use super::clitics::CliticPolicyArg;
use super::output::{Failure, count, tell_all, tell_report, versions_kept, warn};
use super::report::write_rows;
use super::search::Fold;
use super::standard;
use crate::edit::Command;
use crate::model::offset_map::{CodePoint, OffsetMap};
use crate::model::{AnnotatedDocument, AnnotationId, LabelName, Provenance};
use crate::suggest::Propagation;
use crate::workspace::replace::{Edited, LockedDocument, Replacements};
use crate::workspace::{Editor, annotator_named};

#[derive(Debug, Args)]
pub(super) struct Annotate {
    #[arg(value_name = "FILE.ron")]
    pub file: PathBuf,
    /// A label of the document's schema
    #[arg(long)]
    pub label: String,
    #[command(flatten)]
    pub place: TargetArgs,
    /// With --match: which spellings are taken for the same; whole words with or without proclitics before them
    #[arg(long, value_enum, conflicts_with_all = ["span", "regex"])]
    pub fold: Option<Fold>,
    /// With --match: whether spans take the proclitics before the string in [default: exclude]
    #[arg(long, value_enum, conflicts_with_all = ["span", "regex"])]
    pub clitics: Option<CliticPolicyArg>,
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
pub(super) struct TargetArgs {
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

fn span(text: &str) -> Result<Spans, String> {
    let part = |part: &str| {
        let (start, end) = part.split_once("..")?;
        Some(start.trim().parse().ok()?..end.trim().parse().ok()?)
    };
    let parts: Option<Vec<Range<u64>>> = text.split(',').map(part).collect();
    let parts = parts.ok_or_else(|| "write a span as START..END, in code points".to_owned())?;
    match parts.iter().find(|part| part.start >= part.end) {
        Some(part) => Err(format!("{}..{} covers no text: a span starts before it ends", part.start, part.end)),
        None => Ok(Spans(parts)),
    }
}

pub(super) fn run(task: Annotate, out: &mut dyn Write) -> Result<(), Failure> {
    let path = &task.file;
    standard::refuse([path], "annotate changes a file, which the standard input is not")?;
    // The file is this command's until it ends; a window that has it open keeps it.
    let edited = if task.force { Edited::Accept } else { Edited::Refuse };
    let mut locked = LockedDocument::open(path, edited)?;
    tell_all(&locked.warnings);
    let document = &mut locked.content;
    let because = |message: String| Failure::Because(format!("{}: {message}; the file is as it was", path.display()));
    let label = LabelName::new(task.label.as_str());
    if document.schema.label(&label).is_none() {
        let known: Vec<_> = document.schema.labels.iter().map(|l| l.name.to_string()).collect();
        return Err(because(format!("the schema has no label '{label}'; it has {}", known.join(", "))));
    }
    let places = match (&task.place.text, task.fold.is_some() || task.clitics.is_some()) {
        (Some(text), true) => {
            let folds = task.fold.unwrap_or(Fold::Safe).folds();
            let policy = task.clitics.unwrap_or(CliticPolicyArg::Exclude).into();
            let propagation = Propagation::new(text, folds, policy).map_err(|error| because(error.to_string()))?;
            propagation.find_in(document, &label).into_iter().map(|found| vec![found.range]).collect()
        }
        _ => places(document, &task.place).map_err(because)?,
    };
    if places.is_empty() {
        return Err(because("the text has no such place".into()));
    }
    let asked = places.len();
    let mut editor = Editor::new(annotator_named(task.annotator.as_deref()));
    // A place that was named by hand is refused where the label stands on it; one that was found is passed over.
    let skip_existing = task.place.span.is_empty();
    let command = Command::AnnotatePlaces { places, label, provenance: Provenance::Human, skip_existing };
    let made = editor.run(document, command).map_err(|rejected| because(rejected.to_string()))?;
    let made: HashSet<AnnotationId> = made.touched().map(|annotation| annotation.id.clone()).collect();
    if made.len() < asked {
        let there = count(asked - made.len(), "place");
        warn(&format!("{}: the label is on {there} already", path.display()));
    }
    if made.is_empty() {
        return Ok(());
    }
    if task.dry_run {
        let many = count(made.len(), "annotation");
        warn(&format!("{}: {many} would be made; nothing was written", path.display()));
        return write_rows(document, document.annotations.iter().filter(|a| made.contains(&a.id)), out);
    }
    let shown = document.clone();
    let mut replacements = Replacements::default().by(editor.annotator.clone());
    replacements.replace(locked)?;
    for (path, report) in replacements.commit(versions_kept())? {
        tell_report(&path, &report);
    }
    write_rows(&shown, shown.annotations.iter().filter(|a| made.contains(&a.id)), out)
}

/// The ranges (bytes) of each annotation to be made.
fn places(document: &AnnotatedDocument, place: &TargetArgs) -> Result<Vec<Vec<Range<usize>>>, String> {
    let text = document.text();
    if let Some(quote) = &place.text {
        if quote.is_empty() {
            return Err("an empty text stands everywhere; name what is to be found".into());
        }
        let ranges = text.match_indices(quote.as_str()).map(|(at, found)| at..at + found.len());
        return Ok(ranges.map(|range| vec![range]).collect());
    }
    if let Some(regex) = &place.regex {
        let group = |captures: regex::Captures| captures.get(1).or(captures.get(0)).map(|m| m.range());
        let ranges = regex.captures_iter(text).filter_map(group).filter(|range| !range.is_empty());
        return Ok(ranges.map(|range| vec![range]).collect());
    }
    let map = OffsetMap::new(text);
    let byte = |place: u64| {
        let last = map.code_point(text.len()).0;
        map.byte_of_code_point(CodePoint(place))
            .ok_or_else(|| format!("there is no code point {place}: the text has {last}"))
    };
    let ranges = |Spans(parts): &Spans| parts.iter().map(|part| Ok(byte(part.start)?..byte(part.end)?)).collect();
    place.span.iter().map(ranges).collect()
}
