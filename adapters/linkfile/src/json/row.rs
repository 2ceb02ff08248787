//! Reading a link from a JSON object.

use std::fmt;

use korotko_core::fault::Violations;
use korotko_core::link::ImportLink;
use serde::Deserializer as _;
use serde::de::{IgnoredAny, MapAccess, Visitor};

use super::value::JsonValue;
use crate::columns;
use crate::row::{ROW, RowReader};

/// Reads the link of a row, which is valid JSON.
pub(super) fn read(row: &str) -> Result<ImportLink, Violations> {
    if !row.starts_with('{') {
        return Err(Violations::new(ROW, "must be an object"));
    }
    let mut source = serde_json::Deserializer::from_str(row);
    source.deserialize_map(RowVisitor).unwrap_or_else(|error| {
        // The syntax is valid: this is an invalid text (half of \ud83c\udf89), or too much nesting.
        let error = error.to_string();
        let why = error
            .rsplit_once(" at line ")
            .map_or(&*error, |(why, _)| why);
        Err(Violations::new(ROW, format!("cannot be read: {why}")))
    })
}

struct RowVisitor;

impl<'de> Visitor<'de> for RowVisitor {
    type Value = Result<ImportLink, Violations>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut row = RowReader::default();
        let mut repeated = Vec::new();
        let mut unknown = None;
        while let Some(key) = map.next_key::<String>()? {
            let column = columns::find(&key);
            match column.filter(|column| column.fill().is_some()) {
                Some(column) if !row.has(column) => {
                    row.set(column, map.next_value::<JsonValue>()?.0);
                    continue;
                }
                // Reported once, however often the field is repeated.
                Some(column) if !repeated.contains(&column.name) => {
                    repeated.push(column.name);
                    row.refuse(column.name, "is given more than once");
                }
                _ => {}
            }
            map.next_value::<IgnoredAny>()?;
            if column.is_none() {
                unknown.get_or_insert(key);
            }
        }
        if let Some(name) = unknown {
            row.refuse_unknown(&name);
        }
        Ok(row.finish())
    }
}
