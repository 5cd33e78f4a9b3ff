//! Tables: what spreadsheets and data frames do to them on the way, formulas, and rows that are wrong.

use super::*;

/// A table of one text, `😀 زار أحمد بيروت`, and these rows.
fn table(rows: &str) -> String {
    format!("document,kind,label,text,start,end,id,parts,source,target\nd,document,,{VISIT},0,16,,,,\n{rows}")
}

#[test]
fn a_table_is_read_whatever_a_spreadsheet_or_a_data_frame_made_of_it() {
    let rows = "d,span,PER,أحمد,6,10,a,,,\nd,span,LOC,بيروت,11,16,b,,,\nd,relation,visits,,,,r,,a,b\n";
    let plain = table(rows);
    let expect = ["PER أحمد", "LOC بيروت"];
    let lines: Vec<&str> = plain.lines().collect();
    // Rows in another order, line ends of all kinds, a mark, other separators, an index, decimals, empty cells left out.
    let sorted = [lines[0], lines[4], lines[3], lines[2], lines[1]].join("\r\n");
    let semicolons = plain.replace(',', ";");
    let tabs = plain.replace(',', "\t");
    let indexed: String =
        lines.iter().enumerate().map(|(n, l)| format!("{},{l}\n", if n > 0 { "7" } else { "" })).collect();
    let decimals = plain.replace(",6,10,", ",6.0,10.0,");
    let short = plain.replace(",a,,,\n", ",a\n").replace(",b,,,\n", ",b\n").replace("16,,,,\n", "16\n");
    let blank = format!("{plain},,,,,,,,,\n\n");
    for (what, text) in [
        ("plain", plain.clone()),
        ("sorted", sorted),
        ("with a mark", format!("\u{feff}{plain}")),
        ("old line ends", plain.replace('\n', "\r")),
        ("semicolons", semicolons),
        ("tabs", tabs.clone()),
        ("an index", indexed),
        ("decimals", decimals),
        ("short rows", short),
        ("blank rows", blank),
        ("capitals", plain.replacen("document,kind,label", "Document,Kind,LABEL", 1)),
        (
            "no kinds",
            plain.replace(",kind,", ",x,").replace("document,,", ",,").replace("span,", ",").replace("relation,", ","),
        ),
    ] {
        assert_eq!(detected(&text), Some(if what == "tabs" { "tsv" } else { "csv" }), "{what}");
        for name in ["csv", "tsv"] {
            let found = read(name, &text);
            assert_eq!(quotes(&found.documents[0]), expect, "{what}");
            assert_eq!(found.documents[0].relations.len(), 1, "{what}");
        }
    }
    // A spreadsheet makes line feeds of other line ends, and so a text that was in one piece is not found in another.
    let text = "\"في\r\nبيروت\"";
    let table = format!("document,kind,label,text,start,end\nd,document,,{text},,\nd,span,LOC,\"في\nبيروت\",0,9\n");
    assert_eq!(quotes(&read("csv", table).documents[0]), ["LOC في\r\nبيروت"]);
}

#[test]
fn a_column_that_nobody_understands_is_told_with_its_cells() {
    let head = "document,label,text,start,end,score,flag:sure,,number:year\n";
    let rows = "d,,نص آخر,,,,,,\nd,A,نص,0,2,0.5,TRUE,,\nd,A,آخر,3,6,0.7,False,x,2026.0\n";
    let found = read("csv", format!("{head}{rows}"));
    let told: Vec<_> = found.losses.iter().map(|loss| loss.what.to_string()).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().any(|said| said.contains("'score'") && said.contains("2 times, first on line 3")), "{told:?}");
    assert!(told.iter().any(|said| said.contains("'8'")), "a column without a name has its number: {told:?}");
    let attributes = |n: usize| found.documents[0].annotations.iter().nth(n).map(|a| a.record.attributes.clone());
    let expected = [("sure".into(), AttributeValue::Flag(false)), ("year".into(), AttributeValue::Number(2026.0))];
    assert_eq!(attributes(0), Some(Attributes::from([("sure".into(), AttributeValue::Flag(true))])));
    assert_eq!(attributes(1), Some(Attributes::from(expected)));
}

/// A document whose every name and text is a formula.
#[test]
fn no_cell_is_a_formula_and_all_of_them_come_back() {
    let text = "=HYPERLINK(\"x\") +١ -٢ @اسم\t'=ب";
    let mut schema = schema();
    let names = ["=اسم", "+اسم", "-اسم", "@اسم", "'=اسم"];
    for name in names {
        let mut label = Label::new(name, name, name, SWATCHES[0].day, None);
        let kinds = [AttributeKind::Text, AttributeKind::Number, AttributeKind::Choice(vec!["-".into(), "=a".into()])];
        label.attributes.extend(kinds.into_iter().enumerate().map(|(n, kind)| AttributeDefinition {
            name: format!("={n}"),
            kind,
            arabic: String::new(),
            english: String::new(),
            guideline: String::new(),
            ..AttributeDefinition::new("", AttributeKind::Flag)
        }));
        schema.labels.push(label);
    }
    let at = |quote: &str| place(text, quote, 0);
    let quotes = ["=HYPERLINK(\"x\")", "+١", "-٢", "@اسم", "'=ب"];
    let mut annotations: Vec<_> = (names.iter().zip(quotes).enumerate())
        .map(|(n, (name, quote))| annotation(&format!("={n}"), name, text, &[at(quote)]))
        .collect();
    for (n, annotation) in annotations.iter_mut().enumerate() {
        annotation.record.note = format!("{}1+1", ["=", "+", "-", "@", "\t", "\r"][n]);
        annotation.record.annotator = Annotator::new("@أحمد");
        annotation.record.attributes = Attributes::from([
            ("=0".into(), AttributeValue::Text(["", "=", "'=", "-1", "\t"][n].into())),
            ("=1".into(), AttributeValue::Number(-1.5)),
            ("=2".into(), AttributeValue::Choice("=a".into())),
        ]);
    }
    annotations.push(annotation("tab", names[0], text, &[at("\t'")]));
    let metadata = BTreeMap::from([("=م".to_owned(), "@ق".to_owned())]);
    let document = Document::new(DocumentId("-خبر".into()), "=عنوان", text, metadata).expect("short");
    let document = AnnotatedDocument {
        annotations: AnnotationSet::from_annotations(annotations),
        ..AnnotatedDocument::new(document, Arc::new(schema), Annotator::new("=أحمد"))
    };
    for name in ["csv", "tsv"] {
        let export = format(name).export(&[&document]);
        let separator = if name == "csv" { ',' } else { '\t' };
        let table = String::from_utf8(export.files[0].1.clone()).expect("UTF-8");
        // As a reader of CSV has them, quotation marks gone.
        let mut cells = vec![String::new()];
        let mut quoted = false;
        for c in table.trim_start_matches('\u{feff}').chars() {
            match c {
                '"' => quoted = !quoted,
                c if !quoted && (c == separator || c == '\r' || c == '\n') => cells.push(String::new()),
                c => cells.last_mut().expect("one").push(c),
            }
        }
        for cell in &cells {
            let is_number = cell.parse::<f64>().is_ok();
            assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{name}: {cell:?}");
        }
        assert!(cells.iter().any(|cell| cell == "-1.5"), "numbers are numbers");
        let read = again(name, &export, &document.schema).remove(0);
        crate::fixture::assert_same(&read, &document);
    }
}

/// Texts that no cell of a spreadsheet holds go on in further rows; attributes that have no column stand in one of JSON.
#[test]
fn a_long_text_and_another_schema_come_back() {
    let text = "😀 كلمة\n".repeat(9_000);
    let long = AnnotatedDocument {
        annotations: AnnotationSet::from_annotations(vec![annotation("a", "LOC", &text, &[place(&text, &text, 0)])]),
        ..AnnotatedDocument::new(
            Document::new(DocumentId("طويل".into()), "طويل", text, BTreeMap::new()).expect("short"),
            Arc::new(default_schema()),
            Annotator::new("أحمد"),
        )
    };
    let mut bare = long.clone();
    bare.annotations = AnnotationSet::default();
    bare.schema = Arc::new(Schema { labels: vec![], relation_types: vec![], document_attributes: vec![], ..schema() });
    bare.document = Document::new(DocumentId("عار".into()), "عار", "نص", BTreeMap::new()).expect("short");
    let hard = hard_document();
    let export = format("csv").export(&[&bare, &long, &hard]);
    let table = std::str::from_utf8(&export.files[0].1).expect("UTF-8");
    assert_eq!(table.matches(",text,").count(), 1 + 2, "the header and two rows more of the text");
    assert!(table.contains("\"{\"\"choice:gender\"\":\"\"male\"\"}\""), "{table}");
    let read = again("csv", &export, &hard.schema);
    for (read, document) in read[1..].iter().zip([&long, &hard]) {
        crate::fixture::assert_same(read, document);
    }
    assert_eq!(read[0].text(), "نص");
}

#[test]
fn bad_tables_are_refused_by_line_and_span() {
    for (what, text, expect) in [
        ("cut in a cell", table("d,span,PER,\"أحمد"), &[":3:", "is the file cut"][..]),
        ("cut in a row", table("d,span,PER,أحمد,6,10"), &[":3:", "6 cells", "10 columns"]),
        ("too many cells", table("d,span,PER,أحمد,6,10,a,,,,,\n"), &[":3:", "11 cells"]),
        ("behind a mark", table("d,span,\"PER\"x,أحمد,6,10,a,,,\n"), &[":3:", "'x'"]),
        ("no number", table("d,span,PER,أحمد,ستة,10,a,,,\n"), &[":3:", "'ستة'", "'start'"]),
        ("less than nothing", table("d,span,PER,أحمد,-6,10,a,,,\n"), &[":3:", "'-6'"]),
        ("no start", table("d,span,PER,أحمد,,10,a,,,\n"), &[":3:", "'start'"]),
        ("beyond", table("d,span,PER,,6,99,a,,,\n"), &["'a' 6..99", "no such place"]),
        ("elsewhere", table("d,span,PER,أحمد,5,9,a,,,\n"), &["'a' 5..9", "أحمد"]),
        ("reversed", table("d,span,PER,,9,6,a,,,\n"), &["ends before it starts"]),
        ("parts", table("d,span,PER,,2,10,a,2..5 6..9,,\n"), &["'a'", "parts"]),
        ("no parts", table("d,span,PER,,2,10,a,2-5,,\n"), &[":3:", "'2-5'", "'parts'"]),
        ("no end", table("d,relation,t,,,,r,,a,b\n"), &[":3:", "'a', which is not in the file"]),
        ("no kind", table("d,جملة,PER,,2,10,a,,,\n"), &[":3:", "'جملة'", "'kind'"]),
        ("no text", table("e,span,PER,,2,10,a,,,\n"), &[":3:", "text of the document 'e'"]),
        ("two texts", table("d,document,,نص,0,2,,,,\n"), &[":2:", "code point 16", "says 0"]),
        (
            "an end of one id",
            table("d,span,PER,,2,5,a,,,\nd,span,PER,,6,10,a,,,\nd,relation,visits,,,,r,,a,a\n"),
            &[":5:", "'a' is used twice"],
        ),
        ("no column", "document,label,text,start\n".into(), &[":1:", "'end'"]),
        ("a column twice", "label,start,end,End\n".into(), &[":1:", "two columns 'End'"]),
        ("nothing", "\n\n".into(), &[":1:", "no column"]),
    ] {
        let error = import("csv", &text).err().unwrap_or_else(|| panic!("{what} is read"));
        let said = error.to_string();
        assert!(expect.iter().all(|part| said.contains(part)), "{what}: {said}");
        check_refused("csv", text, expect);
    }
    // Nothing tells the unit but the end of the text.
    let units = "document,kind,label,text,start,end\nd,document,,😀 نص,0,END\nd,span,A,,2,3\n";
    check_refused("csv", units.replace("END", ""), &["2..3", "--unit"]);
    assert_eq!(quotes(&read("csv", units.replace("END", "4")).documents[0]), ["A ن"]);
    assert_eq!(quotes(&read("csv", units.replace("END", "5")).documents[0]), ["A  "]);
}

/// Data frames that were put together have ids of both.
#[test]
fn an_id_that_stands_on_a_row_before_becomes_another_and_that_is_told() {
    let rows = "d,span,PER,أحمد,6,10,a,,,\nd,span,LOC,بيروت,11,16,a,,,\nd,span,X,زار,2,5,b,,,\nd,span,X,زار,2,5,c,,,\n\
                d,relation,knows,,,,r,,b,c\nd,relation,knows,,,,r,,c,b\nd,relation,knows,,,,b,,c,b\n";
    let found = read("csv", table(rows));
    let document = &found.documents[0];
    assert_eq!(quotes(document), ["X زار", "X زار", "PER أحمد", "LOC بيروت"]);
    let ids: std::collections::BTreeSet<&str> = document.annotations.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(ids.len(), 4, "{ids:?}");
    assert_eq!(document.annotations.iter().nth(2).map(|a| a.id.as_str()), Some("a"), "the first keeps it");
    assert_eq!(document.relations.len(), 3);
    let told: Vec<_> = found.losses.iter().map(|loss| loss.what.to_string()).collect();
    assert_eq!(told, ["3 ids that stand on a row before, to others"]);
}

/// Without `--keep-going` each line that is wrong is named and the file refused.
#[test]
fn a_row_that_is_wrong_is_left_out_and_the_rest_of_its_document_read() {
    let rows = "d,span,PER,أحمد,ستة,10,a,,,\nd,span,LOC,بيروت,11,16,b,,,\nd,span,PER,أحمد,7,11,c,,,\nd,span,PER,,6,99,e,,,\n\
        d,span,PER,x,6,10,f,,,,,,\nd,relation,t,,,,r,,b,a\nd,span,PER,أحمد,6,10,g,,,\nd,relation,t,,,,s,,b,g\nd,جملة,,,,,,,,\n";
    let other = "e,document,,نص,0,END,,,,\ne,span,A,نص,0,2,,,,\nz,span,A,نص,0,2,,,,\nf,document,,نص,0,2,,,,\n";
    let text = format!("{}{other}", table(rows));
    let going = ImportOptions { keep_going: true, ..options() };
    let schema = || SchemaBuilder::of_files(default_schema());
    let found = import_with("csv", "ملف.csv", &text, &going, schema()).expect("most of it");
    let ids: Vec<_> = found.documents.iter().map(|document| document.document.id().0.as_ref()).collect();
    assert_eq!(ids, ["d", "f"], "a document whose text is wrong is none");
    assert_eq!(quotes(&found.documents[0]), ["PER أحمد", "LOC بيروت"]);
    assert_eq!(found.documents[0].relations.len(), 1);
    let mut lines: Vec<_> = found.refused.iter().filter_map(|error| error.line).collect();
    lines.sort_unstable();
    // The relations of what is left out are left out too.
    assert_eq!(lines, [3, 5, 6, 7, 8, 11, 12, 14], "{:?}", found.refused);
    let mut told = Refusals::default();
    let input = Input { path: Path::new("ملف.csv"), bytes: text.as_bytes(), companions: vec![] };
    let read = format("csv").read_into(&input, &options(), &mut schema(), &mut told);
    assert!(read.is_err());
    told.0.sort_unstable();
    assert_eq!(told.0, lines);
}

/// The lines that were refused.
#[derive(Default)]
struct Refusals(Vec<usize>);

impl formats::ImportSink for Refusals {
    fn document(&mut self, _: AnnotatedDocument) -> Result<(), formats::Stopped> {
        Ok(())
    }

    fn loss(&mut self, _: Loss) {}

    fn note(&mut self, _: formats::ImportNote) {}

    fn refused(&mut self, error: ImportError) {
        self.0.extend(error.line);
    }
}
