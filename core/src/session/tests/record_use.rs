use chrono::TimeDelta;

use crate::key::USE_INTERVAL;
use crate::mock::{MockPorts, sample};
use crate::session::Session;

/// A session that was last used this long ago.
fn used(ago: TimeDelta) -> Session {
    Session {
        last_seen_at: sample::now() - ago,
        ..sample::session()
    }
}

#[tokio::test]
async fn a_use_is_recorded_once_a_minute() {
    let mut mocks = MockPorts::default();
    let record = mocks.sessions.expect_record_use().times(1);
    record
        .withf(|session, at, unless_after| {
            let minute_ago = sample::now() - USE_INTERVAL;
            *session == sample::session().id && (*at, *unless_after) == (sample::now(), minute_ago)
        })
        .returning(|_, _, _| Ok(true));
    let commits = mocks.commits.clone();
    let sessions = mocks.korotko().sessions;
    let due = sessions.use_to_record(&used(USE_INTERVAL)).unwrap();
    // A clone counts with it, as handlers have clones.
    let other = sessions.clone().use_to_record(&used(USE_INTERVAL));
    assert!(other.is_none());
    due.record().await.unwrap();
    assert_eq!(commits.count(), 1);
    let almost = USE_INTERVAL - TimeDelta::microseconds(1);
    for ago in [TimeDelta::zero(), almost, TimeDelta::seconds(-5)] {
        assert!(sessions.use_to_record(&used(ago)).is_none(), "{ago}");
    }
    assert!(sessions.use_to_record(&used(USE_INTERVAL)).is_some());
}

#[tokio::test]
async fn a_use_that_another_process_recorded_is_not_committed() {
    let mut mocks = MockPorts::default();
    let record = mocks.sessions.expect_record_use();
    record.returning(|_, _, _| Ok(false));
    let commits = mocks.commits.clone();
    let sessions = mocks.korotko().sessions;
    let due = sessions.use_to_record(&used(USE_INTERVAL)).unwrap();
    due.record().await.unwrap();
    assert_eq!(commits.count(), 0);
}
