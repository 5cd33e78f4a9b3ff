//! The number that a text names: in digits of either kind, in words, or in both, `٣ ملايين وخمسمئة ألف`.
//!
//! Words are read as they are written: both genders, all cases, with and without hamza, مئة or مائة, joined to their unit or not, the
//! duals, and و at the word or by itself. Terms may fall, ألف ومئتان, or rise, خمس وعشرون وألف.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::letters::is_mark;
use super::normalize::{Normalization, Normalizer};

/// Words of a text that are looked at: no number has more.
const MAX_NUMBER_WORDS: usize = 256;

/// What a word of a number is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    Zero,
    /// One to nine; one that stands by itself for something else as well (أحد, نصف) needs company.
    Unit(f64),
    WeakOne,
    Ten,
    /// Twenty to ninety.
    Tens(f64),
    Hundred,
    /// Two hundred and more in one word.
    Hundreds(f64),
    /// A thousand and more; the plural needs a number before it.
    Scale(f64),
    ScalePlural(f64),
    /// ألفان.
    ScaleDual(f64),
    /// ألفا: the dual before what is counted, or the singular behind what counts it.
    ScaleOrDual(f64),
    Digits(f64),
    /// نصف, ربع.
    Fraction(f64),
}

/// A word of a number, and whether و stands before it.
#[derive(Clone, Copy, Debug)]
struct NumberWord {
    and: bool,
    part: Part,
}

/// The only number in a text: `١٬٢٣٤٫٥ ريال` is 1234.5, `ثلاثمائة وخمسة وعشرون` is 325. Two numbers are none.
pub fn number_named(text: &str) -> Option<f64> {
    let mut runs: Vec<Vec<NumberWord>> = Vec::new();
    let mut is_open = false;
    let mut and = false;
    for token in tokens(text).take(MAX_NUMBER_WORDS) {
        let found = match token {
            Token::And => {
                and = true;
                continue;
            }
            Token::Digits(number) => Some(NumberWord { and, part: Part::Digits(number?) }),
            Token::Word(word) => read_word(word).map(|word| NumberWord { and: and || word.and, ..word }),
            Token::Break => None,
        };
        and = false;
        match found {
            Some(word) if is_open && goes_on(runs.last().and_then(|run| run.last()), word) => {
                runs.last_mut().into_iter().for_each(|run| run.push(word));
            }
            Some(word) => {
                runs.push(vec![word]);
                is_open = true;
            }
            None => is_open = false,
        }
    }
    // A word that stands for a number only in company is none alone.
    runs.retain(|run| !matches!(run[..], [NumberWord { part: Part::WeakOne | Part::Fraction(_), .. }]));
    match &runs[..] {
        [run] => value_of(run).filter(|number| number.is_finite()),
        _ => None,
    }
}

/// Whether a word goes on with the number before it.
fn goes_on(before: Option<&NumberWord>, word: NumberWord) -> bool {
    let is_small = |part: Part| matches!(part, Part::Unit(_) | Part::WeakOne);
    let is_scale =
        |part: Part| matches!(part, Part::Scale(_) | Part::ScalePlural(_) | Part::ScaleDual(_) | Part::ScaleOrDual(_));
    let Some(before) = before.map(|word| word.part) else { return false };
    match word.part {
        // بين ٣ و٤ are two numbers.
        Part::Digits(_) => word.and && is_scale(before),
        _ if word.and || is_scale(word.part) => true,
        Part::Ten | Part::Hundred => is_small(before),
        // مليون واحد; مئة وأحد عشر as it is often written, without its hamza.
        Part::Unit(one) => one == 1.0,
        _ => false,
    }
}

/// The terms below a scale, each at most once.
#[derive(Clone, Copy, Debug, Default)]
struct Group {
    units: Option<f64>,
    tens: Option<f64>,
    hundreds: Option<f64>,
    /// Digits, a zero: nothing is added to them.
    whole: Option<f64>,
}

impl Group {
    fn value(&self) -> Option<f64> {
        let parts = [self.units, self.tens, self.hundreds, self.whole];
        parts.iter().any(Option::is_some).then(|| parts.iter().flatten().sum())
    }

    /// Takes a term in; `false` where it has one of its kind.
    fn take(&mut self, part: Part) -> bool {
        let is_whole = self.whole.is_some();
        let is_free = |slot: &Option<f64>| slot.is_none() && !is_whole;
        let (slot, value) = match part {
            Part::Unit(unit) => (&mut self.units, unit),
            Part::WeakOne => (&mut self.units, 1.0),
            Part::Tens(tens) => (&mut self.tens, tens),
            Part::Ten if self.units.is_none() => (&mut self.tens, 10.0),
            Part::Hundred => (&mut self.hundreds, 100.0),
            Part::Hundreds(hundreds) => (&mut self.hundreds, hundreds),
            Part::Digits(number) if self.value().is_none() => (&mut self.whole, number),
            Part::Zero if self.value().is_none() => (&mut self.whole, 0.0),
            _ => return false,
        };
        if !is_free(slot) {
            return false;
        }
        *slot = Some(value);
        true
    }

    /// Ten and hundred right behind a unit: ثلاثة عشر, ثلاث مئة.
    fn take_joined(&mut self, part: Part) -> bool {
        match (part, self.units) {
            (Part::Ten, Some(_)) if self.tens.is_none() => self.tens = Some(10.0),
            (Part::Hundred, Some(unit)) if self.hundreds.is_none() && unit > 2.0 => {
                self.hundreds = Some(unit * 100.0);
                self.units = None;
            }
            _ => return false,
        }
        true
    }
}

fn value_of(run: &[NumberWord]) -> Option<f64> {
    let mut total = 0.0;
    let mut group = Group::default();
    let mut scales: Vec<f64> = Vec::new();
    // What the last scale came to, for a fraction of it and for ألف مليون.
    let mut last: Option<(f64, f64)> = None;
    // Whether what comes has to be counted in a scale: ثلاثة وأربعة are two numbers.
    let mut rises = false;
    let before = std::iter::once(None).chain(run.iter().map(|word| Some(word.part)));
    for ((at, word), before) in run.iter().enumerate().zip(before) {
        let ten_follows = run.get(at + 1).is_some_and(|next| next.part == Part::Ten && !next.and);
        let scale_alone = |scale: f64, times: f64, scales: &mut Vec<f64>| {
            let is_new = !scales.contains(&scale);
            scales.push(scale);
            is_new.then_some((times * scale, scale))
        };
        match (word.part, group.value()) {
            (Part::Fraction(share), None) if last.is_none() => group.whole = Some(share),
            (Part::Fraction(share), _) if word.and => {
                total += match (group.value(), last) {
                    (None, Some((_, scale))) => share * scale,
                    _ => share,
                };
            }
            (Part::Scale(scale) | Part::ScalePlural(scale) | Part::ScaleOrDual(scale), Some(times)) if !word.and => {
                let (value, scale) = scale_alone(scale, times, &mut scales)?;
                total += value;
                (group, last, rises) = (Group::default(), Some((value, scale)), false);
            }
            // ونصف المليون
            (part, None) if !word.and && is_fraction(before) && !matches!(part, Part::Unit(_)) => {}
            (Part::ScalePlural(_), _) => return None,
            (Part::Scale(scale) | Part::ScaleOrDual(scale), None) if !word.and && last.is_some() => {
                let (value, _) = last?;
                total += value * (scale - 1.0);
                scales.push(scale);
                last = Some((value * scale, scale));
            }
            (Part::Scale(scale) | Part::ScaleDual(scale) | Part::ScaleOrDual(scale), small) => {
                let times = if matches!(word.part, Part::Scale(_)) { 1.0 } else { 2.0 };
                let (value, scale) = scale_alone(scale, times, &mut scales)?;
                total += small.unwrap_or_default() + value;
                (group, last) = (Group::default(), Some((value, scale)));
            }
            (Part::Unit(_), None) if !word.and && last.is_some() && !ten_follows => {}
            (part, _) if !word.and && group.take_joined(part) => {}
            (part, small) => {
                if !group.take(part) {
                    // Terms rise: what stood before is complete.
                    total += small?;
                    (group, rises) = (Group::default(), true);
                    if !word.and || !group.take(part) {
                        return None;
                    }
                }
            }
        }
    }
    match group.value() {
        Some(_) if rises => None,
        small => Some(total + small.unwrap_or_default()),
    }
}

fn is_fraction(part: Option<Part>) -> bool {
    matches!(part, Some(Part::Fraction(_)))
}

enum Token<'a> {
    And,
    Word(&'a str),
    /// `None`: more than a number can be.
    Digits(Option<f64>),
    /// A sign between words that ends a number.
    Break,
}

/// The words, numbers in digits, and signs of a text.
fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    let mut before = None;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(char::is_whitespace);
        let first = rest.chars().next()?;
        let is_minus = |c: char| matches!(c, '-' | '\u{2212}');
        let (token, len) = if digit(first).is_some() {
            let (number, len) = digits(rest, before.is_some_and(is_minus));
            (Token::Digits(number), len)
        } else if first.is_alphabetic() || is_mark(first) {
            let end = |c: char| !(c.is_alphabetic() || is_mark(c) || c == '\u{640}');
            let len = rest.find(end).unwrap_or(rest.len());
            let word = &rest[..len];
            (if folded(word) == "و" { Token::And } else { Token::Word(word) }, len)
        } else {
            (Token::Break, first.len_utf8())
        };
        before = Some(first);
        rest = &rest[len..];
        Some(token)
    })
}

fn digit(c: char) -> Option<u32> {
    match c {
        '\u{660}'..='\u{669}' => Some(c as u32 - 0x660),
        '\u{6f0}'..='\u{6f9}' => Some(c as u32 - 0x6f0),
        c => c.to_digit(10).filter(|_| c.is_ascii_digit()),
    }
}

/// The number at the beginning of a text, and its length in bytes. Thousands are parted by the Arabic sign or a comma within digits.
fn digits(text: &str, minus: bool) -> (Option<f64>, usize) {
    let mut written = String::new();
    if minus {
        written.push('-');
    }
    let (mut len, mut is_fraction) = (0, false);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next_is_digit = chars.peek().is_some_and(|(_, next)| digit(*next).is_some());
        match (digit(c), c) {
            (Some(digit), _) => written.extend(char::from_digit(digit, 10)),
            (None, '\u{66b}' | '.') if next_is_digit => {
                // Two points are a date, an address, a section.
                if is_fraction {
                    return (None, text.len());
                }
                is_fraction = true;
                written.push('.');
            }
            (None, '\u{66c}' | ',') if next_is_digit => {}
            _ => break,
        }
        len = at + c.len_utf8();
    }
    (written.parse().ok().filter(|number: &f64| number.is_finite()), len)
}

/// Folded as a search folds.
fn folded(word: &str) -> String {
    static FOLDER: OnceLock<Normalizer> = OnceLock::new();
    FOLDER.get_or_init(|| Normalizer::new(Normalization::SEARCH)).fold_str(word)
}

/// What a word is in a number, with و, a preposition or the article before it or not.
fn read_word(word: &str) -> Option<NumberWord> {
    let (written, word) = (word, folded(word));
    // واحد is one, وأحد is one more, of eleven.
    if word == "واحد" && written.contains('أ') {
        return Some(NumberWord { and: true, part: Part::WeakOne });
    }
    let known = words();
    let found = |word: &str| known.get(word).copied();
    let with_article = |word: &str| found(word).or_else(|| found(word.strip_prefix("ال")?));
    let behind_preposition = |word: &str| {
        let rest = word.strip_prefix("لل").or_else(|| word.strip_prefix(['ب', 'ل', 'ك']))?;
        // لست is no six.
        with_article(rest).filter(|_| rest.chars().count() > 2)
    };
    let read = |word: &str| with_article(word).or_else(|| behind_preposition(word));
    if let Some(part) = read(&word) {
        return Some(NumberWord { and: false, part });
    }
    let part = read(word.strip_prefix(['و', 'ف'])?)?;
    Some(NumberWord { and: true, part })
}

/// All words of numbers, folded.
fn words() -> &'static HashMap<String, Part> {
    static WORDS: OnceLock<HashMap<String, Part>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut all: HashMap<String, Part> = HashMap::new();
        let mut say = |words: &str, part: Part| {
            for word in words.split_whitespace() {
                all.entry(folded(word)).or_insert(part);
            }
        };
        say("صفر", Part::Zero);
        say("واحد واحدة واحدا", Part::Unit(1.0));
        say("أحد إحدى", Part::WeakOne);
        say("اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي ثنتان ثنتين", Part::Unit(2.0));
        let stems = ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"];
        for (n, stem) in (3_u8..).zip(stems) {
            let value = f64::from(n);
            let i = if n == 8 { "ي" } else { "" };
            say(&format!("{stem} {stem}{i}ة {stem}{i} {stem}ا"), Part::Unit(value));
            say(&format!("{stem}ون {stem}ين"), Part::Tens(10.0 * value));
            for hundred in ["مئة", "مائة", "مية", "ماية"] {
                say(&format!("{stem}{hundred} {stem}{i}{hundred} {stem}ة{hundred}"), Part::Hundreds(100.0 * value));
            }
        }
        say("عشر عشرة", Part::Ten);
        say("عشرون عشرين", Part::Tens(20.0));
        say("مئة مائة مية ماية", Part::Hundred);
        say("مئتان مئتين مئتا مئتي مائتان مائتين مائتا مائتي ميتان ميتين", Part::Hundreds(200.0));
        let scales = [
            ("ألف", "آلاف ألوف", 1e3),
            ("مليون", "ملايين مليونات", 1e6),
            ("مليار", "مليارات ملايير", 1e9),
            ("بليون", "بلايين", 1e9),
            ("تريليون", "تريليونات", 1e12),
            ("ترليون", "ترليونات", 1e12),
        ];
        for (one, several, value) in scales {
            say(one, Part::Scale(value));
            say(several, Part::ScalePlural(value));
            say(&format!("{one}ان {one}ين {one}ي"), Part::ScaleDual(value));
            say(&format!("{one}ا"), Part::ScaleOrDual(value));
        }
        say("نصف", Part::Fraction(0.5));
        say("ربع", Part::Fraction(0.25));
        all
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<f64>) {
        assert_eq!(number_named(text), expect, "{text}");
    }

    #[test]
    fn a_number_is_read_as_it_is_written() {
        check("ثلاثة", Some(3.0));
        check("ثلاثة عشر", Some(13.0));
        check("إحدى عشرة", Some(11.0));
        check("أحد عشر كوكبًا", Some(11.0));
        check("مئة وأحد عشر", Some(111.0));
        check("اثنتا عشرة", Some(12.0));
        check("خمسة وعشرون", Some(25.0));
        check("خمسة و عشرين", Some(25.0));
        check("ثمانيمائة", Some(800.0));
        check("ثلاث مئة", Some(300.0));
        check("مائتا ألف", Some(200_000.0));
        check("ألفان", Some(2_000.0));
        check("ألفا ليرة", Some(2_000.0));
        check("عشرون ألفًا", Some(20_000.0));
        check("ألف واحد", Some(1_000.0));
        check("مئة وخمسة آلاف", Some(105_000.0));
        check("خمس وعشرون وثلاثمائة وألف", Some(1_325.0));
        check("مليون ومئتان وخمسون ألفًا", Some(1_250_000.0));
        check("ألف مليون", Some(1e9));
        check("مليون ونصف", Some(1_500_000.0));
        check("نصف مليون", Some(500_000.0));
        check("ثلاثة ونصف", Some(3.5));
        check("نحو ثلاثمئة قتيل", Some(300.0));
        check("بألف دينار", Some(1_000.0));
        check("٣ ملايين و٥٠٠ ألف", Some(3_500_000.0));
        check("1.5 مليون", Some(1_500_000.0));
        check("٢٠٠ ألف لاجئ", Some(200_000.0));
        check("صفر", Some(0.0));
    }

    #[test]
    fn digits_are_read_as_before() {
        check("١٬٢٣٤٫٥ ريال", Some(1234.5));
        check("نحو 300 قتيل.", Some(300.0));
        check("-5", Some(-5.0));
        check("بين ٣ و٤", None);
        check("2020-2021", None);
        check("1.2.3", None);
        check("۱۲۳", Some(123.0));
        check(&"9".repeat(400), None);
    }

    #[test]
    fn what_is_no_one_number_is_none() {
        for text in ["", "أحمد", "أحد", "لست هنا", "آلاف القتلى", "ثلاثة كتب وأربعة أقلام", "ثلاثة، أربعة", "عشرات", "نصف"]
        {
            check(text, None);
        }
    }

    /// How a number is written.
    #[derive(Clone, Copy, Debug)]
    struct Hand {
        feminine: bool,
        oblique: bool,
        /// مائة.
        alef: bool,
        joined: bool,
        bare: bool,
        blank: bool,
    }

    const UNITS: [[&str; 2]; 11] = [
        ["", ""],
        ["واحد", "واحدة"],
        ["اثنان", "اثنتان"],
        ["ثلاثة", "ثلاث"],
        ["أربعة", "أربع"],
        ["خمسة", "خمس"],
        ["ستة", "ست"],
        ["سبعة", "سبع"],
        ["ثمانية", "ثماني"],
        ["تسعة", "تسع"],
        ["عشرة", "عشر"],
    ];
    const TENS: [&str; 10] = ["", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"];

    impl Hand {
        fn below_hundred(self, n: u64, feminine: bool) -> Vec<String> {
            let two = match (self.oblique, feminine) {
                (false, false) => "اثنان",
                (true, false) => "اثنين",
                (false, true) => "اثنتان",
                (true, true) => "اثنتين",
            };
            let unit = |n: u64| if n == 2 { two } else { UNITS[n as usize][usize::from(feminine)] };
            let ten = if feminine { "عشرة" } else { "عشر" };
            match n {
                0 => vec![],
                1..=10 => vec![unit(n).into()],
                11 => vec![format!("{} {ten}", if feminine { "إحدى" } else { "أحد" })],
                12 => vec![format!("{} {ten}", two.trim_end_matches('ن'))],
                13..=19 => vec![format!("{} {ten}", unit(n - 10))],
                _ => {
                    let unit = match (n % 10, feminine) {
                        (0, _) => None,
                        (1, true) => Some("إحدى"),
                        (n, _) => Some(unit(n)),
                    };
                    let tens = format!("{}{}", TENS[n as usize / 10], if self.oblique { "ين" } else { "ون" });
                    unit.map(str::to_owned).into_iter().chain([tens]).collect()
                }
            }
        }

        fn below_thousand(self, n: u64, feminine: bool) -> Vec<String> {
            let hundred = if self.alef { "مائة" } else { "مئة" };
            let hundreds = match n / 100 {
                0 => None,
                1 => Some(hundred.to_owned()),
                2 => Some(format!(
                    "{}{}",
                    &hundred[..hundred.len() - "ة".len()],
                    if self.oblique { "تين" } else { "تان" }
                )),
                n => {
                    let unit = if n == 8 && self.joined { "ثمان" } else { UNITS[n as usize][1] };
                    Some(format!("{unit}{}{hundred}", if self.joined { "" } else { " " }))
                }
            };
            hundreds.into_iter().chain(self.below_hundred(n % 100, feminine)).collect()
        }

        fn scaled(self, n: u64, [one, two, three]: [&str; 3]) -> Vec<String> {
            match n {
                0 => vec![],
                1 => vec![one.into()],
                2 => vec![format!("{two}{}", if self.oblique { "ين" } else { "ان" })],
                _ => {
                    let mut parts = self.below_thousand(n, false);
                    let counted = match n % 100 {
                        3..=10 => three.to_owned(),
                        11..=99 => format!("{one}ًا"),
                        _ => one.to_owned(),
                    };
                    if let Some(last) = parts.last_mut() {
                        last.push(' ');
                        last.push_str(&counted);
                    }
                    parts
                }
            }
        }

        fn write(self, n: u64) -> String {
            if n == 0 {
                return "صفر".into();
            }
            let mut parts = self.scaled(n / 1_000_000_000, ["مليار", "مليار", "مليارات"]);
            parts.extend(self.scaled(n / 1_000_000 % 1_000, ["مليون", "مليون", "ملايين"]));
            parts.extend(self.scaled(n / 1_000 % 1_000, ["ألف", "ألف", "آلاف"]));
            parts.extend(self.below_thousand(n % 1_000, self.feminine));
            let text = parts.join(if self.blank { " و " } else { " و" });
            match self.bare {
                true => text.replace(['أ', 'إ', 'آ'], "ا").replace('ً', ""),
                false => text,
            }
        }
    }

    fn hand() -> impl Strategy<Value = Hand> {
        any::<[bool; 6]>().prop_map(|[feminine, oblique, alef, joined, bare, blank]| Hand {
            feminine,
            oblique,
            alef,
            joined,
            bare,
            blank,
        })
    }

    proptest! {
        #[test]
        fn what_is_written_in_words_is_read(
            n in prop_oneof![0..200u64, 0..10_000u64, 0..1_000_000u64, 0..1_000_000_000_000u64],
            hand in hand(),
        ) {
            let text = hand.write(n);
            prop_assert_eq!(number_named(&text), Some(n as f64), "{}", text);
            prop_assert_eq!(number_named(&format!("بلغ {text} تقريبا")), Some(n as f64), "{}", text);
        }

        #[test]
        fn no_text_makes_it_panic(text in "[ثلاثةعشرومئألفني ٠-٩0-9.,\u{64b}-\u{652}-]{0,40}") {
            let _ = number_named(&text);
        }
    }
}
