//! Several ranges of a text selected at once: sorted, apart, one of them primary; what is done with them all.

use std::ops::Range;

use hashiya::arabic::clitics::Lexicon;
use hashiya::model::TextSelection;
use hashiya::workspace::editor::SpanPolicy;
use proptest::prelude::*;

use crate::marked;

/// What is selected of a marked text: each range is a piece of one annotation, and `[> …]` or `[< …]` is the primary one, by where its
/// head is.
#[track_caller]
fn selection(notation: &str) -> (String, TextSelection) {
    let document = marked::document(notation);
    let mut selected: Option<TextSelection> = None;
    let (primary, others): (Vec<_>, Vec<_>) =
        document.annotations.iter().partition(|a| [">", "<"].contains(&a.label.as_str()));
    for annotation in others.into_iter().chain(primary) {
        for span in annotation.spans.iter() {
            let Range { start, end } = span.range();
            let range = match annotation.label.as_str() {
                "<" => TextSelection::between(end, start),
                _ => TextSelection::of(start..end),
            };
            selected = Some(selected.map_or(range.clone(), |all| all.with(&range)));
        }
    }
    (document.text().to_owned(), selected.expect("something is selected"))
}

/// The other way, without what could not be told from the text.
fn shown(text: &str, selection: &TextSelection) -> String {
    let mut out = String::new();
    let mut at = 0;
    let primary = selection.range();
    let empty = primary.is_empty().then(|| primary.clone());
    let mut ranges: Vec<_> = selection.pieces().chain(empty).collect();
    ranges.sort_by_key(|range| range.start);
    for range in ranges {
        let sign = match (range == primary, selection.head() < selection.anchor()) {
            (false, _) => "_",
            (true, true) => "<",
            (true, false) => ">",
        };
        out += &format!("{}[{sign} {}]", &text[at..range.start], &text[range.clone()]);
        at = range.end;
    }
    out + &text[at..]
}

#[track_caller]
fn check_with(before: &str, added: &str, after: &str) {
    let ((text, before), (_, added)) = (selection(before), selection(added));
    assert_eq!(shown(&text, &before.with(&added)), after);
}

#[test]
fn ranges_that_touch_become_one_and_the_last_is_primary() {
    check_with("قال [> أحمد] إنه عاد", "قال أحمد إنه [> عاد]", "قال [_ أحمد] إنه [> عاد]");
    check_with("قال أحمد إنه [> عاد]", "[< قال] أحمد إنه عاد", "[< قال] أحمد إنه [_ عاد]");
    check_with("[_ قال] أحمد [> إنه] عاد", "قال [< أحمد] إنه عاد", "[_ قال] [< أحمد] [_ إنه] عاد");
    // What touches is one: beside each other, over each other, within each other, over several.
    check_with("[> قا]ل أحمد", "قا[> ل أح]مد", "[> قال أح]مد");
    check_with("قال [> أحمد] إنه", "ق[< ال أح]مد إنه", "ق[< ال أحمد] إنه");
    check_with("قال [> أحمد إنه] عاد", "قال أحم[> د] إنه عاد", "قال [> أحمد إنه] عاد");
    check_with("[_ قال] أحمد [_ إنه] [> عاد]", "قا[> ل أحمد إ]نه عاد", "[> قال أحمد إنه] [_ عاد]");
    check_with("[_ قال] [_ أحمد] [> إنه]", "[> قال أحمد إنه]", "[> قال أحمد إنه]");
}

#[test]
fn the_primary_range_alone_is_extended_and_left() {
    let (text, selected) = selection("[_ قال] أحمد [> إنه] عاد");
    let end = text.len();
    assert_eq!(shown(&text, &selected.extended_to(end)), "[_ قال] أحمد [> إنه عاد]");
    assert_eq!(shown(&text, &selected.extended_to(0)), "[< قال أحمد ]إنه عاد");
    let anchor = selected.anchor();
    let shrunk = selected.extended_to(anchor);
    assert_eq!(shown(&text, &shrunk), "[_ قال] أحمد [> ]إنه عاد");
    assert_eq!((shrunk.count(), shrunk.is_empty(), shrunk.is_multiple()), (1, false, true));
    assert_eq!(shown(&text, &shrunk.extended_to(end)), "[_ قال] أحمد [> إنه عاد]", "the anchor is remembered");
    assert_eq!(shown(&text, &selected.primary()), "قال أحمد [> إنه] عاد");
    assert!(TextSelection::caret(3).is_empty() && !TextSelection::caret(3).is_multiple());
    let (_, word) = selection("[_ قال] أحمد [> إنه] عاد");
    assert_eq!(shown(&text, &word.without_pieces_in(&word.range()).expect("one stays")), "[> قال] أحمد إنه عاد");
    assert_eq!(word.without_pieces_in(&(0..end)), None);
}

#[test]
fn the_policy_of_new_spans_is_for_each_range() {
    let check = |before: &str, exclude_clitics, after: &str| {
        let (text, selected) = selection(before);
        let mut known = Lexicon::default();
        known.add_text("القاهرة القاهرة بيروت بيروت بيروت");
        let spans = SpanPolicy { trim: true, exclude_clitics }.spans_of(&text, &selected, &known);
        assert_eq!(shown(&text, &spans), after);
    };
    check("قال[_  «أحمد» ]إنه[>  عاد]", false, "قال «[_ أحمد]» إنه [> عاد]");
    check("[> وبالقاهرة] ثم [_ لبيروت]", true, "وب[> القاهرة] ثم ل[_ بيروت]");
    check("[> وبالقاهرة] ثم [_ لبيروت]", false, "[> وبالقاهرة] ثم [_ لبيروت]");
}

proptest! {
    /// Whatever is added, shrunk, mapped: sorted, apart, primary within, and every byte that was selected is.
    #[test]
    fn ranges_are_sorted_and_apart_and_hold_what_was_added(
        steps in prop::collection::vec((0usize..60, 0usize..60, 0u8..5), 1..12),
        window in (0usize..60, 0usize..60),
    ) {
        let mut selected = TextSelection::default();
        let mut held = [false; 60];
        for (anchor, head, kind) in steps {
            let range = TextSelection::between(anchor, head);
            let before: Vec<_> = selected.pieces().filter(|piece| *piece != selected.range()).collect();
            match kind {
                0..=2 => {
                    selected = selected.with(&range);
                    held[range.range()].fill(true);
                }
                3 => {
                    let from = selected.anchor();
                    held[selected.range()].fill(false);
                    selected = selected.extended_to(head);
                    before.into_iter().for_each(|piece| held[piece].fill(true));
                    held[from.min(head)..from.max(head)].fill(true);
                }
                _ => {
                    selected = selected.primary();
                    held.fill(false);
                    held[selected.range()].fill(true);
                }
            }
            let pieces: Vec<_> = selected.pieces().collect();
            prop_assert!(pieces.windows(2).all(|pair| pair[0].end < pair[1].start), "{pieces:?}");
            let primary = selected.range();
            prop_assert_eq!(pieces.contains(&primary), !primary.is_empty());
            prop_assert!([selected.anchor().min(selected.head()), selected.anchor().max(selected.head())] == [primary.start, primary.end]);
            prop_assert_eq!((selected.count(), selected.is_empty()), (pieces.len(), pieces.is_empty()));
            for (at, held) in held.iter().enumerate() {
                prop_assert_eq!(pieces.iter().any(|piece| piece.contains(&at)), *held, "{} {:?}", at, selected);
            }
            let seen: Vec<_> = selected.pieces_in(&(window.0..window.1)).collect();
            let reaches = |piece: &Range<usize>| piece.start < window.1 && window.0 < piece.end;
            prop_assert_eq!(seen, pieces.into_iter().filter(reaches).collect::<Vec<_>>());
            prop_assert_eq!(&selected.map(|range| range).primary().range(), &primary);
        }
    }
}
