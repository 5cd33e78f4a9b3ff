//! XMI of a CAS: each structure an element below the root, its features attributes, those with several texts elements within it.

use std::borrow::Cow;
use std::collections::HashMap;

use super::structures::{Cas, Feature, Value};
use super::types::{Range, TypeSystem};
use crate::formats::budget::Budget;
use crate::formats::error::ImportProblem;
use crate::formats::xml::{Event, XmlReader};

/// How often the memory is asked for.
const STEP: usize = 4096;

/// Reads a file of XMI.
///
/// # Errors
/// The line, and what is wrong there.
pub(super) fn read<'t>(text: &'t str, types: TypeSystem, budget: &Budget) -> Result<Cas<'t>, (usize, ImportProblem)> {
    let mut xml = XmlReader::new(text);
    let mut cas = Cas::of(types);
    match xml.next()? {
        Some(Event::Start(tag)) if tag.name == "XMI" && xml.attribute("version").is_none_or(|v| v.starts_with('2')) => {
        }
        _ => return Err(xml.fault("the element is not 'XMI' of version 2").into()),
    }
    // The kinds of elements by their names as they are written, with the namespace that they were found in.
    let mut known: HashMap<(&'t str, &'t str), (String, usize)> = HashMap::new();
    // What features of several texts there are of the structure that is open.
    let mut lists: Vec<(&'t str, Vec<Cow<'t, str>>)> = Vec::new();
    while let Some(event) = xml.next()? {
        let tag = match event {
            Event::Start(tag) => tag,
            Event::End(_) if xml.depth() == 1 => {
                for (name, values) in lists.drain(..) {
                    let is_ids = !values.is_empty() && values.iter().all(|v| v.bytes().all(|b| b.is_ascii_digit()));
                    let kind = cas.structures.last().map_or("", |last| cas.kind_of(last).name.as_str());
                    let value = match cas.types.range(kind, name) {
                        Some(Range::Reference) if is_ids => {
                            Value::References(values.iter().filter_map(|v| v.parse().ok()).collect())
                        }
                        _ => Value::Text(serde_json::to_string(&values).unwrap_or_default().into()),
                    };
                    cas.add_feature(Feature { name: name.into(), value });
                }
                continue;
            }
            Event::End(_) | Event::Text(_) => continue,
        };
        match xml.depth() {
            2 => {
                let namespace = xml.namespace(tag.prefix);
                let kind = match known.get(&(tag.prefix, tag.name)) {
                    Some((found_in, kind)) if found_in == namespace => *kind,
                    _ => {
                        let namespace = namespace.to_owned();
                        let kind = cas.kind(&type_name(&namespace, tag.name));
                        known.insert((tag.prefix, tag.name), (namespace, kind));
                        kind
                    }
                };
                structure(&mut cas, &mut xml, kind)?;
                if cas.structures.len().is_multiple_of(STEP) {
                    cas.weigh(budget).map_err(|problem| (xml.line(), problem))?;
                }
            }
            3 => {
                let value = xml.text_within()?;
                match lists.last_mut().filter(|(name, _)| *name == tag.name) {
                    Some((_, values)) => values.push(value),
                    None => lists.push((tag.name, vec![value])),
                }
            }
            _ => xml.skip()?,
        }
    }
    cas.weigh(budget).map_err(|problem| (1, problem))?;
    Ok(cas)
}

fn structure<'t>(cas: &mut Cas<'t>, xml: &mut XmlReader<'t>, kind: usize) -> Result<(), (usize, ImportProblem)> {
    let is_id = |a: &crate::formats::xml::Attribute<'_>| a.tag.name == "id" && !a.tag.prefix.is_empty();
    let at = xml.begin();
    let id = match xml.attributes().iter().find(|a| is_id(a)) {
        Some(id) => match id.value.trim_ascii().parse() {
            Ok(id) => id,
            Err(_) => {
                let said = format!("'{}' is not the number of a structure", id.value);
                return Err(xml.fault(said).into());
            }
        },
        // The index of a view has none.
        None => u64::MAX - cas.structures.len() as u64,
    };
    let features = xml.attributes_mut().drain(..).filter(|a| !is_id(a));
    let added = cas.add(
        kind,
        id,
        at,
        features.map(|a| Feature { name: Cow::Borrowed(a.tag.name), value: Value::Text(a.value) }),
    );
    added.map_err(|problem| (xml.line(), problem))
}

/// `http:///de/tudarmstadt/…/type.ecore` and `NamedEntity` as the name of a type.
fn type_name(namespace: &str, name: &str) -> String {
    let package = namespace.strip_prefix("http:///").unwrap_or(namespace);
    let package = package.strip_suffix(".ecore").unwrap_or(package).replace('/', ".");
    match package.as_str() {
        "" | "uima.noNamespace" => name.to_owned(),
        _ => format!("{package}.{name}"),
    }
}

/// The prefix and namespace of a type of ours: its package, by the last part of its name.
pub(super) fn names_of(name: &str) -> (String, String) {
    let (package, short) = name.rsplit_once('.').unwrap_or(("", name));
    let prefix = package.rsplit('.').next().unwrap_or(package);
    (format!("{prefix}:{short}"), format!("http:///{}.ecore", package.replace('.', "/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_type_is_its_namespace_and_its_element() {
        assert_eq!(type_name("http:///uima/tcas.ecore", "Annotation"), "uima.tcas.Annotation");
        assert_eq!(type_name("http:///uima/noNamespace.ecore", "Event"), "Event");
        assert_eq!(type_name("", "Event"), "Event");
        let names = names_of("webanno.custom.Span");
        assert_eq!(names, ("custom:Span".to_owned(), "http:///webanno/custom.ecore".to_owned()));
    }
}
