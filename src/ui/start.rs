//! Opening the window, and saying in one line why none could be opened.

use std::path::PathBuf;

use super::app::App;
use crate::store::SettingsFile;

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    #[error(
        "no window could be opened ({reason}). These need none: \
         hashiya demo, import, annotate, list, export, validate, stats, render, formats"
    )]
    NoDisplay { reason: String },
}

/// Runs the window on `paths`, or on the samples where there are none, until it is closed.
pub fn run(paths: Vec<PathBuf>) -> Result<(), WindowError> {
    if let Some(reason) = no_display() {
        return Err(WindowError::NoDisplay { reason });
    }
    let viewport = egui::ViewportBuilder::default()
        .with_app_id("hashiya")
        .with_title("حاشية")
        .with_inner_size([1280.0, 820.0])
        .with_min_inner_size([480.0, 360.0]);
    let options = eframe::NativeOptions { viewport, centered: true, ..Default::default() };
    let create: eframe::AppCreator<'_> =
        Box::new(|creation| Ok(Box::new(App::new(&creation.egui_ctx, paths, SettingsFile::standard()))));
    eframe::run_native("hashiya", options, create).map_err(|error| WindowError::NoDisplay { reason: error.to_string() })
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
