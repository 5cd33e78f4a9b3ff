//! Every error text in Arabic and English, one file a room, to be read by people; what the window isolates stands in ⟨ ⟩.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::*;
use crate::golden::check_golden;

/// What is told of each, every sentence once.
fn texts<'a>(all: impl IntoIterator<Item = &'a dyn Localize>) -> String {
    let (arabic, english) = (words(Language::Arabic), words(Language::English));
    let shown = |said: String| said.replace('\u{2068}', "⟨").replace('\u{2069}', "⟩");
    let (mut text, mut seen) = (String::new(), HashSet::new());
    for what in all {
        let said = shown(what.localized(&arabic));
        if seen.insert(said.clone()) {
            writeln!(text, "{said}\n{}\n", shown(what.localized(&english))).expect("a string takes what is written");
        }
    }
    text
}

fn each<T: Localize>(all: &[T]) -> impl Iterator<Item = &dyn Localize> {
    all.iter().map(|one| one as &dyn Localize)
}

#[test]
fn the_texts_of_the_disk_are_as_the_golden_file_shows_them() {
    check_golden("errors/system.txt", &texts(each(&io())));
    check_golden("errors/loading.txt", &texts(each(&load_errors())));
    check_golden("errors/saving.txt", &texts(each(&save_errors())));
    let held = [
        LockHeld { path: path(), who: "اسم@اسم, process 412".into() },
        LockHeld { path: path(), who: store::lock::UNKNOWN.into() },
    ];
    let fates = [SettingsFileOutcome::Untouched, SettingsFileOutcome::SetAside(path()), SettingsFileOutcome::Left];
    let complaints = fates.map(|fate| SettingsWarning { error: LoadError::Empty { path: path() }, fate });
    let (misfits, losses) = (misfits(), losses_of_journals());
    check_golden(
        "errors/journals-locks-settings.txt",
        &texts(each(&misfits).chain(each(&losses)).chain(each(&held)).chain(each(&complaints))),
    );
}

#[test]
fn the_texts_of_documents_are_as_the_golden_file_shows_them() {
    check_golden("errors/documents.txt", &texts(each(&problem_kinds())));
    let (refusals, merges) = (refusals(), merge_errors());
    check_golden("errors/refusals.txt", &texts(each(&refusals).chain(each(&merges))));
}

#[test]
fn the_texts_of_other_formats_are_as_the_golden_file_shows_them() {
    let (problems, notes) = (import_problems(), import_notes());
    check_golden("errors/formats.txt", &texts(each(&problems).chain(each(&notes))));
    check_golden("losses/all.txt", &texts(each(&losses())));
}

#[test]
fn the_texts_of_workspace_and_queries_are_as_the_golden_file_shows_them() {
    use WorkspaceError::*;
    // Those of other rooms stand in their own files.
    let mut all = workspace_errors();
    all.retain(|error| {
        !matches!(
            error,
            Load(_) | Hopeless { .. } | Save(_) | Import(_) | Journal { .. } | Merge { .. } | Rejected { .. }
        )
    });
    check_golden("errors/workspace.txt", &texts(each(&all)));
    let queries: Vec<_> =
        ["", "\u{64e}", "(", "نص)", "[ا", "*", "\\ي", "(?<>ا)", "(?ق)", "\\p{Nothing}", "(?=ا)", "\\w{1000}{1000}"]
            .into_iter()
            .map(|pattern| {
                let regex = !pattern.is_empty() && pattern != "\u{64e}";
                Matcher::new(&Query { pattern: pattern.into(), regex, ..search_query() }).expect_err(pattern)
            })
            .collect();
    check_golden("errors/queries.txt", &texts(each(&queries)));
}
