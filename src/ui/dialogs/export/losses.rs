//! The loss report within the export dialog: how many of each kind, what is alike in groups, and their places where a group is
//! opened.

use std::collections::BTreeSet;

use egui::{Role, ScrollArea, Ui, accesskit, vec2};

use crate::formats::{Loss, LossDetail, LossGroup, LossKind, LossReport};
use crate::session::ExportOutcome;
use crate::ui::l10n::{Localize as _, loss_heading};
use crate::ui::localizer::Localizer;
use crate::ui::theme::{ROW, Theme};
use crate::ui::widgets::{BidiLabel, Row, Tone, is_rtl};

/// What is known of what an export loses.
#[derive(Clone, Copy, Debug)]
pub enum Outlook<'a> {
    /// It is being worked out.
    Weighing,
    Known(&'a LossReport, &'a ExportOutcome),
    /// It cannot be exported like this, and why.
    Failed(&'a str),
}

/// Which groups show their places: the kind of the loss and the name of what is lost.
pub(super) type Opened = BTreeSet<(LossKind, &'static str)>;

/// A row of the list.
enum Line<'a> {
    Group(LossKind, &'static str, &'a LossGroup),
    Place(&'a Loss),
    /// So many places are not listed.
    More(usize),
}

/// Room for the mark that says whether a group is open, in points.
const MARK: f32 = 18.0;
/// How far the places of a group stand in, in points.
const INDENT: f32 = 24.0;

/// Counts by kind, and the list, `rows` rows high at most.
pub(super) fn show(ui: &mut Ui, report: &LossReport, opened: &mut Opened, rows: f32, words: &Localizer) {
    let counts = report.counts();
    let counts: Vec<String> =
        counts.iter().map(|(kind, n)| format!("{}: {}", kind.localized(words), words.number(n))).collect();
    let heading = format!("{} {}", words.get("dialog-export-losses"), counts.join(" · "));
    ui.add(BidiLabel::new(&heading).tone(Tone::Warning).wrap());
    let lines: Vec<Line<'_>> = report
        .groups()
        .flat_map(|(kind, what, group)| {
            let is_open = opened.contains(&(kind, what));
            let places = group.places.iter().filter(move |_| is_open).map(Line::Place);
            let unlisted = group.count - group.places.len();
            let more = (is_open && unlisted > 0).then_some(Line::More(unlisted));
            std::iter::once(Line::Group(kind, what, group)).chain(places).chain(more)
        })
        .collect();
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let list = ScrollArea::vertical().id_salt("losses").max_height(ROW * rows).auto_shrink([false, true]);
        list.show_rows(ui, ROW, lines.len(), |ui, range| {
            for line in &lines[range] {
                match line {
                    Line::Group(kind, what, group) => {
                        let is_open = opened.contains(&(*kind, *what));
                        if group_row(ui, *kind, group, is_open, words) {
                            if is_open {
                                opened.remove(&(*kind, *what))
                            } else {
                                opened.insert((*kind, *what))
                            };
                        }
                    }
                    Line::Place(loss) => {
                        let text = place(loss, words);
                        let row = Row::new(&text).detail(&loss.document).room(INDENT, 0.0);
                        ui.add(row.role(Role::ListItem));
                    }
                    Line::More(n) => {
                        let text = words.format("export-more-places", &[("n", (*n).into())]);
                        ui.add(Row::new(&text).room(INDENT, 0.0).role(Role::ListItem));
                    }
                }
            }
        });
    });
}

/// True where it was pressed.
fn group_row(ui: &mut Ui, kind: LossKind, group: &LossGroup, is_open: bool, words: &Localizer) -> bool {
    let Some(first) = group.places.first() else { return false };
    let text = format!("{}: {}", kind.localized(words), loss_heading(&first.what, words));
    let count = words.number(group.count);
    let row = ui.add(Row::new(&text).trailing(&count).room(MARK, 0.0).role(Role::TreeItem));
    ui.ctx().accesskit_node_builder(row.id, |node: &mut accesskit::Node| node.set_expanded(is_open));
    if ui.is_rect_visible(row.rect) {
        let rtl = is_rtl(ui.ctx());
        let x = if rtl { row.rect.right() - MARK / 2.0 - 4.0 } else { row.rect.left() + MARK / 2.0 + 4.0 };
        let at = |dx: f32, dy: f32| egui::pos2(x, row.rect.center().y) + vec2(if rtl { -dx } else { dx }, dy);
        let points = if is_open {
            vec![at(-4.0, -2.0), at(0.0, 2.5), at(4.0, -2.0)]
        } else {
            vec![at(-2.0, -4.0), at(2.5, 0.0), at(-2.0, 4.0)]
        };
        ui.painter().line(points, egui::Stroke::new(1.5, Theme::get(ui.ctx()).ink_weak));
    }
    row.clicked()
}

/// A place of a group whose heading says what is lost there.
fn place(loss: &Loss, words: &Localizer) -> String {
    match &loss.what {
        LossDetail::Annotation { label, quote, .. } => {
            words.format("export-place", &[("label", label.as_str().into()), ("quote", quote.into())])
        }
        what => what.localized(words),
    }
}
