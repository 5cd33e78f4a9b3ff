//! The widgets: what they say to a screen reader, what keys and mouse do to them, and a few pictures.

use egui::accesskit::Live;
use egui::{Event, ImeEvent, Key, Modifiers, OutputCommand, Role, Ui, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hashiya::ui::command::UiCommand;
use hashiya::ui::keymap::KeyMap;
use hashiya::ui::localizer::Language;
use hashiya::ui::palette::{LabelPaint, SWATCHES};
use hashiya::ui::text_renderer::TextRenderer;
use hashiya::ui::theme::{Mode, Theme, space};
use hashiya::ui::widgets::{
    BidiButton, BidiCheckbox, BidiLabel, BidiRadio, BidiTab, BidiTextField, Choice, FoundCommands, HelpOutcome,
    PaletteOutcome, PaletteState, Row, Toasts, column, confirm, help, list, menu_button, menu_entry, mirrored, palette,
    swatches,
};

use crate::golden::check_golden;
use crate::support::{Look, Painter};

/// What a gallery of every widget holds.
struct Gallery {
    field: String,
    note: String,
    ticked: bool,
}

impl Default for Gallery {
    fn default() -> Self {
        Gallery {
            field: "قال John (2026): «مرحبا» 😀".into(),
            note:
                "ملاحظة أولى عن الشخص\nsecond line, in English\nثم سطر طويل يلتف على نفسه لأنه أوسع من الحقل الذي كتب فيه"
                    .into(),
            ticked: true,
        }
    }
}

fn gallery(ui: &mut Ui, state: &mut Gallery) {
    let theme = Theme::get(ui.ctx());
    let rect = ui.max_rect();
    ui.painter().rect_filled(rect.expand(20.0), 0, theme.panel);
    column(ui, |ui| {
        ui.add(BidiLabel::title("حاشية Hashiya"));
        mirrored(ui, |ui| {
            ui.add(BidiTab::new(true, "التصنيفات"));
            ui.add(BidiTab::new(false, "Annotations"));
            ui.add(BidiTab::new(false, "المستندات (12)"));
        });
        mirrored(ui, |ui| {
            ui.add(BidiButton::primary("حفظ"));
            ui.add(BidiButton::new("فتح file.ron…"));
            ui.add(BidiButton::danger("حذف"));
            ui.add(BidiButton::quiet("Cancel إلغاء"));
            ui.add_enabled(false, BidiButton::new("معطل"));
        });
        ui.add(BidiCheckbox::new(&mut state.ticked, "السحب يأخذ كلمات كاملة (whole words)"));
        ui.add(BidiRadio::new(true, "Noto Naskh Arabic"));
        ui.add(BidiTextField::new(&mut state.field, "الاسم"));
        ui.add(BidiTextField::multiline(&mut state.note, "ملاحظة", 3));
        for (i, (name, english)) in [
            ("شخص", "PER"),
            ("مكان", "LOC"),
            ("منظمة", "ORG"),
            ("تاريخ ونص طويل لا يتسع له السطر الواحد هنا أبدًا", "DATE"),
        ]
        .into_iter()
        .enumerate()
        {
            let colour = LabelPaint::new(SWATCHES[i].day, theme.page).line;
            let key = (i + 1).to_string();
            let row = Row::new(name).leading(&key).swatch(colour).detail(english).trailing("٧").selected(i == 1);
            ui.add(row);
        }
        ui.add(BidiLabel::new("فقرة طويلة تلتف: وصل John Smith إلى القاهرة يوم 12/5/2026 ومعه (3) كتب، ثم كتب في #القاهرة تغريدة عن الحَدَثِ 🎉.").weak());
        let (strip, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), egui::Sense::hover());
        ui.painter().rect_filled(strip, 0, theme.page);
        for (i, swatch) in SWATCHES.iter().enumerate() {
            let paint = LabelPaint::new(swatch.day, theme.page);
            let width = strip.width() / 12.0;
            let at =
                egui::Rect::from_min_size(pos2(strip.left() + i as f32 * width, strip.top()), vec2(width - 3.0, 16.0));
            ui.painter().rect_filled(at, 0, paint.tint);
            ui.painter().rect_filled(at.with_min_y(at.bottom()).with_max_y(at.bottom() + 3.0), 0, paint.line);
            ui.painter().rect_filled(
                egui::Rect::from_center_size(at.center(), vec2(width / 2.0, 9.0)),
                2,
                paint.tag_text,
            );
        }
        ui.add_space(space::S);
    });
}

fn gallery_in(look: Look) -> (Harness<'static, Gallery>, Painter) {
    let (builder, painter) = look.builder();
    let mut harness = builder.build_ui_state(gallery, Gallery::default());
    harness.get_by_label("الاسم").focus();
    harness.run();
    // From the start over the Arabic into the Latin: a selection in two pieces.
    harness.key_press(Key::Home);
    for _ in 0..2 {
        harness.key_press_modifiers(ctrl() | Modifiers::SHIFT, Key::ArrowLeft);
    }
    harness.run();
    (harness, painter)
}

#[test]
fn the_gallery_looks_as_it_did() {
    let size = [520.0, 490.0];
    let (harness, painter) = gallery_in(Look { size, ..Look::default() });
    check_golden("gallery-arabic-light.png", &painter.picture(&harness));
    let (harness, painter) = gallery_in(Look { language: Language::English, mode: Mode::Dark, scale: 1.5, size });
    check_golden("gallery-english-dark-150.png", &painter.picture(&harness));
}

#[test]
fn controls_are_found_by_their_words_and_act() {
    let (builder, _) = Look::default().builder();
    let mut harness = builder.build_ui_state(
        |ui, (saves, ticked): &mut (u32, bool)| {
            column(ui, |ui| {
                if ui.add(BidiButton::new("حفظ")).clicked() {
                    *saves += 1;
                }
                ui.add_enabled(false, BidiButton::new("معطل"));
                ui.add(BidiCheckbox::new(ticked, "السحب يأخذ كلمات كاملة"));
                ui.add(BidiLabel::heading("\u{2068}العنوان\u{2069}"));
            });
        },
        (0, false),
    );
    harness.get_by_label("حفظ").click();
    harness.run();
    harness.get_by_role_and_label(Role::CheckBox, "السحب يأخذ كلمات كاملة").click();
    harness.get_by_role_and_label(Role::Button, "معطل").click();
    harness.run();
    assert_eq!(*harness.state(), (1, true));
    // A reader hears the heading without the marks that order it for the eye.
    harness.get_by_role_and_label(Role::Heading, "العنوان");
    harness.get_by_label("حفظ").focus();
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().0, 2, "Enter presses what has the focus");
}

#[test]
fn the_interface_mirrors_with_its_language() {
    for (language, first_is_right) in [(Language::Arabic, true), (Language::English, false)] {
        let (builder, _) = Look { language, ..Look::default() }.builder();
        let harness = builder.build_ui(|ui| {
            mirrored(ui, |ui| {
                ui.add(BidiButton::new("أول"));
                ui.add(BidiButton::new("ثان"));
            });
        });
        let (first, second) = (harness.get_by_label("أول").rect(), harness.get_by_label("ثان").rect());
        assert_eq!(first.center().x > second.center().x, first_is_right, "{language:?}");
    }
}

/// A window of one field, in focus.
fn field(text: &str) -> Harness<'static, Typed> {
    let (builder, _) = Look::default().builder();
    let mut harness = builder.build_ui_state(
        |ui, typed: &mut Typed| {
            let output = BidiTextField::new(&mut typed.text, "الحقل").hint("اكتب هنا").show(ui);
            typed.submitted |= output.submitted;
            typed.escaped |= output.escaped;
            typed.selection = output.selection;
        },
        Typed { text: text.into(), ..Typed::default() },
    );
    harness.get_by_label("الحقل").focus();
    harness.run();
    harness
}

#[derive(Default)]
struct Typed {
    text: String,
    submitted: bool,
    escaped: bool,
    selection: std::ops::Range<usize>,
}

impl Typed {
    /// The text with `|` at the caret, or `«»` around the selection.
    fn shown(&self) -> String {
        let (before, rest) = self.text.split_at(self.selection.start);
        let (selected, after) = rest.split_at(self.selection.len());
        if selected.is_empty() { format!("{before}|{after}") } else { format!("{before}«{selected}»{after}") }
    }
}

fn ctrl() -> Modifiers {
    Modifiers { ctrl: true, command: true, ..Modifiers::NONE }
}

#[test]
fn a_field_takes_arabic_and_english_and_its_caret_moves_by_sight() {
    let mut harness = field("");
    for part in ["قال ", "John", " ثم"] {
        harness.event(Event::Text(part.into()));
    }
    harness.run();
    assert_eq!(harness.state().shown(), "قال John ثم|");
    assert_eq!(harness.get_by_label("الحقل").value().as_deref(), Some("قال John ثم"));
    // To the right is back in Arabic; two letters, a space, then the Latin name from its left end.
    for expect in ["قال John ث|م", "قال John |ثم", "قال John| ثم", "قال J|ohn ثم"] {
        harness.key_press(Key::ArrowRight);
        harness.run();
        assert_eq!(harness.state().shown(), expect);
    }
    harness.key_press(Key::Home);
    harness.key_press_modifiers(ctrl() | Modifiers::SHIFT, Key::ArrowLeft);
    harness.run();
    assert_eq!(harness.state().shown(), "«قال» John ثم");
    harness.event(Event::Text("كتب".into()));
    harness.run();
    assert_eq!(harness.state().shown(), "كتب| John ثم");
    harness.key_press_modifiers(ctrl(), Key::Z);
    harness.run();
    assert_eq!(harness.state().shown(), "«قال» John ثم");
    harness.key_press_modifiers(ctrl() | Modifiers::SHIFT, Key::Z);
    harness.run();
    assert_eq!(harness.state().text, "كتب John ثم");
}

#[test]
fn copy_and_cut_give_the_text_in_reading_order() {
    let mut harness = field("وصل (John) أمس");
    harness.key_press_modifiers(ctrl(), Key::A);
    harness.run();
    harness.event(Event::Cut);
    harness.step();
    let copied = harness.output().platform_output.commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    assert_eq!(copied.as_deref(), Some("وصل (John) أمس"));
    harness.run();
    assert_eq!(harness.state().shown(), "|");
    harness.event(Event::Paste("سطر\r\nسطر".into()));
    harness.run();
    assert_eq!(harness.state().shown(), "سطر سطر|", "one line stays one line");
}

#[test]
fn the_mouse_places_the_caret_and_selects() {
    let mut harness = field("سلام عليكم");
    let rect = harness.get_by_label("الحقل").rect();
    let y = rect.center().y;
    harness.drag_at(pos2(rect.right() - 3.0, y));
    harness.drop_at(pos2(rect.right() - 3.0, y));
    harness.run();
    assert_eq!(harness.state().shown(), "|سلام عليكم", "an Arabic line begins at the right");
    harness.drag_at(pos2(rect.right() - 3.0, y));
    harness.run();
    harness.hover_at(pos2(rect.left() + 3.0, y));
    harness.run();
    harness.drop_at(pos2(rect.left() + 3.0, y));
    harness.run();
    assert_eq!(harness.state().shown(), "«سلام عليكم»");
}

#[test]
fn a_double_click_takes_the_word_and_a_triple_click_everything() {
    let (builder, _) = Look::default().builder();
    let mut harness = builder.with_step_dt(0.02).build_ui_state(
        |ui, typed: &mut Typed| typed.selection = BidiTextField::new(&mut typed.text, "الحقل").show(ui).selection,
        Typed { text: "سلام عليكم".into(), ..Typed::default() },
    );
    let at = harness.get_by_label("الحقل").rect().right_center() - vec2(20.0, 0.0);
    let mut click = || {
        harness.drag_at(at);
        harness.drop_at(at);
        harness.step();
        harness.step();
        harness.state().shown()
    };
    assert!(click().contains('|'));
    assert_eq!(click(), "«سلام» عليكم");
    assert_eq!(click(), "«سلام عليكم»");
}

#[test]
fn composed_text_is_in_the_field_only_once_it_is_committed() {
    let mut harness = field("ab");
    harness.key_press(Key::End);
    harness.event(Event::Ime(ImeEvent::Preedit { text: "كت".into(), active_range_chars: None }));
    harness.run();
    assert_eq!(harness.state().text, "ab");
    harness.event(Event::Ime(ImeEvent::Commit("كتاب".into())));
    harness.run();
    assert_eq!(harness.state().shown(), "abكتاب|");
    harness.event(Event::Ime(ImeEvent::DeleteSurrounding { before_chars: 2, after_chars: 0 }));
    harness.run();
    assert_eq!(harness.state().shown(), "abكت|");
}

#[test]
fn enter_submits_and_escape_gives_the_keyboard_back() {
    let mut harness = field("نص");
    harness.key_press(Key::Enter);
    harness.run();
    assert!(harness.state().submitted && !harness.get_by_label("الحقل").is_focused());
    let mut harness = field("نص");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.state().escaped && !harness.get_by_label("الحقل").is_focused());
    assert_eq!(harness.state().text, "نص");
}

#[test]
fn a_reader_can_write_into_a_field() {
    let mut harness = field("قديم");
    harness.get_by_label("الحقل").set_text_value_accesskit("جديد");
    harness.run();
    assert_eq!(harness.state().text, "جديد");
    harness.key_press_modifiers(ctrl(), Key::Z);
    harness.run();
    assert_eq!(harness.state().text, "قديم", "and it can be taken back");
}

#[test]
fn a_long_line_scrolls_so_that_its_caret_is_in_sight() {
    let (builder, painter) = Look { size: [200.0, 60.0], ..Look::default() }.builder();
    let text = "هذا سطر طويل جدًا لا يتسع له حقل ضيق كهذا الحقل أبدًا".to_owned();
    let mut harness = builder.build_ui_state(
        |ui, text: &mut String| {
            ui.add(BidiTextField::new(text, "ضيق"));
        },
        text,
    );
    let start = painter.picture(&harness);
    harness.get_by_label("ضيق").focus();
    harness.key_press(Key::End);
    harness.run();
    let end = painter.picture(&harness);
    let ink = |picture: &egui::ColorImage, columns: std::ops::Range<usize>| {
        let dark = |p: &egui::Color32| p.r() < 100;
        (0..60)
            .flat_map(|y| columns.clone().map(move |x| (x, y)))
            .filter(|(x, y)| dark(&picture.pixels[y * 200 + x]))
            .count()
    };
    assert!(ink(&start, 30..170) > 50 && ink(&end, 30..170) > 50, "there are letters in both");
    assert_ne!(start.pixels, end.pixels);
    // The end of the line is at the left, with its caret, and the words right of it fill the field.
    assert!(ink(&end, 160..190) > 5);
}

#[test]
fn a_list_of_ten_thousand_lays_out_what_is_in_sight_and_once() {
    let (builder, _) = Look::default().builder();
    let mut harness = builder.build_ui_state(
        |ui, (current, bring): &mut (Option<usize>, Option<usize>)| {
            let output = list(ui, "long", 10_000, *current, bring.take(), |ui, i| {
                ui.add(Row::new(&format!("المستند {i}")).selected(*current == Some(i)))
            });
            *current = output.chosen.or(*current);
        },
        (None, None),
    );
    let laid_out = |harness: &Harness<'_, _>| TextRenderer::with(&harness.ctx, |scribe| scribe.laid_out());
    let first = laid_out(&harness);
    assert!((8..60).contains(&first), "{first}");
    harness.run_steps(5);
    assert_eq!(laid_out(&harness), first, "nothing is laid out twice");
    harness.get_by_label("المستند 3").click();
    harness.run();
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert_eq!(harness.state().0, Some(4));
    harness.key_press(Key::End);
    harness.run();
    assert_eq!(harness.state().0, Some(9_999));
    harness.get_by_label("المستند 9999");
    harness.key_press(Key::ArrowUp);
    harness.run();
    assert_eq!(harness.state().0, Some(9_998));
    harness.state_mut().1 = Some(500);
    harness.run();
    harness.get_by_label("المستند 500");
    assert!(laid_out(&harness) < 200);
}

/// A window with the palette open; what came of it.
fn open_palette(language: Language) -> (Harness<'static, (PaletteState, Option<PaletteOutcome>)>, Painter) {
    let (builder, painter) = Look { language, size: [640.0, 480.0], ..Look::default() }.builder();
    let harness = builder.build_ui_state(
        |ui, (state, outcome): &mut (PaletteState, Option<PaletteOutcome>)| {
            if outcome.is_none() {
                let got = palette(ui.ctx(), state, &KeyMap::default(), |command| command != UiCommand::Redo);
                *outcome = Some(got).filter(|got| *got != PaletteOutcome::Open);
            }
        },
        Default::default(),
    );
    (harness, painter)
}

#[test]
fn the_palette_finds_a_command_by_its_name_in_either_language() {
    for (language, typed, expect) in [
        (Language::Arabic, "حفظ", UiCommand::Save),
        (Language::Arabic, "save as", UiCommand::SaveAs),
        (Language::English, "تراجع", UiCommand::Undo),
        (Language::English, "label names", UiCommand::ToggleTags),
    ] {
        let (mut harness, _) = open_palette(language);
        harness.event(Event::Text(typed.into()));
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().1, Some(PaletteOutcome::Chosen(expect)), "{typed}");
    }
}

#[test]
fn the_palette_looks_as_it_did() {
    let (mut harness, painter) = open_palette(Language::Arabic);
    harness.event(Event::Text("كل".into()));
    harness.run();
    check_golden("palette-arabic.png", &painter.picture(&harness));
}

#[test]
fn the_palette_is_left_by_escape_and_refuses_what_cannot_be_done_now() {
    let (mut harness, _) = open_palette(Language::English);
    harness.event(Event::Text("redo".into()));
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().1, None);
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(harness.state().1, Some(PaletteOutcome::Closed));
}

#[test]
fn help_shows_every_command_that_the_filter_lets_through() {
    let (builder, _) = Look { language: Language::English, size: [800.0, 2400.0], ..Look::default() }.builder();
    let mut harness = builder.build_ui_state(
        |ui, (filter, closed): &mut (String, bool)| {
            *closed |=
                help(ui.ctx(), &KeyMap::default(), (filter, &mut FoundCommands::default())) == HelpOutcome::Closed;
        },
        (String::new(), false),
    );
    harness.get_by_label("Larger text");
    harness.event(Event::Text("zoom".into()));
    harness.run();
    assert!(harness.query_by_label("Larger text").is_none(), "no command is called so");
    harness.state_mut().0 = "تكبير".into();
    harness.run();
    harness.get_by_label("Larger text");
    harness.get_by_label("Close").click();
    harness.run();
    assert!(harness.state().1);
}

#[test]
fn a_question_is_answered_by_enter_escape_or_a_click() {
    let ask = |act: &dyn Fn(&mut Harness<'_, Option<&'static str>>)| {
        let (builder, _) = Look::default().builder();
        let mut harness = builder.build_ui_state(
            |ui, answer: &mut Option<&'static str>| {
                let choices = [
                    Choice { answer: "save", text: "حفظ", danger: false },
                    Choice { answer: "discard", text: "تجاهل التغييرات", danger: true },
                ];
                if answer.is_none() {
                    *answer = confirm(ui.ctx(), "هل تحفظ عملك؟", "في مستندين تغييرات.", &choices, "cancel");
                }
            },
            None,
        );
        harness.run();
        act(&mut harness);
        harness.run();
        *harness.state()
    };
    assert_eq!(ask(&|harness| harness.key_press(Key::Enter)), Some("save"));
    assert_eq!(ask(&|harness| harness.key_press(Key::Escape)), Some("cancel"));
    assert_eq!(ask(&|harness| harness.get_by_label("تجاهل التغييرات").click()), Some("discard"));
    assert_eq!(ask(&|harness| harness.get_by_label("إلغاء").click()), Some("cancel"));
}

#[test]
fn a_menu_shows_names_and_keys_and_closes_on_choice() {
    let (builder, _) = Look::default().builder();
    let mut harness = builder.build_ui_state(
        |ui, chosen: &mut Vec<UiCommand>| {
            menu_button(ui, "ملف", |ui| {
                for command in [UiCommand::Open, UiCommand::Save] {
                    if menu_entry(ui, command, &KeyMap::default(), true, None) {
                        chosen.push(command);
                    }
                }
            });
        },
        Vec::new(),
    );
    assert!(harness.query_by_label("حفظ").is_none());
    harness.get_by_role_and_label(Role::Button, "ملف").click();
    harness.run();
    harness.get_by_role_and_label(Role::MenuItem, "حفظ").click();
    harness.run();
    assert_eq!(*harness.state(), [UiCommand::Save]);
    assert!(harness.query_by_role(Role::MenuItem).is_none());
}

#[test]
fn good_news_goes_by_itself_and_bad_news_waits() {
    let (builder, _) = Look::default().builder();
    let mut harness = builder
        .with_max_steps(40)
        .build_ui_state(|ui, toasts: &mut Toasts| toasts.show(ui.ctx(), ui.max_rect()), Toasts::default());
    harness.state_mut().say("نُسخ");
    harness.state_mut().warn("تعذر الحفظ: القرص ممتلئ");
    harness.step();
    harness.step();
    let live = |text: &str| harness.get_by_label(text).accesskit_node().live();
    assert_eq!(live("نُسخ"), Live::Polite);
    assert_eq!(live("تعذر الحفظ: القرص ممتلئ"), Live::Assertive, "a screen reader says it at once");
    harness.run_steps(20);
    assert!(harness.query_by_label("نُسخ").is_none(), "five seconds later");
    harness.get_by_label("تعذر الحفظ: القرص ممتلئ");
    harness.get_by_label("إخفاء").click();
    harness.run();
    assert!(harness.state().is_empty());
}

#[test]
fn a_swatch_is_chosen_by_its_name() {
    let (builder, _) = Look::default().builder();
    let mut harness = builder.build_ui_state(
        |ui, colour| {
            if let Some(chosen) = swatches(ui, *colour) {
                *colour = chosen;
            }
        },
        SWATCHES[0].day,
    );
    harness.get_by_label("أخضر").click();
    harness.run();
    assert_eq!(*harness.state(), SWATCHES[2].day);
}

/// The letters of a label painted at `y` (points), cut out of the picture.
fn letters(scale: f32, y: f32) -> Vec<Vec<[u8; 4]>> {
    let (builder, painter) =
        Look { scale, size: [200.0, 80.0], language: Language::English, ..Look::default() }.builder();
    let harness = builder.build_ui(move |ui| {
        let at = egui::Rect::from_min_size(pos2(8.0, y), vec2(150.0, 30.0));
        ui.put(at, BidiLabel::new("قصة 12 abc").extend());
    });
    let picture = painter.picture(&harness);
    let [width, height] = picture.size;
    let rows: Vec<&[egui::Color32]> = (0..height).map(|y| &picture.pixels[y * width..(y + 1) * width]).collect();
    // Letters are darker than any ground; their soft edges belong to the rows of their cores.
    let inked = |row: &&[egui::Color32]| row.iter().any(|pixel| pixel.r() < 128);
    rows.into_iter().filter(inked).map(|row| row.iter().map(|pixel| pixel.to_array()).collect()).collect()
}

#[test]
fn letters_stay_on_the_pixel_grid_wherever_they_stand() {
    for scale in [1.0, 1.25, 1.5, 2.0] {
        let sharp = letters(scale, 20.0);
        assert!(sharp.len() > 8, "{} rows of letters at {scale}", sharp.len());
        for y in [20.1, 20.3, 20.5, 20.77] {
            assert!(letters(scale, y) == sharp, "at {y} and scale {scale} the letters are other pixels");
        }
    }
}
