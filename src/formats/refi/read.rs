//! Drafts of the texts of a project.

use std::borrow::Cow;
use std::collections::HashMap;

use super::info::{METADATA, STATE};
use super::project::{Made, Project, Source, bytes_at};
use crate::formats::builder::Importer;
use crate::formats::draft::{Draft, DraftFacts, DraftRelation, DraftSpan, state_of};
use crate::formats::error::{ImportError, ImportProblem};
use crate::formats::loss::{LossDetail, LossKind};
use crate::formats::text;
use crate::formats::zip_fault::ZipFault;
use crate::formats::zipped::Zipped;
use crate::model::{AttributeValue, Timestamp};

/// The text of a source: as it stands in the project, or in a file of the archive.
pub(super) fn text_of(
    source: &Source,
    zipped: &mut Zipped<'_>,
    importer: &mut Importer<'_>,
) -> Result<String, ImportError> {
    let Some(path) = &source.path else { return Ok(source.content.clone().unwrap_or_default()) };
    let Some(bytes) = bytes_at(zipped, path)? else {
        return Err(importer.at(source.line)(ZipFault::Missing(path.clone()).into()));
    };
    match String::from_utf8(bytes) {
        // A mark of the encoding is no part of the text.
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            match text.find('\0') {
                Some(_) => Err(importer.at(source.line)(ImportProblem::Binary(crate::formats::Binary::Nul))),
                None => Ok(text),
            }
        }
        Err(error) => {
            let decoded = text::decode(&importer.path.join(path), error.as_bytes(), importer);
            decoded.map(|decoded| decoded.text.into_owned())
        }
    }
}

/// `allowance`: bytes of notes and names that may be copied, since many annotations may point to one.
pub(super) fn draft<'p>(
    project: &'p Project,
    at: usize,
    text: String,
    allowance: &mut Allowance,
) -> Result<Draft<'p>, ImportProblem> {
    let source = &project.sources[at];
    let mut draft = Draft { text: text.into(), ..Draft::default() };
    let is_first = |name: &str| project.first.get(name) == Some(&at);
    draft.id = match source.name.as_str() {
        "" => None,
        name if is_first(name) => Some(name.into()),
        name => {
            let to = format!("{name} {}", source.id);
            draft.losses.push((LossKind::Renamed, LossDetail::DocumentId { from: name.into(), to: to.clone() }));
            Some(to.into())
        }
    };
    draft.title = Some(source.title.as_str()).filter(|title| !title.is_empty()).map(Cow::Borrowed);
    draft.annotator = user(project, &source.user);
    if at == 0 {
        draft.unknown.extend(project.unknown.iter().map(|name| Cow::Borrowed(name.as_str())));
        draft.losses.extend(
            project
                .left_out
                .iter()
                .map(|(what, count)| (LossKind::Lost, LossDetail::LeftOut { what: *what, count: *count })),
        );
    }
    for (name, value) in &source.variables {
        match (name.as_str(), value) {
            (STATE, AttributeValue::Text(state)) => draft.state = state_of(Some(state)).unwrap_or_default(),
            (name, AttributeValue::Text(text)) if name.starts_with(METADATA) => {
                draft.metadata.push((name[METADATA.len()..].into(), text.as_str().into()));
            }
            (name, value) => draft.attributes.push((name.into(), value.clone())),
        }
    }
    for coding in &source.codings {
        let code = &project.codes[project.codes_by_id[&coding.code]].name;
        draft.attributes.push((code.as_str().into(), AttributeValue::Flag(true)));
    }
    if let Some(note) = allowance.copy(note(project, "", &[&source.notes])?)? {
        draft.metadata.push(("note".into(), note));
    }
    let mut known: HashMap<&str, usize> = HashMap::new();
    for selection in &source.selections {
        if selection.codings.is_empty() {
            draft.losses.push((LossKind::Lost, LossDetail::Unlabelled(selection.id.clone())));
        }
        for coding in &selection.codings {
            known.entry(&selection.id).or_insert(draft.spans.len());
            known.entry(&coding.id).or_insert(draft.spans.len());
            let or = |of: fn(&Made) -> &String| {
                Some(of(&coding.made)).filter(|s| !s.is_empty()).unwrap_or(of(&selection.made))
            };
            let facts = DraftFacts {
                note: allowance.copy(note(project, &selection.description, &[&selection.notes, &coding.notes])?)?,
                annotator: allowance.copy(user(project, or(|made| &made.user)))?,
                created: time(or(|made| &made.created)),
                modified: time(or(|made| &made.modified)),
                ..DraftFacts::default()
            };
            draft.spans.push(DraftSpan {
                // The GUID of a coding that is alone on its place is that of the place.
                id: Some(coding.id.as_str()).filter(|id| !id.is_empty()).map(Cow::Borrowed),
                label: project.codes[project.codes_by_id[&coding.code]].name.as_str().into(),
                start: selection.start,
                end: selection.end,
                said: None,
                facts: Some(Box::new(facts)),
            });
        }
    }
    for link in &project.links[at] {
        let ends = (known.get(link.origin.as_str()), known.get(link.target.as_str()));
        let (Some(&origin), Some(&target)) = ends else { continue };
        let facts = DraftFacts { note: allowance.copy(note(project, "", &[&link.notes])?)?, ..DraftFacts::default() };
        draft.relations.push(DraftRelation {
            id: Some(link.id.as_str()).filter(|id| !id.is_empty()).map(Cow::Borrowed),
            label: if link.name.is_empty() { "link".into() } else { link.name.as_str().into() },
            source: origin,
            target,
            facts: Some(Box::new(facts)),
        });
    }
    Ok(draft)
}

fn user<'p>(project: &'p Project, id: &str) -> Option<Cow<'p, str>> {
    project.users.get(id).map(|name| name.as_str().into())
}

/// A time as it is read, with the zone that many programs leave out.
fn time(said: &str) -> Option<Cow<'_, str>> {
    let zoned = || format!("{said}Z");
    let is_time = |said: &str| Timestamp::from_rfc3339(said).is_some();
    if is_time(said) { Some(said.into()) } else { Some(zoned()).filter(|said| is_time(said)).map(Cow::Owned) }
}

/// A description and the notes that are pointed to, as one.
fn note<'p>(
    project: &'p Project,
    description: &'p str,
    ids: &[&Vec<String>],
) -> Result<Option<Cow<'p, str>>, ImportProblem> {
    /// Of one annotation.
    const MOST: usize = 100;
    let notes = ids.iter().flat_map(|ids| ids.iter()).filter_map(|id| project.notes.get(id)).map(String::as_str);
    let all: Vec<_> = [description].into_iter().filter(|text| !text.is_empty()).chain(notes).take(MOST + 1).collect();
    match all[..] {
        [] => Ok(None),
        [one] => Ok(Some(one.into())),
        _ if all.len() > MOST => Err(ImportProblem::TooManyFacts(MOST)),
        _ => Ok(Some(all.join("\n").into())),
    }
}

/// Bytes that may be copied for what several annotations point to.
pub(super) struct Allowance {
    left: usize,
    megabytes: u64,
}

impl Allowance {
    /// For a file of so many bytes.
    pub(super) fn of(bytes: usize) -> Self {
        let most = 8 * bytes + (32 << 20);
        Allowance { left: most, megabytes: (most >> 20) as u64 }
    }

    fn copy<'p>(&mut self, text: Option<Cow<'p, str>>) -> Result<Option<Cow<'p, str>>, ImportProblem> {
        let len = text.as_deref().map_or(0, str::len);
        self.left = self.left.checked_sub(len).ok_or(ImportProblem::TooDense { megabytes: self.megabytes })?;
        Ok(text)
    }
}
