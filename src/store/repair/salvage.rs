//! A file that is not RON any more: cut off, or with a line that was broken. What is lost is a line of the list of
//! annotations or relations, or the end; where the text itself is not whole, nothing is guessed.

use std::path::Path;

use crate::model::Digest;
use crate::store::document_reader::parse_file;
use crate::store::error::LoadError;

/// How many broken lines are left out before the file is given up: each costs a reading of the whole file.
const MAX_LINES: usize = 40;

/// How a file that was cut off may end: within its annotations, its relations, its conflicts, before its last line.
const ENDS: [&str; 5] = [
    "    ],\n    relations: [],\n)\n",
    "    ],\n)\n",
    ")\n",
    "    ],\n    conflicts: [],\n)\n",
    "    ],\n    relations: [],\n    conflicts: [],\n)\n",
];

/// What could be read of a file that is not RON.
pub(super) struct Salvaged {
    pub source: String,
    /// The lines that are not in it.
    pub dropped: Vec<String>,
    /// The file had no end.
    pub cut: bool,
}

/// The readable rest of `source`; `error` where the text is not whole.
pub(super) fn salvage(path: &Path, source: &str, version: u32, error: LoadError) -> Result<Salvaged, LoadError> {
    let whole = |candidate: &str| {
        let file = parse_file(path, candidate, version).ok()?;
        (Digest::from_hex(&file.digest) == Some(Digest::of(&file.text))).then_some(())
    };
    // Lines that were broken, in a file with an end.
    let mut rest = source.to_owned();
    let mut dropped = Vec::new();
    let mut broken = first_line(&error);
    while let Some(line) = broken.and_then(|line| place_of_line(&rest, line)) {
        if dropped.len() == MAX_LINES || !rest[line.clone()].trim_start().starts_with("(id: ") {
            break;
        }
        dropped.push(rest[line.clone()].trim().to_owned());
        rest.replace_range(line, "");
        match parse_file(path, &rest, version) {
            Ok(_) if whole(&rest).is_some() => return Ok(Salvaged { source: rest, dropped, cut: false }),
            Ok(_) => break,
            Err(error) => broken = first_line(&error),
        }
    }
    // A file without its end: the last line may be half.
    let last = source.rfind('\n').map_or(0, |at| at + 1);
    for (kept, cut) in [(source, ""), (&source[..last], &source[last..])] {
        for end in ENDS {
            let separator = if kept.ends_with('\n') { "" } else { "\n" };
            let candidate = [kept, separator, end].concat();
            if whole(&candidate).is_some() {
                let half = Some(cut.trim().to_owned()).filter(|half| !half.is_empty());
                return Ok(Salvaged { source: candidate, dropped: half.into_iter().collect(), cut: true });
            }
        }
    }
    Err(error)
}

/// Where a line, counted from 1, stands in `source`, with its end.
fn place_of_line(source: &str, line: usize) -> Option<std::ops::Range<usize>> {
    let before = line.checked_sub(1)?;
    let start = match before {
        0 => 0,
        _ => memchr::memchr_iter(b'\n', source.as_bytes()).nth(before - 1)? + 1,
    };
    let end = memchr::memchr(b'\n', &source.as_bytes()[start..]).map_or(source.len(), |at| start + at + 1);
    (start < end).then_some(start..end)
}

fn first_line(error: &LoadError) -> Option<usize> {
    match error {
        LoadError::Syntax { line, .. } => Some(*line),
        _ => None,
    }
}
