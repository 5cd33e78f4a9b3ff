//! Pages of HTML: the text comes through, marks stand where annotations do, and nothing that a document says becomes markup.

use super::*;

/// The text of a document, and of each mark the bytes that it is around, by id.
type Marked = (String, BTreeMap<String, Vec<(usize, usize)>>);

/// A page as a reader of HTML has it: the text of each document, and of each mark the bytes that it is around, by id.
fn read_page(page: &str) -> Vec<Marked> {
    let plain = |text: &str| {
        let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#13;", "\r"), ("&amp;", "&")];
        signs.iter().fold(text.to_owned(), |text, (sign, c)| text.replace(sign, c))
    };
    let texts = page.split("<div class=\"text\" dir=\"auto\">").skip(1).map(|text| text.split("</div>").next());
    let read = |html: &str| {
        let (mut text, mut marks, mut open) = (String::new(), BTreeMap::<String, Vec<_>>::new(), Vec::new());
        for (n, piece) in html.split('<').enumerate() {
            let (tag, behind) = if n == 0 { ("", piece) } else { piece.split_once('>').expect("a tag ends") };
            match tag {
                "" => {}
                "/mark" => {
                    let (id, start) = open.pop().expect("a mark is open");
                    marks.entry(id).or_default().push((start, text.len()));
                }
                _ => {
                    let id = tag.split(" data-id=\"").nth(1).and_then(|id| id.split('"').next()).expect("a mark");
                    open.push((plain(id), text.len()));
                }
            }
            text.push_str(&plain(behind));
        }
        assert_eq!(open, [], "each mark ends");
        // Pieces of a mark that another cuts belong together.
        for pieces in marks.values_mut() {
            pieces.sort_unstable();
            pieces.dedup_by(|b, a| {
                a.1 == b.0 && {
                    a.1 = b.1;
                    true
                }
            });
        }
        (text, marks)
    };
    texts.map(|html| read(html.expect("it ends"))).collect()
}

fn check_page(document: &AnnotatedDocument) {
    let export = format("html").export(&[document]);
    let page = std::str::from_utf8(&export.files[0].1).expect("UTF-8");
    let (text, marks) = read_page(page).remove(0);
    assert_eq!(text, document.text());
    let left_out = |id: &hashiya::model::AnnotationId| export.losses.iter().any(|loss| loss.id.as_ref() == Some(id));
    for annotation in document.annotations.iter().filter(|a| !left_out(&a.id)) {
        let mut spans: Vec<_> = annotation.spans.iter().map(|s| (s.range().start, s.range().end)).collect();
        spans.dedup_by(|b, a| {
            a.1 == b.0 && {
                a.1 = b.1;
                true
            }
        });
        spans.retain(|(start, end)| start < end);
        assert_eq!(marks.get(annotation.id.as_str()).cloned().unwrap_or_default(), spans, "{}", annotation.id);
    }
}

#[test]
fn a_page_is_as_the_golden_file_shows_it() {
    let corpus = corpus();
    let export = format("html").export(&corpus.iter().collect::<Vec<_>>());
    let page = std::str::from_utf8(&export.files[0].1).expect("UTF-8");
    check_golden("datasets/html/dataset.html", page);
    assert_eq!(export.losses, vec![], "a page shows everything");
    for part in ["prefers-color-scheme: dark", "dir=\"rtl\"", "default-src 'none'", "اسم &quot;كامل&quot;"] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("<script") && !page.contains("src=") && !page.contains("href="), "nothing from elsewhere");
    corpus.iter().for_each(check_page);
}

#[test]
fn nothing_that_a_document_says_becomes_markup() {
    let evil = "</div><script>alert('١')</script>\" onclick=\"x & y &amp; <!-- ";
    let mut schema = schema();
    schema.labels.push(Label { guideline: evil.into(), ..Label::new(evil, evil, evil, SWATCHES[0].day, None) });
    let mut annotation = annotation(evil, evil, evil, &[place(evil, "script", 0)]);
    annotation.record.note = evil.into();
    annotation.record.annotator = Annotator::new(evil);
    annotation.record.provenance = Provenance::AcceptedSuggestion { source: evil.into() };
    annotation.record.attributes = Attributes::from([(evil.into(), AttributeValue::Text(evil.into()))]);
    let relation = Relation {
        id: "r".into(),
        label: evil.into(),
        source: evil.into(),
        target: evil.into(),
        record: annotation.record.clone(),
    };
    let metadata = BTreeMap::from([(evil.to_owned(), evil.to_owned())]);
    let document = AnnotatedDocument {
        annotations: AnnotationSet::from_annotations(vec![annotation]),
        relations: [relation].into_iter().collect(),
        ..AnnotatedDocument::new(
            Document::new(DocumentId(evil.into()), evil, evil, metadata).expect("short"),
            Arc::new(schema),
            Annotator::new(evil),
        )
    };
    check_page(&document);
    let export = format("html").export(&[&document]);
    let page = std::str::from_utf8(&export.files[0].1).expect("UTF-8");
    assert!(!page.contains("<script") && !page.contains("\" onclick") && !page.contains("<!--"), "{page}");
    assert_eq!(page.matches("<article").count(), 1);
}

/// More marks on one place than can be seen, each within the next: the rest stands in the list and is told.
#[test]
fn marks_on_one_place_are_bounded_and_the_rest_is_told() {
    let text = "كلمة ".repeat(200);
    let steps: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let range = |n: usize| steps[n]..steps[n + 301];
    let annotations = (0..300).map(|n| annotation(&format!("a{n}"), "LOC", &text, &[range(n)]));
    let document = AnnotatedDocument {
        annotations: AnnotationSet::from_annotations(annotations.collect::<Vec<_>>()),
        ..AnnotatedDocument::new(
            Document::new(DocumentId("د".into()), "د", text.as_str(), BTreeMap::new()).expect("short"),
            Arc::new(default_schema()),
            Annotator::new("أحمد"),
        )
    };
    check_page(&document);
    let export = format("html").export(&[&document]);
    assert_eq!(export.losses.len(), 300 - 16);
    let page = std::str::from_utf8(&export.files[0].1).expect("UTF-8");
    assert_eq!(page.matches("<tr data-id=").count(), 300);
}

proptest! {
    #[test]
    fn any_document_is_a_page(document in any_rich_document()) {
        check_page(&document);
    }
}
