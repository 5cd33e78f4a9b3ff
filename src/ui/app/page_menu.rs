//! What can be done with what is under the pointer or in hand: one table of entries, which a right click opens there and a key at the
//! annotation in hand.

use egui::{Popup, PopupKind, Pos2, RectAlign, Role, SetOpenCommand, Ui};

use super::commands::UiCommand::{self, *};
use super::{App, MenuPlace};
use crate::model::AnnotationId;
use crate::page::PageRect;
use crate::ui::panels::open_row_menu;
use crate::ui::theme::ROW;
use crate::ui::widgets::{BidiHover, Row, column_layout, is_rtl};

/// The entries in groups. What cannot be done is left out, and a group of which nothing is left.
const ENTRIES: [&[UiCommand]; 5] = [
    &[SetAttributes, EditNote, ToggleFlag],
    &[AddPiece, RemovePiece, SplitAnnotation, MergeAnnotations, DuplicateAnnotation, DeleteAnnotation],
    &[FillRoles, OtherEnd, ReverseRelation, DeleteRelation],
    &[NextMention, JoinChain, LeaveChain, SplitChain],
    &[SelectSameLabel, Propagate, Describe, Copy],
];

/// Labels and relation types that stand in the menu; the others have their keys, the panel and the palette.
const MAX_LABELS: usize = 9;
const MAX_TYPES: usize = 6;

impl App {
    /// Opens the menu at the annotation in hand, or at the caret.
    pub(super) fn open_page_menu(&mut self) {
        let Some(canvas) = self.shown_canvas() else { return };
        let Some(document) = self.session.shown() else { return };
        let text = document.content().text();
        let at = match document.active() {
            Some(annotation) => annotation.spans.first().range().start,
            None => document.selection.text.head(),
        };
        let end = crate::arabic::words::next_edge(text, at);
        let letter = if end > at { at..end } else { crate::arabic::words::prev_edge(text, at)..at };
        let fragments = canvas.page().fragments(canvas.visible(), &letter);
        let corner = |rect: &PageRect| canvas.at_page(rect.x0.midpoint(rect.x1), rect.y1);
        let place = fragments.first().map_or(canvas.column().center_top(), |part| corner(&part.rect));
        self.show_page_menu(place);
    }

    pub(super) fn show_page_menu(&mut self, at: Pos2) {
        self.page_menu = Some(MenuPlace { at, is_new: true });
    }

    /// What is offered now, in groups.
    fn offered(&self) -> Vec<Vec<UiCommand>> {
        let Some(document) = self.session.current() else { return Vec::new() };
        let schema = &document.content().schema;
        let has_text = !document.selection.text.is_empty();
        let labels = (0..schema.labels.len().min(MAX_LABELS)).map(UiCommand::Label).collect();
        let allows = |kind: &crate::model::RelationType| {
            let active = document.active().filter(|_| !has_text);
            active.is_some_and(|active| kind.source_labels.is_empty() || kind.source_labels.contains(&active.label))
        };
        let types = schema.relation_types.iter().enumerate().filter(|(_, kind)| allows(kind)).take(MAX_TYPES);
        let mut relate: Vec<UiCommand> = types.map(|(at, _)| UiCommand::Relate(at)).collect();
        let mut groups: Vec<Vec<UiCommand>> = vec![labels];
        for group in ENTRIES {
            let fixed = group.iter().copied().filter(|command| self.is_enabled(*command));
            // The relation types stand before what else is done with relations.
            let types = if group.contains(&FillRoles) { std::mem::take(&mut relate) } else { Vec::new() };
            groups.push(types.into_iter().chain(fixed).collect());
        }
        groups.retain(|group| !group.is_empty());
        groups
    }

    /// Shows the menu while it is open.
    pub(super) fn page_menu(&mut self, ui: &Ui) {
        let Some(menu) = self.page_menu else { return };
        let ctx = ui.ctx().clone();
        let name = self.menu_name();
        let groups = self.offered();
        if groups.is_empty() {
            self.page_menu = None;
            return;
        }
        let rtl = is_rtl(&ctx);
        let mut chosen = None;
        let id = egui::Id::unique("page menu");
        let popup = Popup::new(id, ctx.clone(), menu.at, ui.layer_id())
            .kind(PopupKind::Menu)
            .open_memory(menu.is_new.then_some(SetOpenCommand::Bool(true)))
            .align(if rtl { RectAlign::BOTTOM_END } else { RectAlign::BOTTOM_START })
            .layout(column_layout(&ctx))
            .width(260.0)
            .accessible_name(&name);
        let shown = popup.show(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let most = (ui.ctx().content_rect().height() - 4.0 * ROW).max(200.0);
            ui.set_max_height(most);
            egui::ScrollArea::vertical().max_height(most).show(ui, |ui| {
                let mut first = true;
                for (n, group) in groups.iter().enumerate() {
                    if n > 0 {
                        ui.separator();
                    }
                    for command in group {
                        let response = self.menu_row(ui, *command);
                        if std::mem::take(&mut first) && menu.is_new {
                            response.request_focus();
                        }
                        if response.clicked() {
                            chosen = Some(*command);
                            ui.close();
                        }
                    }
                }
            });
        });
        match shown {
            Some(_) => self.page_menu = Some(MenuPlace { is_new: false, ..menu }),
            None => {
                self.page_menu = None;
                self.pages.focus_page = true;
            }
        }
        if let Some(command) = chosen {
            self.page_menu = None;
            self.pages.focus_page = true;
            Popup::close_id(&ctx, id);
            self.execute(&ctx, command);
        }
    }

    fn menu_row(&self, ui: &mut Ui, command: UiCommand) -> egui::Response {
        let name = self.keys.name(command, &self.words);
        let key = self.keys.key_texts(command).into_iter().next().unwrap_or_default();
        let tip = self.words.get(&format!("{}.tip", command.message_id()));
        ui.add(Row::new(&name).key(&key).role(Role::MenuItem)).bidi_hover(&tip)
    }

    /// What the menu is called to the ear: what it is about.
    fn menu_name(&self) -> String {
        let Some(document) = self.session.current() else { return String::new() };
        let quote = match document.active() {
            Some(annotation) => document.content().quote_start(annotation, MAX_NAMED),
            None => {
                let range = document.selection.text.range();
                document.content().text()[range].chars().take(MAX_NAMED).collect()
            }
        };
        let name = self.words.format("page-menu-name", &[("text", quote.into())]);
        crate::ui::localizer::without_isolates(&name).into_owned()
    }

    /// The menu for those who ask with the keyboard: that of the row of a list, or what can be done with the annotation meant.
    pub(super) fn menu_or_meant(&mut self, ctx: &egui::Context) {
        if open_row_menu(ctx) {
            return;
        }
        let meant: Option<AnnotationId> = self.annotation_meant();
        let nothing = self.session.current().is_some_and(|document| document.selection.text.is_empty());
        if let (Some(id), Some(document), true) = (meant, self.session.current_mut(), nothing)
            && document.active().is_none()
        {
            let text = document.selection.text.clone();
            document.activate(&id);
            document.selection.text = text;
        }
        self.open_page_menu();
    }
}

/// Characters of a quote that name the menu.
const MAX_NAMED: usize = 40;
