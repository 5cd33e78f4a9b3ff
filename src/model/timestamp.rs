//! Moments as datasets write them. Those in our own form are read without a calendar: a dataset has two for each annotation.

/// A moment, in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// RFC 3339 in UTC with milliseconds; `None` beyond the years −9999 to 9999.
    pub fn to_rfc3339(self) -> Option<String> {
        let moment = jiff::Timestamp::from_millisecond(self.0).ok()?;
        Some(jiff::fmt::temporal::DateTimePrinter::new().precision(Some(3)).timestamp_to_string(&moment))
    }

    /// Reads RFC 3339 with any offset from UTC. What is finer than a millisecond is cut off.
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        own_form(text.as_bytes()).or_else(|| any_form(text))
    }
}

fn any_form(text: &str) -> Option<Timestamp> {
    text.parse::<jiff::Timestamp>().ok().map(|moment| Timestamp(moment.as_millisecond()))
}

/// Reads `YYYY-MM-DDThh:mm:ssZ`, and with milliseconds; `None` for whatever else there is, which need not be wrong.
fn own_form(text: &[u8]) -> Option<Timestamp> {
    let (seconds, milliseconds) = match text {
        [seconds @ .., b'Z'] if seconds.len() == 19 => (seconds, 0),
        [seconds @ .., b'.', a, b, c, b'Z'] if seconds.len() == 19 => (seconds, number(&[*a, *b, *c])?),
        _ => return None,
    };
    let separators = [seconds[4], seconds[7], seconds[10], seconds[13], seconds[16]];
    if separators != *b"--T::" {
        return None;
    }
    let (year, month, day) = (number(&seconds[0..4])?, number(&seconds[5..7])?, number(&seconds[8..10])?);
    let (hour, minute, second) = (number(&seconds[11..13])?, number(&seconds[14..16])?, number(&seconds[17..19])?);
    // Not all moments of the year 9999 are known to the other way, and it reads a second 60 as 59.
    if !(1..=9998).contains(&year) || !(1..=12).contains(&month) || !(1..=days_of(year, month)).contains(&day) {
        return None;
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let of_day = (hour * 60 + minute) * 60 + second;
    Some(Timestamp((days_before(year, month, day) * 86_400 + of_day) * 1000 + milliseconds))
}

/// The number that these digits are.
fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0')))
}

/// Days of a month of the Gregorian calendar.
fn days_of(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a day of a year after 0. A year is taken to begin in March, so that a leap day is its last
/// (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    /// From the first of March of the year 0.
    const TO_1970: i64 = 719_468;
    year * 365 + year / 4 - year / 100 + year / 400 + of_year - TO_1970
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_are_utc_with_milliseconds() {
        let moment = Timestamp(1_763_676_000_007);
        assert_eq!(moment.to_rfc3339().as_deref(), Some("2025-11-20T22:00:00.007Z"));
        assert_eq!(Timestamp::from_rfc3339("2025-11-21T01:00:00.007+03:00"), Some(moment));
        assert_eq!(Timestamp::from_rfc3339("2025-11-20T22:00:00.007Z"), Some(moment));
        assert_eq!(Timestamp(i64::MAX).to_rfc3339(), None);
        assert_eq!(Timestamp::from_rfc3339("أمس"), None);
        assert_eq!(Timestamp::from_rfc3339("2025-02-29T00:00:00Z"), None);
    }

    #[test]
    fn what_is_written_is_read_the_short_way() {
        for milliseconds in [0, 1, -1, 951_827_696_789, -62_135_596_800_000, 253_370_764_799_999] {
            let written = Timestamp(milliseconds).to_rfc3339().expect("within the years");
            assert_eq!(own_form(written.as_bytes()), Some(Timestamp(milliseconds)), "{written}");
        }
    }

    /// Each day of four centuries, after which the calendar begins anew.
    #[test]
    fn every_day_is_that_of_the_calendar() {
        for year in 1799..=2201 {
            for month in 1..=12 {
                for day in 1..=31 {
                    let text = format!("{year:04}-{month:02}-{day:02}T23:59:59.999Z");
                    assert_eq!(own_form(text.as_bytes()), any_form(&text), "{text}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn both_ways_read_the_same(
            (year, month, day) in (0..=9999u16, 0..=13u8, 0..=32u8),
            (hour, minute, second) in (0..=25u8, 0..=61u8, 0..=61u8),
            rest in prop_oneof!["Z", "\\.[0-9]{3}Z", "\\.[0-9]{0,10}Z", "[+-][0-9]{2}:[0-9]{2}", "[z .,:Z0-9-]{0,6}"],
        ) {
            let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{rest}");
            prop_assert_eq!(Timestamp::from_rfc3339(&text), any_form(&text));
        }

        /// With one byte changed.
        #[test]
        fn whatever_stands_in_one_place_both_ways_read_the_same(
            milliseconds in -62_000_000_000_000..253_000_000_000_000i64,
            at in 0..24usize,
            sign in "[ -~]",
        ) {
            let mut text = Timestamp(milliseconds).to_rfc3339().expect("within the years");
            text.replace_range(at..=at, &sign);
            prop_assert_eq!(Timestamp::from_rfc3339(&text), any_form(&text));
        }
    }
}
