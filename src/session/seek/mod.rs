//! Looking for places, in one document or in all of them: texts, annotations of a kind, the other occurrences of a
//! string, clitics to be taken in or left out, what is inconsistent. All are found off the frame, and all come as
//! [`Place`]s: a line of context each and, where something may be done about it, the [`Change`] that does it.

mod apply;
mod look;
mod seeker;

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

pub use apply::Applied;
pub use seeker::Seeker;

use super::Session;
use super::entry::{Content, EntryId};
use crate::analysis::lint::Trouble;
use crate::analysis::lookup::{AnnotationQuery, Lookup};
use crate::arabic::clitics::{CliticPolicy, Vocabulary};
use crate::arabic::fold::Folds;
use crate::arabic::search::{Matcher, Query, QueryError};
use crate::formats::ImportOptions;
use crate::model::{AnnotatedDocument, AnnotationId, LabelName};
use crate::suggest::{Group, Propagation};
use crate::workspace::ImportRequest;

/// Who asks. Each has one wish at a time: a newer one ends the older.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// The search and consistency panel.
    Panel,
    /// A dialog that proposes changes.
    Proposals,
    /// The bar that finds in one document.
    Bar,
    /// The session itself: the words of the project.
    Words,
}

const LANES: usize = 4;

/// Which documents are looked into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    #[default]
    Document,
    Project,
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    Text(Query),
    Annotations(AnnotationQuery),
    /// Places where a string stands without bearing a label.
    Propagate {
        quote: String,
        label: LabelName,
        folds: Folds,
        policy: CliticPolicy,
    },
    /// Annotations on the same string with other labels, to be given this one.
    Relabel {
        quote: String,
        label: LabelName,
        folds: Folds,
    },
    /// Annotations on the same string with this label, to be taken away.
    Remove {
        quote: String,
        label: LabelName,
        folds: Folds,
    },
    /// Annotations whose start is to be moved before or after proclitics; the article too where `article` says so.
    Clitics {
        policy: CliticPolicy,
        article: bool,
    },
    Lint,
    /// The words of all documents: what the clitic rules know.
    Words,
}

/// A wish made ready for any number of documents.
#[derive(Clone, Debug)]
enum Ready {
    Text(Matcher),
    Annotations(Lookup),
    Propagate(Propagation, LabelName),
    Relabel(Propagation, LabelName),
    Remove(Propagation, LabelName),
    Clitics(CliticPolicy, bool),
    Lint,
    Words,
}

impl Wish {
    fn ready(&self) -> Result<Ready, QueryError> {
        let same = |quote: &str, folds: Folds| Propagation::new(quote, folds, CliticPolicy::Exclude);
        Ok(match self {
            Wish::Text(query) => Ready::Text(Matcher::new(query)?),
            Wish::Annotations(query) => Ready::Annotations(Lookup::new(query.clone())?),
            Wish::Propagate { quote, label, folds, policy } => {
                Ready::Propagate(Propagation::new(quote, *folds, *policy)?, label.clone())
            }
            Wish::Relabel { quote, label, folds } => Ready::Relabel(same(quote, *folds)?, label.clone()),
            Wish::Remove { quote, label, folds } => Ready::Remove(same(quote, *folds)?, label.clone()),
            Wish::Clitics { policy, article } => Ready::Clitics(*policy, *article),
            Wish::Lint => Ready::Lint,
            Wish::Words => Ready::Words,
        })
    }

    /// Whether it is worth its copy to look into a document with so many annotations, rather than into its text alone.
    /// A hit of a text shows the label that stands there, where that is cheap to know.
    fn reads_annotations(&self, count: usize) -> bool {
        match self {
            Wish::Words => false,
            Wish::Text(_) => count <= 5_000,
            _ => true,
        }
    }
}

/// A place that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub entry: EntryId,
    /// Bytes of the document's text.
    pub range: Range<usize>,
    pub line: Context,
    pub kind: Kind,
    /// The annotation that stands there, the shortest if there are several.
    pub annotation: Option<(AnnotationId, LabelName)>,
    /// What may be done about it.
    pub change: Option<Change>,
}

impl Place {
    /// What stands there with the clitics of its first word, as the memory of decisions names it.
    pub fn form(&self) -> String {
        match &self.kind {
            Kind::Same(Group::WithClitics(clitics)) if !self.line.quote().starts_with(clitics.as_str()) => {
                format!("{clitics}{}", self.line.quote())
            }
            _ => self.line.quote().to_owned(),
        }
    }

    /// Whether it is worth doing unless the analyst says otherwise: a string inside another annotation may be a name of
    /// its own or not.
    pub fn is_likely(&self) -> bool {
        self.change.is_some() && self.kind != Kind::Same(Group::InsideExisting)
    }
}

/// The words around a place, on one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    pub text: String,
    /// The place itself (bytes of `text`).
    pub hit: Range<usize>,
    /// What the words before the place are sorted by, the nearest first.
    pub before: String,
    /// The same after it.
    pub after: String,
}

impl Context {
    /// What stands at the place.
    pub fn quote(&self) -> &str {
        &self.text[self.hit.clone()]
    }
}

/// Why a place was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Hit,
    Annotation,
    /// An occurrence of a string.
    Same(Group),
    /// These proclitics are taken in or left out.
    Clitics(String),
    Trouble(Trouble),
}

/// What would be done about a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    Annotate(LabelName),
    Relabel(AnnotationId, LabelName),
    Delete(AnnotationId),
    Move(AnnotationId, Range<usize>),
}

/// What a wish has come to so far.
#[derive(Clone, Debug)]
pub struct Findings {
    pub places: Vec<Place>,
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

impl Default for Findings {
    /// What a lane has that was never asked for anything: nothing, and nothing to wait for.
    fn default() -> Self {
        Findings { places: Vec::new(), total: 0, looked: 0, of: 0, unread: 0, withheld: 0, finished: true, revision: 0 }
    }
}

/// The places kept of one wish; beyond, they are counted.
pub const MOST_PLACES: usize = 20_000;

/// Where a document that is looked into comes from.
#[derive(Debug)]
enum Source {
    Open(Box<AnnotatedDocument>),
    Text(Arc<str>),
    File(PathBuf),
}

impl Session {
    /// Looks for places off the frame; what is found comes to [`Session::findings`] as it is found.
    ///
    /// # Errors
    /// Where the wish cannot be looked for; what was found before is gone.
    pub fn seek(&mut self, lane: Lane, scope: Scope, wish: &Wish) -> Result<(), QueryError> {
        self.stop_seeking(lane);
        let ready = wish.ready()?;
        let sources = self.sources(scope, wish);
        self.found[lane as usize].of = sources.len();
        self.found[lane as usize].finished = sources.is_empty();
        let import = self.import_wish();
        self.seeker.submit(lane, ready, sources, import);
        Ok(())
    }

    /// Ends the looking of a lane, and forgets what it found.
    pub fn stop_seeking(&mut self, lane: Lane) {
        self.seeker.cancel(lane);
        let found = &mut self.found[lane as usize];
        *found = Findings { revision: found.revision + 1, ..Findings::default() };
    }

    pub fn findings(&self, lane: Lane) -> &Findings {
        &self.found[lane as usize]
    }

    /// The words of the project, as far as they are known by now.
    pub fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.vocabulary
    }

    fn sources(&self, scope: Scope, wish: &Wish) -> Vec<(EntryId, Source)> {
        let entries = self.entries.iter().filter(|entry| scope == Scope::Project || Some(entry.id) == self.current);
        entries
            .filter_map(|entry| {
                let source = match entry.content() {
                    Content::Open(document) if wish.reads_annotations(document.content().annotations.len()) => {
                        Source::Open(Box::new(document.content().clone()))
                    }
                    Content::Open(document) => Source::Text(document.content().document.text().clone()),
                    Content::Failed(_) => return None,
                    Content::Closed(_) | Content::Loading(_) => Source::File(entry.path()?.clone()),
                };
                Some((entry.id, source))
            })
            .collect()
    }

    pub(super) fn import_wish(&self) -> ImportRequest {
        let options = ImportOptions {
            encoding: self.encoding,
            annotator: self.annotator.clone(),
            now: crate::store::now(),
            ..ImportOptions::default()
        };
        ImportRequest { options, schema: self.schema.clone() }
    }

    /// Takes up what the seeker has found since, and asks for the words of documents that are new.
    pub(super) fn take_findings(&mut self) {
        self.memory.here = self.suggested_path().as_deref().and_then(super::files::folder_of);
        while let Some(found) = self.seeker.poll() {
            self.take_found(found);
        }
        // A file that is being read is not read a second time for its words.
        let reading = || self.entries.iter().any(|entry| matches!(entry.content(), Content::Loading(_)));
        if self.words_of != self.entries.order() && !reading() {
            self.words_of = self.entries.order();
            // The wish has nothing in it that could be wrong.
            let _ = self.seek(Lane::Words, Scope::Project, &Wish::Words);
        }
    }

    fn take_found(&mut self, found: seeker::Found) {
        if let Some(words) = found.words {
            self.vocabulary = words;
        }
        let refused = |place: &Place| found.label.as_ref().is_some_and(|label| self.memory.is_refused(place, label));
        let (withheld, offered): (Vec<_>, Vec<_>) = found.places.into_iter().partition(refused);
        let held = &mut self.found[found.lane as usize];
        held.places.extend(offered);
        held.total += found.counted - withheld.len();
        held.withheld += withheld.len();
        held.looked = found.looked;
        held.unread += found.unread;
        held.finished = found.finished;
        held.revision += 1;
    }

    /// Waits until all that is looked for has been found: for tests and programs without a window.
    pub fn finish_seeking(&mut self) {
        while self.found.iter().any(|found| !found.finished) {
            let Some(found) = self.seeker.wait() else { return };
            self.take_found(found);
        }
    }
}
