//! The document in the window: draws the page, takes the mouse and the keyboard, and says what they mean.
//!
//! The canvas changes nothing itself. It is given the document, and answers with actions that the app carries out
//! through the session.

mod access;
mod band;
mod bar;
pub mod gesture;
mod input;
mod paint;
mod smooth_scroll;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use egui::{Context, CursorIcon, EventFilter, Id, Key, Pos2, Rect, Response, Sense, Ui, Vec2, pos2, vec2};

use self::gesture::{Drag, SelectionGranularity};
use super::label_places::LabelPlaces;
use super::palette::rgb;
use super::panels::annotations::AuthorFilter;
use super::text_renderer::TextRenderer;
use super::text_runs::TextRuns;
use super::theme::Theme;
use crate::arabic::clitics::Lexicon;
use crate::model::{Annotation, AnnotationId, LabelName};
use crate::page::colours::LabelColours;
use crate::page::{
    ArcLook, CaretCursor, DrawOp, Emphasis, Highlight, Hint, Neighbours, Page, PagePosition, Paint, RelationMark, Rgba,
    SceneStyle, VisibleParagraph, layers, relation_marks, tag_name, tag_text,
};
use crate::session::{Edge, OpenDocument, TextSelection};
use crate::typeset::{Caret, TextStyle};

/// Points between the column and the edge of the canvas.
const MARGIN: f32 = 28.0;
/// Points of air above the first line.
const TOP: f32 = 14.0;
/// Seconds a frame may spend on laying out what is not on screen, while there is something to answer and while not.
const BACKGROUND_SECONDS: [f64; 2] = [0.003, 0.010];

/// What the analyst sees, apart from the document.
#[derive(Clone, Debug)]
pub struct View {
    pub style: TextStyle,
    pub show_tags: bool,
    /// How large they are, in em of the text.
    pub tag_size: f32,
    pub show_relations: bool,
    /// The relation that stands out.
    pub relation: Option<AnnotationId>,
    /// Letters beside what may be chosen: where each begins (bytes), and whether the arrows stand on it.
    pub hints: Vec<(usize, Arc<str>, bool)>,
    pub show_invisibles: bool,
    pub show_numbers: bool,
    /// The annotations that stand out.
    pub spotlight: Spotlight,
    /// What a plain drag takes at once.
    pub snap: SelectionGranularity,
    /// What is known of clitics.
    pub vocabulary: Arc<Lexicon>,
    /// Whether label tags are the Arabic names.
    pub arabic_names: bool,
    /// Whether the scroll bar stands at the left.
    pub bar_left: bool,
    /// The reading column is at most this many em wide.
    pub column_em: f32,
    /// Whether a jump that the eye can follow is shown as a glide.
    pub smooth: bool,
}

/// Which annotations stand out; all others are dimmed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spotlight {
    /// `None`: every label.
    pub label: Option<LabelName>,
    /// `None`: everybody's.
    pub maker: Option<AuthorFilter>,
}

impl Spotlight {
    fn is_on(&self, annotation: &Annotation) -> bool {
        self.label.as_ref().is_none_or(|label| *label == annotation.label)
            && self.maker.as_ref().is_none_or(|maker| maker.made(annotation))
    }
}

/// What the canvas asks the app to do.
#[derive(Clone, Debug, PartialEq)]
pub enum CanvasAction {
    /// Text is selected, or a caret set, and no annotation is active.
    Select(TextSelection),
    /// What was selected last begins after these proclitics (bytes) of its word, by a further double click.
    LeaveOut(Range<usize>),
    /// A gesture that selects has ended: the sticky label, if any, is due. `further` says that it was one more click of
    /// a series, which means this selection in place of the one before.
    Selected {
        further: bool,
    },
    /// An annotation is activated; the caret goes where it was clicked.
    TakeInHand(AnnotationId, TextSelection),
    /// An annotation is selected as well, or no more.
    Toggle(AnnotationId),
    /// All annotations from the active one to this one are selected.
    Through(AnnotationId),
    /// Annotations that a rectangle was drawn around: in the place of what is selected, or besides.
    Band(Vec<AnnotationId>, bool),
    /// Text is selected for the annotation in hand, which stays active.
    Piece(TextSelection),
    /// It becomes a piece of it.
    TakePiece,
    /// What can be done is asked for, at this place (points).
    Menu(Pos2),
    /// A relation is clicked on.
    Relation(AnnotationId),
    /// A line was drawn from one annotation to another.
    Draw(AnnotationId, AnnotationId),
    DragEdge {
        id: AnnotationId,
        edge: Edge,
        at: usize,
    },
    /// Ctrl+wheel or pinch: the size of the text times this.
    Zoom(f32),
}

/// An edge of an annotation on its way.
#[derive(Clone, Debug, PartialEq)]
struct EdgeDrag {
    id: AnnotationId,
    edge: Edge,
    at: usize,
    moved: bool,
}

/// The canvas of one document.
pub struct Canvas {
    page: Page,
    /// The caret with the side it clings to and the place it aims at; its offset follows the session's selection.
    walker: CaretCursor,
    /// The labels of the document that was shown last.
    labels: LabelPlaces,
    drag: Option<Drag>,
    /// What the ranges of this press, and of further clicks at its place, are added to.
    adding: Option<TextSelection>,
    edge_drag: Option<EdgeDrag>,
    last_press: Option<(f64, Pos2, u32)>,
    /// The word that was last double-clicked, and how much of it was selected.
    double_clicked: Option<(Range<usize>, Range<usize>)>,
    /// A line that is being drawn: from which annotation, and where it began and is (points).
    line: Option<(AnnotationId, Pos2, Pos2)>,
    /// A rectangle that is being drawn around annotations: where it began and is (points).
    band: Option<(Pos2, Pos2)>,
    /// The drag is for a piece of the annotation in hand; the annotation that was pressed on, which a click selects as well.
    piece: Option<Option<AnnotationId>>,
    /// The innermost annotation under the pointer.
    hovered: Option<AnnotationId>,
    /// The same while the pointer is on its letters and means nothing else: with the bytes of the letter.
    rested_on: Option<(AnnotationId, Range<usize>)>,
    /// The caret is to be scrolled to in the next frame.
    follow: bool,
    bar: bar::Bar,
    visible: Vec<VisibleParagraph>,
    /// Pixels the page has yet to move down to where it is going.
    glide: f32,
    painted: Option<Painted>,
    /// Where to begin, before the first frame.
    begin: Option<PagePosition>,
    /// Where the text stood in the last frame, and the page with its margins, in points.
    column: Rect,
    outer: Rect,
    /// The page had the keyboard when its last frame ended.
    had_keyboard: bool,
    /// What a screen reader was told to be on the screen.
    runs: TextRuns,
}

/// What the last frame showed and what it was painted from.
#[derive(Clone, Debug)]
pub struct Painted {
    pub look: SceneStyle,
    pub ops: Vec<DrawOp>,
}

/// What a frame is about: the document, how it is shown, and where.
#[derive(Clone, Copy)]
struct FrameContext<'a> {
    document: &'a OpenDocument,
    view: &'a View,
    /// The column of text, in points on whole pixels.
    column: Rect,
    /// Physical pixels for each point.
    scale: f32,
}

impl FrameContext<'_> {
    /// A place of the window as the page counts: pixels from the column's corner.
    fn to_page(self, at: Pos2) -> (f32, f32) {
        ((at.x - self.column.left()) * self.scale, (at.y - self.column.top()) * self.scale)
    }
}

/// What came of one frame.
pub struct CanvasOutput {
    pub response: Response,
    pub actions: Vec<CanvasAction>,
    /// The innermost annotation whose letters the pointer is on, with the bytes of the letter.
    pub rested_on: Option<(AnnotationId, Range<usize>)>,
}

impl Canvas {
    pub fn new(text: Arc<str>, style: TextStyle) -> Self {
        Canvas {
            page: Page::new(text, style, 600.0, 600.0),
            walker: CaretCursor::default(),
            labels: LabelPlaces::default(),
            drag: None,
            adding: None,
            edge_drag: None,
            line: None,
            band: None,
            piece: None,
            last_press: None,
            double_clicked: None,
            hovered: None,
            rested_on: None,
            follow: false,
            bar: bar::Bar::default(),
            visible: Vec::new(),
            glide: 0.0,
            painted: None,
            begin: None,
            column: Rect::NOTHING,
            outer: Rect::NOTHING,
            had_keyboard: false,
            runs: TextRuns::default(),
        }
    }

    /// The page as it is laid out.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// The paragraphs in view.
    pub fn visible(&self) -> &[VisibleParagraph] {
        &self.visible
    }

    /// Where the column of text is, in points.
    pub fn column(&self) -> Rect {
        self.column
    }

    /// The page with its margins, in points.
    pub fn outer(&self) -> Rect {
        self.outer
    }

    /// A place of the page, in pixels, as one of the window, in points.
    pub fn at_page(&self, x: f32, y: f32) -> Pos2 {
        let scale = self.painted.as_ref().map_or(1.0, |painted| painted.look.scale);
        self.column.min + vec2(x, y) / scale
    }

    /// Where the scroll bar is, in points.
    pub fn bar_rect(&self) -> Rect {
        self.bar.rect()
    }

    /// Whether the page had the keyboard when its last frame ended. egui takes it away with an Esc in the frame after the press that
    /// gave it, before anybody could say that Esc is the page's own.
    pub fn had_keyboard(&self) -> bool {
        self.had_keyboard
    }

    /// What is on the screen; nothing before the first frame.
    pub fn painted(&self) -> Option<&Painted> {
        self.painted.as_ref()
    }

    /// What stands at the top of the view.
    pub fn place(&mut self, ctx: &Context) -> PagePosition {
        TextRenderer::with(ctx, |scribe| self.page.place(scribe.typesetter()))
    }

    /// Begins with what stood at the top of the view on another day.
    pub fn restore(&mut self, place: PagePosition) {
        self.begin = Some(place);
    }

    /// The id that has the keyboard when the page has it.
    pub fn id() -> Id {
        Id::unique("hashiya-canvas")
    }

    /// Shows the caret in the next frame, wherever it is.
    pub fn follow(&mut self) {
        self.follow = true;
    }

    /// Draws the page in what room there is, and reads the mouse and the keyboard.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        document: &OpenDocument,
        view: &View,
        hits: &[Range<usize>],
        name: &str,
    ) -> CanvasOutput {
        let theme = Theme::get(ui.ctx());
        let outer = ui.available_rect_before_wrap();
        // Before the page is there for egui, which would take requests to scroll it for itself.
        self.read_requests(ui);
        let response = ui.interact(outer, Canvas::id(), Sense::click_and_drag() | Sense::FOCUSABLE);
        ui.advance_cursor_after_rect(outer);
        ui.painter().rect_filled(outer, 0.0, theme.page);
        self.keep_keys(ui, &response);
        let scale = ui.ctx().pixels_per_point();
        let column = self.fit(ui, outer, view, scale);
        (self.column, self.outer) = (column, outer);
        if let Some(place) = self.begin.take() {
            TextRenderer::with(ui.ctx(), |scribe| self.page.restore(scribe.typesetter(), place));
            // The caret may be out of sight, as it was then.
            self.walker = CaretCursor::at(Caret::before(document.selection.text.head()));
        }
        let sight = FrameContext { document, view, column, scale };
        self.labels.refresh(&document.content().schema);
        let mut actions = Vec::new();
        self.follow_selection(document);
        let seen = self.arrive(ui);
        self.read_asked_selection(ui, document, &mut actions);
        self.read_scroll(ui, &response, scale, &mut actions);
        self.read_keys(ui, &response, document, &mut actions);
        self.read_mouse(ui, &response, &sight, &mut actions);
        let selection = actions.iter().rev().find_map(selection_of).unwrap_or(&document.selection.text).clone();
        // Keys and jumps bring the caret into view. What the mouse touches is in view already, and must not move under it.
        if std::mem::take(&mut self.follow) {
            TextRenderer::with(ui.ctx(), |scribe| self.page.reveal(scribe.typesetter(), selection.head()));
        }
        self.glide_from(ui, seen.filter(|_| view.smooth));
        if let Some(to) = self.bar.show(ui, outer, view.bar_left, &self.page, (document, &self.labels), theme) {
            TextRenderer::with(ui.ctx(), |scribe| self.page.scroll_to(scribe.typesetter(), to));
            ui.ctx().request_repaint();
        }
        self.measure_behind(ui);
        self.had_keyboard = response.has_focus();
        self.draw(ui, &sight, hits, selection.clone(), self.had_keyboard, theme);
        let FrameContext { document, column, scale, .. } = sight;
        let caret = match self.walker.caret {
            caret if caret.offset == selection.head() => caret,
            _ => Caret::before(selection.head()),
        };
        let (page, visible, selection) = (&self.page, &self.visible, &selection);
        let screen = access::OnScreen { document, page, visible, column, scale, selection, caret };
        let activated = access::tell(ui, &response, screen, name, &mut self.runs).into_iter();
        actions.extend(activated.map(|what| match what {
            access::Activated::Annotation(id, caret) => CanvasAction::TakeInHand(id, caret),
            access::Activated::Relation(id) => CanvasAction::Relation(id),
        }));
        CanvasOutput { response, actions, rested_on: self.rested_on.clone() }
    }

    /// While the page has the keyboard, Tab and the arrows are its own.
    fn keep_keys(&self, ui: &Ui, response: &Response) {
        if response.has_focus() {
            let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
    }

    /// Sets the page's width and height from the room there is; gives the column's rectangle in points, on whole
    /// pixels.
    fn fit(&mut self, ui: &Ui, outer: Rect, view: &View, scale: f32) -> Rect {
        let style = TextStyle { size: view.style.size * scale, ..view.style };
        let numbers = if view.show_numbers { 24.0 } else { 0.0 };
        let room = (outer.width() - 2.0 * MARGIN - numbers - bar::WIDTH).max(80.0) * scale;
        let width = room.min(view.column_em * style.size).floor();
        let left = ((outer.center().x * scale) - width / 2.0).round() / scale;
        let top = ((outer.top() + TOP) * scale).round() / scale;
        let height = outer.bottom() - top;
        TextRenderer::with(ui.ctx(), |scribe| {
            self.page.set_geometry(scribe.typesetter(), style, width, height * scale);
        });
        Rect::from_min_size(pos2(left, top), vec2(width / scale, height))
    }

    /// The caret keeps its side as long as the selection is where this canvas put it.
    fn follow_selection(&mut self, document: &OpenDocument) {
        let head = document.selection.text.head();
        if self.walker.caret.offset != head {
            self.walker = CaretCursor::at(Caret::before(head));
        }
    }

    /// Lays out a little of what is not on screen, until every height is known.
    fn measure_behind(&mut self, ui: &Ui) {
        if self.page.is_measured() {
            return;
        }
        // What is to be read stands on the screen before anything else is laid out.
        if self.painted.is_none() {
            ui.ctx().request_repaint();
            return;
        }
        let busy = ui.input(|input| !input.events.is_empty() || input.smooth_scroll_delta() != Vec2::ZERO);
        let most = BACKGROUND_SECONDS[usize::from(!busy && self.glide == 0.0)];
        let started = std::time::Instant::now();
        TextRenderer::with(ui.ctx(), |scribe| {
            while self.page.measure_some(scribe.typesetter()) && started.elapsed().as_secs_f64() < most {}
        });
        ui.ctx().request_repaint();
    }

    fn draw(
        &mut self,
        ui: &Ui,
        sight: &FrameContext,
        hits: &[Range<usize>],
        selection: TextSelection,
        focused: bool,
        theme: &Theme,
    ) {
        let FrameContext { document, view, column, scale } = *sight;
        self.visible = TextRenderer::with(ui.ctx(), |scribe| self.page.visible(scribe.typesetter()));
        let range = crate::page::bytes_of(&self.visible);
        let mut highlights = self.highlights(document, view, range.clone(), theme);
        highlights.extend(found(hits, range.clone(), theme));
        let relations = if view.show_relations { relations(document, view, range, theme) } else { Vec::new() };
        let look = SceneStyle {
            ink: rgba(theme.ink),
            weak_ink: rgba(theme.ink_weak),
            page_colour: rgba(theme.page),
            selection_colour: rgba(theme.selection),
            caret_colour: rgba(theme.accent),
            current_line_colour: rgba(theme.panel),
            highlights,
            relations,
            hints: view.hints.iter().map(|hint| shown_hint(hint, theme)).collect(),
            selection,
            caret: focused.then_some(self.walker.caret),
            show_tags: view.show_tags,
            tag_size: view.tag_size,
            show_invisibles: view.show_invisibles,
            scale,
        };
        let ops = TextRenderer::with(ui.ctx(), |scribe| {
            let ops = self.page.scene(scribe.typesetter(), &self.visible, &look);
            paint::paint(ui, scribe, &ops, column.min, scale);
            ops
        });
        if let Some((_, from, to)) = &self.line {
            ui.painter().line_segment([*from, *to], egui::Stroke::new(1.5, theme.accent));
        }
        self.draw_band(ui, theme);
        self.painted = Some(Painted { look, ops });
        if view.show_numbers {
            paint::numbers(ui, &self.page, &self.visible, column, scale, theme);
        }
    }

    /// What the annotations in `range` look like, an edge on its way where it would be.
    fn highlights(&self, document: &OpenDocument, view: &View, range: Range<usize>, theme: &Theme) -> Vec<Highlight> {
        let content = document.content();
        let active = document.selection.annotation.as_ref();
        let mut looks: HashMap<&LabelName, LabelLook> = HashMap::new();
        let mut highlights = Vec::new();
        for layer in layers(&content.annotations, range, active) {
            let (span, annotation) = (layer.span, layer.annotation);
            let Some(label) = self.labels.label(&annotation.label) else { continue };
            let look = looks.entry(&label.name).or_insert_with(|| LabelLook {
                paint: LabelColours::new(label.colour, rgb(theme.page)).paint(),
                tag: tag_name(label, view.arabic_names).into(),
                shows_values: label.attributes.iter().any(|definition| definition.shown),
            });
            let mut range = span.range();
            let moves = |drag: &&EdgeDrag| {
                let end = match drag.edge {
                    Edge::Start => annotation.spans.first(),
                    Edge::End => annotation.spans.last(),
                };
                drag.moved && drag.id == annotation.id && span == end
            };
            if let Some(drag) = self.edge_drag.as_ref().filter(moves) {
                range = dragged(range, drag);
            }
            let emphasis = match () {
                () if document.selection.holds(&annotation.id) => Emphasis::Active,
                () if self.hovered.as_ref() == Some(&annotation.id) => Emphasis::Hovered,
                () if !view.spotlight.is_on(annotation) => Emphasis::Dimmed,
                () => Emphasis::Normal,
            };
            let tagged = span == annotation.spans.first();
            let neighbours = layer.neighbours();
            let name = match tagged && look.shows_values {
                true => tag_text(label, annotation, view.arabic_names).into(),
                false => look.tag.clone(),
            };
            let tag = layer.tag(&name);
            highlights.push(Highlight { range, paint: look.paint, tag, emphasis, tagged, neighbours });
        }
        highlights
    }

    /// The cursor over what is under the pointer.
    fn point(&self, ui: &Ui, icon: CursorIcon) {
        ui.ctx().set_cursor_icon(icon);
    }
}

struct LabelLook {
    paint: Paint,
    tag: Arc<str>,
    /// Whether values of attributes stand beside the name.
    shows_values: bool,
}

/// The relations of what is in view.
fn relations(document: &OpenDocument, view: &View, range: Range<usize>, theme: &Theme) -> Vec<RelationMark> {
    let content = document.content();
    if content.relations.is_empty() {
        return Vec::new();
    }
    let looks = content.schema.relation_types.iter().map(|kind| {
        let Paint { line, tag, .. } = LabelColours::new(kind.colour, rgb(theme.page)).paint();
        let shown = if view.arabic_names && !kind.arabic.is_empty() { &kind.arabic } else { kind.name.as_str() };
        (&kind.name, ArcLook { line, name_colour: tag, name: shown.into() })
    });
    let looks: HashMap<&LabelName, ArcLook> = looks.collect();
    let active = document.selection.annotation.as_ref();
    relation_marks(content, range, (active, view.relation.as_ref()), &|name| looks.get(name).cloned())
}

fn shown_hint((at, letter, is_at): &(usize, Arc<str>, bool), theme: &Theme) -> Hint {
    let (ground, ink) = if *is_at { (theme.accent, theme.page) } else { (theme.ink, theme.page) };
    Hint { at: *at, letter: letter.clone(), ground: rgba(ground), ink: rgba(ink) }
}

/// Hits of a search as highlights without a tag.
fn found<'a>(
    hits: &'a [Range<usize>],
    visible: Range<usize>,
    theme: &'a Theme,
) -> impl Iterator<Item = Highlight> + 'a {
    let first = hits.partition_point(|hit| hit.end <= visible.start);
    let line = rgba(theme.accent);
    let tint = rgba(theme.accent.gamma_multiply(0.22));
    let paint = Paint { tint, tint_strong: tint, line, tag: line };
    let no_tag: Arc<str> = "".into();
    hits[first..].iter().take_while(move |hit| hit.start < visible.end).map(move |hit| Highlight {
        range: hit.clone(),
        paint,
        tag: no_tag.clone(),
        emphasis: Emphasis::Normal,
        tagged: false,
        neighbours: Neighbours::default(),
    })
}

/// The range an edge drag would leave behind.
fn dragged(range: Range<usize>, drag: &EdgeDrag) -> Range<usize> {
    let fixed = match drag.edge {
        Edge::Start => range.end,
        Edge::End => range.start,
    };
    fixed.min(drag.at)..fixed.max(drag.at)
}

fn selection_of(action: &CanvasAction) -> Option<&TextSelection> {
    match action {
        CanvasAction::Select(selection) | CanvasAction::TakeInHand(_, selection) | CanvasAction::Piece(selection) => {
            Some(selection)
        }
        _ => None,
    }
}

fn rgba(colour: egui::Color32) -> Rgba {
    colour.to_srgba_unmultiplied()
}

/// What a drag takes at once: a key that is held makes it letters. Ctrl does it too: many window managers keep Alt and
/// the mouse for themselves. Where Ctrl means that a range is added it says nothing of letters.
fn grain(ui: &Ui, view: &View, adding: bool) -> SelectionGranularity {
    let held = ui.input(|input| input.modifiers.alt || (input.modifiers.command && !adding));
    match (view.snap, held) {
        (grain, false) => grain,
        (SelectionGranularity::Grapheme, true) => SelectionGranularity::Word,
        (_, true) => SelectionGranularity::Grapheme,
    }
}

/// One press of a key with its modifiers, taken out of the frame's events.
fn take(ui: &Ui, modifiers: egui::Modifiers, key: Key) -> bool {
    let is_meant = |event: &egui::Event| match event {
        egui::Event::Key { key: other, modifiers: held, pressed: true, .. } => {
            *other == key && held.matches_logically(modifiers)
        }
        _ => false,
    };
    ui.input_mut(|input| input.events.iter().position(is_meant).map(|at| input.events.remove(at)).is_some())
}
