//! The row of TEI in the table of formats, and names that its reader and its writer share.

use crate::formats::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use crate::model::offset_map::Unit;

pub(super) static INFO: FormatInfo = FormatInfo {
    name: "tei",
    extensions: &["xml", "tei"],
    about: "TEI P5 with standOff: the text, spans and relations that point into it, feature structures",
    unit: Some(Unit::CodePoints),
    reads: true,
    writes: Some(Layout::Folder),
    repeats_texts: false,
    carries: Capabilities::WHOLE.also(&[Feature::Entities, Feature::LookAgain]),
};

pub(super) const NAMESPACE: &str = "http://www.tei-c.org/ns/1.0";

/// The type of a feature structure that has what TEI has no field for.
pub(super) const OWN: &str = "hashiya";

/// Its feature for what somebody is to look at again.
pub(super) const LOOK_AGAIN: &str = "look_again";

/// How an element `g` names a character that XML cannot say: `U+0001`.
pub(super) const CODE_POINT: &str = "U+";

/// What stands before the id of an entry of the entity register where a span corresponds to one.
pub(super) const REGISTER: &str = "register:";
