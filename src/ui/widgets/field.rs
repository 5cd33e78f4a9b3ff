//! A text field for any mix of directions: one line that scrolls, or several that wrap.
//!
//! What is being composed in an input method is shown in the text but is not part of it until it is committed.

use std::ops::Range;
use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation as _;

use egui::{
    CursorIcon, Event, EventFilter, Id, ImeEvent, Key, Modifiers, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui,
    Vec2, Widget, WidgetInfo, accesskit, pos2, vec2,
};

use super::editor::{Editor, Motion};
use super::{BODY, Tone, in_sight, is_rtl, setting, typing_id};
use crate::typeset::{Caret, Side};
use crate::ui::localizer::without_isolates;
use crate::ui::text_renderer::{Block, Overflow, TextLayoutOptions, TextRenderer};
use crate::ui::text_runs::TextRuns;
use crate::ui::theme::{ROW, Theme, round, space};

/// A field to type into.
#[must_use = "a field shows only where it is added: ui.add(field)"]
pub struct BidiTextField<'a> {
    text: &'a mut String,
    name: &'a str,
    hint: &'a str,
    id: Option<Id>,
    width: Option<f32>,
    /// Lines of text it is high, of a field with several.
    rows: Option<usize>,
    focus: bool,
    ltr: bool,
    select_all: bool,
    to_end: bool,
    keeps_tab: bool,
}

/// What a field tells besides its response.
pub struct FieldOutput {
    pub response: Response,
    /// Enter was pressed in a field of one line (Ctrl+Enter in one of several).
    pub submitted: bool,
    /// Esc was pressed. The field gave the keyboard back; what was typed stays.
    pub escaped: bool,
    pub selection: Range<usize>,
}

#[derive(Clone, Default)]
struct State {
    editor: Editor,
    /// How far a single line is moved to the left, in points.
    scroll: f32,
    /// Composed, not yet committed.
    preedit: String,
    last_change: f64,
    /// What a screen reader was told of it.
    runs: TextRuns,
}

impl<'a> BidiTextField<'a> {
    /// A field of one line. `name` is what it is called; it is not shown.
    pub fn new(text: &'a mut String, name: &'a str) -> Self {
        BidiTextField {
            text,
            name,
            hint: "",
            id: None,
            width: None,
            rows: None,
            focus: false,
            ltr: false,
            select_all: false,
            to_end: false,
            keeps_tab: false,
        }
    }

    /// A field of several lines, `rows` of them in sight at once. It grows with its text.
    pub fn multiline(text: &'a mut String, name: &'a str, rows: usize) -> Self {
        BidiTextField { rows: Some(rows), ..BidiTextField::new(text, name) }
    }

    /// Shown while the field is empty.
    pub fn hint(self, hint: &'a str) -> Self {
        BidiTextField { hint, ..self }
    }

    pub fn id(self, id: Id) -> Self {
        BidiTextField { id: Some(id), ..self }
    }

    /// In points; otherwise as wide as there is room.
    pub fn width(self, width: f32) -> Self {
        BidiTextField { width: Some(width), ..self }
    }

    /// Takes the keyboard in this frame.
    pub fn focus(self, focus: bool) -> Self {
        BidiTextField { focus, ..self }
    }

    /// Runs from left to right whatever is typed: for paths, whose parts would change places otherwise.
    pub fn ltr(self) -> Self {
        BidiTextField { ltr: true, ..self }
    }

    /// Selects everything in this frame.
    pub fn select_all(self, select_all: bool) -> Self {
        BidiTextField { select_all, ..self }
    }

    /// Puts the caret at the end in this frame: its text was completed.
    pub fn to_end(self, to_end: bool) -> Self {
        BidiTextField { to_end, ..self }
    }

    /// Tab does not leave it, since whoever shows it has taken the key for something else.
    pub fn keeps_tab(self, keeps_tab: bool) -> Self {
        BidiTextField { keeps_tab, ..self }
    }

    pub fn show(self, ui: &mut Ui) -> FieldOutput {
        let ctx = ui.ctx().clone();
        let theme = Theme::get(&ctx);
        let id = self.id.unwrap_or_else(|| ui.next_auto_id());
        let before = self.text.clone();
        // Taken out and put back, because a copy of the history in every frame would cost.
        let mut state = ctx.data_mut(|data| data.remove_temp::<State>(id)).unwrap_or_default();
        state.editor.sync_text(self.text);

        let padding = vec2(space::S, space::XS);
        let width = self.width.unwrap_or(f32::INFINITY).min(ui.available_width()).max(48.0);
        let room = width - 2.0 * padding.x;
        let overflow = match self.rows {
            Some(_) => Overflow::WrapOwn(room),
            None if self.ltr => Overflow::ExtendLtr,
            None => Overflow::Extend,
        };
        let look = Look { setting: setting(&ctx, BODY, false, overflow), scale: ctx.pixels_per_point() };
        let mut block = look.block(&ctx, &shown(self.text, &state));

        let line = block.size().y / block.line_count() as f32;
        let lines = self.rows.map_or(1, |rows| rows.max(block.line_count()));
        let height = (lines as f32 * line + 2.0 * padding.y).max(ROW);
        let (_, rect) = ui.allocate_space(vec2(width, height));
        let mut response = ui.interact(rect, id, Sense::click_and_drag()).on_hover_cursor(CursorIcon::Text);
        in_sight(ui, &response);
        let inner = rect.shrink2(padding);
        if self.focus {
            response.request_focus();
        }
        if self.select_all {
            state.editor.select_all(self.text);
        }
        if self.to_end {
            state.editor.go(Caret::after(self.text.len()), false);
        }

        let multiline = self.rows.is_some();
        let at = origin(inner, &block, &state, multiline, self.text, look.setting.rtl && !self.ltr);
        if ui.is_enabled() {
            point(&ctx, &response, &mut state, self.text, &block, at);
        }
        let (mut submitted, mut escaped) = (false, false);
        asked_by_reader(ui, id, &mut state, self.text);
        let has_focus = ui.is_enabled() && ui.memory(|memory| memory.has_focus(id));
        if has_focus {
            ctx.data_mut(|data| data.insert_temp(typing_id(), id));
            let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, tab: false };
            let filter = EventFilter { tab: self.keeps_tab, ..arrows };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
            for event in ui.input(|input| input.filtered_events(&filter)) {
                let mut keyboard = Keyboard { ui, state: &mut state, text: self.text, block: &block, multiline, id };
                match keyboard.event(&event) {
                    Done::Nothing => continue,
                    Done::Edited => {}
                    Done::Submitted => submitted = true,
                    Done::Escaped => escaped = true,
                }
                block = look.block(&ctx, &shown(self.text, &state));
            }
        } else {
            state.preedit.clear();
        }
        if submitted && !multiline || escaped {
            ui.memory_mut(|memory| memory.surrender_focus(id));
        }
        if *self.text != before {
            response.mark_changed();
        }
        block = look.block(&ctx, &shown(self.text, &state));
        scroll_to_caret(&mut state, &block, inner, multiline, self.text);
        let at = origin(inner, &block, &state, multiline, self.text, look.setting.rtl && !self.ltr);

        if ui.is_rect_visible(rect) {
            let stroke = if has_focus { Stroke::new(2.0, theme.accent) } else { Stroke::new(1.0, theme.outline) };
            let fill = if ui.is_enabled() { theme.field } else { theme.panel };
            ui.painter().rect(rect, round::CONTROL, fill, stroke, StrokeKind::Inside);
            let painter = ui.painter().with_clip_rect(rect.shrink(2.0).intersect(ui.clip_rect()));
            if has_focus {
                for part in block.fragments(state.editor.selection()) {
                    painter.rect_filled(part.translate(at.to_vec2()), 0, theme.selection);
                }
            }
            if self.text.is_empty() && state.preedit.is_empty() && !self.hint.is_empty() {
                let setting = setting(&ctx, BODY, false, Overflow::Elide(room));
                let hint = TextRenderer::with(&ctx, |scribe| scribe.block(self.hint, &setting, look.scale));
                let x = if setting.rtl { inner.right() - hint.size().x } else { inner.left() };
                let ink = Tone::Weak.colour(theme);
                TextRenderer::with(&ctx, |scribe| scribe.paint(&painter, pos2(x, at.y), &hint, ink));
            }
            let ink = if ui.is_enabled() { theme.ink } else { theme.ink_weak };
            TextRenderer::with(&ctx, |scribe| scribe.paint(&painter, at, &block, ink));
            if !state.preedit.is_empty() {
                let start = state.editor.selection().start;
                for part in block.fragments(start..start + state.preedit.len()) {
                    let part = part.translate(at.to_vec2());
                    painter.hline(part.x_range(), part.bottom() - 2.0, Stroke::new(1.0, theme.accent));
                }
            }
            if has_focus {
                let caret = block.caret_rect(shown_caret(&state)).translate(at.to_vec2());
                paint_caret(ui, &painter, caret, &mut state, response.changed());
                if ui.memory(|memory| memory.owns_ime_events(id)) {
                    let output = egui::output::IMEOutput {
                        purpose: egui::IMEPurpose::Normal,
                        rect: inner,
                        cursor_rect: caret,
                        should_interrupt_composition: false,
                    };
                    ui.output_mut(|o| o.ime = Some(output));
                }
                if multiline && response.changed() {
                    ui.scroll_to_rect(caret, None);
                }
            }
        }

        if tell_reader(ui, &response, &self, &before, &state) {
            tell_lines(ui, &response, &block, at, &mut state);
        }
        let selection = state.editor.selection();
        ctx.data_mut(|data| data.insert_temp(id, state));
        FieldOutput { response, submitted, escaped, selection }
    }
}

impl Widget for BidiTextField<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        self.show(ui).response
    }
}

/// How the text of a field is set.
struct Look {
    setting: TextLayoutOptions,
    scale: f32,
}

impl Look {
    fn block(&self, ctx: &egui::Context, text: &str) -> Arc<Block> {
        TextRenderer::with(ctx, |scribe| scribe.block(text, &self.setting, self.scale))
    }
}

/// The text with what is being composed in the place of the selection.
fn shown(text: &str, state: &State) -> String {
    if state.preedit.is_empty() {
        return text.to_owned();
    }
    let selection = state.editor.selection();
    format!("{}{}{}", &text[..selection.start], state.preedit, &text[selection.end..])
}

fn shown_caret(state: &State) -> Caret {
    match state.preedit.len() {
        0 => state.editor.caret(),
        composed => Caret::after(state.editor.selection().start + composed),
    }
}

/// Where the block's corner is: at its own side of the field, moved by the scroll. An empty field waits at the side
/// of the interface.
fn origin(inner: Rect, block: &Block, state: &State, multiline: bool, text: &str, rtl: bool) -> egui::Pos2 {
    if multiline {
        return inner.min;
    }
    let rtl = if text.is_empty() && state.preedit.is_empty() { rtl } else { block.is_rtl_at(0) };
    let y = inner.center().y - block.size().y / 2.0;
    let unscrolled = if rtl { inner.right() - 1.0 - block.size().x } else { inner.left() };
    pos2(unscrolled - state.scroll, y)
}

/// Moves a single line so that its caret is in sight and no room is wasted.
fn scroll_to_caret(state: &mut State, block: &Block, inner: Rect, multiline: bool, text: &str) {
    let room = inner.width() - 1.0;
    let wide = block.size().x;
    if multiline || wide <= room {
        state.scroll = 0.0;
        return;
    }
    let rtl = !text.is_empty() && block.is_rtl_at(0);
    let start = if rtl { room - wide } else { 0.0 };
    let caret = start + block.caret_rect(shown_caret(state)).min.x;
    if caret - state.scroll < 0.0 {
        state.scroll = caret;
    } else if caret - state.scroll > room {
        state.scroll = caret - room;
    }
    let (least, most) = if rtl { (room - wide, 0.0) } else { (0.0, wide - room) };
    state.scroll = state.scroll.clamp(least, most);
}

/// Caret and selection by the mouse.
fn point(ctx: &egui::Context, response: &Response, state: &mut State, text: &str, block: &Block, at: egui::Pos2) {
    let Some(pointer) = response.interact_pointer_pos() else { return };
    let hit = |place: egui::Pos2| block.hit_test(place - at.to_vec2());
    let shift = ctx.input(|input| input.modifiers.shift);
    if response.triple_clicked() {
        state.editor.select_all(text);
    } else if response.double_clicked() {
        state.editor.select_word(text, hit(pointer));
    } else if response.drag_started() || (response.is_pointer_button_down_on() && !response.dragged()) {
        if ctx.input(|input| input.pointer.primary_pressed()) || response.drag_started() {
            response.request_focus();
            // Where the button went down, not where the drag was noticed some points later.
            let pressed = ctx.input(|input| input.pointer.press_origin()).unwrap_or(pointer);
            let had_focus = response.has_focus();
            state.editor.go(hit(pressed), shift && had_focus);
            if response.drag_started() {
                state.editor.go(hit(pointer), true);
            }
        }
    } else if response.dragged() {
        state.editor.go(hit(pointer), true);
    } else if response.clicked() && !response.has_focus() {
        response.request_focus();
    }
}

/// What an event did.
enum Done {
    Nothing,
    Edited,
    Submitted,
    Escaped,
}

/// The field while it has the keyboard.
struct Keyboard<'a> {
    ui: &'a Ui,
    state: &'a mut State,
    text: &'a mut String,
    block: &'a Block,
    multiline: bool,
    id: Id,
}

impl Keyboard<'_> {
    fn event(&mut self, event: &Event) -> Done {
        match event {
            Event::Text(typed) | Event::Paste(typed) if self.state.preedit.is_empty() => {
                let typed = self.allowed(typed);
                self.state.editor.insert(self.text, &typed);
            }
            Event::Copy | Event::Cut => {
                let editor = &mut self.state.editor;
                let selection = editor.selection();
                if !selection.is_empty() {
                    self.ui.copy_text(self.text[selection].to_owned());
                    if *event == Event::Cut {
                        editor.insert(self.text, "");
                    }
                }
            }
            Event::Ime(ime) if self.ui.memory(|memory| memory.owns_ime_events(self.id)) => self.compose(ime),
            Event::Key { key, physical_key, pressed: true, modifiers, .. } => {
                return self.key(*key, *physical_key, *modifiers);
            }
            _ => return Done::Nothing,
        }
        Done::Edited
    }

    fn compose(&mut self, ime: &ImeEvent) {
        match ime {
            ImeEvent::Preedit { text, .. } => self.state.preedit = self.allowed(text),
            ImeEvent::Commit(text) => {
                self.state.preedit.clear();
                let text = self.allowed(text);
                if !text.is_empty() {
                    self.state.editor.insert(self.text, &text);
                }
            }
            ImeEvent::DeleteSurrounding { before_chars, after_chars } => {
                self.state.editor.delete_around(self.text, *before_chars, *after_chars);
            }
            _ => {}
        }
    }

    fn key(&mut self, key: Key, physical: Option<Key>, modifiers: Modifiers) -> Done {
        let Modifiers { shift, command, ctrl, alt, .. } = modifiers;
        let control = command || ctrl;
        let editor = &mut self.state.editor;
        let motion = match key {
            Key::ArrowLeft if control || alt => Some(Motion::Word(Side::Left)),
            Key::ArrowRight if control || alt => Some(Motion::Word(Side::Right)),
            Key::ArrowLeft => Some(Motion::Visual(Side::Left)),
            Key::ArrowRight => Some(Motion::Visual(Side::Right)),
            Key::ArrowUp if self.multiline => Some(Motion::LineUp),
            Key::ArrowDown if self.multiline => Some(Motion::LineDown),
            Key::Home if control => Some(Motion::TextStart),
            Key::End if control => Some(Motion::TextEnd),
            Key::Home => Some(Motion::LineStart),
            Key::End => Some(Motion::LineEnd),
            _ => None,
        };
        if let Some(motion) = motion {
            editor.step(self.text, self.block, motion, shift);
            return Done::Edited;
        }
        // Under an Arabic keyboard the key that writes punctuation may stand in the place of a letter.
        let is = |letter: Key| control && (key == letter || physical == Some(letter));
        match key {
            Key::Escape if !self.state.preedit.is_empty() => self.state.preedit.clear(),
            Key::Escape => return Done::Escaped,
            Key::Enter if self.multiline && !control => editor.insert(self.text, "\n"),
            Key::Enter => return Done::Submitted,
            Key::Backspace => editor.delete_back(self.text, control),
            Key::Delete => editor.delete_forward(self.text, control),
            _ if is(Key::A) => editor.select_all(self.text),
            _ if is(Key::Y) || (is(Key::Z) && shift) => drop(editor.redo(self.text)),
            _ if is(Key::Z) => drop(editor.undo(self.text)),
            _ => return Done::Nothing,
        }
        Done::Edited
    }

    /// A field of one line takes no newline.
    fn allowed(&self, text: &str) -> String {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        if self.multiline { text } else { text.replace('\n', " ") }
    }
}

fn paint_caret(ui: &Ui, painter: &egui::Painter, caret: Rect, state: &mut State, changed: bool) {
    let cursor = ui.visuals().text_cursor.clone();
    let now = ui.input(|input| input.time);
    let moved = ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Key { pressed: true, .. })));
    if changed || moved {
        state.last_change = now;
    }
    let period = cursor.on_duration + cursor.off_duration;
    let phase = ((now - state.last_change) as f32).rem_euclid(period.max(0.01));
    if cursor.blink && ui.input(|input| input.focused) {
        let next = if phase < cursor.on_duration { cursor.on_duration - phase } else { period - phase };
        ui.ctx().request_repaint_after_secs(next);
    }
    if !cursor.blink || phase < cursor.on_duration {
        let scale = ui.ctx().pixels_per_point();
        let x = (caret.min.x * scale).round() / scale;
        let stroke = cursor.stroke;
        let rect = Rect::from_min_size(
            pos2(x - stroke.width / 2.0, caret.min.y + 2.0),
            Vec2::new(stroke.width, caret.height() - 4.0),
        );
        painter.rect_filled(rect, 0, stroke.color);
    }
}

/// What a screen reader (or a script) asks of the field, in focus or not.
fn asked_by_reader(ui: &Ui, id: Id, state: &mut State, text: &mut String) {
    use accesskit::{Action, ActionData};
    if let Some((anchor, caret)) = state.runs.asked(ui, id)
        && anchor.max(caret.offset) <= text.len()
        && state.preedit.is_empty()
    {
        state.editor.go(Caret::before(anchor), false);
        state.editor.go(caret, true);
    }
    for action in [Action::SetValue, Action::ReplaceSelectedText] {
        let values: Vec<String> = ui.input(|input| {
            let requests = input.accesskit_action_requests(id, action);
            requests
                .filter_map(|request| match &request.data {
                    Some(ActionData::Value(value)) => Some(value.to_string()),
                    _ => None,
                })
                .collect()
        });
        for value in values {
            match action {
                Action::SetValue => state.editor.replace_all(text, &value),
                _ => state.editor.insert(text, &value),
            }
        }
    }
}

/// Name, role and what can be asked of the field. False where nobody listens.
fn tell_reader(ui: &Ui, response: &Response, field: &BidiTextField<'_>, before: &str, state: &State) -> bool {
    let enabled = ui.is_enabled();
    let characters = |bytes: usize| egui::epaint::text::CharIndex(field.text[..bytes].chars().count());
    let selection = state.editor.selection();
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(enabled, before, field.text.as_str(), without_isolates(field.hint));
        info.label = Some(without_isolates(field.name).into_owned());
        info.text_selection = Some(characters(selection.start)..characters(selection.end));
        info
    });
    let role = if field.rows.is_some() { Role::MultilineTextInput } else { Role::TextInput };
    let rtl = is_rtl(ui.ctx());
    let told = ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(role);
        node.set_text_direction(if rtl {
            accesskit::TextDirection::RightToLeft
        } else {
            accesskit::TextDirection::LeftToRight
        });
        node.add_action(accesskit::Action::SetValue);
        node.add_action(accesskit::Action::ReplaceSelectedText);
        node.add_action(accesskit::Action::SetTextSelection);
    });
    told.is_some()
}

/// The lines in view and what is selected of them; with what is being composed, as it is shown.
fn tell_lines(ui: &Ui, response: &Response, block: &Block, at: egui::Pos2, state: &mut State) {
    let words: Vec<usize> = block.text().unicode_word_indices().map(|(start, _)| start).collect();
    let seen = ui.clip_rect().intersect(response.rect).y_range();
    state.runs.clear();
    for (index, line) in block.laid_lines(at).enumerate() {
        let bottom = line.top + line.line.height / line.scale;
        // One line has no other place to be in, however little of it is in view.
        if (bottom >= seen.min && line.top <= seen.max) || block.line_count() == 1 {
            state.runs.tell(ui, response.id, response.id.with(("line", index)), line, &words);
        }
    }
    let caret = shown_caret(state);
    let anchor = if state.preedit.is_empty() { state.editor.anchor() } else { caret.offset };
    if let Some(selection) = state.runs.selection(anchor, caret) {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_text_selection(selection));
    }
}
