//! The guide of the program: the pages of `docs/en` and `docs/ar`, which the program carries with it, so that they are read without a
//! network and are those of the program that shows them.

use super::guidelines::{GuidelinePage, Guidelines};
use crate::formats::markdown::MarkdownPage;

/// A page in both languages, as it is written.
struct GuideText {
    name: &'static str,
    arabic: &'static str,
    english: &'static str,
}

/// The pages of these names, in the order in which they are listed.
macro_rules! pages {
    ($($name:literal),* $(,)?) => {
        const PAGES: &[GuideText] = &[$(GuideText {
            name: $name,
            arabic: include_str!(concat!("../../docs/ar/", $name, ".md")),
            english: include_str!(concat!("../../docs/en/", $name, ".md")),
        },)*];
    };
}

pages![
    "README",
    "first-document",
    "labels",
    "propagation",
    "project",
    "filters",
    "relations",
    "register",
    "search",
    "export",
    "recovery",
    "team",
    "guidelines",
    "settings",
    "accessibility",
    "glossary",
    "formats",
];

/// The language in which the guide is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuideLanguage {
    Arabic,
    English,
}

/// The names of all pages, in the order in which they are listed. The first leads to the others.
pub fn names() -> impl Iterator<Item = &'static str> {
    PAGES.iter().map(|page| page.name)
}

/// The text of a page as it is written; `None` where there is no page of this name.
pub fn text(name: &str, language: GuideLanguage) -> Option<&'static str> {
    let page = PAGES.iter().find(|page| page.name == name)?;
    Some(match language {
        GuideLanguage::Arabic => page.arabic,
        GuideLanguage::English => page.english,
    })
}

/// All pages, to be shown and followed from link to link.
pub fn pages(language: GuideLanguage) -> Guidelines {
    let page = |name: &'static str| {
        let page = MarkdownPage::of(&without_pictures(text(name, language).unwrap_or_default()));
        let title = page.title().unwrap_or(name).to_owned();
        GuidelinePage { path: format!("{name}.md"), title, page: Ok(page) }
    };
    Guidelines { pages: names().map(page).collect(), left_out: 0 }
}

/// Pictures stand on lines of their own. The program does not carry them, and shows what they are of.
fn without_pictures(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for line in text.lines().filter(|line| !line.starts_with("![")) {
        kept.push_str(line);
        kept.push('\n');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_a_title_of_its_own_and_no_picture() {
        for language in [GuideLanguage::Arabic, GuideLanguage::English] {
            let pages = pages(language).pages;
            let titles: std::collections::BTreeSet<&str> = pages.iter().map(|page| page.title.as_str()).collect();
            assert_eq!(titles.len(), names().count(), "{language:?}");
            for GuidelinePage { path, page, .. } in &pages {
                let page = page.as_ref().expect("embedded");
                assert!(!page.is_cut && page.blocks.len() > 3, "{path}");
                assert!(page.blocks.iter().all(|block| !block.text.contains(".png")), "{path}");
            }
        }
    }
}
