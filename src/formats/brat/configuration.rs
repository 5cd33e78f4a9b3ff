//! `annotation.conf`: which labels, relations, events and attributes there are, as brat asks for it and as other projects say it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::names::Names;
use crate::formats::builder::Importer;
use crate::model::{AttributeKind, AttributeValue, LabelName, Schema};

/// Before the name of an attribute of numbers: brat knows none.
pub(in crate::formats) const NUMBER: &str = "# Hashiya: a number: ";

/// Lines of a configuration that are read; no project has as many types.
pub(in crate::formats) const MAX_LINES: usize = 20_000;

/// What the arguments of a relation are called where nobody says otherwise.
pub(super) fn usual_arguments() -> Arguments {
    ("Arg1".into(), "Arg2".into())
}

/// The two arguments of a relation by their names, the source first.
pub(super) type Arguments = (String, String);

/// What is to stand in the `annotation.conf` of a folder, by brat's names.
#[derive(Default)]
pub(super) struct Configuration {
    entities: Once,
    /// The types of events with their roles.
    events: BTreeMap<String, Once>,
    /// Types of relations which are no roles.
    used: HashSet<String>,
    /// What the arguments of each type are called, and the labels of both. Brat takes a type on several lines.
    relations: BTreeMap<String, (BTreeSet<Arguments>, String, String)>,
    attributes: BTreeMap<String, (Once, Once)>,
    numbers: Once,
    /// The documents of one import share their schema: a hundred thousand do not each ask for four thousand labels.
    last: Option<Arc<Schema>>,
}

impl Configuration {
    pub(super) fn add(&mut self, schema: &Arc<Schema>, names: &mut Names) {
        if self.last.as_ref().is_some_and(|last| Arc::ptr_eq(last, schema) || **last == **schema) {
            return;
        }
        self.last = Some(schema.clone());
        let attributes = |all: &[crate::model::AttributeDefinition]| {
            all.iter().map(|attribute| attribute.name.clone()).collect::<Vec<_>>()
        };
        let types = schema.labels.iter().map(|label| (&label.name, &label.attributes));
        let types = types.chain(schema.relation_types.iter().map(|kind| (&kind.name, &kind.attributes)));
        for (name, definitions) in types.clone() {
            names.keep(attributes(definitions).iter().map(String::as_str).chain([name.as_str()]));
        }
        for (name, definitions) in types {
            let owner = names.of(name.as_str());
            for definition in definitions {
                // A text is a note of its own type.
                if definition.kind == AttributeKind::Text {
                    continue;
                }
                let name = names.of(&definition.name);
                if definition.kind == AttributeKind::Number {
                    self.numbers.add(name.clone());
                }
                let (owners, values) = self.attributes.entry(name).or_default();
                owners.add(owner.clone());
                if let AttributeKind::Choice(choices) = &definition.kind {
                    choices.iter().for_each(|choice| values.add(names.of(choice)));
                }
            }
        }
        for label in &schema.labels {
            self.entities.add(names.of(label.name.as_str()));
        }
        for relation in &schema.relation_types {
            let mut ends = |labels: &[LabelName]| match labels {
                [] => "<ANY>".to_owned(),
                some => some.iter().map(|l| names.of(l.as_str())).collect::<Vec<_>>().join("|"),
            };
            let (source, target) = (ends(&relation.source_labels), ends(&relation.target_labels));
            self.relations.entry(names.of(relation.name.as_str())).or_insert((BTreeSet::new(), source, target));
        }
    }

    pub(super) fn uses(&mut self, label: &str) {
        if !self.used.contains(label) {
            self.used.insert(label.to_owned());
        }
    }

    /// The arguments of a relation are called so. Where relations of a type differ, each way is on a line of its own.
    pub(super) fn arguments(&mut self, relation: &str, arguments: &Arguments) {
        if let Some((known, _, _)) = self.relations.get_mut(relation).filter(|(known, _, _)| !known.contains(arguments))
        {
            known.insert(arguments.clone());
        }
    }

    pub(super) fn event(&mut self, label: &str, roles: &[String]) {
        let known = self.events.entry(label.to_owned()).or_default();
        roles.iter().for_each(|role| known.add(role.clone()));
    }

    pub(super) fn text(&self) -> String {
        let mut out = String::from("[entities]\n");
        // Brat wants each type once, and finds the trigger of an event by the type of the event.
        let entities = self.entities.list.iter().filter(|name| !self.events.contains_key(*name));
        entities.for_each(|name| out.push_str(&format!("{name}\n")));
        out.push_str("\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n");
        // What is nothing but a role of events is no relation of brat.
        let roles: HashSet<&String> = self.events.values().flat_map(|roles| &roles.list).collect();
        let usual = usual_arguments();
        for (name, (arguments, source, target)) in &self.relations {
            if roles.contains(name) && !self.used.contains(name) {
                continue;
            }
            // The usual names last: who reads the first line alone learns what is said of them.
            let (own, last): (Vec<_>, Vec<_>) = arguments.iter().partition(|arguments| **arguments != usual);
            let none_said = arguments.is_empty().then_some(&usual);
            for (first, second) in own.into_iter().chain(last).chain(none_said) {
                out.push_str(&format!("{name}\t{first}:{source}, {second}:{target}\n"));
            }
        }
        out.push_str("\n[events]\n");
        for (name, roles) in &self.events {
            let roles: Vec<String> = roles.list.iter().map(|role| format!("{role}*:<ANY>")).collect();
            out.push_str(&format!("{name}\t{}\n", roles.join(", ")).replace("\t\n", "\n"));
        }
        out.push_str("\n[attributes]\n");
        self.numbers.list.iter().for_each(|name| out.push_str(&format!("{NUMBER}{name}\n")));
        for (name, (owners, values)) in &self.attributes {
            let values = match values.list[..] {
                [] => String::new(),
                _ => format!(", Value:{}", values.list.join("|")),
            };
            out.push_str(&format!("{name}\tArg:{}{values}\n", owners.list.join("|")));
        }
        out
    }
}

/// A line that says a type.
pub(in crate::formats) struct Line<'t> {
    /// From 1.
    pub number: usize,
    pub section: &'t str,
    /// Types stand behind tabs below the one that they are kinds of.
    pub depth: usize,
    pub kind: &'t str,
    /// What stands behind the type: names and values.
    pub arguments: Vec<(&'t str, &'t str)>,
}

/// The lines of a configuration that say types: no rules between types, macros, or types of brat's own. Attributes that are numbers are
/// told to `number`.
pub(in crate::formats) fn lines<'t>(text: &'t str, number: &mut dyn FnMut(&str)) -> Vec<Line<'t>> {
    let (mut section, mut lines) = ("", Vec::new());
    for (n, whole) in text.lines().take(MAX_LINES).enumerate() {
        let line = whole.trim();
        if let Some(name) = line.strip_prefix(NUMBER) {
            number(name);
        }
        let skipped = line.starts_with(['#', '<']) || line.bytes().all(|b| b == b'-');
        if skipped {
            continue;
        }
        if let Some(named) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = named;
            continue;
        }
        let (kind, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let kind = kind.trim_start_matches('!');
        let arguments = rest.split(',').filter_map(|argument| argument.trim().split_once(':')).collect();
        let depth = whole.len() - whole.trim_start_matches('\t').len();
        lines.push(Line { number: n + 1, section, depth, kind, arguments });
    }
    lines
}

/// What the `annotation.conf` of a folder says.
#[derive(Default)]
pub(super) struct Declared {
    /// How the arguments of each relation are called.
    pub arguments: HashMap<String, Arguments>,
}

impl Declared {
    /// Takes the types of a project into the schema, as far as it may grow, under the names that `name` gives them: those they
    /// have with us, where `is_exact`.
    pub(super) fn read(
        text: &str,
        importer: &mut Importer<'_>,
        name: &dyn Fn(&str) -> String,
        is_exact: bool,
    ) -> Declared {
        let mut declared = Declared::default();
        let mut numbers = HashSet::new();
        let mut number = |number: &str| {
            numbers.insert(number.to_owned());
        };
        for Line { section, kind, arguments, .. } in lines(text, &mut number) {
            let arguments: Vec<(&str, &str)> =
                arguments.into_iter().filter(|(name, _)| !name.starts_with('<')).collect();
            // What is beyond the limits of a schema is refused where it is used.
            match section {
                "entities" | "events" if !kind.is_empty() => importer.words.declare_label(&name(kind), is_exact),
                "relations" => {
                    let bare = |name: &str| name.trim_end_matches(['*', '+', '?']).to_owned();
                    let [(first, sources), (second, targets), ..] = arguments[..] else { continue };
                    let ends = |labels: &str| labels.split('|').map(name).collect::<Vec<_>>();
                    let ends = [&ends(sources)[..], &ends(targets)];
                    match declared.arguments.contains_key(kind) {
                        true => importer.words.widen_relation(&name(kind), ends, is_exact),
                        false => importer.words.declare_relation(&name(kind), ends, is_exact),
                    }
                    // Of several lines the first that says anything is meant.
                    let names = declared.arguments.entry(kind.to_owned()).or_insert_with(usual_arguments);
                    if *names == usual_arguments() {
                        *names = (bare(first), bare(second));
                    }
                }
                "attributes" => {
                    let value = |wanted: &str| arguments.iter().find(|(name, _)| *name == wanted).map(|(_, v)| *v);
                    let values = value("Value").map(|values| values.split('|').map(name).collect::<Vec<_>>());
                    for owner in value("Arg").unwrap_or_default().split('|') {
                        let values: Vec<AttributeValue> = match &values {
                            Some(values) => values.iter().cloned().map(AttributeValue::Choice).collect(),
                            None if numbers.contains(kind) => vec![AttributeValue::Number(0.0)],
                            None => vec![AttributeValue::Flag(true)],
                        };
                        let owner = name(owner);
                        for value in values {
                            importer.words.declare_attribute(&owner, &name(kind), value);
                        }
                    }
                }
                _ => {}
            }
        }
        declared
    }
}

/// Names in the order in which they first came, each once.
#[derive(Default)]
struct Once {
    list: Vec<String>,
    known: HashSet<String>,
}

impl Once {
    fn add(&mut self, name: String) {
        if self.known.insert(name.clone()) {
            self.list.push(name);
        }
    }
}
