//! Text as a screen reader walks it: the lines of a page or a field as AccessKit's text runs, and places in them.
//!
//! A run is a stretch of one line in one direction. Its characters are what a caret passes (graphemes), its value is exactly the
//! text, the last run of a paragraph ends with its line break. Places are bytes of the text, as everywhere in the house.

use std::ops::Range;

use egui::accesskit::{Action, ActionData, NodeId, Role, TextDirection, TextPosition, TextSelection};
use egui::{Id, Rect, Ui, UiBuilder, pos2};

use crate::typeset::{Affinity, Caret, Line, ParagraphLayout};

/// Characters of a run: the starts of its words are told in a byte each.
const MAX_CHARACTERS: usize = 255;
/// Bytes of a character: its length is told in a byte. A letter under a mountain of marks is told in parts.
const MAX_CHARACTER_BYTES: usize = 255;

/// One character, in bytes of the whole text, and where it stands on its line in points.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Character {
    start: usize,
    end: usize,
    x0: f32,
    x1: f32,
    rtl: bool,
}

/// A run that was told, to find places in.
#[derive(Clone, Debug, PartialEq)]
struct Run {
    node: NodeId,
    /// Where each character begins; in an empty line none does.
    starts: Vec<usize>,
    end: usize,
    /// Goes on a line after one that was broken for want of room: a caret may stand at the end of the one before.
    continues: bool,
}

/// A laid out line with its place in the text and on the screen.
#[derive(Clone, Copy)]
pub struct LaidLine<'a> {
    /// The whole text.
    pub text: &'a str,
    /// First byte of the paragraph in it.
    pub start: usize,
    pub layout: &'a ParagraphLayout,
    pub line: &'a Line,
    /// Bytes of the line break that ends the paragraph, where this is its last line: none, `\n` or `\r\n`.
    pub line_break: usize,
    /// Where the left edge of the paragraph and the top of the line are, in points.
    pub left: f32,
    pub top: f32,
    /// Physical pixels for each point.
    pub scale: f32,
}

/// The runs that are told in a frame, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextRuns(Vec<Run>);

impl TextRuns {
    /// Tells one line below the node `parent`, in the order of the text. `id` is the line's own; `words` are where words begin, in
    /// order. No widget of `ui` gets another id by it, whether somebody listens or not.
    pub fn tell(&mut self, ui: &Ui, parent: Id, id: Id, laid: LaidLine, words: &[usize]) {
        let characters = characters(&laid);
        let range = laid.start + laid.line.start as usize..laid.start + laid.line.end as usize + laid.line_break;
        let pieces = pieces(&characters);
        let count = pieces.len();
        let node = |piece: usize| id.with(piece).accesskit_id();
        let (top, bottom) = (laid.top, laid.top + laid.line.height / laid.scale);
        for (at, piece) in pieces.into_iter().enumerate() {
            let characters = &characters[piece];
            let (start, end) = match (characters.first(), characters.last()) {
                (Some(first), Some(last)) => (first.start, last.end),
                _ => (range.start, range.end),
            };
            let rtl = characters.first().map_or(laid.layout.base().is_rtl(), |character| character.rtl);
            let edge = laid.left + line_end(&laid) / laid.scale;
            let x0 = characters.iter().map(|character| character.x0).reduce(f32::min).unwrap_or(edge);
            let x1 = characters.iter().map(|character| character.x1).reduce(f32::max).unwrap_or(edge);
            let rect = Rect::from_min_max(pos2(x0, top), pos2(x1, bottom));
            let builder = UiBuilder::new().layer_id(ui.layer_id()).accessibility_parent(parent).max_rect(rect);
            let run = Ui::new(ui.ctx().clone(), id.with(at), builder);
            run.ctx().accesskit_node_builder(run.unique_id(), |told| {
                told.set_role(Role::TextRun);
                told.set_value(&laid.text[start..end]);
                told.set_text_direction(if rtl { TextDirection::RightToLeft } else { TextDirection::LeftToRight });
                // No length passes `MAX_CHARACTER_BYTES` and no index `MAX_CHARACTERS`: both fit into a byte.
                told.set_character_lengths(characters.iter().map(|c| (c.end - c.start) as u8).collect::<Vec<u8>>());
                let place = |c: &Character| if rtl { x1 - c.x1 } else { c.x0 - x0 };
                told.set_character_positions(characters.iter().map(place).collect::<Vec<f32>>());
                told.set_character_widths(characters.iter().map(|c| c.x1 - c.x0).collect::<Vec<f32>>());
                let first = words.partition_point(|word| *word < start);
                let begins = words[first..].iter().take_while(|word| **word < end);
                let begins = begins.filter_map(|word| characters.binary_search_by_key(word, |c| c.start).ok());
                told.set_word_starts(begins.map(|index| index as u8).collect::<Vec<u8>>());
                if at > 0 {
                    told.set_previous_on_line(node(at - 1));
                }
                if at + 1 < count {
                    told.set_next_on_line(node(at + 1));
                }
                told.add_action(Action::ScrollIntoView);
                told.set_bounds(egui::accesskit::Rect {
                    x0: rect.min.x.into(),
                    y0: rect.min.y.into(),
                    x1: rect.max.x.into(),
                    y1: rect.max.y.into(),
                });
            });
            self.0.push(Run {
                node: node(at),
                starts: characters.iter().map(|character| character.start).collect(),
                end,
                continues: at == 0 && laid.line.start > 0,
            });
        }
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Where a caret is; at the nearest end where it is not among what is told. `None` where nothing is.
    pub fn position(&self, caret: Caret) -> Option<TextPosition> {
        let offset = caret.offset;
        let first = |run: &Run| run.starts.first().copied().unwrap_or(run.end);
        let mut at = self.0.partition_point(|run| first(run) <= offset).saturating_sub(1);
        let run = self.0.get(at)?;
        if run.continues && first(run) == offset && caret.affinity == Affinity::Upstream && at > 0 {
            at -= 1;
        }
        let run = &self.0[at];
        let character_index = match offset {
            offset if offset >= run.end => run.starts.len(),
            // Inside of a character is at its start.
            offset => run.starts.partition_point(|start| *start <= offset).saturating_sub(1),
        };
        Some(TextPosition { node: run.node, character_index })
    }

    /// What is selected, from anchor to caret.
    pub fn selection(&self, anchor: usize, caret: Caret) -> Option<TextSelection> {
        // Of what is selected up to a place where a line is broken, the end is where the eye sees it.
        let held = if anchor > caret.offset { Caret::after(anchor) } else { Caret::before(anchor) };
        let held = if anchor == caret.offset { caret } else { held };
        Some(TextSelection { anchor: self.position(held)?, focus: self.position(caret)? })
    }

    /// The caret at a place of what was told.
    pub fn caret(&self, position: &TextPosition) -> Option<Caret> {
        let at = self.0.iter().position(|run| run.node == position.node)?;
        let run = &self.0[at];
        if let Some(start) = run.starts.get(position.character_index) {
            return Some(Caret::before(*start));
        }
        let broken = self.0.get(at + 1).is_some_and(|next| next.continues);
        Some(if broken { Caret::after(run.end) } else { Caret::before(run.end) })
    }

    /// The selection that somebody asks of the node `id` by way of the tree: anchor and caret.
    pub fn asked(&self, ui: &Ui, id: Id) -> Option<(usize, Caret)> {
        ui.input(|input| {
            let requests = input.accesskit_action_requests(id, Action::SetTextSelection);
            let selections = requests.filter_map(|request| match &request.data {
                Some(ActionData::SetTextSelection(selection)) => Some(selection),
                _ => None,
            });
            let places = selections.filter_map(|s| Some((self.caret(&s.anchor)?.offset, self.caret(&s.focus)?)));
            places.last()
        })
    }

    /// Where a run begins that somebody asks to be scrolled into view. The request is answered by it: nobody else sees it.
    pub fn asked_into_view(&self, ui: &Ui) -> Option<usize> {
        ui.input_mut(|input| {
            let mut found = None;
            input.events.retain(|event| {
                let egui::Event::AccessKitActionRequest(request) = event else { return true };
                let of = |run: &&Run| request.action == Action::ScrollIntoView && run.node == request.target_node;
                let Some(run) = self.0.iter().find(of) else { return true };
                found = Some(run.starts.first().copied().unwrap_or(run.end));
                false
            });
            found
        })
    }
}

/// The characters of a line in the order of the text, its line break as one.
fn characters(laid: &LaidLine) -> Vec<Character> {
    let LaidLine { text, start, layout, line, line_break, left, scale, .. } = *laid;
    let mut cells: Vec<_> = layout.cells(line).to_vec();
    cells.sort_unstable_by_key(|cell| cell.start);
    let mut found: Vec<Character> = Vec::with_capacity(cells.len() + 1);
    let (mut done, last) = (start + line.start as usize, start + line.end as usize);
    let mut put = |range: Range<usize>, x0: f32, x1: f32, rtl: bool| {
        let (mut from, mut x0, mut x1) = (range.start, x0, x1);
        while from < range.end {
            let to = text.floor_char_boundary(range.end.min(from + MAX_CHARACTER_BYTES));
            found.push(Character { start: from, end: to, x0, x1, rtl });
            // What is told in parts has its place in the first of them.
            (x0, x1) = if rtl { (x0, x0) } else { (x1, x1) };
            from = to;
        }
    };
    for cell in cells {
        let place = |x: f32| left + x / scale;
        let (from, to) = (start + cell.start as usize, start + cell.end as usize);
        // What has no cell of its own, if there is such a thing, goes before the next that has.
        if done < from {
            let x = place(if cell.rtl { cell.x1 } else { cell.x0 });
            put(done..from, x, x, cell.rtl);
        }
        put(from.max(done)..to, place(cell.x0), place(cell.x1), cell.rtl);
        done = done.max(to);
    }
    let (edge, rtl) = (left + line_end(laid) / scale, layout.base().is_rtl());
    if done < last {
        put(done..last, edge, edge, rtl);
    }
    if line_break > 0 {
        found.push(Character { start: last, end: last + line_break, x0: edge, x1: edge, rtl });
    }
    found
}

/// The end of a line on the side that its paragraph runs to, in pixels from the left of the paragraph.
fn line_end(laid: &LaidLine) -> f32 {
    let cells = laid.layout.cells(laid.line);
    let end = if laid.layout.base().is_rtl() { cells.first().map(|c| c.x0) } else { cells.last().map(|c| c.x1) };
    end.unwrap_or_else(|| laid.layout.caret_box(Caret::before(laid.line.start as usize)).x)
}

/// The characters cut where the direction changes and where a run is full; one empty piece of an empty line.
fn pieces(characters: &[Character]) -> Vec<Range<usize>> {
    let (mut cuts, mut piece) = (Vec::new(), 0..0);
    for (at, character) in characters.iter().enumerate() {
        let turns = at > 0 && characters[at - 1].rtl != character.rtl;
        if turns || piece.end - piece.start == MAX_CHARACTERS {
            cuts.push(std::mem::replace(&mut piece, at..at));
        }
        piece.end = at + 1;
    }
    cuts.push(piece);
    cuts
}
