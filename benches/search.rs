//! How fast a text of ten megabytes is searched, folded and parted into words. Goal: folded search in 50 ms.
//!
//! For the figures of `grep -c` and `rg` on the same text, give a path in `HASHIYA_BENCH_TEXT` and the text is written
//! there.

#[path = "support/record.rs"]
mod record;
#[path = "support/sampled.rs"]
mod sampled;

use std::sync::{Arc, OnceLock};

use hashiya::arabic::normalize::{Normalization, Normalizer};
use hashiya::arabic::search::{Matcher, Query};
use hashiya::arabic::words;
use hashiya::model::{AnnotatedDocument, Annotator, Document, DocumentId};
use hashiya::session::{Scope, SearchQuery, SearchSlot, Session};
use hashiya::store::{self, Expect};

use sampled::sampled;

const MEGABYTES: usize = 10;

const LINES: [&str; 6] = [
    "قال وزير الخارجية في القاهرة يوم الأحد 12 مايو إنّ «المفاوضات» بين الطرفين ستُستأنَف غداً، وفق ما نقلته الوكالة.",
    "وأعلنت جامعة دمشق عن افتتاح مركزٍ جديد للترجمة بالتعاون مع University of Leeds، يضم نحو 3.5 ألف مخطوط.",
    "انتقلت الأسرة إلى بيروت عام ١٩٥٨ ثم عادت الى حلب، وهناك درس الفتى علوم اللغة على يد الشيخ عبد الرحمن.",
    "شهدت المدينة أمطاراً غزيرة أدت إلى إغلاق الطرق المؤدية للمطار #طقس_اليوم 🌧️ ودعت البلدية السكان إلى الحذر.",
    "سَأَلَ الطِّفْلُ أُمَّهُ: لِمَاذَا تُهَاجِرُ الطُّيُورُ فِي الخَرِيفِ؟ فَابْتَسَمَتْ وَقَالَتْ: لِتَعُودَ فِي الرَّبِيعِ.",
    "وتراجعت أسعار النفط بنسبة ٢٫٤٪ بعد إعلان المنظمة زيادة الإنتاج، فيما ارتفع الذهب إلى 2,350 دولاراً للأونصة.",
];

/// Ten megabytes in which no two lines are the same.
fn text() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let mut text = String::with_capacity(MEGABYTES << 20);
        let mut number = 0usize;
        while text.len() < MEGABYTES << 20 {
            text.push_str(LINES[(number * 7 + number / 5) % LINES.len()]);
            text.push_str(&format!(" ({number})\n"));
            number += 1;
            if number.is_multiple_of(1000) {
                text.push_str("وختم المُحافِظُ الإسكندرانيّ حديثه بالشكر.\n");
            }
        }
        if let Some(path) = std::env::var_os("HASHIYA_BENCH_TEXT") {
            std::fs::write(path, &text).expect("HASHIYA_BENCH_TEXT names a file that can be written");
        }
        text
    })
}

fn count(bencher: divan::Bencher, name: &str, pattern: &str, change: impl FnOnce(&mut Query)) {
    let mut query =
        Query { pattern: pattern.to_owned(), regex: false, whole_word: false, folds: Normalization::SEARCH };
    change(&mut query);
    let text = text();
    let matcher = Matcher::new(&query).expect("the query is good");
    println!("{pattern}: {} hits", matcher.count(text));
    sampled(bencher, &format!("{name}: {pattern}"), || matcher.count(divan::black_box(text)));
}

#[divan::bench(args = ["الاسكندراني", "القاهرة", "الى", "ا"])]
fn folded(bencher: divan::Bencher, pattern: &str) {
    count(bencher, "folded", pattern, |_| {});
}

#[divan::bench(args = ["الاسكندراني", "القاهره"])]
fn safe_fold_whole_word(bencher: divan::Bencher, pattern: &str) {
    count(bencher, "safe fold whole word", pattern, |query| {
        (query.whole_word, query.folds) = (true, Normalization::SAFE)
    });
}

#[divan::bench(args = ["الإسكندرانيّ", "القاهرة"])]
fn as_it_is(bencher: divan::Bencher, pattern: &str) {
    count(bencher, "as it is", pattern, |query| query.folds = Normalization::NONE);
}

#[divan::bench(args = ["ال\\w+دراني"])]
fn folded_regex(bencher: divan::Bencher, pattern: &str) {
    count(bencher, "folded regex", pattern, |query| query.regex = true);
}

#[divan::bench]
fn fold_with_map(bencher: divan::Bencher) {
    let (folder, text) = (Normalizer::new(Normalization::SEARCH), text());
    sampled(bencher, "fold with map", || folder.fold(divan::black_box(text)));
}

#[divan::bench]
fn tokens(bencher: divan::Bencher) {
    let text = text();
    sampled(bencher, "tokens", || words::tokens(divan::black_box(text)).count());
}

/// A thousand documents in files, as a session that has looked into them once finds them.
#[divan::bench]
fn project_of_1000_documents(bencher: divan::Bencher) {
    let folder = std::env::temp_dir().join(format!("hashiya-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the temporary folder is writable");
    let schema = Arc::new(store::default_schema());
    let mut bytes = 0;
    for (number, body) in text().as_bytes().chunks(10 << 10).take(1000).enumerate() {
        let body = String::from_utf8_lossy(body);
        bytes += body.len();
        let id = DocumentId(format!("{number:04}").into());
        let document = Document::new(id, String::new(), &*body, Default::default()).expect("a short text");
        let document = AnnotatedDocument::new(document, schema.clone(), Annotator::new("bench"));
        store::save(&document, &folder.join(format!("{number:04}.ron")), Expect::Absent).expect("writable");
    }
    let mut session = Session::new(Annotator::new("bench"), Arc::new(|| ()));
    session.open_paths(vec![folder.clone()]);
    session.finish_jobs();
    session.finish_seeking();
    let folds = Normalization::SEARCH;
    let request =
        SearchQuery::Text(Query { pattern: "الاسكندراني".into(), regex: false, whole_word: false, folds });
    let mut look = || {
        session.seek(SearchSlot::Panel, Scope::Project, &request).expect("the query is good");
        session.finish_seeking();
        session.findings(SearchSlot::Panel).total
    };
    println!("1000 documents, {bytes} bytes of text, {} hits", look());
    sampled(bencher, "project of 1000 documents", look);
    std::fs::remove_dir_all(&folder).expect("it is ours");
}

fn main() {
    record::begin();
    divan::main();
}
