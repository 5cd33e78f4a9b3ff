//! Reading RON strictly: no key twice, no depth without end, and every error with its file, line and column.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::path::Path;

use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::error::LoadError;
use super::syntax_fault::SyntaxFault;

/// Names that a map of a file may have: metadata, attributes, keys of commands. In memory each is many times its line.
pub(super) const MAX_NAMES: usize = 1 << 16;

/// A map from names that refuses a name used twice; RON by itself keeps the last and says nothing.
#[derive(Clone, Debug)]
pub(super) struct UniqueMap<V>(pub BTreeMap<String, V>);

impl<V: Serialize> Serialize for UniqueMap<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<V> Default for UniqueMap<V> {
    fn default() -> Self {
        UniqueMap(BTreeMap::new())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for UniqueMap<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<V>(PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for Entries<V> {
            type Value = UniqueMap<V>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a map with each key once")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = BTreeMap::new();
                while let Some((key, value)) = map.next_entry::<String, V>()? {
                    if entries.contains_key(&key) {
                        return Err(A::Error::custom(format!("the key '{key}' stands twice in one map")));
                    }
                    if entries.len() == MAX_NAMES {
                        return Err(A::Error::custom(format!("a map has more than {MAX_NAMES} names")));
                    }
                    entries.insert(key, value);
                }
                Ok(UniqueMap(entries))
            }
        }

        deserializer.deserialize_map(Entries(PhantomData))
    }
}

/// How RON is read everywhere.
pub(super) fn options() -> ron::Options {
    ron::Options::default().with_recursion_limit(32).with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
}

/// Whether the last thing in a file but comments is what closes it.
fn ends(source: &str) -> bool {
    let mut lines = source.lines().rev().map(str::trim);
    lines.find(|line| !line.is_empty() && !line.starts_with("//")).is_some_and(|line| line.ends_with(')'))
}

/// Parses `source` as `T`. Nesting beyond what any of our files has is refused before it can exhaust the stack.
pub(super) fn parse<'a, T: Deserialize<'a>>(path: &Path, source: &'a str) -> Result<T, LoadError> {
    options().from_str(source).map_err(|error| LoadError::Syntax {
        path: path.into(),
        line: error.span.start.line,
        column: error.span.start.col,
        fault: SyntaxFault::from(&error.code),
        what: error.code.to_string(),
        cut: !ends(source),
    })
}
