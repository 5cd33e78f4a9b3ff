//! Reading aids: transliteration, code points, and dates in the other calendar.

use hashiya::arabic::dates::{Calendar, Period};
use hashiya::arabic::translit::{Scheme, code_points, transliterate};
use proptest::prelude::*;

use super::hard_text;

#[test]
fn in_latin_letters() {
    for (text, buckwalter, iso, reader) in [
        // The order of the marks is the text's, so that it can be turned back.
        ("مُحَمَّد", "muHama~d", "muḥammad", "muḥammad"),
        ("محمد", "mHmd", "mḥmd", "mḥmd"),
        ("القاهرة", "AlqAhrp", "alqāhrẗ", "al-qāhra"),
        ("وبالقاهرة", "wbAlqAhrp", "wbālqāhrẗ", "wa-bi-al-qāhra"),
        ("للاتحاد", "llAtHAd", "llātḥād", "lil-atḥād"),
        ("كِتَابٌ", "kitaAbN", "kitābun", "kitābun"),
        ("سورياً", "swryAF", "sūryan", "sūryan"),
        ("نُور", "nuwr", "nūr", "nūr"),
        ("يَوْم", "yawom", "yawm", "yawm"),
        ("بَيْت", "bayot", "bayt", "bayt"),
        ("شيخ", "$yx", "šīẖ", "shīkh"),
        ("وزير", "wzyr", "wzīr", "wzīr"),
        ("مدرسة", "mdrsp", "mdrsẗ", "mdrsa"),
        ("إلى", "<lY", "ʾlỳ", "ilā"),
        ("آب", "|b", "āb", "āb"),
        ("هل؟ ٣", "hl? ٣", "hl? 3", "hl? 3"),
        ("abc", "abc", "abc", "abc"),
        ("هـ", "h_", "h", "h"),
    ] {
        let found = [Scheme::Buckwalter, Scheme::Iso233, Scheme::Reader].map(|scheme| transliterate(text, scheme));
        assert_eq!(found, [buckwalter, iso, reader], "{text}");
    }
}

#[test]
fn characters_by_name() {
    let found: Vec<String> =
        code_points("م\u{200f}\n").map(|point| format!("{} {}", point.number(), point.name)).collect();
    assert_eq!(found, ["U+0645 ARABIC LETTER MEEM", "U+200F RIGHT-TO-LEFT MARK", "U+000A <control>"]);
}

#[test]
fn a_date_in_the_other_calendar() {
    for (text, expected) in [
        // Days that almanacs of Umm al-Qura give.
        ("1 محرم 1445 هـ", "19 يوليو 2023 م"),
        ("١ رمضان ١٤٤٥", "11 مارس 2024 م"),
        ("10 ذو الحجة 1444هـ", "28 يونيو 2023 م"),
        ("19 تموز 2023", "1 محرم 1445 هـ"),
        ("19 يوليو/تموز 2023", "1 محرم 1445 هـ"),
        ("الأربعاء 19 يوليو 2023م", "1 محرم 1445 هـ"),
        ("2023-07-19", "1 محرم 1445 هـ"),
        ("19/7/2023", "1 محرم 1445 هـ"),
        ("١٩/٧/٢٠٢٣", "1 محرم 1445 هـ"),
        ("1/9/1445", "11 مارس 2024 م"),
        ("رمضان 1445", "11 مارس 2024 م – 9 أبريل 2024 م"),
        ("عام 1445 هـ", "19 يوليو 2023 م – 6 يوليو 2024 م"),
        ("ربيع الآخر ١٤٤٥", "16 أكتوبر 2023 م – 14 نوفمبر 2023 م"),
        ("كانون الثاني 2024", "19 جمادى الآخرة 1445 هـ – 19 رجب 1445 هـ"),
    ] {
        let period = Period::read(text).unwrap_or_else(|| panic!("{text} is a date"));
        let other = period.converted().unwrap_or_else(|| panic!("{text} can be converted"));
        assert_eq!(other.to_string(), expected, "{text}");
    }
}

#[test]
fn what_names_no_whole_date_is_left_alone() {
    for text in [
        "",
        "أمس",
        "12 مايو",
        "رمضان",
        "30 فبراير 2020",
        "31 رمضان 1445",
        "12",
        "3.5",
        "12:30",
        "من مايو إلى يونيو 2020",
        "5 رمضان 1445 م",
        "99999",
    ] {
        assert_eq!(Period::read(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn converting_twice_comes_back(year in 1300i32..1600, month in 1u8..=12, day in 1u8..=29) {
        let there = Period::new(Calendar::Hijri, year, Some(month), Some(day)).expect("every month has 29 days");
        prop_assert_eq!(there.converted().and_then(|back| back.converted()), Some(there));
        prop_assert_eq!(Period::read(&there.to_string()), Some(there));
    }

    #[test]
    fn no_text_is_too_hard(text in hard_text()) {
        for scheme in [Scheme::Buckwalter, Scheme::Iso233, Scheme::Reader] {
            transliterate(&text, scheme);
        }
        prop_assert_eq!(code_points(&text).map(|point| point.character).collect::<String>(), text.clone());
        if let Some(period) = Period::read(&text) {
            prop_assert!(period.first <= period.last);
        }
    }
}
