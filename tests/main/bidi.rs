//! UAX #9 conformance of the paragraph path: all of BidiTest.txt and BidiCharacterTest.txt, through the levels and the
//! order that lines are laid out by. The files are in `tests/unicode`.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use flate2::read::GzDecoder;

use hashiya::typeset::{Base, Direction, Levels, visual_order};

/// What a test file expects of one text: the level of each character, `None` where X9 removes it, and the order.
struct Case {
    text: String,
    direction: Direction,
    levels: Vec<Option<u8>>,
    order: Vec<usize>,
}

fn run(case: &Case) -> Result<(), String> {
    let levels = Levels::new(&case.text, case.direction);
    let of_line = levels.of_line(0, case.text.len());
    let starts: Vec<usize> = case.text.char_indices().map(|(i, _)| i).collect();
    let kept: Vec<usize> = (0..starts.len()).filter(|i| !levels.is_removed(starts[*i])).collect();
    for (i, expected) in case.levels.iter().enumerate() {
        let found = (!levels.is_removed(starts[i])).then(|| of_line[starts[i]]);
        if found != *expected {
            return Err(format!("character {i}: level {found:?}, expected {expected:?}"));
        }
    }
    let kept_levels: Vec<u8> = kept.iter().map(|i| of_line[starts[*i]]).collect();
    let mut order = Vec::new();
    visual_order(&kept_levels, &mut order);
    let order: Vec<usize> = order.into_iter().map(|i| kept[i as usize]).collect();
    if order != case.order { Err(format!("order {order:?}, expected {:?}", case.order)) } else { Ok(()) }
}

fn parse_levels(field: &str) -> Vec<Option<u8>> {
    field.split_whitespace().map(|level| level.parse().ok()).collect()
}

fn parse_order(field: &str) -> Vec<usize> {
    field.split_whitespace().map(|i| i.parse().expect("the order is of numbers")).collect()
}

fn check_all(name: &str, cases: impl Iterator<Item = Case>, version: &str, count: usize) {
    let mut passed = 0;
    let mut failures = Vec::new();
    for case in cases {
        match run(&case) {
            Ok(()) => passed += 1,
            Err(problem) => failures.push(format!("{:?} {:?}: {problem}", case.text, case.direction)),
        }
    }
    println!("{name} ({version}): {} run, {passed} passed", passed + failures.len());
    assert!(
        failures.is_empty(),
        "{} of {name} fail:\n{}",
        failures.len(),
        failures[..failures.len().min(10)].join("\n")
    );
    assert_eq!(passed, count, "every case of {name} is run");
}

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/unicode").join(format!("{name}.gz"));
    let file = File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).expect("a whole file of UTF-8");
    text
}

#[test]
fn all_of_bidi_character_test_passes() {
    let file = read("BidiCharacterTest.txt");
    let version = file.lines().next().unwrap_or_default().to_owned();
    let cases = file.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).map(|line| {
        let fields: Vec<&str> = line.split(';').collect();
        let text = fields[0]
            .split(' ')
            .map(|hex| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).expect("a code point"))
            .collect();
        let direction = match fields[1] {
            "0" => Direction::Ltr,
            "1" => Direction::Rtl,
            _ => Direction::Auto { neutral: Base::Ltr },
        };
        Case { text, direction, levels: parse_levels(fields[3]), order: parse_order(fields[4]) }
    });
    check_all("BidiCharacterTest.txt", cases, &version, 91_707);
}

#[test]
fn all_of_bidi_test_passes() {
    let file = read("BidiTest.txt");
    let version = file.lines().next().unwrap_or_default().to_owned();
    let mut levels = Vec::new();
    let mut order = Vec::new();
    let mut cases = Vec::new();
    for line in file.lines() {
        if let Some(field) = line.strip_prefix("@Levels:") {
            levels = parse_levels(field);
        } else if let Some(field) = line.strip_prefix("@Reorder:") {
            order = parse_order(field);
        } else if let Some((classes, set)) = line.split_once(';')
            && !line.starts_with('#')
        {
            let text: String = classes.split_whitespace().map(example).collect();
            let set = u8::from_str_radix(set.trim(), 16).expect("a set of directions");
            for (bit, direction) in
                [(1, Direction::Auto { neutral: Base::Ltr }), (2, Direction::Ltr), (4, Direction::Rtl)]
            {
                if set & bit != 0 {
                    cases.push(Case { text: text.clone(), direction, levels: levels.clone(), order: order.clone() });
                }
            }
        }
    }
    check_all("BidiTest.txt", cases.into_iter(), &version, 770_241);
}

/// A character of a bidi class.
fn example(class: &str) -> char {
    match class {
        "L" => 'a',
        "R" => '\u{05D0}',
        "AL" => '\u{0627}',
        "EN" => '1',
        "ES" => '+',
        "ET" => '#',
        "AN" => '\u{0661}',
        "CS" => ',',
        "NSM" => '\u{0300}',
        "BN" => '\u{00AD}',
        "B" => '\u{2029}',
        "S" => '\t',
        "WS" => ' ',
        "ON" => '!',
        "LRE" => '\u{202A}',
        "LRO" => '\u{202D}',
        "RLE" => '\u{202B}',
        "RLO" => '\u{202E}',
        "PDF" => '\u{202C}',
        "LRI" => '\u{2066}',
        "RLI" => '\u{2067}',
        "FSI" => '\u{2068}',
        "PDI" => '\u{2069}',
        other => panic!("unknown bidi class {other}"),
    }
}
