//! What the canvas shows of one document: lazily laid paragraphs, heights, span fragments, hit tests, a display list. Knows no egui.
