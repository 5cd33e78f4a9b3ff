//! A week of a project: 300 documents imported, shared out to three annotators, some of them to two, worked on in branches of a git
//! repository and in a package, one change of the schema on the way, all of it brought back. No annotation is lost, counted by id.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command as Process, Output};

use hashiya::edit::{Command, Context, plan};
use hashiya::model::{AnnotatedDocument, AnnotationId, Annotator, IdGenerator, Provenance, Target, Timestamp};
use hashiya::store::{Expect, load, save};

use crate::cli::{done, path};
use crate::fixture::Folder;

const PEOPLE: [&str; 3] = ["أحمد", "ليلى", "منى"];

/// What everybody made, by the document's path below the project.
type Made = BTreeMap<String, BTreeSet<AnnotationId>>;

fn texts(folder: &Folder) -> String {
    let mut lines = String::new();
    for n in 0..300 {
        let place = if n % 3 == 0 { "GPE" } else { "LOC" };
        lines.push_str(&format!(
            "{{\"id\": \"خبر-{n}\", \"text\": \"زار أحمد بيروت في اليوم {n} من السنة\", \"spans\": [{{\"start\": 9, \"end\": 14, \"label\": \"{place}\"}}]}}\n"
        ));
    }
    folder.write("in.jsonl", lines);
    path(folder, "in.jsonl")
}

fn git(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Process::new("git");
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C");
    command.args(["-c", "user.name=x", "-c", "user.email=x@example.org", "-C"]).arg(folder);
    command.args(arguments).output().expect("git runs")
}

#[track_caller]
fn git_done(folder: &Path, arguments: &[&str]) -> String {
    let output = git(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

struct Hand {
    annotator: Annotator,
    ids: IdGenerator,
}

impl Hand {
    fn new(name: &str, seed: u64) -> Self {
        Hand { annotator: Annotator::new(name), ids: IdGenerator::new(seed) }
    }

    fn does(&mut self, document: &mut AnnotatedDocument, command: Command) {
        let now = Timestamp(1_790_000_000_000);
        let transaction = plan(document, command, &mut Context { annotator: &self.annotator, now, ids: &mut self.ids })
            .expect("planned");
        transaction.apply(document).expect("applied");
    }

    /// Labels the person, in every third document the number as well with a label that goes meanwhile.
    fn works_on(&mut self, root: &Path, name: &str, made: &mut Made) {
        let at = root.join(name);
        let (mut document, stamp) = load(&at).expect("there");
        let before: BTreeSet<AnnotationId> = document.annotations.iter().map(|a| a.id.clone()).collect();
        let text = document.text().to_owned();
        let person = text.find("أحمد").expect("there");
        let annotate = |range: std::ops::Range<usize>, label: &str| Command::Annotate {
            ranges: vec![range],
            label: label.into(),
            provenance: Provenance::Human,
        };
        self.does(&mut document, annotate(person..person + "أحمد".len(), "LOC"));
        if document.schema.label(&"GPE".into()).is_some() {
            let year = text.find("السنة").expect("there");
            self.does(&mut document, annotate(year..year + "السنة".len(), "GPE"));
        }
        let now: BTreeSet<AnnotationId> = document.annotations.iter().map(|a| a.id.clone()).collect();
        made.entry(name.to_owned()).or_default().extend(now.difference(&before).cloned());
        save(&document, &at, Expect::Unchanged(stamp)).expect("saved");
    }
}

/// The documents of one annotator, below the project.
fn own(root: &Path, who: &str) -> Vec<String> {
    let (assignments, _) = hashiya::store::assignments_file::load_assignments(&root.join("assignments.ron"))
        .expect("readable")
        .expect("shared out");
    let mine = assignments.into_iter().filter(|(_, annotators)| annotators.contains(&who.into()));
    mine.map(|(name, annotators)| match annotators.len() {
        1 => format!("documents/{name}"),
        _ => format!("readings/{who}/{name}"),
    })
    .collect()
}

/// Every annotation that anybody made is in the document it was made in.
#[track_caller]
fn check(root: &Path, made: &Made) {
    let mut annotations = 0;
    for (name, ids) in made {
        let (document, _) = load(&root.join(name)).expect("there");
        for id in ids {
            assert!(document.annotations.get(id).is_some(), "{name}: {id} is gone");
            annotations += 1;
        }
    }
    assert!(annotations > 500, "{annotations} annotations were made");
}

#[test]
fn a_week_of_three_annotators_comes_back_whole() {
    if Process::new("git").arg("--version").output().is_err() {
        crate::support::skip("git is not installed: a week of a project");
        return;
    }
    let folder = Folder::new();
    let input = texts(&folder);
    let project = path(&folder, "p");
    let root = folder.join("p");
    done(&["project", "new", &project, "--from", &input]);
    let to: Vec<String> = PEOPLE.iter().map(|name| format!("--to={name}")).collect();
    let mut assign = vec!["project", "assign", &project, "--overlap", "10", "--seed", "3"];
    assign.extend(to.iter().map(String::as_str));
    let said = done(&assign);
    assert_eq!(said.lines().count(), 3, "{said}");
    let all: Vec<Vec<String>> = PEOPLE.iter().map(|who| own(&root, who)).collect();
    assert_eq!(all.iter().map(Vec::len).sum::<usize>(), 330);

    git_done(&root, &["init", "-q", "-b", "main"]);
    done(&["git", "install", "--project", &project]);
    git_done(&root, &["add", "-A"]);
    git_done(&root, &["commit", "-qm", "base"]);
    // One works with a package, two in branches.
    let package = path(&folder, "package");
    done(&["project", "package", &project, "--for", PEOPLE[2], "--out", &package]);

    let mut made = Made::new();
    let shared = all[0].iter().find(|name| name.starts_with("documents/")).expect("one of his own").clone();
    for (n, who) in PEOPLE.iter().enumerate().take(2) {
        git_done(&root, &["checkout", "-qb", &format!("b{n}"), "main"]);
        let mut hand = Hand::new(who, 11 + n as u64);
        for name in &all[n] {
            hand.works_on(&root, name, &mut made);
        }
        // Both say something else of one annotation.
        let (mut document, stamp) = load(&root.join(&shared)).expect("there");
        let imported = |a: &&std::sync::Arc<hashiya::model::Annotation>| {
            matches!(a.record.provenance, Provenance::Imported { .. })
        };
        let id = document.annotations.iter().find(imported).expect("imported").id.clone();
        hand.does(&mut document, Command::SetNote { of: Target::Annotation(id), note: format!("ملاحظة {who}") });
        save(&document, &root.join(&shared), Expect::Unchanged(stamp)).expect("saved");
        git_done(&root, &["add", "-A"]);
        git_done(&root, &["commit", "-qm", who]);
    }
    let mut hand = Hand::new(PEOPLE[2], 31);
    let mut in_package = Made::new();
    for name in &all[2] {
        let inside = format!(
            "documents/{}",
            name.trim_start_matches("documents/").trim_start_matches(&format!("readings/{}/", PEOPLE[2]))
        );
        hand.works_on(Path::new(&package), &inside, &mut in_package);
        made.insert(name.clone(), in_package[&inside].clone());
    }

    // Meanwhile two labels become one.
    git_done(&root, &["checkout", "-q", "main"]);
    let said = done(&["project", "migrate", &project, "--rename", "GPE=LOC"]);
    assert!(said.contains("GPE → LOC"), "{said}");
    git_done(&root, &["add", "-A"]);
    git_done(&root, &["commit", "-qm", "one label for places"]);

    let mut conflicts = 0;
    for n in 0..2 {
        let merged = git(&root, &["merge", "-q", "--no-edit", &format!("b{n}")]);
        if !merged.status.success() {
            // What is to be decided stands in the documents, which are whole.
            let unmerged = git_done(&root, &["-c", "core.quotePath=false", "diff", "--name-only", "--diff-filter=U"]);
            conflicts += unmerged.lines().count();
            git_done(&root, &["add", "-A"]);
            git_done(&root, &["commit", "-qm", "merged, to be decided"]);
        }
    }
    assert!(conflicts > 0, "two people said something else of one annotation");
    // Documents that came with the old label are brought to the schema of the project by what it remembers.
    done(&["project", "migrate", &project]);
    let said = done(&["project", "return", &project, &package]);
    assert!(said.contains("documents missing from the package\t0"), "{said}");

    check(&root, &made);
    let status: serde_json::Value =
        serde_json::from_str(&done(&["project", "status", &project, "--json"])).expect("JSON");
    assert_eq!(status["documents"], 300);
    assert_eq!(status["with_other_schema"], serde_json::json!([]), "{:#}", status["labels"]);
    assert!(status["labels"].get("GPE").is_none());
    // The one note that two people wrote waits to be decided, with both.
    let (document, _) = load(&root.join(&shared)).expect("there");
    assert_eq!(document.conflicts.len(), 1, "{:?}", document.conflicts);
    // What comes back twice changes nothing.
    let again = done(&["project", "return", &project, &package]);
    assert!(again.contains("documents changed\t0"), "{again}");
}

#[test]
fn second_readings_are_blind_kept_apart_and_counted() {
    let folder = Folder::new();
    let input = texts(&folder);
    let project = path(&folder, "p");
    done(&["project", "new", &project, "--from", &input, "--annotator", "أحمد"]);
    let root = folder.join("p");
    let mut hand = Hand::new("أحمد", 5);
    for n in 0..10 {
        let at = root.join(format!("documents/خبر-{n}.ron"));
        let (mut document, stamp) = load(&at).expect("there");
        let person = document.text().find("أحمد").expect("there");
        hand.does(
            &mut document,
            Command::Annotate {
                ranges: std::iter::once(person..person + "أحمد".len()).collect(),
                label: "LOC".into(),
                provenance: Provenance::Human,
            },
        );
        hand.does(&mut document, Command::SetState(hashiya::model::DocumentState::Done));
        save(&document, &at, Expect::Unchanged(stamp)).expect("saved");
    }
    let before =
        |days: &str| done(&["project", "reread", &project, "--by", "أحمد", "--percent", "50", "--after", days]);
    // They were done at a moment that lies in the past by now, or will.
    assert_eq!(before("0").lines().count() + before("0").lines().count(), 8, "half of ten, then half of the rest");
    let (document, _) = load(
        &root.join("readings/أحمد 2").join(
            std::fs::read_dir(root.join("readings/أحمد 2"))
                .expect("made")
                .next()
                .expect("one")
                .expect("readable")
                .file_name(),
        ),
    )
    .expect("there");
    assert_eq!(document.annotations.len(), 1, "what was imported, and nothing that he found the first time");
    assert_eq!(document.state, hashiya::model::DocumentState::New);
    let status: serde_json::Value =
        serde_json::from_str(&done(&["project", "status", &project, "--json"])).expect("JSON");
    assert_eq!(status["readings"][0]["name"], "أحمد 2");
    assert_eq!(status["readings"][0]["documents"], 8);
    assert_eq!(status["documents"], 300);
}
