//! The window: app, panels, canvas, widgets, key map, theme, words.

pub mod command;
pub mod keymap;
pub mod palette;
pub mod raster;
pub mod theme;
pub mod words;
