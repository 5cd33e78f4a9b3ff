//! Power cuts: a disk is recorded while documents on it are saved and annotated. Then the power is cut at any moment of the
//! record: what was flushed before is on the disk, of what was written since then any part, in any order, or torn within a
//! block. Each such disk is mounted again, and everything that had been acknowledged before the cut must be on it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command as Program;
use std::time::{Duration, Instant};

use hashiya::store::{self, Expect};

use crate::chosen;
use crate::disk::{Disks, Event, Image};
use crate::project_work;
use crate::scene::{Chance, Folder, counter, document, open, start, voice};

/// A file system: its name, how it is made, how large its disk is in MiB, how it is mounted.
struct System {
    name: &'static str,
    make: &'static [&'static str],
    size: u64,
    options: &'static str,
}

const SYSTEMS: &[System] = &[
    System { name: "ext4", make: &["mkfs.ext4", "-q", "-F"], size: 32, options: "loop" },
    System { name: "ext4 data=writeback", make: &["mkfs.ext4", "-q", "-F"], size: 32, options: "loop,data=writeback" },
    System { name: "xfs", make: &["mkfs.xfs", "-q", "-f"], size: 320, options: "loop" },
    System { name: "btrfs", make: &["mkfs.btrfs", "-q", "-f"], size: 128, options: "loop" },
];

/// A record ends after so many bytes or so long.
const RECORDED_BYTES: usize = 192 << 20;
const RECORDED_TIME: Duration = Duration::from_secs(20);

/// The folder of the project that is worked on.
const PROJECT: &str = "project";

/// What a disk writes whole or not at all, in bytes.
const SECTOR: usize = 512;

fn system(program: &str, arguments: &[&str]) -> Result<(), String> {
    let output = Program::new(program).args(arguments).output().map_err(|e| format!("{program}: {e}"))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr).trim_end())),
    }
}

fn name(path: &Path) -> &str {
    path.to_str().expect("Unicode")
}

/// A file system that is mounted until this is dropped.
struct Mounted(PathBuf);

impl Mounted {
    fn new(disk: &Path, at: &Path, options: &str) -> Result<Self, String> {
        std::fs::create_dir_all(at).map_err(|e| e.to_string())?;
        system("mount", &["-o", options, name(disk), name(at)])?;
        Ok(Mounted(at.to_path_buf()))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // A process that was killed a moment ago may still hold it.
        for _ in 0..200 {
            if system("umount", &[name(&self.0)]).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = system("umount", &["-l", name(&self.0)]);
    }
}

/// `times` power cuts of each file system.
pub fn run(times: usize) -> Result<String, String> {
    let folder = Folder::new("power");
    let [served, live, cut] = ["served", "live", "cut"].map(|name| folder.0.join(name));
    std::fs::create_dir_all(&served).map_err(|e| e.to_string())?;
    let disks = Disks::serve(&served).map_err(|e| format!("no disk can be served: {e}"))?;
    let only = std::env::var("SYSTEM").ok();
    let mut figures = Vec::new();
    for system in chosen("SYSTEM", only.as_deref(), SYSTEMS, |system| system.name)? {
        let empty = folder.0.join("empty.img");
        let (image, events) = record(system, &disks, &live, &empty).map_err(|e| format!("{}: {e}", system.name))?;
        let seen = cuts(system, &disks, &cut, image, &events, times).map_err(|e| format!("{}: {e}", system.name))?;
        figures.push(seen);
    }
    Ok(figures.join("; "))
}

/// Lets one program save and another annotate on a new disk; the disk as it was before, and what happened to it.
fn record(kind: &System, disks: &Disks, live: &Path, empty: &Path) -> Result<(Image, Vec<Event>), String> {
    let _ = std::fs::remove_file(empty);
    let file = std::fs::File::create(empty).map_err(|e| e.to_string())?;
    file.set_len(kind.size << 20).map_err(|e| e.to_string())?;
    let arguments: Vec<&str> = kind.make[1..].iter().copied().chain([name(empty)]).collect();
    system(kind.make[0], &arguments)?;
    let image = Image::from_file(empty).map_err(|e| e.to_string())?;
    std::fs::remove_file(empty).map_err(|e| e.to_string())?;

    let mounted = Mounted::new(&disks.insert(image.clone()), live, kind.options)?;
    let (saves, steps) = (live.join("saves.ron"), live.join("steps.ron"));
    for path in [&saves, &steps] {
        store::save(&document(40), path, Expect::Anything).map_err(|e| e.to_string())?;
    }
    let (ear, control, project) = (disks.ear(), live.join("control"), live.join(PROJECT));
    project_work::set_up(&project)?;
    let mut children = [("child-save", &saves), ("child-annotate", &steps), ("child-careless", &control)]
        .map(|(child, path)| start(child, &[name(path), name(&ear)]))
        .into_iter()
        .collect::<Vec<_>>();
    children.push(start("child-project", &[name(&project), name(&ear), "1"]));
    let begun = Instant::now();
    while begun.elapsed() < RECORDED_TIME && disks.written() < RECORDED_BYTES {
        std::thread::sleep(Duration::from_millis(20));
    }
    for child in children {
        child.kill();
    }
    drop(mounted);
    Ok((image, disks.take_events()))
}

/// The control: a program that writes a new file and renames it, and never waits for the disk. Cuts that it survives
/// would prove nothing of a program that does.
pub fn careless(arguments: &[String]) {
    let (path, mut out) = (Path::new(&arguments[0]), voice(arguments));
    for number in 1u64.. {
        let new = path.with_extension("new");
        let written = std::fs::write(&new, format!("{number:>5000}")).and_then(|()| std::fs::rename(&new, path));
        written.expect("the disk is large enough");
        let _ = writeln!(out, "careless {number}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// The largest numbers that were acknowledged so far.
#[derive(Clone, Default)]
struct Promised {
    saved: u64,
    safe: u64,
    careless: u64,
    project: project_work::Promised,
}

impl Promised {
    fn hear(&mut self, line: &str) {
        let number = |word: &str| line.strip_prefix(word).and_then(|number| number.parse::<u64>().ok());
        self.saved = self.saved.max(number("saved ").unwrap_or(0));
        self.safe = self.safe.max(number("safe ").unwrap_or(0));
        self.careless = self.careless.max(number("careless ").unwrap_or(0));
        self.project.hear(line);
    }
}

fn cuts(
    system: &System,
    disks: &Disks,
    at: &Path,
    mut flushed: Image,
    events: &[Event],
    times: usize,
) -> Result<String, String> {
    let seed =
        std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(hashiya::workspace::editor::seed);
    let mut chance = Chance::new(seed);
    // Before both files are there, nothing is promised.
    let first = events.iter().position(|event| matches!(event, Event::Said(line) if line.starts_with("saved ")));
    let first = first.ok_or("nothing was ever saved")?;
    let mut moments = moments_of(events, first, times, &mut chance);
    moments.sort_unstable();
    let (mut next, mut promised, mut loose) = (0, Promised::default(), Vec::new());
    let (mut lost, mut torn, mut missing, mut last) = (0usize, 0usize, 0usize, Promised::default());
    for (round, moment) in moments.into_iter().enumerate() {
        for event in &events[next..moment] {
            match event {
                Event::Write { offset, bytes } => loose.push((*offset, bytes.as_slice())),
                Event::Flush => loose.drain(..).for_each(|(offset, bytes)| flushed.write(offset, bytes)),
                Event::Said(line) => promised.hear(line),
            }
        }
        next = moment;
        let mut image = flushed.clone();
        let way = chance.below(4);
        let kept = chance.below(loose.len() as u64 + 1) as usize;
        for (n, (offset, bytes)) in loose.iter().enumerate() {
            match way {
                0 => lost += 1,
                1 if chance.below(2) == 0 => lost += 1,
                2 if n > kept => lost += 1,
                2 if n == kept => {
                    let sectors = chance.below((bytes.len() / SECTOR) as u64 + 1) as usize;
                    image.write(*offset, &bytes[..sectors * SECTOR]);
                    torn += 1;
                }
                _ => image.write(*offset, bytes),
            }
        }
        let broken = |what: String| format!("seed {seed}, cut {round} at event {moment} of {}: {what}", events.len());
        let after = Mounted::new(&disks.insert(image), at, system.options).map_err(broken)?;
        holds(&after.0, &promised).map_err(broken)?;
        let control = std::fs::read_to_string(after.0.join("control"));
        let control = control.ok().and_then(|number| number.trim_start().parse().ok()).unwrap_or(0u64);
        missing += usize::from(control < promised.careless);
        last = promised.clone();
    }
    if missing == 0 {
        return Err(format!(
            "seed {seed}: even a program that never waits for the disk lost nothing; this proves nothing"
        ));
    }
    Ok(format!(
        "{}: {times} power cuts in a record of {} writes and {} flushes ({} saves, {} steps and {} changes of a project acknowledged until the last \
         one), {lost} writes lost and {torn} torn by them (seed {seed}): 0 unreadable, 0 acknowledged missing; the control that never waits for the disk missed what it had \
         acknowledged {missing} times",
        system.name,
        events.iter().filter(|event| matches!(event, Event::Write { .. })).count(),
        events.iter().filter(|event| matches!(event, Event::Flush)).count(),
        last.saved,
        last.safe,
        last.project.done,
    ))
}

/// Moments to cut at: half of them anywhere, half where at least two writes have not been flushed yet.
fn moments_of(events: &[Event], first: usize, times: usize, chance: &mut Chance) -> Vec<usize> {
    let mut unflushed = 0;
    let mut loose: Vec<usize> = Vec::new();
    for (n, event) in events.iter().enumerate() {
        match event {
            Event::Write { .. } => unflushed += 1,
            Event::Flush => unflushed = 0,
            Event::Said(_) => {}
        }
        // A moment comes before the event of its number.
        if unflushed > 1 && n >= first {
            loose.push(n + 1);
        }
    }
    let anywhere = |chance: &mut Chance| first + 1 + chance.below((events.len() - first) as u64) as usize;
    let moment = |n: usize| match n % 2 == 1 && !loose.is_empty() {
        true => loose[chance.below(loose.len() as u64) as usize],
        false => anywhere(chance),
    };
    (0..times).map(moment).collect()
}

/// Whether everything that was promised is on the disk that is mounted at `at`.
fn holds(at: &Path, promised: &Promised) -> Result<(), String> {
    let (content, _) = store::load(&at.join("saves.ron")).map_err(|e| format!("unreadable: {e}"))?;
    let found = counter(&content, 0).unwrap_or(0);
    if found < promised.saved {
        return Err(format!("save {} was acknowledged, {found} is in the file", promised.saved));
    }
    let (session, notices) = open(&at.join("steps.ron"));
    let document = session.current().ok_or_else(|| format!("unreadable: {notices:?}"))?;
    let found = counter(document.content(), 0).unwrap_or(0);
    match found < promised.safe {
        true => Err(format!("step {} was called safe, {found} was recovered: {notices:?}", promised.safe)),
        false => promised.project.holds(&at.join(PROJECT)),
    }
}
