//! The window: app, panels, canvas, widgets, key map, theme, words.

pub mod palette;
pub mod raster;
pub mod theme;
