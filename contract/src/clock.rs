//! Checks of [`Clock`].

use std::sync::Arc;
use std::time::Duration;

use korotko_core::ports::Clock;

crate::suite::checks! { $
    /// Creates a test of every check of [`Clock`](korotko_core::ports::Clock). The argument is called without arguments, once a
    /// test, and returns a future of an `Arc<dyn Clock>`.
    clock_contract, clock:
    the_current_time_is_in_whole_microseconds,
    a_sleep_lasts_for_its_duration_on_this_clock,
    a_sleep_of_zero_returns,
    uptime_rises_by_the_time_that_passes,
}

/// Reads the time often, so that a clock with finer resolution is detected.
pub async fn the_current_time_is_in_whole_microseconds(clock: &Arc<dyn Clock>) {
    for _ in 0..100 {
        let now = clock.now();
        assert_eq!(now.timestamp_subsec_nanos() % 1_000, 0, "{now:?}");
        clock.sleep(Duration::from_micros(1)).await;
    }
}

pub async fn a_sleep_lasts_for_its_duration_on_this_clock(clock: &Arc<dyn Clock>) {
    let duration = Duration::from_millis(20);
    let before = clock.now();
    clock.sleep(duration).await;
    let slept = (clock.now() - before).to_std().unwrap();
    // The time and the sleep may use two sources, one of which may be adjusted at this moment.
    let tolerance = Duration::from_millis(1);
    assert!(slept + tolerance >= duration, "slept only {slept:?}");
}

pub async fn a_sleep_of_zero_returns(clock: &Arc<dyn Clock>) {
    clock.sleep(Duration::ZERO).await;
}

pub async fn uptime_rises_by_the_time_that_passes(clock: &Arc<dyn Clock>) {
    let mut before = clock.uptime();
    for _ in 0..100 {
        let now = clock.uptime();
        assert!(now >= before, "{now:?} after {before:?}");
        before = now;
    }
    let duration = Duration::from_millis(20);
    clock.sleep(duration).await;
    let passed = clock.uptime().saturating_sub(before);
    assert!(
        passed + Duration::from_millis(1) >= duration,
        "only {passed:?}"
    );
}
