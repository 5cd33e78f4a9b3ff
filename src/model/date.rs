//! A date as an attribute holds it: a day, a month or a year of one of the two calendars that Arabic texts use.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Calendar {
    Gregorian,
    /// Umm al-Qura, where days are counted; see `arabic::dates`.
    Hijri,
}

/// A day, a month (no day) or a year (neither), in the calendar in which it was said.
///
/// As text it is ISO 8601 with four digits of the year, `2024-03-11`, `2024-03` or `2024`; a Hijri date has ` AH` behind
/// it, `1445-09-01 AH`. `arabic::dates::Period` says which days those are in the other calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarDate {
    calendar: Calendar,
    year: u16,
    /// 0 where none is said.
    month: u8,
    /// 0 where none is said.
    day: u8,
}

/// What is behind a date of the Hijri calendar.
const HIJRI: &str = " AH";

/// Days of the longest month of the Hijri calendar.
const MAX_HIJRI_DAYS: u8 = 30;

/// The last year that is written with four digits.
const MAX_YEAR: u16 = 9999;

impl CalendarDate {
    /// `None` where the calendar has no such day. The Hijri calendar is taken to have 30 days in each month: which month has
    /// 29 depends on the year, and on who looked at the moon.
    pub fn new(calendar: Calendar, year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let year_is = (1..=MAX_YEAR).contains(&year);
        let fits = match (month, day) {
            (None, None) => true,
            (Some(month), None) => (1..=12).contains(&month),
            (Some(month), Some(day)) => (1..=12).contains(&month) && (1..=days(calendar, year, month)).contains(&day),
            (None, Some(_)) => false,
        };
        let date = CalendarDate { calendar, year, month: month.unwrap_or(0), day: day.unwrap_or(0) };
        (year_is && fits).then_some(date)
    }

    pub fn calendar(self) -> Calendar {
        self.calendar
    }

    pub fn year(self) -> u16 {
        self.year
    }

    /// From 1 to 12.
    pub fn month(self) -> Option<u8> {
        (self.month > 0).then_some(self.month)
    }

    /// From 1.
    pub fn day(self) -> Option<u8> {
        (self.day > 0).then_some(self.day)
    }
}

fn days(calendar: Calendar, year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match (calendar, month) {
        (Calendar::Hijri, _) => MAX_HIJRI_DAYS,
        (Calendar::Gregorian, 2) if is_leap => 29,
        (Calendar::Gregorian, 2) => 28,
        (Calendar::Gregorian, 4 | 6 | 9 | 11) => 30,
        (Calendar::Gregorian, _) => 31,
    }
}

impl fmt::Display for CalendarDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month(), self.day()].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        f.write_str(if self.calendar == Calendar::Hijri { HIJRI } else { "" })
    }
}

/// A text that says no date in the form of [`CalendarDate`], or one that the calendar lacks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no date; write it as 2024-03-11, 2024-03, 2024 or 1445-09-01 AH")]
pub struct NoDate(pub String);

impl FromStr for CalendarDate {
    type Err = NoDate;

    fn from_str(text: &str) -> Result<Self, NoDate> {
        let (calendar, said) = match text.strip_suffix(HIJRI) {
            Some(said) => (Calendar::Hijri, said),
            None => (Calendar::Gregorian, text),
        };
        let no_date = || NoDate(text.to_owned());
        let mut parts = said.split('-');
        let mut number = |len: usize| match parts.next() {
            None => Ok(None),
            Some(part) if part.len() == len && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse::<u16>().map(Some).map_err(|_| no_date())
            }
            Some(_) => Err(no_date()),
        };
        let (year, month, day) = (number(4)?.ok_or_else(no_date)?, number(2)?, number(2)?);
        if parts.next().is_some() {
            return Err(no_date());
        }
        let small = |part: Option<u16>| part.map(|part| u8::try_from(part).unwrap_or(u8::MAX));
        // A written month 00 is none, and would be taken for a year.
        if month == Some(0) || day == Some(0) {
            return Err(no_date());
        }
        CalendarDate::new(calendar, year, small(month), small(day)).ok_or_else(no_date)
    }
}

impl Serialize for CalendarDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CalendarDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_what_they_write() {
        for text in ["2024-02-29", "2024-03", "0622", "1445-09-30 AH", "1445-09 AH", "1445 AH"] {
            assert_eq!(text.parse::<CalendarDate>().map(|date| date.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn what_no_calendar_has_is_no_date() {
        for text in [
            "",
            "2023-02-29",
            "2024-13",
            "2024-00",
            "24-03-11",
            "2024-3-1",
            "2024-03-11-1",
            "0000",
            "1445-09-31 AH",
            "1445AH",
            "٢٠٢٤",
            "2024-00-05",
        ] {
            assert!(text.parse::<CalendarDate>().is_err(), "{text}");
        }
    }
}
