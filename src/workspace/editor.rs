//! Editing a document: what a command means to it, planned and applied, with the rules that hold for every way in.

use std::ops::Range;

use crate::arabic::clitics::{Confidence, Lexicon, exclude_proclitics};
use crate::arabic::words::{self, Trim};
use crate::edit::{Command, CommandError, Context, Transaction, plan};
use crate::model::{AnnotatedDocument, Annotator, DocumentState, IdGenerator, TextSelection, Timestamp};

/// Somebody who gives commands, with the clock and the ids they need.
#[derive(Debug)]
pub struct Editor {
    pub annotator: Annotator,
    now: Timestamp,
    ids: IdGenerator,
}

impl Editor {
    /// An editor at this moment, whose ids nobody else makes.
    pub fn new(annotator: Annotator) -> Self {
        Editor::at(annotator, crate::store::now(), seed())
    }

    /// An editor without chance: the same commands make the same document.
    pub fn at(annotator: Annotator, now: Timestamp, seed: u64) -> Self {
        Editor { annotator, now, ids: IdGenerator::new(seed) }
    }

    /// Carries out a command; the document is as it was where it is refused.
    ///
    /// # Errors
    /// Where a rule of [`plan()`] forbids it.
    pub fn run(&mut self, document: &mut AnnotatedDocument, command: Command) -> Result<Transaction, CommandError> {
        let mut context = Context { annotator: &self.annotator, now: self.now, ids: &mut self.ids };
        let transaction = plan_change(document, command, &mut context)?;
        transaction.apply(document)?;
        Ok(transaction)
    }
}

/// Plans a command with all that follows from it: a document that is new counts as in progress from its first annotation
/// on.
///
/// # Errors
/// Where a rule of [`plan()`] forbids it.
pub fn plan_change(
    document: &AnnotatedDocument,
    command: Command,
    context: &mut Context,
) -> Result<Transaction, CommandError> {
    let begins = document.state == DocumentState::New && annotates(&command);
    let command = match (begins, command) {
        (true, Command::Batch(mut commands)) => {
            commands.push(Command::SetState(DocumentState::InProgress));
            Command::Batch(commands)
        }
        (true, command) => Command::Batch(vec![command, Command::SetState(DocumentState::InProgress)]),
        (false, command) => command,
    };
    plan(document, command, context)
}

/// Whether a command makes an annotation and leaves the state to this rule.
fn annotates(command: &Command) -> bool {
    match command {
        Command::Annotate { .. } | Command::AnnotatePlaces { .. } => true,
        Command::Split { .. } | Command::Duplicate { .. } => true,
        Command::Batch(commands) => {
            let sets_state = |command: &Command| matches!(command, Command::SetState(_));
            commands.iter().any(annotates) && !commands.iter().any(sets_state)
        }
        _ => false,
    }
}

/// What becomes of a selection that is labelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpanPolicy {
    /// Blanks, outer quotes and brackets, and a leading `#` are left out.
    pub trim: bool,
    /// Proclitics of the first word are left out.
    pub exclude_clitics: bool,
}

impl SpanPolicy {
    /// The proclitics that a new annotation leaves out of what is selected, empty where none stands there, and its span (both in
    /// bytes). A selection of nothing but what would be left out stays as it is.
    pub fn parts_of(self, text: &str, selected: Range<usize>, vocabulary: &Lexicon) -> [Range<usize>; 2] {
        let whole = if self.trim { trimmed(text, selected) } else { selected };
        let start = whole.start;
        let span = match self.exclude_clitics {
            true => exclude_proclitics(text, whole, vocabulary, Confidence::Attested, false),
            false => whole,
        };
        [start..span.start, span]
    }

    /// The span (bytes) that a new annotation gets from what is selected.
    pub fn span_of(self, text: &str, selected: Range<usize>, vocabulary: &Lexicon) -> Range<usize> {
        let [_, span] = self.parts_of(text, selected, vocabulary);
        span
    }

    /// The ranges that a new annotation gets, each as [`SpanPolicy::span_of`] makes it.
    pub fn spans_of(self, text: &str, selected: &TextSelection, vocabulary: &Lexicon) -> TextSelection {
        selected.map(|range| self.span_of(text, range, vocabulary))
    }
}

/// The range (bytes) without blanks, outer quotes and brackets, and a leading `#`. One of those alone stays as it is.
pub fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    if range.is_empty() {
        return range;
    }
    let trimmed = words::trim_span(text, range.clone(), Trim::NEW_SPAN);
    if trimmed.is_empty() { range } else { trimmed }
}

/// A seed that two programs do not share: the clock, the process and the hasher's random state.
pub fn seed() -> u64 {
    use std::hash::{BuildHasher, Hasher};
    let mut hasher = std::collections::hash_map::RandomState::new().build_hasher();
    hasher.write_u32(std::process::id());
    hasher.write_i64(crate::store::now().0);
    hasher.finish()
}

/// The annotator that was named, or the one the system knows.
pub fn annotator_named(name: Option<&str>) -> Annotator {
    let known = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|v| std::env::var(v).ok().filter(|n| !n.is_empty()));
    Annotator::new(name.map(str::to_owned).or_else(known).unwrap_or_else(|| "annotator".into()))
}
