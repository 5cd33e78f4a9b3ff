//! How long a document takes to be on screen, and how much a frame costs afterwards: a table on standard output.
//!
//! `cargo bench --bench page` repeats the sample texts; `cargo bench --bench page -- FILE` takes another. Times are wall
//! time of one thread without a window: layout and display list, not rasterising and not the graphics card.

#[path = "support/clock.rs"]
mod clock;
#[path = "support/record.rs"]
mod record;
#[path = "support/table.rs"]
mod table;

use std::sync::Arc;

use hashiya::model::{
    Annotation, AnnotationId, AnnotationSet, Annotator, Provenance, Record, Spans, TextSpan, Timestamp,
};
use hashiya::page::{CaretCursor, DrawOp, Emphasis, Highlight, Motion, Page, Paint, SceneStyle};
use hashiya::typeset::{Caret, ReadingFont, TextStyle, Typesetter};

use table::{figure, head, resident, row, timed};

const SAMPLES: [&str; 3] = [
    include_str!("../assets/samples/01-layali.txt"),
    include_str!("../assets/samples/02-suyul.txt"),
    include_str!("../assets/samples/03-nasij.txt"),
];
const LABELS: [&str; 6] = ["شخص", "منظمة", "مكان", "تاريخ", "عدد", "حدث"];
const WIDTH: f32 = 836.0;
const VIEWPORT: f32 = 1000.0;

fn main() {
    let source = match std::env::args().skip(1).find(|argument| !argument.starts_with('-')) {
        Some(path) => std::fs::read_to_string(path).expect("the argument names a readable UTF-8 file"),
        None => SAMPLES.join("\n"),
    };
    record::begin();
    head();
    for megabytes in [1, 10] {
        for font in [ReadingFont::NotoNaskh, ReadingFont::Amiri] {
            document(&source, megabytes, font);
        }
    }
}

fn document(source: &str, megabytes: usize, font: ReadingFont) {
    let mut text = String::with_capacity(megabytes * 1_000_000 + source.len() + 16);
    // No two repetitions are alike, so that nothing is faster than it would be on a real text.
    for n in 0.. {
        if text.len() >= megabytes * 1_000_000 {
            break;
        }
        text.push_str(source);
        text.push_str(&format!("\n{n}\n"));
    }
    let text: Arc<str> = text.into();
    let style = TextStyle::new(font, 22.0);
    println!("\n{megabytes} MB, {}", font.name());
    record::section(&format!("{megabytes} MB, {}", font.name()));
    let memory = resident();
    let empty = AnnotationSet::default();
    let mut opened = Vec::new();
    for _ in 0..5 {
        opened.push(timed(|| {
            let mut ts = Typesetter::new();
            let mut page = Page::new(text.clone(), style, WIDTH, VIEWPORT);
            frame(&mut page, &mut ts, &empty)
        }));
    }
    row("open to the first scene, cold", opened);
    let mut ts = Typesetter::new();
    let mut page = Page::new(text.clone(), style, WIDTH, VIEWPORT);
    for spans in [1_000, 100_000] {
        let mut set = AnnotationSet::from_annotations((0..spans).map(|n| annotation(&text, n, spans)));
        scroll(&mut page, &mut ts, &set, &format!("scroll a line, {spans} spans"), 40.0);
        scroll(&mut page, &mut ts, &set, &format!("scroll a page, {spans} spans"), VIEWPORT);
        let jumps = (0..200u32).map(|n| {
            let to = page.height() * f64::from(n * 7919 % 200) / 200.0;
            timed(|| {
                page.scroll_to(&mut ts, to);
                frame(&mut page, &mut ts, &set)
            })
        });
        row(&format!("jump anywhere, {spans} spans"), jumps.collect());
        let pressed = (0..200).map(|n| {
            let window = page.visible_range(&mut ts);
            let start = window.start + (n * 97) % window.len().max(1);
            timed(|| {
                set.insert(made(&text, spans + n, start, 24));
                frame(&mut page, &mut ts, &set)
            })
        });
        row(&format!("label pressed, {spans} spans"), pressed.collect());
        let resized =
            (0..40u16).map(|n| timed(|| geometry(&mut page, &mut ts, &set, style, WIDTH - f32::from(n % 20) * 10.0)));
        row(&format!("resize, {spans} spans"), resized.collect());
        let zoomed = (0..20u16).map(|n| {
            let style = TextStyle { size: 14.0 + f32::from(n), ..style };
            timed(|| geometry(&mut page, &mut ts, &set, style, WIDTH))
        });
        row(&format!("zoom, {spans} spans"), zoomed.collect());
        geometry(&mut page, &mut ts, &set, style, WIDTH);
        let ends = (0..20).map(|n| {
            let motion = if n % 2 == 0 { Motion::DocumentEnd } else { Motion::DocumentStart };
            timed(|| {
                let walker = page.walk(&mut ts, CaretCursor::at(Caret::before(0)), motion);
                page.reveal(&mut ts, walker.caret.offset);
                frame(&mut page, &mut ts, &set)
            })
        });
        row(&format!("to the end and back, {spans} spans"), ends.collect());
        figure(&format!("memory, {spans} spans"), "memory", "MB", resident() - memory);
    }
    let mut steps = Vec::new();
    let whole = timed(|| {
        loop {
            let mut more = false;
            steps.push(timed(|| more = page.measure_some(&mut ts)));
            if !more {
                break;
            }
        }
    });
    row("a step of measuring", steps);
    row("all measured", vec![whole]);
    figure("memory, all measured", "memory", "MB", resident() - memory);
}

fn scroll(page: &mut Page, ts: &mut Typesetter, set: &AnnotationSet, name: &str, by: f32) {
    page.scroll_to(ts, page.height() / 3.0);
    let frames = (0..1000).map(|_| {
        timed(|| {
            page.scroll_by(ts, by);
            frame(page, ts, set)
        })
    });
    row(name, frames.collect());
}

fn geometry(page: &mut Page, ts: &mut Typesetter, set: &AnnotationSet, style: TextStyle, width: f32) -> Vec<DrawOp> {
    page.set_geometry(ts, style, width, VIEWPORT);
    frame(page, ts, set)
}

/// What the canvas does in a frame, without egui.
fn frame(page: &mut Page, ts: &mut Typesetter, set: &AnnotationSet) -> Vec<DrawOp> {
    let tags: Vec<Arc<str>> = LABELS.iter().map(|label| (*label).into()).collect();
    let paint = Paint { tint: [1, 2, 3, 40], tint_strong: [1, 2, 3, 90], line: [1, 2, 3, 255], tag: [1, 2, 3, 255] };
    let visible = page.visible(ts);
    let range = page.visible_range(ts);
    let highlights: Vec<Highlight> = set
        .overlapping(range.clone())
        .map(|(span, annotation)| Highlight {
            range: span.range(),
            paint,
            tag: LABELS.iter().position(|l| *l == annotation.label.as_str()).map_or("".into(), |at| tags[at].clone()),
            emphasis: Emphasis::Normal,
            tagged: true,
            neighbours: Default::default(),
        })
        .collect();
    let look = SceneStyle {
        ink: [0, 0, 0, 255],
        weak_ink: [90, 90, 90, 255],
        page_colour: [255; 4],
        selection_colour: [0, 0, 90, 90],
        caret_colour: [0, 0, 0, 255],
        current_line_colour: [230, 230, 230, 255],
        highlights,
        relations: Vec::new(),
        hints: Vec::new(),
        selection: hashiya::model::TextSelection::caret(range.start),
        caret: Some(Caret::before(range.start)),
        show_tags: true,
        tag_size: 0.5,
        show_invisibles: false,
        scale: 1.0,
    };
    page.scene(ts, &visible, &look)
}

fn annotation(text: &str, n: usize, of: usize) -> Annotation {
    made(text, n, text.len() / of * n, 12 + n % 40)
}

fn made(text: &str, n: usize, start: usize, len: usize) -> Annotation {
    let start = text.floor_char_boundary(start);
    let end = text.ceil_char_boundary((start + len).min(text.len()));
    let span = TextSpan::new_or_empty(text, start..end).expect("both are boundaries of characters");
    Annotation {
        id: AnnotationId::new(format!("a{n}")),
        label: LABELS[n % LABELS.len()].into(),
        spans: Spans::new(vec![span]).expect("one span is disjoint"),
        entity: None,
        record: Record::new(Provenance::Human, Annotator::from("bench"), Timestamp(0)),
    }
}
