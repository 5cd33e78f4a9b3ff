//! One frame of the window: what the session says, what the keys mean, then menus, panels, page and dialogs.

use egui::{CentralPanel, Context, Frame, Id, Margin, Panel, Ui, vec2};

use super::App;
use super::execute::step_said;
use super::listed::Listed;
use super::window_state::{name_resize_handle, side_panel};
use crate::edit::Command;
use crate::model::{AnnotationId, LabelName};
use crate::session::{self, Content, OpenDocument};
use crate::store::Settings;
use crate::ui::canvas::{Canvas, CanvasAction};
use crate::ui::command::UiCommand;
use crate::ui::dialogs::history::summary_in_words;
use crate::ui::input_order::InputOrder;
use crate::ui::keymap::Focus;
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::Localizer;
use crate::ui::message::Message;
use crate::ui::modal::{Closes, Closing};
use crate::ui::panels::annotations::{AnnotationsAction, AnnotationsInput, annotations};
use crate::ui::panels::documents::{DocumentsAction, documents};
use crate::ui::panels::labels::{LabelsAction, LabelsInput, labels, labels_height, shown_label_name};
use crate::ui::panels::menu::{MenuAction, MenuInput, menu_bar};
use crate::ui::panels::status::{Quote, Safety, StatusAction, StatusLine, TaskShown, status};
use crate::ui::panes::{Pane, shown_at};
use crate::ui::theme::{Theme, space};
use crate::ui::widgets::{BidiButton, BidiLabel, Tone, announced, column, empty_state, is_rtl, is_typing};

/// Between two frames while a document is read and nothing else happens.
const COUNTING: std::time::Duration = std::time::Duration::from_millis(100);

impl App {
    pub(super) fn frame(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        self.window.look_at(&ctx);
        self.hear_wishes(&ctx);
        self.end_welcome(&ctx);
        self.tell_touches(&ctx);
        self.take_notices(&ctx);
        self.look_at_files(&ctx);
        self.apply_pending();
        self.resume_navigation();
        self.take_picks(&ctx);
        self.take_dropped(&ctx);
        self.read_commands(&ctx);
        let rtl = is_rtl(&ctx);
        let theme = Theme::get(&ctx);
        let bar = |margin| Frame::new().fill(theme.panel).inner_margin(margin);
        let menu = Panel::top("menu").frame(bar(Margin::symmetric(4, 2))).show(ui, |ui| self.menus(ui));
        let line = Panel::bottom("status").frame(bar(Margin::symmetric(8, 2))).show(ui, |ui| self.status_bar(ui));
        shown_at(&ctx, Pane::Menu, menu.response.rect);
        shown_at(&ctx, Pane::Status, line.response.rect);
        let side = Frame::new().fill(theme.panel).inner_margin(Margin::same(space::M as i8));
        // In a narrow window the panels give way: the page keeps nearly half of it.
        let width = ui.available_width();
        let (documents_most, labels_most) = ((width * 0.24).clamp(140.0, 420.0), (width * 0.32).clamp(180.0, 520.0));
        if self.settings.show_documents {
            let panel = if rtl { Panel::right("documents") } else { Panel::left("documents") };
            let mut wanted = self.window.state.documents_width.unwrap_or(220.0);
            let show = |ui: &mut Ui| self.documents_panel(ui);
            let rect = side_panel(ui, panel, "documents", side, 140.0..=documents_most, &mut wanted, show);
            shown_at(&ctx, Pane::Documents, rect);
            self.window.state.documents_width = Some(wanted);
        }
        // With nothing listed there is nothing to show at the side.
        let has_side = self.settings.show_labels || self.settings.show_annotations;
        if has_side && !self.session.entries().is_empty() {
            let panel = if rtl { Panel::left("labels") } else { Panel::right("labels") };
            let mut wanted = self.window.state.labels_width.unwrap_or(270.0);
            side_panel(ui, panel, "labels", side, 180.0..=labels_most, &mut wanted, |ui| self.right_panels(ui));
            self.window.state.labels_width = Some(wanted);
        }
        self.guidelines_panel(ui);
        self.guide_panel(ui);
        if self.panels.find.is_some() {
            let frame = bar(Margin::symmetric(space::M as i8, space::XS as i8));
            let find = Panel::top("find").frame(frame).show(ui, |ui| self.find_bar(ui));
            shown_at(&ctx, Pane::AbovePage, find.response.rect);
        }
        if self.panels.search.is_some() {
            let most = (ui.available_height() * 0.6).max(160.0);
            let search = Panel::bottom("search")
                .frame(bar(Margin::symmetric(space::M as i8, space::S as i8)))
                .default_size(300.0)
                .size_range(140.0..=most)
                .resizable(true)
                .show(ui, |ui| {
                    // Without lines it keeps its height, so that the page does not jump when they come.
                    ui.set_min_height(ui.available_height());
                    self.search_panel(ui);
                });
            shown_at(&ctx, Pane::BelowPage, search.response.rect);
            name_resize_handle(&ctx, ui.scope_id().with("search"));
        }
        self.samples_banner(ui);
        let page = CentralPanel::default().frame(Frame::new().fill(theme.page)).show(ui, |ui| self.page(ui));
        shown_at(&ctx, Pane::Page, page.response.rect);
        self.guard_closing(&ctx);
        self.show_dialogs(&ctx);
        if let (Some(order), Some(_)) = (ctx.plugin_opt::<InputOrder>(), &self.dialog) {
            order.lock().has_dialog();
        }
        let area = ctx.content_rect().shrink2(vec2(space::L, 40.0));
        self.toasts.show(&ctx, area);
        self.show_drop_hint(&ctx, theme);
        self.name_window(&ctx);
        self.offer_selection(&ctx);
        self.write_settings();
        self.give_page_the_keyboard(&ctx);
    }

    /// What is selected when the hand is off the mouse can be pasted elsewhere with the middle button.
    fn offer_selection(&mut self, ctx: &Context) {
        if let (Some(id), Some(document)) = (self.session.current_id(), self.session.shown())
            && !ctx.input(|input| input.pointer.any_down())
        {
            self.primary_selection.take(id, &document.selection.text, document.content().text());
        }
    }

    /// Asks for the keyboard until the page has it: egui takes it from what was behind a dialog in the frame the dialog
    /// closes, and for one more.
    ///
    /// A click on what takes no keyboard, such as the margin beside the text, is one into the page.
    fn give_page_the_keyboard(&mut self, ctx: &Context) {
        let beside = ctx.input(|input| input.pointer.any_click()) && ctx.memory(|memory| memory.focused()).is_none();
        self.pages.focus_page |= beside && !egui::Popup::is_any_open(ctx);
        if self.dialog.is_some() {
            return;
        }
        self.give_control_the_keyboard(ctx);
        if !self.pages.focus_page {
            return;
        }
        let (has, behind) = ctx.memory(|memory| (memory.has_focus(Canvas::id()), memory.top_modal_layer().is_some()));
        self.pages.focus_page = self.session.shown().is_some() && (!has || behind);
        if self.pages.focus_page {
            ctx.memory_mut(|memory| memory.request_focus(Canvas::id()));
            ctx.request_repaint();
        }
    }

    /// The control that had the keyboard before a dialog has it again; where it is gone, the page.
    fn give_control_the_keyboard(&mut self, ctx: &Context) {
        let Some((id, left)) = self.pages.focus_back.take_if(|_| !self.pages.focus_page) else {
            self.pages.focus_back = None;
            return;
        };
        let (has, behind) = ctx.memory(|memory| (memory.has_focus(id), memory.top_modal_layer().is_some()));
        if has && !behind {
            return;
        }
        if left == 0 || ctx.read_response(id).is_none_or(|response| !response.enabled()) {
            self.pages.focus_page = true;
            return;
        }
        self.pages.focus_back = Some((id, left - 1));
        ctx.memory_mut(|memory| memory.request_focus(id));
        ctx.request_repaint();
    }

    /// A step of the document is told to a screen reader: what it did is seen on the page, and said nowhere.
    fn tell_step(&mut self, ui: &mut Ui) {
        let now = self.session.current_id().zip(self.session.current().map(OpenDocument::revision));
        let before = std::mem::replace(&mut self.labelling.heard, now);
        let (Some((id, revision)), Some((before, known))) = (now, before) else {
            self.labelling.told_step = None;
            return;
        };
        if id != before {
            self.labelling.told_step = None;
        } else if revision > known && announced(ui, None) {
            let step = self.session.current().and_then(|document| step_said(document, document.last_step()));
            let said = step.filter(|_| self.message.is_none()).map(|step| summary_in_words(&step, &self.words));
            self.labelling.told_step = said.map(|said| (revision, said));
        }
        if let Some((number, said)) = &self.labelling.told_step {
            announced(ui, Some((Id::unique(("step told", *number)), said)));
        }
    }

    /// What has the keyboard. With nothing in focus it is the page: the page is the application.
    fn focus(&self, ctx: &Context) -> Focus {
        let focused = ctx.memory(|memory| memory.focused());
        match () {
            () if self.dialog.is_some() || egui::Popup::is_any_open(ctx) => Focus::Dialog,
            () if is_typing(ctx) => Focus::Field,
            () if focused.is_none() || focused == Some(Canvas::id()) => Focus::Page,
            () => Focus::Control,
        }
    }

    fn read_commands(&mut self, ctx: &Context) {
        let focus = self.focus(ctx);
        self.keys.set_labels(self.session.shown().map(|document| &document.content().schema));
        self.read_relating(ctx, focus);
        self.read_attribute_keys(ctx, focus);
        for command in self.keys.take_commands(ctx, focus) {
            self.execute(ctx, command);
        }
    }

    /// The key of a command; its name where it has none.
    pub(super) fn key_of(&self, command: UiCommand) -> String {
        let key = self.keys.key_texts(command).into_iter().next();
        key.unwrap_or_else(|| self.words.get(command.message_id()))
    }

    fn menus(&mut self, ui: &mut Ui) {
        let input = MenuInput {
            keys: &self.keys,
            enabled: &|command| self.is_enabled(command),
            ticked: &|command| self.is_ticked(command),
            recent: &self.settings.recent,
        };
        for action in menu_bar(ui, &input) {
            match action {
                MenuAction::Command(command) => self.execute(ui.ctx(), command),
                MenuAction::OpenRecent(path) => self.open(vec![path]),
            }
        }
    }

    fn documents_panel(&mut self, ui: &mut Ui) {
        let growing = !self.session.update_list();
        if growing {
            ui.ctx().request_repaint();
        }
        let brief = self.window.state.documents_brief;
        let offered = self.offered_for_document();
        let rows = Listed { session: &self.session, words: &self.words, brief, growing, offered };
        let actions = documents(ui, &mut self.panels.documents, &rows, &self.settings.recent);
        for action in actions {
            match action {
                DocumentsAction::Show(id) => {
                    self.message = None;
                    self.commit_pending_edits();
                    self.session.show(id);
                    self.pages.focus_page = true;
                }
                DocumentsAction::Filter(query) => self.session.filter_list(query),
                DocumentsAction::Sort(order) => self.sort_documents(&order.to_text()),
                DocumentsAction::ShowSet(set) => self.session.show_set(set),
                DocumentsAction::Brief(brief) => self.window.state.documents_brief = brief,
                DocumentsAction::Command(command) => self.execute(ui.ctx(), command),
                DocumentsAction::OpenRecent(path) => self.open(vec![path]),
            }
        }
    }

    /// Labels above, annotations below.
    fn right_panels(&mut self, ui: &mut Ui) {
        if self.session.shown().is_none() {
            let text = self.words.get("labels-empty");
            empty_state(ui, &text);
            return;
        }
        let both = self.settings.show_labels && self.settings.show_annotations;
        if self.settings.show_labels {
            if both {
                // No higher than its rows: the annotations have what is left.
                let labels = self.session.shown().map_or(0, |document| document.content().schema.labels.len());
                let most =
                    (ui.available_height() - 120.0).min(labels_height(labels, self.session.sticky.is_some())).max(90.0);
                let upper = Panel::top("upper panel")
                    .frame(Frame::new())
                    .default_size((ui.available_height() * 0.45).min(most))
                    .size_range(90.0..=most)
                    .resizable(true)
                    .show(ui, |ui| self.labels_panel(ui));
                shown_at(ui.ctx(), Pane::Labels, upper.response.rect);
                name_resize_handle(ui.ctx(), ui.scope_id().with("upper panel"));
                ui.add_space(space::S);
            } else {
                shown_at(ui.ctx(), Pane::Labels, ui.available_rect_before_wrap());
                self.labels_panel(ui);
            }
        }
        if self.settings.show_annotations {
            shown_at(ui.ctx(), Pane::Annotations, ui.available_rect_before_wrap());
            self.annotations_panel(ui);
        }
    }

    fn labels_panel(&mut self, ui: &mut Ui) {
        let (Some(id), Some(document)) = (self.session.current_id(), self.session.shown()) else { return };
        let input = LabelsInput {
            schema: &document.content().schema,
            counts: document.content().annotations.label_counts(),
            // While a document is read its annotations grow without steps.
            revision: (u64::from(id.0) << 40)
                ^ (document.revision() << 20)
                ^ document.content().annotations.len() as u64,
            sticky: self.session.sticky.as_ref(),
            alone: self.panels.alone.as_ref(),
            active: document.active().map(|a| &a.label),
        };
        for action in labels(ui, &mut self.panels.labels, &input) {
            match action {
                LabelsAction::Use(label) => {
                    self.label(&label, false);
                    self.pages.focus_page = true;
                }
                LabelsAction::Further(label) => {
                    self.label(&label, true);
                    self.pages.focus_page = true;
                }
                LabelsAction::Sticky(label) => self.session.sticky = label,
                LabelsAction::Dim(label) => {
                    self.panels.alone = if self.panels.alone.as_ref() == Some(&label) { None } else { Some(label) };
                }
                LabelsAction::Command(command) => self.execute(ui.ctx(), command),
            }
        }
    }

    fn annotations_panel(&mut self, ui: &mut Ui) {
        if let Some(reading) = self.session.reading() {
            let text = self.words.format("status-being-read", &[("n", reading.annotations().into())]);
            empty_state(ui, &text);
            return;
        }
        let relation = self.chosen_relation().map(|relation| relation.id.clone());
        let proposed = self.proposed_values();
        let (Some(id), Some(document)) = (self.session.current_id(), self.session.current()) else { return };
        self.panels.label_places.refresh(&document.content().schema);
        let input = AnnotationsInput {
            key: u64::from(id.0),
            revision: document.revision(),
            document: document.content(),
            labels: &self.panels.label_places,
            active: document.selection.annotation.as_ref(),
            selection: &document.selection,
            chains: &document.active_chains(),
            relation: relation.as_ref(),
            register: self.session.register(),
            proposed: &proposed,
        };
        for action in annotations(ui, &mut self.panels.annotations, &input) {
            self.do_annotations_action(action);
        }
    }

    /// What was typed for an attribute is none of its kind.
    fn say_no_value(&mut self, word: &'static str, text: String) {
        let said = move |words: &Localizer| words.format(word, &[("text", (&text).into())]);
        self.tell(Tone::Warning, Message::new(said));
    }

    pub(super) fn do_annotations_action(&mut self, action: AnnotationsAction) {
        self.message = None;
        let done = match action {
            AnnotationsAction::SetAttribute(of, name, value) => return self.set_attribute(of, name, value),
            AnnotationsAction::NoNumber(text) => return self.say_no_value("attribute-no-number", text),
            AnnotationsAction::NoDate(text) => return self.say_no_value("attribute-no-date", text),
            AnnotationsAction::ChooseRelation(id) => return self.choose_relation(id),
            AnnotationsAction::OtherEnd(id) => {
                self.choose_relation(id);
                return self.go_to_other_end();
            }
            AnnotationsAction::ReverseRelation(id) => {
                self.choose_relation(id);
                return self.reverse_relation();
            }
            AnnotationsAction::DeleteRelation(id) => {
                return self.change_relation(Command::DeleteRelations { ids: vec![id] });
            }
            AnnotationsAction::RelabelRelation(id, label) => return self.relabel_relation(&id, label),
            AnnotationsAction::ChooseEntry(id) => {
                if let Some(document) = self.session.current_mut() {
                    document.activate(&id);
                }
                return self.open_entity_picker();
            }
            AnnotationsAction::FollowEntry(id) => return self.open_register(Some(&id)),
            AnnotationsAction::Unlink(id) => self.session.link(vec![id], None),
            AnnotationsAction::Activate(id) => {
                if let Some(document) = self.session.current_mut() {
                    document.activate(&id);
                }
                self.canvas_follows();
                Ok(())
            }
            AnnotationsAction::Toggle(id) => return self.toggle_selected(&id),
            AnnotationsAction::SelectAlso(ids) => return self.select_many(ids, true),
            AnnotationsAction::Delete(id) => {
                let ids = self.meant_by(&id);
                self.session.dispatch(Command::Delete { ids }).map(|_| ())
            }
            AnnotationsAction::Relabel(id, label) => {
                let ids = self.meant_by(&id);
                self.session.dispatch(Command::Relabel { ids, label }).map(|_| ())
            }
            AnnotationsAction::SetNote(all, note) => return self.set_note(all, &note),
            AnnotationsAction::SetFlag(of, flag) => return self.set_flag(of, flag),
        };
        self.tell_refusal(done);
    }

    fn meant_by(&self, id: &AnnotationId) -> Vec<AnnotationId> {
        self.session.current().map_or_else(|| vec![id.clone()], |document| document.meant_by(id))
    }

    fn status_bar(&mut self, ui: &mut Ui) {
        self.tell_step(ui);
        let sticky = self.session.sticky.as_ref().map(|label| self.label_shown(label));
        self.message.take_if(|said| !said.stays(ui.ctx(), &self.words));
        let message =
            self.message.as_ref().map(|said| (said.message.localized(&self.words).replace('\n', " · "), said.tone));
        let save_key = self.key_of(UiCommand::Save);
        let task = self.session.task_to_show().map(|(id, info)| (id, self.words.get(info.name), info));
        let (read_only, not_kept);
        let mut line = StatusLine {
            save_key: &save_key,
            annotator: self.session.annotator.as_str(),
            sticky: sticky.as_deref(),
            // The bar has one line: what stood on lines of its own is parted there as well.
            message: message.as_ref().map(|(text, tone)| (text.as_str(), *tone)),
            said: self.message.as_ref().map_or(0, |said| said.number),
            task: task.as_ref().map(|(_, name, info)| TaskShown { name, progress: info.progress, stops: info.stops }),
            ..StatusLine::default()
        };
        let mut text = String::new();
        if self.session.current_entry().is_some_and(|entry| matches!(entry.content(), Content::Failed(_))) {
            line.safety = Safety::NotOpen;
        }
        if let Some(reading) = self.session.reading().filter(|_| self.session.shown().is_some()) {
            line.safety = Safety::BeingRead(reading.annotations());
        }
        if let (Some(id), Some(document)) = (self.session.current_id(), self.session.current()) {
            let content = document.content();
            read_only = document.read_only().map(|reason| reason.localized(&self.words));
            line.read_only = read_only.as_deref();
            not_kept = document.why_not_kept().map(|why| why.localized(&self.words));
            line.not_kept = not_kept.as_deref();
            line.safety = match () {
                () if document.read_only().is_some() => Safety::ReadOnly,
                () if document.is_saving() => Safety::Saving,
                () => match document.safety() {
                    session::Durability::Saved => Safety::Safe,
                    session::Durability::Kept => Safety::Kept,
                    session::Durability::BeingWritten => Safety::Writing,
                    session::Durability::InMemory(_) => Safety::Unsaved,
                },
            };
            line.state = Some(content.state);
            line.encoding = content.document.metadata().get("encoding").map(String::as_str);
            let active = document.active();
            if let Some(active) = active {
                let before = content.annotations.rank(&active.id);
                line.position = before.map(|before| (before + 1, content.annotations.len()));
            }
            line.ranges = document.selection.text.count();
            let selected = document.selection.text.range();
            let range = match (selected.is_empty(), active) {
                (false, _) => Some(selected),
                (true, Some(active)) => Some(active.spans.extent()),
                (true, None) => None,
            };
            if let Some(range) = range {
                // A very long selection is named by its beginning.
                let end = content.text().floor_char_boundary(range.end.min(range.start + 400));
                text.push_str(&content.text()[range.start..end]);
                let place = self.pages.known.place(id, document, range);
                let (start, end, characters) = (place.start, place.end, place.characters);
                line.quote = Some(Quote { text: &text, start, end, characters });
            }
        }
        for action in status(ui, &mut self.panels.status, &line) {
            match action {
                StatusAction::Save => self.save(ui.ctx()),
                StatusAction::SetState(state) => self.set_state(state),
                StatusAction::SetAnnotator(annotator) => {
                    let settings = Settings { annotator, ..self.settings.clone() };
                    self.change_settings(ui.ctx(), settings);
                }
                StatusAction::StopSticky => self.session.sticky = None,
                StatusAction::ChooseEncoding => self.open_encoding(),
                StatusAction::StopTask => task.iter().for_each(|(id, ..)| self.session.stop_task(*id)),
            }
        }
    }

    /// A label's name in the language of the interface.
    pub(super) fn label_shown(&self, name: &LabelName) -> String {
        shown_label_name(&self.session, name, self.language())
    }

    fn page(&mut self, ui: &mut Ui) {
        self.update_candidates();
        let view = self.view();
        let entry = self.session.current_entry();
        if self.session.entries().is_empty() && !self.session.is_listing() {
            return self.welcome_page(ui);
        }
        let text = match entry.map(|entry| entry.content()) {
            Some(Content::Open(_)) => None,
            Some(Content::Loading(_)) if self.session.shown().is_some() => None,
            Some(Content::Failed(failure)) => Some((self.words.get("page-failed"), failure.localized(&self.words))),
            Some(_) => Some((self.words.get("page-loading"), String::new())),
            None if self.session.is_listing() => Some((self.words.get("page-loading"), String::new())),
            None => Some((self.words.get("page-none"), String::new())),
        };
        if let Some((title, detail)) = text {
            let mut earlier = false;
            // A file of ours has earlier versions, or journals beside it.
            let ours = entry.is_some_and(|entry| entry.has_earlier());
            ui.add_space(ui.available_height() * 0.3);
            column(ui, |ui| {
                ui.vertical_centered(|ui| {
                    ui.add(BidiLabel::title(&title));
                    if !detail.is_empty() {
                        // No wider than there is room for: a long path would run out of the window.
                        ui.set_max_width(ui.available_width().min(560.0));
                        ui.add(BidiLabel::new(&detail).wrap());
                    }
                    if ours {
                        ui.add_space(space::M);
                        earlier = ui.add(BidiButton::new(&self.words.get("earlier-of-file"))).clicked();
                    }
                });
            });
            if earlier {
                self.open_earlier();
            }
            return;
        }
        let Some(id) = self.session.current_id() else { return };
        if self.canvas().is_none() {
            return;
        }
        let (Some(canvas), Some(document)) = (self.pages.canvases.get_mut(&id), self.session.shown()) else { return };
        let title = document.content().document.title();
        let name = match document.selection.text.count() {
            0 | 1 => self.words.format("page-name", &[("title", title.into())]),
            n => {
                let ranges = self.words.format("status-ranges", &[("n", n.into())]);
                self.words.format("page-name-ranges", &[("title", title.into()), ("ranges", (&ranges).into())])
            }
        };
        let hits = self.panels.find.as_ref().map(|find| find.hits()).unwrap_or_default();
        let output = canvas.show(ui, document, &view, hits, crate::ui::localizer::without_isolates(&name).as_ref());
        self.show_card(ui.ctx(), output.rested_on);
        for action in output.actions {
            self.do_canvas_action(action);
        }
        self.page_menu(ui);
        self.remember_place(ui.ctx());
        if let (Some(reading), Some(canvas)) = (self.session.reading(), self.pages.canvases.get(&id)) {
            // What is in view is read next; the count goes on growing on the screen.
            reading.view().look(crate::page::bytes_of(canvas.visible()));
            ui.ctx().request_repaint_after(COUNTING);
        }
    }

    fn do_canvas_action(&mut self, action: CanvasAction) {
        // A hand that lets go takes nothing away of what was said when it pressed.
        if !matches!(action, CanvasAction::Zoom(_) | CanvasAction::Selected { .. }) {
            self.message = None;
        }
        match action {
            CanvasAction::LeaveOut(proclitics) => self.begin_after(proclitics),
            CanvasAction::TakeInHand(id, _) if self.end_relation_with(&id) => {}
            CanvasAction::Relation(id) => self.take_relation(id),
            CanvasAction::Draw(from, to) => self.draw_relation(from, to),
            CanvasAction::Toggle(id) => self.toggle_selected(&id),
            CanvasAction::Through(id) => self.select_through(&id),
            CanvasAction::Band(ids, also) => self.select_many(ids, also),
            CanvasAction::Piece(selection) => {
                if let Some(document) = self.session.shown_mut() {
                    document.selection.text = selection;
                }
            }
            CanvasAction::TakePiece => self.take_piece(),
            CanvasAction::Menu(at) => self.show_page_menu(at),
            CanvasAction::Select(selection) => {
                self.leave_choosing();
                self.labelling.duplicating = false;
                let entry = self.session.current_id();
                if let Some(document) = self.session.shown_mut() {
                    let last = document.selection.annotation.take();
                    self.labelling.last_active = entry.zip(last).or(self.labelling.last_active.take());
                    document.selection.text = selection;
                    document.selection.annotation = None;
                }
            }
            CanvasAction::Selected { further } => self.label_at_once(further),
            CanvasAction::TakeInHand(id, selection) => {
                self.labelling.duplicating = false;
                if let Some(document) = self.session.shown_mut() {
                    document.selection.text = selection;
                    document.selection.annotation = Some(id);
                    document.selection.together.clear();
                }
            }
            CanvasAction::DragEdge { id, edge, at } => {
                let done = self.session.drag_edge(&id, edge, at);
                self.tell_refusal(done);
            }
            CanvasAction::Zoom(factor) => self.zoom(self.settings.reading_size * factor),
        }
    }

    /// In the sticky mode a selection is labelled when the hand lets go. A third click takes the word back that the
    /// second one labelled.
    fn label_at_once(&mut self, further: bool) {
        let Some(sticky) = self.session.sticky.clone() else { return };
        let made = |session: &crate::session::Session| Some((session.current_id()?, session.current()?.revision()));
        let before = made(&self.session);
        if further && before.is_some() && self.labelling.labelled_at_once == before {
            let selection = self.session.current().map(|document| document.selection.text.clone());
            if let (Ok(true), Some(document), Some(text)) = (self.session.undo(), self.session.current_mut(), selection)
            {
                document.selection = crate::session::Selection::of_text(text);
            }
        }
        self.label(&sticky, false);
        self.labelling.labelled_at_once = made(&self.session).filter(|_| made(&self.session) != before);
    }

    fn take_dropped(&mut self, ctx: &Context) {
        let dropped: Vec<_> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
        if !dropped.is_empty() {
            self.open(dropped);
        }
    }

    fn show_drop_hint(&self, ctx: &Context, theme: &Theme) {
        if ctx.input(|input| input.raw.hovered_files.is_empty()) {
            return;
        }
        let text = self.words.get("page-drop");
        egui::Area::new(egui::Id::unique("drop-hint")).order(egui::Order::Foreground).fixed_pos(egui::Pos2::ZERO).show(
            ctx,
            |ui| {
                let rect = ctx.content_rect();
                ui.painter().rect_filled(rect, 0.0, theme.shade);
                ui.allocate_ui(rect.size(), |ui| {
                    ui.centered_and_justified(|ui| ui.add(BidiLabel::title(&text).tone(Tone::OnAccent)));
                });
            },
        );
    }

    /// Closing the window with unsaved work asks first. What was done before it was asked to close has acted by then.
    fn guard_closing(&mut self, ctx: &Context) {
        let asked = ctx.input(|input| input.viewport().close_requested());
        let after_input = self.closing == Closing::AfterInput;
        if !(asked || after_input) || self.closing == Closing::Now(Closes::Window) {
            return;
        }
        let waiting = ctx.plugin_opt::<InputOrder>().is_some_and(|order| order.lock().is_waiting());
        if waiting {
            self.closing = Closing::AfterInput;
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            return;
        }
        if after_input {
            self.closing = Closing::No;
            if !asked {
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
                return;
            }
        }
        self.commit_pending_edits();
        if self.labels_wait() {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.say("status-label-waits");
        } else if self.session.has_unsaved_documents() || self.session.has_register_failed() {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.ask_unsaved(Closes::Window);
        } else if self.session.is_register_dirty() {
            // It is being written: that is waited for, not asked about.
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.session.save_registers();
            self.closing = Closing::WhenSaved(Closes::Window);
        }
    }

    fn name_window(&mut self, ctx: &Context) {
        let name = self.words.get("app-name");
        let project = self.session.project().map(|folder| folder.project.name.as_str());
        let document = self.session.current_entry().map(|entry| {
            let mark = if entry.is_dirty() { "• " } else { "" };
            format!("{mark}{}", entry.title())
        });
        let parts: Vec<&str> = document.as_deref().into_iter().chain(project).chain([name.as_str()]).collect();
        let title = parts.join(" – ");
        if title != self.window.title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.window.title = title;
        }
    }
}
