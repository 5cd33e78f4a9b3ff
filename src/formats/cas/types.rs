//! The type system of a CAS: which features a type has and what stands in them. Read from `TypeSystem.xml` or from `%TYPES`, and
//! written as both.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};

use super::layers;
use crate::formats::json_rows::Fields;
use crate::formats::xml::{Event, XmlFaultAt, XmlReader, XmlWriter};

/// What a feature holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Range {
    Text,
    Flag,
    Number,
    /// Another structure, or several.
    Reference,
    /// Texts or numbers.
    List,
}

impl Range {
    fn of(name: &str) -> Range {
        match name {
            "uima.cas.String" => Range::Text,
            "uima.cas.Boolean" => Range::Flag,
            "uima.cas.Integer" | "uima.cas.Float" | "uima.cas.Double" | "uima.cas.Byte" | "uima.cas.Short"
            | "uima.cas.Long" => Range::Number,
            "uima.cas.FSArray" | "uima.cas.FSList" => Range::Reference,
            _ if name.ends_with("Array") || name.ends_with("List") => Range::List,
            "uima.cas.String[]" | "uima.cas.Boolean[]" | "uima.cas.Integer[]" | "uima.cas.Double[]" => Range::List,
            _ => Range::Reference,
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Type {
    parent: String,
    /// With the names of their ranges.
    features: HashMap<String, String>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct TypeSystem {
    types: HashMap<String, Type>,
    /// What is said of features of the types that Hashiya writes: which attributes they are.
    about: Vec<(&'static str, String, String)>,
}

/// Types and features that are remembered; a type system with more is not read further.
const MAX_TYPES: usize = 100_000;

/// Types above each other.
const MAX_PARENTS: usize = 64;

impl TypeSystem {
    /// What a feature of a type or of one above it holds.
    pub(super) fn range(&self, name: &str, feature: &str) -> Option<Range> {
        let mut name = name;
        for _ in 0..MAX_PARENTS {
            let kind = self.types.get(name)?;
            if let Some(range) = kind.features.get(feature) {
                // A type of strings that are listed is one of strings.
                return Some(if self.is_a(range, "uima.cas.String") { Range::Text } else { Range::of(range) });
            }
            name = &kind.parent;
        }
        None
    }

    /// Whether a type is another or one below it.
    pub(super) fn is_a(&self, name: &str, of: &str) -> bool {
        let mut name = name;
        for _ in 0..MAX_PARENTS {
            if name == of {
                return true;
            }
            match self.types.get(name) {
                Some(kind) => name = &kind.parent,
                None => return false,
            }
        }
        false
    }

    /// What is said of the features of a type that Hashiya writes.
    pub(super) fn about(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let of_it = self.about.iter().filter(move |(kind, _, _)| *kind == name);
        of_it.map(|(_, feature, about)| (feature.as_str(), about.as_str()))
    }

    fn describe(&mut self, name: &str, feature: &str, about: &str) {
        let own = [layers::SPAN, layers::RELATION].into_iter().find(|own| *own == name);
        if let Some(own) = own.filter(|_| self.about.len() < MAX_TYPES && !about.is_empty()) {
            self.about.push((own, feature.to_owned(), about.to_owned()));
        }
    }

    fn add(&mut self, name: String, parent: String, features: impl IntoIterator<Item = (String, String)>) {
        if self.types.len() < MAX_TYPES {
            let known = self.types.entry(name).or_default();
            known.parent = parent;
            known.features.extend(features.into_iter().take(MAX_TYPES));
        }
    }

    /// Reads a `TypeSystem.xml`.
    pub(super) fn read(text: &str) -> Result<TypeSystem, XmlFaultAt> {
        let (mut xml, mut types) = (XmlReader::new(text), TypeSystem::default());
        // Names and ranges come as elements with a text: those of a type before those of its features.
        let (mut name, mut parent, mut features) = (String::new(), String::new(), Vec::new());
        let (mut feature, mut in_feature, mut about) = ((String::new(), String::new()), false, String::new());
        while let Some(event) = xml.next()? {
            match event {
                Event::Start(tag) => match tag.name {
                    "typeDescription" => (name, parent, features) = (String::new(), String::new(), Vec::new()),
                    "featureDescription" => (feature, in_feature) = ((String::new(), String::new()), true),
                    "name" if in_feature => feature.0 = xml.text_within()?.trim_ascii().to_owned(),
                    "name" => name = xml.text_within()?.trim_ascii().to_owned(),
                    "supertypeName" => parent = xml.text_within()?.trim_ascii().to_owned(),
                    "description" if in_feature => about = xml.text_within()?.into_owned(),
                    "rangeTypeName" => feature.1 = xml.text_within()?.trim_ascii().to_owned(),
                    _ => {}
                },
                Event::End(tag) if tag.name == "featureDescription" => {
                    types.describe(&name, &feature.0, &std::mem::take(&mut about));
                    features.push(std::mem::take(&mut feature));
                    in_feature = false;
                }
                Event::End(tag) if tag.name == "typeDescription" => {
                    let features = std::mem::take(&mut features);
                    types.add(std::mem::take(&mut name), std::mem::take(&mut parent), features);
                }
                _ => {}
            }
        }
        Ok(types)
    }

    /// Takes types from `%TYPES`.
    pub(super) fn of_json(types: &Fields<'_, Value>) -> TypeSystem {
        let mut all = TypeSystem::default();
        for (name, of_it) in &types.0 {
            let said = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            let features = of_it.as_object().into_iter().flatten().filter(|(key, _)| !key.starts_with('%'));
            features.clone().for_each(|(key, feature)| all.describe(name, key, &said(feature, "%DESCRIPTION")));
            let features = features.map(|(key, feature)| (key.clone(), said(feature, "%RANGE")));
            all.add(name.0.clone().into_owned(), said(of_it, "%SUPER_TYPE"), features);
        }
        all
    }
}

/// A type of ours, as it is written.
pub(super) struct OwnType {
    pub name: &'static str,
    pub parent: &'static str,
    pub about: &'static str,
    /// Name, range and what it is.
    pub features: Vec<(String, &'static str, String)>,
}

/// The type system as a file of XML.
pub(super) fn xml_of(types: &[OwnType]) -> String {
    let mut xml = XmlWriter::new();
    xml.start("typeSystemDescription");
    xml.attribute("xmlns", "http://uima.apache.org/resourceSpecifier");
    xml.line();
    xml.start("types");
    xml.line();
    for kind in types {
        xml.start("typeDescription");
        xml.element("name", kind.name);
        xml.element("description", kind.about);
        xml.element("supertypeName", kind.parent);
        if !kind.features.is_empty() {
            xml.line();
            xml.start("features");
            for (name, range, about) in &kind.features {
                xml.line();
                xml.start("featureDescription");
                xml.element("name", name);
                xml.element("description", about);
                xml.element("rangeTypeName", range.strip_suffix("[]").map_or(range, |_| "uima.cas.FSArray"));
                if let Some(element) = range.strip_suffix("[]") {
                    xml.element("elementType", element);
                }
                xml.end("featureDescription");
            }
            xml.end("features");
        }
        xml.end("typeDescription");
        xml.line();
    }
    xml.end("types");
    xml.end("typeSystemDescription");
    xml.line();
    xml.take()
}

/// The type system as `%TYPES`.
pub(super) fn json_types(types: &[OwnType]) -> Value {
    let of_type = |kind: &OwnType| {
        let mut row = Map::new();
        row.insert("%NAME".into(), kind.name.into());
        row.insert("%SUPER_TYPE".into(), kind.parent.into());
        row.insert("%DESCRIPTION".into(), kind.about.into());
        for (name, range, about) in &kind.features {
            row.insert(name.clone(), json!({"%NAME": name, "%RANGE": range, "%DESCRIPTION": about}));
        }
        (kind.name.to_owned(), Value::Object(row))
    };
    json!(types.iter().map(of_type).collect::<BTreeMap<_, _>>())
}
