//! What the modules of the library name: paths of every form (`crate::`, `super::`, `self::`, `hashiya::`, children, `use` trees,
//! names that another module gives on), without comments and strings, tests apart.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The code without comments and without what stands in strings and characters.
pub fn code_of(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let (mut code, mut i) = (String::new(), 0);
    while i < chars.len() {
        match (chars[i], at(i + 1)) {
            ('/', '/') => {
                while i < chars.len() && chars[i] != '\n' {
                    i += 1;
                }
            }
            ('/', '*') => {
                let mut depth = 0;
                while i < chars.len() {
                    match (chars[i], at(i + 1)) {
                        ('/', '*') => (depth, i) = (depth + 1, i + 2),
                        ('*', '/') => (depth, i) = (depth - 1, i + 2),
                        _ => i += 1,
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
            ('r', '"' | '#') if !word(if i == 0 { ' ' } else { at(i - 1) }) || at(i.wrapping_sub(1)) == 'b' => {
                let hashes = chars[i + 1..].iter().take_while(|c| **c == '#').count();
                if at(i + 1 + hashes) == '"' {
                    i += 2 + hashes;
                    while i < chars.len()
                        && !(chars[i] == '"'
                            && chars[i + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes)
                    {
                        i += 1;
                    }
                    i += 1 + hashes;
                    code.push_str("\"\"");
                } else {
                    code.push('r');
                    i += 1;
                }
            }
            ('"', _) => {
                i += 1;
                while i < chars.len() && chars[i] != '"' {
                    i += if chars[i] == '\\' { 2 } else { 1 };
                }
                i += 1;
                code.push_str("\"\"");
            }
            ('\'', '\\') => {
                i += 3;
                while i < chars.len() && chars[i] != '\'' {
                    i += 1;
                }
                i += 1;
                code.push_str("''");
            }
            ('\'', _) if at(i + 2) == '\'' => {
                i += 3;
                code.push_str("''");
            }
            (c, _) => {
                code.push(c);
                i += 1;
            }
        }
    }
    code
}

/// A file of the library.
pub struct Module {
    /// Below the root of the project.
    pub path: PathBuf,
    /// `store::journal::read` in pieces; none for the root.
    pub name: Vec<String>,
    /// What its code names, in full; names of the library begin with a room.
    pub uses: Vec<Vec<String>>,
    /// What its tests name beside.
    pub uses_of_tests: Vec<Vec<String>>,
}

/// A path that stands in a file: where, what, under which name a `use` brings it in, and whether a test says it.
struct Named {
    segments: Vec<String>,
    alias: Option<String>,
    /// It is given on to other modules.
    public: bool,
    test: bool,
}

fn tokens(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let len = if c.is_alphanumeric() || c == '_' {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            c.len_utf8()
        };
        if !c.is_whitespace() {
            found.push(&rest[..len]);
        }
        rest = &rest[len..];
    }
    found
}

fn is_word(token: &str) -> bool {
    token.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_')
}

/// The paths of a `use` tree that begins at `at`; where it ends.
fn tree(tokens: &[&str], mut at: usize, before: &[String], found: &mut Vec<(Vec<String>, String)>) -> usize {
    let mut path = before.to_vec();
    while let Some(&token) = tokens.get(at) {
        match token {
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|token| *token != "}") {
                    at = tree(tokens, at, &path, found);
                    at += usize::from(tokens.get(at) == Some(&","));
                }
                return at + 1;
            }
            "::" => at += 1,
            "as" => {
                found.push((path, tokens.get(at + 1).copied().unwrap_or_default().to_owned()));
                return at + 2;
            }
            "*" => {
                found.push((path, "*".into()));
                return at + 1;
            }
            token if is_word(token) => {
                if token != "self" || path.is_empty() {
                    path.push(token.to_owned());
                }
                at += 1;
            }
            _ => break,
        }
    }
    let name = path.last().cloned().unwrap_or_default();
    found.push((path, name));
    at
}

/// Everything a file names, each path from the root of the library, as far as the file alone can say.
fn named(file: &[String], text: &str, is_module: impl Fn(&[String]) -> bool) -> Vec<Named> {
    let code = code_of(text);
    let tokens = tokens(&code);
    let mut found = Vec::new();
    // The inline modules around, with the depth of braces at which each ends.
    let mut inline: Vec<(String, usize)> = Vec::new();
    let (mut depth, mut at) = (0, 0);
    while at < tokens.len() {
        let here: Vec<String> = file.iter().cloned().chain(inline.iter().map(|(name, _)| name.clone())).collect();
        let test = inline.iter().any(|(name, _)| name == "tests") || file.last().is_some_and(|name| name == "tests");
        // A path in full, if it begins in the library.
        let full = |segments: &[String]| -> Option<Vec<String>> {
            let mut base = match segments[0].as_str() {
                "crate" | "hashiya" => Vec::new(),
                "self" => here.clone(),
                "super" => here[..here.len().saturating_sub(1)].to_vec(),
                first => {
                    let child: Vec<String> = here.iter().cloned().chain([first.to_owned()]).collect();
                    return is_module(&child).then(|| here.iter().chain(segments).cloned().collect());
                }
            };
            let mut rest = &segments[1..];
            while let [first, more @ ..] = rest
                && first == "super"
            {
                base.pop();
                rest = more;
            }
            base.extend_from_slice(rest);
            Some(base)
        };
        match tokens[at] {
            "{" => (depth, at) = (depth + 1, at + 1),
            "}" => {
                depth -= 1;
                inline.retain(|(_, ends)| *ends <= depth);
                at += 1;
            }
            "mod" if tokens.get(at + 2) == Some(&"{") => {
                depth += 1;
                inline.push((tokens[at + 1].to_owned(), depth));
                at += 3;
            }
            "use" => {
                let public = at > 0 && [")", "pub"].contains(&tokens[at - 1]);
                let mut trees = Vec::new();
                at = tree(&tokens, at + 1, &[], &mut trees);
                for (path, alias) in trees.into_iter().filter(|(path, _)| !path.is_empty()) {
                    let segments = full(&path).unwrap_or(path);
                    found.push(Named { segments, alias: inline.is_empty().then_some(alias), public, test });
                }
            }
            token if is_word(token) && tokens.get(at + 1) == Some(&"::") && (at == 0 || tokens[at - 1] != "::") => {
                let mut path = vec![token.to_owned()];
                let mut next = at + 1;
                while tokens.get(next) == Some(&"::") && tokens.get(next + 1).is_some_and(|token| is_word(token)) {
                    path.push(tokens[next + 1].to_owned());
                    next += 2;
                }
                let segments = full(&path).unwrap_or(path);
                found.push(Named { segments, alias: None, public: false, test });
                at = next.max(at + 1);
            }
            _ => at += 1,
        }
    }
    found
}

fn name_of(path: &Path) -> Vec<String> {
    let below = path.strip_prefix("src").unwrap_or(path).with_extension("");
    let mut name: Vec<String> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if name.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        name.pop();
    }
    name
}

/// The modules of these files, each path followed to where the thing stands.
pub fn modules(files: impl IntoIterator<Item = (PathBuf, String)>) -> Vec<Module> {
    let files: Vec<(PathBuf, Vec<String>, String)> =
        files.into_iter().map(|(path, text)| (path.clone(), name_of(&path), text)).collect();
    let is_module = |name: &[String]| files.iter().any(|(_, other, _)| other == name);
    let named: Vec<Vec<Named>> = files.iter().map(|(_, name, text)| named(name, text, is_module)).collect();
    // What a module gives on under a name of its own.
    let mut given: BTreeMap<(&[String], &str), &[String]> = BTreeMap::new();
    for ((_, name, _), all) in files.iter().zip(&named) {
        for one in all {
            if let Some(alias) = one.alias.as_deref().filter(|alias| *alias != "*" && *alias != "_") {
                given.insert((name, alias), &one.segments);
            }
        }
    }
    let follow = |path: &[String]| {
        let mut path = path.to_vec();
        // Things are given on a few times; a circle of names ends here.
        for _ in 0..8 {
            let Some(n) = (0..path.len()).rev().find(|n| is_module(&path[..*n])) else { break };
            if is_module(&path) {
                break;
            }
            match given.get(&(&path[..n], path[n].as_str())) {
                Some(target) if **target != path[..=n] => path = [target, &path[n + 1..]].concat(),
                _ => break,
            }
        }
        path
    };
    files
        .iter()
        .zip(&named)
        .map(|((path, name, _), all)| {
            // What a module gives on of its children it does not use.
            let gives_on = |one: &Named| one.public && one.segments.starts_with(name);
            let uses = |test: bool| {
                let wanted = all.iter().filter(move |one| one.test == test && !gives_on(one));
                wanted.map(|one| follow(&one.segments)).collect()
            };
            Module { path: path.clone(), name: name.clone(), uses: uses(false), uses_of_tests: uses(true) }
        })
        .collect()
}

#[test]
fn comments_and_strings_are_no_code() {
    let text =
        "a(\"// no \\\" comment\", '\"', 'b', '\\'') /* /* in */ x */ r#\"egui \" \"# b\"y\"; // egui\nlet x: &'a str;";
    assert_eq!(code_of(text), "a(\"\", '', '', '')  \"\" b\"\"; \nlet x: &'a str;");
}

#[test]
fn paths_of_every_form_are_followed() {
    let file = |path: &str, text: &str| (PathBuf::from(path), text.to_owned());
    let all = modules([
        file("src/lib.rs", "pub mod a; pub mod b;"),
        file("src/a/mod.rs", "mod one; mod two; pub use one::Thing; fn f() { two::g() }"),
        file("src/a/one.rs", "use super::{two::{self, G as H}, super::b}; pub struct Thing; // crate::b::no\n"),
        file(
            "src/a/two.rs",
            "use crate::a::Thing; fn g() { super::super::b::h(\"crate::x\") }\nmod tests { use super::super::one; }",
        ),
        file("src/b.rs", "use hashiya::a::Thing as Other; use std::{fs, io::{self, Read}};"),
    ]);
    let uses = |path: &str| {
        let module = all.iter().find(|module| module.path == Path::new(path)).expect("given");
        module.uses.iter().map(|path| path.join("::")).collect::<Vec<_>>()
    };
    assert_eq!(uses("src/a/mod.rs"), ["a::two::g"]);
    assert_eq!(uses("src/a/one.rs"), ["a::two", "a::two::G", "b"]);
    assert_eq!(uses("src/a/two.rs"), ["a::one::Thing", "b::h"]);
    assert_eq!(uses("src/b.rs"), ["a::one::Thing", "std::fs", "std::io", "std::io::Read"]);
    let two = all.iter().find(|module| module.path == Path::new("src/a/two.rs")).expect("given");
    assert_eq!(two.uses_of_tests, [["a", "one"]]);
}
