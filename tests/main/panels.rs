//! The panels around the page, found by their accessible names: what they show, what they give back, what keys do.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hashiya::edit::Command;
use hashiya::model::{
    AnnotatedDocument, Annotation, AnnotationId, Annotator, AttributeDefinition, AttributeKind, AttributeValue,
    DocumentState, IdGenerator, LabelName, Provenance, Record, Schema, Spans, Target, Timestamp,
};
use hashiya::session::Selection;
use hashiya::store::default_schema;
use hashiya::ui::command::UiCommand;
use hashiya::ui::keymap::KeyMap;
use hashiya::ui::label_places::LabelPlaces;
use hashiya::ui::panels::annotations::{AnnotationsAction, AnnotationsInput, AnnotationsState, annotations};
use hashiya::ui::panels::documents::{DocumentRow, DocumentRows, DocumentsAction, DocumentsState, documents};
use hashiya::ui::panels::labels::{LabelsAction, LabelsInput, LabelsState, labels};
use hashiya::ui::panels::menu::{MenuAction, MenuInput, menu_bar};
use hashiya::ui::panels::status::{Quote, Safety, StatusAction, StatusLine, StatusState, TaskShown, status};
use hashiya::workspace::{DocumentOrder, DocumentQuery, SortBy};

use crate::support::Look;
use crate::view::{Shown, WORDS, act, annotated, english, in_every_look};

fn label_panel(look: Look, sticky: Option<&'static str>, alone: Option<&'static str>) -> Shown<LabelsAction> {
    let schema = Arc::new(default_schema());
    let counts = annotated(&WORDS).annotations.label_counts().clone();
    let (sticky, alone) = (sticky.map(LabelName::new), alone.map(LabelName::new));
    let mut state = LabelsState::default();
    Shown::new(look, move |ui| {
        let (sticky, alone) = (sticky.as_ref(), alone.as_ref());
        let input = LabelsInput { schema: &schema, counts: &counts, revision: 0, sticky, alone, active: None };
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

    panel.focus(PERSON);
    assert_eq!(panel.key(Key::Enter), [LabelsAction::Use("PER".into())]);
    assert_eq!(panel.key(Key::ArrowDown), [], "walking the list uses nothing");
    assert_eq!(panel.key(Key::Enter), [LabelsAction::Use("ORG".into())]);
    assert_eq!(panel.key(Key::Tab), []);
    assert_eq!(panel.key(Key::Enter), [LabelsAction::Further("ORG".into())]);
}

#[test]
fn without_labels_the_panel_says_what_to_do() {
    let (schema, counts) = (Arc::new(Schema::default()), BTreeMap::new());
    let mut state = LabelsState::default();
    let mut panel = Shown::new(english([280.0, 300.0]), move |ui| {
        let input =
            LabelsInput { schema: &schema, counts: &counts, revision: 0, sticky: None, alone: None, active: None };
        labels(ui, &mut state, &input)
    });
    panel.find("No labels yet. Add one, or load a schema.");
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
            let active = active.as_ref();
            let selection = &Selection { annotation: active.cloned(), ..Selection::default() };
            let input = AnnotationsInput {
                key: 1,
                revision,
                document: &document,
                labels: &LabelPlaces::of(&document.schema),
                active,
                selection,
                chains: &[],
                relation: None,
                register: None,
                proposed: &[],
            };
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
                AnnotationsAction::SetNote(all, note) => {
                    let set = |of| Command::SetNote { of, note: note.clone() };
                    Command::Batch(all.into_iter().map(set).collect())
                }
                AnnotationsAction::SetAttribute(of, name, value) => Command::SetAttribute { of, name, value },
                AnnotationsAction::DeleteRelation(id) => Command::DeleteRelations { ids: vec![id] },
                other => unreachable!("{other:?} is for the window"),
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
    panel.find("كريم الحدّاد، Person");
    panel.type_into("Filter annotations", "الحداد");
    assert!(panel.harness.query_by_label("كريم الحدّاد، Person").is_some());
    assert!(panel.harness.query_by_label("هدى سالم، Person").is_none());
    panel.find("1 of 5");
    panel.type_into("Filter annotations", "اسكندريه");
    panel.find("الإسكندرية، Location");
    panel.type_into("Filter annotations", "person");
    panel.find("3 of 5");
    panel.type_into("Filter annotations", "لا شيء كهذا");
    panel.find("No annotation matches the filter.");
    panel.click("Clear the filter");
    panel.find("الإسكندرية، Location");
}

#[test]
fn rows_can_be_walked_sorted_relabelled_and_deleted() {
    let (mut panel, document) = annotation_panel(english([300.0, 460.0]), annotated(&WORDS));
    let ids: Vec<AnnotationId> = document.borrow().annotations.iter().map(|a| a.id.clone()).collect();
    assert_eq!(panel.click("الإسكندرية، Location"), [AnnotationsAction::Activate(ids[0].clone())]);
    assert_eq!(panel.key(Key::ArrowDown), [AnnotationsAction::Activate(ids[1].clone())]);
    assert_eq!(panel.key(Key::Delete), [AnnotationsAction::Delete(ids[1].clone())]);
    assert_eq!(document.borrow().annotations.len(), 4);

    panel.click("Order: Position in the text");
    panel.click("Label");
    let top = |panel: &Shown<AnnotationsAction>, name: &str| panel.harness.get_by_label(name).rect().top();
    assert!(top(&panel, "كريم الحدّاد، Person") < top(&panel, "الإسكندرية، Location"), "PER stands before LOC");

    panel.click("هدى سالم، Person");
    panel.find("هدى سالم، Person").click_secondary();
    panel.run();
    let given = panel.click("Event");
    assert_eq!(given, [AnnotationsAction::Relabel(ids[4].clone(), "EVENT".into())]);
    panel.find("هدى سالم، Event");
}

#[test]
fn a_note_is_kept_when_its_field_is_left_and_is_one_step() {
    let (mut panel, document) = annotation_panel(english([300.0, 460.0]), annotated(&WORDS));
    let ids: Vec<AnnotationId> = document.borrow().annotations.iter().map(|a| a.id.clone()).collect();
    panel.click("كريم الحدّاد، Person");
    panel.focus("Note on the chosen annotation");
    for text in ["وزير", " ", "الثقافة"] {
        panel.harness.event(Event::Text(text.into()));
        assert_eq!(panel.run(), []);
    }
    let given = panel.click("هدى سالم، Person");
    assert!(
        given.contains(&AnnotationsAction::SetNote(vec![Target::Annotation(ids[3].clone())], "وزير الثقافة".into())),
        "{given:?}"
    );
    panel.find("كريم الحدّاد، Person، Note: وزير الثقافة");

    panel.focus("Note on the chosen annotation");
    panel.harness.event(Event::Text("رئيسة".into()));
    panel.harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    assert_eq!(panel.run(), [AnnotationsAction::SetNote(vec![Target::Annotation(ids[4].clone())], "رئيسة".into())]);
}

#[test]
fn an_attribute_that_is_typed_is_kept_when_its_field_is_left() {
    let mut annotated = annotated(&WORDS);
    let attribute = |name: &str, kind| AttributeDefinition {
        name: name.into(),
        kind,
        arabic: String::new(),
        english: String::new(),
        guideline: String::new(),
        ..AttributeDefinition::new("", AttributeKind::Flag)
    };
    let mut schema = (*annotated.schema).clone();
    schema.labels[0].attributes = vec![attribute("role", AttributeKind::Text), attribute("age", AttributeKind::Number)];
    annotated.schema = schema.into();
    let (mut panel, document) = annotation_panel(english([300.0, 560.0]), annotated);
    let ids: Vec<AnnotationId> = document.borrow().annotations.iter().map(|a| a.id.clone()).collect();
    let of = |n: usize| Target::Annotation(ids[n].clone());
    panel.click("كريم الحدّاد، Person");
    panel.focus("role");
    panel.harness.event(Event::Text("وزير".into()));
    assert_eq!(panel.run(), []);
    // Another annotation is taken: the field is gone before it has lost the keyboard.
    let given = panel.click("هدى سالم، Person");
    let set = AnnotationsAction::SetAttribute(of(3), "role".into(), Some(AttributeValue::Text("وزير".into())));
    assert!(given.contains(&set), "{given:?}");
    assert_eq!(given.iter().filter(|action| **action == set).count(), 1, "{given:?}");
    panel.focus("age");
    panel.harness.event(Event::Text("٤١".into()));
    panel.run();
    let set = AnnotationsAction::SetAttribute(of(4), "age".into(), Some(AttributeValue::Number(41.0)));
    assert_eq!(panel.key(Key::Enter), [set]);
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
                entity: None,
                record: Record {
                    attributes: Default::default(),
                    note: String::new(),
                    flag: false,
                    provenance: Provenance::Human,
                    annotator: Annotator::new("أحمد"),
                    created: Timestamp(1),
                    modified: Timestamp(1),
                },
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
    let row = |id, title, state, annotations| DocumentRow { state, annotations, ..DocumentRow::new(id, title) };
    let mut rows = vec![
        row(0, "ليالي الكتاب في الإسكندرية", Some(DocumentState::Done), Some(12)),
        DocumentRow {
            dirty: true,
            ..row(1, "سيول عُمان: Reuters report 2026", Some(DocumentState::InProgress), Some(104))
        },
        row(2, "نسيج الموصل", Some(DocumentState::New), Some(0)),
        row(3, "تغريدات ٢٠٢٦", Some(DocumentState::Rejected), Some(3)),
        DocumentRow {
            failure: Some("news/05.ron: line 3: the digest does not fit the text".into()),
            ..row(4, "خبر معطوب", None, None)
        },
        DocumentRow { loading: true, ..row(5, "كتاب كبير", None, None) },
        DocumentRow {
            read_only: Some("مفتوح في برنامج آخر".into()), ..row(6, "لم يُفتح", None, None)
        },
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
    let (mut query, mut order) = (DocumentQuery::default(), DocumentOrder::default());
    Shown::new(look, move |ui| {
        let shown = Rows { rows: &rows, asked: Cell::new(0), query: query.clone(), order };
        let actions = documents(ui, &mut state, &shown, &recent);
        for action in &actions {
            match action {
                DocumentsAction::Filter(filter) => query = filter.clone(),
                DocumentsAction::Sort(now) => order = *now,
                _ => {}
            }
        }
        actions
    })
}

/// Rows of which the second is shown, and how many whole rows were asked for. A filter takes none.
struct Rows<'a> {
    rows: &'a [DocumentRow<'static, u32>],
    asked: Cell<usize>,
    query: DocumentQuery,
    order: DocumentOrder,
}

impl DocumentRows for Rows<'_> {
    type Id = u32;

    fn total(&self) -> usize {
        self.rows.len()
    }

    fn count(&self) -> usize {
        if self.query.is_empty() { self.rows.len() } else { 0 }
    }

    fn row(&self, at: usize) -> DocumentRow<'_, u32> {
        self.asked.set(self.asked.get() + 1);
        self.rows[at].clone()
    }

    fn current(&self) -> Option<usize> {
        self.query.is_empty().then_some(1)
    }

    fn done(&self) -> (usize, usize) {
        (self.rows.iter().filter(|row| row.state.is_some_and(DocumentState::is_settled)).count(), 0)
    }

    fn is_growing(&self) -> bool {
        false
    }

    fn query(&self) -> &DocumentQuery {
        &self.query
    }

    fn order(&self) -> DocumentOrder {
        self.order
    }

    fn is_brief(&self) -> bool {
        false
    }

    fn annotator(&self) -> &str {
        "سارة"
    }

    fn project(&self) -> Option<&str> {
        None
    }

    fn has_samples(&self) -> bool {
        false
    }
}

#[test]
fn of_a_hundred_thousand_documents_only_the_lines_in_sight_are_made() {
    let row = some_documents().swap_remove(0);
    let rows: Vec<_> = (0..100_000).map(|id| DocumentRow { id, ..row.clone() }).collect();
    let mut state = DocumentsState::default();
    let asked = Rc::new(Cell::new(0));
    let seen = asked.clone();
    let mut panel: Shown<DocumentsAction<u32>> = Shown::new(english([280.0, 420.0]), move |ui| {
        let (query, order) = (DocumentQuery::default(), DocumentOrder::default());
        let rows = Rows { rows: &rows, asked: Cell::new(0), query, order };
        let actions = documents(ui, &mut state, &rows, &[]);
        seen.set(seen.get().max(rows.asked.get()));
        actions
    });
    panel.run();
    assert!((5..60).contains(&asked.get()), "{} rows were made for one frame", asked.get());
}

#[test]
fn documents_say_their_state_and_are_shown_by_click_and_arrows() {
    let mut panel = document_panel(english([280.0, 620.0]), some_documents(), Vec::new());
    let rejected = "تغريدات ٢٠٢٦، Rejected، 3 annotations";
    assert_eq!(panel.click(rejected), [DocumentsAction::Show(3)]);
    panel.find("سيول عُمان: Reuters report 2026، In progress، 104 annotations، Not saved yet");
    panel.find("لم يُفتح، Not read yet، annotations not counted yet، Read only");
    panel.find("خبر معطوب، Could not be read، annotations not counted yet");
    panel.harness.get_by_role_and_label(egui::Role::ProgressIndicator, "2 of 30 done");
    // The current document stays the second, so from there the arrow reaches the third.
    assert_eq!(panel.key(Key::ArrowDown), [DocumentsAction::Show(2)]);
    let given = panel.type_into("Filter documents", "عمان");
    assert!(matches!(&given[..], [DocumentsAction::Filter(query)] if query.text() == "عمان"), "{given:?}");
    panel.find("No document matches the filter.");
    panel.find("0 of 0 of the filter");
}

#[test]
fn what_is_known_of_a_document_is_said_and_two_of_one_title_are_told_apart() {
    let known = |id, folder: &str| DocumentRow {
        folder: Some(folder.into()),
        ambiguous: true,
        state: Some(DocumentState::Done),
        annotations: Some(0),
        annotator: Some("ليلى"),
        words: Some(640),
        changed: Some(Timestamp(1_790_000_000_000)),
        attributes: vec![("genre".into(), "أخبار".into())],
        ..DocumentRow::new(id, "خبر")
    };
    let mut panel = document_panel(english([280.0, 420.0]), vec![known(0, "شمال"), known(1, "جنوب")], Vec::new());
    panel.find("خبر، جنوب، Done, nothing in it، 0 annotations، ليلى، 640 words، 2026-09-21، genre: أخبار");
    assert_eq!(
        panel.click("خبر، شمال، Done, nothing in it، 0 annotations، ليلى، 640 words، 2026-09-21، genre: أخبار"),
        [DocumentsAction::Show(0)]
    );
}

#[test]
fn usual_filters_and_orders_are_menus_and_a_wrong_filter_says_where_it_is_wrong() {
    let filter = |text: &str| DocumentsAction::Filter(text.parse().expect("a filter"));
    let mut panel = document_panel(english([280.0, 620.0]), some_documents(), Vec::new());
    panel.click("Usual filters");
    assert_eq!(panel.click("Done, nothing in it"), [filter("state:done annotations:0")]);
    panel.click("Usual filters");
    assert_eq!(panel.click("Mine"), [filter("by:\"سارة\"")]);
    panel.click("Usual filters");
    assert_eq!(panel.click("All documents"), [filter("")]);
    panel.click("Sort by: Order of files");
    let order = DocumentOrder { by: SortBy::Changed, descending: false };
    assert_eq!(panel.click("Last change"), [DocumentsAction::Sort(order)]);
    panel.click("Sort by: Last change");
    assert_eq!(panel.click("Last first"), [DocumentsAction::Sort(DocumentOrder { descending: true, ..order })]);
    panel.click("Sort by: Last change ↓");
    assert_eq!(panel.click("Two lines for a document"), [DocumentsAction::Brief(true)]);
    let given = panel.type_into("Filter documents", "خبر stat:new");
    assert_eq!(given, [], "the filter before stays in force");
    assert!(panel.harness.query_by_label_contains("At character 5: “stat” is not a field").is_some());

    let mut panel = document_panel(Look { size: [280.0, 620.0], ..Look::default() }, some_documents(), Vec::new());
    panel.click("التصفيات المعتادة");
    assert_eq!(panel.click("غير المنجز"), [filter("حالة:غير-منجز")]);
}

#[test]
fn two_of_one_title_in_one_folder_are_told_apart_by_their_files() {
    let row = |id, file: &'static str| DocumentRow {
        ambiguous: true,
        folder: Some("شمال".into()),
        file: Some(file.into()),
        state: Some(DocumentState::New),
        annotations: Some(0),
        ..DocumentRow::new(id, "خبر")
    };
    let panel = document_panel(english([280.0, 420.0]), vec![row(1, "أول"), row(2, "ثان")], Vec::new());
    for name in ["أول", "ثان"] {
        let spoken = format!("خبر، شمال/{name}، New");
        assert!(panel.harness.query_by_label_contains(&spoken).is_some(), "{name}");
    }
}

#[test]
fn with_nothing_open_the_files_opened_lately_are_offered() {
    let recent = PathBuf::from("/home/sara/مستندات/أخبار.ron");
    let mut panel = document_panel(english([280.0, 420.0]), Vec::new(), vec![recent.clone()]);
    assert_eq!(panel.click("Open or add documents"), []);
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
            ..StatusLine::default()
        };
        status(ui, &mut state, &line)
    })
}

#[test]
fn the_status_line_says_why_the_work_is_in_memory_alone() {
    let mut state = StatusState::default();
    let mut line = Shown::new(english([1000.0, 360.0]), move |ui| {
        let line = StatusLine {
            safety: Safety::Unsaved,
            not_kept: Some("the disk is full"),
            save_key: "Ctrl+S",
            state: Some(DocumentState::InProgress),
            ..StatusLine::default()
        };
        status(ui, &mut state, &line)
    });
    let said = line.find("In memory only").accesskit_node().description();
    let why =
        "The journal of steps cannot be written (the disk is full). Hashiya tries again; Ctrl+S saves the document";
    assert_eq!(said.as_deref(), Some(why));
    assert_eq!(line.click("In memory only"), [StatusAction::Save]);
}

#[test]
fn the_status_line_names_what_is_under_way_once_it_takes_a_while() {
    let shown = std::rc::Rc::new(std::cell::Cell::new(None));
    let (task, mut state) = (shown.clone(), StatusState::default());
    let mut line = Shown::new(english([1000.0, 360.0]), move |ui| {
        status(ui, &mut state, &StatusLine { task: task.get(), ..StatusLine::default() })
    });
    let search = TaskShown { name: "Looking for documents", progress: Some((120, 0)), stops: true };
    shown.set(Some(search));
    line.harness.step();
    assert!(line.harness.query_by_label("Looking for documents: 120 so far").is_none(), "most are over at once");
    line.harness.run_steps(8);
    line.find("Looking for documents: 120 so far");
    assert_eq!(line.click("Stop: Looking for documents"), [StatusAction::StopTask]);
    shown.set(Some(TaskShown { progress: Some((3, 7)), stops: false, ..search }));
    line.harness.run_steps(8);
    line.find("Looking for documents: 3 of 7");
    assert!(line.harness.query_by_label("Stop: Looking for documents").is_none(), "it cannot be stopped");
    shown.set(Some(TaskShown { progress: None, stops: false, ..search }));
    line.harness.step();
    line.find("Looking for documents: 3 of 7");
    // Another one, of which nobody knows how far it is, is given its own time.
    shown.set(Some(TaskShown { name: "Exporting", progress: None, stops: false }));
    line.harness.step();
    assert!(line.harness.query_by_label("Exporting…").is_none());
    line.harness.run_steps(8);
    line.find("Exporting…");
    shown.set(None);
    line.harness.step();
    assert!(line.harness.query_by_label("Exporting…").is_none());
}

#[test]
fn the_status_line_says_where_the_work_stands_and_changes_it() {
    let mut line = status_line(english([1000.0, 360.0]), Safety::Unsaved);
    for said in ["‹القاهرة›", "31..38", "7 characters", "12 of 40"] {
        line.find(said);
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
    assert_eq!(bar.click("Label names in the text"), [MenuAction::Command(UiCommand::ToggleTags)]);
    bar.click("Edit");
    assert_eq!(bar.click("Undo"), [], "what cannot be done now is not given");
}

/// Not a test of anything: paints every view of this file into the folder named by `HASHIYA_PICTURES`, to be looked at.
#[test]
fn pictures_to_look_at() {
    in_every_look(|name, look| {
        label_panel(look(268.0, 330.0), Some("LOC"), Some("PER")).picture(&format!("labels-{name}"));
        let (mut panel, document) = annotation_panel(look(300.0, 460.0), annotated(&WORDS));
        let row = if name.starts_with("ar") {
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
        bar.click(if name.starts_with("ar") { "ملف" } else { "File" });
        bar.picture(&format!("menu-{name}"));
    });
}
