//! Power cuts: the disk below a mounted file system is copied while saves and steps are written; each copy is mounted as
//! after a power cut, and everything that had been acknowledged before must be in it.

use std::path::{Path, PathBuf};
use std::process::Command as Program;
use std::time::{Duration, Instant};

use hashiya::store::{self, Expect};

use crate::scene::{Chance, Folder, counter, document, open, start};

fn system(program: &str, arguments: &[&str]) -> Result<(), String> {
    let output = Program::new(program).args(arguments).output().map_err(|e| format!("{program}: {e}"))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr))),
    }
}

/// A file system in an image, mounted; unmounted at the end.
struct Mounted(PathBuf);

impl Mounted {
    fn new(image: &Path, at: &Path) -> Result<Self, String> {
        std::fs::create_dir_all(at).map_err(|e| e.to_string())?;
        system("mount", &["-o", "loop", image.to_str().expect("Unicode"), at.to_str().expect("Unicode")])?;
        Ok(Mounted(at.to_path_buf()))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = system("umount", &["-l", self.0.to_str().expect("Unicode")]);
    }
}

pub fn run(times: usize) -> Result<String, String> {
    // In memory, so that a copy is quick: the quicker it is, the more it is like one moment.
    let memory = Path::new("/dev/shm").join(format!("hashiya-torture-power-{}", std::process::id()));
    let folder = Folder::new("power");
    std::fs::create_dir_all(&memory).map_err(|e| e.to_string())?;
    let result = cuts(times, &memory, &folder);
    let _ = std::fs::remove_dir_all(&memory);
    result
}

fn cuts(times: usize, memory: &Path, folder: &Folder) -> Result<String, String> {
    let image = memory.join("disk.img");
    std::fs::write(&image, vec![0u8; 32 << 20]).map_err(|e| e.to_string())?;
    system("mkfs.ext4", &["-q", "-F", image.to_str().expect("Unicode")])?;
    let disk = Mounted::new(&image, &folder.0.join("disk"))?;
    let (saves, steps) = (disk.0.join("saves.ron"), disk.0.join("steps.ron"));
    for path in [&saves, &steps] {
        store::save(&document(40), path, Expect::Anything).map_err(|e| e.to_string())?;
    }
    system("sync", &["-f", disk.0.to_str().expect("Unicode")])?;
    let savers = start("child-save", &[saves.to_str().expect("Unicode")]);
    let steppers = start("child-annotate", &[steps.to_str().expect("Unicode")]);
    let mut chance = Chance::new(3);
    let (mut saved, mut safe) = (0u64, 0u64);
    let mut longest = Duration::ZERO;
    for round in 0..times {
        std::thread::sleep(Duration::from_micros(chance.below(8_000)));
        for (lines, word, most) in [(&savers.lines, "saved ", &mut saved), (&steppers.lines, "safe ", &mut safe)] {
            for (_, line) in lines.try_iter() {
                *most = line.strip_prefix(word).and_then(|n| n.parse().ok()).unwrap_or(*most);
            }
        }
        let began = Instant::now();
        let bytes = std::fs::read(&image).map_err(|e| e.to_string())?;
        longest = longest.max(began.elapsed());
        let cut = memory.join("cut.img");
        std::fs::write(&cut, bytes).map_err(|e| e.to_string())?;
        let after = Mounted::new(&cut, &folder.0.join("cut")).map_err(|e| format!("round {round}: {e}"))?;
        let (content, _) =
            store::load(&after.0.join("saves.ron")).map_err(|e| format!("round {round}: unreadable: {e}"))?;
        let found = counter(&content, 0).unwrap_or(0);
        if found < saved {
            return Err(format!("round {round}: save {saved} was acknowledged, {found} is in the file"));
        }
        let (session, notices) = open(&after.0.join("steps.ron"));
        let document = session.current().ok_or_else(|| format!("round {round}: unreadable: {notices:?}"))?;
        let found = counter(document.content(), 0).unwrap_or(0);
        if found < safe {
            return Err(format!("round {round}: step {safe} was called safe, {found} was recovered: {notices:?}"));
        }
    }
    savers.kill();
    steppers.kill();
    Ok(format!(
        "{times} power cuts of ext4 under load, {saved} saves and {safe} steps acknowledged by the last: 0 unreadable, 0 \
         acknowledged missing; a copy took at most {longest:?}"
    ))
}
