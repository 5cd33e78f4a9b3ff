//! Label Studio's labelling configuration: what annotators are shown, in XML.
//!
//! ```xml
//! <View>
//!   <Labels name="label" toName="text"><Label value="PER" background="#144acc" hotkey="p" hint="…"/></Labels>
//!   <Relations><Relation value="visits"/></Relations>
//!   <Text name="text" value="$text"/>
//!   <Choices name="gender" toName="text" choice="single" perRegion="true" whenTagName="label" whenLabelValue="PER">
//!     <Choice value="male"/><Choice value="female"/></Choices>
//! </View>
//! ```
//!
//! Controls are named as our datasets of Label Studio name them: an attribute has one of its name, for the labels that have it. A guideline
//! is the hint of its label. What results are called (`alias`) is the name, and what is shown then is a name for people.

use std::collections::{HashMap, HashSet};

use super::draft::{Draft, Owner, put_words};
use super::format::{SchemaRead, SchemaText};
use crate::formats::error::ImportError;
use crate::formats::xml::{Event, XmlFaultAt, XmlReader, XmlWriter};
use crate::model::{AttributeDefinition, AttributeKind, AttributeValue, Colour, LabelName, Schema};

/// The control of labels and the text that they stand on, as in our datasets.
const CONTROL: &str = "label";
const OBJECT: &str = "text";

/// What lays a page out, or is shown and not said.
const LOOKS: [&str; 11] = [
    "View",
    "Header",
    "Style",
    "Filter",
    "Collapse",
    "Panel",
    "Text",
    "HyperText",
    "Paragraphs",
    "Paragraph",
    "Markdown",
];

/// An attribute while it is read.
struct Control {
    line: usize,
    definition: AttributeDefinition,
    /// Whether it is one of regions, and of which labels; of all where none are named.
    per_region: bool,
    labels: Vec<String>,
    /// The choices that are there to begin with.
    chosen: Vec<String>,
}

pub(super) fn read(file: &SchemaText<'_>) -> Result<SchemaRead, ImportError> {
    let refused = |at: XmlFaultAt| {
        let (line, problem) = at.into();
        problem.at(file.path, line)
    };
    let mut draft = Draft::default();
    let mut controls: Vec<Control> = Vec::new();
    let mut reader = XmlReader::new(file.text);
    let mut is_view = false;
    while let Some(event) = reader.next().map_err(refused)? {
        let Event::Start(tag) = event else { continue };
        if !is_view && tag.name != "View" {
            return Err(refused(reader.fault("the root is not 'View'")));
        }
        is_view = true;
        let line = reader.line();
        let said = |name: &str| reader.attributes().iter().find(|a| a.tag.name == name).map_or("", |a| &a.value);
        match tag.name {
            "Label" => label(&mut draft, line, &said),
            "Relation" => {
                let kind = draft.relation(said("value"));
                if let Some(colour) = Colour::from_hex(&said("background").to_lowercase()) {
                    kind.colour = colour;
                }
            }
            "Labels" | "HyperTextLabels" | "ParagraphLabels" | "Relations" => {}
            "Choices" if said("choice") == "multiple" => {
                controls.push(control(line, AttributeKind::Choices(Vec::new()), &said));
            }
            "Choices" | "Taxonomy" => controls.push(control(line, AttributeKind::Choice(Vec::new()), &said)),
            "Choice" => {
                let value = if said("alias").is_empty() { said("value") } else { said("alias") };
                let selected = said("selected") == "true";
                let choices = controls.last_mut().and_then(|control| {
                    control.chosen.extend(selected.then(|| value.to_owned()));
                    control.definition.kind.choices_mut()
                });
                match choices {
                    Some(choices) => choices.push(value.to_owned()),
                    None => draft.left_out(line, value),
                }
            }
            "Number" | "Rating" => controls.push(control(line, AttributeKind::Number, &said)),
            "TextArea" => controls.push(control(line, AttributeKind::Text, &said)),
            "DateTime" => controls.push(control(line, AttributeKind::Date, &said)),
            looks if LOOKS.contains(&looks) => {}
            other => draft.left_out(line, other),
        }
    }
    finish(draft, controls).finish(file.path)
}

fn label<'a>(draft: &mut Draft, line: usize, said: &dyn Fn(&str) -> &'a str) {
    let (shown, alias) = (said("value"), said("alias"));
    let name = if alias.is_empty() { shown } else { alias };
    if draft.has_label(name) {
        return draft.note(super::format::SchemaNote::Twice { line, name: super::draft::cut(name) });
    }
    let label = draft.label(name);
    said("hint").clone_into(&mut label.guideline);
    if name != shown {
        put_words(&mut label.arabic, &mut label.english, shown);
    }
    if let Some(colour) = Colour::from_hex(&said("background").to_lowercase()) {
        label.colour = colour;
    }
    if !said("hotkey").is_empty() {
        draft.key(line, name, said("hotkey"));
    }
}

fn control<'a>(line: usize, kind: AttributeKind, said: &dyn Fn(&str) -> &'a str) -> Control {
    let labels = said("whenLabelValue").split(',').map(str::trim).filter(|label| !label.is_empty());
    let number = said("defaultValue").parse().ok().filter(|_| kind == AttributeKind::Number);
    let mut definition = AttributeDefinition::new(said("name"), kind);
    definition.required = said("required") == "true";
    definition.default = number.filter(|number: &f64| number.is_finite()).map(AttributeValue::Number);
    Control {
        line,
        definition,
        chosen: Vec::new(),
        per_region: said("perRegion") == "true",
        labels: labels.map(str::to_owned).collect(),
    }
}

/// Gives the controls to their labels.
fn finish(mut draft: Draft, controls: Vec<Control>) -> Draft {
    let all: Vec<LabelName> = draft.schema_mut().labels.iter().map(|label| label.name.clone()).collect();
    let mut given = 0;
    for Control { line, mut definition, per_region, labels, mut chosen } in controls {
        // One choice listed twice is chosen once.
        let mut seen = HashSet::new();
        chosen.retain(|choice| seen.insert(choice.clone()));
        if let AttributeKind::Choice(choices) = &definition.kind
            && matches!(&choices[..], [yes, no] if yes == "true" && no == "false")
        {
            definition.kind = AttributeKind::Flag;
        }
        if let Some(first) = chosen.first() {
            definition.default = match definition.kind {
                AttributeKind::Flag => first.parse().ok().map(AttributeValue::Flag),
                AttributeKind::Choice(_) => Some(AttributeValue::Choice(first.clone())),
                AttributeKind::Choices(_) => Some(AttributeValue::Choices(chosen)),
                _ => None,
            };
        }
        let owners = match (per_region, labels.is_empty()) {
            (false, _) => vec![Owner::Document],
            (true, true) => all.iter().cloned().map(Owner::Label).collect(),
            (true, false) => labels.iter().map(|label| Owner::Label(LabelName::new(label.as_str()))).collect(),
        };
        for owner in owners {
            given += 1;
            // Thousands of controls for each of thousands of labels are no schema.
            match given > MAX_GIVEN {
                true => draft.left_out(line, &definition.name),
                false => draft.attribute(line, &owner, definition.clone()),
            }
        }
    }
    draft
}

/// Attributes that the labels of one file get, all together.
const MAX_GIVEN: usize = 65_536;

pub(super) fn write(schema: &Schema) -> Vec<(&'static str, String)> {
    let mut xml = XmlWriter::default();
    xml.start("View");
    indent(&mut xml, 1);
    xml.start("Labels");
    xml.attribute("name", CONTROL);
    xml.attribute("toName", OBJECT);
    for label in &schema.labels {
        indent(&mut xml, 2);
        xml.start("Label");
        xml.attribute("value", label.name.as_str());
        xml.attribute("background", &label.colour.to_hex());
        if let Some(key) = label.key {
            xml.attribute("hotkey", &key.to_lowercase().to_string());
        }
        if !label.guideline.is_empty() {
            xml.attribute("hint", &label.guideline);
        }
        xml.end("Label");
    }
    indent(&mut xml, 1);
    xml.end("Labels");
    if !schema.relation_types.is_empty() {
        indent(&mut xml, 1);
        xml.start("Relations");
        for kind in &schema.relation_types {
            indent(&mut xml, 2);
            xml.start("Relation");
            xml.attribute("value", kind.name.as_str());
            xml.attribute("background", &kind.colour.to_hex());
            xml.end("Relation");
        }
        indent(&mut xml, 1);
        xml.end("Relations");
    }
    indent(&mut xml, 1);
    xml.start("Text");
    xml.attribute("name", OBJECT);
    xml.attribute("value", "$text");
    xml.end("Text");
    for (definition, owners) in of_labels(schema) {
        put_control(&mut xml, definition, Some(&owners.join(",")));
    }
    let regions: HashSet<&str> = of_labels(schema).iter().map(|(definition, _)| definition.name.as_str()).collect();
    for definition in schema.document_attributes.iter().filter(|d| !regions.contains(d.name.as_str())) {
        put_control(&mut xml, definition, None);
    }
    indent(&mut xml, 0);
    xml.end("View");
    xml.line();
    vec![("labels.xml", xml.take())]
}

/// The attributes of labels, each with those that have it alike: a name belongs to one control.
fn of_labels(schema: &Schema) -> Vec<(&AttributeDefinition, Vec<&str>)> {
    let mut all: Vec<(&AttributeDefinition, Vec<&str>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    // Commas stand between the names.
    for label in schema.labels.iter().filter(|label| !label.name.as_str().contains(',')) {
        for definition in &label.attributes {
            let at = *places.entry(&definition.name).or_insert_with(|| {
                all.push((definition, Vec::new()));
                all.len() - 1
            });
            let first = all[at].0;
            if (&first.kind, first.required, &first.default)
                == (&definition.kind, definition.required, &definition.default)
            {
                all[at].1.push(label.name.as_str());
            }
        }
    }
    all.retain(|(definition, _)| definition.name != CONTROL && definition.name != OBJECT);
    all
}

fn put_control(xml: &mut XmlWriter, definition: &AttributeDefinition, labels: Option<&str>) {
    let (tag, choices) = match &definition.kind {
        AttributeKind::Flag => ("Choices", vec!["true".to_owned(), "false".to_owned()]),
        AttributeKind::Choice(choices) | AttributeKind::Choices(choices) => ("Choices", choices.clone()),
        AttributeKind::Number => ("Number", Vec::new()),
        AttributeKind::Text => ("TextArea", Vec::new()),
        AttributeKind::Date => ("DateTime", Vec::new()),
    };
    indent(xml, 1);
    xml.start(tag);
    xml.attribute("name", &definition.name);
    xml.attribute("toName", OBJECT);
    match &definition.kind {
        AttributeKind::Choices(_) => xml.attribute("choice", "multiple"),
        AttributeKind::Flag | AttributeKind::Choice(_) => xml.attribute("choice", "single"),
        AttributeKind::Date => xml.attribute("only", "date"),
        AttributeKind::Number | AttributeKind::Text => {}
    }
    if definition.required {
        xml.attribute("required", "true");
    }
    if let Some(AttributeValue::Number(number)) = definition.default {
        xml.attribute("defaultValue", &number.to_string());
    }
    let is_chosen = |choice: &String| match &definition.default {
        Some(AttributeValue::Choices(chosen)) => chosen.contains(choice),
        Some(AttributeValue::Flag(flag)) => flag.to_string() == *choice,
        Some(AttributeValue::Choice(chosen)) => chosen == choice,
        _ => false,
    };
    if let Some(labels) = labels {
        xml.attribute("perRegion", "true");
        xml.attribute("whenTagName", CONTROL);
        xml.attribute("whenLabelValue", labels);
    }
    for choice in &choices {
        indent(xml, 2);
        xml.start("Choice");
        xml.attribute("value", choice);
        if is_chosen(choice) {
            xml.attribute("selected", "true");
        }
        xml.end("Choice");
    }
    if !choices.is_empty() {
        indent(xml, 1);
    }
    xml.end(tag);
}

fn indent(xml: &mut XmlWriter, depth: usize) {
    xml.line();
    xml.text(&"  ".repeat(depth));
}
