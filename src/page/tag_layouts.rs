//! The names of labels as they were laid out, kept from frame to frame.

use std::collections::HashMap;
use std::sync::Arc;

use crate::typeset::{Direction, ParagraphLayout, TextStyle, Typesetter};

/// Names kept laid out; a schema has far fewer.
const KEPT: usize = 512;

/// Names as they were laid out, at one size.
#[derive(Debug, Default)]
pub(super) struct TagLayouts {
    size: f32,
    layouts: HashMap<String, Arc<ParagraphLayout>>,
}

impl TagLayouts {
    pub(super) fn get(&mut self, ts: &mut Typesetter, tag: &str, style: &TextStyle) -> Arc<ParagraphLayout> {
        if self.size != style.size || self.layouts.len() > KEPT {
            self.layouts.clear();
            self.size = style.size;
        }
        if let Some(layout) = self.layouts.get(tag) {
            return layout.clone();
        }
        let layout = Arc::new(ts.layout(tag, style, None, Direction::AUTO));
        self.layouts.insert(tag.to_owned(), layout.clone());
        layout
    }
}
