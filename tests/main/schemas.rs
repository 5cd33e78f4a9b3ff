//! Schemas in the formats of other programs: what each holds comes back, what it has no place for is told, and what others wrote is read.

use std::path::Path;

use hashiya::formats::schemas::{SchemaLoss, SchemaPlace, SchemaRead, formats, losses, named};
use hashiya::model::{
    AttributeDefinition, AttributeKind, AttributeValue, Colour, Label, LabelName, Overlap, RelationKind, RelationType,
    Schema,
};
use hashiya::store::{read_schema, schema_to_ron};
use proptest::prelude::*;

use crate::cli::{done, fails, path};
use crate::fixture::Folder;
use crate::golden::check_golden;

/// A schema in which everything is said.
const WHOLE: &str = include_str!("../fixtures/schema-whole.ron");

fn whole() -> Schema {
    read_schema(Path::new("whole.ron"), WHOLE.as_bytes()).expect("a sound schema")
}

fn read(format: &str, text: &str, beside: &[(&'static str, &str)]) -> Result<SchemaRead, String> {
    let format = named(format).expect("a format");
    let companions: Vec<_> = beside.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())).collect();
    format.read(Path::new(format.file), text.as_bytes(), &companions).map_err(|error| error.to_string())
}

/// What is read of what a format writes.
fn there_and_back(format: &str, schema: &Schema) -> Result<Schema, String> {
    let files = named(format).expect("a format").write(schema);
    let beside: Vec<_> = files[1..].iter().map(|(name, text)| (*name, text.as_str())).collect();
    read(format, &files[0].1, &beside).map(|read| read.schema)
}

fn shown(losses: &[SchemaLoss]) -> String {
    losses.iter().map(|loss| format!("{}: {}\n", loss.place, loss.names.join(", "))).collect()
}

#[test]
fn each_format_writes_what_the_golden_files_show_and_tells_what_it_has_no_place_for() {
    for format in formats() {
        let files: String = format.write(&whole()).iter().map(|(name, text)| format!("=== {name}\n{text}")).collect();
        let text = format!("{files}=== lost\n{}", shown(&format.losses(&whole())));
        check_golden(&format!("schemas/{}.txt", format.name), text.as_str());
    }
}

/// Places that a format has, in which nothing may be lost.
const HELD: &[(&str, &[SchemaPlace])] = &[
    ("brat", &[SchemaPlace::Parent, SchemaPlace::Ends, SchemaPlace::Colour]),
    (
        "label-studio",
        &[SchemaPlace::Label, SchemaPlace::RelationType, SchemaPlace::Colour, SchemaPlace::Key, SchemaPlace::Order],
    ),
    ("doccano", &[SchemaPlace::Colour, SchemaPlace::Order]),
];

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z]{2,5}",
        "[ء-ي]{1,6}",
        "[a-z|,;\"'\\\\=&<>ء-ي]{1,6}",
        Just("مكان\u{200f}ما".to_owned()),
        Just("الحاشية ".repeat(40).trim().to_owned()),
    ]
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[ء-ي ]{1,8}", "(?s)[^\\x00]{0,12}"]
}

fn attribute() -> impl Strategy<Value = AttributeDefinition> {
    let kind = prop_oneof![
        Just(AttributeKind::Flag),
        Just(AttributeKind::Number),
        Just(AttributeKind::Text),
        Just(AttributeKind::Date),
        prop::collection::vec(name(), 0..4).prop_map(AttributeKind::Choice),
        prop::collection::vec("[a-zء-ي|\\\\]{1,4}", 0..4).prop_map(AttributeKind::Choices),
    ];
    (name(), kind, words(), words(), words(), any::<[bool; 4]>()).prop_map(
        |(name, kind, arabic, english, guideline, [required, remembered, shown, has_default])| {
            let first = kind.choices().first().cloned();
            let default = match kind {
                AttributeKind::Flag => Some(AttributeValue::Flag(required)),
                AttributeKind::Number => Some(AttributeValue::Number(-1.5e-7)),
                AttributeKind::Text => Some(AttributeValue::Text("نص | \\".into())),
                AttributeKind::Date => "1445-09-01 AH".parse().ok().map(AttributeValue::Date),
                AttributeKind::Choice(_) => first.map(AttributeValue::Choice),
                AttributeKind::Choices(_) => first.map(|choice| AttributeValue::Choices(vec![choice])),
            };
            let default = default.filter(|_| has_default);
            let new = AttributeDefinition::new(name, kind);
            AttributeDefinition { arabic, english, guideline, required, remembered, shown, default, ..new }
        },
    )
}

/// Attributes of one owner, each name once.
fn attributes() -> impl Strategy<Value = Vec<AttributeDefinition>> {
    prop::collection::vec(attribute(), 0..3).prop_map(|mut all| {
        let mut seen = std::collections::HashSet::new();
        all.retain(|definition| seen.insert(definition.name.clone()));
        all
    })
}

prop_compose! {
    fn schema()(
        title in words(),
        labels in prop::collection::vec((name(), words(), words(), words(), any::<[u8; 3]>(), prop::option::of(any::<prop::sample::Index>()), prop::option::of("[a-zء-ي0-9]"), attributes()), 1..6),
        types in prop::collection::vec((name(), words(), any::<[u8; 3]>(), prop::collection::vec(any::<prop::sample::Index>(), 0..3), attributes()), 0..3),
        document_attributes in attributes(),
    ) -> Schema {
        let mut schema = Schema { name: title, document_attributes, ..Schema::default() };
        let mut keys = std::collections::HashSet::new();
        for (name, arabic, english, guideline, colour, parent, key, attributes) in labels {
            let parent = parent.filter(|_| !schema.labels.is_empty()).map(|at| at.get(&schema.labels).name.clone());
            let key = key.and_then(|key| key.chars().next()).filter(|key| keys.insert(*key));
            let mut label = Label::new(&name, &arabic, &english, Colour(colour), key);
            label.parent = parent;
            label.guideline = guideline;
            label.overlap = Overlap::ALL[usize::from(label.colour.0[0] % 4)];
            label.attributes = attributes;
            if schema.label(&label.name).is_none() {
                schema.labels.push(label);
            }
        }
        for (name, arabic, colour, ends, attributes) in types {
            let name = LabelName::new(name);
            let mut source_labels: Vec<LabelName> = ends.iter().map(|at| at.get(&schema.labels).name.clone()).collect();
            source_labels.dedup();
            let is_new = schema.label(&name).is_none() && schema.relation_type(&name).is_none();
            if is_new {
                schema.relation_types.push(RelationType { name, arabic, english: String::new(), colour: Colour(colour), kind: RelationKind::ALL[usize::from(colour[0] % 3)], source_labels, target_labels: Vec::new(), guideline: String::new(), attributes });
            }
        }
        schema
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_a_format_holds_comes_back(schema in schema()) {
        prop_assume!(schema.check().is_ok());
        let back = read_schema(Path::new("x.ron"), schema_to_ron(&schema).as_bytes()).expect("our own");
        prop_assert_eq!(&back, &schema);
        prop_assert_eq!(there_and_back("csv", &schema).expect("a table"), schema.clone());
        for (format, held) in HELD {
            let back = match there_and_back(format, &schema) {
                Ok(back) => back,
                Err(error) if error.contains("there is no label") => continue,
                Err(error) => return Err(TestCaseError::fail(format!("{format}: {error}"))),
            };
            let lost = losses(&schema, &back);
            prop_assert_eq!(shown(&lost), shown(&named(format).expect("a format").losses(&schema)));
            // What hangs on a label that is lost is lost with it.
            let whole = lost.iter().all(|loss| loss.place != SchemaPlace::Label);
            prop_assert!(!whole || lost.iter().all(|loss| !held.contains(&loss.place)), "{}: {}", format, shown(&lost));
            prop_assert!(back.labels.len() <= schema.labels.len());
        }
    }

    /// Whatever a file holds: an answer.
    #[test]
    fn no_file_makes_a_reader_panic(text in "(?s).{0,200}", at in 0..4usize, cut in 0..4000usize) {
        let format = &formats()[at];
        let _ = format.read(Path::new("x"), text.as_bytes(), &[]);
        let files = format.write(&whole());
        let whole = files[0].1.as_bytes();
        let _ = format.read(Path::new("x"), &whole[..cut.min(whole.len())], &[("visual.conf", text.into_bytes())]);
    }
}

#[test]
fn a_configuration_of_brat_by_others_is_read_with_its_tree_events_and_macros() {
    let conf = "<POG>=Person|Organization|Place\n[entities]\nLiving-thing\n\tPerson\n\t!Animal\nOrganization\nPlace\n----\n\
                [relations]\nLocated Arg1:Person, Arg2:Place\nEquiv\tArg1:<POG>, Arg2:<POG>, <REL-TYPE>:symmetric-transitive\n\
                [events]\nLife\n\tBe-born\tPerson-Arg:Person, Place-Arg?:Place\n\tDie\tPerson-Arg{2}:Person, Agent*:<POG>\n\
                [attributes]\nNegation\tArg:<EVENT>\nConfidence\tArg:<EVENT>, Value:L1|L2\nMention\tArg:Person|Nobody\n";
    let visual = "[labels]\nPerson | شخص | ش\nPlace | Place name\n[drawing]\nPerson\tbgColor:#FFCCAA, fgColor:black\n";
    let SchemaRead { schema, notes } =
        read("brat", conf, &[("visual.conf", visual), ("kb_shortcuts.conf", "P\tPerson\nQ\tPlace\n")]).expect("read");
    let label = |name: &str| schema.label(&name.into()).unwrap_or_else(|| panic!("no {name}"));
    assert_eq!(label("Person").parent, Some("Living-thing".into()));
    assert_eq!(label("Die").parent, Some("Life".into()));
    assert_eq!((label("Person").arabic.as_str(), label("Place").english.as_str()), ("شخص", "Place name"));
    assert_eq!((label("Person").colour, label("Place").key), (Colour([0xff, 0xcc, 0xaa]), Some('Q')));
    let agent = schema.relation_type(&"Agent".into()).expect("a role");
    assert_eq!((&agent.source_labels[..], agent.target_labels.len()), (&["Die".into()][..], 3));
    let both = schema.relation_type(&"Person-Arg".into()).expect("a role");
    assert_eq!(both.source_labels, ["Be-born".into(), "Die".into()]);
    assert_eq!(label("Die").attributes.len(), 2);
    assert_eq!(label("Person").attributes.len(), 1);
    assert_eq!(
        notes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["line 19: 'Mention' has no place in a schema and was left out"]
    );
}

#[test]
fn a_configuration_of_label_studio_by_others_is_read() {
    let xml = r##"<View><Header value="x"/><Labels name="ner" toName="text">
      <Label value="شخص" alias="PER" background="#FFA39E" hotkey="p"/><Label value="LOC" hotkey="p"/><Label value="LOC"/></Labels>
      <Image name="i" value="$i"/><Text name="text" value="$text"/>
      <Choices name="sure" toName="text" perRegion="true"><Choice value="true"/><Choice value="false"/></Choices>
      <Rating name="stars" toName="text"/><DateTime name="when" toName="text" perRegion="true" whenLabelValue="PER"/></View>"##;
    let SchemaRead { schema, notes } = read("label-studio", xml, &[]).expect("read");
    assert_eq!(schema.labels.len(), 2);
    assert_eq!((schema.labels[0].name.as_str(), schema.labels[0].arabic.as_str()), ("PER", "شخص"));
    assert_eq!(schema.labels[0].attributes.len(), 2);
    assert_eq!(schema.labels[1].attributes[0].kind, AttributeKind::Flag);
    assert_eq!(schema.document_attributes[0].name, "stars");
    assert_eq!(notes.len(), 3, "{notes:?}");
}

#[test]
fn a_choice_that_a_configuration_lists_twice_is_chosen_once() {
    let xml = r#"<View><Labels name="label" toName="text"><Label value="PER"/></Labels>
      <Choices name="role" toName="text" choice="multiple" perRegion="true">
        <Choice value="a" selected="true"/><Choice value="a" selected="true"/><Choice value="b"/></Choices>
      <Text name="text" value="$text"/></View>"#;
    let read = read("label-studio", xml, &[]).expect("read");
    assert_eq!(read.schema.labels[0].attributes[0].default, Some(AttributeValue::Choices(vec!["a".into()])));
}

#[test]
fn lists_of_doccano_and_of_names_alone_are_read() {
    let old = r##"[{"id":1,"text":"PER","prefixKey":null,"suffixKey":"p","backgroundColor":"#AA0000"},{"text":"LOC","prefix_key":"ctrl","suffix_key":"l"}]"##;
    let SchemaRead { schema, notes } = read("doccano", old, &[]).expect("read");
    assert_eq!((schema.labels[0].key, schema.labels[1].key), (Some('p'), None));
    assert_eq!(notes.len(), 1);
    let table = read("csv", "name;اللون\nPER;#aa0000\nشخص;\n", &[]).expect("a table of names").schema;
    assert_eq!((table.labels.len(), table.labels[0].colour), (2, Colour([0xaa, 0, 0])));
}

/// What a file is refused for.
#[track_caller]
fn refuses(format: &str, text: &str, expect: &str) {
    let said = read(format, text, &[]).expect_err("not sound");
    assert!(said.contains(expect), "{said}");
}

#[test]
fn what_is_not_sound_is_refused_with_its_place() {
    refuses("csv", "name,parent\na,b\nb,a\n", "is its own ancestor");
    refuses("csv", "name,parent\na,c\n", "names 'c' as its parent");
    refuses("csv", "name,colour\na,red\n", ":2: 'red' in the column 'colour'");
    refuses("csv", "x,y\n1,2\n", "no column 'name'");
    refuses("csv", "name\n\"a\nb\"\n", "control characters");
    refuses("doccano", "[{\"text\": 1}]", "no field 'text'");
    refuses("doccano", "[{", "ends before it is whole");
    refuses("label-studio", "<html/>", "the root is not 'View'");
    refuses("label-studio", "<View></View>", "there is no label in it");
    refuses("label-studio", "<!DOCTYPE x [<!ENTITY a \"b\">]><View>&a;</View>", "entit");
    refuses("brat", "[entities]\n", "there is no label in it");
    let many: String = (0..5000).map(|n| format!("T{n}\n")).collect();
    refuses("brat", &format!("[entities]\n{many}"), "it has 5000 labels, and 4096 are the most");
    let macros: String =
        (0..20).map(|n| format!("<M{n}>=<M{m}>|<M{m}>|<M{m}>|<M{m}>|<M{m}>|<M{m}>|<M{m}>\n", m = n + 1)).collect();
    let read =
        read("brat", &format!("{macros}[entities]\nA\n[relations]\nR Arg1:<M0>, Arg2:A\n"), &[]).expect("bounded");
    assert_eq!(read.schema.relation_types.len(), 1);
}

#[test]
fn the_command_line_checks_converts_and_applies() {
    let folder = Folder::new();
    folder.write("whole.ron", WHOLE);
    let at = |name: &str| path(&folder, name);
    let (whole_file, table, back) = (at("whole.ron"), at("labels.csv"), at("back.ron"));
    done(&["schema", "convert", &whole_file, &table]);
    done(&["schema", "convert", &table, &back]);
    assert_eq!(read_schema(Path::new("b"), &std::fs::read(&back).expect("written")).expect("sound"), whole());
    // What somebody else wrote stays.
    folder.write("mine.json", "[]");
    fails(&["schema", "convert", &whole_file, &at("mine.json")], 1, &["--force"]);
    let said = done(&["schema", "convert", &whole_file, &at("mine.json"), "--force"]);
    assert!(said.contains("2\trelation types\t"), "{said}");
    // A folder gets all files of brat, and is read as one.
    std::fs::create_dir(at("brat")).expect("made");
    done(&["schema", "convert", &whole_file, &at("brat"), "--to-format", "brat"]);
    assert!(folder.join("brat/visual.conf").is_file() && folder.join("brat/kb_shortcuts.conf").is_file());
    done(&["schema", "check", &at("brat"), &whole_file]);
}

#[test]
fn a_schema_is_applied_to_documents_after_a_look() {
    let folder = Folder::new();
    let at = |name: &str| path(&folder, name);
    folder.write("a.txt", "وصل أحمد إلى القاهرة");
    done(&["import", &at("a.txt"), "--out", &at("docs")]);
    done(&["annotate", &at("docs/a.ron"), "--label", "PER", "--match", "أحمد"]);
    folder.write("new.csv", "name\nشخص\n");
    let before = std::fs::read(at("docs/a.ron")).expect("there");
    let (table, docs) = (at("new.csv"), at("docs"));
    // What is in use is not dropped without a word.
    fails(&["schema", "apply", &table, &docs], 1, &["PER"]);
    let said = done(&["schema", "apply", &table, &docs, "--rename", "PER=شخص"]);
    assert!(said.contains("PER → شخص\t1"), "{said}");
    assert_eq!(std::fs::read(at("docs/a.ron")).expect("there"), before, "a look writes nothing");
    done(&["schema", "apply", &table, &docs, "--rename", "PER=شخص", "--write"]);
    let after = hashiya::store::load(&folder.join("docs/a.ron")).expect("sound").0;
    assert_eq!((after.schema.labels.len(), after.annotations.label_counts().len()), (1, 1));
}
