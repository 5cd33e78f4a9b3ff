//! A schema as a table, for spreadsheets: everything that a schema says, a row for each thing.
//!
//! ```text
//! type,owner,name,arabic,english,colour,key,parent,overlap,kind,choices,default,required,remembered,shown,source,target,guideline
//! schema,,الأعلام,,,,,,,,,,,,,,,
//! label,,PER,شخص,Person,#144acc,p,,never,,,,,,,,,
//! attribute,PER,gender,الجنس,,,,,,choice,male|female,male,yes,,yes,,,
//! relation,,visits,زار,,#bc7f00,,,,symmetric,,,,,,PER,LOC|GPE,
//! attribute,,topic,,,,,,,text,,,,,,,,
//! ```
//!
//! `type` is `schema`, `label`, `relation` or `attribute`; in a table without that column each row is a label, so that a list of names is
//! enough. `kind` of an attribute is `flag`, `choice`, `choices` (several), `number`, `text` or `date`, of a relation `directed`, `symmetric`
//! or `equivalence`; `overlap` of a label is `any`, `nested`, `other-labels` or `never`. An attribute names its label or relation type as `owner`; one without belongs to documents. A list has `|` between its items;
//! `\` stands before one that belongs to an item. Rows keep their order, and columns may stand in any.

use std::borrow::Cow;

use super::draft::{Draft, Owner, cut};
use super::format::{SchemaNote, SchemaRead, SchemaText};
use crate::formats::error::{ImportError, ImportProblem};
use crate::formats::table::cells::{Row, RowReader, unguarded};
use crate::formats::table::csv_row;
use crate::formats::table_fault::TableFault;
use crate::model::{
    AttributeDefinition, AttributeKind, AttributeValue, Colour, LabelName, Overlap, RelationKind, Schema,
};

/// Columns that a table may have.
const MAX_COLUMNS: usize = 256;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Type,
    Owner,
    Name,
    Arabic,
    English,
    Colour,
    Key,
    Parent,
    Overlap,
    Kind,
    Choices,
    Default,
    Required,
    Remembered,
    Shown,
    Source,
    Target,
    Guideline,
}

/// The columns in their order, and how each is called; further names that are understood stand behind the first.
const COLUMNS: [(Column, &[&str]); 18] = [
    (Column::Type, &["type"]),
    (Column::Owner, &["owner"]),
    (Column::Name, &["name", "label", "الاسم", "التصنيف", "الوسم"]),
    (Column::Arabic, &["arabic", "العربية"]),
    (Column::English, &["english", "الإنجليزية"]),
    (Column::Colour, &["colour", "color", "اللون"]),
    (Column::Key, &["key", "hotkey", "المفتاح"]),
    (Column::Parent, &["parent"]),
    (Column::Overlap, &["overlap"]),
    (Column::Kind, &["kind"]),
    (Column::Choices, &["choices"]),
    (Column::Default, &["default"]),
    (Column::Required, &["required"]),
    (Column::Remembered, &["remembered"]),
    (Column::Shown, &["shown"]),
    (Column::Source, &["source"]),
    (Column::Target, &["target"]),
    (Column::Guideline, &["guideline", "description", "الدليل"]),
];

const YES_OR_NO: [(bool, &str); 4] = [(false, "no"), (true, "yes"), (true, "true"), (false, "false")];

const OVERLAPS: [(Overlap, &str); 4] = [
    (Overlap::Any, "any"),
    (Overlap::Nested, "nested"),
    (Overlap::OtherLabels, "other-labels"),
    (Overlap::Never, "never"),
];

const RELATIONS: [(RelationKind, &str); 3] = [
    (RelationKind::Directed, "directed"),
    (RelationKind::Symmetric, "symmetric"),
    (RelationKind::Equivalence, "equivalence"),
];

/// The word for what is not the usual; nothing for what is.
fn word_of<T: PartialEq>(what: &T, known: &[(T, &'static str)]) -> &'static str {
    let usual = known.first().is_some_and(|(first, _)| first == what);
    known.iter().find(|(other, _)| !usual && other == what).map_or("", |(_, word)| word)
}

/// A row of the table by its columns.
struct Cells<'a, 't> {
    columns: &'a [Option<Column>],
    cells: Vec<Cow<'t, str>>,
    line: usize,
}

impl Cells<'_, '_> {
    fn raw(&self, column: Column) -> Cow<'_, str> {
        let at = self.columns.iter().position(|known| *known == Some(column));
        let cell = at.and_then(|at| self.cells.get(at)).map_or("", |cell| cell);
        unguarded(Cow::Borrowed(cell))
    }

    fn wrong(&self, column: Column) -> ImportProblem {
        let name = COLUMNS.iter().find(|(known, _)| *known == column).map_or("", |(_, names)| names[0]);
        ImportProblem::Table(TableFault::Value { column: name.to_owned(), said: cut(&self.raw(column)) })
    }

    fn colour(&self) -> Result<Option<Colour>, ImportProblem> {
        match &*self.raw(Column::Colour).trim().to_lowercase() {
            "" => Ok(None),
            said => match Colour::from_hex(said) {
                Some(colour) => Ok(Some(colour)),
                None => Err(self.wrong(Column::Colour)),
            },
        }
    }

    /// What is one of a few words; the first where nothing is said.
    fn word<T: Copy>(&self, column: Column, known: &[(T, &str)]) -> Result<T, ImportProblem> {
        let said = self.raw(column).trim().to_lowercase();
        let found = known.iter().find(|(_, word)| said == *word || said.is_empty());
        found.map(|(what, _)| *what).ok_or_else(|| self.wrong(column))
    }

    fn names(&self, column: Column) -> Vec<LabelName> {
        items(&self.raw(column)).iter().map(|name| LabelName::new(name.as_str())).collect()
    }
}

pub(super) fn read(file: &SchemaText<'_>) -> Result<SchemaRead, ImportError> {
    let text = file.text.trim_start_matches('\u{feff}');
    let header = text.lines().next().unwrap_or_default();
    let count = |separator: &char| header.matches(*separator).count();
    let separator = [',', ';', '\t'].into_iter().rev().max_by_key(count).unwrap_or(',');
    let mut rows = RowReader::new(text, separator, MAX_COLUMNS);
    let cells_of = |row: Row<'_>, line| {
        row.cells
            .map(|cells| cells.into_iter().map(Cow::into_owned).collect::<Vec<_>>())
            .map_err(|fault| ImportProblem::Table(fault).at(file.path, line))
    };
    let Some(first) = rows.next() else { return Err(ImportProblem::Empty.in_file(file.path)) };
    let header = cells_of(first, 1)?;
    let mut draft = Draft::default();
    let columns = columns(&header, &mut draft).map_err(|fault| ImportProblem::Table(fault).at(file.path, 1))?;
    let has = |column| columns.contains(&Some(column));
    // What hangs on others comes when all of them are known.
    let mut attributes: Vec<(usize, Owner, AttributeDefinition)> = Vec::new();
    for row in rows {
        let line = row.line;
        let cells: Vec<Cow<'_, str>> = cells_of(row, line)?.into_iter().map(Cow::Owned).collect();
        if cells.len() > columns.len() {
            let fault = TableFault::Cells { found: cells.len(), expected: columns.len() };
            return Err(ImportProblem::Table(fault).at(file.path, line));
        }
        let row = Cells { columns: &columns, cells, line };
        let kind = if has(Column::Type) { row.raw(Column::Type).trim().to_lowercase() } else { "label".to_owned() };
        let read = match &*kind {
            "schema" => {
                draft.schema_mut().name = row.raw(Column::Name).into_owned();
                Ok(())
            }
            "label" => label(&row, &mut draft),
            "relation" => relation(&row, &mut draft),
            "attribute" => attribute(&row).map(|(owner, definition)| attributes.push((line, owner, definition))),
            _ => Err(row.wrong(Column::Type)),
        };
        read.map_err(|problem| problem.at(file.path, line))?;
    }
    for (line, owner, definition) in attributes {
        let owner = match owner {
            Owner::Label(name) if !draft.has_label(name.as_str()) => Owner::Relation(name),
            owner => owner,
        };
        draft.attribute(line, &owner, definition);
    }
    draft.finish(file.path)
}

fn columns(header: &[String], draft: &mut Draft) -> Result<Vec<Option<Column>>, TableFault> {
    if header.len() > MAX_COLUMNS {
        return Err(TableFault::TooManyColumns(MAX_COLUMNS));
    }
    let mut columns = Vec::new();
    for said in header {
        let said = said.trim().to_lowercase();
        let known = COLUMNS.iter().find(|(_, names)| names.contains(&&*said)).map(|(column, _)| *column);
        match known {
            Some(column) if columns.contains(&Some(column)) => return Err(TableFault::ColumnTwice(said)),
            None if !said.is_empty() => draft.left_out(1, &said),
            _ => {}
        }
        columns.push(known);
    }
    match columns.contains(&Some(Column::Name)) {
        true => Ok(columns),
        false => Err(TableFault::NoColumn("name")),
    }
}

fn label(row: &Cells<'_, '_>, draft: &mut Draft) -> Result<(), ImportProblem> {
    let name = row.raw(Column::Name);
    let (colour, parent) = (row.colour()?, row.raw(Column::Parent));
    let overlap = row.word(Column::Overlap, &OVERLAPS)?;
    if draft.has_label(&name) {
        draft.note(SchemaNote::Twice { line: row.line, name: cut(&name) });
        return Ok(());
    }
    let label = draft.label(&name);
    label.overlap = overlap;
    label.arabic = row.raw(Column::Arabic).into_owned();
    label.english = row.raw(Column::English).into_owned();
    label.guideline = row.raw(Column::Guideline).into_owned();
    label.parent = (!parent.is_empty()).then(|| LabelName::new(&*parent));
    label.colour = colour.unwrap_or(label.colour);
    let key = row.raw(Column::Key);
    if !key.is_empty() {
        draft.key(row.line, &name, &key);
    }
    Ok(())
}

fn relation(row: &Cells<'_, '_>, draft: &mut Draft) -> Result<(), ImportProblem> {
    let name = row.raw(Column::Name);
    let colour = row.colour()?;
    let direction = row.word(Column::Kind, &RELATIONS)?;
    if draft.has_relation(&name) {
        draft.note(SchemaNote::Twice { line: row.line, name: cut(&name) });
        return Ok(());
    }
    let kind = draft.relation(&name);
    kind.kind = direction;
    kind.arabic = row.raw(Column::Arabic).into_owned();
    kind.english = row.raw(Column::English).into_owned();
    kind.guideline = row.raw(Column::Guideline).into_owned();
    kind.colour = colour.unwrap_or(kind.colour);
    kind.source_labels = row.names(Column::Source);
    kind.target_labels = row.names(Column::Target);
    Ok(())
}

fn attribute(row: &Cells<'_, '_>) -> Result<(Owner, AttributeDefinition), ImportProblem> {
    let kind = match &*row.raw(Column::Kind).trim().to_lowercase() {
        "flag" => AttributeKind::Flag,
        "choice" => AttributeKind::Choice(items(&row.raw(Column::Choices))),
        "choices" => AttributeKind::Choices(items(&row.raw(Column::Choices))),
        "date" => AttributeKind::Date,
        "number" => AttributeKind::Number,
        "text" => AttributeKind::Text,
        _ => return Err(row.wrong(Column::Kind)),
    };
    let mut definition = AttributeDefinition::new(row.raw(Column::Name), kind);
    definition.required = row.word(Column::Required, &YES_OR_NO)?;
    definition.remembered = row.word(Column::Remembered, &YES_OR_NO)?;
    definition.shown = row.word(Column::Shown, &YES_OR_NO)?;
    let default = row.raw(Column::Default);
    if !default.is_empty() {
        let value = value_of(&default, &definition.kind).ok_or_else(|| row.wrong(Column::Default))?;
        definition.default = Some(value);
    }
    definition.arabic = row.raw(Column::Arabic).into_owned();
    definition.english = row.raw(Column::English).into_owned();
    definition.guideline = row.raw(Column::Guideline).into_owned();
    let owner = match row.raw(Column::Owner) {
        owner if owner.is_empty() => Owner::Document,
        owner => Owner::Label(LabelName::new(&*owner)),
    };
    Ok((owner, definition))
}

/// A value as it stands in a cell.
fn value_of(cell: &str, kind: &AttributeKind) -> Option<AttributeValue> {
    match kind {
        AttributeKind::Flag => cell.trim().parse().ok().map(AttributeValue::Flag),
        AttributeKind::Choice(_) => Some(AttributeValue::Choice(cell.to_owned())),
        AttributeKind::Choices(_) => Some(AttributeValue::Choices(items(cell))),
        AttributeKind::Number => cell.trim().parse().ok().map(AttributeValue::Number),
        AttributeKind::Text => Some(AttributeValue::Text(cell.to_owned())),
        AttributeKind::Date => cell.trim().parse().ok().map(AttributeValue::Date),
    }
}

/// Items with `|` between them. No item and one that is empty are told apart: `\` alone stands for the empty one.
fn items(cell: &str) -> Vec<String> {
    if cell.is_empty() {
        return Vec::new();
    }
    let (mut items, mut item, mut letters) = (Vec::new(), String::new(), cell.chars());
    while let Some(c) = letters.next() {
        match c {
            '\\' => item.extend(letters.next()),
            '|' => items.push(std::mem::take(&mut item)),
            c => item.push(c),
        }
    }
    items.push(item);
    items
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    let (mut cell, mut last) = (String::new(), 0);
    for (n, item) in items.enumerate() {
        if n > 0 {
            cell.push('|');
        }
        for c in item.chars() {
            if matches!(c, '|' | '\\') {
                cell.push('\\');
            }
            cell.push(c);
        }
        last = n + 1;
    }
    // A list of one empty item is no empty list.
    if last == 1 && cell.is_empty() { "\\".to_owned() } else { cell }
}

/// Writes a row of these cells.
type Put<'a> = &'a mut dyn FnMut(&[(Column, &str)]);

pub(super) fn write(schema: &Schema) -> Vec<(&'static str, String)> {
    // Spreadsheets read a table without the mark as if it were of the system's old encoding.
    let mut out = String::from("\u{feff}");
    csv_row(&mut out, COLUMNS.iter().map(|(_, names)| names[0]));
    let mut put = |cells: &[(Column, &str)]| {
        let cell = |column: &Column| cells.iter().find(|(known, _)| known == column).map_or("", |(_, text)| *text);
        csv_row(&mut out, COLUMNS.iter().map(|(column, _)| cell(column)));
    };
    if !schema.name.is_empty() {
        put(&[(Column::Type, "schema"), (Column::Name, &schema.name)]);
    }
    let attributes = |owner: &str, all: &[AttributeDefinition], put: Put<'_>| {
        for definition in all {
            let kind = match &definition.kind {
                AttributeKind::Flag => "flag",
                AttributeKind::Choice(_) => "choice",
                AttributeKind::Choices(_) => "choices",
                AttributeKind::Number => "number",
                AttributeKind::Text => "text",
                AttributeKind::Date => "date",
            };
            let choices = list(definition.kind.choices().iter().map(String::as_str));
            let default = match &definition.default {
                Some(AttributeValue::Choices(chosen)) => list(chosen.iter().map(String::as_str)),
                value => value.as_ref().map(AttributeValue::to_string).unwrap_or_default(),
            };
            put(&[
                (Column::Type, "attribute"),
                (Column::Owner, owner),
                (Column::Name, &definition.name),
                (Column::Arabic, &definition.arabic),
                (Column::English, &definition.english),
                (Column::Kind, kind),
                (Column::Choices, &choices),
                (Column::Default, &default),
                (Column::Required, word_of(&definition.required, &YES_OR_NO)),
                (Column::Remembered, word_of(&definition.remembered, &YES_OR_NO)),
                (Column::Shown, word_of(&definition.shown, &YES_OR_NO)),
                (Column::Guideline, &definition.guideline),
            ]);
        }
    };
    for label in &schema.labels {
        put(&[
            (Column::Type, "label"),
            (Column::Name, label.name.as_str()),
            (Column::Arabic, &label.arabic),
            (Column::English, &label.english),
            (Column::Colour, &label.colour.to_hex()),
            (Column::Key, &label.key.map(String::from).unwrap_or_default()),
            (Column::Overlap, word_of(&label.overlap, &OVERLAPS)),
            (Column::Parent, label.parent.as_ref().map_or("", LabelName::as_str)),
            (Column::Guideline, &label.guideline),
        ]);
        attributes(label.name.as_str(), &label.attributes, &mut put);
    }
    for kind in &schema.relation_types {
        put(&[
            (Column::Type, "relation"),
            (Column::Name, kind.name.as_str()),
            (Column::Arabic, &kind.arabic),
            (Column::English, &kind.english),
            (Column::Colour, &kind.colour.to_hex()),
            (Column::Kind, word_of(&kind.kind, &RELATIONS)),
            (Column::Source, &list(kind.source_labels.iter().map(LabelName::as_str))),
            (Column::Target, &list(kind.target_labels.iter().map(LabelName::as_str))),
            (Column::Guideline, &kind.guideline),
        ]);
        attributes(kind.name.as_str(), &kind.attributes, &mut put);
    }
    attributes("", &schema.document_attributes, &mut put);
    // A file with one is no text.
    out.retain(|c| c != '\0');
    vec![("labels.csv", out)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_back_whatever_their_items_are() {
        for all in
            [&[][..], &[""], &["", ""], &["", "a"], &["a", ""], &["a|b", "\\", "c\\|"], &["|x"], &["ذكر", "أنثى"]]
        {
            let all: Vec<String> = all.iter().map(|item| (*item).to_owned()).collect();
            assert_eq!(items(&list(all.iter().map(String::as_str))), all, "{all:?}");
        }
    }
}
