//! Times as the database stores them: microseconds since 1970-01-01T00:00:00Z (for the reason see the crate `korotko-migration`).

use korotko_core::ports::{StoreError, Timestamp};

/// The stored form of a time.
pub(crate) fn micros(moment: Timestamp) -> i64 {
    moment.timestamp_micros()
}

/// The time that is stored as `micros`.
pub(crate) fn moment(micros: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_timestamp_micros(micros)
        .ok_or_else(|| StoreError::internal(format!("{micros} is not a valid time")))
}
