//! The entries of an export's text one after the other, none kept.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

const ENTRIES: &str = "entries";

/// How many there are, whatever they hold.
pub(super) struct Count(pub u64);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Count, D::Error> {
        let mut count = 0;
        (&mut EachOf(|_: IgnoredAny| count += 1, PhantomData)).deserialize(input)?;
        Ok(Count(count))
    }
}

/// Hands over each of the entries of a text that was read as a document before.
pub(super) fn each<'de, T: Deserialize<'de>>(text: &'de str, hear: impl FnMut(T)) -> Result<(), serde_json::Error> {
    serde_json::Deserializer::from_str(text).deserialize_map(Within(EachOf(hear, PhantomData)))
}

struct Within<F, T>(EachOf<F, T>);

impl<'de, T: Deserialize<'de>, F: FnMut(T)> Visitor<'de> for Within<F, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut document: A) -> Result<(), A::Error> {
        while let Some(name) = document.next_key::<String>()? {
            if name == ENTRIES {
                document.next_value_seed(&mut self.0)?;
            } else {
                document.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

struct EachOf<F, T>(F, PhantomData<T>);

impl<'de, T: Deserialize<'de>, F: FnMut(T)> DeserializeSeed<'de> for &mut EachOf<F, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> Visitor<'de> for &mut EachOf<F, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(entry) = entries.next_element()? {
            self.0(entry);
        }
        Ok(())
    }
}
