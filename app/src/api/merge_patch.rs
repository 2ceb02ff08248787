//! Fields of a JSON merge patch (RFC 7396): an absent field is unchanged, and `null` clears a nullable one.
#![allow(
    clippy::option_option,
    reason = "in a merge patch, null and absent differ"
)]

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};

use super::moment;

/// For a field that is not nullable.
pub(super) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// For a nullable field: distinguishes `null` from an absent field.
pub(super) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// For a nullable time.
pub(super) fn present_time<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<DateTime<Utc>>>, D::Error> {
    moment::nullable(deserializer).map(Some)
}
