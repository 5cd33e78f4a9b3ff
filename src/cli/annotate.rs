//! `hashiya annotate`: a label on places of a document, through the same commands as in the window.

use std::io::Write;
use std::ops::Range;

use super::arguments::{Annotate, Place, Spans};
use super::clitics::Inside;
use super::import::annotator_named;
use super::inputs::not_a_document;
use super::report::write_rows;
use super::search::Fold;
use super::{Failure, tell};
use crate::edit::{Command, Context, Rejected, plan};
use crate::formats::offsets::{CodePoint, OffsetMap};
use crate::model::{AnnotatedDocument, Annotator, DocumentState, IdGenerator, LabelName, Provenance};
use crate::store::{self, Expect};
use crate::suggest::Propagation;

pub fn run(task: Annotate, out: &mut dyn Write) -> Result<(), Failure> {
    let path = &task.file;
    // The file is this command's until it ends; a window that has it open keeps it.
    let _lock = store::Lock::take(path).map_err(|held| Failure::Because(held.to_string()))?;
    if store::journal::journal_of(path).exists() {
        return Err(Failure::Because(format!(
            "{}: a window that crashed left steps that are not in the file; open it in the window first",
            path.display()
        )));
    }
    let (mut document, stamp) = store::load(path).map_err(|error| Failure::Because(not_a_document(path, &error)))?;
    let because = |message: String| Failure::Because(format!("{}: {message}; the file is as it was", path.display()));
    let label = LabelName::new(task.label.as_str());
    if document.schema.label(&label).is_none() {
        let known: Vec<_> = document.schema.labels.iter().map(|l| l.name.to_string()).collect();
        return Err(because(format!("the schema has no label '{label}'; it has {}", known.join(", "))));
    }
    let places = match (&task.place.text, task.fold.is_some() || task.clitics.is_some()) {
        (Some(text), true) => {
            let folds = task.fold.unwrap_or(Fold::Safe).folds();
            let policy = task.clitics.unwrap_or(Inside::Exclude).into();
            let propagation = Propagation::new(text, folds, policy).map_err(|error| because(error.to_string()))?;
            propagation.find_in(&document, &label).into_iter().map(|found| vec![found.range]).collect()
        }
        _ => places(&document, &task.place).map_err(because)?,
    };
    if places.is_empty() {
        return Err(because("the text has no such place".into()));
    }
    let annotator = annotator_named(task.annotator.as_deref());
    let mut desk = Desk::new(annotator, store::now(), seed());
    let mut made = Vec::new();
    let mut already = 0;
    for ranges in places {
        let command = Command::Annotate { ranges, label: label.clone(), provenance: Provenance::Human };
        match desk.run(&mut document, command) {
            Ok(ids) => made.extend(ids),
            Err(Rejected::AlreadyThere { .. }) if task.place.span.is_empty() => already += 1,
            Err(rejected) => return Err(because(rejected.to_string())),
        }
    }
    if already > 0 {
        tell(&format!("{}: {already} places carry the label already", path.display()));
    }
    if made.is_empty() {
        return Ok(());
    }
    if document.state == DocumentState::New {
        let begun = desk.run(&mut document, Command::SetState(DocumentState::InProgress));
        begun.map_err(|rejected| because(rejected.to_string()))?;
    }
    store::versions::keep(path)?;
    store::save(&document, path, Expect::Unchanged(stamp))?;
    store::versions::tidy(path, store::Settings::default().versions_kept as usize)?;
    write_rows(&document, document.annotations.iter().filter(|a| made.contains(&a.id)), out)
}

/// Somebody who gives commands, with the clock and the ids they need.
pub struct Desk {
    annotator: Annotator,
    now: crate::model::Timestamp,
    ids: IdGenerator,
}

impl Desk {
    pub fn new(annotator: Annotator, now: crate::model::Timestamp, seed: u64) -> Self {
        Desk { annotator, now, ids: IdGenerator::new(seed) }
    }

    /// Carries out a command; the ids of the annotations it made or changed.
    pub fn run(
        &mut self,
        document: &mut AnnotatedDocument,
        command: Command,
    ) -> Result<Vec<crate::model::AnnotationId>, Rejected> {
        let mut context = Context { annotator: &self.annotator, now: self.now, ids: &mut self.ids };
        let transaction = plan(document, command, &mut context)?;
        transaction.apply(document)?;
        Ok(transaction.touched().map(|a| a.id.clone()).collect())
    }
}

/// The ranges (bytes) of each annotation to be made.
fn places(document: &AnnotatedDocument, place: &Place) -> Result<Vec<Vec<Range<usize>>>, String> {
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

/// Differs from run to run, so that analysts who work apart do not make the same ids.
pub fn seed() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    (now.as_nanos() as u64) ^ u64::from(std::process::id()).rotate_left(48)
}
