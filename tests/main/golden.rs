//! What is right as far as somebody looked: texts and pictures kept under `tests/golden`. With `UPDATE_GOLDEN=1` what is made
//! takes their place, so that the difference is seen in git.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use crate::raster::encode_png;
use egui::{Color32, ColorImage};

/// Something a golden file can hold.
pub trait Golden {
    fn encode(&self) -> Cow<'_, [u8]>;

    /// How it differs from the golden file, if it does.
    fn difference(&self, golden: &[u8]) -> Option<String>;
}

impl Golden for str {
    fn encode(&self) -> Cow<'_, [u8]> {
        self.as_bytes().into()
    }

    fn difference(&self, golden: &[u8]) -> Option<String> {
        let golden = std::str::from_utf8(golden).expect("a golden text is UTF-8");
        if self == golden {
            return None;
        }
        let (mut ours, mut theirs) = (self.lines(), golden.lines());
        for line in 1.. {
            match (ours.next(), theirs.next()) {
                (a, b) if a == b && a.is_some() => {}
                (None, None) => return Some("the line ends differ".into()),
                (a, b) => {
                    let shown = |line: Option<&str>| line.map_or("(the end)".to_owned(), |line| format!("{line:?}"));
                    return Some(format!("line {line}\n is: {}\nwas: {}", shown(a), shown(b)));
                }
            }
        }
        None
    }
}

impl Golden for String {
    fn encode(&self) -> Cow<'_, [u8]> {
        self.as_str().encode()
    }

    fn difference(&self, golden: &[u8]) -> Option<String> {
        self.as_str().difference(golden)
    }
}

/// A few pixels may differ a little: the machines that run this round differently.
impl Golden for ColorImage {
    fn encode(&self) -> Cow<'_, [u8]> {
        encode_png(self).expect("a small picture is encoded").into()
    }

    fn difference(&self, golden: &[u8]) -> Option<String> {
        let golden = decode_png(golden);
        if golden.size != self.size {
            return Some(format!("the size is {:?}, was {:?}", self.size, golden.size));
        }
        let far = |a: &Color32, b: &Color32| (0..4).any(|i| a.to_array()[i].abs_diff(b.to_array()[i]) > 16);
        let differing = golden.pixels.iter().zip(&self.pixels).filter(|(a, b)| far(a, b)).count();
        let most = self.pixels.len() / 2000;
        (differing > most).then(|| format!("{differing} pixels differ (at most {most} may)"))
    }
}

fn path_of(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

/// Holds something to the golden file of this name; what differs is left in the temporary folder to be looked at.
#[track_caller]
pub fn check_golden<G: Golden + ?Sized>(name: &str, actual: &G) {
    let path = path_of(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        fs::create_dir_all(path.parent().expect("below golden")).expect("tests/golden is writable");
        fs::write(&path, actual.encode()).expect("tests/golden is writable");
        return;
    }
    let golden =
        fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}; run with UPDATE_GOLDEN=1", path.display()));
    if let Some(difference) = actual.difference(&golden) {
        let seen = std::env::temp_dir().join(format!("hashiya-{}", name.replace('/', "-")));
        fs::write(&seen, actual.encode()).expect("temp is writable");
        panic!(
            "{name}: {difference}\nsee {}; if the change is meant, run the tests with UPDATE_GOLDEN=1",
            seen.display()
        );
    }
}

/// A picture of 8 bits a channel, with or without opacity.
pub fn decode_png(bytes: &[u8]) -> ColorImage {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a golden picture is a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a golden picture is small")];
    let info = reader.next_frame(&mut pixels).expect("a golden picture is a PNG");
    ColorImage::from_rgba_unmultiplied([info.width as usize, info.height as usize], &pixels[..info.buffer_size()])
}

#[test]
fn a_text_and_a_picture_that_differ_are_noticed() {
    assert_eq!("أ\nب\n".difference("أ\nب\n".as_bytes()), None);
    assert!("أ\nب\n".difference("أ\nت\n".as_bytes()).is_some_and(|said| said.contains("line 2")));
    assert!("أ\n".difference("أ\r\n".as_bytes()).is_some() && "أ".difference("أ\nب".as_bytes()).is_some());
    let grey = |level| ColorImage::filled([40, 40], Color32::from_gray(level));
    assert_eq!(grey(100).difference(&grey(110).encode()), None);
    assert!(grey(100).difference(&grey(140).encode()).is_some());
}
