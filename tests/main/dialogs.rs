//! The dialogs, found by their accessible names: what they ask, what they refuse, what they give back.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use egui::{Event, Key};
use egui_kittest::kittest::Queryable as _;
use hashiya::edit::{Command, OnLabelRemoval};
use hashiya::formats::{self, AnnotationLoss, ColumnOptions, Loss, LossDetail, LossKind, LossReport, Overlap, Scheme};
use hashiya::model::{AnnotatedDocument, Annotator, Colour, DocumentState, IdGenerator, LabelName};
use hashiya::session::{ExportFilter, ExportGuard, ExportNames, ExportOutcome, ExportRequest, Split};
use hashiya::store::{Settings, settings::Language as SettingsLanguage};
use hashiya::ui::dialogs::conflicts::{ConflictsAction, ConflictsDialog, ConflictsInput};
use hashiya::ui::dialogs::encoding::{EncodingAction, EncodingDialog, EncodingInput};
use hashiya::ui::dialogs::export::{ExportAction, ExportDialog, ExportInput, FormatChoice, Outlook, Which};
use hashiya::ui::dialogs::path::{PathAction, PathPrompt, PathStatus};
use hashiya::ui::dialogs::schema_editor::{SchemaAction, SchemaEditor, SchemaInput};
use hashiya::ui::dialogs::settings::{SettingsAction, SettingsDialog};
use hashiya::ui::keymap::KeyMap;
use hashiya::ui::modal::FileDialogPurpose;
use hashiya::ui::theme::Mode;

use crate::support::Look;
use crate::view::{Shown, WORDS, act, annotated, english, in_every_look};

/// The schema editor over a document that does what the editor asks.
fn schema_editor(look: Look) -> (Shown<SchemaAction>, Rc<RefCell<AnnotatedDocument>>) {
    let document = Rc::new(RefCell::new(annotated(&WORDS)));
    let shared = document.clone();
    let (annotator, mut ids) = (Annotator::new("هدى"), IdGenerator::new(9));
    let (mut editor, keys) = (SchemaEditor::default(), KeyMap::default());
    let shown = Shown::new(look, move |ui| {
        let (schema, counts) = (shared.borrow().schema.clone(), shared.borrow().annotations.label_counts().clone());
        let input = SchemaInput {
            schema: &schema,
            bare: None,
            counts: &counts,
            keys: &keys,
            refused: None,
            of_project: false,
            project_counted: false,
        };
        let actions = editor.draw(ui.ctx(), &input);
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
    editor.find("Delete the label Person?");
    editor.find("3 annotations use it.");
    assert_eq!(editor.click("Delete the label"), [], "not before it is said what becomes of them");
    editor.click("Give them another label");
    editor.click("Event");
    let given = editor.click("Delete the label");
    let annotations = OnLabelRemoval::Relabel("EVENT".into());
    assert_eq!(given, [SchemaAction::Do(Command::RemoveLabel { name: "PER".into(), annotations })]);
    let document = document.borrow();
    assert_eq!(document.annotations.label_counts().get(&LabelName::new("EVENT")), Some(&3));
    assert!(document.schema.label(&"PER".into()).is_none());
}

#[test]
fn a_label_is_renamed_recoloured_and_moved_each_as_one_step() {
    let (mut editor, document) = schema_editor(english(EDITOR));
    let steps = |actions: &[SchemaAction]| actions.iter().filter(|a| matches!(a, SchemaAction::Do(_))).count();
    editor.focus("Name in datasets");
    editor.type_into("Name in datasets", "LOC");
    editor.find("The name LOC is already used.");
    assert_eq!(steps(&editor.key(Key::Enter)), 0, "what the schema refuses is not given");
    editor.focus("Name in datasets");
    editor.type_into("Name in datasets", "PERSON");
    assert!(editor.harness.query_by_label("The name LOC is already used.").is_none());
    assert_eq!(steps(&editor.key(Key::Enter)), 1);
    assert_eq!(document.borrow().schema.labels[0].name.as_str(), "PERSON");
    assert_eq!(document.borrow().annotations.label_counts().get(&LabelName::new("PERSON")), Some(&3));

    assert_eq!(steps(&editor.click("Rose")), 1);
    assert_eq!(document.borrow().schema.labels[0].colour, Colour([0xdf, 0x48, 0x90]));
    editor.focus("Colour as #rrggbb");
    editor.type_into("Colour as #rrggbb", "#12345");
    editor.find("Write a colour like #0f6670.");
    editor.type_into("Colour as #rrggbb", "0F6670");
    assert_eq!(steps(&editor.key(Key::Enter)), 1);
    assert_eq!(document.borrow().schema.labels[0].colour, Colour([0x0f, 0x66, 0x70]));

    assert_eq!(steps(&editor.click("Move down")), 1);
    assert_eq!(document.borrow().schema.labels[1].name.as_str(), "PERSON");
    assert_eq!(steps(&editor.click("Add")), 1);
    assert_eq!(document.borrow().schema.labels.last().expect("one was added").name.as_str(), "LABEL");
    assert!(editor.find("Arabic name").is_focused());
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
    let press = |editor: &mut Shown<SchemaAction>, text: &str| {
        editor.harness.event(Event::Text(text.into()));
        editor.run()
    };
    editor.click("Key: 1");
    assert_eq!(press(&mut editor, "3"), []);
    editor.find("The key 3 belongs to Location.");
    editor.click("Key: 1");
    assert_eq!(press(&mut editor, "["), []);
    editor.find("The key [ already means “Start earlier by a word”.");
    editor.click("Key: 1");
    assert_eq!(press(&mut editor, "ش").len(), 1);
    assert_eq!(document.borrow().schema.labels[0].key, Some('ش'));
    editor.click("Key: ش");
    assert_eq!(editor.key(Key::Escape), [], "Esc ends the wait and closes nothing");
    editor.find("Key: ش");
    assert_eq!(editor.click("Remove the key").len(), 1);
    assert_eq!(document.borrow().schema.labels[0].key, None);
}

/// As the table of formats has them.
fn choices() -> Vec<FormatChoice<'static>> {
    let names = ["jsonl", "conll", "conllu", "brat"];
    let choice = |name| {
        let info = formats::by_name(name).expect("a format").info();
        let folder = info.writes == Some(formats::Layout::Folder);
        FormatChoice { name, extension: info.extensions[0], folder, offers: info.carries.offers() }
    };
    names.map(choice).to_vec()
}

fn request(format: &str) -> ExportRequest {
    ExportRequest { format: format.into(), ..ExportRequest::default() }
}

fn export_names() -> ExportNames {
    let labels = ["PER", "LOC", "ORG", "EVENT"].map(LabelName::from).to_vec();
    ExportNames {
        labels,
        annotators: ["سارة", "ليلى"].map(Annotator::from).to_vec(),
        folders: vec!["a".into(), "a/b".into()],
    }
}

fn export_dialog(look: Look, losses: LossReport, open: usize) -> Shown<ExportAction> {
    let mut dialog = ExportDialog::new("/home/sara/أخبار.jsonl");
    let formats = choices();
    let outcome = ExportOutcome { documents: 3, states: [1, 0, 2, 0, 0], bare: 1, ..ExportOutcome::default() };
    Shown::new(look, move |ui| {
        let stands = |path: &Path| if path.ends_with("out") { PathStatus::Folder } else { PathStatus::Nothing };
        let outlook = Outlook::Known(&losses, &outcome);
        let names = export_names();
        let documents = [1, open, 0];
        let input = ExportInput { formats: &formats, documents, left_out: 0, names: &names, outlook, stands: &stands };
        dialog.draw(ui.ctx(), &input)
    })
}

/// Twelve notes and three nested annotations, each at its place.
fn some_losses() -> LossReport {
    let mut report = LossReport::default();
    for n in 0..15 {
        let what = if n < 12 { AnnotationLoss::Note } else { AnnotationLoss::TakenTokens };
        let (id, label, quote) = (format!("a{n}").as_str().into(), LabelName::new("LOC"), format!("بغداد {n}"));
        let kind = if n < 12 { LossKind::Lost } else { LossKind::Flattened };
        let what = LossDetail::Annotation { id, label, quote, what };
        report.take(Loss { document: format!("خبر {n}"), id: Some("a".into()), kind, what });
    }
    report
}

#[test]
fn an_export_that_loses_something_waits_for_a_yes() {
    let mut dialog = export_dialog(english([720.0, 820.0]), some_losses(), 3);
    let weigh = |which| ExportAction::Weigh { request: request("jsonl"), which };
    assert_eq!(dialog.run(), [weigh(Which::Current)]);
    dialog.find("Not everything fits this format: Lost: 12 · Flattened: 3");
    assert_eq!(dialog.click("Export"), []);
    dialog.click("Export without these");
    let path = PathBuf::from("/home/sara/أخبار.jsonl");
    let guard = ExportGuard::Confirmed;
    let export = ExportAction::Export { request: request("jsonl"), which: Which::Current, path, guard };
    assert_eq!(dialog.click("Export"), [export]);
    // Another choice loses other things: it is weighed anew and waits for another yes.
    assert_eq!(dialog.click("All 3 documents of the list"), [weigh(Which::Listed)]);
    assert_eq!(dialog.click("Export"), []);
}

#[test]
fn an_export_takes_what_was_chosen_of_states_labels_and_annotators() {
    let mut dialog = export_dialog(english([800.0, 1000.0]), LossReport::default(), 3);
    let weigh = |filter| {
        let request = ExportRequest { filter, ..request("jsonl") };
        [ExportAction::Weigh { request, which: Which::Current }]
    };
    dialog.click("State: All");
    let mut filter = ExportFilter { states: vec![DocumentState::Done], ..Default::default() };
    assert_eq!(dialog.click("Done"), weigh(filter.clone()));
    dialog.key(Key::Escape);
    dialog.find("State: Done");
    dialog.click("Labels: All");
    dialog.click("LOC");
    // In the order of the list, not of the clicks: the same choice is the same request.
    filter.labels = vec!["PER".into(), "LOC".into()];
    assert_eq!(dialog.click("PER"), weigh(filter.clone()));
    dialog.click("ORG");
    dialog.click("EVENT");
    dialog.find("Labels: 4 chosen");
    for name in ["ORG", "EVENT"] {
        dialog.click(name);
    }
    dialog.key(Key::Escape);
    dialog.click("Annotators: All");
    filter.annotators = vec!["ليلى".into()];
    assert_eq!(dialog.click("ليلى"), weigh(filter.clone()));
    filter.annotators.clear();
    assert_eq!(dialog.click("ليلى"), weigh(filter), "what is taken back is as if it had not been chosen");
}

#[test]
fn a_group_of_losses_is_opened_to_show_its_places() {
    let mut dialog = export_dialog(english([720.0, 820.0]), some_losses(), 3);
    let group = "Flattened: another annotation stands on the same words";
    let place = "LOC “بغداد 13”";
    assert!(dialog.harness.query_by_label_contains("بغداد 13").is_none());
    dialog.click(group);
    dialog.find(place);
    assert!(dialog.harness.query_by_label_contains("بغداد 3").is_none(), "only of the group that was opened");
    dialog.click(group);
    assert!(dialog.harness.query_by_label_contains("بغداد 13").is_none());
}

#[test]
fn a_format_has_the_choices_of_its_row_in_the_table() {
    let mut dialog = export_dialog(english([800.0, 1500.0]), LossReport::default(), 3);
    let has = |dialog: &Shown<ExportAction>, name: &str| dialog.harness.query_by_label(name).is_some();
    let scheme = "Tags: As in the imported file, or IOB2";
    assert!(!has(&dialog, scheme) && !has(&dialog, "Words split from their proclitics"));
    dialog.click("Format: JSON lines (.jsonl)");
    dialog.click("Words with tags, CoNLL (.conll)");
    dialog.find("Words split from their proclitics");
    dialog.click(scheme);
    let with = |format: &str, columns: ColumnOptions| {
        let request = ExportRequest { columns, ..request(format) };
        ExportAction::Weigh { request, which: Which::Current }
    };
    let bilou = ColumnOptions { scheme: Some(Scheme::Bilou), ..Default::default() };
    assert_eq!(dialog.click("BILOU"), [with("conll", bilou)]);
    dialog.click("Overlapping annotations: As in the imported file, or as the format does");
    let cells = ColumnOptions { overlap: Some(Overlap::Cells), ..bilou };
    assert_eq!(dialog.click("Several tags in a cell"), [with("conll", cells)]);
    let comments = ColumnOptions { comments: true, ..cells };
    let name = "Comments with ids and the text (many programs take them for words)";
    assert_eq!(dialog.click(name), [with("conll", comments)]);
    // CoNLL-U has its own comments, and no cells of several tags: what was chosen is not asked of it.
    dialog.click("Format: Words with tags, CoNLL (.conll)");
    assert_eq!(dialog.click("Words with grammar, CoNLL-U (.conllu)"), [with("conllu", bilou)]);
    assert!(!has(&dialog, name));
    dialog.click("Overlapping annotations: As in the imported file, or as the format does");
    assert!(!has(&dialog, "Several tags in a cell"));
    dialog.click("A column for each layer");
    dialog.click("Format: Words with grammar, CoNLL-U (.conllu)");
    assert_eq!(dialog.click("JSON lines (.jsonl)"), [with("jsonl", ColumnOptions::default())]);
}

#[test]
fn the_place_of_an_export_follows_its_format() {
    let mut dialog = export_dialog(english([720.0, 820.0]), LossReport::default(), 3);
    dialog.find("This format keeps everything.");
    dialog.click("Format: JSON lines (.jsonl)");
    assert_eq!(
        dialog.click("brat (a folder of files)"),
        [ExportAction::Weigh { request: request("brat"), which: Which::Current }]
    );
    assert_eq!(dialog.find("Write to folder").value().as_deref(), Some("/home/sara/أخبار"));
    assert_eq!(dialog.click("Browse…"), [ExportAction::Browse { folder: true }]);
    dialog.type_into("Write to folder", "/home/sara/out");
    dialog.find("The files will be written into this folder.");
    let export = |guard| {
        let path = PathBuf::from("/home/sara/out");
        ExportAction::Export { request: request("brat"), which: Which::Current, path, guard }
    };
    assert_eq!(dialog.click("Export"), [export(ExportGuard::OwnExports)]);
    dialog.click("Replace files there that Hashiya did not export");
    assert_eq!(dialog.click("Export"), [export(ExportGuard::Confirmed)]);
}

fn path_prompt(look: Look, purpose: FileDialogPurpose, text: &'static str) -> Shown<PathAction> {
    let mut prompt = PathPrompt::new(purpose, text);
    Shown::new(look, move |ui| {
        let stands = |path: &Path| match path.to_str() {
            Some("/data/news") => PathStatus::Folder,
            Some("/data/old.ron") => PathStatus::File,
            Some(text) if text.starts_with("/data/") => PathStatus::Nothing,
            _ => PathStatus::NoFolder,
        };
        prompt.draw(ui.ctx(), &stands).into_iter().collect()
    })
}

#[test]
fn a_typed_path_says_what_stands_there() {
    let mut prompt = path_prompt(english([700.0, 320.0]), FileDialogPurpose::Open, "");
    let field = "Path of a file or a folder";
    assert!(prompt.find(field).is_focused());
    prompt.type_into(field, "/data/nothing.txt");
    prompt.find("There is nothing there.");
    assert_eq!(prompt.key(Key::Enter), []);
    assert!(prompt.find(field).is_focused(), "the path can be put right at once");
    prompt.type_into(field, "'/data/news'");
    prompt.find("A folder: every document in it will be opened.");
    assert_eq!(prompt.key(Key::Enter), [PathAction::Accept(PathBuf::from("/data/news"))]);
    assert_eq!(prompt.click("Browse…"), [PathAction::Browse]);
    assert_eq!(prompt.key(Key::Escape), [PathAction::Cancel]);
}

#[test]
fn a_file_is_replaced_by_its_button_alone() {
    let mut prompt = path_prompt(english([700.0, 320.0]), FileDialogPurpose::SaveAs, "/data/old.ron");
    prompt.find("A file is there and will be replaced.");
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
        let actions = dialog.draw(ui.ctx(), &now);
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
    let (mut dialog, settings) = settings_dialog(english([720.0, 1100.0]));
    let before = settings.borrow().clone();
    dialog.click("Amiri");
    dialog.click("More: Text size");
    dialog.click("Less: Line height");
    dialog.click("English");
    dialog.click("Label names in the text");
    {
        let settings = settings.borrow();
        assert_eq!((settings.reading_font.as_str(), settings.reading_size), ("Amiri", before.reading_size + 1.0));
        assert_eq!((settings.line_height < before.line_height, settings.language), (true, SettingsLanguage::English));
        assert!(!settings.show_tags);
    }
    dialog.focus("Name of the annotator");
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
        dialog.draw(ui.ctx(), &input).into_iter().collect()
    })
}

#[test]
fn another_encoding_is_looked_at_before_the_file_is_read_again() {
    let mut dialog = encoding_dialog(english([640.0, 560.0]));
    assert_eq!(dialog.click("Read again"), [], "it is read so already");
    assert_eq!(dialog.click("ISO-8859-6"), [EncodingAction::Preview("ISO-8859-6")]);
    assert_eq!(dialog.click("Read again"), [EncodingAction::Reopen("ISO-8859-6")]);
}

/// Not a test of anything: paints every view of this file into the folder named by `HASHIYA_PICTURES`, to be looked at.
#[test]
fn pictures_to_look_at() {
    in_every_look(|name, look| {
        let (mut editor, _) = schema_editor(look(900.0, 660.0));
        editor.picture(&format!("schema-{name}"));
        editor.click(if name.starts_with("ar") { "حذف…" } else { "Delete…" });
        editor.click(if name.starts_with("ar") {
            "إعطاؤها تصنيفًا آخر"
        } else {
            "Give them another label"
        });
        editor.picture(&format!("removal-{name}"));
        export_dialog(look(720.0, 620.0), some_losses(), 2).picture(&format!("export-{name}"));
        path_prompt(look(700.0, 300.0), FileDialogPurpose::SaveAs, "/data/مستندات/old.ron")
            .picture(&format!("path-{name}"));
        settings_dialog(look(720.0, 860.0)).0.picture(&format!("settings-{name}"));
        encoding_dialog(look(640.0, 560.0)).picture(&format!("encoding-{name}"));
    });
}

/// The dialog of conflicts over a document in which two of them wait, and which does what is decided.
fn conflicts(look: Look) -> (Shown<ConflictsAction>, Rc<RefCell<AnnotatedDocument>>) {
    let base = annotated(&WORDS);
    let edited = |note: &str, deleted: usize| {
        let mut document = base.clone();
        let ids: Vec<_> = document.annotations.iter().map(|a| a.id.clone()).collect();
        let mut changed = (**document.annotations.get(&ids[0]).expect("the first")).clone();
        changed.record.note = note.into();
        document.annotations.insert(changed);
        let mut other = (**document.annotations.get(&ids[3]).expect("the fourth")).clone();
        other.record.note = "مهم".into();
        document.annotations.insert(other);
        if deleted > 0 {
            document.annotations.remove(&ids[3]);
        }
        document
    };
    let made = hashiya::edit::merge(&base, &edited("لنا", 0), &edited("لهم", 1)).expect("one text").document;
    let document = Rc::new(RefCell::new(made));
    let shared = document.clone();
    let (annotator, mut ids) = (Annotator::new("هدى"), IdGenerator::new(9));
    let mut dialog = ConflictsDialog::default();
    let shown = Shown::new(look, move |ui| {
        let before = shared.borrow().clone();
        let input = ConflictsInput { document: &before, can_undo: false, refused: None };
        let actions = dialog.draw(ui.ctx(), &input);
        for action in &actions {
            if let ConflictsAction::Do(command) = action {
                act(&mut shared.borrow_mut(), command.clone(), &annotator, &mut ids);
            }
        }
        actions
    });
    (shown, document)
}

#[test]
fn conflicts_are_decided_one_by_one_with_both_versions_in_sight() {
    for mode in [Mode::Light, Mode::Dark] {
        let arabic = Look { size: [760.0, 620.0], mode, ..Look::default() };
        conflicts(arabic).0.picture(&format!("conflicts-arabic-{mode:?}"));
    }
    let (mut dialog, document) = conflicts(english([760.0, 620.0]));
    dialog.picture("conflicts-english");
    dialog.find("1 of 2");
    dialog.find("لنا");
    dialog.find("لهم");
    dialog.click("Next");
    dialog.find("Deleted");
    assert!(dialog.harness.query_by_label("Keep both").is_none(), "one side has nothing to keep");
    let count = document.borrow().annotations.len();
    dialog.click("Take theirs");
    assert_eq!(document.borrow().annotations.len(), count - 1);
    dialog.find("1 of 1");
    dialog.click("Keep both");
    assert_eq!((document.borrow().annotations.len(), document.borrow().conflicts.len()), (count, 0));
    dialog.find("All conflicts are decided. Save the document to keep the decisions.");
    assert_eq!(dialog.click("Close"), [ConflictsAction::Close]);
}

#[test]
fn parts_of_an_export_go_into_a_folder() {
    let mut dialog = export_dialog(english([800.0, 1500.0]), LossReport::default(), 3);
    let weigh = |split: &str| {
        let split = split.parse().ok();
        [ExportAction::Weigh { request: ExportRequest { split, ..request("jsonl") }, which: Which::Current }]
    };
    dialog.run();
    assert_eq!(dialog.click("In parts"), weigh("train=80,dev=10,test=10"));
    assert_eq!(dialog.find("Write to folder").value().as_deref(), Some("/home/sara/أخبار"));
    dialog.type_into("Parts and shares", "train=9, test");
    dialog.find("“test” is not a part with its share, such as train=80");
    assert_eq!(dialog.click("Export"), [], "it cannot be understood");
    dialog.type_into("Parts and shares", "train=9, test=1");
    let given = dialog.click("More: Seed");
    let split = "train=9,test=1".parse().ok().map(|split: Split| split.seeded(1));
    let request = ExportRequest { split, ..request("jsonl") };
    assert_eq!(given, [ExportAction::Weigh { request, which: Which::Current }]);
    dialog.click("In parts");
    assert_eq!(dialog.find("Write to file").value().as_deref(), Some("/home/sara/أخبار.jsonl"));
}

#[test]
fn an_export_says_how_many_documents_of_which_state_go_and_which_have_nothing() {
    for look in [english([720.0, 820.0]), english([700.0, 560.0])] {
        let mut dialog = export_dialog(look, LossReport::default(), 3);
        dialog.run();
        dialog.find("To be exported: 3 documents. New: 1 · Done: 2");
        dialog.find("1 document has no annotations.");
    }
}

#[test]
fn an_export_takes_folders_and_annotators_that_were_chosen() {
    let mut dialog = export_dialog(english([720.0, 820.0]), LossReport::default(), 3);
    dialog.run();
    dialog.click("Folders: All");
    let actions = dialog.click("a/b");
    let filter = ExportFilter { folders: vec!["a/b".into()], ..ExportFilter::default() };
    let mut wanted = request("jsonl");
    wanted.filter = filter;
    assert_eq!(actions, [ExportAction::Weigh { request: wanted, which: Which::Current }]);
}
