//! How the names of entries become the keys by which they are found: spellings, letters without blanks, sounds, single words.

use unicode_normalization::UnicodeNormalization;

use crate::arabic::clitics::{Lexicon, possible_starts};
use crate::arabic::letters::is_mark;
use crate::arabic::normalize::{Normalization, Normalizer};
use crate::arabic::translit::{Scheme, transliterate};
use crate::arabic::words::tokens;
use crate::model::Entry;

/// Words of which a name or a form may consist to be compared by its words.
pub(super) const MAX_WORDS: usize = 16;

/// What is looked at of a long form, in bytes: no name is so long.
pub(super) const MAX_FORM_BYTES: usize = 512;

/// Which key a name is found by, besides its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum KeyKind {
    Spelling,
    Joined,
    Loose,
    Sound,
}

/// What an entry is found by, each once.
#[derive(Debug, Default)]
pub(super) struct EntryKeys {
    pub named: Vec<(KeyKind, String)>,
    /// Single words of its names, with and without article.
    pub words: Vec<String>,
}

impl EntryKeys {
    fn push(&mut self, kind: KeyKind, key: String) {
        if !key.is_empty() {
            self.named.push((kind, key));
        }
    }
}

/// How names become keys.
#[derive(Clone, Debug)]
pub(super) struct Fold {
    safe: Normalizer,
    search: Normalizer,
    /// For the shapes of clitics alone; it holds no words.
    shapes: Lexicon,
}

impl Default for Fold {
    fn default() -> Self {
        Fold {
            safe: Normalizer::new(Normalization { case: true, width: true, underscore: true, ..Normalization::SAFE }),
            search: Normalizer::new(Normalization { underscore: true, ..Normalization::SEARCH }),
            shapes: Lexicon::default(),
        }
    }
}

impl Fold {
    /// Each key of each name of an entry once.
    pub(super) fn keys_of(&self, entry: &Entry) -> EntryKeys {
        let mut keys = EntryKeys::default();
        for name in entry.all_names().map(|name| start_of(name, MAX_FORM_BYTES)) {
            if let Some(key) = self.spelling(name) {
                keys.push(KeyKind::Joined, joined(&key));
                keys.push(KeyKind::Spelling, key);
            }
            let folded = self.search.fold_str(name);
            keys.push(KeyKind::Loose, joined(&folded));
            keys.named.extend(self.sound(name).map(|key| (KeyKind::Sound, key)));
            keys.words.extend(with_stems(words_of(&folded)).take(4 * MAX_WORDS));
        }
        keys.named.sort_unstable();
        keys.named.dedup();
        keys.words.sort_unstable();
        keys.words.dedup();
        keys
    }

    /// Folded words with one space wherever blanks part them; `None` where there are none.
    pub(super) fn spelling(&self, name: &str) -> Option<String> {
        let name = self.safe.fold_str(name);
        let mut key = String::with_capacity(name.len());
        let mut end = 0;
        for token in tokens(&name) {
            if !key.is_empty() && token.start > end {
                key.push(' ');
            }
            key.push_str(token.text(&name));
            end = token.end;
        }
        (!key.is_empty()).then_some(key)
    }

    /// As loosely as a search, without blanks.
    pub(super) fn loose(&self, name: &str) -> String {
        joined(&self.search.fold_str(name))
    }

    /// The words of a form, at most so many.
    pub(super) fn words(&self, form: &str, most: usize) -> Vec<String> {
        words_of(&self.search.fold_str(form)).take(most).map(str::to_owned).collect()
    }

    /// The form without what may be clitics before its first word, each with those.
    pub(super) fn without_clitics(&self, form: &str) -> Vec<(String, String)> {
        let Some(first) = tokens(form).next() else { return Vec::new() };
        let cuts = possible_starts(form, first.range(), &self.shapes);
        cuts.into_iter()
            .flat_map(|cut| {
                let clitics = form[first.start..cut.at].to_owned();
                let behind = &form[first.end..];
                let stem = format!("{}{behind}", &form[cut.at..first.end]);
                let elided = cut.normalised.map(|whole| format!("{whole}{behind}"));
                elided.into_iter().chain([stem]).map(move |rest| (clitics.clone(), rest))
            })
            .collect()
    }

    /// The consonants as Latin letters, the same for both scripts; `None` where they tell nothing.
    pub(super) fn sound(&self, name: &str) -> Option<String> {
        let plain: String = name.chars().filter(|c| !is_mark(*c)).collect();
        let latin = transliterate(&plain, Scheme::Reader).to_lowercase();
        let latin: String = latin.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect();
        let mut sounds = String::new();
        for word in latin.split(|c: char| c.is_whitespace()).filter(|word| !word.is_empty()) {
            let parts: Vec<&str> = word.split(['-', '–', '‐']).collect();
            for (n, part) in parts.iter().enumerate() {
                if !(n + 1 < parts.len() && is_article(part)) {
                    push_consonants(&mut sounds, part);
                }
            }
        }
        (sounds.len() >= 3).then_some(sounds)
    }
}

/// The words of what was folded.
fn words_of(folded: &str) -> impl Iterator<Item = &str> {
    tokens(folded).filter(|token| token.is_content()).map(|token| token.text(folded))
}

/// The same, and those with an article without it as well.
fn with_stems<'a>(words: impl Iterator<Item = &'a str>) -> impl Iterator<Item = String> {
    words.flat_map(|word| {
        let stem = word.strip_prefix("ال").filter(|stem| stem.chars().count() > 1);
        std::iter::once(word).chain(stem).map(str::to_owned)
    })
}

/// Whether this is an article as it is written before a hyphen: al, el, ez, ash.
fn is_article(part: &str) -> bool {
    let Some(rest) = part.strip_prefix(['a', 'e', 'u', 'i']) else { return false };
    matches!(rest, "l" | "z" | "s" | "d" | "t" | "n" | "r" | "sh" | "th" | "dh" | "")
}

/// Consonants that sound alike are one letter; vowels, and what may be one, are none.
fn push_consonants(out: &mut String, part: &str) {
    let letters: Vec<char> = part.chars().filter(char::is_ascii_alphabetic).collect();
    let mut at = 0;
    while at < letters.len() {
        let pair = letters.get(at + 1).is_some_and(|next| *next == 'h');
        let (sound, length) = match (letters[at], pair) {
            ('s' | 'c', true) => ('S', 2),
            ('k', true) => ('K', 2),
            ('g', true) => ('G', 2),
            ('t', true) => ('T', 2),
            ('d', true) => ('D', 2),
            ('p', true) => ('f', 2),
            ('q' | 'c', _) => ('k', 1),
            ('p', _) => ('b', 1),
            ('v', _) => ('f', 1),
            ('j', _) => ('g', 1),
            ('a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w', _) => (' ', 1),
            ('h', _) if at + 1 == letters.len() => (' ', 1),
            (letter, _) => (letter, 1),
        };
        if sound != ' ' && !(out.ends_with(sound)) {
            out.push(sound);
        }
        at += length;
    }
}

/// Without what parts words: blanks, hyphens, joiners.
pub(super) fn joined(key: &str) -> String {
    key.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '–' | '_' | '\u{200c}' | '\u{200d}'))
        .collect()
}

/// The beginning of a text, not cut within a character.
pub(super) fn start_of(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}
