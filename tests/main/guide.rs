//! The guide says what is true: names and keys are those of the window, links lead somewhere, both languages have the same pages, and what
//! stands as a command is one. The snippets of the shell are run; those of Python are run by `tests/validators/run_guide`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use hashiya::formats::markdown::{BlockKind, LinkTarget, MarkdownBlock, MarkdownPage};
use hashiya::formats::registry;
use hashiya::ui::command::UiCommand;
use hashiya::ui::keymap::{KeyMap, Shortcut};
use hashiya::ui::localizer::{Digits, Language, Localizer};
use hashiya::workspace::guide::{self, GuideLanguage};

use crate::cli::{done, fails, hashiya};

const LANGUAGES: [(&str, Language, GuideLanguage); 2] =
    [("ar", Language::Arabic, GuideLanguage::Arabic), ("en", Language::English, GuideLanguage::English)];

/// All pictures of the documentation together, in bytes.
const MAX_PICTURES_BYTES: u64 = 3 << 20;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The pages of a language by name.
fn pages(folder: &str) -> BTreeMap<String, String> {
    let entries = fs::read_dir(root().join("docs").join(folder)).expect("the guide is in the repository");
    let page = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().expect("UTF-8");
        (name.strip_suffix(".md").expect("a page is Markdown").to_owned(), read(&entry.path()))
    };
    entries.map(|entry| page(entry.expect("readable"))).collect()
}

/// A block between fences: what it is written in, and its lines.
#[derive(Debug, PartialEq, Eq)]
struct Fence<'a> {
    kind: &'a str,
    text: String,
}

fn fences(page: &str) -> Vec<Fence<'_>> {
    let mut found = Vec::new();
    let mut open: Option<Fence<'_>> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(_), Some(block)) => found.push(block),
            (Some(kind), None) => open = Some(Fence { kind, text: String::new() }),
            (None, Some(mut block)) => {
                block.text.push_str(line);
                block.text.push('\n');
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    assert_eq!(open, None, "a fence is not closed");
    found
}

/// The pictures of a page: what they are of, and their paths.
fn pictures(page: &str) -> Vec<(&str, &str)> {
    let of = |line: &'_ str| line.strip_prefix("![").and_then(|rest| rest.strip_suffix(')')).map(str::len);
    let lines = page.lines().filter(|line| of(line).is_some());
    lines.map(|line| line[2..line.len() - 1].split_once("](").expect("a picture has a path")).collect()
}

#[test]
fn both_languages_have_the_same_pages_headings_links_pictures_and_code() {
    let named: BTreeSet<String> = guide::names().map(str::to_owned).collect();
    let (arabic, english) = (pages("ar"), pages("en"));
    for (language, pages) in [("ar", &arabic), ("en", &english)] {
        let there: BTreeSet<String> = pages.keys().cloned().collect();
        assert_eq!(there, named, "the pages of docs/{language} are those that the program carries");
    }
    for (name, page) in &arabic {
        let other = &english[name];
        let shape = |page: &str| -> Vec<(BlockKind, usize)> {
            let blocks = MarkdownPage::of(page).blocks;
            blocks.iter().filter(|b| b.kind != BlockKind::Quote).map(|block| (block.kind, block.depth)).collect()
        };
        let headings = |page: &str| -> Vec<BlockKind> {
            shape(page).into_iter().map(|(kind, _)| kind).filter(|k| matches!(k, BlockKind::Heading(_))).collect()
        };
        assert_eq!(headings(page), headings(other), "{name}: the headings");
        assert_eq!(shape(page), shape(other), "{name}: the blocks");
        assert_eq!(fences(page), fences(other), "{name}: the code");
        let of_pictures = |page: &str, language: &str| -> Vec<String> {
            pictures(page).iter().map(|(_, path)| path.replace(&format!("-{language}-"), "-xx-")).collect()
        };
        assert_eq!(of_pictures(page, "ar"), of_pictures(other, "en"), "{name}: the pictures");
        let links = |page: &str| -> Vec<String> {
            let blocks = MarkdownPage::of(page).blocks;
            let runs = blocks.into_iter().flat_map(|block| block.runs);
            let path = |link| match link {
                LinkTarget::Page { path, .. } => Some(path),
                LinkTarget::Label(_) | LinkTarget::Outside(_) => None,
            };
            runs.filter_map(|run| path(run.link?)).collect()
        };
        assert_eq!(links(page), links(other), "{name}: the links");
    }
}

/// Every name that a file of words has, without those that hold something that varies.
fn names_in(file: &str) -> BTreeSet<String> {
    let text = read(&root().join("assets/words").join(file));
    let values = text.lines().filter_map(|line| line.split_once(" = ")).map(|(_, value)| value.trim());
    values.filter(|value| !value.is_empty() && !value.contains('{')).map(str::to_owned).collect()
}

/// The keys that stand in brackets behind a place of a block.
fn keys_behind(block: &MarkdownBlock, end: usize) -> Vec<String> {
    let Some(inside) = block.text[end..].strip_prefix(" (") else { return Vec::new() };
    let from = end + 2;
    let to = from + inside.find(')').unwrap_or(0);
    let runs = block.runs.iter().filter(|run| run.code && run.range.start >= from && run.range.end <= to);
    runs.map(|run| block.text[run.range.clone()].to_owned()).collect()
}

/// `**Name**` is a name of the window in the page's language, and the keys in brackets behind the name of a command are its.
#[test]
fn names_and_keys_are_those_of_the_window() {
    let keys = KeyMap::default();
    let mut wrong = Vec::new();
    let (mut names_seen, mut keys_seen) = (0, 0);
    for (folder, language, _) in LANGUAGES {
        let words = Localizer::new(language, Digits::European);
        let known = names_in(&format!("{folder}.ftl"));
        let mut commands: BTreeMap<String, Vec<UiCommand>> = BTreeMap::new();
        for command in UiCommand::ALL {
            commands.entry(words.get(command.message_id())).or_default().push(*command);
        }
        for (page, text) in pages(folder) {
            for block in MarkdownPage::of(&text).blocks {
                if block.text.contains("**") || block.kind != BlockKind::Code && block.text.contains('`') {
                    wrong.push(format!("docs/{folder}/{page}.md: signs that set nothing off in “{}”", block.text));
                }
                for run in &block.runs {
                    let shown = &block.text[run.range.clone()];
                    let at = format!("docs/{folder}/{page}.md: “{shown}”");
                    if run.code && is_chord(shown) && !means_something(&keys, shown) {
                        wrong.push(format!("{at} is the key of nothing"));
                    }
                    if !run.strong || run.code {
                        continue;
                    }
                    names_seen += 1;
                    if !known.contains(shown) {
                        wrong.push(format!("{at} is no name of the window"));
                    }
                    for key in keys_behind(&block, run.range.end) {
                        keys_seen += 1;
                        let has = |command: &UiCommand| keys.key_texts(*command).contains(&key);
                        if !commands.get(shown).is_some_and(|commands| commands.iter().any(has)) {
                            wrong.push(format!("{at} has not the key {key}"));
                        }
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(names_seen > 300 && keys_seen > 150, "{names_seen} names and {keys_seen} keys were looked at");
}

/// Whether a piece of code is a key with Ctrl or Alt, or a function key.
fn is_chord(text: &str) -> bool {
    let functional = text.strip_prefix('F').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    let held = text.split('+').any(|part| matches!(part, "Ctrl" | "Alt" | "Shift"));
    text.parse::<Shortcut>().is_ok() && (functional || held)
}

fn means_something(keys: &KeyMap, text: &str) -> bool {
    // Alt and a digit relate, as the schema says.
    let relates = text.strip_prefix("Alt+").is_some_and(|key| matches!(key.as_bytes(), [b'1'..=b'9']));
    relates || text.parse().is_ok_and(|shortcut| keys.owner(shortcut).is_some())
}

/// The name of a heading in links as GitHub makes it.
fn slug(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_') || is_mark(*c));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn is_mark(c: char) -> bool {
    ('\u{64b}'..='\u{65f}').contains(&c) || c == '\u{670}'
}

/// The Markdown pages of the repository.
fn all_pages() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["", "docs", "docs/ar", "docs/en"] {
        let entries = fs::read_dir(root().join(folder)).expect("readable");
        let paths = entries.map(|entry| entry.expect("readable").path());
        found.extend(paths.filter(|path| path.extension().is_some_and(|extension| extension == "md")));
    }
    found.sort();
    assert!(found.len() > 30);
    found
}

#[test]
fn links_and_pictures_lead_to_what_is_there() {
    let mut wrong = Vec::new();
    for path in all_pages() {
        let text = read(&path);
        let here = path.parent().expect("below the root");
        for block in MarkdownPage::of(&text).blocks {
            for link in block.runs.into_iter().filter_map(|run| run.link) {
                let at = format!("{}: {link:?}", path.display());
                let LinkTarget::Page { path: to, anchor } = link else { continue };
                let target = if to.is_empty() { path.clone() } else { here.join(&to) };
                if !target.exists() {
                    wrong.push(format!("{at}: there is no such file"));
                    continue;
                }
                let Some(anchor) = anchor else { continue };
                let there = MarkdownPage::of(&read(&target));
                let mut headings = there.blocks.iter().filter(|b| matches!(b.kind, BlockKind::Heading(_)));
                if !headings.any(|heading| slug(&heading.text) == anchor) || there.heading(&anchor).is_none() {
                    wrong.push(format!("{at}: there is no such heading"));
                }
            }
        }
        for (what, picture) in pictures(&text) {
            if what.chars().count() < 10 || !here.join(picture).is_file() {
                wrong.push(format!(
                    "{}: the picture {picture} is not there, or nothing says what it is of",
                    path.display()
                ));
            }
        }
        // Pages are also named without a link.
        for named in text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'))) {
            if named.starts_with("docs/") && named.ends_with(".md") && !root().join(named).is_file() {
                wrong.push(format!("{}: there is no {named}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pictures_are_small_and_each_is_shown() {
    let shown: BTreeSet<String> = LANGUAGES
        .iter()
        .flat_map(|(folder, ..)| pages(folder).into_values())
        .chain([read(&root().join("README.md"))])
        .flat_map(|page| {
            let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
            pictures(&page).into_iter().map(|(_, path)| name(path)).collect::<Vec<_>>()
        })
        .collect();
    // Software centres show pictures that are on no page.
    let metainfo = read(&root().join("packaging/linux/org.hashiya.Hashiya.metainfo.xml"));
    let mut bytes = 0;
    for entry in fs::read_dir(root().join("docs/pictures")).expect("there are pictures") {
        let entry = entry.expect("readable");
        let name = entry.file_name().into_string().expect("UTF-8");
        if name.ends_with(".png") {
            bytes += entry.metadata().expect("readable").len();
            let of_centre = metainfo.contains(&format!("/pictures/{name}</image>"));
            assert!(shown.contains(&name) || of_centre, "{name} is on no page");
        }
    }
    assert!(bytes > 0 && bytes < MAX_PICTURES_BYTES, "{bytes} bytes of pictures");
}

/// Commands that stand in the guide have subcommands and options of the program.
#[test]
fn commands_of_the_guide_are_commands_of_the_program() {
    let mut helps: BTreeMap<String, String> = BTreeMap::new();
    let mut seen = 0;
    for (name, text) in pages("en") {
        let blocks = fences(&text);
        let lines = blocks.iter().filter(|block| block.kind != "python").flat_map(|block| block.text.lines());
        for line in lines.map(str::trim).filter(|line| line.starts_with("hashiya ")) {
            seen += 1;
            let line = line.split(['|', '>']).next().unwrap_or(line);
            let words: Vec<&str> = line.split_whitespace().skip(1).collect();
            let nested = matches!(words[0], "project" | "register" | "schema" | "git");
            let command = &words[..if nested { 2 } else { 1 }];
            let help = helps.entry(command.join(" ")).or_insert_with(|| {
                let arguments: Vec<&str> = command.iter().copied().chain(["--help"]).collect();
                done(&arguments)
            });
            for option in words.iter().filter(|word| word.starts_with("--")) {
                let is_there = help.split_whitespace().any(|word| word.trim_end_matches(',') == *option);
                assert!(is_there, "{name}: {line}: there is no {option}");
            }
        }
    }
    assert!(seen > 20, "{seen} commands were looked at");
}

/// What is said of the formats names each that is written, and none that is not there.
#[test]
fn the_page_of_exports_names_every_format() {
    for (folder, ..) in LANGUAGES {
        let page = MarkdownPage::of(&pages(folder)["export"]);
        let code = page.blocks.iter().flat_map(|block| block.runs.iter().map(move |run| (block, run)));
        let code = code.filter(|(_, run)| run.code).map(|(block, run)| block.text[run.range.clone()].to_owned());
        let named: BTreeSet<String> = code.collect();
        for format in registry().iter().map(|format| format.info()).filter(|info| info.writes.is_some()) {
            assert!(named.contains(format.name), "docs/{folder}/export.md does not name {}", format.name);
        }
    }
}

#[test]
fn the_guide_is_printed() {
    let listed = done(&["guide"]);
    assert_eq!(listed.lines().count(), guide::names().count());
    assert!(listed.starts_with("README\tThe guide of Hashiya\n"), "{listed}");
    for (folder, _, language) in LANGUAGES {
        for name in guide::names() {
            let printed = done(&["guide", name, "--language", folder]);
            assert_eq!(Some(printed.as_str()), guide::text(name, language));
        }
    }
    fails(&["guide", "no-such-page"], 1, &["there is no page 'no-such-page'", "first-document"]);
    assert_eq!(hashiya(&["guide", "labels.md"]).status.code(), Some(0));
}

/// The snippets of `formats.md` in their order, in a folder with the texts and labels of `tests/fixtures/guide`. What each prints is what
/// stands below it.
#[cfg(unix)]
#[test]
fn snippets_of_the_shell_print_what_the_page_shows() {
    use std::process::Command;

    let folder = crate::fixture::Folder::new();
    let fixtures = root().join("tests/fixtures/guide");
    for name in ["labels.ron", "texts/visit.txt", "texts/fair.txt"] {
        folder.write(name, fs::read(fixtures.join(name)).expect("a fixture"));
    }
    let program = Path::new(env!("CARGO_BIN_EXE_hashiya")).parent().expect("in a folder");
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let page = &pages("en")["formats"];
    let blocks = fences(page);
    let mut run = 0;
    for pair in blocks.windows(2).filter(|pair| pair[0].kind == "sh") {
        let output = Command::new("sh")
            .args(["-e", "-c", &pair[0].text])
            .current_dir(folder.path())
            .env("PATH", &path)
            .env("LC_ALL", "C")
            .env("HASHIYA_CONFIG_DIR", folder.join("settings"))
            .output()
            .expect("there is a shell");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}\n{said}", pair[0].text);
        assert_eq!(String::from_utf8_lossy(&output.stdout), pair[1].text, "{}\n{said}", pair[0].text);
        assert_eq!(pair[1].kind, "text");
        run += 1;
    }
    assert!(run >= 5, "{run} snippets");
}
