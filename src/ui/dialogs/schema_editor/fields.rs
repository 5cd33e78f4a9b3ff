//! What labels, relation types and attributes have in common: two names that are shown, one in datasets, a colour, a guideline. A field
//! is put into the schema when it is left, if the schema allows it; what is wrong is said below the field while it is typed.

use std::sync::Arc;

use egui::{Id, Ui};

use super::guideline::GuidelineDraft;
use crate::model::{AttributeDefinition, Colour, Label, RelationType, Schema};
use crate::ui::dialogs::{complaint, form_row};
use crate::ui::localizer::Localizer;
use crate::ui::palette::LabelPaint;
use crate::ui::panels::choice_button;
use crate::ui::theme::Theme;
use crate::ui::widgets::{BidiTextField, Row, mirrored, swatches};

/// Room for the names of the fields, in points.
pub(super) const NAMES: f32 = 165.0;

/// The fields that are typed in one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Arabic,
    English,
    Name,
    Colour,
}

const FIELDS: [Field; 4] = [Field::Arabic, Field::English, Field::Name, Field::Colour];

impl Field {
    fn word(self) -> &'static str {
        match self {
            Field::Arabic => "label-arabic",
            Field::English => "label-english",
            Field::Name => "label-name",
            Field::Colour => "label-colour-hex",
        }
    }
}

/// What is described by these fields.
pub(super) trait Described: Bare + Clone + PartialEq {
    /// Its name in datasets, and in either language.
    fn names(&self) -> [&str; 3];
    fn set_name(&mut self, name: &str);
    fn shown_mut(&mut self) -> [&mut String; 2];
    fn guideline(&self) -> &str;
    fn guideline_mut(&mut self) -> &mut String;
    fn colour(&self) -> Option<Colour>;
    fn colour_mut(&mut self) -> Option<&mut Colour>;
}

/// What guidelines are written about.
pub(super) trait Bare {
    /// The same without guidelines, which are not copied on the way.
    fn bare(&self) -> Self;
}

/// A schema without guidelines.
pub(super) fn bare_schema(schema: &Schema) -> Schema {
    Schema {
        name: schema.name.clone(),
        labels: schema.labels.iter().map(Bare::bare).collect(),
        relation_types: schema.relation_types.iter().map(Bare::bare).collect(),
        document_attributes: schema.document_attributes.iter().map(Bare::bare).collect(),
    }
}

/// Their fields have the same names, but for a colour, which not all have.
macro_rules! described {
    ($thing:ident $(, $colour:ident)?) => {
        impl Described for $thing {
            fn names(&self) -> [&str; 3] {
                [self.name.as_str(), &self.arabic, &self.english]
            }

            fn set_name(&mut self, name: &str) {
                self.name = name.into();
            }

            fn shown_mut(&mut self) -> [&mut String; 2] {
                [&mut self.arabic, &mut self.english]
            }

            fn guideline(&self) -> &str {
                &self.guideline
            }

            fn guideline_mut(&mut self) -> &mut String {
                &mut self.guideline
            }

            fn colour_mut(&mut self) -> Option<&mut Colour> {
                [$(&mut self.$colour)?].into_iter().next()
            }

            fn colour(&self) -> Option<Colour> {
                [$(self.$colour)?].into_iter().next()
            }
        }
    };
}

described!(Label, colour);
described!(RelationType, colour);
described!(AttributeDefinition);

impl Bare for Label {
    fn bare(&self) -> Self {
        Label {
            name: self.name.clone(),
            arabic: self.arabic.clone(),
            english: self.english.clone(),
            colour: self.colour,
            key: self.key,
            parent: self.parent.clone(),
            guideline: String::new(),
            overlap: self.overlap,
            attributes: self.attributes.iter().map(Bare::bare).collect(),
        }
    }
}

impl Bare for RelationType {
    fn bare(&self) -> Self {
        RelationType {
            name: self.name.clone(),
            arabic: self.arabic.clone(),
            english: self.english.clone(),
            colour: self.colour,
            kind: self.kind,
            source_labels: self.source_labels.clone(),
            target_labels: self.target_labels.clone(),
            guideline: String::new(),
            attributes: self.attributes.iter().map(Bare::bare).collect(),
        }
    }
}

impl Bare for AttributeDefinition {
    fn bare(&self) -> Self {
        AttributeDefinition {
            name: self.name.clone(),
            kind: self.kind.clone(),
            arabic: self.arabic.clone(),
            english: self.english.clone(),
            guideline: String::new(),
            required: self.required,
            default: self.default.clone(),
            remembered: self.remembered,
            shown: self.shown,
        }
    }
}

/// What was typed into a field, and what the schema holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) text: String,
    kept: String,
    pub(super) wrong: Option<String>,
}

impl Draft {
    /// Takes over what changed in the schema, but for what is being typed.
    pub(super) fn sync_text(&mut self, kept: &str) {
        if self.kept == kept {
            return;
        }
        if self.text == self.kept {
            kept.clone_into(&mut self.text);
            self.wrong = None;
        }
        kept.clone_into(&mut self.kept);
    }

    pub(super) fn is_changed(&self) -> bool {
        self.text != self.kept
    }

    /// It is on its way into the schema. Where it does not come there, what the schema holds comes back.
    pub(super) fn given(&mut self) {
        self.kept.clone_from(&self.text);
        self.wrong = None;
    }

    /// What was typed is let go.
    pub(super) fn let_go(&mut self) {
        self.text.clone_from(&self.kept);
        self.wrong = None;
    }
}

/// The drafts of one thing.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    drafts: [Draft; FIELDS.len()],
    guideline: GuidelineDraft,
    /// What they were last brought up to.
    schema: Option<Arc<Schema>>,
    /// It is new: its name is what is to be typed first.
    fresh: bool,
}

/// Why something cannot become what is typed.
pub(super) type Refusal<'a, T> = &'a dyn Fn(&T) -> Option<String>;

impl Fields {
    /// Of what is about to be added.
    pub(super) fn fresh() -> Self {
        Fields { fresh: true, ..Fields::default() }
    }

    /// Takes over what changed in the schema, but for what is being typed. True where the schema is another one.
    pub(super) fn sync<T: Described>(&mut self, one: &T, schema: &Arc<Schema>) -> bool {
        if self.schema.as_ref().is_some_and(|known| Arc::ptr_eq(known, schema)) {
            return false;
        }
        self.schema = Some(schema.clone());
        for (field, draft) in FIELDS.into_iter().zip(&mut self.drafts) {
            draft.sync_text(&kept(field, one));
        }
        self.guideline.sync_text(one.guideline());
        true
    }

    /// The names, one a row. What is to become of the thing, where a field was left.
    pub(super) fn names<T: Described>(
        &mut self,
        ui: &mut Ui,
        salt: Id,
        one: &T,
        refusal: Refusal<'_, T>,
        words: &Localizer,
    ) -> Option<T> {
        let fresh = std::mem::take(&mut self.fresh);
        let mut given = None;
        for field in [Field::Arabic, Field::English, Field::Name] {
            let name = words.get(field.word());
            let focus = fresh && field == Field::Arabic;
            let typed = form_row(ui, &name, NAMES, |ui| self.typed(ui, field, (salt, focus), one, refusal, words));
            given = given.or(typed);
        }
        given
    }

    /// The colour: swatches and a field. `surface` is what it is shown on.
    pub(super) fn colour<T: Described>(
        &mut self,
        ui: &mut Ui,
        salt: Id,
        one: &T,
        refusal: Refusal<'_, T>,
        words: &Localizer,
    ) -> Option<T> {
        let colour = one.colour()?;
        let mut given = None;
        form_row(ui, &words.get("label-colour"), NAMES, |ui| {
            if let Some(colour) = swatches(ui, colour) {
                let mut other = one.clone();
                other.colour_mut().into_iter().for_each(|own| *own = colour);
                given = Some(other);
            }
            let theme = Theme::get(ui.ctx());
            mirrored(ui, |ui| {
                let (rect, _) = ui.allocate_exact_size(egui::vec2(18.0, 18.0), egui::Sense::hover());
                ui.painter().rect_filled(rect, 3, LabelPaint::new(colour, theme.page).line);
                let typed = self.typed(ui, Field::Colour, (salt, false), one, refusal, words);
                given = given.take().or(typed);
            });
            if let Some(wrong) = &self.drafts[Field::Colour as usize].wrong {
                complaint(ui, wrong);
            }
        });
        given
    }

    /// The guideline, however long it is.
    pub(super) fn guideline<T: Described>(&mut self, ui: &mut Ui, salt: Id, one: &T, words: &Localizer) -> Option<T> {
        let name = words.get("label-guideline");
        let whole = form_row(ui, &name, NAMES, |ui| self.guideline.show(ui, salt, &name, one.guideline(), words))?;
        let mut other = one.clone();
        *other.guideline_mut() = whole;
        Some(other)
    }

    fn typed<T: Described>(
        &mut self,
        ui: &mut Ui,
        field: Field,
        (salt, focus): (Id, bool),
        one: &T,
        refusal: Refusal<'_, T>,
        words: &Localizer,
    ) -> Option<T> {
        let name = words.get(field.word());
        let draft = &mut self.drafts[field as usize];
        let shown = BidiTextField::new(&mut draft.text, &name);
        let shown = match field {
            Field::Colour => shown.width(110.0).ltr(),
            Field::Name => shown.ltr(),
            Field::Arabic | Field::English => shown,
        };
        let shown = shown.id(salt.with(field.word())).focus(focus).select_all(focus).show(ui);
        if shown.response.changed() {
            let draft = &self.drafts[field as usize];
            let wrong = check_draft(field, &draft.text, one, refusal, words).err();
            self.drafts[field as usize].wrong = wrong;
        }
        let mut given = None;
        let draft = &mut self.drafts[field as usize];
        if (shown.submitted || shown.escaped || shown.response.lost_focus()) && draft.is_changed() {
            match check_draft(field, &draft.text, one, refusal, words) {
                Ok(()) => {
                    let mut other = one.clone();
                    put(field, &draft.text, &mut other);
                    draft.text = kept(field, &other);
                    draft.given();
                    given = (other != *one).then_some(other);
                }
                Err(wrong) => draft.wrong = Some(wrong),
            }
        }
        if let Some(wrong) = draft.wrong.as_ref().filter(|_| field != Field::Colour) {
            complaint(ui, wrong);
        }
        given
    }

    /// Every field at once, as one step: the form goes away. What the schema refuses is let go.
    pub(super) fn finish<T: Described>(&mut self, one: &T, refusal: Refusal<'_, T>, words: &Localizer) -> Option<T> {
        if !self.drafts.iter().any(Draft::is_changed) && !self.guideline.is_changed() {
            return None;
        }
        let mut whole = one.clone();
        for (field, draft) in FIELDS.into_iter().zip(&mut self.drafts) {
            if !draft.is_changed() {
                continue;
            }
            if check_draft(field, &draft.text, &whole, refusal, words).is_ok() {
                put(field, &draft.text, &mut whole);
            }
            draft.given();
        }
        if let Some(guideline) = self.guideline.take(one.guideline()) {
            *whole.guideline_mut() = guideline;
        }
        (whole != *one).then_some(whole)
    }
}

/// Why the thing cannot be with a draft in it.
fn check_draft<T: Described>(
    field: Field,
    text: &str,
    one: &T,
    refusal: Refusal<'_, T>,
    words: &Localizer,
) -> Result<(), String> {
    let mut bare = one.bare();
    if !put(field, text, &mut bare) {
        return Err(words.get("schema-bad-colour"));
    }
    refusal(&bare).map_or(Ok(()), Err)
}

/// Puts a draft into the thing; false where it is no colour.
fn put<T: Described>(field: Field, text: &str, one: &mut T) -> bool {
    let text = text.trim();
    match field {
        Field::Arabic => text.clone_into(one.shown_mut()[0]),
        Field::English => text.clone_into(one.shown_mut()[1]),
        Field::Name => one.set_name(text),
        Field::Colour => {
            let hex = format!("#{}", text.trim_start_matches('#').to_lowercase());
            let Some(colour) = Colour::from_hex(&hex) else { return false };
            one.colour_mut().into_iter().for_each(|own| *own = colour);
        }
    }
    true
}

fn kept<T: Described>(field: Field, one: &T) -> String {
    let [name, arabic, english] = one.names();
    match field {
        Field::Arabic => arabic.to_owned(),
        Field::English => english.to_owned(),
        Field::Name => name.to_owned(),
        Field::Colour => one.colour().map(Colour::to_hex).unwrap_or_default(),
    }
}

/// One of a few, as a menu. What was chosen, where it is another.
pub(super) fn one_of<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    all: &[T],
    current: T,
    said: impl Fn(T) -> String,
) -> Option<T> {
    let mut chosen = None;
    let shown = said(current);
    choice_button(ui, &shown, &format!("{name}: {shown}"), |ui| {
        ui.set_min_width(220.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        for one in all {
            let text = said(*one);
            if ui.add(Row::new(&text).ticked(*one == current).role(egui::Role::MenuItemRadio)).clicked() {
                chosen = Some(*one);
                ui.close();
            }
        }
    });
    chosen.filter(|one| *one != current)
}
