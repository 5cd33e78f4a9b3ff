//! How fast whole documents are laid out, lines broken, on one thread: a table on standard output.
//!
//! `cargo bench --bench layout` uses a text of its own; `HASHIYA_BENCH_TEXT=FILE` takes another. With
//! `-- --write FILE` the text is written there as well, for programs by others; `--megabytes N` is how much of it.

#[path = "support/clock.rs"]
mod clock;
#[path = "support/record.rs"]
mod record;

use clock::cpu_seconds;
use hashiya::typeset::{Direction, ReadingFont, TextStyle, Typesetter};

const LINES: &[&str] = &[
    "قال مراسل الوكالة إن ٢٥ شخصًا وصلوا إلى القاهرة يوم 3/11/2026، وإن اللجنة تجتمع غدًا للنظر في التقرير.",
    "وأضاف المتحدث (Reuters) أن «الخبر مؤكد»، وأن المدينة الكبيرة كانت كاملة العدة كما كان مقررًا من قبل.",
    "إِنَّ ٱلْعِلْمَ نُورٌ يَهْدِي ٱلْقَلْبَ، وَٱلصَّبْرُ مِفْتَاحُ ٱلْفَرَجِ، فَاصْبِرْ وَتَعَلَّمْ.",
    "ارتفعت أسعار النفط بنسبة 4.5% في نيويورك، وتراجعت في London إلى 71 دولارًا للبرميل #اقتصاد.",
];
const WORDS: &[&str] = &["محمد", "الجزائر", "وزارة", "مصنع", "جامعة", "القدس", "التعليم", "الصحة", "نهر", "قناة"];

/// A text of about `bytes` bytes in paragraphs of a few hundred, in which no two paragraphs are alike.
fn text(bytes: usize) -> String {
    let source = match std::env::var_os("HASHIYA_BENCH_TEXT") {
        Some(path) => std::fs::read_to_string(path).expect("HASHIYA_BENCH_TEXT names a readable UTF-8 file"),
        None => LINES.join("\n"),
    };
    let lines: Vec<&str> = source.lines().collect();
    let mut text = String::with_capacity(bytes + 1024);
    let mut n = 0;
    while text.len() < bytes {
        text.push_str(lines[n % lines.len()]);
        text.push_str(&format!(" {}{n} {}\n", WORDS[n % 10], WORDS[n / 10 % 10]));
        n += 1;
    }
    text
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let option = |name: &str| arguments.iter().position(|a| a == name).and_then(|at| arguments.get(at + 1));
    let sizes = match option("--megabytes") {
        Some(size) => vec![size.parse().expect("--megabytes takes a number")],
        None => vec![1, 10],
    };
    record::begin();
    println!("{:<20} {:>8} {:>10} {:>10} {:>10}", "font", "MB", "ms", "MB/s", "lines");
    for megabytes in sizes {
        let text = text(megabytes * 1_000_000);
        if let Some(path) = option("--write") {
            std::fs::write(path, &text).expect("--write names a file that can be written");
        }
        for font in ReadingFont::ALL {
            let style = TextStyle::new(font, 22.0);
            let mut typesetter = Typesetter::new();
            let start = cpu_seconds();
            let mut lines = 0;
            for paragraph in text.lines() {
                lines += typesetter.layout(paragraph, &style, Some(700.0), Direction::AUTO).lines().len();
            }
            let seconds = cpu_seconds() - start;
            let speed = text.len() as f64 / 1e6 / seconds;
            println!("{:<20} {megabytes:>8} {:>10.1} {speed:>10.1} {lines:>10}", font.name(), seconds * 1e3);
            record::record(&format!("{}, {megabytes} MB", font.name()), "laid out", "MB/s", speed);
        }
    }
}
