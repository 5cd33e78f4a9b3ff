//! The fields of an entry.

use egui::Ui;

use super::super::form_row;
use crate::model::register::{OtherName, is_language};
use crate::model::{EntityId, Entry, LabelName};
use crate::ui::localizer::Localizer;
use crate::ui::widgets::{BidiTextField, is_rtl};

/// Room for the names of the fields, in points.
const NAMES: f32 = 130.0;

/// An entry as its fields have it.
#[derive(Clone, Debug)]
pub(super) struct EntryForm {
    id: EntityId,
    fields: Fields,
    /// As the register has it.
    kept: Fields,
    /// It was just made: its name is written over.
    is_new: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Fields {
    name: String,
    /// One a line, the language behind @.
    names: String,
    kinds: String,
    references: String,
    note: String,
}

impl EntryForm {
    pub(super) fn of(entry: &Entry) -> Self {
        let name = |name: &OtherName| match &name.language {
            Some(language) => format!("{}@{language}", name.text),
            None => name.text.clone(),
        };
        let fields = Fields {
            name: entry.name.clone(),
            names: entry.names.iter().map(name).collect::<Vec<_>>().join("\n"),
            kinds: entry.kinds.iter().map(LabelName::as_str).collect::<Vec<_>>().join(" "),
            references: entry.references.iter().map(String::as_str).collect::<Vec<_>>().join(" "),
            note: entry.note.clone(),
        };
        EntryForm { id: entry.id.clone(), kept: fields.clone(), fields, is_new: false }
    }

    pub(super) fn new_one(self) -> Self {
        EntryForm { is_new: true, ..self }
    }

    pub(super) fn is_new(&self) -> bool {
        self.is_new
    }

    pub(super) fn id(&self) -> &EntityId {
        &self.id
    }

    pub(super) fn is_changed(&self) -> bool {
        self.fields != self.kept
    }

    /// Puts what was changed into the entry; what was not stays as it is there.
    pub(super) fn put_into(&self, entry: &mut Entry) {
        let Fields { name, names, kinds, references, note } = &self.fields;
        if *names != self.kept.names {
            let lines = names.lines().map(str::trim).filter(|line| !line.is_empty());
            entry.names = lines
                .map(|line| match line.rsplit_once('@') {
                    Some((text, language)) if is_language(language) && !text.trim().is_empty() => {
                        OtherName { text: text.trim().to_owned(), language: Some(language.to_owned()) }
                    }
                    _ => OtherName::new(line),
                })
                .collect();
        }
        if *name != self.kept.name {
            match self.is_new {
                true => entry.name = name.trim().to_owned(),
                false => entry.rename(name),
            }
        }
        if *kinds != self.kept.kinds {
            entry.kinds = kinds.split_whitespace().map(LabelName::from).collect();
        }
        if *references != self.kept.references {
            entry.references = references.split_whitespace().map(str::to_owned).collect();
        }
        if *note != self.kept.note {
            entry.note.clone_from(note);
        }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, words: &Localizer) {
        let EntryForm { fields, is_new, id, .. } = self;
        let Fields { name, names, kinds, references, note } = fields;
        let salt = ui.make_persistent_id(("entry", id.as_str()));
        let width = ui.available_width() - NAMES - 24.0;
        let rtl = is_rtl(ui.ctx());
        let row = |ui: &mut Ui, word: &str, text: &mut String, lines: usize, ltr: bool| {
            let said = words.get(word);
            form_row(ui, &said, NAMES, |ui| {
                let field = match lines {
                    1 => BidiTextField::new(text, &said),
                    lines => BidiTextField::multiline(text, &said, lines),
                };
                let field = if ltr && rtl { field.ltr() } else { field };
                field.id(salt.with(word)).width(width).show(ui)
            })
        };
        let field = row(ui, "entry-name", name, 1, false);
        if *is_new && !field.response.has_focus() && name.as_str() == self.kept.name {
            field.response.request_focus();
        }
        row(ui, "entry-names", names, 3, false);
        row(ui, "entry-kinds", kinds, 1, true);
        row(ui, "entry-references", references, 1, true);
        row(ui, "entry-note", note, 2, false);
    }
}
