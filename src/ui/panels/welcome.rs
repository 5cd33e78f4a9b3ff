//! What stands in the place of the text while no document is listed: what this is, who works here and in which language, and
//! the ways to begin.

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use crate::store::settings::Language;
use crate::ui::command::UiCommand;
use crate::ui::localizer::Localizer;
use crate::ui::theme::space;
use crate::ui::widgets::{
    BidiButton, BidiLabel, BidiRadio, BidiTextField, column_layout, mirrored, mirrored_wrapped, words,
};

/// What the page has to know.
#[derive(Debug)]
pub struct WelcomeInput<'a> {
    /// Nobody has said yet who works here.
    pub asks: bool,
    pub language: Language,
    /// The project that is open and has no documents.
    pub project: Option<&'a str>,
    /// Whether a command can be carried out now.
    pub enabled: &'a [UiCommand],
}

/// What the page remembers.
#[derive(Clone, Debug, Default)]
pub struct WelcomeState {
    /// The name as it is typed.
    pub name: String,
    /// The field of the name has had the keyboard.
    shown: bool,
    /// It was changed by hand.
    typed: bool,
}

impl WelcomeState {
    /// Begins with a name that is only supposed.
    pub fn supposing(name: &str) -> Self {
        WelcomeState { name: name.to_owned(), ..WelcomeState::default() }
    }
}

/// What the analyst decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WelcomeAction {
    /// The name that was typed is meant.
    Named,
    Speak(Language),
    Command(UiCommand),
}

/// The widest that its lines are, in points.
const WIDTH: f32 = 580.0;

/// Windows lower than this, in points, begin at the top.
const LOW: f32 = 480.0;

pub fn welcome(ui: &mut Ui, state: &mut WelcomeState, input: &WelcomeInput<'_>) -> Vec<WelcomeAction> {
    let words = words(ui.ctx());
    let mut actions = Vec::new();
    ScrollArea::vertical().id_salt("welcome").auto_shrink([false, false]).show(ui, |ui| {
        let room = ui.available_rect_before_wrap();
        let width = (room.width() - 2.0 * space::XL).clamp(120.0, WIDTH);
        // A low window has no room to give away.
        let top = if room.height() < LOW { space::L } else { room.height() * 0.14 };
        let corner = pos2(room.center().x - width / 2.0, room.top() + top);
        let place = Rect::from_min_size(corner, vec2(width, room.height()));
        let mut inner = ui.new_child(UiBuilder::new().max_rect(place).layout(column_layout(ui.ctx())));
        body(&mut inner, state, input, &words, &mut actions);
        ui.advance_cursor_after_rect(inner.min_rect().expand2(vec2(0.0, space::L)));
    });
    actions
}

fn body(
    ui: &mut Ui,
    state: &mut WelcomeState,
    input: &WelcomeInput<'_>,
    words: &Localizer,
    actions: &mut Vec<WelcomeAction>,
) {
    if let Some(project) = input.project {
        ui.add(BidiLabel::title(project).elide());
        ui.add(BidiLabel::new(&words.get("welcome-project-empty")).wrap());
        ui.add_space(space::L);
        buttons(ui, &[UiCommand::AddDocuments, UiCommand::Open, UiCommand::OpenFolder], input, words, actions);
        return;
    }
    ui.add(BidiLabel::title(&words.get("welcome-title")));
    ui.add(BidiLabel::new(&words.get("welcome-what")).wrap());
    ui.add(BidiLabel::new(&words.get("welcome-where")).weak().wrap());
    ui.add_space(space::L);
    if input.asks {
        questions(ui, state, input, words, actions);
        ui.add_space(space::L);
    }
    let ways = [
        UiCommand::OpenFolder,
        UiCommand::Open,
        UiCommand::NewProject,
        UiCommand::LookAtSamples,
        UiCommand::ToggleGuide,
    ];
    buttons(ui, &ways, input, words, actions);
    ui.add_space(space::S);
    ui.add(BidiLabel::new(&words.get("welcome-drop")).small().weak().wrap());
}

/// Who works here, and in which language.
fn questions(
    ui: &mut Ui,
    state: &mut WelcomeState,
    input: &WelcomeInput<'_>,
    words: &Localizer,
    actions: &mut Vec<WelcomeAction>,
) {
    let first = !std::mem::replace(&mut state.shown, true);
    let name = words.get("welcome-name");
    ui.add(BidiLabel::new(&name).bold());
    let field = BidiTextField::new(&mut state.name, &name).width(280.0).focus(first).select_all(first).show(ui);
    state.typed |= field.response.changed();
    // A name that is only supposed is not taken because somebody went by.
    if field.submitted || (state.typed && field.response.lost_focus()) {
        actions.push(WelcomeAction::Named);
    }
    ui.add(BidiLabel::new(&words.get("welcome-name-why")).small().weak().wrap());
    ui.add_space(space::M);
    ui.add(BidiLabel::new(&words.get("settings-language")).bold());
    mirrored(ui, |ui| {
        // Each under its own name, so that it can be found by who reads no other.
        for (language, name) in [(Language::Arabic, "العربية"), (Language::English, "English")] {
            if ui.add(BidiRadio::new(input.language == language, name)).clicked() {
                actions.push(WelcomeAction::Speak(language));
            }
            ui.add_space(space::S);
        }
    });
}

fn buttons(
    ui: &mut Ui,
    commands: &[UiCommand],
    input: &WelcomeInput<'_>,
    words: &Localizer,
    actions: &mut Vec<WelcomeAction>,
) {
    mirrored_wrapped(ui, |ui| {
        for (at, command) in commands.iter().enumerate() {
            let name = match command {
                UiCommand::Open => words.get("welcome-open-files"),
                command => words.get(command.message_id()),
            };
            let tip = words.get(&format!("{}.tip", command.message_id()));
            let button = if at == 0 { BidiButton::primary(&name) } else { BidiButton::new(&name) };
            if ui.add_enabled(input.enabled.contains(command), button.hint(&tip)).clicked() {
                actions.push(WelcomeAction::Command(*command));
            }
        }
    });
}
