//! One panel or dialog in a window of its own: what it gives back is kept, so that a test can ask.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use crate::raster::encode_png;
use egui::{Event, Key, Modifiers, Role, Ui};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use hashiya::edit::{Command, Context, plan};
use hashiya::model::{AnnotatedDocument, Annotator, IdGenerator, LabelName, Provenance, Timestamp};
use hashiya::store::samples;
use hashiya::ui::localizer::Language;
use hashiya::ui::theme::{Mode, Theme};

use crate::support::{Look, Painter};

/// A window that shows one view, and everything the view gave back.
pub struct Shown<A: 'static> {
    pub harness: Harness<'static, ()>,
    pub painter: Painter,
    pub given: Rc<RefCell<Vec<A>>>,
}

impl<A> Shown<A> {
    pub fn new(look: Look, mut view: impl FnMut(&mut Ui) -> Vec<A> + 'static) -> Self {
        let given: Rc<RefCell<Vec<A>>> = Rc::default();
        let (builder, painter) = look.builder();
        let kept = given.clone();
        let mut harness = builder.with_max_steps(12).build_ui_state(
            move |ui, ()| {
                let ground = Theme::get(ui.ctx()).panel;
                ui.painter().rect_filled(ui.max_rect().expand(20.0), 0, ground);
                kept.borrow_mut().extend(view(ui));
            },
            (),
        );
        harness.run();
        Shown { harness, painter, given }
    }

    /// What is called so and is more than the words that name it.
    pub fn find<'a>(&'a self, name: &'a str) -> Node<'a> {
        let words =
            |node: &Node<'_>| matches!(node.accesskit_node().role(), Role::Label | Role::Heading | Role::Dialog);
        let found: Vec<Node<'a>> = self.harness.query_all_by_label(name).collect();
        let control = found.iter().rposition(|node| !words(node));
        let at = control.or(found.len().checked_sub(1)).unwrap_or_else(|| panic!("nothing is called {name}"));
        found[at]
    }

    pub fn click(&mut self, name: &str) -> Vec<A> {
        self.find(name).click();
        self.run()
    }

    pub fn focus(&mut self, name: &str) {
        self.find(name).focus();
        self.run();
    }

    pub fn click_at(&mut self, at: egui::Pos2, modifiers: Modifiers) -> Vec<A> {
        self.harness.hover_at(at);
        self.harness.run();
        for pressed in [true, false] {
            let button = egui::PointerButton::Primary;
            self.harness.event_modifiers(Event::PointerButton { pos: at, button, pressed, modifiers }, modifiers);
            self.harness.step();
        }
        self.run()
    }

    pub fn key(&mut self, key: Key) -> Vec<A> {
        self.harness.key_press(key);
        self.run()
    }

    pub fn type_into(&mut self, name: &str, text: &str) -> Vec<A> {
        self.find(name).set_text_value_accesskit(text);
        self.run()
    }

    pub fn run(&mut self) -> Vec<A> {
        self.harness.run();
        self.given.borrow_mut().drain(..).collect()
    }

    pub fn picture(&mut self, name: &str) {
        let Some(folder) = std::env::var_os("HASHIYA_PICTURES") else { return };
        self.harness.run();
        let picture = encode_png(&self.painter.picture(&self.harness)).expect("a small picture is encoded");
        std::fs::write(Path::new(&folder).join(format!("{name}.png")), picture).expect("the folder is writable");
    }
}

pub fn english(size: [f32; 2]) -> Look {
    Look { language: Language::English, size, ..Look::default() }
}

/// A sample with an annotation on each of these words, in turn with the labels of the schema.
pub fn annotated(words: &[(&str, &str)]) -> AnnotatedDocument {
    let mut document = samples().remove(0);
    document.annotations = Default::default();
    let annotator = Annotator::new("أحمد");
    let mut ids = IdGenerator::new(7);
    for (word, label) in words {
        let label = LabelName::new(*label);
        let start = document.text().find(word).unwrap_or_else(|| panic!("the sample holds {word}"));
        let ranges = std::iter::once(start..start + word.len()).collect();
        let command = Command::Annotate { ranges, label, provenance: Provenance::Human };
        act(&mut document, command, &annotator, &mut ids);
    }
    document
}

pub fn act(document: &mut AnnotatedDocument, command: Command, annotator: &Annotator, ids: &mut IdGenerator) {
    let mut context = Context { annotator, now: Timestamp(1), ids };
    let transaction = plan(document, command, &mut context).expect("the command of a test can be done");
    transaction.apply(document).expect("what was planned can be done");
}

/// Words of the first sample, and a label for each.
pub const WORDS: [(&str, &str); 5] = [
    ("الإسكندرية", "LOC"),
    ("ليلى المنصوري", "PER"),
    ("14 مايو 2026", "DATE"),
    ("كريم الحدّاد", "PER"),
    ("هدى سالم", "PER"),
];

/// Paints views in both languages, by day and by night, at two scales, for a person to look at; only where the folder
/// for it is named by `HASHIYA_PICTURES`. `paint` is given a name and the look of a window of some width and height.
pub fn in_every_look(paint: impl Fn(&str, &dyn Fn(f32, f32) -> Look)) {
    if std::env::var_os("HASHIYA_PICTURES").is_none() {
        return;
    }
    let looks = [
        ("ar-light-1", Language::Arabic, Mode::Light, 1.0),
        ("ar-dark-15", Language::Arabic, Mode::Dark, 1.5),
        ("en-dark-1", Language::English, Mode::Dark, 1.0),
        ("en-light-15", Language::English, Mode::Light, 1.5),
    ];
    for (name, language, mode, scale) in looks {
        paint(name, &|width, height| Look { language, mode, scale, size: [width, height] });
    }
}
