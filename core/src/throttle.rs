//! The pause between the parts of long work.

use std::time::Duration;

use chrono::TimeDelta;

use crate::ports::{Clock, Timestamp};

/// Sleeps for as long as a unit of work took that began at `began`, and returns that duration. Other processes on one SQLite
/// file do not queue for the writer: they retry from time to time, and must find it free.
pub(crate) async fn throttle(clock: &dyn Clock, began: Timestamp) -> TimeDelta {
    let took = clock.now() - began;
    // The clock may have been set back.
    let pause = took.to_std().unwrap_or(Duration::ZERO);
    if !pause.is_zero() {
        clock.sleep(pause).await;
    }
    took
}
