//! Feature structures: names with values, which may be feature structures themselves.

use std::borrow::Cow;

use super::info::CODE_POINT;
use crate::formats::error::{AttributeRefusal, ImportProblem};
use crate::formats::xml::{Event, XmlFaultAt, XmlReader};
use crate::model::AttributeValue;
use crate::model::schema::MAX_ATTRIBUTES;

pub(super) enum FeatureValue<'t> {
    Plain(AttributeValue),
    Structure(Vec<(Cow<'t, str>, FeatureValue<'t>)>),
}

pub(super) type Features<'t> = Vec<(Cow<'t, str>, FeatureValue<'t>)>;

impl FeatureValue<'_> {
    pub(super) fn text(self) -> String {
        match self {
            FeatureValue::Plain(AttributeValue::Text(text) | AttributeValue::Choice(text)) => text,
            FeatureValue::Plain(value) => value.to_string(),
            FeatureValue::Structure(features) => features
                .into_iter()
                .map(|(name, value)| format!("{name}={}", value.text()))
                .collect::<Vec<_>>()
                .join(" "),
        }
    }
}

/// Features as attributes; a structure within them as one text.
pub(super) fn attributes_of<'t>(features: Features<'t>) -> Result<Vec<(Cow<'t, str>, AttributeValue)>, ImportProblem> {
    if let Some((name, _)) = features.get(MAX_ATTRIBUTES) {
        let reason = AttributeRefusal::TooManyAttributes(MAX_ATTRIBUTES);
        return Err(ImportProblem::Attribute { owner: None, attribute: name.to_string(), reason });
    }
    let plain = |value| match value {
        FeatureValue::Plain(value) => value,
        structure => AttributeValue::Text(structure.text()),
    };
    Ok(features.into_iter().map(|(name, value)| (name, plain(value))).collect())
}

/// The features of a structure that began last, up to its end.
pub(super) fn features_of<'t>(reader: &mut XmlReader<'t>) -> Result<Features<'t>, XmlFaultAt> {
    let (depth, mut features) = (reader.depth(), Vec::new());
    while reader.depth() >= depth {
        match reader.next()? {
            Some(Event::Start(tag)) if tag.name == "f" => {
                let name = take(reader, "n").or_else(|| take(reader, "name")).unwrap_or_default();
                features.push((name, feature_of(reader)?));
            }
            Some(_) => {}
            None => break,
        }
    }
    Ok(features)
}

/// The value of an attribute of the element that began last.
pub(super) fn take<'t>(reader: &mut XmlReader<'t>, name: &str) -> Option<Cow<'t, str>> {
    let attributes = reader.attributes_mut();
    let found = attributes.iter_mut().find(|attribute| attribute.tag.name == name)?;
    Some(std::mem::take(&mut found.value))
}

fn feature_of<'t>(reader: &mut XmlReader<'t>) -> Result<FeatureValue<'t>, XmlFaultAt> {
    let (depth, mut value) = (reader.depth(), None);
    let mut text = String::new();
    while reader.depth() >= depth {
        match reader.next()? {
            Some(Event::Start(tag)) => {
                let said = take(reader, "value");
                let is_true = said.as_deref().is_none_or(|said| ["true", "1"].contains(&said));
                let found = match tag.name {
                    "fs" => FeatureValue::Structure(features_of(reader)?),
                    "binary" => FeatureValue::Plain(AttributeValue::Flag(is_true)),
                    "numeric" => FeatureValue::Plain(match said.as_deref().unwrap_or_default().parse::<f64>() {
                        Ok(number) if number.is_finite() => AttributeValue::Number(number),
                        _ => AttributeValue::Text(said.unwrap_or_default().into_owned()),
                    }),
                    _ => FeatureValue::Plain(AttributeValue::Text(match said {
                        Some(said) => said.into_owned(),
                        None => text_of(reader)?,
                    })),
                };
                value = value.or(Some(found));
            }
            Some(Event::Text(more)) => text.push_str(&more),
            Some(Event::End(_)) => {}
            None => break,
        }
    }
    Ok(value.unwrap_or_else(|| FeatureValue::Plain(AttributeValue::Text(text.trim_ascii().to_owned()))))
}

/// The text within the element that began last, up to its end.
pub(super) fn text_of(reader: &mut XmlReader<'_>) -> Result<String, XmlFaultAt> {
    let (depth, mut text) = (reader.depth(), String::new());
    while reader.depth() >= depth {
        match reader.next()? {
            Some(Event::Start(tag)) if tag.name == "g" => {
                if let Some(c) = unsayable(reader) {
                    reader.skip()?;
                    text.push(c);
                }
            }
            Some(Event::Text(more)) => text.push_str(&more),
            Some(_) => {}
            None => break,
        }
    }
    Ok(text)
}

/// The character that an element `g`, which began last, names by its number.
pub(super) fn unsayable(reader: &XmlReader<'_>) -> Option<char> {
    let digits = reader.attribute("n")?.strip_prefix(CODE_POINT)?;
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).filter(|c| *c != '\0')
}
