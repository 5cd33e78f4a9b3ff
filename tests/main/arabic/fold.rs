//! Folds and the search over them: what becomes one, what stays two, and which source characters a hit covers.

use hashiya::arabic::normalize::{Normalization, Normalizer};
use hashiya::arabic::search::{KwicLine, Matcher, Query, QueryError};
use hashiya::arabic::words;
use proptest::prelude::*;

use super::{hard_text, unescape};

#[track_caller]
fn check(folds: Normalization, text: &str, expected: &str) {
    let text = unescape(text);
    let folder = Normalizer::new(folds);
    assert_eq!(folder.fold_str(&text), unescape(expected), "fold of {text:?}");
    assert_eq!(folder.fold(&text).text(), unescape(expected), "fold of {text:?} with its map");
}

#[test]
fn the_search_fold_takes_every_difference_away() {
    for (text, expected) in [
        ("مُحَمَّدٌ", "محمد"),
        ("العـــراق", "العراق"),
        ("إلى", "الي"),
        ("الى", "الي"),
        ("الآن", "الان"),
        ("إنشقاق", "انشقاق"),
        ("ٱلله", "الله"),
        ("مسؤول", "مسوول"),
        ("شؤون", "شوون"),
        ("رئيس", "رييس"),
        ("سماء", "سما"),
        ("على", "علي"),
        ("علي", "علي"),
        ("مدرسة", "مدرسه"),
        ("کتاب", "كتاب"),
        ("ی", "ي"),
        ("ہے", "هي"),
        ("١٢٣", "123"),
        ("۴۵۶", "456"),
        ("٣٫٥", "3.5"),
        ("٥٠٪", "50%"),
        ("«قال»؛ ثم، أ؟", "\"قال\"; ثم, ا?"),
        ("“a”–‘b’", "\"a\"-'b'"),
        ("أ{NBSP}ب{NNBSP}ج", "ا ب ج"),
        ("ﻻ", "لا"),
        ("ﷺ", "صلي الله عليه وسلم"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("ﺃﺣﻤﺪ", "احمد"),
        ("مح{RLM}مد{BOM}", "محمد"),
        ("می{ZWNJ}خواهم", "ميخواهم"),
        ("كتا{SHY}ب", "كتاب"),
        ("ا\u{654}حمد", "احمد"),
        ("سورياً", "سوريا"),
        ("سوريًا", "سوريا"),
        ("دير_الزور", "دير_الزور"),
        ("École STRASSE Straße", "ecole strasse strasse"),
        ("Ｇａｚａ", "gaza"),
        ("ΟΔΟΣ ς", "οδοσ σ"),
        ("😀{VS16}", "😀"),
    ] {
        check(Normalization::SEARCH, text, expected);
    }
}

#[test]
fn the_safe_fold_keeps_what_tells_a_name_from_another_word() {
    for (text, expected) in [
        ("على", "على"),
        ("علي", "علي"),
        ("مسؤول", "مسؤول"),
        ("رئيس", "رئيس"),
        ("سماء", "سماء"),
        ("أحمد", "احمد"),
        ("إلى", "الى"),
        ("غزة", "غزه"),
        ("مُحَمَّد", "محمد"),
        ("العـراق", "العراق"),
        ("مح{RLM}مد", "محمد"),
        // Hamza in two characters is the hamza in one.
        ("مسو\u{654}ول", "مسؤول"),
        ("ري\u{654}يس", "رئيس"),
        ("و{FATHA}\u{654}", "ؤ"),
        ("ا\u{654}حمد", "احمد"),
        // Tanwin at the end of a word stays, on whichever side of the alef it was typed and whatever it is.
        ("سورياً", "سوري\u{64b}ا"),
        ("سوريًا", "سوري\u{64b}ا"),
        ("سوريًا، ثم", "سوري\u{64b}ا، ثم"),
        ("محمدٌ قال", "محمد\u{64b} قال"),
        ("محمدٍ", "محمد\u{64b}"),
        ("هدًى", "هد\u{64b}ى"),
        ("سوريا", "سوريا"),
        // Inside a word it is a slip of the finger.
        ("مًحمد", "محمد"),
        ("IBM", "IBM"),
        ("«أ»،", "«ا»،"),
        ("أ{NBSP}ب", "ا ب"),
        ("١٢", "١٢"),
    ] {
        check(Normalization::SAFE, text, expected);
    }
}

#[test]
fn each_switch_does_its_own_part_and_no_more() {
    let all = "أَؤىکة٣،{NBSP}_ﻻÉ";
    for (folds, expected) in [
        (Normalization::NONE, all),
        (Normalization { marks: true, ..Normalization::NONE }, "أؤىکة٣،{NBSP}_ﻻE"),
        (Normalization { alef: true, ..Normalization::NONE }, "اَؤىکة٣،{NBSP}_ﻻÉ"),
        (Normalization { hamza: true, ..Normalization::NONE }, "أَوىکة٣،{NBSP}_ﻻÉ"),
        (Normalization { ya: true, ..Normalization::NONE }, "أَؤيکة٣،{NBSP}_ﻻÉ"),
        (Normalization { kaf: true, ..Normalization::NONE }, "أَؤىكة٣،{NBSP}_ﻻÉ"),
        (Normalization { ta_marbuta: true, ..Normalization::NONE }, "أَؤىکه٣،{NBSP}_ﻻÉ"),
        (Normalization { digits: true, ..Normalization::NONE }, "أَؤىکة3،{NBSP}_ﻻÉ"),
        (Normalization { punctuation: true, ..Normalization::NONE }, "أَؤىکة٣,{NBSP}_ﻻÉ"),
        (Normalization { spaces: true, ..Normalization::NONE }, "أَؤىکة٣، _ﻻÉ"),
        (Normalization { underscore: true, ..Normalization::NONE }, "أَؤىکة٣،{NBSP} ﻻÉ"),
        (Normalization { width: true, ..Normalization::NONE }, "أَؤىکة٣، _لاÉ"),
        (Normalization { case: true, ..Normalization::NONE }, "أَؤىکة٣،{NBSP}_ﻻé"),
    ] {
        check(folds, all, expected);
    }
    // Marks alone do not take the hamza off its seat, composed or not.
    check(Normalization { marks: true, ..Normalization::NONE }, "أ ا\u{654} ﺃ", "أ أ ﺃ");
    check(Normalization { width: true, ..Normalization::NONE }, "ﺃ ﺋ", "أ ئ");
}

fn hits(text: &str, pattern: &str, change: impl FnOnce(&mut Query)) -> String {
    let text = unescape(text);
    let mut query = Query { pattern: unescape(pattern), regex: false, whole_word: false, folds: Normalization::SEARCH };
    change(&mut query);
    let matcher = Matcher::new(&query).expect("a good query");
    let found = matcher.find_all(&text);
    assert_eq!(matcher.count(&text), found.len());
    let mut out = String::new();
    let mut at = 0;
    for hit in found {
        out.push_str(&format!("{}⟦{}⟧", &text[at..hit.start], &text[hit.clone()]));
        at = hit.end;
    }
    out + &text[at..]
}

#[test]
fn a_hit_covers_exactly_its_source_characters() {
    let same = |_: &mut Query| {};
    for (text, pattern, expected) in [
        ("قال مُحَمَّدٌ غدا", "محمد", "قال ⟦مُحَمَّدٌ⟧ غدا"),
        ("قال مُحَمَّدٌ", "مُحَمد", "قال ⟦مُحَمَّدٌ⟧"),
        ("العـــراق", "عر", "ال⟦عـــر⟧اق"),
        ("والعـــراق", "عـراق", "وال⟦عـــراق⟧"),
        ("سلاﻻم", "لالا", "س⟦لاﻻ⟧م"),
        ("سﻻم", "ل", "س⟦ﻻ⟧م"),
        ("سﻻم", "ا", "س⟦ﻻ⟧م"),
        ("قال ﷺ", "الله", "قال ⟦ﷺ⟧"),
        ("السماء صافية", "سماء", "ال⟦سماء⟧ صافية"),
        ("{RLM}مح{RLM}مد{RLM} قال", "محمد", "{RLM}⟦مح{RLM}مد{RLM}⟧ قال"),
        ("إلى الى الي", "إلى", "⟦إلى⟧ ⟦الى⟧ ⟦الي⟧"),
        ("٢٠٢٠ و2020", "2020", "⟦٢٠٢٠⟧ و⟦2020⟧"),
        ("😀محمد😀", "محمد", "😀⟦محمد⟧😀"),
        ("اااا", "اا", "⟦اا⟧⟦اا⟧"),
        ("مممد", "ممد", "م⟦ممد⟧"),
        ("أ{NBSP}ب", "أ ب", "⟦أ{NBSP}ب⟧"),
        ("GAZA غزة", "gaza", "⟦GAZA⟧ غزة"),
        ("كتاب", "محمد", "كتاب"),
    ] {
        assert_eq!(hits(text, pattern, same), unescape(expected));
    }
}

#[test]
fn whole_words_regular_expressions_and_the_text_as_it_is() {
    let whole = |query: &mut Query| query.whole_word = true;
    assert_eq!(hits("علي وعلي عليه على", "علي", whole), "⟦علي⟧ وعلي عليه ⟦على⟧");
    assert_eq!(hits("دير الزور، دير الزوري", "دير الزور", whole), "⟦دير الزور⟧، دير الزوري");
    let safe = |query: &mut Query| (query.whole_word, query.folds) = (true, Normalization::SAFE);
    assert_eq!(hits("علي على علیّ", "علي", safe), "⟦علي⟧ على علیّ");
    assert_eq!(hits("سوريا سورياً سوريًا", "سوريا", safe), "⟦سوريا⟧ سورياً سوريًا");
    assert_eq!(hits("سوريا سورياً سوريًا", "سورياً", safe), "سوريا ⟦سورياً⟧ ⟦سوريًا⟧");
    let raw = |query: &mut Query| query.folds = Normalization::NONE;
    assert_eq!(hits("أحمد احمد", "احمد", raw), "أحمد ⟦احمد⟧");
    let regex = |query: &mut Query| query.regex = true;
    assert_eq!(hits("مُحَمَّد محمود", "مح[مأ]\\w*د", regex), "⟦مُحَمَّد⟧ ⟦محمود⟧");
    assert_eq!(hits("هل؟ نعم.", "هل؟", regex), "⟦هل؟⟧ نعم.");
    assert_eq!(hits("عام ٢٠٢٠", "\\d{4}".replace("{4}", "+").as_str(), regex), "عام ⟦٢٠٢٠⟧");
    assert_eq!(hits("أب", "ج*", regex), "أب");
    let raw_regex = |query: &mut Query| (query.regex, query.folds) = (true, Normalization::NONE);
    assert_eq!(hits("أحمد احمد", "[أا]حمد$", raw_regex), "أحمد ⟦احمد⟧");
}

#[test]
fn a_query_that_cannot_be_looked_for_says_why() {
    let query = |pattern: &str, regex| Query {
        pattern: pattern.to_owned(),
        regex,
        whole_word: false,
        folds: Normalization::SEARCH,
    };
    assert!(matches!(Matcher::new(&query("", false)), Err(QueryError::Empty)));
    assert!(matches!(Matcher::new(&query("\u{64b}", false)), Err(QueryError::FoldsToNothing { .. })));
    assert!(matches!(Matcher::new(&query("(", true)), Err(QueryError::Regex { .. })));
}

#[test]
fn a_concordance_line_stays_in_its_paragraph() {
    let text = "سطر سابق\nقال: إن محمدا سافر أمس، ثم عاد\nسطر";
    let start = text.find("محمدا").expect("it is there");
    let hit = start..start + "محمدا".len();
    let line = KwicLine::new(text, hit.clone(), 2);
    assert_eq!((&text[line.before], &text[line.after]), ("قال: إن ", " سافر أمس"));
    let line = KwicLine::new(text, hit, 9);
    assert_eq!((&text[line.before.clone()], &text[line.after.clone()]), ("قال: إن ", " سافر أمس، ثم عاد"));
    let (after, before) = line.sort_keys(text, &Normalizer::new(Normalization::SEARCH));
    assert_eq!((after.join(" "), before.join(" ")), ("سافر امس ثم عاد".into(), "ان قال".into()));
}

/// A line as steps from word to word would find it, over the whole text.
fn stepped(text: &str, hit: std::ops::Range<usize>, width: usize) -> KwicLine {
    let first = words::paragraph_at(text, hit.start).start;
    let last = words::paragraph_at(text, hit.end).end.max(hit.end);
    let (mut start, mut end) = (hit.start, hit.end);
    for _ in 0..width {
        start = words::prev_word_boundary(text, start).max(first.min(hit.start));
        end = words::next_word_boundary(text, end).min(last);
    }
    KwicLine { before: start..hit.start, after: hit.end..end, hit }
}

proptest! {
    #[test]
    fn a_concordance_line_has_the_words_that_steps_would_find(
        text in hard_text(),
        (at, length, width) in (any::<prop::sample::Index>(), 0usize..20, 0usize..6),
    ) {
        let start = text.floor_char_boundary(at.index(text.len() + 1));
        let hit = start..text.floor_char_boundary((start + length).min(text.len()));
        prop_assert_eq!(KwicLine::new(&text, hit.clone(), width), stepped(&text, hit, width), "{:?}", text);
    }
}

#[test]
fn a_concordance_line_reads_no_further_than_its_words_can_reach() {
    let text = format!("{} هنا {}", "قبل ".repeat(50_000), "بعد".repeat(50_000));
    let at = text.find("هنا").expect("it is there");
    let line = KwicLine::new(&text, at..at + "هنا".len(), 2);
    assert_eq!(&text[line.before], "قبل قبل  ");
    assert!(text[line.after.clone()].starts_with(" بعدبعد") && line.after.len() < 1000, "{}", line.after.len());
    let text = "أول\r\nثان";
    let line = KwicLine::new(text, 0..text.find('\n').expect("there is one"), 3);
    assert_eq!((&text[line.before], &text[line.after]), ("", ""), "between the halves of a line end");
}

fn any_folds() -> impl Strategy<Value = Normalization> {
    prop::collection::vec(any::<bool>(), 13).prop_map(|on| Normalization {
        marks: on[0],
        alef: on[1],
        hamza: on[2],
        ya: on[3],
        kaf: on[4],
        ta_marbuta: on[5],
        digits: on[6],
        punctuation: on[7],
        spaces: on[8],
        underscore: on[9],
        width: on[10],
        case: on[11],
        keep_final_tanwin: on[12],
    })
}

proptest! {
    #[test]
    fn every_folded_character_leads_back_into_the_source(text in hard_text(), folds in any_folds()) {
        let folded = Normalizer::new(folds).fold(&text);
        let mut last = 0;
        for (at, c) in folded.text().char_indices() {
            let source = folded.source_range(at..at + c.len_utf8());
            prop_assert!(source.start < source.end && source.end <= text.len(), "{source:?} for {c:?}");
            prop_assert!(text.is_char_boundary(source.start) && text.is_char_boundary(source.end));
            prop_assert!(source.start >= last, "{c:?} goes back");
            last = source.start;
        }
        let whole = folded.source_range(0..folded.text().len());
        prop_assert!(folded.text().is_empty() || whole.end == text.len());
    }

    #[test]
    fn folding_nothing_changes_nothing_and_folding_twice_no_more(text in hard_text(), folds in any_folds()) {
        prop_assert_eq!(Normalizer::new(Normalization::NONE).fold_str(&text), text.clone());
        for folds in [Normalization::SEARCH, folds] {
            let folder = Normalizer::new(folds);
            let once = folder.fold_str(&text);
            if folds == Normalization::SEARCH {
                prop_assert_eq!(folder.fold_str(&once), once);
            }
        }
    }

    #[test]
    fn the_fold_of_a_line_is_a_piece_of_the_fold_of_the_text(a in hard_text(), b in hard_text(), folds in any_folds()) {
        let folder = Normalizer::new(folds);
        let both = format!("{a}\n{b}");
        prop_assert_eq!(folder.fold_str(&both), format!("{}\n{}", folder.fold_str(&a), folder.fold_str(&b)));
    }

    #[test]
    fn the_streaming_search_finds_what_the_stored_fold_holds(text in hard_text(), at in 0usize..60, length in 1usize..12, folds in any_folds(), common in any::<bool>()) {
        let folds = if common { Normalization::SEARCH } else { folds };
        let start = text.floor_char_boundary(at);
        let end = text.floor_char_boundary(start + length).max(start);
        let query = Query { pattern: text[start..end].to_owned(), regex: false, whole_word: false, folds };
        let folder = Normalizer::new(folds);
        let needle = folder.fold_str(&query.pattern);
        prop_assume!(folds != Normalization::NONE);
        let Ok(matcher) = Matcher::new(&query) else {
            prop_assert!(needle.is_empty());
            return Ok(());
        };
        let folded = folder.fold(&text);
        let mut expected: Vec<std::ops::Range<usize>> = Vec::new();
        for (at, found) in folded.text().match_indices(&needle) {
            let source = folded.source_range(at..at + found.len());
            if expected.last().is_none_or(|last| source.start >= last.end) {
                expected.push(source);
            }
        }
        prop_assert_eq!(matcher.find_all(&text), expected);
    }

    #[test]
    fn a_hit_of_a_whole_word_is_words(text in hard_text(), at in 0usize..60) {
        let Some(token) = words::word_at(&text, at) else { return Ok(()) };
        let pattern = token.text(&text).to_owned();
        let query = Query { pattern, regex: false, whole_word: true, folds: Normalization::NONE };
        let found = Matcher::new(&query).expect("a token is not empty").find_all(&text);
        for hit in found {
            prop_assert!(words::is_edge(&text, hit.start) && words::is_edge(&text, hit.end));
        }
    }
}
