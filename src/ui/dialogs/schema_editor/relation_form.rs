//! Everything about one relation type, field by field.

use std::collections::HashSet;

use egui::{Id, Role, Ui};

use super::fields::{Fields, NAMES, one_of};
use super::input::{SchemaAction, SchemaInput, edit};
use super::label_pick::{LabelPick, PickWords};
use crate::edit::{Command, SchemaEdit};
use crate::model::{LabelName, RelationKind, RelationType};
use crate::ui::dialogs::{complaint, form_row};
use crate::ui::localizer::{Localizer, isolated};
use crate::ui::panels::labels::label_name;
use crate::ui::widgets::BidiLabel;

/// Labels of an end that are named; the others are counted.
const NAMED: usize = 3;

/// The form of one relation type.
#[derive(Clone, Debug, Default)]
pub(super) struct RelationForm {
    fields: Fields,
    ends: [End; 2],
    wrong_kind: Option<String>,
}

/// What stands at one end.
#[derive(Clone, Debug, Default)]
struct End {
    allowed: HashSet<LabelName>,
    /// The first of them, as they are called.
    shown: String,
    pick: LabelPick,
    wrong: Option<String>,
}

/// The words of a kind: its name, and what it means.
fn kind_words(kind: RelationKind) -> (&'static str, &'static str) {
    match kind {
        RelationKind::Directed => ("relation-directed", "relation-directed-means"),
        RelationKind::Symmetric => ("relation-symmetric", "relation-symmetric-means"),
        RelationKind::Equivalence => ("relation-equivalence", "relation-equivalence-means"),
    }
}

fn change(kind: &RelationType, other: RelationType) -> Command {
    edit(SchemaEdit::ChangeRelationType { name: kind.name.clone(), kind: other })
}

impl RelationForm {
    /// Of a type that is about to be added.
    pub(super) fn fresh() -> Self {
        RelationForm { fields: Fields::fresh(), ..RelationForm::default() }
    }

    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        salt: Id,
        kind: &RelationType,
        input: &SchemaInput<'_>,
        words: &Localizer,
        actions: &mut Vec<SchemaAction>,
    ) {
        if self.fields.sync(kind, input.schema) {
            for (end, labels) in self.ends.iter_mut().zip([&kind.source_labels, &kind.target_labels]) {
                end.sync(labels, input, words);
            }
        }
        let refusal = |other: &RelationType| input.refusal(&change(kind, other.clone()), words);
        let mut give = |other: Option<RelationType>| {
            actions.extend(other.map(|other| SchemaAction::Do(change(kind, other))));
        };
        give(self.fields.names(ui, salt, kind, &refusal, words));
        let name = words.get("relation-kind");
        let chosen = form_row(ui, &name, NAMES, |ui| {
            let said = |kind: RelationKind| words.get(kind_words(kind).0);
            let chosen = one_of(ui, &name, &RelationKind::ALL, kind.kind, said);
            ui.add(BidiLabel::new(&words.get(kind_words(kind.kind).1)).small().weak().wrap());
            if let Some(wrong) = &self.wrong_kind {
                complaint(ui, wrong);
            }
            chosen
        });
        if let Some(chosen) = chosen {
            let other = RelationType { kind: chosen, ..kind.clone() };
            self.wrong_kind = refusal(&other);
            give(Some(other).filter(|_| self.wrong_kind.is_none()));
        }
        let names = match kind.kind {
            RelationKind::Directed => ["relation-from-labels", "relation-to-labels"],
            RelationKind::Symmetric | RelationKind::Equivalence => ["relation-one-labels", "relation-other-labels"],
        };
        for (at, word) in names.into_iter().enumerate() {
            let name = words.get(word);
            let labels = form_row(ui, &name, NAMES, |ui| {
                self.ends[at].show(ui, &name, [&kind.source_labels, &kind.target_labels][at], input, words)
            });
            if let Some(labels) = labels {
                let mut other = kind.clone();
                *[&mut other.source_labels, &mut other.target_labels][at] = labels;
                self.ends[at].wrong = refusal(&other);
                give(Some(other).filter(|_| self.ends[at].wrong.is_none()));
            }
        }
        give(self.fields.colour(ui, salt, kind, &refusal, words));
        give(self.fields.guideline(ui, salt, kind, words));
    }

    /// Everything that was typed, as the form goes away.
    pub(super) fn finish(
        &mut self,
        kind: &RelationType,
        input: &SchemaInput<'_>,
        words: &Localizer,
        actions: &mut Vec<SchemaAction>,
    ) {
        let refusal = |other: &RelationType| input.refusal(&change(kind, other.clone()), words);
        let whole = self.fields.finish(kind, &refusal, words);
        actions.extend(whole.map(|other| SchemaAction::Do(change(kind, other))));
    }
}

impl End {
    fn sync(&mut self, labels: &[LabelName], input: &SchemaInput<'_>, words: &Localizer) {
        self.allowed = labels.iter().cloned().collect();
        let named = labels.iter().take(NAMED).map(|name| {
            let label = input.schema.label(name);
            isolated(label.map_or(name.as_str(), |label| label_name(label, words.language())))
        });
        self.shown = named.collect::<Vec<_>>().join(" · ");
        if labels.len() > NAMED {
            let more = [("n", (labels.len() - NAMED).into())];
            self.shown = format!("{} {}", self.shown, words.format("schema-note-more", &more));
        }
    }

    /// The labels of the end, where one was ticked or unticked.
    fn show(
        &mut self,
        ui: &mut Ui,
        name: &str,
        labels: &[LabelName],
        input: &SchemaInput<'_>,
        words: &Localizer,
    ) -> Option<Vec<LabelName>> {
        let any = words.get("relation-any-label");
        let shown = if labels.is_empty() { &any } else { &self.shown };
        let spoken = format!("{name}: {shown}");
        let allowed = &self.allowed;
        let is_chosen = |label: &LabelName| allowed.contains(label);
        let said = PickWords {
            shown,
            spoken: &spoken,
            none: Some(&any),
            is_chosen: &is_chosen,
            is_none: labels.is_empty(),
            role: Role::MenuItemCheckBox,
        };
        let clicked = self.pick.show(ui, &said, input.schema, words);
        if let Some(wrong) = &self.wrong {
            complaint(ui, wrong);
        }
        match clicked? {
            None => (!labels.is_empty()).then(Vec::new),
            Some(label) if self.allowed.contains(&label) => {
                Some(labels.iter().filter(|other| **other != label).cloned().collect())
            }
            Some(label) => Some(labels.iter().cloned().chain([label]).collect()),
        }
    }
}
