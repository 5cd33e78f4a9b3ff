//! Guidelines beside the text: pages, links between them and to labels, the way from a label to its heading, and a page that is too large.

use egui::Key;

use super::project_schema::project;
use super::{CTRL, Start, Window};

const CTRL_ALT: egui::Modifiers = egui::Modifiers { alt: true, ..CTRL };

const FIRST: &str = "# إرشادات الأعلام\n\nاقرأ [الأماكن](places.md#المدن) ثم [PER](label:PER).\n\n- أولًا\n- ثانيًا\n";
const PLACES: &str = "# الأماكن\n\n## المدن\n\nالقاهرة وبيروت.\n\n## [شخص](label:PER)\n\nأسماء الناس **وحدهم**.\n";

fn with_pages(pages: &[(&str, String)]) -> Window {
    let mut window = project(&["وصل كريم أمس.", "قال أحمد."], Start::default().settings);
    let folder = window.root().join("guidelines");
    std::fs::create_dir_all(&folder).expect("a folder");
    for (name, text) in pages {
        std::fs::write(folder.join(name), text).expect("written");
    }
    window.key(CTRL, Key::Num4);
    window
}

#[test]
fn pages_are_read_beside_the_text_and_links_lead_on() {
    let mut window = with_pages(&[("a.md", FIRST.into()), ("places.md", PLACES.into())]);
    window.wait_for("the page", |w| w.has("إرشادات الأعلام") && w.has("أولًا"));
    // The text stays where one works on it.
    let (line, panel) = (window.word("كريم"), window.place_of("أولًا"));
    assert!(!line.intersects(panel), "{line:?} {panel:?}");
    window.click("الأماكن");
    window.wait_for("the other page", |w| w.has("القاهرة وبيروت."));
    window.click("Back");
    window.wait_for("the first page", |w| w.has("أولًا"));
    window.click("PER");
    window.wait_for("the heading of the label", |w| w.has("أسماء الناس وحدهم.") && w.has("Person"));
    window.click("Close the guidelines");
    assert!(!window.has("أسماء الناس وحدهم."));
}

#[test]
fn the_guideline_of_the_active_label_is_one_key_away() {
    let mut window = with_pages(&[("a.md", FIRST.into()), ("places.md", PLACES.into())]);
    window.wait_for("the page", |w| w.has("إرشادات الأعلام"));
    window.put_label("كريم", Key::Num1);
    window.key(CTRL_ALT, Key::I);
    window.wait_for("the heading of the label", |w| w.has("أسماء الناس وحدهم."));
    assert!(window.says("اسم شخص حقيقي"), "the schema's own guideline stands above: {:?}", window.labels());
}

#[test]
fn a_page_that_is_too_large_says_so_and_the_others_are_shown() {
    let large = "كلمة طويلة جدًّا ".repeat(200_000);
    let mut window = with_pages(&[("b.md", large), ("c.md", PLACES.into())]);
    window.wait_for("the message", |w| w.says("b.md"));
    window.click_like("Page: b");
    window.click_like("الأماكن");
    window.wait_for("the other page", |w| w.has("القاهرة وبيروت."));
}

#[test]
fn a_long_page_lays_out_what_is_in_sight() {
    let long: String = (0..15_000).map(|n| format!("فقرة {n} من صفحة طويلة.\n\n")).collect();
    let mut window = with_pages(&[("a.md", format!("# طويلة\n\n{long}## [شخص](label:PER)\n\nآخرها.\n"))]);
    window.wait_for("the page", |w| w.has("فقرة 0 من صفحة طويلة."));
    assert!(window.labels().iter().filter(|label| label.starts_with("فقرة ")).count() < 200);
    window.put_label("كريم", Key::Num1);
    window.key(CTRL_ALT, Key::I);
    window.wait_for("its end", |w| w.has("آخرها."));
}
