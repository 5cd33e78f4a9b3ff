//! Formats of UIMA among the files made to cost a reader as much as they can.

use std::path::Path;

use super::{Make, import, numbered, text_of};

/// As those of the file that this belongs to.
pub fn cases() -> Vec<(&'static str, &'static str, Make)> {
    vec![
        ("xmi", "annotations as small as can be", |size| {
            (xmi(size, |n| format!("<B x:id='{n}' begin='0' end='0'/>")), of_xmi)
        }),
        ("xmi", "structures as small as can be", |size| (xmi(size, |_| "<B/>".into()), of_xmi)),
        ("xmi", "types", |size| (xmi(size, |n| format!("<B{n}/>")), of_xmi)),
        ("xmi", "views", |size| (xmi(size, |n| format!("<c:Sofa x:id='{n}' sofaString=''/>")), of_xmi)),
        ("xmi", "texts of one feature", |size| {
            (xmi(1, |_| format!("<B x:id='2' begin='0' end='0'>{}</B>", "<a/>".repeat(size / 4))), of_xmi)
        }),
        ("xmi", "links of one annotation", |size| {
            (xmi(1, |_| format!("<B x:id='2' begin='0' end='0' links='{}'/>", "2 ".repeat(size / 2))), of_xmi)
        }),
        ("xmi", "relations", |size| {
            (xmi(size, |n| format!("<B x:id='{n}' begin='0' end='0' Governor='9' Dependent='9'/>")), of_xmi)
        }),
        ("xmi", "nesting", |size| ("<a>".repeat(size / 3).into(), of_xmi)),
        ("cas-json", "annotations as small as can be", |size| {
            (json(size, |n| format!("{{\"%ID\":{n},\"%TYPE\":\"B\",\"begin\":0,\"end\":0}}")), of_json)
        }),
        ("cas-json", "structures as small as can be", |size| (json(size, |_| "{}".into()), of_json)),
        ("cas-json", "features of one annotation", |size| {
            let features = text_of(numbered(size, |n| format!("\"a{n}\":1,")));
            (json(1, |_| format!("{{{features}\"begin\":0,\"end\":0}}")), of_json)
        }),
        ("cas-json", "links of one annotation", |size| {
            (json(1, |_| format!("{{\"%ID\":2,\"begin\":0,\"end\":0,\"@a\":[{}2]}}", "2,".repeat(size / 2))), of_json)
        }),
        ("webanno-tsv", "tokens as small as can be", |size| (tsv(size, "", "_"), of_tsv)),
        ("webanno-tsv", "annotations as small as can be", |size| (tsv(size, "#T_SP=a|x\n", "a"), of_tsv)),
        ("webanno-tsv", "annotations on one token", |size| (tsv(1, "#T_SP=a|x\n", &"a|".repeat(size / 2)), of_tsv)),
        ("webanno-tsv", "columns", |size| {
            (format!("#FORMAT=WebAnno TSV 3.3\n#T_SP=a{}\n", "|x".repeat(size / 2)).into(), of_tsv)
        }),
    ]
}

fn of_xmi(_: &Path, bytes: &[u8]) -> Result<(), String> {
    import("xmi", bytes, None)
}

fn of_json(_: &Path, bytes: &[u8]) -> Result<(), String> {
    import("cas-json", bytes, None)
}

fn of_tsv(_: &Path, bytes: &[u8]) -> Result<(), String> {
    import("webanno-tsv", bytes, None)
}

fn xmi(size: usize, structure: impl Fn(usize) -> String) -> Vec<u8> {
    let head = "<x:XMI xmlns:x='http://www.omg.org/XMI' xmlns:c='http:///uima/cas.ecore'><c:Sofa x:id='999999999' sofaString=''/>";
    format!("{head}{}</x:XMI>", text_of(numbered(size, structure))).into_bytes()
}

fn json(size: usize, structure: impl Fn(usize) -> String) -> Vec<u8> {
    let structures = text_of(numbered(size, |n| structure(n) + ","));
    let sofa = "{\"%ID\":999999999,\"%TYPE\":\"uima.cas.Sofa\",\"sofaString\":\"\"}";
    format!("{{\"%FEATURE_STRUCTURES\":[{structures}{sofa}]}}").into_bytes()
}

/// A file of this layer with so many lines of a token.
fn tsv(size: usize, layer: &str, cell: &str) -> Vec<u8> {
    let cell = if layer.is_empty() { "" } else { cell };
    let line = format!("1-1\t0-1\ta\t{cell}\n");
    format!("#FORMAT=WebAnno TSV 3.3\n{layer}#Text=a\n{}", line.repeat((size / line.len()).max(1))).into_bytes()
}
