//! Mouse, wheel and keyboard on the page.

use std::ops::Range;

use egui::accesskit::Action;
use egui::{CursorIcon, Event, Key, Modifiers, PointerButton, Pos2, Response, Ui, vec2};

use super::gesture::{Drag, edge_near};
use super::{Canvas, CanvasAction, EdgeDrag, FrameContext, grain, take};
use crate::arabic::clitics::{Candidate, CutKind, Lexicon, cycle_start};
use crate::arabic::words;
use crate::model::{Annotation, AnnotationId};
use crate::page::{CaretCursor, Motion, PlacedArc, layers};
use crate::session::{Edge, OpenDocument, TextSelection};
use crate::typeset::Caret;
use crate::ui::text_renderer::TextRenderer;

/// Presses closer together than this, in seconds and points, count as one multiple click.
const CLICK_SECONDS: f64 = 0.45;
const CLICK_REACH: f32 = 6.0;
/// Points within which an edge of an annotation can be taken hold of.
const EDGE_REACH: f32 = 5.0;
/// Points within which an arc is clicked on.
const ARC_REACH: f32 = 3.5;

impl Canvas {
    pub(super) fn read_scroll(&mut self, ui: &Ui, response: &Response, scale: f32, actions: &mut Vec<CanvasAction>) {
        if !response.contains_pointer() {
            return;
        }
        let (delta, zoom) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        if zoom != 1.0 {
            actions.push(CanvasAction::Zoom(zoom));
        } else if delta != 0.0 {
            TextRenderer::with(ui.ctx(), |scribe| self.page.scroll_by(scribe.typesetter(), -delta * scale));
        }
    }

    /// What a screen reader asks to have in view: the next screen, the one before, or a line that is in view in part.
    pub(super) fn read_requests(&mut self, ui: &Ui) {
        let mut screens = 0.0;
        ui.input_mut(|input| {
            input.consume_accesskit_action_requests(Canvas::id(), |request| {
                screens += match request.action {
                    Action::ScrollDown => 1.0,
                    Action::ScrollUp => -1.0,
                    _ => return false,
                };
                true
            });
        });
        let line = self.runs.asked_into_view(ui);
        TextRenderer::with(ui.ctx(), |scribe| {
            if screens != 0.0 {
                // A line stays in view, to be recognised.
                let distance = self.page.viewport() - self.page.style().line_pixels();
                self.page.scroll_by(scribe.typesetter(), screens * distance.max(1.0));
            }
            if let Some(offset) = line {
                self.page.reveal(scribe.typesetter(), offset);
            }
        });
    }

    /// A screen reader selects text, or sets the caret.
    pub(super) fn read_asked_selection(&mut self, ui: &Ui, document: &OpenDocument, actions: &mut Vec<CanvasAction>) {
        let Some((anchor, caret)) = self.runs.asked(ui, Canvas::id()) else { return };
        let most = document.content().text().len();
        // What was on the screen may have been another document.
        if anchor <= most && caret.offset <= most {
            self.walker = CaretCursor::at(caret);
            actions.push(CanvasAction::Select(TextSelection::between(anchor, caret.offset)));
        }
    }

    pub(super) fn read_keys(
        &mut self,
        ui: &Ui,
        response: &Response,
        document: &OpenDocument,
        actions: &mut Vec<CanvasAction>,
    ) {
        if !response.has_focus() {
            return;
        }
        const KEYS: [(Key, bool, Motion); 12] = [
            (Key::ArrowLeft, true, Motion::WordLeft),
            (Key::ArrowRight, true, Motion::WordRight),
            (Key::Home, true, Motion::DocumentStart),
            (Key::End, true, Motion::DocumentEnd),
            (Key::ArrowLeft, false, Motion::Left),
            (Key::ArrowRight, false, Motion::Right),
            (Key::ArrowUp, false, Motion::LineUp),
            (Key::ArrowDown, false, Motion::LineDown),
            (Key::PageUp, false, Motion::PageUp),
            (Key::PageDown, false, Motion::PageDown),
            (Key::Home, false, Motion::LineStart),
            (Key::End, false, Motion::LineEnd),
        ];
        let mut selection = document.selection.text.clone();
        let mut walker = self.walker;
        let mut moved = false;
        for (key, ctrl, motion) in KEYS {
            let plain = if ctrl { Modifiers::COMMAND } else { Modifiers::NONE };
            loop {
                let extend = take(ui, plain | Modifiers::SHIFT, key);
                if !extend && !take(ui, plain, key) {
                    break;
                }
                moved = true;
                // An arrow without Shift leaves a selection at the end it points to.
                let leaves = !extend && !selection.is_empty() && matches!(motion, Motion::Left | Motion::Right);
                walker = TextRenderer::with(ui.ctx(), |scribe| match leaves {
                    true => self.leave(scribe, selection.range(), motion),
                    false => self.page.walk(scribe.typesetter(), walker, motion),
                });
                let head = walker.caret.offset;
                selection = match extend {
                    true => selection.extended_to(head),
                    false => TextSelection::caret(head),
                };
            }
        }
        if moved {
            self.walker = walker;
            self.follow = true;
            actions.push(CanvasAction::Select(selection));
        }
    }

    /// The end of a selected range that is further to the side of an arrow.
    fn leave(&mut self, scribe: &mut TextRenderer, range: Range<usize>, motion: Motion) -> CaretCursor {
        let ts = scribe.typesetter();
        let (start, end) = (Caret::before(range.start), Caret::after(range.end));
        let places = (self.page.caret_rect(ts, start), self.page.caret_rect(ts, end));
        let rtl = match places {
            // On one line the picture decides, over several lines the direction of the paragraph.
            (Some(a), Some(b)) if a.y0 == b.y0 => a.x0 > b.x0,
            _ => {
                let index = self.page.paragraphs().at(range.start);
                self.page.layout(ts, index).base().is_rtl()
            }
        };
        CaretCursor::at(if (motion == Motion::Left) == rtl { end } else { start })
    }

    pub(super) fn read_mouse(
        &mut self,
        ui: &Ui,
        response: &Response,
        sight: &FrameContext,
        actions: &mut Vec<CanvasAction>,
    ) {
        let time = ui.input(|input| input.time);
        // Event by event: in a slow frame a whole double click may arrive at once, and the pointer may have moved on
        // from where it was pressed.
        for event in ui.input(|input| input.events.clone()) {
            match event {
                Event::PointerButton { pos, button: PointerButton::Primary, pressed: true, modifiers }
                    if is_on_page(ui, response, pos) =>
                {
                    response.request_focus();
                    self.press(ui, pos, time, modifiers, sight, actions);
                }
                Event::PointerButton { pos, button: PointerButton::Secondary, pressed: true, .. }
                    if is_on_page(ui, response, pos) =>
                {
                    response.request_focus();
                    self.ask_for_menu(ui, pos, sight, actions);
                }
                Event::PointerButton { pos, button: PointerButton::Primary, pressed: false, modifiers } => {
                    if let Some(band) = self.band.take() {
                        let taken = self.in_band((band.0, pos), sight);
                        let also = modifiers.command || modifiers.shift;
                        actions.extend(taken.map(|ids| CanvasAction::Band(ids, also)));
                        ui.ctx().request_repaint();
                    }
                    if let Some((from, ..)) = self.line.take() {
                        let letter = self.grapheme(ui, pos, sight);
                        let to = letter.and_then(|letter| sight.document.innermost_at(letter.start));
                        let to = to.filter(|to| *to != from);
                        actions.extend(to.map(|to| CanvasAction::Draw(from, to)));
                    }
                    self.let_go(ui, sight.document, actions);
                }
                Event::PointerMoved(pos) => self.pull(ui, pos, sight, actions),
                Event::PointerGone => (self.hovered, self.rested_on) = (None, None),
                _ => {}
            }
        }
        let (pointer, down) = ui.input(|input| (input.pointer.latest_pos(), input.pointer.primary_down()));
        match pointer {
            // Held beyond the rim, the page goes on scrolling under a pointer at rest.
            Some(pointer) if down => {
                self.rested_on = None;
                self.scroll_at_the_rim(ui, pointer, sight, actions);
            }
            Some(pointer) => self.hover(ui, response, pointer, sight),
            None => (self.hovered, self.rested_on) = (None, None),
        }
    }

    /// What is under the pointer is in hand before it is asked what can be done with it, unless it is selected.
    fn ask_for_menu(&mut self, ui: &Ui, at: Pos2, sight: &FrameContext, actions: &mut Vec<CanvasAction>) {
        let selection = &sight.document.selection;
        let letter = self.grapheme(ui, at, sight);
        let place = letter.as_ref().map(|letter| letter.start);
        let is_selected = place.is_some_and(|place| selection.text.pieces().any(|piece| piece.contains(&place)));
        let innermost = place.and_then(|place| sight.document.innermost_at(place));
        let caret = self.caret_at(ui, at, sight);
        match innermost {
            _ if is_selected => {}
            Some(id) if selection.annotation.as_ref() != Some(&id) && selection.holds(&id) => {}
            Some(id) => actions.push(CanvasAction::TakeInHand(id, TextSelection::caret(caret.offset))),
            None => {
                self.walker = CaretCursor::at(caret);
                actions.push(CanvasAction::Select(TextSelection::caret(caret.offset)));
            }
        }
        actions.push(CanvasAction::Menu(at));
    }

    fn caret_at(&mut self, ui: &Ui, at: Pos2, sight: &FrameContext) -> Caret {
        let (x, y) = sight.to_page(at);
        TextRenderer::with(ui.ctx(), |scribe| self.page.hit_test(scribe.typesetter(), x, y))
    }

    fn press(
        &mut self,
        ui: &Ui,
        at: Pos2,
        time: f64,
        modifiers: Modifiers,
        sight: &FrameContext,
        actions: &mut Vec<CanvasAction>,
    ) {
        let document = sight.document;
        let clicks = match self.last_press {
            Some((then, place, clicks)) if time - then < CLICK_SECONDS && place.distance(at) < CLICK_REACH => {
                clicks + 1
            }
            _ => 1,
        };
        self.last_press = Some((time, at, clicks));
        if clicks == 1 {
            // The first click of a double click takes the selection away: what is selected counts before it.
            let is_selected = |shown: &Range<usize>| document.selection.text.pieces().any(|piece| piece == *shown);
            self.double_clicked = self.double_clicked.take().filter(|(_, shown)| is_selected(shown));
        }
        let Modifiers { shift, command, .. } = modifiers;
        if clicks == 1
            && let Some((id, edge, place)) = self.edge_at(ui, at, sight)
        {
            let chosen = document.selection.annotation.as_ref() == Some(&id);
            // With a key held the press means text, or another annotation as well.
            if chosen || modifiers.is_none() {
                if !chosen {
                    let caret = self.caret_at(ui, at, sight);
                    actions.push(CanvasAction::TakeInHand(id.clone(), TextSelection::caret(caret.offset)));
                }
                self.edge_drag = Some(EdgeDrag { id, edge, at: place, moved: false });
                return;
            }
        }
        // Ctrl and Shift together draw a relation from what they are pressed on.
        if shift && command && clicks == 1 {
            let letter = self.grapheme(ui, at, sight);
            if let Some(from) = letter.and_then(|letter| document.innermost_at(letter.start)) {
                self.line = Some((from, at, at));
                return;
            }
        }
        if clicks == 1
            && modifiers.is_none()
            && let Some(id) = self.arc_at(ui, at, sight)
        {
            actions.push(CanvasAction::Relation(id));
            return;
        }
        let caret = self.caret_at(ui, at, sight);
        if clicks == 1 && Canvas::is_in_margin(at, sight) {
            self.band = Some((at, at));
            if !shift && !command {
                self.walker = CaretCursor::at(caret);
                actions.push(CanvasAction::Select(TextSelection::caret(caret.offset)));
            }
            return;
        }
        let text = document.content().text();
        let selected = actions.iter().rev().find_map(super::selection_of).unwrap_or(&document.selection.text);
        // Ctrl adds a range where there is one to add to. Further clicks of a series grow what its first one added.
        self.adding = match clicks {
            _ if !command || shift => None,
            1 => Some(selected.clone()).filter(|selected| !selected.is_empty()),
            _ => self.adding.take(),
        };
        // With an annotation in hand and no text selected, Ctrl is for a piece of it, or for selecting another one as well.
        let for_piece = command && !shift && selected.is_empty() && document.active().is_some();
        let grain = grain(ui, sight.view, self.adding.is_some() || for_piece);
        let vocabulary = &sight.view.vocabulary;
        if for_piece {
            return self.press_for_piece(ui, (at, caret.offset), clicks, grain, sight, actions);
        }
        if self.adding.is_none() {
            self.walker = CaretCursor::at(caret);
        }
        if shift && clicks == 1 {
            let other = self.grapheme(ui, at, sight).and_then(|letter| document.innermost_at(letter.start));
            if let (Some(id), true, true) = (other, selected.is_empty(), document.active().is_some()) {
                actions.push(CanvasAction::Through(id));
                return;
            }
            let (drag, selection) = Drag::extend(text, &document.selection.text, caret.offset, grain, vocabulary);
            self.drag = Some(drag);
            actions.push(CanvasAction::Select(selection));
            return;
        }
        let letter = self.grapheme(ui, at, sight);
        // A double click means the letter under the pointer, not the caret nearest to it.
        let unit_at = match (clicks, &letter) {
            (2.., Some(letter)) => letter.start,
            _ => caret.offset,
        };
        let drag = Drag::press(text, unit_at, clicks, grain, vocabulary);
        let mut selection = drag.to(text, unit_at);
        let mut left_out = None;
        if clicks == 2 {
            let word = selection.range();
            selection = self.cycle(text, word.clone(), vocabulary);
            left_out = Some(word.start..selection.range().start).filter(|left_out| !left_out.is_empty());
            // Of a word that is among the ranges another part may be shown now.
            self.adding = self.adding.take().map(|before| before.without_pieces_in(&word).unwrap_or(selection.clone()));
        }
        self.drag = Some(drag);
        if self.adding.is_some() {
            self.add(selection, actions);
            actions.extend(left_out.map(CanvasAction::LeaveOut));
            return;
        }
        let innermost = letter.and_then(|letter| document.innermost_at(letter.start));
        match innermost {
            Some(id) if clicks == 1 => {
                // Pressing the active annotation again goes out to the one around it.
                let all = document.annotations_at(caret.offset.min(text.len().saturating_sub(1)));
                let here = document.selection.annotation.as_ref();
                let outer = all.iter().skip_while(|other| Some(*other) != here).nth(1).cloned();
                let id = if here == Some(&id) { outer.unwrap_or(id) } else { id };
                actions.push(CanvasAction::TakeInHand(id, TextSelection::caret(caret.offset)));
            }
            _ => actions.push(CanvasAction::Select(selection)),
        }
        actions.extend(left_out.map(CanvasAction::LeaveOut));
    }

    /// A press with Ctrl while an annotation is in hand: a drag or a double click takes text for a piece of it.
    fn press_for_piece(
        &mut self,
        ui: &Ui,
        (at, offset): (Pos2, usize),
        clicks: u32,
        grain: super::gesture::SelectionGranularity,
        sight: &FrameContext,
        actions: &mut Vec<CanvasAction>,
    ) {
        let text = sight.document.content().text();
        let letter = self.grapheme(ui, at, sight);
        let pressed = letter.as_ref().and_then(|letter| sight.document.innermost_at(letter.start));
        let unit_at = match (clicks, &letter) {
            (2.., Some(letter)) => letter.start,
            _ => offset,
        };
        // A second click on an annotation is one for itself.
        let clicks = if pressed.is_some() { 1 } else { clicks };
        let drag = Drag::press(text, unit_at, clicks, grain, &sight.view.vocabulary);
        let word = drag.to(text, unit_at);
        self.drag = Some(drag);
        self.piece = Some(pressed);
        if clicks > 1 && !word.is_empty() {
            actions.push(CanvasAction::Piece(word));
        }
    }

    /// Selects a range beside those that were selected before this gesture; an empty one adds nothing.
    fn add(&mut self, range: TextSelection, actions: &mut Vec<CanvasAction>) {
        let Some(before) = &self.adding else { return };
        let selection = if range.is_empty() { before.clone() } else { before.with(&range) };
        self.walker = CaretCursor::at(head_of(&selection));
        actions.push(CanvasAction::Select(selection));
    }

    /// A double click on the word that the last one took, and that is selected still, shows the next place where it could
    /// begin. The article is not among them: it is seldom meant and easily taken by accident; the key for clitics goes on
    /// to it.
    fn cycle(&mut self, text: &str, word: Range<usize>, vocabulary: &Lexicon) -> TextSelection {
        let shown = match &self.double_clicked {
            Some((known, shown)) if *known == word => match cycle_start(text, shown.clone(), vocabulary) {
                Candidate { cut: Some(CutKind::Article), range, .. } => cycle_start(text, range, vocabulary).range,
                next => next.range,
            },
            _ => word.clone(),
        };
        self.double_clicked = Some((word, shown.clone()));
        TextSelection::of(shown)
    }

    fn grapheme(&mut self, ui: &Ui, at: Pos2, sight: &FrameContext) -> Option<Range<usize>> {
        let (x, y) = sight.to_page(at);
        TextRenderer::with(ui.ctx(), |scribe| self.page.grapheme_at(scribe.typesetter(), x, y))
    }

    /// The relation whose arc is under the pointer where no annotation is.
    fn arc_at(&mut self, ui: &Ui, at: Pos2, sight: &FrameContext) -> Option<AnnotationId> {
        let (x, y) = sight.to_page(at);
        let near = |arc: &&PlacedArc| arc.distance([x, y]) <= ARC_REACH * sight.scale;
        let id = self.page.arcs().iter().find(near)?.id.clone();
        let letter = self.grapheme(ui, at, sight);
        letter.and_then(|letter| sight.document.innermost_at(letter.start)).is_none().then_some(id)
    }

    fn pull(&mut self, ui: &Ui, pointer: Pos2, sight: &FrameContext, actions: &mut Vec<CanvasAction>) {
        if let Some((.., end)) = &mut self.line {
            *end = pointer;
            return;
        }
        if let Some((_, end)) = &mut self.band {
            *end = pointer;
            ui.ctx().request_repaint();
            return;
        }
        let moved = self.last_press.is_some_and(|(_, place, _)| place.distance(pointer) >= 2.0);
        if !moved || (self.drag.is_none() && self.edge_drag.is_none()) {
            return;
        }
        let caret = self.caret_at(ui, pointer, sight);
        let text = sight.document.content().text();
        let grain = grain(ui, sight.view, self.piece.is_some());
        let vocabulary = &sight.view.vocabulary;
        if let Some(edge) = &mut self.edge_drag {
            edge.moved = true;
            edge.at = edge_near(text, caret.offset, edge.edge, grain, vocabulary);
            self.point(ui, CursorIcon::ResizeHorizontal);
        } else if let Some(drag) = &self.drag {
            let selection = drag.to(text, caret.offset);
            if self.piece.is_some() {
                self.walker = CaretCursor::at(head_of(&selection));
                actions.push(CanvasAction::Piece(selection));
                return;
            }
            if self.adding.is_some() {
                return self.add(selection, actions);
            }
            self.walker = CaretCursor::at(head_of(&selection));
            actions.push(CanvasAction::Select(selection));
        }
    }

    /// A drag beyond the top or bottom scrolls, the faster the further.
    fn scroll_at_the_rim(&mut self, ui: &Ui, pointer: Pos2, sight: &FrameContext, actions: &mut Vec<CanvasAction>) {
        let FrameContext { column, scale, .. } = *sight;
        let beyond = (pointer.y - column.bottom()).max(0.0) + (pointer.y - column.top()).min(0.0);
        if beyond == 0.0 || (self.drag.is_none() && self.edge_drag.is_none()) {
            return;
        }
        let step = beyond * scale * ui.input(|input| input.stable_dt).min(0.1) * 12.0;
        TextRenderer::with(ui.ctx(), |scribe| self.page.scroll_by(scribe.typesetter(), step));
        self.pull(ui, pointer, sight, actions);
        ui.ctx().request_repaint();
    }

    fn let_go(&mut self, ui: &Ui, document: &OpenDocument, actions: &mut Vec<CanvasAction>) {
        if let Some(drag) = self.edge_drag.take() {
            if drag.moved {
                actions.push(CanvasAction::DragEdge { id: drag.id, edge: drag.edge, at: drag.at });
            }
            ui.ctx().request_repaint();
        } else if self.drag.take().is_some() {
            let selection = actions.iter().rev().find_map(super::selection_of).unwrap_or(&document.selection.text);
            if let Some(pressed) = self.piece.take() {
                let taken = (!selection.is_empty()).then_some(CanvasAction::TakePiece);
                actions.extend(taken.or(pressed.map(CanvasAction::Toggle)));
                return;
            }
            // A range that was added waits for the next one, and for a label's key.
            if !selection.is_empty() && self.adding.is_none() {
                let further = self.last_press.is_some_and(|(.., clicks)| clicks > 2);
                actions.push(CanvasAction::Selected { further });
            }
        }
    }

    fn hover(&mut self, ui: &Ui, response: &Response, pointer: Pos2, sight: &FrameContext) {
        (self.hovered, self.rested_on) = (None, None);
        if !response.contains_pointer() {
            return;
        }
        if let Some((id, ..)) = self.edge_at(ui, pointer, sight) {
            self.point(ui, CursorIcon::ResizeHorizontal);
            // Which of several is about to be changed is seen.
            self.hovered = Some(id).filter(|id| sight.document.selection.annotation.as_ref() != Some(id));
            return;
        }
        self.point(ui, CursorIcon::Text);
        if let Some(grapheme) = self.grapheme(ui, pointer, sight) {
            self.hovered = sight.document.innermost_at(grapheme.start);
            self.rested_on = self.hovered.clone().map(|id| (id, grapheme));
        }
    }

    /// The annotation whose edge is under the pointer, which edge, and the byte it stands at: of the active annotation beside its
    /// letters, of any other below them, where the underline ends, since a press on letters selects them.
    fn edge_at(&mut self, ui: &Ui, at: Pos2, sight: &FrameContext) -> Option<(AnnotationId, Edge, usize)> {
        let document = sight.document;
        let of = |canvas: &Canvas, annotation: &Annotation, below: bool| {
            let (edge, offset) = canvas.edge_of(annotation, at, below, sight)?;
            Some((annotation.id.clone(), edge, offset))
        };
        if let Some(found) = document.active().and_then(|active| of(self, active, false)) {
            return Some(found);
        }
        let letter = self.grapheme(ui, at, sight)?;
        let text = document.content().text();
        // The pointer may be on the letter beside the edge.
        let window = words::prev_edge(text, letter.start)..words::next_edge(text, letter.end);
        let mut near = layers(&document.content().annotations, window, None);
        near.sort_by_key(|layer| layer.span.len());
        near.iter().find_map(|layer| of(self, layer.annotation, true))
    }

    fn edge_of(&self, annotation: &Annotation, at: Pos2, below: bool, sight: &FrameContext) -> Option<(Edge, usize)> {
        let document = sight.document;
        let (x, y) = sight.to_page(at);
        let reach = EDGE_REACH * sight.scale;
        let spans = [(Edge::Start, annotation.spans.first()), (Edge::End, annotation.spans.last())];
        spans.into_iter().find_map(|(edge, span)| {
            let range = span.range();
            let offset = if edge == Edge::Start { range.start } else { range.end };
            // The place of an edge is the side of the first or last letter that is turned outwards.
            let letter = match edge {
                Edge::Start => range.start..words::next_edge(document.content().text(), range.start),
                Edge::End => words::prev_edge(document.content().text(), range.end)..range.end,
            };
            let fragments = self.page.fragments(&self.visible, &letter);
            let fragment = match edge {
                Edge::Start => fragments.first()?,
                Edge::End => fragments.last()?,
            };
            let paragraph = self.visible.iter().find(|v| v.index == fragment.paragraph)?;
            let local = letter.start - paragraph.start;
            let line = &paragraph.layout.lines()[fragment.line];
            let rtl = paragraph.layout.cells(line).iter().find(|cell| cell.start as usize == local)?.rtl;
            let side = if (edge == Edge::Start) == rtl { fragment.rect.x1 } else { fragment.rect.x0 };
            let top = if below { fragment.baseline } else { fragment.rect.y0 };
            let hit = (x - side).abs() <= reach && y >= top && y <= fragment.rect.y1;
            hit.then_some((edge, offset))
        })
    }
}

/// The caret at the head of a selection, on the side of what is selected.
fn head_of(selection: &TextSelection) -> Caret {
    match selection.head() < selection.anchor() {
        true => Caret::before(selection.head()),
        false => Caret::after(selection.head()),
    }
}

/// Whether a press at a place is meant for the text: within the page, beside the scroll bar, and not on something that
/// lies over it.
fn is_on_page(ui: &Ui, response: &Response, at: Pos2) -> bool {
    let page = response.rect.shrink2(vec2(super::bar::WIDTH, 0.0));
    let on_top = ui.ctx().layer_id_at(at).is_none_or(|layer| layer == ui.layer_id());
    page.contains(at) && on_top && ui.is_enabled()
}
