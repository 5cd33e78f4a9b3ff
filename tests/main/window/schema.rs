//! A schema of hundreds of labels in the window: found by letters, made while reading, in a tree; read from other programs' files.

use std::fmt::Write as _;

use egui::{Key, Modifiers};
use hashiya::model::{Colour, Label, LabelName, Schema};
use hashiya::store::schema_to_ron;

use super::{CTRL, SHIFT, Start, Window, on};
use crate::support::Look;

/// A window whose document has this schema.
fn with_schema(schema: &Schema, text: &str) -> Window {
    let look = Look { size: [1400.0, 900.0], ..Look::default() };
    let files = vec![("نص.txt", text.to_owned()), ("labels.ron", schema_to_ron(schema))];
    let mut window = Start { look, files, open: vec!["نص.txt"], ..Start::default() }.window();
    load(&mut window, "labels.ron");
    window.wait_for("the labels", |w| w.says("Labels loaded from"));
    window
}

/// Loads a schema by its path.
fn load(window: &mut Window, name: &str) {
    let path = window.folder.join(name);
    window.key(Modifiers { alt: true, ..CTRL }, Key::O);
    window.wait_for("the prompt", |w| w.has("Path of a schema file"));
    window.type_path(&path);
}

/// The palette of labels, with something typed into it.
fn palette(window: &mut Window, typed: &str) {
    window.press(Key::Slash, None, "/", Modifiers::NONE);
    window.type_text(typed);
}

fn many() -> Schema {
    let label = |n: usize| {
        let mut label =
            Label::new(&format!("T{n:03}"), &format!("صنف {n}"), &format!("Kind {n}"), Colour([10, 20, 30]), None);
        label.parent = (!n.is_multiple_of(10)).then(|| LabelName::new(format!("T{:03}", n / 10 * 10)));
        label
    };
    Schema { labels: (0..500).map(label).collect(), ..Schema::default() }
}

#[test]
fn any_of_five_hundred_labels_is_given_by_a_few_letters() {
    let mut window = with_schema(&many(), "زار أحمد القاهرة");
    window.take_word("أحمد");
    palette(&mut window, "kind 377");
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(window.annotations(), ["T377: أحمد"]);
    // In Arabic, and beside the one that is there.
    palette(&mut window, "صنف 12");
    window.key(SHIFT, Key::Enter);
    assert_eq!(window.annotations(), ["T012: أحمد", "T377: أحمد"]);
}

#[test]
fn a_label_is_made_of_a_name_that_is_typed_while_reading() {
    let mut window = on("زار أحمد القاهرة");
    window.take_word("أحمد");
    palette(&mut window, "زائر");
    assert!(window.says("New label “\u{2068}زائر\u{2069}”") || window.says("زائر"), "{:?}", window.labels());
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(window.annotations(), ["زائر: أحمد"]);
    assert!(window.labels().iter().any(|label| label.starts_with("زائر")), "{:?}", window.labels());
    window.key(CTRL, Key::Z);
    assert!(window.annotations().is_empty(), "one step of undo");
    assert!(!window.labels().iter().any(|label| label.starts_with("زائر،")), "the label goes with it");
}

#[test]
fn what_stands_below_a_label_is_folded_away_and_counted() {
    let mut window = with_schema(&many(), "زار أحمد القاهرة");
    window.take_word("أحمد");
    palette(&mut window, "T003");
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.has("Kind 0 T000، used 1 time، unfolded"), "{:?}", window.labels());
    assert!(window.has("Kind 3 T003، used 1 time"), "{:?}", window.labels());
    window.click("Fold what is below Kind 0");
    assert!(
        window.has("Kind 0 T000، used 1 time، folded") && !window.has("Kind 3 T003، used 1 time"),
        "{:?}",
        window.labels()
    );
    // The field finds what is folded away, and Enter takes it.
    window.take_word("القاهرة");
    window.click("Filter labels");
    window.type_text("Kind 499");
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(window.annotations(), ["T003: أحمد", "T499: القاهرة"]);
}

#[test]
fn labels_of_another_program_are_read_and_written_with_what_is_lost() {
    let mut window = on("زار أحمد القاهرة");
    let mut conf = String::from("[entities]\n");
    let _ = write!(conf, "Person\nPlace\n\tCity\n[relations]\nVisits Arg1:Person, Arg2:Place\nOdd\n");
    std::fs::create_dir_all(window.folder.join("brat")).expect("a folder");
    std::fs::write(window.folder.join("brat/annotation.conf"), conf).expect("written");
    load(&mut window, "brat/annotation.conf");
    window.wait_for("the labels", |w| w.says("except:"));
    assert!(window.labels().iter().any(|label| label.starts_with("City")), "{:?}", window.labels());
    let to = window.folder.join("labels.json");
    window.key(Modifiers { alt: true, ..CTRL }, Key::S);
    window.wait_for("the prompt", |w| w.has("Path of the schema file to write"));
    window.type_path(&to);
    window.wait_for("the save", |w| w.says("has no place for"));
    assert!(std::fs::read_to_string(&to).expect("written").contains("City"));
}
