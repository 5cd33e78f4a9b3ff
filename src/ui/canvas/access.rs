//! The page for screen readers, for tests and for programs that watch.
//!
//! A screen reader finds one text, the document with the lines in view, and in it the annotations and relations. Paragraphs and
//! words have nodes as well, with names and bounds, which it passes over: nothing is read twice. What is out of view is not told;
//! the ends of a selection there are at the nearest end of what is.

use std::ops::Range;

use egui::accesskit::{Action, Node, Role};
use egui::{Id, Rect, Response, Ui, UiBuilder};

use super::paint::points;
use crate::arabic::words;
use crate::model::{AnnotationId, Record};
use crate::page::{MAX_LAYERS, Page, PageRect, VisibleParagraph};
use crate::session::{OpenDocument, TextSelection};
use crate::typeset::Caret;
use crate::ui::text_runs::{LaidLine, TextRuns};

/// Characters of an annotation's text that a screen reader is given as its name.
const MAX_SPOKEN: usize = 200;

/// What is on screen, and where.
#[derive(Clone, Copy)]
pub(super) struct OnScreen<'a> {
    pub document: &'a OpenDocument,
    pub page: &'a Page,
    pub visible: &'a [VisibleParagraph],
    /// The column of text, in points on whole pixels.
    pub column: Rect,
    /// Physical pixels for each point.
    pub scale: f32,
    pub selection: &'a TextSelection,
    /// Its moving end.
    pub caret: Caret,
}

/// What somebody activated by way of the tree.
pub(super) enum Activated {
    /// With where the caret goes.
    Annotation(AnnotationId, TextSelection),
    Relation(AnnotationId),
}

pub(super) type Clicked = Vec<Activated>;

/// Fills the accessibility tree, where somebody reads it.
pub(super) fn tell(ui: &mut Ui, response: &Response, screen: OnScreen, name: &str, runs: &mut TextRuns) -> Clicked {
    runs.clear();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Document, true, name));
    let read = ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Document);
        node.set_label(name);
        node.add_action(Action::SetTextSelection);
        node.add_action(Action::ScrollUp);
        node.add_action(Action::ScrollDown);
    });
    let mut clicked = Clicked::new();
    if read.is_none() {
        return clicked;
    }
    let OnScreen { page, visible, column, scale, .. } = screen;
    let (left, top) = (column.left() * scale, column.top() * scale);
    let clip = response.rect;
    for paragraph in visible {
        let layout = &paragraph.layout;
        let rect = PageRect { x0: 0.0, y0: paragraph.top, x1: page.width(), y1: paragraph.top + layout.height() };
        let rect = points(&rect, left, top, scale).intersect(clip);
        let shown = paragraph.start..paragraph.start + layout.text().len();
        let id = Id::unique(("paragraph", paragraph.index));
        let mut child = ui.new_child(UiBuilder::new().scope_id(id).accessibility_parent(response.id).max_rect(rect));
        describe(&child, |node| {
            node.set_role(Role::GenericContainer);
            node.set_label(layout.text());
            bound(node, rect);
        });
        let seen = paragraph.bytes();
        let seen = seen.start - shown.start..seen.end - shown.start;
        let tokens = words::tokens_in(layout.text(), seen).filter(|token| token.is_content());
        let global = tokens.map(|token| shown.start + token.start..shown.start + token.end);
        let tokens: Vec<_> = global.collect();
        lines(&child, screen, paragraph, &tokens, runs);
        for global in tokens {
            let range = global.start - shown.start..global.end - shown.start;
            let Some(bounds) = bounds(screen, &global) else { continue };
            if !bounds.intersects(clip) {
                continue;
            }
            let id = Id::unique(("word", global.start));
            let word = child.new_child(UiBuilder::new().scope_id(id).max_rect(bounds));
            describe(&word, |node| {
                node.set_role(Role::GenericContainer);
                node.set_value(&layout.text()[range]);
                bound(node, bounds);
            });
        }
        annotations(&mut child, screen, &shown, &mut clicked);
    }
    relations(ui, response.id, screen, clip, &mut clicked);
    if let Some(selection) = runs.selection(screen.selection.anchor(), screen.caret) {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_text_selection(selection));
    }
    clicked
}

/// The lines of a paragraph that are in view, as text.
fn lines(child: &Ui, screen: OnScreen, paragraph: &VisibleParagraph, words: &[Range<usize>], runs: &mut TextRuns) {
    let OnScreen { page, column, scale, .. } = screen;
    let starts: Vec<usize> = words.iter().map(|word| word.start).collect();
    let layout = &paragraph.layout;
    let whole = page.paragraphs().whole(paragraph.index);
    let parent = child.unique_id();
    for index in paragraph.lines.clone() {
        let line = &layout.lines()[index];
        let is_last = index + 1 == layout.lines().len();
        let laid = LaidLine {
            text: page.text(),
            start: paragraph.start,
            layout,
            line,
            line_break: if is_last { whole.end - (paragraph.start + layout.text().len()) } else { 0 },
            left: column.left(),
            top: column.top() + (paragraph.top + line.top) / scale,
            scale,
        };
        runs.tell(child, parent, Id::unique(("line", paragraph.index, index)), laid, &starts);
    }
}

/// The annotations that begin in a paragraph.
fn annotations(child: &mut Ui, screen: OnScreen, shown: &Range<usize>, clicked: &mut Clicked) {
    let content = screen.document.content();
    let flag = crate::ui::widgets::words(child.ctx()).get("flag");
    for (span, annotation, _) in content.annotations.in_view(shown.clone(), MAX_LAYERS) {
        if annotation.spans.first() != span || !shown.contains(&span.range().start) {
            continue;
        }
        let Some(bounds) = bounds(screen, &span.range()) else { continue };
        let id = Id::unique(("annotation", annotation.id.as_str()));
        let mark = child.new_child(UiBuilder::new().scope_id(id).max_rect(bounds));
        let quote = content.quote_start(annotation, MAX_SPOKEN);
        describe(&mark, |node| {
            node.set_role(Role::Mark);
            node.set_label(format!("{}: {quote}", annotation.label));
            node.set_description(said(&annotation.record, &flag));
            node.add_action(Action::Click);
            bound(node, bounds);
        });
        let node = mark.unique_id();
        if child.input(|input| input.has_accesskit_action_request(node, Action::Click)) {
            let caret = TextSelection::caret(span.range().end.min(content.text().len()));
            clicked.push(Activated::Annotation(annotation.id.clone(), caret));
        }
    }
}

/// The relations of which an end is in view.
fn relations(ui: &mut Ui, page: Id, screen: OnScreen, clip: Rect, clicked: &mut Clicked) {
    let content = screen.document.content();
    let flag = crate::ui::widgets::words(ui.ctx()).get("flag");
    let (left, top) = (screen.column.left() * screen.scale, screen.column.top() * screen.scale);
    for arc in screen.page.arcs() {
        let Some(relation) = content.relations.get(&arc.id) else { continue };
        let quote = |end| content.annotations.get(end).map(|a| content.quote_start(a, MAX_SPOKEN));
        let (Some(source), Some(target)) = (quote(&relation.source), quote(&relation.target)) else { continue };
        let rect = points(&arc.bounds(), left, top, screen.scale).intersect(clip);
        let id = Id::unique(("relation", relation.id.as_str()));
        let mark = ui.new_child(UiBuilder::new().scope_id(id).accessibility_parent(page).max_rect(rect));
        describe(&mark, |node| {
            node.set_role(Role::GraphicsObject);
            node.set_label(format!("{}: {source} → {target}", relation.label));
            node.set_description(said(&relation.record, &flag));
            node.add_action(Action::Click);
            bound(node, rect);
        });
        let node = mark.unique_id();
        if ui.input(|input| input.has_accesskit_action_request(node, Action::Click)) {
            clicked.push(Activated::Relation(relation.id.clone()));
        }
    }
}

/// The note, and before it that somebody is to look again.
fn said(record: &Record, flag: &str) -> String {
    match (record.flag, record.note.is_empty()) {
        (false, _) => record.note.clone(),
        (true, true) => flag.to_owned(),
        (true, false) => format!("{flag}. {}", record.note),
    }
}

fn describe(ui: &Ui, write: impl FnOnce(&mut Node)) {
    ui.ctx().accesskit_node_builder(ui.unique_id(), write);
}

fn bound(node: &mut Node, rect: Rect) {
    node.set_bounds(egui::accesskit::Rect {
        x0: rect.min.x.into(),
        y0: rect.min.y.into(),
        x1: rect.max.x.into(),
        y1: rect.max.y.into(),
    });
}

/// The rectangle around all of a range that is on screen.
fn bounds(screen: OnScreen, range: &Range<usize>) -> Option<Rect> {
    let OnScreen { page, visible, column, scale, .. } = screen;
    let (left, top) = (column.left() * scale, column.top() * scale);
    let fragments = page.fragments(visible, range);
    fragments.iter().map(|fragment| points(&fragment.rect, left, top, scale)).reduce(|all, rect| all.union(rect))
}
