//! What is read: files damaged by chance, every cut and flip of a file, documents there and back, merges.

use std::path::Path;
use std::time::{Duration, Instant};

use hashiya::store::checksum::Checksum;
use hashiya::store::document_reader;

use crate::scene::Folder;
use crate::{chosen, flips, heap, hostile, merge_laws, random_edits};

/// Each run begins elsewhere; this is said, so that it can be begun there again.
fn seed() -> u64 {
    let given = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(hashiya::workspace::editor::seed)
}

/// No reader may take so long for a damaged file of some kilobytes, and none so much memory.
const LONGEST: Duration = Duration::from_secs(1);
const MAX_BYTES: usize = 64 << 20;

/// What the damaged files of one reader led to.
#[derive(Default)]
struct Seen {
    taken: usize,
    slowest: (Duration, u64),
    largest: (usize, u64),
}

/// `count` damaged files for each reader, on every processor. `READER` names one of them; `SEED` with `INPUT` tries one input
/// `count` times again, such as one that was told to be slow.
pub fn fuzz(count: usize) -> Result<String, String> {
    let seed = seed();
    let mut figures = vec![format!("seed {seed}")];
    let only = std::env::var("READER").ok();
    let input: Option<u64> =
        std::env::var("INPUT").ok().map(|n| n.parse().map_err(|_| format!("INPUT={n} is no number"))).transpose()?;
    let all = hostile::readers();
    let chosen = chosen("READER", only.as_deref(), &all, |reader| reader.name)?;
    for reader in chosen {
        if let Some(input) = input {
            figures.push(again(reader, seed, input, count)?);
            continue;
        }
        let begun = Instant::now();
        let threads = std::thread::available_parallelism().map_or(1, usize::from) as u64;
        let seen = std::thread::scope(|scope| {
            let share =
                |first| scope.spawn(move || share(reader, seed, (first..count as u64).step_by(threads as usize)));
            let shares: Vec<_> = (0..threads).map(share).collect();
            let join = |all: Seen, share: std::thread::ScopedJoinHandle<Result<Seen, String>>| {
                let one = share.join().map_err(|_| "a thread of the suite panicked".to_owned())??;
                Ok::<_, String>(Seen {
                    taken: all.taken + one.taken,
                    slowest: all.slowest.max(one.slowest),
                    largest: all.largest.max(one.largest),
                })
            };
            shares.into_iter().try_fold(Seen::default(), join)
        })?;
        if seen.slowest.0 > LONGEST || seen.largest.0 > MAX_BYTES {
            let (time, at) = seen.slowest;
            let (bytes, most_at) = seen.largest;
            let what = format!("took {time:?} for input {at} and {bytes} bytes for input {most_at}");
            return Err(format!("{} {what}, seed {seed}", reader.name));
        }
        let each = count as f64 / begun.elapsed().as_secs_f64();
        let line = format!(
            "{}: {count} files, {} taken, {each:.0} a second, slowest {:?}, most memory {} kB",
            reader.name,
            seen.taken,
            seen.slowest.0,
            seen.largest.0 / 1000
        );
        println!("{line}");
        figures.push(line);
    }
    Ok(figures.join("; "))
}

/// One input `count` times: how long it takes at the least and at the most.
fn again(reader: &hostile::Reader, seed: u64, input: u64, count: usize) -> Result<String, String> {
    let (mut least, mut most) = (Duration::MAX, Duration::ZERO);
    for _ in 0..count.max(1) {
        let before = Instant::now();
        hostile::try_one(reader, seed, input)?;
        let took = before.elapsed();
        (least, most) = (least.min(took), most.max(took));
    }
    Ok(format!("{}: input {input} takes {least:?} to {most:?}", reader.name))
}

fn share(reader: &hostile::Reader, seed: u64, numbers: impl Iterator<Item = u64>) -> Result<Seen, String> {
    let mut seen = Seen::default();
    for n in numbers {
        heap::forget_peak();
        let before = Instant::now();
        seen.taken += usize::from(hostile::try_one(reader, seed, n)?);
        let mut took = before.elapsed();
        // The machine may have been busy with something else, even twice in turn: a slow reader is slow each time.
        for _ in 0..5 {
            if took <= LONGEST / 10 {
                break;
            }
            let again = Instant::now();
            hostile::try_one(reader, seed, n)?;
            took = took.min(again.elapsed());
        }
        seen.slowest = seen.slowest.max((took, n));
        seen.largest = seen.largest.max((heap::peak(), n));
    }
    Ok(seen)
}

/// `count` documents written, read and written again: the same bytes.
pub fn roundtrip(count: usize) -> Result<String, String> {
    let (seed, path, begun) = (seed(), Path::new("f.ron"), Instant::now());
    let mut bytes = 0;
    for n in 0..count as u64 {
        let document = random_edits::document(seed.wrapping_add(n));
        let broken = |what: &dyn std::fmt::Display| format!("document {}: {what}", seed.wrapping_add(n));
        let written = document_reader::write(path, &document).map_err(|error| broken(&error))?;
        let (read, seal) = document_reader::read_sealed(path, written.as_bytes()).map_err(|error| broken(&error))?;
        let again = document_reader::write(path, &read).map_err(|error| broken(&error))?;
        if again != written || seal != Checksum::Whole {
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

/// Every cut and every flipped bit of a document of several thousand bytes and of a journal, `count` times with others.
pub fn flips(count: usize) -> Result<String, String> {
    let (seed, folder) = (seed(), Folder::new("flips"));
    let (mut documents, mut journals) = (flips::Outcome::default(), flips::Outcome::default());
    for n in 0..count as u64 {
        documents = documents.and(flips::of_document(seed.wrapping_add(n), 1)?);
        journals = journals.and(flips::of_journal(&folder.0, seed.wrapping_add(n), 1)?);
    }
    Ok(format!("seed {seed}; damages to documents: {documents:?}; to journals: {journals:?}"))
}
