//! What files of XML are refused for.

use hashiya::formats::{ImportProblem, XmlFault, XmlFaultKind};

use super::NAME;

pub fn problems() -> Vec<ImportProblem> {
    use XmlFaultKind::{Data, Ended, Entities, Syntax, TooDeep, TooMany, UnknownEntity};
    let kinds = [Ended, Syntax, Entities, UnknownEntity, TooDeep, TooMany, Data];
    let of_xml = kinds.map(|kind| ImportProblem::Xml(XmlFault { kind, column: 3, said: NAME.into() }));
    let pointer = ImportProblem::Pointer { id: NAME.into(), pointer: NAME.into() };
    of_xml.into_iter().chain([pointer]).collect()
}
