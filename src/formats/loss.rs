//! What a format cannot carry, said before anything is written. Nothing is dropped, widened or flattened silently.

use std::collections::BTreeMap;
use std::fmt;

use crate::model::{AnnotationId, DocumentState, LabelName, Owner};

/// One thing that does not survive, or does not survive as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The document's id.
    pub document: String,
    /// The annotation or relation; `None` where the document as a whole is meant.
    pub id: Option<AnnotationId>,
    pub kind: LossKind,
    pub what: LossDetail,
}

/// What does not survive as it is, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LossDetail {
    #[error("annotation '{id}' {label} «{quote}»: {what}")]
    Annotation {
        id: AnnotationId,
        label: LabelName,
        /// The beginning of its text.
        quote: String,
        what: AnnotationLoss,
    },
    #[error("relation '{0}': its attributes")]
    RelationAttributes(AnnotationId),
    #[error("relation '{0}': its note")]
    RelationNote(AnnotationId),
    #[error("the flag to look again of {0} annotations and relations")]
    LookAgain(usize),
    #[error("the links of {0} annotations to the register of entities")]
    Entities(usize),
    #[error("the note of the document")]
    DocumentNote,
    #[error("the flag of the document to look at it again")]
    DocumentFlag,
    #[error("a merge left two versions to decide; only the one in force is exported")]
    Conflict,
    #[error("{} of the document", facts(*state, *metadata, *attributes))]
    Facts {
        /// Where it is not new.
        state: Option<DocumentState>,
        metadata: usize,
        attributes: usize,
    },
    #[error("'{from}' to '{to}', since tags have no spaces")]
    Tag { from: String, to: String },
    #[error("'{from}' to '{to}', since names in brat are ASCII letters (visual.conf keeps the name)")]
    BratName { from: String, to: String },
    #[error("{0} ids, to T1, R1 and so on")]
    BratIds(usize),
    #[error("{0} ids that stand on a row before, to others")]
    RepeatedIds(usize),
    #[error("{0} ids, to numbers")]
    NumberedIds(usize),
    #[error("relation '{0}': one of its ends is not written")]
    EndOfRelation(AnnotationId),
    #[error("{0} relations")]
    Relations(usize),
    #[error("ids, annotator, provenance and times of the annotations")]
    MakersAndIds,
    #[error("annotator, provenance and times of the annotations")]
    Makers,
    #[error("the note of '{0}' is put on one line")]
    NoteLines(AnnotationId),
    #[error("the spaces of the text: one is put between tokens")]
    SpacesOfText,
    #[error("'{from}' is written '{to}', as another label is")]
    SameName { from: String, to: String },
    // What a file says and our model cannot hold.
    #[error("the columns {0}, which are not read (--columns names them)")]
    Columns(String),
    #[error("the id '{from}' to '{to}', since an earlier document has it")]
    DocumentId { from: String, to: String },
    #[error("{0} tokens within a word that are not written as they stand in it take the whole word")]
    Multiwords(usize),
    #[error("{0} lines of its original file that say more than tokens and tags: other columns, comments, empty nodes")]
    Rows(usize),
    #[error("the spaces of the text, which the file does not have: one is put between tokens")]
    Spaces,
    #[error("{0} tags I- that follow no B- are read as B-")]
    StrayTags(usize),
    #[error("the text, of which only the tokens are written")]
    OnlyTokens,
    #[error("the places of the annotations, of which only the texts are written")]
    OnlyMentions,
    #[error("the id and the title of the document")]
    IdOfDocument,
    #[error("'{0}' stands in several places; the first that is free is taken")]
    SeveralPlaces(String),
    #[error("{count} annotations of the layer '{layer}', which is not read")]
    Layer { layer: String, count: usize },
    #[error("{0} characters (UTF-16) of the text between sentences, for which spaces and line ends stand")]
    Gaps(usize),
    #[error("{0} control characters, which XML cannot say, to U+FFFD; those of the text come back in Hashiya")]
    Controls(usize),
    #[error("ids and provenance of the annotations, and who made the relations and when")]
    IdsAndProvenance,
    #[error("{count} {what}")]
    LeftOut { what: LeftOut, count: usize },
    #[error("{0}, which stands nowhere in the text")]
    Unplaced(String),
    #[error("a relation '{0}' between tokens that are no annotations")]
    RelationOfTokens(String),
    #[error("{0}, which has no label")]
    Unlabelled(String),
    #[error("the equivalence '{0}'")]
    Equivalence(String),
    #[error("the attribute '{name}' of the relation {owner}")]
    RelationAttribute { name: String, owner: String },
    #[error("the normalisation {reference} of {owner}")]
    Normalisation { reference: String, owner: String },
    #[error("the note '{0}'")]
    Note(String),
    #[error("the field '{field}', which has no place in our model ({count} times, first on line {line}: {owner})")]
    Field { owner: Owner, field: String, line: usize, count: usize },
}

/// What a file holds of a document besides what is taken of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeftOut {
    #[error("annotations that were cancelled")]
    Cancelled,
    #[error("annotations of others than --by names")]
    OfOthers,
    #[error("predictions (--by predictions takes them)")]
    Predictions,
    #[error("drafts")]
    Drafts,
    #[error("annotations that stand nowhere in one text, such as those of data sets or of several texts")]
    Elsewhere,
    #[error("annotations of annotations, which stand where those do")]
    OnOthers,
    #[error("pictures")]
    Pictures,
    #[error("passages that were deleted while changes were tracked")]
    Deleted,
    #[error("comments that stand nowhere in the text")]
    Comments,
    #[error("headers and footers")]
    Headers,
    #[error("formulas, drawings and other objects")]
    Objects,
}

impl LeftOut {
    pub const ALL: [LeftOut; 11] = [
        LeftOut::Cancelled,
        LeftOut::OfOthers,
        LeftOut::Predictions,
        LeftOut::Drafts,
        LeftOut::Elsewhere,
        LeftOut::OnOthers,
        LeftOut::Pictures,
        LeftOut::Deleted,
        LeftOut::Comments,
        LeftOut::Headers,
        LeftOut::Objects,
    ];
}

/// What of an annotation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnnotationLoss {
    #[error("its attributes")]
    Attributes,
    #[error("its note")]
    Note,
    #[error("it is discontinuous")]
    Discontinuous,
    #[error("readers that know no 'parts' see its whole extent")]
    Parts,
    #[error("it covers no text")]
    Empty,
    #[error("it has more than {0} tokens, the most that a usual model learns")]
    TooWide(usize),
    #[error("an annotation of its label has the same text, which is written once")]
    SameText,
    #[error("each of its pieces is an annotation of its own")]
    Split,
    #[error("it covers all from its first to its last piece")]
    Covered,
    #[error("it becomes one with the annotation before it")]
    Joined,
    #[error("no token stands in it")]
    NoToken,
    #[error("another annotation stands on the same tokens (nested or overlapping)")]
    TakenTokens,
    #[error("another annotation stands on the same tokens: it is in the group of spans, and no entity")]
    OnlyInGroup,
    #[error("its edges lie inside a token")]
    EdgesInToken,
    #[error("the spaces at its edges are left out")]
    SpacesAtEdges,
    #[error("too many others stand there for a mark of its own; the list below the text has it")]
    Unmarked,
    #[error("the flag '{0}', which says no")]
    FalseFlag(String),
    #[error("the empty attribute '{0}'")]
    EmptyAttribute(String),
    #[error("the spaces in its attribute '{0}' become '_'")]
    SpacesInAttribute(String),
    #[error("line ends and tabs in its attribute '{0}' become spaces")]
    LinesInAttribute(String),
    #[error("it moves to the end of the word before it, since nothing stands between words")]
    BetweenTokens,
    #[error("it is split at line ends and tabs")]
    LineEnds,
    #[error("nothing stands in it but line ends and tabs")]
    OnlyLineEnds,
}

fn facts(state: Option<DocumentState>, metadata: usize, attributes: usize) -> String {
    let state = state.map(|state| format!("state {state}"));
    let metadata = (metadata > 0).then(|| format!("metadata ({metadata})"));
    let attributes = (attributes > 0).then(|| format!("attributes of the document ({attributes})"));
    [state, metadata, attributes].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LossKind {
    /// It is not in the result at all.
    Lost,
    /// It covers more text than before.
    Widened,
    /// It is there in a simpler form.
    Flattened,
    /// It has another name.
    Renamed,
    /// A merge left two versions of it to decide, and only the one that stands is in the result.
    Undecided,
}

impl fmt::Display for LossKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LossKind::Lost => "lost",
            LossKind::Widened => "widened",
            LossKind::Flattened => "flattened",
            LossKind::Renamed => "renamed",
            LossKind::Undecided => "undecided",
        })
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.document, self.kind, self.what)
    }
}

impl LossDetail {
    /// Whether the same format gives it back when it is read.
    pub fn comes_back(&self) -> bool {
        matches!(self, LossDetail::BratName { .. })
    }

    /// The name of its kind, for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            LossDetail::Annotation { what, .. } => what.code(),
            LossDetail::RelationAttributes(_) => "relation-attributes",
            LossDetail::RelationNote(_) => "relation-note",
            LossDetail::LookAgain(_) | LossDetail::DocumentFlag => "look-again",
            LossDetail::Entities(_) => "entities",
            LossDetail::DocumentNote => "note-of-document",
            LossDetail::Conflict => "conflict",
            LossDetail::Facts { .. } => "facts-of-document",
            LossDetail::Tag { .. } | LossDetail::BratName { .. } => "name",
            LossDetail::BratIds(_) | LossDetail::NumberedIds(_) | LossDetail::RepeatedIds(_) => "ids",
            LossDetail::EndOfRelation(_) => "end-of-relation",
            LossDetail::Relations(_) => "relations",
            LossDetail::MakersAndIds => "ids-and-annotators",
            LossDetail::Makers => "annotators",
            LossDetail::NoteLines(_) => "lines-of-note",
            LossDetail::Spaces | LossDetail::SpacesOfText => "spaces",
            LossDetail::SameName { .. } => "same-name",
            LossDetail::Columns(_) => "columns",
            LossDetail::DocumentId { .. } => "document-id",
            LossDetail::Multiwords(_) => "multiword-tokens",
            LossDetail::Rows(_) => "lines-of-file",
            LossDetail::StrayTags(_) => "stray-tags",
            LossDetail::OnlyTokens => "text",
            LossDetail::OnlyMentions => "places",
            LossDetail::IdOfDocument => "id-of-document",
            LossDetail::SeveralPlaces(_) => "several-places",
            LossDetail::Layer { .. } => "layer",
            LossDetail::Gaps(_) => "gaps",
            LossDetail::Controls(_) => "control-characters",
            LossDetail::IdsAndProvenance => "ids-and-provenance",
            LossDetail::LeftOut { .. } => "left-out",
            LossDetail::Unplaced(_) => "unplaced",
            LossDetail::RelationOfTokens(_) => "relation-of-tokens",
            LossDetail::Unlabelled(_) => "unlabelled",
            LossDetail::Equivalence(_) => "equivalence",
            LossDetail::RelationAttribute { .. } => "relation-attribute",
            LossDetail::Normalisation { .. } => "reference",
            LossDetail::Note(_) => "note",
            LossDetail::Field { .. } => "field",
        }
    }
}

impl AnnotationLoss {
    fn code(&self) -> &'static str {
        match self {
            AnnotationLoss::Attributes => "attributes",
            AnnotationLoss::Note => "note",
            AnnotationLoss::Discontinuous => "discontinuous",
            AnnotationLoss::Parts => "parts",
            AnnotationLoss::Empty => "empty",
            AnnotationLoss::TooWide(_) => "too-wide",
            AnnotationLoss::SameText => "same-text",
            AnnotationLoss::Split => "split",
            AnnotationLoss::Covered => "covered",
            AnnotationLoss::Joined => "joined",
            AnnotationLoss::NoToken => "no-token",
            AnnotationLoss::TakenTokens => "overlap",
            AnnotationLoss::OnlyInGroup => "only-in-group",
            AnnotationLoss::EdgesInToken => "edges-in-token",
            AnnotationLoss::SpacesAtEdges => "spaces-at-edges",
            AnnotationLoss::Unmarked => "unmarked",
            AnnotationLoss::FalseFlag(_) => "false-flag",
            AnnotationLoss::EmptyAttribute(_) => "empty-attribute",
            AnnotationLoss::SpacesInAttribute(_) => "spaces-in-attribute",
            AnnotationLoss::LinesInAttribute(_) => "lines-of-attribute",
            AnnotationLoss::BetweenTokens => "between-tokens",
            AnnotationLoss::LineEnds => "line-ends",
            AnnotationLoss::OnlyLineEnds => "only-line-ends",
        }
    }
}

/// How many of each kind.
pub fn counts(losses: &[Loss]) -> BTreeMap<LossKind, usize> {
    let mut counts = BTreeMap::new();
    for loss in losses {
        *counts.entry(loss.kind).or_insert(0) += 1;
    }
    counts
}
