//! What it costs to label every person and place of a news article, in keys and clicks: replayed press by press.
//!
//! A drag is one click. Scrolling is not counted: the window is as tall as the article.

use std::ops::Range;

use egui::{Event, Key, Modifiers, PointerButton};
use hashiya::arabic::words::tokens;

use super::{SHIFT, Start, Window, from_right};

const ARTICLE: &str = include_str!("../../golden/article.txt");

/// The article without its marks, and what they mark: `{P:…}` a person, `{L:…}` a place. A proclitic stands outside where the
/// article itself shows that it is one; that of a name which is there only with it (وصيدا) stays inside.
fn gold() -> (String, Vec<(Range<usize>, char)>) {
    let mut text = String::new();
    let mut marks = Vec::new();
    for piece in ARTICLE.split('{') {
        match piece.split_once('}') {
            Some((mark, rest)) => {
                let (label, quote) = mark.split_once(':').expect("a label and a colon");
                marks.push((text.len()..text.len() + quote.len(), label.chars().next().expect("a label")));
                text += quote;
                text += rest;
            }
            None => text += piece,
        }
    }
    (text, marks)
}

struct Counted {
    window: Window,
    text: String,
    presses: usize,
}

impl Counted {
    fn new(text: &str) -> Counted {
        let mut start =
            Start { files: vec![("خبر.txt", text.to_owned())], open: vec!["خبر.txt"], ..Start::default() };
        start.look.size = [1100.0, 2600.0];
        // What is not needed here is not drawn.
        start.settings.show_documents = false;
        start.settings.show_annotations = false;
        start.settings.smooth_scrolling = false;
        Counted { window: start.window(), text: text.to_owned(), presses: 0 }
    }

    /// One drag over the words of a mention.
    fn drag(&mut self, mention: &Range<usize>) {
        let words: Vec<_> = tokens(&self.text).filter(|token| token.is_content()).collect();
        let shown = self.window.words();
        assert_eq!(shown.len(), words.len(), "every word of the article is on the screen");
        let touched = |token: &hashiya::arabic::words::Token| token.start < mention.end && mention.start < token.end;
        let first = words.iter().position(touched).expect("a word of the mention");
        let last = words.iter().rposition(touched).expect("a word of the mention");
        let (from, to) = (from_right(shown[first].1, 0.2), from_right(shown[last].1, 0.8));
        self.window.pause();
        // All of the drag in one frame: the page reads it event by event, and there are many.
        let button = |pos, pressed| Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        let drag = [Event::PointerMoved(from), button(from, true), Event::PointerMoved(to), button(to, false)];
        self.window.harness.input_mut().events.extend(drag);
        self.window.run();
        self.presses += 1;
    }

    /// From now on each selection gets this label: a click on its pin.
    fn pin(&mut self, label: char) {
        let name = if label == 'P' { "Person" } else { "Location" };
        self.window.click(&format!("Give {name} to each new selection"));
        self.presses += 1;
    }

    /// What is labelled by now, as `label quote` at each place in order.
    fn labelled(&self) -> Vec<String> {
        self.window.annotations()
    }
}

fn expected(text: &str, gold: &[(Range<usize>, char)]) -> Vec<String> {
    let name = |label: char| if label == 'P' { "PER" } else { "LOC" };
    let mut all: Vec<String> =
        gold.iter().map(|(range, label)| format!("{}: {}", name(*label), &text[range.clone()])).collect();
    all.sort();
    all
}

#[test]
fn the_article_is_what_it_should_be() {
    let (text, gold) = gold();
    let words = tokens(&text).filter(|token| token.is_content()).count();
    assert!((480..=560).contains(&words), "{words} words");
    assert!(gold.len() >= 60, "{} mentions", gold.len());
}

#[test]
fn by_hand_a_mention_costs_less_than_two_presses() {
    let (text, gold) = gold();
    let mut hands = Counted::new(&text);
    for label in ['P', 'L'] {
        hands.pin(label);
        for (mention, _) in gold.iter().filter(|(_, other)| *other == label) {
            hands.drag(mention);
        }
    }
    assert_eq!(hands.labelled(), expected(&text, &gold));
    assert_eq!((hands.presses, gold.len()), (PRESSES_BY_HAND, MENTIONS));
    assert!(hands.presses < 2 * gold.len());
}

#[test]
fn with_propagation_a_mention_costs_less_than_one_press() {
    let (text, gold) = gold();
    let mut hands = Counted::new(&text);
    for label in ['P', 'L'] {
        hands.pin(label);
        // The analyst reads on; what is labelled already is passed over. Every new string is propagated, since nobody
        // knows whether it comes again.
        let mut done: Vec<Range<usize>> = Vec::new();
        for (mention, _) in gold.iter().filter(|(_, other)| *other == label) {
            if done.contains(mention) {
                continue;
            }
            hands.drag(mention);
            let before = hands.labelled().len();
            hands.window.key(SHIFT, Key::Enter);
            hands.presses += 1;
            hands.window.wait_for("the places", |w| w.says("Places changed"));
            let quote = &text[mention.clone()];
            let same: Vec<_> = gold.iter().filter(|(other, _)| is_same(quote, &text[other.clone()])).collect();
            done.extend(same.iter().map(|(range, _)| range.clone()));
            // جدة the city is جده his grandfather to the safe fold: a click and Del take it back.
            if quote == "جدة" {
                let wrong = hands.window.word("جده").center();
                hands.window.click_at(wrong, 1, Modifiers::NONE);
                hands.window.key(Modifiers::NONE, Key::Delete);
                hands.presses += 2;
            }
            assert_eq!(hands.labelled().len() - before, same.len() - 1, "{quote}: each other place, and no more");
            // The message is to be seen anew next time.
            hands.window.key(Modifiers::NONE, Key::Tab);
        }
    }
    assert_eq!(hands.labelled(), expected(&text, &gold), "nothing was missed, and nothing labelled that should not be");
    assert_eq!(hands.presses, PRESSES_WITH_PROPAGATION);
    assert!(hands.presses < gold.len());
}

/// Whether two mentions are one string but for its proclitics.
fn is_same(a: &str, b: &str) -> bool {
    let bare = |quote: &str| {
        let rest = quote.strip_prefix(['و', 'ب']).filter(|rest| rest.starts_with("ال")).unwrap_or(quote);
        rest.to_owned()
    };
    bare(a) == bare(b)
        || bare(a).strip_prefix('و') == Some(bare(b).as_str())
        || bare(b).strip_prefix('و') == Some(bare(a).as_str())
}

const MENTIONS: usize = 70;
const PRESSES_BY_HAND: usize = 72;
const PRESSES_WITH_PROPAGATION: usize = 56;
