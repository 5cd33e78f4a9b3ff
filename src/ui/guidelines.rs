//! What the panels of guidelines and of the guide remember: which page is shown, where in it, and of which label.

use std::sync::Arc;

use super::widgets::MarkdownView;
use crate::formats::markdown::{BlockKind, MAX_BLOCKS, MarkdownBlock, MarkdownPage};
use crate::model::{AttributeDefinition, LabelName, Schema};
use crate::session::{GuidelinesAsked, Pending};
use crate::workspace::guide::GuideLanguage;
use crate::workspace::guidelines::Guidelines;

/// The panel's state. It knows no other part of the window.
#[derive(Debug, Default)]
pub(super) struct GuidelinesState {
    /// The pages, once they are read; nothing without a project.
    pub(super) found: Option<GuidelinesAsked>,
    /// The project that they are of.
    pub(super) of: Option<std::path::PathBuf>,
    pub(super) reading: PageReading,
    /// The label or relation type whose own guideline stands above.
    pub(super) label: Option<LabelName>,
    pub(super) own: Option<OwnGuideline>,
    /// The page of this label is to be shown, once the pages are there.
    pub(super) wanted: Option<LabelName>,
}

/// The panel of the guide.
#[derive(Debug, Default)]
pub(super) struct GuideState {
    pub(super) is_shown: bool,
    /// The pages in the language they were asked for in, made when they are first shown.
    pub(super) pages: Option<(GuideLanguage, Guidelines)>,
    pub(super) reading: PageReading,
}

/// Where one is among pages.
#[derive(Debug, Default)]
pub(super) struct PageReading {
    pub(super) page: usize,
    pub(super) view: MarkdownView,
    /// The pages one came from, the last one last.
    pub(super) before: Vec<usize>,
}

impl PageReading {
    /// Shows a page from the top, or from a block.
    pub(super) fn show_page(&mut self, page: usize, block: Option<usize>) {
        if page != self.page {
            self.before.push(self.page);
        }
        (self.page, self.view) = (page, MarkdownView::at(block));
    }

    /// The page is another text now, such as one in another language.
    pub(super) fn read_from_the_top(&mut self) {
        self.view = MarkdownView::at(None);
    }

    /// Goes back to the page one came from.
    pub(super) fn go_back(&mut self) {
        if let Some(page) = self.before.pop() {
            (self.page, self.view) = (page, MarkdownView::at(None));
        }
    }
}

/// What the schema itself says of a label or a relation type, and of its attributes: made once, and off the frame, since it may be long.
#[derive(Debug)]
pub(super) struct OwnGuideline {
    /// Held, so that no other schema comes to stand where it stood.
    pub(super) schema: Arc<Schema>,
    pub(super) of: LabelName,
    pub(super) page: Pending<MarkdownPage>,
    pub(super) view: MarkdownView,
}

/// Bytes of guidelines that are made into a page within a frame; of more the frame waits for none.
pub(super) const MAX_AT_ONCE_BYTES: usize = 1 << 15;

/// Bytes of one guideline that are read into a page: more than twenty thousand blocks of ordinary length take.
const MAX_READ_BYTES: usize = 8 << 20;

/// The guideline of one, and its attributes with theirs.
pub(super) fn of_schema<'s>(schema: &'s Schema, name: &LabelName) -> Option<(&'s str, &'s [AttributeDefinition])> {
    let label = schema.label(name).map(|label| (label.guideline.as_str(), label.attributes.as_slice()));
    label.or_else(|| schema.relation_type(name).map(|kind| (kind.guideline.as_str(), kind.attributes.as_slice())))
}

/// How long they are together.
pub(super) fn bytes_of(guideline: &str, attributes: &[AttributeDefinition]) -> usize {
    guideline.len() + attributes.iter().map(|attribute| attribute.guideline.len()).sum::<usize>()
}

/// One page of a guideline and those of attributes, each under what the attribute is called.
pub(super) fn page_of(
    guideline: &str,
    attributes: &[AttributeDefinition],
    called: impl Fn(&AttributeDefinition) -> String,
) -> MarkdownPage {
    let read = |text: &str| {
        let end = text.floor_char_boundary(text.len().min(MAX_READ_BYTES));
        let mut page = MarkdownPage::of(&text[..end]);
        page.is_cut |= end < text.len();
        page
    };
    let mut page = read(guideline);
    for attribute in attributes.iter().filter(|attribute| !attribute.guideline.trim().is_empty()) {
        if page.is_cut {
            break;
        }
        page.blocks.push(MarkdownBlock {
            kind: BlockKind::Heading(3),
            depth: 0,
            marker: None,
            text: called(attribute),
            runs: Vec::new(),
            anchor: None,
        });
        let own = read(&attribute.guideline);
        page.blocks.extend(own.blocks);
        page.is_cut = own.is_cut || page.blocks.len() > MAX_BLOCKS;
        page.blocks.truncate(MAX_BLOCKS);
    }
    page
}
