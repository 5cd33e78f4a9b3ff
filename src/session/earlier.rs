//! Earlier versions of the document in hand, and journals that were kept aside: listed, opened to be read, restored as a
//! step that undo takes back.

use std::path::{Path, PathBuf};

use super::document::{OpenDocument, ReadOnly};
use super::entry::{Entry, EntryId};
use super::files::Notice;
use super::jobs::{Job, Report};
use super::{Session, SessionError};
use crate::edit::{Transaction, towards};
use crate::model::{AnnotatedDocument, Timestamp};
use crate::store::versions::{self, Version};
use crate::store::{self, journal};

/// Where an earlier state of a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Version(Version),
    /// A journal that did not fit its file.
    Journal(PathBuf),
}

/// An earlier state of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub source: Source,
    pub when: Timestamp,
    /// `None` while it is read; the sentence says why it cannot be.
    pub about: Option<Result<About, String>>,
}

/// What is in an earlier state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub annotator: String,
    pub annotations: usize,
    /// Steps of a journal.
    pub steps: usize,
}

/// The earlier states of one document, the newest first.
#[derive(Clone, Debug)]
pub struct Earlier {
    pub entry: EntryId,
    /// `None` while the folder is read.
    pub lines: Option<Vec<Line>>,
}

/// What is to be done with an earlier state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Shown as a document of its own that cannot be changed.
    Read,
    /// Brought into the open document.
    Restore,
}

/// An earlier state on its way into the window.
#[derive(Debug)]
pub struct Brought {
    pub content: AnnotatedDocument,
    /// To be restored: what leads there from the revision of the job; `None` where the text is another.
    pub step: Option<Transaction>,
}

/// What the worker is asked to bring.
#[derive(Clone, Debug)]
pub struct Order {
    pub entry: EntryId,
    pub path: PathBuf,
    pub source: Source,
    pub when: Timestamp,
    pub purpose: Purpose,
    pub revision: u64,
}

impl Session {
    /// Lists the earlier states of the current document off the frame; see [`Session::earlier`].
    ///
    /// # Errors
    /// Where no document is open. One without a file has no earlier versions.
    pub fn list_earlier(&mut self) -> Result<(), SessionError> {
        let entry = self.current.ok_or(SessionError::NoDocument)?;
        let path = self.current().and_then(|d| d.path.clone()).ok_or(SessionError::NoDocument)?;
        self.earlier = Some(Earlier { entry, lines: None });
        self.submit(Job::ListEarlier { entry, path });
        Ok(())
    }

    /// What was listed last.
    pub fn earlier(&self) -> Option<&Earlier> {
        self.earlier.as_ref()
    }

    /// Brings an earlier state; what came of it is told by a notice.
    pub fn bring_earlier(&mut self, line: &Line, purpose: Purpose) {
        let Some(entry) = self.earlier.as_ref().map(|earlier| earlier.entry) else { return };
        let document = self.entry(entry).and_then(Entry::document);
        let Some((path, revision)) = document.and_then(|d| Some((d.path.clone()?, d.revision()))) else { return };
        let (source, when) = (line.source.clone(), line.when);
        self.submit_bringing(Order { entry, path, source, when, purpose, revision });
    }

    fn submit_bringing(&mut self, order: Order) {
        let Some(document) = self.entry(order.entry).and_then(Entry::document) else { return };
        let ours = (order.purpose == Purpose::Restore).then(|| Box::new(document.content().clone()));
        self.submit(Job::BringEarlier { order: Box::new(order), ours });
    }

    pub(super) fn listed_earlier(&mut self, entry: EntryId, path: &Path, lines: Vec<Line>) {
        let Some(earlier) = self.earlier.as_mut().filter(|earlier| earlier.entry == entry) else { return };
        let sources: Vec<Source> = lines.iter().map(|line| line.source.clone()).collect();
        earlier.lines = Some(lines);
        for source in sources {
            self.submit(Job::LookAtEarlier { entry, path: path.to_path_buf(), source });
        }
    }

    pub(super) fn looked_at_earlier(&mut self, entry: EntryId, source: &Source, about: Result<About, String>) {
        let earlier = self.earlier.as_mut().filter(|earlier| earlier.entry == entry);
        let lines = earlier.and_then(|earlier| earlier.lines.as_mut());
        if let Some(line) = lines.and_then(|lines| lines.iter_mut().find(|line| line.source == *source)) {
            line.about = Some(about);
        }
    }

    pub(super) fn brought_earlier(&mut self, order: Order, brought: Result<Brought, String>) {
        let id = order.entry;
        let saved = store::local_time(order.when);
        let Brought { content, step } = match brought {
            Ok(brought) => brought,
            Err(message) => return self.notices.push(Notice::Failed(message)),
        };
        let title = content.document.title().to_owned();
        if order.purpose == Purpose::Read {
            return self.add_only_to_read(content, ReadOnly::Earlier { saved });
        }
        let Some(document) = self.entry(id).and_then(Entry::document) else { return };
        if document.revision() != order.revision {
            // What was done meanwhile is to be taken back with it.
            let revision = document.revision();
            return self.submit_bringing(Order { revision, ..order });
        }
        let beside = step.is_none();
        match step {
            Some(step) => {
                if let Err(error) = self.take_step(id, step) {
                    return self.notices.push(Notice::Failed(error.to_string()));
                }
            }
            None => {
                let id = self.new_entry_id();
                self.entries.push(Entry::opened(id, OpenDocument::imported(content)));
                self.current = Some(id);
                self.no_file_holds(id);
            }
        }
        self.notices.push(Notice::Restored { title, saved, beside });
    }
}

/// The worker's part: what stands beside a document.
pub(super) fn list(entry: EntryId, path: PathBuf) -> Report {
    let found = versions::versions(&path).into_iter();
    let mut lines: Vec<Line> =
        found.map(|version| Line { when: version.saved, source: Source::Version(version), about: None }).collect();
    for (journal, when) in journal::aside_of(&path) {
        lines.push(Line { source: Source::Journal(journal), when, about: None });
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.when.0));
    Report::ListedEarlier { entry, path, lines }
}

pub(super) fn look(entry: EntryId, path: &Path, source: Source) -> Report {
    let about = content_of(path, &source).map(|(content, steps)| About {
        annotator: content.annotator.to_string(),
        annotations: content.annotations.len(),
        steps,
    });
    Report::LookedAtEarlier { entry, source, about }
}

pub(super) fn bring(order: Box<Order>, ours: Option<&AnnotatedDocument>) -> Report {
    let brought = content_of(&order.path, &order.source).map(|(content, _)| {
        let step = ours.and_then(|ours| towards(ours, &content));
        Box::new(Brought { content, step })
    });
    Report::BroughtEarlier { order, brought }
}

/// An earlier state, and how many steps of a journal led there.
fn content_of(path: &Path, source: &Source) -> Result<(AnnotatedDocument, usize), String> {
    match source {
        Source::Version(version) => version_of(version).map(|content| (content, 0)),
        Source::Journal(journal) => {
            // What its steps build on may be the file itself or a version of it.
            let known = |stamp: store::Stamp| {
                let (content, found) = store::load(path).ok()?;
                if found == stamp {
                    return Some(content);
                }
                let version = versions::versions(path).into_iter().find(|version| version.hash == stamp.hash)?;
                version_of(&version).ok()
            };
            journal::read_aside(journal, known).map_err(|why| format!("{}: {why}", journal.display()))
        }
    }
}

fn version_of(version: &Version) -> Result<AnnotatedDocument, String> {
    let bytes = versions::read(version).map_err(|error| error.to_string())?;
    store::document_file::read(&version.path, &bytes).map_err(|error| error.to_string())
}
