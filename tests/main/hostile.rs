//! Files made to harm: whatever stands in them, each reader answers with a document or a sentence.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use hashiya::formats::{self, ImportOptions, Input, SchemaBuilder};
use hashiya::model::{Annotator, Digest, Project, Timestamp};
use hashiya::store::journal::{self, Journal, JournalBase};
use hashiya::store::settings::{Settings, read_settings, settings_to_ron};
use hashiya::store::{
    Expect, MEMORY_FILE, ReadingPlace, ReadingPositions, Remembered, default_schema, document_reader, load_memory,
    project_to_ron, read_project, read_schema, repair, save_memory, versions,
};
use sha2::{Digest as _, Sha256};

use crate::random_edits::Chance;

/// What is read: a name for messages, and files to begin with.
pub struct Reader {
    pub name: &'static str,
    pub seeds: Vec<Vec<u8>>,
    read: fn(&[u8]) -> bool,
}

impl Reader {
    /// Whether `bytes` were taken for a file. A panic is an error with its message.
    pub fn read(&self, bytes: &[u8]) -> Result<bool, String> {
        catch_unwind(AssertUnwindSafe(|| (self.read)(bytes))).map_err(|panic| {
            let said = panic.downcast_ref::<String>().cloned();
            said.or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned())).unwrap_or_default()
        })
    }
}

fn golden(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn import(format: &str, path: &str, bytes: &[u8], companions: Vec<(PathBuf, Vec<u8>)>) -> bool {
    let format = formats::by_name(format).expect("a format of the registry");
    let options = ImportOptions { annotator: Annotator::new("t"), now: Timestamp(0), ..ImportOptions::default() };
    let mut words = SchemaBuilder::growing(default_schema());
    let input = Input { path: Path::new(path), bytes, companions };
    let Ok(read) = format.import(&input, &options, &mut words) else { return false };
    let mut documents = read.documents;
    words.finish(documents.iter_mut());
    // What a reader takes must be sound and can be written.
    for document in &documents {
        document_reader::write(Path::new("f.ron"), document).expect("what was imported can be saved");
    }
    true
}

/// A folder of a thread's own for readers that want a file.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("hashiya-hostile-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("the temporary folder is writable");
        Scratch(path)
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).expect("writable");
        path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Writes the bytes into a file of this thread for a reader that takes a path.
fn with_file<T>(name: &str, bytes: &[u8], read: impl FnOnce(&Path) -> T) -> T {
    thread_local!(static SCRATCH: Scratch = Scratch::new());
    SCRATCH.with(|scratch| read(&scratch.put(name, bytes)))
}

/// A journal of a document that no file holds: the document, and work on it.
fn journal_seed(seed: u64) -> Vec<u8> {
    let before = crate::random_edits::document(seed);
    let (_, steps) = crate::random_edits::worked_on(&before, seed, 7);
    let foundation =
        JournalBase { base: None, text: before.document.digest(), content: Some(Box::new(before)), first: 1 };
    with_file("seed.journal", b"", |path| {
        let mut journal = Journal::begin(path, &foundation, true).expect("writable");
        for (n, step) in steps.iter().enumerate() {
            journal.append(n as u64 + 1, step).expect("writable");
        }
        std::fs::read(path).expect("just written")
    })
}

/// Whether a journal is read to its end. What is read must be sound.
fn journal_is_read(bytes: &[u8]) -> bool {
    with_file("a.journal", bytes, |path| match journal::read_quarantined(path, |_| None) {
        Ok((document, _)) => {
            document_reader::write(Path::new("f.ron"), &document).expect("what was recovered can be saved");
            true
        }
        Err(_) => false,
    })
}

/// `KIND JSON` of each record: a journal without its checks, to be damaged where the checks would find it.
fn unchecked(journal: &[u8]) -> Vec<u8> {
    let lines = journal.split_inclusive(|byte| *byte == b'\n').skip(1);
    let record = |line: &[u8]| {
        let json = line.splitn(4, |byte| *byte == b' ').nth(3).expect("four parts").to_vec();
        [&line[..2], &json].concat()
    };
    lines.flat_map(record).collect()
}

/// A journal with the checks as they must be, from what [`unchecked`] leaves of one.
fn checked(records: &[u8]) -> Vec<u8> {
    let mut out = b"hashiya-journal 1\n".to_vec();
    let mut check = Sha256::digest(&out)[..16].to_vec();
    for line in records.split(|byte| *byte == b'\n').filter(|line| line.len() > 2) {
        let (kind, json) = (line[0], &line[2..]);
        check = Sha256::new().chain_update(&check).chain_update([kind]).chain_update(json).finalize()[..16].to_vec();
        let hex: String = check.iter().map(|byte| format!("{byte:02x}")).collect();
        out.extend_from_slice(&[kind, b' ']);
        out.extend_from_slice(format!("{} {hex} ", json.len()).as_bytes());
        out.extend_from_slice(json);
        out.push(b'\n');
    }
    out
}

#[test]
fn a_journal_with_a_time_that_no_file_can_hold_is_refused() {
    let sound = String::from_utf8(unchecked(&journal_seed(1))).expect("JSON");
    let at = sound.find("\"modified\":").expect("a step on an annotation") + "\"modified\":".len();
    let end = at + sound[at..].find(|c: char| !c.is_ascii_digit()).expect("more follows");
    let beyond = format!("{}{}{}", &sound[..at], i64::MAX, &sound[end..]);
    assert!(journal_is_read(&checked(sound.as_bytes())));
    assert!(!journal_is_read(&checked(beyond.as_bytes())));
}

/// An earlier version as it stands beside a document.
fn version_seed() -> Vec<u8> {
    with_file("old.ron", b"", |path| {
        let document = crate::random_edits::document(7);
        hashiya::store::save(&document, path, Expect::Anything).expect("writable");
        versions::keep(path).expect("writable");
        versions::tidy(path, 9).expect("writable");
        std::fs::read(&versions::versions(path).first().expect("kept").path).expect("there")
    })
}

/// Every reader of files. The document's seeds are small, so that a byte that matters is often hit.
pub fn readers() -> Vec<Reader> {
    let small = |seed| {
        let document = crate::random_edits::document(seed);
        document_reader::write(Path::new("f.ron"), &document).expect("sound").into_bytes()
    };
    let merged = |seed: u64| {
        let base = crate::random_edits::document(seed);
        let side = |n| crate::random_edits::edited(&base, seed ^ n, 9);
        let made = hashiya::edit::merge(&base, &side(1), &side(2)).expect("one text").document;
        document_reader::write(Path::new("f.ron"), &made).expect("sound").into_bytes()
    };
    let bare = br##"(version: 1, id: "d", title: "", digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", annotator: "t", state: New, schema: (name: "", labels: [(name: "A", arabic: "", english: "", colour: "#000000")]), text: "abc", annotations: [(id: "1", label: "A", spans: [(0, 1, "a")], provenance: Human, annotator: "t", created: "2026-11-20T10:00:00Z", modified: "2026-11-20T10:00:00Z")], relations: [])"##;
    let project = project_to_ron(&Project {
        guidelines: "سطر\nوسطر".into(),
        ..Project::new("أخبار", default_schema().into())
    });
    let old_project = project
        .replace("version: 2", "version: 1")
        .replace("    language: \"ar\",\n", "    documents: [\n        \"خبر\",\n        \"a\\\"b\",\n    ],\n");
    let settings = Settings {
        annotator: "أحمد".into(),
        keys: [("save".into(), "Ctrl+S F2".into())].into(),
        recent: vec!["أخبار/خبر.ron".into()],
        ..Settings::default()
    };
    let schema = hashiya::store::schema_to_ron(&default_schema()).into_bytes();
    let document = |bytes: &[u8]| document_reader::read(Path::new("f.ron"), bytes).is_ok();
    vec![
        Reader {
            name: "ron",
            seeds: [bare.to_vec()].into_iter().chain((1..9).map(small)).chain((9..13).map(merged)).collect(),
            read: document,
        },
        Reader {
            name: "doctor",
            seeds: vec![bare.to_vec(), small(4), merged(5)],
            read: |bytes| match repair::diagnose_fully(Path::new("f.ron"), bytes) {
                Ok((diagnosis, _)) if diagnosis.problems.is_empty() => {
                    let document = diagnosis.document.expect("without problems there is a document");
                    document_reader::write(Path::new("f.ron"), &document).expect("what was mended can be saved");
                    true
                }
                _ => false,
            },
        },
        Reader { name: "schema", seeds: vec![schema], read: |bytes| read_schema(Path::new("s.ron"), bytes).is_ok() },
        Reader {
            name: "project",
            seeds: vec![project.into_bytes(), old_project.into_bytes()],
            read: |bytes| match read_project(Path::new("p.ron"), bytes) {
                Ok(project) => {
                    let written = project_to_ron(&project);
                    let again = read_project(Path::new("p.ron"), written.as_bytes()).expect("what was read is written");
                    assert_eq!(project_to_ron(&again), written);
                    true
                }
                Err(_) => false,
            },
        },
        Reader {
            name: "settings",
            seeds: vec![settings_to_ron(&settings).expect("paths are Unicode").into_bytes()],
            read: |bytes| read_settings(Path::new("settings.ron"), bytes).is_ok(),
        },
        Reader { name: "txt", seeds: vec![golden("hard.conll")], read: |b| import("txt", "a.txt", b, vec![]) },
        Reader { name: "jsonl", seeds: vec![golden("hard.jsonl")], read: |b| import("jsonl", "a.jsonl", b, vec![]) },
        Reader { name: "conll", seeds: vec![golden("hard.conll")], read: |b| import("conll", "a.conll", b, vec![]) },
        Reader {
            name: "conllu",
            seeds: vec![
                "# newdoc id = d\n1-2\tبيته\t_\t_\n1\tبيت\tB-A\t_\n2\tه\tO\tSpacesAfter=\\s\\n\n".into(),
                "# global.columns = ID FORM X:NER MISC\n1\tأحمد\tB-A\tSpaceAfter=No\n1.1\t_\t_\t_\n".into(),
            ],
            read: |b| import("conllu", "a.conllu", b, vec![]),
        },
        Reader {
            name: "doccano",
            seeds: vec![
                golden("datasets/doccano/dataset.jsonl"),
                "[{\"text\":\"نص آخر\",\"label\":[[0,2,\"A\"],\"x\"],\n\"labels\":[]}]".into(),
            ],
            read: |b| import("doccano", "a.jsonl", b, vec![]),
        },
        Reader {
            name: "doccano-relations",
            seeds: vec![golden("datasets/doccano-relations/dataset.jsonl")],
            read: |b| import("doccano-relations", "a.jsonl", b, vec![]),
        },
        Reader {
            name: "label-studio",
            seeds: vec![
                golden("datasets/label-studio/dataset.json"),
                "[{\"data\":{\"text\":\"نص آخر\"},\"annotations\":[{\"completed_by\":{\"id\":1},\"result\":[{\"id\":\"a\",\"type\":\"labels\",\"value\":{\"start\":0,\"end\":2,\"labels\":[\"A\",\"B\"]}},{\"id\":\"a\",\"type\":\"choices\",\"from_name\":\"c\",\"value\":{\"start\":0,\"end\":2,\"choices\":[\"x\"]}}]}]}]".into(),
            ],
            read: |b| import("label-studio", "a.json", b, vec![]),
        },
        Reader {
            name: "csv",
            seeds: vec![
                golden("datasets/csv/dataset.csv"),
                "document,kind,label,text,start,end,parts,source,target,attributes\n,,,\"نص\nآخر\",,,,,,\n,,A,,0,2,0..1 1..2,,,\"{\"\"x\"\":1}\"\n".into(),
            ],
            read: |b| import("csv", "a.csv", b, vec![]),
        },
        Reader {
            name: "gate",
            seeds: vec![
                golden("datasets/gate/خبر-١.bdocjs"),
                "{\"text\":\"نص آخر\",\"offset_type\":\"j\",\"annotation_sets\":{\"\":{\"annotations\":[{\"type\":\"A\",\"start\":0,\"end\":2,\"id\":1,\"features\":{\"a\":[1]}}]},\"b\":{\"annotations\":[]}}}".into(),
            ],
            read: |b| import("gate", "a.bdocjs", b, vec![]),
        },
        Reader {
            name: "web-annotation",
            seeds: vec![
                golden("datasets/web-annotation/خبر-١.jsonld"),
                "[{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"a\",\"body\":\"A\",\"creator\":{\"name\":\"x\"},\"target\":[{\"source\":\"t\",\"selector\":{\"type\":\"TextPositionSelector\",\"start\":0,\"end\":2}}]}]".into(),
            ],
            read: |b| import("web-annotation", "a.jsonld", b, vec![("a.txt".into(), "نص آخر".into())]),
        },
        Reader {
            name: "xmi",
            seeds: vec![
                golden("datasets/xmi/خبر-١.xmi"),
                "<?xml version=\"1.0\"?><!DOCTYPE x><x:XMI xmlns:x=\"http://www.omg.org/XMI\" xmlns:c=\"http:///uima/cas.ecore\" xmlns:t=\"http:///custom.ecore\"><t:A x:id=\"2\" begin=\"0\" end=\"2\" value=\"A\"><l>a</l><l>&#x628;</l></t:A><t:R x:id=\"3\" begin=\"0\" end=\"2\" Governor=\"2\" Dependent=\"2\"/><c:Sofa x:id=\"1\" sofaString=\"نص آخر\"/></x:XMI>".into(),
            ],
            read: |b| import("xmi", "a.xmi", b, vec![]),
        },
        Reader {
            name: "type system",
            seeds: vec![golden("datasets/xmi/TypeSystem.xml")],
            read: |b| {
                static XMI: LazyLock<Vec<u8>> = LazyLock::new(|| golden("datasets/xmi/خبر-١.xmi"));
                import("xmi", "a.xmi", &XMI, vec![("TypeSystem.xml".into(), b.to_vec())])
            },
        },
        Reader {
            name: "webanno-tsv",
            seeds: vec![
                golden("datasets/webanno-tsv/خبر-١.tsv"),
                "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.A|x\n#T_CH=a.C|k|r\n#T_SP=a.H|ROLE_a.H:to_a.L|a.A\n#T_RL=a.R|k|BT_a.A\n\n\n#Text=نص آخر\n1-1\t0-2\tنص\tv[1]|w[2]\tk[1]\tr->1-1\t_[1]|p;q\t*|1-1[2];1-2.1\t_\t_\t\n1-2\t3-6\tآخر\tv[1]\t_\t_\t_\t_\tk\t1-1[2_1]\t\n1-2.1\t3-4\tآ\t*\t_\t_\t_\t_\t_\t_\t\n".into(),
            ],
            read: |b| import("webanno-tsv", "a.tsv", b, vec![]),
        },
        Reader {
            name: "cas-json",
            seeds: vec![
                golden("datasets/cas-json/خبر-١.json"),
                "{\"%TYPES\":{},\"%FEATURE_STRUCTURES\":[{\"%ID\":1,\"%TYPE\":\"uima.cas.Sofa\",\"sofaString\":\"نص آخر\"},{\"%ID\":2,\"%TYPE\":\"A\",\"@sofa\":1,\"begin\":0,\"end\":2,\"#n\":\"NaN\",\"@to\":3},{\"%ID\":3,\"%TYPE\":\"A[]\",\"%ELEMENTS\":[2]}]}".into(),
            ],
            read: |b| import("cas-json", "a.json", b, vec![]),
        },
        Reader {
            name: "stam",
            seeds: vec![
                golden("datasets/stam/خبر-١.stam.json"),
                "{\"@type\":\"AnnotationStore\",\"resources\":[{\"@id\":\"d\",\"text\":\"نص آخر\"}],\"annotationsets\":[{\"@id\":\"s\",\"data\":[{\"@id\":\"x\",\"key\":\"pos\",\"value\":{\"@type\":\"Null\"}}]}],\"annotations\":[{\"@id\":\"a\",\"target\":{\"@type\":\"TextSelector\",\"resource\":\"d\",\"offset\":{\"begin\":{\"value\":0},\"end\":{\"@type\":\"EndAlignedCursor\",\"value\":-2}}},\"data\":[{\"set\":\"s\",\"@id\":\"x\"}]},{\"target\":{\"@type\":\"AnnotationSelector\",\"annotation\":\"a\"},\"data\":[{\"set\":\"s\",\"@id\":\"x\"}]}]}".into(),
            ],
            read: |b| import("stam", "a.stam.json", b, vec![]),
        },
        Reader {
            name: "tei",
            seeds: vec![
                golden("datasets/tei/خبر-١.xml"),
                "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><a>x</a></teiHeader><text xml:id=\"t\"><body>\n<p xml:id=\"p\">نص <persName ref=\"#x\">آخر</persName></p><p>ب<lb/>ت</p></body></text><standOff><spanGrp type=\"A\"><span xml:id=\"s\" target=\"#string-range(p,0,2,3,1)\" ana=\"#f #g\"/><span from=\"#p\" to=\"#p\">B</span></spanGrp><fs xml:id=\"f\"><f name=\"a\"><binary value=\"true\"/></f><f name=\"b\"><fs><f name=\"c\"><numeric value=\"1\"/></f></fs></f></fs><linkGrp type=\"r\"><link target=\"#s #s\"/></linkGrp><note target=\"#s\">n</note></standOff></TEI>".into(),
            ],
            read: |b| import("tei", "a.xml", b, vec![]),
        },
        Reader {
            name: "project of refi-qda",
            seeds: vec!["<TextSource guid=\"S\" name=\"a\" plainTextPath=\"internal://1.txt\"><PlainTextSelection guid=\"P\" startPosition=\"2\" endPosition=\"5\"><Coding guid=\"A\"><CodeRef targetGUID=\"C1\"/></Coding><NoteRef targetGUID=\"N1\"/></PlainTextSelection><VariableValue><VariableRef targetGUID=\"V1\"/><TextValue>x</TextValue></VariableValue></TextSource>".into()],
            read: |b| {
                let link = "<Links><Link guid=\"L\" name=\"r\" originGUID=\"P\" targetGUID=\"A\"/></Links>";
                import("refi-qda", "a.qdpx", &crate::archives::qdpx(&String::from_utf8_lossy(b), link), vec![])
            },
        },
        Reader {
            name: "docx",
            seeds: vec![crate::archives::docx("<w:p><w:r><w:t>نص</w:t></w:r></w:p>")],
            read: |b| import("docx", "a.docx", b, vec![]),
        },
        Reader {
            name: "text of docx",
            seeds: vec!["<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:commentRangeStart w:id=\"1\"/><w:r><w:t>نص</w:t><w:tab/></w:r><w:commentRangeEnd w:id=\"1\"/></w:p><w:p><w:r><w:footnoteReference w:id=\"2\"/><w:br/></w:r></w:p>".into()],
            read: |b| import("docx", "a.docx", &crate::archives::docx(&String::from_utf8_lossy(b)), vec![]),
        },
        Reader {
            name: "text of odt",
            seeds: vec!["<text:p>نص  <office:annotation office:name=\"1\"><text:p>x</text:p></office:annotation>آخر<office:annotation-end office:name=\"1\"/><text:s text:c=\"3\"/></text:p><text:h>ب<text:note><text:note-body><text:p>ج</text:p></text:note-body></text:note> </text:h>".into()],
            read: |b| import("odt", "a.odt", &crate::archives::odt(&String::from_utf8_lossy(b)), vec![]),
        },
        Reader {
            name: "odt",
            seeds: vec![crate::archives::odt("<text:p>نص</text:p>")],
            read: |b| import("odt", "a.odt", b, vec![]),
        },
        Reader {
            name: "refi-qda",
            seeds: vec![crate::archives::qdpx(
                "<TextSource guid=\"S\" name=\"a\" plainTextPath=\"internal://1.txt\"></TextSource>",
                "",
            )],
            read: |b| import("refi-qda", "a.qdpx", b, vec![]),
        },
        Reader {
            name: "tsv",
            seeds: vec![golden("datasets/tsv/dataset.tsv")],
            read: |b| import("tsv", "a.tsv", b, vec![]),
        },
        Reader {
            name: "spacy",
            seeds: vec![
                golden("datasets/spacy/dataset.jsonl"),
                "{\"text\":\"نص آخر\",\"ents\":[{\"start\":0,\"end\":2,\"label\":\"A\"}],\"spans\":{\"g\":[{\"start\":3,\"end\":6,\"label\":\"B\"}]},\"cats\":{\"x\":0.5}}".into(),
            ],
            read: |b| import("spacy", "a.jsonl", b, vec![]),
        },
        Reader {
            name: "datasets",
            seeds: vec![golden("datasets/datasets/data-00000.jsonl")],
            read: |b| import("datasets", "a.jsonl", b, vec![]),
        },
        Reader {
            name: "parquet",
            seeds: [1, 5]
                .map(|seed| {
                    let document = crate::random_edits::document(seed);
                    let format = formats::by_name("parquet").expect("a format of the registry");
                    format.export(&[&document]).files.remove(0).1
                })
                .into(),
            read: |b| import("parquet", "a.parquet", b, vec![]),
        },
        Reader {
            name: "langextract",
            seeds: vec![golden("datasets/langextract/dataset.jsonl")],
            read: |b| import("langextract", "a.jsonl", b, vec![]),
        },
        Reader {
            name: "gliner",
            seeds: vec![golden("datasets/gliner/dataset.json")],
            read: |b| import("gliner", "a.json", b, vec![]),
        },
        Reader {
            name: "gliner2",
            seeds: vec![golden("datasets/gliner2/dataset.jsonl")],
            read: |b| import("gliner2", "a.jsonl", b, vec![]),
        },
        Reader {
            name: "brat",
            seeds: vec![golden("brat/hard.ann")],
            read: |b| {
                static TEXT: LazyLock<Vec<u8>> = LazyLock::new(|| {
                    let document = document_reader::read(Path::new("hard.ron"), &golden("hard.ron")).expect("sound");
                    document.text().as_bytes().to_vec()
                });
                import("brat", "a.ann", b, vec![("a.txt".into(), TEXT.clone())])
            },
        },
        Reader { name: "journal", seeds: (1..9).map(journal_seed).collect(), read: journal_is_read },
        Reader {
            name: "journal with sound checks",
            seeds: (1..9).map(|seed| unchecked(&journal_seed(seed))).collect(),
            read: |records| journal_is_read(&checked(records)),
        },
        Reader {
            name: "memory",
            seeds: vec![with_file(MEMORY_FILE, b"", |path| {
                let word = |text: &str| Remembered { text: text.into(), label: "LOC".into(), accepts: 3, rejects: 1 };
                save_memory(&[word("القاهرة"), word("a\"b\n")], path, Expect::Anything).expect("writable");
                std::fs::read(path).expect("there")
            })],
            read: |bytes| with_file(MEMORY_FILE, bytes, |path| load_memory(path).is_ok_and(|memory| memory.is_some())),
        },
        Reader {
            name: "places",
            seeds: vec![with_file("places.ron", b"", |path| {
                let mut places = ReadingPositions::in_folder(path.parent());
                places.put(Digest::of("نص"), ReadingPlace { top: 12, above: 0.5, caret: 30 });
                places.save().expect("writable");
                std::fs::read(path).expect("there")
            })],
            read: |bytes| {
                with_file("places.ron", bytes, |path| {
                    ReadingPositions::in_folder(path.parent()).get(Digest::of("نص")).is_some()
                })
            },
        },
        Reader {
            name: "earlier version",
            seeds: vec![version_seed()],
            read: |bytes| {
                with_file("old.ron", b"", |path| {
                    let mut kept = versions::versions(path);
                    if kept.is_empty() {
                        version_seed();
                        kept = versions::versions(path);
                    }
                    let version = kept.first().expect("made beside it");
                    std::fs::write(&version.path, bytes).expect("writable");
                    versions::read(version).is_ok()
                })
            },
        },
    ]
}

/// Pieces that have broken readers before.
const PIECES: &[&str] = &[
    "((((((((((((((((((((((((((((((((((((((((",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    "\"",
    "\\",
    "\\u{110000}",
    "\\ud800",
    "r#\"",
    "\"#",
    "/*",
    "//",
    "-1",
    "18446744073709551616",
    "4294967296",
    "1e400",
    "NaN",
    "inf",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "\r\n",
    "\n\n",
    "\t",
    "None",
    "Some(",
    "../../etc/passwd",
    "O",
    "B-",
    "I-PER",
    "T1\tPER 0 1\ta\n",
    "R1\tr Arg1:T1 Arg2:T9\n",
    "é",
    "😀",
    "م",
    "\u{300}",
    "{}",
    "{\"text\":",
    ":",
    ",",
    ")",
    ";",
    "\"\"",
    "\r",
    "=1+1",
];

/// A seed, damaged in one to eight ways.
pub fn damaged(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let Some(seed) = chance.pick(seeds) else { return Vec::new() };
    let mut bytes = seed.clone();
    for _ in 0..1 + chance.below(8) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + chance.below(24)).min(bytes.len());
        match chance.below(9) {
            0 | 1 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let copy = bytes[at..end].to_vec();
                let to = chance.below(bytes.len() + 1);
                bytes.splice(to..to, copy);
            }
            5 => {
                let other = chance.pick(seeds).cloned().unwrap_or_default();
                let from = chance.below(other.len() + 1);
                let until = (from + chance.below(60)).min(other.len());
                bytes.splice(at..end, other[from..until].iter().copied());
            }
            6 => {
                let digit = bytes.iter_mut().filter(|b| b.is_ascii_digit()).nth(chance.below(40));
                if let Some(digit) = digit {
                    *digit = b'0' + chance.below(10) as u8;
                }
            }
            _ => {
                let piece = PIECES[chance.below(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
        }
    }
    bytes
}

/// Gives damaged file `n` of a seed to a reader; whether it took it, or how it did not survive it.
pub fn try_one(reader: &Reader, seed: u64, n: u64) -> Result<bool, String> {
    let bytes = damaged(&reader.seeds, &mut Chance(seed.wrapping_add(n.wrapping_mul(0x2545_f491_4f6c_dd1d))));
    reader.read(&bytes).map_err(|panic| {
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        format!("{} panicked ({panic}) at seed {seed}, input {n}: {shown:?}", reader.name)
    })
}

#[test]
fn no_damaged_file_makes_a_reader_panic() {
    for reader in readers() {
        for seed in &reader.seeds {
            assert_eq!(reader.read(seed), Ok(true), "{}: a file to begin with is sound", reader.name);
        }
        for n in 0..1_500 {
            try_one(&reader, 20_261_121, n).unwrap_or_else(|broken| panic!("{broken}"));
        }
    }
}

#[test]
fn depth_and_numbers_without_end_are_refused_in_words() {
    let readers = readers();
    let by = |name: &str| readers.iter().find(|r| r.name == name).expect("a reader");
    let deep = |open: &str| format!("(version: 1, id: {}", open.repeat(200_000));
    for open in ["(", "[", "{", "Some(", "/*"] {
        for name in ["ron", "doctor", "schema"] {
            assert_eq!(by(name).read(deep(open).as_bytes()), Ok(false), "{name} {open}");
        }
        let json = format!("{{\"text\": {}", open.repeat(200_000));
        assert_eq!(by("jsonl").read(json.as_bytes()), Ok(false), "{open}");
    }
    let label = |n: usize| format!("(name: \"L{n}\", arabic: \"\", english: \"\", colour: \"#000000\"),");
    let many: String = (0..20_000).map(label).collect();
    let schema = format!("(version: 1, labels: [{many}])");
    let error = read_schema(Path::new("s.ron"), schema.as_bytes()).expect_err("too many").to_string();
    assert!(error.contains("20000 labels") && error.contains("4096"), "{error}");
}
