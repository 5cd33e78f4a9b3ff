//! What the panel of guidelines remembers: which page is shown, where in it, and of which label.

use super::widgets::MarkdownView;
use crate::model::LabelName;
use crate::session::GuidelinesAsked;

/// The panel's state. It knows no other part of the window.
#[derive(Debug, Default)]
pub struct GuidelinesState {
    /// The pages, once they are read; nothing without a project.
    pub found: Option<GuidelinesAsked>,
    /// The revision of what was read: the project they are of, and how often they were asked for.
    pub of: Option<std::path::PathBuf>,
    pub page: usize,
    pub view: MarkdownView,
    /// The pages one came from, the last one last.
    pub before: Vec<usize>,
    /// The label whose own guideline stands above.
    pub label: Option<LabelName>,
    /// The page of this label is to be shown, once the pages are there.
    pub wanted: Option<LabelName>,
}

impl GuidelinesState {
    /// Shows a page from the top, or from a block.
    pub fn show_page(&mut self, page: usize, block: Option<usize>) {
        if page != self.page {
            self.before.push(self.page);
        }
        (self.page, self.view) = (page, MarkdownView::at(block));
    }

    /// Goes back to the page one came from.
    pub fn go_back(&mut self) {
        if let Some(page) = self.before.pop() {
            (self.page, self.view) = (page, MarkdownView::at(None));
        }
    }
}
