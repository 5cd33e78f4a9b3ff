//! Every cut and every flipped bit of a document and of its journal is noticed: refused, told, or without any effect.

use std::path::{Path, PathBuf};

use hashiya::model::AnnotatedDocument;
use hashiya::store::checksum::Checksum;
use hashiya::store::journal::{Journal, JournalBase, Recovery, journal_of, recover};
use hashiya::store::{ContentHash, Expect, document_reader, save};

use crate::random_edits;

/// What came of the damages.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    /// The file was not read, or kept aside; the analyst is told.
    pub refused: usize,
    /// It was read, and the analyst is told that it is not as it was written.
    pub told: usize,
    /// It was read, and is what was written.
    pub same: usize,
    /// A journal that ends between two records, as after a crash at that moment.
    pub shorter: usize,
}

impl Outcome {
    pub fn and(self, other: Outcome) -> Outcome {
        Outcome {
            refused: self.refused + other.refused,
            told: self.told + other.told,
            same: self.same + other.same,
            shorter: self.shorter + other.shorter,
        }
    }
}

/// Each cut, and each flipped bit, of every `stride`th byte.
fn damages(
    sound: &[u8],
    stride: usize,
    mut check: impl FnMut(&[u8], &str) -> Result<(), String>,
) -> Result<(), String> {
    for end in (0..sound.len()).step_by(stride) {
        check(&sound[..end], &format!("a cut at {end} of {}", sound.len()))?;
    }
    let mut flipped = sound.to_vec();
    for at in (0..sound.len()).step_by(stride) {
        for bit in 0..8 {
            flipped[at] ^= 1 << bit;
            check(&flipped, &format!("bit {bit} of byte {at} of {}", sound.len()))?;
            flipped[at] ^= 1 << bit;
        }
    }
    Ok(())
}

fn written(document: &AnnotatedDocument) -> String {
    document_reader::write(Path::new("f.ron"), document).expect("sound")
}

/// Damages of the file of a document of several thousand bytes; every other has long spans and is of version 3.
pub fn of_document(seed: u64, stride: usize) -> Result<Outcome, String> {
    let mut document = random_edits::edited(&random_edits::document(seed), !seed, 60);
    if seed % 2 == 1 {
        document = random_edits::with_long_spans(&document);
    }
    let sound = written(&document);
    let mut outcome = Outcome::default();
    damages(sound.as_bytes(), stride, |damaged, what| {
        match document_reader::read_sealed(Path::new("f.ron"), damaged) {
            Err(_) => outcome.refused += 1,
            Ok((_, Checksum::Broken)) => outcome.told += 1,
            Ok((read, _)) if written(&read) == sound => outcome.same += 1,
            Ok(_) => return Err(format!("{what} of the document of seed {seed} is not noticed")),
        }
        Ok(())
    })?;
    Ok(outcome)
}

/// A document in a folder, its journal, and the document after each of the journal's steps.
struct Journalled {
    path: PathBuf,
    before: AnnotatedDocument,
    stamp: ContentHash,
    journal: Vec<u8>,
    states: Vec<String>,
}

impl Journalled {
    fn new(folder: &Path, seed: u64) -> Self {
        let before = random_edits::document(seed);
        let (_, steps) = random_edits::worked_on(&before, !seed, 12);
        let path = folder.join("خبر.ron");
        let stamp = save(&before, &path, Expect::Anything).expect("writable");
        let foundation = JournalBase { base: Some(stamp), text: before.document.digest(), content: None, first: 1 };
        let mut journal = Journal::begin(&journal_of(&path), &foundation, true).expect("writable");
        let mut now = before.clone();
        let mut states = vec![written(&now)];
        for (n, step) in steps.iter().enumerate() {
            journal.append(n as u64 + 1, step).expect("writable");
            step.apply(&mut now).expect("it was made here");
            states.push(written(&now));
        }
        drop(journal);
        let journal = std::fs::read(journal_of(&path)).expect("just written");
        Journalled { path, before, stamp, journal, states }
    }

    /// How many steps are recovered from a damaged journal, and whether the analyst is told of the damage.
    fn recovered(&self, journal: &[u8]) -> Result<(Option<usize>, bool), String> {
        std::fs::write(journal_of(&self.path), journal).expect("writable");
        match recover(&self.path, &self.before, self.stamp) {
            Recovery::Nothing => Ok((Some(0), false)),
            Recovery::Recovered(recovered) => {
                let steps = recovered.steps;
                if self.states.get(steps) != Some(&written(&recovered.content)) {
                    return Err(format!("{steps} steps led to what nobody wrote"));
                }
                if let Some(copy) = &recovered.damaged {
                    let kept = std::fs::read(copy).map_err(|e| e.to_string())?;
                    std::fs::remove_file(copy).map_err(|e| e.to_string())?;
                    if kept != journal {
                        return Err("what is kept is not the journal as it was".into());
                    }
                }
                Ok((Some(steps), recovered.torn || recovered.damaged.is_some()))
            }
            Recovery::Aside { path, .. } => {
                let kept = std::fs::read(&path).map_err(|e| e.to_string())?;
                std::fs::remove_file(&path).map_err(|e| e.to_string())?;
                match kept == journal {
                    true => Ok((None, true)),
                    false => Err("what is kept aside is not the journal as it was".into()),
                }
            }
        }
    }
}

/// Damages of the journal of a document in `folder`.
pub fn of_journal(folder: &Path, seed: u64, stride: usize) -> Result<Outcome, String> {
    let sound = Journalled::new(folder, seed);
    let all = sound.states.len() - 1;
    let mut outcome = Outcome::default();
    damages(&sound.journal, stride, |damaged, what| {
        let broken = |how: String| format!("{what} of the journal of seed {seed}: {how}");
        let between = sound.journal.starts_with(damaged) && matches!(damaged.last(), None | Some(b'\n'));
        match sound.recovered(damaged).map_err(broken)? {
            (None, _) => outcome.refused += 1,
            (Some(_), true) => outcome.told += 1,
            (Some(steps), false) if steps == all => outcome.same += 1,
            (Some(_), false) if between => outcome.shorter += 1,
            (Some(steps), false) => return Err(broken(format!("{steps} of {all} steps, and nobody is told"))),
        }
        Ok(())
    })?;
    Ok(outcome)
}

/// The quick share of what the torture suite does with every byte.
#[cfg(test)]
fn check(of: impl Fn(u64) -> Result<Outcome, String>) {
    let one = |seed| of(seed).unwrap_or_else(|broken| panic!("{broken}"));
    let seen = one(20_261_121).and(one(20_261_122));
    assert!(seen.refused > 0 && seen.told > 0, "{seen:?}");
}

#[test]
fn damage_to_a_document_is_noticed() {
    check(|seed| of_document(seed, 23));
}

#[test]
fn damage_to_a_journal_is_noticed_and_what_stood_before_it_is_recovered() {
    let folder = crate::fixture::Folder::new();
    check(|seed| of_journal(folder.path(), seed, 211));
}
