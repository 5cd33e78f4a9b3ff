//! WebAnno TSV: what INCEpTION writes, what is written comes back as far as it stands on words, and files that are wrong.

use std::collections::BTreeSet;

use super::*;

/// A file of these layers with these lines.
fn file(layers: &[&str], lines: &[&str]) -> String {
    let layers: String = layers.iter().map(|layer| format!("#T_{layer}\n")).collect();
    format!("#FORMAT=WebAnno TSV 3.3\n{layers}\n\n{}\n", lines.join("\n"))
}

/// What comes back of an export, with its types and the schema of the document.
fn back(document: &AnnotatedDocument) -> (Vec<Loss>, AnnotatedDocument) {
    let format = format("webanno-tsv");
    let export = format.export(&[document]);
    let (path, bytes) = file_of(format, &export);
    let companions =
        export.files.iter().filter(|(beside, _)| format.companions(path).contains(beside)).cloned().collect();
    let input = Input { path, bytes, companions };
    let mut words = SchemaBuilder::growing((*document.schema).clone());
    let mut import = format.import(&input, &options(), &mut words).unwrap_or_else(|error| {
        panic!("{error}\n{}", String::from_utf8_lossy(bytes));
    });
    words.finish(&mut import.documents);
    let read = import.documents.remove(0);
    assert_eq!(read.problems(), vec![]);
    (export.losses, read)
}

/// Everything but what the losses name: annotations on words, relations, records.
fn check(document: &AnnotatedDocument) {
    let (losses, read) = back(document);
    let about = |id: &hashiya::model::AnnotationId| -> Vec<&Loss> {
        losses.iter().filter(|loss| loss.id.as_ref() == Some(id)).collect()
    };
    let has_gap = losses.iter().any(|loss| matches!(loss.what, LossDetail::Gaps(_)));
    assert_eq!(read.text() == document.text(), !has_gap, "{:?}", document.text());
    let units = |text: &str| text.encode_utf16().count();
    for annotation in document.annotations.iter() {
        let said = about(&annotation.id);
        let is_lost = said.iter().any(|loss| is_gone(loss));
        let Some(again) = read.annotations.get(&annotation.id) else {
            assert!(is_lost, "{} is not there", annotation.id);
            continue;
        };
        assert!(!is_lost, "{} is there", annotation.id);
        assert_eq!((&again.label, &again.record.note), (&annotation.label, &annotation.record.note));
        assert_eq!(again.record.attributes, annotation.record.attributes);
        assert_eq!(again.record.annotator, annotation.record.annotator);
        assert_eq!(again.record.provenance, annotation.record.provenance);
        let moved = |loss: &&&Loss| {
            matches!(
                &loss.what,
                LossDetail::Annotation { what: AnnotationLoss::SpacesAtEdges | AnnotationLoss::BetweenTokens, .. }
            )
        };
        let utf16 = |document: &AnnotatedDocument, spans: &hashiya::model::Spans| -> Vec<(usize, usize)> {
            let place = |at: usize| units(&document.text()[..at]);
            spans.iter().map(|span| (place(span.range().start), place(span.range().end))).collect()
        };
        let same = utf16(&read, &again.spans) == utf16(document, &annotation.spans);
        // A piece between words may move without a word of its own.
        if !annotation.spans.is_discontinuous() {
            assert_eq!(same, said.iter().filter(moved).count() == 0, "{}: {losses:?}", annotation.id);
        }
        if said.iter().filter(moved).count() == 0 {
            assert!(same, "{}", annotation.id);
        }
    }
    let lost = losses.iter().filter(|loss| matches!(loss.what, LossDetail::EndOfRelation(_))).count();
    assert_eq!(read.relations.len() + lost, document.relations.len());
    for relation in read.relations.values() {
        let was = &document.relations[&relation.id];
        assert_eq!((&relation.label, &relation.source, &relation.target), (&was.label, &was.source, &was.target));
        assert_eq!(relation.record.attributes, was.record.attributes);
    }
}

#[test]
fn tsv_of_what_is_hard_comes_back() {
    let mut document = hard_document();
    check(&document);
    let export = format("webanno-tsv").export(&[&document]);
    for (path, bytes) in &export.files {
        check_golden(&format!("datasets/webanno-tsv/{}", path.display()), std::str::from_utf8(bytes).expect("UTF-8"));
    }
    document.relations.clear();
    corpus().iter().chain([&document]).for_each(check);
}

proptest! {
    #[test]
    fn any_document_comes_back_on_its_words(document in any_rich_document()) {
        check(&document);
    }
}

#[test]
fn what_inception_writes_is_read() {
    let ner = "SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value";
    let lines = [
        "#Text=😀 زار\\tأحمد",
        "1-1\t0-2\t😀\t_\t_\t_\t_\t_\t",
        "1-2\t3-6\tزار\t*[1]|*[2]\tA\\_\\|B[1]|\\*[2]\tفعل\t_\t_\t",
        "1-3\t7-11\tأحمد\t*[1]\tA\\_\\|B[1]\t_\tمن;إلى\t1-2[2];2-1.1\t",
        "1-3.1\t7-8\tأ\t_\t_\t_\t_\t_\t",
        "",
        "#Text=بيروت.",
        "2-1\t13-18\tبيروت\t_\t_\t_\t_\t_\t",
        "2-1.1\t13-14\tب\tQ1\tLOC\t_\t_\t_\t",
        "2-1.2\t18-18\t\t_\t_\t_\t_\t_\t",
        "2-2\t18-19\t.\t_\t_\t_\t_\t_\t",
    ];
    let slots = "SP=webanno.custom.Visit|ROLE_webanno.custom.Visit:who_webanno.custom.VisitLink|uima.tcas.Annotation";
    let pos = "SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue";
    let whole = file(&[ner, pos, slots], &lines);
    assert_eq!(detected(&whole), Some("webanno-tsv"));
    let found = read("webanno-tsv", &whole);
    let document = &found.documents[0];
    assert_eq!(document.text(), "😀 زار\tأحمد \nبيروت.");
    assert_eq!(quotes(document), ["A_|B زار\tأحمد", "* زار", "Visit أحمد", "LOC ب"]);
    let relations: BTreeSet<_> = document.relations.values().map(|r| r.label.as_str()).collect();
    assert_eq!(relations, BTreeSet::from(["من", "إلى"]));
    let said: Vec<_> = found.losses.iter().map(|loss| loss.what.to_string()).collect();
    assert!(
        said.len() == 2 && said[0].contains("1 annotations of the layer 'POS'") && said[1].contains("2 characters"),
        "{said:?}"
    );
    // A chain, and relations by numbers.
    let chain = file(
        &[
            "SP=webanno.custom.Span|value",
            "CH=webanno.custom.Coref|referenceType|referenceRelation",
            "RL=webanno.custom.Link|kind|BT_webanno.custom.Span",
        ],
        &[
            "#Text=a b c",
            "1-1\t0-1\ta\tX\tE[1]\tsame->1-1\t_\t_\t",
            "1-2\t2-3\tb\tY[1]|Z[2]\tE[1]\tsame->1-2\tk1|k2\t1-1[0_1]|1-2[1_2]\t",
            "1-3\t4-5\tc\t_\t_\t_\t_\t_\t",
        ],
    );
    let found = read("webanno-tsv", chain);
    let document = &found.documents[0];
    assert_eq!(quotes(document), ["X a", "E a", "Y b", "Z b", "E b"]);
    let ends = |id: &hashiya::model::AnnotationId| document.annotations.get(id).expect("there").label.to_string();
    let relations: BTreeSet<_> =
        document.relations.values().map(|r| format!("{} {} {}", r.label, ends(&r.source), ends(&r.target))).collect();
    assert_eq!(relations.into_iter().collect::<Vec<_>>(), ["Link X Y", "Link Y Z", "next E E"]);
}

#[test]
fn bad_files_of_webanno_are_refused_by_their_line() {
    let whole = file(&["SP=a.Span|value"], &["#Text=زار أحمد", "1-1\t0-3\tزار\t_\t", "1-2\t4-8\tأحمد\tPER\t"]);
    assert_eq!(quotes(&read("webanno-tsv", &whole).documents[0]), ["PER أحمد"]);
    let change = |from: &str, to: &str| whole.replacen(from, to, 1);
    check_refused("webanno-tsv", change("TSV 3.3", "TSV 4"), &[":1:", "WebAnno TSV 4"]);
    check_refused("webanno-tsv", change("#T_SP=", "#T_XX="), &[":2:", "does not declare a layer"]);
    check_refused("webanno-tsv", change("4-8", "4-99"), &[":7:", "4..99", "no such place"]);
    check_refused("webanno-tsv", change("4-8", "8-4"), &[":7:", "not in the text"]);
    check_refused("webanno-tsv", change("4-8", "x-8"), &[":7:", "is not a line"]);
    check_refused("webanno-tsv", change("4-8", "3-7"), &[":7:", "not in the text"]);
    check_refused("webanno-tsv", change("\tPER", "\tPER\tx"), &[":7:", "has 3 columns", "declares 1"]);
    check_refused("webanno-tsv", change("PER", "PER[x]"), &[":7:", "not the value"]);
    check_refused("webanno-tsv", change("#Text=زار", "#Text=جاء"), &[":5:", "not in the text"]);
    check_refused("webanno-tsv", change("0-3", "99999999999-3"), &[":5:", "not in the text"]);
    check_refused("webanno-tsv", "{\"a\":1}", &[":1:"]);
    let emoji = file(&["SP=a.Span|value"], &["#Text=😀", "1-1\t0-2\t😀\t_\t", "1-1.1\t1-2\t\tPER\t"]);
    check_refused("webanno-tsv", emoji, &[":7:", "1..2", "no such place"]);
}
