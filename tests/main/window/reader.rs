//! The window as a screen reader has it: the page and the fields as texts with a caret, what is asked by way of the tree, what is
//! said without being looked for, and dialogs.

use egui::accesskit::{Action, ActionData, ActionRequest, Live, TextSelection, TreeId};
use egui::{Event, Key, Modifiers, Rect, Role, pos2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};

use super::{CTRL, SHIFT, Window, on};

const NONE: Modifiers = Modifiers::NONE;

/// Two directions, marks, CRLF, an emoji of several code points, an empty paragraph, a break at the end.
const MIXED: &str = "قال أَحْمَدُ في Cairo (مصر) يوم 25/3.\r\nThe name محمد is written so.\n\n👩‍🔬 آخر\n";

/// A paragraph of many lines.
fn long() -> String {
    let words = ["وصل", "الوفد", "إلى", "Reuters", "مساء", "أمس", "قادمًا"];
    let paragraph: Vec<&str> = (0..240).map(|n| words[n % words.len()]).collect();
    format!("{}\nسطر أخير", paragraph.join(" "))
}

impl Window {
    fn node<'a>(&'a self, is: impl Fn(&AccessKitNode<'_>) -> bool + 'a) -> Option<AccessKitNode<'a>> {
        self.harness.root().children_recursive().map(|node| node.accesskit_node()).find(|node| is(node))
    }

    #[track_caller]
    fn text_page(&self) -> AccessKitNode<'_> {
        let page = self.node(|node| node.role() == Role::Document).expect("there is a page");
        assert!(page.supports_text_ranges(), "the page is a text");
        page
    }

    /// The text of the page as it is told, `|` at the caret and `‹›` around what is selected.
    #[track_caller]
    fn heard(&self) -> String {
        marked(&self.text_page())
    }

    /// Asks for a selection on the page or in a field, in code points.
    fn ask(&mut self, role: Role, start: usize, end: usize) {
        let request = {
            let node = self.node(|node| node.role() == role).expect("it is there");
            let place = |at| node.text_position_from_global_usv_index(at).expect("a place in the text").to_raw();
            let data = TextSelection { anchor: place(start), focus: place(end) };
            ActionRequest {
                action: Action::SetTextSelection,
                target_tree: TreeId::ROOT,
                target_node: node.locate().0,
                data: Some(ActionData::SetTextSelection(data)),
            }
        };
        self.harness.event(Event::AccessKitActionRequest(request));
        self.run();
    }

    /// What is said as soon as it appears.
    fn said(&self, live: Live) -> Vec<String> {
        let nodes = self.harness.root().children_recursive().map(|node| node.accesskit_node());
        nodes.filter(|node| node.live() == live).filter_map(|node| node.label().or(node.value())).collect()
    }

    fn focused(&self) -> Option<(Role, String)> {
        let node = self.node(|node| node.is_focused())?;
        Some((node.role(), node.label().unwrap_or_default()))
    }
}

#[track_caller]
fn marked(node: &AccessKitNode<'_>) -> String {
    let text: Vec<char> = node.document_range().text().chars().collect();
    let selection = node.text_selection().expect("there is always a selection");
    let (start, end) = (selection.start().to_global_usv_index(), selection.end().to_global_usv_index());
    let caret = node.text_selection_focus().expect("and a caret").to_global_usv_index();
    let mut shown = String::new();
    for at in 0..=text.len() {
        if start < end && at == end {
            shown.push('›');
        }
        if at == caret {
            shown.push('|');
        }
        if start < end && at == start {
            shown.push('‹');
        }
        shown.extend(text.get(at));
    }
    shown
}

#[test]
fn the_page_is_one_text_with_a_caret() {
    let mut window = on(MIXED);
    window.key(CTRL, Key::Home);
    assert_eq!(window.heard(), format!("|{MIXED}"));
    // Each press of an arrow is heard at the place it leads to, through both directions and over the line breaks.
    let mut seen = vec![0];
    for _ in 0..400 {
        let before = window.text_page().text_selection_focus().expect("a caret").to_global_usv_index();
        // The second paragraph runs to the right, and the empty one after it as well.
        let paragraph = MIXED.chars().take(before).filter(|c| *c == '\n').count();
        window.key(NONE, if matches!(paragraph, 1 | 2) { Key::ArrowRight } else { Key::ArrowLeft });
        let after = window.text_page().text_selection_focus().expect("a caret").to_global_usv_index();
        seen.push(after);
        if window.heard().ends_with('|') || before == after {
            break;
        }
    }
    let all: Vec<usize> = {
        let mut at = 0;
        let graphemes = unicode_segmentation::UnicodeSegmentation::graphemes(MIXED, true);
        let ends = graphemes.map(|grapheme| {
            at += grapheme.chars().count();
            at
        });
        std::iter::once(0).chain(ends).collect()
    };
    seen.sort_unstable();
    seen.dedup();
    let arabic_only: Vec<usize> = all.iter().copied().filter(|at| seen.contains(at)).collect();
    assert_eq!(seen, arabic_only, "a caret stands between graphemes");
    assert!(seen.len() * 10 >= all.len() * 8, "{} of {}", seen.len(), all.len());
    window.key(CTRL, Key::End);
    assert_eq!(window.heard(), format!("{MIXED}|"), "on the empty line at the end");
    window.key(CTRL, Key::A);
    assert_eq!(window.heard(), format!("‹{MIXED}›|"));
}

#[test]
fn lines_paragraphs_and_words_are_those_of_the_page() {
    let mut window = on(MIXED);
    window.key(CTRL, Key::Home);
    let page = window.text_page();
    let (mut place, mut paragraphs) = (page.document_range().start(), Vec::new());
    while !place.is_document_end() {
        let end = place.forward_to_paragraph_end();
        let mut range = place.to_degenerate_range();
        range.set_end(end);
        paragraphs.push(range.text());
        place = place.forward_to_paragraph_start();
    }
    assert_eq!(paragraphs, MIXED.split_inclusive('\n').collect::<Vec<_>>());
    let (mut place, mut words) = (page.document_range().start(), Vec::new());
    while !place.is_document_end() {
        let mut range = place.to_degenerate_range();
        range.set_end(place.forward_to_word_end());
        words.push(range.text());
        place = place.forward_to_word_start();
    }
    assert_eq!(words.concat(), MIXED);
    let trimmed = |word: &String| {
        word.trim_matches(|c: char| !c.is_alphanumeric() && !('\u{64b}'..='\u{652}').contains(&c)).to_owned()
    };
    let words: Vec<String> = words.iter().map(trimmed).filter(|word| !word.is_empty()).collect();
    assert_eq!(words[..5], ["قال", "أَحْمَدُ", "في", "Cairo", "مصر"]);
    // Where words are told to be is where they are painted, in both directions on one line.
    for (word, painted) in window.words() {
        let Some(before) = MIXED.find(&word).filter(|_| MIXED.matches(&word).count() == 1) else { continue };
        let at = MIXED[..before].chars().count();
        let place = |at| page.text_position_from_global_usv_index(at).expect("a place");
        let mut range = place(at).to_degenerate_range();
        range.set_end(place(at + word.chars().count()));
        let boxes = range.bounding_boxes().into_iter();
        let scale = window.harness.ctx.pixels_per_point();
        let boxes =
            boxes.map(|b| Rect::from_min_max(pos2(b.x0 as f32, b.y0 as f32), pos2(b.x1 as f32, b.y1 as f32)) / scale);
        let told = boxes.reduce(|all, rect| all.union(rect)).expect("a place on the screen");
        let off = (told.min - painted.min).length().max((told.max - painted.max).length());
        assert!(off < 1.5, "{word}: told {told:?}, painted {painted:?}");
    }
}

#[test]
fn a_caret_at_a_broken_line_is_heard_on_the_line_it_stands_on() {
    let mut window = on(&long());
    window.key(CTRL, Key::Home);
    window.key(NONE, Key::End);
    let first_line = {
        let page = window.text_page();
        let mut range = page.document_range().start().to_degenerate_range();
        range.set_end(page.document_range().start().forward_to_line_end());
        range.text()
    };
    assert!(!first_line.contains('\n') && first_line.len() > 40, "a line broken for want of room: {first_line}");
    let caret = |window: &Window| {
        let page = window.text_page();
        let caret = page.text_selection_focus().expect("a caret");
        (caret.to_global_usv_index(), caret.is_line_end(), caret.is_line_start())
    };
    assert_eq!(caret(&window), (first_line.chars().count(), true, false), "at the end of the first line");
    window.key(NONE, Key::ArrowDown);
    window.key(NONE, Key::Home);
    assert_eq!(caret(&window), (first_line.chars().count(), false, true), "at the start of the second");
}

#[test]
fn what_is_out_of_view_is_at_the_nearest_end() {
    let text: String = (0..300).map(|n| format!("السطر {n} من النص\n")).collect();
    let mut window = on(&text);
    window.key(CTRL, Key::Home);
    window.key(CTRL, Key::A);
    let told = window.heard();
    assert!(told.starts_with('‹') || told.ends_with("›|"), "{told}");
    let inner = told.trim_matches(['‹', '›', '|']);
    assert!(text.contains(inner) && inner.len() < text.len() / 2, "only what is in view");
    window.key(CTRL, Key::Home);
    let before = window.heard();
    // A reader goes on by screens; the caret stays, and is told at the start.
    window.node(|node| node.role() == Role::Document).expect("a page");
    for (action, expect) in [(Action::ScrollDown, false), (Action::ScrollUp, true)] {
        let target_node = window.text_page().locate().0;
        let request = ActionRequest { action, target_tree: TreeId::ROOT, target_node, data: None };
        window.harness.event(Event::AccessKitActionRequest(request));
        window.run();
        assert_eq!(window.heard() == before, expect, "{action:?}: {}", window.heard());
        assert!(window.heard().starts_with('|'));
    }
}

#[test]
fn a_reader_selects_and_sets_the_caret() {
    let mut window = on(MIXED);
    window.ask(Role::Document, 4, 12);
    assert_eq!(window.quote(), "أَحْمَدُ");
    window.digit(Key::Num1, "1");
    assert_eq!(window.annotations(), ["PER: أَحْمَدُ"]);
    window.ask(Role::Document, 3, 3);
    assert!(window.heard().starts_with("قال| "), "{}", window.heard());
    window.key(SHIFT, Key::ArrowRight);
    assert!(window.heard().starts_with("قا|‹ل›"), "{}", window.heard());
    // A click by way of the tree takes the annotation in hand.
    window.harness.get_by_label("PER: أَحْمَدُ").click_accesskit();
    window.run();
    assert_eq!(window.quote(), "أَحْمَدُ");
}

#[test]
fn nothing_on_the_page_is_read_twice() {
    let window = on(MIXED);
    let page = window.text_page();
    let below = window.harness.root().children_recursive().map(|node| node.accesskit_node());
    let mut inside = below.filter(|node| {
        let mut up = node.parent();
        while let Some(parent) = up {
            if parent.id() == page.id() {
                return true;
            }
            up = parent.parent();
        }
        false
    });
    let read = inside.find(|node| !matches!(node.role(), Role::GenericContainer | Role::TextRun));
    assert!(read.is_none(), "{:?}", read.map(|node| (node.role(), node.label())));
}

#[test]
fn a_field_is_a_text_with_a_caret() {
    let mut window = on(MIXED);
    window.key(CTRL, Key::F);
    window.type_text("قال Cairo");
    let field = |window: &Window| marked(&window.node(|node| node.is_focused()).expect("a field has the keyboard"));
    assert_eq!(field(&window), "قال Cairo|");
    window.key(NONE, Key::Home);
    assert_eq!(field(&window), "|قال Cairo");
    window.key(CTRL, Key::ArrowLeft);
    assert_eq!(field(&window), "قال| Cairo");
    let role = window.node(|node| node.is_focused()).expect("a field").role();
    window.ask(role, 4, 9);
    assert_eq!(field(&window), "قال ‹Cairo›|");
    window.type_text("مصر");
    assert_eq!(field(&window), "قال مصر|");
    window.key(CTRL, Key::A);
    window.key(NONE, Key::Delete);
    assert_eq!(field(&window), "|", "an empty field has a caret as well");
    // More letters than one run holds, and a letter of more bytes than one character may have.
    let long = format!("{} ب{} {}", "abcdefgh ".repeat(40), "\u{64e}".repeat(200), "كلمة ".repeat(80));
    window.type_text(&long);
    assert_eq!(field(&window), format!("{long}|"));
    window.key(NONE, Key::Home);
    assert_eq!(field(&window), format!("|{long}"));
    let length = long.chars().count();
    window.ask(role, length - 5, length - 1);
    assert!(field(&window).ends_with("‹كلمة›| "), "{}", field(&window));
}

#[test]
fn what_was_done_is_said() {
    let mut window = on("قال أحمد لمحمود في القاهرة");
    assert!(window.said(Live::Polite).iter().all(|text| !text.contains("أحمد")));
    window.take_word("أحمد");
    window.digit(Key::Num1, "1");
    let said = window.said(Live::Polite);
    assert!(said.iter().any(|text| text.contains("PER") && text.contains("أحمد")), "{said:?}");
    window.take_word("القاهرة");
    window.digit(Key::Num3, "3");
    let said = window.said(Live::Polite);
    assert!(said.iter().any(|text| text.contains("LOC") && text.contains("القاهرة")), "{said:?}");
    window.key(CTRL, Key::Z);
    let said = window.said(Live::Polite);
    assert!(said.iter().any(|text| text.contains("ndone") && text.contains("القاهرة")), "{said:?}");
    window.key(CTRL, Key::Z);
    let said = window.said(Live::Polite);
    assert!(said.iter().any(|text| text.contains("ndone") && text.contains("أحمد")), "{said:?}");
    window.key(CTRL, Key::S);
    let path = window.folder.join("محفوظ.ron");
    if window.has("Save by path") {
        window.type_path(&path);
    }
    window
        .wait_for("a saved document to be told", |w| w.said(Live::Polite).iter().any(|text| text.contains("Saved to")));
}

#[test]
fn a_dialog_has_a_name_and_the_keyboard_and_gives_it_back() {
    let mut window = on("قال أحمد لمحمود");
    let dialog = |window: &Window| {
        let dialogs = window.harness.root().children_recursive().map(|node| node.accesskit_node());
        let found: Vec<_> =
            dialogs.filter(|node| node.is_dialog()).map(|d| (d.label().unwrap_or_default(), d.is_modal())).collect();
        found
    };
    assert_eq!(window.focused().map(|(role, _)| role), Some(Role::Document));
    window.key(NONE, Key::F1);
    assert_eq!(dialog(&window).len(), 1, "{:?}", dialog(&window));
    assert!(dialog(&window).iter().all(|(name, modal)| !name.is_empty() && *modal));
    assert_ne!(window.focused().map(|(role, _)| role), Some(Role::Document), "something of the dialog has it");
    assert!(window.focused().is_some());
    window.key(NONE, Key::Escape);
    assert!(dialog(&window).is_empty());
    assert_eq!(window.focused().map(|(role, _)| role), Some(Role::Document));
    // From a field, back to the field.
    window.key(CTRL, Key::F);
    let field = window.focused();
    assert!(matches!(&field, Some((Role::TextInput, _))), "{field:?}");
    window.key(NONE, Key::F1);
    assert_ne!(window.focused(), field);
    window.key(NONE, Key::Escape);
    assert_eq!(window.focused(), field);
}
