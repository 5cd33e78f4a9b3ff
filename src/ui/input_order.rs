//! Input acts in the order in which it came, however much of it one frame brings.
//!
//! egui hands a frame all events since the last one, and what it derives from them (clicks, keys that were pressed, what
//! is under the pointer) it knows only for the frame as a whole: on a slow machine a key would act before the click that
//! came first. So where raw input enters, a frame is given only what may act together, and the rest waits for the frames
//! that follow at once. What waits keeps the time at which it came, so that a double click stays one.
//!
//! One frame takes at most: moves of the pointer and the press after them; a press and its release at the same place;
//! turns of the wheel after one another; one key with the text it wrote; and, so that a long backlog needs no more frames
//! than it must, text typed into a field, and presses of one key that moves the caret.

use std::collections::VecDeque;

use egui::{Context, DroppedFileHandle, Event, Key, Modifiers, Plugin, PointerButton, Popup, Pos2, RawInput, Ui};

use super::canvas::Canvas;
use super::widgets::is_typing;

/// What waits for its frame.
#[derive(Default)]
pub struct InputOrder {
    /// With the time at which it came, in seconds, where the window system tells it.
    waiting: VecDeque<(Event, Option<f64>)>,
    /// Files that were dropped while input was waiting.
    dropped: Vec<DroppedFileHandle>,
    /// The time of the last frame.
    last: f64,
    /// A dialog is open.
    dialog: bool,
    /// Whether something lay over the window in the last frame, such as a menu or a dialog.
    covered: bool,
    /// What lies over the window has come or gone: this frame takes nothing.
    settling: bool,
}

/// Time goes on from frame to frame, though several take what came at once.
const TICK: f64 = 1e-4;

/// Where the keyboard is.
#[derive(Clone, Copy, PartialEq)]
enum Keyboard {
    Field,
    Page,
    Elsewhere,
}

/// What a frame has taken last.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    /// Nothing that acts.
    Nothing,
    Moves,
    Press(PointerButton, Pos2),
    Wheel,
    Zoom,
    /// A key; its text may follow where it came at once.
    Key {
        key: Key,
        modifiers: Modifiers,
        text_follows: bool,
    },
    /// Text, typed into a field.
    Typed,
    /// What nothing may follow.
    Whole,
}

impl Last {
    /// What a frame has taken once it takes `event` too; `None` where that must wait. `next` comes after it.
    fn and(self, event: &Event, next: Option<&Event>, keyboard: Keyboard) -> Option<Last> {
        use Last::*;
        match event {
            // The frame is in this state as a whole.
            Event::ModifiersChanged(_) | Event::WindowFocused(_) | Event::PointerGone => {
                (self == Nothing).then_some(Nothing)
            }
            // A key let go does nothing by itself. A finger comes again as a pointer.
            Event::Key { pressed: false, .. } | Event::Touch { .. } => Some(match self {
                Key { key, modifiers, .. } => Key { key, modifiers, text_follows: false },
                other => other,
            }),
            Event::PointerMoved(_) | Event::MouseMoved(_) => matches!(self, Nothing | Moves).then_some(Moves),
            Event::PointerButton { pos, button, pressed: true, .. } => {
                matches!(self, Nothing | Moves).then_some(Press(*button, *pos))
            }
            Event::PointerButton { pos, button, .. } => {
                (self == Nothing || self == Press(*button, *pos)).then_some(Whole)
            }
            Event::MouseWheel { .. } => matches!(self, Nothing | Moves | Wheel).then_some(Wheel),
            Event::Zoom(_) | Event::Rotate(_) => matches!(self, Nothing | Moves | Zoom).then_some(Zoom),
            Event::Key { key, modifiers, .. } => {
                let writes = matches!(next, Some(Event::Text(_))) && writes_text(*key, *modifiers);
                let typing = keyboard == Keyboard::Field && self == Typed && writes;
                let again = matches!(self, Key { key: k, modifiers: m, .. } if k == *key && m == *modifiers)
                    && moves_caret(*key, keyboard);
                let taken = Key { key: *key, modifiers: *modifiers, text_follows: true };
                (self == Nothing || typing || again).then_some(taken)
            }
            Event::Text(_) => {
                let in_field = keyboard == Keyboard::Field;
                let follows = match self {
                    Nothing => true,
                    Typed => in_field,
                    Key { text_follows, .. } => text_follows,
                    _ => false,
                };
                let typed = match self {
                    Key { key, modifiers, .. } => in_field && writes_text(key, modifiers),
                    _ => in_field,
                };
                follows.then_some(if typed { Typed } else { Whole })
            }
            _ => (self == Nothing).then_some(Whole),
        }
    }
}

/// Whether a key in a field writes its text and does nothing else.
fn writes_text(key: Key, modifiers: Modifiers) -> bool {
    let held = modifiers.ctrl || modifiers.alt || modifiers.command || modifiers.mac_cmd;
    !held && !matches!(key, Key::Enter | Key::Tab | Key::Escape)
}

/// Whether a key only moves the caret (or deletes beside it) where the keyboard is, and may do so several times in a
/// frame. In a list it is not so.
fn moves_caret(key: Key, keyboard: Keyboard) -> bool {
    match keyboard {
        Keyboard::Field => matches!(key, Key::ArrowLeft | Key::ArrowRight | Key::Backspace | Key::Delete),
        Keyboard::Page => matches!(
            key,
            Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown | Key::PageUp | Key::PageDown
        ),
        Keyboard::Elsewhere => false,
    }
}

impl InputOrder {
    /// Whether input waits for a frame.
    pub fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// A dialog is open at the end of this frame.
    pub fn has_dialog(&mut self) {
        self.dialog = true;
    }

    /// For one frame more egui takes what lay over the window to be there still: a click would not reach what it is
    /// meant for.
    fn covers(&mut self, covered: bool) {
        self.settling |= std::mem::replace(&mut self.covered, covered) != covered;
    }

    /// Takes what this frame brings, and leaves in `input` what acts in it.
    fn part(&mut self, input: &mut RawInput, keyboard: Keyboard) {
        let came = input.time;
        self.waiting.extend(input.events.drain(..).map(|event| (event, came)));
        self.dropped.append(&mut input.dropped_files);
        let mut last = Last::Nothing;
        let mut time = came;
        let settling = std::mem::take(&mut self.settling);
        while let Some((event, at)) = self.waiting.front() {
            if settling {
                time = *at;
                break;
            }
            let Some(then) = last.and(event, self.waiting.get(1).map(|(next, _)| next), keyboard) else { break };
            (last, time) = (then, *at);
            input.events.extend(self.waiting.pop_front().map(|(event, _)| event));
        }
        if !self.is_waiting() {
            // Files were dropped after what waited.
            input.dropped_files = std::mem::take(&mut self.dropped);
        }
        if let Some(time) = time {
            self.last = time.max(self.last + TICK);
            input.time = Some(self.last);
        }
    }
}

impl Plugin for InputOrder {
    fn debug_name(&self) -> &'static str {
        "input order"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let keyboard = match ctx.memory(|memory| memory.focused()) {
            _ if is_typing(ctx) => Keyboard::Field,
            focused if focused == Some(Canvas::id()) => Keyboard::Page,
            _ => Keyboard::Elsewhere,
        };
        self.part(input, keyboard);
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        let dialog = std::mem::take(&mut self.dialog);
        self.covers(dialog || Popup::is_any_open(ui.ctx()));
        if self.is_waiting() {
            ui.ctx().request_repaint();
        }
    }
}

#[cfg(test)]
mod tests {
    use egui::{Modifiers, pos2, vec2};
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn event() -> impl Strategy<Value = Event> {
        let key = |pressed: bool, key: Key| Event::Key {
            key,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers: Modifiers::NONE,
        };
        let keys = prop_oneof![Just(Key::A), Just(Key::ArrowLeft), Just(Key::Tab)];
        prop_oneof![
            (any::<bool>(), keys).prop_map(move |(pressed, name)| key(pressed, name)),
            Just(Event::Text("ا".into())),
            (0..3u8).prop_map(|x| Event::PointerMoved(pos2(f32::from(x), 0.0))),
            (0..3u8, any::<bool>()).prop_map(|(x, pressed)| Event::PointerButton {
                pos: pos2(f32::from(x), 0.0),
                button: PointerButton::Primary,
                pressed,
                modifiers: Modifiers::NONE,
            }),
            Just(Event::ModifiersChanged(Modifiers::SHIFT)),
            Just(Event::PointerGone),
            Just(Event::Copy),
            Just(Event::MouseWheel {
                unit: egui::MouseWheelUnit::Point,
                delta: vec2(0.0, 1.0),
                phase: egui::TouchPhase::Move,
                source: egui::MouseWheelSource::Wheel,
                modifiers: Modifiers::NONE,
            }),
        ]
    }

    proptest! {
        /// Nothing is lost, doubled or put before another, a frame that is not settling takes something, and time goes on.
        #[test]
        fn all_that_came_is_given_in_order(
            came in vec(vec(event(), 0..8), 1..6),
            settling in vec(any::<bool>(), 6),
            at in 0..3usize,
        ) {
            let keyboard = [Keyboard::Field, Keyboard::Page, Keyboard::Elsewhere][at];
            let mut order = InputOrder::default();
            let (mut given, mut frames, mut last) = (Vec::new(), 0, 0.0);
            let count: usize = came.iter().map(Vec::len).sum();
            let mut arrivals = came.iter().zip(settling);
            loop {
                let (events, settling) = arrivals.next().map(|(events, s)| (events.clone(), s)).unwrap_or_default();
                if events.is_empty() && !settling && !order.is_waiting() && frames >= came.len() {
                    break;
                }
                order.settling = settling;
                let mut input = RawInput { events, time: Some(frames as f64 / 60.0), ..RawInput::default() };
                let waited = order.is_waiting() || !input.events.is_empty();
                order.part(&mut input, keyboard);
                prop_assert!(settling == input.events.is_empty() || !waited);
                let time = input.time.expect("it was told");
                prop_assert!(time > last || frames == 0);
                last = time;
                given.extend(input.events);
                frames += 1;
            }
            prop_assert_eq!(given, came.concat());
            prop_assert!(frames <= count + came.len());
        }
    }
}
