//! The window: app, panels, canvas, widgets, key map, theme, words.

pub mod raster;
