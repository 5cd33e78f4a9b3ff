//! Panels and dialogs, found by their accessible names: what they show, what they give back, what the keys do.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use egui::{Event, Key, Modifiers, Ui};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hashiya::edit::{Command, Context, Orphans, plan};
use hashiya::model::{
    AnnotatedDocument, Annotation, AnnotationId, Annotator, Colour, DocumentState, IdGenerator, LabelName, Provenance,
    Schema, Spans, Timestamp,
};
use hashiya::store::{Settings, default_schema, samples, settings::Language as SettingsLanguage};
use hashiya::ui::command::UiCommand;
use hashiya::ui::dialogs::encoding::{EncodingAction, EncodingDialog, EncodingInput};
use hashiya::ui::dialogs::export::{ExportAction, ExportDialog, ExportInput, FormatChoice, Loss, Which};
use hashiya::ui::dialogs::path::{PathAction, PathPrompt, PathPurpose, Standing};
use hashiya::ui::dialogs::schema_editor::{SchemaAction, SchemaEditor, SchemaInput};
use hashiya::ui::dialogs::settings::{SettingsAction, SettingsDialog};
use hashiya::ui::keymap::KeyMap;
use hashiya::ui::panels::annotations::{AnnotationsAction, AnnotationsInput, AnnotationsState, annotations};
use hashiya::ui::panels::documents::{DocumentRow, DocumentsAction, DocumentsState, documents};
use hashiya::ui::panels::labels::{LabelsAction, LabelsInput, LabelsState, labels};
use hashiya::ui::panels::menu::{MenuAction, MenuInput, menu_bar};
use hashiya::ui::panels::status::{Quote, Safety, StatusAction, StatusLine, StatusState, status};
use hashiya::ui::raster::encode_png;
use hashiya::ui::theme::{Mode, Theme};
use hashiya::ui::words::Language;

use crate::support::{Look, Painter};

/// A window that shows one view, and everything the view gave back.
struct Shown<A: 'static> {
    harness: Harness<'static, ()>,
    painter: Painter,
    given: Rc<RefCell<Vec<A>>>,
}

impl<A> Shown<A> {
    fn new(look: Look, mut view: impl FnMut(&mut Ui) -> Vec<A> + 'static) -> Self {
        let given: Rc<RefCell<Vec<A>>> = Rc::default();
        let (builder, painter) = look.builder();
        let kept = given.clone();
        let mut harness = builder.build_ui_state(
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

    fn click(&mut self, name: &str) -> Vec<A> {
        self.harness.get_by_label(name).click();
        self.run()
    }

    fn click_at(&mut self, at: egui::Pos2, modifiers: Modifiers) -> Vec<A> {
        self.harness.hover_at(at);
        self.harness.run();
        for pressed in [true, false] {
            let button = egui::PointerButton::Primary;
            self.harness.event_modifiers(Event::PointerButton { pos: at, button, pressed, modifiers }, modifiers);
            self.harness.step();
        }
        self.run()
    }

    fn key(&mut self, key: Key) -> Vec<A> {
        self.harness.key_press(key);
        self.run()
    }

    fn type_into(&mut self, name: &str, text: &str) -> Vec<A> {
        self.harness.get_by_label(name).set_text_value_accesskit(text);
        self.run()
    }

    fn run(&mut self) -> Vec<A> {
        self.harness.run();
        self.given.borrow_mut().drain(..).collect()
    }

    fn picture(&mut self, name: &str) {
        let Some(folder) = std::env::var_os("HASHIYA_PICTURES") else { return };
        self.harness.run();
        let picture = encode_png(&self.painter.picture(&self.harness)).expect("a small picture is encoded");
        std::fs::write(Path::new(&folder).join(format!("{name}.png")), picture).expect("the folder is writable");
    }
}

fn english(size: [f32; 2]) -> Look {
    Look { language: Language::English, size, ..Look::default() }
}

fn arabic(size: [f32; 2]) -> Look {
    Look { size, ..Look::default() }
}

/// A sample with an annotation on each of these words, in turn with the labels of the schema.
fn annotated(words: &[(&str, &str)]) -> AnnotatedDocument {
    let mut document = samples().remove(0);
    document.annotations = Default::default();
    let annotator = Annotator::new("أحمد");
    let mut ids = IdGenerator::new(7);
    for (word, label) in words {
        let start = document.text().find(word).unwrap_or_else(|| panic!("the sample holds {word}"));
        let command = Command::Annotate {
            ranges: vec![start..start + word.len()],
            label: LabelName::new(*label),
            provenance: Provenance::Human,
        };
        act(&mut document, command, &annotator, &mut ids);
    }
    document
}

fn act(document: &mut AnnotatedDocument, command: Command, annotator: &Annotator, ids: &mut IdGenerator) {
    let mut context = Context { annotator, now: Timestamp(1), ids };
    let transaction = plan(document, command, &mut context).expect("the command of a test can be done");
    transaction.apply(document).expect("what was planned can be done");
}

const WORDS: [(&str, &str); 5] = [
    ("الإسكندرية", "LOC"),
    ("ليلى المنصوري", "PER"),
    ("14 مايو 2026", "DATE"),
    ("كريم الحدّاد", "PER"),
    ("هدى سالم", "PER"),
];

fn label_panel(look: Look, sticky: Option<&'static str>, alone: Option<&'static str>) -> Shown<LabelsAction> {
    let schema = default_schema();
    let counts = annotated(&WORDS).label_counts();
    let (sticky, alone) = (sticky.map(LabelName::new), alone.map(LabelName::new));
    let mut state = LabelsState::default();
    Shown::new(look, move |ui| {
        let (sticky, alone) = (sticky.as_ref(), alone.as_ref());
        let input = LabelsInput { schema: &schema, counts: &counts, sticky, alone, active: None };
        labels(ui, &mut state, &input)
    })
}

const PERSON: &str = "Person PER، key 1، used 3 times";

#[test]
fn a_click_on_a_label_uses_it() {
    let mut panel = label_panel(english([280.0, 400.0]), None, None);
    assert_eq!(panel.click(PERSON), [LabelsAction::Use("PER".into())]);
    let at = panel.harness.get_by_label(PERSON).rect().left_center() + egui::vec2(40.0, 0.0);
    assert_eq!(panel.click_at(at, Modifiers::COMMAND), [LabelsAction::Further("PER".into())]);
}

#[test]
fn the_buttons_of_a_label_are_reached_by_keys_and_by_name() {
    let mut panel = label_panel(english([280.0, 400.0]), Some("LOC"), None);
    let further = "Put Person beside the label that is there (Ctrl+click)";
    assert_eq!(panel.click(further), [LabelsAction::Further("PER".into())]);
    assert_eq!(panel.click("Give Person to each new selection"), [LabelsAction::Sticky(Some("PER".into()))]);
    assert_eq!(panel.click("Stop giving Location to each new selection"), [LabelsAction::Sticky(None)]);
    assert_eq!(panel.click("Dim every label but Event in the text"), [LabelsAction::Dim("EVENT".into())]);

    panel.harness.get_by_label(PERSON).focus();
    panel.run();
    assert_eq!(panel.key(Key::Enter), [LabelsAction::Use("PER".into())]);
    assert_eq!(panel.key(Key::ArrowDown), [], "walking the list uses nothing");
    assert_eq!(panel.key(Key::Enter), [LabelsAction::Use("ORG".into())]);
    assert_eq!(panel.key(Key::Tab), []);
    assert_eq!(panel.key(Key::Enter), [LabelsAction::Further("ORG".into())]);
}

#[test]
fn without_labels_the_panel_says_what_to_do() {
    let (schema, counts) = (Schema::default(), BTreeMap::new());
    let mut state = LabelsState::default();
    let mut panel = Shown::new(english([280.0, 300.0]), move |ui| {
        let input = LabelsInput { schema: &schema, counts: &counts, sticky: None, alone: None, active: None };
        labels(ui, &mut state, &input)
    });
    panel.harness.get_by_label("No labels yet. Add one, or load a schema.");
    assert_eq!(panel.click("Load a schema…"), [LabelsAction::Command(UiCommand::LoadSchema)]);
}

/// The annotations panel over a document that does what the panel asks, as the session does.
fn annotation_panel(
    look: Look,
    document: AnnotatedDocument,
) -> (Shown<AnnotationsAction>, Rc<RefCell<AnnotatedDocument>>) {
    let document = Rc::new(RefCell::new(document));
    let shared = document.clone();
    let (annotator, mut ids) = (Annotator::new("هدى"), IdGenerator::new(9));
    let (mut state, mut active, mut revision) = (AnnotationsState::default(), None::<AnnotationId>, 0);
    let panel = Shown::new(look, move |ui| {
        let actions = {
            let document = shared.borrow();
            let input = AnnotationsInput { key: 1, revision, document: &document, active: active.as_ref() };
            annotations(ui, &mut state, &input)
        };
        for action in &actions {
            let command = match action.clone() {
                AnnotationsAction::Activate(id) => {
                    active = Some(id);
                    continue;
                }
                AnnotationsAction::Delete(id) => Command::Delete { ids: vec![id] },
                AnnotationsAction::Relabel(id, label) => Command::Relabel { ids: vec![id], label },
                AnnotationsAction::SetNote(id, note) => Command::SetNote { id, note },
            };
            act(&mut shared.borrow_mut(), command, &annotator, &mut ids);
            revision += 1;
        }
        actions
    });
    (panel, document)
}

#[test]
fn the_filter_finds_words_labels_and_notes_whatever_their_spelling() {
    let (mut panel, _) = annotation_panel(english([300.0, 460.0]), annotated(&WORDS));
    panel.harness.get_by_label("كريم الحدّاد، Person");
    panel.type_into("Filter annotations", "الحداد");
    assert!(panel.harness.query_by_label("كريم الحدّاد، Person").is_some());
    assert!(panel.harness.query_by_label("هدى سالم، Person").is_none());
    panel.harness.get_by_label("1 of 5");
    panel.type_into("Filter annotations", "اسكندريه");
    panel.harness.get_by_label("الإسكندرية، Location");
    panel.type_into("Filter annotations", "person");
    panel.harness.get_by_label("3 of 5");
    panel.type_into("Filter annotations", "لا شيء كهذا");
    panel.harness.get_by_label("No annotation matches the filter.");
    panel.click("Clear the filter");
    panel.harness.get_by_label("الإسكندرية، Location");
}

#[test]
fn rows_can_be_walked_sorted_relabelled_and_deleted() {
    let (mut panel, document) = annotation_panel(english([300.0, 460.0]), annotated(&WORDS));
    let ids: Vec<AnnotationId> = document.borrow().annotations.iter().map(|a| a.id.clone()).collect();
    assert_eq!(panel.click("الإسكندرية، Location"), [AnnotationsAction::Activate(ids[0].clone())]);
    assert_eq!(panel.key(Key::ArrowDown), [AnnotationsAction::Activate(ids[1].clone())]);
    assert_eq!(panel.key(Key::Delete), [AnnotationsAction::Delete(ids[1].clone())]);
    assert_eq!(document.borrow().annotations.len(), 4);

    panel.click("By Place in the text");
    panel.click("Label");
    let top = |panel: &Shown<AnnotationsAction>, name: &str| panel.harness.get_by_label(name).rect().top();
    assert!(top(&panel, "كريم الحدّاد، Person") < top(&panel, "الإسكندرية، Location"), "PER stands before LOC");

    panel.click("هدى سالم، Person");
    panel.harness.get_by_label("هدى سالم، Person").click_secondary();
    panel.run();
    let given = panel.click("Event");
    assert_eq!(given, [AnnotationsAction::Relabel(ids[4].clone(), "EVENT".into())]);
    panel.harness.get_by_label("هدى سالم، Event");
}

#[test]
fn a_note_is_kept_when_its_field_is_left_and_is_one_step() {
    let (mut panel, document) = annotation_panel(english([300.0, 460.0]), annotated(&WORDS));
    let ids: Vec<AnnotationId> = document.borrow().annotations.iter().map(|a| a.id.clone()).collect();
    panel.click("كريم الحدّاد، Person");
    panel.harness.get_by_label("Note on the chosen annotation").focus();
    panel.run();
    for text in ["وزير", " ", "الثقافة"] {
        panel.harness.event(Event::Text(text.into()));
        assert_eq!(panel.run(), []);
    }
    let given = panel.click("هدى سالم، Person");
    assert!(given.contains(&AnnotationsAction::SetNote(ids[3].clone(), "وزير الثقافة".into())), "{given:?}");
    panel.harness.get_by_label("كريم الحدّاد، Person، Note: وزير الثقافة");

    panel.harness.get_by_label("Note on the chosen annotation").focus();
    panel.run();
    panel.harness.event(Event::Text("رئيسة".into()));
    panel.harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    assert_eq!(panel.run(), [AnnotationsAction::SetNote(ids[4].clone(), "رئيسة".into())]);
}

#[test]
fn a_list_of_many_annotations_makes_only_the_rows_in_sight() {
    let mut document = annotated(&[]);
    let ends: Vec<usize> = document.text().char_indices().map(|(at, _)| at).collect();
    let mut number = 0;
    let many: Vec<Annotation> = ends
        .iter()
        .flat_map(|start| ends.iter().filter(move |end| *end > start).take(40).map(move |end| *start..*end))
        .take(20_000)
        .map(|range| {
            number += 1;
            Annotation {
                id: AnnotationId::new(format!("a{number}")),
                label: "PER".into(),
                spans: Spans::from(document.document.span(range).expect("characters begin there")),
                attributes: Default::default(),
                note: String::new(),
                provenance: Provenance::Human,
                annotator: Annotator::new("أحمد"),
                created: Timestamp(1),
                modified: Timestamp(1),
            }
        })
        .collect();
    let count = many.len();
    document.annotations = hashiya::model::AnnotationSet::from_annotations(many);
    let (panel, _) = annotation_panel(english([300.0, 460.0]), document);
    let shown = panel.harness.query_all_by_role(egui::Role::ListBoxOption).count();
    assert!(count > 10_000 && (5..30).contains(&shown), "{shown} rows of {count}");
}

fn some_documents() -> Vec<DocumentRow<'static, u32>> {
    let row = |id, title, state, annotations| DocumentRow {
        id,
        title,
        state,
        annotations,
        dirty: false,
        loading: false,
        failure: None,
    };
    let mut rows = vec![
        row(0, "ليالي الكتاب في الإسكندرية", Some(DocumentState::Done), Some(12)),
        DocumentRow {
            dirty: true,
            ..row(1, "سيول عُمان: Reuters report 2026", Some(DocumentState::InProgress), Some(104))
        },
        row(2, "نسيج الموصل", Some(DocumentState::New), Some(0)),
        row(3, "تغريدات ٢٠٢٦", Some(DocumentState::Rejected), Some(3)),
        DocumentRow {
            failure: Some("news/05.ron: line 3: the digest does not fit the text"),
            ..row(4, "خبر معطوب", None, None)
        },
        DocumentRow { loading: true, ..row(5, "كتاب كبير", None, None) },
        row(6, "لم يُفتح", None, None),
        row(7, "annual-report-of-the-ministry-of-culture-2025-final-version", Some(DocumentState::New), Some(1)),
    ];
    rows.extend((8..30).map(|id| row(id, "خبر قصير", Some(DocumentState::New), Some(0))));
    rows
}

fn document_panel(
    look: Look,
    rows: Vec<DocumentRow<'static, u32>>,
    recent: Vec<PathBuf>,
) -> Shown<DocumentsAction<u32>> {
    let mut state = DocumentsState::default();
    Shown::new(look, move |ui| documents(ui, &mut state, &rows, Some(1), &recent))
}

#[test]
fn documents_say_their_state_and_are_shown_by_click_and_arrows() {
    let mut panel = document_panel(english([280.0, 420.0]), some_documents(), Vec::new());
    let rejected = "تغريدات ٢٠٢٦، Rejected، 3 annotations";
    assert_eq!(panel.click(rejected), [DocumentsAction::Show(3)]);
    panel.harness.get_by_label("سيول عُمان: Reuters report 2026، In progress، 104 annotations، Not saved yet");
    panel.harness.get_by_label("خبر معطوب، Could not be read، annotations not counted yet");
    panel.harness.get_by_role_and_label(egui::Role::ProgressIndicator, "2 of 30 done");
    // The current document stays the second, so from there the arrow reaches the third.
    assert_eq!(panel.key(Key::ArrowDown), [DocumentsAction::Show(2)]);
    panel.type_into("Filter documents", "عمان");
    assert!(panel.harness.query_by_label(rejected).is_none());
}

#[test]
fn with_nothing_open_the_files_opened_lately_are_offered() {
    let recent = PathBuf::from("/home/sara/مستندات/أخبار.ron");
    let mut panel = document_panel(english([280.0, 420.0]), Vec::new(), vec![recent.clone()]);
    assert_eq!(panel.click("Open…"), [DocumentsAction::Command(UiCommand::Open)]);
    assert_eq!(panel.click("أخبار.ron"), [DocumentsAction::OpenRecent(recent)]);
}

fn status_line(look: Look, safety: Safety) -> Shown<StatusAction> {
    let mut state = StatusState::default();
    Shown::new(look, move |ui| {
        let quote = Quote { text: "القاهرة", start: 31, end: 38, characters: 7 };
        let line = StatusLine {
            safety,
            state: Some(DocumentState::InProgress),
            annotator: "أحمد",
            position: Some((12, 40)),
            quote: Some(quote),
            sticky: Some("مكان"),
            encoding: Some("windows-1256"),
            message: None,
        };
        status(ui, &mut state, &line)
    })
}

#[test]
fn the_status_line_says_where_the_work_stands_and_changes_it() {
    let mut line = status_line(english([1000.0, 60.0]), Safety::Unsaved);
    for said in ["‹القاهرة›", "31..38", "7 characters", "12 of 40"] {
        line.harness.get_by_label(said);
    }
    assert_eq!(line.click("Not saved yet"), [StatusAction::Save]);
    assert_eq!(line.click("Keep labelling: مكان"), [StatusAction::StopSticky]);
    assert_eq!(line.click("The text was read as windows-1256"), [StatusAction::ChooseEncoding]);
    line.click("In progress");
    assert_eq!(line.click("Done"), [StatusAction::SetState(DocumentState::Done)]);
    line.click("Annotator: أحمد");
    line.harness.event(Event::Text("سارة".into()));
    assert_eq!(line.run(), []);
    assert_eq!(line.key(Key::Enter), [StatusAction::SetAnnotator("سارة".into())]);
    line.click("Annotator: أحمد");
    line.harness.event(Event::Text("غيره".into()));
    line.run();
    assert_eq!(line.key(Key::Escape), [], "Esc leaves the name as it is");
}

fn menus(look: Look) -> Shown<MenuAction> {
    let keys = KeyMap::default();
    let recent = vec![PathBuf::from("/home/sara/مستندات/أخبار.ron"), PathBuf::from("/data/corpus/news-2026")];
    Shown::new(look, move |ui| {
        let input = MenuInput {
            keys: &keys,
            enabled: &|command| command != UiCommand::Undo,
            ticked: &|command| (command == UiCommand::ToggleTags).then_some(true),
            recent: &recent,
        };
        menu_bar(ui, &input)
    })
}

#[test]
fn menus_give_commands_and_recent_files() {
    let mut bar = menus(english([640.0, 640.0]));
    bar.click("File");
    assert_eq!(bar.click("أخبار.ron"), [MenuAction::OpenRecent(PathBuf::from("/home/sara/مستندات/أخبار.ron"))]);
    bar.click("View");
    assert_eq!(bar.click("Label tags"), [MenuAction::Command(UiCommand::ToggleTags)]);
    bar.click("Edit");
    assert_eq!(bar.click("Undo"), [], "what cannot be done now is not given");
}

/// The schema editor over a document that does what the editor asks.
fn schema_editor(look: Look) -> (Shown<SchemaAction>, Rc<RefCell<AnnotatedDocument>>) {
    let document = Rc::new(RefCell::new(annotated(&WORDS)));
    let shared = document.clone();
    let (annotator, mut ids) = (Annotator::new("هدى"), IdGenerator::new(9));
    let (mut editor, keys) = (SchemaEditor::default(), KeyMap::default());
    let shown = Shown::new(look, move |ui| {
        let (schema, counts) = (shared.borrow().schema.clone(), shared.borrow().label_counts());
        let input = SchemaInput { schema: &schema, counts: &counts, keys: &keys, refused: None };
        let actions = editor.show(ui.ctx(), &input);
        for action in &actions {
            if let SchemaAction::Do(command) = action {
                act(&mut shared.borrow_mut(), command.clone(), &annotator, &mut ids);
            }
        }
        actions
    });
    (shown, document)
}

const EDITOR: [f32; 2] = [900.0, 640.0];

#[test]
fn deleting_a_label_in_use_says_how_much_it_touches_and_asks() {
    let (mut editor, document) = schema_editor(english(EDITOR));
    editor.click("Delete…");
    editor.harness.get_by_label("Delete the label Person?");
    editor.harness.get_by_label("3 annotations use it.");
    assert_eq!(editor.click("Delete the label"), [], "not before it is said what becomes of them");
    editor.click("Give them another label");
    editor.harness.get_all_by_label("Event").last().expect("the heir is offered").click();
    editor.run();
    let given = editor.click("Delete the label");
    let annotations = Orphans::Relabel("EVENT".into());
    assert_eq!(given, [SchemaAction::Do(Command::RemoveLabel { name: "PER".into(), annotations })]);
    let document = document.borrow();
    assert_eq!(document.label_counts().get(&LabelName::new("EVENT")), Some(&3));
    assert!(document.schema.label(&"PER".into()).is_none());
}

#[test]
fn a_label_is_renamed_recoloured_and_moved_each_as_one_step() {
    let (mut editor, document) = schema_editor(english(EDITOR));
    let steps = |actions: &[SchemaAction]| actions.iter().filter(|a| matches!(a, SchemaAction::Do(_))).count();
    editor.harness.get_by_label("Name in datasets").focus();
    editor.run();
    editor.type_into("Name in datasets", "LOC");
    editor.harness.get_by_label("The name LOC is taken.");
    assert_eq!(steps(&editor.key(Key::Enter)), 0, "what the schema refuses is not given");
    editor.harness.get_by_label("Name in datasets").focus();
    editor.type_into("Name in datasets", "PERSON");
    assert!(editor.harness.query_by_label("The name LOC is taken.").is_none());
    assert_eq!(steps(&editor.key(Key::Enter)), 1);
    assert_eq!(document.borrow().schema.labels[0].name.as_str(), "PERSON");
    assert_eq!(document.borrow().label_counts().get(&LabelName::new("PERSON")), Some(&3));

    assert_eq!(steps(&editor.click("Rose")), 1);
    assert_eq!(document.borrow().schema.labels[0].colour, Colour([0xdf, 0x48, 0x90]));
    editor.harness.get_by_label("Colour as #rrggbb").focus();
    editor.run();
    editor.type_into("Colour as #rrggbb", "#12345");
    editor.harness.get_by_label("Write a colour like #0f6670.");
    editor.type_into("Colour as #rrggbb", "0F6670");
    assert_eq!(steps(&editor.key(Key::Enter)), 1);
    assert_eq!(document.borrow().schema.labels[0].colour, Colour([0x0f, 0x66, 0x70]));

    assert_eq!(steps(&editor.click("Move down")), 1);
    assert_eq!(document.borrow().schema.labels[1].name.as_str(), "PERSON");
    assert_eq!(steps(&editor.click("Add")), 1);
    assert_eq!(document.borrow().schema.labels.last().expect("one was added").name.as_str(), "LABEL");
    assert!(editor.harness.get_by_label("Arabic name").is_focused());
    editor.harness.event(Event::Text("قانون".into()));
    editor.run();
    let given = editor.click("Close");
    assert_eq!(steps(&given), 1, "what was typed is kept on closing: {given:?}");
    assert!(given.contains(&SchemaAction::Close));
    assert_eq!(document.borrow().schema.labels.last().expect("it is there").arabic, "قانون");
}

#[test]
fn a_key_is_taken_from_the_keyboard_and_a_conflict_is_said_at_once() {
    let (mut editor, document) = schema_editor(english(EDITOR));
    let press = |editor: &mut Shown<SchemaAction>, key: Key, text: &str| {
        editor.harness.event(Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        });
        editor.harness.event(Event::Text(text.into()));
        editor.run()
    };
    editor.click("Key: 1");
    assert_eq!(press(&mut editor, Key::Num3, "3"), []);
    editor.harness.get_by_label("The key 3 belongs to Location.");
    editor.click("Key: 1");
    assert_eq!(press(&mut editor, Key::OpenBracket, "["), []);
    editor.harness.get_by_label("The key [ already means “Start earlier by a word”.");
    editor.click("Key: 1");
    assert_eq!(press(&mut editor, Key::A, "ش").len(), 1);
    assert_eq!(document.borrow().schema.labels[0].key, Some('ش'));
    editor.click("Key: ش");
    assert_eq!(editor.key(Key::Escape), [], "Esc ends the wait and closes nothing");
    editor.harness.get_by_label("Key: ش");
    assert_eq!(editor.click("Take away").len(), 1);
    assert_eq!(document.borrow().schema.labels[0].key, None);
}

const FORMATS: [FormatChoice<'static>; 3] = [
    FormatChoice { name: "jsonl", extension: "jsonl", folder: false },
    FormatChoice { name: "conll", extension: "conll", folder: false },
    FormatChoice { name: "brat", extension: "", folder: true },
];

fn export_dialog(look: Look, losses: Vec<Loss<'static>>, done: usize) -> Shown<ExportAction> {
    let mut dialog = ExportDialog::new("/home/sara/أخبار.jsonl");
    Shown::new(look, move |ui| {
        let stands = |path: &Path| if path.ends_with("out") { Standing::Folder } else { Standing::Nothing };
        let input = ExportInput { formats: &FORMATS, documents: [1, 3, done], losses: Some(&losses), stands: &stands };
        dialog.show(ui.ctx(), &input)
    })
}

#[test]
fn an_export_that_loses_something_waits_for_a_yes() {
    let losses = vec![Loss { what: "notes", count: 12 }, Loss { what: "nested spans", count: 3 }];
    let mut dialog = export_dialog(english([720.0, 620.0]), losses, 0);
    dialog.harness.get_by_label("notes");
    assert_eq!(dialog.click("Export"), []);
    dialog.click("Export without these");
    let path = PathBuf::from("/home/sara/أخبار.jsonl");
    assert_eq!(dialog.click("Export"), [ExportAction::Export { format: "jsonl".into(), which: Which::Current, path }]);
    // Another choice loses other things: it is weighed anew and waits for another yes.
    assert_eq!(
        dialog.click("All 3 open documents"),
        [ExportAction::Weigh { format: "jsonl".into(), which: Which::Open }]
    );
    assert_eq!(dialog.click("Export"), []);
    assert_eq!(dialog.click("Documents marked as done: none"), [], "nothing is marked as done");
}

#[test]
fn the_place_of_an_export_follows_its_format() {
    let mut dialog = export_dialog(english([720.0, 620.0]), Vec::new(), 2);
    dialog.harness.get_by_label("This format keeps everything.");
    dialog.click("jsonl  .jsonl");
    assert_eq!(dialog.click("brat"), [ExportAction::Weigh { format: "brat".into(), which: Which::Current }]);
    assert_eq!(dialog.harness.get_by_label("Write to folder").value().as_deref(), Some("/home/sara/أخبار"));
    assert_eq!(dialog.click("Browse…"), [ExportAction::Browse { folder: true }]);
    dialog.type_into("Write to folder", "/home/sara/out");
    dialog.harness.get_by_label("The files will be written into this folder.");
    let given = dialog.click("Export");
    let path = PathBuf::from("/home/sara/out");
    assert_eq!(given, [ExportAction::Export { format: "brat".into(), which: Which::Current, path }]);
}

fn path_prompt(look: Look, purpose: PathPurpose, text: &'static str) -> Shown<PathAction> {
    let mut prompt = PathPrompt::new(purpose, text);
    Shown::new(look, move |ui| {
        let stands = |path: &Path| match path.to_str() {
            Some("/data/news") => Standing::Folder,
            Some("/data/old.ron") => Standing::File,
            Some(text) if text.starts_with("/data/") => Standing::Nothing,
            _ => Standing::NoFolder,
        };
        prompt.show(ui.ctx(), &stands).into_iter().collect()
    })
}

#[test]
fn a_typed_path_says_what_stands_there() {
    let mut prompt = path_prompt(english([700.0, 320.0]), PathPurpose::Open, "");
    let field = "Path of a file or a folder";
    assert!(prompt.harness.get_by_label(field).is_focused());
    prompt.type_into(field, "/data/nothing.txt");
    prompt.harness.get_by_label("Nothing stands there.");
    assert_eq!(prompt.key(Key::Enter), []);
    assert!(prompt.harness.get_by_label(field).is_focused(), "the path can be put right at once");
    prompt.type_into(field, "'/data/news'");
    prompt.harness.get_by_label("A folder: every document in it will be opened.");
    assert_eq!(prompt.key(Key::Enter), [PathAction::Accept(PathBuf::from("/data/news"))]);
    assert_eq!(prompt.click("Browse…"), [PathAction::Browse]);
    assert_eq!(prompt.key(Key::Escape), [PathAction::Cancel]);
}

#[test]
fn a_file_is_replaced_by_its_button_alone() {
    let mut prompt = path_prompt(english([700.0, 320.0]), PathPurpose::SaveAs, "/data/old.ron");
    prompt.harness.get_by_label("A file stands there. It will be replaced.");
    assert_eq!(prompt.key(Key::Enter), []);
    assert_eq!(prompt.click("Replace"), [PathAction::Accept(PathBuf::from("/data/old.ron"))]);
    prompt.type_into("Path of the file to write", "/data/new.ron");
    assert_eq!(prompt.click("Save"), [PathAction::Accept(PathBuf::from("/data/new.ron"))]);
}

fn settings_dialog(look: Look) -> (Shown<SettingsAction>, Rc<RefCell<Settings>>) {
    let settings = Rc::new(RefCell::new(Settings { annotator: "أحمد".into(), ..Settings::default() }));
    let (shared, mut dialog) = (settings.clone(), SettingsDialog::default());
    let shown = Shown::new(look, move |ui| {
        let now = shared.borrow().clone();
        let actions = dialog.show(ui.ctx(), &now);
        for action in &actions {
            if let SettingsAction::Changed(changed) = action {
                *shared.borrow_mut() = (**changed).clone();
            }
        }
        actions
    });
    (shown, settings)
}

#[test]
fn a_setting_takes_effect_at_once() {
    let (mut dialog, settings) = settings_dialog(english([720.0, 900.0]));
    dialog.click("Amiri");
    dialog.click("More: Text size");
    dialog.click("Less: Line height");
    dialog.click("English");
    dialog.click("Label tags in the text");
    {
        let settings = settings.borrow();
        assert_eq!((settings.reading_font.as_str(), settings.reading_size), ("Amiri", 21.0));
        assert_eq!((settings.line_height, settings.language), (1.8, SettingsLanguage::English));
        assert!(!settings.show_tags);
    }
    dialog.harness.get_by_label("Name of the annotator").focus();
    dialog.run();
    dialog.type_into("Name of the annotator", "سارة");
    let given = dialog.click("Close");
    assert_eq!(given.last(), Some(&SettingsAction::Close));
    assert_eq!(settings.borrow().annotator, "سارة");
}

fn encoding_dialog(look: Look) -> Shown<EncodingAction> {
    let mut dialog = EncodingDialog::default();
    Shown::new(look, move |ui| {
        let input = EncodingInput {
            file: "أخبار.txt",
            current: "windows-1256",
            guessed: true,
            preview: Some("وصل الوفد إلى عمّان مساء أمس.\nوقال المتحدث إن الاجتماع غدًا."),
            unreadable: 2,
        };
        dialog.show(ui.ctx(), &input).into_iter().collect()
    })
}

#[test]
fn another_encoding_is_looked_at_before_the_file_is_read_again() {
    let mut dialog = encoding_dialog(english([640.0, 560.0]));
    assert_eq!(dialog.click("Read again"), [], "it is read so already");
    assert_eq!(dialog.click("ISO-8859-6"), [EncodingAction::Preview("ISO-8859-6")]);
    assert_eq!(dialog.click("Read again"), [EncodingAction::Reopen("ISO-8859-6")]);
}

/// Not a test of anything: paints every view into the folder named by `HASHIYA_PICTURES`, to be looked at.
#[test]
fn pictures_to_look_at() {
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
        let look = |width, height| Look { language, mode, scale, size: [width, height] };
        label_panel(look(268.0, 330.0), Some("LOC"), Some("PER")).picture(&format!("labels-{name}"));
        let (mut panel, document) = annotation_panel(look(300.0, 460.0), annotated(&WORDS));
        let row = if language == Language::Arabic {
            "كريم الحدّاد، شخص"
        } else {
            "كريم الحدّاد، Person"
        };
        panel.click(row);
        drop(document);
        panel.picture(&format!("annotations-{name}"));
        document_panel(look(260.0, 480.0), some_documents(), Vec::new()).picture(&format!("documents-{name}"));
        let recent = vec![PathBuf::from("/home/sara/مستندات/أخبار.ron"), PathBuf::from("/data/corpus/news-2026")];
        document_panel(look(260.0, 320.0), Vec::new(), recent).picture(&format!("empty-{name}"));
        status_line(look(1100.0, 46.0), Safety::Unsaved).picture(&format!("status-{name}"));
        let mut bar = menus(look(640.0, 560.0));
        bar.click(if language == Language::Arabic { "ملف" } else { "File" });
        bar.picture(&format!("menu-{name}"));
        let (mut editor, _) = schema_editor(look(900.0, 660.0));
        editor.picture(&format!("schema-{name}"));
        editor.click(if language == Language::Arabic { "حذف…" } else { "Delete…" });
        editor.click(if language == Language::Arabic {
            "أعطها ملصقًا آخر"
        } else {
            "Give them another label"
        });
        editor.picture(&format!("removal-{name}"));
        let losses = vec![Loss { what: "notes", count: 12 }, Loss { what: "nested spans", count: 3 }];
        export_dialog(look(720.0, 620.0), losses, 2).picture(&format!("export-{name}"));
        path_prompt(look(700.0, 300.0), PathPurpose::SaveAs, "/data/مستندات/old.ron").picture(&format!("path-{name}"));
        settings_dialog(look(720.0, 860.0)).0.picture(&format!("settings-{name}"));
        encoding_dialog(look(640.0, 560.0)).picture(&format!("encoding-{name}"));
    }
}
