//! A line of a concordance: what was found in the middle, its words on either side, as the text has them.
//!
//! The line is set as one piece and what was found is painted behind it: a word stays joined to its clitics.

use std::ops::Range;

use egui::{Color32, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Widget, WidgetInfo, pos2, vec2};

use super::row::row_ground;
use super::{BODY, focus_ring, in_sight, is_rtl, setting};
use crate::session::HitContext;
use crate::ui::localizer::without_isolates;
use crate::ui::text_renderer::{Block, Overflow, TextRenderer};
use crate::ui::theme::{ROW, Theme, round, size, space};

/// Points that a short text at the end, such as a document's title, takes at most.
const TRAILING: f32 = 150.0;

/// A row as wide as there is room, to be clicked.
#[must_use = "a row shows only where it is added: ui.add(row)"]
pub struct ConcordanceRow<'a> {
    line: &'a HitContext,
    ticked: Option<bool>,
    selected: bool,
    tint: Option<Color32>,
    trailing: &'a str,
    spoken: &'a str,
}

impl<'a> ConcordanceRow<'a> {
    pub fn new(line: &'a HitContext) -> Self {
        ConcordanceRow { line, ticked: None, selected: false, tint: None, trailing: "", spoken: "" }
    }

    /// A box before the line, ticked or not.
    pub fn ticked(self, ticked: bool) -> Self {
        ConcordanceRow { ticked: Some(ticked), ..self }
    }

    pub fn selected(self, selected: bool) -> Self {
        ConcordanceRow { selected, ..self }
    }

    /// The colour behind what was found.
    pub fn tint(self, tint: Color32) -> Self {
        ConcordanceRow { tint: Some(tint), ..self }
    }

    /// A short text at the far side.
    pub fn trailing(self, trailing: &'a str) -> Self {
        ConcordanceRow { trailing, ..self }
    }

    /// Said before the line to the ear.
    pub fn spoken(self, spoken: &'a str) -> Self {
        ConcordanceRow { spoken, ..self }
    }
}

impl Widget for ConcordanceRow<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let ctx = ui.ctx().clone();
        let theme = Theme::get(&ctx);
        let rtl = is_rtl(&ctx);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
        in_sight(ui, &response);
        if ui.is_rect_visible(rect) {
            row_ground(ui, &response, self.selected);
            let mut room = rect.shrink2(vec2(space::S, 0.0));
            if let Some(ticked) = self.ticked {
                let place = cut(&mut room, 16.0, rtl);
                paint_box(ui, Rect::from_center_size(place.center(), vec2(16.0, 16.0)), ticked, theme);
            }
            if !self.trailing.is_empty() {
                let small = setting(&ctx, size::SMALL, false, Overflow::Elide(TRAILING));
                TextRenderer::with(&ctx, |scribe| {
                    let block = scribe.block(self.trailing, &small, ctx.pixels_per_point());
                    let width = TRAILING.min(room.width() / 3.0);
                    let place = cut(&mut room, width, !rtl);
                    let x = if rtl { place.left() } else { place.right() - block.size().x };
                    let at = pos2(x, place.center().y - block.size().y / 2.0);
                    scribe.paint(&ui.painter().with_clip_rect(place), at, &block, theme.ink_weak);
                });
            }
            let tint = self.tint.unwrap_or(theme.selection);
            let line = setting(&ctx, BODY, false, Overflow::Extend);
            let painter = ui.painter().with_clip_rect(room.intersect(ui.clip_rect()));
            TextRenderer::with(&ctx, |scribe| {
                let HitContext { text, hit, .. } = self.line;
                let all = scribe.block(text, &line, ctx.pixels_per_point());
                let shown = words_within(&all, text, hit, room.width());
                let hit = hit.start - shown.start..hit.end - shown.start;
                let block = scribe.block(&text[shown], &line, ctx.pixels_per_point());
                let (hit, whole) = placed(&block, hit);
                // What was found stands in the middle.
                let x = room.center().x - whole.center().x;
                let origin = pos2(x, rect.center().y - block.size().y / 2.0);
                for piece in hit {
                    painter.rect_filled(piece.translate(origin.to_vec2()).expand2(vec2(1.0, -2.0)), round::SMALL, tint);
                }
                scribe.paint(&painter, origin, &block, theme.ink);
            });
            focus_ring(ui, &response, round::SMALL);
        }
        response.widget_info(|| {
            let HitContext { text, hit, .. } = self.line;
            let (before, after) = (&text[..hit.start], &text[hit.end..]);
            let name = format!("{}{before}‹{}›{after}", self.spoken, self.line.quote());
            let name = without_isolates(&name).into_owned();
            match self.ticked {
                Some(ticked) => WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), ticked, name),
                None => WidgetInfo::labeled(Role::ListBoxOption, ui.is_enabled(), name),
            }
        });
        response
    }
}

/// Where a part of a line is, piece by piece and as a whole.
fn placed(block: &Block, part: Range<usize>) -> (Vec<Rect>, Rect) {
    let pieces = block.fragments(part);
    let whole = pieces.iter().copied().reduce(|a, b| a.union(b)).unwrap_or(Rect::ZERO);
    (pieces, whole)
}

/// The part of a line around what was found of which each word is whole in a room as wide as `width`, what was found in its
/// middle: no word is cut inside a letter. At least what was found.
fn words_within(block: &Block, text: &str, hit: &Range<usize>, width: f32) -> Range<usize> {
    let middle = placed(block, hit.clone()).1.center().x;
    let fits = |word: Range<usize>| {
        let (pieces, whole) = placed(block, word);
        pieces.is_empty() || (whole.left() >= middle - width / 2.0 && whole.right() <= middle + width / 2.0)
    };
    let (mut start, mut end) = (hit.start, hit.end);
    while start > 0 {
        let word = text[..start].trim_end();
        let from =
            word.rfind(char::is_whitespace).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
        if !fits(from..word.len()) {
            break;
        }
        start = if word.is_empty() { 0 } else { from };
    }
    while end < text.len() {
        let rest = text[end..].trim_start();
        let from = text.len() - rest.len();
        let to = rest.find(char::is_whitespace).map_or(text.len(), |at| from + at);
        if !fits(from..to) {
            break;
        }
        end = to;
    }
    start..end
}

/// Takes room off one side, with a gap after it.
fn cut(room: &mut Rect, width: f32, from_right: bool) -> Rect {
    let mut taken = *room;
    if from_right {
        taken.min.x = taken.max.x - width;
        room.max.x = (taken.min.x - space::S).max(room.min.x);
    } else {
        taken.max.x = taken.min.x + width;
        room.min.x = (taken.max.x + space::S).min(room.max.x);
    }
    taken
}

fn paint_box(ui: &Ui, mark: Rect, ticked: bool, theme: &Theme) {
    let mark = mark.shrink(1.0);
    if !ticked {
        ui.painter().rect(mark, round::SMALL, theme.field, Stroke::new(1.0, theme.outline), StrokeKind::Inside);
        return;
    }
    ui.painter().rect_filled(mark, round::SMALL, theme.accent);
    let at = |x: f32, y: f32| mark.min + vec2(x, y) * mark.width();
    ui.painter().line(vec![at(0.22, 0.52), at(0.43, 0.72), at(0.80, 0.30)], Stroke::new(2.0, theme.on_accent));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::Font;
    use crate::ui::text_renderer::TextLayoutOptions;

    /// `line` holds what was found between `‹›`; what of it is shown in a room so wide.
    #[track_caller]
    fn check(line: &str, width: f32, expect: &str) {
        let (start, rest) = (line.find('‹').expect("what was found is marked"), line.replace('‹', ""));
        let end = rest.find('›').expect("and its end");
        let text = rest.replace('›', "");
        let setting = TextLayoutOptions {
            font: Font::Interface,
            size: 14.0,
            line_height: 1.6,
            rtl: true,
            overflow: Overflow::Extend,
        };
        let block = TextRenderer::default().block(&text, &setting, 1.0);
        let shown = words_within(&block, &text, &(start..end), width);
        assert_eq!(&text[shown.clone()], expect);
        let block = TextRenderer::default().block(&text[shown], &setting, 1.0);
        assert!(expect.contains(' ') <= (block.size().x <= width), "{} fits in {width}", block.size().x);
    }

    #[test]
    fn a_line_is_cut_between_words() {
        let line = "زار كريم الحداد مدينة ‹صلالة› ثم عاد إلى القاهرة";
        check(line, 1000.0, "زار كريم الحداد مدينة صلالة ثم عاد إلى القاهرة");
        check(line, 150.0, "مدينة صلالة ثم عاد إلى");
        check(line, 5.0, "صلالة");
    }

    #[test]
    fn the_clitics_of_what_was_found_stay_with_it() {
        check("مرّ و‹ب›دبي", 1000.0, "مرّ وبدبي");
        check("‹دبي›", 1.0, "دبي");
        check("  ‹دبي›\u{a0}x  ", 1000.0, "  دبي\u{a0}x  ");
        check("قال John Smith إن ‹الأمر› تم", 120.0, "إن الأمر تم");
    }
}
