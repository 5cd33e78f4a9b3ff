//! What a merge left to be decided, one conflict at a time: both versions, where they differ, and which is to stand. Each
//! decision is one command, so that undo takes it back.

use std::sync::Arc;

use egui::{Context, ScrollArea, Ui};

use super::{before_buttons, complaint, sheet};
use crate::edit::Command;
use crate::model::{AnnotatedDocument, Annotation, Attributes, Choice, Conflict, LabelName, Relation, Side};
use crate::ui::command::UiCommand;
use crate::ui::l10n::Localize as _;
use crate::ui::localizer::Localizer;
use crate::ui::modal::{Flow, Modal, Request, UiContext};
use crate::ui::panels::labels::label_name;
use crate::ui::theme::{Theme, space};
use crate::ui::widgets::{BidiButton, BidiLabel, Tone, column, dialog, mirrored, mirrored_end, words};

/// Characters of an annotation's text that a version shows.
const MAX_SHOWN: usize = 400;

/// What the dialog shows.
#[derive(Clone, Copy)]
pub struct ConflictsInput<'a> {
    pub document: &'a AnnotatedDocument,
    pub can_undo: bool,
    /// Why the last decision was refused, if it was.
    pub refused: Option<&'a str>,
}

/// What the analyst asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum ConflictsAction {
    Do(Command),
    Undo,
    Close,
}

/// The dialog while it is open.
#[derive(Clone, Debug, Default)]
pub struct ConflictsDialog {
    at: usize,
    /// Why the last decision was refused, if it was.
    refused: Option<String>,
}

impl Modal for ConflictsDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let Some(document) = cx.session.current() else { return Flow::Close };
        let refused = self.refused.clone();
        let input =
            ConflictsInput { document: document.content(), can_undo: document.can_undo(), refused: refused.as_deref() };
        let mut flow = Flow::Open;
        for action in self.draw(&cx.ctx, &input) {
            match action {
                ConflictsAction::Do(command) => {
                    self.refused = cx.session.dispatch(command).err().map(|error| error.localized(&cx.words));
                }
                ConflictsAction::Undo => cx.request(Request::Command(UiCommand::Undo)),
                ConflictsAction::Close => flow = Flow::Close,
            }
        }
        flow
    }
}

impl ConflictsDialog {
    pub fn draw(&mut self, ctx: &Context, input: &ConflictsInput<'_>) -> Vec<ConflictsAction> {
        let words = words(ctx);
        let mut actions = Vec::new();
        let conflicts = &input.document.conflicts;
        self.at = self.at.min(conflicts.len().saturating_sub(1));
        let (_, close) = dialog(ctx, "conflicts", &words.get("dialog-conflicts-title"), 620.0, |ui| {
            match conflicts.get(self.at) {
                None => {
                    ui.add(BidiLabel::new(&words.get("conflicts-none")).tone(Tone::Good).wrap());
                }
                Some(conflict) => self.one(ui, input, conflict, &words, &mut actions),
            }
            if let Some(refused) = input.refused {
                complaint(ui, refused);
            }
            before_buttons(ui);
            mirrored(ui, |ui| {
                let undo = words.get("command-undo");
                if ui.add_enabled(input.can_undo, BidiButton::quiet(&undo)).clicked() {
                    actions.push(ConflictsAction::Undo);
                }
                mirrored_end(ui, |ui| {
                    if ui.add(BidiButton::new(&words.get("action-close"))).clicked() {
                        actions.push(ConflictsAction::Close);
                    }
                });
            });
        });
        if close {
            actions.push(ConflictsAction::Close);
        }
        actions
    }

    fn one(
        &mut self,
        ui: &mut Ui,
        input: &ConflictsInput<'_>,
        conflict: &Arc<Conflict>,
        words: &Localizer,
        actions: &mut Vec<ConflictsAction>,
    ) {
        let count = input.document.conflicts.len();
        mirrored(ui, |ui| {
            let said = words.format("conflicts-count", &[("at", (self.at + 1).into()), ("n", count.into())]);
            ui.add(BidiLabel::new(&said).weak());
            mirrored_end(ui, |ui| {
                let next = words.get("conflicts-next");
                if ui.add_enabled(self.at + 1 < count, BidiButton::quiet(&next)).clicked() {
                    self.at += 1;
                }
                let previous = words.get("conflicts-previous");
                if ui.add_enabled(self.at > 0, BidiButton::quiet(&previous)).clicked() {
                    self.at -= 1;
                }
            });
        });
        ui.add_space(space::S);
        ui.add(BidiLabel::new(&headline(conflict, words)).wrap());
        let [ours, theirs] = [Side::Ours, Side::Theirs].map(|side| version(input.document, conflict, side, words));
        for (name, lines, others) in [("conflicts-ours", &ours, &theirs), ("conflicts-theirs", &theirs, &ours)] {
            ui.add_space(space::M);
            ui.add(BidiLabel::new(&words.get(name)).small().weak());
            shown(ui, name, lines, others);
        }
        ui.add_space(space::L);
        mirrored_end(ui, |ui| {
            let choices = [
                ("conflicts-keep-ours", Choice::Side(Side::Ours), true),
                ("conflicts-keep-theirs", Choice::Side(Side::Theirs), true),
                ("conflicts-keep-both", Choice::Both, conflict.can_keep_both()),
            ];
            for (word, choice, possible) in choices {
                if possible && ui.add(BidiButton::new(&words.get(word))).clicked() {
                    actions.push(ConflictsAction::Do(Command::Resolve { conflict: conflict.clone(), choice }));
                }
            }
        });
    }
}

/// One version; lines that the other does not have stand out.
fn shown(ui: &mut Ui, name: &str, lines: &[String], others: &[String]) {
    let theme = Theme::get(ui.ctx());
    sheet(theme).show(ui, |ui| {
        ui.push_id(name, |ui| {
            ScrollArea::vertical().max_height(110.0).auto_shrink([false, true]).show(ui, |ui| {
                column(ui, |ui| {
                    for line in lines {
                        let label = BidiLabel::new(line).wrap();
                        ui.add(if others.contains(line) { label.weak() } else { label });
                    }
                });
            });
        });
    });
}

fn headline(conflict: &Conflict, words: &Localizer) -> String {
    match conflict {
        Conflict::Annotation(_) => words.get("conflicts-annotation"),
        Conflict::Relation(_) => words.get("conflicts-relation"),
        Conflict::Label(_) => words.get("conflicts-label"),
        Conflict::RelationType(_) => words.get("conflicts-relation-type"),
        Conflict::DocumentAttribute(_) => words.get("conflicts-document-attribute"),
        Conflict::State(_) => words.get("conflicts-state"),
        Conflict::Value { name, .. } => words.format("conflicts-value", &[("name", name.as_str().into())]),
        Conflict::Fact { fact, .. } => words.format("conflicts-fact", &[("name", fact.localized(words).into())]),
    }
}

/// What one side says, a line for each field.
fn version(document: &AnnotatedDocument, conflict: &Conflict, side: Side, words: &Localizer) -> Vec<String> {
    let lines = match conflict {
        Conflict::Annotation(sides) => sides.of(side).map(|a| annotation(document, a, words)),
        Conflict::Relation(sides) => sides.of(side).map(|r| relation(document, r, words)),
        Conflict::Label(sides) => sides.of(side).map(|l| {
            let mut lines = vec![l.name.to_string(), l.arabic.clone(), l.english.clone(), l.colour.to_hex()];
            lines.extend(l.key.map(|key| key.to_string()));
            lines.extend(l.parent.as_ref().map(LabelName::to_string));
            lines.push(l.guideline.clone());
            lines.extend(l.attributes.iter().map(|a| format!("{}: {}", a.name, a.kind.localized(words))));
            lines
        }),
        Conflict::RelationType(sides) => sides.of(side).map(|r| {
            let list = |labels: &[LabelName]| labels.iter().map(LabelName::to_string).collect::<Vec<_>>().join(" ");
            let ends = format!("{} → {}", list(&r.source_labels), list(&r.target_labels));
            let mut lines = vec![r.name.to_string(), r.arabic.clone(), r.english.clone(), r.colour.to_hex(), ends];
            lines.push(r.guideline.clone());
            lines.extend(r.attributes.iter().map(|a| format!("{}: {}", a.name, a.kind.localized(words))));
            lines
        }),
        Conflict::DocumentAttribute(sides) => {
            sides.of(side).map(|a| vec![a.name.clone(), a.kind.localized(words), a.arabic.clone(), a.english.clone()])
        }
        Conflict::State(sides) => sides.of(side).map(|state| vec![state.localized(words)]),
        Conflict::Value { sides, .. } => sides.of(side).map(|v| vec![v.localized(words)]),
        Conflict::Fact { sides, .. } => sides.of(side).map(|v| vec![v.clone()]),
    };
    let mut lines = lines.unwrap_or_else(|| vec![words.get("conflicts-absent")]);
    lines.retain(|line| !line.is_empty());
    lines
}

fn annotation(document: &AnnotatedDocument, annotation: &Annotation, words: &Localizer) -> Vec<String> {
    let label = document.schema.label(&annotation.label);
    let label = label.map_or(annotation.label.as_str(), |label| label_name(label, words.language()));
    let mut lines = vec![label.to_owned(), format!("«{}»", document.quote_start(annotation, MAX_SHOWN))];
    lines.extend(attributes(&annotation.record.attributes, words));
    lines.extend([annotation.record.note.clone(), annotation.record.annotator.to_string()]);
    lines
}

fn relation(document: &AnnotatedDocument, relation: &Relation, words: &Localizer) -> Vec<String> {
    let end = |id| match document.annotations.get(id) {
        Some(annotation) => format!("«{}»", document.quote_start(annotation, MAX_SHOWN)),
        None => id.to_string(),
    };
    let mut lines = vec![relation.label.to_string(), end(&relation.source), end(&relation.target)];
    lines.extend(attributes(&relation.record.attributes, words));
    lines.push(relation.record.note.clone());
    lines
}

fn attributes(attributes: &Attributes, words: &Localizer) -> impl Iterator<Item = String> {
    attributes.iter().map(|(name, value)| format!("{name}: {}", value.localized(words)))
}
