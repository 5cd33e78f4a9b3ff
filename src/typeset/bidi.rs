//! Directions: UAX #9 levels of a paragraph, and rules L1 and L2 for one line.
//!
//! The rules up to I2 are `unicode-bidi`'s; the line rules are ours because they run once for each line, on runs.

use unicode_bidi::{BidiClass, ParagraphBidiInfo};

/// The direction of a paragraph as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Base {
    Ltr,
    Rtl,
}

impl Base {
    pub fn is_rtl(self) -> bool {
        self == Base::Rtl
    }

    pub(super) fn level(self) -> u8 {
        self.is_rtl() as u8
    }
}

/// How a paragraph gets its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// By the first strong character (P2, P3); `neutral` where there is none.
    Auto {
        neutral: Base,
    },
    Rtl,
    Ltr,
}

impl Direction {
    /// By the first strong character; right to left where there is none, for this is a program for Arabic.
    pub const AUTO: Direction = Direction::Auto { neutral: Base::Rtl };

    /// The direction of this text.
    pub fn resolve(self, text: &str) -> Base {
        match self {
            Direction::Rtl => Base::Rtl,
            Direction::Ltr => Base::Ltr,
            Direction::Auto { neutral } => match unicode_bidi::get_base_direction(text) {
                unicode_bidi::Direction::Rtl => Base::Rtl,
                unicode_bidi::Direction::Ltr => Base::Ltr,
                unicode_bidi::Direction::Mixed => neutral,
            },
        }
    }
}

/// The embedding level of each byte of a paragraph, after rule I2 and, for separators inside the paragraph, L1.
pub struct Levels {
    pub base: Base,
    levels: Vec<u8>,
    classes: Vec<BidiClass>,
}

impl Levels {
    pub fn new(text: &str, direction: Direction) -> Levels {
        let base = direction.resolve(text);
        let level = unicode_bidi::Level::new(base.level()).expect("0 and 1 are levels");
        let info = ParagraphBidiInfo::new(text, Some(level));
        let mut levels: Vec<u8> = info.levels.iter().map(|level| level.number()).collect();
        let classes = info.original_classes;
        // What X9 takes away may have any level: that of the character it makes a grapheme with, so that a joiner is never torn from its letter.
        let mut i = 0;
        while i < levels.len() {
            let end = i + classes[i..].iter().take_while(|class| **class == BidiClass::BN).count();
            if end > i {
                let follows_letter = i > 0 && !is_format(classes[i - 1]);
                let level = if follows_letter { levels[i - 1] } else { levels.get(end).copied().unwrap_or(levels[i]) };
                levels[i..end].fill(level);
            }
            i = end + 1;
        }
        // L1 for separators inside the paragraph: they, and the blanks before them, go with the paragraph.
        let mut blanks = None;
        for i in 0..levels.len() {
            match classes[i] {
                BidiClass::S | BidiClass::B => {
                    let from = blanks.unwrap_or(i);
                    levels[from..=i].fill(base.level());
                    blanks = None;
                }
                BidiClass::BN => {}
                class if is_blank(class) => blanks = blanks.or(Some(i)),
                _ => blanks = None,
            }
        }
        Levels { base, levels, classes }
    }

    /// The level of a byte.
    pub fn at(&self, byte: usize) -> u8 {
        self.levels[byte]
    }

    /// Where the blanks that end the line `..end` begin (L1): from there on the level is the paragraph's.
    pub fn trailing_blanks(&self, start: usize, end: usize) -> usize {
        let mut at = end;
        while at > start && is_blank(self.classes[at - 1]) {
            at -= 1;
        }
        // A joiner after a letter stays with it.
        while at < end && self.classes[at] == BidiClass::BN {
            at += 1;
        }
        at
    }

    /// The levels of the bytes of the line `start..end`, after L1.
    pub fn of_line(&self, start: usize, end: usize) -> Vec<u8> {
        let mut levels = self.levels[start..end].to_vec();
        levels[self.trailing_blanks(start, end) - start..].fill(self.base.level());
        levels
    }

    /// Whether rule X9 takes the character away, so that it has no place of its own in the order.
    pub fn is_removed(&self, byte: usize) -> bool {
        use BidiClass::*;
        matches!(self.classes[byte], LRE | RLE | LRO | RLO | PDF | BN)
    }
}

/// Characters that no mark or joiner makes a grapheme with.
fn is_format(class: BidiClass) -> bool {
    use BidiClass::*;
    matches!(class, FSI | LRI | RLI | PDI | LRE | RLE | LRO | RLO | PDF | B | S)
}

fn is_blank(class: BidiClass) -> bool {
    use BidiClass::*;
    matches!(class, WS | FSI | LRI | RLI | PDI | LRE | RLE | LRO | RLO | PDF | BN)
}

/// Rule L2: the visual order, left to right, of things with these levels.
pub fn visual_order(levels: &[u8], order: &mut Vec<u32>) {
    order.clear();
    order.extend(0..levels.len() as u32);
    let highest = levels.iter().copied().max().unwrap_or(0);
    let Some(lowest_odd) = levels.iter().copied().filter(|level| level % 2 == 1).min() else { return };
    for level in (lowest_odd..=highest).rev() {
        let mut i = 0;
        while i < levels.len() {
            if levels[i] < level {
                i += 1;
                continue;
            }
            let start = i;
            while i < levels.len() && levels[i] >= level {
                i += 1;
            }
            order[start..i].reverse();
        }
    }
}
