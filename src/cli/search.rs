//! `hashiya search`: a text in documents and texts, however it is spelt, with the words around each place.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::inputs;
use super::output::{Failure, message_of, warn};
use super::reading::options;
use crate::arabic::normalize::Normalization;
use crate::arabic::search::{KwicLine, Matcher, Query};
use crate::formats::SchemaBuilder;
use crate::model::AnnotatedDocument;
use crate::model::{OffsetMap, one_line};
use crate::store::folder::holds_kind;
use crate::store::{self, FileKind};
use crate::workspace::WorkspaceError;
use crate::workspace::import::{format_for, import};
use crate::workspace::inputs::{is_document, is_importable};
use crate::workspace::open::is_document_name;

#[derive(Debug, Args)]
pub(super) struct Search {
    /// Documents, texts and files of other formats, or folders of them; last, the text to look for. Options may stand anywhere
    /// between them
    #[arg(required = true, value_name = "INPUT> <TEXT")]
    pub words: Vec<OsString>,
    /// Which spellings are taken for the same
    #[arg(long, value_enum, default_value_t = Fold::Search)]
    pub fold: Fold,
    /// TEXT is a regular expression; its letters are folded too
    #[arg(long)]
    pub regex: bool,
    /// Whole words only
    #[arg(long)]
    pub word: bool,
    /// Words on either side
    #[arg(long, value_name = "N", default_value_t = 8)]
    pub context: usize,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// Labels named at a hit. Where more stand there, `more_labels` says so: nested spans would make each hit a list of all.
const MAX_LABELS: usize = 256;

/// Which spellings are taken for the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Fold {
    /// None: letter by letter
    Exact,
    /// Marks, tatweel, alef and ta marbuta; ى and ي, ؤ and و, سورياً and سوريا stay apart
    Safe,
    /// Every difference of spelling
    Search,
}

impl Fold {
    pub(super) fn folds(self) -> Normalization {
        match self {
            Fold::Exact => Normalization::NONE,
            Fold::Safe => Normalization::SAFE,
            Fold::Search => Normalization::SEARCH,
        }
    }
}

pub(super) fn run(task: Search, out: &mut dyn Write) -> Result<(), Failure> {
    let Some((text, inputs)) = task.words.split_last().filter(|(_, inputs)| !inputs.is_empty()) else {
        let what = "name what to look in, and then the text to look for; a text with a space needs quotation marks";
        return Err(Failure::Because(what.into()));
    };
    let text = text.to_str().ok_or_else(|| Failure::Because("the text to look for is not Unicode".into()))?;
    let paths: Vec<PathBuf> = inputs.iter().map(PathBuf::from).collect();
    let query = Query { pattern: text.into(), regex: task.regex, whole_word: task.word, folds: task.fold.folds() };
    let matcher = Matcher::new(&query).map_err(|error| Failure::Because(error.to_string()))?;
    let wanted = |path: &Path| is_document_name(path) || is_importable(path, None);
    let (found, mut failed) = inputs::find(&paths, wanted);
    let mut hits = 0;
    for file in found {
        match documents_of(&file.path) {
            Ok(documents) => {
                for document in documents {
                    hits += search(&task, &matcher, &file.path, &document, out)?;
                }
            }
            // A schema or a project in a folder is no text; one that was named is worth a word.
            Err(Unreadable::OtherKind) if !file.named => {}
            Err(Unreadable::OtherKind) => warn(&format!("{}: it holds no text", file.path.display())),
            Err(Unreadable::Failed(message)) => {
                warn(&message);
                failed += 1;
            }
        }
    }
    if hits == 0 {
        warn("the text is nowhere in them");
    }
    if failed > 0 { Err(Failure::Told) } else { Ok(()) }
}

enum Unreadable {
    OtherKind,
    Failed(String),
}

fn documents_of(path: &Path) -> Result<Vec<AnnotatedDocument>, Unreadable> {
    let failed = |error: WorkspaceError| Unreadable::Failed(message_of(&error));
    if is_document_name(path) || holds_kind(path) == Some(FileKind::Document) {
        if is_document_name(path) && !is_document(path) {
            return Err(Unreadable::OtherKind);
        }
        return Ok(vec![inputs::document(path).map_err(failed)?]);
    }
    let found = format_for(path, None).map_err(failed)?;
    let format = found.or_else(|| crate::formats::by_name("txt")).ok_or(Unreadable::OtherKind)?;
    let mut schema = SchemaBuilder::of_files(store::default_schema());
    Ok(import(format, path, &options(None, None, None), &mut schema, &|_, _| true).map_err(failed)?.documents)
}

fn search(
    task: &Search,
    matcher: &Matcher,
    path: &Path,
    document: &AnnotatedDocument,
    out: &mut dyn Write,
) -> Result<usize, Failure> {
    let text = document.text();
    let hits = matcher.find_all(text);
    if hits.is_empty() {
        return Ok(0);
    }
    let map = OffsetMap::new(text);
    let count = hits.len();
    for hit in hits {
        let (start, end) = (map.code_point(hit.start).0, map.code_point(hit.end).0);
        let line = KwicLine::new(text, hit.clone(), task.context);
        if task.json {
            let mut there = document.annotations.overlapping(hit.clone()).map(|(_, a)| json!(a.label.as_str()));
            let labels: Vec<Value> = there.by_ref().take(MAX_LABELS).collect();
            let more = there.next().is_some();
            let mut row = json!({
                "file": path.display().to_string(),
                "document": document.document.id().0.to_string(),
                "start": start,
                "end": end,
                "text": &text[hit],
                "before": &text[line.before],
                "after": &text[line.after],
                "labels": labels,
            });
            if more {
                row["more_labels"] = json!(true);
            }
            writeln!(out, "{row}")?;
        } else {
            let shown = format!("{}‹{}›{}", &text[line.before], &text[hit], &text[line.after]);
            writeln!(out, "{}\t{start}\t{end}\t{}", path.display(), one_line(&shown))?;
        }
    }
    Ok(count)
}
