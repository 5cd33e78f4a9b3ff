//! Every annotation of the document: to find one, to go to it, to relabel it, to write a note on it.

mod author_filter;
mod entity;
mod inspector;
mod order;

use std::sync::Arc;

use egui::{Key, Modifiers, Response, Role, Ui};

pub use self::author_filter::AuthorFilter;
use self::inspector::active_annotation;
pub use self::order::Sort;
use self::order::{RowOrder, Wanted};
use super::attributes::{AttributeChange, AttributeDrafts};
use super::icons::{BUTTON, Icon, IconState, paint_sign, places_at_end, sign_button};
use super::labels::label_name;
use super::{above_foot, choice_button, context_menu, foot, panel_head, part_id};
use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, AttributeValue, ChainPlace, EntityId, LabelName, Register, Target,
};
use crate::session::Selection;
use crate::ui::label_places::LabelPlaces;
use crate::ui::localizer::Localizer;
use crate::ui::palette::LabelPaint;
use crate::ui::theme::{ROW, Theme, space};
use crate::ui::widgets::{Row, column, empty_state, filter_field, list, mirrored_wrapped, words};

/// What the panel shows.
#[derive(Clone, Copy, Debug)]
pub struct AnnotationsInput<'a> {
    /// Tells this open document from every other; the number of its entry will do.
    pub key: u64,
    /// Grows with every change of the document.
    pub revision: u64,
    pub document: &'a AnnotatedDocument,
    /// The labels of its schema.
    pub labels: &'a LabelPlaces,
    /// The active annotation.
    pub active: Option<&'a AnnotationId>,
    /// What is selected: the active annotation, and those together with it.
    pub selection: &'a Selection,
    /// The chains that the active annotation is in.
    pub chains: &'a [ChainPlace],
    /// The relation that stands out.
    pub relation: Option<&'a AnnotationId>,
    /// The entity register of its project.
    pub register: Option<&'a Register>,
    /// What the text of the active annotation says for its attributes.
    pub proposed: &'a [(String, AttributeValue)],
}

/// What the analyst asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum AnnotationsAction {
    /// Activate it and show its place.
    Activate(AnnotationId),
    /// Select it as well, or no more.
    Toggle(AnnotationId),
    /// Select these as well; the last is active.
    SelectAlso(Vec<AnnotationId>),
    Delete(AnnotationId),
    Relabel(AnnotationId, LabelName),
    /// On all of these.
    SetNote(Vec<Target>, String),
    SetFlag(Target, bool),
    SetAttribute(Target, String, Option<AttributeValue>),
    /// What was typed for an attribute is no number.
    NoNumber(String),
    NoDate(String),
    ChooseRelation(AnnotationId),
    /// The other end of the relation becomes active.
    OtherEnd(AnnotationId),
    ReverseRelation(AnnotationId),
    DeleteRelation(AnnotationId),
    RelabelRelation(AnnotationId, LabelName),
    /// An entry of the register is to be chosen for it.
    ChooseEntry(AnnotationId),
    /// The register is to be shown at an entry.
    FollowEntry(EntityId),
    Unlink(AnnotationId),
}

/// What the panel remembers.
#[derive(Debug, Default)]
pub struct AnnotationsState {
    filter: String,
    label: Option<LabelName>,
    /// Whose annotations are listed; all others are dimmed on the page as well.
    maker: Option<AuthorFilter>,
    /// The document that was listed last.
    document: Option<u64>,
    sort: Sort,
    order: RowOrder,
    /// The active annotation when the list was last scrolled to it.
    followed: Option<AnnotationId>,
    note: Option<Draft>,
    /// The field of the note is to have the keyboard.
    write_note: bool,
    /// What is said of the document is shown where nothing is in hand.
    of_document: bool,
    attributes: AttributeDrafts,
}

/// A note while it is written.
#[derive(Clone, Debug)]
struct Draft {
    of: Target,
    /// What it is for: what was selected together when the first letter was typed.
    all: Vec<Target>,
    text: String,
    /// What the document holds.
    kept: String,
}

impl AnnotationsState {
    /// Gives the field of an attribute of the active annotation the keyboard.
    pub fn write_attribute(&mut self, name: String) {
        self.attributes.write(None, name);
    }

    /// The same for the attribute of one thing.
    pub fn write_attribute_of(&mut self, of: Target, name: String) {
        self.attributes.write(Some(of), name);
    }

    /// Gives the field of the note the keyboard; where nothing is in hand, that of the document.
    pub fn write_note(&mut self) {
        (self.write_note, self.of_document) = (true, true);
    }

    /// Whose annotations stand out; `None`: everybody's.
    pub fn maker(&self) -> Option<&AuthorFilter> {
        self.maker.as_ref()
    }

    /// The note and the attribute that were typed but not yet put into the document: to be asked for before the document is saved,
    /// left or closed while a field has the keyboard.
    pub fn take_pending(&mut self) -> Vec<AnnotationsAction> {
        let attribute = self.attributes.take().map(attribute_action);
        self.take_note().into_iter().chain(attribute).collect()
    }

    /// The annotations that the list shows, in its order.
    pub fn listed(&self, document: &AnnotatedDocument) -> Vec<AnnotationId> {
        self.order.all(document)
    }

    fn take_note(&mut self) -> Option<AnnotationsAction> {
        let draft = self.note.as_mut().filter(|draft| draft.text != draft.kept)?;
        draft.kept.clone_from(&draft.text);
        Some(set_note(draft.clone()))
    }
}

pub fn annotations(ui: &mut Ui, state: &mut AnnotationsState, input: &AnnotationsInput<'_>) -> Vec<AnnotationsAction> {
    let words = words(ui.ctx());
    let mut actions = Vec::new();
    column(ui, |ui| {
        let total = input.document.annotations.len();
        // Another document may not have the label that was asked for.
        state.label.take_if(|label| input.labels.label(label).is_none());
        // Another document may have nothing of this maker, and would be dimmed as a whole.
        if state.document.replace(input.key) != Some(input.key) {
            state.maker = None;
        }
        let wanted = Wanted {
            filter: &state.filter,
            label: state.label.as_ref(),
            maker: state.maker.as_ref(),
            sort: state.sort,
        };
        state.order.update(input, &wanted);
        let shown = state.order.count(input.document);
        let count = match (shown == total, total) {
            (_, 0) => String::new(),
            (true, _) => words.number(total),
            (false, _) => words.format("count-of", &[("n", shown.into()), ("total", total.into())]),
        };
        panel_head(ui, &words.get("panel-annotations"), &count);
        if total == 0 {
            empty_state(ui, &words.get("annotations-empty"));
            active_annotation(ui, state, (true, 0.0), input, &words, &mut actions);
            return;
        }
        filter_field(ui, &mut state.filter, &words.get("filter-annotations"), false);
        // In a low panel the rows come first, unless a choice leaves some of them out.
        let low = ui.available_height() < LOW;
        if ui.available_height() >= CHOICES_FROM || state.label.is_some() || state.maker.is_some() {
            choices(ui, state, input, &words);
        }
        let room = ui.available_height();
        above_foot(ui, "annotations", |ui| rows(ui, (&mut state.followed, &state.order), input, &words, &mut actions));
        foot(ui, "annotations", |ui| active_annotation(ui, state, (low, room), input, &words, &mut actions));
    });
    actions
}

/// The height below the field from which there is room for the choices, some rows and the annotation that is chosen.
const CHOICES_FROM: f32 = 12.0 * ROW;

/// The height below the field under which even what is in hand is said in short.
const LOW: f32 = 9.0 * ROW;

/// How the rows are ordered, of which label they are and whose.
fn choices(ui: &mut Ui, state: &mut AnnotationsState, input: &AnnotationsInput<'_>, words: &Localizer) {
    mirrored_wrapped(ui, |ui| {
        ui.spacing_mut().button_padding.x = space::S;
        let sort = words.get(state.sort.message_id());
        let spoken = words.format("annotations-sorted", &[("by", sort.as_str().into())]);
        choice_button(ui, &sort, &spoken, |ui| {
            for sort in Sort::ALL {
                let name = words.get(sort.message_id());
                let row = Row::new(&name).ticked(sort == state.sort).role(Role::MenuItemRadio);
                if ui.add(row).clicked() {
                    state.sort = sort;
                    ui.close();
                }
            }
        });
        let all = words.get("annotations-all-labels");
        let chosen = state.label.as_ref().and_then(|name| input.labels.label(name));
        let name = chosen.map_or(all.as_str(), |label| label_name(label, words.language())).to_owned();
        let spoken = words.format("annotations-of-label", &[("label", name.as_str().into())]);
        choice_button(ui, &name, &spoken, |ui| {
            if ui.add(Row::new(&all).ticked(state.label.is_none()).role(Role::MenuItemRadio)).clicked() {
                state.label = None;
                ui.close();
            }
            if let Some(label) = label_menu(ui, input, state.label.as_ref(), words) {
                state.label = Some(label);
            }
        });
        maker_choice(ui, &mut state.maker, input.document, words);
    });
}

/// Whose annotations are listed and stand out on the page.
fn maker_choice(ui: &mut Ui, chosen: &mut Option<AuthorFilter>, document: &AnnotatedDocument, words: &Localizer) {
    let name_of = |maker: &AuthorFilter| match (maker, maker.message_id()) {
        (AuthorFilter::Annotator(annotator), _) => annotator.as_str().to_owned(),
        (_, Some(word)) => words.get(word),
        (_, None) => String::new(),
    };
    let all = words.get("annotations-all-makers");
    let name = chosen.as_ref().map_or_else(|| all.clone(), name_of);
    let spoken = words.format("annotations-of-maker", &[("maker", name.as_str().into())]);
    choice_button(ui, &name, &spoken, |ui| {
        let mut choice = |ui: &mut Ui, maker: Option<AuthorFilter>, name: &str| {
            if ui.add(Row::new(name).ticked(*chosen == maker).role(Role::MenuItemRadio)).clicked() {
                *chosen = maker;
                ui.close();
            }
        };
        choice(ui, None, &all);
        // Looked for only while the menu is open.
        for maker in AuthorFilter::all_of(document) {
            let name = name_of(&maker);
            choice(ui, Some(maker), &name);
        }
    });
}

/// The labels of the schema as entries of a menu.
fn label_menu(
    ui: &mut Ui,
    input: &AnnotationsInput<'_>,
    current: Option<&LabelName>,
    words: &Localizer,
) -> Option<LabelName> {
    let theme = Theme::get(ui.ctx());
    let mut chosen = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    egui::ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
        for label in &input.document.schema.labels {
            let row = Row::new(label_name(label, words.language()))
                .detail(label.name.as_str())
                .swatch(LabelPaint::new(label.colour, theme.raised).line)
                .ticked(current == Some(&label.name))
                .role(Role::MenuItemRadio);
            if ui.add(row).clicked() {
                chosen = Some(label.name.clone());
                ui.close();
            }
        }
    });
    chosen
}

fn rows(
    ui: &mut Ui,
    (followed, order): (&mut Option<AnnotationId>, &RowOrder),
    input: &AnnotationsInput<'_>,
    words: &Localizer,
    actions: &mut Vec<AnnotationsAction>,
) {
    let count = order.count(input.document);
    if count == 0 {
        empty_state(ui, &words.get("annotations-none-match"));
        return;
    }
    let current = order.active_row();
    // Only where another annotation was activated: who scrolls away is not pulled back.
    let bring = if followed.as_ref() == input.active { None } else { current };
    *followed = input.active.cloned();
    let mut delete = None;
    let modifiers = ui.input(|input| input.modifiers);
    let moved = list(ui, "annotations", count, current, bring, |ui, index| {
        let annotation = order.row(input.document, index).expect("the list has as many rows as were counted");
        let selected = current == Some(index) || input.selection.holds(&annotation.id);
        annotation_row(ui, annotation, selected, input, words, actions, &mut delete)
    });
    if let Some(annotation) = moved.chosen.and_then(|index| order.row(input.document, index))
        && delete.is_none()
    {
        *followed = Some(annotation.id.clone());
        let (chosen, id) = (moved.chosen.unwrap_or_default(), annotation.id.clone());
        actions.push(match current {
            // From the active row to this one, which comes last.
            Some(from) if modifiers.shift => {
                let rows = (from.min(chosen)..=from.max(chosen)).filter_map(|row| order.row(input.document, row));
                let mut ids: Vec<AnnotationId> = rows.map(|row| row.id.clone()).collect();
                ids.push(id);
                AnnotationsAction::SelectAlso(ids)
            }
            _ if modifiers.command => AnnotationsAction::Toggle(id),
            _ => AnnotationsAction::Activate(id),
        });
    }
    actions.extend(delete.map(AnnotationsAction::Delete));
}

/// The longest stretch of a quote that a row lays out, in characters.
const MAX_QUOTED: usize = 120;

/// What a row says of the annotated text: line ends are shown, and what could not be in sight is left out.
fn quote_of(document: &AnnotatedDocument, annotation: &Annotation) -> String {
    let mut quote = String::new();
    for (i, span) in annotation.spans.iter().enumerate() {
        if i > 0 {
            quote.push_str(" … ");
        }
        let part = document.document.quote(span);
        let room = MAX_QUOTED.saturating_sub(quote.chars().count());
        quote.extend(part.chars().take(room).filter(|c| *c != '\r').map(|c| match c {
            '\n' | '\u{2028}' | '\u{2029}' => '¶',
            c if c.is_control() => ' ',
            c => c,
        }));
        if part.chars().nth(room).is_some() {
            quote.push('…');
            break;
        }
    }
    quote
}

fn annotation_row(
    ui: &mut Ui,
    annotation: &Arc<Annotation>,
    active: bool,
    input: &AnnotationsInput<'_>,
    words: &Localizer,
    actions: &mut Vec<AnnotationsAction>,
    delete: &mut Option<AnnotationId>,
) -> Response {
    let theme = Theme::get(ui.ctx());
    let label = input.labels.label(&annotation.label);
    let quote = quote_of(input.document, annotation);
    let name = label.map_or(annotation.label.as_str(), |label| label_name(label, words.language()));
    let empty = words.get("annotations-zero-width");
    let shown = if quote.is_empty() { empty.as_str() } else { quote.as_str() };
    let (noted, flagged) = (!annotation.record.note.trim().is_empty(), annotation.record.flag);
    let mut spoken = format!("{shown}، {name}");
    if noted {
        spoken = format!("{spoken}، {}: {}", words.get("hover-note"), annotation.record.note);
    }
    if flagged {
        spoken = format!("{spoken}، {}", words.get("flag"));
    }
    // The room of the button is kept in every row: the names of labels stand under one another.
    let room = BUTTON * (1 + usize::from(noted) + usize::from(flagged)) as f32;
    let mut row = Row::new(shown).trailing(name).selected(active).spoken(&spoken).room(0.0, room);
    if let Some(label) = label {
        row = row.swatch(LabelPaint::new(label.colour, theme.panel).line);
    }
    if noted {
        row = row.hint(&annotation.record.note);
    }
    let response = ui.add(row);
    let id = part_id("annotation", &annotation.id, "delete");
    let in_part = ui.memory(|memory| memory.has_focus(id));
    // In the frame of Tab the row has just lost the keyboard: its button is next.
    let reachable = response.has_focus() || response.lost_focus() || in_part;
    let awake = ui.rect_contains_pointer(response.rect) || response.has_focus() || in_part;
    let [before, beside, delete_at] = places_at_end(ui, response.rect);
    if noted {
        paint_sign(ui.painter(), beside.center(), Icon::Note, theme.ink_weak, theme.panel);
    }
    if flagged {
        let at = if noted { before } else { beside };
        paint_sign(ui.painter(), at.center(), Icon::Flag, theme.accent, theme.panel);
    }
    let hint = words.format("annotations-delete", &[("text", shown.into())]);
    let stand = IconState { on: false, awake, reachable };
    let pressed = sign_button(ui, id, delete_at, Icon::Cross, &hint, stand).clicked();
    let key = response.has_focus() && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Delete));
    if pressed || key {
        *delete = Some(annotation.id.clone());
    }
    context_menu(&response, &spoken, |ui| {
        if let Some(label) = label_menu(ui, input, Some(&annotation.label), words) {
            actions.push(AnnotationsAction::Relabel(annotation.id.clone(), label));
        }
        ui.separator();
        if ui.add(Row::new(&words.get("action-delete")).role(Role::MenuItem)).clicked() {
            *delete = Some(annotation.id.clone());
            ui.close();
        }
    });
    response
}

fn attribute_action((of, change): (Target, AttributeChange)) -> AnnotationsAction {
    match change {
        AttributeChange::Set(name, value) => AnnotationsAction::SetAttribute(of, name, value),
        AttributeChange::NoNumber(text) => AnnotationsAction::NoNumber(text),
        AttributeChange::NoDate(text) => AnnotationsAction::NoDate(text),
    }
}

fn set_note(draft: Draft) -> AnnotationsAction {
    AnnotationsAction::SetNote(draft.all, draft.text)
}
