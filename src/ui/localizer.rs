//! Every word of the interface, in Arabic and in English, with the plurals and digits each asks for.
//!
//! The words live in `assets/words/*.ftl` (Fluent) and nowhere else; a test holds both files to the same messages
//! and variables. A message's attribute is looked up as `message.attribute`.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::arabic::dates::{Calendar, Period};

const ARABIC: &str = include_str!("../../assets/words/ar.ftl");
const ENGLISH: &str = include_str!("../../assets/words/en.ftl");

/// A language the interface speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Language {
    #[default]
    Arabic,
    English,
}

impl Language {
    pub fn is_rtl(self) -> bool {
        self == Language::Arabic
    }

    pub fn other(self) -> Self {
        match self {
            Language::Arabic => Language::English,
            Language::English => Language::Arabic,
        }
    }

    /// Its own name for itself.
    pub fn name(self) -> &'static str {
        match self {
            Language::Arabic => "العربية",
            Language::English => "English",
        }
    }
}

/// How the interface writes numbers. The document's own digits are never touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Digits {
    /// ٠١٢٣
    #[default]
    ArabicIndic,
    /// 0123
    European,
}

/// How the interface writes days. The dates of a document's attributes are never touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DateStyle {
    /// 2026-11-30
    #[default]
    Numbers,
    /// 30 November 2026
    Gregorian,
    /// 20 Jumada II 1448 AH, by the calendar of Umm al-Qura
    Hijri,
}

/// A value put into a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    Number(f64),
    /// Kept apart from the words around it by Unicode isolates, so that a Latin file name or an Arabic quote does
    /// not disturb the order of the sentence.
    Text(Cow<'a, str>),
}

/// The interface words of one language.
pub struct Localizer {
    language: Language,
    digits: Digits,
    dates: DateStyle,
    bundle: FluentBundle<FluentResource>,
}

impl Localizer {
    pub fn new(language: Language, digits: Digits) -> Self {
        let (locale, source) = match language {
            Language::Arabic => ("ar", ARABIC),
            Language::English => ("en", ENGLISH),
        };
        let locale: LanguageIdentifier = locale.parse().expect("'ar' and 'en' are language identifiers");
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolates are put around texts here, not around every number.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match digits {
            Digits::ArabicIndic => |value, _| match value {
                FluentValue::Number(number) => Some(arabic_number(&number.as_string())),
                _ => None,
            },
            Digits::European => |_, _| None,
        }));
        bundle.add_function("PLURAL", plural_category).expect("no function of this name comes with Fluent");
        let resource = FluentResource::try_new(source.to_owned())
            .unwrap_or_else(|(_, errors)| panic!("the embedded words are valid Fluent, as a test shows: {errors:?}"));
        bundle.add_resource(resource).expect("a test shows that no message is written twice");
        Localizer { language, digits, dates: DateStyle::default(), bundle }
    }

    /// The same words with days written in this way.
    #[must_use]
    pub fn with_dates(self, dates: DateStyle) -> Self {
        Localizer { dates, ..self }
    }

    pub fn language(&self) -> Language {
        self.language
    }

    pub fn digits(&self) -> Digits {
        self.digits
    }

    pub fn is_rtl(&self) -> bool {
        self.language.is_rtl()
    }

    /// The words of a message without variables; the key itself where there is none.
    pub fn get(&self, key: &str) -> String {
        self.format(key, &[])
    }

    /// The words of a message with its variables filled in.
    pub fn format(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let (id, attribute) = match key.split_once('.') {
            Some((id, attribute)) => (id, Some(attribute)),
            None => (key, None),
        };
        let pattern = self.bundle.get_message(id).and_then(|message| match attribute {
            Some(name) => message.get_attribute(name).map(|attribute| attribute.value()),
            None => message.value(),
        });
        let Some(pattern) = pattern else {
            return key.to_owned();
        };
        let mut arguments = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            match value {
                Value::Number(number) => arguments.set(*name, *number),
                Value::Text(text) => arguments.set(*name, isolated(text)),
            }
        }
        let mut problems = Vec::new();
        self.bundle.format_pattern(pattern, Some(&arguments), &mut problems).into_owned()
    }

    /// Whether there are words for this key.
    pub fn has(&self, key: &str) -> bool {
        self.get(key) != key
    }

    /// A number in the digits of the interface, with the sign that goes with them before its fraction.
    pub fn number(&self, number: impl std::fmt::Display) -> String {
        match self.digits {
            Digits::ArabicIndic => arabic_number(&number.to_string()),
            Digits::European => number.to_string(),
        }
    }

    /// A day (`2026-11-30`), or a day and a time behind it, as the interface writes days; a text that is neither, with its digits.
    pub fn date(&self, iso: &str) -> String {
        let (day, time) = iso.split_once(' ').unwrap_or((iso, ""));
        match self.named_day(day) {
            None => self.in_digits(iso),
            Some(day) if time.is_empty() => day,
            Some(day) => {
                let time = self.in_digits(time);
                self.format("date-time", &[("date", Value::Text(day.into())), ("time", Value::Text(time.into()))])
            }
        }
    }

    /// A day with the name of its month; none where days are written in numbers, and where the calendar lacks it.
    fn named_day(&self, iso: &str) -> Option<String> {
        let mut parts = iso.split('-');
        let (year, month, day) =
            (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let period =
            Period::new(Calendar::Gregorian, year, Some(month), Some(day)).filter(|_| parts.next().is_none())?;
        let (shown, form) = match self.dates {
            DateStyle::Numbers => return None,
            DateStyle::Gregorian => (period.first, "date-gregorian"),
            DateStyle::Hijri => (period.converted()?.first, "date-hijri"),
        };
        let month = shown.month;
        let month = match self.dates {
            DateStyle::Hijri => self.get(&format!("hijri-month-{month}")),
            _ => self.get(&format!("month-{month}")),
        };
        let (day, year) = (self.number(shown.day), self.number(shown.year));
        let values = [("day", day), ("month", month), ("year", year)];
        // The parts are of one direction: isolates between them would only be in the way.
        Some(
            without_isolates(&self.format(form, &values.map(|(name, text)| (name, Value::Text(text.into())))))
                .into_owned(),
        )
    }

    /// The text with its digits as the interface writes them.
    pub fn in_digits(&self, text: &str) -> String {
        match self.digits {
            Digits::ArabicIndic => arabic_indic(text),
            Digits::European => text.to_owned(),
        }
    }
}

/// A path from left to right, each of its names in its own direction: names would change places around `/` otherwise.
pub fn isolated_path(path: &std::path::Path) -> String {
    let parts = path.components().map(|part| match part {
        std::path::Component::Normal(name) => isolated(&name.to_string_lossy()),
        part => part.as_os_str().to_string_lossy().into_owned(),
    });
    let mut shown = String::from("\u{2066}");
    for part in parts {
        if !shown.ends_with(['\u{2066}', '/', '\\']) {
            shown.push(std::path::MAIN_SEPARATOR);
        }
        shown.push_str(&part);
    }
    shown.push('\u{2069}');
    shown
}

/// The text between first-strong isolates: it keeps its own direction and leaves its surroundings theirs.
pub fn isolated(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}

/// The text without isolates: for the clipboard, the ear, and tests.
pub fn without_isolates(text: &str) -> Cow<'_, str> {
    let isolate = |c: char| matches!(c, '\u{2066}'..='\u{2069}');
    if text.contains(isolate) { Cow::Owned(text.replace(isolate, "")) } else { Cow::Borrowed(text) }
}

/// The Arabic plural category of a whole number, by CLDR. The rule that comes with Fluent forgets the hundreds:
/// there 103 is not counted like 3, as it must be.
fn plural_category<'a>(arguments: &[FluentValue<'a>], _: &FluentArgs<'_>) -> FluentValue<'a> {
    let Some(FluentValue::Number(number)) = arguments.first() else {
        return FluentValue::Error;
    };
    let count = number.value.abs();
    if count.fract() != 0.0 {
        return "other".into();
    }
    let category = match (count as u64, count as u64 % 100) {
        (0, _) => "zero",
        (1, _) => "one",
        (2, _) => "two",
        (_, 3..=10) => "few",
        (_, 11..=99) => "many",
        _ => "other",
    };
    category.into()
}

fn arabic_number(text: &str) -> String {
    arabic_indic(text).replace('.', "٫")
}

fn arabic_indic(text: &str) -> String {
    let digit = |c: char| match c.to_digit(10) {
        Some(value) if c.is_ascii_digit() => char::from_u32(0x0660 + value).unwrap_or(c),
        _ => c,
    };
    text.chars().map(digit).collect()
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl From<$number> for Value<'_> {
            fn from(number: $number) -> Self {
                Value::Number(number as f64)
            }
        })*
    };
}
numbers!(u8, u16, u32, u64, usize, i32, i64, f32, f64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_counts_as_arabic_does() {
        let words = Localizer::new(Language::Arabic, Digits::ArabicIndic);
        let count = |n: u32| words.format("count-annotations", &[("n", n.into())]);
        assert_eq!(count(0), "لا علامات");
        assert_eq!(count(1), "علامة واحدة");
        assert_eq!(count(2), "علامتان");
        assert_eq!(count(7), "٧ علامات");
        assert_eq!(count(11), "١١ علامة");
        assert_eq!(count(100), "١٠٠ علامة");
        assert_eq!(count(102), "١٠٢ علامة");
        assert_eq!(count(103), "١٠٣ علامات");
        assert_eq!(count(1011), "١٠١١ علامة");
    }

    #[test]
    fn digits_are_a_setting_apart_from_the_language() {
        let words = Localizer::new(Language::Arabic, Digits::European);
        assert_eq!(words.format("count-annotations", &[("n", 11.into())]), "11 علامة");
        assert_eq!(words.number(1234), "1234");
        let words = Localizer::new(Language::English, Digits::ArabicIndic);
        assert_eq!(words.format("count-annotations", &[("n", 1.into())]), "١ annotation");
        assert_eq!(words.in_digits("31..38"), "٣١..٣٨");
        assert_eq!((words.number(1.5), words.number(-12)), ("١٫٥".into(), "-١٢".into()));
    }

    #[test]
    fn days_are_written_in_the_calendar_that_is_chosen() {
        let said = |language, digits, dates, iso: &str| {
            without_isolates(&Localizer::new(language, digits).with_dates(dates).date(iso)).into_owned()
        };
        let arabic = |dates| said(Language::Arabic, Digits::ArabicIndic, dates, "2026-11-30");
        assert_eq!(arabic(DateStyle::Numbers), "٢٠٢٦-١١-٣٠");
        assert_eq!(arabic(DateStyle::Gregorian), "٣٠ نوفمبر ٢٠٢٦");
        assert_eq!(arabic(DateStyle::Hijri), "٢٠ جمادى الآخرة ١٤٤٨ هـ");
        let english = |dates| said(Language::English, Digits::European, dates, "2026-11-30 20:56:38");
        assert_eq!(english(DateStyle::Numbers), "2026-11-30 20:56:38");
        assert_eq!(english(DateStyle::Gregorian), "30 November 2026, 20:56:38");
        assert_eq!(english(DateStyle::Hijri), "20 Jumada II 1448 AH, 20:56:38");
        // What is no day stays as it is.
        let hijri = |text| said(Language::Arabic, Digits::European, DateStyle::Hijri, text);
        assert_eq!(
            (hijri("?"), hijri("2026-11"), hijri("2026-13-01")),
            ("?".into(), "2026-11".into(), "2026-13-01".into())
        );
    }

    #[test]
    fn each_month_has_a_name_in_each_language_and_calendar() {
        for language in [Language::Arabic, Language::English] {
            let words = Localizer::new(language, Digits::European);
            for month in 1..=12 {
                assert!(words.has(&format!("month-{month}")) && words.has(&format!("hijri-month-{month}")), "{month}");
            }
        }
    }

    #[test]
    fn a_text_in_a_sentence_is_isolated_for_the_eye_but_not_for_the_ear() {
        let words = Localizer::new(Language::English, Digits::European);
        let sentence = words.format("status-saved", &[("name", "الأخبار.ron".into())]);
        assert!(sentence.contains("\u{2068}الأخبار.ron\u{2069}"), "{sentence:?}");
        assert!(without_isolates(&sentence).contains("الأخبار.ron"));
        assert!(!without_isolates(&sentence).contains('\u{2068}'));
    }

    #[test]
    fn an_unknown_key_is_shown_rather_than_hidden() {
        let words = Localizer::new(Language::English, Digits::European);
        assert_eq!(words.get("no-such-word"), "no-such-word");
        assert!(!words.has("no-such-word") && words.has("command-open") && words.has("command-open.tip"));
    }
}
