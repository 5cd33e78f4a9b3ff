//! Each field of a filter is asked as it is meant, and what is no term is told with its place.

use super::*;

fn summary() -> Summary {
    let content: AnnotatedDocument = crate::store::samples().remove(0);
    Summary {
        title: "رحلة إلى القاهرة".into(),
        id: DocumentId("rihla-7".into()),
        state: DocumentState::InProgress,
        annotator: Annotator::new("ليلى"),
        annotations: 9,
        relations: 2,
        conflicts: 0,
        labels: vec![(LabelName::new("LOC"), 2), (LabelName::new("PER"), 7)].into(),
        words: 640,
        changed: "2026-11-03T12:00:00Z".parse::<jiff::Timestamp>().ok().map(|at| Timestamp(at.as_millisecond())),
        attributes: vec![(Arc::from("genre"), "أخبار".to_owned())].into(),
        ..Summary::from(&content)
    }
}

#[track_caller]
fn check(query: &str, takes: bool) {
    let summary = summary();
    let facts = Summarised { below: Path::new("شمال/رحلات/rihla.ron"), summary: &summary };
    let read: DocumentQuery = query.parse().unwrap_or_else(|error| panic!("{query}: {error}"));
    assert_eq!(read.takes(&facts), takes, "{query}");
}

#[test]
fn each_field_is_asked_as_it_is_meant() {
    for (query, takes) in [
        ("", true),
        ("قاهره", true),
        ("القاهرة رحله", true),
        ("\"الى القاهرة\"", true),
        ("تونس", false),
        ("-تونس", true),
        ("rihla-7", true),
        ("رحلات/", true),
        ("state:new,in-progress", true),
        ("state:undone", true),
        ("-state:done", true),
        ("حالة:قيد-العمل", true),
        ("الحال:منجز", false),
        ("حاله:\"قيد العمل\"", true),
        ("by:ليلي", true),
        ("واسم:أحمد،ليلى", true),
        ("label:PER", true),
        ("وسم:per>6", true),
        ("label:PER>7", false),
        ("label:PER>=٧", true),
        ("label:ORG", false),
        ("label:ORG=0", true),
        ("label:PER,LOC=9", true),
        ("annotations:9", true),
        ("annotations:0", false),
        ("words>500 words<=640", true),
        ("كلمات>٧٠٠", false),
        ("changed>2026-11-01", true),
        ("changed<2026-11-01", false),
        ("changed:2026-11", true),
        ("تغيير:2026-10,2026-11-03", true),
        ("changed>2026-11-03", false),
        ("changed<=2026-11-03", true),
        ("folder:شمال", true),
        ("مجلد:رحلات", true),
        ("folder:شمال/رحلات", true),
        ("folder:شما", false),
        ("conflicts", false),
        ("-conflicts", true),
        ("\"conflicts\"", false),
        ("attribute:genre=اخبار", true),
        ("خاصية:genre", true),
        ("سمة:genre", true),
        ("attribute:genre=رأي", false),
        ("title:رحلة -path:جنوب id:rihla", true),
    ] {
        check(query, takes);
    }
}

#[track_caller]
fn check_wrong(query: &str, character: usize, place: &str, fault: QueryFault) {
    let error = query.parse::<DocumentQuery>().expect_err(query);
    assert_eq!((error.character, &query[error.place.clone()]), (character, place), "{query}");
    assert_eq!(error.fault, fault, "{query}");
}

#[test]
fn what_is_no_term_is_told_with_its_place() {
    let own = str::to_owned;
    check_wrong("قاهرة stat:new", 7, "stat:new", QueryFault::NoField(own("stat")));
    check_wrong("state:neu", 1, "state:neu", QueryFault::NoState(own("neu")));
    check_wrong("words>many", 1, "words>many", QueryFault::NoNumber(own("many")));
    check_wrong("words>-5", 1, "words>-5", QueryFault::NoNumber(own("-5")));
    check_wrong("label:PER>x", 1, "label:PER>x", QueryFault::NoNumber(own("x")));
    check_wrong("label:>5", 1, "label:>5", QueryFault::NoOrder(own("label")));
    check_wrong("changed>2026-13-01", 1, "changed>2026-13-01", QueryFault::NoDay(own("2026-13-01")));
    check_wrong("a state:", 3, "state:", QueryFault::NoValue(own("state")));
    check_wrong("folder>شمال", 1, "folder>شمال", QueryFault::NoOrder(own("folder")));
    check_wrong("خبر \"من", 5, "\"من", QueryFault::OpenQuote);
}

#[test]
fn whose_a_document_is_in_its_project_is_asked_of_the_assignments() {
    let name = "شمال/رحلات/rihla.ron".to_owned();
    let given = Arc::new(Assignments::from([(name, vec![Annotator::new("سلمى"), Annotator::new("كريم")])]));
    let summary = summary();
    for (query, below, takes) in [
        ("assigned:سلمي", "شمال/رحلات/rihla.ron", true),
        ("مكلف:أحمد،كريم", "شمال/رحلات/rihla.ron", true),
        ("assigned:سلمى", "documents/شمال/رحلات/rihla.ron", true),
        ("assigned:أحمد", "شمال/رحلات/rihla.ron", false),
        ("assigned:", "شمال/رحلات/rihla.ron", false),
        ("assigned:", "أخرى.ron", true),
        ("-assigned:سلمى", "أخرى.ron", true),
    ] {
        let facts = Summarised { below: Path::new(below), summary: &summary };
        let read: DocumentQuery = query.parse().unwrap_or_else(|error| panic!("{query}: {error}"));
        assert!(read.asks_assigned());
        assert_eq!(read.knowing(given.clone()).takes(&facts), takes, "{query} {below}");
    }
}

#[test]
fn what_is_not_known_yet_is_in_no_state() {
    let query: DocumentQuery = "state:new annotations:0".parse().expect("it is one");
    assert_eq!(query.to_string(), "state:new annotations:0");
    assert!(!query.is_empty() && DocumentQuery::default().is_empty());
}
