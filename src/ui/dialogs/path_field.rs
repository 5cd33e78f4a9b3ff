//! A field for a path: it completes what was typed, lists what is there, and has a button for the system's own dialog.
//!
//! The disk is looked at off the frame, one look at a time.

use std::path::{Path, PathBuf, is_separator};
use std::sync::{Arc, OnceLock};

use egui::{Id, Key, Modifiers, Role, ScrollArea, Ui};

use super::path::PathStatus;
use crate::store::folder::{Completion, completions};
use crate::ui::localizer::Localizer;
use crate::ui::theme::ROW;
use crate::ui::widgets::{BidiButton, BidiLabel, BidiTextField, FieldOutput, Row, column, mirrored, words};

/// Rows of the list that are seen at once.
const ROWS: usize = 6;

/// A field for a path, with a button that asks for the system's dialog.
#[derive(Clone, Debug, Default)]
pub(super) struct PathField {
    text: String,
    /// What stood at which text when it was last asked.
    known: Option<(String, PathStatus)>,
    shown: bool,
    /// The text was changed by hand: what goes on from it is listed.
    typed: bool,
    /// The list has its room also while it is empty.
    roomy: bool,
    folders: bool,
    names: Names,
}

/// What goes on from what was typed.
#[derive(Clone, Debug, Default)]
struct Names {
    /// What was asked for last, and the answer once it is there.
    asked: Option<(Typed, Arc<OnceLock<Vec<Completion>>>)>,
    chosen: Option<usize>,
    /// The row that was chosen when the list was last scrolled to it.
    followed: Option<usize>,
    had_focus: bool,
    /// Names were listed in the last frame.
    listed: bool,
}

/// A path that is being typed: what stands before its last name, and that name.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Typed {
    before: String,
    start: String,
}

impl Typed {
    fn of(text: &str) -> Self {
        if text.is_empty() {
            // Whoever has typed nothing yet begins at home.
            return Typed { before: format!("~{}", std::path::MAIN_SEPARATOR), start: String::new() };
        }
        let at = text.rfind(is_separator).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
        Typed { before: text[..at].to_owned(), start: text[at..].to_owned() }
    }

    fn folder(&self) -> PathBuf {
        match self.before.as_str() {
            "" => PathBuf::from("."),
            before => from_home(PathBuf::from(before)),
        }
    }

    /// The path with a name of the list in the place of what was typed of it.
    fn with(&self, name: &Completion) -> String {
        let end = if name.is_folder { std::path::MAIN_SEPARATOR_STR } else { "" };
        format!("{}{}{end}", self.before, name.name)
    }
}

impl Names {
    /// Asks for what goes on from `text`, unless a look is under way.
    fn look(&mut self, ctx: &egui::Context, text: &str, folders: bool) {
        let typed = Typed::of(text);
        match &self.asked {
            Some((asked, _)) if *asked == typed => return,
            Some((_, answer)) if answer.get().is_none() => return,
            _ => {}
        }
        let answer = Arc::new(OnceLock::new());
        let (slot, ctx, folder, start) = (answer.clone(), ctx.clone(), typed.folder(), typed.start.clone());
        (self.chosen, self.followed) = (None, None);
        self.asked = Some((typed, answer));
        std::thread::spawn(move || {
            let mut found = completions(&folder, &start);
            found.retain(|name| name.is_folder || !folders);
            // Nobody else fills it.
            let _ = slot.set(found);
            ctx.request_repaint();
        });
    }

    /// What goes on from `text`, where that is known.
    fn of(&self, text: &str) -> Option<(&Typed, &[Completion])> {
        let (typed, answer) = self.asked.as_ref()?;
        (*typed == Typed::of(text)).then_some((typed, answer.get()?.as_slice()))
    }

    /// As far as all names agree, where that is further than what was typed.
    fn completed(&self, text: &str) -> Option<String> {
        let (typed, names) = self.of(text)?;
        let completed = match names {
            [] => return None,
            [one] => typed.with(one),
            [first, rest @ ..] => {
                let agree = |a: &str, b: &str| a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
                let characters = rest.iter().map(|name| agree(&first.name, &name.name)).min().unwrap_or(0);
                let common: String = first.name.chars().take(characters).collect();
                format!("{}{common}", typed.before)
            }
        };
        (completed != text && completed.len() > typed.before.len() + typed.start.len()).then_some(completed)
    }

    /// The row after (or before) the one that is chosen; behind the ends none is.
    fn step(&mut self, forward: bool, count: usize) {
        self.chosen = match (self.chosen, forward) {
            _ if count == 0 => None,
            (None, true) => Some(0),
            (None, false) => Some(count - 1),
            (Some(at), true) => Some(at + 1).filter(|at| *at < count),
            (Some(at), false) => at.checked_sub(1),
        };
    }
}

impl PathField {
    pub(super) fn new(text: impl Into<String>) -> Self {
        PathField { text: text.into(), ..PathField::default() }
    }

    /// Lists what is there from the beginning; with `folders`, folders alone.
    pub(super) fn listing(self, folders: bool) -> Self {
        PathField { roomy: true, typed: true, folders, ..self }
    }

    /// Completes folders alone.
    pub(super) fn of_folders(self) -> Self {
        PathField { folders: true, ..self }
    }

    /// What stands in it was chosen by a person.
    pub(super) fn chosen_by_hand(self) -> Self {
        PathField { typed: true, ..self }
    }

    /// Takes the keyboard when it is shown first, unless it is not to.
    pub(super) fn without_focus(self) -> Self {
        PathField { shown: true, ..self }
    }

    /// The field, and whether the button beside it was pressed.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        name: &str,
        stands: &dyn Fn(&Path) -> PathStatus,
    ) -> (FieldOutput, bool) {
        let words: Arc<Localizer> = words(ui.ctx());
        let first = !std::mem::replace(&mut self.shown, true);
        let id = ui.make_persistent_id(("path", name));
        let (took, goes_to_end) = self.take_keys(ui, id);
        let before = self.text.clone();
        let keeps_tab = self.keeps_tab();
        let shown = mirrored(ui, |ui| {
            let width_id = ui.make_persistent_id("browse width");
            let known: f32 = ui.data(|data| data.get_temp(width_id)).unwrap_or(90.0);
            let room = (ui.available_width() - known - ui.spacing().item_spacing.x).max(120.0);
            let field = BidiTextField::new(&mut self.text, name).hint(name).width(room).ltr().id(id);
            let field = field.focus(first || goes_to_end).select_all(first).to_end(goes_to_end).keeps_tab(keeps_tab);
            let field = field.show(ui);
            let browse = ui.add(BidiButton::new(&words.get("action-browse")));
            ui.data_mut(|data| data.insert_temp(width_id, browse.rect.width()));
            (field, browse.clicked())
        });
        let (mut field, browse) = shown.inner;
        self.typed |= self.text != before;
        self.names.had_focus = field.response.has_focus();
        self.list(ui, id, &words);
        if self.known.as_ref().is_none_or(|(text, _)| *text != self.text) && !self.is_empty() {
            self.known = Some((self.text.clone(), stands(&self.path())));
        }
        field.submitted |= took;
        (field, browse)
    }

    /// What the keys mean while names are listed: arrows walk, Tab completes, Enter takes. Whether a file was taken with
    /// Enter, and whether the text is another one now.
    fn take_keys(&mut self, ui: &Ui, id: Id) -> (bool, bool) {
        if !ui.memory(|memory| memory.has_focus(id)) || !self.typed {
            return (false, false);
        }
        let pressed = |key, modifiers| ui.input_mut(|input| input.consume_key(modifiers, key));
        let count = self.names.of(cleaned(&self.text)).map_or(0, |(_, names)| names.len());
        let mut changed = false;
        if pressed(Key::ArrowDown, Modifiers::NONE) {
            self.names.step(true, count);
        }
        if pressed(Key::ArrowUp, Modifiers::NONE) {
            self.names.step(false, count);
        }
        if self.keeps_tab() {
            if pressed(Key::Tab, Modifiers::SHIFT) {
                ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::Previous));
            } else if pressed(Key::Tab, Modifiers::NONE) {
                match self.names.completed(cleaned(&self.text)) {
                    Some(completed) if self.names.chosen.is_none() => {
                        (self.text, changed) = (completed, true);
                    }
                    _ => {
                        self.names.step(true, count);
                        if self.names.chosen.is_none() {
                            ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::Next));
                        }
                    }
                }
            }
        }
        let mut took = false;
        if self.names.chosen.is_some() && pressed(Key::Enter, Modifiers::NONE) {
            took = self.take_row(self.names.chosen) == Some(false);
            changed = true;
        }
        (took, changed)
    }

    /// Tab is a key of the field while it leads on: names are listed, and something was typed or a row is chosen.
    fn keeps_tab(&self) -> bool {
        let text = cleaned(&self.text);
        let leads_on = |(typed, names): (&Typed, &[Completion])| match names {
            [] => false,
            [one] => typed.with(one) != text,
            _ => true,
        };
        self.typed && !text.is_empty() && self.names.of(text).is_some_and(leads_on)
    }

    /// Puts a name of the list into the path. Whether it is a folder; `None` where there is no such row.
    fn take_row(&mut self, row: Option<usize>) -> Option<bool> {
        let (typed, names) = self.names.of(cleaned(&self.text))?;
        let name = names.get(row?)?;
        let (text, is_folder) = (typed.with(name), name.is_folder);
        self.text = text;
        self.names.chosen = None;
        Some(is_folder)
    }

    /// The names that go on from what was typed.
    fn list(&mut self, ui: &mut Ui, id: Id, words: &Localizer) {
        // A press on a button takes the keyboard away: what is listed stays until it is released, or the button would move from under it.
        let held = self.names.listed && ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
        let listens = self.typed && (self.names.had_focus || self.roomy || held);
        if listens {
            self.names.look(ui.ctx(), cleaned(&self.text), self.folders);
        }
        let (_, names) = self.names.of(cleaned(&self.text)).filter(|_| listens).unzip();
        let names = names.unwrap_or_default();
        let lists = !names.is_empty();
        if names.is_empty() && !self.roomy {
            self.names.listed = false;
            return;
        }
        let rows = if self.roomy { ROWS } else { ROWS.min(names.len()) };
        let height = (rows as f32 * ROW).min((ui.ctx().content_rect().height() - 240.0).max(2.0 * ROW));
        let (chosen, follows) = (self.names.chosen, self.names.chosen != self.names.followed);
        let mut clicked = None;
        column(ui, |ui| {
            ui.set_min_height(height);
            ui.spacing_mut().item_spacing.y = 0.0;
            let mut area =
                ScrollArea::vertical().id_salt(id.with("names")).max_height(height).auto_shrink([false, true]);
            if let Some(at) = chosen.filter(|_| follows) {
                area = area.vertical_scroll_offset(((at + 1) as f32 * ROW - height).max(0.0));
            }
            if names.is_empty() {
                ui.add(BidiLabel::new(&words.get("path-none-there")).small().weak());
            }
            area.show_rows(ui, ROW, names.len(), |ui, range| {
                for at in range {
                    let name = &names[at];
                    let end = if name.is_folder { std::path::MAIN_SEPARATOR_STR } else { "" };
                    let text = format!("\u{2066}{}{end}\u{2069}", name.name);
                    let row = Row::new(&text).selected(chosen == Some(at)).role(Role::ListBoxOption);
                    if ui.add(row).clicked() {
                        clicked = Some(at);
                    }
                }
            });
        });
        self.names.followed = chosen;
        self.names.listed = lists;
        if clicked.is_some() {
            self.take_row(clicked);
            ui.memory_mut(|memory| memory.request_focus(id));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        cleaned(&self.text).is_empty()
    }

    pub(super) fn path(&self) -> PathBuf {
        PathBuf::from(cleaned(&self.text))
    }

    /// The path itself, where a typed `~` means the home folder.
    pub(super) fn whole_path(&self) -> PathBuf {
        from_home(self.path())
    }

    /// Puts another text in, as after the system's dialog.
    pub(super) fn replace(&mut self, text: String) {
        self.text = text;
    }

    /// Whether its text was changed by hand.
    pub(super) fn is_typed(&self) -> bool {
        self.typed
    }

    pub(super) fn standing(&self) -> Option<PathStatus> {
        self.known.as_ref().filter(|(text, _)| *text == self.text).map(|(_, standing)| *standing)
    }
}

/// A typed `~/` means the home folder, as in a shell.
pub(super) fn from_home(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path,
    }
}

/// A path as file managers and shells give it: quoted, with spaces at its ends, or with marks of direction in it.
fn cleaned(text: &str) -> &str {
    let mark = |c: char| {
        c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let text = text.trim_matches(mark);
    let quoted = |quote: char| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    quoted('"').or_else(|| quoted('\'')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What goes on from `text` where these names are there; folders end in `/`.
    fn names(text: &str, there: &[&str]) -> Names {
        let name = |name: &&str| Completion { name: name.trim_end_matches('/').into(), is_folder: name.ends_with('/') };
        let found: Vec<Completion> = there.iter().map(name).collect();
        Names { asked: Some((Typed::of(text), Arc::new(OnceLock::from(found)))), ..Names::default() }
    }

    #[test]
    fn what_was_typed_is_completed_as_far_as_all_names_agree() {
        let completed = |text: &str, there: &[&str]| names(text, there).completed(text);
        assert_eq!(completed("/a/خب", &["خبر/"]).as_deref(), Some("/a/خبر/"), "one folder is gone into");
        assert_eq!(completed("/a/خب", &["خبر.txt"]).as_deref(), Some("/a/خبر.txt"));
        assert_eq!(completed("/a/خ", &["خبر 1.txt", "خبر 2.txt"]).as_deref(), Some("/a/خبر "));
        assert_eq!(completed("/a/خبر ", &["خبر 1.txt", "خبر 2.txt"]), None, "here they part");
        assert_eq!(completed("/a/خبر.txt", &["خبر.txt"]), None, "it is whole already");
        assert_eq!(completed("/a/ق", &[]), None);
        assert_eq!(completed("/a/é", &["é1", "é2"]), None);
    }

    #[test]
    fn the_list_is_walked_and_left_at_its_ends() {
        let mut names = names("/a/", &["ب/", "ج.txt"]);
        let mut walk = |forward| {
            names.step(forward, 2);
            names.chosen
        };
        let walked = [true, true, true, false, false, false].map(&mut walk);
        assert_eq!(walked, [Some(0), Some(1), None, Some(1), Some(0), None]);
    }

    #[test]
    fn a_pasted_path_loses_its_wrapping() {
        for pasted in ["/a b/ج.txt", " /a b/ج.txt\n", "\"/a b/ج.txt\"", "'/a b/ج.txt'", "\u{2066}/a b/ج.txt\u{2069}"]
        {
            assert_eq!(cleaned(pasted), "/a b/ج.txt", "{pasted:?}");
        }
        assert_eq!(cleaned("\""), "\"");
    }
}
