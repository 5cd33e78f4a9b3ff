//! Both languages say the same things, and everything the window asks for is said.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The messages of a word file (attributes as `message.attribute`) with the variables each uses.
fn messages(file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/words").join(file);
    let text = fs::read_to_string(path).expect("the word files are in the repository");
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut message, mut entry) = (String::new(), String::new());
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let definition = line.split_once('=').map(|(name, _)| name.trim());
        match definition {
            Some(name) if !line.starts_with(' ') => {
                message = name.to_owned();
                entry = message.clone();
                assert!(found.insert(entry.clone(), BTreeSet::new()).is_none(), "{file}:{}: twice", number + 1);
            }
            Some(name) if name.starts_with('.') => {
                entry = format!("{message}{name}");
                assert!(found.insert(entry.clone(), BTreeSet::new()).is_none(), "{file}:{}: twice", number + 1);
            }
            _ => {}
        }
        let variables = line
            .split('$')
            .skip(1)
            .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect::<String>());
        found.get_mut(&entry).unwrap_or_else(|| panic!("{file}:{}: outside a message", number + 1)).extend(variables);
    }
    found
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("src is readable") {
        let path = entry.expect("src is readable").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("sources are UTF-8");
            found.push((path.display().to_string(), text));
        }
    }
}

#[test]
fn arabic_and_english_have_the_same_messages_and_variables() {
    let (arabic, english) = (messages("ar.ftl"), messages("en.ftl"));
    let missing = |of: &BTreeMap<String, _>, than: &BTreeMap<String, _>| {
        than.keys().filter(|key| !of.contains_key(*key)).cloned().collect::<Vec<_>>()
    };
    assert_eq!(missing(&arabic, &english), [""; 0], "missing in Arabic");
    assert_eq!(missing(&english, &arabic), [""; 0], "missing in English");
    for (key, variables) in &english {
        // Where the English words of a parser stand: they would be English prose in an Arabic sentence.
        let mut variables = variables.clone();
        if key == "fault-details" {
            variables.remove("text");
        }
        assert_eq!(arabic[key], variables, "variables of {key}");
    }
    assert!(english.len() > 100);
}

/// Numbers within sentences are those of the interface: written as `{ 500 }`, they follow the digits that are chosen. What is left are
/// names, and what is typed as it stands.
#[test]
fn no_digit_of_a_sentence_has_digits_of_its_own() {
    const TYPED: &[&str] = &[
        "go-to-how",
        "query-no-day",
        "schema-bad-colour",
        "attribute-no-date",
        "settings-preview",
        "import-pointer",
        "split-no-share",
    ];
    const NAMES: &[&str] = &["UTF-8", "UTF-16", "utf16", "IOB2", "ISO 233", "SHA-256", "T1", "R1", "GLiNER2", "W3C"];
    for file in ["ar.ftl", "en.ftl"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/words").join(file);
        let text = fs::read_to_string(path).expect("the word files are in the repository");
        let mut key = "";
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let (before, said) = line.split_once('=').unwrap_or(("", line));
            key = if line.starts_with(' ') || before.is_empty() { key } else { before.trim() };
            // Both kinds of digits are what these two are about.
            if TYPED.contains(&key) || key.starts_with("settings-digits-") || key == "fold-digits" {
                continue;
            }
            let mut rest = NAMES.iter().fold(said.to_owned(), |rest, name| rest.replace(name, ""));
            while let Some((before, after)) = rest.split_once('{') {
                rest = format!("{before}{}", after.split_once('}').map_or("", |(_, after)| after));
            }
            // The keys of English plurals.
            let rest = rest.replace("[0]", "");
            assert!(!rest.contains(char::is_numeric), "{file}: {line}");
        }
    }
}

/// A message that counts in English counts by all six Arabic categories.
#[test]
fn arabic_plurals_are_complete() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/words/ar.ftl");
    let text = fs::read_to_string(path).expect("the word files are in the repository");
    let selects = text.matches("{ PLURAL($").count();
    assert!(selects >= 5);
    for category in ["[zero]", "[one]", "[two]", "[few]", "[many]", "*[other]"] {
        assert_eq!(text.matches(category).count(), selects, "{category}");
    }
}

/// Keys are written as literals where they are used, so that this test can see them.
#[test]
fn every_word_the_window_asks_for_is_there() {
    let words = messages("en.ftl");
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui"), &mut files);
    // The first part of every key, such as `command` or `status`.
    let families: BTreeSet<&str> =
        words.keys().filter_map(|key| key.split_once('-')).map(|(family, _)| family).collect();
    let (mut unknown, mut known) = (Vec::new(), 0);
    for (path, text) in &files {
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for (i, literal) in code.split('"').enumerate() {
            let asked = i % 2 == 1
                && literal.split_once('-').is_some_and(|(family, rest)| families.contains(family) && !rest.is_empty())
                && literal.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.'));
            if asked && words.contains_key(literal) {
                known += 1;
            } else if asked {
                unknown.push(format!("{path}: \"{literal}\""));
            }
        }
        for call in ["words.get(\"", "words.format(\""] {
            for (at, _) in code.match_indices(call) {
                let key: String = code[at + call.len()..].chars().take_while(|c| *c != '"').collect();
                if !words.contains_key(&key) {
                    unknown.push(format!("{path}: {call}{key}\")"));
                }
            }
        }
    }
    assert_eq!(unknown, [""; 0]);
    assert!(known >= 50, "the scan finds the keys of commands at least: {known}");
}
