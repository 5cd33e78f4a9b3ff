//! UIMA CAS in XMI and JSON: layers of others and of ours, views, types, and files that are wrong.

use super::*;

/// Names of layers, short.
const PREFIXES: &str = "xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" \
    xmlns:ner=\"http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore\" xmlns:custom=\"http:///webanno/custom.ecore\" \
    xmlns:seg=\"http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore\" \
    xmlns:meta=\"http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore\"";

/// XMI of `😀 زار أحمد بيروت` with these structures.
fn xmi(structures: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI {PREFIXES} xmi:version=\"2.0\">\n<cas:NULL xmi:id=\"0\"/>\n{structures}\n<cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text\" sofaString=\"{VISIT}\"/>\n<cas:View sofa=\"1\" members=\"2\"/>\n</xmi:XMI>\n"
    )
}

/// An element with a place.
fn at(name: &str, id: usize, begin: i64, end: i64, features: &str) -> String {
    format!("<{name} xmi:id=\"{id}\" sofa=\"1\" begin=\"{begin}\" end=\"{end}\" {features}/>")
}

/// JSON of the same text.
fn json(types: &str, structures: &str) -> String {
    format!(
        "{{\"%TYPES\":{{{types}}},\n\"%FEATURE_STRUCTURES\":[\n{{\"%ID\":1,\"%TYPE\":\"uima.cas.Sofa\",\"sofaNum\":1,\"sofaID\":\"_InitialView\",\"sofaString\":\"{VISIT}\"}}{structures}],\n\"%VIEWS\":{{\"_InitialView\":{{\"%SOFA\":1,\"%MEMBERS\":[]}}}}}}"
    )
}

const TYPES: &str = "<typeSystemDescription><types><typeDescription><name>webanno.custom.Role</name><supertypeName>uima.cas.TOP</supertypeName>\
    <features><featureDescription><name>role</name><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>\
    <featureDescription><name>target</name><rangeTypeName>uima.tcas.Annotation</rangeTypeName></featureDescription></features></typeDescription>\
    <typeDescription><name>custom.Kind</name><supertypeName>uima.cas.String</supertypeName></typeDescription>\
    <typeDescription><name>webanno.custom.Genre</name><supertypeName>uima.cas.AnnotationBase</supertypeName>\
    <features><featureDescription><name>value</name><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription></features></typeDescription>\
    <typeDescription><name>webanno.custom.Visit</name><supertypeName>uima.tcas.Annotation</supertypeName>\
    <features><featureDescription><name>sure</name><rangeTypeName>uima.cas.Boolean</rangeTypeName></featureDescription>\
    <featureDescription><name>count</name><rangeTypeName>uima.cas.Integer</rangeTypeName></featureDescription>\
    <featureDescription><name>kind</name><rangeTypeName>custom.Kind</rangeTypeName></featureDescription>\
    <featureDescription><name>who</name><rangeTypeName>uima.cas.FSArray</rangeTypeName></featureDescription></features></typeDescription></types></typeSystemDescription>";

fn read_with_types(file: &str, types: &str) -> Result<Import, ImportError> {
    let path = Path::new("ملف.xmi");
    let companions = vec![(path.with_file_name("TypeSystem.xml"), types.into())];
    assert!(format("xmi").companions(path).contains(&companions[0].0));
    let input = Input { path, bytes: file.as_bytes(), companions };
    let mut words = SchemaBuilder::of_files(default_schema());
    let mut import = format("xmi").import(&input, &options(), &mut words)?;
    words.finish(&mut import.documents);
    Ok(import)
}

fn said_of(import: &Import) -> Vec<String> {
    import.losses.iter().map(|loss| loss.what.to_string()).collect()
}

#[test]
fn layers_are_labels_relations_and_attributes() {
    let structures = [
        "<meta:DocumentMetaData xmi:id=\"2\" sofa=\"1\" begin=\"0\" end=\"17\" documentId=\"خبر\" documentTitle=\"عنوان\" language=\"ar\"/>".into(),
        at("seg:Token", 3, 0, 2, ""),
        at("seg:Token", 4, 3, 6, ""),
        at("seg:Sentence", 5, 0, 17, ""),
        at("ner:NamedEntity", 6, 7, 11, "value=\"PER\" identifier=\"Q1\""),
        at("ner:NamedEntity", 7, 12, 17, ""),
        at("custom:Visit", 8, 3, 17, "sure=\"false\" count=\"3\" kind=\"رسمية\" who=\"9 10\""),
        "<custom:Role xmi:id=\"9\" role=\"زائر\" target=\"6\"/><custom:Role xmi:id=\"10\" target=\"7\"/>".into(),
        at("custom:Mood", 11, 3, 6, "label=\"فرح\""),
        at("custom:Link", 12, 12, 17, "Governor=\"6\" Dependent=\"7\" reason=\"سفر\""),
        at("custom:Link", 13, 12, 17, "Governor=\"3\" Dependent=\"7\""),
        "<custom:Genre xmi:id=\"14\" sofa=\"1\" value=\"خبر قصير\"/>".into(),
    ];
    let file = xmi(&structures.join("\n"));
    assert_eq!(detected(&file), Some("xmi"));
    let found = read_with_types(&file, TYPES).expect("sound");
    let document = &found.documents[0];
    assert_eq!(quotes(document), ["Visit زار أحمد بيروت", "فرح زار", "PER أحمد", "NamedEntity بيروت"]);
    assert_eq!((document.document.id().to_string().as_str(), document.document.title()), ("خبر", "عنوان"));
    assert_eq!(document.document.metadata()["language"], "ar");
    assert_eq!(document.attributes["Genre"], AttributeValue::Text("خبر قصير".into()));
    let visit = &document.annotations.iter().next().expect("there").record.attributes;
    let expected = [
        ("sure", AttributeValue::Flag(false)),
        ("count", AttributeValue::Number(3.0)),
        ("kind", AttributeValue::Text("رسمية".into())),
    ];
    assert_eq!(*visit, expected.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
    let mut relations: Vec<_> =
        document.relations.values().map(|r| format!("{} {} {}", r.label, r.source, r.target)).collect();
    relations.sort();
    assert_eq!(relations, ["Link 6 7", "who 8 7", "زائر 8 6"]);
    let linked = document.relations.values().find(|r| r.label.as_str() == "Link").expect("there");
    assert_eq!(linked.record.attributes["reason"], AttributeValue::Text("سفر".into()));
    let said = said_of(&found);
    assert_eq!(said.len(), 3, "{said:?}");
    for (line, layer) in said.iter().zip([
        "1 annotations of the layer 'Link'",
        "1 annotations of the layer 'Sentence'",
        "2 annotations of the layer 'Token'",
    ]) {
        assert!(line.contains(layer), "{line}");
    }
    // Without the types the places and labels are the same, and values are texts.
    let found = read("xmi", &file);
    assert_eq!(quotes(&found.documents[0]), quotes(document));
    let visit = &found.documents[0].annotations.iter().next().expect("there").record.attributes;
    assert_eq!(visit["count"], AttributeValue::Text("3".into()));
}

#[test]
fn each_view_with_a_text_is_a_document() {
    let views = "<cas:Sofa xmi:id=\"20\" sofaNum=\"2\" sofaID=\"ترجمة\" sofaString=\"Ahmad\"/><cas:Sofa xmi:id=\"21\" sofaNum=\"3\" sofaID=\"bare\"/>\
        <ner:NamedEntity xmi:id=\"22\" sofa=\"20\" begin=\"0\" end=\"5\" value=\"PER\"/>";
    let found = read("xmi", xmi(&format!("{views}{}", at("ner:NamedEntity", 6, 7, 11, "value=\"LOC\""))));
    let seen: Vec<_> = found.documents.iter().map(|d| format!("{} {:?}", d.document.id(), quotes(d))).collect();
    assert_eq!(seen, ["ملف [\"LOC أحمد\"]", "ملف-ترجمة [\"PER Ahmad\"]"]);
}

#[test]
fn json_says_its_types_itself() {
    let types = "\"webanno.custom.Visit\":{\"%NAME\":\"webanno.custom.Visit\",\"%SUPER_TYPE\":\"uima.tcas.Annotation\",\"who\":{\"%NAME\":\"who\",\"%RANGE\":\"webanno.custom.Role[]\"}}";
    let structures = ",{\"%ID\":2,\"%TYPE\":\"webanno.custom.Visit\",\"@sofa\":1,\"begin\":3,\"end\":6,\"sure\":true,\"n\":1.5,\"#far\":\"NaN\",\"none\":null,\"@who\":4},\
        {\"%ID\":3,\"%TYPE\":\"de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity\",\"@sofa\":1,\"begin\":12,\"end\":17,\"value\":\"LOC\"},\
        {\"%ID\":4,\"%TYPE\":\"webanno.custom.Role[]\",\"%ELEMENTS\":[5]},{\"%ID\":5,\"%TYPE\":\"webanno.custom.Role\",\"role\":\"إلى\",\"@target\":3}";
    let file = json(types, structures);
    assert_eq!(detected(&file), Some("cas-json"));
    let found = read("cas-json", &file);
    let document = &found.documents[0];
    assert_eq!(quotes(document), ["Visit زار", "LOC بيروت"]);
    let attributes = &document.annotations.iter().next().expect("there").record.attributes;
    assert_eq!((&attributes["sure"], &attributes["n"]), (&AttributeValue::Flag(true), &AttributeValue::Number(1.5)));
    assert_eq!((attributes["far"].clone(), attributes.len()), (AttributeValue::Text("NaN".into()), 3));
    assert_eq!(document.relations.values().map(|r| r.label.as_str()).collect::<Vec<_>>(), ["إلى"]);
    assert_eq!(said_of(&found), Vec::<String>::new());
    let odd = file.replacen("\"%VIEWS\"", "\"odd\":[],\"%VIEWS\"", 1);
    assert!(said_of(&read("cas-json", odd))[0].contains("'odd'"));
}

#[test]
fn bad_files_of_uima_are_refused_by_their_line() {
    let of = |begin, end| xmi(&at("ner:NamedEntity", 6, begin, end, "value=\"LOC\""));
    check_refused("xmi", of(12, 99), &[":4:", "'6' 12..99", "no such place", "utf16"]);
    check_refused("xmi", of(17, 12), &[":4:", "ends before it starts"]);
    check_refused("xmi", of(1, 6), &[":4:", "'6' 1..6", "no such place"]);
    check_refused("xmi", of(-1, 6), &[":4:", "'6'", "'-1' is not an offset"]);
    let whole = of(12, 17);
    check_refused("xmi", &whole[..whole.len() - 9], &[":7:", "XML", "ends too soon"]);
    check_refused("xmi", &whole[..whole.len() / 2], &["XML", "ends too soon"]);
    check_refused("xmi", whole.replace("xmi:id=\"6\"", "xmi:id=\"x\""), &[":4:", "'x' is not the number"]);
    check_refused("xmi", whole.replace("xmi:id=\"6\"", "xmi:id=\"1\""), &["'1' is used twice"]);
    check_refused("xmi", whole.replace("sofa=\"1\" begin", "sofa=\"5\" begin"), &[":4:", "'6'", "sofa"]);
    check_refused("xmi", whole.replace("<cas:Sofa", "<cas:Other"), &["no view"]);
    let elsewhere = whole.replace("sofaString", "sofaURI");
    check_refused("xmi", elsewhere, &[":5:", "is missing"]);
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]>\n<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\">&b;</xmi:XMI>";
    check_refused("xmi", bomb, &[":2:", "entities"]);
    check_refused("xmi", "<a/>", &[":1:", "not 'XMI'"]);
    check_refused("xmi", json("", ""), &["XML"]);
    let error = read_with_types(&whole, "<types><a></types>").expect_err("bad types").to_string();
    assert!(error.contains("TypeSystem.xml:1:"), "{error}");
    let span = |rest: &str| json("", &format!(",\n{{\"%ID\":2,\"%TYPE\":\"custom.Span\",\"@sofa\":1,{rest}}}"));
    check_refused("cas-json", span("\"begin\":12,\"end\":99"), &[":4:", "'2' 12..99", "no such place"]);
    check_refused("cas-json", span("\"begin\":12,\"end\":6"), &[":4:", "ends before it starts"]);
    check_refused("cas-json", span("\"begin\":1,\"end\":6"), &[":4:", "no such place"]);
    check_refused("cas-json", span("\"begin\":-1,\"end\":6"), &[":4:", "'-1' is not an offset"]);
    check_refused("cas-json", span("\"begin\":0.5,\"end\":6"), &["'0.5' is not an offset"]);
    check_refused("cas-json", span("\"begin\":0,\"end\":2,\"@to\":\"x\""), &[":4:", "JSON", "column"]);
    check_refused("cas-json", span("\"begin\":0,\"end\":2,\"@to\":77"), &[":4:", "'to'"]);
    check_refused("cas-json", span("\"begin\":0,\"end\":2").replace("\"%ID\":2", "\"%ID\":1"), &["'1' is used twice"]);
    check_refused("cas-json", "{\"%TYPES\":{}}", &["%FEATURE_STRUCTURES"]);
    check_refused("cas-json", "{\"%FEATURE_STRUCTURES\":[]}", &["no view"]);
}

/// What XML cannot say is told and comes back; JSON says it.
#[test]
fn control_characters_of_a_text_come_back() {
    let text = "أ\u{b}ب😀\u{1}\u{fffd}\u{ffff}ت";
    let mut annotations = vec![annotation("1", "LOC", text, &[place(text, "ت", 0)])];
    annotations[0].record.note = "م\u{2}".into();
    let document = AnnotatedDocument {
        annotations: AnnotationSet::from_annotations(annotations),
        ..AnnotatedDocument::new(
            Document::new(DocumentId("محارف".into()), "محارف", text, BTreeMap::new()).expect("short"),
            Arc::new(schema()),
            Annotator::new("أحمد"),
        )
    };
    let export = format("xmi").export(&[&document]);
    assert_eq!(
        export.losses.iter().map(|l| (l.kind, l.what.clone())).collect::<Vec<_>>(),
        [(LossKind::Flattened, LossDetail::Controls(4))]
    );
    let read = again("xmi", &export, &document.schema).remove(0);
    assert_eq!((read.text(), quotes(&read)), (text, vec!["LOC ت".to_owned()]));
    let export = format("cas-json").export(&[&document]);
    assert_eq!(export.losses, vec![]);
    crate::fixture::assert_same(&again("cas-json", &export, &document.schema).remove(0), &document);
}

/// Attributes of one name and several kinds, of names that no field can have, and of names that others have.
#[test]
fn every_attribute_has_a_feature_of_its_own() {
    let mut document = hard_document();
    let mut annotations: Vec<_> = document.annotations.iter().map(|a| (**a).clone()).collect();
    let mut schema = (*document.schema).clone();
    for (n, (name, kind, value)) in [
        ("ثقة عالية", AttributeKind::Number, AttributeValue::Number(-0.5)),
        ("ثقة_عالية", AttributeKind::Text, AttributeValue::Text("7".into())),
        ("Value", AttributeKind::Flag, AttributeValue::Flag(false)),
        ("1", AttributeKind::Text, AttributeValue::Text("true".into())),
    ]
    .into_iter()
    .enumerate()
    {
        for annotation in annotations.iter_mut().skip(n).take(1) {
            let label = schema.labels.iter_mut().find(|l| l.name == annotation.label).expect("there");
            label.attributes.push(AttributeDefinition {
                name: name.into(),
                kind: kind.clone(),
                arabic: String::new(),
                english: String::new(),
                guideline: String::new(),
                ..AttributeDefinition::new("", AttributeKind::Flag)
            });
            annotation.record.attributes.insert(name.into(), value.clone());
        }
    }
    document.annotations = AnnotationSet::from_annotations(annotations);
    document.schema = Arc::new(schema);
    for name in ["xmi", "cas-json"] {
        check_law(name, &document);
        // Without a schema that was given, too.
        let export = format(name).export(&[&document]);
        let read = again(name, &export, &Schema::default()).remove(0);
        for annotation in document.annotations.iter() {
            let back = read.annotations.get(&annotation.id).expect("there");
            assert_eq!(back.record.attributes, annotation.record.attributes, "{name}");
        }
        let names = |schema: &Schema| schema.labels.iter().map(|l| l.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&read.schema), names(&document.schema), "{name}");
    }
}
