//! The window in tests: egui_kittest driven, painted by our own rasteriser, compared with pictures kept in the
//! repository. And what a test does that cannot be run here.

use std::cell::RefCell;
use std::fs;
use std::rc::Rc;
use std::sync::Arc;

use crate::raster::Raster;
use egui::{ColorImage, TexturesDelta};
use egui_kittest::{Harness, HarnessBuilder, TestRenderer};
use hashiya::ui::localizer::{Digits, Language, Localizer};
use hashiya::ui::theme::{Mode, Theme};
use hashiya::ui::widgets::set_words;

/// Keeps the textures of a harness, and paints its frames.
#[derive(Clone, Default)]
pub struct Painter(Rc<RefCell<Raster>>);

impl TestRenderer for Painter {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        self.0.borrow_mut().apply(delta);
    }
}

/// How a test window looks.
#[derive(Clone, Copy)]
pub struct Look {
    pub language: Language,
    pub mode: Mode,
    /// Physical pixels per point.
    pub scale: f32,
    /// In points.
    pub size: [f32; 2],
}

impl Default for Look {
    fn default() -> Self {
        Look { language: Language::Arabic, mode: Mode::Light, scale: 1.0, size: [480.0, 320.0] }
    }
}

impl Look {
    /// A builder of a window that looks so, and the painter of its frames.
    pub fn builder<State>(self) -> (HarnessBuilder<State>, Painter) {
        let painter = Painter::default();
        let digits = if self.language == Language::Arabic { Digits::ArabicIndic } else { Digits::European };
        let builder = Harness::builder()
            .with_size(self.size)
            .with_pixels_per_point(self.scale)
            .with_theme(if self.mode == Mode::Dark { egui::Theme::Dark } else { egui::Theme::Light })
            .with_context_setup(move |ctx| {
                Theme::install(ctx);
                set_words(ctx, Arc::new(Localizer::new(self.language, digits)));
            })
            .renderer(painter.clone());
        (builder, painter)
    }
}

impl Painter {
    /// The last frame as a picture.
    pub fn picture<State>(&self, harness: &Harness<'_, State>) -> ColorImage {
        let output = harness.output();
        let scale = output.pixels_per_point;
        let size = harness.ctx.content_rect().size() * scale;
        let primitives = harness.ctx.tessellate(output.shapes.clone(), scale);
        let ground = Theme::get(&harness.ctx).page;
        self.0.borrow().paint(&primitives, [size.x.round() as usize, size.y.round() as usize], scale, ground)
    }
}

/// A test that cannot be run on this machine says why. Where `CI` is set it fails instead: there nothing may be missing.
#[track_caller]
pub fn skip(reason: &str) {
    let ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
    assert!(!ci, "this must be tested where CI runs: {reason}");
    left_out(reason);
}

/// A test of data that is on some machines only, by design, says that it was left out: in the file that
/// `HASHIYA_SKIPS` names, for a summary, as well as in its output.
pub fn left_out(reason: &str) {
    use std::io::Write as _;
    eprintln!("skipped: {reason}");
    if let Some(path) = std::env::var_os("HASHIYA_SKIPS") {
        let mut file = fs::OpenOptions::new().create(true).append(true).open(path).expect("HASHIYA_SKIPS is writable");
        file.write_all(format!("{reason}\n").as_bytes()).expect("HASHIYA_SKIPS is writable");
    }
}
