//! What is said of two that become one: nothing of it goes.

use crate::model::{Annotation, EntityId, Record};

/// Puts what `from` says beyond `into` into it: attributes it lacks; a value that differs, and the note, into its note.
pub(super) fn join_records(into: &mut Record, from: Record) {
    for (name, value) in from.attributes {
        match into.attributes.get(&name) {
            None => drop(into.attributes.insert(name, value)),
            Some(own) if *own == value => {}
            Some(_) => add_to_note(&mut into.note, &format!("{name}: {value}")),
        }
    }
    into.flag |= from.flag;
    if !from.note.is_empty() && from.note != into.note {
        add_to_note(&mut into.note, &from.note);
    }
}

/// The same of two annotations, with the entry of the register that they are linked to.
pub(super) fn join_annotations(into: &mut Annotation, entity: Option<&EntityId>, record: Record) {
    match (&into.entity, entity) {
        (None, Some(other)) => into.entity = Some(other.clone()),
        (Some(own), Some(other)) if own != other => add_to_note(&mut into.record.note, &format!("entity: {other}")),
        _ => {}
    }
    join_records(&mut into.record, record);
}

pub(super) fn add_to_note(note: &mut String, line: &str) {
    if !note.is_empty() {
        note.push('\n');
    }
    note.push_str(line);
}
