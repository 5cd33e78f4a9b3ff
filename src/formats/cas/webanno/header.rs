//! The head of a file of WebAnno TSV: the layers that it has, and which columns are whose.

use std::ops::Range;

use crate::formats::webanno_fault::WebAnnoFault;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LayerKind {
    Spans,
    Relations,
    Chain,
}

/// What stands in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column<'t> {
    Feature(&'t str),
    /// Only whether there is an annotation, of a layer without features.
    Presence,
    /// The roles in a slot, by the name of its feature; what fills them stands in the next column.
    Roles(&'t str),
    /// With the layer of what fills them.
    Fillers(&'t str),
    /// Where relations come from, with the layer of their ends.
    Base(&'t str),
}

#[derive(Clone, Debug)]
pub(super) struct Layer<'t> {
    pub name: &'t str,
    pub kind: LayerKind,
    /// Those of a line.
    pub columns: Range<usize>,
    pub kinds: Vec<Column<'t>>,
}

impl<'t> Layer<'t> {
    /// The layer of the ends of relations.
    pub(super) fn base(&self) -> Option<&'t str> {
        self.kinds.iter().find_map(|kind| match kind {
            Column::Base(layer) => Some(*layer),
            _ => None,
        })
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Header<'t> {
    pub layers: Vec<Layer<'t>>,
    /// Columns of a line behind its text.
    pub columns: usize,
}

/// The head that is written.
pub(super) const FORMAT: &str = "#FORMAT=WebAnno TSV 3.3";

/// Layers and columns of a file.
const MAX_COLUMNS: usize = 4096;

impl<'t> Header<'t> {
    pub(super) fn check_format(line: &str) -> Result<(), WebAnnoFault> {
        let said = line.trim_start_matches('\u{feff}').trim();
        let version = said.strip_prefix("#FORMAT=WebAnno TSV ").unwrap_or_default();
        match version {
            "3" | "3.0" | "3.1" | "3.2" | "3.3" => Ok(()),
            _ => Err(WebAnnoFault::Version(said.chars().take(40).collect())),
        }
    }

    /// Takes a line that declares a layer.
    pub(super) fn take(&mut self, line: &'t str) -> Result<(), WebAnnoFault> {
        let wrong = || WebAnnoFault::Layer(line.chars().take(60).collect());
        let (kind, said) = line.split_once('=').ok_or_else(wrong)?;
        let kind = match kind {
            "#T_SP" => LayerKind::Spans,
            "#T_RL" => LayerKind::Relations,
            "#T_CH" => LayerKind::Chain,
            _ => return Err(wrong()),
        };
        let mut fields = said.trim_end().split('|');
        let name = fields.next().filter(|name| !name.is_empty()).ok_or_else(wrong)?;
        let mut kinds: Vec<Column<'t>> = Vec::new();
        for field in fields {
            let is_filler = matches!(kinds.last(), Some(Column::Roles(_)));
            kinds.push(match () {
                () if is_filler => Column::Fillers(field),
                () if field.starts_with("BT_") => Column::Base(&field[3..]),
                () if field.starts_with("ROLE_") => {
                    // ROLE_layer:feature_linktype
                    let feature = field.split_once(':').map_or(&field[5..], |(_, feature)| feature);
                    Column::Roles(feature.split('_').next().unwrap_or(feature))
                }
                () if field.is_empty() => Column::Presence,
                () => Column::Feature(field),
            });
        }
        if kinds.is_empty() {
            kinds.push(Column::Presence);
        }
        if matches!(kinds.last(), Some(Column::Roles(_))) || self.columns + kinds.len() > MAX_COLUMNS {
            return Err(wrong());
        }
        let columns = self.columns..self.columns + kinds.len();
        self.columns = columns.end;
        self.layers.push(Layer { name, kind, columns, kinds });
        Ok(())
    }

    /// The layer of this name.
    pub(super) fn layer(&self, name: &str) -> Option<usize> {
        self.layers.iter().position(|layer| layer.name == name && layer.kind != LayerKind::Relations)
    }
}
