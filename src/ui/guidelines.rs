//! What the panels of guidelines and of the guide remember: which page is shown, where in it, and of which label.

use super::widgets::MarkdownView;
use crate::model::LabelName;
use crate::session::GuidelinesAsked;
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
    /// The label whose own guideline stands above.
    pub(super) label: Option<LabelName>,
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
