//! Tokens, the pieces larger than a word, and the edges of spans.

use hashiya::arabic::letters::{is_blank, is_invisible, is_mark};
use hashiya::arabic::words::{self, Token, TokenKind, Trim};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::{caret, hard_text, marked, span, unescape};

/// `expected` is the tokens, each between `|`; every blank that is left out of them may be left out of it.
#[track_caller]
fn check(text: &str, expected: &str) {
    let text = unescape(text);
    let found: Vec<&str> = words::tokens(&text).map(|token| token.text(&text)).collect();
    let expected = unescape(expected);
    let expected: Vec<&str> = expected.split('|').filter(|piece| !piece.is_empty()).collect();
    assert_eq!(found, expected, "tokens of {text:?}");
}

#[test]
fn tokens_of_plain_sentences() {
    check("قال محمد إن السفر غدا", "قال|محمد|إن|السفر|غدا");
    check("محمد،", "محمد|،");
    check("محمد، وعلي؛ ثم سعاد.", "محمد|،|وعلي|؛|ثم|سعاد|.");
    check("هل وصل؟", "هل|وصل|؟");
    check("متى؟!", "متى|؟|!");
    check("«القاهرة»", "«|القاهرة|»");
    check("“القاهرة”", "“|القاهرة|”");
    check("\"القاهرة\"", "\"|القاهرة|\"");
    check("(القاهرة)", "(|القاهرة|)");
    check("( القاهرة )", "(|القاهرة|)");
    check("شمال-جنوب", "شمال|-|جنوب");
    check("شمال – جنوب", "شمال|–|جنوب");
    check("أخبار | رياضة".replace('|', "¦").as_str(), "أخبار|¦|رياضة");
    check("و/أو", "و|/|أو");
    check("", "");
    check("   ", "");
}

#[test]
fn a_colon_underscore_or_apostrophe_parts_arabic_letters() {
    check("قال:إن", "قال|:|إن");
    check("قال: إن", "قال|:|إن");
    check("قال:2020", "قال|:|2020");
    check("دير_الزور", "دير|_|الزور");
    check("دير__الزور", "دير|__|الزور");
    check("_دير_", "_|دير|_");
    check("دير_2020", "دير|_|2020");
    check("ال'كتاب", "ال|'|كتاب");
    check("ال’كتاب", "ال|’|كتاب");
    check("كلمة·كلمة", "كلمة|·|كلمة");
    check("قال：إن", "قال|：|إن");
    // The mark between the letter and the colon is the letter's.
    check("قالَ:إن", "قالَ|:|إن");
    check("قال{RLM}:إن", "قال{RLM}|:|إن");
    // Between Latin letters UAX #29 stands.
    check("user_name", "user_name");
    check("can't stop", "can't|stop");
    check("l’été", "l’été");
    check("__init__", "__init__");
}

#[test]
fn a_full_stop_parts_arabic_letters_unless_each_stands_alone() {
    check("ح.م", "ح.م");
    check("أ.ف.ب", "أ.ف.ب");
    check("أ.ف.ب.", "أ.ف.ب|.");
    check("(أ.ف.ب)", "(|أ.ف.ب|)");
    check("د.محمد", "د|.|محمد");
    check("د.م.محمد", "د|.|م|.|محمد");
    check("انتهى.ثم", "انتهى|.|ثم");
    check("لأ.ف.ب", "لأ|.|ف|.|ب");
    check("هـ.ش", "هـ.ش");
    check("م{FATHA}.ح", "م{FATHA}.ح");
    check("ق.م:قال", "ق.م|:|قال");
    check("د. محمد", "د|.|محمد");
    check("U.S.A", "U.S.A");
    check("example.com", "example.com");
    check("النهاية...", "النهاية|.|.|.");
    check("النهاية…", "النهاية|…");
}

#[test]
fn numbers_keep_what_stands_between_their_digits() {
    check("3.5", "3.5");
    check("٣٫٥", "٣٫٥");
    check("۳٫۵", "۳٫۵");
    check("1,000,000.5", "1,000,000.5");
    check("١٬٠٠٠", "١٬٠٠٠");
    check("٣٫٥٫", "٣٫٥|٫");
    check("كلمة٫", "كلمة|٫");
    check("كلمة٫كلمة", "كلمة|٫|كلمة");
    check("٫'3", "٫|'|3");
    check("3.٫", "3|.|٫");
    // Held to the decimal sign's number by UAX #29, until the sign is none.
    check("كلمة٫،3", "كلمة|٫|،|3");
    check("كلمة٫،\u{64b}3كلمة", "كلمة|٫|،\u{64b}|3كلمة");
    check("50%", "50|%");
    check("٥٠٪", "٥٠|٪");
    check("$20", "$|20");
    // UAX #29 has no colon inside a number: a time is hours, colon, minutes.
    check("12:30", "12|:|30");
    check("الساعة 12:30؟", "الساعة|12|:|30|؟");
    check("2020/5/3", "2020|/|5|/|3");
    check("2020-05-03", "2020|-|05|-|03");
    check("3.5.2020", "3.5.2020");
    check("عام 2020.", "عام|2020|.");
    check("2020.قال", "2020|.|قال");
    check("2020، و2021", "2020|،|و2021");
    check("1445هـ", "1445هـ");
    check("كوفيد19", "كوفيد19");
    check("كوفيد-19", "كوفيد|-|19");
    check("1{NBSP}000", "1|000");
    check("1{NNBSP}000", "1|000");
    check("½", "½");
}

#[test]
fn marks_tatweel_and_invisible_characters_belong_to_the_letter_before() {
    check("مُحَمَّدٌ", "مُحَمَّدٌ");
    check("سورياً،", "سورياً|،");
    check("العـــراق", "العـــراق");
    check("هـ", "هـ");
    check("ــ", "ــ");
    check("قال ـ وهو", "قال|ـ|وهو");
    check("،ـه", "،|ـه");
    check("محم{RLM}د", "محم{RLM}د");
    check("محمد{RLM} قال", "محمد{RLM}|قال");
    check("محمد {RLM}قال", "محمد|قال");
    check("{RLM}محمد", "محمد");
    check("محمد،{RLM} قال", "محمد|،{RLM}|قال");
    check("{RLI}محمد{PDI} قال", "محمد{PDI}|قال");
    check("({RLI}محمد{PDI})", "({RLI}|محمد{PDI}|)");
    check("می{ZWNJ}خواهم", "می{ZWNJ}خواهم");
    check("ه{ZWJ} قال", "ه{ZWJ}|قال");
    check("كتا{SHY}ب", "كتا{SHY}ب");
    check("{ALM}محمد", "محمد");
    // U+200B parts words, as in UAX #29, and still clings to the letter before it.
    check("كلمة{ZWSP}كلمة", "كلمة{ZWSP}|كلمة");
    check("كلمة {ZWSP} كلمة", "كلمة|كلمة");
    check("{BOM}محمد", "محمد");
    check("{BOM}", "");
    check("مح{BOM}مد", "مح{BOM}مد");
    check("محمد{NBSP}علي", "محمد|علي");
    check("{NBSP}محمد", "محمد");
    check("محمد{CR}{LF}علي{LF}{LF}سعاد", "محمد|علي|سعاد");
    // Presentation forms are letters.
    check("ﻣﺤﻤﺪ ﷺ", "ﻣﺤﻤﺪ|ﷺ");
    check("ﻻ،", "ﻻ|،");
    check("﴿قل﴾", "﴿|قل|﴾");
    check("پاکستان ٹی وی", "پاکستان|ٹی|وی");
}

#[test]
fn hashtags_links_and_pictures() {
    check("#دير_الزور", "#|دير|_|الزور");
    check("#Gaza_Now", "#|Gaza_Now");
    check("##عاجل", "#|#|عاجل");
    check("@user_1 قال", "@user_1|قال");
    check("@محمد", "@|محمد");
    check("a@b.org.", "a@b.org|.");
    check("راسلنا:info@example.com،", "راسلنا|:|info@example.com|،");
    check("user@host", "user|@host".replace("|@host", "|@|host").as_str());
    check("https://t.co/aB1 قال", "https://t.co/aB1|قال");
    check("(https://t.co/aB1)", "(|https://t.co/aB1|)");
    check("https://example.org/w_(x).", "https://example.org/w_(x)|.");
    check("انظر www.example.org/أ/ب، ثم", "انظر|www.example.org/أ/ب|،|ثم");
    check("pic.twitter.com/abc", "pic.twitter.com/abc");
    check("HTTP://EXAMPLE.ORG", "HTTP://EXAMPLE.ORG");
    check("https:// قال", "https|:|/|/|قال");
    check("3.5/4", "3.5|/|4");
    check("😀", "😀");
    check("😀😀", "😀|😀");
    check("👨{ZWJ}👩{ZWJ}👧 قال", "👨{ZWJ}👩{ZWJ}👧|قال");
    check("👍🏽محمد", "👍🏽|محمد");
    check("🇸🇾🇱🇧", "🇸🇾|🇱🇧");
    check("1{VS16}⃣", "1{VS16}⃣");
    check("❤{VS16}قلب", "❤{VS16}|قلب");
    check("قال Mohamed Salah هنا", "قال|Mohamed|Salah|هنا");
    check("الـBBC", "الـBBC");
}

#[test]
fn kinds() {
    use TokenKind::{Address, Number, Punctuation, Symbol, Word};
    for (text, kind) in [
        ("محمد", Word),
        ("كوفيد19", Word),
        ("1445هـ", Word),
        ("أ.ف.ب", Word),
        ("ﷺ", Word),
        ("٣٫٥", Number),
        ("½", Number),
        ("،", Punctuation),
        ("﴾", Punctuation),
        ("ــ", Punctuation),
        ("#", Punctuation),
        ("$", Symbol),
        ("😀", Symbol),
        ("1\u{fe0f}\u{20e3}", Symbol),
        ("@user", Address),
        ("https://t.co/a", Address),
    ] {
        assert_eq!(words::tokens(text).collect::<Vec<_>>(), [Token { start: 0, end: text.len(), kind }], "{text}");
    }
}

#[test]
fn the_word_under_a_caret() {
    for (text, expected) in [
        ("قال مح‖مد غدا", "قال ⟦محمد⟧ غدا"),
        ("قال ‖محمد غدا", "قال ⟦محمد⟧ غدا"),
        ("قال محمد‖ غدا", "قال ⟦محمد⟧ غدا"),
        ("قال محمد‖، غدا", "قال محمد⟦،⟧ غدا"),
        ("محمد‖", "⟦محمد⟧"),
        ("#دير_الز‖ور", "#دير_⟦الزور⟧"),
    ] {
        let (text, at) = caret(text);
        let token = words::word_at(&text, at).expect("a word");
        assert_eq!(marked(&text, &token.range()), expected);
    }
    assert_eq!(words::word_at("قال  محمد", 7), None);
    assert_eq!(words::word_at("", 0), None);
    assert_eq!(words::word_at("محمد", 99).map(Token::range), Some(0..8));
}

#[test]
fn ctrl_arrows_stop_at_word_edges_in_logical_order() {
    let mut text = unescape("قال: «محمد» (3.5)؟{LF}{LF}غدا!");
    let mut stops = vec![];
    let mut at = 0;
    while at < text.len() {
        at = words::next_word_boundary(&text, at);
        stops.push(at);
    }
    for at in stops.into_iter().rev() {
        text.insert(at, '‖');
    }
    assert_eq!(text, "قال‖: «محمد‖» (3.5‖)؟\n\nغدا‖!‖");
    let mut text = text.replace('‖', "");
    let mut at = text.len();
    let mut stops = vec![];
    while at > 0 {
        at = words::prev_word_boundary(&text, at);
        stops.push(at);
    }
    for at in stops {
        text.insert(at, '‖');
    }
    assert_eq!(text, "‖قال: «‖محمد» (‖3.5)؟\n\n‖غدا!");
}

#[test]
fn hashtags_are_offered_whole() {
    for (text, expected) in [
        ("في #دير_ال‖زور اليوم", "في ⟦#دير_الزور⟧ اليوم"),
        ("في ‖#دير_الزور اليوم", "في ⟦#دير_الزور⟧ اليوم"),
        ("في #دير_الزور‖، اليوم", "في ⟦#دير_الزور⟧، اليوم"),
        ("#أ#‖ب", "#أ⟦#ب⟧"),
        ("(#Gaza_‖2024)", "(⟦#Gaza_2024⟧)"),
        ("#كأس‖_العالم_2022!", "⟦#كأس_العالم_2022⟧!"),
    ] {
        let (text, at) = caret(text);
        let found = words::hashtag_at(&text, at).unwrap_or_else(|| panic!("no hashtag in {text}"));
        assert_eq!(marked(&text, &found), expected);
    }
    for text in ["في دي‖ر", "# دي‖ر", "C#‖", "رقم#‖7", "‖#"] {
        let (text, at) = caret(text);
        assert_eq!(words::hashtag_at(&text, at), None, "{text}");
    }
}

#[test]
fn clauses_sentences_and_paragraphs() {
    let clause: fn(&str, usize) -> _ = words::clause_at;
    let sentence: fn(&str, usize) -> _ = words::sentence_at;
    let paragraph: fn(&str, usize) -> _ = words::paragraph_at;
    for (piece, text, expected) in [
        (clause, "وصل محمد، ثم سا‖فر علي.", "وصل محمد، ⟦ثم سافر علي⟧."),
        (clause, "وصل مح‖مد، ثم سافر علي.", "⟦وصل محمد⟧، ثم سافر علي."),
        (clause, "قال: إنه وص‖ل؛ ثم مضى", "قال: ⟦إنه وصل⟧؛ ثم مضى"),
        (clause, "بلغ 3.5 أو ٣٫٥ في 12:30 لي‖لا، ثم", "⟦بلغ 3.5 أو ٣٫٥ في 12:30 ليلا⟧، ثم"),
        (clause, "زعمت أ.ف.ب أ‖نه", "⟦زعمت أ.ف.ب أنه⟧"),
        (clause, "زار د. أح‖مد ود.علي دمشق", "⟦زار د. أحمد ود.علي دمشق⟧"),
        (clause, "سطر{LF}ثا‖ن", "سطر{LF}⟦ثان⟧"),
        (clause, "{NBSP} بعد‖ فراغ {NBSP}", "{NBSP} ⟦بعد فراغ⟧ {NBSP}"),
        (sentence, "وصل. ثم، مض‖ى؟! وعاد.", "وصل. ⟦ثم، مضى؟!⟧ وعاد."),
        (sentence, "قال: «وص‖ل.» ثم مضى.", "⟦قال: «وصل.»⟧ ثم مضى."),
        (sentence, "ولد د. أحمد عام 1950 م. ثم سا‖فر.", "ولد د. أحمد عام 1950 م. ⟦ثم سافر.⟧"),
        (sentence, "ولد د. أح‖مد عام 1950 م. ثم سافر.", "⟦ولد د. أحمد عام 1950 م.⟧ ثم سافر."),
        (sentence, "بلا نها‖ية", "⟦بلا نهاية⟧"),
        (paragraph, "أول{CR}{LF}ثا‖ن{CR}{LF}ثالث", "أول{CR}{LF}⟦ثان⟧{CR}{LF}ثالث"),
        (paragraph, "أول‖{CR}{LF}ثان", "⟦أول⟧{CR}{LF}ثان"),
        (paragraph, "أول{CR}‖{LF}ثان", "⟦أول⟧{CR}{LF}ثان"),
        (paragraph, "أول{LF}‖{LF}ثان", "أول{LF}⟦⟧{LF}ثان"),
        (paragraph, "أول{PS}ثا‖ن{CR}ثالث", "أول{PS}⟦ثان⟧{CR}ثالث"),
        (paragraph, "أول{LF}‖", "أول{LF}⟦⟧"),
    ] {
        let (text, at) = caret(text);
        assert_eq!(marked(&text, &piece(&text, at)), unescape(expected));
    }
}

#[test]
fn a_drag_snaps_to_words() {
    for (drawn, expected) in [
        ("في الق⟦اهر⟧ة", "في ⟦القاهرة⟧"),
        ("في⟦ القا⟧هرة", "في ⟦القاهرة⟧"),
        ("مجل⟦س الأ⟧من،", "⟦مجلس الأمن⟧،"),
        ("«القا⟦هرة»⟧", "«⟦القاهرة»⟧"),
        ("محمد⟦ {NBSP}⟧علي", "محمد⟦⟧ {NBSP}علي"),
        ("محم⟦د⟧{RLM} علي", "⟦محمد{RLM}⟧ علي"),
    ] {
        let (text, range) = span(drawn);
        assert_eq!(marked(&text, &words::snap_to_words(&text, range)), unescape(expected));
    }
}

#[test]
fn a_free_drag_never_cuts_a_letter_from_its_marks() {
    for (drawn, expected) in [
        ("م⟦ح⟧{SHADDA}{FATHA}مد", "م⟦ح{SHADDA}{FATHA}⟧مد"),
        ("مح{SHADDA}⟦{FATHA}م⟧د", "م⟦ح{SHADDA}{FATHA}م⟧د"),
        ("ال⟦ع⟧ــراق", "ال⟦عــ⟧راق"),
        ("الع⟦ـ⟧ـراق", "ال⟦عــ⟧راق"),
        ("مح⟦م⟧{RLM}د", "مح⟦م{RLM}⟧د"),
        ("مح⟦م⟧{FATHA}{RLM}ـد", "مح⟦م{FATHA}{RLM}ـ⟧د"),
        ("⟦👨{ZWJ}⟧👩", "⟦👨{ZWJ}👩⟧"),
        ("⟦🇸⟧🇾", "⟦🇸🇾⟧"),
        ("e⟦{ACUTE}⟧x", "⟦e{ACUTE}⟧x"),
        ("أ{CR}⟦{LF}⟧ب", "أ⟦{CR}{LF}⟧ب"),
        ("قال ⟦{RLM}⟧محمد", "قال ⟦{RLM}⟧محمد"),
        ("سور⟦ي⟧اً", "سور⟦ي⟧اً"),
        ("سوري⟦ا⟧ً", "سوري⟦اً⟧"),
    ] {
        let (text, range) = span(drawn);
        assert_eq!(marked(&text, &words::snap_to_graphemes(&text, range)), unescape(expected));
    }
}

#[test]
fn a_new_span_loses_what_only_stands_around_it() {
    for (drawn, expected) in [
        ("قال⟦ محمد ⟧غدا", "قال ⟦محمد⟧ غدا"),
        ("قال⟦{NBSP}محمد{NBSP}⟧غدا", "قال{NBSP}⟦محمد⟧{NBSP}غدا"),
        ("⟦{RLM}محمد{RLM}⟧", "{RLM}⟦محمد{RLM}⟧"),
        ("⟦«محمد»⟧", "«⟦محمد⟧»"),
        ("⟦«محمد⟧»", "«⟦محمد⟧»"),
        ("«⟦محمد»⟧", "«⟦محمد⟧»"),
        ("⟦\"محمد\"⟧", "\"⟦محمد⟧\""),
        ("\"⟦محمد\"⟧", "\"⟦محمد⟧\""),
        ("⟦(« محمد »)⟧", "(« ⟦محمد⟧ »)"),
        ("⟦#القاهرة⟧", "#⟦القاهرة⟧"),
        ("⟦ #دير_الزور ⟧", " #⟦دير_الزور⟧ "),
        ("⟦جامعة (القاهرة)⟧", "⟦جامعة (القاهرة)⟧"),
        ("⟦(القاهرة) والجيزة⟧", "⟦(القاهرة) والجيزة⟧"),
        ("⟦(أ) و(ب)⟧", "⟦(أ) و(ب)⟧"),
        ("⟦حزب \"الأمل\"⟧", "⟦حزب \"الأمل\"⟧"),
        ("⟦\"أ\" و\"ب\"⟧", "⟦\"أ\" و\"ب\"⟧"),
        ("⟦محمد)⟧", "⟦محمد⟧)"),
        ("⟦ﷺ﴾⟧", "⟦ﷺ⟧﴾"),
        // The comma is the analyst's until the consistency check speaks of it.
        ("⟦محمد،⟧", "⟦محمد،⟧"),
        ("⟦«»⟧", "⟦«»⟧"),
        ("⟦#⟧", "⟦#⟧"),
        ("أ⟦  ⟧ب", "أ  ⟦⟧ب"),
    ] {
        let (text, range) = span(drawn);
        assert_eq!(marked(&text, &words::trim_span(&text, range, Trim::NEW_SPAN)), unescape(expected), "{drawn}");
    }
    for (drawn, expected) in
        [("⟦محمد،⟧", "⟦محمد⟧،"), ("⟦(محمد).⟧", "(⟦محمد⟧)."), ("⟦: أ.ف.ب⟧", ": ⟦أ.ف.ب⟧"), ("⟦-3⟧", "-⟦3⟧")]
    {
        let (text, range) = span(drawn);
        assert_eq!(marked(&text, &words::trim_span(&text, range, Trim::MEND)), unescape(expected), "{drawn}");
    }
}

proptest! {
    #[test]
    fn tokens_stand_in_order_on_edges_and_leave_only_blanks(text in hard_text()) {
        let mut end = 0;
        for token in words::tokens(&text) {
            prop_assert!(token.start >= end && token.end > token.start, "{token:?} after {end}");
            prop_assert!(words::is_edge(&text, token.start) && words::is_edge(&text, token.end), "{token:?} of {text:?}");
            check_gap(&text, end..token.start)?;
            end = token.end;
        }
        check_gap(&text, end..text.len())?;
    }

    #[test]
    fn an_edge_is_a_grapheme_boundary_and_walking_finds_each(text in hard_text()) {
        let graphemes: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
        let edges: Vec<usize> = (0..=text.len()).filter(|&at| words::is_edge(&text, at)).collect();
        for &at in &edges {
            let before = text[..at].trim_end_matches(|c| is_invisible(c) || is_mark(c));
            let beside_a_blank = text[at..].starts_with(is_blank) || before.is_empty() || before.ends_with(is_blank);
            prop_assert!(graphemes.contains(&at) || beside_a_blank, "{at} of {text:?}");
        }
        let mut at = 0;
        let mut forward = vec![0];
        while at < text.len() {
            at = words::next_edge(&text, at);
            forward.push(at);
        }
        prop_assert_eq!(&forward, &edges);
        let mut back = vec![text.len()];
        while at > 0 {
            at = words::prev_edge(&text, at);
            back.push(at);
        }
        back.reverse();
        prop_assert_eq!(&back, &edges);
    }

    #[test]
    fn local_answers_equal_those_of_the_whole_text(text in hard_text(), at in 0usize..120, length in 0usize..40) {
        let at = text.floor_char_boundary(at);
        let all: Vec<Token> = words::tokens(&text).collect();
        let here = all.iter().find(|t| t.start <= at && at < t.end).or(all.iter().find(|t| t.end == at)).copied();
        prop_assert_eq!(words::word_at(&text, at), here);
        let next = all.iter().find(|t| t.end > at && t.is_content()).map_or(text.len(), |t| t.end);
        prop_assert_eq!(words::next_word_boundary(&text, at), next);
        let previous = all.iter().rfind(|t| t.start < at && t.is_content()).map_or(0, |t| t.start);
        prop_assert_eq!(words::prev_word_boundary(&text, at), previous);
        let end = text.floor_char_boundary(at + length);
        let within: Vec<Token> = all.iter().copied().filter(|t| t.end > at && t.start < end).collect();
        prop_assert_eq!(words::tokens_in(&text, at..end).collect::<Vec<_>>(), within);
    }

    #[test]
    fn what_a_gesture_leaves_is_on_edges_and_inside(text in hard_text(), a in 0usize..120, b in 0usize..120) {
        let drawn = text.floor_char_boundary(a.min(b))..text.floor_char_boundary(a.max(b));
        let graphemes = words::snap_to_graphemes(&text, drawn.clone());
        prop_assert!(graphemes.start <= drawn.start && drawn.end <= graphemes.end);
        for range in [
            words::snap_to_words(&text, drawn.clone()),
            words::trim_span(&text, drawn.clone(), Trim::NEW_SPAN),
            words::trim_span(&text, drawn.clone(), Trim::MEND),
            graphemes.clone(),
        ] {
            prop_assert!(range.start <= range.end);
            prop_assert!(range.is_empty() || words::is_edge(&text, range.end), "{:?} of {:?}", range, text);
            prop_assert!(range.is_empty() || words::is_edge(&text, range.start), "{:?} of {:?}", range, text);
        }
        let trimmed = words::trim_span(&text, drawn, Trim::MEND);
        prop_assert!(graphemes.start <= trimmed.start && trimmed.end <= graphemes.end);
        prop_assert_eq!(words::trim_span(&text, trimmed.clone(), Trim::MEND), trimmed);
    }

    #[test]
    fn larger_pieces_hold_the_caret_and_whole_tokens(text in hard_text(), at in 0usize..120) {
        let at = text.floor_char_boundary(at);
        let line = words::paragraph_at(&text, at);
        prop_assert!(words::paragraphs(&text).any(|p| p == line));
        for piece in [words::sentence_at(&text, at), words::clause_at(&text, at)] {
            prop_assert!(line.start <= piece.start && piece.end <= line.end);
        }
        let sentences: Vec<_> = words::sentences(&text).collect();
        for token in words::tokens(&text) {
            let holding = sentences.iter().filter(|s| s.start <= token.start && token.end <= s.end).count();
            prop_assert_eq!(holding, 1, "{:?} in {:?}", token, sentences);
        }
        if let Some(tag) = words::hashtag_at(&text, at) {
            prop_assert!(tag.start <= at && at <= tag.end);
            prop_assert!(text[tag].starts_with(['#', '＃']));
        }
    }
}

fn check_gap(text: &str, gap: std::ops::Range<usize>) -> Result<(), TestCaseError> {
    let mut after_blank = true;
    for c in text[gap.clone()].chars() {
        let clings_to_blank = after_blank && is_mark(c);
        prop_assert!(is_blank(c) || is_invisible(c) || clings_to_blank, "{c:?} at {gap:?} of {text:?} is in no token");
        after_blank = is_blank(c) || is_invisible(c) || clings_to_blank;
    }
    Ok(())
}
