//! From bytes to text: the encodings Arabic files come in, guessed where nobody says, never repaired.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::error::{Binary, ImportProblem};

/// An encoding of text, by the names of the WHATWG: `utf-8`, `utf-16le`, `windows-1256`, `iso-8859-6` and others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextEncoding(&'static Encoding);

impl TextEncoding {
    /// `None` for a name nobody knows. `utf-16` means little-endian unless a byte order mark says otherwise.
    pub fn from_name(name: &str) -> Option<Self> {
        Encoding::for_label_no_replacement(name.trim().as_bytes()).map(TextEncoding)
    }

    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

/// A text and how it was found in its bytes.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    /// Borrowed where the bytes are UTF-8.
    pub text: Cow<'a, str>,
    pub encoding: TextEncoding,
    /// A byte order mark stood at the head. It is not part of the text.
    pub had_mark: bool,
    /// Nobody said so: the encoding was inferred.
    pub guessed: bool,
}

/// How a text would begin if its bytes were read as `encoding`, and how many of them would make no sense. For showing
/// only: nothing is imported this way.
pub fn preview(bytes: &[u8], encoding: TextEncoding, characters: usize) -> (String, usize) {
    let (text, _, _) = encoding.0.decode(bytes);
    let unreadable = text.chars().filter(|c| *c == '\u{fffd}').count();
    (text.chars().take(characters).collect(), unreadable)
}

/// Bytes that a guess of the encoding looks at before all of them: chardetng reads some 8 MB a second, and its own use in a
/// browser decides by far less.
const GUESS_BYTES: usize = 1 << 20;

/// Why bytes are not text, and at which byte.
pub type Undecoded = (ImportProblem, usize);

/// The text in `bytes`, character by character as it is: line ends, marks and order stay.
pub fn decode(bytes: &[u8], encoding: Option<TextEncoding>) -> Result<Decoded<'_>, Undecoded> {
    if bytes.is_empty() {
        return Err((ImportProblem::Empty, 0));
    }
    let marked = Encoding::for_bom(bytes);
    let (found, mark, guessed, sound) = match (marked, encoding) {
        // A mark and a name that contradict it: the person who named it is right, except about the order of UTF-16.
        (Some((found, mark)), None) => (found, mark, false, None),
        (Some((found, mark)), Some(said)) if said.0 == found || is_utf16(said.0) && is_utf16(found) => {
            (found, mark, false, None)
        }
        (_, Some(said)) => (said.0, 0, false, None),
        (None, None) => {
            let (found, sound) = guess(bytes, GUESS_BYTES)?;
            (found, 0, true, sound)
        }
    };
    // What was held to UTF-8 already, and has no NUL, is not read again.
    if let Some(text) = sound {
        return Ok(Decoded { text: text.into(), encoding: TextEncoding(found), had_mark: false, guessed: false });
    }
    let decoded = decode_as(&bytes[mark..], found);
    let (found, decoded) = match decoded {
        // What stands beyond the bytes that were looked at contradicts the guess.
        Err(_) if guessed && bytes.len() > GUESS_BYTES => {
            let (found, _) = guess(bytes, bytes.len())?;
            (found, decode_as(bytes, found))
        }
        decoded => (found, decoded),
    };
    let text =
        decoded.map_err(|at| (ImportProblem::Undecodable { encoding: found.name(), at: at + mark }, at + mark))?;
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        return Err((ImportProblem::Binary(Binary::Nul), at));
    }
    if text.is_empty() {
        return Err((ImportProblem::Empty, 0));
    }
    Ok(Decoded { text, encoding: TextEncoding(found), had_mark: mark > 0, guessed: guessed && found != UTF_8 })
}

fn is_utf16(encoding: &Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// The encoding of `bytes` by their content, of which the detector sees `most` bytes from the first that is not ASCII; the text where
/// it is UTF-8.
fn guess(bytes: &[u8], most: usize) -> Result<(&'static Encoding, Option<&str>), Undecoded> {
    if let Some(kind) = known_binary(bytes) {
        return Err((ImportProblem::Binary(kind), 0));
    }
    // Before UTF-8: Arabic letters in UTF-16 are all ASCII bytes.
    if let Some(order) = guess_utf16(bytes) {
        return Ok((order, None));
    }
    if let Some(at) = memchr::memchr(0, bytes) {
        return Err((ImportProblem::Binary(Binary::Nul), at));
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok((UTF_8, Some(text))),
        Err(error) => error,
    };
    let controls = bytes.iter().filter(|b| matches!(b, 1..=8 | 14..=26 | 28..=31)).count();
    if controls * 20 > bytes.len() {
        return Err((ImportProblem::Binary(Binary::Data), 0));
    }
    if is_damaged_utf8(bytes) {
        let at = error.valid_up_to();
        return Err((ImportProblem::Undecodable { encoding: UTF_8.name(), at }, at));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    detector.feed(&bytes[first..bytes.len().min(first.saturating_add(most))], true);
    // Between encodings that fit equally well, what is usual where Arabic is written.
    Ok((detector.guess(Some(b"eg"), Utf8Detection::Deny), None))
}

/// Files that are often taken for text.
fn known_binary(bytes: &[u8]) -> Option<Binary> {
    const KINDS: &[(&[u8], Binary)] = &[
        (b"%PDF", Binary::Pdf),
        (b"PK\x03\x04", Binary::Zip),
        (b"\xd0\xcf\x11\xe0", Binary::OldOffice),
        (b"{\\rtf", Binary::Rtf),
        (b"\x89PNG", Binary::Picture),
        (b"\xff\xd8\xff", Binary::Picture),
        (b"GIF8", Binary::Picture),
        (b"\x1f\x8b", Binary::Gzip),
        (b"\x7fELF", Binary::Program),
        (b"SQLite format 3", Binary::Database),
    ];
    KINDS.iter().find(|(head, _)| bytes.starts_with(head)).map(|(_, kind)| *kind)
}

/// UTF-16 without a mark: nearly every unit is Latin, Arabic or punctuation, so its upper byte is one of a few that
/// hardly occur in other texts, on one side of each pair.
fn guess_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(8192) & !1];
    if sample.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let share = |side: usize| {
        let upper = sample.iter().skip(side).step_by(2);
        upper.filter(|b| matches!(b, 0x00 | 0x06)).count() * 100 / (sample.len() / 2)
    };
    match (share(0), share(1)) {
        (big, little) if little >= 70 && big < 40 => Some(UTF_16LE),
        (big, little) if big >= 70 && little < 40 => Some(UTF_16BE),
        _ => None,
    }
}

/// Mostly sequences of UTF-8 with a few broken ones, rather than a text in an eight-bit encoding.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > broken
}

/// Decodes without replacing anything; the byte at which that fails otherwise.
fn decode_as<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Result<Cow<'a, str>, usize> {
    if encoding == UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.into()),
            Err(error) => Err(error.valid_up_to()),
        };
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let most = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len());
    let mut text = String::with_capacity(most);
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        DecoderResult::InputEmpty => Ok(text.into()),
        DecoderResult::Malformed(bad, after) => Err(read.saturating_sub(usize::from(bad) + usize::from(after))),
        DecoderResult::OutputFull => Err(read),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "قال محمد إن المدينة هادئة،\r\nوالناس بخير.";

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
    }

    #[track_caller]
    fn check(bytes: &[u8], encoding: &str, had_mark: bool) {
        let decoded = decode(bytes, None).expect("text");
        assert_eq!((&*decoded.text, decoded.encoding.name(), decoded.had_mark), (TEXT, encoding, had_mark));
    }

    #[test]
    fn the_encodings_of_arabic_files_are_guessed() {
        check(TEXT.as_bytes(), "UTF-8", false);
        check(format!("\u{feff}{TEXT}").as_bytes(), "UTF-8", true);
        check(&utf16(TEXT, true), "UTF-16LE", false);
        check(&utf16(TEXT, false), "UTF-16BE", false);
        check(&utf16(&format!("\u{feff}{TEXT}"), true), "UTF-16LE", true);
        check(&utf16(&format!("\u{feff}{TEXT}"), false), "UTF-16BE", true);
        check(&encoding_rs::WINDOWS_1256.encode(TEXT).0, "windows-1256", false);
        check(&encoding_rs::ISO_8859_6.encode(TEXT).0, "ISO-8859-6", false);
    }

    /// The start of the text fits an encoding that has no letter for a byte of its end: then all of it is looked at.
    #[test]
    fn a_guess_that_the_rest_contradicts_is_made_again() {
        let mut bytes =
            encoding_rs::ISO_8859_6.encode(TEXT).0.into_owned().repeat(2 * GUESS_BYTES / TEXT.chars().count());
        assert_eq!(decode(&bytes, None).map(|d| d.encoding.name()), Ok("ISO-8859-6"));
        bytes.extend(encoding_rs::WINDOWS_1256.encode("ہے ").0.repeat(GUESS_BYTES));
        assert_eq!(decode(&bytes, None).map(|d| d.encoding.name()), Ok("windows-1256"));
    }

    #[test]
    fn what_is_said_is_believed_and_what_does_not_fit_is_refused() {
        let bytes = encoding_rs::WINDOWS_1256.encode(TEXT).0;
        let named = |name| decode(&bytes, TextEncoding::from_name(name)).map(|d| d.text);
        assert_eq!(named("windows-1256").as_deref(), Ok(TEXT));
        assert_eq!(named("utf-8"), Err((ImportProblem::Undecodable { encoding: "UTF-8", at: 0 }, 0)));
        assert_eq!(TextEncoding::from_name("nonsense"), None);
        let mut damaged = TEXT.as_bytes().to_vec();
        damaged[10] = 0xff;
        assert!(matches!(decode(&damaged, None), Err((ImportProblem::Undecodable { encoding: "UTF-8", .. }, 9 | 10))));
        let odd = decode(b"\xff\xfe\x27\x06\x00\xd8", None);
        assert!(matches!(odd, Err((ImportProblem::Undecodable { encoding: "UTF-16LE", .. }, _))), "{odd:?}");
        let hole = decode(b"\xe3\xff", TextEncoding::from_name("iso-8859-6"));
        assert_eq!(hole.unwrap_err().1, 1);
    }

    #[test]
    fn what_is_not_text_is_named() {
        let what = |bytes: &[u8]| decode(bytes, None).unwrap_err().0;
        assert_eq!(what(b""), ImportProblem::Empty);
        assert_eq!(what(b"\xef\xbb\xbf"), ImportProblem::Empty);
        assert_eq!(what(b"%PDF-1.7 ..."), ImportProblem::Binary(Binary::Pdf));
        assert!(matches!(what(b"\x01\x02\xff\x00\x10abc"), ImportProblem::Binary(_)));
        assert!(matches!(what("نص\0نص".as_bytes()), ImportProblem::Binary(_)));
    }
}
