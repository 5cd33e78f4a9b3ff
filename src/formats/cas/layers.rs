//! The types that Hashiya writes, and what it takes the types of others for.

/// The file beside those of XMI that says what their types are.
pub(super) const TYPE_SYSTEM: &str = "TypeSystem.xml";

/// Annotations, with their label as `value`.
pub(super) const SPAN: &str = "webanno.custom.Span";
/// Relations between them, as INCEpTION has them: from `Governor` to `Dependent`.
pub(super) const RELATION: &str = "webanno.custom.Relation";
/// A piece of an annotation of several, and the link to it from the annotation, which covers all of them.
pub(super) const PIECE: &str = "webanno.custom.Piece";
pub(super) const PIECE_LINK: &str = "webanno.custom.PieceLink";
/// What is said of the document as a whole.
pub(super) const DOCUMENT: &str = "webanno.custom.DocumentFacts";

pub(super) const METADATA: &str = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData";
pub(super) const SOFA: &str = "uima.cas.Sofa";
pub(super) const ANNOTATION: &str = "uima.tcas.Annotation";
pub(super) const ANNOTATION_BASE: &str = "uima.cas.AnnotationBase";
const NAMED_ENTITY: &str = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";

/// Packages of layers that say how the text is written rather than what was found in it.
const UNUSED: [&str; 3] = [
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.",
    "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.",
    "de.tudarmstadt.ukp.dkpro.core.api.syntax.type.",
];

/// What a type is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It belongs to the file and not to the text.
    Frame,
    Sofa,
    /// What is known of the document.
    Metadata,
    /// A field of metadata.
    Field,
    /// [`DOCUMENT`].
    Own,
    /// [`PIECE`] or [`PIECE_LINK`].
    Piece,
    /// Counted and left out.
    Unused,
    /// Annotations of a layer that says nothing but their label.
    Labels,
    /// What its features say it is.
    Layer,
}

pub(super) fn role(name: &str) -> Role {
    match name {
        SOFA => Role::Sofa,
        METADATA | "uima.tcas.DocumentAnnotation" => Role::Metadata,
        "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.MetaDataStringField" => Role::Field,
        DOCUMENT => Role::Own,
        PIECE | PIECE_LINK => Role::Piece,
        SPAN | NAMED_ENTITY => Role::Labels,
        _ if name.starts_with("uima.cas.") || name.ends_with("[]") => Role::Frame,
        _ if name.starts_with("de.tudarmstadt.ukp.clarin.webanno.api.type.") => Role::Frame,
        _ if name.starts_with("de.tudarmstadt.ukp.dkpro.core.api.metadata.type.Tag") => Role::Frame,
        _ if UNUSED.iter().any(|package| name.starts_with(package)) => Role::Unused,
        _ => Role::Layer,
    }
}

/// Features that have the label of an annotation or relation, the first that is there.
pub(super) const LABELS: [&str; 5] = ["value", "label", "referenceType", "relationType", "DependencyType"];

/// Features that refer to others where nothing says what they hold.
pub(super) const LINKS: [&str; 2] = ["links", "next"];

/// Features that are no attributes.
pub(super) const PLACE: [&str; 3] = ["sofa", "begin", "end"];
pub(super) const SOURCE: &str = "Governor";
pub(super) const TARGET: &str = "Dependent";

/// Features by which Hashiya says what else is known of an annotation or relation.
pub(super) const UID: &str = "uid";
pub(super) const NOTE: &str = "note";
pub(super) const ANNOTATOR: &str = "annotator";
pub(super) const PROVENANCE: &str = "provenance";
pub(super) const CREATED: &str = "created";
pub(super) const MODIFIED: &str = "modified";
pub(super) const PIECES: &str = "pieces";
pub(super) const LOOK_AGAIN: &str = "lookAgain";
/// What an annotation is linked to, as the layer of named entities has it.
pub(super) const IDENTIFIER: &str = "identifier";
/// What stands there before the id of an entry of the entity register; anything else is a text attribute.
pub(super) const REGISTER: &str = "register:";

/// Those of [`DOCUMENT`]: the rest of it are attributes of the document.
pub(super) const STATE: &str = "state";
pub(super) const METADATA_OF_IT: &str = "metadata";
/// Which feature is which attribute, as JSON: `{"span": {"gender": ["choice", "gender"]}}`.
pub(super) const FEATURES: &str = "features";
/// The labels, as JSON.
pub(super) const SCHEMA: &str = "schema";
/// Control characters of the text that XML cannot say: where, in UTF-16, and which, as `12:c 40:1f`.
pub(super) const CONTROLS: &str = "controls";

/// Whose attributes they are.
pub(super) const OF_SPANS: &str = "span";
pub(super) const OF_RELATIONS: &str = "relation";
pub(super) const OF_DOCUMENT: &str = "document";
