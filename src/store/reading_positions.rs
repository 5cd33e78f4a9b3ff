//! Where the analyst stopped reading in each text, known by the text's digest, so that a renamed file still opens there.
//!
//! Places are a comfort and not work: a file of them that cannot be read is as good as none, and is written anew.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk;
use super::error::{LoadError, NotOurs, SaveError};
use super::header::{self, FileKind};
use super::own_file;
use super::unique::parse;
use crate::model::Digest;

/// Texts whose place is remembered; beyond them the longest unseen is forgotten.
const MOST: usize = 500;
/// Bytes; a file of so many places is far smaller.
const MAX_BYTES: u64 = 1 << 20;

/// Where somebody stopped reading. Bytes of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadingPlace {
    /// The first byte of the line at the top of the view.
    pub top: usize,
    /// How much of that line is above the view, in heights of a line.
    pub above: f32,
    pub caret: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "Places")]
struct FileV1 {
    version: u32,
    /// The one seen last comes last.
    places: Vec<(String, ReadingPlace)>,
}

/// The remembered places.
#[derive(Clone, Debug, Default)]
pub struct ReadingPositions {
    /// `None`: they last as long as the window.
    path: Option<PathBuf>,
    places: VecDeque<(Digest, ReadingPlace)>,
    changed: bool,
}

impl ReadingPositions {
    /// The places in `places.ron` of `folder`. A newer Hashiya's file is left alone.
    pub fn in_folder(folder: Option<&Path>) -> ReadingPositions {
        let Some(path) = folder.map(|folder| folder.join("places.ron")) else { return ReadingPositions::default() };
        match read(&path) {
            Ok(places) => ReadingPositions { path: Some(path), places, changed: false },
            Err(LoadError::NewerVersion { .. }) => ReadingPositions::default(),
            Err(_) => ReadingPositions { path: Some(path), places: VecDeque::new(), changed: false },
        }
    }

    pub fn get(&self, digest: Digest) -> Option<ReadingPlace> {
        self.places.iter().rev().find(|(known, _)| *known == digest).map(|(_, place)| *place)
    }

    pub fn put(&mut self, digest: Digest, place: ReadingPlace) {
        // The text on the screen is the last one nearly always: no other is looked at.
        if self.places.back() == Some(&(digest, place)) {
            return;
        }
        self.changed = true;
        if let Some(last) = self.places.back_mut().filter(|(known, _)| *known == digest) {
            last.1 = place;
            return;
        }
        self.places.retain(|(known, _)| *known != digest);
        if self.places.len() == MOST {
            self.places.pop_front();
        }
        self.places.push_back((digest, place));
    }

    /// The places to be written, if they changed since they were last asked for.
    pub fn take_changed(&mut self) -> Option<ReadingPositions> {
        std::mem::take(&mut self.changed).then(|| self.clone())
    }

    /// Writes the places, whole or not at all.
    pub fn save(&self) -> Result<(), SaveError> {
        let Some(path) = &self.path else { return Ok(()) };
        let places = self.places.iter().map(|(digest, place)| (digest.to_string(), *place)).collect();
        let config = ron::ser::PrettyConfig::default().depth_limit(2).new_line("\n");
        let file = FileV1 { version: header::VERSION, places };
        own_file::write(path, ron::Options::default().to_string_pretty(&file, config))
    }
}

/// Whether the file at `path` holds places that can be read.
pub fn check(path: &Path) -> Result<(), LoadError> {
    read(path).map(|_| ())
}

fn read(path: &Path) -> Result<VecDeque<(Digest, ReadingPlace)>, LoadError> {
    let bytes = disk::read(path, MAX_BYTES)?;
    let (source, kind) = header::open(path, &bytes)?;
    if kind != FileKind::Places {
        let what = NotOurs::Holds { found: kind, wanted: FileKind::Places };
        return Err(LoadError::NotOurs { path: path.into(), line: 1, what });
    }
    let file: FileV1 = parse(path, source)?;
    let sound = |(hex, place): (String, ReadingPlace)| {
        Some((Digest::from_hex(&hex)?, place)).filter(|(_, place)| (0.0..1000.0).contains(&place.above))
    };
    let mut places: VecDeque<_> = file.places.into_iter().filter_map(sound).collect();
    places.drain(..places.len().saturating_sub(MOST));
    Ok(places)
}
