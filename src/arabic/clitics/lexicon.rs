//! The words of a project's own texts, with how often each stands there: the only dictionary there is.

use std::collections::HashMap;
use std::ops::ControlFlow;

use crate::arabic::normalize::{Normalization, Normalizer};
use crate::arabic::words::{TokenKind, tokens};

/// Words counted as they are written, but for marks, alef, ta marbuta and presentation forms.
#[derive(Clone, Debug)]
pub struct Lexicon {
    folder: Normalizer,
    /// For the shapes of clitics: alef with hamza is no article's alef, so it is kept.
    shapes: Normalizer,
    counts: HashMap<Box<str>, u32>,
}

impl Default for Lexicon {
    fn default() -> Self {
        let folds = Normalization { keep_final_tanwin: false, width: true, ..Normalization::SAFE };
        let shapes = Normalization { marks: true, width: true, ..Normalization::NONE };
        Lexicon { folder: Normalizer::new(folds), shapes: Normalizer::new(shapes), counts: HashMap::new() }
    }
}

impl Lexicon {
    /// Counts the words of `text` in.
    pub fn add_text(&mut self, text: &str) {
        for token in tokens(text).filter(|token| token.kind == TokenKind::Word) {
            let word = self.folder.fold_str(token.text(text));
            match self.counts.get_mut(word.as_str()) {
                Some(count) => *count = count.saturating_add(1),
                None => {
                    self.counts.insert(word.into_boxed_str(), 1);
                }
            }
        }
    }

    /// Counts the words of `text` out, which were counted in.
    pub fn remove_text(&mut self, text: &str) {
        for token in tokens(text).filter(|token| token.kind == TokenKind::Word) {
            let word = self.folder.fold_str(token.text(text));
            match self.counts.get_mut(word.as_str()) {
                Some(count) if *count > 1 => *count -= 1,
                _ => drop(self.counts.remove(word.as_str())),
            }
        }
    }

    /// How often `word` stands in the texts, in whatever of its spellings.
    pub fn count(&self, word: &str) -> u32 {
        self.counts.get(self.fold(word).as_str()).copied().unwrap_or(0)
    }

    /// How many different words there are.
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    pub(super) fn fold(&self, word: &str) -> String {
        self.folder.fold_str(word)
    }

    /// The letters of `word` without marks, each with the source character it came from (bytes of `word`).
    pub(super) fn letters(&self, word: &str, mut each: impl FnMut(char, usize)) {
        let _ = self.shapes.each(word, |letter, start, _| {
            each(letter, start);
            ControlFlow::Continue(())
        });
    }
}
