//! Many new files forced to the disk together: to wait for each by itself takes the disk's longest moment as often as there are
//! files (5 000 documents: half a minute, and minutes where the disk is busy).
//!
//! Linux flushes a whole file system at once and says whether that went well. It is asked only where the file system is known to
//! pass the question on: one that is served by another program (FUSE, a network) may answer without having flushed anything.
//! There, and elsewhere, several threads wait for a file each.

use std::fs::File;
use std::io;
use std::path::Path;

use super::plain;

/// Up to so many files are waited for one by one: whatever else is written to that disk is none of theirs to wait for.
const FEW: usize = 16;

/// Threads that wait for files.
const THREADS: usize = 8;

/// Forces files to the disk, and gives back which could not be. The names in their folders are another matter.
pub(super) fn files<'a>(paths: &[&'a Path]) -> Result<(), (&'a Path, io::Error)> {
    flush_with(paths, plain::open)
}

/// Forces the names in these folders to the disk. Elsewhere than on Unix a folder cannot be opened, and the system writes names
/// by itself.
pub(super) fn folders<'a>(paths: &[&'a Path]) -> Result<(), (&'a Path, io::Error)> {
    if cfg!(unix) { flush_with(paths, plain::open_folder) } else { Ok(()) }
}

/// Each is opened once more: what the file system could not write since is told whoever asks first.
type Open = fn(&Path) -> io::Result<File>;

fn flush_with<'a>(paths: &[&'a Path], open: Open) -> Result<(), (&'a Path, io::Error)> {
    let flush = |path: &'a Path| open(path).and_then(|file| file.sync_all()).map_err(|error| (path, error));
    let (whole, single) = if paths.len() > FEW { by_file_system(paths, open) } else { (Vec::new(), paths.to_vec()) };
    for (path, file) in whole {
        flush_all(&file).map_err(|error| (path, error))?;
    }
    if single.len() <= FEW {
        return single.into_iter().try_for_each(flush);
    }
    let each = single.len().div_ceil(THREADS);
    std::thread::scope(|scope| {
        let parts = single.chunks(each);
        let waiting: Vec<_> = parts.map(|part| scope.spawn(move || part.iter().copied().try_for_each(flush))).collect();
        let lost = || (single[0], io::Error::other("a thread that waited for the disk ended early"));
        waiting.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(|_| Err(lost())))
    })
}

/// One of each file system that can be flushed as a whole, open; and all that lie elsewhere.
#[cfg(target_os = "linux")]
fn by_file_system<'a>(paths: &[&'a Path], open: Open) -> (Vec<(&'a Path, File)>, Vec<&'a Path>) {
    use std::os::unix::fs::MetadataExt;

    let mut known = std::collections::HashMap::new();
    let (mut whole, mut single) = (Vec::new(), Vec::new());
    for path in paths {
        let mut is_known = || {
            let opened = open(path).ok().filter(is_flushed_as_a_whole);
            let is_known = opened.is_some();
            whole.extend(opened.map(|opened| (*path, opened)));
            is_known
        };
        // What cannot be looked at is named when it is flushed by itself.
        let device = path.metadata().ok().map(|metadata| metadata.dev());
        if !device.is_some_and(|device| *known.entry(device).or_insert_with(&mut is_known)) {
            single.push(*path);
        }
    }
    (whole, single)
}

/// Local file systems whose `syncfs` waits for the disk, by the numbers that the system gives them: ext2 to ext4, XFS, Btrfs, F2FS,
/// and tmpfs, which has none.
#[cfg(target_os = "linux")]
fn is_flushed_as_a_whole(file: &File) -> bool {
    const KNOWN: [u32; 5] = [0xef53, 0x5846_5342, 0x9123_683e, 0xf2f5_2010, 0x0102_1994];
    rustix::fs::fstatfs(file).is_ok_and(|found| KNOWN.contains(&(found.f_type as u32)))
}

#[cfg(target_os = "linux")]
fn flush_all(file: &File) -> io::Result<()> {
    Ok(rustix::fs::syncfs(file)?)
}

#[cfg(not(target_os = "linux"))]
fn by_file_system<'a>(paths: &[&'a Path], _: Open) -> (Vec<(&'a Path, File)>, Vec<&'a Path>) {
    (Vec::new(), paths.to_vec())
}

#[cfg(not(target_os = "linux"))]
fn flush_all(file: &File) -> io::Result<()> {
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_files_and_few_are_flushed_and_one_that_is_gone_is_named() {
        let folder = std::env::temp_dir().join(format!("hashiya-flush-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("writable");
        let all: Vec<_> = (0..40).map(|n| folder.join(format!("{n}.txt"))).collect();
        all.iter().for_each(|path| std::fs::write(path, "نص").expect("writable"));
        let paths: Vec<&Path> = all.iter().map(|path| path.as_path()).collect();
        assert!(files(&paths).is_ok() && files(&paths[..3]).is_ok());
        std::fs::remove_file(paths[2]).expect("there");
        assert_eq!(files(&paths[..3]).map_err(|(path, _)| path), Err(paths[2]));
        std::fs::remove_dir_all(&folder).expect("it was made here");
    }
}
