//! The colours offered for labels: twelve that stay apart for colour-blind eyes, by day and by night.
//!
//! A file holds one colour for a label. The twelve were chosen by searching for the set whose two closest members are
//! furthest apart under normal, protanopic, deuteranopic and tritanopic sight.

use super::schema::Colour;

/// A colour offered for labels: its place in the word files, and how it looks by day and by night.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swatch {
    /// The key of its name in the interface words.
    pub word: &'static str,
    /// What a schema stores, and what the light page shows.
    pub day: Colour,
    pub night: Colour,
}

/// The colours a new label is offered, in order.
pub const SWATCHES: [Swatch; 12] = [
    swatch("colour-blue", [0x14, 0x4a, 0xcc], [0x56, 0x7c, 0xfc]),
    swatch("colour-orange", [0xbc, 0x7f, 0x00], [0xfe, 0xa5, 0x30]),
    swatch("colour-green", [0x02, 0x87, 0x6d], [0x70, 0xb7, 0x86]),
    swatch("colour-purple", [0x9b, 0x3b, 0x91], [0xd0, 0x8e, 0xff]),
    swatch("colour-slate", [0x4b, 0x52, 0x5f], [0x88, 0x93, 0xa9]),
    swatch("colour-vermilion", [0xb3, 0x60, 0x3a], [0xef, 0x70, 0x01]),
    swatch("colour-sky", [0x0c, 0x94, 0xd0], [0x87, 0xe0, 0xff]),
    swatch("colour-olive", [0x69, 0x58, 0x03], [0xe2, 0xe9, 0x4f]),
    swatch("colour-rose", [0xdf, 0x48, 0x90], [0xff, 0xb8, 0xc2]),
    swatch("colour-indigo", [0x26, 0x1c, 0x79], [0x6b, 0x67, 0xb7]),
    swatch("colour-wine", [0x64, 0x02, 0x30], [0xbc, 0x33, 0x7e]),
    swatch("colour-brown", [0x5e, 0x3b, 0x01], [0x9e, 0x67, 0x3e]),
];

const fn swatch(word: &'static str, day: [u8; 3], night: [u8; 3]) -> Swatch {
    Swatch { word, day: Colour(day), night: Colour(night) }
}
