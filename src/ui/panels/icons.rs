//! Small signs painted as shapes, so that they look the same whatever faces are at hand: states of a document, and the
//! buttons on the rows of a list.

use egui::epaint::PathShape;
use egui::{Color32, Id, Painter, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::model::DocumentState;
use crate::ui::localizer::without_isolates;
use crate::ui::theme::{TARGET, Theme, round, space};
use crate::ui::widgets::{BidiHover, in_sight, is_rtl};

/// What a sign shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Add,
    Pin,
    Eye,
    Cross,
    Up,
    Down,
    Note,
    Flag,
    /// What stands below is shown.
    Open,
    /// It is folded away; the sign points to where a line goes on.
    Shut,
    ShutRtl,
}

/// Width and height of a button with a sign, in points.
pub const BUTTON: f32 = TARGET;

/// How a button with a sign stands on its row.
#[derive(Clone, Copy, Debug, Default)]
pub struct IconState {
    /// It stands for a state that is on.
    pub on: bool,
    /// The row has the pointer or the keyboard; otherwise only what is on shows.
    pub awake: bool,
    /// Tab stops at it. The buttons of a row are left out until the row is reached, or a list would have no end.
    pub reachable: bool,
}

/// A button with a sign, put over what is there already.
pub fn sign_button(ui: &Ui, id: Id, rect: Rect, sign: Icon, name: &str, stand: IconState) -> Response {
    let theme = Theme::get(ui.ctx());
    let sense = if stand.reachable { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, id, sense);
    in_sight(ui, &response);
    let focused = response.has_focus();
    if stand.on || stand.awake || response.hovered() || focused {
        let fill = match () {
            _ if response.is_pointer_button_down_on() => theme.control_pressed,
            _ if response.hovered() => theme.control_hovered,
            _ if stand.on => theme.accent_soft,
            _ => Color32::TRANSPARENT,
        };
        ui.painter().rect_filled(rect, round::SMALL, fill);
        let ink = match () {
            _ if stand.on => theme.accent,
            _ if response.hovered() || focused => theme.ink,
            _ => theme.ink_weak,
        };
        paint_sign(ui.painter(), rect.center(), sign, ink, theme.panel);
    }
    if focused {
        ui.painter().rect_stroke(rect, round::SMALL, Stroke::new(2.0, theme.accent), StrokeKind::Inside);
    }
    let name = without_isolates(name).into_owned();
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::Button, ui.is_enabled(), &name);
        info.selected = stand.on.then_some(true);
        info
    });
    response.bidi_hover(&name)
}

/// A padlock: what bears it can be read and not changed.
pub fn paint_lock(painter: &Painter, at: Pos2, ink: Color32) {
    let body = Rect::from_center_size(at + vec2(0.0, 2.0), vec2(9.0, 6.5));
    painter.rect_filled(body, 1, ink);
    let bow = [(-3.0, -1.0), (-3.0, -3.5), (-1.6, -5.2), (1.6, -5.2), (3.0, -3.5), (3.0, -1.0)];
    painter.line(bow.map(|(x, y)| at + vec2(x, y)).to_vec(), Stroke::new(1.4, ink));
}

/// The places of `N` buttons at the end of a row, the first nearest to the row's words.
pub fn places_at_end<const N: usize>(ui: &Ui, row: Rect) -> [Rect; N] {
    let rtl = is_rtl(ui.ctx());
    std::array::from_fn(|i| {
        let from_end = (N - 1 - i) as f32 * BUTTON + BUTTON / 2.0 + space::XS;
        let x = if rtl { row.left() + from_end } else { row.right() - from_end };
        Rect::from_center_size(pos2(x, row.center().y), vec2(BUTTON, BUTTON))
    })
}

/// Paints a sign around a point, about 12 points wide.
pub fn paint_sign(painter: &Painter, centre: Pos2, sign: Icon, ink: Color32, ground: Color32) {
    let at = |x: f32, y: f32| centre + vec2(x, y);
    let stroke = Stroke::new(1.5, ink);
    let line = |points: Vec<Pos2>| {
        painter.line(points, stroke);
    };
    match sign {
        Icon::Add => {
            line(vec![at(-5.0, 0.0), at(5.0, 0.0)]);
            line(vec![at(0.0, -5.0), at(0.0, 5.0)]);
        }
        Icon::Cross => {
            line(vec![at(-4.0, -4.0), at(4.0, 4.0)]);
            line(vec![at(-4.0, 4.0), at(4.0, -4.0)]);
        }
        Icon::Flag => {
            line(vec![at(-3.5, 6.0), at(-3.5, -6.0)]);
            let cloth = vec![at(-3.5, -6.0), at(5.0, -3.0), at(-3.5, 0.5)];
            painter.add(PathShape::convex_polygon(cloth, ink, Stroke::NONE));
        }
        Icon::Up => line(vec![at(-4.5, 2.5), at(0.0, -2.5), at(4.5, 2.5)]),
        Icon::Down => line(vec![at(-4.5, -2.5), at(0.0, 2.5), at(4.5, -2.5)]),
        Icon::Open => line(vec![at(-3.5, -1.5), at(0.0, 2.5), at(3.5, -1.5)]),
        Icon::Shut => line(vec![at(-1.5, -3.5), at(2.5, 0.0), at(-1.5, 3.5)]),
        Icon::ShutRtl => line(vec![at(1.5, -3.5), at(-2.5, 0.0), at(1.5, 3.5)]),
        Icon::Pin => {
            let head = [at(-3.0, -6.0), at(3.0, -6.0), at(2.2, -0.8), at(5.0, 1.6), at(-5.0, 1.6), at(-2.2, -0.8)];
            painter.add(PathShape::convex_polygon(head[..3].to_vec(), ink, Stroke::NONE));
            painter.add(PathShape::convex_polygon(vec![head[0], head[2], head[5]], ink, Stroke::NONE));
            painter.add(PathShape::convex_polygon(head[2..].to_vec(), ink, Stroke::NONE));
            line(vec![at(0.0, 1.6), at(0.0, 6.5)]);
        }
        Icon::Eye => {
            let arc = |side: f32| {
                (0..=12)
                    .map(|i| i as f32 / 12.0)
                    .map(move |t| (t * 14.0 - 7.0, side * 4.6 * (t * std::f32::consts::PI).sin()))
            };
            line(arc(-1.0).map(|(x, y)| at(x, y)).collect());
            line(arc(1.0).map(|(x, y)| at(x, y)).collect());
            painter.circle_filled(centre, 2.2, ink);
        }
        Icon::Note => {
            let page = Rect::from_center_size(centre, vec2(10.0, 10.0));
            painter.rect(page, 2, ground, Stroke::new(1.2, ink), StrokeKind::Inside);
            for y in [-2.0, 0.5] {
                painter.line_segment([at(-2.6, y), at(2.6, y)], Stroke::new(1.0, ink));
            }
        }
    }
}

/// The key of the words for a state.
pub fn state_word(state: DocumentState) -> &'static str {
    match state {
        DocumentState::New => "state-new",
        DocumentState::InProgress => "state-in-progress",
        DocumentState::Done => "state-done",
        DocumentState::LookAgain => "state-look-again",
        DocumentState::Rejected => "state-rejected",
    }
}

/// A ring for new, half full for in progress, full for done, with a dot to be looked at again, struck through for rejected.
pub fn paint_state(ui: &Ui, centre: Pos2, state: DocumentState) {
    let theme = Theme::get(ui.ctx());
    let painter = ui.painter();
    const RADIUS: f32 = 5.5;
    let ring = |ink: Color32| {
        painter.circle_stroke(centre, RADIUS - 0.75, Stroke::new(1.5, ink));
    };
    match state {
        DocumentState::New => ring(theme.ink_weak),
        DocumentState::InProgress => {
            // The half that is read first is full.
            let side = if is_rtl(ui.ctx()) { 1.0 } else { -1.0 };
            let half = (0..=16)
                .map(|i| std::f32::consts::PI * (i as f32 / 16.0 - 0.5))
                .map(|angle| centre + vec2(side * angle.cos(), angle.sin()) * (RADIUS - 0.75));
            painter.add(PathShape::convex_polygon(half.collect(), theme.warning, Stroke::NONE));
            ring(theme.warning);
        }
        DocumentState::Done => {
            painter.circle_filled(centre, RADIUS, theme.good);
        }
        DocumentState::LookAgain => {
            // A ring around a dot: looked at, and asked for again.
            ring(theme.accent);
            painter.circle_filled(centre, 2.0, theme.accent);
        }
        DocumentState::Rejected => {
            ring(theme.danger);
            let reach = vec2(-1.0, 1.0) * (RADIUS - 1.0) * std::f32::consts::FRAC_1_SQRT_2;
            painter.line_segment([centre + reach, centre - reach], Stroke::new(1.5, theme.danger));
        }
    }
}

/// Done, and nothing in it: the ring of what is done around a dash.
pub fn paint_nothing_in(painter: &Painter, centre: Pos2, theme: &Theme) {
    painter.circle_stroke(centre, 4.75, Stroke::new(1.5, theme.good));
    painter.line_segment([centre - vec2(2.4, 0.0), centre + vec2(2.4, 0.0)], Stroke::new(1.5, theme.good));
}

/// A triangle: something here failed.
pub fn paint_failure(painter: &Painter, centre: Pos2, theme: &Theme) {
    let at = |x: f32, y: f32| centre + vec2(x, y);
    let corners = vec![at(0.0, -5.5), at(6.0, 5.0), at(-6.0, 5.0)];
    painter.add(PathShape::convex_polygon(corners, theme.danger, Stroke::NONE));
    painter.line_segment([at(0.0, -2.0), at(0.0, 1.5)], Stroke::new(1.5, theme.panel));
    painter.circle_filled(at(0.0, 3.3), 0.9, theme.panel);
}
