//! REFI-QDA: projects as other programs write them, and projects that are wrong.

use super::*;
use crate::archives::{archive, qdpx};
use hashiya::formats::{ExportSink, Stopped};
use hashiya::store::Shelves;

/// A text with these places and what else is said of it.
fn source(inside: &str) -> String {
    format!(
        "<TextSource guid=\"S1\" name=\"خبر\" plainTextPath=\"internal://1.txt\" creatingUser=\"U1\">{inside}</TextSource>"
    )
}

fn selection(id: &str, start: i64, end: i64, inside: &str) -> String {
    format!(
        "<PlainTextSelection guid=\"{id}\" name=\"\" startPosition=\"{start}\" endPosition=\"{end}\" creatingUser=\"U1\" creationDateTime=\"2026-11-20T10:00:00\">{inside}</PlainTextSelection>"
    )
}

fn coding(id: &str, code: &str) -> String {
    format!("<Coding guid=\"{id}\"><CodeRef targetGUID=\"{code}\"/></Coding>")
}

#[test]
fn a_project_is_texts_with_codes_users_notes_and_links() {
    let places = [
        selection("P1", 11, 16, &(coding("A", "c1") + &coding("B", "C2") + "<NoteRef targetGUID=\"N1\"/>")),
        selection(
            "P2",
            6,
            10,
            &("<Description>قول</Description>".to_owned() + &coding("D", "C1") + "<NoteRef targetGUID=\"n2\"/>"),
        ),
        selection("P3", 2, 5, ""),
        coding("E", "C2"),
        "<VariableValue><VariableRef targetGUID=\"V1\"/><TextValue>أخبار</TextValue></VariableValue>".to_owned(),
    ];
    let inline = "<TextSource guid=\"S2\" name=\"خبر\"><PlainTextContent>نص</PlainTextContent></TextSource><PictureSource guid=\"S3\"/>";
    let links = "<Links><Link guid=\"L\" name=\"في\" direction=\"OneWay\" originGUID=\"P2\" targetGUID=\"A\"/><Link guid=\"M\" originGUID=\"P2\" targetGUID=\"X\"/></Links><Graphs/>";
    let file = qdpx(&(source(&places.concat()) + inline), links);
    let head = Head::new(Path::new("x"), &file, false);
    assert_eq!(formats::detect(&head).map(|format| format.name()), Some("refi-qda"));
    let found = read("refi-qda", &file);
    let document = &found.documents[0];
    assert_eq!((document.text(), document.annotator.as_str()), (VISIT, "ليلى"));
    assert_eq!(quotes(document), ["LOC أحمد", "LOC بيروت", "مدينة بيروت"]);
    let person = document.annotations.get(&"d".into()).expect("there");
    assert_eq!((person.record.note.as_str(), person.record.annotator.as_str()), ("قول\nأخرى", "ليلى"));
    assert_eq!(person.record.created.to_rfc3339().as_deref(), Some("2026-11-20T10:00:00.000Z"));
    let relation = &document.relations[&"l".into()];
    assert_eq!((relation.label.as_str(), relation.source.as_str(), relation.target.as_str()), ("في", "d", "a"));
    let expected = [("مدينة", AttributeValue::Flag(true)), ("نوع", AttributeValue::Text("أخبار".into()))];
    assert_eq!(document.attributes, expected.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
    let codes: Vec<_> = document
        .schema
        .labels
        .iter()
        .map(|label| {
            (label.name.to_string(), label.colour.to_hex(), label.parent.as_ref().map(|parent| parent.to_string()))
        })
        .collect();
    assert_eq!((codes[0].1.as_str(), codes[1].2.as_deref()), ("#123456", Some("LOC")));
    assert_eq!((found.documents[1].text(), found.documents[1].document.id().to_string().as_str()), ("نص", "خبر s2"));
    let told: Vec<_> = found.losses.iter().map(|loss| loss.to_string()).collect();
    for part in [
        "p3, which has no label",
        "1 pictures",
        "1 annotations that stand",
        "'خبر s2'",
        "'Graphs'",
        "'Code/Description'",
    ] {
        assert!(told.iter().any(|loss| loss.contains(part)), "{part} in {told:?}");
    }
    assert_eq!(told.len(), 6, "{told:?}");
}

#[test]
fn bad_projects_are_refused_by_place() {
    let of = |places: &str| qdpx(&source(places), "");
    check_refused("refi-qda", of(&selection("P", 11, 99, &coding("A", "C1"))), &["'a' 11..99", "no such place"]);
    check_refused("refi-qda", of(&selection("P", 9, 6, &coding("A", "C1"))), &["ends before it starts"]);
    check_refused("refi-qda", of(&selection("P", -1, 6, &coding("A", "C1"))), &["ملف.json:6:", "'startPosition'"]);
    check_refused("refi-qda", of(&selection("P", 1, 6, &coding("A", "C9"))), &["'c9', which is not in the file"]);
    let twice = selection("P", 6, 10, &(coding("A", "C1") + &coding("A", "C2")));
    check_refused("refi-qda", of(&twice), &["'a' is used twice"]);
    check_refused("refi-qda", qdpx(&source("").replace("1.txt", "9.txt"), ""), &["'9.txt' is not in the archive"]);
    check_refused("refi-qda", qdpx("", "<Links>"), &["ملف.json:", "expected"]);
    check_refused("refi-qda", archive(&[("project.qde", b"<html/>")]), &["'html' is no project"]);
    check_refused("refi-qda", archive(&[("a", b"")]), &["'project.qde' is not in the archive"]);
    // A note to which many point.
    let many: String = (0..2000)
        .map(|n| selection(&format!("P{n}"), 6, 10, &(coding(&format!("A{n}"), "C1") + "<NoteRef targetGUID=\"N3\"/>")))
        .collect();
    let note =
        format!("<Notes><Note guid=\"N3\"><PlainTextContent>{}</PlainTextContent></Note></Notes>", "x".repeat(99_999));
    check_refused("refi-qda", qdpx(&source(&many), &note), &["MB of memory"]);
}

/// The same documents give the same bytes, and their codes keep their colours and levels.
#[test]
fn projects_are_written_alike_each_time() {
    let mut documents = corpus();
    let mut schema = schema();
    let parent = schema.labels[0].name.clone();
    schema.labels[1].parent = Some(parent.clone());
    documents.iter_mut().for_each(|document| document.schema = Arc::new(schema.clone()));
    let documents: Vec<_> = documents.iter().collect();
    let [one, two] = [(), ()].map(|()| format("refi-qda").export(&documents).files);
    assert_eq!(one, two);
    let back = read("refi-qda", &one[0].1);
    let labels = &back.documents[0].schema.labels;
    for label in &schema.labels {
        let found = labels.iter().find(|found| found.name == label.name).expect("each code is a label");
        assert_eq!((found.colour, &found.parent), (label.colour, &label.parent), "{}", label.name);
    }
}

/// Takes one file, and what waits for its end lies on the disk.
#[derive(Default)]
struct OnDisk {
    bytes: Vec<u8>,
    shelves: Shelves,
    put: usize,
}

impl ExportSink for OnDisk {
    fn file(&mut self, _: &Path) -> Result<(), Stopped> {
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), Stopped> {
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn put_aside(&mut self, shelf: usize, bytes: &[u8]) -> Result<(), Stopped> {
        self.put += bytes.len();
        self.shelves.put(shelf, bytes).map_err(|_| Stopped)
    }

    fn take_back(&mut self, shelf: usize, piece: &mut [u8]) -> Result<usize, Stopped> {
        self.shelves.take(shelf, piece).map_err(|_| Stopped)
    }

    fn loss(&mut self, _: Loss) {}
}

/// More than the shelves hold in memory comes back from the disk as it would from memory, and is a project that is read.
#[test]
fn what_waits_on_the_disk_is_the_same_project() {
    let corpus = corpus();
    let id = |n: usize| DocumentId(format!("d{n:04}").into());
    let facts = |d: &AnnotatedDocument, n| d.document.with_facts(id(n), String::new(), BTreeMap::new());
    let one = |(n, d): (usize, &AnnotatedDocument)| AnnotatedDocument { document: facts(d, n), ..d.clone() };
    let documents: Vec<_> = std::iter::repeat_n(&corpus, 400).flatten().enumerate().map(one).collect();
    let mut on_disk = OnDisk::default();
    let mut writer = format("refi-qda").writer(ExportOptions::default()).expect("it is written");
    documents.iter().try_for_each(|document| writer.write(document, &mut on_disk)).expect("there is room");
    writer.finish(&mut on_disk).expect("there is room");
    assert!(on_disk.put > 200_000, "{} bytes do not fill what is held in memory", on_disk.put);
    let in_memory = format("refi-qda").export(&documents.iter().collect::<Vec<_>>()).files.remove(0).1;
    // How it is packed hangs on the pieces in which it came.
    assert!(unpacked(&on_disk.bytes) == unpacked(&in_memory));
    assert_eq!(read("refi-qda", &on_disk.bytes).documents.len(), documents.len());
}
