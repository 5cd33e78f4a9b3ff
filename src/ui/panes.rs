//! The parts of the window that F6 goes round, and what in each takes the keyboard: the chosen row of its list, else its first control.

use egui::{Context, Id, LayerId, Rect, WidgetRect};

/// A part of the window, in the order in which they are gone round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pane {
    Menu,
    Documents,
    /// What is said above the page, such as that samples are shown, and the field that finds in it.
    AbovePage,
    Page,
    /// Guidelines or the guide.
    BesidePage,
    Labels,
    Annotations,
    /// What was found in all documents, notes and flags.
    BelowPage,
    Status,
}

/// What was shown in a pass.
#[derive(Clone, Debug, Default)]
struct Shown {
    pass: u64,
    panes: Vec<(Pane, Rect)>,
    /// Rows that are chosen in their lists; the first row of one in which none is.
    rows: Vec<Id>,
}

impl Shown {
    fn change(ctx: &Context, change: impl FnOnce(&mut Shown)) {
        let pass = ctx.cumulative_pass_nr();
        ctx.data_mut(|data| {
            let shown: &mut Shown = data.get_temp_mut_or_default(Id::unique("panes"));
            if shown.pass != pass {
                *shown = Shown { pass, ..Shown::default() };
            }
            change(shown);
        });
    }
}

/// Says where a pane is shown, once in each pass.
pub fn shown_at(ctx: &Context, pane: Pane, rect: Rect) {
    Shown::change(ctx, |shown| shown.panes.push((pane, rect)));
}

/// Says which row of a list takes the keyboard first, where its pane gets it.
pub fn offer_row(ctx: &Context, row: Id) {
    Shown::change(ctx, |shown| shown.rows.push(row));
}

/// Whether this is the place of a control: not of an edge that is dragged, nor of all that is in a pane.
fn is_control(place: Rect, pane: Rect) -> bool {
    const MIN_SIDE: f32 = 14.0;
    place.size().min_elem() >= MIN_SIDE && place.area() < pane.area() / 2.0
}

/// What gets the keyboard after what has it now, in the next pane (or the one before) in which something takes it. The page takes it as a
/// whole where it has a text (`page`). To be asked before anything of the pass is shown.
pub fn step(ctx: &Context, page: Option<Id>, forward: bool) -> Option<Id> {
    let mut shown: Shown = ctx.data(|data| data.get_temp(Id::unique("panes"))).unwrap_or_default();
    shown.panes.sort_by_key(|(pane, _)| *pane);
    let focused = ctx.memory(|memory| memory.focused());
    ctx.viewport(|viewport| {
        let widgets = &viewport.prev_pass.widgets;
        let takes_keys = |rect: Rect| {
            // Of the window itself: a dialog that has just been closed had rows as well.
            let inside =
                |widget: &&WidgetRect| widget.layer_id == LayerId::background() && rect.contains(widget.rect.center());
            let is_control = |widget: &&WidgetRect| {
                let takes = widget.enabled && widget.visible && widget.sense.is_focusable();
                takes && widget.sense.senses_click() && is_control(widget.rect, rect)
            };
            let row = shown.rows.iter().filter_map(|row| widgets.get(*row)).find(inside);
            let control = || widgets.get_layer(LayerId::background()).filter(inside).find(is_control);
            row.or_else(control).map(|widget| widget.id)
        };
        let at = focused.filter(|id| Some(*id) != page).and_then(|id| {
            let center = widgets.get(id)?.rect.center();
            shown.panes.iter().position(|(_, rect)| rect.contains(center))
        });
        let at = at.or_else(|| shown.panes.iter().position(|(pane, _)| *pane == Pane::Page))?;
        let count = shown.panes.len();
        let places = (1..=count).map(|n| if forward { (at + n) % count } else { (at + count - n) % count });
        places.map(|place| shown.panes[place]).find_map(|(pane, rect)| {
            let entry = if pane == Pane::Page { page } else { None };
            entry.or_else(|| takes_keys(rect))
        })
    })
}
