//! Everything the analyst can ask of the window, once: its words, its keys, its menu, its entry in the palette.
//!
//! A command does nothing by itself; the app carries it out. Label keys are not commands: they come from the schema.

use egui::Key;

use super::keymap::Shortcut;

/// What the analyst can ask for by key, menu or palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UiCommand {
    Open,
    OpenFolder,
    OpenPath,
    Save,
    SaveAs,
    Export,
    EarlierVersions,
    LoadSchema,
    SaveSchema,
    EditSchema,
    Settings,
    CloseDocument,
    Quit,

    Undo,
    Redo,
    Copy,
    SelectAll,
    Find,
    FindNext,
    FindPrevious,
    Search,
    SearchAnnotations,
    Consistency,
    GoTo,

    NextAnnotation,
    PreviousAnnotation,
    DeleteAnnotation,
    StartGrowWord,
    StartShrinkWord,
    EndGrowWord,
    EndShrinkWord,
    StartGrowGrapheme,
    StartShrinkGrapheme,
    EndGrowGrapheme,
    EndShrinkGrapheme,
    Propagate,
    PropagateAtOnce,
    RelabelEverywhere,
    DeleteEverywhere,
    CycleClitics,
    StartGrowClitic,
    StartShrinkClitic,
    EndGrowClitic,
    EndShrinkClitic,
    ConvertClitics,
    Describe,
    ToggleSticky,

    NextDocument,
    PreviousDocument,
    MarkDone,
    MarkInProgress,
    MarkRejected,
    DecideConflicts,
    Reanchor,
    Mend,

    ZoomIn,
    ZoomOut,
    ZoomReset,
    ToggleTheme,
    ToggleLanguage,
    ToggleDocuments,
    ToggleLabels,
    ToggleAnnotations,
    ToggleTags,
    ToggleInvisibles,
    ToggleLineNumbers,
    FocusPage,
    FocusNextPanel,
    FocusPreviousPanel,

    Palette,
    Help,
}

/// The menus, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Menu {
    File,
    Edit,
    Annotation,
    Document,
    View,
    Help,
}

impl Menu {
    pub const ALL: [Menu; 6] = [Menu::File, Menu::Edit, Menu::Annotation, Menu::Document, Menu::View, Menu::Help];

    /// The key of its name in the words.
    pub fn word(self) -> &'static str {
        match self {
            Menu::File => "menu-file",
            Menu::Edit => "menu-edit",
            Menu::Annotation => "menu-annotation",
            Menu::Document => "menu-document",
            Menu::View => "menu-view",
            Menu::Help => "menu-help",
        }
    }

    /// Its commands in order; `None` is a line between two groups.
    pub fn entries(self) -> Vec<Option<UiCommand>> {
        let mut entries = Vec::new();
        for command in UiCommand::ALL.iter().copied().filter(|command| command.menu() == self) {
            if command.starts_group() && !entries.is_empty() {
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
    /// Every command, in the order of menus and help.
    pub const ALL: &'static [UiCommand] = {
        use UiCommand::*;
        &[
            Open,
            OpenFolder,
            OpenPath,
            Save,
            SaveAs,
            Export,
            EarlierVersions,
            LoadSchema,
            SaveSchema,
            EditSchema,
            Settings,
            CloseDocument,
            Quit,
            Undo,
            Redo,
            Copy,
            SelectAll,
            Find,
            FindNext,
            FindPrevious,
            Search,
            SearchAnnotations,
            Consistency,
            GoTo,
            NextAnnotation,
            PreviousAnnotation,
            DeleteAnnotation,
            StartGrowWord,
            StartShrinkWord,
            EndGrowWord,
            EndShrinkWord,
            StartGrowGrapheme,
            StartShrinkGrapheme,
            EndGrowGrapheme,
            EndShrinkGrapheme,
            Propagate,
            PropagateAtOnce,
            RelabelEverywhere,
            DeleteEverywhere,
            CycleClitics,
            StartGrowClitic,
            StartShrinkClitic,
            EndGrowClitic,
            EndShrinkClitic,
            ConvertClitics,
            Describe,
            ToggleSticky,
            NextDocument,
            PreviousDocument,
            MarkDone,
            MarkInProgress,
            MarkRejected,
            DecideConflicts,
            Reanchor,
            Mend,
            ZoomIn,
            ZoomOut,
            ZoomReset,
            ToggleTheme,
            ToggleLanguage,
            ToggleDocuments,
            ToggleLabels,
            ToggleAnnotations,
            ToggleTags,
            ToggleInvisibles,
            ToggleLineNumbers,
            FocusPage,
            FocusNextPanel,
            FocusPreviousPanel,
            Palette,
            Help,
        ]
    };

    /// The key of its name in the words. What it does, at more length, is the attribute `tip` of the same message.
    pub fn word(self) -> &'static str {
        match self {
            UiCommand::Open => "command-open",
            UiCommand::OpenFolder => "command-open-folder",
            UiCommand::OpenPath => "command-open-path",
            UiCommand::Save => "command-save",
            UiCommand::SaveAs => "command-save-as",
            UiCommand::Export => "command-export",
            UiCommand::EarlierVersions => "command-earlier-versions",
            UiCommand::LoadSchema => "command-load-schema",
            UiCommand::SaveSchema => "command-save-schema",
            UiCommand::EditSchema => "command-edit-schema",
            UiCommand::Settings => "command-settings",
            UiCommand::CloseDocument => "command-close-document",
            UiCommand::Quit => "command-quit",
            UiCommand::Undo => "command-undo",
            UiCommand::Redo => "command-redo",
            UiCommand::Copy => "command-copy",
            UiCommand::SelectAll => "command-select-all",
            UiCommand::Find => "command-find",
            UiCommand::FindNext => "command-find-next",
            UiCommand::FindPrevious => "command-find-previous",
            UiCommand::Search => "command-search",
            UiCommand::SearchAnnotations => "command-search-annotations",
            UiCommand::Consistency => "command-consistency",
            UiCommand::GoTo => "command-go-to",
            UiCommand::NextAnnotation => "command-next-annotation",
            UiCommand::PreviousAnnotation => "command-previous-annotation",
            UiCommand::DeleteAnnotation => "command-delete-annotation",
            UiCommand::StartGrowWord => "command-start-grow-word",
            UiCommand::StartShrinkWord => "command-start-shrink-word",
            UiCommand::EndGrowWord => "command-end-grow-word",
            UiCommand::EndShrinkWord => "command-end-shrink-word",
            UiCommand::StartGrowGrapheme => "command-start-grow-grapheme",
            UiCommand::StartShrinkGrapheme => "command-start-shrink-grapheme",
            UiCommand::EndGrowGrapheme => "command-end-grow-grapheme",
            UiCommand::EndShrinkGrapheme => "command-end-shrink-grapheme",
            UiCommand::Propagate => "command-propagate",
            UiCommand::PropagateAtOnce => "command-propagate-at-once",
            UiCommand::RelabelEverywhere => "command-relabel-everywhere",
            UiCommand::DeleteEverywhere => "command-delete-everywhere",
            UiCommand::CycleClitics => "command-cycle-clitics",
            UiCommand::StartGrowClitic => "command-start-grow-clitic",
            UiCommand::StartShrinkClitic => "command-start-shrink-clitic",
            UiCommand::EndGrowClitic => "command-end-grow-clitic",
            UiCommand::EndShrinkClitic => "command-end-shrink-clitic",
            UiCommand::ConvertClitics => "command-convert-clitics",
            UiCommand::Describe => "command-describe",
            UiCommand::ToggleSticky => "command-toggle-sticky",
            UiCommand::NextDocument => "command-next-document",
            UiCommand::PreviousDocument => "command-previous-document",
            UiCommand::MarkDone => "command-mark-done",
            UiCommand::MarkInProgress => "command-mark-in-progress",
            UiCommand::MarkRejected => "command-mark-rejected",
            UiCommand::DecideConflicts => "command-decide-conflicts",
            UiCommand::Reanchor => "command-reanchor",
            UiCommand::Mend => "command-mend",
            UiCommand::ZoomIn => "command-zoom-in",
            UiCommand::ZoomOut => "command-zoom-out",
            UiCommand::ZoomReset => "command-zoom-reset",
            UiCommand::ToggleTheme => "command-toggle-theme",
            UiCommand::ToggleLanguage => "command-toggle-language",
            UiCommand::ToggleDocuments => "command-toggle-documents",
            UiCommand::ToggleLabels => "command-toggle-labels",
            UiCommand::ToggleAnnotations => "command-toggle-annotations",
            UiCommand::ToggleTags => "command-toggle-tags",
            UiCommand::ToggleInvisibles => "command-toggle-invisibles",
            UiCommand::ToggleLineNumbers => "command-toggle-line-numbers",
            UiCommand::FocusPage => "command-focus-page",
            UiCommand::FocusNextPanel => "command-focus-next-panel",
            UiCommand::FocusPreviousPanel => "command-focus-previous-panel",
            UiCommand::Palette => "command-palette",
            UiCommand::Help => "command-help",
        }
    }

    /// Its name in files that change the key map: the word key without `command-`.
    pub fn id(self) -> &'static str {
        self.word().trim_start_matches("command-")
    }

    pub fn from_id(id: &str) -> Option<Self> {
        UiCommand::ALL.iter().copied().find(|command| command.id() == id)
    }

    /// The keys it has unless the analyst chose others. The first is shown in menus.
    pub fn default_shortcuts(self) -> Vec<Shortcut> {
        let plain = |key| Shortcut { ctrl: false, alt: false, shift: false, key };
        let shift = |key| Shortcut { shift: true, ..plain(key) };
        let ctrl = |key| Shortcut { ctrl: true, ..plain(key) };
        let alt = |key| Shortcut { alt: true, ..plain(key) };
        let ctrl_shift = |key| Shortcut { shift: true, ..ctrl(key) };
        let ctrl_alt = |key| Shortcut { alt: true, ..ctrl(key) };
        let alt_shift = |key| Shortcut { shift: true, ..alt(key) };
        match self {
            UiCommand::Open => vec![ctrl(Key::O)],
            UiCommand::OpenFolder => vec![ctrl_shift(Key::O)],
            UiCommand::OpenPath => vec![ctrl(Key::L)],
            UiCommand::Save => vec![ctrl(Key::S)],
            UiCommand::SaveAs => vec![ctrl_shift(Key::S)],
            UiCommand::Export => vec![ctrl(Key::E)],
            UiCommand::EarlierVersions => vec![ctrl_alt(Key::V)],
            UiCommand::LoadSchema => vec![ctrl_alt(Key::O)],
            UiCommand::SaveSchema => vec![ctrl_alt(Key::S)],
            UiCommand::EditSchema => vec![ctrl_shift(Key::E)],
            UiCommand::Settings => vec![ctrl(Key::Comma)],
            UiCommand::CloseDocument => vec![ctrl(Key::W)],
            UiCommand::Quit => vec![ctrl(Key::Q)],
            UiCommand::Undo => vec![ctrl(Key::Z)],
            UiCommand::Redo => vec![ctrl_shift(Key::Z), ctrl(Key::Y)],
            UiCommand::Copy => vec![ctrl(Key::C)],
            UiCommand::SelectAll => vec![ctrl(Key::A)],
            UiCommand::Find => vec![ctrl(Key::F)],
            UiCommand::FindNext => vec![plain(Key::F3)],
            UiCommand::FindPrevious => vec![shift(Key::F3)],
            UiCommand::Search => vec![ctrl_shift(Key::F)],
            UiCommand::SearchAnnotations => vec![ctrl_alt(Key::F)],
            UiCommand::Consistency => vec![ctrl_shift(Key::L)],
            UiCommand::GoTo => vec![ctrl(Key::G)],
            UiCommand::NextAnnotation => vec![plain(Key::Tab)],
            UiCommand::PreviousAnnotation => vec![shift(Key::Tab)],
            UiCommand::DeleteAnnotation => vec![plain(Key::Delete), plain(Key::Backspace)],
            // The bracket that opens moves the start, the one that closes moves the end.
            UiCommand::StartGrowWord => vec![plain(Key::OpenBracket)],
            UiCommand::StartShrinkWord => vec![shift(Key::OpenBracket)],
            UiCommand::EndGrowWord => vec![plain(Key::CloseBracket)],
            UiCommand::EndShrinkWord => vec![shift(Key::CloseBracket)],
            UiCommand::StartGrowGrapheme => vec![ctrl(Key::OpenBracket)],
            UiCommand::StartShrinkGrapheme => vec![ctrl_shift(Key::OpenBracket)],
            UiCommand::EndGrowGrapheme => vec![ctrl(Key::CloseBracket)],
            UiCommand::EndShrinkGrapheme => vec![ctrl_shift(Key::CloseBracket)],
            UiCommand::Propagate => vec![plain(Key::Enter)],
            UiCommand::PropagateAtOnce => vec![shift(Key::Enter)],
            UiCommand::RelabelEverywhere => vec![ctrl_alt(Key::R)],
            UiCommand::DeleteEverywhere => vec![shift(Key::Delete)],
            UiCommand::CycleClitics => vec![plain(Key::Backslash)],
            UiCommand::StartGrowClitic => vec![alt(Key::OpenBracket)],
            UiCommand::StartShrinkClitic => vec![alt_shift(Key::OpenBracket)],
            UiCommand::EndGrowClitic => vec![alt(Key::CloseBracket)],
            UiCommand::EndShrinkClitic => vec![alt_shift(Key::CloseBracket)],
            UiCommand::ConvertClitics => vec![ctrl_alt(Key::C)],
            UiCommand::Describe => vec![ctrl(Key::I)],
            UiCommand::ToggleSticky => vec![ctrl(Key::T)],
            UiCommand::NextDocument => vec![ctrl(Key::PageDown), alt(Key::ArrowDown)],
            UiCommand::PreviousDocument => vec![ctrl(Key::PageUp), alt(Key::ArrowUp)],
            UiCommand::MarkDone => vec![ctrl(Key::Enter)],
            UiCommand::MarkInProgress => vec![alt(Key::Enter)],
            UiCommand::MarkRejected => vec![ctrl_shift(Key::Delete)],
            UiCommand::DecideConflicts => vec![ctrl_shift(Key::M)],
            UiCommand::Reanchor => vec![ctrl_shift(Key::R)],
            UiCommand::Mend => vec![ctrl_alt(Key::M)],
            UiCommand::ZoomIn => vec![ctrl(Key::Plus), ctrl(Key::Equals), ctrl_shift(Key::Equals)],
            UiCommand::ZoomOut => vec![ctrl(Key::Minus)],
            UiCommand::ZoomReset => vec![ctrl(Key::Num0)],
            UiCommand::ToggleTheme => vec![ctrl_shift(Key::T)],
            UiCommand::ToggleLanguage => vec![ctrl_shift(Key::G)],
            UiCommand::ToggleDocuments => vec![ctrl(Key::Num1)],
            UiCommand::ToggleLabels => vec![ctrl(Key::Num2)],
            UiCommand::ToggleAnnotations => vec![ctrl(Key::Num3)],
            UiCommand::ToggleTags => vec![ctrl_shift(Key::H)],
            UiCommand::ToggleInvisibles => vec![ctrl_shift(Key::Num8)],
            UiCommand::ToggleLineNumbers => vec![ctrl_shift(Key::N)],
            UiCommand::FocusPage => vec![plain(Key::Escape)],
            UiCommand::FocusNextPanel => vec![plain(Key::F6)],
            UiCommand::FocusPreviousPanel => vec![shift(Key::F6)],
            UiCommand::Palette => vec![ctrl(Key::K), ctrl_shift(Key::P)],
            UiCommand::Help => vec![plain(Key::F1), shift(Key::Slash)],
        }
    }

    pub fn menu(self) -> Menu {
        use UiCommand::*;
        match self {
            Open | OpenFolder | OpenPath | Save | SaveAs | Export | EarlierVersions | LoadSchema | SaveSchema
            | EditSchema | Settings | CloseDocument | Quit => Menu::File,
            Undo | Redo | Copy | SelectAll | Find | GoTo | FindNext | FindPrevious | Search | SearchAnnotations
            | Consistency => Menu::Edit,
            NextAnnotation | PreviousAnnotation | DeleteAnnotation | StartGrowWord | StartShrinkWord | EndGrowWord
            | EndShrinkWord | StartGrowGrapheme | StartShrinkGrapheme | EndGrowGrapheme | EndShrinkGrapheme
            | Propagate | PropagateAtOnce | RelabelEverywhere | DeleteEverywhere | CycleClitics | StartGrowClitic
            | StartShrinkClitic | EndGrowClitic | EndShrinkClitic | ConvertClitics | Describe | ToggleSticky => {
                Menu::Annotation
            }
            NextDocument | PreviousDocument | MarkDone | MarkInProgress | MarkRejected | DecideConflicts | Reanchor
            | Mend => Menu::Document,
            ZoomIn | ZoomOut | ZoomReset | ToggleTheme | ToggleLanguage | ToggleDocuments | ToggleLabels
            | ToggleAnnotations | ToggleTags | ToggleInvisibles | ToggleLineNumbers | FocusPage | FocusNextPanel
            | FocusPreviousPanel => Menu::View,
            Palette | Help => Menu::Help,
        }
    }

    pub fn scope(self) -> Scope {
        use UiCommand::*;
        match self {
            NextAnnotation | PreviousAnnotation | DeleteAnnotation | StartGrowWord | StartShrinkWord | EndGrowWord
            | EndShrinkWord | Propagate | PropagateAtOnce | DeleteEverywhere | CycleClitics | StartGrowClitic
            | StartShrinkClitic | EndGrowClitic | EndShrinkClitic => Scope::Page,
            Undo | Redo | Copy | SelectAll | StartGrowGrapheme | StartShrinkGrapheme | EndGrowGrapheme
            | EndShrinkGrapheme | MarkDone | MarkInProgress | MarkRejected | NextDocument | PreviousDocument
            | FocusPage | Help => Scope::NotTyping,
            _ => Scope::Anywhere,
        }
    }

    /// Whether a line stands above it in its menu.
    fn starts_group(self) -> bool {
        use UiCommand::*;
        matches!(
            self,
            Save | LoadSchema
                | Settings
                | CloseDocument
                | DecideConflicts
                | Copy
                | Find
                | DeleteAnnotation
                | StartGrowWord
                | StartGrowGrapheme
                | Propagate
                | CycleClitics
                | ToggleSticky
                | MarkDone
                | ToggleTheme
                | ToggleDocuments
                | ToggleTags
                | FocusPage
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::words::{Digits, Language, Words};

    #[test]
    fn every_command_is_listed_once_and_found_by_its_id() {
        for (at, command) in UiCommand::ALL.iter().enumerate() {
            assert_eq!(*command as usize, at, "{command:?} stands in the order of the enum");
            assert_eq!(UiCommand::from_id(command.id()), Some(*command));
        }
        assert_eq!(UiCommand::from_id("no-such-command"), None);
        let in_menus: usize = Menu::ALL.iter().map(|menu| menu.entries().iter().flatten().count()).sum();
        assert_eq!(in_menus, UiCommand::ALL.len());
    }

    #[test]
    fn every_command_has_a_name_an_explanation_and_a_key() {
        for language in [Language::Arabic, Language::English] {
            let words = Words::new(language, Digits::European);
            for command in UiCommand::ALL {
                assert!(words.has(command.word()), "{language:?} has no name for {command:?}");
                assert!(words.has(&format!("{}.tip", command.word())), "{language:?} does not explain {command:?}");
                assert!(!command.default_shortcuts().is_empty(), "{command:?} has no key");
            }
            for menu in Menu::ALL {
                assert!(words.has(menu.word()), "{language:?} has no name for {menu:?}");
            }
        }
    }
}
