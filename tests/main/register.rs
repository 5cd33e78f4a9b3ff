//! The entity register: its laws of merging, its file, proposals taken, entries merged and split in the documents of a project, undone.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hashiya::edit::{Command, merge_registers};
use hashiya::model::register::OtherName;
use hashiya::model::{Annotator, EntityId, Entry, LabelName, Project, Provenance, Register};
use hashiya::store::register_file::{read_register, register_to_ron, salvage_register};
use hashiya::store::{self, Expect};
use hashiya::workspace::bulk::{self, BulkOrder};
use hashiya::workspace::register::{self, OpenDocuments, Proposal, SplitOff};
use hashiya::workspace::replace::{Edited, LockedDocument, Replacements, create};
use hashiya::workspace::{Editor, ProjectFolder};
use proptest::prelude::*;

use crate::fixture::Folder;

fn entry(id: &str, name: &str) -> Entry {
    Entry::new(id.into(), name)
}

/// Changes a register by a list of numbers.
fn worked_on(base: &Register, steps: &[(u8, u8, u8)]) -> Register {
    let mut register = base.clone();
    for (what, which, how) in steps {
        let ids: Vec<EntityId> = register.iter().map(|entry| entry.id.clone()).collect();
        let id = ids.get(usize::from(*which) % ids.len().max(1)).cloned();
        let other = ids.get(usize::from(*how) % ids.len().max(1)).cloned();
        let text = format!("اسم {how}");
        let _ = match (what % 8, id, other) {
            (0, _, _) | (_, None, _) => register.enter(entry(&format!("n{which}{how}"), &text)),
            (1, Some(id), _) => register.edit(&id, |entry| entry.rename(&text)),
            (2, Some(id), _) => register.edit(&id, |entry| entry.names.extend([OtherName::new(text)])),
            (3, Some(id), _) => register.edit(&id, |entry| entry.note = format!("سطر {how}")),
            (4, Some(id), _) => register.edit(&id, |entry| entry.references.extend([format!("wikidata:Q{how}")])),
            (5, Some(id), Some(into)) => register.merge_into(&id, &into),
            (6, Some(id), _) => {
                let former = register.get(&id).and_then(|entry| entry.absorbed.keys().next().cloned());
                former.map_or(Ok(()), |former| register.split_off(&id, &former))
            }
            (_, Some(id), _) => {
                register.remove(&id);
                Ok(())
            }
        };
    }
    register
}

/// The ids that lead to something.
fn known(register: &Register) -> BTreeSet<EntityId> {
    register.iter().flat_map(|e| std::iter::once(e.id.clone()).chain(e.absorbed.keys().cloned())).collect()
}

fn steps() -> impl Strategy<Value = Vec<(u8, u8, u8)>> {
    prop::collection::vec(any::<(u8, u8, u8)>(), 0..14)
}

proptest! {
    #[test]
    fn merging_registers_has_its_laws(base in steps(), ours in steps(), theirs in steps()) {
        let base = worked_on(&Register::default(), &base);
        let (ours, theirs) = (worked_on(&base, &ours), worked_on(&base, &theirs));
        let made = merge_registers(&base, &ours, &theirs).register;
        prop_assert_eq!(&made, &merge_registers(&base, &theirs, &ours).register, "it does not matter who merges");
        prop_assert_eq!(&merge_registers(&base, &ours, &base).register, &ours, "what only we changed is taken");
        prop_assert_eq!(&merge_registers(&base, &base, &theirs).register, &theirs, "what only they changed is taken");
        prop_assert_eq!(&merge_registers(&base, &ours, &ours).register, &ours, "what both did alike is taken once");
        // An id that leads to something on either side still does, unless one side took it away and the other left it as it was.
        for (side, other) in [(&ours, &theirs), (&theirs, &ours)] {
            for id in known(side) {
                let taken_away = other.is_free(&id) && !base.is_free(&id);
                prop_assert!(taken_away || !made.is_free(&id), "{} is lost", id);
            }
        }
        prop_assert_eq!(made.problems(9), vec![]);
        let ron = register_to_ron(&made);
        prop_assert_eq!(&read_register(Path::new("r.ron"), ron.as_bytes()).expect("it is read again"), &made);
    }
}

#[test]
fn what_a_file_holds_comes_back_and_a_damaged_line_is_named() {
    let mut one = entry("a1", "دير الزور");
    one.names.insert(OtherName { text: "Deir ez-Zor".into(), language: Some("en".into()) });
    one.names.insert(OtherName::new("دير\u{202e}\"الزور\n"));
    one.kinds.insert("LOC".into());
    one.references.insert("wikidata:Q3411".into());
    one.note = "سطران\nاثنان".into();
    one.absorb(vec![entry("b2", "ديرالزور")]);
    let register = Register::of([one, entry("c3", "حلب")]);
    let ron = register_to_ron(&register);
    assert_eq!(read_register(Path::new("r.ron"), ron.as_bytes()).expect("read"), register);
    assert_eq!(ron.lines().count(), 7, "one entry a line:\n{ron}");
    let read = |ron: &str| read_register(Path::new("r.ron"), ron.as_bytes()).map_err(|error| error.to_string());
    for (from, to, wanted) in [
        ("name: \"حلب\"", "name: \"\"", "r.ron:5: the entry 'c3': one of its names is empty"),
        ("wikidata:Q3411", "wikidata", "'wikidata' is no reference"),
        ("id: \"c3\"", "id: \"c 3\"", "its id is empty, too long or has spaces"),
        ("version: 1", "version: 9", "version"),
        ("(id: \"c3\"", "<<<<<<< ours\n(id: \"c3\"", "r.ron:"),
        ("kinds:", "sorts:", "r.ron:"),
    ] {
        assert!(ron.contains(from), "{from}");
        let error = read(&ron.replacen(from, to, 1)).expect_err(to);
        assert!(error.contains(wanted), "{error}");
    }
    // Two lines of one entry, as a merge by lines leaves them, are one.
    let twice = ron.replacen("(id: \"c3\"", "(id: \"c3\", name: \"Aleppo\"),\n(id: \"c3\"", 1);
    let names: Vec<String> =
        read(&twice).expect("read").get(&"c3".into()).expect("there").all_names().map(str::to_owned).collect();
    assert_eq!(names, ["Aleppo", "حلب"]);
    let broken = ron.replacen("(id: \"c3\"", "(id: \"c3", 1);
    let (rest, dropped) = salvage_register(Path::new("r.ron"), broken.as_bytes()).expect("a register");
    assert_eq!((rest.len(), dropped.len()), (1, 1));
}

/// A project with two documents, whose places are annotated as LOC.
fn project(folder: &Path, texts: &[&str]) -> ProjectFolder {
    let schema = Arc::new(store::default_schema());
    let made = ProjectFolder::create(folder, Project::new("أخبار", schema.clone())).expect("made");
    for (n, text) in texts.iter().enumerate() {
        let (places, plain) = marked(text);
        let document = hashiya::model::Document::new(
            hashiya::model::DocumentId(format!("d{n}").into()),
            format!("d{n}"),
            plain,
            Default::default(),
        )
        .expect("a text");
        let mut document = hashiya::model::AnnotatedDocument::new(document, schema.clone(), Annotator::new("ليلى"));
        let places = places.into_iter().map(|range| vec![range]).collect();
        let label = LabelName::from("LOC");
        let command = Command::AnnotatePlaces { places, label, provenance: Provenance::Human, skip_existing: false };
        Editor::new(Annotator::new("ليلى")).run(&mut document, command).expect("annotated");
        create(&made.documents().join(format!("d{n}.ron")), &document).expect("written");
    }
    made
}

/// `[…]` is a place.
fn marked(text: &str) -> (Vec<std::ops::Range<usize>>, String) {
    let (mut plain, mut places, mut start) = (String::new(), Vec::new(), 0);
    for c in text.chars() {
        match c {
            '[' => start = plain.len(),
            ']' => places.push(start..plain.len()),
            c => plain.push(c),
        }
    }
    (places, plain)
}

fn order() -> BulkOrder {
    BulkOrder { what: "test".into(), by: Annotator::new("ليلى"), edited: Edited::Refuse, versions_kept: 3 }
}

/// Form and entry of each annotation of the project.
fn links(project: &ProjectFolder) -> Vec<String> {
    let mut all = Vec::new();
    for n in 0..2 {
        let path = project.documents().join(format!("d{n}.ron"));
        let (document, _) = store::load(&path).expect("read");
        for annotation in document.annotations.iter() {
            let entity = annotation.entity.as_ref().map_or("-", EntityId::as_str);
            all.push(format!("{}={entity}", register::form_of(&document, annotation)));
        }
    }
    all
}

#[test]
fn entries_are_linked_merged_split_and_all_of_it_undone() {
    let folder = Folder::new();
    let root: PathBuf = folder.join("p");
    let project = project(&root, &["وصل إلى [دير الزور] ثم [بديرالزور]", "في [Deir ez-Zor] و[حلب]"]);
    let mut all = Register::of([entry("dz", "دير الزور"), entry("en", "Deir ez-Zor"), entry("al", "حلب")]);
    all.edit(&"al".into(), |entry| entry.kinds.extend(["LOC".into()])).expect("sound");
    store::save_register(&all, &store::register_path(&root), Expect::Absent).expect("written");
    let go_on = |_: usize, _: usize| true;
    let mut take = |_: &Path, _: &_, _: &_, proposals: Vec<Proposal>| {
        proposals.into_iter().find(|proposal| proposal.reason.is_sure()).map(|proposal| proposal.entity)
    };
    let taken = register::take_proposals(&project, &order(), &mut take, false, &go_on).expect("taken");
    assert_eq!(taken.linked, 4);
    let linked = ["دير الزور=dz", "بديرالزور=dz", "Deir ez-Zor=en", "حلب=al"];
    assert_eq!(links(&project), linked);

    let (after, report) =
        register::merge_entries(&project, (&["en".into()], &"dz".into()), &order(), &go_on).expect("merged");
    assert_eq!(links(&project), ["دير الزور=dz", "بديرالزور=dz", "Deir ez-Zor=dz", "حلب=al"]);
    assert_eq!(after.len(), 2);
    let uses = register::uses(&project, &after, &OpenDocuments::new(), &go_on).expect("counted");
    let used = uses.of(&"dz".into());
    assert_eq!((used.documents, used.places, uses.unknown.len()), (2, 3, 0));
    let (places, unread) =
        register::places(&project, &after, &"dz".into(), &OpenDocuments::new(), &go_on).expect("found");
    assert_eq!((places.len(), unread), (3, 0));
    assert_eq!(places[2].sentence, "في Deir ez-Zor وحلب");

    // Undone as a whole; what was entered meanwhile stays.
    register::change(&root, |register| register.enter(entry("new", "حمص"))).expect("entered");
    let group = report.group.expect("it has a name");
    let undone = bulk::undo(&root, &group, &order(), &[], false, &go_on).expect("undone");
    assert_eq!(links(&project), linked);
    let (now, _) = register::load(&root).expect("read");
    let ids: Vec<&str> = now.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["al", "dz", "en", "new"]);
    bulk::undo(&root, &undone.group.expect("it has a name"), &order(), &[], false, &go_on).expect("done again");
    assert_eq!(links(&project), ["دير الزور=dz", "بديرالزور=dz", "Deir ez-Zor=dz", "حلب=al"]);

    let off = SplitOff::Former("en".into());
    register::split_entry(&project, (&"dz".into(), &off), None, &order(), &go_on).expect("split");
    assert_eq!(links(&project), linked);
    let (now, _) = register::load(&root).expect("read");
    assert_eq!(now.get(&"en".into()).expect("back").all_names().collect::<Vec<_>>(), ["Deir ez-Zor"]);
    assert_eq!(now.get(&"dz".into()).expect("there").all_names().collect::<Vec<_>>(), ["دير الزور"]);
}

#[test]
fn a_link_that_another_program_makes_while_proposals_are_taken_stands() {
    let folder = Folder::new();
    let root: PathBuf = folder.join("p");
    let project = project(&root, &["وصل إلى [دير الزور] ثم [بديرالزور]", "في [Deir ez-Zor] و[حلب]"]);
    let all = Register::of([entry("dz", "دير الزور"), entry("en", "Deir ez-Zor"), entry("al", "حلب")]);
    store::save_register(&all, &store::register_path(&root), Expect::Absent).expect("written");
    let mut other_program = Some(project.documents().join("d0.ron"));
    let mut take = |path: &Path, seen: &_, annotation: &hashiya::model::Annotation, found: Vec<Proposal>| {
        // Between the reading of the first document and its writing somebody else links its first annotation.
        if let Some(elsewhere) = other_program.take_if(|elsewhere| *elsewhere == path) {
            let mut document = LockedDocument::open(&elsewhere, Edited::Refuse).expect("nobody holds it");
            let link = Command::SetEntity { ids: vec![annotation.id.clone()], entity: Some("al".into()) };
            let mut editor = Editor::new(Annotator::new("سامي"));
            editor.run(&mut document.content, link).expect("linked");
            let mut replacements = Replacements::default().by(editor.annotator.clone());
            replacements.replace(document).expect("sound");
            replacements.commit(3).expect("written");
        }
        let _: &hashiya::model::AnnotatedDocument = seen;
        found.into_iter().find(|proposal| proposal.reason.is_sure()).map(|proposal| proposal.entity)
    };
    let go_on = |_: usize, _: usize| true;
    let taken = register::take_proposals(&project, &order(), &mut take, false, &go_on).expect("taken");
    assert_eq!(taken.linked, 3);
    assert_eq!(links(&project), ["دير الزور=al", "بديرالزور=dz", "Deir ez-Zor=en", "حلب=al"]);
}

#[test]
fn a_package_takes_the_register_along_and_brings_back_what_was_entered() {
    let folder = Folder::new();
    let root: PathBuf = folder.join("p");
    let project = project(&root, &["في [حلب]", "في [حمص]"]);
    let all = Register::of([entry("al", "حلب")]);
    store::save_register(&all, &store::register_path(&root), Expect::Absent).expect("written");
    let leyla = Annotator::new("ليلى");
    let shares = hashiya::workspace::project::SharePlan {
        annotators: vec![(leyla.clone(), 1)],
        overlap_percent: 0,
        overlap_annotators: 2,
        seed: 0,
    };
    project.assign(&shares, &|_, _| true, &|_, _| true).expect("assigned");
    let out = folder.join("package");
    project.package(&leyla, &out, &|_, _| true).expect("packed");
    register::change(&out, |register| register.enter(entry("hs", "حمص"))).expect("entered there");
    register::change(&root, |register| register.edit(&"al".into(), |entry| entry.note = "مدينة".into())).expect("here");
    let report = project.take_back(&out, 3, &|_, _| true).expect("back");
    assert_eq!(report.entries, 1);
    let (now, _) = register::load(&root).expect("read");
    assert_eq!(
        now.iter().map(|e| (e.name.as_str(), e.note.as_str())).collect::<Vec<_>>(),
        [("حلب", "مدينة"), ("حمص", "")]
    );
}
