//! What files of XML and of UIMA are refused for, and what of datasets is lost.

use hashiya::formats::{
    AnnotationLoss, ImportProblem, LeftOut, LossDetail, WebAnnoFault, XmlFault, XmlFaultKind, ZipFault,
};
use hashiya::model::Owner;

use super::{NAME, PROSE};

pub fn problems() -> Vec<ImportProblem> {
    use XmlFaultKind::{Data, Ended, Entities, Syntax, TooDeep, TooMany, UnknownEntity};
    let kinds = [Ended, Syntax, Entities, UnknownEntity, TooDeep, TooMany, Data];
    let mut all = vec![ImportProblem::NotAnOffset { id: NAME.into(), said: NAME.into() }, ImportProblem::NoSofa];
    all.extend(kinds.map(|kind| {
        let said = if kind == UnknownEntity { NAME } else { PROSE };
        ImportProblem::Xml(XmlFault { kind, column: 3, said: said.into() })
    }));
    let said = || NAME.to_owned();
    use WebAnnoFault::{Cell, Columns, Layer, Line, Token, Unit, Version};
    let faults = [Version(said()), Layer(said()), Line(said()), Token(said()), Unit(said()), Cell(said())];
    all.extend(faults.into_iter().chain([Columns { found: 3, expected: 4 }]).map(ImportProblem::WebAnno));
    all.push(ImportProblem::Pointer { id: said(), pointer: said() });
    let of_archives = [
        ZipFault::Broken(said()),
        ZipFault::Encrypted(said()),
        ZipFault::Method(said()),
        ZipFault::TooManyEntries(3),
        ZipFault::TooLarge { name: said(), megabytes: 20 },
        ZipFault::Missing(said()),
    ];
    all.extend(of_archives.map(ImportProblem::Zip));
    all
}

pub fn losses() -> Vec<LossDetail> {
    let mut all: Vec<_> = LeftOut::ALL.map(|what| LossDetail::LeftOut { what, count: 3 }).into();
    let what = AnnotationLoss::BetweenTokens;
    all.push(LossDetail::Annotation { id: NAME.into(), label: NAME.into(), quote: NAME.into(), what });
    all.extend([LossDetail::Layer { layer: NAME.into(), count: 3 }, LossDetail::Controls(3), LossDetail::Gaps(3)]);
    all.push(LossDetail::IdsAndProvenance);
    all.push(LossDetail::Field { owner: Owner::Relation(NAME.into()), field: NAME.into(), line: 7, count: 3 });
    all
}
