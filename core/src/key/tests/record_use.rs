use chrono::TimeDelta;

use crate::fault::Fault;
use crate::key::{ApiKey, USE_INTERVAL};
use crate::mock::{MockPorts, sample};
use crate::ports::StoreError;

/// A key that was last used this long ago.
fn used(ago: TimeDelta) -> ApiKey {
    ApiKey {
        last_used_at: Some(sample::now() - ago),
        ..sample::key()
    }
}

#[tokio::test]
async fn a_use_is_recorded_once_a_minute() {
    let mut mocks = MockPorts::default();
    let record = mocks.keys.expect_record_use().times(2);
    record
        .withf(|key, at, unless_after| {
            let minute_ago = sample::now() - USE_INTERVAL;
            *key == sample::key().id && (*at, *unless_after) == (sample::now(), minute_ago)
        })
        .returning(|_, _, _| Ok(true));
    let commits = mocks.commits.clone();
    let keys = mocks.korotko().keys;
    for key in [sample::key(), used(USE_INTERVAL)] {
        keys.use_to_record(&key).unwrap().record().await.unwrap();
    }
    assert_eq!(commits.count(), 2);
    let almost = USE_INTERVAL - TimeDelta::microseconds(1);
    for ago in [TimeDelta::zero(), almost, TimeDelta::seconds(-5)] {
        assert!(keys.use_to_record(&used(ago)).is_none(), "{ago}");
    }
}

#[tokio::test]
async fn a_use_that_another_process_recorded_is_not_committed() {
    let mut mocks = MockPorts::default();
    let record = mocks.keys.expect_record_use();
    record.returning(|_, _, _| Ok(false));
    let commits = mocks.commits.clone();
    let keys = mocks.korotko().keys;
    let recorded = keys.use_to_record(&sample::key()).unwrap().record();
    recorded.await.unwrap();
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn one_use_of_a_key_is_recorded_at_a_time() {
    let mut mocks = MockPorts::default();
    let record = mocks.keys.expect_record_use();
    record.returning(|_, _, _| Err(StoreError::unavailable("on purpose")));
    let keys = mocks.korotko().keys;
    let first = keys.use_to_record(&sample::key()).unwrap();
    // A clone counts with it, as handlers have clones.
    assert!(keys.clone().use_to_record(&sample::key()).is_none());
    let failed = first.record().await;
    assert_eq!(failed.unwrap_err().code(), "unavailable");
    assert!(keys.use_to_record(&sample::key()).is_some());
}
