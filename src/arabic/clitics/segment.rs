//! Where a word may be cut from its clitics, and how sure that is.

use std::ops::Range;

use super::Lexicon;
use crate::arabic::letters::is_arabic_letter;
use crate::arabic::words::is_edge;

/// A place inside a word where a clitic ends or begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CliticSegmentation {
    /// Bytes of the text; always an edge (see [`crate::arabic::words::is_edge`]).
    pub at: usize,
    pub kind: CutKind,
    pub confidence: Confidence,
    /// What the rest stands for, where that is not what is written: the لاتحاد left of للاتحاد is الاتحاد.
    pub normalised: Option<String>,
}

/// What is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CutKind {
    /// و or ف before the place.
    Conjunction,
    /// ب, ك or ل before the place.
    Preposition,
    /// ال (or the second lam of لل) before the place.
    Article,
    /// A pronoun after the place. Offered, never taken without being asked for.
    Enclitic,
}

/// On what evidence, weakest first. The shares are of cuts that were right in a treebank of 38 338 words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// The remainder is a word of the project (.95; of an enclitic .82).
    Attested,
    /// The remainder is at least as frequent as the whole (.97).
    Frequent,
    /// The shape of the article (.99).
    Article,
}

/// Words that begin like a clitic and do not have one, in the spelling of [`Lexicon`]'s fold.
const WHOLE_WORDS: [&str; 75] = [
    "كانت",
    "كان",
    "كانوا",
    "كانه",
    "كانها",
    "كانهم",
    "بيان",
    "بيانات",
    "واحد",
    "واحده",
    "ولايه",
    "ولايات",
    "لجان",
    "لجنه",
    "والد",
    "والده",
    "والدي",
    "والدته",
    "والدها",
    "والدتها",
    "والدتي",
    "والدهم",
    "والدين",
    "والديه",
    "والديها",
    "والدا",
    "والدان",
    "وكالات",
    "وكاله",
    "بالغ",
    "بالغه",
    "بالغين",
    "بالغا",
    "بالون",
    "بالونات",
    "كالسيوم",
    "كامل",
    "كاتب",
    "كبير",
    "كبيره",
    "كبيرا",
    "فالح",
    "فيما",
    "فراس",
    "فلسطين",
    "والي",
    "وزير",
    "وجهه",
    "وحده",
    "ولد",
    "بلاد",
    "بلد",
    "باريس",
    "بيروت",
    "كتاب",
    "ليبيا",
    "لبنان",
    "لندن",
    "فيها",
    "فيهم",
    "فيهما",
    "فينا",
    "فيكم",
    "لديه",
    "لديها",
    "لديهم",
    "لدينا",
    "بينه",
    "بينها",
    "بينهم",
    "بينهما",
    "بيننا",
    "بلديه",
    "بلديات",
    "بابل",
];

/// The letters that must remain after a cut.
const LEAST_REMAINDER: usize = 3;

/// The proclitic cuts of the word at `word` (bytes of `text`, one token), outermost first.
///
/// وبالقاهرة gives the places before ب, before ال and before ق.
pub fn proclitics(text: &str, word: Range<usize>, vocabulary: &Lexicon) -> Vec<CliticSegmentation> {
    let letters = letters(text, &word, vocabulary);
    let mut cuts = Vec::new();
    let mut parse = Parse { text, word, letters: &letters, vocabulary, cuts: &mut cuts };
    parse.run();
    cuts
}

/// The places where a pronoun may begin, shortest pronoun first. Only such as leave a word of the project.
pub fn enclitics(text: &str, word: Range<usize>, vocabulary: &Lexicon) -> Vec<CliticSegmentation> {
    let letters = letters(text, &word, vocabulary);
    let mut cuts = Vec::new();
    for pronoun in ["ه", "ك", "ي", "ها", "هم", "هن", "كم", "كن", "نا", "ني", "هما", "كما"] {
        let length = pronoun.chars().count();
        let Some(stem) = letters.len().checked_sub(length).filter(|&stem| stem >= LEAST_REMAINDER) else { continue };
        if !letters[stem..].iter().map(|l| l.letter).eq(pronoun.chars()) {
            continue;
        }
        let at = letters[stem].at;
        let written = &text[word.start..at];
        // مدرستها is مدرسة and ها.
        let with_ta = letters[stem - 1].letter == 'ت';
        let attested = |stem: &str| vocabulary.count(stem) > 0;
        let ta_marbuta = || format!("{}ة", &text[word.start..letters[stem - 1].at]);
        let normalised = (with_ta && !attested(written)).then(ta_marbuta);
        if is_edge(text, at) && attested(normalised.as_deref().unwrap_or(written)) {
            cuts.push(CliticSegmentation { at, kind: CutKind::Enclitic, confidence: Confidence::Attested, normalised });
        }
    }
    cuts
}

/// The places where a word may begin if its first letters are clitics by their shape, `[وف]?[بكل]?`, with nothing known
/// of what follows. For a caller that has its own evidence: a string already labelled elsewhere.
///
/// A place after which ال has lost its alef (للاتحاد) has what it stands for in `normalised`.
pub fn possible_starts(text: &str, word: Range<usize>, vocabulary: &Lexicon) -> Vec<CliticSegmentation> {
    let letters = letters(text, &word, vocabulary);
    let mut cuts = Vec::new();
    let mut parse = Parse { text, word, letters: &letters, vocabulary, cuts: &mut cuts };
    if parse.is_whole(0) {
        return cuts;
    }
    let conjunction = usize::from(matches!(parse.letter(0), Some('و' | 'ف')));
    if conjunction == 1 && parse.remains(1) {
        parse.cut(1, CutKind::Conjunction, Confidence::Attested, None);
    }
    if matches!(parse.letter(conjunction), Some('ب' | 'ك' | 'ل'))
        && parse.remains(conjunction + 1)
        && !parse.is_whole(conjunction)
    {
        let normalised = parse.is(conjunction, "لل").then(|| parse.elided_article(conjunction));
        parse.cut(conjunction + 1, CutKind::Preposition, Confidence::Attested, normalised);
    }
    cuts
}

/// A letter of a word with where it begins; marks, tatweel and invisible characters left out.
#[derive(Clone, Copy)]
struct Letter {
    letter: char,
    at: usize,
}

/// The letters of `word`; none of a word that does not begin with an Arabic one (`COVID`, `19مليون`).
fn letters(text: &str, word: &Range<usize>, vocabulary: &Lexicon) -> Vec<Letter> {
    let mut letters = Vec::new();
    vocabulary.letters(&text[word.clone()], |letter, at| {
        letters.push(Letter { letter: if letter == 'ٱ' { 'ا' } else { letter }, at: word.start + at });
    });
    if letters.first().is_some_and(|first: &Letter| is_arabic_letter(first.letter)) { letters } else { Vec::new() }
}

struct Parse<'a> {
    text: &'a str,
    word: Range<usize>,
    letters: &'a [Letter],
    vocabulary: &'a Lexicon,
    cuts: &'a mut Vec<CliticSegmentation>,
}

impl Parse<'_> {
    fn run(&mut self) {
        if self.is_whole(0) {
            return;
        }
        let conjunction = usize::from(matches!(self.letter(0), Some('و' | 'ف')));
        // وكانت is و and كانت, and there it ends.
        if conjunction == 1 && self.is_whole(1) {
            self.cut(1, CutKind::Conjunction, Confidence::Frequent, None);
            return;
        }
        if self.article(conjunction) {
            return;
        }
        self.attested(conjunction);
    }

    /// The rules `[وف]?[بك]?ال` and `[وف]?لل`. True where they settled the word.
    fn article(&mut self, start: usize) -> bool {
        let preposition = start + usize::from(matches!(self.letter(start), Some('ب' | 'ك')));
        if self.is(preposition, "ال") && self.remains(preposition + 2) {
            if start > 0 {
                self.cut(start, CutKind::Conjunction, Confidence::Article, None);
            }
            if preposition > start {
                self.cut(preposition, CutKind::Preposition, Confidence::Article, None);
            }
            self.cut(preposition + 2, CutKind::Article, Confidence::Article, None);
            return true;
        }
        if self.is(start, "لل") && (self.remains(start + 2) || self.has_lost_a_lam(start)) {
            if start > 0 {
                self.cut(start, CutKind::Conjunction, Confidence::Article, None);
            }
            let normalised = self.elided_article(start);
            self.cut(start + 1, CutKind::Preposition, Confidence::Article, Some(normalised));
            if !self.has_lost_a_lam(start) {
                self.cut(start + 2, CutKind::Article, Confidence::Article, None);
            }
            return true;
        }
        false
    }

    /// The remainder-in-vocabulary rule: the deepest remainder that is a word, with the cuts on the way to it.
    fn attested(&mut self, conjunction: usize) {
        let has_preposition = |at| matches!(self.letter(at), Some('ب' | 'ك' | 'ل'));
        let mut found: Option<(usize, Confidence)> = None;
        // A known word after the conjunction may itself begin with ب ك ل; that it is known stands against cutting on.
        let single = self.evidence(1).filter(|_| conjunction == 1 || has_preposition(0));
        let double = (conjunction == 1 && has_preposition(1)).then(|| self.evidence(2)).flatten();
        if let Some(confidence) = single {
            found = Some((1, confidence));
        }
        if let Some(confidence) = double
            && (single.is_none() || self.count(2) >= self.count(1))
            && !self.is_whole(1)
        {
            found = Some((2, confidence));
        }
        let Some((deepest, confidence)) = found else { return };
        if conjunction == 1 {
            self.cut(1, CutKind::Conjunction, confidence, None);
        }
        if deepest > conjunction {
            self.cut(deepest, CutKind::Preposition, confidence, None);
        }
    }

    fn evidence(&self, at: usize) -> Option<Confidence> {
        if !self.remains(at) {
            return None;
        }
        let (rest, whole) = (self.count(at), self.count(0));
        match rest {
            0 => None,
            _ if rest >= whole => Some(Confidence::Frequent),
            _ => Some(Confidence::Attested),
        }
    }

    fn cut(&mut self, letter: usize, kind: CutKind, confidence: Confidence, normalised: Option<String>) {
        let Some(at) = self.letters.get(letter).map(|letter| letter.at) else { return };
        // Within a ligature such as ﻻ there is no place to cut.
        let within = letter > 0 && self.letters[letter - 1].at == at;
        if !within && is_edge(self.text, at) {
            self.cuts.push(CliticSegmentation { at, kind, confidence, normalised });
        }
    }

    fn letter(&self, at: usize) -> Option<char> {
        self.letters.get(at).map(|letter| letter.letter)
    }

    fn is(&self, at: usize, letters: &str) -> bool {
        let mut here = self.letters.iter().skip(at).map(|letter| letter.letter);
        letters.chars().all(|letter| here.next() == Some(letter))
    }

    fn remains(&self, at: usize) -> bool {
        self.letters.len() >= at + LEAST_REMAINDER
    }

    fn rest(&self, at: usize) -> &str {
        self.letters.get(at).map_or("", |letter| &self.text[letter.at..self.word.end])
    }

    /// How often the rest from `at` on stands in the texts, with the article or without: المدينة speaks for مدينة.
    fn count(&self, at: usize) -> u32 {
        let rest = self.rest(at);
        let with_article = if at == 0 { 0 } else { self.vocabulary.count(&format!("ال{rest}")) };
        self.vocabulary.count(rest).saturating_add(with_article)
    }

    fn is_whole(&self, at: usize) -> bool {
        WHOLE_WORDS.contains(&self.vocabulary.fold(self.rest(at)).as_str())
    }

    /// Three lams are written as two: لله is ل and الله, لليل is ل and الليل (where the project knows الليل better than
    /// اليل). The lam that is left is then the article's and the word's at once, and nothing can be cut between them.
    fn has_lost_a_lam(&self, start: usize) -> bool {
        let rest = self.rest(start + 1);
        let is_god = self.is(start, "لله") && self.letters.len() == start + 3;
        is_god || self.vocabulary.count(&format!("ال{rest}")) > self.vocabulary.count(&format!("ا{rest}"))
    }

    /// What the rest of a word in لل is without its preposition: لاتحاد is الاتحاد.
    fn elided_article(&self, start: usize) -> String {
        let rest = self.rest(start + 1);
        if self.has_lost_a_lam(start) { format!("ال{rest}") } else { format!("ا{rest}") }
    }
}
