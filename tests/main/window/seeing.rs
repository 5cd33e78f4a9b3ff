//! The window for eyes and hands of every kind: large enough targets, twice the size without loss, a ring around what has the
//! keyboard, and nothing that moves where it is not wanted.

use egui::accesskit::{Action, ActionRequest, TreeId};
use egui::{Color32, Event, Key, Modifiers, Rect, Role, Shape};
use egui_kittest::kittest::{AccessKitNode, NodeT as _};
use hashiya::ui::theme::{TARGET, Theme};

use super::{CTRL, Start, Window};
use crate::support::Look;

const NONE: Modifiers = Modifiers::NONE;
const TEXT: &str = "قال أحمد لمحمود في القاهرة\nووصل الوفد إلى تونس أمس\n";

/// Commands that open a dialog where one document is open, by their English names.
const DIALOGS: [&str; 16] = [
    "Save as…",
    "Export…",
    "Edit labels…",
    "Settings…",
    "Statistics and explorer…",
    "Go to…",
    "Label its other places…",
    "Clitics in or out…",
    "About this text…",
    "Label by letters…",
    "All commands…",
    "Earlier versions…",
    "Properties…",
    "New project…",
    "Open by path…",
    "Keys and help",
];

impl Window {
    /// One annotation in hand, so that all that can be done with one is there.
    fn seen(look: Look) -> Window {
        let mut start =
            Start { look, files: vec![("نص.txt", TEXT.to_owned())], open: vec!["نص.txt"], ..Start::default() };
        start.settings.zoom = 1.0;
        let mut window = start.window();
        window.take_word("أحمد");
        window.digit(Key::Num1, "1");
        window
    }

    /// Opens a dialog by the name of its command. False where it cannot be opened now.
    fn open_by_name(&mut self, command: &str) -> bool {
        self.key(CTRL, Key::K);
        self.type_text(command);
        self.key(NONE, Key::Enter);
        let of_palette =
            self.node_of(|node| node.role() == Role::TextInput && node.label().as_deref() == Some("All commands…"));
        if of_palette {
            self.key(NONE, Key::Escape);
            return command == "All commands…";
        }
        self.harness.run();
        self.node_of(|node| node.is_dialog())
    }

    fn node_of(&self, is: impl Fn(&AccessKitNode<'_>) -> bool) -> bool {
        self.harness.root().children_recursive().any(|node| is(&node.accesskit_node()))
    }

    /// Everything that can be clicked, but what stands in the text itself, and scroll bars and edges of panels, which keys and the wheel
    /// do the same as (WCAG 2.5.8: inline, equivalent).
    fn targets(&self) -> Vec<(String, Rect)> {
        let nodes = self.harness.root().children_recursive();
        let clicked = nodes.filter(|node| {
            let node = node.accesskit_node();
            let in_text = matches!(node.role(), Role::Mark | Role::GraphicsObject | Role::Document | Role::Link);
            let is_ground = matches!(
                node.role(),
                Role::GenericContainer | Role::Dialog | Role::Splitter | Role::Pane | Role::ScrollBar
            );
            node.data().supports_action(Action::Click) && !in_text && !is_ground
        });
        clicked
            .map(|node| {
                (
                    format!("{:?} {}", node.accesskit_node().role(), node.accesskit_node().label().unwrap_or_default()),
                    node.rect(),
                )
            })
            .collect()
    }
}

#[test]
fn what_can_be_clicked_is_high_enough() {
    let look = Look { size: [1280.0, 820.0], ..Look::default() };
    let (mut small, mut closed) = (Vec::new(), Vec::new());
    let mut measure = |window: &Window, place: &str| {
        let targets = window.targets();
        assert!(targets.len() > 3, "{place}: {targets:?}");
        let low = targets.into_iter().filter(|(_, rect)| rect.height() < TARGET - 0.01 || rect.width() < TARGET - 0.01);
        small.extend(low.map(|(name, rect)| format!("{place}: {name}: {:.1} × {:.1}", rect.width(), rect.height())));
    };
    let mut window = Window::seen(look);
    measure(&window, "window");
    window.key(CTRL, Key::F);
    measure(&window, "find");
    for command in DIALOGS {
        let mut window = Window::seen(look);
        match window.open_by_name(command) {
            true => measure(&window, command),
            false => closed.push(command),
        }
    }
    assert!(small.is_empty(), "{}", small.join("\n"));
    assert!(closed.is_empty(), "not opened: {closed:?}");
}

#[test]
fn at_twice_the_size_nothing_is_out_of_reach() {
    // 1280 × 800 pixels at 200 %.
    let look = Look { size: [640.0, 400.0], scale: 2.0, ..Look::default() };
    let mut lost = Vec::new();
    let places = std::iter::once(None).chain(DIALOGS.iter().map(|command| Some(*command)));
    for command in places {
        let mut window = Window::seen(look);
        if let Some(command) = command
            && !window.open_by_name(command)
        {
            lost.push(format!("{command} was not opened"));
            continue;
        }
        let screen = window.harness.ctx.content_rect();
        let inside = |rect: Rect| screen.expand(0.5).contains_rect(rect);
        let out: Vec<(String, egui::accesskit::NodeId)> = {
            let nodes = window.harness.root().children_recursive();
            let usable = nodes.filter(|node| {
                let node = node.accesskit_node();
                // The page has its own way to what is out of view.
                let is_ground =
                    matches!(node.role(), Role::GenericContainer | Role::Document | Role::Pane | Role::Mark);
                node.data().supports_action(Action::Click) && !is_ground
            });
            let out = usable.filter(|node| !inside(node.rect()));
            out.map(|node| (node.accesskit_node().label().unwrap_or_default(), node.accesskit_node().locate().0))
                .collect()
        };
        // What is scrolled away comes where it is asked for, as it does when Tab reaches it.
        for (name, target_node) in out {
            let request =
                ActionRequest { action: Action::ScrollIntoView, target_tree: TreeId::ROOT, target_node, data: None };
            window.harness.event(Event::AccessKitActionRequest(request));
            window.run();
            window.run();
            let nodes = window.harness.root().children_recursive();
            let now =
                nodes.filter(|node| node.accesskit_node().locate().0 == target_node).map(|node| node.rect()).next();
            if !now.is_some_and(inside) {
                lost.push(format!("{command:?}: {name}: {now:?}"));
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

/// Whether a line of the accent, or on it of its own, is painted around or in what has the keyboard.
fn has_ring(window: &Window, around: Rect) -> bool {
    let theme = Theme::get(&window.harness.ctx);
    let accent = [theme.accent, theme.on_accent];
    fn search(shape: &Shape, around: Rect, accent: [Color32; 2]) -> bool {
        let stroke = |stroke: &egui::Stroke| accent.contains(&stroke.color) && stroke.width >= 1.5;
        match shape {
            Shape::Vec(shapes) => shapes.iter().any(|shape| search(shape, around, accent)),
            Shape::Rect(rect) => stroke(&rect.stroke) && around.expand(4.0).contains_rect(rect.rect),
            Shape::Circle(circle) => stroke(&circle.stroke) && around.expand(4.0).contains(circle.center),
            _ => false,
        }
    }
    window.harness.output().shapes.iter().any(|clipped| search(&clipped.shape, around, accent))
}

#[test]
fn what_has_the_keyboard_shows_it() {
    let look = Look { size: [1280.0, 820.0], ..Look::default() };
    let mut bare = Vec::new();
    for command in
        [None, Some("Settings…"), Some("Edit labels…"), Some("Export…"), Some("Keys and help"), Some("Properties…")]
    {
        let mut window = Window::seen(look);
        match command {
            Some(command) => assert!(window.open_by_name(command), "{command}"),
            // From the field of the find bar Tab goes through all of the window.
            None => window.key(CTRL, Key::F),
        }
        let (mut seen, mut again) = (Vec::new(), 0);
        // Round once, or far enough.
        while seen.len() < 40 && again < 3 {
            window.key(NONE, Key::Tab);
            let nodes = window.harness.root().children_recursive();
            let at = nodes.filter(|node| node.accesskit_node().is_focused()).last().map(|node| {
                (node.accesskit_node().role(), node.accesskit_node().label().unwrap_or_default(), node.rect())
            });
            let Some((role, name, rect)) = at else {
                again += 1;
                continue;
            };
            // The page has a caret, and Tab is its own.
            if role == Role::Document || role == Role::Window || role == Role::Dialog {
                break;
            }
            if seen.contains(&(role, name.clone())) {
                again += 1;
                continue;
            }
            if !has_ring(&window, rect) {
                bare.push(format!("{command:?}: {role:?} {name} at {rect:?}"));
            }
            seen.push((role, name));
        }
        assert!(!seen.is_empty(), "{command:?}");
    }
    assert!(bare.is_empty(), "{}", bare.join("\n"));
}

#[test]
fn without_movement_nothing_fades_or_blinks() {
    let mut start = Start { files: vec![("نص.txt", TEXT.to_owned())], open: vec!["نص.txt"], ..Start::default() };
    start.settings.smooth_scrolling = false;
    let window = start.window();
    let style = window.harness.ctx.global_style();
    assert_eq!((style.animation_time, style.visuals.text_cursor.blink), (0.0, false));
    assert_eq!(style.scroll_animation, egui::style::ScrollAnimation::none());
}
