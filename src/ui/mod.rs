//! The window: app, panels, canvas, widgets, key map, theme, words.

pub mod app;
pub mod atlas;
pub mod canvas;
pub mod command;
pub mod dialogs;
mod guidelines;
mod hover_card;
pub mod input_order;
pub mod keymap;
pub mod l10n;
pub mod label_list;
pub mod label_places;
pub mod localizer;
pub mod message;
pub mod modal;
pub mod palette;
pub mod panels;
pub mod panes;
mod primary_selection;
pub mod start;
pub mod system_wishes;
pub mod text_renderer;
pub mod text_runs;
pub mod theme;
mod typed;
pub mod widgets;

pub use start::{WindowError, run};
