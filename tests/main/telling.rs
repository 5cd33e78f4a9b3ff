//! Whatever goes wrong is told in the language of the window: in Arabic no letter is Latin but those of names, paths and
//! quotes, and of the few words that have no other name.

mod datasets;
mod exports;
mod faults;
mod goldens;
mod register;
mod system;
mod workspace;

use std::io::{Error, ErrorKind};
use std::path::PathBuf;

use hashiya::arabic::search::{Matcher, Query};
use hashiya::edit::merge::Note;
use hashiya::edit::{CommandError, MergeError, Part, StaleTransaction};
use hashiya::formats::{
    AnnotationLoss, AttributeRefusal, Binary, ImportError, ImportNote, ImportProblem, JsonFault, JsonFaultKind,
    LeftOut, Loss, LossDetail, LossKind, Unit,
};
use hashiya::model::{
    AnnotationId, AttributeKind, AttributeProblem, AttributeValue, Digest, DocumentError, DocumentState, LabelName,
    MetadataField, Owner, Problem, RegisterProblem, SchemaError, SchemaPart, SpanError, SpansError, TextSpan,
    Timestamp,
};
use hashiya::session::{ReadOnly, SessionError, SessionFailure};
use hashiya::store::header::FileKind;
use hashiya::store::journal::{self, Damage, JournalMismatch};
use hashiya::store::settings::{SettingsFileOutcome, SettingsWarning};
use hashiya::store::{
    self, Completed, ContentHash, FileProblem, LoadError, LockHeld, NotOurs, ProblemKind, SaveError, SyntaxFault,
    TextChange,
};
use hashiya::ui::keymap::KeyMapError;
use hashiya::ui::l10n::Localize;
use hashiya::ui::localizer::{Digits, Language, Localizer};
use hashiya::workspace::{KeptVersions, OpenWarning, WorkspaceError};

use self::register::register_problems;
use self::system::io;
use self::workspace::workspace_errors;

/// What stands for every argument: no letter of it is Latin.
const NAME: &str = "اسم";

/// What a parser or the system says, in English always: no word of it is in an Arabic sentence.
const PROSE: &str = "device on fire, expected something else";

/// Names that are the same in every language: encodings, formats, the files of git, keys.
const SAME: &[&str] = &[
    ".gitattributes",
    ".ron -text",
    "UTF-8",
    "UTF-16",
    "CRLF",
    "Parquet",
    "Snappy",
    "gzip",
    "LF",
    "git",
    "RON",
    "JSON",
    "XML",
    "IOB2",
    "brat",
    "PDF",
    "ZIP",
    "RTF",
    "gzip",
    "T1",
    "R1",
    "I-",
    "B-",
    "Ctrl",
    "Shift",
    "+K",
];

fn words(language: Language) -> Localizer {
    Localizer::new(language, Digits::default())
}

/// Told in Arabic without a Latin letter, in English without an Arabic one but those of [`NAME`]; nothing is left to
/// fill in.
#[track_caller]
fn check(what: &dyn Localize) {
    let said = what.localized(&words(Language::Arabic));
    let rest = SAME.iter().fold(said.clone(), |rest, same| rest.replace(same, ""));
    assert!(!rest.contains(|c: char| c.is_ascii_alphabetic()), "{said}");
    assert!(said.chars().any(|c| ('\u{621}'..='\u{64a}').contains(&c)), "{said}");
    assert!(!said.contains(['{', '}', '$']), "{said}");
    let said = what.localized(&words(Language::English));
    let rest = said.replace(NAME, "").replace('ا', "");
    assert!(!rest.contains(|c: char| ('\u{621}'..='\u{64a}').contains(&c)), "{said}");
    assert!(said.contains(|c: char| c.is_ascii_alphabetic()) && !said.contains(['{', '}', '$']), "{said}");
}

fn path() -> PathBuf {
    PathBuf::from("/اسم/اسم")
}

fn id() -> AnnotationId {
    NAME.into()
}

fn label() -> LabelName {
    LabelName::new(NAME)
}

fn name() -> String {
    NAME.into()
}

fn stamp() -> ContentHash {
    ContentHash::of(b"")
}

fn spans() -> Vec<SpanError> {
    vec![
        SpanError::Reversed { start: 5, end: 3 },
        SpanError::Empty { start: 3, end: 3 },
        SpanError::OutOfBounds { start: 3, end: 99, len: 50 },
        SpanError::InsideCharacter { start: 3, end: 5, at: 3, character: 'ا' },
    ]
}

fn spans_errors() -> Vec<SpansError> {
    let span = |range| TextSpan::new("abcdef", range).expect("inside");
    vec![SpansError::None, SpansError::Overlapping { first: span(0..3), second: span(2..4) }]
}

fn schema_errors() -> Vec<SchemaError> {
    let parts = [SchemaPart::Labels, SchemaPart::RelationTypes, SchemaPart::Attributes];
    let many = parts.map(|what| SchemaError::TooMany { what, count: 9000, most: 4096 });
    let mut all = vec![
        SchemaError::BadName { name: String::new() },
        SchemaError::BadName { name: name() },
        SchemaError::DuplicateName { name: label() },
        SchemaError::DuplicateKey { key: '1', first: label(), second: label() },
        SchemaError::UnknownParent { child: label(), parent: label() },
        SchemaError::ParentCycle { label: label() },
        SchemaError::UnknownEndLabel { relation: label(), label: label() },
        SchemaError::DuplicateAttribute { owner: name(), attribute: name() },
        SchemaError::BadAttributeName { owner: name(), name: String::new() },
        SchemaError::BadAttributeName { owner: name(), name: name() },
        SchemaError::NoChoice { owner: name(), attribute: name() },
        SchemaError::DuplicateChoice { owner: name(), attribute: name(), choice: name() },
        SchemaError::NameTooLong { start: name(), count: 300, most: 200 },
    ];
    all.extend(many);
    all
}

fn attribute_problems() -> Vec<AttributeProblem> {
    use AttributeProblem::*;
    vec![Undefined, WrongKind, NotAChoice(name()), NotFinite]
}

fn problems() -> Vec<Problem> {
    let mut all: Vec<Problem> = schema_errors().into_iter().map(Problem::Schema).collect();
    all.extend(spans().into_iter().map(|error| Problem::Span { id: id(), error }));
    all.extend([
        Problem::UnknownLabel { id: id(), label: label() },
        Problem::UnknownRelationType { id: id(), label: label() },
        Problem::UnknownEnd { id: id(), end: id() },
        Problem::EndNotAllowed { id: id(), label: label(), source_label: label(), target_label: label() },
        Problem::DuplicateId { id: id() },
    ]);
    for owner in [Owner::Annotation(id()), Owner::Relation(id()), Owner::Document] {
        let of = |reason| Problem::Attribute { owner: owner.clone(), attribute: name(), reason };
        all.extend(attribute_problems().into_iter().map(of));
    }
    all
}

fn text_changes() -> [TextChange; 4] {
    [TextChange::ToCrlf, TextChange::ToLf, TextChange::AtItsEnd, TextChange::Somehow]
}

fn problem_kinds() -> Vec<ProblemKind> {
    let digest = Digest::of("");
    let mut all = vec![
        ProblemKind::BadDigest,
        ProblemKind::TextTooLong { len: 9 },
        ProblemKind::Quote { id: id(), start: 1, end: 2, said: name(), found: name() },
        ProblemKind::DuplicateId { id: id() },
        ProblemKind::Time { id: id(), said: name() },
        ProblemKind::EmptyConflict,
    ];
    all.extend(register_problems().into_iter().map(ProblemKind::Register));
    all.extend(text_changes().map(|hint| ProblemKind::Digest { said: digest, found: digest, hint }));
    all.extend(spans().into_iter().map(|error| ProblemKind::Span { id: id(), error }));
    all.extend(spans_errors().into_iter().map(|error| ProblemKind::Spans { id: id(), error }));
    all.extend(problems().into_iter().map(ProblemKind::Model));
    all
}

fn not_ours() -> Vec<NotOurs> {
    let mut all = vec![
        NotOurs::NoParenthesis,
        NotOurs::NoVersion,
        NotOurs::BadVersion,
        NotOurs::NothingFollows,
        NotOurs::UnknownField(name()),
        NotOurs::Packed { cut: true, said: PROSE.into() },
        NotOurs::Packed { cut: false, said: PROSE.into() },
        NotOurs::Hash,
    ];
    let kinds = [
        FileKind::Document,
        FileKind::Schema,
        FileKind::Project,
        FileKind::Settings,
        FileKind::Places,
        FileKind::Memory,
        FileKind::Window,
    ];
    all.extend(kinds.map(|found| NotOurs::Holds { found, wanted: FileKind::Document }));
    all
}

fn syntax_faults() -> Vec<SyntaxFault> {
    use SyntaxFault::*;
    let mut all = vec![Ended, Punctuation, Text, Number, WrongValue, TooDeep, Trailing];
    all.extend([MissingField(name()), UnknownField(name()), FieldTwice(name()), UnknownWord(name())]);
    all
}

fn load_errors() -> Vec<LoadError> {
    let mut all = vec![
        LoadError::TooLarge { path: path(), len: 1 << 40, limit: 1 << 30 },
        LoadError::Empty { path: path() },
        LoadError::NotUtf8 { path: path(), at: 7, line: 2 },
        LoadError::NewerVersion { path: path(), found: "9".into(), known: 2 },
        LoadError::Syntax {
            path: path(),
            line: 3,
            column: 4,
            fault: SyntaxFault::Ended,
            what: PROSE.into(),
            cut: true,
        },
    ];
    let syntax = |fault| LoadError::Syntax { path: path(), line: 3, column: 4, fault, what: PROSE.into(), cut: false };
    all.extend(syntax_faults().into_iter().map(syntax));
    all.extend(io().into_iter().map(|source| LoadError::Io { path: path(), source }));
    all.extend(not_ours().into_iter().map(|what| LoadError::NotOurs { path: path(), line: 1, what }));
    let file = |(n, what): (usize, ProblemKind)| FileProblem { line: (n % 2 == 0).then_some(n), what };
    let problems: Vec<FileProblem> = problem_kinds().into_iter().enumerate().map(file).collect();
    all.push(LoadError::Unsound { path: path(), problems });
    all
}

fn save_errors() -> Vec<SaveError> {
    let mut all = vec![
        SaveError::Unsound { path: path(), problems: problems() },
        SaveError::Register { path: path(), problem: RegisterProblem::Itself },
        SaveError::Time { path: path(), id: id() },
        SaveError::TooLarge { path: path(), len: 9, limit: 8 },
        SaveError::Changed { path: path(), found: Digest::of("") },
        SaveError::Exists { path: path() },
        SaveError::DiskFull { path: path() },
        SaveError::Permission { path: path() },
        SaveError::NoFolder { path: path() },
        SaveError::ReadBack { path: path() },
        SaveError::WriteProtected { path: path() },
        SaveError::ChangeUnderWay { path: path() },
        SaveError::BadChangeRecord { path: path() },
    ];
    all.extend(io().into_iter().map(|source| SaveError::Unknown { path: path(), stamp: stamp(), source }));
    all.extend(io().into_iter().map(|source| SaveError::NotTakenBack { path: path(), source }));
    all.extend(io().into_iter().map(|source| SaveError::Stream { path: path(), source }));
    all.extend(io().into_iter().map(|source| SaveError::Io { path: path(), source }));
    all
}

fn damages() -> Vec<Damage> {
    let mut all = vec![
        Damage::FirstStep,
        Damage::NoNumber,
        Damage::OutOfOrder { step: 7, after: 4 },
        Damage::NoDocument,
        Damage::Record(PROSE.into()),
        Damage::OtherId { id: id(), found: id() },
        Damage::Time { id: id() },
    ];
    all.extend(load_errors().into_iter().map(|error| Damage::Document(Box::new(error))));
    all.extend(spans().into_iter().map(Damage::Span));
    all.extend(spans_errors().into_iter().map(Damage::Spans));
    all.extend(mismatches().into_iter().map(Damage::Mismatch));
    all.extend(problems().into_iter().map(Damage::Problem));
    all
}

fn misfits() -> Vec<JournalMismatch> {
    let mut all = vec![JournalMismatch::OtherFile, JournalMismatch::Unreadable, JournalMismatch::TooLong(9)];
    all.extend(damages().into_iter().map(JournalMismatch::Damaged));
    all.extend(io().into_iter().map(JournalMismatch::Io));
    all
}

fn losses_of_journals() -> Vec<journal::Loss> {
    use journal::Loss::*;
    vec![Removed, FolderRemoved, Replaced, Cut, WrittenInto]
}

fn mismatches() -> Vec<StaleTransaction> {
    use Part::*;
    let parts = vec![Annotation(id()), Relation(id()), Schema, State, Attributes, Facts, Conflicts];
    parts.into_iter().map(|what| StaleTransaction { what }).collect()
}

fn rejected() -> Vec<CommandError> {
    let mut all = vec![
        CommandError::UnknownLabel(label()),
        CommandError::UnknownRelationType(label()),
        CommandError::UnknownAnnotation(id()),
        CommandError::UnknownRelation(id()),
        CommandError::AlreadyThere { label: label(), id: id() },
        CommandError::EndNotAllowed { label: label(), source_label: label(), target_label: label() },
        CommandError::SelfRelation(id()),
        CommandError::LabelInUse { label: label(), count: 3 },
        CommandError::MissingFromNewSchema { label: label(), count: 11 },
        CommandError::PieceThere(id()),
        CommandError::NoPieceHere(id()),
        CommandError::OnlyPiece(id()),
        CommandError::CutAtEdge(id()),
        CommandError::NothingToMerge,
        CommandError::LabelsDiffer { first: label(), second: label() },
        CommandError::NoChainType(label()),
        CommandError::NothingToJoin,
        CommandError::OneChainAlready,
        CommandError::InNoChain { label: label(), id: id() },
        CommandError::ChainCutAtEnd,
        CommandError::NoSuchConflict,
        CommandError::NotBoth,
    ];
    all.extend(spans().into_iter().map(CommandError::Span));
    all.extend(spans_errors().into_iter().map(CommandError::Spans));
    all.extend(attribute_problems().into_iter().map(|reason| CommandError::Attribute { name: name(), reason }));
    all.extend(schema_errors().into_iter().map(CommandError::Schema));
    all.extend(problems().into_iter().map(CommandError::Problem));
    all.extend(mismatches().into_iter().map(CommandError::Mismatch));
    all
}

fn read_only() -> Vec<ReadOnly> {
    let (who, found, saved) = (name(), "9".to_owned(), "2026-11-21 06:00:00".to_owned());
    vec![
        ReadOnly::Held { who },
        ReadOnly::NewerFormat { found },
        ReadOnly::Unsound,
        ReadOnly::BeingRead,
        ReadOnly::Earlier { saved },
    ]
}

fn refusals() -> Vec<SessionError> {
    let mut all = vec![SessionError::NoDocument, SessionError::NothingSelected];
    all.extend([SessionError::SaveFirst, SessionError::NoProject, SessionError::LabelsChanged]);
    all.push(SessionError::GroupChangedSince { titles: vec![name()] });
    all.extend(read_only().into_iter().map(SessionError::ReadOnly));
    all.extend(rejected().into_iter().map(SessionError::Rejected));
    all.extend(mismatches().into_iter().map(SessionError::Mismatch));
    all
}

fn import_problems() -> Vec<ImportProblem> {
    use ImportProblem as P;
    let binaries = [
        Binary::Pdf,
        Binary::Zip,
        Binary::OldOffice,
        Binary::Rtf,
        Binary::Picture,
        Binary::Gzip,
        Binary::Program,
        Binary::Database,
        Binary::Nul,
        Binary::Data,
    ];
    let mut all = vec![
        P::Empty,
        P::Undecodable { encoding: "UTF-8", at: 3 },
        P::Parts(name()),
        P::Time { id: name(), said: name() },
        P::State(name()),
        P::NotJsonString(name()),
        P::NoTag(name()),
        P::EmptyToken(name()),
        P::ExtraColumns(name()),
        P::TokenNotInText(name()),
        P::NotBrat(name()),
        P::NotATextBound(name()),
        P::TooManyPieces { id: name(), most: 9 },
        P::NotTwoArguments(name()),
        P::NotARole { id: name(), role: name() },
        P::NotANormalisation(name()),
        P::TooManyLabels(4096),
        P::TooDense { megabytes: 80 },
        P::LabelAndType(name()),
        P::NoSuchToken { id: name(), first: 1, last: 2, tokens: 2 },
        P::TooManyMentions,
        P::DuplicateId(name()),
        P::UnknownLabel(name()),
        P::UnknownRelationType(name()),
        P::UnknownEnd { id: name(), end: name() },
        P::EndNotAllowed { id: name(), label: name(), source_label: name(), target_label: name() },
        P::BadName(name()),
        P::BadTag(name()),
        P::MissingCompanion(name()),
        P::OffsetKind(name()),
        P::OffsetUnit(name()),
        P::OnlyWritten("اسم"),
        P::Document(DocumentError::TooLong { len: 9 }),
    ];
    all.extend(faults::faults());
    all.extend(binaries.map(P::Binary));
    for kind in [JsonFaultKind::Ended, JsonFaultKind::Syntax, JsonFaultKind::Data] {
        all.extend([None, Some(3)].map(|column| P::Json(JsonFault { kind, column, said: PROSE.into() })));
    }
    all.extend(datasets::problems());
    all.extend(spans().into_iter().map(|error| P::Span { id: name(), error }));
    all.extend(spans_errors().into_iter().map(|error| P::Spans { id: name(), error }));
    for unit in Unit::ALL {
        all.push(P::OutOfText { id: name(), start: 1, end: 2, unit });
        all.push(P::UnitUnknown { id: name(), start: 1, end: 2 });
        all.push(P::Mismatch { id: name(), start: 1, end: 2, said: name(), found: name(), unit });
    }
    let mut refusals = vec![AttributeRefusal::NoOwner, AttributeRefusal::Undefined];
    refusals.extend([AttributeRefusal::TooManyChoices(4096), AttributeRefusal::TooManyAttributes(1024)]);
    refusals.extend(attribute_problems().into_iter().map(AttributeRefusal::Unfit));
    for owner in [None, Some(label())] {
        let of = |reason| P::Attribute { owner: owner.clone(), attribute: name(), reason };
        all.extend(refusals.iter().cloned().map(of));
    }
    all
}

fn losses() -> Vec<Loss> {
    let of_annotation = vec![
        AnnotationLoss::Attributes,
        AnnotationLoss::Note,
        AnnotationLoss::Discontinuous,
        AnnotationLoss::Parts,
        AnnotationLoss::Empty,
        AnnotationLoss::TooWide(12),
        AnnotationLoss::SameText,
        AnnotationLoss::Split,
        AnnotationLoss::Covered,
        AnnotationLoss::Joined,
        AnnotationLoss::NoToken,
        AnnotationLoss::TakenTokens,
        AnnotationLoss::OnlyInGroup,
        AnnotationLoss::EdgesInToken,
        AnnotationLoss::SpacesAtEdges,
        AnnotationLoss::Unmarked,
        AnnotationLoss::FalseFlag(name()),
        AnnotationLoss::EmptyAttribute(name()),
        AnnotationLoss::SpacesInAttribute(name()),
        AnnotationLoss::LinesInAttribute(name()),
        AnnotationLoss::LineEnds,
        AnnotationLoss::OnlyLineEnds,
    ];
    let annotation = |what| LossDetail::Annotation { id: id(), label: label(), quote: name(), what };
    let mut all: Vec<LossDetail> = of_annotation.into_iter().map(annotation).collect();
    let states =
        [DocumentState::New, DocumentState::InProgress, DocumentState::Done, DocumentState::Rejected].map(Some);
    all.extend(states.map(|state| LossDetail::Facts { state, metadata: 2, attributes: 1 }));
    let left_out = [LeftOut::Cancelled, LeftOut::OfOthers, LeftOut::Predictions, LeftOut::Drafts];
    all.extend(left_out.map(|what| LossDetail::LeftOut { what, count: 3 }));
    all.extend([
        LossDetail::RelationAttributes(id()),
        LossDetail::RelationNote(id()),
        LossDetail::LookAgain(3),
        LossDetail::Entities(3),
        LossDetail::DocumentNote,
        LossDetail::DocumentFlag,
        LossDetail::Conflict,
        LossDetail::Tag { from: name(), to: name() },
        LossDetail::BratName { from: name(), to: name() },
        LossDetail::BratIds(3),
        LossDetail::NumberedIds(3),
        LossDetail::RepeatedIds(2),
        LossDetail::EndOfRelation(id()),
        LossDetail::Relations(3),
        LossDetail::MakersAndIds,
        LossDetail::Makers,
        LossDetail::NoteLines(id()),
        LossDetail::Spaces,
        LossDetail::SpacesOfText,
        LossDetail::SameName { from: name(), to: name() },
        LossDetail::Columns(name()),
        LossDetail::OnlyTokens,
        LossDetail::OnlyMentions,
        LossDetail::IdOfDocument,
        LossDetail::SeveralPlaces(name()),
        LossDetail::Unplaced(name()),
        LossDetail::Unlabelled(name()),
        LossDetail::RelationOfTokens(name()),
        LossDetail::DocumentId { from: name(), to: name() },
        LossDetail::Multiwords(3),
        LossDetail::Rows(3),
        LossDetail::StrayTags(3),
        LossDetail::Equivalence(name()),
        LossDetail::RelationAttribute { name: name(), owner: name() },
        LossDetail::Normalisation { reference: name(), owner: name() },
        LossDetail::Note(name()),
    ]);
    all.extend(datasets::losses());
    use LossKind::*;
    let kinds = [Lost, Widened, Flattened, Renamed, Undecided];
    let loss = |(n, what): (usize, LossDetail)| Loss { document: name(), id: None, kind: kinds[n % kinds.len()], what };
    all.into_iter().enumerate().map(loss).collect()
}

fn import_notes() -> Vec<ImportNote> {
    let mut all =
        vec![ImportNote::Guessed { path: path(), encoding: "UTF-8" }, ImportNote::MarkCounts { path: path() }];
    all.extend(Unit::ALL.map(|unit| ImportNote::Unit { path: path(), unit }));
    all
}

fn merge_errors() -> Vec<MergeError> {
    [MergeError::TextDiffers].into_iter().chain(problems().into_iter().map(MergeError::Unsound)).collect()
}

#[test]
fn what_the_disk_refuses_is_told() {
    io().iter().for_each(|error| check(error));
    load_errors().iter().for_each(|error| check(error));
    save_errors().iter().for_each(|error| check(error));
    misfits().iter().for_each(|error| check(error));
    losses_of_journals().iter().for_each(|loss| check(loss));
    for who in [NAME, "اسم@اسم, process 412", store::lock::UNKNOWN] {
        check(&LockHeld { path: path(), who: who.into() });
        check(&ReadOnly::Held { who: who.into() });
    }
    for fate in [SettingsFileOutcome::Untouched, SettingsFileOutcome::SetAside(path()), SettingsFileOutcome::Left] {
        check(&SettingsWarning { error: LoadError::Empty { path: path() }, fate });
    }
}

#[test]
fn what_a_document_cannot_hold_is_told_line_by_line() {
    problem_kinds().iter().for_each(|problem| check(problem));
    check(&FileProblem { line: Some(3), what: ProblemKind::BadDigest });
    let kinds = [AttributeKind::Flag, AttributeKind::Number, AttributeKind::Text, AttributeKind::Choice(vec![name()])];
    kinds.iter().for_each(|kind| check(kind));
    let values = [AttributeValue::Flag(true), AttributeValue::Flag(false), AttributeValue::Text(name())];
    let facts = [
        MetadataField::Id,
        MetadataField::Title,
        MetadataField::Annotator,
        MetadataField::SchemaName,
        MetadataField::Metadata(name()),
    ];
    let said = |what: &dyn Localize| what.localized(&words(Language::Arabic));
    for said in values.iter().map(|value| said(value)).chain(facts.iter().map(|fact| said(fact))) {
        assert!(!said.is_empty() && !said.contains(|c: char| c.is_ascii_alphabetic()), "{said}");
    }
}

#[test]
fn what_is_refused_is_told() {
    refusals().iter().for_each(|error| check(error));
    merge_errors().iter().for_each(|error| check(error));
    let notes = [
        Note::KeyTaken { key: '1', keeps: label(), loses: label() },
        Note::ParentDropped { label: label() },
        Note::Twins { pairs: 3 },
    ];
    notes.iter().for_each(|note| check(note));
    for pattern in ["", "\u{64e}", "("] {
        let query = Query { pattern: pattern.into(), regex: pattern == "(", ..search_query() };
        let error = Matcher::new(&query).expect_err(pattern);
        check(&error);
    }
    check(&KeyMapError::UnknownCommand(name()));
    check(&KeyMapError::UnknownKey { command: "save".into(), shortcut: name() });
    check(&KeyMapError::Conflict { shortcut: name(), first: "save".into(), second: "open".into() });
}

fn search_query() -> Query {
    Query {
        pattern: String::new(),
        regex: false,
        whole_word: false,
        folds: hashiya::arabic::normalize::Normalization::SEARCH,
    }
}

#[test]
fn what_other_formats_refuse_or_lose_is_told() {
    for (n, what) in import_problems().into_iter().enumerate() {
        check(&ImportError { path: path(), line: (n % 2 == 0).then_some(n), what: Box::new(what) });
    }
    import_notes().iter().for_each(|note| check(note));
    losses().iter().for_each(|loss| check(loss));
}

#[test]
fn what_the_session_could_not_do_is_told() {
    let mut all = vec![
        SessionFailure::OtherText { path: path() },
        SessionFailure::ReadingBrokenOff { title: name() },
        SessionFailure::TaskBrokenOff { task: "task-export" },
        SessionFailure::SaveBrokenOff { title: name() },
    ];
    all.extend(refusals().into_iter().map(SessionFailure::Refused));
    all.extend(refusals().into_iter().map(|error| SessionFailure::RefusedIn { title: name(), error }));
    all.extend(workspace_errors().into_iter().map(SessionFailure::Workspace));
    all.iter().for_each(|failure| check(failure));
    check(&OpenWarning::ChecksumBroken(path()));
    check(&OpenWarning::ConflictsLeft { path: path(), count: 2 });
    check(&OpenWarning::Settled(Completed { folder: path(), completed: 1, taken_back: 2, left: vec![path()] }));
    import_notes().into_iter().for_each(|note| check(&OpenWarning::Import(note)));
    losses().into_iter().for_each(|loss| check(&OpenWarning::Loss(loss)));
    check(&OpenWarning::LineLeftOut(ImportError { path: path(), line: Some(3), what: Box::new(ImportProblem::Empty) }));
}

/// The path of a sentence keeps its direction and leaves the sentence its own.
#[test]
fn names_paths_and_reasons_are_isolated() {
    let at = PathBuf::from("/home/a b/news.ron");
    let full = LoadError::Io { path: at.clone(), source: ErrorKind::PermissionDenied.into() };
    assert_eq!(
        full.localized(&words(Language::Arabic)),
        "\u{2068}/home/a b/news.ron\u{2069}: \u{2068}لا إذن بالقراءة أو الكتابة هناك\u{2069}"
    );
    // English prose of the system stands behind the English sentence alone; a number that it gives is in both.
    let system = |source| LoadError::Io { path: at.clone(), source };
    let (arabic, english) = (words(Language::Arabic), words(Language::English));
    let said = system(Error::other(PROSE)).localized(&arabic);
    assert!(said.ends_with("رفض النظام ذلك\u{2069}\u{2069}"), "{said:?}");
    assert!(system(Error::other(PROSE)).localized(&english).contains(PROSE));
    // "Protocol error" of Linux.
    if cfg!(target_os = "linux") {
        assert!(system(Error::from_raw_os_error(71)).localized(&arabic).contains("رفض النظام ذلك (رقم الخطأ ٧١)"));
    }
}

/// The words themselves, whatever can be made to happen: what is Latin in the Arabic file is a name, or a key.
#[test]
fn the_arabic_words_are_arabic() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/words/ar.ftl");
    let text = std::fs::read_to_string(path).expect("the word files are in the repository");
    let families = [
        "io-",
        "load-",
        "ours-",
        "kind-",
        "text-",
        "kept-",
        "save-",
        "journal-",
        "problem-",
        "span-",
        "document-",
        "schema-",
        "attribute-",
        "refused-",
        "part-",
        "merge-",
        "failed-",
        "remark-",
        "query-",
        "pattern-",
        "syntax-",
        "json-",
        "fault-",
        "keys-",
        "import-",
        "binary-",
        "unit-",
        "note-",
        "lost-",
        "earlier-",
        "status-",
        "read-only-",
        "settings-",
    ];
    let mut seen = 0;
    for line in text.lines() {
        let Some((key, said)) = line.split_once(" = ") else { continue };
        if !families.iter().any(|family| key.starts_with(family)) {
            continue;
        }
        seen += 1;
        let mut rest = SAME.iter().fold(said.to_owned(), |rest, same| rest.replace(same, ""));
        while let Some((before, after)) = rest.split_once('{') {
            rest = format!("{before}{}", after.split_once('}').map_or("", |(_, after)| after));
        }
        let other = ["Esc", "Del", "Tab", "Enter", "S ", "rrggbb", "f", "Cairo"];
        let rest = other.iter().fold(rest, |rest, same| rest.replace(same, ""));
        assert!(!rest.contains(|c: char| c.is_ascii_alphabetic()), "{line}");
    }
    assert!(seen > 200, "{seen}");
}
