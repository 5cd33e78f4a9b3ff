//! The last line of a document's file: a checksum of everything before it, in a comment.
//!
//! The digest in the file speaks of the text alone. The seal notices a changed label, note or schema as well. A broken
//! seal does not close the file, which people may edit by hand; it is said, and the next save seals anew.

use sha2::{Digest as _, Sha256};

use super::disk::ContentHash;
use crate::model::Digest;

/// What a broken seal means, for a person.
pub const CHANGED: &str = "the file was changed after Hashiya wrote it, by hand or by another program; \
    everything in it was checked and can be read, and the next save seals it anew";

const MARK: &str = "// sha256: ";

/// What the last line of a file says of the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checksum {
    /// The file has none: an older Hashiya or another program wrote it.
    Absent,
    Whole,
    /// The file is not as Hashiya wrote it.
    Broken,
}

/// The seal of a file that holds these parts, and what the file with it is.
pub fn of(parts: &[String]) -> (String, ContentHash) {
    let mut hasher = Sha256::new();
    parts.iter().for_each(|part| hasher.update(part));
    let seal = format!("{MARK}{}\n", Digest::from_bytes(hasher.clone().finalize().into()));
    hasher.update(&seal);
    let len = parts.iter().map(String::len).sum::<usize>() + seal.len();
    (seal, ContentHash { hash: Digest::from_bytes(hasher.finalize().into()), len: len as u64 })
}

/// Compares the seal of `source` with the rest of it.
pub fn check(source: &str) -> Checksum {
    let lines = source.trim_end_matches(ENDS);
    let start = lines.rfind('\n').map_or(0, |at| at + 1);
    let said = said_by(&lines[start..]);
    said.map_or(Checksum::Absent, |said| compared(said, || Digest::of(&source[..start])))
}

/// The seal and the stamp of a file of `len` bytes, of which all but its `end` was hashed already; `None` where its last
/// line begins before.
pub(super) fn of_end(before: Sha256, end: &[u8], len: u64) -> Option<(Checksum, ContentHash)> {
    let shown = end.iter().rposition(|byte| !ENDS.contains(&char::from(*byte))).map_or(0, |at| at + 1);
    let start = memchr::memrchr(b'\n', &end[..shown])? + 1;
    let last = std::str::from_utf8(&end[start..shown]).ok()?;
    let with = |bytes: &[u8]| Digest::from_bytes(before.clone().chain_update(bytes).finalize().into());
    let seal = said_by(last).map_or(Checksum::Absent, |said| compared(said, || with(&end[..start])));
    Some((seal, ContentHash { hash: with(end), len }))
}

/// What may follow the last line.
const ENDS: [char; 4] = ['\n', '\r', ' ', '\t'];

/// What a line says of all before it, and whether that can be read; `None` where it is no seal.
fn said_by(last: &str) -> Option<Option<Digest>> {
    let begun = MARK.trim_end();
    // A line cut off within the mark was a seal as well.
    let cut = last.starts_with("//") && begun.starts_with(last);
    (cut || last.starts_with(begun)).then(|| last.strip_prefix(MARK).and_then(Digest::from_hex))
}

fn compared(said: Option<Digest>, found: impl FnOnce() -> Digest) -> Checksum {
    match said == Some(found()) {
        true => Checksum::Whole,
        false => Checksum::Broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_speaks_of_every_byte_before_it() {
        let mut sealed = String::from("(\n    version: 1,\n)\n");
        assert_eq!(check(&sealed), Checksum::Absent);
        let (seal, stamp) = of(&["(\n    version".into(), ": 1,\n)\n".into()]);
        sealed.push_str(&seal);
        assert_eq!(stamp, ContentHash::of(sealed.as_bytes()));
        assert_eq!(check(&sealed), Checksum::Whole);
        assert_eq!(check(&sealed.replace("1,", "1 ,")), Checksum::Broken);
        assert_eq!(check(&sealed.replace('\n', "\r\n")), Checksum::Broken);
        for end in sealed.rfind("//").expect("sealed") + 2..sealed.len() - 1 {
            assert_eq!(check(&sealed[..end]), Checksum::Broken, "{}", &sealed[..end]);
        }
        assert_eq!(check("// sha256 of nothing"), Checksum::Absent);
    }
}
