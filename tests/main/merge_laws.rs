//! The laws of merging, for work that came about by chance.

use std::collections::BTreeSet;
use std::path::Path;

use hashiya::edit::merge::merge;
use hashiya::edit::{Command, CommandError, Context, History, plan};
use hashiya::model::{AnnotatedDocument, AnnotationId, Annotator, Choice, IdGenerator, Side, Timestamp};
use hashiya::store::document_reader;

use crate::random_edits::{document, edited};

fn ron(document: &AnnotatedDocument) -> String {
    document_reader::write(Path::new("f.ron"), document).expect("what a merge makes is sound")
}

/// Carries out a command as a step of `history`.
pub fn run(document: &mut AnnotatedDocument, history: &mut History, command: Command) -> Result<(), CommandError> {
    let mut ids = IdGenerator::new(7);
    let annotator = Annotator::new("ليلى");
    let mut context = Context { annotator: &annotator, now: Timestamp(0), ids: &mut ids };
    let transaction = plan(document, command, &mut context)?;
    history.commit(document, transaction).expect("a plan fits");
    assert_eq!(document.problems(), []);
    Ok(())
}

/// What a side says of each thing, by a name for the thing.
fn sayings(document: &AnnotatedDocument) -> BTreeSet<String> {
    let mut said: BTreeSet<String> = document.annotations.iter().map(|a| format!("{a:?}")).collect();
    said.extend(document.relations.values().map(|r| format!("{r:?}")));
    said.extend(document.schema.labels.iter().map(|l| format!("{l:?}")));
    said.extend(document.schema.relation_types.iter().map(|l| format!("{l:?}")));
    said.insert(format!("{:?} {:?}", document.state, document.attributes));
    said
}

/// The ids of annotations and relations that a conflict is about.
fn disputed(document: &AnnotatedDocument) -> BTreeSet<AnnotationId> {
    document.conflicts.iter().filter_map(|c| c.id().cloned()).collect()
}

/// Nothing of a side is lost: each annotation and relation is in the result, in a conflict, or was deleted by the other
/// side, which saw it as it is.
fn check_nothing_dropped(
    base: &AnnotatedDocument,
    side: &AnnotatedDocument,
    other: &AnnotatedDocument,
    made: &AnnotatedDocument,
) {
    let disputed = disputed(made);
    for annotation in side.annotations.iter() {
        let id = &annotation.id;
        let deleted = !other.annotations.contains(id) && base.annotations.get(id) == Some(annotation);
        assert!(made.annotations.contains(id) || disputed.contains(id) || deleted, "{annotation:?} is lost");
    }
    for relation in side.relations.values() {
        let id = &relation.id;
        let deleted = !other.relations.contains(id) && base.relations.get(id) == Some(relation);
        assert!(made.relations.contains(id) || disputed.contains(id) || deleted, "{relation:?} is lost");
    }
}

/// The laws of merging, for work that came about by chance.
pub fn check(seed: u64, steps: (usize, usize)) {
    let base = document(seed);
    let ours = edited(&base, seed ^ 0x5555, steps.0);
    let theirs = edited(&base, seed ^ 0xaaaa, steps.1);
    let bring =
        |a: &AnnotatedDocument, b: &AnnotatedDocument| merge(&base, a, b).expect("one text, sound sides").document;
    assert_eq!(ron(&bring(&ours, &base)), ron(&ours), "what only we changed is taken");
    assert_eq!(ron(&bring(&base, &theirs)), ron(&theirs), "what only they changed is taken");
    assert_eq!(ron(&bring(&ours, &ours)), ron(&ours), "what both did alike is taken once");
    let made = bring(&ours, &theirs);
    assert_eq!(made.problems(), []);
    check_nothing_dropped(&base, &ours, &theirs, &made);
    check_nothing_dropped(&base, &theirs, &ours, &made);
    let read = document_reader::read(Path::new("f.ron"), ron(&made).as_bytes()).expect("a merged file is read");
    assert_eq!(ron(&read), ron(&made));
    let mirrored = bring(&theirs, &ours);
    // Where there are conflicts, what follows from the version that stands may differ; whether there are any does not.
    assert_eq!(
        made.conflicts.is_empty(),
        mirrored.conflicts.is_empty(),
        "{:?} {:?}",
        made.conflicts,
        mirrored.conflicts
    );
    if made.conflicts.is_empty() {
        assert_eq!(sayings(&made), sayings(&mirrored), "without conflicts it does not matter who merges");
    }
    for side in [Side::Ours, Side::Theirs] {
        let mut decided = made.clone();
        let mut history = History::saved();
        for conflict in &made.conflicts {
            // A version that the rest no longer allows is refused and stays a question.
            let _ = run(
                &mut decided,
                &mut history,
                Command::Resolve { conflict: conflict.clone(), choice: Choice::Side(side) },
            );
        }
        while history.undo(&mut decided).expect("undone").is_some() {}
        assert_eq!(ron(&decided), ron(&made));
    }
}
