//! The same for what data scientists load: rows of JSON, and files of Parquet that claim what they do not have.

use std::path::Path;

use hashiya::formats::{self, ExportOptions};

use super::{Make, import};

pub fn cases() -> Vec<(&'static str, &'static str, Make)> {
    vec![
        ("datasets", "rows as small as can be", |size| ("{\"text\":\"\"}\n".repeat(size / 12).into(), datasets)),
        ("datasets", "spans as small as can be", |size| {
            (row("spans", "{\"start\":0,\"end\":0,\"label\":\"A\"}", size), datasets)
        }),
        ("datasets", "parts of a span", |size| {
            let parts = "{\"start\":0,\"end\":0},".repeat(size / 20);
            let span =
                format!("{{\"start\":0,\"end\":0,\"label\":\"A\",\"parts\":[{parts}{{\"start\":0,\"end\":0}}]}}");
            (row("spans", &span, 1), datasets)
        }),
        ("datasets", "attributes of the document", |size| {
            (row("attributes", "{\"name\":\"a\",\"value\":\"\"}", size), datasets)
        }),
        ("datasets", "metadata", |size| (row("metadata", "{\"name\":\"a\",\"value\":\"\"}", size), datasets)),
        ("parquet", "rows as small as can be", |size| {
            (parquet_of((size / 24).min(90_000), "{\"text\":\"\"}"), parquet)
        }),
        ("parquet", "spans that are all the same", |size| {
            let span = "{\"start\":0,\"end\":0,\"label\":\"A\"}";
            (parquet_of(1, std::str::from_utf8(&row("spans", span, size)).expect("JSON")), parquet)
        }),
        ("parquet", "one text of one letter", |size| {
            (parquet_of(1, &format!("{{\"text\":\"{}\"}}", "a".repeat(8 * size))), parquet)
        }),
        ("parquet", "one text of many rows", |size| {
            let text = "a".repeat(size / 4);
            (parquet_of(40, &format!("{{\"text\":\"{text}\"}}")), parquet)
        }),
        ("parquet", "one note of many spans", |_| {
            // An entry of a dictionary: 80 MB of notes in a file of some kilobytes.
            let note = "a".repeat(64 << 10);
            let span = format!("{{\"start\":0,\"end\":0,\"label\":\"A\",\"note\":\"{note}\"}}");
            (parquet_of(1, std::str::from_utf8(&row("spans", &span, 1250 * span.len())).expect("JSON")), parquet)
        }),
        ("parquet", "nodes of the schema", |size| (footer(2, &[0x48, 0x01, b'a', 0], size / 4), parquet)),
        ("parquet", "groups of rows of nothing", |size| (footer(4, &[0], size), parquet)),
        ("parquet", "facts of the footer", |size| (footer(5, &[0x18, 0x00, 0], size / 3), parquet)),
    ]
}

fn row(list: &str, item: &str, size: usize) -> Vec<u8> {
    let items = format!("{item},").repeat(size / (item.len() + 1));
    format!("{{\"offset_unit\":\"code-points\",\"text\":\"\",\"{list}\":[{items}{item}]}}\n").into()
}

/// What is in these rows, written by us.
fn parquet_of(times: usize, line: &str) -> Vec<u8> {
    let lines = format!("{line}\n").repeat(times.max(1));
    let Ok(read) = super::imported("datasets", lines.as_bytes(), None) else { return b"PAR1".into() };
    let documents: Vec<_> = read.documents.iter().collect();
    let format = formats::by_name("parquet").expect("a format of the registry");
    format.export_with(&documents, ExportOptions::default()).files.remove(0).1
}

/// A file of nothing but a footer, of which one field is a list of many structures.
fn footer(field: u8, item: &[u8], count: usize) -> Vec<u8> {
    // The field of the version comes first.
    let mut footer = vec![0x15, 0x02, (field - 1) << 4 | 9, 0xfc];
    let mut rest = count;
    while rest > 0x7f {
        footer.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    footer.push(rest as u8);
    footer.extend(item.repeat(count));
    footer.push(0);
    let mut file = b"PAR1".to_vec();
    file.extend(&footer);
    file.extend((footer.len() as u32).to_le_bytes());
    file.extend(b"PAR1");
    file
}

fn datasets(_: &Path, bytes: &[u8]) -> Result<(), String> {
    import("datasets", bytes, None)
}

fn parquet(_: &Path, bytes: &[u8]) -> Result<(), String> {
    import("parquet", bytes, None)
}
