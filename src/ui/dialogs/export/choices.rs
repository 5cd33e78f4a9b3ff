//! The choices that a format offers, as its row in the table says: one line of the form each, made of nothing but that.

use egui::{Role, Ui};

use crate::formats::{ColumnOptions, ExportChoice, Offer};
use crate::ui::dialogs::form_row;
use crate::ui::localizer::Localizer;
use crate::ui::panels::choice_button;
use crate::ui::widgets::{BidiCheckbox, Row};

/// A line for each of `offers`; their names have `names` points.
pub(super) fn show(ui: &mut Ui, offers: &[Offer], columns: &mut ColumnOptions, names: f32, words: &Localizer) {
    for offer in offers {
        let name = words.get(name(offer.choice));
        if offer.choice.is_switch() {
            let mut on = offer.choice.get(columns).is_some();
            if form_row(ui, "", names, |ui| ui.add(BidiCheckbox::new(&mut on, &name))).changed() {
                offer.choice.set(columns, offer.values.first().copied().filter(|_| on));
            }
        } else {
            form_row(ui, &name, names, |ui| values(ui, *offer, &name, columns, words));
        }
    }
}

/// One of several values.
fn values(ui: &mut Ui, offer: Offer, name: &str, columns: &mut ColumnOptions, words: &Localizer) {
    let now = offer.choice.get(columns).filter(|now| offer.values.contains(now));
    let left = offer.choice.may_be_left().then_some(None);
    let all = left.into_iter().chain(offer.values.iter().copied().map(Some));
    let shown = said(offer.choice, now, words);
    choice_button(ui, &shown, &format!("{name}: {shown}"), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for value in all {
            let text = said(offer.choice, value, words);
            let row = Row::new(&text).ticked(value == now);
            if ui.add(row.role(Role::MenuItemRadio)).clicked() {
                offer.choice.set(columns, value);
                ui.close();
            }
        }
    });
}

fn name(choice: ExportChoice) -> &'static str {
    match choice {
        ExportChoice::Scheme => "export-scheme",
        ExportChoice::Tokens => "export-tokens",
        ExportChoice::Overlap => "export-overlap",
        ExportChoice::Pieces => "export-pieces",
        ExportChoice::Comments => "export-comments",
        ExportChoice::Shards => "export-shard-size",
    }
}

/// A value for people; names of the trade are what they are.
fn said(choice: ExportChoice, value: Option<&str>, words: &Localizer) -> String {
    let key = match (choice, value) {
        (ExportChoice::Scheme, None) => "export-scheme-as-imported",
        (ExportChoice::Scheme, Some("plain")) => "export-scheme-plain",
        (ExportChoice::Scheme, Some(name)) => return format!("\u{2066}{}\u{2069}", name.to_uppercase()),
        (ExportChoice::Tokens, None) => "export-tokens-as-usual",
        (ExportChoice::Tokens, Some("ours")) => "export-tokens-ours",
        (ExportChoice::Tokens, Some("whitespace")) => "export-tokens-whitespace",
        (ExportChoice::Tokens, Some("imported")) => "export-tokens-imported",
        (ExportChoice::Overlap, None) => "export-overlap-as-usual",
        (ExportChoice::Overlap, Some("first")) => "export-overlap-first",
        (ExportChoice::Overlap, Some("longest")) => "export-overlap-longest",
        (ExportChoice::Overlap, Some("outermost")) => "export-overlap-outermost",
        (ExportChoice::Overlap, Some("columns")) => "export-overlap-columns",
        (ExportChoice::Overlap, Some("cells")) => "export-overlap-cells",
        (ExportChoice::Pieces, Some("drop")) => "export-pieces-drop",
        (ExportChoice::Pieces, Some("split")) => "export-pieces-split",
        (ExportChoice::Pieces, Some("cover")) => "export-pieces-cover",
        (ExportChoice::Shards, None) => "export-shard-size-as-usual",
        (ExportChoice::Shards, Some(megabytes)) => {
            let n = megabytes.parse::<i64>().unwrap_or_default();
            return words.format("export-shard-megabytes", &[("n", n.into())]);
        }
        (ExportChoice::Tokens | ExportChoice::Overlap | ExportChoice::Pieces | ExportChoice::Comments, value) => {
            return value.unwrap_or_default().to_owned();
        }
    };
    words.get(key)
}
