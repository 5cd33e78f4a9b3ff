//! Between the date that a text names and the date that an attribute holds.

use crate::arabic::dates::{self, Period};
use crate::model::{Calendar, CalendarDate};

/// The day, month or year that a text names: as [`CalendarDate`] writes it, or as it stands in an Arabic text of either
/// calendar. `None` where it names none.
pub fn date_named(text: &str) -> Option<CalendarDate> {
    let text = text.trim();
    text.parse().ok().or_else(|| date_of(Period::read(text)?))
}

/// The days that a date names; `None` where its calendar has no such day.
pub fn period_of(date: CalendarDate) -> Option<Period> {
    let calendar = match date.calendar() {
        Calendar::Gregorian => dates::Calendar::Gregorian,
        Calendar::Hijri => dates::Calendar::Hijri,
    };
    Period::new(calendar, i32::from(date.year()), date.month(), date.day())
}

fn date_of(period: Period) -> Option<CalendarDate> {
    let Period { calendar, first, last } = period;
    let calendar = match calendar {
        dates::Calendar::Gregorian => Calendar::Gregorian,
        dates::Calendar::Hijri => Calendar::Hijri,
    };
    let (month, day) = match () {
        () if first == last => (Some(first.month), Some(first.day)),
        () if (first.year, first.month) == (last.year, last.month) => (Some(first.month), None),
        () => (None, None),
    };
    CalendarDate::new(calendar, u16::try_from(first.year).ok()?, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_in_both_calendars() {
        for (text, expect) in [
            ("2024-03-11", "2024-03-11"),
            ("١١ آذار ٢٠٢٤", "2024-03-11"),
            ("رمضان ١٤٤٥", "1445-09 AH"),
            ("١٤٤٥هـ", "1445 AH"),
            ("1445-09-01 AH", "1445-09-01 AH"),
        ] {
            let date = date_named(text);
            assert_eq!(date.map(|date| date.to_string()).as_deref(), Some(expect), "{text}");
            assert_eq!(date.and_then(period_of).and_then(date_of), date, "{text}");
        }
        assert_eq!(date_named("أمس"), None);
    }
}
