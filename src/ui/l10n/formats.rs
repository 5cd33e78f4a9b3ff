//! Other people's files: why one was not read, what was guessed, what a format does not carry.

use super::parsers::{json_fault, with_details};
use super::{Localize, path, with};
use crate::formats::schemas::{SchemaLoss, SchemaNote, SchemaPlace};
use crate::formats::{
    AnnotationLoss, AttributeRefusal, Binary, ExportTooLarge, ImportError, ImportNote, ImportProblem, JsonFault,
    JsonFaultKind, LeftOut, Loss, LossDetail, LossKind, ParquetFault, TableFault, Unit, WebAnnoFault, XmlFault,
    XmlFaultKind, ZipFault,
};
use crate::ui::localizer::{Localizer, isolated};

/// What a format is called by those who do not know it by the name that commands give it.
pub fn format_name(name: &str, words: &Localizer) -> String {
    words.get(&format!("format-{name}"))
}

impl Localize for ImportError {
    fn localized(&self, words: &Localizer) -> String {
        let why = self.what.localized(words);
        match self.line {
            Some(line) => words
                .format("import-at-line", &[("path", path(&self.path)), ("line", line.into()), ("why", why.into())]),
            None => words.format("load-io", &[("path", path(&self.path)), ("why", why.into())]),
        }
    }
}

impl Localize for SchemaNote {
    fn localized(&self, words: &Localizer) -> String {
        let at = |word: &str, line: usize, name: &str| {
            words.format(word, &[("line", line.into()), ("name", isolated(name).into())])
        };
        match self {
            SchemaNote::LeftOut { line, said } => at("schema-note-left-out", *line, said),
            SchemaNote::Twice { line, name } => at("schema-note-twice", *line, name),
            SchemaNote::KeyTaken { line, key, name } => words.format(
                "schema-note-key-taken",
                &[("line", (*line).into()), ("name", isolated(name).into()), ("key", key.into())],
            ),
            SchemaNote::More(n) => with(words, "schema-note-more", "n", *n),
        }
    }
}

impl Localize for SchemaPlace {
    fn localized(&self, words: &Localizer) -> String {
        words.get(match self {
            SchemaPlace::Label => "schema-place-labels",
            SchemaPlace::RelationType => "schema-place-relation-types",
            SchemaPlace::DocumentAttribute => "schema-place-document-attributes",
            SchemaPlace::Attribute => "schema-place-attributes",
            SchemaPlace::Kind => "schema-place-kinds",
            SchemaPlace::SchemaName => "schema-place-name",
            SchemaPlace::Order => "schema-place-order",
            SchemaPlace::ArabicName => "schema-place-arabic",
            SchemaPlace::EnglishName => "schema-place-english",
            SchemaPlace::Colour => "schema-place-colours",
            SchemaPlace::Key => "schema-place-keys",
            SchemaPlace::Parent => "schema-place-parents",
            SchemaPlace::Ends => "schema-place-ends",
            SchemaPlace::Direction => "schema-place-direction",
            SchemaPlace::Overlap => "schema-place-overlap",
            SchemaPlace::Required => "schema-place-required",
            SchemaPlace::Default => "schema-place-defaults",
            SchemaPlace::Remembered => "schema-place-remembered",
            SchemaPlace::Shown => "schema-place-shown",
            SchemaPlace::Guideline => "schema-place-guidelines",
        })
    }
}

impl Localize for SchemaLoss {
    fn localized(&self, words: &Localizer) -> String {
        let named: Vec<String> = self.names.iter().take(MAX_NAMED).map(|name| isolated(name)).collect();
        let more = if self.names.len() > MAX_NAMED { "…" } else { "" };
        let names = format!("{}{more}", named.join(" · "));
        words.format(
            "schema-loss",
            &[("place", self.place.localized(words).into()), ("n", self.names.len().into()), ("names", names.into())],
        )
    }
}

/// Names that a loss tells.
const MAX_NAMED: usize = 4;

impl Localize for ImportProblem {
    fn localized(&self, words: &Localizer) -> String {
        let span = |id: &str, why: String| words.format("problem-span", &[("id", id.into()), ("why", why.into())]);
        match self {
            ImportProblem::Empty => words.get("import-empty"),
            ImportProblem::Binary(kind) => with(words, "import-binary", "what", kind.localized(words)),
            ImportProblem::Undecodable { encoding, at } => {
                words.format("import-undecodable", &[("encoding", (*encoding).into()), ("byte", (*at).into())])
            }
            ImportProblem::Json(fault) => fault.localized(words),
            ImportProblem::NotAnOffset { id, said } => {
                words.format("import-not-an-offset", &[("id", id.into()), ("said", said.into())])
            }
            ImportProblem::WebAnno(fault) => fault.localized(words),
            ImportProblem::NoSofa => words.get("import-no-sofa"),
            ImportProblem::Xml(fault) => fault.localized(words),
            ImportProblem::Parts(id) => with(words, "import-parts", "id", id),
            ImportProblem::Time { id, said } => {
                words.format("problem-time", &[("id", id.into()), ("said", said.into())])
            }
            ImportProblem::State(said) => with(words, "import-state", "said", said),
            ImportProblem::NotJsonString(said) => with(words, "import-not-json-string", "said", said),
            ImportProblem::EmptyToken(line) => with(words, "import-empty-token", "line", line),
            ImportProblem::ExtraColumns(line) => with(words, "import-extra-columns", "line", line),
            ImportProblem::NoTag(line) => with(words, "import-no-tag", "line", line),
            ImportProblem::TokenNotInText(token) => with(words, "import-token-not-in-text", "token", token),
            ImportProblem::NotBrat(line) => with(words, "import-not-brat", "line", line),
            ImportProblem::TooManyPieces { id, most } => {
                words.format("import-too-many-pieces", &[("id", id.into()), ("most", (*most).into())])
            }
            ImportProblem::NotATextBound(line) => with(words, "import-not-a-text-bound", "line", line),
            ImportProblem::NotTwoArguments(id) => with(words, "import-not-two-arguments", "id", id),
            ImportProblem::NotARole { id, role } => {
                words.format("import-not-a-role", &[("id", id.into()), ("role", role.into())])
            }
            ImportProblem::NotANormalisation(what) => with(words, "import-not-a-normalisation", "what", what),
            ImportProblem::TooManyDocuments(most) => with(words, "import-too-many-documents", "most", *most),
            ImportProblem::TooManyAnnotations(most) => with(words, "import-too-many-annotations", "most", *most),
            ImportProblem::TooDense { megabytes } => with(words, "import-too-dense", "megabytes", *megabytes),
            ImportProblem::TooManyFacts(most) => with(words, "import-too-many-facts", "most", *most),
            ImportProblem::TooManyLabels(most) => with(words, "import-too-many-labels", "most", *most),
            ImportProblem::LabelAndType(name) => with(words, "import-label-and-type", "name", name),
            ImportProblem::Span { id, error } => span(id, error.localized(words)),
            ImportProblem::Spans { id, error } => span(id, error.localized(words)),
            ImportProblem::OutOfText { id, start, end, unit } => words.format(
                "import-out-of-text",
                &[
                    ("id", id.into()),
                    ("start", (*start).into()),
                    ("end", (*end).into()),
                    ("unit", unit.localized(words).into()),
                ],
            ),
            ImportProblem::Mismatch { id, start, end, said, found, unit } => words.format(
                "import-mismatch",
                &[
                    ("id", id.into()),
                    ("start", (*start).into()),
                    ("end", (*end).into()),
                    ("said", said.into()),
                    ("found", found.into()),
                    ("unit", unit.localized(words).into()),
                ],
            ),
            ImportProblem::UnitUnknown { id, start, end } => words.format(
                "import-unit-unknown",
                &[("id", id.into()), ("start", (*start).into()), ("end", (*end).into())],
            ),
            ImportProblem::NoSuchToken { id, first, last, tokens } => words.format(
                "import-no-such-token",
                &[
                    ("id", id.into()),
                    ("first", (*first).into()),
                    ("last", (*last).into()),
                    ("tokens", (*tokens).into()),
                ],
            ),
            ImportProblem::TooManyMentions => words.get("import-too-many-mentions"),
            ImportProblem::DuplicateId(id) => with(words, "problem-duplicate", "id", id),
            ImportProblem::UnknownLabel(label) => with(words, "import-unknown-label", "label", label),
            ImportProblem::UnknownRelationType(label) => with(words, "import-unknown-type", "label", label),
            ImportProblem::Attribute { owner, attribute, reason } => {
                let document = || words.get("mend-the-document");
                let owner = owner.as_ref().map_or_else(document, |label| label.to_string());
                words.format(
                    "import-attribute",
                    &[
                        ("owner", owner.into()),
                        ("attribute", attribute.into()),
                        ("why", reason.localized(words).into()),
                    ],
                )
            }
            ImportProblem::UnknownEnd { id, end } => {
                words.format("problem-unknown-end", &[("id", id.into()), ("end", end.into())])
            }
            ImportProblem::EndNotAllowed { id, label, source_label, target_label } => words.format(
                "problem-end-not-allowed",
                &[
                    ("id", id.into()),
                    ("label", label.into()),
                    ("source", source_label.into()),
                    ("target", target_label.into()),
                ],
            ),
            ImportProblem::BadName(name) => with(words, "import-bad-name", "name", name),
            ImportProblem::BadTag(tag) => with(words, "import-bad-tag", "tag", tag),
            ImportProblem::MissingCompanion(name) => with(words, "import-missing-companion", "name", name),
            ImportProblem::Pointer { id, pointer } => {
                words.format("import-pointer", &[("id", id.into()), ("pointer", pointer.into())])
            }
            ImportProblem::OffsetKind(said) => with(words, "import-offset-kind", "said", said),
            ImportProblem::OffsetUnit(said) => with(words, "import-offset-unit", "said", said),
            ImportProblem::OnlyWritten(format) => with(words, "import-only-written", "format", *format),
            ImportProblem::Table(fault) => fault.localized(words),
            ImportProblem::Parquet(fault) => fault.localized(words),
            ImportProblem::Zip(fault) => fault.localized(words),
            ImportProblem::Document(error) => error.localized(words),
            ImportProblem::Schema(error) => with(words, "import-schema", "why", error.localized(words)),
            ImportProblem::NoSchema => words.get("import-no-schema"),
        }
    }
}

impl Localize for ParquetFault {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            ParquetFault::Damaged(said) => with_details(words, words.get("parquet-damaged"), said),
            ParquetFault::Compression(name) => with(words, "parquet-compression", "name", name),
            ParquetFault::Encoding(column) => with(words, "parquet-encoding", "column", column),
            ParquetFault::NoText(columns) => with(words, "parquet-no-text", "columns", columns),
            ParquetFault::NoValue(column) => with(words, "parquet-no-value", "column", column),
        }
    }
}

impl Localize for ZipFault {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            ZipFault::Broken(_) => words.get("zip-broken"),
            ZipFault::Encrypted(name) => with(words, "zip-encrypted", "name", name),
            ZipFault::Method(name) => with(words, "zip-method", "name", name),
            ZipFault::TooManyEntries(most) => with(words, "zip-too-many", "most", *most),
            ZipFault::TooLarge { name, megabytes } => {
                words.format("zip-too-large", &[("name", name.into()), ("megabytes", (*megabytes).into())])
            }
            ZipFault::Missing(name) => with(words, "zip-missing", "name", name),
        }
    }
}

impl Localize for TableFault {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            TableFault::NoColumn(column) => with(words, "table-no-column", "column", *column),
            TableFault::ColumnTwice(column) => with(words, "table-column-twice", "column", column),
            TableFault::TooManyColumns(most) => with(words, "table-too-many-columns", "most", *most),
            TableFault::Cells { found, expected } => {
                words.format("table-cells", &[("found", (*found).into()), ("expected", (*expected).into())])
            }
            TableFault::OpenQuote => words.get("table-open-quote"),
            TableFault::BehindQuote(said) => with(words, "table-behind-quote", "said", said),
            TableFault::Value { column, said } => {
                words.format("table-value", &[("column", column.into()), ("said", said.into())])
            }
            TableFault::NoText(document) => with(words, "table-no-text", "document", document),
            TableFault::Continues { expected, said } => {
                words.format("table-continues", &[("expected", (*expected).into()), ("said", (*said).into())])
            }
        }
    }
}

impl Localize for WebAnnoFault {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            WebAnnoFault::Version(said) => with(words, "webanno-version", "said", said),
            WebAnnoFault::Layer(said) => with(words, "webanno-layer", "said", said),
            WebAnnoFault::Line(said) => with(words, "webanno-line", "said", said),
            WebAnnoFault::Columns { found, expected } => {
                words.format("webanno-columns", &[("found", (*found).into()), ("expected", (*expected).into())])
            }
            WebAnnoFault::Token(token) => with(words, "webanno-token", "token", token),
            WebAnnoFault::Unit(said) => with(words, "webanno-unit", "said", said),
            WebAnnoFault::Cell(said) => with(words, "webanno-cell", "said", said),
        }
    }
}

impl Localize for XmlFault {
    fn localized(&self, words: &Localizer) -> String {
        let why = match self.kind {
            XmlFaultKind::Ended => words.get("json-ended"),
            XmlFaultKind::Syntax => with_details(words, words.get("json-syntax"), &self.said),
            XmlFaultKind::Entities => words.get("xml-entities"),
            XmlFaultKind::UnknownEntity => with(words, "xml-unknown-entity", "name", &self.said),
            XmlFaultKind::TooDeep => words.get("xml-too-deep"),
            XmlFaultKind::TooMany => words.get("xml-too-many"),
            XmlFaultKind::Data => with_details(words, words.get("xml-data"), &self.said),
        };
        words.format("import-xml-at", &[("column", self.column.into()), ("why", why.into())])
    }
}

impl Localize for JsonFault {
    fn localized(&self, words: &Localizer) -> String {
        let why = match self.kind {
            JsonFaultKind::Ended => words.get("json-ended"),
            JsonFaultKind::Syntax => json_fault(words, &self.said, "json-syntax"),
            JsonFaultKind::Data => json_fault(words, &self.said, "json-data"),
        };
        match self.column {
            Some(column) => words.format("import-json-at", &[("column", column.into()), ("why", why.into())]),
            None => with(words, "import-json", "why", why),
        }
    }
}

impl Localize for ExportTooLarge {
    fn localized(&self, words: &Localizer) -> String {
        let ExportTooLarge { format, len } = self;
        let megabytes = |bytes: u64| (bytes >> 20).into();
        let most = megabytes(crate::formats::MAX_QUOTED_BYTES);
        words.format("export-too-large", &[("format", (*format).into()), ("len", megabytes(*len)), ("most", most)])
    }
}

impl Localize for Binary {
    fn localized(&self, words: &Localizer) -> String {
        words.get(match self {
            Binary::Pdf => "binary-pdf",
            Binary::Zip => "binary-zip",
            Binary::OldOffice => "binary-old-office",
            Binary::Rtf => "binary-rtf",
            Binary::Picture => "binary-picture",
            Binary::Gzip => "binary-gzip",
            Binary::Program => "binary-program",
            Binary::Database => "binary-database",
            Binary::Nul => "binary-nul",
            Binary::Data => "binary-data",
        })
    }
}

impl Localize for AttributeRefusal {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            AttributeRefusal::NoOwner => words.get("attribute-no-owner"),
            AttributeRefusal::TooManyChoices(most) => with(words, "attribute-too-many-choices", "most", *most),
            AttributeRefusal::TooManyAttributes(most) => with(words, "attribute-too-many", "most", *most),
            AttributeRefusal::Undefined => words.get("attribute-undefined"),
            AttributeRefusal::Unfit(problem) => problem.localized(words),
        }
    }
}

impl Localize for Unit {
    fn localized(&self, words: &Localizer) -> String {
        words.get(match self {
            Unit::CodePoints => "unit-code-points",
            Unit::Utf16 => "unit-utf16",
            Unit::Bytes => "unit-bytes",
        })
    }
}

impl Localize for ImportNote {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            ImportNote::Guessed { path: at, encoding } => {
                words.format("note-guessed", &[("path", path(at)), ("encoding", (*encoding).into())])
            }
            ImportNote::Unit { path: at, unit } => {
                words.format("note-unit", &[("path", path(at)), ("unit", unit.localized(words).into())])
            }
            ImportNote::MarkCounts { path: at } => with(words, "note-mark-counts", "path", path(at)),
        }
    }
}

impl Localize for LossKind {
    fn localized(&self, words: &Localizer) -> String {
        words.get(match self {
            LossKind::Lost => "loss-lost",
            LossKind::Widened => "loss-widened",
            LossKind::Flattened => "loss-flattened",
            LossKind::Renamed => "loss-renamed",
            LossKind::Undecided => "loss-undecided",
        })
    }
}

impl Localize for Loss {
    fn localized(&self, words: &Localizer) -> String {
        format!("{}: {}", self.kind.localized(words), self.what.localized(words))
    }
}

impl Localize for LossDetail {
    fn localized(&self, words: &Localizer) -> String {
        let renamed = |key: &str, from: &str, to: &str| words.format(key, &[("from", from.into()), ("to", to.into())]);
        match self {
            LossDetail::Annotation { id, label, quote, what } => words.format(
                "lost-of-annotation",
                &[
                    ("id", id.as_str().into()),
                    ("label", label.as_str().into()),
                    ("quote", quote.into()),
                    ("what", what.localized(words).into()),
                ],
            ),
            LossDetail::RelationAttributes(id) => with(words, "lost-relation-attributes", "id", id.as_str()),
            LossDetail::RelationNote(id) => with(words, "lost-relation-note", "id", id.as_str()),
            LossDetail::LookAgain(n) => with(words, "lost-look-again", "n", *n),
            LossDetail::Entities(n) => with(words, "lost-entities", "n", *n),
            LossDetail::DocumentNote => words.get("lost-document-note"),
            LossDetail::DocumentFlag => words.get("lost-document-flag"),
            LossDetail::Conflict => words.get("lost-conflict"),
            LossDetail::Facts { state, metadata, attributes } => {
                let state = state.map(|state| with(words, "lost-state", "state", state.localized(words)));
                let metadata = (*metadata > 0).then(|| with(words, "lost-metadata", "n", *metadata));
                let attributes = (*attributes > 0).then(|| with(words, "lost-attributes", "n", *attributes));
                [state, metadata, attributes].into_iter().flatten().collect::<Vec<_>>().join(" · ")
            }
            LossDetail::Tag { from, to } => renamed("lost-tag", from, to),
            LossDetail::BratName { from, to } => renamed("lost-brat-name", from, to),
            LossDetail::BratIds(count) => with(words, "lost-brat-ids", "n", *count),
            LossDetail::RepeatedIds(count) => with(words, "lost-repeated-ids", "n", *count),
            LossDetail::NumberedIds(count) => with(words, "lost-numbered-ids", "n", *count),
            LossDetail::EndOfRelation(id) => with(words, "lost-end-of-relation", "id", id.as_str()),
            LossDetail::Relations(count) => with(words, "lost-relations", "n", *count),
            LossDetail::MakersAndIds => words.get("lost-makers-and-ids"),
            LossDetail::Makers => words.get("lost-makers"),
            LossDetail::NoteLines(id) => with(words, "lost-note-lines", "id", id.as_str()),
            LossDetail::SpacesOfText => words.get("lost-spaces-of-text"),
            LossDetail::SameName { from, to } => renamed("lost-same-name", from, to),
            LossDetail::Columns(list) => with(words, "lost-columns", "list", list),
            LossDetail::DocumentId { from, to } => renamed("lost-document-id", from, to),
            LossDetail::Multiwords(count) => with(words, "lost-multiwords", "n", *count),
            LossDetail::Rows(count) => with(words, "lost-rows", "n", *count),
            LossDetail::Spaces => words.get("lost-spaces"),
            LossDetail::StrayTags(count) => with(words, "lost-stray-tags", "n", *count),
            LossDetail::OnlyTokens => words.get("lost-only-tokens"),
            LossDetail::OnlyMentions => words.get("lost-only-mentions"),
            LossDetail::IdOfDocument => words.get("lost-id-of-document"),
            LossDetail::SeveralPlaces(text) => with(words, "lost-several-places", "text", text),
            LossDetail::LeftOut { what, count } => {
                let key = match what {
                    LeftOut::Cancelled => "lost-cancelled",
                    LeftOut::OfOthers => "lost-of-others",
                    LeftOut::Predictions => "lost-predictions",
                    LeftOut::Drafts => "lost-drafts",
                    LeftOut::Elsewhere => "lost-elsewhere",
                    LeftOut::OnOthers => "lost-on-others",
                    LeftOut::Pictures => "lost-pictures",
                    LeftOut::Deleted => "lost-deleted",
                    LeftOut::Comments => "lost-comments",
                    LeftOut::Headers => "lost-headers",
                    LeftOut::Objects => "lost-objects",
                };
                with(words, key, "n", *count)
            }
            LossDetail::Layer { layer, count } => {
                words.format("lost-layer", &[("layer", layer.into()), ("n", (*count).into())])
            }
            LossDetail::Gaps(n) => with(words, "lost-gaps", "n", *n),
            LossDetail::Controls(n) => with(words, "lost-controls", "n", *n),
            LossDetail::IdsAndProvenance => words.get("lost-ids-and-provenance"),
            LossDetail::Unplaced(what) => with(words, "lost-unplaced", "what", what),
            LossDetail::RelationOfTokens(label) => with(words, "lost-relation-of-tokens", "label", label),
            LossDetail::Unlabelled(what) => with(words, "lost-unlabelled", "what", what),
            LossDetail::Equivalence(rest) => with(words, "lost-equivalence", "what", rest),
            LossDetail::RelationAttribute { name, owner } => {
                words.format("lost-relation-attribute", &[("name", name.into()), ("owner", owner.into())])
            }
            LossDetail::Normalisation { reference, owner } => {
                words.format("lost-normalisation", &[("reference", reference.into()), ("owner", owner.into())])
            }
            LossDetail::Note(text) => with(words, "lost-note", "text", text),
            LossDetail::Field { owner, field, line, count } => words.format(
                "lost-field",
                &[
                    ("owner", owner.localized(words).into()),
                    ("field", field.into()),
                    ("line", (*line).into()),
                    ("n", (*count).into()),
                ],
            ),
        }
    }
}

impl Localize for AnnotationLoss {
    fn localized(&self, words: &Localizer) -> String {
        match self {
            AnnotationLoss::Attributes => words.get("lost-its-attributes"),
            AnnotationLoss::Note => words.get("lost-its-note"),
            AnnotationLoss::Discontinuous => words.get("lost-discontinuous"),
            AnnotationLoss::TooWide(most) => with(words, "lost-too-wide", "most", *most),
            AnnotationLoss::SameText => words.get("lost-same-text"),
            AnnotationLoss::Empty => words.get("lost-empty"),
            AnnotationLoss::Parts => words.get("lost-parts"),
            AnnotationLoss::Split => words.get("lost-split"),
            AnnotationLoss::Covered => words.get("lost-covered"),
            AnnotationLoss::Joined => words.get("lost-joined"),
            AnnotationLoss::NoToken => words.get("lost-no-token"),
            AnnotationLoss::TakenTokens => words.get("lost-taken-tokens"),
            AnnotationLoss::OnlyInGroup => words.get("lost-only-in-group"),
            AnnotationLoss::EdgesInToken => words.get("lost-edges-in-token"),
            AnnotationLoss::Unmarked => words.get("lost-unmarked"),
            AnnotationLoss::SpacesAtEdges => words.get("lost-spaces-at-edges"),
            AnnotationLoss::FalseFlag(name) => with(words, "lost-false-flag", "name", name),
            AnnotationLoss::EmptyAttribute(name) => with(words, "lost-empty-attribute", "name", name),
            AnnotationLoss::SpacesInAttribute(name) => with(words, "lost-spaces-in-attribute", "name", name),
            AnnotationLoss::LinesInAttribute(name) => with(words, "lost-lines-in-attribute", "name", name),
            AnnotationLoss::BetweenTokens => words.get("lost-between-tokens"),
            AnnotationLoss::LineEnds => words.get("lost-line-ends"),
            AnnotationLoss::OnlyLineEnds => words.get("lost-only-line-ends"),
        }
    }
}

/// What losses that are alike are called together: as [`LossDetail`] says it, without what is of one place alone.
pub fn loss_heading(what: &LossDetail, words: &Localizer) -> String {
    words.get(match what {
        LossDetail::Annotation { what, .. } => match what {
            AnnotationLoss::FalseFlag(_) => "loss-of-false-flag",
            AnnotationLoss::EmptyAttribute(_) => "loss-of-empty-attribute",
            AnnotationLoss::SpacesInAttribute(_) => "loss-of-spaces-in-attribute",
            AnnotationLoss::LinesInAttribute(_) => "loss-of-lines-in-attribute",
            other => return other.localized(words),
        },
        LossDetail::RelationAttributes(_) => "loss-of-relation-attributes",
        LossDetail::LookAgain(_) | LossDetail::DocumentFlag => "loss-of-look-again",
        LossDetail::Entities(_) => "loss-of-entities",
        LossDetail::DocumentNote => "loss-of-document-note",
        LossDetail::RelationNote(_) => "loss-of-relation-notes",
        LossDetail::EndOfRelation(_) => "loss-of-relation-ends",
        LossDetail::LeftOut { what, .. } => match what {
            LeftOut::Cancelled | LeftOut::OfOthers | LeftOut::Predictions | LeftOut::Drafts => "loss-of-other-work",
            _ => "loss-of-what-has-no-place",
        },
        LossDetail::Layer { .. } => "loss-of-layers",
        LossDetail::Gaps(_) => "loss-of-gaps",
        LossDetail::Controls(_) => "loss-of-controls",
        LossDetail::IdsAndProvenance => "loss-of-ids-and-provenance",
        LossDetail::Unplaced(_) => "loss-of-unplaced",
        LossDetail::SeveralPlaces(_) => "loss-of-several-places",
        LossDetail::RelationOfTokens(_) => "loss-of-relations-of-tokens",
        LossDetail::Unlabelled(_) => "loss-of-unlabelled",
        LossDetail::Facts { .. } => "loss-of-facts",
        LossDetail::Tag { .. } | LossDetail::BratName { .. } => "loss-of-name",
        LossDetail::BratIds(_) | LossDetail::NumberedIds(_) | LossDetail::RepeatedIds(_) => "loss-of-ids",
        LossDetail::Relations(_) => "loss-of-relations",
        LossDetail::NoteLines(_) => "loss-of-note-lines",
        LossDetail::SameName { .. } => "loss-of-same-name",
        LossDetail::Columns(_) => "loss-of-columns",
        LossDetail::DocumentId { .. } => "loss-of-document-id",
        LossDetail::Multiwords(_) => "loss-of-multiwords",
        LossDetail::Rows(_) => "loss-of-rows",
        LossDetail::StrayTags(_) => "loss-of-stray-tags",
        LossDetail::Equivalence(_) => "loss-of-equivalence",
        LossDetail::RelationAttribute { .. } => "loss-of-relation-attribute",
        LossDetail::Normalisation { .. } => "loss-of-normalisation",
        LossDetail::Note(_) => "loss-of-note",
        LossDetail::Field { .. } => "loss-of-field",
        // These say nothing of one place.
        LossDetail::Conflict
        | LossDetail::OnlyTokens
        | LossDetail::OnlyMentions
        | LossDetail::IdOfDocument
        | LossDetail::MakersAndIds
        | LossDetail::Makers
        | LossDetail::SpacesOfText
        | LossDetail::Spaces => return what.localized(words),
    })
}
