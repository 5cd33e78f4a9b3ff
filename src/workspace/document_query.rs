//! Which documents are meant: one small language for the window's list, the command line and exports, asked of what is known of
//! a document without opening it. docs/en/filters.md is its manual.
//!
//! Terms stand between blanks and have to hold together; `-` before one turns it round. A term is a text that is looked for in
//! title, id and path, spelling differences aside, or a field with what it is to be: `state:new,done`, `label:PER>5`,
//! `changed>2026-11-01`. What is no term is an error with its place: a filter that leaves out a part of what was asked for would
//! look like any other.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::str::FromStr;
use std::sync::{Arc, LazyLock};

use crate::arabic::normalize::{Normalization, Normalizer};
use crate::model::{AnnotatedDocument, Annotator, DocumentId, DocumentState, LabelName, Timestamp};
use crate::store::assignments_file::Assignments;
use crate::store::{DOCUMENTS_FOLDER, Summary, period_of};

/// What a query or an order asks of a document. `None` where it is not known yet.
pub trait DocumentFacts {
    fn title(&self) -> &str;
    /// The path of its file below what was opened.
    fn below(&self) -> &Path;
    fn id(&self) -> Option<&DocumentId>;
    fn state(&self) -> Option<DocumentState>;
    fn annotator(&self) -> Option<&Annotator>;
    fn annotations(&self) -> Option<usize>;
    fn relations(&self) -> Option<usize>;
    fn conflicts(&self) -> Option<usize>;
    fn words(&self) -> Option<usize>;
    /// When it was last changed; `None` also where it never was.
    fn changed(&self) -> Option<Timestamp>;
    /// Tells the labels of its annotations, with how many there are of each.
    fn each_label(&self, tell: &mut dyn FnMut(&LabelName, usize));
    /// Tells the labels of the document itself, as text.
    fn each_attribute(&self, tell: &mut dyn FnMut(&str, &str));
}

/// A document that is not open: its path below the folder, and what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Summarised<'a> {
    pub below: &'a Path,
    pub summary: &'a Summary,
}

impl DocumentFacts for Summarised<'_> {
    fn title(&self) -> &str {
        let name = || self.below.file_stem().and_then(std::ffi::OsStr::to_str).unwrap_or_default();
        if self.summary.title.is_empty() { name() } else { &self.summary.title }
    }

    fn below(&self) -> &Path {
        self.below
    }

    fn id(&self) -> Option<&DocumentId> {
        Some(&self.summary.id)
    }

    fn state(&self) -> Option<DocumentState> {
        Some(self.summary.state)
    }

    fn annotator(&self) -> Option<&Annotator> {
        Some(&self.summary.annotator)
    }

    fn annotations(&self) -> Option<usize> {
        Some(self.summary.annotations)
    }

    fn relations(&self) -> Option<usize> {
        Some(self.summary.relations)
    }

    fn conflicts(&self) -> Option<usize> {
        Some(self.summary.conflicts)
    }

    fn words(&self) -> Option<usize> {
        Some(self.summary.words)
    }

    fn changed(&self) -> Option<Timestamp> {
        self.summary.changed
    }

    fn each_label(&self, tell: &mut dyn FnMut(&LabelName, usize)) {
        self.summary.labels.iter().for_each(|(label, count)| tell(label, *count as usize));
    }

    fn each_attribute(&self, tell: &mut dyn FnMut(&str, &str)) {
        self.summary.attributes.iter().for_each(|(name, value)| tell(name, value));
    }
}

/// What a term may be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryField {
    State,
    Annotator,
    Assigned,
    Label,
    Annotations,
    Relations,
    Conflicts,
    Words,
    Changed,
    Folder,
    Title,
    Id,
    Path,
    Attribute,
}

impl QueryField {
    /// Each with its names, the English one first, then that of the interface; those behind are what was said before, or is said elsewhere. Names are compared without regard to spelling: حالة and حاله are one.
    pub const ALL: [(QueryField, &'static [&'static str]); 14] = [
        (QueryField::State, &["state", "حالة", "الحال"]),
        (QueryField::Annotator, &["by", "annotator", "واسم", "بيد"]),
        (QueryField::Assigned, &["assigned", "مكلف", "مسند"]),
        (QueryField::Label, &["label", "تصنيف", "وسم", "ملصق"]),
        (QueryField::Annotations, &["annotations", "علامات"]),
        (QueryField::Relations, &["relations", "علاقات"]),
        (QueryField::Conflicts, &["conflicts", "تعارضات"]),
        (QueryField::Words, &["words", "كلمات"]),
        (QueryField::Changed, &["changed", "تغيير", "تغير"]),
        (QueryField::Folder, &["folder", "مجلد"]),
        (QueryField::Title, &["title", "عنوان"]),
        (QueryField::Id, &["id", "معرف"]),
        (QueryField::Path, &["path", "مسار"]),
        (QueryField::Attribute, &["attribute", "خاصية", "سمة"]),
    ];

    fn may_be_nobody(self) -> bool {
        matches!(self, Self::Annotator | Self::Assigned)
    }

    fn is_number(self) -> bool {
        matches!(self, Self::Annotations | Self::Relations | Self::Conflicts | Self::Words)
    }
}

/// Names of states that may be typed beside those of [`DocumentState::name`]; `None` is every state in which there is work left.
const STATES: &[(&str, Option<DocumentState>)] = &[
    ("undone", None),
    ("غير-منجز", None),
    ("جديد", Some(DocumentState::New)),
    ("قيد-العمل", Some(DocumentState::InProgress)),
    ("منجز", Some(DocumentState::Done)),
    ("للمراجعة", Some(DocumentState::LookAgain)),
    ("مرفوض", Some(DocumentState::Rejected)),
];

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Is,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Comparison {
    fn holds(self, value: i64, of: i64) -> bool {
        match self {
            Comparison::Is => value == of,
            Comparison::Less => value < of,
            Comparison::AtMost => value <= of,
            Comparison::More => value > of,
            Comparison::AtLeast => value >= of,
        }
    }
}

/// What a term asks. Texts are folded.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    /// In title, id or path.
    Text(String),
    States(Vec<DocumentState>),
    Annotators(Vec<String>),
    /// Given to one of these in the project.
    Assigned(Vec<String>),
    /// One of these labels, so often.
    Labels(Vec<String>, Comparison, i64),
    Number(QueryField, Comparison, i64),
    /// Changed in one of these periods, each from its first millisecond to the first that is none of it.
    Changed(Comparison, Vec<(i64, i64)>),
    Folders(Vec<String>),
    /// In one of title, id and path alone.
    Within(QueryField, Vec<String>),
    /// A label of the document, with one of these values; with none, it only has to be there.
    Attribute(String, Vec<String>),
}

/// Which documents are meant. An empty one means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentQuery {
    /// As it was typed.
    text: String,
    /// Each with whether it is to hold.
    terms: Vec<(bool, Asked)>,
    /// Who does which document, as the project says.
    assignments: Arc<Assignments>,
}

/// What a term lacks, and where it stands in the query, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    pub place: Range<usize>,
    /// The first of its characters, counted from 1: what a person is told.
    pub character: usize,
    pub fault: QueryFault,
}

/// What is wrong with a term.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryFault {
    #[error("'{0}' is no field; fields are {names}, and a text with a colon stands in \"…\"", names = field_names())]
    NoField(String),
    #[error(
        "'{0}' is no state; states are new, in-progress, done, look-again, rejected, and undone for all but done and rejected"
    )]
    NoState(String),
    #[error("'{0}' is no number")]
    NoNumber(String),
    #[error("'{0}' is no day; days are written as 2026-11-30, months as 2026-11")]
    NoDay(String),
    #[error("'{0}' lacks what it is to be, such as {0}:…")]
    NoValue(String),
    #[error("'{0}' cannot be more or less than something")]
    NoOrder(String),
    #[error("the \" has no second one that ends it")]
    OpenQuote,
}

fn field_names() -> String {
    let names: Vec<&str> = QueryField::ALL.iter().filter_map(|(_, names)| names.first().copied()).collect();
    names.join(", ")
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at character {}: {}", self.character, self.fault)
    }
}

impl std::error::Error for QueryError {}

impl fmt::Display for DocumentQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for DocumentQuery {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        let mut terms = Vec::new();
        for term in cut(text)? {
            let asked = term.read().map_err(|fault| error(text, term.place.clone(), fault))?;
            terms.extend(asked.map(|asked| (!term.negated, asked)));
        }
        Ok(DocumentQuery { text: text.trim().to_owned(), terms, assignments: Arc::default() })
    }
}

fn error(text: &str, place: Range<usize>, fault: QueryFault) -> QueryError {
    QueryError { character: text[..place.start].chars().count() + 1, place, fault }
}

/// A term as it stands in the query: signs outside quotes are kept apart from those within.
struct Term {
    place: Range<usize>,
    negated: bool,
    /// Each with whether it stood in quotes.
    signs: Vec<(char, bool)>,
}

/// The terms of a query. Blanks within quotes part nothing.
fn cut(text: &str) -> Result<Vec<Term>, QueryError> {
    let mut terms: Vec<Term> = Vec::new();
    let (mut open, mut quote) = (None, None::<usize>);
    for (at, sign) in text.char_indices() {
        if quote.is_none() && sign.is_whitespace() {
            open = None;
            continue;
        }
        let term = *open.get_or_insert_with(|| {
            terms.push(Term { place: at..at, negated: false, signs: Vec::new() });
            terms.len() - 1
        });
        let term = &mut terms[term];
        term.place.end = at + sign.len_utf8();
        match sign {
            '"' | '“' | '”' => quote = if quote.is_some() { None } else { Some(at) },
            '-' if quote.is_none() && term.signs.is_empty() && !term.negated => term.negated = true,
            // What opens a text in quotes is kept in mind by an empty sign: "" is a text as well.
            sign => term.signs.push((sign, quote.is_some())),
        }
    }
    match quote {
        Some(at) => Err(error(text, at..text.len(), QueryFault::OpenQuote)),
        None => Ok(terms),
    }
}

impl Term {
    /// What it asks; nothing where it is empty.
    fn read(&self) -> Result<Option<Asked>, QueryFault> {
        let is_sign = |(sign, quoted): &(char, bool)| !quoted && matches!(sign, ':' | '>' | '<' | '=');
        let whole = fold(&text_of(&self.signs));
        let Some(at) = self.signs.iter().position(is_sign).filter(|at| *at > 0) else {
            // The one field that says enough by its name.
            if field_of(&whole) == Some(QueryField::Conflicts) && self.signs.iter().all(|(_, quoted)| !quoted) {
                return Ok(Some(Asked::Number(QueryField::Conflicts, Comparison::More, 0)));
            }
            return Ok((!whole.is_empty()).then_some(Asked::Text(whole)));
        };
        let (name, rest) = self.signs.split_at(at);
        let name = text_of(name);
        let field = field_of(&fold(&name)).ok_or_else(|| QueryFault::NoField(name.clone()))?;
        let (comparison, value) = comparison(rest);
        if text_of(value).trim().is_empty() && (!field.may_be_nobody() || comparison != Comparison::Is) {
            return Err(QueryFault::NoValue(name));
        }
        let ordered = field.is_number() || field == QueryField::Changed;
        if comparison != Comparison::Is && !ordered {
            return Err(QueryFault::NoOrder(name));
        }
        read_value(field, &name, comparison, value).map(Some)
    }
}

fn read_value(
    field: QueryField,
    name: &str,
    compared: Comparison,
    value: &[(char, bool)],
) -> Result<Asked, QueryFault> {
    let folded = |part: &&[(char, bool)]| fold(&text_of(part));
    let parts = || value.split(|(sign, quoted)| !quoted && matches!(sign, ',' | '،'));
    Ok(match field {
        QueryField::State => {
            let mut states = Vec::new();
            for part in parts() {
                states.extend(states_of(&text_of(part))?);
            }
            Asked::States(states)
        }
        QueryField::Annotator => Asked::Annotators(parts().map(|part| folded(&part)).collect()),
        QueryField::Assigned => Asked::Assigned(parts().map(|part| folded(&part)).collect()),
        QueryField::Folder => Asked::Folders(parts().map(|part| folded(&part).trim_matches('/').to_owned()).collect()),
        QueryField::Title | QueryField::Id | QueryField::Path => {
            Asked::Within(field, parts().map(|part| folded(&part)).collect())
        }
        QueryField::Label => {
            let is_sign = |(sign, quoted): &(char, bool)| !quoted && matches!(sign, '>' | '<' | '=');
            let (labels, counted) = value.split_at(value.iter().position(is_sign).unwrap_or(value.len()));
            let (compared, count) = match counted {
                [] => (Comparison::AtLeast, 1),
                counted => {
                    let (compared, count) = comparison(counted);
                    (compared, number(&text_of(count))?)
                }
            };
            let labels: Vec<String> = labels
                .split(|(sign, quoted)| !quoted && matches!(sign, ',' | '،'))
                .map(|part| folded(&part))
                .filter(|label| !label.is_empty())
                .collect();
            if labels.is_empty() {
                return Err(QueryFault::NoValue(name.to_owned()));
            }
            Asked::Labels(labels, compared, count)
        }
        QueryField::Attribute => {
            let is_sign = |(sign, quoted): &(char, bool)| !quoted && matches!(sign, ':' | '=');
            let cut = value.iter().position(is_sign);
            let (attribute, values) = value.split_at(cut.unwrap_or(value.len()));
            let values = values.get(1..).unwrap_or_default();
            let values = values.split(|(sign, quoted)| !quoted && matches!(sign, ',' | '،'));
            let values = values.map(|part| folded(&part)).filter(|value| !value.is_empty()).collect();
            Asked::Attribute(folded(&attribute), values)
        }
        QueryField::Changed => {
            let mut periods = Vec::new();
            for part in parts() {
                let day = western(&text_of(part));
                let (from, to) = period_of(&day).ok_or_else(|| QueryFault::NoDay(text_of(part)))?;
                periods.push((from.0, to.0));
            }
            Asked::Changed(compared, periods)
        }
        QueryField::Annotations | QueryField::Relations | QueryField::Conflicts | QueryField::Words => {
            Asked::Number(field, compared, number(&text_of(value))?)
        }
    })
}

/// `:`, `=`, `>`, `<`, `>=`, `<=`, also after a colon, and what follows.
fn comparison(signs: &[(char, bool)]) -> (Comparison, &[(char, bool)]) {
    let plain = |at: usize| signs.get(at).filter(|(_, quoted)| !quoted).map(|(sign, _)| *sign);
    let from = usize::from(plain(0) == Some(':') && matches!(plain(1), Some('>' | '<' | '=')));
    let (comparison, length) = match (plain(from), plain(from + 1)) {
        (Some('>'), Some('=')) => (Comparison::AtLeast, 2),
        (Some('<'), Some('=')) => (Comparison::AtMost, 2),
        (Some('>'), _) => (Comparison::More, 1),
        (Some('<'), _) => (Comparison::Less, 1),
        _ => (Comparison::Is, 1),
    };
    (comparison, signs.get(from + length..).unwrap_or_default())
}

fn text_of(signs: &[(char, bool)]) -> String {
    signs.iter().map(|(sign, _)| sign).collect()
}

/// Its table takes longer to make than the facts of a hundred documents to fold.
static NORMALIZER: LazyLock<Normalizer> = LazyLock::new(|| Normalizer::new(Normalization::SEARCH));

fn fold(text: &str) -> String {
    NORMALIZER.fold_str(text.trim())
}

/// Names that were folded and are kept: those of labels and annotators stand in thousands of documents.
const MAX_FOLDED: usize = 1_024;

/// Whether a name is one of those, which are folded.
fn is_among(name: &str, folded: &[String]) -> bool {
    thread_local! {
        static KNOWN: RefCell<HashMap<Box<str>, Box<str>>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(found) = known.get(name) {
            return folded.iter().any(|other| **other == **found);
        }
        if known.len() >= MAX_FOLDED {
            known.clear();
        }
        let found = fold(name);
        let is_one = folded.contains(&found);
        known.insert(name.into(), found.into());
        is_one
    })
}

/// Digits as in 2026, whichever were typed.
fn western(text: &str) -> String {
    let digit = |sign: char| match sign {
        '٠'..='٩' => char::from_digit(sign as u32 - '٠' as u32, 10).unwrap_or(sign),
        '۰'..='۹' => char::from_digit(sign as u32 - '۰' as u32, 10).unwrap_or(sign),
        sign => sign,
    };
    text.trim().chars().map(digit).collect()
}

fn number(text: &str) -> Result<i64, QueryFault> {
    let typed = western(text);
    let is_plain = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
    typed.parse().ok().filter(|_| is_plain).ok_or_else(|| QueryFault::NoNumber(text.to_owned()))
}

fn field_of(folded: &str) -> Option<QueryField> {
    let has = |names: &[&str]| names.iter().any(|name| fold(name) == folded);
    QueryField::ALL.iter().find(|(_, names)| has(names)).map(|(field, _)| *field)
}

fn states_of(text: &str) -> Result<Vec<DocumentState>, QueryFault> {
    let same = |name: &str| fold(&name.replace(['-', '_'], " ")) == fold(&text.replace(['-', '_'], " "));
    let own = DocumentState::ALL.into_iter().find(|state| same(state.name())).map(Some);
    match own.or_else(|| STATES.iter().find(|(name, _)| same(name)).map(|(_, state)| *state)) {
        Some(Some(state)) => Ok(vec![state]),
        Some(None) => Ok(DocumentState::ALL.into_iter().filter(|state| !state.is_settled()).collect()),
        None => Err(QueryFault::NoState(text.to_owned())),
    }
}

/// What texts are looked for in: title, id and path of a document, a line each, folded. It is made once for a document and asked
/// by many queries.
pub fn haystack(facts: &(impl DocumentFacts + ?Sized)) -> Box<str> {
    let normalizer = &*NORMALIZER;
    let id = facts.id().map(|id| &*id.0).unwrap_or_default();
    let mut all = normalizer.fold_str(facts.title());
    all.push('\n');
    // Most are called as their file is.
    if id != facts.title() {
        all.push_str(&normalizer.fold_str(id));
    }
    all.push('\n');
    all.push_str(&normalizer.fold_str(&facts.below().to_string_lossy()));
    all.into_boxed_str()
}

impl DocumentQuery {
    /// Whether it means all documents.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// As it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it asks whose a document is in its project: then it has to know that.
    pub fn asks_assigned(&self) -> bool {
        self.terms.iter().any(|(_, asked)| matches!(asked, Asked::Assigned(_)))
    }

    /// The same query, which knows who does which document. Who knows nothing takes no document as somebody's.
    pub fn knowing(self, assignments: Arc<Assignments>) -> Self {
        DocumentQuery { assignments, ..self }
    }

    /// Whether a document is meant. What is not known of it is not so.
    pub fn takes(&self, facts: &(impl DocumentFacts + ?Sized)) -> bool {
        let needs_text = self.terms.iter().any(|(_, asked)| matches!(asked, Asked::Text(_)));
        let haystack = if needs_text { haystack(facts) } else { Box::default() };
        self.takes_with(facts, &haystack)
    }

    /// Whether a document that is there as a whole is meant; `below` is the path of its file below what was named.
    pub fn takes_document(&self, document: &AnnotatedDocument, below: &Path) -> bool {
        self.is_empty() || self.takes(&Summarised { below, summary: &Summary::from(document) })
    }

    /// The same, where the [`haystack`] of the document is known.
    pub fn takes_with(&self, facts: &(impl DocumentFacts + ?Sized), haystack: &str) -> bool {
        self.terms.iter().all(|(holds, asked)| match asked {
            Asked::Assigned(names) => self.is_assigned(facts.below(), names) == *holds,
            asked => asked.holds(facts, haystack) == *holds,
        })
    }

    /// Whether a document, by its path below what was named, was given to one of these; an empty name is nobody.
    fn is_assigned(&self, below: &Path, names: &[String]) -> bool {
        let name = || below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let given = match self.assignments.is_empty() {
            true => None,
            false => {
                let name = name();
                // Where the project itself was named, its folder of documents stands before.
                let inner = name.strip_prefix(DOCUMENTS_FOLDER).and_then(|rest| rest.strip_prefix('/'));
                self.assignments.get(&name).or_else(|| self.assignments.get(inner?))
            }
        };
        match given {
            None => names.iter().any(String::is_empty),
            Some(annotators) => annotators.iter().any(|annotator| is_among(annotator.as_str(), names)),
        }
    }
}

impl Asked {
    fn holds(&self, facts: &(impl DocumentFacts + ?Sized), haystack: &str) -> bool {
        match self {
            Asked::Text(text) => haystack.contains(text.as_str()),
            Asked::States(states) => facts.state().is_some_and(|state| states.contains(&state)),
            Asked::Annotators(names) => facts.annotator().is_some_and(|name| is_among(name.as_str(), names)),
            // Asked of the query, which knows who does what.
            Asked::Assigned(_) => false,
            Asked::Labels(labels, comparison, count) => {
                let mut found = 0;
                facts.each_label(&mut |label, n| found += if is_among(label.as_str(), labels) { n as i64 } else { 0 });
                facts.annotations().is_some() && comparison.holds(found, *count)
            }
            Asked::Number(field, comparison, of) => {
                let value = match field {
                    QueryField::Annotations => facts.annotations(),
                    QueryField::Relations => facts.relations(),
                    QueryField::Conflicts => facts.conflicts(),
                    _ => facts.words(),
                };
                value.is_some_and(|value| comparison.holds(value as i64, *of))
            }
            Asked::Changed(comparison, periods) => facts.changed().is_some_and(|Timestamp(changed)| {
                periods.iter().any(|(from, to)| match comparison {
                    Comparison::Is => (*from..*to).contains(&changed),
                    Comparison::Less => changed < *from,
                    Comparison::AtMost => changed < *to,
                    Comparison::More => changed >= *to,
                    Comparison::AtLeast => changed >= *from,
                })
            }),
            Asked::Folders(folders) => {
                let folder = facts.below().parent().map(Path::to_string_lossy).unwrap_or_default();
                let folder = format!("/{}/", fold(&folder.replace('\\', "/")));
                folders.iter().any(|wanted| folder.contains(&format!("/{wanted}/")))
            }
            Asked::Within(field, texts) => {
                let text = match field {
                    QueryField::Title => fold(facts.title()),
                    QueryField::Id => facts.id().map(|id| fold(&id.0)).unwrap_or_default(),
                    _ => fold(&facts.below().to_string_lossy()),
                };
                texts.iter().any(|wanted| text.contains(wanted.as_str()))
            }
            Asked::Attribute(wanted, values) => {
                let mut holds = false;
                facts.each_attribute(&mut |name, value| {
                    holds |=
                        is_among(name, std::slice::from_ref(wanted)) && (values.is_empty() || is_among(value, values));
                });
                holds
            }
        }
    }
}

#[cfg(test)]
mod tests;
