//! The tokens of formats that give back the text from its tokens and the single spaces behind them, as spaCy does: our own tokens,
//! cut where an annotation begins or ends, so that each stands on whole tokens, or tokens that somebody chose. What else stands between
//! tokens is a token too.

use std::collections::HashSet;
use std::ops::Range;

use crate::arabic::words::tokens;

pub(super) struct CutToken {
    /// In bytes.
    pub range: Range<usize>,
    /// A single space stands behind it.
    pub has_space: bool,
}

/// All of a text as our tokens, cut at the edges of `spans`.
pub(super) fn cut_tokens<'r>(text: &str, spans: impl Iterator<Item = &'r Range<usize>>) -> Vec<CutToken> {
    let mut points = vec![0, text.len()];
    let (mut begins, mut ends) = (HashSet::new(), HashSet::new());
    for span in spans {
        begins.insert(span.start);
        ends.insert(span.end);
        points.extend([span.start, span.end]);
    }
    points.extend(tokens(text).flat_map(|token| [token.start, token.end]));
    between(text, points, |at| !begins.contains(&at) && !ends.contains(&(at + 1)))
}

/// All of a text as these tokens, which stand in their order, and what lies between them.
pub(super) fn covering(text: &str, tokens: &[Range<usize>]) -> Vec<CutToken> {
    let mut points = vec![0, text.len()];
    points.extend(tokens.iter().flat_map(|token| [token.start, token.end]));
    let begins: HashSet<usize> = tokens.iter().map(|token| token.start).collect();
    between(text, points, |at| !begins.contains(&at))
}

/// The tokens between some places of a text. A space goes to the token before it where `is_free` says so of its place.
fn between(text: &str, mut points: Vec<usize>, is_free: impl Fn(usize) -> bool) -> Vec<CutToken> {
    points.sort_unstable();
    points.dedup();
    let mut cut: Vec<CutToken> = Vec::with_capacity(points.len());
    for pair in points.windows(2) {
        let mut range = pair[0]..pair[1];
        if let Some(before) = cut.last_mut().filter(|before| before.range.end == range.start)
            && text[range.clone()].starts_with(' ')
            && is_free(range.start)
        {
            before.has_space = true;
            range.start += 1;
        }
        if !range.is_empty() {
            cut.push(CutToken { range, has_space: false });
        }
    }
    cut
}

/// The tokens that a span stands on, which was among those they were cut by.
pub(super) fn tokens_of(cut: &[CutToken], span: &Range<usize>) -> Range<usize> {
    let first = cut.partition_point(|token| token.range.start < span.start);
    let end = cut.partition_point(|token| token.range.start < span.end);
    first..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, spans: &[Range<usize>]) -> Vec<String> {
        let token = |t: CutToken| format!("{}{}", &text[t.range], if t.has_space { "_" } else { "" });
        cut_tokens(text, spans.iter()).into_iter().map(token).collect()
    }

    #[test]
    fn spaces_are_behind_tokens_and_the_rest_between_them_is_tokens() {
        assert_eq!(shown("زار أحمد  بيروت.\n", &[]), ["زار_", "أحمد_", " ", "بيروت", ".", "\n"]);
        assert_eq!(shown(" بيت", &[]), [" ", "بيت"]);
        assert_eq!(shown("", &[]), Vec::<String>::new());
        let text = "وبيروت ";
        assert_eq!(shown(text, &[std::ops::Range { start: 2, end: 13 }]), ["و", "بيروت", " "], "a span with its space");
    }

    #[test]
    fn tokens_that_were_chosen_stay_whole() {
        let shown = |text: &str, tokens: &[Range<usize>]| {
            let token = |t: CutToken| format!("{}{}", &text[t.range], if t.has_space { "_" } else { "" });
            covering(text, tokens).into_iter().map(token).collect::<Vec<_>>()
        };
        assert_eq!(shown(" a b  c", &[1..4, 6..7]), [" ", "a b_", " ", "c"]);
        assert_eq!(shown("a  b", &[0..1, 1..2]), ["a", " _", "b"], "a token that is a space");
        assert_eq!(shown("", &[]), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn the_text_and_every_span_stand_on_whole_tokens(
            text in "[ابت \n😀a.]{0,30}",
            cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..5),
        ) {
            let places: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
            let span = |(a, b): &(prop::sample::Index, prop::sample::Index)| {
                let (a, b) = (*a.get(&places), *b.get(&places));
                a.min(b)..a.max(b)
            };
            let spans: Vec<_> = cuts.iter().map(span).filter(|span| !span.is_empty()).collect();
            let cut = cut_tokens(&text, spans.iter());
            let whole: String = cut.iter().flat_map(|t| [&text[t.range.clone()], if t.has_space { " " } else { "" }]).collect();
            prop_assert_eq!(&whole, &text);
            for span in &spans {
                let on = tokens_of(&cut, span);
                prop_assert_eq!(cut[on.start].range.start..cut[on.end - 1].range.end, span.clone());
            }
        }
    }
}
