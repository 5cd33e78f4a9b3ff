//! What files of XML are refused for.

use hashiya::formats::{ImportProblem, LeftOut, LossDetail, XmlFault, XmlFaultKind, ZipFault};

use super::NAME;

pub fn losses() -> Vec<LossDetail> {
    let left_out = LeftOut::ALL.map(|what| LossDetail::LeftOut { what, count: 3 });
    left_out.into_iter().chain([LossDetail::Controls(3), LossDetail::IdsAndProvenance]).collect()
}

pub fn problems() -> Vec<ImportProblem> {
    use XmlFaultKind::{Data, Ended, Entities, Syntax, TooDeep, TooMany, UnknownEntity};
    let kinds = [Ended, Syntax, Entities, UnknownEntity, TooDeep, TooMany, Data];
    let of_xml = kinds.map(|kind| ImportProblem::Xml(XmlFault { kind, column: 3, said: NAME.into() }));
    let pointer = ImportProblem::Pointer { id: NAME.into(), pointer: NAME.into() };
    let name = || NAME.to_owned();
    let of_archives = [
        ZipFault::Broken(name()),
        ZipFault::Encrypted(name()),
        ZipFault::Method(name()),
        ZipFault::TooManyEntries(3),
        ZipFault::TooLarge { name: name(), megabytes: 20 },
        ZipFault::Missing(name()),
    ];
    of_xml.into_iter().chain([pointer]).chain(of_archives.map(ImportProblem::Zip)).collect()
}
