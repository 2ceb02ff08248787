//! Times in requests.

use std::borrow::Cow;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use poem_openapi::registry::MetaSchemaRef;
use poem_openapi::types::{ParseError, ParseFromParameter, ParseResult, Type};

/// A moment as a parameter of a query: RFC 3339, with any offset.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment(DateTime<Utc>);

impl Moment {
    /// The first whole microsecond at or after it. Stores keep no less, so as a bound it parts the same things.
    pub(super) fn whole_microseconds(self) -> DateTime<Utc> {
        let earlier = self.0.trunc_subsecs(6);
        if earlier == self.0 {
            return earlier;
        }
        earlier + TimeDelta::microseconds(1)
    }
}

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
        // The `+` of an offset, when it is not escaped, is a space in a query.
        let moment = match value.rsplit_once(' ') {
            Some((time, offset)) if offset.len() == "hh:mm".len() => {
                DateTime::parse_from_rfc3339(&format!("{time}+{offset}"))
            }
            _ => DateTime::parse_from_rfc3339(value),
        };
        let moment = moment.map_err(ParseError::custom)?;
        Ok(Self(moment.to_utc()))
    }
}
