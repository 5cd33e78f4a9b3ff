//! The page for screen readers, for tests and for programs that watch: a name and bounds for the document, each
//! visible paragraph, each word in it, and each annotation.

use egui::accesskit::{Action, Node, Role};
use egui::{Id, Rect, Response, Ui, UiBuilder};

use super::paint::points;
use super::{Canvas, CanvasAction, Sight};
use crate::arabic::words;
use crate::page::{DEEPEST, PageRect};
use crate::session::{OpenDocument, TextSelection};

/// Characters of an annotation's text that a screen reader is given as its name.
const MOST_SPOKEN: usize = 200;

/// Fills the accessibility tree, where somebody reads it.
pub(super) fn tell(
    ui: &mut Ui,
    response: &Response,
    canvas: &Canvas,
    sight: &Sight,
    name: &str,
    actions: &mut Vec<CanvasAction>,
) {
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Document, true, name));
    let read = ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Document);
        node.set_label(name);
    });
    if read.is_none() {
        return;
    }
    let Sight { document, column, scale, .. } = *sight;
    let text = document.content().text();
    let (left, top) = (column.left() * scale, column.top() * scale);
    let clip = response.rect;
    for paragraph in &canvas.visible {
        let layout = &paragraph.layout;
        let rect =
            PageRect { x0: 0.0, y0: paragraph.top, x1: canvas.page.width(), y1: paragraph.top + layout.height() };
        let rect = points(&rect, left, top, scale).intersect(clip);
        let shown = paragraph.start..paragraph.start + layout.text().len();
        let id = Id::unique(("paragraph", paragraph.index));
        let mut child = ui.new_child(UiBuilder::new().scope_id(id).max_rect(rect));
        describe(&child, |node| {
            node.set_role(Role::Paragraph);
            node.set_label(layout.text());
            bound(node, rect);
        });
        for token in words::tokens(layout.text()).filter(|token| token.is_content()) {
            let range = token.range();
            let global = shown.start + range.start..shown.start + range.end;
            let Some(bounds) = bounds(canvas, &global, left, top, scale) else { continue };
            if !bounds.intersects(clip) {
                continue;
            }
            let id = Id::unique(("word", global.start));
            let word = child.new_child(UiBuilder::new().scope_id(id).max_rect(bounds));
            describe(&word, |node| {
                node.set_role(Role::TextRun);
                node.set_value(&layout.text()[range]);
                bound(node, bounds);
            });
        }
        annotations(&mut child, canvas, document, &shown, (left, top, scale), text, actions);
    }
}

/// The annotations that begin in a paragraph.
fn annotations(
    child: &mut Ui,
    canvas: &Canvas,
    document: &OpenDocument,
    shown: &std::ops::Range<usize>,
    (left, top, scale): (f32, f32, f32),
    text: &str,
    actions: &mut Vec<CanvasAction>,
) {
    let content = document.content();
    for (span, annotation, _) in content.annotations.in_view(shown.clone(), DEEPEST) {
        if annotation.spans.first() != span || !shown.contains(&span.range().start) {
            continue;
        }
        let Some(bounds) = bounds(canvas, &span.range(), left, top, scale) else { continue };
        let id = Id::unique(("annotation", annotation.id.as_str()));
        let mark = child.new_child(UiBuilder::new().scope_id(id).max_rect(bounds));
        let quote = content.quote_start(annotation, MOST_SPOKEN);
        describe(&mark, |node| {
            node.set_role(Role::Mark);
            node.set_label(format!("{}: {quote}", annotation.label));
            node.set_description(annotation.record.note.as_str());
            node.add_action(Action::Click);
            bound(node, bounds);
        });
        let node = mark.unique_id();
        if child.input(|input| input.has_accesskit_action_request(node, Action::Click)) {
            let caret = TextSelection::caret(span.range().end.min(text.len()));
            actions.push(CanvasAction::TakeInHand(annotation.id.clone(), caret));
        }
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
fn bounds(canvas: &Canvas, range: &std::ops::Range<usize>, left: f32, top: f32, scale: f32) -> Option<Rect> {
    let fragments = canvas.page.fragments(&canvas.visible, range);
    fragments.iter().map(|fragment| points(&fragment.rect, left, top, scale)).reduce(|all, rect| all.union(rect))
}
