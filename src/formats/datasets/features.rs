//! The columns of a dataset as data: their names and types, and what numbers stand for. The file of Parquet says them in its footer as
//! `datasets` wants them, and whoever describes a dataset may print them.

use serde_json::json;

use crate::formats::survey::Survey;

/// A column, or a field of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatasetFeature {
    pub name: &'static str,
    pub kind: FeatureKind,
}

/// What stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeatureKind {
    Text,
    /// Of 64 bits.
    Integer,
    /// The number of a name, from 0.
    Class(Vec<String>),
    /// Any number of records with these fields.
    Records(Vec<DatasetFeature>),
}

impl DatasetFeature {
    /// The columns of a dataset of the documents that were looked at.
    pub fn all(survey: &Survey) -> Vec<DatasetFeature> {
        let text = |name| DatasetFeature { name, kind: FeatureKind::Text };
        let number = |name| DatasetFeature { name, kind: FeatureKind::Integer };
        let class = |name, names: &[String]| match names {
            // A class of no names is none to its readers.
            [] => number(name),
            names => DatasetFeature { name, kind: FeatureKind::Class(names.to_vec()) },
        };
        let list = |name, fields| DatasetFeature { name, kind: FeatureKind::Records(fields) };
        let attributes = || list("attributes", vec![text("name"), text("kind"), text("value")]);
        let about = || {
            vec![
                attributes(),
                text("note"),
                text("look_again"),
                text("annotator"),
                text("provenance"),
                text("created"),
                text("modified"),
            ]
        };
        let parts = list("parts", vec![number("start"), number("end"), text("text")]);
        let mut span = vec![
            number("start"),
            number("end"),
            text("label"),
            class("label_id", survey.labels()),
            text("text"),
            text("id"),
            parts,
            text("entity"),
        ];
        span.extend(about());
        let mut relation =
            vec![text("id"), text("type"), class("type_id", survey.relation_types()), text("source"), text("target")];
        relation.extend(about());
        vec![
            text("id"),
            text("offset_unit"),
            text("text"),
            list("spans", span),
            list("relations", relation),
            attributes(),
            list("metadata", vec![text("name"), text("value")]),
            text("title"),
            text("annotator"),
            text("state"),
            text("look_again"),
        ]
    }

    /// The `features` of `datasets`, as they stand in the footer of Parquet. Fields are in their order: it takes the names of classes
    /// only for what is the same as the columns, order included. A list of records is a list of one record, which every version reads.
    pub fn to_json(features: &[DatasetFeature]) -> String {
        let fields = features.iter().map(|feature| {
            let kind = match &feature.kind {
                FeatureKind::Text => json!({"dtype": "string", "_type": "Value"}).to_string(),
                FeatureKind::Integer => json!({"dtype": "int64", "_type": "Value"}).to_string(),
                FeatureKind::Class(names) => json!({"names": names, "_type": "ClassLabel"}).to_string(),
                FeatureKind::Records(fields) => format!("[{}]", DatasetFeature::to_json(fields)),
            };
            format!("{}:{kind}", json!(feature.name))
        });
        format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
    }
}
