use mockall::predicate::eq;

use super::{ANN, a_plan, a_schedule};
use crate::Zone;
use crate::fault::Fault;
use crate::id::ScheduleId;
use crate::mock::{MockPorts, sample};
use crate::report::{Frequency, NewSchedule, ReportScope};
use crate::user::User;

const NEW: NewSchedule<'static> = NewSchedule {
    scope: ReportScope::All,
    frequency: Frequency::Daily,
    hour: 8,
    zone: None,
    language: None,
    include_bots: false,
};

/// Ports for Ann, who has this many schedules.
fn having(schedules: usize) -> MockPorts {
    let mut mocks = MockPorts::default().with_user(sample::user());
    let list = mocks.schedules.expect_list();
    list.returning(move |_| Ok(vec![a_schedule(); schedules]));
    mocks
}

#[tokio::test]
async fn a_new_schedule_is_due_at_its_next_hour() {
    let mut mocks = having(19);
    let insert = mocks.schedules.expect_insert().times(1);
    insert.returning(|schedule| {
        let plan = a_plan(Frequency::Daily);
        assert_eq!((schedule.owner, &schedule.plan), (ANN, &plan));
        assert_eq!(schedule.next_at, plan.next_after(sample::now()));
        Ok(a_schedule())
    });
    let reports = mocks.korotko().reports;
    let created = reports.create_schedule(&sample::user(), &NEW).await;
    created.unwrap();
}

#[tokio::test]
async fn the_hour_of_a_schedule_is_that_of_the_account_unless_it_names_a_zone() {
    let ann = User {
        time_zone: Zone::parse("Asia/Kathmandu").ok(),
        ..sample::user()
    };
    for zone in [None, Some("Europe/Moscow")] {
        let mut mocks = having(0);
        let insert = mocks.schedules.expect_insert().times(1);
        insert.returning(move |schedule| {
            let expected = zone.unwrap_or("Asia/Kathmandu");
            assert_eq!(schedule.plan.zone.name(), expected);
            Ok(a_schedule())
        });
        let new = NewSchedule { zone, ..NEW };
        let reports = mocks.korotko().reports;
        reports.create_schedule(&ann, &new).await.unwrap();
    }
}

#[tokio::test]
async fn schedules_are_limited_to_20_and_every_violation_is_reported() {
    let reports = having(20).korotko().reports;
    let refused = reports.create_schedule(&sample::user(), &NEW).await;
    assert_eq!(refused.unwrap_err().code(), "schedule-limit-reached");
    let wrong = NewSchedule {
        hour: 24,
        zone: Some("Mars/Olympus"),
        language: Some("tlh"),
        ..NEW
    };
    let refused = reports.create_schedule(&sample::user(), &wrong).await;
    let fields = ["tz", "language", "hour"];
    assert_eq!(refused.unwrap_err().fields(), fields);
}

#[tokio::test]
async fn an_unsubscribe_link_ends_its_schedule_alone() {
    let mut mocks = MockPorts::default();
    let delete = mocks.schedules.expect_delete().times(2);
    delete.with(eq(ScheduleId(4))).returning(|_| Ok(false));
    let korotko = mocks.korotko();
    let token = korotko.users.tokens.issue_unsubscribe(ScheduleId(4));
    // Repeating it does no harm.
    for _ in 0..2 {
        korotko.reports.unsubscribe(&token).await.unwrap();
    }
    let (_, tag) = token.split_once('-').unwrap();
    let cut = &token[..token.len() - 1];
    for forged in [
        "",
        "4",
        "4-",
        "-",
        cut,
        &format!("5-{tag}"),
        &format!("04-{tag}"),
        &format!("{token} "),
        &format!("4-{}", tag.to_uppercase()),
    ] {
        let refused = korotko.reports.unsubscribe(forged).await;
        assert_eq!(refused.unwrap_err().code(), "token-invalid", "{forged}");
    }
}
