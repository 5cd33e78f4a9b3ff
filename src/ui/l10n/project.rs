//! What came of filling a project, in words.

use super::Localize;
use crate::ui::localizer::Localizer;
use crate::workspace::project::FillReport;

/// What came into a project and what is to be known of it: the first line, and the lines of what was not used as it is, of
/// which there are `most` at most.
pub fn fill_lines(name: &str, report: &FillReport, most: usize, words: &Localizer) -> Vec<String> {
    let came = [("name", name.into()), ("n", report.documents.into())];
    let mut said = vec![words.format("status-project-filled", &came)];
    let mut more = |word: &str, count: usize| {
        if count > 0 {
            said.push(words.format(word, &[("n", count.into())]));
        }
    };
    more("status-project-there", report.there);
    more("status-project-left-out", report.left_out);
    more("status-project-not-taken", report.failed.len());
    if report.grown {
        said.push(words.get("status-project-grown"));
    }
    let failed = report.failed.iter().map(|error| error.localized(words));
    let warnings = report.warnings.iter().map(|(_, warning)| warning.localized(words));
    said.extend(failed.chain(warnings).take(most));
    let left = (report.failed.len() + report.warnings.len()).saturating_sub(most);
    if left > 0 {
        said.push(words.format("import-and-more", &[("n", left.into())]));
    }
    said
}

/// Whether there is more to say than how many documents came.
pub fn has_remarks(report: &FillReport) -> bool {
    report.left_out > 0 || !report.failed.is_empty() || !report.warnings.is_empty()
}
