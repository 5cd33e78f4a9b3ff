//! What the panel of guidelines remembers: which page is shown, where in it, and of which label.

use super::widgets::MarkdownView;
use crate::model::LabelName;
use crate::session::GuidelinesAsked;

/// The panel's state. It knows no other part of the window.
#[derive(Debug, Default)]
pub(super) struct GuidelinesState {
    /// The pages, once they are read; nothing without a project.
    pub(super) found: Option<GuidelinesAsked>,
    /// The project that they are of.
    pub(super) of: Option<std::path::PathBuf>,
    pub(super) page: usize,
    pub(super) view: MarkdownView,
    /// The pages one came from, the last one last.
    pub(super) before: Vec<usize>,
    /// The label whose own guideline stands above.
    pub(super) label: Option<LabelName>,
    /// The page of this label is to be shown, once the pages are there.
    pub(super) wanted: Option<LabelName>,
}

impl GuidelinesState {
    /// Shows a page from the top, or from a block.
    pub(super) fn show_page(&mut self, page: usize, block: Option<usize>) {
        if page != self.page {
            self.before.push(self.page);
        }
        (self.page, self.view) = (page, MarkdownView::at(block));
    }

    /// Goes back to the page one came from.
    pub(super) fn go_back(&mut self) {
        if let Some(page) = self.before.pop() {
            (self.page, self.view) = (page, MarkdownView::at(None));
        }
    }
}
