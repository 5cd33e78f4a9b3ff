//! What an export says beside what its format cannot carry.

use hashiya::workspace::{FilterPart, FilteredOut, SplitError, WorkspaceError};

use super::{check, name, path};

pub(super) fn errors() -> Vec<WorkspaceError> {
    vec![
        WorkspaceError::NoFormat(name()),
        WorkspaceError::Export(hashiya::formats::ExportTooLarge { format: "brat", len: 1 << 30 }),
        WorkspaceError::OverDocument { path: path() },
        WorkspaceError::OverDevice { path: path() },
        WorkspaceError::NeedsFolder { format: "brat" },
        WorkspaceError::OverForeign { path: path() },
        WorkspaceError::UnknownInFilter { part: FilterPart::Label, name: name() },
        WorkspaceError::UnknownInFilter { part: FilterPart::Annotator, name: name() },
        WorkspaceError::AllFilteredOut(3),
        WorkspaceError::TooFewTexts { texts: 2, parts: 3 },
    ]
}

#[test]
fn what_a_filter_leaves_out_is_told() {
    for n in [0, 1, 2, 3, 11] {
        check(&FilteredOut { documents: n, annotations: n, relations: n });
    }
}

#[test]
fn why_parts_cannot_be_is_told() {
    for error in [SplitError::NoShare(name()), SplitError::BadName(name()), SplitError::SameName(name())] {
        check(&error);
    }
    check(&SplitError::Count);
}
