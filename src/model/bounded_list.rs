//! Lists of a schema as a file gives them: no longer than the program works with.

use std::fmt;

use serde::Deserialize;

/// What a schema may have too many of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaPart {
    Labels,
    RelationTypes,
    Attributes,
    Choices,
}

impl fmt::Display for SchemaPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SchemaPart::Labels => "labels",
            SchemaPart::RelationTypes => "relation types",
            SchemaPart::Attributes => "attributes",
            SchemaPart::Choices => "choices",
        })
    }
}

pub(super) fn too_many(what: SchemaPart, count: usize, most: usize) -> String {
    format!("it has {count} {what}, and {most} are the most that Hashiya works with")
}

/// Reads a list of at most `most` items; the others are counted, not kept. A list of nothings takes dozens of times the
/// memory of its file.
pub(super) fn at_most<'de, T, D>(deserializer: D, what: SchemaPart, most: usize) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    struct Read<T>(SchemaPart, usize, std::marker::PhantomData<T>);

    impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Read<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
            write!(f, "a list of {}", self.0)
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
            let Read(what, most, _) = self;
            let mut items = Vec::new();
            while items.len() < most {
                match list.next_element()? {
                    Some(item) => items.push(item),
                    None => return Ok(items),
                }
            }
            let mut count = most;
            while list.next_element::<serde::de::IgnoredAny>()?.is_some() {
                count += 1;
            }
            match count == most {
                true => Ok(items),
                false => Err(serde::de::Error::custom(too_many(what, count, most))),
            }
        }
    }

    deserializer.deserialize_seq(Read(what, most, std::marker::PhantomData))
}
