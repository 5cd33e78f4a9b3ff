//! The page of the settings with the keys: a command is chosen and its new key pressed. Whose key that is already is told,
//! with a way to settle it.

use std::sync::Arc;

use egui::{Context, Event, Key, Ui, vec2};

use crate::model::Schema;
use crate::store::Settings;
use crate::ui::command::UiCommand;
use crate::ui::keymap::{KeyMap, KeyPress, Shortcut, is_reserved, presses};
use crate::ui::localizer::Localizer;
use crate::ui::theme::{ROW, space};
use crate::ui::widgets::{
    BidiButton, BidiLabel, FoundCommands, Row, Tone, column, filter_field, list, mirrored_wrapped,
};

/// The page while the settings are open.
#[derive(Clone, Debug, Default)]
pub struct KeysPage {
    filter: String,
    found: FoundCommands,
    /// The labels of the document that is shown, which have keys too.
    labels: Arc<Schema>,
    chosen: Option<UiCommand>,
    /// The chosen command is still to be scrolled to.
    bring: bool,
    /// What the next key that is pressed is for.
    asking: Option<Asking>,
    trouble: Option<Trouble>,
}

/// What a key is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asking {
    /// In place of the keys that the command has.
    Instead,
    /// Beside them.
    Beside,
}

/// Why a key was not given to the chosen command.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Trouble {
    /// Another command has it.
    Taken { key: Shortcut, by: UiCommand, asked: Asking },
    /// A label of the document has it.
    OfLabel { key: Shortcut, of: UiCommand },
    /// The page or a field does something else with it.
    Reserved { key: Shortcut },
}

/// Points for what is said and done about the chosen command, so that the list above stays where it is.
const FOOT: f32 = 5.0 * ROW;

impl KeysPage {
    pub fn new(labels: Arc<Schema>) -> Self {
        KeysPage { labels, ..KeysPage::default() }
    }

    /// The page with the command chosen.
    pub fn of(self, command: UiCommand) -> Self {
        KeysPage { chosen: Some(command), bring: true, ..self }
    }

    fn map(&self, settings: &Settings) -> KeyMap {
        // Entries that are not in force were told when the window opened.
        let (mut map, _) = KeyMap::with_overrides(&settings.keys);
        map.set_labels(Some(&self.labels));
        map
    }

    /// While a key is waited for, the press goes to nobody else. To be called before the dialog is shown.
    pub fn take_key(&mut self, ctx: &Context, settings: &mut Settings) {
        let (Some(asked), Some(command)) = (self.asking, self.chosen) else { return };
        let pressed = ctx.input_mut(|input| {
            let mut pressed = presses(&input.events);
            pressed.extend(input.events.iter().filter_map(edited));
            let is_key = |event: &Event| {
                matches!(event, Event::Key { .. } | Event::Text(_) | Event::Copy | Event::Cut | Event::Paste(_))
            };
            input.events.retain(|event| !is_key(event));
            pressed
        });
        let Some(press) = pressed.into_iter().find(|press| !press.repeat) else { return };
        self.asking = None;
        let key = press.shortcut;
        if key == (Shortcut { ctrl: false, alt: false, shift: false, key: Key::Escape }) {
            return;
        }
        let map = self.map(settings);
        self.trouble = match (map.owner(key), map.label_of(&press)) {
            _ if is_reserved(key) => Some(Trouble::Reserved { key }),
            (Some(by), _) if by != command => Some(Trouble::Taken { key, by, asked }),
            (None, Some(of)) => Some(Trouble::OfLabel { key, of }),
            _ => None,
        };
        if self.trouble.is_none() {
            give(settings, command, with_key(map.shortcuts(command), key, asked));
        }
    }

    /// Shows the page in `height` points.
    pub fn show(&mut self, ui: &mut Ui, height: f32, settings: &mut Settings, words: &Localizer) {
        let map = self.map(settings);
        column(ui, |ui| {
            filter_field(ui, &mut self.filter, &words.get("help-filter"), false);
            ui.add_space(space::XS);
            let of_labels = |command: &UiCommand| map.label(*command).is_some();
            let found = self.found.of(&map, words, &self.filter).iter().copied();
            let found: Vec<UiCommand> = found.filter(|command| !of_labels(command)).collect();
            let current = found.iter().position(|command| Some(*command) == self.chosen);
            let bring = current.filter(|_| std::mem::take(&mut self.bring));
            let size = vec2(ui.available_width(), (height - FOOT - 2.0 * ROW).max(3.0 * ROW));
            let moved = ui
                .allocate_ui(size, |ui| {
                    list(ui, "keys", found.len(), current, bring, |ui, at| {
                        let command = found[at];
                        let name = words.get(command.message_id());
                        let tip = words.get(&format!("{}.tip", command.message_id()));
                        let own = settings.keys.contains_key(command.id());
                        let keys = map.key_texts(command).join("   ");
                        ui.add(Row::new(&name).detail(&tip).key(&keys).bold(own).selected(Some(at) == current))
                    })
                })
                .inner;
            if let Some(command) = moved.chosen.map(|at| found[at]).filter(|command| Some(*command) != self.chosen) {
                (self.chosen, self.asking, self.trouble) = (Some(command), None, None);
            }
            ui.add_space(space::S);
            ui.allocate_ui(vec2(ui.available_width(), FOOT), |ui| {
                ui.set_min_height(FOOT);
                column(ui, |ui| self.foot(ui, &map, settings, words));
            });
        });
    }

    /// The chosen command: its keys, what can be done to them, and what stands in the way.
    fn foot(&mut self, ui: &mut Ui, map: &KeyMap, settings: &mut Settings, words: &Localizer) {
        let Some(command) = self.chosen else {
            ui.add(BidiLabel::new(&words.get("keys-choose")).weak().wrap());
            ui.add(BidiLabel::new(&words.get("keys-of-labels")).small().weak().wrap());
            return;
        };
        let keys = map.key_texts(command);
        let keys = if keys.is_empty() { words.get("keys-has-none") } else { keys.join(", ") };
        let name = words.get(command.message_id());
        ui.add(BidiLabel::new(&words.format("keys-of", &[("command", name.into()), ("keys", keys.into())])).wrap());
        mirrored_wrapped(ui, |ui| {
            for (word, asked) in [("keys-change", Asking::Instead), ("keys-add", Asking::Beside)] {
                let text = words.get(word);
                if ui.add(BidiButton::new(&text).selected(self.asking == Some(asked))).clicked() {
                    self.asking = if self.asking == Some(asked) { None } else { Some(asked) };
                    self.trouble = None;
                }
            }
            let (none, usual) = (words.get("keys-none"), words.get("keys-default"));
            if ui.add_enabled(!map.shortcuts(command).is_empty(), BidiButton::quiet(&none)).clicked() {
                self.settle(settings, command, Vec::new());
            }
            let differs = settings.keys.contains_key(command.id());
            if ui.add_enabled(differs, BidiButton::quiet(&usual)).clicked() {
                // Its usual key may have been given to another meanwhile.
                let usual = command.default_shortcuts();
                let taken = usual.iter().find_map(|key| Some((*key, map.owner(*key).filter(|by| *by != command)?)));
                (self.asking, self.trouble) = (None, None);
                match taken {
                    Some((key, by)) => self.trouble = Some(Trouble::Taken { key, by, asked: Asking::Instead }),
                    None => give(settings, command, usual),
                }
            }
        });
        if self.asking.is_some() {
            let response = ui.add(BidiLabel::new(&words.get("keys-press")).tone(Tone::Accent).wrap());
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
        }
        if let Some(trouble) = self.trouble.clone() {
            self.show_trouble(ui, command, &trouble, map, settings, words);
        }
    }

    fn show_trouble(
        &mut self,
        ui: &mut Ui,
        command: UiCommand,
        trouble: &Trouble,
        map: &KeyMap,
        settings: &mut Settings,
        words: &Localizer,
    ) {
        let name = |command: UiCommand| words.get(command.message_id());
        super::complaint(
            ui,
            &match trouble {
                Trouble::Taken { key, by, .. } => {
                    words.format("keys-taken", &[("key", key.to_string().into()), ("other", name(*by).into())])
                }
                Trouble::OfLabel { key, of } => {
                    let label =
                        map.label(*of).map(|label| crate::ui::panels::labels::label_name(label, words.language()));
                    let arguments = [("key", key.to_string().into()), ("label", label.unwrap_or_default().into())];
                    words.format("keys-label-has", &arguments)
                }
                Trouble::Reserved { key } => words.format("keys-reserved", &[("key", key.to_string().into())]),
            },
        );
        let Trouble::Taken { key, by, asked } = *trouble else { return };
        // The other gets the key that becomes free, where one does.
        let free = map.shortcuts(command).first().copied().filter(|_| asked == Asking::Instead);
        mirrored_wrapped(ui, |ui| {
            let text = match free {
                Some(free) => {
                    words.format("keys-swap", &[("other", name(by).into()), ("key", free.to_string().into())])
                }
                None => words.format("keys-take", &[("other", name(by).into())]),
            };
            if ui.add(BidiButton::new(&text)).clicked() {
                let mut others: Vec<Shortcut> = map.shortcuts(by).to_vec();
                match (others.iter().position(|other| *other == key), free) {
                    (Some(at), Some(free)) => others[at] = free,
                    (Some(at), None) => drop(others.remove(at)),
                    (None, _) => {}
                }
                give(settings, by, others);
                self.settle(settings, command, with_key(map.shortcuts(command), key, asked));
            }
            if ui.add(BidiButton::quiet(&words.get("keys-leave"))).clicked() {
                self.trouble = None;
            }
        });
    }

    fn settle(&mut self, settings: &mut Settings, command: UiCommand, keys: Vec<Shortcut>) {
        (self.asking, self.trouble) = (None, None);
        give(settings, command, keys);
    }
}

/// A key that text fields cut or paste with: it arrives as what it does.
fn edited(event: &Event) -> Option<KeyPress> {
    let key = match event {
        Event::Cut => Key::X,
        Event::Paste(_) => Key::V,
        _ => return None,
    };
    let shortcut = Shortcut { ctrl: true, alt: false, shift: false, key };
    Some(KeyPress { shortcut, typed: None, repeat: false })
}

fn with_key(keys: &[Shortcut], key: Shortcut, asked: Asking) -> Vec<Shortcut> {
    let before = keys.iter().copied().filter(|other| asked == Asking::Beside && *other != key);
    before.chain([key]).collect()
}

/// Writes a command's keys into the settings, which hold only what differs from the usual keys.
fn give(settings: &mut Settings, command: UiCommand, keys: Vec<Shortcut>) {
    if keys == command.default_shortcuts() {
        settings.keys.remove(command.id());
    } else {
        let texts: Vec<String> = keys.iter().map(ToString::to_string).collect();
        settings.keys.insert(command.id().to_owned(), texts.join(" "));
    }
}
