//! Which format a file is of, by the beginning of what it holds. Its name only decides between formats that fit alike.

use std::borrow::Cow;
use std::path::Path;

use encoding_rs::Encoding;

/// Bytes at the beginning of a file that are looked at.
pub const HEAD_BYTES: usize = 64 << 10;

/// How well what a file holds fits a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is not of this format.
    No,
    /// It may be: the extension has to say so.
    Maybe,
    /// Nothing else looks like this.
    Sure,
}

/// The beginning of a file, as text.
#[derive(Debug)]
pub struct Head<'a> {
    pub path: &'a Path,
    text: Cow<'a, str>,
    /// Whether the file goes on behind it.
    is_cut: bool,
}

impl<'a> Head<'a> {
    /// Of the first bytes of a file; `is_cut`: it has more. What is no UTF-8 is read by its byte order mark, or with marks of
    /// replacement: markup and tags are ASCII in all encodings that are read.
    pub fn new(path: &'a Path, bytes: &'a [u8], is_cut: bool) -> Self {
        let (bytes, is_cut) = if bytes.len() > HEAD_BYTES { (&bytes[..HEAD_BYTES], true) } else { (bytes, is_cut) };
        let text = match Encoding::for_bom(bytes) {
            Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0,
            None => String::from_utf8_lossy(bytes),
        };
        Head { path, text, is_cut }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines that are there as a whole.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        let whole = if self.is_cut { self.text.rsplit_once('\n').map_or("", |(whole, _)| whole) } else { &*self.text };
        whole.split(['\n', '\r'])
    }

    /// The first line with anything on it, as far as it is there.
    pub fn first_line(&self) -> &str {
        self.text.split('\n').map(str::trim).find(|line| !line.is_empty()).unwrap_or_default()
    }

    pub fn has_extension(&self, extensions: &[&str]) -> bool {
        self.path.extension().is_some_and(|own| extensions.iter().any(|e| own.eq_ignore_ascii_case(e)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_cut_is_not_looked_at() {
        let head = |bytes: &'static [u8], is_cut| {
            Head::new(Path::new("f"), bytes, is_cut).lines().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(head(b"a\nb\nc", true), ["a", "b"]);
        assert_eq!(head(b"a\nb\nc", false), ["a", "b", "c"]);
        assert_eq!(head(b"\xff\xfea\0\n\0b\0", false), ["a", "b"]);
        assert_eq!(Head::new(Path::new("f"), b"\n  \n x", true).first_line(), "x");
    }
}
