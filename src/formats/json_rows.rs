//! What a record of JSON holds, as it is read: the fields that are known, and the others as they are written.
//!
//! Whatever stands in a field that is not known is kept as the text it is: as a tree of values it would need dozens of times
//! the memory of the line.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// A string of the line, copied only where it has escapes.
#[derive(Clone, Debug)]
pub(super) struct Text<'a>(pub Cow<'a, str>);

impl std::ops::Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(Read)
    }
}

/// An id given as a string or a number; `None` where it is anything else.
#[derive(Clone, Debug, Default)]
pub(super) struct Name<'a>(pub Option<Cow<'a, str>>);

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an id")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Some(text).filter(|text| !text.is_empty()).map(Cow::Borrowed)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Name(Some(text.to_owned()).filter(|text| !text.is_empty()).map(Cow::Owned)))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
                Ok(Name(Some(number.to_string().into())))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Name(Some(number.to_string().into())))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
                Ok(Name(serde_json::Number::from_f64(number).map(|number| number.to_string().into())))
            }

            fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
                Ok(Name(None))
            }

            fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
                Ok(Name(None))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Name(None))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Name(None))
            }
        }

        deserializer.deserialize_any(Read)
    }
}

/// The fields of an object in the order in which they stand.
#[derive(Clone, Debug)]
pub(super) struct Fields<'a, V>(pub Vec<(Text<'a>, V)>);

impl<V> Default for Fields<'_, V> {
    fn default() -> Self {
        Fields(Vec::new())
    }
}

impl<'de: 'a, 'a, V: Deserialize<'de>> Deserialize<'de> for Fields<'a, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<V>(std::marker::PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for Read<V> {
            type Value = Fields<'de, V>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(Read(std::marker::PhantomData))
    }
}

/// Where fields go that an object does not know by itself.
pub(super) trait Rest<'de> {
    fn take_field<A: MapAccess<'de>>(&mut self, key: Text<'de>, map: &mut A) -> Result<(), A::Error>;
}

/// Fields that have no place in our model, as they are written.
pub(super) type Others<'a> = Vec<(Text<'a>, &'a RawValue)>;

impl<'de> Rest<'de> for Others<'de> {
    fn take_field<A: MapAccess<'de>>(&mut self, key: Text<'de>, map: &mut A) -> Result<(), A::Error> {
        self.push((key, map.next_value()?));
        Ok(())
    }
}

/// Fields nobody asks for.
#[derive(Clone, Debug, Default)]
pub(super) struct Ignored;

impl<'de> Rest<'de> for Ignored {
    fn take_field<A: MapAccess<'de>>(&mut self, _: Text<'de>, map: &mut A) -> Result<(), A::Error> {
        map.next_value::<IgnoredAny>().map(drop)
    }
}

/// An object whose known fields may be missing or null, but for those it needs; one that stands twice is refused.
macro_rules! object {
    ($(#[$doc:meta])* $name:ident needs $($needed:literal $need:ident),*;
     { $($key:literal $field:ident: $type:ty,)* .. $rest:ident: $others:ty }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default)]
        pub(super) struct $name<'a> {
            $(pub(super) $field: Option<$type>,)*
            pub(super) $rest: $others,
        }

        impl<'de: 'a, 'a> serde::Deserialize<'de> for $name<'a> {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Read;

                impl<'de> serde::de::Visitor<'de> for Read {
                    type Value = $name<'de>;

                    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                        use serde::de::Error as _;
                        use $crate::formats::json_rows::Rest as _;
                        let mut row = $name::default();
                        while let Some(key) = map.next_key::<$crate::formats::json_rows::Text>()? {
                            match &*key {
                                $($key if row.$field.is_some() => return Err(A::Error::duplicate_field($key)),
                                $key => row.$field = map.next_value()?,)*
                                _ => row.$rest.take_field(key, &mut map)?,
                            }
                        }
                        $(if row.$need.is_none() {
                            return Err(A::Error::missing_field($needed));
                        })*
                        Ok(row)
                    }
                }

                deserializer.deserialize_map(Read)
            }
        }
    };
}

pub(super) use object;
