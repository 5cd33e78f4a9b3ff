//! What files of XML and of UIMA are refused for.

use hashiya::formats::{ImportProblem, XmlFault, XmlFaultKind};

use super::NAME;

pub fn problems() -> Vec<ImportProblem> {
    use XmlFaultKind::{Data, Ended, Entities, Syntax, TooDeep, TooMany, UnknownEntity};
    let kinds = [Ended, Syntax, Entities, UnknownEntity, TooDeep, TooMany, Data];
    let mut all = vec![ImportProblem::NotAnOffset { id: NAME.into(), said: NAME.into() }, ImportProblem::NoSofa];
    all.extend(kinds.map(|kind| ImportProblem::Xml(XmlFault { kind, column: 3, said: NAME.into() })));
    all
}
