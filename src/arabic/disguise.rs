//! A text that is read no more and looks and behaves as it did: each letter becomes another of its kind, each digit another digit,
//! and all else stays. It takes as many bytes, breaks into the same graphemes, joins and runs the same ways, and its lines are
//! nearly as wide, so that what goes wrong with a confidential text goes wrong with this one.
//!
//! Each letter is drawn anew rather than by a table of one letter for another, which frequencies would give away: what is left of
//! the original are the lengths of its words, the kinds of its letters, marks and punctuation.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use sha2::{Digest as _, Sha256};
use unicode_bidi::bidi_class;
use unicode_general_category::{GeneralCategory as Category, get_general_category};
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

/// Words of so many letters or more are none of the original, wherever they stand.
const TELLING: usize = 4;
/// How often such a word is drawn again.
const DRAWS: usize = 64;
/// Letters of scripts that are not listed are drawn from the block of so many code points around them.
const BLOCK: u32 = 128;

/// How a letter joins its neighbours, by ArabicShaping of Unicode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Joining {
    /// On both sides, as ب.
    Dual,
    /// With what comes before it alone, as د.
    Right,
    /// With nothing, as ء, or it is of a script that does not join.
    None,
}

/// How a letter of the Arabic blocks joins. Of other scripts that join, such as Syriac, nothing is known here: what is drawn for their
/// letters may join otherwise.
pub fn joining(c: char) -> Joining {
    match u32::from(c) {
        0x622..=0x625
        | 0x627
        | 0x629
        | 0x62f..=0x632
        | 0x648
        | 0x671..=0x673
        | 0x675..=0x677
        | 0x688..=0x699
        | 0x6c0
        | 0x6c3..=0x6cb
        | 0x6cd
        | 0x6cf
        | 0x6d2..=0x6d3
        | 0x6d5
        | 0x6ee..=0x6ef
        | 0x759..=0x75b
        | 0x76b..=0x76c
        | 0x771
        | 0x773..=0x774
        | 0x778..=0x779
        | 0x8aa..=0x8ac
        | 0x8ae
        | 0x8b1..=0x8b2
        | 0x8b9
        | 0x870..=0x882
        | 0x88e => Joining::Right,
        0x621 | 0x674 | 0x8ad => Joining::None,
        0x620..=0x64a
        | 0x66e..=0x66f
        | 0x678..=0x6d3
        | 0x6fa..=0x6fc
        | 0x6ff
        | 0x750..=0x77f
        | 0x886
        | 0x889..=0x88d
        | 0x8a0..=0x8c8 => Joining::Dual,
        _ => Joining::None,
    }
}

/// What a letter keeps.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Kind {
    /// The list or the block it is drawn from.
    block: u32,
    joining: Joining,
    script: Script,
    category: Category,
    bidi: u8,
    bytes: usize,
    graphemes: u16,
}

/// The letters that Arabic is written with: what is drawn for one of them is one that fonts have.
const ARABIC: std::ops::RangeInclusive<char> = '\u{621}'..='\u{64a}';

impl Kind {
    fn of(c: char) -> Self {
        let block = match c {
            c if ARABIC.contains(&c) => 1,
            'a'..='z' | 'A'..='Z' => 2,
            c => 16 + u32::from(c) / BLOCK,
        };
        Kind {
            block,
            joining: joining(c),
            script: c.script(),
            category: get_general_category(c),
            bidi: bidi_class(c) as u8,
            bytes: c.len_utf8(),
            graphemes: graphemes(c),
        }
    }

    fn letters(self, of: char) -> Rc<[char]> {
        let range = match self.block {
            1 => u32::from(*ARABIC.start())..=u32::from(*ARABIC.end()),
            2 => 'A'.into()..='z'.into(),
            _ => {
                let start = u32::from(of) / BLOCK * BLOCK;
                start..=start + BLOCK - 1
            }
        };
        range.filter_map(char::from_u32).filter(|c| is_drawn(*c) && Kind::of(*c) == self).collect()
    }
}

/// How a letter breaks into graphemes beside the parts of Hangul, behind what links consonants, and before an ordinary letter.
fn graphemes(c: char) -> u16 {
    if c.is_ascii() || ARABIC.contains(&c) {
        return 0;
    }
    let breaks = |text: String| text.graphemes(true).count() > 1;
    let beside = ['\u{1100}', '\u{1160}', '\u{11a8}', '\u{ac00}', '\u{ac01}', 'a'];
    let pairs = beside.iter().flat_map(|other| [format!("{other}{c}"), format!("{c}{other}")]);
    let linked = [format!("\u{915}\u{94d}{c}"), format!("{c}\u{94d}\u{915}")];
    pairs.chain(linked).fold(0, |bits, text| bits << 1 | u16::from(breaks(text)))
}

/// A letter that another may stand for.
fn is_drawn(c: char) -> bool {
    use Category::*;
    matches!(get_general_category(c), LowercaseLetter | UppercaseLetter | TitlecaseLetter | OtherLetter)
        // Letters that lengthen others, as the tatweel does.
        && !matches!(c, '\u{883}'..='\u{885}')
}

/// Where chance comes from: a stream of SHA-256, of which nobody who lacks the key knows a bit.
#[derive(Clone, Debug)]
pub struct Chance {
    key: [u8; 32],
    counter: u64,
    left: Vec<u8>,
}

impl Chance {
    pub fn new(key: [u8; 32]) -> Self {
        Chance { key, counter: 0, left: Vec::new() }
    }

    /// What a number gives: the same each time, so that whoever knows it can narrow down what each letter was.
    pub fn of_seed(seed: u64) -> Self {
        Chance::new(Sha256::digest(seed.to_le_bytes()).into())
    }

    /// A number below `n`, which is at most 65 536.
    fn below(&mut self, n: usize) -> usize {
        let mut drawn = 0;
        for _ in 0..4 {
            if self.left.is_empty() {
                let mut hash = Sha256::new();
                hash.update(self.key);
                hash.update(self.counter.to_le_bytes());
                self.counter += 1;
                self.left = hash.finalize().to_vec();
            }
            drawn = drawn << 8 | self.left.pop().map_or(0, usize::from);
        }
        drawn % n.max(1)
    }
}

/// Disguises the texts of a document, none of whose longer words is in any of them afterwards.
pub struct Disguise {
    chance: Chance,
    telling: HashSet<String>,
    letters: HashMap<char, Rc<[char]>>,
    pools: HashMap<Kind, Rc<[char]>>,
}

/// Letters, and what stands among the letters of a word without ending it.
fn in_word(c: char) -> bool {
    c.is_alphabetic() || super::letters::is_mark(c) || c == '\u{640}'
}

fn bare(word: &str) -> String {
    word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// The words of a text and what stands between them, in their order.
fn pieces(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_word = in_word(rest.chars().next()?);
        let end = rest.find(|c| in_word(c) != is_word).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some((is_word, piece))
    })
}

impl Disguise {
    /// `texts` are all that will be disguised.
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>, chance: Chance) -> Self {
        let words = texts.into_iter().flat_map(pieces).filter(|(is_word, _)| *is_word).map(|(_, word)| bare(word));
        let telling = words.filter(|word| word.chars().nth(TELLING - 1).is_some()).collect();
        let (letters, pools) = (HashMap::new(), HashMap::new());
        Disguise { chance, telling, letters, pools }
    }

    pub fn text(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for (is_word, piece) in pieces(text) {
            let mut drawn = self.drawn(piece);
            for _ in 0..DRAWS {
                if !is_word || !self.telling.contains(&bare(&drawn)) {
                    break;
                }
                drawn = self.drawn(piece);
            }
            out.push_str(&drawn);
        }
        out
    }

    fn drawn(&mut self, piece: &str) -> String {
        piece.chars().map(|c| self.letter(c)).collect()
    }

    fn letter(&mut self, c: char) -> char {
        let pool = match self.letters.get(&c) {
            Some(pool) => pool.clone(),
            None => {
                let pool = self.pool(c);
                self.letters.insert(c, pool.clone());
                pool
            }
        };
        if pool.len() < 2 {
            return c;
        }
        // Any other of them: what stays as it is is half read.
        let own = pool.iter().position(|other| *other == c).unwrap_or(pool.len());
        let n = self.chance.below(pool.len() - usize::from(own < pool.len()));
        pool[n + usize::from(n >= own)]
    }

    fn pool(&mut self, c: char) -> Rc<[char]> {
        if let Some(zero) = zero_of(c) {
            return (zero..zero + 10).filter_map(char::from_u32).collect();
        }
        if !is_drawn(c) {
            return Rc::new([]);
        }
        let kind = Kind::of(c);
        self.pools.entry(kind).or_insert_with(|| kind.letters(c)).clone()
    }
}

/// The zero of the ten digits that a digit is one of.
fn zero_of(c: char) -> Option<u32> {
    let is_digit = |c: u32| char::from_u32(c).is_some_and(|c| get_general_category(c) == Category::DecimalNumber);
    let at = u32::from(c);
    if !is_digit(at) {
        return None;
    }
    // Digits of one kind begin at a code point that ends in 0 or 6, but for those of mathematics, which are fifty in a row.
    let start = if (0x1d7ce..=0x1d7ff).contains(&at) { 0x1d7ce + (at - 0x1d7ce) / 10 * 10 } else { 0 };
    if start > 0 {
        return Some(start);
    }
    let before = (0..10).take_while(|n| is_digit(at - n)).last()?;
    Some(at - before)
}
