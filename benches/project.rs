//! A project of 100 000 documents in the window without a display: how long it takes to make, to open until its list can be used
//! and until all of it is there, what a filter, an order, a step to the next undone document, a document that is done and a frame
//! of scrolling cost, and the memory. Goals: open 500 ms, filter and next 50 ms each, 300 MB.
//!
//! Usage: `cargo bench --bench project [-- DOCUMENTS …]`. Making and opening is time on the clock, since workers do it; frames are
//! processor time of the window's thread. `cold` has no index of the documents, `warm` has the one that the run before wrote.
//! Each opening is a process of its own, so that its memory is its own.

#[path = "support/clock.rs"]
mod clock;
#[path = "support/record.rs"]
mod record;
#[path = "support/table.rs"]
mod table;

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Context, Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, Vec2, pos2, vec2};
use hashiya::formats::{ImportOptions, SchemaBuilder};
use hashiya::model::Project;
use hashiya::store::{SettingsFile, default_schema};
use hashiya::ui::app::App;
use hashiya::workspace::project::fill;
use hashiya::workspace::{ProjectFolder, inputs};

use table::{resident, timed};

/// The window's clock.
static START: OnceLock<Instant> = OnceLock::new();

/// The argument with which this program runs itself for one opening.
const ONE_RUN: &str = "--one-run";

/// Frames over which a filter or an order is added up: each asks a part of the documents.
const FRAMES: usize = 30;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, mark, folder, documents, run] = &arguments[..]
        && mark == ONE_RUN
        && let Ok(documents) = documents.parse()
    {
        return measure(Path::new(folder), documents, run);
    }
    let mut sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000, 100_000];
    }
    record::begin();
    println!("milliseconds; on the clock: first lines, half of them, all, all counted; processor: the rest");
    println!(
        "{:>9} {:<5} {:>7} {:>7} {:>7} {:>8} {:>8} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>5}",
        "",
        "",
        "first",
        "half",
        "listed",
        "counted",
        "longest",
        "text",
        "label",
        "sort",
        "next",
        "done",
        "scroll",
        "frame",
        "MB"
    );
    for documents in sizes {
        let folder = std::env::temp_dir().join(format!("project-{}", std::process::id()));
        let started = Instant::now();
        make(&folder, documents);
        let seconds = started.elapsed().as_secs_f64();
        println!("{documents:>9} made in {seconds:.1} s");
        record::record(&format!("{documents} made"), "time", "s", seconds);
        // What was written a moment ago is in no index.
        std::thread::sleep(Duration::from_secs(3));
        for run in ["cold", "warm", "warm"] {
            let this = std::env::current_exe().expect("this program has a place");
            let status = Command::new(this).arg(ONE_RUN).arg(&folder).args([&documents.to_string(), run]).status();
            assert!(status.expect("it runs").success());
        }
        // A folder of a benchmark that cannot be removed is the system's to clean.
        let _ = std::fs::remove_dir_all(&folder);
    }
}

/// A project of short news in datasets of a thousand.
fn make(folder: &Path, documents: usize) {
    let texts = folder.join("texts");
    std::fs::create_dir_all(&texts).expect("the temporary folder can be written");
    for (n, from) in (0..documents).step_by(1_000).enumerate() {
        let mut lines = String::new();
        for number in from..documents.min(from + 1_000) {
            let spans = match number % 3 {
                0 => "",
                1 => "{\"start\": 4, \"end\": 8, \"label\": \"PER\"}",
                _ => "{\"start\": 4, \"end\": 8, \"label\": \"PER\"}, {\"start\": 9, \"end\": 16, \"label\": \"LOC\"}",
            };
            let text = format!("زار أحمد القاهرة ثم عاد إلى تونس، وهذا الخبر رقم {number}.");
            let _ = writeln!(lines, "{{\"id\": \"خبر {number}\", \"text\": \"{text}\", \"spans\": [{spans}]}}");
        }
        std::fs::write(texts.join(format!("{n:03}.jsonl")), lines).expect("written");
    }
    let named = [texts];
    let found = inputs::find(&named, |path| inputs::is_importable(path, None));
    let root = folder.join("project");
    let mut project = ProjectFolder::create(&root, Project::new("أخبار", default_schema().into())).expect("made");
    let schema = SchemaBuilder::growing(default_schema());
    let options = ImportOptions::default();
    let report = fill(&mut project, (&found.files, &named), schema, (&options, None), &|_, _, _| true).expect("filled");
    assert_eq!(report.documents, documents);
}

fn measure(folder: &Path, documents: usize, run: &str) {
    let ctx = Context::default();
    let started = Instant::now();
    let since = || started.elapsed().as_secs_f64() * 1e3;
    let settings = SettingsFile::in_folder(&folder.join("settings"));
    let mut app = App::new(&ctx, vec![folder.join("project/documents")], settings).typing_paths();
    let mut frames = Vec::new();
    let (mut first, mut half, mut listed) = (0.0, 0.0, 0.0);
    while listed == 0.0 || app.session().jobs_under_way() > 0 {
        frames.push(timed(|| frame(&ctx, &mut app, Vec::new())));
        let shown = app.session().list().shown().len();
        if first == 0.0 && app.session().current().is_some() && shown > 0 {
            first = since();
        }
        if half == 0.0 && shown >= documents / 2 {
            half = since();
        }
        if first > 0.0 && listed == 0.0 && shown >= documents {
            listed = since();
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let counted = since();
    let memory = resident();
    // Each is typed into the empty field; what is taken is checked, so that nothing is measured that was not done.
    let text = filter(&ctx, &mut app, "77");
    let taken = app.session().list().shown().len();
    assert!((1..documents / 2).contains(&taken), "{taken} of {documents}");
    let label = filter(&ctx, &mut app, "label:LOC");
    assert_eq!(app.session().list().shown().len(), (0..documents).filter(|number| number % 3 == 2).count());
    filter(&ctx, &mut app, "");
    let sort = sort(&ctx, &mut app);
    // The next opening is to find the usual order.
    app.sort_documents("");
    settle(&ctx, &mut app);
    let next = median((0..30).map(|_| timed(|| frame(&ctx, &mut app, press(Key::PageDown)))).collect());
    let done = app.session().list().done().0;
    let mark = median((0..30).map(|_| mark(&ctx, &mut app)).collect());
    assert!(app.session().list().done().0 > done, "documents are done");
    let scroll = (0..100).map(|_| timed(|| frame(&ctx, &mut app, wheel())));
    let scroll = median(scroll.collect());
    let quiet = median((0..200).map(|_| timed(|| frame(&ctx, &mut app, Vec::new()))).collect());
    let longest = frames.iter().copied().fold(0.0, f64::max);
    println!(
        "{documents:>9} {run:<5} {first:>7.0} {half:>7.0} {listed:>7.0} {counted:>8.0} {longest:>8.2} {text:>7.2} {label:>7.2} {sort:>7.2} {next:>7.2} {mark:>7.2} {scroll:>7.2} {quiet:>7.2} {memory:>5.0}"
    );
    let row = format!("{documents} {run}");
    let times = [
        ("first", first),
        ("half", half),
        ("listed", listed),
        ("counted", counted),
        ("longest", longest),
        ("filter by text", text),
        ("filter by label", label),
        ("sort", sort),
        ("next", next),
        ("done", mark),
        ("scroll", scroll),
        ("frame", quiet),
    ];
    times.into_iter().for_each(|(measure, time)| record::record(&row, measure, "ms", time));
    record::record(&row, "memory", "MB", memory);
}

/// Replaces what stands in the field of the filter, and adds up what the frames cost until all documents were asked.
fn filter(ctx: &Context, app: &mut App, text: &str) -> f64 {
    ctx.enable_accesskit();
    let mut at = None;
    for _ in 0..3 {
        at = frame(ctx, app, Vec::new());
    }
    ctx.disable_accesskit();
    let at = at.expect("the list has a field for its filter");
    let button =
        |pressed| Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
    frame(ctx, app, vec![Event::PointerMoved(at)]);
    frame(ctx, app, vec![button(true)]);
    frame(ctx, app, vec![button(false)]);
    frame(ctx, app, keys(Key::A, Modifiers::CTRL | Modifiers::COMMAND));
    let typed = match text {
        "" => keys(Key::Delete, Modifiers::NONE),
        text => vec![Event::Text(text.into())],
    };
    timed(|| frame(ctx, app, typed)) + settle(ctx, app)
}

/// The frames until the list is whole.
fn settle(ctx: &Context, app: &mut App) -> f64 {
    (0..FRAMES).map(|_| timed(|| frame(ctx, app, Vec::new()))).sum()
}

/// By title, as one who chose so in the menu has it on the next day; opened anew, and only the list is counted.
fn sort(ctx: &Context, app: &mut App) -> f64 {
    let before = settle(ctx, app);
    let sorted = timed(|| app.sort_documents("title"));
    (sorted + settle(ctx, app) - before).max(0.0)
}

/// The frame in which a document is done and the next is shown; the next is read outside of it.
fn mark(ctx: &Context, app: &mut App) -> f64 {
    let until = Instant::now() + Duration::from_secs(5);
    while app.session().current().is_none() && Instant::now() < until {
        frame(ctx, app, Vec::new());
        std::thread::sleep(Duration::from_millis(1));
    }
    timed(|| frame(ctx, app, press(Key::Enter)))
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn press(key: Key) -> Vec<Event> {
    keys(key, Modifiers::CTRL | Modifiers::COMMAND | Modifiers::SHIFT)
}

fn keys(key: Key, modifiers: Modifiers) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![event(true), event(false)]
}

/// The wheel over the list, which stands at the right in Arabic.
fn wheel() -> Vec<Event> {
    let (unit, phase, source) = (egui::MouseWheelUnit::Point, egui::TouchPhase::Move, egui::MouseWheelSource::Wheel);
    let delta = Vec2::new(0.0, -400.0);
    vec![
        Event::PointerMoved(pos2(1180.0, 400.0)),
        Event::MouseWheel { unit, delta, phase, modifiers: Modifiers::NONE, source },
    ]
}

/// One frame of a 1280 × 820 window; where its first text field is, if the frame is read aloud.
/// What the field of the filter is called: the language is that of the system.
const FILTER: [&str; 2] = ["Filter documents", "تصفية المستندات"];

fn is_field(role: Role) -> bool {
    matches!(role, Role::TextInput | Role::SearchInput)
}

fn frame(ctx: &Context, app: &mut App, events: Vec<Event>) -> Option<Pos2> {
    let screen = Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 820.0));
    let time = Some(START.get_or_init(Instant::now).elapsed().as_secs_f64());
    let input = RawInput { screen_rect: Some(screen), events, time, ..RawInput::default() };
    let mut output = ctx.run_ui(input, |ui| app.show(ui));
    output.textures_delta.clear();
    ctx.tessellate(output.shapes, output.pixels_per_point);
    let nodes = output.platform_output.accesskit_update.map(|update| update.nodes).unwrap_or_default();
    let is_filter = |node: &egui::accesskit::Node| node.label().is_some_and(|label| FILTER.contains(&label));
    let field =
        nodes.iter().find(|(_, node)| is_field(node.role()) && is_filter(node)).and_then(|(_, node)| node.bounds())?;
    Some(pos2(((field.x0 + field.x1) / 2.0) as f32, ((field.y0 + field.y1) / 2.0) as f32))
}
