//! Which key does what, in one place; under an Arabic keyboard as under a Latin one.
//!
//! egui reports a key by what the layout writes on it where that is a key it knows, else by its place on the board.
//! So Arabic letters arrive by their place, which is what a shortcut means; but where the Arabic 101 layout writes
//! ASCII punctuation on another key (`]` on Shift+D), and where only text arrives (from an input method), the place
//! is worked out here. A shortcut is therefore always the *place* on a US board.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use egui::{Event, Key, Modifiers};

use super::command::{Scope, UiCommand};
use super::localizer::Localizer;
use super::panels::labels::{label_name, relation_name};
use crate::model::{Label, RelationType, Schema};

/// A key with its modifiers. `ctrl` is the command key on a Mac.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shortcut {
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
    pub key: Key,
}

/// What has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The document.
    Page,
    /// A button, a list: something that is not typed into.
    Control,
    /// A text field.
    Field,
    /// A dialog, which answers for all its keys.
    Dialog,
}

/// One press of a key (or one text from an input method).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPress {
    pub shortcut: Shortcut,
    /// What it would write, if anything.
    pub typed: Option<char>,
    /// Held down.
    pub repeat: bool,
}

/// Why keys of the settings are not in force. The commands they are of keep their default keys.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyMapError {
    #[error("the settings give keys to the command '{0}', which does not exist")]
    UnknownCommand(String),
    #[error("'{shortcut}', given to the command '{command}', is not a key; write it like Ctrl+Shift+K")]
    UnknownKey { command: String, shortcut: String },
    #[error("{shortcut} is given to both '{first}' and '{second}'; give one of them another key")]
    Conflict { shortcut: String, first: String, second: String },
}

/// The keys of every command, and of the labels of the document that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyMap {
    keys: BTreeMap<UiCommand, Vec<Shortcut>>,
    labels: Arc<Schema>,
}

impl Default for KeyMap {
    fn default() -> Self {
        let keys = UiCommand::ALL.iter().map(|command| (*command, command.default_shortcuts())).collect();
        KeyMap { keys, labels: Arc::default() }
    }
}

impl KeyMap {
    /// The default keys, with those of some commands (by [`UiCommand::id`], keys parted by spaces) replaced. An empty
    /// text takes a command's keys away. What cannot be is told and left out, and the rest is in force.
    pub fn with_overrides(overrides: &BTreeMap<String, String>) -> (Self, Vec<KeyMapError>) {
        let mut map = KeyMap::default();
        let (mut chosen, mut errors) = (Vec::new(), Vec::new());
        for (id, texts) in overrides {
            let Some(command) = UiCommand::from_id(id) else {
                errors.push(KeyMapError::UnknownCommand(id.clone()));
                continue;
            };
            let read = |text: &str| {
                text.parse().map_err(|()| KeyMapError::UnknownKey { command: id.clone(), shortcut: text.into() })
            };
            match texts.split_whitespace().map(read).collect::<Result<_, _>>() {
                Ok(shortcuts) => {
                    map.keys.insert(command, shortcuts);
                    chosen.push(command);
                }
                Err(error) => errors.push(error),
            }
        }
        // Each turn takes one command's own keys back; the default keys are in no conflict.
        while let Some((shortcut, first, second)) = map.conflict() {
            let loser = if chosen.contains(&second) { second } else { first };
            chosen.retain(|command| *command != loser);
            map.keys.insert(loser, loser.default_shortcuts());
            errors.push(KeyMapError::Conflict {
                shortcut: shortcut.to_string(),
                first: first.id().into(),
                second: second.id().into(),
            });
        }
        (map, errors)
    }

    /// The document that is shown has these labels; none is shown without.
    pub fn set_labels(&mut self, labels: Option<&Arc<Schema>>) {
        match labels {
            Some(labels) if Arc::ptr_eq(labels, &self.labels) => {}
            Some(labels) => self.labels = labels.clone(),
            None if self.labels.labels.is_empty() => {}
            None => self.labels = Arc::default(),
        }
    }

    /// The labels whose commands are in force.
    pub fn labels(&self) -> &Arc<Schema> {
        &self.labels
    }

    /// What a command is called; one of a label by the label's name.
    pub fn name(&self, command: UiCommand, words: &Localizer) -> String {
        let named = match (self.label(command), self.relation_type(command)) {
            (Some(label), _) => Some(label_name(label, words.language())),
            (None, Some(kind)) => Some(relation_name(kind, words.language())),
            (None, None) => None,
        };
        match named {
            Some(name) => words.format(command.message_id(), &[("label", name.into())]),
            None => words.get(command.message_id()),
        }
    }

    /// The relation type a command is about.
    pub fn relation_type(&self, command: UiCommand) -> Option<&RelationType> {
        match command {
            UiCommand::Relate(at) | UiCommand::RelateBack(at) => self.labels.relation_types.get(at),
            _ => None,
        }
    }

    /// The label a command is about.
    pub fn label(&self, command: UiCommand) -> Option<&Label> {
        match command {
            UiCommand::Label(at) | UiCommand::FurtherLabel(at) => self.labels.labels.get(at),
            _ => None,
        }
    }

    /// The keys of a command as they are shown, the one for menus first. A label's key that means a command is not its.
    pub fn key_texts(&self, command: UiCommand) -> Vec<String> {
        if let UiCommand::Relate(at) | UiCommand::RelateBack(at) = command {
            let back = matches!(command, UiCommand::RelateBack(_));
            let key = relation_key(at, back).filter(|key| self.owner(*key).is_none());
            return key.iter().map(ToString::to_string).collect();
        }
        let Some(label) = self.label(command) else {
            return self.shortcuts(command).iter().map(ToString::to_string).collect();
        };
        let further = matches!(command, UiCommand::FurtherLabel(_));
        let key = label.key.filter(|key| self.owner_of_label_key(*key, further).is_none());
        let text = key.map(|key| format!("{}{}", if further { "Shift+" } else { "" }, key.to_uppercase()));
        text.into_iter().collect()
    }

    /// The command that has the key of a label.
    fn owner_of_label_key(&self, key: char, further: bool) -> Option<UiCommand> {
        let shortcut = place_of_text(key.encode_utf8(&mut [0; 4]))?;
        let shortcut = Shortcut { shift: further, ..shortcut };
        self.owner(shortcut)
    }

    /// The command a key is given to, wherever it is live.
    pub fn owner(&self, shortcut: Shortcut) -> Option<UiCommand> {
        self.keys.iter().find(|(_, shortcuts)| shortcuts.contains(&shortcut)).map(|(command, _)| *command)
    }

    /// Every key of a command; the first is the one to show.
    pub fn shortcuts(&self, command: UiCommand) -> &[Shortcut] {
        self.keys.get(&command).map_or(&[], Vec::as_slice)
    }

    /// The command a press means to whatever has the keyboard. A key of a command is no key of a label.
    pub fn command(&self, press: &KeyPress, focus: Focus) -> Option<UiCommand> {
        let command = self
            .keys
            .iter()
            .filter(|(command, _)| is_live(command.scope(), press.shortcut, focus))
            .find(|(_, shortcuts)| shortcuts.contains(&press.shortcut))
            .map(|(command, _)| *command);
        let of_schema = || self.label_of(press).or_else(|| self.relation_of(press));
        command.or_else(|| of_schema().filter(|command| is_live(command.scope(), press.shortcut, focus)))
    }

    /// The command of the relation type whose key was pressed, by its place among them.
    fn relation_of(&self, press: &KeyPress) -> Option<UiCommand> {
        let types = 0..self.labels.relation_types.len().min(RELATION_KEYS.len());
        let mut commands = types.flat_map(|at| [(at, false), (at, true)]);
        let (at, back) = commands.find(|(at, back)| relation_key(*at, *back) == Some(press.shortcut))?;
        Some(if back { UiCommand::RelateBack(at) } else { UiCommand::Relate(at) })
    }

    /// The command of the label whose key was pressed: with Shift it adds a further label.
    pub fn label_of(&self, press: &KeyPress) -> Option<UiCommand> {
        let further = press.shortcut.shift;
        let plain = KeyPress {
            shortcut: Shortcut { shift: false, ..press.shortcut },
            typed: press.typed.filter(|_| !further),
            repeat: press.repeat,
        };
        let has_key = |label: &Label| label.key.is_some_and(|key| plain.is_label_key(key));
        let at = self.labels.labels.iter().position(has_key)?;
        Some(if further { UiCommand::FurtherLabel(at) } else { UiCommand::Label(at) })
    }

    /// Takes the presses that mean a command out of this frame's events, so that no widget sees them too.
    pub fn take_commands(&self, ctx: &egui::Context, focus: Focus) -> Vec<UiCommand> {
        take_presses(ctx, |press| self.command(press, focus))
    }

    fn conflict(&self) -> Option<(Shortcut, UiCommand, UiCommand)> {
        let mut seen: BTreeMap<Shortcut, UiCommand> = BTreeMap::new();
        for (command, shortcuts) in &self.keys {
            for shortcut in shortcuts {
                if let Some(first) = seen.insert(*shortcut, *command)
                    && first != *command
                {
                    return Some((*shortcut, first, *command));
                }
            }
        }
        None
    }
}

impl KeyPress {
    /// Whether this press is the key of a label, written in a schema as a Latin or an Arabic character.
    pub fn is_label_key(&self, key: char) -> bool {
        let Shortcut { ctrl, alt, shift, key: place } = self.shortcut;
        if ctrl || alt {
            return false;
        }
        if self.typed == Some(key) {
            return true;
        }
        if shift {
            return false;
        }
        let key = european(key);
        us_character(place) == key.to_lowercase().next()
            || ARABIC_101.iter().any(|(at, plain, _)| *at == place && plain.chars().eq([key]))
    }
}

/// The digits that relate, with Alt; with Shift as well, from the other end.
const RELATION_KEYS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// The key of the relation type at a place of the schema.
fn relation_key(at: usize, back: bool) -> Option<Shortcut> {
    RELATION_KEYS.get(at).map(|key| Shortcut { ctrl: false, alt: true, shift: back, key: *key })
}

/// Takes the presses that `mean` something out of this frame's events, in their order.
pub fn take_presses<T>(ctx: &egui::Context, mut mean: impl FnMut(&KeyPress) -> Option<T>) -> Vec<T> {
    let mut meant = Vec::new();
    ctx.input_mut(|input| {
        let events = std::mem::take(&mut input.events);
        let mut taken = vec![false; events.len()];
        for (range, press) in presses_with_places(&events) {
            if let Some(meaning) = mean(&press) {
                meant.push(meaning);
                taken[range].fill(true);
            }
        }
        input.events = events.into_iter().zip(taken).filter(|(_, taken)| !taken).map(|(event, _)| event).collect();
    });
    meant
}

/// Every key press among this frame's events, in order.
pub fn presses(events: &[Event]) -> Vec<KeyPress> {
    presses_with_places(events).into_iter().map(|(_, press)| press).collect()
}

/// Presses with the events each is made of: a key and the text it wrote arrive as two.
fn presses_with_places(events: &[Event]) -> Vec<(std::ops::Range<usize>, KeyPress)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < events.len() {
        match &events[at] {
            Event::Key { key, physical_key, pressed: true, repeat, modifiers } if !is_modifier(*key) => {
                let text = match events.get(at + 1) {
                    Some(Event::Text(text)) => Some(text.as_str()),
                    _ => None,
                };
                let shortcut = place(*key, *physical_key, *modifiers);
                let press = KeyPress { shortcut, typed: text.and_then(only_character), repeat: *repeat };
                let end = at + 1 + usize::from(text.is_some());
                found.push((at..end, press));
                at = end;
                continue;
            }
            Event::Text(text) => {
                if let Some(shortcut) = place_of_text(text) {
                    let press = KeyPress { shortcut, typed: only_character(text), repeat: false };
                    found.push((at..at + 1, press));
                }
            }
            // The integration sends this in place of the key.
            Event::Copy => {
                let shortcut = Shortcut { ctrl: true, alt: false, shift: false, key: Key::C };
                found.push((at..at + 1, KeyPress { shortcut, typed: None, repeat: false }));
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// The place on a US board of a key as egui reports it.
fn place(key: Key, physical: Option<Key>, modifiers: Modifiers) -> Shortcut {
    let Modifiers { alt, ctrl, shift, mac_cmd, command } = modifiers;
    let shortcut = |shift, key| Shortcut { ctrl: ctrl || mac_cmd || command, alt, shift, key };
    // Punctuation that the Arabic layout writes on another key of the board.
    if let Some(physical) = physical
        && physical != key
        && let Some(written) = written_character(key)
        && let Some((_, plain, shifted)) = ARABIC_101.iter().find(|(at, ..)| *at == physical)
        && (if shift { shifted } else { plain }).chars().eq([written])
    {
        return shortcut(shift, physical);
    }
    match key {
        Key::Questionmark => shortcut(true, Key::Slash),
        Key::Colon => shortcut(true, Key::Semicolon),
        Key::Pipe => shortcut(true, Key::Backslash),
        Key::Exclamationmark => shortcut(true, Key::Num1),
        Key::OpenCurlyBracket => shortcut(true, Key::OpenBracket),
        Key::CloseCurlyBracket => shortcut(true, Key::CloseBracket),
        // On a US board plus is Shift+equals; the number pad and other boards have it by itself.
        Key::Plus if physical == Some(Key::Equals) => shortcut(true, Key::Equals),
        Key::Plus => shortcut(false, Key::Plus),
        key => shortcut(shift, key),
    }
}

/// The place of a key of which only the text arrived.
fn place_of_text(text: &str) -> Option<Shortcut> {
    let plain = |shift, key| Some(Shortcut { ctrl: false, alt: false, shift, key });
    for (key, unshifted, shifted) in ARABIC_101 {
        if *unshifted == text && !text.is_ascii() {
            return plain(false, *key);
        }
        if *shifted == text && !text.is_ascii() {
            return plain(true, *key);
        }
    }
    let character = only_character(text)?;
    let key = Key::from_name(&european(character).to_string())?;
    let shortcut = place(key, None, Modifiers::NONE);
    plain(shortcut.shift || character.is_ascii_uppercase(), shortcut.key)
}

/// Whether a key of a command of this scope is the command's where the keyboard is.
fn is_live(scope: Scope, shortcut: Shortcut, focus: Focus) -> bool {
    match (scope, focus) {
        (_, Focus::Dialog) => false,
        // A function key writes nothing, so it is free even while typing.
        (Scope::NotTyping, Focus::Field) => is_function_key(shortcut.key),
        (Scope::Anywhere, Focus::Field) => !is_of_fields(shortcut),
        (Scope::Anywhere | Scope::NotTyping, _) => true,
        (Scope::Page, focus) => focus == Focus::Page,
    }
}

/// Whether a text field does something with a key: what it writes, moves, deletes, copies or takes back.
fn is_of_fields(shortcut: Shortcut) -> bool {
    let Shortcut { ctrl, alt, key, .. } = shortcut;
    let moves = matches!(
        key,
        Key::ArrowLeft
            | Key::ArrowRight
            | Key::ArrowUp
            | Key::ArrowDown
            | Key::Home
            | Key::End
            | Key::Backspace
            | Key::Delete
    );
    let edits = matches!(key, Key::A | Key::C | Key::V | Key::X | Key::Y | Key::Z);
    if ctrl { !alt && (moves || edits) } else { !alt && !is_function_key(key) }
}

/// Whether a key has a meaning that no command may have: it moves the caret of the page, scrolls, or leaves.
pub fn is_reserved(shortcut: Shortcut) -> bool {
    let Shortcut { ctrl, alt, key, .. } = shortcut;
    match key {
        Key::Escape => true,
        Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown | Key::Home | Key::End => !alt,
        Key::PageUp | Key::PageDown => !alt && !ctrl,
        // Text fields paste and cut with them, and the system says no more than that.
        Key::V | Key::X => ctrl && !alt && !shortcut.shift,
        _ => false,
    }
}

/// Whether a key only changes what others mean. Held before a shortcut, it is reported as a press of its own.
fn is_modifier(key: Key) -> bool {
    matches!(
        key,
        Key::ShiftLeft
            | Key::ShiftRight
            | Key::ControlLeft
            | Key::ControlRight
            | Key::AltLeft
            | Key::AltRight
            | Key::SuperLeft
            | Key::SuperRight
            | Key::CapsLock
            | Key::NumLock
            | Key::ScrollLock
    )
}

fn is_function_key(key: Key) -> bool {
    let number = key.name().strip_prefix('F').and_then(|number| number.parse::<u8>().ok());
    number.is_some()
}

fn only_character(text: &str) -> Option<char> {
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

/// The European digit for an Arabic-Indic or Persian one; any other character itself.
fn european(character: char) -> char {
    match character {
        '٠'..='٩' => char::from(b'0' + (character as u32 - '٠' as u32) as u8),
        '۰'..='۹' => char::from(b'0' + (character as u32 - '۰' as u32) as u8),
        other => other,
    }
}

/// What a US board writes without Shift, of the keys that write one character.
fn us_character(key: Key) -> Option<char> {
    Some(match key {
        Key::OpenBracket => '[',
        Key::CloseBracket => ']',
        Key::Backtick => '`',
        Key::Quote => '\'',
        Key::Minus => '-',
        Key::Equals => '=',
        Key::Comma => ',',
        Key::Period => '.',
        Key::Slash => '/',
        Key::Semicolon => ';',
        Key::Backslash => '\\',
        key => only_character(key.name()).filter(char::is_ascii)?.to_ascii_lowercase(),
    })
}

/// The character a key of this name writes wherever it is: also those a US board writes with Shift.
fn written_character(key: Key) -> Option<char> {
    Some(match key {
        Key::Colon => ':',
        Key::OpenCurlyBracket => '{',
        Key::CloseCurlyBracket => '}',
        key => us_character(key)?,
    })
}

/// The Arabic 101 layout: place, what it writes, what it writes with Shift.
const ARABIC_101: &[(Key, &str, &str)] = &[
    (Key::Backtick, "ذ", "ّ"),
    (Key::Q, "ض", "َ"),
    (Key::W, "ص", "ً"),
    (Key::E, "ث", "ُ"),
    (Key::R, "ق", "ٌ"),
    (Key::T, "ف", "لإ"),
    (Key::Y, "غ", "إ"),
    (Key::U, "ع", "`"),
    (Key::I, "ه", "÷"),
    (Key::O, "خ", "×"),
    (Key::P, "ح", "؛"),
    (Key::OpenBracket, "ج", "<"),
    (Key::CloseBracket, "د", ">"),
    (Key::A, "ش", "ِ"),
    (Key::S, "س", "ٍ"),
    (Key::D, "ي", "]"),
    (Key::F, "ب", "["),
    (Key::G, "ل", "لأ"),
    (Key::H, "ا", "أ"),
    (Key::J, "ت", "ـ"),
    (Key::K, "ن", "،"),
    (Key::L, "م", "/"),
    (Key::Semicolon, "ك", ":"),
    (Key::Quote, "ط", "\""),
    (Key::Z, "ئ", "~"),
    (Key::X, "ء", "ْ"),
    (Key::C, "ؤ", "}"),
    (Key::V, "ر", "{"),
    (Key::B, "لا", "لآ"),
    (Key::N, "ى", "آ"),
    (Key::M, "ة", "'"),
    (Key::Comma, "و", ","),
    (Key::Period, "ز", "."),
    (Key::Slash, "ظ", "؟"),
];

impl fmt::Display for Shortcut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What a reader of a US board looks for.
        if *self == (Shortcut { ctrl: false, alt: false, shift: true, key: Key::Slash }) {
            return f.write_str("?");
        }
        for (held, name) in [(self.ctrl, "Ctrl"), (self.alt, "Alt"), (self.shift, "Shift")] {
            if held {
                write!(f, "{name}+")?;
            }
        }
        f.write_str(match self.key {
            Key::ArrowUp => "↑",
            Key::ArrowDown => "↓",
            Key::ArrowLeft => "←",
            Key::ArrowRight => "→",
            Key::Escape => "Esc",
            Key::Delete => "Del",
            Key::PageUp => "PgUp",
            Key::PageDown => "PgDn",
            Key::Plus => "+",
            key => match us_character(key) {
                Some(character) if !character.is_alphanumeric() => return write!(f, "{character}"),
                _ => key.name(),
            },
        })
    }
}

impl FromStr for Shortcut {
    type Err = ();

    /// Reads what `Display` writes, and egui's longer names of keys.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut shortcut = Shortcut { ctrl: false, alt: false, shift: false, key: Key::Space };
        let mut rest = text.trim();
        while let Some((modifier, after)) = rest.split_once('+').filter(|(_, after)| !after.is_empty()) {
            match modifier.trim().to_ascii_lowercase().as_str() {
                "ctrl" | "cmd" | "command" => shortcut.ctrl = true,
                "alt" | "option" => shortcut.alt = true,
                "shift" => shortcut.shift = true,
                _ => return Err(()),
            }
            rest = after.trim();
        }
        let key = match rest {
            "↑" => Key::ArrowUp,
            "↓" => Key::ArrowDown,
            "←" => Key::ArrowLeft,
            "→" => Key::ArrowRight,
            "Del" => Key::Delete,
            "PgUp" => Key::PageUp,
            "PgDn" => Key::PageDown,
            name => Key::from_name(name).filter(|key| !is_modifier(*key)).ok_or(())?,
        };
        if key == Key::Questionmark {
            return Ok(Shortcut { shift: true, key: Key::Slash, ..shortcut });
        }
        Ok(Shortcut { key, ..shortcut })
    }
}
