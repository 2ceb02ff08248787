//! How long work that is done in parts rests between them.

use std::time::Duration;

use chrono::TimeDelta;

use crate::ports::{Clock, Timestamp};

/// Rests for as long as a unit of work took that began at `began`, and says how long that was. Other processes on one SQLite file
/// do not queue up for the writer: they try again now and then, and must find it free.
pub(crate) async fn rest_since(clock: &dyn Clock, began: Timestamp) -> TimeDelta {
    let took = clock.now() - began;
    // The clock may have been set back.
    let rest = took.to_std().unwrap_or(Duration::ZERO);
    if !rest.is_zero() {
        clock.sleep(rest).await;
    }
    took
}
