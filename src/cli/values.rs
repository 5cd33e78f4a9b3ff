//! Values that arguments of several commands have.

use crate::formats::{self, TextEncoding, Unit};

fn names(wanted: impl Fn(&'static dyn formats::Format) -> bool) -> String {
    let names = formats::registry().iter().copied().filter(|f| wanted(*f)).map(|f| f.name());
    names.collect::<Vec<_>>().join(", ")
}

pub(super) fn readable_format(name: &str) -> Result<&'static str, String> {
    let format = formats::by_name(name).filter(|format| format.reads());
    format.map(|f| f.name()).ok_or_else(|| format!("formats that can be read: {}", names(|f| f.reads())))
}

pub(super) fn writable_format(name: &str) -> Result<&'static str, String> {
    let format = formats::by_name(name).filter(|format| format.layout().is_some());
    format.map(|f| f.name()).ok_or_else(|| format!("formats that can be written: {}", names(|f| f.layout().is_some())))
}

pub(super) fn unit(name: &str) -> Result<Unit, String> {
    Unit::from_name(name).ok_or_else(|| "units are code-points, utf16 and bytes".into())
}

pub(super) fn encoding(name: &str) -> Result<TextEncoding, String> {
    TextEncoding::from_name(name)
        .ok_or_else(|| "no encoding of this name is known; try utf-8, utf-16, windows-1256 or iso-8859-6".into())
}
