//! The pictures of glyphs on the graphics card, shared by the page and every widget.
//!
//! Pages of a fixed size, filled shelf by shelf: a place once given stays valid while the page lives, so no growth
//! can spoil a mesh that is already built. When there are too many pages, the one unused for longest goes; one used
//! in this frame never does.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use egui::{Color32, ColorImage, Context, Rect, TextureHandle, TextureId, TextureOptions, pos2};

use crate::typeset::{GlyphImage, GlyphKey, GlyphPixels, Rasteriser};

/// Pixels along a side of a page; a larger picture gets a page of its own size.
const SIDE: usize = 1024;
/// Pages kept when not all are needed: 16 MB.
const PAGES: usize = 4;

/// Where the picture of a glyph is, and where it goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    pub texture: TextureId,
    /// In 0..1 of the texture.
    pub uv: Rect,
    /// Whole pixels from the glyph's origin to the picture's left and top edge.
    pub left: i32,
    pub top: i32,
    pub width: u32,
    pub height: u32,
    /// A colour picture is painted in its own colours, all else in the colour of the ink.
    pub coloured: bool,
}

impl Slot {
    /// The vertex colour that shows this picture in `ink`.
    pub fn tint(&self, ink: Color32) -> Color32 {
        if self.coloured { Color32::from_white_alpha(ink.a()) } else { ink }
    }
}

/// The glyph pictures in use.
#[derive(Default)]
pub struct Atlas {
    rasteriser: Rasteriser,
    pages: Vec<Page>,
    slots: HashMap<u64, Option<(usize, Slot)>, BuildHasherDefault<Mix>>,
    frame: u64,
    dark: bool,
    evictions: u64,
    next_page: usize,
}

struct Page {
    /// Names this page in `slots`; never used again after the page went.
    id: usize,
    texture: TextureHandle,
    size: [usize; 2],
    shelves: Vec<Shelf>,
    last_used: u64,
}

struct Shelf {
    y: usize,
    height: usize,
    /// The first free column.
    x: usize,
}

impl Atlas {
    /// Opens a frame. Light letters on a dark ground look thinner than they are, so the dark theme has pictures of
    /// its own with a little more weight; a change of theme starts anew.
    pub fn begin_frame(&mut self, frame: u64, dark: bool) {
        if dark != self.dark && !self.pages.is_empty() {
            self.pages.clear();
            self.slots.clear();
            self.evictions += 1;
        }
        self.dark = dark;
        self.frame = frame;
        while self.pages.len() > PAGES && self.evict() {}
    }

    /// Changes when places that were given before are no longer valid: a mesh kept across frames is to be rebuilt.
    pub fn generation(&self) -> u64 {
        self.evictions
    }

    /// The picture of a glyph; `None` where there is nothing to see.
    pub fn glyph(&mut self, ctx: &Context, key: GlyphKey) -> Option<Slot> {
        let packed = pack(key);
        if let Some(known) = self.slots.get(&packed) {
            let (id, slot) = (*known)?;
            if let Some(page) = self.pages.iter_mut().find(|page| page.id == id) {
                page.last_used = self.frame;
            }
            return Some(slot);
        }
        let placed = self.rasteriser.glyph(key).map(|image| self.place(ctx, &image));
        self.slots.insert(packed, placed);
        placed.map(|(_, slot)| slot)
    }

    fn place(&mut self, ctx: &Context, image: &GlyphImage) -> (usize, Slot) {
        let (width, height) = (image.width as usize, image.height as usize);
        let pixels = match &image.pixels {
            GlyphPixels::Coverage(coverage) => coverage.iter().map(|c| ink(*c, self.dark)).collect(),
            GlyphPixels::Rgba(rgba) => rgba
                .chunks_exact(4)
                .map(|p| Color32::from_rgba_premultiplied(p[0], p[1], p[2], p[3]))
                .collect::<Vec<_>>(),
        };
        let found = self.pages.iter_mut().enumerate().find_map(|(i, page)| Some((i, page.room(width, height)?)));
        let (index, [x, y]) = found.unwrap_or_else(|| {
            let size = [SIDE.max(width), SIDE.max(height)];
            let blank = ColorImage::filled(size, Color32::TRANSPARENT);
            let texture = ctx.load_texture("glyphs", blank, TextureOptions::NEAREST);
            let id = self.next_page;
            self.next_page += 1;
            let mut page = Page { id, texture, size, shelves: Vec::new(), last_used: self.frame };
            let place = page.room(width, height).expect("an empty page is at least as large as the picture");
            self.pages.push(page);
            (self.pages.len() - 1, place)
        });
        let page = &mut self.pages[index];
        page.last_used = self.frame;
        page.texture.set_partial([x, y], ColorImage::new([width, height], pixels), TextureOptions::NEAREST);
        let [w, h] = page.size.map(|side| side as f32);
        let uv =
            Rect::from_min_max(pos2(x as f32 / w, y as f32 / h), pos2((x + width) as f32 / w, (y + height) as f32 / h));
        let slot = Slot {
            texture: page.texture.id(),
            uv,
            left: image.left,
            top: image.top,
            width: image.width,
            height: image.height,
            coloured: matches!(image.pixels, GlyphPixels::Rgba(_)),
        };
        (page.id, slot)
    }

    /// Lets the page go that was unused for longest; false where all are in use.
    fn evict(&mut self) -> bool {
        let in_use = self.frame.saturating_sub(1);
        let Some(index) = (0..self.pages.len())
            .filter(|i| self.pages[*i].last_used < in_use)
            .min_by_key(|i| self.pages[*i].last_used)
        else {
            return false;
        };
        let gone = self.pages.remove(index).id;
        self.slots.retain(|_, slot| slot.is_none_or(|(id, _)| id != gone));
        self.evictions += 1;
        true
    }
}

impl Page {
    /// A free place, kept apart from its neighbours by a pixel.
    fn room(&mut self, width: usize, height: usize) -> Option<[usize; 2]> {
        let [page_width, page_height] = self.size;
        let (outer_width, outer_height) = (width + 1, height + 1);
        let fits = |shelf: &&mut Shelf| {
            // A shelf much higher than the picture is left for higher ones.
            shelf.height >= height && shelf.height <= height * 2 && shelf.x + width <= page_width
        };
        if let Some(shelf) = self.shelves.iter_mut().find(fits) {
            let place = [shelf.x, shelf.y];
            shelf.x += outer_width;
            return Some(place);
        }
        let y = self.shelves.last().map_or(0, |shelf| shelf.y + shelf.height + 1);
        // A little higher than asked, so that most glyphs of a size share their shelves.
        let shelf_height = (height.next_multiple_of(4)).min(page_height.saturating_sub(y)).max(height);
        if y + height > page_height || width > page_width {
            return None;
        }
        self.shelves.push(Shelf { y, height: shelf_height.max(outer_height - 1), x: outer_width });
        Some([0, y])
    }
}

/// All of a key in one number: size in the upper half, then face, bin and glyph.
fn pack(key: GlyphKey) -> u64 {
    let GlyphKey { face, glyph, size, bin } = key;
    u64::from(size) << 32 | (face as u64) << 24 | u64::from(bin) << 16 | u64::from(glyph)
}

/// Hashes packed keys. They are looked up thousands of times a frame, and nobody chooses them to collide.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        let mixed = (self.0 ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

fn ink(coverage: u8, dark: bool) -> Color32 {
    let alpha = if dark {
        // 2c − c²: what egui does for its own letters in the dark.
        let c = u32::from(coverage);
        (2 * c - c * c / 255).min(255) as u8
    } else {
        coverage
    };
    Color32::from_rgba_premultiplied(alpha, alpha, alpha, alpha)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::FaceId;

    fn key(glyph: u16, size: u32) -> GlyphKey {
        GlyphKey { face: FaceId::NotoNaskh, glyph, size: size * 64, bin: 0 }
    }

    #[test]
    fn places_do_not_touch_one_another_and_stay_where_they_are() {
        let ctx = Context::default();
        let mut atlas = Atlas::default();
        atlas.begin_frame(1, false);
        let slots: Vec<Slot> = (20..400)
            .flat_map(|glyph| [20, 33].map(|size| key(glyph, size)))
            .filter_map(|k| atlas.glyph(&ctx, k))
            .collect();
        assert!(slots.len() > 300, "{}", slots.len());
        for (i, a) in slots.iter().enumerate() {
            for b in &slots[i + 1..] {
                let apart = a.texture != b.texture || !a.uv.shrink(1e-5).intersects(b.uv.shrink(1e-5));
                assert!(apart, "{a:?} {b:?}");
            }
        }
        let again = atlas.glyph(&ctx, key(20, 20));
        assert_eq!(again, atlas.glyph(&ctx, key(20, 20)));
    }

    #[test]
    fn old_pages_go_and_pages_in_use_stay() {
        let ctx = Context::default();
        let mut atlas = Atlas::default();
        let mut last = Vec::new();
        for frame in 1..30 {
            atlas.begin_frame(frame, false);
            last = (0..40).map(|i| key(100 + i, 150 + frame as u32)).collect();
            let shown: Vec<_> = last.iter().filter_map(|k| atlas.glyph(&ctx, *k)).collect();
            let again: Vec<_> = last.iter().filter_map(|k| atlas.glyph(&ctx, *k)).collect();
            assert_eq!(shown, again, "no place changes within a frame");
        }
        atlas.begin_frame(40, false);
        assert!(atlas.pages.len() <= PAGES, "{} pages", atlas.pages.len());
        assert!(atlas.generation() > 0);
        let ids: std::collections::HashSet<_> = atlas.pages.iter().map(|page| page.id).collect();
        assert_eq!(ids.len(), atlas.pages.len());
        assert!(atlas.slots.values().flatten().all(|(id, _)| ids.contains(id)));
        assert!(last.iter().all(|k| atlas.slots.contains_key(&pack(*k))), "what was shown last is still there");
    }
}
