//! The rows of the column formats in the table.

use crate::formats::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use crate::formats::export_choice::{ExportChoice, Offer};

pub(super) static CONLL: FormatInfo = FormatInfo {
    name: "conll",
    extensions: &["conll", "iob2", "bio"],
    about: "a token and its tags a line: IOB1, IOB2, BIOES, BILOU, IO; nested layers in columns or cells",
    unit: None,
    reads: true,
    writes: Some(Layout::OneFile),
    repeats_texts: false,
    carries: Capabilities::new(
        &[Feature::SeveralDocuments],
        // By choice: --overlap columns, --comments.
        &[Feature::ExactText],
    )
    .offering(&[
        ExportChoice::Scheme.with_all(),
        ExportChoice::Tokens.with_all(),
        ExportChoice::Overlap.with_all(),
        ExportChoice::Pieces.with_all(),
        ExportChoice::Comments.with_all(),
    ]),
};

pub(super) static CONLLU: FormatInfo = FormatInfo {
    name: "conllu",
    extensions: &["conllu", "conllup"],
    about: "CoNLL-U, CoNLL-U Plus: words of several tokens, # text, a column of tags for each layer",
    unit: None,
    reads: true,
    writes: Some(Layout::OneFile),
    repeats_texts: false,
    carries: Capabilities::new(&[Feature::SeveralDocuments], &[Feature::ExactText]).offering(&[
        ExportChoice::Scheme.with_all(),
        ExportChoice::Tokens.with_all(),
        // A cell holds one tag.
        Offer { choice: ExportChoice::Overlap, values: &["first", "longest", "outermost", "columns"] },
        ExportChoice::Pieces.with_all(),
    ]),
};
