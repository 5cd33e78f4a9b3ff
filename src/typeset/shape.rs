//! Shaping word by word, each word once: the same glyphs as shaping the whole line, several times faster.
//!
//! The text between two spaces, with the space that ends it, is a *unit*. A unit is shaped between the spaces that
//! stand around it and kept, in font units, so that one entry serves all sizes. Some fonts have rules that reach
//! across a space (Amiri kerns a kaf after a final heh; Vazirmatn kerns the space itself). The shaper says so through
//! its unsafe-to-concat flags; such a unit is then looked up together with its neighbours, as many as the rule sees.

use std::ops::Range;

use harfrust::{BufferFlags, GlyphBuffer, ShapeOptions, ShapePlan, UnicodeBuffer};
use unicode_script::Script;
use unicode_segmentation::UnicodeSegmentation;

use super::emoji;
use super::fonts::{FaceId, Font};
use super::script::{self, Brackets};

/// A glyph of a unit, in font units of its face, in visual order (left to right) within its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UnitGlyph {
    pub glyph: u16,
    /// Byte of the unit's text that the glyph's cluster begins at.
    pub cluster: u16,
    pub advance: i16,
    pub dx: i16,
    /// Upwards.
    pub dy: i16,
    pub face: FaceId,
    /// Whether the text may not be cut before this cluster without shaping both sides anew.
    pub unsafe_to_break: bool,
}

impl UnitGlyph {
    /// Advance in em.
    pub(super) fn advance_em(&self) -> f32 {
        self.advance as f32 * em(self.face)
    }
}

/// One font unit in em.
pub(super) fn em(face: FaceId) -> f32 {
    const fn of(units: u16) -> f32 {
        1.0 / units as f32
    }
    match face {
        FaceId::NotoNaskh | FaceId::NotoSans | FaceId::Amiri | FaceId::Symbols => of(1000),
        FaceId::Scheherazade | FaceId::Vazirmatn | FaceId::VazirmatnBold => of(2048),
        FaceId::Emoji => of(1024),
    }
}

/// What is known of a shaped unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct ShapedWord {
    /// Index of the first glyph in the shaper's store.
    pub first: u32,
    pub count: u32,
    /// Width in em, its space included.
    pub width: f32,
    /// Width in em of the space that ends it, 0 without one.
    pub space: f32,
    /// The script that neutrals after the unit take.
    pub script: Script,
    needs_left: bool,
    needs_right: bool,
}

/// Where a unit stands. All offsets are bytes of `text`.
#[derive(Clone, Copy)]
pub(super) struct ShapeContext<'t> {
    pub text: &'t str,
    pub start: usize,
    pub end: usize,
    /// Bounds of the text of the same level around the unit: how far neighbours may be drawn in.
    pub run_start: usize,
    pub run_end: usize,
    pub rtl: bool,
    /// The script of the text before the unit.
    pub script: Script,
    /// The script of the bracket before the unit that a bracket in it closes.
    pub outer: Option<Script>,
}

/// What of a place decides the glyphs, beside the bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
struct KeyParts {
    /// Lengths in bytes: joining context, neighbours drawn in, on both sides.
    pre: u16,
    left: u16,
    right: u16,
    post: u16,
    flags: u8,
    font: u8,
    script: Script,
    outer: Option<Script>,
}

impl KeyParts {
    fn of(font: Font, place: &ShapeContext) -> KeyParts {
        KeyParts {
            pre: 0,
            left: 0,
            right: 0,
            post: 0,
            flags: place.rtl as u8 * RTL,
            font: font.index() as u8,
            script: place.script,
            outer: place.outer,
        }
    }
}

const RTL: u8 = 1;
const SPACE_BEFORE: u8 = 2;
const MORE_AFTER: u8 = 4;

struct CacheEntry {
    hash: u64,
    key_at: u32,
    key_len: u32,
    parts: KeyParts,
    unit: ShapedWord,
}

struct Plan {
    face: FaceId,
    rtl: bool,
    script: Script,
    plan: ShapePlan,
}

/// Shapes units and remembers them.
pub(super) struct Shaper {
    buffer: Option<UnicodeBuffer>,
    shapers: [Option<harfrust::Shaper<'static>>; FaceId::ALL.len()],
    plans: Vec<Plan>,
    coverage: Coverage,
    slots: Vec<u32>,
    entries: Vec<CacheEntry>,
    keys: Vec<u8>,
    glyphs: Vec<UnitGlyph>,
}

/// Glyphs kept before the store is emptied: 12 MB, more than the distinct words of a 10 MB document need.
const MAX_GLYPHS: usize = 1_000_000;
/// A unit longer than this is cut at a grapheme (bytes); cluster offsets fit 16 bits and one odd word stays cheap.
pub(super) const LONGEST_UNIT: usize = 1024;
/// How many characters beyond its edges a shaper looks at to decide joining.
const CONTEXT_CHARS: usize = 5;

impl Shaper {
    pub(super) fn new() -> Shaper {
        Shaper {
            buffer: Some(UnicodeBuffer::new()),
            shapers: Default::default(),
            plans: Vec::new(),
            coverage: Coverage::new(),
            slots: vec![u32::MAX; 1 << 12],
            entries: Vec::new(),
            keys: Vec::new(),
            glyphs: Vec::new(),
        }
    }

    pub(super) fn glyphs(&self) -> &[UnitGlyph] {
        &self.glyphs
    }

    /// Where a unit's text is cut because face or script change.
    pub(super) fn runs(&mut self, font: Font, text: &str, script: Script, outer: Option<Script>) -> Vec<Run> {
        self.coverage.runs(font, text, script, outer)
    }

    /// Empties the store when it has grown too large. Only between paragraphs: units index into it.
    pub(super) fn trim(&mut self) {
        if self.glyphs.len() > MAX_GLYPHS || self.keys.len() > MAX_GLYPHS * 8 {
            self.forget();
        }
    }

    /// Empties the store.
    pub(super) fn forget(&mut self) {
        self.slots.clear();
        self.slots.resize(1 << 12, u32::MAX);
        self.entries = Vec::new();
        self.keys = Vec::new();
        self.glyphs = Vec::new();
    }

    /// The glyphs of the unit at `place`, as they stand in the whole line.
    pub(super) fn unit(&mut self, font: Font, place: &ShapeContext) -> ShapedWord {
        let mut parts = edge_parts(place, KeyParts::of(font, place));
        let mut unit = self.look_up(font, place, parts);
        // A rule reaches across an edge: draw in the neighbour there, until no rule reaches further.
        while unit.needs_left || unit.needs_right {
            if unit.needs_left {
                let from = place.start - parts.left as usize;
                let left = previous_unit_start(place.text, place.run_start, from);
                match u16::try_from(place.start - left) {
                    Ok(bytes) if left < from => parts.left = bytes,
                    _ => break,
                }
            }
            if unit.needs_right {
                let from = place.end + parts.right as usize;
                let right = unit_end(place.text, from, place.run_end);
                match u16::try_from(right - place.end) {
                    Ok(bytes) if right > from => parts.right = bytes,
                    _ => break,
                }
            }
            parts = edge_parts(place, parts);
            unit = self.look_up(font, place, parts);
        }
        unit
    }

    /// Shapes the part `start..end` of a unit as it looks when a line is cut there: letters keep the forms they have
    /// when joined to what stands on the other side of the cut.
    pub(super) fn part(&mut self, font: Font, place: &ShapeContext) -> ShapedWord {
        let parts = KeyParts {
            pre: context_before(place.text, place.start),
            post: context_after(place.text, place.end),
            ..KeyParts::of(font, place)
        };
        self.look_up(font, place, parts)
    }

    fn look_up(&mut self, font: Font, place: &ShapeContext, parts: KeyParts) -> ShapedWord {
        let from = place.start - parts.left as usize - parts.pre as usize;
        let to = place.end + parts.right as usize + parts.post as usize;
        let key = &place.text.as_bytes()[from..to];
        let hash = hash(key, &parts);
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let index = self.slots[slot];
            let Some(entry) = self.entries.get(index as usize) else { break };
            if entry.hash == hash
                && entry.parts == parts
                && &self.keys[entry.key_at as usize..(entry.key_at + entry.key_len) as usize] == key
            {
                return entry.unit;
            }
            slot = (slot + 1) & mask;
        }
        let unit = self.shape(font, place, parts);
        let index = self.entries.len() as u32;
        let key_at = self.keys.len() as u32;
        self.keys.extend_from_slice(key);
        self.entries.push(CacheEntry { hash, key_at, key_len: key.len() as u32, parts, unit });
        self.slots[slot] = index;
        if self.entries.len() * 2 > self.slots.len() {
            self.grow();
        }
        unit
    }

    fn grow(&mut self) {
        let size = self.slots.len() * 2;
        self.slots.clear();
        self.slots.resize(size, u32::MAX);
        for (index, entry) in self.entries.iter().enumerate() {
            let mut slot = entry.hash as usize & (size - 1);
            while self.slots[slot] != u32::MAX {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = index as u32;
        }
    }

    fn shape(&mut self, font: Font, place: &ShapeContext, parts: KeyParts) -> ShapedWord {
        let from = place.start - parts.left as usize;
        let to = place.end + parts.right as usize;
        let text = &place.text[from..to];
        // The unit within `text`.
        let wanted = parts.left as usize..parts.left as usize + (place.end - place.start);
        // The script before drawn-in neighbours: theirs may differ from the unit's, but a script only changes what
        // follows it, and the unit's own start is given.
        let runs = self.coverage.runs(font, text, place.script, place.outer);
        let rtl = place.rtl;
        let first = self.glyphs.len();
        let mut needs_left = false;
        let mut needs_right = false;
        let mut pieces: Vec<Vec<UnitGlyph>> = Vec::with_capacity(1);
        for (i, run) in runs.iter().enumerate() {
            if run.range.end <= wanted.start || run.range.start >= wanted.end {
                continue;
            }
            let is_first = i == 0;
            let is_last = i + 1 == runs.len();
            let in_chain = run.face == font.primary();
            let spaces_before = if is_first && parts.flags & SPACE_BEFORE != 0 && in_chain && run.script == place.script
            {
                2
            } else {
                0
            };
            let spaces_after = usize::from(is_last && parts.flags & MORE_AFTER != 0 && in_chain);
            let pre = if is_first {
                &place.text[from - parts.pre as usize..from]
            } else {
                &text[run.range.start - context_before(text, run.range.start) as usize..run.range.start]
            };
            let post = if is_last {
                &place.text[to..to + parts.post as usize]
            } else {
                &text[run.range.end..run.range.end + context_after(text, run.range.end) as usize]
            };
            let shaped = self.shape_run(
                run.face,
                rtl,
                run.script,
                &text[run.range.clone()],
                spaces_before,
                spaces_after,
                pre,
                post,
            );
            // Logical order of the flags, to see whether a rule reached from the unit to the edge.
            let infos = shaped.glyph_infos();
            let positions = shaped.glyph_positions();
            let at = |cluster: u32| (cluster as usize + run.range.start).checked_sub(spaces_before);
            let end = run.range.end;
            let crossed = |boundary: usize| -> bool {
                // Whether a rule reached across the boundary before the cluster at buffer offset `boundary`.
                let mut before = None;
                let mut after = None;
                for info in infos {
                    if (info.cluster as usize) < boundary {
                        if before.is_none_or(|b: &harfrust::GlyphInfo| b.cluster < info.cluster) {
                            before = Some(info);
                        }
                    } else if after.is_none_or(|a: &harfrust::GlyphInfo| a.cluster > info.cluster) {
                        after = Some(info);
                    }
                }
                match (before, after) {
                    (Some(b), Some(a)) => {
                        a.cluster as usize != boundary
                            || a.unsafe_to_break()
                            || (a.unsafe_to_concat() && b.unsafe_to_concat())
                    }
                    _ => false,
                }
            };
            if is_first && spaces_before > 0 {
                // Some boundary between the outermost space and the unit that no rule crosses?
                let buffer_start = wanted.start + spaces_before;
                let neighbours = text[..wanted.start].char_indices().map(|(i, _)| i + spaces_before);
                let mut boundaries = std::iter::once(1).chain(neighbours).chain(std::iter::once(buffer_start));
                needs_left = boundaries.all(crossed);
            }
            if is_last && spaces_after > 0 {
                let offset = spaces_before;
                let start = run.range.start;
                let mut boundaries = text[wanted.end..end]
                    .char_indices()
                    .map(|(i, _)| wanted.end + i)
                    .chain(std::iter::once(end))
                    .map(|b| b - start + offset);
                needs_right = boundaries.all(crossed);
            }
            let mut out = Vec::with_capacity(infos.len());
            for (info, position) in infos.iter().zip(positions) {
                let Some(cluster) = at(info.cluster) else { continue };
                if cluster < wanted.start
                    || cluster >= wanted.end
                    || info.cluster as usize >= end - run.range.start + spaces_before
                {
                    continue;
                }
                out.push(UnitGlyph {
                    glyph: info.glyph_id as u16,
                    cluster: (cluster - wanted.start) as u16,
                    advance: clamp(position.x_advance),
                    dx: clamp(position.x_offset),
                    dy: clamp(position.y_offset),
                    face: run.face,
                    unsafe_to_break: info.unsafe_to_break(),
                });
            }
            pieces.push(out);
            self.buffer = Some(shaped.clear());
        }
        if rtl {
            pieces.reverse();
        }
        for piece in &pieces {
            self.glyphs.extend_from_slice(piece);
        }
        let glyphs = &self.glyphs[first..];
        let width = glyphs.iter().map(UnitGlyph::advance_em).sum();
        let space = if text[wanted.clone()].ends_with(' ') {
            let at = (wanted.end - 1 - wanted.start) as u16;
            glyphs.iter().filter(|g| g.cluster == at).map(UnitGlyph::advance_em).sum()
        } else {
            0.0
        };
        let script = runs.iter().rfind(|run| run.range.start < wanted.end).map_or(place.script, |run| run.script);
        ShapedWord { first: first as u32, count: glyphs.len() as u32, width, space, script, needs_left, needs_right }
    }

    #[expect(clippy::too_many_arguments, reason = "one call of the shaper, all of it")]
    fn shape_run(
        &mut self,
        face: FaceId,
        rtl: bool,
        script: Script,
        text: &str,
        spaces_before: usize,
        spaces_after: usize,
        pre: &str,
        post: &str,
    ) -> GlyphBuffer {
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.clear();
        buffer.reserve(text.len() + spaces_before + spaces_after);
        for i in 0..spaces_before {
            buffer.add(' ', i as u32);
        }
        for (i, c) in text.char_indices() {
            buffer.add(c, (i + spaces_before) as u32);
        }
        for i in 0..spaces_after {
            buffer.add(' ', (text.len() + spaces_before + i) as u32);
        }
        if spaces_before == 0 && !pre.is_empty() {
            buffer.set_pre_context(pre);
        }
        if spaces_after == 0 && !post.is_empty() {
            buffer.set_post_context(post);
        }
        buffer.set_flags(BufferFlags::PRODUCE_UNSAFE_TO_CONCAT);
        let direction = if rtl { harfrust::Direction::RightToLeft } else { harfrust::Direction::LeftToRight };
        let hb_script = script::for_shaper(script);
        buffer.set_direction(direction);
        buffer.set_script(hb_script);
        buffer.set_language(language());
        let shaper = self.shapers[face as usize].get_or_insert_with(|| {
            let face = face.face();
            face.shaper_data.shaper(&face.font).build()
        });
        let index = match self.plans.iter().position(|p| p.face == face && p.rtl == rtl && p.script == script) {
            Some(index) => index,
            None => {
                let plan = ShapePlan::new(shaper, direction, Some(hb_script), Some(&language()), &[]);
                self.plans.push(Plan { face, rtl, script, plan });
                self.plans.len() - 1
            }
        };
        shaper.shape(buffer, ShapeOptions::new().plan(Some(&self.plans[index].plan)))
    }
}

/// Sets what depends on the outermost edges of a unit with its neighbours: spaces beyond them, or letters that join.
fn edge_parts(place: &ShapeContext, mut parts: KeyParts) -> KeyParts {
    let bytes = place.text.as_bytes();
    let start = place.start - parts.left as usize;
    let end = place.end + parts.right as usize;
    parts.flags &= RTL;
    parts.pre = 0;
    parts.post = 0;
    if start > place.run_start && bytes[start - 1] == b' ' {
        parts.flags |= SPACE_BEFORE;
    } else if start > 0 && bytes[start - 1] >= 0x80 {
        parts.pre = context_before(place.text, start);
    }
    if end > start && bytes[end - 1] == b' ' {
        if end < place.run_end {
            parts.flags |= MORE_AFTER;
        }
    } else if end < bytes.len() && bytes[end] >= 0x80 {
        parts.post = context_after(place.text, end);
    }
    parts
}

fn clamp(units: i32) -> i16 {
    units.clamp(i16::MIN as i32, i16::MAX as i32) as i16
}

fn language() -> harfrust::Language {
    static ARABIC: std::sync::OnceLock<harfrust::Language> = std::sync::OnceLock::new();
    ARABIC.get_or_init(|| harfrust::Language::new("ar").expect("\"ar\" is a language tag")).clone()
}

/// The end of the unit that begins at `from`: after the next space, or `run_end`.
pub(super) fn unit_end(text: &str, from: usize, run_end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < run_end {
        if bytes[at] == b' ' && !mark_follows(text, at + 1) {
            return at + 1;
        }
        at += 1;
        if at - from >= LONGEST_UNIT && text.is_char_boundary(at) && is_grapheme_boundary(text, at) {
            return at;
        }
    }
    run_end
}

/// Whether the character at `at` belongs to the grapheme of the space before it.
pub(super) fn mark_follows(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    if at == 0 || bytes[at - 1] != b' ' {
        return false;
    }
    match bytes.get(at) {
        None => false,
        Some(byte) if *byte < 0x80 => false,
        // Arabic letters, the common case: D8 A0..BF, D9 80..8A.
        Some(0xD8) if bytes[at + 1] >= 0xA0 => false,
        Some(0xD9) if bytes[at + 1] <= 0x8A => false,
        Some(_) => !is_grapheme_boundary(text, at),
    }
}

pub(super) fn is_grapheme_boundary(text: &str, at: usize) -> bool {
    let mut cursor = unicode_segmentation::GraphemeCursor::new(at, text.len(), true);
    cursor.is_boundary(text, 0).unwrap_or(true)
}

/// The start of the unit that ends at `from`.
fn previous_unit_start(text: &str, run_start: usize, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while at > run_start {
        at -= 1;
        if at > run_start && bytes[at - 1] == b' ' && at != from && !mark_follows(text, at) {
            return at;
        }
    }
    run_start
}

/// Bytes before `at` that a letter at `at` may join to.
fn context_before(text: &str, at: usize) -> u16 {
    let mut start = at;
    for (i, c) in text[..at].char_indices().rev().take(CONTEXT_CHARS) {
        if c.is_ascii() {
            break;
        }
        start = i;
    }
    (at - start) as u16
}

/// Bytes after `at` that a letter before `at` may join to.
fn context_after(text: &str, at: usize) -> u16 {
    text[at..].chars().take(CONTEXT_CHARS).take_while(|c| !c.is_ascii()).map(char::len_utf8).sum::<usize>() as u16
}

fn hash(key: &[u8], parts: &KeyParts) -> u64 {
    const K: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut h = (parts.flags as u64)
        | (parts.font as u64) << 8
        | (parts.script as u64) << 16
        | (parts.left as u64) << 32
        | (parts.right as u64) << 48;
    h ^= (parts.pre as u64) << 24 | (parts.post as u64) << 56;
    h = h.wrapping_mul(K);
    let mut mix = |word: u64| h = (h ^ word).rotate_left(27).wrapping_mul(K);
    let mut chunks = key.chunks_exact(8);
    for chunk in &mut chunks {
        mix(u64::from_le_bytes(chunk.try_into().expect("chunks of 8")));
    }
    let rest = chunks.remainder();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    mix(u64::from_le_bytes(last));
    mix(key.len() as u64);
    h ^ (h >> 29)
}

/// A part of a unit in one face and one script.
pub(super) struct Run {
    pub range: Range<usize>,
    pub face: FaceId,
    pub script: Script,
}

/// Which face of a font's chain has a character, looked up once.
struct Coverage {
    /// For each font, for each character of the basic plane: face + 1, or 0 where not yet known.
    tables: [Option<Box<[u8; 0x10000]>>; Font::COUNT],
}

impl Coverage {
    fn new() -> Coverage {
        Coverage { tables: Default::default() }
    }

    /// The first face of the chain that has the character; the primary where none has.
    fn face_of(&mut self, font: Font, c: char) -> FaceId {
        let find = || font.chain().iter().copied().find(|face| face.face().covers(c)).unwrap_or(font.primary());
        let table = self.tables[font.index()].get_or_insert_with(|| {
            vec![0; 0x10000].into_boxed_slice().try_into().expect("the length is that of the array")
        });
        match table.get_mut(c as usize) {
            None => find(),
            Some(0) => {
                let face = find();
                table[c as usize] = face as u8 + 1;
                face
            }
            Some(known) => FaceId::ALL[*known as usize - 1],
        }
    }

    /// Cuts a unit's text where the face or the script changes.
    fn runs(&mut self, font: Font, text: &str, script_before: Script, outer: Option<Script>) -> Vec<Run> {
        let primary = font.primary();
        let mut brackets = Brackets::default();
        let mut outer = outer;
        let mut runs: Vec<Run> = Vec::with_capacity(1);
        let mut script = script_before;
        let plain = text
            .chars()
            .all(|c| (c as u32) < 0x2000 && !emoji::is_picture_by_default(c) && self.face_of(font, c) == primary);
        let mut push = |start: usize, end: usize, face: FaceId, script: Script| match runs.last_mut() {
            Some(run) if run.face == face && run.script == script => run.range.end = end,
            _ => runs.push(Run { range: start..end, face, script }),
        };
        if plain {
            for (i, c) in text.char_indices() {
                script = brackets.resolve(c, script, &mut outer);
                push(i, i + c.len_utf8(), primary, script);
            }
            return runs;
        }
        for (i, grapheme) in text.grapheme_indices(true) {
            let face = self.face_of_grapheme(font, grapheme);
            let resolved = grapheme.chars().next().map_or(script, |c| brackets.resolve(c, script, &mut outer));
            // A picture has no script of its own to hand on.
            script = if face == FaceId::Emoji { script } else { resolved };
            let shaped_in = if face == FaceId::Emoji { Script::Common } else { script };
            push(i, i + grapheme.len(), face, shaped_in);
        }
        if let Some(last) = runs.last()
            && last.face == FaceId::Emoji
        {
            // What follows goes on in the script before the picture.
            let end = last.range.end;
            runs.push(Run { range: end..end, face: primary, script });
        }
        runs
    }

    fn face_of_grapheme(&mut self, font: Font, grapheme: &str) -> FaceId {
        if emoji::wants_picture(grapheme) {
            let emoji = FaceId::Emoji.face();
            if grapheme.chars().all(|c| is_invisible(c) || emoji.covers(c)) {
                return FaceId::Emoji;
            }
        }
        let mut chars = grapheme.chars();
        let Some(first) = chars.next() else { return font.primary() };
        let face = if is_invisible(first) { font.primary() } else { self.face_of(font, first) };
        let mut rest = chars.filter(|c| !is_invisible(*c)).peekable();
        if rest.peek().is_none() {
            return face;
        }
        let rest: Vec<char> = rest.collect();
        font.chain()
            .iter()
            .copied()
            .find(|id| {
                let candidate = id.face();
                (is_invisible(first) || candidate.covers(first)) && rest.iter().all(|c| candidate.covers(*c))
            })
            .unwrap_or(face)
    }
}

/// Characters that every face can show, because nothing of them is shown.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests;
