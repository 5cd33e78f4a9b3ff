//! What parsers and the system say in English, as a kind of fault that each language has a sentence for.
//!
//! The parsers' own words stand behind the English sentence alone (`fault-details`): within an Arabic one they would be English prose.
//! What they name (a field, a number of an error) is in the sentence, and whoever calls says line and column.

use crate::ui::localizer::Localizer;

/// A kind of fault, and behind it, in English, the parser's own words.
pub(super) fn with_details(words: &Localizer, why: String, said: &str) -> String {
    words.format("fault-details", &[("why", why.into()), ("text", said.into())])
}

/// What `serde_json` says, by kind; `None` where it is of no kind that has a sentence.
fn json_kind(words: &Localizer, said: &str) -> Option<String> {
    // What it names stands between back quotes.
    let named = |(beginning, key, variable): (&str, &str, &str)| {
        let name = said.strip_prefix(beginning)?.split('`').nth(1)?;
        Some(words.format(key, &[(variable, name.into())]))
    };
    let naming = [
        ("missing field", "syntax-missing-field", "name"),
        ("unknown field", "syntax-unknown-field", "name"),
        ("duplicate field", "syntax-field-twice", "name"),
        ("unknown variant", "syntax-unknown-word", "word"),
    ];
    if let Some(sentence) = naming.into_iter().find_map(named) {
        return Some(sentence);
    }
    let kinds: [(&[&str], &str); 6] = [
        (&["EOF"], "json-ended"),
        (&["trailing characters"], "syntax-trailing"),
        (&["recursion limit"], "syntax-too-deep"),
        (&["invalid number", "number out of range"], "syntax-number"),
        (
            &["invalid escape", "control character", "lone leading", "unexpected end of hex", "invalid unicode"],
            "syntax-text",
        ),
        (&["expected `", "expected value", "expected ident", "trailing comma", "key must be"], "syntax-punctuation"),
    ];
    let key = kinds.iter().find(|(beginnings, _)| beginnings.iter().any(|beginning| said.starts_with(beginning)));
    let wrong_value =
        || said.starts_with("invalid type") || said.starts_with("invalid value") || said.starts_with("invalid length");
    key.map(|(_, key)| *key).or_else(|| wrong_value().then_some("syntax-wrong-value")).map(|key| words.get(key))
}

/// Why JSON was not read; `or` is the message where the parser says nothing that is known here.
pub(super) fn json_fault(words: &Localizer, said: &str, or: &str) -> String {
    with_details(words, json_kind(words, said).unwrap_or_else(|| words.get(or)), said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::localizer::{Digits, Language, without_isolates};

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read")]
    struct Wanted {
        text: String,
        kind: Kind,
        count: u8,
    }

    #[derive(serde::Deserialize)]
    enum Kind {
        A,
    }

    #[track_caller]
    fn check(json: &str, arabic: &str) {
        let error = serde_json::from_str::<Wanted>(json).err().expect("it is not what is wanted").to_string();
        let said = json_fault(&Localizer::new(Language::Arabic, Digits::default()), &error, "json-syntax");
        assert_eq!(without_isolates(&said), arabic, "{error}");
        let said = json_fault(&Localizer::new(Language::English, Digits::default()), &error, "json-syntax");
        assert!(without_isolates(&said).ends_with(&format!("(details: {error})")), "{said}");
    }

    #[test]
    fn what_a_parser_says_in_english_is_a_kind_in_arabic() {
        check("{\"text\": \"a\", \"kind\": \"A\"}", "ينقص الحقل count");
        check("{\"text\": \"a\", \"text\": \"a\"}", "الحقل text مكرر");
        check("{\"text\": \"a\", \"colour\": 1}", "فيه حقل مجهول: colour");
        check("{\"kind\": \"B\"}", "كلمة لا تصلح هنا: B");
        check("{\"text\": 5}", "قيمة من غير النوع المنتظر");
        check("{\"count\": 300}", "قيمة من غير النوع المنتظر");
        check("{\"count\": 1e999}", "عدد غير سليم الكتابة أو أكبر مما يجوز");
        check("{\"text\": \"\\q\"}", "نص غير سليم الكتابة");
        check("{\"text\" \"a\"}", "فاصلة أو نقطتان أو قوس ناقص أو في غير موضعه");
        check("{\"text\": \"a\",}", "فاصلة أو نقطتان أو قوس ناقص أو في غير موضعه");
        check("{\"text\": \"a\"", "ينتهي قبل تمامه");
        check("{\"text\": \"a\", \"kind\": \"A\", \"count\": 1} x", "بعد نهاية الملف شيء زائد");
    }

    #[test]
    fn what_no_kind_is_known_of_has_no_english_in_arabic() {
        let said = json_fault(&Localizer::new(Language::Arabic, Digits::default()), "some other words", "json-data");
        assert!(!said.contains(|c: char| c.is_ascii_alphabetic()), "{said}");
    }
}
