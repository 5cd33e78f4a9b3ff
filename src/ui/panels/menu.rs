//! The menu bar: every command once, and the files opened lately.

use std::path::{Path, PathBuf};

use egui::{Role, Ui};

use crate::ui::command::{Menu, UiCommand};
use crate::ui::keymap::KeyMap;
use crate::ui::localizer::Localizer;
use crate::ui::theme::space;
use crate::ui::widgets::{BidiHover, BidiLabel, Row, menu_button, menu_entry, mirrored, mirrored_wrapped, words};

/// What the analyst chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MenuAction {
    Command(UiCommand),
    OpenRecent(PathBuf),
}

/// What the menus need to know.
pub struct MenuInput<'a> {
    pub keys: &'a KeyMap,
    /// Whether a command can be carried out now.
    pub enabled: &'a dyn Fn(UiCommand) -> bool,
    /// For commands that switch something: whether it is on.
    pub ticked: &'a dyn Fn(UiCommand) -> Option<bool>,
    /// Newest first.
    pub recent: &'a [PathBuf],
}

/// Recent files shown; more would push the end of the menu off a small screen.
const MAX_RECENT: usize = 6;

pub fn menu_bar(ui: &mut Ui, input: &MenuInput<'_>) -> Vec<MenuAction> {
    let words = words(ui.ctx());
    let mut actions = Vec::new();
    mirrored_wrapped(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for menu in Menu::ALL {
            menu_button(ui, &words.get(menu.message_id()), |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                entries(ui, menu, input, &words, &mut actions);
            });
        }
    });
    actions
}

fn entries(ui: &mut Ui, menu: Menu, input: &MenuInput<'_>, words: &Localizer, actions: &mut Vec<MenuAction>) {
    let entries = menu.entries();
    // In a menu with switches, every entry leaves room for a tick, so that names stand in one line.
    let switches = entries.iter().flatten().any(|command| (input.ticked)(*command).is_some());
    for entry in entries {
        let Some(command) = entry else {
            ui.separator();
            continue;
        };
        if command == UiCommand::CloseDocument && !input.recent.is_empty() {
            recent_files(ui, input.recent, words, actions);
            ui.separator();
        }
        let ticked = (input.ticked)(command).or(switches.then_some(false));
        if menu_entry(ui, command, input.keys, (input.enabled)(command), ticked) {
            actions.push(MenuAction::Command(command));
        }
    }
}

fn recent_files(ui: &mut Ui, recent: &[PathBuf], words: &Localizer, actions: &mut Vec<MenuAction>) {
    ui.add_space(space::XS);
    mirrored(ui, |ui| {
        ui.add_space(space::S);
        ui.add(BidiLabel::new(&words.get("menu-recent")).small().weak());
    });
    for path in recent.iter().take(MAX_RECENT) {
        if recent_row(ui, path, Role::MenuItem).clicked() {
            ui.close();
            actions.push(MenuAction::OpenRecent(path.clone()));
        }
    }
}

/// A file opened lately: its name, then where it is.
pub(super) fn recent_row(ui: &mut Ui, path: &Path, role: Role) -> egui::Response {
    // A path reads from left to right also where its names are Arabic.
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let name = format!("\u{2066}{name}\u{2069}");
    let folder = path.parent().map(|folder| folder.to_string_lossy()).unwrap_or_default();
    let folder = if folder.is_empty() { String::new() } else { format!("\u{2066}{folder}\u{2069}") };
    let whole = format!("\u{2066}{}\u{2069}", path.display());
    ui.add(Row::new(&name).detail(&folder).role(role)).bidi_hover(&whole)
}
