//! The JSON Schemas (draft 2020-12) of our JSON lines and of what commands print as JSON, for programs that read them.

const SCHEMAS: &[(&str, &str)] = &[
    ("jsonl", include_str!("../../assets/schemas/jsonl.json")),
    ("list", include_str!("../../assets/schemas/list.json")),
    ("lint", include_str!("../../assets/schemas/lint.json")),
    ("history", include_str!("../../assets/schemas/history.json")),
    ("search", include_str!("../../assets/schemas/search.json")),
    ("stats", include_str!("../../assets/schemas/stats.json")),
    ("convert", include_str!("../../assets/schemas/convert.json")),
    ("formats", include_str!("../../assets/schemas/formats.json")),
    ("project-status", include_str!("../../assets/schemas/project-status.json")),
    ("project-list", include_str!("../../assets/schemas/project-list.json")),
    ("migration", include_str!("../../assets/schemas/migration.json")),
    ("assign", include_str!("../../assets/schemas/assign.json")),
    ("return", include_str!("../../assets/schemas/return.json")),
    ("project-stats", include_str!("../../assets/schemas/project-stats.json")),
    ("losses", include_str!("../../assets/schemas/losses.json")),
];

/// The schema of a name.
pub(super) fn named(name: &str) -> Result<&'static str, String> {
    let found = SCHEMAS.iter().find(|(known, _)| *known == name);
    let names = || SCHEMAS.iter().map(|(known, _)| *known).collect::<Vec<_>>().join(", ");
    found.map(|(_, schema)| *schema).ok_or_else(|| format!("there are schemas of {}", names()))
}
