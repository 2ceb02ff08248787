//! Checks of [`Clock`].

use std::sync::Arc;
use std::time::Duration;

use korotko_core::ports::Clock;

crate::suite::checks! { $
    /// Makes a test of every check of [`Clock`](korotko_core::ports::Clock). The argument is called without arguments, once a test, and
    /// gives a future of an `Arc<dyn Clock>`.
    clock_contract, clock:
    the_present_is_in_whole_microseconds,
    a_sleep_lasts_as_long_as_asked_on_this_clock,
    a_sleep_of_nothing_comes_back,
}

/// Asks often, so that a clock with finer steps is caught.
pub async fn the_present_is_in_whole_microseconds(clock: &Arc<dyn Clock>) {
    for _ in 0..100 {
        let now = clock.now();
        assert_eq!(now.timestamp_subsec_nanos() % 1_000, 0, "{now:?}");
        clock.sleep(Duration::from_micros(1)).await;
    }
}

pub async fn a_sleep_lasts_as_long_as_asked_on_this_clock(clock: &Arc<dyn Clock>) {
    let asked = Duration::from_millis(20);
    let before = clock.now();
    clock.sleep(asked).await;
    let slept = (clock.now() - before).to_std().unwrap();
    // The present and the sleep may come from two sources, of which one is being set right at this moment.
    let tolerance = Duration::from_millis(1);
    assert!(slept + tolerance >= asked, "slept only {slept:?}");
}

pub async fn a_sleep_of_nothing_comes_back(clock: &Arc<dyn Clock>) {
    clock.sleep(Duration::ZERO).await;
}
