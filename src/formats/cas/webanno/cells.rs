//! What stands in a cell of WebAnno TSV: values with escapes and numbers, several above each other, roles, ends and places in chains.

use std::borrow::Cow;

use crate::formats::webanno_fault::WebAnnoFault;

/// A value, and the number that tells its annotation from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell<'t> {
    /// `None` where there is an annotation without one.
    pub value: Option<Cow<'t, str>>,
    pub number: Option<u64>,
}

/// The parts of a cell between signs that are not escaped.
pub(super) fn split(cell: &str, sign: char) -> Vec<&str> {
    let (mut parts, mut from, mut escaped) = (Vec::new(), 0, false);
    for (at, c) in cell.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == sign => {
                parts.push(&cell[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&cell[from..]);
    parts
}

fn wrong(cell: &str) -> WebAnnoFault {
    WebAnnoFault::Cell(cell.chars().take(40).collect())
}

/// What stands before `[3]`, and the number in it.
fn with_number(cell: &str) -> Result<(&str, Option<u64>), WebAnnoFault> {
    let Some(open) = cell.strip_suffix(']').and_then(|cell| cell.rfind('[')) else { return Ok((cell, None)) };
    let escapes = cell[..open].bytes().rev().take_while(|b| *b == b'\\').count();
    let ends = cell[..cell.len() - 1].bytes().rev().take_while(|b| *b == b'\\').count();
    if escapes % 2 == 1 || ends % 2 == 1 {
        return Ok((cell, None));
    }
    let number = cell[open + 1..cell.len() - 1].parse().map_err(|_| wrong(cell))?;
    Ok((&cell[..open], Some(number)))
}

pub(super) fn cell(written: &str) -> Result<Cell<'_>, WebAnnoFault> {
    let (value, number) = with_number(written)?;
    Ok(Cell { value: value_of(value), number })
}

/// `None` for `*`, and for `_` before a number.
fn value_of(value: &str) -> Option<Cow<'_, str>> {
    match value {
        "*" | "_" | "" => None,
        value => Some(unescaped(value)),
    }
}

/// `a;b[1]` as the roles of an annotation with its number.
pub(super) type Roles<'t> = (Vec<Option<Cow<'t, str>>>, Option<u64>);

pub(super) fn roles(written: &str) -> Result<Roles<'_>, WebAnnoFault> {
    let (roles, number) = with_number(written)?;
    Ok((split(roles, ';').into_iter().map(value_of).collect(), number))
}

/// `value->1-2` as a value in a chain, with the numbers of the chain and of the link.
pub(super) type ChainLink<'t> = (Option<Cow<'t, str>>, (u64, u64));

pub(super) fn chain(written: &str) -> Result<ChainLink<'_>, WebAnnoFault> {
    let at = written.rfind("->").ok_or_else(|| wrong(written))?;
    let place = written[at + 2..].split('[').next().unwrap_or_default();
    let (chain, link) = place.split_once('-').ok_or_else(|| wrong(written))?;
    let number = |said: &str| said.parse().map_err(|_| wrong(written));
    Ok((value_of(&written[..at]), (number(chain)?, number(link)?)))
}

/// The numbers in `1-2[3_4]`, of the source and the target; 0 where there is none.
pub(super) fn ends(written: &str) -> Result<(u64, u64), WebAnnoFault> {
    let Some((_, numbers)) = written.split_once('[') else { return Ok((0, 0)) };
    let numbers = numbers.strip_suffix(']').and_then(|numbers| numbers.split_once('_'));
    let (source, target) = numbers.ok_or_else(|| wrong(written))?;
    let number = |said: &str| said.parse().map_err(|_| wrong(written));
    Ok((number(source)?, number(target)?))
}

/// `1-2[3]` as a unit and a number, 0 where there is none.
pub(super) fn unit(written: &str) -> Result<(&str, u64), WebAnnoFault> {
    with_number(written).map(|(unit, number)| (unit, number.unwrap_or_default()))
}

/// What each escape stands for.
fn unescaped(value: &str) -> Cow<'_, str> {
    if !value.contains('\\') {
        return Cow::Borrowed(value);
    }
    let (mut plain, mut chars) = (String::with_capacity(value.len()), value.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('t') => plain.push('\t'),
                Some('n') => plain.push('\n'),
                Some('r') => plain.push('\r'),
                Some(other) => plain.push(other),
                None => plain.push('\\'),
            },
            c => plain.push(c),
        }
    }
    Cow::Owned(plain)
}

/// A value as it is written.
pub(super) fn escaped(value: &str, out: &mut String) {
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | '[' | ']' | '|' | '_' | ';' | '*' => out.extend(['\\', c]),
            '-' if chars.peek() == Some(&'>') => out.push_str("\\-"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c => out.push(c),
        }
    }
}

/// The text of a sentence or token, of which only what would end a line or a cell is escaped.
pub(super) fn text_of(written: &str) -> Cow<'_, str> {
    unescaped(written)
}

pub(super) fn escaped_text(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_whatever_stands_in_them() {
        for value in ["a", "_", "*", "a->b", "-->", "[1]", "\\[1]", "a|b;c", "\t\n\r\\", "x\\", "😀_"] {
            let mut written = String::new();
            escaped(value, &mut written);
            assert_eq!(split(&written, '|').len(), 1, "{written}");
            let numbered = format!("{written}[3]");
            assert_eq!(cell(&numbered), Ok(Cell { value: Some(value.into()), number: Some(3) }), "{numbered}");
            assert_eq!(cell(&written), Ok(Cell { value: Some(value.into()), number: None }), "{written}");
        }
        assert_eq!(cell("*[2]"), Ok(Cell { value: None, number: Some(2) }));
        assert_eq!((ends("1-1[0_2]"), ends("1-1"), unit("1-2[3]")), (Ok((0, 2)), Ok((0, 0)), Ok(("1-2", 3))));
        assert_eq!(chain("*->1-2"), Ok((None, (1, 2))));
        assert_eq!(roles("a;*[1]"), Ok((vec![Some("a".into()), None], Some(1))));
        assert!(ends("1-1[x]").is_err() && chain("a->b").is_err() && cell("a[x]").is_err());
    }
}
