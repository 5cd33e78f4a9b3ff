//! The window: app, panels, canvas, widgets, key map, theme, words.

pub mod atlas;
pub mod canvas;
pub mod command;
pub mod keymap;
pub mod palette;
pub mod panels;
pub mod raster;
pub mod scribe;
pub mod theme;
pub mod widgets;
pub mod words;
