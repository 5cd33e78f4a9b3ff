//! What cannot be in an entity register.

use hashiya::model::RegisterProblem;
use hashiya::model::register::{EntryFault, EntryPart};

use super::{NAME, name};

pub(super) fn register_problems() -> Vec<RegisterProblem> {
    let parts = [EntryPart::Names, EntryPart::Kinds, EntryPart::References, EntryPart::Absorbed, EntryPart::Note];
    let mut faults = vec![
        EntryFault::Id,
        EntryFault::NoName,
        EntryFault::LongName,
        EntryFault::Language(name()),
        EntryFault::Reference(name()),
        EntryFault::Nested,
    ];
    faults.extend(parts.map(|what| EntryFault::TooMany { what, count: 9, most: 8 }));
    let mut all = vec![
        RegisterProblem::TooMany { count: 9 },
        RegisterProblem::Unknown(NAME.into()),
        RegisterProblem::Itself,
        RegisterProblem::NotAbsorbed { id: NAME.into(), former: NAME.into() },
    ];
    all.extend(faults.into_iter().map(|fault| RegisterProblem::Entry { id: NAME.into(), fault }));
    all
}
