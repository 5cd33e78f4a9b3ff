//! Tags of a token in every scheme there is: what one says, and how one is written.

use crate::formats::column_options::Scheme;

/// What a tag says of its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Begin,
    Inside,
    End,
    Single,
}

impl Scheme {
    /// Whether two annotations of one label, one behind the other, cannot be told apart.
    pub(super) fn joins(self) -> bool {
        matches!(self, Scheme::Io | Scheme::Plain)
    }

    /// The tag of the token `at` of `len`. `follows`: an annotation of the same label ends just before.
    pub(super) fn tag(self, label: &str, at: usize, len: usize, follows: bool) -> String {
        let (first, last) = (at == 0, at + 1 == len);
        let mark = match self {
            Scheme::Plain => return label.to_owned(),
            Scheme::Io => 'I',
            Scheme::Iob1 => {
                if first && follows {
                    'B'
                } else {
                    'I'
                }
            }
            Scheme::Iob2 => {
                if first {
                    'B'
                } else {
                    'I'
                }
            }
            Scheme::Bioes => match (first, last) {
                (true, true) => 'S',
                (true, false) => 'B',
                (false, true) => 'E',
                (false, false) => 'I',
            },
            Scheme::Bilou => match (first, last) {
                (true, true) => 'U',
                (true, false) => 'B',
                (false, true) => 'L',
                (false, false) => 'I',
            },
        };
        format!("{mark}-{label}")
    }
}

/// The label of tags that name none.
pub(super) const NO_TYPE: &str = "ENTITY";

/// Whether a tag says that nothing stands there.
pub(super) fn is_outside(tag: &str) -> bool {
    matches!(tag.as_bytes(), [] | [b'O' | b'o' | b'_' | b'-'])
}

/// What a tag with a mark says, and its label; `None` for what is none.
pub(super) fn parse(tag: &str) -> Option<(Mark, &str)> {
    let mut rest = tag.chars();
    let mark = match rest.next()? {
        'B' | 'b' => Mark::Begin,
        'I' | 'i' | 'M' | 'm' => Mark::Inside,
        'E' | 'e' | 'L' | 'l' => Mark::End,
        'S' | 's' | 'U' | 'u' | 'W' | 'w' => Mark::Single,
        _ => return None,
    };
    match rest.next() {
        None if tag.starts_with(|c: char| c.is_ascii_uppercase()) => Some((mark, NO_TYPE)),
        Some('-' | '_') if !rest.as_str().is_empty() => Some((mark, rest.as_str())),
        _ => None,
    }
}

/// Whether a label may stand without a mark.
pub(super) fn is_plain(tag: &str) -> bool {
    !tag.is_empty() && tag.chars().nth(1) != Some('-') && tag.chars().any(char::is_alphabetic)
}

/// Tags of a token in one column: each is looked up among all.
pub(super) const MAX_TAGS: usize = 64;

/// The tags of a cell: several are joined by blanks or bars. Of more than [`MAX_TAGS`] one more is given.
pub(super) fn of_cell(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([' ', '|']).filter(|tag| !tag.is_empty()).take(MAX_TAGS + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_every_scheme_are_read() {
        assert_eq!(parse("B-PER"), Some((Mark::Begin, "PER")));
        assert_eq!(parse("i-per"), Some((Mark::Inside, "per")));
        assert_eq!(parse("L-PER"), Some((Mark::End, "PER")));
        assert_eq!(parse("U_PER"), Some((Mark::Single, "PER")));
        assert_eq!(parse("B"), Some((Mark::Begin, NO_TYPE)));
        assert_eq!(parse("B-LOC-X"), Some((Mark::Begin, "LOC-X")));
        assert!(["O", "B-", "X-PER", "PER", "b", "", "أحمد"].iter().all(|tag| parse(tag).is_none()));
        assert_eq!(of_cell("B-A|I-B").collect::<Vec<_>>(), ["B-A", "I-B"]);
    }

    #[test]
    fn each_scheme_marks_its_ends() {
        let tags = |scheme: Scheme| (0..3).map(|at| scheme.tag("A", at, 3, true)).collect::<Vec<_>>().join(" ");
        assert_eq!(tags(Scheme::Iob1), "B-A I-A I-A");
        assert_eq!(tags(Scheme::Iob2), "B-A I-A I-A");
        assert_eq!(tags(Scheme::Bioes), "B-A I-A E-A");
        assert_eq!(tags(Scheme::Bilou), "B-A I-A L-A");
        assert_eq!(tags(Scheme::Io), "I-A I-A I-A");
        assert_eq!(Scheme::Bioes.tag("A", 0, 1, false), "S-A");
        assert_eq!(Scheme::Iob1.tag("A", 0, 1, false), "I-A");
        assert!(Scheme::ALL.into_iter().all(|scheme| Scheme::from_name(scheme.name()) == Some(scheme)));
    }
}
