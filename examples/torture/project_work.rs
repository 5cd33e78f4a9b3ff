//! Work on a project, again and again, of which everything is said before and after: notes, migrations and their undo, shares,
//! packages and their return, names, removals, further documents. And what must be there of it after whatever cut it off.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use hashiya::edit::Migration;
use hashiya::formats::{ImportOptions, SchemaBuilder};
use hashiya::model::{Annotator, LabelChange, LabelName, Project};
use hashiya::store::{self, DOCUMENTS_FOLDER, PROJECT_FILE, REMOVED_FOLDER, history};
use hashiya::workspace::bulk::{self, BulkOrder};
use hashiya::workspace::project::{Renaming, SharePlan, fill, rename};
use hashiya::workspace::replace::{Edited, LockedDocument, Replacements};
use hashiya::workspace::{ProjectFolder, ProjectStatus, inputs};

use crate::scene::{count, counter, document, voice};

/// Documents that stay where they are; one more goes from name to name.
const DOCUMENTS: usize = 4;
const LABELS: [&str; 2] = ["PER", "ENT"];
const NAMES: [&str; 2] = ["رحّال.ron", "مسافر.ron"];
/// Kinds of work.
const KINDS: u64 = 7;

fn fixed(root: &Path, n: usize) -> PathBuf {
    root.join(DOCUMENTS_FOLDER).join(["أ", "ب"][n % 2]).join(format!("{n}.ron"))
}

/// Where the wandering document is.
fn wanderer(root: &Path) -> Option<PathBuf> {
    let folders = [DOCUMENTS_FOLDER, REMOVED_FOLDER].map(|folder| root.join(folder));
    let all: Vec<PathBuf> = folders.iter().flat_map(|folder| NAMES.map(|name| folder.join(name))).collect();
    all.into_iter().find(|path| path.exists())
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Makes the project.
pub fn set_up(root: &Path) -> Result<(), String> {
    let mut schema = store::default_schema();
    schema.labels.truncate(1);
    schema.relation_types.clear();
    let label = LabelName::from(LABELS[0]);
    schema.labels[0].name = label;
    ProjectFolder::create(root, Project::new("تعذيب", schema.clone().into())).map_err(text)?;
    let mut content = document(8);
    content.schema = schema.into();
    let mut replacements = Replacements::default();
    for path in (0..DOCUMENTS).map(|n| fixed(root, n)).chain([root.join(DOCUMENTS_FOLDER).join(NAMES[0])]) {
        replacements.create(&path, &content).map_err(text)?;
    }
    replacements.commit(0).map(drop).map_err(text)
}

fn order() -> BulkOrder {
    BulkOrder { what: "torture".into(), by: Annotator::new("أحمد"), edited: Edited::Refuse, versions_kept: 2 }
}

fn note(path: &Path, at: usize, number: u64) -> Result<String, String> {
    let mut locked = LockedDocument::open(path, Edited::Refuse).map_err(text)?;
    count(&mut locked.content, at, number);
    let mut replacements = Replacements::default().by(Annotator::new("أحمد"));
    replacements.replace(locked).map_err(text)?;
    let reports = replacements.commit(2).map_err(text)?;
    if let Some(error) = reports.iter().find_map(|(_, report)| report.not_logged.as_ref()) {
        return Err(format!("not logged: {error}"));
    }
    Ok(store::stamp_of(path).map_err(text)?.ok_or("it is gone")?.hash.to_string())
}

/// Works on the project that its first argument names, from the number that its last one is.
pub fn child(arguments: &[String]) {
    let root = Path::new(&arguments[0]);
    let mut out = voice(if arguments.len() > 2 { arguments } else { &[] });
    let first: u64 = arguments.last().and_then(|number| number.parse().ok()).unwrap_or(1);
    for number in first.. {
        let _ = writeln!(out, "begin {number}");
        let said = match number % KINDS {
            0 => migrate(root, number),
            1 => take_to_package_and_back(root, number),
            2 => wander(root),
            3 => add(root, number),
            4 => assign(root),
            _ => {
                let at = number as usize % DOCUMENTS;
                let path = if number.is_multiple_of(3) { wanderer(root) } else { Some(fixed(root, at)) };
                let name = if number.is_multiple_of(3) { "w".to_owned() } else { at.to_string() };
                path.ok_or_else(|| "the document is gone".to_owned())
                    .and_then(|path| note(&path, 0, number))
                    .map(|hash| format!("noted {name} {number} {hash}"))
            }
        };
        match said {
            Ok(said) => drop(writeln!(out, "{said}")),
            Err(why) => {
                let _ = writeln!(out, "failed {number} kind {}: {}", number % KINDS, why.replace('\n', " "));
                return;
            }
        }
    }
}

fn migrate(root: &Path, number: u64) -> Result<String, String> {
    let mut folder = ProjectFolder::open(root).map_err(text)?;
    let own = folder.project.schema.labels[0].name.clone();
    let other = LabelName::from(if own.as_str() == LABELS[0] { LABELS[1] } else { LABELS[0] });
    let mut migration = Migration::default();
    migration.labels.insert(own.clone(), LabelChange::Becomes(other.clone()));
    migration.schema = migration.applied_to(&folder.project.schema).into();
    let (_, group) = folder.migrate(&migration, &order(), &|_, _| true).map_err(text)?;
    let group = group.ok_or("nothing was migrated")?;
    if number.is_multiple_of(2) {
        return Ok(format!("label {other}"));
    }
    bulk::undo(root, &group, &order(), &[], false, &|_, _| true).map_err(text)?;
    Ok(format!("label {own}"))
}

fn take_to_package_and_back(root: &Path, number: u64) -> Result<String, String> {
    let folder = ProjectFolder::open(root).map_err(text)?;
    let out = root.with_file_name(format!("package-{number}"));
    let all = Annotator::new("سارة");
    match folder.package(&all, &out, &|_, _| true) {
        Ok(_) => {}
        Err(hashiya::workspace::WorkspaceError::NothingAssigned { .. }) => return Ok("nothing assigned".into()),
        Err(error) => return Err(text(error)),
    }
    let mine = fixed(&out, 0);
    note(&mine, 1, number)?;
    folder.take_back(&out, 2, &|_, _| true).map_err(text)?;
    std::fs::remove_dir_all(&out).map_err(text)?;
    Ok(format!("returned {number}"))
}

fn wander(root: &Path) -> Result<String, String> {
    let path = wanderer(root).ok_or("the document is gone")?;
    let folder = ProjectFolder::open(root).map_err(text)?;
    if path.starts_with(root.join(REMOVED_FOLDER)) {
        let removed = folder.removed_at(&path).map_err(text)?;
        folder.bring_back(&[removed]).map_err(text)?;
        return Ok("back".into());
    }
    if path.ends_with(NAMES[1]) {
        folder.remove(&[path], &|_| true).map_err(text)?;
        return Ok("removed".into());
    }
    let renaming = Renaming { title: Some("مسافر".into()), file: Some(NAMES[1].into()) };
    rename(&path, &renaming, 2).map_err(text)?;
    Ok("renamed".into())
}

fn add(root: &Path, number: u64) -> Result<String, String> {
    let mut folder = ProjectFolder::open(root).map_err(text)?;
    let from = root.with_file_name(format!("new-{number}.txt"));
    std::fs::write(&from, "نصّ جديد لم يُقرأ.").map_err(text)?;
    let named = [from.clone()];
    let found = inputs::for_project(&named, None, &|_| true);
    let schema = SchemaBuilder::fixed((*folder.project.schema).clone());
    let options = ImportOptions::default();
    fill(&mut folder, (&found.files, &named), schema, (&options, None), &|_, _, _| true).map_err(text)?;
    Ok(format!("added {number}"))
}

fn assign(root: &Path) -> Result<String, String> {
    let folder = ProjectFolder::open(root).map_err(text)?;
    let plan =
        SharePlan { annotators: vec![("سارة".into(), 1)], overlap_percent: 0, overlap_annotators: 1, seed: 7 };
    folder.assign(&plan, &|_, _| true, &|_, _| true).map_err(text)?;
    Ok(format!("assigned {}", folder.assignments().map_err(text)?.len()))
}

/// What was acknowledged so far.
#[derive(Clone, Debug, Default)]
pub struct Promised {
    /// By document: its number, and what its file held then.
    noted: BTreeMap<String, (u64, String)>,
    label: String,
    /// Something may change the label that was not acknowledged.
    migrating: bool,
    returned: u64,
    added: Vec<u64>,
    assigned: usize,
    /// The last that was begun and ended.
    pub begun: u64,
    pub done: u64,
    pub failed: Option<String>,
}

impl Promised {
    pub fn hear(&mut self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        let number = |at: usize| words.get(at).and_then(|word| word.parse::<u64>().ok()).unwrap_or(0);
        match words[0] {
            "begin" => {
                self.begun = number(1);
                self.migrating = number(1).is_multiple_of(KINDS);
                return;
            }
            "failed" => {
                self.failed = Some(line.to_owned());
                return;
            }
            "noted" if words.len() == 4 => {
                self.noted.insert(words[1].into(), (number(2), words[3].into()));
            }
            "label" => self.label = words[1].into(),
            "returned" => self.returned = number(1),
            "added" => self.added.push(number(1)),
            "assigned" => self.assigned = number(1) as usize,
            "renamed" | "removed" | "back" | "nothing" => {}
            _ => return,
        }
        self.migrating &= words[0] != "label";
        self.done = self.begun;
    }

    /// What was cut off is one way or the other by now, and packages that it left are thrown away.
    pub fn settle(&mut self, root: &Path) -> Result<(), String> {
        let folder = ProjectFolder::open(root).map_err(text)?;
        (self.label, self.migrating) = (folder.project.schema.labels[0].name.to_string(), false);
        for entry in std::fs::read_dir(root.parent().ok_or("a folder")?).map_err(text)?.flatten() {
            if entry.file_name().to_string_lossy().starts_with("package-") {
                std::fs::remove_dir_all(entry.path()).map_err(text)?;
            }
        }
        Ok(())
    }

    /// Whether all of it is in the project, and nothing of what was cut off in part.
    pub fn holds(&self, root: &Path) -> Result<(), String> {
        if let Some(failed) = &self.failed {
            return Err(failed.clone());
        }
        let mut folder = ProjectFolder::open(root).map_err(|e| format!("the project cannot be opened: {e}"))?;
        let status = ProjectStatus::of(&folder, &|_, _| true).map_err(|e| format!("no status: {e}"))?;
        if let Some(error) = status.failed.first() {
            return Err(format!("unreadable: {error}"));
        }
        let label = folder.project.schema.labels[0].name.clone();
        let expected = if self.label.is_empty() { LABELS[0] } else { &self.label };
        if label.as_str() != expected && !self.migrating {
            return Err(format!("the project has {label}, and {expected} was acknowledged"));
        }
        let stray = wanderer(root).ok_or("the document that goes from name to name is gone")?;
        for (name, path) in
            (0..DOCUMENTS).map(|n| (n.to_string(), fixed(root, n))).chain([("w".to_owned(), stray.clone())])
        {
            store::complete(&path).map_err(|e| format!("{name} cannot be completed: {e}"))?;
            let (content, _) = store::load(&path).map_err(|e| format!("{name} is unreadable: {e}"))?;
            // What was away while a migration came has its older labels.
            if name != "w" && content.annotations.iter().any(|annotation| annotation.label != label) {
                return Err(format!("{name} has other labels than the project, {label}"));
            }
            let log = history::read(&path);
            if let Some((number, hash)) = self.noted.get(&name) {
                let found = counter(&content, 0).unwrap_or(0);
                if found < *number {
                    return Err(format!("note {number} of {name} was acknowledged, {found} is in the file"));
                }
                if !log.saves.iter().any(|save| save.after.hash.to_string() == *hash) {
                    let saves = log.saves.len();
                    return Err(format!(
                        "the save of note {number} of {name} is not in its log of {saves} saves, {:?}, {}",
                        log.missing,
                        path.display()
                    ));
                }
            }
            let steps: Vec<u64> = log.steps().map(|(_, step)| step.number).collect();
            if steps.iter().zip(1..).any(|(number, expected)| *number != expected) {
                return Err(format!("the log of {name} has a hole: {steps:?}"));
            }
        }
        let (content, _) = store::load(&fixed(root, 0)).map_err(text)?;
        if counter(&content, 1).unwrap_or(0) < self.returned {
            return Err(format!("return {} was acknowledged and is not in the document", self.returned));
        }
        for number in &self.added {
            let path = root.join(DOCUMENTS_FOLDER).join(format!("new-{number}.ron"));
            store::load(&path).map_err(|e| format!("document {number} was added: {e}"))?;
        }
        let assigned = folder.assignments().map_err(|e| format!("no assignments: {e}"))?;
        if assigned.len() < self.assigned {
            return Err(format!("{} were assigned, {} are", self.assigned, assigned.len()));
        }
        // A package is whole or none.
        for entry in std::fs::read_dir(root.parent().ok_or("a folder")?).map_err(text)?.flatten() {
            let package = entry.path();
            if entry.file_name().to_string_lossy().starts_with("package-") && package.join(PROJECT_FILE).exists() {
                let package = ProjectFolder::open(&package).map_err(|e| format!("package: {e}"))?;
                // One that was being thrown away may lack documents; those that are there are whole.
                let status = ProjectStatus::of(&package, &|_, _| true);
                if let Some(error) = status.ok().and_then(|mut status| status.failed.pop()) {
                    return Err(format!("package: {error}"));
                }
            }
        }
        // The project file takes a change again.
        folder
            .change(|project| project.guidelines = format!("{}.", self.begun))
            .map_err(|e| format!("project.ron: {e}"))
    }
}
