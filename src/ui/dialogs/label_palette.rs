//! Any of hundreds of labels by a few letters: those that fit best, of those the most used first. Enter takes the first; a name that no
//! label has makes one, and puts it on what is selected.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use egui::{Key, Modifiers, vec2};

use crate::model::{LabelName, Schema};
use crate::ui::label_list::LabelList;
use crate::ui::localizer::{Localizer, isolated};
use crate::ui::modal::{Flow, Modal, Request, UiContext};
use crate::ui::palette::LabelPaint;
use crate::ui::panels::labels::label_name;
use crate::ui::theme::{ROW, Theme, space};
use crate::ui::widgets::{BidiLabel, BidiTextField, Row, column_layout, dialog, list};

/// Rows that are in sight at once.
const IN_SIGHT: f32 = 10.0;

/// Characters of a guideline that stand below the list.
const MAX_GUIDELINE: usize = 220;

/// The palette while it is open.
#[derive(Debug, Default)]
pub struct LabelPalette {
    typed: String,
    chosen: usize,
    opened: bool,
    found: LabelList,
}

/// What is taken.
enum Pick {
    Label(LabelName),
    New(String),
}

impl Modal for LabelPalette {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        let (Some(id), Some(document)) = (cx.session.current_id(), cx.session.shown()) else { return Flow::Close };
        let content = document.content();
        let (schema, counts) = (content.schema.clone(), content.annotations.label_counts());
        let revision = (u64::from(id.0) << 40) ^ (document.revision() << 20) ^ content.annotations.len() as u64;
        self.found.refresh(&schema, counts, revision, Some(&self.typed), &HashSet::new());
        let new_name = new_name(&self.typed, &schema);
        let (taken, further, close) = self.draw(cx, &schema, counts, new_name.as_deref());
        match taken {
            Some(Pick::Label(label)) => cx.request(Request::UseLabel { label, further }),
            Some(Pick::New(name)) => cx.request(Request::NewLabel { name, further }),
            None if close => {}
            None => return Flow::Open,
        }
        Flow::Close
    }
}

/// The name that a new label would have; `None` where one is called so already.
fn new_name(typed: &str, schema: &Schema) -> Option<String> {
    let typed = typed.trim();
    let name = LabelName::new(typed);
    let is_sound = !typed.is_empty() && !typed.chars().any(char::is_control);
    let is_new = schema.label(&name).is_none() && schema.relation_type(&name).is_none();
    (is_sound && is_new).then(|| typed.to_owned())
}

impl LabelPalette {
    fn draw(
        &mut self,
        cx: &UiContext<'_>,
        schema: &Arc<Schema>,
        counts: &BTreeMap<LabelName, usize>,
        new: Option<&str>,
    ) -> (Option<Pick>, bool, bool) {
        let (ctx, words) = (&cx.ctx, &cx.words);
        let theme = Theme::get(ctx);
        let labels = self.found.rows.len();
        // What makes a label stands behind those that there are.
        let all = labels + usize::from(new.is_some());
        let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let before = self.chosen;
        if pressed(Key::ArrowDown) {
            self.chosen += 1;
        }
        if pressed(Key::ArrowUp) {
            self.chosen = self.chosen.saturating_sub(1);
        }
        self.chosen = self.chosen.min(all.saturating_sub(1));
        let further = ctx.input(|input| input.modifiers.shift || input.modifiers.command);
        let (mut taken, mut escaped) = (None, false);
        let (_, close) = dialog(ctx, "choose-label", "", 520.0, |ui| {
            let name = words.get("command-choose-label");
            let typed = self.typed.clone();
            let hint = words.get("label-palette-hint");
            let field = BidiTextField::new(&mut self.typed, &name).hint(&hint).focus(!self.opened).show(ui);
            let bring = (!self.opened || before != self.chosen).then_some(self.chosen);
            self.opened = true;
            escaped = field.escaped;
            if typed != self.typed {
                self.chosen = 0;
                ui.ctx().request_repaint();
            }
            let mut at = field.submitted.then_some(self.chosen);
            ui.add_space(space::S);
            if all == 0 {
                ui.add(BidiLabel::new(&words.get("labels-none-match")).weak());
            }
            let height = ROW * (all as f32).min(IN_SIGHT);
            ui.allocate_ui_with_layout(vec2(ui.available_width(), height), column_layout(ctx), |ui| {
                let shown = list(ui, "choose-label", all, Some(self.chosen), bring, |ui, index| {
                    let Some(row) = self.found.rows.get(index) else {
                        let text = words.format("label-palette-new", &[("label", isolated(new.unwrap_or("")).into())]);
                        return ui.add(Row::new(&text).leading("+").selected(index == self.chosen));
                    };
                    let label = &schema.labels[row.at];
                    let name = label_name(label, words.language());
                    let dataset = if name == label.name.as_str() { "" } else { label.name.as_str() };
                    let key = label.key.map(|key| key.to_uppercase().to_string()).unwrap_or_else(|| " ".into());
                    let count = words.number(counts.get(&label.name).copied().unwrap_or(0));
                    let swatch = LabelPaint::new(label.colour, theme.raised).line;
                    let row = Row::new(name).leading(&key).swatch(swatch).detail(dataset).trailing(&count);
                    ui.add(row.selected(index == self.chosen))
                });
                at = at.or(shown.chosen);
            });
            let chosen = self.found.rows.get(self.chosen).map(|row| &schema.labels[row.at]);
            if let Some(label) = chosen.filter(|label| !label.guideline.trim().is_empty()) {
                ui.add_space(space::XS);
                ui.add(BidiLabel::new(&beginning(&label.guideline)).small().weak().wrap());
            }
            if let Some(at) = at {
                taken = match (self.found.rows.get(at), new) {
                    (Some(row), _) => Some(Pick::Label(schema.labels[row.at].name.clone())),
                    (None, Some(name)) => Some(Pick::New(name.to_owned())),
                    (None, None) => None,
                };
                if taken.is_none() {
                    field.response.request_focus();
                }
            }
        });
        (taken, further, close || escaped)
    }
}

/// The first paragraph of a guideline, without its marks, as far as there is room.
fn beginning(guideline: &str) -> String {
    let first = guideline.trim().lines().next().unwrap_or_default().replace(['*', '#', '`'], "");
    match first.char_indices().nth(MAX_GUIDELINE) {
        Some((at, _)) => format!("{}…", &first[..at]),
        None => first,
    }
}

/// What a label that was made is told as.
pub fn made(name: &str, words: &Localizer) -> String {
    words.format("status-label-made", &[("label", isolated(name).into())])
}
