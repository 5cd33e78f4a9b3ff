//! `hashiya reanchor`: the annotations of a document brought to a text that changed, into a new file.

use std::collections::HashMap;
use std::io::Write;

use super::arguments::Reanchor;
use super::import::{options, read_file};
use super::inputs::not_a_document;
use super::{Failure, tell};
use crate::edit::diff::annotation_line;
use crate::edit::reanchor::{Fate, reanchor};
use crate::formats::{self, Vocabulary};
use crate::store::{self, Expect};

pub fn run(task: Reanchor, out: &mut dyn Write) -> Result<(), Failure> {
    let (old, _) = store::load(&task.file).map_err(|e| Failure::Because(not_a_document(&task.file, &e)))?;
    if !old.conflicts.is_empty() {
        let message = "it has conflicts, whose versions belong to its text; decide them first";
        return Err(Failure::Because(format!("{}: {message}", task.file.display())));
    }
    let format = formats::by_name("txt").ok_or_else(|| Failure::Because("no format reads texts".into()))?;
    let mut words = Vocabulary::growing((*old.schema).clone());
    let read =
        read_file(format, &task.text, &options(None, task.encoding, None), &mut words).map_err(Failure::Because)?;
    let [new] = &read.documents[..] else {
        return Err(Failure::Because(format!("{}: it holds no text", task.text.display())));
    };
    let found = reanchor(&old, new.text());
    for (annotation, fate) in &found.fates {
        let line = annotation_line(&old, annotation);
        match fate {
            Fate::Exact(_) => {}
            Fate::Moved(spans) => {
                let places: Vec<String> = spans.iter().map(|span| span.to_string()).collect();
                writeln!(out, "moved\t{line}\tto {}", places.join(","))?;
            }
            Fate::Ambiguous(places) => writeln!(out, "ambiguous\t{line}\t{}", in_words(places.len()))?,
            Fate::Lost => writeln!(out, "lost\t{line}")?,
        }
    }
    let [exact, moved, ambiguous, lost] = found.counts();
    tell(&format!("{exact} where they were, {moved} moved, {ambiguous} ambiguous, {lost} lost"));
    if ambiguous + lost > 0 && !task.leave_out {
        let message = "those listed as ambiguous or lost would be left out; with --leave-out the rest is written";
        return Err(Failure::Because(format!("nothing was written: {message}")));
    }
    let document = found.document(&HashMap::new()).map_err(|error| Failure::Because(error.to_string()))?;
    let gone = old.relations.len() - document.relations.len();
    if gone > 0 {
        tell(&format!("{gone} relations are left out with an annotation they linked"));
    }
    store::save(&document, &task.out, Expect::Absent)?;
    Ok(())
}

fn in_words(places: usize) -> String {
    match places {
        0 => "too many places to compare".into(),
        n => format!("{n} places are equally like it"),
    }
}
