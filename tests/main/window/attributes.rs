//! Attributes of every kind by keys and in fields, what is remembered and what comes by itself, the form of the document, and
//! what it lacks before it is called done.

use egui::{Key, Modifiers};
use hashiya::model::{AnnotatedDocument, AttributeDefinition, AttributeKind, AttributeValue, Schema};
use hashiya::store;

use super::{CTRL, Start, Window};
use crate::marked;

const NONE: Modifiers = Modifiers::NONE;

/// The usual labels; dates have a required value, events a polarity that is shown, what they are about and a number.
fn schema() -> Schema {
    let mut schema = store::default_schema();
    let named = |name: &str, english: &str, kind| AttributeDefinition {
        english: english.into(),
        ..AttributeDefinition::new(name, kind)
    };
    let choices = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let mut attributes = |label: &str, list: Vec<AttributeDefinition>| {
        let known = schema.labels.iter_mut().find(|known| known.name.as_str() == label).expect("there");
        known.attributes = list;
    };
    attributes("DATE", vec![AttributeDefinition { required: true, ..named("value", "Value", AttributeKind::Date) }]);
    attributes(
        "EVENT",
        vec![
            AttributeDefinition { shown: true, ..named("negated", "negated", AttributeKind::Flag) },
            AttributeDefinition {
                remembered: true,
                ..named("about", "About", AttributeKind::Choices(choices(&["حرب", "مال", "صحة"])))
            },
            AttributeDefinition {
                default: Some(AttributeValue::Choice("خبر".into())),
                ..named("source", "Source", AttributeKind::Choice(choices(&["خبر", "رأي"])))
            },
        ],
    );
    schema.document_attributes =
        vec![AttributeDefinition { required: true, ..named("published", "Published", AttributeKind::Date) }];
    schema
}

fn on(notation: &str) -> Window {
    let document = marked::document_of(notation, schema());
    let path = std::path::Path::new("خبر.ron");
    let text = store::document_reader::write(path, &document).expect("sound");
    Start { files: vec![("خبر.ron", text)], open: vec!["خبر.ron"], ..Start::default() }.window()
}

fn take(window: &mut Window, word: &str) {
    let at = window.word(word).center();
    window.click_at(at, 1, NONE);
    window.pause();
}

fn letter(window: &mut Window, key: Key) {
    window.press(key, Some(key), key.name().to_lowercase().as_str(), NONE);
}

fn saved(window: &mut Window) -> AnnotatedDocument {
    window.key(CTRL, Key::S);
    let path = window.folder.join("خبر.ron");
    // To the letter: “Not saved yet” stands there before.
    window.wait_for("it to be saved", |w| w.has("Saved"));
    store::load(&path).expect("a document").0
}

/// The values of the annotation on this text.
fn values(document: &AnnotatedDocument, quote: &str) -> Vec<String> {
    let found = document.annotations.iter().find(|annotation| document.quote(annotation) == quote).expect("there");
    found.record.attributes.iter().map(|(name, value)| format!("{name}={value}")).collect()
}

#[test]
fn what_the_text_says_is_a_letter() {
    let mut window = on("اجتمعوا في [DATE ١١ آذار ٢٠٢٤] ثم في [DATE رمضان ١٤٤٥].");
    take(&mut window, "آذار");
    window.key(NONE, Key::Period);
    assert!(window.says("F Value = 2024-03-11"), "{:?}", window.labels());
    letter(&mut window, Key::F);
    take(&mut window, "رمضان");
    window.key(NONE, Key::Period);
    letter(&mut window, Key::F);
    let document = saved(&mut window);
    assert_eq!(values(&document, "١١ آذار ٢٠٢٤"), ["value=2024-03-11"]);
    assert_eq!(values(&document, "رمضان ١٤٤٥"), ["value=1445-09 AH"]);
}

#[test]
fn what_the_text_says_is_a_button_in_the_inspector() {
    let mut window = on("اجتمعوا في [DATE ١١ آذار ٢٠٢٤] ثم ذهبوا.");
    take(&mut window, "آذار");
    window.click("Choose 2024-03-11 as Value");
    assert!(!window.says("Choose 2024-03-11"), "it is taken: {:?}", window.labels());
    let document = saved(&mut window);
    assert_eq!(values(&document, "١١ آذار ٢٠٢٤"), ["value=2024-03-11"]);
    window.key(CTRL, Key::Z);
    assert!(window.has("Choose 2024-03-11 as Value"), "{:?}", window.labels());
}

#[test]
fn several_choices_are_thrown_one_by_one_and_remembered() {
    let mut window = on("وقعت [EVENT حرب] ثم هدنة ثم صلح.");
    take(&mut window, "حرب");
    // F is the flag; J, D and K are the choices.
    for key in [Key::J, Key::K, Key::D, Key::J] {
        window.key(NONE, Key::Period);
        letter(&mut window, key);
    }
    window.take_word("هدنة");
    window.digit(Key::Num6, "6");
    window.pause();
    let document = saved(&mut window);
    assert_eq!(values(&document, "حرب"), ["about=مال; صحة"]);
    assert_eq!(values(&document, "هدنة"), ["about=مال; صحة", "source=خبر"], "what was remembered, and the default");
}

#[test]
fn a_document_says_what_it_lacks_before_it_is_done() {
    let mut window = on("اجتمعوا في [DATE أمس] بدمشق.");
    assert!(window.has("Published (required)"), "the form of the document: {:?}", window.labels());
    window.key(CTRL, Key::Enter);
    assert!(
        window.says("Not marked as done yet, since 2 things are missing, the first: the document"),
        "{:?}",
        window.labels()
    );
    // The field has the keyboard.
    window.harness.input_mut().events.push(egui::Event::Text("٥ أيار ٢٠٢٤".into()));
    window.run();
    window.key(NONE, Key::Enter);
    window.key(CTRL, Key::Enter);
    assert!(window.says("one thing is missing: Date “أمس”"), "{:?}", window.labels());
    assert_eq!(window.quote(), "أمس");
    window.key(CTRL, Key::Enter);
    let document = saved(&mut window);
    assert_eq!(document.attributes["published"].to_string(), "2024-05-05");
    assert_eq!(document.state, hashiya::model::DocumentState::Done, "asked once more, it is done");
}

/// An event of an article: a trigger, three roles and an attribute.
#[test]
fn an_event_is_nine_presses() {
    let mut schema = store::default_schema();
    let event = schema.labels.iter_mut().find(|label| label.name.as_str() == "EVENT").expect("there");
    event.attributes = vec![AttributeDefinition::new("negated", AttributeKind::Flag)];
    schema.relation_types = ["agent", "place", "time"]
        .into_iter()
        .zip(["PER", "LOC", "DATE"])
        .map(|(role, label)| hashiya::model::RelationType {
            name: role.into(),
            arabic: String::new(),
            english: role.into(),
            colour: hashiya::model::Colour([90, 60, 30]),
            kind: Default::default(),
            source_labels: vec!["EVENT".into()],
            target_labels: vec![label.into()],
            guideline: String::new(),
            attributes: Vec::new(),
        })
        .collect();
    let notation = "أعلن [PER كريم] في [LOC دمشق] يوم [DATE الاثنين] استقالة الحكومة.";
    let document = marked::document_of(notation, schema);
    let text = store::document_reader::write(std::path::Path::new("خبر.ron"), &document).expect("sound");
    let mut window = Start { files: vec![("خبر.ron", text)], open: vec!["خبر.ron"], ..Start::default() }.window();
    let at = window.word("استقالة").center();
    let mut presses = 0;
    let mut press = |window: &mut Window, modifiers, key: Key, text: &str| {
        presses += 1;
        match text {
            "" => window.key(modifiers, key),
            text => window.press(key, Some(key), text, modifiers),
        }
    };
    // The caret in the trigger, its label; the attribute by two keys; then the roles one after the other.
    window.click_at(at, 1, NONE);
    press(&mut window, NONE, Key::Num6, "6");
    press(&mut window, NONE, Key::Period, "");
    press(&mut window, NONE, Key::F, "f");
    press(&mut window, Modifiers::ALT, Key::Num0, "");
    for _ in 0..3 {
        press(&mut window, NONE, Key::F, "f");
    }
    let presses = presses + 1;
    assert_eq!(
        window.relations(),
        ["agent: استقالة → كريم", "place: استقالة → دمشق", "time: استقالة → الاثنين"],
        "{:?}",
        window.labels()
    );
    let document = saved(&mut window);
    assert_eq!(values(&document, "استقالة"), ["negated=true"]);
    assert!(presses <= 9, "{presses}, the click among them");
}
