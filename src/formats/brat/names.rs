//! Names as brat has them: letters of ASCII, digits, `_` and `-`. Each name of ours has one of its own, and `visual.conf` says which.

use std::collections::{BTreeMap, HashMap, HashSet};

/// The type of notes that are the note of what they stand on.
pub(super) const NOTES: &str = "AnnotatorNotes";
/// The type of notes that say what an annotation covered before it was split at line ends.
pub(super) const SPANS: &str = "HashiyaSpans";
/// The type of notes that say that somebody is to look at it again.
pub(super) const LOOK_AGAIN: &str = "HashiyaLookAgain";

/// The first line of a `visual.conf` whose second column has the names themselves; in others it has words for people.
pub(in crate::formats) const HEADER: &str = "# Hashiya: type | name";

/// What each name of ours is called in a folder of brat: no two are called alike.
#[derive(Default)]
pub(in crate::formats) struct Names {
    theirs: HashMap<String, String>,
    taken: HashSet<String>,
    /// How many were told apart behind each name: thousands of one sound are not tried one after the other.
    alike: HashMap<String, usize>,
}

impl Names {
    /// Names that can stay as they are stay, whatever comes before them.
    pub(in crate::formats) fn keep<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) {
        for name in names.into_iter().filter(|name| is_valid(name)) {
            if !self.theirs.contains_key(name) && self.taken.insert(name.to_owned()) {
                self.theirs.insert(name.to_owned(), name.to_owned());
            }
        }
    }

    pub(in crate::formats) fn of(&mut self, name: &str) -> String {
        if let Some(known) = self.theirs.get(name) {
            return known.clone();
        }
        let base = if is_valid(name) { name.to_owned() } else { in_ascii(name) };
        let mut written = base.clone();
        while is_reserved(&written) || !self.taken.insert(written.clone()) {
            let n = self.alike.entry(base.clone()).or_insert(0);
            *n += 1;
            // Digits at the end of a role are brat's.
            written = format!("{base}-{}", letters(*n));
        }
        self.theirs.insert(name.to_owned(), written.clone());
        written
    }

    /// Each name of ours with brat's.
    pub(in crate::formats) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.theirs.iter().map(|(ours, theirs)| (ours.as_str(), theirs.as_str()))
    }

    /// The `visual.conf` that says what is called otherwise.
    pub(super) fn visual_conf(&self) -> String {
        let renamed = self.theirs.iter().filter(|(ours, theirs)| ours != theirs && is_carried(ours));
        let sorted: BTreeMap<&String, &String> = renamed.map(|(ours, theirs)| (theirs, ours)).collect();
        let lines: String = sorted.iter().map(|(theirs, ours)| format!("{theirs} | {ours}\n")).collect();
        format!("{HEADER}\n[labels]\n{lines}\n[drawing]\n")
    }
}

/// Whether a cell of a `visual.conf` can hold it.
pub(in crate::formats) fn is_carried(cell: &str) -> bool {
    !cell.contains(['|', '\n', '\r']) && cell.trim() == cell
}

/// What the names of a folder are in truth, where its `visual.conf` is ours; `None` where it is not.
pub(in crate::formats) fn names_in(visual_conf: &str) -> Option<HashMap<String, String>> {
    if visual_conf.lines().next().is_none_or(|first| first.trim() != HEADER) {
        return None;
    }
    let lines = visual_conf.lines().skip_while(|line| line.trim() != "[labels]").skip(1);
    let pairs = lines.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once('|'));
    // Words for people may stand behind the name.
    let name = |cells: &str| cells.split('|').next().unwrap_or_default().trim().to_owned();
    Some(pairs.map(|(theirs, cells)| (theirs.trim().to_owned(), name(cells))).collect())
}

fn is_valid(name: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    name.bytes().all(allowed) && name.bytes().any(|b| b.is_ascii_alphanumeric()) && !is_reserved(name)
}

fn is_reserved(name: &str) -> bool {
    matches!(name, NOTES | SPANS | LOOK_AGAIN)
}

/// 1 is a, 27 is aa.
fn letters(mut n: usize) -> String {
    let mut letters = Vec::new();
    while n > 0 {
        n -= 1;
        letters.push(char::from(b'a' + (n % 26) as u8));
        n /= 26;
    }
    letters.iter().rev().collect()
}

/// A name that can be read, near to how it sounds; what has no letter near to it is left out.
fn in_ascii(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        match c {
            c if c.is_ascii_alphanumeric() || c == '_' || c == '-' => out.push(c),
            c if c.is_whitespace() || c.is_ascii() => out.push('_'),
            c => out.push_str(latin(c)),
        }
    }
    if out.bytes().any(|b| b.is_ascii_alphanumeric()) { out } else { format!("name{out}") }
}

fn latin(c: char) -> &'static str {
    match c {
        'ا' | 'أ' | 'إ' | 'آ' | 'ٱ' | 'ى' | 'َ' => "a",
        'ب' => "b",
        'ت' | 'ط' => "t",
        'ة' => "a",
        'ث' => "th",
        'ج' => "j",
        'ح' | 'ه' => "h",
        'خ' => "kh",
        'د' | 'ض' => "d",
        'ذ' => "dh",
        'ر' => "r",
        'ز' | 'ظ' => "z",
        'س' | 'ص' => "s",
        'ش' => "sh",
        'ع' => "a",
        'غ' => "gh",
        'ف' => "f",
        'ق' => "q",
        'ك' => "k",
        'ل' => "l",
        'م' => "m",
        'ن' => "n",
        'و' | 'ؤ' => "w",
        'ي' | 'ئ' => "y",
        'ُ' => "u",
        'ِ' => "i",
        'پ' => "p",
        'چ' => "ch",
        'گ' => "g",
        'ڤ' => "v",
        '٠' => "0",
        '١' => "1",
        '٢' => "2",
        '٣' => "3",
        '٤' => "4",
        '٥' => "5",
        '٦' => "6",
        '٧' => "7",
        '٨' => "8",
        '٩' => "9",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_has_one_of_its_own_and_comes_back() {
        let mut names = Names::default();
        names.keep(["PER", "a_b"]);
        let ours = ["شخص", "شَخص", "شحص", "a b", "a_b", "PER", "!", "?", NOTES, "اسم علم", "١٢"];
        let theirs: Vec<String> = ours.iter().map(|name| names.of(name)).collect();
        assert!(theirs.iter().all(|name| is_valid(name)), "{theirs:?}");
        assert_eq!(theirs.iter().collect::<HashSet<_>>().len(), ours.len(), "{theirs:?}");
        assert_eq!((&*theirs[0], &*theirs[4], &*theirs[5], &*theirs[9]), ("shkhs", "a_b", "PER", "asm_alm"));
        let back = names_in(&names.visual_conf()).expect("our own");
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert_eq!(back.get(theirs).map_or(theirs.as_str(), String::as_str), *ours);
        }
        assert!(names_in("[labels]\nPER | شخص | ش\n").is_none(), "words of another program are no names");
        assert_eq!((letters(1), letters(26), letters(27)), ("a".into(), "z".into(), "aa".into()));
    }
}
