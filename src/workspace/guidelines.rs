//! The guidelines of a project as pages: what `project.ron` says as a whole, then the Markdown files in `guidelines`, each with its
//! path from there.

use std::path::Path;

use super::error::WorkspaceError;
use super::project::{GUIDELINES_FOLDER, ProjectFolder};
use crate::formats::markdown::MarkdownPage;
use crate::store;

/// The largest page that is shown, in bytes: some 150 000 words.
pub const MAX_PAGE_BYTES: u64 = 1 << 20;

/// The most pages that are read.
pub const MAX_PAGES: usize = 500;

/// All pages of a project.
#[derive(Debug, Default)]
pub struct Guidelines {
    pub pages: Vec<GuidelinePage>,
    /// Pages that are beyond [`MAX_PAGES`] and were not read.
    pub left_out: usize,
}

/// A page.
#[derive(Debug)]
pub struct GuidelinePage {
    /// Its path below the folder of the guidelines, with `/` between folders; empty for what stands in `project.ron`.
    pub path: String,
    /// Its first heading, or what its file is called.
    pub title: String,
    /// Why it cannot be shown.
    pub page: Result<MarkdownPage, WorkspaceError>,
}

impl Guidelines {
    /// Reads the pages of a project.
    ///
    /// # Errors
    /// [`WorkspaceError::Cancelled`] where `go_on` says no. What is wrong with a page is told in its place.
    pub fn of(folder: &ProjectFolder, go_on: &dyn Fn(usize, usize) -> bool) -> Result<Guidelines, WorkspaceError> {
        let mut pages = Vec::new();
        let whole = &folder.project.guidelines;
        if !whole.trim().is_empty() {
            let end = whole.floor_char_boundary(whole.len().min(MAX_PAGE_BYTES as usize));
            let page = MarkdownPage::of(&whole[..end]);
            let title = page.title().unwrap_or(&folder.project.name).to_owned();
            pages.push(GuidelinePage { path: String::new(), title, page: Ok(page) });
        }
        let files = folder.guideline_files();
        let below = folder.root.join(GUIDELINES_FOLDER);
        for (n, file) in files.iter().take(MAX_PAGES).enumerate() {
            if !go_on(n, files.len()) {
                return Err(WorkspaceError::Cancelled);
            }
            let Some(path) = store::name_in(&below, file) else { continue };
            let page = read(file);
            let name = || file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let title = page.as_ref().ok().and_then(MarkdownPage::title).map_or_else(name, str::to_owned);
            pages.push(GuidelinePage { path, title, page });
        }
        Ok(Guidelines { pages, left_out: files.len().saturating_sub(MAX_PAGES) })
    }

    /// The page that a link on another page leads to.
    pub fn page(&self, from: usize, path: &str) -> Option<usize> {
        if path.is_empty() {
            return Some(from);
        }
        let folder = self.pages.get(from).map(|page| page.path.rsplit_once('/').map_or("", |(folder, _)| folder));
        let wanted = joined(folder.unwrap_or_default(), path);
        self.pages.iter().position(|page| page.path == wanted)
    }

    /// The page and the place in it of the heading of a label.
    pub fn of_label(&self, name: &str, names: &[&str]) -> Option<(usize, usize)> {
        let heading = |page: &GuidelinePage| page.page.as_ref().ok()?.heading_of_label(name, names);
        self.pages.iter().enumerate().find_map(|(at, page)| Some((at, heading(page)?)))
    }
}

fn read(path: &Path) -> Result<MarkdownPage, WorkspaceError> {
    let bytes = store::read(path, MAX_PAGE_BYTES)?;
    // A page is for the eye: what is no UTF-8 shows as a sign that says so.
    Ok(MarkdownPage::of(&String::from_utf8_lossy(&bytes)))
}

/// A path from a folder, without `.` and `..`; one that leads out of the guidelines is none of their pages.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return String::from("..");
                }
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_from_the_folder_of_their_page() {
        let page =
            |path: &str| GuidelinePage { path: path.into(), title: String::new(), page: Ok(MarkdownPage::default()) };
        let pages = vec![page(""), page("a.md"), page("أعلام/ناس.md"), page("أعلام/أماكن.md")];
        let guidelines = Guidelines { pages, left_out: 0 };
        assert_eq!(guidelines.page(2, "أماكن.md"), Some(3));
        assert_eq!(guidelines.page(2, "../a.md"), Some(1));
        assert_eq!(guidelines.page(1, "./أعلام/ناس.md"), Some(2));
        assert_eq!(guidelines.page(1, ""), Some(1));
        assert_eq!(guidelines.page(1, "../../secret.md"), None);
    }
}
