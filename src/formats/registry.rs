//! Every format, one row each, and which of them a file is of.

use std::ffi::OsStr;
use std::path::Path;

use super::format::Format;
use super::sniff::{Fit, Head};
use super::{
    brat, cas, chat, conll, datasets, docbin, doccano, gate, gliner, html, jsonl, label_studio, langextract, office,
    parquet, refi, spacy, stam, table, tei, txt, web_annotation,
};

/// Every format, in the order in which they are offered.
pub fn registry() -> &'static [&'static dyn Format] {
    &[
        &txt::Txt,
        &jsonl::Jsonl,
        &datasets::Datasets,
        &parquet::Parquet,
        &conll::Conll,
        &conll::Conllu,
        &brat::Brat,
        &doccano::Doccano { relations: false },
        &doccano::Doccano { relations: true },
        &label_studio::LabelStudio,
        &spacy::Spacy,
        &docbin::DocBin,
        &langextract::LangExtract,
        &gliner::Gliner,
        &gliner::Gliner2,
        &chat::Chat,
        &table::Table { tabs: false },
        &table::Table { tabs: true },
        &html::Html,
        &gate::Gate,
        &web_annotation::WebAnnotation,
        &cas::Xmi,
        &cas::CasJson,
        &cas::WebAnnoTsv,
        &stam::Stam,
        &tei::Tei,
        &refi::Refi,
        &office::Docx,
        &office::Odt,
    ]
}

/// The format of this name.
pub fn by_name(name: &str) -> Option<&'static dyn Format> {
    registry().iter().copied().find(|format| format.name() == name)
}

/// The extensions of so many kinds of files that they suggest none.
const GENERAL: [&str; 2] = ["json", "xml"];

fn is_general(extension: &OsStr) -> bool {
    GENERAL.iter().any(|general| extension.eq_ignore_ascii_case(general))
}

/// Whether files of several formats are called so, or any file: only what a file holds can tell of which it is, and whether it is of
/// any.
pub fn has_shared_extension(path: &Path) -> bool {
    let Some(extension) = path.extension() else { return false };
    let called_so =
        |format: &&dyn Format| format.reads() && format.extensions().iter().any(|e| extension.eq_ignore_ascii_case(e));
    is_general(extension) || registry().iter().copied().filter(called_so).count() > 1
}

/// The format that a file's extension suggests.
pub fn by_extension(path: &Path) -> Option<&'static dyn Format> {
    let extension = path.extension()?;
    if is_general(extension) {
        return None;
    }
    let extension = extension.to_str()?.to_ascii_lowercase();
    registry().iter().copied().find(|format| format.reads() && format.extensions().contains(&extension.as_str()))
}

/// The format of a file by what it holds. Where several fit alike its extension decides, and where it says nothing there is no
/// telling.
pub fn detect(head: &Head<'_>) -> Option<&'static dyn Format> {
    let fits = || registry().iter().copied().filter(|f| f.reads()).map(|format| (format, format.sniff(head)));
    if let Some((format, _)) = fits().find(|(_, fit)| *fit == Fit::Signed) {
        return Some(format);
    }
    let named = |format: &dyn Format| head.has_extension(format.extensions());
    let sure: Vec<_> = fits().filter(|(_, fit)| *fit == Fit::Sure).map(|(format, _)| format).collect();
    match sure[..] {
        [] => fits().find(|(format, fit)| *fit == Fit::Maybe && named(*format)).map(|(format, _)| format),
        [only] => Some(only),
        _ => sure.iter().copied().find(|format| named(*format)),
    }
}
