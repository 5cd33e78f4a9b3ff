//! `hashiya annotate`: labels on places of a document, relations between annotations, and what is said of either or of the document,
//! through the same commands as in the window.

use std::collections::BTreeSet;
use std::io::Write;
use std::ops::Range;
use std::path::PathBuf;

use clap::Args;

use super::annotate_shape::{Shape, shape_of};
use super::annotate_values::{Values, values_of, write_relations};
use super::clitics::CliticPolicyArg;
use super::output::{Failure, count, tell_all, tell_report, versions_kept, warn};
use super::register_entry::{named, opened, root_of};
use super::report::write_rows;
use super::search::Fold;
use super::standard;
use crate::edit::{Command, Operation};
use crate::model::offset_map::{CodePoint, OffsetMap};
use crate::model::{AnnotatedDocument, AnnotationId, EntityId, LabelName, Provenance, Target};
use crate::suggest::Propagation;
use crate::workspace::replace::{Edited, LockedDocument, Replacements};
use crate::workspace::{Editor, annotator_named};

#[derive(Debug, Args)]
pub(super) struct Annotate {
    #[arg(value_name = "FILE.ron")]
    pub file: PathBuf,
    /// A label of the document's schema; with --id another one for what is there
    #[arg(long, required_unless_present_any = ["id", "relate", "document"])]
    pub label: Option<String>,
    #[command(flatten)]
    pub place: TargetArgs,
    /// With --match: which spellings are taken for the same; whole words with or without proclitics before them
    #[arg(long, value_enum, conflicts_with_all = ["span", "regex"])]
    pub fold: Option<Fold>,
    /// With --match: whether spans take the proclitics before the string in [default: exclude]
    #[arg(long, value_enum, conflicts_with_all = ["span", "regex"])]
    pub clitics: Option<CliticPolicyArg>,
    /// The id of the annotation at which the relation begins
    #[arg(long, value_name = "ID", requires = "relate")]
    pub from: Option<String>,
    /// The id of the annotation at which it ends
    #[arg(long, value_name = "ID", requires = "relate")]
    pub to: Option<String>,
    #[command(flatten)]
    pub shape: Shape,
    #[command(flatten)]
    pub values: Values,
    /// The entry of the project's entity register that the annotations are linked to, by its id or a name; an empty one takes links away
    #[arg(long, value_name = "ENTRY", conflicts_with_all = ["relate", "document"])]
    pub entity: Option<String>,
    /// Who annotates
    #[arg(long, value_name = "NAME")]
    pub annotator: Option<String>,
    /// Only list what would be annotated
    #[arg(long)]
    pub dry_run: bool,
    /// Go on from a file that was changed outside Hashiya as it is
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct TargetArgs {
    /// Code points, the end not included; parts of a discontinuous annotation are joined by commas: 3..7,12..15
    #[arg(long, value_name = "START..END", value_parser = span)]
    pub span: Vec<Spans>,
    /// Every occurrence of exactly this text; with --fold or --clitics, of this string as a word
    #[arg(long = "match", value_name = "TEXT")]
    pub text: Option<String>,
    /// Every match of a regular expression; its group 1 where it has one
    #[arg(long, value_name = "RE")]
    pub regex: Option<regex::Regex>,
    /// An annotation or a relation that is there; may be repeated
    #[arg(long, value_name = "ID")]
    pub id: Vec<String>,
    /// A new relation of this type, with --from and --to
    #[arg(long, value_name = "TYPE", requires_all = ["from", "to"])]
    pub relate: Option<String>,
    /// The document itself
    #[arg(long)]
    pub document: bool,
}

/// What annotations are to be linked to; `None` leaves them, `Some(None)` takes links away.
type Link = Option<Option<EntityId>>;

/// The parts of one annotation, in code points.
#[derive(Clone, Debug)]
pub(super) struct Spans(pub Vec<Range<u64>>);

fn span(text: &str) -> Result<Spans, String> {
    let part = |part: &str| {
        let (start, end) = part.split_once("..")?;
        Some(start.trim().parse().ok()?..end.trim().parse().ok()?)
    };
    let parts: Option<Vec<Range<u64>>> = text.split(',').map(part).collect();
    let parts = parts.ok_or_else(|| "write a span as START..END, in code points".to_owned())?;
    match parts.iter().find(|part| part.start >= part.end) {
        Some(part) => Err(format!("{}..{} covers no text: a span starts before it ends", part.start, part.end)),
        None => Ok(Spans(parts)),
    }
}

pub(super) fn run(task: Annotate, out: &mut dyn Write) -> Result<(), Failure> {
    let path = &task.file;
    standard::refuse([path], "annotate changes a file, which the standard input is not")?;
    // The file is this command's until it ends; a window that has it open keeps it.
    let edited = if task.force { Edited::Accept } else { Edited::Refuse };
    let mut locked = LockedDocument::open(path, edited)?;
    tell_all(&locked.warnings);
    let because = |message: String| Failure::Because(format!("{}: {message}; the file is as it was", path.display()));
    let mut editor = Editor::new(annotator_named(task.annotator.as_deref()));
    let entity = match task.entity.as_deref() {
        None => None,
        Some("") => Some(None),
        Some(said) => Some(Some(named(&opened(&root_of(path)?)?.1, said)?)),
    };
    let made = match &task.label {
        Some(label) if task.place.id.is_empty() && task.place.relate.is_none() && !task.place.document => {
            let label = LabelName::new(label.as_str());
            put_label(&task, label, &entity, &mut locked.content, &mut editor).map_err(because)?
        }
        _ => change(&task, &entity, &mut locked.content, &mut editor).map_err(because)?,
    };
    if made.is_empty() && !task.place.document {
        return Ok(());
    }
    let shown = locked.content.clone();
    if task.dry_run {
        let (verb, many) = match task.place.id.is_empty() && !task.place.document {
            true => ("made", count(made.len(), if task.place.relate.is_some() { "relation" } else { "annotation" })),
            false => ("changed", if task.place.document { "the document".into() } else { count(made.len(), "record") }),
        };
        warn(&format!("{}: {many} would be {verb}; nothing was written", path.display()));
    } else {
        let mut replacements = Replacements::default().by(editor.annotator.clone());
        replacements.replace(locked)?;
        for (path, report) in replacements.commit(versions_kept())? {
            tell_report(&path, &report);
        }
    }
    write_rows(&shown, shown.annotations.iter().filter(|a| made.contains(&a.id)), out)?;
    write_relations(&shown, made.iter(), out)
}

/// Makes annotations where `task` says; gives their ids.
fn put_label(
    task: &Annotate,
    label: LabelName,
    entity: &Link,
    document: &mut AnnotatedDocument,
    editor: &mut Editor,
) -> Result<BTreeSet<AnnotationId>, String> {
    let path = &task.file;
    if document.schema.label(&label).is_none() {
        let known: Vec<_> = document.schema.labels.iter().map(|l| l.name.to_string()).collect();
        return Err(format!("the schema has no label '{label}'; it has {}", known.join(", ")));
    }
    let places = match (&task.place.text, task.fold.is_some() || task.clitics.is_some()) {
        (Some(text), true) => {
            let folds = task.fold.unwrap_or(Fold::Safe).folds();
            let policy = task.clitics.unwrap_or(CliticPolicyArg::Exclude).into();
            let propagation = Propagation::new(text, folds, policy).map_err(|error| error.to_string())?;
            propagation.find_in(document, &label).into_iter().map(|found| vec![found.range]).collect()
        }
        _ => places(document, &task.place)?,
    };
    if places.is_empty() {
        return Err("the text has no such place".into());
    }
    let asked = places.len();
    // A place that was named by hand is refused where the label stands on it; one that was found is passed over.
    let skip_existing = task.place.span.is_empty();
    let command = Command::AnnotatePlaces { places, label, provenance: Provenance::Human, skip_existing };
    let made = editor.run(document, command).map_err(|rejected| rejected.to_string())?;
    let made: BTreeSet<AnnotationId> = made.touched().map(|annotation| annotation.id.clone()).collect();
    if made.len() < asked {
        let there = count(asked - made.len(), "place");
        warn(&format!("{}: the label is on {there} already", path.display()));
    }
    let mut values = Vec::new();
    for id in &made {
        values.extend(values_of(&task.values, document, &Target::Annotation(id.clone()), None)?);
    }
    if let Some(entity) = entity {
        values.push(Command::SetEntity { ids: made.iter().cloned().collect(), entity: entity.clone() });
    }
    if !values.is_empty() {
        editor.run(document, Command::Batch(values)).map_err(|rejected| rejected.to_string())?;
    }
    Ok(made)
}

/// Changes what is there, or links it; gives the ids of what was changed or made.
fn change(
    task: &Annotate,
    entity: &Link,
    document: &mut AnnotatedDocument,
    editor: &mut Editor,
) -> Result<BTreeSet<AnnotationId>, String> {
    let command = change_of(task, entity, document)?;
    let done = editor.run(document, command).map_err(|rejected| rejected.to_string())?;
    let ids = done.operations.iter().filter_map(|operation| match operation {
        Operation::Annotation { id, .. } | Operation::Relation { id, .. } => Some(id.clone()),
        _ => None,
    });
    let made: BTreeSet<AnnotationId> = ids.collect();
    if task.place.relate.is_some() {
        let values = made.iter().map(|id| values_of(&task.values, document, &Target::Relation(id.clone()), None));
        let values: Vec<Command> = values.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
        editor.run(document, Command::Batch(values)).map_err(|rejected| rejected.to_string())?;
    }
    Ok(made)
}

/// The ranges (bytes) of each annotation to be made.
fn places(document: &AnnotatedDocument, place: &TargetArgs) -> Result<Vec<Vec<Range<usize>>>, String> {
    let text = document.text();
    if let Some(quote) = &place.text {
        if quote.is_empty() {
            return Err("an empty text stands everywhere; name what is to be found".into());
        }
        let ranges = text.match_indices(quote.as_str()).map(|(at, found)| at..at + found.len());
        return Ok(ranges.map(|range| vec![range]).collect());
    }
    if let Some(regex) = &place.regex {
        let group = |captures: regex::Captures| captures.get(1).or(captures.get(0)).map(|m| m.range());
        let ranges = regex.captures_iter(text).filter_map(group).filter(|range| !range.is_empty());
        return Ok(ranges.map(|range| vec![range]).collect());
    }
    let map = OffsetMap::new(text);
    let byte = |place: u64| {
        let last = map.code_point(text.len()).0;
        map.byte_of_code_point(CodePoint(place))
            .ok_or_else(|| format!("there is no code point {place}: the text has {last}"))
    };
    let ranges = |Spans(parts): &Spans| parts.iter().map(|part| Ok(byte(part.start)?..byte(part.end)?)).collect();
    place.span.iter().map(ranges).collect()
}

/// The change of what is there already that a task asks for: of annotations or relations by id, of the document, or a new relation.
fn change_of(task: &Annotate, entity: &Link, document: &AnnotatedDocument) -> Result<Command, String> {
    if let Some(kind) = &task.place.relate {
        let end = |id: &Option<String>| AnnotationId::from(id.as_deref().unwrap_or_default());
        let (source, target) = (end(&task.from), end(&task.to));
        return Ok(Command::Relate { label: LabelName::new(kind.as_str()), source, target });
    }
    let ids: Vec<AnnotationId> = task.place.id.iter().map(|id| AnnotationId::from(id.as_str())).collect();
    let mut commands = Vec::new();
    if let Some(label) = &task.label {
        commands.push(Command::Relabel { ids: ids.clone(), label: LabelName::new(label.as_str()) });
    }
    let targets = match task.place.document {
        true => vec![Target::Document],
        false => ids.iter().map(|id| target_of(document, id)).collect(),
    };
    // Attributes of a label that is given in the same breath are those of the new label.
    let relabelled = task.label.as_deref().map(LabelName::new);
    for target in targets {
        commands.extend(values_of(&task.values, document, &target, relabelled.as_ref())?);
    }
    // Last: what is said of annotations is said of those that are named.
    commands.extend(shape_of(&task.shape, document, &ids)?);
    if let Some(entity) = entity {
        commands.push(Command::SetEntity { ids, entity: entity.clone() });
    }
    match commands.is_empty() {
        true => {
            Err("say what becomes of it: --label, --attribute, --note, --flag, --entity or another shape".to_owned())
        }
        false => Ok(Command::Batch(commands)),
    }
}

fn target_of(document: &AnnotatedDocument, id: &AnnotationId) -> Target {
    match document.relations.contains(id) {
        true => Target::Relation(id.clone()),
        false => Target::Annotation(id.clone()),
    }
}
