//! The whole window without a display: from the start to the first frame that shows the document, frames while scrolling, and the frame
//! of each key that walks, lists or chooses, from input to triangles, with up to a hundred thousand spans, fifty thousand relations and
//! four thousand labels. The graphics card's part is not in it.
//!
//! Usage: `cargo bench --bench window [-- CASE …]`, cases counted from 0. Times are processor time of the window's thread; opening is time on the clock,
//! because a worker reads the file.

#[path = "support/clock.rs"]
mod clock;
#[path = "support/record.rs"]
mod record;
#[path = "support/table.rs"]
mod table;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use egui::{Context, Event, Key, Modifiers, MouseWheelUnit, RawInput, Rect, pos2, vec2};
use hashiya::edit::{Command, Context as Plan, plan};
use hashiya::model::{
    AnnotatedDocument, Annotator, Colour, Document, DocumentId, IdGenerator, Label, LabelName, Provenance,
    RelationKind, RelationType, Schema, Timestamp,
};
use hashiya::store::{self, Expect, SettingsFile};
use hashiya::ui::app::App;

use table::{figure, head, resident, row, timed};

const SAMPLES: [&str; 3] = [
    include_str!("../assets/samples/01-layali.txt"),
    include_str!("../assets/samples/02-suyul.txt"),
    include_str!("../assets/samples/03-nasij.txt"),
];
const FRAMES: usize = 600;
const LABELS: usize = 60;
/// The window's clock.
static START: OnceLock<Instant> = OnceLock::new();

/// A document that the window opens.
struct Case {
    kilobytes: usize,
    spans: usize,
    /// Labels of the schema; 0 takes the one of the program.
    labels: usize,
    relations: usize,
}

impl Case {
    const fn plain(kilobytes: usize, spans: usize) -> Self {
        Case { kilobytes, spans, labels: 0, relations: 0 }
    }
}

const CASES: [Case; 8] = [
    Case::plain(1 << 10, 1000),
    Case::plain(10 << 10, 1000),
    Case::plain(10 << 10, 100_000),
    // A long article or a book in which each second span is an end of a relation.
    Case { kilobytes: 1 << 10, spans: 10_000, labels: 500, relations: 5000 },
    // The same relations in a fifth of the text, so that arcs stand over arcs.
    Case { kilobytes: 200, spans: 10_000, labels: 500, relations: 5000 },
    // The same without relations, to be compared with.
    Case { kilobytes: 1 << 10, spans: 10_000, labels: 500, relations: 0 },
    // As much on each page, on ten times as many pages.
    Case { kilobytes: 10 << 10, spans: 100_000, labels: 500, relations: 50_000 },
    // With nearly as many labels as a schema may have.
    Case { kilobytes: 10 << 10, spans: 100_000, labels: 4000, relations: 50_000 },
];

/// Each so many relations is one of coreference: what they link is one chain through the whole document.
const CHAINED: usize = 5;

fn main() {
    record::begin();
    head();
    let asked: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    for (_, case) in CASES.iter().enumerate().filter(|(n, _)| asked.is_empty() || asked.contains(n)) {
        let Case { kilobytes, spans, labels, relations } = *case;
        let folder = std::env::temp_dir().join(format!("hashiya-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("the temporary folder can be written");
        let path = folder.join("bench.ron");
        let document = annotated(case);
        store::save(&document, &path, Expect::Anything).expect("the document is sound");
        drop(document);

        let ctx = Context::default();
        let started = Instant::now();
        let mut app = App::new(&ctx, vec![path.clone()], SettingsFile::in_folder(&folder)).typing_paths();
        let mut opening = Vec::new();
        let mut shapes = 0;
        // The empty window has some hundred triangles, a page of text many thousand.
        while shapes < 3000 && opening.len() < 20_000 {
            opening.push(timed(|| shapes = frame(&ctx, &mut app, Vec::new())));
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        let open = started.elapsed().as_secs_f64() * 1e3;
        let name = format!("{kilobytes} KB, {spans} spans, {labels} labels, {relations} relations");
        println!(
            "
{name}"
        );
        record::section(&name);
        figure("start to first page, on the clock", "time", "ms", open);
        row("frames until then", opening);
        let middle = pos2(640.0, 400.0);
        let pointed = Event::PointerMoved(middle);
        let scrolled = |i: usize| wheel(if i % 100 < 70 { -60.0 } else { 60.0 });
        let scroll = (0..FRAMES).map(|i| timed(|| frame(&ctx, &mut app, vec![pointed.clone(), scrolled(i)])));
        row("frame while scrolling, heights unknown", scroll.collect());
        let mut behind = Vec::new();
        // Until every height is known the window goes on painting; a repaint asked for later, such as the look at the disk once a
        // second, is rest.
        while ctx.requested_repaint_last_pass() && behind.len() < 20_000 {
            behind.push(timed(|| frame(&ctx, &mut app, Vec::new())));
        }
        row("frame while measuring behind", behind);
        let scroll = (0..FRAMES).map(|i| timed(|| frame(&ctx, &mut app, vec![pointed.clone(), scrolled(i)])));
        row("frame while scrolling", scroll.collect());
        let labelled = (0..LABELS).map(|i| {
            frame(&ctx, &mut app, vec![wheel(-35.0 * (i % 7) as f32)]);
            for _ in 0..20 {
                frame(&ctx, &mut app, Vec::new());
            }
            let at = pos2(420.0 + (i * 37 % 430) as f32, 200.0 + (i * 61 % 400) as f32);
            for _ in 0..2 {
                frame(&ctx, &mut app, vec![Event::PointerMoved(at), button(at, true)]);
                frame(&ctx, &mut app, vec![button(at, false)]);
            }
            timed(|| frame(&ctx, &mut app, press(Key::Num1, Modifiers::NONE, "1")))
        });
        row("label pressed, to triangles", labelled.collect());
        keys(&ctx, &mut app);
        ctx.enable_accesskit();
        let scroll = (0..FRAMES / 4).map(|i| timed(|| frame(&ctx, &mut app, vec![pointed.clone(), scrolled(i)])));
        row("frame while scrolling, read aloud", scroll.collect());
        ctx.disable_accesskit();
        let made = app.session().current().map_or(0, |d| d.content().annotations.len());
        assert!(made > spans + LABELS / 2, "words were labelled: {made}");
        figure("resident memory", "memory", "MB", resident());
        // A folder of a benchmark that cannot be removed is the system's to clean.
        let _ = std::fs::remove_dir_all(&folder);
    }
}

/// The frame of a key, and that which comes after it.
fn key_row(ctx: &Context, app: &mut App, name: &str, times: usize, events: &dyn Fn() -> Vec<Event>) {
    let (mut first, mut next) = (Vec::new(), Vec::new());
    for _ in 0..times {
        first.push(timed(|| frame(ctx, app, events())));
        next.push(timed(|| frame(ctx, app, Vec::new())));
        for _ in 0..4 {
            frame(ctx, app, Vec::new());
        }
    }
    row(name, first);
    row(&format!("{name}, the frame after"), next);
}

/// What walks, lists and chooses; the last of it selects all annotations.
fn keys(ctx: &Context, app: &mut App) {
    let (none, alt, ctrl) = (Modifiers::NONE, Modifiers::ALT, Modifiers::CTRL);
    let mut walk = |name: &str, times: usize, key: Key, modifiers: Modifiers, text: &'static str| {
        key_row(ctx, app, name, times, &|| press(key, modifiers, text));
    };
    walk("undo", 20, Key::Z, ctrl, "");
    walk("redo", 20, Key::Y, ctrl, "");
    walk("next annotation", 40, Key::Tab, none, "");
    // On to one that is a mention: from there a key leads to the next.
    for _ in 0..40 {
        let active_of = |app: &App| app.session().current().and_then(|document| document.selection.annotation.clone());
        let before = active_of(app);
        for events in [press(Key::C, alt, ""), Vec::new()] {
            frame(ctx, app, events);
        }
        if active_of(app) != before {
            break;
        }
        frame(ctx, app, press(Key::Tab, none, ""));
    }
    let mut walk = |name: &str, times: usize, key: Key, modifiers: Modifiers, text: &'static str| {
        key_row(ctx, app, name, times, &|| press(key, modifiers, text));
    };
    walk("next relation", 40, Key::R, alt, "");
    walk("other end of the relation", 40, Key::E, alt, "");
    walk("next mention of the chain", 40, Key::C, alt, "");
    walk("flag", 20, Key::F, alt, "");
    walk("out of the chain and back: out", 1, Key::J, alt | Modifiers::SHIFT, "");
    walk("out of the chain and back: back", 1, Key::Z, ctrl, "");
    walk("next thing that is lacking", 5, Key::Enter, ctrl | alt, "");
    walk("list of commands opens", 1, Key::K, ctrl, "");
    walk("list of commands, a letter", 8, Key::A, none, "a");
    walk("list of commands closes", 1, Key::Escape, none, "");
    walk("list of labels opens", 1, Key::Slash, none, "/");
    walk("list of labels, a digit", 3, Key::Num1, none, "1");
    walk("list of labels closes", 1, Key::Escape, none, "");
    walk("next note or flag", 12, Key::F4, none, "");
    for _ in 0..200 {
        frame(ctx, app, Vec::new());
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let mut walk = |name: &str, times: usize, key: Key, modifiers: Modifiers| {
        key_row(ctx, app, name, times, &|| press(key, modifiers, ""));
    };
    walk("next note or flag, once listed", 12, Key::F4, none);
    walk("notes and flags close", 1, Key::Escape, none);
    walk("all of a label are selected", 3, Key::A, alt);
    walk("all are selected", 3, Key::A, alt | Modifiers::SHIFT);
    walk("all are selected, and one more", 12, Key::PageDown, alt);
    let middle = pos2(640.0, 400.0);
    let scroll = (0..100).map(|_| timed(|| frame(ctx, app, vec![Event::PointerMoved(middle), wheel(-60.0)])));
    row("all are selected, frame while scrolling", scroll.collect());
    key_row(ctx, app, "all are flagged", 1, &|| press(Key::F, alt, ""));
    key_row(ctx, app, "all are flagged: taken back", 1, &|| press(Key::Z, ctrl, ""));
    key_row(ctx, app, "next annotation, alone", 1, &|| press(Key::Tab, none, ""));
}

/// A key with what it types.
fn press(key: Key, modifiers: Modifiers, text: &str) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: Some(key), pressed, repeat: false, modifiers };
    let typed = Some(text).filter(|text| !text.is_empty()).map(|text| Event::Text(text.into()));
    std::iter::once(event(true)).chain(typed).chain([event(false)]).collect()
}

fn wheel(by: f32) -> Event {
    Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, by),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
        source: egui::MouseWheelSource::Wheel,
    }
}

fn button(pos: egui::Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: egui::PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

/// One frame of a 1280 × 820 window; gives how many triangles it drew.
fn frame(ctx: &Context, app: &mut App, events: Vec<Event>) -> usize {
    let screen = Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 820.0));
    let time = Some(START.get_or_init(Instant::now).elapsed().as_secs_f64());
    let input = RawInput { screen_rect: Some(screen), events, time, ..RawInput::default() };
    let mut output = ctx.run_ui(input, |ui| app.show(ui));
    // Uploading pictures of glyphs is the graphics card's part.
    output.textures_delta.clear();
    let primitives = ctx.tessellate(output.shapes, output.pixels_per_point);
    let triangles = primitives.iter().map(|p| match &p.primitive {
        egui::epaint::Primitive::Mesh(mesh) => mesh.indices.len() / 3,
        egui::epaint::Primitive::Callback(_) => 0,
    });
    triangles.sum()
}

/// The samples repeated to a size, with spans spread evenly.
fn annotated(case: &Case) -> AnnotatedDocument {
    let (bytes, spans) = (case.kilobytes << 10, case.spans);
    let mut text = String::with_capacity(bytes + 8192);
    while text.len() < bytes {
        SAMPLES.iter().for_each(|sample| text.push_str(sample));
    }
    let document = Document::new(DocumentId("bench".into()), "bench", text, BTreeMap::new()).expect("it is small");
    let annotator = Annotator::from("bench");
    let mut annotated = AnnotatedDocument::new(document, Arc::new(schema(case)), annotator.clone());
    let labels: Vec<_> = annotated.schema.labels.iter().map(|label| label.name.clone()).collect();
    let mut ids = IdGenerator::new(1);
    let step = annotated.text().len() / (spans + 1);
    let commands = (0..spans)
        .map(|i| {
            let start = annotated.text().floor_char_boundary(step * i);
            let end = annotated.text().floor_char_boundary(start + 20 + i % 60);
            Command::Annotate {
                ranges: vec![std::ops::Range { start, end }],
                label: labels[i % labels.len()].clone(),
                provenance: Provenance::Human,
            }
        })
        .collect();
    let mut context = Plan { annotator: &annotator, now: Timestamp(0), ids: &mut ids };
    let transaction = plan(&annotated, Command::Batch(commands), &mut context).expect("the spans are sound");
    transaction.apply(&mut annotated).expect("it was planned on this document");
    if case.relations == 0 {
        return annotated;
    }
    let ends: Vec<_> = annotated.annotations.iter().map(|a| a.id.clone()).collect();
    let types: Vec<_> = annotated.schema.relation_types.iter().map(|t| t.name.clone()).collect();
    let commands = (0..case.relations)
        .map(|i| {
            let source = i * (ends.len() - 60) / case.relations;
            // Most within a line or two; each fiftieth over pages.
            let distance = if i % 50 == 0 { 59 } else { 1 + i % 5 };
            let chained = i % CHAINED == 0;
            // From one mention to the next.
            let distance = if chained { (i + CHAINED) * (ends.len() - 60) / case.relations - source } else { distance };
            Command::Relate {
                label: types[if chained { types.len() - 1 } else { i % (types.len() - 1) }].clone(),
                source: ends[source].clone(),
                target: ends[source + distance].clone(),
            }
        })
        .collect();
    let mut context = Plan { annotator: &annotator, now: Timestamp(0), ids: &mut ids };
    let transaction = plan(&annotated, Command::Batch(commands), &mut context).expect("the ends are there");
    transaction.apply(&mut annotated).expect("it was planned on this document");
    annotated
}

/// The program's schema, or one of as many labels as asked for, in a tree, with ten types of relations, of which one makes chains.
fn schema(case: &Case) -> Schema {
    let mut schema = store::default_schema();
    if case.labels == 0 {
        return schema;
    }
    let colour = |i: usize| Colour([(i * 53 % 256) as u8, (i * 91 % 256) as u8, (i * 29 % 256) as u8]);
    schema.labels = (0..case.labels)
        .map(|i| {
            let key = char::from_digit(i as u32 + 1, 10).filter(|_| i < 9);
            let mut label = Label::new(&format!("TYPE{i}"), &format!("نوع {i}"), &format!("Type {i}"), colour(i), key);
            label.parent = (i >= 20).then(|| LabelName::new(format!("TYPE{}", i % 20)));
            label
        })
        .collect();
    schema.relation_types = (0..10)
        .map(|i| RelationType {
            name: LabelName::new(format!("REL{i}")),
            arabic: format!("صلة {i}"),
            english: format!("Relation {i}"),
            colour: colour(i * 7),
            kind: if i == 9 { RelationKind::Equivalence } else { RelationKind::Directed },
            source_labels: Vec::new(),
            target_labels: Vec::new(),
            guideline: String::new(),
            attributes: Vec::new(),
        })
        .collect();
    schema
}
