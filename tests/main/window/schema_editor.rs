//! The schema in the editor: relation types, attributes and choices by hand, what a change does before it is done, what is no name, and
//! schemas that are large.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT, Queryable as _};
use hashiya::model::{
    AnnotatedDocument, AttributeDefinition, AttributeKind, AttributeValue, Colour, Label, LabelName, RelationKind,
    Schema,
};
use hashiya::store;

use super::project_schema::CTRL_SHIFT;
use super::{CTRL, Start, Window};
use crate::marked;
use crate::support::Look;

const NONE: Modifiers = Modifiers::NONE;
const FILE: &str = "خبر.ron";

/// A window on a document of this notation and schema, with the editor open.
fn editor_of(notation: &str, schema: Schema) -> Window {
    let document = marked::document_of(notation, schema);
    let text = store::document_reader::write(std::path::Path::new(FILE), &document).expect("sound");
    let look = Look { size: [1400.0, 900.0], ..Look::default() };
    let mut window = Start { look, files: vec![(FILE, text)], open: vec![FILE], ..Start::default() }.window();
    window.key(CTRL_SHIFT, Key::E);
    window
}

fn editor(notation: &str) -> Window {
    editor_of(notation, store::default_schema())
}

impl Window {
    pub fn tab(&mut self, name: &str) {
        self.harness.get_by(|node| node.role() == Role::Tab && node.label().as_deref() == Some(name)).click();
        self.run();
    }

    /// A row of an open menu.
    fn choose(&mut self, start: &str) {
        let is_row = |role| matches!(role, Role::MenuItemRadio | Role::MenuItemCheckBox);
        let begins = |label: Option<String>| label.is_some_and(|label| label.starts_with(start));
        let place = {
            let mut rows = self.harness.query_all_by(|node| is_row(node.role()) && begins(node.label()));
            rows.next().unwrap_or_else(|| panic!("no row {start}… among {:?}", self.labels())).rect().center()
        };
        self.click_at(place, 1, NONE);
    }

    /// A row of a list.
    fn row(&mut self, start: &str) {
        let begins = |label: Option<String>| label.is_some_and(|label| label.starts_with(start));
        let place = {
            let rows = self.harness.query_all_by(|node| node.role() == Role::ListBoxOption && begins(node.label()));
            let last = rows.last().unwrap_or_else(|| panic!("no row {start}… among {:?}", self.labels()));
            last.rect().center()
        };
        self.click_at(place, 1, NONE);
    }

    fn write(&mut self, field: &str, text: &str) {
        self.type_into(field, text);
        self.key(NONE, Key::Enter);
    }

    /// What a field holds.
    fn held(&self, field: &str) -> String {
        let is_field = |role: Role| matches!(role, Role::TextInput | Role::MultilineTextInput);
        let mut found =
            self.harness.query_all_by(|node| is_field(node.role()) && node.label().as_deref() == Some(field));
        let node = found.next().unwrap_or_else(|| panic!("no field {field} among {:?}", self.labels()));
        node.accesskit_node().value().unwrap_or_default()
    }

    /// Closes what is open and saves.
    fn saved_document(&mut self) -> AnnotatedDocument {
        if self.has("Close") {
            self.click("Close");
        }
        self.key(CTRL, Key::S);
        self.wait_for("it to be saved", |w| w.has("Saved"));
        store::load(&self.folder.join(FILE)).expect("a document").0
    }
}

fn attributes<'d>(document: &'d AnnotatedDocument, owner: &str) -> &'d [AttributeDefinition] {
    document.schema.attributes_of(Some(&LabelName::new(owner)))
}

#[test]
fn a_relation_type_is_made_with_its_kind_its_ends_and_its_names() {
    let mut window = editor("زار كريم القاهرة");
    window.tab("Relation types");
    window.click("Add");
    assert_eq!(window.held("Name in datasets"), "RELATION");
    window.type_text("يعرف");
    window.write("English name", "Knows");
    window.write("Name in datasets", "LOC");
    assert!(window.has("The name LOC is already used."), "{:?}", window.labels());
    window.write("Name in datasets", "knows");
    assert!(!window.says("is already used"));
    window.click("Kind of relation: Directed");
    window.choose("Symmetric");
    window.click("Labels at one end: Any label");
    window.choose("Person");
    window.choose("Organisation");
    window.key(NONE, Key::Escape);
    window.type_into("Guideline", "من يعرف **من**.");
    window.click("Move up");
    let document = window.saved_document();
    let names: Vec<&str> = document.schema.relation_types.iter().map(|kind| kind.name.as_str()).collect();
    assert_eq!(names, ["works-for", "knows", "located-in"]);
    let kind = &document.schema.relation_types[1];
    assert_eq!((kind.arabic.as_str(), kind.english.as_str(), kind.kind), ("يعرف", "Knows", RelationKind::Symmetric));
    assert_eq!(kind.source_labels, [LabelName::new("PER"), LabelName::new("ORG")]);
    assert_eq!((kind.target_labels.len(), kind.guideline.as_str()), (0, "من يعرف **من**."));
}

#[test]
fn an_attribute_is_made_field_by_field_and_what_is_wrong_is_said_beside_it() {
    let mut window = editor("زار كريم القاهرة");
    window.tab("Attributes (1)");
    window.click("Add an attribute");
    window.type_text("الدور");
    window.write("English name", "Role");
    window.write("Name in datasets", "gender");
    assert!(window.says("defines the attribute gender twice"), "{:?}", window.labels());
    window.write("Name in datasets", "role");
    assert!(!window.says("twice"));
    // It becomes a choice with its first one.
    window.click("Kind of value: Yes or no");
    window.choose("One choice");
    assert!(window.says("has no choice yet"), "{:?}", window.labels());
    for choice in ["وزير", "كاتب", "شاعر"] {
        window.type_into("New choice", choice);
        window.key(NONE, Key::Enter);
    }
    assert!(!window.says("has no choice yet"));
    window.type_into("New choice", "كاتب");
    window.key(NONE, Key::Enter);
    assert!(window.says("exists already"), "{:?}", window.labels());
    window.write("New choice", "ناقد");
    window.row("شاعر");
    window.click("Move the choice up");
    window.write("Name of the choice", "كاتب");
    assert!(window.says("exists already"), "{:?}", window.labels());
    window.write("Name of the choice", "شاعرة");
    window.click_like("Default value:");
    window.choose("كاتب");
    // The default has to be among the choices.
    window.row("كاتب");
    window.click("Delete the choice");
    assert!(window.says("not among its choices"), "{:?}", window.labels());
    window.row("ناقد");
    window.click("Delete the choice");
    for tick in ["Required", "Remembered", "Shown"] {
        // Out of sight, as for a reader of the screen.
        let begins = |label: Option<String>| label.is_some_and(|label| label.starts_with(tick));
        window.harness.get_by(|node| node.role() == Role::CheckBox && begins(node.label())).click_accesskit();
        window.run();
    }
    let document = window.saved_document();
    let role = &attributes(&document, "PER")[1];
    let choices = ["وزير", "شاعرة", "كاتب"].map(String::from).to_vec();
    assert_eq!((role.name.as_str(), &role.kind), ("role", &AttributeKind::Choice(choices)));
    assert_eq!((role.arabic.as_str(), role.english.as_str()), ("الدور", "Role"));
    assert_eq!(role.default, Some(AttributeValue::Choice("كاتب".into())));
    assert!(role.required && role.remembered && role.shown);
}

#[test]
fn a_default_is_what_its_kind_can_hold() {
    let mut window = editor("زار كريم القاهرة");
    window.tab("Attributes of documents");
    window.click("Add an attribute");
    window.write("English name", "Year");
    window.click("Kind of value: Yes or no");
    window.choose("Number");
    window.write("Default value", "اثنان");
    assert!(window.says("is not a number"), "{:?}", window.labels());
    window.write("Default value", "١٢");
    assert!(!window.says("is not a number"));
    let document = window.saved_document();
    let year = document.schema.document_attributes.last().expect("it is there");
    assert_eq!((&year.kind, &year.default), (&AttributeKind::Number, &Some(AttributeValue::Number(12.0))));
}

#[test]
fn a_choice_in_use_gets_another_name_after_a_look_and_one_undo_takes_it_back() {
    let mut window = editor("زار [PER gender=male كريم] القاهرة ثم [PER gender=male سعيد]");
    window.tab("Attributes (1)");
    window.write("Name of the choice", "رجل");
    assert!(window.has("Change the labels of the document"), "{:?}", window.labels());
    assert!(window.says("gender: male") && window.says("under another name: 2"), "{:?}", window.labels());
    // Thought better of: the editor is where it was, and nothing has happened.
    window.click("Cancel");
    assert_eq!(window.held("Name of the choice"), "male");
    window.write("Name of the choice", "رجل");
    window.click("Change the document");
    assert_eq!(window.held("Name of the choice"), "رجل", "the editor is there again");
    let document = window.saved_document();
    let genders = |document: &AnnotatedDocument| {
        let all = document.annotations.iter().map(|a| a.record.attributes["gender"].to_string());
        all.collect::<Vec<_>>()
    };
    assert_eq!(genders(&document), ["رجل", "رجل"]);
    assert_eq!(attributes(&document, "PER")[0].kind.choices()[0], "رجل");
    window.key(CTRL, Key::Z);
    let document = window.saved_document();
    assert_eq!(genders(&document), ["male", "male"]);
    assert_eq!(attributes(&document, "PER")[0].kind.choices()[0], "male");
}

#[test]
fn values_without_a_place_are_named_before_and_kept_in_the_note() {
    let mut window = editor("زار [PER gender=male كريم] القاهرة ثم [PER gender=female ليلى]");
    window.tab("Attributes (1)");
    window.click("Delete the attribute…");
    for said in ["The attribute", "into the note: 2", "“\u{2068}male\u{2069}” – 1", "“\u{2068}female\u{2069}” – 1"]
    {
        assert!(
            window.says(said) || window.says(&said.replace(['\u{2068}', '\u{2069}'], "")),
            "{said}: {:?}",
            window.labels()
        );
    }
    window.click("Change the document");
    let document = window.saved_document();
    assert!(attributes(&document, "PER").is_empty());
    let notes: Vec<&str> = document.annotations.iter().map(|a| a.record.note.as_str()).collect();
    assert_eq!(notes, ["gender: male", "gender: female"]);
    window.key(CTRL, Key::Z);
    let document = window.saved_document();
    assert!(document.annotations.iter().all(|a| a.record.note.is_empty() && a.record.attributes.len() == 1));
}

#[test]
fn a_choice_that_goes_tells_which_values_go_with_it() {
    let mut window = editor("زار [PER gender=male كريم] القاهرة ثم [PER gender=female ليلى]");
    window.tab("Attributes (1)");
    window.row("female");
    window.click("Delete the choice");
    assert!(window.says("is deleted") && window.says("into the note: 1"), "{:?}", window.labels());
    window.click("Change the document");
    let document = window.saved_document();
    assert_eq!(attributes(&document, "PER")[0].kind.choices(), ["male", "unknown"]);
    let of = |at: usize| document.annotations.iter().nth(at).expect("there").record.clone();
    assert_eq!(of(0).attributes["gender"], AttributeValue::Choice("male".into()));
    assert_eq!((of(1).attributes.len(), of(1).note.as_str()), (0, "gender: female"));
}

#[test]
fn a_relation_type_in_use_is_renamed_and_deleted_after_a_look() {
    let mut window = editor("زار [PER#1 كريم] [ORG#2 جامعة] القاهرة\n#1 → #2 works-for");
    window.tab("Relation types");
    window.write("Name in datasets", "employed-by");
    assert!(window.says("works-for becomes employed-by – relations: 1"), "{:?}", window.labels());
    window.click("Change the document");
    window.click("Delete…");
    assert!(window.says("Deleted relations employed-by: 1"), "{:?}", window.labels());
    window.click("Cancel");
    assert_eq!(window.held("Name in datasets"), "employed-by");
    window.click("Delete…");
    window.click("Change the document");
    let document = window.saved_document();
    assert!(document.relations.is_empty() && document.schema.relation_type(&"employed-by".into()).is_none());
    window.key(CTRL, Key::Z);
    window.key(CTRL, Key::Z);
    let document = window.saved_document();
    let labels: Vec<String> = document.relations.values().map(|relation| relation.label.to_string()).collect();
    assert_eq!(labels, ["works-for"], "a step each");
}

#[test]
fn ends_that_are_no_longer_allowed_stand_against_a_change_until_it_is_said_what_becomes_of_them() {
    let mut window = editor("زار [PER#1 كريم] [ORG#2 جامعة] القاهرة\n#1 → #2 works-for");
    window.tab("Relation types");
    window.click_like("To the labels: ");
    window.choose("Location");
    window.choose("Organisation");
    assert!(window.says("Documents that prevent it: 1"), "{:?}", window.labels());
    window.click("Delete relations whose ends no longer fit");
    assert!(window.says("Deleted relations works-for: 1"), "{:?}", window.labels());
    window.click("Change the document");
    let document = window.saved_document();
    assert!(document.relations.is_empty());
    assert_eq!(document.schema.relation_types[0].target_labels, [LabelName::new("LOC")]);
}

#[test]
fn a_label_in_use_is_renamed_after_a_look_in_a_document_by_itself() {
    let mut window = editor("زار [PER كريم] القاهرة ثم [PER سعيد]");
    window.write("Name in datasets", "PERSON");
    assert!(window.says("PER becomes PERSON – annotations: 2"), "{:?}", window.labels());
    window.click("Change the document");
    assert_eq!(window.held("Name in datasets"), "PERSON");
    window.click("Close");
    assert_eq!(window.annotations(), ["PERSON: سعيد", "PERSON: كريم"]);
    window.key(CTRL, Key::Z);
    assert_eq!(window.annotations(), ["PER: سعيد", "PER: كريم"]);
}

#[test]
fn what_is_no_name_is_said_and_the_rest_goes_on() {
    let mut window = editor("زار [PER كريم] القاهرة");
    window.row("Organisation");
    window.write("Name in datasets", &"ا".repeat(300));
    assert!(window.says("300 characters; the limit is 200"), "{:?}", window.labels());
    window.write("Name in datasets", "ORG\u{200f}X");
    assert!(window.says("invisible character") && window.says("U+200F"), "{:?}", window.labels());
    window.write("Name in datasets", "");
    assert!(window.says("is not empty"), "{:?}", window.labels());
    // A line end becomes a blank, and quotation marks are signs like others.
    window.type_into("Name in datasets", "an \"ORG\"\nof 'all' «things»");
    window.key(NONE, Key::Enter);
    window.write("English name", &"x".repeat(300));
    assert!(window.says("300 characters"), "{:?}", window.labels());
    window.write("English name", "Body");
    let document = window.saved_document();
    let label = &document.schema.labels[1];
    assert_eq!((label.name.as_str(), label.english.as_str()), ("an \"ORG\" of 'all' «things»", "Body"));
    assert_eq!(window.annotations(), ["PER: كريم"]);
}

#[test]
fn a_label_does_not_come_to_stand_above_itself() {
    let mut schema = store::default_schema();
    schema.labels[1].parent = Some("PER".into());
    let mut window = editor_of("زار [PER كريم] القاهرة", schema);
    window.click("Below: none");
    window.choose("Organisation");
    assert!(window.says("would be below itself"), "{:?}", window.labels());
    window.click("Below: none");
    window.choose("Location");
    assert!(!window.says("would be below itself"), "{:?}", window.labels());
    window.click("Placing: Anywhere");
    window.choose("With no other");
    let document = window.saved_document();
    assert_eq!(document.schema.labels[0].parent, Some("LOC".into()));
    assert_eq!(document.schema.labels[0].overlap, hashiya::model::Overlap::Never);
}

#[test]
fn a_required_attribute_that_goes_is_said_to_be_one_and_its_values_stay() {
    let mut schema = store::default_schema();
    schema.labels[0].attributes[0].required = true;
    let mut window = editor_of("زار [PER gender=male كريم] القاهرة", schema);
    window.tab("Attributes (1)");
    window.click("Delete the attribute…");
    assert!(window.says("The required attribute"), "{:?}", window.labels());
    window.click("Change the document");
    // The same by a file that is loaded: asked about, and nothing is lost.
    window.click("Close");
    window.key(CTRL, Key::Z);
    let mut bare = store::default_schema();
    bare.labels[0].attributes.clear();
    std::fs::write(window.folder.join("bare.ron"), store::schema_to_ron(&bare)).expect("written");
    let path = window.folder.join("bare.ron");
    window.key(Modifiers { alt: true, ..CTRL }, Key::O);
    window.wait_for("the prompt", |w| w.has("Path of a schema file"));
    window.type_path(&path);
    window.wait_for("the question", |w| w.says("The required attribute"));
    assert!(window.says("into the note: 1"), "{:?}", window.labels());
    window.click("Change the document");
    let document = window.saved_document();
    assert!(attributes(&document, "PER").is_empty());
    assert_eq!(document.annotations.iter().next().expect("there").record.note, "gender: male");
}

#[test]
fn an_attribute_that_goes_while_it_is_written_loses_nothing_else() {
    // What is typed into the form of an attribute that an undo takes away is let go; the editor and the document go on.
    let mut window = editor("زار [PER كريم] القاهرة");
    window.tab("Attributes (1)");
    window.click("Add an attribute");
    window.write("English name", "Role");
    window.type_into("Name in datasets", "role");
    window.click("Delete the attribute…");
    assert_eq!(window.held("Name in datasets"), "gender");
    window.write("English name", "Sex");
    let document = window.saved_document();
    let names: Vec<(&str, &str)> =
        attributes(&document, "PER").iter().map(|a| (a.name.as_str(), a.english.as_str())).collect();
    assert_eq!(names, [("gender", "Sex")]);
}

/// Names, values and rows that a frame makes.
fn nodes(window: &Window) -> (usize, usize) {
    let all = window.harness.root().children_recursive();
    let lengths: Vec<usize> = all
        .map(|node| {
            let node = node.accesskit_node();
            node.label().map_or(0, |label| label.len()).max(node.value().map_or(0, |value| value.len()))
        })
        .collect();
    (lengths.len(), lengths.into_iter().max().unwrap_or(0))
}

#[test]
fn five_hundred_labels_and_fifty_attributes_are_no_more_work_than_a_screen_of_them() {
    let made = |labels: usize, attributes: usize| {
        let attribute = |n: usize| {
            let choices = (0..attributes).map(|choice| format!("choice {choice}")).collect();
            AttributeDefinition::new(format!("a{n}"), AttributeKind::Choice(choices))
        };
        let label = |n: usize| {
            let mut label = Label::new(&format!("T{n:03}"), "", &format!("Kind {n}"), Colour([10, 20, 30]), None);
            label.attributes = (0..attributes).map(attribute).collect();
            label
        };
        let schema = Schema { labels: (0..labels).map(label).collect(), ..store::default_schema() };
        let ends = |kind: &mut hashiya::model::RelationType| {
            (kind.source_labels, kind.target_labels) = (Vec::new(), Vec::new());
        };
        let mut schema = schema;
        schema.relation_types.iter_mut().for_each(ends);
        schema
    };
    let mut counts = Vec::new();
    for (labels, of_each) in [(50, 10), (500, 50)] {
        let mut window = editor_of("زار كريم القاهرة", made(labels, of_each));
        let first = nodes(&window).0;
        window.tab(&format!("Attributes ({of_each})"));
        let second = nodes(&window).0;
        window.tab("Description");
        window.click("Below: none");
        counts.push([first, second, nodes(&window).0]);
        window.key(NONE, Key::Escape);
        // Found by a few letters, and changed.
        // The panel of labels has such a field as well.
        window.harness.query_all_by_label("Filter labels").last().expect("the editor's").click();
        window.run();
        window.type_text("Kind 49");
        window.row("Kind 49");
        window.write("English name", "Last");
        let document = window.saved_document();
        assert!(document.schema.labels.iter().any(|label| label.english == "Last"));
    }
    for (few, many) in counts[0].iter().zip(counts[1]) {
        assert!(many < few + 12, "{counts:?}");
    }
}

/// A guideline of so many bytes, in paragraphs.
fn long(bytes: usize) -> String {
    let paragraph = "فقرة من إرشادات طويلة جدًّا، فيها **مثال** وآخر.\n\n";
    paragraph.repeat(bytes.div_ceil(paragraph.len()))
}

#[test]
fn a_guideline_of_five_megabytes_is_written_in_parts_and_read_as_a_whole() {
    let mut schema = store::default_schema();
    schema.labels[0].guideline = long(5_000_000);
    let whole = schema.labels[0].guideline.len();
    let mut window = editor_of("زار [PER كريم] القاهرة", schema);
    assert!(window.says("Part 1 of 6"), "{:?}", window.labels());
    let (count, longest) = nodes(&window);
    assert!(count < 400 && longest <= 8 << 10, "{count} {longest}");
    window.click("Next part");
    assert!(window.says("Part 2 of "));
    let held = window.held("Guideline");
    assert!(held.len() > 4000 && held.starts_with("فقرة"));
    window
        .harness
        .get_by(|node| node.role() == Role::MultilineTextInput && node.label().as_deref() == Some("Guideline"))
        .focus();
    window.run();
    window.key(CTRL, Key::A);
    window.type_text("جديد\n");
    window.click("Next part");
    assert!(window.says("Part 3 of ") || window.says("Part 2 of "), "{:?}", window.labels());
    window.click("Close");
    // Beside the page all of it is read, and only what is in sight is laid out.
    let at = window.word("كريم").center();
    window.click_at(at, 1, NONE);
    window.key(Modifiers { alt: true, ..CTRL }, Key::I);
    window.wait_for("the guideline", |w| w.has("فقرة من إرشادات طويلة جدًّا، فيها مثال وآخر."));
    let (count, longest) = nodes(&window);
    assert!(count < 600 && longest <= 8 << 10, "{count} {longest}");
    let document = window.saved_document();
    let guideline = &document.schema.labels[0].guideline;
    assert!(guideline.contains("جديد\n") && guideline.len() < whole && guideline.len() > whole - 9000);
}

#[test]
fn guidelines_of_relation_types_and_attributes_are_there_where_one_works() {
    let mut schema = store::default_schema();
    schema.relation_types[0].attributes = vec![AttributeDefinition {
        english: "Since".into(),
        guideline: "السنة **كما** في النص.".into(),
        ..AttributeDefinition::new("since", AttributeKind::Text)
    }];
    let mut window = editor_of("زار [PER#1 كريم] [ORG#2 جامعة] القاهرة\n#1 → #2 works-for", schema);
    window.click("Close");
    let at = window.word("كريم").center();
    window.click_at(at, 1, NONE);
    let described = |window: &Window, part: &str| {
        let nodes = window.harness.root().children_recursive();
        let mut said = nodes.filter_map(|node| node.accesskit_node().description());
        said.any(|said| said.contains(part))
    };
    assert!(described(&window, "كما يدلّ عليه النص وحده."), "of the attribute");
    assert!(described(&window, "من الشخص إلى الجهة"), "of the relation");
    // In the panel, under each other.
    window.key(Modifiers { alt: true, ..CTRL }, Key::I);
    window.wait_for("the label's", |w| w.says("اسم شخص حقيقي") && w.says("كما يدلّ عليه النص وحده."));
    assert!(window.has("Gender"));
    window.click_like("Works for to");
    window.key(Modifiers { alt: true, ..CTRL }, Key::I);
    window.wait_for("the type's", |w| w.says("من الشخص إلى الجهة") && w.has("السنة كما في النص."));
    assert!(!window.says("اسم شخص حقيقي"));
}
