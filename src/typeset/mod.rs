//! The paragraph: fonts, bidi, shaping, lines, carets, hit tests, glyph pictures. Knows no egui.
