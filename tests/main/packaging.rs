//! What a desktop and a package manager are told agrees with the program, and our documents are known by their first bytes. What
//! needs the tools of a system is in `packaging/check`.

#[allow(dead_code, reason = "its main is for those who make packages")]
#[path = "../../examples/manual.rs"]
mod manual;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hashiya::cli;
use hashiya::model::{Project, Register};
use hashiya::store::{self, about, document_reader, project_file, register_file, settings};
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::fixture::Folder;

/// Bytes that a desktop reads of a file to know it.
const LOOKED_AT: usize = 4096;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

#[track_caller]
fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What stands between two texts, the first time.
#[track_caller]
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("{before:?} is there"));
    rest.split_once(after).unwrap_or_else(|| panic!("{after:?} follows {before:?}")).0
}

#[test]
fn versions_agree() {
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(about::SHOWN_VERSION.split(' ').next(), Some(version));
    assert_eq!(between(&read("CITATION.cff"), "\nversion: ", "\n"), version);
    let metainfo = read("packaging/linux/org.hashiya.Hashiya.metainfo.xml");
    assert_eq!(between(&metainfo, "<release version=\"", "\""), version, "the newest release stands first");
    let changelog = read("CHANGELOG.md");
    let newest = between(&changelog, "\n## ", "\n");
    assert_eq!(newest.split(' ').next(), Some(version));
    let kind = between(&metainfo, "type=\"", "\"").to_owned();
    assert_eq!(newest.contains("unreleased"), metainfo.contains("type=\"development\""), "{newest}, {kind}");
    let headings = changelog.lines().filter(|line| line.starts_with("## ")).count();
    assert_eq!(metainfo.matches("<release version=").count(), headings, "a release a heading");
}

#[test]
fn the_name_of_the_program_to_a_desktop_is_one() {
    let id = about::APP_ID;
    for name in ["svg", "desktop", "metainfo.xml", "xml"] {
        assert!(root().join(format!("packaging/linux/{id}.{name}")).is_file(), "{name}");
    }
    let desktop = read(&format!("packaging/linux/{id}.desktop"));
    for line in [format!("Icon={id}"), format!("StartupWMClass={id}"), "Exec=hashiya %F".to_owned()] {
        assert!(desktop.lines().any(|has| has == line), "{line}");
    }
    let metainfo = read(&format!("packaging/linux/{id}.metainfo.xml"));
    assert_eq!(between(&metainfo, "<id>", "</id>"), id);
    assert_eq!(between(&metainfo, "<launchable type=\"desktop-id\">", "</launchable>"), format!("{id}.desktop"));
    assert_eq!(between(&read(&format!("packaging/flatpak/{id}.yml")), "\nid: ", "\n"), id);
    assert_eq!(between(&read("Cargo.toml"), "\nidentifier = \"", "\""), id);
    // What is said in English is said in Arabic.
    for key in ["Name", "GenericName", "Comment", "Keywords"] {
        assert!(desktop.contains(&format!("\n{key}=")) && desktop.contains(&format!("\n{key}[ar]=")), "{key}");
    }
    for element in ["name", "summary", "p", "li", "caption"] {
        let arabic = metainfo.matches(&format!("<{element} xml:lang=\"ar\">")).count();
        assert_eq!(metainfo.matches(&format!("<{element}>")).count(), arabic, "{element}");
        assert!(arabic > 0, "{element}");
    }
    let mime = about::DOCUMENT_MIME_TYPE;
    assert!(between(&desktop, "MimeType=", "\n").split(';').any(|has| has == mime));
    assert_eq!(between(&metainfo, "<mediatype>", "</mediatype>"), mime);
    assert_eq!(between(&read(&format!("packaging/linux/{id}.xml")), "<mime-type type=\"", "\""), mime);
}

#[test]
fn the_icon_is_there_in_every_size() {
    for size in [16, 22, 24, 32, 48, 64, 128, 256, 512] {
        let path = root().join(format!("packaging/linux/hicolor/{size}x{size}/{}.png", about::APP_ID));
        let file = fs::File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let info = png::Decoder::new(std::io::BufReader::new(file)).read_info().expect("a picture");
        assert_eq!((info.info().width, info.info().height), (size, size));
        assert_eq!(info.info().color_type, png::ColorType::Rgba, "its corners are clear");
    }
    let window = png::Decoder::new(std::io::Cursor::new(about::ICON)).read_info().expect("a picture");
    assert_eq!(window.info().width, 256);
    for name in ["window-light", "window-dark"] {
        let file = fs::File::open(root().join(format!("docs/pictures/{name}.png"))).expect("a picture of the window");
        let info = png::Decoder::new(std::io::BufReader::new(file)).read_info().expect("a picture");
        let size = format!("width=\"{}\" height=\"{}\"", info.info().width, info.info().height);
        let metainfo = read("packaging/linux/org.hashiya.Hashiya.metainfo.xml");
        let image = metainfo.lines().find(|line| line.contains(name)).expect("a screenshot");
        assert!(image.contains(&size), "{image}");
    }
}

/// A match of the shared MIME database: a text in a range of places, and one of the matches within it.
struct Match {
    value: Vec<u8>,
    from: usize,
    to: usize,
    within: Vec<Match>,
}

impl Match {
    fn matches(&self, bytes: &[u8]) -> bool {
        let last = self.to + self.value.len();
        let seen = &bytes[self.from.min(bytes.len())..last.min(bytes.len())];
        let here = seen.windows(self.value.len()).any(|window| window == self.value);
        here && (self.within.is_empty() || self.within.iter().any(|inner| inner.matches(bytes)))
    }
}

/// The matches of the file that is installed, read as the database reads them.
fn magic() -> Vec<Match> {
    let source = read("packaging/linux/org.hashiya.Hashiya.xml");
    let mut reader = Reader::from_str(&source);
    let (mut open, mut done): (Vec<Match>, Vec<Match>) = (Vec::new(), Vec::new());
    let close = |open: &mut Vec<Match>, done: &mut Vec<Match>| {
        let closed = open.pop().expect("it was opened");
        match open.last_mut() {
            Some(outer) => outer.within.push(closed),
            None => done.push(closed),
        }
    };
    loop {
        let event = reader.read_event().expect("well-formed");
        match &event {
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == "match" => {
                let value = |name: &str| {
                    let attribute = tag.try_get_attribute(name).expect("well-formed").expect("it has one");
                    attribute.value.into_owned()
                };
                let text = value("value").replace("\\n", "\n").replace("\\r", "\r").replace("&quot;", "\"");
                let offset = value("offset");
                let (from, to) = offset.split_once(':').expect("a range");
                let place = |text: &str| text.parse::<usize>().expect("a number");
                assert!(place(to) + text.len() <= LOOKED_AT, "{text:?} is looked for in what is read");
                open.push(Match { value: text.into_bytes(), from: place(from), to: place(to), within: Vec::new() });
                if matches!(event, Event::Empty(_)) {
                    close(&mut open, &mut done);
                }
            }
            Event::End(tag) if tag.name().as_ref() == "match" => close(&mut open, &mut done),
            Event::Eof => return done,
            _ => {}
        }
    }
}

fn is_known(bytes: &[u8]) -> bool {
    let seen = &bytes[..bytes.len().min(LOOKED_AT)];
    magic().iter().any(|one| one.matches(seen))
}

#[test]
fn documents_are_known_by_their_first_bytes() {
    let written: Vec<String> = store::samples()
        .iter()
        .map(|document| document_reader::write(Path::new("a.ron"), document).expect("sound"))
        .collect();
    // Golden files are as each version of the format was written.
    let kept = ["hard", "long", "conflicts"].map(|name| read(&format!("tests/golden/{name}.ron")));
    for text in written.iter().chain(&kept) {
        assert!(is_known(text.as_bytes()), "{}", &text[..60]);
        assert!(is_known(format!("\u{feff}{text}").as_bytes()), "with a byte order mark");
        assert!(is_known(text.replace('\n', "\r\n").as_bytes()), "with line ends of Windows");
        assert!(!is_known(text.replacen("digest", "digests", 1).as_bytes()), "another program's file");
    }
}

#[test]
fn a_title_of_two_thousand_bytes_hides_no_document() {
    let text =
        read("tests/golden/long.ron").replacen("title: \"طويل\"", &format!("title: \"{}\"", "ط".repeat(1000)), 1);
    assert!(text.contains(&"ط".repeat(1000)) && is_known(text.as_bytes()));
}

#[test]
fn what_is_no_document_is_not_taken_for_one() {
    let project = Project::new("أخبار", Arc::new(store::default_schema()));
    let others = [
        store::schema_to_ron(&store::default_schema()),
        project_file::project_to_ron(&project),
        register_file::register_to_ron(&Register::default()),
        settings::settings_to_ron(&settings::Settings::default()).expect("settings can be written"),
        read("tests/fixtures/schema-whole.ron"),
        "(name: \"window\", width: 800, id: \"x\", digest: \"y\")\n".to_owned(),
        "(\n    version: 1,\n    id: \"x\",\n    title: \"y\",\n)\n".to_owned(),
        "#![enable(implicit_some)]\n(\n    version: 1,\n)\n".to_owned(),
        String::new(),
    ];
    for text in others {
        assert!(!is_known(text.as_bytes()), "{}", text.chars().take(60).collect::<String>());
    }
}

#[test]
fn every_command_has_its_manual_page_and_is_completed() {
    let folder = Folder::new();
    let pages = manual::write(folder.path()).expect("written");
    let mut expected = Vec::new();
    names(&cli::described(), "", &mut expected);
    assert_eq!(pages, expected.len());
    let bash = fs::read_to_string(folder.join("completions/hashiya.bash")).expect("written");
    let fish = fs::read_to_string(folder.join("completions/hashiya.fish")).expect("written");
    let zsh = fs::read_to_string(folder.join("completions/_hashiya")).expect("written");
    for name in expected {
        let page = fs::read_to_string(folder.join(&format!("man/{name}.1"))).unwrap_or_else(|_| panic!("{name}"));
        assert!(page.contains(".SH SYNOPSIS") && page.contains(".SH DESCRIPTION"), "{name}");
        let last = name.rsplit('-').next().expect("a word");
        for (shell, script) in [("bash", &bash), ("fish", &fish), ("zsh", &zsh)] {
            assert!(script.contains(last), "{shell}: {name}");
        }
    }
    assert!(fs::read_to_string(folder.join("man/hashiya-export.1")).expect("written").contains("\\-\\-strict"));
}

/// The pages that there are to be: one for each command that is shown.
fn names(command: &clap::Command, before: &str, into: &mut Vec<String>) {
    let name = match before {
        "" => command.get_name().to_owned(),
        before => format!("{before}-{}", command.get_name()),
    };
    for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
        names(inner, &name, into);
    }
    into.push(name);
}

/// The names and versions in `Cargo.lock`.
fn locked() -> Vec<String> {
    let lock = read("Cargo.lock");
    let packages = lock.split("[[package]]").skip(1);
    packages.map(|one| format!("{} {}", between(one, "name = \"", "\""), between(one, "version = \"", "\""))).collect()
}

#[test]
fn licences_are_those_of_what_is_in_the_program() {
    let listed: Vec<&str> = between(about::THIRD_PARTY, "in the program):\n\n", "\n\n").lines().collect();
    assert!(listed.len() > 200, "{}", listed.len());
    let locked = locked();
    for line in &listed {
        let (name, licence) = line.split_once(" — ").expect("a crate and its licence");
        assert!(locked.iter().any(|has| has == name), "{name} is in Cargo.lock no more: run packaging/licences");
        assert!(!licence.is_empty(), "{name}");
    }
    let manifest = read("Cargo.toml");
    for section in ["\n[dependencies]\n", "\n[target.'cfg(unix)'.dependencies]\n"] {
        let direct = between(&manifest, section, "\n[").lines().filter(|line| line.contains(" = "));
        for name in direct.filter_map(|line| line.split(' ').next()).filter(|name| !name.starts_with('#')) {
            let is_listed = listed.iter().any(|line| line.starts_with(&format!("{name} ")));
            assert!(is_listed, "{name} is in Cargo.toml: run packaging/licences");
        }
    }
    for font in fs::read_dir(root().join("fonts")).expect("fonts").flatten().filter(|entry| entry.path().is_dir()) {
        let name = format!("fonts/{}", font.file_name().to_string_lossy());
        assert!(about::THIRD_PARTY.contains(&name), "{name}: run packaging/licences");
    }
    assert!(about::THIRD_PARTY.contains("SIL OPEN FONT LICENSE") && about::THIRD_PARTY.contains("Apache License"));
}

/// Every link of the pages leads to a file that is there. The guide is a work of its own.
#[test]
fn links_of_the_pages_lead_somewhere() {
    let mut pages = vec!["README.md", "CONTRIBUTING.md", "SECURITY.md", "ARCHITECTURE.md", "packaging/README.md"]
        .into_iter()
        .map(PathBuf::from)
        .collect::<Vec<_>>();
    let reference = fs::read_dir(root().join("docs/reference")).expect("pages");
    pages.extend(reference.flatten().map(|entry| Path::new("docs/reference").join(entry.file_name())));
    let mut followed = 0;
    for page in pages {
        let text = read(page.to_str().expect("Unicode"));
        for link in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link) {
            let target = link.split('#').next().unwrap_or_default();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            let path = root().join(page.parent().expect("a file")).join(target);
            let is_guide = target.starts_with("docs/en/") || target.starts_with("docs/ar/");
            assert!(path.exists() || is_guide, "{}: {link}", page.display());
            followed += 1;
        }
    }
    assert!(followed > 15, "{followed}");
}
