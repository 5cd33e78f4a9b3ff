//! What can be read and told apart, as numbers: contrast of words, marks and controls by WCAG 2 (1.4.3: 4.5 for text, 1.4.11: 3 for
//! what is no text), and how far apart labels are for eyes of four kinds. The tables are golden files: a colour that is changed is
//! seen in them.

use std::fmt::Write as _;

use egui::Color32;
use hashiya::model::SWATCHES;
use hashiya::page::colours::{LabelColours, Rgb, contrast, linear};
use hashiya::store::default_schema;
use hashiya::ui::theme::{Mode, Theme};

use crate::golden::check_golden;

const TEXT: f32 = 4.5;
const MARK: f32 = 3.0;
/// What WCAG 2 asks of text where as much contrast as can be is wanted (1.4.6).
const HIGH_TEXT: f32 = 7.0;
/// The least distance of two labels in OKLab. 0.02 is what is just noticed side by side; two words far apart on a page need more.
const APART: f32 = 0.07;

fn rgb(colour: Color32) -> Rgb {
    [colour.r(), colour.g(), colour.b()]
}

/// `above`, as opaque as it is, painted over `below`.
fn over(below: Color32, above: Color32) -> Color32 {
    let rest = 255 - u32::from(above.a());
    let channel = |b: u8, a: u8| (u32::from(a) + (u32::from(b) * rest + 127) / 255).min(255) as u8;
    Color32::from_rgb(channel(below.r(), above.r()), channel(below.g(), above.g()), channel(below.b(), above.b()))
}

/// A table of contrasts, and those that are too low.
#[derive(Default)]
struct Contrasts {
    table: String,
    low: Vec<String>,
}

impl Contrasts {
    fn ask(&mut self, what: &str, colour: Color32, ground: (&str, Color32), least: f32) {
        let (name, ground) = ground;
        let ratio = contrast(rgb(colour), rgb(ground));
        let line = format!("{what:<18} on {name:<18} {ratio:>5.2}  (at least {least})");
        if ratio < least {
            self.low.push(line.clone());
        }
        writeln!(self.table, "{line}").expect("a string is written");
    }
}

#[test]
fn words_marks_and_controls_are_seen_in_both_modes() {
    let mut asked = Contrasts::default();
    for (mode, high) in [(Mode::Light, false), (Mode::Dark, false), (Mode::Light, true), (Mode::Dark, true)] {
        let theme = Theme::with_contrast(mode, high);
        let (text, mark) = if high { (HIGH_TEXT, TEXT) } else { (TEXT, MARK) };
        let name = if high { ", high contrast" } else { "" };
        writeln!(asked.table, "## {mode:?}{name}\n").expect("a string is written");
        let surfaces = [
            ("page", theme.page),
            ("panel", theme.panel),
            ("raised", theme.raised),
            ("field", theme.field),
            ("control", theme.control),
            ("control hovered", theme.control_hovered),
            ("control pressed", theme.control_pressed),
            ("chosen row", theme.accent_soft),
        ];
        let inks = [
            ("ink", theme.ink),
            ("weak ink", theme.ink_weak),
            ("accent", theme.accent),
            ("good", theme.good),
            ("warning", theme.warning),
            ("danger", theme.danger),
        ];
        for ground in surfaces {
            for (what, ink) in inks {
                asked.ask(what, ink, ground, text);
            }
        }
        for (name, ground) in [("page", theme.page), ("field", theme.field), ("panel", theme.panel)] {
            let selected = over(ground, theme.selection);
            asked.ask("ink", theme.ink, (&format!("selected, {name}"), selected), text);
        }
        asked.ask("words", theme.on_accent, ("main button", theme.accent), text);
        // The letter beside what may be chosen.
        asked.ask("hint", theme.page, ("ink", theme.ink), text);
        asked.ask("hint at the arrows", theme.page, ("accent", theme.accent), text);
        for ground in &surfaces[..4] {
            asked.ask("outline of control", theme.outline, *ground, mark);
            asked.ask("ring of the focus", theme.accent, *ground, mark);
        }
        // Beside its own fill and on what it may stand on: a ring is drawn within the control.
        for ground in &surfaces[4..] {
            asked.ask("ring of the focus", theme.accent, *ground, mark);
        }
        asked.ask("ring of the focus", theme.on_accent, ("main button", theme.accent), mark);
        asked.ask("caret", theme.accent, ("page", theme.page), mark);
        asked.ask("caret", theme.accent, ("field", theme.field), mark);
        let hit = over(theme.page, theme.accent.gamma_multiply(0.22));
        asked.ask("ink", theme.ink, ("hit of a search", hit), text);
        asked.ask("line of a hit", theme.accent, ("page", theme.page), mark);
        for label in &default_schema().labels {
            let name = label.name.as_str();
            let on = |surface: Color32| LabelColours::new(label.colour, rgb(surface));
            let opaque = |[r, g, b]: Rgb| Color32::from_rgb(r, g, b);
            let colours = on(theme.page);
            let [r, g, b, a] = colours.tint;
            let tinted = over(theme.page, Color32::from_rgba_unmultiplied(r, g, b, a));
            asked.ask(&format!("{name} name"), opaque(colours.tag_text), ("page", theme.page), text);
            asked.ask(&format!("{name} name"), opaque(colours.tag_text), ("its tag", opaque(colours.tag)), text);
            asked.ask(&format!("{name} name"), opaque(colours.tag_text), ("its tint", tinted), text);
            asked.ask("ink", theme.ink, (&format!("{name} tint"), tinted), text);
            asked.ask(&format!("{name} underline"), opaque(colours.line), ("page", theme.page), mark);
            asked.ask(&format!("{name} underline"), opaque(colours.line), ("its tint", tinted), 2.0);
            asked.ask(&format!("{name} swatch"), opaque(on(theme.panel).line), ("panel", theme.panel), mark);
            asked.ask(&format!("{name} swatch"), opaque(on(theme.raised).line), ("raised", theme.raised), mark);
        }
        writeln!(asked.table).expect("a string is written");
    }
    assert!(asked.low.is_empty(), "too low:\n{}", asked.low.join("\n"));
    check_golden("contrast.txt", &asked.table);
}

type Matrix = [[f32; 3]; 3];

/// How dichromats see linear RGB: Machado, Oliveira and Fernandes, A Physiologically-based Model for Simulation of Color Vision
/// Deficiency, IEEE TVCG 15(6), 2009, at severity 1.0.
const SIGHTS: [(&str, Matrix); 4] = [
    ("normal", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    ("protanopia", [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    (
        "deuteranopia",
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    ),
    ("tritanopia", [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
];

fn times(m: &Matrix, v: [f32; 3]) -> [f32; 3] {
    [0, 1, 2].map(|row| (0..3).map(|i| m[row][i] * v[i]).sum())
}

/// OKLab of linear RGB (Ottosson 2020).
fn oklab(rgb: [f32; 3]) -> [f32; 3] {
    let lms = times(
        &[
            [0.412_221_46, 0.536_332_55, 0.051_445_995],
            [0.211_903_5, 0.680_699_5, 0.107_396_96],
            [0.088_302_46, 0.281_718_85, 0.629_978_7],
        ],
        rgb,
    );
    times(
        &[
            [0.210_454_26, 0.793_617_8, -0.004_072_047],
            [1.977_998_5, -2.428_592_2, 0.450_593_7],
            [0.025_904_037, 0.782_771_77, -0.808_675_77],
        ],
        lms.map(f32::cbrt),
    )
}

/// How far apart two colours are in OKLab to eyes of this kind.
fn distance(a: Rgb, b: Rgb, sight: &Matrix) -> f32 {
    let seen = |colour| oklab(times(sight, linear(colour)).map(|channel| channel.clamp(0.0, 1.0)));
    let (x, y) = (seen(a), seen(b));
    (0..3).map(|i| (x[i] - y[i]).powi(2)).sum::<f32>().sqrt()
}

/// A line for each pair of named colours, with its distance to each kind of eyes; those too near.
fn pairs(colours: &[(&str, Rgb)], table: &mut String, near: &mut Vec<String>) {
    for (i, (first, a)) in colours.iter().enumerate() {
        for (second, b) in &colours[i + 1..] {
            let distances = SIGHTS.map(|(_, sight)| distance(*a, *b, &sight));
            let shown: Vec<String> = distances.iter().map(|distance| format!("{distance:>15.3}")).collect();
            let line = format!("{:<32}{}", format!("{first} {second}"), shown.concat());
            if distances.iter().any(|distance| *distance < APART) {
                near.push(line.clone());
            }
            writeln!(table, "{line}").expect("a string is written");
        }
    }
}

#[test]
fn labels_are_told_apart_by_eyes_of_every_kind() {
    let (mut table, mut near) = (String::new(), Vec::new());
    let head: Vec<String> = SIGHTS.iter().map(|(name, _)| format!("{name:>15}")).collect();
    for mode in [Mode::Light, Mode::Dark] {
        let page = rgb(Theme::of(mode).page);
        // As they are painted: what is too pale or too dark for the page is moved first.
        let line = |colour| LabelColours::new(colour, page).line;
        let schema = default_schema();
        let labels: Vec<_> = schema.labels.iter().map(|label| (label.name.as_str(), line(label.colour))).collect();
        let word = |word: &'static str| word.strip_prefix("colour-").unwrap_or(word);
        let swatches: Vec<_> = SWATCHES.iter().map(|swatch| (word(swatch.word), line(swatch.day))).collect();
        for (what, colours) in [("labels of the default schema", labels), ("colours that new labels get", swatches)] {
            writeln!(table, "## {mode:?}: {what}\n\n{:<32}{}", "", head.concat()).expect("a string is written");
            pairs(&colours, &mut table, &mut near);
            writeln!(table).expect("a string is written");
        }
    }
    assert!(near.is_empty(), "too near:\n{}", near.join("\n"));
    check_golden("colour-distances.txt", &table);
}
