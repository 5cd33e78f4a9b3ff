//! Work on a project shared out in the window: given out, handed over, brought back, read a second time.

use egui::Key;
use hashiya::model::{Annotator, DocumentState};
use hashiya::store;
use hashiya::workspace::ProjectFolder;

use super::project_schema::project;
use super::{CTRL, Start, Window};

const CTRL_ALT: egui::Modifiers = egui::Modifiers { alt: true, ..CTRL };

const TEXTS: [&str; 10] = [
    "وصل كريم أمس.",
    "قال أحمد كلامًا.",
    "لا شيء هنا.",
    "سافرت سلمى.",
    "خبر خامس قصير.",
    "خبر سادس.",
    "خبر سابع.",
    "خبر ثامن.",
    "خبر تاسع.",
    "خبر عاشر.",
];

fn share_out(window: &mut Window) {
    window.key(CTRL_ALT, Key::U);
    window.type_into("Annotator 1", "أحمد");
    window.type_into("Annotator 2", "سلمى");
    window.click("More: Documents done by several");
    window.click("More: Documents done by several");
    window.wait_for("who gets what", |w| w.says("سلمى") && w.says("shared with others: 1"));
    window.click("Share out");
    window.wait_for("the sharing", |w| w.says("Shared out; documents that one annotator does alone: 9"));
}

#[test]
fn work_is_given_out_and_the_list_says_to_whom() {
    let mut window = project(&TEXTS, Start::default().settings);
    share_out(&mut window);
    let given = ProjectFolder::open(&window.root()).expect("a project").assignments().expect("read");
    assert_eq!(given.len(), 10);
    let of_salma = given.values().filter(|names| names.contains(&Annotator::new("سلمى"))).count();
    window.wait_for("the names", |w| {
        w.labels().iter().any(|label| label.contains("for أحمد") || label.contains("for سلمى"))
    });
    window.click("Filter documents");
    window.type_text("assigned:سلمى");
    window.wait_for("hers", move |w| w.says(&format!("of {of_salma} of the filter")));
    // The set of each who shares a document stands beside, and is chosen at the head of the list.
    window.key(CTRL, Key::A);
    window.key(egui::Modifiers::NONE, Key::Backspace);
    window.click("Set: Documents of the project");
    window.click_like("Reading: سلمى");
    window.wait_for("her set", |w| w.says("of 1 done") && w.has("Set: Reading: سلمى"));
    window.click("Set: Reading: سلمى");
    window.click_like("Documents of the project");
    window.wait_for("all again", |w| w.says("of 10 done"));
}

#[test]
fn a_package_goes_out_and_comes_back_with_what_was_done_in_it() {
    let mut window = project(&TEXTS, Start::default().settings);
    share_out(&mut window);
    window.wait_for("the names", |w| w.says("for سلمى"));
    window.key(CTRL_ALT, Key::K);
    window.click_like("For: ");
    window.click("سلمى");
    window.click("Make the package");
    let package = window.folder.join("مشروع-سلمى");
    window.wait_for("the package", |w| w.says("The package is in"));
    // She marks everything she has as done.
    let mut mine = 0;
    for entry in std::fs::read_dir(package.join("documents")).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "ron") {
            let (mut document, stamp) = store::load(&path).expect("a document");
            document.state = DocumentState::Done;
            store::save(&document, &path, store::Expect::Unchanged(stamp)).expect("saved");
            mine += 1;
        }
    }
    window.key(CTRL_ALT, Key::J);
    window.key(CTRL, Key::A);
    window.type_text(&package.display().to_string());
    window.wait_for("the folder", |w| w.says("Bring back"));
    window.click("Bring back");
    window.wait_for("the report", |w| w.has("The package of سلمى is back"));
    assert!(window.has(&format!("Documents that changed: {mine}")), "{:?}", window.labels());
    window.click("Close");
    // One of hers is a set beside those of others.
    window.wait_for("the states", move |w| w.says(&format!("{} of 10 done", mine - 1)));
}

#[test]
fn what_is_done_is_read_again_in_a_set_of_its_own() {
    let mut window = project(&TEXTS, Start::default().settings);
    window.put_label("كريم", Key::Num1);
    window.key(CTRL, Key::Enter);
    window.save_it();
    window.key(CTRL_ALT, Key::G);
    window.wait_for("nothing that old", |w| w.has("Documents to be read again: 0"));
    for _ in 0..14 {
        window.click("Less: Days since the last change");
    }
    window.wait_for("the one", |w| w.has("Documents to be read again: 1"));
    window.click("Make second readings");
    window.wait_for("the set", |w| w.says("Documents to be read again: 1, in the set أحمد 2"));
    window.wait_for("the chooser", |w| w.has("Set: Documents of the project"));
    window.click("Set: Documents of the project");
    window.click_like("Reading: أحمد 2");
    window.wait_for("its text", |w| w.words().iter().any(|(word, _)| word == "كريم"));
    assert!(window.annotations().is_empty(), "it is blind");
}
