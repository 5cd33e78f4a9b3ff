//! A folder of very many documents, opened in the window without a display: how long until its first lines are there with a
//! document to read, until all are listed and until all are counted, what a filter and a frame cost, and the memory. With
//! ten times the documents each figure but the frames may be ten times as large. `cold` has no index of the folder, `warm`
//! has the one that the run before wrote; texts have nothing that an index would hold.
//!
//! Usage: `cargo bench --bench folder [-- DOCUMENTS …]`. Opening is time on the clock, because a worker reads the folder;
//! frames are processor time of the window's thread. Each row is a process of its own, so that its memory is its own.

#[path = "support/clock.rs"]
mod clock;
#[path = "support/record.rs"]
mod record;
#[path = "support/table.rs"]
mod table;

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Context, Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, pos2, vec2};
use hashiya::store::{self, Expect, SettingsFile};
use hashiya::ui::app::App;

use table::{resident, timed};

/// The window's clock.
static START: OnceLock<Instant> = OnceLock::new();

/// Frames over which the cost of a filter is added up: it is asked of a part of the rows in each.
const FILTER_FRAMES: usize = 12;

/// The argument with which this program runs itself for one row.
const ONE_RUN: &str = "--one-run";

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
    println!("milliseconds; on the clock: first lines, all listed, all counted; processor: the rest");
    println!(
        "{:>9} {:<9} {:>8} {:>8} {:>8} {:>9} {:>8} {:>8} {:>8} {:>8} {:>8} {:>6}",
        "", "", "first", "listed", "finding", "counted", "longest", "filter", "frame", "next", "close", "MB"
    );
    for documents in sizes {
        for (kind, runs) in [("txt", &["txt"][..]), ("ron", &["ron cold", "ron warm"][..])] {
            let folder = std::env::temp_dir().join(format!("catalog-{}", std::process::id()));
            fill(&folder.join("documents"), documents, kind);
            for run in runs {
                let this = std::env::current_exe().expect("this program has a place");
                let mut command = Command::new(this);
                command.arg(ONE_RUN).arg(&folder).args([&documents.to_string(), *run]);
                assert!(command.status().expect("it runs").success());
            }
            // A folder of a benchmark that cannot be removed is the system's to clean.
            let _ = std::fs::remove_dir_all(&folder);
        }
    }
}

fn measure(folder: &Path, documents: usize, run: &str) {
    let ctx = Context::default();
    let started = Instant::now();
    let since = || started.elapsed().as_secs_f64() * 1e3;
    let settings = SettingsFile::in_folder(&folder.join("settings"));
    let mut app = App::new(&ctx, vec![folder.join("documents")], settings).typing_paths();
    let mut frames = Vec::new();
    let (mut first, mut listed, mut finding) = (0.0, 0.0, 0.0);
    while listed == 0.0 || app.session().jobs_under_way() > 0 {
        frames.push(timed(|| frame(&ctx, &mut app, Vec::new())));
        if first == 0.0 && app.session().current().is_some() {
            first = since();
        }
        if first > 0.0 && listed == 0.0 && app.session().entries().len() >= documents {
            (listed, finding) = (since(), worker());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let counted = since();
    let memory = resident();
    let filter = filter(&ctx, &mut app);
    let quiet = (0..200).map(|_| timed(|| frame(&ctx, &mut app, Vec::new())));
    let quiet = median(quiet.collect());
    let next = median((0..30).map(|_| timed(|| frame(&ctx, &mut app, press(Key::PageDown)))).collect());
    let close = median((0..10).map(|_| timed(|| frame(&ctx, &mut app, press(Key::W)))).collect());
    assert!(app.session().entries().len() < documents, "documents were closed");
    let longest = frames.iter().copied().fold(0.0, f64::max);
    println!(
        "{documents:>9} {run:<9} {first:>8.0} {listed:>8.0} {finding:>8.0} {counted:>9.0} {longest:>8.2} {filter:>8.2} {quiet:>8.2} {next:>8.2} {close:>8.2} {memory:>6.0}"
    );
    let row = format!("{documents} {run}");
    let times = [
        ("first", first),
        ("listed", listed),
        ("finding", finding),
        ("counted", counted),
        ("longest", longest),
        ("filter", filter),
        ("frame", quiet),
        ("next", next),
        ("close", close),
    ];
    times.into_iter().for_each(|(measure, time)| record::record(&row, measure, "ms", time));
    record::record(&row, "memory", "MB", memory);
}

/// Milliseconds that the thread which finds and counts has worked, whatever else ran beside it; 0 where the system does not say.
fn worker() -> f64 {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().filter_map(Result::ok);
    let read = |path: &Path, name| std::fs::read_to_string(path.join(name)).unwrap_or_default();
    let worker = threads.map(|thread| thread.path()).find(|path| read(path, "comm").trim() == "hashiya-beside");
    let spent = worker.and_then(|path| read(&path, "schedstat").split(' ').next()?.parse::<f64>().ok());
    spent.unwrap_or(0.0) / 1e6
}

/// Types a filter, and adds up what the frames cost until all rows were asked.
fn filter(ctx: &Context, app: &mut App) -> f64 {
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
    let typed = timed(|| frame(ctx, app, vec![Event::Text("7".into())]));
    typed + (1..FILTER_FRAMES).map(|_| timed(|| frame(ctx, app, Vec::new()))).sum::<f64>()
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Many small documents, written some time ago.
fn fill(folder: &Path, documents: usize, kind: &str) {
    std::fs::create_dir_all(folder).expect("the temporary folder can be written");
    let mut bytes = "زار أحمد القاهرة ثم عاد إلى تونس.\n".as_bytes().to_vec();
    if kind == "ron" {
        let place = folder.join("sample.ron");
        store::save(&store::samples()[0], &place, Expect::Anything).expect("a sample is sound");
        bytes = std::fs::read(&place).expect("it was saved");
        std::fs::remove_file(place).expect("it was saved");
    }
    for number in 0..documents {
        let path = folder.join(format!("خبر {number}.{kind}"));
        std::fs::write(&path, &bytes).expect("the folder can be written");
    }
    // What was written a moment ago is in no index.
    std::thread::sleep(Duration::from_secs(3));
}

fn press(key: Key) -> Vec<Event> {
    let modifiers = Modifiers::CTRL | Modifiers::COMMAND;
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![event(true), event(false)]
}

/// One frame of a 1280 × 820 window; where its first text field is, if the frame is read aloud.
fn frame(ctx: &Context, app: &mut App, events: Vec<Event>) -> Option<Pos2> {
    let screen = Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 820.0));
    let time = Some(START.get_or_init(Instant::now).elapsed().as_secs_f64());
    let input = RawInput { screen_rect: Some(screen), events, time, ..RawInput::default() };
    let mut output = ctx.run_ui(input, |ui| app.show(ui));
    output.textures_delta.clear();
    ctx.tessellate(output.shapes, output.pixels_per_point);
    let nodes = output.platform_output.accesskit_update.map(|update| update.nodes).unwrap_or_default();
    let is_field = |role| matches!(role, Role::TextInput | Role::SearchInput);
    // The language is that of the system.
    let names = ["Filter documents", "تصفية المستندات"];
    let is_filter = |node: &egui::accesskit::Node| node.label().is_some_and(|label| names.contains(&label));
    let field = nodes.iter().find(|(_, node)| is_field(node.role()) && is_filter(node));
    let field = field.and_then(|(_, node)| node.bounds())?;
    Some(pos2(((field.x0 + field.x1) / 2.0) as f32, ((field.y0 + field.y1) / 2.0) as f32))
}
