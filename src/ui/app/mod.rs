//! The window as a whole: what it holds, and the order of a frame. What commands do is in `execute`, what files do in
//! `files`, what dialogs ask in `dialogs`.

mod annotating;
mod attribute_keys;
mod chaining;
mod choosing;
pub(super) mod commands;
mod dialogs;
mod execute;
mod explorer;
mod files;
mod find;
mod finishing;
mod frame;
mod guide;
mod guidelines;
mod hover_card;
mod listed;
mod marks;
mod notices;
mod offset_cache;
mod page_menu;
mod pieces;
mod project;
mod reading;
mod register;
mod relating;
mod search;
mod several;
mod sharing;
mod welcome;
mod window_state;

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use egui::{Context, Id, Pos2};

use self::choosing::{AttributeKeys, KnownUnmet, ProposedValues, Relating};
use self::files::FileDialogs;
use self::find::Find;
use self::offset_cache::OffsetCache;
use self::reading::WaitingLabel;
use self::search::SearchPanelState;
use self::welcome::Welcome;
use self::window_state::Remembered;
use super::canvas::gesture::SelectionGranularity;
use super::canvas::{Canvas, Spotlight, View};
use super::guidelines::{GuideState, GuidelinesState};
use super::hover_card::CardState;
use super::input_order::InputOrder;
use super::keymap::KeyMap;
use super::l10n::localized_all;
use super::label_places::LabelPlaces;
use super::localizer::{DateStyle, Digits, Language, Localizer};
use super::message::{Message, StatusMessage};
use super::modal::{Closes, Closing, Modal};
use super::panels::annotations::AnnotationsState;
use super::panels::documents::DocumentsState;
use super::panels::labels::LabelsState;
use super::panels::status::StatusState;
use super::primary_selection::PrimarySelection;
use super::system_wishes::{SystemWishes, Wishes};
use super::theme::{Mode, Theme};
use super::widgets::{Toasts, Tone, set_words};
use crate::arabic::words;
use crate::model::{AnnotationId, Annotator, LabelName, Target};
use crate::page;
use crate::session::{EntryId, Selection, Session, TextSelection};
use crate::store::settings::{BarSide, SettingsWarning, Snap};
use crate::store::{self, ReadingPlace, ReadingPositions, Settings, SettingsFile, WindowFile, WindowState};
use crate::typeset::{Font, ReadingFont, TextStyle};
use crate::workspace::DocumentOrder;

/// Pages kept laid out for documents that are not shown.
const KEPT_CANVASES: usize = 4;

/// The window.
pub struct App {
    session: Session,
    settings: Settings,
    settings_kept: SettingsKept,
    words: Arc<Localizer>,
    keys: KeyMap,
    pages: Pages,
    window: Remembered,
    panels: Panels,
    /// What stands over the page.
    dialog: Option<Box<dyn Modal>>,
    closing: Closing,
    toasts: Toasts,
    /// What was last said, for the status bar.
    message: Option<StatusMessage>,
    picks: FileDialogs,
    labelling: Labelling,
    primary_selection: PrimarySelection,
    wishes: Wishes,
    welcome: Welcome,
    /// What can be done is shown over the page.
    page_menu: Option<MenuPlace>,
    /// How many documents were saved since all were to be; `None`: they are not.
    saving_all: Option<usize>,
}

/// The menu of what can be done, while it is open.
#[derive(Clone, Copy, Debug)]
struct MenuPlace {
    /// In points.
    at: Pos2,
    /// It was asked for in this frame.
    is_new: bool,
}

/// Where the settings are kept.
#[derive(Debug)]
struct SettingsKept {
    file: SettingsFile,
    /// They are to be written once the frame is done.
    dirty: bool,
}

/// The pages of documents, and what is shown of them.
#[derive(Default)]
struct Pages {
    canvases: HashMap<EntryId, Canvas>,
    /// The documents last shown, the newest last.
    shown: Vec<EntryId>,
    /// Where reading stopped in each text.
    places: ReadingPositions,
    known: OffsetCache,
    /// A place to be shown once its document is read.
    going: Option<(EntryId, Range<usize>, Option<Target>)>,
    /// The card of what the pointer rests on.
    card: CardState,
    /// The page is to have the keyboard.
    focus_page: bool,
    /// What had the keyboard when the dialog opened that is open; and nothing may have had it.
    focus_before: Option<Option<Id>>,
    /// What is to have it again, and for how many more frames it is asked for.
    focus_back: Option<(Id, u8)>,
}

/// What stands around the page.
#[derive(Default)]
struct Panels {
    documents: DocumentsState,
    labels: LabelsState,
    annotations: AnnotationsState,
    /// The labels of the document that is shown.
    label_places: LabelPlaces,
    status: StatusState,
    /// The only label that is not dimmed.
    alone: Option<LabelName>,
    find: Option<Find>,
    search: Option<SearchPanelState>,
    /// The next note or flag is to be gone to, or the one before, once they are found.
    mark_step: Option<bool>,
    guidelines: GuidelinesState,
    guide: GuideState,
}

/// Labels that are put on without a further word.
#[derive(Default)]
struct Labelling {
    /// What the sticky mode last labelled: the document and its revision then.
    labelled_at_once: Option<(EntryId, u64)>,
    /// What is being looked for is to be labelled without asking.
    at_once: bool,
    /// Labels that were asked for while their document was read.
    waiting_labels: Vec<WaitingLabel>,
    /// What a document lacked at one of its revisions.
    unmet: Option<KnownUnmet>,
    /// A relation whose other end is being chosen.
    relating: Option<Relating>,
    /// Both ends of a relation, from and to, whose type is still to be said.
    drawn: Option<(AnnotationId, AnnotationId)>,
    /// The relation that stands out.
    relation: Option<AnnotationId>,
    /// The annotation that was active before text was selected: what is selected may be a piece of it.
    last_active: Option<(EntryId, AnnotationId)>,
    /// What was selected step by step with regard to its clitics: a label takes it as it stands.
    chosen_start: Option<TextSelection>,
    /// The next label is for a copy of what is selected.
    duplicating: bool,
    /// Values of which one is being chosen.
    attributes: Option<AttributeKeys>,
    /// What the text of the annotation in hand says for its attributes, and of which state of it.
    proposed: Option<((EntryId, u64, AnnotationId), ProposedValues)>,
    /// What a document lacks was said of this: the document and its revision then.
    asked: Option<(EntryId, u64)>,
    /// The document and its revision of which a screen reader knows, and the last step that it was told of.
    heard: Option<(EntryId, u64)>,
    told_step: Option<(u64, String)>,
}

impl App {
    /// The window on `paths`; where there are none, on what was open the last time.
    pub fn new(ctx: &Context, paths: Vec<PathBuf>, settings_file: SettingsFile) -> Self {
        App::begun(paths, settings_file).window(ctx)
    }

    /// Begins to read `paths` before there is a window to show them in.
    pub fn begun(paths: Vec<PathBuf>, mut settings_file: SettingsFile) -> Begun {
        let (mut settings, complaint) = settings_file.load();
        let guessed = settings.annotator.is_empty();
        if guessed {
            settings.annotator = user_name();
        }
        let welcome = Welcome::new(guessed, &settings.annotator);
        let window: Arc<OnceLock<Context>> = Arc::default();
        let waker = {
            let window = window.clone();
            Arc::new(move || {
                if let Some(ctx) = window.get() {
                    ctx.request_repaint();
                }
            })
        };
        let mut session = Session::new(Annotator::new(settings.annotator.as_str()), waker);
        let remembered = Remembered::of(WindowFile::in_folder(settings_file.path().and_then(Path::parent)));
        let WindowState { opened, shown, .. } = &remembered.state;
        match (paths.is_empty(), opened.is_empty()) {
            // What is of another format is shown before it is taken, as where it is dropped.
            (false, _) => session.open_asking(paths),
            (true, false) => session.open_again(opened.clone(), shown.clone()),
            (true, true) => {}
        }
        session.versions_kept = settings.versions_kept as usize;
        session.sort_list(DocumentOrder::from_text(&remembered.state.documents_sort));
        if let Some(folder) = settings_file.path().and_then(std::path::Path::parent) {
            session.set_unsaved_folder(folder.join("unsaved"));
        }
        Begun { session, settings, settings_file, complaint, window, remembered, welcome }
    }

    fn of(ctx: &Context, begun: Begun) -> Self {
        let Begun { session, settings, settings_file, complaint, window, remembered, welcome } = begun;
        // Whatever was read so far is taken up in the first frame.
        let _ = window.set(ctx.clone());
        Theme::install(ctx);
        ctx.add_plugin(InputOrder::default());
        let (keys, unused_keys) = KeyMap::with_overrides(&settings.keys);
        let places = ReadingPositions::in_folder(settings_file.path().and_then(Path::parent));
        let mut app = App {
            session,
            words: Arc::new(words_of(&settings)),
            settings,
            settings_kept: SettingsKept { file: settings_file, dirty: false },
            keys,
            pages: Pages { places, focus_page: true, ..Pages::default() },
            window: remembered,
            panels: Panels::default(),
            dialog: None,
            closing: Closing::default(),
            toasts: Toasts::default(),
            message: None,
            picks: FileDialogs::default(),
            labelling: Labelling::default(),
            primary_selection: PrimarySelection::default(),
            wishes: Wishes::default(),
            welcome,
            page_menu: None,
            saving_all: None,
        };
        complaint.into_iter().for_each(|complaint| app.toasts.warn(Message::localized(complaint)));
        if !unused_keys.is_empty() {
            // One message, so that many entries do not push each other off the screen.
            app.toasts.warn(Message::new(move |words| localized_all(&unused_keys, words).join("\n")));
        }
        app.apply_style(ctx);
        app.measure_effort();
        app
    }

    /// Makes the window look as the settings say.
    fn apply_style(&mut self, ctx: &Context) {
        ctx.set_theme(match self.settings.theme {
            store::settings::Theme::System => egui::ThemePreference::System,
            store::settings::Theme::Light => egui::ThemePreference::Light,
            store::settings::Theme::Dark => egui::ThemePreference::Dark,
        });
        let wishes = self.wishes.now();
        // winit asks no Linux desktop what is dark.
        let fallback = if wishes.dark == Some(true) { egui::Theme::Dark } else { egui::Theme::Light };
        ctx.options_mut(|options| options.fallback_theme = fallback);
        Theme::set_contrast(ctx, self.settings.high_contrast || wishes.high_contrast);
        Theme::set_motion(ctx, self.moves());
        if ctx.zoom_factor() != self.settings.zoom {
            ctx.set_zoom_factor(self.settings.zoom);
        }
        let words = words_of(&self.settings);
        if words.language() != self.language() {
            self.message.take_if(|said| said.message.is_fixed());
        }
        self.words = Arc::new(words);
        set_words(ctx, self.words.clone());
        self.window.title.clear();
    }

    /// Looks as the desktop asks since the last frame.
    fn hear_wishes(&mut self, ctx: &Context) {
        if self.wishes.listen(ctx) {
            self.apply_style(ctx);
        }
    }

    /// Takes other settings over and writes them.
    fn change_settings(&mut self, ctx: &Context, settings: Settings) {
        if settings.keys != self.settings.keys {
            // What of it is not in force was told when the window opened; the settings make none such.
            (self.keys, _) = KeyMap::with_overrides(&settings.keys);
        }
        if settings.annotator != self.settings.annotator {
            self.welcome.was_named(&settings.annotator);
        }
        self.settings = settings;
        self.session.versions_kept = self.settings.versions_kept as usize;
        self.session.annotator = Annotator::new(self.settings.annotator.as_str());
        self.settings_kept.dirty = true;
        self.measure_effort();
        self.apply_style(ctx);
    }

    fn language(&self) -> Language {
        self.words.language()
    }

    /// Whether anything glides or fades: where neither the settings nor the desktop say that it must not.
    fn moves(&self) -> bool {
        self.settings.smooth_scrolling && !self.wishes.now().less_movement
    }

    /// How the text of the page is set, at scale 1.
    fn reading_style(&self) -> TextStyle {
        let font = ReadingFont::from_name(&self.settings.reading_font).unwrap_or_default();
        TextStyle {
            font: Font::Reading(font),
            size: self.settings.reading_size,
            line_height: self.settings.line_spacing(),
        }
    }

    /// How the page is to be shown.
    fn view(&self) -> View {
        View {
            style: self.reading_style(),
            show_tags: self.settings.show_tags,
            tag_size: self.settings.tag_percent as f32 / 100.0,
            show_relations: self.settings.show_relations,
            relation: self.chosen_relation().map(|relation| relation.id.clone()),
            hints: self.hints(),
            show_invisibles: self.settings.show_invisibles,
            show_numbers: self.settings.show_numbers,
            spotlight: Spotlight { label: self.panels.alone.clone(), maker: self.panels.annotations.maker().cloned() },
            snap: match self.settings.snap {
                Snap::Word => SelectionGranularity::Word,
                Snap::Clitic => SelectionGranularity::Clitic,
                Snap::Grapheme => SelectionGranularity::Grapheme,
            },
            vocabulary: self.session.vocabulary().clone(),
            arabic_names: self.language() == Language::Arabic,
            bar_left: match self.settings.bar_side {
                BarSide::Auto => self.language() == Language::Arabic,
                BarSide::Left => true,
                BarSide::Right => false,
            },
            column_em: self.settings.column_em,
            smooth: self.moves(),
        }
    }

    /// The canvas of the document that is shown; those shown longest ago give their pages back.
    fn canvas(&mut self) -> Option<&mut Canvas> {
        let id = self.session.current_id()?;
        let style = self.reading_style();
        let text = self.session.shown()?.content().document.text().clone();
        // What was shown of a file while it was read, and turned out to hold another text.
        if self.pages.canvases.get(&id).is_some_and(|canvas| !Arc::ptr_eq(canvas.page().text(), &text)) {
            self.pages.canvases.remove(&id);
        }
        if self.pages.shown.last() != Some(&id) {
            self.write_places();
            self.pages.shown.retain(|other| *other != id);
            self.pages.shown.push(id);
            if self.pages.shown.len() > KEPT_CANVASES {
                let oldest = self.pages.shown.remove(0);
                self.pages.canvases.remove(&oldest);
            }
        }
        if !self.pages.canvases.contains_key(&id) {
            let mut canvas = Canvas::new(text, style);
            self.go_where_reading_stopped(&mut canvas);
            self.pages.canvases.insert(id, canvas);
        }
        self.pages.canvases.get_mut(&id)
    }

    /// Opens a text where it was left, unless something in it was already selected.
    fn go_where_reading_stopped(&mut self, canvas: &mut Canvas) {
        let Some(document) = self.session.shown_mut() else { return };
        let Some(place) = self.pages.places.get(document.content().document.digest()) else { return };
        canvas.restore(page::PagePosition { offset: place.top, above: place.above });
        if document.selection == Selection::default() {
            let caret = words::floor_edge(document.content().text(), place.caret);
            document.selection.text = TextSelection::caret(caret);
        }
    }

    /// Remembers what is in view and where the caret stands.
    fn remember_place(&mut self, ctx: &Context) {
        let Some(document) = self.session.current() else { return };
        let Some(canvas) = self.session.current_id().and_then(|id| self.pages.canvases.get_mut(&id)) else { return };
        let page::PagePosition { offset, above } = canvas.place(ctx);
        let caret = document.selection.text.head();
        self.pages.places.put(document.content().document.digest(), ReadingPlace { top: offset, above, caret });
    }

    /// Scrolls to the caret in the next frame.
    fn canvas_follows(&mut self) {
        if let Some(canvas) = self.canvas() {
            canvas.follow();
        }
    }

    /// Says something in the words of the interface; it goes by itself.
    fn say(&mut self, word: &'static str) {
        self.tell(Tone::Plain, Message::message_id(word));
    }

    /// Says something in the status bar, until something else is done. What went wrong is said over the page instead,
    /// where it is not overlooked.
    fn tell(&mut self, tone: Tone, message: impl Into<Message>) {
        let message = message.into();
        if tone == Tone::Danger {
            // What was said before is not true any more.
            self.message = None;
            self.toasts.warn(message);
        } else {
            self.message = Some(StatusMessage::new(tone, message));
        }
    }
}

/// A window that is still to be opened, whose documents are being read already.
pub struct Begun {
    session: Session,
    settings: Settings,
    settings_file: SettingsFile,
    complaint: Option<SettingsWarning>,
    /// How the window was left.
    remembered: Remembered,
    /// Woken by what is read, once it is there.
    window: Arc<OnceLock<Context>>,
    welcome: Welcome,
}

impl Begun {
    /// Goes on until the documents that were named are being read. What has not been found by `time` is found while
    /// there is a window.
    pub fn finding(mut self, time: Duration) -> Self {
        let until = Instant::now() + time;
        while self.session.is_finding() && self.session.jobs_under_way() > 0 && Instant::now() < until {
            self.session.wait_at_most(until.saturating_duration_since(Instant::now()));
        }
        self
    }

    /// How the window was left.
    pub fn window_state(&self) -> &WindowState {
        &self.remembered.state
    }

    pub fn window(self, ctx: &Context) -> App {
        App::of(ctx, self)
    }
}

fn words_of(settings: &Settings) -> Localizer {
    let language = match settings.language {
        store::settings::Language::Arabic => Language::Arabic,
        store::settings::Language::English => Language::English,
    };
    let digits = match (language, settings.arabic_digits) {
        (Language::Arabic, true) => Digits::ArabicIndic,
        _ => Digits::European,
    };
    let dates = match settings.dates {
        store::settings::Dates::Numbers => DateStyle::Numbers,
        store::settings::Dates::Gregorian => DateStyle::Gregorian,
        store::settings::Dates::Hijri => DateStyle::Hijri,
    };
    Localizer::new(language, digits).with_dates(dates)
}

/// Who works here, as the system calls them.
fn user_name() -> String {
    let name = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|variable| std::env::var(variable).ok());
    name.filter(|name| !name.is_empty()).unwrap_or_else(|| "annotator".into())
}

impl App {
    /// Draws a frame of the window in `ui`, and reads what was done to it.
    pub fn show(&mut self, ui: &mut egui::Ui) {
        self.frame(ui);
    }

    /// The workspace, for those who look from outside.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The page of the document that is shown, once it was drawn.
    pub fn shown_canvas(&self) -> Option<&Canvas> {
        self.pages.canvases.get(&self.session.current_id()?)
    }

    /// Sorts the list of documents, as its menu does; the order by its name, with `-` before it where the last is first.
    pub fn sort_documents(&mut self, order: &str) {
        let order = DocumentOrder::from_text(order);
        self.session.sort_list(order);
        self.window.state.documents_sort = order.to_text();
    }

    /// The same window with ids that follow from `seed`, to be compared with another.
    pub fn making_ids_from(mut self, seed: u64) -> Self {
        self.session.make_ids_from(seed);
        self
    }

    /// The same window whose selection other programs can paste.
    pub fn offering_selection(mut self) -> Self {
        self.primary_selection = PrimarySelection::of_the_system();
        self
    }

    /// The same window whose selection is given to `offer` instead of to other programs.
    pub fn offering_selection_to(mut self, offer: impl Fn(String) + 'static) -> Self {
        self.primary_selection = PrimarySelection::offering(offer);
        self
    }

    /// The same window as the desktop wants its windows, which is asked for it.
    pub fn heeding_the_system(mut self, ctx: &Context) -> Self {
        self.wishes = Wishes::of_the_system(ctx);
        self
    }

    /// The same window on a desktop that asks this.
    pub fn heeding(mut self, ctx: &Context, wishes: SystemWishes) -> Self {
        self.wishes = Wishes::fixed(wishes);
        self.apply_style(ctx);
        self
    }

    /// The same window on a machine whose system shows no file dialogs: paths are typed.
    pub fn typing_paths(mut self) -> Self {
        self.picks = FileDialogs::without_dialogs();
        self
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.frame(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.write_settings();
        self.write_places();
        self.write_window_state();
        self.session.finish_effort();
        self.session.drop_later_jobs();
        if self.closing != Closing::Now(Closes::Window) {
            self.session.save_registers();
        }
        self.session.finish_jobs();
        // Asked and answered: what is not saved by now is not wanted. A window that goes without having asked leaves its
        // journals to the next start.
        if self.closing == Closing::Now(Closes::Window) || !self.session.has_unsaved_documents() {
            self.session.discard_journals();
        }
    }
}

/// The mode a context is shown in, and the other one.
fn other_mode(ctx: &Context) -> Mode {
    Theme::get(ctx).mode.other()
}
