//! Files of columns in every dress: schemes, separators, columns, layers, CoNLL-U, what is odd in them, and their way back.

use std::path::Path;

use hashiya::formats::{
    self, ColumnOptions, ExportOptions, Import, ImportError, ImportOptions, ImportProblem, Input, LossDetail, Overlap,
    Pieces, SchemaBuilder, Scheme, Separator, TokenSource, roles_of,
};
use hashiya::model::AnnotatedDocument;
use hashiya::store::default_schema;
use proptest::prelude::*;

use crate::fixture::{any_document, hard_document};
use crate::marked::{self, assert_marked};

fn try_read(name: &str, text: &str, options: &ImportOptions) -> Result<Import, ImportError> {
    let format = formats::by_name(name).expect("a format of the registry");
    let mut words = SchemaBuilder::of_files(default_schema());
    let input = Input { path: Path::new("ملف.conll"), bytes: text.as_bytes(), companions: vec![] };
    let mut import = format.import(&input, options, &mut words)?;
    words.finish(&mut import.documents);
    for document in &import.documents {
        assert_eq!(document.problems(), vec![]);
    }
    Ok(import)
}

#[track_caller]
fn read(text: &str) -> Import {
    try_read("conll", text, &ImportOptions::default()).expect("sound")
}

fn spans(document: &AnnotatedDocument) -> Vec<(String, String)> {
    document.annotations.iter().map(|a| (a.label.to_string(), document.quote(a))).collect()
}

/// The one document of a file is what the marked text says.
#[track_caller]
fn check(text: &str, expected: &str) {
    let import = read(text);
    assert_eq!(import.documents.len(), 1, "{text}");
    assert_marked(&import.documents[0], expected);
}

fn write(name: &str, documents: &[&AnnotatedDocument], columns: ColumnOptions) -> (String, Vec<formats::Loss>) {
    let options = ExportOptions { columns, ..ExportOptions::default() };
    let export = formats::by_name(name).expect("a format").export_with(documents, options);
    (String::from_utf8(export.files[0].1.clone()).expect("UTF-8"), export.losses)
}

#[test]
fn every_scheme_says_the_same() {
    let expected = "[ORG نادي النهضة] [ORG نادي الميناء] في [LOC صور]";
    for tags in [
        ["I-ORG", "I-ORG", "B-ORG", "I-ORG", "O", "I-LOC"],
        ["B-ORG", "I-ORG", "B-ORG", "I-ORG", "O", "B-LOC"],
        ["B-ORG", "E-ORG", "B-ORG", "E-ORG", "O", "S-LOC"],
        ["B-ORG", "L-ORG", "B-ORG", "L-ORG", "O", "U-LOC"],
        ["B_ORG", "I_ORG", "B_ORG", "I_ORG", "O", "B_LOC"],
        ["b-ORG", "i-ORG", "b-ORG", "i-ORG", "o", "b-LOC"],
        ["B-ORG", "I-ORG", "B-ORG", "I-ORG", "_", "B-LOC"],
    ] {
        let words = ["نادي", "النهضة", "نادي", "الميناء", "في", "صور"];
        for separator in ["\t", " ", "  ", ",", ";", "\u{a0}"] {
            let lines: String = words.iter().zip(tags).map(|(word, tag)| format!("{word}{separator}{tag}\n")).collect();
            check(&lines, expected);
        }
    }
    check("مدينة I-LOC\nطرابلس I-LOC\nفازت O\n", "[LOC مدينة طرابلس] فازت");
    check("مدينة LOC\nطرابلس LOC\nفازت O\n", "[LOC مدينة طرابلس] فازت");
    check("مدينة B\nطرابلس I\nفازت O\n", "[ENTITY مدينة طرابلس] فازت");
}

#[test]
fn columns_are_found_named_or_said() {
    let import = read("قرأ VERB O\nسليم NOUN B-PER\nكتابا NOUN O\n");
    assert_eq!(spans(&import.documents[0]), [("PER".to_owned(), "سليم".to_owned())]);
    assert!(import.losses.iter().all(|loss| loss.what == LossDetail::Spaces), "{:?}", import.losses);
    check("قرأ\tO\tO\nسليم\tB-PER\tB-ORG\n", "قرأ [PER [ORG سليم]]");
    check("O\tقرأ\nB-PER\tسليم\nO\tكتابا\n", "قرأ [PER سليم] كتابا");
    check("1\tقرأ\tO\t-\t-\n2\tسليم\tB-PER\t-\t-\n", "قرأ [PER سليم]");
    check("_\tO\n", "_");
    check("_\tO\n-\tB-PER\n", "_ [PER -]");
    check("token\tpos\tner\nقرأ\tV\tO\nسليم\tN\tB-PER\n", "قرأ [PER سليم]");
    let said = ImportOptions { columns: roles_of("token,_,tag"), ..ImportOptions::default() };
    let import = try_read("conll", "قرأ\tB-X\tO\nسليم\tB-X\tB-PER\n", &said).expect("as was said");
    assert_eq!(spans(&import.documents[0]), [("PER".to_owned(), "سليم".to_owned())]);
    let bars = ImportOptions { separator: Some(Separator::One('|')), ..ImportOptions::default() };
    assert_eq!(try_read("conll", "في بيروت|B-LOC\n", &bars).expect("bars").documents[0].text(), "في بيروت");
    assert!(roles_of("tag").is_none() && roles_of("token,token,tag").is_none() && roles_of("token,x").is_none());
}

/// As many tags as a token needs, an outer one before an inner one.
#[test]
fn nested_layers_come_in_columns_and_in_cells() {
    let cells = "بلدية B-OCC B-ORG\nمدينة I-OCC I-ORG B-GPE\nرام I-OCC I-ORG I-GPE\nثم O\n";
    let nested = "[OCC [ORG بلدية [GPE مدينة رام]]] ثم";
    check(cells, nested);
    check("بلدية\tB-OCC|B-ORG\nمدينة\tI-OCC|I-ORG|B-GPE\nرام\tI-OCC|I-ORG|I-GPE\nثم\tO\n", nested);
    // One label within itself.
    check("جامعة B-ORG\nكلية I-ORG B-ORG\nالطب I-ORG I-ORG\n", "[ORG جامعة [ORG كلية الطب]]");
    let document = &read(cells).documents[0];
    assert_eq!(write("conll", &[document], ColumnOptions::default()).0, cells);
    let columns = ColumnOptions { overlap: Some(Overlap::Columns), ..ColumnOptions::default() };
    let (text, losses) = write("conll", &[document], columns);
    assert_eq!(text.lines().next(), Some("بلدية B-OCC B-ORG O"));
    assert!(losses.iter().all(|loss| loss.id.is_none()), "{losses:?}");
    assert_eq!(spans(&read(&text).documents[0]), spans(document));
    for (overlap, kept) in [(Overlap::First, "OCC"), (Overlap::Longest, "OCC"), (Overlap::Outermost, "OCC")] {
        let (text, losses) =
            write("conll", &[document], ColumnOptions { overlap: Some(overlap), ..Default::default() });
        assert_eq!(losses.iter().filter(|loss| loss.id.is_some()).count(), 2, "{overlap:?}");
        assert!(text.starts_with(&format!("بلدية B-{kept}\n")), "{text}");
    }
}

/// LossDetail comes in goes out, byte for byte where the file is regular.
#[test]
fn the_tokens_and_sentences_of_a_file_come_back() {
    for text in [
        "وصل\tO\nأحمد\tB-PER\n\nعاد\tO\n\n",
        "وصل O\nأحمد B-PER\n\n$#$ O\nC++ O\n\n",
        "وصل O\nأحمد B-PER\n",
        "نادي I-ORG\nالميناء I-ORG\nنادي B-ORG\n\n",
        "شمال\tB-LOC\nأفريقيا\tE-LOC\nمصر\tS-LOC\n\n",
        "شمال\tB-LOC\nأفريقيا\tL-LOC\nمصر\tU-LOC\n\n",
        "وصل\tO\n😀\tB-EMO\nمُحَمَّد\tB-PER\nالقـــاهرة\tI-PER\n.\tO\n\n",
        "وصل,O\nأحمد,B-PER\n\n",
        "قال\tO\tO\nبنك\tB-ORG\tO\nلبنان\tI-ORG\tB-LOC\n\n",
        "في بيروت\tB-LOC\nأمس\tO\n\n",
        "مدينة\tLOC\nصور\tO\n\n",
    ] {
        let import = read(text);
        let documents: Vec<_> = import.documents.iter().collect();
        assert_eq!(write("conll", &documents, ColumnOptions::default()).0, text);
    }
    // Our own tokens and another scheme where they are wanted.
    let document = &read("وصل O\nأحمد، B-PER\n").documents[0];
    let ours = ColumnOptions { tokens: Some(TokenSource::Ours), scheme: Some(Scheme::Bioes), ..Default::default() };
    assert_eq!(write("conll", &[document], ours).0, "وصل O\nأحمد B-PER\n، E-PER\n");
}

#[test]
fn all_lines_that_are_wrong_are_named_and_left_out_where_that_is_asked() {
    let mut text = String::new();
    for n in 0..60 {
        text.push_str(match n {
            7 => "بلا\n",
            20 => "خطأ\tX-PER\n",
            31 => "\tO\n",
            40 => "زائد\tO\tO\n",
            _ => "كلمة\tB-PER\n",
        });
    }
    let format = formats::by_name("conll").expect("a format");
    let input = Input { path: Path::new("a.conll"), bytes: text.as_bytes(), companions: vec![] };
    let going = ImportOptions { keep_going: true, ..ImportOptions::default() };
    for options in [&ImportOptions::default(), &going] {
        let mut import = Import::default();
        let end = format.read_into(&input, options, &mut SchemaBuilder::of_files(default_schema()), &mut import);
        let lines: Vec<_> = import.refused.iter().map(|error| error.line.unwrap_or_default()).collect();
        assert_eq!(lines, [8, 21, 32, 41]);
        assert_eq!(end.is_ok(), options.keep_going);
        assert!(matches!(*import.refused[2].what, ImportProblem::EmptyToken(_)));
        assert_eq!(import.documents[0].annotations.len(), 56);
    }
}

#[test]
fn oddities_of_good_files_are_read() {
    check("وصل\tO \nأحمد\tB-PER\t\n", "وصل [PER أحمد]");
    check("# قول\tفيه جدولة\nأحمد\tB-PER\n", "[PER أحمد]");
    check("# text = \"قال\" أحمد\n\"قال\"\tO\nأحمد\tB-PER\n", "\"قال\" [PER أحمد]");
    check("# text = نص آخر تماما\nوصل\tO\nأحمد\tB-PER\n", "وصل [PER أحمد]");
    check("وصل\tO\rأحمد\tB-PER\rبن\tI-PER\r", "وصل [PER أحمد بن]");
    check("وصل\tO\r\nأحمد\tB-PER\r\n\r\nعاد\tB-X\r\n", "وصل [PER أحمد]\\n[X عاد]");
    check("\u{feff}وصل\tO\n\n\u{feff}أحمد\tB-PER\n", "وصل\\n[PER أحمد]");
    check("#\tO\n#بيروت\tB-TAG\nأ\u{2028}ب\tB-X\n", "# [TAG #بيروت] [X أ\u{2028}ب]");
    let exact = read("# text = وصل (أحمد)  أمس\nوصل\tO\n(\tO\nأحمد\tB-PER\n)\tO\nأمس\tO\n\n");
    assert_eq!(exact.documents[0].text(), "وصل (أحمد)  أمس");
    assert_eq!(read("# text = \"\"\n\n").documents.len(), 0, "an empty document is none");
}

#[test]
fn there_are_as_many_documents_as_marks() {
    let ids = |text: &str| read(text).documents.iter().map(|d| d.document.id().to_string()).collect::<Vec<_>>();
    assert_eq!(ids("# newdoc\nوصل\tO\n\n# newdoc\nعاد\tO\n"), ["ملف-1", "ملف-2"]);
    assert_eq!(ids("# newdoc id = x\nوصل\tO\n\n# newdoc id = x\nعاد\tO\n"), ["x", "x-2"]);
    assert_eq!(ids("-DOCSTART- -X- O O\n\nوصل N N O\n\n-DOCSTART- -X- O O\n\nعاد N N O\n"), ["ملف-1", "ملف-2"]);
    assert_eq!(ids("وصل\tO\n\nعاد\tO\n"), ["ملف-1"]);
    let import = read("# newdoc id = x\nوصل\tO\n\n# newdoc id = x\nعاد\tO\n");
    assert!(import.losses.iter().any(|loss| matches!(loss.what, LossDetail::DocumentId { .. })));
}

/// Clitics are words of a multiword token; the text comes back byte for byte.
#[test]
fn conll_u_has_multiword_tokens_and_the_text() {
    let text = "# newdoc id = d\n# text = وبالقاهرة (أمس).\n1-3\tوبالقاهرة\t_\t_\t_\t_\t_\t_\t_\t_\n1\tو\t_\t_\t_\t_\t_\t_\t_\t_\n2\tب\t_\t_\t_\t_\t_\t_\t_\t_\n3\tالقاهرة\t_\t_\t_\t_\t_\t_\t_\t_\n4\t(\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n5\tأمس\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n6\t)\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n7\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    let import = try_read("conllu", text, &ImportOptions::default()).expect("sound");
    assert_eq!(import.documents[0].text(), "وبالقاهرة (أمس).");
    let plus = "# global.columns = ID FORM PARSEME:MWE X:NER MISC\n1-2\tللبيت\t_\t_\t_\n1\tل\t*\tO\t_\n2\tالبيت\t*\tB-LOC\t_\n3\tعاد\t*\tO\tSpacesAfter=\\s\\s\n4\tعلي\t*\tB-PER\tSpacesAfter=\\n\\n\n\n1\tثم\t*\tO\t_\n";
    let said = ImportOptions { columns: roles_of("id,token,_,tag,misc"), ..ImportOptions::default() };
    let import = try_read("conllu", plus, &said).expect("sound");
    assert_eq!(import.documents[0].text(), "للبيت عاد  علي\n\nثم");
    assert_eq!(spans(&import.documents[0]), [("LOC".into(), "للبيت".into()), ("PER".to_owned(), "علي".to_owned())]);
    assert!(import.losses.iter().any(|loss| loss.what == LossDetail::Multiwords(1)), "{:?}", import.losses);

    let document = hard_document();
    let mut vocabulary = hashiya::arabic::clitics::Lexicon::default();
    vocabulary.add_text(document.text());
    let options = ExportOptions { split: Some(&vocabulary), ..ExportOptions::default() };
    let export = formats::by_name("conllu").expect("a format").export_with(&[&document], options);
    let written = String::from_utf8(export.files[0].1.clone()).expect("UTF-8");
    assert!(written.contains("وبالقـــاهرة\t_"), "{written}");
    let again = try_read("conllu", &written, &ImportOptions::default()).expect("our own");
    assert_eq!(again.documents[0].text(), document.text());
    assert!(spans(&again.documents[0]).contains(&("LOC".into(), "القـــاهرة".into())), "{written}");
    // Read and written again, it is the same.
    let twice = formats::by_name("conllu").expect("a format").export(&[&again.documents[0]]);
    assert_eq!(String::from_utf8(twice.files[0].1.clone()).expect("UTF-8"), written);
}

#[test]
fn what_has_several_pieces_is_dropped_split_or_covered() {
    let document = hard_document();
    for (pieces, kind) in [(Pieces::Split, "split"), (Pieces::Cover, "covered"), (Pieces::Drop, "discontinuous")] {
        let columns = ColumnOptions { pieces, overlap: Some(Overlap::Columns), ..ColumnOptions::default() };
        let (_, losses) = write("conll", &[&document], columns);
        assert_eq!(losses.iter().filter(|loss| loss.what.code() == kind).count(), 1, "{kind}: {losses:?}");
    }
}

/// What is written of the marked text, a token a word: the tags from the second column on.
#[track_caller]
fn check_tags(marks: &str, columns: ColumnOptions, expected: &str) {
    let (text, _) = write("conll", &[&marked::document(marks)], columns);
    let tags = text.lines().filter(|line| !line.is_empty()).map(|line| line.replace('\t', " "));
    let tags: Vec<_> =
        tags.map(|line| line.split_once(' ').map_or(String::new(), |(_, tags)| tags.to_owned())).collect();
    assert_eq!(tags.join(", "), expected, "{text}");
}

#[test]
fn spans_become_tags_as_is_asked() {
    let of = |overlap, pieces| ColumnOptions { overlap: Some(overlap), pieces, ..ColumnOptions::default() };
    let parted = "زار [ORG#1 جامعتي] مصر [ORG#1 وتونس]";
    check_tags(parted, of(Overlap::First, Pieces::Drop), "O, O, O, O");
    check_tags(parted, of(Overlap::First, Pieces::Split), "O, B-ORG, O, B-ORG");
    check_tags(parted, of(Overlap::First, Pieces::Cover), "O, B-ORG, I-ORG, I-ORG");
    let nested = "زار [ORG بنك [LOC مصر]] أمس";
    check_tags(nested, of(Overlap::First, Pieces::Drop), "O, B-ORG, I-ORG, O");
    check_tags(nested, of(Overlap::Columns, Pieces::Drop), "O O, B-ORG O, I-ORG B-LOC, O O");
    check_tags(nested, of(Overlap::Cells, Pieces::Drop), "O, B-ORG, I-ORG|B-LOC, O");
}

/// LossDetail was labelled differently and is written alike is told.
#[test]
fn names_that_become_one_are_told() {
    let document = marked::document(r"[اسم\ علم أ] [اسم_علم ب]");
    let (_, losses) = write("conll", &[&document], ColumnOptions::default());
    assert_eq!(losses.iter().filter(|loss| loss.what.code() == "same-name").count(), 2, "{losses:?}");
}

/// JSON of another shape is not taken for bare text without a word.
#[test]
fn annotations_under_another_name_are_told() {
    for field in [
        "\"entities\":[{\"startIdx\":0,\"endIdx\":2,\"type\":\"A\"}]",
        "\"label\":[[0,2,\"A\"]]",
        "\"annotations\":[{\"result\":[{\"value\":1}]}]",
    ] {
        let import =
            try_read("jsonl", &format!("{{\"text\":\"نص\",{field}}}"), &ImportOptions::default()).expect("JSON");
        assert_eq!(import.losses.len(), 1, "{field}");
    }
    let tags = "{\"text\":\"نص\",\"tags\":[\"a\",\"b\"],\"n\":[1,2],\"source\":{\"x\":[1]}}";
    assert_eq!(try_read("jsonl", tags, &ImportOptions::default()).expect("JSON").losses, []);
}

proptest! {
    /// With a column for each layer, all that tokens can carry comes back, and the losses name the rest.
    #[test]
    fn what_is_not_told_to_be_lost_comes_back(document in any_document(), scheme in 0usize..4) {
        let columns = ColumnOptions {
            overlap: Some(Overlap::Columns),
            scheme: Some(Scheme::ALL[scheme]),
            comments: true,
            ..ColumnOptions::default()
        };
        let (text, losses) = write("conll", &[&document], columns);
        let read = try_read("conll", &text, &ImportOptions::default()).expect("our own file");
        let told: Vec<_> = losses.iter().filter_map(|loss| loss.id.clone()).collect();
        let mut found: Vec<_> = read.documents.first().map(spans).unwrap_or_default();
        for annotation in document.annotations.iter().filter(|a| !told.contains(&a.id)) {
            let span = (annotation.label.to_string(), document.quote(annotation));
            let at = found.iter().position(|one| *one == span);
            prop_assert!(at.is_some(), "{span:?} is neither told nor in\n{text}");
            found.remove(at.unwrap_or_default());
        }
    }

    /// Whatever a file of tokens and tags holds, it comes back byte for byte.
    #[test]
    fn a_regular_file_comes_back(
        sentences in prop::collection::vec(prop::collection::vec(("[ا-يa-z😀.#،]{1,5}", 0usize..4), 1..6), 1..5),
        space in any::<bool>(),
    ) {
        let separator = if space { ' ' } else { '\t' };
        let mut text = String::new();
        let mut before = 0;
        for sentence in &sentences {
            for (word, tag) in sentence {
                // I- goes on where there is something to go on.
                let tag = match tag {
                    3 if before == 0 => 1,
                    tag => *tag,
                };
                text.push_str(&format!("{word}{separator}{}\n", ["O", "B-A", "B-اسم", "I-A"][if tag == 3 && before != 1 { 1 } else { tag }]));
                before = if tag == 2 { 2 } else { usize::from(tag != 0) };
            }
            text.push('\n');
            before = 0;
        }
        prop_assume!(text.contains("B-"));
        let import = try_read("conll", &text, &ImportOptions::default()).expect("regular");
        prop_assert_eq!(write("conll", &[&import.documents[0]], ColumnOptions::default()).0, text);
    }

    #[test]
    fn no_lines_make_the_reader_panic(text in "([ا-بa#0-9.\t ,|\r\n_O-]|B-A|I-A|S-A|# text = |# newdoc|\n\n|-DOCSTART-|1-2\t|SpaceAfter=No){0,60}", going in any::<bool>()) {
        for name in ["conll", "conllu"] {
            let options = ImportOptions { keep_going: going, ..ImportOptions::default() };
            if let Ok(import) = try_read(name, &text, &options) {
                let documents: Vec<_> = import.documents.iter().collect();
                for overlap in [None, Some(Overlap::Columns), Some(Overlap::Cells)] {
                    write(name, &documents, ColumnOptions { overlap, ..ColumnOptions::default() });
                }
            }
        }
    }
}
