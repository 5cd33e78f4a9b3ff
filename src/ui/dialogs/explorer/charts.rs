//! Charts over the tables: labels, pace, lengths of spans. Bars begin at the side the interface begins at and time runs from there;
//! words and numbers are set by our own typesetter, since egui's knows no bidi.

use egui::{Align2, Color32, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use egui_plot::{Bar, BarChart, Line, Plot, PlotPoint, PlotPoints};
use jiff::civil::Date;

use super::names::Names;
use crate::analysis::statistics::tables::TableKind;
use crate::analysis::statistics::{Estimate, Lengths, Statistics};
use crate::ui::localizer::{Localizer, without_isolates};
use crate::ui::palette::LabelPaint;
use crate::ui::theme::{Theme, space};
use crate::ui::widgets::{is_rtl, paint_text};

/// Bars and days that a chart shows at most; the table below has all.
const MAX_BARS: usize = 10;
const MAX_DAYS: usize = 60;
/// Lengths that a histogram tells apart.
const MAX_LENGTH: u64 = 20;

const HEIGHT: f32 = 150.0;
/// Room for names beside bars and for numbers below, in points.
const NAMES: f32 = 120.0;
const BELOW: f32 = 18.0;

/// What a chart shows, worked out once.
#[derive(Clone, Debug, Default)]
pub(super) enum Chart {
    #[default]
    None,
    /// Labels with their counts, the most frequent first.
    Labels(Vec<(String, u64)>),
    Pace {
        /// Days with the annotations made on them.
        days: Vec<(Date, u64)>,
        estimate: Option<Estimate>,
        is_done: bool,
        undated: u64,
    },
    /// By length in words, the last for all that are longer.
    Lengths(Vec<u64>),
}

impl Chart {
    pub(super) fn of(statistics: &Statistics, kind: TableKind) -> Chart {
        match kind {
            TableKind::Labels => {
                let labels = statistics.labels.iter().map(|(label, counts)| (label.to_string(), counts.annotations));
                let mut labels: Vec<(String, u64)> = labels.filter(|(_, count)| *count > 0).collect();
                labels.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
                labels.truncate(MAX_BARS);
                Chart::Labels(labels)
            }
            TableKind::Pace => {
                let mut days: Vec<_> =
                    statistics.days.iter().rev().take(MAX_DAYS).map(|(day, counts)| (*day, counts.made)).collect();
                days.reverse();
                let totals = statistics.totals;
                Chart::Pace {
                    days,
                    estimate: statistics.estimate(),
                    is_done: totals.documents > 0 && totals.documents == totals.settled,
                    undated: totals.settled_undated,
                }
            }
            TableKind::Lengths => {
                let mut all = Lengths::default();
                statistics.labels.values().for_each(|counts| all.merge(&counts.words));
                let mut counts = vec![0u64; MAX_LENGTH as usize + 1];
                for (length, count) in all.counts() {
                    counts[length.min(MAX_LENGTH) as usize] += count;
                }
                Chart::Lengths(counts)
            }
            _ => Chart::None,
        }
    }
}

/// The chart of a table, where it has one.
pub(super) fn show(ui: &mut Ui, chart: &Chart, names: &Names, words: &Localizer) {
    match chart {
        Chart::None => {}
        Chart::Labels(counts) => labels(ui, counts, names, words),
        Chart::Pace { days, estimate, is_done, undated } => {
            say_pace(ui, *estimate, *is_done, *undated, words);
            pace(ui, days, words);
        }
        Chart::Lengths(counts) => lengths(ui, counts, words),
    }
}

/// A plot without any text of its own, in a part of the room.
fn bare<'a>(id: &'static str, rtl: bool) -> Plot<'a> {
    Plot::new(id)
        .show_axes(false)
        .show_grid(false)
        .show_background(false)
        .show_x(false)
        .show_y(false)
        .show_crosshair(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_drag(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .label_formatter(|_| None)
        .sense(Sense::hover())
        .invert_x(rtl)
}

/// The room of a chart: names it for the ear.
fn room(ui: &mut Ui, height: f32, spoken: &str) -> egui::Rect {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, without_isolates(spoken)));
    rect
}

fn labels(ui: &mut Ui, labels: &[(String, u64)], names: &Names, words: &Localizer) {
    if labels.is_empty() {
        return;
    }
    let ctx = ui.ctx().clone();
    let (theme, rtl) = (Theme::get(&ctx), is_rtl(&ctx));
    let height = 22.0 * labels.len() as f32;
    let rect = room(ui, height, &words.get("explorer-chart-labels"));
    let bars: Vec<Bar> = labels
        .iter()
        .enumerate()
        .map(|(at, (label, count))| {
            let colour = names.colour(label).map_or(theme.accent, |colour| LabelPaint::new(colour, theme.raised).line);
            Bar::new(-(at as f64), *count as f64).width(0.62).fill(colour).stroke(egui::Stroke::NONE)
        })
        .collect();
    let most = labels[0].1 as f64;
    let mut inner = rect;
    if rtl {
        inner.max.x -= NAMES
    } else {
        inner.min.x += NAMES
    }
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(inner));
    let last = labels.len() as f64 - 0.5;
    // Room for the number at the end of the longest bar.
    let plot = bare("explorer-labels", rtl).set_margin_fraction(egui::Vec2::ZERO).width(inner.width()).height(height);
    let plot = plot.default_x_bounds(0.0, most * 1.12).default_y_bounds(-last, 0.5);
    let shown = plot.show(&mut child, |plot| plot.bar_chart(BarChart::new("", bars).horizontal().allow_hover(false)));
    for (at, (label, count)) in labels.iter().enumerate() {
        let end = shown.transform.position_from_point(&PlotPoint::new(*count as f64, -(at as f64)));
        let y = end.y;
        let (name_at, name_anchor, end_anchor, gap) = match rtl {
            true => (pos2(rect.right(), y), Align2::RIGHT_CENTER, Align2::RIGHT_CENTER, -space::XS),
            false => (pos2(rect.left(), y), Align2::LEFT_CENTER, Align2::LEFT_CENTER, space::XS),
        };
        paint_text(&ctx, ui.painter(), name_at, name_anchor, &names.label(label), NAMES - space::S, theme.ink);
        let number = words.number(count);
        paint_text(&ctx, ui.painter(), pos2(end.x + gap, y), end_anchor, &number, 80.0, theme.ink_weak);
    }
    ui.add_space(space::S);
}

/// When the end may come.
fn say_pace(ui: &mut Ui, estimate: Option<Estimate>, is_done: bool, undated: u64, words: &Localizer) {
    let said = match estimate {
        Some(estimate) => {
            let most = estimate.most.map_or_else(|| words.get("explorer-no-end"), |most| words.number(most));
            let range = [
                ("n", estimate.expected.into()),
                ("least", words.number(estimate.least).into()),
                ("most", most.into()),
            ];
            let parts = [
                words.format("explorer-left", &[("n", estimate.remaining.into())]),
                words.format("explorer-expected", &range),
                words.format("explorer-judged", &[("n", estimate.days.into())]),
            ];
            parts.join(" · ")
        }
        None if is_done => words.get("explorer-all-done"),
        None => words.get("explorer-no-estimate"),
    };
    ui.add(crate::ui::widgets::BidiLabel::new(&said).wrap());
    if undated > 0 {
        let undated = words.format("explorer-undated", &[("n", undated.into())]);
        ui.add(crate::ui::widgets::BidiLabel::new(&undated).small().weak().wrap());
    }
}

/// Annotations made on each day.
fn pace(ui: &mut Ui, days: &[(Date, u64)], words: &Localizer) {
    if days.len() < 2 {
        return;
    }
    let ctx = ui.ctx().clone();
    let (theme, rtl) = (Theme::get(&ctx), is_rtl(&ctx));
    let rect = room(ui, HEIGHT, &words.get("explorer-chart-pace"));
    let first = days[0].0;
    let x = |day: &Date| f64::from((*day - first).get_days());
    let made: Vec<[f64; 2]> = days.iter().map(|(day, made)| [x(day), *made as f64]).collect();
    let most = made.iter().map(|point| point[1]).fold(1.0, f64::max);
    let last_day = days[days.len() - 1].0;
    let last = x(&last_day).max(1.0);
    let mut inner = rect;
    inner.max.y -= BELOW;
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(inner));
    let plot = bare("explorer-pace", rtl).width(inner.width()).height(inner.height());
    let plot = plot.default_x_bounds(-0.02 * last, last * 1.02).default_y_bounds(0.0, most * 1.2);
    let shown = plot.show(&mut child, |plot| {
        plot.line(Line::new("", PlotPoints::from(made.clone())).color(theme.accent).width(2.0).allow_hover(false));
    });
    ui.painter().hline(inner.x_range(), inner.bottom(), egui::Stroke::new(1.0, theme.border));
    let at = |x: f64, y: f64| shown.transform.position_from_point(&PlotPoint::new(x, y));
    let (start, end) = if rtl { (Align2::RIGHT_TOP, Align2::LEFT_TOP) } else { (Align2::LEFT_TOP, Align2::RIGHT_TOP) };
    let (begin_x, end_x) = if rtl { (rect.right(), rect.left()) } else { (rect.left(), rect.right()) };
    let below = inner.bottom() + 2.0;
    let day = |day: &Date| words.date(&day.to_string());
    paint_text(&ctx, ui.painter(), pos2(begin_x, below), start, &day(&first), 120.0, theme.ink_weak);
    paint_text(&ctx, ui.painter(), pos2(end_x, below), end, &day(&last_day), 120.0, theme.ink_weak);
    // Which way time runs, where somebody expects the other.
    let way = if rtl { -24.0 } else { 24.0 };
    let stroke = egui::Stroke::new(1.0, theme.ink_weak);
    ui.painter().arrow(pos2(rect.center().x - way / 2.0, below + 8.0), vec2(way, 0.0), stroke);
    let peak = made.iter().find(|point| point[1] >= most).copied().unwrap_or([0.0, most]);
    let text = words.format("explorer-annotations", &[("n", most.into())]);
    paint_text(
        &ctx,
        ui.painter(),
        at(peak[0], peak[1]) - vec2(0.0, 3.0),
        Align2::CENTER_BOTTOM,
        &text,
        160.0,
        theme.ink,
    );
    ui.add_space(space::S);
}

/// How many spans there are of each length in words, over all labels.
fn lengths(ui: &mut Ui, counts: &[u64], words: &Localizer) {
    let most = counts.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return;
    }
    let longest = counts.iter().rposition(|count| *count > 0).unwrap_or(1).max(4);
    let ctx = ui.ctx().clone();
    let (theme, rtl) = (Theme::get(&ctx), is_rtl(&ctx));
    let rect = room(ui, HEIGHT, &words.get("explorer-chart-lengths"));
    let mut inner = rect;
    inner.max.y -= BELOW;
    let bar = |(length, count): (usize, &u64)| {
        Bar::new(length as f64, *count as f64).width(0.8).fill(theme.accent).stroke(egui::Stroke::NONE)
    };
    let bars: Vec<Bar> = counts[..=longest].iter().enumerate().map(bar).collect();
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(inner));
    let plot = bare("explorer-lengths", rtl).width(inner.width()).height(inner.height());
    let plot = plot.default_x_bounds(-0.5, longest as f64 + 0.5).default_y_bounds(0.0, most as f64 * 1.15);
    let shown = plot.show(&mut child, |plot| plot.bar_chart(BarChart::new("", bars).allow_hover(false)));
    ui.painter().hline(inner.x_range(), inner.bottom(), egui::Stroke::new(1.0, theme.border));
    let put = |at: egui::Pos2, anchor: Align2, text: &str, ink: Color32| {
        paint_text(&ctx, ui.painter(), at, anchor, text, 60.0, ink);
    };
    for (length, count) in counts[..=longest].iter().enumerate() {
        let top = shown.transform.position_from_point(&PlotPoint::new(length as f64, *count as f64));
        if *count > 0 {
            put(top - vec2(0.0, 2.0), Align2::CENTER_BOTTOM, &words.number(count), theme.ink_weak);
        }
        let beyond = if length as u64 == MAX_LENGTH { "+" } else { "" };
        let name = format!("{}{beyond}", words.number(length));
        put(pos2(top.x, inner.bottom() + 2.0), Align2::CENTER_TOP, &name, theme.ink_weak);
    }
    ui.add_space(space::S);
}
