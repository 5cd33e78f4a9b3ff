//! The active annotation: its label, its attributes, its relations and its note, to be changed.

use egui::{Role, Ui};

use super::super::attributes::{AttributeDrafts, attribute_fields};
use super::super::icons::{BUTTON, Icon, IconState, places_at_end, sign_button};
use super::super::labels::{label_name, relation_name};
use super::super::{choice_button, part_id, row_menu};
use super::entity::entity_row;
use super::{AnnotationsAction, AnnotationsInput, AnnotationsState, Draft, attribute_action, label_menu, set_note};
use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, AttributeDefinition, AttributeValue, Attributes, ChainPlace, Relation,
    Target,
};
use crate::ui::localizer::{Localizer, isolated};
use crate::ui::palette::LabelPaint;
use crate::ui::theme::{ROW, Theme, space};
use crate::ui::widgets::{BidiLabel, BidiTextField, Row, guideline_hover, is_rtl, mirrored, mirrored_end};

/// Relations that are listed; an annotation with more is walked by keys.
const MAX_LISTED: usize = 200;
/// Members of a chain that are listed, around the one in hand; the others are walked to by keys.
const MAX_MEMBERS: usize = 40;
/// Characters of the other end in a row.
const MAX_QUOTED: usize = 60;

/// Attributes that something may have, and what the text says for them.
type Defined<'a> = (&'a [AttributeDefinition], &'a [(String, AttributeValue)]);

fn fields(
    ui: &mut Ui,
    drafts: &mut AttributeDrafts,
    (of, definitions, has): (&Target, Defined<'_>, &Attributes),
    words: &Localizer,
    actions: &mut Vec<AnnotationsAction>,
) {
    let changes = attribute_fields(ui, drafts, of, definitions, has, words);
    actions.extend(changes.into_iter().map(|change| attribute_action((of.clone(), change))));
}

/// The relations that begin or end at the annotation; under the chosen one its attributes.
fn relations(
    ui: &mut Ui,
    drafts: &mut AttributeDrafts,
    annotation: &Annotation,
    input: &AnnotationsInput<'_>,
    words: &Localizer,
    actions: &mut Vec<AnnotationsAction>,
) {
    for relation in input.document.relations.at(&annotation.id).take(MAX_LISTED) {
        let is_chosen = input.relation == Some(&relation.id);
        relation_row(ui, relation, &annotation.id, is_chosen, input, words, actions);
        if is_chosen && let Some(kind) = input.document.schema.relation_type(&relation.label) {
            let of = Target::Relation(relation.id.clone());
            fields(ui, drafts, (&of, (&kind.attributes, &[]), &relation.record.attributes), words, actions);
        }
    }
}

fn relation_row(
    ui: &mut Ui,
    relation: &Relation,
    from: &AnnotationId,
    is_chosen: bool,
    input: &AnnotationsInput<'_>,
    words: &Localizer,
    actions: &mut Vec<AnnotationsAction>,
) {
    let theme = Theme::get(ui.ctx());
    let outward = relation.source == *from;
    let other = if outward { &relation.target } else { &relation.source };
    let Some(end) = input.document.annotations.get(other) else { return };
    let kind = input.document.schema.relation_type(&relation.label);
    let name = kind.map_or(relation.label.as_str(), |kind| relation_name(kind, words.language()));
    let quote = input.document.quote_start(end, MAX_QUOTED).replace(['\n', '\r'], " ");
    let parts = [("label", name.into()), ("other", (&quote).into())];
    let spoken = words.format(if outward { "relation-to" } else { "relation-from" }, &parts);
    // The arrow says which end the row's annotation is; it points where the text runs.
    let arrow = match (outward, is_rtl(ui.ctx())) {
        (true, true) | (false, false) => "⭠",
        (true, false) | (false, true) => "⭢",
    };
    let shown = format!("{arrow} {}", isolated(&quote));
    let mut row = Row::new(&shown).trailing(name).selected(is_chosen).spoken(&spoken).room(0.0, BUTTON);
    if let Some(kind) = kind {
        row = row.swatch(LabelPaint::new(kind.colour, theme.panel).line);
    }
    let response = guideline_hover(ui.add(row), kind.map_or("", |kind| &kind.guideline));
    let id = part_id("relation", &relation.id, "delete");
    let in_part = ui.memory(|memory| memory.has_focus(id));
    let reachable = response.has_focus() || response.lost_focus() || in_part;
    let awake = ui.rect_contains_pointer(response.rect) || response.has_focus() || in_part;
    let [_, delete_at] = places_at_end(ui, response.rect);
    let stand = IconState { on: false, awake, reachable };
    let hint = words.format("relation-delete", &[("relation", (&spoken).into())]);
    if sign_button(ui, id, delete_at, Icon::Cross, &hint, stand).clicked() {
        actions.push(AnnotationsAction::DeleteRelation(relation.id.clone()));
    } else if response.double_clicked() {
        actions.push(AnnotationsAction::OtherEnd(relation.id.clone()));
    } else if response.clicked() {
        actions.push(AnnotationsAction::ChooseRelation(relation.id.clone()));
    }
    row_menu(&response, &spoken, |ui| {
        let mut entry = |ui: &mut Ui, word: &str, action: AnnotationsAction| {
            if ui.add(Row::new(&words.get(word)).role(Role::MenuItem)).clicked() {
                actions.push(action);
                ui.close();
            }
        };
        entry(ui, "command-other-end", AnnotationsAction::OtherEnd(relation.id.clone()));
        entry(ui, "command-reverse-relation", AnnotationsAction::ReverseRelation(relation.id.clone()));
        entry(ui, "command-delete-relation", AnnotationsAction::DeleteRelation(relation.id.clone()));
        ui.separator();
        for kind in &input.document.schema.relation_types {
            let ticked = kind.name == relation.label;
            let row = Row::new(relation_name(kind, words.language())).ticked(ticked).role(Role::MenuItemRadio);
            if ui.add(row).clicked() {
                actions.push(AnnotationsAction::RelabelRelation(relation.id.clone(), kind.name.clone()));
                ui.close();
            }
        }
    });
}

/// Rows of attributes that are in sight in a low panel, where three of the list are beside them.
const LOW_ROWS: f32 = 2.0;

/// The active annotation: its label, to be changed, and its note, to be written.
pub(super) fn active_annotation(
    ui: &mut Ui,
    AnnotationsState { note, attributes, write_note, of_document, .. }: &mut AnnotationsState,
    (low, room): (bool, f32),
    input: &AnnotationsInput<'_>,
    words: &Localizer,
    actions: &mut Vec<AnnotationsAction>,
) {
    let active = input.active.and_then(|id| input.document.annotations.get(id));
    // Of the document it is said where nothing is in hand, once something is said or is to be.
    let (text, flag) = (&input.document.note, input.document.flag);
    let says =
        *of_document || flag || !text.is_empty() || note.as_ref().is_some_and(|note| note.of == Target::Document);
    let of = match (input.relation, active) {
        (Some(relation), _) => Some(Target::Relation(relation.clone())),
        (None, Some(annotation)) => Some(Target::Annotation(annotation.id.clone())),
        (None, None) => says.then_some(Target::Document),
    };
    *of_document &= active.is_none();
    if note.as_ref().map(|draft| &draft.of) != of.as_ref() {
        actions.extend(note.take().filter(|draft| draft.text != draft.kept).map(set_note));
    }
    let shown = [
        active.map(|annotation| Target::Annotation(annotation.id.clone())),
        input.relation.cloned().map(Target::Relation),
        active.is_none().then_some(Target::Document),
    ];
    actions.extend(attributes.take_but(&shown.iter().flatten().collect::<Vec<_>>()).map(attribute_action));
    let document_has_form = active.is_none() && !input.document.schema.document_attributes.is_empty();
    if of.is_none() && document_has_form && (!low || attributes.is_wanted()) {
        return document_form(ui, attributes, (&Target::Document, flag, low), input, words, actions);
    }
    let Some(of) = of else { return };
    let (said, flag) = said_of(input.document, &of);
    let draft = note.get_or_insert_with(|| Draft {
        of: of.clone(),
        all: vec![of.clone()],
        text: said.to_owned(),
        kept: said.to_owned(),
    });
    // Undo, or another hand, changed it while nothing was being typed.
    if draft.kept != said && draft.text == draft.kept {
        said.clone_into(&mut draft.text);
    }
    said.clone_into(&mut draft.kept);
    let focus = std::mem::take(write_note);
    let writes_note =
        focus || !draft.text.is_empty() || ui.memory(|memory| memory.has_focus(ui.make_persistent_id(("note", &of))));
    let Some(annotation) = active else {
        document_form(ui, attributes, (&of, flag, low), input, words, actions);
        return note_field(ui, note, (low, focus), input, words, actions);
    };
    let several = input.selection.annotation_count();

    ui.separator();
    mirrored(ui, |ui| {
        ui.spacing_mut().button_padding.x = space::S;
        let chosen = match several {
            0 | 1 => words.get("annotations-chosen"),
            n => words.format("annotations-chosen-several", &[("n", n.into())]),
        };
        ui.add(BidiLabel::new(&chosen).small().weak());
        let label = input.labels.label(&annotation.label);
        let name = label.map_or(annotation.label.as_str(), |label| label_name(label, words.language()));
        let spoken = words.format("annotations-relabel", &[("label", name.into())]);
        let (_, chosen) = choice_button(ui, name, &spoken, |ui| label_menu(ui, input, Some(&annotation.label), words));
        if let Some(label) = chosen.flatten().filter(|label| *label != annotation.label) {
            actions.push(AnnotationsAction::Relabel(annotation.id.clone(), label));
        }
        mirrored_end(ui, |ui| {
            let (_, rect) = ui.allocate_space(egui::vec2(BUTTON, BUTTON));
            let stand = IconState { on: false, awake: true, reachable: true };
            let id = ui.make_persistent_id("delete-in-hand");
            if sign_button(ui, id, rect, Icon::Cross, &words.get("command-delete-annotation"), stand).clicked() {
                actions.push(AnnotationsAction::Delete(annotation.id.clone()));
            }
            flag_button(ui, &of, flag, words, actions);
        });
    });
    // In a low panel a key links (Alt+L); the row is there where it says something.
    if !low || annotation.entity.is_some() {
        entity_row(ui, annotation, input, words, actions);
    }
    let label = input.labels.label(&annotation.label);
    let definitions = label.map_or(&[][..], |label| &label.attributes);
    let defined = (definitions, input.proposed);
    // In a low panel the rows come first: of attributes and note one has room, the note where there is one or it is being written.
    if low && !attributes.is_wanted() {
        if definitions.is_empty() || writes_note {
            return note_field(ui, note, (low, focus), input, words, actions);
        }
        let most = (room - 6.0 * ROW).clamp(ROW, LOW_ROWS * ROW);
        egui::ScrollArea::vertical().id_salt("inspector").min_scrolled_height(ROW).max_height(most).show(ui, |ui| {
            fields(ui, attributes, (&of, defined, &annotation.record.attributes), words, actions);
        });
        return;
    }
    // Some rows of the list, the label and the note stay in sight as well.
    let most = (room - 7.0 * ROW).clamp(2.0 * ROW, 7.0 * ROW);
    egui::ScrollArea::vertical().id_salt("inspector").max_height(most).show(ui, |ui| {
        let of = Target::Annotation(annotation.id.clone());
        fields(ui, attributes, (&of, defined, &annotation.record.attributes), words, actions);
        relations(ui, attributes, annotation, input, words, actions);
        chains(ui, annotation, input, words, actions);
    });
    note_field(ui, note, (low, focus), input, words, actions);
}

/// What is said of the document as a whole (or, of what is said, the flag of a chosen relation), while no annotation is in hand:
/// its labels and other attributes as a form.
fn document_form(
    ui: &mut Ui,
    drafts: &mut AttributeDrafts,
    (flagged, flag, low): (&Target, bool, bool),
    input: &AnnotationsInput<'_>,
    words: &Localizer,
    actions: &mut Vec<AnnotationsAction>,
) {
    ui.separator();
    mirrored(ui, |ui| {
        ui.add(BidiLabel::new(&words.get("document-said")).small().weak());
        mirrored_end(ui, |ui| flag_button(ui, flagged, flag, words, actions));
    });
    // In a low panel the rows come first.
    if low && !drafts.is_wanted() {
        return;
    }
    let defined: Defined<'_> = (&input.document.schema.document_attributes, &[]);
    let of = (&Target::Document, defined, &input.document.attributes);
    egui::ScrollArea::vertical().id_salt("document_form").max_height(7.0 * ROW).show(ui, |ui| {
        fields(ui, drafts, of, words, actions);
    });
}

/// The note and the flag of something.
fn said_of<'a>(document: &'a AnnotatedDocument, of: &Target) -> (&'a str, bool) {
    let record = match of {
        Target::Annotation(id) => document.annotations.get(id).map(|annotation| &annotation.record),
        Target::Relation(id) => document.relations.get(id).map(|relation| &relation.record),
        Target::Document => return (&document.note, document.flag),
    };
    record.map_or(("", false), |record| (&record.note, record.flag))
}

/// Whether somebody is to look at it again.
fn flag_button(ui: &mut Ui, of: &Target, flag: bool, words: &Localizer, actions: &mut Vec<AnnotationsAction>) {
    let (_, rect) = ui.allocate_space(egui::vec2(BUTTON, BUTTON));
    let stand = IconState { on: flag, awake: true, reachable: true };
    let id = ui.make_persistent_id("flag");
    let name = words.get(match of {
        Target::Annotation(_) => "flag",
        Target::Relation(_) => "flag-relation",
        Target::Document => "flag-document",
    });
    if sign_button(ui, id, rect, Icon::Flag, &name, stand).clicked() {
        actions.push(AnnotationsAction::SetFlag(of.clone(), !flag));
    }
}

/// The chains that the annotation is in, with their members.
fn chains(
    ui: &mut Ui,
    annotation: &Annotation,
    input: &AnnotationsInput<'_>,
    words: &Localizer,
    actions: &mut Vec<AnnotationsAction>,
) {
    let theme = Theme::get(ui.ctx());
    for ChainPlace { chain, at } in input.chains {
        let kind = input.document.schema.relation_type(&chain.label);
        let name = kind.map_or(chain.label.as_str(), |kind| relation_name(kind, words.language()));
        let head = words.format("chain-of", &[("label", name.into()), ("n", chain.members.len().into())]);
        ui.add(BidiLabel::new(&head).small().weak());
        let first = at.saturating_sub(MAX_MEMBERS / 2);
        for member in chain.members.iter().skip(first).take(MAX_MEMBERS) {
            let Some(mention) = input.document.annotations.get(member) else { continue };
            let quote = input.document.quote_start(mention, MAX_QUOTED).replace(['\n', '\r'], " ");
            let label = input.labels.label(&mention.label);
            let shown = label.map_or(mention.label.as_str(), |label| label_name(label, words.language()));
            let spoken = words.format("chain-member", &[("text", (&quote).into()), ("label", name.into())]);
            let mut row = Row::new(&quote).trailing(shown).selected(*member == annotation.id).spoken(&spoken);
            if let Some(label) = label {
                row = row.swatch(LabelPaint::new(label.colour, theme.panel).line);
            }
            if ui.add(row).clicked() {
                actions.push(AnnotationsAction::Activate(member.clone()));
            }
        }
    }
}

/// The note on what is in hand, or on the document.
fn note_field(
    ui: &mut Ui,
    note: &mut Option<Draft>,
    (low, focus): (bool, bool),
    input: &AnnotationsInput<'_>,
    words: &Localizer,
    actions: &mut Vec<AnnotationsAction>,
) {
    let Some(draft) = note.as_mut() else { return };
    let name = words.get(match draft.of {
        Target::Annotation(_) => "annotations-note",
        Target::Relation(_) => "annotations-note-relation",
        Target::Document => "annotations-note-document",
    });
    let before = draft.text == draft.kept;
    let field = BidiTextField::multiline(&mut draft.text, &name, if low { 1 } else { 2 }).hint(&name);
    let field = field.id(ui.make_persistent_id(("note", &draft.of))).focus(focus).show(ui);
    if before && draft.text != draft.kept {
        draft.all = match &draft.of {
            Target::Annotation(id) if input.selection.holds(id) => {
                input.selection.annotations().into_iter().map(Target::Annotation).collect()
            }
            of => vec![of.clone()],
        };
    }
    if field.submitted {
        field.response.surrender_focus();
    }
    if (field.submitted || field.escaped || field.response.lost_focus()) && draft.text != draft.kept {
        draft.kept.clone_from(&draft.text);
        actions.push(set_note(draft.clone()));
    }
}
