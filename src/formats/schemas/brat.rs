//! brat: types in `annotation.conf`, those below others behind tabs; what they are called and which colours they have in `visual.conf`;
//! keys in `kb_shortcuts.conf`.
//!
//! Names of brat are letters of ASCII. Where ours are others, `visual.conf` says which, as in our datasets of brat: behind the type its
//! name, then how it is called in Arabic and in English. A role of an event is a relation type from the event to what fills it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use super::draft::{Draft, Owner, put_words};
use super::format::{SchemaRead, SchemaText};
use crate::formats::brat::configuration::{Line, MAX_LINES, NUMBER, lines};
use crate::formats::brat::names::{HEADER, Names, is_carried, names_in};
use crate::formats::error::ImportError;
use crate::model::{AttributeDefinition, AttributeKind, Colour, LabelName, RelationKind, RelationType, Schema};

/// Macros that stand for each other are followed so deep.
const MAX_MACROS: usize = 8;

/// Types that the lists of one file stand for, all together: macros of macros may stand for millions.
const MAX_TYPES: usize = 200_000;

/// What stands for everything.
const ANY: &str = "<ANY>";

/// What stands for all relations.
const RELATION: &str = "<RELATION>";

struct Reader<'t> {
    draft: Draft,
    names: HashMap<String, String>,
    macros: HashMap<&'t str, &'t str>,
    /// The types of events, and those of spans that are none.
    events: Vec<String>,
    entities: Vec<String>,
    relations: Vec<String>,
    types: usize,
}

impl<'t> Reader<'t> {
    fn name(&self, theirs: &str) -> String {
        self.names.get(theirs).cloned().unwrap_or_else(|| theirs.to_owned())
    }

    /// The types that a list of types and macros stands for.
    fn types(&mut self, list: &'t str, depth: usize, into: &mut Vec<String>) {
        for named in list.split('|').map(str::trim).filter(|named| !named.is_empty()) {
            if self.types > MAX_TYPES {
                return;
            }
            self.types += 1;
            match named {
                "<EVENT>" => into.extend(self.events.iter().cloned()),
                "<ENTITY>" => into.extend(self.entities.iter().cloned()),
                RELATION => into.extend(self.relations.iter().cloned()),
                _ => match self.macros.get(named).copied() {
                    Some(others) if depth < MAX_MACROS => self.types(others, depth + 1, into),
                    _ => into.push(self.name(named)),
                },
            }
        }
    }

    /// Labels at an end; `None` where all are allowed.
    fn ends(&mut self, line: usize, list: &'t str) -> Option<Vec<LabelName>> {
        if list.split('|').any(|named| named.trim() == ANY) {
            return None;
        }
        let mut names = Vec::new();
        self.types(list, 0, &mut names);
        let mut seen = HashSet::new();
        let mut known = Vec::new();
        for name in names.into_iter().filter(|name| seen.insert(name.clone())) {
            match self.draft.has_label(&name) {
                true => known.push(LabelName::new(name.as_str())),
                false => self.draft.left_out(line, &name),
            }
        }
        Some(known)
    }

    /// A relation type, or a further line of one: it allows what any of its lines allows.
    fn relation(&mut self, line: usize, name: &str, sources: Option<Vec<LabelName>>, targets: Option<Vec<LabelName>>) {
        if self.draft.has_label(name) {
            return self.draft.left_out(line, name);
        }
        let is_new = !self.draft.has_relation(name);
        let kind = self.draft.relation(name);
        for (own, new) in [(&mut kind.source_labels, sources), (&mut kind.target_labels, targets)] {
            match new {
                Some(new) if is_new => *own = new,
                Some(new) if !own.is_empty() => {
                    let there: HashSet<LabelName> = own.iter().cloned().collect();
                    own.extend(new.into_iter().filter(|label| !there.contains(label)));
                }
                _ => own.clear(),
            }
        }
    }
}

pub(super) fn read(file: &SchemaText<'_>) -> Result<SchemaRead, ImportError> {
    let visual = file.companion("visual.conf");
    let mut numbers = HashSet::new();
    let all = lines(file.text, &mut |name| {
        numbers.insert(name.to_owned());
    });
    let mut reader = Reader {
        draft: Draft::default(),
        names: names_in(visual).unwrap_or_default(),
        macros: macros(file.text),
        events: Vec::new(),
        entities: Vec::new(),
        relations: Vec::new(),
        types: 0,
    };
    labels(&mut reader, &all);
    let bare = |name: &str| name.trim_end_matches(['*', '+', '?']).split('{').next().unwrap_or_default().to_owned();
    for line in all.iter().filter(|line| line.section == "relations") {
        let arguments: Vec<_> = line.arguments.iter().filter(|(name, _)| !name.starts_with('<')).collect();
        let [(_, sources), (_, targets), ..] = arguments[..] else {
            reader.draft.left_out(line.number, line.kind);
            continue;
        };
        let name = reader.name(line.kind);
        let (sources, targets) = (reader.ends(line.number, sources), reader.ends(line.number, targets));
        reader.relation(line.number, &name, sources, targets);
        if reader.draft.has_relation(&name) {
            reader.draft.relation(&name).kind = kind_of(line);
        }
        reader.relations.push(name);
    }
    for line in all.iter().filter(|line| line.section == "events") {
        let event = vec![LabelName::new(reader.name(line.kind))];
        for (role, fillers) in line.arguments.iter().filter(|(role, _)| !role.starts_with('<')) {
            let fillers = reader.ends(line.number, fillers);
            let name = reader.name(&bare(role));
            reader.relation(line.number, &name, Some(event.clone()), fillers);
        }
    }
    for line in all.iter().filter(|line| line.section == "attributes") {
        attribute(&mut reader, line, &numbers);
    }
    looks(&mut reader, visual);
    for (n, line) in file.companion("kb_shortcuts.conf").lines().take(MAX_LINES).enumerate() {
        if let Some((key, kind)) = line.trim().split_once(char::is_whitespace).filter(|(key, _)| *key != "#") {
            let name = reader.name(kind.trim());
            match reader.draft.has_label(&name) {
                true => reader.draft.key(n + 1, &name, key),
                false => reader.draft.left_out(n + 1, kind),
            }
        }
    }
    reader.draft.finish(file.path)
}

/// Labels, each below the last one that stands less deep.
fn labels(reader: &mut Reader<'_>, all: &[Line<'_>]) {
    for section in ["entities", "events"] {
        let mut above: Vec<String> = Vec::new();
        for line in all.iter().filter(|line| line.section == section && !line.kind.is_empty()) {
            let name = reader.name(line.kind);
            above.truncate(line.depth);
            if !reader.draft.has_label(&name) {
                let parent = above.last().map(|parent| LabelName::new(parent.as_str()));
                reader.draft.label(&name).parent = parent;
                if section == "events" { &mut reader.events } else { &mut reader.entities }.push(name.clone());
            }
            above.push(name);
        }
    }
}

fn attribute<'t>(reader: &mut Reader<'t>, line: &Line<'t>, numbers: &HashSet<String>) {
    let value = |wanted: &str| line.arguments.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
    let values = value("Value").map(|values| values.split('|').map(|value| reader.name(value)).collect());
    let kind = match values {
        Some(values) => AttributeKind::Choice(values),
        None if numbers.contains(line.kind) => AttributeKind::Number,
        None => AttributeKind::Flag,
    };
    let name = reader.name(line.kind);
    let of = value("Arg").unwrap_or_default();
    let mut owners = Vec::new();
    match of.split('|').any(|named| named.trim() == ANY) {
        true => owners.extend(reader.entities.iter().chain(&reader.events).cloned()),
        false => reader.types(of, 0, &mut owners),
    }
    for owner in owners {
        let owner = LabelName::new(owner.as_str());
        let owner = match reader.draft.has_label(owner.as_str()) {
            true => Owner::Label(owner),
            false => Owner::Relation(owner),
        };
        reader.draft.attribute(line.number, &owner, AttributeDefinition::new(name.as_str(), kind.clone()));
    }
}

/// Macros: `<POG>=Person|Organization`.
fn macros(text: &str) -> HashMap<&str, &str> {
    let lines = text.lines().take(MAX_LINES).map(str::trim).filter(|line| line.starts_with('<'));
    let pairs = lines.filter_map(|line| line.split_once('='));
    pairs.map(|(name, types)| (name.trim(), types.trim())).filter(|(name, _)| name.ends_with('>')).collect()
}

/// What types are called, and their colours.
fn looks(reader: &mut Reader<'_>, visual: &str) {
    let is_ours = !reader.names.is_empty() || visual.lines().next().is_some_and(|first| first.trim() == HEADER);
    let mut section = "";
    for line in visual.lines().take(MAX_LINES).map(str::trim).filter(|line| !line.starts_with('#')) {
        if line.starts_with('[') {
            section = line;
            continue;
        }
        match section {
            "[labels]" => {
                let mut cells = line.split('|').map(str::trim);
                let name = reader.name(cells.next().unwrap_or_default());
                let words: Vec<&str> = cells.collect();
                let (arabic, english) = match reader.draft.has_label(&name) {
                    true => {
                        let label = reader.draft.label(&name);
                        (&mut label.arabic, &mut label.english)
                    }
                    false if reader.draft.has_relation(&name) => {
                        let kind = reader.draft.relation(&name);
                        (&mut kind.arabic, &mut kind.english)
                    }
                    false => continue,
                };
                let said = |word: &&&str| **word != name && !word.is_empty();
                match is_ours {
                    true => {
                        words.get(1).filter(said).iter().for_each(|word| (**word).clone_into(arabic));
                        words.get(2).filter(said).iter().for_each(|word| (**word).clone_into(english));
                    }
                    false => words.first().filter(said).iter().for_each(|word| put_words(arabic, english, word)),
                }
            }
            "[drawing]" => {
                let (kind, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
                let name = reader.name(kind);
                let value = |wanted: &str| {
                    let mut pairs = rest.split(',').filter_map(|pair| pair.trim().split_once(':'));
                    let found = pairs.find(|(name, _)| name.trim() == wanted)?;
                    Colour::from_hex(&found.1.trim().to_lowercase())
                };
                let (is_label, is_relation) = (reader.draft.has_label(&name), reader.draft.has_relation(&name));
                if let Some(colour) = value("bgColor").filter(|_| is_label) {
                    reader.draft.label(&name).colour = colour;
                }
                if let Some(colour) = value("color").filter(|_| is_relation) {
                    reader.draft.relation(&name).colour = colour;
                }
            }
            _ => {}
        }
    }
}

pub(super) fn write(schema: &Schema) -> Vec<(&'static str, String)> {
    let mut names = Names::default();
    let types = || {
        let labels = schema.labels.iter().map(|label| (&label.name, &label.attributes));
        labels.chain(schema.relation_types.iter().map(|kind| (&kind.name, &kind.attributes)))
    };
    // Names that can stay as they are stay, whatever comes before them.
    for (name, attributes) in types() {
        names.keep(attributes.iter().map(|definition| definition.name.as_str()).chain([name.as_str()]));
    }
    let mut out = String::from("[entities]\n");
    for (depth, name) in in_tree(schema) {
        let _ = writeln!(out, "{}{}", "\t".repeat(depth), names.of(name.as_str()));
    }
    out.push_str("\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n");
    for kind in &schema.relation_types {
        let mut ends = |labels: &[LabelName]| match labels {
            [] => ANY.to_owned(),
            some => some.iter().map(|label| names.of(label.as_str())).collect::<Vec<_>>().join("|"),
        };
        let (source, target) = (ends(&kind.source_labels), ends(&kind.target_labels));
        let _ = writeln!(out, "{}\tArg1:{source}, Arg2:{target}{}", names.of(kind.name.as_str()), rule(kind));
    }
    out.push_str("\n[events]\n\n[attributes]\n");
    attributes(&mut out, types(), &mut names);
    vec![
        ("annotation.conf", out),
        ("visual.conf", visual(schema, &mut names)),
        ("kb_shortcuts.conf", keys(schema, &mut names)),
    ]
}

/// What brat is told of a relation that has no direction.
fn rule(kind: &RelationType) -> &'static str {
    match kind.kind {
        RelationKind::Directed => "",
        RelationKind::Symmetric => ", <REL-TYPE>:symmetric",
        RelationKind::Equivalence => ", <REL-TYPE>:symmetric-transitive",
    }
}

/// What a line of brat says of it.
fn kind_of(line: &Line<'_>) -> RelationKind {
    match line.arguments.iter().find(|(name, _)| *name == "<REL-TYPE>") {
        Some((_, "symmetric")) => RelationKind::Symmetric,
        Some((_, said)) if said.contains("symmetric") && said.contains("transitive") => RelationKind::Equivalence,
        _ => RelationKind::Directed,
    }
}

/// Labels with their depth, each before those below it.
fn in_tree(schema: &Schema) -> Vec<(usize, &LabelName)> {
    let mut below: HashMap<&LabelName, Vec<&LabelName>> = HashMap::new();
    let mut waiting = Vec::new();
    for label in &schema.labels {
        match &label.parent {
            Some(parent) => below.entry(parent).or_default().push(&label.name),
            None => waiting.push((0, &label.name)),
        }
    }
    waiting.reverse();
    let mut tree = Vec::new();
    while let Some((depth, name)) = waiting.pop() {
        tree.push((depth, name));
        waiting.extend(below.remove(name).unwrap_or_default().into_iter().rev().map(|child| (depth + 1, child)));
    }
    tree
}

/// An attribute has one line for all that have it alike; where they do not, the first is meant.
fn attributes<'a>(
    out: &mut String,
    types: impl Iterator<Item = (&'a LabelName, &'a Vec<AttributeDefinition>)>,
    names: &mut Names,
) {
    let mut known: BTreeMap<usize, (String, &AttributeKind, Vec<String>)> = BTreeMap::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (owner, definitions) in types {
        for definition in definitions
            .iter()
            .filter(|definition| !matches!(definition.kind, AttributeKind::Text | AttributeKind::Date))
        {
            let next = places.len();
            let place = *places.entry(&definition.name).or_insert(next);
            let written = names.of(&definition.name);
            let (_, kind, owners) = known.entry(place).or_insert((written, &definition.kind, Vec::new()));
            if **kind == definition.kind {
                owners.push(names.of(owner.as_str()));
            }
        }
    }
    for (name, kind, owners) in known.values() {
        if **kind == AttributeKind::Number {
            let _ = writeln!(out, "{NUMBER}{name}");
        }
        let values = match kind {
            AttributeKind::Choice(choices) | AttributeKind::Choices(choices) if !choices.is_empty() => {
                let choices: Vec<String> = choices.iter().map(|choice| names.of(choice)).collect();
                format!(", Value:{}", choices.join("|"))
            }
            _ => String::new(),
        };
        let _ = writeln!(out, "{name}\tArg:{}{values}", owners.join("|"));
    }
}

fn visual(schema: &Schema, names: &mut Names) -> String {
    let types = || {
        let labels = schema.labels.iter().map(|label| (&label.name, &label.arabic, &label.english));
        labels.chain(schema.relation_types.iter().map(|kind| (&kind.name, &kind.arabic, &kind.english)))
    };
    let mut rows: BTreeMap<String, String> = BTreeMap::new();
    for (ours, theirs) in names.all().filter(|(ours, theirs)| ours != theirs && is_carried(ours)) {
        rows.insert(theirs.to_owned(), ours.to_owned());
    }
    for (name, arabic, english) in types().filter(|(name, ..)| is_carried(name.as_str())) {
        let word = |word: &String| if word.is_empty() || !is_carried(word) { name.to_string() } else { word.clone() };
        if !arabic.is_empty() || !english.is_empty() {
            rows.insert(names.of(name.as_str()), format!("{name} | {} | {}", word(arabic), word(english)));
        }
    }
    let mut out = format!("{HEADER}\n[labels]\n");
    for (theirs, cells) in &rows {
        let _ = writeln!(out, "{theirs} | {cells}");
    }
    out.push_str("\n[drawing]\n");
    for label in &schema.labels {
        let _ = writeln!(out, "{}\tbgColor:{}", names.of(label.name.as_str()), label.colour.to_hex());
    }
    for kind in &schema.relation_types {
        let _ = writeln!(out, "{}\tcolor:{}", names.of(kind.name.as_str()), kind.colour.to_hex());
    }
    out
}

fn keys(schema: &Schema, names: &mut Names) -> String {
    let mut out = String::new();
    for label in &schema.labels {
        // A line that begins with it is a comment.
        if let Some(key) = label.key.filter(|key| *key != '#') {
            let _ = writeln!(out, "{key}\t{}", names.of(label.name.as_str()));
        }
    }
    out
}
