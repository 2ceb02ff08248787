//! How the fields of a change are read (RFC 7396): one that is left out stays, and `null` clears what can be without a value.
#![allow(
    clippy::option_option,
    reason = "in a change, a field that is null and a field that is left out differ"
)]

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};

use super::moment;

/// For a field that always has a value: `null` is none of them.
pub(super) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// For a field that can be without a value: tells `null` from a field that is left out.
pub(super) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// The same for a time.
pub(super) fn present_time<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<DateTime<Utc>>>, D::Error> {
    moment::nullable(deserializer).map(Some)
}
