//! What the analyst chose for the window. Settings never stop the program: a bad file is reported and kept aside.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk;
use super::error::{LoadError, NotOurs, SaveError};
use super::header::{self, FileKind};
use super::own_file;
use super::unique::{UniqueMap, parse};

/// The environment variable that names another folder for the settings.
pub const FOLDER_VARIABLE: &str = "HASHIYA_CONFIG_DIR";

/// About 75 Arabic characters: a line the eye finds its way back from.
const COLUMN_EM: f32 = 38.0;

/// Names of labels: small beside the text, and large enough to be read for hours.
const TAG_PERCENT: u32 = 55;
/// The smallest and the largest that can be chosen.
pub const TAG_PERCENTS: RangeInclusive<u32> = 35..=100;

const MAX_RECENT: usize = 12;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// The language of menus and messages of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    #[default]
    Arabic,
    English,
}

impl Language {
    /// The language in which the system gives its messages, as far as the window speaks it. Windows and macOS have a setting
    /// of their own and, as a rule, none of the variables.
    pub fn of_system() -> Self {
        #[cfg(any(windows, target_os = "macos"))]
        let setting = sys_locale::get_locale;
        #[cfg(not(any(windows, target_os = "macos")))]
        let setting = || None;
        Language::of_locale(|name| std::env::var(name).ok(), setting)
    }

    /// By the variables of a locale: the first that says anything decides, and the system's setting where none does.
    fn of_locale(variable: impl Fn(&str) -> Option<String>, setting: impl Fn() -> Option<String>) -> Self {
        let said = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|said| !said.is_empty());
        match said.or_else(setting) {
            Some(said) if said.to_ascii_lowercase().starts_with("ar") => Language::Arabic,
            _ => Language::English,
        }
    }
}

/// Where the page's scroll bar stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum BarSide {
    /// Where lines of the window's language end.
    #[default]
    Auto,
    Left,
    Right,
}

/// How the window writes days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dates {
    /// 2026-11-30
    #[default]
    Numbers,
    /// 30 November 2026
    Gregorian,
    /// The same day by the calendar of Umm al-Qura.
    Hijri,
}

/// What a drag takes at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Snap {
    #[default]
    Word,
    /// A word or one of its clitics.
    Clitic,
    Grapheme,
}

/// Where the card of an annotation that the pointer rests on stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HoverCard {
    Never,
    /// In the margin where there is room, else over lines that were read.
    #[default]
    Beside,
    /// Always at the foot of the page.
    Foot,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Settings {
    pub theme: Theme,
    /// Whether surfaces are black or white and nothing is said softly.
    pub high_contrast: bool,
    pub language: Language,
    /// Who annotates; empty until the analyst says so.
    pub annotator: String,
    /// The family of the page.
    pub reading_font: String,
    /// Pixels at scale 1.
    pub reading_size: f32,
    /// A multiple of the font's size.
    pub line_height: f32,
    /// Zoom of the whole window.
    pub zoom: f32,
    /// Whether highlights carry their label's name.
    pub show_tags: bool,
    /// How large they are, in hundredths of the text's size.
    pub tag_percent: u32,
    pub hover_card: HoverCard,
    /// Whether relations are drawn.
    pub show_relations: bool,
    pub show_invisibles: bool,
    /// Whether paragraphs are numbered in the margin.
    pub show_numbers: bool,
    /// The reading column is at most this many em wide.
    pub column_em: f32,
    pub bar_side: BarSide,
    /// Whether short jumps of the page are shown as a glide.
    pub smooth_scrolling: bool,
    /// What a drag takes.
    pub snap: Snap,
    /// Whether new spans lose the blanks, quotes, brackets and `#` at their ends.
    pub trim_spans: bool,
    /// Whether new spans begin after the proclitics of their first word.
    pub exclude_clitics: bool,
    /// Whether the window writes numbers as ٠١٢٣ where it speaks Arabic.
    pub arabic_digits: bool,
    pub dates: Dates,
    pub show_documents: bool,
    pub show_labels: bool,
    pub show_annotations: bool,
    /// Whether time and presses of annotating are kept beside the project.
    pub measure_effort: bool,
    /// How many earlier versions of a document stay beside it.
    pub versions_kept: u32,
    /// Command → its keys, parted by spaces, where they differ from the built-in key map.
    pub keys: BTreeMap<String, String>,
    /// Newest first.
    pub recent: Vec<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            theme: Theme::System,
            high_contrast: false,
            language: Language::Arabic,
            annotator: String::new(),
            reading_font: "Noto Naskh Arabic".into(),
            reading_size: 20.0,
            line_height: 2.2,
            zoom: 1.0,
            show_tags: true,
            tag_percent: TAG_PERCENT,
            hover_card: HoverCard::default(),
            show_relations: true,
            show_invisibles: false,
            show_numbers: false,
            column_em: COLUMN_EM,
            bar_side: BarSide::Auto,
            smooth_scrolling: true,
            snap: Snap::Word,
            trim_spans: true,
            exclude_clitics: true,
            arabic_digits: true,
            dates: Dates::Numbers,
            show_documents: true,
            show_labels: true,
            show_annotations: true,
            measure_effort: true,
            versions_kept: 10,
            keys: BTreeMap::new(),
            recent: Vec::new(),
        }
    }
}

impl Settings {
    /// Where nobody has said anything: in the language of the system.
    pub fn of_system() -> Self {
        Settings { language: Language::of_system(), ..Settings::default() }
    }

    /// The height of a line as it is set: names of labels that are larger than usual have room below it.
    pub fn line_spacing(&self) -> f32 {
        let larger = self.tag_percent.saturating_sub(TAG_PERCENT) as f32 / 100.0;
        match self.show_tags && larger > 0.0 {
            // What lies between two lines of text is about three tenths of the height of a line.
            true => self.line_height.max(Settings::default().line_height + 4.0 * larger),
            false => self.line_height,
        }
    }

    /// Puts `path` at the head of the recent files.
    pub fn opened(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
        self.recent.insert(0, path.to_path_buf());
        self.recent.truncate(MAX_RECENT);
    }

    /// Numbers that no page can be drawn with give way to their defaults.
    fn made_sane(mut self) -> Self {
        let default = Settings::default();
        let within = |value: f32, low: f32, high: f32| value.is_finite() && (low..=high).contains(&value);
        if !within(self.reading_size, 8.0, 96.0) {
            self.reading_size = default.reading_size;
        }
        if !within(self.line_height, 1.0, 4.0) {
            self.line_height = default.line_height;
        }
        if !within(self.column_em, 10.0, 200.0) {
            self.column_em = default.column_em;
        }
        if !within(self.zoom, 0.25, 5.0) {
            self.zoom = default.zoom;
        }
        if !TAG_PERCENTS.contains(&self.tag_percent) {
            self.tag_percent = default.tag_percent;
        }
        self
    }
}

/// The file as it is read: every field may be missing, none may be unknown.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Settings")]
struct FileV1 {
    #[serde(rename = "version")]
    _version: u32,
    settings: FieldsV1,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default, rename = "SettingsFields")]
struct FieldsV1 {
    theme: Theme,
    high_contrast: bool,
    language: Language,
    annotator: String,
    reading_font: String,
    reading_size: f32,
    line_height: f32,
    zoom: f32,
    show_tags: bool,
    tag_percent: u32,
    hover_card: HoverCard,
    show_relations: bool,
    show_invisibles: bool,
    show_numbers: bool,
    column_em: f32,
    bar_side: BarSide,
    smooth_scrolling: bool,
    /// As it was called before there were clitics to snap to.
    snap_to_words: bool,
    snap: Option<Snap>,
    trim_spans: bool,
    exclude_clitics: bool,
    arabic_digits: bool,
    dates: Dates,
    show_documents: bool,
    show_labels: bool,
    show_annotations: bool,
    measure_effort: bool,
    versions_kept: u32,
    keys: UniqueMap<String>,
    recent: Vec<PathBuf>,
}

impl Default for FieldsV1 {
    fn default() -> Self {
        let s = Settings::default();
        FieldsV1 {
            theme: s.theme,
            high_contrast: s.high_contrast,
            language: s.language,
            annotator: s.annotator,
            reading_font: s.reading_font,
            reading_size: s.reading_size,
            line_height: s.line_height,
            zoom: s.zoom,
            show_tags: s.show_tags,
            tag_percent: s.tag_percent,
            hover_card: s.hover_card,
            show_relations: s.show_relations,
            show_invisibles: s.show_invisibles,
            show_numbers: s.show_numbers,
            column_em: s.column_em,
            bar_side: s.bar_side,
            smooth_scrolling: s.smooth_scrolling,
            snap_to_words: true,
            snap: None,
            trim_spans: s.trim_spans,
            exclude_clitics: s.exclude_clitics,
            arabic_digits: s.arabic_digits,
            dates: s.dates,
            show_documents: s.show_documents,
            show_labels: s.show_labels,
            show_annotations: s.show_annotations,
            measure_effort: s.measure_effort,
            versions_kept: s.versions_kept,
            keys: UniqueMap(s.keys),
            recent: s.recent,
        }
    }
}

#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    settings: &'a Settings,
}

/// Why the settings in the file are not in force.
#[derive(Debug, thiserror::Error)]
#[error("{error}. {fate}")]
pub struct SettingsWarning {
    pub error: LoadError,
    pub fate: SettingsFileOutcome,
}

/// What became of a file of settings that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsFileOutcome {
    #[error("This session uses the default settings")]
    Untouched,
    #[error("The file was put aside as {}, and the default settings are used", .0.display())]
    SetAside(PathBuf),
    #[error("The file was left as it is, and the default settings are used")]
    Left,
}

/// Where the settings live, and whether they may be written there.
#[derive(Clone, Debug)]
pub struct SettingsFile {
    /// `None` where the system names no folder for settings: they last as long as the window.
    path: Option<PathBuf>,
    /// A newer Hashiya wrote the file: it is left alone.
    foreign: bool,
    /// The settings that were loaded last stood in it.
    found: bool,
}

impl SettingsFile {
    /// The file in the folder of [`FOLDER_VARIABLE`], or else where the system keeps settings.
    pub fn standard() -> Self {
        let named = std::env::var_os(FOLDER_VARIABLE).filter(|v| !v.is_empty()).map(PathBuf::from);
        let folder =
            named.or_else(|| directories::ProjectDirs::from("", "", "hashiya").map(|d| d.config_dir().to_path_buf()));
        SettingsFile { path: folder.map(|folder| folder.join("settings.ron")), foreign: false, found: false }
    }

    /// The file `settings.ron` in `folder`.
    pub fn in_folder(folder: &Path) -> Self {
        SettingsFile { path: Some(folder.join("settings.ron")), foreign: false, found: false }
    }

    /// No file: the settings last as long as the window, which keeps nothing else either.
    #[cfg(test)]
    pub(crate) fn nowhere() -> Self {
        SettingsFile { path: None, foreign: false, found: false }
    }

    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Whether there were settings when they were loaded last: where there were none, nobody has worked here before.
    pub fn was_found(&self) -> bool {
        self.found
    }

    /// The settings, and what to tell the analyst where the file could not be used.
    pub fn load(&mut self) -> (Settings, Option<SettingsWarning>) {
        let Some(path) = &self.path else { return (Settings::of_system(), None) };
        match read(path) {
            Ok(settings) => {
                self.found = true;
                (settings.made_sane(), None)
            }
            Err(LoadError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
                (Settings::of_system(), None)
            }
            Err(error @ (LoadError::NewerVersion { .. } | LoadError::Io { .. })) => {
                self.foreign = true;
                (Settings::of_system(), Some(SettingsWarning { error, fate: SettingsFileOutcome::Untouched }))
            }
            Err(error) => {
                let aside = path.with_extension("ron.bad");
                let fate = match std::fs::rename(path, &aside) {
                    Ok(()) => SettingsFileOutcome::SetAside(aside),
                    Err(_) => {
                        self.foreign = true;
                        SettingsFileOutcome::Left
                    }
                };
                (Settings::of_system(), Some(SettingsWarning { error, fate }))
            }
        }
    }

    /// The settings as far as they can be read, for a program without a window: nothing is set aside and nothing told.
    pub fn peek(&self) -> Settings {
        let read = self.path.as_deref().and_then(|path| read(path).ok());
        read.map(Settings::made_sane).unwrap_or_default()
    }

    /// Writes the settings. Does nothing where there is no folder for them or a newer Hashiya's file is there.
    pub fn save(&self, settings: &Settings) -> Result<(), SaveError> {
        let Some(path) = self.path.as_ref().filter(|_| !self.foreign) else { return Ok(()) };
        // A path that is not Unicode cannot be written as RON: it is left out of the recent files.
        let recent = settings.recent.iter().filter(|p| p.to_str().is_some()).cloned().collect();
        let settings = Settings { recent, ..settings.clone() };
        own_file::write(path, settings_to_ron(&settings))
    }
}

/// What the file of settings holds.
pub fn settings_to_ron(settings: &Settings) -> Result<String, ron::Error> {
    let config = ron::ser::PrettyConfig::default().escape_strings(false).new_line("\n");
    ron::Options::default().to_string_pretty(&Written { version: header::VERSION, settings }, config)
}

/// Whether the file at `path` holds settings that can be read.
pub fn check(path: &Path) -> Result<(), LoadError> {
    read(path).map(|_| ())
}

fn read(path: &Path) -> Result<Settings, LoadError> {
    read_settings(path, &disk::read(path, 1 << 20)?)
}

/// Reads settings from the bytes of their file; `path` is for the messages.
pub fn read_settings(path: &Path, bytes: &[u8]) -> Result<Settings, LoadError> {
    let (source, kind) = header::open(path, bytes)?;
    if kind != FileKind::Settings {
        let what = NotOurs::Holds { found: kind, wanted: FileKind::Settings };
        return Err(LoadError::NotOurs { path: path.into(), line: 1, what });
    }
    let read = parse::<FileV1>(path, source)?.settings;
    Ok(Settings {
        theme: read.theme,
        high_contrast: read.high_contrast,
        language: read.language,
        annotator: read.annotator,
        reading_font: read.reading_font,
        reading_size: read.reading_size,
        line_height: read.line_height,
        zoom: read.zoom,
        show_tags: read.show_tags,
        tag_percent: read.tag_percent,
        hover_card: read.hover_card,
        show_relations: read.show_relations,
        show_invisibles: read.show_invisibles,
        show_numbers: read.show_numbers,
        column_em: read.column_em,
        bar_side: read.bar_side,
        smooth_scrolling: read.smooth_scrolling,
        snap: read.snap.unwrap_or(if read.snap_to_words { Snap::Word } else { Snap::Grapheme }),
        trim_spans: read.trim_spans,
        exclude_clitics: read.exclude_clitics,
        arabic_digits: read.arabic_digits,
        dates: read.dates,
        show_documents: read.show_documents,
        show_labels: read.show_labels,
        show_annotations: read.show_annotations,
        measure_effort: read.measure_effort,
        versions_kept: read.versions_kept,
        keys: read.keys.0,
        recent: read.recent,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_the_system_is_that_of_the_first_variable_that_says_one() {
        let of = |all: &str, messages: &str, lang: &str| {
            let said = [("LC_ALL", all), ("LC_MESSAGES", messages), ("LANG", lang)];
            let variable = |name: &str| said.iter().find(|(of, _)| *of == name).map(|(_, value)| (*value).to_owned());
            Language::of_locale(variable, || Some("ar-SA".to_owned()))
        };
        assert_eq!(of("", "", "ar_SA.UTF-8"), Language::Arabic);
        assert_eq!(of("", "", "en_GB.UTF-8"), Language::English);
        assert_eq!(of("C.UTF-8", "ar", "ar"), Language::English, "LC_ALL goes before the others");
        assert_eq!(of("", "ar_EG", "de_DE.UTF-8"), Language::Arabic);
        assert_eq!(of("", "", ""), Language::Arabic, "no variable, a setting of the system");
        assert_eq!(Language::of_locale(|_| None, || Some("fr-FR".to_owned())), Language::English);
        assert_eq!(Language::of_locale(|_| None, || None), Language::English);
    }

    #[test]
    fn where_nothing_was_kept_nobody_has_worked_before() {
        let folder = std::env::temp_dir().join(format!("hashiya-first-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        let mut file = SettingsFile::in_folder(&folder);
        assert_eq!(file.load().0, Settings::of_system());
        assert!(!file.was_found());
        file.save(&Settings { annotator: "سلمى".into(), ..Settings::default() }).expect("writable");
        assert_eq!(file.load().0.language, Language::Arabic, "what was kept goes before the system");
        assert!(file.was_found());
        std::fs::remove_dir_all(&folder).expect("ours");
    }
}
