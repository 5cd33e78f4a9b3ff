//! The embedded faces, parsed once: the same page on every machine needs no font of the machine.

use std::sync::OnceLock;

use harfrust::ShaperData;
use skrifa::MetadataProvider;
use skrifa::charmap::Charmap;
use skrifa::raw::{FontRef, TableProvider};

/// A face an analyst may read in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ReadingFont {
    #[default]
    NotoNaskh,
    NotoSans,
    Amiri,
    Scheherazade,
}

impl ReadingFont {
    pub const ALL: [ReadingFont; 4] =
        [ReadingFont::NotoNaskh, ReadingFont::NotoSans, ReadingFont::Amiri, ReadingFont::Scheherazade];

    /// The name people know the face by; also what [`ReadingFont::from_name`] takes.
    pub fn name(self) -> &'static str {
        match self {
            ReadingFont::NotoNaskh => "Noto Naskh Arabic",
            ReadingFont::NotoSans => "Noto Sans Arabic",
            ReadingFont::Amiri => "Amiri",
            ReadingFont::Scheherazade => "Scheherazade New",
        }
    }

    /// The face called `name`, in any case, with or without spaces, dashes, and the words "Arabic" and "New".
    pub fn from_name(name: &str) -> Option<ReadingFont> {
        let plain = |s: &str| -> String {
            let s = s.to_lowercase().replace("arabic", "").replace("new", "");
            s.chars().filter(|c| c.is_alphanumeric()).collect()
        };
        let wanted = plain(name);
        Self::ALL.into_iter().find(|font| plain(font.name()) == wanted)
    }
}

/// What a paragraph is set in. Each has its chain of fallback faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Font {
    Reading(ReadingFont),
    /// Vazirmatn regular, for the window's own words.
    Interface,
    InterfaceBold,
}

impl Default for Font {
    fn default() -> Self {
        Font::Reading(ReadingFont::default())
    }
}

impl From<ReadingFont> for Font {
    fn from(font: ReadingFont) -> Self {
        Font::Reading(font)
    }
}

impl Font {
    pub const COUNT: usize = 6;

    pub(super) fn index(self) -> usize {
        match self {
            Font::Reading(font) => font as usize,
            Font::Interface => 4,
            Font::InterfaceBold => 5,
        }
    }

    /// The faces to ask for a grapheme, in order. Pictures are asked for first by the caller where they are wanted.
    pub(super) fn chain(self) -> &'static [FaceId] {
        use FaceId::*;
        match self {
            Font::Reading(ReadingFont::NotoNaskh) => &[NotoNaskh, Vazirmatn, Amiri, Scheherazade, Symbols, Emoji],
            Font::Reading(ReadingFont::NotoSans) => {
                &[NotoSans, Vazirmatn, Amiri, NotoNaskh, Scheherazade, Symbols, Emoji]
            }
            Font::Reading(ReadingFont::Amiri) => &[Amiri, NotoNaskh, Vazirmatn, Scheherazade, Symbols, Emoji],
            Font::Reading(ReadingFont::Scheherazade) => &[Scheherazade, Amiri, NotoNaskh, Vazirmatn, Symbols, Emoji],
            Font::Interface => &[Vazirmatn, NotoSans, Amiri, NotoNaskh, Scheherazade, Symbols, Emoji],
            Font::InterfaceBold => &[VazirmatnBold, NotoSans, Amiri, NotoNaskh, Scheherazade, Symbols, Emoji],
        }
    }

    pub(super) fn primary(self) -> FaceId {
        self.chain()[0]
    }
}

/// One embedded face.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum FaceId {
    NotoNaskh,
    NotoSans,
    Amiri,
    Scheherazade,
    Vazirmatn,
    VazirmatnBold,
    Symbols,
    Emoji,
}

impl FaceId {
    pub const ALL: [FaceId; 8] = [
        FaceId::NotoNaskh,
        FaceId::NotoSans,
        FaceId::Amiri,
        FaceId::Scheherazade,
        FaceId::Vazirmatn,
        FaceId::VazirmatnBold,
        FaceId::Symbols,
        FaceId::Emoji,
    ];

    /// The parsed face; parsed at the first call.
    pub fn face(self) -> &'static Face {
        static FACES: [OnceLock<Face>; FaceId::ALL.len()] = [const { OnceLock::new() }; FaceId::ALL.len()];
        FACES[self as usize].get_or_init(|| Face::parse(self.data()))
    }

    /// The bytes of the font file.
    pub fn data(self) -> &'static [u8] {
        match self {
            FaceId::NotoNaskh => include_bytes!("../../fonts/noto-naskh-arabic/NotoNaskhArabic-Regular.ttf"),
            FaceId::NotoSans => include_bytes!("../../fonts/noto-sans-arabic/NotoSansArabic-Regular.ttf"),
            FaceId::Amiri => include_bytes!("../../fonts/amiri/Amiri-Regular.ttf"),
            FaceId::Scheherazade => include_bytes!("../../fonts/scheherazade-new/ScheherazadeNew-Regular.ttf"),
            FaceId::Vazirmatn => include_bytes!("../../fonts/vazirmatn/Vazirmatn-Regular.ttf"),
            FaceId::VazirmatnBold => include_bytes!("../../fonts/vazirmatn/Vazirmatn-Bold.ttf"),
            FaceId::Symbols => include_bytes!("../../fonts/noto-sans-symbols-2/NotoSansSymbols2-Regular.ttf"),
            FaceId::Emoji => include_bytes!("../../fonts/noto-color-emoji/NotoColorEmoji-COLRv1.ttf"),
        }
    }
}

/// A parsed face and what layout needs of it. Lengths are in font units.
pub struct Face {
    pub(super) font: FontRef<'static>,
    pub(super) shaper_data: ShaperData,
    pub(super) charmap: Charmap<'static>,
    pub units_per_em: u16,
    /// Above the baseline, positive.
    pub ascent: f32,
    /// Below the baseline, positive.
    pub descent: f32,
    /// Advance of the space, for tab stops.
    pub(super) space: f32,
}

impl Face {
    fn parse(data: &'static [u8]) -> Face {
        let font = FontRef::new(data).expect("the embedded fonts are well-formed");
        let hhea = font.hhea().expect("the embedded fonts have an hhea table");
        let units_per_em = font.head().expect("the embedded fonts have a head table").units_per_em();
        let charmap = font.charmap();
        let metrics = font.glyph_metrics(skrifa::instance::Size::unscaled(), skrifa::instance::LocationRef::default());
        let space = charmap.map(' ').and_then(|glyph| metrics.advance_width(glyph)).unwrap_or(0.0);
        Face {
            shaper_data: ShaperData::new(&font),
            charmap,
            units_per_em,
            ascent: hhea.ascender().to_i16() as f32,
            descent: -hhea.descender().to_i16() as f32,
            space,
            font,
        }
    }

    /// Whether the face has a glyph of its own for the character.
    pub fn covers(&self, c: char) -> bool {
        self.charmap.map(c).is_some_and(|glyph| glyph.to_u32() != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_face_covers_arabic_persian_urdu_and_latin() {
        for font in ReadingFont::ALL {
            let face = Font::from(font).primary().face();
            for c in "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةىًٌٍَُِّْپچژگکیٹڈڑےabcXYZ0123٤٥۶«»()،؛؟".chars()
            {
                assert!(face.covers(c), "{font:?} lacks {c:?}");
            }
        }
    }

    #[test]
    fn a_face_is_found_by_its_name() {
        for font in ReadingFont::ALL {
            assert_eq!(ReadingFont::from_name(font.name()), Some(font));
        }
        assert_eq!(ReadingFont::from_name("noto-naskh"), Some(ReadingFont::NotoNaskh));
        assert_eq!(ReadingFont::from_name("scheherazade"), Some(ReadingFont::Scheherazade));
        assert_eq!(ReadingFont::from_name("Comic"), None);
    }
}
