//! Tables and stand-off formats among the files made to cost a reader as much as they can.

use std::path::Path;

use super::{Make, import, numbered, text_of};

/// As those of the file that this belongs to.
pub fn cases() -> Vec<(&'static str, &'static str, Make)> {
    vec![
        ("csv", "spans as small as can be", |size| (table(size, |_| ",A,0,0,,,\n".into()), csv)),
        ("csv", "documents as small as can be", |size| (table(size, |n| format!("{n}\n")), csv)),
        ("csv", "rows as small as can be", |size| (table(size, |_| "a\n".into()), csv)),
        ("csv", "relations", |size| (table(size, |_| ",t,,,1,1,\n".into()), csv)),
        ("csv", "spans of a text", |size| (table_of_text(size, ",,A,,0,1,,\n"), csv)),
        ("csv", "relations of a text", |size| (table_of_text(size, ",,t,,,,1,1\n"), csv)),
        ("csv", "parts of a span", |size| {
            let parts = "0..0 ".repeat(size / 5);
            (format!("label,start,end,parts\n\nA,0,0,{parts}\n").into(), csv)
        }),
        ("csv", "attributes of each span", |size| {
            (table(size, |n| format!(",A,0,0,,,\"{{\"\"flag:a{}\"\":true}}\"\n", n % 1024)), csv)
        }),
        ("csv", "attributes of one span", |size| {
            let attributes = text_of(numbered(size, |n| format!("\"\"a{n}\"\":1,")));
            (table(1, |_| format!(",A,0,0,,,\"{{{attributes}\"\"x\"\":1}}\"\n")), csv)
        }),
        ("csv", "columns", |size| (format!("label,start,end{}\n", ",".repeat(size)).into(), csv)),
        ("csv", "columns that it does not know", |size| {
            let names = text_of(numbered(8000.min(size), |n| format!(",x{n}")));
            let row = format!("A,0,0{}\n", ",1".repeat(names.matches(',').count()));
            (format!("label,start,end{names}\n{}", row.repeat(size / row.len())).into(), csv)
        }),
        ("csv", "separators", |size| (format!("label,start,end\n{}", ",".repeat(size)).into(), csv)),
        ("csv", "one cell", |size| (format!("label,start,end,text\n,,,\"{}", "\"\"".repeat(size / 2)).into(), csv)),
        ("csv", "one text in rows", |size| (table(size, |n| format!(",,{n},,,,\n")), csv)),
        ("csv", "metadata", |size| {
            let entries = text_of(numbered(size, |n| format!("\"\"{n}\"\":\"\"\"\",")));
            let row = format!(",,,\"{{{entries}\"\"x\"\":\"\"\"\"}}\"\n");
            (format!("document,label,start,end,metadata\n,{}", row).into(), csv)
        }),
        ("gate", "annotations as small as can be", |size| {
            (gate_set(size, |_| "{\"type\":\"A\",\"start\":0,\"end\":0}".into()), gate)
        }),
        ("gate", "one id", |size| (gate_set(size, |_| "{\"type\":\"A\",\"start\":0,\"end\":0,\"id\":1}".into()), gate)),
        ("gate", "features of one annotation", |size| {
            let features = text_of(numbered(size, |n| format!("\"a{n}\":1,")));
            (
                gate_set(1, |_| format!("{{\"type\":\"A\",\"start\":0,\"end\":0,\"features\":{{{features}\"x\":1}}}}")),
                gate,
            )
        }),
        ("gate", "sets", |size| {
            let sets = text_of(numbered(size, |n| format!("\"{n}\":{{\"annotations\":[]}},")));
            (format!("{{\"text\":\"\",\"annotation_sets\":{{{sets}\"x\":{{\"annotations\":[]}}}}}}").into(), gate)
        }),
        ("gate", "features of the document", |size| {
            let features = text_of(numbered(size, |n| format!("\"{n}\":1,")));
            (format!("{{\"text\":\"\",\"features\":{{{features}\"x\":1}},\"annotation_sets\":{{}}}}").into(), gate)
        }),
        ("web-annotation", "annotations as small as can be", |size| {
            (page(size, &anno("{\"type\":\"TextPositionSelector\",\"start\":0,\"end\":0}")), web_annotation)
        }),
        ("web-annotation", "annotations that stand nowhere", |size| (page(size, "{\"target\":0}"), web_annotation)),
        ("web-annotation", "targets of one annotation", |size| {
            let target = "{\"selector\":{\"type\":\"TextPositionSelector\",\"start\":0,\"end\":0}},";
            let targets = format!("[{}0]", target.repeat(size / target.len()));
            (page(1, &format!("{{\"body\":\"A\",\"target\":{targets}}}")), web_annotation)
        }),
        ("web-annotation", "selectors of one target", |size| {
            (page(1, &anno(&format!("[{}0]", "{},".repeat(size / 3)))), web_annotation)
        }),
        ("web-annotation", "bodies of one annotation", |size| {
            (page(1, &format!("{{\"body\":[{}0],\"target\":0}}", "{},".repeat(size / 3))), web_annotation)
        }),
        ("web-annotation", "links", |size| {
            let link = "{\"body\":{\"source\":\"a\",\"purpose\":\"linking\"},\"target\":\"a\"}";
            let first = "{\"id\":\"a\",\"body\":\"A\",\"target\":{\"selector\":{\"type\":\"TextPositionSelector\",\"start\":0,\"end\":0}}},";
            let items = format!("{link},").repeat(size / link.len());
            (format!("[{first}{items}{link}]").into(), web_annotation)
        }),
    ]
}

fn web_annotation(_: &Path, bytes: &[u8]) -> Result<(), String> {
    import("web-annotation", bytes, Some("a"))
}

fn anno(selector: &str) -> String {
    format!("{{\"body\":\"A\",\"target\":{{\"selector\":{selector}}}}}")
}

/// A list of annotations that are alike.
fn page(size: usize, item: &str) -> Vec<u8> {
    format!("[{}{item}]", format!("{item},").repeat(size / (item.len() + 1))).into_bytes()
}

fn gate(_: &Path, bytes: &[u8]) -> Result<(), String> {
    import("gate", bytes, None)
}

/// A document of GATE with one set of annotations.
fn gate_set(size: usize, annotation: impl Fn(usize) -> String) -> Vec<u8> {
    let annotations = text_of(numbered(size, |n| annotation(n) + ","));
    let annotations = annotations.trim_end_matches(',');
    format!("{{\"text\":\"\",\"annotation_sets\":{{\"\":{{\"annotations\":[{annotations}]}}}}}}").into_bytes()
}

fn csv(_: &Path, bytes: &[u8]) -> Result<(), String> {
    import("csv", bytes, None)
}

/// A table with rows of document, label, start, end, source, target and attributes, the first of them a span.
fn table(size: usize, row: impl Fn(usize) -> String) -> Vec<u8> {
    let head = "document,label,start,end,source,target,attributes\n,,,,,,\n,A,0,0,,,\n";
    [head.as_bytes().to_vec(), numbered(size, row)].concat()
}

/// The same with a text and a span that others may name.
fn table_of_text(size: usize, row: &str) -> Vec<u8> {
    let head = "kind,id,label,text,start,end,source,target\ndocument,,,a,,,,\nspan,1,A,,0,1,,\n";
    format!("{head}{}", row.repeat(size / row.len())).into_bytes()
}
