//! A folder of very many texts, opened in the window without a display: how long until every text is listed and the
//! first one is shown, the longest frame until then, and frames after it. With ten times the texts each figure but the
//! frames after it may be ten times as long.
//!
//! Usage: `cargo bench --bench folder [-- TEXTS …]`. Opening is time on the clock, because a worker reads the folder;
//! frames are processor time of the window's thread.

#[path = "support/clock.rs"]
mod clock;
#[path = "support/table.rs"]
mod table;

use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use egui::{Context, Event, Key, Modifiers, RawInput, Rect, pos2, vec2};
use hashiya::session::Content;
use hashiya::store::SettingsFile;
use hashiya::ui::app::App;

use table::{head, resident, row, timed};

/// The window's clock.
static START: OnceLock<Instant> = OnceLock::new();

fn main() {
    let mut sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1_200, 12_000, 50_000, 100_000];
    }
    head();
    for texts in sizes {
        let folder = std::env::temp_dir().join(format!("hashiya-folder-{}", std::process::id()));
        let inside = folder.join("texts");
        std::fs::create_dir_all(&inside).expect("the temporary folder can be written");
        fill(&inside, texts);
        let ctx = Context::default();
        let started = Instant::now();
        let mut app = App::new(&ctx, vec![inside], SettingsFile::in_folder(&folder)).typing_paths();
        let mut opening = Vec::new();
        let is_open = |app: &App| {
            let entries = app.session().entries();
            entries.len() >= texts && entries.iter().any(|entry| matches!(entry.content(), Content::Open(_)))
        };
        while !is_open(&app) {
            opening.push(timed(|| frame(&ctx, &mut app, Vec::new())));
            std::thread::sleep(Duration::from_millis(1));
        }
        let open = started.elapsed().as_secs_f64() * 1e3;
        println!("\n{texts} texts");
        println!("{:<40} {open:>9.1}", "start to all listed, one shown, on the clock");
        println!("{:<40} {:>9.1}", "longest frame until then", opening.iter().copied().fold(0.0, f64::max));
        row("frames until then", opening);
        row("frame after it", (0..200).map(|_| timed(|| frame(&ctx, &mut app, Vec::new()))).collect());
        let next = [key(true), key(false)];
        let step = (0..50).map(|_| timed(|| frame(&ctx, &mut app, next.to_vec())));
        row("next document", step.collect());
        println!("{:<40} {:>9.0} MB", "resident memory", resident());
        drop(app);
        // A folder of a benchmark that cannot be removed is the system's to clean.
        let _ = std::fs::remove_dir_all(&folder);
    }
}

/// Many small texts.
fn fill(folder: &Path, texts: usize) {
    for number in 0..texts {
        let text = format!("الخبر {number}: زار أحمد القاهرة ثم عاد إلى تونس.\n");
        std::fs::write(folder.join(format!("خبر {number}.txt")), text).expect("the folder can be written");
    }
}

fn key(pressed: bool) -> Event {
    let modifiers = Modifiers::CTRL | Modifiers::COMMAND;
    Event::Key { key: Key::PageDown, physical_key: None, pressed, repeat: false, modifiers }
}

/// One frame of a 1280 × 820 window.
fn frame(ctx: &Context, app: &mut App, events: Vec<Event>) {
    let screen = Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 820.0));
    let time = Some(START.get_or_init(Instant::now).elapsed().as_secs_f64());
    let input = RawInput { screen_rect: Some(screen), events, time, ..RawInput::default() };
    let mut output = ctx.run_ui(input, |ui| app.show(ui));
    output.textures_delta.clear();
    ctx.tessellate(output.shapes, output.pixels_per_point);
}
