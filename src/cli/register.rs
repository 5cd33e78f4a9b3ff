//! `hashiya register`: the entity register of a project, listed, filled, corrected.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::output::{Failure, count, warn};
use super::progress::Progress;
use super::register_entry::{EntryFacts, named, opened};
use super::register_links;
use super::stop;
use crate::model::register::OtherName;
use crate::model::{EntityId, Entry, LabelName};
use crate::workspace::register::{self, EntryPlace, EntryUse, EntryUses, OpenDocuments, RegisterIndex};

#[derive(Debug, Subcommand)]
pub(super) enum Register {
    /// List the entries with how much is linked to each
    List(List),
    /// Show an entry with its places: document, place, text, sentence
    Show(Show),
    /// Enter something new; prints its id
    Add(Add),
    /// Change the names, labels, references or the note of an entry
    Edit(Edit),
    /// Take an entry out to which nothing is linked
    Remove(Remove),
    /// Link annotations of a document to an entry, or take their links away
    Link(register_links::Link),
    /// Merge entries into another; every link to them leads to it from then on
    Merge(register_links::Merge),
    /// Split an entry in two, or off again what was merged into it
    Split(register_links::Split),
    /// List what annotations without a link may stand for, the strongest evidence first; --take links what is sure
    Propose(register_links::Propose),
}

#[derive(Debug, Args)]
pub(super) struct List {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Only entries of which some words begin with these, whatever the spelling
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    /// Only entries that go with this label
    #[arg(long, value_name = "LABEL")]
    pub label: Option<String>,
    /// Only entries to which nothing is linked
    #[arg(long)]
    pub unused: bool,
    /// As a JSON array
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Show {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The id of an entry, or one of its names
    #[arg(value_name = "ENTRY")]
    pub entry: String,
    /// As one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Add {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The name of the thing
    #[arg(value_name = "NAME")]
    pub name: String,
    #[command(flatten)]
    pub facts: EntryFacts,
    /// Enter it even where another entry has this name
    #[arg(long)]
    pub another: bool,
}

#[derive(Debug, Args)]
pub(super) struct Edit {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The id of an entry, or one of its names
    #[arg(value_name = "ENTRY")]
    pub entry: String,
    /// Another name for it; the one it had becomes another name
    #[arg(long)]
    pub name: Option<String>,
    #[command(flatten)]
    pub facts: EntryFacts,
    /// Take a name, a label or a reference away; may be repeated
    #[arg(long, value_name = "VALUE")]
    pub drop: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct Remove {
    /// The folder of the project
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The id of an entry, or one of its names
    #[arg(value_name = "ENTRY")]
    pub entry: String,
}

pub(super) fn run(task: Register, out: &mut dyn Write) -> Result<(), Failure> {
    match task {
        Register::List(task) => list(&task, out),
        Register::Show(task) => show(&task, out),
        Register::Add(task) => add(&task, out),
        Register::Edit(task) => edit(&task, out),
        Register::Remove(task) => remove(&task, out),
        Register::Link(task) => register_links::link(&task, out),
        Register::Merge(task) => register_links::merge(&task, out),
        Register::Split(task) => register_links::split(&task, out),
        Register::Propose(task) => register_links::propose(&task, out),
    }
}

fn list(task: &List, out: &mut dyn Write) -> Result<(), Failure> {
    stop::listen();
    let progress = Progress::begin();
    let (folder, register) = opened(&task.folder)?;
    let uses = register::uses(&folder, &register, &OpenDocuments::new(), &progress.counting("document"))?;
    drop(progress);
    let typed: Option<BTreeSet<EntityId>> = task.filter.as_deref().map(|typed| {
        RegisterIndex::of(&register).typed(&register, typed, crate::model::register::MAX_ENTRIES).into_iter().collect()
    });
    let is_shown = |entry: &Entry| {
        typed.as_ref().is_none_or(|typed| typed.contains(&entry.id))
            && task.label.as_deref().is_none_or(|label| entry.kinds.contains(&LabelName::new(label)))
            && !(task.unused && uses.of(&entry.id).places > 0)
    };
    let mut shown = 0;
    for entry in register.iter().filter(|entry| is_shown(entry)) {
        let used = uses.of(&entry.id);
        match task.json {
            true => write!(out, "{}{}", if shown == 0 { "[\n" } else { ",\n" }, json_of(entry, used))?,
            false => writeln!(out, "{}", row(entry, used))?,
        }
        shown += 1;
    }
    if task.json {
        writeln!(out, "{}", if shown == 0 { "[]" } else { "\n]" })?;
    }
    tell_unknown(&uses);
    Ok(())
}

/// Says which links lead nowhere.
fn tell_unknown(uses: &EntryUses) {
    let EntryUse { places, .. } = uses.unknown.values().fold(EntryUse::default(), |all, used| EntryUse {
        documents: all.documents + used.documents,
        places: all.places + used.places,
    });
    if places > 0 {
        let links = count(places, "link");
        warn(&format!("{links} to entries that are not in the register; 'hashiya validate' names them"));
    }
}

/// An entry on a line: id, name, labels, documents, places, references, other names; tabs between.
fn row(entry: &Entry, used: EntryUse) -> String {
    let joined = |parts: Vec<&str>| parts.join(", ");
    let kinds = joined(entry.kinds.iter().map(LabelName::as_str).collect());
    let references = joined(entry.references.iter().map(String::as_str).collect());
    let names = joined(entry.names.iter().map(|name| name.text.as_str()).collect());
    let all = [
        entry.id.as_str(),
        &entry.name,
        &kinds,
        &used.documents.to_string(),
        &used.places.to_string(),
        &references,
        &names,
    ];
    let clean: Vec<String> = all.iter().map(|cell| crate::model::one_line(cell).into_owned()).collect();
    clean.join("\t").trim_end_matches('\t').to_owned()
}

fn json_of(entry: &Entry, used: EntryUse) -> Value {
    let name = |name: &OtherName| json!({"text": name.text, "language": name.language});
    json!({
        "id": entry.id.as_str(),
        "name": entry.name,
        "names": entry.names.iter().map(name).collect::<Vec<_>>(),
        "kinds": entry.kinds.iter().map(LabelName::as_str).collect::<Vec<_>>(),
        "references": entry.references.iter().collect::<Vec<_>>(),
        "note": entry.note,
        "merged": entry.absorbed.values().map(|e| json!({"id": e.id.as_str(), "name": e.name})).collect::<Vec<_>>(),
        "documents": used.documents,
        "places": used.places,
    })
}

fn show(task: &Show, out: &mut dyn Write) -> Result<(), Failure> {
    stop::listen();
    let progress = Progress::begin();
    let (folder, register) = opened(&task.folder)?;
    let id = named(&register, &task.entry)?;
    let (places, unread) =
        register::places(&folder, &register, &id, &OpenDocuments::new(), &progress.counting("document"))?;
    drop(progress);
    let Some(entry) = register.get(&id) else { return Err(Failure::Told) };
    let documents: BTreeSet<&Path> = places.iter().map(|place| place.document.as_path()).collect();
    let used = EntryUse { documents: documents.len(), places: places.len() };
    let below =
        |place: &EntryPlace| place.document.strip_prefix(&folder.root).unwrap_or(&place.document).display().to_string();
    if task.json {
        let mut all = json_of(entry, used);
        let place = |place: &EntryPlace| {
            json!({
                "document": below(place),
                "annotation": place.annotation.as_str(),
                "label": place.label.as_str(),
                "text": place.form,
                "sentence": place.sentence,
            })
        };
        all["places"] = places.iter().map(place).collect();
        writeln!(out, "{all:#}")?;
    } else {
        writeln!(out, "{}", row(entry, used))?;
        for former in entry.absorbed.values() {
            writeln!(out, "merged\t{}\t{}", former.id, former.name)?;
        }
        for place in &places {
            let EntryPlace { annotation, label, form, sentence, .. } = place;
            writeln!(out, "{}\t{annotation}\t{label}\t{form}\t{sentence}", below(place))?;
        }
    }
    if unread > 0 {
        warn(&format!("{} could not be read and may have further places", count(unread, "document")));
    }
    Ok(())
}

fn add(task: &Add, out: &mut dyn Write) -> Result<(), Failure> {
    let (folder, register) = opened(&task.folder)?;
    if !task.another && named(&register, &task.name).is_ok() {
        let message = format!("the register has '{}' already; --another enters another thing of this name", task.name);
        return Err(Failure::Because(message));
    }
    let mut entry = Entry::new(register::fresh_id(), &task.name);
    task.facts.put_into(&mut entry);
    let id = entry.id.clone();
    register::change(&folder.root, |register| register.enter(entry))?;
    Ok(writeln!(out, "{id}")?)
}

fn edit(task: &Edit, out: &mut dyn Write) -> Result<(), Failure> {
    let (folder, register) = opened(&task.folder)?;
    let id = named(&register, &task.entry)?;
    let (after, ()) = register::change(&folder.root, |register| {
        register.edit(&id, |entry| {
            entry.names.retain(|name| !task.drop.contains(&name.text));
            entry.kinds.retain(|kind| !task.drop.iter().any(|said| said == kind.as_str()));
            entry.references.retain(|reference| !task.drop.contains(reference));
            if let Some(name) = &task.name {
                entry.rename(name);
            }
            task.facts.put_into(entry);
        })
    })?;
    let Some(entry) = after.get(&id) else { return Err(Failure::Told) };
    // What is linked to it is counted as well as it can be: the change itself is made.
    let uses = register::uses(&folder, &after, &OpenDocuments::new(), &|_, _| true).unwrap_or_default();
    Ok(writeln!(out, "{}", row(entry, uses.of(&id)))?)
}

fn remove(task: &Remove, out: &mut dyn Write) -> Result<(), Failure> {
    stop::listen();
    let progress = Progress::begin();
    let (folder, register) = opened(&task.folder)?;
    let id = named(&register, &task.entry)?;
    let used = register::uses(&folder, &register, &OpenDocuments::new(), &progress.counting("document"))?.of(&id);
    drop(progress);
    if used.places > 0 {
        return Err(Failure::Because(format!(
            "{} are linked to '{}'; merge it into another entry, or take the links away first. Nothing was changed",
            count(used.places, "annotation"),
            task.entry
        )));
    }
    register::change(&folder.root, |register| {
        register.remove(&id);
        Ok(())
    })?;
    Ok(writeln!(out, "{id}")?)
}
