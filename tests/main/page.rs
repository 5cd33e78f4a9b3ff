//! The page from outside: places, moves of the caret, scrolling and what is painted, on documents that mix everything.

use std::collections::BTreeSet;
use std::ops::Range;

use hashiya::page::{CaretCursor, DrawOp, Emphasis, Highlight, Motion, Page, PageRect, Paint, PathStep, SceneStyle};
use hashiya::typeset::{Caret, Direction, Font, GlyphPixels, Rasteriser, ReadingFont, TextStyle, Typesetter};
use proptest::prelude::*;

const PIECES: &[&str] = &[
    "قال مراسل (Reuters) إن 25 شخصًا وصلوا إلى #القاهرة يوم 3/11/2026، و«الخبر» مؤكد 😀👍🏽.",
    "إِنَّ ٱلْعِلْمَ نُورٌ لا لإله الأمل فلا بالآن",
    "The name محمد بن سلمان (MBS) is written so, 50% of the time: عربي.",
    "این کتاب‌ها را می‌خوانیم ۱۲۳ و bold متن.",
    "ه\u{200D} \u{200F}abc\u{200F} مـــد\tجدول\u{a0}أخرى   فراغات   ",
    "🇪🇬🇸🇦 👩‍🔬 1️⃣ ☺️ 你好 Привет שלום",
    "كلمةطويلةجداجداجداجداجداجداجداجداجداجداجداجداجدا verylongwordwithoutanyspacesinit",
    "\n",
    "\r\n",
    "\n\n\n",
    "\u{2028}",
    " ",
    "123",
];

fn style(size: f32) -> TextStyle {
    TextStyle::new(ReadingFont::NotoNaskh, size)
}

fn page(text: &str, width: f32, viewport: f32) -> (Page, Typesetter) {
    (Page::new(text.into(), style(20.0), width, viewport), Typesetter::new())
}

/// A text as long as some screens, with a paragraph longer than is laid out in one piece.
fn long() -> String {
    let giant: String = (0..420).map(|n| format!("{} {n} ", PIECES[n % 2])).collect();
    let short: String = (0..60).map(|n| format!("{}\n", PIECES[n % PIECES.len()])).collect();
    format!("{short}{giant}\r\n{short}")
}

fn texts() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..9).prop_map(|pieces| pieces.concat())
}

/// Moves from a caret at `|` in marked text, and gives the text marked where the caret comes to stand.
#[track_caller]
fn check(marked: &str, motions: &[Motion], expect: &str) {
    let offset = marked.find('|').expect("a caret is marked");
    let text = marked.replace('|', "");
    let (mut page, mut ts) = page(&text, 400.0, 200.0);
    let mut walker = CaretCursor::at(Caret::before(offset));
    for motion in motions {
        walker = page.walk(&mut ts, walker, *motion);
    }
    let mut seen = text.clone();
    seen.insert(walker.caret.offset, '|');
    assert_eq!(seen, expect, "{motions:?}");
}

#[test]
fn motions_in_marked_text() {
    use Motion::*;
    check("|سطر\nآخر", &[Left], "س|طر\nآخر");
    check("سطر|\nآخر", &[Left], "سطر\n|آخر");
    check("سطر\n|آخر", &[Right], "سطر|\nآخر");
    check("سطر|\r\nآخر", &[Left], "سطر\r\n|آخر");
    check("سطر\r\n|آخر", &[Right], "سطر|\r\nآخر");
    check("ab|\ncd", &[Right], "ab\n|cd");
    check("ab\n|cd", &[Left], "ab|\ncd");
    check("أول\n|\nثالث", &[Left], "أول\n\n|ثالث");
    check("أول\n|\nثالث", &[Right], "أول|\n\nثالث");
    check("|قال محمد هنا", &[WordLeft], "قال| محمد هنا");
    check("|قال محمد هنا", &[WordLeft, WordLeft], "قال محمد| هنا");
    check("قال محمد هنا|", &[WordRight], "قال محمد |هنا");
    check("one |two", &[WordRight], "one two|");
    check("one two|", &[WordLeft], "one |two");
    check("قال |محمد هنا\nسطر", &[LineStart], "|قال محمد هنا\nسطر");
    check("قال |محمد هنا\nسطر", &[LineEnd], "قال محمد هنا|\nسطر");
    check("|أول\nثان", &[LineUp], "|أول\nثان");
    check("أول\nث|ان", &[LineDown], "أول\nثان|");
    check("قال |محمد\nثان", &[DocumentEnd], "قال محمد\nثان|");
    check("قال |محمد\nثان\n", &[DocumentEnd], "قال محمد\nثان\n|");
    check("قال |محمد", &[DocumentStart], "|قال محمد");
    check("|", &[Left, Right, LineUp, LineDown, PageUp, PageDown, WordLeft, WordRight, LineStart, LineEnd], "|");
    check("سطر\n|", &[Right], "سطر|\n");
    check("سطر\n|", &[LineUp], "|سطر\n");
}

#[test]
fn lines_keep_the_place_they_aim_at() {
    // Through a short and an empty line and back up: the same letter again.
    check(
        "كلمات كثيرة |في سطر\nقصير\n\nكلمات كثيرة في سطر",
        &[Motion::LineDown; 3],
        "كلمات كثيرة في سطر\nقصير\n\nكلمات كثيرة |في سطر",
    );
    let there_and_back =
        [Motion::LineDown, Motion::LineDown, Motion::LineDown, Motion::LineUp, Motion::LineUp, Motion::LineUp];
    check("كلمات كثيرة |في سطر\nقصير\n\nكلمات", &there_and_back, "كلمات كثيرة |في سطر\nقصير\n\nكلمات");
}

#[test]
fn arrows_visit_every_place_of_a_text_in_one_direction_and_come_back() {
    let arabic = format!("{}\n\nسطر لا ينتهي\r\nسلام\n", "كلمةُ لا ".repeat(4000));
    let latin = format!("{}\n\nshort\r\n\nlast\n", "word and more ".repeat(2600));
    for (text, forward, back) in [(arabic, Motion::Left, Motion::Right), (latin, Motion::Right, Motion::Left)] {
        let (mut page, mut ts) = page(&text, 700.0, 300.0);
        assert!((0..page.paragraphs().count()).any(|i| page.paragraphs().is_continued(i)), "a giant is among them");
        let mut places = BTreeSet::new();
        for i in 0..page.paragraphs().count() {
            let shown = page.paragraphs().shown(&text, i);
            let cells = unicode_segmentation::UnicodeSegmentation::grapheme_indices(&text[shown.clone()], true);
            places.extend(cells.map(|(at, _)| shown.start + at).chain([shown.end]));
        }
        for (motion, from) in [(forward, Caret::before(0)), (back, Caret::after(text.len()))] {
            let mut walker = CaretCursor::at(from);
            let mut seen = BTreeSet::from([walker.caret.offset]);
            let mut steps = 0;
            loop {
                let next = page.walk(&mut ts, walker, motion);
                if next.caret == walker.caret {
                    break;
                }
                walker = next;
                seen.insert(walker.caret.offset);
                steps += 1;
                assert!(steps < 2 * places.len() + 4 * page.paragraphs().count() + 2000, "{motion:?} runs in circles");
            }
            assert_eq!(seen, places, "{motion:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_click_in_a_half_of_a_grapheme_gives_that_edge(
        text in texts(), width in 30f32..500.0, viewport in 40f32..400.0, scrolled in 0f64..600.0
    ) {
        let (mut page, mut ts) = page(&text, width, viewport);
        page.scroll_to(&mut ts, scrolled);
        for paragraph in page.visible(&mut ts) {
            let layout = &paragraph.layout;
            for line in &layout.lines()[paragraph.lines.clone()] {
                let y = paragraph.top + line.top + line.height / 2.0;
                for cell in layout.cells(line).iter().filter(|cell| cell.x1 - cell.x0 > 0.1) {
                    let quarter = (cell.x1 - cell.x0) / 4.0;
                    let (first, second) = match cell.rtl {
                        true => (cell.x1 - quarter, cell.x0 + quarter),
                        false => (cell.x0 + quarter, cell.x1 - quarter),
                    };
                    let (start, end) = (paragraph.start + cell.start as usize, paragraph.start + cell.end as usize);
                    prop_assert_eq!(page.hit_test(&mut ts, first, y), Caret::before(start));
                    prop_assert_eq!(page.hit_test(&mut ts, second, y), Caret::after(end));
                    prop_assert_eq!(page.grapheme_at(&mut ts, first, y), Some(start..end));
                    let stands = page.caret_rect(&mut ts, Caret::before(start)).expect("within the text");
                    prop_assert!((stands.y0 - (paragraph.top + line.top)).abs() <= 0.51);
                }
            }
        }
    }

    #[test]
    fn motions_never_leave_the_text_and_end_at_its_ends(text in texts(), width in 30f32..500.0, at in any::<prop::sample::Index>()) {
        let (mut page, mut ts) = page(&text, width, 150.0);
        let offset = text.floor_char_boundary(at.index(text.len() + 1));
        for motion in [Motion::Left, Motion::Right, Motion::WordLeft, Motion::WordRight, Motion::LineUp, Motion::LineDown,
            Motion::PageUp, Motion::PageDown, Motion::LineStart, Motion::LineEnd]
        {
            let mut walker = CaretCursor::at(Caret::before(offset));
            let bases: BTreeSet<bool> =
                (0..page.paragraphs().count()).map(|i| page.layout(&mut ts, i).base().is_rtl()).collect();
            let sideways = [Motion::Left, Motion::Right, Motion::WordLeft, Motion::WordRight].contains(&motion);
            for step in 0.. {
                let next = page.walk(&mut ts, walker, motion);
                prop_assert!(text.is_char_boundary(next.caret.offset));
                if next == walker {
                    break;
                }
                // Where paragraphs run against each other, what is forward to one is back to the next.
                if sideways && bases.len() > 1 && step > text.len() {
                    break;
                }
                prop_assert!(step < 3 * text.len() + 50, "{:?} runs in circles at {:?}", motion, next);
                walker = next;
            }
            let end = walker.caret.offset;
            match motion {
                Motion::LineUp => prop_assert_eq!(end, 0),
                Motion::LineDown => prop_assert_eq!(end, text.len()),
                // Down by pages ends on the last line.
                Motion::PageDown => prop_assert_eq!(page.walk(&mut ts, walker, Motion::LineDown).caret.offset, text.len()),
                Motion::WordLeft | Motion::WordRight if bases.len() == 1 => {
                    prop_assert_eq!(end, if (motion == Motion::WordLeft) == bases.contains(&true) { text.len() } else { 0 });
                }
                _ => {}
            }
        }
    }

    #[test]
    fn fragments_cover_exactly_the_graphemes_of_a_range(text in texts(), width in 30f32..500.0, a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let (mut page, mut ts) = page(&text, width, 5000.0);
        let visible = page.visible(&mut ts);
        let edges: Vec<usize> = unicode_segmentation::UnicodeSegmentation::grapheme_indices(text.as_str(), true)
            .map(|(at, _)| at).chain([text.len()]).collect();
        let (a, b) = (edges[a.index(edges.len())], edges[b.index(edges.len())]);
        let range = a.min(b)..a.max(b);
        let fragments = page.fragments(&visible, &range);
        for paragraph in &visible {
            for (n, line) in paragraph.layout.lines().iter().enumerate() {
                let on_line: Vec<_> =
                    fragments.iter().filter(|f| (f.paragraph, f.line) == (paragraph.index, n)).map(|f| f.rect).collect();
                let mut widthless = 0;
                for cell in paragraph.layout.cells(line) {
                    let start = paragraph.start + cell.start as usize;
                    let inside = range.start <= start && start < range.end;
                    if cell.x1 - cell.x0 < 0.2 {
                        widthless += usize::from(inside);
                        continue;
                    }
                    let middle = (cell.x0 + cell.x1) / 2.0;
                    let painted = on_line.iter().filter(|r| r.x0 <= middle && middle <= r.x1).count();
                    prop_assert_eq!(painted, usize::from(inside), "{:?} in {:?}", &text[start..], range);
                    // To its edges and no further.
                    if inside {
                        prop_assert!(on_line.iter().any(|r| r.x0 <= cell.x0 + 0.02 && cell.x1 - 0.02 <= r.x1));
                    }
                }
                let width: f32 = on_line.iter().map(|r| r.x1 - r.x0).sum();
                let cells: f32 = paragraph.layout.cells(line).iter()
                    .filter(|c| range.contains(&(paragraph.start + c.start as usize))).map(|c| c.x1 - c.x0).sum();
                prop_assert!((width - cells).abs() < 0.5 + 2.0 * widthless as f32, "{} for {}", width, cells);
            }
        }
    }

    #[test]
    fn scrolling_keeps_within_the_text_and_reveal_shows(
        width in 60f32..500.0, viewport in 60f32..600.0,
        moves in proptest::collection::vec((0u8..4, -3000f32..3000.0, any::<prop::sample::Index>()), 1..12),
    ) {
        let text = long();
        let (mut page, mut ts) = page(&text, width, viewport);
        for (kind, by, at) in moves {
            match kind {
                0 => { page.scroll_by(&mut ts, by); }
                1 => page.scroll_to(&mut ts, f64::from(by) * 4.0),
                2 => { page.measure_some(&mut ts); }
                _ => {
                    let offset = text.floor_char_boundary(at.index(text.len() + 1));
                    page.reveal(&mut ts, offset);
                    let rect = page.caret_rect(&mut ts, Caret::before(offset)).expect("within the text");
                    prop_assert!(rect.y0 >= -0.51 && rect.y1 <= viewport + 0.51, "{:?} in {}", rect, viewport);
                    page.visible(&mut ts);
                    let seen = page.visible_range(&mut ts);
                    // A place within a line end is shown by the line it ends.
                    prop_assert!(seen.start <= offset && offset <= seen.end + 2, "{} in {:?}", offset, seen);
                }
            }
            let visible = page.visible(&mut ts);
            prop_assert!(visible[0].top <= 0.0, "no gap above");
            for pair in visible.windows(2) {
                prop_assert_eq!(pair[0].top + pair[0].layout.height(), pair[1].top);
            }
            let last = &visible[visible.len() - 1];
            let bottom = last.top + last.layout.height();
            prop_assert!(bottom >= (viewport * 0.66).min(viewport) - 1.0, "the text ends at {}", bottom);
            prop_assert!(page.scrolled() >= 0.0 && page.scrolled() < page.height());
        }
    }
}

#[test]
fn a_page_down_moves_by_a_screen_and_comes_back() {
    let text = long();
    let (mut page, mut ts) = page(&text, 300.0, 400.0);
    let mut walker = CaretCursor::at(Caret::before(0));
    let mut offsets = vec![0];
    loop {
        walker = page.walk(&mut ts, walker, Motion::PageDown);
        if offsets.last() == Some(&walker.caret.offset) {
            break;
        }
        let seen = page.visible_range(&mut ts);
        assert!(seen.start <= walker.caret.offset && walker.caret.offset <= seen.end + 2, "{walker:?} in {seen:?}");
        assert!(offsets.last() < Some(&walker.caret.offset));
        offsets.push(walker.caret.offset);
        assert!(offsets.len() < 2000);
    }
    assert!(page.paragraphs().at(walker.caret.offset) + 2 >= page.paragraphs().count());
    for _ in 0..offsets.len() + 1 {
        walker = page.walk(&mut ts, walker, Motion::PageUp);
    }
    assert_eq!(page.visible(&mut ts)[0].index, 0);
    assert!(walker.caret.offset < text.find('\n').expect("there is a line end"));
}

/// What is on screen: the first byte of the first line that is wholly in view, and where it stands.
fn top(page: &mut Page, ts: &mut Typesetter) -> (usize, i32) {
    let visible = page.visible(ts);
    let start = visible[0].bytes().start;
    let rect = page.caret_rect(ts, Caret::before(start)).expect("within the text");
    (start, rect.y0.round() as i32)
}

#[test]
fn a_resize_or_zoom_keeps_the_line_at_the_top_and_does_not_creep() {
    let text = long();
    let (mut page, mut ts) = page(&text, 400.0, 300.0);
    for place in [0.1, 0.3, 0.5, 0.7] {
        page.set_geometry(&mut ts, style(20.0), 400.0, 300.0);
        page.scroll_to(&mut ts, page.height() * place);
        let (byte, y) = top(&mut page, &mut ts);
        for width in [390.0, 310.0, 200.0, 640.0, 150.0] {
            for size in [20.0, 13.0, 31.0] {
                page.set_geometry(&mut ts, style(size), width, 300.0);
                let lines: Vec<_> = page.visible(&mut ts).iter().map(|v| v.bytes()).collect();
                assert!(lines[0].start <= byte && byte <= lines[0].end, "{byte} is no more at the top: {lines:?}");
            }
        }
        page.set_geometry(&mut ts, style(20.0), 400.0, 300.0);
        assert_eq!(top(&mut page, &mut ts), (byte, y), "back in the old geometry nothing has moved");
    }
}

#[test]
fn measuring_behind_moves_nothing_on_screen_and_ends_at_the_sum_of_all_layouts() {
    let text = long();
    for place in [0.0, 0.2, 0.6, 0.97] {
        let (mut page, mut ts) = page(&text, 333.0, 300.0);
        page.scroll_to(&mut ts, page.height() * place);
        let before = (top(&mut page, &mut ts), page.visible_range(&mut ts));
        while page.measure_some(&mut ts) {
            assert_eq!((top(&mut page, &mut ts), page.visible_range(&mut ts)), before);
        }
        assert!(page.is_measured());
        assert_eq!((top(&mut page, &mut ts), page.visible_range(&mut ts)), before);
        let sum: f64 = (0..page.paragraphs().count()).map(|i| f64::from(page.layout(&mut ts, i).height())).sum();
        assert_eq!(page.height(), sum);
        let whole = page.height();
        page.scroll_to(&mut ts, whole);
        let last = page.visible(&mut ts).last().expect("something is in view").index;
        assert_eq!(last + 1, page.paragraphs().count());
    }
}

#[test]
fn a_mountain_of_marks_is_no_danger() {
    for text in ["ب".to_owned() + &"\u{64e}".repeat(30_000), "😀\u{200d}".repeat(9_000), "\r".repeat(40_000)] {
        let (mut page, mut ts) = page(&text, 300.0, 200.0);
        while page.measure_some(&mut ts) {}
        page.reveal(&mut ts, text.len());
        assert!(page.visible(&mut ts).last().is_some_and(|v| v.index + 1 == page.paragraphs().count()));
    }
}

const INK: [u8; 4] = [0, 0, 0, 255];

fn scene(page: &mut Page, ts: &mut Typesetter, highlights: &[Highlight]) -> Vec<DrawOp> {
    let visible = page.visible(ts);
    let look = SceneStyle {
        ink: INK,
        weak_ink: [9, 9, 9, 255],
        page_colour: [255; 4],
        selection_colour: [8, 8, 8, 255],
        caret_colour: [7, 7, 7, 255],
        current_line_colour: [6, 6, 6, 255],
        highlights: highlights.to_vec(),
        relations: Vec::new(),
        hints: Vec::new(),
        selection: hashiya::model::TextSelection::default(),
        caret: None,
        show_tags: true,
        tag_size: 0.5,
        show_invisibles: false,
        scale: 1.0,
    };
    page.scene(ts, &visible, &look)
}

/// The highlight `n`, whose colours say which it is.
fn highlight(n: usize, range: Range<usize>) -> Highlight {
    let (high, low) = ((n / 200) as u8, (n % 200) as u8);
    let colour = |kind: u8| [100 + kind, high, low, 255];
    let paint = Paint { tint: colour(0), tint_strong: colour(1), line: colour(2), tag: colour(3) };
    Highlight {
        range,
        paint,
        tag: ["شخص", "منظمة كبرى", "PER"][n % 3].into(),
        emphasis: Emphasis::Normal,
        tagged: true,
        neighbours: Default::default(),
    }
}

fn fills(ops: &[DrawOp], of: [u8; 4]) -> Vec<PageRect> {
    ops.iter()
        .filter_map(|op| match op {
            DrawOp::Fill { rect, colour, .. } if *colour == of => Some(*rect),
            _ => None,
        })
        .collect()
}

fn letters(ops: &[DrawOp]) -> Vec<&DrawOp> {
    ops.iter().filter(|op| matches!(op, DrawOp::Glyph { colour, .. } if *colour == INK)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_label_never_moves_a_letter(
        ranges in proptest::collection::vec((any::<prop::sample::Index>(), 0usize..400), 200), scrolled in 0f64..9000.0
    ) {
        let text = long();
        let (mut page, mut ts) = page(&text, 420.0, 500.0);
        page.scroll_to(&mut ts, scrolled);
        let highlights: Vec<_> = ranges.iter().enumerate().map(|(n, (at, len))| {
            let start = text.floor_char_boundary(at.index(text.len()));
            highlight(n, start..text.floor_char_boundary((start + len).min(text.len())).max(start))
        }).collect();
        let bare = scene(&mut page, &mut ts, &[]);
        let labelled = scene(&mut page, &mut ts, &highlights);
        prop_assert_eq!(letters(&bare), letters(&labelled));
        prop_assert!(!letters(&bare).is_empty());
        // Tags are told apart by their colour; what each inks is within the cells of its glyphs, and no two share a pixel.
        let mut inked: Vec<(usize, [i32; 4])> = Vec::new();
        let mut rasteriser = Rasteriser::new();
        for op in &labelled {
            let DrawOp::Glyph { key, x, baseline, colour: [103, high, low, _] } = op else { continue };
            let Some(image) = rasteriser.glyph(*key) else { continue };
            prop_assert!(matches!(image.pixels, GlyphPixels::Coverage(_)));
            let (left, top) = (x + image.left, baseline + image.top);
            let n = *high as usize * 200 + *low as usize;
            inked.push((n, [left, top, left + image.width as i32, top + image.height as i32]));
        }
        for (i, (n, a)) in inked.iter().enumerate() {
            for (m, b) in &inked[i + 1..] {
                let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
                prop_assert!(n == m || apart, "tags of {} and {} overlap: {:?} {:?}", n, m, a, b);
            }
        }
    }
}

/// Underlines of highlights at `«…»` in marked text, which may nest: the levels, from the text down, in the order of the
/// opening marks.
#[track_caller]
fn check_levels(marked: &str, expect: &[usize]) {
    let (mut text, mut open, mut ranges) = (String::new(), Vec::new(), Vec::new());
    for c in marked.chars() {
        match c {
            '«' => {
                open.push(ranges.len());
                ranges.push(text.len()..text.len());
            }
            '»' => {
                let n: usize = open.pop().expect("each mark is closed once");
                ranges[n].end = text.len();
            }
            c => text.push(c),
        }
    }
    let highlights: Vec<_> = ranges.into_iter().enumerate().map(|(n, range)| highlight(n, range)).collect();
    let (mut page, mut ts) = page(&text, 2000.0, 300.0);
    let ops = scene(&mut page, &mut ts, &highlights);
    let tops: Vec<f32> = (0..highlights.len()).map(|n| fills(&ops, [102, 0, n as u8, 255])[0].y0).collect();
    let mut rows: Vec<i32> = tops.iter().map(|y| *y as i32).collect();
    rows.sort();
    rows.dedup();
    let levels: Vec<_> = tops.iter().map(|y| rows.iter().position(|row| *row == *y as i32)).collect();
    assert_eq!(levels, expect.iter().map(|level| Some(*level)).collect::<Vec<_>>(), "{marked}");
}

#[test]
fn nested_and_neighbouring_underlines_stay_apart() {
    check_levels("قال «محمد» في «القاهرة»", &[0, 0]);
    check_levels("«وزير «خارجية «مصر»»» هنا", &[2, 1, 0]);
    check_levels("«جامعة «القاهرة» و«عين شمس»»", &[1, 0, 0]);
    check_levels("«a «b «c «d»»»»", &[3, 2, 1, 0]);
}

#[test]
fn overlapping_underlines_stay_apart_wherever_they_cross() {
    let text = "قال رئيس الوزراء المصري مصطفى مدبولي إن الحكومة بدأت";
    let (mut page, mut ts) = page(text, 2000.0, 300.0);
    let edge = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    let highlights = [highlight(0, 0..edge(20)), highlight(1, edge(10)..edge(30)), highlight(2, edge(15)..edge(40))];
    let ops = scene(&mut page, &mut ts, &highlights);
    let rows: BTreeSet<i32> = (0..3).map(|n| fills(&ops, [102, 0, n, 255])[0].y0 as i32).collect();
    assert_eq!(rows.len(), 3);
}

#[test]
fn a_contiguous_range_that_is_split_on_screen_paints_all_its_pieces() {
    // «عربي abc» cut in the middle of abc: two pieces with the rest of abc between them.
    let text = "نص عربي abcdef ثم";
    let start = text.find("عربي").expect("the word is there");
    let end = text.find("def").expect("the word is there");
    let (mut page, mut ts) = page(text, 600.0, 100.0);
    let ops = scene(&mut page, &mut ts, &[highlight(0, start..end)]);
    assert_eq!(fills(&ops, [100, 0, 0, 255]).len(), 2, "tints");
    assert_eq!(fills(&ops, [102, 0, 0, 255]).len(), 2, "underlines");
}

#[test]
fn an_annotation_without_a_byte_is_seen_as_a_hairline() {
    let (mut page, mut ts) = page("نص عربي", 600.0, 100.0);
    let ops = scene(&mut page, &mut ts, &[highlight(0, 5..5)]);
    let tints = fills(&ops, [100, 0, 0, 255]);
    assert_eq!(tints.len(), 1);
    let caret = page.caret_rect(&mut ts, Caret::before(5)).expect("within the text");
    assert!(tints[0].x0 < caret.x0 && caret.x0 < tints[0].x1);
}

#[test]
fn of_a_giant_paragraph_only_the_lines_in_view_are_painted() {
    let text = "كلمة وأخرى ".repeat(800);
    let (mut page, mut ts) = page(&text, 300.0, 200.0);
    page.scroll_to(&mut ts, page.height() / 2.0);
    let ops = scene(&mut page, &mut ts, &[highlight(0, 0..text.len())]);
    let whole = ts.layout(&text[..200], &style(20.0), Some(300.0), Direction::AUTO);
    let per_line = whole.glyphs(&whole.lines()[0]).len();
    assert!(letters(&ops).len() < 10 * per_line, "{} glyphs", letters(&ops).len());
    let tints = fills(&ops, [100, 0, 0, 255]);
    assert!(tints.len() <= 7 && tints.iter().any(|r| r.y0 < 20.0) && tints.iter().any(|r| r.y1 > 160.0), "{tints:?}");
}

/// Texts that hold every trap: samples, mixed lines, diacritised lines.
const CORPUS: [&str; 5] = [
    include_str!("../../assets/samples/01-layali.txt"),
    include_str!("../../assets/samples/02-suyul.txt"),
    include_str!("../../assets/samples/03-nasij.txt"),
    include_str!("../validators/mixed.txt"),
    include_str!("../validators/classical.txt"),
];

/// Every grapheme of the corpus in every reading font at several widths: a click in its first half gives its start, in
/// its second half its end, and a span of it alone paints its own box.
#[test]
fn every_grapheme_of_the_corpus_can_be_clicked_and_painted() {
    let (mut graphemes, mut clicks, mut boxes, mut widthless) = (0usize, 0usize, 0usize, 0usize);
    for text in CORPUS {
        for font in ReadingFont::ALL {
            for width in [170.0, 420.0, 836.0] {
                let mut ts = Typesetter::new();
                let mut page = Page::new(text.into(), TextStyle::new(font, 22.0), width, 100_000.0);
                let visible = page.visible(&mut ts);
                let shown: usize = (0..page.paragraphs().count())
                    .map(|i| &text[page.paragraphs().shown(text, i)])
                    .flat_map(|text| unicode_segmentation::UnicodeSegmentation::graphemes(text, true))
                    // UAX #29 glues what follows to the sign of a verse's end, be it a space, at which a line may break.
                    .map(|grapheme| if grapheme.starts_with('\u{6dd}') && grapheme.ends_with(' ') { 2 } else { 1 })
                    .sum();
                let before = graphemes;
                for paragraph in &visible {
                    let layout = &paragraph.layout;
                    for line in layout.lines() {
                        let y = paragraph.top + line.top + line.height / 2.0;
                        for cell in layout.cells(line) {
                            graphemes += 1;
                            let (start, end) =
                                (paragraph.start + cell.start as usize, paragraph.start + cell.end as usize);
                            let painted = page.fragments(&visible, &(start..end));
                            assert_eq!(painted.len(), 1, "{:?} has one box, never none", &text[start..end]);
                            boxes += 1;
                            if cell.x1 - cell.x0 <= 0.1 {
                                widthless += 1;
                                continue;
                            }
                            let quarter = (cell.x1 - cell.x0) / 4.0;
                            let mut halves =
                                [(cell.x0 + quarter, Caret::before(start)), (cell.x1 - quarter, Caret::after(end))];
                            if cell.rtl {
                                halves =
                                    [(cell.x1 - quarter, Caret::before(start)), (cell.x0 + quarter, Caret::after(end))];
                            }
                            for (x, caret) in halves {
                                assert_eq!(page.hit_test(&mut ts, x, y), caret, "{:?}", &text[start..end]);
                                clicks += 1;
                            }
                            let rect = painted[0].rect;
                            assert!((rect.x0 - cell.x0).abs() < 0.02 && (rect.x1 - cell.x1).abs() < 0.02);
                        }
                    }
                }
                assert_eq!(graphemes - before, shown, "every grapheme has a place");
            }
        }
    }
    println!("{graphemes} graphemes, {clicks} clicks, {boxes} boxes, {widthless} without a width of their own");
    assert!(clicks > 10 * widthless);
}

/// Left and right ends of the glyphs of a colour, as far as their origins tell.
fn written(ops: &[DrawOp], of: [u8; 4]) -> Option<(i32, i32)> {
    let places = ops.iter().filter_map(|op| match op {
        DrawOp::Glyph { x, colour, .. } if *colour == of => Some(*x),
        _ => None,
    });
    places.fold(None, |found, x| found.map_or(Some((x, x)), |(a, b): (i32, i32)| Some((a.min(x), b.max(x)))))
}

const WEAK: [u8; 4] = [9, 9, 9, 255];

#[test]
fn names_of_nested_spans_stand_side_by_side_and_the_rest_is_counted() {
    let (mut page, mut ts) = page("زار أحمد القاهرة الكبرى أمس ثم عاد إلى بيته في المساء", 600.0, 200.0);
    // All of them on one short word.
    let nested = |n: usize| (0..n).map(|n| highlight(n, 7..15)).collect::<Vec<_>>();
    let few = nested(4);
    let ops = scene(&mut page, &mut ts, &few);
    let mut names: Vec<_> = few.iter().map(|h| written(&ops, h.paint.tag).expect("each can be read")).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0].1 < pair[1].0), "{names:?}");
    assert_eq!(written(&ops, WEAK), None);
    let many = nested(9);
    let ops = scene(&mut page, &mut ts, &many);
    let missing = many.iter().filter(|h| written(&ops, h.paint.tag).is_none()).count();
    assert!((1..9).contains(&missing), "{missing}");
    // In the order in which the glyphs of a number are painted.
    let style = TextStyle { font: Font::Interface, size: 10.0, line_height: 1.2 };
    let layout = ts.layout(&format!("+{missing}"), &style, None, Direction::AUTO);
    let wanted: Vec<_> = layout.glyphs(&layout.lines()[0]).iter().map(|glyph| glyph.glyph).collect();
    let counted = ops.iter().filter_map(|op| match op {
        DrawOp::Glyph { key, colour, .. } if *colour == WEAK => Some(key.glyph),
        _ => None,
    });
    assert_eq!(counted.collect::<Vec<_>>(), wanted, "+{missing}");
}

/// The arrow heads of a mention, from left to right: where they point, and on which side of its words they stand. Of its first line,
/// of each between, and of its last.
fn check_heads(text: &str, width: f32, mention: &str, expected: [&str; 3]) {
    let (mut page, mut ts) = page(text, width, 900.0);
    let start = text.find(mention).expect("there");
    let mark = highlight(1, start..start + mention.len());
    let visible = page.visible(&mut ts);
    let words = page.fragments(&visible, &mark.range);
    let ops = scene(&mut page, &mut ts, std::slice::from_ref(&mark));
    let mut heads: Vec<(i32, i32, String)> = Vec::new();
    for op in &ops {
        let DrawOp::Stroke { path, colour, .. } = op else { continue };
        let PathStep::LineTo([tip, y]) = path.steps[0] else { continue };
        assert_eq!(*colour, mark.paint.line);
        let line = words.iter().find(|f| f.rect.y0 <= y && y <= f.rect.y1).expect("at its words");
        let here: Vec<_> = words.iter().filter(|f| (f.paragraph, f.line) == (line.paragraph, line.line)).collect();
        assert!(here.iter().all(|f| tip <= f.rect.x0 || f.rect.x1 <= tip), "on letters: {tip} in {here:?}");
        let onward = if tip < path.start[0] { '←' } else { '→' };
        let left = here.iter().any(|f| (0.0..8.0).contains(&(f.rect.x0 - tip)));
        let shown = if left { format!("{onward}_") } else { format!("_{onward}") };
        heads.push((line.rect.y0 as i32, tip as i32, shown));
    }
    heads.sort();
    let of_line =
        |line: &[(i32, i32, String)]| line.iter().map(|(.., head)| head.as_str()).collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = heads.chunk_by(|a, b| a.0 == b.0).map(of_line).collect();
    let [first, between, last] = expected;
    match &lines[..] {
        [] => assert_eq!((first, last), ("", ""), "{mention}"),
        [one] => panic!("{mention}: {one} on one line alone"),
        [a, middle @ .., z] => {
            assert_eq!((a.as_str(), z.as_str()), (first, last), "{mention}: {lines:?}");
            assert!(middle.iter().all(|line| line == between), "{mention}: {lines:?}");
            assert_eq!(middle.is_empty(), between.is_empty(), "{mention}: {lines:?}");
        }
    }
}

#[test]
fn a_mention_over_line_ends_says_at_both_that_it_goes_on() {
    const NONE: [&str; 3] = [""; 3];
    let arabic = "قال مدير منظمة الأمم المتحدة للتربية والعلم والثقافة أمس إنه سيزور القاهرة";
    let organisation = "منظمة الأمم المتحدة للتربية والعلم والثقافة";
    check_heads(arabic, 130.0, organisation, ["←_", "←_ _←", "_←"]);
    check_heads(arabic, 900.0, organisation, NONE);
    check_heads(arabic, 130.0, "قال", NONE);
    let english = "The head of the United Nations Educational, Scientific and Cultural Organization said";
    let organisation = "United Nations Educational, Scientific and Cultural Organization";
    check_heads(english, 190.0, organisation, ["_→", "→_ _→", "→_"]);
    // A line end within the mention is one it goes on over; one that ends it is not.
    check_heads("قال أحمد\nالحسيني أمس", 900.0, "أحمد\nالحسيني", ["←_", "", "_←"]);
    check_heads("قال أحمد\nالحسيني أمس", 900.0, "أحمد\n", NONE);
    // English in an Arabic line: it leaves at its right, and comes from the left.
    let mixed = "وقال إن وكالة Reuters News Agency of the City of London نشرت ذلك أمس";
    check_heads(mixed, 150.0, "Reuters News Agency of the City of London", ["_→", "→_ _→", "→_"]);
}
