//! Going to a place by its number: a paragraph, a code point as exports count them, or a share of the whole.

use std::ops::ControlFlow;

use super::{before_buttons, complaint};
use crate::arabic::words;
use crate::session::{Selection, TextSelection};
use crate::ui::modal::{Flow, Modal, Request, UiContext};
use crate::ui::theme::space;
use crate::ui::typed::european;
use crate::ui::widgets::{BidiButton, BidiLabel, BidiTextField, dialog, mirrored_end};

/// Why a place cannot be gone to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Miss {
    /// It is not a number of any kind.
    NotAPlace,
    /// There are only so many paragraphs.
    Paragraphs(usize),
    /// There are only so many code points.
    Characters(usize),
}

/// The dialog while it is open.
#[derive(Clone, Debug, Default)]
pub struct GoToDialog {
    typed: String,
    /// What was last worked out, and for which words.
    found: Option<(String, Result<usize, Miss>)>,
    opened: bool,
}

impl Modal for GoToDialog {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let (Some(document), words) = (cx.session.current_mut(), &cx.words) else { return Flow::Close };
        let text = document.content().document.text().clone();
        let (mut goal, mut cancel) = (None, false);
        let (_, close) = dialog(&cx.ctx, "place", &words.get("command-go-to"), 420.0, |ui| {
            ui.add(BidiLabel::new(&words.get("go-to-how")).weak().wrap());
            ui.add_space(space::S);
            let first = !std::mem::replace(&mut self.opened, true);
            let name = words.get("go-to-place");
            let field = BidiTextField::new(&mut self.typed, &name).hint(&name).focus(first).show(ui);
            if self.found.as_ref().is_none_or(|(typed, _)| *typed != self.typed) {
                self.found = Some((self.typed.clone(), place_of(&text, &self.typed)));
            }
            let found = self.found.as_ref().map_or(Err(Miss::NotAPlace), |(_, found)| *found);
            if !self.typed.trim().is_empty() {
                match found {
                    Ok(_) => {}
                    Err(Miss::NotAPlace) => complaint(ui, &words.get("go-to-not-a-place")),
                    Err(Miss::Paragraphs(n)) => complaint(ui, &words.format("go-to-paragraphs", &[("n", n.into())])),
                    Err(Miss::Characters(n)) => complaint(ui, &words.format("go-to-characters", &[("n", n.into())])),
                }
            }
            before_buttons(ui);
            mirrored_end(ui, |ui| {
                let pressed = ui.add_enabled(found.is_ok(), BidiButton::primary(&words.get("go-to-go"))).clicked();
                if let (Ok(at), true) = (found, pressed || field.submitted) {
                    goal = Some(at);
                }
                cancel = ui.add(BidiButton::quiet(&words.get("action-cancel"))).clicked();
            });
        });
        let Some(at) = goal else { return Flow::close_if(cancel || close) };
        document.selection = Selection::of_text(TextSelection::caret(words::floor_edge(&text, at)));
        cx.request(Request::FollowCaret);
        Flow::Close
    }
}

/// The byte that `12` (a paragraph, from 1), `@345` (a code point, from 0) or `50%` means in a text. Digits may be
/// Arabic or Persian ones.
pub fn place_of(text: &str, typed: &str) -> Result<usize, Miss> {
    let typed = european(typed.trim());
    if let Some(share) = typed.strip_suffix('%') {
        let share: f64 = share.trim().parse().map_err(|_| Miss::NotAPlace)?;
        return match (0.0..=100.0).contains(&share) {
            true => Ok(text.floor_char_boundary((text.len() as f64 * share / 100.0) as usize)),
            false => Err(Miss::NotAPlace),
        };
    }
    if let Some(offset) = typed.strip_prefix('@') {
        let offset: usize = offset.trim().parse().map_err(|_| Miss::NotAPlace)?;
        let mut left = offset;
        let found = text.char_indices().try_for_each(|(at, _)| match left {
            0 => ControlFlow::Break(at),
            _ => {
                left -= 1;
                ControlFlow::Continue(())
            }
        });
        return match found {
            ControlFlow::Break(at) => Ok(at),
            ControlFlow::Continue(()) if left == 0 => Ok(text.len()),
            ControlFlow::Continue(()) => Err(Miss::Characters(offset - left)),
        };
    }
    let paragraph: usize = typed.parse().map_err(|_| Miss::NotAPlace)?;
    let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
    match paragraph.checked_sub(1).and_then(|before| starts.clone().nth(before)) {
        Some(at) => Ok(at),
        None => Err(Miss::Paragraphs(starts.count())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `|` where `typed` leads.
    fn check(typed: &str, expected: &str) {
        let text = expected.replace('|', "");
        let at = place_of(&text, typed).unwrap_or_else(|miss| panic!("{typed}: {miss:?}"));
        assert_eq!(format!("{}|{}", &text[..at], &text[at..]), expected, "{typed}");
    }

    #[test]
    fn a_number_is_a_paragraph_a_code_point_or_a_share() {
        check("1", "|أول\nثان\n\nرابع");
        check("٢", "أول\n|ثان\n\nرابع");
        check(" ۴ ", "أول\nثان\n\n|رابع");
        check("@0", "|أ😀ب");
        check("@٢", "أ😀|ب");
        check("@3", "أ😀ب|");
        check("0%", "|نصف");
        check("٥٠٪", "ن|صف");
        check("100%", "نصف|");
    }

    #[test]
    fn what_is_not_there_is_said() {
        assert_eq!(place_of("أول\nثان", "3"), Err(Miss::Paragraphs(2)));
        assert_eq!(place_of("أول\nثان", "0"), Err(Miss::Paragraphs(2)));
        assert_eq!(place_of("نص", "@9"), Err(Miss::Characters(2)));
        for typed in ["", "x", "@", "-1", "101%", "NaN%", "12x"] {
            assert_eq!(place_of("نص", typed), Err(Miss::NotAPlace), "{typed}");
        }
    }
}
