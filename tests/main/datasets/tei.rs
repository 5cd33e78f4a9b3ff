//! TEI: texts with markup, pointers of every kind, feature structures, and files that are wrong.

use super::*;

/// A file with a text of two paragraphs and this beside it.
fn tei(stand_off: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?>\n<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:id='خبر'>\n<teiHeader><fileDesc><titleStmt><title>عنوان</title><author>ليلى</author></titleStmt></fileDesc></teiHeader>\n<text xml:id='t'><body>\n  <p xml:id='p1'>😀 زار <persName key='k1' xml:id='e1'>أحمد</persName> <hi>بيروت</hi></p>\n  <p><w xml:id='w1' lemma='x'>ثم</w> <w xml:id='w2'>عاد</w><lb/>إلى <placeName>صيدا</placeName></p><p>غدًا</p>\n</body></text>\n<standOff>{stand_off}</standOff>\n</TEI>\n"
    )
}

#[test]
fn texts_and_pointers_of_every_kind_are_read() {
    let file = tei(
        "<spanGrp type='ner'><span xml:id='s1' target='#string-range(p1,11,5)' ana='#f1' resp='#x'>LOC</span>\n<span xml:id='s2' from='#w1' to='#w2' type='VP'/><span target='#string-range(p1,6,4,11,5)'/></spanGrp>\n<span target='#w2' ana='#verb'/><span target='http://a.example/'>X</span><span target='#p1'/>\n<fs xml:id='f1'><f name='sure'><binary value='true'/></f><f name='n'><numeric value='1.5'/></f><f name='case'><symbol value='acc'/></f><f name='s'><string>نص</string></f></fs>\n<listRelation><relation xml:id='r1' name='in' active='#e1' passive='#s1'/><relation name='x' active='#e1' passive='#nothing'/></listRelation>\n<linkGrp type='same'><link target='#s1 #s2'/></linkGrp><note target='#s1'>ملاحظة</note><note target='#p1'>x</note><event/>",
    );
    assert_eq!(detected(&file), Some("tei"));
    let found = read("tei", &file);
    let document = &found.documents[0];
    assert_eq!(document.text(), "😀 زار أحمد بيروت\nثم عاد\nإلى صيدا\nغدًا");
    assert_eq!((document.document.id().to_string().as_str(), document.document.title()), ("خبر", "عنوان"));
    assert_eq!(document.document.metadata()["titleStmt/author"], "ليلى");
    let expected = ["ner أحمد … بيروت", "persName أحمد", "LOC بيروت", "VP ثم عاد", "verb عاد", "placeName صيدا"];
    let sorted = |mut rows: Vec<String>| {
        rows.sort();
        rows
    };
    assert_eq!(sorted(quotes(document)), sorted(expected.map(str::to_owned).to_vec()));
    let place = document.annotations.get(&"s1".into()).expect("there");
    let attributes: Vec<_> = place.record.attributes.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
    let expected = [
        "case=Text(\"acc\")",
        "group=Text(\"ner\")",
        "n=Number(1.5)",
        "resp=Text(\"#x\")",
        "s=Text(\"نص\")",
        "sure=Flag(true)",
    ];
    assert_eq!((attributes, place.record.note.as_str()), (expected.map(str::to_owned).to_vec(), "ملاحظة"));
    let relations: Vec<_> =
        document.relations.values().map(|r| format!("{} {} {}", r.label, r.source, r.target)).collect();
    assert_eq!(sorted(relations), ["in e1 s1", "same s1 s2"]);
    let told: Vec<_> = found.losses.iter().map(|loss| loss.to_string()).collect();
    for part in [
        "has no label",
        "1 annotations that stand nowhere",
        "x, which stands",
        "1 comments",
        "'hi'",
        "'w/@lemma'",
        "'event'",
    ] {
        assert!(told.iter().any(|loss| loss.contains(part)), "{part} in {told:?}");
    }
    assert_eq!(told.len(), 7, "{told:?}");
}

#[test]
fn a_corpus_is_documents_and_what_xml_cannot_say_comes_back() {
    let one = tei("").split_once('\n').expect("a line").1.to_owned();
    let corpus = format!(
        "<teiCorpus xmlns='http://www.tei-c.org/ns/1.0'><teiHeader/>{one}{}</teiCorpus>",
        one.replace("'خبر'", "'آخر'")
    );
    let found = read("tei", &corpus);
    assert_eq!(found.documents.iter().map(|d| d.document.id().to_string()).collect::<Vec<_>>(), ["خبر", "آخر"]);
    let text = "أ\u{1}ب\r\nج\u{b}\u{ffff}\r\u{85}د]]>\t ";
    let mut document = hard_document();
    let metadata = BTreeMap::from([("a b".to_owned(), "\u{1}<".to_owned()), ("a_b".into(), " x\n".into())]);
    document.document = Document::new(DocumentId("d\u{1}".into()), "\u{2}", text, metadata).expect("short");
    let mut one = annotation("a b", "اسم علم", text, &[place(text, "ب\r\nج", 0)]);
    one.record.note = " \u{1}\r\n ".into();
    document.annotations = AnnotationSet::from_annotations(vec![one]);
    document.relations.clear();
    document.schema = Arc::new(schema());
    let export = format("tei").export(&[&document]);
    let back = again("tei", &export, &document.schema).remove(0);
    crate::fixture::assert_same(&back, &document);
}

#[test]
fn bad_files_of_tei_are_refused_by_place() {
    let span = |target: &str| tei(&format!("\n<span xml:id='a' target='{target}'>LOC</span>"));
    check_refused("tei", span("#string-range(p1,11,50)"), &["ملف.json:9:", "'a' 11..61", "no such place"]);
    check_refused("tei", span("#string-range(p1,x,5)"), &["ملف.json:9:", "'a'", "string-range(p1,x,5)"]);
    let twice = "<span xml:id='a' target='#p1'>A</span><span xml:id='a' target='#p1'>A</span>";
    check_refused("tei", tei(twice), &["'a' is used twice"]);
    check_refused("tei", tei("<span target='#p1 #w1 #w1'>A</span>"), &["overlap"]);
    let whole = span("#p1");
    check_refused("tei", &whole[..whole.len() - 9], &["it ends too soon"]);
    check_refused("tei", whole.replace("</hi>", "</ho>"), &["ملف.json:5:"]);
    let bomb = whole.replace("<TEI", "<!DOCTYPE TEI [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>\n<TEI");
    check_refused("tei", bomb.replace("زار", "&b;"), &["it declares entities"]);
    check_refused("tei", whole.replace("زار", "&b;"), &["'&b;' is no entity"]);
    check_refused("tei", "<html xmlns='http://www.tei-c.org/ns/1.0'/>", &["'html' is no element of TEI"]);
    // A structure of a thousand features to which many point.
    let features: String =
        (0..1000).map(|n| format!("<f name='a{n}'><string>{}</string></f>", "x".repeat(99))).collect();
    let spans = "<span target='#p1' ana='#f'>A</span>".repeat(1000);
    check_refused("tei", tei(&format!("<fs xml:id='f'>{features}</fs>{spans}")), &["MB of memory"]);
}
