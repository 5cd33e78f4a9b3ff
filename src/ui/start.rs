//! Opening the window, and saying in one line why none could be opened.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::app::App;
use crate::store::{SettingsFile, about};

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    #[error("no window could be opened ({reason}). The commands that 'hashiya --help' lists need none")]
    NoDisplay { reason: String },
}

/// With this variable set the window says on standard error how long it took to show a page, once it is on the screen.
pub const TIMINGS: &str = "HASHIYA_TIMINGS";

/// A slow disk does not keep the window from opening for longer than this.
const FINDING: Duration = Duration::from_millis(30);

/// The window, with a stopwatch.
struct Timed {
    app: App,
    began: Instant,
    /// Milliseconds to the first frame of the window.
    window: Option<f64>,
    told: bool,
    all: bool,
}

impl eframe::App for Timed {
    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        let passed = self.began.elapsed().as_secs_f64() * 1e3;
        let window = *self.window.get_or_insert(passed);
        let is_painted = |app: &App| app.shown_canvas().is_some_and(|canvas| canvas.painted().is_some());
        // The page was painted in the frame before and is on the screen now.
        if !self.told && is_painted(&self.app) {
            self.told = true;
            eprintln!("hashiya: window after {window:.0} ms, page after {passed:.0} ms");
        }
        if !self.all && self.app.session().current().is_some() {
            self.all = true;
            let annotations = self.app.session().current().map_or(0, |d| d.content().annotations.len());
            eprintln!("hashiya: all of it after {passed:.0} ms, {annotations} annotations");
        }
        self.app.ui(ui, frame);
        if !self.all && self.app.session().current().is_some() {
            ui.ctx().request_repaint();
        }
        // One frame more to tell it in; until the page is there its reading wakes the window, and waiting costs nothing.
        if !self.told && is_painted(&self.app) {
            ui.ctx().request_repaint();
        }
    }

    fn on_exit(&mut self, gl: Option<&eframe::glow::Context>) {
        self.app.on_exit(gl);
    }
}

/// Runs the window on `paths`, or on the samples where there are none, until it is closed.
pub fn run(paths: Vec<PathBuf>) -> Result<(), WindowError> {
    let began = Instant::now();
    if let Some(reason) = no_display() {
        return Err(WindowError::NoDisplay { reason });
    }
    // While the system opens a window, the document is read.
    let begun = App::begun(paths, SettingsFile::standard()).finding(FINDING);
    let left = begun.window_state();
    let mut viewport = egui::ViewportBuilder::default()
        .with_app_id(about::APP_ID)
        .with_icon(icon())
        .with_title("حاشية")
        .with_inner_size(left.size.unwrap_or((1280.0, 820.0)))
        .with_min_inner_size([480.0, 360.0])
        .with_maximized(left.maximized);
    if let Some(position) = left.position {
        viewport = viewport.with_position(position);
    }
    let options = eframe::NativeOptions { viewport, centered: left.position.is_none(), ..Default::default() };
    let create: eframe::AppCreator<'_> = Box::new(move |creation| {
        let app = begun.window(&creation.egui_ctx).offering_selection().heeding_the_system(&creation.egui_ctx);
        match std::env::var_os(TIMINGS) {
            None => Ok(Box::new(app)),
            Some(_) => Ok(Box::new(Timed { app, began, window: None, told: false, all: false })),
        }
    });
    eframe::run_native("hashiya", options, create).map_err(|error| {
        // Where winit says in which line of its own the error arose, that is no help to a person.
        let reason = error.to_string();
        let plain = reason.rsplit_once(".rs:").and_then(|(_, after)| after.split_once(": ")).map(|(_, what)| what);
        WindowError::NoDisplay { reason: plain.map_or(reason.as_str(), |what| what.trim_end_matches(')')).to_owned() }
    })
}

/// The picture of the window where the desktop asks the window for it (X11, Windows) and not the desktop entry.
fn icon() -> egui::IconData {
    eframe::icon_data::from_png_bytes(about::ICON).unwrap_or_default()
}

/// On a Unix without a display server, winit's own words are no help to a person.
fn no_display() -> Option<String> {
    if !cfg!(all(unix, not(target_os = "macos"))) {
        return None;
    }
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    (!set("DISPLAY") && !set("WAYLAND_DISPLAY") && !set("WAYLAND_SOCKET"))
        .then(|| "neither DISPLAY nor WAYLAND_DISPLAY is set".to_owned())
}
