//! Reading aids: the selection in Latin letters, and its code points by name.
//!
//! Short vowels are written where the text writes them; none is guessed.

use super::letters::{TATWEEL, is_invisible, is_letter, is_mark};

/// How to write Arabic in Latin letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// One ASCII sign for each character, so that it can be turned back (`mHam~ad`).
    Buckwalter,
    /// After ISO 233: one letter with diacritics for each consonant (`muḥammad`, `ǧāmiʿẗ`).
    Iso233,
    /// As an English book would print it: `al-qāhra`, `sh`, `kh`.
    Reader,
}

/// `text` in Latin letters; what is not Arabic stays as it is.
pub fn transliterate(text: &str, scheme: Scheme) -> String {
    match scheme {
        Scheme::Buckwalter => text.chars().map(|c| buckwalter(c).unwrap_or(c)).collect(),
        Scheme::Iso233 | Scheme::Reader => {
            let mut out = String::with_capacity(text.len());
            let mut word: Vec<Sign> = Vec::new();
            for c in text.chars() {
                if let Some(sign) = word.last_mut().filter(|_| is_mark(c)) {
                    sign.take(c);
                } else if is_letter(c) && c != TATWEEL {
                    word.push(Sign::new(c));
                } else if !(c == TATWEEL || is_invisible(c) || is_mark(c)) {
                    write_word(&word, scheme, &mut out);
                    word.clear();
                    out.push(sign_in_latin(c));
                }
            }
            write_word(&word, scheme, &mut out);
            out
        }
    }
}

/// One character of a selection, for the hover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodePoint {
    pub character: char,
    /// As Unicode names it; `<control>` and the like where it has no name.
    pub name: String,
}

impl CodePoint {
    /// `U+0645`
    pub fn number(&self) -> String {
        format!("U+{:04X}", u32::from(self.character))
    }
}

/// The characters of `text` with their names.
pub fn code_points(text: &str) -> impl Iterator<Item = CodePoint> + '_ {
    text.chars().map(|character| {
        let nameless = if character.is_control() { "<control>" } else { "<no name>" };
        let name = unicode_names2::name(character).map_or_else(|| nameless.to_owned(), |name| name.to_string());
        CodePoint { character, name }
    })
}

fn buckwalter(c: char) -> Option<char> {
    const TABLE: [(char, char); 53] = [
        ('ء', '\''),
        ('آ', '|'),
        ('أ', '>'),
        ('ؤ', '&'),
        ('إ', '<'),
        ('ئ', '}'),
        ('ا', 'A'),
        ('ب', 'b'),
        ('ة', 'p'),
        ('ت', 't'),
        ('ث', 'v'),
        ('ج', 'j'),
        ('ح', 'H'),
        ('خ', 'x'),
        ('د', 'd'),
        ('ذ', '*'),
        ('ر', 'r'),
        ('ز', 'z'),
        ('س', 's'),
        ('ش', '$'),
        ('ص', 'S'),
        ('ض', 'D'),
        ('ط', 'T'),
        ('ظ', 'Z'),
        ('ع', 'E'),
        ('غ', 'g'),
        ('ـ', '_'),
        ('ف', 'f'),
        ('ق', 'q'),
        ('ك', 'k'),
        ('ل', 'l'),
        ('م', 'm'),
        ('ن', 'n'),
        ('ه', 'h'),
        ('و', 'w'),
        ('ى', 'Y'),
        ('ي', 'y'),
        ('\u{64b}', 'F'),
        ('\u{64c}', 'N'),
        ('\u{64d}', 'K'),
        ('\u{64e}', 'a'),
        ('\u{64f}', 'u'),
        ('\u{650}', 'i'),
        ('\u{651}', '~'),
        ('\u{652}', 'o'),
        ('\u{670}', '`'),
        ('ٱ', '{'),
        ('پ', 'P'),
        ('چ', 'J'),
        ('ڤ', 'V'),
        ('گ', 'G'),
        ('،', ','),
        ('؟', '?'),
    ];
    TABLE.iter().find(|(arabic, _)| *arabic == c).map(|&(_, latin)| latin)
}

/// A letter with the marks that say how it is read.
#[derive(Clone, Copy)]
struct Sign {
    letter: char,
    doubled: bool,
    silent: bool,
    vowel: Option<&'static str>,
}

impl Sign {
    fn new(letter: char) -> Self {
        Sign { letter, doubled: false, silent: false, vowel: None }
    }

    fn take(&mut self, mark: char) {
        match mark {
            '\u{64b}' => self.vowel = Some("an"),
            '\u{64c}' => self.vowel = Some("un"),
            '\u{64d}' => self.vowel = Some("in"),
            '\u{64e}' => self.vowel = Some("a"),
            '\u{64f}' => self.vowel = Some("u"),
            '\u{650}' => self.vowel = Some("i"),
            '\u{670}' => self.vowel = Some("ā"),
            '\u{651}' => self.doubled = true,
            '\u{652}' => self.silent = true,
            _ => {}
        }
    }

    fn is_bare(self) -> bool {
        self.vowel.is_none() && !self.doubled && !self.silent
    }
}

/// Arabic punctuation and digits as Latin ones.
fn sign_in_latin(c: char) -> char {
    match c {
        '،' => ',',
        '؛' => ';',
        '؟' => '?',
        '٪' => '%',
        '٫' => '.',
        '٬' => ',',
        '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' => char::from_digit(u32::from(c) & 0xf, 10).unwrap_or(c),
        _ => c,
    }
}

fn write_word(word: &[Sign], scheme: Scheme, out: &mut String) {
    let mut at = 0;
    let is = |at: usize, letter: char| word.get(at).is_some_and(|sign| sign.letter == letter);
    let article = |at: usize| is(at, 'ا') && is(at + 1, 'ل') && word.len() >= at + 4;
    if scheme == Scheme::Reader {
        for (letter, latin) in [('و', "wa-"), ('ف', "fa-"), ('ب', "bi-"), ('ك', "ka-")] {
            if is(at, letter)
                && (article(at + 1)
                    || (matches!(letter, 'و' | 'ف')
                        && word.len() > at + 2
                        && article(at + 2)
                        && (is(at + 1, 'ب') || is(at + 1, 'ك'))))
            {
                out.push_str(latin);
                at += 1;
            }
        }
        if article(at) {
            out.push_str("al-");
            at += 2;
        } else if is(at, 'ل') && is(at + 1, 'ل') && word.len() >= at + 4 {
            out.push_str("lil-");
            at += 2;
        }
    }
    let first = at;
    while at < word.len() {
        let sign = word[at];
        let before = at.checked_sub(1).filter(|_| at > first).map(|before| word[before]);
        let last = at + 1 == word.len();
        let next_is_vowel = word.get(at + 1).is_some_and(|next| matches!(next.letter, 'ا' | 'ى' | 'آ'));
        let glides =
            before.is_none() || !sign.is_bare() || next_is_vowel || before.is_some_and(|b| b.silent || b.letter == 'ا');
        match sign.letter {
            'ا' | 'ٱ' if at == first => out.push_str(sign.vowel.unwrap_or("a")),
            // The alef that carries a tanwin, and the one after it, are not read.
            'ا' | 'ى' if sign.vowel == Some("an") || before.is_some_and(|b| b.vowel == Some("an")) => {
                out.push_str(sign.vowel.unwrap_or(""));
            }
            'ا' | 'ى' => {
                lengthen(out, before, "a", if sign.letter == 'ى' && scheme == Scheme::Iso233 { "ỳ" } else { "ā" })
            }
            'و' if !glides => match before.and_then(|b| b.vowel) {
                Some("a") => out.push('w'),
                _ => lengthen(out, before, "u", "ū"),
            },
            'ي' if !glides => match before.and_then(|b| b.vowel) {
                Some("a") => out.push('y'),
                _ => lengthen(out, before, "i", "ī"),
            },
            'آ' => out.push_str(if at == first { "ā" } else { "ʾā" }),
            'أ' | 'إ' if at == first && scheme == Scheme::Reader => {
                out.push_str(sign.vowel.unwrap_or(if sign.letter == 'إ' { "i" } else { "a" }));
            }
            'ة' if scheme == Scheme::Reader && last => {
                match (before.and_then(|b| b.vowel), sign.vowel) {
                    (vowel, Some(own)) => {
                        out.push_str(if vowel.is_none() { "at" } else { "t" });
                        out.push_str(own);
                    }
                    (Some("a"), None) => {}
                    _ => out.push('a'),
                };
            }
            letter => {
                let latin = consonant(letter, scheme);
                let mut one = [0; 4];
                let latin = latin.unwrap_or_else(|| letter.encode_utf8(&mut one));
                out.push_str(latin);
                if sign.doubled {
                    out.push_str(latin);
                }
                out.push_str(sign.vowel.unwrap_or(""));
            }
        }
        at += 1;
    }
}

/// A long vowel; the short one that the mark before it has written is part of it.
fn lengthen(out: &mut String, before: Option<Sign>, short: &str, long: &str) {
    if before.and_then(|b| b.vowel) == Some(short) {
        out.truncate(out.len() - short.len());
    }
    out.push_str(long);
}

fn consonant(letter: char, scheme: Scheme) -> Option<&'static str> {
    // Letter, ISO 233, reader's.
    const TABLE: [(char, &str, &str); 38] = [
        ('ء', "ʾ", "ʾ"),
        ('أ', "ʾ", "ʾ"),
        ('إ', "ʾ", "ʾ"),
        ('ؤ', "ʾ", "ʾ"),
        ('ئ', "ʾ", "ʾ"),
        ('ب', "b", "b"),
        ('ت', "t", "t"),
        ('ث', "ṯ", "th"),
        ('ج', "ǧ", "j"),
        ('ح', "ḥ", "ḥ"),
        ('خ', "ẖ", "kh"),
        ('د', "d", "d"),
        ('ذ', "ḏ", "dh"),
        ('ر', "r", "r"),
        ('ز', "z", "z"),
        ('س', "s", "s"),
        ('ش', "š", "sh"),
        ('ص', "ṣ", "ṣ"),
        ('ض', "ḍ", "ḍ"),
        ('ط', "ṭ", "ṭ"),
        ('ظ', "ẓ", "ẓ"),
        ('ع', "ʿ", "ʿ"),
        ('غ', "ġ", "gh"),
        ('ف', "f", "f"),
        ('ق', "q", "q"),
        ('ك', "k", "k"),
        ('ک', "k", "k"),
        ('ل', "l", "l"),
        ('م', "m", "m"),
        ('ن', "n", "n"),
        ('ه', "h", "h"),
        ('ة', "ẗ", "t"),
        ('و', "w", "w"),
        ('ي', "y", "y"),
        ('پ', "p", "p"),
        ('چ', "č", "ch"),
        ('ڤ', "v", "v"),
        ('گ', "g", "g"),
    ];
    let row = TABLE.iter().find(|row| row.0 == letter)?;
    Some(if scheme == Scheme::Iso233 { row.1 } else { row.2 })
}
