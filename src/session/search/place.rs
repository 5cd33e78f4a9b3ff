//! What was found: places, and what may be done about each.

use std::ops::Range;

use crate::analysis::lint::Trouble;
use crate::model::{AnnotationId, LabelName, Target};
use crate::session::entry_id::EntryId;
use crate::suggest::Group;

/// A place that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchHit {
    pub entry: EntryId,
    /// Bytes of the document's text.
    pub range: Range<usize>,
    pub line: HitContext,
    pub kind: HitKind,
    /// The annotation that stands there, the shortest if there are several.
    pub annotation: Option<(AnnotationId, LabelName)>,
    /// What may be done about it.
    pub change: Option<Fix>,
}

impl SearchHit {
    /// What stands there with the clitics of its first word, as the memory of decisions names it.
    pub fn form(&self) -> String {
        match &self.kind {
            HitKind::Same(Group::WithClitics(clitics)) if !self.line.quote().starts_with(clitics.as_str()) => {
                format!("{clitics}{}", self.line.quote())
            }
            _ => self.line.quote().to_owned(),
        }
    }

    /// Whether it is worth doing unless the analyst says otherwise: a string inside another annotation may be a name of
    /// its own or not.
    pub fn is_likely(&self) -> bool {
        self.change.is_some() && self.kind != HitKind::Same(Group::InsideExisting)
    }
}

/// The words around a place, on one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HitContext {
    pub text: String,
    /// The place itself (bytes of `text`).
    pub hit: Range<usize>,
    /// What the words before the place are sorted by, the nearest first.
    pub before: String,
    /// The same after it.
    pub after: String,
}

impl HitContext {
    /// What stands at the place.
    pub fn quote(&self) -> &str {
        &self.text[self.hit.clone()]
    }
}

/// Why a place was found.
#[derive(Clone, Debug, PartialEq)]
pub enum HitKind {
    Hit,
    Annotation,
    /// An occurrence of a string.
    Same(Group),
    /// These proclitics are taken in or left out.
    Clitics(String),
    Trouble(Trouble),
    /// A note or a flag, and what it is on.
    Mark {
        of: Target,
        note: String,
        flag: bool,
    },
}

/// What would be done about a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Fix {
    Annotate(LabelName),
    Relabel(AnnotationId, LabelName),
    Delete(AnnotationId),
    Move(AnnotationId, Range<usize>),
}

/// What a request has come to so far.
#[derive(Clone, Debug)]
pub struct SearchResults {
    pub places: Vec<SearchHit>,
    /// How many there are; more than `places` holds where there are very many.
    pub total: usize,
    /// Documents looked into, of so many.
    pub looked: usize,
    pub of: usize,
    /// Documents that could not be looked into.
    pub unread: usize,
    /// Places that are not offered, because their like was rejected twice.
    pub withheld: usize,
    pub finished: bool,
    /// Grows with every change; what was made of the findings is current while this stands.
    pub revision: u64,
}

impl Default for SearchResults {
    /// What a lane has that was never asked for anything: nothing, and nothing to wait for.
    fn default() -> Self {
        SearchResults {
            places: Vec::new(),
            total: 0,
            looked: 0,
            of: 0,
            unread: 0,
            withheld: 0,
            finished: true,
            revision: 0,
        }
    }
}

/// The places kept of one request; beyond, they are counted.
pub const MAX_HITS: usize = 20_000;
