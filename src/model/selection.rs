//! What is selected of a text: several ranges, one of which is the primary one.

use std::ops::Range;

/// Ranges of a text (bytes) in logical order, sorted, and apart from each other: those that touch are one. The primary range has the
/// caret at one end, its head, and where it began at the other, its anchor. It alone may be empty: alone it is a plain caret.
///
/// Which of two screen places a caret at a direction change takes is the canvas's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextSelection {
    ranges: Vec<Range<usize>>,
    primary: usize,
    /// The head is before the anchor.
    backwards: bool,
}

impl Default for TextSelection {
    fn default() -> Self {
        TextSelection::caret(0)
    }
}

impl TextSelection {
    pub fn caret(at: usize) -> Self {
        TextSelection::between(at, at)
    }

    pub fn of(range: Range<usize>) -> Self {
        TextSelection::between(range.start, range.end)
    }

    /// One range, which began at `anchor` and has the caret at `head`.
    pub fn between(anchor: usize, head: usize) -> Self {
        let range = anchor.min(head)..anchor.max(head);
        TextSelection { ranges: vec![range], primary: 0, backwards: head < anchor }
    }

    /// The primary range.
    pub fn range(&self) -> Range<usize> {
        self.ranges[self.primary].clone()
    }

    pub fn anchor(&self) -> usize {
        let Range { start, end } = self.range();
        if self.backwards { end } else { start }
    }

    pub fn head(&self) -> usize {
        let Range { start, end } = self.range();
        if self.backwards { start } else { end }
    }

    /// The ranges that hold something, in order: the pieces of an annotation that is made of them.
    pub fn pieces(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.ranges.iter().filter(|range| !range.is_empty()).cloned()
    }

    /// Those that reach into `window` (bytes). The cost is that of the window, however many there are.
    pub fn pieces_in(&self, window: &Range<usize>) -> impl Iterator<Item = Range<usize>> + use<'_> {
        let (first, end) = (self.ranges.partition_point(|range| range.end <= window.start), window.end);
        self.ranges[first..]
            .iter()
            .take_while(move |range| range.start < end)
            .filter(|range| !range.is_empty())
            .cloned()
    }

    /// How many ranges hold something.
    pub fn count(&self) -> usize {
        self.ranges.len() - usize::from(self.range().is_empty())
    }

    /// Nothing is selected: there is a caret alone.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// There are other ranges than the primary one.
    pub fn is_multiple(&self) -> bool {
        self.ranges.len() > 1
    }

    /// The primary range alone.
    pub fn primary(&self) -> TextSelection {
        TextSelection::between(self.anchor(), self.head())
    }

    /// With the primary range of another selection, which becomes the primary one and takes in those it touches. An empty one that
    /// was primary before goes.
    pub fn with(&self, added: &TextSelection) -> TextSelection {
        join(self.pieces().collect(), added)
    }

    /// The same with another primary range in the place of the one it has.
    pub fn with_primary(&self, primary: &TextSelection) -> TextSelection {
        join(self.others().collect(), primary)
    }

    /// The primary range reaches from its anchor to `head`.
    pub fn extended_to(&self, head: usize) -> TextSelection {
        self.with_primary(&TextSelection::between(self.anchor(), head))
    }

    /// Without the ranges that lie in `range`; the last of those that stay is primary, if the primary one goes. `None`: nothing
    /// would be left.
    pub fn without_pieces_in(&self, range: &Range<usize>) -> Option<TextSelection> {
        let stays = |piece: &Range<usize>| piece.start < range.start || range.end < piece.end;
        let primary = match stays(&self.range()) {
            true => self.primary(),
            false => TextSelection::of(self.others().filter(stays).last()?),
        };
        Some(join(self.others().filter(|other| stays(other) && *other != primary.range()).collect(), &primary))
    }

    /// Each range as `change` makes it, the primary one still primary.
    pub fn map(&self, mut change: impl FnMut(Range<usize>) -> Range<usize>) -> TextSelection {
        let others: Vec<_> = self.others().map(|range| TextSelection::of(change(range))).collect();
        let primary = TextSelection::of(change(self.range()));
        let mut others = others.iter();
        match others.next() {
            Some(first) => others.fold(first.clone(), |all, other| all.with(other)).with(&primary),
            None => primary,
        }
    }

    fn others(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let others = self.ranges.iter().enumerate().filter(|(at, _)| *at != self.primary);
        others.map(|(_, range)| range.clone())
    }
}

/// `ranges`, which are sorted and apart, and the primary range of `added` as the primary one.
fn join(mut ranges: Vec<Range<usize>>, added: &TextSelection) -> TextSelection {
    let mut primary = added.range();
    let touched = ranges.partition_point(|range| range.end < primary.start)
        ..ranges.partition_point(|range| range.start <= primary.end);
    if let [first, ..] = &ranges[touched.clone()] {
        primary.start = primary.start.min(first.start);
    }
    if let [.., last] = &ranges[touched.clone()] {
        primary.end = primary.end.max(last.end);
    }
    let at = touched.start;
    ranges.splice(touched, [primary]);
    TextSelection { ranges, primary: at, backwards: added.backwards }
}
