//! The paragraph engine from outside: lines, carets, clicks, fragments and order, on text that mixes everything.

use hashiya::typeset::{
    Affinity, Caret, Direction, FaceId, Font, ParagraphLayout, ReadingFont, Side, TextStyle, Typesetter,
};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

const TEXTS: &[&str] = &[
    "قال مراسل (Reuters) إن 25 شخصًا وصلوا إلى #القاهرة_الكبرى يوم 3/11/2026، و«الخبر» مؤكد 😀👍🏽.",
    "The name محمد بن سلمان (MBS) is written so, 50% of the time: عربي.",
    "إِنَّ ٱلْعِلْمَ نُورٌ لا لإله الأمل فلا بالآن ﷲ",
    "این کتاب‌ها را می‌خوانیم ۱۲۳ و bold متن.",
    "ه\u{200D} ل\u{200C}ا \u{200F}abc\u{200F} \u{2067}عربي abc\u{2069} \u{202A}x عربي\u{202C} مـــد",
    "كلمة\u{00A0}أخرى\tجدول\tab\u{1}c   فراغات   ",
    "🇪🇬🇸🇦 👩‍🔬 1️⃣ ☺ ☺️ ✓ 你好世界 Привет שלום",
    "",
    "   ",
    "كلمةطويلةجداجداجداجداجداجداجداجداجداجداجداجداجداجداجداجداجداجداجداجداجداجدا verylongwordwithoutanyspacesinitatall",
    "سطر أول\u{2028}سطر ثان\u{2028}",
];
const WIDTHS: [Option<f32>; 5] = [None, Some(1.0), Some(60.0), Some(173.0), Some(420.0)];

fn each_layout(mut check: impl FnMut(&str, &ParagraphLayout)) {
    let mut typesetter = Typesetter::new();
    for font in ReadingFont::ALL {
        for text in TEXTS {
            for width in WIDTHS {
                for direction in [Direction::AUTO, Direction::Ltr] {
                    let layout = typesetter.layout(text, &TextStyle::new(font, 20.0), width, direction);
                    check(text, &layout);
                }
            }
        }
    }
}

fn graphemes(text: &str) -> Vec<(usize, usize)> {
    text.grapheme_indices(true).map(|(i, g)| (i, i + g.len())).collect()
}

#[test]
fn lines_are_the_paragraph_and_fit_its_width() {
    each_layout(|text, layout| {
        let mut at = 0;
        for line in layout.lines() {
            assert_eq!(line.start as usize, at, "{text:?}");
            at = line.end as usize;
            if layout.width() > 25.0 && layout.lines().len() > 1 {
                assert!(line.width <= layout.width() + 0.1, "{} > {} in {text:?}", line.width, layout.width());
            }
        }
        assert_eq!(at, text.len());
    });
}

#[test]
fn every_grapheme_has_one_cell() {
    each_layout(|text, layout| {
        let mut cells: Vec<_> = Vec::new();
        for line in layout.lines() {
            let in_line = layout.cells(line);
            for pair in in_line.windows(2) {
                assert!(pair[0].x1 <= pair[1].x0 + 0.01, "cells follow one another in {text:?}");
            }
            cells.extend(in_line.iter().map(|cell| (cell.start as usize, cell.end as usize)));
        }
        cells.sort();
        assert_eq!(cells, graphemes(text), "{text:?}");
    });
}

#[test]
fn a_click_in_the_first_half_gives_the_start_and_in_the_second_the_end() {
    each_layout(|text, layout| {
        for line in layout.lines() {
            let y = line.top + line.height / 2.0;
            for cell in layout.cells(line) {
                let width = cell.x1 - cell.x0;
                if width < 0.1 {
                    continue;
                }
                let (first, second) = if cell.rtl { (0.75, 0.25) } else { (0.25, 0.75) };
                let start = layout.hit_test(cell.x0 + first * width, y);
                assert_eq!(start, Caret::new(cell.start as usize, Affinity::Downstream), "{text:?}");
                let end = layout.hit_test(cell.x0 + second * width, y);
                assert_eq!(end, Caret::new(cell.end as usize, Affinity::Upstream), "{text:?}");
            }
        }
    });
}

#[test]
fn every_letter_can_be_hit_also_in_lam_alef() {
    each_layout(|text, layout| {
        for line in layout.lines() {
            for cell in layout.cells(line) {
                let c = text[cell.start as usize..].chars().next().expect("a cell has a character");
                assert!(!c.is_alphanumeric() || cell.x1 - cell.x0 > 0.5, "{c:?} of {text:?} has no width");
            }
        }
    });
}

#[test]
fn arrows_visit_every_position_once_and_never_stick() {
    each_layout(|text, layout| {
        let positions: usize = layout.lines().iter().map(|line| layout.cells(line).len() + 1).sum();
        let forward = if layout.base().is_rtl() { Side::Left } else { Side::Right };
        let back = if layout.base().is_rtl() { Side::Right } else { Side::Left };
        let mut caret = layout.line_edge(0, back).expect("there is a line");
        let mut trail = vec![caret];
        while let Some(next) = layout.step(caret, forward) {
            caret = next;
            trail.push(caret);
            assert!(trail.len() <= positions, "stuck in {text:?}: {trail:?}");
        }
        assert_eq!(trail.len(), positions, "{text:?}");
        let boxes = |trail: &[Caret]| -> Vec<_> {
            trail.iter().map(|c| layout.caret_box(*c)).map(|b| (b.line, (b.x * 16.0).round() as i32)).collect()
        };
        let there = boxes(&trail);
        let mut home = vec![caret];
        while let Some(next) = layout.step(caret, back) {
            caret = next;
            home.push(caret);
            assert!(home.len() <= positions, "stuck in {text:?}");
        }
        home.reverse();
        assert_eq!(boxes(&home), there, "the way back is the way there in {text:?}");
    });
}

fn check_fragments(layout: &ParagraphLayout, start: usize, end: usize) {
    let text = layout.text();
    let fragments = layout.fragments(start..end);
    let mut expected = vec![0.0f32; layout.lines().len()];
    for (i, line) in layout.lines().iter().enumerate() {
        for cell in layout.cells(line) {
            let inside = start <= cell.start as usize && cell.end as usize <= end;
            let middle = (cell.x0 + cell.x1) / 2.0;
            let covered = fragments.iter().any(|f| f.line == i && f.x0 <= middle && middle <= f.x1);
            if inside {
                expected[i] += cell.x1 - cell.x0;
            }
            if cell.x1 - cell.x0 > 0.1 {
                assert_eq!(covered, inside, "{start}..{end} of {text:?}, cell {cell:?}");
            }
        }
    }
    let mut found = vec![0.0f32; layout.lines().len()];
    for fragment in &fragments {
        assert!(fragment.x1 > fragment.x0, "no fragment is empty");
        found[fragment.line] += fragment.x1 - fragment.x0;
    }
    for (found, expected) in found.iter().zip(&expected) {
        assert!((found - expected).abs() < 2.0, "{found} for {expected} in {text:?} {start}..{end}");
    }
    assert_eq!(fragments.is_empty(), start == end);
}

#[test]
fn fragments_cover_exactly_their_graphemes() {
    each_layout(|text, layout| {
        let bounds: Vec<usize> = graphemes(text).iter().map(|g| g.0).chain([text.len()]).collect();
        for (i, start) in bounds.iter().enumerate().step_by(3) {
            for end in bounds[i..].iter().step_by(5) {
                check_fragments(layout, *start, *end);
            }
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_at_any_width_keeps_its_graphemes(
        text in "([ا-ي]|[a-z]|[0-9]|[\u{64B}-\u{652}]| |[().,«»]|لا|😀|\u{200D}|\u{200C}|\u{200F}|\u{202B}|\u{202C}|\u{2066}|\u{2069}|\t|\u{A0}){0,60}",
        width in 1.0f32..400.0,
        font in 0usize..4,
    ) {
        let mut typesetter = Typesetter::new();
        let style = TextStyle::new(ReadingFont::ALL[font], 18.0);
        let layout = typesetter.layout(&text, &style, Some(width), Direction::AUTO);
        let mut cells: Vec<_> = layout.lines().iter().flat_map(|line| layout.cells(line))
            .map(|cell| (cell.start as usize, cell.end as usize)).collect();
        cells.sort();
        prop_assert_eq!(cells, graphemes(&text));
        let bounds: Vec<usize> = graphemes(&text).iter().map(|g| g.0).chain([text.len()]).collect();
        check_fragments(&layout, bounds[bounds.len() / 3], bounds[bounds.len() * 2 / 3]);
        // Every caret has a place, every place a caret.
        for offset in &bounds {
            for affinity in [Affinity::Upstream, Affinity::Downstream] {
                let at = layout.caret_box(Caret::new(*offset, affinity));
                prop_assert!(at.x.is_finite());
            }
        }
    }
}

/// Characters of one line from left to right; a ligature's graphemes as they are divided.
fn visual(text: &str, direction: Direction) -> String {
    let layout = Typesetter::new().layout(text, &TextStyle::new(ReadingFont::NotoSans, 20.0), None, direction);
    let line = &layout.lines()[0];
    layout.cells(line).iter().map(|cell| &text[cell.start as usize..cell.end as usize]).collect()
}

#[test]
fn words_stand_in_visual_order() {
    // Left to right as seen, so the Arabic words are spelled backwards here.
    assert_eq!(visual("قال John Smith هنا", Direction::AUTO), "انه John Smith لاق");
    assert_eq!(visual("abc قال هنا def", Direction::AUTO), "abc انه لاق def");
    assert_eq!(visual("عام 2026 (مهم)", Direction::AUTO), ")مهم( 2026 ماع".chars().collect::<String>());
    assert_eq!(visual("25%", Direction::AUTO), "25%");
}

fn faces(text: &str, font: Font) -> Vec<FaceId> {
    let layout = Typesetter::new().layout(text, &TextStyle::new(font, 20.0), None, Direction::AUTO);
    let mut faces: Vec<_> = layout.glyphs(&layout.lines()[0]).iter().map(|glyph| glyph.face).collect();
    faces.dedup();
    faces
}

#[test]
fn a_grapheme_goes_to_one_face_as_a_whole() {
    let naskh = Font::Reading(ReadingFont::NotoNaskh);
    assert_eq!(faces("قال John 12 «نعم»", naskh), [FaceId::NotoNaskh]);
    for picture in ["😀", "👩‍🔬", "🇪🇬", "1️⃣", "☺️", "👍🏽"] {
        assert_eq!(faces(picture, naskh), [FaceId::Emoji], "{picture}");
        let layout = Typesetter::new().layout(picture, &TextStyle::new(naskh, 20.0), None, Direction::AUTO);
        let drawn = layout.glyphs(&layout.lines()[0]).iter().filter(|glyph| glyph.advance > 0.0).count();
        assert_eq!(drawn, 1, "{picture} is one picture");
    }
    assert_eq!(faces("✓", naskh), [FaceId::Symbols]);
}

#[test]
fn a_letter_keeps_its_joined_form_at_a_cut() {
    // Too narrow for the word: it is cut between letters, which stay as they are in the whole word.
    let text = "بببببببببببببببببببببببببببببببببب";
    let style = TextStyle::new(ReadingFont::NotoSans, 20.0);
    let mut typesetter = Typesetter::new();
    let whole = typesetter.layout(text, &style, None, Direction::AUTO);
    let cut = typesetter.layout(text, &style, Some(60.0), Direction::AUTO);
    assert!(cut.lines().len() > 3);
    let glyphs = |layout: &ParagraphLayout| {
        let mut glyphs: Vec<_> =
            layout.lines().iter().flat_map(|l| layout.glyphs(l)).map(|g| (g.cluster, g.glyph)).collect();
        glyphs.sort();
        glyphs
    };
    assert_eq!(glyphs(&whole), glyphs(&cut));
}
