//! Schemas as other programs write them: a row for each, a file for each. Text in, text out; what a format has no place for is found by
//! reading back what was written ([`losses()`]), so that the list is what is lost and not what somebody thinks is.

mod brat;
mod csv;
mod doccano;
mod draft;
mod format;
mod label_studio;
mod losses;

use std::path::Path;

pub use format::{SchemaFormat, SchemaNote, SchemaRead};
pub use losses::{SchemaLoss, SchemaPlace, losses};

/// The formats, in the order in which they are offered.
static FORMATS: [SchemaFormat; 4] = [
    SchemaFormat {
        name: "brat",
        title: "brat (annotation.conf)",
        file: "annotation.conf",
        endings: &["conf"],
        companions: &["visual.conf", "kb_shortcuts.conf"],
        read: brat::read,
        write: brat::write,
    },
    SchemaFormat {
        name: "label-studio",
        title: "Label Studio (XML)",
        file: "labels.xml",
        endings: &["xml"],
        companions: &[],
        read: label_studio::read,
        write: label_studio::write,
    },
    SchemaFormat {
        name: "doccano",
        title: "doccano (JSON)",
        file: "labels.json",
        endings: &["json"],
        companions: &[],
        read: doccano::read,
        write: doccano::write,
    },
    SchemaFormat {
        name: "csv",
        title: "CSV",
        file: "labels.csv",
        endings: &["csv", "tsv"],
        companions: &[],
        read: csv::read,
        write: csv::write,
    },
];

/// The formats of schemas beside our own.
pub fn formats() -> &'static [SchemaFormat] {
    &FORMATS
}

/// The format of a name.
pub fn named(name: &str) -> Option<&'static SchemaFormat> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The format that a file's name tells.
pub fn of_path(path: &Path) -> Option<&'static SchemaFormat> {
    let ending = path.extension()?.to_str()?.to_lowercase();
    FORMATS.iter().find(|format| format.endings.contains(&&*ending))
}
