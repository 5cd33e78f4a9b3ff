//! JSON of a CAS (0.4): the types, and a list of structures whose features are fields. `@` before the name of one says that it refers
//! to another structure, `#` that it is a number which JSON cannot say.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::structures::{Cas, Feature, Value};
use super::types::TypeSystem;
use crate::formats::budget::Budget;
use crate::formats::json_records::{RecordFault, list, value};
use crate::formats::json_rows::{Fields, Others, Text, object};

object! {
    File needs "%FEATURE_STRUCTURES" structures;
    {
        "%TYPES" types: Fields<'a, serde_json::Value>,
        "%FEATURE_STRUCTURES" structures: &'a RawValue,
        "%VIEWS" views: &'a RawValue,
        "%HEADER" header: &'a RawValue,
        .. others: Others<'a>
    }
}

/// Reads a file of JSON.
pub(super) fn read<'t>(
    text: &'t str,
    budget: &Budget,
    unknown: &mut Vec<Cow<'t, str>>,
) -> Result<Cas<'t>, RecordFault<'t>> {
    let file: File = value(text)?;
    unknown.extend(file.others.into_iter().map(|(key, _)| key.0));
    let types = file.types.as_ref().map_or_else(TypeSystem::default, TypeSystem::of_json);
    let mut cas = Cas::of(types);
    list(file.structures.map_or("[]", RawValue::get), |source: &RawValue| {
        let at = (source.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        structure(&mut cas, source, at)?;
        if cas.structures.len().is_multiple_of(4096) {
            cas.weigh(budget)?;
        }
        Ok(None::<()>)
    })?;
    cas.weigh(budget)?;
    Ok(cas)
}

fn structure<'t>(cas: &mut Cas<'t>, source: &'t RawValue, at: usize) -> Result<(), RecordFault<'t>> {
    let Fields(fields) = value::<Fields<&RawValue>>(source.get())?;
    let (mut id, mut kind, mut features) = (None, None, Vec::with_capacity(fields.len()));
    for (key, said) in fields {
        match &*key {
            "%ID" => id = Some(value::<u64>(said.get())?),
            "%TYPE" => kind = Some(cas.kind(&value::<Text>(said.get())?)),
            "%ELEMENTS" => features.push(Feature { name: "elements".into(), value: elements(said)? }),
            "%FLAGS" => {}
            _ => features.extend(feature(key.0, said)?),
        }
    }
    // What another program leaves out is as good as any other.
    let id = id.unwrap_or(u64::MAX - cas.structures.len() as u64);
    let kind = kind.unwrap_or_else(|| cas.kind("uima.cas.TOP"));
    cas.add(kind, id, at, features.into_iter())?;
    Ok(())
}

fn feature<'t>(key: Cow<'t, str>, said: &'t RawValue) -> Result<Option<Feature<'t>>, RecordFault<'t>> {
    let written = said.get();
    let prefix = key.bytes().next().filter(|b| matches!(b, b'@' | b'#' | b'^'));
    let found = match (prefix, written.as_bytes().first()) {
        (_, Some(b'n')) => return Ok(None),
        (Some(b'@'), Some(b'[')) => Value::References(list(written, |id: u64| Ok(Some(id)))?),
        (Some(b'@'), _) => Value::Reference(value(written)?),
        (_, Some(b'"')) => Value::Text(value::<Text>(written)?.0),
        (_, Some(b't' | b'f')) => Value::Flag(value(written)?),
        (_, Some(b'[' | b'{')) => Value::Text(Cow::Borrowed(written)),
        _ => Value::Number(value(written)?),
    };
    let name = match (prefix, key) {
        (None, key) => key,
        (Some(_), Cow::Borrowed(key)) => Cow::Borrowed(&key[1..]),
        (Some(_), Cow::Owned(key)) => Cow::Owned(key[1..].to_owned()),
    };
    Ok(Some(Feature { name, value: found }))
}

/// The items of an array: numbers of structures, or texts.
fn elements<'t>(said: &'t RawValue) -> Result<Value<'t>, RecordFault<'t>> {
    match value::<Vec<u64>>(said.get()) {
        Ok(ids) => Ok(Value::References(ids)),
        Err(_) => Ok(Value::Text(Cow::Borrowed(said.get()))),
    }
}
