//! Files on their way to their place: written beside it under a name with a mark of ours, so that what a crash leaves of
//! them is known for ours, and nothing that belongs to a person is taken for it.
//!
//! `std` has all that this needs. The crate `atomic-write-file` did it before: its names could not be told from a person's
//! (`.doc.ron.backup`), it did not say where its file was when a commit failed, and it flushed a second time between the last
//! check and the rename.

use std::collections::hash_map::RandomState;
use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, Hasher};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::plain;

/// How the name of every temporary file ends.
const MARK: &str = ".hashiya-tmp";

/// Digits of a name that tell two files for one target apart.
const DIGITS: usize = 8;

/// The most of the target's name that a temporary name repeats, in bytes: no target has a name that is allowed and too long
/// for its temporary file (file systems allow 143 bytes at the least).
const MAX_NAME_BYTES: usize = 100;

/// How often another name is tried where one is taken.
const TRIES: usize = 64;

/// A file that is written beside the place it is meant for. Dropped before it has taken that place, it is removed.
#[derive(Debug)]
pub(super) struct Temporary {
    file: File,
    path: PathBuf,
    /// The folder, opened before anything is written, so that what forbids it is known while nothing has happened yet.
    folder: Option<File>,
    placed: bool,
}

impl Temporary {
    /// A new file, to be written and read, in the folder of `target`.
    pub(super) fn beside(target: &Path) -> std::io::Result<Temporary> {
        let mut tried = 0;
        loop {
            match Temporary::at(target.with_file_name(name_for(target, random())), OpenOptions::new().write(true)) {
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && tried < TRIES => tried += 1,
                made => return made,
            }
        }
    }

    /// The one file for `target` at [`only_place`], opened by `options`. What a crash left there goes: who calls this has
    /// `target` alone.
    pub(super) fn only_beside(target: &Path, options: &mut OpenOptions) -> std::io::Result<Temporary> {
        let place = only_place(target);
        match fs::remove_file(&place) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Temporary::at(place, options),
        }
    }

    fn at(path: PathBuf, options: &mut OpenOptions) -> std::io::Result<Temporary> {
        let folder = open_folder(&path)?;
        // Nothing is opened that is there, nor what a link there leads to.
        let file = options.read(true).create_new(true).open(&path)?;
        Ok(Temporary { file, path, folder, placed: false })
    }

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    pub(super) fn file_mut(&mut self) -> &mut File {
        &mut self.file
    }

    /// Gives it the permissions of the file at `target`, which it is to replace, and its owner as far as the system lets us:
    /// only a privileged user may give files away.
    #[cfg(unix)]
    pub(super) fn take_after(&self, target: &Path) -> std::io::Result<()> {
        use std::os::unix::fs::{MetadataExt, fchown};
        let old = match fs::symlink_metadata(target) {
            Ok(old) => old,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        self.file.set_permissions(old.permissions())?;
        let new = self.file.metadata()?;
        if (new.uid(), new.gid()) == (old.uid(), old.gid()) {
            return Ok(());
        }
        match fchown(&self.file, Some(old.uid()), Some(old.gid())) {
            Err(error) if error.kind() != std::io::ErrorKind::PermissionDenied => Err(error),
            _ => Ok(()),
        }
    }

    /// Elsewhere a new file takes what its folder gives.
    #[cfg(not(unix))]
    pub(super) fn take_after(&self, _: &Path) -> std::io::Result<()> {
        Ok(())
    }

    /// Puts it in the place of `target`, which is in the same folder. After an error it is where it was.
    pub(super) fn take_place(&mut self, target: &Path) -> std::io::Result<()> {
        fs::rename(&self.path, target)?;
        self.placed = true;
        Ok(())
    }

    /// Leaves it where it is, to take its place together with others.
    pub(super) fn leave(mut self) -> PathBuf {
        self.placed = true;
        std::mem::take(&mut self.path)
    }

    /// Whether it still has its temporary name.
    pub(super) fn is_waiting(&self) -> bool {
        fs::symlink_metadata(&self.path).is_ok()
    }

    /// Makes the names in its folder survive a power cut. Elsewhere than on Unix a folder cannot be opened, and the system
    /// writes names by itself.
    pub(super) fn sync_folder(&self) -> std::io::Result<()> {
        self.folder.as_ref().map_or(Ok(()), File::sync_all)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.placed {
            // What cannot be removed is found by its mark some time.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// The folder of a path; the one we are in where none is named.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(unix)]
fn open_folder(target: &Path) -> std::io::Result<Option<File>> {
    plain::open_folder(folder_of(target)).map(Some)
}

#[cfg(not(unix))]
fn open_folder(_: &Path) -> std::io::Result<Option<File>> {
    Ok(None)
}

/// `.NAME.XXXXXXXX.hashiya-tmp`, with as much of the target's name as a person needs to know it again.
fn name_for(target: &Path, number: u32) -> String {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let name = name.trim_start_matches('.');
    let name = if name.is_empty() { "file" } else { &name[..name.floor_char_boundary(MAX_NAME_BYTES)] };
    format!(".{name}.{number:0DIGITS$x}{MARK}")
}

/// Whether a name has our mark: no file of a person has it by chance.
pub(super) fn is_temporary_name(name: &OsStr) -> bool {
    let parts = || name.to_str()?.strip_suffix(MARK)?.strip_prefix('.')?.rsplit_once('.');
    let digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    parts().is_some_and(|(target, number)| !target.is_empty() && number.len() == DIGITS && number.bytes().all(digit))
}

/// The name that only this target's file has, and that does not change: for files of which there is one at a time.
pub(super) fn only_place(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default();
    let hash: [u8; 32] = Sha256::digest(name.as_encoded_bytes()).into();
    target.with_file_name(name_for(target, u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])))
}

/// A name for a further file beside `target`, which nothing has yet.
pub(super) fn free_name(target: &Path) -> PathBuf {
    loop {
        let path = target.with_file_name(name_for(target, random()));
        if fs::symlink_metadata(&path).is_err() {
            return path;
        }
    }
}

/// Names need be new, not secret: a file that is there is never opened.
fn random() -> u32 {
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u32(std::process::id());
    hasher.finish() as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_ours(name: &str) -> bool {
        is_temporary_name(OsStr::new(name))
    }

    #[test]
    fn only_our_mark_looks_like_it() {
        for ours in [".خبر.ron.0a1b2c3d.hashiya-tmp", ".a.00000000.hashiya-tmp", ".a.b.c.ffffffff.hashiya-tmp"] {
            assert!(is_ours(ours), "{ours}");
        }
        for other in [
            // What a person or another program may have beside a document.
            ".doc.ron.backup",
            ".doc.ron.aB3xY9",
            ".doc.ron.0a1b2c3d",
            ".doc.ron.swp",
            "doc.ron~",
            ".hashiya-tmp",
            "notes.hashiya-tmp",
            ".notes.hashiya-tmp",
            // Nearly ours.
            "a.0a1b2c3d.hashiya-tmp",
            ".0a1b2c3d.hashiya-tmp",
            "..0a1b2c3d.hashiya-tmp",
            ".a.0A1B2C3D.hashiya-tmp",
            ".a.0a1b2c3.hashiya-tmp",
            ".a.0a1b2c3d4.hashiya-tmp",
            ".a.0a1b2c3g.hashiya-tmp",
            ".a.0a1b2c3d.hashiya-tmp.bak",
            ".a.0a1b2c3d.hashiya-tmp2",
            ".a.0a1b2c3d-hashiya-tmp",
        ] {
            assert!(!is_ours(other), "{other}");
        }
    }

    #[test]
    fn a_file_that_did_not_take_its_place_is_gone() {
        let folder = std::env::temp_dir().join(format!("hashiya-temporary-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("writable");
        let target = folder.join("a.ron");
        let mut placed = Temporary::beside(&target).expect("writable");
        let dropped = Temporary::beside(&target).expect("writable");
        assert_ne!(placed.path, dropped.path);
        assert!(placed.path.exists() && dropped.path.exists());
        assert!(placed.take_place(&folder.join("none/a.ron")).is_err() && placed.is_waiting());
        placed.take_place(&target).expect("the same folder");
        drop((placed, dropped));
        fs::write(only_place(&target), "left by a crash").expect("writable");
        let only = Temporary::only_beside(&target, OpenOptions::new().write(true)).expect("writable");
        assert_eq!((only.path.clone(), only.file.metadata().expect("open").len()), (only_place(&target), 0));
        drop(only);
        let names: Vec<_> = fs::read_dir(&folder).expect("there").map(|e| e.expect("there").file_name()).collect();
        assert_eq!(names, ["a.ron"]);
        fs::remove_dir_all(&folder).expect("ours");
    }

    #[test]
    fn a_path_without_a_folder_is_in_the_one_we_are_in() {
        assert_eq!(folder_of(Path::new("doc.ron")), Path::new("."));
        assert_eq!(folder_of(Path::new("a/doc.ron")), Path::new("a"));
        assert_eq!(only_place(Path::new("doc.ron")).parent(), Some(Path::new("")));
        let made = Temporary::beside(Path::new("doc.ron")).expect("writable");
        assert!(made.is_waiting() && made.path.parent() == Some(Path::new("")));
    }

    /// Names as they are found on disks: long, hidden, in any script, with marks like ours.
    fn any_name() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            "[a-z0-9]{1,9}",
            "[\u{621}-\u{64a}]{1,140}",
            Just("ron".to_owned()),
            Just("hashiya-tmp".to_owned()),
            "[0-9a-f]{8}",
            "[^/\0]{1,12}",
        ];
        (prop::bool::ANY, prop::collection::vec(part, 1..5))
            .prop_map(|(hidden, parts)| format!("{}{}", if hidden { "." } else { "" }, parts.join(".")))
    }

    proptest! {
        #[test]
        fn each_temporary_name_is_known_and_fits(name in any_name(), number in any::<u32>()) {
            let temporary = name_for(Path::new(&name), number);
            prop_assert!(is_ours(&temporary), "{}", temporary);
            prop_assert!(temporary.len() <= 143, "{} bytes", temporary.len());
            prop_assert!(temporary.starts_with('.'));
        }

        #[test]
        fn what_is_taken_for_ours_has_the_mark_whole(name in any_name()) {
            let bytes = name.as_bytes();
            let marked = name.ends_with(".hashiya-tmp") && bytes[0] == b'.' && bytes.len() > 23 && {
                let number = &bytes[bytes.len() - 21..bytes.len() - 12];
                number[0] == b'.' && number[1..].iter().all(|b| b"0123456789abcdef".contains(b))
            };
            prop_assert_eq!(is_ours(&name), marked);
        }
    }
}
