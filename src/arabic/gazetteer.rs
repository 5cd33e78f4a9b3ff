//! Many known strings at once: where any of them stands in a text, in whatever spelling the safe fold holds to be the
//! same, with or without proclitics before it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::clitics::{Lexicon, possible_starts};
use super::normalize::{Normalization, Normalizer};
use super::words::{Token, tokens};

/// Known phrases, each with what the caller knows of it.
#[derive(Clone, Debug)]
pub struct Gazetteer<T> {
    folder: Normalizer,
    /// For the shapes of clitics alone; it holds no words.
    shapes: Lexicon,
    known: HashMap<Box<str>, T>,
    /// The hash of each phrase, made as a phrase grows token by token: one of a thousand tokens is not read a thousand
    /// times.
    hashes: HashSet<u64>,
    /// The longest phrase, in tokens, that begins with a folded token: most tokens begin none.
    longest: HashMap<Box<str>, usize>,
}

/// A place where a known phrase stands.
#[derive(Debug)]
pub struct GazetteerMatch<'a, T> {
    /// The phrase itself (bytes).
    pub range: Range<usize>,
    /// Where its first word begins: before `range` where proclitics stand between.
    pub word_start: usize,
    /// The phrase as [`Gazetteer::key`] gives it.
    pub key: &'a str,
    pub value: &'a T,
}

impl<T> Gazetteer<T> {
    /// No phrases yet, to be compared under `folds` ([`Normalization::SAFE`] unless there is a reason).
    pub fn new(folds: Normalization) -> Self {
        Gazetteer {
            folder: Normalizer::new(folds),
            shapes: Lexicon::default(),
            known: HashMap::new(),
            hashes: HashSet::new(),
            longest: HashMap::new(),
        }
    }

    /// What all spellings of `phrase` have in common: its folded tokens, one space wherever blanks part them. None where
    /// it holds no token.
    pub fn key(&self, phrase: &str) -> Option<String> {
        let mut key = String::new();
        let mut end = 0;
        for token in tokens(phrase) {
            if !key.is_empty() && token.start > end {
                key.push(' ');
            }
            key.push_str(&self.folder.fold_str(token.text(phrase)));
            end = token.end;
        }
        (!key.is_empty()).then_some(key)
    }

    pub fn get(&self, key: &str) -> Option<&T> {
        self.known.get(key)
    }

    /// What is known of `phrase`, made by `T::default` if it is new. None where it holds no token.
    pub fn entry(&mut self, phrase: &str) -> Option<&mut T>
    where
        T: Default,
    {
        let key = self.key(phrase)?;
        let first = tokens(phrase).next()?;
        let first = self.folder.fold_str(first.text(phrase));
        let length = self.longest.entry(first.into_boxed_str()).or_default();
        *length = (*length).max(tokens(phrase).count());
        self.hashes.insert(hash(BASIS, &key));
        Some(self.known.entry(key.into_boxed_str()).or_default())
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.known.iter().map(|(key, value)| (&**key, value))
    }

    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Every place in `text` where a phrase stands on word ends, by start and then the longest first. Places may
    /// overlap: which of them count is for the caller to say.
    pub fn find(&self, text: &str) -> Vec<GazetteerMatch<'_, T>> {
        let tokens: Vec<Token> = tokens(text).collect();
        let folded: Vec<String> = tokens.iter().map(|token| self.folder.fold_str(token.text(text))).collect();
        let mut found = Vec::new();
        for at in 0..tokens.len() {
            self.grow(&tokens, &folded, at, tokens[at].start, &folded[at], &mut found);
            for cut in possible_starts(text, tokens[at].range(), &self.shapes) {
                let stem = &text[cut.at..tokens[at].end];
                if let Some(normalised) = cut.normalised {
                    self.grow(&tokens, &folded, at, cut.at, &self.folder.fold_str(&normalised), &mut found);
                }
                self.grow(&tokens, &folded, at, cut.at, &self.folder.fold_str(stem), &mut found);
            }
        }
        found.sort_by_key(|found| (found.range.start, std::cmp::Reverse(found.range.end)));
        found
    }

    /// Phrases that begin with `first`, which is all or the stem of token `at`.
    fn grow<'a>(
        &'a self,
        tokens: &[Token],
        folded: &[String],
        at: usize,
        start: usize,
        first: &str,
        found: &mut Vec<GazetteerMatch<'a, T>>,
    ) {
        let Some(&longest) = self.longest.get(first) else { return };
        let mut key = first.to_owned();
        let mut sum = hash(BASIS, first);
        for next in at..tokens.len().min(at + longest) {
            if next > at {
                let from = key.len();
                if tokens[next].start > tokens[next - 1].end {
                    key.push(' ');
                }
                key.push_str(&folded[next]);
                sum = hash(sum, &key[from..]);
            }
            if !self.hashes.contains(&sum) {
                continue;
            }
            if let Some((key, value)) = self.known.get_key_value(key.as_str()) {
                let range = start..tokens[next].end;
                found.push(GazetteerMatch { range, word_start: tokens[at].start, key, value });
            }
        }
    }
}

/// Where [`hash`] begins.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of a text that goes on after what `sum` is the hash of (FNV-1a): that of the parts is that of the whole.
fn hash(sum: u64, text: &str) -> u64 {
    text.bytes().fold(sum, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
