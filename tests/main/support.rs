//! The window in tests: egui_kittest driven, painted by our own rasteriser, compared with pictures kept in the
//! repository. And what a test does that cannot be run here.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use egui::{Color32, ColorImage, TexturesDelta};
use egui_kittest::{Harness, HarnessBuilder, TestRenderer};
use hashiya::ui::raster::{Raster, encode_png};
use hashiya::ui::theme::{Mode, Theme};
use hashiya::ui::widgets::set_words;
use hashiya::ui::words::{Digits, Language, Words};

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
                set_words(ctx, Arc::new(Words::new(self.language, digits)));
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

/// Holds a picture to the one of this name under `tests/golden`; with `UPDATE_GOLDEN=1` it becomes that one.
///
/// A few pixels may differ a little: the machines that run this round differently.
#[track_caller]
pub fn check_golden(name: &str, picture: &ColorImage) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.png"));
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        fs::write(&path, encode_png(picture).expect("a small picture is encoded")).expect("tests/golden is writable");
        return;
    }
    let golden = read_png(&path);
    assert_eq!(golden.size, picture.size, "{name}: the size changed; look, then run with UPDATE_GOLDEN=1");
    let far = |a: &Color32, b: &Color32| (0..4).any(|i| a.to_array()[i].abs_diff(b.to_array()[i]) > 16);
    let differing = golden.pixels.iter().zip(&picture.pixels).filter(|(a, b)| far(a, b)).count();
    let most = picture.pixels.len() / 2000;
    if differing > most {
        let seen = std::env::temp_dir().join(format!("hashiya-{name}.png"));
        fs::write(&seen, encode_png(picture).expect("a small picture is encoded")).expect("temp is writable");
        panic!("{name}: {differing} pixels differ (at most {most} may); see {}", seen.display());
    }
}

fn read_png(path: &Path) -> ColorImage {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}; run with UPDATE_GOLDEN=1", path.display()));
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a golden picture is a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a golden picture is small")];
    let info = reader.next_frame(&mut pixels).expect("a golden picture is a PNG");
    ColorImage::from_rgba_unmultiplied([info.width as usize, info.height as usize], &pixels[..info.buffer_size()])
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
