use chrono::TimeDelta;
use mockall::predicate::eq;

use super::{ANN, a_report, a_schedule};
use crate::id::{CollectionId, JobId, ScheduleId};
use crate::link::Link;
use crate::mock::{MockPorts, sample};
use crate::ports::{MockScheduleRepository, MockUserRepository, StoreError};
use crate::report::{ReportScope, Schedule, SchedulePlan};
use crate::user::User;

fn with(schedules: MockScheduleRepository) -> MockPorts {
    let mocks = MockPorts {
        schedules,
        ..MockPorts::default()
    };
    mocks.with_user(sample::user())
}

/// One report is ordered, which is not pending yet.
fn ordering_one(mocks: &mut MockPorts) {
    let find = mocks.reports.expect_find_pending();
    find.returning(|_, _| Ok(None));
    let insert = mocks.jobs.expect_insert().times(1);
    insert.returning(|_| Ok(JobId(1)));
}

/// Ports in which `due` are listed as due, and `locked` is found when it is locked.
fn ports(due: Vec<Schedule>, locked: Option<Schedule>) -> MockPorts {
    let mut schedules = MockScheduleRepository::new();
    let list = schedules.expect_list_due();
    list.returning(move |_, _| Ok(due.clone()));
    let find = schedules.expect_find_for_update();
    find.returning(move |_| Ok(locked.clone()));
    with(schedules)
}

#[tokio::test]
async fn a_due_schedule_orders_one_report_and_is_rescheduled() {
    let late = Schedule {
        next_at: sample::now() - TimeDelta::days(3),
        ..a_schedule()
    };
    let mut mocks = ports(vec![late.clone()], Some(late));
    ordering_one(&mut mocks);
    let insert = mocks.reports.expect_insert().times(1);
    insert.returning(|report| {
        let schedule = Some(a_schedule().id);
        assert_eq!((report.owner, report.schedule), (ANN, schedule));
        // Due three times, and run once: for when it was due last, yesterday at 8.
        assert_eq!(report.order.until, sample::now() - TimeDelta::days(1));
        assert_eq!(report.order.from, sample::now() - TimeDelta::days(2));
        Ok(a_report())
    });
    let next = sample::now() + TimeDelta::hours(8);
    let set = mocks.schedules.expect_set_next().times(1);
    set.with(eq(a_schedule().id), eq(next))
        .returning(|_, _| Ok(()));
    let commits = mocks.commits.clone();
    assert_eq!(mocks.korotko().reports.run_schedules().await.unwrap(), 1);
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn a_schedule_run_by_another_worker_orders_nothing() {
    let seen_to = Schedule {
        next_at: sample::now() + TimeDelta::days(1),
        ..a_schedule()
    };
    for locked in [Some(seen_to), None] {
        let mocks = ports(vec![a_schedule()], locked);
        let commits = mocks.commits.clone();
        mocks.korotko().reports.run_schedules().await.unwrap();
        assert_eq!(commits.count(), 0);
    }
}

#[tokio::test]
async fn a_schedule_of_a_deleted_collection_ends() {
    let of_a_set = Schedule {
        plan: SchedulePlan {
            scope: ReportScope::Collection(CollectionId(99)),
            ..a_schedule().plan
        },
        ..a_schedule()
    };
    let mut mocks = ports(vec![of_a_set.clone()], Some(of_a_set));
    let find = mocks.collections.expect_find_by_id();
    find.returning(|_| Ok(None));
    let delete = mocks.schedules.expect_delete().times(1);
    delete.with(eq(a_schedule().id)).returning(|_| Ok(true));
    let commits = mocks.commits.clone();
    mocks.korotko().reports.run_schedules().await.unwrap();
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn a_failing_schedule_does_not_delay_others() {
    let violations = Schedule {
        id: ScheduleId(1),
        ..a_schedule()
    };
    let mut schedules = MockScheduleRepository::new();
    let due = vec![violations, a_schedule()];
    let list = schedules.expect_list_due();
    list.returning(move |_, _| Ok(due.clone()));
    schedules.expect_find_for_update().returning(|id| match id {
        ScheduleId(1) => Err(StoreError::internal("a row that cannot be read")),
        _ => Ok(Some(a_schedule())),
    });
    let set = schedules.expect_set_next().times(1);
    set.returning(|_, _| Ok(()));
    let mut mocks = with(schedules);
    ordering_one(&mut mocks);
    let insert = mocks.reports.expect_insert().times(1);
    insert.returning(|_| Ok(a_report()));
    assert_eq!(mocks.korotko().reports.run_schedules().await.unwrap(), 1);
}

#[tokio::test]
async fn a_schedule_of_a_disabled_user_is_paused() {
    let mut mocks = ports(vec![a_schedule()], Some(a_schedule()));
    mocks.users = MockUserRepository::new();
    let mut mocks = mocks.with_user(User {
        disabled_at: Some(sample::now()),
        ..sample::user()
    });
    let set = mocks.schedules.expect_set_next().times(1);
    set.returning(|_, _| Ok(()));
    let commits = mocks.commits.clone();
    mocks.korotko().reports.run_schedules().await.unwrap();
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn a_schedule_of_a_link_in_the_trash_is_paused() {
    let of_a_link = Schedule {
        plan: SchedulePlan {
            scope: ReportScope::Link(sample::link().id),
            ..a_schedule().plan
        },
        ..a_schedule()
    };
    let mocks = ports(vec![of_a_link.clone()], Some(of_a_link));
    let mut mocks = mocks.with_link(Link {
        deleted_at: Some(sample::now() - TimeDelta::days(29)),
        ..sample::link()
    });
    let set = mocks.schedules.expect_set_next().times(1);
    set.returning(|_, _| Ok(()));
    let commits = mocks.commits.clone();
    mocks.korotko().reports.run_schedules().await.unwrap();
    assert_eq!(commits.count(), 1);
}
