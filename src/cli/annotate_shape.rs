//! What `hashiya annotate` does to the place of what is there: pieces, one cut in two, several made one, chains.

use std::ops::Range;

use clap::Args;

use crate::edit::Command;
use crate::model::offset_map::{CodePoint, OffsetMap};
use crate::model::{AnnotatedDocument, AnnotationId, LabelName};

/// With --id: another shape for annotations that are there.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(super) struct Shape {
    /// With --id: a further piece of the annotation, in code points, the end not included
    #[arg(long, value_name = "START..END", value_parser = piece, requires = "id")]
    pub add_piece: Option<Range<u64>>,
    /// With --id: the piece at this place goes
    #[arg(long, value_name = "PLACE", requires = "id")]
    pub remove_piece: Option<u64>,
    /// With --id: two annotations of one, cut at this place
    #[arg(long, value_name = "PLACE", requires = "id")]
    pub split: Option<u64>,
    /// With --id twice or more: one annotation of them
    #[arg(long, requires = "id")]
    pub merge: bool,
    /// With --id twice or more: one chain of them, by a relation type that is an equivalence
    #[arg(long, value_name = "TYPE", requires = "id")]
    pub chain: Option<String>,
}

fn piece(text: &str) -> Result<Range<u64>, String> {
    let parts =
        text.split_once("..").and_then(|(start, end)| Some(start.trim().parse().ok()?..end.trim().parse().ok()?));
    let range: Range<u64> = parts.ok_or_else(|| "write a piece as START..END, in code points".to_owned())?;
    match range.start < range.end {
        true => Ok(range),
        false => Err(format!("{}..{} covers no text: a piece starts before it ends", range.start, range.end)),
    }
}

/// The change of shape that is asked for, if one is.
pub(super) fn shape_of(
    shape: &Shape,
    document: &AnnotatedDocument,
    ids: &[AnnotationId],
) -> Result<Option<Command>, String> {
    let one = || match ids {
        [id] => Ok(id.clone()),
        _ => Err("name one annotation: --id once".to_owned()),
    };
    let text = document.text();
    let byte = |place: u64| {
        let map = OffsetMap::new(text);
        let last = map.code_point(text.len()).0;
        map.byte_of_code_point(CodePoint(place))
            .ok_or_else(|| format!("there is no code point {place}: the text has {last}"))
    };
    Ok(match shape {
        Shape { add_piece: Some(piece), .. } => {
            let range = byte(piece.start)?..byte(piece.end)?;
            Some(Command::AddPieces { id: one()?, ranges: vec![range] })
        }
        Shape { remove_piece: Some(place), .. } => Some(Command::RemovePiece { id: one()?, at: byte(*place)? }),
        Shape { split: Some(place), .. } => Some(Command::Split { id: one()?, at: byte(*place)? }),
        Shape { merge: true, .. } => Some(Command::MergeAnnotations { ids: ids.to_vec() }),
        Shape { chain: Some(label), .. } => {
            Some(Command::JoinChain { label: LabelName::new(label.as_str()), ids: ids.to_vec() })
        }
        _ => None,
    })
}
