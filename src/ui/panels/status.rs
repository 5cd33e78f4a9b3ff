//! One line at the foot of the window: whether the work is safe, who works, what is chosen and where it stands.

use egui::{Align, Id, Layout, Response, Role, Ui, vec2};

use super::choice_button;
use super::icons::{paint_failure, paint_lock, paint_state, state_word};
use crate::model::DocumentState;
use crate::ui::localizer::{Localizer, isolated};
use crate::ui::theme::{ROW, Theme, size, space};
use crate::ui::widgets::{
    BidiButton, BidiHover, BidiLabel, BidiTextField, Row, Tone, announced, is_rtl, row_layout, words,
};

/// Whether a file holds what was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Safety {
    /// In its file.
    #[default]
    Safe,
    /// In its journal: a crash would not lose it.
    Kept,
    /// In memory alone.
    Unsaved,
    /// A step is on its way to the journal.
    Writing,
    /// The file is being saved.
    Saving,
    /// It is only shown: nothing can be done to it.
    ReadOnly,
    /// It could not be opened.
    NotOpen,
    /// It is shown while it is read; so many annotations are there.
    BeingRead(usize),
}

/// A piece of the text: the active annotation, or what is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote<'a> {
    pub text: &'a str,
    /// In code points, from the start of the document.
    pub start: usize,
    pub end: usize,
    /// As a reader counts them: grapheme clusters.
    pub characters: usize,
}

/// Work off the frame that takes a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskShown<'a> {
    pub name: &'a str,
    /// How much is done, and of how much; of nothing where the whole is not known.
    pub progress: Option<(usize, usize)>,
    /// It can be stopped.
    pub stops: bool,
}

/// Everything the line says. What is `None` is not there to be said.
#[derive(Clone, Copy, Debug, Default)]
pub struct StatusLine<'a> {
    pub safety: Safety,
    /// Why the document cannot be changed, where it cannot.
    pub read_only: Option<&'a str>,
    /// Why what was done is in memory alone, where its journal cannot be written.
    pub not_kept: Option<&'a str>,
    pub state: Option<DocumentState>,
    pub annotator: &'a str,
    /// The place of the active annotation, from 1, and how many there are.
    pub position: Option<(usize, usize)>,
    pub quote: Option<Quote<'a>>,
    /// How many ranges of the text are selected; the quote is of the primary one.
    pub ranges: usize,
    /// The name of the label that each selection gets at once.
    pub sticky: Option<&'a str>,
    /// How the text was read, as the document's metadata say.
    pub encoding: Option<&'a str>,
    /// The key that saves.
    pub save_key: &'a str,
    /// The last thing that was said.
    pub message: Option<(&'a str, Tone)>,
    /// The number of it: the same words said again are said again to a screen reader.
    pub said: u64,
    /// What is under way off the frame.
    pub task: Option<TaskShown<'a>>,
}

/// What the analyst asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatusAction {
    Save,
    SetState(DocumentState),
    SetAnnotator(String),
    StopSticky,
    ChooseEncoding,
    StopTask,
}

/// What the line remembers.
#[derive(Clone, Debug, Default)]
pub struct StatusState {
    /// The annotator's name while it is being written.
    annotator: Option<String>,
    task: Option<TaskSeen>,
}

/// The task that was under way in the last frame.
#[derive(Clone, Debug)]
struct TaskSeen {
    name: String,
    /// Seconds of egui's clock.
    since: f64,
    progress: Option<(usize, usize)>,
}

/// Seconds that a task lasts before it is shown: most are over before they could be read.
const TASK_LASTS: f64 = 0.4;

impl StatusState {
    /// The task, where it has been under way for a while; asks for the frame that shows how far it is then. One task of a
    /// name that follows another, such as in counting, is the same to a person: it is as far as the one before until it says more.
    fn lasting<'a>(&mut self, ctx: &egui::Context, task: TaskShown<'a>) -> Option<TaskShown<'a>> {
        let now = ctx.input(|input| input.time);
        let (since, before) = match &self.task {
            Some(seen) if seen.name == task.name => (seen.since, seen.progress),
            _ => (now, None),
        };
        let progress = task.progress.or(before);
        self.task = Some(TaskSeen { name: task.name.to_owned(), since, progress });
        ctx.request_repaint_after_secs(TASK_LASTS as f32);
        (now - since >= TASK_LASTS).then_some(TaskShown { progress, ..task })
    }
}

/// The height the line wants, in points.
pub const HEIGHT: f32 = ROW + 2.0;

pub fn status(ui: &mut Ui, state: &mut StatusState, line: &StatusLine<'_>) -> Vec<StatusAction> {
    let words = words(ui.ctx());
    let mut actions = Vec::new();
    let layout = row_layout(ui.ctx());
    ui.allocate_ui_with_layout(vec2(ui.available_width(), HEIGHT), layout, |ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        ui.spacing_mut().button_padding.x = space::S;
        safety(ui, line, &words, &mut actions);
        if let Some(now) = line.state {
            document_state(ui, now, &words, &mut actions);
        }
        annotator(ui, state, line.annotator, &words, &mut actions);
        if let Some((n, total)) = line.position {
            part(ui, &words.format("count-of", &[("n", n.into()), ("total", total.into())]));
        }
        if line.ranges > 1 {
            part(ui, &words.format("status-ranges", &[("n", line.ranges.into())]))
                .bidi_hover(&words.get("status-ranges-tip"));
        }
        match line.quote {
            Some(quote) => quoted(ui, quote, &words),
            None if line.state.is_some() => {
                ui.add_space(space::XS);
                ui.add(BidiLabel::new(&words.get("status-no-selection")).small().weak());
            }
            None => {}
        }
        if let Some(label) = line.sticky {
            let text = words.format("status-sticky", &[("label", label.into())]);
            let hint = words.get("status-sticky-stop");
            if ui.add(BidiButton::quiet(&text).small().selected(true).hint(&hint)).clicked() {
                actions.push(StatusAction::StopSticky);
            }
        }
        far_side(ui, state, line, &words, &mut actions);
    });
    actions
}

fn safety(ui: &mut Ui, line: &StatusLine<'_>, words: &Localizer, actions: &mut Vec<StatusAction>) {
    let safety = line.safety;
    let theme = Theme::get(ui.ctx());
    let (word, tone) = match safety {
        Safety::Safe => ("status-safe", Tone::Good),
        Safety::Kept => ("status-kept", Tone::Good),
        Safety::Unsaved if line.not_kept.is_some() => ("status-in-memory", Tone::Danger),
        Safety::Unsaved => ("status-unsaved", Tone::Warning),
        Safety::Writing => ("status-writing", Tone::Weak),
        Safety::Saving => ("status-saving", Tone::Weak),
        Safety::ReadOnly => ("status-read-only", Tone::Warning),
        Safety::NotOpen => ("documents-failed", Tone::Warning),
        Safety::BeingRead(_) => ("status-being-read", Tone::Weak),
    };
    let (rect, _) = ui.allocate_exact_size(vec2(16.0, ROW), egui::Sense::hover());
    let at = |x: f32, y: f32| rect.center() + vec2(x, y);
    let ink = tone.colour(theme);
    match safety {
        Safety::Safe => {
            let tick = vec![at(-5.0, 0.5), at(-1.5, 4.0), at(5.0, -4.0)];
            ui.painter().line(tick, egui::Stroke::new(2.0, ink));
        }
        Safety::Unsaved => {
            ui.painter().circle_filled(rect.center(), 4.0, ink);
        }
        Safety::Kept => {
            ui.painter().circle_filled(rect.center(), 4.0, ink);
        }
        Safety::Saving | Safety::Writing | Safety::BeingRead(_) => {
            ui.painter().circle_stroke(rect.center(), 4.0, egui::Stroke::new(1.5, ink));
        }
        Safety::ReadOnly => paint_lock(ui.painter(), rect.center(), ink),
        Safety::NotOpen => paint_failure(ui.painter(), rect.center(), theme),
    }
    let text = match safety {
        Safety::BeingRead(n) => words.format(word, &[("n", n.into())]),
        _ => words.get(word),
    };
    let hint = match (safety, line.not_kept) {
        (Safety::Unsaved, Some(why)) => {
            Some(words.format("status-in-memory-tip", &[("why", why.into()), ("save", line.save_key.into())]))
        }
        (Safety::Unsaved, None) => Some(words.get("command-save.tip")),
        (Safety::Kept | Safety::Writing, _) => Some(words.format("status-kept-tip", &[("save", line.save_key.into())])),
        _ => None,
    };
    let response = if let Some(hint) = hint {
        ui.add(BidiButton::quiet(&text).small().hint(&hint))
    } else {
        ui.add(BidiLabel::new(&text).small().tone(tone).extend())
    };
    let response = match line.read_only {
        Some(why) => response.bidi_hover(why),
        None => response,
    };
    if response.clicked() {
        actions.push(StatusAction::Save);
    }
}

fn document_state(ui: &mut Ui, now: DocumentState, words: &Localizer, actions: &mut Vec<StatusAction>) {
    ui.add_space(space::S);
    let (rect, _) = ui.allocate_exact_size(vec2(14.0, ROW), egui::Sense::hover());
    paint_state(ui, rect.center(), now);
    let name = words.get(state_word(now));
    let (response, _) = choice_button(ui, &name, &name, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for state in DocumentState::ALL {
            let name = words.get(state_word(state));
            let row = ui.add(Row::new(&name).ticked(state == now).role(Role::MenuItemRadio));
            if row.clicked() {
                ui.close();
                if state != now {
                    actions.push(StatusAction::SetState(state));
                }
            }
        }
    });
    response.bidi_hover(&words.get("status-state-tip"));
}

fn annotator(ui: &mut Ui, state: &mut StatusState, name: &str, words: &Localizer, actions: &mut Vec<StatusAction>) {
    let Some(typed) = &mut state.annotator else {
        let text = match name.trim() {
            "" => words.get("status-no-annotator"),
            name => isolated(name),
        };
        let spoken = words.format("status-annotator", &[("name", name.into())]);
        let hint = words.get("status-annotator-tip");
        let button = BidiButton::quiet(&text).small().spoken(&spoken).hint(&hint);
        if ui.add(button).clicked() {
            state.annotator = Some(name.to_owned());
        }
        return;
    };
    let id = ui.make_persistent_id("status-annotator");
    let name_of_field = words.get("settings-annotator");
    let first = ui.data_mut(|data| !std::mem::replace(data.get_temp_mut_or_default::<bool>(id.with("open")), true));
    let field = BidiTextField::new(typed, &name_of_field).id(id).width(140.0);
    let shown = field.focus(first).select_all(first).show(ui);
    let left = !first && !shown.response.has_focus();
    if shown.submitted || shown.escaped || left {
        ui.data_mut(|data| data.remove::<bool>(id.with("open")));
        let typed = std::mem::take(typed).trim().to_owned();
        state.annotator = None;
        if !shown.escaped && typed != name {
            actions.push(StatusAction::SetAnnotator(typed));
        }
    }
}

/// The longest stretch of a quote that is laid out, in characters; the rest would be elided anyway.
const MAX_QUOTED: usize = 80;

fn quoted(ui: &mut Ui, quote: Quote<'_>, words: &Localizer) {
    let text: String = quote.text.chars().take(MAX_QUOTED).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let range = words.in_digits(&format!("{}..{}", quote.start, quote.end));
    let whole = words.format("status-quote", &[("text", text.as_str().into())]);
    ui.add_space(space::S);
    let most = (ui.available_width() * 0.4).clamp(60.0, 280.0);
    ui.add(BidiLabel::new(&whole).small().elide_at(most));
    // Kept together, each in the order that its digits are read.
    part(ui, &format!("\u{2066}{range}\u{2069}")).bidi_hover(&words.get("status-offsets-tip"));
    part(ui, &words.format("count-characters", &[("n", quote.characters.into())]));
}

fn part(ui: &mut Ui, text: &str) -> Response {
    ui.add_space(space::S);
    ui.add(BidiLabel::new(text).small().weak())
}

/// From the far side: how the text was read, what is under way, then what was said last in the room that is left.
fn far_side(
    ui: &mut Ui,
    state: &mut StatusState,
    line: &StatusLine<'_>,
    words: &Localizer,
    actions: &mut Vec<StatusAction>,
) {
    let layout =
        if is_rtl(ui.ctx()) { Layout::left_to_right(Align::Center) } else { Layout::right_to_left(Align::Center) };
    ui.with_layout(layout, |ui| {
        if let Some(encoding) = line.encoding {
            let spoken = words.format("status-encoding", &[("name", encoding.into())]);
            let button = BidiButton::quiet(encoding).small().spoken(&spoken).hint(&spoken);
            if ui.add(button).clicked() {
                actions.push(StatusAction::ChooseEncoding);
            }
        }
        match line.task.map(|task| state.lasting(ui.ctx(), task)) {
            Some(Some(task)) => task_under_way(ui, task, words, actions),
            Some(None) => {}
            None => state.task = None,
        }
        let Some((text, tone)) = line.message else { return };
        if ui.available_width() <= 3.0 * size::BODY {
            // Where it has no room for the eye it is told all the same.
            announced(ui, Some((Id::unique(("said", line.said)), text)));
        } else {
            ui.add_space(space::S);
            let response = ui.push_id(line.said, |ui| ui.add(BidiLabel::new(text).small().tone(tone).elide())).inner;
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
        }
    });
}

/// The name of a task, how far it is, and the way to stop it.
fn task_under_way(ui: &mut Ui, task: TaskShown<'_>, words: &Localizer, actions: &mut Vec<StatusAction>) {
    let name = ("name", task.name.into());
    if task.stops {
        let spoken = words.format("status-task-stop-tip", std::slice::from_ref(&name));
        let stop = words.get("status-task-stop");
        let button = BidiButton::quiet(&stop).small().spoken(&spoken).hint(&spoken);
        if ui.add(button).clicked() {
            actions.push(StatusAction::StopTask);
        }
    }
    let text = match task.progress {
        Some((done, 0)) => words.format("status-task-so-far", &[name, ("n", done.into())]),
        Some((done, all)) => words.format("status-task-of", &[name, ("n", done.into()), ("total", all.into())]),
        None => words.format("status-task", &[name]),
    };
    part(ui, &text);
}
