//! Hijri and Gregorian: the date a span names, in the other calendar.
//!
//! Hijri dates are those of Umm al-Qura, the civil calendar of Saudi Arabia; what a person wrote by sight of the moon
//! may differ by a day. A month or a year becomes the days from its first to its last.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::LazyLock;

use icu_calendar::Date;
use icu_calendar::cal::{Gregorian, Hijri};

use super::normalize::{Normalization, Normalizer};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Calendar {
    Hijri,
    Gregorian,
}

/// A day of one of the calendars; month and day count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    pub year: i32,
    pub month: u8,
    pub day: u8,
}

/// From `first` to `last`, both included: one day, a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub calendar: Calendar,
    pub first: Day,
    pub last: Day,
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |day: &Day| {
            let names = match self.calendar {
                Calendar::Hijri => HIJRI_MONTHS.as_slice(),
                Calendar::Gregorian => GREGORIAN_MONTHS.as_slice(),
            };
            names.iter().find(|(_, month)| *month == day.month).map_or("", |(name, _)| name)
        };
        let era = if self.calendar == Calendar::Hijri { "هـ" } else { "م" };
        let Period { first, last, .. } = self;
        write!(f, "{} {} {} {era}", first.day, name(first), first.year)?;
        if first != last {
            write!(f, " – {} {} {} {era}", last.day, name(last), last.year)?;
        }
        Ok(())
    }
}

impl Period {
    /// The date that `text` names: `١٥ رمضان ١٤٤٥ هـ`, `12 أيار 2020`, `2020/5/12`, `رمضان 1445`, `1445هـ`. None where it
    /// names none, or not a whole one. Without a month's name or an era, a year below 1600 is taken for Hijri; numbers
    /// are read as day, month, year, or the other way about where the first is a year.
    pub fn read(text: &str) -> Option<Period> {
        // Made once: the status bar reads what is selected, in the frame in which it is.
        static FOLDER: LazyLock<Normalizer> =
            LazyLock::new(|| Normalizer::new(Normalization { keep_final_tanwin: false, ..Normalization::SEARCH }));
        let (words, numbers) = words_and_numbers(&FOLDER, text);
        let month = named_month(&words)?;
        let era = words.iter().find_map(|word| match word.as_str() {
            "ه" | "هجري" | "هجريه" | "للهجره" => Some(Calendar::Hijri),
            "م" | "ميلادي" | "ميلاديه" | "للميلاد" => Some(Calendar::Gregorian),
            _ => None,
        });
        let by_year = |year: u32| if year < 1600 { Calendar::Hijri } else { Calendar::Gregorian };
        let (calendar, year, month, day) = match (month, numbers.as_slice()) {
            (Some((calendar, month)), &[day, year]) if day <= 31 => (calendar, year, Some(month), Some(day)),
            (Some((calendar, month)), &[year, day]) if day <= 31 => (calendar, year, Some(month), Some(day)),
            (Some((calendar, month)), &[year]) if year > 31 => (calendar, year, Some(month), None),
            (None, &[day, month, year]) if day <= 31 && year > 31 => {
                (era.unwrap_or(by_year(year)), year, u8::try_from(month).ok(), Some(day))
            }
            (None, &[year, month, day]) if year > 31 => {
                (era.unwrap_or(by_year(year)), year, u8::try_from(month).ok(), Some(day))
            }
            (None, &[year]) if (1000..2200).contains(&year) || (era.is_some() && year > 0) => {
                (era.unwrap_or(by_year(year)), year, None, None)
            }
            _ => return None,
        };
        // An era that contradicts the month's name belongs to another date beside this one.
        if era.is_some_and(|era| era != calendar) {
            return None;
        }
        let year = i32::try_from(year).ok().filter(|year| *year < 10_000)?;
        let day = day.map(u8::try_from).transpose().ok()?;
        Period::new(calendar, year, month, day)
    }

    /// A day, a month (`day` is none) or a year (both are). None where the calendar has no such day.
    pub fn new(calendar: Calendar, year: i32, month: Option<u8>, day: Option<u8>) -> Option<Period> {
        let at = |month: u8, day: u8| Day { year, month, day };
        let (first, last) = match (month, day) {
            (Some(month), Some(day)) => (at(month, day), at(month, day)),
            (Some(month), None) => (at(month, 1), last_day(calendar, year, month)?),
            (None, None) => (at(1, 1), last_day(calendar, year, 12)?),
            (None, Some(_)) => return None,
        };
        // Checks what was written, too: there is no 30 February.
        iso(calendar, first)?;
        Some(Period { calendar, first, last })
    }

    /// The same days in the other calendar.
    pub fn converted(&self) -> Option<Period> {
        let calendar = match self.calendar {
            Calendar::Hijri => Calendar::Gregorian,
            Calendar::Gregorian => Calendar::Hijri,
        };
        let turn = |day: Day| Some(from_iso(calendar, iso(self.calendar, day)?));
        Some(Period { calendar, first: turn(self.first)?, last: turn(self.last)? })
    }
}

/// Names as the search fold leaves them are compared; these are as they are written. The first of a month is shown.
const HIJRI_MONTHS: [(&str, u8); 21] = [
    ("محرم", 1),
    ("المحرم", 1),
    ("صفر", 2),
    ("ربيع الأول", 3),
    ("ربيع الآخر", 4),
    ("ربيع الثاني", 4),
    ("جمادى الأولى", 5),
    ("جمادى الأول", 5),
    ("جمادى الآخرة", 6),
    ("جمادى الثانية", 6),
    ("جمادى الثاني", 6),
    ("رجب", 7),
    ("شعبان", 8),
    ("رمضان", 9),
    ("شوال", 10),
    ("ذو القعدة", 11),
    ("ذي القعدة", 11),
    ("ذو الحجة", 12),
    ("ذي الحجة", 12),
    ("ذا القعدة", 11),
    ("ذا الحجة", 12),
];

/// Of Egypt, the Levant and the Maghreb.
const GREGORIAN_MONTHS: [(&str, u8); 34] = [
    ("يناير", 1),
    ("كانون الثاني", 1),
    ("جانفي", 1),
    ("فبراير", 2),
    ("شباط", 2),
    ("فيفري", 2),
    ("مارس", 3),
    ("آذار", 3),
    ("أبريل", 4),
    ("إبريل", 4),
    ("نيسان", 4),
    ("أفريل", 4),
    ("مايو", 5),
    ("أيار", 5),
    ("ماي", 5),
    ("يونيو", 6),
    ("يونيه", 6),
    ("حزيران", 6),
    ("جوان", 6),
    ("يوليو", 7),
    ("يوليه", 7),
    ("تموز", 7),
    ("جويلية", 7),
    ("أغسطس", 8),
    ("آب", 8),
    ("أوت", 8),
    ("سبتمبر", 9),
    ("أيلول", 9),
    ("أكتوبر", 10),
    ("تشرين الأول", 10),
    ("نوفمبر", 11),
    ("تشرين الثاني", 11),
    ("ديسمبر", 12),
    ("كانون الأول", 12),
];

/// The folded words of `text` without its numbers, and the numbers.
fn words_and_numbers(folder: &Normalizer, text: &str) -> (Vec<String>, Vec<u32>) {
    let mut words: Vec<String> = Vec::new();
    let mut numbers: Vec<u32> = Vec::new();
    let mut digits = false;
    let mut letters = false;
    let _ = folder.each(text, |c, _, _| {
        if let Some(digit) = c.to_digit(10) {
            match numbers.last_mut().filter(|_| digits) {
                Some(number) => *number = number.saturating_mul(10).saturating_add(digit),
                None => numbers.push(digit),
            }
        } else if c.is_alphabetic() {
            match words.last_mut().filter(|_| letters) {
                Some(word) => word.push(c),
                None => words.push(c.to_string()),
            }
        }
        (digits, letters) = (c.is_ascii_digit(), c.is_alphabetic());
        ControlFlow::Continue(())
    });
    (words, numbers)
}

/// The month that `words` name, if they name one; none at all where they name two.
fn named_month(words: &[String]) -> Option<Option<(Calendar, u8)>> {
    static FOLDER: LazyLock<Normalizer> = LazyLock::new(|| Normalizer::new(Normalization::SEARCH));
    let stands = |name: &str| {
        let name = FOLDER.fold_str(name);
        let name: Vec<&str> = name.split(' ').collect();
        words.windows(name.len()).any(|window| window.iter().map(String::as_str).eq(name.iter().copied()))
    };
    let hijri = HIJRI_MONTHS.iter().map(|month| (Calendar::Hijri, month));
    let gregorian = GREGORIAN_MONTHS.iter().map(|month| (Calendar::Gregorian, month));
    let mut found =
        hijri.chain(gregorian).filter(|(_, (name, _))| stands(name)).map(|(calendar, (_, month))| (calendar, *month));
    let Some(first) = found.next() else { return Some(None) };
    // Two names of one month are one month (شباط/فبراير); two months are a stretch that is not for us to read.
    found.all(|other| other == first).then_some(Some(first))
}

fn last_day(calendar: Calendar, year: i32, month: u8) -> Option<Day> {
    (28..=31).rev().map(|day| Day { year, month, day }).find(|day| iso(calendar, *day).is_some())
}

/// The day in the calendar that both are turned into.
fn iso(calendar: Calendar, day: Day) -> Option<Date<Gregorian>> {
    match calendar {
        Calendar::Gregorian => Date::try_new_gregorian(day.year, day.month, day.day).ok(),
        Calendar::Hijri => {
            let date =
                Date::try_new_hijri_with_calendar(day.year, day.month, day.day, Hijri::new_umm_al_qura()).ok()?;
            Some(date.to_calendar(Gregorian))
        }
    }
}

fn from_iso(calendar: Calendar, date: Date<Gregorian>) -> Day {
    match calendar {
        Calendar::Gregorian => {
            Day { year: date.year().extended_year(), month: date.month().number(), day: date.day_of_month().0 }
        }
        Calendar::Hijri => {
            let date = date.to_calendar(Hijri::new_umm_al_qura());
            Day { year: date.year().extended_year(), month: date.month().number(), day: date.day_of_month().0 }
        }
    }
}
