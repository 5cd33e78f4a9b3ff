//! What files of columns say besides words and tags: it comes back as it was, with what was changed, or is told to be lost.

use std::path::Path;

use hashiya::formats::{
    self, ColumnOptions, ExportOptions, Import, ImportOptions, Input, LossDetail, LossKind, Overlap, SchemaBuilder,
    TokenSource, roles_of,
};
use hashiya::model::{AnnotatedDocument, Annotation};
use hashiya::store::default_schema;
use proptest::prelude::*;

use crate::golden::check_golden;

#[track_caller]
fn read_as(name: &str, text: &str, options: &ImportOptions) -> Import {
    let format = formats::by_name(name).expect("a format of the registry");
    let mut words = SchemaBuilder::of_files(default_schema());
    let input = Input { path: Path::new("ملف.x"), bytes: text.as_bytes(), companions: vec![] };
    let mut import = format.import(&input, options, &mut words).expect("sound");
    words.finish(&mut import.documents);
    import.documents.iter().for_each(|document| assert_eq!(document.problems(), vec![]));
    import
}

#[track_caller]
fn read(name: &str, text: &str) -> Import {
    read_as(name, text, &ImportOptions::default())
}

fn write(name: &str, documents: &[AnnotatedDocument], columns: ColumnOptions) -> (String, Vec<formats::Loss>) {
    let options = ExportOptions { columns, ..ExportOptions::default() };
    let documents: Vec<_> = documents.iter().collect();
    let export = formats::by_name(name).expect("a format").export_with(&documents, options);
    (String::from_utf8(export.files[0].1.clone()).expect("UTF-8"), export.losses)
}

/// Read and written again, it is the same, and nothing of it is told to be lost.
#[track_caller]
fn check_comes_back(name: &str, text: &str) {
    let import = read(name, text);
    let (written, losses) = write(name, &import.documents, ColumnOptions::default());
    assert_eq!(written, text, "{:?}", import.documents[0].document.metadata());
    let lost = |loss: &formats::Loss| matches!(loss.what, LossDetail::Rows(_) | LossDetail::SpacesOfText);
    assert!(!losses.iter().any(lost), "{losses:?}");
    assert!(!import.losses.iter().any(|loss| matches!(loss.what, LossDetail::Columns(_) | LossDetail::Field { .. })));
}

fn lines_lost(losses: &[formats::Loss]) -> Vec<usize> {
    losses.iter().filter_map(|loss| if let LossDetail::Rows(n) = loss.what { Some(n) } else { None }).collect()
}

/// Two sentences with everything that CoNLL-U has.
const TREE: &str = include_str!("../golden/tree.conllu");

/// An annotation like another one on the text `quote`.
fn annotate(document: &mut AnnotatedDocument, label: &str, quote: &str) {
    let at = document.text().find(quote).expect("it stands there");
    let span = document.document.span(at..at + quote.len()).expect("a span");
    let record =
        hashiya::model::Record::new(hashiya::model::Provenance::Human, "م".into(), hashiya::model::Timestamp(0));
    let id = format!("new-{at}-{label}");
    let annotation =
        Annotation { id: id.as_str().into(), label: label.into(), spans: span.into(), entity: None, record };
    document.annotations.insert(annotation);
}

#[test]
fn conll_u_comes_back_with_all_that_it_says() {
    check_comes_back("conllu", TREE);
    check_comes_back("conllu", &TREE.replace('\n', "\r\n"));
    check_comes_back("conllu", TREE.strip_suffix('\n').expect("a line end"));
    check_comes_back("conllu", TREE.trim_end_matches('\n'));
    // Columns with names, of which some hold tags.
    check_comes_back(
        "conllu",
        "# global.columns = ID FORM UPOS X:NER MISC\n# speaker = م\n1\tعاد\tVERB\tO\t_\n2\tعلي\tPROPN\tB-PER\tSpaceAfter=No\n\n",
    );
    check_comes_back("conllu", "# global.columns = ID FORM UPOS\n1\tعاد\tVERB\n2\t50%\tNUM\n\n\n# end %s\n");
}

/// Entities in MISC are read, and stand there again.
#[test]
fn entities_of_conll_u_stand_in_misc() {
    let text = TREE.replace("Gloss=Ali", "Gloss=Ali|NER=B-PER|X=1").replace("Gloss=home", "NER=B-LOC|Gloss=home");
    let import = read("conllu", &text);
    let spans = |document: &AnnotatedDocument| -> Vec<(String, String)> {
        document.annotations.iter().map(|a| (a.label.to_string(), document.quote(a))).collect()
    };
    let expected = [("PER".to_owned(), "علي".to_owned()), ("LOC".to_owned(), "البيت".to_owned())];
    assert_eq!(spans(&import.documents[0]), expected);
    assert_eq!(write("conllu", &import.documents, ColumnOptions::default()).0, text);
    // Without annotations no field is left, and with new ones there are fields where none was.
    let mut changed = import.documents.clone();
    let ids: Vec<_> = changed[0].annotations.iter().map(|a| a.id.clone()).collect();
    ids.iter().for_each(|id| drop(changed[0].annotations.remove(id)));
    let (bare, _) = write("conllu", &changed, ColumnOptions::default());
    assert_eq!(bare, text.replace("|NER=B-PER", "").replace("NER=B-LOC|", ""));
    annotate(&mut changed[0], "PER", "علي");
    annotate(&mut changed[0], "TEAM", "علي");
    annotate(&mut changed[0], "LOC", "البيت");
    let (new, losses) = write("conllu", &changed, ColumnOptions::default());
    check_golden("tree-annotated.conllu", &new);
    assert_eq!(lines_lost(&losses), Vec::<usize>::new());
    assert_eq!(spans(&read("conllu", &new).documents[0]).len(), 3);
    // A tool that says O everywhere gets it everywhere.
    let said = "1\tعاد\t_\t_\t_\t_\t_\t_\t_\tner=O\n2\tعلي\t_\t_\t_\t_\t_\t_\t_\tstart_char=5|ner=S-PER\n3\tأمس\t_\t_\t_\t_\t_\t_\t_\tner=O\n\n";
    check_comes_back("conllu", said);
    let mut document = read("conllu", said).documents;
    let id = document[0].annotations.iter().next().expect("one").id.clone();
    document[0].annotations.remove(&id);
    assert_eq!(write("conllu", &document, ColumnOptions::default()).0, said.replace("S-PER", "O"));
}

#[test]
fn columns_that_are_not_understood_come_back() {
    for text in [
        "قرأ VERB O\nسليم NOUN B-PER\nكتابا NOUN O\n\n",
        "قرأ\tVERB\tx y\tO\nسليم\tNOUN\t\tB-PER\n",
        "-DOCSTART- -X- -X- O\n\nوصل VB B-VP O\nأحمد NN B-NP B-PER\n\n-DOCSTART- -X- -X- O\n\nعاد VB B-VP O\nعلي NN B-NP B-PER\n\n",
        "token\tpos\tner\nقرأ\tV\tO\nسليم\tN\tB-PER\n\n",
        "# newdoc id = أ\n# speaker = %i %s\n1\tقرأ\tO\tV\n2\tسليم\tB-PER\tN\n\n\n1\t%\tO\t%t\n2\tمن\tO\t#\n# text = من\n\n",
        "# text = وصل (أحمد)  أمس\nوصل\tO\n(\tO\nأحمد\tB-PER\n)\tO\nأمس\tO\n\n",
        "قرأ   V  O\nسليم N  B-PER\n\n",
        "O\tقرأ\nB-PER\tسليم\nO\tكتابا\n",
        // Which layer a label was in is known without other columns too.
        "قرأ\tB-VP\tO\nسليم\tO\tB-PER\nأمس\tB-NP\tB-TIME\n\n",
    ] {
        check_comes_back("conll", text);
    }
    // More layers than the file had columns for.
    let mut documents = read("conll", "قرأ\tO\tV\nسليم\tB-PER\tN\n\n").documents;
    annotate(&mut documents[0], "TEAM", "سليم");
    let columns = ColumnOptions { overlap: Some(Overlap::Columns), ..ColumnOptions::default() };
    let (text, losses) = write("conll", &documents, columns);
    assert_eq!(text, "قرأ\tO\tO\tV\nسليم\tB-PER\tB-TEAM\tN\n\n");
    assert_eq!(lines_lost(&losses), Vec::<usize>::new());
    let cells = ColumnOptions { overlap: Some(Overlap::Cells), ..ColumnOptions::default() };
    assert_eq!(write("conll", &documents, cells).0, "قرأ\tO\tV\nسليم\tB-PER|B-TEAM\tN\n\n");
    // Sentences stay, so that an annotation over two of them becomes two, which is told.
    let mut documents = read("conll", "قرأ V O\n\nسليم N O\n\n").documents;
    let all = documents[0].text().to_string();
    annotate(&mut documents[0], "PER", &all);
    let (text, losses) = write("conll", &documents, ColumnOptions::default());
    assert_eq!(text, "قرأ V B-PER\n\nسليم N B-PER\n\n");
    assert!(losses.iter().any(|loss| loss.what.code() == "split" && loss.kind == LossKind::Flattened), "{losses:?}");
}

/// Once for each document, with the number of lines, and nothing of it is half written.
#[test]
fn what_cannot_come_back_is_told() {
    let import = read("conllu", TREE);
    let lines = TREE.lines().filter(|line| !line.is_empty()).count();
    let default = ColumnOptions::default();
    for name in ["conll", "brat"] {
        assert_eq!(lines_lost(&write(name, &import.documents, default).1), vec![lines], "{name}");
    }
    for name in ["jsonl", "html"] {
        assert_eq!(lines_lost(&write(name, &import.documents, default).1), Vec::<usize>::new(), "{name}");
    }
    let ours = ColumnOptions { tokens: Some(TokenSource::Ours), ..default };
    let (text, losses) = write("conllu", &import.documents, ours);
    assert_eq!(lines_lost(&losses), vec![lines]);
    assert!(text.starts_with("# global.columns = ID FORM HASHIYA:NER MISC\n"), "{text}");
    let conll = read("conll", "# a\nقرأ V O\nسليم N B-PER\n\n").documents;
    let comments = ColumnOptions { comments: true, ..default };
    assert_eq!(lines_lost(&write("conll", &conll, comments).1), vec![3]);
    // Files of other columns are not one file.
    let other = read("conll", "قرأ V X O\nسليم N X B-PER\n\n").documents;
    let (text, losses) = write("conll", &[conll[0].clone(), other[0].clone()], default);
    assert_eq!(lines_lost(&losses), vec![3, 2]);
    assert_eq!(text, "قرأ O\nسليم B-PER\n\n-DOCSTART- O\n\nقرأ O\nسليم B-PER\n\n");
    // What is kept of another text does not count.
    let document = &conll[0].document;
    let text = hashiya::model::Document::new(document.id().clone(), "", "قرأ سلمى", document.metadata().clone());
    let mut changed = conll[0].clone();
    changed.document = text.expect("a text");
    changed.annotations = Default::default();
    let (text, losses) = write("conll", &[changed], default);
    assert_eq!((text.as_str(), lines_lost(&losses)), ("قرأ O\nسلمى O\n\n", vec![3]));
    // Files of ours with comments say what they are: their columns are told when they are read.
    let ours = "# newdoc id = \"a\"\n# text = \"قرأ سليم\"\nقرأ V O\nسليم N B-PER\n\n";
    let import = read("conll", ours);
    assert!(import.losses.iter().any(|loss| loss.what == LossDetail::Columns("2".into())), "{:?}", import.losses);
}

/// Documents of files and others are one file with the columns of the first.
#[test]
fn documents_without_a_file_get_its_columns() {
    let plain = crate::marked::document("زار [PER علي] مصر");
    let tree = read("conllu", TREE).documents;
    let (text, losses) = write("conllu", &[tree[0].clone(), plain.clone(), tree[0].clone()], ColumnOptions::default());
    assert_eq!(lines_lost(&losses), Vec::<usize>::new());
    check_golden("tree-and-others.conllu", &text);
    let again = read("conllu", &text);
    assert_eq!(again.documents.len(), 3);
    assert_eq!(again.documents[1].text(), plain.text());
    let conll = read("conll", "قرأ V O\nسليم N B-PER\n").documents;
    let (text, _) = write("conll", &[conll[0].clone(), plain, conll[0].clone()], ColumnOptions::default());
    let lines = "قرأ V O\nسليم N B-PER\n\n-DOCSTART- _ O\n\nزار _ O\nعلي _ B-PER\nمصر _ O\n\n-DOCSTART- _ O\n\nقرأ V O\nسليم N B-PER\n";
    assert_eq!(text, lines);
}

/// One text, and little of it.
#[test]
fn what_is_kept_is_small() {
    let line = |n: usize| format!("{n}\tكتاب\tكتاب\tNOUN\tN\tCase=Nom\t{}\tdep\t_\t_\n", n - 1);
    let sentence: String = (1..=20).map(line).collect();
    let text = format!("# text = {}\n{sentence}\n", vec!["كتاب"; 20].join(" ")).repeat(200);
    check_comes_back("conllu", &text);
    let import = read("conllu", &text);
    let kept = &import.documents[0].document.metadata()["conll.rows"];
    // Of a row only its head.
    assert!(kept.len() * 4 < text.len(), "{} bytes for {}", kept.len(), text.len());
    // Nothing where tokens and tags say all.
    let plain = read("conll", "وصل\tO\nأحمد\tB-PER\n\nعاد\tO\n\n");
    assert!(!plain.documents[0].document.metadata().contains_key("conll.rows"));
    let ours = write("conllu", &plain.documents, ColumnOptions::default()).0;
    assert!(!read("conllu", &ours).documents[0].document.metadata().contains_key("conll.rows"));
}

proptest! {
    /// Whatever the other columns hold.
    #[test]
    fn any_columns_come_back(
        rows in prop::collection::vec(
            prop::collection::vec(("[ا-يa-z%.]{1,4}", "[A-Z%tfnebxc<_]{0,3}", any::<bool>(), "[a-z%|=_]{1,4}"), 1..5),
            1..4,
        ),
        comments in prop::collection::vec("# [a-z%]{1,3} = [ا-ي%sit]{0,4}", 3),
    ) {
        let mut text = String::new();
        for (n, sentence) in rows.iter().enumerate() {
            text.push_str(&comments[n % 3]);
            text.push('\n');
            for (word, tag, is_entity, last) in sentence {
                text.push_str(&format!("{word}\t{tag}\t{}\t{last}\n", if *is_entity { "B-A" } else { "O" }));
            }
            text.push('\n');
        }
        let options = ImportOptions { columns: roles_of("token,_,tag,_"), ..ImportOptions::default() };
        let import = read_as("conll", &text, &options);
        prop_assert_eq!(write("conll", &import.documents, ColumnOptions::default()).0, text);
    }

    /// What somebody else made of what is kept makes no writer panic.
    #[test]
    fn no_kept_lines_make_the_writer_panic(lines in "([%fntTbcwxe<is\t\n|=_]|NER=%t){0,40}", is_conllu in any::<bool>()) {
        let name = if is_conllu { "conllu" } else { "conll" };
        let text = if is_conllu { TREE.to_owned() } else { "قرأ V O\nسليم N B-PER\n".to_owned() };
        let mut documents = read(name, &text).documents;
        let document = &documents[0].document;
        let mut metadata = document.metadata().clone();
        let head = metadata["conll.rows"].split('\n').next().unwrap_or_default().to_owned();
        metadata.insert("conll.rows".into(), format!("{head}\n\n{lines}"));
        documents[0].document = document.with_facts(document.id().clone(), String::new(), metadata);
        write(name, &documents, ColumnOptions::default());
        write(name, &documents, ColumnOptions { overlap: Some(Overlap::Columns), ..ColumnOptions::default() });
    }
}
