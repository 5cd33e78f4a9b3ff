//! The text of a document of a word processor while it is put together.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use crate::formats::draft::{Draft, DraftFacts, DraftSpan};
use crate::formats::file_names::stem;
use crate::formats::loss::{LeftOut, LossDetail, LossKind};
use crate::formats::xml::{Event, XmlFaultAt, XmlReader};
use crate::model::Timestamp;

/// What annotations are called that were comments.
const COMMENT: &str = "comment";

#[derive(Default)]
pub(super) struct Body {
    pub text: String,
    /// Whether a paragraph has begun, so that the next one stands on a line of its own.
    has_paragraph: bool,
    pub title: Option<String>,
    pub metadata: Vec<(&'static str, String)>,
    pub comments: Vec<Comment>,
    left_out: BTreeMap<usize, usize>,
}

/// What somebody says of a passage, in bytes.
#[derive(Default)]
pub(super) struct Comment {
    pub start: usize,
    pub end: usize,
    pub author: String,
    pub date: String,
    pub text: String,
}

impl Body {
    pub(super) fn paragraph(&mut self) {
        if std::mem::replace(&mut self.has_paragraph, true) {
            self.text.push('\n');
        }
    }

    pub(super) fn leave_out(&mut self, what: LeftOut, count: usize) {
        let place = LeftOut::ALL.iter().position(|known| *known == what).unwrap_or_default();
        *self.left_out.entry(place).or_default() += count;
    }

    /// Puts what was read apart behind the rest.
    pub(super) fn append(&mut self, notes: Vec<String>) {
        for note in notes {
            self.paragraph();
            self.text.push_str(&note);
        }
    }

    /// A comment that is about nothing has no place.
    pub(super) fn comment(&mut self, comment: Comment) {
        match comment.start < comment.end && comment.end <= self.text.len() {
            true => self.comments.push(comment),
            false => self.leave_out(LeftOut::Comments, 1),
        }
    }

    pub(super) fn draft(&self, path: &Path) -> Draft<'_> {
        let span = |comment: &Comment| {
            // OpenDocument says no zone.
            let zoned = || format!("{}Z", comment.date);
            let date = [comment.date.clone(), zoned()].into_iter().find(|date| Timestamp::from_rfc3339(date).is_some());
            let facts = DraftFacts {
                note: Some(comment.text.clone().into()),
                annotator: Some(comment.author.clone().into()).filter(|author: &Cow<str>| !author.is_empty()),
                created: date.map(Cow::Owned),
                ..DraftFacts::default()
            };
            let facts = Some(Box::new(facts));
            DraftSpan {
                id: None,
                label: COMMENT.into(),
                start: comment.start as u64,
                end: comment.end as u64,
                said: None,
                facts,
            }
        };
        let loss = |(what, count): (&usize, &usize)| {
            (LossKind::Lost, LossDetail::LeftOut { what: LeftOut::ALL[*what], count: *count })
        };
        Draft {
            id: Some(stem(path).into()),
            title: self.title.as_deref().filter(|title| !title.trim().is_empty()).map(Cow::Borrowed),
            text: Cow::Borrowed(&self.text),
            spans: self.comments.iter().map(span).collect(),
            metadata: self.metadata.iter().map(|(key, value)| ((*key).into(), value.as_str().into())).collect(),
            losses: self.left_out.iter().map(loss).collect(),
            ..Draft::default()
        }
    }

    /// Title and author, as both kinds of documents have them.
    pub(super) fn take_properties(&mut self, xml: &str) -> Result<(), XmlFaultAt> {
        let mut reader = XmlReader::new(xml);
        while let Some(event) = reader.next()? {
            let Event::Start(tag) = event else { continue };
            match tag.name {
                "title" if self.title.is_none() => self.title = Some(reader.text_within()?.into_owned()),
                "creator" | "initial-creator" if !self.metadata.iter().any(|(key, _)| *key == "author") => {
                    let author = reader.text_within()?;
                    if !author.trim().is_empty() {
                        self.metadata.push(("author", author.into_owned()));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}
