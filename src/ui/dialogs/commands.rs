//! The commands: found by their names in the palette, and all of them with their keys.

use super::keys::KeysPage;
use super::settings::SettingsDialog;
use crate::ui::command::UiCommand;
use crate::ui::modal::{Flow, Modal, Request, UiContext};
use crate::ui::widgets::{FoundCommands, HelpOutcome, PaletteOutcome, PaletteState, help, palette};

/// The palette of commands.
#[derive(Debug, Default)]
pub struct CommandPalette {
    state: PaletteState,
}

impl Modal for CommandPalette {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        match palette(&cx.ctx, &mut self.state, cx.keys, cx.enabled) {
            PaletteOutcome::Open => Flow::Open,
            PaletteOutcome::Closed => Flow::Close,
            PaletteOutcome::Chosen(command) => {
                cx.request(Request::Command(command));
                Flow::Close
            }
        }
    }
}

/// The list of commands and keys. It leads to where a key is changed: that of a command in the settings, that of a label
/// in its schema.
#[derive(Debug, Default)]
pub struct KeyList {
    filter: String,
    found: FoundCommands,
}

impl Modal for KeyList {
    fn show(&mut self, cx: &mut UiContext<'_>) -> Flow {
        match help(&cx.ctx, cx.keys, (&mut self.filter, &mut self.found)) {
            HelpOutcome::Open => Flow::Open,
            HelpOutcome::Closed => Flow::Close,
            HelpOutcome::Chosen(command) if cx.keys.label(command).is_some() => {
                cx.request(Request::Command(UiCommand::EditSchema));
                Flow::Close
            }
            HelpOutcome::Chosen(command) => {
                let page = KeysPage::new(cx.keys.labels().clone()).of(command);
                Flow::replace(SettingsDialog::on_keys(page))
            }
        }
    }
}
