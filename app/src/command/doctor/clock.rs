use chrono::TimeDelta;
use korotko_core::ports::{Clock, StoreError, Timestamp};
use korotko_seaorm::SeaStore;
use korotko_tokio::SystemClock;

use super::finding::Finding;
use crate::http::problem::causes;

pub(super) const NAME: &str = "clock";

/// Nodes whose clocks differ by less work together.
const SMALL: TimeDelta = TimeDelta::seconds(2);

/// A worker that is as far ahead takes over the jobs of others: the length of a lease.
const LARGE: TimeDelta = TimeDelta::seconds(10);

const ADVICE: &str =
    "synchronise the clocks of all machines by NTP, as with chrony or systemd-timesyncd";

/// How far this machine's clock is from the database's, as a measure of how far the clocks of the nodes are from each other.
pub(super) async fn check(store: &SeaStore) -> Finding {
    match difference(store).await {
        Ok(Some(difference)) => judge(difference),
        Ok(None) => Finding::ok(NAME, "the embedded database uses the clock of this machine"),
        Err(error) => {
            let message = format!("the database does not tell the time: {}", causes(&error));
            Finding::warning(NAME, message, "see the other findings on the database")
        }
    }
}

async fn difference(store: &SeaStore) -> Result<Option<TimeDelta>, StoreError> {
    // The first statement of a connection takes longer.
    store.server_time().await?;
    let before = SystemClock.now();
    let Some(time) = store.server_time().await? else {
        return Ok(None);
    };
    let half: TimeDelta = (SystemClock.now() - before) / 2;
    let midpoint: Timestamp = before + half;
    Ok(Some(midpoint - time))
}

fn judge(difference: TimeDelta) -> Finding {
    let direction = if difference < TimeDelta::zero() {
        "behind"
    } else {
        "ahead of"
    };
    let size = difference.abs();
    let milliseconds = size.num_milliseconds();
    let message =
        format!("the clock of this machine is {milliseconds} ms {direction} that of the database");
    if size >= LARGE {
        let message = format!("{message}: tokens are refused, and mails may be sent twice");
        Finding::failure(NAME, message, ADVICE)
    } else if size >= SMALL {
        Finding::warning(NAME, message, ADVICE)
    } else {
        Finding::ok(NAME, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::doctor::finding::Severity;

    #[test]
    fn a_larger_difference_is_more_serious() {
        for (milliseconds, severity) in [
            (0, Severity::Ok),
            (1_999, Severity::Ok),
            (2_000, Severity::Warning),
            (9_999, Severity::Warning),
            (10_000, Severity::Failure),
        ] {
            for sign in [1, -1] {
                let found = judge(TimeDelta::milliseconds(sign * milliseconds));
                assert_eq!(found.severity, severity, "{milliseconds}");
            }
        }
        let behind = judge(TimeDelta::seconds(-3));
        assert!(behind.message.contains("3000 ms behind"), "{behind:?}");
    }
}
