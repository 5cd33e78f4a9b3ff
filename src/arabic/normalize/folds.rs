//! Which differences of spelling are folded away.

use std::ops::ControlFlow;

/// Which differences are taken away. Each switch is one the analyst can throw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Normalization {
    /// Delete harakat, tanwin, shadda, Quranic signs, Latin accents, tatweel, joiners and bidi controls.
    pub marks: bool,
    /// أ إ آ ٱ → ا
    pub alef: bool,
    /// ؤ → و, ئ → ي, ء → nothing.
    pub hamza: bool,
    /// ى and the Persian and Urdu forms of ya → ي
    pub ya: bool,
    /// ک and its kin → ك
    pub kaf: bool,
    /// ة and the other forms of ha → ه
    pub ta_marbuta: bool,
    /// Arabic-Indic and Persian digits → 0–9
    pub digits: bool,
    /// « “ → ", ، → a comma, and so on.
    pub punctuation: bool,
    /// Every space (NBSP among them) → U+0020.
    pub spaces: bool,
    /// `_` → space, so that `#دير_الزور` is found by its two words.
    pub underscore: bool,
    /// Presentation forms, ligatures and wide forms → the letters they stand for: ﻻ → لا.
    pub width: bool,
    /// Latin, Greek and other capitals → small letters.
    pub case: bool,
    /// Where `marks` are deleted, a tanwin that ends a word stays, so that the adjective سورياً is not the place سوريا.
    pub keep_final_tanwin: bool,
}

impl Normalization {
    /// The text as it is.
    pub const NONE: Normalization = Normalization {
        marks: false,
        alef: false,
        hamza: false,
        ya: false,
        kaf: false,
        ta_marbuta: false,
        digits: false,
        punctuation: false,
        spaces: false,
        underscore: false,
        width: false,
        case: false,
        keep_final_tanwin: false,
    };

    /// For looking something up: every difference goes but `_`.
    pub const SEARCH: Normalization = Normalization {
        marks: true,
        alef: true,
        hamza: true,
        ya: true,
        kaf: true,
        ta_marbuta: true,
        digits: true,
        punctuation: true,
        spaces: true,
        underscore: false,
        width: true,
        case: true,
        keep_final_tanwin: false,
    };

    /// For offering a label: ى and ي, ؤ ئ ء and a final tanwin tell names from other words (على is not علي), so they stay.
    pub const SAFE: Normalization = Normalization {
        marks: true,
        alef: true,
        ta_marbuta: true,
        spaces: true,
        keep_final_tanwin: true,
        ..Normalization::NONE
    };
}

/// `Folder::each` has to be generic over the breaking of its callback; `?` on it needs the value it carries.
pub(super) type Flow<T> = ControlFlow<(), T>;
