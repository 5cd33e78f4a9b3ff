//! Every command of the window, one row each: its words, menu, keys, scope, when it can be carried out, and what it does.
//!
//! A new command is a row here, its name and tip in both files of words (`command-ID`, `.tip`), and the function it
//! calls. A row stands in the place it has in its menu. The labels of the document that is shown are commands too, with
//! the keys of the schema.

use egui::{Context, Key};

use super::App;
use crate::model::DocumentState;
use crate::session::{Edge, OpenDocument, ReadOnly, Step, Towards};
use crate::store::Settings;
use crate::ui::command::Menu::{self, Annotation, Document, Edit, File, Help, Project, View};
use crate::ui::command::Scope;
use crate::ui::dialogs::commands::{CommandPalette, KeyList};
use crate::ui::dialogs::conflicts::ConflictsDialog;
use crate::ui::dialogs::go_to::GoToDialog;
use crate::ui::dialogs::keys::KeysPage;
use crate::ui::dialogs::label_palette::LabelPalette;
use crate::ui::dialogs::path::PathPrompt;
use crate::ui::dialogs::properties::PropertiesDialog;
use crate::ui::dialogs::settings::SettingsDialog;
use crate::ui::keymap::Shortcut;
use crate::ui::modal::FileDialogPurpose;
use crate::ui::panels::search::Tab;

/// A row of the table.
pub(in crate::ui) struct CommandSpec {
    /// The key of its name in the words. What it does, at more length, is the attribute `tip` of the same message.
    pub word: &'static str,
    pub menu: Menu,
    /// The keys it has unless the analyst chose others. The first is shown in menus.
    pub keys: &'static [Shortcut],
    pub scope: Scope,
    /// Whether a line stands above it in its menu.
    pub starts_group: bool,
    enabled: fn(&App) -> bool,
    ticked: Option<fn(&App) -> bool>,
    run: fn(&mut App, &Context),
}

/// A row with what most commands are: live anywhere, always possible, no switch, not the first of a group.
const fn row(menu: Menu, keys: &'static [Shortcut], run: fn(&mut App, &Context)) -> CommandSpec {
    CommandSpec {
        word: "",
        menu,
        keys,
        scope: Scope::Anywhere,
        starts_group: false,
        enabled: |_| true,
        ticked: None,
        run,
    }
}

impl CommandSpec {
    const fn starts_group(self) -> Self {
        CommandSpec { starts_group: true, ..self }
    }

    const fn scope(self, scope: Scope) -> Self {
        CommandSpec { scope, ..self }
    }

    const fn when(self, enabled: fn(&App) -> bool) -> Self {
        CommandSpec { enabled, ..self }
    }

    const fn ticked(self, ticked: fn(&App) -> bool) -> Self {
        CommandSpec { ticked: Some(ticked), ..self }
    }
}

const fn plain(key: Key) -> Shortcut {
    Shortcut { ctrl: false, alt: false, shift: false, key }
}

const fn shift(key: Key) -> Shortcut {
    Shortcut { shift: true, ..plain(key) }
}

const fn ctrl(key: Key) -> Shortcut {
    Shortcut { ctrl: true, ..plain(key) }
}

const fn alt(key: Key) -> Shortcut {
    Shortcut { alt: true, ..plain(key) }
}

const fn ctrl_shift(key: Key) -> Shortcut {
    Shortcut { shift: true, ..ctrl(key) }
}

const fn ctrl_alt(key: Key) -> Shortcut {
    Shortcut { alt: true, ..ctrl(key) }
}

const fn alt_shift(key: Key) -> Shortcut {
    Shortcut { shift: true, ..alt(key) }
}

/// Makes the enum, the list of all and the look-up of a row from the rows.
macro_rules! commands {
    ($($name:ident $word:literal => $row:expr,)*) => {
        /// What the analyst can ask for by key, menu or palette.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum UiCommand {
            $($name,)*
            /// Gives the label at this place of the schema to the selection, or to the active annotation.
            Label(usize),
            /// Puts it beside the label that is there.
            FurtherLabel(usize),
            /// Links the annotation in hand to another one, by the relation type at this place of the schema.
            Relate(usize),
            /// The same towards the annotation in hand.
            RelateBack(usize),
        }

        impl UiCommand {
            /// Every command but those of labels, in the order of menus and help.
            pub const ALL: &'static [UiCommand] = &[$(UiCommand::$name,)*];

            pub(in crate::ui) fn spec(self) -> &'static CommandSpec {
                match self {
                    $(UiCommand::$name => {
                        static ROW: CommandSpec = CommandSpec { word: $word, ..$row };
                        &ROW
                    })*
                    UiCommand::Label(_) => &LABEL,
                    UiCommand::FurtherLabel(_) => &FURTHER_LABEL,
                    UiCommand::Relate(_) => &RELATE,
                    UiCommand::RelateBack(_) => &RELATE_BACK,
                }
            }
        }
    };
}

/// Labels: which of them is meant, and its key, the schema says.
static LABEL: CommandSpec =
    CommandSpec { word: "command-label", ..row(Annotation, &[], |_, _| ()).scope(Scope::NotTyping).when(is_shown) };
static FURTHER_LABEL: CommandSpec = CommandSpec {
    word: "command-further-label",
    ..row(Annotation, &[], |_, _| ()).scope(Scope::NotTyping).when(is_shown)
};
/// Relation types: which of them is meant, the schema says; their keys are Alt and a digit.
static RELATE: CommandSpec =
    CommandSpec { word: "command-relate", ..row(Annotation, &[], |_, _| ()).scope(Scope::NotTyping).when(has_active) };
static RELATE_BACK: CommandSpec = CommandSpec {
    word: "command-relate-back",
    ..row(Annotation, &[], |_, _| ()).scope(Scope::NotTyping).when(has_active)
};

commands! {
    Open "command-open" => row(File, &[ctrl(Key::O)], |app, ctx| app.ask_files(ctx)),
    OpenFolder "command-open-folder" => row(File, &[ctrl_shift(Key::O)], |app, ctx| app.ask_folder(ctx)),
    OpenPath "command-open-path" => row(File, &[ctrl(Key::L)], |app, _| {
        app.open_dialog(PathPrompt::new(FileDialogPurpose::Open, ""));
    }),
    Save "command-save" => row(File, &[ctrl(Key::S)], |app, ctx| app.save(ctx)).starts_group().when(is_open),
    SaveAs "command-save-as" => row(File, &[ctrl_shift(Key::S)], |app, ctx| app.ask_save_as(ctx)).when(is_open),
    SaveAll "command-save-all" => row(File, &[ctrl_shift(Key::A)], |app, ctx| app.save_all(ctx))
        .when(|app| app.session.is_dirty()),
    Export "command-export" => row(File, &[ctrl(Key::E)], |app, _| app.open_export()).when(is_open),
    EarlierVersions "command-earlier-versions" => row(File, &[ctrl_alt(Key::V)], |app, _| app.open_earlier()),
    History "command-history" => row(File, &[ctrl_alt(Key::H)], |app, _| app.open_history())
        .when(|app| app.session.current().is_some_and(|document| document.path().is_some())),
    LoadSchema "command-load-schema" => row(File, &[ctrl_alt(Key::O)], |app, ctx| app.ask_schema_to_load(ctx))
        .starts_group().when(is_open),
    SaveSchema "command-save-schema" => row(File, &[ctrl_alt(Key::S)], |app, ctx| app.ask_schema_to_save(ctx))
        .when(is_open),
    EditSchema "command-edit-schema" => row(File, &[ctrl_shift(Key::E)], |app, _| app.open_schema_editor())
        .when(is_open),
    Settings "command-settings" => row(File, &[ctrl(Key::Comma)], |app, _| {
        app.open_dialog(SettingsDialog::with_keys(KeysPage::new(app.keys.labels().clone())));
    }).starts_group(),
    LookAtSamples "command-look-at-samples" => row(File, &[ctrl_alt(Key::L)], |app, _| app.look_at_samples())
        .starts_group().when(|app| app.session.entries().is_empty()),
    ThrowSamplesAway "command-throw-samples-away" => row(File, &[ctrl_alt(Key::X)], |app, _| app.throw_samples_away())
        .when(|app| app.session.has_samples()),
    CloseDocument "command-close-document" => row(File, &[ctrl(Key::W)], |app, _| app.close_current())
        .starts_group().when(|app| app.session.current_id().is_some()),
    Quit "command-quit" => row(File, &[ctrl(Key::Q)], |_, ctx| ctx.send_viewport_cmd(egui::ViewportCommand::Close)),

    Undo "command-undo" => row(Edit, &[ctrl(Key::Z)], |app, _| app.undo())
        .scope(Scope::NotTyping).when(|app| app.session.current().is_some_and(OpenDocument::can_undo)),
    Redo "command-redo" => row(Edit, &[ctrl_shift(Key::Z), ctrl(Key::Y)], |app, _| app.redo())
        .scope(Scope::NotTyping).when(|app| app.session.current().is_some_and(OpenDocument::can_redo)),
    Copy "command-copy" => row(Edit, &[ctrl(Key::C)], |app, ctx| app.copy(ctx))
        .starts_group().scope(Scope::NotTyping).when(is_shown),
    CopyAsRow "command-copy-as-row" => row(Edit, &[ctrl_shift(Key::C)], |app, ctx| app.copy_as_row(ctx))
        .scope(Scope::NotTyping).when(has_active),
    SelectAll "command-select-all" => row(Edit, &[ctrl(Key::A)], |app, _| app.select_all())
        .scope(Scope::NotTyping).when(is_shown),
    Find "command-find" => row(Edit, &[ctrl(Key::F)], |app, _| app.open_find()).starts_group().when(is_open),
    FindNext "command-find-next" => row(Edit, &[plain(Key::F3)], |app, _| app.step_hit(true)),
    FindPrevious "command-find-previous" => row(Edit, &[shift(Key::F3)], |app, _| app.step_hit(false)),
    Search "command-search" => row(Edit, &[ctrl_shift(Key::F)], |app, _| app.open_search(Tab::Text)),
    SearchAnnotations "command-search-annotations" => row(Edit, &[ctrl_alt(Key::F)], |app, _| {
        app.open_search(Tab::Annotations);
    }),
    Consistency "command-consistency" => row(Edit, &[ctrl_shift(Key::L)], |app, _| app.open_search(Tab::Consistency)),
    GoTo "command-go-to" => row(Edit, &[ctrl(Key::G)], |app, _| {
        app.open_dialog(GoToDialog::default());
    }).when(is_open),

    NextAnnotation "command-next-annotation" => row(Annotation, &[plain(Key::Tab)], |app, _| app.step_annotation(true))
        .scope(Scope::Page).when(has_annotations),
    PreviousAnnotation "command-previous-annotation" => row(Annotation, &[shift(Key::Tab)], |app, _| {
        app.step_annotation(false);
    }).scope(Scope::Page).when(has_annotations),
    DeleteAnnotation "command-delete-annotation" => row(
        Annotation,
        &[plain(Key::Delete), plain(Key::Backspace)],
        |app, _| app.delete_active(),
    ).starts_group().scope(Scope::Page).when(has_active),
    AddPiece "command-add-piece" => row(Annotation, &[plain(Key::Equals), plain(Key::Plus)], |app, _| app.add_piece())
        .starts_group().scope(Scope::Page).when(App::can_add_piece),
    RemovePiece "command-remove-piece" => row(Annotation, &[plain(Key::Minus)], |app, _| app.remove_piece())
        .scope(Scope::Page).when(App::can_remove_piece),
    SplitAnnotation "command-split-annotation" => row(Annotation, &[alt(Key::X)], |app, _| app.split_annotation())
        .scope(Scope::NotTyping).when(|app| app.annotation_meant().is_some()),
    MergeAnnotations "command-merge-annotations" => row(Annotation, &[alt(Key::M)], |app, _| app.merge_selected())
        .scope(Scope::NotTyping).when(App::has_several),
    DuplicateAnnotation "command-duplicate-annotation" => row(Annotation, &[alt(Key::D)], |app, _| {
        app.begin_duplicate();
    }).scope(Scope::NotTyping).when(has_active),
    SelectNextToo "command-select-next-too" => row(Annotation, &[alt(Key::PageDown)], |app, _| {
        app.select_next_too(true);
    }).starts_group().scope(Scope::NotTyping).when(has_annotations),
    SelectPreviousToo "command-select-previous-too" => row(Annotation, &[alt(Key::PageUp)], |app, _| {
        app.select_next_too(false);
    }).scope(Scope::NotTyping).when(has_annotations),
    SelectSameLabel "command-select-same-label" => row(Annotation, &[alt(Key::A)], |app, _| app.select_same_label())
        .scope(Scope::NotTyping).when(has_active),
    SelectListed "command-select-listed" => row(Annotation, &[alt_shift(Key::A)], |app, _| app.select_listed())
        .scope(Scope::NotTyping).when(has_annotations),
    EditNote "command-edit-note" => row(Annotation, &[alt(Key::N)], |app, _| app.edit_note())
        .starts_group().scope(Scope::NotTyping).when(is_open),
    ToggleFlag "command-toggle-flag" => row(Annotation, &[alt(Key::F)], |app, _| app.toggle_flag())
        .scope(Scope::NotTyping).when(is_open).ticked(App::has_flag),
    NextMark "command-next-mark" => row(Annotation, &[plain(Key::F4)], |app, _| app.step_mark(true))
        .when(has_entries),
    PreviousMark "command-previous-mark" => row(Annotation, &[shift(Key::F4)], |app, _| app.step_mark(false))
        .when(has_entries),
    NextMention "command-next-mention" => row(Annotation, &[alt(Key::C)], |app, _| app.step_chain(true))
        .starts_group().scope(Scope::NotTyping).when(App::has_chain),
    PreviousMention "command-previous-mention" => row(Annotation, &[alt_shift(Key::C)], |app, _| app.step_chain(false))
        .scope(Scope::NotTyping).when(App::has_chain),
    JoinChain "command-join-chain" => row(Annotation, &[alt(Key::J)], |app, _| app.join_chain())
        .scope(Scope::NotTyping).when(|app| has_active(app) && app.has_chain_type()),
    LeaveChain "command-leave-chain" => row(Annotation, &[alt_shift(Key::J)], |app, _| app.leave_chain())
        .scope(Scope::NotTyping).when(App::has_chain),
    SplitChain "command-split-chain" => row(Annotation, &[alt_shift(Key::X)], |app, _| app.split_chain())
        .scope(Scope::NotTyping).when(App::has_chain),
    PageMenu "command-page-menu" => row(Annotation, &[shift(Key::F10), plain(Key::Menu)], |app, ctx| app.menu_or_meant(ctx))
        .starts_group().scope(Scope::NotTyping).when(is_open),
    // The bracket that opens moves the start, the one that closes moves the end.
    StartGrowWord "command-start-grow-word" => row(Annotation, &[plain(Key::OpenBracket)], |app, _| {
        app.move_edge(Edge::Start, Towards::Start, Step::Word);
    }).starts_group().scope(Scope::Page).when(has_active),
    StartShrinkWord "command-start-shrink-word" => row(Annotation, &[shift(Key::OpenBracket)], |app, _| {
        app.move_edge(Edge::Start, Towards::End, Step::Word);
    }).scope(Scope::Page).when(has_active),
    EndGrowWord "command-end-grow-word" => row(Annotation, &[plain(Key::CloseBracket)], |app, _| {
        app.move_edge(Edge::End, Towards::End, Step::Word);
    }).scope(Scope::Page).when(has_active),
    EndShrinkWord "command-end-shrink-word" => row(Annotation, &[shift(Key::CloseBracket)], |app, _| {
        app.move_edge(Edge::End, Towards::Start, Step::Word);
    }).scope(Scope::Page).when(has_active),
    StartGrowGrapheme "command-start-grow-grapheme" => row(Annotation, &[ctrl(Key::OpenBracket)], |app, _| {
        app.move_edge(Edge::Start, Towards::Start, Step::Grapheme);
    }).starts_group().scope(Scope::NotTyping).when(has_active),
    StartShrinkGrapheme "command-start-shrink-grapheme" => row(Annotation, &[ctrl_shift(Key::OpenBracket)], |app, _| {
        app.move_edge(Edge::Start, Towards::End, Step::Grapheme);
    }).scope(Scope::NotTyping).when(has_active),
    EndGrowGrapheme "command-end-grow-grapheme" => row(Annotation, &[ctrl(Key::CloseBracket)], |app, _| {
        app.move_edge(Edge::End, Towards::End, Step::Grapheme);
    }).scope(Scope::NotTyping).when(has_active),
    EndShrinkGrapheme "command-end-shrink-grapheme" => row(Annotation, &[ctrl_shift(Key::CloseBracket)], |app, _| {
        app.move_edge(Edge::End, Towards::Start, Step::Grapheme);
    }).scope(Scope::NotTyping).when(has_active),
    Propagate "command-propagate" => row(Annotation, &[plain(Key::Enter)], |app, _| app.take_preview_or_propagate())
        .starts_group().scope(Scope::Page).when(has_active),
    PropagateAtOnce "command-propagate-at-once" => row(Annotation, &[shift(Key::Enter)], |app, _| app.propagate(true))
        .scope(Scope::Page).when(has_active),
    RelabelEverywhere "command-relabel-everywhere" => row(Annotation, &[ctrl_alt(Key::R)], |app, _| {
        app.relabel_everywhere();
    }).when(has_active),
    DeleteEverywhere "command-delete-everywhere" => row(Annotation, &[shift(Key::Delete)], |app, _| {
        app.delete_everywhere();
    }).scope(Scope::Page).when(has_active),
    CycleClitics "command-cycle-clitics" => row(Annotation, &[plain(Key::Backslash)], |app, _| app.cycle_clitics())
        .starts_group().scope(Scope::Page).when(has_piece),
    StartGrowClitic "command-start-grow-clitic" => row(Annotation, &[alt(Key::OpenBracket)], |app, _| {
        app.move_edge(Edge::Start, Towards::Start, Step::Clitic);
    }).scope(Scope::Page).when(has_active),
    StartShrinkClitic "command-start-shrink-clitic" => row(Annotation, &[alt_shift(Key::OpenBracket)], |app, _| {
        app.move_edge(Edge::Start, Towards::End, Step::Clitic);
    }).scope(Scope::Page).when(has_active),
    EndGrowClitic "command-end-grow-clitic" => row(Annotation, &[alt(Key::CloseBracket)], |app, _| {
        app.move_edge(Edge::End, Towards::End, Step::Clitic);
    }).scope(Scope::Page).when(has_active),
    EndShrinkClitic "command-end-shrink-clitic" => row(Annotation, &[alt_shift(Key::CloseBracket)], |app, _| {
        app.move_edge(Edge::End, Towards::Start, Step::Clitic);
    }).scope(Scope::Page).when(has_active),
    ConvertClitics "command-convert-clitics" => row(Annotation, &[ctrl_alt(Key::C)], |app, _| app.convert_clitics())
        .when(is_open),
    ChooseLabel "command-choose-label" => row(Annotation, &[plain(Key::Slash)], |app, _| {
        app.open_dialog(LabelPalette::default());
    }).scope(Scope::NotTyping).when(is_shown),
    SetAttributes "command-set-attributes" => row(Annotation, &[plain(Key::Period)], |app, _| app.begin_attributes())
        .starts_group().scope(Scope::Page).when(has_active),
    FillRoles "command-fill-roles" => row(Annotation, &[alt(Key::Num0)], |app, _| app.fill_roles())
        .scope(Scope::NotTyping).when(has_active),
    NextRelation "command-next-relation" => row(Annotation, &[alt(Key::R)], |app, _| app.step_relation())
        .scope(Scope::NotTyping).when(has_active),
    OtherEnd "command-other-end" => row(Annotation, &[alt(Key::E)], |app, _| app.go_to_other_end())
        .scope(Scope::NotTyping).when(has_relations),
    ReverseRelation "command-reverse-relation" => row(Annotation, &[alt_shift(Key::R)], |app, _| {
        app.reverse_relation();
    }).scope(Scope::NotTyping).when(has_chosen_relation),
    DeleteRelation "command-delete-relation" => row(Annotation, &[alt(Key::Delete)], |app, _| app.delete_relation())
        .scope(Scope::NotTyping).when(has_chosen_relation),
    LinkEntity "command-link-entity" => row(Annotation, &[alt(Key::L)], |app, _| app.open_entity_picker())
        .starts_group().when(has_active),
    NextOfEntity "command-next-of-entity" => row(Annotation, &[alt_shift(Key::L)], |app, _| app.follow_entity())
        .scope(Scope::NotTyping).when(has_active),
    Describe "command-describe" => row(Annotation, &[ctrl(Key::I)], |app, _| app.describe()).when(has_piece),
    ToggleSticky "command-toggle-sticky" => row(Annotation, &[ctrl(Key::T)], |app, _| app.toggle_sticky())
        .starts_group().when(is_open).ticked(|app| app.session.sticky.is_some()),

    NextDocument "command-next-document" => row(Document, &[ctrl(Key::PageDown), alt(Key::ArrowDown)], |app, _| {
        app.session.step_document(true);
    }).scope(Scope::NotTyping).when(has_others),
    PreviousDocument "command-previous-document" => row(Document, &[ctrl(Key::PageUp), alt(Key::ArrowUp)], |app, _| {
        app.session.step_document(false);
    }).scope(Scope::NotTyping).when(has_others),
    NextUndone "command-next-undone" => row(
        Document,
        &[ctrl_shift(Key::PageDown), alt_shift(Key::ArrowDown)],
        |app, _| app.show_undone(true),
    ).scope(Scope::NotTyping).when(has_entries),
    PreviousUndone "command-previous-undone" => row(
        Document,
        &[ctrl_shift(Key::PageUp), alt_shift(Key::ArrowUp)],
        |app, _| app.show_undone(false),
    ).scope(Scope::NotTyping).when(has_entries),
    NextUnmet "command-next-unmet" => row(Document, &[ctrl_alt(Key::Enter)], |app, _| app.next_unmet())
        .starts_group().scope(Scope::NotTyping).when(is_open),
    DoneAndNext "command-done-and-next" => row(Document, &[ctrl_shift(Key::Enter)], |app, ctx| app.done_and_next(ctx))
        .starts_group().scope(Scope::NotTyping).when(is_open),
    MarkDone "command-mark-done" => row(Document, &[ctrl(Key::Enter)], |app, _| app.set_state(DocumentState::Done))
        .scope(Scope::NotTyping).when(is_open),
    MarkInProgress "command-mark-in-progress" => row(Document, &[alt(Key::Enter)], |app, _| {
        app.set_state(DocumentState::InProgress);
    }).scope(Scope::NotTyping).when(is_open),
    MarkLookAgain "command-mark-look-again" => row(Document, &[alt_shift(Key::Enter)], |app, _| {
        app.set_state(DocumentState::LookAgain);
    }).scope(Scope::NotTyping).when(is_open),
    MarkRejected "command-mark-rejected" => row(Document, &[ctrl_shift(Key::Delete)], |app, _| {
        app.set_state(DocumentState::Rejected);
    }).scope(Scope::NotTyping).when(is_open),
    DecideConflicts "command-decide-conflicts" => row(Document, &[ctrl_shift(Key::M)], |app, _| {
        app.open_dialog(ConflictsDialog::default());
    }).starts_group().when(|app| app.session.current().is_some_and(|d| !d.content().conflicts.is_empty())),
    Reanchor "command-reanchor" => row(Document, &[ctrl_shift(Key::R)], |app, ctx| app.ask(ctx, FileDialogPurpose::NewText))
        .when(|app| app.session.current().is_some_and(|d| d.read_only() != Some(&ReadOnly::Unsound))),
    Statistics "command-statistics" => row(Document, &[ctrl_alt(Key::T)], |app, ctx| app.open_explorer(ctx))
        .starts_group(),
    Properties "command-properties" => row(Document, &[alt(Key::I)], |app, _| {
        if let Some(document) = app.session.current() {
            app.open_dialog(PropertiesDialog::of(document, &app.words));
        }
    }).when(is_open),
    Rename "command-rename" => row(Document, &[plain(Key::F2)], |app, _| app.open_rename())
        .when(|app| app.session.current().is_some_and(|document| document.path().is_some())),
    Mend "command-mend" => row(Document, &[ctrl_alt(Key::M)], |app, _| app.open_repair())
        .when(|app| app.session.current_id().is_some_and(|id| app.session.damaged(id).is_some())),

    NewProject "command-new-project" => row(Project, &[ctrl_alt(Key::N)], |app, _| app.open_new_project()),
    AddDocuments "command-add-documents" => row(Project, &[ctrl_alt(Key::E)], |app, _| app.open_add_documents())
        .when(has_project),
    RemoveDocuments "command-remove-documents" => row(Project, &[ctrl_alt(Key::D)], |app, _| app.open_remove())
        .when(is_in_project),
    BringBack "command-bring-back" => row(Project, &[ctrl_alt(Key::B)], |app, _| app.open_bring_back())
        .when(|app| app.session.project().is_some()),
    ShareOut "command-share-out" => row(Project, &[ctrl_alt(Key::U)], |app, _| app.open_sharing())
        .starts_group().when(App::has_project),
    MakePackage "command-make-package" => row(Project, &[ctrl_alt(Key::K)], |app, _| app.open_package())
        .when(App::has_project),
    TakeBack "command-take-back" => row(Project, &[ctrl_alt(Key::J)], |app, _| app.open_return())
        .when(App::has_project),
    ReadAgain "command-read-again" => row(Project, &[ctrl_alt(Key::G)], |app, _| app.open_reread())
        .when(App::has_project),
    Register "command-register" => row(Project, &[ctrl_shift(Key::K)], |app, _| app.open_register(None))
        .starts_group().when(App::has_project),
    ProjectProperties "command-project-properties" => row(Project, &[ctrl_alt(Key::P)], |app, _| app.open_project())
        .starts_group().when(has_project),
    CloseProject "command-close-project" => row(Project, &[ctrl_alt(Key::W)], |app, _| app.close_project())
        .starts_group().when(has_project),

    ZoomIn "command-zoom-in" => row(View, &[ctrl(Key::Plus), ctrl(Key::Equals), ctrl_shift(Key::Equals)], |app, _| {
        app.zoom(app.settings.reading_size * ZOOM_STEP);
    }),
    ZoomOut "command-zoom-out" => row(View, &[ctrl(Key::Minus)], |app, _| {
        app.zoom(app.settings.reading_size / ZOOM_STEP);
    }),
    ZoomReset "command-zoom-reset" => row(View, &[ctrl(Key::Num0)], |app, _| app.zoom(Settings::default().reading_size)),
    ToggleTheme "command-toggle-theme" => row(View, &[ctrl_shift(Key::T)], |app, ctx| app.toggle_theme(ctx))
        .starts_group(),
    ToggleLanguage "command-toggle-language" => row(View, &[ctrl_shift(Key::G)], |app, ctx| app.toggle_language(ctx)),
    ToggleDocuments "command-toggle-documents" => row(View, &[ctrl(Key::Num1)], |app, _| {
        app.toggle(|s| &mut s.show_documents);
    }).starts_group().ticked(|app| app.settings.show_documents),
    ToggleLabels "command-toggle-labels" => row(View, &[ctrl(Key::Num2)], |app, _| app.toggle(|s| &mut s.show_labels))
        .ticked(|app| app.settings.show_labels),
    ToggleAnnotations "command-toggle-annotations" => row(View, &[ctrl(Key::Num3)], |app, _| {
        app.toggle(|s| &mut s.show_annotations);
    }).ticked(|app| app.settings.show_annotations),
    ToggleGuidelines "command-toggle-guidelines" => row(View, &[ctrl(Key::Num4)], |app, _| app.toggle_guidelines())
        .ticked(|app| app.window.state.guidelines),
    GuidelineOfLabel "command-guideline-of-label" => row(View, &[ctrl_alt(Key::I)], |app, _| app.guideline_of_label())
        .when(is_shown),
    ToggleTags "command-toggle-tags" => row(View, &[ctrl_shift(Key::H)], |app, _| app.toggle(|s| &mut s.show_tags))
        .starts_group().ticked(|app| app.settings.show_tags),
    ToggleRelations "command-toggle-relations" => row(View, &[ctrl_alt(Key::A)], |app, _| {
        app.toggle(|s| &mut s.show_relations);
    }).ticked(|app| app.settings.show_relations),
    ToggleInvisibles "command-toggle-invisibles" => row(View, &[ctrl_shift(Key::Num8)], |app, _| {
        app.toggle(|s| &mut s.show_invisibles);
    }).ticked(|app| app.settings.show_invisibles),
    ToggleLineNumbers "command-toggle-line-numbers" => row(View, &[ctrl_shift(Key::N)], |app, _| {
        app.toggle(|s| &mut s.show_numbers);
    }).ticked(|app| app.settings.show_numbers),
    FocusPage "command-focus-page" => row(View, &[plain(Key::Escape)], |app, ctx| app.back_to_the_page(ctx))
        .starts_group().scope(Scope::NotTyping),
    FocusNextPanel "command-focus-next-panel" => row(View, &[plain(Key::F6)], |app, ctx| app.step_focus(ctx, true)),
    FocusPreviousPanel "command-focus-previous-panel" => row(View, &[shift(Key::F6)], |app, ctx| {
        app.step_focus(ctx, false);
    }),

    Palette "command-palette" => row(Help, &[ctrl(Key::K), ctrl_shift(Key::P)], |app, _| {
        app.open_dialog(CommandPalette::default());
    }),
    ToggleGuide "command-guide" => row(Help, &[shift(Key::F1)], |app, _| app.toggle_guide())
        .ticked(|app| app.panels.guide.is_shown),
    Help "command-help" => row(Help, &[plain(Key::F1), shift(Key::Slash)], |app, _| {
        app.open_dialog(KeyList::default());
    }).scope(Scope::NotTyping),
    About "command-about" => row(Help, &[ctrl(Key::F1)], |app, _| app.show_about()),
}

/// One step of Ctrl + and −, as a factor: five steps double the size.
const ZOOM_STEP: f32 = 1.148_698_4;

/// A text is on the page, read in full or not.
fn is_shown(app: &App) -> bool {
    app.session.shown().is_some()
}

fn is_open(app: &App) -> bool {
    app.session.current().is_some()
}

fn has_annotations(app: &App) -> bool {
    app.session.current().is_some_and(|document| !document.content().annotations.is_empty())
}

/// An annotation is active.
fn has_active(app: &App) -> bool {
    app.session.current().is_some_and(|document| document.active().is_some())
}

/// The active annotation has relations.
fn has_relations(app: &App) -> bool {
    let document = app.session.current();
    let active = document.and_then(|document| Some((document, document.selection.annotation.as_ref()?)));
    active.is_some_and(|(document, active)| document.content().relations.at(active).next().is_some())
}

fn has_chosen_relation(app: &App) -> bool {
    app.chosen_relation().is_some()
}

/// Something is selected or active.
fn has_piece(app: &App) -> bool {
    app.session.current().is_some_and(|d| d.active().is_some() || !d.selection.text.is_empty())
}

fn has_entries(app: &App) -> bool {
    !app.session.entries().is_empty()
}

fn has_project(app: &App) -> bool {
    app.session.project().is_some()
}

/// What is shown is a document of the project that is open.
fn is_in_project(app: &App) -> bool {
    let path = app.session.current_entry().and_then(|entry| entry.path());
    path.is_some_and(|path| app.session.is_in_project(path))
}

fn has_others(app: &App) -> bool {
    app.session.entries().len() > 1
}

impl App {
    /// Does what the analyst asked for.
    pub(super) fn execute(&mut self, ctx: &Context, command: UiCommand) {
        self.message = None;
        if self.has_to_wait(command) {
            return;
        }
        if !matches!(command, UiCommand::Relate(_) | UiCommand::RelateBack(_)) {
            self.leave_choosing();
        }
        if !matches!(command, UiCommand::Label(_) | UiCommand::FurtherLabel(_)) {
            self.labelling.duplicating = false;
        }
        match command {
            UiCommand::Label(at) => self.label_at(at, false),
            UiCommand::FurtherLabel(at) => self.label_at(at, true),
            UiCommand::Relate(at) => self.relate_at(at, true),
            UiCommand::RelateBack(at) => self.relate_at(at, false),
            command => (command.spec().run)(self, ctx),
        }
    }

    pub(super) fn is_enabled(&self, command: UiCommand) -> bool {
        (command.spec().enabled)(self)
    }

    /// For a command that switches something: whether it is on.
    pub(super) fn is_ticked(&self, command: UiCommand) -> Option<bool> {
        command.spec().ticked.map(|ticked| ticked(self))
    }
}
