//! Numbers and days of the window are written as the settings say, in every panel and dialog.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::NodeT as _;
use hashiya::store::SettingsFile;
use hashiya::store::settings::{Dates, Language, Settings};
use hashiya::ui::localizer::{Digits, Language as Words, Localizer, without_isolates};

use super::{CTRL, Start, Window};

const NONE: Modifiers = Modifiers::NONE;
const TEXT: &str = "زار كريم الحداد مدينة صلالة\nثم عاد إلى القاهرة مع سعيد\nوبقي كريم في القاهرة\n";

/// Commands that open a dialog or a panel with numbers where one document is open and saved.
const WITH_NUMBERS: &[&str] = &[
    "command-search",
    "command-search-annotations",
    "command-consistency",
    "command-statistics",
    "command-go-to",
    "command-export",
    "command-edit-schema",
    "command-settings",
    "command-propagate",
    "command-choose-label",
    "command-convert-clitics",
    "command-earlier-versions",
    "command-history",
    "command-properties",
    "command-next-mark",
];

fn in_arabic(arabic_digits: bool, dates: Dates) -> Window {
    let settings =
        Settings {
            language: Language::Arabic, arabic_digits, dates, annotator: "أحمد".into(), ..Settings::default()
        };
    let start =
        Start { settings, files: vec![("نص.txt", TEXT.to_owned())], open: vec![], bare: true, ..Start::default() };
    let mut window = start.window();
    let path = window.folder.join("نص.txt");
    window.begin_again(vec![path]);
    window.wait_for("the file to be opened", |w| !w.words().is_empty());
    for (word, key, text) in [("كريم", Key::Num1, "1"), ("القاهرة", Key::Num3, "3")] {
        window.take_word(word);
        window.digit(key, text);
    }
    window.key(CTRL, Key::S);
    let document = window.folder.join("نص.ron");
    window.type_path(&document);
    window.wait_for("the document to be saved", |w| w.has("محفوظ"));
    window
}

fn open(window: &mut Window, words: &Localizer, command: &str) {
    window.key(CTRL, Key::K);
    window.type_text(&words.get(command));
    window.key(NONE, Key::Enter);
    for _ in 0..20 {
        window.run();
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// What is said on the screen with a digit of this kind in it. Fields hold what is typed as it is typed, keys are called what they are
/// called everywhere, and names of files and formats stay what they are.
fn with_digits(window: &Window, is_digit: fn(char) -> bool) -> Vec<String> {
    const NAMES: &[&str] = &[
        "UTF-8",
        "UTF-16",
        "SHA-256",
        "ISO-8859-6",
        "ISO 233",
        "windows-1256",
        "Windows-1256",
        "IOB1",
        "IOB2",
        "gliner2",
        "GLiNER2",
    ];
    const EXAMPLES: &[&str] = &[
        "command-go-to",
        "go-to-how",
        "settings-digits-european",
        "settings-digits-arabic",
        "settings-preview",
        "fold-digits",
    ];
    let words = Localizer::new(Words::Arabic, Digits::ArabicIndic);
    let examples: Vec<String> = EXAMPLES.iter().map(|key| words.get(key)).collect();
    let said = |node: &egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        let typed =
            matches!(node.role(), Role::TextInput | Role::MultilineTextInput | Role::TextRun | Role::GenericContainer);
        if typed { node.label() } else { node.label().or_else(|| node.value()) }
    };
    let is_key = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let function = word.strip_prefix('F').is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()));
        function || word.split('+').any(|part| matches!(part, "Ctrl" | "Alt" | "Shift"))
    };
    let all = window.harness.root().children_recursive().filter_map(|node| said(&node));
    let all = all.map(|said| without_isolates(&said).into_owned());
    let key = |key: char| words.format("labels-key-is", &[("key", key.to_string().into())]);
    let of_editor = |key: char| format!("{}: {key}", words.get("label-key"));
    let keys: Vec<String> = ('1'..='9').flat_map(|c| [key(c), of_editor(c)]).collect();
    let keys: Vec<_> = keys.iter().map(|key| without_isolates(key)).collect();
    let is_digest = |word: &str| word.len() == 64 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let has = |said: &String| {
        let rest = NAMES.iter().fold(said.clone(), |rest, name| rest.replace(name, ""));
        let rest = keys.iter().fold(rest, |rest, key| rest.replace(&**key, ""));
        let is_name = |word: &str| {
            is_digest(word) || word.contains(['#', '/', '\\', '@']) || word.contains(".ron") || word.contains(".txt")
        };
        !examples.contains(said)
            && rest.split_whitespace().any(|word| word.contains(is_digit) && !is_key(word) && !is_name(word))
    };
    all.filter(has).collect()
}

type IsDigit = fn(char) -> bool;

#[test]
fn every_number_of_an_arabic_window_is_in_the_digits_that_are_chosen() {
    let words = Localizer::new(Words::Arabic, Digits::European);
    let arabic = |c: char| ('\u{660}'..='\u{669}').contains(&c);
    let european = |c: char| c.is_ascii_digit();
    let kinds: [(bool, IsDigit, IsDigit); 2] = [(true, arabic, european), (false, european, arabic)];
    for (arabic_digits, chosen, other) in kinds {
        let mut window = in_arabic(arabic_digits, Dates::Numbers);
        let mut wrong = Vec::new();
        let mut seen = 0;
        for command in std::iter::once(&"").chain(WITH_NUMBERS) {
            if !command.is_empty() {
                open(&mut window, &words, command);
            }
            wrong.extend(with_digits(&window, other).into_iter().map(|said| format!("{command}: {said}")));
            seen += with_digits(&window, chosen).len();
            window.key(NONE, Key::Escape);
            window.key(NONE, Key::Escape);
        }
        assert!(wrong.is_empty(), "{arabic_digits}:\n{}", wrong.join("\n"));
        assert!(seen > 60, "{seen} numbers were looked at");
    }
}

#[test]
fn days_of_the_window_are_of_the_calendar_that_is_chosen() {
    let words = Localizer::new(Words::Arabic, Digits::European);
    let months = |kind: &str| (1..=12).map(|n| words.get(&format!("{kind}-{n}"))).collect::<Vec<_>>();
    for (dates, kind, era) in [(Dates::Gregorian, "month", ""), (Dates::Hijri, "hijri-month", " هـ")] {
        for command in ["command-history", "command-earlier-versions"] {
            let mut window = in_arabic(true, dates);
            // A second save, so that there is an earlier version.
            window.take_word("سعيد");
            window.digit(Key::Num1, "1");
            window.key(CTRL, Key::S);
            window.wait_for("the document to be saved", |w| w.has("محفوظ"));
            open(&mut window, &words, command);
            window.wait_for("a day", |w| months(kind).iter().any(|month| w.says(&format!("{month} ")) && w.says(era)));
        }
    }
    // Chosen in the settings, it is kept.
    let mut window = in_arabic(true, Dates::Numbers);
    open(&mut window, &words, "command-settings");
    window.click(&words.get("settings-dates-hijri"));
    let folder = window.folder.path().to_path_buf();
    window.wait_for("the settings to be written", |_| SettingsFile::in_folder(&folder).load().0.dates == Dates::Hijri);
}
