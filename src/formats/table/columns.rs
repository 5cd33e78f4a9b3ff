//! The columns of a table: which there are, where each stands, and the columns of attributes.

use std::borrow::Cow;

use super::cells::{RowReader, unguarded};
use crate::formats::table_fault::TableFault;
use crate::model::{AttributeKind, AttributeValue, Schema};

/// Columns of a table that is read.
pub(super) const MAX_COLUMNS: usize = 1024;

/// Columns of attributes in a table that is written.
const MAX_ATTRIBUTE_COLUMNS: usize = 100;

/// A column that every table of ours has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Document,
    Kind,
    Label,
    Text,
    Start,
    End,
    Note,
    Id,
    Parts,
    Entity,
    Source,
    Target,
    Annotator,
    Provenance,
    Created,
    Modified,
    Title,
    State,
    LookAgain,
    Attributes,
    Metadata,
}

/// Those before the columns of attributes.
pub(super) const HEAD: [Column; 7] =
    [Column::Document, Column::Kind, Column::Label, Column::Text, Column::Start, Column::End, Column::Note];

/// Those behind them.
pub(super) const TAIL: [Column; 14] = [
    Column::Id,
    Column::Parts,
    Column::Entity,
    Column::Source,
    Column::Target,
    Column::Annotator,
    Column::Provenance,
    Column::Created,
    Column::Modified,
    Column::Title,
    Column::State,
    Column::LookAgain,
    Column::Attributes,
    Column::Metadata,
];

impl Column {
    pub(super) fn name(self) -> &'static str {
        match self {
            Column::Document => "document",
            Column::Kind => "kind",
            Column::Label => "label",
            Column::Text => "text",
            Column::Start => "start",
            Column::End => "end",
            Column::Note => "note",
            Column::Id => "id",
            Column::Entity => "entity",
            Column::Parts => "parts",
            Column::Source => "source",
            Column::Target => "target",
            Column::Annotator => "annotator",
            Column::Provenance => "provenance",
            Column::Created => "created",
            Column::Modified => "modified",
            Column::Title => "title",
            Column::State => "state",
            Column::LookAgain => "look_again",
            Column::Attributes => "attributes",
            Column::Metadata => "metadata",
        }
    }

    fn of(name: &str) -> Option<Column> {
        HEAD.into_iter().chain(TAIL).find(|column| name.eq_ignore_ascii_case(column.name()))
    }
}

/// What the column of an attribute holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueKind {
    Flag,
    Number,
    Choice,
    Choices,
    Date,
    Text,
}

impl ValueKind {
    const ALL: [ValueKind; 6] =
        [ValueKind::Flag, ValueKind::Number, ValueKind::Choice, ValueKind::Choices, ValueKind::Date, ValueKind::Text];

    fn name(self) -> &'static str {
        match self {
            ValueKind::Flag => "flag",
            ValueKind::Number => "number",
            ValueKind::Choice => "choice",
            ValueKind::Choices => "choices",
            ValueKind::Date => "date",
            ValueKind::Text => "text",
        }
    }

    pub(super) fn of(value: &AttributeValue) -> ValueKind {
        match value {
            AttributeValue::Flag(_) => ValueKind::Flag,
            AttributeValue::Number(_) => ValueKind::Number,
            AttributeValue::Choice(_) => ValueKind::Choice,
            AttributeValue::Choices(_) => ValueKind::Choices,
            AttributeValue::Date(_) => ValueKind::Date,
            AttributeValue::Text(_) => ValueKind::Text,
        }
    }

    /// A value as its cell says it. Data frames write `True` and spreadsheets `TRUE`.
    pub(super) fn read(self, cell: &str) -> Option<AttributeValue> {
        Some(match self {
            ValueKind::Flag if cell.eq_ignore_ascii_case("true") => AttributeValue::Flag(true),
            ValueKind::Flag if cell.eq_ignore_ascii_case("false") => AttributeValue::Flag(false),
            ValueKind::Flag => return None,
            ValueKind::Number => AttributeValue::Number(cell.parse().ok().filter(|number: &f64| number.is_finite())?),
            ValueKind::Choice => AttributeValue::Choice(cell.to_owned()),
            ValueKind::Choices => AttributeValue::Choices(AttributeValue::choices_of(cell)),
            ValueKind::Date => AttributeValue::Date(cell.parse().ok()?),
            ValueKind::Text => AttributeValue::Text(cell.to_owned()),
        })
    }
}

/// The name of the column of an attribute: its kind, a colon and its name, as in `flag:NAME` or `choices:NAME`.
pub(super) fn attribute_column(kind: ValueKind, name: &str) -> String {
    format!("{}:{name}", kind.name())
}

/// The attribute whose column has this name.
pub(super) fn attribute_of_column(column: &str) -> Option<(ValueKind, &str)> {
    let (kind, name) = column.split_once(':')?;
    let kind = ValueKind::ALL.into_iter().find(|known| known.name() == kind)?;
    (!name.is_empty()).then_some((kind, name))
}

/// A column of a table that is read.
#[derive(Clone, Debug)]
pub(super) enum Field {
    Known(Column),
    Attribute(ValueKind, String),
    /// By its name, or its number where it has none.
    Other(String),
}

/// The columns of a table that is read.
#[derive(Clone, Debug)]
pub(super) struct Header(pub Vec<Field>);

impl Header {
    pub(super) fn of(cells: Vec<Cow<'_, str>>) -> Result<Header, TableFault> {
        if cells.len() > MAX_COLUMNS {
            return Err(TableFault::TooManyColumns(MAX_COLUMNS));
        }
        let mut fields: Vec<Field> = Vec::with_capacity(cells.len());
        let mut names = std::collections::HashSet::new();
        for (n, cell) in cells.into_iter().enumerate() {
            let name = unguarded(cell).into_owned();
            let known = Column::of(name.trim());
            let unique = known.map_or_else(|| name.clone(), |column| column.name().to_owned());
            if !name.is_empty() && !names.insert(unique) {
                return Err(TableFault::ColumnTwice(name));
            }
            fields.push(match (known, attribute_of_column(&name)) {
                (Some(column), _) => Field::Known(column),
                (_, Some((kind, name))) => Field::Attribute(kind, name.to_owned()),
                _ if name.is_empty() => Field::Other(format!("{}", n + 1)),
                _ => Field::Other(name),
            });
        }
        let header = Header(fields);
        match [Column::Label, Column::Start, Column::End].into_iter().find(|column| header.place(*column).is_none()) {
            Some(column) => Err(TableFault::NoColumn(column.name())),
            None => Ok(header),
        }
    }

    pub(super) fn place(&self, wanted: Column) -> Option<usize> {
        self.0.iter().position(|field| matches!(field, Field::Known(column) if *column == wanted))
    }
}

/// What stands between the cells of a table of annotations, by its header; `None` where it is none.
pub(super) fn separator_of(text: &str) -> Option<char> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    [',', ';', '\t'].into_iter().find(|separator| {
        let first = RowReader::new(text, *separator, MAX_COLUMNS).next();
        first.and_then(|row| row.cells.ok()).is_some_and(|cells| Header::of(cells).is_ok())
    })
}

/// The columns of the attributes that a schema defines, as far as a table has room for them.
pub(super) fn attribute_columns(schema: &Schema) -> Vec<String> {
    let labels = schema.labels.iter().flat_map(|label| &label.attributes);
    let relations = schema.relation_types.iter().flat_map(|kind| &kind.attributes);
    let mut columns: Vec<String> = Vec::new();
    for definition in labels.chain(relations).chain(&schema.document_attributes) {
        let kind = match definition.kind {
            AttributeKind::Flag => ValueKind::Flag,
            AttributeKind::Number => ValueKind::Number,
            AttributeKind::Choice(_) => ValueKind::Choice,
            AttributeKind::Choices(_) => ValueKind::Choices,
            AttributeKind::Date => ValueKind::Date,
            AttributeKind::Text => ValueKind::Text,
        };
        let column = attribute_column(kind, &definition.name);
        if columns.len() < MAX_ATTRIBUTE_COLUMNS && !definition.name.is_empty() && !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns
}
