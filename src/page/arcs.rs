//! Relations on the page: an arc from one annotation to the other, with a head at its target and the name of its type where it is
//! wanted. Where an end is out of sight, a tail goes in its direction.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::display_list::{ArcLook, DrawOp, Emphasis, RelationMark, Rgba, SceneStyle, glyphs_of};
use super::layers::layers;
use super::placed_arc::PlacedArc;
use super::scene::body;
use super::stroke::{PagePoint, StrokePath};
use super::view::{Page, PageFragment, PageRect, VisibleParagraph, bytes_of};
use crate::model::{AnnotatedDocument, AnnotationId, LabelName, Relation};
use crate::typeset::{Font, TextStyle, Typesetter};

/// Arcs of a frame: more could not be told apart.
pub const MAX_ARCS: usize = 400;
/// With more than so many in view, only those of the annotation in hand have a name.
const MAX_NAMED: usize = 12;
/// Em of the reading size.
const NAME_SIZE: f32 = 0.45;

impl PlacedArc {
    /// The rectangle around it.
    pub fn bounds(&self) -> PageRect {
        let points = self.path.flattened();
        let of = |axis: usize, pick: fn(f32, f32) -> f32| points.iter().map(|p| p[axis]).reduce(pick).unwrap_or(0.0);
        PageRect { x0: of(0, f32::min), y0: of(1, f32::min), x1: of(0, f32::max), y1: of(1, f32::max) }
    }
}

/// How each relation type looks, by its name in the schema.
pub type ArcLooks<'a> = dyn Fn(&LabelName) -> Option<ArcLook> + 'a;

/// The relations of what is in view, those of the annotation in hand first, at most [`MAX_ARCS`]. Their work is that of the
/// annotations in view and of the relations that end at them.
pub fn relation_marks(
    document: &AnnotatedDocument,
    in_view: Range<usize>,
    (active, chosen): (Option<&AnnotationId>, Option<&AnnotationId>),
    looks: &ArcLooks<'_>,
) -> Vec<RelationMark> {
    let mark_of = |relation: &Relation| {
        let range_of = |end: &AnnotationId| document.annotations.get(end).map(|a| a.spans.first().range());
        let (source, target) = (range_of(&relation.source)?, range_of(&relation.target)?);
        let is_active = active.is_some_and(|active| relation.source == *active || relation.target == *active);
        let emphasis = match () {
            () if chosen == Some(&relation.id) => Emphasis::Hovered,
            () if is_active => Emphasis::Active,
            () if active.is_some() => Emphasis::Dimmed,
            () => Emphasis::Normal,
        };
        Some(RelationMark { id: relation.id.clone(), source, target, look: looks(&relation.label)?, emphasis })
    };
    let in_view = layers(&document.annotations, in_view, active).into_iter().map(|layer| &layer.annotation.id);
    let mut seen = HashSet::new();
    // Nothing more is asked once there are enough: an annotation may have more relations than can be drawn.
    let ends = active.into_iter().chain(in_view);
    let relations = ends.flat_map(|end| document.relations.at(end)).filter(|relation| seen.insert(&relation.id));
    relations.filter_map(mark_of).take(MAX_ARCS).collect()
}

/// Where an arc leaves or arrives.
struct Anchor {
    fragment: PageFragment,
    /// The middle of the first stretch.
    x: f32,
    top: f32,
    bottom: f32,
}

impl Page {
    /// The arcs as they lay in the last scene, one for each relation of which an end was in view.
    pub fn arcs(&self) -> &[PlacedArc] {
        &self.arcs
    }

    fn place_arcs(&self, visible: &[VisibleParagraph], look: &SceneStyle) -> Vec<PlacedArc> {
        let on_screen = bytes_of(visible);
        // Of several arcs at one annotation each has a place of its own along it.
        let mut at_ends: HashMap<Range<usize>, usize> = HashMap::new();
        let mut lanes: HashMap<(usize, usize), usize> = HashMap::new();
        let mut placed = Vec::with_capacity(look.relations.len());
        for (n, mark) in look.relations.iter().enumerate() {
            let mut anchor = |range: &Range<usize>| {
                let others = at_ends.entry(range.clone()).or_default();
                *others += 1;
                self.anchor(visible, &on_screen, range, *others - 1, look)
            };
            let (source, target) = (anchor(&mark.source), anchor(&mark.target));
            let arc = match (source, target) {
                (Some(source), Some(target)) => {
                    let line = |anchor: &Anchor| (anchor.fragment.paragraph, anchor.fragment.line);
                    match line(&source) == line(&target) {
                        true => {
                            let lane = lanes.entry(line(&source)).or_default();
                            *lane += 1;
                            self.over_the_line(&source, &target, *lane - 1, look)
                        }
                        false => between_lines(&source, &target, look),
                    }
                }
                (Some(seen), None) => self.arc_tail(&seen, mark.target.start >= on_screen.end, false, look),
                (None, Some(seen)) => self.arc_tail(&seen, mark.source.start >= on_screen.end, true, look),
                (None, None) => continue,
            };
            let (path, head, name_at) = arc;
            placed.push(PlacedArc { id: mark.id.clone(), mark: n, path, head, name_at });
        }
        placed
    }

    /// The `n`-th place along the first stretch of a range, from its middle outwards.
    fn anchor(
        &self,
        visible: &[VisibleParagraph],
        on_screen: &Range<usize>,
        range: &Range<usize>,
        n: usize,
        look: &SceneStyle,
    ) -> Option<Anchor> {
        if range.start < on_screen.start || range.start >= on_screen.end {
            return None;
        }
        let fragment = match range.is_empty() {
            true => self.hairline(visible, range.start)?,
            false => *self.fragments(visible, &(range.start..range.end.min(on_screen.end))).first()?,
        };
        let body = body(&fragment);
        let width = body.x1 - body.x0;
        let step = (5.0 * look.scale).min(width / 4.0);
        let away = n.div_ceil(2) as f32 * step * if n.is_multiple_of(2) { 1.0 } else { -1.0 };
        let x = ((body.x0 + body.x1) / 2.0 + away).clamp(body.x0, body.x1);
        Some(Anchor { fragment, x, top: body.y0, bottom: body.y1 })
    }

    /// From one place of a line to another: up, along above the letters, and down again.
    fn over_the_line(&self, source: &Anchor, target: &Anchor, lane: usize, look: &SceneStyle) -> ArcShape {
        let y0 = source.top.min(target.top);
        let room = (self.style().line_pixels() * 0.3).max(5.0 * look.scale);
        let y = y0 - room * (0.55 + 0.15 * (lane % 4) as f32);
        let (x0, x1) = (source.x, target.x);
        let bend = (x1 - x0).signum() * (self.style().size * 0.45).min((x1 - x0).abs() / 2.0);
        let path = StrokePath::from([x0, source.top])
            .curve_to([x0, (source.top + y) / 2.0], [x0, y], [x0 + bend, y])
            .line_to([x1 - bend, y])
            .curve_to([x1, y], [x1, (target.top + y) / 2.0], [x1, target.top]);
        (path, Some(head([x1, target.top], 1.0, look)), [(x0 + x1) / 2.0, y])
    }

    /// A short way in the direction of an end that is out of sight.
    fn arc_tail(&self, seen: &Anchor, is_below: bool, arrives: bool, look: &SceneStyle) -> ArcShape {
        let (y, way) = if is_below { (seen.bottom, 1.0) } else { (seen.top, -1.0) };
        let far = y + way * self.style().line_pixels() * 0.6;
        let x = seen.x + self.style().size * 0.4;
        let path = StrokePath::from([seen.x, y]).curve_to([seen.x, (y + far) / 2.0], [x, (y + far) / 2.0], [x, far]);
        let head = match arrives {
            true => head([seen.x, y], -way, look),
            false => head([x, far], way, look),
        };
        (path, Some(head), [x, far])
    }

    pub(super) fn paint_arcs(
        &mut self,
        ts: &mut Typesetter,
        visible: &[VisibleParagraph],
        look: &SceneStyle,
        ops: &mut Vec<DrawOp>,
    ) {
        self.arcs = self.place_arcs(visible, look);
        if self.arcs.is_empty() {
            return;
        }
        let size = (self.style().size * NAME_SIZE).round().max(8.0);
        let style = TextStyle { font: Font::Interface, size, line_height: 1.2 };
        let few = self.arcs.len() <= MAX_NAMED;
        // What stands out lies above the rest.
        let stands_out = |arc: &&PlacedArc| is_in_hand(&look.relations[arc.mark]);
        let order = self.arcs.iter().filter(|arc| !stands_out(arc)).chain(self.arcs.iter().filter(stands_out));
        let page_width = self.width();
        for arc in order {
            let mark = &look.relations[arc.mark];
            let (width, colour) = match mark.emphasis {
                Emphasis::Dimmed => (1.0, faint(mark.look.line, 4)),
                Emphasis::Normal => (1.0, faint(mark.look.line, 8)),
                Emphasis::Active => (1.5, mark.look.line),
                Emphasis::Hovered => (2.5, mark.look.line),
            };
            let width = width * look.scale;
            ops.push(DrawOp::Stroke { path: arc.path.clone(), width, colour });
            if let Some([a, tip, b]) = arc.head {
                ops.push(DrawOp::Stroke { path: StrokePath::from(a).line_to(tip).line_to(b), width, colour });
            }
            let is_named = is_in_hand(mark) || (few && mark.emphasis == Emphasis::Normal);
            if is_named && !mark.look.name.is_empty() {
                let layout = self.tags.get(ts, &mark.look.name, &style);
                let (w, h) = (layout.width(), layout.height());
                let x = (arc.name_at[0] - w / 2.0).clamp(0.0, (page_width - w).max(0.0)).round();
                let y = (arc.name_at[1] - h / 2.0).round();
                let air = 3.0 * look.scale;
                let rect = PageRect { x0: x - air, x1: x + w + air, y0: y, y1: y + h };
                ops.push(DrawOp::Fill { rect, colour: look.page_colour, round: 3.0 * look.scale });
                glyphs_of(&layout, 0..layout.lines().len(), x, y, mark.look.name_colour, ops);
            }
        }
    }
}

/// The path, its head, and where its name stands.
type ArcShape = (StrokePath, Option<[PagePoint; 3]>, PagePoint);

/// From a line to another one: out of the side that faces it.
fn between_lines(source: &Anchor, target: &Anchor, look: &SceneStyle) -> ArcShape {
    let down = target.fragment.rect.y0 >= source.fragment.rect.y0;
    let (y0, y1, way) = if down { (source.bottom, target.top, 1.0) } else { (source.top, target.bottom, -1.0) };
    let pull = (y1 - y0).abs().max(8.0 * look.scale) * 0.5 * way;
    let path = StrokePath::from([source.x, y0]).curve_to([source.x, y0 + pull], [target.x, y1 - pull], [target.x, y1]);
    // Its name stands between the line of its target and the one before, where no letters are.
    let rect = target.fragment.rect;
    let name_at = [target.x, if down { rect.y0 } else { rect.y1 }];
    (path, Some(head([target.x, y1], way, look)), name_at)
}

/// Two short lines that meet at a tip which is reached downwards (1) or upwards (-1).
fn head([x, y]: PagePoint, way: f32, look: &SceneStyle) -> [PagePoint; 3] {
    let (half, back) = (3.0 * look.scale, 4.5 * look.scale * way);
    [[x - half, y - back], [x, y], [x + half, y - back]]
}

fn is_in_hand(mark: &RelationMark) -> bool {
    matches!(mark.emphasis, Emphasis::Active | Emphasis::Hovered)
}

/// So many tenths of a colour.
fn faint([r, g, b, a]: Rgba, tenths: u16) -> Rgba {
    [r, g, b, (u16::from(a) * tenths / 10) as u8]
}
