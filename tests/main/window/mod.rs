//! The whole window as its user has it: mouse, keys and what can be read on the screen. Nothing here looks inside.

mod article;
mod attributes;
mod beginning;
mod catalog;
mod comfort;
mod commands;
mod dialogs;
mod digits;
mod elsewhere;
mod explorer;
mod failing;
mod flow;
mod frame;
mod guide;
mod hands;
mod history;
mod import;
mod marks;
mod mending;
mod next_day;
mod order;
mod page;
mod project;
mod project_guidelines;
mod project_schema;
mod project_sharing;
mod ranges;
mod reader;
mod register;
mod relations;
mod schema;
mod schema_editor;
mod search;
mod seeing;
mod several;
mod soak;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Role, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable as _};
use hashiya::store::settings::{Language, Settings};
use hashiya::store::{SettingsFile, settings};
use hashiya::ui::app::App;

use crate::fixture::Folder;
use crate::support::{Look, Painter};

pub const CTRL: Modifiers = Modifiers { command: true, ctrl: true, ..Modifiers::NONE };
pub const SHIFT: Modifiers = Modifiers::SHIFT;

/// Seconds from frame to frame, and those after which presses no longer count as one multiple click.
const FRAME: f32 = 1.0 / 60.0;
const PAUSE: f64 = 1.0;

/// A window and the folder its settings and files are in.
pub struct Window {
    pub harness: Harness<'static, Option<App>>,
    pub painter: Painter,
    pub folder: Folder,
}

/// How a window begins.
pub struct Start {
    pub look: Look,
    pub settings: Settings,
    /// Files that are in its folder; those of them that are opened.
    pub files: Vec<(&'static str, String)>,
    pub open: Vec<&'static str>,
    /// Nothing is asked for, not even the samples: the beginning is shown.
    pub bare: bool,
    /// What the ids of its annotations follow from, where two windows are to make the same.
    pub ids: Option<u64>,
}

impl Default for Start {
    /// In English, where its words are easier to tell from the text.
    fn default() -> Self {
        let settings = Settings {
            language: Language::English,
            theme: settings::Theme::Light,
            annotator: "أحمد".into(),
            ..Settings::default()
        };
        let look = Look { size: [1280.0, 820.0], ..Look::default() };
        Start { look, settings, files: Vec::new(), open: Vec::new(), bare: false, ids: None }
    }
}

impl Start {
    pub fn window(self) -> Window {
        let folder = Folder::new();
        let mut file = SettingsFile::in_folder(folder.path());
        file.load();
        file.save(&self.settings).expect("the folder is writable");
        for (name, text) in &self.files {
            folder.write(name, text);
        }
        let paths: Vec<PathBuf> = self.open.iter().map(|name| folder.join(name)).collect();
        let (harness, painter) = harness(self.look, self.ids, folder.path(), paths);
        let mut window = Window { harness, painter, folder };
        window.run();
        if self.open.is_empty() && !self.bare {
            let arabic = self.settings.language == Language::Arabic;
            window.click(if arabic { "تصفح النماذج" } else { "Look at the samples" });
        }
        if !self.open.is_empty() {
            let saved = if self.settings.language == Language::Arabic { "محفوظ" } else { "Saved" };
            window.wait_for("the file to be opened", |w| w.has(saved) && !w.words().is_empty());
        }
        window
    }
}

/// A window whose settings are in `home`, on `paths`, and the painter of its frames.
fn harness(look: Look, ids: Option<u64>, home: &Path, paths: Vec<PathBuf>) -> (Harness<'static, Option<App>>, Painter) {
    let (builder, painter) = look.builder();
    let home = home.to_path_buf();
    let frame = move |ui: &mut egui::Ui, app: &mut Option<App>| {
        let app = app.get_or_insert_with(|| {
            let app = App::new(ui.ctx(), paths.clone(), SettingsFile::in_folder(&home)).typing_paths();
            match ids {
                Some(seed) => app.making_ids_from(seed),
                None => app,
            }
        });
        // All of the window, without the margin of the harness.
        let whole = ui.ctx().content_rect();
        let mut root = ui.new_child(egui::UiBuilder::new().max_rect(whole));
        root.set_clip_rect(whole);
        app.show(&mut root);
    };
    (builder.with_step_dt(FRAME).with_max_steps(300).build_ui_state(frame, None), painter)
}

/// A window on one text.
pub fn on(text: &str) -> Window {
    Start { files: vec![("نص.txt", text.to_owned())], open: vec!["نص.txt"], ..Start::default() }.window()
}

impl Window {
    pub fn run(&mut self) {
        self.harness.run();
    }

    /// Long enough for the next press to be one by itself.
    pub fn pause(&mut self) {
        let now = self.harness.ctx.input(|input| input.time);
        self.harness.input_mut().time = Some(now + PAUSE);
        self.harness.step();
        self.harness.input_mut().time = None;
    }

    /// Another window of the same settings, on files that are named.
    pub fn begin_again(&mut self, paths: Vec<PathBuf>) {
        (self.harness, self.painter) =
            harness(Look { size: [1280.0, 820.0], ..Look::default() }, None, self.folder.path(), paths);
        self.run();
    }

    /// The window is closed as its frame closes it, and opened again as by a click on its icon: no file is named.
    pub fn next_day(mut self) -> Window {
        if let Some(mut app) = self.harness.state_mut().take() {
            eframe::App::on_exit(&mut app, None);
        }
        let look = Look { size: [1280.0, 820.0], ..Look::default() };
        let (harness, painter) = harness(look, None, self.folder.path(), Vec::new());
        let mut window = Window { harness, painter, folder: self.folder };
        window.run();
        window
    }

    /// Waits for the worker. That it answers at all is what is asked, not how fast: the clock of the window goes on with that on the
    /// wall, since one that goes on by frames lets half a minute of messages pass while a busy machine reads a file.
    #[track_caller]
    pub fn wait_for(&mut self, what: &str, done: impl Fn(&Window) -> bool) {
        self.run();
        let (began, then) = (Instant::now(), self.harness.ctx.input(|input| input.time));
        for _ in 0..2000 {
            if done(self) {
                self.harness.input_mut().time = None;
                self.run();
                return;
            }
            std::thread::sleep(Duration::from_millis(3));
            self.harness.input_mut().time = Some(then + began.elapsed().as_secs_f64());
            self.harness.step();
        }
        panic!("waited in vain for {what}; on the screen: {:?}", self.labels());
    }

    // What is on the screen.

    /// Every accessible name.
    pub fn labels(&self) -> Vec<String> {
        let nodes = self.harness.root().children_recursive();
        // A line of text says what it is by its value.
        nodes.filter_map(|node| node.accesskit_node().label().or_else(|| node.value())).collect()
    }

    pub fn has(&self, label: &str) -> bool {
        self.harness.query_all_by_label(label).next().is_some()
    }

    pub fn says(&self, part: &str) -> bool {
        self.labels().iter().any(|label| label.contains(part))
    }

    /// Words of the page on the screen with where they are, in logical order.
    pub fn words(&self) -> Vec<(String, Rect)> {
        // Containers with a text are words of the page: a screen reader passes them over, since it reads the lines.
        let nodes = self.harness.query_all_by(|node| node.role() == Role::GenericContainer);
        nodes.filter_map(|node| Some((node.value()?, node.rect()))).collect()
    }

    #[track_caller]
    pub fn word(&self, wanted: &str) -> Rect {
        let words = self.words();
        let found = words.iter().find(|(word, _)| word == wanted);
        found.unwrap_or_else(|| panic!("no word {wanted} among {words:?}")).1
    }

    /// Where the control of a name is.
    #[track_caller]
    pub fn place_of(&self, label: &str) -> Rect {
        let found = self.harness.query_all_by_label(label).next().map(|node| node.rect());
        found.unwrap_or_else(|| panic!("no {label} among {:?}", self.labels()))
    }

    /// `LABEL: quote` of each annotation on the screen, sorted.
    pub fn annotations(&self) -> Vec<String> {
        let nodes = self.harness.query_all_by(|node| node.role() == Role::Mark);
        let mut found: Vec<String> = nodes.filter_map(|node| node.accesskit_node().label()).collect();
        found.sort();
        found
    }

    /// `TYPE: source → target` of each relation on the screen, sorted.
    pub fn relations(&self) -> Vec<String> {
        let nodes = self.harness.query_all_by(|node| node.role() == Role::GraphicsObject);
        let mut found: Vec<String> = nodes.filter_map(|node| node.accesskit_node().label()).collect();
        found.sort();
        found
    }

    /// What the status bar says is selected or active.
    pub fn quote(&self) -> String {
        let labels = self.labels();
        let quoted = labels.iter().find_map(|label| label.strip_prefix('‹')?.strip_suffix('›'));
        quoted.unwrap_or_default().to_owned()
    }

    // Hands.

    #[track_caller]
    pub fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.run();
    }

    /// Clicks the control whose name begins so.
    #[track_caller]
    pub fn click_like(&mut self, start: &str) {
        let place = {
            let mut nodes =
                self.harness.query_all_by(|node| node.label().is_some_and(|label| label.starts_with(start)));
            nodes.next().unwrap_or_else(|| panic!("no {start}… among {:?}", self.labels())).rect().center()
        };
        self.click_at(place, 1, Modifiers::NONE);
    }

    fn button(&mut self, at: Pos2, pressed: bool, modifiers: Modifiers) {
        self.harness.event(Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers });
        self.run();
    }

    pub fn click_at(&mut self, at: Pos2, times: usize, modifiers: Modifiers) {
        self.pause();
        self.hold(modifiers);
        self.harness.hover_at(at);
        for _ in 0..times {
            self.button(at, true, modifiers);
            self.button(at, false, modifiers);
        }
        self.hold(Modifiers::NONE);
    }

    fn hold(&mut self, modifiers: Modifiers) {
        if self.harness.ctx.input(|input| input.modifiers) == modifiers {
            return;
        }
        self.harness.event(Event::ModifiersChanged(modifiers));
        self.run();
    }

    /// Presses at one place, goes to another by a few steps, lets go there.
    pub fn drag(&mut self, from: Pos2, to: Pos2, modifiers: Modifiers) {
        self.pause();
        self.hold(modifiers);
        self.harness.hover_at(from);
        self.button(from, true, modifiers);
        for step in 1..=3 {
            self.harness.hover_at(from + (to - from) * (step as f32 / 3.0));
            self.run();
        }
        self.button(to, false, modifiers);
        self.hold(Modifiers::NONE);
    }

    /// Double-clicks a word.
    #[track_caller]
    pub fn take_word(&mut self, word: &str) {
        let at = self.word(word).center();
        self.click_at(at, 2, Modifiers::NONE);
    }

    /// Presses the right button on the control of a name.
    #[track_caller]
    pub fn right_click(&mut self, label: &str) {
        let at = self.place_of(label).center();
        self.harness.hover_at(at);
        self.run();
        for pressed in [true, false] {
            let modifiers = Modifiers::NONE;
            self.harness.event(Event::PointerButton { pos: at, button: PointerButton::Secondary, pressed, modifiers });
            self.run();
        }
    }

    /// Rests the pointer somewhere, for longer than it takes a card to come.
    pub fn rest(&mut self, at: Pos2) {
        self.harness.hover_at(at);
        self.run();
        self.pause();
        self.run();
    }

    pub fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.run();
    }

    /// A key of the number row as a Latin board sends it: the press and its text.
    pub fn digit(&mut self, key: Key, text: &str) {
        self.press(key, Some(key), text, Modifiers::NONE);
    }

    /// A press as the system reports it: what the layout names it, where it is, what it writes.
    pub fn press(&mut self, key: Key, physical: Option<Key>, text: &str, modifiers: Modifiers) {
        self.hold(modifiers);
        for pressed in [true, false] {
            self.harness.input_mut().events.push(Event::Key {
                key,
                physical_key: physical,
                pressed,
                repeat: false,
                modifiers,
            });
            if pressed && !text.is_empty() {
                self.harness.input_mut().events.push(Event::Text(text.into()));
            }
            self.run();
        }
        self.hold(Modifiers::NONE);
    }

    pub fn type_text(&mut self, text: &str) {
        self.harness.event(Event::Text(text.into()));
        self.run();
    }

    /// Types a path over what the prompt suggests, and accepts it.
    pub fn type_path(&mut self, path: &std::path::Path) {
        self.key(CTRL, Key::A);
        self.type_text(&path.display().to_string());
        self.key(Modifiers::NONE, Key::Enter);
    }
}

impl Window {
    /// What is on the screen, pixel by pixel.
    pub fn picture(&self) -> egui::ColorImage {
        self.painter.picture(&self.harness)
    }
}

/// A place in a word at a share of its width from its right edge, where an Arabic word begins.
pub fn from_right(word: Rect, share: f32) -> Pos2 {
    word.right_center() - vec2(word.width() * share, 0.0)
}
