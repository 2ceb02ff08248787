use std::collections::HashSet;
use std::fmt;

use korotko_csv::MAX_ITEMS;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// The value of a field, as far as an import can use it: of what is longer than it may be, no more is kept.
pub(super) enum Cell {
    Null,
    Text(String),
    Number(u64),
    /// Texts, none twice.
    Texts(Vec<String>),
    /// More texts than there may be.
    TooMany,
    Other,
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

struct CellVisitor;

impl<'de> Visitor<'de> for CellVisitor {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Cell, E> {
        Ok(Cell::Null)
    }

    fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
        Ok(Cell::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Cell, E> {
        Ok(Cell::Text(text))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Cell, E> {
        Ok(Cell::Number(number))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Cell, E> {
        Ok(Cell::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Cell, E> {
        Ok(Cell::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Cell, E> {
        Ok(Cell::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cell, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Cell::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Cell, A::Error> {
        let mut texts = Vec::new();
        let mut known = HashSet::new();
        while let Some(item) = list.next_element()? {
            let Cell::Text(text) = item else {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(Cell::Other);
            };
            if !known.insert(text.clone()) {
                continue;
            }
            if texts.len() == MAX_ITEMS {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(Cell::TooMany);
            }
            texts.push(text);
        }
        Ok(Cell::Texts(texts))
    }
}
