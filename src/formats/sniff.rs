//! Which format a file is of, by the beginning of what it holds. Its name only decides between formats that fit alike.

use std::borrow::Cow;
use std::path::Path;

use encoding_rs::Encoding;

use super::json_records::Records;
use super::zipped::SIGNATURE;

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
    /// Its first bytes are a signature: it is no text, whatever its bytes look like as one.
    Signed,
}

/// The beginning of a file, as it is and as text.
#[derive(Debug)]
pub struct Head<'a> {
    pub path: &'a Path,
    bytes: &'a [u8],
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
        Head { path, bytes, text, is_cut }
    }

    /// Whether these are its first bytes, before anything is made of them.
    pub fn begins_with(&self, signature: &[u8]) -> bool {
        self.bytes.starts_with(signature)
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is an archive in whose beginning an entry of this name stands.
    pub(super) fn is_zip_with(&self, name: &str) -> bool {
        self.is_zip() && memchr::memmem::find(self.bytes, name.as_bytes()).is_some()
    }

    pub(super) fn is_zip(&self) -> bool {
        self.bytes.starts_with(SIGNATURE)
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

    /// Whether it says in its first line that it is of WebAnno.
    pub(super) fn is_webanno(&self) -> bool {
        self.first_line().trim_start_matches('\u{feff}').starts_with("#FORMAT=WebAnno TSV")
    }

    /// The fields of the first records of JSON, as far as they are there.
    pub(super) fn records(&self) -> impl Iterator<Item = JsonFields<'_>> {
        const MOST: usize = 30;
        Records::of(&self.text).take(MOST).filter_map(|record| JsonFields::of(record.source.ok()?))
    }

    /// The best fit of the first records of JSON.
    pub(super) fn fit_of_records(&self, fit: impl Fn(&JsonFields<'_>) -> Fit) -> Fit {
        self.records().map(|fields| fit(&fields)).max().unwrap_or(Fit::No)
    }

    pub fn has_extension(&self, extensions: &[&str]) -> bool {
        self.path.extension().is_some_and(|own| extensions.iter().any(|e| own.eq_ignore_ascii_case(e)))
    }
}

/// The fields of an object of JSON that may be cut.
pub(super) struct JsonFields<'a>(Vec<(&'a str, &'a str)>);

impl<'a> JsonFields<'a> {
    /// `None` where it is no object.
    fn of(source: &'a str) -> Option<Self> {
        let source = source.trim_ascii();
        if !source.starts_with('{') {
            return None;
        }
        let mut fields = Vec::new();
        let (mut depth, mut quoted, mut escaped, mut begin) = (0usize, false, false, 0);
        let mut last = "";
        for (at, byte) in source.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => {
                    quoted = !quoted;
                    match quoted {
                        true => begin = at + 1,
                        false => last = &source[begin..at],
                    }
                }
                _ if quoted => {}
                b':' if depth == 1 => fields.push((last, source[at + 1..].trim_ascii_start())),
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth -= 1;
                    // What stands behind it is another thing.
                    if depth == 0 {
                        break;
                    }
                }
                _ => {}
            }
        }
        Some(JsonFields(fields))
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// What begins with the value of a field.
    pub(super) fn get(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(name, _)| *name == key).map(|(_, value)| *value)
    }

    /// What begins with the first item of a list that is a field.
    pub(super) fn first_item(&self, key: &str) -> Option<&'a str> {
        self.get(key)?.strip_prefix('[').map(str::trim_ascii_start)
    }

    /// The fields of the first item of a list that is a field.
    pub(super) fn first_object(&self, key: &str) -> Option<JsonFields<'a>> {
        JsonFields::of(self.first_item(key)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_of_a_record_are_seen_though_it_is_cut() {
        let fields =
            JsonFields::of("{\"a\": {\"b\":1}, \"c\\\"\":[ {\"d\":[1,2],\"e\":\"}\"}], \"f\":\"g").expect("an object");
        assert!(fields.has("a") && !fields.has("b") && fields.has("f") && !fields.has("d"));
        assert_eq!(fields.first_item("a"), None);
        let first = fields.first_object("c\\\"").expect("an item");
        assert!(first.has("d") && first.has("e") && !first.has("f"));
        assert!(JsonFields::of("[1]").is_none());
    }

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
