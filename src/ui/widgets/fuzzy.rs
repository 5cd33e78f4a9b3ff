//! How well a typed pattern fits a name: for finding commands, labels and documents by a few letters.
//!
//! Letters are compared as a searcher means them: without case, marks and tatweel, alef and hamza seats alike, ya
//! like alef maqsura, ta marbuta like ha, any digits alike.

/// How well `pattern` fits `name`: more is better, `None` not at all. Each word of the pattern must be found, as a
/// piece of the name or with its letters apart but in order.
pub fn score(pattern: &str, name: &str) -> Option<i32> {
    let name: Vec<char> = fold(name);
    let words = fold(pattern);
    let mut total = 0;
    for word in words.split(|c| c.is_whitespace()).filter(|word| !word.is_empty()) {
        total += word_score(word, &name)?;
    }
    // Of two that fit alike, the shorter is meant.
    Some(total * 64 - name.len().min(63) as i32)
}

fn word_score(word: &[char], name: &[char]) -> Option<i32> {
    let at_word_start = |i: usize| i == 0 || !name[i - 1].is_alphanumeric();
    let pieces = (0..name.len()).filter(|i| name[*i..].starts_with(word));
    let best = pieces
        .map(|i| {
            if i == 0 {
                40
            } else if at_word_start(i) {
                30
            } else {
                20
            }
        })
        .max();
    best.or_else(|| {
        // Letters apart: better the closer they stand and the more of them begin words.
        let (mut score, mut from) = (10, 0);
        for letter in word {
            let at = from + name[from..].iter().position(|c| c == letter)?;
            score += if at_word_start(at) { 2 } else { 0 } - ((at - from) as i32).min(3);
            from = at + 1;
        }
        Some(score.max(1))
    })
}

fn fold(text: &str) -> Vec<char> {
    let shown =
        text.chars().filter(|c| !matches!(c, 'ـ' | '\u{0610}'..='\u{061a}' | '\u{064b}'..='\u{065f}' | '\u{0670}'));
    let folded = shown.map(|c| match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ئ' => 'ي',
        'ؤ' => 'و',
        'ة' => 'ه',
        '٠'..='٩' => char::from(b'0' + (c as u32 - '٠' as u32) as u8),
        c => c,
    });
    folded.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names in the order a search shows them.
    fn search<'a>(pattern: &str, names: &[&'a str]) -> Vec<&'a str> {
        let mut found: Vec<(i32, &str)> =
            names.iter().filter_map(|name| Some((score(pattern, name)?, *name))).collect();
        found.sort_by_key(|(score, _)| -score);
        found.into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn pieces_come_before_letters_apart_and_beginnings_before_pieces() {
        let names = ["Open folder…", "Save as…", "Save", "Settings…", "Discard changes"];
        assert_eq!(search("sa", &names), ["Save", "Save as…", "Discard changes"]);
        assert_eq!(search("of", &names), ["Open folder…"]);
        assert_eq!(search("fold op", &names), ["Open folder…"]);
        assert!(search("xyz", &names).is_empty());
    }

    #[test]
    fn arabic_is_found_however_it_is_written() {
        let names = ["إعادة", "فتح مجلد…", "إلغاء التصفية", "العلامة التالية"];
        assert_eq!(search("اعاده", &names), ["إعادة"]);
        assert_eq!(search("فَتْح", &names), ["فتح مجلد…"]);
        assert_eq!(search("التاليه العلامه", &names), ["العلامة التالية"]);
        assert_eq!(search("", &names).len(), 4);
    }
}
