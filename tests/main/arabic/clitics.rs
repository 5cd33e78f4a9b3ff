//! Clitics: what is offered, what is not, and what gestures and exports do with it.

use hashiya::analysis::clitics as clitic_moves;
use hashiya::arabic::clitics::{self, CliticPolicy, Confidence, CutKind, Direction, Edge, Lexicon, Unit};
use hashiya::arabic::words;
use proptest::prelude::*;

use super::{hard_text, marked as with_span, span, unescape};
use crate::marked::{self, assert_marked};

/// The project's own texts. What is not in them is not known.
const TEXTS: &str = "زار الرئيس بيروت ثم بيروت ثم دمشق، وقال محمد إن بغداد وفلسطين واليمن في حوار. احد انت جان لاية يان
    علي محمود سافر. فتح الاتحاد ملف الاتحاد. الليل والليل طويل. مدرسة ومدرسة وكتاب كتاب قلم. بيان كانت. لبنان لبنان بنان";

fn vocabulary() -> Lexicon {
    let mut vocabulary = Lexicon::default();
    vocabulary.add_text(TEXTS);
    vocabulary
}

/// `expected` is the word with a `-` at each place it may be cut before.
#[track_caller]
fn check(expected: &str) {
    let expected = unescape(expected);
    let word = expected.replace('-', "");
    let mut found = word.clone();
    for cut in clitics::proclitics(&word, 0..word.len(), &vocabulary()).into_iter().rev() {
        found.insert(cut.at, '-');
    }
    assert_eq!(found, expected);
}

#[test]
fn the_article_shows_itself() {
    for expected in [
        "و-ب-ال-قاهرة",
        "ب-ال-قاهرة",
        "ك-ال-قاهرة",
        "ف-ال-قاهرة",
        "ال-قاهرة",
        "ل-ل-اتحاد",
        "و-ل-ل-اتحاد",
        "ل-له",
        "و-ل-له",
        "وَ-بِ-الْ-قَاهِرَة",
        "و{RLM}-ب-ال-قاهرة",
        "وـ-بـ-الـ-قاهرة",
        "و-ٱل-قاهرة",
        "ب-ﺎﻟ-ﻘﺎﻫﺮﺓ",
        // ﻼ is a lam and the alef after it: before it is a place, inside it is none.
        "ب-ﺎﻟ-ﺴﻼﻡ",
        "ب-اﻻتحاد",
    ] {
        check(expected);
    }
}

#[test]
fn a_word_of_the_project_shows_its_clitic() {
    for expected in ["ل-بيروت", "ب-بيروت", "و-بيروت", "و-ل-بيروت", "ف-بغداد", "ك-محمد", "و-لبنان", "و-علي", "ب-دمشق،"]
    {
        let expected = expected.trim_end_matches('،');
        check(expected);
    }
}

#[test]
fn what_only_looks_like_a_clitic_stays_whole() {
    for whole in [
        // Their remainders are words above, and still: the list of whole words.
        "كانت",
        "بيان",
        "واحد",
        "ولاية",
        "لجان",
        "لبنان",
        "والده",
        "والدته",
        "وكالات",
        "كتاب",
        // No remainder that anyone uses.
        "بيروت",
        "فلسطين",
        "وزارة",
        "كريم",
        "لندن",
        "بكين",
        // Too little would remain.
        "بالغ",
        "والي",
        "الله",
        "الآن",
        "التي",
        "ولد",
        "في",
        "و",
        "",
        // Not Arabic, or not a word.
        "Beirut",
        "2020",
        "B2B",
    ] {
        check(whole);
    }
    // A clitic before such a word is still one.
    check("و-كانت");
    check("ف-بيان");
}

#[test]
fn how_sure_a_cut_is() {
    let vocabulary = vocabulary();
    let of = |word: &str| {
        let cuts = clitics::proclitics(word, 0..word.len(), &vocabulary);
        cuts.into_iter().map(|cut| (cut.kind, cut.confidence)).collect::<Vec<_>>()
    };
    use Confidence::{Article, Attested, Frequent};
    assert_eq!(of("بالقاهرة"), [(CutKind::Preposition, Article), (CutKind::Article, Article)]);
    assert_eq!(of("لبيروت"), [(CutKind::Preposition, Frequent)]);
    let mut more = vocabulary.clone();
    more.add_text("لبيروت لبيروت لبيروت");
    let cuts = clitics::proclitics("لبيروت", 0..12, &more);
    assert_eq!(cuts.iter().map(|cut| cut.confidence).collect::<Vec<_>>(), [Attested]);
}

#[test]
fn an_elided_article_keeps_surface_and_value() {
    let vocabulary = vocabulary();
    for (word, surface, value) in [
        ("للاتحاد", "لاتحاد", "الاتحاد"),
        ("وللاتحاد", "لاتحاد", "الاتحاد"),
        ("لله", "له", "الله"),
        ("للبيان", "لبيان", "البيان"),
        // The project knows الليل, not اليل.
        ("لليل", "ليل", "الليل"),
    ] {
        let cuts = clitics::proclitics(word, 0..word.len(), &vocabulary);
        let cut = cuts.iter().find(|cut| cut.kind == CutKind::Preposition);
        let cut = cut.unwrap_or_else(|| panic!("{word} has a preposition"));
        assert_eq!((&word[cut.at..], cut.normalised.as_deref()), (surface, Some(value)));
    }
}

#[test]
fn pronouns_are_offered_where_they_leave_a_word() {
    let vocabulary = vocabulary();
    for (word, expected) in [
        ("كتابه", vec![("كتاب", None)]),
        ("كتابهم", vec![("كتاب", None)]),
        ("كتابنا", vec![("كتاب", None)]),
        ("مدرستها", vec![("مدرست", Some("مدرسة"))]),
        ("قلمي", vec![("قلم", None)]),
        ("محمدنا", vec![("محمد", None)]),
        ("وجهه", vec![]),
        ("فيه", vec![]),
    ] {
        let cuts = clitics::enclitics(word, 0..word.len(), &vocabulary);
        let found: Vec<_> = cuts.iter().map(|cut| (&word[..cut.at], cut.normalised.as_deref())).collect();
        assert_eq!(found, expected, "{word}");
    }
}

#[test]
fn one_key_goes_round() {
    let vocabulary = vocabulary();
    for steps in [
        ["سافر ⟦وبالقاهرة⟧ غدا", "سافر و⟦بالقاهرة⟧ غدا", "سافر وب⟦القاهرة⟧ غدا", "سافر وبال⟦قاهرة⟧ غدا"].as_slice(),
        &["قال ⟦لبيروت القديمة⟧ غدا", "قال ل⟦بيروت القديمة⟧ غدا"],
        &["#⟦بالقاهرة⟧", "#ب⟦القاهرة⟧", "#بال⟦قاهرة⟧"],
        &["قال ⟦كانت⟧ غدا"],
    ] {
        for (at, step) in steps.iter().enumerate() {
            let (text, range) = span(step);
            let next = clitics::cycle_start(&text, range, &vocabulary);
            assert_eq!(with_span(&text, &next.range), steps[(at + 1) % steps.len()]);
        }
    }
    let next = clitics::cycle_start("للاتحاد الأوروبي", 0.."للاتحاد الأوروبي".len(), &vocabulary);
    assert_eq!(next.normalised.as_deref(), Some("الاتحاد"));
}

#[test]
fn an_edge_moves_by_clitic_word_and_grapheme() {
    use Direction::{Back, Forward};
    use Edge::{End, Start};
    let vocabulary = vocabulary();
    for (before, edge, direction, unit, after) in [
        ("قال ⟦وبالقاهرة⟧ غدا", Start, Forward, Unit::Clitic, "قال و⟦بالقاهرة⟧ غدا"),
        ("قال وب⟦القاهرة⟧ غدا", Start, Back, Unit::Clitic, "قال و⟦بالقاهرة⟧ غدا"),
        ("قال ⟦وبالقاهرة⟧ غدا", Start, Back, Unit::Clitic, "⟦قال وبالقاهرة⟧ غدا"),
        ("قال ⟦كتابه⟧ غدا", End, Back, Unit::Clitic, "قال ⟦كتاب⟧ه غدا"),
        ("قال ⟦كتاب⟧ه غدا", End, Forward, Unit::Clitic, "قال ⟦كتابه⟧ غدا"),
        ("قال ⟦كتابه⟧ غدا", End, Forward, Unit::Clitic, "قال ⟦كتابه غدا⟧"),
        ("قال ⟦وبالقاهرة غدا⟧", Start, Forward, Unit::Word, "قال وبالقاهرة ⟦غدا⟧"),
        ("قال محمد ⟦غدا⟧", Start, Back, Unit::Word, "قال ⟦محمد غدا⟧"),
        ("⟦محمد⟧، غدا", End, Forward, Unit::Word, "⟦محمد،⟧ غدا"),
        ("⟦محم{SHADDA}⟧د", End, Forward, Unit::Grapheme, "⟦محم{SHADDA}د⟧"),
        ("⟦محم{SHADDA}{FATHA}⟧د", End, Back, Unit::Grapheme, "⟦مح⟧م{SHADDA}{FATHA}د"),
    ] {
        let (text, range) = span(before);
        let moved = clitics::step_edge(&text, range, edge, direction, unit, &vocabulary).expect("it moves");
        assert_eq!(with_span(&text, &moved), unescape(after));
    }
    for (before, edge, direction, unit) in [
        ("قال ⟦غدا⟧", Start, Forward, Unit::Word),
        ("⟦قال⟧ غدا", Start, Back, Unit::Clitic),
        ("⟦ق⟧ال", End, Back, Unit::Grapheme),
        ("قال ⟦غدا⟧", End, Forward, Unit::Grapheme),
    ] {
        let (text, range) = span(before);
        assert_eq!(clitics::step_edge(&text, range, edge, direction, unit, &vocabulary), None, "{before}");
    }
}

#[test]
fn a_policy_changes_spans_only_on_evidence() {
    let vocabulary = vocabulary();
    for (before, article, after) in [
        ("⟦وبالقاهرة القديمة⟧", false, "وب⟦القاهرة القديمة⟧"),
        ("⟦وبالقاهرة⟧", true, "وبال⟦قاهرة⟧"),
        ("⟦القاهرة⟧", false, "⟦القاهرة⟧"),
        ("⟦لبيروت⟧", false, "ل⟦بيروت⟧"),
        ("⟦لندن⟧", false, "⟦لندن⟧"),
        ("و⟦بالقاهرة⟧", false, "و⟦بالقاهرة⟧"),
        ("⟦وبال⟧قاهرة", false, "وب⟦ال⟧قاهرة"),
    ] {
        let (text, range) = span(before);
        let after_it = clitics::exclude_proclitics(&text, range, &vocabulary, Confidence::Attested, article);
        assert_eq!(with_span(&text, &after_it), after);
    }
    for (before, after) in
        [("وب⟦القاهرة⟧", "⟦وبالقاهرة⟧"), ("وبالق⟦اهرة⟧", "وبالق⟦اهرة⟧"), ("ل⟦بيروت⟧ ثم", "⟦لبيروت⟧ ثم")]
    {
        let (text, range) = span(before);
        assert_eq!(with_span(&text, &clitics::include_proclitics(&text, range, &vocabulary)), after);
    }
    for (word, article, parts) in [
        ("وبالقاهرة", false, "و|ب|القاهرة"),
        ("وبالقاهرة", true, "و|ب|ال|قاهرة"),
        ("للاتحاد", false, "ل|لاتحاد"),
        ("لندن", false, "لندن"),
    ] {
        let token = words::word_at(word, 0).expect("a word");
        let found = clitics::split(word, token, &vocabulary, article);
        assert_eq!(found.into_iter().map(|part| &word[part]).collect::<Vec<_>>().join("|"), parts);
    }
}

/// A document whose annotations a policy moves, and what an export of that policy writes.
#[track_caller]
fn check_moves(before: &str, policy: CliticPolicy, article: bool, after: &str) {
    let document = marked::document(before);
    let moves = clitic_moves::moves(&document, policy, article, &vocabulary());
    assert_marked(&clitic_moves::with_moves(&document, &moves), after);
    assert_marked(&document, before);
}

#[test]
fn the_annotations_of_a_document_are_moved_by_a_policy() {
    use CliticPolicy::{Exclude, Include, Split};
    let inside = "زار [LOC وبالقاهرة] [LOC لبيروت] و[LOC كانت]";
    let outside = "زار وب[LOC القاهرة] ل[LOC بيروت] و[LOC كانت]";
    check_moves(inside, Exclude, false, outside);
    check_moves(outside, Exclude, false, outside);
    check_moves(outside, Include, false, "زار [LOC وبالقاهرة] [LOC لبيروت] [LOC وكانت]");
    check_moves(inside, Split, false, inside);
    check_moves("[LOC وبالقاهرة]", Exclude, true, "وبال[LOC قاهرة]");
    // Nested ones each by itself; of several pieces none, with what is said of them and what links them.
    check_moves("[ORG وبالاتحاد [LOC لبيروت]]", Exclude, false, "وب[ORG الاتحاد ل[LOC بيروت]]");
    check_moves(
        "[ORG#1 =\"؟\" وبالاتحاد] ثم [ORG#1 لبيروت] [PER#2 ومحمد]\n#2 → #1 in",
        Exclude,
        false,
        "[ORG#1 =\"؟\" وبالاتحاد] ثم [ORG#1 لبيروت] و[PER#2 محمد]\n#2 → #1 in",
    );
}

proptest! {
    #[test]
    fn cuts_are_edges_in_order_inside_their_word(text in hard_text(), head in "[وفبكل]{0,2}(ال)?") {
        let text = format!("{head}{text}");
        let mut vocabulary = Lexicon::default();
        vocabulary.add_text(&text);
        for token in words::tokens(&text) {
            let mut last = token.start;
            for cut in clitics::proclitics(&text, token.range(), &vocabulary) {
                prop_assert!(cut.at > last && cut.at < token.end && words::is_edge(&text, cut.at));
                last = cut.at;
            }
            let parts = clitics::split(&text, token, &vocabulary, true);
            prop_assert_eq!(parts.first().map(|p| p.start), Some(token.start));
            prop_assert_eq!(parts.last().map(|p| p.end), Some(token.end));
            prop_assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start));
        }
    }

    #[test]
    fn the_cycle_comes_back_and_edges_step_both_ways(text in hard_text(), at in 0usize..80) {
        let mut vocabulary = Lexicon::default();
        vocabulary.add_text(&text);
        let Some(token) = words::word_at(&text, at) else { return Ok(()) };
        let steps = clitics::candidates(&text, token.range(), &vocabulary).len();
        let mut range = token.range();
        for _ in 0..steps {
            range = clitics::cycle_start(&text, range, &vocabulary).range;
        }
        prop_assert_eq!(range, token.range());
        for edge in [Edge::Start, Edge::End] {
            for unit in [Unit::Word, Unit::Clitic, Unit::Grapheme] {
                for (there, back) in [(Direction::Forward, Direction::Back), (Direction::Back, Direction::Forward)] {
                    if let Some(moved) = clitics::step_edge(&text, token.range(), edge, there, unit, &vocabulary) {
                        prop_assert!(moved.start < moved.end && words::is_edge(&text, moved.start) && words::is_edge(&text, moved.end));
                        let returned = clitics::step_edge(&text, moved, edge, back, unit, &vocabulary);
                        prop_assert_eq!(returned, Some(token.range()));
                    }
                }
            }
        }
    }
}
