//! The session looks in all its documents without a window, and waits for no lane that was asked for nothing.

use std::sync::Arc;

use hashiya::arabic::normalize::Normalization;
use hashiya::arabic::search::Query;
use hashiya::model::Annotator;
use hashiya::session::{Scope, SearchQuery, SearchSlot, Session};

use crate::fixture::Folder;

fn request(pattern: &str) -> SearchQuery {
    SearchQuery::Text(Query { pattern: pattern.into(), regex: false, whole_word: false, folds: Normalization::SEARCH })
}

#[test]
fn every_document_is_looked_into_open_or_not() {
    let folder = Folder::new();
    for number in 0..30 {
        folder.write(&format!("{number:02}.txt"), format!("نص {number} عن القَاهِرَةِ"));
    }
    let mut session = Session::new(Annotator::new("أحمد"), Arc::new(|| ()));
    session.open_paths(vec![folder.path().to_path_buf()]);
    session.finish_jobs();
    for _ in 0..2 {
        session.seek(SearchSlot::Panel, Scope::Project, &request("القاهره")).expect("a good query");
        session.finish_seeking();
        let found = session.findings(SearchSlot::Panel);
        assert_eq!((found.total, found.looked, found.of, found.unread), (30, 30, 30, 0));
        assert!(found.places.iter().all(|place| place.line.quote() == "القَاهِرَةِ"));
    }
    // A newer request of a lane is the one that is answered.
    session.seek(SearchSlot::Panel, Scope::Project, &request("القاهره")).expect("a good query");
    session.seek(SearchSlot::Panel, Scope::Project, &request("نص 7 ")).expect("a good query");
    session.finish_seeking();
    assert_eq!(session.findings(SearchSlot::Panel).total, 1);
    session.finish_seeking();
}
