//! Things that ask or tell and then go: confirmation, palette of commands, help, swatches, filters.
//!
//! Each takes data and gives back what was chosen; what becomes of it is the app's affair.

use std::sync::Arc;

use egui::{
    Align2, Color32, Context, EventFilter, Frame, Id, Key, Margin, Modal, Modifiers, Rect, Response, Role, ScrollArea,
    Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, vec2,
};

use super::fuzzy;
use super::{
    BidiButton, BidiHover, BidiLabel, BidiTextField, Row, column, column_layout, in_sight, mirrored, mirrored_end,
    mirrored_wrapped, words,
};
use crate::model::{Colour, Schema};
use crate::ui::command::{Menu, UiCommand};
use crate::ui::keymap::KeyMap;
use crate::ui::localizer::{Digits, Language, Localizer, without_isolates};
use crate::ui::palette::{LabelPaint, SWATCHES};
use crate::ui::panels::labels::label_name;
use crate::ui::theme::{ROW, Theme, round, size, space};

/// A dialog over everything else, `width` points wide. True beside what it holds when Esc or a click outside asks to
/// close it.
pub fn dialog<R>(ctx: &Context, id: &str, title: &str, width: f32, add: impl FnOnce(&mut Ui) -> R) -> (R, bool) {
    let theme = Theme::get(ctx);
    let frame = Frame::new()
        .fill(theme.raised)
        .stroke(Stroke::new(1.0, theme.border))
        .corner_radius(round::WINDOW)
        .shadow(ctx.style_of(ctx.theme()).visuals.window_shadow)
        .inner_margin(Margin::same(space::XL as i8));
    let room = ctx.content_rect().width() - 2.0 * (space::XL + space::S);
    // What is higher than a small or much enlarged window is scrolled.
    let most = (ctx.content_rect().height() - 2.0 * (space::XL + space::XS)).max(ROW);
    let area = Modal::default_area(Id::unique(id));
    let place = Place::of_last_frame(ctx, id);
    // What its control is to be at first has the keyboard by now; where there is none, the dialog itself has it, so that a screen
    // reader says its name and goes on within it.
    let body = Id::unique((id, "dialog"));
    let nothing = ctx.memory(|memory| memory.focused()).is_none();
    if nothing && place.is_some_and(|place| place.age + 1 == SETTLED) {
        ctx.memory_mut(|memory| memory.request_focus(body));
    }
    let holds = ctx.memory(|memory| memory.has_focus(body));
    ctx.data_mut(|data| data.insert_temp(body_id(), body));
    let area = match place {
        Some(place) => area.anchor(Align2::CENTER_TOP, vec2(0.0, place.top)),
        None => area,
    };
    let shown = Modal::new(Id::unique(id)).area(area).frame(frame).backdrop_color(theme.shade).show(ctx, |ui| {
        ui.set_width(width.min(room));
        // egui has a node for the dialog already, which cannot have the keyboard.
        let node =
            ui.stack().iter().find(|level| level.kind() == Some(egui::UiKind::Modal)).map(|level| level.unique_id);
        let name = if title.is_empty() { words(ui.ctx()).get("command-palette") } else { title.to_owned() };
        ui.ctx().accesskit_node_builder(node.unwrap_or(ui.unique_id()), |node| node.set_role(Role::GenericContainer));
        // It is no place that Tab leads to: it has the keyboard only until something in it has.
        let sense = if holds { Sense::FOCUSABLE } else { Sense::hover() };
        let builder = UiBuilder::new().scope_id(body).sense(sense).layout(column_layout(ui.ctx()));
        ui.scope_builder(builder, |ui| {
            ui.ctx().accesskit_node_builder(body, |node| {
                node.set_role(Role::Dialog);
                node.set_label(without_isolates(&name).into_owned());
                node.set_modal();
            });
            if holds {
                let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, tab: false };
                ui.memory_mut(|memory| memory.set_focus_lock_filter(body, arrows));
            }
            let content = |ui: &mut Ui| {
                if !title.is_empty() {
                    ui.add(BidiLabel::title(title));
                    ui.add_space(space::S);
                }
                add(ui)
            };
            // What is in it keeps its ids, and with them the keyboard, when it comes to be scrolled.
            let inside = || UiBuilder::new().scope_id(body.with("content")).layout(column_layout(ctx));
            if !place.is_some_and(|place| place.is_tall) {
                let shown = ui.scope_builder(inside(), content);
                return (shown.inner, shown.response.rect.height());
            }
            let scrolled = ScrollArea::vertical().id_salt("dialog").max_height(most).auto_shrink([false, true]);
            let scrolled = scrolled.show(ui, |ui| {
                // What takes all the height there is takes that of the window.
                ui.set_max_height(most);
                ui.scope_builder(inside(), content).inner
            });
            (scrolled.inner, scrolled.content_size.y)
        })
        .inner
    });
    Place::keep(ctx, id, shown.response.rect, shown.inner.1 > most);
    let close = shown.should_close();
    (shown.inner.0, close)
}

/// Under which the body of the dialog that is shown is remembered.
fn body_id() -> Id {
    Id::unique("hashiya dialog")
}

/// Whether no control has the keyboard: nothing has, or the dialog itself.
pub fn is_free(ctx: &Context) -> bool {
    let focused = ctx.memory(|memory| memory.focused());
    focused.is_none() || focused == ctx.data(|data| data.get_temp(body_id()))
}

/// Where a dialog stands. It is centred when it opens and grows downwards after that: what the pointer is over stays under
/// it. Only a dialog that would leave the window moves up.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    /// Points below the upper edge of the window.
    top: f32,
    /// The window it was placed in, and its own height.
    window: egui::Vec2,
    height: f32,
    /// The frame it was last shown in.
    frame: u64,
    /// Frames since it opened, up to [`SETTLED`].
    age: u8,
    /// It is higher than the window: it is scrolled.
    is_tall: bool,
}

/// Frames in which a dialog finds its size, and is centred by it.
const SETTLED: u8 = 4;

impl Place {
    fn id(id: &str) -> Id {
        Id::unique((id, "place"))
    }

    /// Where it stood, if it was open in the frame before and the window is as large as it was.
    fn of_last_frame(ctx: &Context, id: &str) -> Option<Place> {
        let place: Option<Place> = ctx.data(|data| data.get_temp(Place::id(id)));
        let (frame, window) = (ctx.cumulative_frame_nr(), ctx.content_rect().size());
        place.filter(|place| place.frame + 1 >= frame && place.window == window)
    }

    fn keep(ctx: &Context, id: &str, rect: Rect, is_tall: bool) {
        let (frame, window) = (ctx.cumulative_frame_nr(), ctx.content_rect().size());
        let height = rect.height();
        let before = Place::of_last_frame(ctx, id);
        let age = before.map_or(0, |place| place.age.saturating_add(1)).min(SETTLED);
        let centred = (window.y - height) / 2.0;
        let top = match before {
            Some(place) if age == SETTLED => place.top.min(window.y - height - space::S),
            _ => centred,
        };
        let place = Place { top: top.max(0.0), window, height, frame, age, is_tall };
        let other = |before: Place| before.height != height || before.top != place.top || before.is_tall != is_tall;
        if age < SETTLED || before.is_none_or(other) {
            ctx.request_repaint();
        }
        ctx.data_mut(|data| data.insert_temp(Place::id(id), place));
    }
}

/// One way out of a confirmation.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a, T> {
    pub answer: T,
    pub text: &'a str,
    /// Cannot be taken back.
    pub danger: bool,
}

/// Asks one question. The first choice is what Enter does, unless it is dangerous; Esc is `cancel`.
pub fn confirm<T: Copy>(ctx: &Context, title: &str, body: &str, choices: &[Choice<'_, T>], cancel: T) -> Option<T> {
    let words = words(ctx);
    let mut answer = None;
    let (_, close) = dialog(ctx, "confirm", title, 420.0, |ui| {
        if !body.is_empty() {
            ScrollArea::vertical()
                .max_height(280.0)
                .show(ui, |ui| column(ui, |ui| ui.add(BidiLabel::new(body).wrap())));
        }
        ui.add_space(space::L);
        mirrored_end(ui, |ui| {
            for (i, choice) in choices.iter().enumerate() {
                let button = match (choice.danger, i) {
                    (true, _) => BidiButton::danger(choice.text),
                    (false, 0) => BidiButton::primary(choice.text),
                    (false, _) => BidiButton::new(choice.text),
                };
                let response = ui.add(button);
                if i == 0 && is_free(ui.ctx()) && !choice.danger {
                    response.request_focus();
                }
                if response.clicked() {
                    answer = Some(choice.answer);
                }
            }
            if ui.add(BidiButton::quiet(&words.get("action-cancel"))).clicked() {
                answer = Some(cancel);
            }
        });
    });
    answer.or(close.then_some(cancel))
}

/// What the palette of commands remembers while it is open.
#[derive(Clone, Debug, Default)]
pub struct PaletteState {
    typed: String,
    chosen: usize,
    opened: bool,
    found: FoundCommands,
}

/// What became of the palette in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaletteOutcome {
    Open,
    Closed,
    Chosen(UiCommand),
}

/// Finds a command by its name in either language. `enabled` says which can be carried out now.
pub fn palette(
    ctx: &Context,
    state: &mut PaletteState,
    keys: &KeyMap,
    enabled: impl Fn(UiCommand) -> bool,
) -> PaletteOutcome {
    let words = words(ctx);
    let last = state.found.of(keys, &words, &state.typed).len().saturating_sub(1);
    let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::ArrowDown) {
        state.chosen = (state.chosen + 1).min(last);
    }
    if pressed(Key::ArrowUp) {
        state.chosen = state.chosen.saturating_sub(1);
    }
    let mut outcome = PaletteOutcome::Open;
    let (_, close) = dialog(ctx, "palette", "", 520.0, |ui| {
        let before = state.typed.clone();
        let name = words.get("command-palette");
        let field =
            BidiTextField::new(&mut state.typed, &name).hint(&words.get("palette-hint")).focus(!state.opened).show(ui);
        let moved = !state.opened || before != state.typed;
        state.opened = true;
        if before != state.typed {
            state.chosen = 0;
        }
        if field.escaped {
            outcome = PaletteOutcome::Closed;
        }
        let found = state.found.of(keys, &words, &state.typed);
        if field.submitted {
            match found.get(state.chosen).filter(|command| enabled(**command)) {
                Some(command) => outcome = PaletteOutcome::Chosen(*command),
                None => field.response.request_focus(),
            }
        }
        ui.add_space(space::S);
        if found.is_empty() {
            ui.add(BidiLabel::new(&words.get("palette-none")).weak());
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().max_height(ROW * 10.0).auto_shrink([false, true]).show(ui, |ui| {
            for (i, command) in found.iter().enumerate() {
                let name = keys.name(*command, &words);
                let tip = words.get(&format!("{}.tip", command.message_id()));
                let key = keys.key_texts(*command).into_iter().next().unwrap_or_default();
                let row = Row::new(&name).detail(&tip).key(&key).selected(i == state.chosen);
                let response = ui.add_enabled(enabled(*command), row);
                if i == state.chosen
                    && (moved || ctx.input(|input| input.key_down(Key::ArrowDown) || input.key_down(Key::ArrowUp)))
                {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    outcome = PaletteOutcome::Chosen(*command);
                }
            }
        });
    });
    if close && outcome == PaletteOutcome::Open {
        outcome = PaletteOutcome::Closed;
    }
    if outcome != PaletteOutcome::Open {
        *state = PaletteState::default();
    }
    outcome
}

/// What [`find_commands`] finds, looked for when something of it changed and not for each frame.
#[derive(Clone, Debug, Default)]
pub struct FoundCommands {
    made_for: Option<(String, Language)>,
    /// Held, so that no other schema comes to stand where it stood.
    labels: Arc<Schema>,
    found: Vec<UiCommand>,
}

impl FoundCommands {
    pub fn of(&mut self, keys: &KeyMap, words: &Localizer, pattern: &str) -> &[UiCommand] {
        let is_known = self.made_for.as_ref().is_some_and(|(made, l)| made == pattern && *l == words.language());
        if !is_known || !Arc::ptr_eq(&self.labels, keys.labels()) {
            self.found = find_commands(keys, words, pattern);
            (self.made_for, self.labels) = (Some((pattern.to_owned(), words.language())), keys.labels().clone());
        }
        &self.found
    }
}

/// So many labels are offered at once; with more of them, typing brings those that fit best.
const MAX_LABELS: usize = 64;

/// The commands a typed pattern fits, best first: by their names in the interface's language, then in the other. A
/// label is found by each of its names.
fn find_commands(keys: &KeyMap, words: &Localizer, pattern: &str) -> Vec<UiCommand> {
    // The language beside the current one is built at most once.
    static OTHERS: std::sync::OnceLock<[Localizer; 2]> = std::sync::OnceLock::new();
    let others =
        OTHERS.get_or_init(|| [Language::Arabic, Language::English].map(|l| Localizer::new(l, Digits::European)));
    let best = |here: Option<i32>, there: Option<i32>| here.or(there.map(|score| score - 64));
    let mut found: Vec<(i32, UiCommand)> = UiCommand::ALL
        .iter()
        .filter_map(|command| {
            let here = fuzzy::score(pattern, &words.get(command.message_id()));
            let there = others.iter().filter_map(|words| fuzzy::score(pattern, &words.get(command.message_id()))).max();
            Some((best(here, there)?, *command))
        })
        .collect();
    let mut labels = Vec::new();
    for of_label in [UiCommand::Label, UiCommand::FurtherLabel] {
        // Put together here, since a file may have thousands of labels.
        let frames =
            others.each_ref().map(|words| words.format(of_label(0).message_id(), &[("label", "\u{1}".into())]));
        for (at, label) in keys.labels().labels.iter().enumerate() {
            let score = |language: Language, frame: &String| {
                let name = label_name(label, language);
                let named = fuzzy::score(pattern, &frame.replace('\u{1}', name));
                named.max(fuzzy::score(pattern, label.name.as_str()))
            };
            let names = [Language::Arabic, Language::English].iter().zip(&frames);
            let (here, there): (Vec<_>, Vec<_>) = names.partition(|(language, _)| **language == words.language());
            let of =
                |names: Vec<(&Language, &String)>| names.into_iter().filter_map(|(l, frame)| score(*l, frame)).max();
            labels.extend(best(of(here), of(there)).map(|score| (score, of_label(at))));
        }
    }
    for of_type in [UiCommand::Relate, UiCommand::RelateBack] {
        for at in 0..keys.labels().relation_types.len() {
            let named = |words: &Localizer| fuzzy::score(pattern, &keys.name(of_type(at), words));
            let found = best(named(words), others.iter().filter_map(named).max());
            labels.extend(found.map(|score| (score, of_type(at))));
        }
    }
    if !pattern.trim().is_empty() {
        labels.sort_by_key(|(score, _)| -score);
    }
    labels.truncate(MAX_LABELS);
    found.extend(labels);
    if !pattern.trim().is_empty() {
        found.sort_by_key(|(score, _)| -score);
    }
    found.into_iter().map(|(_, command)| command).collect()
}

/// What became of the key list in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpOutcome {
    Open,
    Closed,
    /// The keys of this command are to be changed.
    Chosen(UiCommand),
}

/// Every command with its keys. `filter` is what was typed into its field.
pub fn help(ctx: &Context, keys: &KeyMap, (filter, found): (&mut String, &mut FoundCommands)) -> HelpOutcome {
    let words = words(ctx);
    let mut outcome = HelpOutcome::Open;
    let (_, close) = dialog(ctx, "help", &words.get("help-title"), 620.0, |ui| {
        ui.add(BidiLabel::new(&words.get("help-change")).weak());
        ui.add(BidiLabel::new(&words.get("help-arabic-keyboard")).weak());
        ui.add_space(space::S);
        let first = is_free(ctx);
        if filter_field(ui, filter, &words.get("help-filter"), first).escaped {
            outcome = HelpOutcome::Closed;
        }
        ui.add_space(space::S);
        let found = found.of(keys, &words, filter);
        let height = (ctx.content_rect().height() - 320.0).clamp(120.0, 460.0);
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let has_key = |command: &UiCommand| !keys.key_texts(*command).is_empty();
            let (labels, commands): (Vec<_>, Vec<_>) =
                found.iter().partition(|command| keys.label(**command).is_some());
            let mut groups: Vec<(String, Vec<UiCommand>)> = Vec::new();
            for menu in Menu::ALL {
                let of_menu = menu.entries().into_iter().flatten().filter(|command| commands.contains(command));
                groups.push((words.get(menu.message_id()), of_menu.collect()));
                if menu == Menu::Annotation {
                    groups.push((words.get("panel-labels"), labels.iter().copied().filter(has_key).collect()));
                }
            }
            for (title, commands) in groups.into_iter().filter(|(_, commands)| !commands.is_empty()) {
                column(ui, |ui| {
                    ui.add_space(space::S);
                    ui.add(BidiLabel::heading(&title));
                });
                for command in commands {
                    let name = keys.name(command, &words);
                    let tip = words.get(&format!("{}.tip", command.message_id()));
                    let row = Row::new(&name).detail(&tip);
                    if ui.add(row.key(&keys.key_texts(command).join("   ")).role(Role::Row)).clicked() {
                        outcome = HelpOutcome::Chosen(command);
                    }
                }
            }
        });
        ui.add_space(space::M);
        mirrored_end(ui, |ui| {
            if ui.add(BidiButton::new(&words.get("action-close"))).clicked() {
                outcome = HelpOutcome::Closed;
            }
        });
    });
    if close && outcome == HelpOutcome::Open { HelpOutcome::Closed } else { outcome }
}

/// A field that filters a list, with a button that empties it.
pub fn filter_field(ui: &mut Ui, text: &mut String, name: &str, focus: bool) -> super::FieldOutput {
    let words = words(ui.ctx());
    mirrored(ui, |ui| {
        // As wide as the button will be, to the pixel: what is too wide pushes its panel wider with every frame.
        let clear = if text.is_empty() { 0.0 } else { ROW + ui.spacing().item_spacing.x };
        let width = ui.available_width() - clear;
        let mut output = BidiTextField::new(text, name).hint(name).width(width).focus(focus).show(ui);
        if clear > 0.0 {
            let clear = words.get("filter-clear");
            ui.spacing_mut().button_padding.x = 0.0;
            if ui.add_sized(vec2(ROW, ROW), BidiButton::quiet("✕").spoken(&clear).hint(&clear)).clicked() {
                text.clear();
                output.response.mark_changed();
            }
        }
        output
    })
    .inner
}

/// The colours a label may have; the one chosen now is ringed. Returns what was clicked.
pub fn swatches(ui: &mut Ui, current: Colour) -> Option<Colour> {
    let words = words(ui.ctx());
    let theme = Theme::get(ui.ctx());
    let mut chosen = None;
    mirrored_wrapped(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::XS, space::XS);
        for swatch in SWATCHES {
            let name = words.get(swatch.word);
            let (rect, response) = ui.allocate_exact_size(vec2(ROW - 2.0, ROW - 2.0), Sense::click());
            in_sight(ui, &response);
            let on = swatch.day == current;
            let paint = LabelPaint::new(swatch.day, theme.page);
            let inner = rect.shrink(if on || response.hovered() { 4.0 } else { 5.0 });
            ui.painter().rect_filled(inner, round::SMALL, paint.line);
            if on || response.has_focus() {
                let colour = if response.has_focus() { theme.accent } else { theme.ink };
                ui.painter().rect_stroke(
                    rect.shrink(1.0),
                    round::CONTROL,
                    Stroke::new(2.0, colour),
                    StrokeKind::Inside,
                );
            }
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), on, &name));
            if response.bidi_hover(&name).clicked() {
                chosen = Some(swatch.day);
            }
        }
    });
    chosen
}

/// A message where a list would be: what to do when there is nothing.
pub fn empty_state(ui: &mut Ui, text: &str) -> Response {
    ui.add_space(space::L);
    column(ui, |ui| ui.add(BidiLabel::new(text).weak().wrap())).inner
}

/// A small round mark in a colour, with a name for the ear: a state, or that something is unsaved.
pub fn dot(ui: &mut Ui, colour: Color32, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(size::SMALL, size::SMALL), Sense::hover());
    ui.painter().circle_filled(rect.center(), 4.0, colour);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, ui.is_enabled(), without_isolates(name)));
    response.bidi_hover(name)
}
