//! What every part of the window may know of a command: its words, its keys, its menu. The rows stand in `app::commands`.

use super::keymap::Shortcut;

pub use super::app::commands::UiCommand;

/// The menus, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Menu {
    File,
    Edit,
    Annotation,
    Document,
    Project,
    View,
    Help,
}

impl Menu {
    pub const ALL: [Menu; 7] =
        [Menu::File, Menu::Edit, Menu::Annotation, Menu::Document, Menu::Project, Menu::View, Menu::Help];

    /// The key of its name in the words.
    pub fn message_id(self) -> &'static str {
        match self {
            Menu::File => "menu-file",
            Menu::Edit => "menu-edit",
            Menu::Annotation => "menu-annotation",
            Menu::Document => "menu-document",
            Menu::Project => "menu-project",
            Menu::View => "menu-view",
            Menu::Help => "menu-help",
        }
    }

    /// Its commands in order; `None` is a line between two groups.
    pub fn entries(self) -> Vec<Option<UiCommand>> {
        let mut entries = Vec::new();
        for command in UiCommand::ALL.iter().copied().filter(|command| command.menu() == self) {
            if command.spec().starts_group && !entries.is_empty() {
                entries.push(None);
            }
            entries.push(Some(command));
        }
        entries
    }
}

/// Where a command's keys are live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Even while a text field has the focus.
    Anywhere,
    /// Not while typing: the key means something to a text field.
    NotTyping,
    /// Only on the page: elsewhere the key moves the focus or belongs to a list.
    Page,
}

impl UiCommand {
    /// The key of its name in the words. What it does, at more length, is the attribute `tip` of the same message.
    pub fn message_id(self) -> &'static str {
        self.spec().word
    }

    /// Its name in files that change the key map: the word key without `command-`.
    pub fn id(self) -> &'static str {
        self.message_id().trim_start_matches("command-")
    }

    pub fn from_id(id: &str) -> Option<Self> {
        UiCommand::ALL.iter().copied().find(|command| command.id() == id)
    }

    /// The keys it has unless the analyst chose others. The first is shown in menus.
    pub fn default_shortcuts(self) -> Vec<Shortcut> {
        self.spec().keys.to_vec()
    }

    pub fn menu(self) -> Menu {
        self.spec().menu
    }

    pub fn scope(self) -> Scope {
        self.spec().scope
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::localizer::{Digits, Language, Localizer};

    #[test]
    fn every_command_is_listed_once_and_found_by_its_id() {
        assert!(UiCommand::ALL.is_sorted(), "the list is in the order of the enum");
        for command in UiCommand::ALL {
            assert_eq!(UiCommand::from_id(command.id()), Some(*command));
            assert!(command.message_id().starts_with("command-"), "{command:?}");
        }
        assert_eq!(UiCommand::from_id("no-such-command"), None);
        let in_menus: usize = Menu::ALL.iter().map(|menu| menu.entries().iter().flatten().count()).sum();
        assert_eq!(in_menus, UiCommand::ALL.len());
    }

    #[test]
    fn every_command_has_a_name_an_explanation_and_a_key() {
        for language in [Language::Arabic, Language::English] {
            let words = Localizer::new(language, Digits::European);
            for command in UiCommand::ALL {
                assert!(words.has(command.message_id()), "{language:?} has no name for {command:?}");
                assert!(
                    words.has(&format!("{}.tip", command.message_id())),
                    "{language:?} does not explain {command:?}"
                );
                assert!(!command.default_shortcuts().is_empty(), "{command:?} has no key");
            }
            for menu in Menu::ALL {
                assert!(words.has(menu.message_id()), "{language:?} has no name for {menu:?}");
            }
        }
    }
}
