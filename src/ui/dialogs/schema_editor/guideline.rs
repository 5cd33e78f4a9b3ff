//! A guideline in the editor, however long it is. What is longer than a few pages is written in parts, one at a time, so that no frame
//! lays out, copies or compares more than one of them.

use std::ops::Range;

use egui::{Id, ScrollArea, Ui};

use crate::ui::localizer::Localizer;
use crate::ui::theme::ROW;
use crate::ui::widgets::{BidiButton, BidiLabel, BidiTextField, column, mirrored_wrapped};

/// Bytes of a guideline that are written at once: about four pages.
pub(super) const MAX_PART_BYTES: usize = 8 << 10;

/// The guideline that is being written.
#[derive(Clone, Debug, Default)]
pub(super) struct GuidelineDraft {
    /// The parts of what the schema holds; one at least once it is known.
    parts: Vec<Range<usize>>,
    /// Which of them is shown.
    at: usize,
    text: String,
    /// The part as the schema holds it.
    kept: String,
    /// Another part is to be shown than the one that `text` was.
    turned: bool,
}

impl GuidelineDraft {
    /// Takes over what changed in the schema, but for what is being typed.
    pub(super) fn sync_text(&mut self, whole: &str) {
        self.parts = parts_of(whole);
        self.at = self.at.min(self.parts.len() - 1);
        let kept = &whole[self.parts[self.at].clone()];
        if self.kept == kept {
            return;
        }
        if self.text == self.kept {
            kept.clone_into(&mut self.text);
        }
        kept.clone_into(&mut self.kept);
    }

    /// The field and, of a long guideline, what turns to another part. The guideline as it is to be, where it was left.
    pub(super) fn show(&mut self, ui: &mut Ui, salt: Id, name: &str, whole: &str, words: &Localizer) -> Option<String> {
        if self.parts.last().is_none_or(|last| last.end != whole.len()) {
            self.sync_text(whole);
        }
        if std::mem::take(&mut self.turned) {
            whole[self.parts[self.at].clone()].clone_into(&mut self.kept);
            self.text.clone_from(&self.kept);
        }
        let most = 8.0 * ROW;
        let scroll = ScrollArea::vertical()
            .id_salt("guideline")
            .max_height(most)
            .min_scrolled_height(most)
            .auto_shrink([false, true]);
        let left = scroll.show(ui, |ui| {
            column(ui, |ui| {
                let id = salt.with(("guideline", self.at));
                let field = BidiTextField::multiline(&mut self.text, name, 3).id(id).show(ui);
                field.submitted || field.escaped || field.response.lost_focus()
            })
            .inner
        });
        let mut given = if left.inner { self.take(whole) } else { None };
        if self.parts.len() > 1 {
            mirrored_wrapped(ui, |ui| {
                let (at, last) = (self.at, self.parts.len() - 1);
                let mut turn = |ui: &mut Ui, word: &str, to: Option<usize>| {
                    let text = words.get(word);
                    let button = BidiButton::new(&text).small();
                    if let Some(to) = to.filter(|_| ui.add_enabled(to.is_some(), button).clicked()) {
                        given = given.take().or_else(|| self.take(whole));
                        (self.at, self.turned) = (to, true);
                    }
                };
                turn(ui, "guideline-part-before", at.checked_sub(1));
                turn(ui, "guideline-part-after", Some(at + 1).filter(|to| *to <= last));
                let place = [("n", (at + 1).into()), ("total", (last + 1).into())];
                ui.add(BidiLabel::new(&words.format("guideline-part", &place)).small().weak());
            });
        }
        given
    }

    pub(super) fn is_changed(&self) -> bool {
        self.text != self.kept
    }

    /// The guideline with what was typed, where something was.
    pub(super) fn take(&mut self, whole: &str) -> Option<String> {
        let part = self.parts.get(self.at)?.clone();
        if !self.is_changed() || part.end > whole.len() {
            return None;
        }
        if self.parts.len() == 1 {
            self.text.truncate(self.text.trim_end().len());
        }
        self.kept.clone_from(&self.text);
        let given = format!("{}{}{}", &whole[..part.start], self.text, &whole[part.end..]);
        (given != whole).then_some(given)
    }
}

/// Where a text is cut: behind the end of a line where one is near, and never in a character.
fn parts_of(whole: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    while whole.len() - start > MAX_PART_BYTES {
        let most = whole.floor_char_boundary(start + MAX_PART_BYTES);
        let end = whole[start..most].rfind('\n').map_or(most, |line| start + line + 1);
        parts.push(start..end);
        start = end;
    }
    parts.push(start..whole.len());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_guideline_is_cut_behind_lines_and_put_together_again() {
        let whole = "سطر من الإرشادات\n".repeat(2000) + &"ط".repeat(20_000);
        let parts = parts_of(&whole);
        assert!(parts.len() > 5 && parts.iter().all(|part| part.len() <= MAX_PART_BYTES && !part.is_empty()));
        assert_eq!(parts.iter().map(|part| &whole[part.clone()]).collect::<String>(), whole);
        assert!(whole[parts[0].clone()].ends_with('\n'));
        assert_eq!(parts_of(""), std::iter::once(0..0).collect::<Vec<_>>());
        let mut draft = GuidelineDraft { at: 1, ..GuidelineDraft::default() };
        draft.sync_text(&whole);
        assert_eq!(draft.take(&whole), None);
        draft.text.insert_str(0, "جديد ");
        let given = draft.take(&whole).expect("something was typed");
        assert_eq!(given.len(), whole.len() + "جديد ".len());
        assert_eq!(given.replacen("جديد ", "", 1), whole);
    }
}
