//! Thousands of random gestures on a text that mixes everything. After each of them what is on the screen must be what a
//! page would show that was laid out this moment, with the document's annotations and no others.
//!
//! `cargo test` makes a few hundred; `HASHIYA_SOAK=10000 cargo test soak` makes as many as it says, and
//! `HASHIYA_SOAK_SEED` begins with another seed.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use egui::{Context, Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, TouchPhase, Vec2, pos2, vec2};
use hashiya::page::{DrawOp, MAX_LAYERS, Page, layers};
use hashiya::store::SettingsFile;
use hashiya::typeset::Typesetter;
use hashiya::ui::app::App;
use hashiya::ui::canvas::Canvas;

use super::{CTRL, SHIFT};
use crate::fixture::Folder;

const GESTURES: usize = 120;
const SEED: u64 = 20261121;
/// Frames after which a window that is still moving would never come to rest.
const MAX_FRAMES: usize = 400;

const PARAGRAPHS: &[&str] = &[
    "قال مراسل (Reuters) إن 25 شخصًا وصلوا إلى #القاهرة يوم 3/11/2026، و«الخبر» مؤكد 😀👍🏽.",
    "إِنَّ ٱلْعِلْمَ نُورٌ لا لإله الأمل فلا بالآن",
    "The name محمد بن سلمان (MBS) is written so, 50% of the time: عربي.",
    "این کتاب‌ها را می‌خوانیم ۱۲۳ و bold متن.",
    "ه\u{200D} \u{200F}abc\u{200F} مـــد\tجدول\u{a0}أخرى   فراغات   ",
    "🇪🇬🇸🇦 👩‍🔬 1️⃣ ☺️ \u{202B}مضمن embedded\u{202C} \u{2066}isolate معزول\u{2069} Привет",
    "كلمةطويلةجداجداجداجداجداجداجداجداجداجداجداجداجدا verylongwordwithoutanyspacesinit",
    "",
    "123 (456) «789»",
    "\r",
    "سطر\u{2028}منفصل",
];

/// The most of these that stand on one place.
fn shown_at_once(ranges: &[std::ops::Range<usize>]) -> usize {
    let over = |at: usize| ranges.iter().filter(|range| range.start <= at && at < range.end).count();
    ranges.iter().map(|range| over(range.start)).max().unwrap_or(0)
}

/// Ordinary paragraphs, and one that is laid out in pieces.
fn text() -> String {
    let some = |n: usize| (0..n).map(|i| format!("{}\n", PARAGRAPHS[i * 7 % PARAGRAPHS.len()])).collect::<String>();
    let giant: String = (0..420).map(|i| format!("{} {i} ", PARAGRAPHS[i % 3])).collect();
    format!("{}{giant}\n{}", some(80), some(80))
}

/// Numbers that look random and come again with the same seed (SplitMix64, Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides.max(1) as u64) as usize
    }

    fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * (self.roll(10_000) as f32 / 10_000.0)
    }

    fn one_of<T: Copy>(&mut self, these: &[T]) -> T {
        these[self.roll(these.len())]
    }
}

struct Soak {
    ctx: Context,
    app: App,
    size: Vec2,
    scale: f32,
    time: f64,
    modifiers: Modifiers,
    dice: Dice,
    /// What engines of text keep between layouts must not show either.
    fresh: Typesetter,
    checked: usize,
    labelled: BTreeSet<String>,
}

impl Soak {
    fn frame(&mut self, events: Vec<Event>) -> Duration {
        let mut input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size)),
            events,
            time: Some(self.time),
            ..RawInput::default()
        };
        input.viewports.entry(egui::ViewportId::ROOT).or_default().native_pixels_per_point = Some(self.scale);
        self.time += 1.0 / 60.0;
        let mut output = self.ctx.run_ui(input, |ui| self.app.show(ui));
        output.textures_delta.clear();
        output.viewport_output[&egui::ViewportId::ROOT].repaint_delay
    }

    /// Frames until nothing moves any more.
    fn rest(&mut self) {
        for _ in 0..MAX_FRAMES {
            if self.frame(Vec::new()) > Duration::from_millis(100) {
                return;
            }
        }
        panic!("the window never comes to rest");
    }

    fn hold(&mut self, modifiers: Modifiers) {
        if std::mem::replace(&mut self.modifiers, modifiers) != modifiers {
            self.frame(vec![Event::ModifiersChanged(modifiers)]);
        }
    }

    fn key(&mut self, modifiers: Modifiers, key: Key, text: &str) {
        self.hold(modifiers);
        for pressed in [true, false] {
            let mut events = vec![Event::Key { key, physical_key: Some(key), pressed, repeat: false, modifiers }];
            if pressed && !text.is_empty() && !modifiers.command {
                events.push(Event::Text(text.into()));
            }
            self.frame(events);
        }
        self.hold(Modifiers::NONE);
    }

    fn button(&mut self, at: Pos2, pressed: bool) {
        let modifiers = self.modifiers;
        let press = Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers };
        self.frame(vec![Event::PointerMoved(at), press]);
    }

    fn drag(&mut self, from: Pos2, to: Pos2) {
        self.button(from, true);
        for step in 1..=3 {
            self.frame(vec![Event::PointerMoved(from + (to - from) * (step as f32 / 3.0))]);
        }
        self.button(to, false);
    }

    fn canvas(&self) -> &Canvas {
        self.app.shown_canvas().expect("a document is shown")
    }

    /// Where the column of text is, in points.
    fn column(&self) -> Rect {
        self.canvas().column()
    }

    fn somewhere(&mut self) -> Pos2 {
        let column = self.column();
        let x = self.dice.between(column.left() - 20.0, column.right() + 20.0);
        let y = self.dice.between(column.top() + 1.0, column.bottom() - 1.0);
        pos2(x, y)
    }

    /// An end of the active annotation, where it is on the screen.
    fn edge(&mut self) -> Option<Pos2> {
        let active = self.app.session().current()?.active()?.spans.first().range();
        let canvas = self.canvas();
        let visible = canvas.visible();
        let fragments = canvas.page().fragments(visible, &active);
        let (scale, column) = (self.ctx.pixels_per_point(), canvas.column());
        let fragment = fragments.first()?;
        let x = if self.dice.roll(2) == 0 { fragment.rect.x0 } else { fragment.rect.x1 };
        let y = (fragment.rect.y0 + fragment.rect.y1) / 2.0;
        Some(column.min + vec2(x, y) / scale)
    }

    fn wheel(&mut self, delta: f32, modifiers: Modifiers) {
        self.hold(modifiers);
        let at = self.column().center();
        let wheel = Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, delta),
            phase: TouchPhase::Move,
            modifiers,
            source: egui::MouseWheelSource::Wheel,
        };
        self.frame(vec![Event::PointerMoved(at), wheel]);
        self.hold(Modifiers::NONE);
    }

    /// One gesture; gives what it was, for the message of a failure.
    fn gesture(&mut self) -> &'static str {
        const LABELS: [(Key, &str); 6] = [
            (Key::Num1, "1"),
            (Key::Num2, "2"),
            (Key::Num3, "3"),
            (Key::Num4, "4"),
            (Key::Num5, "5"),
            (Key::Num6, "6"),
        ];
        match self.dice.roll(24) {
            0..=2 => {
                let (from, to) = (self.somewhere(), self.somewhere());
                let free = self.dice.one_of(&[Modifiers::NONE, CTRL]);
                self.hold(free);
                self.drag(from, to);
                self.hold(Modifiers::NONE);
                if self.dice.roll(2) == 0 {
                    let (key, text) = self.dice.one_of(&LABELS);
                    self.key(Modifiers::NONE, key, text);
                }
                "a drag"
            }
            3..=4 => {
                let at = self.somewhere();
                for _ in 0..self.dice.roll(4) + 1 {
                    self.button(at, true);
                    self.button(at, false);
                }
                // The next press is no further click.
                self.time += 1.0;
                "clicks"
            }
            5..=9 => {
                let (key, text) = self.dice.one_of(&LABELS);
                let modifiers = self.dice.one_of(&[Modifiers::NONE, Modifiers::NONE, SHIFT]);
                self.key(modifiers, key, text);
                "a label's key"
            }
            10..=11 => {
                let modifiers = self.dice.one_of(&[Modifiers::NONE, SHIFT, CTRL]);
                let (key, text) = self.dice.one_of(&[(Key::OpenBracket, "["), (Key::CloseBracket, "]")]);
                self.key(modifiers, key, text);
                "an edge moved by key"
            }
            12 => {
                if let Some(from) = self.edge() {
                    let to = self.somewhere();
                    self.drag(from, to);
                }
                "an edge dragged"
            }
            13..=14 => {
                for _ in 0..self.dice.roll(3) + 1 {
                    let redo = self.dice.roll(3) == 0;
                    self.key(if redo { CTRL | SHIFT } else { CTRL }, Key::Z, "");
                }
                "undo and redo"
            }
            15 => {
                let key = self.dice.one_of(&[Key::Plus, Key::Minus, Key::Num0]);
                self.key(CTRL, key, "");
                "zoom by key"
            }
            16 => {
                let by = self.dice.between(-40.0, 40.0);
                self.wheel(by, CTRL);
                "zoom by wheel"
            }
            17 => {
                self.size = vec2(self.dice.between(620.0, 1600.0).round(), self.dice.between(420.0, 1000.0).round());
                "another size"
            }
            18 => {
                self.scale = self.dice.one_of(&[1.0, 1.25, 1.5, 2.0]);
                "another scale"
            }
            19 => {
                let by = self.dice.between(-900.0, 900.0);
                self.wheel(by, Modifiers::NONE);
                "the wheel"
            }
            20 => {
                let key = self.dice.one_of(&[Key::PageDown, Key::PageUp, Key::ArrowLeft, Key::ArrowDown, Key::End]);
                let modifiers = self.dice.one_of(&[Modifiers::NONE, SHIFT]);
                self.key(modifiers, key, "");
                "the caret moved"
            }
            21 => {
                let key = self.dice.one_of(&[Key::Home, Key::End]);
                self.key(CTRL, key, "");
                "a jump to an end"
            }
            22 => {
                let (modifiers, key) = self.dice.one_of(&[
                    (Modifiers::NONE, Key::Tab),
                    (SHIFT, Key::Tab),
                    (Modifiers::NONE, Key::Delete),
                    (CTRL | SHIFT, Key::T),
                    (CTRL | SHIFT, Key::Num8),
                    (CTRL | SHIFT, Key::G),
                ]);
                self.key(modifiers, key, "");
                "a command"
            }
            _ => {
                let bar = self.app.shown_canvas().map(|canvas| canvas.bar_rect()).expect("a document is shown");
                let y = self.dice.between(bar.top() + 1.0, bar.bottom() - 1.0);
                self.button(pos2(bar.center().x, y), true);
                self.button(pos2(bar.center().x, y), false);
                "a jump by the bar"
            }
        }
    }

    /// What is on the screen is what it should be.
    fn check(&mut self, after: &str, gesture: usize) {
        let document = self.app.session().current().expect("a document is open");
        let canvas = self.app.shown_canvas().expect("a document is shown");
        let painted = canvas.painted().expect("a frame was painted");
        let page = canvas.page();
        let place = canvas.visible().first().map(|first| (first.index, first.top)).expect("something is visible");
        let mut fresh = Page::new(page.text().clone(), *page.style(), page.width(), page.viewport());
        let ts = &mut self.fresh;
        fresh.place_at(ts, page.top());
        let visible = fresh.visible(ts);
        let told = format!("after gesture {gesture}, {after}");
        assert_eq!(visible.first().map(|first| (first.index, first.top)), Some(place), "{told}");
        let range = hashiya::page::bytes_of(&visible);
        let annotations = &document.content().annotations;
        let mut expected: Vec<_> = annotations.overlapping(range.clone()).map(|(span, _)| span.range()).collect();
        // Of very many on one place some are counted rather than painted.
        if shown_at_once(&expected) > MAX_LAYERS {
            let active = document.active().map(|annotation| &annotation.id);
            expected = layers(annotations, range, active).iter().map(|layer| layer.span.range()).collect();
        }
        let mut shown: Vec<_> = painted.look.highlights.iter().map(|highlight| highlight.range.clone()).collect();
        expected.sort_by_key(|range| (range.start, range.end));
        shown.sort_by_key(|range| (range.start, range.end));
        assert_eq!(shown, expected, "the spans shown {told}");
        assert_eq!(painted.look.selection, document.selection.text, "{told}");
        for range in &shown {
            let (then, now) = (page.fragments(canvas.visible(), range), fresh.fragments(&visible, range));
            assert_eq!(then, now, "the fragments of {range:?} {told}");
        }
        let ops = fresh.scene(ts, &visible, &painted.look);
        if ops != painted.ops {
            let first = ops.iter().zip(&painted.ops).position(|(a, b)| a != b);
            let at = |ops: &[DrawOp]| first.and_then(|first| ops.get(first).cloned());
            panic!("{told}: painted {:?} and should be {:?}", at(&painted.ops), at(&ops));
        }
        self.checked += shown.len();
        self.labelled.extend(document.content().annotations.iter().map(|annotation| annotation.label.to_string()));
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

#[test]
fn after_any_gesture_the_screen_is_as_if_laid_out_anew() {
    let folder = Folder::new();
    let path = folder.write("مختلط.txt", text());
    let seed = number("HASHIYA_SOAK_SEED").unwrap_or(SEED);
    let gestures = number("HASHIYA_SOAK").map_or(GESTURES, |n| n as usize);
    let ctx = Context::default();
    let app = App::new(&ctx, vec![path], SettingsFile::in_folder(folder.path())).typing_paths();
    let mut soak = Soak {
        ctx,
        app,
        size: vec2(1280.0, 820.0),
        scale: 1.0,
        time: 0.0,
        modifiers: Modifiers::NONE,
        dice: Dice(seed),
        fresh: Typesetter::new(),
        checked: 0,
        labelled: BTreeSet::new(),
    };
    let began = Instant::now();
    while soak.app.shown_canvas().is_none_or(|canvas| canvas.painted().is_none()) {
        soak.frame(Vec::new());
        std::thread::sleep(Duration::from_millis(2));
        assert!(began.elapsed() < Duration::from_secs(120), "the file is never opened");
    }
    soak.rest();
    for n in 0..gestures {
        let what = soak.gesture();
        soak.rest();
        soak.check(what, n);
    }
    println!("{gestures} gestures, seed {seed}: {} spans compared", soak.checked);
    assert!(soak.checked > gestures, "annotations were on the screen: {}", soak.checked);
    assert!(soak.labelled.len() > 3, "by several labels: {:?}", soak.labelled);
}
