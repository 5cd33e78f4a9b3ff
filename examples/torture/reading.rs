//! What is read: files damaged by chance, every cut and flip of a file, documents there and back, merges.

use std::path::Path;
use std::time::Instant;

use hashiya::store::document_file;
use hashiya::store::seal::Seal;

use crate::{hostile, merge_laws, random_edits};

/// Each run begins elsewhere; this is said, so that it can be begun there again.
fn seed() -> u64 {
    let given = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(hashiya::session::seed)
}

/// `count` damaged files for each reader.
pub fn fuzz(count: usize) -> Result<String, String> {
    let seed = seed();
    let mut figures = vec![format!("seed {seed}")];
    let only = std::env::var("READER").ok();
    for reader in hostile::readers().iter().filter(|reader| only.as_deref().is_none_or(|name| name == reader.name)) {
        let begun = Instant::now();
        let taken = hostile::fuzz(reader, seed, count)?;
        let each = count as f64 / begun.elapsed().as_secs_f64();
        figures.push(format!("{}: {count} files, {taken} taken, {each:.0} a second", reader.name));
    }
    Ok(figures.join("; "))
}

/// `count` documents written, read and written again: the same bytes.
pub fn roundtrip(count: usize) -> Result<String, String> {
    let (seed, path, begun) = (seed(), Path::new("f.ron"), Instant::now());
    let mut bytes = 0;
    for n in 0..count as u64 {
        let document = random_edits::document(seed.wrapping_add(n));
        let broken = |what: &dyn std::fmt::Display| format!("document {}: {what}", seed.wrapping_add(n));
        let written = document_file::write(path, &document).map_err(|error| broken(&error))?;
        let (read, seal) = document_file::read_sealed(path, written.as_bytes()).map_err(|error| broken(&error))?;
        let again = document_file::write(path, &read).map_err(|error| broken(&error))?;
        if again != written || seal != Seal::Whole {
            return Err(broken(&"it came back otherwise"));
        }
        bytes += written.len();
    }
    let each = count as f64 / begun.elapsed().as_secs_f64();
    Ok(format!("seed {seed}; {count} documents, {bytes} bytes, all the same; {each:.0} a second"))
}

/// The laws of merging on `count` pairs of work on a common base.
pub fn merge(count: usize) -> Result<String, String> {
    let (seed, begun) = (seed(), Instant::now());
    for n in 0..count as u64 {
        let at = seed.wrapping_add(n);
        let steps = (at as usize % 17, (at >> 8) as usize % 17);
        std::panic::catch_unwind(|| merge_laws::check(at, steps))
            .map_err(|_| format!("a law is broken at seed {at} with {steps:?} steps"))?;
    }
    let each = count as f64 / begun.elapsed().as_secs_f64();
    Ok(format!("seed {seed}; {count} merges, every law kept; {each:.0} a second"))
}

/// Every cut and every flipped bit of a document of several thousand bytes, `count` times with another document.
pub fn flips(count: usize) -> Result<String, String> {
    let seed = seed();
    let (mut refused, mut noticed, mut harmless) = (0usize, 0usize, 0usize);
    for n in 0..count as u64 {
        let mut document = random_edits::document(seed.wrapping_add(n));
        document = random_edits::edited(&document, seed ^ n, 60);
        let sound = document_file::write(Path::new("f.ron"), &document).map_err(|error| error.to_string())?;
        let mut check = |damaged: &[u8], what: &str| match document_file::read_sealed(Path::new("f.ron"), damaged) {
            Err(_) => {
                refused += 1;
                Ok(())
            }
            Ok((_, Seal::Broken)) => {
                noticed += 1;
                Ok(())
            }
            Ok((read, _)) => {
                harmless += 1;
                let again = document_file::write(Path::new("f.ron"), &read).unwrap_or_default();
                if again == sound {
                    Ok(())
                } else {
                    Err(format!("{what} of document {n}, seed {seed}, is not noticed"))
                }
            }
        };
        let bytes = sound.as_bytes();
        for end in 0..bytes.len() {
            check(&bytes[..end], &format!("a cut at {end}"))?;
        }
        let mut flipped = bytes.to_vec();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                flipped[at] ^= 1 << bit;
                check(&flipped, &format!("bit {bit} of byte {at}"))?;
                flipped[at] ^= 1 << bit;
            }
        }
    }
    Ok(format!(
        "seed {seed}; {} damages: {refused} refused, {noticed} noticed by the seal, {harmless} with the same document",
        refused + noticed + harmless
    ))
}
