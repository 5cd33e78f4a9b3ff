//! Work shared out on the command line by filters, looked at beforehand, and asked for by whom it was given to.

use serde_json::Value;

use crate::cli::{done, done_saying, path};
use crate::fixture::Folder;

/// Six texts in two folders, as a project.
fn project() -> (Folder, String) {
    let folder = Folder::new();
    for (n, inner) in ["شمال", "شمال", "شمال", "جنوب", "جنوب", "جنوب"].into_iter().enumerate() {
        let place = folder.join(&format!("in/{inner}/{n}.txt"));
        std::fs::create_dir_all(place.parent().expect("a folder")).expect("made");
        std::fs::write(place, format!("وصل أحمد {n}")).expect("written");
    }
    let project = path(&folder, "مشروع");
    done(&["project", "new", &project, "--from", &path(&folder, "in")]);
    (folder, project)
}

fn count(project: &str, filter: &str) -> usize {
    done(&["project", "list", project, "--filter", filter]).lines().count()
}

#[test]
fn a_filter_says_what_is_shared_out_and_asks_for_whom() {
    let (folder, project) = project();
    let north = ["project", "assign", &project, "--to", "سلمى", "--filter", "folder:شمال", "--json"];
    let looked: Value = serde_json::from_str(&done(&[&north[..], &["--dry-run"]].concat())).expect("JSON");
    assert_eq!(looked["annotators"][0]["documents"], 3);
    assert!(!folder.join("مشروع/assignments.ron").exists(), "looking writes nothing");
    done(&north);
    assert_eq!((count(&project, "assigned:سلمي"), count(&project, "assigned:")), (3, 3));
    // The rest to two, of which what is hers stays hers.
    done(&["project", "assign", &project, "--to", "سلمى", "--to", "كريم", "--overlap", "100"]);
    assert_eq!(
        (count(&project, "مكلف:كريم"), count(&project, "assigned:"), count(&project, "assigned:سلمى")),
        (3, 0, 6)
    );
    // Statistics and exports take it as well.
    let stats: Value =
        serde_json::from_str(&done(&["stats", &project, "--filter", "assigned:كريم", "--json"])).expect("JSON");
    assert_eq!(stats["documents"], 3);
    let out = path(&folder, "out.jsonl");
    done(&["export", &path(&folder, "مشروع/documents"), "--to", "jsonl", "--out", &out, "--filter", "-assigned:كريم"]);
    assert_eq!(std::fs::read_to_string(&out).expect("written").lines().count(), 3);
}

#[test]
fn second_readings_are_made_of_what_a_filter_takes() {
    let (folder, project) = project();
    for name in ["شمال/0", "شمال/1", "جنوب/3"] {
        let place = folder.join(&format!("مشروع/documents/{name}.ron"));
        let (mut document, stamp) = hashiya::store::load(&place).expect("there");
        document.state = hashiya::model::DocumentState::Done;
        document.annotator = "ليلى".into();
        hashiya::store::save(&document, &place, hashiya::store::Expect::Unchanged(stamp)).expect("saved");
    }
    let ask = ["project", "reread", &project, "--by", "ليلى", "--percent", "100", "--after", "0"];
    let north = [&ask[..], &["--filter", "folder:شمال"]].concat();
    done_saying(&[&north[..], &["--dry-run"]].concat(), "2 documents to be read again; nothing was written");
    assert!(!folder.join("مشروع/readings").exists());
    done_saying(&north, "2 documents to be read again");
    done_saying(&ask, "1 document to be read again");
    let status: Value = serde_json::from_str(&done(&["project", "status", &project, "--json"])).expect("JSON");
    assert_eq!(status["readings"][0]["documents"], 3);
}
