//! Times in requests, parsed by the domain.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, Utc};
use korotko_core::time::{self, TimeError};
use poem_openapi::registry::MetaSchemaRef;
use poem_openapi::types::{ParseError, ParseFromParameter, ParseResult, Type};
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};

/// A time in a query parameter: RFC 3339, with any offset.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment(pub(super) DateTime<Utc>);

impl Type for Moment {
    const IS_REQUIRED: bool = true;

    type RawValueType = DateTime<Utc>;
    type RawElementValueType = DateTime<Utc>;

    fn name() -> Cow<'static, str> {
        <DateTime<Utc>>::name()
    }

    fn schema_ref() -> MetaSchemaRef {
        <DateTime<Utc>>::schema_ref()
    }

    fn as_raw_value(&self) -> Option<&DateTime<Utc>> {
        Some(&self.0)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a DateTime<Utc>> + 'a> {
        Box::new(self.as_raw_value().into_iter())
    }
}

impl ParseFromParameter for Moment {
    fn parse_from_parameter(value: &str) -> ParseResult<Self> {
        let moment = time::parse_bound(&restore_plus(value));
        moment.map(Self).map_err(ParseError::custom)
    }
}

/// Restores the `+` of an offset: unescaped in a query, it is decoded as a space.
pub(super) fn restore_plus(value: &str) -> Cow<'_, str> {
    match value.rsplit_once(' ') {
        Some((time, offset)) if offset.len() == "hh:mm".len() => format!("{time}+{offset}").into(),
        _ => value.into(),
    }
}

/// For a nullable time in a body.
pub(super) fn nullable<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<DateTime<Utc>>, D::Error> {
    let time = Option::<BodyTime>::deserialize(deserializer)?;
    Ok(time.map(|time| time.0))
}

struct BodyTime(DateTime<Utc>);

struct BodyTimeVisitor;

impl<'de> Deserialize<'de> for BodyTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(BodyTimeVisitor)
    }
}

impl Visitor<'_> for BodyTimeVisitor {
    type Value = BodyTime;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&TimeError::Form, f)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<BodyTime, E> {
        let time = time::parse(text);
        time.map(BodyTime).map_err(|error| {
            E::invalid_value(Unexpected::Other("a time"), &error.to_string().as_str())
        })
    }
}
