//! What files of XML and of UIMA are refused for, and what of datasets is lost.

use hashiya::formats::{ImportProblem, LeftOut, LossDetail, XmlFault, XmlFaultKind};
use hashiya::model::Owner;

use super::NAME;

pub fn problems() -> Vec<ImportProblem> {
    use XmlFaultKind::{Data, Ended, Entities, Syntax, TooDeep, TooMany, UnknownEntity};
    let kinds = [Ended, Syntax, Entities, UnknownEntity, TooDeep, TooMany, Data];
    let mut all = vec![ImportProblem::NotAnOffset { id: NAME.into(), said: NAME.into() }, ImportProblem::NoSofa];
    all.extend(kinds.map(|kind| ImportProblem::Xml(XmlFault { kind, column: 3, said: NAME.into() })));
    all
}

pub fn losses() -> Vec<LossDetail> {
    let mut all: Vec<_> = LeftOut::ALL.map(|what| LossDetail::LeftOut { what, count: 3 }).into();
    all.extend([LossDetail::Layer { layer: NAME.into(), count: 3 }, LossDetail::Controls(3)]);
    all.push(LossDetail::Field { owner: Owner::Relation(NAME.into()), field: NAME.into(), line: 7, count: 3 });
    all
}
