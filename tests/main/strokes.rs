//! Lines in the display list: what joins the pieces of a discontinuous annotation, and how a picture paints it.

use std::sync::Arc;

use hashiya::model::{AnnotatedDocument, TextSelection};
use hashiya::page::colours::{LabelColours, Surface};
use hashiya::page::picture::{Picture, render_document};
use hashiya::page::{DrawOp, Emphasis, Highlight, Marks, Page, SceneStyle, StrokePath, layers};
use hashiya::typeset::{Rasteriser, ReadingFont, TextStyle, Typesetter};

use crate::golden::{check_golden, decode_png};
use crate::marked;

fn highlights(document: &AnnotatedDocument, window: std::ops::Range<usize>) -> Vec<Highlight> {
    let highlight = |layer: hashiya::page::Layer| {
        let label = document.schema.label(&layer.annotation.label).expect("of the schema");
        Highlight {
            range: layer.span.range(),
            paint: LabelColours::new(label.colour, Surface::LIGHT.paper).paint(),
            tag: layer.tag(&Arc::from(label.name.as_str())),
            emphasis: Emphasis::Normal,
            tagged: layer.span == layer.annotation.spans.first(),
            neighbours: layer.neighbours(),
        }
    };
    layers(&document.annotations, window, None).into_iter().map(highlight).collect()
}

/// The lines of a marked text on a page so many pixels wide, of the part of it that is `height` high.
fn strokes(marks: &str, width: f32, height: f32, scrolled: f64) -> Vec<Vec<[f32; 2]>> {
    let document = marked::document(marks);
    let mut ts = Typesetter::new();
    let style = TextStyle::new(ReadingFont::default(), 20.0);
    let mut page = Page::new(document.text().into(), style, width, height);
    page.scroll_to(&mut ts, scrolled);
    let visible = page.visible(&mut ts);
    let highlights = highlights(&document, hashiya::page::bytes_of(&visible));
    let look = SceneStyle {
        ink: [0, 0, 0, 255],
        weak_ink: [0; 4],
        page_colour: [255; 4],
        selection_colour: [0; 4],
        caret_colour: [0; 4],
        current_line_colour: [0; 4],
        highlights,
        relations: Vec::new(),
        hints: Vec::new(),
        selection: TextSelection::default(),
        caret: None,
        show_tags: true,
        tag_size: 0.5,
        show_invisibles: false,
        scale: 1.0,
    };
    let ops = page.scene(&mut ts, &visible, &look);
    ops.iter()
        .filter_map(|op| match op {
            DrawOp::Stroke { path, .. } => Some(path.flattened()),
            _ => None,
        })
        .collect()
}

/// Of each line, where it leads, `~` where it ends lower: a tail, or a thread to a later line of the text.
#[track_caller]
fn check(marks: &str, expected: &str) {
    let shown: Vec<&str> = strokes(marks, 600.0, 400.0, 0.0)
        .iter()
        .map(|points| {
            let (first, last) = (points[0], points[points.len() - 1]);
            // A tail ends below where it began, what joins comes up again.
            match (last[0] > first[0], last[1] > first[1] + 0.5) {
                (true, false) => "right",
                (false, false) => "left",
                (true, true) => "~right",
                (false, true) => "~left",
            }
        })
        .collect();
    assert_eq!(shown.join(" "), expected, "{marks}");
}

#[test]
fn pieces_are_joined_along_a_line_and_down_to_a_later_one() {
    check("زار [ORG جامعتي القاهرة] وتونس", "");
    check("زار [ORG#1 جامعتي] القاهرة [ORG#1 وتونس]", "left");
    check("زار [ORG#1 جامعتي] القاهرة [ORG#1 وتونس] ثم [ORG#1 صور]", "left left");
    check("visited [ORG#1 the universities] of Cairo [ORG#1 and Tunis]", "right");
    check(r"زار [ORG#1 جامعتي] القاهرة\n[ORG#1 وتونس]", "~right");
    check(r"the [ORG#1 universities] of Cairo\n[ORG#1 and Tunis]", "~left");
    // Two annotations on the same pieces, and one within a gap.
    check("[ORG#1 [LOC#2 جامعتي]] [PER القاهرة] [ORG#1 [LOC#2 وتونس]]", "left left");
    // What touches has nothing between it.
    check("قال [ORG#1 جامعتي][ORG#1  القاهرة]", "~left ~right");
}

#[test]
fn only_what_is_in_view_is_joined() {
    let pair = "زار [ORG#N جامعتي] القاهرة [ORG#N وتونس] ";
    let many: String = (0..300).map(|n| pair.replace('N', &n.to_string()) + r"\n").collect();
    let whole = strokes(&many, 600.0, 100_000.0, 0.0);
    assert_eq!(whole.len(), 300);
    let seen = strokes(&many, 600.0, 200.0, 3_000.0);
    assert!((2..14).contains(&seen.len()), "{}", seen.len());
    assert!(seen.iter().flatten().all(|[_, y]| (-60.0..260.0).contains(y)));
    // The other piece is far below.
    let far = format!("[ORG#1 جامعتي] القاهرة {}[ORG#1 وتونس]", r"سطر\n".repeat(400));
    assert_eq!(strokes(&far, 600.0, 200.0, 0.0).len(), 1);
    assert_eq!(strokes(&far, 600.0, 200.0, 3_000.0).len(), 0);
}

#[test]
fn a_picture_paints_lines_and_curves() {
    let mut picture = Picture::new(40, 20, [255, 255, 255, 255]);
    let straight = StrokePath::from([5.0, 4.0]).line_to([20.0, 4.0]).line_to([30.0, 4.0]);
    let curve = StrokePath::from([5.0, 10.0]).curve_to([15.0, 10.0], [25.0, 18.0], [35.0, 18.0]);
    let ops = [
        DrawOp::Stroke { path: straight, width: 2.0, colour: [0, 0, 0, 128] },
        DrawOp::Stroke { path: curve, width: 1.0, colour: [255, 0, 0, 255] },
    ];
    picture.paint(&ops, 0, 0, &mut Rasteriser::new());
    let pixel = |x: usize, y: usize| &picture.pixels[(y * 40 + x) * 4..][..3];
    // Both rows beside the line, as much at the corner as elsewhere, and not the next ones.
    for x in [8, 19, 20, 28] {
        for (y, grey) in [(2, 255), (3, 127), (4, 127), (5, 255)] {
            assert_eq!(pixel(x, y), [grey; 3], "{x} {y}");
        }
    }
    let red = |x: usize| (7..20).filter(|y| pixel(x, *y)[1] < 200).collect::<Vec<_>>();
    assert!(red(6).iter().all(|y| (9..=10).contains(y)) && !red(6).is_empty(), "{:?}", red(6));
    assert!(red(20).iter().all(|y| (12..=15).contains(y)) && !red(20).is_empty(), "{:?}", red(20));
    assert!(red(33).iter().all(|y| (17..=18).contains(y)) && !red(33).is_empty(), "{:?}", red(33));
    assert!(red(38).is_empty());
}

#[test]
fn joined_pieces_look_as_the_golden_picture_shows() {
    let document = marked::document(
        r"زار [ORG#1 جامعتي] القاهرة [ORG#1 وتونس] ثم عاد.\nقال [PER#2 أحمد] إن [LOC بيروت] تنتظر [PER#2 الكاتب]، و[EVENT#3 مؤتمرها] قريب\nوفيه [EVENT#3 معرض].\nThe [ORG#4 universities] of Cairo [ORG#4 and Tunis].",
    );
    let all = highlights(&document, 0..document.text().len() + 1);
    let style = TextStyle::new(ReadingFont::default(), 22.0);
    let picture = render_document(
        document.text(),
        Marks { highlights: all, ..Marks::default() },
        style,
        480,
        1.0,
        Surface::LIGHT,
    )
    .expect("small");
    check_golden("connectors.png", &decode_png(&picture.to_png().expect("encoded")));
}
